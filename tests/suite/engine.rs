//! Running the `tenure` binary: output, exit code, and a watchdog for programs that never end.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A program that takes longer has hung: nothing passes or fails by being slow.
const WATCHDOG: Duration = Duration::from_secs(120);

/// What a run left behind.
pub struct Outcome {
    pub stdout: String,
    pub stderr: String,
    /// The exit code, or 128 + the signal that ended the process.
    pub code: i32,
}

/// Runs `tenure flags... script`, with nothing on stdin, in the script's folder.
pub fn run(flags: &[&str], script: &Path) -> Outcome {
    run_with(flags, script, &[])
}

/// Runs `tenure flags... script arguments...` likewise.
pub fn run_with(flags: &[&str], script: &Path, arguments: &[&str]) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenure"));
    command.args(flags).arg(script).args(arguments).env_remove("NODE_OPTIONS").env("NO_COLOR", "1");
    if let Some(folder) = script.parent() {
        command.current_dir(folder);
    }
    finish(command)
}

/// Runs `tenure flags...` with `input` on stdin, without a history.
pub fn run_input(flags: &[&str], input: &str) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenure"));
    command.args(flags).env_remove("NODE_OPTIONS").env("NO_COLOR", "1").env("TENURE_REPL_HISTORY", "");
    let mut child = spawn(command.stdin(Stdio::piped()));
    let written = child.stdin.take().expect("stdin is a pipe").write_all(input.as_bytes());
    // An engine that ends before it has read everything closes the pipe.
    drop(written);
    wait(child)
}

/// Runs `command` to its end.
pub fn finish(mut command: Command) -> Outcome {
    wait(spawn(command.stdin(Stdio::null())))
}

fn spawn(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the engine starts")
}

fn wait(mut child: Child) -> Outcome {
    let stdout = reader(child.stdout.take());
    let stderr = reader(child.stderr.take());
    let deadline = Instant::now() + WATCHDOG;
    let status = loop {
        if let Some(status) = child.try_wait().expect("the child can be waited for") {
            break status;
        }
        if Instant::now() > deadline {
            child.kill().expect("the child can be killed");
        }
        thread::park_timeout(Duration::from_millis(2));
    };
    let text = |reader: thread::JoinHandle<Vec<u8>>| {
        let bytes = reader.join().expect("the reader ends with the child");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Outcome { stdout: text(stdout), stderr: text(stderr), code: exit_code(status) }
}

fn reader(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

#[cfg(unix)]
fn exit_code(status: std::process::ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().or(status.signal().map(|signal| 128 + signal)).unwrap_or(-1)
}

#[cfg(not(unix))]
fn exit_code(status: std::process::ExitStatus) -> i32 {
    status.code().unwrap_or(-1)
}
