//! The prompt's own commands: one row each, from which `.help` is written.

use std::fs;

use super::heap_table;
use super::session::Session;
use crate::heap::Cx;

/// A command.
pub struct Command {
    pub name: &'static str,
    about: &'static str,
    pub run: fn(&Session, &mut Cx<'_>, argument: &str) -> After,
}

/// What comes after a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// The next line.
    Ask,
    /// The text given so far is evaluated, which asks for the next line.
    Evaluate,
    Exit,
}

pub const COMMANDS: &[Command] = &[
    Command { name: "break", about: "Leave an unfinished input", run: give_up },
    Command { name: "clear", about: "Alias for .break", run: give_up },
    Command { name: "editor", about: "Enter several lines, then Ctrl+D", run: editor },
    Command { name: "exit", about: "Leave the prompt", run: |_, _, _| After::Exit },
    Command { name: "heap", about: "Show the spaces of the heap", run: heap },
    Command { name: "help", about: "Print this list", run: help },
    Command { name: "load", about: "Run the lines of a file: .load ./file.js", run: load },
    Command { name: "save", about: "Write this session's lines to a file: .save ./file.js", run: save },
];

pub fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

fn give_up(session: &Session, _cx: &mut Cx<'_>, _argument: &str) -> After {
    session.forget_input();
    After::Ask
}

fn editor(session: &Session, _cx: &mut Cx<'_>, _argument: &str) -> After {
    session.print("// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n");
    session.begin_editing();
    After::Ask
}

fn heap(session: &Session, cx: &mut Cx<'_>, _argument: &str) -> After {
    session.print(&heap_table::table(&cx.heap().statistics()));
    After::Ask
}

fn help(session: &Session, _cx: &mut Cx<'_>, _argument: &str) -> After {
    for Command { name, about, .. } in COMMANDS {
        session.print(&format!(".{name:<9}{about}\n"));
    }
    session.print("\nPress Ctrl+C to abort current expression, Ctrl+D to exit the prompt\n");
    After::Ask
}

fn load(session: &Session, _cx: &mut Cx<'_>, argument: &str) -> After {
    match fs::read_to_string(argument) {
        Ok(text) => {
            session.give_text(&text);
            After::Evaluate
        }
        Err(error) => {
            session.print(&format!("Failed to load: {argument} ({error})\n"));
            After::Ask
        }
    }
}

fn save(session: &Session, _cx: &mut Cx<'_>, argument: &str) -> After {
    match fs::write(argument, session.transcript()) {
        Ok(()) => session.print(&format!("Session saved to: {argument}\n")),
        Err(error) => session.print(&format!("Failed to save: {argument} ({error})\n")),
    }
    After::Ask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_listed_by_name() {
        assert!(COMMANDS.is_sorted_by_key(|command| command.name));
        assert!(find("heap").is_some() && find("nothing").is_none());
    }
}
