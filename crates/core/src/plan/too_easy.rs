//! What is too easy: first steps for somebody who has trained, and steps below what somebody already does.
//!
//! A set counts for a muscle when it is hard. Who has trained can do a dozen straight-leg raises and more, so its sets
//! are none for the front of the thigh, whatever share of the work it has; and who does lunges on one leg with something to
//! spare gets nothing from squats on two. It only ever keeps an exercise away on days on which something harder is at
//! hand. It never takes away what one asked for or likes, what a sport prescribes, and nothing from a muscle that hurt
//! when it was tested. Read next: `super::problem`.

use super::eligible::{Chains, Eligible, hundredths};
use super::needs::painful;
use super::wants::minimums;
use super::week::PlanOptions;
use crate::assess::Assessment;
use crate::body::MuscleGroupId;
use crate::knowledge::{DoseRules, EquipmentClass, Exercise, ExerciseKind, GoalId, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;
use crate::track::takes_load;

/// The goal of first-time exercises; what serves nothing else stays one at any step.
const FIRST_STEPS: &str = "first-steps";

/// Takes from each exercise the weekdays on which a harder one takes its place.
pub(super) fn hard_enough<'k>(
    all: Vec<Eligible<'k>>,
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &'k Knowledge,
    options: &PlanOptions,
) -> Vec<Eligible<'k>> {
    let is_gentle = cleared.gentle() && !(cleared.returning() && person.trained);
    if is_gentle || (!person.trained && options.mastered.is_empty()) {
        return all;
    }
    let outgrown = Outgrown::new(knowledge, options);
    let too_easy = |exercise: &Exercise| {
        exercise.kind == ExerciseKind::Strength
            && (outgrown.is(exercise) || (person.trained && is_light_for_the_trained(exercise, knowledge)))
    };
    let hurts = painful(assessment, knowledge);
    let harder: Vec<Eligible<'k>> = all
        .iter()
        .copied()
        .filter(|one| one.exercise.kind == ExerciseKind::Strength && !too_easy(one.exercise))
        .collect();
    let stays = |exercise: &Exercise| {
        !too_easy(exercise)
            || options.with.contains(&exercise.id)
            || person.likes.contains(&exercise.id)
            || minimums(cleared, person, knowledge).any(|(_, minimum)| minimum.exercises.contains(&exercise.id))
            || exercise.counted_shares().any(|(group, _)| hurts.iter().any(|(painful, _)| painful == group))
    };
    let replaced = |exercise: &Exercise| {
        let days = |(group, share): (&MuscleGroupId, f64)| {
            let takes_its_place = harder.iter().filter(|other| {
                // For somebody new to training only a step of the same chain is surely harder.
                (person.trained || outgrown.leads(exercise, other.exercise))
                    && gives_as_much(other.exercise, exercise, group, share)
            });
            takes_its_place.fold(0_u8, |mask, other| mask | other.weekdays)
        };
        main_groups(exercise).map(days).fold(u8::MAX, |all, days| all & days)
    };
    let left = |one: Eligible<'k>| {
        let gone = if stays(one.exercise) { 0 } else { replaced(one.exercise) };
        Eligible { weekdays: one.weekdays & !gone, ..one }
    };
    all.into_iter().map(left).collect()
}

/// Does another exercise give a group as much as this one? Only sets of one leg can give a weak leg more.
fn gives_as_much(other: &Exercise, exercise: &Exercise, group: &MuscleGroupId, share: f64) -> bool {
    (other.one_sided || !exercise.one_sided) && hundredths(other.counted_share(group)) >= hundredths(share)
}

/// Steps below what somebody already does.
struct Outgrown<'k> {
    chains: Option<Chains<'k>>,
    mastered: Vec<&'k Exercise>,
    knowledge: &'k Knowledge,
}

impl<'k> Outgrown<'k> {
    fn new(knowledge: &'k Knowledge, options: &PlanOptions) -> Self {
        let mastered: Vec<&Exercise> =
            options.mastered.iter().filter_map(|id| knowledge.exercises.get(id)).collect();
        // Without a log there is nothing to follow through the chains.
        let chains = (!mastered.is_empty()).then(|| Chains::new(knowledge));
        Self { chains, mastered, knowledge }
    }

    fn leads(&self, from: &Exercise, to: &Exercise) -> bool {
        self.chains.as_ref().is_some_and(|chains| chains.leads(from, to))
    }

    /// Is it a lower step than one that was done well, for the muscles that it works most?
    ///
    /// What takes a load is never outgrown: the load grows instead.
    fn is(&self, exercise: &Exercise) -> bool {
        let is_below = |done: &&Exercise| {
            exercise.level <= done.level
                && self.leads(exercise, done)
                && main_groups(exercise).all(|(group, share)| gives_as_much(done, exercise, group, share))
        };
        self.mastered.iter().any(is_below)
            && !self.mastered.iter().any(|done| done.id == exercise.id)
            && !takes_load(exercise, self.knowledge)
    }
}

/// Are its sets hardly hard for somebody who has trained: a first step, or low and without a load that can grow?
fn is_light_for_the_trained(exercise: &Exercise, knowledge: &Knowledge) -> bool {
    let DoseRules { trained_level_min, trained_free_level_min, .. } = knowledge.doses;
    let only = |goal: &GoalId| goal.as_str() == FIRST_STEPS;
    exercise.level < trained_level_min
        || (!exercise.goals.is_empty() && exercise.goals.iter().all(only))
        || (exercise.level < trained_free_level_min && !can_be_loaded(exercise, knowledge))
}

/// Can its resistance grow: weights, bars, machines or a stronger band?
fn can_be_loaded(exercise: &Exercise, knowledge: &Knowledge) -> bool {
    exercise.equipment.iter().any(|id| {
        match knowledge.equipment.get(id).and_then(|equipment| equipment.class) {
            Some(
                EquipmentClass::FreeWeight
                | EquipmentClass::Barbell
                | EquipmentClass::Machine
                | EquipmentClass::Band,
            ) => true,
            Some(EquipmentClass::Household | EquipmentClass::Small) | None => false,
        }
    })
}

/// The groups that an exercise gives most.
fn main_groups(exercise: &Exercise) -> impl Iterator<Item = (&MuscleGroupId, f64)> {
    let most = exercise.counted_shares().map(|(_, share)| hundredths(share)).max().unwrap_or(0);
    exercise.counted_shares().filter(move |(_, share)| hundredths(*share) == most)
}
