//! Contexts: the heap's record of captured bindings, with the names of their scope.
//!
//! A context's header refers (strongly) to its [`ScopeInfo`], which lives in code space and never moves; so a retainer
//! path through a closure can name the variable that holds on. Word 1 is the parent context, slots start at word 2.

use super::fixed::FixedArray;
use crate::heap::layout::HeaderRef;
use crate::heap::{Cx, Gc, Handle, Space, Val};

heap_object! {
    /// Names of a context's slots, and whose scope it is.
    pub ScopeInfo = ScopeInfo, "ScopeInfo" { default_space: Space::Code } [1] {
        /// FixedArray of strings, one per slot.
        1: names, set_names;
        /// String or undefined.
        2: owner, set_owner;
        /// FixedArray of the values slots start with (undefined or the hole).
        3: initial, set_initial;
    }

    /// Captured bindings of one activation of a scope.
    pub Context = Context, "system / Context" { header_ref: HeaderRef::Strong } [1] {
        /// The context of the enclosing scope, or undefined.
        1: parent, set_parent;
    }
}

/// Word of a context's slot 0.
pub const FIRST_SLOT: usize = Context::WORDS;

impl Context {
    /// A context of `scope` inside `parent`, its slots as the scope says they start.
    pub fn new<'s>(cx: &mut Cx<'s>, scope: Handle<'_, ScopeInfo>, parent: Handle<'_>) -> Handle<'s, Context> {
        let count = scope.get(cx).slot_count();
        let meta = scope.get(cx).as_meta();
        let context: Handle<'s, Context> = cx.allocate(FIRST_SLOT + count, meta, Space::New);
        let raw = context.get(cx);
        raw.set_parent(cx, parent.val(cx));
        let Some(initial) = scope.get(cx).initial().cast::<FixedArray>() else { return context };
        for slot in 0..count {
            raw.set_slot(cx, slot, initial.at(slot));
        }
        context
    }

    /// A context with the same slots and parent (a new iteration's bindings).
    pub fn copy<'s>(cx: &mut Cx<'s>, from: Handle<'_, Context>) -> Handle<'s, Context> {
        let words = from.get(cx).size_words();
        let meta = from.get(cx).meta();
        let to: Handle<'s, Context> = cx.allocate(words, meta, Space::New);
        for word in 1..words {
            let value = from.get(cx).word(word);
            to.get(cx).set_word(cx, word, value);
        }
        to
    }
}

impl Gc<'_, ScopeInfo> {
    pub fn slot_count(self) -> usize {
        self.names().cast::<FixedArray>().map_or(0, |names| names.len())
    }
}

impl<'g> Gc<'g, Context> {
    pub fn slot_count(self) -> usize {
        self.size_words() - FIRST_SLOT
    }

    #[inline]
    pub fn slot(self, index: usize) -> Val<'g> {
        self.word(FIRST_SLOT + index)
    }

    #[inline]
    pub fn set_slot(self, cx: &Cx<'_>, index: usize, value: Val<'_>) {
        self.set_word(cx, FIRST_SLOT + index, value)
    }

    /// The scope this context is an activation of.
    pub fn scope_info(self) -> Gc<'g, ScopeInfo> {
        self.meta_object().expect("a context's header refers to its ScopeInfo").must()
    }
}
