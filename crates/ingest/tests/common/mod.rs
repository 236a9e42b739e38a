//! A small catalogue, typed by hand, and the ways in which tests read with it.
#![allow(dead_code, reason = "each file of tests uses some of it")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]
#![allow(clippy::unwrap_used, reason = "this is part of tests only")]

pub(crate) mod training;
pub(crate) mod workbook;

use evenstride_core::knowledge::{DoseRules, Knowledge, Test};
use evenstride_core::person::SubjectId;
use evenstride_ingest::{ColumnMap, IngestError, Limits, ReadOptions, Reading, read_measurements};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::OnceLock;

/// One test: id, name, aliases, quality, unit, link, plausible range.
type Row =
    (&'static str, &'static str, &'static [&'static str], &'static str, &'static str, &'static str, [f64; 2]);
const TESTS: &[Row] = &[
    (
        "heel-rise-single",
        "single-leg heel raises",
        &["heel rise", "calf raise test"],
        "strength",
        "reps",
        "count",
        [1.0, 120.0],
    ),
    (
        "hhd-knee-ext",
        "knee extension with a dynamometer",
        &["HHD quads"],
        "strength",
        "N",
        "log",
        [20.0, 1500.0],
    ),
    ("hop-single", "single hop for distance", &["SLH", "single hop"], "strength", "cm", "log", [20.0, 350.0]),
    ("knee-to-wall", "knee-to-wall lunge", &["ktw"], "flexibility", "cm", "linear", [-5.0, 30.0]),
    ("sit-to-stand-time", "five sit-to-stands on one leg", &[], "strength", "s", "inverse-time", [2.0, 120.0]),
    ("squat-share", "share of the load in a squat", &[], "load-sharing", "percent", "share", [5.0, 95.0]),
    ("isok-knee-ext-60", "isokinetic knee extension at 60°/s", &[], "strength", "Nm", "log", [5.0, 600.0]),
    ("isok-knee-ext-120", "isokinetic knee extension at 120°/s", &[], "strength", "Nm", "log", [5.0, 600.0]),
    ("isok-knee-ext-240", "isokinetic knee extension at 240°/s", &[], "strength", "Nm", "log", [5.0, 600.0]),
    ("isok-knee-flex-60", "isokinetic knee flexion at 60°/s", &[], "strength", "Nm", "log", [5.0, 400.0]),
    ("isok-knee-flex-120", "isokinetic knee flexion at 120°/s", &[], "strength", "Nm", "log", [5.0, 400.0]),
    ("isok-knee-flex-240", "isokinetic knee flexion at 240°/s", &[], "strength", "Nm", "log", [5.0, 400.0]),
    (
        "isom-knee-ext-dyn",
        "isometric knee extension on a dynamometer",
        &[],
        "strength",
        "Nm",
        "log",
        [5.0, 700.0],
    ),
    ("leg-press-1rm-single", "one-leg press, one repetition", &[], "strength", "kg", "log", [5.0, 500.0]),
    ("leg-ext-1rm-single", "one-leg extension, one repetition", &[], "strength", "kg", "log", [2.0, 300.0]),
    ("leg-curl-1rm-single", "one-leg curl, one repetition", &[], "strength", "kg", "log", [2.0, 200.0]),
];

pub(crate) const DOSES: &str = r#"
weak_sets = 6.0
weak_sets_beginner = 6.0
keep_sets = 3.0
keep_sets_beginner = 3.0
cap_sets = 12.0
cap_sets_beginner = 8.0
bias_ratio_max = 2.0
bias_from_percent = 10.0
double_from_percent = 20.0
stretch_minutes = 5.0
stretch_keep_minutes = 1.0
spacing_hours = 48
session_sets_max = 6.0
session_exercises_max = 8
retest_weeks = [4, 6]
expected_points_per_week = 0.5
pain_limit_nrs = 4
clearance_days = 28
grade = "E"
source = []
"#;

pub(crate) fn knowledge() -> Knowledge {
    let test = |(id, name, aliases, quality, unit, link, plausible): &Row| {
        let text = format!(
            "id = {id:?}\nname = {name:?}\naliases = {aliases:?}\nsettings = [\"home\"]\nquality = {quality:?}\nmotion = \"-\"\n\
             protocol = \"-\"\nunit = {unit:?}\nlink = {link:?}\nplausible = {plausible:?}\ntrials = 3\nrest_s = 60\nminutes = 5.0\n\
             noise_grade = \"E\"\nnoise_source = []\nsteps = []\ninvalid = []\nstop = []\nhonest = \"-\"\ngrade = \"E\"\nsource = []\n\
             [loads]\nquads = 1.0\n[noise]\ntrial = 4.0\nleg_day = 3.0\nshared_day = 3.0\nquirk = 3.0\n"
        );
        let test: Test = toml::from_str(&text).unwrap();
        (test.id.clone(), test)
    };
    Knowledge {
        tests: TESTS.iter().map(test).collect(),
        ..Knowledge::empty(toml::from_str::<DoseRules>(DOSES).unwrap(), "test")
    }
}

/// Reads bytes as `m.csv` on 2026-11-22 for the subject `me`.
pub(crate) fn read(bytes: &[u8]) -> Result<Reading, IngestError> {
    read_with(bytes, None, Limits::DEFAULT, None)
}

pub(crate) fn read_mapped(bytes: &[u8], map: &str) -> Result<Reading, IngestError> {
    let map = ColumnMap::parse(map, "map.toml")?;
    read_with(bytes, Some(&map), Limits::DEFAULT, None)
}

pub(crate) fn read_with(
    bytes: &[u8],
    map: Option<&ColumnMap>,
    limits: Limits,
    body_mass_kg: Option<f64>,
) -> Result<Reading, IngestError> {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    let knowledge = KNOWLEDGE.get_or_init(knowledge);
    let me = SubjectId::new("me").unwrap();
    read_measurements(
        bytes,
        &ReadOptions {
            knowledge,
            map,
            today: jiff::civil::date(2026, 11, 22),
            file_name: "m.csv",
            default_subject: &me,
            body_mass_kg,
            limits,
        },
    )
}

/// A reading as text: one line a trial, then the notices, or the error.
pub(crate) fn shown(reading: &Result<Reading, IngestError>) -> String {
    let reading = match reading {
        Ok(reading) => reading,
        Err(error) => return format!("failed to {error}"),
    };
    let mut text = String::new();
    for trial in &reading.trials {
        let line = trial.place.line.unwrap();
        write!(text, "{line}: {} {} {} {}", trial.subject, trial.test, trial.side, trial.value).unwrap();
        write!(text, " on {}", trial.day).unwrap();
        if let Some(attempt) = trial.attempt {
            write!(text, " #{attempt}").unwrap();
        }
        if let Some(device) = &trial.device {
            write!(text, " with {device}").unwrap();
        }
        if let Some(pain_nrs) = trial.pain_nrs {
            write!(text, " pain {pain_nrs}").unwrap();
        }
        if let Some(figure) = trial.device_asymmetry {
            let stronger = figure.stronger.map_or_else(String::new, |side| format!(" {side}"));
            let decimals = usize::from(figure.decimals);
            write!(text, " printed {:.decimals$} %{stronger}", figure.percent).unwrap();
        }
        if let Some(note) = &trial.note {
            write!(text, " ({note})").unwrap();
        }
        text.push('\n');
    }
    for notice in &reading.notices {
        writeln!(text, "{notice}").unwrap();
    }
    text.trim_end().to_owned()
}

/// Checks what becomes of a text, line by line.
#[track_caller]
pub(crate) fn check(text: &str, expected: &str) {
    let lines =
        |text: &str| text.trim().lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("\n");
    assert_eq!(lines(&shown(&read(text.as_bytes()))), lines(expected));
}

/// As [`check`], with a map.
#[track_caller]
pub(crate) fn check_mapped(text: &str, map: &str, expected: &str) {
    let lines =
        |text: &str| text.trim().lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("\n");
    assert_eq!(lines(&shown(&read_mapped(text.as_bytes(), map))), lines(expected));
}

/// A file of the shared test data; says that the test was skipped when the folder is missing.
pub(crate) fn shared(path: &str) -> Option<Vec<u8>> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    let bytes = std::fs::read(&file).ok();
    if bytes.is_none() {
        println!("skipped: {} is not there", file.display());
    }
    bytes
}
