//! Modules (ECMA-262, 16.2.1): making records, loading what they request, linking, evaluation, namespaces, `import()`.
//!
//! ```text
//! source text -> record -> load (the host) -> link: imports to cells -> evaluate: bodies in order, awaits included
//! ```
//!
//! Records are [`objects::module`](crate::objects::module); the host finds and caches them
//! ([`Host::load_imported_module`](super::Host::load_imported_module)). Source text modules and synthetic ones take the
//! same way: a synthetic module requests nothing, and its evaluation fills its cells.

mod async_evaluation;
mod dynamic;
mod evaluate;
mod link;
mod load;
mod namespace;
mod record;
mod resolve;
mod walk;

pub use dynamic::{DynamicImport, finish_dynamic_import, import_call, import_meta};
pub use evaluate::evaluate;
pub use link::link;
pub use load::load_requested_modules;
pub use namespace::module_namespace;
pub use record::{new_source_text_module, new_synthetic_module, set_synthetic_export};
