//! Many weighted normals put together as they come: all but equal ones become one, in whatever order they come.
//!
//! A posterior is a sum of thousands of normals, told for a dozen days at once. Held one by one they would be most of
//! what judging a person keeps in memory, and going through them again most of the time. Mean and variance of the whole
//! are kept exactly. It knows nothing of where the normals come from. Read next: [`super::mixture`], which makes few of
//! them.

use super::site::Normal;

/// So many widths are told apart, by quarters of an octave of the variance …
const WIDTHS: usize = 64;
/// … of which so many are wider than the normal that stands for all of them.
const WIDER: u64 = 16;
/// So many places along the normals of one width to each side of the middle …
const MOST_TO_A_SIDE: usize = 80;
/// … within so many standard deviations of the normal that stands for all; what lies beyond stands in the last place.
const REACH: f64 = 6.0;
/// No place is closer to the next than this part of a standard deviation of the width.
const CLOSEST: f64 = 0.2;

/// Weighted normals, all but equal ones together.
pub(super) struct Pile {
    /// Stands for all of them: where the middle is and how far they may reach.
    whole: Normal,
    widths: [OfWidth; WIDTHS],
    /// Weight, and weighted sums of what a normal lies beyond the middle and of its square with the variance.
    places: Vec<[f64; 3]>,
}

/// The places of one width.
#[derive(Clone, Copy)]
struct OfWidth {
    /// Where its places begin among all.
    first: usize,
    /// None until there is a normal of this width.
    n_to_a_side: usize,
    per_place: f64,
}

impl Pile {
    /// An empty one for normals that together are like this one.
    pub(super) fn like(whole: Normal) -> Self {
        let none = OfWidth { first: 0, n_to_a_side: 0, per_place: 0.0 };
        Self { whole, widths: [none; WIDTHS], places: Vec::new() }
    }

    /// Puts one normal with its weight on it.
    pub(super) fn add(&mut self, weight: f64, normal: Normal) {
        let widest = class(self.whole.variance) + WIDER;
        let width = (widest.saturating_sub(class(normal.variance)) as usize).min(WIDTHS - 1);
        if self.widths[width].n_to_a_side == 0 {
            self.widths[width] = self.begun(variance_of(widest.saturating_sub(width as u64)));
        }
        let of = self.widths[width];
        let along = normal.mean - self.whole.mean;
        // From the middle outwards, so that it does not matter which side is the left one.
        let steps = (((along * of.per_place).abs() + 0.5) as usize).min(of.n_to_a_side);
        let middle = of.first + of.n_to_a_side;
        let place = if along < 0.0 { middle - steps } else { middle + steps };
        if let Some([all, first, second]) = self.places.get_mut(place) {
            *all += weight;
            *first += weight * along;
            *second += weight * (along * along + normal.variance);
        }
    }

    /// Makes room for the normals of a width.
    fn begun(&mut self, variance: f64) -> OfWidth {
        let reach = REACH * libm::sqrt(self.whole.variance);
        let apart = (CLOSEST * libm::sqrt(variance)).max(reach / MOST_TO_A_SIDE as f64).max(f64::MIN_POSITIVE);
        let n_to_a_side = ((reach / apart) as usize).clamp(1, MOST_TO_A_SIDE);
        let first = self.places.len();
        self.places.resize(first + 2 * n_to_a_side + 1, [0.0; 3]);
        OfWidth { first, n_to_a_side, per_place: 1.0 / apart }
    }

    /// Makes every weight smaller or larger by the same factor.
    pub(super) fn weigh(&mut self, factor: f64) {
        for cell in self.places.iter_mut().flatten() {
            *cell *= factor;
        }
    }

    /// What lies on it, in line by width and then by mean; within a width the way goes upwards, or downwards where
    /// [`lean_left`] says so.
    pub(super) fn parts(&self) -> Vec<(f64, Normal)> {
        let mut parts = Vec::new();
        let mut ends = Vec::with_capacity(WIDTHS);
        for of in self.widths.iter().rev().filter(|of| of.n_to_a_side > 0) {
            let places = &self.places[of.first..=of.first + 2 * of.n_to_a_side];
            for &[weight, first, second] in places.iter().filter(|[weight, ..]| *weight > 0.0) {
                let along = first / weight;
                let variance = (second / weight - along * along).max(0.0);
                parts.push((weight, Normal { mean: self.whole.mean + along, variance }));
            }
            ends.push(parts.len());
        }
        if lean_left(&parts) {
            let mut first = 0;
            for end in ends {
                parts[first..end].reverse();
                first = end;
            }
        }
        parts
    }
}

/// Is the mean of weighted normals below 0? The way along them goes the other way then, so that swapping left and right
/// gives the same normals with the opposite sign.
pub(super) fn lean_left(parts: &[(f64, Normal)]) -> bool {
    parts.iter().map(|(weight, normal)| weight * normal.mean).sum::<f64>() < 0.0
}

/// The exponent and the first two digits of a variance, which is never below 0.
fn class(variance: f64) -> u64 {
    variance.to_bits() >> 50
}

/// The smallest variance of a class.
fn variance_of(class: u64) -> f64 {
    f64::from_bits(class << 50)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Vec<(f64, Normal)> {
        let normal = |i: u32| {
            let x = f64::from(i * 37 % 200) / 100.0 - 0.7;
            (f64::from(1 + i % 5), Normal { mean: 3.0 * x, variance: 0.01 + 0.5 * x * x })
        };
        (0..200).map(normal).collect()
    }

    fn piled(parts: &[(f64, Normal)], whole: Normal) -> Vec<(f64, Normal)> {
        let mut pile = Pile::like(whole);
        for &(weight, normal) in parts {
            pile.add(weight, normal);
        }
        pile.parts()
    }

    fn moments(parts: &[(f64, Normal)]) -> [f64; 3] {
        let sum = |of: &dyn Fn(Normal) -> f64| parts.iter().map(|(w, n)| w * of(*n)).sum::<f64>();
        [sum(&|_| 1.0), sum(&|n| n.mean), sum(&|n| n.mean * n.mean + n.variance)]
    }

    #[test]
    fn weight_mean_and_variance_are_kept_whatever_stands_for_all() {
        let many = some();
        // Narrower, wider and elsewhere than what comes; without any width; at the edge of what a number can be.
        for (mean, variance) in [(0.9, 3.0), (0.0, 1e-4), (-5.0, 1e9), (0.0, 0.0), (0.0, 1e-300), (0.0, 1e300)]
        {
            let few = piled(&many, Normal { mean, variance });
            for (few, many) in moments(&few).into_iter().zip(moments(&many)) {
                assert!((few - many).abs() < 1e-9 * many.abs(), "{mean} {variance}: {few} {many}");
            }
        }
        let few = piled(&many, Normal { mean: 0.9, variance: 3.0 });
        assert!(few.len() < many.len(), "{}", few.len());
    }

    #[test]
    fn normals_that_differ_stay_apart() {
        let (narrow, wide) = (Normal { mean: 1.0, variance: 0.01 }, Normal { mean: 1.0, variance: 0.02 });
        let far = Normal { mean: 1.3, variance: 0.01 };
        let whole = Normal { mean: 1.0, variance: 0.05 };
        assert_eq!(piled(&[(1.0, wide), (2.0, far), (3.0, narrow)], whole).len(), 3);
        assert_eq!(piled(&[(1.0, narrow), (2.0, narrow)], whole).len(), 1);
    }

    #[test]
    fn order_changes_nothing_and_the_mirror_image_is_the_same_with_the_opposite_sign() {
        let (many, whole) = (some(), Normal { mean: 0.9, variance: 3.0 });
        let parts = piled(&many, whole);
        let near = |a: &(f64, Normal), b: &(f64, Normal), sign: f64| {
            let same = |a: f64, b: f64| (a - b).abs() < 1e-9 * (1.0 + a.abs());
            same(a.0, b.0) && same(a.1.mean, sign * b.1.mean) && same(a.1.variance, b.1.variance)
        };
        let mut other: Vec<(f64, Normal)> = many.iter().rev().copied().collect();
        let again = piled(&other, whole);
        assert!(parts.len() == again.len() && parts.iter().zip(&again).all(|(a, b)| near(a, b, 1.0)));
        for (_, normal) in &mut other {
            normal.mean = -normal.mean;
        }
        let mirrored = piled(&other, Normal { mean: -whole.mean, ..whole });
        assert!(parts.len() == mirrored.len() && parts.iter().zip(&mirrored).all(|(a, b)| near(a, b, -1.0)));
    }

    #[test]
    fn weights_can_be_made_smaller_later() {
        let normal = Normal { mean: 0.5, variance: 1.0 };
        let mut pile = Pile::like(normal);
        pile.add(2.0, normal);
        pile.weigh(0.25);
        pile.add(1.0, Normal { mean: 0.6, ..normal });
        let [(weight, one)] = pile.parts()[..] else { panic!("expected one normal") };
        assert!((weight - 1.5).abs() < 1e-12 && (one.mean - (0.5 * 0.5 + 0.6) / 1.5).abs() < 1e-12);
    }
}
