//! What weekly sets are worth on every level, in whole numbers, and whether they keep the rules that need no days.
//!
//! Read next: `super::search`.

use super::candidate::Sets;
use super::place::Placement;
use super::problem::Problem;
use super::relax::STEP_S;

/// A level of the objective, most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Goal {
    /// What the needs lack.
    Needs,
    /// What should be kept and lacks.
    Keeps,
    /// Exercises and minutes.
    Size,
    /// How uneven the days are.
    Evenness,
    /// Likes that are not honoured.
    Wishes,
}

impl Goal {
    /// All levels in their order.
    pub(super) const ALL: [Goal; 5] = [Goal::Needs, Goal::Keeps, Goal::Size, Goal::Evenness, Goal::Wishes];

    /// The levels that count more than this one and follow from the weekly sets alone.
    pub(super) fn above(self) -> impl Iterator<Item = Goal> {
        Goal::ALL.into_iter().filter(move |goal| *goal < self && *goal != Goal::Evenness)
    }
}

/// A whole number for each level; smaller is better, the first counts most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Values([i64; 5]);

impl Values {
    /// The empty week's values when even that breaks a rule: nothing is worse.
    pub(super) const WORST: Values = Values([i64::MAX; 5]);
}

impl std::ops::Index<Goal> for Values {
    type Output = i64;
    fn index(&self, goal: Goal) -> &i64 {
        &self.0[goal as usize]
    }
}

impl std::ops::IndexMut<Goal> for Values {
    fn index_mut(&mut self, goal: Goal) -> &mut i64 {
        &mut self.0[goal as usize]
    }
}

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
    let mut values = Values::default();
    for (want, amount) in problem.wants.iter().zip(&amounts) {
        let missing = (want.target - amount).max(0);
        values[Goal::Needs] += missing * want.need_price;
        values[Goal::Keeps] += missing * want.keep_price;
    }
    let pairs = problem.candidates.iter().zip(weekly);
    let seconds: i64 = pairs.map(|(candidate, sets)| candidate.seconds(*sets)).sum();
    let n_used = (0..weekly.len()).filter(|&idx| used(idx)).count();
    values[Goal::Size] = i64::try_from(n_used).unwrap_or(i64::MAX) + (seconds + STEP_S - 1) / STEP_S;
    let unheard =
        problem.candidates.iter().enumerate().filter(|(idx, candidate)| candidate.liked && !used(*idx));
    values[Goal::Wishes] = i64::try_from(unheard.count()).unwrap_or(i64::MAX);
    Some(values)
}

/// The first group of which the weak leg gets more although the other leg is not kept.
pub(super) fn broken_keep_first(problem: &Problem<'_>, amounts: &[i64]) -> Option<usize> {
    problem.keep_first.iter().position(|rule| {
        amounts[rule.weak] > amounts[rule.other] && amounts[rule.other] < problem.wants[rule.other].target
    })
}
