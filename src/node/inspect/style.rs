//! Colours: what each sort of value looks like on a terminal.

/// A sort of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Special,
    Number,
    BigInt,
    Boolean,
    Undefined,
    Null,
    String,
    Symbol,
    Date,
    RegExp,
    Module,
    Name,
}

impl Style {
    /// The style node calls `name`.
    pub fn named(name: &str) -> Option<Style> {
        Some(match name {
            "special" => Style::Special,
            "number" => Style::Number,
            "bigint" => Style::BigInt,
            "boolean" => Style::Boolean,
            "undefined" => Style::Undefined,
            "null" => Style::Null,
            "string" => Style::String,
            "symbol" => Style::Symbol,
            "date" => Style::Date,
            "regexp" => Style::RegExp,
            "module" => Style::Module,
            _ => return None,
        })
    }

    /// The codes that start and end the style (SGR parameters).
    fn codes(self) -> Option<(u8, u8)> {
        const DEFAULT_COLOR: u8 = 39;
        Some(match self {
            Style::Special => (36, DEFAULT_COLOR),
            Style::Number | Style::BigInt | Style::Boolean => (33, DEFAULT_COLOR),
            Style::Undefined => (90, DEFAULT_COLOR),
            Style::Null => (1, 22),
            Style::String | Style::Symbol => (32, DEFAULT_COLOR),
            Style::Date => (35, DEFAULT_COLOR),
            Style::RegExp => (31, DEFAULT_COLOR),
            Style::Module => (4, 24),
            Style::Name => return None,
        })
    }

    /// `text` in this style.
    pub fn paint(self, text: &str) -> String {
        match self.codes() {
            Some((start, end)) => format!("\u{1b}[{start}m{text}\u{1b}[{end}m"),
            None => text.to_owned(),
        }
    }
}

/// `text` without colour codes.
pub fn without_colors(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        plain.push_str(&rest[..at]);
        let after = &rest[at + 2..];
        let end = after.find(|c: char| c.is_ascii_alphabetic()).map_or(after.len(), |end| end + 1);
        rest = &after[end..];
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_come_off_again() {
        let painted = format!("a{}b", Style::Number.paint("12"));
        assert_eq!(painted, "a\u{1b}[33m12\u{1b}[39mb");
        assert_eq!(without_colors(&painted), "a12b");
    }
}
