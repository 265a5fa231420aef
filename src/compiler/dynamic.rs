//! Names that objects may have: those used inside a `with`, and those around which a sloppy eval may add variables.
//!
//! Each object in question is asked in turn, at run time; if none has the name, it means what it would without them.

use super::function::Compiler;
use super::references::Reference;
use crate::bytecode::Special;
use crate::bytecode::template::EvalVariables;
use crate::bytecode::writer::Register;
use crate::scope::{BindingId, Dynamic, Resolution, ScopeKey};
use crate::syntax::ast::{ExprId, StmtId};
use crate::syntax::names::Name;

impl Compiler<'_> {
    /// `with (object) body`.
    pub fn with_statement(&mut self, id: StmtId, object: ExprId, body: StmtId) {
        self.clear_completion();
        let value = self.operand(object);
        let object = self.temp();
        self.code.ToObject(object, value);
        self.in_scope(ScopeKey::Statement(id), |compiler| {
            if let Some(slot) = compiler.unit.scopes.scope(compiler.scope).object {
                compiler.initialize(slot, object);
            }
            compiler.branch(body);
        });
    }

    /// The object in `slot` into `dest` if it has `name`, else undefined.
    fn find_binding(&mut self, slot: BindingId, name: Name, dest: Register) {
        let key = self.name_constant(name);
        self.load_binding(slot, false, dest);
        self.code.FindBinding(dest, dest, key);
    }

    /// The value of `name` into `dest`; for `typeof`, a name nobody has is undefined.
    pub fn load_dynamic(&mut self, name: Name, dynamic: &Dynamic, dest: Register, is_typeof: bool) {
        let mark = self.registers.mark();
        let object = self.temp();
        let done = self.code.new_label();
        for &slot in &dynamic.objects {
            let absent = self.code.new_label();
            self.find_binding(slot, name, object);
            self.code.JumpIfUndefined(object, absent);
            self.get_binding(object, name, dest);
            self.code.Jump(done);
            self.code.bind(absent);
        }
        self.load_otherwise(name, dynamic, dest, is_typeof);
        self.code.bind(done);
        self.registers.release(mark);
    }

    /// The value of a name that no object has.
    fn load_otherwise(&mut self, name: Name, dynamic: &Dynamic, dest: Register, is_typeof: bool) {
        match self.stand_in_for_globals(dynamic) {
            Some(_) if is_typeof => self.load_special(dest, Special::Undefined),
            Some(slot) => {
                // The error of a binding that is gone.
                const STRICT: u16 = 1;
                let key = self.name_constant(name);
                let object = self.temp();
                self.load_binding(slot, false, object);
                self.code.GetBinding(STRICT, dest, object, key);
            }
            None if is_typeof => self.load_for_typeof(name, dynamic.otherwise, dest),
            None => self.load_variable(name, dynamic.otherwise, dest),
        }
    }

    /// GetBindingValue of an object environment.
    fn get_binding(&mut self, object: Register, name: Name, dest: Register) {
        let key = self.name_constant(name);
        self.code.GetBinding(self.facts.is_strict as u16, dest, object, key);
    }

    /// Looks for the object that has `name`, once.
    pub fn dynamic_reference(&mut self, name: Name, resolution: Resolution, dynamic: &Dynamic) -> Reference {
        let object = self.temp();
        let found = self.code.new_label();
        for &slot in &dynamic.objects {
            self.find_binding(slot, name, object);
            self.code.JumpIfNotUndefined(object, found);
        }
        self.code.bind(found);
        Reference::Dynamic { object, name, resolution }
    }

    pub fn get_dynamic(&mut self, object: Register, name: Name, resolution: Resolution, dest: Register) {
        let Some(dynamic) = self.unit.scopes.dynamic(resolution) else { return };
        let (absent, done) = (self.code.new_label(), self.code.new_label());
        self.code.JumpIfUndefined(object, absent);
        self.get_binding(object, name, dest);
        self.code.Jump(done);
        self.code.bind(absent);
        self.load_otherwise(name, dynamic, dest, false);
        self.code.bind(done);
    }

    pub fn set_dynamic(&mut self, object: Register, name: Name, resolution: Resolution, value: Register) {
        let Some(dynamic) = self.unit.scopes.dynamic(resolution) else { return };
        let (absent, done) = (self.code.new_label(), self.code.new_label());
        self.code.JumpIfUndefined(object, absent);
        let key = self.name_constant(name);
        self.code.SetBinding(self.facts.is_strict as u16, value, object, key);
        self.code.Jump(done);
        self.code.bind(absent);
        match self.stand_in_for_globals(dynamic) {
            Some(slot) => {
                self.load_binding(slot, false, object);
                self.code.SetBinding(self.facts.is_strict as u16, value, object, key);
            }
            None => self.assign_variable(name, dynamic.otherwise, value),
        }
        self.code.bind(done);
    }

    /// The slot of the object that stands for the global one, if `dynamic` ends at one.
    fn stand_in_for_globals(&self, dynamic: &Dynamic) -> Option<BindingId> {
        let scopes = self.unit.scopes;
        let &slot = dynamic.objects.last().filter(|_| dynamic.otherwise == Resolution::GLOBAL)?;
        let scope = scopes.scope(scopes.binding(slot).scope);
        (scope.holds == EvalVariables::Globals).then_some(slot)
    }

    /// The function `name` and its receiver, which is the object of a `with` that has it.
    pub fn dynamic_callee(&mut self, name: Name, dynamic: &Dynamic, window: Register) {
        let scopes = self.unit.scopes;
        let done = self.code.new_label();
        for &slot in &dynamic.objects {
            let absent = self.code.new_label();
            self.find_binding(slot, name, window);
            self.code.JumpIfUndefined(window, absent);
            self.get_binding(window, name, window.below(1));
            if !scopes.is_with_object(slot) {
                self.load_special(window, Special::Undefined);
            }
            self.code.Jump(done);
            self.code.bind(absent);
        }
        self.load_otherwise(name, dynamic, window.below(1), false);
        self.load_special(window, Special::Undefined);
        self.code.bind(done);
    }

    /// `delete name`.
    pub fn delete_dynamic(&mut self, name: Name, dynamic: &Dynamic, dest: Register) {
        let mark = self.registers.mark();
        let object = self.temp();
        let done = self.code.new_label();
        let key = self.name_constant(name);
        for &slot in &dynamic.objects {
            let absent = self.code.new_label();
            self.find_binding(slot, name, object);
            self.code.JumpIfUndefined(object, absent);
            self.code.DeleteNamed(0, dest, object, key);
            self.code.Jump(done);
            self.code.bind(absent);
        }
        match self.stand_in_for_globals(dynamic) {
            Some(_) => self.load_special(dest, Special::True),
            None => self.delete_static(name, dynamic.otherwise, dest),
        }
        self.code.bind(done);
        self.registers.release(mark);
    }
}
