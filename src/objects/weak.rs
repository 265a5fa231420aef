//! Weak collections and references.

use crate::heap::layout::Visitor;

heap_object! {
    /// Key-value pairs whose values live only through their keys.
    pub EphemeronTable = EphemeronTable, "(ephemerons)" { visitor: Visitor::EphemeronTable } [2] {}

    /// A weak reference, and a registration of a FinalizationRegistry.
    pub WeakCell = WeakCell, "WeakCell" { visitor: Visitor::WeakCell } [1] {
        1: target, set_target;
        2: registry, set_registry;
        3: holdings, set_holdings;
        4: token, set_token;
        5: next, set_next;
    }
}

js_object! {
    pub WeakMap = WeakMap, "WeakMap" { 2: table, set_table; }
    pub WeakSet = WeakSet, "WeakSet" { 2: table, set_table; }
    pub WeakRef = WeakRef, "WeakRef" { 2: cell, set_cell; }
    pub FinalizationRegistry = FinalizationRegistry, "FinalizationRegistry" {
        2: cleanup, set_cleanup;
        3: cells, set_cells;
        4: ready, set_ready;
    }
}
