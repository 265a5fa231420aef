//! Inputs made to break an engine: each ends by itself, with a clear error and the exit code that node has for it.

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::thread;

use crate::engine;

/// Nesting and chains this long.
const LONG: usize = 100_000;

/// A program and its end.
struct Case {
    name: &'static str,
    source: Vec<u8>,
    flags: &'static [&'static str],
    code: i32,
    /// In stderr; or, where the code is 0, in stdout.
    says: &'static str,
}

fn case(name: &'static str, source: impl Into<Vec<u8>>, code: i32, says: &'static str) -> Case {
    Case { name, source: source.into(), flags: &[], code, says }
}

/// Runs every case in a file of its own, two at a time, and tells of all that end otherwise.
fn assert_ends(group: &str, cases: Vec<Case>) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("hostile-{group}"));
    fs::create_dir_all(&folder).expect("a folder for the sources");
    let (cases, complaints) = (Mutex::new(cases), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = { cases.lock().expect("no poison").pop() } {
                    let path = folder.join(format!("{}.js", case.name));
                    fs::write(&path, &case.source).expect("the source is written");
                    let outcome = engine::run(case.flags, &path);
                    let said = if case.code == 0 { &outcome.stdout } else { &outcome.stderr };
                    if outcome.code != case.code || !said.contains(case.says) {
                        let shown: String = said.chars().take(400).collect();
                        let complaint = format!("{}: exit {}, says {shown:?}", case.name, outcome.code);
                        complaints.lock().expect("no poison").push(complaint);
                    }
                    fs::remove_file(&path).expect("the source is removed");
                }
            });
        }
    });
    let complaints = complaints.into_inner().expect("no poison");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

const OVERFLOW: &str = "RangeError: Maximum call stack size exceeded";
const FULL: &str = "JavaScript heap out of memory";

#[test]
fn nesting_without_end() {
    let closed = |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(LONG), close.repeat(LONG));
    let cases = [
        ("brackets", closed("[", "", "]")),
        ("open-brackets", "[".repeat(LONG)),
        ("parentheses", closed("(", "1", ")")),
        ("open-parentheses", "(".repeat(LONG)),
        ("blocks", closed("{", "", "}")),
        ("functions", closed("function f(){", "", "}")),
        ("arrows", format!("{}1", "a=>".repeat(LONG))),
        ("objects", format!("x={}", closed("{a:", "1", "}"))),
        ("members", format!("a{}", ".b".repeat(LONG))),
        ("calls", format!("a{}", "()".repeat(LONG))),
        ("conditionals", format!("x={}c", "a?b:".repeat(LONG))),
        ("else-ifs", format!("{}2", "if(x)1;else ".repeat(LONG))),
        ("nots", format!("{}1", "!".repeat(LONG))),
        ("news", format!("{}x", "new ".repeat(LONG))),
        ("powers", format!("{}1", "1**".repeat(LONG))),
        ("assignments", format!("{}1", "x=".repeat(LONG))),
        ("templates", closed("`${", "1", "}`")),
        ("open-templates", "`${".repeat(LONG)),
        ("labels", (0..LONG).map(|i| format!("l{i}:")).collect::<String>() + ";"),
        ("loops", format!("{};", "while(0)".repeat(LONG))),
        ("classes", closed("class A{m(){", "", "}}")),
        ("patterns", format!("var {}=1", closed("[", "a", "]"))),
        ("chains", format!("a{}", "?.b".repeat(LONG))),
        ("switches", closed("switch(1){case 1:", "", "}")),
        ("awaits", format!("(async()=>{{{}1}})", "await ".repeat(LONG))),
    ];
    assert_ends("nesting", cases.into_iter().map(|(name, source)| case(name, source, 1, OVERFLOW)).collect());
}

#[test]
fn long_but_flat() {
    let functions: String = (0..LONG).map(|i| format!("function f{i}(){{return {i}}}\n")).collect();
    let variables: String = (0..LONG).map(|i| format!("var v{i}={i};\n")).collect();
    let line = "sum = sum + 1; // and a comment that says so, as comments do\n";
    let lines = 50_000_000 / line.len();
    let cases = vec![
        case("additions", format!("console.log({}1)", "1+".repeat(LONG)), 0, "100001"),
        case("ands", format!("console.log({}2)", "1&&".repeat(LONG)), 0, "2"),
        case("commas", format!("console.log(({}2))", "1,".repeat(LONG)), 0, "2"),
        case("functions", functions + "console.log(f77777())", 0, "77777"),
        case("variables", variables, 1, "RangeError: too many variables"),
        case("same-name", "function f(){}\n".repeat(LONG) + "console.log(f.name)", 0, "f"),
        case("megabytes", format!("var sum = 0;\n{}console.log(sum === {lines})", line.repeat(lines)), 0, "true"),
        case("string", format!("console.log('{}'.length)", "a".repeat(50_000_000)), 0, "50000000"),
    ];
    assert_ends("flat", cases);
}

#[test]
fn bytes_that_are_no_program() {
    let cases = vec![
        case("empty", "", 0, ""),
        case("nuls", vec![0; 1000], 1, "SyntaxError: Invalid or unexpected token"),
        case("nul-in-string", "console.log('a\0b'.length)", 0, "3"),
        case("not-utf8", b"console.log('\xFF\xFE'.length)".to_vec(), 0, "2"),
        case("utf16", b"\xFF\xFEc\0o\0".to_vec(), 1, "SyntaxError: Invalid or unexpected token"),
        case("bom", "\u{FEFF}console.log('bom')", 0, "bom"),
        case("regex", format!("/{}{}/", "(".repeat(LONG), ")".repeat(LONG)), 1, "Invalid regular expression"),
    ];
    assert_ends("bytes", cases);
}

#[test]
fn what_is_no_file() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let missing = engine::run(&[], &folder.join("missing.js"));
    assert_eq!(missing.code, 1);
    assert!(
        missing.stderr.contains("Cannot find module") && missing.stderr.contains("MODULE_NOT_FOUND"),
        "{}",
        missing.stderr
    );
    let directory = engine::run(&[], &folder);
    assert_eq!(directory.code, 1);
    assert!(directory.stderr.contains("Cannot find module"), "{}", directory.stderr);
}

#[test]
fn recursion_without_end() {
    let sources = [
        ("calls", "function f() { f() } f()"),
        ("spread", "const f = (...a) => f(...a, 1); f()"),
        ("getter", "const o = { get x() { return this.x } }; o.x"),
        ("setter", "const o = { set x(v) { this.x = v } }; o.x = 1"),
        ("to-string", "const o = { toString() { return '' + this } }; '' + o"),
        ("value-of", "const o = { valueOf() { return +this } }; +o"),
        ("to-primitive", "const o = { [Symbol.toPrimitive]() { return `${this}` } }; `${o}`"),
        ("proxy", "const p = new Proxy({}, { get(t, k, r) { return r[k] } }); p.x"),
        ("proxy-keys", "const p = new Proxy({}, { ownKeys() { return Object.keys(p) } }); Object.keys(p)"),
        ("proxy-function", "let p = () => 1; for (let i = 0; i < 2e5; i++) p = new Proxy(p, {}); p()"),
        ("json", "let a = []; for (let i = 0; i < 2e5; i++) a = [a]; JSON.stringify(a)"),
        ("to-json", "const o = { toJSON() { return JSON.stringify(this) } }; JSON.stringify(o)"),
        ("join", "let a = []; for (let i = 0; i < 2e5; i++) a = [a]; a.join()"),
        ("sort", "const a = [3, 2, 1]; a.sort(function c() { return a.sort(c) })"),
        ("reduce", "[1, 2].reduce(function f() { return [1, 2].reduce(f) })"),
        ("generator", "function* g() { yield* g() } [...g()]"),
        ("constructor", "class A { constructor() { new A } } new A"),
        ("field", "class A { x = new A } new A"),
        ("construct", "Reflect.construct(function F() { Reflect.construct(F, []) }, [])"),
        ("iterator", "const o = { [Symbol.iterator]() { return [...this] } }; [...o]"),
        ("has-instance", "class A { static [Symbol.hasInstance](x) { return x instanceof A } } ({}) instanceof A"),
        (
            "species",
            "class A extends Array { static get [Symbol.species]() { return this[Symbol.species] } } new A().map(x => x)",
        ),
        ("tag", "function t() { return t`x` } t``"),
        ("emit", "const e = new (require('events'))(); e.on('x', () => e.emit('x')); e.emit('x')"),
        ("arguments", "Math.max(...Array(200000).fill(1))"),
    ];
    let ended = sources.into_iter().map(|(name, source)| case(name, source, 1, OVERFLOW));
    let caught = [
        ("try", "function f(n) { try { return f(n + 1) } catch { return n } } console.log(f(0) > 1000)", "true"),
        (
            "finally",
            "let n = 0; function f() { try { f() } finally { n++ } } try { f() } catch (e) { console.log(n > 1000) }",
            "true",
        ),
        ("async", "async function f() { await f() } f().catch(e => console.log(e.message))", "Maximum call stack"),
        ("bound", "let f = () => 1; for (let i = 0; i < 2e5; i++) f = f.bind(null); console.log(f())", "1"),
        ("prototypes", "let p = {}; for (let i = 0; i < 1e5; i++) p = Object.create(p); console.log(p.x)", "undefined"),
        (
            "rope",
            "let s = 'a'; for (let i = 0; i < 3e5; i++) s = 'b' + s + 'c'; console.log(s.charCodeAt(300000))",
            "97",
        ),
        ("parse", "JSON.parse('['.repeat(2e5) + ']'.repeat(2e5)); console.log('parsed')", "parsed"),
        ("circle", "const a = []; a.push(a); console.log('<' + a.join() + '>')", "<>"),
        (
            "mutating-sort",
            "const a = Array.from({ length: 999 }, (_, i) => -i); a.sort((x, y) => { a.length = 0; return x - y }); console.log(a.length)",
            "999",
        ),
    ];
    let caught = caught.into_iter().map(|(name, source, says)| case(name, source, 0, says));
    assert_ends("recursion", ended.chain(caught).collect());
}

#[test]
fn allocation_without_end() {
    let flags: &[&str] = &["--max-old-space-size=64"];
    let bombs = [
        ("objects", "const a = []; for (;;) a.push({})"),
        ("numbers", "const a = []; for (;;) a.push(1.5)"),
        ("strings", "const k = [], s = 'x'.repeat(1e5); for (let i = 0; ; i++) k.push((s + i).toUpperCase())"),
        ("closures", "const a = []; for (let i = 0; ; i++) a.push(() => i)"),
        ("promises", "const a = []; for (;;) a.push(new Promise(() => {}))"),
        ("reactions", "let p = Promise.resolve(); for (;;) p = p.then(() => {})"),
        ("map", "const m = new Map(); for (let i = 0; ; i++) m.set(i, i)"),
        ("set", "const s = new Set(); for (;;) s.add({})"),
        ("properties", "const o = {}; for (let i = 0; ; i++) o['k' + i] = i"),
        ("symbols", "const a = []; for (;;) a.push(Symbol('x'))"),
        ("concat", "let a = [1]; for (;;) a = a.concat(a)"),
        ("fill", "new Array(4294967295).fill(1)"),
    ];
    let errors = [
        (
            "buffers",
            "const k = []; for (;;) k.push(new ArrayBuffer(1e8))",
            "RangeError: Array buffer allocation failed",
        ),
        ("buffer", "new ArrayBuffer(2 ** 53)", "RangeError: Invalid array buffer length"),
        ("typed-array", "new Float64Array(2 ** 33)", "RangeError: Invalid typed array length: 8589934592"),
        ("array", "new Array(-1)", "RangeError: Invalid array length"),
        ("from", "Array.from({ length: 2 ** 32 })", "RangeError: Invalid array length"),
        ("repeat", "'abc'.repeat(2 ** 29)", "RangeError: Invalid string length"),
        ("doubling", "let s = 'ab'; for (;;) s = s + s", "RangeError: Invalid string length"),
        ("replace", "'a'.repeat(1e6).replace(/a/g, '$&'.repeat(1000))", "RangeError: Invalid string length"),
        ("bigint", "2n ** (2n ** 40n)", "RangeError: Maximum BigInt size exceeded"),
        ("push", "Array.prototype.push.call({ length: 2 ** 53 - 1 }, 1)", "TypeError: Pushing 1 elements"),
    ];
    let full = bombs.into_iter().map(|(name, source)| Case { flags, ..case(name, source, 134, FULL) });
    let refused = errors.into_iter().map(|(name, source, says)| Case { flags, ..case(name, source, 1, says) });
    assert_ends("allocation", full.chain(refused).collect());
}
