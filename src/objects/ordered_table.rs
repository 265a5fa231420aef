//! The insertion-ordered hash table of Map and Set.

heap_object! {
    pub OrderedTable = OrderedTable, "(hash table)" {} [2] {}
}
