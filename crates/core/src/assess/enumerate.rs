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

use super::matrix::{Square, dot};
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
const FEW_LEAVES: usize = 200;
/// … by more than this part of all weight …
const DOUBT: f64 = 0.05;
/// … branches are followed that are more probable than this.
const FOLLOWED_IN_DOUBT: f64 = 2e-4;
/// Branches less probable than this are left out.
const NEGLIGIBLE: f64 = 1e-6;

/// A target: its look at the data, and its posterior with a normal in the place of every mixture.
pub(super) type Sighted<'t> = (&'t [f64], Normal);

/// One coordinate that may be taken apart.
struct Apart {
    coordinate: usize,
    /// Its parts, each over the normal that stands for all of them.
    parts: Vec<Part>,
    /// How much of the coordinate's variance lies between its parts, over that variance squared.
    between: f64,
    /// Its look at the data, when it is needed.
    look: Vec<f64>,
}

/// A small normal distribution over the coordinates that are still to be taken apart, and the targets behind them.
#[derive(Clone, Default)]
struct State {
    mean: Vec<f64>,
    /// Covariance of each coordinate with all coordinates and targets, in rows.
    shared: Vec<f64>,
    /// Variance of each target.
    variance: Vec<f64>,
}

/// Leaves of the tree: logarithms of weights, and the normals of all targets one leaf after the other.
struct Leaves {
    n_targets: usize,
    /// Branches more probable than this are followed to the end.
    followed: f64,
    /// The largest part of all weight that went another way than thought at one branching.
    doubt: f64,
    log_weights: Vec<f64>,
    normals: Vec<Normal>,
}

/// The posterior of each target as weighted normals; the targets should be about the same thing, at most at different
/// times, because one choice of coordinates has to serve all of them.
pub(super) fn enumerate(
    prior: &Square,
    mixtures: &[Vec<Part>],
    propagated: &Propagated,
    groups: &[Vec<Sighted<'_>>],
) -> Vec<Vec<Vec<(f64, Normal)>>> {
    let mut unclear = unclear(mixtures, propagated);
    let of_group = |targets: &Vec<Sighted<'_>>| {
        let shared: Vec<Vec<f64>> = targets.iter().map(|(look, _)| propagated.with_coordinates(look)).collect();
        let chosen = chosen(&unclear, targets, &shared);
        (shared, chosen)
    };
    let chosen: Vec<(Vec<Vec<f64>>, Vec<usize>)> = groups.iter().map(of_group).collect();
    for &a in chosen.iter().flat_map(|(_, chosen)| chosen) {
        let apart = &mut unclear[a];
        if apart.look.is_empty() {
            apart.look = propagated.look(prior.row(apart.coordinate));
        }
    }
    groups
        .iter()
        .zip(&chosen)
        .map(|(targets, (shared, chosen))| {
            let chosen: Vec<&Apart> = chosen.iter().map(|&a| &unclear[a]).collect();
            posterior(first_state(prior, propagated, targets, shared, &chosen), &chosen)
        })
        .collect()
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
        Apart { coordinate: i, parts, between, look: Vec::new() }
    };
    (0..mixtures.len()).filter(is_unclear).map(apart).collect()
}

/// The coordinates that move one of the targets most, most first; `shared` is the targets' covariance with them.
fn chosen(unclear: &[Apart], targets: &[Sighted<'_>], shared: &[Vec<f64>]) -> Vec<usize> {
    let moves = |apart: &Apart| {
        let each = targets.iter().zip(shared).map(|((_, normal), shared)| {
            let shared = shared[apart.coordinate];
            apart.between * shared * shared / normal.variance.max(f64::MIN_POSITIVE)
        });
        each.fold(0.0, f64::max)
    };
    let mut chosen: Vec<(f64, usize)> =
        unclear.iter().map(moves).enumerate().map(|(a, by)| (by, a)).filter(|(by, _)| *by > MATTERS).collect();
    chosen.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    chosen.truncate(MOST_APART);
    chosen.into_iter().map(|(_, a)| a).collect()
}

/// Everything with a normal in the place of every mixture.
fn first_state(
    prior: &Square,
    propagated: &Propagated,
    targets: &[Sighted<'_>],
    with_targets: &[Vec<f64>],
    chosen: &[&Apart],
) -> State {
    let n = chosen.len();
    let width = n + targets.len();
    let mut state = State { mean: vec![0.0; width], shared: vec![0.0; n * width], variance: Vec::new() };
    for (i, a) in chosen.iter().enumerate() {
        state.mean[i] = propagated.mean(&a.look);
        for (j, b) in chosen[..=i].iter().enumerate() {
            let covariance = prior.at(a.coordinate, b.coordinate) - dot(&a.look, &b.look);
            state.shared[i * width + j] = covariance;
            state.shared[j * width + i] = covariance;
        }
        for (t, with_target) in with_targets.iter().enumerate() {
            state.shared[i * width + n + t] = with_target[a.coordinate];
        }
    }
    for (t, (_, normal)) in targets.iter().enumerate() {
        state.mean[n + t] = normal.mean;
        state.variance.push(normal.variance);
    }
    state
}

/// The posterior of each target, with these coordinates taken apart.
fn posterior(first: State, chosen: &[&Apart]) -> Vec<Vec<(f64, Normal)>> {
    let n_targets = first.variance.len();
    let parts: Vec<&[Part]> = chosen.iter().map(|a| a.parts.as_slice()).collect();
    let mut stack = vec![State::default(); chosen.len() + 1];
    stack[0] = first;
    let mut walk = |followed: f64| {
        let mut leaves =
            Leaves { n_targets, followed, doubt: 0.0, log_weights: Vec::new(), normals: Vec::new() };
        descend(&mut stack, 0, &parts, (1.0, 0.0), &mut leaves);
        leaves
    };
    let mut leaves = walk(FOLLOWED);
    if leaves.log_weights.len() < FEW_LEAVES || leaves.doubt > DOUBT {
        leaves = walk(FOLLOWED_IN_DOUBT);
    }
    let highest = leaves.log_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = leaves.log_weights.iter().map(|log| libm::exp(log - highest)).collect();
    let sum: f64 = weights.iter().sum();
    let of_target = |t: usize| {
        weights.iter().zip(leaves.normals.chunks_exact(n_targets)).map(|(w, each)| (w / sum, each[t])).collect()
    };
    (0..n_targets).map(of_target).collect()
}

/// How far the parts lie apart and how much their widths differ, over the square of the coordinate's variance: times
/// the square of a covariance it is a variance of the other.
fn between(parts: &[Part], probabilities: &[f64], own: Normal) -> f64 {
    let each = |part: &Part| part.times(own).1;
    let (mut mean, mut variance) = (0.0, 0.0);
    for (part, p) in parts.iter().zip(probabilities) {
        let normal = each(part);
        mean += p * normal.mean;
        variance += p * normal.variance;
    }
    let of_part = |(part, p): (&Part, &f64)| {
        let normal = each(part);
        p * ((normal.mean - mean) * (normal.mean - mean) + (normal.variance - variance).abs())
    };
    let whole: f64 = parts.iter().zip(probabilities).map(of_part).sum();
    whole / (own.variance * own.variance).max(f64::MIN_POSITIVE)
}

/// Conditions on one part of coordinate `i`; coordinates up to it are done with.
fn condition(state: &mut State, i: usize, part: Part) {
    let width = state.mean.len();
    let (done, rest) = state.shared.split_at_mut((i + 1) * width);
    let column = &done[i * width..];
    let (mean, variance) = (state.mean[i], column[i]);
    let wider = 1.0 + part.precision * variance;
    let along = (part.shift - part.precision * mean) / wider;
    let narrowing = part.precision / wider;
    for (m, c) in state.mean[i..].iter_mut().zip(&column[i..]) {
        *m += along * c;
    }
    for (row, cells) in rest.chunks_exact_mut(width).enumerate() {
        let by = narrowing * column[i + 1 + row];
        for (cell, c) in cells[i..].iter_mut().zip(&column[i..]) {
            *cell -= by * c;
        }
    }
    let first_target = width - state.variance.len();
    for (v, c) in state.variance.iter_mut().zip(&column[first_target..]) {
        *v -= narrowing * c * c;
    }
}

/// Goes through what hangs below a branch of this probability and logarithm of weight; says what all of it weighs.
fn descend(
    stack: &mut [State],
    depth: usize,
    apart: &[&[Part]],
    (probability, log_weight): (f64, f64),
    leaves: &mut Leaves,
) -> f64 {
    let Some((state, below)) = stack.split_first_mut() else { return log_weight };
    let Some(parts) = apart.get(depth) else {
        leaves.log_weights.push(log_weight);
        let means = &state.mean[apart.len()..];
        let normals = means.iter().zip(&state.variance);
        leaves.normals.extend(normals.map(|(&mean, &v)| Normal { mean, variance: v.max(0.0) }));
        return log_weight;
    };
    let own = Normal { mean: state.mean[depth], variance: state.shared[depth * state.mean.len() + depth] };
    let wholes: Vec<f64> = parts.iter().map(|part| part.times(own).0).collect();
    let whole = log_sum(&wholes);
    let likeliest = wholes.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // What the followed branches weigh by their normals and what they turn out to weigh.
    let (mut thought, mut found) = (Vec::new(), Vec::new());
    let mut pending: Vec<(usize, f64)> = Vec::new();
    for (part, &own_whole) in parts.iter().zip(&wholes) {
        let here = probability * libm::exp(own_whole - whole);
        let child = &mut below[0];
        if here >= leaves.followed || own_whole >= likeliest {
            child.mean.clone_from(&state.mean);
            child.shared.clone_from(&state.shared);
            child.variance.clone_from(&state.variance);
            condition(child, depth, *part);
            thought.push(own_whole);
            found.push(descend(below, depth + 1, apart, (here, log_weight + own_whole), leaves));
        } else if here > NEGLIGIBLE {
            pending.push((leaves.log_weights.len(), own_whole));
            leaves.log_weights.push(f64::NEG_INFINITY);
            at_once(state, depth, *part, leaves);
        }
    }
    let (all_found, all_thought) = (log_sum(&found), log_sum(&thought));
    let beyond = all_found - all_thought;
    let astray: f64 = found
        .iter()
        .zip(&thought)
        .map(|(f, t)| (libm::exp(f - all_found) - libm::exp(t - all_thought)).abs())
        .sum();
    leaves.doubt = leaves.doubt.max(0.5 * probability * astray);
    for (place, own_whole) in pending {
        leaves.log_weights[place] = own_whole + beyond;
        found.push(own_whole + beyond);
    }
    log_sum(&found)
}

/// Adds the targets after one more part, the other coordinates left to their normals.
fn at_once(state: &State, i: usize, part: Part, leaves: &mut Leaves) {
    let width = state.mean.len();
    let first_target = width - leaves.n_targets;
    let row = &state.shared[i * width..(i + 1) * width];
    let wider = 1.0 + part.precision * row[i];
    let along = (part.shift - part.precision * state.mean[i]) / wider;
    let narrowing = part.precision / wider;
    for (t, (&shared, &variance)) in row[first_target..].iter().zip(&state.variance).enumerate() {
        let mean = state.mean[first_target + t] + along * shared;
        leaves.normals.push(Normal { mean, variance: (variance - narrowing * shared * shared).max(0.0) });
    }
}

fn log_sum(logs: &[f64]) -> f64 {
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if highest == f64::NEG_INFINITY {
        return highest;
    }
    highest + libm::log(logs.iter().map(|log| libm::exp(log - highest)).sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::super::propagate::{one_by_one, propagate};
    use super::*;

    /// A spike and a wide part seen once: the posterior can be written down.
    #[test]
    fn one_spike_and_one_wide_part_give_the_closed_form() {
        let prior = Square::from_fn(2, |i, j| if i == 0 && j == 0 { 1.5 } else { 1.0 });
        // Coordinate 0 is coordinate 1 plus noise of variance 0.5, seen at 2 with variance 0.5.
        let spike = vec![Part::normal_over(0.9, 0.0, 1e-9, 1.0), Part::normal_over(0.1, 0.0, 1.0, 1.0)];
        let mixtures = vec![vec![Part::normal(1.0, 2.0, 0.5)], spike];
        let propagated = propagate(&prior, &mixtures, &one_by_one(mixtures.len()));
        let look = propagated.look(prior.row(1));
        let normal = Normal { mean: propagated.mean(&look), variance: 1.0 - dot(&look, &look) };
        let mut parts = enumerate(&prior, &mixtures, &propagated, &[vec![(&look, normal)]]).remove(0).remove(0);
        parts.sort_by(|a, b| b.0.total_cmp(&a.0));
        // By hand: N(2; 0, 1)·0.9 against N(2; 0, 2)·0.1; the wide part has mean 2/2 and variance 1/2.
        let spike = 0.9 * libm::exp(-2.0);
        let wide = 0.1 * libm::exp(-1.0) / libm::sqrt(2.0);
        assert_eq!(parts.len(), 2);
        assert!((parts[1].0 - wide / (spike + wide)).abs() < 1e-6, "{}", parts[1].0);
        assert!((parts[1].1.mean - 1.0).abs() < 1e-6 && (parts[1].1.variance - 0.5).abs() < 1e-6);
        assert!(parts[0].1.mean.abs() < 1e-6 && parts[0].1.variance < 1e-6);
    }

    /// Three mixtures of coupled coordinates: the sum over all eight combinations, written out with nothing left out.
    #[test]
    fn coupled_mixtures_give_the_sum_over_all_combinations() {
        let prior = Square::from_fn(3, |i, j| if i == j { 2.0 } else { 0.9 });
        let at = [2.0, -1.0, 0.5];
        let mixtures: Vec<Vec<Part>> =
            at.iter().map(|&y| vec![Part::normal(0.6, y, 0.3), Part::normal(0.4, y, 6.0)]).collect();
        let propagated = propagate(&prior, &mixtures, &one_by_one(mixtures.len()));
        let look = propagated.look(prior.row(0));
        let normal = Normal { mean: propagated.mean(&look), variance: 2.0 - dot(&look, &look) };
        let parts = enumerate(&prior, &mixtures, &propagated, &[vec![(&look, normal)]]).remove(0).remove(0);
        let mean: f64 = parts.iter().map(|(w, n)| w * n.mean).sum();
        let second: f64 = parts.iter().map(|(w, n)| w * (n.variance + n.mean * n.mean)).sum();
        let (mut whole, mut by_hand, mut by_hand_second) = (0.0, 0.0, 0.0);
        for combination in 0..8 {
            let part = |i: usize| mixtures[i][combination >> i & 1];
            let one = vec![vec![part(0)], vec![part(1)], vec![part(2)]];
            let sure = propagate(&prior, &one, &one_by_one(3));
            let look = sure.look(prior.row(0));
            let (m, v) = (sure.mean(&look), 2.0 - dot(&look, &look));
            // Weight: one after another, each given the ones before.
            let mut log_weight = 0.0;
            let mut known: Vec<Vec<Part>> = (0..3).map(|_| vec![Part::normal(1.0, 0.0, 1e12)]).collect();
            for i in 0..3 {
                let before = propagate(&prior, &known, &one_by_one(3));
                let look = before.look(prior.row(i));
                let own = Normal { mean: before.mean(&look), variance: 2.0 - dot(&look, &look) };
                log_weight += part(i).times(own).0;
                known[i] = vec![part(i)];
            }
            let weight = libm::exp(log_weight);
            whole += weight;
            by_hand += weight * m;
            by_hand_second += weight * (v + m * m);
        }
        assert!((mean - by_hand / whole).abs() < 1e-6, "{mean} {}", by_hand / whole);
        assert!((second - by_hand_second / whole).abs() < 1e-5, "{second} {}", by_hand_second / whole);
    }

    /// More ambiguous mixtures than could be taken in every combination: the time is bounded and no weight is lost.
    #[test]
    fn forty_ambiguous_mixtures_end_and_weigh_one() {
        let n = 40;
        let prior = Square::from_fn(n, |i, j| if i == j { 2.0 } else { 1.0 });
        let mixtures: Vec<Vec<Part>> = (0..n)
            .map(|i| {
                let y = if i % 2 == 0 { 2.0 } else { -2.0 };
                vec![Part::normal(0.5, y, 1.0), Part::normal(0.5, y, 9.0)]
            })
            .collect();
        let propagated = propagate(&prior, &mixtures, &one_by_one(mixtures.len()));
        let look = propagated.look(prior.row(0));
        let normal = Normal { mean: propagated.mean(&look), variance: 2.0 - dot(&look, &look) };
        let parts = enumerate(&prior, &mixtures, &propagated, &[vec![(&look, normal)]]).remove(0).remove(0);
        assert!(parts.len() > 100 && parts.len() < 20_000, "{}", parts.len());
        assert!((parts.iter().map(|(w, _)| w).sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
