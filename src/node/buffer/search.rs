//! Looking for bytes: indexOf, lastIndexOf, includes.

use super::bytes::{as_uint8_array, string_bytes, this_buffer, unknown_encoding};
use super::encoding::Encoding;
use crate::node::errors::invalid_argument_type;
use crate::vm::ops::prelude::*;

/// buf.indexOf(value, byteOffset, encoding).
pub fn index_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let index = find(cx, args, true)?;
    Ok(index_or_minus_one(cx, index))
}

/// buf.lastIndexOf(value, byteOffset, encoding).
pub fn last_index_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let index = find(cx, args, false)?;
    Ok(index_or_minus_one(cx, index))
}

/// buf.includes(value, byteOffset, encoding).
pub fn includes<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let index = find(cx, args, true)?;
    Ok(cx.boolean(index.is_some()))
}

fn index_or_minus_one<'s>(cx: &Cx<'s>, index: Option<usize>) -> Handle<'s> {
    cx.number(index.map_or(-1.0, |index| index as f64))
}

/// node's `bidirectionalIndexOf`.
fn find<'s>(cx: &mut Cx<'s>, args: Args<'s>, forward: bool) -> JsResult<Option<usize>> {
    let buffer = this_buffer(cx, args)?;
    let (offset, encoding) = match args.get(cx, 1).val(cx).is::<JsString>() {
        true => (cx.undefined(), args.get(cx, 1)),
        false => (args.get(cx, 1), args.get(cx, 2)),
    };
    let offset = to_number(cx, offset)?.clamp(i32::MIN as f64, i32::MAX as f64);
    let value = args.get(cx, 0);
    let (needle, unit) = needle(cx, value, encoding)?;
    let bytes = buffer.get(cx).view_bytes();
    let offset = match offset.is_nan() {
        true if forward => 0,
        true => bytes.len() as i64,
        false => offset as i64,
    };
    Ok(position(bytes, &needle, unit, offset, forward))
}

/// The bytes to look for, and of how many bytes their units are.
fn needle<'s>(cx: &mut Cx<'s>, value: Handle<'s>, encoding: Handle<'s>) -> JsResult<(Vec<u8>, usize)> {
    if value.val(cx).is_number() {
        return Ok((vec![to_uint32(cx, value)? as u8], 1));
    }
    let name = match encoding.val(cx).is_undefined() {
        true => "utf8".to_owned(),
        false => to_rust_string(cx, encoding)?,
    };
    let encoding = Encoding::parse(&name);
    let unit = if encoding == Some(Encoding::Utf16Le) { 2 } else { 1 };
    if let Some(string) = value.cast::<JsString>(cx) {
        let Some(encoding) = encoding else { return Err(unknown_encoding(cx, &name)) };
        return Ok((string_bytes(cx, string, encoding, usize::MAX), unit));
    }
    match as_uint8_array(cx, value) {
        Some(array) => Ok((array.get(cx).view_bytes().to_vec(), unit)),
        None => {
            let expected = ["number", "string", "Buffer", "Uint8Array"];
            Err(invalid_argument_type(cx, "value", &expected, value))
        }
    }
}

/// Where a search that starts at `offset` (from the end if negative) begins. None where nothing can be found.
fn start_of_search(length: usize, offset: i64, needle_length: usize, forward: bool) -> Option<usize> {
    let (length, needle_length) = (length as i64, needle_length as i64);
    let start = match offset {
        ..0 if offset + length >= 0 => length + offset,
        ..0 if forward || needle_length == 0 => 0,
        ..0 => return None,
        _ if offset + needle_length <= length => offset,
        _ if needle_length == 0 => length,
        _ if forward => return None,
        _ => length - 1,
    };
    usize::try_from(start).ok()
}

fn position(bytes: &[u8], needle: &[u8], unit: usize, offset: i64, forward: bool) -> Option<usize> {
    let start = start_of_search(bytes.len(), offset, needle.len(), forward)?;
    if needle.is_empty() {
        return Some(start);
    }
    let last = bytes.len().checked_sub(needle.len())?;
    if bytes.len() < unit || needle.len() < unit {
        return None;
    }
    let is_match = |&at: &usize| &bytes[at..at + needle.len()] == needle;
    let start = start / unit * unit;
    match (forward, unit) {
        (true, 1) => memchr::memmem::find(bytes.get(start..)?, needle).map(|at| start + at),
        (false, 1) => memchr::memmem::rfind(&bytes[..start.min(last) + needle.len()], needle),
        (true, _) => (start..last + 1).step_by(unit).find(is_match),
        (false, _) => (0..start.min(last) + 1).step_by(unit).rev().find(is_match),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_from_either_end() {
        let find = |offset, forward| position(b"abcabc", b"bc", 1, offset, forward);
        assert_eq!(find(0, true), Some(1));
        assert_eq!(find(2, true), Some(4));
        assert_eq!(find(-2, true), Some(4));
        assert_eq!(find(-100, true), Some(1));
        assert_eq!(find(5, true), None);
        assert_eq!(find(6, false), Some(4));
        assert_eq!(find(3, false), Some(1));
        assert_eq!(find(-100, false), None);
    }

    #[test]
    fn an_empty_needle_is_found_where_the_search_starts() {
        assert_eq!(position(b"abc", b"", 1, 9, true), Some(3));
        assert_eq!(position(b"abc", b"", 1, -1, true), Some(2));
        assert_eq!(position(b"", b"", 1, 0, false), Some(0));
    }

    #[test]
    fn two_byte_units_are_found_on_their_boundaries_only() {
        assert_eq!(position(&[0, 1, 0, 1, 0], &[1, 0], 2, 0, true), None);
        assert_eq!(position(&[1, 0, 1, 0], &[1, 0], 2, 4, false), Some(2));
    }
}
