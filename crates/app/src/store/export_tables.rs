//! The table of measurements of an export, in the form that the importer reads; training has its own in `ingest`, as has
//! the reading that takes the apostrophe off again.
//!
//! A value stands in its test's own unit with all its digits. In a text a control character becomes a blank, and one that
//! a spreadsheet would run as a formula gets an apostrophe in front; figures stand as they are. Read next:
//! `super::export`.

use evenstride_core::body::Side;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::measure::{DeviceAsymmetry, Trial};
use evenstride_ingest::defused;

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
