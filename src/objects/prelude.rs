//! What nearly every user of objects imports.

pub use super::array::JsArray;
pub use super::descriptors::Attributes;
pub use super::kinds::Kind;
pub use super::name::{Key, Name};
pub use super::object::JsObject;
pub use super::roots::{N, Root, WellKnown};
pub use super::string::JsString;
pub use super::symbol::Symbol;
pub use crate::heap::{Any, Cx, Gc, Handle, HeapType, Val};
pub use crate::scope;
pub use crate::value::Value;
