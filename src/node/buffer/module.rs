//! What `require('buffer')` gives beside Buffer itself.

use super::bytes::{MAX_LENGTH, buffer_from_bytes, bytes_of, encoding_argument, uint8_array_argument};
use super::{alloc, assigned_method};
use crate::builtins::define::{Row, RowKey, accessor};
use crate::node::base64::{atob, btoa};
use crate::node::errors::{invalid_argument_type, out_of_range};
use crate::node::{plain, validators};
use crate::objects::object;
use crate::objects::string::MAX_LENGTH as MAX_STRING_LENGTH;
use crate::objects::string_builder::StringBuilder;
use crate::vm::ops::prelude::*;

pub const METHODS: &[Row] = &[
    assigned_method("SlowBuffer", 1, alloc::alloc_unsafe_slow),
    assigned_method("transcode", 3, transcode),
    assigned_method("isUtf8", 1, is_utf8),
    assigned_method("isAscii", 1, is_ascii),
    assigned_method("btoa", 1, btoa),
    assigned_method("atob", 1, atob),
    Row {
        attributes: Attributes::ENUMERABLE.union(Attributes::CONFIGURABLE),
        quick: None,
        ..accessor(RowKey::Text("INSPECT_MAX_BYTES"), Some(inspect_max_bytes), Some(set_inspect_max_bytes))
    },
];

/// Adds to the binding what is no function.
pub fn complete(cx: &mut Cx<'_>, exports: Handle<'_, JsObject>) {
    scope!(cx);
    super::install(cx);
    let buffer = cx.root(Root::BufferConstructor).root(cx);
    plain::put(cx, exports, "Buffer", buffer);
    plain::put_number(cx, exports, "kMaxLength", MAX_LENGTH);
    plain::put_number(cx, exports, "kStringMaxLength", MAX_STRING_LENGTH as f64);
    let constants = object::new_plain(cx);
    for (name, number) in [("MAX_LENGTH", MAX_LENGTH), ("MAX_STRING_LENGTH", MAX_STRING_LENGTH as f64)] {
        scope!(cx);
        let number = cx.number(number);
        plain::put_with(cx, constants, name, number, Attributes::ENUMERABLE);
    }
    plain::put(cx, exports, "constants", constants.any());
}

fn inspect_max_bytes<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(cx.root(Root::BufferInspectMaxBytes).root(cx))
}

fn set_inspect_max_bytes<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let count = args.get(cx, 0);
    let number = validators::number(cx, count, "INSPECT_MAX_BYTES")?;
    if number.is_nan() || number < 0.0 {
        return Err(out_of_range(cx, "INSPECT_MAX_BYTES", ">= 0", count));
    }
    cx.set_root_value(Root::BufferInspectMaxBytes, count);
    Ok(cx.undefined())
}

/// buffer.isUtf8(input).
fn is_utf8<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let valid = with_input(cx, args, |bytes| std::str::from_utf8(bytes).is_ok())?;
    Ok(cx.boolean(valid))
}

/// buffer.isAscii(input).
fn is_ascii<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let ascii = with_input(cx, args, |bytes| bytes.is_ascii())?;
    Ok(cx.boolean(ascii))
}

fn with_input<'s>(cx: &mut Cx<'s>, args: Args<'s>, test: impl FnOnce(&[u8]) -> bool) -> JsResult<bool> {
    let input = args.get(cx, 0);
    match bytes_of(input.val(cx)) {
        Some(bytes) => Ok(test(bytes)),
        None => Err(invalid_argument_type(cx, "input", &["ArrayBuffer", "Buffer", "TypedArray"], input)),
    }
}

/// buffer.transcode(source, fromEncoding, toEncoding).
fn transcode<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let source = uint8_array_argument(cx, args.get(cx, 0), "source")?;
    let from = encoding_argument(cx, args.get(cx, 1))?;
    let to = encoding_argument(cx, args.get(cx, 2))?;
    let mut text = StringBuilder::new();
    from.push_text(source.get(cx).view_bytes(), &mut text);
    let bytes = to.to_bytes(text.view(), usize::MAX);
    Ok(buffer_from_bytes(cx, &bytes)?.any())
}
