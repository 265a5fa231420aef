//! JSON.parse (ECMA-262, 25.5.1): straight to objects, with a stack of its own, so that nesting costs no native stack.

use super::internalize::internalize;
use super::scanner::{Fault, Scanner, Text};
use super::value_stack::ValueStack;
use crate::objects::array;
use crate::objects::fixed::FixedArray;
use crate::objects::object;
use crate::objects::property;
use crate::objects::string::{self, StrView, same_units};
use crate::vm::ops::prelude::*;

/// JSON.parse ( text [ , reviver ] )
pub(super) fn parse<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let text = to_string(cx, args.get(cx, 0))?;
    let source = string::flatten(cx, text);
    let value = match Parser::new(cx, source).parse(cx) {
        Ok(value) => value,
        Err(fault) => return Err(throw_fault(cx, source, fault)),
    };
    let reviver = args.get(cx, 1);
    if !is_callable(cx, reviver) {
        return Ok(value);
    }
    let root = object::new_plain(cx);
    property::add(cx, root, cx.key(N::empty), value, Attributes::DEFAULT);
    internalize(cx, root, cx.key(N::empty), reviver)
}

/// An array or object that is not finished.
enum Open {
    /// Its elements are on the stack from here on.
    Array { first: usize },
    /// The object, then the key of the value being read, are on the stack.
    Object,
}

/// What comes after a value.
enum Next {
    Value,
    Done,
}

struct Parser<'s> {
    source: Handle<'s, JsString>,
    at: usize,
    open: Vec<Open>,
    stack: ValueStack<'s>,
    /// The value read last.
    value: Handle<'s>,
    /// Names met before, each where [`name_entry`] says: most keys of a document are a few, again and again.
    names: Handle<'s, FixedArray>,
}

const NAME_ENTRIES: usize = 64;

/// Where among the names one with these units is kept, if it was the last one there.
fn name_entry(units: &[u8]) -> usize {
    let [first, .., last] = units else { return 0 };
    (*first as usize * 5 + *last as usize * 3 + units.len() * 7) % NAME_ENTRIES
}

impl<'s> Parser<'s> {
    fn new(cx: &mut Cx<'s>, source: Handle<'s, JsString>) -> Parser<'s> {
        let (stack, names) = (ValueStack::new(cx), FixedArray::new(cx, NAME_ENTRIES));
        Parser { source, at: 0, open: Vec::new(), stack, value: cx.undefined(), names }
    }

    fn parse(mut self, cx: &mut Cx<'s>) -> Result<Handle<'s>, Fault> {
        loop {
            scope!(cx);
            let is_complete = self.begin_value(cx)?;
            if is_complete && matches!(self.finish_value(cx)?, Next::Done) {
                break;
            }
        }
        self.scan(cx, |scanner| scanner.expect_end())?;
        Ok(self.value)
    }

    /// Lets `read` go on from where the last token ended.
    #[inline]
    fn scan<R>(&mut self, cx: &Cx<'_>, read: impl FnOnce(&mut Scanner<'_>) -> Result<R, Fault>) -> Result<R, Fault> {
        let view = self.source.get(cx).flat_view().expect("the source was flattened");
        let mut scanner = Scanner::new(view, self.at);
        let result = read(&mut scanner);
        self.at = scanner.at;
        result
    }

    /// Reads a value, or the beginning of one: gives false for that.
    fn begin_value(&mut self, cx: &mut Cx<'_>) -> Result<bool, Fault> {
        let first = self.scan(cx, |scanner| match scanner.peek_token() {
            Some(unit) => Ok(u8::try_from(unit).unwrap_or(0)),
            None => scanner.unexpected(),
        })?;
        match first {
            b'"' => {
                let text = self.scan(cx, |scanner| scanner.string())?;
                let string = self.string(cx, text);
                self.value.set(cx, string.val(cx));
            }
            b'-' | b'0'..=b'9' => {
                let number = self.scan(cx, |scanner| scanner.number())?;
                self.value.set(cx, Val::number(number));
            }
            b'{' => return self.begin_object(cx),
            b'[' => return self.begin_array(cx),
            b't' => self.literal(cx, "true", Val::TRUE)?,
            b'f' => self.literal(cx, "false", Val::FALSE)?,
            b'n' => self.literal(cx, "null", Val::NULL)?,
            _ => return self.scan(cx, |scanner| scanner.unexpected()),
        }
        Ok(true)
    }

    fn literal(&mut self, cx: &Cx<'_>, word: &str, value: Val<'_>) -> Result<(), Fault> {
        self.scan(cx, |scanner| scanner.literal(word))?;
        self.value.set(cx, value);
        Ok(())
    }

    fn string<'t>(&self, cx: &mut Cx<'t>, text: Text) -> Handle<'t, JsString> {
        match text {
            Text::Range(from, to) => string::copied_range(cx, self.source, from, to),
            Text::Decoded(builder) => builder.finish(cx).expect("a decoded string is no longer than its source"),
        }
    }

    fn begin_array(&mut self, cx: &mut Cx<'_>) -> Result<bool, Fault> {
        self.at += 1;
        let is_empty = self.scan(cx, |scanner| Ok(scanner.peek_token() == Some(b']' as u16)))?;
        if is_empty {
            self.at += 1;
            let array = array::new(cx, 0);
            self.value.set(cx, array.val(cx));
            return Ok(true);
        }
        self.open.push(Open::Array { first: self.stack.len() });
        Ok(false)
    }

    fn begin_object(&mut self, cx: &mut Cx<'_>) -> Result<bool, Fault> {
        self.at += 1;
        let object = object::new_plain(cx);
        let first = self.scan(cx, |scanner| Ok(scanner.peek_token()))?;
        if first == Some(b'}' as u16) {
            self.at += 1;
            self.value.set(cx, object.val(cx));
            return Ok(true);
        }
        self.stack.push(cx, object.any());
        self.open.push(Open::Object);
        self.key(cx, Message::JsonExpectedNameOrBrace)?;
        Ok(false)
    }

    /// Reads `"key":` and leaves the key on the stack.
    fn key(&mut self, cx: &mut Cx<'_>, message: Message) -> Result<(), Fault> {
        let text = self.scan(cx, |scanner| match scanner.peek_token() {
            Some(0x22) => scanner.string(),
            _ => Err(Fault { position: scanner.at, message: Some(message) }),
        })?;
        let key = match text {
            Text::Range(from, to) => self.key_of_range(cx, from, to),
            Text::Decoded(_) => {
                let string = self.string(cx, text);
                Key::from_string(cx, string)
            }
        };
        let key = key.dictionary_key(cx).root(cx);
        self.stack.push(cx, key);
        self.scan(cx, |scanner| scanner.expect(b':', Message::JsonExpectedColon))
    }

    fn key_of_range<'t>(&self, cx: &mut Cx<'t>, from: usize, to: usize) -> Key<'t> {
        let view = self.source.get(cx).flat_view().expect("the source was flattened").slice(from, to);
        let may_be_index = !view.is_empty() && view.len() <= 10 && (0x30..=0x39).contains(&view.at(0));
        if may_be_index {
            let string = string::copied_range(cx, self.source, from, to);
            return Key::from_string(cx, string);
        }
        let StrView::Latin1(units) = view else { return Key::Name(cx.intern_range(self.source, from, to)) };
        let entry = name_entry(units);
        let known = self.names.get(cx).at(entry).cast::<JsString>();
        if let Some(known) = known.filter(|known| known.flat_view().is_some_and(|known| same_units(known, view))) {
            return Key::Name(known.upcast().must::<Name>().root(cx));
        }
        let name = cx.intern_range(self.source, from, to);
        self.names.get(cx).set(cx, entry, name.val(cx));
        Key::Name(name)
    }

    /// Gives the value to what it is part of, as often as that is finished by it.
    fn finish_value(&mut self, cx: &mut Cx<'_>) -> Result<Next, Fault> {
        loop {
            scope!(cx);
            let continues = match self.open.last() {
                None => return Ok(Next::Done),
                Some(Open::Array { first }) => {
                    let first = *first;
                    self.stack.push(cx, self.value);
                    let message = Message::JsonExpectedCommaOrBracket;
                    let continues = self.scan(cx, |scanner| scanner.separator_or_end(b',', b']', message))?;
                    if !continues {
                        let array = self.stack.pop_array(cx, first);
                        self.value.set(cx, array.val(cx));
                    }
                    continues
                }
                Some(Open::Object) => self.finish_property(cx)?,
            };
            if continues {
                return Ok(Next::Value);
            }
            self.open.pop();
        }
    }

    /// Defines the property whose value was read; gives true if another follows, its key read.
    fn finish_property(&mut self, cx: &mut Cx<'_>) -> Result<bool, Fault> {
        let key = self.stack.pop(cx);
        let key = Key::of_dictionary_key(cx, key.val(cx));
        let object: Handle<'_, JsObject> = self.stack.last(cx).must(cx);
        self.define(cx, object, key);
        let message = Message::JsonExpectedCommaOrBrace;
        if self.scan(cx, |scanner| scanner.separator_or_end(b',', b'}', message))? {
            self.key(cx, Message::JsonExpectedQuotedName)?;
            return Ok(true);
        }
        let object = self.stack.pop(cx);
        self.value.set(cx, object.val(cx));
        Ok(false)
    }
}

impl Parser<'_> {
    /// CreateDataProperty(object, key, the value read).
    fn define(&self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>) {
        if let Key::Name(name) = key
            && object::append_known(cx, object.get(cx), name.get(cx), self.value.val(cx))
        {
            return;
        }
        match property::find(cx, object.get(cx), key) {
            Some(found) => property::write(cx, object, found, self.value),
            None => property::add(cx, object, key, self.value, Attributes::DEFAULT),
        }
    }
}

/// Units shown on either side of what was not expected.
const CONTEXT: usize = 10;

/// The SyntaxError for `fault`, as V8 words it.
fn throw_fault(cx: &mut Cx<'_>, source: Handle<'_, JsString>, fault: Fault) -> Throw {
    let position = fault.position.to_string();
    if let Some(message) = fault.message {
        return cx.throw_error(message, &[&position]);
    }
    let view = source.get(cx).flat_view().expect("the source was flattened");
    if fault.position >= view.len() {
        return cx.throw_error(Message::JsonUnexpectedEnd, &[]);
    }
    let (message, token, excerpt) = describe_unexpected(view, fault.position);
    cx.throw_error(message, &[&token, &excerpt])
}

/// The message for the character at `position`, the character, and as much of the source as is shown.
fn describe_unexpected(view: StrView<'_>, position: usize) -> (Message, String, String) {
    let (length, token) = (view.len(), view.slice(position, position + 1).to_rust());
    if length <= 2 * CONTEXT {
        let whole = view.to_rust();
        let is_special = matches!(whole.as_str(), "NaN" | "Infinity" | "undefined" | "[object Object]");
        let message = if is_special { Message::JsonNotJson } else { Message::JsonUnexpectedToken };
        return (message, token, whole);
    }
    let (message, from, to) = if position < CONTEXT {
        (Message::JsonUnexpectedTokenAtStart, 0, position + CONTEXT)
    } else if position < length - CONTEXT {
        (Message::JsonUnexpectedTokenWithin, position - CONTEXT, position + CONTEXT)
    } else {
        (Message::JsonUnexpectedTokenAtEnd, position - CONTEXT, length)
    };
    (message, token, view.slice(from, to).to_rust())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_stand_around_what_is_wrong() {
        let describe = |text: &str, position| describe_unexpected(StrView::Latin1(text.as_bytes()), position);
        assert_eq!(describe("abc", 0), (Message::JsonUnexpectedToken, "a".into(), "abc".into()));
        assert_eq!(describe("NaN", 0).0, Message::JsonNotJson);
        let long = "this is a long text that is not json";
        assert_eq!(describe(long, 1), (Message::JsonUnexpectedTokenAtStart, "h".into(), "this is a l".into()));
        assert_eq!(describe(long, 12).2, "is is a long text th");
        assert_eq!(describe(long, 30).0, Message::JsonUnexpectedTokenAtEnd);
    }
}
