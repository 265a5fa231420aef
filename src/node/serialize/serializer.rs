//! Writing values (V8's ValueSerializer). Objects are numbered as they are met; a second meeting writes the number.

use super::bytes::ByteWriter;
use super::tag;
use crate::node::dom_exception::throw_dom_exception;
use crate::objects::bigint::BigInt;
use crate::objects::buffer::AnyBuffer;
use crate::objects::map::MapFlags;
use crate::objects::object::{self, BigIntObject, BooleanObject, JsDate, MapObject, NumberObject, StringObject};
use crate::objects::ordered_table::{self, Collection};
use crate::objects::property;
use crate::objects::regexp::JsRegExp;
use crate::objects::string::with_flat;
use crate::objects::typed_array::{DataView, TypedArray};
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

/// Who is asked about what the format does not know.
#[derive(Clone, Copy)]
pub enum Delegate<'s> {
    /// structuredClone: what cannot be cloned is a DataCloneError. Shared buffers are numbered in this array.
    Clone { shared: Handle<'s, JsArray> },
    /// A v8.Serializer, through its methods; whether views are host objects. Its state, which keeps what was written.
    Script { serializer: Handle<'s, JsObject>, views_are_host_objects: bool, state: Handle<'s, JsArray> },
}

/// A serialization under way.
pub struct Serializer<'s> {
    pub writer: ByteWriter,
    /// From objects to their numbers.
    ids: Handle<'s, MapObject>,
    /// From array buffers whose memory goes over to their numbers.
    transferred: Handle<'s, MapObject>,
    delegate: Delegate<'s>,
}

/// A Map of the engine's own.
pub fn new_map<'s>(cx: &mut Cx<'s>) -> Handle<'s, MapObject> {
    let prototype = cx.root_handle(Root::MapPrototype);
    let map = object::map_for::<MapObject>(cx, prototype, 0, MapFlags::EXTENSIBLE);
    let map: Handle<'s, MapObject> = object::allocate(cx, map);
    ordered_table::install(cx, map.any().must(cx));
    map
}

impl<'s> Serializer<'s> {
    pub fn new(
        writer: ByteWriter,
        ids: Handle<'s, MapObject>,
        transferred: Handle<'s, MapObject>,
        delegate: Delegate<'s>,
    ) -> Serializer<'s> {
        Serializer { writer, ids, transferred, delegate }
    }

    pub fn write_value(&mut self, cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<()> {
        check_native_stack(cx)?;
        scope!(cx);
        if let Some(object) = value.cast::<JsObject>(cx) {
            return self.write_object(cx, object);
        }
        if let Some(string) = value.cast::<JsString>(cx) {
            self.write_string(cx, string);
            return Ok(());
        }
        let raw = value.val(cx);
        if raw.is_number() {
            self.writer.number(raw.as_number());
        } else if let Some(bigint) = raw.cast::<BigInt>() {
            self.writer.tag(tag::BIGINT);
            self.write_bigint(bigint);
        } else if raw.is::<Symbol>() {
            return Err(self.cannot_clone(cx, value));
        } else {
            self.writer.tag(match () {
                () if raw.is_null() => tag::NULL,
                () if raw.is_true() => tag::TRUE,
                () if raw.is_false() => tag::FALSE,
                () => tag::UNDEFINED,
            });
        }
        Ok(())
    }

    fn write_string(&mut self, cx: &mut Cx<'_>, string: Handle<'_, JsString>) {
        with_flat(cx, string, |text| self.writer.string(text));
    }

    /// Sign in the lowest bit, the count of bytes above it, then the magnitude.
    fn write_bigint(&mut self, bigint: Gc<'_, BigInt>) {
        let (sign, digits) = bigint.to_integer().to_u64_digits();
        let bytes = digits.len() as u64 * 8;
        self.writer.varint(bytes << 1 | (sign == num_bigint::Sign::Minus) as u64);
        for digit in digits {
            self.writer.raw(&digit.to_le_bytes());
        }
    }

    /// Gives `object` the next number. False if it has one, which is written.
    fn is_new(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> bool {
        if let Some(id) = self.ids.get(cx).get(cx, object.val(cx)) {
            self.writer.tag(tag::REFERENCE);
            self.writer.varint(id.as_int() as u64);
            return false;
        }
        self.number(cx, object);
        true
    }

    fn number(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) {
        scope!(cx);
        let ids: Gc<'_, Collection> = self.ids.get(cx).upcast().must();
        let id = cx.int(ids.size() as i32);
        // A map too full to number another object lets it be written twice: no worse than a copy.
        let _ = ordered_table::set(cx, self.ids, object.any(), id);
    }

    fn write_object(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        let kind = object.get(cx).object_kind();
        let is_view = matches!(kind, Kind::TypedArray | Kind::DataView);
        if is_view && !self.views_are_host_objects() && self.ids.get(cx).get(cx, object.val(cx)).is_none() {
            // The reader needs the buffer first.
            let buffer = view_buffer(object.get(cx)).root(cx);
            self.write_object(cx, buffer)?;
        }
        if !self.is_new(cx, object) {
            return Ok(());
        }
        if object.get(cx).is_callable() {
            return Err(self.cannot_clone(cx, object.any()));
        }
        match kind {
            Kind::Array => self.write_array(cx, object.must(cx)),
            Kind::Object | Kind::Host => self.write_plain_object(cx, object),
            Kind::Date => self.write_date(object.get(cx).upcast().must()),
            Kind::BooleanObject | Kind::NumberObject | Kind::StringObject | Kind::BigIntObject => {
                self.write_wrapper(cx, object)
            }
            Kind::RegExp => self.write_regexp(cx, object.must(cx)),
            Kind::MapObject => self.write_map(cx, object.must(cx)),
            Kind::SetObject => self.write_set(cx, object.must(cx)),
            Kind::ArrayBuffer => self.write_array_buffer(cx, object),
            Kind::SharedArrayBuffer => self.write_shared_buffer(cx, object),
            Kind::TypedArray | Kind::DataView if self.views_are_host_objects() => self.write_host_object(cx, object),
            Kind::TypedArray | Kind::DataView => self.write_view(cx, object),
            Kind::Error => self.write_error(cx, object),
            _ => Err(self.cannot_clone(cx, object.any())),
        }
    }

    fn views_are_host_objects(&self) -> bool {
        matches!(self.delegate, Delegate::Script { views_are_host_objects: true, .. })
    }

    fn write_plain_object(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        self.writer.tag(tag::OBJECT);
        let count = self.write_properties(cx, object, false)?;
        self.writer.tag(tag::END_OBJECT);
        self.writer.varint(count);
        Ok(())
    }

    /// The enumerable own properties with string keys, indexes among them unless `named_only`; how many.
    fn write_properties(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>, named_only: bool) -> JsResult<u64> {
        let keys = own_property_keys(cx, object)?;
        let mut count = 0;
        for index in 0..keys.get(cx).len() {
            scope!(cx);
            let key = keys.get(cx).at(index).root(cx);
            if key.val(cx).is::<Symbol>() || named_only && key.val(cx).is_number() {
                continue;
            }
            let property = to_property_key(cx, key)?;
            if is_enumerable(cx, object, property)? {
                let value = get(cx, object, property)?;
                self.write_value(cx, key)?;
                self.write_value(cx, value)?;
                count += 1;
            }
        }
        Ok(count)
    }

    fn write_array(&mut self, cx: &mut Cx<'_>, array: Handle<'_, JsArray>) -> JsResult<()> {
        let length = array.get(cx).length();
        let object: Handle<'_, JsObject> = array.must(cx);
        if !is_packed(array.get(cx)) {
            self.writer.tag(tag::SPARSE_ARRAY);
            self.writer.varint(length as u64);
            let count = self.write_properties(cx, object, false)?;
            self.writer.tag(tag::END_SPARSE_ARRAY);
            self.writer.varint(count);
            self.writer.varint(length as u64);
            return Ok(());
        }
        self.writer.tag(tag::DENSE_ARRAY);
        self.writer.varint(length as u64);
        for index in 0..length {
            scope!(cx);
            match has_own_property(cx, object, Key::Index(index))? {
                true => {
                    let value = get(cx, object, Key::Index(index))?;
                    self.write_value(cx, value)?;
                }
                false => self.writer.tag(tag::HOLE),
            }
        }
        let count = self.write_properties(cx, object, true)?;
        self.writer.tag(tag::END_DENSE_ARRAY);
        self.writer.varint(count);
        self.writer.varint(length as u64);
        Ok(())
    }

    fn write_date(&mut self, date: Gc<'_, JsDate>) -> JsResult<()> {
        self.writer.tag(tag::DATE);
        self.writer.double(date.time().as_number());
        Ok(())
    }

    fn write_wrapper(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        let raw = object.get(cx).upcast();
        if let Some(boolean) = raw.cast::<BooleanObject>() {
            self.writer.tag(if boolean.value().is_true() { tag::TRUE_OBJECT } else { tag::FALSE_OBJECT });
        } else if let Some(number) = raw.cast::<NumberObject>() {
            self.writer.tag(tag::NUMBER_OBJECT);
            self.writer.double(number.value().as_number());
        } else if let Some(bigint) = raw.cast::<BigIntObject>() {
            self.writer.tag(tag::BIGINT_OBJECT);
            self.write_bigint(bigint.value().must());
        } else {
            let string = raw.must::<StringObject>().value().must::<JsString>().root(cx);
            self.writer.tag(tag::STRING_OBJECT);
            self.write_string(cx, string);
        }
        Ok(())
    }

    fn write_regexp(&mut self, cx: &mut Cx<'_>, regexp: Handle<'_, JsRegExp>) -> JsResult<()> {
        let flags = regexp.get(cx).regexp_flags();
        let bits = tag::REGEXP_FLAGS.iter().filter(|(_, flag)| flags.contains(*flag));
        let source = regexp.get(cx).source().must::<JsString>().root(cx);
        self.writer.tag(tag::REGEXP);
        self.write_string(cx, source);
        self.writer.varint(bits.map(|(bit, _)| 1 << bit).sum());
        Ok(())
    }

    fn write_map(&mut self, cx: &mut Cx<'_>, map: Handle<'_, Collection>) -> JsResult<()> {
        self.writer.tag(tag::MAP);
        let count = self.write_entries(cx, map, true)?;
        self.writer.tag(tag::END_MAP);
        self.writer.varint(count);
        Ok(())
    }

    fn write_set(&mut self, cx: &mut Cx<'_>, set: Handle<'_, Collection>) -> JsResult<()> {
        self.writer.tag(tag::SET);
        let count = self.write_entries(cx, set, false)?;
        self.writer.tag(tag::END_SET);
        self.writer.varint(count);
        Ok(())
    }

    /// The keys, with their values if `has_values`, as they were when the first was written; how many of both.
    fn write_entries(
        &mut self,
        cx: &mut Cx<'_>,
        collection: Handle<'_, Collection>,
        has_values: bool,
    ) -> JsResult<u64> {
        let entries = entries_of(cx, collection, has_values);
        let count = entries.get(cx).length();
        for index in 0..count {
            scope!(cx);
            let value = entries.get(cx).storage().element(index as usize).root(cx);
            self.write_value(cx, value)?;
        }
        Ok(count as u64)
    }

    fn write_array_buffer(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        if let Some(id) = self.transferred.get(cx).get(cx, object.val(cx)) {
            self.writer.tag(tag::TRANSFERRED_ARRAY_BUFFER);
            self.writer.varint(id.as_number() as u64);
            return Ok(());
        }
        let buffer: Gc<'_, AnyBuffer> = object.get(cx).upcast().must();
        let Some(store) = buffer.backing_store() else { return Err(self.detached(cx)) };
        let (length, max) = (buffer.byte_length(), buffer.max_length());
        self.writer.tag(if max.is_some() { tag::RESIZABLE_ARRAY_BUFFER } else { tag::ARRAY_BUFFER });
        self.writer.varint(length as u64);
        if let Some(max) = max {
            self.writer.varint(max as u64);
        }
        self.writer.raw(&store.as_bytes()[..length]);
        Ok(())
    }

    fn write_view(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        let raw = object.get(cx).upcast();
        let buffer: Gc<'_, AnyBuffer> = view_buffer(object.get(cx)).upcast().must();
        let (kind, offset, bytes, is_tracking) = match raw.cast::<TypedArray>() {
            Some(array) => {
                let kind = array.element_kind();
                let bytes = array.checked_length().map(|length| length * kind.bytes());
                (tag::VIEW_KINDS[kind as usize], array.byte_offset(), bytes, array.is_length_tracking())
            }
            None => {
                let view: Gc<'_, DataView> = raw.must();
                (tag::DATA_VIEW, view.byte_offset(), view.checked_length(), view.length_word().is_hole())
            }
        };
        let Some(bytes) = bytes else { return Err(self.detached(cx)) };
        let mut flags = 0;
        if is_tracking {
            flags |= tag::VIEW_IS_LENGTH_TRACKING;
        }
        if buffer.max_length().is_some() {
            flags |= tag::VIEW_IS_RESIZABLE;
        }
        self.writer.tag(tag::ARRAY_BUFFER_VIEW);
        self.writer.varint(kind as u64);
        self.writer.varint(offset as u64);
        self.writer.varint(bytes as u64);
        self.writer.varint(flags);
        Ok(())
    }

    fn write_error(&mut self, cx: &mut Cx<'_>, error: Handle<'_, JsObject>) -> JsResult<()> {
        let name = get(cx, error, cx.key(N::name))?;
        let name = match name.val(cx).is_undefined() {
            true => "Error".to_owned(),
            false => to_rust_string(cx, name)?,
        };
        let message = own_data(cx, error, cx.key(N::message))?;
        let cause = own_data(cx, error, cx.key(N::cause))?;
        let stack = get(cx, error, cx.key(N::stack))?;
        self.writer.tag(tag::ERROR);
        if let Some(tag) = error_tag(&name) {
            self.writer.tag(tag);
        }
        if let Some(message) = message {
            let message = to_string(cx, message)?;
            self.writer.tag(tag::error::MESSAGE);
            self.write_string(cx, message);
        }
        if let Some(cause) = cause {
            self.writer.tag(tag::error::CAUSE);
            self.write_value(cx, cause)?;
        }
        if let Some(stack) = stack.cast::<JsString>(cx) {
            self.writer.tag(tag::error::STACK);
            self.write_string(cx, stack);
        }
        self.writer.tag(tag::error::END);
        Ok(())
    }

    fn write_shared_buffer(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        let id = match self.delegate {
            Delegate::Clone { shared } => {
                let id = shared.get(cx).length();
                crate::objects::array::push(cx, shared, object.any());
                id
            }
            Delegate::Script { serializer, .. } => {
                let key = Key::from_str(cx, "_getSharedArrayBufferId");
                let method = get(cx, serializer, key)?;
                if !is_callable(cx, method) {
                    return Err(self.cannot_clone(cx, object.any()));
                }
                let id = call(cx, method, serializer.any(), &[object.any()])?;
                to_uint32(cx, id)?
            }
        };
        self.writer.tag(tag::SHARED_ARRAY_BUFFER);
        self.writer.varint(id as u64);
        Ok(())
    }

    /// Has the serializer's `_writeHostObject` write a view by the serializer's other methods.
    fn write_host_object(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        let Delegate::Script { serializer, state, .. } = self.delegate else {
            return Err(self.cannot_clone(cx, object.any()));
        };
        self.writer.tag(tag::HOST_OBJECT);
        let key = Key::from_str(cx, "_writeHostObject");
        let method = get(cx, serializer, key)?;
        if !is_callable(cx, method) {
            let message = "_writeHostObject method is not implemented";
            return Err(cx.throw_custom(crate::vm::messages::ErrorType::TypeError, message));
        }
        super::state::append(cx, state, &self.writer.take())?;
        call(cx, method, serializer.any(), &[object.any()])?;
        self.writer.move_to(super::state::length(cx, state));
        Ok(())
    }

    fn cannot_clone(&self, cx: &mut Cx<'_>, value: Handle<'_>) -> Throw {
        let message = format!("{} could not be cloned.", describe(cx, value));
        self.fail(cx, &message)
    }

    fn detached(&self, cx: &mut Cx<'_>) -> Throw {
        self.fail(cx, "An ArrayBuffer is detached and could not be cloned.")
    }

    /// ThrowDataCloneError.
    fn fail(&self, cx: &mut Cx<'_>, message: &str) -> Throw {
        match self.delegate {
            Delegate::Clone { .. } => throw_dom_exception(cx, message, "DataCloneError"),
            Delegate::Script { serializer, .. } => match data_clone_error(cx, serializer, message) {
                Ok(error) => cx.throw(error),
                Err(thrown) => thrown,
            },
        }
    }
}

/// What a v8.Serializer's `_getDataCloneError` makes of `message`.
fn data_clone_error<'s>(cx: &mut Cx<'s>, serializer: Handle<'_, JsObject>, message: &str) -> JsResult<Handle<'s>> {
    let key = Key::from_str(cx, "_getDataCloneError");
    let message = cx.string(message);
    call_method(cx, serializer.any(), key, &[message.any()])
}

fn view_buffer<'g>(view: Gc<'g, JsObject>) -> Gc<'g, JsObject> {
    let raw = view.upcast();
    match raw.cast::<TypedArray>() {
        Some(array) => array.buffer().must(),
        None => raw.must::<DataView>().buffer().must(),
    }
}

/// Has the array an element at every index below its length, all of them dense?
fn is_packed(array: Gc<'_, JsArray>) -> bool {
    let storage = array.storage();
    array.is_simple() && (0..array.length() as usize).all(|index| !storage.element(index).is_hole())
}

fn is_enumerable(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>) -> JsResult<bool> {
    Ok(match get_own_property(cx, object, key)? {
        Own::Absent => false,
        Own::Data { attributes, .. } | Own::Accessor { attributes, .. } => attributes.contains(Attributes::ENUMERABLE),
    })
}

/// The value of an own data property.
fn own_data<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, key: Key<'_>) -> JsResult<Option<Handle<'s>>> {
    Ok(match property::get_own(cx, object, key) {
        Own::Data { value, .. } => Some(value),
        _ => None,
    })
}

fn error_tag(name: &str) -> Option<u8> {
    Some(match name {
        "EvalError" => tag::error::EVAL_ERROR,
        "RangeError" => tag::error::RANGE_ERROR,
        "ReferenceError" => tag::error::REFERENCE_ERROR,
        "SyntaxError" => tag::error::SYNTAX_ERROR,
        "TypeError" => tag::error::TYPE_ERROR,
        "URIError" => tag::error::URI_ERROR,
        _ => return None,
    })
}

/// Keys (and values) of a collection in an array of the engine's own.
fn entries_of<'s>(cx: &mut Cx<'s>, collection: Handle<'_, Collection>, has_values: bool) -> Handle<'s, JsArray> {
    let entries = crate::objects::array::with_capacity(cx, 0);
    let mut position = 0;
    scope!(cx);
    let table = ordered_table::open(cx, collection.get(cx)).root(cx);
    loop {
        scope!(cx);
        let Some(step) = ordered_table::next_entry(table.get(cx), position) else { return entries };
        position = step.entry + 1;
        let (key, value) = (step.table.key_at(step.entry).root(cx), step.table.value_at(step.entry).root(cx));
        crate::objects::array::push(cx, entries, key);
        if has_values {
            crate::objects::array::push(cx, entries, value);
        }
    }
}
