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

use super::leaves::Leaves;
use super::mixture::{loss, one_of};
use super::propagate::Propagated;
use super::site::{Normal, Part};

/// A coordinate may be worth taking apart when its likeliest part leaves more than this to the others.
const AMBIGUOUS: f64 = 3e-4;
/// It is when its parts move a target by more than this share of the target's variance.
const MATTERS: f64 = 1e-3;
/// At most so many coordinates are taken apart at once.
const MOST_APART: usize = 16;
/// Branches more probable than this are followed to the end, so there are at most some thousands.
const FOLLOWED: f64 = 1e-3;
/// Where that leaves fewer leaves than this, or branches turn out to weigh otherwise than their normals let think …
const FEW_LEAVES: usize = 50;
/// … by more than this part of all weight …
const DOUBT: f64 = 0.05;
/// … branches are followed that are more probable than this.
const FOLLOWED_IN_DOUBT: f64 = 2e-4;
/// Branches less probable than this are left out.
const NEGLIGIBLE: f64 = 1e-6;
/// Parts of a coordinate become one where no target loses more by it than this, as [`loss`] counts.
const ALIKE: f64 = 5e-5;
/// A variance below this is what rounding has left of 0.
const LEAST_VARIANCE: f64 = 1e-100;

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
}

/// One coordinate that is taken apart for some targets.
struct Split {
    coordinate: usize,
    /// Its parts, those put together that the targets cannot tell apart.
    parts: Vec<Part>,
    /// The largest share of a target's variance that hangs on the coordinate.
    share: f64,
}

/// A small normal distribution over the coordinates that are still to be taken apart, and the targets behind them.
#[derive(Clone, Default)]
struct State {
    mean: Vec<f64>,
    /// Covariance of each coordinate with the coordinates from it on and with the targets, in rows as long as the mean.
    shared: Vec<f64>,
    /// Variance of each target.
    variance: Vec<f64>,
    /// What each part makes of the first coordinate that is left; its weight counts from the likeliest one.
    tilted: Vec<(f64, Normal)>,
    /// Room for what one branching finds out: weights with what they turn out to differ by, and what is not followed.
    found: Vec<(f64, f64)>,
    pending: Vec<(f64, Normal)>,
}

/// The leaves of one walk through the tree, and how it went.
struct Walk<'t> {
    leaves: Leaves<'t>,
    /// Branches more probable than this are followed to the end.
    followed: f64,
    /// The largest part of all weight that went another way than thought at one branching.
    doubt: f64,
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
        let splits = splits(&unclear, propagated, targets, &shared);
        let wanted = targets.iter().zip(&shared).filter(|(target, _)| target.is_wanted);
        let (normals, shared): (Vec<Normal>, Vec<&[f64]>) =
            wanted.map(|(target, shared)| (target.normal, shared.as_slice())).unzip();
        if normals.is_empty() {
            return targets.iter().map(|_| None).collect();
        }
        let leaves = leaves(&normals, first_state(propagated, &normals, &shared, &splits), &splits);
        let mut found = (0..normals.len()).map(|t| told(leaves.of_target(t)));
        targets.iter().map(|target| if target.is_wanted { found.next() } else { None }).collect()
    };
    groups.iter().map(of_group).collect()
}

/// The coordinates whose likeliest part leaves something to the others.
fn unclear(mixtures: &[Vec<Part>], propagated: &Propagated) -> Vec<Apart> {
    let is_unclear = |i: &usize| {
        let likeliest = propagated.probabilities[*i].iter().copied().fold(0.0, f64::max);
        mixtures[*i].len() > 1 && 1.0 - likeliest > AMBIGUOUS
    };
    let apart = |i: usize| {
        let over = |part: &Part| Part {
            precision: part.precision - propagated.precision[i],
            shift: part.shift - propagated.shift[i],
            ..*part
        };
        let parts: Vec<Part> = mixtures[i].iter().map(over).collect();
        let between = between(&parts, &propagated.probabilities[i], propagated.marginals[i]);
        Apart { coordinate: i, parts, between }
    };
    (0..mixtures.len()).filter(is_unclear).map(apart).collect()
}

/// The coordinates that move one of the targets most, most first; `shared` is the targets' covariance with them.
fn splits(
    unclear: &[Apart],
    propagated: &Propagated,
    targets: &[Sighted<'_>],
    shared: &[Vec<f64>],
) -> Vec<Split> {
    let hangs = |apart: &Apart| {
        let each = targets.iter().zip(shared).map(|(target, shared)| {
            let shared = shared[apart.coordinate];
            shared * shared / target.normal.variance.max(f64::MIN_POSITIVE)
        });
        each.fold(0.0, f64::max)
    };
    let mut chosen: Vec<(f64, f64, usize)> = unclear
        .iter()
        .map(hangs)
        .enumerate()
        .map(|(a, hangs)| (unclear[a].between * hangs, hangs, a))
        .filter(|(by, _, _)| *by > MATTERS)
        .collect();
    chosen.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    let split = |(_, hangs, a): (f64, f64, usize)| {
        let Apart { coordinate, parts, .. } = &unclear[a];
        let own = propagated.marginals[*coordinate];
        let share = (hangs / own.variance.max(f64::MIN_POSITIVE)).min(1.0);
        let parts = alike_together(parts, own, share);
        Split { coordinate: *coordinate, parts, share }
    };
    // What is one part now is what the normal in its place says.
    chosen.into_iter().map(split).filter(|split| split.parts.len() > 1).take(MOST_APART).collect()
}

/// Puts parts of a coordinate together as long as the targets lose next to nothing by it.
fn alike_together(parts: &[Part], own: Normal, share: f64) -> Vec<Part> {
    let mut tilted = Vec::new();
    let scale = tilt(parts, own, &mut tilted);
    let sum: f64 = tilted.iter().map(|(weight, _)| weight).sum();
    for (weight, _) in &mut tilted {
        *weight /= sum;
    }
    let mut kept = parts.to_vec();
    while let Some((i, j)) = most_alike(&tilted, own.variance, share, ALIKE) {
        tilted[i] = one_of(tilted[i], tilted[j]);
        let (weight, Normal { mean, variance }) = tilted[i];
        let precision = 1.0 / variance - 1.0 / own.variance;
        let part = Part { log_weight: 0.0, precision, shift: mean / variance - own.mean / own.variance };
        kept[i] = Part { log_weight: scale + libm::log(weight * sum) - part.times(own).0, ..part };
        tilted.remove(j);
        kept.remove(j);
    }
    kept
}

/// The two parts by whose union targets with this share lose least, when that is less than `most`.
fn most_alike(tilted: &[(f64, Normal)], own_variance: f64, share: f64, most: f64) -> Option<(usize, usize)> {
    let mut least = (most, None);
    for (i, &one) in tilted.iter().enumerate() {
        for (j, &other) in tilted.iter().enumerate().skip(i + 1) {
            let lost = loss(seen_through(one, own_variance, share), seen_through(other, own_variance, share));
            if lost < least.0 {
                least = (lost, Some((i, j)));
            }
        }
    }
    least.1
}

/// What a target is left with, in units of its own spread, that has this share of its variance from the coordinate.
fn seen_through((p, normal): (f64, Normal), own_variance: f64, share: f64) -> (f64, Normal) {
    let mean = normal.mean * libm::sqrt(share / own_variance);
    let variance = (1.0 - share + share * normal.variance / own_variance).max(1e-12);
    (p.max(f64::MIN_POSITIVE), Normal { mean, variance })
}

/// Everything with a normal in the place of every mixture.
fn first_state(
    propagated: &Propagated,
    targets: &[Normal],
    with_targets: &[&[f64]],
    splits: &[Split],
) -> State {
    let n = splits.len();
    let width = n + targets.len();
    let mut state = State { mean: vec![0.0; width], shared: vec![0.0; n * width], ..State::default() };
    for (i, split) in splits.iter().enumerate() {
        state.mean[i] = propagated.marginals[split.coordinate].mean;
        for (j, other) in splits.iter().enumerate().skip(i) {
            state.shared[i * width + j] = propagated.between(split.coordinate, other.coordinate);
        }
        for (t, with_target) in with_targets.iter().enumerate() {
            state.shared[i * width + n + t] = with_target[split.coordinate];
        }
    }
    for (t, target) in targets.iter().enumerate() {
        state.mean[n + t] = target.mean;
        state.variance.push(target.variance);
    }
    state
}

/// The leaves with these coordinates taken apart.
fn leaves<'t>(targets: &'t [Normal], first: State, splits: &[Split]) -> Leaves<'t> {
    let mut stack = vec![State::default(); splits.len() + 1];
    stack[0] = first;
    let mut walked = |followed: f64| {
        let mut walk = Walk { leaves: Leaves::of(targets), followed, doubt: 0.0 };
        descend(&mut stack, 0, splits, (1.0, 0.0), &mut walk);
        walk
    };
    let walk = walked(FOLLOWED);
    if walk.leaves.len() >= FEW_LEAVES && walk.doubt <= DOUBT {
        return walk.leaves;
    }
    drop(walk);
    walked(FOLLOWED_IN_DOUBT).leaves
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

/// Makes the state with another normal in the place of coordinate `i`; coordinates up to it are done with.
fn condition(state: &State, child: &mut State, i: usize, (along, narrowing): (f64, f64)) {
    let width = state.mean.len();
    let first_target = width - state.variance.len();
    let column = &state.shared[i * width..(i + 1) * width];
    child.mean.resize(width, 0.0);
    child.shared.resize(state.shared.len(), 0.0);
    child.variance.resize(state.variance.len(), 0.0);
    for ((m, before), c) in child.mean[i + 1..].iter_mut().zip(&state.mean[i + 1..]).zip(&column[i + 1..]) {
        *m = before + along * c;
    }
    for row in i + 1..first_target {
        let by = narrowing * column[row];
        let cells = row * width + row..(row + 1) * width;
        let from = state.shared[cells.clone()].iter().zip(&column[row..]);
        for (cell, (before, c)) in child.shared[cells].iter_mut().zip(from) {
            *cell = before - by * c;
        }
    }
    let from = state.variance.iter().zip(&column[first_target..]);
    for (v, (before, c)) in child.variance.iter_mut().zip(from) {
        *v = before - narrowing * c * c;
    }
}

/// How far others go along with a coordinate for each unit of covariance, and how much narrower they become for the
/// square of it, when this normal takes the place of its mean and variance.
fn moved(own: Normal, normal: Normal) -> (f64, f64) {
    let along = (normal.mean - own.mean) / own.variance;
    (along, (own.variance - normal.variance) / own.variance / own.variance)
}

/// Goes through what hangs below a branch of this probability and logarithm of weight; says by what the weight of all
/// of it differs from the branch's, as a logarithm.
fn descend(
    stack: &mut [State],
    depth: usize,
    splits: &[Split],
    (probability, log_weight): (f64, f64),
    walk: &mut Walk<'_>,
) -> f64 {
    let Some((state, below)) = stack.split_first_mut() else { return 0.0 };
    let Some(split) = splits.get(depth) else {
        let means = &state.mean[splits.len()..];
        let normals = means.iter().zip(&state.variance);
        walk.leaves.add(log_weight, normals.map(|(&mean, &v)| Normal { mean, variance: v.max(0.0) }));
        return 0.0;
    };
    let variance = state.shared[depth * state.mean.len() + depth].max(LEAST_VARIANCE);
    let own = Normal { mean: state.mean[depth], variance };
    let mut tilted = std::mem::take(&mut state.tilted);
    let scale = tilt(&split.parts, own, &mut tilted);
    let whole: f64 = tilted.iter().map(|(weight, _)| weight).sum();
    let likeliest = tilted.iter().map(|(weight, _)| *weight).fold(0.0, f64::max);
    // What the followed branches weigh by their normals, what all do that are not left out, and what they turn out to.
    let (mut thought, mut all) = (0.0, 0.0);
    let (mut found, mut pending) = (std::mem::take(&mut state.found), std::mem::take(&mut state.pending));
    found.clear();
    pending.clear();
    let is_last = depth + 1 == splits.len();
    for &(weight, normal) in &tilted {
        let here = probability * weight / whole;
        if here >= walk.followed || weight >= likeliest {
            let log_weight = log_weight + scale + libm::log(weight);
            let beyond = if is_last {
                // Nothing hangs below but the targets.
                at_once(state, depth, moved(own, normal), log_weight, &mut walk.leaves);
                0.0
            } else {
                condition(state, &mut below[0], depth, moved(own, normal));
                descend(below, depth + 1, splits, (here, log_weight), walk)
            };
            found.push((weight, beyond));
            thought += weight;
            all += weight;
        } else if here > NEGLIGIBLE {
            all += weight;
            let in_all = |(weight, normal): (f64, Normal)| {
                seen_through((probability * weight / whole, normal), own.variance, split.share)
            };
            let alike = |other: &&mut (f64, Normal)| loss(in_all(**other), in_all((weight, normal))) < ALIKE;
            match pending.iter_mut().find(alike) {
                Some(other) => *other = one_of(*other, (weight, normal)),
                None => pending.push((weight, normal)),
            }
        }
    }
    let beyond = match found.as_slice() {
        [(_, only)] => *only,
        several => {
            let (beyond, astray) = turned_out(several, thought);
            walk.doubt = walk.doubt.max(0.5 * probability * astray);
            beyond
        }
    };
    for &(weight, normal) in &pending {
        let log_weight = log_weight + scale + libm::log(weight) + beyond;
        at_once(state, depth, moved(own, normal), log_weight, &mut walk.leaves);
    }
    // This is done at thousands of branchings, so the room is kept.
    (state.tilted, state.found, state.pending) = (tilted, found, pending);
    scale + libm::log(all) + beyond
}

/// By what branches of these weights turned out to weigh more than thought, as a logarithm, and which part of them went
/// another way; each comes with the logarithm of its own.
fn turned_out(found: &[(f64, f64)], thought: f64) -> (f64, f64) {
    let most = found.iter().map(|(_, beyond)| *beyond).fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return (most, 0.0);
    }
    let turned = |&(weight, beyond): &(f64, f64)| weight * libm::exp(beyond - most);
    let all: f64 = found.iter().map(turned).sum();
    let astray = found.iter().map(|branch| (turned(branch) / all - branch.0 / thought).abs()).sum();
    (most + libm::log(all / thought), astray)
}

/// What each part makes of a coordinate; returns the logarithm by which the weights are too small.
fn tilt(parts: &[Part], own: Normal, tilted: &mut Vec<(f64, Normal)>) -> f64 {
    tilted.clear();
    tilted.extend(parts.iter().map(|part| (part.exponent(own), part.product(own))));
    let scale = tilted.iter().map(|(exponent, _)| *exponent).fold(f64::NEG_INFINITY, f64::max);
    for ((exponent, _), part) in tilted.iter_mut().zip(parts) {
        let wider = 1.0 + part.precision * own.variance;
        *exponent = libm::exp(*exponent - scale) / libm::sqrt(wider);
    }
    scale
}

/// Adds the targets after one more normal as a leaf of this weight, the other coordinates left to their normals.
fn at_once(state: &State, i: usize, (along, narrowing): (f64, f64), log_weight: f64, leaves: &mut Leaves<'_>) {
    let width = state.mean.len();
    let first_target = width - state.variance.len();
    let row = &state.shared[i * width..(i + 1) * width];
    let targets = row[first_target..].iter().zip(&state.mean[first_target..]).zip(&state.variance);
    let normal = |((&shared, &mean), &variance): ((&f64, &f64), &f64)| Normal {
        mean: mean + along * shared,
        variance: (variance - narrowing * shared * shared).max(0.0),
    };
    leaves.add(log_weight, targets.map(normal));
}
