//! Imports and exports.
#![allow(clippy::boxed_local, reason = "the parser's stack holds its values boxed, to stay small")]

use super::{Batch, Builder, Stop};
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::names::{Text, known};
use crate::syntax::source::Span;
use crate::syntax::token::Token;

impl Builder<'_> {
    pub fn import(
        &mut self,
        start: u32,
        bindings: Batch<ImportBinding>,
        from: Box<ModuleRequest>,
        end: u32,
    ) -> Result<StmtId, Stop> {
        let bindings = self.finish(bindings);
        if !self.is_module {
            return self.stop(Message::ImportOutsideModule, Span::new(start, start + "import".len() as u32));
        }
        let declaration = ImportDeclaration { bindings, from: *from };
        Ok(self.statement(start, StmtKind::Import(Box::new(declaration)), end))
    }

    pub fn module_request(&mut self, start: u32, end: u32, attributes: Batch<ImportAttribute>) -> Box<ModuleRequest> {
        let specifier = self.string_value(start, end);
        let attributes = self.finish(attributes);
        self.check_attribute_keys(&attributes);
        Box::new(ModuleRequest { specifier, attributes, span: Span::new(start, end) })
    }

    fn check_attribute_keys(&mut self, attributes: &[ImportAttribute]) {
        let mut seen = rustc_hash::FxHashSet::default();
        for attribute in attributes {
            if !seen.insert(attribute.key) {
                let key = self.names.lossy(attribute.key).into_owned();
                self.report(Message::DuplicateAttribute(key), attribute.span);
            }
        }
    }

    /// `key: "value"`, where a key that is no name is a string.
    pub fn attribute(
        &mut self,
        start: u32,
        name: Option<Token>,
        key_end: u32,
        value: u32,
        end: u32,
    ) -> Batch<ImportAttribute> {
        let key = match name {
            Some(token) => self.identifier_name(start, token, key_end).name,
            None => self.string_value(start, key_end),
        };
        let value = self.string_value(value, end);
        self.first(ImportAttribute { key, value, span: Span::new(start, end) })
    }

    pub fn default_import(&mut self, local: Ident) -> Batch<ImportBinding> {
        self.first(ImportBinding { imported: ImportedName::Name(known::DEFAULT), local, span: local.span })
    }

    /// A default import before the bindings already read: it goes to the front.
    pub fn default_import_before(&mut self, local: Ident, others: Batch<ImportBinding>) -> Batch<ImportBinding> {
        let others = self.finish(others);
        let batch = self.default_import(local);
        others.into_iter().fold(batch, |batch, binding| self.push(batch, binding))
    }

    pub fn namespace_import(&mut self, local: Ident) -> Batch<ImportBinding> {
        self.first(ImportBinding { imported: ImportedName::Namespace, local, span: local.span })
    }

    pub fn named_import(&mut self, imported: Ident, local: Ident) -> Batch<ImportBinding> {
        self.first(ImportBinding { imported: ImportedName::Name(imported.name), local, span: imported.span })
    }

    /// A ModuleExportName that is a string: it must be well-formed.
    pub fn string_name(&mut self, start: u32, end: u32) -> Ident {
        let ident = Ident { name: self.string_value(start, end), span: Span::new(start, end) };
        if matches!(self.names.text(ident.name), Text::Wtf16(_)) {
            self.report(Message::LoneSurrogateInModuleName, ident.span);
        }
        ident
    }

    fn export(&mut self, start: u32, declaration: ExportDeclaration, end: u32) -> Result<StmtId, Stop> {
        if !self.is_module {
            let span = Span::new(start, start + "export".len() as u32);
            return self.stop(Message::UnexpectedToken("export".to_owned()), span);
        }
        Ok(self.statement(start, StmtKind::Export(Box::new(declaration)), end))
    }

    pub fn export_all(
        &mut self,
        start: u32,
        exported: Option<Ident>,
        from: Box<ModuleRequest>,
        end: u32,
    ) -> Result<StmtId, Stop> {
        self.export(start, ExportDeclaration::All { exported, from: *from }, end)
    }

    pub fn export_specifier(&mut self, local: Ident, exported: Ident) -> Batch<ExportSpecifier> {
        self.first(ExportSpecifier { local, exported })
    }

    pub fn export_named(
        &mut self,
        start: u32,
        specifiers: Batch<ExportSpecifier>,
        from: Option<Box<ModuleRequest>>,
        end: u32,
    ) -> Result<StmtId, Stop> {
        let specifiers = self.finish(specifiers);
        self.export(start, ExportDeclaration::Named { specifiers, from: from.map(|from| *from) }, end)
    }

    pub fn export_declaration(&mut self, start: u32, declaration: StmtId, end: u32) -> Result<StmtId, Stop> {
        self.export(start, ExportDeclaration::Declaration(declaration), end)
    }

    pub fn export_default_declaration(&mut self, start: u32, declaration: StmtId, end: u32) -> Result<StmtId, Stop> {
        let declaration = match self.ast[declaration].kind {
            StmtKind::Function(function) => ExportDeclaration::DefaultFunction(function),
            StmtKind::Class(class) => ExportDeclaration::DefaultClass(class),
            ref other => unreachable!("{other:?} is no default declaration"),
        };
        self.export(start, declaration, end)
    }

    pub fn export_default(&mut self, start: u32, expression: ExprId, end: u32) -> Result<StmtId, Stop> {
        self.export(start, ExportDeclaration::DefaultExpression(expression), end)
    }
}
