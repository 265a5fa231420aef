//! Looking at a program without running it: `--check` and the `--print-...` flags.

use std::sync::Arc;

use crate::compiler::{self, CompileOptions};
use crate::node::flags::Flags;
use crate::node::stdio::{self, Output};
use crate::syntax::diagnostic;
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
    let program = match parse(source.clone(), ParseOptions { kind, ..ParseOptions::default() }) {
        Ok(program) => program,
        Err(errors) => {
            eprint!("{}", diagnostic::render(&errors, &source, stdio::has_colors(Output::Stderr)));
            return 1;
        }
    };
    let mut out = String::new();
    if flags.print_ast {
        out += &format!("{program:#?}\n");
    }
    if flags.print_bytecode {
        match compiler::compile(&program, CompileOptions::default()) {
            Ok(template) => out += &format!("{template:#?}\n"),
            Err(error) => {
                eprintln!("tenure: {error}");
                return 1;
            }
        }
    }
    stdio::write(Output::Stdout, out.as_bytes());
    0
}
