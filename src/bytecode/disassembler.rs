//! Bytecode for people: one line for each instruction, with the constants it names.
//!
//! The text is for `--print-bytecode` and snapshot tests; nothing parses it.

use std::fmt::Write;
use std::rc::Rc;

use super::instruction::{Instruction, Operand, instructions};
use super::message::Message;
use super::opcode::{Field, Opcode, Role, Special};
use super::template::{Constant, ConstantElement, FunctionTemplate, Text};

/// The code of `template` alone.
pub fn disassemble(template: &FunctionTemplate) -> String {
    let mut text = String::new();
    write_function(template, &mut text).expect("writing to a String cannot fail");
    text
}

/// The code of `template` and of all functions within it, outer before inner.
pub fn disassemble_all(template: &FunctionTemplate) -> String {
    let mut text = String::new();
    let mut pending = vec![template];
    while let Some(template) = pending.pop() {
        text.push_str(&disassemble(template));
        text.push('\n');
        let inner = inner_functions(template);
        pending.extend(inner.iter().rev());
    }
    text
}

/// The functions among the constants of `template`, in order.
fn inner_functions(template: &FunctionTemplate) -> Vec<&FunctionTemplate> {
    let mut inner: Vec<&FunctionTemplate> = Vec::new();
    for constant in &template.constants {
        match constant {
            Constant::Function(function) => inner.push(function),
            Constant::Globals(globals) => inner.extend(globals.functions.iter().map(|(_, function)| &**function)),
            _ => {}
        }
    }
    inner
}

fn write_function(template: &FunctionTemplate, out: &mut String) -> std::fmt::Result {
    let name = template.name.as_ref().map_or("(anonymous)".into(), plain);
    writeln!(
        out,
        "{:?} {name}: {} parameters, {} registers",
        template.kind, template.param_count, template.register_count
    )?;
    if !template.flags.is_empty() {
        let names: Vec<_> = template.flags.iter_names().map(|(name, _)| name.to_lowercase()).collect();
        writeln!(out, "  flags {}", names.join(" "))?;
    }
    for instruction in instructions(&template.code) {
        write_instruction(template, instruction, out)?;
    }
    for range in &template.handlers {
        writeln!(out, "  handler {}..{} -> {}", range.start, range.end, range.handler)?;
    }
    if !template.local_names.is_empty() {
        let names: Vec<_> =
            template.local_names.iter().map(|(register, name)| format!("r{register} {}", plain(name))).collect();
        writeln!(out, "  locals {}", names.join(", "))?;
    }
    Ok(())
}

fn write_instruction(template: &FunctionTemplate, instruction: Instruction, out: &mut String) -> std::fmt::Result {
    write!(out, "{:5}  {:<20}", instruction.pc, instruction.opcode.name())?;
    let mut is_first = true;
    for operand in instruction.operands() {
        let text = operand_text(template, instruction, operand);
        if !text.is_empty() {
            write!(out, "{}{text}", if is_first { " " } else { ", " })?;
            is_first = false;
        }
    }
    while out.ends_with(' ') {
        out.pop();
    }
    out.push('\n');
    Ok(())
}

fn operand_text(template: &FunctionTemplate, instruction: Instruction, operand: Operand) -> String {
    let raw = operand.raw;
    match operand.role {
        Role::Def | Role::Use | Role::UseDef => format!("r{raw}"),
        Role::DefPair | Role::UsePair => format!("r{raw}:{}", raw + 1),
        Role::Window | Role::NewWindow | Role::DefMethod => format!("w{raw}"),
        Role::Argc => format!("argc {raw}"),
        Role::First => format!("r{raw}.."),
        Role::Count => format!("count {raw}"),
        Role::Imm => operand.value().to_string(),
        Role::Lit => literal_text(instruction.opcode, operand),
        Role::Const => constant_text(template, raw),
        // Which site is of no interest to a reader, and would make every snapshot depend on the whole function.
        Role::Slot => String::new(),
        Role::Jump | Role::Back => format!("-> {}", instruction.target().unwrap_or(-1)),
    }
}

fn literal_text(opcode: Opcode, operand: Operand) -> String {
    match (opcode, operand.field) {
        (Opcode::LoadSpecial, Field::B) => {
            Special::from_payload(operand.raw).map_or_else(|| operand.raw.to_string(), |special| special.name().into())
        }
        (Opcode::ThrowMessage, _) => Message::from_u16(operand.raw as u16)
            .map_or_else(|| operand.raw.to_string(), |message| format!("{message:?}")),
        (
            Opcode::GetContext
            | Opcode::GetContextChecked
            | Opcode::SetContext
            | Opcode::SetContextChecked
            | Opcode::GetCell
            | Opcode::GetCellChecked
            | Opcode::SetCell
            | Opcode::SetCellChecked,
            field,
        ) => match (field, operand.raw) {
            (Field::Flags, 0) => String::new(),
            (Field::Flags, depth) => format!("up {depth}"),
            (_, slot) => format!("slot {slot}"),
        },
        (_, Field::Flags) if operand.raw == 0 => String::new(),
        (_, Field::Flags) => format!("flags {}", operand.raw),
        _ => operand.raw.to_string(),
    }
}

fn constant_text(template: &FunctionTemplate, index: u32) -> String {
    match template.constants.get(index as usize) {
        None => format!("k[{index}]?"),
        Some(Constant::Number(number)) => format!("{number:?}"),
        Some(Constant::String(text)) => quoted(text),
        Some(Constant::BigInt(digits)) => format!("{digits}n"),
        Some(Constant::Function(function)) => format!("function {}", function_name(function)),
        Some(Constant::Keys(keys)) => format!("{{{}}}", keys.iter().map(plain).collect::<Vec<_>>().join(", ")),
        Some(Constant::Elements(elements)) => {
            format!("[{}]", elements.iter().map(element_text).collect::<Vec<_>>().join(", "))
        }
        Some(Constant::Scope(scope)) => {
            format!("scope {{{}}}", scope.names.iter().map(plain).collect::<Vec<_>>().join(", "))
        }
        Some(Constant::Template(strings)) => {
            let raws: Vec<_> = strings.iter().map(|(_, raw)| quoted(raw)).collect();
            format!("template {}", raws.join(", "))
        }
        Some(Constant::Globals(globals)) => globals_text(globals),
        Some(Constant::EvalScope(scope)) => format!("eval scope of {} contexts", scope.contexts.len()),
    }
}

fn globals_text(globals: &super::template::GlobalDeclarations) -> String {
    let functions = globals.functions.iter().map(|(name, _)| format!("function {}", plain(name)));
    let vars = globals.vars.iter().map(|name| format!("var {}", plain(name)));
    let lexicals = globals
        .lexicals
        .iter()
        .map(|(name, is_const)| format!("{} {}", if *is_const { "const" } else { "let" }, plain(name)));
    let all: Vec<_> = functions.chain(vars).chain(lexicals).collect();
    format!("globals {{{}}}", all.join(", "))
}

fn function_name(function: &Rc<FunctionTemplate>) -> String {
    function.name.as_ref().map_or("(anonymous)".into(), plain)
}

fn element_text(element: &ConstantElement) -> String {
    match element {
        ConstantElement::Undefined => "undefined".into(),
        ConstantElement::Null => "null".into(),
        ConstantElement::Boolean(value) => value.to_string(),
        ConstantElement::Number(number) => format!("{number:?}"),
        ConstantElement::String(text) => quoted(text),
        ConstantElement::Hole => "hole".into(),
    }
}

fn plain(text: &Text) -> String {
    text.to_string_lossy()
}

fn quoted(text: &Text) -> String {
    format!("{:?}", plain(text))
}

#[cfg(test)]
mod tests {
    use super::super::testing::assemble;
    use super::super::writer::Register;
    use super::*;

    #[test]
    fn operands_show_what_they_are() {
        let template = assemble(9, |w| {
            let end = w.new_label();
            w.JumpLtI(Register(1), -5, end);
            w.LoadSpecial(Register(3), Special::Null as u16);
            w.bind(end);
            w.GetContext(2, Register(4), Register(5), 7);
            w.Call(Register(6), 1, super::super::feedback::FeedbackSlot(0));
            w.Return(Register(5));
        });
        let expected = "\
Normal (anonymous): 2 parameters, 9 registers
    0  JumpLtI              r1, -5, -> 2
    1  LoadSpecial          r3, null
    2  GetContext           up 2, r4, r5, slot 7
    3  Call                 w6, argc 1
    4  Return               r5
";
        assert_eq!(disassemble(&template), expected);
    }
}
