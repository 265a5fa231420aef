//! Which source offset an instruction reports: the places V8 gives in stack traces, found in the text where the tree has
//! no span for them (operators, parentheses, dots).

use crate::syntax::ast::{Ast, ExprId, ExprKind};
use crate::syntax::source::is_line_terminator;

/// The first offset at or after `from` that is neither white space nor inside a comment.
pub fn skip_trivia(text: &str, from: u32) -> u32 {
    let mut rest = text.get(from as usize..).unwrap_or("");
    loop {
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        rest = if trimmed.starts_with("//") {
            trimmed.find(is_line_terminator).map_or("", |end| &trimmed[end..])
        } else if let Some(comment) = trimmed.strip_prefix("/*") {
            comment.find("*/").map_or("", |end| &comment[end + 2..])
        } else {
            return (text.len() - trimmed.len()) as u32;
        };
    }
}

/// Where the operator after `left` stands; closing parentheses are part of the left operand's span.
pub fn operator(text: &str, ast: &Ast, left: ExprId) -> u32 {
    skip_trivia(text, ast[left].span.end)
}

/// Where the property of the member expression `id` is reported.
///
/// The name itself; but a bracket for computed ones, and the dot after a call or an optional link.
pub fn property(text: &str, ast: &Ast, object: ExprId, is_computed: bool) -> u32 {
    let dot = skip_trivia(text, ast[object].span.end);
    let rest = text.get(dot as usize..).unwrap_or("");
    if let Some(link) = rest.strip_prefix("?.") {
        let after = (text.len() - link.len()) as u32;
        return skip_trivia(text, after);
    }
    if is_computed || continues_call(ast, object) { dot } else { skip_trivia(text, dot + 1) }
}

/// Is `id` a call, an optional link, or a member of one, without parentheses?
fn continues_call(ast: &Ast, mut id: ExprId) -> bool {
    loop {
        id = match ast[id].kind {
            ExprKind::Call { .. } | ExprKind::SuperCall { .. } => return true,
            ExprKind::Member { object, is_optional, .. }
            | ExprKind::Index { object, is_optional, .. }
            | ExprKind::PrivateMember { object, is_optional, .. } => {
                if is_optional {
                    return true;
                }
                object
            }
            ExprKind::TaggedTemplate { tag, .. } => tag,
            _ => return false,
        };
    }
}

/// Where a call of `callee` is reported: at its last word if that is a plain name, else at the parenthesis.
pub fn call(text: &str, ast: &Ast, callee: ExprId, is_optional: bool) -> u32 {
    match last_name(text, ast, callee) {
        Some(position) if !is_optional => position,
        _ => {
            let at = skip_trivia(text, ast[callee].span.end);
            if text.get(at as usize..).is_some_and(|rest| rest.starts_with("?.")) {
                skip_trivia(text, at + 2)
            } else {
                at
            }
        }
    }
}

/// Where a tagged template is reported.
pub fn tagged_template(text: &str, ast: &Ast, tag: ExprId) -> u32 {
    last_name(text, ast, tag).unwrap_or_else(|| skip_trivia(text, ast[tag].span.end))
}

/// The start of the identifier that ends `id`, unless a keyword or private name.
fn last_name(text: &str, ast: &Ast, id: ExprId) -> Option<u32> {
    let span = ast[id].span;
    let start = match ast[id].kind {
        ExprKind::Identifier(_) => return Some(span.start),
        ExprKind::Member { object, .. } => {
            let dot = skip_trivia(text, ast[object].span.end);
            let width = if text.get(dot as usize..)?.starts_with("?.") { 2 } else { 1 };
            skip_trivia(text, dot + width)
        }
        ExprKind::SuperMember { .. } => {
            let dot = skip_trivia(text, span.start + "super".len() as u32);
            skip_trivia(text, dot + 1)
        }
        _ => return None,
    };
    let name = text.get(start as usize..span.end as usize)?;
    (!is_keyword(name)).then_some(start)
}

/// Reserved words: V8 takes them for no callable token.
fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "function",
        "if",
        "import",
        "in",
        "instanceof",
        "new",
        "null",
        "return",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "var",
        "void",
        "while",
        "with",
    ];
    KEYWORDS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trivia_is_white_space_and_comments() {
        assert_eq!(skip_trivia("a /* b */ // c\n\t+ d", 1), 16);
        assert_eq!(skip_trivia("a", 1), 1);
        assert_eq!(skip_trivia("a /* never closed", 1), 17);
    }

    #[test]
    fn keywords_can_be_searched() {
        assert!(is_keyword("delete") && is_keyword("with") && !is_keyword("of"));
    }
}
