//! Module records (ECMA-262, 16.2.1): data only; what links and runs them is in `vm::modules`.
//!
//! One kind of object serves source text modules and synthetic ones: a synthetic module is one without a template, whose
//! exports the host fills, at once or when it is evaluated. Whoever can still run code of a module can reach its record:
//! functions refer to their script, and a module's script to its record.

use std::rc::Rc;

use super::array::{self, JsArray};
use super::context::Context;
use super::dictionary::PropertyDictionary;
use super::fixed::FixedArray;
use super::global::PropertyCell;
use crate::bytecode::module::ModuleTemplate;
use crate::heap::{Cx, Gc, Handle, Space, Val};
use crate::scope;

heap_object! {
    /// A module. Word 1 is the template, an `Rc<ModuleTemplate>` as a raw pointer (owned; freed by the finalizer), or 0.
    pub Module = Module, "system / Module" { default_space: Space::Old, finalizer: Some(drop_template) } [2] {
        /// [[Status]], see [`ModuleStatus`].
        2: status_word, set_status_word;
        /// The Script its functions come from, or undefined.
        3: script, set_script;
        /// [[Environment]]: a Context, or undefined.
        4: context, set_context;
        /// PropertyDictionary from export names to the PropertyCell with the value; to the number of an entry for an
        /// indirect export.
        5: exports, set_exports;
        /// FixedArray: the keys that indirect exports, then imports, have in the modules they come from; undefined for
        /// namespaces.
        6: import_keys, set_import_keys;
        /// [[LoadedModules]]: FixedArray, one for each request; undefined until they are loaded.
        7: requested, set_requested;
        /// [[Namespace]], or undefined.
        8: namespace, set_namespace;
        /// [[ImportMeta]], or undefined.
        9: import_meta, set_import_meta;
        /// [[EvaluationError]]; the hole if there is none.
        10: evaluation_error, set_evaluation_error;
        /// [[TopLevelCapability]]: its Promise, or undefined.
        11: top_level_promise, set_top_level_promise;
        /// [[CycleRoot]], or undefined.
        12: cycle_root, set_cycle_root;
        /// [[AsyncParentModules]]: an Array, or undefined while there are none.
        13: async_parents, set_async_parents;
        /// [[AsyncEvaluationOrder]]: a number; undefined for unset, null for done.
        14: async_order, set_async_order;
        /// [[PendingAsyncDependencies]].
        15: pending_word, set_pending_word;
        /// [[DFSIndex]] and [[DFSAncestorIndex]] while a walk has the module on its stack.
        16: index_word, set_index_word;
        17: ancestor_word, set_ancestor_word;
        /// The module below on the stack of the walk, or undefined.
        18: below, set_below;
        /// A synthetic module's evaluation steps: a function, or undefined.
        19: steps, set_steps;
        /// [[HostDefined]].
        20: host_defined, set_host_defined;
    }
}

/// [[Status]] of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum ModuleStatus {
    /// Its requests are not all loaded, or it is not linked (the specification's new and unlinked).
    Unlinked,
    Linking,
    Linked,
    Evaluating,
    EvaluatingAsync,
    Evaluated,
}

const STATUSES: [ModuleStatus; 6] = [
    ModuleStatus::Unlinked,
    ModuleStatus::Linking,
    ModuleStatus::Linked,
    ModuleStatus::Evaluating,
    ModuleStatus::EvaluatingAsync,
    ModuleStatus::Evaluated,
];

fn drop_template(external: u64) -> usize {
    let pointer = external as usize as *const ModuleTemplate;
    if !pointer.is_null() {
        // SAFETY: word 1 holds what `Rc::into_raw` gave, once, and the object that owned it has died.
        #[allow(unsafe_code, reason = "takes back the Rc the object owned")]
        unsafe {
            drop(Rc::from_raw(pointer))
        };
    }
    0
}

impl Module {
    /// A module of `template` (none: a synthetic one) without exports, context and script.
    pub fn new<'s>(cx: &mut Cx<'s>, template: Option<Rc<ModuleTemplate>>) -> Handle<'s, Module> {
        let module: Handle<'s, Module> = cx.allocate(Module::WORDS, 0, Space::Old);
        let raw = module.get(cx);
        raw.set_raw_u64(cx, 1, template.map_or(0, |template| Rc::into_raw(template) as usize as u64));
        raw.set_status(cx, ModuleStatus::Unlinked);
        raw.set_evaluation_error(cx, Val::HOLE);
        raw.set_pending(cx, 0);
        raw.set_dfs_index(cx, 0);
        raw.set_dfs_ancestor_index(cx, 0);
        scope!(cx);
        let exports = PropertyDictionary::new(cx, 4);
        module.get(cx).set_exports(cx, exports.val(cx));
        module
    }
}

impl<'g> Gc<'g, Module> {
    /// The template, alive as long as this object; None for a synthetic module.
    pub fn template(self) -> Option<&'g ModuleTemplate> {
        let pointer = self.raw_u64(1) as usize as *const ModuleTemplate;
        // SAFETY: word 1, unless 0, owns one count of the Rc for the object's whole life, and the object lives for 'g.
        #[allow(unsafe_code, reason = "reads the Rc the object owns")]
        unsafe {
            pointer.as_ref()
        }
    }

    /// Another count of the template.
    pub fn template_rc(self) -> Option<Rc<ModuleTemplate>> {
        self.template()?;
        let pointer = self.raw_u64(1) as usize as *const ModuleTemplate;
        // SAFETY: as `template`; the count is raised for the copy given out.
        #[allow(unsafe_code, reason = "copies the Rc the object owns")]
        unsafe {
            Rc::increment_strong_count(pointer);
            Some(Rc::from_raw(pointer))
        }
    }

    pub fn status(self) -> ModuleStatus {
        STATUSES[self.status_word().value().as_int() as usize]
    }

    pub fn set_status(self, cx: &Cx<'_>, status: ModuleStatus) {
        self.set_status_word(cx, Val::int(status as i32));
    }

    pub fn pending(self) -> i32 {
        self.pending_word().value().as_int()
    }

    pub fn set_pending(self, cx: &Cx<'_>, count: i32) {
        self.set_pending_word(cx, Val::int(count));
    }

    pub fn dfs_index(self) -> i32 {
        self.index_word().value().as_int()
    }

    pub fn set_dfs_index(self, cx: &Cx<'_>, index: i32) {
        self.set_index_word(cx, Val::int(index));
    }

    pub fn dfs_ancestor_index(self) -> i32 {
        self.ancestor_word().value().as_int()
    }

    pub fn set_dfs_ancestor_index(self, cx: &Cx<'_>, index: i32) {
        self.set_ancestor_word(cx, Val::int(index));
    }

    pub fn export_table(self) -> Gc<'g, PropertyDictionary> {
        self.exports().must()
    }

    /// How many modules it requests.
    pub fn request_count(self) -> usize {
        self.template().map_or(0, |template| template.requests.len())
    }

    /// The module that answers request `index`, once loaded.
    pub fn requested_module(self, index: usize) -> Option<Gc<'g, Module>> {
        self.requested().cast::<FixedArray>()?.at(index).cast()
    }

    pub fn is_async_order_set(self) -> bool {
        self.async_order().is_number()
    }

    /// The modules that wait for this one.
    pub fn async_parent_modules(self) -> impl Iterator<Item = Gc<'g, Module>> {
        let parents = self.async_parents().cast::<JsArray>();
        let count = parents.map_or(0, |parents| parents.length() as usize);
        (0..count).filter_map(move |index| parents?.storage().element(index).cast())
    }

    pub fn environment(self) -> Option<Gc<'g, Context>> {
        self.context().cast()
    }
}

/// Appends to [[AsyncParentModules]].
pub fn add_async_parent(cx: &mut Cx<'_>, module: Handle<'_, Module>, parent: Handle<'_, Module>) {
    scope!(cx);
    if module.get(cx).async_parents().is_undefined() {
        let list = array::with_capacity(cx, 1);
        module.get(cx).set_async_parents(cx, list.val(cx));
    }
    let list: Handle<'_, JsArray> = module.get(cx).async_parents().must::<JsArray>().root(cx);
    array::push(cx, list, parent.any());
}

/// Adds export `key` with `value`: its cell, or the number of an indirect entry.
pub fn add_export(cx: &mut Cx<'_>, module: Handle<'_, Module>, key: Handle<'_>, value: Handle<'_>) {
    scope!(cx);
    let table = module.get(cx).export_table().root(cx);
    let table = PropertyDictionary::add(cx, table, key, value, super::descriptors::Attributes::DEFAULT);
    module.get(cx).set_exports(cx, table.val(cx));
}

/// The cell of a module's own export.
pub fn export_cell<'g>(module: Gc<'g, Module>, key: Val<'_>) -> Option<Gc<'g, PropertyCell>> {
    let table = module.export_table();
    table.value_at(table.find(key)?).cast()
}

/// The exports among these whose names are array indexes, ascending.
pub fn index_exports(exports: Gc<'_, PropertyDictionary>) -> Vec<u32> {
    let keys = exports.entries().map(|entry| exports.key_at(entry).value());
    let mut indexes: Vec<u32> = keys.filter_map(super::name::index_of_number).collect();
    indexes.sort_unstable();
    indexes
}
