//! Template literals.

use super::function::Compiler;
use crate::bytecode::template::{Constant, FeedbackKind};
use crate::bytecode::writer::Register;
use crate::syntax::ast::{ExprId, ExprKind, Template};
use crate::syntax::names::{Name, known};

/// A piece of a template that is not empty.
#[derive(Clone, Copy)]
enum Piece {
    Text(Name),
    Value(ExprId),
}

impl Compiler<'_> {
    pub fn template(&mut self, template: &Template, dest: Register) {
        let pieces = pieces(template);
        match pieces[..] {
            [] => self.load_name(dest, known::EMPTY),
            [Piece::Text(text)] => self.load_name(dest, text),
            [Piece::Value(value)] => self.string_of(value, dest),
            _ => {
                let count = self.count(pieces.len());
                let first = self.registers.take(count);
                for (index, piece) in pieces.iter().enumerate() {
                    let register = first.above(index as u16);
                    match *piece {
                        Piece::Text(text) => self.load_name(register, text),
                        Piece::Value(value) => self.string_of(value, register),
                    }
                }
                self.code.Concat(dest, first, count);
            }
        }
    }

    fn string_of(&mut self, value: ExprId, dest: Register) {
        let value_register = self.operand_in(value, dest);
        if matches!(self.ast()[value].kind, ExprKind::String(_) | ExprKind::Template(_)) {
            return self.move_to(dest, value_register);
        }
        self.code.ToString(dest, value_register);
    }

    /// The object of strings that a tag is called with: one for each site.
    pub fn template_object(&mut self, quasi: &Template, dest: Register) {
        let text = |name: Name| self.unit.name_text(name);
        let strings = quasi.strings.iter().map(|string| (string.cooked.map(text), text(string.raw))).collect();
        let index = self.constants.add(Constant::Template(strings));
        let site = self.feedback.fresh(FeedbackKind::Template);
        self.code.GetTemplateObject(dest, site, index);
    }
}

fn pieces(template: &Template) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (index, string) in template.strings.iter().enumerate() {
        if let Some(text) = string.cooked.filter(|&text| text != known::EMPTY) {
            pieces.push(Piece::Text(text));
        }
        if let Some(&value) = template.expressions.get(index) {
            pieces.push(Piece::Value(value));
        }
    }
    pieces
}
