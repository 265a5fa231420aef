//! What the heap's own tests share: a layout table with one kind of each sort, and a small isolate-less context.
#![allow(unsafe_code)] // makes contexts

use std::ptr::NonNull;

use super::config::HeapConfig;
use super::cx::Cx;
use super::handle::{Handle, HeapType, Val};
use super::heap::Heap;
use super::layout::{FREE, HeaderRef, KindInfo, LayoutTable, Visitor};
use super::space::Space;
use super::tracer::{GcKind, GcReason};
use crate::scope;

macro_rules! kinds {
    ($($name:ident = $kind:expr),* $(,)?) => {
        $(
            pub enum $name {}
            impl HeapType for $name {
                const KIND: u8 = $kind;
            }
        )*
    };
}

kinds! {
    Node = 1,
    Bytes = 2,
    Shape = 3,
    Shaped = 4,
    Cell = 5,
    Table = 6,
    Feedback = 7,
    Weak = 8,
    Owner = 9,
}

pub static LAYOUTS: LayoutTable = &[
    FREE,
    KindInfo::tail("node", 1, &["value", "next"]),
    KindInfo::raw("bytes"),
    KindInfo { default_space: Space::Map, ..KindInfo::tail("shape", 2, &["parent"]) },
    KindInfo { header_ref: HeaderRef::Strong, ..KindInfo::tail("shaped", 1, &[]) },
    KindInfo { visitor: Visitor::WeakCell, ..KindInfo::tail("cell", 1, &["target", "holdings"]) },
    KindInfo { visitor: Visitor::EphemeronTable, ..KindInfo::tail("table", 2, &[]) },
    KindInfo { visitor: Visitor::Feedback, default_space: Space::Code, ..KindInfo::tail("feedback", 2, &[]) },
    KindInfo { visitor: Visitor::WeakTail, ..KindInfo::tail("weak list", 1, &[]) },
    KindInfo { finalizer: Some(super::testing::count_finalized), ..KindInfo::raw("owner") },
];

thread_local! {
    static FINALIZED: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

fn count_finalized(external: u64) -> usize {
    FINALIZED.set(FINALIZED.get() + 1);
    external as usize
}

/// How many [`Owner`]s have been finalized on this thread since the last call.
pub fn finalized_count() -> u64 {
    FINALIZED.replace(0)
}

/// Runs `test` with a context of a fresh heap.
pub fn with_heap<R>(config: HeapConfig, test: impl FnOnce(&mut Cx<'_>) -> R) -> R {
    let mut heap = Heap::new(config, LAYOUTS);
    // SAFETY: the heap outlives the context, the only one.
    let mut cx = unsafe { Cx::new(NonNull::from(&mut *heap)) };
    test(&mut cx)
}

/// A [`Node`] (value, next).
pub fn node<'s>(cx: &mut Cx<'s>, value: i32, next: Option<Handle<'_, Node>>, space: Space) -> Handle<'s, Node> {
    let node = cx.allocate::<Node>(3, 0, space);
    let next = next.map_or(Val::UNDEFINED, |next| next.val(cx));
    node.get(cx).set_word(cx, 1, Val::int(value));
    node.get(cx).set_word(cx, 2, next);
    node
}

/// The values of a list of nodes.
pub fn list_values(cx: &Cx<'_>, head: Handle<'_, Node>) -> Vec<i32> {
    let mut values = Vec::new();
    let mut next = Some(head.get(cx));
    while let Some(node) = next {
        values.push(node.word(1).as_int());
        next = node.word(2).cast();
    }
    values
}

pub fn minor(cx: &mut Cx<'_>) {
    cx.collect(GcKind::Minor, GcReason::Testing);
}

pub fn major(cx: &mut Cx<'_>) {
    cx.collect(GcKind::Major, GcReason::Testing);
}

pub fn small_config() -> HeapConfig {
    HeapConfig { verify: true, ..HeapConfig::default() }
}

/// A list of `count` nodes, each followed by `garbage` dead ones.
pub fn sparse_list<'s>(cx: &mut Cx<'s>, count: i32, garbage: i32, space: Space) -> Handle<'s, Node> {
    let head = node(cx, 0, None, space);
    for value in 1..count {
        scope!(cx);
        let next = node(cx, value, Some(head), space);
        head.set(cx, next.val(cx));
        for _ in 0..garbage {
            scope!(cx);
            node(cx, -1, None, space);
        }
    }
    head
}
