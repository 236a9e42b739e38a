//! Workbooks: cells of every kind, which sheet is read, and what is refused before it can do harm.

mod common;

use common::workbook::{Put, workbook, zipped};
use common::{read, read_mapped, read_with, shown};
use evenstride_ingest::Limits;

const COLUMNS: [&str; 5] = ["test", "side", "value", "unit", "date"];

fn header() -> (u32, Vec<Put<'static>>) {
    (3, COLUMNS.map(Put::Text).into())
}

fn row<'a>(number: u32, value: Put<'a>, date: Put<'a>) -> (u32, Vec<Put<'a>>) {
    (number, vec![Put::Text("SLH"), Put::Shared(0), value, Put::Text("cm"), date])
}

/// 2026-11-20 in the days of a spreadsheet.
const DAY: f64 = 46_346.0;

#[test]
fn numbers_days_and_texts_are_read_as_what_they_are() {
    let rows = vec![
        header(),
        row(4, Put::Number(101.5), Put::Day(DAY)),
        row(5, Put::Text("102,5 cm"), Put::Text("2026-11-20")),
        row(6, Put::Number(103.0), Put::Day(DAY + 0.75)),
        row(7, Put::Nothing, Put::Day(DAY)),
        row(9, Put::Day(DAY), Put::Day(DAY)),
        row(10, Put::Number(104.0), Put::Number(DAY)),
        (
            11,
            vec![
                Put::Text("SLH"),
                Put::Text("R"),
                Put::Number(105.0),
                Put::Text("cm"),
                Put::Day(DAY),
                Put::Text("extra"),
            ],
        ),
        (12, vec![Put::Text("SLH")]),
    ];
    let bytes = workbook(&[("About", vec![(1, vec![Put::Text("made by hand")])]), ("Hops", rows)], &["L"]);
    assert_eq!(
        shown(&read(&bytes)),
        "4: me hop-single left 101.5 on 2026-11-20\n\
         5: me hop-single left 102.5 on 2026-11-20\n\
         6: me hop-single left 103 on 2026-11-20\n\
         m.csv: the sheet “Hops” is read; “About” not [rows-passed-over]\n  \
           hint: name another sheet in a map file: sheet = \"…\"\n\
         m.csv: numbers such as “102,5 cm” on line 5 are read with a decimal comma [spelling-understood]\n\
         m.csv:7: 2 rows passed over: no value, so nothing was measured [rows-passed-over]\n\
         m.csv:9: row left out: expected a number in cm, found the date 2026-11-20 [row-refused]\n  \
           hint: a spreadsheet turned the number into a date; format the cells as numbers and type it again\n\
         m.csv:10: row left out: expected a date, found “46346” [date-doubtful]\n  \
           hint: format these cells as dates in the spreadsheet, or write 2026-11-22\n\
         m.csv:11: row left out: expected 5 cells, found 6 [row-refused]\n  \
           hint: put a text that holds the delimiter between quotation marks, and leave no cell out"
    );
}

#[test]
fn a_map_chooses_the_sheet() {
    let sheet = |value: f64| vec![header(), row(4, Put::Number(value), Put::Day(DAY))];
    let bytes = workbook(&[("One", sheet(100.0)), ("Two", sheet(200.0))], &["L"]);
    assert_eq!(shown(&read_mapped(&bytes, "sheet = \"two\"\n")), "4: me hop-single left 200 on 2026-11-20");
    assert_eq!(
        shown(&read_mapped(&bytes, "sheet = \"Three\"\n")),
        "failed to read m.csv: expected the sheet “Three”, found “One”, “Two”\n  hint: correct the sheet in the map"
    );
}

#[test]
fn hidden_sheets_are_not_looked_at_and_two_in_sight_are_asked_about() {
    let sheet = |value: f64| vec![header(), row(4, Put::Number(value), Put::Day(DAY))];
    let bytes = workbook(&[("hidden old", sheet(100.0)), ("Tests", sheet(200.0))], &["L"]);
    assert!(shown(&read(&bytes)).starts_with("4: me hop-single left 200 on 2026-11-20"));
    let both = workbook(&[("One", sheet(100.0)), ("Two", sheet(200.0))], &["L"]);
    assert_eq!(
        shown(&read(&both)),
        "failed to read m.csv: expected one sheet with measurements, found several: “One”, “Two”\n  \
         hint: name the one to read in a map file: sheet = \"…\"; or hide the others"
    );
}

#[test]
fn what_a_workbook_shows_in_percent_is_read_in_percent() {
    let share = |number, side, value| {
        let cells = ["squat-share", side].map(Put::Text).into_iter();
        (number, cells.chain([value, Put::Text("%"), Put::Day(DAY)]).collect())
    };
    let rows = vec![header(), share(4, "left", Put::Percent(0.533)), share(5, "right", Put::Percent(0.467))];
    assert_eq!(
        shown(&read(&workbook(&[("Tests", rows)], &[]))),
        "4: me squat-share left 53.3 on 2026-11-20\n4: me squat-share right 46.7 on 2026-11-20"
    );
}

#[test]
fn a_workbook_without_a_sheet_of_measurements_is_refused() {
    let bytes = workbook(&[("Notes", vec![(1, vec![Put::Text("hello")]), (2, vec![Put::Text("you")])])], &[]);
    assert_eq!(
        shown(&read(&bytes)),
        "failed to read m.csv: expected a sheet with the columns subject, test, side, value, date (or left and right), found none among “Notes”\n  \
         hint: name the columns so in the first filled row, or say in a map file which of yours is which"
    );
    let bytes = workbook(&[("Empty", vec![header()])], &[]);
    assert_eq!(
        shown(&read(&bytes)),
        "failed to read m.csv: expected rows below the header, found none; the table has no filled row\n  \
         hint: this looks like an empty template; fill it in, or export the rows too, and give that file"
    );
}

#[test]
fn a_damaged_workbook_is_refused() {
    const AGAIN: &str = "\n  hint: open it in a spreadsheet, save it again as .xlsx, and give that file";
    let good = workbook(&[("Hops", vec![header(), row(4, Put::Number(100.0), Put::Day(DAY))])], &["L"]);
    let cut = &good[..good.len() - 30];
    assert_eq!(
        shown(&read(cut)),
        "failed to read m.csv: expected a workbook, found one whose end is missing\n  \
         hint: the file is cut short; copy, download or save it again, and give the whole file"
    );
    // Cut before the part that tells what it is, it is no archive to unpack either.
    assert!(shown(&read(&good[..60])).contains("whose end is missing"));
    let no_sheet = zipped(&[("xl/workbook.xml", b"<workbook/>")]);
    assert!(shown(&read(&no_sheet)).starts_with("failed to read m.csv: expected"));
    let backwards = workbook(&[("Hops", vec![header(), row(2, Put::Number(1.0), Put::Nothing)])], &["L"]);
    assert_eq!(
        shown(&read(&backwards)),
        format!("failed to read m.csv: expected a workbook, found one that is damaged{AGAIN}")
    );
}

#[test]
fn a_workbook_that_would_fill_the_memory_is_refused_before_it_is_opened() {
    let zeros = vec![b' '; 20 << 20];
    let bomb = zipped(&[("xl/workbook.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(
        shown(&read(&bomb)),
        "failed to read m.csv: expected a workbook that unpacks to at most 64 MiB and 200 times its size, found 20 MiB\n  \
         hint: save only the sheet with the measurements, as xlsx or CSV, and give that file"
    );
    for count in ["uniqueCount=\"99999999999\"", "uniqueCount = '18446744073709551615'"] {
        let strings = format!("<sst {count}></sst>");
        let greedy =
            zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", strings.as_bytes())]);
        assert_eq!(
            shown(&read(&greedy)),
            "failed to read m.csv: expected a workbook, found a zip that counts more texts than it holds\n  \
             hint: open it in a spreadsheet, save it again as .xlsx, and give that file"
        );
    }
}

#[test]
fn a_part_that_is_larger_than_it_says_is_refused() {
    let mut lying = zipped(&[("xl/workbook.xml", &[b' '; 54_321])]);
    let (said, less) = (54_321_u32.to_le_bytes(), 54_000_u32.to_le_bytes());
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == said {
            lying[at..at + 4].copy_from_slice(&less);
        }
    }
    let text = shown(&read(&lying));
    assert!(text.starts_with("failed to read m.csv: expected a workbook, found a zip that "), "{text}");
}

#[test]
fn a_cell_at_the_far_corner_of_a_sheet_costs_nothing() {
    let sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\
        <row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    let good = workbook(&[("Hops", vec![header()])], &[]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(good)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(&mut part, &mut bytes).unwrap();
        parts.push((part.name().unwrap().into_owned(), bytes));
    }
    for (name, bytes) in &mut parts {
        if name.ends_with("sheet1.xml") {
            *bytes = sheet.as_bytes().to_vec();
        }
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert!(shown(&read(&zipped(&parts))).contains("found none among “Hops”"));
}

#[test]
fn a_workbook_may_unpack_to_no_more_than_a_file_may_have() {
    let sheet = vec![header(), row(4, Put::Number(100.0), Put::Day(DAY))];
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook(&[("Hops", sheet)], &["L"]))).unwrap();
    let mut parts = vec![("xl/spaces.xml".to_owned(), vec![b' '; 100_000])];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(&mut part, &mut bytes).unwrap();
        parts.push((part.name().unwrap().into_owned(), bytes));
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let bytes = zipped(&parts);
    let most = |max_bytes: u64| shown(&read_with(&bytes, None, Limits { max_bytes, ..Limits::DEFAULT }, None));
    assert!(most(Limits::DEFAULT.max_bytes).starts_with("4: me hop-single"));
    let packed = u64::try_from(bytes.len()).unwrap();
    let refused = most(packed);
    assert!(refused.contains("expected a workbook that unpacks to at most 0 MiB"), "{refused}");
}
