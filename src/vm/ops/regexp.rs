//! Making regular expressions (ECMA-262, 22.2.3), for their constructor, for literals and for string methods.
//!
//! Compiled programs are shared: [`Root::RegExpCache`] keeps those made last, each where the hash of its pattern and
//! flags says, so that a literal in a loop compiles once.

use crate::base::regexp::{Program, RegExpFlags};
use crate::heap::{Cx, Handle, Val};
use crate::objects::fixed::FixedArray;
use crate::objects::name::Key;
use crate::objects::object::{self, JsObject};
use crate::objects::regexp::{JsRegExp, RegExpProgram};
use crate::objects::roots::{N, Root, WellKnown};
use crate::objects::string::{self, JsString};
use crate::scope;
use crate::vm::messages::Message;
use crate::vm::native::JsResult;
use crate::vm::ops::construct::get_prototype_from_constructor;
use crate::vm::ops::convert::{to_boolean, to_string};
use crate::vm::ops::object::{get, set};

/// IsRegExp.
pub fn is_regexp(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<bool> {
    scope!(cx);
    let Some(object) = value.cast::<JsObject>(cx) else { return Ok(false) };
    let matcher = get(cx, object, Key::Name(cx.well_known(WellKnown::Match)))?;
    if !matcher.val(cx).is_undefined() {
        return Ok(to_boolean(cx, matcher.val(cx)));
    }
    Ok(value.val(cx).is::<JsRegExp>())
}

/// RegExpAlloc.
pub fn regexp_alloc<'s>(cx: &mut Cx<'s>, new_target: Handle<'_, JsObject>) -> JsResult<Handle<'s, JsRegExp>> {
    let regexp = allocate(cx);
    scope!(cx);
    let prototype = get_prototype_from_constructor(cx, new_target, Root::RegExpPrototype)?;
    if !prototype.val(cx).is_same_word(cx.root(Root::RegExpPrototype)) {
        object::change_prototype(cx, regexp.must(cx), prototype.any());
    }
    Ok(regexp)
}

fn allocate<'s>(cx: &mut Cx<'s>) -> Handle<'s, JsRegExp> {
    let regexp: Handle<'s, JsRegExp> = object::allocate(cx, cx.root_handle(Root::RegExpMap));
    regexp.get(cx).set_last_index(cx, Val::int(0));
    regexp
}

/// RegExpInitialize.
pub fn regexp_initialize(
    cx: &mut Cx<'_>,
    regexp: Handle<'_, JsRegExp>,
    pattern: Handle<'_>,
    flags: Handle<'_>,
) -> JsResult<()> {
    compile_into(cx, regexp, pattern, flags)?;
    set(cx, regexp.must(cx), cx.key(N::last_index), cx.int(0))
}

/// RegExpInitialize but for `lastIndex`.
fn compile_into(cx: &mut Cx<'_>, regexp: Handle<'_, JsRegExp>, pattern: Handle<'_>, flags: Handle<'_>) -> JsResult<()> {
    scope!(cx);
    let pattern = text_or_empty(cx, pattern)?;
    let letters = text_or_empty(cx, flags)?;
    let Some(flags) = string::with_flat(cx, letters, |view| RegExpFlags::parse(view.units())) else {
        let letters = letters.get(cx).to_rust(cx);
        return Err(cx.throw_error(Message::InvalidRegExpFlags, &[&letters]));
    };
    let program = program_for(cx, pattern, flags)?;
    install(cx, regexp, pattern, flags, program);
    Ok(())
}

fn install(
    cx: &Cx<'_>,
    regexp: Handle<'_, JsRegExp>,
    pattern: Handle<'_, JsString>,
    flags: RegExpFlags,
    program: Handle<'_, RegExpProgram>,
) {
    let raw = regexp.get(cx);
    raw.set_source(cx, pattern.val(cx));
    raw.set_flags_word(cx, Val::int(flags.bits() as i32));
    raw.set_program(cx, program.val(cx));
}

fn text_or_empty<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<Handle<'s, JsString>> {
    if value.val(cx).is_undefined() { Ok(cx.empty_string()) } else { to_string(cx, value) }
}

/// RegExpCreate(pattern, flags). `lastIndex` of a new object is 0 already.
pub fn regexp_create<'s>(cx: &mut Cx<'s>, pattern: Handle<'_>, flags: Handle<'_>) -> JsResult<Handle<'s, JsRegExp>> {
    let regexp = allocate(cx);
    compile_into(cx, regexp, pattern, flags)?;
    Ok(regexp)
}

/// Entries of the cache.
const CACHE_ENTRIES: usize = 64;
/// Words of an entry: pattern, flags, program.
const ENTRY_WORDS: usize = 3;

/// The program of `pattern`, from the cache if it is there. SyntaxError for what is no pattern.
fn program_for<'s>(
    cx: &mut Cx<'s>,
    pattern: Handle<'_, JsString>,
    flags: RegExpFlags,
) -> JsResult<Handle<'s, RegExpProgram>> {
    let cache = cache(cx);
    let hash = pattern.get(cx).hash_of_text(cx) ^ (flags.bits() as u32) << 16;
    let entry = ENTRY_WORDS * (hash as usize % CACHE_ENTRIES);
    if let Some(known) = cache.get(cx).at(entry).cast::<JsString>()
        && cache.get(cx).at(entry + 1).is_same_word(Val::int(flags.bits() as i32))
        && string::equals(cx, known, pattern.get(cx))
    {
        return Ok(cache.get(cx).at(entry + 2).must::<RegExpProgram>().root(cx));
    }
    let units = pattern.get(cx).to_utf16();
    let program = match Program::compile(&units, flags) {
        Ok(program) => RegExpProgram::new(cx, program),
        Err(reason) => {
            let shown = pattern.get(cx).to_rust(cx);
            return Err(cx.throw_error(Message::InvalidRegExp, &[&shown, &flags.letters(), reason]));
        }
    };
    cache.get(cx).set(cx, entry, pattern.val(cx));
    cache.get(cx).set(cx, entry + 1, Val::int(flags.bits() as i32));
    cache.get(cx).set(cx, entry + 2, program.val(cx));
    Ok(program)
}

fn cache<'s>(cx: &mut Cx<'s>) -> Handle<'s, FixedArray> {
    if let Some(cache) = cx.root(Root::RegExpCache).cast::<FixedArray>() {
        return cache.root(cx);
    }
    let cache = FixedArray::new(cx, CACHE_ENTRIES * ENTRY_WORDS);
    cx.set_root_value(Root::RegExpCache, cache.any());
    cache
}
