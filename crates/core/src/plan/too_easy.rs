//! What is too easy for somebody who has trained: first steps, on the days on which something harder is at hand.
//!
//! A set counts for a muscle when it is hard. Who has trained can do a dozen straight-leg raises and more, so its sets
//! are none for the front of the thigh, whatever share of the work it has. It never takes away what one asked for or
//! likes, what a sport prescribes, and nothing from a muscle that hurt when it was tested. Read next: `super::problem`.

use super::eligible::{Eligible, hundredths};
use super::needs::painful;
use super::wants::minimums;
use super::week::PlanOptions;
use crate::assess::Assessment;
use crate::body::MuscleGroupId;
use crate::knowledge::{Exercise, ExerciseKind, GoalId, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;

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
    if cleared.gentle() || !person.trained {
        return all;
    }
    let least = knowledge.doses.trained_level_min;
    let hurts = painful(assessment, knowledge);
    let strength = |one: &Eligible<'_>| one.exercise.kind == ExerciseKind::Strength;
    let harder = all.iter().copied().filter(|one| strength(one) && !is_first_step(one.exercise, least));
    let harder: Vec<Eligible<'k>> = harder.collect();
    let stays = |exercise: &Exercise| {
        exercise.kind != ExerciseKind::Strength
            || !is_first_step(exercise, least)
            || options.with.contains(&exercise.id)
            || person.likes.contains(&exercise.id)
            || minimums(person, knowledge).any(|(_, minimum)| minimum.exercises.contains(&exercise.id))
            || exercise.counted_shares().any(|(group, _)| hurts.iter().any(|(painful, _)| painful == group))
    };
    let replaced = |exercise: &Exercise| {
        let days = |(group, share): (&MuscleGroupId, f64)| {
            let takes_its_place = harder.iter().filter(|other| {
                // Only sets of one leg can give a weak leg more.
                (other.exercise.one_sided || !exercise.one_sided)
                    && hundredths(other.exercise.counted_share(group)) >= hundredths(share)
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

fn is_first_step(exercise: &Exercise, level_min: u32) -> bool {
    let only = |goal: &GoalId| goal.as_str() == FIRST_STEPS;
    exercise.level < level_min || (!exercise.goals.is_empty() && exercise.goals.iter().all(only))
}

/// The groups that an exercise gives most.
fn main_groups(exercise: &Exercise) -> impl Iterator<Item = (&MuscleGroupId, f64)> {
    let most = exercise.counted_shares().map(|(_, share)| hundredths(share)).max().unwrap_or(0);
    exercise.counted_shares().filter(move |(_, share)| hundredths(*share) == most)
}
