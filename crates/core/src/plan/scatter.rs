//! Numbers that scatter what is tried and are the same every time, so the same problem gives the same week.
//!
//! Read next: `super::rebuild` and `super::anneal`.

/// A sequence of numbers that begins with a seed.
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    /// The next number below `n`; 0 when there is none.
    #[inline]
    pub(super) fn below(&mut self, n: u64) -> u64 {
        // A linear congruence scatters well enough in its upper bits.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n.max(1)
    }

    /// The next index of so many; 0 when there is none.
    #[inline]
    pub(super) fn one_of(&mut self, n: usize) -> usize {
        usize::try_from(self.below(n as u64)).unwrap_or(0)
    }
}
