//! A small catalogue of exercises, typed by hand, and the ways in which tests read training with it.

use evenstride_core::knowledge::{DoseRules, Exercise, Knowledge, Sign};
use evenstride_core::notice::Notice;
use evenstride_core::training::{SetKind, Trained, TrainedSet};
use evenstride_ingest::{
    IngestError, Limits, PairedSets, TrainingOptions, TrainingRead, WeightUnit, parse_line, read_training,
};
use std::fmt::Write as _;
use std::sync::OnceLock;

/// One exercise: id, name, aliases, one leg at a time.
const EXERCISES: [(&str, &str, &[&str], bool); 9] = [
    ("split-squat", "split squat", &["static lunge"], true),
    ("barbell-lunge", "barbell lunge", &["Lunge (Barbell)"], true),
    ("leg-extension-single", "one-leg extension", &["Leg Extension (Left)", "Leg Extension (Right)"], true),
    ("leg-extension", "leg extension", &["Leg Extension (Machine)"], false),
    ("nordic-curl", "Nordic hamstring curl", &["nordic curl"], false),
    ("goblet-squat", "goblet squat", &[], false),
    ("wall-sit", "wall sit", &[], false),
    ("side-plank", "side plank", &[], true),
    ("sit-to-stand", "sit to stand", &[], false),
];

/// The catalogue of these exercises, with one sign to stop.
pub(crate) fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| {
        let exercise = |(id, name, aliases, one_sided): &(&str, &str, &[&str], bool)| {
            let text = format!(
                "id = {id:?}\nname = {name:?}\naliases = {aliases:?}\nkind = \"strength\"\none_sided = {one_sided}\n\
                 plane = \"sagittal\"\ncontraction = \"dynamic\"\nminutes_per_set = 1.0\ndose = {{ reps = [6, 12] }}\n\
                 sets = [2, 4]\nrest_s = 60\nload = \"-\"\nlevel = 1\ncues = []\nfaults = []\ngrade = \"E\"\nsource = []\n"
            );
            let exercise: Exercise = toml::from_str(&text).unwrap();
            (exercise.id.clone(), exercise)
        };
        let sign: Sign = toml::from_str(
            "rule = \"stop-chest\"\neffect = \"ends\"\naction = \"emergency\"\ntold = [{ near = [\"chest pain\"] }]\ngrade = \"E\"\nsource = []\n",
        )
        .unwrap();
        let mut knowledge = Knowledge {
            exercises: EXERCISES.iter().map(exercise).collect(),
            ..Knowledge::empty(toml::from_str::<DoseRules>(super::DOSES).unwrap(), "test")
        };
        knowledge.following.signs.push(sign);
        knowledge
    })
}

/// The options of all tests: `t.csv`, read on Sunday, 2026-11-22.
pub(crate) fn options() -> TrainingOptions<'static> {
    TrainingOptions {
        knowledge: knowledge(),
        today: jiff::civil::date(2026, 11, 22),
        file_name: "t.csv",
        weight_unit: None,
        paired_sets: PairedSets::OfTwoLegs,
        limits: Limits::DEFAULT,
    }
}

/// Reads bytes with the usual options.
pub(crate) fn read(bytes: &[u8]) -> Result<TrainingRead, IngestError> {
    read_training(bytes, &options())
}

/// Reads bytes whose loads are in this unit.
pub(crate) fn read_in(bytes: &[u8], unit: WeightUnit) -> Result<TrainingRead, IngestError> {
    read_training(bytes, &TrainingOptions { weight_unit: Some(unit), ..options() })
}

/// One entry on a line: day, name, side, sets and what was felt.
pub(crate) fn entry(trained: &Trained) -> String {
    let mut text = format!("{} {} {:?}", trained.on, trained.name, trained.side);
    for set in &trained.sets {
        text.push(' ');
        text.push_str(&shown_set(set));
    }
    for (word, value) in [
        ("pain", trained.pain.map(|pain| pain.to_string())),
        ("morning", trained.morning_points.map(|points| points.to_string())),
        ("form", trained.form.map(|form| form.as_str().to_owned())),
        ("note", trained.note.clone()),
    ] {
        if let Some(value) = value {
            write!(text, " {word} {value}").unwrap();
        }
    }
    if trained.swelling {
        text.push_str(" swelling");
    }
    for rule in &trained.signs {
        write!(text, " {rule}").unwrap();
    }
    text
}

fn shown_set(set: &TrainedSet) -> String {
    let mut text = match set.kind {
        SetKind::Working => String::new(),
        other => format!("{other:?}:"),
    };
    let amounts = [
        set.reps.map(|reps| reps.to_string()),
        set.seconds.map(|seconds| format!("{seconds}s")),
        set.metres.map(|metres| format!("{metres}m")),
    ];
    text.push_str(&amounts.into_iter().flatten().collect::<Vec<_>>().join("/"));
    if let Some(load_kg) = set.load_kg {
        write!(text, "x{load_kg}kg").unwrap();
    }
    if let Some(reserve) = set.reserve {
        write!(text, "@{reserve}").unwrap();
    }
    text
}

/// What was read as text: one line an entry, then the notices, or the error.
pub(crate) fn shown(read: &Result<TrainingRead, IngestError>) -> String {
    match read {
        Ok(read) => lines(&read.trained, &read.notices),
        Err(error) => format!("failed to {error}"),
    }
}

fn lines(trained: &[Trained], notices: &[Notice]) -> String {
    let entries = trained.iter().map(|trained| match trained.place.line {
        Some(line) => format!("{line}: {}", entry(trained)),
        None => entry(trained),
    });
    entries.chain(notices.iter().map(ToString::to_string)).collect::<Vec<_>>().join("\n")
}

fn trimmed(text: &str) -> String {
    text.trim().lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Checks what becomes of a file, line by line.
#[track_caller]
pub(crate) fn check(bytes: &[u8], expected: &str) {
    assert_eq!(trimmed(&shown(&read(bytes))), trimmed(expected));
}

/// Checks what becomes of one typed line.
#[track_caller]
pub(crate) fn check_line(line: &str, expected: &str) {
    let options = TrainingOptions { file_name: "line", ..options() };
    let found = match parse_line(line, &options) {
        Ok(read) => lines(std::slice::from_ref(&read.trained), &read.notices),
        Err(error) => format!("failed to {error}"),
    };
    assert_eq!(trimmed(&found), trimmed(expected), "{line}");
}
