//! Programs that the bytes choose from the test suite's grammar, run with a verified heap under stress.
//!
//! `cargo +nightly fuzz run programs -- -close_fd_mask=1`
#![no_main]

#[path = "../../tests/suite/generator/mod.rs"]
mod generator;

use generator::Choices;
use libfuzzer_sys::fuzz_target;
use tenure::node::flags::Flags;
use tenure::node::host::Launch;
use tenure::node::run::{self, Task};

fuzz_target!(|bytes: &[u8]| {
    let text = generator::program(Choices::Bytes(bytes));
    let flags = Flags { gc_stress: 25, verify_heap: true, ..Flags::default() };
    run::run_to_idle(Launch { flags, ..Launch::default() }, Task::Text { name: "fuzz", text, prints: false });
});
