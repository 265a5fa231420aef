//! Resolution: each use of a name finds its binding, and tells it who reaches it, who assigns it and who must check.
//!
//! A use that passes a `with`, or the variables of sloppy evals, on its way to its binding becomes dynamic: those may have
//! the name.
//!
//! When is a use sure to find its binding initialised? In the same closure, when it stands behind the initialisation and
//! in line with it. In an inner closure, when that closure cannot even have been made before the initialisation: then
//! no call of it can come too early. The rest is checked at run time.

use rustc_hash::FxHashMap;

use super::tree::{Binding, BindingId, BindingKind, ClosureId, Dynamic, Resolution, ScopeId, Scopes, Storage};
use super::walk::{Node, Reference, Use};
use crate::syntax::ast::Ast;
use crate::syntax::names::Name;

pub(super) fn resolve(ast: &Ast, out: &mut Scopes, references: &[Reference]) {
    debug_assert_eq!(out.exprs.len(), ast.exprs.len());
    let found: Vec<Found> = references.iter().map(|r| lookup(out, r.scope, r.name)).collect();
    for (reference, found) in references.iter().zip(&found) {
        let mut resolution = found.binding.map_or(Resolution::GLOBAL, |binding| link(out, reference, binding));
        if !found.objects.is_empty() {
            resolution = link_objects(out, reference, &found.objects, resolution);
        }
        match reference.node {
            Node::Expr(id) => out.exprs[id.index()] = resolution,
            Node::Pattern(id) => out.patterns[id.index()] = resolution,
        }
    }
    find_early_reads(out, references, &found);
    for binding in &mut out.bindings {
        binding.assignments.sort_unstable();
    }
}

/// What a name was found to mean.
struct Found {
    binding: Option<BindingId>,
    /// The slots of objects that may have it too, innermost first.
    objects: Vec<BindingId>,
}

fn lookup(out: &Scopes, scope: ScopeId, name: Name) -> Found {
    let mut objects = Vec::new();
    let mut at = Some(scope);
    while let Some(id) = at {
        let state = out.scope(id);
        let binding = out.by_name.get(&(id, name)).copied();
        let is_outside = binding.is_none_or(|id| out.binding(id).kind == BindingKind::FunctionName);
        objects.extend(state.object.filter(|_| is_outside));
        if binding.is_some() {
            return Found { binding, objects };
        }
        at = state.parent;
    }
    Found { binding: None, objects }
}

/// A use of a name that one of `objects` may have.
fn link_objects(out: &mut Scopes, reference: &Reference, objects: &[BindingId], otherwise: Resolution) -> Resolution {
    let user = out.scope(reference.scope).closure;
    for &object in objects {
        let owner = out.scope(out.binding(object).scope).closure;
        reach(out, user, owner);
    }
    out.dynamics.push(Dynamic { objects: objects.to_vec(), otherwise });
    Resolution::dynamic(out.dynamics.len() - 1)
}

/// Records that `reference` uses `id`.
fn link(out: &mut Scopes, reference: &Reference, id: BindingId) -> Resolution {
    let user = out.scope(reference.scope).closure;
    let owner = out.scope(out.binding(id).scope).closure;
    let is_captured = user != owner && out.binding(id).storage != Storage::Global;
    if is_captured {
        reach(out, user, owner);
    }
    let is_checked = needs_check(out, reference, id);
    let binding = &mut out.bindings[id.index()];
    binding.is_used = true;
    binding.is_captured |= is_captured;
    binding.is_checked |= is_checked;
    if reference.use_ != Use::Read {
        binding.is_assigned = true;
        if user == owner {
            binding.assignments.push(reference.position);
        }
    }
    Resolution::new(id, is_checked)
}

fn reach(out: &mut Scopes, from: ClosureId, to: ClosureId) {
    let mut at = Some(from);
    while let Some(id) = at.filter(|&id| id != to) {
        let closure = &mut out.closures[id.index()];
        closure.needs_context = true;
        at = closure.parent;
    }
}

fn needs_check(out: &Scopes, reference: &Reference, id: BindingId) -> bool {
    let binding = out.binding(id);
    if !binding.has_dead_zone || binding.storage == Storage::Global {
        return false;
    }
    let owner = out.scope(binding.scope).closure;
    let mut position = reference.position;
    let mut closure = out.scope(reference.scope).closure;
    while closure != owner {
        let state = out.closure(closure);
        if state.parent == Some(owner)
            && binding.kind == BindingKind::ClassName
            && state.member_of == Some(binding.scope)
        {
            return false;
        }
        position = state.created_at;
        let Some(parent) = state.parent else { return true };
        closure = parent;
    }
    !is_behind(position, binding)
}

fn is_behind(position: u32, binding: &Binding) -> bool {
    position >= binding.initialized_at && (binding.linear.0..binding.linear.1).contains(&position)
}

/// Finds the variables that have to start as undefined in their register: those with a use that is not in line behind
/// the first assignment that stands alone.
fn find_early_reads(out: &mut Scopes, references: &[Reference], found: &[Found]) {
    let uses = || references.iter().zip(found).filter_map(|(r, found)| Some((r, found.binding?, &found.objects)));
    let mut first: FxHashMap<BindingId, (u32, (u32, u32))> = FxHashMap::default();
    for (reference, id, objects) in uses() {
        if let (Use::Initialize(at), true) = (reference.use_, objects.is_empty()) {
            first.entry(id).or_insert((at, reference.linear));
        }
    }
    for (reference, id, objects) in uses() {
        if out.binding(id).kind != BindingKind::Var {
            continue;
        }
        let is_late = objects.is_empty()
            && first.get(&id).is_some_and(|&(at, line)| {
                let position = match reference.use_ {
                    Use::Initialize(at) => at,
                    _ => reference.position,
                };
                position >= at && (line.0..=line.1).contains(&position)
            });
        out.bindings[id.index()].starts_undefined |= !is_late;
    }
}
