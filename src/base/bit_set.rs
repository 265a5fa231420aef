//! A fixed-size set of small integers, one bit each: liveness works on these.

/// A subset of `0..capacity`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BitSet {
    words: Box<[u64]>,
}

impl BitSet {
    /// The empty subset of `0..capacity`.
    pub fn new(capacity: usize) -> Self {
        BitSet { words: vec![0; capacity.div_ceil(64)].into_boxed_slice() }
    }

    /// Adds `bit`, which must be below the capacity.
    #[inline]
    pub fn insert(&mut self, bit: usize) {
        self.words[bit / 64] |= 1 << (bit % 64);
    }

    #[inline]
    pub fn remove(&mut self, bit: usize) {
        self.words[bit / 64] &= !(1 << (bit % 64));
    }

    /// Is `bit` a member? False for what is past the capacity.
    #[inline]
    pub fn contains(&self, bit: usize) -> bool {
        self.words.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// Adds all members of `other`, a set of the same capacity; says whether any was new.
    pub fn union_with(&mut self, other: &BitSet) -> bool {
        let mut has_changed = false;
        for (word, &more) in self.words.iter_mut().zip(&other.words) {
            has_changed |= more & !*word != 0;
            *word |= more;
        }
        has_changed
    }

    /// Adds the members of `other` that are not in `except`; all three are sets of the same capacity.
    pub fn union_with_except(&mut self, other: &BitSet, except: &BitSet) {
        for ((word, &more), &without) in self.words.iter_mut().zip(&other.words).zip(&except.words) {
            *word |= more & !without;
        }
    }

    /// Makes this set equal to `other`, a set of the same capacity.
    pub fn copy_from(&mut self, other: &BitSet) {
        self.words.copy_from_slice(&other.words);
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// The members, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(index * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_come_in_order() {
        let mut set = BitSet::new(130);
        for bit in [129, 0, 64, 63] {
            set.insert(bit);
        }
        set.remove(64);
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 129]);
        assert!(!set.contains(64) && !set.contains(1000));
        let mut other = BitSet::new(130);
        assert!(other.union_with(&set) && !other.union_with(&set));
    }
}
