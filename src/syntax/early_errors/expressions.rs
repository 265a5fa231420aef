//! Expressions.

use super::Checker;
use super::patterns::Binding;
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::names::known;
use crate::syntax::source::Span;

impl<'a> Checker<'a> {
    pub(super) fn expression(&mut self, id: ExprId) {
        let ast = self.ast;
        let expression = &ast[id];
        if !self.descend(expression.span) {
            return self.ascend();
        }
        let span = expression.span;
        match &expression.kind {
            ExprKind::Identifier(name) => self.check_reference(*name, span),
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) | ExprKind::BigInt(_) => {}
            ExprKind::This => self.function.uses.this = true,
            ExprKind::Regex { pattern, flags } => self.check_regex(*pattern, *flags, span),
            ExprKind::Binary { left, right, .. } | ExprKind::Logical { left, right, .. } => {
                self.expression(*left);
                self.expression(*right);
            }
            ExprKind::Member { object, .. } => self.expression(*object),
            ExprKind::Index { object, index, .. } => {
                self.expression(*object);
                self.expression(*index);
            }
            ExprKind::Paren(inner) | ExprKind::OptionalChain(inner) => self.expression(*inner),
            ExprKind::Call { callee, arguments, is_optional } => self.call(*callee, arguments, *is_optional),
            ExprKind::Function(function) => self.function(*function),
            other => self.composite_expression(other, span),
        }
        self.ascend();
    }

    /// The less common kinds, apart to keep the frame of the recursion small.
    fn composite_expression(&mut self, kind: &'a ExprKind, span: Span) {
        match kind {
            ExprKind::Template(template) => self.expressions(&template.expressions),
            ExprKind::TaggedTemplate { tag, quasi } => {
                self.expression(*tag);
                self.expressions(&quasi.expressions);
            }
            ExprKind::Array(elements) => self.array(elements),
            ExprKind::Object(properties) => self.object(properties),
            ExprKind::Class(class) => self.class(*class),
            ExprKind::Unary { op, operand } => self.unary(*op, *operand),
            ExprKind::Update { target, .. } => self.pattern(*target, Binding::Assign),
            ExprKind::BinaryRun(run) => {
                self.expression(run.first);
                run.rest.iter().for_each(|(_, operand)| self.expression(*operand));
            }
            ExprKind::Conditional { test, consequent, alternate } => {
                self.expressions(&[*test, *consequent, *alternate]);
            }
            ExprKind::Assign { op, target, value } => self.assignment(*op, *target, *value),
            ExprKind::Sequence(expressions) => self.expressions(expressions),
            ExprKind::New { callee, arguments } => {
                self.expression(*callee);
                self.arguments(arguments);
            }
            ExprKind::PrivateMember { object, name, .. } | ExprKind::PrivateIn { name, object } => {
                self.check_private_name(*name, span);
                self.expression(*object);
            }
            ExprKind::ImportCall { specifier, options } => {
                self.expression(*specifier);
                options.iter().for_each(|options| self.expression(*options));
            }
            other => self.function_expression(other, span),
        }
    }

    /// The kinds that belong to the function around them.
    fn function_expression(&mut self, kind: &'a ExprKind, span: Span) {
        match kind {
            ExprKind::SuperMember { .. } => self.super_member(span),
            ExprKind::SuperIndex { index } => {
                self.super_member(span);
                self.expression(*index);
            }
            ExprKind::SuperCall { arguments } => {
                self.function.uses.super_ = true;
                if !self.function.allows_super_call {
                    self.report(Message::UnexpectedSuper, word_span(span, "super"));
                }
                self.arguments(arguments);
            }
            ExprKind::Yield(value) => {
                self.check_yield(span);
                value.iter().for_each(|value| self.expression(*value));
            }
            ExprKind::YieldStar(value) => {
                self.check_yield(span);
                self.expression(*value);
            }
            ExprKind::Await(value) => {
                self.check_await(word_span(span, "await"));
                self.expression(*value);
            }
            ExprKind::NewTarget => {
                self.function.uses.new_target = true;
                if !self.function.allows_new_target {
                    self.report(Message::UnexpectedNewTarget, span);
                }
            }
            _ => {}
        }
    }

    fn expressions(&mut self, expressions: &[ExprId]) {
        for &expression in expressions {
            self.expression(expression);
        }
    }

    fn call(&mut self, callee: ExprId, arguments: &[Argument], is_optional: bool) {
        let is_eval = matches!(self.ast[self.ast.unparen(callee)].kind, ExprKind::Identifier(known::EVAL));
        self.function.uses.eval |= is_eval && !is_optional;
        self.expression(callee);
        self.arguments(arguments);
    }

    fn arguments(&mut self, arguments: &[Argument]) {
        for argument in arguments {
            self.expression(argument.expr());
        }
    }

    fn array(&mut self, elements: &[ArrayElement]) {
        for element in elements {
            match *element {
                ArrayElement::Hole => {}
                ArrayElement::Item(item) | ArrayElement::Spread(item) => self.expression(item),
            }
        }
    }

    fn object(&mut self, properties: &'a [Property]) {
        let mut has_prototype = false;
        for property in properties {
            match property {
                Property::Value { key, value } => {
                    self.property_key(key);
                    self.expression(*value);
                }
                Property::Shorthand { value, .. } | Property::Spread(value) => self.expression(*value),
                Property::Prototype { value } => {
                    if std::mem::replace(&mut has_prototype, true) {
                        self.report(Message::DuplicateProto, self.ast[*value].span);
                    }
                    self.expression(*value);
                }
                Property::Method { key, function }
                | Property::Getter { key, function }
                | Property::Setter { key, function } => {
                    self.property_key(key);
                    self.function(*function);
                }
                // Objects that became patterns are no longer part of the tree.
                Property::CoverInitialized { name, value } => {
                    let span = Span::new(name.span.end, self.ast[*value].span.start);
                    self.report(Message::CoverInitialized, self.sign_in(span, '='));
                }
            }
        }
    }

    /// The span of a sign in the text between two nodes.
    fn sign_in(&self, span: Span, sign: char) -> Span {
        let offset = self.text[span.range()].find(sign).unwrap_or(0) as u32;
        Span::new(span.start + offset, span.start + offset + 1)
    }

    pub(super) fn property_key(&mut self, key: &PropertyKey) {
        if let PropertyKeyKind::Computed(expression) = key.kind {
            self.expression(expression);
        }
    }

    fn unary(&mut self, op: UnaryOp, operand: ExprId) {
        if op == UnaryOp::Delete {
            self.check_delete(operand);
        }
        self.expression(operand);
    }

    fn check_delete(&mut self, operand: ExprId) {
        let mut inner = self.ast.unparen(operand);
        if let ExprKind::OptionalChain(chain) = self.ast[inner].kind {
            inner = chain;
        }
        let span = self.ast[operand].span;
        match self.ast[inner].kind {
            ExprKind::Identifier(_) if self.function.is_strict => self.report(Message::DeleteInStrict, span),
            ExprKind::PrivateMember { .. } => self.report(Message::DeletePrivate, span),
            _ => {}
        }
    }

    fn assignment(&mut self, op: AssignOp, target: PatternId, value: ExprId) {
        // A call as a target is tolerated for the web's sake, in what is older than logical assignment.
        if let (AssignOp::Logical(_), PatternKind::Target(expression)) = (op, &self.ast[target].kind)
            && matches!(self.ast[self.ast.unparen(*expression)].kind, ExprKind::Call { .. })
            && !self.function.is_strict
        {
            self.report(Message::InvalidAssignmentTarget, self.ast[target].span);
        }
        self.pattern(target, Binding::Assign);
        self.expression(value);
    }

    fn super_member(&mut self, span: Span) {
        self.function.uses.super_ = true;
        if !self.function.allows_super_member {
            self.report(Message::UnexpectedSuper, word_span(span, "super"));
        }
    }

    fn check_yield(&mut self, span: Span) {
        if self.function.in_parameters {
            self.report(Message::YieldInParameters, span);
        }
    }

    pub(super) fn check_await(&mut self, span: Span) {
        if self.function.in_parameters {
            return self.report(Message::AwaitInParameters, span);
        }
        if !self.function.is_async {
            // A static block, whose `await` is a keyword that nothing may use.
            return self.report(Message::UnexpectedReservedWord, span);
        }
        self.has_top_level_await |= self.function.is_top_level;
    }
}

/// The span of the word that a node begins with.
fn word_span(node: Span, word: &str) -> Span {
    Span::new(node.start, node.start + word.len() as u32)
}
