//! Link (ECMA-262, 16.2.1.6.1.2): every import finds its cell, every function declaration becomes a function.

use super::namespace::module_namespace;
use super::record;
use super::resolve::{Resolution, key_of_import, key_of_indirect_export, resolve_export};
use super::walk::Walk;
use crate::bytecode::module::{DeclaredFunction, ImportEntry, ImportName, ModuleTemplate};
use crate::heap::{Cx, Gc, Handle};
use crate::objects::context::Context;
use crate::objects::function::{self, Script};
use crate::objects::global::PropertyCell;
use crate::objects::module::{Module, ModuleStatus};
use crate::scope;
use crate::syntax::source::Span;
use crate::vm::calling::check_native_stack;
use crate::vm::host::LinkError;
use crate::vm::materialise;
use crate::vm::messages::Message;
use crate::vm::native::{JsResult, Throw};

/// Link(module): its requests are loaded.
pub fn link(cx: &mut Cx<'_>, module: Handle<'_, Module>) -> JsResult<()> {
    scope!(cx);
    let mut walk = Walk::new(cx);
    let outcome = inner_module_linking(cx, &mut walk, module);
    if outcome.is_err() {
        while let Some(module) = walk.pop(cx) {
            module.get(cx).set_status(cx, ModuleStatus::Unlinked);
        }
    }
    outcome
}

fn inner_module_linking(cx: &mut Cx<'_>, walk: &mut Walk<'_>, module: Handle<'_, Module>) -> JsResult<()> {
    if module.get(cx).status() != ModuleStatus::Unlinked {
        return Ok(());
    }
    check_native_stack(cx)?;
    module.get(cx).set_status(cx, ModuleStatus::Linking);
    walk.push(cx, module);
    for index in 0..module.get(cx).request_count() {
        scope!(cx);
        let Some(required) = module.get(cx).requested_module(index) else { continue };
        let required = required.root(cx);
        inner_module_linking(cx, walk, required)?;
        if required.get(cx).status() == ModuleStatus::Linking {
            Walk::join(cx, module, required);
        }
    }
    initialize_environment(cx, module)?;
    if Walk::is_root(cx, module) {
        pop_component(cx, walk, module);
    }
    Ok(())
}

fn pop_component(cx: &mut Cx<'_>, walk: &mut Walk<'_>, root: Handle<'_, Module>) {
    loop {
        scope!(cx);
        let Some(member) = walk.pop(cx) else { return };
        member.get(cx).set_status(cx, ModuleStatus::Linked);
        if member.val(cx).is_same_word(root.val(cx)) {
            return;
        }
    }
}

/// InitializeEnvironment (16.2.1.7.3.1). Contexts and the cells of exports were made with the record.
fn initialize_environment(cx: &mut Cx<'_>, module: Handle<'_, Module>) -> JsResult<()> {
    let Some(template) = module.get(cx).template_rc() else { return Ok(()) };
    scope!(cx);
    check_indirect_exports(cx, module)?;
    let Some(context) = module.get(cx).environment() else { return Ok(()) };
    let context = context.root(cx);
    for (index, import) in template.imports.iter().enumerate() {
        scope!(cx);
        if import.name == ImportName::Namespace {
            let namespace = imported_namespace(cx, module, import);
            context.get(cx).set_slot(cx, import.slot as usize, namespace.val(cx));
            continue;
        }
        let cell = imported_cell(cx, module, &template, index)?;
        context.get(cx).set_slot(cx, import.slot as usize, cell.val(cx));
    }
    for declared in &template.functions {
        instantiate_function(cx, module, context, declared);
    }
    Ok(())
}

/// Every indirect export must lead to a binding.
fn check_indirect_exports(cx: &mut Cx<'_>, module: Handle<'_, Module>) -> JsResult<()> {
    let Some((message, culprit, index)) = unresolved_export(cx, module.get(cx)) else { return Ok(()) };
    let culprit = culprit.root(cx);
    let Some(template) = culprit.get(cx).template_rc() else { return Ok(()) };
    let export = &template.indirect_exports[index];
    Err(throw_unresolved(cx, culprit, message, export.request, index, export.span))
}

/// What is wrong with the first indirect export that leads nowhere, in which module, with which of its indirect exports.
fn unresolved_export<'g>(cx: &'g Cx<'_>, module: Gc<'g, Module>) -> Option<(Message, Gc<'g, Module>, usize)> {
    let table = module.export_table();
    table.entries().filter(|&entry| table.value_at(entry).is_int()).find_map(|entry| {
        let resolution = resolve_export(cx, module, table.key_at(entry));
        let message = complaint(resolution)?;
        match resolution {
            // V8 complains where the circle closes.
            Resolution::Circular(last, index) => Some((message, last, index)),
            _ => Some((message, module, table.value_at(entry).as_int() as usize)),
        }
    })
}

/// What is wrong with a resolution.
fn complaint(resolution: Resolution<'_>) -> Option<Message> {
    match resolution {
        Resolution::Cell(_) | Resolution::Namespace(_) => None,
        Resolution::NotFound => Some(Message::MissingExport),
        Resolution::Ambiguous => Some(Message::AmbiguousExport),
        Resolution::Circular(..) => Some(Message::CyclicExport),
    }
}

/// The cell of the exporter that import `index` names.
fn imported_cell<'s>(
    cx: &mut Cx<'s>,
    module: Handle<'_, Module>,
    template: &ModuleTemplate,
    index: usize,
) -> JsResult<Handle<'s, PropertyCell>> {
    let import = &template.imports[index];
    let raw = module.get(cx);
    let requested = raw.requested_module(import.request).expect("a module is linked once its requests are loaded");
    let resolution = resolve_export(cx, requested, key_of_import(raw, index));
    if let Some(message) = complaint(resolution) {
        let key_index = template.indirect_exports.len() + index;
        return Err(throw_unresolved(cx, module, message, import.request, key_index, import.span));
    }
    match resolution {
        Resolution::Namespace(target) => {
            let target = target.root(cx);
            let namespace = module_namespace(cx, target);
            Ok(record::constant_cell(cx, namespace.any()))
        }
        Resolution::Cell(cell) => Ok(cell.root(cx)),
        _ => unreachable!("the others were complained of"),
    }
}

fn imported_namespace<'s>(cx: &mut Cx<'s>, module: Handle<'_, Module>, import: &ImportEntry) -> Handle<'s> {
    let requested = module.get(cx).requested_module(import.request);
    let requested = requested.expect("a module is linked once its requests are loaded").root(cx);
    module_namespace(cx, requested).any()
}

/// Throws the SyntaxError of a name that the module requested does not give. `key_index`: where the name is among the
/// import keys.
fn throw_unresolved(
    cx: &mut Cx<'_>,
    module: Handle<'_, Module>,
    message: Message,
    request: usize,
    key_index: usize,
    span: (u32, u32),
) -> Throw {
    scope!(cx);
    let raw = module.get(cx);
    let specifier = raw.template().map(|template| template.requests[request].specifier.to_string_lossy());
    let key = key_of_indirect_export(raw, key_index).root(cx);
    let requested = raw.requested_module(request).map(|requested| requested.root(cx));
    let script: Handle<'_, Script> = module.get(cx).script().must::<Script>().root(cx);
    let specifier = specifier.unwrap_or_default();
    let name = crate::vm::ops::error::describe(cx, key);
    let arguments = [specifier.as_str(), name.as_str()];
    let text = message.format(&arguments);
    let error = crate::vm::ops::error::new_error(cx, message.error_type(), &text);
    let host = cx.host();
    let span = Span::new(span.0, span.1);
    let kind = LinkError { error: error.any(), script, span, requested, specifier: &specifier, name: &name };
    host.link_failed(cx, kind);
    cx.throw(error.any())
}

fn instantiate_function(
    cx: &mut Cx<'_>,
    module: Handle<'_, Module>,
    context: Handle<'_, Context>,
    declared: &DeclaredFunction,
) {
    scope!(cx);
    let script = module.get(cx).script().root(cx);
    let info = materialise::function_info(cx, declared.template.clone(), script);
    let closure = function::new_closure(cx, info, context.any());
    let slot = declared.slot as usize;
    match context.get(cx).slot(slot).cast::<PropertyCell>().filter(|_| declared.is_cell) {
        Some(cell) => cell.set_value(cx, closure.val(cx)),
        None => context.get(cx).set_slot(cx, slot, closure.val(cx)),
    }
}
