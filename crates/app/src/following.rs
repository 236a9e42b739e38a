//! Where a person stands: clearance, findings over time, the plan that is followed, the next session, what is due.
//!
//! It reads what was kept and works everything out again; it keeps nothing and prints nothing.
//! Read next: [`crate::report`] for the words, [`evenstride_core::track`] for the rules.

use crate::check::{CheckInput, CheckOptions, last_measured};
use evenstride_core::assess::{
    AssessOptions, Assessment, HardSets, Learnt, OLD_AFTER_DAYS, assess, assess_findings, assess_standing,
    learn_noise,
};
use evenstride_core::audit::PlanHistory;
use evenstride_core::knowledge::{Action, CautionId, Knowledge};
use evenstride_core::measure::Trial;
use evenstride_core::plan::{Need, Plan, needs_now};
use evenstride_core::screen::{Cleared, Screening, ToldPain, known_cautions, screen};
use evenstride_core::track::{
    ClearanceEnd, Following, Log, Next, Retest, RetestOptions, clearance_end, looks_back, mastered,
    next_session, retest, signs_to_stop, waits, weeks_asked,
};
use jiff::civil::Date;
use std::collections::BTreeSet;

pub use crate::due::Due;
use crate::due::{days_between, due, is_over};
pub use over_time::{OverTime, over_time};
use within::may_be_done;
pub use within::{tests_within, warmed_up_minutes};

/// Assessments of so many days of measuring are looked at for a weaker side that changes.
const DAYS_LOOKED_AT: usize = 6; // source: evenstride-proposal

/// Everything that is known of a person who follows a plan.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Person, answers and measurements, as for a check.
    pub input: CheckInput,
    /// What was trained, as far as a plan can follow it.
    pub log: Log,
    /// What all that was trained gave each leg.
    pub hard_sets: Vec<HardSets>,
    /// The plan that is followed; none when none was chosen.
    pub plan: Option<KeptPlan>,
    /// The plans that were followed before it, oldest first.
    pub earlier_plans: Vec<KeptPlan>,
    /// Weekdays, 0 = Monday, on which it or a plan of the weeks before had a session: a calendar may still show them.
    pub planned_weekdays: BTreeSet<u8>,
}

/// A plan with the day from which it is followed.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptPlan {
    /// The plan.
    pub plan: Plan,
    /// The day.
    pub since: Date,
}

/// Where a person stands.
#[derive(Debug, Clone)]
pub struct Followed {
    /// The outcome of the screen.
    pub screening: Screening,
    /// The findings; held back while a red flag stops.
    pub assessment: Option<Assessment>,
    /// What comes next; none without a clearance or a plan, unless the log holds a sign to stop.
    pub next: Option<Next>,
    /// When to measure again, counted from the newest measurement.
    pub retest: Option<Retest>,
    /// What is due, the most urgent first.
    pub due: Vec<Due>,
    /// The last day on which something was measured.
    pub measured_on: Option<Date>,
    /// Is that so long ago that what was found may no longer hold?
    pub is_old: bool,
    /// The last day on which something was trained.
    pub trained_on: Option<Date>,
}

impl Followed {
    /// Why the log has ended the clearance, when it has.
    #[must_use]
    pub fn ended(&self) -> Option<&ClearanceEnd> {
        match &self.next {
            Some(Next::ClearanceEnded(end)) => Some(end),
            Some(Next::Session(_) | Next::Nothing { .. }) | None => None,
        }
    }

    /// Does a sign in the log ask that somebody looks, whatever the answers say?
    #[must_use]
    pub fn asks_for_somebody(&self) -> bool {
        self.ended().is_some_and(|end| end.action.is_some())
    }

    /// Whom the answers or a sign in the log ask to see, the most urgent of both; none where nobody must look first.
    #[must_use]
    pub fn asks_for(&self) -> Option<Action> {
        let by_answers = match &self.screening {
            Screening::Stopped { action, .. } => Some(*action),
            Screening::Cleared(_) | Screening::Incomplete { .. } | Screening::Expired { .. } => None,
        };
        let by_log = match &self.next {
            Some(Next::ClearanceEnded(end)) => end.action,
            Some(Next::Session(_) | Next::Nothing { .. }) | None => None,
        };
        by_answers.into_iter().chain(by_log).min()
    }

    /// Do the answers clear somebody whose log has ended the clearance? Then nobody may say that nothing stops.
    #[must_use]
    pub fn is_cleared_no_more(&self) -> bool {
        matches!((&self.screening, &self.next), (Screening::Cleared(_), Some(Next::ClearanceEnded(_))))
    }
}

/// How much of an assessment is shown, since what nobody sees takes its time too.
///
/// Verdicts, estimates and everything that follows from them are the same in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All of it.
    Everything,
    /// The findings with their courses, without what to measure next and what a new visit would show.
    Findings,
    /// The findings as they stand, without how they came about; see [`assess_standing`].
    Standing,
}

/// Works out where a person stands; `learnt` is what the repeats of others have taught about noise.
#[must_use]
pub fn follow(kept: &Kept, learnt: Option<&Learnt>, knowledge: &Knowledge) -> Followed {
    follow_for(kept, learnt, knowledge, Shown::Everything)
}

/// Works out the same as [`follow`] where only a part of the assessment is shown.
#[must_use]
pub fn follow_for(kept: &Kept, learnt: Option<&Learnt>, knowledge: &Knowledge, shown: Shown) -> Followed {
    let input = &kept.input;
    let own: Vec<Trial> =
        input.trials.iter().filter(|t| t.subject == input.subject && t.day <= input.as_of).cloned().collect();
    let waits = waits(&kept.log, input.answers.on, knowledge);
    let screening = screen(&input.person, &input.answers, &own, knowledge, input.as_of).with_waits(&waits);
    let measured_on = last_measured(&own, input.as_of);
    let mut followed = Followed {
        screening: screening.clone(),
        assessment: None,
        next: None,
        retest: None,
        due: Vec::new(),
        measured_on,
        is_old: measured_on.is_some_and(|day| days_between(day, input.as_of) > OLD_AFTER_DAYS),
        trained_on: kept.log.last_day(),
    };
    let cleared = match &screening {
        Screening::Stopped { action, .. } => {
            let sign = signs_to_stop(&kept.log, input.answers.on, knowledge);
            // What the answers ask for already covers a sign that is less urgent.
            let sign = sign.filter(|sign| sign.action.is_some_and(|asked| asked < *action));
            followed.due = [Due::Stop].into_iter().chain(sign.as_ref().map(|_| Due::ClearanceEnded)).collect();
            followed.next = sign.map(Next::ClearanceEnded);
            return followed;
        }
        Screening::Incomplete { .. } | Screening::Expired { .. } => None,
        Screening::Cleared(cleared) => Some(cleared),
    };
    let learnt = &noise_beside(kept, &own, learnt, knowledge);
    let known = known_cautions(&input.person, &input.answers, &own, knowledge, input.as_of);
    let judging = Judging { input, own: &own, learnt, cautions: cleared.map_or(&known, Cleared::cautions) };
    let assessment = judged(&judging, (input.as_of, shown), knowledge);
    if let (Some(cleared), Some(kept_plan)) = (cleared, &kept.plan) {
        let mut assessments = earlier(&judging, kept_plan, &assessment, knowledge);
        assessments.push(assessment.clone());
        let following = Following {
            plan: &kept_plan.plan,
            since: Some(kept_plan.since),
            measured_on,
            log: &kept.log,
            cleared,
            person: &input.person,
            assessments: &assessments,
            knowledge,
            as_of: input.as_of,
        };
        followed.next = Some(next_session(&following));
    } else if let Some(cleared) = cleared {
        // A sign to stop needs no plan to count.
        followed.next = clearance_end(&kept.log, cleared, knowledge, input.as_of).map(Next::ClearanceEnded);
    } else {
        followed.next = unseen_signs(&kept.log, &screening, input, knowledge).map(Next::ClearanceEnded);
    }
    let plan = kept.plan.as_ref().map(|kept| &kept.plan);
    // A window that moved on every day would never open: it counts from the newest measurement, as in a check.
    let a_leg_waits = cleared.is_some_and(Cleared::a_leg_waits);
    let options = measured_on.map(|from| RetestOptions { from, cautions: judging.cautions, a_leg_waits });
    // Nobody measures anything while a sign asks for somebody.
    let may_measure = !followed.asks_for_somebody();
    let asked = options.filter(|_| may_measure);
    followed.retest = asked.and_then(|options| retest(&assessment, plan, knowledge, &options));
    let mut assessment = assessment;
    if a_leg_waits {
        assessment.next.retain(|one| may_be_done(one, knowledge));
    }
    let is_old = cleared
        .zip(kept.plan.as_ref())
        .is_some_and(|(cleared, kept)| asks_for_another(kept, measured_on, &assessment, cleared, knowledge));
    followed.due = due(&followed, cleared, plan.is_some(), input.as_of);
    let since = kept.plan.as_ref().filter(|_| cleared.is_some()).map(|plan| plan.since);
    if is_old {
        followed.due.push(Due::NewPlan);
    } else if let Some(since) = since.filter(|since| is_over(*since, input.as_of)) {
        followed.due.push(Due::PlanOver { since });
    }
    followed.due.sort();
    followed.assessment = Some(assessment);
    followed
}

/// The signs to stop in a log that no answers have looked at, for somebody whose answers tell of no day after them.
#[must_use]
pub fn unseen_signs(
    log: &Log,
    screening: &Screening,
    input: &CheckInput,
    knowledge: &Knowledge,
) -> Option<ClearanceEnd> {
    let since = match screening {
        // Answers that are out of date have looked at everything before them.
        Screening::Expired { .. } => input.answers.on,
        // Nobody has looked yet; a sign is asked about for as long as answers hold.
        Screening::Stopped { .. } | Screening::Incomplete { .. } | Screening::Cleared(_) => {
            still_asked_about(input.as_of, knowledge)
        }
    };
    signs_to_stop(log, since, knowledge)
}

/// The first day of which a sign is still asked about when no answers have looked at it: as far back as answers hold.
#[must_use]
pub fn still_asked_about(as_of: Date, knowledge: &Knowledge) -> Date {
    as_of.saturating_sub(jiff::Span::new().days(i64::from(knowledge.doses.clearance_days)))
}

/// The noise that a person is judged with; who trained between the measurements may have changed more than others.
#[must_use]
pub fn noise_of(kept: &Kept, learnt: Option<&Learnt>, knowledge: &Knowledge) -> Learnt {
    let input = &kept.input;
    let own: Vec<Trial> = input.trials.iter().filter(|trial| trial.subject == input.subject).cloned().collect();
    noise_beside(kept, &own, learnt, knowledge)
}

/// The same with the person's own trials at hand; those after the day do not count.
fn noise_beside(kept: &Kept, own: &[Trial], learnt: Option<&Learnt>, knowledge: &Knowledge) -> Learnt {
    let input = &kept.input;
    let learnt = match learnt {
        Some(learnt) => learnt.clone(),
        None => learn_noise(own, &input.person, knowledge, input.as_of),
    };
    while_training(learnt, own, &kept.hard_sets, input.as_of)
}

/// The noise of somebody who has kept a log: as learnt, or for one who trained between the measurements.
#[must_use]
pub fn while_training(learnt: Learnt, own: &[Trial], hard_sets: &[HardSets], as_of: Date) -> Learnt {
    let days = || own.iter().map(|trial| trial.day).filter(|day| *day <= as_of);
    let Some((first, last)) = days().min().zip(days().max()) else { return learnt };
    let trained = hard_sets.iter().any(|sets| first <= sets.on && sets.on < last);
    if trained { learnt.while_training(hard_sets.to_vec()) } else { learnt }
}

/// How a week is planned for somebody of a store: with the noise of the person, growing from what the log tells.
#[must_use]
pub fn planning(kept: &Kept, knowledge: &Knowledge) -> CheckOptions {
    CheckOptions {
        learnt: Some(noise_of(kept, None, knowledge)),
        hard_sets: kept.hard_sets.clone(),
        mastered: mastered(&kept.log, knowledge, kept.input.as_of),
        waits: waits(&kept.log, kept.input.answers.on, knowledge),
        log: kept.log.clone(),
        ..CheckOptions::default()
    }
}

/// What every assessment of one person shares.
struct Judging<'a> {
    input: &'a CheckInput,
    own: &'a [Trial],
    learnt: &'a Learnt,
    cautions: &'a BTreeSet<CautionId>,
}

fn judged(judging: &Judging<'_>, (as_of, shown): (Date, Shown), knowledge: &Knowledge) -> Assessment {
    let Judging { input, own, learnt, cautions } = judging;
    let pain = &ToldPain::of(&input.answers, knowledge);
    let options =
        AssessOptions { as_of, delta_percent: input.delta_percent, cautions, pain: Some(pain), learnt };
    let judge = match shown {
        Shown::Everything => assess,
        Shown::Findings => assess_findings,
        Shown::Standing => assess_standing,
    };
    judge(&input.subject, own, &input.person, knowledge, &options)
}

/// What was found on the days of measuring since a plan began, without the newest, which today's assessment holds;
/// nothing where it cannot matter.
fn earlier(
    judging: &Judging<'_>,
    followed: &KeptPlan,
    newest: &Assessment,
    knowledge: &Knowledge,
) -> Vec<Assessment> {
    let KeptPlan { plan, since } = followed;
    let days: BTreeSet<Date> = judging.own.iter().map(|trial| trial.day).filter(|day| day >= since).collect();
    if !looks_back(plan, newest, days.len(), knowledge) {
        return Vec::new();
    }
    let before = days.iter().rev().skip(1).take(DAYS_LOOKED_AT);
    before.map(|day| judged(judging, (*day, Shown::Standing), knowledge)).collect()
}

/// What was asked in the weeks of somebody who follows plans.
#[must_use]
pub fn plan_history(kept: &Kept, followed: &Followed, knowledge: &Knowledge) -> PlanHistory {
    let earlier = kept.earlier_plans.iter().map(|kept| (kept.since, kept.plan.clone())).collect();
    let mut history = PlanHistory { earlier, ..PlanHistory::default() };
    let (Screening::Cleared(cleared), Some(plan)) = (&followed.screening, &kept.plan) else { return history };
    let following = Following {
        plan: &plan.plan,
        since: Some(plan.since),
        measured_on: followed.measured_on,
        log: &kept.log,
        cleared,
        person: &kept.input.person,
        assessments: followed.assessment.as_slice(),
        knowledge,
        as_of: kept.input.as_of,
    };
    let (lighter, even) = weeks_asked(&following);
    history.lighter = lighter;
    history.even = followed.measured_on.filter(|_| !even.is_empty()).map(|on| (on, even));
    history
}

/// Was something measured since a plan was made, after which a new one would even out other sides?
fn asks_for_another(
    followed: &KeptPlan,
    measured_on: Option<Date>,
    assessment: &Assessment,
    cleared: &Cleared,
    knowledge: &Knowledge,
) -> bool {
    let told = |needs: &[Need]| -> BTreeSet<_> {
        needs.iter().map(|need| (need.group.clone(), need.side, need.kind)).collect()
    };
    measured_on.is_some_and(|day| day > followed.since)
        && told(&followed.plan.needs) != told(&needs_now(assessment, knowledge, cleared))
}

mod over_time;
#[cfg(test)]
mod tests;
mod within;
