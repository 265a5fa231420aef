//! Bytes to values. The bytes are not trusted: whatever they hold gives a value or an error.

use super::{DEEPEST, REGEXP_FLAGS, VERSION, VIEWS, tag};
use crate::node::{modules, plain, v8};
use crate::objects::{array, bigint, object, string};
use crate::vm::messages::ErrorType;
use crate::vm::ops::error::new_error;
use crate::vm::ops::prelude::*;

/// Arrays longer than this are not made before their elements are there.
const MOST_TRUSTED: u64 = 1 << 20;

/// Reads one message.
pub struct Reader<'b, 's> {
    bytes: &'b [u8],
    at: usize,
    /// The objects read so far, by number.
    known: Handle<'s, JsArray>,
    depth: usize,
}

impl<'b, 's> Reader<'b, 's> {
    pub fn new(cx: &mut Cx<'s>, bytes: &'b [u8]) -> Reader<'b, 's> {
        Reader { bytes, at: 0, known: array::new(cx, 0), depth: 0 }
    }

    /// The value of the message.
    pub fn read_message<'t>(mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let is_known = self.byte() == Some(tag::VERSION) && self.byte().is_some_and(|version| version <= VERSION);
        if !is_known {
            return Err(cx.throw_custom(
                ErrorType::Error,
                "Unable to deserialize cloned data due to invalid or unsupported version.",
            ));
        }
        self.value(cx)
    }

    fn fail(&self, cx: &mut Cx<'_>) -> Throw {
        cx.throw_custom(ErrorType::Error, "Unable to deserialize cloned data.")
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn take(&mut self, count: u64) -> Option<&'b [u8]> {
        let end = self.at.checked_add(usize::try_from(count).ok()?)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= ((byte & 0x7F) as u64) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn double(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    /// The tag of the next value, padding skipped.
    fn tag(&mut self) -> Option<u8> {
        loop {
            match self.byte()? {
                tag::PADDING => {}
                byte => return Some(byte),
            }
        }
    }

    fn peek(&mut self) -> Option<u8> {
        let at = self.at;
        let next = self.tag();
        self.at = at;
        next
    }

    fn value<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let Some(tag) = self.tag() else { return Err(self.fail(cx)) };
        if let Some(value) = self.primitive(cx, tag) {
            return Ok(value);
        }
        if self.depth == DEEPEST {
            return Err(cx.throw_error(Message::StackOverflow, &[]));
        }
        self.depth += 1;
        let object = self.object(cx, tag);
        self.depth -= 1;
        object
    }

    fn primitive<'t>(&mut self, cx: &mut Cx<'t>, tag: u8) -> Option<Handle<'t>> {
        Some(match tag {
            tag::UNDEFINED => cx.undefined(),
            tag::NULL => cx.null(),
            tag::TRUE => cx.boolean(true),
            tag::FALSE => cx.boolean(false),
            tag::INT => {
                let bits = self.varint()? as u32;
                cx.int((bits >> 1) as i32 ^ -((bits & 1) as i32))
            }
            tag::UINT => cx.number(self.varint()? as u32 as f64),
            tag::DOUBLE => cx.number(self.double()?),
            tag::BIGINT => self.bigint(cx)?,
            tag::ONE_BYTE_STRING | tag::TWO_BYTE_STRING | tag::UTF8_STRING => self.string(cx, tag)?.any(),
            _ => return None,
        })
    }

    fn string<'t>(&mut self, cx: &mut Cx<'t>, tag: u8) -> Option<Handle<'t, JsString>> {
        let length = self.varint()?;
        let bytes = self.take(length)?;
        if bytes.len() > string::MAX_LENGTH {
            return None;
        }
        Some(match tag {
            tag::ONE_BYTE_STRING => cx.string_latin1(bytes),
            tag::UTF8_STRING => cx.string(&String::from_utf8_lossy(bytes)),
            _ => {
                let units: Vec<u16> =
                    bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
                cx.string_utf16(&units)
            }
        })
    }

    fn bigint<'t>(&mut self, cx: &mut Cx<'t>) -> Option<Handle<'t>> {
        let bits = self.varint()?;
        let bytes = self.take(bits >> 1)?;
        let sign = if bits & 1 == 1 { num_bigint::Sign::Minus } else { num_bigint::Sign::Plus };
        let value = num_bigint::BigInt::from_bytes_le(sign, bytes);
        bigint::from_integer(cx, &value).ok().map(|value| value.any())
    }

    fn remember(&self, cx: &mut Cx<'_>, object: Handle<'_>) {
        array::push(cx, self.known, object);
    }

    fn object<'t>(&mut self, cx: &mut Cx<'t>, tag: u8) -> JsResult<Handle<'t>> {
        match tag {
            tag::REFERENCE => self.reference(cx),
            tag::OBJECT => {
                let result = object::new_plain(cx);
                self.remember(cx, result.any());
                self.properties(cx, result, tag::END_OBJECT, 1)?;
                Ok(result.any())
            }
            tag::DENSE_ARRAY | tag::SPARSE_ARRAY => self.array(cx, tag == tag::DENSE_ARRAY),
            tag::MAP => self.collection(cx, "Map", "set", tag::END_MAP, 2),
            tag::SET => self.collection(cx, "Set", "add", tag::END_SET, 1),
            tag::REGEXP => self.regexp(cx),
            tag::ERROR => self.error(cx),
            tag::ARRAY_BUFFER => {
                let bytes = self.varint().and_then(|length| self.take(length));
                let Some(bytes) = bytes else { return Err(self.fail(cx)) };
                let result = v8::new_array_buffer(cx, bytes)?.any();
                self.remember(cx, result);
                Ok(result)
            }
            tag::HOST_OBJECT => self.view(cx),
            _ => self.wrapper(cx, tag),
        }
    }

    fn reference<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let number = self.varint().and_then(|number| u32::try_from(number).ok());
        match number.filter(|&number| number < self.known.get(cx).length()) {
            Some(number) => get(cx, self.known.must(cx), Key::Index(number)),
            None => Err(self.fail(cx)),
        }
    }

    /// Properties up to `end`, which `counts` numbers follow.
    fn properties(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>, end: u8, counts: usize) -> JsResult<()> {
        while self.peek() != Some(end) {
            scope!(cx);
            let key = self.value(cx)?;
            let Some(key) = Key::from_primitive(cx, key) else { return Err(self.fail(cx)) };
            let value = self.value(cx)?;
            create_data_property(cx, object, key, value)?;
        }
        self.tag();
        for _ in 0..counts {
            self.varint();
        }
        Ok(())
    }

    fn array<'t>(&mut self, cx: &mut Cx<'t>, is_dense: bool) -> JsResult<Handle<'t>> {
        let length = self.varint().filter(|&length| length <= array::MAX_LENGTH as u64);
        let Some(length) = length else { return Err(self.fail(cx)) };
        let result = array::new(cx, if is_dense { length.min(MOST_TRUSTED) as u32 } else { length as u32 });
        self.remember(cx, result.any());
        let object: Handle<'t, JsObject> = result.must(cx);
        if !is_dense {
            self.properties(cx, object, tag::END_SPARSE_ARRAY, 2)?;
            return Ok(result.any());
        }
        for index in 0..length {
            scope!(cx);
            if self.peek() == Some(tag::HOLE) {
                self.tag();
                continue;
            }
            let value = self.value(cx)?;
            create_data_property(cx, object, Key::Index(index as u32), value)?;
        }
        array::set_length(cx, result, length as u32);
        self.properties(cx, object, tag::END_DENSE_ARRAY, 2)?;
        Ok(result.any())
    }

    fn global<'t>(&self, cx: &mut Cx<'t>, name: &str) -> JsResult<Handle<'t, JsObject>> {
        let global = cx.root_handle::<JsObject>(Root::Global);
        let key = Key::from_str(cx, name);
        let class = get(cx, global, key)?;
        to_object(cx, class)
    }

    fn collection<'t>(
        &mut self,
        cx: &mut Cx<'t>,
        class: &str,
        method: &str,
        end: u8,
        width: usize,
    ) -> JsResult<Handle<'t>> {
        let class = self.global(cx, class)?;
        let result = construct(cx, class, &[], None)?;
        self.remember(cx, result.any());
        let key = Key::from_str(cx, method);
        while self.peek() != Some(end) {
            scope!(cx);
            let mut entry = Vec::with_capacity(width);
            for _ in 0..width {
                entry.push(self.value(cx)?);
            }
            call_method(cx, result.any(), key, &entry)?;
        }
        self.tag();
        self.varint();
        Ok(result.any())
    }

    fn regexp<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let source = self.value(cx)?;
        let bits = self.varint().unwrap_or(0);
        let flags: String =
            REGEXP_FLAGS.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, flag)| *flag).collect();
        let class = cx.root_handle::<JsObject>(Root::RegExpConstructor);
        let flags = cx.string(&flags).any();
        let result = construct(cx, class, &[source, flags], None)?;
        self.remember(cx, result.any());
        Ok(result.any())
    }

    fn error<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let (mut error_type, mut texts) = (ErrorType::Error, Vec::new());
        loop {
            match self.byte() {
                Some(b'E') => error_type = ErrorType::EvalError,
                Some(b'R') => error_type = ErrorType::RangeError,
                Some(b'F') => error_type = ErrorType::ReferenceError,
                Some(b'S') => error_type = ErrorType::SyntaxError,
                Some(b'T') => error_type = ErrorType::TypeError,
                Some(b'U') => error_type = ErrorType::UriError,
                Some(letter @ (b'm' | b's')) => {
                    let text = self.value(cx)?;
                    texts.push((letter, to_rust_string(cx, text)?));
                }
                Some(b'.') => break,
                _ => return Err(self.fail(cx)),
            }
        }
        let text = |wanted| texts.iter().find(|(letter, _)| *letter == wanted).map(|(_, text)| text.as_str());
        let result: Handle<'t, JsObject> = new_error(cx, error_type, text(b'm').unwrap_or_default()).must(cx);
        self.remember(cx, result.any());
        if let Some(stack) = text(b's') {
            let stack = cx.string(stack).any();
            plain::put_hidden(cx, result, "stack", stack);
        }
        Ok(result.any())
    }

    /// A view as node writes it.
    fn view<'t>(&mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let name = self.varint().and_then(|number| VIEWS.get(usize::try_from(number).ok()?));
        let bytes = self.varint().and_then(|length| self.take(length));
        let (Some(name), Some(bytes)) = (name, bytes) else { return Err(self.fail(cx)) };
        let buffer = v8::new_array_buffer(cx, bytes)?;
        let result = if *name == "Buffer" {
            let library = modules::builtin::require(cx, "buffer")?;
            let key = Key::from_str(cx, "Buffer");
            let class = get_v(cx, library, key)?;
            let from = Key::from_str(cx, "from");
            call_method(cx, class, from, &[buffer.any()])?
        } else {
            let class = self.global(cx, name)?;
            construct(cx, class, &[buffer.any()], None)?.any()
        };
        self.remember(cx, result);
        Ok(result)
    }

    /// Dates and boxed primitives.
    fn wrapper<'t>(&mut self, cx: &mut Cx<'t>, tag: u8) -> JsResult<Handle<'t>> {
        let inner = match tag {
            tag::TRUE_OBJECT | tag::FALSE_OBJECT => Some(cx.boolean(tag == tag::TRUE_OBJECT)),
            tag::DATE | tag::NUMBER_OBJECT => self.double().map(|number| cx.number(number)),
            tag::BIGINT_OBJECT => self.bigint(cx),
            tag::STRING_OBJECT => self.tag().and_then(|tag| self.string(cx, tag)).map(|text| text.any()),
            _ => None,
        };
        let Some(inner) = inner else { return Err(self.fail(cx)) };
        let result = match tag {
            tag::DATE => {
                let class = self.global(cx, "Date")?;
                construct(cx, class, &[inner], None)?
            }
            _ => to_object(cx, inner)?,
        };
        self.remember(cx, result.any());
        Ok(result.any())
    }
}
