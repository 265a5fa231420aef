//! Any bytes, read as a script and as a module: a tree or errors that can be shown, never a crash.
//!
//! `cargo +nightly fuzz run parser -- -dict=fuzz/javascript.dict`
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use tenure::compiler::{self, CompileOptions};
use tenure::syntax::source::Source;
use tenure::syntax::{ParseOptions, SourceKind, diagnostic, dump, parse};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    for kind in [SourceKind::Script, SourceKind::Module] {
        let source = Arc::new(Source::new("fuzz.js".to_owned(), text.clone()));
        match parse(source.clone(), ParseOptions { kind, ..ParseOptions::default() }) {
            Ok(program) => {
                assert!(!dump::ast(&program).is_empty());
                // Past a limit, or code that the verifier accepts.
                let _ = compiler::compile(&program, CompileOptions::default());
            }
            Err(errors) => assert!(!diagnostic::render(&errors, &source, false).is_empty()),
        }
    }
});
