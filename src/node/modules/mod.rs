//! Modules: the host's own libraries, CommonJS, ES modules, JSON; where they are found and how they are run.

pub mod builtin;
pub mod commonjs;
pub mod compile;
pub mod esm;
mod export_names;
mod failure;
mod file_url;
mod package;
pub mod resolve;

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::report::SyntaxReport;
use crate::heap::Persistent;
use crate::syntax::source::Source;
use crate::vm::ops::prelude::*;

/// Modules of a process.
#[derive(Default)]
pub struct Modules {
    /// What to print should the newest syntax error stay uncaught.
    pub syntax_report: RefCell<Option<SyntaxReport>>,
    /// The ES modules of the process.
    pub esm: esm::ModuleMap,
    /// The `package.json` files read so far.
    packages: package::Packages,
    /// What the host's libraries export, by name.
    libraries: RefCell<FxHashMap<&'static str, Persistent>>,
    /// `require.cache`.
    cache: OnceCell<Persistent<JsObject>>,
    /// The class `Module` and its prototype.
    class: OnceCell<(Persistent<JsObject>, Persistent<JsObject>)>,
    /// `require.main`.
    main: RefCell<Option<Persistent<JsObject>>>,
    /// Texts that were run, by name: reports show their lines.
    sources: RefCell<FxHashMap<String, Arc<Source>>>,
}

impl Modules {
    /// The text that was run under `name`.
    pub fn source(&self, name: &str) -> Option<Arc<Source>> {
        self.sources.borrow().get(name).cloned()
    }

    /// Bytes of all texts that were run.
    pub fn source_bytes(&self) -> usize {
        self.sources.borrow().values().map(|source| source.text().len()).sum()
    }

    fn remember(&self, source: &Arc<Source>) {
        self.sources.borrow_mut().insert(source.name().to_owned(), source.clone());
    }
}
