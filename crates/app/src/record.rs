//! Between files, the store and the use cases: what a file brings, and what a person's records come to.
//!
//! It opens no file and decides nothing about muscles. Read next: [`crate::store`] for what is kept,
//! [`crate::following`] for where a person stands.

use crate::check::CheckInput;
use crate::error::Error;
use crate::files::{Days, parse_answers, parse_person};
use crate::following;
use crate::sets::joined;
use crate::store::{About, ActionId, Content, Key, Kind, MOST_NOTE_CHARS, Note, Records, Told};
use crate::typed::{measured, with_value};
use evenstride_core::audit::hard_sets;
use evenstride_core::knowledge::{Knowledge, SignEffect};
use evenstride_core::notice::{Notice, NoticeCode};
use evenstride_core::person::{Person, SubjectId};
use evenstride_core::screen::Answers;
use evenstride_core::track::{Log, LoggedSets, NotLogged, Remark, signs_in_words, to_logged};
use evenstride_core::training::{Recognition, Trained, recognise};
use evenstride_ingest::{
    ColumnMap, Limits, PairedSets, ReadOptions, TrainingOptions, WeightUnit, parse_line, read_measurements,
    read_training, write_line,
};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

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
    /// What was doubtful.
    pub notices: Vec<Notice>,
}

/// Reads what a file brings, whatever it is.
///
/// # Errors
/// It is nothing that the program reads, or it does not hold what it should.
pub fn bring(name: &str, bytes: &[u8], bringing: &Bringing<'_>) -> Result<Brought, Error> {
    let kind = match bringing.kind {
        Some(kind) => Some(kind),
        None if name.to_ascii_lowercase().ends_with(".toml") => Some(kind_of_settings(bytes)),
        None => None,
    };
    match kind {
        Some(FileKind::Person) => person(name, bytes, bringing),
        Some(FileKind::Answers) => answers(name, bytes, bringing),
        Some(FileKind::Measurements) => measurements(name, bytes, bringing),
        Some(FileKind::Training) => training(name, bytes, bringing),
        None => table(name, bytes, bringing),
    }
}

fn kind_of_settings(bytes: &[u8]) -> FileKind {
    let is_answers = String::from_utf8_lossy(bytes).lines().any(|line| line.trim() == "[answers]");
    if is_answers { FileKind::Answers } else { FileKind::Person }
}

/// A table of measurements or a log: each is told by its own columns, and lines of training by what they say.
fn table(name: &str, bytes: &[u8], bringing: &Bringing<'_>) -> Result<Brought, Error> {
    let measured = match measurements(name, bytes, bringing) {
        Ok(brought) if !brought.entries.is_empty() => return Ok(brought),
        other => other,
    };
    match (training(name, bytes, bringing), measured) {
        (Ok(brought), _) => Ok(brought),
        // It is a table of measurements of which nothing could be used, and its notices say why.
        (Err(_), Ok(brought)) => Ok(brought),
        (Err(trained), Err(measured)) => Err(Error::unreadable(measured.message.clone()).hint(format!(
            "as measurements: {}; as training: {}; or say what it is with --as",
            measured.hint.as_deref().unwrap_or("see the formats"),
            trained.hint.as_deref().unwrap_or("see the formats"),
        ))),
    }
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
    Ok(Brought { kind: FileKind::Person, entries: vec![(subject, Content::Person(told))], notices })
}

fn answers(name: &str, bytes: &[u8], bringing: &Bringing<'_>) -> Result<Brought, Error> {
    let text = settings_text(name, bytes)?;
    let days = Days { today: bringing.today, as_of: bringing.today };
    let answers = parse_answers(&text, name, bringing.knowledge, days)?;
    let told = Told { day: answers.on, text };
    let entries = vec![(bringing.subject.clone(), Content::Answers(told))];
    Ok(Brought { kind: FileKind::Answers, entries, notices: Vec::new() })
}

fn measurements(name: &str, bytes: &[u8], bringing: &Bringing<'_>) -> Result<Brought, Error> {
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
    Ok(Brought { kind: FileKind::Measurements, entries, notices: read.notices })
}

fn training(name: &str, bytes: &[u8], bringing: &Bringing<'_>) -> Result<Brought, Error> {
    let options = TrainingOptions {
        knowledge: bringing.knowledge,
        today: bringing.today,
        file_name: name,
        weight_unit: bringing.weight_unit,
        paired_sets: bringing.paired_sets,
        limits: Limits::DEFAULT,
    };
    let read = read_training(bytes, &options)?;
    let mut entries = crate::store::entries_of_training(bringing.subject, read.trained);
    let refused = refused_lines(&read.notices);
    let text = String::from_utf8_lossy(bytes);
    entries.extend(unread_signs(&text, bringing, |line| refused.contains(&line)));
    Ok(Brought { kind: FileKind::Training, entries, notices: read.notices })
}

/// Lines that could not be read and hold a sign to stop, as remarks of today: a sign is told although nothing else is.
pub(crate) fn unread_signs(
    text: &str,
    bringing: &Bringing<'_>,
    is_refused: impl Fn(u64) -> bool,
) -> Vec<(SubjectId, Content)> {
    let remark = |(_, line): (u64, &str)| {
        let text = line.chars().take(MOST_NOTE_CHARS).collect();
        (bringing.subject.clone(), Content::Note(Note { day: bringing.today, about: About::Session, text }))
    };
    lines_with_signs(text, is_refused, bringing.knowledge).map(remark).collect()
}

/// Lines of a text with their number from 1 that hold a sign to stop.
pub(crate) fn lines_with_signs<'t>(
    text: &'t str,
    is_refused: impl Fn(u64) -> bool,
    knowledge: &Knowledge,
) -> impl Iterator<Item = (u64, &'t str)> {
    let ends = |line: &str| signs_in_words(line, knowledge).iter().any(|sign| sign.effect == SignEffect::Ends);
    (1..).zip(text.lines()).filter(move |(number, line)| is_refused(*number) && ends(line))
}

/// The lines of a text that a reader of training refused.
pub(crate) fn refused_lines(notices: &[Notice]) -> BTreeSet<u64> {
    let refused = notices.iter().filter(|notice| notice.code == NoticeCode::RowRefused);
    refused.filter_map(|notice| notice.place.as_ref().and_then(|place| place.line)).collect()
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
    records: Records,
    knowledge: &Knowledge,
    days: Days,
) -> Result<following::Kept, Error> {
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
            parse_answers(&kept.value.text, "answers.toml", knowledge, days)?
        }
        None => Answers { on: days.as_of, by_flag: BTreeMap::new() },
    };
    let trained = joined(records.trained.into_iter().map(|kept| kept.value).collect());
    let trained: Vec<&Trained> = trained.iter().collect();
    let notes: Vec<&Note> = records.notes.iter().map(|kept| &kept.value).collect();
    let (log, not_followed) = followed_log(&trained, &notes, knowledge, days.as_of);
    let hard_sets = hard_sets(trained.iter().copied(), knowledge, days.as_of);
    notices.extend(not_followed);
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
    Ok(following::Kept { input, log, hard_sets, plan, planned_weekdays })
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
    let mut notices = Vec::new();
    let mut entries: Vec<LoggedSets> = Vec::new();
    let mut remarks: Vec<Remark> = Vec::new();
    // A log holds few names and many rows.
    let mut known: BTreeMap<&str, Recognition> = BTreeMap::new();
    for trained in trained.iter().filter(|trained| trained.on <= as_of) {
        let recognition = known.entry(&trained.name).or_insert_with(|| recognise(&trained.name, knowledge));
        match to_logged(trained, recognition, knowledge) {
            Ok(from) => {
                notices.extend(from.notices);
                entries.extend(from.entries);
            }
            Err(why) => {
                remarks.push(Remark {
                    on: trained.on,
                    signs: trained.signs.clone(),
                    text: trained.note.clone().unwrap_or_default(),
                });
                if let NotLogged::Refused(_) = &why {
                    let notice = Notice::new(
                        NoticeCode::TrainingReshaped,
                        format!("left out of what is followed: {why}"),
                    );
                    notices.push(notice.at(trained.place.clone()).hint(why.hint()));
                }
            }
        }
    }
    let said = notes.iter().filter(|note| note.day <= as_of);
    remarks.extend(said.map(|note| Remark { on: note.day, signs: BTreeSet::new(), text: note.text.clone() }));
    let log = match Log::new(entries, knowledge, as_of) {
        Ok(log) => log,
        Err(error) => {
            notices.push(Notice::new(NoticeCode::TrainingReshaped, error.to_string()).hint(error.hint()));
            Log::EMPTY
        }
    };
    (log.with_remarks(remarks), notices)
}

/// One line of the list of what a store holds of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The first digits of its name, enough to correct it by.
    pub key: String,
    /// The day.
    pub day: Date,
    /// The kind of content.
    pub kind: &'static str,
    /// What it says, in one line.
    pub what: String,
    /// The action that brought it.
    pub action: i64,
}

/// So many weeks back a plan may still stand in a calendar: the most that can be shown ahead.
const CALENDAR_WEEKS: i64 = 12;
/// So many digits of a name are shown; they tell far more records apart than a store holds of one person.
const SHOWN_DIGITS: usize = 12;

/// Everything that counts of somebody, one line each, by day.
#[must_use]
pub fn listed(records: &Records, knowledge: &Knowledge) -> Vec<Listed> {
    let mut rows: Vec<Listed> = Vec::new();
    for kept in records.person.iter().chain(&records.answers) {
        let kind = if records.person.as_ref() == Some(kept) { Kind::Person } else { Kind::Answers };
        rows.push(row(&kept.key, kept.action, kind, kept.value.day, format!("{}.toml", kind.as_str())));
    }
    for kept in &records.trials {
        rows.push(row(&kept.key, kept.action, Kind::Trial, kept.value.day, measured(&kept.value, knowledge)));
    }
    for kept in &records.trained {
        let line = write_line(&kept.value, knowledge);
        rows.push(row(&kept.key, kept.action, Kind::Trained, kept.value.on, line));
    }
    for kept in &records.plans {
        let n: usize = kept.value.plan.sessions.iter().filter(|session| !session.items.is_empty()).count();
        let what = format!("a week of {n} sessions, followed from then on");
        rows.push(row(&kept.key, kept.action, Kind::Plan, kept.value.from, what));
    }
    for kept in &records.notes {
        rows.push(row(&kept.key, kept.action, Kind::Note, kept.value.day, kept.value.text.clone()));
    }
    rows.sort_by(|a, b| (a.day, a.kind, &a.what, &a.key).cmp(&(b.day, b.kind, &b.what, &b.key)));
    rows
}

/// The digits of a name that a list or a command shows.
#[must_use]
pub fn shown_key(key: &Key) -> String {
    key.as_str().chars().take(SHOWN_DIGITS).collect()
}

fn row(key: &Key, action: ActionId, kind: Kind, day: Date, what: String) -> Listed {
    let key = shown_key(key);
    // A line of a list stays one line.
    let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
    Listed { key, day, kind: kind.as_str(), what, action: action.0 }
}

/// Does any of these records have a name that begins so?
#[must_use]
pub fn holds(records: &Records, key: &Key) -> bool {
    let Records { person, answers, trials, trained, plans, notes } = records;
    let told = person.iter().chain(answers).map(|kept| &kept.key);
    let measured = trials.iter().map(|kept| &kept.key);
    let trained = trained.iter().map(|kept| &kept.key);
    let said = plans.iter().map(|kept| &kept.key).chain(notes.iter().map(|kept| &kept.key));
    told.chain(measured).chain(trained).chain(said).any(|known| known.as_str().starts_with(key.as_str()))
}

/// What a record says now, in one line as [`listed`] has it; none when there is no such record or more than one.
#[must_use]
pub fn said_by(records: &Records, key: &Key, knowledge: &Knowledge) -> Option<String> {
    let typed = shown_key(key);
    let mut found = listed(records, knowledge).into_iter().filter(|row| row.key.starts_with(&typed));
    let first = found.next()?;
    found.next().is_none().then_some(first.what)
}

/// What a record of this content says in one line, as [`listed`] has it.
#[must_use]
pub fn says(content: &Content, knowledge: &Knowledge) -> String {
    match content {
        Content::Person(_) | Content::Answers(_) => format!("{}.toml", content.kind().as_str()),
        Content::Trial(trial) => measured(trial, knowledge),
        Content::Trained(trained) | Content::TrainedOnce(_, trained) => write_line(trained, knowledge),
        Content::Plan(followed) => {
            let n: usize = followed.plan.sessions.iter().filter(|session| !session.items.is_empty()).count();
            format!("a week of {n} sessions, followed from then on")
        }
        Content::Note(note) => note.text.clone(),
    }
}

/// What a correction puts in the place of a record: for a measurement a value, in the unit in which the old one was typed
/// or with its own, a line for training, a text for a remark; nothing for `remove`.
///
/// # Errors
/// There is no such record or more than one, or what it should say cannot be read.
pub fn correction(
    records: &Records,
    key: &Key,
    typed: &str,
    knowledge: &Knowledge,
    today: Date,
) -> Result<Option<Content>, Error> {
    let typed = typed.trim();
    if typed == "remove" {
        return Ok(None);
    }
    let is_it = |other: &Key| other.as_str().starts_with(key.as_str());
    if let Some(kept) = records.trials.iter().find(|kept| is_it(&kept.key)) {
        return Ok(Some(Content::Trial(with_value(&kept.value, typed, knowledge)?)));
    }
    if records.trained.iter().any(|kept| is_it(&kept.key)) {
        let options = TrainingOptions {
            knowledge,
            today,
            file_name: "line",
            weight_unit: None,
            paired_sets: PairedSets::OfTwoLegs,
            limits: Limits::DEFAULT,
        };
        let read = parse_line(typed, &options)?;
        return Ok(Some(Content::Trained(read.trained)));
    }
    if let Some(kept) = records.notes.iter().find(|kept| is_it(&kept.key)) {
        return Ok(Some(Content::Note(Note { text: typed.to_owned(), ..kept.value.clone() })));
    }
    Err(Error::usage("correct a record: there is no measurement, training or remark of this name")
        .hint("`evenstride records` lists the names; a new person.toml or answers.toml is simply imported"))
}
