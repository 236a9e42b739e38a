//! The many ways in which people write the same numbers all give the same answer.

use crate::{folder, path, run, run_with_input};

const PLAIN: &str = "test,side,attempt,value,unit,date\n\
    hop-single,left,1,151.5,cm,2026-11-20\nhop-single,left,2,150.5,cm,2026-11-20\n\
    hop-single,right,1,120.5,cm,2026-11-20\nhop-single,right,2,121.5,cm,2026-11-20\n";

fn answer(bytes: &[u8]) -> String {
    let run = run_with_input(&["assess", "-", "--as-of", "2026-11-22", "--format", "csv"], bytes);
    assert_eq!(run.code, 0, "{}", run.err);
    run.out
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let order = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(order).collect()
}

#[test]
fn separators_encodings_and_languages_change_nothing() {
    let wanted = answer(PLAIN.as_bytes());
    assert!(wanted.contains("left-right") && wanted.contains("whole-leg"), "{wanted}");
    let semicolons = PLAIN.replace(',', ";").replace('.', ",");
    let german = semicolons
        .replace("side", "Seite")
        .replace("value", "Wert")
        .replace("unit", "Einheit")
        .replace("date", "Datum")
        .replace("attempt", "Versuch")
        .replace("left", "links")
        .replace("right", "rechts");
    let spanish = PLAIN.replace("left", "izquierda").replace("right", "derecha");
    let letters = PLAIN.replace("left", "L").replace("right", "R");
    for (name, bytes) in [
        ("semicolons and decimal commas", semicolons.clone().into_bytes()),
        ("German", german.into_bytes()),
        ("Spanish", spanish.into_bytes()),
        ("letters", letters.into_bytes()),
        ("byte order mark", format!("\u{feff}{PLAIN}").into_bytes()),
        ("UTF-16, little end first", utf16(PLAIN, true)),
        ("UTF-16, big end first", utf16(&semicolons, false)),
        ("Windows line ends", PLAIN.replace('\n', "\r\n").into_bytes()),
        ("tabs", PLAIN.replace(',', "\t").into_bytes()),
    ] {
        assert_eq!(answer(&bytes), wanted, "{name}");
    }
}

#[test]
fn wide_tables_are_read_by_the_names_of_their_columns_in_either_order() {
    let wide = "test,attempt,left,right,unit,date\nhop-single,1,151.5,120.5,cm,2026-11-20\nhop-single,2,150.5,121.5,cm,2026-11-20\n";
    let swapped = "test,attempt,right,left,unit,date\nhop-single,1,120.5,151.5,cm,2026-11-20\nhop-single,2,121.5,150.5,cm,2026-11-20\n";
    let wanted = answer(PLAIN.as_bytes());
    assert_eq!(answer(wide.as_bytes()), wanted);
    assert_eq!(answer(swapped.as_bytes()), wanted);
}

#[test]
fn several_files_are_one_record() {
    let (left, right): (Vec<&str>, Vec<&str>) = PLAIN.lines().partition(|line| !line.contains("right"));
    let header = left[0];
    let folder = folder(&[
        ("left.csv", (left.join("\n") + "\n").as_bytes()),
        ("right.csv", format!("{header}\n{}\n", right.join("\n")).as_bytes()),
    ]);
    let run = run(&[
        "assess",
        &path(&folder, "left.csv"),
        &path(&folder, "right.csv"),
        "--as-of",
        "2026-11-22",
        "--format",
        "csv",
    ]);
    assert_eq!(run.out, answer(PLAIN.as_bytes()));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_evenstride"))
        .args(["exercises", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[test]
fn today_is_the_day_of_the_time_zone() {
    use std::process::Command;
    // Two zones that are 25 hours apart never share a day, so that nothing here depends on the time.
    let as_of = |zone: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_evenstride"))
            .args(["check", "examples/first-check", "--no-report", "--format", "json"])
            .current_dir(super::root())
            .env("TZ", zone)
            .output()
            .unwrap();
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        said["assessment"]["as_of"].as_str().unwrap().to_owned()
    };
    let (west, east) = (as_of("WEST11"), as_of("EAST-14"));
    // Days are written so that they sort as they follow each other.
    assert!(west < east, "{west} {east}");
}

#[test]
fn what_a_day_shows_beyond_the_usual_stands_in_the_finding_for_programs() {
    let table = |right: f64| {
        let rows = [0.0, 5.0, -5.0].map(|more| {
            format!(
                "strap-knee-ext,left,{},N,2026-11-20\nstrap-knee-ext,right,{},N,2026-11-20\n",
                400.0 + more,
                right + more
            )
        });
        format!("test,side,value,unit,date\n{}", rows.concat())
    };
    let beyond = |right: f64| {
        let words = ["assess", "-", "--as-of", "2026-11-22", "--format", "json"];
        let run = run_with_input(&words, table(right).as_bytes());
        let found: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        let findings = found["assessments"][0]["findings"].as_array().unwrap().clone();
        findings.into_iter().find(|finding| finding["group"] == "quads").unwrap()["beyond"].clone()
    };
    // Of geometric means: (185 · 190 · 195)^⅓ is 52.51 % below (395 · 400 · 405)^⅓.
    let expected =
        serde_json::json!([{ "test": "strap-knee-ext", "weaker": "right", "by": 52.51, "unit": "percent" }]);
    assert_eq!(beyond(190.0), expected);
    assert_eq!(beyond(395.0), serde_json::Value::Null);
}
