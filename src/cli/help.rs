//! The text of `--help`, from the table of flags.

use crate::node::flags::{Category, Flag, TABLE};

const USAGE: &str = "\
Usage: tenure [flags] [script.js] [arguments]
       tenure [flags] -e TEXT [arguments]

Without a script, tenure opens its prompt, or runs what stdin holds when that is no terminal.
";

const TAIL: &str = "
Switches can be negated (--no-warnings); underscores do for dashes in names. A flag's value follows after = or as the
next word.

Environment:
  NODE_OPTIONS   flags given before those of the command line
  NODE_PATH      folders searched for modules, separated by colons
  NO_COLOR       if set, no colours are used
";

/// Column where the descriptions start.
const INDENT: usize = 32;
/// Last column of the text.
const WIDTH: usize = 100;

/// The whole text.
pub fn text() -> String {
    let mut text = USAGE.to_owned();
    for category in Category::ALL {
        text += &format!("\n{}:\n", category.title());
        for flag in TABLE.iter().filter(|flag| flag.category == category) {
            text += &entry(flag);
        }
    }
    text + TAIL
}

fn entry(flag: &Flag) -> String {
    let short = if flag.short == ' ' { String::new() } else { format!("-{}, ", flag.short) };
    let value = if flag.is_switch() { String::new() } else { format!("={}", flag.placeholder) };
    let mut line = format!("  {short}--{}{value}", flag.name);
    if line.len() + 2 > INDENT {
        line.push('\n');
        line += &" ".repeat(INDENT);
    } else {
        line += &" ".repeat(INDENT - line.len());
    }
    line + &wrap(flag.doc) + "\n"
}

fn wrap(doc: &str) -> String {
    let mut wrapped = String::new();
    let mut column = INDENT;
    for word in doc.split_whitespace() {
        if column > INDENT && column + 1 + word.len() > WIDTH {
            wrapped.push('\n');
            wrapped += &" ".repeat(INDENT);
            column = INDENT;
        } else if column > INDENT {
            wrapped.push(' ');
            column += 1;
        }
        wrapped += word;
        column += word.len();
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_is_explained_within_the_width() {
        let text = text();
        assert!(TABLE.iter().all(|flag| text.contains(&format!("--{}", flag.name))));
        assert!(text.lines().all(|line| line.len() <= 120), "{text}");
    }
}
