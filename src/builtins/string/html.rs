//! The markup methods of strings (ECMA-262, B.2.2).

use super::this_string;
use crate::objects::string_builder::StringBuilder;
use crate::vm::ops::prelude::*;

/// CreateHTML: `<tag attribute="value">string</tag>`.
fn create_html<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    method: &str,
    tag: &str,
    attribute: Option<&str>,
) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, &format!("String.prototype.{method}"))?;
    let mut builder = StringBuilder::new();
    builder.push_str("<");
    builder.push_str(tag);
    if let Some(attribute) = attribute {
        let value = to_string(cx, args.get(cx, 0))?;
        builder.push_str(&format!(" {attribute}=\""));
        value.get(cx).for_each_piece(|piece| push_escaped(&mut builder, piece.units()));
        builder.push_str("\"");
    }
    builder.push_str(">");
    builder.push(string.get(cx));
    builder.push_str(&format!("</{tag}>"));
    Ok(finish_string(cx, builder)?.any())
}

fn push_escaped(builder: &mut StringBuilder, units: impl Iterator<Item = u16>) {
    for unit in units {
        match unit {
            0x22 => builder.push_str("&quot;"),
            unit => builder.push_unit(unit),
        }
    }
}

macro_rules! markup {
    ($( $name:ident = $tag:literal $($attribute:literal)?; )*) => { $(
        pub(super) fn $name<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
            let attribute: &[&str] = &[$($attribute)?];
            create_html(cx, args, stringify!($name), $tag, attribute.first().copied())
        }
    )* };
}

markup! {
    anchor = "a" "name";
    big = "big";
    blink = "blink";
    bold = "b";
    fixed = "tt";
    fontcolor = "font" "color";
    fontsize = "font" "size";
    italics = "i";
    link = "a" "href";
    small = "small";
    strike = "strike";
    sub = "sub";
    sup = "sup";
}
