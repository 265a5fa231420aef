//! Literals of arrays, regular expressions and BigInts.

use num_bigint::BigUint;

use super::function::Compiler;
use crate::bytecode::Special;
use crate::bytecode::template::{Constant, ConstantElement};
use crate::bytecode::writer::Register;
use crate::scope::Resolution;
use crate::syntax::ast::{ArrayElement, ExprId, ExprKind};
use crate::syntax::names::{Name, known};

/// The most elements of a literal that are in registers at once; the rest are appended one by one.
const MAX_IN_REGISTERS: usize = 64;

/// The decimal digits of a BigInt literal, which may have a `0x`, `0o` or `0b` prefix.
pub(super) fn decimal_digits(literal: &str) -> Box<str> {
    let radix = match literal.get(..2) {
        Some("0x" | "0X") => 16,
        Some("0o" | "0O") => 8,
        Some("0b" | "0B") => 2,
        _ => return literal.into(),
    };
    let value = BigUint::parse_bytes(&literal.as_bytes()[2..], radix);
    value.expect("the lexer lets only digits of the radix into a BigInt").to_string().into()
}

impl Compiler<'_> {
    pub fn regular_expression(&mut self, pattern: Name, flags: Name, dest: Register) {
        let pattern = self.name_constant(pattern);
        let flags = self.name_constant(flags);
        self.code.NewRegExp(dest, pattern, flags);
    }

    pub fn array(&mut self, elements: &[ArrayElement], dest: Register) {
        if let Some(constants) = self.constant_elements(elements) {
            let index = self.constants.add(Constant::Elements(constants));
            return self.code.NewArrayConst(dest, index);
        }
        let is_spread = |element: &ArrayElement| matches!(element, ArrayElement::Spread(_));
        let first_spread = elements.iter().position(is_spread).unwrap_or(elements.len());
        let (head, tail) = elements.split_at(first_spread.min(MAX_IN_REGISTERS));
        let mark = self.registers.mark();
        let list = if tail.is_empty() { dest } else { self.work(dest) };
        let head_mark = self.registers.mark();
        let count = self.count(head.len());
        let first = self.registers.take(count);
        for (index, element) in head.iter().enumerate() {
            self.array_element(*element, first.above(index as u16));
        }
        self.code.NewArray(list, first, count);
        self.registers.release(head_mark);
        for element in tail {
            self.append(list, *element);
        }
        self.move_to(dest, list);
        self.registers.release(mark);
    }

    fn array_element(&mut self, element: ArrayElement, dest: Register) {
        match element {
            ArrayElement::Hole => self.load_special(dest, Special::Hole),
            ArrayElement::Item(expr) | ArrayElement::Spread(expr) => self.expression(expr, dest),
        }
    }

    fn append(&mut self, list: Register, element: ArrayElement) {
        let mark = self.registers.mark();
        match element {
            ArrayElement::Spread(expr) => {
                self.at(self.ast()[expr].span.start);
                let iterable = self.operand(expr);
                self.code.ArraySpread(list, iterable);
            }
            ArrayElement::Item(expr) => {
                let value = self.operand(expr);
                self.code.ArrayPush(list, value);
            }
            ArrayElement::Hole => {
                let hole = self.temp();
                self.load_special(hole, Special::Hole);
                self.code.ArrayPush(list, hole);
            }
        }
        self.registers.release(mark);
    }

    /// The elements, if there are some and all are primitive literals.
    fn constant_elements(&self, elements: &[ArrayElement]) -> Option<Box<[ConstantElement]>> {
        if elements.is_empty() {
            return None;
        }
        let constant = |element: &ArrayElement| match *element {
            ArrayElement::Hole => Some(ConstantElement::Hole),
            ArrayElement::Item(expr) => self.constant_element(expr),
            ArrayElement::Spread(_) => None,
        };
        elements.iter().map(constant).collect()
    }

    fn constant_element(&self, id: ExprId) -> Option<ConstantElement> {
        let id = self.ast().unparen(id);
        Some(match self.ast()[id].kind {
            ExprKind::Null => ConstantElement::Null,
            ExprKind::Bool(value) => ConstantElement::Boolean(value),
            ExprKind::String(name) => ConstantElement::String(self.unit.name_text(name)),
            ExprKind::Identifier(known::UNDEFINED) if self.unit.scopes.of_expr(id) == Resolution::GLOBAL => {
                ConstantElement::Undefined
            }
            _ => ConstantElement::Number(self.literal_number(id)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::decimal_digits;

    #[test]
    fn big_ints_are_decimal_in_templates() {
        assert_eq!(&*decimal_digits("0xffffffffffffffffffff"), "1208925819614629174706175");
        assert_eq!(&*decimal_digits("0b101"), "5");
        assert_eq!(&*decimal_digits("12"), "12");
    }
}
