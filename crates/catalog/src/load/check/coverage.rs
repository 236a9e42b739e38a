//! Every muscle group can be tested, trained and stretched, with what people have.

use super::super::read::{Listed, Raw};
use super::Refusals;
use evenstride_core::body::MuscleGroupId;
use evenstride_core::knowledge::{
    Cell, EquipmentClass, EquipmentId, MuscleGroup, class_needed, exercise_fills, lengthens, strengthens,
    test_fills,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many strength exercises a group must have, and from how many classes of equipment.
const EXERCISES_MIN: usize = 4;
const CLASSES_MIN: usize = 2;
/// How many stretches a group must have.
const STRETCHES_MIN: usize = 2;

/// Checks the coverage of every group that can be trained, and that gaps explain empty cells only.
pub fn check(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let filled = filled(raw);
    let excused: BTreeSet<(MuscleGroupId, Cell)> = raw
        .gaps
        .iter()
        .flat_map(|listed| listed.item.cells.iter().map(|cell| (listed.item.group.clone(), *cell)))
        .collect();
    for listed in raw.groups.iter().filter(|listed| listed.item.trainable) {
        let group = &listed.item.id;
        for cell in Cell::ALL.map(|cell| (group.clone(), cell)) {
            refusals.expect(filled.contains(&cell) || excused.contains(&cell), listed.span, group.as_str(), || {
                format!(
                    "read group “{group}”: expected an entry for {:?} or a [[gap]] that says why there is none, found neither",
                    cell.1
                )
            });
        }
        enough(refusals, listed, &excused);
    }
    for listed in &raw.gaps {
        for cell in &listed.item.cells {
            let group = &listed.item.group;
            refusals.expect(!filled.contains(&(group.clone(), *cell)), listed.span, group.as_str(), || {
                format!("read gap “{group}”: expected an empty cell {cell:?}, found entries in it")
            });
        }
    }
}

/// The cells of the coverage table that hold a test or an exercise.
#[must_use]
pub fn filled(raw: &Raw) -> BTreeSet<(MuscleGroupId, Cell)> {
    let classes = classes(raw);
    let class_of = |id: &EquipmentId| classes.get(id).copied();
    let mut filled = BTreeSet::new();
    for group in raw.groups.iter().map(|listed| &listed.item.id) {
        for cell in Cell::ALL {
            let is_filled = raw.tests.iter().any(|test| test_fills(&test.item, group, cell))
                || raw.exercises.iter().any(|e| exercise_fills(&e.item, group, cell, class_of));
            if is_filled {
                filled.insert((group.clone(), cell));
            }
        }
    }
    filled
}

/// The class of each piece of training equipment.
#[must_use]
pub fn classes(raw: &Raw) -> BTreeMap<&EquipmentId, EquipmentClass> {
    raw.equipment.iter().filter_map(|listed| Some((&listed.item.id, listed.item.class?))).collect()
}

fn enough(
    refusals: &mut Refusals<'_>,
    listed: &Listed<MuscleGroup>,
    excused: &BTreeSet<(MuscleGroupId, Cell)>,
) {
    let classes = classes(refusals.raw);
    let (group, span) = (&listed.item.id, listed.span);
    let exercises = &refusals.raw.exercises;
    let strength: Vec<_> = exercises.iter().filter(|exercise| strengthens(&exercise.item, group)).collect();
    let classes: BTreeSet<EquipmentClass> =
        strength.iter().map(|exercise| class_needed(&exercise.item, |id| classes.get(id).copied())).collect();
    refusals.expect(
        strength.len() >= EXERCISES_MIN && classes.len() >= CLASSES_MIN,
        span,
        group.as_str(),
        || {
            format!(
                "read group “{group}”: expected {EXERCISES_MIN} strength exercises from {CLASSES_MIN} classes of equipment, found {} from {}",
                strength.len(),
                classes.len()
            )
        },
    );
    let stretches = exercises.iter().filter(|exercise| lengthens(&exercise.item, group)).count();
    let is_excused = excused.contains(&(group.clone(), Cell::Stretch));
    refusals.expect(stretches >= STRETCHES_MIN || is_excused, span, group.as_str(), || {
        format!("read group “{group}”: expected {STRETCHES_MIN} stretches, found {stretches}")
    });
}
