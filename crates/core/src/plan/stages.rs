//! One level from end to end: its weeks without days first, and with days what that leaves open.
//!
//! ```text
//! a column for each exercise and choice ─► proven? done : what a better week can still be made of
//!      ─► a column for each of these on each set of days that it may stand on ─► the same search again
//! ```
//! Without days the program is small, days cannot be swapped for one another, and most weeks are proven there. What it
//! cannot know is what fits on days together. Read next: `super::search`.

use super::candidate::Choice;
use super::problem::Problem;
use super::relax::Left;
use super::search::Search;
use super::spare::needed;
use super::value::{Goal, Solution};

/// Columns beyond which days are not told: the search would only walk through the first few of their parts.
const COLUMNS_MAX: usize = 3000;

/// Figures of the tableau that one level's search may work on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    /// Without days.
    pub work: u64,
    /// With days, for what is left open.
    pub work_with_days: u64,
}

/// Searches one level while the levels above keep their values; `best` must keep them too.
///
/// Returns the best week and a bound on the level's value.
pub(super) fn searched(problem: &Problem<'_>, goal: Goal, best: Solution, effort: Effort) -> (Solution, i64) {
    let needed = needed(problem, goal).into_iter();
    let left: Left = needed.map(|choices| choices.into_iter().map(|choice| (choice, 0)).collect()).collect();
    let mut search = Search::new(problem, goal, best.values, &left, best, effort.work);
    let left = search.run(left);
    let bound = search.left_bound.min(search.value());
    if bound >= search.value() || effort.work_with_days == 0 {
        return (search.best, bound);
    }
    let left = with_days(problem, &left);
    if left.iter().map(Vec::len).sum::<usize>() > COLUMNS_MAX {
        return (search.best, bound);
    }
    // What days can hold together decides what is still open.
    let mut again = Search::new(problem, goal, search.settled, &left, search.best, effort.work_with_days);
    again.n_rebuilt = search.n_rebuilt;
    again.run(left);
    let bound = bound.max(again.left_bound).min(again.value());
    (again.best, bound)
}

/// The choices that are left, each on every set of days that it may stand on.
pub(super) fn with_days(problem: &Problem<'_>, left: &Left) -> Left {
    let of_candidate = |(idx, choices): (usize, &Vec<(Choice, u8)>)| {
        let candidate = &problem.candidates[idx];
        let sets = |&(choice, _): &(Choice, u8)| {
            let days = problem.day_sets(candidate, choice);
            days.into_iter().map(move |days| (choice, days))
        };
        choices.iter().flat_map(sets).collect()
    };
    left.iter().enumerate().map(of_candidate).collect()
}
