//! Template literals.

use super::{Batch, Builder, CallTail, Stop};
use crate::syntax::ast::*;
use crate::syntax::literal;
use crate::syntax::messages::Message;
use crate::syntax::source::Span;

impl Builder<'_> {
    /// Pushes the string of a template between two offsets. Strings lie on a stack of their own, one more than there
    /// are expressions.
    fn template_string(&mut self, start: u32, end: u32) {
        let text = self.slice(start, end);
        let raw = self.names.intern(&literal::raw_template(text));
        let cooked = literal::cook_template(text).ok().map(|cooked| cooked.intern(&mut self.names));
        self.first(TemplateString { cooked, raw });
    }

    /// A template without substitutions, between its backticks.
    pub fn whole_template(&mut self, start: u32, end: u32) -> Box<Template> {
        self.template_string(start + 1, end - 1);
        let none = self.empty();
        self.finish_template(none)
    }

    pub fn template_head(&mut self, start: u32, end: u32, expression: ExprId) -> Batch<ExprId> {
        self.template_string(start + 1, end - 2);
        self.first(expression)
    }

    pub fn template_middle(
        &mut self,
        expressions: Batch<ExprId>,
        start: u32,
        end: u32,
        expression: ExprId,
    ) -> Batch<ExprId> {
        self.template_string(start + 1, end - 2);
        self.push(expressions, expression)
    }

    pub fn template(&mut self, expressions: Batch<ExprId>, start: u32, end: u32) -> Box<Template> {
        self.template_string(start + 1, end - 1);
        self.finish_template(expressions)
    }

    fn finish_template(&mut self, expressions: Batch<ExprId>) -> Box<Template> {
        let count = self.batch_len(expressions) + 1;
        let strings = self.topmost(count);
        Box::new(Template { strings: self.finish(strings), expressions: self.finish(expressions) })
    }

    /// A template that no tag precedes: all its escapes must be valid.
    pub fn untagged_template(&mut self, start: u32, template: Box<Template>, end: u32) -> ExprId {
        if template.strings.iter().any(|string| string.cooked.is_none()) {
            self.report_template_escape(start, &template, end);
        }
        self.expression(start, ExprKind::Template(template), end)
    }

    /// Finds the first bad escape. The pieces lie around the expressions.
    #[cold]
    fn report_template_escape(&mut self, start: u32, template: &Template, end: u32) {
        let Some(index) = template.strings.iter().position(|string| string.cooked.is_none()) else { return };
        let from = match index.checked_sub(1) {
            None => start + 1,
            Some(before) => {
                let after = self.ast[template.expressions[before]].span.end;
                after + self.text[after as usize..].find('}').unwrap_or(0) as u32 + 1
            }
        };
        let raw_len = self.names.lossy(template.strings[index].raw).len() as u32;
        match literal::cook_template(self.slice(from, (from + raw_len).min(end))) {
            Err(bad) => self.report_escape(from, bad),
            Ok(_) => self.report(Message::InvalidUnicodeEscape, Span::new(start, end)),
        }
    }

    pub fn tagged_template(&mut self, tag: ExprId, quasi: Box<Template>, end: u32) -> ExprId {
        self.expression(self.start_of(tag), ExprKind::TaggedTemplate { tag, quasi }, end)
    }

    /// `chain?.member` before a template: an error even where a newline stands between.
    pub fn template_on_chain(&mut self, chain: ExprId, end: u32) -> Result<ExprId, Stop> {
        self.stop(Message::TemplateOnOptionalChain, Span::new(self.ast[chain].span.end, end))
    }

    /// `` ?.`template` ``
    pub fn template_after_question(&mut self, start: u32, end: u32) -> Result<CallTail, Stop> {
        self.stop(Message::TemplateOnOptionalChain, Span::new(start, end))
    }
}
