//! A context with a realm but no machine, for unit tests of objects and operations: nothing here can call a script.
#![allow(unsafe_code)] // makes contexts

use std::ptr::NonNull;

use super::realm;
use crate::heap::{Cx, GcKind, GcReason, GcStress, Heap, HeapConfig};
use crate::objects::kinds::LAYOUTS;

/// Runs `test` in a fresh realm; the heap is sound afterwards.
pub fn with_realm<R>(test: impl FnOnce(&mut Cx<'_>) -> R) -> R {
    with_configured_realm(HeapConfig::default(), test)
}

/// As [`with_realm`], collecting and moving everything at every `interval`th allocation, the heap verified each time.
pub fn with_stressed_realm<R>(interval: u32, test: impl FnOnce(&mut Cx<'_>) -> R) -> R {
    let gc_stress = Some(GcStress { interval, seed: 7 });
    with_configured_realm(HeapConfig { gc_stress, verify: true, ..HeapConfig::default() }, test)
}

fn with_configured_realm<R>(config: HeapConfig, test: impl FnOnce(&mut Cx<'_>) -> R) -> R {
    let mut heap = Heap::new(config, LAYOUTS);
    // SAFETY: the heap outlives the context, the only one.
    let mut cx = unsafe { Cx::new(NonNull::from(&mut *heap)) };
    realm::initialize(&mut cx);
    let result = test(&mut cx);
    collect(&mut cx);
    let damage = cx.heap_mut().verify();
    assert!(damage.is_empty(), "the heap is sound: {damage:?}");
    result
}

/// A full collection.
pub fn collect(cx: &mut Cx<'_>) {
    cx.collect(GcKind::Major, GcReason::Testing);
}
