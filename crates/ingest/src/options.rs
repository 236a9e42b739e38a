//! What a reading needs to know, how much it may read, and what it gives.

use crate::ColumnMap;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::measure::Trial;
use evenstride_core::notice::Notice;
use evenstride_core::person::SubjectId;
use jiff::civil::Date;

/// What a reading needs to know besides the bytes.
#[derive(Debug, Clone, Copy)]
pub struct ReadOptions<'a> {
    /// The tests that are known.
    pub knowledge: &'a Knowledge,
    /// How the file's own words map onto ours, when they are others.
    pub map: Option<&'a ColumnMap>,
    /// The day; what is dated later is refused.
    pub today: Date,
    /// The file's name as it stands in notices; it is never opened.
    pub file_name: &'a str,
    /// Whose the trials are in a file without a column for it.
    pub default_subject: &'a SubjectId,
    /// Body mass of the default subject in kilograms; nobody else's values are converted with it.
    pub body_mass_kg: Option<f64>,
    /// How much is read.
    pub limits: Limits,
}

/// How much is read of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file in bytes, and the most that a packed one may unpack to; a larger one is refused.
    pub max_bytes: u64,
    /// Most rows below the header; the rest is left out with a notice.
    pub max_rows: usize,
    /// Most columns; a table with more is refused.
    pub max_columns: usize,
    /// Longest cell in bytes; a row with a longer one is refused.
    pub max_cell_bytes: usize,
    /// Most notices; the last one says how many more there were.
    pub max_notices: usize,
}

impl Limits {
    /// 64 MiB, a million rows, 512 columns, 64 KiB a cell, 200 notices.
    pub const DEFAULT: Limits = Limits {
        max_bytes: 64 << 20,
        max_rows: 1_000_000,
        max_columns: 512,
        max_cell_bytes: 64 << 10,
        max_notices: 200,
    };
}

/// What a file held.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The trials in the order of the file; left before right within a row.
    pub trials: Vec<Trial>,
    /// What is doubtful: first what concerns the whole file, then single rows by line.
    pub notices: Vec<Notice>,
    /// The id of the format as which the file was read.
    pub format: &'static str,
    /// How many rows stand below the header, blank and comment lines aside.
    pub rows: usize,
    /// Of how many rows at least one value was left out because it cannot be read or cannot be right.
    pub rows_refused: usize,
}
