//! What a direct eval is told of the place it stands at, and how it adds its variables there.

use std::rc::Rc;

use super::closures::FunctionName;
use super::function::Compiler;
use crate::bytecode::constants::ConstantIndex;
use crate::bytecode::template::{Constant, EvalBinding, EvalBindingKind, EvalContext, EvalScope};
use crate::bytecode::writer::Register;
use crate::bytecode::{Opcode, Special};
use crate::scope::{Binding, BindingKind, BindingName, ClosureNode, NewVariables, ScopeId, template_str};

fn kind_of(binding: &Binding) -> EvalBindingKind {
    match binding.kind {
        BindingKind::Private => EvalBindingKind::Private,
        BindingKind::Internal => EvalBindingKind::Internal,
        BindingKind::FunctionName => EvalBindingKind::FunctionName,
        BindingKind::CatchParameter => EvalBindingKind::CatchParameter,
        kind if kind.is_constant() => EvalBindingKind::Const,
        _ if binding.has_dead_zone => EvalBindingKind::Let,
        _ => EvalBindingKind::Var,
    }
}

impl Compiler<'_> {
    /// Adds the variables of a sloppy eval to the function around it: properties of the object that it keeps for them.
    pub fn add_eval_variables(&mut self, new: &NewVariables) {
        let mark = self.registers.mark();
        let object = self.temp();
        self.load_binding(new.object, false, object);
        let is_there = self.code.new_label();
        self.code.JumpIfNotUndefined(object, is_there);
        self.new_variables_object(new, object);
        self.code.bind(is_there);
        let value = self.temp();
        for &name in &new.names {
            let key = self.name_constant(name);
            let is_known = self.code.new_label();
            self.code.FindBinding(value, object, key);
            self.code.JumpIfNotUndefined(value, is_known);
            self.define_variable(object, key, value);
            self.code.bind(is_known);
        }
        for &function in &new.functions {
            let Some(ident) = self.ast()[function].name else { continue };
            let key = self.name_constant(ident.name);
            self.closure(function, value, FunctionName::Own);
            self.define_variable(object, key, value);
        }
        self.registers.release(mark);
    }

    /// An object without prototype.
    fn new_variables_object(&mut self, new: &NewVariables, object: Register) {
        let null = self.temp();
        self.code.NewObject(object);
        self.load_special(null, Special::Null);
        self.code.SetPrototype(object, null);
        self.initialize(new.object, object);
    }

    fn define_variable(&mut self, object: Register, key: ConstantIndex, value: Register) {
        let site = self.property_site(Opcode::DefineNamed, key);
        self.code.DefineNamed(0, object, value, site, key);
    }

    /// The constant that describes the scopes around a direct eval, which all have their bindings in contexts.
    pub fn eval_scope(&mut self) -> ConstantIndex {
        let scopes = self.unit.scopes;
        let mut contexts = Vec::new();
        let mut at = Some(self.scope);
        while let Some(id) = at {
            match &scopes.scope(id).around {
                Some(around) => contexts.push(around.clone()),
                None if scopes.scope(id).has_context() => contexts.push(Rc::new(self.eval_context(id))),
                None => {}
            }
            at = scopes.scope(id).parent;
        }
        let mut owner = scopes.closure(self.closure);
        while owner.inherits_this
            && let Some(parent) = owner.parent
        {
            owner = scopes.closure(parent);
        }
        let is_member = matches!(owner.node, ClosureNode::Fields(_) | ClosureNode::Statics(_));
        let home = scopes.closure(self.closure).home.and_then(|home| match scopes.binding(home).name {
            BindingName::Internal(name) => Some(template_str(name)),
            _ => None,
        });
        let scope = EvalScope {
            contexts,
            is_strict: self.facts.is_strict,
            allows_new_target: matches!(owner.node, ClosureNode::Function(_)) || is_member,
            allows_super_call: owner.is_derived_constructor,
            home,
            allows_arguments: !is_member,
        };
        self.constants.add(Constant::EvalScope(Rc::new(scope)))
    }

    fn eval_context(&self, id: ScopeId) -> EvalContext {
        let scopes = self.unit.scopes;
        let names = &self.unit.program.names;
        let bindings = scopes.scope(id).slots.iter().map(|&slot| {
            let binding = scopes.binding(slot);
            EvalBinding {
                name: template_str(&binding.name.text(names)),
                kind: kind_of(binding),
                is_cell: binding.is_cell,
            }
        });
        EvalContext { bindings: bindings.collect(), holds: scopes.scope(id).holds }
    }
}
