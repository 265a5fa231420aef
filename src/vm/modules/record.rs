//! Making module records: their contexts, cells and export tables.

use std::rc::Rc;
use std::sync::Arc;

use crate::bytecode::module::{ImportName, ModuleTemplate};
use crate::bytecode::template::Text;
use crate::heap::{Cx, Handle, Val};
use crate::objects::context::Context;
use crate::objects::descriptors::Attributes;
use crate::objects::fixed::FixedArray;
use crate::objects::function::Script;
use crate::objects::global::PropertyCell;
use crate::objects::module::{self, Module};
use crate::objects::name::Key;
use crate::scope;
use crate::syntax::source::Source;
use crate::vm::materialise;

/// Attributes of the cells that modules share.
const SHARED: Attributes = Attributes::ENUMERABLE.union(Attributes::WRITABLE);

/// A Source Text Module Record.
pub fn new_source_text_module<'s>(
    cx: &mut Cx<'s>,
    template: Rc<ModuleTemplate>,
    source: Arc<Source>,
    host_defined: Handle<'_>,
) -> Handle<'s, Module> {
    let module = Module::new(cx, Some(template.clone()));
    scope!(cx);
    module.get(cx).set_host_defined(cx, host_defined.val(cx));
    let script = Script::new(cx, source);
    script.get(cx).set_host_defined(cx, module.val(cx));
    module.get(cx).set_script(cx, script.val(cx));
    make_environment(cx, module, &template);
    export_indirectly(cx, module, &template);
    note_import_keys(cx, module, &template);
    module
}

/// The module's context, with a cell for each binding it exports.
fn make_environment(cx: &mut Cx<'_>, module: Handle<'_, Module>, template: &ModuleTemplate) {
    let Some(scope) = &template.scope else { return };
    let info = materialise::make_scope(cx, scope);
    let undefined = cx.undefined();
    let context = Context::new(cx, info, undefined);
    module.get(cx).set_context(cx, context.val(cx));
    for export in &template.local_exports {
        scope!(cx);
        let slot = export.slot as usize;
        let known = context.get(cx).slot(slot).cast::<PropertyCell>().map(|cell| cell.root(cx));
        let cell = known.unwrap_or_else(|| {
            let initial = context.get(cx).slot(slot).root(cx);
            let cell = PropertyCell::new(cx, initial, SHARED);
            context.get(cx).set_slot(cx, slot, cell.val(cx));
            cell
        });
        let key = export_key(cx, &export.name);
        module::add_export(cx, module, key, cell.any());
    }
}

fn export_indirectly(cx: &mut Cx<'_>, module: Handle<'_, Module>, template: &ModuleTemplate) {
    for (index, export) in template.indirect_exports.iter().enumerate() {
        scope!(cx);
        let key = export_key(cx, &export.name);
        let entry = cx.int(index as i32);
        module::add_export(cx, module, key, entry);
    }
}

/// Keeps the names that the module takes from others as keys, so that resolving them makes nothing.
fn note_import_keys(cx: &mut Cx<'_>, module: Handle<'_, Module>, template: &ModuleTemplate) {
    let indirect = template.indirect_exports.iter().map(|export| &export.import);
    let names: Vec<&ImportName> = indirect.chain(template.imports.iter().map(|import| &import.name)).collect();
    let keys = FixedArray::new(cx, names.len());
    for (index, name) in names.into_iter().enumerate() {
        scope!(cx);
        let key = match name {
            ImportName::Name(text) => export_key(cx, text),
            ImportName::Namespace => cx.undefined(),
        };
        keys.get(cx).set(cx, index, key.val(cx));
    }
    module.get(cx).set_import_keys(cx, keys.val(cx));
}

/// A name as the key of export tables.
fn export_key<'s>(cx: &mut Cx<'s>, name: &Text) -> Handle<'s> {
    let text = cx.string_from_text(name);
    let key = Key::from_string(cx, text);
    key.dictionary_key(cx).root(cx)
}

/// CreateSyntheticModule: `steps`, unless undefined, is called with nothing when the module is evaluated. The exports are
/// undefined until set.
pub fn new_synthetic_module<'s>(
    cx: &mut Cx<'s>,
    names: &[Key<'_>],
    steps: Handle<'_>,
    host_defined: Handle<'_>,
) -> Handle<'s, Module> {
    let module = Module::new(cx, None);
    module.get(cx).set_host_defined(cx, host_defined.val(cx));
    module.get(cx).set_steps(cx, steps.val(cx));
    for name in names {
        scope!(cx);
        let undefined = cx.undefined();
        let cell = PropertyCell::new(cx, undefined, SHARED);
        let key = name.dictionary_key(cx).root(cx);
        if module.get(cx).export_table().find(key.val(cx)).is_none() {
            module::add_export(cx, module, key, cell.any());
        }
    }
    module
}

/// SetSyntheticModuleExport; a name that the module does not export is ignored.
pub fn set_synthetic_export(cx: &Cx<'_>, module: Handle<'_, Module>, name: Key<'_>, value: Handle<'_>) {
    if let Some(cell) = module::export_cell(module.get(cx), name.dictionary_key(cx)) {
        cell.set_value(cx, value.val(cx));
    }
}

/// A cell that holds `value` for good.
pub(super) fn constant_cell<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> Handle<'s, PropertyCell> {
    PropertyCell::new(cx, value, SHARED)
}

/// The error of a module whose evaluation failed.
pub(super) fn evaluation_error<'g>(cx: &'g Cx<'_>, module: Handle<'_, Module>) -> Option<Val<'g>> {
    let error = module.get(cx).evaluation_error();
    (!error.is_hole()).then_some(error)
}
