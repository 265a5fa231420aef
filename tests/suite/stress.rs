//! Everything again under the collector's stress modes: a moving collection at every allocation, the heap verified
//! before and after each, so that a reference that was not rooted or a store past the barrier shows at once; markings
//! without end in the smallest steps, so that a store past their barrier does; every old page evacuated at every full
//! collection, in the smallest young generation.
//!
//! `TENURE_STRESS_SEED=n` chooses the seed (drawn anew by CI, 1 otherwise); a failure prints the command that repeats it.

use std::path::{Path, PathBuf};

use crate::engine::{self, Outcome};
use crate::labs;
use crate::scripts::{self, Script};

fn seed() -> String {
    std::env::var("TENURE_STRESS_SEED").unwrap_or_else(|_| "1".to_owned())
}

/// A collection at each `interval`th allocation.
fn collecting(interval: u32) -> Vec<String> {
    vec![format!("--gc-stress={interval}"), format!("--gc-stress-seed={}", seed()), "--verify-heap".to_owned()]
}

fn marking() -> Vec<String> {
    ["--stress-incremental-marking", "--verify-heap"].map(str::to_owned).to_vec()
}

fn evacuating() -> Vec<String> {
    let mut flags = collecting(100);
    flags.extend(["--compact-on-every-full-gc", "--max-semi-space-size=1"].map(str::to_owned));
    flags
}

/// Runs a program under stress; a complaint ends with the command that repeats it.
fn under_stress(
    stress: Vec<String>,
    flags: &[String],
    program: &Path,
    arguments: &[&str],
    complain: impl Fn(&Outcome) -> Option<String>,
) -> Option<String> {
    let mut all = stress;
    all.extend_from_slice(flags);
    let given: Vec<&str> = all.iter().map(String::as_str).collect();
    let complaint = complain(&engine::run_with(&given, program, arguments))?;
    let command = format!("tenure {} {} {}", given.join(" "), program.display(), arguments.join(" "));
    Some(format!("{complaint}\n    repeat: {command}"))
}

fn run_scripts(stress: impl Fn() -> Vec<String> + Sync) {
    let scripts: Vec<Script> = scripts::scripts();
    let complaints = scripts::run_all(&scripts, |script| {
        under_stress(stress(), &script.flags, &script.path, &[], |outcome| script.complaint(outcome))
    });
    let expected = scripts::expected_failures();
    let failed: Vec<String> = complaints
        .iter()
        .filter(|(name, _)| !expected.contains_key(*name))
        .map(|(name, complaint)| format!("{name}\n    {complaint}"))
        .collect();
    assert!(failed.is_empty(), "{} of {} scripts failed:\n{}", failed.len(), scripts.len(), failed.join("\n"));
}

#[test]
fn scripts_print_the_same_under_stress() {
    run_scripts(|| collecting(1));
}

#[test]
fn scripts_print_the_same_while_marking() {
    run_scripts(marking);
}

#[test]
fn scripts_print_the_same_while_everything_moves() {
    run_scripts(evacuating);
}

fn run_labs(stress: impl Fn() -> Vec<String> + Sync) {
    let stress = &stress;
    let failed: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = labs::LABS
            .iter()
            .map(|lab| {
                scope.spawn(move || {
                    let path: PathBuf = labs::path(lab.name);
                    let flags = ["--expose-gc".to_owned()];
                    under_stress(stress(), &flags, &path, lab.reduced, |outcome| {
                        // How fast a heap grows depends on the clock, which stress slows down.
                        if lab.is_timed { labs::crash(outcome) } else { labs::complaint(lab, outcome) }
                    })
                })
            })
            .collect();
        runs.into_iter().filter_map(|run| run.join().expect("a lab's thread does not panic")).collect()
    });
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Each lab in a size that ends in seconds, on a thread of its own.
#[test]
fn labs_keep_their_claims_under_stress() {
    run_labs(|| collecting(1));
}

#[test]
fn labs_keep_their_claims_while_marking() {
    run_labs(marking);
}

#[test]
fn labs_keep_their_claims_while_everything_moves() {
    run_labs(evacuating);
}
