//! Bringing in what files and lines hold.

use super::{Whose, doing};
use crate::commands::{WIDTH, map_from, tell};
use crate::output;
use clap::{Args, ValueEnum};
use evenstride_app::check::{File, open_files};
use evenstride_app::disk::today;
use evenstride_app::error::{Error, exit_code};
use evenstride_app::files::Days;
use evenstride_app::keeping::{AskedByLog, asked_by_log, keep, log_lines, mass_of, may_ask};
use evenstride_app::prelude::{ColumnMap, Knowledge, PairedSets, SubjectId, WeightUnit};
use evenstride_app::record::{Bringing, Brought, FileKind, bring};
use evenstride_app::reply::Came;
use evenstride_app::report;
use evenstride_app::store::{Content, IfMissing, Repeats, Store, What, Written, run};
use evenstride_app::whose::{Whose as Chosen, refuse_unknown, whose_files};
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
    /// The name after --subject is that of somebody new.
    #[arg(long)]
    new_person: bool,
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
    /// The name after --subject is that of somebody new.
    #[arg(long)]
    new_person: bool,
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
        // All are looked at before one is kept: a person.toml says whose the others are, wherever it stands.
        let files = open_files(&arguments.files)?;
        let store = arguments.whose.at.open(IfMissing::Make).await?;
        let named = match arguments.whose.subject {
            Some(_) => Some(arguments.whose.subject(&store).await?),
            None => None,
        };
        let kind = arguments.what.map(|what| match what {
            As::Person => FileKind::Person,
            As::Answers => FileKind::Answers,
            As::Measurements => FileKind::Measurements,
            As::Training => FileKind::Training,
        });
        let whose = whose_files(&store, named.as_ref(), &files, kind, (knowledge, today())).await?;
        if whose.is_named {
            refuse_unknown(&store, &whose.subject, arguments.new_person).await?;
        }
        let mut bringing = Bringing {
            knowledge,
            today: today(),
            subject: &whose.subject,
            mass_kg: mass_of(&store, &whose.subject, knowledge, now()).await,
            map: map.as_ref(),
            weight_unit: arguments.logs.unit(),
            paired_sets: arguments.logs.pairs(),
            kind,
        };
        let mut asks = BTreeSet::new();
        for file in &files {
            let brought = import_file(&store, file, &bringing, &whose).await?;
            if brought.kind == FileKind::Person {
                bringing.mass_kg = mass_of(&store, &whose.subject, knowledge, now()).await;
            }
            asks.extend(may_ask(&brought, &whose.subject, knowledge));
        }
        let told = tell_stops(&store, &asks, knowledge).await;
        store.close().await;
        told
    })
}

/// Says of each of these people what the log asks now, with the name where they are several, and gives the exit code.
async fn tell_stops(store: &Store, people: &BTreeSet<SubjectId>, knowledge: &Knowledge) -> Result<u8, Error> {
    let mut code = exit_code::DONE;
    for subject in people {
        let asked = asked_by_log(store, subject, knowledge, now()).await?;
        if people.len() > 1 && (asked.end.is_some() || !asked.waits.is_empty()) {
            output::result(&format!("\n{subject}:"))?;
        }
        code = code.max(tell_stop(&asked, knowledge)?);
    }
    Ok(code)
}

pub(super) fn now() -> Days {
    Days { today: today(), as_of: today() }
}

async fn import_file(
    store: &Store,
    file: &File,
    bringing: &Bringing<'_>,
    whose: &Chosen,
) -> Result<Brought, Error> {
    let brought = bring(&file.name, &file.bytes, bringing)?;
    whose.refuse_unchosen(&file.name, &brought)?;
    let Came { brought, written, .. } =
        keep(store, file, brought, bringing.knowledge, &doing(What::Import)).await?;
    tell(&brought.notices, bringing.knowledge);
    let words = Words::kept(bringing.knowledge.language);
    output::result(&format!("{}\n", outcome(&file.name, &brought, &written, words)))?;
    Ok(brought)
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

/// Whose records they are, which is said always: under a name that nobody meant they would miss what is known of somebody.
fn of_whom(people: &BTreeSet<&SubjectId>, words: &Words) -> String {
    // A squad has more names than a line takes.
    const MOST_NAMES: usize = 5;
    if people.len() > MOST_NAMES {
        return words.counted("person", people.len());
    }
    let names: Vec<&str> = people.iter().map(|name| name.as_str()).collect();
    names.join(", ")
}

/// What came of a file, and the action that takes it back.
fn outcome(file: &str, brought: &Brought, written: &Written, words: &Words) -> String {
    let has_remarks = brought.entries.iter().any(|(_, content)| matches!(content, Content::Note(_)));
    let what = match (brought.kind, has_remarks) {
        // A line that asks to stop is kept as a remark, whatever else the file holds.
        (FileKind::Training | FileKind::Measurements, true) => "entry",
        (FileKind::Training, false) => "trained",
        (FileKind::Measurements, false) => "measurement",
        (FileKind::Person, _) => "person",
        (FileKind::Answers, _) => "answers",
    };
    match written.action {
        None if brought.entries.is_empty() => words.fill("cli.imported_nothing", &[("file", file)]),
        None => words.fill("cli.imported_same", &[("file", file)]),
        Some(action) => {
            let people = brought.entries.iter().map(|(subject, _)| subject).collect();
            let (what, people) = (words.counted(what, written.n_new), of_whom(&people, words));
            let (known, action) = (written.n_known.to_string(), action.0.to_string());
            let all =
                [("file", file), ("what", &what), ("people", &people), ("known", &known), ("action", &action)];
            words.fill(if written.n_known == 0 { "cli.imported" } else { "cli.imported_known" }, &all)
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
        let subject = arguments.whose.subject_to_keep(&store, arguments.new_person).await?;
        let bringing = bringing_of(arguments, &subject, knowledge);
        let (files, lines): (Vec<&String>, Vec<&String>) =
            arguments.entries.iter().partition(|entry| *entry == "-" || Path::new(entry).is_file());
        let files: Vec<PathBuf> = files.into_iter().map(PathBuf::from).collect();
        let is_named = arguments.whose.subject.is_some();
        let whose = Chosen { subject: subject.clone(), n_to_choose_from: None, is_named };
        let mut asks = BTreeSet::from([subject.clone()]);
        for file in open_files(&files)? {
            let brought = import_file(&store, &file, &bringing, &whose).await?;
            asks.extend(may_ask(&brought, &subject, knowledge));
        }
        if !lines.is_empty() {
            // All lines of one command are one action: either all of them stand, or none does but the signs to stop.
            let text: Vec<&str> = lines.into_iter().map(String::as_str).collect();
            keep_lines(&store, &text, arguments.again, &bringing).await?;
        }
        let told = tell_stops(&store, &asks, knowledge).await;
        store.close().await;
        told
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
    tell(&brought.notices, bringing.knowledge);
    let words = Words::of(bringing.knowledge.language);
    let said = report::written_line(&written, bringing.subject, &words);
    let felt = if only_felt { format!("{}\n", report::only_felt_line(&words)) } else { String::new() };
    output::result(&format!("{said}\n{felt}"))
}
