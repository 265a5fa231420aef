//! Finding a text in another: `memchr` on bytes, a scan for the first unit on two-byte texts.

use memchr::memmem;

use super::string::{StrView, same_units};

/// Position of the first `needle` in `haystack` at or after `from` (which is at most its length).
pub fn index_of(haystack: StrView<'_>, needle: StrView<'_>, from: usize) -> Option<usize> {
    if needle.is_empty() {
        return Some(from);
    }
    if needle.len() > haystack.len() - from {
        return None;
    }
    let found = match (haystack, needle) {
        (StrView::Latin1(haystack), StrView::Latin1(&[byte])) => memchr::memchr(byte, &haystack[from..]),
        (StrView::Latin1(haystack), StrView::Latin1(needle)) => memmem::find(&haystack[from..], needle),
        // A text that needs two bytes a unit is in no text that does not.
        (StrView::Latin1(haystack), StrView::Utf16(needle)) => {
            let narrow: Vec<u8> = needle.iter().map(|&unit| u8::try_from(unit).ok()).collect::<Option<_>>()?;
            memmem::find(&haystack[from..], &narrow)
        }
        (StrView::Utf16(haystack), needle) => find_wide(&haystack[from..], needle),
    };
    found.map(|at| from + at)
}

fn find_wide(haystack: &[u16], needle: StrView<'_>) -> Option<usize> {
    let first = needle.at(0);
    let last_start = haystack.len() - needle.len();
    let mut from = 0;
    while from <= last_start {
        let at = from + haystack[from..=last_start].iter().position(|&unit| unit == first)?;
        if StrView::Utf16(&haystack[at..at + needle.len()]).units().eq(needle.units()) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Position of the last `needle` in `haystack` that starts at or before `from`.
pub fn last_index_of(haystack: StrView<'_>, needle: StrView<'_>, from: usize) -> Option<usize> {
    let last_start = haystack.len().checked_sub(needle.len())?.min(from);
    if let (StrView::Latin1(haystack), StrView::Latin1(needle)) = (haystack, needle) {
        return memmem::rfind(&haystack[..last_start + needle.len()], needle);
    }
    (0..=last_start).rev().find(|&at| matches_at(haystack, needle, at))
}

/// Does `needle` stand at `at` in `haystack`?
pub fn matches_at(haystack: StrView<'_>, needle: StrView<'_>, at: usize) -> bool {
    let Some(end) = at.checked_add(needle.len()).filter(|&end| end <= haystack.len()) else { return false };
    same_units(haystack.slice(at, end), needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    #[test]
    fn every_pair_of_widths_agrees() {
        let (wide_haystack, wide_needle) = (wide("aabcabc"), wide("abc"));
        for haystack in [StrView::Latin1(b"aabcabc"), StrView::Utf16(&wide_haystack)] {
            for needle in [StrView::Latin1(b"abc"), StrView::Utf16(&wide_needle)] {
                assert_eq!(
                    [0, 1, 2, 5].map(|from| index_of(haystack, needle, from)),
                    [Some(1), Some(1), Some(4), None]
                );
                let last = [0, 1, 3, 4, 7].map(|from| last_index_of(haystack, needle, from));
                assert_eq!(last, [None, Some(1), Some(1), Some(4), Some(4)]);
                assert!(matches_at(haystack, needle, 4) && !matches_at(haystack, needle, 5));
            }
        }
    }

    #[test]
    fn an_empty_text_is_found_where_the_search_starts() {
        let (text, empty) = (StrView::Latin1(b"abc"), StrView::Latin1(b""));
        assert_eq!(index_of(text, empty, 2), Some(2));
        assert_eq!(last_index_of(text, empty, 9), Some(3));
        assert!(matches_at(text, empty, 3) && !matches_at(text, empty, 4));
    }
}
