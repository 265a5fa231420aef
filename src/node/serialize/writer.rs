//! Values to bytes.

use super::{DEEPEST, REGEXP_FLAGS, VERSION, VIEWS, tag};
use crate::node::{inspect, plain, stdio};
use crate::objects::bigint::BigInt;
use crate::objects::buffer::AnyBuffer;
use crate::objects::map::MapFlags;
use crate::objects::object::{self, BigIntObject, BooleanObject, JsDate, MapObject, NumberObject, StringObject};
use crate::objects::ordered_table::{self, Collection, OrderedTable};
use crate::objects::string::StrView;
use crate::objects::typed_array::DataView;
use crate::objects::{property, string};
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

/// What cannot be serialized, in words.
type Refusal = String;

/// Serializes `value`; an inner error says what cannot be.
pub fn to_bytes(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<Result<Vec<u8>, Refusal>> {
    scope!(cx);
    let prototype = cx.root_handle(Root::MapPrototype);
    let map = object::map_for::<MapObject>(cx, prototype, 0, MapFlags::EXTENSIBLE);
    let known: Handle<'_, MapObject> = object::allocate(cx, map);
    ordered_table::install(cx, known.any().must(cx));
    let mut writer = Writer { bytes: vec![tag::VERSION, VERSION], known, depth: 0, refusal: None };
    writer.value(cx, value)?;
    Ok(match writer.refusal {
        Some(refusal) => Err(refusal),
        None => Ok(writer.bytes),
    })
}

struct Writer<'s> {
    bytes: Vec<u8>,
    /// The objects met so far, and their numbers.
    known: Handle<'s, MapObject>,
    depth: usize,
    refusal: Option<Refusal>,
}

impl Writer<'_> {
    fn varint(&mut self, number: u64) {
        let mut rest = number;
        while rest >= 0x80 {
            self.bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest as u8);
    }

    fn double(&mut self, number: f64) {
        self.bytes.extend(number.to_le_bytes());
    }

    fn value(&mut self, cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<()> {
        if self.refusal.is_some() {
            return Ok(());
        }
        scope!(cx);
        let raw = value.val(cx);
        match raw {
            _ if raw.is_undefined() => self.bytes.push(tag::UNDEFINED),
            _ if raw.is_null() => self.bytes.push(tag::NULL),
            _ if raw.is_boolean() => self.bytes.push(if raw.is_true() { tag::TRUE } else { tag::FALSE }),
            _ if raw.is_number() => self.number(raw.as_number()),
            _ if raw.is::<JsString>() => self.string(cx, value.must(cx)),
            _ if raw.is::<BigInt>() => {
                self.bytes.push(tag::BIGINT);
                self.bigint(value.must::<BigInt>(cx).get(cx));
            }
            _ => match value.cast::<JsObject>(cx) {
                Some(object) => return self.object(cx, object),
                None => self.refuse(cx, value),
            },
        }
        Ok(())
    }

    fn refuse(&mut self, cx: &mut Cx<'_>, value: Handle<'_>) {
        self.refusal = Some(format!("{} could not be cloned.", describe(cx, value)));
    }

    fn number(&mut self, number: f64) {
        /// Smaller integers than V8's Smi are written as varints.
        const LARGEST: f64 = 1_073_741_823.0;
        let is_small =
            number.fract() == 0.0 && number.abs() <= LARGEST && !(number == 0.0 && number.is_sign_negative());
        if is_small {
            let int = number as i32;
            self.bytes.push(tag::INT);
            self.varint(((int << 1) ^ (int >> 31)) as u32 as u64);
        } else {
            self.bytes.push(tag::DOUBLE);
            self.double(number);
        }
    }

    fn string(&mut self, cx: &mut Cx<'_>, text: Handle<'_, JsString>) {
        string::with_flat(cx, text, |view| match view {
            StrView::Latin1(units) => {
                self.bytes.push(tag::ONE_BYTE_STRING);
                self.varint(units.len() as u64);
                self.bytes.extend(units);
            }
            StrView::Utf16(units) => {
                let length = units.len() as u64 * 2;
                let varint_bytes = (64 - length.leading_zeros() as usize).div_ceil(7).max(1);
                if (self.bytes.len() + 1 + varint_bytes) % 2 == 1 {
                    self.bytes.push(tag::PADDING);
                }
                self.bytes.push(tag::TWO_BYTE_STRING);
                self.varint(length);
                self.bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
            }
        });
    }

    fn bigint(&mut self, bigint: Gc<'_, BigInt>) {
        let (sign, mut bytes) = bigint.to_integer().to_bytes_le();
        if sign == num_bigint::Sign::NoSign {
            bytes.clear();
        }
        bytes.resize(bytes.len().next_multiple_of(8), 0);
        self.varint((bytes.len() as u64) << 1 | (sign == num_bigint::Sign::Minus) as u64);
        self.bytes.extend(bytes);
    }

    fn object(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        if let Some(number) = self.known.get(cx).get(cx, object.val(cx)) {
            let number = number.as_number() as u64;
            self.bytes.push(tag::REFERENCE);
            self.varint(number);
            return Ok(());
        }
        let collection: Handle<'_, Collection> = self.known.any().must(cx);
        let number = cx.number(collection.get(cx).size() as f64);
        if ordered_table::set(cx, self.known, object.any(), number).is_err() || self.depth == DEEPEST {
            return Err(cx.throw_error(Message::StackOverflow, &[]));
        }
        self.depth += 1;
        let result = self.contents(cx, object);
        self.depth -= 1;
        result
    }

    fn contents(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        let kind = object.get(cx).object_kind();
        match kind {
            _ if object.get(cx).is_callable() => self.refuse(cx, object.any()),
            Kind::Array => return self.array(cx, object.must(cx)),
            Kind::MapObject | Kind::SetObject => return self.collection(cx, object.must(cx)),
            Kind::Date => {
                let time = object.get(cx).val().must::<JsDate>().time().value().as_number();
                self.bytes.push(tag::DATE);
                self.double(time);
            }
            Kind::RegExp => return self.regexp(cx, object),
            Kind::Error => return self.error(cx, object),
            Kind::NumberObject | Kind::StringObject | Kind::BooleanObject | Kind::BigIntObject => {
                self.boxed(cx, object)
            }
            Kind::ArrayBuffer => self.array_buffer(cx, object.must(cx)),
            Kind::TypedArray | Kind::DataView => self.view(cx, object),
            Kind::Object | Kind::Arguments | Kind::MappedArguments => return self.plain(cx, object),
            _ => {
                let name = inspect::constructor_name(cx, object).unwrap_or_else(|| "Object".to_owned());
                self.refusal = Some(format!("#<{name}> could not be cloned."));
            }
        }
        Ok(())
    }

    fn plain(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        self.bytes.push(tag::OBJECT);
        let count = self.properties(cx, object, |_| true)?;
        self.bytes.push(tag::END_OBJECT);
        self.varint(count);
        Ok(())
    }

    /// The own enumerable properties with string keys that `is_wanted`; how many there were.
    fn properties(
        &mut self,
        cx: &mut Cx<'_>,
        object: Handle<'_, JsObject>,
        is_wanted: impl Fn(Key<'_>) -> bool,
    ) -> JsResult<u64> {
        let keys = enumerable_own_properties(cx, object, Listing::Keys)?;
        let mut count = 0;
        for name in plain::elements(cx, keys) {
            scope!(cx);
            let key = to_property_key(cx, name)?;
            if !is_wanted(key) || !has_own_property(cx, object, key)? {
                continue;
            }
            match key {
                Key::Index(index) => self.number(index as f64),
                Key::Name(_) => self.string(cx, name.must(cx)),
            }
            let value = get(cx, object, key)?;
            self.value(cx, value)?;
            count += 1;
        }
        Ok(count)
    }

    fn array(&mut self, cx: &mut Cx<'_>, array: Handle<'_, JsArray>) -> JsResult<()> {
        let length = array.get(cx).length();
        let object: Handle<'_, JsObject> = array.must(cx);
        let present = crate::objects::elements::indexes(object.get(cx)).len() as u32;
        if present < length / 2 && length > 32 {
            self.bytes.push(tag::SPARSE_ARRAY);
            self.varint(length as u64);
            let count = self.properties(cx, object, |_| true)?;
            self.bytes.push(tag::END_SPARSE_ARRAY);
            self.varint(count);
            self.varint(length as u64);
            return Ok(());
        }
        self.bytes.push(tag::DENSE_ARRAY);
        self.varint(length as u64);
        for index in 0..length {
            scope!(cx);
            match property::get_own(cx, object, Key::Index(index)) {
                Own::Absent => self.bytes.push(tag::HOLE),
                Own::Data { value, .. } => self.value(cx, value)?,
                Own::Accessor { .. } => {
                    let value = get(cx, object, Key::Index(index))?;
                    self.value(cx, value)?;
                }
            }
        }
        let count = self.properties(cx, object, |key| matches!(key, Key::Name(_)))?;
        self.bytes.push(tag::END_DENSE_ARRAY);
        self.varint(count);
        self.varint(length as u64);
        Ok(())
    }

    fn collection(&mut self, cx: &mut Cx<'_>, collection: Handle<'_, Collection>) -> JsResult<()> {
        let is_map = collection.get(cx).kind() == Kind::MapObject as u8;
        self.bytes.push(if is_map { tag::MAP } else { tag::SET });
        let table = ordered_table::open(cx, collection.get(cx)).root(cx);
        let (mut position, mut count) = (0, 0);
        loop {
            scope!(cx);
            let Some(step) = ordered_table::next_entry(table.get(cx), position) else { break };
            position = step.entry + 1;
            let (key, value) = (step.table.key_at(step.entry).root(cx), step.table.value_at(step.entry).root(cx));
            let present: Handle<'_, OrderedTable> = step.table.root(cx);
            table.set(cx, present.val(cx));
            self.value(cx, key)?;
            if is_map {
                self.value(cx, value)?;
            }
            count += 1 + is_map as u64;
        }
        self.bytes.push(if is_map { tag::END_MAP } else { tag::END_SET });
        self.varint(count);
        Ok(())
    }

    fn regexp(&mut self, cx: &mut Cx<'_>, regexp: Handle<'_, JsObject>) -> JsResult<()> {
        let source = get(cx, regexp, cx.key(N::source))?;
        let source = to_string(cx, source)?;
        let flags = get(cx, regexp, cx.key(N::flags))?;
        let flags = to_rust_string(cx, flags)?;
        self.bytes.push(tag::REGEXP);
        self.string(cx, source);
        let bits = REGEXP_FLAGS.iter().enumerate().filter(|(_, flag)| flags.contains(**flag));
        self.varint(bits.map(|(bit, _)| 1 << bit).sum());
        Ok(())
    }

    fn boxed(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) {
        let raw = object.get(cx).val();
        if let Some(boxed) = raw.cast::<BooleanObject>() {
            self.bytes.push(if boxed.value().is_true() { tag::TRUE_OBJECT } else { tag::FALSE_OBJECT });
        } else if let Some(boxed) = raw.cast::<NumberObject>() {
            self.bytes.push(tag::NUMBER_OBJECT);
            self.double(boxed.value().value().as_number());
        } else if let Some(boxed) = raw.cast::<BigIntObject>() {
            self.bytes.push(tag::BIGINT_OBJECT);
            self.bigint(boxed.value().must());
        } else if let Some(boxed) = raw.cast::<StringObject>() {
            let text = boxed.value().must::<JsString>().root(cx);
            self.bytes.push(tag::STRING_OBJECT);
            self.string(cx, text);
        }
    }

    fn array_buffer(&mut self, cx: &Cx<'_>, buffer: Handle<'_, AnyBuffer>) {
        let buffer = buffer.get(cx);
        match buffer.backing_store() {
            Some(store) => {
                let bytes = &store.as_bytes()[..buffer.byte_length()];
                self.bytes.push(tag::ARRAY_BUFFER);
                self.varint(bytes.len() as u64);
                self.bytes.extend(bytes);
            }
            None => self.refusal = Some("An ArrayBuffer is detached and could not be cloned.".to_owned()),
        }
    }

    /// A view as node's serializer writes it: its type by number, its own bytes.
    fn view(&mut self, cx: &mut Cx<'_>, view: Handle<'_, JsObject>) {
        let name = inspect::constructor_name(cx, view).unwrap_or_default();
        let bytes = stdio::bytes_of(cx, view.any()).or_else(|| data_view_bytes(cx, view)).unwrap_or_default();
        let number = VIEWS.iter().position(|view| *view == name).unwrap_or(1);
        self.bytes.push(tag::HOST_OBJECT);
        self.varint(number as u64);
        self.varint(bytes.len() as u64);
        self.bytes.extend(bytes);
    }

    fn error(&mut self, cx: &mut Cx<'_>, error: Handle<'_, JsObject>) -> JsResult<()> {
        self.bytes.push(tag::ERROR);
        let name = get(cx, error, cx.key(N::name))?;
        let name = to_rust_string(cx, name)?;
        let prototype = ["Eval", "Range", "Reference", "Syntax", "Type", "URI"]
            .iter()
            .position(|kind| name == format!("{kind}Error"))
            .map(|index| b"ERFSTU"[index]);
        self.bytes.extend(prototype);
        for (letter, key) in [(b'm', N::message), (b's', N::stack)] {
            let value = get(cx, error, cx.key(key))?;
            if let Some(text) = value.cast::<JsString>(cx) {
                self.bytes.push(letter);
                self.string(cx, text);
            }
        }
        self.bytes.push(b'.');
        Ok(())
    }
}

fn data_view_bytes(cx: &Cx<'_>, view: Handle<'_, JsObject>) -> Option<Vec<u8>> {
    let view = view.get(cx).val().cast::<DataView>()?;
    let mut bytes = vec![0; view.checked_length()?];
    view.array_buffer().backing_store()?.read(view.byte_offset(), &mut bytes);
    Some(bytes)
}
