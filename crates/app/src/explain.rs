//! What stands behind a week: what each limit costs, what it would be without equipment, why a wish was not met.
//!
//! Every answer is found by planning again with one thing changed; nothing is guessed. Read next:
//! [`crate::report`] for the words.

use evenstride_core::assess::Assessment;
use evenstride_core::knowledge::{CautionId, EquipmentId, Exercise, ExerciseId, Knowledge};
use evenstride_core::person::Person;
use evenstride_core::plan::{LimitGain, Plan, PlanError, PlanOptions, Unmet, plan};
use evenstride_core::screen::Cleared;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What a week is explained from.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// It needs what is not at hand.
    Equipment(Vec<EquipmentId>),
    /// The answers to the health questions keep it out.
    Cautions(Vec<CautionId>),
    /// It is a warm-up, a habit or the like, which the week does not plan.
    Kind,
    /// It is too hard a step for now.
    TooHard,
    /// Other exercises do more for the minutes.
    OthersDoMore,
}

/// A liked exercise that is not in the week.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// Plans again with one thing changed at a time, and tells what follows.
#[must_use]
pub fn explain(asked: &Asked<'_>, found: &Plan) -> Explanation {
    let loosened = found.limits.iter().map(|limit| loosen(asked, found, limit)).collect();
    Explanation { loosened, household: household(asked), wishes: wishes(asked, found) }
}

fn again(asked: &Asked<'_>, person: &Person) -> Result<Plan, PlanError> {
    let options = PlanOptions { explain_limits: false, ..*asked.options };
    plan(asked.cleared, person, asked.assessment, asked.knowledge, asked.as_of, &options)
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
    let Ok(other) = again(asked, &person) else {
        return Loosened { limit: limit.clone(), covered: Vec::new(), minutes_freed: 0 };
    };
    let lacks = |plan: &Plan, wanted: &Unmet| {
        plan.unmet.iter().find(|unmet| is_same(unmet, wanted)).map_or(0.0, |unmet| unmet.wanted - unmet.planned)
    };
    let covered: Vec<Unmet> =
        found.unmet.iter().filter(|unmet| !other.unmet.iter().any(|o| is_same(o, unmet))).cloned().collect();
    // Minutes are free only when no muscle pays for them.
    let nothing_lost = other.unmet.iter().all(|unmet| lacks(&other, unmet) <= lacks(found, unmet) + 1e-9);
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
    if asked.person.equipment.iter().all(is_household) {
        return None;
    }
    let person = Person { equipment: BTreeSet::new(), ..asked.person.clone() };
    Some(again(asked, &person))
}

fn wishes(asked: &Asked<'_>, found: &Plan) -> Vec<WishUnmet> {
    let is_in = |id: &ExerciseId| {
        found.sessions.iter().flat_map(|session| &session.items).any(|item| item.exercise == *id)
    };
    let liked = asked.person.likes.iter().filter(|id| !is_in(id));
    liked
        .filter_map(|id| Some((id, asked.knowledge.exercises.get(id)?)))
        .map(|(id, exercise)| WishUnmet { exercise: id.clone(), why: why_left_out(exercise, asked) })
        .collect()
}

fn why_left_out(exercise: &Exercise, asked: &Asked<'_>) -> WhyLeftOut {
    let at_hand = |id: &EquipmentId| {
        asked.person.equipment.contains(id)
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
    } else if too_hard(exercise, asked) {
        WhyLeftOut::TooHard
    } else {
        WhyLeftOut::OthersDoMore
    }
}

/// Is it above the hardest step that core plans for somebody with these limits and this training?
fn too_hard(exercise: &Exercise, asked: &Asked<'_>) -> bool {
    let hardest = match (asked.cleared.gentle(), asked.person.trained) {
        (true, _) => 2,
        (false, false) => 3,
        (false, true) => u32::MAX,
    };
    exercise.level > hardest
}
