//! Tests of weak processing: weak cells, kept objects, ephemerons, feedback, weak lists, finalizers.
#![allow(unsafe_code)] // looks at raw addresses

use super::header::NOTIFY_FLAG;
use super::testing::*;
use super::*;
use crate::scope;

#[test]
fn weak_cells_lose_dead_targets_and_report_if_asked() {
    with_heap(small_config(), |cx| {
        let target = node(cx, 1, None, Space::New);
        let cells: Vec<_> = (0..3).map(|_| cx.allocate::<Cell>(3, 0, Space::New)).collect();
        for (index, cell) in cells.iter().enumerate() {
            cell.get(cx).set_word(cx, 1, target.val(cx));
            cell.get(cx).set_word(cx, 2, Val::int(index as i32));
            if index > 0 {
                cell.get(cx).set_flags(cx, NOTIFY_FLAG);
            }
        }
        major(cx);
        assert!(cells.iter().all(|cell| cell.get(cx).word(1).is_heap()));
        target.set(cx, Val::UNDEFINED);
        major(cx);
        assert!(cells.iter().all(|cell| cell.get(cx).word(1).is_undefined()));
        let mut told = Vec::new();
        while let Some(cell) = cx.take_dead_weak_cell() {
            told.push(cell.val(cx).cast::<Cell>().expect("a cell").word(2).as_int());
        }
        told.sort_unstable();
        assert_eq!(told, [1, 2]);
        major(cx);
        assert!(!cx.heap().has_dead_weak_cells());
    });
}

#[test]
fn kept_objects_live_until_the_job_ends() {
    with_heap(small_config(), |cx| {
        let cell = cx.allocate::<Cell>(2, 0, Space::New);
        {
            scope!(cx);
            let target = node(cx, 1, None, Space::New);
            cell.get(cx).set_word(cx, 1, target.val(cx));
            cx.keep_during_job(target.any());
        }
        major(cx);
        assert!(cell.get(cx).word(1).is_heap());
        cx.clear_kept_objects();
        major(cx);
        assert!(cell.get(cx).word(1).is_undefined());
    });
}

fn hash_of(value: Val<'_>) -> u32 {
    value.as_object().map_or(0, |key| key.meta() >> 1)
}

/// Maps a fresh key to `value`; the key.
fn put<'s>(cx: &mut Cx<'s>, table: Handle<'_, Table>, hash: u32, value: Handle<'_>) -> Handle<'s, Node> {
    let key = node(cx, 0, None, Space::New);
    key.get(cx).set_meta(cx, hash << 1);
    if ephemeron::must_grow(table.get(cx)) {
        scope!(cx);
        let capacity = ephemeron::capacity_for(ephemeron::len(table.get(cx)) + 1);
        let grown = cx.allocate::<Table>(ephemeron::words_for(capacity), 0, Space::New);
        ephemeron::rehash_into(cx, table.get(cx), grown.get(cx), hash_of);
        table.set(cx, grown.val(cx));
    }
    ephemeron::set(cx, table.get(cx), key.val(cx), hash, value.val(cx));
    key
}

fn new_table<'s>(cx: &mut Cx<'s>) -> Handle<'s, Table> {
    cx.allocate::<Table>(ephemeron::words_for(ephemeron::MIN_CAPACITY), 0, Space::New)
}

#[test]
fn ephemeron_tables_find_grow_and_delete() {
    with_heap(small_config(), |cx| {
        let table = new_table(cx);
        let keys: Vec<_> = (0..100)
            .map(|index| {
                let value = cx.int(index);
                put(cx, table, index as u32 % 7, value)
            })
            .collect();
        minor(cx);
        for (index, key) in keys.iter().enumerate() {
            let found = ephemeron::get(table.get(cx), key.val(cx), index as u32 % 7).expect("present");
            assert_eq!(found.as_int(), index as i32);
        }
        assert!(ephemeron::delete(cx, table.get(cx), keys[5].val(cx), 5));
        assert!(!ephemeron::delete(cx, table.get(cx), keys[5].val(cx), 5));
        assert!(!ephemeron::has(table.get(cx), keys[5].val(cx), 5));
        assert_eq!(ephemeron::len(table.get(cx)), 99);
    });
}

#[test]
fn entries_die_with_their_keys_even_in_cycles() {
    with_heap(small_config(), |cx| {
        let table = new_table(cx);
        let kept_value = node(cx, 42, None, Space::New);
        let kept_key = put(cx, table, 1, kept_value.any());
        kept_value.set(cx, Val::UNDEFINED);
        {
            scope!(cx);
            let value = node(cx, 0, None, Space::New);
            let key = put(cx, table, 2, value.any());
            value.get(cx).set_word(cx, 2, key.val(cx)); // value -> key
        }
        major(cx);
        assert_eq!(ephemeron::len(table.get(cx)), 1);
        let value = ephemeron::get(table.get(cx), kept_key.val(cx), 1).expect("kept").cast::<Node>().expect("a node");
        assert_eq!(value.word(1).as_int(), 42);
    });
}

/// A chain key0 -> key1 -> ... through `length` tables, entered in an order that a round resolves one link of.
#[test]
fn long_ephemeron_chains_are_followed_to_the_end() {
    with_heap(small_config(), |cx| {
        const LENGTH: u32 = 200;
        let tables = cx.allocate::<Node>(LENGTH as usize + 1, 0, Space::New);
        let key = cx.undefined();
        let first_key = node(cx, 0, None, Space::New);
        first_key.get(cx).set_meta(cx, 2);
        key.set(cx, first_key.val(cx));
        for index in (0..LENGTH as usize).rev() {
            scope!(cx);
            let table = new_table(cx);
            let next = node(cx, 7, None, Space::New);
            next.get(cx).set_meta(cx, 2);
            ephemeron::set(cx, table.get(cx), key.val(cx), 1, next.val(cx));
            tables.get(cx).set_word(cx, index + 1, table.val(cx));
            key.set(cx, next.val(cx));
        }
        key.set(cx, Val::UNDEFINED);
        major(cx);
        let lengths = |cx: &Cx<'_>| -> usize {
            (0..LENGTH as usize)
                .map(|index| ephemeron::len(tables.get(cx).word(index + 1).cast::<Table>().unwrap()))
                .sum()
        };
        assert_eq!(lengths(cx), LENGTH as usize);
        first_key.set(cx, Val::UNDEFINED);
        major(cx);
        assert_eq!(lengths(cx), 0);
    });
}

#[test]
fn feedback_holds_maps_weakly_and_constants_strongly() {
    with_heap(small_config(), |cx| {
        let table = cx.allocate::<Feedback>(7, 0, Space::Code);
        let live = cx.allocate::<Shape>(2, 0, Space::Map);
        {
            scope!(cx);
            let dead = cx.allocate::<Shape>(2, 0, Space::Map);
            let constant = node(cx, 3, None, Space::New);
            let target = node(cx, 4, None, Space::New);
            let feedback = table.get(cx);
            feedback.set_raw_u64(cx, 1, 1);
            feedback.set_word(cx, 2, constant.val(cx));
            feedback.set_raw_u64(cx, 3, live.get(cx).as_meta() as u64 | 24 << 32);
            feedback.set_raw_u64(cx, 4, dead.get(cx).as_meta() as u64 | 24 << 32);
            feedback.set_word(cx, 5, target.val(cx));
            feedback.set_raw_u64(cx, 6, 0);
        }
        minor(cx);
        assert!(table.get(cx).word(5).is_heap());
        major(cx);
        let feedback = table.get(cx);
        assert_eq!(feedback.word(2).cast::<Node>().expect("constant").word(1).as_int(), 3);
        assert_eq!(feedback.raw_u64(3), live.get(cx).as_meta() as u64 | 24 << 32);
        assert_eq!(feedback.raw_u64(4), 0);
        assert!(feedback.word(5).is_undefined());
        assert_eq!(feedback.raw_u64(6), 0);
    });
}

#[test]
fn weak_lists_drop_their_dead() {
    with_heap(small_config(), |cx| {
        let list = cx.allocate::<Weak>(3, 0, Space::Old);
        let live = node(cx, 1, None, Space::New);
        list.get(cx).set_word(cx, 1, live.val(cx));
        {
            scope!(cx);
            let dead = node(cx, 2, None, Space::New);
            list.get(cx).set_word(cx, 2, dead.val(cx));
        }
        major(cx);
        assert!(list.get(cx).word(1).is_same_word(live.val(cx)));
        assert!(list.get(cx).word(2).is_undefined());
    });
}

#[test]
fn finalizers_run_once_for_young_old_and_large() {
    finalized_count();
    with_heap(small_config(), |cx| {
        let kept = cx.allocate::<Owner>(2, 0, Space::New);
        kept.get(cx).set_raw_u64(cx, 1, 100);
        cx.adjust_external_memory(700);
        {
            scope!(cx);
            for (words, space) in [(2, Space::New), (2, Space::Old), (1 << 16, Space::New)] {
                let owner = cx.allocate::<Owner>(words, 0, space);
                owner.get(cx).set_raw_u64(cx, 1, 200);
            }
            cx.allocate::<Owner>(2, 0, Space::New); // owns nothing yet
        }
        minor(cx);
        assert_eq!(finalized_count(), 2);
        major(cx);
        assert_eq!(finalized_count(), 1);
        assert_eq!(cx.heap().external_bytes(), 100);
        major(cx);
        assert_eq!(finalized_count(), 0);
    });
    assert_eq!(finalized_count(), 1, "the last one dies with the heap");
}
