//! Runs of characters of one class, like `\d+` or `[,;]`: matched without any engine.

use super::ascii::{AsciiSet, Node, ranges};

/// `min ..= max` characters of a class, as many as there are.
#[derive(Debug)]
pub struct Run {
    members: [bool; 128],
    /// The members, if they are few enough to be sought with `memchr`.
    few: Option<[u8; 3]>,
    min: usize,
    max: usize,
}

impl Run {
    /// The run that `node` is, if it is one and never empty.
    pub fn of(node: &Node) -> Option<Run> {
        match *node {
            Node::One(set) => Some(Run::new(set, 1, 1)),
            Node::Repeat { ref node, min, max, greedy } if min > 0 => {
                let Node::One(set) = **node else { return None };
                let max = if greedy { max } else { Some(min) };
                Some(Run::new(set, min as usize, max.map_or(usize::MAX, |max| max as usize)))
            }
            _ => None,
        }
    }

    fn new(set: AsciiSet, min: usize, max: usize) -> Run {
        let mut members = [false; 128];
        for (first, last) in ranges(set) {
            members[first as usize..=last as usize].fill(true);
        }
        let all: Vec<u8> = (0..128).filter(|&byte| members[byte as usize]).collect();
        let few = match all[..] {
            [a] => Some([a, a, a]),
            [a, b] => Some([a, b, b]),
            [a, b, c] => Some([a, b, c]),
            _ => None,
        };
        Run { members, few, min, max }
    }

    fn has(&self, byte: u8) -> bool {
        self.members.get(byte as usize).is_some_and(|&member| member)
    }

    /// The first match at or after `start`, as its ends.
    pub fn find(&self, text: &[u8], start: usize) -> Option<(usize, usize)> {
        let mut from = start;
        loop {
            let at = from + self.position(&text[from..])?;
            let end = self.end(text, at);
            if end - at >= self.min {
                return Some((at, end));
            }
            from = end;
        }
    }

    /// The end of the match at `start`, if there is one.
    pub fn match_at(&self, text: &[u8], start: usize) -> Option<usize> {
        let end = self.end(text, start);
        (end - start >= self.min).then_some(end)
    }

    fn position(&self, text: &[u8]) -> Option<usize> {
        match self.few {
            Some([a, b, c]) => memchr::memchr3(a, b, c, text),
            None => text.iter().position(|&byte| self.has(byte)),
        }
    }

    fn end(&self, text: &[u8], start: usize) -> usize {
        let limit = text.len().min(start.saturating_add(self.max));
        let rest = &text[start..limit];
        start + rest.iter().position(|&byte| !self.has(byte)).unwrap_or(rest.len())
    }
}
