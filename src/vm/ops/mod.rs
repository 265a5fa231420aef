//! The specification's operations that may run JavaScript, for natives and the interpreter's slow paths.
//!
//! Each keeps its name and argument order from ECMA-262; `Handle`s in, `JsResult` out. What cannot run JavaScript is in
//! `objects`.

pub mod arithmetic;
pub mod assign;
pub mod call;
mod call_sites;
pub mod compare;
pub mod construct;
pub mod convert;
pub mod define;
pub mod error;
pub mod iterate;
mod jobs;
pub mod listing;
pub mod object;
pub mod promise;
pub mod proxy;
pub mod regexp;
pub mod stack;
pub mod string;
pub mod weak;

/// What nearly every native imports.
pub mod prelude {
    pub use super::arithmetic::Operator;
    pub use super::call::{call, call_back, call_method, check_native_stack, construct};
    pub use super::compare::{is_less_than, is_loosely_equal};
    pub use super::construct::{ordinary_create_from_constructor, species_constructor};
    pub use super::convert::*;
    pub use super::iterate::{IteratorRecord, create_iter_result, get_iterator, iterator_close, iterator_step_value};
    pub use super::object::*;
    pub use super::string::{concat_strings, finish_string};
    pub use crate::objects::prelude::*;
    pub use crate::objects::property::{Descriptor, Own};
    pub use crate::vm::messages::Message;
    pub use crate::vm::native::{Args, JsResult, Native, QuickArgs, Throw};
}
