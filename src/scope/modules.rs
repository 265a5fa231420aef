//! Imports and exports: bindings that a module shares with others, each in a cell of its own.
//!
//! An exported binding lives in a cell however it is used within the module. An import's cell is the exporter's, which
//! linking puts into the importer's context. The namespace of `import * as` is a constant that linking provides.

use super::bindings::Declared;
use super::tree::{BindingId, BindingKind, BindingName};
use super::walk::Walker;
use crate::syntax::ast::{
    ClassId, ExportDeclaration, FunctionId, ImportDeclaration, ImportedName, PatternId, StmtId, StmtKind,
};
use crate::syntax::names::Name;

/// The binding of a default export that has no name: `*default*`.
pub(super) const DEFAULT_EXPORT: &str = ".default";

impl Walker<'_> {
    pub fn declare_imports(&mut self, import: &ImportDeclaration) {
        let scope = self.at.scope;
        for binding in &import.bindings {
            let is_namespace = binding.imported == ImportedName::Namespace;
            let declared = match is_namespace {
                true => Declared::variable(BindingKind::Import),
                false => Declared::lexical(BindingKind::Import, u32::MAX),
            };
            let id = self.declare(scope, binding.local.name, declared);
            let state = &mut self.out.bindings[id.index()];
            state.is_captured = true;
            state.is_cell = !is_namespace;
        }
    }

    /// Declares what an export declares.
    pub fn declare_export(&mut self, export: &ExportDeclaration) {
        match *export {
            ExportDeclaration::Declaration(statement) => self.declare_top_level(&[statement]),
            ExportDeclaration::DefaultFunction(function) => self.declare_default_function(function),
            ExportDeclaration::DefaultClass(class) => self.declare_default_class(class),
            ExportDeclaration::DefaultExpression(expression) => {
                let end = self.ast[expression].span.end;
                let binding = self.default_binding(Declared::lexical(BindingKind::Const, end));
                self.out.default_export = Some(binding);
            }
            ExportDeclaration::Named { .. } | ExportDeclaration::All { .. } => {}
        }
    }

    fn default_binding(&mut self, declared: Declared) -> BindingId {
        let scope = self.at.scope;
        self.new_binding(scope, BindingName::Internal(DEFAULT_EXPORT), declared)
    }

    fn declare_default_function(&mut self, function: FunctionId) {
        self.declare_named_function(function);
        let scope = self.at.scope;
        let named = self.ast[function].name.and_then(|ident| self.declared(scope, ident.name));
        let binding = named.unwrap_or_else(|| {
            let binding = self.default_binding(Declared::variable(BindingKind::Function));
            self.out.scopes[scope.index()].functions.push(function);
            self.out.declared_functions.insert(function, binding);
            binding
        });
        self.out.default_export = Some(binding);
    }

    fn declare_default_class(&mut self, class: ClassId) {
        self.declare_class(class);
        let binding = self.out.declared_classes.get(&class).copied().unwrap_or_else(|| {
            let end = self.ast[class].span.end;
            let binding = self.default_binding(Declared::lexical(BindingKind::Class, end));
            self.out.declared_classes.insert(class, binding);
            binding
        });
        self.out.default_export = Some(binding);
    }

    /// Puts the bindings that the module exports into cells. Called when all is declared.
    pub fn share_exports(&mut self, body: &[StmtId]) {
        let ast = self.ast;
        for &id in body {
            let StmtKind::Export(export) = &ast[id].kind else { continue };
            match &**export {
                ExportDeclaration::Named { specifiers, from: None } => {
                    specifiers.iter().for_each(|specifier| self.share(specifier.local.name));
                }
                ExportDeclaration::Declaration(declaration) => self.share_declaration(*declaration),
                _ => {}
            }
        }
        if let Some(binding) = self.out.default_export {
            self.share_binding(binding);
        }
    }

    fn share_declaration(&mut self, declaration: StmtId) {
        let ast = self.ast;
        match &ast[declaration].kind {
            StmtKind::Variables(variables) => {
                variables.declarators.iter().for_each(|declarator| self.share_pattern(declarator.target));
            }
            StmtKind::Function(function) => ast[*function].name.iter().for_each(|ident| self.share(ident.name)),
            StmtKind::Class(class) => ast[*class].name.iter().for_each(|ident| self.share(ident.name)),
            _ => {}
        }
    }

    fn share_pattern(&mut self, pattern: PatternId) {
        let mut names = Vec::new();
        self.each_name(pattern, &mut |_, name| names.push(name));
        names.into_iter().for_each(|name| self.share(name));
    }

    fn share(&mut self, name: Name) {
        if let Some(binding) = self.declared(self.at.scope, name) {
            self.share_binding(binding);
        }
    }

    fn share_binding(&mut self, id: BindingId) {
        let binding = &mut self.out.bindings[id.index()];
        if binding.kind == BindingKind::Import {
            // What it exports is the other module's.
            return;
        }
        binding.is_captured = true;
        binding.is_cell = true;
        binding.is_used = true;
        binding.is_checked |= binding.has_dead_zone;
    }
}
