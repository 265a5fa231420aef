//! Throughput of the heap alone: `cargo bench --bench heap`.
//!
//! Compare figures within one run only.
#![allow(unsafe_code)] // makes a context by hand

use std::cell::Cell;
use std::hint::black_box;
use std::ptr::NonNull;
use std::rc::Rc;
use std::time::Instant;

use tenure::heap::layout::{FREE, KindInfo};
use tenure::heap::{Cx, GcKind, GcReason, Handle, Heap, HeapConfig, HeapType, Space, Val};
use tenure::scope;

enum Node {}
impl HeapType for Node {
    const KIND: u8 = 1;
}

static LAYOUTS: &[KindInfo] = &[FREE, KindInfo::tail("node", 1, &["left", "right"])];

fn with_heap(work: impl FnOnce(&mut Cx<'_>)) {
    let mut heap = Heap::new(HeapConfig::default(), LAYOUTS);
    // SAFETY: the heap outlives its only context.
    let mut cx = unsafe { Cx::new(NonNull::from(&mut *heap)) };
    work(&mut cx);
}

fn report(name: &str, bytes: usize, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{name:<44} {:>8.2} GB/s  {:>8.1} ms", bytes as f64 / 1e9 / seconds, seconds * 1e3);
}

/// A complete tree of nodes (left, right) of the given depth.
fn tree<'s>(cx: &mut Cx<'s>, depth: u32) -> Handle<'s, Node> {
    let root = cx.allocate::<Node>(3, 0, Space::New);
    if depth > 0 {
        scope!(cx);
        let left = tree(cx, depth - 1);
        root.get(cx).set_word(cx, 1, left.val(cx));
        let right = tree(cx, depth - 1);
        root.get(cx).set_word(cx, 2, right.val(cx));
    }
    root
}

fn garbage() {
    with_heap(|cx| {
        let mut run = |name: &str, words: usize, count: usize| {
            let start = Instant::now();
            for _ in 0..count {
                scope!(cx);
                black_box(cx.allocate::<Node>(words, 0, Space::New));
            }
            report(name, count * words * 8, start);
        };
        run("garbage, 24-byte objects", 3, 40_000_000);
        run("garbage, 64-byte objects", 8, 20_000_000);
        run("garbage, 1 KiB objects", 128, 2_000_000);
    });
}

/// Scavenges with `live` bytes of survivors in objects of `words` words: bytes copied per second of pause.
fn survivors(words: usize) {
    let totals = Rc::new(Cell::new((0, 0)));
    with_heap(|cx| {
        let sink = Rc::clone(&totals);
        let count = (1 << 20) / (words * 8);
        for round in 0..100 {
            scope!(cx);
            let head = cx.allocate::<Node>(words, 0, Space::New);
            for _ in 1..count {
                scope!(cx);
                let next = cx.allocate::<Node>(words, 0, Space::New);
                next.get(cx).set_word(cx, 1, head.val(cx));
                head.set(cx, next.val(cx));
            }
            let other = tree(cx, 14);
            if round == 10 {
                let sink = Rc::clone(&sink);
                cx.heap_mut().tracer_mut().add_listener(Box::new(move |event| {
                    let (bytes, ns) = sink.get();
                    sink.set((bytes + event.survived_bytes + event.promoted_bytes, ns + event.cpu_ns));
                }));
            }
            cx.collect(GcKind::Minor, GcReason::Testing);
            black_box((head, other));
        }
    });
    let (bytes, ns) = totals.get();
    println!("scavenge, survivors of {:>4} bytes and a tree    {:>8.2} GB/s", words * 8, bytes as f64 / ns as f64);
}

fn marking() {
    with_heap(|cx| {
        let root = tree(cx, 22);
        cx.collect(GcKind::Major, GcReason::Testing);
        let bytes = cx.heap().used_bytes();
        let start = Instant::now();
        cx.collect(GcKind::Major, GcReason::Testing);
        report("full collection of a live tree", bytes, start);
        black_box(root);
    });
}

fn binary_trees() {
    let start = Instant::now();
    with_heap(|cx| {
        let long_lived = tree(cx, 16);
        for depth in (4..=16).step_by(4) {
            for _ in 0..1 << (16 - depth + 4) {
                scope!(cx);
                black_box(tree(cx, depth));
            }
        }
        black_box(long_lived);
    });
    println!("{:<44} {:>26.1} ms", "binary trees, depth 16", start.elapsed().as_secs_f64() * 1e3);
}

fn stores() {
    with_heap(|cx| {
        let host = cx.allocate::<Node>(1000, 0, Space::Old);
        let value = cx.allocate::<Node>(3, 0, Space::Old);
        let start = Instant::now();
        for round in 0..100_000 {
            for word in 1..1000 {
                host.get(cx).set_word(cx, word, value.val(cx));
            }
            black_box(round);
        }
        report("stores old to old", 100_000 * 999 * 8, start);
        host.get(cx).set_word(cx, 1, Val::UNDEFINED);
    });
}

fn main() {
    garbage();
    for words in [3, 8, 64] {
        survivors(words);
    }
    marking();
    binary_trees();
    stores();
}
