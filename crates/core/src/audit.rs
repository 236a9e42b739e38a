//! What a week of training gives each muscle group on each side.
//!
//! It counts and compares; it never changes a plan. Read next: [`crate::plan`].

use crate::body::{Bilateral, MuscleGroupId, Side};
use crate::knowledge::{Dose, Exercise, ExerciseKind, Knowledge};
use crate::plan::{Session, Volume};
use std::collections::BTreeMap;

/// Counts what sessions give every trainable group on each side: zero where they give nothing.
///
/// A set of an exercise counts for a group in the part that the exercise's shares say, for each leg that does it; a
/// set with both legs counts fully for each. A stretch counts the middle of its hold. Exercises that the knowledge
/// does not hold give nothing.
///
/// # Source
/// Counting sets in parts follows the fractional count of Pelland 2024; the shares are the catalogue's.
#[must_use]
pub fn weekly_volumes(sessions: &[Session], knowledge: &Knowledge) -> Vec<Volume> {
    // Hundredths of a set and half-seconds: whole numbers do not depend on the order of adding.
    let mut counts: BTreeMap<&MuscleGroupId, Bilateral<(i64, i64)>> = knowledge
        .groups
        .values()
        .filter(|group| group.trainable)
        .map(|group| (&group.id, Bilateral::default()))
        .collect();
    for item in sessions.iter().flat_map(|session| &session.items) {
        let Some(exercise) = knowledge.exercises.get(&item.exercise) else {
            continue;
        };
        for (group, (hundredths, half_seconds)) in gives(exercise) {
            let Some(count) = counts.get_mut(group) else {
                continue;
            };
            for side in Side::BOTH.into_iter().filter(|side| item.side.includes(*side)) {
                count[side].0 += i64::from(item.sets) * hundredths;
                count[side].1 += i64::from(item.sets) * half_seconds;
            }
        }
    }
    let volumes = counts.into_iter().flat_map(|(group, count)| {
        Side::BOTH.map(|side| Volume {
            group: group.clone(),
            side,
            sets: as_f64(count[side].0) / 100.0,
            stretch_minutes: as_f64(count[side].1) / 120.0,
        })
    });
    volumes.collect()
}

/// What one set gives to each group: hundredths of a hard set, and half-seconds of stretching.
fn gives(exercise: &Exercise) -> BTreeMap<&MuscleGroupId, (i64, i64)> {
    match exercise.kind {
        ExerciseKind::Strength | ExerciseKind::Balance => {
            exercise.shares.iter().map(|(group, share)| (group, (whole(share * 100.0), 0))).collect()
        }
        ExerciseKind::Stretch => {
            let half_seconds = match exercise.dose {
                Dose::HoldS([from, to]) => i64::from(from) + i64::from(to),
                Dose::Reps(_) => whole(exercise.minutes_per_set * 60.0) * 2,
            };
            exercise.stretches.iter().map(|group| (group, (0, half_seconds))).collect()
        }
    }
}

fn whole(value: f64) -> i64 {
    // Parts of a set and seconds of a set are small.
    #[allow(clippy::cast_possible_truncation)]
    let whole = value.round() as i64;
    whole
}

fn as_f64(whole: i64) -> f64 {
    // A week's sets and seconds are far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let number = whole as f64;
    number
}
