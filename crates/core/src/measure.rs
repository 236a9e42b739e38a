//! What was measured: trials with side, day, device and pain, exactly as recorded.
//!
//! A trial is never averaged, corrected or dropped here; what cannot be right is refused by the importer
//! with a notice, and what is doubtful is judged in [`crate::assess`]. A missing side is missing.

use crate::body::Side;
use crate::knowledge::TestId;
use crate::notice::Place;
use crate::person::SubjectId;
use jiff::civil::Date;

/// One trial of one test on one side.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Whose it is.
    pub subject: SubjectId,
    /// The test.
    pub test: TestId,
    /// The leg. For a test of load sharing: the leg that carried `value`.
    pub side: Side,
    /// Number of the attempt on that day, counted from 1, when stated.
    pub attempt: Option<u32>,
    /// The value in the test's own unit; finite and above zero for every link but `linear`.
    pub value: f64,
    /// The day.
    pub day: Date,
    /// The device, in lower case, when stated.
    pub device: Option<String>,
    /// Pain during the trial, 0–10, when stated.
    pub pain_nrs: Option<u8>,
    /// A remark.
    pub note: Option<String>,
    /// Where it was read.
    pub place: Place,
}
