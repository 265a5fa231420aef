//! Module namespaces (ECMA-262, 10.4.6 and 16.2.1.10): making them. An object in dictionary mode whose values are the cells
//! of the bindings, so that looking a property up is what it is for the global object; the operations that differ
//! (a binding in its dead zone, assignment) are those of `vm::ops`.

use super::record;
use super::resolve::{Resolution, exported_names, resolve_export};
use crate::heap::{Cx, Handle};
use crate::objects::descriptors::Attributes;
use crate::objects::dictionary::PropertyDictionary;
use crate::objects::map::Map;
use crate::objects::module::Module;
use crate::objects::object::{self, JsObject, ModuleNamespace};
use crate::objects::roots::{Root, WellKnown};
use crate::objects::storage::{self, Counts};
use crate::scope;

/// GetModuleNamespace(module): the module's requests are loaded.
pub fn module_namespace<'s>(cx: &mut Cx<'s>, module: Handle<'_, Module>) -> Handle<'s, JsObject> {
    if let Some(known) = module.get(cx).namespace().cast::<JsObject>() {
        return known.root(cx);
    }
    let namespace: Handle<'s, ModuleNamespace> = object::allocate(cx, cx.root_handle(Root::ModuleNamespaceMap));
    scope!(cx);
    // Each has a map of its own: from it inline caches know the cell that a name means.
    let map = Map::copy(cx, cx.root_handle(Root::ModuleNamespaceMap));
    namespace.get(cx).upcast().must::<JsObject>().set_map(cx, map.get(cx));
    let object: Handle<'_, JsObject> = namespace.must(cx);
    let empty = PropertyDictionary::new(cx, 1);
    let counts = object.get(cx).storage().counts();
    storage::resize(cx, object, Counts { properties: 1, ..counts });
    object.get(cx).storage().set_property(cx, 0, empty.val(cx));
    namespace.get(cx).set_module(cx, module.val(cx));
    // Known before it is filled: an export may be the namespace itself.
    module.get(cx).set_namespace(cx, namespace.val(cx));
    let exports = export_cells(cx, module);
    object.get(cx).storage().set_property(cx, 0, exports.val(cx));
    namespace.must(cx)
}

/// The dictionary of a namespace: names in order with their cells, then @@toStringTag.
fn export_cells<'s>(cx: &mut Cx<'s>, module: Handle<'_, Module>) -> Handle<'s, PropertyDictionary> {
    let names: Vec<Handle<'s>> = exported_names(cx, module.get(cx)).into_iter().map(|name| name.root(cx)).collect();
    let result = PropertyDictionary::new(cx, names.len() + 1);
    for name in names {
        scope!(cx);
        let cell = match resolve_export(cx, module.get(cx), name.val(cx)) {
            Resolution::Cell(cell) => cell.root(cx),
            Resolution::Namespace(target) => {
                let target = target.root(cx);
                let namespace = module_namespace(cx, target);
                record::constant_cell(cx, namespace.any())
            }
            // Ambiguous names are left out.
            _ => continue,
        };
        let attributes = Attributes::ENUMERABLE | Attributes::WRITABLE;
        let grown = PropertyDictionary::add(cx, result, name, cell.any(), attributes);
        result.set(cx, grown.val(cx));
    }
    let tag = cx.string("Module");
    let symbol = cx.well_known(WellKnown::ToStringTag).any();
    let grown = PropertyDictionary::add(cx, result, symbol, tag.any(), Attributes::empty());
    result.set(cx, grown.val(cx));
    result
}
