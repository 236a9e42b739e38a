//! Is a difference real, which side, how large, and what would settle it.
//!
//! [`assess`] turns trials into findings: one for each muscle group and quality that was measured, and one
//! for each opposing pair on each leg. It never applies a threshold to a raw percentage and never calls
//! anything from one side alone. Read next: the capacity model in `docs/model.md`.

mod acting;
mod compare;
mod finding;
mod gather;
mod gaussian;
mod model;
mod next;
mod norm;
mod opposing;
#[cfg(test)]
mod tests;
mod verdict;
pub mod views;

pub use finding::{
    Acting, ActingReason, Assessment, Change, ChangeVerdict, Comparison, Confidence, CoursePoint, DayEvidence,
    Estimate, Evidence, Finding, Interval, LevelEvidence, MOST_DAYS, NoiseFrom, Prediction, RatioEvidence,
    SideTrials, SizeUnit, Suggestion, TestEvidence, Verdict, Weaker, WhyNot, Wild,
};

pub(crate) use gather::{hurts, on_scale};

use crate::knowledge::{CautionId, Knowledge};
use crate::measure::Trial;
use crate::notice::{Notice, NoticeCode};
use crate::person::{Person, SubjectId};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What an assessment depends on besides the trials.
#[derive(Debug, Clone)]
pub struct AssessOptions<'a> {
    /// The day for which it holds.
    pub as_of: Date,
    /// Another δ than the catalogue's for everything that is told in percent.
    ///
    /// # Units
    /// Percent of the stronger, above 0 and below 100.
    pub delta_percent: Option<f64>,
    /// Tests with one of these cautions are not suggested.
    pub cautions: &'a BTreeSet<CautionId>,
}

/// Older than this, measurements say less about today.
const OLD_AFTER_DAYS: i32 = 90; // source: evenstride-proposal

/// Judges one person's measurements.
///
/// Trials of other subjects and of days after `as_of` are left aside; the order of the trials does not matter.
///
/// # Example
/// ```
/// use evenstride_core::assess::{AssessOptions, assess};
/// use evenstride_core::person::{Person, SubjectId};
/// # use evenstride_core::knowledge::Knowledge;
/// # fn example(knowledge: &Knowledge, trials: &[evenstride_core::measure::Trial]) -> Option<()> {
/// let options = AssessOptions {
///     as_of: jiff::civil::date(2026, 11, 22),
///     delta_percent: None,
///     cautions: &Default::default(),
/// };
/// let assessment = assess(&SubjectId::new("me")?, trials, &Person::default(), knowledge, &options);
/// for finding in &assessment.findings {
///     println!("{:?} {}", finding.comparison, finding.verdict.as_str());
/// }
/// # Some(()) }
/// ```
#[must_use]
pub fn assess(
    subject: &SubjectId,
    trials: &[Trial],
    person: &Person,
    knowledge: &Knowledge,
    options: &AssessOptions<'_>,
) -> Assessment {
    let mut notices = Vec::new();
    let (mut own, later): (Vec<&Trial>, Vec<&Trial>) =
        trials.iter().filter(|trial| trial.subject == *subject).partition(|trial| trial.day <= options.as_of);
    if !later.is_empty() {
        notices.push(
            Notice::new(
                NoticeCode::DateInFuture,
                format!("{} trials are of days after {} and were left out", later.len(), options.as_of),
            )
            .hint("choose a later day with --as-of"),
        );
    }
    own.sort_by(|a, b| {
        (&a.test, &a.device, a.day, a.side, a.attempt)
            .cmp(&(&b.test, &b.device, b.day, b.side, b.attempt))
            .then_with(|| a.value.total_cmp(&b.value))
    });
    if let Some(latest) = own.iter().map(|trial| trial.day).max() {
        let days = options.as_of.since(latest).map_or(0, |span| span.get_days());
        if days > OLD_AFTER_DAYS {
            notices.push(
                Notice::new(NoticeCode::MeasurementsOld, format!("the latest measurement is {days} days old"))
                    .hint("measure again before you rely on it"),
            );
        }
    }
    let instruments = gather::gather(&own, knowledge, &mut notices);
    let model = model::Model::learn(instruments, person, knowledge, options.as_of, &mut notices);
    let (findings, next) = compare::findings(&model, person, knowledge, options, &mut notices);
    Assessment {
        subject: subject.clone(),
        as_of: options.as_of,
        findings,
        next,
        predictions: Vec::new(),
        notices,
    }
}
