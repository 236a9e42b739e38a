//! The way through every combination: coordinates taken apart one after another, each branch a smaller normal.
//!
//! A branch is followed as long as it is probable; where it is not, the normals that stand for the other mixtures are
//! near enough. Where something other than the usual is likelier, the normals are not to be trusted, and everything that
//! may be otherwise is followed whatever they think of it. Read next: [`super::apart`], which chooses what is taken apart.

use super::mixture::{loss, one_of};
use super::propagate::Propagated;
use super::site::{Normal, Part, tilt};

/// Branches more probable than this are followed to the end, so there are at most some thousands.
pub(super) const FOLLOWED: f64 = 1e-3;
/// Where that leaves fewer leaves than this, or branches turn out to weigh otherwise than their normals let think …
const FEW_LEAVES: usize = 50;
/// … by more than this part of all weight …
const DOUBT: f64 = 0.05;
/// … branches are followed that are more probable than this.
const FOLLOWED_IN_DOUBT: f64 = 2e-4;
/// Where it is enough to know which of two things is likelier, branches are followed that are more probable than this.
const FOLLOWED_COARSELY: f64 = 1e-2;
/// Branches less probable than this are left out.
const NEGLIGIBLE: f64 = 1e-6;
/// A variance that is this part of what it was at first is what rounding has left of 0: then the coordinate is known already.
pub(super) const KNOWN: f64 = 1e-7;
/// A variance below this is none, whatever it was at first.
const LEAST_VARIANCE: f64 = 1e-100;
/// Parts of a coordinate become one where no target loses more by it than this, as [`loss`] counts.
pub(super) const ALIKE: f64 = 5e-5;

/// One coordinate that is taken apart for some targets.
#[derive(Default)]
pub(super) struct Split {
    pub(super) coordinate: usize,
    /// Its variance with a normal in the place of every mixture.
    pub(super) variance: f64,
    /// Its parts, those put together that the targets cannot tell apart.
    pub(super) parts: Vec<Part>,
    /// Is what the normals think of it doubtful?
    pub(super) disputed: Disputed,
    /// The largest share of a target's variance that hangs on the coordinate.
    pub(super) share: f64,
}

/// How far the parts of a coordinate are followed where no answer can be trusted alone.
#[derive(Default)]
pub(super) enum Disputed {
    /// As far as the normals think them probable.
    #[default]
    No,
    /// As far as the answer that likes each best thinks it probable.
    Thought(Vec<f64>),
    /// All of them, so probable are they in the answer that likes each best.
    Whatever(Vec<f64>),
}

impl Disputed {
    /// How probable a part is in the answer that likes it best, and whether it is followed anyway.
    fn of(&self, part: usize) -> (f64, bool) {
        match self {
            Self::No => (0.0, false),
            Self::Thought(best) => (best.get(part).copied().unwrap_or(0.0), false),
            Self::Whatever(best) => (best.get(part).copied().unwrap_or(0.0), true),
        }
    }
}

/// A small normal distribution over the coordinates that are still to be taken apart, and the targets behind them.
#[derive(Clone, Default)]
pub(super) struct State {
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

/// What is made of the leaves as they come.
pub(super) trait Leaves {
    /// Adds a leaf: the logarithm of its weight and the normal of each target.
    fn add(&mut self, log_weight: f64, normals: impl Iterator<Item = Normal>);

    /// So many were added.
    fn len(&self) -> usize;
}

/// The leaves of one walk through the tree, and how it went.
struct Walk<L> {
    leaves: L,
    /// Branches more probable than this are followed to the end.
    followed: f64,
    /// The largest part of all weight that went another way than thought at one branching.
    doubt: f64,
    /// With more doubt than this the leaves are of no use, and the walk ends where it is.
    most_doubt: f64,
}

/// Everything with a normal in the place of every mixture.
pub(super) fn first_state(
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

/// The leaves with these coordinates taken apart, in what `none` makes for them.
pub(super) fn walked<L: Leaves>(none: impl Fn() -> L, first: State, splits: &[Split]) -> L {
    let mut stack = stack_of(first, splits);
    let walk = walk(none(), &mut stack, splits, (FOLLOWED, DOUBT));
    if walk.leaves.len() >= FEW_LEAVES && walk.doubt <= DOUBT {
        return walk.leaves;
    }
    drop(walk);
    self::walk(none(), &mut stack, splits, (FOLLOWED_IN_DOUBT, f64::INFINITY)).leaves
}

/// The same as far as one has to know which of two things is likelier, and no finding hangs on it.
pub(super) fn walked_coarsely<L: Leaves>(none: L, first: State, splits: &[Split]) -> L {
    walk(none, &mut stack_of(first, splits), splits, (FOLLOWED_COARSELY, f64::INFINITY)).leaves
}

/// A state for each branching on the way down, of which only the first says anything yet.
fn stack_of(first: State, splits: &[Split]) -> Vec<State> {
    let mut stack = vec![State::default(); splits.len() + 1];
    stack[0] = first;
    stack
}

fn walk<L: Leaves>(
    leaves: L,
    stack: &mut [State],
    splits: &[Split],
    (followed, most_doubt): (f64, f64),
) -> Walk<L> {
    let mut walk = Walk { leaves, followed, doubt: 0.0, most_doubt };
    descend(stack, 0, splits, (1.0, 0.0), &mut walk);
    walk
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
pub(super) fn moved(own: Normal, normal: Normal) -> (f64, f64) {
    let along = (normal.mean - own.mean) / own.variance;
    (along, (own.variance - normal.variance) / own.variance / own.variance)
}

/// Goes through what hangs below a branch of this probability and logarithm of weight; says by what the weight of all
/// of it differs from the branch's, as a logarithm.
fn descend<L: Leaves>(
    stack: &mut [State],
    depth: usize,
    splits: &[Split],
    (probability, log_weight): (f64, f64),
    walk: &mut Walk<L>,
) -> f64 {
    if walk.doubt > walk.most_doubt {
        return 0.0;
    }
    let Some((state, below)) = stack.split_first_mut() else { return 0.0 };
    let Some(split) = splits.get(depth) else {
        let means = &state.mean[splits.len()..];
        let normals = means.iter().zip(&state.variance);
        walk.leaves.add(log_weight, normals.map(|(&mean, &v)| Normal { mean, variance: v.max(0.0) }));
        return 0.0;
    };
    let left = state.shared[depth * state.mean.len() + depth];
    let is_known = left < KNOWN * split.variance;
    let variance = left.max(KNOWN * split.variance).max(LEAST_VARIANCE);
    let moved = |own, normal| if is_known { (0.0, 0.0) } else { moved(own, normal) };
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
    for (part, &(weight, normal)) in tilted.iter().enumerate() {
        // One answer's thoughts are no reason to leave out what may be likely once others are thought otherwise of.
        let (best, whatever) = split.disputed.of(part);
        let here = probability * best.max(weight / whole);
        if whatever || here >= walk.followed || weight >= likeliest {
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
            if matches!(split.disputed, Disputed::No) {
                walk.doubt = walk.doubt.max(0.5 * probability * astray);
            }
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

/// Adds the targets after one more normal as a leaf of this weight, the other coordinates left to their normals.
fn at_once(state: &State, i: usize, (along, narrowing): (f64, f64), log_weight: f64, leaves: &mut impl Leaves) {
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
/// What a target is left with, in units of its own spread, that has this share of its variance from the coordinate.
pub(super) fn seen_through((p, normal): (f64, Normal), own_variance: f64, share: f64) -> (f64, Normal) {
    let mean = normal.mean * libm::sqrt(share / own_variance);
    let variance = (1.0 - share + share * normal.variance / own_variance).max(1e-12);
    (p.max(f64::MIN_POSITIVE), Normal { mean, variance })
}
