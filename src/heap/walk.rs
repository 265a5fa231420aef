//! Walking the heap: every object, and every reference of an object by name. For snapshots, queries and the verifier.
//!
//! What is walked is what memory holds: before a full collection that includes objects nobody can reach any more.
#![allow(unsafe_code)] // object words

use super::handle::{Any, Gc, Val};
use super::header::{FREE_KIND, meta_target};
use super::heap::Heap;
use super::layout::{HeaderRef, Visitor};
use super::raw;
use super::roots::RootSink;
use super::space::SpaceId;
use crate::value::Value;

/// An object met by a walk.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub address: usize,
    pub kind: u8,
    pub space: SpaceId,
    /// What the object takes in its space, alignment included.
    pub bytes: usize,
}

/// What a reference is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EdgeName {
    /// The reference in the header (a map, a scope description).
    Header,
    /// A word named by the kind's layout.
    Field(&'static str),
    /// A word beyond the named ones: its index from the first tagged word.
    Index(usize),
    /// The key of the pair of an ephemeron table with this index.
    EphemeronKey(usize),
    /// The value of that pair.
    EphemeronValue(usize),
}

/// A reference from one object to another.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    pub name: EdgeName,
    /// Word index in the object; 0 is the header.
    pub word: usize,
    pub target: usize,
    /// Does not keep its target alive by itself.
    pub weak: bool,
}

impl Heap {
    /// Calls `visit` for each object, space by space.
    pub fn for_each_object(&self, mut visit: impl FnMut(Found)) {
        for space in SpaceId::ALL {
            self.for_each_object_in(space, &mut visit);
        }
    }

    /// Calls `visit` for each object of one space.
    pub fn for_each_object_in(&self, space: SpaceId, visit: &mut impl FnMut(Found)) {
        let mut found = |address: usize, bytes: usize| {
            // SAFETY: walks give starts of whole objects.
            let kind = unsafe { raw::header(address) }.kind();
            if kind != FREE_KIND {
                visit(Found { address, kind, space, bytes });
            }
        };
        match space {
            SpaceId::New => self.walk_new_space(&mut found),
            SpaceId::NewLarge => walk_large(&self.new_large.objects, &mut found),
            SpaceId::Large => walk_large(&self.large.objects, &mut found),
            SpaceId::Code => self.code.for_each_object(&self.pages, found),
            SpaceId::Map => self.map.for_each_object(&self.pages, found),
            SpaceId::ReadOnly => self.read_only.for_each_object(&self.pages, found),
            SpaceId::Old => self.old.for_each_object(&self.pages, found),
            SpaceId::Unused => {}
        }
    }

    fn walk_new_space(&self, visit: &mut impl FnMut(usize, usize)) {
        let mut at = self.new_space.start();
        while at < self.buffer.top {
            // SAFETY: new space is iterable from its start to the allocation pointer.
            let bytes = unsafe { raw::header(at) }.size_field() * 8;
            assert!(bytes > 0, "new space is not iterable at {at:#x}");
            visit(at, bytes);
            at += bytes;
        }
    }

    /// Calls `visit` for each reference of the object at `address` to another one.
    /// # Safety
    /// An object of this heap starts at `address`.
    pub unsafe fn for_each_edge(&self, address: usize, mut visit: impl FnMut(Edge)) {
        // SAFETY: by the precondition.
        unsafe {
            let header = raw::header(address);
            let info = &self.layouts[header.kind() as usize];
            if info.header_ref == HeaderRef::Strong && header.meta() != 0 {
                let target = meta_target(address, header.meta());
                visit(Edge { name: EdgeName::Header, word: 0, target, weak: false });
            }
            let words = raw::size_words(address);
            let strong = if info.visitor == Visitor::Feedback { raw::word(address, 1) as usize } else { 0 };
            for word in info.first_tagged_word().min(words)..words {
                let bits = raw::word(address, word);
                let index = word - info.first_tagged as usize;
                let (name, weak) = match info.visitor {
                    Visitor::EphemeronTable if index.is_multiple_of(2) => (EdgeName::EphemeronKey(index / 2), true),
                    Visitor::EphemeronTable => (EdgeName::EphemeronValue(index / 2), true),
                    Visitor::WeakCell => (field_name(info.edges, index), index == 0),
                    Visitor::WeakTail => (field_name(info.edges, index), true),
                    Visitor::Feedback => (field_name(info.edges, index), index >= strong),
                    Visitor::Tail => (field_name(info.edges, index), false),
                };
                // A constant of a feedback table is a value like any other: only the words behind hold map references.
                let visitor = if index < strong { Visitor::Tail } else { info.visitor };
                if let Some(target) = reference(address, bits, visitor) {
                    visit(Edge { name, word, target, weak });
                }
            }
        }
    }

    /// [`Heap::for_each_edge`] of an object in hand.
    pub fn edges_of<T>(&self, object: Gc<'_, T>, visit: impl FnMut(Edge)) {
        // SAFETY: a live object.
        unsafe { self.for_each_edge(object.address(), visit) }
    }

    /// Calls `visit` with the section and value of each root that is an object.
    pub fn for_each_root(&mut self, visit: impl FnMut(&'static str, usize)) {
        self.visit_roots(&mut RootLister { visit });
    }

    /// The object at `address`, for the time that nothing can collect.
    /// # Safety
    /// An object of this heap starts at `address`.
    pub unsafe fn object_at(&self, address: usize) -> Gc<'_, Any> {
        // SAFETY: by the precondition; the borrow excludes collections.
        unsafe { Gc::from_address(address) }
    }

    /// The value with these bits, for the time that nothing can collect.
    /// # Safety
    /// The bits are a value of this heap.
    pub unsafe fn value_of(&self, bits: u64) -> Val<'_> {
        // SAFETY: by the precondition.
        unsafe { Val::from_bits(bits) }
    }
}

fn field_name(edges: &'static [&'static str], index: usize) -> EdgeName {
    edges.get(index).map_or(EdgeName::Index(index), |name| EdgeName::Field(name))
}

/// The object a word refers to: as a tagged value, or as the map of an inline-cache word.
fn reference(address: usize, bits: u64, visitor: Visitor) -> Option<usize> {
    let value = Value::from_bits(bits);
    if value.is_heap() {
        return Some(value.address());
    }
    let cached_map = visitor == Visitor::Feedback && value.is_double() && bits as u32 != 0;
    cached_map.then(|| meta_target(address, bits as u32))
}

fn walk_large(objects: &[usize], visit: &mut impl FnMut(usize, usize)) {
    for &object in objects {
        // SAFETY: the list holds starts of large objects.
        visit(object, unsafe { raw::size_words(object) } * 8);
    }
}

struct RootLister<F> {
    visit: F,
}

impl<F: FnMut(&'static str, usize)> RootSink for RootLister<F> {
    unsafe fn range(&mut self, section: &'static str, start: *mut u64, end: *mut u64) {
        // SAFETY: by the contract of the trait.
        unsafe {
            super::roots::for_each_pointer(start, end, |slot| {
                (self.visit)(section, Value::from_bits(*slot).address());
            });
        }
    }
}
