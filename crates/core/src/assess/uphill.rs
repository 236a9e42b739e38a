//! Configurations: one part of each coordinate, and how the data become likelier from one to the next.
//!
//! ```text
//!   a bad day ── held to be usual ── then the other test of that day is wild ── then nothing gains any more
//! ```
//! With one part of each coordinate everything is normal, so what the data gain when a coordinate is another part is exact.
//! It knows nothing of muscles or tests. Read next: [`super::explanations`], which looks for the best of them.

use super::matrix::Square;
use super::propagate::Normals;
use super::site::Part;

/// What differs by less than this part of itself is the same but for rounding.
const ROUNDING: f64 = 1e-9;
/// A coordinate becomes another part when the data gain more than this factor's logarithm by it.
const A_GAIN: f64 = 1e-6;

/// One part of each coordinate, and what follows from them.
#[derive(Clone)]
pub(super) struct Configuration {
    normals: Normals,
    /// The place of each coordinate's part.
    pub(super) parts: Vec<usize>,
    /// How much likelier the data are than in the first configuration of all, as a logarithm.
    pub(super) evidence: f64,
}

/// A coordinate that becomes another part.
struct Step {
    coordinate: usize,
    part: usize,
    gain: f64,
}

impl Configuration {
    /// Each coordinate what these probabilities think likeliest.
    pub(super) fn likeliest(normals: &Normals, mixtures: &[Vec<Part>], probabilities: &[Vec<f64>]) -> Self {
        let mut normals = normals.clone();
        let mut parts = Vec::with_capacity(mixtures.len());
        for (i, (mixture, probabilities)) in mixtures.iter().zip(probabilities).enumerate() {
            let likeliest =
                first_highest(probabilities.iter().copied().enumerate()).map_or(0, |(part, _)| part);
            if let Some(part) = mixture.get(likeliest) {
                normals.hold(i, *part);
            }
            parts.push(likeliest);
        }
        Self { normals, parts, evidence: 0.0 }
    }

    /// The same with a coordinate what it likeliest is of what it may be, and the others what they become then.
    pub(super) fn with(
        &self,
        mixtures: &[Vec<Part>],
        coordinate: usize,
        may_be: impl Fn(usize, usize) -> bool,
    ) -> Self {
        let mut found = self.clone();
        if let Some(step) = found.best_step(mixtures, coordinate, &may_be) {
            found.take(mixtures, &step);
        }
        found.climb(mixtures, may_be);
        found
    }

    /// Coordinates become other parts, each time the one by which the data gain most, until they gain nothing; `may_be` says
    /// whether a coordinate may be one of its parts.
    pub(super) fn climb(&mut self, mixtures: &[Vec<Part>], may_be: impl Fn(usize, usize) -> bool) {
        // Every step gains, but for those that are taken together; a longer way than this leads nowhere.
        for _ in 0..mixtures.len() {
            let several = (0..mixtures.len()).filter(|&i| mixtures[i].len() > 1);
            let steps: Vec<Step> = several.filter_map(|i| self.best_step(mixtures, i, &may_be)).collect();
            let most = steps.iter().map(|step| step.gain).fold(0.0, f64::max);
            if most <= A_GAIN {
                break;
            }
            // What gains as much is taken as well, so that it does not matter which leg is the left one.
            for Step { coordinate, part, .. } in
                steps.into_iter().filter(|step| step.gain >= most * (1.0 - ROUNDING))
            {
                if let Some(step) = self.best_step(mixtures, coordinate, |_, other| other == part) {
                    self.take(mixtures, &step);
                }
            }
        }
    }

    /// The part of a coordinate by which the data gain most; none when nothing else speaks of the coordinate.
    fn best_step(
        &self,
        mixtures: &[Vec<Part>],
        coordinate: usize,
        may_be: impl Fn(usize, usize) -> bool,
    ) -> Option<Step> {
        let cavity = self.normals.cavity(coordinate)?;
        let parts = &mixtures[coordinate];
        let now = parts.get(self.parts[coordinate])?.times(cavity).0;
        let allowed = parts.iter().enumerate().filter(|(part, _)| may_be(coordinate, *part));
        let (part, gain) = first_highest(allowed.map(|(part, own)| (part, own.times(cavity).0 - now)))?;
        Some(Step { coordinate, part, gain })
    }

    fn take(&mut self, mixtures: &[Vec<Part>], &Step { coordinate, part, gain }: &Step) {
        self.normals.hold(coordinate, mixtures[coordinate][part]);
        self.parts[coordinate] = part;
        self.evidence += gain;
    }

    /// Normals that begin here and settle anew.
    pub(super) fn settled(&self, prior: &Square, mixtures: &[Vec<Part>], turns: &[Vec<usize>]) -> Normals {
        self.normals.again(prior, mixtures, turns)
    }
}

/// The highest, and of several as high ones the first.
fn first_highest(each: impl Iterator<Item = (usize, f64)>) -> Option<(usize, f64)> {
    each.reduce(|highest, other| if other.1 > highest.1 { other } else { highest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::large::Large;
    use crate::assess::propagate::one_by_one;

    #[test]
    fn the_data_gain_what_they_gain_by_hand() {
        let prior = Square::from_fn(1, |_, _| 1.0);
        let large = Large { held: vec![(0, 1.0)], reference: 25.0 };
        let mixtures = [
            vec![Part::normal(0.95, 6.0, 0.25), Part::normal(0.05, 6.0, 25.0)],
            vec![Part::normal_over(0.9, 0.0, 1e-9, 25.0), Part::normal_over(0.1, 0.0, 25.0, 25.0)],
        ];
        let normals = Normals::settled(&prior, &[large], &mixtures, &one_by_one(2));
        let usual = [vec![1.0, 0.0], vec![1.0, 0.0]];
        let first = Configuration::likeliest(&normals, &mixtures, &usual);
        let density = |variance: f64| -18.0 / variance - 0.5 * libm::log(variance);
        // Held to be usual in the row, the large part explains it; free, the row is wild or the part is there, whichever is likelier.
        let held = first.with(&mixtures, 0, |coordinate, part| coordinate != 0 || part == 0);
        let by_hand = density(26.25) + libm::log(0.1) - density(1.25) - libm::log(0.9);
        assert_eq!(held.parts, [0, 1]);
        // Tolerance: the usual part of what is large is not quite nothing.
        assert!((held.evidence - by_hand).abs() < 1e-5, "{} {by_hand}", held.evidence);
        let wild = first.with(&mixtures, 0, |coordinate, part| coordinate != 0 || part == 1);
        let by_hand = density(26.0) + libm::log(0.05) - density(1.25) - libm::log(0.95);
        assert_eq!(wild.parts, [1, 0]);
        assert!((wild.evidence - by_hand).abs() < 1e-5, "{} {by_hand}", wild.evidence);
        let mut free = first;
        free.climb(&mixtures, |_, _| true);
        assert_eq!(free.parts, held.parts);
    }

    #[test]
    fn two_that_gain_as_much_are_taken_together() {
        let prior = Square::from_fn(2, |i, j| if i == j { 1.0 } else { 0.0 });
        let parts = |y: f64| vec![Part::normal(0.95, y, 0.25), Part::normal(0.05, y, 25.0)];
        let mixtures = [parts(6.0), parts(-6.0)];
        let normals = Normals::settled(&prior, &[], &mixtures, &one_by_one(2));
        let mut found = Configuration::likeliest(&normals, &mixtures, &[vec![1.0, 0.0], vec![1.0, 0.0]]);
        found.climb(&mixtures, |_, _| true);
        assert_eq!(found.parts, [1, 1]);
    }
}
