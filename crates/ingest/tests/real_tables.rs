//! Published tables read as they are, with the maps that the validation uses.
//!
//! The tables are not part of the repository; without them these tests say so and pass.

mod common;

use common::{read, read_mapped, shared, shown};
use evenstride_core::body::Side;
use evenstride_core::measure::Trial;
use evenstride_ingest::Reading;
use std::collections::BTreeMap;

const CYBEX: &str = include_str!("../../../validation/maps/exscidata-cybex.toml");
const ONE_RM: &str = include_str!("../../../validation/maps/exscidata-one-rm.toml");

fn messages(reading: &Reading) -> Vec<String> {
    reading.notices.iter().map(|notice| notice.to_string().replace("m.csv", "file")).collect()
}

fn by_test(trials: &[Trial]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for trial in trials {
        *counts.entry(trial.test.to_string()).or_default() += 1;
    }
    counts
}

#[test]
fn the_dynamometer_table_is_read_whole() {
    let Some(bytes) = shared("strength/exscidata/cybex.csv") else {
        return;
    };
    let reading = read_mapped(&bytes, CYBEX).unwrap();
    assert_eq!((reading.format, reading.rows, reading.rows_refused), ("measurements-long-csv", 3744, 0));
    assert_eq!(reading.trials.len(), 3744 - 431);
    let subjects: std::collections::BTreeSet<_> = reading.trials.iter().map(|trial| &trial.subject).collect();
    assert_eq!(subjects.len(), 39);
    assert_eq!(by_test(&reading.trials).len(), 7);
    let first = &reading.trials[0];
    assert_eq!(
        (first.subject.as_str(), first.test.as_str(), first.side),
        ("FP13", "isok-knee-ext-60", Side::Right)
    );
    assert_eq!((first.value.to_string(), first.day.to_string()), ("217".to_owned(), "2000-01-01".to_owned()));
    assert_eq!(first.device.as_deref(), Some("cybex"));
    let told = messages(&reading);
    assert_eq!(
        told[..2],
        [
            "file:2: the days of 3313 rows come from map.toml, not from the file [date-doubtful]".to_owned(),
            "file:177: 431 rows passed over: no value, so nothing was measured [rows-passed-over]".to_owned(),
        ],
        "{told:#?}"
    );
    assert!(told[2..].iter().all(|text| text.contains("this row is the same as line")), "{told:#?}");
}

#[test]
fn the_table_of_maxima_is_read_with_its_blanks_and_without_its_bench_press() {
    let Some(bytes) = shared("strength/exscidata/one-rm.csv") else {
        return;
    };
    let reading = read_mapped(&bytes, ONE_RM).unwrap();
    assert_eq!((reading.rows, reading.rows_refused), (1638, 0), "{}", messages(&reading).join("\n"));
    let missing = 1638 - 234 - reading.trials.len();
    let lefts = reading.trials.iter().filter(|trial| trial.side == Side::Left).count();
    assert!(lefts * 2 > reading.trials.len() - 60, "{lefts} of {}", reading.trials.len());
    let told = messages(&reading).join("\n");
    assert!(
        told.contains("234 rows passed over: map.toml skips “benchpress” in “exercise” [rows-passed-over]"),
        "{told}"
    );
    assert!(told.contains(&format!("{missing} rows passed over: no value, so nothing was measured")), "{told}");
}

#[test]
fn the_workbook_holds_the_same_trials_as_its_sheets_as_text() {
    let Some(workbook) = shared("strength/exscidata/data-raw_strengthTests.xlsx") else {
        return;
    };
    for (path, map) in [("cybex.csv", CYBEX), ("one-rm.csv", ONE_RM)] {
        let Some(text) = shared(&format!("strength/exscidata/{path}")) else {
            return;
        };
        let from_text = read_mapped(&text, map).unwrap();
        let from_workbook = read_mapped(&workbook, map).unwrap();
        assert_eq!(from_workbook.format, "xlsx");
        assert_eq!(from_workbook.trials, from_text.trials, "{path}");
        assert_eq!((from_workbook.rows, from_workbook.rows_refused), (from_text.rows, from_text.rows_refused));
        assert_eq!(from_workbook.notices, from_text.notices);
    }
}

#[test]
fn a_template_without_rows_is_refused_with_a_clear_word() {
    let Some(bytes) = shared("strength/nordbord-header/Nordboard_Test_Export_Template.csv") else {
        return;
    };
    assert_eq!(
        shown(&read(&bytes)),
        "failed to read m.csv:1: expected rows below the header, found none; the table has no filled row\n  \
         hint: this looks like an empty template; fill it in, or export the rows too, and give that file"
    );
}
