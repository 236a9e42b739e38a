//! Bringing in what files and lines hold.

use super::{Whose, counted, doing};
use crate::commands::{WIDTH, map_from, tell};
use crate::output;
use clap::{Args, ValueEnum};
use evenstride_app::check::File;
use evenstride_app::disk::{read_bounded, today};
use evenstride_app::error::{Error, exit_code};
use evenstride_app::files::Days;
use evenstride_app::keeping::{AskedByLog, asked_by_log, import, log_lines, mass_of, unnamed};
use evenstride_app::prelude::{ColumnMap, Knowledge, Limits, PairedSets, SubjectId, WeightUnit};
use evenstride_app::record::{Bringing, Brought, FileKind};
use evenstride_app::reply::Came;
use evenstride_app::report;
use evenstride_app::store::{IfMissing, Repeats, Store, What, Written, run};
use evenstride_app::words::Words;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(crate) const IMPORT_HELP: &str = "\
Reads person.toml, answers.toml, tables of measurements (CSV, XLSX), and logs of training: our own
trained.csv, lines of text, exports of Hevy and Strong, strength sets of a FIT file. The same file
a second time changes nothing. `evenstride undo` takes an import back.

Examples:
  evenstride import examples/first-check/person.toml examples/first-check/answers.toml
  evenstride import examples/first-check/measurements.csv
  evenstride import squad.csv --map map.toml
  evenstride import workout_data.csv --subject ada --weight-unit kg";

pub(crate) const LOG_HELP: &str = "\
A line: day, exercise, leg, sets × what each brought, load, @ repetitions left, pain of 10.
Without a day it is today. The words are explained in docs/reference/log.md.

Examples:
  evenstride log \"2026-11-22 nordic-curl L 3x6 @2 pain 1\"
  evenstride log \"split-squat left 3x8 12.5kg\" \"split-squat right 3x8 12.5kg\"
  evenstride log workout_data.csv --weight-unit kg
  evenstride log - < lines.txt

Exit code 20: the log holds a sign to stop, and the answer says whom to see.";

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum As {
    /// A person.toml.
    Person,
    /// An answers.toml.
    Answers,
    /// A table of measurements.
    Measurements,
    /// A log of training.
    Training,
}

/// The unit of loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Unit {
    /// Kilograms.
    Kg,
    /// Pounds.
    Lb,
}

/// What equal sets in pairs mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Pairs {
    /// One set of a pair is the left leg's and one the right leg's.
    TwoLegs,
    /// Each leg did all of them.
    EachLeg,
}

#[derive(Debug, Clone, Args)]
struct Logs {
    /// The unit of loads in a log that does not say it.
    #[arg(long, value_enum, value_name = "UNIT")]
    weight_unit: Option<Unit>,
    /// What equal sets in pairs mean in a one-legged exercise whose leg is not said.
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Pairs::TwoLegs)]
    paired_sets: Pairs,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// The files; `-` reads standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    whose: Whose,
    /// How a table of measurements that names things differently is to be read.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// What the files hold, when it is not to be found out.
    #[arg(long = "as", value_enum, value_name = "WHAT")]
    what: Option<As>,
    #[command(flatten)]
    logs: Logs,
}

#[derive(Debug, Args)]
pub(crate) struct LogArguments {
    /// Lines of what was trained, or files of them; `-` reads standard input.
    #[arg(required = true, value_name = "LINE|FILE")]
    entries: Vec<String>,
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    logs: Logs,
    /// Keep a line although the same line stands in the store already: it was done once more.
    #[arg(long)]
    again: bool,
}

impl Logs {
    fn unit(&self) -> Option<WeightUnit> {
        self.weight_unit.map(|unit| match unit {
            Unit::Kg => WeightUnit::Kilogram,
            Unit::Lb => WeightUnit::Pound,
        })
    }

    fn pairs(&self) -> PairedSets {
        match self.paired_sets {
            Pairs::TwoLegs => PairedSets::OfTwoLegs,
            Pairs::EachLeg => PairedSets::OfEachLeg,
        }
    }
}

/// Brings files in, each as one action.
///
/// # Errors
/// A file cannot be read, or the store cannot be written. What came before it is kept.
pub(crate) fn run_import(arguments: &ImportArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let map = map_from(arguments.map.as_ref())?;
    run(async {
        let store = arguments.whose.at.open(IfMissing::Make).await?;
        let subject = named_or_me(&arguments.whose, &store).await?;
        let mass_kg = mass_of(&store, &subject, knowledge, now()).await;
        let bringing = Bringing {
            knowledge,
            today: today(),
            subject: &subject,
            mass_kg,
            map: map.as_ref(),
            weight_unit: arguments.logs.unit(),
            paired_sets: arguments.logs.pairs(),
            kind: arguments.what.map(|what| match what {
                As::Person => FileKind::Person,
                As::Answers => FileKind::Answers,
                As::Measurements => FileKind::Measurements,
                As::Training => FileKind::Training,
            }),
        };
        let mut trained = false;
        for path in &arguments.files {
            trained |= import_file(&store, path, &bringing).await? == FileKind::Training;
        }
        let asked = match trained {
            true => asked_by_log(&store, &subject, knowledge, now()).await?,
            false => AskedByLog::default(),
        };
        store.close().await;
        tell_stop(&asked, knowledge)
    })
}

pub(super) fn now() -> Days {
    Days { today: today(), as_of: today() }
}

/// The person who was named, else whom a table means that names nobody.
async fn named_or_me(whose: &Whose, store: &Store) -> Result<SubjectId, Error> {
    if whose.subject.is_some() { whose.subject(store).await } else { unnamed(store).await }
}

async fn import_file(store: &Store, path: &Path, bringing: &Bringing<'_>) -> Result<FileKind, Error> {
    let file = File { bytes: read_bounded(path, Limits::DEFAULT.max_bytes)?, name: path.display().to_string() };
    let Came { brought, written, .. } = import(store, &file, bringing, &doing(What::Import)).await?;
    tell(&brought.notices);
    output::result(&format!("{}: {}\n", file.name, outcome(&brought, &written, bringing.subject)))?;
    Ok(brought.kind)
}

/// Prints whom to see, when a sign in the log has ended the clearance, or what waits.
pub(super) fn tell_stop(asked: &AskedByLog, knowledge: &Knowledge) -> Result<u8, Error> {
    let words = Words::of(knowledge.language);
    let Some(next) = &asked.end else {
        if !asked.waits.is_empty() {
            output::result(&format!("\n{}", report::waits_text(&asked.waits, knowledge, &words, WIDTH)))?;
        }
        return Ok(exit_code::DONE);
    };
    let text = report::next_session_text(next, knowledge, &words, WIDTH);
    output::result(&format!("\n{text}"))?;
    Ok(exit_code::RED_FLAG)
}

/// Whose records they are, when a file names somebody else than the person whose records are asked for.
fn of_whom(people: &BTreeSet<&SubjectId>, subject: &SubjectId) -> String {
    // A squad has more names than a line takes.
    const MOST_NAMES: usize = 5;
    if people.iter().all(|name| *name == subject) {
        return String::new();
    }
    if people.len() > MOST_NAMES {
        return format!(" of {} people", people.len());
    }
    let names: Vec<&str> = people.iter().map(|name| name.as_str()).collect();
    format!(" of {}", names.join(", "))
}

fn outcome(brought: &Brought, written: &Written, subject: &SubjectId) -> String {
    let one = match brought.kind {
        FileKind::Person => "person",
        FileKind::Answers => "set of answer",
        FileKind::Measurements => "measurement",
        FileKind::Training => "entry of training",
    };
    let plural = |n: usize| match (brought.kind, n) {
        (FileKind::Training, 1) => "1 entry of training".to_owned(),
        (FileKind::Training, n) => format!("{n} entries of training"),
        (FileKind::Person, 1) => "1 person".to_owned(),
        (FileKind::Person, n) => format!("{n} people"),
        (_, n) => counted(n, one),
    };
    match written.action {
        None if brought.entries.is_empty() => "nothing in it could be used; nothing was written.".to_owned(),
        None => "everything in it is known already; nothing was written.".to_owned(),
        Some(action) => {
            let known = if written.n_known == 0 {
                String::new()
            } else {
                format!(", {} known already", written.n_known)
            };
            let people = brought.entries.iter().map(|(subject, _)| subject).collect();
            format!("{} new{}{known} (action {}).", plural(written.n_new), of_whom(&people, subject), action.0)
        }
    }
}

/// Keeps what was trained; a sign to stop is answered at once.
///
/// # Errors
/// A line or a file cannot be read, or the store cannot be written.
pub(crate) fn run_log(arguments: &LogArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    run(async {
        let store = arguments.whose.at.open(IfMissing::Make).await?;
        let subject = arguments.whose.subject(&store).await?;
        let bringing = bringing_of(arguments, &subject, knowledge);
        let (files, lines): (Vec<&String>, Vec<&String>) =
            arguments.entries.iter().partition(|entry| *entry == "-" || Path::new(entry).is_file());
        for file in files {
            import_file(&store, Path::new(file), &bringing).await?;
        }
        if !lines.is_empty() {
            // All lines of one command are one action: either all of them stand, or none does but the signs to stop.
            let text: Vec<&str> = lines.into_iter().map(String::as_str).collect();
            keep_lines(&store, &text, arguments.again, &bringing).await?;
        }
        let asked = asked_by_log(&store, &subject, knowledge, now()).await?;
        store.close().await;
        tell_stop(&asked, knowledge)
    })
}

fn bringing_of<'a>(arguments: &LogArguments, subject: &'a SubjectId, knowledge: &'a Knowledge) -> Bringing<'a> {
    let no_map: Option<&ColumnMap> = None;
    Bringing {
        knowledge,
        today: today(),
        subject,
        mass_kg: None,
        map: no_map,
        weight_unit: arguments.logs.unit(),
        paired_sets: arguments.logs.pairs(),
        kind: Some(FileKind::Training),
    }
}

async fn keep_lines(store: &Store, lines: &[&str], again: bool, bringing: &Bringing<'_>) -> Result<(), Error> {
    let repeats = if again { Repeats::AreMore } else { Repeats::AreKnown };
    let Came { brought, written, only_felt, .. } =
        log_lines(store, &lines.join("\n"), repeats, bringing, &doing(What::Log)).await?;
    tell(&brought.notices);
    let words = Words::of(bringing.knowledge.language);
    let said = report::written_line(&written, &words);
    let felt = if only_felt { format!("{}\n", words.say("log.only_felt")) } else { String::new() };
    output::result(&format!("{said}\n{felt}"))
}
