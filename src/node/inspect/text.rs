//! Strings and numbers: quoting, escapes, digit groups, widths.

use unicode_width::UnicodeWidthStr;

use super::style::without_colors;
use crate::base::number;

/// Length in UTF-16 units, which is what line lengths are counted in.
pub fn length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// Columns on a terminal.
pub fn width(text: &str, has_colors: bool) -> usize {
    match (text.is_ascii(), has_colors) {
        (true, false) => text.len(),
        (_, true) => without_colors(text).width(),
        _ => text.width(),
    }
}

/// The text in quotes: single ones, unless others save escapes. Lone surrogates and control characters are escaped.
pub fn quote(units: &[u16]) -> String {
    let quote = best_quote(units);
    let mut text = String::with_capacity(units.len() + 2);
    text.push(quote);
    escape_into(&mut text, units, quote == '\'');
    text.push(quote);
    text
}

fn best_quote(units: &[u16]) -> char {
    let has = |character: char| units.contains(&(character as u16));
    if !has('\'') {
        return '\'';
    }
    if !has('"') {
        return '"';
    }
    let has_placeholder = units.windows(2).any(|pair| pair == [b'$' as u16, b'{' as u16]);
    if !has('`') && !has_placeholder { '`' } else { '\'' }
}

/// `units` with escapes, single quotes among what is escaped.
pub fn escape(units: &[u16]) -> String {
    let mut text = String::with_capacity(units.len());
    escape_into(&mut text, units, true);
    text
}

fn escape_into(text: &mut String, units: &[u16], escapes_quote: bool) {
    for unit in char::decode_utf16(units.iter().copied()) {
        match unit {
            Ok('\'') if escapes_quote => text.push_str("\\'"),
            Ok('\\') => text.push_str("\\\\"),
            Ok('\n') => text.push_str("\\n"),
            Ok('\t') => text.push_str("\\t"),
            Ok('\r') => text.push_str("\\r"),
            Ok('\u{8}') => text.push_str("\\b"),
            Ok('\u{c}') => text.push_str("\\f"),
            Ok(control) if control < ' ' || ('\u{7f}'..'\u{a0}').contains(&control) => {
                text.push_str(&format!("\\x{:02X}", control as u32));
            }
            Ok(character) => text.push(character),
            Err(lone) => text.push_str(&format!("\\u{:x}", lone.unpaired_surrogate())),
        }
    }
}

/// A number as `util.inspect` writes it: -0 with its sign.
pub fn number_text(number: f64, has_separators: bool) -> String {
    if number == 0.0 && number.is_sign_negative() {
        return "-0".to_owned();
    }
    let text = number::to_string(number);
    if !has_separators || !number.is_finite() || text.contains('e') {
        return text;
    }
    match text.split_once('.') {
        None => group_left(&text),
        Some((integer, fraction)) => format!("{}.{}", group_left(integer), group_right(fraction)),
    }
}

/// Groups of three digits from the right.
pub fn group_left(digits: &str) -> String {
    crate::node::errors::with_separators(digits)
}

/// Groups of three digits from the left.
fn group_right(digits: &str) -> String {
    let groups: Vec<&str> =
        digits.as_bytes().chunks(3).map(|group| std::str::from_utf8(group).unwrap_or_default()).collect();
    groups.join("_")
}

/// Can a key with this text stand without quotes?
pub fn is_plain_key(text: &str) -> bool {
    let is_start = |c: char| c.is_ascii_alphabetic() || c == '_';
    text.starts_with(is_start) && text.chars().all(|c| is_start(c) || c.is_ascii_digit())
}

/// `... n more items`.
pub fn more(count: usize, what: &str) -> String {
    format!("... {count} more {what}{}", if count > 1 { "s" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> String {
        quote(&text.encode_utf16().collect::<Vec<_>>())
    }

    #[test]
    fn quotes_are_chosen_to_save_escapes() {
        assert_eq!(quoted("a"), "'a'");
        assert_eq!(quoted("it's"), "\"it's\"");
        assert_eq!(quoted("a\"b'c"), "`a\"b'c`");
        assert_eq!(quoted("`a\"b'"), "'`a\"b\\''");
        assert_eq!(quoted("\0\u{7f}\n\u{80}"), "'\\x00\\x7F\\n\\x80'");
        assert_eq!(quote(&[0xD800, b'a' as u16]), "'\\ud800a'");
    }

    #[test]
    fn numbers_can_be_grouped() {
        assert_eq!(number_text(-0.0, false), "-0");
        assert_eq!(number_text(123_456_789.123_4, true), "123_456_789.123_4");
        assert_eq!(number_text(1e21, true), "1e+21");
    }
}
