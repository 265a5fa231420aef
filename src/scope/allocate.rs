//! Allocation: which bindings go to context slots. The rest are registers, which the compiler numbers.
//!
//! A scope with more slots than a 16-bit operand reaches gets numbers that wrap around: the compiler refuses it.

use rustc_hash::FxHashSet;

use super::tree::{BindingKind, Closure, ClosureNode, ScopeKind, Scopes, Storage};
use crate::syntax::ast::Program;

pub(super) fn allocate(program: &Program, out: &mut Scopes) {
    for scope in &out.scopes {
        if scope.has_eval && scope.kind != ScopeKind::Outer {
            for id in &scope.bindings {
                let binding = &mut out.bindings[id.index()];
                binding.is_used = true;
                binding.starts_undefined = true;
                if binding.storage == Storage::Register {
                    binding.is_captured = true;
                    binding.is_assigned = true;
                    binding.is_checked |= binding.has_dead_zone;
                }
            }
        }
    }
    for scope in &mut out.scopes {
        let mut seen = FxHashSet::default();
        let mut last_first: Vec<_> = scope.functions.drain(..).rev().collect();
        last_first.retain(|&function| program.ast[function].name.is_none_or(|ident| seen.insert(ident.name)));
        scope.functions.extend(last_first.into_iter().rev());
    }
    for index in 0..out.closures.len() {
        settle_closure(program, out, index);
    }
    for scope in &mut out.scopes {
        if scope.kind == ScopeKind::Outer {
            continue;
        }
        for &id in &scope.bindings {
            let binding = &mut out.bindings[id.index()];
            if binding.is_captured && binding.storage != Storage::Global {
                let slot = scope.slots.len() as u16;
                binding.storage = if binding.is_cell { Storage::Cell { slot } } else { Storage::Context { slot } };
                scope.slots.push(id);
            }
        }
        if !scope.slots.is_empty() {
            out.closures[scope.closure.index()].needs_context = true;
        }
    }
}

/// Drops what nobody asks for, and decides whether parameters and `arguments` share.
fn settle_closure(program: &Program, out: &mut Scopes, index: usize) {
    let is_used = |id: &super::BindingId| out.bindings[id.index()].is_used;
    let closure = &out.closures[index];
    let arguments = closure.arguments.filter(is_used);
    let function_name = closure.function_name.filter(is_used);
    let maps_arguments = arguments.is_some() && shares_parameters(program, out, closure);
    let scope = closure.scope;
    if maps_arguments {
        for &id in &out.scopes[scope.index()].bindings {
            let binding = &mut out.bindings[id.index()];
            binding.is_captured |= binding.kind == BindingKind::Parameter;
        }
    }
    let closure = &mut out.closures[index];
    closure.arguments = arguments;
    closure.function_name = function_name;
    closure.maps_arguments = maps_arguments;
}

/// In sloppy code, writing a parameter writes the element of `arguments` and the other way round. It takes someone who
/// might write one of them for that to matter. Parameters are the first bindings of their scope, so they get the slots
/// from 0 on that sharing takes.
fn shares_parameters(program: &Program, out: &Scopes, closure: &Closure) -> bool {
    let ClosureNode::Function(function) = closure.node else { return false };
    let node = &program.ast[function];
    if node.is_strict || !node.has_simple_parameters || node.parameters.is_empty() {
        return false;
    }
    let bindings = &out.scope(closure.scope).bindings;
    let parameters = bindings.iter().map(|&id| out.binding(id)).filter(|b| b.kind == BindingKind::Parameter);
    closure.arguments_escape || parameters.into_iter().any(|binding| binding.is_assigned)
}
