//! Bytes in, training out: what somebody typed, a table, an app's export or a watch's file becomes
//! [`Trained`] with notices.
//!
//! It is kept as told: a name is never replaced, a side and a unit are never guessed, and what is left out is named
//! with its line. Where something decisive is missing, a notice asks for it and says how to answer. What the names
//! mean is decided elsewhere, by [`evenstride_core::training::recognise`]; here it only tells whether to ask for a
//! leg.
//!
//! ```text
//! bytes ─► what is it ─► training_formats (one list) ─► entries as told ─► sides ─► Trained + notices
//!                                                                          ▲
//!                                              names, notes, pairs of sets ─┘   never a guess
//! ```
//! Read next: [`parse_line`] for what people type, `sides` and `settle` for how a leg is told.

mod amounts;
mod asked;
mod day;
mod fit;
mod fit_made;
mod fit_names;
mod hevy;
mod lex;
mod line;
mod lines;
mod ours;
mod repeats;
mod said;
mod settle;
mod sides;
mod strong;
mod table;
mod write;

use crate::text::quoted;
use crate::{Content, IngestError, Limits};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::{Notice, NoticeCode, Place};
use evenstride_core::person::SubjectId;
use evenstride_core::training::Trained;
use jiff::civil::Date;
use std::collections::BTreeMap;

pub use line::{LineRead, parse_line};
pub use ours::{is_subject_column, write_trained_csv};
pub use write::write_line;

/// What reading training needs to know besides the bytes.
#[derive(Debug, Clone, Copy)]
pub struct TrainingOptions<'a> {
    /// The exercises and signs that are known.
    pub knowledge: &'a Knowledge,
    /// The day; what is dated later is refused, and a line without a day means this one.
    pub today: Date,
    /// The file's name as it stands in notices; it is never opened.
    pub file_name: &'a str,
    /// The unit of loads in a file that does not say it.
    pub weight_unit: Option<WeightUnit>,
    /// What equal sets in pairs mean in a one-legged exercise without a side.
    pub paired_sets: PairedSets,
    /// How much is read.
    pub limits: Limits,
}

/// The unit of loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeightUnit {
    /// Kilograms.
    Kilogram,
    /// Pounds.
    Pound,
}

impl WeightUnit {
    /// Turns a load in this unit into kilograms.
    ///
    /// # Units
    /// `load` is in this unit, the result in kilograms; one pound is 0.453 592 37 kg by definition.
    #[must_use]
    pub fn to_kg(self, load: f64) -> f64 {
        match self {
            WeightUnit::Kilogram => load,
            WeightUnit::Pound => load * 0.453_592_37,
        }
    }
}

/// What equal sets in pairs mean in a one-legged exercise without a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairedSets {
    /// One set of a pair is the left leg's and one the right leg's; the side of neither is known. A notice asks.
    OfTwoLegs,
    /// Each leg did all of them.
    OfEachLeg,
}

/// What a file held.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingRead {
    /// What was trained by whoever the file is of, in the order of the file.
    pub trained: Vec<Trained>,
    /// What people trained whom the file names itself, each in the order of the file.
    pub named: BTreeMap<SubjectId, Vec<Trained>>,
    /// What is doubtful or asked: first what concerns the whole file, then single lines.
    pub notices: Vec<Notice>,
    /// The id of the format as which the file was read.
    pub format: &'static str,
}

/// A format of training files.
pub trait TrainingFormat: Sync {
    /// The stable id, as it stands in [`TrainingRead::format`].
    fn id(&self) -> &'static str;
    /// The name in plain words.
    fn name(&self) -> &'static str;
    /// The usual endings of such files, without the dot.
    fn extensions(&self) -> &'static [&'static str];
    /// What such a file looks like, in one sentence.
    fn looks_like(&self) -> &'static str;
    /// A small example, made for this purpose.
    fn example(&self) -> Vec<u8>;
    /// Tells whether the bytes are of this format; the text is there when they are one.
    fn sniff(&self, bytes: &[u8], text: Option<&str>) -> bool;
    /// Reads the bytes.
    ///
    /// # Errors
    /// They are not of this format, hold no training, or something decisive of the whole file cannot be told.
    fn read(
        &self,
        bytes: &[u8],
        text: Option<&str>,
        options: &TrainingOptions<'_>,
    ) -> Result<TrainingRead, IngestError>;
}

/// All formats of training, in the order in which they are tried.
#[must_use]
pub fn training_formats() -> &'static [&'static dyn TrainingFormat] {
    &[&fit::FitSets, &ours::TrainedCsv, &hevy::HevyCsv, &strong::StrongCsv, &lines::Lines]
}

/// The first bytes of a FIT file: the mark stands behind the size of the header, two versions and a length.
const FIT_MARK: (usize, &[u8]) = (8, b".FIT");

/// Reads what was trained from a file in whichever of the [`training_formats`] it is.
///
/// # Errors
/// The file is empty, too large, none of the formats, or holds no training.
///
/// # Example
/// ```
/// # use evenstride_core::knowledge::Knowledge;
/// use evenstride_ingest::{IngestError, Limits};
/// use evenstride_ingest::{PairedSets, TrainingOptions, TrainingRead, read_training};
/// fn read(bytes: &[u8], knowledge: &Knowledge) -> Result<TrainingRead, IngestError> {
///     read_training(bytes, &TrainingOptions {
///         knowledge,
///         today: jiff::civil::date(2026, 11, 22),
///         file_name: "workout_data.csv",
///         weight_unit: None,
///         paired_sets: PairedSets::OfTwoLegs,
///         limits: Limits::DEFAULT,
///     })
/// }
/// ```
pub fn read_training(bytes: &[u8], options: &TrainingOptions<'_>) -> Result<TrainingRead, IngestError> {
    let (offset, mark) = FIT_MARK;
    let is_fit = bytes.get(offset..).is_some_and(|rest| rest.starts_with(mark));
    let content = if is_fit { None } else { Some(open(bytes, options)?) };
    let text = content.as_ref().and_then(Content::text);
    let place = Place { file: options.file_name.to_owned(), line: None };
    if is_fit && bytes.len() as u64 > options.limits.max_bytes {
        let limit = options.limits.max_bytes;
        let message = format!("expected at most {limit} bytes, found {}", bytes.len());
        return Err(IngestError::new(place, message).hint("export the activities one by one"));
    }
    let Some(format) = training_formats().iter().find(|format| format.sniff(bytes, text)) else {
        return Err(refuse(text, place));
    };
    let mut read = format.read(bytes, text, options)?;
    if let Some(doubt) = content.as_ref().and_then(Content::doubt) {
        read.notices.insert(0, Notice::new(NoticeCode::SpellingUnderstood, doubt).at(place));
    }
    Ok(read)
}

/// The content as text, with words for training where those for measurements would mislead.
fn open<'b>(bytes: &'b [u8], options: &TrainingOptions<'_>) -> Result<Content<'b>, IngestError> {
    let place = Place { file: options.file_name.to_owned(), line: None };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(IngestError::new(place, "expected what was trained, found an empty file")
            .hint("check that the export finished, and give the file again"));
    }
    Content::new(bytes, options.file_name, &options.limits)
}

/// The words for a content that no format recognises.
fn refuse(text: Option<&str>, place: Place) -> IngestError {
    let Some(text) = text else {
        return IngestError::new(place, "expected a text, found a workbook or an archive")
            .hint("save the sheet as CSV, or unpack the archive, and give that file");
    };
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let line = text.lines().position(|line| line == first).map(|index| index as u64 + 1);
    let formats: Vec<&str> = training_formats().iter().map(|format| format.name()).collect();
    let message = format!("expected {}, found {}", formats.join(", or "), quoted(first));
    IngestError::new(Place { line, ..place }, message).hint(
        "export from the app in English and as CSV, or write a line for each exercise, \
         such as 2026-11-22 split-squat left 3x8 20kg",
    )
}
