//! Symbol (ECMA-262, 20.4): the constructor with its registry and well-known symbols, and the prototype.

use super::define::{Class, Row, RowKey, RowValue, class, getter, method, to_string_tag, well_known};
use crate::objects::object::SymbolObject;
use crate::objects::symbol::{self, SymbolFlags};
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    class(
        cx,
        &Class {
            constructor_root: Some(Root::SymbolConstructor),
            statics: &[
                method("for", 1, symbol_for),
                method("keyFor", 1, key_for),
                well_known("asyncIterator", WellKnown::AsyncIterator),
                well_known("hasInstance", WellKnown::HasInstance),
                well_known("isConcatSpreadable", WellKnown::IsConcatSpreadable),
                well_known("iterator", WellKnown::Iterator),
                well_known("match", WellKnown::Match),
                well_known("matchAll", WellKnown::MatchAll),
                well_known("replace", WellKnown::Replace),
                well_known("search", WellKnown::Search),
                well_known("species", WellKnown::Species),
                well_known("split", WellKnown::Split),
                well_known("toPrimitive", WellKnown::ToPrimitive),
                well_known("toStringTag", WellKnown::ToStringTag),
                well_known("unscopables", WellKnown::Unscopables),
                well_known("dispose", WellKnown::Dispose),
                well_known("asyncDispose", WellKnown::AsyncDispose),
            ],
            methods: &[
                method("toString", 0, to_string_method),
                method("valueOf", 0, value_of),
                getter("description", description),
                to_string_tag("Symbol"),
                Row {
                    key: RowKey::Symbol(WellKnown::ToPrimitive),
                    value: RowValue::Method { length: 1, code: to_primitive_method, root: None },
                    attributes: Attributes::CONFIGURABLE,
                    quick: None,
                },
            ],
            ..Class::new("Symbol", 0, construct_symbol, Root::SymbolPrototype)
        },
    );
}

/// Symbol ( [ description ] )
fn construct_symbol<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if args.new_target(cx).is_some() {
        return Err(cx.throw_error(Message::NotAConstructor, &["Symbol"]));
    }
    let description = args.get(cx, 0);
    let description = if description.val(cx).is_undefined() { description } else { to_string(cx, description)?.any() };
    Ok(Symbol::new(cx, description, SymbolFlags::empty()).any())
}

/// Symbol.for ( key )
fn symbol_for<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let key = to_string(cx, args.get(cx, 0))?;
    Ok(symbol::registered(cx, key).any())
}

/// Symbol.keyFor ( sym )
fn key_for<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let value = args.get(cx, 0);
    let Some(symbol) = value.cast::<Symbol>(cx) else {
        let shown = describe(cx, value);
        return Err(cx.throw_error(Message::NotASymbol, &[&shown]));
    };
    let symbol = symbol.get(cx);
    if symbol.symbol_flags().contains(SymbolFlags::REGISTERED) {
        return Ok(symbol.description().root(cx));
    }
    Ok(cx.undefined())
}

/// ThisSymbolValue
fn this_symbol_value<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, Symbol>> {
    let value = args.this().val(cx);
    let primitive = value.cast::<SymbolObject>().map_or(value, |object| object.value());
    match primitive.cast::<Symbol>() {
        Some(symbol) => Ok(symbol.root(cx)),
        None => Err(cx.throw_error(Message::NotThisKind, &[method, "Symbol"])),
    }
}

/// Symbol.prototype.toString ( )
fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let symbol = this_symbol_value(cx, args, "Symbol.prototype.toString")?;
    let mut units: Vec<u16> = "Symbol(".encode_utf16().collect();
    if let Some(description) = symbol.get(cx).description().cast::<JsString>() {
        units.extend(description.to_utf16());
    }
    units.push(b')' as u16);
    Ok(cx.string_utf16(&units).any())
}

/// Symbol.prototype.valueOf ( )
fn value_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(this_symbol_value(cx, args, "Symbol.prototype.valueOf")?.any())
}

/// get Symbol.prototype.description
fn description<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let symbol = this_symbol_value(cx, args, "Symbol.prototype.description")?;
    Ok(symbol.get(cx).description().root(cx))
}

/// Symbol.prototype [ @@toPrimitive ] ( hint )
fn to_primitive_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(this_symbol_value(cx, args, "Symbol.prototype [ @@toPrimitive ]")?.any())
}
