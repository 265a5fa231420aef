//! Object literals and property keys.
//!
//! The plain properties a literal starts with are one instruction: their values in registers, their keys in a constant
//! that gives all objects of the site one map. The rest are defined one by one.

use rustc_hash::FxHashSet;

use super::closures::FunctionName;
use super::function::Compiler;
use crate::base::number;
use crate::bytecode::Opcode;
use crate::bytecode::template::{Constant, FeedbackKind, Text};
use crate::bytecode::writer::Register;
use crate::scope::{HOME, ScopeKey, template_str};
use crate::syntax::ast::{ExprId, FunctionId, Property, PropertyKey, PropertyKeyKind};
use crate::syntax::names::Name;

/// The most properties made by one instruction.
const MAX_AT_ONCE: usize = 64;

/// A property key ready for an instruction.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    /// A name that is no array index.
    Named(Name),
    /// A property key in a register.
    Register(Register),
}

/// What a property of the plain run holds.
#[derive(Clone, Copy)]
enum Plain {
    Value(ExprId),
    Method(FunctionId),
}

impl Compiler<'_> {
    /// The array index that a name spells, if it does.
    pub fn array_index(&self, name: Name) -> Option<u32> {
        let text = self.unit.program.names.lossy(name);
        if text.is_empty() || text.len() > 10 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if text.len() > 1 && text.starts_with('0') {
            return None;
        }
        text.parse::<u32>().ok().filter(|&index| index != u32::MAX)
    }

    /// Evaluates a key.
    pub fn property_key(&mut self, key: PropertyKey) -> Key {
        match key.kind {
            PropertyKeyKind::Name(name) if self.array_index(name).is_none() => Key::Named(name),
            PropertyKeyKind::Computed(expr) if self.literal_key(expr).is_some() => {
                Key::Named(self.literal_key(expr).expect("just seen"))
            }
            _ => {
                let register = self.temp();
                self.key_into(key, register);
                Key::Register(register)
            }
        }
    }

    /// Evaluates a key into a register, whatever its form.
    pub fn key_into(&mut self, key: PropertyKey, dest: Register) {
        match key.kind {
            PropertyKeyKind::Name(name) => match self.array_index(name) {
                Some(index) => self.load_number(dest, index as f64),
                None => self.load_name(dest, name),
            },
            PropertyKeyKind::Number(number) => self.number_key(number, dest),
            PropertyKeyKind::Computed(expr) => {
                let value = self.operand_in(expr, dest);
                self.code.ToPropertyKey(dest, value, value);
            }
            PropertyKeyKind::Private(name) => self.load_text(dest, private_text(&self.private_description(name))),
        }
    }

    fn number_key(&mut self, number: f64, dest: Register) {
        let is_index = number >= 0.0 && number < u32::MAX as f64 && number.fract() == 0.0;
        if is_index {
            self.load_number(dest, number.abs());
        } else {
            self.load_text(dest, template_str(&number::to_string(number)));
        }
    }

    pub fn private_description(&self, name: Name) -> String {
        format!("#{}", self.unit.program.names.lossy(name))
    }

    /// The key in the register `dest`.
    pub fn key_in_register(&mut self, key: Key, dest: Register) -> Key {
        match key {
            Key::Named(name) => {
                self.load_name(dest, name);
                key
            }
            Key::Register(register) => {
                self.move_to(dest, register);
                Key::Register(dest)
            }
        }
    }

    pub fn object_literal(&mut self, id: ExprId, properties: &[Property], dest: Register) {
        let scope = self.unit.scopes.opened_by(ScopeKey::Object(id));
        if let Some(scope) = scope {
            // Methods that use `super` find their home in a context around the literal.
            let entered = self.enter_scope(scope);
            let object = self.temp();
            self.code.NewObject(object);
            if let Some(home) = self.unit.scopes.internal(scope, HOME) {
                self.initialize(home, object);
            }
            properties.iter().for_each(|property| self.define(object, property));
            self.move_to(dest, object);
            return self.leave_scope(entered);
        }
        let run = self.plain_run(properties);
        let (head, tail) = properties.split_at(run);
        let object = if tail.is_empty() { dest } else { self.work(dest) };
        self.object_of_run(head, object);
        tail.iter().for_each(|property| self.define(object, property));
        self.move_to(dest, object);
    }

    /// How many properties from the first on are plain: constant names, all different, with a value.
    fn plain_run(&self, properties: &[Property]) -> usize {
        let mut seen = FxHashSet::default();
        let is_plain = |property: &&Property| self.plain(property).is_some_and(|(name, _)| seen.insert(name));
        properties.iter().take(MAX_AT_ONCE).take_while(is_plain).count()
    }

    fn plain(&self, property: &Property) -> Option<(Name, Plain)> {
        let (key, plain) = match *property {
            Property::Value { key, value } => (key.kind, Plain::Value(value)),
            Property::Shorthand { name, value } => return Some((name.name, Plain::Value(value))),
            Property::Method { key, function } => (key.kind, Plain::Method(function)),
            _ => return None,
        };
        match key {
            PropertyKeyKind::Name(name) if self.array_index(name).is_none() => Some((name, plain)),
            _ => None,
        }
    }

    fn object_of_run(&mut self, properties: &[Property], dest: Register) {
        if properties.is_empty() {
            return self.code.NewObject(dest);
        }
        let mark = self.registers.mark();
        let count = self.count(properties.len());
        let first = self.registers.take(count);
        let mut keys: Vec<Text> = Vec::with_capacity(properties.len());
        for (index, property) in properties.iter().enumerate() {
            let Some((name, plain)) = self.plain(property) else { continue };
            let text = self.unit.name_text(name);
            keys.push(text.clone());
            let register = first.above(index as u16);
            match plain {
                Plain::Value(value) => self.named_expression(value, register, FunctionName::Text(text)),
                Plain::Method(function) => self.closure(function, register, FunctionName::Text(text)),
            }
        }
        let keys = self.constants.add(Constant::Keys(keys.into_boxed_slice()));
        let site = self.feedback.fresh(FeedbackKind::Literal);
        self.code.NewObjectWith(dest, first, count, keys, site);
        self.registers.release(mark);
    }

    /// Adds one property to a literal.
    fn define(&mut self, object: Register, property: &Property) {
        let mark = self.registers.mark();
        match *property {
            Property::Value { key, value } => self.define_value(object, key, value),
            Property::Shorthand { name, value } => {
                let register = self.operand(value);
                self.define_named(object, name.name, register);
            }
            Property::Prototype { value } => {
                let prototype = self.operand(value);
                self.code.SetPrototype(object, prototype);
            }
            Property::Spread(value) => {
                self.at(self.ast()[value].span.start);
                let source = self.operand(value);
                self.code.CopyDataProperties(object, source);
            }
            Property::Method { key, function } => self.define_method(object, key, function, Accessor::None, false),
            Property::Getter { key, function } => self.define_method(object, key, function, Accessor::Get, false),
            Property::Setter { key, function } => self.define_method(object, key, function, Accessor::Set, false),
            Property::CoverInitialized { .. } => unreachable!("the parser leaves no cover grammar in a finished tree"),
        }
        self.registers.release(mark);
    }

    fn define_named(&mut self, object: Register, name: Name, value: Register) {
        let key = self.name_constant(name);
        let site = self.property_site(Opcode::DefineNamed, key);
        self.code.DefineNamed(0, object, value, site, key);
    }

    fn define_value(&mut self, object: Register, key: PropertyKey, value: ExprId) {
        match self.property_key(key) {
            Key::Named(name) => {
                let name_text = FunctionName::Text(self.unit.name_text(name));
                let register = self.named_operand(value, name_text);
                self.define_named(object, name, register);
            }
            Key::Register(key_register) => {
                let name = self.name_of_key(key, key_register);
                let register = self.named_operand(value, name);
                self.code.DefineKeyed(0, object, key_register, register);
            }
        }
    }

    /// The name that a key lends to a nameless function.
    pub fn name_of_key(&self, key: PropertyKey, register: Register) -> FunctionName {
        match self.key_text(key) {
            Some(text) => FunctionName::Text(text),
            None => FunctionName::Key(register),
        }
    }

    /// The key's text, if it is not computed.
    pub fn key_text(&self, key: PropertyKey) -> Option<Text> {
        match key.kind {
            PropertyKeyKind::Name(name) => Some(self.unit.name_text(name)),
            PropertyKeyKind::Number(number) => Some(template_str(&number::to_string(number))),
            PropertyKeyKind::Private(name) => Some(private_text(&self.private_description(name))),
            PropertyKeyKind::Computed(_) => None,
        }
    }

    /// A method or accessor of an object or class; those of classes are not enumerable.
    pub fn define_method(
        &mut self,
        object: Register,
        key: PropertyKey,
        function: FunctionId,
        accessor: Accessor,
        is_hidden: bool,
    ) {
        let key_register = match self.property_key(key) {
            Key::Register(register) => register,
            Key::Named(name) if accessor == Accessor::None => {
                let value = self.temp();
                self.closure(function, value, FunctionName::Text(self.unit.name_text(name)));
                let key = self.name_constant(name);
                let site = self.property_site(Opcode::DefineNamed, key);
                return self.code.DefineNamed(is_hidden as u16, object, value, site, key);
            }
            Key::Named(name) => {
                let register = self.temp();
                self.load_name(register, name);
                register
            }
        };
        let value = self.temp();
        self.method_closure(function, value, key, key_register, accessor);
        let hidden = is_hidden as u16;
        match accessor {
            Accessor::None => self.code.DefineKeyed(hidden, object, key_register, value),
            Accessor::Get => self.code.DefineGetter(hidden, object, key_register, value),
            Accessor::Set => self.code.DefineSetter(hidden, object, key_register, value),
        }
    }

    /// The closure of a method or accessor, named after its key.
    pub fn method_closure(
        &mut self,
        function: FunctionId,
        dest: Register,
        key: PropertyKey,
        key_register: Register,
        accessor: Accessor,
    ) {
        match self.key_text(key) {
            Some(text) => self.closure(function, dest, FunctionName::Text(accessor.prefixed(&text))),
            None => {
                self.closure(function, dest, FunctionName::Own);
                self.code.SetFunctionName(accessor as u16, dest, key_register);
            }
        }
    }
}

/// Whether a method is an accessor; the numbers are flags of `SetFunctionName`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Accessor {
    None = 0,
    Get = 1,
    Set = 2,
}

impl Accessor {
    fn prefixed(self, name: &Text) -> Text {
        let prefix = match self {
            Accessor::None => return name.clone(),
            Accessor::Get => "get ",
            Accessor::Set => "set ",
        };
        match name {
            Text::Latin1(bytes) => Text::Latin1([prefix.as_bytes(), bytes].concat().into()),
            Text::Utf16(units) => Text::Utf16(prefix.encode_utf16().chain(units.iter().copied()).collect()),
        }
    }
}

pub(super) fn private_text(description: &str) -> Text {
    template_str(description)
}
