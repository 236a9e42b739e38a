//! How names are read, on a small stand-in for the catalogue; the real names are tested with the catalogue.

use super::*;
use crate::knowledge::{Exercise, ExerciseKind, Knowledge, NameWords, Naming, OtherNames, WordRole};
use crate::testing;
use proptest::prelude::*;

fn words(role: WordRole, words: &[&str]) -> NameWords {
    NameWords { role, words: words.iter().map(|word| (*word).to_owned()).collect(), means: None }
}

fn strength(id: &'static str, sides: u8) -> Exercise {
    testing::exercise((id, sides, "quads 1", "", 0.8, [2, 4], 60, 1, ""), ExerciseKind::Strength)
}

fn given_within(id: &'static str, words: &str) -> OtherNames {
    let within = vec![words.to_owned()];
    OtherNames {
        exercise: testing::exercise_id(id),
        likely: Vec::new(),
        nearest: Vec::new(),
        within,
        one_leg: None,
    }
}

fn of_other_muscle(id: &'static str) -> Exercise {
    testing::exercise((id, 2, "hamstrings 1", "", 0.8, [2, 4], 60, 1, ""), ExerciseKind::Strength)
}

fn jump(id: &'static str) -> Exercise {
    testing::exercise((id, 2, "quads 1", "", 0.8, [2, 4], 60, 1, ""), ExerciseKind::Jump)
}

fn knowledge() -> Knowledge {
    let naming = Naming::new(
        vec![
            OtherNames {
                exercise: testing::exercise_id("leg-press"),
                likely: vec!["sled press".to_owned()],
                nearest: vec!["odd press".to_owned()],
                within: vec!["leg press".to_owned()],
                one_leg: Some(testing::exercise_id("single-leg-press")),
            },
            given_within("goblet-squat", "squat"),
            given_within("hop", "hop"),
            given_within("curl", "curl"),
        ],
        Vec::new(),
        vec![
            words(WordRole::Left, &["left", "l", "left leg"]),
            words(WordRole::Right, &["right", "r", "right leg"]),
            words(WordRole::OneLeg, &["single leg", "one leg"]),
            words(WordRole::Weight, &["machine", "barbell"]),
            words(WordRole::Variant, &["narrow"]),
            words(WordRole::Kind, &["stretch"]),
            words(WordRole::Leg, &["leg"]),
            words(WordRole::NotLegs, &["press", "chest"]),
        ],
    );
    let exercises = vec![
        strength("leg-press", 2),
        strength("single-leg-press", 1),
        strength("goblet-squat", 2),
        of_other_muscle("curl"),
        jump("hop"),
    ];
    Knowledge { naming, ..testing::knowledge_of(exercises) }
}

/// A name with what it means: exercise and confidence, and the leg.
fn check(name: &str, meaning: &str, side: Option<TrainedSide>) {
    let found = recognise(name, &knowledge());
    let told = match found.what {
        Recognised::Exercise { id, confidence } => format!("{id} {confidence:?}"),
        Recognised::NotLegs => "not legs".to_owned(),
        Recognised::Unknown => "unknown".to_owned(),
    };
    assert_eq!((told.as_str(), found.side), (meaning, side), "{name}");
}

#[test]
fn a_name_is_known_however_it_is_written_and_a_strange_one_is_unknown() {
    check("Goblet  SQUAT", "goblet-squat Exact", None);
    check("squats_goblet", "goblet-squat Exact", None);
    check("flying", "unknown", None);
    check("", "unknown", None);
}

#[test]
fn what_is_left_out_costs_confidence() {
    check("Sled Press", "leg-press Likely", None);
    check("Leg Press (Machine)", "leg-press Likely", None);
    check("Narrow Leg Press", "leg-press Nearest", None);
    check("Odd press", "leg-press Nearest", None);
    check("very strange leg press thing", "leg-press Nearest", None);
    check("leg press stretch", "unknown", None);
}

#[test]
fn the_last_words_say_what_a_longer_name_is() {
    check("chest squat", "goblet-squat Nearest", None);
    check("squat chest", "not legs", None);
    check("squat (chest rack)", "goblet-squat Nearest", None);
    check("chest hop", "not legs", None);
    check("leg press into squat", "goblet-squat Nearest", None);
    check("squat into leg press", "leg-press Nearest", None);
    check("hop squat thing", "hop Nearest", None);
    check("squat with a curl", "unknown", None);
}

#[test]
fn the_leg_of_one_leg_belongs_to_the_movement_too() {
    check("sled thing one leg press", "single-leg-press Nearest", None);
    check("one leg chest press", "not legs", None);
}

#[test]
fn the_leg_in_a_name_is_found_and_asks_for_the_exercise_with_one_leg() {
    check("Left Leg Press", "single-leg-press Likely", Some(TrainedSide::Left));
    check("Leg press (R)", "single-leg-press Likely", Some(TrainedSide::Right));
    check("Single-Leg Press left leg", "single-leg-press Exact", Some(TrainedSide::Left));
    check("one leg press", "single-leg-press Exact", None);
    check("Goblet squat, left", "goblet-squat Nearest", Some(TrainedSide::Left));
    check("strange thing left", "unknown", Some(TrainedSide::Left));
    check("L-sit", "unknown", None);
}

#[test]
fn a_part_of_the_body_that_is_no_leg_is_told_unless_a_leg_is_in_the_name() {
    check("Chest press", "not legs", None);
    check("Chest leg wonder", "unknown", None);
}

#[test]
fn one_typing_mistake_in_a_long_word_is_mended_to_the_nearest_at_best() {
    let mut known = knowledge();
    for id in ["hamstring-slide", "spider-slider"] {
        let long = strength(id, 2);
        known.exercises.insert(long.id.clone(), long);
    }
    for (typed, found) in [
        ("Hamstrng slide", true),
        ("Hamstirng slide", true),
        ("Hamstringg slide", true),
        ("Hanstring slide", true),
        ("Hanstrng slide", false),
        ("Xamstring slide", false),
        ("Hamstring slode", true),
        ("Hamstrng slode", false),
        // A word that another name has is no mistake.
        ("Hamstring slider", false),
    ] {
        let what = recognise(typed, &known).what;
        let nearest = matches!(what, Recognised::Exercise { confidence: Confidence::Nearest, .. });
        assert_eq!(nearest, found, "{typed}: {what:?}");
    }
}

#[test]
fn one_slip_in_a_name_of_our_own_is_mended_before_another_exercise_is_found_within_it() {
    let mut known = knowledge();
    for id in ["press-lunge", "pross-lunge"] {
        let more = strength(id, 1);
        known.exercises.insert(more.id.clone(), more);
    }
    let within = OtherNames {
        exercise: testing::exercise_id("leg-press"),
        likely: Vec::new(),
        nearest: Vec::new(),
        within: vec!["squat".to_owned(), "lunge".to_owned()],
        one_leg: None,
    };
    known.naming = Naming::new(vec![within], Vec::new(), Vec::new());
    let meaning = |found: Recognition| match found.what {
        Recognised::Exercise { id, confidence } => format!("{id} {confidence:?}"),
        Recognised::NotLegs => "not legs".to_owned(),
        Recognised::Unknown => "unknown".to_owned(),
    };
    for (name, imported, typed) in [
        ("gobelt-squat", "goblet-squat Nearest", "goblet-squat Nearest"),
        ("goblt squat", "goblet-squat Nearest", "goblet-squat Nearest"),
        ("goblet squats", "goblet-squat Exact", "goblet-squat Exact"),
        // Two mistakes, or one that two names are away from, are a word that nobody knows.
        ("goblot squt", "unknown", "unknown"),
        ("gblt squat", "leg-press Nearest", "unknown"),
        ("prss lunge", "leg-press Nearest", "unknown"),
        ("goblet lunge", "leg-press Nearest", "leg-press Nearest"),
    ] {
        assert_eq!(meaning(recognise(name, &known)), imported, "{name}");
        assert_eq!(meaning(recognise_typed(name, &known)), typed, "{name}, typed");
    }
}

#[test]
fn what_is_longer_than_a_name_is_unknown() {
    let long = format!("{}goblet squat", "-".repeat(110));
    assert_eq!(long.chars().count(), 122);
    check(&long, "unknown", None);
    check(&long[2..], "goblet-squat Exact", None);
}

proptest! {
    #[test]
    fn any_text_is_read_without_end_or_panic_and_twice_the_same(text in "\\PC{0,160}") {
        let known = knowledge();
        prop_assert_eq!(recognise(&text, &known), recognise(&text, &known.clone()));
    }
}

#[test]
fn the_order_of_words_plays_no_part() {
    for name in ["press (machine) leg", "Machine leg presses", "LEG-PRESS MACHINE"] {
        check(name, "leg-press Likely", None);
    }
}
