//! The methods of Object.prototype (ECMA-262, 20.1.3), the legacy accessors of annex B included.

use super::super::define::{Row, RowKey, accessor, method, rooted_method};
use super::inheritance::{get_proto, set_proto};

use crate::vm::ops::prelude::*;

/// The rows of Object.prototype.
pub const METHODS: &[Row] = &[
    method("__defineGetter__", 2, define_getter),
    method("__defineSetter__", 2, define_setter),
    method("hasOwnProperty", 1, has_own_property_method),
    method("__lookupGetter__", 1, lookup_getter),
    method("__lookupSetter__", 1, lookup_setter),
    method("isPrototypeOf", 1, is_prototype_of),
    method("propertyIsEnumerable", 1, property_is_enumerable),
    rooted_method("toString", 0, to_string_method, Root::ObjectPrototypeToString),
    method("valueOf", 0, value_of),
    accessor(RowKey::Text("__proto__"), Some(get_proto), Some(set_proto)),
    method("toLocaleString", 0, to_locale_string),
];

/// Object.prototype.hasOwnProperty ( V )
fn has_own_property_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let key = to_property_key(cx, args.get(cx, 0))?;
    let object = to_object(cx, args.this())?;
    let has = has_own_property(cx, object, key)?;
    Ok(cx.boolean(has))
}

/// Object.prototype.isPrototypeOf ( V )
fn is_prototype_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(value) = args.get(cx, 0).cast::<JsObject>(cx) else { return Ok(cx.boolean(false)) };
    let object = to_object(cx, args.this())?;
    let (current, found) = (value.get(cx).root(cx).any(), cx.boolean(false));
    while let Some(link) = current.cast::<JsObject>(cx) {
        scope!(cx);
        let prototype = get_prototype_of(cx, link)?;
        if prototype.val(cx).is_same_word(object.val(cx)) {
            found.set(cx, Val::TRUE);
            break;
        }
        current.set(cx, prototype.val(cx));
    }
    Ok(found)
}

/// Object.prototype.propertyIsEnumerable ( V )
fn property_is_enumerable<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let key = to_property_key(cx, args.get(cx, 0))?;
    let object = to_object(cx, args.this())?;
    let enumerable = is_own_enumerable(cx, object, key)?;
    Ok(cx.boolean(enumerable))
}

/// Object.prototype.toString ( )
fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let this = args.this();
    if this.val(cx).is_nullish() {
        let text = if this.val(cx).is_null() { "[object Null]" } else { "[object Undefined]" };
        return Ok(cx.string(text).any());
    }
    let object = to_object(cx, this)?;
    let builtin_tag = builtin_tag(cx, object)?;
    let tag = get(cx, object, cx.well_known(WellKnown::ToStringTag).into())?;
    let mut units: Vec<u16> = "[object ".encode_utf16().collect();
    match tag.val(cx).cast::<JsString>() {
        Some(tag) => units.extend(tag.to_utf16()),
        None => units.extend(builtin_tag.encode_utf16()),
    }
    units.push(b']' as u16);
    Ok(cx.string_utf16(&units).any())
}

/// Steps 4 to 14 of Object.prototype.toString.
fn builtin_tag(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<&'static str> {
    if is_array(cx, object.any())? {
        return Ok("Array");
    }
    let raw = object.get(cx);
    Ok(match raw.object_kind() {
        Kind::Arguments | Kind::MappedArguments => "Arguments",
        _ if raw.is_callable() => "Function",
        Kind::Error => "Error",
        Kind::BooleanObject => "Boolean",
        Kind::NumberObject => "Number",
        Kind::StringObject => "String",
        Kind::Date => "Date",
        Kind::RegExp => "RegExp",
        _ => "Object",
    })
}

/// Object.prototype.valueOf ( )
fn value_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(to_object(cx, args.this())?.any())
}

/// Object.prototype.toLocaleString ( )
fn to_locale_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    require_object_coercible(cx, args.this(), "Object.prototype.toLocaleString")?;
    call_method(cx, args.this(), cx.key(N::to_string), &[])
}

/// Object.prototype.__defineGetter__ ( P, getter )
fn define_getter<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let getter = args.get(cx, 1);
    define_accessor(cx, args, "__defineGetter__", Descriptor { getter: Some(getter), ..Descriptor::default() })
}

/// Object.prototype.__defineSetter__ ( P, setter )
fn define_setter<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let setter = args.get(cx, 1);
    define_accessor(cx, args, "__defineSetter__", Descriptor { setter: Some(setter), ..Descriptor::default() })
}

fn define_accessor<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    method: &str,
    functions: Descriptor<'s>,
) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    if !is_callable(cx, args.get(cx, 1)) {
        return Err(cx.throw_error(Message::ExpectingFunction, &[method]));
    }
    let descriptor = Descriptor { enumerable: Some(true), configurable: Some(true), ..functions };
    let key = to_property_key(cx, args.get(cx, 0))?;
    define_property_or_throw(cx, object, key, &descriptor)?;
    Ok(cx.undefined())
}

/// Object.prototype.__lookupGetter__ ( P )
fn lookup_getter<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    lookup_accessor(cx, args, true)
}

/// Object.prototype.__lookupSetter__ ( P )
fn lookup_setter<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    lookup_accessor(cx, args, false)
}

fn lookup_accessor<'s>(cx: &mut Cx<'s>, args: Args<'s>, wants_getter: bool) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let key = to_property_key(cx, args.get(cx, 0))?;
    let result = cx.undefined();
    let current = object.get(cx).root(cx).any();
    while let Some(link) = current.cast::<JsObject>(cx) {
        scope!(cx);
        match get_own_property(cx, link, key)? {
            Own::Absent => {
                let prototype = get_prototype_of(cx, link)?;
                current.set(cx, prototype.val(cx));
            }
            Own::Data { .. } => break,
            Own::Accessor { getter, setter, .. } => {
                let function = if wants_getter { getter } else { setter };
                result.set(cx, function.val(cx));
                break;
            }
        }
    }
    Ok(result)
}
