//! Scopes for people (`--print-scopes`): each with its bindings, where they live and why.

use std::fmt::Write;

use super::tree::{Binding, ClosureNode, ScopeId, Scopes, Storage};
use crate::syntax::ast::Program;

/// The tree of scopes, one line for each scope and each binding.
pub fn dump(program: &Program, scopes: &Scopes) -> String {
    let mut children: Vec<Vec<ScopeId>> = vec![Vec::new(); scopes.scopes.len()];
    let mut pending = Vec::new();
    for (index, scope) in scopes.scopes.iter().enumerate() {
        let id = ScopeId(index as u32);
        match scope.parent {
            Some(parent) => children[parent.index()].push(id),
            None => pending.push((id, 0)),
        }
    }
    let mut out = String::new();
    while let Some((id, depth)) = pending.pop() {
        write_scope(program, scopes, id, depth, &mut out).expect("writing to a String cannot fail");
        pending.extend(children[id.index()].iter().rev().map(|&child| (child, depth + 1)));
    }
    out
}

fn write_scope(program: &Program, scopes: &Scopes, id: ScopeId, depth: usize, out: &mut String) -> std::fmt::Result {
    let scope = scopes.scope(id);
    write!(out, "{:1$}{2:?}", "", depth * 2, scope.kind)?;
    let closure = scopes.closure(scope.closure);
    if closure.scope == id {
        write!(out, " {}", closure_name(program, closure.node))?;
    }
    if scope.has_eval {
        write!(out, " (eval)")?;
    }
    writeln!(out)?;
    for &binding in &scope.bindings {
        let binding = scopes.binding(binding);
        write!(out, "{:1$}{2}: ", "", depth * 2 + 4, binding.name.text(&program.names))?;
        writeln!(out, "{}", describe(binding))?;
    }
    Ok(())
}

fn closure_name(program: &Program, node: ClosureNode) -> String {
    match node {
        ClosureNode::Outer => "around the eval".into(),
        ClosureNode::Program => "program".into(),
        ClosureNode::Function(id) => {
            program.ast[id].name.map_or("(anonymous)".into(), |ident| program.names.lossy(ident.name).into_owned())
        }
        ClosureNode::Fields(_) => "instance fields".into(),
        ClosureNode::Statics(_) => "static fields".into(),
    }
}

fn describe(binding: &Binding) -> String {
    let place = match binding.storage {
        Storage::Register => "register".into(),
        Storage::Context { slot } => format!("context slot {slot}"),
        Storage::Cell { slot } => format!("cell in context slot {slot}"),
        Storage::Global => "global".into(),
    };
    let mut text = format!("{:?} in {place}", binding.kind);
    for (is_so, word) in [
        (binding.is_checked, "checked"),
        (binding.starts_undefined && binding.storage == Storage::Register, "starts undefined"),
        (!binding.is_used && binding.storage == Storage::Register, "unused"),
    ] {
        if is_so {
            text.push_str(", ");
            text.push_str(word);
        }
    }
    text
}
