//! Answers about somebody of a store: where they stand, the findings, the week, the next session, the retest.

use super::Reply;
use crate::check::{Check, CheckInput, CheckOptions, check_with};
use crate::error::{Error, exit_code};
use crate::following::{Followed, Kept, Shown, follow_for, noise_of, tests_within};
use crate::report;
use crate::settings::WeekSettings;
use crate::wire;
use crate::words::Words;
use evenstride_core::assess::{HardSets, Learnt};
use evenstride_core::knowledge::{ExerciseId, Knowledge};
use evenstride_core::screen::{Screening, Wait};
use evenstride_core::track::{Log, Next, mastered, waits};
use std::collections::BTreeSet;

/// What a check or a plan of somebody of a store starts from.
#[derive(Debug, Clone)]
pub struct Start {
    /// Person, answers and measurements.
    pub input: CheckInput,
    /// The noise that the person is judged with.
    pub learnt: Learnt,
    /// What was trained.
    pub hard_sets: Vec<HardSets>,
    /// What the log shows as done well of late.
    pub mastered: BTreeSet<ExerciseId>,
    /// What waits because of the log.
    pub waits: Vec<Wait>,
    /// What was trained and said.
    pub log: Log,
    /// Weekdays, 0 = Monday, on which the plans so far had sessions.
    pub before: BTreeSet<u8>,
    /// That the log has ended the clearance, when it has.
    pub ended: Option<Next>,
}

/// What a check or a plan of somebody starts from: no week is made on a clearance that the log has ended.
#[must_use]
pub fn start(kept: Kept, knowledge: &Knowledge) -> Start {
    let ended = match follow_for(&kept, None, knowledge, Shown::Standing).next {
        Some(next @ Next::ClearanceEnded(_)) => Some(next),
        Some(Next::Session(_) | Next::Nothing { .. }) | None => None,
    };
    let learnt = noise_of(&kept, None, knowledge);
    let mastered = mastered(&kept.log, knowledge, kept.input.as_of);
    let waits = waits(&kept.log, kept.input.answers.on, knowledge);
    let before = kept.planned_weekdays;
    let (log, hard_sets) = (kept.log, kept.hard_sets);
    Start { input: kept.input, learnt, hard_sets, mastered, waits, log, before, ended }
}

/// The exit code of where somebody stands.
#[must_use]
pub fn followed_exit_code(followed: &Followed) -> u8 {
    let is_stopped = matches!(followed.screening, Screening::Stopped { .. });
    if is_stopped || followed.asks_for_somebody() { exit_code::RED_FLAG } else { exit_code::DONE }
}

/// Where somebody stands.
#[must_use]
pub fn status(kept: &Kept, followed: &Followed, knowledge: &Knowledge) -> Reply {
    Reply { json: wire::status_json(kept, followed, knowledge), exit_code: followed_exit_code(followed) }
}

/// The findings as `assess` writes them; while a red flag stops, the stop.
#[must_use]
pub fn findings(followed: &Followed, knowledge: &Knowledge) -> Reply {
    let json = match &followed.assessment {
        Some(assessment) => wire::assessments_json(std::slice::from_ref(assessment), knowledge),
        None => wire::screening_json(&followed.screening, knowledge),
    };
    Reply { json, exit_code: followed_exit_code(followed) }
}

/// What to measure next as `next` writes it, or with minutes the tests that fit them; the outcome of the screen where
/// nobody may test, and the end of the clearance where the log has ended it.
///
/// # Units
/// Minutes above 0, as [`crate::judging::checked_minutes`] lets through.
#[must_use]
pub fn next_tests(kept: &Kept, followed: &Followed, minutes: Option<f64>, knowledge: &Knowledge) -> Reply {
    if let Some(next @ Next::ClearanceEnded(_)) = &followed.next {
        return ended(next);
    }
    match (&followed.screening, &followed.assessment) {
        (Screening::Cleared(cleared), Some(assessment)) => {
            let mut assessment = assessment.clone();
            if let Some(minutes) = minutes {
                assessment.next = tests_within(kept, cleared, minutes, knowledge);
            }
            Reply::done(wire::suggestions_json(&[assessment]))
        }
        (screening, _) => Reply {
            json: wire::screening_json(screening, knowledge),
            exit_code: Check::of_screen(screening.clone()).exit_code(),
        },
    }
}

/// What comes next; the outcome of the screen when nothing can.
#[must_use]
pub fn next_session(followed: &Followed, knowledge: &Knowledge) -> Reply {
    match &followed.next {
        Some(next) => Reply { json: wire::next_session_json(next), exit_code: followed_exit_code(followed) },
        None => Reply {
            json: wire::screening_json(&followed.screening, knowledge),
            exit_code: Check::of_screen(followed.screening.clone()).exit_code(),
        },
    }
}

/// When to measure again.
#[must_use]
pub fn retest(followed: &Followed) -> Reply {
    Reply { json: wire::retest_json(followed.retest.as_ref()), exit_code: followed_exit_code(followed) }
}

/// That the log has ended the clearance, in the place of a week.
#[must_use]
pub fn ended(next: &Next) -> Reply {
    let is_urgent = matches!(next, Next::ClearanceEnded(end) if end.action.is_some());
    let exit_code = if is_urgent { exit_code::RED_FLAG } else { exit_code::UNREADABLE };
    Reply { json: wire::next_session_json(next), exit_code }
}

/// The whole check of somebody of a store.
///
/// # Units
/// `delta_percent` in percent, as [`crate::judging::checked_delta`] lets through.
#[must_use]
pub fn check(start: Start, delta_percent: Option<f64>, knowledge: &Knowledge) -> Reply {
    let Start { mut input, learnt, hard_sets, mastered, waits, log, ended: end, .. } = start;
    if let Some(next) = &end {
        return ended(next);
    }
    input.delta_percent = delta_percent;
    let options =
        CheckOptions { learnt: Some(learnt), hard_sets, mastered, waits, log, ..CheckOptions::default() };
    let outcome = check_with(&input, &options, knowledge);
    let json = wire::check_json(&outcome, &input.notices, knowledge);
    Reply { json, exit_code: outcome.exit_code() }
}

/// The best week of somebody of a store, with the check that it came from; none when the log has ended the clearance.
///
/// # Errors
/// The settings contradict each other or the person's own, or no week is possible.
pub fn week(
    start: Start,
    settings: &WeekSettings,
    options: CheckOptions,
    knowledge: &Knowledge,
) -> Result<(Reply, Option<Check>), Error> {
    let Start { mut input, learnt, hard_sets, mastered, waits, log, ended: end, .. } = start;
    if let Some(next) = &end {
        return Ok((ended(next), None));
    }
    input.person = settings.applied_to(&input.person)?;
    let options = CheckOptions {
        learnt: Some(learnt),
        hard_sets,
        mastered,
        waits,
        log,
        with: settings.with.clone(),
        without: settings.without.clone(),
        thorough: true,
        ..options
    };
    let outcome = check_with(&input, &options, knowledge);
    match no_week(&outcome, knowledge) {
        Some(error) => Err(error),
        None => {
            Ok((Reply { json: week_json(&outcome, knowledge), exit_code: outcome.exit_code() }, Some(outcome)))
        }
    }
}

/// What to do when there is no week.
const NO_WEEK: &str =
    "set minutes by day, equipment and wishes in person.toml, or use --days, --minutes and --equipment";

/// Why there is no week in spite of a clearance.
#[must_use]
pub fn no_week(outcome: &Check, knowledge: &Knowledge) -> Option<Error> {
    let problem = outcome.plan_problem.as_ref()?;
    let why = outcome.not_allowed.as_ref();
    let hint = why.map(|unmet| report::not_allowed_text(unmet, knowledge, &Words::of(knowledge.language)));
    Some(Error::unreadable(problem.to_string()).hint(hint.unwrap_or_else(|| NO_WEEK.to_owned())))
}

/// The week with what was asked for beside it; the outcome of the screen where there is none.
#[must_use]
pub fn week_json(outcome: &Check, knowledge: &Knowledge) -> String {
    let Some(plan) = &outcome.plan else { return wire::screening_json(&outcome.screening, knowledge) };
    let beside = wire::Beside {
        retest: outcome.retest.as_ref(),
        course: outcome.course.as_ref(),
        explanation: outcome.explanation.as_ref(),
        swap: outcome.swap.as_ref(),
        facts: outcome.facts.as_ref(),
    };
    wire::plan_json(plan, &beside)
}

/// The week that is followed; the stop or the end of the clearance in its place.
///
/// # Errors
/// No week is followed.
pub fn kept_week(kept: &Kept, followed: &Followed, knowledge: &Knowledge) -> Result<Reply, Error> {
    match &followed.next {
        Some(next @ Next::ClearanceEnded(_)) => return Ok(ended(next)),
        Some(Next::Session(_) | Next::Nothing { .. }) | None => {}
    }
    let outcome = Check::of_screen(followed.screening.clone());
    if outcome.exit_code() != exit_code::DONE {
        let json = wire::screening_json(&followed.screening, knowledge);
        return Ok(Reply { json, exit_code: outcome.exit_code() });
    }
    let Some(plan) = &kept.plan else {
        return Err(
            Error::missing("read the week that is followed: there is none").hint("plan one and keep it first")
        );
    };
    Ok(Reply::done(wire::plan_json(&plan.plan, &wire::Beside::default())))
}
