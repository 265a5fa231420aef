//! The verifier: what the interpreter takes for granted about a function's code, checked.
//!
//! It runs on every template in debug builds. It holds the compiler, not scripts, to account: code that fails is a bug.
//!
//! Checked: opcodes and lengths; registers, constants and feedback sites in range and of the right sort; jumps and
//! handlers at instruction starts; the pairs of instructions that belong together; control never runs off the end; and
//! no register is read that might not have been written, since it would hold garbage that the collector must not see.

use super::instruction::{Access, Instruction, Operand};
use super::liveness::Liveness;
use super::message::Message;
use super::opcode::{Field, Opcode, Role, Special};
use super::template::{Constant, FeedbackKind, FunctionFlags, FunctionTemplate};
use crate::base::bit_set::BitSet;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyError {
    pub pc: u32,
    pub problem: String,
}

/// Checks `template`, functions among its constants apart.
pub fn verify(template: &FunctionTemplate) -> Result<(), VerifyError> {
    let mut verifier = Verifier { template, starts: BitSet::new(template.code.len() + 1), sites: Vec::new() };
    verifier.find_sites();
    let instructions = verifier.decode_all()?;
    for (index, instruction) in instructions.iter().enumerate() {
        verifier.check_operands(*instruction)?;
        verifier.check_follower(*instruction, instructions.get(index + 1))?;
    }
    verifier.check_handlers()?;
    verifier.check_entry()
}

struct Verifier<'a> {
    template: &'a FunctionTemplate,
    /// Words at which an instruction starts.
    starts: BitSet,
    /// First index in `k` of each feedback site.
    sites: Vec<u32>,
}

fn fail<T>(pc: u32, problem: impl Into<String>) -> Result<T, VerifyError> {
    Err(VerifyError { pc, problem: problem.into() })
}

impl Verifier<'_> {
    fn find_sites(&mut self) {
        let mut at = self.template.constants.len() as u32;
        for kind in &self.template.feedback {
            self.sites.push(at);
            at += kind.words() as u32;
        }
    }

    fn decode_all(&mut self) -> Result<Vec<Instruction>, VerifyError> {
        let code = &self.template.code;
        let mut all = Vec::new();
        let mut pc = 0;
        while (pc as usize) < code.len() {
            let Some(instruction) = Instruction::decode(code, pc) else {
                return fail(pc, "unknown opcode or wide instruction cut short");
            };
            self.starts.insert(pc as usize);
            pc = instruction.next_pc();
            all.push(instruction);
        }
        Ok(all)
    }

    fn check_operands(&self, instruction: Instruction) -> Result<(), VerifyError> {
        let pc = instruction.pc;
        if instruction.opcode == Opcode::EndGetter {
            return fail(pc, "an instruction of the machine's own");
        }
        for operand in instruction.operands() {
            self.check_operand(instruction, operand)?;
        }
        let mut outside = None;
        instruction.visit_registers(|register, _: Access| {
            if register >= self.template.register_count as u32 {
                outside = Some(register);
            }
        });
        match outside {
            Some(register) => {
                fail(pc, format!("register {register} of {} in {:?}", self.template.register_count, instruction.opcode))
            }
            None => Ok(()),
        }
    }

    fn check_operand(&self, instruction: Instruction, operand: Operand) -> Result<(), VerifyError> {
        let (pc, opcode) = (instruction.pc, instruction.opcode);
        match operand.role {
            Role::Const => self.check_constant(instruction, operand.raw),
            Role::Slot => self.check_site(instruction, operand.raw),
            Role::Jump | Role::Back => self.check_target(instruction, operand.role),
            Role::Window | Role::NewWindow | Role::DefMethod if operand.raw < 3 => {
                fail(pc, format!("window {} leaves no room for the linkage", operand.raw))
            }
            Role::Window | Role::NewWindow | Role::DefMethod if operand.raw >= self.template.register_count as u32 => {
                fail(pc, format!("window {} past the frame", operand.raw))
            }
            Role::Lit if opcode == Opcode::LoadSpecial && Special::from_payload(operand.raw).is_none() => {
                fail(pc, format!("special value {}", operand.raw))
            }
            Role::Lit if opcode == Opcode::ThrowMessage && Message::from_u16(operand.raw as u16).is_none() => {
                fail(pc, format!("message {}", operand.raw))
            }
            _ => Ok(()),
        }
    }

    fn check_constant(&self, instruction: Instruction, index: u32) -> Result<(), VerifyError> {
        let Some(constant) = self.template.constants.get(index as usize) else {
            return fail(instruction.pc, format!("constant {index} of {}", self.template.constants.len()));
        };
        let fits = match instruction.opcode {
            Opcode::AddK | Opcode::SubK | Opcode::MulK | Opcode::DivK | Opcode::KSub | Opcode::KDiv => {
                matches!(constant, Constant::Number(_))
            }
            Opcode::LoadK => matches!(constant, Constant::Number(_) | Constant::String(_) | Constant::BigInt(_)),
            Opcode::NewClosure | Opcode::NewClass => matches!(constant, Constant::Function(_)),
            Opcode::NewContext => matches!(constant, Constant::Scope(_)),
            Opcode::NewObjectWith => matches!(constant, Constant::Keys(_)),
            Opcode::NewArrayConst => matches!(constant, Constant::Elements(_)),
            Opcode::GetTemplateObject => matches!(constant, Constant::Template(_)),
            Opcode::DeclareGlobals => matches!(constant, Constant::Globals(_)),
            Opcode::CallEval => matches!(constant, Constant::EvalScope(_)),
            _ => matches!(constant, Constant::String(_)),
        };
        if fits { Ok(()) } else { fail(instruction.pc, format!("{:?} of a wrong constant", instruction.opcode)) }
    }

    fn check_site(&self, instruction: Instruction, index: u32) -> Result<(), VerifyError> {
        let kind = self.sites.binary_search(&index).ok().map(|site| self.template.feedback[site]);
        let wanted = match instruction.opcode {
            Opcode::GetKeyed | Opcode::SetKeyed | Opcode::GetPrivate | Opcode::SetPrivate => FeedbackKind::Element,
            Opcode::Call | Opcode::Construct => FeedbackKind::Call,
            Opcode::NewObjectWith => FeedbackKind::Literal,
            Opcode::GetTemplateObject => FeedbackKind::Template,
            _ => FeedbackKind::Property,
        };
        if kind == Some(wanted) {
            Ok(())
        } else {
            fail(instruction.pc, format!("{:?} wants a {wanted:?} site, k[{index}] is {kind:?}", instruction.opcode))
        }
    }

    fn check_target(&self, instruction: Instruction, role: Role) -> Result<(), VerifyError> {
        let target = instruction.target().unwrap_or(-1);
        let is_forward = target >= instruction.next_pc() as i64;
        if is_forward != (role == Role::Jump) {
            return fail(instruction.pc, format!("jump to {target} in the wrong direction"));
        }
        if !usize::try_from(target).is_ok_and(|target| self.starts.contains(target)) {
            return fail(instruction.pc, format!("jump to {target}, where no instruction starts"));
        }
        Ok(())
    }

    /// Instructions that must be followed by a certain other, and the end of the code.
    fn check_follower(&self, instruction: Instruction, next: Option<&Instruction>) -> Result<(), VerifyError> {
        let pc = instruction.pc;
        let Some(next) = next else {
            return if instruction.falls_through() { fail(pc, "control runs off the end") } else { Ok(()) };
        };
        let window = instruction.field(Field::A);
        match instruction.opcode {
            Opcode::Construct | Opcode::ConstructSpread | Opcode::SuperConstruct | Opcode::SuperConstructSpread => {
                let is_result = next.opcode == Opcode::ConstructResult;
                if !is_result || next.field(Field::A) + 1 != window || next.field(Field::B) != window {
                    return fail(pc, "a construct without its ConstructResult");
                }
            }
            Opcode::ForOfNext if (next.opcode != Opcode::IteratorUnwrap || next.field(Field::A) + 1 != window) => {
                return fail(pc, "a ForOfNext without its IteratorUnwrap");
            }
            _ => {}
        }
        Ok(())
    }

    fn check_handlers(&self) -> Result<(), VerifyError> {
        for range in &self.template.handlers {
            let is_start = |pc: u32| pc as usize == self.template.code.len() || self.starts.contains(pc as usize);
            if range.start >= range.end || !is_start(range.start) || !is_start(range.end) {
                return fail(range.start, "a handler range that is empty or cuts an instruction");
            }
            let handler = Instruction::decode(&self.template.code, range.handler);
            if handler.is_none_or(|handler| handler.opcode != Opcode::Catch || !is_start(range.handler)) {
                return fail(range.handler, "a handler that does not start with Catch");
            }
        }
        Ok(())
    }

    /// Only `this`, the parameters and what the entry sequence stores may be live on entry.
    fn check_entry(&self) -> Result<(), VerifyError> {
        let extras = [FunctionFlags::ARGUMENTS, FunctionFlags::REST, FunctionFlags::NEW_TARGET];
        let extra_count = extras.iter().filter(|&&flag| self.template.flags.contains(flag)).count();
        let given = 1 + self.template.param_count as usize + extra_count;
        if given > self.template.register_count as usize {
            return fail(0, "a frame smaller than what it is entered with");
        }
        let live = Liveness::of(self.template).live_before(self.template, 0);
        match live.iter().find(|&register| register >= given) {
            Some(register) => fail(0, format!("register {register} may be read before it is written")),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::feedback::FeedbackSlot;
    use super::super::testing::{R, assemble};
    use super::*;

    fn problem(template: &FunctionTemplate) -> String {
        verify(template).expect_err("does not verify").problem
    }

    #[test]
    fn registers_stay_in_the_frame() {
        assert_eq!(verify(&assemble(8, |w| w.Return(R[2]))), Ok(()));
        assert!(
            problem(&assemble(3, |w| {
                w.LoadInt(R[3], 1);
                w.Return(R[2])
            }))
            .contains("register 3 of 3")
        );
    }

    #[test]
    fn nothing_unwritten_is_read() {
        let branch = |w: &mut super::super::writer::Writer| {
            let skip = w.new_label();
            w.JumpIfTrue(R[1], skip);
            w.LoadInt(R[3], 1);
            w.bind(skip);
            w.Return(R[3]);
        };
        assert!(problem(&assemble(8, branch)).contains("register 3 may be read"));
    }

    #[test]
    fn a_construct_has_its_result_and_code_an_end() {
        let bare = assemble(8, |w| {
            w.Construct(R[5], 0, FeedbackSlot(0));
            w.Return(R[4]);
        });
        assert!(problem(&bare).contains("ConstructResult"));
        assert!(problem(&assemble(8, |w| w.LoadInt(R[3], 1))).contains("off the end"));
        let low = assemble(8, |w| {
            w.Call(R[2], 0, FeedbackSlot(0));
            w.Return(R[1]);
        });
        assert!(problem(&low).contains("linkage"));
    }

    #[test]
    fn jumps_land_on_instructions() {
        let mut template = assemble(8, |w| {
            let end = w.new_label();
            w.JumpIfTrue(R[1], end);
            w.ThrowMessage(0);
            w.bind(end);
            w.Return(R[1]);
        });
        assert_eq!(verify(&template), Ok(()));
        template.code[0] += 1 << 40;
        assert!(problem(&template).contains("no instruction starts"));
    }
}
