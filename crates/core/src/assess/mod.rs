//! Is a difference real, which side, how large, and what would settle it.
//!
//! [`assess`] turns trials into findings: one for each muscle group and quality that was measured, and one
//! for each opposing pair on each leg. It never applies a threshold to a raw percentage and never calls
//! anything from one side alone. Read next: the capacity model in `docs/model.md`.

mod acting;
mod alike;
mod answers;
mod apart;
mod ask;
mod bad_days;
mod battery;
mod beyond;
mod block;
mod cell;
mod compare;
mod contradict;
mod devices;
mod enumerate;
mod evidence;
mod exchange;
mod explanations;
mod finding;
mod gains;
mod gather;
mod gaussian;
mod given;
mod history;
mod judge;
mod large;
mod learn;
mod leaves;
mod likelihood;
mod loads;
mod matrix;
mod missing;
mod mixture;
mod model;
mod new_visit;
mod next;
mod norm;
mod observe;
mod opposing;
mod pair_next;
mod patterns;
mod pile;
mod predict;
mod prevalence;
mod printed;
mod prior;
mod propagate;
mod rows;
mod runs;
mod severity;
mod site;
mod task;
#[cfg(test)]
mod tests;
mod thin;
mod turning;
mod uphill;
mod usual;
mod verdict;
pub mod views;
mod walk;
mod wander;
mod ways;
mod wild;
mod wild_words;

pub use battery::battery;
pub use finding::{
    Acting, ActingReason, Assessment, Change, ChangeVerdict, Comparison, Confidence, CoursePoint, DayEvidence,
    Estimate, Evidence, Finding, Interval, LevelEvidence, MOST_DAYS, NoiseFrom, RatioEvidence, ShownBeyond,
    SideTrials, SizeUnit, Suggestion, TestEvidence, Verdict, Weaker, WhyNot, Wild,
};
pub use gains::HardSets;
pub use patterns::{PatternMatch, matching};
pub use predict::{PredictedPart, Prediction};
pub use printed::{Basis, Printed, PrintedTry, Recomputed, printed};
pub use severity::Severity;
pub(crate) use task::is_whole_leg_task;

pub use learn::{Learnt, learn_noise};

pub(crate) use gather::{hurts, on_scale};

use crate::knowledge::{CautionId, Knowledge};
use crate::measure::Trial;
use crate::notice::{Notice, NoticeCode};
use crate::person::{Person, SubjectId};
use crate::screen::ToldPain;
use jiff::civil::Date;
use std::collections::BTreeSet;

use judge::Asked;

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
    /// Where it hurts, as the answers tell; `None` when nobody was asked.
    pub pain: Option<&'a ToldPain>,
    /// What repeats have taught about noise; [`Learnt::default`] is the catalogue alone.
    pub learnt: &'a Learnt,
}

/// Older than this, measurements say less about today.
///
/// # Units
/// Days.
pub const OLD_AFTER_DAYS: i32 = 90; // source: evenstride-proposal

/// Judges one person's measurements.
///
/// Trials of other subjects and of days after `as_of` are left aside; the order of the trials does not matter.
/// [`Assessment::predictions`] is empty: see [`assess_and_predict`].
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
///     pain: None,
///     learnt: &Default::default(),
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
    assessed(subject, trials, person, knowledge, (options, Asked::Everything))
}

/// Judges one person's measurements as [`assess`] does, and says what a new visit would show if nothing changed.
///
/// # Example
/// ```
/// use evenstride_core::assess::{AssessOptions, assess_and_predict};
/// use evenstride_core::person::{Person, SubjectId};
/// # use evenstride_core::knowledge::Knowledge;
/// # fn example(knowledge: &Knowledge, options: &AssessOptions<'_>) -> Option<()> {
/// let assessment = assess_and_predict(&SubjectId::new("me")?, &[], &Person::default(), knowledge, options);
/// assert!(assessment.predictions.is_empty(), "nothing was measured");
/// # Some(()) }
/// ```
#[must_use]
pub fn assess_and_predict(
    subject: &SubjectId,
    trials: &[Trial],
    person: &Person,
    knowledge: &Knowledge,
    options: &AssessOptions<'_>,
) -> Assessment {
    assessed(subject, trials, person, knowledge, (options, Asked::Predictions))
}

/// Judges one person's measurements as [`assess`] does, and leaves out what to measure next: for tables of many people that
/// do not tell it.
///
/// The findings are the same, what would settle an undecided one included. [`Assessment::next`] is empty.
///
/// # Example
/// ```
/// use evenstride_core::assess::{AssessOptions, assess_findings};
/// use evenstride_core::person::{Person, SubjectId};
/// # use evenstride_core::knowledge::Knowledge;
/// # fn example(knowledge: &Knowledge, options: &AssessOptions<'_>) -> Option<()> {
/// let assessment = assess_findings(&SubjectId::new("me")?, &[], &Person::default(), knowledge, options);
/// assert!(assessment.next.is_empty());
/// # Some(()) }
/// ```
#[must_use]
pub fn assess_findings(
    subject: &SubjectId,
    trials: &[Trial],
    person: &Person,
    knowledge: &Knowledge,
    options: &AssessOptions<'_>,
) -> Assessment {
    assessed(subject, trials, person, knowledge, (options, Asked::Findings))
}

/// Judges one person's measurements as [`assess_findings`] does, and leaves out how the findings came about: for lists of
/// people and for the next session, which tell verdicts alone.
///
/// Verdicts, estimates and what would settle an undecided one are the same. [`Evidence::course`] and [`SideTrials::wild`]
/// are empty, [`Finding::change`] is none and no notice names what does not go with the rest, beside what
/// [`assess_findings`] leaves out.
///
/// # Example
/// ```
/// use evenstride_core::assess::{AssessOptions, assess_standing};
/// use evenstride_core::person::{Person, SubjectId};
/// # use evenstride_core::knowledge::Knowledge;
/// # fn example(knowledge: &Knowledge, options: &AssessOptions<'_>) -> Option<()> {
/// let assessment = assess_standing(&SubjectId::new("me")?, &[], &Person::default(), knowledge, options);
/// assert!(assessment.findings.iter().all(|finding| finding.change.is_none()));
/// # Some(()) }
/// ```
#[must_use]
pub fn assess_standing(
    subject: &SubjectId,
    trials: &[Trial],
    person: &Person,
    knowledge: &Knowledge,
    options: &AssessOptions<'_>,
) -> Assessment {
    assessed(subject, trials, person, knowledge, (options, Asked::Standing))
}

fn assessed(
    subject: &SubjectId,
    trials: &[Trial],
    person: &Person,
    knowledge: &Knowledge,
    (options, asked): (&AssessOptions<'_>, Asked),
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
    sort(&mut own);
    if let Some(latest) = own.iter().map(|trial| trial.day).max() {
        let days = options.as_of.since(latest).map_or(0, |span| span.get_days());
        if days > OLD_AFTER_DAYS {
            notices.push(
                Notice::new(
                    NoticeCode::MeasurementsOld,
                    format!(
                        "the latest measurement is {days} days old; what is said holds for {OLD_AFTER_DAYS} days after it"
                    ),
                )
                    .hint("measure again before you rely on it"),
            );
        }
    }
    let instruments = gather::gather(&own, knowledge, &mut notices);
    let instruments = thin::thin(instruments, &mut notices);
    let learnt = options.learnt.of_person(&instruments, person, knowledge, options.as_of);
    let mut model = model::Model::learn(instruments, person, knowledge, &learnt, options.as_of, &mut notices);
    if asked.with_how() {
        wild::name_wild(&mut model, knowledge, &mut notices);
    }
    contradict::tell_contradictions(&model.instruments, &learnt, &mut notices);
    devices::tell_devices(&model.instruments, &learnt, &mut notices);
    let context = compare::Context { model: &model, learnt: &learnt, person, knowledge, options };
    let (findings, next) = judge::judge(&context, asked, &mut notices);
    let predictions = match asked {
        Asked::Predictions => predict::predictions(&context),
        Asked::Everything | Asked::Findings | Asked::Standing => Vec::new(),
    };
    let patterns = matching(&findings, person, knowledge);
    Assessment {
        subject: subject.clone(),
        as_of: options.as_of,
        findings,
        patterns,
        next,
        predictions,
        notices,
    }
}

/// One order for all trials of a person, so that the order in which they were typed changes nothing.
fn sort(own: &mut [&Trial]) {
    own.sort_by(|a, b| {
        (&a.test, &a.device, a.day, a.side, a.attempt)
            .cmp(&(&b.test, &b.device, b.day, b.side, b.attempt))
            .then_with(|| a.value.total_cmp(&b.value))
    });
}

/// A person's trials up to a day, in order.
fn own_trials<'t>(subject: &SubjectId, trials: &'t [Trial], as_of: Date) -> Vec<&'t Trial> {
    let mut own: Vec<&Trial> =
        trials.iter().filter(|trial| trial.subject == *subject && trial.day <= as_of).collect();
    sort(&mut own);
    own
}
