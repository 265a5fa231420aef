//! Scope analysis: what every name means, and where every variable lives.
//!
//! Stands between the syntax tree and the compiler. [`analyze`] walks a program once, declaring what each scope binds and
//! noting each use of a name; then it resolves the uses, and only then decides where bindings live:
//!
//! - in a **register**, if no closure reaches them;
//! - in a slot of the scope's **context** on the heap, if one does: a context holds captured variables and nothing else,
//!   so that what the heap keeps alive is what the program can still reach. All closures of one scope share its context;
//! - in the **global** object or among the script's lexical bindings.
//!
//! Where a `with` or a sloppy direct eval stands between a use and its binding, the use is *dynamic*: the objects that hold
//! the names of those are asked first, at run time.
//!
//! A use of a `let`, `const`, `class` or parameter is *checked* when it might come before the initialisation; where the
//! order of the source proves otherwise, it is not.
//!
//! Nothing here is about instructions. Early errors (redeclarations and the like) were the parser's to find.

mod allocate;
mod bindings;
mod classes;
pub mod dump;
mod eval;
mod expressions;
mod functions;
mod modules;
mod patterns;
mod resolve;
mod statements;
mod tree;
mod walk;

pub use functions::{HOME, STATIC_HOME, THIS, VARIABLES};
pub use tree::{
    Binding, BindingId, BindingKind, BindingName, ClassScopes, Closure, ClosureId, ClosureNode, Dynamic, NewVariables,
    Resolution, Scope, ScopeId, ScopeKey, ScopeKind, Scopes, Storage, template_str, template_text,
};

use crate::bytecode::template::EvalScope;
use crate::syntax::ast::Program;

/// Analyses `program`; `around` is what a direct eval's text sees outside itself.
pub fn analyze(program: &Program, around: Option<&EvalScope>) -> Scopes {
    let mut walker = walk::Walker::new(program);
    walker.program(around);
    let mut scopes = walker.finish();
    allocate::allocate(program, &mut scopes);
    scopes
}
