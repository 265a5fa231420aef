//! The heap: pages and spaces, allocation, handles, and the collectors.
//!
//! Rank 2: knows values and nothing else of the engine. Object layouts come as data ([`layout`]), the embedder's roots
//! through a function, so that the heap names no object type. Every other part of the engine reaches heap memory through
//! [`Cx`], [`Handle`], [`Gc`] and [`Val`]; the interpreter alone also uses [`raw`].

mod allocation;
mod barrier;
pub mod cage;
mod collector;
#[cfg(test)]
mod collector_tests;
mod compactor;
mod config;
mod cx;
pub mod ephemeron;
mod finalizer;
mod free_list;
mod handle;
pub mod header;
#[allow(clippy::module_inception)]
mod heap;
mod large_space;
pub mod layout;
mod limit_ladder;
mod limits;
mod marker;
pub mod misuse;
mod new_space;
mod observers;
mod os;
mod page;
mod paged_space;
mod pauses;
mod persistent;
mod policy;
pub mod raw;
mod roots;
mod scavenger;
mod space;
mod statistics;
mod sweeper;
#[cfg(test)]
mod testing;
mod tracer;
mod verifier;
#[cfg(test)]
mod verifier_tests;
mod walk;
mod weak;
#[cfg(test)]
mod weak_tests;
mod worklist;

pub use config::{GcStress, HeapConfig};
pub use cx::{Cx, Scope};
pub use handle::{Any, Gc, Handle, HeapType, Val};
pub use heap::{EmbedderRoots, Heap};
pub use large_space::LARGE_OBJECT_BYTES;
pub use limit_ladder::{FatalHook, NearLimitHook};
pub use new_space::AllocationBuffer;
pub use observers::{AllocationObserver, ObserverId};
pub use pauses::{PauseKind, Pauses};
pub use persistent::Persistent;
pub use roots::{ROOT_TABLE_WORDS, RootSink, RootVisitor};
pub use space::{Space, SpaceId};
pub use statistics::{HeapStatistics, SpaceStatistics};
pub use tracer::{GcEvent, GcKind, GcListener, GcReason, IncrementalSteps, ListenerId, Phase, Tracer};
pub use verifier::Damage;
pub use walk::{Edge, EdgeName, Found};
pub use weak::{EmbedderWeak, SurvivalPhase, Survivors, Tracker, TrackerId};
