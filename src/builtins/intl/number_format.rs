//! The options of number formatting (ECMA-402, 15): plain numbers, per cent and money.

use super::{boolean_option, choice_option, number_option, text_option};
use crate::base::number_format::{Grouping, to_grouped};
use crate::vm::ops::prelude::*;

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Decimal,
    Percent,
    Currency,
}

const STYLES: &[(&str, Style)] =
    &[("decimal", Style::Decimal), ("percent", Style::Percent), ("currency", Style::Currency)];
const MOST_DIGITS: f64 = 100.0;

/// `number` as `options` want it.
pub fn to_locale_text<'s>(cx: &mut Cx<'s>, number: f64, options: Handle<'s>) -> JsResult<Handle<'s>> {
    if options.val(cx).is_undefined() {
        let text = to_grouped(number, Grouping::default());
        return Ok(cx.string(&text).any());
    }
    let options = to_object(cx, options)?;
    let style = choice_option(cx, options, "style", "Intl.NumberFormat", STYLES)?.unwrap_or(Style::Decimal);
    let symbol = currency_symbol(cx, options, style)?;
    let (least, most) = match style {
        Style::Decimal => (0, 3),
        Style::Percent => (0, 0),
        Style::Currency => (2, 2),
    };
    let grouping = read_digits(cx, options, least, most)?;
    let number = if style == Style::Percent { number * 100.0 } else { number };
    let plain = to_grouped(number, grouping);
    let text = match plain.strip_prefix('-') {
        Some(magnitude) => format!("-{symbol}{magnitude}"),
        None => format!("{symbol}{plain}"),
    };
    let text = if style == Style::Percent { text + "%" } else { text };
    Ok(cx.string(&text).any())
}

fn read_digits(cx: &mut Cx<'_>, options: Handle<'_, JsObject>, least: usize, most: usize) -> JsResult<Grouping> {
    let minimum = number_option(cx, options, "minimumFractionDigits", 0.0, MOST_DIGITS)?;
    let maximum = number_option(cx, options, "maximumFractionDigits", 0.0, MOST_DIGITS)?;
    let groups = boolean_option(cx, options, "useGrouping")?.unwrap_or(true);
    if let (Some(minimum), Some(maximum)) = (minimum, maximum)
        && minimum > maximum
    {
        return Err(cx.throw_error(Message::NumberOptionOutOfRange, &["maximumFractionDigits"]));
    }
    let minimum_fraction_digits = minimum.unwrap_or(least.min(maximum.unwrap_or(least)));
    let maximum_fraction_digits = maximum.unwrap_or(most.max(minimum_fraction_digits));
    Ok(Grouping { minimum_fraction_digits, maximum_fraction_digits, groups })
}

/// What stands before an amount of the `currency` option.
fn currency_symbol(cx: &mut Cx<'_>, options: Handle<'_, JsObject>, style: Style) -> JsResult<String> {
    let Some(code) = text_option(cx, options, "currency")? else {
        return match style {
            Style::Currency => Err(cx.throw_error(Message::CurrencyRequired, &[])),
            _ => Ok(String::new()),
        };
    };
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_code {
        return Err(cx.throw_error(Message::InvalidCurrency, &[&code]));
    }
    if style != Style::Currency {
        return Ok(String::new());
    }
    let code = code.to_ascii_uppercase();
    Ok(match code.as_str() {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "¥".to_owned(),
        "INR" => "₹".to_owned(),
        // A code is kept apart from the amount by a space that does not break.
        _ => format!("{code}\u{A0}"),
    })
}
