//! From files to an audit: logs of any app, ratings of sessions, and what a check of the person says beside them.
//!
//! Read next: [`evenstride_core::audit`](mod@evenstride_core::audit).

use super::overlap::joined;
use crate::check::{Check, CheckInput, File, open_files};
use crate::disk::read_settings;
use crate::error::Error;
use crate::files::Days;
use crate::unseen::{lines_with_signs, refused_lines};
use evenstride_core::audit::{Audit, AuditOptions, PlanHistory, audit, measured_short};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::{Notice, NoticeCode, Place};
use evenstride_core::plan::Plan;
use evenstride_core::screen::Screening;
use evenstride_core::track::{ClearanceEnd, Log};
use evenstride_core::training::{Trained, TrainedSide};
use evenstride_ingest::{Limits, PairedSets, TrainingOptions, WeightUnit, read_training};
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
        short: &short,
        efforts: asked.efforts,
        more_minutes: asked.more_minutes,
        with_changes: asked.ended.is_none(),
    };
    audit(trained, knowledge, &options)
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
        let text = String::from_utf8_lossy(bytes);
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
                trained.extend(read.trained);
                trained.extend(with_signs(&|line| refused.contains(&line)));
                notices.extend(read.notices);
            }
            Err(error) => {
                let signs = with_signs(&|_| true);
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

/// Longest session in minutes: a day.
const MOST_MINUTES: f64 = 1440.0;

/// Reads ratings of sessions, a CSV with `date`, `effort` (0–10) and `minutes`: effort times minutes by day.
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
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let unread = |error: csv::Error| Error::unreadable(format!("read {file}: {error}"));
    let headers = reader.headers().map_err(unread)?.clone();
    let column = |name: &str| {
        headers.iter().position(|header| header.eq_ignore_ascii_case(name)).ok_or_else(|| {
            Error::unreadable(format!("read {file}: expected a column “{name}”, found none"))
                .hint("a table of sessions has the columns date, effort and minutes")
        })
    };
    let (date, effort, minutes) = (column("date")?, column("effort")?, column("minutes")?);
    let mut by_day: BTreeMap<Date, f64> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(unread)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let wrong = |what: &str, found: &str| {
            let found: String = found.chars().take(40).collect();
            Error::unreadable(format!("read {file}:{line}: expected {what}, found “{found}”"))
        };
        let number = |at: usize, most: f64, what: &str| {
            let value = cell(at).parse::<f64>().ok().filter(|value| (0.0..=most).contains(value));
            value.ok_or_else(|| wrong(what, cell(at)))
        };
        let day: Date = cell(date).parse().map_err(|_| wrong("a day as 2026-11-22", cell(date)))?;
        let rated = number(effort, 10.0, "an effort from 0 to 10")?;
        *by_day.entry(day).or_default() += rated * number(minutes, MOST_MINUTES, "minutes from 0 to 1440")?;
    }
    Ok(by_day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn sessions_of_one_day_add_up() {
        let read =
            parse_efforts("Date,effort, minutes\n2026-11-16,5,60\n2026-11-16,3,20\n2026-11-18,0,30\n", "f");
        let expected = BTreeMap::from([(date(2026, 11, 16), 360.0), (date(2026, 11, 18), 0.0)]);
        assert_eq!(read.unwrap(), expected);
    }

    #[test]
    fn what_cannot_be_right_is_named_with_its_line() {
        for (text, words) in [
            ("date,effort\n", "expected a column “minutes”"),
            ("date,effort,minutes\n2026-11-16,11,60\n", "f:2: expected an effort from 0 to 10, found “11”"),
            ("date,effort,minutes\n16.11.,5,60\n", "f:2: expected a day as 2026-11-22"),
            ("date,effort,minutes\n2026-11-16,5,NaN\n", "expected minutes from 0 to 1440"),
        ] {
            let error = parse_efforts(text, "f").unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
