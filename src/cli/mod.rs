//! The command line: reads flags and decides what to run. What runs is [`crate::node`].

mod arguments;
mod help;
mod look;

use std::io::{self, IsTerminal, Read};
use std::thread;

use arguments::{Invocation, Program};

use crate::node::flags::FlagError;
use crate::node::host::Launch;
use crate::node::run::{self, Task};
use crate::node::{NODE_VERSION, stdio};
use crate::repl;

/// Exit code for a flag that cannot be taken.
const BAD_FLAG: i32 = 9;
/// Exit code when a program cannot be read or has syntax errors.
const FAILURE: i32 = 1;

/// Runs the command; gives the exit code.
pub fn main() -> i32 {
    let written = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    let environment = std::env::var("NODE_OPTIONS").unwrap_or_default();
    match Invocation::parse(written, &environment) {
        Ok(invocation) => start(invocation),
        Err(error) => refuse(&error),
    }
}

fn refuse(error: &FlagError) -> i32 {
    eprintln!("{error}");
    BAD_FLAG
}

fn start(invocation: Invocation) -> i32 {
    let flags = &invocation.flags;
    if flags.help {
        stdio::write(stdio::Output::Stdout, help::text().as_bytes());
        return 0;
    }
    if flags.version {
        let text = format!("tenure v{} (node {NODE_VERSION} compatible)\n", env!("CARGO_PKG_VERSION"));
        stdio::write(stdio::Output::Stdout, text.as_bytes());
        return 0;
    }
    on_large_stack(move || perform(invocation))
}

/// Runs `work` on a thread whose stack has room for the recursion of natives.
fn on_large_stack(work: impl FnOnce() -> i32 + Send + 'static) -> i32 {
    /// What the command itself needs besides.
    const OWN_BYTES: usize = 1 << 20;
    let builder = thread::Builder::new().name("main".to_owned()).stack_size(run::NATIVE_STACK_BYTES + OWN_BYTES);
    match builder.spawn(work).map(|thread| thread.join()) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) => FAILURE,
        Err(error) => {
            eprintln!("tenure: cannot start a thread: {error}");
            FAILURE
        }
    }
}

fn perform(invocation: Invocation) -> i32 {
    let wants_prompt = invocation.flags.interactive
        || matches!(invocation.program, Program::Stdin { is_explicit: false }) && io::stdin().is_terminal();
    let is_text = matches!(invocation.program, Program::Text(_));
    if wants_prompt && !is_text {
        return repl::run(launch(&invocation));
    }
    if look::is_wanted(&invocation.flags) {
        return match source_text(&invocation.program) {
            Ok((name, text)) => look::show(&invocation.flags, name, text),
            Err(message) => fail(&message),
        };
    }
    let launch = launch(&invocation);
    match task(&invocation) {
        Ok(task) => run::run(launch, task),
        Err(message) => fail(&message),
    }
}

fn fail(message: &str) -> i32 {
    eprintln!("tenure: {message}");
    FAILURE
}

fn launch(invocation: &Invocation) -> Launch {
    let executable = std::env::current_exe().map(|path| path.to_string_lossy().into_owned());
    let script = match &invocation.program {
        Program::File(path) => {
            let folder = std::env::current_dir().unwrap_or_default();
            Some(run::absolute(&folder, path))
        }
        Program::Stdin { is_explicit: true } => Some("-".to_owned()),
        _ => None,
    };
    Launch {
        flags: invocation.flags.clone(),
        executable: executable.unwrap_or_else(|_| "tenure".to_owned()),
        exec_arguments: invocation.exec_arguments.clone(),
        script,
        arguments: invocation.arguments.clone(),
    }
}

fn task(invocation: &Invocation) -> Result<Task, String> {
    let prints = invocation.flags.print.is_some();
    Ok(match &invocation.program {
        Program::File(path) => Task::File(path.clone()),
        Program::Text(text) => Task::Text { name: "[eval]", text: text.clone(), prints },
        Program::Stdin { .. } => Task::Text { name: "[stdin]", text: read_stdin()?, prints },
    })
}

/// The name and text of a program, for looking at it without running it.
fn source_text(program: &Program) -> Result<(String, String), String> {
    match program {
        Program::File(path) => {
            let bytes = std::fs::read(path).map_err(|error| format!("cannot read {path}: {error}"))?;
            Ok((path.clone(), String::from_utf8_lossy(&bytes).into_owned()))
        }
        Program::Text(text) => Ok(("[eval]".to_owned(), text.clone())),
        Program::Stdin { .. } => Ok(("[stdin]".to_owned(), read_stdin()?)),
    }
}

fn read_stdin() -> Result<String, String> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes).map_err(|error| format!("cannot read stdin: {error}"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
