//! Reading values (V8's ValueDeserializer). Bytes come from anywhere: whatever they say, lengths are checked against what
//! is there, and NaNs become the one NaN.

use super::bytes::{ByteReader, Malformed};
use super::tag;
use crate::base::regexp::RegExpFlags;
use crate::builtins::array_buffer::new_array_buffer;
use crate::objects::array;
use crate::objects::bigint;
use crate::objects::buffer::{AnyBuffer, ArrayBuffer};
use crate::objects::map::MapFlags;
use crate::objects::object::{self, JsDate, MapObject, ObjectType, SetObject};
use crate::objects::ordered_table;
use crate::objects::property;
use crate::objects::typed_array::{DataView, ElementKind, MAX_LENGTH, TypedArray};
use crate::vm::messages::ErrorType;
use crate::vm::ops::error::new_error;
use crate::vm::ops::prelude::*;
use crate::vm::ops::regexp::regexp_create;

/// Where what the format does not hold comes from.
#[derive(Clone, Copy)]
pub enum Source<'s> {
    /// structuredClone: shared buffers by number.
    Clone { shared: Handle<'s, JsArray> },
    /// A v8.Deserializer, through its methods, and its state.
    Script { deserializer: Handle<'s, JsObject>, state: Handle<'s, JsArray> },
}

/// A deserialization under way.
pub struct Deserializer<'s, 'b> {
    pub reader: ByteReader<'b>,
    version: u32,
    /// Objects by number; holes where one is still being read.
    objects: Handle<'s, JsArray>,
    /// Transferred array buffers: from number to buffer.
    transferred: Handle<'s, MapObject>,
    source: Source<'s>,
}

/// The Error for bytes that make no sense.
pub fn throw_malformed(cx: &mut Cx<'_>) -> Throw {
    cx.throw_custom(ErrorType::Error, "Unable to deserialize cloned data.")
}

/// Reads the header: the version, if it is one we know.
pub fn read_header(reader: &mut ByteReader<'_>) -> Result<u32, Malformed> {
    if reader.byte()? != tag::HEADER {
        return Err(Malformed);
    }
    let version = reader.varint_u32()?;
    (tag::OLDEST_VERSION..=tag::VERSION).contains(&version).then_some(version).ok_or(Malformed)
}

impl<'s, 'b> Deserializer<'s, 'b> {
    pub fn new(
        reader: ByteReader<'b>,
        version: u32,
        objects: Handle<'s, JsArray>,
        transferred: Handle<'s, MapObject>,
        source: Source<'s>,
    ) -> Deserializer<'s, 'b> {
        Deserializer { reader, version, objects, transferred, source }
    }

    /// What `read` gives, or the Error for malformed bytes.
    fn part<T>(
        &mut self,
        cx: &mut Cx<'_>,
        read: impl FnOnce(&mut ByteReader<'b>) -> Result<T, Malformed>,
    ) -> JsResult<T> {
        read(&mut self.reader).map_err(|Malformed| throw_malformed(cx))
    }

    /// Reads a value. A view stands after its buffer.
    pub fn read_value<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        check_native_stack(cx)?;
        let value = self.read_tagged(cx)?;
        let is_viewed = self.reader.peek_tag() == Ok(tag::ARRAY_BUFFER_VIEW);
        match value.cast::<AnyBuffer>(cx).filter(|_| is_viewed) {
            Some(buffer) => {
                self.part(cx, ByteReader::tag)?;
                self.read_view(cx, buffer)
            }
            None => Ok(value),
        }
    }

    fn read_tagged<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let tag = self.part(cx, ByteReader::tag)?;
        Ok(match tag {
            tag::UNDEFINED => cx.undefined(),
            tag::NULL => cx.null(),
            tag::TRUE => cx.boolean(true),
            tag::FALSE => cx.boolean(false),
            tag::INT32 => {
                let int = self.part(cx, ByteReader::zigzag)?;
                cx.int(int)
            }
            tag::UINT32 => {
                let int = self.part(cx, ByteReader::varint_u32)?;
                cx.number(int as f64)
            }
            tag::DOUBLE => {
                let double = self.part(cx, ByteReader::double)?;
                cx.number(double)
            }
            tag::BIGINT => self.read_bigint(cx)?,
            tag::UTF8_STRING | tag::ONE_BYTE_STRING | tag::TWO_BYTE_STRING => self.read_string_of(cx, tag)?.any(),
            tag::REFERENCE => self.read_reference(cx)?,
            _ => self.read_object(cx, tag)?,
        })
    }

    fn read_object<'t>(&mut self, cx: &mut Cx<'t>, tag: u8) -> JsResult<Handle<'t>> {
        match tag {
            tag::OBJECT => self.read_plain_object(cx),
            tag::DENSE_ARRAY => self.read_dense_array(cx),
            tag::SPARSE_ARRAY => self.read_sparse_array(cx),
            tag::DATE => self.read_date(cx),
            tag::TRUE_OBJECT | tag::FALSE_OBJECT | tag::NUMBER_OBJECT | tag::BIGINT_OBJECT | tag::STRING_OBJECT => {
                self.read_wrapper(cx, tag)
            }
            tag::REGEXP => self.read_regexp(cx),
            tag::MAP => self.read_map(cx),
            tag::SET => self.read_set(cx),
            tag::ARRAY_BUFFER | tag::RESIZABLE_ARRAY_BUFFER => {
                self.read_array_buffer(cx, tag == tag::RESIZABLE_ARRAY_BUFFER)
            }
            tag::TRANSFERRED_ARRAY_BUFFER => self.read_transferred(cx),
            tag::SHARED_ARRAY_BUFFER => self.read_shared(cx),
            tag::ERROR => self.read_error(cx),
            tag::HOST_OBJECT => self.read_host_object(cx),
            _ => Err(throw_malformed(cx)),
        }
    }

    /// The number of the next object, which is read from here on.
    fn reserve(&mut self, cx: &mut Cx<'_>) -> u32 {
        scope!(cx);
        let id = self.objects.get(cx).length();
        let hole = cx.handle_from(Val::HOLE);
        array::push(cx, self.objects, hole);
        id
    }

    fn remember(&mut self, cx: &Cx<'_>, id: u32, object: Handle<'_>) {
        self.objects.get(cx).storage().set_element(cx, id as usize, object.val(cx));
    }

    fn read_reference<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let id = self.part(cx, ByteReader::varint_u32)?;
        let object = self.objects.get(cx).storage().element(id as usize);
        if object.is_hole() {
            return Err(throw_malformed(cx));
        }
        Ok(object.root(cx))
    }

    fn read_bigint<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let bits = self.part(cx, ByteReader::varint_u32)?;
        let bytes = self.part(cx, |reader| reader.raw((bits >> 1) as usize))?;
        let sign = if bits & 1 != 0 { num_bigint::Sign::Minus } else { num_bigint::Sign::Plus };
        let integer = num_bigint::BigInt::from_bytes_le(sign, bytes);
        match bigint::from_integer(cx, &integer) {
            Ok(bigint) => Ok(bigint.any()),
            Err(_) => Err(throw_malformed(cx)),
        }
    }

    fn read_string<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t, JsString>> {
        let tag = self.part(cx, ByteReader::tag)?;
        self.read_string_of(cx, tag)
    }

    fn read_string_of<'t>(&mut self, cx: &mut Cx<'t>, tag: u8) -> JsResult<Handle<'t, JsString>> {
        if tag == tag::TWO_BYTE_STRING {
            let units = self.part(cx, ByteReader::two_byte_units)?;
            return Ok(cx.string_utf16(&units));
        }
        let bytes = self.part(cx, |reader| {
            let length = reader.length()?;
            reader.raw(length)
        })?;
        match tag {
            tag::ONE_BYTE_STRING => Ok(cx.string_latin1(bytes)),
            tag::UTF8_STRING => Ok(cx.string(&String::from_utf8_lossy(bytes))),
            _ => Err(throw_malformed(cx)),
        }
    }

    fn read_plain_object<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let id = self.reserve(cx);
        let object = object::new_plain(cx);
        self.remember(cx, id, object.any());
        let count = self.read_properties(cx, object, tag::END_OBJECT)?;
        self.expect(cx, &[count])?;
        Ok(object.any())
    }

    /// Reads properties up to tag `end`; how many.
    fn read_properties(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>, end: u8) -> JsResult<u64> {
        let mut count = 0;
        loop {
            scope!(cx);
            if self.part(cx, |reader| reader.peek_tag())? == end {
                self.part(cx, ByteReader::tag)?;
                return Ok(count);
            }
            let key = self.read_value(cx)?;
            if !key.val(cx).is_number() && !key.val(cx).is::<JsString>() {
                return Err(throw_malformed(cx));
            }
            let value = self.read_value(cx)?;
            let key = to_property_key(cx, key)?;
            create_data_property(cx, object, key, value)?;
            count += 1;
        }
    }

    /// The numbers after an end tag repeat what was read.
    fn expect(&mut self, cx: &mut Cx<'_>, numbers: &[u64]) -> JsResult<()> {
        for &number in numbers {
            if self.part(cx, ByteReader::varint)? != number {
                return Err(throw_malformed(cx));
            }
        }
        Ok(())
    }

    fn read_dense_array<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let length = self.part(cx, ByteReader::length)?;
        let id = self.reserve(cx);
        let array = array::new(cx, length as u32);
        self.remember(cx, id, array.any());
        for index in 0..length as u32 {
            scope!(cx);
            if self.part(cx, |reader| reader.peek_tag())? == tag::HOLE {
                self.part(cx, ByteReader::tag)?;
                continue;
            }
            let value = self.read_value(cx)?;
            create_data_property(cx, array.must(cx), Key::Index(index), value)?;
        }
        let count = self.read_properties(cx, array.must(cx), tag::END_DENSE_ARRAY)?;
        self.expect(cx, &[count, length as u64])?;
        Ok(array.any())
    }

    fn read_sparse_array<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let length = self.part(cx, ByteReader::varint_u32)?;
        let id = self.reserve(cx);
        let array = array::with_capacity(cx, 0);
        array.get(cx).set_length_raw(cx, length);
        self.remember(cx, id, array.any());
        let count = self.read_properties(cx, array.must(cx), tag::END_SPARSE_ARRAY)?;
        self.expect(cx, &[count, length as u64])?;
        Ok(array.any())
    }

    fn read_date<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let id = self.reserve(cx);
        let time = self.part(cx, ByteReader::double)?;
        let date: Handle<'t, JsDate> = instance(cx, Root::DatePrototype);
        date.get(cx).set_time(cx, Val::number(time));
        self.remember(cx, id, date.any());
        Ok(date.any())
    }

    fn read_wrapper<'t>(&mut self, cx: &mut Cx<'t>, tag: u8) -> JsResult<Handle<'t>> {
        let id = self.reserve(cx);
        let value = match tag {
            tag::TRUE_OBJECT => cx.boolean(true),
            tag::FALSE_OBJECT => cx.boolean(false),
            tag::NUMBER_OBJECT => {
                let number = self.part(cx, ByteReader::double)?;
                cx.number(number)
            }
            tag::BIGINT_OBJECT => self.read_bigint(cx)?,
            _ => self.read_string(cx)?.any(),
        };
        let wrapper = to_object(cx, value)?;
        self.remember(cx, id, wrapper.any());
        Ok(wrapper.any())
    }

    fn read_regexp<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let id = self.reserve(cx);
        let source = self.read_string(cx)?;
        let bits = self.part(cx, ByteReader::varint_u32)?;
        let mut flags = RegExpFlags::empty();
        for &(bit, flag) in tag::REGEXP_FLAGS {
            flags.set(flag, bits & 1 << bit != 0);
        }
        let letters = cx.string(&flags.letters());
        let regexp = regexp_create(cx, source.any(), letters.any())?;
        self.remember(cx, id, regexp.any());
        Ok(regexp.any())
    }

    fn read_map<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let id = self.reserve(cx);
        let map = super::serializer::new_map(cx);
        self.remember(cx, id, map.any());
        let mut count = 0;
        loop {
            scope!(cx);
            if self.part(cx, |reader| reader.peek_tag())? == tag::END_MAP {
                break;
            }
            let key = self.read_value(cx)?;
            let value = self.read_value(cx)?;
            if ordered_table::set(cx, map, key, value).is_err() {
                return Err(throw_malformed(cx));
            }
            count += 2;
        }
        self.part(cx, ByteReader::tag)?;
        self.expect(cx, &[count])?;
        Ok(map.any())
    }

    fn read_set<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let id = self.reserve(cx);
        let set: Handle<'t, SetObject> = instance(cx, Root::SetPrototype);
        ordered_table::install(cx, set.any().must(cx));
        self.remember(cx, id, set.any());
        let mut count = 0;
        loop {
            scope!(cx);
            if self.part(cx, |reader| reader.peek_tag())? == tag::END_SET {
                break;
            }
            let value = self.read_value(cx)?;
            if ordered_table::add(cx, set, value).is_err() {
                return Err(throw_malformed(cx));
            }
            count += 1;
        }
        self.part(cx, ByteReader::tag)?;
        self.expect(cx, &[count])?;
        Ok(set.any())
    }

    fn read_array_buffer<'t>(&mut self, cx: &mut Cx<'t>, is_resizable: bool) -> JsResult<Handle<'t>> {
        let id = self.reserve(cx);
        let length = self.part(cx, ByteReader::varint)?;
        let max = if is_resizable { Some(self.part(cx, ByteReader::varint)?) } else { None };
        let bytes = self.part(cx, |reader| reader.raw(usize::try_from(length).map_err(|_| Malformed)?))?;
        let buffer = match max {
            None => new_array_buffer(cx, length)?,
            Some(max) if max >= length && max <= crate::objects::buffer::MAX_BYTES => {
                let buffer: Handle<'t, ArrayBuffer> = instance(cx, Root::ArrayBufferPrototype);
                if !crate::objects::buffer::attach(cx, buffer.must(cx), length as usize, Some(max as usize)) {
                    return Err(cx.throw_error(Message::ArrayBufferAllocation, &[]));
                }
                buffer
            }
            Some(_) => return Err(throw_malformed(cx)),
        };
        let any: Gc<'_, AnyBuffer> = buffer.get(cx).upcast().must();
        if let Some(store) = any.backing_store() {
            store.write(cx, 0, bytes);
        }
        self.remember(cx, id, buffer.any());
        Ok(buffer.any())
    }

    fn read_transferred<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let id = self.reserve(cx);
        let number = self.part(cx, ByteReader::varint_u32)?;
        match self.transferred.get(cx).get(cx, Val::number(number as f64)) {
            Some(buffer) => {
                let buffer = buffer.root(cx);
                self.remember(cx, id, buffer);
                Ok(buffer)
            }
            None => Err(throw_malformed(cx)),
        }
    }

    fn read_shared<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let id = self.reserve(cx);
        let number = self.part(cx, ByteReader::varint_u32)?;
        let buffer = match self.source {
            Source::Clone { shared } => shared.get(cx).storage().element(number as usize).root(cx),
            Source::Script { .. } => match self.transferred.get(cx).get(cx, Val::number(number as f64)) {
                Some(buffer) => buffer.root(cx),
                None => return Err(throw_malformed(cx)),
            },
        };
        if !buffer.val(cx).is::<AnyBuffer>() {
            return Err(throw_malformed(cx));
        }
        let buffer = self.own_shared_buffer(cx, buffer)?;
        self.remember(cx, id, buffer);
        Ok(buffer)
    }

    /// A clone of a shared buffer is another object over the same memory.
    fn own_shared_buffer<'t>(&mut self, cx: &mut Cx<'t>, buffer: Handle<'t>) -> JsResult<Handle<'t>> {
        if !matches!(self.source, Source::Clone { .. }) {
            return Ok(buffer);
        }
        let copy: Handle<'t, crate::objects::buffer::SharedArrayBuffer> =
            instance(cx, Root::SharedArrayBufferPrototype);
        let original: Gc<'_, crate::objects::buffer::SharedArrayBuffer> = buffer.val(cx).must();
        copy.get(cx).set_store(cx, original.store());
        copy.get(cx).set_byte_length_word(cx, original.byte_length_word());
        copy.get(cx).set_max_byte_length(cx, original.max_byte_length());
        Ok(copy.any())
    }

    /// A view of the buffer that was just read.
    fn read_view<'t>(&mut self, cx: &mut Cx<'t>, buffer: Handle<'_, AnyBuffer>) -> JsResult<Handle<'t>> {
        let id = self.reserve(cx);
        let kind = self.part(cx, ByteReader::byte)?;
        let offset = self.part(cx, ByteReader::varint)?;
        let bytes = self.part(cx, ByteReader::varint)?;
        let flags = if self.version >= 14 { self.part(cx, ByteReader::varint)? } else { 0 };
        let available = buffer.get(cx).byte_length() as u64;
        let fits = offset.checked_add(bytes).is_some_and(|end| end <= available);
        let is_tracking = flags & tag::VIEW_IS_LENGTH_TRACKING != 0;
        if !fits || is_tracking && buffer.get(cx).max_length().is_none() {
            return Err(throw_malformed(cx));
        }
        let element_kind = tag::VIEW_KINDS.iter().position(|&known| known == kind).map(|at| ElementKind::ALL[at]);
        let view = match element_kind {
            Some(kind) => self.new_typed_array(cx, buffer, kind, offset, bytes, is_tracking)?,
            None if kind == tag::DATA_VIEW => {
                let view: Handle<'t, DataView> = instance(cx, Root::DataViewPrototype);
                let raw = view.get(cx);
                raw.set_buffer(cx, buffer.val(cx));
                raw.set_byte_offset_word(cx, Val::number(offset as f64));
                raw.set_length_word(cx, if is_tracking { Val::HOLE } else { Val::number(bytes as f64) });
                view.any()
            }
            None => return Err(throw_malformed(cx)),
        };
        self.remember(cx, id, view);
        Ok(view)
    }

    fn new_typed_array<'t>(
        &mut self,
        cx: &mut Cx<'t>,
        buffer: Handle<'_, AnyBuffer>,
        kind: ElementKind,
        offset: u64,
        bytes: u64,
        is_tracking: bool,
    ) -> JsResult<Handle<'t>> {
        let size = kind.bytes() as u64;
        if !offset.is_multiple_of(size) || !bytes.is_multiple_of(size) || bytes / size > MAX_LENGTH {
            return Err(throw_malformed(cx));
        }
        let array: Handle<'t, TypedArray> = instance(cx, kind.prototype_root());
        let length = (!is_tracking).then_some((bytes / size) as usize);
        array.get(cx).initialize(cx, kind, buffer.get(cx), offset as usize, length);
        Ok(array.any())
    }

    fn read_error<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let id = self.reserve(cx);
        let (mut error_type, mut message, mut cause, mut stack) = (ErrorType::Error, None, None, None);
        loop {
            match self.part(cx, ByteReader::tag)? {
                tag::error::EVAL_ERROR => error_type = ErrorType::EvalError,
                tag::error::RANGE_ERROR => error_type = ErrorType::RangeError,
                tag::error::REFERENCE_ERROR => error_type = ErrorType::ReferenceError,
                tag::error::SYNTAX_ERROR => error_type = ErrorType::SyntaxError,
                tag::error::TYPE_ERROR => error_type = ErrorType::TypeError,
                tag::error::URI_ERROR => error_type = ErrorType::UriError,
                tag::error::MESSAGE => message = Some(self.read_string(cx)?),
                tag::error::CAUSE => cause = Some(self.read_value(cx)?),
                tag::error::STACK => stack = Some(self.read_string(cx)?),
                tag::error::END => break,
                _ => return Err(throw_malformed(cx)),
            }
        }
        let error: Handle<'t, JsObject> = new_error(cx, error_type, "").must(cx);
        match message {
            Some(message) => hide(cx, error, N::message, message.any()),
            None => {
                delete(cx, error, cx.key(N::message))?;
            }
        }
        if let Some(cause) = cause {
            hide(cx, error, N::cause, cause);
        }
        if let Some(stack) = stack {
            hide(cx, error, N::stack, stack.any());
        }
        self.remember(cx, id, error.any());
        Ok(error.any())
    }

    fn read_host_object<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let id = self.reserve(cx);
        let Source::Script { deserializer, state } = self.source else { return Err(throw_malformed(cx)) };
        super::state::set_position(cx, state, self.reader.position());
        let key = Key::from_str(cx, "_readHostObject");
        let method = get(cx, deserializer, key)?;
        if !is_callable(cx, method) {
            let message = "_readHostObject method is not implemented";
            return Err(cx.throw_custom(ErrorType::TypeError, message));
        }
        let object = call(cx, method, deserializer.any(), &[])?;
        if !object.val(cx).is::<JsObject>() {
            return Err(cx.throw_custom(ErrorType::TypeError, "readHostObject must return an object"));
        }
        self.reader.move_to(super::state::position(cx, state));
        self.remember(cx, id, object);
        Ok(object)
    }
}

/// An instance of `T` with the intrinsic prototype.
fn instance<'t, T: ObjectType>(cx: &mut Cx<'t>, prototype: Root) -> Handle<'t, T> {
    let prototype = cx.root_handle::<JsObject>(prototype);
    let map = object::map_for::<T>(cx, prototype, 0, MapFlags::EXTENSIBLE);
    object::allocate(cx, map)
}

/// Gives an error that was just made a property that is not enumerable.
fn hide(cx: &mut Cx<'_>, error: Handle<'_, JsObject>, key: N, value: Handle<'_>) {
    scope!(cx);
    let value = value.val(cx).root(cx);
    property::define(cx, error, cx.key(key), &Descriptor::data(value, Attributes::HIDDEN));
}
