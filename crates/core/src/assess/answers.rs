//! How far the answer of expectation propagation is to be trusted.
//!
//! ```text
//!   one leg is poor, or only its day was ── each agrees with itself ── one normal between both agrees with neither
//! ```
//! Where the data leave the usual little room, what lost most is held to be usual, and to be otherwise, and the normals
//! settle anew. What any of these answers thinks likely is kept in mind. Read next: [`super::walk`].

use super::matrix::Square;
use super::propagate::{Large, Normals, Propagated, without};
use super::site::{Normal, Part, moments};

/// Where the data leave the usual part of a coordinate less than this part of the probability that it had before, one
/// answer is not to be trusted.
const TORN: f64 = 0.75;
/// Where they leave it less than this, what an answer leaves out is looked at all the same.
const DOUBTED: f64 = 0.97;
/// With more coordinates than this no single day turns what is said, and one of them is often wild: then the one answer is
/// taken, unless it is torn about what rows share.
const FEW_COORDINATES: usize = 16;
/// So many coordinates are held in turn to what is usual of them and to what is not.
const MOST_HELD: usize = 2;
/// What differs by less than this part of itself is the same but for rounding.
const ROUNDING: f64 = 1e-9;
/// What is this probable already is not held to.
const SO_ANYWAY: f64 = 0.9;
/// So wide that every part of a row is narrow in it: a variance.
const FAR_OFF: f64 = 1e6;
/// An answer whose data are less probable than in another by this factor's logarithm is none.
const OUT_OF_QUESTION: f64 = 12.0;

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
    let others = others(Setting { prior, mixtures, turns }, &normals, &usual, &kept);
    let highest = others.iter().map(|(evidence, _)| *evidence).fold(usual.log_evidence(mixtures), f64::max);
    let in_question = |evidence: f64| evidence >= highest - OUT_OF_QUESTION;
    let mut disputed = usual.probabilities.clone();
    for (_, probabilities) in others.iter().filter(|(evidence, _)| in_question(*evidence)) {
        for (most, own) in disputed.iter_mut().flatten().zip(probabilities.iter().flatten()) {
            *most = most.max(*own);
        }
    }
    usual.with_disputed(disputed)
}

/// How probable each part of each coordinate is once one of those whose usual part lost most is held to be usual, or not to be;
/// with how probable the data are then, as a logarithm.
fn others(
    setting: Setting<'_>,
    normals: &Normals,
    usual: &Propagated,
    kept: &[f64],
) -> Vec<(f64, Vec<Vec<f64>>)> {
    let n_rows = setting.prior.size();
    let mut torn: Vec<usize> = (0..kept.len()).filter(|&i| kept[i] < TORN).collect();
    // What rows share tells more than what one of them says.
    if torn.iter().any(|&i| i >= n_rows) {
        torn.retain(|&i| i >= n_rows);
    }
    torn.sort_by(|a, b| kept[*a].total_cmp(&kept[*b]).then(a.cmp(b)));
    // What lost as much as the last of these is held as well, so that it does not matter which leg is the left one.
    if let Some(last) = torn.get(MOST_HELD - 1).map(|&i| kept[i]) {
        torn.retain(|&i| kept[i] <= last * (1.0 + ROUNDING));
    }
    let ways = torn.iter().flat_map(|&i| [(i, true), (i, false)]);
    let held = |(i, is_usual): (usize, bool)| {
        let usual = usual.probabilities[i].first().copied().unwrap_or(1.0);
        let so_far = if is_usual { usual } else { 1.0 - usual };
        (so_far <= SO_ANYWAY).then(|| held_to(setting, normals, i, is_usual))
    };
    ways.filter_map(held).collect()
}

/// The same with one coordinate held to its usual part, which is the first one, or to its others.
fn held_to(setting: Setting<'_>, normals: &Normals, i: usize, is_usual: bool) -> (f64, Vec<Vec<f64>>) {
    let mut mixtures = setting.mixtures.to_vec();
    let n_parts = mixtures[i].len();
    let held = if is_usual { 0..1 } else { 1..n_parts };
    mixtures[i] = mixtures[i][held.clone()].to_vec();
    let found = normals.otherwise(setting.prior, &mixtures, setting.turns, i).finish(setting.prior);
    let evidence = found.log_evidence(&mixtures);
    let mut probabilities = found.probabilities;
    let mut all = vec![0.0; n_parts];
    all[held].copy_from_slice(&probabilities[i]);
    probabilities[i] = all;
    (evidence, probabilities)
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

    /// How probable the data are by these normals: the logarithm, up to what is the same for all normals.
    ///
    /// # Source
    /// Rasmussen and Williams 2006, equation 3.65; here with mixtures for likelihoods.
    fn log_evidence(&self, mixtures: &[Vec<Part>]) -> f64 {
        let mut sum = -0.5 * self.root.log_determinant();
        for (large, precision) in self.large.iter().zip(&self.precision[self.roots.len()..]) {
            sum -= 0.5 * libm::log(1.0 + large.reference * precision);
        }
        for (i, parts) in mixtures.iter().enumerate() {
            let (own, precision, shift) = (self.marginals[i], self.precision[i], self.shift[i]);
            sum += 0.5 * shift * own.mean;
            let site = Part { log_weight: 0.0, precision, shift };
            if let Some(cavity) = without(own.variance, own.mean, precision, shift) {
                let each = parts.iter().map(|part| part.times(cavity).0);
                let highest = each.clone().fold(f64::NEG_INFINITY, f64::max);
                let all: f64 = each.map(|one| libm::exp(one - highest)).sum();
                sum += highest + libm::log(all) - site.times(cavity).0;
            }
        }
        sum
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
    fn held_to_either_the_data_are_as_probable_as_they_are_by_hand() {
        let prior = Square::from_fn(1, |_, _| 1.0);
        let large = Large { held: vec![(0, 1.0)], reference: 25.0 };
        let mixtures = [
            vec![Part::normal(0.95, 6.0, 0.25), Part::normal(0.05, 6.0, 25.0)],
            vec![Part::normal_over(0.9, 0.0, 1e-9, 25.0), Part::normal_over(0.1, 0.0, 25.0, 25.0)],
        ];
        let turns = one_by_one(2);
        let normals = Normals::settled(&prior, &[large], &mixtures, &turns);
        let setting = Setting { prior: &prior, mixtures: &mixtures, turns: &turns };
        let [(usual, of_usual), (wild, of_wild)] =
            [true, false].map(|is_usual| held_to(setting, &normals, 0, is_usual));
        let density = |variance: f64| libm::exp(-18.0 / variance) / libm::sqrt(variance);
        let by_hand = |share: f64, row: f64| share * (0.9 * density(row) + 0.1 * density(row + 25.0));
        let ratio = by_hand(0.05, 26.0) / by_hand(0.95, 1.25);
        // Tolerance: the normals end when they move nothing by 5e-4 standard deviations.
        assert!((libm::exp(wild - usual) / ratio - 1.0).abs() < 1e-2, "{} {ratio}", libm::exp(wild - usual));
        assert_eq!(
            (of_usual[0].as_slice(), of_wild[0].as_slice()),
            ([1.0, 0.0].as_slice(), [0.0, 1.0].as_slice())
        );
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
