//! RegExp (ECMA-262, 22.2): the constructor, the getters of flags and source, and the table of all methods.
//!
//! The methods under symbols first ask whether any script changed what they go through ([`pristine`]); if none did they
//! match directly, without the calls the specification makes and nobody could see.

mod exec;
mod legacy;
mod matching;
mod pristine;
mod replace;
mod split;
pub mod string_iterator;

use super::define::{Class, Row, class, getter, method, properties, rooted_method, symbol_getter, symbol_method};
use super::receiver;
use crate::base::regexp::RegExpFlags;
use crate::objects::regexp::JsRegExp;
use crate::objects::string::{self, StrView};
use crate::objects::string_builder::StringBuilder;
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;
use crate::vm::ops::regexp::{is_regexp, regexp_alloc, regexp_initialize};

const METHODS: &[Row] = &[
    rooted_method("exec", 1, exec::exec, Root::RegExpExec),
    getter("dotAll", dot_all),
    getter("flags", flags),
    getter("global", global),
    getter("hasIndices", has_indices),
    getter("ignoreCase", ignore_case),
    getter("multiline", multiline),
    getter("source", source),
    getter("sticky", sticky),
    getter("unicode", unicode),
    method("compile", 2, compile),
    method("toString", 0, to_string_method),
    method("test", 1, exec::test),
    getter("unicodeSets", unicode_sets),
    symbol_method(WellKnown::Match, 1, matching::match_method),
    symbol_method(WellKnown::MatchAll, 1, matching::match_all),
    symbol_method(WellKnown::Replace, 2, replace::replace),
    symbol_method(WellKnown::Search, 1, matching::search),
    symbol_method(WellKnown::Split, 2, split::split),
];

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let regexp = Class {
        constructor_root: Some(Root::RegExpConstructor),
        methods: METHODS,
        ..Class::new("RegExp", 2, construct_regexp, Root::RegExpPrototype)
    };
    let constructor = class(cx, &regexp);
    legacy::install(cx, constructor);
    properties(cx, constructor, &[symbol_getter(WellKnown::Species, receiver::return_this)]);
    pristine::record(cx);
}

/// RegExp ( pattern, flags )
fn construct_regexp<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (pattern, flags) = (args.get(cx, 0), args.get(cx, 1));
    let pattern_is_regexp = is_regexp(cx, pattern)?;
    let new_target = match args.new_target(cx) {
        Some(new_target) => new_target,
        None => {
            let callee: Handle<'s, JsObject> = args.callee(cx).must(cx);
            if pattern_is_regexp && flags.val(cx).is_undefined() {
                let constructor = get_v(cx, pattern, cx.key(N::constructor))?;
                if constructor.val(cx).is_same_word(callee.val(cx)) {
                    return Ok(pattern);
                }
            }
            callee
        }
    };
    let (source, flags) = source_and_flags(cx, pattern, pattern_is_regexp, flags)?;
    let regexp = regexp_alloc(cx, new_target)?;
    regexp_initialize(cx, regexp, source, flags)?;
    Ok(regexp.any())
}

/// The pattern and flags that a regular expression made of `pattern` and `flags` has.
fn source_and_flags<'s>(
    cx: &mut Cx<'s>,
    pattern: Handle<'s>,
    pattern_is_regexp: bool,
    flags: Handle<'s>,
) -> JsResult<(Handle<'s>, Handle<'s>)> {
    let inherits_flags = flags.val(cx).is_undefined();
    if let Some(regexp) = pattern.cast::<JsRegExp>(cx) {
        let source = regexp.get(cx).source().root(cx);
        let flags = if inherits_flags { own_flags(cx, regexp) } else { flags };
        return Ok((source, flags));
    }
    if !pattern_is_regexp {
        return Ok((pattern, flags));
    }
    let source = get_v(cx, pattern, cx.key(N::source))?;
    let flags = if inherits_flags { get_v(cx, pattern, cx.key(N::flags))? } else { flags };
    Ok((source, flags))
}

fn own_flags<'s>(cx: &mut Cx<'s>, regexp: Handle<'_, JsRegExp>) -> Handle<'s> {
    let letters = regexp.get(cx).regexp_flags().letters();
    cx.string(&letters).any()
}

/// RegExp.prototype.compile ( pattern, flags )
fn compile<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let regexp: Handle<'s, JsRegExp> = receiver::this(cx, args, "RegExp.prototype.compile")?;
    let (pattern, flags) = (args.get(cx, 0), args.get(cx, 1));
    if pattern.val(cx).is::<JsRegExp>() && !flags.val(cx).is_undefined() {
        return Err(cx.throw_error(Message::RegExpFlagsOfRegExp, &[]));
    }
    let (source, flags) = source_and_flags(cx, pattern, false, flags)?;
    regexp_initialize(cx, regexp, source, flags)?;
    Ok(regexp.any())
}

/// RegExp.prototype.toString ( )
fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(this) = args.this().cast::<JsObject>(cx) else {
        return Err(receiver::incompatible(cx, args.this(), "RegExp.prototype.toString"));
    };
    let mut builder = StringBuilder::new();
    builder.push_str("/");
    let source = get(cx, this, cx.key(N::source))?;
    let source = to_string(cx, source)?;
    builder.push(source.get(cx));
    builder.push_str("/");
    let flags = get(cx, this, cx.key(N::flags))?;
    let flags = to_string(cx, flags)?;
    builder.push(flags.get(cx));
    Ok(finish_string(cx, builder)?.any())
}

/// get RegExp.prototype.flags
fn flags<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const PROPERTIES: [N; 8] =
        [N::has_indices, N::global, N::ignore_case, N::multiline, N::dot_all, N::unicode, N::unicode_sets, N::sticky];
    let Some(this) = args.this().cast::<JsObject>(cx) else {
        let shown = describe(cx, args.this());
        return Err(cx.throw_error(Message::RegExpGetterOnNonObject, &["RegExp.prototype.flags", &shown]));
    };
    let mut flags = RegExpFlags::empty();
    for (bit, property) in PROPERTIES.into_iter().enumerate() {
        scope!(cx);
        let value = get(cx, this, cx.key(property))?;
        flags.set(RegExpFlags::from_bits_retain(1 << bit), to_boolean(cx, value.val(cx)));
    }
    Ok(cx.string(&flags.letters()).any())
}

/// RegExpHasFlag: what the getter `name` gives.
fn has_flag<'s>(cx: &mut Cx<'s>, args: Args<'s>, flag: RegExpFlags, name: &str) -> JsResult<Handle<'s>> {
    match args.this().cast::<JsRegExp>(cx) {
        Some(regexp) => Ok(cx.boolean(regexp.get(cx).regexp_flags().contains(flag))),
        None if is_prototype(cx, args) => Ok(cx.undefined()),
        None => Err(cx.throw_error(Message::RegExpGetterOnNonRegExp, &[&format!("RegExp.prototype.{name}")])),
    }
}

fn is_prototype(cx: &Cx<'_>, args: Args<'_>) -> bool {
    args.this().val(cx).is_same_word(cx.root(Root::RegExpPrototype))
}

macro_rules! flag_getters {
    ($( $name:ident = $property:literal, $flag:ident; )*) => { $(
        fn $name<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
            has_flag(cx, args, RegExpFlags::$flag, $property)
        }
    )* };
}

flag_getters! {
    has_indices = "hasIndices", HAS_INDICES;
    global = "global", GLOBAL;
    ignore_case = "ignoreCase", IGNORE_CASE;
    multiline = "multiline", MULTILINE;
    dot_all = "dotAll", DOT_ALL;
    unicode = "unicode", UNICODE;
    unicode_sets = "unicodeSets", UNICODE_SETS;
    sticky = "sticky", STICKY;
}

/// get RegExp.prototype.source
fn source<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(regexp) = args.this().cast::<JsRegExp>(cx) else {
        if is_prototype(cx, args) {
            return Ok(cx.string("(?:)").any());
        }
        return Err(cx.throw_error(Message::RegExpGetterOnNonRegExp, &["RegExp.prototype.source"]));
    };
    let source: Handle<'s, JsString> = regexp.get(cx).source().root(cx).must(cx);
    match string::with_flat(cx, source, escape_pattern) {
        Some(builder) => Ok(finish_string(cx, builder)?.any()),
        None => Ok(source.any()),
    }
}

/// EscapeRegExpPattern: the pattern as it may stand between slashes; None if it does already.
fn escape_pattern(view: StrView<'_>) -> Option<StringBuilder> {
    let mut builder = StringBuilder::with_capacity(view.len());
    if view.is_empty() {
        builder.push_str("(?:)");
        return Some(builder);
    }
    let (mut escaped, mut in_class, mut changed) = (false, false, false);
    for unit in view.units() {
        let replacement = match unit {
            0x2F if !escaped && !in_class => Some("\\/"),
            0x0A => Some(if escaped { "n" } else { "\\n" }),
            0x0D => Some(if escaped { "r" } else { "\\r" }),
            0x2028 => Some(if escaped { "u2028" } else { "\\u2028" }),
            0x2029 => Some(if escaped { "u2029" } else { "\\u2029" }),
            _ => None,
        };
        match replacement {
            Some(text) => builder.push_str(text),
            None => builder.push_unit(unit),
        }
        changed |= replacement.is_some();
        match unit {
            0x5B if !escaped => in_class = true,
            0x5D if !escaped => in_class = false,
            _ => {}
        }
        escaped = !escaped && unit == 0x5C;
    }
    changed.then_some(builder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_can_stand_between_slashes() {
        let escaped =
            |pattern: &str| escape_pattern(StrView::Latin1(pattern.as_bytes())).map(|builder| builder.view().to_rust());
        assert_eq!(escaped("a/b[/]\\/"), Some("a\\/b[/]\\/".to_owned()));
        assert_eq!(escaped("\n\\\n"), Some("\\n\\n".to_owned()));
        assert_eq!(escaped(""), Some("(?:)".to_owned()));
        assert_eq!(escaped("a[/]"), None);
    }
}
