//! What everything stands on: numbers and their text.

pub mod number;
