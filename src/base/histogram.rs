//! A histogram of durations of any length in a few kilobytes: counts by magnitude, to one part in 64.
//!
//! Below [`EXACT`] each value has a bucket; above, each power of two is cut into [`EXACT`] / 2 equal ones. The total, the
//! least and the largest value are exact.

/// Values below this are counted exactly.
const EXACT: u64 = 128;
const EXACT_BITS: u32 = EXACT.ilog2();
/// Buckets of each power of two above.
const PARTS: u64 = EXACT / 2;
const BUCKETS: usize = (EXACT + PARTS * (u64::BITS - EXACT_BITS) as u64) as usize;

/// See the module's header.
#[derive(Clone, Debug)]
pub struct Histogram {
    counts: Vec<u64>,
    count: u64,
    total: u64,
    max: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Histogram { counts: vec![0; BUCKETS], count: 0, total: 0, max: 0 }
    }
}

fn bucket_of(value: u64) -> usize {
    if value < EXACT {
        return value as usize;
    }
    let magnitude = value.ilog2() - EXACT_BITS;
    // The top bits of the value: `PARTS..EXACT`.
    let part = (value >> (magnitude + 1)) - PARTS;
    (EXACT + magnitude as u64 * PARTS + part) as usize
}

/// The largest value that falls into the bucket.
fn bucket_end(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < EXACT {
        return bucket;
    }
    let (magnitude, part) = ((bucket - EXACT) / PARTS, (bucket - EXACT) % PARTS);
    let width_bits = magnitude + 1;
    ((PARTS + part) << width_bits) | ((1 << width_bits) - 1)
}

impl Histogram {
    pub fn record(&mut self, value: u64) {
        self.counts[bucket_of(value)] += 1;
        self.count += 1;
        self.total += value;
        self.max = self.max.max(value);
    }

    pub fn add(&mut self, other: &Histogram) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        self.count += other.count;
        self.total += other.total;
        self.max = self.max.max(other.max);
    }

    pub fn count(&self) -> u64 {
        self.count
    }

    pub fn total(&self) -> u64 {
        self.total
    }

    pub fn max(&self) -> u64 {
        self.max
    }

    /// The least value that `per_mille` thousandths of the recorded ones do not exceed; 0 if there are none.
    pub fn quantile(&self, per_mille: u64) -> u64 {
        let rank = (self.count * per_mille).div_ceil(1000).max(1);
        let mut seen = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= rank {
                return bucket_end(bucket).min(self.max);
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_falls_into_a_bucket_that_ends_near_it() {
        for bits in 0..64 {
            for value in [1u64 << bits, (1 << bits) | ((1 << bits) >> 1), u64::MAX >> (63 - bits)] {
                let end = bucket_end(bucket_of(value));
                assert!(end >= value && end - value <= value / PARTS, "{value} ends at {end}");
            }
        }
        assert_eq!(bucket_of(u64::MAX), BUCKETS - 1);
    }

    #[test]
    fn quantiles_are_those_of_the_sorted_values() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.quantile(500), 0);
        (1..=100).rev().for_each(|value| histogram.record(value));
        assert_eq!((histogram.count(), histogram.total(), histogram.max()), (100, 5050, 100));
        assert_eq!([0, 500, 990, 1000].map(|per_mille| histogram.quantile(per_mille)), [1, 50, 99, 100]);
    }
}
