//! The thread that reads what the user types: rustyline with a history on a terminal, plain lines from a pipe.

use std::io::{self, BufRead};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use crate::node::event_loop::Waker;
use crate::node::host::{Input, NodeHost};
use crate::node::stdio::{self, Output};

/// What the session answers: ask for the next line with this prompt.
pub struct Ask {
    pub prompt: &'static str,
}

/// Lines the history file keeps.
const HISTORY_LINES: usize = 1000;

/// Starts reading; the first prompt is `> `. Reading goes on after each answer.
pub fn start(waker: Waker, is_terminal: bool) -> Sender<Ask> {
    let (answers, asked) = channel();
    let reader = move || {
        if is_terminal { read_terminal(&waker, &asked) } else { read_pipe(&waker, &asked) }
    };
    // Without the thread nothing is read: the session ends at once, as at the end of the input.
    if thread::Builder::new().name("prompt".to_owned()).spawn(reader).is_err() {
        eprintln!("tenure: cannot start a thread for the prompt");
    }
    answers
}

fn hand_over(waker: &Waker, input: Input) {
    waker.wake(Box::new(move |cx| {
        let prompt = NodeHost::of(cx).prompt.borrow().clone();
        if let Some(prompt) = prompt {
            prompt.enter(cx, input);
        }
        Ok(())
    }));
}

fn read_terminal(waker: &Waker, asked: &Receiver<Ask>) {
    let history = history_file();
    let mut editor = match DefaultEditor::new() {
        Ok(editor) => editor,
        Err(_) => return read_pipe(waker, asked),
    };
    if let Some(path) = &history {
        // A history that cannot be read is an empty one.
        let _ = editor.load_history(path);
    }
    let mut prompt = "> ";
    loop {
        let input = match editor.readline(prompt) {
            Ok(line) => {
                let _ = editor.add_history_entry(&line);
                keep_history(&mut editor, history.as_ref());
                Input::Line(line)
            }
            Err(ReadlineError::Interrupted) => Input::Interrupt,
            Err(_) => Input::End,
        };
        hand_over(waker, input);
        match asked.recv() {
            Ok(ask) => prompt = ask.prompt,
            Err(_) => return,
        }
    }
}

fn keep_history(editor: &mut DefaultEditor, path: Option<&PathBuf>) {
    use rustyline::history::History;
    let _ = editor.history_mut().set_max_len(HISTORY_LINES);
    if let Some(path) = path {
        let _ = editor.save_history(path);
    }
}

/// `TENURE_REPL_HISTORY`, or a file in the home folder; an empty name keeps none.
fn history_file() -> Option<PathBuf> {
    match std::env::var_os("TENURE_REPL_HISTORY") {
        Some(path) if path.is_empty() => None,
        Some(path) => Some(PathBuf::from(path)),
        None => std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".tenure_repl_history")),
    }
}

fn read_pipe(waker: &Waker, asked: &Receiver<Ask>) {
    let mut prompt = "> ";
    let mut line = String::new();
    loop {
        stdio::write(Output::Stdout, prompt.as_bytes());
        line.clear();
        let input = match io::stdin().lock().read_line(&mut line) {
            Ok(0) | Err(_) => Input::End,
            Ok(_) => Input::Line(line.trim_end_matches(['\n', '\r']).to_owned()),
        };
        hand_over(waker, input);
        match asked.recv() {
            Ok(ask) => prompt = ask.prompt,
            Err(_) => return,
        }
    }
}
