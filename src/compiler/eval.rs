//! What a direct eval is told of the place it stands at.

use std::rc::Rc;

use super::function::Compiler;
use crate::bytecode::constants::ConstantIndex;
use crate::bytecode::template::{Constant, EvalBinding, EvalBindingKind, EvalContext, EvalScope};
use crate::scope::{Binding, BindingKind, BindingName, ClosureNode, ScopeId, template_str};

fn kind_of(binding: &Binding) -> EvalBindingKind {
    match binding.kind {
        BindingKind::Private => EvalBindingKind::Private,
        BindingKind::Internal => EvalBindingKind::Internal,
        BindingKind::FunctionName => EvalBindingKind::FunctionName,
        kind if kind.is_constant() => EvalBindingKind::Const,
        _ if binding.has_dead_zone => EvalBindingKind::Let,
        _ => EvalBindingKind::Var,
    }
}

impl Compiler<'_> {
    /// The constant that describes the scopes around a direct eval, which all have their bindings in contexts.
    pub fn eval_scope(&mut self) -> ConstantIndex {
        let scopes = self.unit.scopes;
        let mut contexts = Vec::new();
        let mut at = Some(self.scope);
        while let Some(id) = at {
            if scopes.scope(id).has_context() {
                contexts.push(Rc::new(self.eval_context(id)));
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
            EvalBinding { name: template_str(&binding.name.text(names)), kind: kind_of(binding) }
        });
        EvalContext { bindings: bindings.collect() }
    }
}
