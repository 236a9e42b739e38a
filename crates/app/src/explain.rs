//! What stands behind a week: what each limit costs, what it would be without equipment, why a wish was not met.
//!
//! Every answer is found by planning again with one thing changed; nothing is guessed. Read next:
//! [`crate::report`] for the words.

use crate::squad::processors;
use evenstride_core::assess::Assessment;
use evenstride_core::knowledge::{CautionId, EquipmentId, Exercise, ExerciseId, Knowledge};
use evenstride_core::person::Person;
use evenstride_core::plan::{LimitGain, Plan, PlanError, PlanOptions, Unmet, plan};
use evenstride_core::screen::Cleared;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a week is explained from.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The last day on which something was measured.
    pub measured_on: Option<Date>,
    /// The clearance.
    pub cleared: &'a Cleared,
    /// The person.
    pub person: &'a Person,
    /// The findings.
    pub assessment: &'a Assessment,
    /// The knowledge that was used.
    pub knowledge: &'a Knowledge,
    /// The day for which it holds.
    pub as_of: Date,
    /// How the week was planned.
    pub options: &'a PlanOptions,
}

/// What one limit costs, in things that people can see.
#[derive(Debug, Clone, PartialEq)]
pub struct Loosened {
    /// The limit and the share of what is missing that it would make up.
    pub limit: LimitGain,
    /// What the week lacks and would hold in full.
    pub covered: Vec<Unmet>,
    /// Minutes a week that would be left over with nothing lacking more than now.
    pub minutes_freed: u32,
}

/// Why a liked exercise is not in the week.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyLeftOut {
    /// It needs what is not at hand.
    Equipment(Vec<EquipmentId>),
    /// The answers to the health questions keep it out.
    Cautions(Vec<CautionId>),
    /// It is a warm-up, a habit or the like, which the week does not plan.
    Kind,
    /// It is too hard a step for now, or it fits no day.
    TooHard,
    /// Other exercises do more for the minutes.
    OthersDoMore {
        /// What the week would lack more of with it.
        lacking: Vec<Unmet>,
    },
}

/// A swap by hand, with the week that it was made in.
#[derive(Debug, Clone, PartialEq)]
pub struct Swap {
    /// Exercises that must be in.
    pub with: BTreeSet<ExerciseId>,
    /// Exercises that must not be in.
    pub without: BTreeSet<ExerciseId>,
    /// The week as it would be without the swap.
    pub before: Result<Plan, PlanError>,
}

/// A liked exercise that is not in the week.
#[derive(Debug, Clone, PartialEq)]
pub struct WishUnmet {
    /// The exercise.
    pub exercise: ExerciseId,
    /// Why.
    pub why: WhyLeftOut,
}

/// What stands behind a week.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What limits cost, largest gain first.
    pub loosened: Vec<Loosened>,
    /// The week with household things alone; `None` when nothing else is at hand, so that it is the week itself.
    pub household: Option<Result<Plan, PlanError>>,
    /// Liked exercises that are not in.
    pub wishes: Vec<WishUnmet>,
}

/// One of the weeks that stand behind a week.
enum Answer {
    Loosened(Loosened),
    Household(Option<Result<Plan, PlanError>>),
}

/// Plans again with one thing changed at a time, and tells what follows.
#[must_use]
pub fn explain(asked: &Asked<'_>, found: &Plan) -> Explanation {
    // Each answer is a week of its own, so they are worked out beside each other, as many as there are processors.
    let answer = |at: usize| match found.limits.get(at) {
        Some(limit) => Answer::Loosened(loosen(asked, found, limit)),
        None => Answer::Household(household(asked)),
    };
    let mut explanation = Explanation { loosened: Vec::new(), household: None, wishes: wishes(asked, found) };
    for answer in beside_each_other(found.limits.len() + 1, processors(), answer) {
        match answer {
            Answer::Loosened(loosened) => explanation.loosened.push(loosened),
            Answer::Household(household) => explanation.household = household,
        }
    }
    explanation
}

/// What comes of each of so many pieces of work, in their order, of which at most so many are under way at a time.
fn beside_each_other<T: Send>(n: usize, most: NonZeroUsize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work_on = || {
        // Each takes the next piece that nobody has taken, so that none waits for a long one.
        let pieces = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed)).take_while(|at| *at < n);
        pieces.map(|at| (at, work(at))).collect::<Vec<_>>()
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..most.get().min(n)).map(|_| scope.spawn(work_on)).collect();
        let mut done = work_on();
        done.extend(others.into_iter().flat_map(ended));
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, came)| came).collect()
}

/// What came of work beside this one; a fault in it is passed on as if it had happened here.
fn ended<T>(work: std::thread::ScopedJoinHandle<'_, T>) -> T {
    work.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault))
}

/// The week without what is swapped by hand.
#[must_use]
pub fn swap(asked: &Asked<'_>) -> Swap {
    let PlanOptions { with, without, .. } = asked.options;
    let (none, nothing) = (BTreeSet::new(), BTreeSet::new());
    let before = again(asked, asked.person, none, nothing);
    Swap { with: with.clone(), without: without.clone(), before }
}

/// Why an exercise that must be in cannot be; none when the catalogue does not hold it.
#[must_use]
pub fn not_allowed(id: &ExerciseId, asked: &Asked<'_>) -> Option<WishUnmet> {
    let exercise = asked.knowledge.exercises.get(id)?;
    Some(WishUnmet { exercise: id.clone(), why: why_not(exercise, asked) })
}

/// Does a week hold an exercise?
pub(crate) fn holds(plan: &Plan, id: &ExerciseId) -> bool {
    plan.sessions.iter().flat_map(|session| &session.items).any(|item| item.exercise == *id)
}

/// What a week lacks more of than another one, as it stands in the first.
#[must_use]
pub fn lacking_more(plan: &Plan, than: &Plan) -> Vec<Unmet> {
    let lacks = |plan: &Plan, wanted: &Unmet| {
        plan.unmet.iter().find(|unmet| is_same(unmet, wanted)).map_or(0.0, |unmet| unmet.wanted - unmet.planned)
    };
    plan.unmet.iter().filter(|unmet| lacks(plan, unmet) > lacks(than, unmet) + 1e-9).cloned().collect()
}

fn again(
    asked: &Asked<'_>,
    person: &Person,
    with: BTreeSet<ExerciseId>,
    without: BTreeSet<ExerciseId>,
) -> Result<Plan, PlanError> {
    let options = PlanOptions { explain_limits: false, with, without, ..asked.options.clone() };
    plan(asked.cleared, person, asked.assessment, asked.knowledge, asked.as_of, &options)
}

/// The same wishes for another person.
fn again_for(asked: &Asked<'_>, person: &Person) -> Result<Plan, PlanError> {
    again(asked, person, asked.options.with.clone(), asked.options.without.clone())
}

fn loosen(asked: &Asked<'_>, found: &Plan, limit: &LimitGain) -> Loosened {
    let mut person = asked.person.clone();
    let shortest = person.minutes_by_weekday.values().copied().filter(|minutes| *minutes > 0).min();
    match limit {
        LimitGain::Minutes { weekday, extra_minutes, .. } => {
            *person.minutes_by_weekday.entry(*weekday).or_insert(0) += extra_minutes;
        }
        LimitGain::Equipment { equipment, .. } => {
            person.equipment.insert(equipment.clone());
        }
        LimitGain::Day { weekday, .. } => {
            person.minutes_by_weekday.insert(*weekday, shortest.unwrap_or(0));
        }
    }
    let Ok(other) = again_for(asked, &person) else {
        return Loosened { limit: limit.clone(), covered: Vec::new(), minutes_freed: 0 };
    };
    let covered: Vec<Unmet> =
        found.unmet.iter().filter(|unmet| !other.unmet.iter().any(|o| is_same(o, unmet))).cloned().collect();
    // Minutes are free only when no muscle pays for them.
    let nothing_lost = lacking_more(&other, found).is_empty();
    let freed = (minutes(found) - minutes(&other)).floor();
    let minutes_freed = if nothing_lost && freed >= 1.0 { whole(freed) } else { 0 };
    Loosened { limit: limit.clone(), covered, minutes_freed }
}

fn is_same(a: &Unmet, b: &Unmet) -> bool {
    a.group == b.group && a.side == b.side && a.kind == b.kind
}

fn minutes(plan: &Plan) -> f64 {
    plan.sessions.iter().map(|session| session.minutes).sum()
}

fn whole(number: f64) -> u32 {
    // Minutes of a week are few; the conversion saturates.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = number.max(0.0) as u32;
    whole
}

fn household(asked: &Asked<'_>) -> Option<Result<Plan, PlanError>> {
    let is_household =
        |id: &EquipmentId| asked.knowledge.equipment.get(id).is_some_and(|piece| piece.household);
    let by_day = asked.person.equipment_by_weekday.values().flatten();
    if asked.person.equipment.iter().chain(by_day).all(is_household) {
        return None;
    }
    let person =
        Person { equipment: BTreeSet::new(), equipment_by_weekday: BTreeMap::new(), ..asked.person.clone() };
    Some(again_for(asked, &person))
}

fn wishes(asked: &Asked<'_>, found: &Plan) -> Vec<WishUnmet> {
    let liked = asked.person.likes.iter().filter(|id| !holds(found, id));
    liked
        .filter_map(|id| Some((id, asked.knowledge.exercises.get(id)?)))
        .map(|(id, exercise)| WishUnmet { exercise: id.clone(), why: why_left_out(exercise, asked, found) })
        .collect()
}

/// Asks for the exercise and sees what that costs; where it cannot be, why not.
fn why_left_out(exercise: &Exercise, asked: &Asked<'_>, found: &Plan) -> WhyLeftOut {
    let mut with = asked.options.with.clone();
    with.insert(exercise.id.clone());
    match again(asked, asked.person, with, asked.options.without.clone()) {
        Ok(other) => WhyLeftOut::OthersDoMore { lacking: lacking_more(&other, found) },
        Err(_) => why_not(exercise, asked),
    }
}

/// Why core does not allow an exercise, as far as that can be named.
fn why_not(exercise: &Exercise, asked: &Asked<'_>) -> WhyLeftOut {
    let by_day: BTreeSet<&EquipmentId> = asked.person.equipment_by_weekday.values().flatten().collect();
    let at_hand = |id: &EquipmentId| {
        asked.person.equipment.contains(id)
            || by_day.contains(id)
            || asked.knowledge.equipment.get(id).is_some_and(|piece| piece.household)
    };
    let missing: Vec<EquipmentId> = exercise.equipment.iter().filter(|id| !at_hand(id)).cloned().collect();
    let cautions: Vec<CautionId> =
        exercise.cautions.iter().filter(|id| asked.cleared.cautions().contains(*id)).cloned().collect();
    if !exercise.kind.answers_a_need() {
        WhyLeftOut::Kind
    } else if !cautions.is_empty() {
        WhyLeftOut::Cautions(cautions)
    } else if !missing.is_empty() {
        WhyLeftOut::Equipment(missing)
    } else {
        WhyLeftOut::TooHard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_told_in_its_order_and_no_more_of_it_is_under_way_than_asked_for() {
        for most in [1, 2, 3, 16] {
            let (now, highest) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let came = beside_each_other(12, NonZeroUsize::new(most).unwrap(), |at| {
                highest.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                // Later pieces are done sooner.
                std::thread::sleep(std::time::Duration::from_millis(12 - at as u64));
                now.fetch_sub(1, Ordering::SeqCst);
                at
            });
            assert_eq!(came, (0..12).collect::<Vec<_>>());
            let highest = highest.into_inner();
            assert!(highest <= most && highest >= most.min(2), "{highest} of at most {most}");
        }
        assert!(beside_each_other(0, NonZeroUsize::MIN, |at| at).is_empty());
    }
}
