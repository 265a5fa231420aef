//! Numbers and their text (ECMA-262, 6.1.6.1.20 and 7.1.4.1), by `itoa`, `ryu-js` and `fast-float2`.

/// Number::toString in radix 10.
pub fn to_string(number: f64) -> String {
    with_text(number, str::to_owned)
}

/// Calls `read` with what Number::toString gives in radix 10.
#[inline]
pub fn with_text<R>(number: f64, read: impl FnOnce(&str) -> R) -> R {
    let int = number as i64;
    if int as f64 == number && int.unsigned_abs() < 1 << 53 {
        return read(itoa::Buffer::new().format(int));
    }
    read(ryu_js::Buffer::new().format(number))
}

/// StringToNumber: the whole text, white space trimmed, as a numeric literal; NaN if it is none.
pub fn string_to_number(text: &str) -> f64 {
    let trimmed = trim(text);
    if trimmed.is_empty() {
        return 0.0;
    }
    if let Some(value) = prefixed_integer(trimmed) {
        return value;
    }
    let unsigned = trimmed.strip_prefix(['+', '-']).unwrap_or(trimmed);
    if unsigned == "Infinity" {
        return if trimmed.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let is_decimal = unsigned.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    if !is_decimal || unsigned.starts_with(['+', '-', 'e', 'E']) {
        return f64::NAN;
    }
    fast_float2::parse(trimmed).unwrap_or(f64::NAN)
}

/// `0x`, `0o` and `0b` literals; NaN for a prefix without valid digits.
fn prefixed_integer(text: &str) -> Option<f64> {
    let radix = match text.get(..2)? {
        "0x" | "0X" => 16,
        "0o" | "0O" => 8,
        "0b" | "0B" => 2,
        _ => return None,
    };
    Some(parse_digits(&text[2..], radix).unwrap_or(f64::NAN))
}

/// The number that digits of a radix spell, correctly rounded for powers of two; None if there is none or one is wrong.
pub fn parse_digits(digits: &str, radix: u32) -> Option<f64> {
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    if let Ok(small) = u64::from_str_radix(digits, radix) {
        return Some(small as f64);
    }
    let big = num_bigint::BigUint::parse_bytes(digits.as_bytes(), radix)?;
    num_traits::ToPrimitive::to_f64(&big)
}

/// The `parseFloat` of a text: the longest decimal literal it starts with, white space skipped; NaN if it starts with none.
pub fn parse_float_prefix(text: &str) -> f64 {
    let text = text.trim_start_matches(is_white_space);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.starts_with("Infinity") {
        return if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let sign_length = text.len() - unsigned.len();
    match decimal_prefix_length(unsigned.as_bytes()) {
        0 => f64::NAN,
        length => fast_float2::parse(&text[..sign_length + length]).unwrap_or(f64::NAN),
    }
}

/// Length of the StrUnsignedDecimalLiteral that `bytes` starts with (Infinity apart), 0 if there is none.
fn decimal_prefix_length(bytes: &[u8]) -> usize {
    let digits_from = |at: usize| bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits_from(0);
    let mut length = whole;
    if bytes.get(whole) == Some(&b'.') {
        let fraction = digits_from(whole + 1);
        if whole + fraction == 0 {
            return 0;
        }
        length += 1 + fraction;
    }
    if length == 0 {
        return 0;
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let sign = matches!(bytes.get(length + 1), Some(b'+' | b'-')) as usize;
        let digits = bytes.get(length + 1 + sign..).map_or(0, |_| digits_from(length + 1 + sign));
        if digits > 0 {
            length += 1 + sign + digits;
        }
    }
    length
}

/// The `parseInt` of a text: the integer of `radix` (0: 10, or 16 after `0x`) it starts with; NaN if it starts with none.
pub fn parse_int_prefix(text: &str, radix: i32) -> f64 {
    let text = text.trim_start_matches(is_white_space);
    let mut digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut radix = radix as u32;
    if (radix == 0 || radix == 16)
        && let Some(rest) = digits.strip_prefix("0x").or(digits.strip_prefix("0X"))
    {
        (digits, radix) = (rest, 16);
    }
    if radix == 0 {
        radix = 10;
    }
    if !(2..=36).contains(&radix) {
        return f64::NAN;
    }
    let length = digits.bytes().take_while(|&byte| (byte as char).is_digit(radix)).count();
    let magnitude = match radix {
        10 if length > 15 => fast_float2::parse(&digits[..length]).ok(),
        _ => parse_digits(&digits[..length], radix),
    };
    let magnitude = magnitude.unwrap_or(f64::NAN);
    if text.starts_with('-') { -magnitude } else { magnitude }
}

/// Is `c` white space or a line terminator (ECMA-262, 12.2 and 12.3)?
pub fn is_white_space(c: char) -> bool {
    matches!(
        c,
        '\u{9}'..='\u{D}' | ' ' | '\u{A0}' | '\u{FEFF}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{2029}'
            | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Without white space at either end.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_white_space)
}

/// The int32 congruent to a number modulo 2^32 (ECMA-262, 7.1.6).
pub fn wrap_to_i32(number: f64) -> i32 {
    if !number.is_finite() {
        return 0;
    }
    let bits = number.to_bits();
    let exponent = ((bits >> 52) & 0x7FF) as i32 - 1075;
    let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
    let magnitude = match exponent {
        32.. => 0,
        0..=31 => (mantissa << exponent) as u32,
        -63..=-1 => (mantissa >> -exponent) as u32,
        _ => 0,
    };
    let int = magnitude as i32;
    if number.is_sign_negative() { int.wrapping_neg() } else { int }
}

/// Number::exponentiate (ECMA-262, 6.1.6.1.3): unlike IEEE 754's pow, 1 to an infinite or NaN power is NaN.
pub fn exponentiate(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || base.abs() == 1.0 && exponent.is_infinite() {
        return f64::NAN;
    }
    libm::pow(base, exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_convert_as_in_the_specification() {
        for (text, number) in
            [("", 0.0), (" 12 ", 12.0), ("0x1F", 31.0), ("1e3", 1000.0), ("-.5", -0.5), ("+Infinity", f64::INFINITY)]
        {
            assert_eq!(string_to_number(text), number, "{text:?}");
        }
        for text in ["1_000", "0x", "-0x10", "infinity", "12px", "e5", "--1", "+-1"] {
            assert!(string_to_number(text).is_nan(), "{text:?}");
        }
    }

    #[test]
    fn prefixes_parse_as_far_as_they_are_numbers() {
        for (text, number) in [
            ("3.25abc", 3.25),
            ("  -.5e1x", -5.0),
            ("1e", 1.0),
            ("1e+", 1.0),
            ("5.", 5.0),
            ("0x10", 0.0),
            ("-Infinityx", f64::NEG_INFINITY),
            ("1_000", 1.0),
        ] {
            assert_eq!(parse_float_prefix(text), number, "{text:?}");
        }
        assert!(
            parse_float_prefix(".").is_nan() && parse_float_prefix("-").is_nan() && parse_float_prefix("e5").is_nan()
        );
        for (text, radix, number) in [
            ("12px", 0, 12.0),
            ("-0x1F", 0, -31.0),
            ("z", 36, 35.0),
            ("102", 2, 2.0),
            ("0x1f", 16, 31.0),
            ("9007199254740993", 10, 9007199254740992.0),
        ] {
            assert_eq!(parse_int_prefix(text, radix), number, "{text:?}");
        }
        for (text, radix) in [("", 0), ("0x", 0), ("1", 1), ("1", 37), ("x", 10), ("1", -2)] {
            assert!(parse_int_prefix(text, radix).is_nan(), "{text:?}");
        }
        assert!(parse_int_prefix("-0", 10).is_sign_negative());
    }

    #[test]
    fn wrapping_is_modulo_two_to_the_32() {
        for (number, int) in
            [(4294967296.0, 0), (4294967297.0, 1), (-1.5, -1), (2147483648.0, i32::MIN), (1e21, -559939584)]
        {
            assert_eq!(wrap_to_i32(number), int, "{number}");
        }
        assert_eq!(wrap_to_i32(f64::NAN), 0);
        assert_eq!(wrap_to_i32(1e300), 0);
    }

    #[test]
    fn numbers_print_shortest() {
        for (number, text) in [
            (0.1, "0.1"),
            (1e21, "1e+21"),
            (123456789012345680000.0, "123456789012345680000"),
            (-0.0, "0"),
            (5e-324, "5e-324"),
        ] {
            assert_eq!(to_string(number), text);
        }
    }
}
