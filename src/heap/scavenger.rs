//! Scavenging: Cheney's copy of the live young objects.
//!
//! An object that survives for the first time goes to the other semi-space, for the second time to old space (or all do
//! at once, before a full collection). Large young objects are promoted in place. References that are weak for a marking
//! are strong here.
//!
//! Invariants: after a scavenge no slot anywhere points into the vacated semi-space; slot bits are set exactly for the old
//! words that still point to young objects. Promotion never fails: the collection policy reserves the room beforehand.
#![allow(unsafe_code)] // copies objects

use super::cage::{self, BITMAP_WORDS, SLOTS, pointer};
use super::header::Header;
use super::heap::{Heap, slot_range};
use super::large_space;
use super::marker;
use super::raw;
use super::roots::{LONG_WORDS, RootSink, for_each_pointer, for_each_pointer_in_long};
use super::space::SpaceId;
use super::sweeper::POISON;
use super::weak::SurvivalPhase;
use super::worklist::prefetch;
use crate::value::Value;

/// Survivals after which an object is promoted.
const PROMOTION_AGE: u8 = 1;

/// Bitmap words of remembered slots looked at together: the words of 32 KiB, which the first-level cache holds.
const SLOT_BATCH: usize = 64;
/// How many slots ahead the object that a slot points to is asked for.
const PREFETCH_DISTANCE: usize = 8;

/// What a scavenge did.
#[derive(Clone, Copy, Default, Debug)]
pub struct ScavengeOutcome {
    /// Bytes copied within new space.
    pub survived_bytes: usize,
    /// Bytes moved to old space or turned into large old objects.
    pub promoted_bytes: usize,
}

pub struct Scavenger<'h> {
    heap: &'h mut Heap,
    from_start: usize,
    from_bytes: usize,
    /// Where the next survivor goes.
    top: usize,
    /// Promoted objects whose words are yet to be visited.
    promoted: Vec<usize>,
    /// Buffer of [`Scavenger::visit_page_slots`].
    slots: Vec<usize>,
    promotion_age: u8,
    outcome: ScavengeOutcome,
}

/// Scavenges; with `promote_all`, new space is empty afterwards.
pub fn scavenge(heap: &mut Heap, promote_all: bool) -> ScavengeOutcome {
    let from_start = heap.new_space.start();
    let from_bytes = heap.buffer.top - from_start;
    heap.new_space.flip(heap.buffer.top);
    assert!(heap.new_space.commit_active(heap.pages.cage()), "cannot commit the other semi-space");
    let top = heap.new_space.start();
    let promotion_age = if promote_all { 0 } else { PROMOTION_AGE };
    let mut scavenger = Scavenger {
        heap,
        from_start,
        from_bytes,
        top,
        promoted: Vec::new(),
        slots: Vec::new(),
        promotion_age,
        outcome: ScavengeOutcome::default(),
    };
    // SAFETY: the heap is consistent: roots and remembered slots hold values, pages are iterable.
    unsafe { scavenger.run() };
    scavenger.outcome
}

impl Scavenger<'_> {
    /// # Safety
    /// The heap is consistent.
    unsafe fn run(&mut self) {
        let start = self.top;
        let heap: *mut Heap = self.heap;
        // SAFETY: by the precondition; visiting roots touches only root lists, which the scavenger does not.
        unsafe {
            (*heap).visit_roots(self);
            self.visit_remembered_slots();
            self.drain(start);
        }
        self.outcome.survived_bytes = self.top - start;
        self.heap.buffer.top = self.top;
        self.heap.tell_survivors(SurvivalPhase::Scavenged);
        self.free_dead_large();
        if cfg!(debug_assertions) {
            // SAFETY: the vacated semi-space holds nothing any more.
            unsafe { pointer::<u8>(self.from_start).write_bytes(POISON, self.from_bytes) };
        }
    }

    /// Visits the words of all copied and promoted objects until there are no more.
    unsafe fn drain(&mut self, start: usize) {
        let mut scan = start;
        // SAFETY: both lists hold whole, initialised objects.
        unsafe {
            loop {
                while scan < self.top {
                    let header = raw::header(scan);
                    let words = header.size_field();
                    let first = self.heap.first_tagged[header.kind() as usize];
                    let (from, to) = slot_range(scan, first.min(words), words);
                    for_each_pointer(from, to, |slot| {
                        self.visit(slot);
                    });
                    scan += words * 8;
                }
                let Some(object) = self.promoted.pop() else { break };
                self.visit_promoted(object);
            }
        }
    }

    unsafe fn visit_promoted(&mut self, object: usize) {
        // SAFETY: `object` is a whole object outside the nursery.
        unsafe {
            let first = self.heap.first_tagged[raw::header(object).kind() as usize];
            let words = raw::size_words(object);
            let (from, to) = slot_range(object, first.min(words), words);
            let mut visit = |slot: *mut u64| {
                if self.visit(slot) {
                    super::barrier::remember(self.heap, slot.addr());
                }
            };
            if words >= LONG_WORDS {
                for_each_pointer_in_long(from, to, &mut visit);
            } else {
                for_each_pointer(from, to, &mut visit);
            }
        }
    }

    unsafe fn visit_remembered_slots(&mut self) {
        for page in std::mem::take(&mut self.heap.pages_with_slots) {
            // SAFETY: pages with slots are committed, with bitmaps.
            unsafe {
                let record = self.heap.pages.record(page);
                if !(*record).has_slots {
                    // Freed since it was listed, and perhaps in use again.
                    continue;
                }
                (*record).has_slots = false;
                if self.visit_page_slots(self.heap.pages.start_of(page)) && !(*record).has_slots {
                    (*record).has_slots = true;
                    self.heap.pages_with_slots.push(page);
                }
            }
        }
    }

    /// Visits the remembered slots of a page; true if some of them still point to young objects.
    unsafe fn visit_page_slots(&mut self, start: usize) -> bool {
        let mut slots = std::mem::take(&mut self.slots);
        let mut any = false;
        for first in (0..BITMAP_WORDS).step_by(SLOT_BATCH) {
            // SAFETY: the page's bitmap share is committed; bits mark tagged words.
            unsafe {
                take_slots(start, first, &mut slots);
                any |= self.visit_slots(&slots);
            }
        }
        self.slots = slots;
        any
    }

    /// Visits slots whose bits have been cleared; sets those of the slots that still point to young objects, and tells
    /// whether there are any.
    unsafe fn visit_slots(&mut self, slots: &[usize]) -> bool {
        let mut any = false;
        for (index, &slot) in slots.iter().enumerate() {
            // SAFETY: slots are tagged words of old objects.
            unsafe {
                if let Some(&later) = slots.get(index + PREFETCH_DISTANCE) {
                    prefetch(Value::from_bits(*pointer::<u64>(later)).address());
                }
                let slot = pointer::<u64>(slot);
                if Value::from_bits(*slot).is_heap() && self.visit(slot) {
                    SLOTS.set(slot.addr());
                    any = true;
                }
            }
        }
        any
    }

    /// Moves the object that `slot` points to if it must move, and updates the slot. True if the slot now points into
    /// the nursery.
    #[inline(always)]
    unsafe fn visit(&mut self, slot: *mut u64) -> bool {
        // SAFETY: the slot holds a heap pointer.
        unsafe {
            let object = Value::from_bits(*slot).address();
            if object.wrapping_sub(self.from_start) >= self.from_bytes {
                if cage::in_large_range(object) {
                    self.promote_large(object);
                    return false;
                }
                return cage::in_nursery(object);
            }
            let header = raw::header(object);
            let target = match header.forwarded() {
                Some(target) => target,
                None => self.evacuate(object, header),
            };
            *slot = Value::from_address(target).bits();
            cage::in_nursery(target)
        }
    }

    /// Copies the object out of the vacated semi-space; its new address.
    #[inline(always)]
    unsafe fn evacuate(&mut self, object: usize, header: Header) -> usize {
        let words = header.size_field();
        // SAFETY: `object` is a whole object of `words` words, the target is free memory of as many.
        unsafe {
            let target = if header.age() >= self.promotion_age {
                self.promotion_target(words)
            } else {
                let target = self.top;
                self.top += words * 8;
                target
            };
            copy_words(object, target, words);
            raw::set_header(target, header.with_age(header.age() + 1));
            raw::set_header(object, Header::forwarding(target));
            if !cage::in_nursery(target) {
                self.promoted.push(target);
                self.mark_promoted(target);
            }
            target
        }
    }

    #[inline(always)]
    fn promotion_target(&mut self, words: usize) -> usize {
        self.outcome.promoted_bytes += words * 8;
        match self.heap.old.bump(words) {
            Some(target) => target,
            None => self.promotion_target_slow(words),
        }
    }

    #[cold]
    fn promotion_target_slow(&mut self, words: usize) -> usize {
        match self.heap.take_old_memory(words, SpaceId::Old) {
            Some(target) => target,
            None => self.heap.fatal_out_of_memory("Committing semi space failed."),
        }
    }

    /// A running marking must still visit what has just become old.
    #[inline(always)]
    fn mark_promoted(&mut self, object: usize) {
        if self.heap.marking {
            // SAFETY: a whole object outside the nursery.
            unsafe { marker::shade(&mut self.heap.marker, object) };
        }
    }

    #[cold]
    unsafe fn promote_large(&mut self, object: usize) {
        // SAFETY: heap pointers into the large range are starts of large objects.
        unsafe {
            if (*cage::record_of(object)).space != SpaceId::NewLarge {
                return;
            }
            large_space::set_owner(object, SpaceId::Large);
            let words = large_space::large_words(object);
            self.heap.large.add(object, words);
            self.outcome.promoted_bytes += words * 8;
        }
        self.promoted.push(object);
        self.mark_promoted(object);
    }

    fn free_dead_large(&mut self) {
        for object in self.heap.new_large.take_all() {
            // SAFETY: the list holds starts of large objects; those not promoted are unreachable.
            unsafe {
                if (*cage::record_of(object)).space == SpaceId::NewLarge {
                    self.heap.pages.give_large(object, large_space::large_words(object));
                }
            }
        }
    }
}

/// Collects the remembered slots of [`SLOT_BATCH`] bitmap words of the page at `start`, from word `first` on, clears their bits
/// and asks for their cache lines: they are scattered, and so is what they point to.
/// # Safety
/// The page is committed.
unsafe fn take_slots(start: usize, first: usize, slots: &mut Vec<usize>) {
    slots.clear();
    let bitmap = SLOTS.page_words(start);
    for index in first..first + SLOT_BATCH {
        // SAFETY: by the precondition.
        let mut bits = unsafe { bitmap.add(index).replace(0) };
        while bits != 0 {
            let slot = start + index * 512 + bits.trailing_zeros() as usize * 8;
            bits &= bits - 1;
            prefetch(slot);
            slots.push(slot);
        }
    }
}

/// Copies `words` words between objects that do not overlap.
#[inline(always)]
unsafe fn copy_words(from: usize, to: usize, words: usize) {
    const INLINE_WORDS: usize = 16;
    // SAFETY: by the caller's promise.
    unsafe {
        if words > INLINE_WORDS {
            std::ptr::copy_nonoverlapping(pointer::<u64>(from), pointer::<u64>(to), words);
            return;
        }
        // The header is written by the caller.
        for index in 1..words {
            let bits = *pointer::<u64>(from + index * 8);
            *pointer::<u64>(to + index * 8) = bits;
            if Value::from_bits(bits).is_heap() {
                // Its header is looked at when this copy is scanned, a good while later.
                prefetch(Value::from_bits(bits).address());
            }
        }
    }
}

impl RootSink for Scavenger<'_> {
    unsafe fn range(&mut self, _section: &'static str, start: *mut u64, end: *mut u64) {
        // SAFETY: by the contract of the trait.
        unsafe {
            for_each_pointer(start, end, |slot| {
                self.visit(slot);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{GcKind, GcReason, HeapConfig, Space};
    use super::*;
    use crate::heap::Val;
    use crate::scope;

    fn minor(cx: &mut crate::heap::Cx<'_>) {
        cx.collect(GcKind::Minor, GcReason::Testing);
    }

    #[test]
    fn a_list_survives_and_is_promoted_at_the_second_scavenge() {
        with_heap(HeapConfig::default(), |cx| {
            let head = node(cx, 0, None, Space::New);
            for value in 1..1000 {
                scope!(cx);
                let next = node(cx, value, Some(head), Space::New);
                head.set(cx, next.val(cx));
            }
            minor(cx);
            assert!(cage::in_nursery(head.get(cx).address()));
            minor(cx);
            assert!(!cage::in_nursery(head.get(cx).address()));
            assert_eq!(list_values(cx, head), (0..1000).rev().collect::<Vec<_>>());
        });
    }

    #[test]
    fn remembered_slots_keep_young_objects_alive() {
        with_heap(HeapConfig::default(), |cx| {
            let host = node(cx, 1, None, Space::Old);
            {
                scope!(cx);
                let young = node(cx, 2, None, Space::New);
                host.get(cx).set_word(cx, 2, young.val(cx));
            }
            for _ in 0..3 {
                minor(cx);
                assert_eq!(list_values(cx, host), [1, 2]);
            }
        });
    }

    #[test]
    fn large_young_objects_stay_in_place_or_die() {
        with_heap(HeapConfig::default(), |cx| {
            let large = cx.allocate::<Node>(100_000, 0, Space::New);
            let address = large.get(cx).address();
            {
                scope!(cx);
                cx.allocate::<Node>(100_000, 0, Space::New);
                let young = node(cx, 7, None, Space::New);
                large.get(cx).set_word(cx, 99_999, young.val(cx));
            }
            assert_eq!(cx.heap().new_large.objects.len(), 2);
            for _ in 0..3 {
                minor(cx);
                assert_eq!(large.get(cx).address(), address);
                assert!(cx.heap().new_large.objects.is_empty());
                assert_eq!(cx.heap().large.objects, [address]);
                let young = large.get(cx).word(99_999).cast::<Node>().expect("survivor");
                assert_eq!(young.word(1).as_int(), 7);
            }
            large.get(cx).set_word(cx, 99_999, Val::UNDEFINED);
        });
    }
}
