//! Names that apps, watches and people use, and what each must mean: the tricky ones, the usual lists, and what was judged by hand.

use evenstride_catalog::builtin;
use evenstride_core::training::{Confidence, Recognised, TrainedSide, recognise, recognise_typed};
use std::collections::BTreeMap;
use std::path::Path;

/// The exercise and the confidence, or what else it is, in one line.
fn meaning(name: &str) -> String {
    match recognise(name, builtin()).what {
        Recognised::Exercise { id, confidence } => format!("{id} {confidence:?}"),
        Recognised::NotLegs => "not legs".to_owned(),
        Recognised::Unknown => "unknown".to_owned(),
    }
}

fn check(names: &[(&str, &str)]) {
    for (name, expected) in names {
        assert_eq!(meaning(name), *expected, "{name}");
    }
}

#[test]
fn every_own_name_is_known_exactly() {
    for exercise in builtin().exercises.values() {
        let own = [exercise.id.as_str(), exercise.name.as_str()];
        for name in own.into_iter().chain(exercise.aliases.iter().map(String::as_str)) {
            assert_eq!(meaning(name), format!("{} Exact", exercise.id), "{name}");
        }
    }
}

#[test]
fn an_id_means_the_same_by_the_short_way_and_by_the_long_one() {
    for id in builtin().exercises.keys() {
        // In capitals it is no id any more, and the index of names is asked.
        let long = recognise(&id.as_str().to_uppercase(), builtin());
        assert_eq!(recognise(id.as_str(), builtin()), long, "{id}");
    }
}

#[test]
fn every_given_name_means_what_the_catalogue_gives() {
    for entry in &builtin().naming.others {
        for (names, confidence) in [(&entry.likely, "Likely"), (&entry.nearest, "Nearest")] {
            for name in names {
                let found = meaning(name);
                // A name that tells one leg may lead from the given exercise to the same with one leg.
                let told = format!("{} {confidence}", entry.exercise);
                assert!(
                    found == told || recognise(name, builtin()).side.is_some(),
                    "{name}: {found}, not {told}"
                );
            }
        }
    }
    for entry in &builtin().naming.not_legs {
        for name in &entry.names {
            assert_eq!(meaning(name), "not legs", "{name}");
        }
    }
}

#[test]
fn names_that_look_alike_are_told_apart() {
    check(&[
        ("Deadlift", "deadlift Exact"),
        ("Stiff-Legged Barbell Deadlift", "stiff-leg-deadlift Exact"),
        ("Straight Leg Deadlift", "stiff-leg-deadlift Exact"),
        ("Romanian Deadlift", "romanian-deadlift Exact"),
        ("RDL (Kettlebell)", "dumbbell-romanian-deadlift Likely"),
        ("Hip Thrust", "hip-thrust Exact"),
        ("Thruster (Barbell)", "front-squat Nearest"),
        ("Lying Leg Curl (Machine)", "lying-leg-curl Exact"),
        ("Lying Leg Raise", "hanging-leg-raise Nearest"),
        ("Lying Cable Curl", "not legs"),
        ("Leg Curl", "lying-leg-curl Likely"),
        ("Leg Press", "leg-press Exact"),
        ("Calf Press On The Leg Press Machine", "leg-press-calf Exact"),
        ("Leg Press Calf Raise", "leg-press-calf Likely"),
        ("Donkey Calf Raises", "donkey-calf-raise Exact"),
        ("Donkey Kicks", "quadruped-hip-extension Exact"),
        ("Front Squat", "front-squat Exact"),
        ("Front Raise", "not legs"),
        ("Reverse Lunge", "reverse-lunge Exact"),
        ("Reverse Curl (Barbell)", "not legs"),
        ("Reverse Hyperextension", "reverse-hyperextension Exact"),
        ("Good Morning", "good-morning Exact"),
        ("Adductor/Groin", "stretch-adductor-butterfly Likely"),
        ("Foam Roll Adductors", "roll-adductors Exact"),
        ("Hip Adduction (Machine)", "machine-hip-adduction Exact"),
        ("Hip Abduction (Machine)", "machine-hip-abduction Exact"),
        ("Butterfly (Pec Deck)", "not legs"),
        ("Butterfly", "not legs"),
        ("Butterfly stretch", "stretch-adductor-butterfly Exact"),
        ("External Rotation with Cable", "not legs"),
        ("Smith Machine Hip Raise", "not legs"),
        ("Calf-Machine Shoulder Shrug", "not legs"),
        ("Push Press", "unknown"),
        ("Seated Row", "not legs"),
        ("Rowing Machine", "unknown"),
        ("Lat Pulldown (Cable)", "not legs"),
        ("Lateral Raise (Dumbbell)", "not legs"),
        ("Lateral Leg Raises", "side-lying-hip-abduction Exact"),
        ("Squat Jump", "squat-jump Exact"),
        ("Spider Curl", "not legs"),
        ("Slider Curl", "slider-leg-curl Exact"),
        ("Toes to Bar", "hanging-leg-raise Nearest"),
        ("Leg Lift", "unknown"),
        ("Kniebeuge", "unknown"),
    ]);
}

#[test]
fn the_usual_leg_list_of_apps_is_known() {
    check(&[
        ("Squat (Barbell)", "back-squat Exact"),
        ("Squat (Bodyweight)", "bodyweight-squat Exact"),
        ("Squat (Kettlebell)", "goblet-squat Likely"),
        ("Squat (Smith Machine)", "smith-squat Exact"),
        ("Squat (Machine)", "hack-squat-machine Nearest"),
        ("Tempo Back Squat", "back-squat Likely"),
        ("Pendulum Squat (Machine)", "hack-squat-machine Exact"),
        ("Bulgarian Split Squat", "rear-foot-elevated-split-squat Exact"),
        ("Bulgarian Split Squat (Smith Machine)", "rear-foot-elevated-split-squat Likely"),
        ("Alternating Lunges (Dumbbell)", "forward-lunge Likely"),
        ("Romanian Deadlift (Dumbbell)", "dumbbell-romanian-deadlift Exact"),
        ("Deadlift (Trap bar)", "trap-bar-deadlift Exact"),
        ("Deadlift (Dumbbell)", "deadlift Likely"),
        ("Leg Press Horizontal (Machine)", "leg-press Exact"),
        ("Leg Extension (Machine)", "leg-extension Exact"),
        ("Seated Leg Curl (Machine)", "seated-leg-curl Exact"),
        ("Nordic Hamstrings Curls", "nordic-hamstring Exact"),
        ("Back Extension (Machine)", "back-extension-45 Likely"),
        ("Standing Calf Raise (Machine)", "standing-calf-machine Exact"),
        ("Seated Calf Raise (Plate Loaded)", "seated-calf-machine Exact"),
        ("Glute Kickback (Machine)", "machine-hip-extension Exact"),
        ("Power Clean", "trap-bar-deadlift Nearest"),
        ("Cycling", "warm-up-walk-jog Nearest"),
        ("Stair Machine (Floors)", "stairs-habit Nearest"),
        ("Treadmill", "run-easy Exact"),
    ]);
}

#[test]
fn the_names_of_watches_are_known() {
    check(&[
        ("squat", "back-squat Likely"),
        ("lunge", "forward-lunge Exact"),
        ("calf_raise", "double-heel-raise Exact"),
        ("hip_raise", "glute-bridge Exact"),
        ("leg_curl", "lying-leg-curl Likely"),
        ("deadlift", "deadlift Exact"),
        ("hyperextension", "back-extension-45 Exact"),
        ("single_leg_hip_raise", "single-leg-glute-bridge Exact"),
        ("weighted_single_leg_hip_raise", "single-leg-glute-bridge Likely"),
        ("single_leg_standing_dumbbell_calf_raise", "single-heel-raise Exact"),
        ("barbell_hip_thrust_with_bench", "hip-thrust Exact"),
        ("swiss_ball_hip_raise_and_leg_curl", "swiss-ball-leg-curl Exact"),
        ("standing_cable_hip_abduction", "cable-hip-abduction Exact"),
        ("barbell_bulgarian_split_squat", "rear-foot-elevated-split-squat Likely"),
        ("body_weight_jump_squat", "squat-jump Exact"),
        ("bench_press", "not legs"),
        ("lateral_raise", "not legs"),
        ("shoulder_press", "not legs"),
        ("curl", "not legs"),
        ("row", "not legs"),
        ("cardio", "unknown"),
    ]);
}

#[test]
fn a_leg_in_a_name_leads_to_the_exercise_with_one_leg() {
    for (name, expected, side) in [
        ("Left Leg Extension", "single-leg-leg-extension Likely", Some(TrainedSide::Left)),
        ("Right Leg Press", "single-leg-press Likely", Some(TrainedSide::Right)),
        ("Right Leg Curl, seated", "single-leg-seated-curl Likely", Some(TrainedSide::Right)),
        ("Single-Leg Press (R)", "single-leg-press Exact", Some(TrainedSide::Right)),
        ("Single Leg Extensions", "single-leg-leg-extension Exact", None),
        ("Split Squat - Left", "split-squat Exact", Some(TrainedSide::Left)),
        ("Split squat left leg", "split-squat Exact", Some(TrainedSide::Left)),
        ("Left leg split squat", "split-squat Exact", Some(TrainedSide::Left)),
        ("DB RDL R", "single-leg-romanian-deadlift Likely", Some(TrainedSide::Right)),
        ("Calf raise each side", "single-heel-raise Likely", Some(TrainedSide::Each)),
        ("Left Bench Press", "not legs", Some(TrainedSide::Left)),
        ("Left thing", "unknown", Some(TrainedSide::Left)),
        ("L-Sit", "unknown", None),
        ("Two-leg goblet squat", "goblet-squat Exact", None),
    ] {
        assert_eq!((meaning(name).as_str(), recognise(name, builtin()).side), (expected, side), "{name}");
    }
}

#[test]
fn a_typing_mistake_is_mended_to_the_nearest_at_best() {
    check(&[
        ("Romanain Deadlift", "romanian-deadlift Nearest"),
        ("Bulgarain Split Squat", "rear-foot-elevated-split-squat Nearest"),
        ("Leg Extention", "leg-extension Nearest"),
        ("Dumbell Lunge", "forward-lunge Exact"),
    ]);
}

/// What a name is taken for when somebody types it.
fn typed(name: &str) -> String {
    match recognise_typed(name, builtin()).what {
        Recognised::Exercise { id, .. } => id.to_string(),
        Recognised::NotLegs => "not legs".to_owned(),
        Recognised::Unknown => "unknown".to_owned(),
    }
}

#[test]
fn a_slip_in_a_short_word_is_no_other_exercise() {
    for (name, expected) in [
        ("splt-squat", "split-squat"),
        ("spilt-squat", "split-squat"),
        ("latral-lunge", "lateral-lunge"),
        ("singel-leg-glute-bridge", "single-leg-glute-bridge"),
        ("step-upp", "step-up"),
        ("wall-sitt", "wall-sit"),
        ("single-heel-rase", "single-heel-raise"),
        ("splt-sqat", "unknown"),
        ("sblt-squat", "unknown"),
        ("very strange squat", "unknown"),
    ] {
        assert_eq!(typed(name), expected, "{name}");
    }
    // An app's names cannot be typed again: there a squat is still a squat.
    assert_eq!(meaning("very strange squat"), "back-squat Nearest");
}

#[test]
fn a_letter_left_out_of_an_id_never_makes_it_another_exercise() {
    let (mut n_mended, mut wrong) = (0, Vec::new());
    for id in builtin().exercises.keys() {
        for (at, letter) in id.as_str().char_indices().skip(1).filter(|(_, c)| c.is_alphabetic()) {
            let (before, after) = (&id.as_str()[..at], &id.as_str()[at + letter.len_utf8()..]);
            let slip = format!("{before}{after}");
            let Recognised::Exercise { id: found, confidence } = recognise_typed(&slip, builtin()).what else {
                continue;
            };
            n_mended += 1;
            // What is left may be another name of the catalogue in all its words.
            if found != *id && confidence == Confidence::Nearest {
                wrong.push(format!("{slip} is read as {found}"));
            }
        }
    }
    assert!(n_mended > 1_000 && wrong.is_empty(), "{n_mended}, {wrong:?}");
}

#[test]
fn what_was_judged_by_hand_still_means_what_was_judged() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../validation/names/judged.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<Vec<String>> = text.lines().skip(1).map(fields).collect();
    let mut right_at_first = BTreeMap::new();
    for row in &rows {
        let [draw, name, _, first, answer, now, why] = &row[..] else { panic!("{row:?}") };
        assert_eq!(&meaning(name), answer, "{name}");
        for verdict in [first, now] {
            assert!(["right", "near", "wrong"].contains(&verdict.as_str()), "{name}: {verdict}");
        }
        assert!(!why.is_empty(), "{name}");
        *right_at_first.entry(draw.as_str()).or_insert(0) += usize::from(first == "right");
    }
    // The figures that are published: what was right when nobody had looked.
    assert_eq!(
        right_at_first,
        BTreeMap::from([("1", 77), ("2", 79), ("3", 86), ("4", 63), ("5", 77), ("6", 80), ("7", 90)])
    );
}

/// The fields of a line of a table; quotes hold commas.
fn fields(line: &str) -> Vec<String> {
    let mut quoted = false;
    let mut fields = vec![String::new()];
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().expect("there is one from the start").push(c),
        }
    }
    fields
}
