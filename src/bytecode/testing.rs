//! Helpers of the unit tests of bytecode: a template around hand-written code.

use super::template::{FunctionFlags, FunctionKind, FunctionTemplate};
use super::writer::{Register, Writer};

/// The first few registers, for short.
pub const R: [Register; 8] =
    [Register(0), Register(1), Register(2), Register(3), Register(4), Register(5), Register(6), Register(7)];

/// A function of two parameters with the code that `write` emits; it has no constants and one call site for feedback.
pub fn assemble(register_count: u16, write: impl FnOnce(&mut Writer)) -> FunctionTemplate {
    let mut writer = Writer::default();
    write(&mut writer);
    let assembled = writer.finish(0).expect("tests make small functions");
    FunctionTemplate {
        name: None,
        kind: FunctionKind::Normal,
        flags: FunctionFlags::empty(),
        param_count: 2,
        length: 2,
        register_count,
        code: assembled.code,
        constants: Box::default(),
        feedback: Box::new([super::template::FeedbackKind::Call]),
        handlers: assembled.handlers,
        positions: assembled.positions,
        span: (0, 0),
        local_names: Box::default(),
        own_context: None,
    }
}
