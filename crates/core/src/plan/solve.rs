//! Planning from end to end: build the problem, solve its levels, write the week.
//!
//! Read next: `super::levels`.

use super::levels::{levels, solve};
use super::limits::limits;
use super::problem::problem;
use super::week::{Plan, PlanError, PlanOptions};
use super::write::{sessions, unmet};
use crate::assess::Assessment;
use crate::audit::weekly_volumes;
use crate::knowledge::Knowledge;
use crate::person::Person;
use crate::screen::Cleared;
use jiff::civil::Date;

/// Plans the best week that the person's minutes, equipment, clearance and wishes allow.
///
/// Levels are settled in this order: needs, what should be kept, exercises and minutes, even days, wishes. Every
/// level carries a bound that no week can go below while the levels above keep their values.
///
/// # Errors
/// The clearance has ended, no day has minutes for more than the warm-up, or no exercise fits.
pub fn plan(
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &Knowledge,
    as_of: Date,
    options: &PlanOptions,
) -> Result<Plan, PlanError> {
    if as_of > cleared.until() {
        return Err(PlanError::ClearanceEnded);
    }
    let problem = problem(cleared, person, assessment, knowledge);
    if problem.days.is_empty() {
        return Err(PlanError::NoMinutes);
    }
    if problem.candidates.is_empty() {
        return Err(PlanError::NoExercise);
    }
    let solved = solve(&problem, options.node_limit);
    let levels = levels(&problem, &solved);
    let sessions = sessions(&problem, &solved.solution);
    let limits = if options.explain_limits {
        limits(cleared, person, assessment, knowledge, &problem, &solved)
    } else {
        Vec::new()
    };
    Ok(Plan {
        proven: levels.iter().all(|level| level.gap_percent <= 1.0),
        levels,
        needs: problem.needs.iter().map(|wanted| wanted.need.clone()).collect(),
        volumes: weekly_volumes(&sessions, knowledge),
        unmet: unmet(&problem, &solved.solution),
        sessions,
        limits,
    })
}
