//! The levels, one after the other: each is searched while the levels above keep what they reached.
//!
//! Read next: `super::stages`.

use super::place::{Placed, place};
use super::problem::Problem;
use super::relax::{as_f64, least};

use super::stages::{Effort, searched};
use super::start::{FILLED, exchanged, filled};
use super::value::{Goal, Solution, Values};
use super::wants::POINTS_EMPTY;
use super::week::{Level, PlanOptions};

/// Most steps for putting one week's sets on days more evenly.
const PLACE_STEPS: u32 = 40_000;
/// Figures of a tableau that one node of the budget stands for.
const WORK_OF_NODE: u64 = 500_000;
/// So many times the work goes into what is left open without days.
const WITH_DAYS: u64 = 36;
/// And no more than this, because somebody waits for the week.
const WITH_DAYS_MAX: u64 = 1_800_000_000;

/// The best week found and what no week can go below.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    /// The week.
    pub solution: Solution,
    /// A bound for each level, given the levels above.
    pub bounds: Values,
}

/// Solves all levels from a week that fits.
pub(super) fn solve(problem: &Problem<'_>, known: Solution, options: &PlanOptions) -> Solved {
    let work = u64::from(options.node_limit) * WORK_OF_NODE;
    let effort = Effort {
        work,
        work_with_days: if options.thorough { (work * WITH_DAYS).min(WITH_DAYS_MAX) } else { 0 },
    };
    let solution = exchanged(problem, filled(problem, known, &FILLED), 3);
    let mut solved = Solved { solution, bounds: Values::default() };
    for level in [Goal::Needs, Goal::Keeps, Goal::Size, Goal::Wishes] {
        let before = solved.solution.values[level];
        search_level(problem, level, effort, &mut solved);
        if level == Goal::Needs && solved.solution.values[level] < before {
            // The search for needs looks at nothing else; what is left of the minutes is filled again.
            solved.solution = exchanged(problem, filled(problem, solved.solution, &FILLED[..1]), 1);
        }
    }
    solved.bounds[Goal::Evenness] = make_even(problem, &mut solved.solution);
    solved
}

/// A week that is filled and not searched, with the bounds that hold without a search.
pub(super) fn quick(problem: &Problem<'_>, known: Solution) -> Solved {
    let empty = known.values;
    let mut solution = known.clone();
    for percent in [93, 60, 100] {
        if solution.values == empty {
            solution = filled(problem, known.clone(), &[percent]);
        }
    }
    let mut bounds = Values::default();
    for level in Goal::ALL {
        bounds[level] = least(problem, level).min(solution.values[level]);
    }
    Solved { solution, bounds }
}

/// The first two levels of a good week, quickly, starting from a week that is known to fit; nothing is proven.
pub(super) fn quick_cover(problem: &Problem<'_>, known: Solution) -> Values {
    // What is known fills its minutes already, so it is only added to.
    exchanged(problem, filled(problem, known, &FILLED[..1]), 1).values
}

fn search_level(problem: &Problem<'_>, level: Goal, effort: Effort, solved: &mut Solved) {
    let least = least(problem, level);
    if solved.solution.values[level] <= least {
        solved.bounds[level] = solved.solution.values[level];
        return;
    }
    // Whoever called it off reads nothing of it; what was found so far keeps every limit.
    if problem.call_off.is_called_off() {
        solved.bounds[level] = least;
        return;
    }
    let (best, bound) = searched(problem, level, solved.solution.clone(), effort);
    solved.solution = best;
    solved.bounds[level] = bound.max(least);
}

/// Places the same weekly sets again while that makes the days more even; the least that days for these sets can have.
fn make_even(problem: &Problem<'_>, solution: &mut Solution) -> i64 {
    let mut least = 0;
    while solution.values[Goal::Evenness] > least {
        match place(problem, &solution.weekly, least, PLACE_STEPS) {
            Placed::Fits(days, uneven) => {
                solution.days = days;
                solution.values[Goal::Evenness] = uneven;
            }
            Placed::Never => least += 1,
            Placed::Unknown => return least,
        }
    }
    least
}

/// Name of a level and what its whole number is divided by.
pub(super) fn level_scale(problem: &Problem<'_>, level: Goal) -> (&'static str, i64) {
    let scale = match level {
        Goal::Needs => problem.need_scale,
        Goal::Keeps => POINTS_EMPTY,
        Goal::Size | Goal::Wishes | Goal::Evenness => 1,
    };
    (level.name(), scale)
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
