//! JSON.stringify (ECMA-262, 25.5.2).

use super::circular::Path;
use super::quote::push_quoted;
use super::replacer::{Replacer, gap};
use crate::base::number;
use crate::builtins::array::get_element;
use crate::objects::bigint::BigInt;
use crate::objects::map::Map;
use crate::objects::object::{self, BigIntObject, BooleanObject, NumberObject, StringObject};
use crate::objects::property;
use crate::objects::storage::StorageFlags;
use crate::objects::string;
use crate::objects::string_builder::StringBuilder;
use crate::vm::ops::prelude::*;

/// JSON.stringify ( value [ , replacer [ , space ] ] )
pub(super) fn stringify<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    stringify_value(cx, args.get(cx, 0), args.get(cx, 1), args.get(cx, 2))
}

/// What JSON.stringify gives: a string, or undefined.
fn stringify_value<'s>(
    cx: &mut Cx<'s>,
    value: Handle<'s>,
    replacer: Handle<'s>,
    space: Handle<'s>,
) -> JsResult<Handle<'s>> {
    let replacer = Replacer::new(cx, replacer)?;
    let gap = gap(cx, space)?;
    let path = Path::new(cx);
    let mut writer = Writer { replacer, gap, depth: 0, path, output: StringBuilder::new() };
    let holder = match replacer {
        Replacer::Function(_) => {
            let holder = object::new_plain(cx);
            property::add(cx, holder, cx.key(N::empty), value, Attributes::DEFAULT);
            Some(holder)
        }
        _ => None,
    };
    if !writer.write_property(cx, holder, cx.key(N::empty), value)? {
        return Ok(cx.undefined());
    }
    Ok(finish_string(cx, writer.output)?.any())
}

struct Writer<'s> {
    replacer: Replacer<'s>,
    gap: Vec<u16>,
    depth: usize,
    path: Path<'s>,
    output: StringBuilder,
}

impl Writer<'_> {
    /// SerializeJSONProperty for `value`, read from `holder` (which only a replacing function asks for); gives false,
    /// nothing written, for what JSON has no words for.
    fn write_property(
        &mut self,
        cx: &mut Cx<'_>,
        holder: Option<Handle<'_, JsObject>>,
        key: Key<'_>,
        value: Handle<'_>,
    ) -> JsResult<bool> {
        if !matches!(self.replacer, Replacer::Function(_)) && self.write_primitive(cx, value) {
            return Ok(true);
        }
        scope!(cx);
        let value = self.prepare(cx, holder, key, value)?;
        if self.write_primitive(cx, value) {
            return Ok(true);
        }
        if value.val(cx).is::<BigInt>() {
            return Err(cx.throw_error(Message::JsonBigInt, &[]));
        }
        let Some(object) = value.cast::<JsObject>(cx).filter(|_| !is_callable(cx, value)) else { return Ok(false) };
        self.write_object_or_array(cx, key, object)?;
        Ok(true)
    }

    /// Writes `value` if it is a string, a number, a boolean or null.
    #[inline]
    fn write_primitive(&mut self, cx: &mut Cx<'_>, value: Handle<'_>) -> bool {
        let raw = value.val(cx);
        if raw.is_number() {
            push_number(&mut self.output, raw.as_number());
        } else if let Some(text) = value.cast::<JsString>(cx) {
            string::with_flat(cx, text, |view| push_quoted(&mut self.output, view));
        } else if raw.is_boolean() {
            self.output.push_latin1(if raw.is_true() { b"true" } else { b"false" });
        } else if raw.is_null() {
            self.output.push_latin1(b"null");
        } else {
            return false;
        }
        true
    }

    /// The value to write: what `toJSON` and the replacing function make of it, wrappers opened.
    fn prepare<'t>(
        &mut self,
        cx: &mut Cx<'t>,
        holder: Option<Handle<'_, JsObject>>,
        key: Key<'_>,
        value: Handle<'_>,
    ) -> JsResult<Handle<'t>> {
        let value = value.val(cx).root(cx);
        if value.val(cx).is::<JsObject>() || value.val(cx).is::<BigInt>() {
            scope!(cx);
            let to_json = match value.cast::<JsObject>(cx) {
                Some(object) => get_often(cx, object, N::to_json)?,
                None => get_v(cx, value, cx.key(N::to_json))?,
            };
            if is_callable(cx, to_json) {
                let name = name_of(cx, key);
                let replaced = call(cx, to_json, value, &[name])?;
                value.set(cx, replaced.val(cx));
            }
        }
        if let (Replacer::Function(function), Some(holder)) = (self.replacer, holder) {
            scope!(cx);
            let name = name_of(cx, key);
            let replaced = call(cx, function, holder.any(), &[name, value])?;
            value.set(cx, replaced.val(cx));
        }
        open_wrapper(cx, value)
    }

    fn write_object_or_array(&mut self, cx: &mut Cx<'_>, key: Key<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        check_native_stack(cx)?;
        self.path.enter(cx, key, object)?;
        self.depth += 1;
        if is_array(cx, object.any())? {
            self.write_array(cx, object)?;
        } else {
            self.write_object(cx, object)?;
        }
        self.path.leave(cx);
        if self.output.is_too_long() {
            return Err(cx.throw_error(Message::StringTooLong, &[]));
        }
        Ok(())
    }

    /// A new line at the present depth, if there is any indentation.
    fn push_line_start(&mut self) {
        if self.gap.is_empty() {
            return;
        }
        self.output.push_unit(b'\n' as u16);
        for _ in 0..self.depth {
            self.output.push_utf16(&self.gap);
        }
    }

    /// The closing bracket, on a line of its own if anything was written.
    fn close(&mut self, bracket: &str, is_empty: bool) {
        self.depth -= 1;
        if !is_empty {
            self.push_line_start();
        }
        self.output.push_str(bracket);
    }

    /// SerializeJSONArray.
    fn write_array(&mut self, cx: &mut Cx<'_>, array: Handle<'_, JsObject>) -> JsResult<()> {
        let count = length_of_array_like(cx, array)?;
        self.output.push_unit(b'[' as u16);
        for index in 0..count {
            scope!(cx);
            if index > 0 {
                self.output.push_unit(b',' as u16);
            }
            self.push_line_start();
            let key = crate::objects::array::element_key(cx, index);
            let value = get_element(cx, array, index)?;
            if !self.write_property(cx, Some(array), key, value)? {
                self.output.push_str("null");
            }
            if self.output.is_too_long() {
                return Err(cx.throw_error(Message::StringTooLong, &[]));
            }
        }
        self.close("]", count == 0);
        Ok(())
    }

    /// SerializeJSONObject.
    fn write_object(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        self.output.push_unit(b'{' as u16);
        let mut is_first = true;
        if let Replacer::Keys(keys) = self.replacer {
            self.write_listed(cx, object, keys.any().must(cx), &mut is_first)?;
        } else if has_only_named_slots(cx, object) {
            self.write_slots(cx, object, &mut is_first)?;
        } else {
            let keys = enumerable_own_properties(cx, object, Listing::Keys)?;
            self.write_listed(cx, object, keys, &mut is_first)?;
        }
        self.close("}", is_first);
        Ok(())
    }

    /// Writes the properties whose keys `keys` lists.
    fn write_listed(
        &mut self,
        cx: &mut Cx<'_>,
        object: Handle<'_, JsObject>,
        keys: Handle<'_, JsArray>,
        is_first: &mut bool,
    ) -> JsResult<()> {
        for index in 0..keys.get(cx).length() {
            scope!(cx);
            let key = keys.get(cx).storage().element(index as usize).root(cx);
            let key = to_property_key(cx, key)?;
            let value = get(cx, object, key)?;
            self.write_member(cx, object, key, value, is_first)?;
        }
        Ok(())
    }

    /// Writes the properties of an object as its map lists them, without listing them first. What a script does to the
    /// object meanwhile changes its map: from then on each property is read the long way.
    fn write_slots(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>, is_first: &mut bool) -> JsResult<()> {
        let map: Handle<'_, Map> = object.get(cx).map().root(cx);
        for entry in 0..map.get(cx).property_count() {
            scope!(cx);
            let descriptors = map.get(cx).descriptor_array();
            let (name, details) = (descriptors.name_at(entry), descriptors.details_at(entry));
            if name.is_symbol() || !details.attributes.contains(Attributes::ENUMERABLE) {
                continue;
            }
            let name = name.root(cx);
            let is_plain_data = !details.attributes.intersects(Attributes::ACCESSOR | Attributes::COMPUTED)
                && object.get(cx).map().val().is_same_word(map.val(cx));
            let value = match is_plain_data {
                true => object.get(cx).slot_value(details.slot).root(cx),
                false => get(cx, object, Key::Name(name))?,
            };
            self.write_member(cx, object, Key::Name(name), value, is_first)?;
        }
        Ok(())
    }

    /// Writes `"key":value` with what separates it, or nothing.
    fn write_member(
        &mut self,
        cx: &mut Cx<'_>,
        object: Handle<'_, JsObject>,
        key: Key<'_>,
        value: Handle<'_>,
        is_first: &mut bool,
    ) -> JsResult<()> {
        let start = self.output.len();
        if !*is_first {
            self.output.push_unit(b',' as u16);
        }
        self.push_line_start();
        match key {
            Key::Index(index) => self.output.push_str(&format!("\"{index}\"")),
            Key::Name(name) => {
                if let Some(text) = name.get(cx).as_string().and_then(|text| text.flat_view()) {
                    push_quoted(&mut self.output, text);
                }
            }
        }
        self.output.push_latin1(if self.gap.is_empty() { b":" } else { b": " });
        if self.write_property(cx, Some(object), key, value)? {
            *is_first = false;
        } else {
            self.output.truncate(start);
        }
        Ok(())
    }
}

/// Does an object have nothing but properties in slots of its map: no elements, no dictionary, nothing exotic?
fn has_only_named_slots(cx: &Cx<'_>, object: Handle<'_, JsObject>) -> bool {
    let raw = object.get(cx);
    let counts = raw.storage().counts();
    raw.object_kind() == Kind::Object
        && !raw.map().is_dictionary()
        && counts.elements == 0
        && !counts.flags.contains(StorageFlags::SPARSE)
}

/// The key as the string that `toJSON` and replacing functions are given.
fn name_of<'s>(cx: &mut Cx<'s>, key: Key<'_>) -> Handle<'s> {
    match key {
        Key::Index(index) => cx.string_from_index(index).any(),
        Key::Name(name) => name.val(cx).root(cx),
    }
}

/// The primitive in a wrapper object.
fn open_wrapper<'s>(cx: &mut Cx<'s>, value: Handle<'s>) -> JsResult<Handle<'s>> {
    let raw = value.val(cx);
    if raw.is::<NumberObject>() {
        let number = to_number(cx, value)?;
        return Ok(cx.number(number));
    }
    if raw.is::<StringObject>() {
        return Ok(to_string(cx, value)?.any());
    }
    if let Some(boolean) = raw.cast::<BooleanObject>() {
        return Ok(boolean.value().root(cx));
    }
    if let Some(bigint) = raw.cast::<BigIntObject>() {
        return Ok(bigint.value().root(cx));
    }
    Ok(value)
}

fn push_number(output: &mut StringBuilder, value: f64) {
    match value.is_finite() {
        true => number::with_text(value, |text| output.push_latin1(text.as_bytes())),
        false => output.push_latin1(b"null"),
    }
}
