//! Source text: its name, its UTF-8 bytes, and the way from byte offsets to lines and columns.
//!
//! Lines end at LF, CR, CRLF, U+2028 and U+2029; columns count UTF-16 code units, as node and its inspector do. A source
//! is at most [`MAX_SOURCE_BYTES`] long, so that 32-bit offsets hold.

use std::sync::OnceLock;

/// The longest source accepted: V8's limit on the length of a string, which is also what keeps spans in 32 bits.
pub const MAX_SOURCE_BYTES: usize = (1 << 29) - 24;

/// A range of byte offsets in a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: u32, end: u32) -> Self {
        Span { start, end }
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// From the start of `self` to the end of `last`.
    pub fn to(self, last: Span) -> Span {
        Span { start: self.start, end: last.end }
    }
}

/// A place for people: both counted from 1, the column in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    pub line: u32,
    pub column: u32,
}

/// One source text.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// `name` is what messages and stack traces show: a path, or `evalmachine.<anonymous>` and the like.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Source { name: name.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// A source from the bytes of a file. As in node, a byte order mark is left out, and each invalid sequence reads as
    /// U+FFFD.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let text =
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        match text.strip_prefix('\u{FEFF}') {
            Some(rest) => Source::new(name, rest),
            None => Source::new(name, text),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The line and column of a byte offset.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let lines = self.line_index();
        let line = lines.line_of(offset);
        let before = &self.text[lines.starts[line] as usize..offset as usize];
        LineColumn { line: line as u32 + 1, column: before.encode_utf16().count() as u32 + 1 }
    }

    /// The text of a line counted from 1, without its terminator; empty past the end.
    pub fn line_text(&self, line: u32) -> &str {
        let starts = &self.line_index().starts;
        let Some(&start) = starts.get(line.saturating_sub(1) as usize) else { return "" };
        let end = starts.get(line as usize).map_or(self.text.len(), |&next| next as usize);
        self.text[start as usize..end].trim_end_matches(is_line_terminator)
    }

    pub fn line_index(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// Where each line starts.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (index, &byte) in bytes.iter().enumerate() {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => bytes.get(index + 1) != Some(&b'\n'),
                // U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
                0xA8 | 0xA9 => index >= 2 && bytes[index - 2..index] == [0xE2, 0x80],
                _ => false,
            };
            if ends_line {
                starts.push(index as u32 + 1);
            }
        }
        LineIndex { starts }
    }

    /// The line of a byte offset, counted from 0.
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The offset at which a line counted from 1 starts; that of the last line past the end.
    pub fn start_of(&self, line: u32) -> u32 {
        let index = (line.saturating_sub(1) as usize).min(self.starts.len() - 1);
        self.starts[index]
    }

    pub fn line_count(&self) -> usize {
        self.starts.len()
    }
}

/// LineTerminator (ECMA-262, 12.3).
pub fn is_line_terminator(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf16_units() {
        let source = Source::new("t.js", "a\r\n\u{1F600}b\u{2028}c");
        let place = |offset| {
            let at = source.line_column(offset);
            (at.line, at.column)
        };
        assert_eq!(place(0), (1, 1));
        assert_eq!(place(3), (2, 1));
        assert_eq!(place(7), (2, 3));
        assert_eq!(place(11), (3, 1));
        assert_eq!(source.line_text(2), "\u{1F600}b");
    }
}
