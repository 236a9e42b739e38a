//! Planning from end to end: build the problem, solve its levels, write the week.
//!
//! Read next: `super::levels`.

use super::levels::{Solved, levels, quick, solve};
use super::limits::limits;
use super::problem::{Problem, problem};
use super::start::first;
use super::value::Solution;
use super::week::{LimitGain, Plan, PlanError, PlanOptions};
use super::write::{sessions, unmet};
use crate::assess::Assessment;
use crate::audit::weekly_volumes;
use crate::knowledge::{ExerciseId, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;
use jiff::civil::Date;

/// Plans the best week that the person's minutes, equipment, clearance and wishes allow.
///
/// Levels are settled in this order: needs, what should be kept, exercises and minutes, even days, wishes. Every
/// level carries a bound that no week can go below while the levels above keep their values.
///
/// # Errors
/// The clearance has ended, no day has minutes for more than the warm-up, no exercise fits, or what was asked for is
/// not allowed or does not fit one week together.
pub fn plan(
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &Knowledge,
    as_of: Date,
    options: &PlanOptions,
) -> Result<Plan, PlanError> {
    let (problem, known) = start(cleared, person, assessment, knowledge, as_of, options)?;
    let solved = solve(&problem, known, options);
    let limits = if options.explain_limits && !options.call_off.is_called_off() {
        limits(cleared, person, assessment, knowledge, options, &problem, &solved)
    } else {
        Vec::new()
    };
    Ok(within_limits(written(&problem, &solved, limits, knowledge), cleared, knowledge))
}

/// Gives a first week that keeps every limit, at once and without a proof: what a page can show while [`plan`] works.
///
/// Its bounds are those that hold without any search.
///
/// # Errors
/// The same as of [`plan`].
pub fn first_plan(
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &Knowledge,
    as_of: Date,
    options: &PlanOptions,
) -> Result<Plan, PlanError> {
    let (problem, known) = start(cleared, person, assessment, knowledge, as_of, options)?;
    let plan = written(&problem, &quick(&problem, known), Vec::new(), knowledge);
    Ok(within_limits(plan, cleared, knowledge))
}

/// The problem, and a week of nothing but what was asked for.
fn start<'k>(
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &'k Knowledge,
    as_of: Date,
    options: &PlanOptions,
) -> Result<(Problem<'k>, Solution), PlanError> {
    if as_of > cleared.until() {
        return Err(PlanError::ClearanceEnded);
    }
    let problem = problem(cleared, person, assessment, knowledge, options);
    if problem.days.is_empty() {
        return Err(PlanError::NoMinutes);
    }
    if problem.candidates.is_empty() {
        return Err(PlanError::NoExercise);
    }
    if let Some(missing) = options.with.iter().find(|id| !is_candidate(&problem, id)) {
        return Err(PlanError::NotAllowed(missing.clone()));
    }
    let known = first(&problem).ok_or_else(|| PlanError::Conflict(options.with.clone()))?;
    Ok((problem, known))
}

fn written(problem: &Problem<'_>, solved: &Solved, limits: Vec<LimitGain>, knowledge: &Knowledge) -> Plan {
    let levels = levels(problem, solved);
    let sessions = sessions(problem, &solved.solution);
    Plan {
        proven: levels.iter().all(|level| level.gap_percent <= 1.0),
        levels,
        needs: problem.needs.iter().map(|wanted| wanted.need.clone()).collect(),
        volumes: weekly_volumes(&sessions, knowledge),
        unmet: unmet(problem, &solved.solution),
        sessions,
        limits,
    }
}

/// The plan with loads that are chosen as the person's cautions say, where they say something of it.
fn within_limits(mut plan: Plan, cleared: &Cleared, knowledge: &Knowledge) -> Plan {
    for item in plan.sessions.iter_mut().flat_map(|session| &mut session.items) {
        let Some(exercise) = knowledge.exercises.get(&item.exercise) else { continue };
        item.limited_by = knowledge.limits_load(exercise, cleared.cautions()).map(|caution| caution.id.clone());
        item.load = knowledge.load_words(exercise, item.limited_by.as_ref()).to_owned();
    }
    plan
}

fn is_candidate(problem: &Problem<'_>, id: &ExerciseId) -> bool {
    problem.candidates.iter().any(|candidate| candidate.exercise.id == *id)
}
