//! Which answer of expectation propagation to take, and how far to trust it.
//!
//! ```text
//!   one leg is poor, or only its day was ── each agrees with itself ── which one is found hangs on where one begins
//! ```
//! Where the data leave the usual little room there may be several answers: then all are looked for, the one that makes
//! the data most probable is taken, and what the others thought likely is kept in mind. Read next: [`super::walk`].

use super::matrix::Square;
use super::propagate::{Large, Propagated, Start, propagate, without};
use super::site::{Normal, Part, moments};

/// Where the data leave the usual part of a coordinate less than this part of the probability that it had before, what an
/// answer leaves out is looked at all the same.
const DOUBTED: f64 = 0.97;
/// Where they leave it less than this, one answer is not to be trusted.
const TORN: f64 = 0.75;
/// So many combinations are then followed whatever the answer thinks of them …
const FEW_DISPUTED: usize = 256;
/// … and so many where there may be several answers.
const MOST_DISPUTED: usize = 4096;
/// With more coordinates than this no single day turns what is said, one of them is often wild, and to look at everything
/// would take long …
const FEW_COORDINATES: usize = 16;
/// … so that less has to be left to the usual until one answer is not trusted …
const TORN_OF_MANY: f64 = 0.25;
/// … and only what the answers think so differently of, as a probability, is followed whatever they think of it …
const APART: f64 = 0.05;
/// … in so many combinations.
const DISPUTED_OF_MANY: usize = 32;
/// So wide that every part of a row is narrow in it: a variance.
const FAR_OFF: f64 = 1e6;
/// An answer whose data are less probable than in another by this factor's logarithm is none.
const OUT_OF_QUESTION: f64 = 12.0;

/// As [`propagate`], from wherever the best answer is found.
pub(super) fn best_answer(
    prior: &Square,
    large: &[Large],
    mixtures: &[Vec<Part>],
    turns: &[Vec<usize>],
) -> Propagated {
    let settled = |start: Start| propagate(prior, large, mixtures, turns, start);
    let usual = settled(Start::Usual);
    let kept = usual.kept_of_the_usual(mixtures);
    let n_coordinates = mixtures.iter().filter(|parts| parts.len() > 1).count();
    let are_few = n_coordinates <= FEW_COORDINATES;
    if kept >= if are_few { TORN } else { TORN_OF_MANY } {
        let disputed =
            if are_few && kept < DOUBTED { usual.probabilities.clone() } else { usual.disputed.clone() };
        return usual.with_disputed(disputed, FEW_DISPUTED);
    }
    // There may be several answers that each agree with themselves; which one is found hangs on where it begins.
    let found = [usual, settled(Start::Open), settled(Start::Closed)];
    let evidence = found.each_ref().map(|one| one.log_evidence(mixtures));
    let highest = evidence.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let in_question = |evidence: f64| evidence >= highest - OUT_OF_QUESTION;
    let others: Vec<&Propagated> =
        found.iter().zip(evidence).filter(|(_, own)| in_question(*own)).map(|(one, _)| one).collect();
    let is_followed = |i: usize| are_few || apart(&others, i) > APART;
    let at_most_probable = |i: usize| if is_followed(i) { at_most_probable(&others, i) } else { Vec::new() };
    let disputed = (0..mixtures.len()).map(at_most_probable).collect();
    let best = found.into_iter().zip(evidence).find(|(_, own)| *own >= highest);
    let best = best.map_or_else(|| settled(Start::Usual), |(one, _)| one);
    best.with_disputed(disputed, if are_few { MOST_DISPUTED } else { DISPUTED_OF_MANY })
}

/// How differently the answers think of the usual part of a coordinate, which is the first one: a probability.
fn apart(answers: &[&Propagated], coordinate: usize) -> f64 {
    let usual = answers.iter().filter_map(|answer| answer.probabilities[coordinate].first().copied());
    let (low, high) = usual.fold((1.0_f64, 0.0_f64), |(low, high), p| (low.min(p), high.max(p)));
    (high - low).max(0.0)
}

/// How probable each part of a coordinate is in the answer that likes it best.
fn at_most_probable(answers: &[&Propagated], coordinate: usize) -> Vec<f64> {
    let mut most: Vec<f64> = Vec::new();
    for answer in answers {
        let own = &answer.probabilities[coordinate];
        most.resize(own.len(), 0.0);
        for (most, own) in most.iter_mut().zip(own) {
            *most = most.max(*own);
        }
    }
    most
}

impl Propagated {
    /// Which part of the probability that it had before is left to the usual, which is the first part, where least is.
    fn kept_of_the_usual(&self, mixtures: &[Vec<Part>]) -> f64 {
        let n = self.roots.len();
        let mut scratch = Vec::new();
        let of_coordinate = |(i, parts): (usize, &Vec<Part>)| {
            // A row says nothing of itself beforehand, so that it is looked at from far off.
            let variance = if i < n { FAR_OFF } else { self.large[i - n].reference };
            moments(parts, Normal { mean: 0.0, variance }, &mut scratch);
            let before = scratch.first().map_or(1.0, |(probability, _)| *probability);
            self.probabilities[i].first().map_or(1.0, |now| now / before)
        };
        mixtures.iter().enumerate().filter(|(_, parts)| parts.len() > 1).map(of_coordinate).fold(1.0, f64::min)
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
