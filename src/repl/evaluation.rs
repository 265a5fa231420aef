//! From the text of an input to its value.
//!
//! Three readings are tried: an object literal in parentheses if the text starts with `{`, a script, and, if it awaits, the
//! body of an async function. A text that could go on is told apart from a wrong one by where its error is: at the end.

use std::sync::Arc;

use crate::builtins::define::function;
use crate::bytecode::template::Constant;
use crate::compiler::{self, CompileOptions};
use crate::node::modules::builtin::{self, LIBRARIES};
use crate::node::modules::compile;
use crate::objects::global;
use crate::objects::property::{self, AccessorPair};
use crate::syntax::ast::Program;
use crate::syntax::diagnostic::SyntaxError;
use crate::syntax::source::Source;
use crate::syntax::{ParseOptions, parse};
use crate::vm::isolate::run_script;
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

/// What a text turned out to be.
pub enum Reading {
    Complete {
        program: Box<Program>,
        /// Its value is a promise whose result is what the user wants.
        awaits: bool,
    },
    /// More lines are needed.
    Incomplete,
    Wrong {
        errors: Vec<SyntaxError>,
        source: Arc<Source>,
    },
}

/// Parses `text`, named `name` in messages.
pub fn read(name: &str, text: &str) -> Reading {
    let trimmed = text.trim();
    if trimmed.starts_with('{')
        && !trimmed.ends_with(';')
        && let Ok(program) = parse_named(name, &format!("({trimmed})"))
    {
        return Reading::Complete { program: Box::new(program), awaits: false };
    }
    let source = Arc::new(Source::new(name, text));
    let errors = match parse(source.clone(), ParseOptions::default()) {
        Ok(program) => return Reading::Complete { program: Box::new(program), awaits: false },
        Err(errors) => errors,
    };
    if text.contains("await") {
        let bodies = [format!("(async () => ({trimmed}\n))()"), format!("(async () => {{ {trimmed}\n}})()")];
        if let Some(program) = bodies.iter().find_map(|body| parse_named(name, body).ok()) {
            return Reading::Complete { program: Box::new(program), awaits: true };
        }
    }
    let end = text.trim_end().len();
    match errors.first() {
        Some(error) if error.span.start as usize >= end => Reading::Incomplete,
        _ => Reading::Wrong { errors, source },
    }
}

fn parse_named(name: &str, text: &str) -> Result<Program, Vec<SyntaxError>> {
    parse(Arc::new(Source::new(name, text)), ParseOptions::default())
}

/// Runs a program; gives its completion value. A `let`, `const` or `class` may be declared again: the prompt forgets the
/// old one.
pub fn run<'s>(cx: &mut Cx<'s>, program: &Program) -> JsResult<Handle<'s>> {
    let options = CompileOptions { wants_completion: true, ..CompileOptions::default() };
    let template = match compiler::compile(program, options) {
        Ok(template) => template,
        Err(error) => return Err(cx.throw_custom(ErrorType::RangeError, &error.to_string())),
    };
    for constant in &template.constants {
        let Constant::Globals(declarations) = constant else { continue };
        for (name, _) in &declarations.lexicals {
            scope!(cx);
            let text = cx.string_from_text(name);
            let name = cx.intern(text);
            global::forget_lexical(cx, name);
        }
    }
    compile::remember(cx, &program.source);
    run_script(cx, template, program.source.clone())
}

/// Makes each public library a global that is loaded when it is first looked at, as node's prompt does.
pub fn install_library_globals(cx: &mut Cx<'_>) {
    let object = cx.root_handle::<JsObject>(Root::Global);
    for library in LIBRARIES.iter().filter(|library| library.is_public && !library.name.contains('/')) {
        scope!(cx);
        let key = Key::from_str(cx, library.name);
        if property::find(cx, object.get(cx), key).is_some() {
            continue;
        }
        let name = cx.string(library.name).any();
        let getter = function(cx, library.name, 0, library_of_data, name).any();
        let setter = function(cx, library.name, 1, replace_library, name).any();
        let pair = AccessorPair::new(cx, getter, setter);
        property::add(cx, object, key, pair.any(), Attributes::CONFIGURABLE | Attributes::ACCESSOR);
    }
}

fn library_of_data<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = args.data(cx).root(cx);
    let name = to_rust_string(cx, name)?;
    builtin::require(cx, &name)
}

/// Assigning to a library's name makes it an ordinary global.
fn replace_library<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = args.data(cx).root(cx);
    let key = to_property_key(cx, name)?;
    let value = args.get(cx, 0);
    let object = cx.root_handle::<JsObject>(Root::Global);
    define_property_or_throw(cx, object, key, &Descriptor::data(value, Attributes::DEFAULT))?;
    Ok(cx.undefined())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> &'static str {
        match read("test", text) {
            Reading::Complete { awaits: false, .. } => "complete",
            Reading::Complete { awaits: true, .. } => "awaits",
            Reading::Incomplete => "incomplete",
            Reading::Wrong { .. } => "wrong",
        }
    }

    #[test]
    fn unfinished_texts_ask_for_more() {
        for text in ["function f() {", "[1,", "`a", "/* a", "a +", "class A {", "f(", "if (x) {\n  y\n"] {
            assert_eq!(kind(text), "incomplete", "{text}");
        }
    }

    #[test]
    fn wrong_texts_do_not() {
        for text in ["1 2", "'a", "let let = 1", ")", "a b"] {
            assert_eq!(kind(text), "wrong", "{text}");
        }
    }

    #[test]
    fn literals_statements_and_awaits_are_told_apart() {
        for text in ["{ a: 1 }", "{ let b; }", "1 + 1", "", "let await_ = 1"] {
            assert_eq!(kind(text), "complete", "{text}");
        }
        assert_eq!(kind("await 1"), "awaits");
        assert_eq!(kind("for await (const x of y) x"), "awaits");
    }
}
