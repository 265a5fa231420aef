//! V8's serialization format, version 15: `v8.serialize` and its classes (the binding `serializer`), and structuredClone.

mod binding;
mod bytes;
mod deserializer;
mod serializer;
mod state;
mod structured_clone;
mod tag;

pub use binding::METHODS;
pub use structured_clone::structured_clone;
