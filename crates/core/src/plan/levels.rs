//! The levels, one after the other: each is searched while the levels above keep what they reached.
//!
//! Read next: `super::search`.

use super::place::{Placed, place};
use super::problem::Problem;
use super::relax::{Relaxation, as_f64, relax};
use super::search::{Effort, search};
use super::start::{extend, start};
use super::value::{Goal, Solution, Values};
use super::week::Level;

/// Most steps for putting one week's sets on days.
const PLACE_STEPS: u32 = 2000;

/// The best week found and what no week can go below.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    /// The week.
    pub solution: Solution,
    /// A bound for each level, given the levels above.
    pub bounds: Values,
}

/// Solves all levels.
pub(super) fn solve(problem: &Problem<'_>, node_limit: u32) -> Solved {
    let effort = Effort { nodes: node_limit, exact_nodes: node_limit.min(300), place_steps: PLACE_STEPS };
    let relaxation = relax(problem);
    let first = start(problem, effort.place_steps);
    let mut solved = Solved { solution: first, bounds: Values::default() };
    for level in [Goal::Needs, Goal::Keeps, Goal::Size] {
        search_level(problem, &relaxation, level, effort, &mut solved);
    }
    make_even(problem, &mut solved.solution, effort.place_steps);
    for level in [Goal::Evenness, Goal::Wishes] {
        search_level(problem, &relaxation, level, effort, &mut solved);
    }
    solved
}

/// The first two levels of a good week, quickly, starting from a week that is known to fit; nothing is proven.
pub(super) fn quick_cover(problem: &Problem<'_>, known: Solution) -> Values {
    extend(problem, known, PLACE_STEPS / 4).values
}

fn search_level(
    problem: &Problem<'_>,
    relaxation: &Relaxation,
    level: Goal,
    effort: Effort,
    solved: &mut Solved,
) {
    let least = match level {
        Goal::Needs => relaxation.needs.constant,
        Goal::Keeps => relaxation.keeps.constant,
        Goal::Size | Goal::Evenness | Goal::Wishes => 0,
    };
    if solved.solution.values[level] <= least {
        solved.bounds[level] = solved.solution.values[level];
        return;
    }
    let best = solved.solution.clone();
    let (best, bound) = search(problem, relaxation, level, best, effort);
    solved.solution = best;
    solved.bounds[level] = bound.max(least);
}

/// Places the same weekly sets again while that makes the days more even.
fn make_even(problem: &Problem<'_>, solution: &mut Solution, steps: u32) {
    while solution.values[Goal::Evenness] > 0 {
        let wanted = solution.values[Goal::Evenness] - 1;
        // Asking for an even week first finds one at once where there is one.
        let tries = [0, wanted].into_iter().map(|most| place(problem, &solution.weekly, most, steps));
        let found = tries.into_iter().find_map(|placed| match placed {
            Placed::Fits(placement, uneven) => Some((placement, uneven)),
            Placed::Never | Placed::Unknown => None,
        });
        let Some((placement, uneven)) = found else {
            return;
        };
        solution.placement = placement;
        solution.values[Goal::Evenness] = uneven;
    }
}

/// Name of a level and what its whole number is divided by.
pub(super) fn level_scale(problem: &Problem<'_>, level: Goal) -> (&'static str, i64) {
    match level {
        Goal::Needs => ("uncovered-need", problem.need_scale),
        Goal::Keeps => ("uncovered-keep", problem.keep_scale),
        Goal::Size => ("exercises-and-minutes", 1),
        Goal::Evenness => ("uneven-days", 60),
        Goal::Wishes => ("wishes", 1),
    }
}

/// The levels as the plan shows them.
pub(super) fn levels(problem: &Problem<'_>, solved: &Solved) -> Vec<Level> {
    let level = |level: Goal| {
        let (name, scale) = level_scale(problem, level);
        let objective = as_f64(solved.solution.values[level]) / as_f64(scale);
        let bound = as_f64(solved.bounds[level].min(solved.solution.values[level])) / as_f64(scale);
        Level { name, objective, bound, gap_percent: gap_percent(objective, bound) }
    };
    Goal::ALL.into_iter().map(level).collect()
}

/// `100·(objective − bound)/objective`, and 0 when the objective is 0.
pub(super) fn gap_percent(objective: f64, bound: f64) -> f64 {
    if objective > 0.0 { 100.0 * (objective - bound) / objective } else { 0.0 }
}
