//! Modules: what their imports and exports say, resolved as far as the text alone allows (ParseModule, ECMA-262, 16.2.1.7.1).

use rustc_hash::FxHashMap;

use super::closures::compile_function;
use super::error::CompileError;
use super::function::Unit;
use super::program::program_compiler;
use crate::bytecode::module::{
    DeclaredFunction, ImportEntry, ImportName, IndirectExport, LocalExport, ModuleRequest, ModuleTemplate,
};
use crate::bytecode::template::{ScopeTemplate, Text};
use crate::scope::{BindingId, Scopes, Storage, template_str};
use crate::syntax::ast::{
    self, ExportDeclaration, ExportSpecifier, ImportDeclaration, ImportedName, PatternId, PatternKind, Program, StmtId,
    StmtKind,
};
use crate::syntax::names::{Name, known};
use crate::syntax::source::Span;

/// What a default export's function or class is called if it has no name.
pub(super) const DEFAULT_NAME: &str = "default";

/// The template of a module.
pub(super) fn compile_module(program: &Program, scopes: &Scopes) -> Result<ModuleTemplate, CompileError> {
    let unit = Unit { program, scopes };
    let mut compiler = program_compiler(unit);
    let scope = scopes.closure(scopes.program).scope;
    let environment: Option<ScopeTemplate> = scopes.scope(scope).has_context().then(|| compiler.scope_template(scope));
    compiler.program_code(false);
    let body = compiler.finish()?;
    let mut entries = Entries::new(unit);
    entries.read();
    Ok(ModuleTemplate {
        body,
        scope: environment.map(Into::into),
        has_top_level_await: program.has_top_level_await,
        requests: entries.requests.into(),
        imports: entries.imports.into(),
        local_exports: entries.local_exports.into(),
        indirect_exports: entries.indirect_exports.into(),
        star_exports: entries.star_exports.into(),
        functions: declared_functions(unit)?.into(),
    })
}

/// The function declarations that linking makes: those others than the module's own body can reach.
fn declared_functions(unit: Unit<'_>) -> Result<Vec<DeclaredFunction>, CompileError> {
    let scopes = unit.scopes;
    let mut functions = Vec::new();
    for &function in &scopes.scope(scopes.closure(scopes.program).scope).functions {
        let Some(binding) = scopes.declared_function(function) else { continue };
        let Some((slot, is_cell)) = shared_slot(scopes, binding) else { continue };
        let Some(closure) = scopes.of_function(function) else { continue };
        let name = unit.ast()[function].name.map(|ident| unit.name_text(ident.name));
        let name = name.unwrap_or_else(|| template_str(DEFAULT_NAME));
        let template = compile_function(unit, function, closure, Some(name))?;
        functions.push(DeclaredFunction { slot, is_cell, template });
    }
    Ok(functions)
}

/// The slot of the module's context that a binding lives in, if in one, and whether in a cell there.
fn shared_slot(scopes: &Scopes, binding: BindingId) -> Option<(u16, bool)> {
    match scopes.binding(binding).storage {
        Storage::Cell { slot } => Some((slot, true)),
        Storage::Context { slot } => Some((slot, false)),
        Storage::Register | Storage::Global => None,
    }
}

fn range(span: Span) -> (u32, u32) {
    (span.start, span.end)
}

/// The entries of a module, as they are read off its statements.
struct Entries<'a> {
    unit: Unit<'a>,
    requests: Vec<ModuleRequest>,
    imports: Vec<ImportEntry>,
    /// The import that a name is bound by.
    by_local: FxHashMap<Name, usize>,
    local_exports: Vec<LocalExport>,
    indirect_exports: Vec<IndirectExport>,
    star_exports: Vec<usize>,
}

impl<'a> Entries<'a> {
    fn new(unit: Unit<'a>) -> Self {
        Entries {
            unit,
            requests: Vec::new(),
            imports: Vec::new(),
            by_local: FxHashMap::default(),
            local_exports: Vec::new(),
            indirect_exports: Vec::new(),
            star_exports: Vec::new(),
        }
    }

    /// Imports first: an export may name one that comes later.
    fn read(&mut self) {
        let ast = self.unit.ast();
        for &id in &self.unit.program.body {
            match &ast[id].kind {
                StmtKind::Import(import) => self.import(import),
                StmtKind::Export(export) => self.request_of_export(export),
                _ => {}
            }
        }
        for &id in &self.unit.program.body {
            if let StmtKind::Export(export) = &ast[id].kind {
                self.export(export);
            }
        }
    }

    /// The index of a request; equal ones are one.
    fn request(&mut self, request: &ast::ModuleRequest) -> usize {
        let specifier = self.unit.name_text(request.specifier);
        let text = |name| self.unit.name_text(name);
        let mut attributes: Vec<(Text, Text)> =
            request.attributes.iter().map(|attribute| (text(attribute.key), text(attribute.value))).collect();
        attributes.sort_by_key(|(key, _)| key.to_string_lossy());
        let is_same =
            |known: &ModuleRequest| known.specifier == specifier && known.attributes.as_ref() == attributes.as_slice();
        self.requests.iter().position(is_same).unwrap_or_else(|| {
            let span = range(request.span);
            self.requests.push(ModuleRequest { specifier, attributes: attributes.into(), span });
            self.requests.len() - 1
        })
    }

    fn request_of_export(&mut self, export: &ExportDeclaration) {
        if let ExportDeclaration::Named { from: Some(from), .. } | ExportDeclaration::All { from, .. } = export {
            self.request(from);
        }
    }

    fn import(&mut self, import: &ImportDeclaration) {
        let request = self.request(&import.from);
        for binding in &import.bindings {
            let name = match binding.imported {
                ImportedName::Name(name) => ImportName::Name(self.unit.name_text(name)),
                ImportedName::Namespace => ImportName::Namespace,
            };
            let bound = self.unit.scopes.top_level(binding.local.name);
            let Some((slot, _)) = bound.and_then(|bound| shared_slot(self.unit.scopes, bound)) else { continue };
            self.by_local.insert(binding.local.name, self.imports.len());
            self.imports.push(ImportEntry { request, name, slot, span: range(binding.span) });
        }
    }

    fn export(&mut self, export: &ExportDeclaration) {
        match export {
            ExportDeclaration::Named { specifiers, from: Some(from) } => {
                let request = self.request(from);
                for specifier in specifiers {
                    let import = ImportName::Name(self.unit.name_text(specifier.local.name));
                    self.indirect(specifier, request, import, range(specifier.local.span));
                }
            }
            ExportDeclaration::Named { specifiers, from: None } => {
                specifiers.iter().for_each(|specifier| self.export_local(specifier));
            }
            ExportDeclaration::All { exported: None, from } => {
                let request = self.request(from);
                self.star_exports.push(request);
            }
            ExportDeclaration::All { exported: Some(exported), from } => {
                let request = self.request(from);
                let name = self.unit.name_text(exported.name);
                let span = range(exported.span);
                self.indirect_exports.push(IndirectExport { name, request, import: ImportName::Namespace, span });
            }
            ExportDeclaration::Declaration(declaration) => self.export_declaration(*declaration),
            ExportDeclaration::DefaultFunction(_)
            | ExportDeclaration::DefaultClass(_)
            | ExportDeclaration::DefaultExpression(_) => {
                let binding = self.unit.scopes.default_export;
                self.local(known::DEFAULT, binding);
            }
        }
    }

    fn indirect(&mut self, specifier: &ExportSpecifier, request: usize, import: ImportName, span: (u32, u32)) {
        let name = self.unit.name_text(specifier.exported.name);
        self.indirect_exports.push(IndirectExport { name, request, import, span });
    }

    /// `export { local }`: of what was imported, it is the other module's export, or its namespace.
    fn export_local(&mut self, specifier: &ExportSpecifier) {
        let name = specifier.local.name;
        let import = self.by_local.get(&name).map(|&index| self.imports[index].clone());
        match import {
            Some(import) => self.indirect(specifier, import.request, import.name, import.span),
            None => self.local(specifier.exported.name, self.unit.scopes.top_level(name)),
        }
    }

    fn local(&mut self, exported: Name, binding: Option<BindingId>) {
        if let Some((slot, _)) = binding.and_then(|binding| shared_slot(self.unit.scopes, binding)) {
            self.local_exports.push(LocalExport { name: self.unit.name_text(exported), slot });
        }
    }

    fn export_declaration(&mut self, declaration: StmtId) {
        let ast = self.unit.ast();
        match &ast[declaration].kind {
            StmtKind::Variables(variables) => {
                variables.declarators.iter().for_each(|declarator| self.export_pattern(declarator.target));
            }
            StmtKind::Function(function) => ast[*function].name.iter().for_each(|ident| self.export_name(ident.name)),
            StmtKind::Class(class) => ast[*class].name.iter().for_each(|ident| self.export_name(ident.name)),
            _ => {}
        }
    }

    fn export_name(&mut self, name: Name) {
        self.local(name, self.unit.scopes.top_level(name));
    }

    fn export_pattern(&mut self, pattern: PatternId) {
        let ast = self.unit.ast();
        match &ast[pattern].kind {
            PatternKind::Identifier(name) => self.export_name(*name),
            PatternKind::Target(_) => {}
            PatternKind::Array { elements, rest } => {
                elements.iter().flatten().chain(rest).for_each(|&element| self.export_pattern(element));
            }
            PatternKind::Object { properties, rest } => {
                let values = properties.iter().map(|property| &property.value);
                values.chain(rest).for_each(|&value| self.export_pattern(value));
            }
            PatternKind::Default { target, .. } => self.export_pattern(*target),
        }
    }
}
