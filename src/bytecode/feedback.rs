//! The feedback sites of a function under construction.
//!
//! Sites are addressed by 16-bit fields. A function with so many that they might not fit makes its later sites share:
//! those of one opcode and one key become a single, more polymorphic, site. Nothing but speed is lost.

use rustc_hash::FxHashMap;

use super::constants::ConstantIndex;
use super::opcode::Opcode;
use super::template::FeedbackKind;

/// First word of a site, counted among the feedback words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedbackSlot(pub u32);

/// Sites made when this many words are taken are shared; leaves most of the 65,536 indexes to constants.
const SHARING_STARTS_AT: u32 = 32_768;

#[derive(Debug, Default)]
pub struct FeedbackSites {
    sites: Vec<FeedbackKind>,
    word_count: u32,
    shared: FxHashMap<(Opcode, Option<ConstantIndex>), FeedbackSlot>,
}

impl FeedbackSites {
    /// A site for an instruction `opcode` on the property `key` (None where the key is a register).
    pub fn add(&mut self, kind: FeedbackKind, opcode: Opcode, key: Option<ConstantIndex>) -> FeedbackSlot {
        if self.word_count >= SHARING_STARTS_AT {
            return self.shared(kind, opcode, key);
        }
        self.fresh(kind)
    }

    /// One site for all instructions `opcode` on `key`: for globals, where a site of its own would learn nothing new.
    pub fn shared(&mut self, kind: FeedbackKind, opcode: Opcode, key: Option<ConstantIndex>) -> FeedbackSlot {
        if let Some(&known) = self.shared.get(&(opcode, key)) {
            return known;
        }
        let slot = self.fresh(kind);
        self.shared.insert((opcode, key), slot);
        slot
    }

    /// A site that is never shared, whatever its index: literals and templates, which are what their site says.
    pub fn fresh(&mut self, kind: FeedbackKind) -> FeedbackSlot {
        let slot = FeedbackSlot(self.word_count);
        self.sites.push(kind);
        self.word_count += kind.words() as u32;
        slot
    }

    pub fn finish(self) -> Box<[FeedbackKind]> {
        self.sites.into_boxed_slice()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_sites_share_by_opcode_and_key() {
        let mut sites = FeedbackSites::default();
        let early =
            |sites: &mut FeedbackSites| sites.add(FeedbackKind::Property, Opcode::GetNamed, Some(ConstantIndex(1)));
        assert_ne!(early(&mut sites), early(&mut sites));
        while sites.word_count < SHARING_STARTS_AT {
            sites.fresh(FeedbackKind::Property);
        }
        assert_eq!(early(&mut sites), early(&mut sites));
        let other = sites.add(FeedbackKind::Property, Opcode::GetNamed, Some(ConstantIndex(2)));
        assert_ne!(early(&mut sites), other);
    }
}
