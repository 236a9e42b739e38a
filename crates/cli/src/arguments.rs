//! What can be typed, and the help that teaches it.

use crate::account::AccountArguments;
use crate::audit::AuditArguments;
use crate::plan::PlanArguments;
use crate::record::{
    ActionsArguments, BackupArguments, CompactArguments, CorrectArguments, EraseArguments, ExportArguments,
    FollowArguments, ImportArguments, LogArguments, NoteArguments, PageArguments, RecordsArguments,
    RestoreArguments, SquadArguments, UndoArguments, Where, Whose,
};
use crate::serve::ServeArguments;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const AFTER: &str = "\
Try:
  evenstride check examples/first-check       the whole check: screen, findings, week, retest
  evenstride screen --new > answers.toml      the questions to answer first
  evenstride next examples/first-check/measurements.csv
  evenstride tests show hop-single

Exit codes: 0 done · 1 a fault of ours · 2 usage · 3 unreadable input · 20 stopped by a red flag

Evenstride informs and educates. It does not diagnose.";

const RELIABILITY: &str = "\
For each test and device: ICC, SEM, CV, MDC95 and limits of agreement of each leg's values
and of the side difference, and how often the weaker side swapped. People who lack one of the
visits that are compared are left out and counted.

Examples:
  evenstride reliability repeats.csv
  evenstride reliability repeats.xlsx --value best --visits 2 --report reliability.html
  evenstride reliability export.csv --map map.toml --format csv > reliability.csv
  cat repeats.csv | evenstride reliability - --format json";

/// Finds, fixes and helps prevent leg muscle imbalances.
#[derive(Debug, Parser)]
#[command(name = "evenstride", version, about, after_help = AFTER, max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// Lay your own tests, exercises, norms and more (TOML, norms also CSV) over the built-in ones; may be given again.
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) catalog: Vec<PathBuf>,
    /// In which language results are said: en or de; otherwise as EVENSTRIDE_LANGUAGE says, or in English.
    #[arg(long, value_name = "CODE", global = true)]
    pub(crate) language: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The whole check of a folder: screen, findings, what to measure next, the week, the retest.
    #[command(
        after_help = "The folder holds person.toml, answers.toml and measurements.csv (or .xlsx).\n\nExamples:\n  evenstride check examples/first-check\n  evenstride check --subject ada --report ada.html"
    )]
    Check(CheckArguments),
    /// Red-flag screen: may one test and train, and within which limits?
    #[command(
        after_help = "Examples:\n  evenstride screen --new > answers.toml\n  evenstride screen --answers examples/first-check/answers.toml --person examples/first-check/person.toml"
    )]
    Screen(ScreenArguments),
    /// Which differences are real, on which side, how large, how sure.
    #[command(
        after_help = "Examples:\n  evenstride assess examples/first-check/measurements.csv --person examples/first-check/person.toml\n  evenstride assess squad.csv --by subject --format csv\n  evenstride assess export.csv --map map.toml --by subject --format json\n  evenstride assess squad.csv --by subject --predict --format csv\n  cat measurements.csv | evenstride assess -"
    )]
    Assess(JudgeArguments),
    /// What to measure next: the tests that would tell most per minute.
    #[command(
        after_help = "Without a table: for whom the store holds, within the limits of the answers.\n\nExamples:\n  evenstride next\n  evenstride next --subject ada --minutes 20\n  evenstride next examples/first-check/measurements.csv --person examples/first-check/person.toml"
    )]
    Next(NextArguments),
    /// How well tests repeat, from any table of repeated visits.
    #[command(after_help = RELIABILITY)]
    Reliability(ReliabilityArguments),
    /// The week: the best sets per exercise and side for minutes, equipment and limits.
    #[command(after_help = crate::plan::HELP)]
    Plan(Box<PlanArguments>),
    /// Brings files into the store: person, answers, measurements, logs of training.
    #[command(after_help = crate::record::IMPORT_HELP)]
    Import(ImportArguments),
    /// Writes down what was trained: lines, a table, an app's export.
    #[command(after_help = crate::record::LOG_HELP)]
    Log(LogArguments),
    /// Where you stand: each difference over time, what changed for certain, what is due.
    #[command(after_help = crate::record::STATUS_HELP)]
    Status(PageArguments),
    /// What to train next, from the plan that is followed and what was written down.
    #[command(
        after_help = "Examples:\n  evenstride next-session\n  evenstride next-session --subject ada --format json"
    )]
    NextSession(FollowArguments),
    /// When to measure again, with which tests, and why then.
    #[command(after_help = "Example:\n  evenstride retest --subject ada")]
    Retest(FollowArguments),
    /// Where everybody stands, those who need attention first.
    #[command(after_help = crate::record::SQUAD_HELP)]
    Squad(SquadArguments),
    /// The people of the store.
    #[command(after_help = "Example:\n  evenstride people --format csv")]
    People(SquadArguments),
    /// What the store holds of somebody, one line each.
    #[command(
        after_help = "Examples:\n  evenstride records --last 10\n  evenstride records --subject ada --format csv"
    )]
    Records(RecordsArguments),
    /// What was done with the store, newest first.
    #[command(after_help = "Example:\n  evenstride actions --last 5")]
    Actions(ActionsArguments),
    /// Takes an action back, such as an import; nothing is lost.
    #[command(after_help = "Example:\n  evenstride undo 7")]
    Undo(UndoArguments),
    /// Corrects one record; the old one stays and no longer counts.
    #[command(
        after_help = "Examples:\n  evenstride correct 3fa2b81c 41.5\n  evenstride correct 9d01c2aa \"2026-11-22 split-squat L 3x8\"\n  evenstride correct 9d01c2aa remove"
    )]
    Correct(CorrectArguments),
    /// Keeps a remark.
    #[command(
        after_help = "Example:\n  evenstride note \"slept badly, knee stiff in the morning\"\n\nExit code 20: the log holds a sign to stop, and the answer says whom to see."
    )]
    Note(NoteArguments),
    /// Writes everything of somebody as open files: CSV, TOML, JSON, the originals.
    #[command(after_help = "Example:\n  evenstride export everything-of-ada --subject ada")]
    Export(ExportArguments),
    /// Writes the whole store into one checked file.
    #[command(
        after_help = "It is not encrypted; a program behind it can do that.\n\nExamples:\n  evenstride backup monday.evenstride\n  evenstride backup - | age -p > monday.age"
    )]
    Backup(BackupArguments),
    /// Makes a store from a backup.
    #[command(
        after_help = "Examples:\n  evenstride restore monday.evenstride --store restored.db\n  age -d monday.age | evenstride restore - --store restored.db"
    )]
    Restore(RestoreArguments),
    /// Removes everything of somebody for good.
    #[command(after_help = "Example:\n  evenstride erase --subject ada --yes-erase ada")]
    Erase(EraseArguments),
    /// Gives free room of the store back, so that nothing of what was erased can be found in it.
    #[command(after_help = "Example:\n  evenstride compact")]
    Compact(CompactArguments),
    /// Weeks of training from any log: sets by muscle and side, what lost points, what would win them back.
    #[command(after_help = crate::audit::HELP)]
    Audit(AuditArguments),
    /// The local web app and the interface for programs: all of this in a browser on this machine.
    #[command(after_help = crate::serve::HELP)]
    Serve(ServeArguments),
    /// Accounts for who uses the program from other machines: make, change, end sessions, remove, list, the trail.
    #[command(after_help = crate::account::HELP)]
    Account(AccountArguments),
    /// The tests that are known, with their noise.
    #[command(
        after_help = "Examples:\n  evenstride tests --muscle hamstrings --quality strength\n  evenstride tests show one-leg-sts-5"
    )]
    Tests(ListArguments),
    /// The exercises, stretches, drills and habits that are known.
    #[command(
        after_help = "Examples:\n  evenstride exercises --muscle soleus --equipment loop-band,dumbbells\n  evenstride exercises --goal strength --format csv\n  evenstride exercises show split-squat"
    )]
    Exercises(ListArguments),
    /// What other people measure, by sex and age.
    #[command(
        after_help = "Examples:\n  evenstride norms --muscle gastrocnemius\n  evenstride norms show heel-rise-single --format csv"
    )]
    Norms(ListArguments),
    /// The red-flag questions.
    #[command(after_help = "Example:\n  evenstride flags show RF-04")]
    Flags(ListArguments),
    /// Patterns of findings and what may lie behind them.
    #[command(after_help = "Examples:\n  evenstride patterns --muscle quads\n  evenstride patterns show P-03")]
    Patterns(ListArguments),
    /// How much legs differ: healthy ones by test, by sport, and after an injury by months.
    #[command(
        after_help = "Examples:\n  evenstride differences show acl-reconstruction\n  evenstride differences --format csv"
    )]
    Differences(ListArguments),
    /// Usual ratios of opposing muscle groups, by device and mode.
    #[command(after_help = "Example:\n  evenstride ratios --format csv")]
    Ratios(ListArguments),
    /// What the model assumes beyond tests, groups and norms.
    #[command(
        after_help = "Examples:\n  evenstride assumptions\n  evenstride assumptions show difference-walk"
    )]
    Assumptions(ListArguments),
    /// Who should leave out what, and what waits after an operation.
    #[command(after_help = "Example:\n  evenstride cautions show kneecap-pain")]
    Cautions(ListArguments),
    /// How much, how often, when to hold back, and when to leave a difference alone.
    #[command(after_help = "Examples:\n  evenstride doses\n  evenstride doses show strength")]
    Doses(ListArguments),
    /// The muscle groups, and which tests and exercises there are for each.
    #[command(after_help = "Examples:\n  evenstride muscles\n  evenstride muscles show soleus")]
    Muscles(ListArguments),
    /// The equipment that exercises and tests ask for.
    #[command(after_help = "Example:\n  evenstride equipment --format csv")]
    Equipment(ListArguments),
    /// The sources that entries cite, and what cites them.
    #[command(after_help = "Example:\n  evenstride sources --format json")]
    Sources(ListArguments),
    /// The file formats that are read.
    #[command(after_help = "Example:\n  evenstride formats show measurements-long-csv")]
    Formats(ListArguments),
    /// Writes the whole catalogue as pages with moving figures, to be opened in a browser.
    #[command(after_help = "Example:\n  evenstride reference pages")]
    Reference(ReferenceArguments),
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading.
    Text,
    /// For programs, with the evidence.
    Json,
    /// For tables.
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct Common {
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// The day for which it holds, as 2026-11-22; today when left out.
    #[arg(long, value_name = "DAY")]
    pub(crate) as_of: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The folder with person.toml, answers.toml and measurements.csv; the store when left out.
    pub(crate) folder: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) whose: Whose,
    #[command(flatten)]
    pub(crate) common: Common,
    /// Where to write the page to look at; FOLDER/report.html when left out, and none for the store.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Write no page.
    #[arg(long, conflicts_with = "report")]
    pub(crate) no_report: bool,
    /// From which difference on it counts, in percent, instead of the catalogue's.
    #[arg(long, value_name = "PERCENT")]
    pub(crate) delta: Option<f64>,
}

#[derive(Debug, Args)]
pub(crate) struct ScreenArguments {
    /// Measurements; some are red flags by themselves. `-` reads standard input.
    pub(crate) files: Vec<PathBuf>,
    /// The answers.
    #[arg(long, value_name = "FILE", required_unless_present = "new")]
    pub(crate) answers: Option<PathBuf>,
    /// The person.
    #[arg(long, value_name = "FILE")]
    pub(crate) person: Option<PathBuf>,
    /// Print an answers.toml with every question and no answer.
    #[arg(long)]
    pub(crate) new: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct JudgeArguments {
    #[command(flatten)]
    pub(crate) assess: AssessArguments,
    /// Print what each test would show at a new visit on --as-of if nothing changed: mean and SD of 100·ln(L/R).
    #[arg(long)]
    pub(crate) predict: bool,
}

#[derive(Debug, Args)]
pub(crate) struct NextArguments {
    #[command(flatten)]
    pub(crate) assess: AssessArguments,
    #[command(flatten)]
    pub(crate) place: Where,
    /// The set of tests that would tell most within so many minutes, in the order of doing.
    #[arg(long, value_name = "MINUTES")]
    pub(crate) minutes: Option<f64>,
}

#[derive(Debug, Args)]
pub(crate) struct AssessArguments {
    /// Tables of measurements: CSV (long or wide) or XLSX; `-` reads standard input.
    pub(crate) files: Vec<PathBuf>,
    /// The person; norms, history and sport come from there.
    #[arg(long, value_name = "FILE")]
    pub(crate) person: Option<PathBuf>,
    /// How a table that names things differently is to be read.
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// Judge everybody in the table.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) by: Option<By>,
    /// Judge this person of the table.
    #[arg(long, value_name = "NAME", conflicts_with = "by")]
    pub(crate) subject: Option<String>,
    /// From which difference on it counts, in percent, instead of the catalogue's.
    #[arg(long, value_name = "PERCENT")]
    pub(crate) delta: Option<f64>,
    /// Whose noise is used: learnt from the repeats of everybody in the table, or the catalogue's alone.
    #[arg(long, value_enum, default_value_t = NoiseOf::Repeats, value_name = "WHOSE")]
    pub(crate) noise: NoiseOf,
    /// Learn the noise from the repeats in these tables instead (read with the same --map); may be given again.
    #[arg(long, value_name = "FILE")]
    pub(crate) noise_from: Vec<PathBuf>,
    /// What was trained between the measurements: a log, or a folder with a log named after each person.
    #[arg(long, value_name = "LOG")]
    pub(crate) trained: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Whose noise is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NoiseOf {
    /// The catalogue's, moved by the repeats in the table.
    Repeats,
    /// The catalogue's.
    Catalogue,
}

#[derive(Debug, Args)]
pub(crate) struct ReliabilityArguments {
    /// Tables of measurements: CSV (long or wide) or XLSX; `-` reads standard input.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// How a table that names things differently is to be read.
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// What stands for a visit with several trials.
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = TrialsTo::Mean)]
    pub(crate) value: TrialsTo,
    /// Compare the first N visits, 2 or more; the number that keeps most people × visits when left out.
    #[arg(long, value_name = "N")]
    pub(crate) visits: Option<usize>,
    /// Also write a page with pictures.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// What the trials of a visit become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TrialsTo {
    /// Their mean, of logarithms where the test is kept in logarithms.
    Mean,
    /// The best; the smallest where less is better.
    Best,
}

/// What a table is split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// One assessment a person.
    Subject,
}

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// `show ID` for one entry.
    #[arg(value_names = ["show", "ID"], num_args = 0..=2)]
    pub(crate) show: Vec<String>,
    /// Only what concerns this muscle group, by id or name.
    #[arg(long, value_name = "GROUP")]
    pub(crate) muscle: Option<String>,
    /// Only what needs nothing but this and household things, joined by commas; `none` for household things alone.
    #[arg(long, value_name = "LIST")]
    pub(crate) equipment: Option<String>,
    /// Only what serves this goal.
    #[arg(long, value_name = "GOAL")]
    pub(crate) goal: Option<String>,
    /// Only tests of this quality: strength, flexibility, size, control or load-sharing.
    #[arg(long, value_name = "QUALITY")]
    pub(crate) quality: Option<String>,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct ReferenceArguments {
    /// The folder to write into; it is made when it is not there.
    pub(crate) folder: PathBuf,
}
