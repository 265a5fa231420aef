//! Where a pattern matches, by an automaton (`regex-automata`), for patterns that are searched often.
//!
//! An automaton says where the whole match stands, not its groups, and it does so in time linear in the text. It prefers
//! matches as backtracking does (leftmost, then the first alternative, then as the quantifiers are greedy or lazy). Declined
//! are assertions that look around, `^` and `$` of the flag `m` (whose line ends are others), and repetitions of what may
//! be empty: there ECMAScript ends a loop by a rule of its own (RepeatMatcher, ECMA-262, 22.2.2.3.1).

use std::cell::RefCell;

use regex_automata::meta::{Cache, Config, Regex};
use regex_automata::{Anchored, Input, MatchKind};
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, Look, Repetition};

use super::ascii::{AsciiPattern, Node, ranges};

/// Memory that building and running an automaton may take: beyond it there is none.
const MAX_PROGRAM_BYTES: usize = 1 << 18;
const MAX_CACHE_BYTES: usize = 1 << 18;

/// See the module's header.
#[derive(Debug)]
pub struct Automaton {
    regex: Regex,
    cache: RefCell<Cache>,
}

impl Automaton {
    /// The automaton of a pattern; None if it is declined.
    pub fn new(pattern: &AsciiPattern, is_multiline: bool) -> Option<Automaton> {
        let hir = translate(&pattern.root, is_multiline)?;
        let config = Config::new()
            .match_kind(MatchKind::LeftmostFirst)
            .utf8_empty(false)
            .nfa_size_limit(Some(MAX_PROGRAM_BYTES))
            .hybrid_cache_capacity(MAX_CACHE_BYTES);
        let regex = Regex::builder().configure(config).build_from_hir(&hir).ok()?;
        let cache = RefCell::new(regex.create_cache());
        Some(Automaton { regex, cache })
    }

    /// The first match at or after `start`, as its ends.
    pub fn find(&self, text: &str, start: usize) -> Option<(usize, usize)> {
        let input = Input::new(text).range(start..).anchored(Anchored::No);
        let found = self.regex.search_with(&mut self.cache.borrow_mut(), &input)?;
        Some((found.start(), found.end()))
    }

    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        self.regex.memory_usage() + self.cache.borrow().memory_usage()
    }
}

fn translate(node: &Node, is_multiline: bool) -> Option<Hir> {
    let all = |nodes: &[Node]| nodes.iter().map(|node| translate(node, is_multiline)).collect::<Option<Vec<Hir>>>();
    Some(match node {
        Node::One(set) => {
            let ranges = ranges(*set).map(|(first, last)| ClassBytesRange::new(first, last));
            Hir::class(Class::Bytes(ClassBytes::new(ranges)))
        }
        Node::Cat(nodes) => Hir::concat(all(nodes)?),
        Node::Alt(nodes) => Hir::alternation(all(nodes)?),
        Node::Repeat { node, .. } if node.is_nullable() => return None,
        &Node::Repeat { ref node, min, max, greedy } => {
            let sub = Box::new(translate(node, is_multiline)?);
            Hir::repetition(Repetition { min, max, greedy, sub })
        }
        Node::Start | Node::End if is_multiline => return None,
        Node::Start => Hir::look(Look::Start),
        Node::End => Hir::look(Look::End),
        Node::Boundary { negative: false } => Hir::look(Look::WordAscii),
        Node::Boundary { negative: true } => Hir::look(Look::WordAsciiNegate),
        Node::Group(node) => translate(node, is_multiline)?,
        Node::Look { .. } => return None,
    })
}
