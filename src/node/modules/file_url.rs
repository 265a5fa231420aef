//! `file:` URLs: from paths and back, and relative references against them.

use std::path::{Path, PathBuf};

const SCHEME: &str = "file://";

/// The URL of a file.
pub fn from_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    let mut url = SCHEME.to_owned();
    for character in text.chars() {
        let keeps = !matches!(character, '%' | '\\' | '\n' | '\r' | '\t' | '?' | '#');
        push_encoded(&mut url, character, keeps);
    }
    url
}

fn push_encoded(url: &mut String, character: char, keeps: bool) {
    let is_plain = character.is_ascii_graphic() && !matches!(character, '"' | '<' | '>' | '`' | '{' | '}');
    if keeps && is_plain {
        return url.push(character);
    }
    let mut buffer = [0; 4];
    for byte in character.encode_utf8(&mut buffer).bytes() {
        url.push_str(&format!("%{byte:02X}"));
    }
}

/// The file that a URL names, its query and fragment left out; None unless it is a `file:` URL.
pub fn to_path(url: &str) -> Option<PathBuf> {
    let (path, _) = split_suffix(url.strip_prefix(SCHEME)?);
    Some(PathBuf::from(decode(path)))
}

/// A URL as people read it: a file's path, any other as it is.
pub fn shown(url: &str) -> String {
    to_path(url).map_or_else(|| url.to_owned(), |path| path.to_string_lossy().into_owned())
}

/// What stands before the query and the fragment, and these.
pub fn split_suffix(url: &str) -> (&str, &str) {
    url.split_at(url.find(['?', '#']).unwrap_or(url.len()))
}

/// Percent-decodes a text.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = text.get(at + 1..at + 3).filter(|_| byte == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(code) => {
                decoded.push(code);
                at += 3;
            }
            None => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// `reference`, a path (absolute or relative) with perhaps query and fragment, against the `file:` URL `base`.
pub fn join(base: &str, reference: &str) -> String {
    let (path, suffix) = split_suffix(reference);
    let base_path = base.strip_prefix(SCHEME).map_or("/", |rest| split_suffix(rest).0);
    let folder = &base_path[..base_path.rfind('/').map_or(0, |at| at + 1)];
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{folder}{path}") };
    let mut encoded = String::new();
    for character in normalize(&whole).chars() {
        push_encoded(&mut encoded, character, true);
    }
    format!("{SCHEME}{encoded}{suffix}")
}

/// Removes `.` and `..` segments.
fn normalize(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (index, segment) in segments.iter().enumerate() {
        let is_last = index + 1 == segments.len();
        match segment.to_lowercase().replace("%2e", ".").as_str() {
            "." if is_last => parts.push(""),
            "." => {}
            ".." => {
                parts.pop();
                if is_last {
                    parts.push("");
                }
            }
            _ => parts.push(segment),
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_urls_and_come_back() {
        for (path, url) in [
            ("/a/b.mjs", "file:///a/b.mjs"),
            ("/a b/ü%.mjs", "file:///a%20b/%C3%BC%25.mjs"),
            ("/x/[eval1]", "file:///x/[eval1]"),
            ("/q?#", "file:///q%3F%23"),
        ] {
            assert_eq!(from_path(Path::new(path)), url);
            assert_eq!(to_path(url).as_deref(), Some(Path::new(path)));
        }
        assert_eq!(to_path("file:///a?x=1#y"), Some(PathBuf::from("/a")));
        assert_eq!(to_path("node:fs"), None);
    }

    #[test]
    fn references_are_joined() {
        let base = "file:///a/b/c.mjs";
        for (reference, url) in [
            ("./d.mjs", "file:///a/b/d.mjs"),
            ("../d.mjs?q#f", "file:///a/d.mjs?q#f"),
            ("../../../d", "file:///d"),
            ("/x/./y/..", "file:///x/"),
            ("./a b%20c", "file:///a/b/a%20b%20c"),
        ] {
            assert_eq!(join(base, reference), url);
        }
    }
}
