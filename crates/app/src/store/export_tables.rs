//! The tables of an export: measurements and training in the forms that the importer reads.
//!
//! A value stands in its test's own unit with all its digits. In a text a control character becomes a blank, and one that
//! a spreadsheet would run as a formula gets an apostrophe in front; figures stand as they are. Read next:
//! `super::export`.

use crate::wire::defused;
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Knowledge, RuleId};
use evenstride_core::measure::{DeviceAsymmetry, Trial};
use evenstride_core::training::{SetKind, Trained, TrainedSet, TrainedSide};

/// The columns of a table with one row a trial.
const MEASURED: [&str; 11] = [
    "subject",
    "test",
    "side",
    "attempt",
    "value",
    "unit",
    "date",
    "device",
    "pain",
    "note",
    "device_asymmetry_percent",
];

/// The columns of a table with one row a set; what belongs to the whole stands in its first row.
const TRAINED: [&str; 16] = [
    "date", "exercise", "side", "set", "kind", "reps", "seconds", "metres", "load_kg", "reserve", "pain",
    "form", "morning", "swelling", "signs", "note",
];

pub(super) fn measurements_csv(trials: &[Trial], knowledge: &Knowledge) -> String {
    let row = |trial: &Trial| {
        let unit = knowledge.tests.get(&trial.test).map(|test| test.unit.to_string());
        [
            defused(trial.subject.as_str()),
            trial.test.to_string(),
            trial.side.as_str().to_owned(),
            shown(trial.attempt),
            trial.value.to_string(),
            unit.unwrap_or_default(),
            trial.day.to_string(),
            text(trial.device.as_deref()),
            shown(trial.pain_nrs),
            text(trial.note.as_deref()),
            trial.device_asymmetry.as_ref().map(printed).unwrap_or_default(),
        ]
    };
    table(MEASURED, trials.iter().map(row))
}

/// The device's figure with as many decimals as it printed.
fn printed(figure: &DeviceAsymmetry) -> String {
    let DeviceAsymmetry { percent, decimals, stronger } = *figure;
    let letter = match stronger {
        Some(Side::Left) => " L",
        Some(Side::Right) => " R",
        None => "",
    };
    format!("{percent:.decimals$}{letter}", decimals = usize::from(decimals))
}

pub(super) fn trained_csv(trained: &[Trained]) -> String {
    table(TRAINED, trained.iter().flat_map(rows_of))
}

fn rows_of(trained: &Trained) -> Vec<[String; 16]> {
    if trained.sets.is_empty() {
        return vec![row(trained, 0, None)];
    }
    trained.sets.iter().enumerate().map(|(at, set)| row(trained, at + 1, Some(set))).collect()
}

fn row(trained: &Trained, number: usize, set: Option<&TrainedSet>) -> [String; 16] {
    let once = |text: String| if number <= 1 { text } else { String::new() };
    let signs: Vec<&str> = trained.signs.iter().map(RuleId::as_str).collect();
    [
        trained.on.to_string(),
        text(Some(&trained.name)),
        side_word(trained.side).to_owned(),
        number.to_string(),
        set.map_or("", |set| kind_word(set.kind)).to_owned(),
        shown(set.and_then(|set| set.reps)),
        shown(set.and_then(|set| set.seconds)),
        shown(set.and_then(|set| set.metres)),
        shown(set.and_then(|set| set.load_kg)),
        shown(set.and_then(|set| set.reserve)),
        once(shown(trained.pain)),
        once(trained.form.map_or("", evenstride_core::track::Form::as_str).to_owned()),
        once(shown(trained.morning_points)),
        once(if trained.swelling { "yes" } else { "" }.to_owned()),
        once(signs.join(" ")),
        once(text(trained.note.as_deref())),
    ]
}

fn side_word(side: TrainedSide) -> &'static str {
    match side {
        TrainedSide::Left => "left",
        TrainedSide::Right => "right",
        TrainedSide::Both => "both",
        TrainedSide::Each => "each",
        TrainedSide::NotSaid => "",
    }
}

fn kind_word(kind: SetKind) -> &'static str {
    match kind {
        SetKind::Working => "working",
        SetKind::WarmUp => "warm-up",
        SetKind::Drop => "drop",
        SetKind::Failure => "failure",
    }
}

fn text(text: Option<&str>) -> String {
    let plain = |text: &str| text.replace(char::is_control, " ");
    text.map(|text| defused(&plain(text))).unwrap_or_default()
}

fn table<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail; an error would only leave the table shorter.
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(&row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
