//! The command that plans: its options, and how it loads, plans and writes.
//!
//! It shares loading and screening with `check` and `assess`; there is no week without a clearance.

use crate::arguments::{AssessArguments, Common, Format, NoiseOf};
use crate::commands::{WIDTH, answers_from, as_of, load, tell, view_of};
use crate::output;
use crate::record::{self, Where, Whose};
use crate::trained::logs_of;
use clap::{Args, ValueEnum};
use evenstride_app::calendar::{CalendarOptions, Telling, USUAL_TIME, calendar_after, time_of};
use evenstride_app::check::{Check, CheckInput, CheckOptions, check_with, load_folder};
use evenstride_app::disk::{STANDARD_INPUT, now_utc, today, write_whole};
use evenstride_app::error::Error;
use evenstride_app::files::Days;
use evenstride_app::judging::checked_delta;
use evenstride_app::prelude::{
    ExerciseId, HardSets, Knowledge, Learnt, Log, Next, Screening, Time, Trained, Wait, learn_noise,
};
use evenstride_app::reply::{Start, no_week, start_with, week_json};
use evenstride_app::report;
use evenstride_app::settings::{Typed, parse_settings};
use evenstride_app::store::{IfMissing, run};
use evenstride_app::wire;
use evenstride_app::words::Words;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What stands under the help of `plan`.
pub(crate) const HELP: &str = "\
The folder holds what `check` reads: person.toml, answers.toml and measurements.csv (or .xlsx).
Days, minutes and equipment come from person.toml; an option takes their place for this once.

No plan without a clearance: the health questions come first, as in `check`. Exit codes:
  0 planned · 2 usage · 3 a file cannot be read, questions are open or out of date, or no week is
  possible · 20 stopped by a red flag

Examples:
  evenstride plan examples/first-check
  evenstride plan examples/first-check --days mon,wed,sat --minutes 20 --equipment none --explain
  evenstride plan examples/first-check --without split-squat --with squat-chair
  evenstride plan examples/first-check --format html --output week.html
  evenstride plan examples/first-check --format ics --at 07:30 --output week.ics
  evenstride plan --keep --subject ada
  evenstride plan measurements.csv --person person.toml --answers answers.toml --format json";

/// How the plan is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    /// For reading.
    Text,
    /// For programs, with the evidence.
    Json,
    /// For tables.
    Csv,
    /// For calendars.
    Ics,
    /// A page to look at and to print.
    Html,
}

/// How much the titles in a calendar tell those who see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Titles {
    /// “Training” with its minutes.
    Plain,
    /// The muscles too, and in the text why each exercise is in.
    Full,
}

#[derive(Debug, Args)]
pub(crate) struct PlanArguments {
    /// The folder of a check, or tables of measurements; `-` reads standard input; the store when left out.
    #[arg(value_name = "FOLDER|FILES")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    place: Where,
    /// Keep it in the store as the plan that is followed from --as-of on.
    #[arg(long, conflicts_with_all = ["paths", "person"])]
    keep: bool,
    /// The person, when there is no folder.
    #[arg(long, value_name = "FILE")]
    person: Option<PathBuf>,
    /// The answers to the red-flag questions, when there is no folder; no plan without them.
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// How a table that names things differently is to be read.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Plan for this person of the table or the store.
    #[arg(long, value_name = "NAME")]
    subject: Option<String>,
    /// From which difference on it counts, in percent, instead of the catalogue's.
    #[arg(long, value_name = "PERCENT")]
    delta: Option<f64>,
    /// Whose noise is used: learnt from the repeats in the tables, or the catalogue's alone.
    #[arg(long, value_enum, default_value_t = NoiseOf::Repeats, value_name = "WHOSE")]
    noise: NoiseOf,
    /// Learn the noise from the repeats in these tables instead; may be given again.
    #[arg(long, value_name = "FILE")]
    noise_from: Vec<PathBuf>,
    /// What was trained: a log; the week grows from it, and its sets are expected to have changed something.
    #[arg(long, value_name = "LOG")]
    trained: Option<PathBuf>,
    /// Train on these days: mon,wed,sat.
    #[arg(long, value_name = "DAYS", help_heading = "The week, for this once")]
    days: Option<String>,
    /// Minutes for each day, or one number a day: 30 or 30,20,45 (1 to 600).
    #[arg(long, value_name = "MINUTES", allow_hyphen_values = true, help_heading = "The week, for this once")]
    minutes: Option<String>,
    /// What is at hand beyond household things: band,dumbbell; `none` for household things alone.
    #[arg(long, value_name = "LIST", help_heading = "The week, for this once")]
    equipment: Option<String>,
    /// An exercise that is not wanted; may be given again.
    #[arg(long, value_name = "ID", help_heading = "The week, for this once")]
    avoid: Vec<String>,
    /// An exercise that must be in; says level by level what that costs; may be given again.
    #[arg(long, value_name = "ID", help_heading = "The week, for this once")]
    with: Vec<String>,
    /// An exercise that must not be in; says level by level what that costs; may be given again.
    #[arg(long, value_name = "ID", help_heading = "The week, for this once")]
    without: Vec<String>,
    /// Show so many weeks ahead, 4 to 12: what each asks if all goes as written, and when to measure again.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(4..=12))]
    weeks: Option<u32>,
    /// Say why each exercise is in, what limits cost, and what the week would be without equipment.
    #[arg(long)]
    explain: bool,
    /// How to write the plan.
    #[arg(long, value_enum, default_value_t = PlanFormat::Text)]
    format: PlanFormat,
    /// Write into this file instead of to standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The day for which it holds, as 2026-11-22; today when left out.
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// When sessions start in the calendar, as 18:00, which is the time when left out.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "The calendar (--format ics)")]
    at: Option<String>,
    /// How much the calendar tells those who see it.
    #[arg(long, value_enum, default_value_t = Titles::Plain, help_heading = "The calendar (--format ics)")]
    calendar_titles: Titles,
}

/// Plans a week and writes it.
///
/// # Errors
/// What was typed cannot be done, a file cannot be read or written, or no week is possible.
pub(crate) fn run_plan(arguments: &PlanArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let typed = Typed {
        days: arguments.days.as_deref(),
        minutes: arguments.minutes.as_deref(),
        equipment: arguments.equipment.as_deref(),
        avoid: &arguments.avoid,
        with: &arguments.with,
        without: &arguments.without,
    };
    let settings = parse_settings(&typed, knowledge)?;
    let at = arguments.at.as_deref().map_or(Ok(USUAL_TIME), |typed| time_of(typed, "--at"))?;
    let Loaded { mut input, learnt, hard_sets, mastered, waits, log, before, ended } =
        load_input(arguments, knowledge)?;
    if let Some(ended) = &ended {
        return record::tell_ended(ended, arguments.format == PlanFormat::Json, knowledge);
    }
    input.person = settings.applied_to(&input.person)?;
    let options = CheckOptions {
        learnt,
        explain: arguments.explain,
        weeks: arguments.weeks,
        hard_sets,
        mastered,
        waits,
        log,
        with: settings.with.clone(),
        without: settings.without.clone(),
        thorough: true,
        ..CheckOptions::default()
    };
    let outcome = check_with(&input, &options, knowledge);
    let text = written(arguments, &input, &outcome, (at, &before), knowledge);
    match &arguments.output {
        Some(path) => {
            write_whole(path, text.as_bytes())?;
            output::remark(&format!("The plan: {}", path.display()));
        }
        None => output::result(&text)?,
    }
    if arguments.format != PlanFormat::Html {
        tell(&input.notices, knowledge);
    }
    if let (true, Some(plan)) = (arguments.keep, &outcome.plan) {
        run(async {
            let store = arguments.place.open(IfMissing::Refuse).await?;
            record::keep_plan(&store, &input.subject, plan, input.as_of).await?;
            store.close().await;
            Ok(())
        })?;
        output::remark(&format!("Kept: it is followed from {} on.", input.as_of));
    }
    if arguments.format == PlanFormat::Ics && outcome.plan.is_some() && arguments.at.is_none() {
        output::remark("Sessions start at 18:00; --at 07:30 chooses another time.");
    }
    let weeks = outcome.course.as_ref().map_or(&[][..], |course| course.weeks.as_slice());
    if arguments.format == PlanFormat::Ics && weeks.iter().any(|week| week.ask_again) {
        output::remark(
            "The calendar ends where your answers to the health questions run out: answer them again then.",
        );
    }
    if let Some(error) = no_week(&outcome, knowledge) {
        return Err(error);
    }
    Ok(outcome.exit_code())
}

fn written(
    arguments: &PlanArguments,
    input: &CheckInput,
    outcome: &Check,
    (at, before): (Time, &BTreeSet<u8>),
    knowledge: &Knowledge,
) -> String {
    let words = Words::of(knowledge.language);
    let view = view_of(input, outcome, knowledge);
    match (&outcome.plan, arguments.format) {
        (_, PlanFormat::Json) => week_json(outcome, knowledge),
        (Some(plan), PlanFormat::Csv) => {
            outcome.course.as_ref().map_or_else(|| wire::plan_csv(plan), wire::course_csv)
        }
        (None, PlanFormat::Csv) => wire::screening_csv(&outcome.screening, knowledge),
        (None, PlanFormat::Text) if is_of_store(arguments) && !is_cleared(outcome) => {
            record::not_cleared(&outcome.screening, knowledge)
        }
        (_, PlanFormat::Text) => report::plan_text(&view, &words, WIDTH),
        (_, PlanFormat::Html) => report::plan_html(&view, &words),
        (_, PlanFormat::Ics) => {
            // A day that was named gives the same bytes every time; else a later file must be newer than this one.
            let stamp = match arguments.as_of {
                Some(_) => input.as_of.to_datetime(Time::midnight()),
                None => now_utc(),
            };
            let telling = match arguments.calendar_titles {
                Titles::Plain => Telling::Plain,
                Titles::Full => Telling::Full,
            };
            calendar_after(before, &view, &CalendarOptions { at, stamp, telling }, &words)
        }
    }
}

fn is_cleared(outcome: &Check) -> bool {
    matches!(outcome.screening, Screening::Cleared(_))
}

/// Is nothing named, so that the store is meant?
fn is_of_store(arguments: &PlanArguments) -> bool {
    arguments.paths.is_empty() && arguments.person.is_none() && arguments.answers.is_none()
}

fn whose(arguments: &PlanArguments) -> Whose {
    Whose { at: arguments.place.clone(), subject: arguments.subject.clone() }
}

/// What is planned from.
struct Loaded {
    input: CheckInput,
    /// The noise that is used; learnt from the person's own repeats when absent.
    learnt: Option<Learnt>,
    /// What was trained, as far as a log tells.
    hard_sets: Vec<HardSets>,
    /// What the log shows as done well of late.
    mastered: BTreeSet<ExerciseId>,
    /// What waits because of the log.
    waits: Vec<Wait>,
    /// What was trained and said.
    log: Log,
    /// Weekdays, 0 = Monday, on which the plans that were followed so far had sessions.
    before: BTreeSet<u8>,
    /// That the log has ended the clearance.
    ended: Option<Next>,
}

/// What `check` reads from a folder, or the same from files of any name.
fn load_input(arguments: &PlanArguments, knowledge: &Knowledge) -> Result<Loaded, Error> {
    let common = Common { format: Format::Text, as_of: arguments.as_of.clone() };
    if is_of_store(arguments) {
        if arguments.trained.is_some() {
            return Err(Error::usage("plan from the store: expected no --trained, found one")
                .hint("the store has its own log: bring the file in with `evenstride import`"));
        }
        let as_of = as_of(&common)?;
        let days = Days { today: today().max(as_of), as_of };
        let Start { mut input, learnt, hard_sets, mastered, waits, log, before, ended } =
            record::input_kept(&whose(arguments), knowledge, days)?;
        input.delta_percent = checked_delta(arguments.delta)?;
        let learnt = if arguments.noise == NoiseOf::Catalogue { Learnt::default() } else { learnt };
        return Ok(Loaded { input, learnt: Some(learnt), hard_sets, mastered, waits, log, before, ended });
    }
    if let Some(folder) = folder_of(arguments)? {
        let as_of = as_of(&common)?;
        let mut input = load_folder(folder, knowledge, Days { today: today().max(as_of), as_of })?;
        input.delta_percent = checked_delta(arguments.delta)?;
        let trained = match &arguments.trained {
            Some(path) => {
                let subject = input.subject.clone();
                logs_of(path, &[&subject], knowledge, as_of, &mut input.notices)?.into_values().next()
            }
            None => None,
        };
        let learnt = match arguments.noise {
            NoiseOf::Catalogue => Learnt::default(),
            NoiseOf::Repeats => {
                let own: Vec<_> = input.trials.iter().filter(|t| t.subject == input.subject).cloned().collect();
                learn_noise(&own, &input.person, knowledge, as_of)
            }
        };
        return Ok(with_log(input, learnt, &trained.unwrap_or_default(), knowledge));
    }
    let Some(answers) = &arguments.answers else {
        return Err(Error::usage("plan a week: --answers is missing").hint(
            "there is no plan without the answers to the health questions: `evenstride screen --new > answers.toml`",
        ));
    };
    let mut loaded = load(
        &AssessArguments {
            files: arguments.paths.clone(),
            person: arguments.person.clone(),
            map: arguments.map.clone(),
            by: None,
            subject: arguments.subject.clone(),
            delta: arguments.delta,
            noise: arguments.noise,
            noise_from: arguments.noise_from.clone(),
            trained: arguments.trained.clone(),
            common,
        },
        knowledge,
    )?;
    let answers = answers_from(answers, knowledge, loaded.as_of, &mut loaded.notices)?;
    let Some(subject) = loaded.trials.keys().next().cloned() else {
        return Err(Error::fault("plan a week: nobody was chosen"));
    };
    let trained = loaded.trained_of(&subject).to_vec();
    let trials = loaded.trials.into_values().next().unwrap_or_default();
    let input = CheckInput {
        answers,
        person: loaded.person,
        trials,
        subject,
        notices: loaded.notices,
        as_of: loaded.as_of,
        delta_percent: loaded.delta_percent,
    };
    Ok(with_log(input, loaded.learnt, &trained, knowledge))
}

/// What to plan from with a log: its sets, and that it holds a sign to stop.
fn with_log(input: CheckInput, learnt: Learnt, trained: &[Trained], knowledge: &Knowledge) -> Loaded {
    let Start { input, learnt, hard_sets, mastered, waits, log, before, ended } =
        start_with(input, learnt, trained, knowledge);
    Loaded { input, learnt: Some(learnt), hard_sets, mastered, waits, log, before, ended }
}

/// The folder, when one was named and nothing that speaks of single files.
fn folder_of(arguments: &PlanArguments) -> Result<Option<&Path>, Error> {
    let is_alone = arguments.person.is_none() && arguments.answers.is_none();
    let [path] = arguments.paths.as_slice() else { return Ok(None) };
    // One path that is not there and nothing else is a folder that was mistyped.
    let is_missing = is_alone && path != Path::new(STANDARD_INPUT) && !path.exists();
    if !path.is_dir() && !is_missing {
        return Ok(None);
    }
    let of_files = arguments.map.is_some() || arguments.subject.is_some() || !arguments.noise_from.is_empty();
    if !is_alone || of_files {
        return Err(Error::usage(format!(
            "plan a week: {} is a folder, which holds person, answers and measurements by itself",
            path.display()
        ))
        .hint(
            "leave --person, --answers, --map, --subject and --noise-from out, or name the files in place of the folder",
        ));
    }
    Ok(Some(path))
}
