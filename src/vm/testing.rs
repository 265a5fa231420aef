//! Isolates with a realm but no built-ins, for unit tests.

use super::{Isolate, IsolateOptions};
use crate::heap::{Cx, GcKind, GcReason, GcStress, HeapConfig};

/// Runs `test` in a fresh realm; the heap is sound afterwards.
pub fn with_realm<R>(test: impl FnOnce(&mut Cx<'_>) -> R) -> R {
    with_configured_realm(HeapConfig::default(), test)
}

/// As [`with_realm`], collecting and moving everything at every `interval`th allocation, the heap verified each time.
pub fn with_stressed_realm<R>(interval: u32, test: impl FnOnce(&mut Cx<'_>) -> R) -> R {
    let gc_stress = Some(GcStress { interval, seed: 7 });
    with_configured_realm(HeapConfig { gc_stress, verify: true, ..HeapConfig::default() }, test)
}

fn with_configured_realm<R>(heap: HeapConfig, test: impl FnOnce(&mut Cx<'_>) -> R) -> R {
    with_isolate(IsolateOptions { heap, ..IsolateOptions::bare() }, test)
}

/// Runs `test` in an isolate made with `options`; the heap is sound afterwards.
pub fn with_isolate<R>(options: IsolateOptions, test: impl FnOnce(&mut Cx<'_>) -> R) -> R {
    Isolate::new(options).enter(|cx| {
        let result = test(cx);
        collect(cx);
        let damage = cx.heap_mut().verify();
        assert!(damage.is_empty(), "the heap is sound: {damage:?}");
        result
    })
}

/// A full collection.
pub fn collect(cx: &mut Cx<'_>) {
    cx.collect(GcKind::Major, GcReason::Testing);
}
