//! Which exercise comes next in a chain, and what load comes next on a bar.
//!
//! Read next: `super::thread`.

use super::next::Following;
use crate::body::MuscleGroupId;
use crate::knowledge::{
    Dose, EquipmentClass, EquipmentId, Exercise, ExerciseId, ExerciseKind, FollowingFigures, Knowledge, Ladder,
    Schedule,
};
use crate::plan::suits;
use std::collections::BTreeSet;

/// The ladder of an exercise, when the catalogue holds one.
pub(super) fn ladder<'k>(knowledge: &'k Knowledge, exercise: &ExerciseId) -> Option<&'k Ladder> {
    knowledge.following.ladders.iter().find(|ladder| ladder.exercise == *exercise)
}

/// The written schedule of an exercise, when the catalogue holds one.
pub(super) fn schedule<'k>(knowledge: &'k Knowledge, exercise: &ExerciseId) -> Option<&'k Schedule> {
    knowledge.following.schedules.iter().find(|schedule| schedule.exercise == *exercise)
}

/// May this person do it: equipment, clearance, level and dislikes, as the planner asks?
fn allowed(exercise: &Exercise, following: &Following<'_>) -> bool {
    let Following { cleared, person, knowledge, .. } = following;
    suits(exercise, cleared, person, knowledge) && exercise.equipment.iter().all(|id| is_at_hand(id, following))
}

/// Is it there on every day of the plan? A step of a chain may fall on any of them.
fn is_at_hand(id: &EquipmentId, following: &Following<'_>) -> bool {
    let Following { person, knowledge, plan, .. } = following;
    let household = knowledge.equipment.get(id).is_some_and(|equipment| equipment.household);
    household || plan.sessions.iter().all(|session| person.equipment_on(session.weekday).contains(id))
}

/// What a step of the chain is taken for: the group that the exercise gives most.
fn main_group(exercise: &Exercise) -> Option<(&MuscleGroupId, f64)> {
    let shares = exercise.counted_shares();
    shares.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// Is the other one a step of the same chain: the same kind, the same legs, and its main group still trained?
fn same_chain(exercise: &Exercise, other: &Exercise, least_share: f64) -> bool {
    let Some((group, share)) = main_group(exercise) else {
        return exercise.kind == other.kind && exercise.one_sided == other.one_sided;
    };
    exercise.kind == other.kind
        && exercise.one_sided == other.one_sided
        && other.counted_share(group) >= share * least_share
}

/// What the plan holds anyway, which is no step of a chain, and the groups for which it holds an exercise.
pub(super) type Held<'h> = (&'h BTreeSet<&'h ExerciseId>, &'h BTreeSet<MuscleGroupId>);

/// Does each group that is needed get at least so much of what it got?
fn keeps_needed(
    exercise: &Exercise,
    other: &Exercise,
    needed: &BTreeSet<MuscleGroupId>,
    least_share: f64,
) -> bool {
    needed.iter().all(|group| other.counted_share(group) >= exercise.counted_share(group) * least_share)
}

/// The harder exercise that comes next; none where the chain ends for this person.
///
/// A written ladder decides first; otherwise the lowest level, the better grade and the id, in this order. The main
/// group and each that the plan holds it for get at least what they got. What the plan holds anyway is no step.
pub(super) fn harder<'k>(
    exercise: &Exercise,
    following: &Following<'k>,
    (planned, needed): Held<'_>,
) -> Option<&'k Exercise> {
    let knowledge = following.knowledge;
    let fits = |id: &ExerciseId| {
        let other = knowledge.exercises.get(id)?;
        let taken = planned.contains(id);
        let keeps = same_chain(exercise, other, 1.0) && keeps_needed(exercise, other, needed, 1.0);
        (!taken && keeps && allowed(other, following)).then_some(other)
    };
    if let Some(ladder) = ladder(knowledge, &exercise.id) {
        return ladder.to.iter().find_map(fits);
    }
    let above = exercise.harder.iter().filter_map(fits).filter(|other| other.level >= exercise.level);
    above.min_by(|a, b| (a.level, a.grade, &a.id).cmp(&(b.level, b.grade, &b.id)))
}

/// The easier exercise that one goes back to; none where the chain begins.
pub(super) fn easier<'k>(
    exercise: &Exercise,
    following: &Following<'k>,
    (planned, needed): Held<'_>,
) -> Option<&'k Exercise> {
    let below = exercise.easier.iter().filter_map(|id| following.knowledge.exercises.get(id)).filter(|other| {
        // Half of what a group got is enough when something hurt.
        let keeps = same_chain(exercise, other, 0.5) && keeps_needed(exercise, other, needed, 0.5);
        !planned.contains(&other.id) && keeps && allowed(other, following)
    });
    below.min_by(|a, b| (b.level, a.grade, &a.id).cmp(&(a.level, b.grade, &b.id)))
}

/// Everything that is reached from an exercise by steps in one direction, itself left out.
pub(super) fn family<'k>(exercise: &'k Exercise, knowledge: &'k Knowledge) -> BTreeSet<&'k ExerciseId> {
    let mut family = reached(exercise, knowledge, |exercise| &exercise.harder);
    family.extend(easier_ones(exercise, knowledge));
    family
}

/// The easier exercises of its chain.
pub(super) fn easier_ones<'k>(exercise: &'k Exercise, knowledge: &'k Knowledge) -> BTreeSet<&'k ExerciseId> {
    reached(exercise, knowledge, |exercise| &exercise.easier)
}

fn reached<'k>(
    exercise: &'k Exercise,
    knowledge: &'k Knowledge,
    steps: impl Fn(&'k Exercise) -> &'k Vec<ExerciseId>,
) -> BTreeSet<&'k ExerciseId> {
    let mut open: Vec<&'k ExerciseId> = steps(exercise).iter().collect();
    let mut seen: BTreeSet<&ExerciseId> = BTreeSet::new();
    while let Some(id) = open.pop() {
        let Some(other) = knowledge.exercises.get(id) else { continue };
        let is_new = same_chain(exercise, other, 0.5) && seen.insert(&other.id);
        if is_new {
            open.extend(steps(other));
        }
    }
    seen
}

/// Is its load chosen in kilograms: free weights, bars and machines?
#[must_use]
pub fn takes_load(exercise: &Exercise, knowledge: &Knowledge) -> bool {
    exercise.equipment.iter().any(|id| {
        match knowledge.equipment.get(id).and_then(|equipment| equipment.class) {
            Some(EquipmentClass::FreeWeight | EquipmentClass::Barbell | EquipmentClass::Machine) => true,
            Some(EquipmentClass::Household | EquipmentClass::Band | EquipmentClass::Small) | None => false,
        }
    })
}

/// Does it ask for more from session to session?
pub(super) fn progresses(exercise: &Exercise) -> bool {
    match exercise.kind {
        ExerciseKind::Strength | ExerciseKind::Balance | ExerciseKind::Trunk => true,
        ExerciseKind::Stretch
        | ExerciseKind::ContractRelax
        | ExerciseKind::Release
        | ExerciseKind::Jump
        | ExerciseKind::Mobility
        | ExerciseKind::Habit
        | ExerciseKind::WarmUp
        | ExerciseKind::Running => false,
    }
}

/// Where a range begins: at its low end where more will be asked, at its high end where the dose stays.
pub(super) fn entry_aim(exercise: &Exercise) -> u32 {
    let [low, high] = exercise.dose.range();
    if progresses(exercise) { low } else { high }
}

/// What is added to the aim of a set from one session to the next.
pub(super) fn aim_step(dose: Dose, figures: &FollowingFigures) -> u32 {
    match dose {
        Dose::Reps(_) => crate::knowledge::counted(figures.aim_step_reps),
        Dose::HoldS(_) | Dose::Metres(_) => crate::knowledge::counted(figures.aim_step_hold_s),
        Dose::Minutes(_) => 1,
    }
}

/// The load that is added where a chain ends for this person and the body alone has become easy; none where nothing is
/// added, it is not at hand, or a limit lets no load grow.
pub(super) fn first_load(exercise: &Exercise, following: &Following<'_>) -> Option<f64> {
    let Following { cleared, knowledge, .. } = following;
    let added = exercise.added_load.as_ref()?;
    let is_held = cleared.gentle() || knowledge.limits_load(exercise, cleared.cautions()).is_some();
    (!is_held && is_at_hand(added, following)).then(|| load_step(exercise, knowledge))
}

/// One step of what plates, dumbbells and the filling of a backpack come in.
pub(super) fn load_step(exercise: &Exercise, knowledge: &Knowledge) -> f64 {
    let figures = &knowledge.following.figures;
    let n_groups = u32::try_from(exercise.counted_shares().count()).unwrap_or(u32::MAX);
    // What hangs at the ankle weighs on the whole leg, so it grows in small steps.
    let hangs = exercise.added_load.as_ref().and_then(|id| knowledge.equipment.get(id)?.class);
    let hangs = hangs == Some(EquipmentClass::FreeWeight);
    let large = f64::from(n_groups) >= figures.large_from_groups && !hangs;
    if large { figures.load_step_large_kg } else { figures.load_step_small_kg }
}

/// The next load up: some percent, at least one step.
pub(super) fn load_up(load_kg: f64, exercise: &Exercise, knowledge: &Knowledge) -> f64 {
    let percent = knowledge.following.figures.load_up_percent;
    half_kilograms(load_kg + (load_kg * percent / 100.0).max(load_step(exercise, knowledge)))
}

/// A load with some percent taken off, never more than it was.
pub(super) fn load_down(load_kg: f64, off_percent: f64) -> f64 {
    half_kilograms(load_kg * (1.0 - off_percent / 100.0)).min(load_kg)
}

/// Rounded down to half a kilogram; what is below that stays as it is.
fn half_kilograms(load_kg: f64) -> f64 {
    let halves = (load_kg * 2.0 + 1e-9).floor() / 2.0;
    if halves > 0.0 { halves } else { load_kg }
}
