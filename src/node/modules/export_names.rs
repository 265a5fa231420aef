//! The names that a CommonJS module seems to export, told from its tokens alone: what `import { name }` of one can use.
//!
//! The forms are those that node's cjs-module-lexer knows: assignments to `exports.name`, `Object.defineProperty` on
//! `exports`, an object literal or a `require` as `module.exports`, and what compilers write for `export *`. A name is
//! only a promise: its value is read once the module has run.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::syntax::source::Source;
use crate::syntax::{SourceKind, lexemes};

/// See the module's header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportNames {
    /// In order of their first mention, each once.
    pub names: Vec<String>,
    /// Specifiers of modules whose exports are exported as well.
    pub reexports: Vec<String>,
}

/// Scans the text of a CommonJS module; one that does not parse exports nothing.
pub fn detect(source: &Arc<Source>) -> ExportNames {
    let (tokens, outcome) = lexemes(source, SourceKind::FunctionBody { parameters: &[] });
    if outcome.is_err() {
        return ExportNames::default();
    }
    let texts = tokens.iter().map(|&(start, _, end)| &source.text()[start as usize..end as usize]);
    let tokens = texts.filter(|text| !text.is_empty()).collect();
    let mut scanner = Scanner { tokens, ..Scanner::default() };
    scanner.scan();
    scanner.finish()
}

#[derive(Default)]
struct Scanner<'a> {
    tokens: Vec<&'a str>,
    depth: usize,
    found: ExportNames,
    /// Names whose getters might do anything.
    unsafe_getters: Vec<String>,
    /// Variables that hold a required module, with its specifier.
    required: FxHashMap<&'a str, String>,
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '$'))
}

/// The value of a string literal without escapes.
fn string_value(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
    (!inner.contains('\\')).then_some(inner)
}

impl<'a> Scanner<'a> {
    fn token(&self, at: usize) -> &'a str {
        self.tokens.get(at).copied().unwrap_or_default()
    }

    /// Where what follows `words` begins, if they stand at `at`.
    fn match_words(&self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().enumerate().all(|(i, word)| self.token(at + i) == *word).then_some(at + words.len())
    }

    fn add(&mut self, name: &str) {
        if !self.found.names.iter().any(|known| known == name) {
            self.found.names.push(name.to_owned());
        }
    }

    fn add_reexport(&mut self, specifier: &str) {
        if !self.found.reexports.iter().any(|known| known == specifier) {
            self.found.reexports.push(specifier.to_owned());
        }
    }

    fn finish(self) -> ExportNames {
        let ExportNames { mut names, reexports } = self.found;
        names.retain(|name| !self.unsafe_getters.contains(name));
        ExportNames { names, reexports }
    }

    fn scan(&mut self) {
        for at in 0..self.tokens.len() {
            let token = self.tokens[at];
            let follows_dot = at > 0 && matches!(self.tokens[at - 1], "." | "?." | "...");
            match token {
                "exports" if !follows_dot => self.exports_assignment(at + 1, false),
                "module" if !follows_dot => {
                    if let Some(after) = self.match_words(at + 1, &[".", "exports"]) {
                        self.exports_assignment(after, true);
                    }
                }
                "Object" if !follows_dot => self.object_call(at),
                "require" if self.depth == 0 && !follows_dot => self.note_required(at, at),
                "_interopRequireWildcard" if self.depth == 0 => self.note_wildcard(at),
                "__export" | "__exportStar" if self.depth == 0 => self.export_star_call(at),
                _ => {}
            }
            self.count_depth(token);
        }
    }

    fn count_depth(&mut self, token: &str) {
        let closes = token == ")" || token.starts_with('}');
        let opens = matches!(token, "(" | "{") || token.ends_with("${");
        self.depth = (self.depth + opens as usize).saturating_sub(closes as usize);
    }

    /// `.name =`, `["name"] =`, or for `module.exports` `=` itself, behind `exports`.
    fn exports_assignment(&mut self, at: usize, is_whole: bool) {
        match self.token(at) {
            "." if is_identifier(self.token(at + 1)) && self.token(at + 2) == "=" => {
                let name = self.token(at + 1);
                self.add(name);
            }
            "[" if self.match_words(at + 2, &["]", "="]).is_some() => {
                if let Some(name) = string_value(self.token(at + 1)) {
                    self.add(name);
                }
            }
            "=" if is_whole => {
                self.found.reexports.clear();
                match self.required_at(at + 1) {
                    Some((specifier, _)) => self.add_reexport(specifier),
                    None if self.token(at + 1) == "{" => self.literal(at + 2),
                    None => {}
                }
            }
            _ => {}
        }
    }

    /// The specifier of `require("...")` at `at`, and where what follows it begins.
    fn required_at(&self, at: usize) -> Option<(&'a str, usize)> {
        let inside = self.match_words(at, &["require", "("])?;
        let specifier = string_value(self.token(inside))?;
        (self.token(inside + 1) == ")").then_some((specifier, inside + 2))
    }

    /// The properties of `module.exports = { ... }`, up to the first that is more than a name.
    fn literal(&mut self, mut at: usize) {
        loop {
            let token = self.token(at);
            if token == "..." {
                at = match self.required_at(at + 1) {
                    Some((specifier, after)) => {
                        self.add_reexport(specifier);
                        after
                    }
                    None if is_identifier(self.token(at + 1)) => at + 2,
                    None => return,
                };
            } else if is_identifier(token) || string_value(token).is_some() {
                let has_value = self.token(at + 1) == ":";
                let is_simple = !has_value || is_identifier(self.token(at + 2));
                if !is_simple || !has_value && !is_identifier(token) {
                    return;
                }
                self.add(string_value(token).unwrap_or(token));
                at += if has_value { 3 } else { 1 };
            } else {
                return;
            }
            if self.token(at) != "," {
                return;
            }
            at += 1;
        }
    }

    /// Where what follows `exports` or `module.exports` begins.
    fn exports_at(&self, at: usize) -> Option<usize> {
        self.match_words(at, &["exports"]).or_else(|| self.match_words(at, &["module", ".", "exports"]))
    }

    fn object_call(&mut self, at: usize) {
        if let Some(after) = self.match_words(at + 1, &[".", "defineProperty", "("]) {
            self.define_property(after);
        } else if self.depth == 0
            && let Some(after) = self.match_words(at + 1, &[".", "keys", "("])
        {
            self.copied_keys(after);
        }
    }

    /// `exports, "name", { enumerable: true, value: ...` or with a getter that returns a variable or its property.
    fn define_property(&mut self, at: usize) {
        let Some(at) = self.exports_at(at).and_then(|at| self.match_words(at, &[","])) else { return };
        let Some(name) = string_value(self.token(at)) else { return };
        let is_safe = self.match_words(at + 1, &[",", "{"]).is_some_and(|at| {
            let at = self.match_words(at, &["enumerable", ":", "true", ","]).unwrap_or(at);
            self.match_words(at, &["value", ":"]).is_some() || self.is_simple_getter(at)
        });
        match is_safe {
            true => self.add(name),
            false => self.unsafe_getters.push(name.to_owned()),
        }
    }

    fn is_simple_getter(&self, at: usize) -> bool {
        self.getter_end(at).is_some()
    }

    fn getter_end(&self, at: usize) -> Option<usize> {
        let at = self.match_words(at, &["get"])?;
        let at = match self.match_words(at, &[":", "function"]) {
            Some(at) if is_identifier(self.token(at)) => at + 1,
            Some(at) => at,
            None => at,
        };
        let at = self.match_words(at, &["(", ")", "{", "return"])?;
        if !is_identifier(self.token(at)) {
            return None;
        }
        let at = match self.token(at + 1) {
            "." if is_identifier(self.token(at + 2)) => at + 3,
            "[" if string_value(self.token(at + 2)).is_some() => self.match_words(at + 3, &["]"])?,
            _ => at + 1,
        };
        let at = self.match_words(at, &[";"]).unwrap_or(at);
        let at = self.match_words(at, &["}"])?;
        let at = self.match_words(at, &[","]).unwrap_or(at);
        self.match_words(at, &["}", ")"])
    }

    /// `id).forEach(function (key) { if (...) ...; exports[key] = id[key]; })`, as compilers write `export *`.
    fn copied_keys(&mut self, at: usize) {
        let module = self.token(at);
        let head = [")", ".", "forEach", "(", "function", "("];
        let Some(inside) = self.match_words(at + 1, &head).filter(|_| is_identifier(module)) else { return };
        let key = self.token(inside);
        let Some(body) = self.match_words(inside + 1, &[")", "{", "if", "("]) else { return };
        let end = self.closing_brace(inside + 2);
        let copies = (body..end).any(|at| {
            let assigns = self.match_words(at, &["exports", "[", key, "]", "=", module, "[", key, "]"]);
            let defines = self.match_words(at, &["defineProperty", "("]).and_then(|at| self.exports_at(at));
            assigns.is_some() || defines.is_some_and(|at| self.match_words(at, &[",", key, ","]).is_some())
        });
        if let Some(specifier) = self.required.get(module).cloned().filter(|_| copies) {
            self.add_reexport(&specifier);
        }
    }

    /// Index of the brace that closes the one at `open`.
    fn closing_brace(&self, open: usize) -> usize {
        let mut depth = 0usize;
        for at in open..self.tokens.len() {
            depth += (self.tokens[at] == "{") as usize;
            depth = depth.saturating_sub((self.tokens[at] == "}") as usize);
            if depth == 0 {
                return at;
            }
        }
        self.tokens.len()
    }

    /// `var id = require("...")`, where `start` is the first token behind the `=`.
    fn note_required(&mut self, at: usize, start: usize) {
        let Some((specifier, _)) = self.required_at(at) else { return };
        let declares = start >= 3
            && self.token(start - 1) == "="
            && is_identifier(self.token(start - 2))
            && matches!(self.token(start - 3), "var" | "let" | "const");
        if declares {
            let name = self.token(start - 2);
            self.required.insert(name, specifier.to_owned());
        }
    }

    fn note_wildcard(&mut self, at: usize) {
        if self.token(at + 1) == "(" {
            self.note_required(at + 2, at);
        }
    }

    fn export_star_call(&mut self, at: usize) {
        if let Some((specifier, _)) = self.match_words(at + 1, &["("]).and_then(|at| self.required_at(at)) {
            self.add_reexport(specifier);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        detect(&Arc::new(Source::new("test.cjs", text))).names
    }

    fn reexports(text: &str) -> Vec<String> {
        detect(&Arc::new(Source::new("test.cjs", text))).reexports
    }

    #[test]
    fn assignments_are_found_at_any_depth() {
        assert_eq!(names("exports.a = 1; function f() { module.exports.b = exports['c d'] = 2 }"), ["a", "b", "c d"]);
        assert_eq!(names("foo.exports.a = 1; exports.b; exports.c == 1; exports[d] = 1"), [""; 0]);
    }

    #[test]
    fn object_literals_are_read_up_to_the_first_value_that_is_no_name() {
        assert_eq!(names("module.exports = { a, b: c, 'd': e, f: 1, g }"), ["a", "b", "d"]);
        assert_eq!(names("module.exports = { a, ...rest, b: require('x'), c }"), ["a", "b"]);
        assert_eq!(reexports("module.exports = { ...require('x'), a }"), ["x"]);
        assert_eq!(names("module.exports = { a() {}, b }"), ["a"]);
    }

    #[test]
    fn defined_properties_count_if_their_getters_are_plain() {
        assert_eq!(names("Object.defineProperty(exports, '__esModule', { value: true })"), ["__esModule"]);
        let getter = "Object.defineProperty(exports, 'a', { enumerable: true, get: function () { return m.a; } });";
        assert_eq!(names(getter), ["a"]);
        assert_eq!(names("Object.defineProperty(exports, 'a', { get() { return f(); } }); exports.a = 1"), [""; 0]);
    }

    #[test]
    fn reexports_of_compilers_are_followed() {
        assert_eq!(reexports("module.exports = require('./a')"), ["./a"]);
        assert_eq!(
            reexports("__exportStar(require('./a'), exports); tslib.__exportStar(require('./b'))"),
            ["./a", "./b"]
        );
        let babel = "var _a = require('./a'); Object.keys(_a).forEach(function (key) {
            if (key === 'default' || key === '__esModule') return;
            if (key in exports && exports[key] === _a[key]) return;
            Object.defineProperty(exports, key, { enumerable: true, get: function () { return _a[key]; } }); });";
        assert_eq!(reexports(babel), ["./a"]);
        assert_eq!(reexports("if (x) { module.exports = require('a') } else { module.exports = require('b') }"), ["b"]);
    }

    #[test]
    fn what_does_not_parse_exports_nothing() {
        assert_eq!(names("exports.a = 1; ]"), [""; 0]);
    }
}
