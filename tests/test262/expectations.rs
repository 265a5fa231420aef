//! What is expected not to pass: `expectations.txt`.
//!
//! ```text
//! # Why the entries below it fail or are not run.
//! test/language/statements/x.js      fails (if it passes, that is an error too)
//! skip test/language/module-code/    is not run
//! skip feature decorators            tests that need the feature are not run
//! skip flag module                   nor those with the flag
//! ```

use std::collections::BTreeSet;

use crate::front_matter::FrontMatter;

const LIST: &str = include_str!("expectations.txt");

/// The list, read.
#[derive(Debug, Default)]
pub struct Expectations {
    /// Paths of tests that fail, from the checkout on.
    pub failing: BTreeSet<String>,
    skipped_folders: Vec<String>,
    skipped_features: Vec<String>,
    skipped_flags: Vec<String>,
}

impl Expectations {
    /// Reads the list; an entry without a reason above it is an error.
    pub fn read() -> Result<Expectations, String> {
        let mut expectations = Expectations::default();
        let mut has_reason = false;
        for line in LIST.lines().map(str::trim) {
            if line.is_empty() {
                has_reason = false;
            } else if line.starts_with('#') {
                has_reason = true;
            } else if !has_reason {
                return Err(format!("expectations.txt: no reason above `{line}`"));
            } else if let Some(feature) = line.strip_prefix("skip feature ") {
                expectations.skipped_features.push(feature.to_owned());
            } else if let Some(flag) = line.strip_prefix("skip flag ") {
                expectations.skipped_flags.push(flag.to_owned());
            } else if let Some(folder) = line.strip_prefix("skip ") {
                expectations.skipped_folders.push(folder.to_owned());
            } else if !expectations.failing.insert(line.to_owned()) {
                return Err(format!("expectations.txt: `{line}` stands there twice"));
            }
        }
        Ok(expectations)
    }

    /// Is a test left out altogether?
    pub fn skips(&self, path: &str, matter: &FrontMatter) -> bool {
        self.skipped_folders.iter().any(|folder| path.starts_with(folder.as_str()))
            || self.skipped_flags.iter().any(|flag| matter.has_flag(flag))
            || matter.features.iter().any(|feature| self.skipped_features.contains(feature))
    }
}
