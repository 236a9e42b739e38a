//! What weekly sets are worth on every level, in whole numbers, and whether they keep the rules that need no days.
//!
//! Read next: `super::search`.

use super::candidate::Sets;
use super::place::Placement;
use super::problem::Problem;
use super::relax::STEP_S;

/// Places of the levels in a list of values, most important first.
pub(super) const NEEDS: usize = 0;
/// See [`NEEDS`].
pub(super) const KEEPS: usize = 1;
/// See [`NEEDS`].
pub(super) const SIZE: usize = 2;
/// See [`NEEDS`].
pub(super) const EVENNESS: usize = 3;
/// See [`NEEDS`].
pub(super) const WISHES: usize = 4;
/// How many levels there are.
pub(super) const LEVELS: usize = 5;

/// Values of all levels; smaller is better, the first counts most.
pub(super) type Values = [i64; LEVELS];

/// A week that keeps every limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Solution {
    /// Weekly sets by candidate.
    pub weekly: Vec<Sets>,
    /// Sets by candidate and day.
    pub placement: Placement,
    /// Its values.
    pub values: Values,
}

/// What each want gets from weekly sets.
pub(super) fn amounts(problem: &Problem<'_>, weekly: &[Sets]) -> Vec<i64> {
    let mut amounts = vec![0; problem.wants.len()];
    for (candidate, sets) in problem.candidates.iter().zip(weekly).filter(|(_, sets)| !sets.is_none()) {
        for load in &candidate.loads {
            for side in 0..2 {
                if let Some(want) = load.want[side] {
                    amounts[want] += candidate.amount(load, *sets, side);
                }
            }
        }
    }
    amounts
}

/// The values, all but evenness, when caps, chains, splits and the kept leg allow the sets.
pub(super) fn values(problem: &Problem<'_>, weekly: &[Sets]) -> Option<Values> {
    let used = |idx: usize| !weekly[idx].is_none();
    for (idx, candidate) in problem.candidates.iter().enumerate().filter(|(idx, _)| used(*idx)) {
        if !candidate.splits(weekly[idx]) || candidate.conflicts.iter().any(|&other| used(other)) {
            return None;
        }
    }
    let amounts = amounts(problem, weekly);
    if problem.wants.iter().zip(&amounts).any(|(want, amount)| *amount > want.cap) {
        return None;
    }
    if broken_keep_first(problem, &amounts).is_some() {
        return None;
    }
    let mut values = [0; LEVELS];
    for (want, amount) in problem.wants.iter().zip(&amounts) {
        let missing = (want.target - amount).max(0);
        values[NEEDS] += missing * want.need_price;
        values[KEEPS] += missing * want.keep_price;
    }
    let pairs = problem.candidates.iter().zip(weekly);
    let seconds: i64 = pairs.map(|(candidate, sets)| candidate.seconds(*sets)).sum();
    let n_used = (0..weekly.len()).filter(|&idx| used(idx)).count();
    values[SIZE] = i64::try_from(n_used).unwrap_or(i64::MAX) + (seconds + STEP_S - 1) / STEP_S;
    let unheard =
        problem.candidates.iter().enumerate().filter(|(idx, candidate)| candidate.liked && !used(*idx));
    values[WISHES] = i64::try_from(unheard.count()).unwrap_or(i64::MAX);
    Some(values)
}

/// The first group of which the weak leg gets more although the other leg is not kept.
pub(super) fn broken_keep_first(problem: &Problem<'_>, amounts: &[i64]) -> Option<usize> {
    problem.keep_first.iter().position(|rule| {
        amounts[rule.weak] > amounts[rule.other] && amounts[rule.other] < problem.wants[rule.other].target
    })
}
