//! Imports and exports.

use rustc_hash::FxHashSet;

use super::Checker;
use super::scopes::LexicalKind;
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::names::{Name, known};
use crate::syntax::source::Span;
use crate::syntax::token::is_reserved_word;

impl<'a> Checker<'a> {
    pub(super) fn import(&mut self, import: &ImportDeclaration) {
        for ImportBinding { local, .. } in &import.bindings {
            self.check_binding_name(*local);
            if !self.scopes.declare_lexical(local.name, LexicalKind::Binding) {
                self.report_redeclaration(local.name, local.span);
            }
        }
    }

    pub(super) fn export(&mut self, export: &'a ExportDeclaration) {
        match export {
            ExportDeclaration::Named { .. } | ExportDeclaration::All { .. } => {}
            ExportDeclaration::Declaration(declaration) => self.statement(*declaration),
            ExportDeclaration::DefaultFunction(function) => self.function_declaration(*function),
            ExportDeclaration::DefaultClass(class) => self.class_declaration(*class),
            ExportDeclaration::DefaultExpression(expression) => self.expression(*expression),
        }
    }

    /// Exported names are distinct, and what they export is declared. Called when the whole module has been walked, its
    /// scope still open.
    pub(super) fn check_exports(&mut self, body: &[StmtId]) {
        let mut exported = FxHashSet::default();
        for &statement in body {
            let ast = self.ast;
            let StmtKind::Export(export) = &ast[statement].kind else { continue };
            for Ident { name, span } in self.exported_names(export) {
                if !exported.insert(name) {
                    self.report(Message::DuplicateExport(self.text_of(name)), span);
                }
            }
            if let ExportDeclaration::Named { specifiers, from: None } = &**export {
                specifiers.iter().for_each(|specifier| self.check_local_export(specifier.local));
            }
        }
    }

    /// ExportedNames (ECMA-262, 16.2.3.3).
    fn exported_names(&self, export: &ExportDeclaration) -> Vec<Ident> {
        let default = |span| vec![Ident { name: known::DEFAULT, span }];
        match export {
            ExportDeclaration::Named { specifiers, .. } => {
                specifiers.iter().map(|specifier| specifier.exported).collect()
            }
            ExportDeclaration::All { exported, .. } => exported.iter().copied().collect(),
            ExportDeclaration::Declaration(declaration) => self.declared_names(*declaration),
            ExportDeclaration::DefaultFunction(function) => default(self.ast[*function].span),
            ExportDeclaration::DefaultClass(class) => default(self.ast[*class].span),
            ExportDeclaration::DefaultExpression(expression) => default(self.ast[*expression].span),
        }
    }

    /// BoundNames of a declaration.
    fn declared_names(&self, declaration: StmtId) -> Vec<Ident> {
        match &self.ast[declaration].kind {
            StmtKind::Function(function) => self.ast[*function].name.into_iter().collect(),
            StmtKind::Class(class) => self.ast[*class].name.into_iter().collect(),
            StmtKind::Variables(variables) => {
                let mut names = Vec::new();
                for declarator in &variables.declarators {
                    self.bound_names(declarator.target, &mut names);
                }
                names
            }
            _ => Vec::new(),
        }
    }

    fn bound_names(&self, pattern: PatternId, names: &mut Vec<Ident>) {
        let Pattern { kind, span } = &self.ast[pattern];
        match kind {
            PatternKind::Identifier(name) => names.push(Ident { name: *name, span: *span }),
            PatternKind::Target(_) => {}
            PatternKind::Array { elements, rest } => {
                elements.iter().flatten().chain(rest).for_each(|element| self.bound_names(*element, names));
            }
            PatternKind::Object { properties, rest } => {
                let values = properties.iter().map(|property| &property.value);
                values.chain(rest).for_each(|value| self.bound_names(*value, names));
            }
            PatternKind::Default { target, .. } => self.bound_names(*target, names),
        }
    }

    /// The local side of `export { local }`: the name of a binding, not any ModuleExportName.
    fn check_local_export(&mut self, local: Ident) {
        let Ident { name, span } = local;
        if self.text[span.range()].starts_with(['"', '\'']) {
            return self.report(Message::UnexpectedString, span);
        }
        let text = self.text_of(name);
        if is_reserved_word(&text) {
            return self.report(Message::UnexpectedToken(text), span);
        }
        self.check_identifier(name, span);
        self.check_export_is_declared(name, text, span);
    }

    fn check_export_is_declared(&mut self, name: Name, text: String, span: Span) {
        if !self.scopes.is_declared(name) {
            self.report(Message::UndefinedExport(text), span);
        }
    }
}
