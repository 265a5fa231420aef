//! How util.inspect shows a Buffer: `<Buffer 00 ff ... 3 more bytes, extra: 1>`.

use super::bytes::this_buffer;
use crate::node::plain;
use crate::objects::object;
use crate::vm::ops::prelude::*;

/// What an object without prototype starts with when shown on one line, and its end.
const NULL_PROTOTYPE_START: &str = "[Object: null prototype] { ";
const OBJECT_END: &str = " }";

/// buf[util.inspect.custom](depth, options, inspect).
pub fn inspect<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let bytes = buffer.get(cx).view_bytes();
    let most = cx.root(Root::BufferInspectMaxBytes).as_number() as usize;
    let (length, shown) = (bytes.len(), &bytes[..bytes.len().min(most)]);
    let mut text = shown.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    if length > most {
        let remaining = length - most;
        text += &format!(" ... {remaining} more byte{}", if remaining > 1 { "s" } else { "" });
    }
    if let Some(extras) = extra_properties(cx, args)? {
        let separator = if length > 0 { ", " } else { "" };
        text = format!("{text}{separator}{extras}");
    }
    let constructor = get(cx, args.this().must(cx), cx.key(N::constructor))?;
    let name = get_v(cx, constructor, cx.key(N::name))?;
    let name = to_rust_string(cx, name)?;
    Ok(cx.string(&format!("<{name} {text}>")).any())
}

/// The properties that are no elements, shown by the function that util.inspect passes on.
fn extra_properties<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Option<String>> {
    let Some(options) = args.get(cx, 1).cast::<JsObject>(cx) else { return Ok(None) };
    let inspect = args.get(cx, 2);
    let buffer: Handle<'s, JsObject> = args.this().must(cx);
    let show_hidden = plain::own(cx, options, "showHidden");
    let show_hidden = to_boolean(cx, show_hidden.val(cx));
    let null = cx.null();
    let extras = object::with_prototype(cx, null);
    let keys = own_property_keys(cx, buffer)?;
    let mut found = false;
    for index in 0..keys.get(cx).len() {
        scope!(cx);
        let key = keys.get(cx).at(index);
        if key.is_number() {
            continue;
        }
        let key = key.root(cx);
        let key = to_property_key(cx, key)?;
        let is_shown = match get_own_property(cx, buffer, key)? {
            Own::Absent => false,
            Own::Data { attributes, .. } | Own::Accessor { attributes, .. } => {
                show_hidden || attributes.contains(Attributes::ENUMERABLE)
            }
        };
        if is_shown {
            found = true;
            let value = get(cx, buffer, key)?;
            create_data_property_or_throw(cx, extras, key, value)?;
        }
    }
    if !found || !is_callable(cx, inspect) {
        return Ok(None);
    }
    Ok(Some(on_one_line(cx, inspect, extras, options)?))
}

/// The inside of `object` as `inspect` shows it on one line.
fn on_one_line(
    cx: &mut Cx<'_>,
    inspect: Handle<'_>,
    object: Handle<'_, JsObject>,
    options: Handle<'_, JsObject>,
) -> JsResult<String> {
    let own_options = object::new_plain(cx);
    copy_data_properties(cx, own_options, options.any(), &[])?;
    plain::put_number(cx, own_options, "breakLength", f64::INFINITY);
    plain::put_boolean(cx, own_options, "compact", true);
    let shown = call(cx, inspect, cx.undefined(), &[object.any(), own_options.any()])?;
    let shown = to_rust_string(cx, shown)?;
    let inside = shown.strip_prefix(NULL_PROTOTYPE_START).and_then(|rest| rest.strip_suffix(OBJECT_END));
    Ok(inside.unwrap_or(&shown).to_owned())
}
