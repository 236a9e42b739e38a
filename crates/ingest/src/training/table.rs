//! Tables of training: columns found by name, cells as numbers.
//!
//! Rows are split as those of measurements are; only what the columns mean differs. Read next: `ours`, `hevy`,
//! `strong`.

use super::amounts::{self, MOST_LOAD_KG, MOST_METRES, MOST_REPS};
use super::line::LONGEST_NAME;
use super::{TrainingOptions, WeightUnit};
use crate::IngestError;
use crate::notices::Notices;
use crate::table::{Cell, CsvRows, RowSource};
use crate::text::{count_of, quoted};
use evenstride_core::knowledge::folded;
use evenstride_core::notice::{Notice, NoticeCode, Place};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// The columns of a table by their folded names, and how many there are.
pub(super) struct Columns {
    line: u64,
    count: usize,
    index: BTreeMap<String, usize>,
    names: Vec<String>,
}

impl Columns {
    pub(super) fn has(&self, name: &str) -> bool {
        self.index.contains_key(&folded(name))
    }

    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// A row of which only texts are asked for.
    pub(super) fn row<'r>(&'r self, cells: &'r [Cell<'r>], line: u64) -> Row<'r> {
        Row { cells, columns: self, line, comma_is_decimal: false }
    }

    /// Names the columns that are not in this list, once.
    pub(super) fn tell_unknown(&self, known: &[&str], notices: &mut Notices) {
        let known: Vec<String> = known.iter().map(|name| folded(name)).collect();
        for name in self.names.iter().filter(|name| !name.trim().is_empty() && !known.contains(&folded(name))) {
            let message = format!("the column {} is not used", quoted(name));
            notices.file(Some(self.line), NoticeCode::ColumnIgnored, message, None);
        }
    }
}

/// One row by the names of its columns.
pub(super) struct Row<'r> {
    cells: &'r [Cell<'r>],
    columns: &'r Columns,
    pub(super) line: u64,
    /// Is a comma between digits surely a decimal sign, because another mark parts the cells?
    comma_is_decimal: bool,
}

/// Why a cell cannot be read: its column, what was expected and what was found.
pub(super) struct BadCell(pub(super) String);

impl<'r> Row<'r> {
    /// The text of a cell; empty when the column is not there.
    pub(super) fn text(&self, name: &str) -> Cow<'r, str> {
        let index = self.columns.index.get(&folded(name));
        index.and_then(|index| self.cells.get(*index)).map_or(Cow::Borrowed(""), |cell| match cell {
            Cell::Text(text) => Cow::Borrowed(text.trim()),
            other => Cow::Owned(other.as_text().into_owned()),
        })
    }

    /// The text without control characters, as names and notes are kept.
    pub(super) fn clean(&self, name: &str) -> String {
        let clean: String = self.text(name).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        clean.trim().to_owned()
    }

    /// A number of at least 0; none where nothing was written.
    pub(super) fn number(&self, name: &str, most: f64) -> Result<Option<f64>, BadCell> {
        let text = self.text(name);
        if text.is_empty() || text == "-" || text == "—" {
            return Ok(None);
        }
        let grouped =
            text.split_once(',').is_some_and(|(_, behind)| behind.len() == 3) && !self.comma_is_decimal;
        match amounts::number(&text).filter(|number| *number <= most && !grouped) {
            Some(number) => Ok(Some(number)),
            None => {
                Err(BadCell(format!("expected {name} as a number from 0 to {most}, found {}", quoted(&text))))
            }
        }
    }

    /// As [`Row::number`], with 0 for what was not done, as apps write it.
    pub(super) fn above_zero(&self, name: &str, most: f64) -> Result<Option<f64>, BadCell> {
        Ok(self.number(name, most)?.filter(|number| *number > 0.0))
    }

    /// A whole number of at least 0.
    pub(super) fn whole(&self, name: &str, most: u32) -> Result<Option<u32>, BadCell> {
        let Some(number) = self.number(name, f64::from(most))? else { return Ok(None) };
        if number.fract() != 0.0 {
            return Err(BadCell(format!("expected {name} as a whole number, found {number}")));
        }
        // It is whole and lies between 0 and `most`.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let whole = number as u32;
        Ok(Some(whole))
    }

    pub(super) fn reps(&self, name: &str) -> Result<Option<u32>, BadCell> {
        Ok(self.whole(name, MOST_REPS)?.filter(|reps| *reps > 0))
    }

    pub(super) fn seconds(&self, name: &str) -> Result<Option<u32>, BadCell> {
        let seconds = self.above_zero(name, f64::from(amounts::MOST_SECONDS))?;
        Ok(seconds.and_then(amounts::whole_seconds).filter(|seconds| *seconds > 0))
    }

    pub(super) fn metres(&self, name: &str, each: f64) -> Result<Option<f64>, BadCell> {
        Ok(self.above_zero(name, MOST_METRES / each)?.map(|distance| distance * each))
    }

    pub(super) fn load_kg(&self, name: &str, unit: WeightUnit) -> Result<Option<f64>, BadCell> {
        Ok(self.above_zero(name, MOST_LOAD_KG / unit.to_kg(1.0))?.map(|load| unit.to_kg(load)))
    }

    /// Repetitions in reserve from a rating of perceived exertion; apps write 0 for none.
    pub(super) fn reserve_of_rpe(&self, name: &str) -> Result<Option<f64>, BadCell> {
        Ok(self.above_zero(name, 10.0)?.and_then(amounts::reserve_of_rpe))
    }
}

/// The columns of a text, when it is a table at all.
pub(super) fn columns(text: &str, place: Place, max_columns: usize) -> Option<Columns> {
    let mut rows = CsvRows::with(text, None, max_columns, place);
    let mut header = None;
    // The rows below may be broken; that is told when they are read.
    let look = rows.rows(&mut |line, cells| {
        header = Some((line, cells.iter().map(|cell| cell.as_text().into_owned()).collect::<Vec<String>>()));
        ControlFlow::Break(())
    });
    let (line, names) = look.ok().and(header)?;
    let mut index = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        index.entry(folded(name)).or_insert(at);
    }
    Some(Columns { line, count: names.len(), index, names })
}

/// Does the first row hold all of these names?
pub(super) fn has_columns(text: Option<&str>, names: &[&str]) -> bool {
    let columns = text.and_then(|text| columns(text, Place::default(), crate::Limits::DEFAULT.max_columns));
    columns.is_some_and(|columns| names.iter().all(|name| columns.has(name)))
}

/// Shows every row below the header until told that the file cannot be read.
///
/// # Errors
/// The rows cannot be told apart, or the caller refuses the file.
pub(super) fn walk(
    text: &str,
    columns: &Columns,
    options: &TrainingOptions<'_>,
    notices: &mut Notices,
    each: &mut dyn FnMut(&Row<'_>, &mut Notices) -> Result<(), IngestError>,
) -> Result<(), IngestError> {
    let place = Place { file: options.file_name.to_owned(), line: None };
    let mut rows = CsvRows::with(text, None, options.limits.max_columns, place);
    let comma_is_decimal = rows.delimiter() != Some(b',');
    let mut n_rows = 0;
    let mut refused = None;
    rows.rows(&mut |line, cells| {
        if line == columns.line {
            return ControlFlow::Continue(());
        }
        if n_rows == options.limits.max_rows {
            let message =
                format!("expected at most {}, found more; the rest was not read", count_of(n_rows, "row"));
            let hint = "split the file and read the parts".to_owned();
            notices.file(Some(line), NoticeCode::LimitReached, message, Some(hint));
            return ControlFlow::Break(());
        }
        n_rows += 1;
        if cells.len() > columns.count {
            let message = format!("expected {} cells, found {}: row left out", columns.count, cells.len());
            notices.row(
                line,
                NoticeCode::RowRefused,
                message,
                "put a text with the delimiter in it between quotation marks",
            );
            return ControlFlow::Continue(());
        }
        match each(&Row { cells, columns, line, comma_is_decimal }, notices) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                refused = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    refused.map_or(Ok(()), Err)
}

/// Leaves a row out and says why.
pub(super) fn refuse_row(line: u64, bad: &BadCell, notices: &mut Notices) {
    let message = format!("{}: row left out", bad.0);
    notices.row(
        line,
        NoticeCode::RowRefused,
        message,
        "correct the cell, or leave it empty if it was not written down",
    );
}

/// The error of a table without any training in it, with the first row that was left out and why.
pub(super) fn nothing(
    columns: &Columns,
    options: &TrainingOptions<'_>,
    notices: Notices,
    hint: &str,
) -> IngestError {
    let place = Place { file: options.file_name.to_owned(), line: Some(columns.line()) };
    let is_left_out = |notice: &Notice| {
        matches!(notice.code, NoticeCode::RowRefused | NoticeCode::DateDoubtful | NoticeCode::DateInFuture)
    };
    let first = notices.finish().into_iter().find(is_left_out);
    let why = first.map_or_else(String::new, |notice| {
        let line = notice.place.and_then(|place| place.line);
        let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
        let message = notice.message.strip_suffix(": row left out").unwrap_or(&notice.message);
        format!("; the first row that was left out{line}: {message}")
    });
    IngestError::new(place, format!("expected a log of training with sets below its header, found none{why}"))
        .hint(hint)
}

/// What to do about an app's export without any training in it.
pub(super) const NO_WORKOUTS: &str = "check that the export holds workouts, and that it was not cut off";

/// The name of an exercise in a column.
pub(super) fn name(row: &Row<'_>, column: &str) -> Result<String, BadCell> {
    let name = row.clean(column);
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        let found = quoted(&name);
        return Err(BadCell(format!(
            "expected the name of an exercise of at most {LONGEST_NAME} characters, found {found}"
        )));
    }
    Ok(name)
}
