//! Looking into the heap: its statistics put together for people and for node's API.

pub mod spaces;
