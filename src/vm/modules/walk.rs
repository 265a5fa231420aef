//! The depth-first walks over a module graph (ECMA-262, 16.2.1.6.1.2 and 16.2.1.6.1.3): Tarjan's strongly connected
//! components, its stack threaded through the records themselves.

use crate::heap::{Cx, Handle, Val};
use crate::objects::module::Module;

/// A walk: its stack and the next index.
pub(super) struct Walk<'s> {
    /// The module on top of the stack, or undefined.
    top: Handle<'s>,
    next_index: i32,
}

impl<'s> Walk<'s> {
    pub fn new(cx: &Cx<'s>) -> Walk<'s> {
        Walk { top: cx.handle_from(Val::UNDEFINED), next_index: 0 }
    }

    /// Puts a module met for the first time on the stack.
    pub fn push(&mut self, cx: &Cx<'_>, module: Handle<'_, Module>) {
        let raw = module.get(cx);
        raw.set_dfs_index(cx, self.next_index);
        raw.set_dfs_ancestor_index(cx, self.next_index);
        raw.set_below(cx, self.top.val(cx));
        self.top.set(cx, raw.val());
        self.next_index += 1;
    }

    /// Takes the top module off.
    pub fn pop<'t>(&mut self, cx: &Cx<'t>) -> Option<Handle<'t, Module>> {
        let module = self.top.val(cx).cast::<Module>()?.root(cx);
        self.top.set(cx, module.get(cx).below());
        module.get(cx).set_below(cx, Val::UNDEFINED);
        Some(module)
    }

    /// A required module that is still on the stack pulls `module` into its component.
    pub fn join(cx: &Cx<'_>, module: Handle<'_, Module>, required: Handle<'_, Module>) {
        let (raw, required) = (module.get(cx), required.get(cx));
        raw.set_dfs_ancestor_index(cx, raw.dfs_ancestor_index().min(required.dfs_ancestor_index()));
    }

    /// Is `module` the first of its component, which is on the stack from there up?
    pub fn is_root(cx: &Cx<'_>, module: Handle<'_, Module>) -> bool {
        let raw = module.get(cx);
        raw.dfs_ancestor_index() == raw.dfs_index()
    }
}
