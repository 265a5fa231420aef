//! Regular expression literals: their flags and patterns must be valid.

use super::Checker;
use crate::base::regexp::{self, RegExpFlags};
use crate::syntax::messages::Message;
use crate::syntax::names::Name;
use crate::syntax::source::Span;

impl Checker<'_> {
    pub(super) fn check_regex(&mut self, pattern: Name, flags: Name, span: Span) {
        let Some(flags) = RegExpFlags::parse(self.names.text(flags).to_utf16()) else {
            return self.report(Message::InvalidRegexFlags, span);
        };
        if let Err(reason) = regexp::check(&self.names.text(pattern).to_utf16(), flags) {
            let source = self.text[span.range()].to_owned();
            self.report(Message::InvalidRegex { source, reason: reason.to_owned() }, span);
        }
    }
}
