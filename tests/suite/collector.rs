//! What the collector promises a process as a whole: its pauses are reported, and memory goes back to the system.

use std::process::Command;

use crate::engine::{self, Outcome};

fn run_text(flags: &[&str], text: &str) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenure"));
    command.args(flags).args(["-e", text]).env_remove("NODE_OPTIONS").env("NO_COLOR", "1");
    engine::finish(command)
}

/// The words and numbers of a row of the summary: the kind, then count, total, p50, p99 and longest.
fn row(line: &str) -> (String, [f64; 5]) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (kind, numbers) = words.split_at(words.len() - 5);
    let numbers: Vec<f64> = numbers.iter().map(|word| word.parse().expect("a number")).collect();
    (kind.join(" "), numbers.try_into().expect("five numbers"))
}

#[test]
fn the_summary_of_pauses_is_printed_at_exit() {
    let text = "let kept = []; for (let i = 0; i < 3e5; i++) kept.push({ i }); gc(); gc({ type: 'minor' }); \
                process.on('exit', () => console.log('last words'))";
    let outcome = run_text(&["--expose-gc", "--trace-gc-summary"], text);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let mut lines = outcome.stdout.lines().skip_while(|line| *line != "last words").skip(1);
    let header: Vec<&str> = lines.next().expect("a header").split_whitespace().collect();
    assert_eq!(header.join(" "), "GC pauses count total ms p50 ms p99 ms max ms");
    let rows: Vec<(String, [f64; 5])> = lines.map(row).collect();
    let (last, parts) = rows.split_last().expect("rows");
    assert_eq!(last.0, "all");
    assert!(parts.iter().any(|(kind, _)| kind == "scavenge"), "{}", outcome.stdout);
    assert!(parts.iter().any(|(kind, _)| kind.starts_with("mark-")), "{}", outcome.stdout);
    assert_eq!(parts.iter().map(|(_, numbers)| numbers[0]).sum::<f64>(), last.1[0]);
    for (kind, [count, total, median, high, longest]) in &rows {
        assert!(*count >= 1.0 && median <= high && high <= longest && longest <= total, "{kind}: {}", outcome.stdout);
    }
}

/// A peak of small objects, long strings, large arrays and array buffers goes back to the system.
#[cfg(target_os = "linux")]
#[test]
fn dropped_memory_goes_back_to_the_system() {
    let text = "
        const mib = () => process.memoryUsage().rss / 2 ** 20;
        gc();
        const before = mib();
        let small = Array.from({ length: 1.5e6 }, (_, i) => ({ i, text: 'x' + i }));
        let large = Array.from({ length: 64 }, () => new Array(1e6).fill(1));
        let buffers = Array.from({ length: 10 }, () => new Uint8Array(1e7).fill(1));
        console.log(mib() - before > 500);
        small = large = buffers = null;
        gc();
        console.log(mib() - before < 30 || mib() - before);";
    let outcome = run_text(&["--expose-gc"], text);
    assert_eq!(outcome.stdout, "true\ntrue\n", "{}", outcome.stderr);
}
