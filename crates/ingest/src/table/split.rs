//! Delimited text as rows: quotes, every kind of line end, and the line on which each row begins.
//!
//! It borrows from the text, so that reading costs no memory beyond one row. It is our own because rows
//! must know their line with every kind of line end, and because a quote that is never closed must be an
//! error here rather than a cell with half the file in it. It agrees with the `csv` crate on well-formed
//! text (see the test below).

use super::{Cell, RowSource, columns};
use crate::{ColumnMap, IngestError, ReadOptions};
use evenstride_core::notice::Place;
use std::borrow::Cow;
use std::ops::ControlFlow;

/// The delimiters that are tried, in this order.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Rows of delimited text.
pub(crate) struct CsvRows<'a> {
    text: &'a str,
    first_line: u64,
    delimiter: u8,
    max_columns: usize,
    place: Place,
    comments: Option<(usize, u64)>,
}

impl<'a> CsvRows<'a> {
    /// Finds the delimiter in the header, unless the map or a first line `sep=;` says it.
    pub(crate) fn new(text: &'a str, options: &ReadOptions<'_>) -> Self {
        let place = Place { file: options.file_name.to_owned(), line: None };
        Self::with(text, options.map, options.limits.max_columns, place)
    }

    pub(crate) fn with(text: &'a str, map: Option<&ColumnMap>, max_columns: usize, place: Place) -> Self {
        let mut rows = Self { text, first_line: 1, delimiter: b',', max_columns, place, comments: None };
        let stated = rows.take_sep_line();
        rows.delimiter = map.and_then(|map| map.delimiter).or(stated).unwrap_or_else(|| rows.sniff(map));
        rows
    }

    /// Excel writes a first line `sep=;` to say its delimiter.
    fn take_sep_line(&mut self) -> Option<u8> {
        let (sign, rest) = match self.text.as_bytes() {
            [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', sign, b'\r', b'\n', ..] => {
                (*sign, self.text.get(7..)?)
            }
            [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', sign, b'\r' | b'\n', ..] => {
                (*sign, self.text.get(6..)?)
            }
            _ => return None,
        };
        let delimiter = DELIMITERS.into_iter().find(|d| *d == sign)?;
        self.text = rest;
        self.first_line = 2;
        Some(delimiter)
    }

    /// The delimiter that gives the most columns that we know, then the most columns.
    fn sniff(&mut self, map: Option<&ColumnMap>) -> u8 {
        let mut best = (b',', (0, 1));
        for delimiter in DELIMITERS {
            self.delimiter = delimiter;
            let mut found = (0, 0);
            let look = self.rows(&mut |_, cells| {
                let known = cells.iter().filter(|cell| columns::is_known(&cell.as_text(), map)).count();
                found = (known, cells.len());
                ControlFlow::Break(())
            });
            if look.is_ok() && found > best.1 {
                best = (delimiter, found);
            }
        }
        best.0
    }
}

impl RowSource for CsvRows<'_> {
    fn rows(&mut self, each: &mut dyn FnMut(u64, &[Cell<'_>]) -> ControlFlow<()>) -> Result<(), IngestError> {
        let mut splitter = Splitter {
            text: self.text,
            at: 0,
            line: self.first_line,
            delimiter: self.delimiter,
            max_cells: self.max_columns + 1,
        };
        let mut cells = Vec::new();
        let mut seen_a_row = false;
        self.comments = None;
        loop {
            if splitter.rest().trim_start_matches([' ', '\u{feff}']).starts_with('#') {
                if seen_a_row {
                    let (count, first) = self.comments.unwrap_or((0, splitter.line));
                    self.comments = Some((count + 1, first));
                }
                splitter.skip_line();
                continue;
            }
            let line = match splitter.next_row(&mut cells) {
                Ok(Some(line)) => line,
                Ok(None) => return Ok(()),
                Err(OpenQuote { line }) => {
                    let place = Place { line: Some(line), ..self.place.clone() };
                    return Err(IngestError::new(
                        place,
                        "expected a closing quotation mark, found the end of the file",
                    )
                    .hint("delete the lone quotation mark on this line, or write it twice"));
                }
            };
            if cells.iter().all(Cell::is_blank) {
                continue;
            }
            seen_a_row = true;
            if each(line, &cells).is_break() {
                return Ok(());
            }
        }
    }

    fn delimiter(&self) -> Option<u8> {
        Some(self.delimiter)
    }

    fn comments(&self) -> Option<(usize, u64)> {
        self.comments
    }
}

/// A quotation mark that is never closed.
#[derive(Debug)]
struct OpenQuote {
    line: u64,
}

struct Splitter<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    delimiter: u8,
    max_cells: usize,
}

impl<'a> Splitter<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_line(&mut self) {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() && !matches!(bytes[self.at], b'\r' | b'\n') {
            self.at += 1;
        }
        self.end_line();
    }

    /// Steps over one line end, if there is one.
    fn end_line(&mut self) {
        let bytes = self.text.as_bytes();
        match (bytes.get(self.at), bytes.get(self.at + 1)) {
            (Some(b'\r'), Some(b'\n')) => self.at += 2,
            (Some(b'\r' | b'\n'), _) => self.at += 1,
            _ => return,
        }
        self.line += 1;
    }

    /// Fills in the next row and gives its line; past the most cells the rest is only counted as one more.
    fn next_row(&mut self, cells: &mut Vec<Cell<'a>>) -> Result<Option<u64>, OpenQuote> {
        cells.clear();
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return Ok(None);
        }
        let line = self.line;
        loop {
            let cell = self.next_cell()?;
            if cells.len() < self.max_cells {
                cells.push(Cell::Text(cell));
            }
            if bytes.get(self.at) == Some(&self.delimiter) {
                self.at += 1;
            } else {
                self.end_line();
                return Ok(Some(line));
            }
        }
    }

    /// Reads up to the delimiter or the line end that closes the cell.
    fn next_cell(&mut self) -> Result<Cow<'a, str>, OpenQuote> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let quote_at = start + bytes[start..].iter().take_while(|b| **b == b' ').count();
        if bytes.get(quote_at) != Some(&b'"') {
            return Ok(Cow::Borrowed(self.bare(start)));
        }
        let open_line = self.line;
        self.at = quote_at + 1;
        let mut piece_start = self.at;
        let mut text = Cow::Borrowed("");
        loop {
            match bytes.get(self.at) {
                None => return Err(OpenQuote { line: open_line }),
                Some(b'"') if bytes.get(self.at + 1) == Some(&b'"') => {
                    append(&mut text, &self.text[piece_start..=self.at]);
                    self.at += 2;
                    piece_start = self.at;
                }
                Some(b'"') => break,
                Some(b'\r' | b'\n') => self.end_line(),
                Some(_) => self.at += 1,
            }
        }
        append(&mut text, &self.text[piece_start..self.at]);
        let rest = self.bare(self.at + 1);
        if !rest.trim().is_empty() {
            append(&mut text, rest);
        }
        Ok(text)
    }

    fn bare(&mut self, start: usize) -> &'a str {
        let bytes = self.text.as_bytes();
        self.at = start;
        while self.at < bytes.len()
            && bytes[self.at] != self.delimiter
            && !matches!(bytes[self.at], b'\r' | b'\n')
        {
            self.at += 1;
        }
        &self.text[start..self.at]
    }
}

fn append<'a>(text: &mut Cow<'a, str>, piece: &'a str) {
    if text.is_empty() {
        *text = Cow::Borrowed(piece);
    } else if !piece.is_empty() {
        text.to_mut().push_str(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    fn split(text: &str) -> Vec<(u64, Vec<String>)> {
        let place = Place { file: "t.csv".to_owned(), line: None };
        let mut rows =
            CsvRows { text, first_line: 1, delimiter: b',', max_columns: 100, place, comments: None };
        let mut found = Vec::new();
        rows.rows(&mut |line, cells| {
            found.push((line, cells.iter().map(|cell| cell.as_text().into_owned()).collect()));
            ControlFlow::Continue(())
        })
        .unwrap();
        found
    }

    #[test]
    fn rows_know_their_line_with_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "1,\"x\ny\"", "# note", "2,\"say \"\"hi\"\"\""].join(end);
            let cells = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
            let expected = [(1, cells("a", "b")), (3, cells("1", "x\ny")), (6, cells("2", "say \"hi\""))];
            assert_eq!(split(&text), expected, "{end:?}");
        }
    }

    #[test]
    fn text_around_quotes_is_kept_and_blanks_are_not() {
        assert_eq!(split("a, \"b\" ,\"c\"d")[0].1, ["a", "b", "cd"]);
        assert_eq!(split("a,5\" box")[0].1, ["a", "5\" box"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn well_formed_text_splits_as_the_csv_crate_does(
            rows in prop::collection::vec(prop::collection::vec("[a-c,;\"\r\n]{1,6}", 2..4), 1..6)
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let ours: Vec<Vec<String>> = split(&text).into_iter().map(|(_, cells)| cells).collect();
            let theirs: Vec<Vec<String>> = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes())
                .records()
                .map(|record| record.unwrap().iter().map(|cell| cell.trim().to_owned()).collect())
                .collect();
            let not_blank = |row: &Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
            prop_assert_eq!(ours, theirs.into_iter().filter(not_blank).collect::<Vec<_>>());
        }
    }
}
