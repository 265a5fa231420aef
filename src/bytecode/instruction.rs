//! The decoder: an instruction as its opcode and typed operands, a view over one or two code words.
//!
//! Everything here is read off the opcode table; the interpreter, which wants speed, reads the words itself.

use super::opcode::{Effects, Field, Opcode, Role};

/// One decoded instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction {
    pub opcode: Opcode,
    /// Index of its first word.
    pub pc: u32,
    word: u64,
    extra: u64,
}

/// One operand of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operand {
    pub field: Field,
    pub role: Role,
    /// The field's bits, zero-extended.
    pub raw: u32,
}

impl Operand {
    /// The value, with the sign that its role has.
    pub fn value(self) -> i64 {
        let is_short = matches!(self.field, Field::A | Field::B | Field::C);
        match self.role {
            Role::Imm | Role::Jump | Role::Back if is_short => self.raw as u16 as i16 as i64,
            Role::Imm | Role::Jump | Role::Back => self.raw as i32 as i64,
            _ => self.raw as i64,
        }
    }
}

/// How an instruction touches a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
}

impl Instruction {
    /// The instruction at word `pc`; None past the end, for an unknown opcode and for a wide one cut short.
    pub fn decode(code: &[u64], pc: u32) -> Option<Instruction> {
        let &word = code.get(pc as usize)?;
        let opcode = Opcode::from_u8(word as u8)?;
        let extra = if opcode.length() == 2 { *code.get(pc as usize + 1)? } else { 0 };
        Some(Instruction { opcode, pc, word, extra })
    }

    /// The word after this instruction.
    pub fn next_pc(self) -> u32 {
        self.pc + self.opcode.length() as u32
    }

    pub fn field(self, field: Field) -> u32 {
        match field {
            Field::Flags => (self.word >> 8) as u8 as u32,
            Field::A => (self.word >> 16) as u16 as u32,
            Field::B => (self.word >> 32) as u16 as u32,
            Field::C => (self.word >> 48) as u32,
            Field::Bc => (self.word >> 32) as u32,
            Field::X => self.extra as u32,
            Field::Y => (self.extra >> 32) as u32,
        }
    }

    pub fn operands(self) -> impl Iterator<Item = Operand> {
        self.opcode.operands().iter().map(move |&(field, role)| Operand { field, role, raw: self.field(field) })
    }

    /// The raw bits of the first operand with this role.
    pub fn operand(self, role: Role) -> Option<u32> {
        self.operands().find(|operand| operand.role == role).map(|operand| operand.raw)
    }

    /// Where its jump goes, as a word index; negative or past the end only in code that does not verify.
    pub fn target(self) -> Option<i64> {
        let jump = self.operands().find(|operand| matches!(operand.role, Role::Jump | Role::Back))?;
        Some(self.next_pc() as i64 + jump.value())
    }

    /// Can control reach the next instruction?
    pub fn falls_through(self) -> bool {
        !self.opcode.effects().contains(Effects::ENDS)
    }

    /// The word control goes on at besides a jump's target, if any: the next instruction.
    pub fn fall_through(self) -> Option<u32> {
        self.falls_through().then(|| self.next_pc())
    }

    /// Calls `visit` for each register it reads and writes. Numbers are not checked against any frame; a window that
    /// stands too low to have a callee gives the register number `u32::MAX`.
    pub fn visit_registers(self, mut visit: impl FnMut(u32, Access)) {
        for operand in self.operands() {
            self.visit_operand(operand, &mut visit);
        }
    }

    fn visit_operand(self, operand: Operand, visit: &mut impl FnMut(u32, Access)) {
        let register = operand.raw;
        match operand.role {
            Role::Def => visit(register, Access::Write),
            Role::Use => visit(register, Access::Read),
            Role::UseDef => {
                visit(register, Access::Read);
                visit(register, Access::Write);
            }
            Role::DefPair => (0..2).for_each(|i| visit(register + i, Access::Write)),
            Role::UsePair => (0..2).for_each(|i| visit(register + i, Access::Read)),
            Role::DefMethod => {
                visit(register.wrapping_sub(1), Access::Write);
                visit(register, Access::Write);
            }
            Role::Window => {
                let callee = register.wrapping_sub(1);
                if let Some(argc) = self.operand(Role::Argc) {
                    visit(callee, Access::Read);
                    (0..=argc).for_each(|i| visit(register + i, Access::Read));
                }
                visit(callee, Access::Write);
            }
            Role::NewWindow => {
                let callee = register.wrapping_sub(1);
                visit(callee, Access::Read);
                let argc = self.operand(Role::Argc).unwrap_or(0);
                (1..=argc).for_each(|i| visit(register + i, Access::Read));
                visit(callee, Access::Write);
                visit(register, Access::Write);
            }
            Role::First => {
                let count = self.operand(Role::Count).unwrap_or(0);
                (0..count).for_each(|i| visit(register + i, Access::Read));
            }
            Role::Argc | Role::Count | Role::Imm | Role::Lit | Role::Const | Role::Slot | Role::Jump | Role::Back => {}
        }
    }
}

/// The instructions of `code` in order, up to its end or the first word that cannot be decoded.
pub fn instructions(code: &[u64]) -> impl Iterator<Item = Instruction> + '_ {
    let mut pc = 0;
    std::iter::from_fn(move || {
        let instruction = Instruction::decode(code, pc)?;
        pc = instruction.next_pc();
        Some(instruction)
    })
}
