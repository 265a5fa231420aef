//! Lines: entries on one line if they are short enough, arrays in columns, otherwise one entry a line.

use super::Formatter;
use super::options::Compact;
use super::style::without_colors;
use super::text::{length, width};

/// What is between the braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extras {
    Object,
    /// Elements that can stand in columns; `is_numeric` if all are numbers, which are then right-aligned.
    Array {
        is_numeric: bool,
    },
}

/// The entries of an object, to be put together.
pub struct Parts {
    /// What stands before the opening brace.
    pub base: String,
    pub open: String,
    pub close: &'static str,
    pub extras: Extras,
    pub entries: Vec<String>,
}

impl Formatter<'_> {
    /// Puts `parts` of an object at `depth` together.
    pub(super) fn reduce(&mut self, parts: Parts, depth: usize) -> String {
        let Parts { base, open, close, extras, mut entries } = parts;
        let prefix = if base.is_empty() { String::new() } else { format!("{base} ") };
        if self.options.compact == Compact::Yes {
            return self.reduce_compactly(&base, &open, close, &entries);
        }
        if let Compact::Levels(levels) = self.options.compact {
            let count = entries.len();
            if let Extras::Array { is_numeric } = extras
                && count > 6
            {
                entries = self.group(entries, levels, is_numeric);
            }
            let is_inner = self.current_depth.saturating_sub(depth) < levels;
            if is_inner && count == entries.len() {
                let start = entries.len() + self.indentation + length(&open) + length(&base) + 10;
                let line = entries.join(", ");
                if self.fits(&entries, start, &base) && !line.contains('\n') {
                    return format!("{prefix}{open} {line} {close}");
                }
            }
        }
        let indent = format!("\n{}", " ".repeat(self.indentation));
        let body = entries.join(&format!(",{indent}  "));
        format!("{prefix}{open}{indent}  {body}{indent}{close}")
    }

    /// The layout of `compact: true`.
    fn reduce_compactly(&self, base: &str, open: &str, close: &str, entries: &[String]) -> String {
        if self.fits(entries, 0, base) {
            let base = if base.is_empty() { String::new() } else { format!(" {base}") };
            return format!("{open}{base} {} {close}", entries.join(", "));
        }
        let indent = " ".repeat(self.indentation);
        let line = match base.is_empty() && length(open) == 1 {
            true => " ".to_owned(),
            false if base.is_empty() => format!("\n{indent}  "),
            false => format!(" {base}\n{indent}  "),
        };
        format!("{open}{line}{} {close}", entries.join(&format!(",\n{indent}  ")))
    }

    fn fits(&self, entries: &[String], start: usize, base: &str) -> bool {
        let limit = self.options.break_length;
        let mut total = entries.len() + start;
        if total + entries.len() > limit {
            return false;
        }
        for entry in entries {
            total += if self.options.colors { length(&without_colors(entry)) } else { length(entry) };
            if total > limit {
                return false;
            }
        }
        !base.contains('\n')
    }

    /// Puts array elements in columns, if they are alike enough in width.
    fn group(&self, entries: Vec<String>, levels: usize, is_numeric: bool) -> Vec<String> {
        const SEPARATOR: usize = 2;
        let has_rest = entries.len() > self.options.max_array_length;
        let count = entries.len() - has_rest as usize;
        let widths: Vec<usize> = entries[..count].iter().map(|entry| width(entry, self.options.colors)).collect();
        let total: usize = widths.iter().map(|width| width + SEPARATOR).sum();
        let widest = widths.iter().copied().max().unwrap_or(0);
        let actual = widest + SEPARATOR;
        let is_alike = total as f64 / actual as f64 > 5.0 || widest <= 6;
        if actual * 3 + self.indentation >= self.options.break_length || !is_alike {
            return entries;
        }
        let columns = self.column_count(actual, total, count, entries.len(), levels);
        if columns <= 1 {
            return entries;
        }
        let column_widths: Vec<usize> = (0..columns)
            .map(|column| widths.iter().skip(column).step_by(columns).copied().max().unwrap_or(0) + SEPARATOR)
            .collect();
        let mut lines: Vec<String> = entries[..count]
            .chunks(columns)
            .zip(widths.chunks(columns))
            .map(|(row, row_widths)| align(row, row_widths, &column_widths, is_numeric))
            .collect();
        lines.extend(entries.into_iter().skip(count));
        lines
    }

    /// As many columns as make the array about square, characters being taller than wide.
    fn column_count(&self, actual: usize, total: usize, count: usize, entries: usize, levels: usize) -> usize {
        const HEIGHT_OF_CHARACTER: f64 = 2.5;
        const MOST: usize = 15;
        let average_bias = (actual as f64 - total as f64 / entries as f64).max(0.0).sqrt();
        let biased = (actual as f64 - 3.0 - average_bias).max(1.0);
        let square = ((HEIGHT_OF_CHARACTER * biased * count as f64).sqrt() / biased + 0.5).floor() as usize;
        let fitting = self.options.break_length.saturating_sub(self.indentation) / actual;
        square.min(fitting).min(levels * 4).min(MOST)
    }
}

fn align(row: &[String], widths: &[usize], columns: &[usize], is_numeric: bool) -> String {
    let mut line = String::new();
    for (index, (entry, &width)) in row.iter().zip(widths).enumerate() {
        let is_last = index + 1 == row.len();
        let padding = " ".repeat(columns[index].saturating_sub(width + 2));
        match (is_numeric, is_last) {
            (true, true) => line += &format!("{padding}{entry}"),
            (true, false) => line += &format!("{padding}{entry}, "),
            (false, true) => line += entry,
            (false, false) => line += &format!("{entry}, {padding}"),
        }
    }
    line
}
