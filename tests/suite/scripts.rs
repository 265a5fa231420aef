//! Scripts that say what they print.
//!
//! ```text
//! // flags: --expose-gc             given to tenure before the script
//! // exit: 1                        the exit code, otherwise 0
//! console.log(1 + 1); // expect: 2  one line of stdout; all such lines, in order, are all of stdout
//! // expect-stderr: TypeError       found in a line of stderr, in order
//! ```
//!
//! The first folder under `tests/scripts/` names the folder of `src/` to blame for a failure. Scripts listed in
//! `tests/scripts/expected-failures.txt` (`path: reason`) must fail. `TENURE_SCRIPTS=text` runs those whose path contains it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::engine::{self, Outcome};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scripts");
const EXPECTED_FAILURES: &str = "expected-failures.txt";

/// A script and what it says of itself.
pub struct Script {
    /// Path under `tests/scripts`, with `/`.
    pub name: String,
    pub path: PathBuf,
    pub flags: Vec<String>,
    stdout: String,
    stderr: Vec<String>,
    code: i32,
}

impl Script {
    fn read(path: PathBuf) -> Script {
        let text = fs::read_to_string(&path).expect("scripts are readable");
        let after = |mark: &str| -> Vec<String> {
            text.lines().filter_map(|line| annotation(line, mark)).map(str::to_owned).collect()
        };
        Script {
            name: path.strip_prefix(FOLDER).expect("under the folder").to_string_lossy().replace('\\', "/"),
            flags: after("// flags:").iter().flat_map(|line| line.split_whitespace()).map(str::to_owned).collect(),
            stdout: after("// expect:").iter().map(|line| format!("{line}\n")).collect(),
            stderr: after("// expect-stderr:"),
            code: after("// exit:").first().map_or(0, |code| code.trim().parse().expect("an exit code")),
            path,
        }
    }

    /// What differs from what the script says; None if nothing does.
    pub fn complaint(&self, got: &Outcome) -> Option<String> {
        let mut complaints = Vec::new();
        if got.stdout != self.stdout {
            complaints.push(first_difference(&self.stdout, &got.stdout));
        }
        let mut lines = got.stderr.lines();
        for wanted in &self.stderr {
            if !lines.any(|line| line.contains(wanted.as_str())) {
                complaints.push(format!("stderr lacks (from there on): {wanted}"));
            }
        }
        if got.code != self.code {
            complaints.push(format!("exit code {}, want {}", got.code, self.code));
        }
        if complaints.is_empty() {
            return None;
        }
        let stderr: Vec<&str> = got.stderr.lines().take(12).collect();
        Some(format!("{}\n    stderr: {}", complaints.join("\n    "), stderr.join("\n            ")))
    }
}

/// The text after `mark` in a line, without the space that follows it.
fn annotation<'t>(line: &'t str, mark: &str) -> Option<&'t str> {
    let at = line.find(mark)?;
    let text = &line[at + mark.len()..];
    Some(text.strip_prefix(' ').unwrap_or(text))
}

fn first_difference(want: &str, got: &str) -> String {
    let (mut want, mut got) = (want.lines(), got.lines());
    for number in 1.. {
        match (want.next(), got.next()) {
            (None, None) => break,
            (wanted, found) if wanted != found => {
                let show = |line: Option<&str>| line.map_or("(end of output)".to_owned(), str::to_owned);
                return format!("stdout line {number}\n      want: {}\n      got:  {}", show(wanted), show(found));
            }
            _ => {}
        }
    }
    "stdout differs in its last line break".to_owned()
}

/// All scripts chosen by `TENURE_SCRIPTS`, by name.
pub fn scripts() -> Vec<Script> {
    let filter = std::env::var("TENURE_SCRIPTS").unwrap_or_default();
    let mut pending = vec![PathBuf::from(FOLDER)];
    let mut found = Vec::new();
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).expect("the folder is readable") {
            let path = entry.expect("the folder is readable").path();
            if path.is_dir() {
                // A folder named `modules` holds files that scripts load.
                if path.file_name().is_some_and(|name| name != "modules") {
                    pending.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "js" || extension == "mjs") {
                found.push(Script::read(path));
            }
        }
    }
    found.retain(|script| script.name.contains(&filter));
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Runs `check` on each script, on as many threads as there are processors; gives the complaints by name.
pub fn run_all(scripts: &[Script], check: impl Fn(&Script) -> Option<String> + Sync) -> BTreeMap<String, String> {
    let next = AtomicUsize::new(0);
    let complaints = Mutex::new(BTreeMap::new());
    let threads = thread::available_parallelism().map_or(2, |count| count.get());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(script) = scripts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(complaint) = check(script) {
                        complaints.lock().expect("no thread panics").insert(script.name.clone(), complaint);
                    }
                }
            });
        }
    });
    complaints.into_inner().expect("no thread panics")
}

/// The listed failures: (script, reason).
pub fn expected_failures() -> BTreeMap<String, String> {
    let text = fs::read_to_string(Path::new(FOLDER).join(EXPECTED_FAILURES)).unwrap_or_default();
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    rows.map(|row| {
        let (name, reason) = row.split_once(": ").expect("a row is `path: reason`");
        (name.to_owned(), reason.to_owned())
    })
    .collect()
}

#[test]
fn scripts_print_what_they_say() {
    let scripts = scripts();
    let complaints = run_all(&scripts, |script| {
        let flags: Vec<&str> = script.flags.iter().map(String::as_str).collect();
        script.complaint(&engine::run(&flags, &script.path))
    });
    let expected = expected_failures();
    let failed: Vec<String> = complaints
        .iter()
        .filter(|(name, _)| !expected.contains_key(*name))
        .map(|(name, complaint)| format!("{name}\n    {complaint}"))
        .collect();
    let ran = |name: &String| scripts.iter().any(|script| script.name == *name);
    let passed: Vec<&String> = expected.keys().filter(|name| ran(name) && !complaints.contains_key(*name)).collect();
    assert!(passed.is_empty(), "listed as failing, but they pass: {passed:?}");
    assert!(failed.is_empty(), "{} of {} scripts failed:\n{}", failed.len(), scripts.len(), failed.join("\n"));
}
