//! Rows that cannot be read or cannot be right: each is left out with its line, what was expected and found, and a hint.

mod common;

use common::{check, check_mapped, read, read_mapped, read_with};
use evenstride_ingest::{ColumnMap, Limits};

/// Checks the one notice that a row `test,side,value,unit,date` gets.
#[track_caller]
fn check_row(row: &str, expected: &str) {
    check(&format!("test,side,value,unit,date\n{row}\n"), expected);
}

#[test]
fn a_value_that_is_no_number_is_left_out() {
    for value in ["abc", "NaN", "inf", "-inf", "5,", ">120", "1:23", "#DIV/0!"] {
        check_row(
            &format!("SLH,L,\"{value}\",cm,2026-11-20"),
            &format!(
                "m.csv:2: row left out: expected a number in cm, found “{value}” [row-refused]
                   hint: write one number, such as 45.5, with nothing but its unit behind it; leave the cell empty if nothing was measured"
            ),
        );
    }
}

#[test]
fn a_value_outside_what_can_be_right_is_left_out_with_the_range() {
    for (value, found) in [
        ("1e300", "1e300 cm"),
        ("351", "351 cm"),
        ("0.5", "0.5 cm"),
        ("1e-308", "1e-308 cm"),
        ("1e-320", "1e-320 cm"),
        ("1e999", "inf cm"),
    ] {
        let hint = if value == "1e999" {
            "write a number with an end"
        } else {
            "check the number, its unit and its decimal sign"
        };
        check_row(
            &format!("SLH,L,{value},cm,2026-11-20"),
            &format!(
                "m.csv:2: row left out: expected 20 to 350 cm for hop-single, found {found} [row-refused]\nhint: {hint}"
            ),
        );
    }
    check_row(
        "hhd-knee-ext,L,200,kg,2026-11-20",
        "m.csv:2: row left out: expected 20 to 1500 N for hhd-knee-ext, found 200 kg, which is 1961.3 N [row-refused]
           hint: check the number, its unit and its decimal sign",
    );
}

#[test]
fn zero_and_below_are_left_out_where_nothing_can_be_compared_with_them() {
    check_row(
        "heel-rise-single,L,0,reps,2026-11-20",
        "m.csv:2: row left out: expected 1 to 120 reps for heel-rise-single, found none on the left [row-refused]
           hint: nothing can be compared with zero; leave the cell empty, and choose an easier test for both legs",
    );
    check_row(
        "SLH,L,0,cm,2026-11-20",
        "m.csv:2: row left out: expected 20 to 350 cm for hop-single, found 0 cm [row-refused]
           hint: zero is no measurement; leave the cell empty if nothing was measured",
    );
    check_row(
        "SLH,L,-80,cm,2026-11-20",
        "m.csv:2: row left out: expected 20 to 350 cm for hop-single, found -80 cm [row-refused]
           hint: this test has no values below zero; check the sign",
    );
    check_row("knee-to-wall,L,0,cm,2026-11-20", "2: me knee-to-wall left 0 on 2026-11-20");
    check_row("knee-to-wall,L,−1.5,cm,2026-11-20", "2: me knee-to-wall left -1.5 on 2026-11-20");
}

#[test]
fn a_number_that_can_be_read_in_two_ways_is_left_out() {
    check_row(
        "hhd-knee-ext,L,\"1,234\",N,2026-11-20",
        "m.csv:2: row left out: expected a number that can be read in one way only, found “1,234” [row-refused]
           hint: write it without marks between thousands, or say decimal = \",\" or \".\" in a map file",
    );
    let text = b"test,side,value,unit,date\nhhd-knee-ext,L,\"1,234\",N,2026-11-20\n";
    assert_eq!(read_mapped(text, "decimal = \".\"\n").unwrap().trials[0].value.to_string(), "1234");
}

#[test]
fn a_unit_that_is_unknown_does_not_fit_or_contradicts_its_column_is_left_out() {
    check_row(
        "SLH,L,45,furlong,2026-11-20",
        "m.csv:2: row left out: expected a unit, found “furlong” [row-refused]
           hint: write a unit such as N, Nm, kg, cm, deg, s, reps or percent",
    );
    check_row(
        "SLH,L,45,Nm,2026-11-20",
        "m.csv:2: row left out: expected a value of hop-single in cm, found 45 Nm [row-refused]
           hint: check the test and the unit; these two measure different things",
    );
    check_row(
        "SLH,L,45 cm,m,2026-11-20",
        "m.csv:2: row left out: expected a value in m, found “45 cm” [row-refused]
           hint: the cell and its column name different units; correct one of them",
    );
    check_row(
        "isok-knee-ext-60,L,2.5,Nm/kg,2026-11-20",
        "m.csv:2: row left out: expected a value of isok-knee-ext-60 in Nm, found 2.5 Nm/kg [row-refused]
           hint: the body mass of this person is not known; give the mass in the person's file, or the value without “per kg”",
    );
}

#[test]
fn a_side_that_is_missing_both_or_doubtful_is_left_out() {
    check_row(
        "SLH,,100,cm,2026-11-20",
        "m.csv:2: row left out: expected left or right, found an empty cell [side-missing]
           hint: say which leg it was; what has no side can say nothing about one",
    );
    for (test, side, hint) in [
        ("SLH", "both", "a value of both legs together says nothing about a side; measure each leg alone"),
        ("SLH", "B", "a value of both legs together says nothing about a side; measure each leg alone"),
        ("squat-share", "bilateral", "give what each leg carried, in a row for left and a row for right"),
        ("SLH", "g", "write left or right; this letter could be either"),
        ("SLH", "d", "write left or right; this letter could be either"),
        ("SLH", "2", "write left or right; this letter could be either"),
        ("SLH", "dominant", "say which leg that was, or say under [sides] in a map file what the word means"),
        ("SLH", "up", "write left or right, or say under [sides] in a map file what the word means"),
    ] {
        check_row(
            &format!("{test},{side},50,,2026-11-20"),
            &format!(
                "m.csv:2: row left out: expected left or right, found “{side}” [row-refused]\nhint: {hint}"
            ),
        );
    }
}

#[test]
fn a_date_that_is_missing_doubtful_or_impossible_is_left_out() {
    let iso = "write the day as year-month-day, such as 2026-11-22";
    for (date, expected, found, hint) in [
        ("", "a date", "an empty cell", iso),
        ("yesterday", "a date", "“yesterday”", iso),
        ("45983", "a date", "“45983”", iso),
        ("2026-02-30", "a day that exists", "“2026-02-30”", iso),
        ("20.11.26", "a date with a year of four digits", "“20.11.26”", iso),
        ("1899-12-31", "a day from 1900 on", "“1899-12-31”", "correct the year"),
        (
            "03/04/2026",
            "a date whose day and month can be told apart",
            "“03/04/2026”",
            "say order = \"day-first\" or \"month-first\" under [dates] in a map file, or write the days as 2026-11-22",
        ),
    ] {
        check_row(
            &format!("SLH,L,100,cm,{date}"),
            &format!("m.csv:2: row left out: expected {expected}, found {found} [date-doubtful]\nhint: {hint}"),
        );
    }
}

#[test]
fn a_date_after_today_is_left_out() {
    check_row(
        "SLH,L,100,cm,2026-11-23",
        "m.csv:2: row left out: expected a day up to today (2026-11-22), found “2026-11-23” [date-in-future]
           hint: correct the date; what has not happened yet is no measurement",
    );
}

#[test]
fn an_unknown_test_is_told_once_with_its_nearest_neighbours() {
    check(
        "test,left,right,unit,date\nknee extn dynamo,1,2,N,2026-11-20\nknee extn dynamo,1,2,N,2026-11-20\nsinglehop,100,101,cm,2026-11-20\n",
        "4: me hop-single left 100 on 2026-11-20
         4: me hop-single right 101 on 2026-11-20
         m.csv:2: expected a test of the catalogue, found “knee extn dynamo”: 2 rows left out [test-unknown]
           hint: the nearest are isom-knee-ext-dyn, hhd-knee-ext and isok-knee-ext-60; or say in a map file which test is meant",
    );
    let reading = read(b"test,left,right,unit,date\nx,1,2,N,2026-11-20\nx,1,2,N,2026-11-20\n").unwrap();
    assert_eq!((reading.rows, reading.rows_refused), (2, 2));
}

#[test]
fn a_row_with_another_number_of_cells_is_left_out() {
    let hint = "hint: put a text that holds the delimiter between quotation marks, and leave no cell out";
    for (row, found) in [("SLH,L,100", "3"), ("SLH,L,100,cm,2026-11-20,6,7", "7"), ("SLH", "1")] {
        check_row(
            row,
            &format!("m.csv:2: row left out: expected 5 cells, found {found} [row-refused]\n{hint}"),
        );
    }
    check_row("SLH,L,100,cm,2026-11-20,,", "2: me hop-single left 100 on 2026-11-20");
}

#[test]
fn the_same_attempt_twice_counts_once_and_a_contradiction_is_left_out() {
    check(
        "test,side,value,unit,date,attempt\nSLH,L,100,cm,2026-11-20,1\nSLH,L,100,cm,2026-11-20,1\nSLH,L,101,cm,2026-11-20,1\nSLH,L,101,cm,2026-11-20,2\nSLH,R,100,cm,2026-11-20,1\n",
        "2: me hop-single left 100 on 2026-11-20 #1
         5: me hop-single left 101 on 2026-11-20 #2
         6: me hop-single right 100 on 2026-11-20 #1
         m.csv:3: attempt 1 of hop-single, left, on 2026-11-20 stands on line 2 and again here; it was counted once [trial-repeated]
           hint: delete one of the two rows, or correct the attempt
         m.csv:4: row left out: expected one value for attempt 1 of hop-single, left, on 2026-11-20, found 100 on line 2 and 101 on line 4 [row-refused]
           hint: delete the wrong row, or correct the attempt",
    );
}

#[test]
fn equal_rows_without_an_attempt_are_kept_and_told() {
    check(
        "test,side,value,unit,date,clock\nSLH,L,100,cm,2026-11-20,9:00\nSLH,L,100,cm,2026-11-20,9:00\nSLH,L,100,cm,2026-11-20,9:05\n",
        "2: me hop-single left 100 on 2026-11-20
         3: me hop-single left 100 on 2026-11-20
         4: me hop-single left 100 on 2026-11-20
         m.csv:1: the column “clock” is not used [column-ignored]
         m.csv:3: this row is the same as line 2; both were kept as two trials [trial-repeated]
           hint: number the attempts, or delete one of the two rows",
    );
}

#[test]
fn one_bad_value_of_a_wide_row_leaves_the_other_in() {
    check(
        "test,left,right,unit,date\nSLH,100,x,cm,2026-11-20\n",
        "2: me hop-single left 100 on 2026-11-20
         m.csv:2: right value left out: expected a number in cm, found “x” [row-refused]
           hint: write one number, such as 45.5, with nothing but its unit behind it; leave the cell empty if nothing was measured",
    );
}

#[test]
fn who_attempt_pain_and_device_must_be_readable_too() {
    let head = "subject,test,side,value,unit,date,attempt,pain,device";
    let long = "d".repeat(65);
    for (row, expected) in [
        (
            ",SLH,L,100,cm,2026-11-20,,,".to_owned(),
            "expected who was measured, found an empty cell [row-refused]\nhint: say in each row who was measured, or leave the whole column out".to_owned(),
        ),
        (
            "a,SLH,L,100,cm,2026-11-20,first,,".to_owned(),
            "expected the number of the attempt, counted from 1, found “first” [row-refused]\nhint: write 1, 2, 3 …, or leave the cell empty".to_owned(),
        ),
        (
            "a,SLH,L,100,cm,2026-11-20,,11,".to_owned(),
            "expected pain as a whole number from 0 to 10, found “11” [row-refused]\nhint: write 0 for none and 10 for the worst, or leave the cell empty if nobody asked".to_owned(),
        ),
        (
            "a,,L,100,cm,2026-11-20,,,".to_owned(),
            "expected the name of a test, found an empty cell [row-refused]\nhint: say in each row which test it was".to_owned(),
        ),
        (
            format!("a,SLH,L,100,cm,2026-11-20,,,{long}"),
            format!(
                "expected a device of at most 64 characters, found “{}…” [row-refused]\nhint: shorten it; what else there is to say goes into the note",
                "d".repeat(40)
            ),
        ),
    ] {
        check(&format!("{head}\n{row}\n"), &format!("m.csv:2: row left out: {expected}"));
    }
}

#[test]
fn a_huge_cell_and_too_many_rows_or_notices_are_told() {
    let huge = format!("test,side,value,unit,date,note\nSLH,L,100,cm,2026-11-20,{}\n", "x".repeat(70_000));
    check(
        &huge,
        "m.csv:2: row left out: expected cells of at most 65536 bytes, found 70000 bytes [row-refused]
           hint: shorten the text; a missing quotation mark can also be the cause",
    );
    let limits = Limits { max_rows: 2, max_notices: 2, ..Limits::DEFAULT };
    let text =
        "test,side,value,unit,date\nSLH,L,x,cm,2026-11-20\nSLH,L,y,cm,2026-11-20\nSLH,L,100,cm,2026-11-20\n";
    let reading = read_with(text.as_bytes(), None, limits, None).unwrap();
    let told: Vec<String> = reading.notices.iter().map(ToString::to_string).collect();
    assert_eq!((reading.rows, reading.rows_refused, reading.trials.len()), (2, 2, 0));
    assert_eq!(
        told,
        [
            "m.csv:4: expected at most 2 rows, found more; the rest was not read [limit-reached]\n  hint: split the file and read the parts",
            "m.csv: 2 more notices are not listed: row-refused 2 [limit-reached]\n  hint: mend what the notices above name and read the file again",
        ]
    );
}

#[test]
fn a_map_that_does_not_fit_the_file_or_the_catalogue_is_refused() {
    let text = b"test,side,value,unit,date\nSLH,L,100,cm,2026-11-20\n";
    let error = |map: &str| {
        let map = ColumnMap::parse(map, "map.toml").unwrap();
        read_with(text, Some(&map), Limits::DEFAULT, None).unwrap_err().to_string()
    };
    assert_eq!(
        error("[columns]\nvalue = \"load\"\n"),
        "read m.csv:1: expected the column “load” that map.toml names, found “test”, “side”, “value”, “unit”, “date”\n  \
         hint: correct the name in the map, or give the file that it was made for"
    );
    assert_eq!(
        error("[tests]\nSLH = \"hop-singel\"\n"),
        "read map.toml:2: expected a test of the catalogue, found “hop-singel”\n  \
         hint: the nearest are hop-single, heel-rise-single and leg-ext-1rm-single; or say in a map file which test is meant"
    );
}

#[test]
fn a_printed_difference_that_cannot_be_read_costs_no_measurement() {
    check(
        "test,side,value,date,device_asymmetry_percent\n\
         hhd-knee-ext,left,80 N,2026-11-20,high\n\
         hhd-knee-ext,right,90 N,2026-11-20,12 x\n\
         hhd-knee-ext,right,91 N,2026-11-20,1e9\n\
         hhd-knee-ext,right,92 N,2026-11-20,n/a\n",
        "2: me hhd-knee-ext left 80 on 2026-11-20
         3: me hhd-knee-ext right 90 on 2026-11-20
         4: me hhd-knee-ext right 91 on 2026-11-20
         5: me hhd-knee-ext right 92 on 2026-11-20
         m.csv:2: device_asymmetry_percent left out: expected a percentage, with left or right behind it or nothing, found “high” [device-figure-unread]
         hint: correct it, or leave the cell empty; the measurement itself was read
         m.csv:3: device_asymmetry_percent left out: expected a percentage, with left or right behind it or nothing, found “12 x” [device-figure-unread]
         hint: correct it, or leave the cell empty; the measurement itself was read
         m.csv:4: device_asymmetry_percent left out: expected a percentage, with left or right behind it or nothing, found “1e9” [device-figure-unread]
         hint: correct it, or leave the cell empty; the measurement itself was read",
    );
}

#[test]
fn several_printed_differences_are_left_aside_unless_a_map_says_which() {
    let table = "test,left,right,date,Max Imbalance (%),Asymmetry (%)\n\
        hhd-knee-ext,80 N,100 N,2026-11-20,20,22\n";
    check(
        table,
        "2: me hhd-knee-ext left 80 on 2026-11-20
         2: me hhd-knee-ext right 100 on 2026-11-20
         m.csv:1: the columns “Max Imbalance (%)”, “Asymmetry (%)” are not used [column-ignored]",
    );
    check_mapped(
        table,
        "[columns]\ndevice_asymmetry_percent = \"Asymmetry (%)\"\n",
        "2: me hhd-knee-ext left 80 on 2026-11-20 printed 22 %
         2: me hhd-knee-ext right 100 on 2026-11-20 printed 22 %
         m.csv:1: the column “Max Imbalance (%)” is not used [column-ignored]",
    );
}

#[test]
fn a_unit_beside_another_one_in_the_heading_is_no_unit() {
    check(
        "test,left (cm),right (cm),unit,date\nSLH,150,140,m,2026-11-20\nSLH,151,141,cm,2026-11-20\n",
        "3: me hop-single left 151 on 2026-11-20
         3: me hop-single right 141 on 2026-11-20
         m.csv:1: the column “left (cm)” is read as left in cm [spelling-understood]
         m.csv:1: the column “right (cm)” is read as right in cm [spelling-understood]
         m.csv:2: left value left out: expected a value in cm, found the unit m [row-refused]
           hint: the column of units and the heading name different units; correct one of them
         m.csv:2: right value left out: expected a value in cm, found the unit m [row-refused]
           hint: the column of units and the heading name different units; correct one of them",
    );
}
