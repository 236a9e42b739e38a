//! Bytes in, measurements and training out: tables of measurements become [`evenstride_core::measure::Trial`]s, logs
//! and exports of training become [`evenstride_core::training::Trained`], both with notices.
//!
//! This crate opens no file, knows no clock and never guesses: what cannot be read or cannot be right is
//! left out with a notice that names the line, what was expected, what was found and what to do next.
//! Nothing that a file holds may panic, and memory stays within a small multiple of the file as it is unpacked, which
//! [`Limits`] bound.
//!
//! ```text
//! bytes ─► content (encoding, what is it) ─► formats (one list) ─► table (header, rows) ─► trials + notices
//!                                                  ▲
//!                                         map (a user's TOML: their words → ours)
//! ```
//!
//! Read next: [`formats`] for the list of formats, [`ColumnMap`] for tables with other words, `table` for
//! what CSV and xlsx share; [`read_training`] and `training` for logs.

mod content;
mod error;
mod formats;
mod formula;
mod map;
mod notices;
mod options;
mod table;
mod text;
mod training;

pub use content::Content;
pub use error::IngestError;
pub use formats::{Format, formats, is_recording};
pub use formula::defused;
pub use map::ColumnMap;
pub use options::{Limits, ReadOptions, Reading};
pub use table::{read_ratings, read_value, table_top};
pub use training::{
    LineRead, PairedSets, TrainingFormat, TrainingOptions, TrainingRead, WeightUnit, is_subject_column,
    parse_line, read_training, training_formats, write_line, write_trained_csv,
};

/// Reads a file of measurements in whichever of the [`formats`] it is.
///
/// # Errors
/// The file is empty, too large, no table, has no measurement in it, or its columns cannot be told.
///
/// # Example
/// ```
/// # use evenstride_core::knowledge::Knowledge;
/// use evenstride_core::person::SubjectId;
/// use evenstride_ingest::{IngestError, Limits, ReadOptions, Reading, read_measurements};
/// fn read(bytes: &[u8], knowledge: &Knowledge, me: &SubjectId) -> Result<Reading, IngestError> {
///     read_measurements(bytes, &ReadOptions {
///         knowledge,
///         map: None,
///         today: jiff::civil::date(2026, 11, 22),
///         file_name: "hops.csv",
///         default_subject: me,
///         body_mass_kg: Some(72.0),
///         limits: Limits::DEFAULT,
///     })
/// }
/// ```
pub fn read_measurements(bytes: &[u8], options: &ReadOptions<'_>) -> Result<Reading, IngestError> {
    let content = Content::new(bytes, options.file_name, &options.limits)?;
    let read = match formats().iter().find(|format| format.sniff(&content, options.map)) {
        Some(format) => format.read(&content, options),
        None => Err(formats::refuse(&content, options)),
    };
    let is_recorded = options.map.is_none() && read.is_err() && is_recording(content.bytes());
    read.map_err(|error| if is_recorded { formats::refuse_recording(error.place()) } else { error })
}
