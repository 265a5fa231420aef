//! Programs drawn from a grammar of the language: for comparing runs (with and without stress, with another engine).
//!
//! Every program ends: loops and functions burn the prelude's `fuel`. What it prints depends on nothing but the language:
//! no times, sizes or addresses. A choice of 0 is always the simplest alternative, so that a drained source of bytes ends
//! the program soon. The fuzz target `programs` includes this folder as well.

mod expressions;
mod functions;
mod statements;

/// Where choices come from.
pub enum Choices<'b> {
    /// An endless stream (splitmix64).
    Seed(u64),
    /// A fuzzer's bytes; zeros when they are drained.
    #[allow(dead_code)] // used by the fuzz target
    Bytes(&'b [u8]),
}

impl Choices<'_> {
    /// A number below `count`.
    fn below(&mut self, count: usize) -> usize {
        match self {
            Choices::Seed(state) => {
                *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let mut bits = *state;
                bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                ((bits ^ (bits >> 31)) % count as u64) as usize
            }
            Choices::Bytes(bytes) => match bytes.split_first() {
                Some((&first, rest)) => {
                    *bytes = rest;
                    first as usize % count
                }
                None => 0,
            },
        }
    }
}

/// What a variable holds, as far as the generator cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Any,
    Array,
    Object,
    Function,
    Generator,
    Class,
}

#[derive(Clone, Debug)]
struct Variable {
    name: String,
    kind: Kind,
    is_constant: bool,
}

/// What the code being written may contain.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    in_function: bool,
    in_generator: bool,
    in_async: bool,
    in_loop: bool,
}

/// The program under construction.
struct Generator<'c, 'b> {
    choices: &'c mut Choices<'b>,
    scopes: Vec<Vec<Variable>>,
    names: usize,
    place: Place,
}

/// Statement groups of a program.
const GROUPS: usize = 12;

const PRELUDE: &str = r"
let fuel = 600;
const clip = (v) => typeof v === 'string' ? v.slice(0, 60) : Array.isArray(v) && v.length > 20 ? v.slice(0, 20) : v;
const show = (v, depth = 0) => {
  if (typeof v === 'function') return 'function';
  if (typeof v === 'symbol' || typeof v === 'bigint') return String(v) + ':' + typeof v;
  if (typeof v === 'string') return JSON.stringify(v.slice(0, 200));
  if (typeof v !== 'object' || v === null) return Object.is(v, -0) ? '-0' : String(v);
  if (depth > 3) return '...';
  if (v instanceof Map) return 'Map' + show([...v], depth);
  if (v instanceof Set) return 'Set' + show([...v], depth);
  if (v instanceof Error) return v.name + ': ' + v.message;
  if (v instanceof Promise) return 'Promise';
  if (Array.isArray(v)) return '[' + v.slice(0, 30).map((e) => show(e, depth + 1)).join() + ']' + v.length;
  if (ArrayBuffer.isView(v)) return v.constructor.name + '[' + v.join() + ']';
  const keys = Object.keys(v).slice(0, 30);
  return '{' + keys.map((k) => k + ':' + show(v[k], depth + 1)).join() + '}';
};
const lines = [];
const print = (...values) => { if (lines.length < 400) lines.push(values.map((v) => show(v)).join(' ')); };
";

const EPILOGUE: &str = "
fuel = 50;
setTimeout(() => { console.log(lines.join('\\n')); }, 0);
";

/// A program.
pub fn program(mut choices: Choices<'_>) -> String {
    let mut generator =
        Generator { choices: &mut choices, scopes: vec![Vec::new()], names: 0, place: Place::default() };
    let mut text = if generator.chance(3) { "'use strict';\n".to_owned() } else { String::new() };
    text += PRELUDE;
    for (kind, value) in [
        (Kind::Any, "1"),
        (Kind::Any, "'text'"),
        (Kind::Array, "[3, 1.5, 'a', , 2]"),
        (Kind::Object, "{ a: 1, b: 'x', c: [1] }"),
    ] {
        let name = generator.declare(kind, false);
        text += &format!("let {name} = {value};\n");
    }
    for _ in 0..GROUPS {
        let statements = generator.scoped(|generator| generator.statements(3, 4));
        text += &format!("try {{\n{statements}}} catch (error) {{ print('caught', error); }}\n");
        let declaration = generator.declaration_at_top();
        text += &declaration;
    }
    for variable in generator.scopes[0].clone() {
        text += &format!("try {{ print('{0}', {0}); }} catch (error) {{ print(error); }}\n", variable.name);
    }
    text + EPILOGUE
}

impl Generator<'_, '_> {
    fn below(&mut self, count: usize) -> usize {
        self.choices.below(count)
    }

    /// True once in `count` times.
    fn chance(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    fn fresh(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }

    /// A new variable of the innermost scope.
    fn declare(&mut self, kind: Kind, is_constant: bool) -> String {
        let name = self.fresh();
        self.bind(&name, kind, is_constant);
        name
    }

    fn bind(&mut self, name: &str, kind: Kind, is_constant: bool) {
        let variable = Variable { name: name.to_owned(), kind, is_constant };
        self.scopes.last_mut().expect("there is a scope").push(variable);
    }

    /// A variable in reach that `wanted` accepts.
    fn variable(&mut self, wanted: impl Fn(&Variable) -> bool) -> Option<String> {
        let found: Vec<String> = self
            .scopes
            .iter()
            .flatten()
            .filter(|variable| wanted(variable))
            .map(|variable| variable.name.clone())
            .collect();
        (!found.is_empty()).then(|| found[self.below(found.len())].clone())
    }

    fn variable_of(&mut self, kind: Kind) -> Option<String> {
        self.variable(|variable| variable.kind == kind)
    }

    /// Writes something whose variables end with it.
    fn scoped<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        self.scopes.push(Vec::new());
        let written = write(self);
        self.scopes.pop();
        written
    }
}
