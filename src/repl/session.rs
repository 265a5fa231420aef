//! A session at the prompt: the input so far, and what is shown for it.

use std::cell::RefCell;
use std::sync::mpsc::Sender;

use super::commands::{self, After};
use super::evaluation::{self, Reading};
use super::reader::Ask;
use crate::builtins::define::function;
use crate::heap::Persistent;
use crate::node::host::{Input, NodeHost, Prompt};
use crate::node::inspect::{Options, inspect};
use crate::node::process::exit;
use crate::node::stdio::{self, Output};
use crate::node::{errors, event_loop, report};
use crate::objects::promise::Promise;
use crate::syntax::diagnostic;
use crate::vm::ops::prelude::*;
use crate::vm::ops::promise::perform_promise_then;

const PROMPT: &str = "> ";
const CONTINUATION: &str = "... ";

/// See the module's header.
pub struct Session {
    answers: Sender<Ask>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    /// Lines of an unfinished input.
    input: String,
    /// Every line given so far, for `.save`.
    transcript: String,
    /// Lines go to the input unread, until Ctrl+D.
    is_editing: bool,
    /// The last thing the user did was to press Ctrl+C at an empty prompt.
    was_interrupted: bool,
    evaluations: u32,
    /// What `_` and `_error` were set to last: once the user sets them, they are the user's.
    last_value: Option<Persistent>,
    last_error: Option<Persistent>,
}

impl Session {
    pub fn new(answers: Sender<Ask>) -> Session {
        Session { answers, state: RefCell::default() }
    }

    pub fn print(&self, text: &str) {
        stdio::write(Output::Stdout, text.as_bytes());
    }

    pub fn forget_input(&self) {
        self.state.borrow_mut().input.clear();
    }

    pub fn begin_editing(&self) {
        self.state.borrow_mut().is_editing = true;
    }

    /// Makes `text` the input.
    pub fn give_text(&self, text: &str) {
        text.clone_into(&mut self.state.borrow_mut().input);
    }

    pub fn transcript(&self) -> String {
        self.state.borrow().transcript.clone()
    }

    fn ask(&self) {
        let state = self.state.borrow();
        let prompt = match () {
            _ if state.is_editing => "",
            _ if state.input.is_empty() => PROMPT,
            _ => CONTINUATION,
        };
        // The reader is gone only when the process ends.
        let _ = self.answers.send(Ask { prompt });
    }

    fn line(&self, cx: &mut Cx<'_>, line: &str) {
        if self.state.borrow().is_editing {
            self.add_line(line);
            return self.ask();
        }
        let is_number = line.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        if let Some(rest) = line.trim().strip_prefix('.').filter(|_| !is_number) {
            return self.command(cx, rest);
        }
        self.add_line(line);
        self.evaluate(cx);
    }

    fn add_line(&self, line: &str) {
        let mut state = self.state.borrow_mut();
        let State { input, transcript, .. } = &mut *state;
        for text in [input, transcript] {
            text.push_str(line);
            text.push('\n');
        }
    }

    fn command(&self, cx: &mut Cx<'_>, rest: &str) {
        let (name, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let after = match commands::find(name) {
            Some(command) => (command.run)(self, cx, argument.trim()),
            None => {
                self.print("Invalid REPL keyword\n");
                After::Ask
            }
        };
        match after {
            After::Ask => self.ask(),
            After::Evaluate => self.evaluate(cx),
            After::Exit => exit::exit(cx),
        }
    }

    fn evaluate(&self, cx: &mut Cx<'_>) {
        let (text, name) = {
            let mut state = self.state.borrow_mut();
            state.evaluations += 1;
            (state.input.clone(), format!("REPL{}", state.evaluations))
        };
        if text.trim().is_empty() {
            self.forget_input();
            return self.ask();
        }
        match evaluation::read(&name, &text) {
            Reading::Incomplete => self.ask(),
            Reading::Wrong { errors, source } => {
                self.forget_input();
                let text = diagnostic::render(&errors, &source, stdio::has_colors(Output::Stdout));
                self.print(&format!("Uncaught {text}"));
                self.ask();
            }
            Reading::Complete { program, awaits } => {
                self.forget_input();
                let mut is_answered = true;
                event_loop::run_task(cx, |cx| {
                    match evaluation::run(cx, &program) {
                        Ok(value) if awaits => is_answered = self.wait_for(cx, value),
                        Ok(value) => self.show_value(cx, value),
                        Err(thrown) => {
                            let exception = cx.take_exception(thrown);
                            self.show_uncaught(cx, exception);
                        }
                    }
                    Ok(())
                });
                if is_answered {
                    self.ask();
                }
            }
        }
    }

    /// Asks again once the promise has settled. True if there was nothing to wait for.
    fn wait_for(&self, cx: &mut Cx<'_>, value: Handle<'_>) -> bool {
        let Some(promise) = value.cast::<Promise>(cx) else {
            self.show_value(cx, value);
            return true;
        };
        let undefined = cx.undefined();
        let fulfilled = function(cx, "", 1, promise_fulfilled, undefined).any();
        let rejected = function(cx, "", 1, promise_rejected, undefined).any();
        perform_promise_then(cx, promise, fulfilled, rejected, None);
        false
    }

    fn show_value(&self, cx: &mut Cx<'_>, value: Handle<'_>) {
        set_unless_taken(cx, "_", value, |state| &mut state.last_value, &self.state);
        let text = self.inspected(cx, value);
        self.print(&format!("{text}\n"));
    }

    fn inspected(&self, cx: &mut Cx<'_>, value: Handle<'_>) -> String {
        let options = Options { colors: stdio::has_colors(Output::Stdout), show_proxy: true, ..Options::default() };
        match inspect(cx, value, &options) {
            Ok(text) => text,
            Err(thrown) => {
                cx.take_exception(thrown);
                "(a value whose inspection threw)".to_owned()
            }
        }
    }

    fn interrupt(&self) {
        let mut state = self.state.borrow_mut();
        let was_typing = !state.input.is_empty() || state.is_editing;
        (state.is_editing, state.input) = (false, String::new());
        if was_typing {
            return;
        }
        state.was_interrupted = true;
        self.print("(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n");
    }
}

impl Prompt for Session {
    fn enter(&self, cx: &mut Cx<'_>, input: Input) {
        let was_interrupted = std::mem::take(&mut self.state.borrow_mut().was_interrupted);
        match input {
            Input::Line(line) => self.line(cx, &line),
            Input::Interrupt if was_interrupted => exit::exit(cx),
            Input::Interrupt => {
                self.interrupt();
                self.ask();
            }
            Input::End if std::mem::take(&mut self.state.borrow_mut().is_editing) => self.evaluate(cx),
            Input::End => {
                self.print("\n");
                exit::exit(cx)
            }
        }
    }

    fn settled(&self, cx: &mut Cx<'_>, value: Handle<'_>, is_rejected: bool) {
        if is_rejected {
            self.show_uncaught(cx, value);
        } else {
            self.show_value(cx, value);
        }
        self.ask();
    }

    fn show_uncaught(&self, cx: &mut Cx<'_>, exception: Handle<'_>) {
        set_unless_taken(cx, "_error", exception, |state| &mut state.last_error, &self.state);
        let text = match exception.cast::<JsObject>(cx).filter(|_| errors::is_error(cx, exception)) {
            Some(error) if report::stack_text(cx, error).is_empty() => self.inspected(cx, exception),
            _ => without_own_frames(&self.inspected(cx, exception)),
        };
        self.print(&format!("Uncaught {text}\n"));
    }
}

/// A stack without the frames of the prompt's own top level.
fn without_own_frames(text: &str) -> String {
    let is_own = |line: &str| {
        line.trim_start()
            .strip_prefix("at REPL")
            .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == ':'))
    };
    text.lines().filter(|line| !is_own(line)).collect::<Vec<_>>().join("\n")
}

/// Sets global `name`, unless the user has set it meanwhile.
fn set_unless_taken(
    cx: &mut Cx<'_>,
    name: &str,
    value: Handle<'_>,
    kept: fn(&mut State) -> &mut Option<Persistent>,
    state: &RefCell<State>,
) {
    scope!(cx);
    let global = cx.root_handle::<JsObject>(Root::Global);
    let key = Key::from_str(cx, name);
    let Ok(current) = get(cx, global, key) else { return };
    let is_ours = match kept(&mut state.borrow_mut()) {
        Some(last) => last.get(cx).val(cx).is_same_word(current.val(cx)),
        None => current.val(cx).is_undefined(),
    };
    if !is_ours {
        return;
    }
    let descriptor = Descriptor::data(value, Attributes::HIDDEN);
    if let Ok(true) = define_own_property(cx, global, key, &descriptor) {
        *kept(&mut state.borrow_mut()) = Some(Persistent::new(cx, "(Prompt)", value));
    }
}

fn promise_fulfilled<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    tell_prompt(cx, args, false)
}

fn promise_rejected<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    tell_prompt(cx, args, true)
}

fn tell_prompt<'s>(cx: &mut Cx<'s>, args: Args<'s>, is_rejected: bool) -> JsResult<Handle<'s>> {
    let prompt = NodeHost::of(cx).prompt.borrow().clone();
    let value = args.get(cx, 0);
    if let Some(prompt) = prompt {
        prompt.settled(cx, value, is_rejected);
    }
    Ok(cx.undefined())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_levels_frames_are_left_out() {
        let stack = "Error: x\n    at f (REPL2:1:5)\n    at REPL3:1:1";
        assert_eq!(without_own_frames(stack), "Error: x\n    at f (REPL2:1:5)");
    }
}
