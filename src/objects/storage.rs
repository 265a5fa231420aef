//! Storage: the one out-of-line vector of an object, for named properties and elements alike.
//!
//! Word 1 of every JavaScript object points to a storage; objects without one share the read-only empty storage. The
//! named properties come first, so that an inline cache reads one at a fixed offset; the elements follow, so that
//! element access needs one load of the packed counts and no test of the object's kind:
//!
//! ```text
//! word 0   header; its meta holds the object's identity hash, shifted left by one (0: none yet)
//! word 1   elements_capacity:32 | property_capacity:16 | flags:16       (raw)
//! word 2.. property_capacity named properties, then elements_capacity elements (or one dictionary word, if SPARSE)
//! ```
//!
//! Invariants: an absent element is the hole; a read of element i may take the word when `i < elements_capacity` and it is
//! not the hole; a write may store into it when besides no flag is set. Dense elements are writable, enumerable and
//! configurable unless FROZEN or SEALED say otherwise; any other attributes make the elements SPARSE.

use bitflags::bitflags;

use super::object::JsObject;
use super::roots::Root;
use crate::heap::{Cx, Gc, Handle, Space, Val};

heap_object! {
    /// See the module's header.
    pub Storage = Storage, "(object storage)" {} [2] {}
}

bitflags! {
    /// What restricts or redirects the elements.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct StorageFlags: u16 {
        /// Shared with an array literal's boilerplate: copy before writing.
        const COW = 1;
        /// Elements are neither writable nor configurable.
        const FROZEN = 2;
        /// Elements are not configurable.
        const SEALED = 4;
        /// Elements are in a dictionary.
        const SPARSE = 8;
        /// An array's length is not writable.
        const LENGTH_READ_ONLY = 16;
    }
}

/// Word of the first property.
pub const FIRST_PROPERTY: usize = 2;
/// More elements than this in one storage make a request fail with a RangeError or go sparse, whatever the limits.
pub const MAX_ELEMENTS: usize = (1 << 32) - 2;
/// Writing this far beyond the end makes elements sparse instead of growing them.
const MAX_GAP: usize = 1024;

/// The packed counts of word 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    pub elements: usize,
    pub properties: usize,
    pub flags: StorageFlags,
}

impl Counts {
    #[inline]
    pub fn from_word(word: u64) -> Counts {
        Counts {
            elements: word as u32 as usize,
            properties: (word >> 32) as u16 as usize,
            flags: StorageFlags::from_bits_retain((word >> 48) as u16),
        }
    }

    #[inline]
    pub fn to_word(self) -> u64 {
        self.elements as u64 | (self.properties as u64) << 32 | (self.flags.bits() as u64) << 48
    }

    fn words(self) -> usize {
        FIRST_PROPERTY + self.properties + self.elements + self.flags.contains(StorageFlags::SPARSE) as usize
    }
}

impl<'g> Gc<'g, Storage> {
    #[inline]
    pub fn counts(self) -> Counts {
        Counts::from_word(self.raw_u64(1))
    }

    pub fn set_storage_flags(self, cx: &Cx<'_>, flags: StorageFlags) {
        self.set_raw_u64(cx, 1, Counts { flags, ..self.counts() }.to_word());
    }

    #[inline]
    pub fn property(self, index: usize) -> Val<'g> {
        debug_assert!(index < self.counts().properties);
        self.word(FIRST_PROPERTY + index)
    }

    #[inline]
    pub fn set_property(self, cx: &Cx<'_>, index: usize, value: Val<'_>) {
        debug_assert!(index < self.counts().properties);
        self.set_word(cx, FIRST_PROPERTY + index, value)
    }

    /// Element `index`, the hole if there is none in the dense part.
    #[inline]
    pub fn element(self, index: usize) -> Val<'g> {
        let counts = self.counts();
        if index < counts.elements { self.word(FIRST_PROPERTY + counts.properties + index) } else { Val::HOLE }
    }

    /// Stores dense element `index`, which must be below the capacity of a storage that is not shared.
    #[inline]
    pub fn set_element(self, cx: &Cx<'_>, index: usize, value: Val<'_>) {
        let counts = self.counts();
        assert!(index < counts.elements, "element index below the storage's capacity");
        debug_assert!(!counts.flags.contains(StorageFlags::COW));
        self.set_word(cx, FIRST_PROPERTY + counts.properties + index, value)
    }

    /// Copies `count` dense elements of `source`, from its element `from` on, to element `to` and on; the ranges may
    /// overlap. This storage is not shared.
    pub fn copy_elements(self, cx: &Cx<'_>, to: usize, source: Gc<'_, Storage>, from: usize, count: usize) {
        let (own, other) = (self.counts(), source.counts());
        assert!(to + count <= own.elements && from + count <= other.elements, "copied elements are in their storages");
        debug_assert!(!own.flags.contains(StorageFlags::COW));
        let (to, from) = (FIRST_PROPERTY + own.properties + to, FIRST_PROPERTY + other.properties + from);
        self.copy_words(cx, to, source, from, count);
    }

    /// Makes dense elements `from .. to` holes. This storage is not shared.
    pub fn clear_elements(self, cx: &Cx<'_>, from: usize, to: usize) {
        for index in from..to {
            self.set_element(cx, index, Val::HOLE);
        }
    }

    /// The dictionary of sparse elements (undefined if there are none).
    pub fn sparse(self) -> Val<'g> {
        let counts = self.counts();
        if counts.flags.contains(StorageFlags::SPARSE) {
            self.word(FIRST_PROPERTY + counts.properties)
        } else {
            Val::UNDEFINED
        }
    }

    pub fn set_sparse(self, cx: &Cx<'_>, dictionary: Val<'_>) {
        let counts = self.counts();
        debug_assert!(counts.flags.contains(StorageFlags::SPARSE));
        self.set_word(cx, FIRST_PROPERTY + counts.properties, dictionary)
    }
}

/// Elements to make room for when `needed` are: half as many again, and a few; for many elements a third, so that less of a
/// large array is never used.
pub fn grown_capacity(needed: usize) -> usize {
    const MANY: usize = 64 << 10;
    let more = if needed > MANY { needed / 3 } else { needed / 2 + 4 };
    (needed + more).min(MAX_ELEMENTS)
}

/// A storage with room for `counts`; properties undefined, elements holes.
pub fn allocate<'s>(cx: &mut Cx<'s>, counts: Counts) -> Handle<'s, Storage> {
    let storage: Handle<'s, Storage> = cx.allocate(counts.words(), 0, Space::New);
    let raw = storage.get(cx);
    raw.set_raw_u64(cx, 1, counts.to_word());
    for index in 0..counts.elements {
        raw.init_word(cx, FIRST_PROPERTY + counts.properties + index, Val::HOLE);
    }
    storage
}

/// Gives `object` a storage of its own with `counts`, keeping its identity hash and as much of its contents as fits.
/// Flags are taken from `counts`; a dictionary of sparse elements is kept when both are sparse.
pub fn resize<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, counts: Counts) -> Handle<'s, Storage> {
    let fresh = allocate(cx, counts);
    let (new, old) = (fresh.get(cx), object.get(cx).storage());
    new.set_meta(cx, old.meta());
    let before = old.counts();
    new.copy_words(cx, FIRST_PROPERTY, old, FIRST_PROPERTY, before.properties.min(counts.properties));
    let (from, to) = (FIRST_PROPERTY + before.properties, FIRST_PROPERTY + counts.properties);
    new.copy_words(cx, to, old, from, before.elements.min(counts.elements));
    if before.flags.contains(StorageFlags::SPARSE) && counts.flags.contains(StorageFlags::SPARSE) {
        new.set_sparse(cx, old.sparse());
    }
    object.get(cx).set_storage(cx, new.val());
    fresh
}

/// Makes room for `count` out-of-line properties.
pub fn ensure_properties(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, count: usize) {
    let counts = object.get(cx).storage().counts();
    if counts.properties < count {
        crate::scope!(cx);
        let properties = if count <= 2 { 2 } else { count + count / 2 };
        resize(cx, object, Counts { properties, ..counts });
    }
}

/// Makes the dense elements writable in place and at least `needed` many. The caller has seen that they are dense and
/// neither frozen nor too far (see [`fits_densely`]).
pub fn ensure_elements(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, needed: usize) {
    let counts = object.get(cx).storage().counts();
    debug_assert!(!counts.flags.contains(StorageFlags::SPARSE));
    if counts.elements >= needed && !counts.flags.contains(StorageFlags::COW) {
        return;
    }
    crate::scope!(cx);
    let elements = if counts.elements >= needed { counts.elements } else { grown_capacity(needed) };
    resize(cx, object, Counts { elements, flags: counts.flags - StorageFlags::COW, ..counts });
}

/// Would growing to hold element `index` waste little enough to stay dense?
pub fn fits_densely(counts: Counts, index: usize) -> bool {
    !counts.flags.contains(StorageFlags::SPARSE) && index < counts.elements.saturating_mul(3) + MAX_GAP
}

/// The shared storage of objects that need none.
#[inline]
pub fn empty<'g>(cx: &'g Cx<'_>) -> Gc<'g, Storage> {
    cx.root(Root::EmptyStorage).must()
}

/// The identity hash of `object`, made on first use: 30 bits, never 0, kept with the object when it moves.
pub fn identity_hash(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> u32 {
    let known = object.get(cx).storage().meta() >> 1;
    if known != 0 {
        return known;
    }
    let counts = object.get(cx).storage().counts();
    if counts.flags.contains(StorageFlags::COW) || object.get(cx).storage().val().is_same_word(empty(cx).val()) {
        crate::scope!(cx);
        resize(cx, object, Counts { flags: counts.flags - StorageFlags::COW, ..counts });
    }
    let hash = super::next_identity_hash(cx);
    object.get(cx).storage().set_meta(cx, hash << 1);
    hash
}

/// The identity hash of `object` if it has one.
pub fn existing_identity_hash(object: Gc<'_, JsObject>) -> Option<u32> {
    let hash = object.storage().meta() >> 1;
    (hash != 0).then_some(hash)
}
