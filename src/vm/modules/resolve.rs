//! GetExportedNames and ResolveExport (ECMA-262, 16.2.1.7.2.1 and 16.2.1.7.2.2): nothing here allocates.

use crate::heap::{Cx, Gc, Val};
use crate::objects::fixed::FixedArray;
use crate::objects::global::PropertyCell;
use crate::objects::module::Module;
use crate::objects::name::index_of_number;
use crate::objects::roots::N;
use crate::objects::string::JsString;

/// What ResolveExport finds.
#[derive(Clone, Copy)]
pub(super) enum Resolution<'g> {
    /// The cell of a binding. Two names of one binding have one cell.
    Cell(Gc<'g, PropertyCell>),
    /// The namespace of a module.
    Namespace(Gc<'g, Module>),
    NotFound,
    /// `export *` gives the name more than once.
    Ambiguous,
    /// Indirect exports lead back to themselves: the module and the indirect export of the last step.
    Circular(Gc<'g, Module>, usize),
}

/// ResolveExport(module, key), where `key` is a key of export tables.
pub(super) fn resolve_export<'g>(cx: &'g Cx<'_>, module: Gc<'g, Module>, key: Val<'g>) -> Resolution<'g> {
    resolve(cx, module, key, &mut Vec::new())
}

/// The path so far: pairs of a module and a name asked of it.
type ResolveSet<'g> = Vec<(Gc<'g, Module>, Val<'g>)>;

fn is_same(left: Gc<'_, Module>, right: Gc<'_, Module>) -> bool {
    left.val().is_same_word(right.val())
}

fn resolve<'g>(cx: &'g Cx<'_>, module: Gc<'g, Module>, key: Val<'g>, path: &mut ResolveSet<'g>) -> Resolution<'g> {
    let (mut module, mut key) = (module, key);
    let mut step = None;
    loop {
        if path.iter().any(|&(other, name)| is_same(other, module) && name.value() == key.value()) {
            return step.map_or(Resolution::NotFound, |(module, index)| Resolution::Circular(module, index));
        }
        path.push((module, key));
        let Some(entry) = module.export_table().find(key) else { return resolve_by_stars(cx, module, key, path) };
        let found = module.export_table().value_at(entry);
        if let Some(cell) = found.cast::<PropertyCell>() {
            return Resolution::Cell(cell);
        }
        // An indirect export: the search goes on in another module.
        let index = found.value().as_int() as usize;
        let Some(template) = module.template() else { return Resolution::NotFound };
        let Some(requested) = module.requested_module(template.indirect_exports[index].request) else {
            return Resolution::NotFound;
        };
        let name = import_key(module, index);
        if name.is_undefined() {
            return Resolution::Namespace(requested);
        }
        step = Some((module, index));
        (module, key) = (requested, name);
    }
}

fn import_key<'g>(module: Gc<'g, Module>, index: usize) -> Val<'g> {
    module.import_keys().must::<FixedArray>().at(index)
}

/// The key of import `index` of a module in the module it comes from; undefined for a namespace.
pub(super) fn key_of_import<'g>(module: Gc<'g, Module>, index: usize) -> Val<'g> {
    import_key(module, module.template().map_or(0, |template| template.indirect_exports.len()) + index)
}

/// The key of indirect export `index` in the module it comes from; undefined for a namespace.
pub(super) fn key_of_indirect_export<'g>(module: Gc<'g, Module>, index: usize) -> Val<'g> {
    import_key(module, index)
}

fn resolve_by_stars<'g>(
    cx: &'g Cx<'_>,
    module: Gc<'g, Module>,
    key: Val<'g>,
    path: &mut ResolveSet<'g>,
) -> Resolution<'g> {
    let stars = module.template().map_or(&[][..], |template| &template.star_exports);
    let is_default = key.is_same_word(cx.name(N::default).val(cx));
    let mut result = Resolution::NotFound;
    if is_default {
        return result;
    }
    for &request in stars {
        let Some(requested) = module.requested_module(request) else { continue };
        match (resolve(cx, requested, key, path), result) {
            (Resolution::Ambiguous, _) => return Resolution::Ambiguous,
            (Resolution::NotFound | Resolution::Circular(..), _) => {}
            (found, Resolution::NotFound) => result = found,
            (Resolution::Cell(found), Resolution::Cell(known)) if found.val().is_same_word(known.val()) => {}
            (Resolution::Namespace(found), Resolution::Namespace(known)) if is_same(found, known) => {}
            _ => return Resolution::Ambiguous,
        }
    }
    result
}

/// GetExportedNames: keys of export tables, sorted by code units, each once.
pub(super) fn exported_names<'g>(cx: &'g Cx<'_>, module: Gc<'g, Module>) -> Vec<Val<'g>> {
    let mut visited = vec![module];
    let mut names: Vec<(Vec<u16>, Val<'g>)> = Vec::new();
    let mut next = 0;
    while let Some(&module) = visited.get(next) {
        let table = module.export_table();
        for key in table.entries().map(|entry| table.key_at(entry)) {
            // `export *` leaves out the default.
            if next == 0 || !key.is_same_word(cx.name(N::default).val(cx)) {
                names.push((text_of(key), key));
            }
        }
        let stars = module.template().map_or(&[][..], |template| &template.star_exports);
        for requested in stars.iter().filter_map(|&request| module.requested_module(request)) {
            if !visited.iter().any(|&known| is_same(known, requested)) {
                visited.push(requested);
            }
        }
        next += 1;
    }
    names.sort_by(|(left, _), (right, _)| left.cmp(right));
    names.dedup_by(|(left, _), (right, _)| left == right);
    names.into_iter().map(|(_, key)| key).collect()
}

fn text_of(key: Val<'_>) -> Vec<u16> {
    match key.cast::<JsString>() {
        Some(text) => text.to_utf16(),
        None => index_of_number(key.value()).unwrap_or_default().to_string().encode_utf16().collect(),
    }
}
