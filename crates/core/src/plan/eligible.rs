//! Which exercises may be in a week at all, and which of them are rungs of one chain.
//!
//! Read next: `super::too_easy`.

use super::too_easy::hard_enough;
use super::week::PlanOptions;
use crate::assess::Assessment;
use crate::knowledge::{EquipmentClass, EquipmentId, Exercise, ExerciseId, ExerciseKind, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;
use std::collections::BTreeMap;

/// An exercise that may be in the week, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Eligible<'k> {
    /// The exercise.
    pub exercise: &'k Exercise,
    /// Weekdays on which its equipment is at hand and nothing harder takes its place, as a mask; bit 0 is Monday.
    pub weekdays: u8,
}

impl Eligible<'_> {
    /// May it be done on a weekday?
    pub(super) fn on(&self, weekday: u8) -> bool {
        weekday < 7 && self.weekdays >> weekday & 1 == 1
    }
}

/// The exercises that equipment, clearance, level, dislikes and wishes of this week allow, in the order of their ids.
///
/// The plan is the best week from all of these, and its bound speaks of all of these.
pub(super) fn eligible<'k>(
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &'k Knowledge,
    options: &PlanOptions,
) -> Vec<Eligible<'k>> {
    let at_hand = |exercise: &'k Exercise| {
        let suits = exercise.kind.answers_a_need()
            && suits(exercise, cleared, person, knowledge)
            && !options.without.contains(&exercise.id);
        let days = (0..7).filter(|&weekday| suits && allowed_on(exercise, person, knowledge, weekday));
        Eligible { exercise, weekdays: days.fold(0, |mask, weekday| mask | 1 << weekday) }
    };
    let all: Vec<Eligible<'k>> = knowledge.exercises.values().map(at_hand).collect();
    let mut all = hard_enough(all, cleared, person, assessment, knowledge, options);
    all.retain(|one| one.weekdays != 0);
    all
}

/// Do clearance, level and dislikes allow an exercise, whatever is at hand?
pub(crate) fn suits(exercise: &Exercise, cleared: &Cleared, person: &Person, knowledge: &Knowledge) -> bool {
    is_within_limits(exercise, cleared, person, knowledge) && !person.dislikes.contains(&exercise.id)
}

/// Do clearance and level allow an exercise, whatever is at hand and whoever likes it?
pub(crate) fn is_within_limits(
    exercise: &Exercise,
    cleared: &Cleared,
    person: &Person,
    knowledge: &Knowledge,
) -> bool {
    let hardest = match (cleared.gentle(), person.trained) {
        // A machine holds the leg and takes small steps of weight, which a leg after an operation needs to catch up;
        // that nothing goes to the limit is a caution of its own.
        (true, true) if cleared.returning() && is_one_leg_on_a_machine(exercise, knowledge) => 3,
        (true, _) => 2,
        (false, false) => 3,
        (false, true) => u32::MAX,
    };
    exercise.level <= hardest
        && cleared.leaves(exercise)
        && exercise.cautions.iter().all(|caution| !cleared.cautions().contains(caution))
}

fn is_one_leg_on_a_machine(exercise: &Exercise, knowledge: &Knowledge) -> bool {
    let is_machine = |id: &EquipmentId| {
        knowledge.equipment.get(id).is_some_and(|piece| piece.class == Some(EquipmentClass::Machine))
    };
    exercise.one_sided && exercise.equipment.iter().any(is_machine)
}

/// Is the equipment of an exercise at hand on a weekday?
pub(super) fn allowed_on(exercise: &Exercise, person: &Person, knowledge: &Knowledge, weekday: u8) -> bool {
    exercise.equipment.iter().all(|id| {
        let household = knowledge.equipment.get(id).is_some_and(|equipment| equipment.household);
        household || person.equipment_on(weekday).contains(id)
    })
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
    /// The place of each exercise in the order of the ids.
    place: BTreeMap<&'k ExerciseId, usize>,
    /// By place, whether each exercise is reached by harder steps.
    above: Vec<Vec<bool>>,
}

impl<'k> Chains<'k> {
    /// Follows every step of the catalogue; a step may be written down at either of its ends.
    pub(super) fn new(knowledge: &'k Knowledge) -> Self {
        let place: BTreeMap<&ExerciseId, usize> =
            knowledge.exercises.keys().enumerate().map(|(at, id)| (id, at)).collect();
        let mut steps: Vec<Vec<usize>> = vec![Vec::new(); place.len()];
        for (at, exercise) in knowledge.exercises.values().enumerate() {
            steps[at].extend(exercise.harder.iter().filter_map(|id| place.get(id)));
            for easier in exercise.easier.iter().filter_map(|id| place.get(id)) {
                steps[*easier].push(at);
            }
        }
        let above = |start: usize| {
            let mut seen = vec![false; steps.len()];
            let mut open = vec![start];
            while let Some(at) = open.pop() {
                for &harder in &steps[at] {
                    if !seen[harder] {
                        seen[harder] = true;
                        open.push(harder);
                    }
                }
            }
            seen
        };
        Self { above: (0..steps.len()).map(above).collect(), place }
    }

    /// For each of some exercises, in the order of their ids, which others of them are rungs of one chain with it.
    pub(super) fn among(&self, exercises: &[&Exercise]) -> Vec<Vec<usize>> {
        let places: Vec<Option<usize>> =
            exercises.iter().map(|exercise| self.place.get(&exercise.id).copied()).collect();
        let mut rungs = vec![Vec::new(); exercises.len()];
        for (a, from) in places.iter().enumerate() {
            let Some(above) = from.and_then(|from| self.above.get(from)) else { continue };
            for (b, to) in places.iter().enumerate() {
                if a != b && to.is_some_and(|to| above[to]) && share_a_group(exercises[a], exercises[b]) {
                    rungs[a].push(b);
                    rungs[b].push(a);
                }
            }
        }
        for others in &mut rungs {
            others.sort_unstable();
            others.dedup();
        }
        rungs
    }

    /// Are the two rungs of one chain: is one reached from the other by harder steps, and do both work one group?
    ///
    /// The group matters because chains run into one another: a bridge leads to a deadlift, which is no harder bridge.
    pub(super) fn same(&self, a: &Exercise, b: &Exercise) -> bool {
        self.leads(a, b) || self.leads(b, a)
    }

    /// Is the second reached from the first by harder steps, and do both work one group?
    pub(super) fn leads(&self, from: &Exercise, to: &Exercise) -> bool {
        let places = self.place.get(&from.id).zip(self.place.get(&to.id));
        from.id != to.id && places.is_some_and(|(from, to)| self.above[*from][*to]) && share_a_group(from, to)
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
