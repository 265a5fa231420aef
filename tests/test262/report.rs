//! The counts by folder, and what is not as expected.

use std::collections::{BTreeMap, BTreeSet};

use crate::expectations::Expectations;
use crate::plan::Plan;
use crate::pool::Outcome;

#[derive(Clone, Copy, Default)]
struct Count {
    passed: usize,
    run: usize,
}

/// The results of a run.
pub struct Report<'r> {
    skipped_count: usize,
    by_folder: BTreeMap<&'r str, Count>,
    /// (path, complaint)
    failures: Vec<(&'r str, &'r str)>,
    unexpected_failures: Vec<(&'r str, &'r str)>,
    unexpected_passes: Vec<&'r str>,
    /// Listed, but no test of that name was run.
    stale: Vec<&'r str>,
}

impl<'r> Report<'r> {
    pub fn new(plan: &'r Plan, outcomes: &'r [Outcome], expectations: &'r Expectations, folders: &[String]) -> Self {
        let mut report = Report {
            skipped_count: plan.skipped_count,
            by_folder: BTreeMap::new(),
            failures: Vec::new(),
            unexpected_failures: Vec::new(),
            unexpected_passes: Vec::new(),
            stale: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        for (test, outcome) in plan.tests.iter().zip(outcomes) {
            let path = test.path.as_str();
            seen.insert(path);
            let is_listed = expectations.failing.contains(path);
            let count = report.by_folder.entry(folder_of(path)).or_default();
            count.run += 1;
            match outcome {
                Ok(()) => {
                    count.passed += 1;
                    report.unexpected_passes.extend(is_listed.then_some(path));
                }
                Err(complaint) => {
                    report.failures.push((path, complaint));
                    report.unexpected_failures.extend((!is_listed).then_some((path, complaint.as_str())));
                }
            }
        }
        let is_covered = |path: &str| folders.iter().any(|folder| path["test/".len()..].starts_with(folder.as_str()));
        let listed = expectations.failing.iter().map(String::as_str);
        report.stale = listed.filter(|path| is_covered(path) && !seen.contains(path)).collect();
        report
    }

    pub fn is_as_expected(&self) -> bool {
        self.unexpected_failures.is_empty() && self.unexpected_passes.is_empty() && self.stale.is_empty()
    }

    pub fn print(&self, is_verbose: bool) {
        for (folder, count) in &self.by_folder {
            println!("{:>6} of {:>6}  {:7.3} %  {folder}", count.passed, count.run, percentage(*count));
        }
        let sum = |all: Count, one: &Count| Count { passed: all.passed + one.passed, run: all.run + one.run };
        let all = self.by_folder.values().fold(Count::default(), sum);
        println!(
            "{:>6} of {:>6}  {:7.3} %  in all; {} not run",
            all.passed,
            all.run,
            percentage(all),
            self.skipped_count
        );
        if is_verbose {
            self.failures.iter().for_each(|(path, complaint)| println!("fails: {path}: {complaint}"));
        }
        for (path, complaint) in &self.unexpected_failures {
            println!("unexpected failure: {path}: {complaint}");
        }
        for path in &self.unexpected_passes {
            println!("unexpected pass: {path}");
        }
        for path in &self.stale {
            println!("listed in expectations.txt, but no such test: {path}");
        }
    }
}

/// The first three parts of a test's path.
fn folder_of(path: &str) -> &str {
    let mut slashes = path.match_indices('/').map(|(at, _)| at);
    let end = slashes.nth(2).or_else(|| path.rfind('/'));
    &path[..end.unwrap_or(path.len())]
}

fn percentage(count: Count) -> f64 {
    count.passed as f64 * 100.0 / count.run.max(1) as f64
}
