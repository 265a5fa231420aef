//! The global object and its property cells.
//!
//! Each global property, and each script-level lexical binding, is a [`PropertyCell`] that a dictionary refers to; code
//! caches the cell. A cell that holds the hole is absent (deleted) or, for a lexical binding, in its dead zone.

use super::descriptors::Attributes;
use super::dictionary::PropertyDictionary;
use super::name::Name;
use super::roots::Root;
use crate::heap::{Cx, Gc, Handle, Space, Val};
use crate::scope;

heap_object! {
    /// One global binding.
    pub PropertyCell = PropertyCell, "(property cell)" { default_space: Space::Old } [1] {
        1: value, set_value;
        /// Attributes as a Smi: caches may write only a WRITABLE, not ACCESSOR cell.
        2: details, set_details;
    }
}

js_object! {
    /// The global object: always in dictionary mode, its dictionary's values are cells.
    pub Global = Global, "Object" {}
}

impl PropertyCell {
    pub fn new<'s>(cx: &mut Cx<'s>, value: Handle<'_>, attributes: Attributes) -> Handle<'s, PropertyCell> {
        let cell: Handle<'s, PropertyCell> = cx.allocate(PropertyCell::WORDS, 0, Space::Old);
        cell.get(cx).set_value(cx, value.val(cx));
        cell.get(cx).set_attributes(cx, attributes);
        cell
    }
}

impl Gc<'_, PropertyCell> {
    pub fn attributes(self) -> Attributes {
        Attributes::from_bits_retain(self.details().value().as_int() as u8)
    }

    pub fn set_attributes(self, cx: &Cx<'_>, attributes: Attributes) {
        self.set_details(cx, Val::int(attributes.bits() as i32))
    }
}

/// The cell of script-level lexical binding `name`.
pub fn find_lexical<'g>(cx: &'g Cx<'_>, name: Gc<'_, Name>) -> Option<Gc<'g, PropertyCell>> {
    let dictionary = cx.root(Root::GlobalLexicals).cast::<PropertyDictionary>()?;
    let entry = dictionary.find(name.val())?;
    dictionary.value_at(entry).cast()
}

/// Creates a script-level lexical binding in its dead zone.
pub fn declare_lexical(cx: &mut Cx<'_>, name: Handle<'_, Name>, is_const: bool) {
    scope!(cx);
    let attributes = if is_const { Attributes::ENUMERABLE } else { Attributes::ENUMERABLE | Attributes::WRITABLE };
    let cell = PropertyCell::new(cx, cx.handle_from(Val::HOLE), attributes);
    let dictionary: Handle<'_, PropertyDictionary> = match cx.root(Root::GlobalLexicals).cast() {
        Some(dictionary) => dictionary.root(cx),
        None => PropertyDictionary::new(cx, 8),
    };
    let dictionary = PropertyDictionary::add(cx, dictionary, name.any(), cell.any(), attributes);
    cx.set_root_value(Root::GlobalLexicals, dictionary.any());
}

/// Removes a script-level lexical binding, so that it can be declared anew; code that has it keeps it.
pub fn forget_lexical(cx: &mut Cx<'_>, name: Handle<'_, Name>) {
    let Some(dictionary) = cx.root(Root::GlobalLexicals).cast::<PropertyDictionary>() else { return };
    if let Some(entry) = dictionary.find(name.val(cx)) {
        dictionary.remove(cx, entry);
    }
}
