//! The formats of measurements: one file each, one list, the first that recognises the content reads it.
//!
//! A format only says how to get from bytes to rows; what rows mean is the table's matter, so that CSV and
//! xlsx cannot differ in it. Read next: `table`.

mod measurements_long_csv;
mod measurements_wide_csv;
mod xlsx;
mod zip_check;

use crate::table::{self, CsvRows, Header};
use crate::text::quoted_list;
use crate::{ColumnMap, Content, IngestError, ReadOptions, Reading};
use evenstride_core::notice::Place;

/// A format of measurement files.
pub trait Format: Sync {
    /// The stable id, as it stands in [`Reading::format`].
    fn id(&self) -> &'static str;
    /// The name in plain words.
    fn name(&self) -> &'static str;
    /// The usual endings of such files, without the dot.
    fn extensions(&self) -> &'static [&'static str];
    /// What such a file looks like, in one sentence.
    fn looks_like(&self) -> &'static str;
    /// A small example as text; for a workbook, the cells of its sheet.
    fn example(&self) -> &'static str;
    /// Tells whether the content is of this format, possibly with a map's words.
    fn sniff(&self, content: &Content<'_>, map: Option<&ColumnMap>) -> bool;
    /// Reads the content.
    ///
    /// # Errors
    /// The content is not of this format, has no measurement in it, or its columns cannot be told.
    fn read(&self, content: &Content<'_>, options: &ReadOptions<'_>) -> Result<Reading, IngestError>;
}

/// All formats, in the order in which they are tried.
#[must_use]
pub fn formats() -> &'static [&'static dyn Format] {
    &[&xlsx::Xlsx, &measurements_long_csv::LongCsv, &measurements_wide_csv::WideCsv]
}

/// The words for a content that no format recognises.
pub(crate) fn refuse(content: &Content<'_>, options: &ReadOptions<'_>) -> IngestError {
    let place = |line| Place { file: options.file_name.to_owned(), line };
    let Some(text) = content.text() else {
        return xlsx::refuse_zip(content.bytes(), place(None));
    };
    let mut rows = CsvRows::new(text, options);
    match table::header_and_whether_rows(&mut rows) {
        Err(error) => error,
        Ok(None) => IngestError::new(place(None), "expected a table of measurements, found only comments")
            .hint("check that the export finished, and give the file again"),
        // A line of one cell is no header: it names no column beside another.
        Ok(Some((header, false))) if header.names.len() > 1 => {
            IngestError::without_rows(place(Some(header.line)))
        }
        Ok(Some((Header { line, names }, _))) => {
            let names = quoted_list(names.iter().map(String::as_str));
            IngestError::new(
                place(Some(line)),
                format!(
                    "expected the columns subject, test, side, value, date (or left and right), found {names}"
                ),
            )
            .hint("name the columns so, or say in a map file which of yours is which")
        }
    }
}

/// The words for a recording, whichever of its columns were named.
pub(crate) fn refuse_recording(place: &Place) -> IngestError {
    IngestError::new(
        place.clone(),
        "expected a table with a row for each try, found row after row of numbers alone, as a recording has",
    )
    .hint(
        "recordings are not read: let the program of the plate or the sensor work out each try, and give those as a \
         table with the columns test, side, value, date",
    )
}

/// So many rows of nothing but numbers are no tries that anybody wrote down.
const RECORDED_ROWS: usize = 2000;

/// Is it a recording of a plate or a sensor: two thousand rows of numbers and nothing else? A table of tries has words or days
/// in its rows.
///
/// # Example
/// ```
/// let rows = "301.312\t359.844\n".repeat(2000);
/// assert!(evenstride_ingest::is_recording(format!("FP1\tFP2\n{rows}").as_bytes()));
/// assert!(!evenstride_ingest::is_recording(b"test,side,value,date\nSLH,L,140,2026-11-20\n"));
/// ```
#[must_use]
pub fn is_recording(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let is_number = |cell: &str| cell.trim().replace(',', ".").parse::<f64>().is_ok();
    let of_numbers = |line: &&str| {
        // A comma parts cells or is that of a number, whichever leaves numbers alone.
        let cells = |at: &[char]| {
            line.split(|c: char| at.contains(&c)).filter(|cell| !cell.trim().is_empty()).all(is_number)
        };
        !line.trim().is_empty() && (cells(&[';', '\t', ' ']) || cells(&[';', '\t', ' ', ',']))
    };
    text.lines().filter(of_numbers).nth(RECORDED_ROWS - 1).is_some()
}
