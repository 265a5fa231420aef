//! `Intl` (ECMA-402): NumberFormat, DateTimeFormat and Collator, for the one locale there is, en-US.
//!
//! An instance is a host object: `data` holds a copy of the options it was made with, `extra` the bound `format` or
//! `compare` function once it was read. Options are read again at each use, after construction has found them valid.

use super::date_time_format::{self, Needed};
use super::number_format;
use crate::base::collation;
use crate::builtins::define::{self, Class, Row, class, function, getter, method, to_string_tag};
use crate::builtins::string::collation_options;
use crate::objects::array;
use crate::objects::object::{self, HostObject};
use crate::vm::ops::prelude::*;

const LOCALE: &str = "en-US";

const STATICS: &[Row] = &[method("supportedLocalesOf", 1, supported_locales_of)];

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let intl = define::namespace(cx, "Intl", &[method("getCanonicalLocales", 1, supported_locales_of)]);
    let number = Class {
        statics: STATICS,
        methods: &[
            method("resolvedOptions", 0, resolved_options),
            getter("format", number_format_getter),
            to_string_tag("Intl.NumberFormat"),
        ],
        is_global: false,
        ..Class::new("NumberFormat", 0, new_number_format, Root::NumberFormatPrototype)
    };
    let date = Class {
        statics: STATICS,
        methods: &[
            method("resolvedOptions", 0, resolved_options),
            getter("format", date_format_getter),
            to_string_tag("Intl.DateTimeFormat"),
        ],
        is_global: false,
        ..Class::new("DateTimeFormat", 0, new_date_time_format, Root::DateTimeFormatPrototype)
    };
    let collator = Class {
        statics: STATICS,
        methods: &[
            method("resolvedOptions", 0, resolved_options),
            getter("compare", collator_getter),
            to_string_tag("Intl.Collator"),
        ],
        is_global: false,
        ..Class::new("Collator", 0, new_collator, Root::CollatorPrototype)
    };
    for row in [number, date, collator] {
        scope!(cx);
        let constructor = class(cx, &row);
        let key = Key::from_str(cx, row.name);
        crate::objects::property::add(cx, intl, key, constructor.any(), Attributes::HIDDEN);
    }
}

/// An instance over a copy of the options argument.
fn new_instance<'s>(cx: &mut Cx<'s>, args: Args<'s>, prototype: Root) -> JsResult<Handle<'s, HostObject>> {
    let new_target = args.new_target(cx).unwrap_or_else(|| args.callee(cx).must(cx));
    let instance: Handle<'s, HostObject> = ordinary_create_from_constructor(cx, new_target, prototype)?;
    let options = object::new_plain(cx);
    copy_data_properties(cx, options, args.get(cx, 1), &[])?;
    instance.get(cx).set_data(cx, options.val(cx));
    Ok(instance)
}

fn options_of<'s>(cx: &Cx<'s>, instance: Handle<'_, HostObject>) -> Handle<'s> {
    instance.get(cx).data().root(cx)
}

/// `new Intl.NumberFormat(locales, options)` (ECMA-402, 15.1.1).
fn new_number_format<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let instance = new_instance(cx, args, Root::NumberFormatPrototype)?;
    number_format::to_locale_text(cx, 0.0, options_of(cx, instance))?;
    Ok(instance.any())
}

/// `new Intl.DateTimeFormat(locales, options)` (ECMA-402, 11.1.1).
fn new_date_time_format<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let instance = new_instance(cx, args, Root::DateTimeFormatPrototype)?;
    date_time_format::to_locale_text(cx, 0.0, options_of(cx, instance), Needed::Date)?;
    Ok(instance.any())
}

/// `new Intl.Collator(locales, options)` (ECMA-402, 10.1.1).
fn new_collator<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let instance = new_instance(cx, args, Root::CollatorPrototype)?;
    collation_options(cx, options_of(cx, instance))?;
    Ok(instance.any())
}

fn number_format_getter<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    bound(cx, args, Root::NumberFormatPrototype, "get Intl.NumberFormat.prototype.format", 1, format_number)
}

fn date_format_getter<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    bound(cx, args, Root::DateTimeFormatPrototype, "get Intl.DateTimeFormat.prototype.format", 1, format_date)
}

fn collator_getter<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    bound(cx, args, Root::CollatorPrototype, "get Intl.Collator.prototype.compare", 2, compare)
}

/// The receiver's bound function, the same one at each reading.
fn bound<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    prototype: Root,
    getter: &str,
    length: u32,
    code: Native,
) -> JsResult<Handle<'s>> {
    let is_ours = |cx: &Cx<'_>, instance: Handle<'_, HostObject>| {
        let object: Gc<'_, JsObject> = instance.get(cx).upcast().must();
        object.prototype().is_same_word(cx.root(prototype)) && instance.get(cx).data().is::<JsObject>()
    };
    let Some(instance) = args.this().cast::<HostObject>(cx).filter(|&instance| is_ours(cx, instance)) else {
        let shown = crate::vm::ops::error::describe(cx, args.this());
        return Err(cx.throw_error(Message::IncompatibleReceiver, &[getter, &shown]));
    };
    let known = instance.get(cx).extra().root(cx);
    if known.val(cx).is::<JsObject>() {
        return Ok(known);
    }
    let made = function(cx, "", length, code, instance.any());
    instance.get(cx).set_extra(cx, made.val(cx));
    Ok(made.any())
}

/// The instance that a bound function belongs to.
fn instance_of_bound<'s>(cx: &Cx<'s>, args: Args<'s>) -> Handle<'s, HostObject> {
    args.data(cx).must::<HostObject>().root(cx)
}

fn format_number<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let value = to_numeric(cx, args.get(cx, 0))?;
    let number = match value.val(cx).is_number() {
        true => value.val(cx).as_number(),
        // Digits beyond a double's are lost.
        false => to_rust_string(cx, value)?.parse().unwrap_or(f64::NAN),
    };
    let instance = instance_of_bound(cx, args);
    number_format::to_locale_text(cx, number, options_of(cx, instance))
}

fn format_date<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let date = args.get(cx, 0);
    let time = match date.val(cx).is_undefined() {
        true => crate::builtins::date::current_time(),
        false => to_number(cx, date)?,
    };
    if !time.is_finite() {
        return Err(cx.throw_error(Message::InvalidTime, &[]));
    }
    let instance = instance_of_bound(cx, args);
    date_time_format::to_locale_text(cx, time, options_of(cx, instance), Needed::Date)
}

fn compare<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let left = to_rust_string(cx, args.get(cx, 0))?;
    let right = to_rust_string(cx, args.get(cx, 1))?;
    let instance = instance_of_bound(cx, args);
    let strength = collation_options(cx, options_of(cx, instance))?;
    Ok(cx.int(collation::compare(&left, &right, strength) as i32))
}

/// The options given, and the locale.
fn resolved_options<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let result = object::new_plain(cx);
    let (key, locale) = (Key::from_str(cx, "locale"), cx.string(LOCALE));
    create_data_property_or_throw(cx, result, key, locale.any())?;
    if let Some(instance) = args.this().cast::<HostObject>(cx) {
        let options = options_of(cx, instance);
        copy_data_properties(cx, result, options, &[])?;
    }
    Ok(result.any())
}

/// Every locale asked for is served as en-US.
fn supported_locales_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let given = args.get(cx, 0);
    if given.val(cx).is::<JsString>() {
        return Ok(array::from_values(cx, &[given]).any());
    }
    let list = array::new(cx, 0);
    if !given.val(cx).is_undefined() {
        let values = create_list_from_array_like(cx, given)?;
        for index in 0..values.get(cx).len() {
            scope!(cx);
            let value = values.get(cx).at(index).root(cx);
            array::push(cx, list, value);
        }
    }
    Ok(list.any())
}
