//! From the words of a command line to what is to be done.

use crate::node::flag_value::Given;
use crate::node::flags::{Flag, FlagError, Flags};

/// What to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Program {
    File(String),
    /// `-e` and `-p`.
    Text(String),
    /// Whatever stdin holds, given as `-` or by default.
    Stdin {
        is_explicit: bool,
    },
}

/// A command line, understood.
#[derive(Clone, Debug)]
pub struct Invocation {
    pub flags: Flags,
    pub program: Program,
    /// The words before the script: `process.execArgv`.
    pub exec_arguments: Vec<String>,
    /// The words after the script: `process.argv`, from its third on.
    pub arguments: Vec<String>,
}

impl Invocation {
    /// Understands `words` (the program's name left out) and the value of `NODE_OPTIONS`, which they override.
    pub fn parse(words: Vec<String>, environment: &str) -> Result<Invocation, FlagError> {
        let mut flags = Flags::default();
        let preset = split_words(environment);
        let mut reader = Reader { words: &preset, next: 0, flags: &mut flags, in_environment: true };
        reader.read_flags()?;
        if let Some(stray) = preset.get(reader.next) {
            return Err(FlagError::NotInEnvironment(stray.clone()));
        }
        let mut reader = Reader { words: &words, next: 0, flags: &mut flags, in_environment: false };
        reader.read_flags()?;
        let end = reader.next;
        Ok(Invocation::new(flags, &words, end))
    }

    /// The flags end before word `end`.
    fn new(flags: Flags, words: &[String], end: usize) -> Invocation {
        let exec_arguments = words[..end].iter().filter(|word| *word != "--").cloned().collect();
        let text = flags.eval.clone().or_else(|| flags.print.clone());
        let (program, rest) = match (text, words.get(end).map(String::as_str)) {
            (Some(text), _) => (Program::Text(text), end),
            (None, None) => (Program::Stdin { is_explicit: false }, end),
            (None, Some("-")) => (Program::Stdin { is_explicit: true }, end + 1),
            (None, Some(file)) => (Program::File(file.to_owned()), end + 1),
        };
        Invocation { flags, program, exec_arguments, arguments: words[rest..].to_vec() }
    }
}

/// Reads flags from a list of words.
struct Reader<'a> {
    words: &'a [String],
    next: usize,
    flags: &'a mut Flags,
    in_environment: bool,
}

impl Reader<'_> {
    /// Reads up to `--`, a lone `-`, or the first word that is no flag.
    fn read_flags(&mut self) -> Result<(), FlagError> {
        while let Some(word) = self.words.get(self.next) {
            if word == "--" {
                self.next += 1;
                return Ok(());
            }
            if word == "-" || !word.starts_with('-') {
                return Ok(());
            }
            self.next += 1;
            self.read_flag(word.clone())?;
        }
        Ok(())
    }

    fn read_flag(&mut self, word: String) -> Result<(), FlagError> {
        if word == "-pe" {
            self.flags.print = Some(String::new());
            return self.read_flag("-e".to_owned());
        }
        let (name, text) = match word.split_once('=') {
            Some((name, text)) => (name, Some(text.to_owned())),
            None => (word.as_str(), None),
        };
        let (flag, is_negated) = find(name).ok_or_else(|| self.unknown(&word))?;
        if self.in_environment && !flag.in_environment {
            return Err(FlagError::NotInEnvironment(name.to_owned()));
        }
        let text = text.or_else(|| self.argument(flag));
        let given = match &text {
            _ if is_negated => Given::Negated,
            Some(text) => Given::Text(text),
            None if flag.is_lenient => Given::Text(""),
            None => Given::Bare,
        };
        flag.apply(self.flags, given, &word)
    }

    fn unknown(&self, word: &str) -> FlagError {
        match self.in_environment {
            true => FlagError::NotInEnvironment(word.to_owned()),
            false => FlagError::Unknown(word.to_owned()),
        }
    }

    /// The value of `flag` that is a word of its own.
    fn argument(&mut self, flag: &Flag) -> Option<String> {
        let word = self.words.get(self.next)?;
        let looks_like_flag = word.starts_with('-') && word.len() > 1;
        if flag.is_switch() || flag.is_lenient && (looks_like_flag || self.flags.eval.is_some()) {
            return None;
        }
        self.next += 1;
        Some(word.clone())
    }
}

/// The flag that `name` (with its dashes) is written for, and whether it is negated.
fn find(name: &str) -> Option<(&'static Flag, bool)> {
    let Some(long) = name.strip_prefix("--") else {
        let mut letters = name.chars().skip(1);
        return match (letters.next(), letters.next()) {
            (Some(letter), None) => Flag::lettered(letter).map(|flag| (flag, false)),
            _ => None,
        };
    };
    let negated = || long.strip_prefix("no-").or_else(|| long.strip_prefix("no_")).and_then(Flag::named);
    Flag::named(long).map(|flag| (flag, false)).or_else(|| negated().map(|flag| (flag, true)))
}

/// Splits at white space; double quotes hold words together, a backslash takes the next character as it is.
fn split_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let (mut is_quoted, mut characters) = (false, text.chars());
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            '\\' if is_quoted => word.get_or_insert_default().extend(characters.next()),
            ' ' | '\t' | '\n' if !is_quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str, environment: &str) -> Result<Invocation, FlagError> {
        Invocation::parse(split_words(line), environment)
    }

    #[test]
    fn words_go_where_they_belong() {
        let invocation = parse("--max_old_space_size=50 --no-warnings -r x f.js --trace-gc b", "").expect("valid");
        assert_eq!(invocation.program, Program::File("f.js".into()));
        assert_eq!(invocation.arguments, ["--trace-gc", "b"]);
        assert_eq!(invocation.exec_arguments, ["--max_old_space_size=50", "--no-warnings", "-r", "x"]);
        assert!(!invocation.flags.warnings && !invocation.flags.trace_gc);
    }

    #[test]
    fn print_takes_a_text_if_one_follows() {
        let program = |line| parse(line, "").expect("valid").program;
        assert_eq!(program("-p 1+1 a"), Program::Text("1+1".into()));
        assert_eq!(program("-p"), Program::Text("".into()));
        assert_eq!(program("-pe 2"), Program::Text("2".into()));
        assert_eq!(program("-p -e 3"), Program::Text("3".into()));
        assert_eq!(program("-e 4 -p 5"), Program::Text("4".into()));
    }

    #[test]
    fn the_command_line_overrides_the_environment() {
        let invocation = parse("--stack-trace-limit=2 f.js", "--stack-trace-limit=5 -r \"a b\"").expect("valid");
        assert_eq!(invocation.flags.stack_trace_limit, 2);
        assert_eq!(invocation.flags.require, ["a b"]);
    }

    #[test]
    fn what_cannot_be_taken_is_named() {
        let error = |line, environment| parse(line, environment).expect_err("invalid").to_string();
        assert_eq!(error("--x=1 f.js", ""), "tenure: bad option: --x=1");
        assert_eq!(error("-xy", ""), "tenure: bad option: -xy");
        assert_eq!(error("-e", ""), "tenure: -e requires an argument");
        assert_eq!(error("f.js", "--trace-gc"), "tenure: --trace-gc is not allowed in NODE_OPTIONS");
        assert_eq!(error("f.js", "--nope"), "tenure: --nope is not allowed in NODE_OPTIONS");
        assert!(error("--no-stack-size", "").contains("bad option: --no-stack-size"));
    }
}
