//! Ratings of sessions: how hard each felt and how long it took, as a table of any spreadsheet.
//!
//! Rows, days and numbers are read as those of measurements are. Read next: `super::split`.

use super::date::DateOrder;
use super::number::{DecimalEvidence, Numbers};
use super::row::Refusal;
use super::{Cell, CsvRows, Header, RowSource, header_and_whether_rows};
use crate::text::quoted;
use crate::{IngestError, Limits};
use evenstride_core::knowledge::folded;
use evenstride_core::notice::Place;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Longest session in minutes: a day.
const MOST_MINUTES: f64 = 1440.0;
/// The most that a session can feel like.
const MOST_EFFORT: f64 = 10.0;

/// Reads ratings of sessions, a table with `date`, `effort` and `minutes`: effort times minutes by day.
///
/// # Units
/// Effort 0 to 10, minutes 0 to 1440.
///
/// # Errors
/// The rows cannot be told apart, a column is missing, or a figure cannot be right.
pub fn read_ratings(text: &str, file_name: &str) -> Result<BTreeMap<Date, f64>, IngestError> {
    let place = |line| Place { file: file_name.to_owned(), line };
    let mut rows = CsvRows::with(text, None, Limits::DEFAULT.max_columns, place(None));
    let header = header_and_whether_rows(&mut rows)?.map_or(Header { line: 1, names: Vec::new() }, |(h, _)| h);
    let column = |name: &str| {
        header.names.iter().position(|header| folded(header) == name).ok_or_else(|| {
            IngestError::new(place(Some(header.line)), format!("expected a column “{name}”, found none"))
                .hint("a table of sessions has the columns date, effort and minutes")
        })
    };
    let (date, effort, minutes) = (column("date")?, column("effort")?, column("minutes")?);
    let (mut dates, mut decimals) = (DateOrder::of(None), DecimalEvidence::default());
    rows.rows(&mut |line, cells| {
        if line != header.line {
            dates.see(&text_of(cells, date), line);
            [effort, minutes].into_iter().for_each(|at| decimals.see(&text_of(cells, at), line));
        }
        ControlFlow::Continue(())
    })?;
    let numbers = decimals.decide(None, rows.delimiter());
    let mut by_day: BTreeMap<Date, f64> = BTreeMap::new();
    let mut refused = None;
    rows.rows(&mut |line, cells| {
        if line == header.line {
            return ControlFlow::Continue(());
        }
        let read = || -> Result<(Date, f64), Refusal> {
            let day = dates.read(cells.get(date).unwrap_or(&Cell::Empty), Date::MAX)?;
            let rated = figure(&text_of(cells, effort), MOST_EFFORT, "an effort from 0 to 10", &numbers)?;
            let lasted = figure(&text_of(cells, minutes), MOST_MINUTES, "minutes from 0 to 1440", &numbers)?;
            Ok((day, rated * lasted))
        };
        match read() {
            Ok((day, load)) => {
                *by_day.entry(day).or_default() += load;
                ControlFlow::Continue(())
            }
            Err(refusal) => {
                refused = Some(refusal.error(place(Some(line))));
                ControlFlow::Break(())
            }
        }
    })?;
    refused.map_or(Ok(by_day), Err)
}

fn text_of(cells: &[Cell<'_>], at: usize) -> String {
    cells.get(at).map(|cell| cell.as_text().into_owned()).unwrap_or_default()
}

fn figure(text: &str, most: f64, what: &str, numbers: &Numbers) -> Result<f64, Refusal> {
    let read = numbers.read(text).ok().filter(|read| read.unit.is_empty()).map(|read| read.number);
    let hint = "correct the cell, or leave the row out if it was not written down";
    read.filter(|number| (0.0..=most).contains(number)).ok_or_else(|| Refusal::new(what, quoted(text), hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn sessions_of_one_day_add_up_in_the_ways_in_which_spreadsheets_write_them() {
        let expected = BTreeMap::from([(date(2026, 11, 16), 365.0), (date(2026, 11, 18), 0.0)]);
        for text in [
            "Date,effort, minutes\n2026-11-16,5,60\n2026-11-16,3.25,20\n2026-11-18,0,30\n",
            "date;effort;minutes\r\n16.11.2026;5;60\r\n16.11.2026;3,25;20\r\n18.11.2026;0;30\r\n",
            "date\teffort\tminutes\n2026-11-16\t5\t60\n2026-11-16\t3,25\t20\n2026-11-18\t0\t30\n",
        ] {
            assert_eq!(read_ratings(text, "f").unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_right_is_named_with_its_line() {
        for (text, words) in [
            ("date,effort\n", "expected a column “minutes”"),
            ("", "expected a column “date”"),
            ("date,effort,minutes\n2026-11-16,11,60\n", "f:2: expected an effort from 0 to 10, found “11”"),
            ("date,effort,minutes\n16.11.,5,60\n", "f:2: expected "),
            ("date,effort,minutes\n2026-11-16,5,NaN\n", "expected minutes from 0 to 1440"),
            ("date,effort,minutes\n2026-11-16,5\n", "expected minutes from 0 to 1440"),
        ] {
            let error = read_ratings(text, "f").unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
