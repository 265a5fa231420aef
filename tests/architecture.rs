//! The shape of the source tree, checked: ranks of folders, headers, and the caps on file and function length.
//!
//! Exemptions are listed here, each with its reason; one that no longer applies fails the test, so the list stays true.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders of `src/` and their rank: a folder imports only strictly lower ranks and its own files.
const RANKS: &[(&str, u32)] = &[
    ("base", 0),
    ("syntax", 1),
    ("value", 1),
    ("bytecode", 1),
    ("scope", 2),
    ("heap", 2),
    ("compiler", 3),
    ("objects", 3),
    ("vm", 4),
    ("builtins", 5),
    ("inspect", 5),
    ("node", 6),
    ("repl", 7),
    ("cli", 8),
];

/// Longest file, in lines.
const FILE_CAP: usize = 800;
/// Longest function, in lines.
const FUNCTION_CAP: usize = 100;

/// (file, what is exempt, reason).
const LONG_FILES: &[(&str, &str)] = &[];
/// (file, function, reason).
const LONG_FUNCTIONS: &[(&str, &str, &str)] = &[];

fn source_files() -> Vec<PathBuf> {
    let mut pending = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut files = Vec::new();
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).expect("src is readable") {
            let path = entry.expect("src is readable").path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn relative(path: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    path.strip_prefix(root).expect("under src").to_string_lossy().replace('\\', "/")
}

fn rank_of(folder: &str) -> Option<u32> {
    RANKS.iter().find(|(name, _)| *name == folder).map(|(_, rank)| *rank)
}

/// The folders that a file's text names after `crate::`, test modules apart.
fn imported_folders(text: &str) -> Vec<(usize, String)> {
    let code = text.split("\n#[cfg(test)]").next().unwrap_or(text);
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let line = line.split("//").next().unwrap_or("");
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            if let Some(group) = rest.strip_prefix('{') {
                let items = group.split('}').next().unwrap_or(group).split(',');
                found.extend(items.map(|item| (number + 1, first_segment(item.trim()))));
            } else {
                found.push((number + 1, first_segment(rest)));
            }
        }
    }
    found
}

fn first_segment(path: &str) -> String {
    path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn folders_import_only_lower_ranks() {
    let mut wrong = Vec::new();
    for path in source_files() {
        let name = relative(&path);
        let Some((folder, _)) = name.split_once('/') else { continue };
        if name.ends_with("_tests.rs") || name.ends_with("/testing.rs") {
            continue;
        }
        let rank = rank_of(folder).unwrap_or_else(|| panic!("src/{folder} has no rank"));
        let text = fs::read_to_string(&path).expect("readable");
        for (line, imported) in imported_folders(&text) {
            if imported == folder {
                continue;
            }
            if let Some(other) = rank_of(&imported)
                && other >= rank
            {
                wrong.push(format!("src/{name}:{line}: {folder} (rank {rank}) imports {imported} (rank {other})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_opens_with_a_header() {
    let missing: Vec<_> = source_files()
        .into_iter()
        .filter(|path| !fs::read_to_string(path).expect("readable").starts_with("//!"))
        .map(|path| relative(&path))
        .collect();
    assert!(missing.is_empty(), "no //! header: {missing:?}");
}

#[test]
fn files_stay_short() {
    let long: BTreeMap<String, usize> = source_files()
        .into_iter()
        .map(|path| (relative(&path), fs::read_to_string(&path).expect("readable").lines().count()))
        .filter(|(_, lines)| *lines > FILE_CAP)
        .collect();
    let unlisted: Vec<_> = long.iter().filter(|(name, _)| !LONG_FILES.iter().any(|(file, _)| file == name)).collect();
    assert!(unlisted.is_empty(), "files over {FILE_CAP} lines: {unlisted:?}");
    let stale: Vec<_> = LONG_FILES.iter().filter(|(file, _)| !long.contains_key(*file)).collect();
    assert!(stale.is_empty(), "exempt but short now: {stale:?}");
}

#[test]
fn functions_stay_short() {
    let mut long = Vec::new();
    for path in source_files() {
        let name = relative(&path);
        let text = fs::read_to_string(&path).expect("readable");
        long.extend(functions(&text).into_iter().filter(|f| f.1 > FUNCTION_CAP).map(|f| (name.clone(), f.0, f.1)));
    }
    let is_listed = |file: &str, function: &str| LONG_FUNCTIONS.iter().any(|(f, n, _)| *f == file && *n == function);
    let unlisted: Vec<_> = long.iter().filter(|(file, function, _)| !is_listed(file, function)).collect();
    assert!(unlisted.is_empty(), "functions over {FUNCTION_CAP} lines: {unlisted:?}");
    let is_long = |file: &str, function: &str| long.iter().any(|(f, n, _)| f == file && n == function);
    let stale: Vec<_> = LONG_FUNCTIONS.iter().filter(|(file, function, _)| !is_long(file, function)).collect();
    assert!(stale.is_empty(), "exempt but short now: {stale:?}");
}

/// Each function of a rustfmt-formatted file with its length: from its `fn` line to the closing brace at the same indent.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = line.len() - line.trim_start().len();
        let closes = |l: &&str| l.trim_start() == "}" && l.len() - 1 == indent;
        let ends_at_once = line.trim_end().ends_with(';') || line.trim_end().ends_with('}');
        if ends_at_once {
            continue;
        }
        if let Some(length) = lines[start..].iter().position(closes) {
            found.push((name, length + 1));
        }
    }
    found
}

fn function_name(line: &str) -> Option<String> {
    let trimmed = line.trim_start();
    if trimmed.starts_with("//") {
        return None;
    }
    let at = trimmed.find("fn ")?;
    let qualifiers = ["pub", "const", "unsafe", "extern", "async", "default"];
    let is_item = trimmed[..at]
        .split_whitespace()
        .all(|word| qualifiers.iter().any(|q| word.starts_with(q)) || word.starts_with('"') || word.contains(')'));
    is_item.then(|| first_segment(&trimmed[at + 3..])).filter(|name| !name.is_empty())
}

#[test]
fn the_checks_can_fail() {
    assert_eq!(imported_folders("use crate::heap::Cx;\nuse crate::{vm, node};").len(), 3);
    let text = "    pub unsafe fn long<'a>(\n        x: u8,\n    ) {\n        x;\n    }\n";
    assert_eq!(functions(text), vec![("long".to_owned(), 5)]);
    assert_eq!(function_name("// fn not_code() {"), None);
}
