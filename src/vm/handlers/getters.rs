//! The second try of loads by name: the megamorphic cache, and getters, whose frames are entered from the load.
//!
//! A getter's frame stands above all registers of the frame that loads, with one word more below it than a call's: see
//! [`crate::vm::frame`].
#![allow(unsafe_code)] // reads objects as the caches say; windows on the VM stack

use super::calls::call_quick_form;
use crate::heap::raw;
use crate::objects::kinds::{FIRST_OBJECT, LAST_STRING};
use crate::value::Value;
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::entry::Entry;
use crate::vm::frame::{END_GETTER, GETTER_LINKAGE_WORDS, Linkage};
use crate::vm::inline_cache::{Detail, EPOCH_BASE, MEGAMORPHIC};
use crate::vm::instruction::Instr;

/// Word of an accessor pair's getter.
const GETTER: usize = 1;

/// Does the second try of a load: r[a] := r[b].k[x], at once or by entering a getter.
#[inline(always)]
pub fn load(state: &mut State, i: Instr) -> bool {
    let receiver = Value::from_bits(state.r(i.b()));
    let Some((word, detail)) = find(state, receiver, i) else { return false };
    if detail.contains(Detail::ACCESSOR) {
        return enter(state, i, receiver, word);
    }
    state.set(i.a(), word);
    true
}

/// What the site of the load, or the megamorphic cache, finds for `receiver`, unless it takes a getter.
#[inline(always)]
pub fn find_value(state: &State, receiver: Value, i: Instr) -> Option<u64> {
    find(state, receiver, i).filter(|(_, detail)| !detail.contains(Detail::ACCESSOR)).map(|(word, _)| word)
}

/// The value that the megamorphic cache knows for property `key` of `receiver`, unless it takes a getter. The cache has names
/// alone, no index among them.
#[inline(always)]
pub fn find_keyed(state: &State, receiver: Value, key: Value) -> Option<u64> {
    if !receiver.is_heap() {
        return None;
    }
    // SAFETY: a live object; the machine and its cache are live, and what an entry says is so.
    unsafe {
        let header = raw::header(receiver.address());
        let epoch = (*(*state.vm).epoch).get().wrapping_add(EPOCH_BASE);
        if header.kind() < FIRST_OBJECT {
            return None;
        }
        let (holder, detail) = (*state.vm).megamorphic.find(header.meta(), key.address(), epoch)?;
        let holder = Value::from_bits(holder);
        let holder = if holder.is_heap() { holder } else { receiver };
        (!detail.contains(Detail::ACCESSOR)).then(|| word_of(holder.address(), detail))
    }
}

/// The word that the site of the load, or the megamorphic cache, finds for `receiver`: a value, or an accessor pair.
#[inline(always)]
fn find(state: &State, receiver: Value, i: Instr) -> Option<(u64, Detail)> {
    if !receiver.is_heap() {
        return None;
    }
    let object = receiver.address();
    let entry = state.k(i.c());
    // SAFETY: a live object; the machine and its cache are live. Where the map and the epoch are those of an entry, the
    // holder and its word are there.
    unsafe {
        let epoch = (*(*state.vm).epoch).get().wrapping_add(EPOCH_BASE);
        let header = raw::header(object);
        let map = header.meta();
        // Map 0 is that of all heap values that are no objects; sites remember strings alone.
        if header.kind() > LAST_STRING && header.kind() < FIRST_OBJECT {
            return None;
        }
        let (holder, detail) = if entry == MEGAMORPHIC && map != 0 {
            let name = Value::from_bits(state.k(i.x())).address();
            (*state.vm).megamorphic.find(map, name, epoch)?
        } else if entry as u32 == map && (entry >> 32) as u32 == epoch {
            (state.k(i.c() + 1), Detail::from_bits_retain((state.k(i.c() + 2) >> 32) as u32))
        } else {
            return None;
        };
        let holder = Value::from_bits(holder);
        let holder = if holder.is_heap() { holder.address() } else { object };
        Some((word_of(holder, detail), detail))
    }
}

/// The word that `detail` names in `holder`.
/// # Safety
/// An object that has the word is at `holder`.
#[inline(always)]
unsafe fn word_of(holder: usize, detail: Detail) -> u64 {
    if detail.contains(Detail::ABSENT) {
        return Value::UNDEFINED.bits();
    }
    // SAFETY: by the precondition.
    unsafe { detail.read_at(holder) }
}

/// Pushes the frame of the getter of `pair`, called by the load `i`.
#[inline(always)]
fn enter(state: &mut State, i: Instr, receiver: Value, pair: u64) -> bool {
    // SAFETY: the word is an accessor pair.
    let getter = unsafe { raw::word(Value::from_bits(pair).address(), GETTER) };
    let window = running(state).registers() + GETTER_LINKAGE_WORDS;
    let base = state.base.wrapping_add(window);
    let Some(entry) = Entry::of(Value::from_bits(getter)) else {
        return call_native(state, i, receiver, Value::from_bits(getter), base);
    };
    // SAFETY: the machine is live; what is written is below the limit, the linkage just above the frame's last register.
    unsafe {
        let has_room = base.wrapping_add(entry.registers()) <= (*state.vm).stack_limit && window <= u16::MAX as usize;
        if !entry.is_plain_call(receiver) || !has_room {
            return false;
        }
        let linkage = Linkage::to(END_GETTER.as_ptr(), window, state.k);
        *base.sub(4) = i.second_word().expose_provenance() as u64;
        *base.sub(3) = linkage.k.expose_provenance() as u64;
        *base.sub(2) = linkage.return_word;
        *base.sub(1) = getter;
        *base = receiver.bits();
        for param in 0..entry.params() {
            *base.add(1 + param) = Value::UNDEFINED.bits();
        }
    }
    (state.base, state.k, state.pc) = (base, entry.table(), entry.code());
    true
}

/// Calls a getter that has a quick form, with a window at `base`.
#[inline(always)]
fn call_native(state: &mut State, i: Instr, receiver: Value, getter: Value, base: *mut u64) -> bool {
    // SAFETY: just above the running frame's registers, at most in the red zone above the limit.
    let result = unsafe {
        *base = receiver.bits();
        call_quick_form(state, getter, base, 0)
    };
    let Some(value) = result else { return false };
    state.set(i.a(), value);
    true
}

/// The running function.
#[inline(always)]
fn running(state: &State) -> Entry {
    // SAFETY: the word before a frame's registers holds its function.
    let callee = Value::from_bits(unsafe { *state.base.sub(1) });
    Entry::of(callee).expect("a frame's callee is a closure")
}

impl Handler for op::EndGetter {
    #[inline(always)]
    fn fast(state: &mut State, _: Instr) -> bool {
        let registers = running(state).registers();
        let second_word: *const u64 = std::ptr::with_exposed_provenance(state.r(registers) as usize);
        let result = state.r(registers + GETTER_LINKAGE_WORDS - 1);
        // SAFETY: `enter` left the address of the load's second word there.
        let load = unsafe { Instr::at(second_word.sub(1)) };
        state.set(load.a(), result);
        state.pc = second_word.wrapping_add(1);
        true
    }
}
