//! Numbers as text with a chosen count of digits or a radix (ECMA-262, 21.1.3), exact to the last digit.
//!
//! The standard library prints any count of digits exactly but rounds ties to even where the specification takes the
//! larger; a tie is a double whose expansion ends right there, so [`is_tie`] finds it and its successor is printed.
//! Arguments are finite; signs, NaN and infinities are the caller's business unless said otherwise.

/// `number` with `digits` (up to 100) after the point; magnitudes from 10^21 on are the caller's.
pub fn to_fixed(number: f64, digits: usize) -> String {
    let text = format!("{:.*}", digits, rounding_up(number, -(digits as i32)));
    // Minus zero has no sign, but what rounds to it has.
    if number == 0.0 { text.trim_start_matches('-').to_owned() } else { text }
}

/// `number` as d.ddde±x with `digits` (up to 100) after the point, or as many as it takes to tell it from all others.
pub fn to_exponential(number: f64, digits: Option<usize>) -> String {
    let text = match digits {
        None => format!("{number:e}"),
        Some(digits) => {
            let last = decimal_exponent(number) - digits as i32;
            format!("{:.*e}", digits, rounding_up(number, last))
        }
    };
    let text = text.replace('e', if text.contains("e-") { "e" } else { "e+" });
    if number == 0.0 { text.trim_start_matches('-').to_owned() } else { text }
}

/// `number` with `precision` (1 to 100) significant digits, in whichever notation suits its size.
pub fn to_precision(number: f64, precision: usize) -> String {
    let exponential = to_exponential(number, Some(precision - 1));
    let (mantissa, exponent) = exponential.split_once('e').unwrap_or((&exponential, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if exponent < -6 || exponent >= precision as i32 {
        return exponential;
    }
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    if exponent < 0 {
        let zeros = "0".repeat(-(exponent + 1) as usize);
        return format!("{sign}0.{zeros}{digits}");
    }
    let (whole, fraction) = digits.split_at(exponent as usize + 1);
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

/// The exponent of the first significant digit; 0 for zero.
fn decimal_exponent(number: f64) -> i32 {
    let shortest = format!("{number:e}");
    shortest.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0)
}

/// `number`, or its successor in magnitude if it lies halfway between two multiples of 10^`last`.
fn rounding_up(number: f64, last: i32) -> f64 {
    if !is_tie(number, last) {
        return number;
    }
    f64::from_bits(number.to_bits() + 1)
}

/// Is `number` an odd multiple of 10^`last` / 2?
fn is_tie(number: f64, last: i32) -> bool {
    if number == 0.0 {
        return false;
    }
    let bits = number.abs().to_bits();
    let (exponent, fraction) = ((bits >> 52) as i32, bits & ((1 << 52) - 1));
    let (mantissa, exponent) = if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    // number = odd * 2^power
    let (odd, power) = (mantissa >> mantissa.trailing_zeros(), exponent + mantissa.trailing_zeros() as i32);
    // It is one iff odd * 2^(power + 1 - last) / 5^last is an odd integer.
    power == last - 1 && (last <= 0 || 5u64.checked_pow(last as u32).is_some_and(|divisor| odd % divisor == 0))
}

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Number::toString in a radix other than 10, V8's digits: as many after the point as tell `number` from its neighbours.
pub fn to_radix(number: f64, radix: u32) -> String {
    let magnitude = number.abs();
    let mut whole = magnitude.floor();
    let (fraction, carry) = fraction_digits(magnitude, radix as f64);
    if carry {
        whole += 1.0;
    }
    let mut text = if number < 0.0 { String::from("-") } else { String::new() };
    text.push_str(&whole_digits(whole, radix as f64));
    if !fraction.is_empty() {
        text.push('.');
        text.extend(fraction.iter().map(|&digit| DIGITS[digit as usize] as char));
    }
    text
}

/// The digits after the point, and whether rounding them carried into the whole part.
fn fraction_digits(magnitude: f64, radix: f64) -> (Vec<u8>, bool) {
    let mut digits: Vec<u8> = Vec::new();
    let mut fraction = magnitude - magnitude.floor();
    let mut delta = (0.5 * (magnitude.next_up() - magnitude)).max(f64::from_bits(1));
    if fraction < delta {
        return (digits, false);
    }
    loop {
        fraction *= radix;
        delta *= radix;
        let digit = fraction as u8;
        digits.push(digit);
        fraction -= digit as f64;
        let rounds_up = fraction > 0.5 || fraction == 0.5 && digit & 1 == 1;
        if rounds_up && fraction + delta > 1.0 {
            return round_up(digits, radix as u8);
        }
        if fraction < delta {
            return (digits, false);
        }
    }
}

fn round_up(mut digits: Vec<u8>, radix: u8) -> (Vec<u8>, bool) {
    while let Some(digit) = digits.pop() {
        if digit + 1 < radix {
            digits.push(digit + 1);
            return (digits, false);
        }
    }
    (digits, true)
}

/// The digits of an integral number; those it has no precision for are zeros.
fn whole_digits(whole: f64, radix: f64) -> String {
    let mut whole = whole;
    let mut reversed = Vec::new();
    while whole / radix >= (1u64 << 53) as f64 {
        whole /= radix;
        reversed.push(b'0');
    }
    loop {
        let digit = whole % radix;
        reversed.push(DIGITS[digit as usize]);
        whole = (whole - digit) / radix;
        if whole <= 0.0 {
            break;
        }
    }
    reversed.iter().rev().map(|&digit| digit as char).collect()
}

/// How a number is written for people of the `en-US` locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grouping {
    pub minimum_fraction_digits: usize,
    pub maximum_fraction_digits: usize,
    /// Commas between thousands.
    pub groups: bool,
}

impl Default for Grouping {
    fn default() -> Self {
        Grouping { minimum_fraction_digits: 0, maximum_fraction_digits: 3, groups: true }
    }
}

/// `number` for people, any value: `1,234.5`, `∞`, `NaN`, `-0`. Ties are rounded away from zero on the shortest decimal
/// that reads back as the number, as ICU does.
pub fn to_grouped(number: f64, grouping: Grouping) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    let sign = if number.is_sign_negative() { "-" } else { "" };
    if number.is_infinite() {
        return format!("{sign}∞");
    }
    let (whole, fraction) = rounded_decimal(number.abs(), grouping.maximum_fraction_digits);
    let wanted = fraction.trim_end_matches('0').len().max(grouping.minimum_fraction_digits);
    let mut text = format!("{sign}{}", if grouping.groups { group_digits(&whole) } else { whole });
    if wanted > 0 {
        text.push('.');
        text.push_str(&format!("{fraction:0<wanted$}")[..wanted]);
    }
    text
}

/// Whole and fractional digits of `magnitude`, the latter at most `digits`.
fn rounded_decimal(magnitude: f64, digits: usize) -> (String, String) {
    let plain = format!("{magnitude}");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    if fraction.len() <= digits {
        return (whole.to_owned(), fraction.to_owned());
    }
    let mut all: Vec<u8> = whole.bytes().chain(fraction.bytes().take(digits)).collect();
    if fraction.as_bytes()[digits] >= b'5' {
        let nines = all.iter().rev().take_while(|&&digit| digit == b'9').count();
        let length = all.len();
        all[length - nines..].fill(b'0');
        match length.checked_sub(nines + 1) {
            Some(at) => all[at] += 1,
            None => all.insert(0, b'1'),
        }
    }
    let split = all.len() - digits;
    let text = |bytes: &[u8]| bytes.iter().map(|&byte| byte as char).collect();
    (text(&all[..split]), text(&all[split..]))
}

/// Commas between each three digits.
pub fn group_digits(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_digits_are_exact_and_ties_go_away_from_zero() {
        let cases = [
            (2.5, 0, "3"),
            (-2.5, 0, "-3"),
            (0.5, 0, "1"),
            (1.005, 2, "1.00"),
            (1.25, 1, "1.3"),
            (1.35, 1, "1.4"),
            (123.456, 2, "123.46"),
            (0.000001, 7, "0.0000010"),
            (1000000000000000128.0, 1, "1000000000000000128.0"),
            (-0.0000001, 2, "-0.00"),
            (-0.0, 2, "0.00"),
        ];
        for (number, digits, text) in cases {
            assert_eq!(to_fixed(number, digits), text, "{number} {digits}");
        }
    }

    #[test]
    fn exponents_and_precision() {
        assert_eq!(to_exponential(123456.0, None), "1.23456e+5");
        assert_eq!(to_exponential(0.00015, Some(0)), "1e-4");
        assert_eq!(to_exponential(25.0, Some(0)), "3e+1");
        assert_eq!(to_exponential(0.0, Some(2)), "0.00e+0");
        assert_eq!(to_precision(123.456, 4), "123.5");
        assert_eq!(to_precision(0.000123, 2), "0.00012");
        assert_eq!(to_precision(1e21, 3), "1.00e+21");
        assert_eq!(to_precision(0.0, 1), "0");
        assert_eq!(to_precision(99.99, 3), "100");
        assert_eq!(to_precision(1250.0, 2), "1.3e+3");
    }

    #[test]
    fn radices_print_as_many_digits_as_it_takes() {
        for (number, radix, text) in [
            (255.0, 16, "ff"),
            (-255.5, 2, "-11111111.1"),
            (0.1, 3, "0.0022002200220022002200220022002201"),
            (1e21, 36, "5v1j4f4ds7c000"),
            (0.999999999999999, 2, "0.11111111111111111111111111111111111111111111111110111"),
            (0.9999999999999999, 36, "0.zzzzzzzzzza"),
        ] {
            assert_eq!(to_radix(number, radix), text);
        }
        assert_eq!(to_radix(0.5, 3), "0.1111111111111111111111111111111112");
    }

    #[test]
    fn grouping_is_for_people() {
        let plain = Grouping::default();
        for (number, text) in [
            (1234567.891, "1,234,567.891"),
            (0.0005, "0.001"),
            (-0.0, "-0"),
            (999.9996, "1,000"),
            (1e21, "1,000,000,000,000,000,000,000"),
        ] {
            assert_eq!(to_grouped(number, plain), text);
        }
        let money = Grouping { minimum_fraction_digits: 2, maximum_fraction_digits: 2, groups: true };
        assert_eq!(to_grouped(1.005, money), "1.01");
        assert_eq!(to_grouped(12.0, money), "12.00");
    }
}
