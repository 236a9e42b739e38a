//! Many rows as one text for each column: handing over a row wakes another thread, which costs more than the row.
//!
//! It knows nothing of what is stored; it is for texts that cannot hold the character between two cells, which no JSON, no
//! key, no word and no number does. Read next: `super::database`, `super::found`.

use super::database::{Tx, Value};
use super::failure::damaged;
use crate::error::Error;

/// Stands between two cells of a column; the record separator of ASCII, which JSON only has escaped.
const BETWEEN: char = '\u{1e}';

/// The cells of some rows, column by column.
pub(super) struct Packed<const N: usize>(Option<[String; N]>);

/// The rows of a query that ends with `from`, in no order; what is missing is an empty cell.
///
/// # Errors
/// The database cannot be read, or a cell holds the character between two of them.
pub(super) async fn packed<const N: usize>(
    tx: &mut Tx,
    columns: [&str; N],
    from: &str,
    values: Vec<Value>,
) -> Result<Packed<N>, Error> {
    // Both databases go through the rows once for all columns, so that the cells of a row have the same place.
    let is_file = tx.is_file();
    let column = |name: &str| {
        let all = format!("string_agg(COALESCE(CAST({name} AS TEXT), ''), '{BETWEEN}')");
        // As a text SQLite would copy all of it once more to end it with a zero.
        if is_file { format!("CAST({all} AS BLOB)") } else { all }
    };
    let sql = format!("SELECT {} FROM {from}", columns.map(column).join(", "));
    let row = tx.rows(sql, values).await?.into_iter().next();
    let Some(mut row) = row else { return Ok(Packed(None)) };
    let mut is_text = true;
    let mut text_of = |bytes| {
        let text = String::from_utf8(bytes);
        is_text &= text.is_ok();
        text.unwrap_or_default()
    };
    let cells = [(); N].map(|()| if is_file { row.maybe_bytes().map(&mut text_of) } else { row.maybe_text() });
    if !is_text {
        return Err(damaged(tx.shown(), "a text"));
    }
    if cells.iter().any(Option::is_none) {
        return Ok(Packed(None));
    }
    let cells = cells.map(Option::unwrap_or_default);
    let mut n_between = cells.iter().map(|column| column.matches(BETWEEN).count());
    let first = n_between.next();
    if n_between.any(|n| Some(n) != first) {
        return Err(damaged(tx.shown(), "a text"));
    }
    Ok(Packed(Some(cells)))
}

impl<const N: usize> Packed<N> {
    /// Row by row.
    pub(super) fn rows(&self) -> impl Iterator<Item = [&str; N]> {
        let mut columns = self.0.as_ref().map(|columns| columns.each_ref().map(|text| text.split(BETWEEN)));
        std::iter::from_fn(move || {
            let cells = columns.as_mut()?.each_mut().map(Iterator::next);
            // The columns are equally long, so that they end together.
            cells.iter().all(Option::is_some).then(|| cells.map(Option::unwrap_or_default))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Packed;

    #[test]
    fn cells_of_one_place_make_a_row() {
        let packed = |columns: [&str; 2]| Packed(Some(columns.map(str::to_owned)));
        let two = packed(["1\u{1e}2", "a\u{1e}"]);
        assert_eq!(two.rows().collect::<Vec<_>>(), [["1", "a"], ["2", ""]]);
        assert_eq!(packed(["", ""]).rows().collect::<Vec<_>>(), [["", ""]]);
        assert_eq!(Packed::<2>(None).rows().count(), 0);
    }
}
