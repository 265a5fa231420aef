//! QuoteJSONString (ECMA-262, 25.5.2.3).

use super::scanner::plain_length;
use crate::objects::string::StrView;
use crate::objects::string_builder::StringBuilder;

/// Appends `text` in quotes: well-formed UTF-16 whatever the text is, in runs that need no escape.
pub(super) fn push_quoted(builder: &mut StringBuilder, text: StrView<'_>) {
    builder.push_unit(b'"' as u16);
    let mut run = 0;
    let mut at = 0;
    while at < text.len() {
        if let StrView::Latin1(units) = text {
            at += plain_length(&units[at..]);
            if at == units.len() {
                break;
            }
        }
        let unit = text.at(at);
        if is_plain(unit) {
            at += 1;
            continue;
        }
        if is_pair(text, at) {
            at += 2;
            continue;
        }
        builder.push_view(text.slice(run, at));
        push_escape(builder, unit);
        at += 1;
        run = at;
    }
    builder.push_view(text.slice(run, at));
    builder.push_unit(b'"' as u16);
}

#[inline]
fn is_plain(unit: u16) -> bool {
    unit >= 0x20 && unit != 0x22 && unit != 0x5C && !(0xD800..0xE000).contains(&unit)
}

fn is_pair(text: StrView<'_>, at: usize) -> bool {
    (0xD800..0xDC00).contains(&text.at(at)) && at + 1 < text.len() && (0xDC00..0xE000).contains(&text.at(at + 1))
}

fn push_escape(builder: &mut StringBuilder, unit: u16) {
    match unit {
        0x08 => builder.push_str("\\b"),
        0x09 => builder.push_str("\\t"),
        0x0A => builder.push_str("\\n"),
        0x0C => builder.push_str("\\f"),
        0x0D => builder.push_str("\\r"),
        0x22 => builder.push_str("\\\""),
        0x5C => builder.push_str("\\\\"),
        unit => builder.push_str(&format!("\\u{unit:04x}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_must_be_is_escaped() {
        let quoted = |units: &[u16]| {
            let mut builder = StringBuilder::new();
            push_quoted(&mut builder, StrView::Utf16(units));
            builder.view().to_rust()
        };
        let units: Vec<u16> = "a\"\\\n\u{1}\u{7f}\u{2028}\u{1F600}".encode_utf16().collect();
        assert_eq!(quoted(&units), "\"a\\\"\\\\\\n\\u0001\u{7f}\u{2028}\u{1F600}\"");
        assert_eq!(quoted(&[0xD800, 0x61, 0xDC00]), "\"\\ud800a\\udc00\"");
        assert_eq!(quoted(&[]), "\"\"");
    }
}
