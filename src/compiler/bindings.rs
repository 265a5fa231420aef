//! Variables: reading, assigning and initialising them wherever they live.

use super::function::Compiler;
use crate::bytecode::writer::Register;
use crate::bytecode::{Opcode, Special};
use crate::scope::{BindingId, BindingKind, BindingName, Resolution, Storage};
use crate::syntax::names::{Name, known};

/// Where a variable is, from where the compiler stands.
#[derive(Clone, Copy, Debug)]
enum Place {
    Register(Register),
    /// Slot of the context `depth` levels above the one in a register.
    Context {
        base: Register,
        depth: u16,
        slot: u16,
    },
    /// The cell that such a slot refers to.
    Cell {
        base: Register,
        depth: u16,
        slot: u16,
    },
    Global,
}

/// The most levels an instruction can climb.
const MAX_DEPTH: u16 = u8::MAX as u16;

impl Compiler<'_> {
    fn place(&mut self, id: BindingId) -> Place {
        match self.unit.scopes.binding(id).storage {
            Storage::Register => Place::Register(self.local(id)),
            Storage::Context { slot } => {
                let (base, depth) = self.context_of(id);
                Place::Context { base, depth, slot }
            }
            Storage::Cell { slot } => {
                let (base, depth) = self.context_of(id);
                Place::Cell { base, depth, slot }
            }
            Storage::Global => Place::Global,
        }
    }

    /// The register of a variable that lives in one; it gets one now if it has none yet.
    pub fn local(&mut self, id: BindingId) -> Register {
        if let Some(&register) = self.locals.get(&id) {
            return register;
        }
        let register = self.temp();
        self.set_local(id, register);
        register
    }

    /// From now on the variable lives in `register`.
    pub fn set_local(&mut self, id: BindingId, register: Register) {
        self.locals.insert(id, register);
        self.registers.assign(register, id);
        if let BindingName::Source(name) = self.unit.scopes.binding(id).name {
            self.local_names.insert((register.0, name));
        }
    }

    /// A register with a context, and how many levels above it the one of a variable is.
    fn context_of(&mut self, id: BindingId) -> (Register, u16) {
        let scopes = self.unit.scopes;
        let scope = scopes.binding(id).scope;
        if let Some(&(_, base)) = self.contexts.iter().rev().find(|&&(other, _)| other == scope) {
            return (base, 0);
        }
        let mut depth = 0;
        let mut at = scopes.scope(scopes.closure(self.closure).scope).parent;
        while let Some(other) = at.filter(|&other| other != scope) {
            depth += scopes.scope(other).has_context() as u16;
            at = scopes.scope(other).parent;
        }
        let mut base = self.outer_context.expect("a closure that reaches out has its context");
        while depth > MAX_DEPTH {
            let hop = self.temp();
            self.code.ParentContext(hop, base);
            (base, depth) = (hop, depth - 1);
        }
        (base, depth)
    }

    /// The context that closures made here get.
    pub fn current_context(&self) -> Register {
        let innermost = self.contexts.last().map(|&(_, register)| register);
        innermost.or(self.outer_context).expect("a closure that makes closures has its context")
    }

    /// The value of `name` into `dest`.
    pub fn load_variable(&mut self, name: Name, resolution: Resolution, dest: Register) {
        if let Some(dynamic) = self.unit.scopes.dynamic(resolution) {
            return self.load_dynamic(name, dynamic, dest, false);
        }
        let Some(id) = resolution.binding() else { return self.load_global(name, dest) };
        self.load_binding(id, resolution.is_checked(), dest);
    }

    /// The value of a binding into `dest`.
    pub fn load_binding(&mut self, id: BindingId, is_checked: bool, dest: Register) {
        let mark = self.registers.mark();
        match self.place(id) {
            Place::Register(register) => {
                self.check_register(id, is_checked, register);
                self.move_to(dest, register);
            }
            Place::Context { base, depth, slot } if is_checked => {
                let name = self.binding_constant(id);
                self.code.GetContextChecked(depth, dest, base, slot, name);
            }
            Place::Context { base, depth, slot } => self.code.GetContext(depth, dest, base, slot),
            Place::Cell { base, depth, slot } if is_checked => {
                let name = self.binding_constant(id);
                self.code.GetCellChecked(depth, dest, base, slot, name);
            }
            Place::Cell { base, depth, slot } => self.code.GetCell(depth, dest, base, slot),
            Place::Global => self.load_global_binding(id, dest),
        }
        self.registers.release(mark);
    }

    fn load_global(&mut self, name: Name, dest: Register) {
        if name == known::UNDEFINED {
            return self.load_special(dest, Special::Undefined);
        }
        let key = self.name_constant(name);
        let site = self.global_site(Opcode::GetGlobal, key);
        self.code.GetGlobal(dest, site, key);
    }

    fn load_global_binding(&mut self, id: BindingId, dest: Register) {
        let key = self.binding_constant(id);
        let site = self.global_site(Opcode::GetGlobal, key);
        self.code.GetGlobal(dest, site, key);
    }

    /// The register that holds the variable itself, after any check; None if it lives elsewhere.
    pub fn variable_register(&mut self, resolution: Resolution) -> Option<Register> {
        let id = resolution.binding()?;
        if self.unit.scopes.binding(id).storage != Storage::Register {
            return None;
        }
        let register = self.local(id);
        self.check_register(id, resolution.is_checked(), register);
        Some(register)
    }

    fn check_register(&mut self, id: BindingId, is_checked: bool, register: Register) {
        if is_checked {
            let name = self.binding_constant(id);
            self.code.ThrowIfHole(register, name);
        }
    }

    fn binding_constant(&mut self, id: BindingId) -> crate::bytecode::constants::ConstantIndex {
        match self.unit.scopes.binding(id).name {
            BindingName::Source(name) => self.name_constant(name),
            // The one internal binding that is ever in its dead zone is a derived constructor's `this`.
            _ => self.constants.string(crate::scope::template_str("this")),
        }
    }

    /// The register that an assignment to this variable may be computed into: its own, if assigning needs nothing else.
    pub fn assignable_register(&mut self, resolution: Resolution) -> Option<Register> {
        let id = resolution.binding()?;
        let binding = self.unit.scopes.binding(id);
        let is_plain = binding.storage == Storage::Register
            && !resolution.is_checked()
            && !binding.kind.is_constant()
            && binding.kind != BindingKind::FunctionName;
        is_plain.then(|| self.local(id))
    }

    /// `name = value`, not the initialisation.
    pub fn assign_variable(&mut self, name: Name, resolution: Resolution, value: Register) {
        if let Some(dynamic) = self.unit.scopes.dynamic(resolution) {
            let mark = self.registers.mark();
            let reference = self.dynamic_reference(name, resolution, dynamic);
            self.set_reference(reference, value);
            return self.registers.release(mark);
        }
        let Some(id) = resolution.binding() else { return self.assign_global(name, value) };
        let kind = self.unit.scopes.binding(id).kind;
        if kind.is_constant() {
            return self.assign_constant(id, resolution);
        }
        if kind == BindingKind::FunctionName {
            if self.facts.is_strict {
                let name = self.name_constant(name);
                self.code.ThrowConstAssign(name);
            }
            return;
        }
        let mark = self.registers.mark();
        match self.place(id) {
            Place::Register(register) => {
                self.check_register(id, resolution.is_checked(), register);
                self.move_to(register, value);
            }
            Place::Context { base, depth, slot } if resolution.is_checked() => {
                let name = self.name_constant(name);
                self.code.SetContextChecked(depth, value, base, slot, name);
            }
            Place::Context { base, depth, slot } => self.code.SetContext(depth, value, base, slot),
            Place::Cell { base, depth, slot } if resolution.is_checked() => {
                let name = self.name_constant(name);
                self.code.SetCellChecked(depth, value, base, slot, name);
            }
            Place::Cell { base, depth, slot } => self.code.SetCell(depth, value, base, slot),
            Place::Global => self.assign_global(name, value),
        }
        self.registers.release(mark);
    }

    fn assign_global(&mut self, name: Name, value: Register) {
        let key = self.name_constant(name);
        let site = self.global_site(Opcode::SetGlobal, key);
        self.code.SetGlobal(self.facts.is_strict as u16, value, site, key);
    }

    /// An error; but a dead zone is a different one.
    fn assign_constant(&mut self, id: BindingId, resolution: Resolution) {
        let binding = self.unit.scopes.binding(id);
        if resolution.is_checked() || binding.storage == Storage::Global {
            let mark = self.registers.mark();
            let unused = self.temp();
            self.load_binding(id, resolution.is_checked(), unused);
            self.registers.release(mark);
        }
        let name = self.binding_constant(id);
        self.code.ThrowConstAssign(name);
    }

    /// The register that a variable's first value may be computed into.
    pub fn initial_register(&mut self, id: BindingId) -> Option<Register> {
        let binding = self.unit.scopes.binding(id);
        (binding.storage == Storage::Register).then(|| self.local(id))
    }

    /// Gives a variable its first value.
    pub fn initialize(&mut self, id: BindingId, value: Register) {
        let mark = self.registers.mark();
        match self.place(id) {
            Place::Register(register) => self.move_to(register, value),
            Place::Context { base, depth, slot } => self.code.SetContext(depth, value, base, slot),
            Place::Cell { base, depth, slot } => self.code.SetCell(depth, value, base, slot),
            Place::Global => self.initialize_global(id, value),
        }
        self.registers.release(mark);
    }

    fn initialize_global(&mut self, id: BindingId, value: Register) {
        let key = self.binding_constant(id);
        if self.unit.scopes.binding(id).has_dead_zone {
            self.code.InitGlobalLexical(value, key);
        } else {
            let site = self.global_site(Opcode::SetGlobal, key);
            self.code.SetGlobal(self.facts.is_strict as u16, value, site, key);
        }
    }

    /// `typeof name` does not mind an unknown global.
    pub fn load_for_typeof(&mut self, name: Name, resolution: Resolution, dest: Register) {
        if let Some(dynamic) = self.unit.scopes.dynamic(resolution) {
            return self.load_dynamic(name, dynamic, dest, true);
        }
        let is_global = match resolution.binding() {
            None => name != known::UNDEFINED,
            Some(id) => {
                let binding = self.unit.scopes.binding(id);
                binding.storage == Storage::Global && !binding.has_dead_zone
            }
        };
        if !is_global {
            return self.load_variable(name, resolution, dest);
        }
        let key = self.name_constant(name);
        let site = self.global_site(Opcode::GetGlobalOrUndefined, key);
        self.code.GetGlobalOrUndefined(dest, site, key);
    }
}
