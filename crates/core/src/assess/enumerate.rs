//! The ambiguous mixtures that matter for some targets, in every combination.
//!
//! ```text
//!   coordinate 1: part a ── coordinate 2: part a ── … leaf: normal posterior of each target, with a weight
//!                       └─ coordinate 2: part b ── …
//!   coordinate 1: part b (improbable): leaf at once, the rest stays with its normals
//! ```
//! Going down a branch puts one part in the place of a normal and conditions a small normal distribution on it. A
//! branch is followed as long as it is probable; where it is not, the normals that stand for the other mixtures are
//! near enough, so nothing that anybody could see is left out. It knows nothing of muscles or tests.

use super::leaves::Told;
use super::mixture::{loss, one_of};
use super::propagate::Propagated;
use super::site::{Normal, Part, tilt};
use super::walk::{ALIKE, FOLLOWED, Split, first_state, seen_through, walked, walked_coarsely};
use super::ways::Ways;

/// A coordinate may be worth taking apart when its likeliest part leaves more than this to the others.
const AMBIGUOUS: f64 = 3e-4;
/// It is when its parts move a target by more than this share of the target's variance.
const MATTERS: f64 = 3e-4;
/// Where the normals are in doubt, more than this: they may be so wide that a coordinate seems to say nothing.
const MAY_MATTER: f64 = 1e-7;
/// Where it is enough to know which of two things is likelier, more than this.
const MATTERS_COARSELY: f64 = 3e-3;
/// Parts are of one shape when their widths and middles differ by less than this part of the narrower one's.
const ONE_SHAPE: f64 = 0.15;
/// What is this small beside 1 is what rounding has left of 0.
const ROUNDING: f64 = 1e-9;
/// At most so many coordinates are taken apart at once.
const MOST_APART: usize = 20;
/// At most so many combinations of what is disputed are followed whatever the normals think of them.
const MOST_DISPUTED: usize = 256;

/// A target.
pub(super) struct Sighted<'t> {
    /// Its look at the data.
    pub(super) look: &'t [f64],
    /// How much it holds of large parts, by their places.
    pub(super) loads: Vec<(usize, f64)>,
    /// Its posterior with a normal in the place of every mixture.
    pub(super) normal: Normal,
    /// Is its posterior asked for? Every target has its say in what is taken apart.
    pub(super) is_wanted: bool,
}

/// One coordinate that may be taken apart.
struct Apart {
    coordinate: usize,
    /// Its parts, each over the normal that stands for all of them.
    parts: Vec<Part>,
    /// How much of the coordinate's variance lies between its parts, over that variance squared.
    between: f64,
    /// As in [`Split`].
    disputed: Vec<f64>,
}

/// The posterior of each target that is wanted, made of its weighted normals by `told`; the targets of a group should be
/// about the same thing, at most at different times, because one choice of coordinates has to serve all of them.
///
/// What is told of a target is the same whether the others are wanted or not.
/// The normals of one target are told before those of the next are put together, so that never more than one group's
/// are held. Where there are many, all but equal ones are one.
pub(super) fn enumerate<T>(
    mixtures: &[Vec<Part>],
    propagated: &Propagated,
    groups: &[Vec<Sighted<'_>>],
    told: impl Fn(Vec<(f64, Normal)>) -> T,
) -> Vec<Vec<Option<T>>> {
    let unclear = unclear(mixtures, propagated);
    let of_group = |targets: &Vec<Sighted<'_>>| {
        let looks: Vec<_> = targets.iter().map(|target| (target.look, target.loads.as_slice())).collect();
        let shared = propagated.with_coordinates(&looks);
        let splits = splits(&unclear, propagated, targets, &shared, MATTERS);
        let wanted = targets.iter().zip(&shared).filter(|(target, _)| target.is_wanted);
        let (normals, shared): (Vec<Normal>, Vec<&[f64]>) =
            wanted.map(|(target, shared)| (target.normal, shared.as_slice())).unzip();
        if normals.is_empty() {
            return targets.iter().map(|_| None).collect();
        }
        let first = first_state(propagated, &normals, &shared, &splits);
        let leaves = walked(|| Told::of(&normals), first, &splits);
        let mut found = (0..normals.len()).map(|t| told(leaves.of_target(t)));
        targets.iter().map(|target| if target.is_wanted { found.next() } else { None }).collect()
    };
    groups.iter().map(of_group).collect()
}

/// Every combination of what is ambiguous, for asking how probable the parts of one coordinate are after all of it.
pub(super) struct Combinations<'b> {
    mixtures: &'b [Vec<Part>],
    propagated: &'b Propagated,
    unclear: Vec<Apart>,
}

impl<'b> Combinations<'b> {
    pub(super) fn of(mixtures: &'b [Vec<Part>], propagated: &'b Propagated) -> Self {
        Self { mixtures, propagated, unclear: unclear(mixtures, propagated) }
    }

    /// How probable each part of a coordinate is, to about a hundredth; where another coordinate is given, when that is one of these parts of
    /// its own.
    pub(super) fn probable(&self, coordinate: usize, given: Option<(usize, &[bool])>) -> Vec<f64> {
        let Self { mixtures, propagated, unclear } = self;
        let with: Vec<f64> = (0..mixtures.len()).map(|other| propagated.between(coordinate, other)).collect();
        let target =
            Sighted { look: &[], loads: Vec::new(), normal: propagated.marginals[coordinate], is_wanted: true };
        // What is asked for comes last, part by part, and what is given first: neither is taken apart in between.
        let mut asked = with.clone();
        for kept in std::iter::once(coordinate).chain(given.map(|(other, _)| other)) {
            asked[kept] = 0.0;
        }
        let mut splits = splits(unclear, propagated, std::slice::from_ref(&target), &[asked], MATTERS_COARSELY);
        if let Some((other, are_these)) = given {
            let parts = over(&mixtures[other], propagated, other).zip(are_these);
            let parts = parts.filter_map(|(part, is_this)| is_this.then_some(part)).collect();
            let variance = propagated.marginals[other].variance;
            splits.insert(0, Split { coordinate: other, variance, parts, disputed: Vec::new(), share: 1.0 });
        }
        let parts: Vec<Part> = over(&mixtures[coordinate], propagated, coordinate).collect();
        let first = first_state(propagated, &[target.normal], &[&with], &splits);
        walked_coarsely(Ways::of(&parts), first, &splits).probable()
    }
}

/// The parts of a coordinate, each over the normal that stands for all of them.
fn over(parts: &[Part], propagated: &Propagated, i: usize) -> impl Iterator<Item = Part> {
    let (precision, shift) = (propagated.precision[i], propagated.shift[i]);
    parts.iter().map(move |part| Part {
        precision: part.precision - precision,
        shift: part.shift - shift,
        ..*part
    })
}

/// The coordinates whose likeliest part leaves something to the others.
fn unclear(mixtures: &[Vec<Part>], propagated: &Propagated) -> Vec<Apart> {
    let is_unclear = |i: &usize| {
        let likeliest = propagated.probabilities[*i].iter().copied().fold(0.0, f64::max);
        mixtures[*i].len() > 1 && (1.0 - likeliest > AMBIGUOUS || !propagated.disputed[*i].is_empty())
    };
    let apart = |i: usize| {
        let disputed = &propagated.disputed[i];
        if disputed.is_empty() {
            let parts: Vec<Part> = over(&mixtures[i], propagated, i).collect();
            let between = between(&parts, &propagated.probabilities[i], propagated.marginals[i]);
            return Apart { coordinate: i, parts, between, disputed: Vec::new() };
        }
        let (parts, disputed) = of_one_shape(&mixtures[i], disputed);
        let parts: Vec<Part> = over(&parts, propagated, i).collect();
        let floored: Vec<f64> = disputed.iter().map(|p| p.max(FOLLOWED)).collect();
        let between = between(&parts, &floored, propagated.marginals[i]);
        Apart { coordinate: i, parts, between, disputed }
    };
    (0..mixtures.len()).filter(is_unclear).map(apart).collect()
}

/// The coordinates that move one of the targets by more than a share of its variance, most first; `shared` is the
/// targets' covariance with them.
fn splits(
    unclear: &[Apart],
    propagated: &Propagated,
    targets: &[Sighted<'_>],
    shared: &[Vec<f64>],
    matters: f64,
) -> Vec<Split> {
    let hangs = |apart: &Apart| {
        let each = targets.iter().zip(shared).map(|(target, shared)| {
            let shared = shared[apart.coordinate];
            shared * shared / target.normal.variance.max(f64::MIN_POSITIVE)
        });
        each.fold(0.0, f64::max)
    };
    let is_disputed = |a: usize| !unclear[a].disputed.is_empty();
    let mut chosen: Vec<(f64, f64, usize)> = unclear
        .iter()
        .map(hangs)
        .enumerate()
        .map(|(a, hangs)| (unclear[a].between * hangs, hangs, a))
        .filter(|(by, _, a)| *by > if is_disputed(*a) { MAY_MATTER } else { matters })
        .collect();
    // What is disputed comes first, so that what is thought of the others hangs on it and not the other way round.
    chosen
        .sort_by(|a, b| is_disputed(b.2).cmp(&is_disputed(a.2)).then(b.0.total_cmp(&a.0)).then(a.2.cmp(&b.2)));
    let mut combinations = 1_usize;
    let split = |(_, hangs, a): (f64, f64, usize)| {
        let Apart { coordinate, parts, disputed, .. } = &unclear[a];
        let own = propagated.marginals[*coordinate];
        let share = (hangs / own.variance.max(f64::MIN_POSITIVE)).min(1.0);
        combinations = disputed.len().max(1).saturating_mul(combinations);
        let split =
            |parts, disputed| Split { coordinate: *coordinate, variance: own.variance, parts, disputed, share };
        if disputed.is_empty() || combinations > MOST_DISPUTED {
            return split(alike_together(parts, own, propagated.precision[*coordinate], share), Vec::new());
        }
        split(parts.clone(), disputed.clone())
    };
    // What is one part now is what the normal in its place says.
    chosen.into_iter().map(split).filter(|split| split.parts.len() > 1).take(MOST_APART).collect()
}

/// Puts parts together that say nearly the same whatever the coordinate is, with how probable they are.
fn of_one_shape(parts: &[Part], probable: &[f64]) -> (Vec<Part>, Vec<f64>) {
    let (mut kept, mut each): (Vec<Part>, Vec<f64>) = (Vec::new(), Vec::new());
    for (part, probable) in parts.iter().zip(probable) {
        match kept.iter().position(|other| other.is_like(*part, ONE_SHAPE)) {
            Some(place) => {
                kept[place] = kept[place].with(*part);
                each[place] += probable;
            }
            None => {
                kept.push(*part);
                each.push(*probable);
            }
        }
    }
    (kept, each)
}

/// Puts parts of a coordinate together as long as the targets lose next to nothing by it; `precision` is that of the normal
/// that stands for all of them.
///
/// No part becomes wider than what all others say of the coordinate: it would take away from what these know, and once they
/// are thought otherwise of nothing would be left that has a width.
fn alike_together(parts: &[Part], own: Normal, precision: f64, share: f64) -> Vec<Part> {
    let widest = own.variance / (1.0 - precision * own.variance).max(ROUNDING);
    let mut tilted = Vec::new();
    let scale = tilt(parts, own, &mut tilted);
    let sum: f64 = tilted.iter().map(|(weight, _)| weight).sum();
    for (weight, _) in &mut tilted {
        *weight /= sum;
    }
    let seen = |one: (f64, Normal)| seen_through(one, own.variance, share);
    let (mut kept, mut each) = (parts.to_vec(), tilted.iter().copied().map(seen).collect::<Vec<_>>());
    while let Some((i, j)) = most_alike(&each, ALIKE) {
        let (weight, Normal { mean, variance }) = one_of(tilted[i], tilted[j]);
        tilted[i] = (weight, Normal { mean, variance: variance.min(widest) });
        each[i] = seen(tilted[i]);
        let (weight, Normal { mean, variance }) = tilted[i];
        let precision = 1.0 / variance - 1.0 / own.variance;
        let part = Part { log_weight: 0.0, precision, shift: mean / variance - own.mean / own.variance };
        kept[i] = Part { log_weight: scale + libm::log(weight * sum) - part.times(own).0, ..part };
        tilted.remove(j);
        each.remove(j);
        kept.remove(j);
    }
    kept
}

/// The two parts by whose union targets that see so much of them lose least, when that is less than `most`.
fn most_alike(seen: &[(f64, Normal)], most: f64) -> Option<(usize, usize)> {
    let mut least = (most, None);
    for (i, &one) in seen.iter().enumerate() {
        for (j, &other) in seen.iter().enumerate().skip(i + 1) {
            let lost = loss(one, other);
            if lost < least.0 {
                least = (lost, Some((i, j)));
            }
        }
    }
    least.1
}

/// How far the parts lie apart and how much their widths differ, over the square of the coordinate's variance: times
/// the square of a covariance it is a variance of the other.
fn between(parts: &[Part], probabilities: &[f64], own: Normal) -> f64 {
    let (mut mean, mut variance) = (0.0, 0.0);
    for (part, p) in parts.iter().zip(probabilities) {
        let normal = part.product(own);
        mean += p * normal.mean;
        variance += p * normal.variance;
    }
    let of_part = |(part, p): (&Part, &f64)| {
        let normal = part.product(own);
        p * ((normal.mean - mean) * (normal.mean - mean) + (normal.variance - variance).abs())
    };
    let whole: f64 = parts.iter().zip(probabilities).map(of_part).sum();
    whole / (own.variance * own.variance).max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_together_takes_nothing_from_what_others_know() {
        // All others say N(0, 10); with a normal of precision 0.9 the coordinate has a variance of 1.
        let (own, precision) = (Normal { mean: 0.0, variance: 1.0 }, 0.9);
        let parts = [-10.0, 10.0].map(|mean| Part { shift: mean, ..Part::normal(0.5, 0.0, 1.0) });
        // Targets that see next to nothing of it lose nothing by the union, whose variance is 25.5.
        let together = alike_together(&parts, own, precision, 1e-6);
        assert_eq!(together.len(), 1);
        assert!((together[0].precision + precision).abs() < 1e-9, "{together:?}");
    }
}
