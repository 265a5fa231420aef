//! Function.prototype.toString (ECMA-262, 20.2.3.5): the source text a function was made from, or a NativeFunction text.

use crate::objects::function::{JsFunction, NativeFunction, Script};
use crate::objects::property;
use crate::objects::string::text_of;
use crate::syntax::source::Span;
use crate::vm::ops::prelude::*;

/// Function.prototype.toString ( )
pub fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if let Some(function) = args.this().cast::<JsFunction>(cx)
        && let Some(text) = source_text(function.get(cx))
    {
        return Ok(cx.string(&text).any());
    }
    if !is_callable(cx, args.this()) {
        return Err(cx.throw_error(Message::NotThisKind, &["Function.prototype.toString", "Function"]));
    }
    let name = native_name(cx, args.this());
    Ok(cx.string(&format!("function {name}() {{ [native code] }}")).any())
}

/// The text of a closure, as it stands in its source.
fn source_text(function: Gc<'_, JsFunction>) -> Option<String> {
    let info = function.info();
    let source = info.script().cast::<Script>()?.source();
    let (start, end) = info.template().span;
    source.text().get(Span::new(start, end).range()).map(str::to_owned)
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
