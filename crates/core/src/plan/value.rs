//! What weekly sets are worth on every level, in whole numbers, and whether they keep the rules that need no days.
//!
//! Read next: `super::search`.

use super::candidate::Choice;
use super::problem::Problem;

/// Seconds that make one step of the third level; an exercise costs one step too.
pub(super) const STEP_S: i64 = 300;

/// A level of the objective, most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Goal {
    /// What the needs lack.
    Needs,
    /// What should be kept and lacks.
    Keeps,
    /// Exercises and minutes.
    Size,
    /// Likes that are not honoured.
    Wishes,
    /// How uneven the days are.
    Evenness,
}

impl Goal {
    /// All levels in their order.
    pub(super) const ALL: [Goal; 5] = [Goal::Needs, Goal::Keeps, Goal::Size, Goal::Wishes, Goal::Evenness];

    /// The name under which a plan shows it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Goal::Needs => "uncovered-need",
            Goal::Keeps => "uncovered-keep",
            Goal::Size => "exercises-and-minutes",
            Goal::Wishes => "wishes",
            Goal::Evenness => "uneven-days",
        }
    }

    /// The levels that count more than this one.
    pub(super) fn above(self) -> impl Iterator<Item = Goal> {
        Goal::ALL.into_iter().filter(move |goal| *goal < self)
    }
}

/// The name of a level as plans show it; none for a word that names no level.
///
/// Whoever reads a plan that was written down needs it, because a [`Level`](super::Level) holds one of a closed set.
#[must_use]
pub fn level_named(word: &str) -> Option<&'static str> {
    Goal::ALL.into_iter().map(Goal::name).find(|name| *name == word)
}

/// A whole number for each level; smaller is better, the first counts most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Values([i64; 5]);

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
    /// What the week holds of each candidate.
    pub weekly: Vec<Choice>,
    /// Days of each candidate, as a mask of indices.
    pub days: Vec<u8>,
    /// Its values.
    pub values: Values,
}

/// What each want gets from weekly sets.
pub(super) fn amounts(problem: &Problem<'_>, weekly: &[Choice]) -> Vec<i64> {
    let mut amounts = vec![0; problem.wants.len()];
    for (candidate, choice) in problem.candidates.iter().zip(weekly).filter(|(_, choice)| !choice.is_none()) {
        for (want, amount) in candidate.gives(*choice) {
            amounts[want] += amount;
        }
    }
    amounts
}

/// The values, all but evenness, when caps, chains and the kept leg allow the sets and what was asked for is in.
pub(super) fn values(problem: &Problem<'_>, weekly: &[Choice]) -> Option<Values> {
    let used = |idx: usize| !weekly[idx].is_none();
    for (idx, candidate) in problem.candidates.iter().enumerate() {
        if candidate.asked_for && !used(idx) {
            return None;
        }
        if used(idx) && candidate.conflicts.iter().any(|&other| used(other)) {
            return None;
        }
    }
    let amounts = amounts(problem, weekly);
    if problem.wants.iter().zip(&amounts).any(|(want, amount)| *amount > want.cap)
        || breaks_keep_first(problem, &amounts)
    {
        return None;
    }
    let mut values = Values::default();
    for (want, amount) in problem.wants.iter().zip(&amounts) {
        if want.is_keep() {
            values[Goal::Keeps] += want.points(*amount);
        } else {
            values[Goal::Needs] += (want.target - amount).max(0) * want.need_price;
        }
    }
    let pairs = problem.candidates.iter().zip(weekly);
    let seconds: i64 = pairs.map(|(candidate, choice)| candidate.seconds(*choice)).sum();
    let n_used = (0..weekly.len()).filter(|&idx| used(idx)).count();
    values[Goal::Size] = i64::try_from(n_used).unwrap_or(i64::MAX) + (seconds + STEP_S - 1) / STEP_S;
    let unheard =
        problem.candidates.iter().enumerate().filter(|(idx, candidate)| candidate.liked && !used(*idx));
    values[Goal::Wishes] = i64::try_from(unheard.count()).unwrap_or(i64::MAX);
    Some(values)
}

/// Does the weak leg of some group get more although the other leg is not kept?
pub(super) fn breaks_keep_first(problem: &Problem<'_>, amounts: &[i64]) -> bool {
    problem.keep_first.iter().any(|rule| {
        amounts[rule.weak] > amounts[rule.other] && amounts[rule.other] < problem.wants[rule.other].target
    })
}
