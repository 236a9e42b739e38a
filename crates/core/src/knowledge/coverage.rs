//! What each muscle group has in the catalogue: tests, exercises by equipment, stretches.
//!
//! The same counting serves the build, which refuses an empty cell that no [`Gap`](super::Gap) explains, and the table
//! that people read. It judges no person.

use super::{
    COUNTED_SHARE, Cell, EquipmentClass, EquipmentId, Exercise, ExerciseKind, Knowledge, MuscleGroup, Setting,
    Test,
};
use crate::body::{MuscleGroupId, Quality};
use std::collections::BTreeMap;

/// From this share on a test speaks for a group: a third of the work.
pub const TEST_SHARE: f64 = 1.0 / 3.0;

/// One row of the coverage table: what a muscle group has, and why a cell is empty on purpose.
#[derive(Debug, Clone, PartialEq)]
pub struct Covered<'a> {
    /// The group.
    pub group: &'a MuscleGroup,
    /// Ids of the tests and exercises of each cell, in the order of the ids; every cell is there.
    pub cells: BTreeMap<Cell, Vec<&'a str>>,
    /// Why a cell is empty on purpose.
    pub reasons: BTreeMap<Cell, &'a str>,
}

impl Covered<'_> {
    /// Cells that hold nothing although nobody said why.
    pub fn unexplained(&self) -> impl Iterator<Item = Cell> + '_ {
        let empty = self.cells.iter().filter(|(_, entries)| entries.is_empty());
        empty.map(|(cell, _)| *cell).filter(|cell| !self.reasons.contains_key(cell))
    }
}

/// The coverage table: a row for each muscle group that can be trained, in the order of the ids.
#[must_use]
pub fn coverage(knowledge: &Knowledge) -> Vec<Covered<'_>> {
    let trainable = knowledge.groups.values().filter(|group| group.trainable);
    trainable
        .map(|group| {
            let entries = |cell| {
                let class_of = |id: &EquipmentId| knowledge.equipment.get(id).and_then(|piece| piece.class);
                let tests = knowledge.tests.values().filter(move |test| test_fills(test, &group.id, cell));
                let exercises = knowledge
                    .exercises
                    .values()
                    .filter(move |exercise| exercise_fills(exercise, &group.id, cell, class_of));
                tests
                    .map(|test| test.id.as_str())
                    .chain(exercises.map(|exercise| exercise.id.as_str()))
                    .collect()
            };
            let gaps = knowledge.gaps.iter().filter(|gap| gap.group == group.id);
            Covered {
                group,
                cells: Cell::ALL.into_iter().map(|cell| (cell, entries(cell))).collect(),
                reasons: gaps
                    .flat_map(|gap| gap.cells.iter().map(|cell| (*cell, gap.reason.as_str())))
                    .collect(),
            }
        })
        .collect()
}

/// Does this test belong into a cell of this group's row?
#[must_use]
pub fn test_fills(test: &Test, group: &MuscleGroupId, cell: Cell) -> bool {
    let speaks = test.loads.get(group).is_some_and(|share| *share >= TEST_SHARE);
    let at_home = test.settings.contains(&Setting::Home);
    speaks
        && match cell {
            Cell::HomeTest => test.quality == Quality::Strength && at_home,
            Cell::InstrumentTest => test.quality == Quality::Strength && !at_home,
            Cell::FlexibilityTest => test.quality == Quality::Flexibility,
            Cell::Household
            | Cell::Band
            | Cell::Small
            | Cell::FreeWeight
            | Cell::Barbell
            | Cell::Machine
            | Cell::Stretch => false,
        }
}

/// Does this exercise belong into a cell of this group's row?
///
/// `class_of` gives the class of a piece of equipment.
#[must_use]
pub fn exercise_fills(
    exercise: &Exercise,
    group: &MuscleGroupId,
    cell: Cell,
    class_of: impl Fn(&EquipmentId) -> Option<EquipmentClass>,
) -> bool {
    let trains =
        |class: EquipmentClass| strengthens(exercise, group) && class_needed(exercise, &class_of) == class;
    match cell {
        Cell::HomeTest | Cell::InstrumentTest | Cell::FlexibilityTest => false,
        Cell::Household => trains(EquipmentClass::Household),
        Cell::Band => trains(EquipmentClass::Band),
        Cell::Small => trains(EquipmentClass::Small),
        Cell::FreeWeight => trains(EquipmentClass::FreeWeight),
        Cell::Barbell => trains(EquipmentClass::Barbell),
        Cell::Machine => trains(EquipmentClass::Machine),
        Cell::Stretch => lengthens(exercise, group),
    }
}

/// Is it a strength exercise that gives this group half a set or more?
#[must_use]
pub fn strengthens(exercise: &Exercise, group: &MuscleGroupId) -> bool {
    exercise.kind == ExerciseKind::Strength && exercise.counted_share(group) >= COUNTED_SHARE
}

/// Is it a stretch, held or with pushing first, that lets this group reach further?
#[must_use]
pub fn lengthens(exercise: &Exercise, group: &MuscleGroupId) -> bool {
    matches!(exercise.kind, ExerciseKind::Stretch | ExerciseKind::ContractRelax)
        && exercise.stretches.contains(group)
}

/// The class of the equipment without which an exercise cannot be done, the furthest from home one.
#[must_use]
pub fn class_needed(
    exercise: &Exercise,
    class_of: impl Fn(&EquipmentId) -> Option<EquipmentClass>,
) -> EquipmentClass {
    exercise.equipment.iter().filter_map(class_of).max().unwrap_or(EquipmentClass::Household)
}
