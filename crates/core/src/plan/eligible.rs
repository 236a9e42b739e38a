//! Which exercises may be in a week at all, and which of them are rungs of one chain.
//!
//! Read next: `super::problem`.

use crate::knowledge::{Exercise, ExerciseId, ExerciseKind, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;
use std::collections::{BTreeMap, BTreeSet};

/// So many exercises of each kind of merit are on the menu for one group.
const ON_THE_MENU: usize = 2; // source: evenstride-proposal; keeps the proof within the time of a page

/// The menu: of all that is allowed, for every group what gives it most for the minute, what gives most groups
/// something for the minute, and what is liked; in the order of the ids.
///
/// The plan is the best week from this menu, and its bound speaks of the menu.
pub(super) fn eligible<'k>(cleared: &Cleared, person: &Person, knowledge: &'k Knowledge) -> Vec<&'k Exercise> {
    let allowed = allowed(cleared, person, knowledge);
    let mut menu: BTreeSet<&ExerciseId> =
        allowed.iter().map(|exercise| &exercise.id).filter(|id| person.likes.contains(*id)).collect();
    for group in knowledge.groups.values().filter(|group| group.trainable).map(|group| &group.id) {
        let mut direct: Vec<(f64, &Exercise)> = Vec::new();
        let mut broad: Vec<(f64, &Exercise)> = Vec::new();
        let mut stretches: Vec<(f64, &Exercise)> = Vec::new();
        for &exercise in &allowed {
            // One leg at a time first: only that can give a weak side more.
            let sided = if exercise.one_sided { 1.0 } else { 0.8 };
            let per_minute = sided / exercise.minutes_per_set.max(0.1);
            if exercise.stretches.contains(group) {
                stretches.push((per_minute, exercise));
            }
            let share = exercise.counted_share(group);
            if share > 0.0 {
                direct.push((share * per_minute, exercise));
                let all: f64 = exercise.counted_shares().map(|(_, share)| share).sum();
                broad.push((all * per_minute, exercise));
            }
        }
        for list in [&mut direct, &mut broad, &mut stretches] {
            list.sort_by(|a, b| {
                b.0.total_cmp(&a.0).then_with(|| a.1.grade.cmp(&b.1.grade)).then_with(|| a.1.id.cmp(&b.1.id))
            });
            menu.extend(list.iter().take(ON_THE_MENU).map(|(_, exercise)| &exercise.id));
        }
    }
    allowed.into_iter().filter(|exercise| menu.contains(&exercise.id)).collect()
}

/// The exercises that equipment, clearance, level and dislikes allow, in the order of their ids.
fn allowed<'k>(cleared: &Cleared, person: &Person, knowledge: &'k Knowledge) -> Vec<&'k Exercise> {
    let hardest = match (cleared.gentle(), person.trained) {
        (true, _) => 2,
        (false, false) => 3,
        (false, true) => u32::MAX,
    };
    let fits = |exercise: &&Exercise| {
        exercise.kind.answers_a_need()
            && exercise.level <= hardest
            && exercise.equipment.iter().all(|id| {
                let household = knowledge.equipment.get(id).is_some_and(|equipment| equipment.household);
                household || person.equipment.contains(id)
            })
            && exercise.cautions.iter().all(|caution| !cleared.cautions().contains(caution))
            && !person.dislikes.contains(&exercise.id)
    };
    knowledge.exercises.values().filter(fits).collect()
}

/// The sets that one session holds of an exercise on both legs: always as many, so that a week can be remembered.
///
/// Beginners start with the fewest that the exercise asks for. What a weak leg gets on top is apart from this.
pub(super) fn usual_sets(exercise: &Exercise, beginner: bool) -> i64 {
    let [least, most] = exercise.sets;
    i64::from(if beginner { least } else { (least + 1).min(most) }.max(1))
}

/// Share in hundredths of a set.
pub(super) fn hundredths(share: f64) -> i64 {
    // Shares lie in 0–1 and targets below a hundred sets.
    #[allow(clippy::cast_possible_truncation)]
    let hundredths = (share * 100.0).round() as i64;
    hundredths
}

/// Which exercises are reached from which by harder steps.
#[derive(Debug, Clone)]
pub(super) struct Chains<'k> {
    above: BTreeMap<&'k ExerciseId, BTreeSet<&'k ExerciseId>>,
}

impl<'k> Chains<'k> {
    /// Follows every step of the catalogue; a step may be written down at either of its ends.
    pub(super) fn new(knowledge: &'k Knowledge) -> Self {
        let mut steps: BTreeMap<&ExerciseId, Vec<&ExerciseId>> = BTreeMap::new();
        for exercise in knowledge.exercises.values() {
            steps.entry(&exercise.id).or_default().extend(&exercise.harder);
            for easier in &exercise.easier {
                steps.entry(easier).or_default().push(&exercise.id);
            }
        }
        let above = |start: &'k ExerciseId| {
            let mut seen: BTreeSet<&ExerciseId> = BTreeSet::new();
            let mut open: Vec<&ExerciseId> = vec![start];
            while let Some(id) = open.pop() {
                open.extend(steps.get(id).into_iter().flatten().filter(|harder| seen.insert(harder)));
            }
            seen
        };
        Self { above: knowledge.exercises.keys().map(|id| (id, above(id))).collect() }
    }

    /// Are the two rungs of one chain: is one reached from the other by harder steps, and do both work one group?
    ///
    /// The group matters because chains run into one another: a bridge leads to a deadlift, which is no harder bridge.
    pub(super) fn same(&self, a: &Exercise, b: &Exercise) -> bool {
        let leads = |from: &Exercise, to: &Exercise| {
            self.above.get(&from.id).is_some_and(|above| above.contains(&to.id))
        };
        a.id != b.id && (leads(a, b) || leads(b, a)) && share_a_group(a, b)
    }
}

fn share_a_group(a: &Exercise, b: &Exercise) -> bool {
    if (a.kind == ExerciseKind::Stretch) != (b.kind == ExerciseKind::Stretch) {
        return false;
    }
    if a.kind == ExerciseKind::Stretch {
        return a.stretches.iter().any(|group| b.stretches.contains(group));
    }
    a.counted_shares().any(|(group, _)| b.counted_share(group) > 0.0)
}
