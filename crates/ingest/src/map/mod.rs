//! A user's own words: which column is which, what their tests, sides and days are called.
//!
//! A map is TOML. It only renames, fixes and leaves out; it never changes a value. Everything in it is
//! checked when it is read, apart from the names of columns and tests, which need the file and the catalogue.
//!
//! ```toml
//! sheet = "Cybex"             # xlsx only: the sheet to read
//! delimiter = ";"             # text only: one of , ; | or a tab
//! decimal = ","               # how decimals are written in cells of text
//!
//! [columns]                   # ours = theirs
//! subject = "subject"         # also test, side, attempt, value, unit, date, device, pain, note, left, right
//! value = "load"
//!
//! [test]                      # instead of columns.test: these columns joined by a space are the test
//! from = ["velocity", "movement"]
//!
//! [tests]                     # their word = our test
//! "isok.60 ext" = "isok-knee-ext-60"
//!
//! [keep]                      # only rows with one of these words in that column
//! timepoint = ["pre", "session1"]
//!
//! [skip]                      # no rows with one of these words in that column
//! exercise = ["benchpress"]
//!
//! [sides]                     # their word = left or right
//! "dom" = "right"
//!
//! [dates]                     # how 03/04/2026 is meant: day-first or month-first
//! order = "day-first"
//!                             # or, where there is no date, a column whose words stand for days
//! column = "timepoint"
//! [dates.values]
//! "pre" = "2000-01-01"
//!
//! [fixed]                     # the same in every row: subject, test, side, unit, date, device
//! unit = "Nm"
//! ```

mod file;

use crate::IngestError;
use crate::table::{DayOrMonth, Decimal, Field};
use evenstride_core::body::Side;
use evenstride_core::notice::Place;
use evenstride_core::quantity::Unit;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How the words of one kind of file map onto ours.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnMap {
    pub(crate) file: String,
    pub(crate) sheet: Option<String>,
    pub(crate) delimiter: Option<u8>,
    pub(crate) decimal: Option<Decimal>,
    pub(crate) columns: BTreeMap<Field, String>,
    pub(crate) test_from: Vec<String>,
    /// By the word in lower case; the line is where the map says it.
    pub(crate) tests: BTreeMap<String, MappedTest>,
    pub(crate) keep: BTreeMap<String, Vec<String>>,
    pub(crate) skip: BTreeMap<String, Vec<String>>,
    pub(crate) sides: BTreeMap<String, Side>,
    pub(crate) dates: Option<MappedDates>,
    pub(crate) date_order: Option<DayOrMonth>,
    pub(crate) fixed: Fixed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MappedTest {
    pub(crate) id: String,
    pub(crate) line: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MappedDates {
    pub(crate) column: String,
    pub(crate) values: BTreeMap<String, Date>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Fixed {
    pub(crate) subject: Option<String>,
    pub(crate) test: Option<String>,
    pub(crate) side: Option<Side>,
    pub(crate) unit: Option<Unit>,
    pub(crate) date: Option<Date>,
    pub(crate) device: Option<String>,
}

impl Fixed {
    /// Is this field the same in every row?
    pub(crate) fn has(&self, field: Field) -> bool {
        match field {
            Field::Subject => self.subject.is_some(),
            Field::Test => self.test.is_some(),
            Field::Side => self.side.is_some(),
            Field::Unit => self.unit.is_some(),
            Field::Date => self.date.is_some(),
            Field::Device => self.device.is_some(),
            Field::Attempt
            | Field::Value
            | Field::Pain
            | Field::Note
            | Field::DeviceAsymmetry
            | Field::Left
            | Field::Right => false,
        }
    }
}

impl ColumnMap {
    /// Reads a map from its text.
    ///
    /// # Errors
    /// The text is no TOML, holds an unknown key, or a side, day, unit, delimiter or decimal sign that is
    /// none; the error names the line.
    ///
    /// # Example
    /// ```
    /// use evenstride_ingest::ColumnMap;
    /// assert!(ColumnMap::parse("[columns]\nvalue = \"load\"\n[fixed]\nunit = \"Nm\"\n", "map.toml").is_ok());
    /// let error = ColumnMap::parse("[fixed]\nunit = \"furlong\"\n", "map.toml").unwrap_err();
    /// assert_eq!(error.place().line, Some(2));
    /// ```
    pub fn parse(text: &str, file_name: &str) -> Result<Self, IngestError> {
        file::parse(text, file_name)
    }

    /// Every column that the map names.
    pub(crate) fn named_columns(&self) -> impl Iterator<Item = &str> {
        let dates = self.dates.as_ref().map(|dates| &dates.column);
        (self
            .columns
            .values()
            .chain(&self.test_from)
            .chain(self.keep.keys())
            .chain(self.skip.keys())
            .chain(dates))
        .map(String::as_str)
    }

    pub(crate) fn place(&self, line: Option<u64>) -> Place {
        Place { file: self.file.clone(), line }
    }
}
