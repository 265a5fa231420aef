//! Property keys: array indexes and names (interned strings and symbols).
//!
//! Invariants: a string that spells a canonical array index (0 ..= 2^32 - 2) is never a [`Name`] key, always an index; a
//! string name is interned, so that keys are equal exactly when their pointers are.

use super::kinds::{Kind, LAST_STRING};
use super::roots::N;
use super::string::JsString;
use super::symbol::Symbol;
use crate::heap::{Cx, Gc, Handle, HeapType, Val};
use crate::value::Value;

/// An interned string or a symbol.
pub enum Name {}

impl HeapType for Name {
    const KIND: u8 = Kind::Symbol as u8;

    fn is_kind(kind: u8) -> bool {
        kind != 0 && kind <= Kind::Symbol as u8
    }
}

impl<'g> Gc<'g, Name> {
    #[inline]
    pub fn is_symbol(self) -> bool {
        self.kind() == Kind::Symbol as u8
    }

    pub fn is_private(self) -> bool {
        self.as_symbol().is_some_and(|symbol| symbol.is_private_name())
    }

    pub fn as_symbol(self) -> Option<Gc<'g, Symbol>> {
        self.val().cast()
    }

    pub fn as_string(self) -> Option<Gc<'g, JsString>> {
        self.val().cast()
    }

    /// The hash kept with the name: a string's by its text, a symbol's by chance (from the isolate's seed).
    #[inline]
    pub fn hash(self) -> u32 {
        let word = self.raw_u64(1);
        if self.kind() <= LAST_STRING { (word >> 32) as u32 } else { word as u32 }
    }
}

/// A property key.
#[derive(Clone, Copy)]
pub enum Key<'s> {
    /// An array index, up to 2^32 - 2.
    Index(u32),
    Name(Handle<'s, Name>),
}

/// The largest array index.
pub const MAX_INDEX: u32 = u32::MAX - 1;

impl<'s> Key<'s> {
    /// The key with this text.
    pub fn from_str(cx: &mut Cx<'s>, text: &str) -> Key<'s> {
        let string = cx.string(text);
        Key::from_string(cx, string)
    }

    /// The key a string spells.
    pub fn from_string(cx: &mut Cx<'s>, string: Handle<'_, JsString>) -> Key<'s> {
        match string.get(cx).as_array_index(cx) {
            Some(index) => Key::Index(index),
            None => Key::Name(cx.intern(string)),
        }
    }

    /// The key a string, a symbol or an array-index number stands for; None for values whose conversion to a string is
    /// not the object layer's business.
    pub fn from_primitive(cx: &mut Cx<'s>, value: Handle<'_>) -> Option<Key<'s>> {
        let raw = value.val(cx);
        if let Some(index) = index_of_number(raw.value()) {
            return Some(Key::Index(index));
        }
        if let Some(name) = raw.cast::<Symbol>() {
            return Some(Key::Name(name.val().must::<Name>().root(cx)));
        }
        let string = value.cast::<JsString>(cx)?;
        Some(Key::from_string(cx, string))
    }

    /// The key that [`Key::dictionary_key`] gave `value` for.
    #[inline]
    pub fn of_dictionary_key(cx: &Cx<'s>, value: Val<'_>) -> Key<'s> {
        match index_of_number(value.value()) {
            Some(index) => Key::Index(index),
            None => Key::Name(value.must::<Name>().root(cx)),
        }
    }

    /// The key as a string or symbol value.
    pub fn to_value(self, cx: &mut Cx<'s>) -> Handle<'s> {
        match self {
            Key::Index(index) => cx.string_from_index(index).any(),
            Key::Name(name) => {
                let value = name.val(cx);
                value.root(cx)
            }
        }
    }

    /// Is this the name `n`?
    #[inline]
    pub fn is(self, cx: &Cx<'_>, n: N) -> bool {
        matches!(self, Key::Name(key) if key.val(cx).is_same_word(cx.name(n).val(cx)))
    }

    /// Is this key a symbol (private names included)?
    pub fn is_symbol(self, cx: &Cx<'_>) -> bool {
        matches!(self, Key::Name(name) if name.get(cx).is_symbol())
    }

    /// The key as a dictionary holds it: an index as a number, a name as itself.
    #[inline]
    pub fn dictionary_key<'g>(self, cx: &'g Cx<'_>) -> Val<'g> {
        match self {
            Key::Index(index) => Val::number(index as f64),
            Key::Name(name) => name.val(cx),
        }
    }
}

impl From<Handle<'static, Name>> for Key<'_> {
    fn from(name: Handle<'static, Name>) -> Self {
        Key::Name(name)
    }
}

impl<'s> Cx<'s> {
    /// The key that is the common name `n`.
    #[inline]
    pub fn key(&self, n: N) -> Key<'static> {
        Key::Name(self.name(n))
    }
}

/// The array index a number is, if it is one.
#[inline]
pub fn index_of_number(value: Value) -> Option<u32> {
    if value.is_int() {
        return u32::try_from(value.as_int()).ok();
    }
    if !value.is_double() {
        return None;
    }
    let double = value.as_double();
    let index = double as u32;
    (index as f64 == double && index <= MAX_INDEX).then_some(index)
}
