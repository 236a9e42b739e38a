//! The whole check: screen, then findings, then the week, then when to measure again.
//!
//! It opens no file and prints nothing. Read next: [`crate::tables`] for where its input comes from, [`crate::report`].

use crate::error::exit_code;
use crate::explain::{self, Asked, Explanation, Swap, WishUnmet, explain, not_allowed, swap};
use evenstride_core::assess::{AssessOptions, Assessment, HardSets, Learnt, assess, learn_noise};
use evenstride_core::knowledge::{ExerciseId, Knowledge};
use evenstride_core::measure::Trial;
use evenstride_core::notice::Notice;
use evenstride_core::person::{Person, SubjectId};
use evenstride_core::plan::{
    CallOff, Plan, PlanError, PlanOptions, WeekFacts, first_plan, last_week, plan, week_facts,
};
use evenstride_core::screen::{Answers, Cleared, Screening, ToldPain, Wait, known_cautions, screen};
use evenstride_core::track::{Course, Following, Log, Retest, RetestOptions, course, retest};
use jiff::civil::Date;
use std::collections::BTreeSet;

pub use crate::tables::{
    CheckFiles, File, Reading, by_subject, check_input, default_subject, load_folder, only_subject, open_files,
    read_files, read_tables,
};

/// Work of one level of the planner’s search before it reports its gap: well under a second for most people.
const NODE_LIMIT: u32 = 100;

/// Everything that a check starts from.
#[derive(Debug, Clone)]
pub struct CheckInput {
    /// The person.
    pub person: Person,
    /// The answers; empty when none were given.
    pub answers: Answers,
    /// The measurements.
    pub trials: Vec<Trial>,
    /// Whose measurements are judged.
    pub subject: SubjectId,
    /// What was doubtful in the files.
    pub notices: Vec<Notice>,
    /// The day for which the check holds.
    pub as_of: Date,
    /// Another δ than the catalogue's.
    pub delta_percent: Option<f64>,
}

/// Everything that a check says.
#[derive(Debug, Clone)]
pub struct Check {
    /// The outcome of the screen.
    pub screening: Screening,
    /// The findings; held back while a red flag stops.
    pub assessment: Option<Assessment>,
    /// The week, when there is a clearance.
    pub plan: Option<Plan>,
    /// What is told beside the week: what a sport misses, planes, opposing muscles, minutes that are left over.
    pub facts: Option<WeekFacts>,
    /// Why there is no week in spite of a clearance.
    pub plan_problem: Option<PlanError>,
    /// When to measure again.
    pub retest: Option<Retest>,
    /// The weeks ahead, when they were asked for.
    pub course: Option<Course>,
    /// What stands behind the week, when that was asked for.
    pub explanation: Option<Explanation>,
    /// What was swapped by hand, with the week that it was swapped in.
    pub swap: Option<Swap>,
    /// Why an exercise that must be in cannot be.
    pub not_allowed: Option<WishUnmet>,
}

/// What a check is asked for beyond the usual.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// The noise that is used; learnt from the person's own repeats when absent.
    pub learnt: Option<Learnt>,
    /// Whether to work out what stands behind the week, by planning again several times.
    pub explain: bool,
    /// Weeks ahead to show, 4 to 12.
    pub weeks: Option<u32>,
    /// What was trained, so that the week grows from the last one; empty when nothing is known of it.
    pub hard_sets: Vec<HardSets>,
    /// What the log shows as done well of late, so that the week does not begin below it.
    pub mastered: BTreeSet<ExerciseId>,
    /// What waits because of the log, as [`evenstride_core::track::waits`] reads it.
    pub waits: Vec<Wait>,
    /// What was trained and said, so that the weeks ahead go on where it stands.
    pub log: Log,
    /// Exercises that must be in the week.
    pub with: BTreeSet<ExerciseId>,
    /// Exercises that must not be in the week.
    pub without: BTreeSet<ExerciseId>,
    /// Whether the week itself is asked for: what stays open is then searched for some seconds, not some tenths of one.
    pub thorough: bool,
    /// Whether the first sound week will do, which is there at once and has no proof.
    pub first: bool,
    /// Tells that nobody waits for the week any more; what is found then is for nobody.
    pub call_off: CallOff,
}

impl Check {
    /// A check that ends with its screen.
    #[must_use]
    pub fn of_screen(screening: Screening) -> Self {
        Check {
            screening,
            assessment: None,
            plan: None,
            facts: None,
            plan_problem: None,
            retest: None,
            course: None,
            explanation: None,
            swap: None,
            not_allowed: None,
        }
    }

    /// The public exit code of this outcome.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.screening {
            Screening::Stopped { .. } => exit_code::RED_FLAG,
            Screening::Incomplete { .. } | Screening::Expired { .. } => exit_code::UNREADABLE,
            Screening::Cleared(_) => exit_code::DONE,
        }
    }
}

/// Screens first; judges and plans only as far as the screen allows.
#[must_use]
pub fn check(input: &CheckInput, knowledge: &Knowledge) -> Check {
    check_with(input, &CheckOptions::default(), knowledge)
}

/// A [`check`] that is asked for something beyond the usual.
#[must_use]
pub fn check_with(input: &CheckInput, options: &CheckOptions, knowledge: &Knowledge) -> Check {
    let own: Vec<Trial> = input.trials.iter().filter(|t| t.subject == input.subject).cloned().collect();
    let screening =
        screen(&input.person, &input.answers, &own, knowledge, input.as_of).with_waits(&options.waits);
    if let Screening::Stopped { .. } = screening {
        return Check::of_screen(screening);
    }
    let known = known_cautions(&input.person, &input.answers, &own, knowledge, input.as_of);
    let cleared = match &screening {
        Screening::Cleared(cleared) => Some(cleared),
        Screening::Stopped { .. } | Screening::Incomplete { .. } | Screening::Expired { .. } => None,
    };
    let cautions = cleared.map_or(&known, |cleared| cleared.cautions());
    let learnt = match &options.learnt {
        Some(learnt) => learnt.clone(),
        None => learn_noise(&own, &input.person, knowledge, input.as_of),
    };
    let told = ToldPain::of(&input.answers, knowledge);
    let (as_of, delta_percent, pain) = (input.as_of, input.delta_percent, Some(&told));
    let judging = AssessOptions { as_of, delta_percent, cautions, pain, learnt: &learnt };
    let assessment = assess(&input.subject, &own, &input.person, knowledge, &judging);
    let mut outcome = Check::of_screen(screening.clone());
    if let Some(cleared) = cleared {
        let planning = planning(options, input.as_of);
        let asked = Asked {
            cleared,
            person: &input.person,
            assessment: &assessment,
            knowledge,
            as_of: input.as_of,
            options: &planning,
            measured_on: last_measured(&own, input.as_of),
        };
        outcome = with_week(outcome, &asked, options);
    }
    outcome.retest = last_measured(&own, input.as_of).and_then(|from| {
        let again = RetestOptions { from, cautions, a_leg_waits: cleared.is_some_and(Cleared::a_leg_waits) };
        retest(&assessment, outcome.plan.as_ref(), knowledge, &again)
    });
    outcome.assessment = Some(assessment);
    outcome
}

/// The last day up to a day on which something was measured, from which the time to measure again is counted.
#[must_use]
pub fn last_measured(own: &[Trial], as_of: Date) -> Option<Date> {
    own.iter().map(|trial| trial.day).filter(|day| *day <= as_of).max()
}

/// How the week of a check is planned.
fn planning(options: &CheckOptions, as_of: Date) -> PlanOptions {
    PlanOptions {
        node_limit: NODE_LIMIT,
        thorough: options.thorough,
        explain_limits: true,
        last_week: last_week(&options.hard_sets, as_of),
        mastered: options.mastered.clone(),
        with: options.with.clone(),
        without: options.without.clone(),
        call_off: options.call_off.clone(),
    }
}

/// What is told beside a week that was made before, as long as its days are still those with time for training.
///
/// The week itself may be another one than the check finds, such as one that was searched for longer.
#[must_use]
pub fn facts_beside(
    plan: &Plan,
    input: &CheckInput,
    screening: &Screening,
    options: &CheckOptions,
    knowledge: &Knowledge,
) -> Option<WeekFacts> {
    let Screening::Cleared(cleared) = screening else { return None };
    let minutes = &input.person.minutes_by_weekday;
    let fits = plan.sessions.iter().all(|session| {
        minutes.get(&session.weekday).is_some_and(|minutes| session.minutes <= f64::from(*minutes))
    });
    fits.then(|| week_facts(plan, cleared, &input.person, knowledge, &planning(options, input.as_of)))
}

/// The check with a week, with what was asked for beside it, or with why there is none.
fn with_week(mut outcome: Check, asked: &Asked<'_>, options: &CheckOptions) -> Check {
    let make = if options.first { first_plan } else { plan };
    match make(asked.cleared, asked.person, asked.assessment, asked.knowledge, asked.as_of, asked.options) {
        // What must be in and is not would else be told as a swap that costs nothing.
        Ok(found) if options.with.iter().any(|id| !explain::holds(&found, id)) => {
            let left_out = options.with.iter().find(|id| !explain::holds(&found, id));
            outcome.plan_problem = left_out.map(|id| PlanError::NotAllowed(id.clone()));
        }
        Ok(found) => {
            outcome.explanation = options.explain.then(|| explain(asked, &found));
            let is_swapped = !options.with.is_empty() || !options.without.is_empty();
            outcome.swap = is_swapped.then(|| swap(asked));
            outcome.course = options.weeks.map(|weeks| {
                let following = Following {
                    plan: &found,
                    since: None,
                    measured_on: asked.measured_on,
                    // A week that is made anew goes on where the log stands.
                    log: &options.log,
                    cleared: asked.cleared,
                    person: asked.person,
                    assessments: std::slice::from_ref(asked.assessment),
                    knowledge: asked.knowledge,
                    as_of: asked.as_of,
                };
                course(&following, weeks)
            });
            outcome.facts =
                Some(week_facts(&found, asked.cleared, asked.person, asked.knowledge, asked.options));
            outcome.plan = Some(found);
        }
        Err(problem) => {
            if let PlanError::NotAllowed(id) = &problem {
                outcome.not_allowed = not_allowed(id, asked);
            }
            outcome.plan_problem = Some(problem);
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Days;
    use evenstride_core::knowledge::{CautionId, FlagId, TestId};
    use evenstride_core::screen::Reply;
    use jiff::civil::date;
    use std::path::Path;

    #[test]
    fn the_first_week_is_there_without_a_search_and_no_better_than_the_best() {
        let knowledge = evenstride_catalog::builtin();
        let day = date(2026, 11, 22);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/first-check");
        let input = load_folder(&folder, knowledge, Days { today: day, as_of: day }).unwrap();
        let planned = |first: bool| {
            let options = CheckOptions { first, ..CheckOptions::default() };
            check_with(&input, &options, knowledge).plan.unwrap()
        };
        let (first, best) = (planned(true), planned(false));
        // What limits cost is found by planning again, which a first week leaves out.
        assert!(first.limits.is_empty() && !best.limits.is_empty());
        let reached = |plan: &Plan| plan.levels.iter().map(|level| level.objective).collect::<Vec<_>>();
        assert!(reached(&first) > reached(&best), "{:?} {:?}", reached(&first), reached(&best));
    }

    #[test]
    fn with_no_test_to_the_limit_neither_loads_nor_tests_go_there() {
        let knowledge = evenstride_catalog::builtin();
        let day = date(2026, 11, 22);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/first-check");
        let mut input = load_folder(&folder, knowledge, Days { today: day, as_of: day }).unwrap();
        let free = check(&input, knowledge).retest.unwrap();
        assert!(free.waiting.is_empty() && !free.tests.is_empty());
        let illness = FlagId::new("RF-28").unwrap();
        input.answers.by_flag.get_mut(&illness).unwrap().reply = Reply::Yes;
        let limited = check(&input, knowledge);
        let is_all_out = |id: &TestId| knowledge.tests[id].maximal;
        let retest = limited.retest.unwrap();
        assert!(retest.waiting.iter().all(is_all_out) && !retest.waiting.is_empty(), "{retest:?}");
        assert!(!retest.tests.iter().any(is_all_out) && !retest.tests.is_empty(), "{retest:?}");
        let assessment = limited.assessment.unwrap();
        assert!(assessment.next.len() == 3 && !assessment.next.iter().any(|next| is_all_out(&next.test)));
        let all_out = &knowledge.cautions[&CautionId::new("maximal-effort").unwrap()];
        let items = limited.plan.iter().flat_map(|plan| &plan.sessions).flat_map(|session| &session.items);
        let mut n_limited = 0;
        for item in items {
            let words = all_out.loads.of(&knowledge.exercises[&item.exercise]);
            assert!(words.is_none_or(|words| item.load == words), "{item:?}");
            n_limited += usize::from(words.is_some());
        }
        assert!(n_limited > 3, "{n_limited}");
    }
}
