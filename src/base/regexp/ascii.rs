//! A pattern as it matches ASCII text: its syntax tree, with each character class as the set of its ASCII members.
//!
//! Most patterns are of this kind and most subjects are ASCII. Reading a pattern so costs it nothing: characters outside
//! ASCII match no such subject, and without the flags `u` and `v` no character outside ASCII is a case variant of one inside
//! (Canonicalize, ECMA-262, 22.2.7.3). Patterns with back references, unusual escapes, `v`, or anything else whose meaning
//! is not plain from the text are declined: they are matched as they stand.

use std::rc::Rc;

use super::RegExpFlags;

/// ASCII characters, by bit.
pub type AsciiSet = u128;

const DIGITS: AsciiSet = range(b'0', b'9');
const WORD: AsciiSet = DIGITS | range(b'a', b'z') | range(b'A', b'Z') | range(b'_', b'_');
const SPACE: AsciiSet = range(9, 13) | range(b' ', b' ');
const LINE_ENDS: AsciiSet = range(b'\n', b'\n') | range(b'\r', b'\r');
/// Nesting from which on a pattern is declined.
const MAX_DEPTH: usize = 40;
/// The largest repetition count that is not declined.
const MAX_COUNT: u32 = 1000;

const fn range(first: u8, last: u8) -> AsciiSet {
    (AsciiSet::MAX >> (127 - (last - first))) << first
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    One(AsciiSet),
    Cat(Vec<Node>),
    Alt(Vec<Node>),
    Repeat { node: Box<Node>, min: u32, max: Option<u32>, greedy: bool },
    Start,
    End,
    Boundary { negative: bool },
    Group(Box<Node>),
    Look { behind: bool, negative: bool, node: Box<Node> },
}

/// See the module's header.
#[derive(Debug)]
pub struct AsciiPattern {
    pub root: Node,
    pub group_count: usize,
    /// The names of groups, each with the number of its group from 0, in order.
    pub names: Vec<(Rc<str>, usize)>,
}

impl AsciiPattern {
    /// Reads a pattern that is known to be well-formed; None if it is declined.
    pub fn parse(pattern: &[u16], flags: RegExpFlags) -> Option<AsciiPattern> {
        if flags.contains(RegExpFlags::UNICODE_SETS) {
            return None;
        }
        let mut parser = Parser { rest: pattern, flags, depth: 0, group_count: 0, names: Vec::new() };
        let root = parser.alternatives()?;
        let is_whole = parser.rest.is_empty();
        is_whole.then_some(AsciiPattern { root, group_count: parser.group_count, names: parser.names })
    }

    /// Does it match at the start of a line alone, whatever alternative is taken?
    pub fn starts_with_start(&self) -> bool {
        match &self.root {
            Node::Start => true,
            Node::Cat(nodes) => nodes.first() == Some(&Node::Start),
            _ => false,
        }
    }

    /// The pattern's text with each class written out, to be compiled without the flags `i` and `s`.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        write(&self.root, &mut text);
        text
    }
}

impl Node {
    /// May it match without consuming anything?
    pub fn is_nullable(&self) -> bool {
        match self {
            Node::One(_) => false,
            Node::Cat(nodes) => nodes.iter().all(Node::is_nullable),
            Node::Alt(nodes) => nodes.iter().any(Node::is_nullable),
            Node::Repeat { node, min, .. } => *min == 0 || node.is_nullable(),
            Node::Group(node) => node.is_nullable(),
            Node::Start | Node::End | Node::Boundary { .. } | Node::Look { .. } => true,
        }
    }
}

fn write(node: &Node, text: &mut String) {
    match node {
        Node::One(set) => write_set(*set, text),
        Node::Cat(nodes) => nodes.iter().for_each(|node| match node {
            Node::Alt(_) => write_enclosed("(?:", node, text),
            _ => write(node, text),
        }),
        Node::Alt(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                if index > 0 {
                    text.push('|');
                }
                write(node, text);
            }
        }
        Node::Repeat { node, min, max, greedy } => {
            match **node {
                Node::One(_) | Node::Group(_) => write(node, text),
                _ => write_enclosed("(?:", node, text),
            }
            match max {
                Some(max) => text.push_str(&format!("{{{min},{max}}}")),
                None => text.push_str(&format!("{{{min},}}")),
            }
            text.push_str(if *greedy { "" } else { "?" });
        }
        Node::Start => text.push('^'),
        Node::End => text.push('$'),
        Node::Boundary { negative } => text.push_str(if *negative { "\\B" } else { "\\b" }),
        Node::Group(node) => write_enclosed("(", node, text),
        Node::Look { behind, negative, node } => {
            let open = match (behind, negative) {
                (false, false) => "(?=",
                (false, true) => "(?!",
                (true, false) => "(?<=",
                (true, true) => "(?<!",
            };
            write_enclosed(open, node, text);
        }
    }
}

fn write_enclosed(open: &str, node: &Node, text: &mut String) {
    text.push_str(open);
    write(node, text);
    text.push(')');
}

fn write_set(set: AsciiSet, text: &mut String) {
    if set.count_ones() == 1 {
        return text.push_str(&format!("\\x{:02x}", set.trailing_zeros()));
    }
    if set == AsciiSet::MAX {
        return text.push_str("[^]");
    }
    text.push('[');
    for (first, last) in ranges(set) {
        text.push_str(&format!("\\x{first:02x}-\\x{last:02x}"));
    }
    text.push(']');
}

/// The runs of consecutive members.
pub fn ranges(set: AsciiSet) -> impl Iterator<Item = (u8, u8)> {
    let mut rest = set;
    std::iter::from_fn(move || {
        if rest == 0 {
            return None;
        }
        let first = rest.trailing_zeros() as u8;
        let last = first + (rest >> first).trailing_ones() as u8 - 1;
        rest &= !range(first, last);
        Some((first, last))
    })
}

struct Parser<'a> {
    rest: &'a [u16],
    flags: RegExpFlags,
    depth: usize,
    group_count: usize,
    names: Vec<(Rc<str>, usize)>,
}

/// An element of a class: a character, or the class that an escape stands for.
enum Member {
    Unit(u16),
    Set(AsciiSet),
}

impl Parser<'_> {
    /// The next unit, as ASCII; 0xFF for any other.
    fn peek(&self) -> Option<u8> {
        self.rest.first().map(|&unit| if unit < 0x80 { unit as u8 } else { 0xFF })
    }

    fn next(&mut self) -> Option<u16> {
        let (&unit, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(unit)
    }

    fn eat(&mut self, text: &str) -> bool {
        let is_there = self.rest.len() >= text.len() && self.rest.iter().zip(text.bytes()).all(|(&u, b)| u == b as u16);
        if is_there {
            self.rest = &self.rest[text.len()..];
        }
        is_there
    }

    fn alternatives(&mut self) -> Option<Node> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut nodes = vec![self.sequence()?];
        while self.eat("|") {
            nodes.push(self.sequence()?);
        }
        self.depth -= 1;
        Some(if nodes.len() == 1 { nodes.swap_remove(0) } else { Node::Alt(nodes) })
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut nodes = Vec::new();
        while !matches!(self.peek(), None | Some(b'|' | b')')) {
            nodes.push(self.term()?);
        }
        Some(if nodes.len() == 1 { nodes.swap_remove(0) } else { Node::Cat(nodes) })
    }

    fn term(&mut self) -> Option<Node> {
        let node = self.atom()?;
        let (min, max) = match self.peek() {
            Some(b'*') => (0, None),
            Some(b'+') => (1, None),
            Some(b'?') => (0, Some(1)),
            Some(b'{') => {
                self.next();
                return self.counted(node);
            }
            _ => return Some(node),
        };
        self.next();
        self.repeated(node, min, max)
    }

    /// The rest of `node{min,max}`.
    fn counted(&mut self, node: Node) -> Option<Node> {
        let min = self.number()?;
        let max = match self.eat(",") {
            false => Some(min),
            true if self.peek() == Some(b'}') => None,
            true => Some(self.number()?),
        };
        if !self.eat("}") || max.is_some_and(|max| max < min) {
            return None;
        }
        self.repeated(node, min, max)
    }

    fn repeated(&mut self, node: Node, min: u32, max: Option<u32>) -> Option<Node> {
        if matches!(node, Node::Start | Node::End | Node::Boundary { .. } | Node::Look { .. }) {
            return None;
        }
        let greedy = !self.eat("?");
        Some(Node::Repeat { node: Box::new(node), min, max, greedy })
    }

    fn number(&mut self) -> Option<u32> {
        let mut value = None;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = Some(value.unwrap_or(0) * 10 + (digit - b'0') as u32).filter(|&value| value <= MAX_COUNT);
            value?;
            self.next();
        }
        value
    }

    fn atom(&mut self) -> Option<Node> {
        let unit = self.next()?;
        Some(match u8::try_from(unit).unwrap_or(0xFF) {
            b'^' => Node::Start,
            b'$' => Node::End,
            b'.' if self.flags.contains(RegExpFlags::DOT_ALL) => Node::One(AsciiSet::MAX),
            b'.' => Node::One(!LINE_ENDS),
            b'(' => return self.group(),
            b'[' => return self.class(),
            b'\\' if self.eat("b") => Node::Boundary { negative: false },
            b'\\' if self.eat("B") => Node::Boundary { negative: true },
            b'\\' => match self.escape()? {
                Member::Unit(unit) => Node::One(self.set_of(unit, unit)?),
                Member::Set(set) => Node::One(set),
            },
            b'*' | b'+' | b'?' | b'{' => return None,
            _ => Node::One(self.set_of(unit, unit)?),
        })
    }

    fn group(&mut self) -> Option<Node> {
        let look = |behind, negative, node| Node::Look { behind, negative, node: Box::new(node) };
        if self.eat("?:") {
            return self.enclosed();
        }
        for (open, behind, negative) in
            [("?=", false, false), ("?!", false, true), ("?<=", true, false), ("?<!", true, true)]
        {
            if self.eat(open) {
                return Some(look(behind, negative, self.enclosed()?));
            }
        }
        if self.eat("?<") {
            let name = self.name()?;
            self.names.push((name, self.group_count));
        } else if self.peek() == Some(b'?') {
            return None;
        }
        self.group_count += 1;
        Some(Node::Group(Box::new(self.enclosed()?)))
    }

    fn enclosed(&mut self) -> Option<Node> {
        let node = self.alternatives()?;
        self.eat(")").then_some(node)
    }

    /// The name of a group, up to the `>`; a name for two groups is declined.
    fn name(&mut self) -> Option<Rc<str>> {
        let mut name = String::new();
        while !self.eat(">") {
            let c = self.peek().filter(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'$'))?;
            name.push(c as char);
            self.next();
        }
        let is_new = !self.names.iter().any(|(known, _)| **known == *name);
        is_new.then(|| name.into())
    }

    /// The ASCII characters among `first ..= last`, and their case variants if the flags ask for them.
    fn set_of(&self, first: u16, last: u16) -> Option<AsciiSet> {
        let ignores_case = self.flags.contains(RegExpFlags::IGNORE_CASE);
        if last >= 0x80 && (ignores_case || self.flags.is_unicode()) || ignores_case && self.flags.is_unicode() {
            return None;
        }
        let set = if first < 0x80 { range(first as u8, last.min(0x7F) as u8) } else { 0 };
        Some(if ignores_case { with_other_case(set) } else { set })
    }

    fn class(&mut self) -> Option<Node> {
        let negative = self.eat("^");
        let mut set = 0;
        while !self.eat("]") {
            let first = self.member()?;
            let is_range = self.peek() == Some(b'-') && self.rest.get(1).is_some_and(|&unit| unit != b']' as u16);
            if !is_range {
                set |= match first {
                    Member::Unit(unit) => self.set_of(unit, unit)?,
                    Member::Set(set) => set,
                };
                continue;
            }
            self.next();
            let (Member::Unit(first), Member::Unit(last)) = (first, self.member()?) else { return None };
            if last < first {
                return None;
            }
            set |= self.set_of(first, last)?;
        }
        Some(Node::One(if negative { !set } else { set }))
    }

    fn member(&mut self) -> Option<Member> {
        match self.next()? {
            0x5C if self.eat("b") => Some(Member::Unit(8)),
            0x5C => self.escape(),
            unit => Some(Member::Unit(unit)),
        }
    }

    /// What an escape stands for, its backslash consumed.
    fn escape(&mut self) -> Option<Member> {
        let unit = self.next()?;
        Some(match u8::try_from(unit).ok().filter(u8::is_ascii)? {
            b'd' => Member::Set(DIGITS),
            b'D' => Member::Set(!DIGITS),
            b'w' => Member::Set(WORD),
            b'W' => Member::Set(!WORD),
            b's' => Member::Set(SPACE),
            b'S' => Member::Set(!SPACE),
            b't' => Member::Unit(9),
            b'n' => Member::Unit(10),
            b'v' => Member::Unit(11),
            b'f' => Member::Unit(12),
            b'r' => Member::Unit(13),
            b'0' if !self.peek().is_some_and(|next| next.is_ascii_digit()) => Member::Unit(0),
            b'x' => Member::Unit(self.hexadecimal(2)?),
            b'u' => Member::Unit(self.hexadecimal(4)?),
            letter if letter.is_ascii_alphanumeric() => return None,
            _ => Member::Unit(unit),
        })
    }

    fn hexadecimal(&mut self, digits: usize) -> Option<u16> {
        let mut value = 0;
        for _ in 0..digits {
            let digit = (self.peek()? as char).to_digit(16)?;
            value = value << 4 | digit as u16;
            self.next();
        }
        Some(value)
    }
}

fn with_other_case(set: AsciiSet) -> AsciiSet {
    let (upper, lower) = (set & range(b'A', b'Z'), set & range(b'a', b'z'));
    set | upper << 32 | lower >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(pattern: &str, flags: &str) -> Option<String> {
        let units: Vec<u16> = pattern.encode_utf16().collect();
        let flags = RegExpFlags::parse(flags.encode_utf16()).expect("valid flags");
        AsciiPattern::parse(&units, flags).map(|pattern| pattern.to_text())
    }

    #[test]
    fn classes_are_written_out() {
        for (pattern, flags, wanted) in [
            ("a|bc", "", r"\x61|\x62\x63"),
            (r"\d+?x", "", r"[\x30-\x39]{1,}?\x78"),
            (r"(?:ab){2,3}", "", r"(?:\x61\x62){2,3}"),
            (r"(?<n>\s)(?!.)", "", r"([\x09-\x0d\x20-\x20])(?![\x00-\x09\x0b-\x0c\x0e-\x7f])"),
            ("[^a-f\u{e9}]", "", r"[\x00-\x60\x67-\x7f]"),
            ("a(?:b|c)", "i", r"[\x41-\x41\x61-\x61](?:[\x42-\x42\x62-\x62]|[\x43-\x43\x63-\x63])"),
            ("[][^]\u{e9}", "", "[][^][]"),
        ] {
            assert_eq!(text(pattern, flags).as_deref(), Some(wanted), "/{pattern}/{flags}");
        }
    }

    #[test]
    fn what_is_not_plain_is_declined() {
        for (pattern, flags) in [
            (r"(a)\1", ""),
            (r"\k<n>", ""),
            (r"\cA", ""),
            (r"\p{L}", "u"),
            ("a{", ""),
            ("{1}", ""),
            (r"[\d-x]", ""),
            ("k", "iu"),
            ("\u{e9}", "i"),
            ("\u{1F600}*", "u"),
            ("(?=a)*", ""),
            ("(?<a>x)|(?<a>y)", ""),
            ("(?i:a)", ""),
            ("a", "v"),
        ] {
            assert_eq!(text(pattern, flags), None, "/{pattern}/{flags}");
        }
    }
}
