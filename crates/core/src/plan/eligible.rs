//! Which exercises may be in a week at all, and which of them are rungs of one chain.
//!
//! Read next: `super::problem`.

use crate::knowledge::{Exercise, ExerciseId, ExerciseKind, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;
use std::collections::BTreeSet;

/// The smallest share of a set that counts as hard for a muscle group, in hundredths.
pub(super) const HARD_SHARE: i64 = 50;

/// The exercises that equipment, clearance, level and dislikes allow, in the order of their ids.
pub(super) fn eligible<'k>(cleared: &Cleared, person: &Person, knowledge: &'k Knowledge) -> Vec<&'k Exercise> {
    let hardest = match (cleared.gentle(), person.trained) {
        (true, _) => 2,
        (false, false) => 3,
        (false, true) => u32::MAX,
    };
    let fits = |exercise: &&Exercise| {
        exercise.level <= hardest
            && exercise.equipment.iter().all(|id| {
                let household = knowledge.equipment.get(id).is_some_and(|equipment| equipment.household);
                household || person.equipment.contains(id)
            })
            && exercise.cautions.iter().all(|caution| !cleared.cautions().contains(caution))
            && !person.dislikes.contains(&exercise.id)
    };
    knowledge.exercises.values().filter(fits).collect()
}

/// Share in hundredths of a set.
pub(super) fn hundredths(share: f64) -> i64 {
    // Shares lie in 0–1 and targets below a hundred sets.
    #[allow(clippy::cast_possible_truncation)]
    let hundredths = (share * 100.0).round() as i64;
    hundredths
}

/// Are the two rungs of one chain: is one reached from the other by harder steps, and do both work one group?
///
/// The group matters because chains run into one another: a bridge leads to a deadlift, which is no harder bridge.
pub(super) fn same_chain(a: &Exercise, b: &Exercise, knowledge: &Knowledge) -> bool {
    a.id != b.id && share_a_group(a, b) && (is_above(a, b, knowledge) || is_above(b, a, knowledge))
}

fn share_a_group(a: &Exercise, b: &Exercise) -> bool {
    match (a.kind, b.kind) {
        (ExerciseKind::Stretch, ExerciseKind::Stretch) => {
            a.stretches.iter().any(|group| b.stretches.contains(group))
        }
        (ExerciseKind::Stretch, ExerciseKind::Strength | ExerciseKind::Balance)
        | (ExerciseKind::Strength | ExerciseKind::Balance, ExerciseKind::Stretch) => false,
        (ExerciseKind::Strength | ExerciseKind::Balance, ExerciseKind::Strength | ExerciseKind::Balance) => {
            a.shares.iter().any(|(group, share)| {
                let other = b.shares.get(group).copied().unwrap_or(0.0);
                hundredths(*share) >= HARD_SHARE && hundredths(other) >= HARD_SHARE
            })
        }
    }
}

/// Is `harder` reached from `start` by following harder steps?
fn is_above(harder: &Exercise, start: &Exercise, knowledge: &Knowledge) -> bool {
    let mut seen: BTreeSet<&ExerciseId> = BTreeSet::new();
    let mut open: Vec<&ExerciseId> = vec![&harder.id];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        if *id == start.id {
            return true;
        }
        // A step may be written down at either of its ends.
        open.extend(knowledge.exercises.get(id).into_iter().flat_map(|exercise| &exercise.easier));
        open.extend(
            knowledge.exercises.values().filter(|easier| easier.harder.contains(id)).map(|easier| &easier.id),
        );
    }
    false
}
