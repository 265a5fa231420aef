//! The constant table of a function under construction: equal strings and numbers share an entry.

use rustc_hash::FxHashMap;

use super::template::{Constant, Text};

/// Index of a constant in `k`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConstantIndex(pub u32);

impl ConstantIndex {
    /// The index, if it fits a 16-bit operand field.
    pub fn short(self) -> Option<ConstantIndex> {
        (self.0 <= u16::MAX as u32).then_some(self)
    }
}

#[derive(Debug, Default)]
pub struct ConstantTable {
    constants: Vec<Constant>,
    strings: FxHashMap<Text, ConstantIndex>,
    numbers: FxHashMap<u64, ConstantIndex>,
}

impl ConstantTable {
    /// Adds a constant that nothing else shares.
    pub fn add(&mut self, constant: Constant) -> ConstantIndex {
        self.constants.push(constant);
        ConstantIndex(self.constants.len() as u32 - 1)
    }

    pub fn number(&mut self, number: f64) -> ConstantIndex {
        let bits = number.to_bits();
        if let Some(&known) = self.numbers.get(&bits) {
            return known;
        }
        let index = self.add(Constant::Number(number));
        self.numbers.insert(bits, index);
        index
    }

    pub fn string(&mut self, text: Text) -> ConstantIndex {
        if let Some(&known) = self.strings.get(&text) {
            return known;
        }
        let index = self.add(Constant::String(text.clone()));
        self.strings.insert(text, index);
        index
    }

    /// How many constants there are; the first feedback word has this index in `k`.
    pub fn count(&self) -> u32 {
        self.constants.len() as u32
    }

    pub fn finish(self) -> Box<[Constant]> {
        self.constants.into_boxed_slice()
    }
}
