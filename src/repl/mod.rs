//! The prompt: lines from the user, values back.
//!
//! A thread of its own reads lines ([`reader`]) and hands each to the event loop, so that timers go on while the user
//! thinks; the [`session`] evaluates it there ([`evaluation`]) and answers with what to ask next. Errors never end the
//! session.

mod commands;
mod evaluation;
mod heap_table;
mod reader;
mod session;

use std::io::IsTerminal;
use std::rc::Rc;

use crate::node::host::{Launch, NodeHost};
use crate::node::process::NODE_VERSION;
use crate::node::stdio::{self, Output};
use crate::node::{event_loop, gc_trace, run};

use session::Session;

/// Runs the prompt; gives the exit code.
pub fn run(launch: Launch) -> i32 {
    let host = NodeHost::new(launch);
    let mut isolate = run::new_isolate(host.clone());
    isolate.enter(|cx| {
        gc_trace::restart(cx, &host.launch.flags);
        run::prepare_globals(cx, "REPL");
        evaluation::install_library_globals(cx);
        let banner = format!(
            "Welcome to Tenure v{} (node {NODE_VERSION} compatible).\nType \".help\" for more information.\n",
            env!("CARGO_PKG_VERSION")
        );
        stdio::write(Output::Stdout, banner.as_bytes());
        let answers = reader::start(host.event_loop.waker(), std::io::stdin().is_terminal());
        *host.prompt.borrow_mut() = Some(Rc::new(Session::new(answers)));
        // The prompt itself waits for the user until it is left.
        host.event_loop.expect_wakeup(true);
        event_loop::run(cx);
        0
    })
}
