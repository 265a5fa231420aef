//! The realm: the maps, prototypes and singletons that the root table names, made before any script runs.

use crate::heap::Cx;

/// Fills the root table: singletons, interned names, well-known symbols, maps and prototypes. Constructors and methods
/// are installed afterwards by the built-ins.
pub fn initialize(_cx: &mut Cx<'_>) {
    todo!()
}
