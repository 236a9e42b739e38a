//! The built-in knowledge: complete, quick, the same as its files, and found by the names that people use.

use evenstride_catalog::{WORDS, builtin, parse};
use evenstride_core::body::Quality;
use evenstride_core::knowledge::{EquipmentId, HowRead, Link, Setting, Test};
use std::fmt::Write as _;
use std::path::Path;

#[test]
fn what_is_built_in_is_exactly_what_the_files_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !["words.toml", "bodymap.toml"].contains(&name.as_str())
            && (name.ends_with(".toml") || name.ends_with(".csv"))
        {
            texts.push((name, std::fs::read_to_string(path).unwrap()));
        }
    }
    texts.sort();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&name[..], &text[..])).collect();
    assert!(&parse(&files).expect("the data files hold") == builtin());
}

#[test]
#[allow(clippy::print_stdout, reason = "the table is for whoever runs it with --nocapture")]
fn every_group_has_a_home_test_and_an_instrument_test() {
    let knowledge = builtin();
    let mut table = String::new();
    for (id, group) in knowledge.groups.iter().filter(|(_, group)| group.trainable) {
        // A test speaks for a group when the group does at least a third of the work.
        let speaks = |test: &&Test| {
            test.quality == Quality::Strength && test.loads.get(id).is_some_and(|share| *share >= 1.0 / 3.0)
        };
        let names = |home: bool| {
            let fits = |test: &&Test| speaks(test) && test.settings.contains(&Setting::Home) == home;
            knowledge.tests.values().filter(fits).map(|test| test.id.as_str()).collect::<Vec<_>>().join(" ")
        };
        let (home, instrument) = (names(true), names(false));
        writeln!(table, "{:<24}| {home:<70} | {instrument}", group.name).unwrap();
        assert!(!home.is_empty(), "no home test of {id}");
        // The small muscle at the outer hip cannot be told from its neighbours by any instrument.
        assert!(!instrument.is_empty() || id.as_str() == "tfl", "no instrument test of {id}");
    }
    println!("{table}");
    for quality in Quality::ALL {
        assert!(knowledge.tests.values().any(|test| test.quality == quality), "no test of {quality}");
    }
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

#[test]
fn the_words_can_be_read() {
    assert!(toml::from_str::<toml::Table>(WORDS).is_ok());
}
