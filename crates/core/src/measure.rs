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
    /// What the device itself printed of the difference of the legs, when it did; it decides nothing.
    pub device_asymmetry: Option<DeviceAsymmetry>,
    /// A remark.
    pub note: Option<String>,
    /// Where it was read.
    pub place: Place,
}

/// A difference between the legs as a device printed it, by a formula that its maker chose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DeviceAsymmetry {
    /// The number as printed, with its sign; whether below zero means left or right is the maker's own habit.
    ///
    /// # Units
    /// Percent, at most 1000 either way.
    pub percent: f64,
    /// How many decimals were printed.
    pub decimals: u8,
    /// The leg whose letter stands beside the number: devices that do so name the one with the larger value.
    pub stronger: Option<Side>,
}

impl DeviceAsymmetry {
    /// Could the printed number, without its sign, be this one after rounding?
    #[must_use]
    pub fn is_rounded_from(&self, percent: f64) -> bool {
        // Makers round half up, half to even or cut nothing off: both ends of the last digit count.
        let half_digit = 0.5 * libm::pow(10.0, -f64::from(self.decimals));
        (self.percent.abs() - percent).abs() <= half_digit + 1e-9
    }
}
