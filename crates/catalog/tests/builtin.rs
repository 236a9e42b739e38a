//! The built-in knowledge: complete, quick, the same as its files, and found by the names that people use.

use evenstride_catalog::{builtin, parse, words};
use evenstride_core::body::Quality;
use evenstride_core::knowledge::{
    Cell, EquipmentId, ExerciseKind, HowRead, Language, Link, MuscleLength, Setting, Topic, coverage,
    exercise_fills,
};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

#[test]
fn what_is_built_in_is_exactly_what_the_files_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_none = name.starts_with("words") || name == "bodymap.toml";
        if !is_none && (name.ends_with(".toml") || name.ends_with(".csv")) {
            texts.push((name, std::fs::read_to_string(path).unwrap()));
        }
    }
    texts.sort();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&name[..], &text[..])).collect();
    let mut built_in = builtin().clone();
    // The files of one language do not know the names in another.
    built_in.tests.values_mut().for_each(|test| test.elsewhere.clear());
    built_in.exercises.values_mut().for_each(|exercise| exercise.elsewhere.clear());
    built_in.equipment.values_mut().for_each(|piece| piece.elsewhere.clear());
    assert!(parse(&files).expect("the data files hold") == built_in);
}

#[test]
#[allow(clippy::print_stdout, reason = "the table is for whoever runs it with --nocapture")]
fn every_cell_of_the_coverage_table_is_filled_or_says_why_not() {
    let rows = coverage(builtin());
    let mut table = format!("{:<24}", "");
    for cell in Cell::ALL {
        write!(table, "{:>17}", cell.as_str()).unwrap();
    }
    table.push('\n');
    for row in &rows {
        write!(table, "{:<24}", row.group.name).unwrap();
        for cell in Cell::ALL {
            let told = match row.cells[&cell].len() {
                0 => row.reasons.get(&cell).map_or("none", |_| "–").to_owned(),
                count => count.to_string(),
            };
            write!(table, "{told:>17}").unwrap();
        }
        table.push('\n');
        assert_eq!(row.unexplained().count(), 0, "{}", row.group.id);
    }
    println!("{table}");
    assert_eq!(rows.len(), 14, "every group that can be trained has a row");
    for quality in Quality::ALL {
        assert!(builtin().tests.values().any(|test| test.quality == quality), "no test of {quality}");
    }
}

#[test]
fn every_exercise_and_test_has_a_figure_or_says_why_not_and_every_figure_shows_something() {
    let knowledge = builtin();
    let mut shown = BTreeSet::new();
    for exercise in knowledge.exercises.values() {
        // A habit that is no movement, such as the height of a saddle, has nothing to show.
        assert!(exercise.figure.is_some() || exercise.motions.is_empty(), "{} has no figure", exercise.id);
        shown.extend(exercise.figure.as_ref());
    }
    for test in knowledge.tests.values() {
        let reason = test.no_figure.as_deref().map(str::trim);
        let is_either = test.figure.is_some() != reason.is_some_and(|reason| !reason.is_empty());
        assert!(is_either, "{} needs either a figure or, under no_figure, why it has none", test.id);
        shown.extend(test.figure.as_ref());
    }
    let idle: Vec<_> = knowledge.figures.keys().filter(|id| !shown.contains(id)).collect();
    assert!(idle.is_empty(), "nothing is shown by {idle:?}");
}

#[test]
fn the_catalogue_holds_what_it_promises() {
    let knowledge = builtin();
    assert!(knowledge.tests.len() >= 100, "{} tests", knowledge.tests.len());
    assert!(knowledge.exercises.len() >= 300, "{} exercises", knowledge.exercises.len());
    for kind in ExerciseKind::ALL {
        assert!(knowledge.exercises.values().any(|exercise| exercise.kind == kind), "no exercise of {kind:?}");
    }
    for topic in Topic::ALL {
        assert!(knowledge.rules.iter().any(|rule| rule.topic == topic), "no rule about {topic:?}");
    }
    for goal in knowledge.goals.keys() {
        let serves = knowledge.exercises.values().any(|exercise| exercise.goals.contains(goal));
        assert!(serves, "no exercise serves {goal}");
    }
    assert_eq!(knowledge.patterns.len(), 20);
}

#[test]
fn a_test_is_found_by_the_names_that_people_use() {
    for (text, id) in [
        ("Knee to wall", "wblt-cm"),
        ("NordBord", "nordic"),
        ("HHD quads", "hhd-knee-ext"),
        ("calf circumference", "girth-calf"),
        ("SINGLE HOP", "hop-single"),
        ("isok_knee_ext_60", "isok-knee-ext-60"),
        ("copenhagen plank", "copenhagen-hold"),
        ("YBT anterior", "ybt-ant"),
    ] {
        assert_eq!(builtin().find_test(text).map(|test| test.id.as_str()), Some(id), "{text}");
    }
    assert!(builtin().find_test("biceps curl").is_none());
}

#[test]
fn a_kicking_leg_may_be_stronger_in_soccer_whatever_the_language() {
    let adductors = builtin().groups.values().find(|group| group.id.as_str() == "adductors").unwrap();
    for sport in ["Soccer", "Fußball", "FÚTBOL", "football"] {
        let row = builtin().sport_difference(sport, &adductors.id, Quality::Strength);
        assert!(row.is_some_and(|row| row.up_to_percent > row.usual_percent), "{sport}");
    }
}

#[test]
fn what_cannot_be_is_refused_by_every_plausible_range() {
    for test in builtin().tests.values() {
        let [low, high] = test.plausible;
        for impossible in [1e300, -1e300, 1e6, f64::INFINITY] {
            assert!(impossible < low || impossible > high, "{} takes {impossible}", test.id);
        }
        assert!(test.link == Link::Linear || low > 0.0, "{}", test.id);
    }
}

#[test]
fn noise_that_was_never_measured_says_so() {
    for test in builtin().tests.values() {
        let only_proposed = test.noise_source.iter().all(|id| builtin().sources[id].read == HowRead::Proposal);
        let is_weak = matches!(
            test.noise_grade,
            evenstride_core::knowledge::Grade::C | evenstride_core::knowledge::Grade::E
        );
        assert!(!only_proposed || is_weak, "{} has proposed noise of grade {}", test.id, test.noise_grade);
    }
}

#[test]
fn a_household_test_needs_nothing_that_a_household_lacks_but_scale_and_strap() {
    let bought = [
        "luggage-scale",
        "strap",
        "bathroom-scales",
        "partner",
        "power-meter",
        "running-sensor",
        "leg-press",
        "leg-extension-machine",
        "leg-curl-machine",
        "calf-machine",
        "band",
        "loop-band",
        "kettlebell",
        "squeeze-cuff",
        "segmental-body-scale",
    ];
    for test in builtin().tests.values().filter(|test| test.settings.contains(&Setting::Home)) {
        let lacks = |id: &&EquipmentId| !builtin().equipment[*id].household && !bought.contains(&id.as_str());
        assert_eq!(test.equipment.iter().find(lacks), None, "{}", test.id);
    }
}

#[test]
fn a_test_is_maximal_exactly_when_it_carries_that_caution() {
    for test in builtin().tests.values() {
        let cautioned = test.cautions.iter().any(|id| id.as_str() == "maximal-effort");
        assert_eq!(test.maximal, cautioned, "{}", test.id);
    }
}

/// Where a step says that the effort goes on until it no longer can, or as fast as it can.
const TO_THE_LIMIT: [&str; 7] = ["until", "as many", "as fast", "as hard", "as high", "stop when", "stop at"];

/// Tests that read like it and end otherwise.
const NOT_TO_THE_LIMIT: [(&str, &str); 5] = [
    ("heel-rise-height", "one rise under the own weight, held for a second, as on a stair"),
    ("stance-eyes-open", "ends by balance or after 45 seconds, not by tiredness"),
    ("stance-eyes-closed", "ends by balance or after 45 seconds, not by tiredness"),
    ("stance-foam", "ends by balance or after 45 seconds, not by tiredness"),
    ("step-down-clean", "ends at the second fault of form or after 30, not by tiredness"),
];

#[test]
fn a_test_whose_steps_go_to_the_limit_is_maximal() {
    let effort = |quality| matches!(quality, Quality::Strength | Quality::Control);
    let mut excepted: BTreeSet<&str> = BTreeSet::new();
    for test in builtin().tests.values().filter(|test| effort(test.quality) && !test.maximal) {
        let steps = test.steps.join(" ").to_lowercase();
        let Some(said) = TO_THE_LIMIT.iter().find(|words| steps.contains(**words)) else { continue };
        let known = NOT_TO_THE_LIMIT.iter().find(|(id, _)| *id == test.id.as_str());
        assert!(known.is_some(), "{}: “{said}” without maximal = true", test.id);
        excepted.extend(known.map(|(id, _)| *id));
    }
    assert_eq!(excepted.len(), NOT_TO_THE_LIMIT.len(), "an exception that nothing needs: {excepted:?}");
    for id in ["single-leg-bridge-bent", "heel-rise-single", "one-leg-sts-5", "hip-abd-hold", "toe-paper-pull"]
    {
        assert!(builtin().tests.values().any(|test| test.id.as_str() == id && test.maximal), "{id}");
    }
}

#[test]
fn what_rests_on_our_own_proposal_alone_is_graded_as_such() {
    fn look(value: &toml::Value, name: &str, wrong: &mut Vec<String>) {
        match value {
            toml::Value::Table(table) => {
                let sources = table.get("source").and_then(toml::Value::as_array);
                let own = sources.is_some_and(|list| {
                    !list.is_empty() && list.iter().all(|id| id.as_str() == Some("evenstride-proposal"))
                });
                let grade = table.get("grade").and_then(toml::Value::as_str);
                if own && grade.is_some_and(|grade| grade != "E") {
                    wrong.push(format!("{name}: {:?}", table.get("id")));
                }
                table.values().for_each(|value| look(value, name, wrong));
            }
            toml::Value::Array(list) => list.iter().for_each(|value| look(value, name, wrong)),
            toml::Value::String(_)
            | toml::Value::Integer(_)
            | toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_) => {}
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = std::fs::read_to_string(&path).unwrap();
            look(&toml::from_str(&text).unwrap(), &path.display().to_string(), &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_words_can_be_read() {
    for language in Language::ALL {
        let mut known = std::collections::BTreeSet::new();
        for file in words(language) {
            let mut tables = vec![(String::new(), toml::from_str::<toml::Table>(file).unwrap())];
            while let Some((of, table)) = tables.pop() {
                for (key, value) in table {
                    let key = format!("{of}{key}");
                    match value {
                        toml::Value::Table(inner) => tables.push((format!("{key}."), inner)),
                        _ => assert!(known.insert(key.clone()), "{key} stands in two files"), // open: a word is any value
                    }
                }
            }
        }
    }
}

#[test]
fn no_single_caution_leaves_a_muscle_without_an_exercise_at_home() {
    let knowledge = builtin();
    for caution in knowledge.cautions.keys() {
        for group in knowledge.groups.values().filter(|group| group.trainable) {
            let class_of = |id: &EquipmentId| knowledge.equipment.get(id).and_then(|piece| piece.class);
            let left = knowledge.exercises.values().filter(|exercise| {
                !exercise.cautions.contains(caution)
                    && exercise_fills(exercise, &group.id, Cell::Household, class_of)
            });
            assert!(left.count() > 0, "with {caution} nothing is left at home for {}", group.id);
        }
    }
}

/// Work on a long muscle that a physiotherapist begins with days after a strain: no weight, and short of pain.
const GENTLE_AT_LENGTH: [&str; 2] = ["askling-extender", "askling-diver"];

#[test]
fn weight_on_a_long_muscle_waits_while_that_muscle_is_freshly_hurt() {
    let knowledge = builtin();
    let fresh = || knowledge.cautions.values().filter(|caution| !caution.groups.is_empty());
    assert!(fresh().count() > 0);
    for caution in fresh() {
        for exercise in knowledge.exercises.values() {
            let works = |group| exercise.shares.get(group).is_some_and(|share| *share >= 0.5);
            let at_length =
                exercise.kind == ExerciseKind::Strength && exercise.length == Some(MuscleLength::Long);
            let pulls = exercise.kind == ExerciseKind::ContractRelax || exercise.id.as_str().contains("swing-");
            let hits = (at_length && caution.groups.iter().any(works))
                || (pulls && caution.groups.iter().any(|group| exercise.stretches.contains(group)));
            if hits && !GENTLE_AT_LENGTH.contains(&exercise.id.as_str()) {
                assert!(exercise.cautions.contains(&caution.id), "{} without {}", exercise.id, caution.id);
            }
        }
    }
}
