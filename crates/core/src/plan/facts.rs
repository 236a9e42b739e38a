//! What is told beside the sessions of a finished week: what a sport misses, planes, opposing muscles, spare minutes.
//!
//! It reads the finished plan, moves nothing in it, and no level counts any of it. What it offers for minutes that are
//! left over rests on weaker evidence than the sessions do, and says by its grade how weak. Read next: [`super::week`].

use super::eligible::{allowed_on, suits};
use super::minimum::{UnmetMinimum, barred_minimums, unmet_minimums};
use super::problem::WARM_UP_S;
use super::week::{NeedKind, Plan, PlanOptions, PlannedSide};
use crate::body::{MuscleGroupId, Side};
use crate::knowledge::{Dose, Exercise, ExerciseId, ExerciseKind, Grade, Knowledge, Plane, RuleId};
use crate::person::Person;
use crate::screen::Cleared;
use std::collections::{BTreeMap, BTreeSet};

/// Most things that are offered for minutes that are left over.
const SPARE_MAX: usize = 3;

/// What is told beside the sessions of a week.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekFacts {
    /// What the person's sport asks for and does not get in full.
    pub minimums: Vec<UnmetMinimum>,
    /// What the person's sport asks for and the limits leave out for now.
    pub barred_minimums: Vec<RuleId>,
    /// Planes in which a strength exercise of the week moves.
    pub planes: Vec<Plane>,
    /// Planes in which none of them moves; those that move in several planes count for none of them.
    pub planes_lacking: Vec<Plane>,
    /// Opposing muscles of which one gets hard sets and the other none.
    pub one_of_two: Vec<OneOfTwo>,
    /// What minutes that are left over could be used for.
    pub spare: Vec<Spare>,
    /// Was last week known, so that no group grows by more than the dose rules allow?
    pub grows_from_last_week: bool,
}

/// A pair of opposing muscles of which one gets hard sets on a leg and the other none.
#[derive(Debug, Clone, PartialEq)]
pub struct OneOfTwo {
    /// The group that gets hard sets.
    pub group: MuscleGroupId,
    /// The group that gets none.
    pub opponent: MuscleGroupId,
    /// The legs on which it is so.
    pub side: PlannedSide,
}

/// Something for minutes that are left over, or for every day, that rests on weaker evidence than the sessions.
#[derive(Debug, Clone, PartialEq)]
pub struct Spare {
    /// The exercise.
    pub exercise: ExerciseId,
    /// The day with the minutes, 0 = Monday; none for a habit, which takes none of them.
    pub weekday: Option<u8>,
    /// The leg.
    pub side: PlannedSide,
    /// The group in need that it is for.
    pub group: MuscleGroupId,
    /// Sets or rounds on each of these legs.
    pub sets: u32,
    /// What one of them is.
    pub dose: Dose,
    /// Minutes that it takes; 0 for a habit.
    pub minutes: f64,
    /// How good the evidence for it is.
    pub grade: Grade,
}

/// Reads these facts from a finished plan.
#[must_use]
pub fn week_facts(
    plan: &Plan,
    cleared: &Cleared,
    person: &Person,
    knowledge: &Knowledge,
    options: &PlanOptions,
) -> WeekFacts {
    let (planes, planes_lacking) = planes(plan, knowledge);
    WeekFacts {
        minimums: unmet_minimums(plan, cleared, person, knowledge),
        barred_minimums: barred_minimums(cleared, person, knowledge),
        planes,
        planes_lacking,
        one_of_two: one_of_two(plan, knowledge),
        spare: spare(plan, cleared, person, knowledge, options),
        grows_from_last_week: options.last_week.is_some(),
    }
}

/// The planes of the strength exercises, and those that are missing; nothing is missing from a week without any.
fn planes(plan: &Plan, knowledge: &Knowledge) -> (Vec<Plane>, Vec<Plane>) {
    let items = plan.sessions.iter().flat_map(|session| &session.items);
    let exercises = items.filter_map(|item| knowledge.exercises.get(&item.exercise));
    let covered: BTreeSet<Plane> =
        exercises.filter(|one| one.kind == ExerciseKind::Strength).map(|one| one.plane).collect();
    let lacks = |plane: &Plane| !covered.is_empty() && !covered.contains(plane);
    let lacking = [Plane::Sagittal, Plane::Frontal, Plane::Transverse].into_iter().filter(lacks).collect();
    (covered.iter().copied().collect(), lacking)
}

fn one_of_two(plan: &Plan, knowledge: &Knowledge) -> Vec<OneOfTwo> {
    let sets = |group: &MuscleGroupId, side: Side| {
        let here = plan.volumes.iter().filter(|volume| volume.group == *group && volume.side == side);
        here.map(|volume| volume.sets).sum::<f64>()
    };
    let mut found: Vec<OneOfTwo> = Vec::new();
    for pair in &knowledge.pairs {
        for (group, opponent) in [(&pair.group, &pair.opponent), (&pair.opponent, &pair.group)] {
            let trainable = |id| knowledge.groups.get(id).is_some_and(|known| known.trainable);
            let alone = |side: Side| sets(group, side) > 0.0 && sets(opponent, side) <= 0.0;
            let side = match (alone(Side::Left), alone(Side::Right)) {
                (true, true) => PlannedSide::Both,
                (true, false) => PlannedSide::Left,
                (false, true) => PlannedSide::Right,
                (false, false) => continue,
            };
            let new = OneOfTwo { group: group.clone(), opponent: opponent.clone(), side };
            if trainable(group) && trainable(opponent) && !found.contains(&new) {
                found.push(new);
            }
        }
    }
    found
}

/// Seconds that each day has left beyond its session, or beyond the warm-up on a day without one.
fn left_over(plan: &Plan, person: &Person) -> BTreeMap<u8, f64> {
    let days = person.minutes_by_weekday.iter().filter(|(day, minutes)| **day < 7 && **minutes > 0);
    days.map(|(&day, &minutes)| {
        let session = plan.sessions.iter().find(|session| session.weekday == day);
        // Whole seconds of a warm-up are far below 2^52.
        #[allow(clippy::cast_precision_loss)]
        let used_s = session.map_or(WARM_UP_S as f64, |session| session.minutes * 60.0);
        (day, f64::from(minutes.min(1440)) * 60.0 - used_s)
    })
    .collect()
}

/// For each group in need the best graded thing that eases it, as long as minutes are left, and one habit.
fn spare(
    plan: &Plan,
    cleared: &Cleared,
    person: &Person,
    knowledge: &Knowledge,
    options: &PlanOptions,
) -> Vec<Spare> {
    let mut left = left_over(plan, person);
    let mut spare: Vec<Spare> = Vec::new();
    for kind in [ExerciseKind::Release, ExerciseKind::Mobility, ExerciseKind::Habit] {
        for need in &plan.needs {
            let wanted = kind != ExerciseKind::Release || need.kind == NeedKind::Stretch;
            let is_new = |id: &ExerciseId| spare.iter().all(|other| other.exercise != *id);
            let full = spare.len() >= SPARE_MAX
                || (kind == ExerciseKind::Habit && spare.iter().any(|other| other.weekday.is_none()));
            if !wanted || full || spare.iter().any(|other| other.group == need.group) {
                continue;
            }
            let serves = |exercise: &&Exercise| {
                exercise.kind == kind
                    && (exercise.stretches.contains(&need.group) || exercise.counted_share(&need.group) > 0.0)
                    && suits(exercise, cleared, person, knowledge)
                    && !options.without.contains(&exercise.id)
                    && is_new(&exercise.id)
            };
            let mut fitting: Vec<&Exercise> = knowledge.exercises.values().filter(serves).collect();
            fitting.sort_by_key(|exercise| exercise.grade);
            let offer = fitting.into_iter().find_map(|exercise| {
                let side = if exercise.one_sided { PlannedSide::from(need.side) } else { PlannedSide::Both };
                let of_day = day_for(exercise, &left, person, knowledge);
                let (weekday, minutes) = if kind == ExerciseKind::Habit {
                    (0..7).any(|day| allowed_on(exercise, person, knowledge, day)).then_some((None, 0.0))?
                } else {
                    let day = of_day?;
                    (Some(day), seconds(exercise) / 60.0)
                };
                Some(Spare {
                    exercise: exercise.id.clone(),
                    weekday,
                    side,
                    group: need.group.clone(),
                    sets: exercise.sets[0].max(1),
                    dose: exercise.dose,
                    minutes,
                    grade: exercise.grade,
                })
            });
            let Some(offer) = offer else { continue };
            if let Some(left) = offer.weekday.and_then(|day| left.get_mut(&day)) {
                *left -= offer.minutes * 60.0;
            }
            spare.push(offer);
        }
    }
    spare
}

/// Seconds of the fewest sets with their rest.
fn seconds(exercise: &Exercise) -> f64 {
    f64::from(exercise.sets[0].max(1)) * (exercise.minutes_per_set * 60.0 + f64::from(exercise.rest_s))
}

/// The day with most seconds left that has the equipment and holds the exercise; the first of equal ones.
fn day_for(
    exercise: &Exercise,
    left: &BTreeMap<u8, f64>,
    person: &Person,
    knowledge: &Knowledge,
) -> Option<u8> {
    let fits = |(day, left): &(&u8, &f64)| {
        **left >= seconds(exercise) && allowed_on(exercise, person, knowledge, **day)
    };
    let longest = left.iter().filter(fits).reduce(|best, next| if next.1 > best.1 { next } else { best });
    longest.map(|(day, _)| *day)
}
