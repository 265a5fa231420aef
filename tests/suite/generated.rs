//! Generated programs print the same with and without a heap under stress, and as another engine does if one is named.
//!
//! ```text
//! TENURE_SEEDS=1000..2000 TENURE_PEER=node cargo test --release --test suite generated
//! ```

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crate::engine::{self, Outcome};
use crate::generator::{self, Choices};

/// The programs of an ordinary test run.
const SEEDS: Range<u64> = 0..60;

fn seeds() -> Range<u64> {
    let Ok(text) = std::env::var("TENURE_SEEDS") else { return SEEDS };
    let bounds = text.split_once("..").and_then(|(from, to)| Some(from.parse().ok()?..to.parse().ok()?));
    bounds.unwrap_or_else(|| panic!("TENURE_SEEDS is FROM..TO, not {text:?}"))
}

fn run_peer(peer: &str, path: &Path) -> Outcome {
    let mut command = Command::new(peer);
    command.arg(path);
    engine::finish(command)
}

/// What is wrong with the runs of a program; the program is kept if something is.
fn complaint(seed: u64, folder: &Path, peer: Option<&str>) -> Option<String> {
    let path = folder.join(format!("{seed}.js"));
    fs::write(&path, generator::program(Choices::Seed(seed))).expect("the program is written");
    let plain = engine::run(&[], &path);
    let stress_seed = format!("--gc-stress-seed={seed}");
    let mut runs = vec![("stress", engine::run(&["--gc-stress=25", &stress_seed, "--verify-heap"], &path))];
    if let Some(peer) = peer {
        runs.push(("peer", run_peer(peer, &path)));
    }
    for (name, run) in runs {
        if (run.code, &run.stdout) == (plain.code, &plain.stdout) && plain.code <= 1 {
            continue;
        }
        let first = plain.stdout.lines().zip(run.stdout.lines()).find(|(plain, other)| plain != other);
        let stderr: String = if plain.code != 0 { plain.stderr } else { run.stderr }.chars().take(500).collect();
        let codes = (plain.code, run.code);
        return Some(format!(
            "{}: {name} differs: exit codes {codes:?}, first line {first:?}\n{stderr}",
            path.display()
        ));
    }
    fs::remove_file(&path).expect("the program is removed");
    None
}

#[test]
fn programs_print_the_same_under_stress() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("generated");
    fs::create_dir_all(&folder).expect("a folder for the programs");
    let peer = std::env::var("TENURE_PEER").ok();
    let (next, complaints) = (AtomicU64::new(seeds().start), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds().end {
                        break;
                    }
                    if let Some(complaint) = complaint(seed, &folder, peer.as_deref()) {
                        complaints.lock().expect("no poison").push(complaint);
                    }
                }
            });
        }
    });
    let complaints = complaints.into_inner().expect("no poison");
    assert!(complaints.is_empty(), "{} programs:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn a_drained_source_of_choices_ends_the_program() {
    let program = generator::program(Choices::Bytes(&[]));
    assert!(program.len() < 10_000, "{}", program.len());
}
