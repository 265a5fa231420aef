//! Expressions: what is computed from what.

use super::{Generator, Kind};

const BINARY: &[&str] = &[
    "+", "-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>", ">>>", "<", ">", "<=", ">=", "==", "!=", "===", "!==",
    "&&", "||",
];
const UNARY: &[&str] = &["-", "+", "!", "~", "typeof ", "void "];
const ASSIGN: &[&str] = &["=", "+=", "-=", "*=", "|=", "<<=", ">>>=", "&&=", "||=", "??=", "**="];
const KEYS: &[&str] = &["a", "b", "c", "length", "d", "constructor", "x"];
const NUMBERS: &[&str] = &[
    "0",
    "1",
    "2",
    "-1",
    "7",
    "0.5",
    "-0",
    "1e9",
    "2147483647",
    "-2147483648",
    "4294967295",
    "NaN",
    "Infinity",
    "1e21",
    "3.25",
];
const STRINGS: &[&str] =
    &["''", "'a'", "'b c'", "'0'", "'12'", "'\\u00e9\\u4e2d'", "'\\ud83d\\ude00x'", "'length'", "'abcabc'", "'-1.5'"];
const ARRAY_CALLS: &[&str] = &[
    "slice(1)",
    "concat([1, [2]])",
    "indexOf(2)",
    "includes(NaN)",
    "join('-')",
    "reverse()",
    "sort()",
    "flat()",
    "at(-1)",
    "fill(0, 1, 2)",
    "lastIndexOf('a')",
    "splice(1, 1)",
    "splice(0, 0, 'i', 'j')",
    "push(1)",
    "pop()",
    "shift()",
    "unshift(9)",
    "keys().next().value",
    "entries().next().value",
    "copyWithin(0, 1)",
    "toString()",
    "length",
    "toSorted()",
    "with(0, 5)",
    "toSpliced(0, 1)",
    "findLast((e) => e)",
];
const STRING_CALLS: &[&str] = &[
    "slice(1, 3)",
    "split('')",
    "split('b')",
    "toUpperCase()",
    "charCodeAt(0)",
    "codePointAt(1)",
    "padStart(6, '*')",
    "repeat(2)",
    "replace('b', '$&$&')",
    "replace(/[a-c]/g, (m) => m + m)",
    "replaceAll('a', 'z')",
    "indexOf('c')",
    "trim()",
    "at(-1)",
    "match(/b|c/g)",
    "matchAll(/(a)(?<n>b)?/g).next().value",
    "localeCompare('b')",
    "normalize()",
    "concat(1, null)",
    "substring(2, 0)",
    "startsWith('a')",
    "search(/c/)",
    "isWellFormed()",
    "length",
];

impl Generator<'_, '_> {
    /// An expression, at most `depth` deep; in parentheses where it needs them.
    pub(super) fn expression(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.leaf();
        }
        match self.below(26) {
            0..=3 => self.leaf(),
            4..=6 => self.binary(depth),
            7 => format!("({}{})", self.pick(UNARY), self.expression(depth - 1)),
            8 => format!(
                "({} ? {} : {})",
                self.expression(depth - 1),
                self.expression(depth - 1),
                self.expression(depth - 1)
            ),
            9 => self.assignment(depth),
            10 => self.array(depth),
            11 => self.object(depth),
            12 | 13 => self.member(depth),
            14 | 15 => self.call(depth),
            16 => self.array_call(depth),
            17 => format!("String({}).{}", self.expression(depth - 1), self.pick(STRING_CALLS)),
            18 => self.function_expression(depth),
            19 => format!("`{}${{clip({})}}`", self.pick(&["", "t", "\\n"]), self.primitive(depth - 1)),
            20 => self.construction(depth),
            21 => self.library(depth),
            22 => format!("({} ?? {})", self.expression(depth - 1), self.expression(depth - 1)),
            23 => self.update(),
            24 => self.suspension(depth),
            _ => format!("({}, {})", self.expression(depth - 1), self.expression(depth - 1)),
        }
    }

    fn leaf(&mut self) -> String {
        match self.below(8) {
            0 | 1 => self.pick(NUMBERS).to_owned(),
            2 => self.pick(STRINGS).to_owned(),
            3 => self.pick(&["null", "undefined", "true", "false", "10n", "this === undefined"]).to_owned(),
            _ => self.variable(|_| true).unwrap_or_else(|| "0".to_owned()),
        }
    }

    /// What turns to a string in the same way everywhere.
    pub(super) fn primitive(&mut self, depth: usize) -> String {
        format!("show({})", self.expression(depth))
    }

    fn binary(&mut self, depth: usize) -> String {
        let (left, right) = (self.expression(depth - 1), self.expression(depth - 1));
        match self.below(24) {
            22 => format!("({left} instanceof Object)"),
            23 => format!("('a' in Object({left}))"),
            index => match BINARY[index] {
                "+" => format!("clip({left} + {right})"),
                // The exact digits of a power are the library's affair.
                "**" => format!("(({left}) ** 2)"),
                operator => format!("({left} {operator} {right})"),
            },
        }
    }

    pub(super) fn assignment(&mut self, depth: usize) -> String {
        let value = self.expression(depth - 1);
        let operator = self.pick(ASSIGN);
        match self.below(4) {
            0 | 1 => match self.variable(|variable| !variable.is_constant && variable.kind == Kind::Any) {
                Some(name) if operator == "**=" => format!("({name} = clip({value}))"),
                Some(name) => format!("({name} {operator} clip({value}))"),
                None => value,
            },
            2 => match self.variable_of(Kind::Object) {
                Some(name) => format!("({name}.{} = clip({value}))", self.pick(&["a", "b", "c", "d", "e"])),
                None => value,
            },
            _ => match self.variable_of(Kind::Array) {
                Some(name) => format!("({name}[{}] = clip({value}))", self.pick(&["0", "1", "5", "'k'", "12"])),
                None => value,
            },
        }
    }

    fn update(&mut self) -> String {
        match self.variable(|variable| !variable.is_constant && variable.kind == Kind::Any) {
            Some(name) => self.pick(&["(N++)", "(--N)", "(++N)", "(N--)"]).replace('N', &name),
            None => "0".to_owned(),
        }
    }

    fn list(&mut self, depth: usize, most: usize) -> String {
        let count = self.below(most + 1);
        let items: Vec<String> = (0..count).map(|_| self.expression(depth)).collect();
        items.join(", ")
    }

    pub(super) fn array(&mut self, depth: usize) -> String {
        let items = self.list(depth - 1, 4);
        match self.below(5) {
            3 => format!("[...{}, {items}]", self.iterable(depth - 1)),
            4 => format!("[, {items}]"),
            _ => format!("[{items}]"),
        }
    }

    /// Something short to iterate.
    pub(super) fn iterable(&mut self, depth: usize) -> String {
        let depth = depth.max(1);
        match self.below(6) {
            0 | 1 => self.variable_of(Kind::Array).map_or_else(|| "[1, 2]".to_owned(), |name| format!("clip({name})")),
            2 => format!("[{}]", self.list(depth - 1, 3)),
            3 => format!("new Set([{}])", self.list(depth - 1, 3)),
            4 => format!("{}.slice(0, 5)", self.primitive(depth - 1)),
            _ => match self.variable_of(Kind::Generator) {
                Some(name) => format!("{name}({})", self.list(depth - 1, 2)),
                None => "'xyz'".to_owned(),
            },
        }
    }

    pub(super) fn object(&mut self, depth: usize) -> String {
        let count = self.below(5);
        let properties: Vec<String> = (0..count).map(|_| self.property(depth - 1)).collect();
        format!("({{ {} }})", properties.join(", "))
    }

    fn property(&mut self, depth: usize) -> String {
        let key = self.pick(&["a", "b", "c", "d", "e", "'k k'", "3"]);
        match self.below(9) {
            0..=3 => format!("{key}: {}", self.expression(depth)),
            4 => format!("[{}]: {}", self.primitive(depth), self.expression(depth)),
            5 => format!("...{}", self.variable(|_| true).unwrap_or_else(|| "null".to_owned())),
            6 => format!("get {key}() {{ if (fuel-- < 0) return 0; return {}; }}", self.expression(depth)),
            7 => format!("{key}{}", self.function_tail(depth)),
            _ => format!("set {key}(value) {{ print('set', value); }}"),
        }
    }

    fn member(&mut self, depth: usize) -> String {
        let object = self.expression(depth - 1);
        match self.below(5) {
            0 => format!("({object})?.{}", self.pick(KEYS)),
            1 => format!("({object})?.[{}]", self.expression(depth - 1)),
            2 => format!("Object({object})[{}]", self.expression(depth - 1)),
            3 => format!("({object}).{}", self.pick(KEYS)),
            _ => match self.variable_of(Kind::Object) {
                Some(name) => format!("(delete {name}.{})", self.pick(&["a", "d", "e"])),
                None => object,
            },
        }
    }

    fn call(&mut self, depth: usize) -> String {
        let arguments = self.list(depth - 1, 3);
        match (self.below(6), self.variable_of(Kind::Function)) {
            (0..=2, Some(name)) => format!("{name}({arguments})"),
            (3, Some(name)) => format!("{name}.call({})", self.expression(depth - 1)),
            (4, Some(name)) => format!("{name}(...{}, {arguments})", self.iterable(depth - 1)),
            (5, Some(name)) => format!("{name}.apply(null, {})", self.array(depth.max(1))),
            _ => format!("({})({arguments})", self.function_expression(depth)),
        }
    }

    fn array_call(&mut self, depth: usize) -> String {
        let array = match self.variable_of(Kind::Array) {
            Some(name) if self.below(3) < 2 => name,
            _ => self.array(depth),
        };
        let callback = |generator: &mut Self| generator.function_expression(depth - 1);
        match self.below(9) {
            0..=3 => format!("{array}.{}", self.pick(ARRAY_CALLS)),
            4 => format!("{array}.map({})", callback(self)),
            5 => format!("{array}.filter({})", callback(self)),
            6 => format!("{array}.reduce({}, 0)", callback(self)),
            7 => format!("{array}.forEach({})", callback(self)),
            _ => format!("{array}.some({})", callback(self)),
        }
    }

    fn construction(&mut self, depth: usize) -> String {
        match self.below(6) {
            0 => match self.variable_of(Kind::Class) {
                Some(name) => format!("new {name}({})", self.list(depth - 1, 2)),
                None => "new Object()".to_owned(),
            },
            1 => format!("new Map([[{}, {}]])", self.expression(depth - 1), self.expression(depth - 1)),
            2 => format!("new Set({})", self.iterable(depth - 1)),
            3 => format!(
                "new {}({})",
                self.pick(&["Uint8Array", "Int16Array", "Float64Array", "Uint8ClampedArray"]),
                "[1, 300, -5, 0.5]"
            ),
            4 => format!("new Error({})", self.primitive(depth - 1)),
            _ => format!("Object.create({{ a: {} }})", self.expression(depth - 1)),
        }
    }

    fn library(&mut self, depth: usize) -> String {
        let value = self.expression(depth - 1);
        match self.below(14) {
            0 => format!("Math.max({value}, 1)"),
            1 => format!("Object.keys(Object({value})).length"),
            2 => format!("Object.entries(Object({value})).slice(0, 5)"),
            3 => format!("JSON.stringify({value})?.slice(0, 60)"),
            4 => format!("Object.assign({{}}, {value})"),
            5 => format!("parseInt({value}, 10)"),
            6 => format!("Number({value})"),
            7 => format!("Array.from({{ length: 3 }}, {})", self.function_expression(depth - 1)),
            8 => format!("Object.freeze({value})"),
            9 => format!("JSON.parse(JSON.stringify({{ v: {value} }}))"),
            10 => format!("Reflect.ownKeys(Object({value})).length"),
            11 => format!("Math.round(Math.abs({value}) * 100)"),
            12 => format!("Object.getOwnPropertyNames(Object({value})).slice(0, 4)"),
            _ => format!("new Proxy(Object({value}), {{ get: (t, k) => typeof k === 'symbol' ? t[k] : k, }}).a"),
        }
    }

    fn suspension(&mut self, depth: usize) -> String {
        let value = self.expression(depth - 1);
        match (self.place.in_generator, self.place.in_async) {
            (true, true) if self.chance(2) => format!("(await {value})"),
            (true, _) if self.chance(4) => format!("(yield* {})", self.pick(&["[1, 2]", "'ab'"])),
            (true, _) => format!("(yield {value})"),
            (_, true) => format!("(await {value})"),
            _ => value,
        }
    }
}
