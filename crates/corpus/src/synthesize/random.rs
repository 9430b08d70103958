//! A small generator of pseudo-random numbers (SplitMix64), so that a seed gives the same records
//! on every machine and with every version of every library.

/// A stream of numbers of one record.
pub(super) struct Random(u64);

impl Random {
    /// The stream of a seed and an index; streams of neighbouring indices have nothing in common.
    pub fn new(seed: u64, index: u64) -> Random {
        let mut random = Random(seed ^ index.wrapping_mul(0xd6e8_feb8_6659_fd93));
        random.0 = random.next().wrapping_add(index);
        random
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`; 0 when the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        // The high half of a 32 × 32 bit product: even enough, and without a division.
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }

    /// A number below `limit` whose small values are frequent: the cube of an even one.
    pub fn skewed(&mut self, limit: usize) -> usize {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((unit * unit * unit * limit as f64) as usize).min(limit.saturating_sub(1))
    }

    /// True in `percent` of all cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list that is not empty.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}
