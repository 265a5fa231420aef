//! The command line: where the program comes from, what flags do, and the exit code, as node has them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::engine::{self, Outcome};

/// Runs `tenure arguments...` in `folder`, with `NODE_OPTIONS` as given.
fn run_in(folder: &Path, arguments: &[&str], node_options: &str) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenure"));
    command.args(arguments).current_dir(folder).env("NODE_OPTIONS", node_options).env("NO_COLOR", "1");
    engine::finish(command)
}

fn run(arguments: &[&str]) -> Outcome {
    run_in(Path::new(env!("CARGO_TARGET_TMPDIR")), arguments, "")
}

/// A folder with `files`, for one test.
fn folder_with(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder for the files");
    for (file, text) in files {
        fs::write(folder.join(file), text).expect("the file is written");
    }
    folder
}

#[test]
fn text_is_run_and_printed() {
    for (arguments, stdout) in [
        (&["-e", "console.log(process.argv.length, __filename)", "a", "b"] as &[&str], "3 [eval]\n"),
        (&["-p", "({ a: 1 })"], "{ a: 1 }\n"),
        (&["-pe", "1 + 1"], "2\n"),
        (&["-p", "new Promise(() => {})"], "Promise { <pending> }\n"),
        (&["--expose-gc", "-p", "typeof gc"], "function\n"),
        (&["--expose_gc", "-p", "typeof gc"], "function\n"),
        (&["-p", "typeof gc"], "undefined\n"),
        (&["-p", "require('path').basename('/a/b')"], "b\n"),
    ] {
        let outcome = run(arguments);
        assert_eq!((outcome.stdout.as_str(), outcome.code), (stdout, 0), "{arguments:?}: {}", outcome.stderr);
    }
}

#[test]
fn exit_codes_are_those_of_node() {
    for (program, code, stderr) in [
        ("process.exitCode = 3", 3, ""),
        ("process.exit('4')", 4, ""),
        ("throw new Error('boom')", 1, "Error: boom"),
        ("Promise.reject(new TypeError('lost'))", 1, "TypeError: lost"),
        ("Promise.reject(1)", 1, "ERR_UNHANDLED_REJECTION"),
        ("setTimeout(() => { throw null })", 1, "null"),
        ("let x = ;", 1, "SyntaxError: Unexpected token ';'"),
        ("process.on('exit', (code) => { process.exitCode = code + 5 })", 5, ""),
        ("process.on('uncaughtException', (e) => process.exit(6)); throw 1", 6, ""),
        ("process.on('uncaughtException', () => { throw 2 }); throw 1", 7, ""),
        ("await_ = 1; (async () => { await new Promise(() => {}) })()", 0, ""),
    ] {
        let outcome = run(&["-e", program]);
        assert_eq!(outcome.code, code, "{program}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(stderr), "{program}: {}", outcome.stderr);
    }
}

#[test]
fn bad_flags_are_named() {
    for (arguments, stderr) in [
        (&["--nope", "x.js"] as &[&str], "bad option: --nope"),
        (&["--max-old-space-size=abc", "x.js"], "illegal value for flag --max-old-space-size=abc of type size_t"),
        (&["--max-old-space-size", "x.js"], "illegal value for flag --max-old-space-size of type size_t"),
        (&["-e"], "-e requires an argument"),
    ] {
        let outcome = run(arguments);
        assert_eq!(outcome.code, 9, "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(stderr), "{arguments:?}: {}", outcome.stderr);
    }
    let outcome = run_in(Path::new(env!("CARGO_TARGET_TMPDIR")), &["-p", "1"], "--nope");
    assert_eq!(outcome.code, 9);
    assert!(outcome.stderr.contains("--nope is not allowed in NODE_OPTIONS"), "{}", outcome.stderr);
}

#[test]
fn node_options_come_before_the_command_line() {
    let limit = "Math.round(require('v8').getHeapStatistics().heap_size_limit / 2 ** 20) < 100";
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for (options, arguments, stdout) in [
        ("--max-old-space-size=50", &["-p", limit] as &[&str], "true\n"),
        ("--max-old-space-size=50", &["--max-old-space-size=500", "-p", limit], "false\n"),
        ("  --no-warnings   --max-old-space-size=50 ", &["-p", limit], "true\n"),
    ] {
        let outcome = run_in(folder, arguments, options);
        assert_eq!((outcome.stdout.as_str(), outcome.code), (stdout, 0), "{options}: {}", outcome.stderr);
    }
}

#[test]
fn modules_are_required_before_the_script() {
    let files = [
        ("first.js", "globalThis.order = ['first']; module.exports = 1"),
        ("main.js", "console.log(order, process.argv.slice(2), process.execArgv, require.main === module)"),
    ];
    let folder = folder_with("command-require", &files);
    let outcome = run_in(&folder, &["-r", "./first.js", "main.js", "x", "--y"], "");
    assert_eq!(outcome.stdout, "[ 'first' ] [ 'x', '--y' ] [ '-r', './first.js' ] true\n", "{}", outcome.stderr);
    let outcome = run_in(&folder, &["-r", "./missing.js", "main.js"], "");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("Cannot find module './missing.js'"), "{}", outcome.stderr);
}

#[test]
fn a_script_is_found_with_and_without_its_extension() {
    let folder = folder_with("command-script", &[("named.js", "console.log(__filename.endsWith('named.js'))")]);
    for script in ["named.js", "named", "./named.js"] {
        let outcome = run_in(&folder, &[script], "");
        assert_eq!((outcome.stdout.as_str(), outcome.code), ("true\n", 0), "{script}: {}", outcome.stderr);
    }
}

#[test]
fn checking_runs_nothing() {
    let folder = folder_with("command-check", &[("good.js", "console.log(1)"), ("bad.js", "let a;\nlet a; b +;")]);
    let good = run_in(&folder, &["-c", "good.js"], "");
    assert_eq!((good.code, good.stdout.as_str(), good.stderr.as_str()), (0, "", ""));
    let bad = run_in(&folder, &["--check", "bad.js"], "");
    assert_eq!(bad.code, 1);
    assert!(bad.stderr.contains("bad.js:2"), "{}", bad.stderr);
}

#[test]
fn a_program_comes_from_stdin() {
    for flags in [&[] as &[&str], &["-"]] {
        let outcome = engine::run_input(flags, "console.log([1, 2].map(x => x * 2), __filename)");
        assert_eq!((outcome.stdout.as_str(), outcome.code), ("[ 2, 4 ] [stdin]\n", 0), "{}", outcome.stderr);
    }
}
