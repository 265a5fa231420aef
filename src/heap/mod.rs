//! The heap: pages and spaces, allocation, handles, and the collectors.
//!
//! Rank 2: knows values and nothing else of the engine. Object layouts come as data ([`layout`]), the embedder's roots
//! through a function, so that the heap names no object type. Every other part of the engine reaches heap memory through
//! [`Cx`], [`Handle`], [`Gc`] and [`Val`]; the interpreter alone also uses [`raw`].

mod allocation;
mod barrier;
pub mod cage;
mod collector;
mod config;
mod cx;
mod free_list;
mod handle;
pub mod header;
#[allow(clippy::module_inception)]
mod heap;
mod large_space;
pub mod layout;
mod marker;
mod new_space;
mod os;
mod page;
mod paged_space;
mod persistent;
pub mod raw;
mod roots;
mod scavenger;
mod space;
mod sweeper;
#[cfg(test)]
mod testing;
mod tracer;
mod worklist;

pub use config::{GcStress, HeapConfig};
pub use cx::{Cx, Scope};
pub use handle::{Any, Gc, Handle, HeapType, Val};
pub use heap::Heap;
pub use large_space::LARGE_OBJECT_BYTES;
pub use new_space::AllocationBuffer;
pub use persistent::Persistent;
pub use roots::{ROOT_TABLE_WORDS, RootSink, RootVisitor};
pub use space::{Space, SpaceId};
pub use tracer::{GcKind, GcReason};
