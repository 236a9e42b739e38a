//! What a sport asks for every week and a plan does not hold in full, read from the finished plan alone.
//!
//! It decides nothing: the first level of the plan counts the same sets. Read next: `super::wants`.

use super::eligible::is_within_limits;
use super::wants::{is_barred, minimums, of_sport};
use super::week::Plan;
use crate::body::{Bilateral, Side};
use crate::knowledge::{EquipmentId, ExerciseId, Knowledge, Minimum, RuleId};
use crate::person::Person;
use crate::screen::Cleared;
use std::collections::{BTreeMap, BTreeSet};

/// A minimum of a sport that the week does not hold in full.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmetMinimum {
    /// The rule that asks for it.
    pub rule: RuleId,
    /// Sets on each leg that it asks for every week.
    pub wanted_sets: f64,
    /// Sets that both legs get from the exercises that it counts.
    pub planned_sets: u32,
    /// What is not at hand on any day for the one of them that lacks least; empty when one of them could be done.
    pub lacks: BTreeSet<EquipmentId>,
}

/// The minimums of the person's sport that a week does not hold in full, in the order of the rules.
///
/// One of which the limits leave no exercise is not missing; [`barred_minimums`] names it.
///
/// # Units
/// Whole sets of a week; what one leg gets beyond the other does not count.
#[must_use]
pub fn unmet_minimums(
    plan: &Plan,
    cleared: &Cleared,
    person: &Person,
    knowledge: &Knowledge,
) -> Vec<UnmetMinimum> {
    let mut by_exercise: BTreeMap<(u8, &ExerciseId), Bilateral<u32>> = BTreeMap::new();
    for session in &plan.sessions {
        for item in &session.items {
            let sets = by_exercise.entry((session.weekday, &item.exercise)).or_default();
            for side in Side::BOTH.into_iter().filter(|side| item.side.includes(*side)) {
                sets[side] = sets[side].saturating_add(item.sets);
            }
        }
    }
    let mut unmet = Vec::new();
    for (_, minimum) in minimums(cleared, person, knowledge) {
        let counted = by_exercise.iter().filter(|((_, id), _)| minimum.exercises.contains(*id));
        let both_legs = counted.map(|(_, sets)| sets.left.min(sets.right));
        let planned_sets = both_legs.fold(0_u32, u32::saturating_add);
        if f64::from(planned_sets) < minimum.sets {
            unmet.push(UnmetMinimum {
                rule: minimum.rule.clone(),
                wanted_sets: minimum.sets,
                planned_sets,
                lacks: lacks(minimum, cleared, person, knowledge),
            });
        }
    }
    unmet
}

/// The minimums of the person's sport of which the limits leave no exercise for now, in the order of the rules.
#[must_use]
pub fn barred_minimums(cleared: &Cleared, person: &Person, knowledge: &Knowledge) -> Vec<RuleId> {
    let barred = of_sport(person, knowledge).filter(|(_, one)| is_barred(one, cleared, person, knowledge));
    barred.map(|(_, minimum)| minimum.rule.clone()).collect()
}

/// What the exercise that lacks least of those within the limits still needs.
fn lacks(
    minimum: &Minimum,
    cleared: &Cleared,
    person: &Person,
    knowledge: &Knowledge,
) -> BTreeSet<EquipmentId> {
    let at_hand = |id: &EquipmentId| {
        knowledge.equipment.get(id).is_some_and(|equipment| equipment.household)
            || person.equipment.contains(id)
            || person.equipment_by_weekday.values().any(|equipment| equipment.contains(id))
    };
    let exercises = minimum.exercises.iter().filter_map(|id| knowledge.exercises.get(id));
    let exercises = exercises.filter(|exercise| is_within_limits(exercise, cleared, person, knowledge));
    let missing = exercises.map(|exercise| {
        exercise.equipment.iter().filter(|id| !at_hand(id)).cloned().collect::<BTreeSet<EquipmentId>>()
    });
    missing.min_by_key(BTreeSet::len).unwrap_or_default()
}
