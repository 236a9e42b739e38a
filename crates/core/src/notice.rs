//! Doubt that travels beside a value.
//!
//! A [`Notice`] never stops anything and never carries a health value into a log; it has a stable code,
//! says what is doubtful and what to do next. What makes a request impossible is an error, not a notice.

use serde::Serialize;
use std::fmt;

/// The stable codes of all notices; each is explained in `docs/reference/notices.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeCode {
    /// A column or word was understood under another spelling.
    SpellingUnderstood,
    /// A column is not known and was left aside.
    ColumnIgnored,
    /// A row was left out because something in it cannot be read or cannot be right.
    RowRefused,
    /// A unit was missing and the test's own unit was taken.
    UnitAssumed,
    /// A value was converted from another unit.
    UnitConverted,
    /// The same trial stands twice; it was counted once.
    TrialRepeated,
    /// A trial has no side, so it can say nothing about a side.
    SideMissing,
    /// A date was missing or of a doubtful form.
    DateDoubtful,
    /// A date lies after today.
    DateInFuture,
    /// A value is far from what else was measured and was set aside.
    ValueDoubtful,
    /// A trial hurt, so it says nothing about strength.
    PainLimited,
    /// The two sides look swapped on one day.
    SidesMayBeSwapped,
    /// The days of one test contradict each other by more than its noise.
    DaysDisagree,
    /// One side has fewer trials than the test asks for, or fewer than the other side.
    FewTrials,
    /// The two sides were measured on different days.
    SidesOnDifferentDays,
    /// The two sides were measured with different devices.
    DevicesDiffer,
    /// Two devices contradict each other about one test by more than its noise.
    DevicesDisagree,
    /// A test is not in the catalogue.
    TestUnknown,
    /// A norm could not be used for this person.
    NormNotUsed,
    /// Adult norms were left out because the person is under 18.
    NormsHiddenForMinor,
    /// A measurement by itself is a red flag.
    MeasurementIsFlag,
    /// The measurements are old.
    MeasurementsOld,
    /// Something was wished for that the catalogue does not know.
    WishUnknown,
    /// The answers to the health questions name no day.
    AnswersUndated,
    /// The file held more than is read at once.
    LimitReached,
    /// Rows hold no measurement, or a map asked to leave them out.
    RowsPassedOver,
    /// A difference that a device printed cannot be read; the measurement beside it was.
    DeviceFigureUnread,
    /// A one-legged exercise was trained, and nothing says on which leg.
    SideAsked,
    /// Equal sets come in pairs, so that one of two was probably the other leg's.
    SetsPaired,
    /// Loads have no unit, and none was taken.
    UnitAsked,
    /// An exercise is not in the catalogue; it is kept under its own name.
    ExerciseUnknown,
    /// Something trained cannot be followed as it was told, and something else was done with it.
    TrainingReshaped,
}

impl NoticeCode {
    /// The code as it appears in files and in the reference.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            NoticeCode::SpellingUnderstood => "spelling-understood",
            NoticeCode::ColumnIgnored => "column-ignored",
            NoticeCode::RowRefused => "row-refused",
            NoticeCode::UnitAssumed => "unit-assumed",
            NoticeCode::UnitConverted => "unit-converted",
            NoticeCode::TrialRepeated => "trial-repeated",
            NoticeCode::SideMissing => "side-missing",
            NoticeCode::DateDoubtful => "date-doubtful",
            NoticeCode::DateInFuture => "date-in-future",
            NoticeCode::ValueDoubtful => "value-doubtful",
            NoticeCode::PainLimited => "pain-limited",
            NoticeCode::SidesMayBeSwapped => "sides-may-be-swapped",
            NoticeCode::DaysDisagree => "days-disagree",
            NoticeCode::FewTrials => "few-trials",
            NoticeCode::SidesOnDifferentDays => "sides-on-different-days",
            NoticeCode::DevicesDiffer => "devices-differ",
            NoticeCode::DevicesDisagree => "devices-disagree",
            NoticeCode::TestUnknown => "test-unknown",
            NoticeCode::NormNotUsed => "norm-not-used",
            NoticeCode::NormsHiddenForMinor => "norms-hidden-for-minor",
            NoticeCode::MeasurementIsFlag => "measurement-is-flag",
            NoticeCode::MeasurementsOld => "measurements-old",
            NoticeCode::WishUnknown => "wish-unknown",
            NoticeCode::AnswersUndated => "answers-undated",
            NoticeCode::LimitReached => "limit-reached",
            NoticeCode::RowsPassedOver => "rows-passed-over",
            NoticeCode::DeviceFigureUnread => "device-figure-unread",
            NoticeCode::SideAsked => "side-asked",
            NoticeCode::SetsPaired => "sets-paired",
            NoticeCode::UnitAsked => "unit-asked",
            NoticeCode::ExerciseUnknown => "exercise-unknown",
            NoticeCode::TrainingReshaped => "training-reshaped",
        }
    }

    /// All codes, for the reference and its test.
    pub const ALL: [NoticeCode; 32] = [
        NoticeCode::SpellingUnderstood,
        NoticeCode::ColumnIgnored,
        NoticeCode::RowRefused,
        NoticeCode::UnitAssumed,
        NoticeCode::UnitConverted,
        NoticeCode::TrialRepeated,
        NoticeCode::SideMissing,
        NoticeCode::DateDoubtful,
        NoticeCode::DateInFuture,
        NoticeCode::ValueDoubtful,
        NoticeCode::PainLimited,
        NoticeCode::SidesMayBeSwapped,
        NoticeCode::DaysDisagree,
        NoticeCode::FewTrials,
        NoticeCode::SidesOnDifferentDays,
        NoticeCode::DevicesDiffer,
        NoticeCode::DevicesDisagree,
        NoticeCode::TestUnknown,
        NoticeCode::NormNotUsed,
        NoticeCode::NormsHiddenForMinor,
        NoticeCode::MeasurementIsFlag,
        NoticeCode::MeasurementsOld,
        NoticeCode::WishUnknown,
        NoticeCode::AnswersUndated,
        NoticeCode::LimitReached,
        NoticeCode::RowsPassedOver,
        NoticeCode::DeviceFigureUnread,
        NoticeCode::SideAsked,
        NoticeCode::SetsPaired,
        NoticeCode::UnitAsked,
        NoticeCode::ExerciseUnknown,
        NoticeCode::TrainingReshaped,
    ];
}

/// Where in the input something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct Place {
    /// The file's name as the user gave it; `-` is standard input.
    pub file: String,
    /// The line, counted from 1; none when the whole file is meant.
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// One doubt: what, where, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Notice {
    /// The stable code.
    pub code: NoticeCode,
    /// A lowercase fragment that names the thing.
    pub message: String,
    /// Where it stands, when it stands somewhere.
    pub place: Option<Place>,
    /// What to do next, when there is something to do.
    pub hint: Option<String>,
}

impl Notice {
    /// Makes a notice without place or hint.
    #[must_use]
    pub fn new(code: NoticeCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place: None, hint: None }
    }

    /// Adds where it stands.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        write!(f, "{} [{}]", self.message, self.code.as_str())?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}
