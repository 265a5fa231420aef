//! Looking at a program without running it: `--check` and the `--print-...` flags.

use std::sync::Arc;

use crate::bytecode::disassembler::disassemble_all;
use crate::compiler::{self, CompileError, CompileOptions};
use crate::node::flags::Flags;
use crate::node::stdio::{self, Output};
use crate::scope;
use crate::syntax::ast::{Program, ProgramKind};
use crate::syntax::diagnostic::{self, SyntaxError};
use crate::syntax::dump;
use crate::syntax::source::Source;
use crate::syntax::{ParseOptions, SourceKind, parse};

/// Does a flag ask to look rather than run?
pub fn is_wanted(flags: &Flags) -> bool {
    flags.check || flags.print_tokens || flags.print_ast || flags.print_scopes || flags.print_bytecode
}

/// Shows what the flags ask for; gives the exit code.
pub fn show(flags: &Flags, name: String, text: String) -> i32 {
    let is_module = name.ends_with(".mjs");
    let source = Arc::new(Source::new(name, text));
    let parameters = ["exports", "require", "module", "__filename", "__dirname"];
    let kind = if is_module { SourceKind::Module } else { SourceKind::FunctionBody { parameters: &parameters } };
    if flags.print_tokens {
        let (text, errors) = match dump::tokens(&source, kind) {
            Ok(text) => (text, Vec::new()),
            Err((text, errors)) => (text, errors),
        };
        stdio::write(Output::Stdout, text.as_bytes());
        if !errors.is_empty() {
            return complain(&errors, &source);
        }
    }
    let program = match parse(source.clone(), ParseOptions { kind, ..ParseOptions::default() }) {
        Ok(program) => program,
        Err(errors) => {
            return complain(&errors, &source);
        }
    };
    let mut out = String::new();
    if flags.print_ast {
        out += &dump::ast(&program);
    }
    if flags.print_scopes {
        let scopes = scope::analyze(&program, None);
        out += &scope::dump::dump(&program, &scopes);
    }
    if flags.print_bytecode {
        match bytecode(&program) {
            Ok(text) => out += &text,
            Err(error) => return complain(&[error.into()], &source),
        }
    }
    stdio::write(Output::Stdout, out.as_bytes());
    0
}

/// The bytecode of a program; of a module, first that of the functions which linking makes.
fn bytecode(program: &Program) -> Result<String, CompileError> {
    if program.kind == ProgramKind::Module {
        let module = compiler::compile_module(program)?;
        let functions: String = module.functions.iter().map(|function| disassemble_all(&function.template)).collect();
        return Ok(functions + &disassemble_all(&module.body));
    }
    // A file's value is the function that its text is the body of.
    let options = CompileOptions { wants_completion: true, ..CompileOptions::default() };
    compiler::compile(program, options).map(|template| disassemble_all(&template))
}

/// Shows what is wrong with a source; gives the exit code.
fn complain(errors: &[SyntaxError], source: &Source) -> i32 {
    eprint!("{}", diagnostic::render(errors, source, stdio::has_colors(Output::Stderr)));
    1
}
