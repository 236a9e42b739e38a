//! Tables of measurements and folders: whose they are, and everything in them that a check starts from.
//!
//! It opens files and judges nothing. Read next: [`crate::check`].

use crate::check::CheckInput;
use crate::disk::{read_bounded, read_settings};
use crate::error::Error;
use crate::files::{Days, parse_answers, parse_person};
use crate::unusable::unusable;
use crate::whose::one_spelling;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::measure::Trial;
use evenstride_core::notice::{Notice, NoticeCode, Place};
use evenstride_core::person::{Person, SubjectId};
use evenstride_core::screen::Answers;
use evenstride_ingest::{ColumnMap, Limits, ReadOptions, read_measurements};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How measurement files are to be read.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// A mapping for tables that name things differently.
    pub map: Option<&'a ColumnMap>,
    /// The day of the clock; later dates are refused.
    pub today: Date,
    /// The person, for body mass and the name of the records.
    pub person: &'a Person,
}

/// The name under which records stand that carry none.
#[must_use]
pub fn default_subject(person: &Person) -> SubjectId {
    let me = || SubjectId::new("me").expect("“me” is one to sixty-four printable characters");
    person.subject.clone().unwrap_or_else(me)
}

/// A file as somebody handed it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// How messages name it.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Opens files, `-` for standard input.
///
/// # Errors
/// One cannot be read or is too large.
pub fn open_files(paths: &[PathBuf]) -> Result<Vec<File>, Error> {
    let open = |path: &PathBuf| {
        let bytes = read_bounded(path, Limits::DEFAULT.max_bytes)?;
        Ok(File { name: path.display().to_string(), bytes })
    };
    paths.iter().map(open).collect()
}

/// Reads measurement files, `-` for standard input, and says what was doubtful.
///
/// # Errors
/// A file cannot be read or holds no table of measurements.
pub fn read_files(
    paths: &[PathBuf],
    reading: &Reading<'_>,
    knowledge: &Knowledge,
) -> Result<(Vec<Trial>, Vec<Notice>), Error> {
    read_tables(&open_files(paths)?, reading, knowledge)
}

/// Reads tables of measurements and says what was doubtful.
///
/// # Errors
/// A file holds no table of measurements, or a name stands in them in two spellings.
pub fn read_tables(
    files: &[File],
    reading: &Reading<'_>,
    knowledge: &Knowledge,
) -> Result<(Vec<Trial>, Vec<Notice>), Error> {
    let subject = default_subject(reading.person);
    let (mut trials, mut notices) = (Vec::new(), Vec::new());
    for File { name, bytes } in files {
        let options = ReadOptions {
            knowledge,
            map: reading.map,
            today: reading.today,
            file_name: name,
            default_subject: &subject,
            body_mass_kg: reading.person.mass_kg,
            limits: Limits::DEFAULT,
        };
        let read = read_measurements(bytes, &options)?;
        if let Some(error) = unusable(name, &read.notices).filter(|_| read.trials.is_empty()) {
            return Err(error);
        }
        trials.extend(read.trials);
        notices.extend(read.notices);
    }
    one_spelling(trials.iter().map(|trial| &trial.subject))?;
    Ok((trials, notices))
}

/// The subjects of some trials with their trials, by name.
#[must_use]
pub fn by_subject(trials: Vec<Trial>) -> BTreeMap<SubjectId, Vec<Trial>> {
    let mut groups: BTreeMap<SubjectId, Vec<Trial>> = BTreeMap::new();
    for trial in trials {
        groups.entry(trial.subject.clone()).or_default().push(trial);
    }
    groups
}

/// The one subject of some trials, or the default when there are none.
///
/// # Errors
/// There are several and none was chosen.
pub fn only_subject(trials: &[Trial], person: &Person) -> Result<SubjectId, Error> {
    let names: BTreeSet<&SubjectId> = trials.iter().map(|trial| &trial.subject).collect();
    let own = default_subject(person);
    if names.is_empty() || names.contains(&own) {
        return Ok(own);
    }
    if let (Some(only), 1) = (names.first(), names.len()) {
        return Ok((*only).clone());
    }
    let some: Vec<&str> = names.iter().take(3).map(|name| name.as_str()).collect();
    Err(Error::usage(format!(
        "choose whose measurements to judge: the table holds {} people ({}, …)",
        names.len(),
        some.join(", ")
    ))
    .hint("use `assess … --by subject` for all of them, or --subject NAME for one"))
}

/// Loads `person.toml`, `answers.toml` and `measurements.csv` (or `.xlsx`) from a folder.
///
/// # Errors
/// The folder or `person.toml` is missing, or a file cannot be read.
pub fn load_folder(folder: &Path, knowledge: &Knowledge, days: Days) -> Result<CheckInput, Error> {
    let shown = folder.display();
    if !folder.is_dir() {
        return Err(Error::unreadable(format!(
            "check {shown}: expected a folder with person.toml, answers.toml and measurements.csv"
        ))
        .hint("examples/first-check is one to copy; for single files use `evenstride assess`"));
    }
    let settings = |name: &str| {
        let path = folder.join(name);
        Ok::<_, Error>((path.display().to_string(), read_settings(&path)?))
    };
    let person = settings("person.toml")?;
    let answers = folder.join("answers.toml").exists().then(|| settings("answers.toml")).transpose()?;
    let paths: Vec<PathBuf> = ["measurements.csv", "measurements.xlsx"]
        .iter()
        .map(|name| folder.join(name))
        .filter(|p| p.exists())
        .collect();
    let files = CheckFiles {
        person: (&person.0, &person.1),
        answers: answers.as_ref().map(|(name, text)| (name.as_str(), text.as_str())),
        tables: &open_files(&paths)?,
        no_table: &folder.join("measurements.csv").display().to_string(),
    };
    check_input(&files, knowledge, days)
}

/// The files of a check, each with the name that messages use.
#[derive(Debug, Clone, Copy)]
pub struct CheckFiles<'a> {
    /// The text of a `person.toml`.
    pub person: (&'a str, &'a str),
    /// The text of an `answers.toml`.
    pub answers: Option<(&'a str, &'a str)>,
    /// The tables of measurements.
    pub tables: &'a [File],
    /// How the table is called that is not there.
    pub no_table: &'a str,
}

/// What a check of these files starts from.
///
/// # Errors
/// A file cannot be understood, or the tables hold several people.
pub fn check_input(files: &CheckFiles<'_>, knowledge: &Knowledge, days: Days) -> Result<CheckInput, Error> {
    let Days { today, as_of } = days;
    let (name, text) = files.person;
    let (person, mut notices) = parse_person(text, name, knowledge, today)?;
    let answers = match files.answers {
        Some((name, text)) => {
            let (answers, undated) = parse_answers(text, name, knowledge, days)?;
            notices.extend(undated);
            answers
        }
        None => Answers { on: as_of, by_flag: BTreeMap::new() },
    };
    let reading = Reading { map: None, today, person: &person };
    let trials = if files.tables.is_empty() {
        notices.push(
            Notice::new(NoticeCode::SideMissing, "nothing was measured yet")
                .at(Place { file: files.no_table.to_owned(), line: None })
                .hint("the measurements that would tell most are listed below"),
        );
        Vec::new()
    } else {
        let (trials, read_notices) = read_tables(files.tables, &reading, knowledge)?;
        notices.extend(read_notices);
        trials
    };
    let subject = only_subject(&trials, &person)?;
    Ok(CheckInput { person, answers, trials, subject, notices, as_of, delta_percent: None })
}
