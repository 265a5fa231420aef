//! That all ways of matching ASCII text agree: random patterns on random texts, against `regress` on the pattern as it is.

use super::*;

/// A small generator of random choices, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

const ATOMS: &[&str] = &[
    "a", "b", "c", "B", ".", r"\d", r"\w", r"\s", r"\W", r"\S", "[ab]", "[^a]", "[a-c0]", r"[\w-]", "[]", "[^]", "é",
    "[b-é]", r"\x61", r"\n", "-", " ", r"\u0062", "0",
];
const ASSERTIONS: &[&str] = &["^", "$", r"\b", r"\B", "(?=a)", "(?!b)", "(?<=a)", "(?<!b)", "(?=(b))"];
const QUANTIFIERS: &[&str] = &["", "", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,}", "{0,2}?", "{1,3}"];

fn sequence(random: &mut Random, depth: usize) -> String {
    let mut text = String::new();
    for _ in 0..random.below(4) {
        match random.below(8) {
            0 if depth > 0 => {
                let open = random.pick(&["(", "(?:", "(?:"]);
                text += &format!("{open}{}){}", alternatives(random, depth - 1), random.pick(QUANTIFIERS));
            }
            1 => text += random.pick(ASSERTIONS),
            _ => text += &format!("{}{}", random.pick(ATOMS), random.pick(QUANTIFIERS)),
        }
    }
    text
}

fn alternatives(random: &mut Random, depth: usize) -> String {
    let first = sequence(random, depth);
    if random.below(3) == 0 { format!("{first}|{}", sequence(random, depth)) } else { first }
}

fn subject(random: &mut Random) -> String {
    (0..random.below(12))
        .map(|_| random.pick(&["a", "b", "c", "B", "A", "0", " ", "\n", "\r", "-", "ab", "\u{7f}"]))
        .collect()
}

fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

/// All matches from each start on, by the program's way with ASCII text and by its general matcher.
fn assert_agree(program: &Program, pattern: &str, text: &str) {
    let wide = units(text);
    for start in 0..=text.len() {
        let expected = program.find(Subject::Units(&wide), start);
        let found = program.find(Subject::Ascii(text), start);
        assert_eq!(found, expected, "/{pattern}/{} on {text:?} from {start}", program.flags.letters());
    }
}

#[test]
fn ascii_programs_and_automata_find_what_backtracking_finds() {
    let mut random = Random(42);
    let (mut automata, mut runs) = (0, 0);
    for _ in 0..2000 {
        let pattern = alternatives(&mut random, 2);
        let flags = RegExpFlags::parse(units(random.pick(&["", "", "i", "m", "s", "y", "u"]))).expect("valid flags");
        let Ok(program) = Program::compile(&units(&pattern), flags) else { continue };
        let Some(ascii) = &program.ascii else { continue };
        let subjects: Vec<String> = (0..4).map(|_| subject(&mut random)).collect();
        subjects.iter().for_each(|text| assert_agree(&program, &pattern, text));
        runs += matches!(ascii.matcher, AsciiMatcher::Run { .. }) as usize;
        ascii.work.set(WORK_BEFORE_AUTOMATON);
        if program.automaton(ascii).is_some() {
            automata += 1;
            subjects.iter().for_each(|text| assert_agree(&program, &pattern, text));
        }
    }
    assert!(automata > 200 && runs > 40, "{automata} automata, {runs} runs");
}

#[test]
fn automata_are_made_for_patterns_in_use() {
    let program = Program::compile(&units("(a|b)+c"), RegExpFlags::empty()).expect("a valid pattern");
    let text = "ab".repeat(2000) + "abc";
    let before = program.bytes();
    for _ in 0..4 {
        let captures = program.find(Subject::Ascii(&text), 10).expect("a match");
        assert_eq!((captures.whole, captures.groups), (10..text.len(), vec![Some(text.len() - 2..text.len() - 1)]));
    }
    assert!(program.bytes() > before);
}
