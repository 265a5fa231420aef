//! Tests of whole collections: marking, sweeping, compaction, weak things, limits, statistics.
#![allow(unsafe_code)] // looks at raw addresses

use std::cell::RefCell;
use std::rc::Rc;

use super::cage;
use super::testing::*;
use super::*;
use crate::scope;

fn assert_counts_match_a_walk(cx: &Cx<'_>) {
    for space in SpaceId::ALL {
        let mut walked = 0;
        cx.heap().for_each_object_in(space, &mut |object| walked += object.bytes);
        assert_eq!(cx.heap().space_statistics(space).used, walked, "{space:?}");
    }
}

#[test]
fn a_full_collection_leaves_exactly_what_is_reachable() {
    with_heap(small_config(), |cx| {
        let head = sparse_list(cx, 1000, 3, Space::New);
        let old = sparse_list(cx, 1000, 3, Space::Old);
        let map = cx.allocate::<Shape>(5, 0, Space::Map);
        {
            scope!(cx);
            cx.allocate::<Shape>(5, 0, Space::Map);
            cx.allocate::<Bytes>(7, 0, Space::Code);
            cx.allocate::<Bytes>(1 << 16, 0, Space::Old);
        }
        let large = cx.allocate::<Bytes>(1 << 16, 0, Space::New);
        let meta = map.get(cx).as_meta();
        {
            scope!(cx);
            let shaped = cx.allocate::<Shaped>(3, meta, Space::New);
            head.get(cx).set_word(cx, 1, shaped.val(cx));
        }
        map.set(cx, Val::UNDEFINED);
        major(cx);
        let used = |space| cx.heap().space_statistics(space).used;
        assert_eq!(used(SpaceId::New), 0);
        assert_eq!(used(SpaceId::Old), 2000 * 24 + 24);
        assert_eq!(used(SpaceId::Map), 48);
        assert_eq!(used(SpaceId::Code), 0);
        assert_eq!(used(SpaceId::Large), 8 << 16);
        assert_counts_match_a_walk(cx);
        assert_eq!(list_values(cx, old).len(), 1000);
        let shaped = head.get(cx).word(1).cast::<Shaped>().expect("kept");
        assert_eq!(shaped.meta_object().expect("a shape").kind(), Shape::KIND);
        assert!(large.get(cx).size_words() == 1 << 16);
    });
}

#[test]
fn statistics_add_up() {
    with_heap(small_config(), |cx| {
        let _list = sparse_list(cx, 5000, 0, Space::New);
        let _large = cx.allocate::<Bytes>(1 << 16, 0, Space::New);
        let statistics = cx.heap().statistics();
        let sum = |field: fn(&SpaceStatistics) -> usize| statistics.spaces.iter().map(field).sum::<usize>();
        assert_eq!(statistics.total_heap_size, sum(|space| space.size));
        assert_eq!(statistics.used_heap_size, sum(|space| space.used));
        assert_eq!(statistics.used_heap_size, cx.heap().used_bytes());
        assert_eq!(statistics.total_heap_size, cx.heap().committed_bytes());
        assert!(statistics.spaces.iter().all(|space| space.used <= space.size));
        assert_counts_match_a_walk(cx);
    });
}

#[test]
fn swept_memory_is_used_again() {
    with_heap(small_config(), |cx| {
        let _kept = sparse_list(cx, 2000, 9, Space::Old);
        major(cx);
        let before = cx.heap().space_statistics(SpaceId::Old);
        let _more = sparse_list(cx, 10_000, 0, Space::Old);
        let after = cx.heap().space_statistics(SpaceId::Old);
        assert!(after.size <= before.size + cage::PAGE_BYTES, "{before:?} {after:?}");
    });
}

#[test]
fn sweeping_is_lazy_and_counted() {
    with_heap(small_config(), |cx| {
        let kept = sparse_list(cx, 20_000, 1, Space::Old);
        cx.collect(GcKind::Major, GcReason::AllocationFailure);
        assert!(!cx.heap().old.unswept.is_empty());
        assert_counts_match_a_walk(cx);
        let _more = sparse_list(cx, 100, 0, Space::Old);
        assert_counts_match_a_walk(cx);
        assert_eq!(list_values(cx, kept).len(), 20_000);
    });
}

#[test]
fn sparse_pages_are_evacuated_and_given_back() {
    with_heap(small_config(), |cx| {
        let list = sparse_list(cx, 10_000, 9, Space::Old);
        let before = cx.heap().space_statistics(SpaceId::Old).size;
        let address = list.get(cx).address();
        major(cx);
        let after = cx.heap().space_statistics(SpaceId::Old).size;
        assert!(after < before / 4, "{before} -> {after}");
        assert_ne!(list.get(cx).address(), address);
        assert_eq!(list_values(cx, list), (0..10_000).rev().collect::<Vec<_>>());
        assert_counts_match_a_walk(cx);
    });
}

#[test]
fn forced_evacuation_moves_everything_but_what_never_moves() {
    let config = HeapConfig { force_evacuation: true, ..small_config() };
    with_heap(config, |cx| {
        let list = sparse_list(cx, 100, 0, Space::Old);
        let map = cx.allocate::<Shape>(5, 0, Space::Map);
        let code = cx.allocate::<Bytes>(5, 0, Space::Code);
        let large = cx.allocate::<Node>(1 << 16, 0, Space::Old);
        large.get(cx).set_word(cx, 1, list.val(cx));
        let pinned = [map.any(), code.any(), large.any()].map(|handle| handle.val(cx).bits());
        let old = list.get(cx).address();
        major(cx);
        assert_ne!(list.get(cx).address(), old);
        assert_eq!([map.any(), code.any(), large.any()].map(|handle| handle.val(cx).bits()), pinned);
        assert!(large.get(cx).word(1).is_same_word(list.val(cx)));
        assert_eq!(list_values(cx, list).len(), 100);
    });
}

#[test]
fn read_only_objects_are_never_freed() {
    with_heap(small_config(), |cx| {
        let before = {
            scope!(cx);
            let text = cx.allocate::<Bytes>(3, 0, Space::ReadOnly);
            text.get(cx).set_raw_u64(cx, 1, 77);
            text.get(cx).address()
        };
        major(cx);
        major(cx);
        assert_eq!(cx.heap().space_statistics(SpaceId::ReadOnly).used, 24);
        // SAFETY: read-only objects stay.
        assert_eq!(unsafe { raw::word(before, 1) }, 77);
    });
}

#[test]
fn shrinking_gives_the_tail_back() {
    with_heap(small_config(), |cx| {
        for space in [Space::New, Space::Old] {
            scope!(cx);
            let array = cx.allocate::<Node>(1000, 0, space);
            let large = cx.allocate::<Node>(200_000, 0, space);
            let young = node(cx, 1, None, Space::New);
            for handle in [array, large] {
                let last = handle.get(cx).size_words() - 1;
                handle.get(cx).set_word(cx, last, young.val(cx));
                handle.get(cx).set_word(cx, 5, young.val(cx));
                handle.get(cx).shrink(cx, 10);
                assert_eq!(handle.get(cx).size_words(), 10);
            }
            minor(cx);
            major(cx);
            assert_eq!(large.get(cx).word(5).cast::<Node>().expect("kept").word(1).as_int(), 1);
            assert_counts_match_a_walk(cx);
        }
    });
}

#[test]
fn a_shrink_during_marking_is_counted_right() {
    with_heap(small_config(), |cx| {
        let list = sparse_list(cx, 3000, 0, Space::Old);
        let array = cx.allocate::<Node>(1000, 0, Space::Old);
        list.get(cx).set_word(cx, 1, array.val(cx));
        cx.heap_mut().start_marking();
        while !cx.heap_mut().step_marking(1000) {}
        array.get(cx).shrink(cx, 10);
        cx.collect(GcKind::Major, GcReason::FinalizeMarking);
        assert_counts_match_a_walk(cx);
    });
}

#[test]
fn external_memory_presses_on_the_collector() {
    finalized_count();
    with_heap(small_config(), |cx| {
        for _ in 0..100 {
            scope!(cx);
            let owner = cx.allocate::<Owner>(2, 0, Space::New);
            owner.get(cx).set_raw_u64(cx, 1, 8 << 20);
            cx.adjust_external_memory(8 << 20);
        }
        assert!(cx.heap().external_bytes() <= 80 << 20, "{}", cx.heap().external_bytes());
    });
}

#[test]
fn incremental_marking_keeps_what_the_mutator_moves_about() {
    with_heap(small_config(), |cx| {
        let list = sparse_list(cx, 5000, 0, Space::Old);
        let hidden = node(cx, -1, None, Space::Old);
        let far = node(cx, 99, None, Space::Old);
        hidden.get(cx).set_word(cx, 2, far.val(cx));
        list.get(cx).set_word(cx, 1, hidden.val(cx));
        hidden.set(cx, Val::UNDEFINED);
        far.set(cx, Val::UNDEFINED);
        cx.heap_mut().start_marking();
        cx.heap_mut().step_marking(24);
        // The only reference to `hidden` moves from a grey object to a black one and to a young one.
        {
            scope!(cx);
            let young = node(cx, 5, None, Space::New);
            let moved = list.get(cx).word(1).root(cx);
            young.get(cx).set_word(cx, 2, moved.val(cx));
            list.get(cx).set_word(cx, 1, young.val(cx));
        }
        minor(cx);
        while !cx.heap_mut().step_marking(100) {
            scope!(cx);
            node(cx, 0, None, Space::Old);
        }
        cx.collect(GcKind::Major, GcReason::FinalizeMarking);
        let young = list.get(cx).word(1).cast::<Node>().expect("kept");
        let hidden = young.word(2).cast::<Node>().expect("kept");
        assert_eq!(hidden.word(2).cast::<Node>().expect("kept").word(1).as_int(), 99);
        assert_eq!(list_values(cx, list).len(), 5000);
    });
}

#[test]
fn growing_heaps_are_marked_in_steps() {
    let events = Rc::new(RefCell::new(Vec::new()));
    with_heap(HeapConfig::default(), |cx| {
        let sink = Rc::clone(&events);
        cx.heap_mut().tracer_mut().add_listener(Box::new(move |event| sink.borrow_mut().push(event.clone())));
        let list = node(cx, 0, None, Space::New);
        for value in 1..3_000_000 {
            scope!(cx);
            let next = node(cx, value, Some(list), Space::New);
            list.set(cx, next.val(cx));
        }
        assert_eq!(list_values(cx, list).len(), 3_000_000);
    });
    let events = events.borrow();
    assert!(
        events.iter().any(|event| event.incremental.is_some_and(|steps| steps.count > 3)),
        "no marking was incremental"
    );
    assert!(events.iter().all(|event| event.after.used_heap_size <= event.before.used_heap_size));
}

#[test]
fn collections_are_the_same_in_each_run() {
    let run = || {
        let figures = Rc::new(RefCell::new(Vec::new()));
        with_heap(HeapConfig::default(), |cx| {
            let sink = Rc::clone(&figures);
            cx.heap_mut().tracer_mut().add_listener(Box::new(move |event| {
                sink.borrow_mut().push((
                    event.kind,
                    event.reason,
                    event.before.used_heap_size,
                    event.after.used_heap_size,
                ));
            }));
            let _list = sparse_list(cx, 400_000, 2, Space::New);
        });
        figures.take()
    };
    let first = run();
    assert!(first.len() > 3);
    assert_eq!(first, run());
}

fn unwinding_fatal(_embedder: std::ptr::NonNull<()>, report: &str) -> ! {
    std::panic::resume_unwind(Box::new(report.to_string()))
}

/// Leaks until the heap is full; the fatal report.
fn leak_until_fatal(config: HeapConfig, leak: impl Fn(&mut Cx<'_>, Handle<'_, Node>)) -> String {
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        with_heap(config, |cx| {
            cx.heap_mut().set_fatal_hook(unwinding_fatal);
            let list = node(cx, 0, None, Space::New);
            loop {
                leak(cx, list);
            }
        })
    }));
    let Err(payload) = outcome;
    *payload.downcast::<String>().expect("the report")
}

fn small_limit() -> HeapConfig {
    HeapConfig { max_old_bytes: Some(20 << 20), max_semi_bytes: Some(1 << 20), ..HeapConfig::default() }
}

#[test]
fn a_leak_ends_in_nodes_report() {
    let report = leak_until_fatal(small_limit(), |cx, list| {
        scope!(cx);
        let next = node(cx, 1, Some(list), Space::New);
        list.set(cx, next.val(cx));
    });
    assert!(report.starts_with("\n<--- Last few GCs --->\n\n["), "{report}");
    assert!(report.contains("\n\n<--- JS stacktrace --->\n\nFATAL ERROR: "), "{report}");
    assert!(report.ends_with("Allocation failed - JavaScript heap out of memory\n"), "{report}");
    assert!(report.contains("Mark-Compact (reduce)"), "{report}");
}

#[test]
fn leaking_large_objects_ends_too() {
    let report = leak_until_fatal(small_limit(), |cx, list| {
        scope!(cx);
        let large = cx.allocate::<Node>(100_000, 0, Space::New);
        large.get(cx).set_word(cx, 2, list.val(cx));
        large.get(cx).set_word(cx, 1, Val::int(0));
        list.set(cx, large.val(cx));
    });
    assert!(report.contains("JavaScript heap out of memory"), "{report}");
}

#[test]
fn a_heap_near_its_limit_goes_on_while_garbage_dies() {
    with_heap(small_limit(), |cx| {
        let _kept = sparse_list(cx, 600_000, 0, Space::New); // 14.4 MB of 20
        for _ in 0..4_000_000 {
            scope!(cx);
            node(cx, 0, None, Space::New);
        }
    });
}

#[test]
fn the_near_limit_hook_can_raise_the_limit() {
    let calls = Rc::new(std::cell::Cell::new(0));
    with_heap(small_limit(), |cx| {
        let seen = Rc::clone(&calls);
        cx.heap_mut().set_near_limit_hook(Some(Box::new(move |_, limit| {
            seen.set(seen.get() + 1);
            limit * 2
        })));
        let list = sparse_list(cx, 1_200_000, 0, Space::New); // 28.8 MB
        assert_eq!(list_values(cx, list).len(), 1_200_000);
        assert_eq!(cx.heap().heap_size_limit(), (40 + 3) << 20);
    });
    assert_eq!(calls.get(), 1);
}

#[test]
fn oversized_requests_are_refused() {
    with_heap(small_limit(), |cx| {
        let _kept = sparse_list(cx, 600_000, 0, Space::New);
        assert!(cx.is_within_limit(10 << 20));
        assert!(!cx.is_within_limit(21 << 20));
    });
}

#[test]
fn stress_collects_often_and_the_same_way_for_a_seed() {
    let run = |seed| {
        let config = HeapConfig { gc_stress: Some(GcStress { interval: 5, seed }), ..small_config() };
        with_heap(config, |cx| {
            let list = sparse_list(cx, 300, 1, Space::New);
            assert_eq!(list_values(cx, list).len(), 300);
            cx.heap().tracer().collections()
        })
    };
    let collections = run(1);
    assert!((80..160).contains(&collections), "{collections} collections in 599 allocations");
    assert_eq!(collections, run(1));
    assert!((2..6).any(|seed| run(seed) != collections));
}

#[test]
fn observers_are_called_about_once_per_interval() {
    struct Sampler(Rc<RefCell<Vec<usize>>>);
    impl AllocationObserver for Sampler {
        fn next_interval(&mut self) -> usize {
            4096
        }
        fn allocated(&mut self, _embedder: std::ptr::NonNull<()>, _address: usize, bytes: usize) {
            self.0.borrow_mut().push(bytes);
        }
    }
    let samples = Rc::new(RefCell::new(Vec::new()));
    with_heap(small_config(), |cx| {
        let id = cx.heap_mut().add_allocation_observer(Box::new(Sampler(Rc::clone(&samples))));
        let _list = sparse_list(cx, 100_000, 0, Space::New);
        let expected = 100_000 * 24 / 4096;
        let count = samples.borrow().len();
        assert!(count.abs_diff(expected) < expected / 50, "{count} samples, not {expected}");
        assert!(cx.heap_mut().remove_allocation_observer(id).is_some());
        let _more = sparse_list(cx, 10_000, 0, Space::New);
        assert_eq!(samples.borrow().len(), count);
        assert_eq!(cx.heap_mut().allocated_bytes(), 110_000 * 24);
    });
}

#[test]
fn trackers_follow_moves_and_deaths() {
    struct Follow(Rc<RefCell<Vec<usize>>>);
    impl Tracker for Follow {
        fn collected(&mut self, survivors: &Survivors) {
            // SAFETY: the list holds what the last collection left.
            self.0.borrow_mut().retain_mut(|address| match unsafe { survivors.address(*address) } {
                Some(now) => {
                    *address = now;
                    true
                }
                None => false,
            });
        }
    }
    let config = HeapConfig { force_evacuation: true, ..small_config() };
    with_heap(config, |cx| {
        let kept = node(cx, 1, None, Space::New);
        let followed = Rc::new(RefCell::new(vec![kept.get(cx).address()]));
        {
            scope!(cx);
            followed.borrow_mut().push(node(cx, 2, None, Space::New).get(cx).address());
            followed.borrow_mut().push(node(cx, 3, None, Space::Old).get(cx).address());
        }
        cx.heap_mut().add_tracker(Box::new(Follow(Rc::clone(&followed))));
        minor(cx);
        assert_eq!(followed.borrow().len(), 2);
        major(cx);
        assert_eq!(*followed.borrow(), [kept.get(cx).address()]);
    });
}

#[test]
fn persistent_handles_root_until_dropped() {
    with_heap(small_config(), |cx| {
        let cell = cx.allocate::<Cell>(2, 0, Space::New);
        let persistent = {
            scope!(cx);
            let target = node(cx, 8, None, Space::New);
            cell.get(cx).set_word(cx, 1, target.val(cx));
            Persistent::new(cx, "test section", target)
        };
        major(cx);
        {
            scope!(cx);
            assert_eq!(persistent.get(cx).get(cx).word(1).as_int(), 8);
        }
        let mut sections = Vec::new();
        cx.heap_mut().for_each_root(|section, _| sections.push(section));
        assert!(sections.contains(&"test section"));
        drop(persistent);
        major(cx);
        assert!(cell.get(cx).word(1).is_undefined());
    });
}

#[test]
fn edges_are_named_by_the_layout() {
    with_heap(small_config(), |cx| {
        let tail = node(cx, 1, None, Space::New);
        let head = node(cx, 2, Some(tail), Space::New);
        let mut edges = Vec::new();
        cx.heap().edges_of(head.get(cx), |edge| edges.push((edge.name, edge.target, edge.weak)));
        assert_eq!(edges, [(EdgeName::Field("next"), tail.get(cx).address(), false)]);
    });
}

#[test]
fn two_heaps_live_side_by_side() {
    with_heap(small_config(), |first| {
        with_heap(small_config(), |second| {
            let a = sparse_list(first, 100, 0, Space::New);
            let b = sparse_list(second, 50, 0, Space::New);
            major(first);
            major(second);
            assert_eq!((list_values(first, a).len(), list_values(second, b).len()), (100, 50));
        });
    });
}

#[test]
fn trace_lines_have_nodes_format() {
    let lines = Rc::new(RefCell::new(Vec::new()));
    with_heap(small_config(), |cx| {
        let sink = Rc::clone(&lines);
        cx.heap_mut().tracer_mut().add_listener(Box::new(move |event| sink.borrow_mut().push(event.clone())));
        minor(cx);
        major(cx);
        let tracer = cx.heap().tracer();
        let minor_line = lines.borrow()[0].format_line(&tracer.line_prefix());
        let major_line = lines.borrow()[1].format_line(&tracer.line_prefix());
        assert!(minor_line.contains(" ms: Scavenge 0.0 (1.0) -> 0.0 ("), "{minor_line}");
        assert!(minor_line.ends_with("(average mu = 1.000, current mu = 1.000) testing; "), "{minor_line}");
        assert!(major_line.contains(" ms: Mark-Compact "), "{major_line}");
        assert!(major_line.ends_with(" testing; GC in old space requested"), "{major_line}");
    });
}
