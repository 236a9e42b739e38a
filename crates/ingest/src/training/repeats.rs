//! Workouts that stand in an export more than once, as in two exports put one behind the other.
//!
//! An app numbers the sets of an exercise, so that rows which agree in every cell are one set told twice. Only a workout
//! of which every row is repeated alike counts as told twice; anything less could have been done so.

use super::TrainingOptions;
use super::table::Columns;
use crate::IngestError;
use crate::notices::Notices;
use crate::table::{CsvRows, RowSource};
use crate::text::count_of;
use evenstride_core::notice::{NoticeCode, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;

/// The lines of rows that repeat a whole workout, told in one notice; `workout` are the columns that tell workouts apart.
///
/// # Errors
/// The rows cannot be told apart.
pub(super) fn repeated_lines(
    text: &str,
    columns: &Columns,
    workout: &[&str],
    options: &TrainingOptions<'_>,
    notices: &mut Notices,
) -> Result<BTreeSet<u64>, IngestError> {
    let place = Place { file: options.file_name.to_owned(), line: None };
    let mut rows = CsvRows::with(text, None, options.limits.max_columns, place);
    let mut workouts: BTreeMap<u64, BTreeMap<u64, Vec<u64>>> = BTreeMap::new();
    let mut n_rows = 0;
    rows.rows(&mut |line, cells| {
        if line == columns.line() {
            return ControlFlow::Continue(());
        }
        if n_rows == options.limits.max_rows {
            return ControlFlow::Break(());
        }
        n_rows += 1;
        let row = columns.row(cells, line);
        let key = fingerprint(workout.iter().map(|name| row.text(name).into_owned()));
        let whole = fingerprint(cells.iter().map(|cell| cell.as_text().into_owned()));
        workouts.entry(key).or_default().entry(whole).or_default().push(line);
        ControlFlow::Continue(())
    })?;
    let mut repeated = BTreeSet::new();
    for rows in workouts.values() {
        let times = rows.values().map(Vec::len).fold(0, greatest_common_divisor);
        if times > 1 {
            repeated.extend(rows.values().flat_map(|lines| lines.iter().skip(lines.len() / times)));
        }
    }
    if let Some(first) = repeated.first() {
        let message = format!(
            "{} repeat a whole workout that stands above; it counts once",
            count_of(repeated.len(), "row")
        );
        notices.file(Some(*first), NoticeCode::TrialRepeated, message, None);
    }
    Ok(repeated)
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// Compared within one reading only.
fn fingerprint(texts: impl Iterator<Item = String>) -> u64 {
    let mut hasher = DefaultHasher::new();
    texts.for_each(|text| text.hash(&mut hasher));
    hasher.finish()
}
