//! Names of exercises as the FIT profile has them, such as `goblet_squat` of the category `squat`.
//!
//! It adds no name of its own; what the profile does not know has none. Read next: `fit`.

use rustyfit::profile::typedef::{self, ExerciseCategory};

/// The name of an exercise of a category; none when the profile does not hold it.
pub(super) fn exercise(category: u16, name: u16) -> Option<String> {
    let text = match ExerciseCategory(category) {
        ExerciseCategory::BENCH_PRESS => typedef::BenchPressExerciseName(name).to_string(),
        ExerciseCategory::CALF_RAISE => typedef::CalfRaiseExerciseName(name).to_string(),
        ExerciseCategory::CARDIO => typedef::CardioExerciseName(name).to_string(),
        ExerciseCategory::CARRY => typedef::CarryExerciseName(name).to_string(),
        ExerciseCategory::CHOP => typedef::ChopExerciseName(name).to_string(),
        ExerciseCategory::CORE => typedef::CoreExerciseName(name).to_string(),
        ExerciseCategory::CRUNCH => typedef::CrunchExerciseName(name).to_string(),
        ExerciseCategory::CURL => typedef::CurlExerciseName(name).to_string(),
        ExerciseCategory::DEADLIFT => typedef::DeadliftExerciseName(name).to_string(),
        ExerciseCategory::FLYE => typedef::FlyeExerciseName(name).to_string(),
        ExerciseCategory::HIP_RAISE => typedef::HipRaiseExerciseName(name).to_string(),
        ExerciseCategory::HIP_STABILITY => typedef::HipStabilityExerciseName(name).to_string(),
        ExerciseCategory::HIP_SWING => typedef::HipSwingExerciseName(name).to_string(),
        ExerciseCategory::HYPEREXTENSION => typedef::HyperextensionExerciseName(name).to_string(),
        ExerciseCategory::LATERAL_RAISE => typedef::LateralRaiseExerciseName(name).to_string(),
        ExerciseCategory::LEG_CURL => typedef::LegCurlExerciseName(name).to_string(),
        ExerciseCategory::LEG_RAISE => typedef::LegRaiseExerciseName(name).to_string(),
        ExerciseCategory::LUNGE => typedef::LungeExerciseName(name).to_string(),
        ExerciseCategory::OLYMPIC_LIFT => typedef::OlympicLiftExerciseName(name).to_string(),
        ExerciseCategory::PLANK => typedef::PlankExerciseName(name).to_string(),
        ExerciseCategory::PLYO => typedef::PlyoExerciseName(name).to_string(),
        ExerciseCategory::PULL_UP => typedef::PullUpExerciseName(name).to_string(),
        ExerciseCategory::PUSH_UP => typedef::PushUpExerciseName(name).to_string(),
        ExerciseCategory::ROW => typedef::RowExerciseName(name).to_string(),
        ExerciseCategory::SHOULDER_PRESS => typedef::ShoulderPressExerciseName(name).to_string(),
        ExerciseCategory::SHOULDER_STABILITY => typedef::ShoulderStabilityExerciseName(name).to_string(),
        ExerciseCategory::SHRUG => typedef::ShrugExerciseName(name).to_string(),
        ExerciseCategory::SIT_UP => typedef::SitUpExerciseName(name).to_string(),
        ExerciseCategory::SQUAT => typedef::SquatExerciseName(name).to_string(),
        ExerciseCategory::TOTAL_BODY => typedef::TotalBodyExerciseName(name).to_string(),
        ExerciseCategory::TRICEPS_EXTENSION => typedef::TricepsExtensionExerciseName(name).to_string(),
        ExerciseCategory::WARM_UP => typedef::WarmUpExerciseName(name).to_string(),
        ExerciseCategory::RUN => typedef::RunExerciseName(name).to_string(),
        ExerciseCategory::BIKE => typedef::BikeExerciseName(name).to_string(),
        ExerciseCategory::MOVE => typedef::MoveExerciseName(name).to_string(),
        ExerciseCategory::POSE => typedef::PoseExerciseName(name).to_string(),
        ExerciseCategory::BANDED_EXERCISES => typedef::BandedExercisesExerciseName(name).to_string(),
        ExerciseCategory::BATTLE_ROPE => typedef::BattleRopeExerciseName(name).to_string(),
        ExerciseCategory::ELLIPTICAL => typedef::EllipticalExerciseName(name).to_string(),
        ExerciseCategory::FLOOR_CLIMB => typedef::FloorClimbExerciseName(name).to_string(),
        ExerciseCategory::INDOOR_BIKE => typedef::IndoorBikeExerciseName(name).to_string(),
        ExerciseCategory::INDOOR_ROW => typedef::IndoorRowExerciseName(name).to_string(),
        ExerciseCategory::LADDER => typedef::LadderExerciseName(name).to_string(),
        ExerciseCategory::SANDBAG => typedef::SandbagExerciseName(name).to_string(),
        ExerciseCategory::SLED => typedef::SledExerciseName(name).to_string(),
        ExerciseCategory::SLEDGE_HAMMER => typedef::SledgeHammerExerciseName(name).to_string(),
        ExerciseCategory::STAIR_STEPPER => typedef::StairStepperExerciseName(name).to_string(),
        ExerciseCategory::SUSPENSION => typedef::SuspensionExerciseName(name).to_string(),
        ExerciseCategory::TIRE => typedef::TireExerciseName(name).to_string(),
        ExerciseCategory::RUN_INDOOR => typedef::RunIndoorExerciseName(name).to_string(),
        ExerciseCategory::BIKE_OUTDOOR => typedef::BikeOutdoorExerciseName(name).to_string(),
        _ => return None,
    };
    named(text)
}

/// The name of a category; none when the profile does not hold it or calls it unknown.
pub(super) fn category(category: u16) -> Option<String> {
    named(ExerciseCategory(category).to_string()).filter(|name| name != "unknown")
}

/// The profile writes what it does not know as a type with a number in brackets.
fn named(text: String) -> Option<String> {
    (!text.contains('(')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_profile_are_found_and_others_are_not() {
        assert_eq!(exercise(28, 37).as_deref(), Some("goblet_squat"));
        assert_eq!(category(17).as_deref(), Some("lunge"));
        assert_eq!((exercise(28, 60_000), exercise(60_000, 1)), (None, None));
        assert_eq!((category(65_534), category(60_000)), (None, None));
    }
}
