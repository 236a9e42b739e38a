//! Between files, the store and the use cases: what a file brings, and what a person's records come to.
//!
//! It opens no file and decides nothing about muscles. Read next: [`crate::store`] for what is kept,
//! [`crate::following`] for where a person stands.

mod rows;
mod told;

pub use rows::{Listed, correction, holds, listed, said_by, says, shown_key};
pub(crate) use told::TYPED;
pub use told::{bring_typed, is_training};

use crate::check::CheckInput;
use crate::disk::STANDARD_INPUT;
use crate::error::Error;
use crate::files::{Days, parse_answers, parse_person};
use crate::following;
use crate::foreign;
use crate::sets::joined;
use crate::store::{Content, Key, Note, Records, Told};
use crate::unseen::{remarks_beside, told_after};
use crate::unusable::unusable;
use evenstride_core::assess::HardSets;
use evenstride_core::audit::hard_sets;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::{Notice, NoticeCode};
use evenstride_core::person::{Person, SubjectId};
use evenstride_core::screen::Answers;
use evenstride_core::track::{Log, LoggedSets, NotLogged, Remark, to_logged};
use evenstride_core::training::{Recognition, Trained, recognise};
pub use evenstride_ingest::is_recording;
use evenstride_ingest::{
    ColumnMap, IngestError, Limits, PairedSets, ReadOptions, WeightUnit, read_measurements,
};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use told::{Source, holds_signs_alone, training, with_signs_beside};

/// So many weeks back a plan may still stand in a calendar: the most that can be shown ahead.
const CALENDAR_WEEKS: i64 = 12;

/// What a file may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A `person.toml`.
    Person,
    /// An `answers.toml`.
    Answers,
    /// A table of measurements.
    Measurements,
    /// A log of training.
    Training,
}

/// How a file is to be taken.
#[derive(Debug, Clone, Copy)]
pub struct Bringing<'a> {
    /// The knowledge.
    pub knowledge: &'a Knowledge,
    /// The day of the clock; later days are refused.
    pub today: Date,
    /// Whose records they are, where the file does not say it.
    pub subject: &'a SubjectId,
    /// Body mass for tests that need it.
    pub mass_kg: Option<f64>,
    /// A mapping for tables of measurements that name things differently.
    pub map: Option<&'a ColumnMap>,
    /// The unit of loads in a log that does not say it.
    pub weight_unit: Option<WeightUnit>,
    /// What equal sets in pairs mean in a one-legged exercise without a side.
    pub paired_sets: PairedSets,
    /// What the file holds; found out when absent.
    pub kind: Option<FileKind>,
}

/// What a file brings.
#[derive(Debug, Clone)]
pub struct Brought {
    /// What it holds.
    pub kind: FileKind,
    /// What is to be kept of it, and for whom.
    pub entries: Vec<(SubjectId, Content)>,
    /// Is it the export of an app, which tells everything that the app holds of a day?
    pub is_whole_export: bool,
    /// What is kept already and told in full now, so that it counts no longer beside what is to be kept.
    pub instead_of: Vec<(SubjectId, Key)>,
    /// What was doubtful.
    pub notices: Vec<Notice>,
}

/// Reads what a file brings, whatever it is.
///
/// # Errors
/// It is nothing that the program reads, or it does not hold what it should.
pub fn bring(name: &str, bytes: &[u8], bringing: &Bringing<'_>) -> Result<Brought, Error> {
    let is_no_other = || foreign::refuse(name, bytes);
    match kind_of(name, bytes, bringing.kind) {
        Some(FileKind::Person) => person(name, bytes, bringing),
        Some(FileKind::Answers) => answers(name, bytes, bringing),
        Some(FileKind::Measurements) => {
            is_no_other()?;
            let brought = measurements(name, bytes, bringing)?;
            usable(name, with_signs_beside(brought, bytes, bringing))
        }
        Some(FileKind::Training) => {
            is_no_other()?;
            // What comes by standard input as training may be typed right now.
            let source = if name == STANDARD_INPUT { Source::Hand } else { Source::File };
            training(name, bytes, bringing, source)
        }
        None => {
            is_no_other()?;
            table(name, bytes, bringing)
        }
    }
}

/// What a file holds: what was said of it, else for a TOML what stands in it; tables tell it by their columns.
pub(crate) fn kind_of(name: &str, bytes: &[u8], said: Option<FileKind>) -> Option<FileKind> {
    let is_settings = name.to_ascii_lowercase().ends_with(".toml");
    said.or_else(|| is_settings.then(|| kind_of_settings(bytes)))
}

fn kind_of_settings(bytes: &[u8]) -> FileKind {
    let is_answers = String::from_utf8_lossy(bytes).lines().any(|line| line.trim() == "[answers]");
    if is_answers { FileKind::Answers } else { FileKind::Person }
}

/// A table of measurements or a log: each is told by its own columns, and lines of training by what they say.
fn table(name: &str, bytes: &[u8], bringing: &Bringing<'_>) -> Result<Brought, Error> {
    let measured = match measurements(name, bytes, bringing) {
        Ok(brought) if !brought.entries.is_empty() => {
            return Ok(with_signs_beside(brought, bytes, bringing));
        }
        other => other,
    };
    match (training(name, bytes, bringing, Source::File), measured) {
        // Where only lines with a sign could be kept, it is still said why nothing else was read.
        (Ok(mut brought), measured) if holds_signs_alone(&brought) => {
            match measured {
                Ok(measured) => brought.notices.extend(measured.notices),
                // Of lines of training nobody expected measurements.
                Err(_) if is_training(name, bytes) => {}
                Err(measured) => {
                    brought.notices.push(Notice::new(NoticeCode::RowRefused, Error::from(measured).message));
                }
            }
            Ok(brought)
        }
        (Ok(brought), _) => Ok(brought),
        // It is a table of measurements of which nothing could be used, and its notices say why.
        (Err(_), Ok(brought)) => usable(name, with_signs_beside(brought, bytes, bringing)),
        (Err(trained), Err(_)) if is_training(name, bytes) => Err(trained),
        // Neither the columns of a recording nor those of an empty template are what is wrong with it, and of bytes that
        // are no text nobody expected lines of training.
        (Err(_), Err(measured)) if is_recording(bytes) || measured.is_without_rows() || bytes.contains(&0) => {
            Err(measured.into())
        }
        (Err(trained), Err(measured)) => {
            let measured = Error::from(measured);
            let [as_measurements, as_training] =
                [&measured, &trained].map(|error| error.hint.as_deref().unwrap_or("see the formats"));
            let hint = format!(
                "as measurements: {as_measurements}; as training: {as_training}; or say what it is with --as"
            );
            Err(Error::unreadable(measured.message).hint(hint))
        }
    }
}

/// What a table brought, unless every row of it was refused.
fn usable(name: &str, brought: Brought) -> Result<Brought, Error> {
    let error = unusable(name, &brought.notices).filter(|_| brought.entries.is_empty());
    error.map_or(Ok(brought), Err)
}

fn settings_text(name: &str, bytes: &[u8]) -> Result<String, Error> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Error::unreadable(format!("read {name}: expected text in UTF-8, found something else"))
            .hint("save it again as UTF-8")
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}

fn person(name: &str, bytes: &[u8], bringing: &Bringing<'_>) -> Result<Brought, Error> {
    let text = settings_text(name, bytes)?;
    let (person, notices) = parse_person(&text, name, bringing.knowledge, bringing.today)?;
    let subject = person.subject.unwrap_or_else(|| bringing.subject.clone());
    let told = Told { day: bringing.today, text };
    let entries = vec![(subject, Content::Person(told))];
    Ok(Brought { kind: FileKind::Person, entries, is_whole_export: false, instead_of: Vec::new(), notices })
}

fn answers(name: &str, bytes: &[u8], bringing: &Bringing<'_>) -> Result<Brought, Error> {
    let text = settings_text(name, bytes)?;
    let days = Days { today: bringing.today, as_of: bringing.today };
    let (answers, notices) = parse_answers(&text, name, bringing.knowledge, days)?;
    let told = Told { day: answers.on, text };
    let entries = vec![(bringing.subject.clone(), Content::Answers(told))];
    Ok(Brought { kind: FileKind::Answers, entries, is_whole_export: false, instead_of: Vec::new(), notices })
}

fn measurements(name: &str, bytes: &[u8], bringing: &Bringing<'_>) -> Result<Brought, IngestError> {
    let options = ReadOptions {
        knowledge: bringing.knowledge,
        map: bringing.map,
        today: bringing.today,
        file_name: name,
        default_subject: bringing.subject,
        body_mass_kg: bringing.mass_kg,
        limits: Limits::DEFAULT,
    };
    let read = read_measurements(bytes, &options)?;
    let entries = crate::store::entries_of_trials(read.trials);
    Ok(Brought {
        kind: FileKind::Measurements,
        entries,
        is_whole_export: false,
        instead_of: Vec::new(),
        notices: read.notices,
    })
}

/// What a person's records come to: the input of a check, the log, and the plan that is followed.
///
/// What was trained and cannot be followed, such as an exercise of another app that nobody knows, is left out of the
/// log with a notice; it stays in the store.
///
/// # Errors
/// A person or answers that were kept cannot be read any more.
pub fn kept(
    subject: &SubjectId,
    mut records: Records,
    knowledge: &Knowledge,
    days: Days,
) -> Result<following::Kept, Error> {
    records = records.answered_by(days.as_of);
    let trained = std::mem::take(&mut records.trained);
    if let Some(answers) = &records.answers {
        records.trained = trained.iter().filter(|kept| kept.action > answers.action).cloned().collect();
    }
    let trained = joined(trained.into_iter().map(|kept| kept.value).collect());
    let rows: Vec<&Trained> = trained.iter().collect();
    let notes: Vec<&Note> = records.notes.iter().map(|kept| &kept.value).collect();
    let (log, notices) = followed_log(&rows, &notes, knowledge, days.as_of);
    let hard_sets = hard_sets(rows, knowledge, days.as_of);
    kept_with(subject, records, LogKept { log, hard_sets, notices }, knowledge, days)
}

/// What somebody's training has come to.
pub(crate) struct LogKept {
    pub(crate) log: Log,
    pub(crate) hard_sets: Vec<HardSets>,
    /// Why some of it is not followed.
    pub(crate) notices: Vec<Notice>,
}

/// The same as [`kept`], with what the training came to; of that in the records only what was told after the answers is
/// looked at.
///
/// # Errors
/// As there.
pub(crate) fn kept_with(
    subject: &SubjectId,
    records: Records,
    trained: LogKept,
    knowledge: &Knowledge,
    days: Days,
) -> Result<following::Kept, Error> {
    let records = records.answered_by(days.as_of);
    let mut notices = Vec::new();
    let person = match &records.person {
        Some(kept) => {
            let (person, found) = parse_person(&kept.value.text, "person.toml", knowledge, days.today)?;
            notices.extend(found);
            person
        }
        None => Person::default(),
    };
    let answers = match &records.answers {
        // What has no day of its own was answered on the day on which it was kept.
        Some(kept) => {
            let days = Days { today: days.today, as_of: kept.value.day };
            parse_answers(&kept.value.text, "answers.toml", knowledge, days)?.0
        }
        None => Answers { on: days.as_of, by_flag: BTreeMap::new() },
    };
    notices.extend(trained.notices);
    let (unseen_entries, unseen_remarks) = told_after(&records, answers.on, knowledge, days.as_of);
    let from = days.as_of.saturating_sub(CALENDAR_WEEKS.weeks());
    let followed = records.plans.into_iter().map(|kept| kept.value).filter(|plan| plan.from <= days.as_of);
    let mut followed: Vec<_> = followed.collect();
    let plan = followed.pop();
    let lately = followed.iter().filter(|plan| plan.from >= from).chain(&plan);
    let sessions = lately.flat_map(|kept| &kept.plan.sessions);
    let planned_weekdays = sessions.map(|session| session.weekday).collect();
    let input = CheckInput {
        person,
        answers,
        trials: records.trials.into_iter().map(|kept| kept.value).collect(),
        subject: subject.clone(),
        notices,
        as_of: days.as_of,
        delta_percent: None,
    };
    let plan = plan.map(|kept| following::KeptPlan { plan: kept.plan, since: kept.from });
    let LogKept { log, hard_sets, .. } = trained;
    let beside = remarks_beside(&input.trials, days.as_of);
    let log = log.with_remarks(beside).with_unseen(unseen_entries, unseen_remarks);
    let of_plan = |kept: crate::store::Followed| following::KeptPlan { plan: kept.plan, since: kept.from };
    let earlier_plans = followed.into_iter().map(of_plan).collect();
    Ok(following::Kept { input, log, hard_sets, plan, earlier_plans, planned_weekdays })
}

/// The log that can be followed up to a day, and why the rest cannot.
///
/// A sign to stop counts whatever stands beside it: what cannot be followed, and every remark, is still searched.
#[must_use]
pub fn followed_log(
    trained: &[&Trained],
    notes: &[&Note],
    knowledge: &Knowledge,
    as_of: Date,
) -> (Log, Vec<Notice>) {
    let until = trained.iter().copied().filter(|trained| trained.on <= as_of);
    let FollowedRows { entries, mut remarks, mut notices } = followed_rows(until, knowledge);
    remarks.extend(notes.iter().filter(|note| note.day <= as_of).map(|note| remark_of(note)));
    let log = match Log::new(entries, knowledge, as_of) {
        Ok(log) => log,
        Err(error) => {
            notices.push(Notice::new(NoticeCode::TrainingReshaped, error.to_string()).hint(error.hint()));
            Log::EMPTY
        }
    };
    (log.with_remarks(remarks), notices)
}

/// What of some lines cannot be followed and why, and whether anything that was felt there counts all the same.
pub(crate) fn not_followed(brought: &Brought, knowledge: &Knowledge) -> (Vec<Notice>, bool) {
    let trained = brought.entries.iter().filter_map(|(_, content)| match content {
        Content::Trained(trained) | Content::TrainedOnce(_, trained) => Some(trained),
        Content::Person(_) | Content::Answers(_) | Content::Trial(_) | Content::Plan(_) | Content::Note(_) => {
            None
        }
    });
    let FollowedRows { entries, remarks, notices } = followed_rows(trained, knowledge);
    let is_felt = remarks.iter().any(|remark| remark.felt.is_some());
    (notices, is_felt || entries.iter().any(|entry| !entry.holds_sets()))
}

/// A remark as it is searched for signs to stop.
pub(crate) fn remark_of(note: &Note) -> Remark {
    Remark::said(note.day, note.text.clone())
}

/// What rows of training come to for somebody who follows a plan.
#[derive(Debug)]
pub(crate) struct FollowedRows {
    pub(crate) entries: Vec<LoggedSets>,
    /// What was said beside what cannot be followed.
    pub(crate) remarks: Vec<Remark>,
    pub(crate) notices: Vec<Notice>,
}

pub(crate) fn followed_rows<'t>(
    trained: impl Iterator<Item = &'t Trained>,
    knowledge: &Knowledge,
) -> FollowedRows {
    let mut rows = FollowedRows { entries: Vec::new(), remarks: Vec::new(), notices: Vec::new() };
    // A log holds few names and many rows.
    let mut known: BTreeMap<&str, Recognition> = BTreeMap::new();
    for trained in trained {
        let recognition = known.entry(&trained.name).or_insert_with(|| recognise(&trained.name, knowledge));
        match to_logged(trained, recognition, knowledge) {
            Ok(from) => {
                rows.notices.extend(from.notices);
                rows.entries.extend(from.entries);
            }
            Err(why) => {
                rows.remarks.push(Remark::of(trained, &why));
                if let NotLogged::Refused(_) = &why {
                    let notice = Notice::new(
                        NoticeCode::TrainingReshaped,
                        format!("left out of what is followed: {why}"),
                    );
                    rows.notices.push(notice.at(trained.place.clone()).hint(why.hint()));
                }
            }
        }
    }
    rows
}
