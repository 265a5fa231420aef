//! Symbols: well-known, registered, private names, and ordinary ones.

use bitflags::bitflags;

use super::descriptors::Attributes;
use super::dictionary::PropertyDictionary;
use super::name::{Key, Name};
use super::roots::Root;
use super::string::JsString;
use crate::heap::{Cx, Gc, Handle, Space};

heap_object! {
    /// Word 1 is hash:32 | flags:32 (raw).
    pub Symbol = Symbol, "symbol" {} [2] {
        /// A string, or undefined.
        2: description, set_description;
    }
}

bitflags! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct SymbolFlags: u32 {
        /// A class's `#name`, or an engine-made key: no script sees it as a symbol.
        const PRIVATE = 1;
        /// In the registry of `Symbol.for`.
        const REGISTERED = 2;
        const WELL_KNOWN = 4;
    }
}

impl Symbol {
    pub fn new<'s>(cx: &mut Cx<'s>, description: Handle<'_>, flags: SymbolFlags) -> Handle<'s, Symbol> {
        let symbol: Handle<'s, Symbol> = cx.allocate(Symbol::WORDS, 0, Space::New);
        let hash = super::next_identity_hash(cx);
        let raw = symbol.get(cx);
        raw.set_raw_u64(cx, 1, hash as u64 | (flags.bits() as u64) << 32);
        raw.set_description(cx, description.val(cx));
        symbol
    }

    /// A symbol the engine keys its own data with.
    pub fn new_private<'s>(cx: &mut Cx<'s>, description: &str) -> Handle<'s, Name> {
        let text = cx.string(description);
        Symbol::new(cx, text.any(), SymbolFlags::PRIVATE).any().must(cx)
    }
}

/// The registered symbol of `key`, made on first use (`Symbol.for`).
pub fn registered<'s>(cx: &mut Cx<'s>, key: Handle<'_, JsString>) -> Handle<'s, Symbol> {
    let entry_key = Key::from_string(cx, key);
    let registry = cx.root(Root::SymbolRegistry).must::<PropertyDictionary>();
    if let Some(entry) = registry.find(entry_key.dictionary_key(cx)) {
        return registry.value_at(entry).must::<Symbol>().root(cx);
    }
    let symbol = Symbol::new(cx, key.any(), SymbolFlags::REGISTERED);
    crate::scope!(cx);
    let registry = cx.root(Root::SymbolRegistry).must::<PropertyDictionary>().root(cx);
    let entry_key = entry_key.dictionary_key(cx).root(cx);
    let registry = PropertyDictionary::add(cx, registry, entry_key, symbol.any(), Attributes::empty());
    cx.set_root_value(Root::SymbolRegistry, registry.any());
    symbol
}

impl Gc<'_, Symbol> {
    pub fn symbol_flags(self) -> SymbolFlags {
        SymbolFlags::from_bits_retain((self.raw_u64(1) >> 32) as u32)
    }

    pub fn is_private_name(self) -> bool {
        self.symbol_flags().contains(SymbolFlags::PRIVATE)
    }

    /// SymbolDescriptiveString (ECMA-262, 20.4.3.3.1); a private name as it is written.
    pub fn descriptive_string(self, cx: &Cx<'_>) -> String {
        let description = self.description().cast::<JsString>().map(|text| text.to_rust(cx)).unwrap_or_default();
        if self.is_private_name() { description } else { format!("Symbol({description})") }
    }
}
