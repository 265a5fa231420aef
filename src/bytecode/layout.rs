//! Layout: from instructions that name labels to words that hold offsets.
//!
//! A 16-bit jump whose target is too far is lengthened. Lengthening moves what follows, which may put more targets out
//! of reach, so sizes grow until nothing changes; functions of fewer words than the reach skip all that. The long forms:
//!
//! ```text
//! JumpLt a b L      JumpNotLt a b +1; Jump L
//! LoopLt a b L      JumpNotLt a b +1; Loop L
//! IncLoopLt a b L   Inc a a; JumpNotLt a b +1; Loop L
//! ForInNext a b L   ForInNext a b +1; Jump +1; Jump L          (likewise IteratorUnwrap)
//! ForOfNext a b L   unchanged in size: it goes to the last Jump of the long IteratorUnwrap that follows it
//! ```

use super::opcode::{Field, Opcode, Role};
use super::writer::{Item, NO_LABEL};

/// The farthest a 16-bit jump goes, either way.
const REACH: i64 = i16::MAX as i64;

pub(super) struct LaidOut {
    pub code: Vec<u64>,
    /// For each item, and one past the last, the word it starts at.
    pub starts: Vec<u32>,
}

/// Lays out `items`; `labels` gives the item that each label stands before.
pub(super) fn lay_out(items: &[Item], labels: &[u32]) -> LaidOut {
    let mut layout = Layout { items, labels, is_long: vec![false; items.len()], starts: Vec::new() };
    layout.place();
    if layout.starts[items.len()] as i64 > REACH {
        while layout.lengthen() {
            layout.place();
        }
    }
    let code = (0..items.len()).fold(Vec::with_capacity(layout.starts[items.len()] as usize), |mut code, index| {
        layout.write(index, &mut code);
        code
    });
    LaidOut { code, starts: layout.starts }
}

struct Layout<'a> {
    items: &'a [Item],
    labels: &'a [u32],
    is_long: Vec<bool>,
    starts: Vec<u32>,
}

/// The field of the jump operand.
fn jump_field(opcode: Opcode) -> Field {
    let is_jump = |(_, role): &&(Field, Role)| matches!(role, Role::Jump | Role::Back);
    opcode.operands().iter().find(is_jump).expect("an item with a label jumps").0
}

/// Words that the long form has more than the short one.
fn growth(opcode: Opcode) -> u32 {
    match opcode {
        Opcode::ForOfNext => 0,
        Opcode::IteratorUnwrap | Opcode::ForInNext => 2,
        Opcode::IncLoopLt | Opcode::IncLoopLe | Opcode::IncLoopLtI => 2,
        _ => 1,
    }
}

impl Layout<'_> {
    fn place(&mut self) {
        self.starts.clear();
        let mut at = 0;
        for (item, is_long) in self.items.iter().zip(&self.is_long) {
            self.starts.push(at);
            let opcode = item.opcode();
            at += opcode.length() as u32 + if *is_long { growth(opcode) } else { 0 };
        }
        self.starts.push(at);
    }

    fn target(&self, item: &Item) -> u32 {
        self.starts[self.labels[item.label as usize] as usize]
    }

    /// Marks the jumps that do not reach; says whether there were any.
    fn lengthen(&mut self) -> bool {
        let mut has_changed = false;
        for (index, item) in self.items.iter().enumerate() {
            if item.label == NO_LABEL || self.is_long[index] || jump_field(item.opcode()) != Field::C {
                continue;
            }
            let next = self.starts[index] + item.opcode().length() as u32;
            if (self.target(item) as i64 - next as i64).abs() > REACH {
                self.is_long[index] = true;
                if item.opcode() == Opcode::ForOfNext {
                    self.is_long[index + 1] = true;
                }
                has_changed = true;
            }
        }
        has_changed
    }

    fn write(&self, index: usize, code: &mut Vec<u64>) {
        let item = &self.items[index];
        let opcode = item.opcode();
        if item.label == NO_LABEL {
            code.push(item.word);
            if opcode.length() == 2 {
                code.push(item.extra);
            }
        } else if self.is_long[index] {
            self.write_long(item, code);
        } else {
            let offset = self.target(item) as i64 - (code.len() as i64 + 1);
            code.push(with_offset(item.word, jump_field(opcode), offset));
        }
    }

    #[cold]
    fn write_long(&self, item: &Item, code: &mut Vec<u64>) {
        let opcode = item.opcode();
        match opcode {
            Opcode::ForOfNext => return code.push(with_offset(item.word, Field::C, 2)),
            Opcode::IteratorUnwrap | Opcode::ForInNext => {
                code.push(with_offset(item.word, Field::C, 1));
                code.push(with_offset(Opcode::Jump as u64, Field::Bc, 1));
            }
            Opcode::IncLoopLt | Opcode::IncLoopLe | Opcode::IncLoopLtI => {
                let a = item.word >> 16 & 0xFFFF;
                code.push(Opcode::Inc as u64 | a << 16 | a << 32);
                code.push(skip_unless(item.word, opcode));
            }
            _ => code.push(skip_unless(item.word, opcode)),
        }
        let is_backward = matches!(opcode.operands().last(), Some((_, Role::Back)));
        let jump = if is_backward { Opcode::Loop } else { Opcode::Jump };
        let offset = self.target(item) as i64 - (code.len() as i64 + 1);
        code.push(with_offset(jump as u64, Field::Bc, offset));
    }
}

/// The word of the jump that skips one word exactly when `opcode` would not jump.
fn skip_unless(word: u64, opcode: Opcode) -> u64 {
    let opposite = opposite_forward(opcode).expect("every 16-bit conditional jump has a forward complement");
    with_offset(word & !0xFF | opposite as u64, Field::C, 1)
}

fn opposite_forward(opcode: Opcode) -> Option<Opcode> {
    Some(match opcode {
        Opcode::LoopLt | Opcode::IncLoopLt => Opcode::JumpNotLt,
        Opcode::LoopLe | Opcode::IncLoopLe => Opcode::JumpNotLe,
        Opcode::LoopGt => Opcode::JumpNotGt,
        Opcode::LoopGe => Opcode::JumpNotGe,
        Opcode::LoopStrictNe => Opcode::JumpStrictEq,
        Opcode::LoopLtI | Opcode::IncLoopLtI => Opcode::JumpNotLtI,
        Opcode::LoopLeI => Opcode::JumpNotLeI,
        Opcode::LoopGtI => Opcode::JumpNotGtI,
        Opcode::LoopGeI => Opcode::JumpNotGeI,
        _ => return opcode.complement(),
    })
}

fn with_offset(word: u64, field: Field, offset: i64) -> u64 {
    match field {
        Field::C => word & (u64::MAX >> 16) | (offset as i16 as u16 as u64) << 48,
        _ => word & u32::MAX as u64 | (offset as i32 as u32 as u64) << 32,
    }
}

#[cfg(test)]
mod tests {
    use super::super::instruction::{Instruction, instructions};
    use super::super::writer::{Label, Register, Writer};
    use super::*;

    /// `emit` writes a jump to the label it is given, then enough follows to put the label out of a short jump's reach.
    fn far_forward(emit: impl Fn(&mut Writer, Label)) -> (Vec<Instruction>, i64) {
        let mut writer = Writer::default();
        let label = writer.new_label();
        emit(&mut writer, label);
        for _ in 0..40_000 {
            writer.Nop();
        }
        writer.bind(label);
        writer.Return(Register(0));
        let code = writer.finish(0).expect("small tables").code;
        let end = code.len() as i64 - 1;
        (instructions(&code).take(6).collect(), end)
    }

    #[test]
    fn a_far_conditional_jump_becomes_its_complement_over_a_jump() {
        let (code, end) = far_forward(|writer, label| writer.JumpLt(Register(1), Register(2), label));
        assert_eq!((code[0].opcode, code[0].target()), (Opcode::JumpNotLt, Some(2)));
        assert_eq!((code[1].opcode, code[1].target()), (Opcode::Jump, Some(end)));
    }

    #[test]
    fn far_for_of_steps_share_the_long_exit() {
        let (code, end) = far_forward(|writer, label| {
            writer.ForOfNext(Register(9), Register(4), label);
            writer.IteratorUnwrap(Register(8), label);
        });
        assert_eq!((code[0].opcode, code[0].target()), (Opcode::ForOfNext, Some(3)));
        assert_eq!((code[1].opcode, code[1].target()), (Opcode::IteratorUnwrap, Some(3)));
        assert_eq!((code[2].opcode, code[2].target()), (Opcode::Jump, Some(4)));
        assert_eq!((code[3].opcode, code[3].target()), (Opcode::Jump, Some(end)));
    }

    #[test]
    fn a_far_counting_loop_counts_then_tests() {
        let mut writer = Writer::default();
        let head = writer.label_here();
        for _ in 0..40_000 {
            writer.Nop();
        }
        writer.IncLoopLtI(Register(1), -7, head);
        writer.Return(Register(0));
        let code = writer.finish(0).expect("small tables").code;
        let tail: Vec<_> = instructions(&code).skip(40_000).collect();
        let opcodes: Vec<_> = tail.iter().map(|i| i.opcode).collect();
        assert_eq!(opcodes, [Opcode::Inc, Opcode::JumpNotLtI, Opcode::Loop, Opcode::Return]);
        assert_eq!(tail[1].operands().nth(1).map(|operand| operand.value()), Some(-7));
        assert_eq!((tail[1].target(), tail[2].target()), (Some(40_003), Some(0)));
    }

    #[test]
    fn nothing_is_written_where_control_cannot_come() {
        let mut writer = Writer::default();
        let (end, dead) = (writer.new_label(), writer.new_label());
        writer.Jump(end);
        writer.Jump(dead);
        writer.bind(dead);
        writer.Nop();
        writer.bind(end);
        writer.Return(Register(0));
        let code = writer.finish(0).expect("small tables").code;
        assert_eq!(instructions(&code).map(|i| i.opcode).collect::<Vec<_>>(), [Opcode::Jump, Opcode::Return]);
    }
}
