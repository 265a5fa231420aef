//! Runs the conformance tests of test262, as its INTERPRETING.md says, against what `expectations.txt` expects.
//!
//! ```text
//! TEST262_DIR=<checkout> cargo test --release --test test262 -- [--threads N] [--verbose] [folder or file]...
//! ```
//!
//! Without TEST262_DIR nothing runs. Folders are named from the checkout's `test` folder on; without any, those of
//! [`DEFAULT_FOLDERS`] are run. A test fails the run if it fails and is not listed, or if it is listed and does not fail;
//! `--verbose` says of every failure, listed or not, what was wrong.
//!
//! The parts: [`plan`] finds tests and reads their front matter, [`expectations`] the list, [`execution`] runs one test in an
//! isolate of its own, [`modules`] finds the modules that it needs, [`pool`] all of them on several threads under a watchdog, [`report`] counts.

mod execution;
mod expectations;
mod front_matter;
mod modules;
mod plan;
mod pool;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use expectations::Expectations;

/// What is run when nothing is asked for: the language, without the library.
const DEFAULT_FOLDERS: &[&str] = &["language", "annexB/language"];

/// What the command line asks for.
struct Options {
    folders: Vec<String>,
    threads: usize,
    is_verbose: bool,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let mut options = Options { folders: Vec::new(), threads, is_verbose: false };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--threads" => {
                    let count = arguments.next().and_then(|count| count.parse().ok());
                    options.threads = count.filter(|&count| count > 0).ok_or("--threads needs a number")?;
                }
                "--verbose" => options.is_verbose = true,
                flag if flag.starts_with('-') => {}
                folder => {
                    let folder = folder.trim_matches('/');
                    options.folders.push(folder.strip_prefix("test/").unwrap_or(folder).to_owned());
                }
            }
        }
        if options.folders.is_empty() {
            options.folders = DEFAULT_FOLDERS.iter().map(|&folder| folder.to_owned()).collect();
        }
        Ok(options)
    }
}

fn main() -> ExitCode {
    let Some(checkout) = std::env::var_os("TEST262_DIR").map(PathBuf::from) else {
        println!("test262: not run; set TEST262_DIR to a checkout of github.com/tc39/test262");
        return ExitCode::SUCCESS;
    };
    match run(&checkout) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("test262: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Says whether everything was as expected.
fn run(checkout: &Path) -> Result<bool, String> {
    let options = Options::parse(std::env::args().skip(1))?;
    let expectations = Expectations::read()?;
    let plan = plan::make(checkout, &options.folders, &expectations)?;
    let outcomes = pool::run(checkout, &plan.tests, options.threads);
    let report = report::Report::new(&plan, &outcomes, &expectations, &options.folders);
    report.print(options.is_verbose);
    Ok(report.is_as_expected())
}
