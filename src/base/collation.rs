//! Comparing texts as people sort them: the order of the Unicode root collation, as far as it does not need its tables.
//!
//! Three levels, each deciding only between texts that the ones before find equal: base characters (spaces, punctuation,
//! symbols, digits, letters; letters without regard to case), accents, case (lower before upper). Scripts keep the order
//! of their code points.

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Which differences count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strength {
    pub accents: bool,
    pub case: bool,
    /// Runs of digits compare by the number they spell.
    pub numeric: bool,
}

impl Default for Strength {
    fn default() -> Self {
        Strength { accents: true, case: true, numeric: false }
    }
}

/// Stands for every symbol that [`SYMBOLS`] does not list.
const OTHERS: char = '\u{10FFFF}';
/// The characters before letters and digits, in the root collation's order.
const SYMBOLS: &str = "\t\n\u{b}\u{c}\r\u{85}\u{2028}\u{2029} _-\u{2010}–—,;:!¡?¿.…'‘’\"“”«»()[]{}§¶@*/\\&#%`´^¯¨°©®+±÷×<=>|¦~\u{10FFFF}¤¢$£¥€";

/// A base character's rank and the text that decides after it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Primary {
    Symbol(usize, char),
    Digit(u32),
    Letter(char),
}

fn primary(c: char) -> Primary {
    if let Some(digit) = c.to_digit(10) {
        return Primary::Digit(digit);
    }
    if c.is_alphabetic() {
        return Primary::Letter(c.to_lowercase().next().unwrap_or(c));
    }
    let rank = |wanted: char| SYMBOLS.chars().position(|symbol| symbol == wanted);
    Primary::Symbol(rank(c).or(rank(OTHERS)).unwrap_or(0), c)
}

/// A text taken apart.
struct Decomposed {
    base: Vec<char>,
    /// The marks after each base character.
    marks: Vec<Vec<char>>,
}

impl Decomposed {
    fn new(text: &str) -> Decomposed {
        let mut parts = Decomposed { base: Vec::new(), marks: Vec::new() };
        for c in text.nfd().filter(|c| !is_ignorable(*c)).flat_map(expanded) {
            match parts.marks.last_mut() {
                Some(marks) if is_combining_mark(c) => marks.push(c),
                _ => {
                    parts.base.push(c);
                    parts.marks.push(Vec::new());
                }
            }
        }
        parts
    }
}

/// The letters that sort as others do, though no normal form takes them apart.
fn expanded(c: char) -> impl Iterator<Item = char> {
    let pair = match c {
        'ß' => ['s', 's'],
        'æ' => ['a', 'e'],
        'Æ' => ['A', 'E'],
        'œ' => ['o', 'e'],
        'Œ' => ['O', 'E'],
        'ø' => ['o', '\u{338}'],
        'Ø' => ['O', '\u{338}'],
        'đ' => ['d', '\u{335}'],
        'Đ' => ['D', '\u{335}'],
        'ł' => ['l', '\u{335}'],
        'Ł' => ['L', '\u{335}'],
        _ => [c, '\0'],
    };
    pair.into_iter().filter(|&c| c != '\0')
}

/// Control characters have no weight at all.
fn is_ignorable(c: char) -> bool {
    c.is_control() && !c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{AD}')
}

/// How `left` stands to `right`.
pub fn compare(left: &str, right: &str, strength: Strength) -> Ordering {
    if left == right {
        return Ordering::Equal;
    }
    let (left, right) = (Decomposed::new(left), Decomposed::new(right));
    let base = if strength.numeric {
        compare_numerically(&left.base, &right.base)
    } else {
        left.base.iter().map(|&c| primary(c)).cmp(right.base.iter().map(|&c| primary(c)))
    };
    base.then_with(|| if strength.accents { left.marks.cmp(&right.marks) } else { Ordering::Equal })
        .then_with(|| if strength.case { compare_case(&left.base, &right.base) } else { Ordering::Equal })
}

/// The first difference in case decides: lower before upper.
fn compare_case(left: &[char], right: &[char]) -> Ordering {
    left.iter().map(|c| c.is_uppercase()).cmp(right.iter().map(|c| c.is_uppercase()))
}

/// As the primary level, digits by the number they spell.
fn compare_numerically(left: &[char], right: &[char]) -> Ordering {
    let (mut left, mut right) = (left, right);
    loop {
        match (left, right) {
            ([], _) | (_, []) => return left.len().cmp(&right.len()),
            ([a, ..], [b, ..]) if a.is_ascii_digit() && b.is_ascii_digit() => {
                let (digits_left, rest_left) = split_digits(left);
                let (digits_right, rest_right) = split_digits(right);
                let order = digits_left.len().cmp(&digits_right.len()).then_with(|| digits_left.cmp(digits_right));
                if order != Ordering::Equal {
                    return order;
                }
                (left, right) = (rest_left, rest_right);
            }
            ([a, rest_left @ ..], [b, rest_right @ ..]) => {
                let order = primary(*a).cmp(&primary(*b));
                if order != Ordering::Equal {
                    return order;
                }
                (left, right) = (rest_left, rest_right);
            }
        }
    }
}

/// The digits that `text` starts with, leading zeros dropped, and the rest.
fn split_digits(text: &[char]) -> (&[char], &[char]) {
    let end = text.iter().take_while(|c| c.is_ascii_digit()).count();
    let zeros = text[..end].iter().take_while(|&&c| c == '0').count();
    (&text[zeros..end], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(texts: &[&'static str], strength: Strength) -> Vec<&'static str> {
        let mut texts = texts.to_vec();
        texts.sort_by(|left, right| compare(left, right, strength));
        texts
    }

    #[test]
    fn letters_sort_before_accents_before_case() {
        let order = [
            "", " ", "-", "😀", "$", "1", "10", "2", "a", "A", "á", "ab", "b", "B", "ø", "résumé", "Résumé", "resumes",
            "ß", "z", "ω",
        ];
        let mut shuffled = order;
        shuffled.reverse();
        assert_eq!(sorted(&shuffled, Strength::default()), order);
    }

    #[test]
    fn digits_may_count_as_numbers() {
        let numeric = Strength { numeric: true, ..Strength::default() };
        assert_eq!(sorted(&["a10", "a9", "a010x", "b1"], numeric), ["a9", "a10", "a010x", "b1"]);
    }

    #[test]
    fn weaker_strengths_find_more_equal() {
        let base = Strength { accents: false, case: false, numeric: false };
        assert_eq!(compare("Résumé", "resume", base), Ordering::Equal);
        let accent = Strength { accents: true, ..base };
        assert_eq!(compare("A", "a", accent), Ordering::Equal);
        assert_ne!(compare("á", "a", accent), Ordering::Equal);
    }
}
