//! The assembler: one emitting method for each row of the opcode table, labels, handler ranges, source positions.
//!
//! Instructions are kept one by one with the label they jump to until [`Writer::finish`], when [`super::layout`] decides
//! which jumps are long and turns everything into words. Code that control cannot reach is not kept at all: after an
//! instruction that ends the flow, emission is silent until a label that something jumps to is bound.
//!
//! The writer trusts its caller on what an operand means; [`super::verifier`] does not.

use super::constants::ConstantIndex;
use super::feedback::FeedbackSlot;
use super::layout;
use super::opcode::{Effects, Field, Opcode, Role};
use super::template::{HandlerRange, SourcePosition};

/// A register of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Register(pub u16);

impl Register {
    /// r[0]: the receiver.
    pub const THIS: Register = Register(0);

    /// The register `distance` above this one. Saturates: the compiler has reported the frame as too large by then.
    pub fn above(self, distance: u16) -> Register {
        Register(self.0.saturating_add(distance))
    }

    /// The register `distance` below this one.
    pub fn below(self, distance: u16) -> Register {
        Register(self.0.saturating_sub(distance))
    }
}

/// A place in the code to jump to, bound once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(u32);

/// An instruction before layout. `label` is [`NO_LABEL`] for those that do not jump.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub word: u64,
    pub extra: u64,
    pub label: u32,
}

pub(super) const NO_LABEL: u32 = u32::MAX;
const UNBOUND: u32 = u32::MAX;

impl Item {
    pub fn opcode(&self) -> Opcode {
        Opcode::from_u8(self.word as u8).expect("items hold opcodes the writer put there")
    }
}

#[derive(Clone, Copy, Debug)]
struct LabelState {
    /// Index of the item it stands before.
    item: u32,
    is_used: bool,
}

/// The code of one function under construction.
#[derive(Debug, Default)]
pub struct Writer {
    items: Vec<Item>,
    labels: Vec<LabelState>,
    /// (start item, end item, handler label), inner before outer.
    ranges: Vec<(u32, u32, Label)>,
    /// (item, source offset).
    positions: Vec<(u32, u32)>,
    position: u32,
    is_unreachable: bool,
}

/// Finished code.
#[derive(Debug)]
pub struct Assembled {
    pub code: Box<[u64]>,
    pub handlers: Box<[HandlerRange]>,
    pub positions: Box<[SourcePosition]>,
}

/// The code cannot be expressed: a constant or feedback index does not fit its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableOverflow;

trait Operand {
    fn raw(self) -> u32;
}

macro_rules! operand {
    ($($type:ty: $value:ident => $raw:expr;)*) => {
        $(impl Operand for $type {
            fn raw(self) -> u32 {
                let $value = self;
                $raw
            }
        })*
    };
}

operand! {
    Register: register => register.0 as u32;
    Label: label => label.0;
    ConstantIndex: index => index.0;
    FeedbackSlot: slot => slot.0;
    u16: literal => literal as u32;
    i32: immediate => immediate as u32;
}

macro_rules! operand_type {
    (Imm) => {
        i32
    };
    (Lit) => {
        u16
    };
    (Argc) => {
        u16
    };
    (Count) => {
        u16
    };
    (Const) => {
        ConstantIndex
    };
    (Slot) => {
        FeedbackSlot
    };
    (Jump) => {
        Label
    };
    (Back) => {
        Label
    };
    ($register:ident) => {
        Register
    };
}

macro_rules! declare_emitters {
    ($( $name:ident { $($field:ident : $role:ident),* } $($wide:ident)? [$($effect:ident)*] $formula:literal; )*) => {
        /// One method for each row, its parameters named after the operand fields.
        #[allow(non_snake_case, reason = "the methods bear the names of the opcodes and their fields")]
        impl Writer {
            $(
                #[doc = $formula]
                pub fn $name(&mut self, $($field: operand_type!($role)),*) {
                    self.emit(Opcode::$name, &[$($field.raw()),*])
                }
            )*
        }
    };
}
crate::for_each_opcode!(declare_emitters);

impl Writer {
    /// Emits an instruction whose operands have these raw bits, in the order of its row; for a jump, the label's number.
    fn emit(&mut self, opcode: Opcode, operands: &[u32]) {
        if self.is_unreachable {
            return;
        }
        let mut item = Item { word: opcode as u64, extra: 0, label: NO_LABEL };
        for (&(field, role), &raw) in opcode.operands().iter().zip(operands) {
            if matches!(role, Role::Jump | Role::Back) {
                self.labels[raw as usize].is_used = true;
                item.label = raw;
            } else {
                put(&mut item.word, &mut item.extra, field, raw);
            }
        }
        let effects = opcode.effects();
        if !effects.is_empty() && self.positions.last().is_none_or(|&(_, position)| position != self.position) {
            self.positions.push((self.items.len() as u32, self.position));
        }
        self.items.push(item);
        self.is_unreachable = effects.contains(Effects::ENDS);
    }

    /// Emits a two-register-or-immediate instruction chosen at run time; `b` and `c` are raw fields.
    pub fn emit_binary(&mut self, opcode: Opcode, a: Register, b: Register, c: u16) {
        self.emit(opcode, &[a.raw(), b.raw(), c as u32]);
    }

    /// Emits a fused compare-and-branch chosen at run time: `a` against the raw field `b`.
    pub fn emit_branch(&mut self, opcode: Opcode, a: Register, b: u16, target: Label) {
        self.emit(opcode, &[a.raw(), b as u32, target.raw()]);
    }

    pub fn new_label(&mut self) -> Label {
        self.labels.push(LabelState { item: UNBOUND, is_used: false });
        Label(self.labels.len() as u32 - 1)
    }

    /// Binds `label` here. What follows is reachable if it was, or if something jumps to the label.
    pub fn bind(&mut self, label: Label) {
        let here = self.items.len() as u32;
        let state = &mut self.labels[label.0 as usize];
        debug_assert_eq!(state.item, UNBOUND, "a label is bound once");
        state.item = here;
        self.is_unreachable &= !state.is_used;
    }

    /// A label bound here: the head of a loop.
    pub fn label_here(&mut self) -> Label {
        let label = self.new_label();
        self.bind(label);
        label
    }

    /// Jumps to `test`, below, and binds here the head of the loop that the test goes back to: reachable by that branch.
    pub fn enter_loop_at(&mut self, test: Label) -> Label {
        let was_reachable = self.is_reachable();
        self.Jump(test);
        let head = self.label_here();
        self.is_unreachable = !was_reachable;
        head
    }

    /// Has a jump to `label` or a range with it as handler been emitted?
    pub fn is_used(&self, label: Label) -> bool {
        self.labels[label.0 as usize].is_used
    }

    /// Can control reach the place where the next instruction would go?
    pub fn is_reachable(&self) -> bool {
        !self.is_unreachable
    }

    /// Instructions from now on come from this source offset.
    pub fn set_position(&mut self, position: u32) {
        self.position = position;
    }

    pub fn position(&self) -> u32 {
        self.position
    }

    /// The place of the next instruction, for [`Writer::protect`].
    pub fn here(&self) -> u32 {
        self.items.len() as u32
    }

    /// Exceptions of what was emitted since `start` go to `handler`; inner ranges must be given before outer ones. Code
    /// that cannot throw makes no range.
    pub fn protect(&mut self, start: u32, handler: Label) {
        let throws = |item: &Item| item.opcode().effects().contains(Effects::THROWS);
        if self.items[start as usize..].iter().any(throws) {
            self.labels[handler.0 as usize].is_used = true;
            self.ranges.push((start, self.here(), handler));
        }
    }

    /// Lays the code out. `feedback_base` is the index in `k` of the first feedback word.
    pub fn finish(self, feedback_base: u32) -> Result<Assembled, TableOverflow> {
        let mut items = self.items;
        for item in &mut items {
            relocate_slot(item, feedback_base)?;
        }
        let labels: Vec<u32> = self.labels.iter().map(|label| label.item).collect();
        let laid_out = layout::lay_out(&items, &labels);
        let word_of = |item: u32| laid_out.starts[item as usize];
        let handler_range = |&(start, end, handler): &(u32, u32, Label)| HandlerRange {
            start: word_of(start),
            end: word_of(end),
            handler: word_of(labels[handler.0 as usize]),
        };
        let source_position = |&(item, position): &(u32, u32)| SourcePosition { pc: word_of(item), position };
        Ok(Assembled {
            code: laid_out.code.into_boxed_slice(),
            handlers: self.ranges.iter().map(handler_range).collect(),
            positions: self.positions.iter().map(source_position).collect(),
        })
    }
}

/// Writes `raw` into a field that is zero so far.
fn put(word: &mut u64, extra: &mut u64, field: Field, raw: u32) {
    match field {
        Field::Flags => *word |= (raw as u8 as u64) << 8,
        Field::A => *word |= (raw as u16 as u64) << 16,
        Field::B => *word |= (raw as u16 as u64) << 32,
        Field::C => *word |= (raw as u16 as u64) << 48,
        Field::Bc => *word |= (raw as u64) << 32,
        Field::X => *extra |= raw as u64,
        Field::Y => *extra |= (raw as u64) << 32,
    }
}

/// Turns the slot operand of `item`, if any, from an index among feedback words into one in `k`; also refuses constants
/// that the compiler put past the end of a 16-bit field.
fn relocate_slot(item: &mut Item, feedback_base: u32) -> Result<(), TableOverflow> {
    let Some(&(field, _)) = item.opcode().operands().iter().find(|(_, role)| *role == Role::Slot) else {
        return Ok(());
    };
    match field {
        Field::C => {
            let index = (item.word >> 48) + feedback_base as u64;
            let index = u16::try_from(index).map_err(|_| TableOverflow)?;
            item.word = item.word & (u64::MAX >> 16) | (index as u64) << 48;
        }
        _ => {
            let index = (item.extra >> 32) as u32 + feedback_base;
            item.extra = item.extra as u32 as u64 | (index as u64) << 32;
        }
    }
    Ok(())
}
