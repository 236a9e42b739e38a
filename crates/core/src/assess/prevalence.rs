//! How common large differences are among some people: no more than the catalogue expects, and fewer where their visits say so.
//!
//! ```text
//!   none large  +  one of them  +  two of them  +  three of them     each with its probability
//! ```
//! A large part adds `v vᵀ` to the covariance `L Lᵀ` of somebody's differences `y`. With `w = L⁻¹ v` for each part, `z = L⁻¹ y`,
//! `G = wᵀ w` and `b = wᵀ z`, one part more makes them likelier by `½ b² / (1 + G) − ½ log (1 + G)`, and leaves
//! `G − G₁ᵀ G₁ / (1 + G₁₁)` and `b − G₁ᵀ b₁ / (1 + G₁₁)` to the parts after it: so the large matrix is taken apart once.
//! Read next: [`super::likelihood`].

use super::matrix::{Square, dot};
use super::prior::square;

/// Nobody is thought to have more large parts than these at once in one quality.
const MOST_AT_ONCE: usize = 3; // source: evenstride-proposal
/// The factor's logarithm is looked for from 0 down in such steps.
const STEP: f64 = 0.05;
const N_STEPS: u32 = 80;

/// What the visits of one person in one quality say of the large parts that they hold.
pub(super) struct LargeParts {
    /// How probable each part is by the catalogue.
    shares: Vec<f64>,
    /// Some parts at once, and the logarithm of how much likelier the visits are with them than with none.
    sets: Vec<(Vec<usize>, f64)>,
}

impl LargeParts {
    /// `parts` are how probable each large part is and how much of it each visit holds, `visits` their differences; both after
    /// the covariance without large parts was taken off.
    pub(super) fn new(parts: &[(f64, Vec<f64>)], visits: &[f64]) -> Self {
        let within = Square::from_fn(parts.len(), |i, j| dot(&parts[i].1, &parts[j].1));
        let along = parts.iter().map(|(_, held)| dot(held, visits)).collect();
        let mut sets = vec![(Vec::new(), 0.0)];
        add_sets(&mut sets, 0, (0, &within, along));
        Self { shares: parts.iter().map(|(share, _)| *share).collect(), sets }
    }

    /// The logarithm of how probable the visits are when large parts are so many times as common, up to a constant.
    fn log_likelihood(&self, times: f64) -> f64 {
        let log_odds = |share: &f64| libm::log(share * times / (1.0 - share * times));
        let log_odds: Vec<f64> = self.shares.iter().map(log_odds).collect();
        let before = |set: &[usize]| set.iter().map(|&part| log_odds[part]).sum::<f64>();
        let after = self.sets.iter().map(|(set, favour)| before(set) + favour);
        log_sum(after) - log_sum(self.sets.iter().map(|(set, _)| before(set)))
    }
}

/// What the catalogue's shares are to be multiplied by, so that the visits of these people are most probable: 1 at most.
///
/// The factor's logarithm is held to 0 by this SD. What lasts in all tests of somebody may also be a quirk that they share, which
/// no visit tells from a difference of the legs: so people can show that large differences are rarer than the catalogue has
/// them, and not that they are more common.
pub(super) fn most_probable_times(people: &[LargeParts], spread: f64) -> f64 {
    if spread <= 0.0 {
        return 1.0;
    }
    let height = |x: f64| {
        let times = libm::exp(x);
        people.iter().map(|own| own.log_likelihood(times)).sum::<f64>() - 0.5 * square(x / spread)
    };
    let looked_at = (0..=N_STEPS).map(|step| -STEP * f64::from(step)).map(|x| (x, height(x)));
    let best = looked_at.filter(|(_, height)| height.is_finite()).max_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or(1.0, |(x, _)| libm::exp(x))
}

/// Adds every set that has one part more than the set at this place, from this part on, and then those with more still.
fn add_sets(sets: &mut Vec<(Vec<usize>, f64)>, to: usize, (from, within, along): (usize, &Square, Vec<f64>)) {
    let n = along.len();
    for part in from..n {
        let own = 1.0 + within.at(part, part);
        let (set, favour) = &sets[to];
        let longer: Vec<usize> = set.iter().copied().chain([part]).collect();
        let favour = favour + 0.5 * (square(along[part]) / own - libm::log(own));
        let has_room = longer.len() < MOST_AT_ONCE && part + 1 < n;
        sets.push((longer, favour));
        if has_room {
            let left = |i: usize, j: usize| within.at(i, j) - within.at(i, part) * within.at(part, j) / own;
            let along = (0..n).map(|i| along[i] - within.at(i, part) * along[part] / own).collect();
            let place = sets.len() - 1;
            add_sets(sets, place, (part + 1, &Square::from_fn(n, left), along));
        }
    }
}

/// The logarithm of the sum of what has these logarithms.
pub(super) fn log_sum(logarithms: impl Iterator<Item = f64> + Clone) -> f64 {
    let highest = logarithms.clone().fold(f64::NEG_INFINITY, f64::max);
    if !highest.is_finite() {
        return highest;
    }
    highest + libm::log(logarithms.map(|one| libm::exp(one - highest)).sum::<f64>())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::assess::matrix::Cholesky;

    /// The density of differences with unit noise and these parts, from the whole covariance.
    fn log_density(parts: &[&(f64, Vec<f64>)], visits: &[f64]) -> f64 {
        let covariance =
            Square::from_fn(visits.len(), |i, j| parts.iter().map(|(_, held)| held[i] * held[j]).sum::<f64>());
        let root = Cholesky::of_one_plus(&covariance, &vec![1.0; visits.len()]);
        let seen = root.solve_lower(visits.to_vec());
        -0.5 * (dot(&seen, &seen) + root.log_determinant())
    }

    #[test]
    fn every_set_of_parts_is_as_likely_as_by_its_whole_covariance() {
        let parts = [
            (0.1, vec![3.0, 0.5, 0.0, 0.0]),
            (0.2, vec![0.4, 2.5, 1.0, 0.0]),
            (0.05, vec![0.0, 0.0, 2.0, 1.0]),
            (0.3, vec![0.0, 1.0, 0.0, 4.0]),
        ];
        let visits = [2.0, -1.0, 4.0, 0.5];
        let told = LargeParts::new(&parts, &visits);
        assert_eq!(told.sets.len(), 1 + 4 + 6 + 4, "none, one, two and three of four");
        let none = log_density(&[], &visits);
        for (set, favour) in &told.sets {
            let chosen: Vec<&(f64, Vec<f64>)> = set.iter().map(|&part| &parts[part]).collect();
            let by_hand = log_density(&chosen, &visits) - none;
            assert!((favour - by_hand).abs() < 1e-9, "{set:?}: {favour} {by_hand}");
        }
    }

    /// One muscle each, seen with an SD of 1, where a large one is four times as wide.
    fn people(differences: impl Iterator<Item = f64>) -> Vec<LargeParts> {
        differences.map(|difference| LargeParts::new(&[(0.12, vec![4.0])], &[difference])).collect()
    }

    #[test]
    fn large_differences_are_rarer_where_people_show_none_and_never_more_common() {
        // A fixed sequence that looks like chance, with an SD near 1.
        let usual = |n: u32| (0..n).map(|person| 3.2 * (f64::from(person * 37 % 101) / 100.0 - 0.5));
        let times = |n: u32| most_probable_times(&people(usual(n)), 1.0);
        assert!(times(200) < 0.5 * times(10) && times(10) < 1.0, "{} {}", times(200), times(10));
        assert!(times(200) > 0.01, "the catalogue still counts: {}", times(200));
        let many = usual(100).chain((0..50).map(|person| if person % 2 == 0 { 6.0 } else { -6.0 }));
        assert!((most_probable_times(&people(many), 1.0) - 1.0).abs() < 1e-12);
        assert!((most_probable_times(&people(usual(200)), 0.0) - 1.0).abs() < 1e-12, "may not move");
        assert!((most_probable_times(&[], 1.0) - 1.0).abs() < 1e-12, "nobody");
    }

    #[test]
    fn differences_that_are_no_numbers_teach_nothing() {
        let times = most_probable_times(&people([f64::NAN, 1e300].into_iter()), 1.0);
        assert!(times > 0.0 && times <= 1.0, "{times}");
    }
}
