//! Measurements in a workbook: one sheet with the same columns as the text forms.
//!
//! The rows are streamed from the sheet twice; no sheet is held in memory. What the workbook library
//! cannot read becomes an error, also where the library itself gives up in a panic.

use super::zip_check;
use crate::table::{self, Cell, Form, RowSource};
use crate::text::{key, quoted, quoted_list};
use crate::{ColumnMap, Content, Format, IngestError, ReadOptions, Reading};
use calamine::{Data, DataRef, Reader, SheetVisible, Style, Xlsx as Workbook};
use evenstride_core::notice::{NoticeCode, Place};
use jiff::civil::Date;
use std::borrow::Cow;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A workbook of Excel 2007 or later.
pub(crate) struct Xlsx;

impl Format for Xlsx {
    fn id(&self) -> &'static str {
        "xlsx"
    }

    fn name(&self) -> &'static str {
        "Measurements in a workbook"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm"]
    }

    fn looks_like(&self) -> &'static str {
        "A sheet whose first filled row names the columns of one of the text forms; days and numbers are cells \
         of their kind, and what is shown in percent is read in percent. The one sheet in sight that has them is \
         read, or the one that a map names."
    }

    fn example(&self) -> &'static str {
        "subject\ttest\tside\tvalue\tunit\tdate\n\
         anna\theel-rise-single\tleft\t24\treps\t2026-11-20\n\
         anna\theel-rise-single\tright\t31\treps\t2026-11-20\n"
    }

    fn sniff(&self, content: &Content<'_>, _map: Option<&ColumnMap>) -> bool {
        // The name of a part stands in the clear in a zip; whether it is a sound workbook is for reading.
        content.text().is_none() && contains(content.bytes(), b"xl/workbook.xml")
    }

    fn read(&self, content: &Content<'_>, options: &ReadOptions<'_>) -> Result<Reading, IngestError> {
        let place = Place { file: options.file_name.to_owned(), line: None };
        zip_check::check(content.bytes(), &place, options.limits.max_bytes)?;
        // The library is not ours: a damaged workbook that makes it panic must still end in an error.
        catch_unwind(AssertUnwindSafe(|| self.read_workbook(content.bytes(), options)))
            .unwrap_or_else(|_| Err(damaged(&place)))
    }
}

impl Xlsx {
    fn read_workbook(&self, bytes: &[u8], options: &ReadOptions<'_>) -> Result<Reading, IngestError> {
        let place = Place { file: options.file_name.to_owned(), line: None };
        let mut workbook = Workbook::new(Cursor::new(bytes)).map_err(|_| damaged(&place))?;
        let names = workbook.sheet_names();
        let sheet = choose_sheet(&mut workbook, &names, options, &place)?;
        let others: Vec<&str> = names.iter().filter(|name| **name != sheet.name).map(String::as_str).collect();
        let mut rows = SheetRows {
            workbook: &mut workbook,
            sheet: &sheet.name,
            place,
            max_columns: options.limits.max_columns,
        };
        let mut reading = table::read(&mut rows, options, self.id(), None)?;
        if !others.is_empty() && sheet.was_chosen_by_us {
            let message = format!("the sheet {} is read; {} not", quoted(&sheet.name), quoted_list(others));
            let notice = evenstride_core::notice::Notice::new(NoticeCode::RowsPassedOver, message)
                .at(Place { file: options.file_name.to_owned(), line: None })
                .hint("name another sheet in a map file: sheet = \"…\"");
            reading.notices.insert(0, notice);
            reading.notices.truncate(options.limits.max_notices.max(1));
        }
        Ok(reading)
    }
}

/// The words for a zip that is no workbook.
pub(super) fn refuse_zip(bytes: &[u8], place: Place) -> IngestError {
    let (kind, hint) = if zip_check::is_cut(bytes) {
        ("a workbook or an archive whose end is missing", zip_check::CUT)
    } else if contains(bytes, b"application/vnd.oasis.opendocument.spreadsheet") {
        ("an OpenDocument sheet (.ods)", "open it, save it as .xlsx or CSV, and give that file")
    } else if contains(bytes, b"xl/workbook.bin") {
        ("a binary Excel file (.xlsb)", "open it, save it as .xlsx or CSV, and give that file")
    } else if contains(bytes, b"word/document.xml") {
        ("a Word document", "save the table as CSV or xlsx and give that file")
    } else {
        ("a ZIP archive", "unpack it and give the table in it")
    };
    IngestError::new(place, format!("this is not a table; it looks like {kind}")).hint(hint)
}

fn damaged(place: &Place) -> IngestError {
    IngestError::new(place.clone(), "expected a workbook, found one that is damaged")
        .hint("open it in a spreadsheet, save it again as .xlsx, and give that file")
}

struct Sheet {
    name: String,
    was_chosen_by_us: bool,
}

/// The sheet that the map names, or the only one in sight with columns of measurements.
fn choose_sheet(
    workbook: &mut Workbook<Cursor<&[u8]>>,
    names: &[String],
    options: &ReadOptions<'_>,
    place: &Place,
) -> Result<Sheet, IngestError> {
    let listed = quoted_list(names.iter().map(String::as_str));
    if let Some(wanted) = options.map.and_then(|map| map.sheet.as_deref()) {
        let same = names
            .iter()
            .find(|name| *name == wanted)
            .or_else(|| names.iter().find(|name| key(name) == key(wanted)));
        return match same {
            Some(name) => Ok(Sheet { name: name.clone(), was_chosen_by_us: false }),
            None => Err(IngestError::new(
                place.clone(),
                format!("expected the sheet {}, found {listed}", quoted(wanted)),
            )
            .hint("correct the sheet in the map")),
        };
    }
    let visible: Vec<String> = (workbook.sheets_metadata().iter())
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let (mut templates, mut readable) = (0, 0);
    let mut unreadable = None;
    let mut fitting: Vec<&String> = Vec::new();
    // Nobody sees what is hidden, so it is never meant.
    for sheet in &visible {
        let mut rows =
            SheetRows { workbook, sheet, place: place.clone(), max_columns: options.limits.max_columns };
        let (header, has_rows) = match table::header_and_whether_rows(&mut rows) {
            Ok(Some(found)) => found,
            Ok(None) => continue,
            // It may be a chart; only when no other sheet can be read is this what went wrong.
            Err(error) => {
                unreadable.get_or_insert(error);
                continue;
            }
        };
        readable += 1;
        match table::form_of(&header.names, options.map) {
            Some(Form::Long | Form::Wide) if has_rows => fitting.push(sheet),
            Some(_) => templates += 1,
            None => {}
        }
    }
    match fitting.as_slice() {
        [] => {}
        [only] => return Ok(Sheet { name: (*only).clone(), was_chosen_by_us: true }),
        several => {
            let found = quoted_list(several.iter().map(|name| name.as_str()));
            let message = format!("expected one sheet with measurements, found several: {found}");
            return Err(IngestError::new(place.clone(), message)
                .hint("name the one to read in a map file: sheet = \"…\"; or hide the others"));
        }
    }
    if templates > 0 {
        return Err(IngestError::without_rows(place.clone()));
    }
    if let (Some(error), 0) = (unreadable, readable) {
        return Err(error);
    }
    Err(IngestError::new(
        place.clone(),
        format!("expected a sheet with the columns subject, test, side, value, date (or left and right), found none among {listed}"),
    )
    .hint("name the columns so in the first filled row, or say in a map file which of yours is which"))
}

/// The rows of one sheet.
struct SheetRows<'w, 'b> {
    workbook: &'w mut Workbook<Cursor<&'b [u8]>>,
    sheet: &'w str,
    place: Place,
    max_columns: usize,
}

impl RowSource for SheetRows<'_, '_> {
    fn rows(&mut self, each: &mut dyn FnMut(u64, &[Cell<'_>]) -> ControlFlow<()>) -> Result<(), IngestError> {
        let damaged = damaged(&self.place);
        let mut reader = self.workbook.worksheet_cells_reader(self.sheet).map_err(|_| damaged.clone())?;
        let in_percent: Vec<bool> = reader.styles().iter().map(is_in_percent).collect();
        let mut cells: Vec<Cell<'_>> = Vec::new();
        let mut line = 0;
        let mut show = |line: u64, cells: &mut Vec<Cell<'_>>| {
            let go_on =
                if cells.iter().all(Cell::is_blank) { ControlFlow::Continue(()) } else { each(line, cells) };
            cells.clear();
            go_on
        };
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| damaged.clone())? {
            let (row, column) = cell.get_position();
            let row = u64::from(row) + 1;
            if row < line {
                // Rows that go backwards would be told apart by no line number.
                return Err(damaged);
            }
            if row > line {
                if show(line, &mut cells).is_break() {
                    return Ok(());
                }
                line = row;
            }
            // One more column than allowed is enough to see that there are too many.
            let column = (column as usize).min(self.max_columns);
            let cell = match to_cell(cell.get_value().clone()) {
                Cell::Number(number) if in_percent.get(style).is_some_and(|in_percent| *in_percent) => {
                    Cell::Percent(of_hundred(number))
                }
                other => other,
            };
            if !cell.is_blank() {
                if cells.len() <= column {
                    cells.resize(column + 1, Cell::Empty);
                }
                cells[column] = cell;
            }
        }
        let _ = show(line, &mut cells);
        Ok(())
    }

    fn delimiter(&self) -> Option<u8> {
        None
    }

    fn comments(&self) -> Option<(usize, u64)> {
        None
    }
}

/// Does a spreadsheet show numbers of this style as percent, 0.533 as 53.3 %?
fn is_in_percent(style: &Style) -> bool {
    style.number_format.as_ref().is_some_and(|format| multiplies(&format.format_code))
}

/// Does a number format hold a percent sign that is more than a letter to be shown, as `0.0"%"` and `0.0\%` have it?
fn multiplies(format_code: &str) -> bool {
    let (mut is_quoted, mut is_escaped) = (false, false);
    for sign in format_code.chars() {
        match sign {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            '%' if !is_quoted => return true,
            _ => {}
        }
    }
    false
}

/// A part of one in percent, without the digits that multiplying makes up.
fn of_hundred(part: f64) -> f64 {
    const ENOUGH: f64 = 1e9;
    (part * 100.0 * ENOUGH).round() / ENOUGH
}

fn to_cell(value: DataRef<'_>) -> Cell<'_> {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(number as f64),
        DataRef::Float(number) => Cell::Number(number),
        DataRef::String(text) => Cell::Text(Cow::Owned(text)),
        DataRef::SharedString(text) => Cell::Text(Cow::Borrowed(text)),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let date = (i16::try_from(year).ok()).zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
            match date.and_then(|((year, month), day)| Date::new(year, month, day).ok()) {
                Some(date) => Cell::Day(date),
                None => Cell::Text(Cow::Owned(format!("{year}-{month}-{day}"))),
            }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(Cow::Owned(text)),
        other @ (DataRef::Bool(_) | DataRef::DateTime(_) | DataRef::Error(_)) => {
            Cell::Text(Cow::Owned(Data::from(other).to_string()))
        }
    }
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::multiplies;

    #[test]
    fn only_a_bare_percent_sign_means_that_a_hundredth_is_kept() {
        assert!(multiplies("0%") && multiplies("0.00 %;[Red]-0.00 %"));
        assert!(!multiplies("0.0\"%\"") && !multiplies("0.0\\%") && !multiplies("General"));
    }
}
