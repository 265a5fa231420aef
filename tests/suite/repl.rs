//! The prompt, driven through a pipe.

use crate::engine;

/// What the prompt prints for `lines`, without the banner and the prompts.
fn session(lines: &[&str]) -> Vec<String> {
    let outcome = engine::run_input(&["-i"], &(lines.join("\n") + "\n"));
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let text = outcome.stdout;
    assert!(text.starts_with("Welcome to Tenure v"), "{text}");
    let shown = text.lines().skip(2).map(|line| line.replace("... ", "").trim_start_matches("> ").to_owned());
    shown.filter(|line| !line.is_empty()).collect()
}

#[test]
fn values_are_shown_and_kept() {
    let lines = ["const a = [1, 2, 3]", "a.map((x) => x * 2)", "_.length", "const a = 5", "a", "{ b: 'x' }", ".5 + 1"];
    assert_eq!(session(&lines), ["undefined", "[ 2, 4, 6 ]", "3", "undefined", "5", "{ b: 'x' }", "1.5"]);
}

#[test]
fn unfinished_input_goes_on_over_lines() {
    let lines = ["class P {", "  #x = 1;", "  get x() { return this.#x; }", "}", "new P().x", "`two", "lines`"];
    assert_eq!(session(&lines), ["undefined", "1", "'two\\nlines'"]);
}

#[test]
fn errors_do_not_end_the_session() {
    let lines = ["null.x", "_error.message", "function f() { throw new RangeError('far'); }", "f()", "let 1", "1"];
    let shown = session(&lines);
    assert_eq!(shown[0], "Uncaught TypeError: Cannot read properties of null (reading 'x')");
    assert_eq!(shown[1], "\"Cannot read properties of null (reading 'x')\"");
    assert_eq!(shown[3..5], ["Uncaught RangeError: far", "    at f (REPL3:1:22)"]);
    assert_eq!(shown[5], "Uncaught SyntaxError: Unexpected number");
    assert_eq!(shown.last().map(String::as_str), Some("1"));
}

#[test]
fn promises_are_awaited_and_late_errors_shown() {
    let late = "setTimeout(() => { throw new Error('late'); }, 1); await new Promise((r) => setTimeout(r, 30, 'done'))";
    let shown = session(&["await Promise.resolve(7)", "await Promise.reject(new Error('no'))", late]);
    assert_eq!(shown[..2], ["7", "Uncaught Error: no"]);
    assert!(shown.contains(&"Uncaught Error: late".to_owned()), "{shown:?}");
}

#[test]
fn commands_and_libraries_are_at_hand() {
    let shown = session(&[".heap", ".nope", "typeof fs.existsSync", ".help", ".exit", "never"]);
    for space in ["new_space", "old_space", "map_space", "code_space", "large_object_space", "total"] {
        assert!(shown.iter().any(|line| line.contains(space)), "no {space} in {shown:?}");
    }
    assert!(shown.contains(&"Invalid REPL keyword".to_owned()));
    assert!(shown.contains(&"'function'".to_owned()));
    assert!(shown.iter().any(|line| line.starts_with(".heap")));
    assert!(!shown.iter().any(|line| line.contains("never")));
}
