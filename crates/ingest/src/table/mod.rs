//! What CSV and xlsx share: a header that is understood by name, and rows that become trials.
//!
//! The rows are walked twice: first to learn how the file writes dates and decimals, then to read them, so
//! that nothing but the trials is held in memory. A row is read whole or left out with a notice; in a
//! row with both sides, one side may be left out alone. Read next: `row`.

mod cells;
mod columns;
mod date;
mod device_asymmetry;
mod field;
mod known;
mod number;
mod ratings;
mod repeats;
mod row;
mod shares;
mod side;
mod split;
mod value;

use crate::notices::Notices;
use crate::text::{count_of, shown};
use crate::{ColumnMap, IngestError, ReadOptions, Reading};
use evenstride_core::notice::{NoticeCode, Place};
use jiff::civil::Date;
use std::borrow::Cow;
use std::ops::ControlFlow;

pub(crate) use columns::{Form, form_of};
pub(crate) use date::DayOrMonth;
pub(crate) use field::Field;
pub(crate) use number::Decimal;
pub use ratings::read_ratings;
pub(crate) use split::CsvRows;
pub use value::read_value;

/// One cell; only a workbook has cells that are numbers or days by themselves.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Number(f64),
    /// A number that the workbook shows in percent, in percent.
    Percent(f64),
    Day(Date),
}

impl Cell<'_> {
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            Cell::Number(_) | Cell::Percent(_) | Cell::Day(_) => false,
        }
    }

    /// The cell as one would have typed it.
    pub(crate) fn as_text(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text.trim()),
            Cell::Number(number) => Cow::Owned(shown(*number)),
            Cell::Percent(number) => Cow::Owned(format!("{} %", shown(*number))),
            Cell::Day(day) => Cow::Owned(day.to_string()),
        }
    }
}

/// Rows that can be walked from the start as often as needed; blank ones are not shown.
pub(crate) trait RowSource {
    /// Shows each row with its line until told to stop; the first one is the header.
    ///
    /// # Errors
    /// The rows cannot be told apart from here on.
    fn rows(&mut self, each: &mut dyn FnMut(u64, &[Cell<'_>]) -> ControlFlow<()>) -> Result<(), IngestError>;

    /// The delimiter of a text; a workbook has none, and its rows may end early.
    fn delimiter(&self) -> Option<u8>;

    /// How many comment lines the last walk passed over below the header, and the first of them.
    fn comments(&self) -> Option<(usize, u64)>;
}

/// The first row of a table.
pub(crate) struct Header {
    pub(crate) line: u64,
    pub(crate) names: Vec<String>,
}

/// The header, and whether any row stands below it; `None` when there is no row at all.
pub(crate) fn header_and_whether_rows(rows: &mut dyn RowSource) -> Result<Option<(Header, bool)>, IngestError> {
    let mut found: Option<(Header, bool)> = None;
    rows.rows(&mut |line, cells| match &mut found {
        None => {
            let names = cells.iter().map(|cell| cell.as_text().into_owned()).collect();
            found = Some((Header { line, names }, false));
            ControlFlow::Continue(())
        }
        Some((_, has_rows)) => {
            *has_rows = true;
            ControlFlow::Break(())
        }
    })?;
    Ok(found)
}

/// Which of the forms of measurements a text is by its header, if it is one.
pub(crate) fn form_of_text(text: &str, map: Option<&ColumnMap>) -> Option<Form> {
    let place = Place::default();
    let mut rows = CsvRows::with(text, map, crate::Limits::DEFAULT.max_columns, place);
    let (header, _) = header_and_whether_rows(&mut rows).ok()??;
    columns::form_of(&header.names, map)
}

/// The header of a text table and the first so many rows below it, each cell as it was written; empty for what is no text
/// table.
///
/// It tells what a person could choose from who says which column is which.
///
/// # Example
/// ```
/// let top = evenstride_ingest::table_top(b"who;leg;kg\nada;l;24\nada;r;17\n", "hops.csv", 1);
/// assert_eq!(top, [["who", "leg", "kg"], ["ada", "l", "24"]]);
/// ```
#[must_use]
pub fn table_top(bytes: &[u8], file_name: &str, n_rows: usize) -> Vec<Vec<String>> {
    let limits = crate::Limits::DEFAULT;
    let content = crate::Content::new(bytes, file_name, &limits);
    let Some(text) = content.as_ref().ok().and_then(crate::Content::text) else { return Vec::new() };
    let mut rows = CsvRows::with(text, None, limits.max_columns, Place::default());
    let mut top: Vec<Vec<String>> = Vec::new();
    let read = rows.rows(&mut |_, cells| {
        top.push(cells.iter().map(|cell| cell.as_text().into_owned()).collect());
        if top.len() > n_rows { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    match read {
        Ok(()) => top,
        Err(_) => Vec::new(),
    }
}

/// Reads the trials of a table.
pub(crate) fn read(
    rows: &mut dyn RowSource,
    options: &ReadOptions<'_>,
    format: &'static str,
    doubt: Option<&str>,
) -> Result<Reading, IngestError> {
    let place = |line| Place { file: options.file_name.to_owned(), line };
    let mut notices = Notices::new(options.file_name, options.limits.max_notices);
    if let Some(doubt) = doubt {
        notices.file(None, NoticeCode::SpellingUnderstood, doubt.to_owned(), None);
    }
    let Some((header, has_rows)) = header_and_whether_rows(rows)? else {
        return Err(IngestError::without_rows(place(None)));
    };
    let max_columns = options.limits.max_columns;
    if header.names.len() > max_columns {
        return Err(IngestError::new(
            place(Some(header.line)),
            format!("expected at most {max_columns} columns, found more"),
        )
        .hint("delete the columns that are no measurements, or check the delimiter"));
    }
    if !has_rows {
        return Err(IngestError::without_rows(place(Some(header.line))));
    }
    let columns = columns::understand(&header, options, &mut notices)?;
    let known = known::Known::new(options)?;
    let survey = survey(rows, &columns, options)?;
    survey.dates.tell(&mut notices);
    let numbers = survey.decimals.decide(options.map.and_then(|map| map.decimal), rows.delimiter());
    if let Some(told) = numbers.told() {
        notices.file(None, NoticeCode::SpellingUnderstood, told, None);
    }

    let needs_all_cells = rows.delimiter().is_some();
    let mut reader = row::RowReader::new(
        options,
        &header,
        &columns,
        row::Ways { dates: survey.dates, numbers, needs_all_cells },
        known,
    );
    let mut n_rows = 0;
    let mut stopped_at = None;
    rows.rows(&mut |line, cells| {
        if line == header.line {
            return ControlFlow::Continue(());
        }
        if n_rows == options.limits.max_rows {
            stopped_at = Some(line);
            return ControlFlow::Break(());
        }
        n_rows += 1;
        reader.read(line, cells, &mut notices);
        ControlFlow::Continue(())
    })?;
    if let Some((count, line)) = rows.comments() {
        let message = format!("{} starting with # passed over", count_of(count, "line"));
        notices.file(Some(line), NoticeCode::RowsPassedOver, message, None);
    }
    if let Some(line) = stopped_at {
        let message =
            format!("expected at most {}, found more; the rest was not read", count_of(n_rows, "row"));
        notices.file(
            Some(line),
            NoticeCode::LimitReached,
            message,
            Some("split the file and read the parts".to_owned()),
        );
    }
    let (trials, rows_refused) = reader.finish(&mut notices);
    Ok(Reading { trials, notices: notices.finish(), format, rows: n_rows, rows_refused })
}

/// What a first walk over the rows learns of the file's habits.
struct Survey {
    dates: date::DateOrder,
    decimals: number::DecimalEvidence,
}

fn survey(
    rows: &mut dyn RowSource,
    columns: &columns::Columns,
    options: &ReadOptions<'_>,
) -> Result<Survey, IngestError> {
    let told = options.map.and_then(|map| map.date_order);
    let mut survey = Survey { dates: date::DateOrder::of(told), decimals: number::DecimalEvidence::default() };
    let mut n_rows = 0;
    rows.rows(&mut |line, cells| {
        n_rows += 1;
        if let Some(Cell::Text(text)) = columns.cell(cells, Field::Date) {
            survey.dates.see(text, line);
        }
        for field in [Field::Value, Field::Left, Field::Right] {
            if let Some(Cell::Text(text)) = columns.cell(cells, field) {
                survey.decimals.see(text, line);
            }
        }
        if n_rows > options.limits.max_rows { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(survey)
}
