//! Which registers hold values that may still be read, worked out on demand from the operands of the opcode table.
//!
//! The collector asks at a safepoint, so that a register nobody will read again retains nothing, and so that one not
//! written yet, which holds garbage, is never looked at. Exceptions count: what a handler reads is live at each throwing
//! instruction of its range. [`Liveness::of`] does the flow analysis once for a function; a query then walks one block.
//!
//! One register counts as read at every exit: the function's own context, so that what inner functions captured lives as
//! long as the call, as it does in V8 and as people expect who look at a retainer path.

use super::instruction::{Access, Instruction};
use super::opcode::Effects;
use super::template::FunctionTemplate;
use crate::base::bit_set::BitSet;

/// The registers live before the instruction at word `pc`. To ask more than once of one function, keep a [`Liveness`].
pub fn live_registers(template: &FunctionTemplate, pc: u32) -> BitSet {
    Liveness::of(template).live_before(template, pc)
}

/// A function's flow analysis.
#[derive(Clone, Debug)]
pub struct Liveness {
    blocks: Vec<Block>,
    /// What is live after the last instruction of a block that leaves the function.
    at_exit: BitSet,
}

/// A run of instructions entered only at its first and left only after its last (or by a throw), all of it under one
/// handler or under none.
#[derive(Clone, Debug)]
struct Block {
    start: u32,
    end: u32,
    /// Indexes of the blocks that may come next: fall-through and jump.
    successors: [Option<usize>; 2],
    /// Index of the handler's block, when something in this block throws.
    handler: Option<usize>,
    live_in: BitSet,
}

/// What a block does to the set of live registers, seen from its end.
struct Transfer {
    reads: BitSet,
    writes: BitSet,
    /// Written before anything in the block can throw: the handler's needs do not reach above.
    written_before_throw: BitSet,
}

impl Liveness {
    pub fn of(template: &FunctionTemplate) -> Liveness {
        let mut blocks = split(template);
        let transfers: Vec<_> = blocks.iter().map(|block| transfer(template, block)).collect();
        let mut has_changed = true;
        let mut live = BitSet::new(template.register_count as usize);
        let mut at_exit = live.clone();
        if let Some(context) = template.own_context {
            at_exit.insert(context as usize);
        }
        while has_changed {
            has_changed = false;
            for index in (0..blocks.len()).rev() {
                live_in(&blocks, index, &transfers[index], &at_exit, &mut live);
                has_changed |= blocks[index].live_in.union_with(&live);
            }
        }
        Liveness { blocks, at_exit }
    }

    /// The registers whose values are needed to execute from the instruction at word `pc` on.
    pub fn live_before(&self, template: &FunctionTemplate, pc: u32) -> BitSet {
        self.walk_to(template, pc).0
    }

    /// The registers that must survive while the instruction at word `pc` is waiting for a callee, or suspended: those
    /// needed afterwards or by its handler, without what it writes itself.
    pub fn live_across(&self, template: &FunctionTemplate, pc: u32) -> BitSet {
        self.walk_to(template, pc).1
    }

    /// (live before, live across) at `pc`.
    fn walk_to(&self, template: &FunctionTemplate, pc: u32) -> (BitSet, BitSet) {
        let index = self.blocks.partition_point(|block| block.start <= pc).saturating_sub(1);
        let Some(block) = self.blocks.get(index) else {
            let none = BitSet::new(template.register_count as usize);
            return (none.clone(), none);
        };
        let mut live = live_out(&self.blocks, block, &self.at_exit);
        let mut across = live.clone();
        let instructions: Vec<_> = block_instructions(template, block).collect();
        for instruction in instructions.iter().rev().take_while(|instruction| instruction.pc >= pc) {
            step_back(*instruction, &mut live, Access::Write);
            if let Some(handler) = block.handler
                && instruction.opcode.effects().contains(Effects::THROWS)
            {
                live.union_with(&self.blocks[handler].live_in);
            }
            across.copy_from(&live);
            step_back(*instruction, &mut live, Access::Read);
        }
        (live, across)
    }
}

/// Removes what `instruction` writes, or adds what it reads.
fn step_back(instruction: Instruction, live: &mut BitSet, half: Access) {
    instruction.visit_registers(|register, access| match (half, access) {
        (Access::Write, Access::Write) => live.remove(register as usize),
        (Access::Read, Access::Read) => live.insert(register as usize),
        _ => {}
    });
}

fn live_out(blocks: &[Block], block: &Block, at_exit: &BitSet) -> BitSet {
    let mut successors = block.successors.into_iter().flatten();
    let Some(first) = successors.next() else { return at_exit.clone() };
    let mut live = blocks[first].live_in.clone();
    for successor in successors {
        live.union_with(&blocks[successor].live_in);
    }
    live
}

/// Puts the live-in set of a block, as its successors and handler now stand, into `live`.
fn live_in(blocks: &[Block], index: usize, transfer: &Transfer, at_exit: &BitSet, live: &mut BitSet) {
    let block = &blocks[index];
    live.copy_from(&transfer.reads);
    if block.successors == [None, None] {
        live.union_with_except(at_exit, &transfer.writes);
    }
    for successor in block.successors.into_iter().flatten() {
        live.union_with_except(&blocks[successor].live_in, &transfer.writes);
    }
    if let Some(handler) = block.handler {
        live.union_with_except(&blocks[handler].live_in, &transfer.written_before_throw);
    }
}

fn block_instructions<'a>(template: &'a FunctionTemplate, block: &Block) -> impl Iterator<Item = Instruction> + 'a {
    let (mut pc, end) = (block.start, block.end);
    std::iter::from_fn(move || {
        let instruction = (pc < end).then(|| Instruction::decode(&template.code, pc)).flatten()?;
        pc = instruction.next_pc();
        Some(instruction)
    })
}

fn transfer(template: &FunctionTemplate, block: &Block) -> Transfer {
    let count = template.register_count as usize;
    let (mut reads, mut writes, mut before) = (BitSet::new(count), BitSet::new(count), BitSet::new(count));
    let mut has_thrown = false;
    for instruction in block_instructions(template, block) {
        has_thrown |= instruction.opcode.effects().contains(Effects::THROWS);
        // Reads come before writes, whatever the order of the operands.
        instruction.visit_registers(|register, access| {
            if access == Access::Read && !writes.contains(register as usize) {
                reads.insert(register as usize);
            }
        });
        instruction.visit_registers(|register, access| {
            if access == Access::Write {
                writes.insert(register as usize);
                if !has_thrown {
                    before.insert(register as usize);
                }
            }
        });
    }
    Transfer { reads, writes, written_before_throw: before }
}

/// Cuts the code into blocks, in order.
fn split(template: &FunctionTemplate) -> Vec<Block> {
    let leaders = leaders(template);
    let index_of = |pc: u32| leaders.binary_search(&pc).ok();
    let make = |(index, &start): (usize, &u32)| {
        let end = leaders.get(index + 1).copied().unwrap_or(template.code.len() as u32);
        let mut block = Block {
            start,
            end,
            successors: [None; 2],
            handler: None,
            live_in: BitSet::new(template.register_count as usize),
        };
        let mut throws = false;
        let mut last = None;
        for instruction in block_instructions(template, &block) {
            throws |= instruction.opcode.effects().contains(Effects::THROWS);
            last = Some(instruction);
        }
        if let Some(last) = last {
            let target = last.target().and_then(|target| u32::try_from(target).ok());
            block.successors = [last.fall_through().and_then(index_of), target.and_then(index_of)];
        }
        let range = template.handlers.iter().find(|range| range.start <= start && start < range.end);
        block.handler = range.filter(|_| throws).and_then(|range| index_of(range.handler));
        block
    };
    leaders.iter().enumerate().map(make).collect()
}

/// The words at which a block starts, ascending.
fn leaders(template: &FunctionTemplate) -> Vec<u32> {
    let mut leaders = vec![0];
    for range in &template.handlers {
        leaders.extend([range.start, range.end, range.handler]);
    }
    for instruction in super::instruction::instructions(&template.code) {
        if let Some(target) = instruction.target() {
            leaders.extend(u32::try_from(target).ok());
            leaders.push(instruction.next_pc());
        } else if !instruction.falls_through() {
            leaders.push(instruction.next_pc());
        }
    }
    leaders.sort_unstable();
    leaders.dedup();
    leaders.retain(|&pc| (pc as usize) < template.code.len());
    leaders
}

#[cfg(test)]
mod tests {
    use super::super::testing::{R, assemble};
    use super::*;

    fn live(template: &FunctionTemplate, pc: u32) -> Vec<usize> {
        live_registers(template, pc).iter().collect()
    }

    #[test]
    fn a_register_dies_at_its_last_read() {
        let template = assemble(8, |w| {
            w.Add(R[3], R[1], R[2]);
            w.Inc(R[4], R[3]);
            w.Return(R[4]);
        });
        assert_eq!(live(&template, 0), [1, 2]);
        assert_eq!(live(&template, 1), [3]);
        assert_eq!(live(&template, 2), [4]);
    }

    #[test]
    fn the_functions_own_context_lives_to_the_end() {
        let mut template = assemble(8, |w| {
            w.LoadInt(R[3], 0);
            w.Add(R[4], R[1], R[2]);
            w.Return(R[4]);
        });
        template.own_context = Some(3);
        assert_eq!(live(&template, 0), [1, 2]);
        assert_eq!(live(&template, 1), [1, 2, 3]);
    }

    #[test]
    fn what_a_loop_reads_is_live_all_around_it() {
        let template = assemble(8, |w| {
            w.LoadInt(R[3], 0);
            let head = w.label_here();
            w.Add(R[4], R[3], R[2]);
            w.IncLoopLt(R[3], R[1], head);
            w.Return(R[4]);
        });
        assert_eq!(live(&template, 0), [1, 2]);
        assert_eq!(live(&template, 2), [1, 2, 3, 4]);
        assert_eq!(live(&template, 3), [4]);
    }

    #[test]
    fn a_handler_keeps_its_registers_live_through_its_range() {
        let template = assemble(8, |w| {
            let handler = w.new_label();
            w.LoadInt(R[3], 1);
            let start = w.here();
            w.Throw(0, R[1]);
            w.protect(start, handler);
            w.bind(handler);
            w.Catch(R[4]);
            w.Return(R[3]);
        });
        assert_eq!(live(&template, 0), [1]);
        assert_eq!(live(&template, 1), [1, 3]);
        assert_eq!(live(&template, 2), [3]);
    }

    #[test]
    fn across_a_call_its_window_is_not_the_callers() {
        let template = assemble(8, |w| {
            let site = super::super::feedback::FeedbackSlot(0);
            w.Call(R[5], 1, site);
            w.Add(R[2], R[4], R[1]);
            w.Return(R[2]);
        });
        assert_eq!(live(&template, 0), [1, 4, 5, 6]);
        let across = Liveness::of(&template).live_across(&template, 0);
        assert_eq!(across.iter().collect::<Vec<_>>(), [1]);
    }
}
