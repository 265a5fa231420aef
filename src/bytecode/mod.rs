//! Bytecode: the opcode table and what derives from it, and the templates the compiler hands to the VM.
//!
//! Nothing here touches the heap: a [`template::FunctionTemplate`] is plain data, which the VM materialises.

pub mod instruction;
pub mod message;
pub mod opcode;
pub mod template;

pub use opcode::{Effects, Field, Opcode, Role};
