//! The prompt.

use crate::node::host::Launch;

/// Runs the prompt; gives the exit code.
pub fn run(_launch: Launch) -> i32 {
    0
}
