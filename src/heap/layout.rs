//! Object layouts as data: what the heap knows of the objects in it.
//!
//! The object layer gives one [`KindInfo`] row per kind; the collectors, the verifier and the snapshot writer all read
//! the same rows, so that a pointer field cannot be known to one and forgotten by another. The heap names no object type.
//!
//! Row 0 belongs to the heap ([`FREE`]): fillers and free-list blocks.

use super::space::Space;

/// What the 32 `meta` bits of a kind's header are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HeaderRef {
    /// Data of the object layer (an identity hash, for example).
    None,
    /// A strong reference to an object of map or code space.
    Strong,
}

/// How the words after the header are visited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Visitor {
    /// Words `first_tagged..size` are tagged and strong.
    Tail,
    /// Word 1 is a weak target, words 2.. are strong. When the target dies word 1 becomes undefined, and if the header's
    /// [`NOTIFY_FLAG`](super::header::NOTIFY_FLAG) is set the cell joins the queue of dead weak cells.
    WeakCell,
    /// Word 1 is raw counts, then pairs (weak key, value kept only by its key): see [`super::ephemeron`].
    EphemeronTable,
    /// Word 1 is the raw count `n`; words `2..2+n` are strong; the rest are inline-cache words: either raw with the
    /// reference of a weakly held map in the low 32 bits (0: none; becomes 0 when the map dies), or tagged and weak
    /// (becomes undefined).
    Feedback,
    /// Words `first_tagged..size` are tagged and weak: those that die become undefined.
    WeakTail,
}

/// Runs when an object of the kind has died, with raw word 1 (never called with 0: nothing external yet). Frees what the
/// word owns and returns how many bytes of external memory that gives back.
pub type Finalizer = fn(external: u64) -> usize;

/// `first_tagged` of kinds without tagged words.
pub const NO_TAGGED: u8 = 255;

/// The layout of one kind of object.
#[derive(Clone, Copy, Debug)]
pub struct KindInfo {
    pub name: &'static str,
    /// Index of the first tagged word, header counted as 0; [`NO_TAGGED`] if there is none.
    pub first_tagged: u8,
    pub header_ref: HeaderRef,
    pub visitor: Visitor,
    /// Names of the tagged words, in order from `first_tagged`; words beyond them are named by their index.
    pub edges: &'static [&'static str],
    pub default_space: Space,
    pub finalizer: Option<Finalizer>,
}

impl KindInfo {
    /// A kind without any reference.
    pub const fn raw(name: &'static str) -> KindInfo {
        KindInfo {
            name,
            first_tagged: NO_TAGGED,
            header_ref: HeaderRef::None,
            visitor: Visitor::Tail,
            edges: &[],
            default_space: Space::New,
            finalizer: None,
        }
    }

    /// A kind whose words from `first_tagged` on are tagged, with the given names.
    pub const fn tail(name: &'static str, first_tagged: u8, edges: &'static [&'static str]) -> KindInfo {
        KindInfo { first_tagged, edges, ..KindInfo::raw(name) }
    }

    /// The index of the first word that may hold a tagged value, `usize::MAX` if none does.
    #[inline(always)]
    pub const fn first_tagged_word(&self) -> usize {
        if self.first_tagged == NO_TAGGED { usize::MAX } else { self.first_tagged as usize }
    }
}

/// Row 0 of each table.
pub const FREE: KindInfo = KindInfo::raw("free space");

/// All kinds, indexed by kind. At most 256 rows; row 0 is [`FREE`].
pub type LayoutTable = &'static [KindInfo];
