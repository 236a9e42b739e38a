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
/// Counting whole and half sets follows the fractional count of Pelland 2024; the shares are the catalogue's, and
/// jumps, balance, warm-ups and running are no hard sets.
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
pub(super) fn gives(exercise: &Exercise) -> BTreeMap<&MuscleGroupId, (i64, i64)> {
    match exercise.kind {
        ExerciseKind::Strength
        | ExerciseKind::Balance
        | ExerciseKind::Trunk
        | ExerciseKind::Jump
        | ExerciseKind::Mobility
        | ExerciseKind::Habit
        | ExerciseKind::WarmUp
        | ExerciseKind::Running => {
            exercise.counted_shares().map(|(group, share)| (group, (whole(share * 100.0), 0))).collect()
        }
        ExerciseKind::Stretch | ExerciseKind::ContractRelax => {
            let half_seconds = match exercise.dose {
                Dose::HoldS([from, to]) => i64::from(from) + i64::from(to),
                Dose::Reps(_) | Dose::Minutes(_) | Dose::Metres(_) => {
                    whole(exercise.minutes_per_set * 60.0) * 2
                }
            };
            exercise.stretches.iter().map(|group| (group, (0, half_seconds))).collect()
        }
        // Pressing a muscle is neither work nor a stretch.
        ExerciseKind::Release => BTreeMap::new(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Item, PlannedSide};
    use crate::testing;

    fn item(exercise: &str, side: PlannedSide, sets: u32) -> Item {
        let known = testing::knowledge();
        let dose = known.exercises.get(exercise).map_or(Dose::Reps([5, 8]), |exercise| exercise.dose);
        let exercise = testing::exercise_id(exercise);
        Item {
            exercise,
            side,
            sets,
            dose,
            load: String::new(),
            limited_by: None,
            rest_s: 0,
            minutes: 0.0,
            because: Vec::new(),
        }
    }

    #[test]
    fn sets_count_in_parts_and_for_each_leg_that_does_them() {
        let items = vec![
            item("goblet-squat", PlannedSide::Both, 3),
            item("split-squat", PlannedSide::Left, 4),
            item("stretch-quad-standing", PlannedSide::Right, 2),
            item("flying", PlannedSide::Both, 9),
        ];
        let volumes = weekly_volumes(&[Session { weekday: 0, minutes: 30.0, items }], &testing::knowledge());
        let of = |group: &str, side: Side| {
            let volume = volumes.iter().find(|v| v.group.as_str() == group && v.side == side).unwrap();
            (volume.sets, volume.stretch_minutes)
        };
        // 3 sets of 1 with both legs, 4 of a half with the left, 2 holds of a minute with the right.
        assert_eq!(of("quads", Side::Left), (5.0, 0.0));
        assert_eq!(of("quads", Side::Right), (3.0, 2.0));
        // Half a set of the squat counts; the quarter of the split squat is told and not counted.
        assert_eq!(of("adductors", Side::Left), (1.5, 0.0));
        assert_eq!(of("soleus", Side::Right), (0.0, 0.0));
        assert!(volumes.iter().all(|volume| volume.group.as_str() != "whole-leg"));
    }
}
