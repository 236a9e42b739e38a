//! Files that cannot be read at all: each is refused with its place, what was expected and found, and a hint.

mod common;

use common::workbook::zipped;
use common::{check, read, read_with, shown};
use evenstride_ingest::{ColumnMap, Limits};

#[track_caller]
fn check_bytes(bytes: &[u8], expected: &str) {
    assert_eq!(shown(&read(bytes)), format!("failed to read {expected}"));
}

#[test]
fn what_is_no_table_is_refused_by_what_it_looks_like() {
    const TABLE: &str = "save the table as CSV or xlsx and give that file";
    const RESAVE: &str = "open it, save it as .xlsx without a password, and give that file";
    let cases: &[(&[u8], &str, &str)] = &[
        (b"%PDF-1.7 ...", "a PDF", TABLE),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture", TABLE),
        (b"SQLite format 3\0", "an SQLite database", TABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "an old Excel file (.xls) or one with a password", RESAVE),
        (b"\x1f\x8b\x08...", "a gzip archive", "unpack it first"),
        (
            b"\x0e\x10\xd9\x07\x10\x00\x00\x00.FIT...",
            "a FIT activity",
            "give a table of measurements; strength sets of an activity are read as training",
        ),
        (b"{\"a\": 1}", "a JSON file", TABLE),
        (b"<!DOCTYPE html><table>", "a web page", "open it in a spreadsheet and save it as CSV or xlsx"),
        (b"subject,test\0\x01\x02", "binary data", TABLE),
        (b"\x01\x02\x03\x04\x05", "binary data", TABLE),
    ];
    for (bytes, kind, hint) in cases {
        check_bytes(bytes, &format!("m.csv: this is not a table; it looks like {kind}\n  hint: {hint}"));
    }
}

#[test]
fn a_zip_that_is_no_workbook_is_refused_by_what_it_looks_like() {
    for (part, text, kind, hint) in [
        ("a.csv", "", "a ZIP archive", "unpack it and give the table in it"),
        ("word/document.xml", "", "a Word document", "save the table as CSV or xlsx and give that file"),
        (
            "xl/workbook.bin",
            "",
            "a binary Excel file (.xlsb)",
            "open it, save it as .xlsx or CSV, and give that file",
        ),
    ] {
        check_bytes(
            &zipped(&[(part, text.as_bytes())]),
            &format!("m.csv: this is not a table; it looks like {kind}\n  hint: {hint}"),
        );
    }
}

#[test]
fn an_empty_file_and_one_with_a_header_only_are_refused() {
    const FINISHED: &str = "hint: check that the export finished, and give the file again";
    check_bytes(b"", &format!("m.csv: expected a table of measurements, found an empty file\n  {FINISHED}"));
    check_bytes(
        b" \r\n\t\n",
        &format!("m.csv: expected a table of measurements, found only blank lines\n  {FINISHED}"),
    );
    check_bytes(
        b"# one\n# two\n",
        &format!("m.csv: expected a table of measurements, found only comments\n  {FINISHED}"),
    );
    for text in ["test,side,value,date", "test,side,value,date\n", "\n\nAthlete,Max Force\n,\n,\n"] {
        let line = if text.starts_with('\n') { 3 } else { 1 };
        check_bytes(
            text.as_bytes(),
            &format!(
                "m.csv:{line}: expected rows below the header, found none; the table has no filled row\n  \
                 hint: this looks like an empty template; fill it in, or export the rows too, and give that file"
            ),
        );
    }
}

#[test]
fn a_file_over_the_limits_is_refused() {
    let text = b"test,side,value,date\nSLH,L,100,2026-11-20\n";
    let with = |limits| shown(&read_with(text, None, limits, None));
    assert_eq!(
        with(Limits { max_bytes: 10, ..Limits::DEFAULT }),
        "failed to read m.csv: expected at most 10 bytes, found 42 bytes\n  hint: split the file and read the parts one after the other"
    );
    assert_eq!(
        with(Limits { max_columns: 3, ..Limits::DEFAULT }),
        "failed to read m.csv:1: expected at most 3 columns, found more\n  hint: delete the columns that are no measurements, or check the delimiter"
    );
}

#[test]
fn a_column_that_is_there_twice_is_refused() {
    check(
        "test,side,value,date,Value\nSLH,L,100,2026-11-20,100\n",
        "failed to read m.csv:1: expected one column for value, found 2: “value”, “Value”
           hint: rename or delete all but one, or say in a map file which it is",
    );
    check(
        "athlete,name,test,side,value,date\na,b,SLH,L,100,2026-11-20\n",
        "failed to read m.csv:1: expected one column for subject, found 2: “athlete”, “name”
           hint: rename or delete all but one, or say in a map file which it is",
    );
    check(
        "subject,name,test,side,value,unit,date\na,b,SLH,L,100,cm,2026-11-20\n",
        "2: a hop-single left 100 on 2026-11-20
         m.csv:1: the column “name” is not used [column-ignored]",
    );
}

#[test]
fn a_missing_column_is_named() {
    for (header, missing, hint) in [
        (
            "test,side,value",
            "date",
            "add a column date with days like 2026-11-22, or give the day under [fixed] in a map file",
        ),
        ("side,value,date", "test", "add a column test, or name the test under [fixed] in a map file"),
        (
            "test,left,date",
            "right",
            "both sides need a column; leave single cells empty where nothing was measured",
        ),
        (
            "test,value,date",
            "side",
            "say in each row whether it was the left or the right leg; what has no side can say nothing about one",
        ),
    ] {
        let found: Vec<String> = header.split(',').map(|name| format!("“{name}”")).collect();
        check(
            &format!("{header}\n1,2,3\n"),
            &format!(
                "failed to read m.csv:1: expected a column for {missing}, found only {}
                   hint: {hint}",
                found.join(", ")
            ),
        );
    }
    check(
        "when;what;how much\n1;2;3\n",
        "failed to read m.csv:1: expected the columns subject, test, side, value, date (or left and right), found “when”, “what”, “how much”
           hint: name the columns so, or say in a map file which of yours is which",
    );
    check(
        "test,side,value,left,date\n1,2,3,4,5\n",
        "failed to read m.csv:1: expected either side and value or left and right, found columns of both
           hint: keep one of the two forms, or say in a map file which columns to read",
    );
}

#[test]
fn a_recording_is_told_as_one_and_a_long_table_of_numbers_with_days_is_not() {
    let recording = |row: &str| format!("FP1\tFP2\n{}", row.repeat(2000));
    for row in ["301.312\t359.844\n", "301,312\t359,844\n", "-1.5e3, 2\n"] {
        check(
            &recording(row),
            "failed to read m.csv:1: expected a table with a row for each try, found row after row of numbers alone, as a recording has
               hint: recordings are not read: let the program of the plate or the sensor work out each try, and give those as a table with the columns test, side, value, date",
        );
    }
    check(
        &recording("301.312\t359.844\n").replace("FP1\tFP2", "left\tright"),
        "failed to read m.csv:1: expected a table with a row for each try, found row after row of numbers alone, as a recording has
           hint: recordings are not read: let the program of the plate or the sensor work out each try, and give those as a table with the columns test, side, value, date",
    );
    let columns = "failed to read m.csv:1: expected the columns subject, test, side, value, date (or left and right), found “FP1”, “FP2”
           hint: name the columns so, or say in a map file which of yours is which";
    check(&recording("301.312\t2026-11-20\n"), columns);
    check(&format!("FP1\tFP2\n{}", "301.312\t359.844\n".repeat(1999)), columns);
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_refused_with_its_line() {
    check(
        "test,side,value,date,note\nSLH,L,100,2026-11-20,ok\nSLH,R,100,2026-11-20,\"oh\nSLH,R,100,2026-11-20,ok\n",
        "failed to read m.csv:3: expected a closing quotation mark, found the end of the file
           hint: delete the lone quotation mark on this line, or write it twice",
    );
}

#[test]
fn a_map_that_cannot_be_read_is_refused_with_its_line() {
    const ABOUT: &str = "a map has sheet, delimiter, decimal and the tables columns, test, tests, keep, skip, sides, dates and fixed";
    for (map, expected, hint) in [
        ("\n[colums]\nvalue = \"x\"\n", "2: unknown field `colums`, expected one of", ABOUT),
        ("[columns]\nvalue = 5\n", "2: invalid type: integer `5`, expected a string", ABOUT),
        ("[columns\n", "1: ", ABOUT),
        (
            "[columns]\nload = \"x\"\n",
            "2: expected one of our columns (subject, test,",
            "write ours on the left and theirs on the right",
        ),
        ("[sides]\nx = \"up\"\n", "2: unknown variant `up`, expected `left` or `right`", ABOUT),
        (
            "[fixed]\n\ndate = \"22.11.2026\"\n",
            "3: expected a day like 2026-11-22, found “22.11.2026”",
            "write the day as year-month-day",
        ),
        (
            "delimiter = \":\"\n",
            "1: expected a delimiter of , ; | or a tab, found “:”",
            "leave it out, and the delimiter is told from the header",
        ),
        (
            "decimal = \"x\"\n",
            "1: expected a decimal sign of , or ., found “x”",
            "leave it out, and it is told from the numbers",
        ),
        (
            "[fixed]\nunit = \"furlong\"\n",
            "2: expected a unit, found “furlong”",
            "write a unit such as N, Nm, kg, cm, deg, s, reps or percent",
        ),
        (
            "[test]\nfrom = []\n",
            "2: expected at least one column in test.from, found none",
            "name the columns that together tell the test",
        ),
        (
            "[columns]\ntest = \"a\"\n[test]\nfrom = [\"a\"]\n",
            "4: expected one way to tell the test, found [test] and columns.test or fixed.test",
            "delete one of the two",
        ),
        (
            "[columns]\ndate = \"a\"\n[dates]\ncolumn = \"b\"\nvalues = {}\n",
            "4: expected one way to tell the day, found [dates] and columns.date or fixed.date",
            "delete one of the two",
        ),
    ] {
        let error = ColumnMap::parse(map, "map.toml").unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with(&format!("read map.toml:{expected}")), "{text}");
        assert_eq!(error.next_step(), Some(hint), "{text}");
    }
    let both = ColumnMap::parse("[columns]\nunit = \"a\"\n[fixed]\nunit = \"N\"\n", "map.toml").unwrap_err();
    assert_eq!(
        both.to_string(),
        "read map.toml: expected unit in [columns] or in [fixed], found it in both\n  hint: delete one of the two"
    );
}
