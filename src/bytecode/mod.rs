//! Bytecode: the opcode table and what derives from it, and the templates the compiler hands to the VM.
//!
//! Nothing here touches the heap: a [`template::FunctionTemplate`] is plain data, which the VM materialises.

pub mod constants;
pub mod disassembler;
pub mod feedback;
pub mod instruction;
mod layout;
pub mod liveness;
pub mod message;
pub mod module;
pub mod opcode;
pub mod template;
#[cfg(test)]
mod testing;
pub mod verifier;
pub mod writer;

pub use opcode::{Effects, Field, Opcode, Role, Special};
