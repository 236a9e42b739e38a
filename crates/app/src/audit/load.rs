//! From files to an audit: logs of any app, ratings of sessions, and what a check of the person says beside them.
//!
//! Read next: [`evenstride_core::audit`](mod@evenstride_core::audit).

use super::overlap::joined;
use crate::check::{Check, CheckInput, File, open_files};
use crate::disk::read_settings;
use crate::error::Error;
use crate::files::Days;
use crate::foreign::{self, lines_of_log, text_of};
use crate::unseen::{lines_with_signs, refused_lines};
use evenstride_core::audit::{Audit, AuditOptions, PlanHistory, audit, measured_short, measured_sore};
use evenstride_core::knowledge::{CautionId, Knowledge, MuscleSide};
use evenstride_core::notice::{Notice, NoticeCode, Place};
use evenstride_core::person::SubjectId;
use evenstride_core::plan::Plan;
use evenstride_core::screen::{Screening, known_cautions, spared};
use evenstride_core::track::{ClearanceEnd, Log};
use evenstride_core::training::{Trained, TrainedSide};
use evenstride_ingest::{Limits, PairedSets, TrainingOptions, WeightUnit, read_ratings, read_training};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A name of training holds so many characters, and a note so many.
const MOST_NAME_CHARS: usize = 120;
const MOST_CHARS: usize = 1000;

/// What is asked of an audit.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The newest weeks to show, 1 or more.
    pub n_weeks: u32,
    /// The last day that the log tells of.
    pub as_of: Date,
    /// Score weeks too that the log holds only in part.
    pub score_incomplete: bool,
    /// Minutes by which a changed week may be longer.
    pub more_minutes: f64,
    /// Effort times minutes by day.
    pub efforts: &'a BTreeMap<Date, f64>,
    /// The person's check, when there is one.
    pub check: Option<(&'a CheckInput, &'a Check)>,
    /// What was asked in the weeks of somebody who follows plans.
    pub history: Option<&'a PlanHistory>,
    /// What is known of the log beside its rows: remarks, and what was told later than the answers.
    pub log: Option<&'a Log>,
    /// Has the log ended the clearance? Then no change is offered; what to do stands in its place.
    pub ended: Option<&'a ClearanceEnd>,
    /// Hold left against right by this plan instead of even sides, in the weeks since its day where it has one.
    pub plan: Option<(&'a Plan, Option<Date>)>,
}

/// Judges what was trained, with what a check says of the person.
#[must_use]
pub fn look_back(trained: &[Trained], asked: &Asked<'_>, knowledge: &Knowledge) -> Audit {
    let outcome = asked.check.map(|(_, check)| check);
    let short = outcome.and_then(|check| check.assessment.as_ref()).map(measured_short).unwrap_or_default();
    let cleared = outcome.and_then(|check| match &check.screening {
        Screening::Cleared(cleared) => Some(cleared),
        Screening::Stopped { .. } | Screening::Incomplete { .. } | Screening::Expired { .. } => None,
    });
    let (limits, spared) =
        asked.check.map(|(input, check)| of_person(input, check, knowledge)).unwrap_or_default();
    let options = AuditOptions {
        n_weeks: asked.n_weeks,
        until: Some(asked.as_of),
        score_incomplete: asked.score_incomplete,
        plan: asked.plan.map(|(plan, _)| plan),
        plan_since: asked.plan.and_then(|(_, since)| since),
        person: asked.check.map(|(input, _)| &input.person),
        history: asked.history,
        log: asked.log,
        cleared,
        limits: &limits,
        short: &short,
        spared: &spared,
        efforts: asked.efforts,
        more_minutes: asked.more_minutes,
        with_changes: asked.ended.is_none(),
    };
    audit(trained, knowledge, &options)
}

/// What is known to limit a person, and what no change touches.
fn of_person(
    input: &CheckInput,
    check: &Check,
    knowledge: &Knowledge,
) -> (BTreeSet<CautionId>, BTreeSet<MuscleSide>) {
    let CheckInput { person, answers, as_of, .. } = input;
    let own: Vec<_> = input.trials.iter().filter(|one| one.subject == input.subject).cloned().collect();
    let limits = known_cautions(person, answers, &own, knowledge, *as_of);
    let mut spared = spared(person, answers, &own, knowledge, *as_of);
    spared.extend(check.assessment.iter().flat_map(|assessment| measured_sore(assessment, knowledge)));
    (limits, spared)
}

/// Reads logs; `each_leg` says that each leg did all sets where a one-legged exercise has no side.
///
/// # Errors
/// A file cannot be read, or holds no training.
pub fn read_logs(
    paths: &[PathBuf],
    days: Days,
    each_leg: bool,
    knowledge: &Knowledge,
) -> Result<(Vec<Trained>, Vec<Notice>), Error> {
    read_log_files(&open_files(paths)?, days, each_leg, knowledge)
}

/// Reads logs that were handed over; `each_leg` is as for [`read_logs`].
///
/// A line that cannot be read and tells of a sign to stop counts as something of an unknown name with that line as its
/// note: whoever reads the log must see it.
///
/// # Errors
/// A file holds neither training nor such a line.
pub fn read_log_files(
    files: &[File],
    days: Days,
    each_leg: bool,
    knowledge: &Knowledge,
) -> Result<(Vec<Trained>, Vec<Notice>), Error> {
    let (mut logs, mut notices) = (Vec::new(), Vec::new());
    for File { name, bytes } in files {
        let mut trained: Vec<Trained> = Vec::new();
        let options = TrainingOptions {
            knowledge,
            today: days.today,
            file_name: name,
            // An audit looks at sets and never at loads, so there is nothing to ask about their unit.
            weight_unit: Some(WeightUnit::Kilogram),
            paired_sets: if each_leg { PairedSets::OfEachLeg } else { PairedSets::OfTwoLegs },
            limits: Limits::DEFAULT,
        };
        foreign::refuse(name, bytes)?;
        let text = text_of(name, bytes);
        let with_signs = |is_refused: &dyn Fn(u64) -> bool| -> Vec<Trained> {
            let lines = lines_with_signs(&text, is_refused, knowledge);
            lines
                .map(|(number, line)| {
                    not_read(line, Place { file: name.clone(), line: Some(number) }, days.as_of)
                })
                .collect()
        };
        match read_training(bytes, &options) {
            Ok(read) => {
                let refused = refused_lines(&read.notices);
                trained.extend(of_one(name, read.trained, read.named)?);
                trained.extend(with_signs(&|line| refused.contains(&line)));
                notices.extend(read.notices);
            }
            Err(error) => {
                let meant = lines_of_log(&text);
                let signs = with_signs(&|line| meant.contains(&line));
                if signs.is_empty() {
                    return Err(error.into());
                }
                trained.extend(signs);
                let error = Error::from(error);
                let mut notice = Notice::new(NoticeCode::RowRefused, error.message);
                notice.hint = error.hint;
                notices.push(notice);
            }
        }
        logs.push(trained);
    }
    Ok((joined(logs, &mut notices), notices))
}

/// What one person trained: a week is somebody's, so a table of several people has none.
fn of_one(
    name: &str,
    mut trained: Vec<Trained>,
    named: BTreeMap<SubjectId, Vec<Trained>>,
) -> Result<Vec<Trained>, Error> {
    if named.len() > 1 {
        return Err(Error::usage(format!("read {name}: it holds the training of {} people", named.len()))
            .hint("import it, and audit each of them with --subject NAME"));
    }
    trained.extend(named.into_values().flatten());
    Ok(trained)
}

/// A line of a log that could not be read: on the day with which it begins, or on the day that everything is asked for.
fn not_read(line: &str, place: Place, as_of: Date) -> Trained {
    let first = line.trim_start().split([' ', ',', ';', '\t', '"']).next().unwrap_or("");
    let on = first.parse().ok().unwrap_or(as_of);
    Trained {
        on,
        name: line.chars().take(MOST_NAME_CHARS).collect(),
        side: TrainedSide::NotSaid,
        sets: Vec::new(),
        pain: None,
        form: None,
        morning_points: None,
        swelling: false,
        signs: BTreeSet::new(),
        note: Some(line.chars().take(MOST_CHARS).collect()),
        place,
    }
}

/// Reads ratings of sessions, a table with `date`, `effort` (0–10) and `minutes`: effort times minutes by day.
///
/// # Errors
/// The file cannot be read, a column is missing, or a figure cannot be right.
pub fn read_efforts(path: &Path) -> Result<BTreeMap<Date, f64>, Error> {
    let text = read_settings(path)?;
    parse_efforts(&text, &path.display().to_string())
}

/// Understands ratings of sessions as [`read_efforts`] reads them.
///
/// # Errors
/// A column is missing, or a figure cannot be right.
pub fn parse_efforts(text: &str, file: &str) -> Result<BTreeMap<Date, f64>, Error> {
    Ok(read_ratings(text, file)?)
}
