//! The ambiguous mixtures that matter for some targets, in every combination.
//!
//! ```text
//!   coordinate 1: part a ── coordinate 2: part a ── … leaf: normal posterior of each target, with a weight
//!                       └─ coordinate 2: part b ── …
//!   coordinate 1: part b (improbable): leaf at once, the rest stays with its normals
//! ```
//! Going down a branch puts one part in the place of a normal and conditions a small normal distribution on it. A
//! branch is followed as long as it is probable; where it is not, the normals that stand for the other mixtures are
//! near enough, so nothing that anybody could see is left out. It knows nothing of muscles or tests. Read next:
//! [`super::apart`], which chooses what is taken apart.

use super::apart::{Apart, MATTERS, MATTERS_COARSELY, over, splits, unclear};
use super::leaves::Told;
use super::propagate::Propagated;
use super::site::{Normal, Part};
use super::walk::{Split, first_state, walked, walked_coarsely};
use super::ways::Ways;

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
        let splits = splits(mixtures, &unclear, propagated, targets, &shared, &[], MATTERS);
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
        let kept: Vec<usize> = std::iter::once(coordinate).chain(given.map(|(other, _)| other)).collect();
        let targets = std::slice::from_ref(&target);
        let shared = std::slice::from_ref(&with);
        let mut splits = splits(mixtures, unclear, propagated, targets, shared, &kept, MATTERS_COARSELY);
        if let Some((other, are_these)) = given {
            let parts = over(&mixtures[other], propagated, other).zip(are_these);
            let parts = parts.filter_map(|(part, is_this)| is_this.then_some(part)).collect();
            let variance = propagated.marginals[other].variance;
            splits.insert(0, Split { coordinate: other, variance, parts, share: 1.0, ..Split::default() });
        }
        let parts: Vec<Part> = over(&mixtures[coordinate], propagated, coordinate).collect();
        let first = first_state(propagated, &[target.normal], &[&with], &splits);
        walked_coarsely(Ways::of(&parts), first, &splits).probable()
    }
}
