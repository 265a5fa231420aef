//! Prints an expression the way V8's messages do: names and members as they are, the rest in brackets or as
//! `(intermediate value)`.

use crate::base::number;
use crate::syntax::ast::{
    ArrayElement, Ast, ExprId, ExprKind, PatternId, PatternKind, Program, Property, UnaryOp, UpdateOp,
};
use crate::syntax::names::Name;

const UNNAMED: &str = "(intermediate value)";

/// The text of `id`; `is_iterated` if it is in a message about iteration, where `new X` shows its class.
pub(super) fn print(program: &Program, id: ExprId, is_iterated: bool) -> String {
    let mut printer = Printer { program, is_iterated, out: String::new() };
    printer.expression(id);
    printer.out
}

struct Printer<'a> {
    program: &'a Program,
    is_iterated: bool,
    out: String,
}

impl<'a> Printer<'a> {
    fn ast(&self) -> &'a Ast {
        &self.program.ast
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn name(&mut self, name: Name) {
        let text = self.program.names.lossy(name);
        self.out.push_str(&text);
    }

    fn expression(&mut self, id: ExprId) {
        let length = self.out.len();
        self.visit(id);
        if self.out.len() == length {
            self.push(UNNAMED);
        }
    }

    fn visit(&mut self, id: ExprId) {
        match &self.ast()[id].kind {
            ExprKind::Paren(inner) => self.visit(*inner),
            ExprKind::Identifier(name) => self.name(*name),
            ExprKind::This => self.push("this"),
            ExprKind::Null => self.push("null"),
            ExprKind::Bool(value) => self.push(if *value { "true" } else { "false" }),
            ExprKind::Number(value) => self.push(&number::to_string(*value)),
            ExprKind::String(name) => self.quoted(*name),
            ExprKind::NewTarget => self.push(".new.target"),
            ExprKind::Regex { pattern, flags } => {
                self.push("/");
                self.name(*pattern);
                self.push("/");
                self.name(*flags);
            }
            ExprKind::Template(template) => match (&template.strings[..], &template.expressions[..]) {
                ([string], []) => self.quoted(string.raw),
                (_, expressions) => expressions.iter().for_each(|&expr| self.expression(expr)),
            },
            ExprKind::Array(elements) => self.array(elements),
            ExprKind::Object(properties) => self.object(properties),
            ExprKind::Conditional { .. } => (0..3).for_each(|_| self.push(UNNAMED)),
            ExprKind::Unary { op, operand } => self.unary(*op, *operand),
            ExprKind::Update { op, is_prefix, target } => self.update(*op, *is_prefix, *target),
            ExprKind::Binary { op, left, right } => self.infix(*left, op.symbol(), *right),
            ExprKind::BinaryRun(run) => {
                self.push("(");
                self.expression(run.first);
                for &(op, operand) in &run.rest {
                    self.operator(op.symbol(), operand);
                }
                self.push(")");
            }
            ExprKind::Logical { op, left, right } => self.infix(*left, op.symbol(), *right),
            ExprKind::Sequence(list) => self.sequence(list),
            ExprKind::Assign { target, .. } => self.target(*target),
            ExprKind::Member { object, property, is_optional } => {
                self.expression(*object);
                self.push(if *is_optional { "?." } else { "." });
                self.name(*property);
            }
            ExprKind::Index { object, index, is_optional } => self.index(*object, *index, *is_optional),
            ExprKind::PrivateMember { object, name, is_optional } => {
                self.expression(*object);
                self.push(if *is_optional { "?.[#" } else { "[#" });
                self.name(*name);
                self.push("]");
            }
            ExprKind::SuperMember { property } => {
                self.push(UNNAMED);
                self.push(".");
                self.name(*property);
            }
            ExprKind::Call { callee, .. } | ExprKind::TaggedTemplate { tag: callee, .. } => {
                self.expression(*callee);
                self.push("(...)");
            }
            ExprKind::New { callee, .. } if self.is_iterated => self.expression(*callee),
            _ => {}
        }
    }

    fn quoted(&mut self, name: Name) {
        self.push("\"");
        self.name(name);
        self.push("\"");
    }

    fn array(&mut self, elements: &[ArrayElement]) {
        self.push("[");
        for (index, element) in elements.iter().enumerate() {
            if index > 0 {
                self.push(",");
            }
            match *element {
                ArrayElement::Hole => self.push(UNNAMED),
                ArrayElement::Item(expr) => self.expression(expr),
                ArrayElement::Spread(expr) => {
                    self.push("(...");
                    self.expression(expr);
                    self.push(")");
                }
            }
        }
        self.push("]");
    }

    fn object(&mut self, properties: &[Property]) {
        self.push("{");
        properties.iter().for_each(|_| self.push(UNNAMED));
        self.push("}");
    }

    fn unary(&mut self, op: UnaryOp, operand: ExprId) {
        if let (UnaryOp::Minus, ExprKind::Number(value)) = (op, &self.ast()[operand].kind) {
            let text = number::to_string(-value);
            return self.push(&text);
        }
        self.push("(");
        self.push(op.symbol());
        if matches!(op, UnaryOp::Delete | UnaryOp::Void | UnaryOp::Typeof) {
            self.push(" ");
        }
        self.expression(operand);
        self.push(")");
    }

    fn update(&mut self, op: UpdateOp, is_prefix: bool, target: PatternId) {
        self.push("(");
        if is_prefix {
            self.push(op.symbol());
        }
        self.target(target);
        if !is_prefix {
            self.push(op.symbol());
        }
        self.push(")");
    }

    fn infix(&mut self, left: ExprId, operator: &str, right: ExprId) {
        self.push("(");
        self.expression(left);
        self.operator(operator, right);
        self.push(")");
    }

    fn operator(&mut self, operator: &str, operand: ExprId) {
        self.push(" ");
        self.push(operator);
        self.push(" ");
        self.expression(operand);
    }

    fn sequence(&mut self, list: &[ExprId]) {
        self.push("(");
        for (index, &expr) in list.iter().enumerate() {
            match index {
                0 => self.expression(expr),
                _ => self.operator(",", expr),
            }
        }
        self.push(")");
    }

    fn target(&mut self, target: PatternId) {
        match self.ast()[target].kind {
            PatternKind::Identifier(name) => self.name(name),
            PatternKind::Target(expr) => self.expression(expr),
            _ => self.push(UNNAMED),
        }
    }

    fn index(&mut self, object: ExprId, index: ExprId, is_optional: bool) {
        self.expression(object);
        if is_optional {
            self.push("?.");
        }
        match &self.ast()[self.ast().unparen(index)].kind {
            ExprKind::String(name) => {
                self.push(".");
                self.name(*name);
            }
            ExprKind::Template(template) if template.expressions.is_empty() => {
                self.push(".");
                template.strings.iter().for_each(|string| self.name(string.raw));
            }
            _ => {
                self.push("[");
                self.expression(index);
                self.push("]");
            }
        }
    }
}
