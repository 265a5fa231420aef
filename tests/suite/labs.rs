//! The labs of `scripts/labs/`: each runs, and what it claims holds.

use std::path::PathBuf;

use crate::engine::{self, Outcome};

/// A lab and what its output must show.
pub struct Lab {
    pub name: &'static str,
    /// Arguments that make it small.
    pub reduced: &'static [&'static str],
    /// Its claims depend on the clock.
    pub is_timed: bool,
    /// Lines (or parts of lines) that must appear, in order.
    shows: &'static [&'static str],
    /// What a line that reports a broken claim contains.
    denies: &'static [&'static str],
}

pub const LABS: &[Lab] = &[
    Lab {
        name: "heap-spaces.js",
        reduced: &["400"],
        is_timed: false,
        shows: &["space sizes add up to total_heap_size: true", "the limit is above the total", "large_object_space"],
        denies: &[": false"],
    },
    Lab {
        name: "leak-detector.js",
        reduced: &[],
        is_timed: true,
        shows: &["A healthy program", "no leak", "A leaking one", "LEAK: ", "The sessions are still there."],
        denies: &[],
    },
    Lab {
        name: "leak-patterns.js",
        reduced: &["9"],
        is_timed: false,
        shows: &[
            "Closures that share a context",
            "the leak grows, the mend does not: true",
            "Listeners",
            "A growing Map against an LRU",
            "Keys held by a Map against a WeakMap",
            "Forgotten timers",
            "the leak grows, the mend does not: true",
            "[warning] MaxListenersExceededWarning: 11 tick listeners",
        ],
        denies: &[": false"],
    },
    Lab {
        name: "limits.js",
        reduced: &[],
        is_timed: false,
        shows: &[
            "heap_size_limit: ",
            "RangeError: Invalid string length",
            "RangeError: Invalid array length",
            "RangeError: Invalid array buffer length",
            "RangeError: Invalid typed array length: -1",
            "RangeError: Maximum call stack size exceeded",
        ],
        denies: &[": false", ": allowed"],
    },
    Lab {
        name: "memory-usage.js",
        reduced: &["400"],
        is_timed: false,
        shows: &[
            "yes heapUsed rises by 8 bytes an element",
            "yes external rises by 50",
            "yes the touched part of the heap is part of rss",
        ],
        denies: &["NO "],
    },
    Lab {
        name: "weak-references.js",
        reduced: &[],
        is_timed: false,
        shows: &[
            "in the same turn: true",
            "a turn later: false",
            "finalised: short-lived",
            "still there: held",
            "finalised: held",
            "entries: 101",
            "entries after a collection: 1",
            "the one in use is kept: true",
            "with the key: true",
            "without it: false",
        ],
        denies: &[],
    },
];

pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scripts/labs").join(name)
}

/// What is wrong with how the program ended.
pub fn crash(outcome: &Outcome) -> Option<String> {
    (outcome.code != 0).then(|| format!("exit code {}\n{}\n{}", outcome.code, outcome.stdout, outcome.stderr))
}

/// What the lab does not show, or denies.
pub fn complaint(lab: &Lab, outcome: &Outcome) -> Option<String> {
    if let Some(crash) = crash(outcome) {
        return Some(format!("{}: {crash}", lab.name));
    }
    let mut lines = outcome.stdout.lines();
    let missing = lab.shows.iter().find(|&&wanted| !lines.any(|line| line.contains(wanted)));
    let denied = outcome.stdout.lines().find(|line| lab.denies.iter().any(|&denial| line.contains(denial)));
    let complaint = match (missing, denied) {
        (Some(missing), _) => format!("lacks (from there on): {missing}"),
        (None, Some(denied)) => format!("says: {denied}"),
        (None, None) => return None,
    };
    Some(format!("{} {complaint}\n{}", lab.name, outcome.stdout))
}

#[test]
fn labs_keep_their_claims() {
    let failed: Vec<String> =
        LABS.iter().filter_map(|lab| complaint(lab, &engine::run(&["--expose-gc"], &path(lab.name)))).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_lab_is_listed() {
    let folder = path("");
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .expect("the labs are readable")
        .map(|entry| entry.expect("the labs are readable").file_name().to_string_lossy().into_owned())
        .collect();
    found.sort();
    assert_eq!(found, LABS.iter().map(|lab| lab.name).collect::<Vec<_>>());
}

#[test]
fn a_leak_ends_in_the_fatal_report() {
    let outcome = engine::run_with(&["--max-old-space-size=50"], &path("limits.js"), &["leak"]);
    assert_eq!(outcome.code, 134, "{}", outcome.stderr);
    for part in ["<--- Last few GCs --->", "Mark-Compact", "<--- JS stacktrace --->", "JavaScript heap out of memory"] {
        assert!(outcome.stderr.contains(part), "stderr lacks {part}:\n{}", outcome.stderr);
    }
}
