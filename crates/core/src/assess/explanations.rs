//! What else explains the data about as well as the best explanation.
//!
//! ```text
//!   best configuration ── one thing out of the usual held to be usual ── what is out of the usual then
//!                                                                         └─ one of that held as well …
//! ```
//! Normals that agree with themselves settle in one explanation and see no other. So each thing that is out of the usual
//! is held to be usual in turn, which leaves the data to what else explains them, and what lost much of its usual part is held
//! to be otherwise. Read next: [`super::uphill`], which says what the others become then.

use super::site::Part;
use super::uphill::Configuration;

/// So many coordinates are held in turn at a configuration, those first whose usual part lost most …
const MOST_HELD: usize = 6;
/// … and so many at a time.
const HELD_AT_ONCE: usize = 2;
/// The search begins anew so often where it has come upon something better than what it began with.
const MOST_BEGINNINGS: usize = 3;
/// From a configuration in which the data are less probable by this factor's logarithm it goes no further.
const TOO_FAR: f64 = 25.0;
/// A configuration whose data are less probable than in the best by this factor's logarithm is no explanation.
const OUT_OF_QUESTION: f64 = 12.0;
/// At most so many explanations are kept, and those that are as good as the last of them.
const MOST_KEPT: usize = 6;
/// Logarithms that differ by less than this are the same but for rounding.
const ROUNDING: f64 = 1e-6;

/// A coordinate that is held to its usual part, which is the first one, or to its others.
#[derive(Clone, Copy)]
pub(super) struct Held {
    pub(super) coordinate: usize,
    pub(super) is_usual: bool,
}

/// A configuration, and what was held to come to it.
#[derive(Clone)]
pub(super) struct Explanation {
    pub(super) held: Vec<Held>,
    pub(super) configuration: Configuration,
}

/// The best explanations, best first, but for the given one; `kept` is what each coordinate has kept of its usual part, and `torn`
/// those that kept so little that they are held to be otherwise as well.
pub(super) fn explanations(
    own: &Configuration,
    mixtures: &[Vec<Part>],
    kept: &[f64],
    torn: &[usize],
) -> Vec<Explanation> {
    let mut best = own.clone();
    best.climb(mixtures, |_, _| true);
    let mut found = Vec::new();
    for _ in 0..MOST_BEGINNINGS {
        found = explored(&best, mixtures, kept, torn);
        match found.first() {
            Some(better) if better.configuration.evidence > best.evidence + ROUNDING => {
                best = better.configuration.clone();
            }
            Some(_) | None => break,
        }
    }
    let least = best.evidence - OUT_OF_QUESTION;
    found.retain(|other| other.configuration.evidence >= least && other.configuration.parts != own.parts);
    // What is as good as the last of these counts as well, so that it does not matter which leg is the left one.
    if let Some(last) = found.get(MOST_KEPT - 1).map(|last| last.configuration.evidence) {
        found.retain(|other| other.configuration.evidence >= last - ROUNDING);
    }
    found
}

/// What comes of holding coordinates in turn, best first.
fn explored(best: &Configuration, mixtures: &[Vec<Part>], kept: &[f64], torn: &[usize]) -> Vec<Explanation> {
    let mut found = vec![Explanation { held: Vec::new(), configuration: best.clone() }];
    let mut newest = 0..1;
    for _ in 0..HELD_AT_ONCE {
        let n_before = found.len();
        for at in newest {
            let Explanation { held, configuration } = found[at].clone();
            for way in ways(&held, &configuration, kept, torn) {
                let held: Vec<Held> = held.iter().copied().chain([way]).collect();
                let may_be = |i: usize, part: usize| {
                    held.iter().all(|held| held.coordinate != i || (part == 0) == held.is_usual)
                };
                let configuration = configuration.with(mixtures, way.coordinate, may_be);
                let is_new = !found.iter().any(|other| other.configuration.parts == configuration.parts);
                if is_new && configuration.evidence >= best.evidence - TOO_FAR {
                    found.push(Explanation { held, configuration });
                }
            }
        }
        newest = n_before..found.len();
    }
    found.sort_by(|one, other| other.configuration.evidence.total_cmp(&one.configuration.evidence));
    found
}

/// What may be held next at a configuration for which these are held already.
fn ways(held: &[Held], configuration: &Configuration, kept: &[f64], torn: &[usize]) -> Vec<Held> {
    let is_free = |i: &usize| !held.iter().any(|held| held.coordinate == *i);
    let usual = out_of_the_usual(configuration, kept).into_iter().filter(is_free);
    let usual = usual.map(|coordinate| Held { coordinate, is_usual: true });
    let torn = held.is_empty().then_some(torn).into_iter().flatten().copied();
    let otherwise = torn.filter(|&i| configuration.parts[i] == 0);
    usual.chain(otherwise.map(|coordinate| Held { coordinate, is_usual: false })).collect()
}

/// The coordinates that are out of the usual in a configuration, those first whose usual part lost most.
fn out_of_the_usual(configuration: &Configuration, kept: &[f64]) -> Vec<usize> {
    let mut found: Vec<usize> = (0..kept.len()).filter(|&i| configuration.parts[i] != 0).collect();
    found.sort_by(|&a, &b| kept[a].total_cmp(&kept[b]).then(a.cmp(&b)));
    // What lost as much as the last of these is held as well, so that it does not matter which leg is the left one.
    if let Some(last) = found.get(MOST_HELD - 1).map(|&i| kept[i]) {
        found.retain(|&i| kept[i] <= last * (1.0 + ROUNDING));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::large::Large;
    use crate::assess::matrix::Square;
    use crate::assess::propagate::{Normals, one_by_one};

    /// Three values far out: each was read wrongly, or all their rows hold a large part.
    #[test]
    fn three_things_at_once_are_found_where_one_explains_them() {
        let prior = Square::from_fn(3, |i, j| if i == j { 1.0 } else { 0.0 });
        let large = Large { held: vec![(0, 1.0), (1, 1.0), (2, 1.0)], reference: 25.0 };
        let parts = |y: f64| vec![Part::normal(0.95, y, 0.25), Part::normal(0.05, y, 25.0)];
        let shared = vec![Part::normal_over(0.99, 0.0, 1e-9, 25.0), Part::normal_over(0.01, 0.0, 25.0, 25.0)];
        let mixtures = [parts(6.0), parts(6.0), parts(6.0), shared];
        let normals = Normals::settled(&prior, &[large], &mixtures, &one_by_one(4));
        let all_of = |parts: [usize; 4]| {
            parts.map(|part| (0..2).map(|other| f64::from(u8::from(other == part))).collect())
        };
        let (each_wild, one_part) = ([1, 1, 1, 0], [0, 0, 0, 1]);
        for (own, other) in [(each_wild, one_part), (one_part, each_wild)] {
            let own = Configuration::likeliest(&normals, &mixtures, &all_of(own));
            let found = explanations(&own, &mixtures, &[0.0; 4], &[3]);
            assert!(found.iter().any(|found| found.configuration.parts == other), "from {:?}", own.parts);
            assert!(found.iter().all(|found| found.configuration.parts != own.parts));
        }
    }
}
