//! The names of the spaces.

/// Where an allocation is asked to go. Objects too large for a page go to the large-object space of the same generation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Space {
    New,
    Old,
    /// Bytecode, constant and feedback tables, scope descriptions: never moved.
    Code,
    /// Hidden classes: never moved.
    Map,
    /// Roots that never change: never moved, never freed.
    ReadOnly,
}

/// The spaces that hold objects, as page records and statistics know them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum SpaceId {
    /// Record of a page that holds nothing.
    Unused = 0,
    ReadOnly,
    New,
    Old,
    Code,
    Map,
    NewLarge,
    Large,
}

impl SpaceId {
    /// Those that can hold objects, in the order of the statistics.
    pub const ALL: [SpaceId; 7] =
        [SpaceId::ReadOnly, SpaceId::New, SpaceId::Old, SpaceId::Code, SpaceId::Map, SpaceId::NewLarge, SpaceId::Large];

    pub const fn is_young(self) -> bool {
        matches!(self, SpaceId::New | SpaceId::NewLarge)
    }

    pub const fn name(self) -> &'static str {
        match self {
            SpaceId::Unused => "unused",
            SpaceId::ReadOnly => "read_only_space",
            SpaceId::New => "new_space",
            SpaceId::Old => "old_space",
            SpaceId::Code => "code_space",
            SpaceId::Map => "map_space",
            SpaceId::NewLarge => "new_large_object_space",
            SpaceId::Large => "large_object_space",
        }
    }
}
