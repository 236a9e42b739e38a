//! How far the answer of expectation propagation is to be trusted.
//!
//! ```text
//!   one leg is poor, or only its day was ── each agrees with itself ── one normal between both agrees with neither
//! ```
//! Where the data leave the usual little room, it is looked what else explains them, and the normals settle anew from
//! there. What any of these answers thinks likely is kept in mind. Read next: [`super::explanations`], and [`super::walk`].

use super::explanations::{Explanation, Held, explanations};
use super::large::Large;
use super::matrix::Square;
use super::propagate::{Normals, Propagated};
use super::site::{Normal, Part, moments};
use super::uphill::Configuration;

/// Where the data leave the usual part of a coordinate less than this part of the probability that it had before, one
/// answer is not to be trusted.
const TORN: f64 = 0.75;
/// Where they leave it less than this, what an answer leaves out is looked at all the same.
const DOUBTED: f64 = 0.97;
/// With more coordinates than this no single day turns what is said, and one of them is often wild: then the one answer is
/// taken, unless it is torn about what rows share.
const FEW_COORDINATES: usize = 16;
/// So many coordinates are held to what is not usual of them.
const MOST_TORN: usize = 2;
/// What differs by less than this part of itself is the same but for rounding.
const ROUNDING: f64 = 1e-9;
/// So wide that every part of a row is narrow in it: a variance.
const FAR_OFF: f64 = 1e6;

/// What does not change from one answer to another.
#[derive(Clone, Copy)]
struct Setting<'s> {
    /// Covariance of the rows, large parts left out.
    prior: &'s Square,
    mixtures: &'s [Vec<Part>],
    turns: &'s [Vec<usize>],
}

/// The answer for all mixtures, and where it is not to be trusted what others think likely.
pub(super) fn best_answer(
    prior: &Square,
    large: &[Large],
    mixtures: &[Vec<Part>],
    turns: &[Vec<usize>],
) -> Propagated {
    let normals = Normals::settled(prior, large, mixtures, turns);
    let usual = normals.clone().finish(prior);
    let n_coordinates = mixtures.iter().filter(|parts| parts.len() > 1).count();
    let kept = usual.kept_of_the_usual(mixtures);
    let is_torn = |kept: &[f64]| kept.iter().any(|&kept| kept < TORN);
    if n_coordinates > FEW_COORDINATES && !is_torn(&kept[prior.size()..]) {
        return usual;
    }
    let least = kept.iter().copied().fold(1.0, f64::min);
    if least >= DOUBTED {
        return usual;
    }
    if least >= TORN {
        let disputed = usual.probabilities.clone();
        return usual.with_disputed(disputed);
    }
    let setting = Setting { prior, mixtures, turns };
    let torn = torn(&kept, prior.size());
    let mut disputed = usual.probabilities.clone();
    let own = Configuration::likeliest(&normals, mixtures, &usual.probabilities);
    let all = explanations(&own, mixtures, &kept, &torn);
    // What is torn is in each explanation what that takes it for, whatever the normals make of it.
    for parts in all.iter().map(|other| &other.configuration.parts).chain([&own.parts]) {
        for &i in &torn {
            disputed[i][parts[i]] = 1.0;
        }
    }
    for probable in all.iter().map(|other| probable(setting, other)) {
        for (most, own) in disputed.iter_mut().flatten().zip(probable.into_iter().flatten()) {
            *most = most.max(own);
        }
    }
    usual.with_disputed(disputed)
}

/// The coordinates whose usual part lost most.
fn torn(kept: &[f64], n_rows: usize) -> Vec<usize> {
    let mut torn: Vec<usize> = (0..kept.len()).filter(|&i| kept[i] < TORN).collect();
    // What rows share tells more than what one of them says.
    if torn.iter().any(|&i| i >= n_rows) {
        torn.retain(|&i| i >= n_rows);
    }
    torn.sort_by(|a, b| kept[*a].total_cmp(&kept[*b]).then(a.cmp(b)));
    // What lost as much as the last of these is held as well, so that it does not matter which leg is the left one.
    if let Some(last) = torn.get(MOST_TORN - 1).map(|&i| kept[i]) {
        torn.retain(|&i| kept[i] <= last * (1.0 + ROUNDING));
    }
    torn
}

/// How probable each part of each coordinate is when the normals begin at an explanation and what was held for it stays so.
fn probable(setting: Setting<'_>, explanation: &Explanation) -> Vec<Vec<f64>> {
    let mut mixtures = setting.mixtures.to_vec();
    let held = |&Held { coordinate, is_usual }: &Held| {
        let n_parts = setting.mixtures[coordinate].len();
        (coordinate, if is_usual { 0..1 } else { 1..n_parts })
    };
    for (i, range) in explanation.held.iter().map(held) {
        mixtures[i] = mixtures[i][range].to_vec();
    }
    let normals = explanation.configuration.settled(setting.prior, &mixtures, setting.turns);
    let mut probabilities = normals.probabilities().to_vec();
    for (i, range) in explanation.held.iter().map(held) {
        let mut all = vec![0.0; setting.mixtures[i].len()];
        all[range].copy_from_slice(&probabilities[i]);
        probabilities[i] = all;
    }
    probabilities
}

impl Propagated {
    /// Which part of the probability that it had before is left to the usual part of each coordinate, which is the first.
    fn kept_of_the_usual(&self, mixtures: &[Vec<Part>]) -> Vec<f64> {
        let n = self.roots.len();
        let mut scratch = Vec::new();
        let of_coordinate = |(i, parts): (usize, &Vec<Part>)| {
            if parts.len() < 2 {
                return 1.0;
            }
            // A row says nothing of itself beforehand, so that it is looked at from far off.
            let variance = if i < n { FAR_OFF } else { self.large[i - n].reference };
            moments(parts, Normal { mean: 0.0, variance }, &mut scratch);
            let before = scratch.first().map_or(1.0, |(probability, _)| *probability);
            self.probabilities[i].first().map_or(1.0, |now| now / before)
        };
        mixtures.iter().enumerate().map(of_coordinate).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::propagate::one_by_one;

    /// A value far out: its row was measured on a bad day, or the row holds a large part.
    fn far_out(n_others: usize) -> Propagated {
        let n_rows = 1 + n_others;
        let prior = Square::from_fn(n_rows, |i, j| if i == j { 1.0 } else { 0.0 });
        let large = Large { held: vec![(0, 1.0)], reference: 25.0 };
        let parts = |y: f64| vec![Part::normal(0.95, y, 0.25), Part::normal(0.05, y, 25.0)];
        let mut mixtures = vec![parts(6.0)];
        mixtures.extend((0..n_others).map(|_| parts(0.0)));
        mixtures.push(vec![Part::normal_over(0.9, 0.0, 1e-9, 25.0), Part::normal_over(0.1, 0.0, 25.0, 25.0)]);
        best_answer(&prior, &[large], &mixtures, &one_by_one(n_rows + 1))
    }

    #[test]
    fn what_may_be_so_or_so_is_disputed_both_ways() {
        let answer = far_out(1);
        let (row, large) = (&answer.disputed[0], &answer.disputed[2]);
        // By hand: without the large part the row is wild, 0.05 · N(6; 0, 26) against 0.95 · N(6; 0, 1.25).
        let density = |variance: f64| libm::exp(-18.0 / variance) / libm::sqrt(variance);
        let (wild, usual) = (0.05 * density(26.0), 0.95 * density(1.25));
        assert!((row[1] - wild / (wild + usual)).abs() < 1e-3, "{row:?}");
        assert!(row[0] > 0.5 && large[0] > 0.25 && large[1] > 0.6, "{row:?} {large:?}");
    }

    #[test]
    fn what_lost_as_much_as_another_is_disputed_as_well() {
        let prior = Square::from_fn(3, |i, j| if i == j { 1.0 } else { 0.0 });
        let parts = |y: f64| vec![Part::normal(0.95, y, 0.25), Part::normal(0.05, y, 25.0)];
        let answer = best_answer(&prior, &[], &[3.4, 3.2, -3.2].map(parts), &one_by_one(3));
        for (one, other) in answer.disputed[1].iter().zip(&answer.disputed[2]) {
            assert!((one - other).abs() < 1e-9 && *one > 0.99, "{:?}", answer.disputed);
        }
    }

    #[test]
    fn with_many_coordinates_only_what_rows_share_is_doubted() {
        let is_disputed = |answer: &Propagated| !answer.disputed.iter().any(Vec::is_empty);
        assert!(is_disputed(&far_out(FEW_COORDINATES + 4)));
        let alone = |n_rows: usize| {
            let prior = Square::from_fn(n_rows, |i, j| if i == j { 1.0 } else { 0.0 });
            let parts = |y: f64| vec![Part::normal(0.95, y, 0.25), Part::normal(0.05, y, 25.0)];
            let mixtures: Vec<Vec<Part>> =
                (0..n_rows).map(|row| parts(if row == 0 { 3.4 } else { 0.0 })).collect();
            best_answer(&prior, &[], &mixtures, &one_by_one(n_rows))
        };
        assert!(is_disputed(&alone(FEW_COORDINATES)) && !is_disputed(&alone(FEW_COORDINATES + 1)));
    }
}
