//! Tests of the verifier: each kind of damage that it must find is planted.
#![allow(unsafe_code)] // damages raw words

use super::cage;
use super::testing::*;
use super::*;

use crate::value::Value;

fn found(cx: &mut Cx<'_>) -> Vec<Damage> {
    cx.heap_mut().verify()
}

#[test]
fn a_sound_heap_has_none() {
    with_heap(HeapConfig::default(), |cx| {
        let _list = sparse_list(cx, 1000, 1, Space::Old);
        let _young = sparse_list(cx, 1000, 1, Space::New);
        assert_eq!(found(cx), []);
    });
}

#[test]
fn a_dangling_reference_is_found() {
    with_heap(HeapConfig::default(), |cx| {
        let host = node(cx, 1, None, Space::New);
        let inside = host.get(cx).address() + 8;
        // SAFETY: deliberately wrong; nothing collects before it is repaired.
        unsafe { raw::init_word(host.get(cx).address(), 2, Value::from_address(inside).bits()) };
        let object = host.get(cx).address();
        assert_eq!(found(cx), [Damage::DanglingReference { object, edge: EdgeName::Field("next"), target: inside }]);
    });
}

#[test]
fn a_dangling_root_is_found() {
    with_heap(HeapConfig::default(), |cx| {
        let host = node(cx, 1, None, Space::New);
        let inside = host.get(cx).address() + 8;
        // SAFETY: deliberately wrong; nothing collects before the scope ends.
        unsafe { *host.slot() = Value::from_address(inside).bits() };
        assert!(matches!(found(cx)[..], [Damage::DanglingRoot { target, .. }] if target == inside));
    });
}

#[test]
fn a_store_past_the_barrier_is_found() {
    with_heap(HeapConfig::default(), |cx| {
        let host = node(cx, 1, None, Space::Old);
        let young = node(cx, 2, None, Space::New);
        // SAFETY: deliberately without the barrier.
        unsafe { raw::init_word(host.get(cx).address(), 2, young.val(cx).bits()) };
        let object = host.get(cx).address();
        assert_eq!(found(cx), [Damage::UnrememberedSlot { object, word: 2 }]);
        // The bit alone is not enough: its page must be listed.
        // SAFETY: a committed page.
        unsafe { cage::SLOTS.set(object + 16) };
        assert_eq!(found(cx), [Damage::UnlistedPage { page: cage::page_index(object) }]);
    });
}

#[test]
fn a_bad_kind_is_found() {
    with_heap(HeapConfig::default(), |cx| {
        let host = node(cx, 1, None, Space::Old);
        let object = host.get(cx).address();
        // SAFETY: deliberately wrong.
        unsafe { host.get(cx).set_kind(cx, 200) };
        assert_eq!(found(cx), [Damage::BadHeader { object }]);
    });
}

#[test]
fn a_header_reference_to_a_moving_object_is_found() {
    with_heap(HeapConfig::default(), |cx| {
        let target = node(cx, 1, None, Space::Old);
        node(cx, 1, None, Space::Old);
        let address = target.get(cx).address();
        let shaped = cx.allocate::<Shaped>(2, raw::meta_of(address) & !1, Space::New);
        let object = shaped.get(cx).address();
        assert_eq!(found(cx), [Damage::HeaderRefMoves { object, target: address }]);
    });
}

#[test]
fn a_wrong_counter_is_found() {
    with_heap(HeapConfig::default(), |cx| {
        node(cx, 1, None, Space::Old);
        cx.heap_mut().old.set_used_bytes(48);
        assert_eq!(found(cx), [Damage::WrongCount { space: SpaceId::Old, counted: 48, walked: 24 }]);
    });
}
