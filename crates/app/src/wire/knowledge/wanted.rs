//! What a list is narrowed to: a muscle, what one has to train with, a goal, a quality.

use super::Kind;
use evenstride_core::body::{MuscleGroupId, Quality};
use evenstride_core::knowledge::{EquipmentId, Exercise, GoalId, Knowledge, Pattern, Test};
use std::collections::BTreeSet;
use std::fmt;

/// Filters of a list; what is none narrows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Only what measures, trains, stretches or concerns this muscle group.
    pub muscle: Option<MuscleGroupId>,
    /// Only what needs nothing beyond this and household things.
    pub equipment: Option<BTreeSet<EquipmentId>>,
    /// Only what serves this goal.
    pub goal: Option<GoalId>,
    /// Only tests of this quality.
    pub quality: Option<Quality>,
}

/// A filter that says nothing about a kind of knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfit {
    /// The filter, as it is typed.
    pub filter: &'static str,
    /// The kind of knowledge.
    pub kind: Kind,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "list {}: {} says nothing about them", self.kind.as_str(), self.filter)
    }
}

impl std::error::Error for Unfit {}

impl Wanted {
    /// Does every filter that is set say something about this kind?
    ///
    /// # Errors
    /// The first filter that does not.
    pub fn fits(&self, kind: Kind) -> Result<(), Unfit> {
        let by_muscle =
            matches!(kind, Kind::Tests | Kind::Exercises | Kind::Norms | Kind::Patterns | Kind::Muscles);
        let by_equipment = matches!(kind, Kind::Tests | Kind::Exercises | Kind::Norms);
        let by_goal = matches!(kind, Kind::Exercises | Kind::Doses);
        let by_quality = matches!(kind, Kind::Tests | Kind::Norms);
        let filters = [
            ("--muscle", self.muscle.is_some(), by_muscle),
            ("--equipment", self.equipment.is_some(), by_equipment),
            ("--goal", self.goal.is_some(), by_goal),
            ("--quality", self.quality.is_some(), by_quality),
        ];
        match filters.into_iter().find(|(_, is_set, fits)| *is_set && !fits) {
            Some((filter, _, _)) => Err(Unfit { filter, kind }),
            None => Ok(()),
        }
    }

    pub(super) fn test(&self, test: &Test, knowledge: &Knowledge) -> bool {
        self.muscle.as_ref().is_none_or(|group| test.loads.contains_key(group))
            && self.quality.is_none_or(|quality| test.quality == quality)
            && self.has(&test.equipment, knowledge)
    }

    pub(super) fn exercise(&self, exercise: &Exercise, knowledge: &Knowledge) -> bool {
        let reaches = |group| exercise.shares.contains_key(group) || exercise.stretches.contains(group);
        self.muscle.as_ref().is_none_or(reaches)
            && self.goal.as_ref().is_none_or(|goal| exercise.goals.contains(goal))
            && self.has(&exercise.equipment, knowledge)
    }

    pub(super) fn pattern(&self, pattern: &Pattern) -> bool {
        let concerns = |group| pattern.groups().any(|named| named == group);
        self.muscle.as_ref().is_none_or(concerns)
    }

    pub(super) fn group(&self, id: &MuscleGroupId) -> bool {
        self.muscle.as_ref().is_none_or(|group| group == id)
    }

    pub(super) fn goal(&self, id: &GoalId) -> bool {
        self.goal.as_ref().is_none_or(|goal| goal == id)
    }

    fn has(&self, needed: &[EquipmentId], knowledge: &Knowledge) -> bool {
        self.equipment.as_ref().is_none_or(|has| {
            let at_home = |id| knowledge.equipment.get(id).is_some_and(|piece| piece.household);
            needed.iter().all(|id| has.contains(id) || at_home(id))
        })
    }
}
