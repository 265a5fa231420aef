//! What each stage of the front end makes of a source: snapshots of tokens, tree, scopes and bytecode, and of diagnostics.
//!
//! Sources lie in `tests/stages/`, their snapshots in `tests/stages/snapshots/`. After a wanted change:
//! `INSTA_UPDATE=always cargo test --test suite stages`, then read the diff.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tenure::syntax::diagnostic;
use tenure::syntax::source::Source;
use tenure::syntax::{ParseOptions, SourceKind, parse};

use crate::engine;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stages");

/// Compares `text` with the snapshot `name`.
fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../stages/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Snapshots a stage of every source.
fn assert_stage(stage: &str) {
    let mut sources: Vec<_> = fs::read_dir(FOLDER)
        .expect("the folder of sources is readable")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .collect();
    sources.sort();
    assert!(sources.len() >= 6, "sources are missing: {sources:?}");
    for source in sources {
        let outcome = engine::run(&[&format!("--print-{stage}")], &source);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{}", source.display());
        let name = source.file_name().expect("a file").to_string_lossy().replace('.', "_");
        assert_snapshot(&format!("{name}_{stage}"), &outcome.stdout);
    }
}

#[test]
fn tokens() {
    assert_stage("tokens");
}

#[test]
fn trees() {
    assert_stage("ast");
}

#[test]
fn scopes() {
    assert_stage("scopes");
}

#[test]
fn bytecode() {
    assert_stage("bytecode");
}

/// Each case is a source of one line that is wrong, as a script.
#[test]
fn diagnostics() {
    let cases = fs::read_to_string(Path::new(FOLDER).join("errors/cases.txt")).expect("the cases are readable");
    let mut shown = String::new();
    for case in cases.split("\n\n") {
        let source = Arc::new(Source::new("case.js".to_owned(), case.trim_end().to_owned()));
        let options = ParseOptions { kind: SourceKind::Script, ..ParseOptions::default() };
        let errors = parse(source.clone(), options).err().unwrap_or_else(|| panic!("{case:?} has no error"));
        shown += &diagnostic::render(&errors, &source, false);
    }
    assert_snapshot("diagnostics", &shown);
}
