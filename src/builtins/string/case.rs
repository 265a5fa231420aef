//! Case, white space, normal forms and collation of strings (ECMA-262, 22.1.3).
//!
//! Texts in UTF-16 are handed to Unicode algorithms in runs between lone surrogates, which stay as they are.

use unicode_normalization::UnicodeNormalization;

use super::this_string;
use crate::base::collation::{self, Strength};
use crate::base::number::is_white_space;
use crate::objects::string::{self, StrView};
use crate::objects::string_builder::StringBuilder;
use crate::vm::ops::prelude::*;

/// Appends `map` of each well-formed run of `units`, and the lone surrogates between them.
fn map_runs(units: &[u16], builder: &mut StringBuilder, map: impl Fn(&str) -> String) {
    let mut run = String::new();
    for decoded in char::decode_utf16(units.iter().copied()) {
        match decoded {
            Ok(c) => run.push(c),
            Err(lone) => {
                builder.push_str(&map(&run));
                run.clear();
                builder.push_unit(lone.unpaired_surrogate());
            }
        }
    }
    builder.push_str(&map(&run));
}

/// The lower or upper case of a text that is not ASCII.
fn change_case(view: StrView<'_>, upper: bool) -> StringBuilder {
    let mut builder = StringBuilder::with_capacity(view.len());
    match view {
        StrView::Latin1(units) => {
            for &unit in units {
                let c = unit as char;
                if upper {
                    c.to_uppercase().for_each(|c| builder.push_code_point(c as u32));
                } else {
                    c.to_lowercase().for_each(|c| builder.push_code_point(c as u32));
                }
            }
        }
        StrView::Utf16(units) => {
            let map = if upper { str::to_uppercase } else { str::to_lowercase };
            map_runs(units, &mut builder, map);
        }
    }
    builder
}

fn with_case<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str, upper: bool) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, method)?;
    string::ensure_flat(cx, string);
    if let Some(text) = string.get(cx).ascii_text(cx) {
        let changes = |byte: u8| if upper { byte.is_ascii_lowercase() } else { byte.is_ascii_uppercase() };
        if !text.bytes().any(changes) {
            return Ok(string.any());
        }
        let change = if upper { <[u8]>::make_ascii_uppercase } else { <[u8]>::make_ascii_lowercase };
        return Ok(string::changed_copy(cx, string, change).any());
    }
    let builder = string::with_flat(cx, string, |view| change_case(view, upper));
    Ok(finish_string(cx, builder)?.any())
}

/// String.prototype.toLowerCase ( )
pub(super) fn to_lower_case<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    with_case(cx, args, "String.prototype.toLowerCase", false)
}

/// String.prototype.toUpperCase ( )
pub(super) fn to_upper_case<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    with_case(cx, args, "String.prototype.toUpperCase", true)
}

/// String.prototype.toLocaleLowerCase ( [ locales ] ), of the en-US locale
pub(super) fn to_locale_lower_case<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    with_case(cx, args, "String.prototype.toLocaleLowerCase", false)
}

/// String.prototype.toLocaleUpperCase ( [ locales ] ), of the en-US locale
pub(super) fn to_locale_upper_case<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    with_case(cx, args, "String.prototype.toLocaleUpperCase", true)
}

/// Is a unit white space or a line terminator? Surrogates never are.
pub(super) fn is_white_space_unit(unit: u16) -> bool {
    char::from_u32(unit as u32).is_some_and(is_white_space)
}

/// TrimString
fn trimmed<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str, start: bool, end: bool) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, method)?;
    let (from, to) = string::with_flat(cx, string, |view| {
        let is_kept = |unit: u16| !is_white_space_unit(unit);
        let from = if start { view.units().position(is_kept).unwrap_or(view.len()) } else { 0 };
        let kept = view.slice(from, view.len());
        let dropped = if end { kept.units().rev().take_while(|&unit| !is_kept(unit)).count() } else { 0 };
        (from, view.len() - dropped)
    });
    Ok(string::substring(cx, string, from, to).any())
}

/// String.prototype.trim ( )
pub(super) fn trim<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    trimmed(cx, args, "String.prototype.trim", true, true)
}

/// String.prototype.trimStart ( )
pub(super) fn trim_start<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    trimmed(cx, args, "String.prototype.trimLeft", true, false)
}

/// String.prototype.trimEnd ( )
pub(super) fn trim_end<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    trimmed(cx, args, "String.prototype.trimRight", false, true)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum NormalForm {
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}

impl NormalForm {
    fn apply(self, text: &str) -> String {
        match self {
            NormalForm::Nfc => text.nfc().collect(),
            NormalForm::Nfd => text.nfd().collect(),
            NormalForm::Nfkc => text.nfkc().collect(),
            NormalForm::Nfkd => text.nfkd().collect(),
        }
    }

    /// Is a text known to be in this form already?
    fn holds_for(self, view: StrView<'_>) -> bool {
        matches!(view, StrView::Latin1(units) if self == NormalForm::Nfc || units.is_ascii())
    }
}

/// String.prototype.normalize ( [ form ] )
pub(super) fn normalize<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.normalize")?;
    let form = match args.get(cx, 0) {
        form if form.val(cx).is_undefined() => NormalForm::Nfc,
        form => match to_rust_string(cx, form)?.as_str() {
            "NFC" => NormalForm::Nfc,
            "NFD" => NormalForm::Nfd,
            "NFKC" => NormalForm::Nfkc,
            "NFKD" => NormalForm::Nfkd,
            _ => return Err(cx.throw_error(Message::NormalizationForm, &[])),
        },
    };
    let normal = string::with_flat(cx, string, |view| {
        if form.holds_for(view) {
            return None;
        }
        let mut builder = StringBuilder::with_capacity(view.len());
        let units: Vec<u16> = view.units().collect();
        map_runs(&units, &mut builder, |run| form.apply(run));
        Some(builder)
    });
    match normal {
        Some(builder) => Ok(finish_string(cx, builder)?.any()),
        None => Ok(string.any()),
    }
}

/// String.prototype.localeCompare ( that [ , locales [ , options ] ] ): the root collation's order, roughly; of the
/// options, `sensitivity` and `numeric` are heeded.
pub(super) fn locale_compare<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.localeCompare")?;
    let that = to_string(cx, args.get(cx, 0))?;
    let strength = collation_options(cx, args.get(cx, 2))?;
    let (left, right) = (string.get(cx).to_rust(cx), that.get(cx).to_rust(cx));
    Ok(cx.int(collation::compare(&left, &right, strength) as i32))
}

/// What a collation's options ask for.
pub fn collation_options<'s>(cx: &mut Cx<'s>, options: Handle<'s>) -> JsResult<Strength> {
    let mut strength = Strength::default();
    let Some(options) = options.cast::<JsObject>(cx) else { return Ok(strength) };
    let key = Key::from_str(cx, "numeric");
    let numeric = get(cx, options, key)?;
    strength.numeric = to_boolean(cx, numeric.val(cx));
    let key = Key::from_str(cx, "sensitivity");
    let sensitivity = get(cx, options, key)?;
    if sensitivity.val(cx).is_undefined() {
        return Ok(strength);
    }
    let sensitivity = to_rust_string(cx, sensitivity)?;
    strength.accents = matches!(sensitivity.as_str(), "accent" | "variant");
    strength.case = matches!(sensitivity.as_str(), "case" | "variant");
    Ok(strength)
}
