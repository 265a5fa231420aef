//! Function.prototype.toString (ECMA-262, 20.2.3.5): the source text a function was made from, or a NativeFunction text.

use crate::objects::function::{JsFunction, NativeFunction};
use crate::objects::property;
use crate::objects::string::text_of;
use crate::vm::ops::prelude::*;

/// Function.prototype.toString ( )
pub fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let text = args.this().cast::<JsFunction>(cx).and_then(|function| function.get(cx).source_text());
    if let Some(text) = text.map(str::to_owned) {
        return Ok(cx.string(&text).any());
    }
    if !is_callable(cx, args.this()) {
        return Err(cx.throw_error(Message::NotThisKind, &["Function.prototype.toString", "Function"]));
    }
    let name = native_name(cx, args.this());
    Ok(cx.string(&format!("function {name}() {{ [native code] }}")).any())
}

/// The name of a native function, if it still has one; none of a bound function or a proxy.
fn native_name(cx: &Cx<'_>, function: Handle<'_>) -> String {
    if !function.val(cx).is::<NativeFunction>() {
        return String::new();
    }
    let object: Gc<'_, JsObject> = function.val(cx).must();
    let name = property::find(cx, object, cx.key(N::name)).and_then(|found| property::stored(object, found.place));
    name.and_then(|name| text_of(cx, name)).unwrap_or_default()
}
