//! Encodings of text as bytes: those of `Buffer`.

/// An encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Latin1,
    Ascii,
    Base64,
    Base64Url,
    Hex,
}

impl Encoding {
    /// The encoding that scripts call `name`, in any case.
    pub fn named(name: &str) -> Option<Encoding> {
        Some(match name.to_ascii_lowercase().as_str() {
            "utf8" | "utf-8" => Encoding::Utf8,
            "utf16le" | "utf-16le" | "ucs2" | "ucs-2" => Encoding::Utf16,
            "latin1" | "binary" => Encoding::Latin1,
            "ascii" => Encoding::Ascii,
            "base64" => Encoding::Base64,
            "base64url" => Encoding::Base64Url,
            "hex" => Encoding::Hex,
            _ => return None,
        })
    }

    /// The bytes that a text (in UTF-16 units) stands for.
    pub fn encode(self, units: &[u16]) -> Vec<u8> {
        match self {
            Encoding::Utf8 => String::from_utf16_lossy(units).into_bytes(),
            Encoding::Utf16 => units.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
            Encoding::Latin1 | Encoding::Ascii => units.iter().map(|&unit| unit as u8).collect(),
            Encoding::Base64 | Encoding::Base64Url => decode_base64(units),
            Encoding::Hex => decode_hex(units),
        }
    }

    /// The text (in UTF-16 units) that bytes stand for.
    pub fn decode(self, bytes: &[u8]) -> Vec<u16> {
        let wide = |text: String| text.encode_utf16().collect();
        match self {
            Encoding::Utf8 => wide(String::from_utf8_lossy(bytes).into_owned()),
            Encoding::Utf16 => bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect(),
            Encoding::Latin1 => bytes.iter().map(|&byte| byte as u16).collect(),
            Encoding::Ascii => bytes.iter().map(|&byte| (byte & 0x7F) as u16).collect(),
            Encoding::Base64 => wide(encode_base64(bytes, STANDARD, true)),
            Encoding::Base64Url => wide(encode_base64(bytes, URL_SAFE, false)),
            Encoding::Hex => wide(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        }
    }
}

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn encode_base64(bytes: &[u8], alphabet: &[u8; 64], pads: bool) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |index: usize| group.get(index).copied().unwrap_or(0) as u32;
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            if index <= group.len() {
                text.push(alphabet[(bits >> (18 - 6 * index)) as usize & 63] as char);
            } else if pads {
                text.push('=');
            }
        }
    }
    text
}

/// Both alphabets at once, what is in neither skipped, up to the padding.
fn decode_base64(units: &[u16]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(units.len() * 3 / 4);
    let (mut bits, mut count) = (0u32, 0);
    for &unit in units.iter().take_while(|&&unit| unit != b'=' as u16) {
        let Some(digit) = base64_digit(unit) else { continue };
        bits = bits << 6 | digit;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

fn base64_digit(unit: u16) -> Option<u32> {
    let digit = match u8::try_from(unit).ok()? {
        byte @ b'A'..=b'Z' => byte - b'A',
        byte @ b'a'..=b'z' => byte - b'a' + 26,
        byte @ b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(digit as u32)
}

/// Pairs of digits, up to the first that is none.
fn decode_hex(units: &[u16]) -> Vec<u8> {
    let digit = |unit: u16| char::from_u32(unit as u32).and_then(|c| c.to_digit(16));
    units.chunks_exact(2).map_while(|pair| Some((digit(pair[0])? * 16 + digit(pair[1])?) as u8)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    fn text(units: &[u16]) -> String {
        String::from_utf16_lossy(units)
    }

    #[test]
    fn base64_goes_there_and_back() {
        for (plain, coded) in [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj"), ("\u{fb}\u{ff}", "w7vDvw==")] {
            assert_eq!(text(&Encoding::Base64.decode(plain.as_bytes())), coded);
            assert_eq!(Encoding::Base64.encode(&units(coded)), plain.as_bytes());
        }
        assert_eq!(text(&Encoding::Base64Url.decode(&[0xFB, 0xFF])), "-_8");
        assert_eq!(Encoding::Base64.encode(&units("-_8")), [0xFB, 0xFF]);
    }

    #[test]
    fn hexadecimal_stops_at_what_is_none() {
        assert_eq!(Encoding::Hex.encode(&units("0aFfzz01")), [0x0A, 0xFF]);
        assert_eq!(text(&Encoding::Hex.decode(&[1, 0xAB])), "01ab");
    }
}
