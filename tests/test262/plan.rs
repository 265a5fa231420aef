//! Which tests are run: those under the folders asked for, but for the skipped ones.

use std::fs;
use std::path::Path;

use crate::expectations::Expectations;
use crate::front_matter::FrontMatter;

/// A test.
pub struct Test {
    /// From the checkout on, with `/`.
    pub path: String,
    pub text: String,
    pub matter: FrontMatter,
}

/// What is to be run.
pub struct Plan {
    pub tests: Vec<Test>,
    pub skipped_count: usize,
}

/// Finds the tests under `folders` of `checkout`.
pub fn make(checkout: &Path, folders: &[String], expectations: &Expectations) -> Result<Plan, String> {
    let mut plan = Plan { tests: Vec::new(), skipped_count: 0 };
    for folder in folders {
        let path = format!("test/{folder}");
        plan.add(checkout, &path, expectations).map_err(|error| format!("{path}: {error}"))?;
    }
    Ok(plan)
}

impl Plan {
    fn add(&mut self, checkout: &Path, path: &str, expectations: &Expectations) -> std::io::Result<()> {
        let full = checkout.join(path);
        if full.is_dir() {
            let mut names = Vec::new();
            for entry in fs::read_dir(full)? {
                names.push(entry?.file_name().to_string_lossy().into_owned());
            }
            names.sort();
            return names.iter().try_for_each(|name| self.add(checkout, &format!("{path}/{name}"), expectations));
        }
        if !path.ends_with(".js") || path.contains("_FIXTURE") {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&fs::read(full)?).into_owned();
        let matter = FrontMatter::of(&text);
        if expectations.skips(path, &matter) {
            self.skipped_count += 1;
        } else {
            self.tests.push(Test { path: path.to_owned(), text, matter });
        }
        Ok(())
    }
}
