//! ArraySpeciesCreate (ECMA-262, 10.4.2.2), and the array that a method fills with its result.

use std::ops::Range;

use super::super::receiver::return_this;
use super::element::create_element;
use super::present::Indexes;
use crate::objects::array;
use crate::objects::function::NativeFunction;
use crate::objects::property::{self, AccessorPair};
use crate::vm::ops::prelude::*;

/// ArrayCreate: RangeError for lengths no array can have.
pub fn array_create<'s>(cx: &mut Cx<'s>, length: u64) -> JsResult<Handle<'s, JsArray>> {
    match u32::try_from(length) {
        Ok(length) => Ok(array::new(cx, length)),
        Err(_) => Err(cx.throw_error(Message::InvalidArrayLength, &[])),
    }
}

/// What a method that makes a new array fills.
#[derive(Clone, Copy)]
pub enum Output<'s> {
    /// An ordinary array that no script has seen yet.
    Plain(Handle<'s, JsArray>),
    /// What a species constructor made.
    Other(Handle<'s, JsObject>),
}

impl<'s> Output<'s> {
    /// ArraySpeciesCreate(original, length). A plain one starts empty with room for `length`; it grows as it is filled.
    pub fn create(cx: &mut Cx<'s>, original: Handle<'_, JsObject>, length: u64) -> JsResult<Output<'s>> {
        if has_default_species(cx, original.get(cx)) {
            return Output::plain(cx, length);
        }
        match species(cx, original)? {
            None => Output::plain(cx, length),
            Some(constructor) => {
                let length = cx.number(length as f64);
                Ok(Output::Other(construct(cx, constructor, &[length], None)?))
            }
        }
    }

    /// An ordinary array with room for `length` elements, all of which the caller will put.
    pub fn plain(cx: &mut Cx<'s>, length: u64) -> JsResult<Output<'s>> {
        match u32::try_from(length) {
            Ok(length) => {
                let capacity = if length <= array::MAX_PREALLOCATED { length as usize } else { 0 };
                Ok(Output::Plain(array::with_capacity(cx, capacity)))
            }
            Err(_) => Err(cx.throw_error(Message::InvalidArrayLength, &[])),
        }
    }

    /// The numbers in `range` at which `source` may have an element to put here: few, if filling this output runs no
    /// script that could add some.
    pub fn indexes_of(self, cx: &Cx<'_>, source: Handle<'_, JsObject>, range: Range<u64>) -> Indexes {
        match self {
            Output::Plain(_) => Indexes::within(source.get(cx), range),
            Output::Other(_) => Indexes::All(range),
        }
    }

    pub fn object(self, cx: &Cx<'_>) -> Handle<'s, JsObject> {
        match self {
            Output::Plain(array) => array.must(cx),
            Output::Other(object) => object,
        }
    }

    /// CreateDataPropertyOrThrow(output, index, value), for ascending indexes.
    #[inline]
    pub fn put(self, cx: &mut Cx<'_>, index: u64, value: Handle<'_>) -> JsResult<()> {
        match self {
            Output::Plain(array) if index == array.get(cx).length() as u64 => {
                if array.get(cx).push_in_place(cx, value.val(cx)) {
                    return Ok(());
                }
                if array::push(cx, array, value) {
                    return Ok(());
                }
                Err(cx.throw_error(Message::InvalidArrayLength, &[]))
            }
            _ => create_element(cx, self.object(cx), index, value),
        }
    }

    /// Set(output, "length", length, true)
    pub fn finish(self, cx: &mut Cx<'_>, length: u64) -> JsResult<Handle<'s>> {
        match (self, u32::try_from(length)) {
            (Output::Plain(array), Ok(length)) => {
                array::set_length(cx, array, length);
            }
            _ => super::element::set_length(cx, self.object(cx), length)?,
        }
        Ok(self.object(cx).any())
    }
}

/// The constructor that ArraySpeciesCreate calls; None for an ordinary array.
fn species<'s>(cx: &mut Cx<'s>, original: Handle<'_, JsObject>) -> JsResult<Option<Handle<'s, JsObject>>> {
    if !is_array(cx, original.any())? {
        return Ok(None);
    }
    let mut constructor = get(cx, original, cx.key(N::constructor))?;
    if let Some(object) = constructor.cast::<JsObject>(cx) {
        constructor = get(cx, object, cx.well_known(WellKnown::Species).into())?;
        if constructor.val(cx).is_null() {
            return Ok(None);
        }
    }
    if constructor.val(cx).is_undefined() {
        return Ok(None);
    }
    if !is_constructor(cx, constructor) {
        return Err(cx.throw_error(Message::NotAConstructor, &["object.constructor[Symbol.species]"]));
    }
    if constructor.val(cx).is_same_word(cx.root(Root::ArrayConstructor)) {
        return Ok(None);
    }
    Ok(Some(constructor.must(cx)))
}

/// Would ArraySpeciesCreate make an ordinary array, as far as can be seen without running a script? True only for arrays
/// whose `constructor` and its `[Symbol.species]` are the built-in ones.
pub fn has_default_species(cx: &Cx<'_>, original: Gc<'_, JsObject>) -> bool {
    let map = original.map();
    if original.object_kind() != Kind::Array || !map.prototype().is_same_word(cx.root(Root::ArrayPrototype)) {
        return false;
    }
    let constructor = cx.key(N::constructor);
    let is_bare = map.property_count() == 0 && !map.is_dictionary();
    if !is_bare && property::find(cx, original, constructor).is_some() {
        return false;
    }
    let prototype: Gc<'_, JsObject> = cx.root(Root::ArrayPrototype).must();
    own_value(cx, prototype, constructor).is_some_and(|value| value.is_same_word(cx.root(Root::ArrayConstructor)))
        && has_builtin_species(cx)
}

/// Is `Array[Symbol.species]` the built-in getter?
fn has_builtin_species(cx: &Cx<'_>) -> bool {
    let constructor: Gc<'_, JsObject> = cx.root(Root::ArrayConstructor).must();
    let getter = own_value(cx, constructor, cx.well_known(WellKnown::Species).into())
        .and_then(|value| value.cast::<AccessorPair>())
        .and_then(|pair| pair.getter().cast::<NativeFunction>());
    let builtin: Native = return_this;
    getter.is_some_and(|getter| getter.code() == builtin as usize)
}

/// The stored value of own property `key`: an AccessorPair for an accessor.
fn own_value<'g>(cx: &'g Cx<'_>, object: Gc<'g, JsObject>, key: Key<'_>) -> Option<Val<'g>> {
    let found = property::find(cx, object, key)?;
    property::stored(object, found.place)
}
