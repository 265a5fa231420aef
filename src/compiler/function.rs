//! The state of compiling one function, and the small steps everything else is made of: constants, feedback, temporaries,
//! positions, and the finished template.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::control::Control;
use super::error::{CompileError, Limit};
use super::registers::Registers;
use crate::bytecode::constants::{ConstantIndex, ConstantTable};
use crate::bytecode::feedback::{FeedbackSites, FeedbackSlot};
use crate::bytecode::template::{FeedbackKind, FunctionFlags, FunctionKind, FunctionTemplate, Text};
use crate::bytecode::verifier;
use crate::bytecode::writer::{Label, Register, Writer};
use crate::bytecode::{Opcode, Special};
use crate::scope::{BindingId, ClosureId, ScopeId, Scopes, template_text};
use crate::syntax::ast::{Ast, Program};
use crate::syntax::names::Name;
use crate::syntax::source::Span;
use crate::value::Value;

/// What all functions of a program share while they are compiled.
#[derive(Clone, Copy)]
pub(super) struct Unit<'a> {
    pub program: &'a Program,
    pub scopes: &'a Scopes,
}

impl<'a> Unit<'a> {
    pub fn ast(self) -> &'a Ast {
        &self.program.ast
    }

    pub fn text(self) -> &'a str {
        self.program.source.text()
    }

    pub fn name_text(self, name: Name) -> Text {
        template_text(self.program.names.text(name))
    }
}

/// What a function is, told from its syntax.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub name: Option<Text>,
    pub kind: FunctionKind,
    pub is_strict: bool,
    pub is_async: bool,
    pub is_generator: bool,
    pub param_count: u16,
    pub length: u16,
    pub flags: FunctionFlags,
    pub span: Span,
}

/// The compiler of one function.
pub(super) struct Compiler<'a> {
    pub unit: Unit<'a>,
    pub facts: Facts,
    pub closure: ClosureId,
    pub code: Writer,
    pub constants: ConstantTable,
    pub feedback: FeedbackSites,
    name_constants: FxHashMap<Name, ConstantIndex>,
    pub registers: Registers,
    /// Registers of the bindings that have one.
    pub locals: FxHashMap<BindingId, Register>,
    pub local_names: BTreeSet<(u16, Name)>,
    /// The contexts this function has made where the compiler stands, and the registers that hold them.
    pub contexts: Vec<(ScopeId, Register)>,
    /// The context of the function's own scope.
    pub own_context: Option<Register>,
    /// The context the function was made in.
    pub outer_context: Option<Register>,
    pub scope: ScopeId,
    pub controls: Vec<Control>,
    /// Where the optional chains being compiled go when a link is nullish.
    pub chain_exits: Vec<Label>,
    /// Where statements leave the program's completion value.
    pub completion: Option<Register>,
    /// The async function's or generator's object.
    pub async_object: Option<Register>,
    pub error: Option<CompileError>,
}

impl<'a> Compiler<'a> {
    /// A compiler of the function that is closure `closure`. It is boxed: compilers nest as deep as functions do.
    pub fn new(unit: Unit<'a>, closure: ClosureId, facts: Facts) -> Box<Compiler<'a>> {
        let scope = unit.scopes.closure(closure).scope;
        let mut compiler = Box::new(Compiler {
            unit,
            facts,
            closure,
            code: Writer::default(),
            constants: ConstantTable::default(),
            feedback: FeedbackSites::default(),
            name_constants: FxHashMap::default(),
            registers: Registers::default(),
            locals: FxHashMap::default(),
            local_names: BTreeSet::new(),
            contexts: Vec::new(),
            own_context: None,
            outer_context: None,
            scope,
            controls: Vec::new(),
            chain_exits: Vec::new(),
            completion: None,
            async_object: None,
            error: None,
        });
        compiler.code.set_position(compiler.facts.span.start);
        compiler
    }

    pub fn ast(&self) -> &'a Ast {
        self.unit.ast()
    }

    pub fn text(&self) -> &'a str {
        self.unit.text()
    }

    // ---- limits

    /// Notes that the program does not fit. Compilation goes on, for nothing, to the end of the function.
    pub fn fail(&mut self, limit: Limit, span: Span) {
        self.error.get_or_insert(CompileError { limit, span });
    }

    /// A count as an operand; too many of anything is too many registers, since each has one.
    pub fn count(&mut self, count: usize) -> u16 {
        u16::try_from(count).unwrap_or_else(|_| {
            self.fail(Limit::Registers, self.facts.span);
            0
        })
    }

    // ---- registers

    pub fn temp(&mut self) -> Register {
        self.registers.take(1)
    }

    /// Two consecutive temporaries.
    pub fn temp_pair(&mut self) -> Register {
        self.registers.take(2)
    }

    /// May `register` be written while the value is still in the making? Not a variable's.
    pub fn is_scratch(&self, register: Register) -> bool {
        self.registers.owner(register).is_none() && Some(register) != self.completion
    }

    /// A register to make a value in that is to end up in `dest`: `dest` itself, if half-made values do no harm there.
    pub fn work(&mut self, dest: Register) -> Register {
        if self.is_scratch(dest) { dest } else { self.temp() }
    }

    /// Runs `body`, which makes the first value of the variable in `register`: nobody can see it half made.
    pub fn initializing(&mut self, register: Register, body: impl FnOnce(&mut Self)) {
        let owner = self.registers.disown(register);
        body(self);
        if let Some(owner) = owner {
            self.registers.assign(register, owner);
        }
    }

    pub fn move_to(&mut self, dest: Register, source: Register) {
        if dest != source {
            self.code.Move(dest, source);
        }
    }

    // ---- constants and feedback

    pub fn name_constant(&mut self, name: Name) -> ConstantIndex {
        if let Some(&known) = self.name_constants.get(&name) {
            return known;
        }
        let index = self.constants.string(self.unit.name_text(name));
        self.name_constants.insert(name, index);
        index
    }

    pub fn property_site(&mut self, opcode: Opcode, key: ConstantIndex) -> FeedbackSlot {
        self.feedback.add(FeedbackKind::Property, opcode, Some(key))
    }

    /// All uses of a global in one function learn together.
    pub fn global_site(&mut self, opcode: Opcode, key: ConstantIndex) -> FeedbackSlot {
        self.feedback.shared(FeedbackKind::Property, opcode, Some(key))
    }

    pub fn element_site(&mut self, opcode: Opcode) -> FeedbackSlot {
        self.feedback.add(FeedbackKind::Element, opcode, None)
    }

    pub fn call_site(&mut self, opcode: Opcode) -> FeedbackSlot {
        self.feedback.add(FeedbackKind::Call, opcode, None)
    }

    // ---- loading

    pub fn load_special(&mut self, dest: Register, special: Special) {
        self.code.LoadSpecial(dest, special as u16);
    }

    pub fn load_number(&mut self, dest: Register, number: f64) {
        let value = Value::number(number);
        if value.is_int() {
            self.code.LoadInt(dest, value.as_int());
        } else {
            let index = self.constants.number(number);
            self.code.LoadK(dest, index);
        }
    }

    pub fn load_name(&mut self, dest: Register, name: Name) {
        let index = self.name_constant(name);
        self.code.LoadK(dest, index);
    }

    pub fn load_text(&mut self, dest: Register, text: Text) {
        let index = self.constants.string(text);
        self.code.LoadK(dest, index);
    }

    /// Instructions from now on come from the source offset `position`.
    pub fn at(&mut self, position: u32) {
        self.code.set_position(position);
    }

    // ---- the end

    /// The finished function.
    pub fn finish(mut self: Box<Self>) -> Result<Rc<FunctionTemplate>, CompileError> {
        if self.registers.has_overflowed() {
            self.fail(Limit::Registers, self.facts.span);
        }
        let span = self.facts.span;
        let Compiler { unit, facts, code, constants, feedback, registers, local_names, own_context, error, .. } = *self;
        if let Some(error) = error {
            return Err(error);
        }
        let too_large = CompileError { limit: Limit::Constants, span };
        let assembled = code.finish(constants.count()).map_err(|_| too_large)?;
        let template = FunctionTemplate {
            name: facts.name,
            kind: facts.kind,
            flags: facts.flags,
            param_count: facts.param_count,
            length: facts.length,
            register_count: registers.count(),
            code: assembled.code,
            constants: constants.finish(),
            feedback: feedback.finish(),
            handlers: assembled.handlers,
            positions: assembled.positions,
            span: (span.start, span.end),
            local_names: local_names.into_iter().map(|(register, name)| (register, unit.name_text(name))).collect(),
            own_context: own_context.map(|register| register.0),
        };
        if cfg!(debug_assertions)
            && let Err(error) = verifier::verify(&template)
        {
            panic!(
                "the compiler makes code that verifies: word {}: {}\n{}",
                error.pc,
                error.problem,
                crate::bytecode::disassembler::disassemble(&template)
            );
        }
        Ok(Rc::new(template))
    }
}
