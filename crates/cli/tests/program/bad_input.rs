//! Whatever is wrong is said with file and line, what was expected, what was found and what to do next.
//!
//! The importer's own tests hold every kind of bad cell; here it is seen that the words and the exit codes
//! reach the user, and that nothing half-written is left.

use crate::{folder, path, run, run_with_input};

const HEADER: &str = "test,side,attempt,value,unit,date\n";

/// Judges one table and gives exit code and everything that was said.
fn assess(name: &str, bytes: &[u8]) -> (i32, String) {
    let folder = folder(&[(name, bytes)]);
    let run = run(&["assess", &path(&folder, name), "--as-of", "2026-11-22", "--format", "csv"]);
    (run.code, format!("{}{}", run.out, run.err))
}

#[track_caller]
fn says(bytes: &[u8], code: i32, fragments: &[&str]) {
    let (found, text) = assess("measurements.csv", bytes);
    assert_eq!(found, code, "{text}");
    for fragment in fragments {
        assert!(text.contains(fragment), "“{fragment}” is not in:\n{text}");
    }
    assert!(!text.contains("panicked"), "{text}");
}

#[track_caller]
fn row_says(row: &str, fragments: &[&str]) {
    let mut all = vec!["measurements.csv:2"];
    all.extend(fragments);
    // Nothing is left of a table of one row that is refused, so no answer may look like one.
    says(format!("{HEADER}{row}\n").as_bytes(), 3, &all);
}

#[test]
fn a_wrong_unit_is_refused_with_line_and_hint() {
    row_says("hop-single,left,1,120,N,2026-11-20", &["N", "cm"]);
    row_says("hop-single,left,1,120,furlong,2026-11-20", &["furlong"]);
}

#[test]
fn an_unknown_test_names_the_nearest_ones() {
    row_says("hop-singel,left,1,120,cm,2026-11-20", &["hop-singel", "hop-single", "test-unknown"]);
}

#[test]
fn values_that_cannot_be_right_are_refused() {
    for value in ["0", "-3", "NaN", "inf", "1e300", "abc", "1e-300"] {
        row_says(&format!("hop-single,left,1,{value},cm,2026-11-20"), &["row-refused"]);
    }
}

#[test]
fn a_date_in_the_future_is_refused() {
    row_says("hop-single,left,1,120,cm,2999-01-01", &["date-in-future", "2999-01-01"]);
}

#[test]
fn a_missing_side_is_missing_and_never_zero() {
    row_says("hop-single,,1,120,cm,2026-11-20", &["side"]);
    let wide = "test,left,right,unit,date\nhop-single,120,,cm,2026-11-20\n";
    let (code, text) = assess("measurements.csv", wide.as_bytes());
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("not-comparable"), "{text}");
    assert!(!text.contains("imbalanced"), "{text}");
}

#[test]
fn the_same_trial_twice_counts_once() {
    let rows = "hop-single,left,1,120,cm,2026-11-20\nhop-single,left,1,120,cm,2026-11-20\n";
    says(format!("{HEADER}{rows}").as_bytes(), 0, &["trial-repeated", "measurements.csv:3"]);
}

#[test]
fn files_that_are_no_table_are_refused() {
    says(b"", 3, &["empty", "hint"]);
    says(HEADER.as_bytes(), 3, &["measurements.csv"]);
    says(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 3, &["measurements.csv"]);
    says(&[0_u8, 159, 146, 150, 0, 0, 1, 2], 3, &["measurements.csv"]);
}

#[test]
fn a_folder_and_a_missing_file_are_told_apart() {
    let folder = folder(&[]);
    let run_folder = run(&["assess", &folder.path().display().to_string()]);
    assert_eq!(run_folder.code, 3);
    assert!(run_folder.err.contains("expected a file, found a folder"), "{}", run_folder.err);
    let run_missing = run(&["assess", &path(&folder, "nothing.csv")]);
    assert_eq!(run_missing.code, 3);
    assert!(run_missing.err.contains("there is no such file"), "{}", run_missing.err);
}

#[test]
fn a_file_of_a_gigabyte_is_refused_without_being_read() {
    let folder = folder(&[]);
    let file = std::fs::File::create(folder.path().join("big.csv")).unwrap();
    // A sparse file: a gigabyte long, and nothing on the disk.
    file.set_len(1 << 30).unwrap();
    let run = run(&["assess", &path(&folder, "big.csv")]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("expected at most 64 MiB, found more"), "{}", run.err);
}

#[test]
fn standard_input_is_bounded_too() {
    let input = vec![b'x'; (64 << 20) + 10];
    let run = run_with_input(&["assess", "-"], &input);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("expected at most 64 MiB"), "{}", run.err);
}

#[test]
fn settings_are_refused_with_file_and_line() {
    for (text, fragments) in [
        ("sex = \"female\"\nmass_kg = 6400\n", &["person.toml:2", "mass_kg", "6400"][..]),
        ("sex = \"woman\"\n", &["person.toml:1", "woman"]),
        ("birth_year = 2050\n", &["person.toml:1", "birth_year"]),
        ("colour = \"red\"\n", &["person.toml:1", "colour"]),
        ("[minutes]\nmoonday = 30\n", &["person.toml:2", "moonday"]),
        ("sex = \n", &["person.toml:1"]),
    ] {
        let folder = folder(&[("person.toml", text.as_bytes()), ("measurements.csv", b"")]);
        let run = run(&["check", &folder.path().display().to_string()]);
        assert_eq!(run.code, 3, "{text}: {}", run.err);
        for fragment in fragments {
            assert!(run.err.contains(fragment), "{fragment} is not in {}", run.err);
        }
        assert!(!folder.path().join("report.html").exists());
    }
}

#[test]
fn answers_are_refused_with_file_and_line() {
    for (text, fragments) in [
        ("[answers]\nRF-01 = \"perhaps\"\n", &["answers.toml:2", "yes, no or unsure", "perhaps"][..]),
        ("[answers]\nRF-99 = \"no\"\n", &["answers.toml:2", "RF-99", "nearest"]),
        ("answered_on = \"2999-01-01\"\n[answers]\n", &["answers.toml:1", "2999-01-01"]),
        ("[answers]\nRF-30 = { answer = \"yes\", cleared_by = \"me\" }\n", &["answers.toml:2", "cleared_on"]),
    ] {
        let folder = folder(&[("person.toml", b""), ("answers.toml", text.as_bytes())]);
        let run = run(&["check", &folder.path().display().to_string()]);
        assert_eq!(run.code, 3, "{text}: {}", run.err);
        for fragment in fragments {
            assert!(run.err.contains(fragment), "{fragment} is not in {}", run.err);
        }
    }
}

#[test]
fn a_page_that_cannot_be_written_leaves_nothing_behind() {
    let folder = folder(&[("person.toml", b"")]);
    let target = folder.path().join("no/such/folder/report.html");
    let run = run(&["check", &folder.path().display().to_string(), "--report", &target.display().to_string()]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("failed to write"), "{}", run.err);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["person.toml"]);
}

#[test]
fn a_command_that_is_not_understood_ends_with_two() {
    for arguments in [
        &["frobnicate"][..],
        &["assess"],
        &["assess", "x.csv", "--format", "xml"],
        &["tests", "show", "no-such-test"],
        &["tests", "display", "hop-single"],
        &["assess", "examples/first-check/measurements.csv", "--delta", "0"],
        &["assess", "examples/first-check/measurements.csv", "--delta", "nan"],
        &["assess", "examples/first-check/measurements.csv", "--as-of", "yesterday"],
        &["assess", "examples/first-check/measurements.csv", "--subject", "nobody"],
    ] {
        let run = run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(!run.err.is_empty() && run.out.is_empty(), "{arguments:?}");
    }
    assert!(run(&["tests", "show", "hop-singel"]).err.contains("hop-single"));
}

#[test]
fn a_refused_row_beside_a_good_one_is_told_and_the_rest_counts() {
    let rows = "hop-single,left,1,120,cm,2026-11-20\nhop-single,right,1,120,cm,04/05/2026\n";
    says(format!("{HEADER}{rows}").as_bytes(), 0, &["measurements.csv:3", "date-doubtful"]);
}

#[test]
fn a_file_of_which_everything_is_refused_is_not_brought_in() {
    let table = format!("{HEADER}hop-single,left,1,120,cm,04/05/2026\n");
    let folder = folder(&[("measurements.csv", table.as_bytes())]);
    let store = path(&folder, "store.db");
    let run = run(&["import", &path(&folder, "measurements.csv"), "--store", &store]);
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert!(run.err.contains("date-doubtful 1") && run.err.contains("day-first"), "{}", run.err);
}

/// One calf much thicker than the other, with a hop beside it.
const CALF: &str = "subject,test,side,value,unit,date\nA,girth-calf,left,38,cm,2026-11-20\n\
    A,girth-calf,right,30,cm,2026-11-20\nA,hop-single,left,120,cm,2026-11-20\nA,hop-single,right,121,cm,2026-11-20\n";

#[test]
fn a_measured_red_flag_holds_results_and_tests_back_and_says_what_the_screen_says() {
    let commands: [(&[&str], &str); 3] = [
        (&["assess", "-"], "subject,as_of"),
        (&["assess", "-", "--predict"], "subject,test"),
        (&["next", "-"], "subject,as_of"),
    ];
    for (command, head) in commands {
        for (format, in_out) in [("text", "Do not test or train this leg"), ("csv", head), ("json", "[]")] {
            let all = [command, &["--as-of", "2026-11-22", "--format", format]].concat();
            let run = run_with_input(&all, CALF.as_bytes());
            assert_eq!(run.code, 20, "{command:?} {format}: {}{}", run.out, run.err);
            assert!(run.out.contains(in_out), "{command:?} {format}: {}", run.out);
            assert!(!run.out.contains("hop-single") && !run.out.contains("no difference"), "{}", run.out);
            // What is read by programs says it where they read; a table has no place for it.
            let told = if format == "csv" { &run.err } else { &run.out };
            assert!(format == "text" || told.contains("measurement-is-flag"), "{command:?} {format}: {told}");
        }
    }
    let battery = run_with_input(&["next", "-", "--minutes", "20", "--as-of", "2026-11-22"], CALF.as_bytes());
    assert_eq!((battery.code, battery.out.contains("See a doctor today")), (20, true), "{}", battery.out);
    // Somebody else's results are told all the same.
    let table = format!("{CALF}B,hop-single,left,120,cm,2026-11-20\nB,hop-single,right,121,cm,2026-11-20\n");
    let all = ["assess", "-", "--by", "subject", "--as-of", "2026-11-22", "--format", "csv"];
    let run = run_with_input(&all, table.as_bytes());
    assert!(run.code == 0 && run.out.contains("\nB,") && !run.out.contains("\nA,"), "{}", run.out);
    assert!(run.err.contains("A: girth-calf is by itself a red flag"), "{}", run.err);
}

#[test]
fn a_check_that_stops_writes_the_stop_as_csv_too() {
    let answered = ("answered_on = \"\"", "answered_on = \"2026-11-20\"");
    let stopped = run(&["screen", "--new"]).out.replace(answered.0, answered.1);
    let stopped = stopped.replace("RF-01 = \"\"", "RF-01 = \"yes\"");
    let folder = folder(&[
        ("person.toml", b""),
        ("answers.toml", stopped.as_bytes()),
        ("measurements.csv", CALF.as_bytes()),
    ]);
    let run = run(&["check", &folder.path().display().to_string(), "--format", "csv", "--as-of", "2026-11-22"]);
    assert_eq!(run.code, 20, "{}", run.err);
    assert!(run.out.starts_with("outcome,") && run.out.contains("emergency"), "{}", run.out);
}

#[test]
fn a_table_of_several_people_asks_whom_to_judge() {
    let table = "subject,test,side,value,unit,date\nA,hop-single,left,120,cm,2026-11-20\nB,hop-single,left,121,cm,2026-11-20\n";
    says(table.as_bytes(), 2, &["2 people", "--by subject"]);
}

#[test]
fn a_red_flag_ends_with_twenty_and_an_open_question_with_three() {
    let answers = run(&["screen", "--new"]).out.replace("answered_on = \"\"\n", "").replace("\"\"", "\"no\"");
    let stopped = answers.replace("RF-01 = \"no\"", "RF-01 = \"yes\"");
    let folder = folder(&[
        ("person.toml", b"birth_year = 1990\n"),
        ("stopped.toml", stopped.as_bytes()),
        ("open.toml", b"[answers]\nRF-01 = \"no\"\n"),
        ("all-no.toml", answers.as_bytes()),
    ]);
    for (file, code) in [("stopped.toml", 20), ("open.toml", 3), ("all-no.toml", 0)] {
        let person = path(&folder, "person.toml");
        let run = run(&["screen", "--answers", &path(&folder, file), "--person", &person]);
        assert_eq!(run.code, code, "{file}: {}{}", run.out, run.err);
    }
}

#[test]
fn a_log_of_training_of_which_nothing_can_be_read_is_told_as_a_log() {
    let log = "date,exercise,side,reps\n20.13.2026,split-squat,left,8\n21.13.2026,split-squat,right,8\n";
    let folder = folder(&[("gym.csv", log.as_bytes()), ("said.txt", "2026-11-20 ✋\n".as_bytes())]);
    let db = path(&folder, "a.db");
    for (name, fragments) in [
        (
            "gym.csv",
            &["expected a log of training with sets below its header, found none", "(line 2)", "20.13.2026"][..],
        ),
        ("said.txt", &["said.txt:1: expected a day, an exercise and its sets", "✋"]),
    ] {
        let file = path(&folder, name);
        for words in [&["import", &file][..], &["log", &file]] {
            let run = run(&[words, &["--store", &db]].concat());
            assert_eq!(run.code, 3, "{name}: {}", run.err);
            for fragment in fragments.iter().chain(&["hint: write ", "split-squat"]) {
                assert!(run.err.contains(fragment), "{fragment} is not in {}", run.err);
            }
            assert!(!run.err.contains("measurements"), "{name}: {}", run.err);
        }
    }
}

#[test]
fn a_table_that_ends_with_its_header_is_told_to_have_no_rows() {
    let folder = folder(&[
        ("lab.csv", b"who,leg,newton\n"),
        ("tests.csv", b"subject,test,side,value,date\n"),
        ("gym.csv", b"date,exercise,side,reps\n"),
    ]);
    let db = path(&folder, "a.db");
    let (rows, sets) =
        ("expected rows below the header, found none", "expected a log of training with sets below its header");
    for (name, told) in [("lab.csv", rows), ("tests.csv", rows), ("gym.csv", sets)] {
        let run = run(&["import", &path(&folder, name), "--store", &db]);
        assert_eq!(run.code, 3, "{name}: {}", run.err);
        assert!(run.err.contains(told), "{name}: {}", run.err);
        assert!(!run.err.contains("--as"), "what it is with --as does not help: {}", run.err);
    }
}
