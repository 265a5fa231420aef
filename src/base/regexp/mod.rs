//! Regular expressions: flags, compilation by `regress`, matching on the units of a string as they are.
//!
//! ASCII subjects are matched by a [program of their own](ascii) where the pattern allows it: without any engine if the
//! pattern is a [run] of one class; otherwise by `regress` with each class reduced to ASCII, which once the pattern has
//! been searched for often is told by an [automaton] where to look.
//!
//! `regress` only searches forward from an index. What must match at one index alone (the sticky flag, `^` without
//! multiline) is compiled as `(?:pattern)|()`: the added empty group, which only takes part when the pattern failed,
//! ends the search at once.

#[cfg(test)]
mod agreement_tests;
mod ascii;
mod automaton;
mod run;

use std::cell::{Cell, OnceCell};
use std::ops::Range;
use std::rc::Rc;

use bitflags::bitflags;
use memchr::memmem::Finder;
use regress::{Match, Regex};

use self::ascii::AsciiPattern;
use self::automaton::Automaton;
use self::run::Run;

bitflags! {
    /// The flags, in the order in which `RegExp.prototype.flags` lists them.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct RegExpFlags: u8 {
        const HAS_INDICES = 1;
        const GLOBAL = 2;
        const IGNORE_CASE = 4;
        const MULTILINE = 8;
        const DOT_ALL = 16;
        const UNICODE = 32;
        const UNICODE_SETS = 64;
        const STICKY = 128;
    }
}

const FLAG_LETTERS: &[u8; 8] = b"dgimsuvy";

impl RegExpFlags {
    /// The flags that `letters` name; None for unknown or repeated letters, or `u` with `v`.
    pub fn parse(letters: impl IntoIterator<Item = u16>) -> Option<RegExpFlags> {
        let mut flags = RegExpFlags::empty();
        for letter in letters {
            let bit = FLAG_LETTERS.iter().position(|&known| known as u16 == letter)?;
            let flag = RegExpFlags::from_bits_retain(1 << bit);
            if flags.contains(flag) {
                return None;
            }
            flags |= flag;
        }
        (!flags.contains(RegExpFlags::UNICODE | RegExpFlags::UNICODE_SETS)).then_some(flags)
    }

    /// The letters, in order.
    pub fn letters(self) -> String {
        let is_set = |bit: &usize| self.bits() & 1 << *bit != 0;
        (0..FLAG_LETTERS.len()).filter(is_set).map(|bit| FLAG_LETTERS[bit] as char).collect()
    }

    /// Does the pattern see code points rather than units?
    pub fn is_unicode(self) -> bool {
        self.intersects(RegExpFlags::UNICODE | RegExpFlags::UNICODE_SETS)
    }

    fn for_compiler(self) -> regress::Flags {
        regress::Flags {
            icase: self.contains(RegExpFlags::IGNORE_CASE),
            multiline: self.contains(RegExpFlags::MULTILINE),
            dot_all: self.contains(RegExpFlags::DOT_ALL),
            no_opt: false,
            unicode: self.is_unicode(),
            unicode_sets: self.contains(RegExpFlags::UNICODE_SETS),
        }
    }
}

/// What a pattern is matched against.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    Ascii(&'a str),
    Units(&'a [u16]),
}

impl Subject<'_> {
    fn len(self) -> usize {
        match self {
            Subject::Ascii(text) => text.len(),
            Subject::Units(units) => units.len(),
        }
    }
}

/// A match: where the whole and each group stand, in units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captures {
    pub whole: Range<usize>,
    pub groups: Vec<Option<Range<usize>>>,
    /// Each name with its group, in order; empty if the pattern names none.
    pub named: Vec<(Rc<str>, Option<Range<usize>>)>,
}

impl Captures {
    fn of_whole(whole: Range<usize>) -> Captures {
        Captures { whole, groups: Vec::new(), named: Vec::new() }
    }

    fn new(found: Match) -> Captures {
        let named = found.named_groups().map(|(name, range)| (name.into(), range)).collect();
        Captures { whole: found.range, groups: found.captures, named }
    }
}

/// A compiled pattern.
pub struct Program {
    pattern: Box<[u16]>,
    flags: RegExpFlags,
    /// For ASCII subjects.
    ascii: Option<AsciiProgram>,
    /// For all subjects; made at once if there is no other.
    general: OnceCell<Matcher>,
    bytes: Cell<usize>,
}

enum Matcher {
    /// An ASCII text without operators.
    Literal { finder: Finder<'static>, units: Box<[u16]>, sticky: bool },
    /// May match anywhere at or after the start of the search.
    Anywhere(Regex),
    /// Matches where the search starts; compiled with the added group.
    AtStart(Regex),
    /// Matches at index 0 or nowhere; compiled with the added group.
    AtZero(Regex),
    /// Sticky, but of a kind to which no group can be added.
    SearchedAtStart(Regex),
}

/// How ASCII subjects are matched.
struct AsciiProgram {
    pattern: AsciiPattern,
    matcher: AsciiMatcher,
    /// Made when the work done without it comes to [`WORK_BEFORE_AUTOMATON`].
    automaton: OnceCell<Option<Automaton>>,
    work: Cell<usize>,
}

enum AsciiMatcher {
    Run { run: Run, sticky: bool },
    Other(Matcher),
}

/// How much is searched by backtracking before an automaton is made, in characters; each search counts for some more.
const WORK_BEFORE_AUTOMATON: usize = 8192;
const WORK_OF_SEARCH: usize = 64;

impl Program {
    /// Compiles a pattern; V8's words for what is wrong with it otherwise.
    pub fn compile(pattern: &[u16], flags: RegExpFlags) -> Result<Program, &'static str> {
        let program = Program {
            pattern: pattern.into(),
            flags,
            ascii: AsciiProgram::compile(pattern, flags),
            general: OnceCell::new(),
            bytes: Cell::new(ESTIMATED_BYTES + 16 * pattern.len()),
        };
        match program.ascii {
            Some(_) => check(pattern, flags)?,
            None => drop(program.general.set(Matcher::compile(pattern, flags, is_anchored(pattern, flags))?)),
        }
        Ok(program)
    }

    /// About how much memory the program takes: more when it has been used much.
    pub fn bytes(&self) -> usize {
        self.bytes.get()
    }

    /// The first match at or after unit `start`; for a sticky program, the match there.
    pub fn find(&self, subject: Subject<'_>, start: usize) -> Option<Captures> {
        if start > subject.len() {
            return None;
        }
        if let (Some(program), Subject::Ascii(text)) = (&self.ascii, subject) {
            return self.find_ascii(program, text, start);
        }
        let compile = || {
            let is_anchored = is_anchored(&self.pattern, self.flags);
            Matcher::compile(&self.pattern, self.flags, is_anchored).expect("the pattern was checked")
        };
        self.general.get_or_init(compile).find(subject, start, self.flags)
    }

    fn find_ascii(&self, program: &AsciiProgram, text: &str, start: usize) -> Option<Captures> {
        let subject = Subject::Ascii(text);
        let found = match &program.matcher {
            AsciiMatcher::Run { run, sticky: false } => {
                return run.find(text.as_bytes(), start).map(|(start, end)| Captures::of_whole(start..end));
            }
            AsciiMatcher::Run { run, sticky: true } => {
                return run.match_at(text.as_bytes(), start).map(|end| Captures::of_whole(start..end));
            }
            AsciiMatcher::Other(matcher @ Matcher::Anywhere(_)) => match self.automaton(program) {
                None => {
                    let found = matcher.find(subject, start, self.flags);
                    let end = found.as_ref().map_or(text.len(), |captures| captures.whole.end);
                    program.work.set(program.work.get().saturating_add(WORK_OF_SEARCH + end - start));
                    found
                }
                Some(automaton) => {
                    let (start, end) = automaton.find(text, start)?;
                    if program.pattern.group_count == 0 {
                        return Some(Captures::of_whole(start..end));
                    }
                    matcher.find(subject, start, self.flags)
                }
            },
            AsciiMatcher::Other(matcher) => matcher.find(subject, start, self.flags),
        };
        let mut captures = found?;
        let name = |(name, group): &(Rc<str>, usize)| (name.clone(), captures.groups[*group].clone());
        captures.named = program.pattern.names.iter().map(name).collect();
        Some(captures)
    }

    /// The automaton, if the pattern has one and has been searched for often.
    fn automaton<'a>(&self, program: &'a AsciiProgram) -> Option<&'a Automaton> {
        if program.work.get() < WORK_BEFORE_AUTOMATON {
            return None;
        }
        let automaton = program.automaton.get_or_init(|| {
            let automaton = Automaton::new(&program.pattern, self.flags.contains(RegExpFlags::MULTILINE));
            self.bytes.set(self.bytes.get() + automaton.as_ref().map_or(0, Automaton::bytes));
            automaton
        });
        automaton.as_ref()
    }
}

impl AsciiProgram {
    fn compile(pattern: &[u16], flags: RegExpFlags) -> Option<AsciiProgram> {
        if is_literal(pattern, flags) {
            return None;
        }
        let read = AsciiPattern::parse(pattern, flags)?;
        let sticky = flags.contains(RegExpFlags::STICKY);
        let matcher = match Run::of(&read.root) {
            Some(run) => AsciiMatcher::Run { run, sticky },
            None => {
                let text: Vec<u16> = read.to_text().encode_utf16().collect();
                let flags = flags & (RegExpFlags::MULTILINE | RegExpFlags::STICKY);
                let is_anchored = read.starts_with_start() && !flags.contains(RegExpFlags::MULTILINE);
                AsciiMatcher::Other(Matcher::compile(&text, flags, is_anchored).ok()?)
            }
        };
        Some(AsciiProgram { pattern: read, matcher, automaton: OnceCell::new(), work: Cell::new(0) })
    }
}

impl Matcher {
    fn compile(pattern: &[u16], flags: RegExpFlags, is_anchored: bool) -> Result<Matcher, &'static str> {
        let is_sticky = flags.contains(RegExpFlags::STICKY);
        if is_literal(pattern, flags) {
            let bytes: Vec<u8> = pattern.iter().map(|&unit| unit as u8).collect();
            let finder = Finder::new(&bytes).into_owned();
            return Ok(Matcher::Literal { finder, units: pattern.into(), sticky: is_sticky });
        }
        let regex = compile(pattern, flags)?;
        if !is_sticky && !is_anchored {
            return Ok(Matcher::Anywhere(regex));
        }
        if refers_by_number(pattern) {
            return Ok(if is_sticky { Matcher::SearchedAtStart(regex) } else { Matcher::Anywhere(regex) });
        }
        let regex = compile(&with_fallback(pattern), flags)?;
        Ok(if is_sticky { Matcher::AtStart(regex) } else { Matcher::AtZero(regex) })
    }

    fn find(&self, subject: Subject<'_>, start: usize, flags: RegExpFlags) -> Option<Captures> {
        let is_unicode = flags.is_unicode();
        match self {
            Matcher::Literal { finder, units, sticky } => {
                let at = find_literal(finder, units, *sticky, subject, start)?;
                Some(Captures::of_whole(at..at + units.len()))
            }
            Matcher::Anywhere(regex) => search(regex, subject, start, is_unicode).map(Captures::new),
            Matcher::AtStart(regex) => match_at(regex, subject, start, is_unicode),
            Matcher::AtZero(regex) => {
                if start == 0 {
                    match_at(regex, subject, 0, is_unicode)
                } else {
                    None
                }
            }
            Matcher::SearchedAtStart(regex) => {
                let found = search(regex, subject, start, is_unicode);
                found.filter(|found| found.start() == start).map(Captures::new)
            }
        }
    }
}

fn search(regex: &Regex, subject: Subject<'_>, start: usize, is_unicode: bool) -> Option<Match> {
    match subject {
        Subject::Ascii(text) => regex.find_from_ascii(text, start).next(),
        Subject::Units(units) if is_unicode => regex.find_from_utf16(units, start).next(),
        Subject::Units(units) => regex.find_from_ucs2(units, start).next(),
    }
}

/// A match of a program with the added group, at `start` alone.
fn match_at(regex: &Regex, subject: Subject<'_>, start: usize, is_unicode: bool) -> Option<Captures> {
    let mut found = search(regex, subject, start, is_unicode)?;
    match found.captures.pop() {
        Some(None) => Some(Captures::new(found)),
        _ => None,
    }
}

/// Is a pattern well-formed? V8's words for what is wrong with it otherwise.
pub fn check(pattern: &[u16], flags: RegExpFlags) -> Result<(), &'static str> {
    if is_literal(pattern, flags) {
        return Ok(());
    }
    let parsed = regress::backends::try_parse(characters(pattern, flags).into_iter(), flags.for_compiler());
    parsed.map(drop).map_err(|error| reason(&error.text, pattern))
}

/// What the pattern is made of: code points or units. The names of groups are code points whatever the flags.
fn characters(pattern: &[u16], flags: RegExpFlags) -> Vec<u32> {
    if flags.is_unicode() {
        return code_points(pattern).collect();
    }
    let mut characters = Vec::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((&unit, after)) = rest.split_first() {
        characters.push(unit as u32);
        rest = after;
        let is_lookbehind = rest.first().is_some_and(|unit| [b'=' as u16, b'!' as u16].contains(unit));
        if unit == b'<' as u16 && !is_lookbehind && opens_name(&characters) {
            let length = rest.iter().position(|&unit| unit == b'>' as u16).unwrap_or(rest.len());
            characters.extend(code_points(&rest[..length]));
            rest = &rest[length..];
        }
    }
    characters
}

/// Do characters end in `(?<` or `\k<`?
fn opens_name(characters: &[u32]) -> bool {
    let ends_with = |text: &str| {
        let text = text.chars().map(|c| c as u32);
        characters.len() >= 3 && text.rev().eq(characters.iter().rev().take(3).copied())
    };
    ends_with("(?<") || ends_with("\\k<")
}

fn code_points(units: &[u16]) -> impl Iterator<Item = u32> {
    char::decode_utf16(units.iter().copied())
        .map(|c| c.map_or_else(|lone| lone.unpaired_surrogate() as u32, |c| c as u32))
}

/// Memory of a small program.
const ESTIMATED_BYTES: usize = 512;

fn compile(pattern: &[u16], flags: RegExpFlags) -> Result<Regex, &'static str> {
    let result = Regex::from_unicode(characters(pattern, flags).into_iter(), flags.for_compiler());
    result.map_err(|error| reason(&error.text, pattern))
}

/// The pattern with an empty group that matches where it does not.
fn with_fallback(pattern: &[u16]) -> Vec<u16> {
    let (before, after) = ("(?:", ")|()");
    before.encode_utf16().chain(pattern.iter().copied()).chain(after.encode_utf16()).collect()
}

/// Does a pattern have escapes whose meaning depends on the number of groups?
fn refers_by_number(pattern: &[u16]) -> bool {
    pattern.windows(2).any(|pair| pair[0] == b'\\' as u16 && (b'1' as u16..=b'9' as u16).contains(&pair[1]))
}

/// Can a pattern match at index 0 alone? A `^` first and no alternative make sure of it.
fn is_anchored(pattern: &[u16], flags: RegExpFlags) -> bool {
    !flags.contains(RegExpFlags::MULTILINE)
        && pattern.first() == Some(&(b'^' as u16))
        && !pattern.contains(&(b'|' as u16))
        && !pattern.contains(&(b'\n' as u16))
}

/// Is a pattern ASCII text that stands for itself?
fn is_literal(pattern: &[u16], flags: RegExpFlags) -> bool {
    let is_plain = |&unit: &u16| unit < 0x80 && !br"\^$.*+?()[]{}|".contains(&(unit as u8));
    !flags.contains(RegExpFlags::IGNORE_CASE) && !pattern.is_empty() && pattern.iter().all(is_plain)
}

fn find_literal(finder: &Finder<'_>, units: &[u16], sticky: bool, subject: Subject<'_>, start: usize) -> Option<usize> {
    if sticky {
        let is_there = match subject {
            Subject::Ascii(text) => text.as_bytes()[start..].starts_with(finder.needle()),
            Subject::Units(text) => text[start..].starts_with(units),
        };
        return is_there.then_some(start);
    }
    match subject {
        Subject::Ascii(text) => finder.find(&text.as_bytes()[start..]).map(|at| start + at),
        Subject::Units(text) => {
            let mut from = start;
            loop {
                let at = from + text[from..].iter().position(|&unit| unit == units[0])?;
                if text[at..].starts_with(units) {
                    return Some(at);
                }
                from = at + 1;
            }
        }
    }
}

/// V8's words for what `regress` finds wrong with a pattern.
fn reason(text: &str, pattern: &[u16]) -> &'static str {
    let has = |c: char| pattern.contains(&(c as u16));
    match text {
        "Unbalanced parenthesis" if has_unmatched_close(pattern) => "Unmatched ')'",
        "Unbalanced parenthesis" => "Unterminated group",
        "Unbalanced bracket" | "Unbalanced class set bracket" | "Unbalanced class set string disjunction" => {
            "Unterminated character class"
        }
        "Invalid atom character" if !has('*') && !has('+') && !has('?') => "Lone quantifier brackets",
        "Invalid atom character" | "Invalid braced quantifier" => "Nothing to repeat",
        "Quantifier not allowed here" if has_lookaround(pattern) => "Invalid quantifier",
        "Quantifier not allowed here" => "Nothing to repeat",
        "Invalid quantifier" if has(',') => "numbers out of order in {} quantifier",
        "Invalid quantifier" => "Incomplete quantifier",
        "Incomplete escape" | "Unterminated escape" | "Incomplete class set escape" => "\\ at end of pattern",
        "Invalid unicode escape" => "Invalid Unicode escape",
        "Invalid character escape" => "Invalid escape",
        "Invalid character range" => "Invalid character class",
        "Invalid named backreference syntax" => "Invalid named reference",
        "Invalid token at named capture group identifier" if has('<') => "Invalid capture group name",
        "Invalid token at named capture group identifier" | "Invalid group modifier" => "Invalid group",
        "Duplicate capture group name" => "Duplicate capture group name",
        "Invalid property name" | "Invalid character at property escape start" | "Invalid property escape" => {
            "Invalid property name"
        }
        "Invalid class set character" | "Unexpected character in class set intersection" => {
            "Invalid character in character class"
        }
        "Invalid class set range" | "Unexpected character in class set subtraction" | "Empty class set operand" => {
            "Invalid set operation in character class"
        }
        "Capture group count limit exceeded" => "Too many captures",
        _ if text.starts_with("Range values reversed") => "Range out of order in character class",
        _ if text.starts_with("Backreference to invalid") => "Invalid named capture referenced",
        _ if text.contains("deeply nested") || text.contains("limit exceeded") => "Regular expression too large",
        _ => "Invalid escape",
    }
}

/// Does a parenthesis close where none is open?
fn has_unmatched_close(pattern: &[u16]) -> bool {
    let (mut depth, mut in_class, mut escaped) = (0i64, false, false);
    for &unit in pattern {
        match u8::try_from(unit) {
            _ if escaped => escaped = false,
            Ok(b'\\') => escaped = true,
            Ok(b'[') => in_class = true,
            Ok(b']') => in_class = false,
            Ok(b'(') if !in_class => depth += 1,
            Ok(b')') if !in_class => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return true;
        }
    }
    false
}

fn has_lookaround(pattern: &[u16]) -> bool {
    let text = String::from_utf16_lossy(pattern);
    ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|open| text.contains(open))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(pattern: &str, flags: &str) -> Result<Program, &'static str> {
        let units: Vec<u16> = pattern.encode_utf16().collect();
        Program::compile(&units, RegExpFlags::parse(flags.encode_utf16()).expect("valid flags"))
    }

    fn find(pattern: &str, flags: &str, text: &str, start: usize) -> Option<Range<usize>> {
        let program = program(pattern, flags).expect("a valid pattern");
        let units: Vec<u16> = text.encode_utf16().collect();
        let found = program.find(Subject::Units(&units), start).map(|captures| captures.whole);
        if text.is_ascii() {
            assert_eq!(found, program.find(Subject::Ascii(text), start).map(|captures| captures.whole));
        }
        found
    }

    #[test]
    fn flags_parse_and_print_in_order() {
        let flags = RegExpFlags::parse("ygid".encode_utf16());
        assert_eq!(flags.map(RegExpFlags::letters).as_deref(), Some("dgiy"));
        for wrong in ["gg", "x", "uv"] {
            assert_eq!(RegExpFlags::parse(wrong.encode_utf16()), None);
        }
    }

    #[test]
    fn each_kind_of_program_matches_where_it_should() {
        assert_eq!(find("b+", "", "abba", 0), Some(1..3));
        assert_eq!(find("bb", "", "abba", 0), Some(1..3));
        assert_eq!(find("bb", "y", "abba", 0), None);
        assert_eq!(find("bb", "y", "abba", 1), Some(1..3));
        assert_eq!(find("b+", "y", "abba", 0), None);
        assert_eq!(find("b*", "y", "abba", 0), Some(0..0));
        assert_eq!(find(r"(b)\1", "y", "abba", 1), Some(1..3));
        assert_eq!(find("^a", "", "aa", 0), Some(0..1));
        assert_eq!(find("^a", "", "aa", 1), None);
        assert_eq!(find("^a", "m", "b\na", 1), Some(2..3));
        assert_eq!(find("a", "", "a", 2), None);
        assert_eq!(find("^.$", "", "\u{1F600}", 0), None);
        assert_eq!(find("^.$", "u", "\u{1F600}", 0), Some(0..2));
    }

    #[test]
    fn the_added_group_does_not_show() {
        let sticky = program("(?<year>\\d+)|(x)", "y").expect("a valid pattern");
        let captures = sticky.find(Subject::Ascii("ab12"), 2).expect("a match");
        assert_eq!(captures.groups, vec![Some(2..4), None]);
        assert_eq!(captures.named, vec![("year".into(), Some(2..4))]);
    }

    #[test]
    fn errors_speak_as_v8_does() {
        for (pattern, flags, words) in [
            ("(", "", "Unterminated group"),
            ("a)", "y", "Unmatched ')'"),
            ("[a", "u", "Unterminated character class"),
            ("*", "", "Nothing to repeat"),
            ("{", "u", "Lone quantifier brackets"),
            ("a{2,1}", "", "numbers out of order in {} quantifier"),
            ("\\", "", "\\ at end of pattern"),
            ("[b-a]", "", "Range out of order in character class"),
            ("(?<a>)\\k<b>", "", "Invalid named capture referenced"),
            ("(?<=a)*", "", "Invalid quantifier"),
            ("(?<1>)", "", "Invalid capture group name"),
        ] {
            assert_eq!(program(pattern, flags).err(), Some(words), "/{pattern}/{flags}");
        }
        assert_eq!(program("(?<\u{1D4D3}>a)\\k<\u{1D4D3}>", "").err(), None);
        assert_eq!(program(&"(".repeat(100_000), "").err(), Some("Regular expression too large"));
    }
}
