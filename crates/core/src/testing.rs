//! A small stand-in for the catalogue, for tests only: groups, gear and exercises with realistic figures.
//!
//! Shares and minutes are those of the usual exercise tables; nothing here is knowledge that the program uses.
//! Read next: [`crate::knowledge`].

use crate::assess::{
    Acting, ActingReason, Assessment, Comparison, Confidence, Estimate, Evidence, Finding, SizeUnit, Verdict,
    Weaker, WhyNot,
};
use crate::body::{MuscleGroupId, Quality, Side};
use crate::knowledge::{
    Contraction, Dose, DoseRules, Equipment, EquipmentId, Exercise, ExerciseId, ExerciseKind, Grade, Knowledge,
    MuscleGroup, PairId, Plane,
};
use crate::person::{Person, SubjectId};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

/// The day on which all tests take place.
pub(crate) fn today() -> Date {
    date(2025, 3, 3)
}

pub(crate) fn group(id: &str) -> MuscleGroupId {
    MuscleGroupId::new(id).unwrap()
}

pub(crate) fn exercise_id(id: &str) -> ExerciseId {
    ExerciseId::new(id).unwrap()
}

pub(crate) fn equipment_id(id: &str) -> EquipmentId {
    EquipmentId::new(id).unwrap()
}

/// The groups, in the order of the body from hip to toe.
pub(crate) const GROUPS: [&str; 15] = [
    "hip-flexors",
    "tfl",
    "abductors",
    "glutes",
    "deep-rotators",
    "quads",
    "adductors",
    "hamstrings",
    "dorsiflexors",
    "fibulares",
    "gastrocnemius",
    "soleus",
    "deep-calf",
    "toe-flexors",
    "whole-leg",
];

const HOUSEHOLD: [&str; 5] = ["floor", "chair", "wall", "towel", "step"];
const GEAR: [&str; 12] = [
    "loop-band",
    "long-band",
    "dumbbell",
    "kettlebell",
    "barbell",
    "bench",
    "leg-press",
    "leg-curl",
    "leg-extension",
    "cable",
    "hip-machine",
    "calf-machine",
];

/// One row: id, sides at once (1 or 2), shares, gear, minutes of a set, sets, rest in seconds, level, easier.
type Row = (&'static str, u8, &'static str, &'static str, f64, [u32; 2], u32, u32, &'static str);

#[rustfmt::skip]
const STRENGTH: [Row; 45] = [
    ("wall-sit", 2, "quads .5 glutes .25", "wall", 0.8, [3, 5], 60, 1, ""),
    ("sit-to-stand", 2, "quads .5 glutes .5", "chair", 0.8, [1, 3], 60, 1, "wall-sit"),
    ("sit-to-stand-single", 1, "quads 1 glutes .5 abductors .5", "chair", 0.8, [1, 3], 75, 2, "sit-to-stand"),
    ("bodyweight-squat", 2, "quads .5 glutes .5 adductors .25", "", 0.8, [2, 4], 60, 1, "sit-to-stand"),
    ("goblet-squat", 2, "quads 1 glutes .5 adductors .5", "dumbbell", 0.9, [2, 4], 120, 2, "bodyweight-squat"),
    ("back-squat", 2, "quads 1 glutes 1 adductors 1 hamstrings .25", "barbell", 1.2, [2, 4], 150, 4, "goblet-squat"),
    ("leg-press", 2, "quads 1 glutes .5 adductors .5", "leg-press", 1.0, [2, 4], 120, 2, "sit-to-stand"),
    ("single-leg-press", 1, "quads 1 glutes .5 adductors .5", "leg-press", 0.9, [2, 4], 90, 3, "leg-press"),
    ("leg-extension-single", 1, "quads 1", "leg-extension", 0.8, [2, 4], 90, 2, ""),
    ("split-squat", 1, "quads .5 glutes .5 abductors .25 adductors .25", "", 0.9, [2, 4], 90, 2, "sit-to-stand"),
    ("rear-foot-elevated-split-squat", 1, "quads 1 glutes 1 adductors .5 abductors .5 hamstrings .25",
        "bench dumbbell", 1.0, [2, 4], 120, 3, "split-squat"),
    ("reverse-lunge", 1, "quads .5 glutes .5 abductors .25", "", 0.9, [2, 4], 90, 2, "split-squat"),
    ("step-up", 1, "quads .5 glutes .5 abductors .5", "step", 0.9, [2, 4], 90, 2, "sit-to-stand"),
    ("step-down", 1, "quads .5 abductors .5 glutes .25", "step", 0.9, [2, 3], 75, 2, "step-up"),
    ("lateral-lunge", 1, "quads .5 glutes .5 adductors .5 abductors .25", "", 0.9, [2, 3], 90, 3, ""),
    ("glute-bridge", 2, "glutes .5 hamstrings .25", "floor", 0.8, [2, 4], 60, 1, ""),
    ("single-leg-glute-bridge", 1, "glutes .5 abductors .5 hamstrings .5", "floor", 0.8, [2, 4], 60, 2, "glute-bridge"),
    ("hip-thrust", 2, "glutes 1 hamstrings .25 quads .25", "barbell bench", 1.0, [2, 4], 120, 3, "glute-bridge"),
    ("single-leg-hip-thrust", 1, "glutes 1 abductors .5 hamstrings .5", "bench dumbbell", 0.9, [2, 4], 90, 3,
        "single-leg-glute-bridge"),
    ("prone-hip-extension", 1, "glutes 1 hamstrings .5", "floor", 0.7, [2, 4], 60, 1, ""),
    ("dumbbell-romanian-deadlift", 2, "hamstrings 1 glutes .5", "dumbbell", 0.9, [2, 4], 120, 2, ""),
    ("single-leg-romanian-deadlift", 1, "hamstrings .5 glutes .5 abductors .5", "", 0.9, [2, 4], 90, 3,
        "dumbbell-romanian-deadlift"),
    ("leg-curl-single", 1, "hamstrings 1 gastrocnemius .25", "leg-curl", 0.8, [2, 4], 90, 2, ""),
    ("slider-leg-curl", 2, "hamstrings 1 glutes .5", "towel", 0.8, [2, 4], 90, 3, ""),
    ("band-leg-curl", 1, "hamstrings .5", "long-band", 0.8, [2, 4], 60, 1, ""),
    ("nordic-hamstring", 2, "hamstrings 1", "floor", 0.8, [2, 4], 120, 4, "slider-leg-curl"),
    ("side-lying-hip-abduction", 1, "abductors 1 tfl .5 glutes .25", "floor", 0.8, [2, 4], 60, 1, ""),
    ("clamshell", 1, "abductors .25 glutes .5 deep-rotators .5", "floor", 0.8, [2, 4], 60, 1, ""),
    ("banded-clamshell", 1, "glutes .5 abductors .5 deep-rotators .5", "loop-band", 0.8, [2, 4], 60, 2, "clamshell"),
    ("lateral-band-walk", 2, "abductors 1 glutes .5 tfl .5", "loop-band", 0.8, [2, 4], 60, 2, ""),
    ("hip-external-rotation-band", 1, "deep-rotators 1", "long-band", 0.8, [2, 4], 60, 2, "clamshell"),
    ("side-plank", 1, "abductors 1", "floor", 0.6, [2, 4], 60, 2, ""),
    ("side-lying-adduction", 1, "adductors .5", "floor", 0.8, [2, 4], 60, 1, ""),
    ("band-hip-adduction", 1, "adductors 1 abductors .25", "long-band", 0.8, [2, 4], 90, 2, "side-lying-adduction"),
    ("copenhagen-short", 1, "adductors 1", "bench", 0.6, [2, 3], 60, 3, "band-hip-adduction"),
    ("straight-leg-raise", 1, "quads .5 hip-flexors .5", "floor", 0.8, [1, 3], 60, 1, ""),
    ("band-hip-flexion", 1, "hip-flexors 1 quads .5", "long-band", 0.8, [2, 3], 60, 2, "straight-leg-raise"),
    ("double-heel-raise", 2, "gastrocnemius .5 soleus .5", "", 0.6, [2, 4], 60, 1, ""),
    ("single-heel-raise", 1, "gastrocnemius 1 soleus 1 deep-calf .25 fibulares .25", "", 0.7, [2, 4], 60, 2,
        "double-heel-raise"),
    ("bent-knee-heel-raise", 1, "soleus 1 gastrocnemius .5", "", 0.7, [3, 3], 60, 2, "double-heel-raise"),
    ("wall-toe-raise", 2, "dorsiflexors .5", "wall", 0.7, [2, 4], 60, 1, ""),
    ("band-dorsiflexion", 1, "dorsiflexors .5", "long-band", 0.7, [2, 4], 60, 1, ""),
    ("heel-raise-ball", 2, "deep-calf .5 gastrocnemius .5 soleus .5", "towel", 0.7, [2, 4], 60, 2, "double-heel-raise"),
    ("band-eversion", 1, "fibulares .5", "long-band", 0.7, [2, 4], 60, 1, ""),
    ("short-foot", 1, "toe-flexors .5 deep-calf .25", "", 0.6, [2, 3], 30, 1, ""),
];

#[rustfmt::skip]
const STRETCHES: [(&str, u8, &str, &str); 13] = [
    ("stretch-hamstring-supine", 1, "hamstrings", "towel"),
    ("stretch-hamstring-standing", 1, "hamstrings", "step"),
    ("stretch-quad-standing", 1, "quads", "wall"),
    ("stretch-couch", 1, "quads hip-flexors", "wall"),
    ("stretch-hip-flexor", 1, "hip-flexors", "floor"),
    ("stretch-gastrocnemius", 1, "gastrocnemius", "wall"),
    ("stretch-soleus", 1, "soleus", "wall"),
    ("stretch-calf-step", 1, "gastrocnemius soleus", "step"),
    ("stretch-adductor-butterfly", 2, "adductors", "floor"),
    ("stretch-adductor-kneeling", 1, "adductors", "floor"),
    ("stretch-figure-four", 1, "deep-rotators glutes", "floor"),
    ("stretch-tfl-standing", 1, "tfl abductors", "wall"),
    ("stretch-tibialis", 1, "dorsiflexors", "floor"),
];

/// An exercise with the fields that planning reads; the rest is filled with something that holds.
pub(crate) fn exercise(row: Row, kind: ExerciseKind) -> Exercise {
    let (id, sides, loads, gear, minutes_per_set, sets, rest_s, level, easier) = row;
    let words: Vec<&str> = loads.split_whitespace().collect();
    let stretch = kind == ExerciseKind::Stretch;
    let shares = if stretch {
        BTreeMap::new()
    } else {
        words.chunks(2).map(|pair| (group(pair[0]), pair[1].parse().unwrap())).collect()
    };
    Exercise {
        id: exercise_id(id),
        name: id.replace('-', " "),
        aliases: Vec::new(),
        elsewhere: Vec::new(),
        kind,
        one_sided: sides == 1,
        motions: Vec::new(),
        shares,
        stretches: if stretch { words.iter().map(|word| group(word)).collect() } else { Vec::new() },
        plane: Plane::Sagittal,
        contraction: Contraction::Dynamic,
        length: None,
        equipment: gear.split_whitespace().map(equipment_id).collect(),
        minutes_per_set,
        dose: if stretch { Dose::HoldS([60, 60]) } else { Dose::Reps([8, 12]) },
        sets,
        days: None,
        goals: Vec::new(),
        tempo_s: None,
        rest_s,
        load: "two or three repetitions left at the end".to_owned(),
        added_load: None,
        level,
        easier: easier.split_whitespace().map(exercise_id).collect(),
        harder: Vec::new(),
        cues: Vec::new(),
        faults: Vec::new(),
        cautions: Vec::new(),
        figure: None,
        grade: Grade::E,
        source: Vec::new(),
    }
}

/// Dose rules in the usual sizes.
pub(crate) fn doses() -> DoseRules {
    DoseRules {
        weak_sets: 10.0,
        weak_sets_beginner: 10.0,
        keep_sets: 4.0,
        keep_sets_beginner: 4.0,
        cap_sets: 20.0,
        cap_sets_beginner: 12.0,
        bias_ratio_max: 2.0,
        bias_from_percent: 10.0,
        double_from_percent: 15.0,
        stretch_minutes: 10.0,
        stretch_keep_minutes: 2.0,
        spacing_hours: 48,
        session_sets_max: 8.0,
        session_exercises_max: 8,
        retest_weeks: [4, 6],
        expected_points_per_week: 1.0,
        pain_limit_nrs: 3,
        clearance_days: 30,
        growth_ratio_max: 1.2,
        growth_sets: 2.0,
        trained_level_min: 2,
        trained_free_level_min: 2,
        minimums: Vec::new(),
        grade: Grade::E,
        source: Vec::new(),
    }
}

/// Knowledge of nothing but the given exercises.
pub(crate) fn knowledge_of(exercises: Vec<Exercise>) -> Knowledge {
    let gear = HOUSEHOLD.iter().map(|id| (id, true)).chain(GEAR.iter().map(|id| (id, false)));
    Knowledge {
        groups: GROUPS
            .iter()
            .map(|id| {
                let group = MuscleGroup {
                    id: group(id),
                    name: (*id).to_owned(),
                    muscles: String::new(),
                    function: String::new(),
                    motions: Vec::new(),
                    family: None,
                    trainable: *id != "whole-leg",
                    keep_weight: 1,
                    prior: BTreeMap::new(),
                    grade: Grade::E,
                    source: Vec::new(),
                };
                (group.id.clone(), group)
            })
            .collect(),
        equipment: gear
            .map(|(id, household)| {
                let name = (*id).to_owned();
                (
                    equipment_id(id),
                    Equipment {
                        id: equipment_id(id),
                        name,
                        aliases: Vec::new(),
                        elsewhere: Vec::new(),
                        household,
                        class: None,
                        clinical: false,
                    },
                )
            })
            .collect(),
        exercises: exercises.into_iter().map(|exercise| (exercise.id.clone(), exercise)).collect(),
        ..Knowledge::empty(doses(), "test")
    }
}

/// Fifty-eight exercises and stretches over fourteen trainable groups.
pub(crate) fn knowledge() -> Knowledge {
    let strength = STRENGTH.iter().map(|row| exercise(*row, ExerciseKind::Strength));
    let stretches = STRETCHES.iter().map(|(id, sides, groups, gear)| {
        exercise((id, *sides, groups, gear, 1.1, [1, 3], 15, 1, ""), ExerciseKind::Stretch)
    });
    knowledge_of(strength.chain(stretches).collect())
}

/// A person with minutes by weekday (0 = Monday) and gear at hand.
pub(crate) fn person(minutes: &[(u8, u32)], gear: &[&str]) -> Person {
    Person {
        equipment: gear.iter().map(|id| equipment_id(id)).collect(),
        minutes_by_weekday: minutes.iter().copied().collect(),
        ..Person::default()
    }
}

fn estimate(unit: SizeUnit, size: f64, probability: f64) -> Estimate {
    let (first, second) = if size < 0.0 { (probability, 0.0) } else { (0.0, probability) };
    Estimate {
        unit,
        delta: 10.0,
        size,
        low: size - 5.0,
        high: size + 5.0,
        quantiles: [size; 20],
        probability,
        probability_first: first,
        probability_second: second,
    }
}

fn finding(comparison: Comparison, quality: Quality, weaker: Weaker, estimate: Estimate) -> Finding {
    Finding {
        comparison,
        quality,
        verdict: Verdict::Imbalanced { weaker, confidence: Confidence::Clear },
        estimate: Some(estimate),
        change: None,
        acting: Some(Acting { worth: true, reasons: vec![ActingReason::BelowNorm] }),
        evidence: Evidence::default(),
    }
}

/// The group is weaker on this leg by so many percent.
pub(crate) fn weak(group_id: &str, side: Side, percent: f64, probability: f64) -> Finding {
    let size = if side == Side::Left { -percent } else { percent };
    let estimate = estimate(SizeUnit::Percent, size, probability);
    finding(Comparison::LeftRight { group: group(group_id) }, Quality::Strength, Weaker::Leg(side), estimate)
}

/// The group reaches less far on this leg by so many degrees.
pub(crate) fn tight(group_id: &str, side: Side, degrees: f64, probability: f64) -> Finding {
    let size = if side == Side::Left { -degrees } else { degrees };
    let estimate = estimate(SizeUnit::Degrees, size, probability);
    finding(Comparison::LeftRight { group: group(group_id) }, Quality::Flexibility, Weaker::Leg(side), estimate)
}

/// The group is weak for its opponent on this leg.
pub(crate) fn weak_for_opponent(group_id: &str, opponent: &str, side: Side, percent: f64) -> Finding {
    let comparison = Comparison::Opposing {
        pair: PairId::new(&format!("{group_id}-{opponent}")).unwrap(),
        group: group(group_id),
        opponent: group(opponent),
        side,
    };
    let estimate = estimate(SizeUnit::Percent, -percent, 0.9);
    finding(comparison, Quality::Strength, Weaker::Group(group(group_id)), estimate)
}

/// Everything on this leg hurt.
pub(crate) fn hurts(group_id: &str, side: Side) -> Finding {
    Finding {
        verdict: Verdict::NotComparable { why: WhyNot::PainLimited(side) },
        estimate: None,
        acting: None,
        ..weak(group_id, side, 0.0, 0.0)
    }
}

/// An assessment of these findings.
pub(crate) fn assessment(findings: Vec<Finding>) -> Assessment {
    Assessment {
        subject: SubjectId::new("somebody").unwrap(),
        as_of: today(),
        findings,
        next: Vec::new(),
        patterns: Vec::new(),
        predictions: Vec::new(),
        notices: Vec::new(),
    }
}
