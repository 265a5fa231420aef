//! What the compiler makes of a module: the syntax's share of a Source Text Module Record (ECMA-262, 16.2.1.7), plain data
//! off the heap.
//!
//! A module's variables are slots of one context, which exists before the module runs. A binding that other modules may
//! see (an export) or have (an import) is a *cell*: its slot refers to a heap object with the value, so that the modules
//! on both sides share it, and an import is found by linking once. A read of either is a context read and one load more.

use std::rc::Rc;

use super::template::{FunctionTemplate, ScopeTemplate, Text};

/// See the module's header.
#[derive(Clone, Debug)]
pub struct ModuleTemplate {
    /// Runs the body; its closure has the module's context.
    pub body: Rc<FunctionTemplate>,
    /// The module's variables; None if nothing is captured, exported or imported.
    pub scope: Option<Rc<ScopeTemplate>>,
    /// [[HasTLA]].
    pub has_top_level_await: bool,
    /// [[RequestedModules]]: distinct, in order of their first mention.
    pub requests: Box<[ModuleRequest]>,
    /// [[ImportEntries]].
    pub imports: Box<[ImportEntry]>,
    /// [[LocalExportEntries]].
    pub local_exports: Box<[LocalExport]>,
    /// [[IndirectExportEntries]].
    pub indirect_exports: Box<[IndirectExport]>,
    /// [[StarExportEntries]]: the requests of `export * from`.
    pub star_exports: Box<[usize]>,
    /// Function declarations, made when the module is linked: modules of a cycle may call them before this one runs.
    pub functions: Box<[DeclaredFunction]>,
}

/// A ModuleRequest Record.
#[derive(Clone, Debug)]
pub struct ModuleRequest {
    pub specifier: Text,
    /// (key, value), sorted by key.
    pub attributes: Box<[(Text, Text)]>,
    /// Source range of the specifier.
    pub span: (u32, u32),
}

/// What an import takes of the module requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportName {
    Name(Text),
    Namespace,
}

/// An ImportEntry Record.
#[derive(Clone, Debug)]
pub struct ImportEntry {
    /// Index into the requests.
    pub request: usize,
    pub name: ImportName,
    /// Slot of the local binding: it holds the exporter's cell, or the namespace itself.
    pub slot: u16,
    /// Source range of the imported name.
    pub span: (u32, u32),
}

/// An export of a binding of the module's own. Several may name one slot.
#[derive(Clone, Debug)]
pub struct LocalExport {
    pub name: Text,
    pub slot: u16,
}

/// An export of another module's binding.
#[derive(Clone, Debug)]
pub struct IndirectExport {
    pub name: Text,
    pub request: usize,
    pub import: ImportName,
    /// Source range of the name in the other module.
    pub span: (u32, u32),
}

/// A function declaration at the module's top level.
#[derive(Clone, Debug)]
pub struct DeclaredFunction {
    pub slot: u16,
    pub is_cell: bool,
    pub template: Rc<FunctionTemplate>,
}
