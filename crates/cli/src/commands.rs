//! The commands: load, compute, write. Each returns its exit code.

use crate::account::run_account;
use crate::arguments::{
    Arguments, AssessArguments, By, CheckArguments, Command, Common, Format, JudgeArguments, NextArguments,
    NoiseOf, ScreenArguments,
};
use crate::audit::run_audit;
use crate::lists::{run_list, run_reference};
use crate::output;
use crate::plan::run_plan;
use crate::record::{self, Whose};
use crate::repeats::run_reliability;
use crate::serve::run_serve;
use crate::trained::logs_of;
use evenstride_app::check::{
    Check, CheckInput, CheckOptions, Reading, check_with, load_folder, only_subject, open_files, read_files,
};
use evenstride_app::disk::{read_settings, today, write_whole};
use evenstride_app::error::{Error, exit_code};
use evenstride_app::files::{Days, blank_answers, parse_answers, parse_person};
use evenstride_app::judging::{
    self, Judge, Loaded, Tables, assessments, checked_delta, checked_minutes, judged_exit_code, load_tables,
    stopped, suggestions,
};
use evenstride_app::knowledge::load_knowledge;
use evenstride_app::prelude::{
    Answers, Assessment, ColumnMap, Date, Knowledge, Language, Notice, Person, SubjectId, Trial, assess,
    assess_and_predict, assess_findings, screen,
};
use evenstride_app::report::{self, CheckView};
use evenstride_app::unseen::ended_by_measurements;
use evenstride_app::wire;
use evenstride_app::wire::Kind;
use evenstride_app::words::Words;
use std::path::{Path, PathBuf};

/// Columns of a terminal that text is wrapped to.
pub(crate) const WIDTH: usize = 88;

/// The language that was asked for, where it is one that there is.
fn language(asked: Option<String>) -> Result<Language, Error> {
    let (asked, place) = match (asked, std::env::var("EVENSTRIDE_LANGUAGE")) {
        (Some(asked), _) => (asked, "--language"),
        (None, Ok(asked)) if !asked.is_empty() => (asked, "EVENSTRIDE_LANGUAGE"),
        (None, _) => return Ok(Language::English),
    };
    Language::of_code(&asked).ok_or_else(|| {
        let shown: String = asked.chars().take(20).collect();
        let known = Language::ALL.map(|language| format!("{} ({})", language.code(), language.own_name()));
        Error::usage(format!("read {place}: expected a language, found “{shown}”"))
            .hint(format!("there are {}", known.join(" and ")))
    })
}

/// Runs a command and gives its exit code.
///
/// # Errors
/// What was typed cannot be done, a file cannot be read, or standard output cannot be written.
pub(crate) fn run(arguments: Arguments) -> Result<u8, Error> {
    let catalog = arguments.catalog;
    let loaded = load_knowledge(&catalog, language(arguments.language)?)?;
    let knowledge = &*loaded;
    match arguments.command {
        Command::Check(arguments) => run_check(&arguments, knowledge),
        Command::Screen(arguments) => run_screen(&arguments, knowledge),
        Command::Assess(arguments) => run_assess(&arguments, knowledge),
        Command::Next(arguments) => run_next(&arguments, knowledge),
        Command::Reliability(arguments) => run_reliability(&arguments, knowledge),
        Command::Plan(arguments) => run_plan(&arguments, knowledge),
        Command::Import(arguments) => record::run_import(&arguments, knowledge),
        Command::Log(arguments) => record::run_log(&arguments, knowledge),
        Command::Status(arguments) => record::run_status(&arguments, knowledge),
        Command::NextSession(arguments) => record::run_next_session(&arguments, knowledge),
        Command::Retest(arguments) => record::run_retest(&arguments, knowledge),
        Command::Squad(arguments) => record::run_squad(&arguments, knowledge),
        Command::People(arguments) => record::run_people(&arguments, knowledge),
        Command::Records(arguments) => record::run_records(&arguments, knowledge),
        Command::Actions(arguments) => record::run_actions(&arguments, knowledge),
        Command::Undo(arguments) => record::run_undo(&arguments, knowledge),
        Command::Correct(arguments) => record::run_correct(&arguments, knowledge),
        Command::Note(arguments) => record::run_note(&arguments, knowledge),
        Command::Export(arguments) => record::run_export(&arguments, knowledge),
        Command::Backup(arguments) => record::run_backup(&arguments, knowledge),
        Command::Restore(arguments) => record::run_restore(&arguments, knowledge),
        Command::Erase(arguments) => record::run_erase(&arguments, knowledge),
        Command::Compact(arguments) => record::run_compact(&arguments, knowledge),
        Command::Audit(arguments) => run_audit(&arguments, knowledge),
        Command::Serve(arguments) => run_serve(&arguments, &catalog),
        Command::Account(arguments) => run_account(&arguments, knowledge),
        Command::Tests(arguments) => run_list(Kind::Tests, &arguments, knowledge),
        Command::Exercises(arguments) => run_list(Kind::Exercises, &arguments, knowledge),
        Command::Norms(arguments) => run_list(Kind::Norms, &arguments, knowledge),
        Command::Flags(arguments) => run_list(Kind::Flags, &arguments, knowledge),
        Command::Patterns(arguments) => run_list(Kind::Patterns, &arguments, knowledge),
        Command::Differences(arguments) => run_list(Kind::Differences, &arguments, knowledge),
        Command::Ratios(arguments) => run_list(Kind::Ratios, &arguments, knowledge),
        Command::Assumptions(arguments) => run_list(Kind::Assumptions, &arguments, knowledge),
        Command::Cautions(arguments) => run_list(Kind::Cautions, &arguments, knowledge),
        Command::Doses(arguments) => run_list(Kind::Doses, &arguments, knowledge),
        Command::Muscles(arguments) => run_list(Kind::Muscles, &arguments, knowledge),
        Command::Equipment(arguments) => run_list(Kind::Equipment, &arguments, knowledge),
        Command::Sources(arguments) => run_list(Kind::Sources, &arguments, knowledge),
        Command::Formats(arguments) => run_list(Kind::Formats, &arguments, knowledge),
        Command::Reference(arguments) => run_reference(&arguments, knowledge),
    }
}

pub(crate) fn as_of(common: &Common) -> Result<Date, Error> {
    day_of("--as-of", common.as_of.as_deref())
}

/// The day that was typed behind an option, or today.
pub(crate) fn day_of(option: &str, typed: Option<&str>) -> Result<Date, Error> {
    match typed {
        None => Ok(today()),
        Some(text) => text
            .trim()
            .parse()
            .map_err(|_| Error::usage(format!("read {option}: expected a day as 2026-11-22, found “{text}”"))),
    }
}

fn run_check(arguments: &CheckArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let as_of = as_of(&arguments.common)?;
    let days = Days { today: today().max(as_of), as_of };
    let (mut input, options) = match &arguments.folder {
        Some(folder) => {
            let input = load_folder(folder, knowledge, days)?;
            if let Some(ended) = ended_by_measurements(&input, knowledge) {
                return record::tell_ended(&ended, arguments.common.format == Format::Json, knowledge);
            }
            (input, CheckOptions::default())
        }
        None => {
            let start = record::input_kept(&arguments.whose, knowledge, days)?;
            if let Some(ended) = &start.ended {
                return record::tell_ended(ended, arguments.common.format == Format::Json, knowledge);
            }
            let options = CheckOptions {
                learnt: Some(start.learnt),
                hard_sets: start.hard_sets,
                mastered: start.mastered,
                waits: start.waits,
                ..CheckOptions::default()
            };
            (start.input, options)
        }
    };
    input.delta_percent = checked_delta(arguments.delta)?;
    let outcome = check_with(&input, &options, knowledge);
    let words = Words::of(knowledge.language);
    let view = view_of(&input, &outcome, knowledge);
    let text = match arguments.common.format {
        Format::Text => report::text(&view, &words, WIDTH),
        Format::Json => wire::check_json(&outcome, &input.notices, knowledge),
        Format::Csv => match &outcome.assessment {
            Some(assessment) => wire::assessments_csv(std::slice::from_ref(assessment)),
            None => wire::screening_csv(&outcome.screening, knowledge),
        },
    };
    let beside = || arguments.folder.as_ref().map(|folder| folder.join("report.html"));
    let page = arguments.report.clone().or_else(beside).filter(|_| !arguments.no_report);
    if let Some(page) = &page {
        write_whole(page, report::html(&view, &words).as_bytes())?;
    }
    output::result(&text)?;
    if arguments.common.format != Format::Text {
        tell(&input.notices, knowledge);
    }
    if let Some(page) = page {
        let file = page.display().to_string();
        output::remark(&words.fill("cli.page", &[("file", &file)]));
    }
    Ok(outcome.exit_code())
}

pub(crate) fn view_of<'a>(
    input: &'a CheckInput,
    outcome: &'a Check,
    knowledge: &'a Knowledge,
) -> CheckView<'a> {
    CheckView {
        person: &input.person,
        knowledge,
        as_of: input.as_of,
        screening: &outcome.screening,
        assessment: outcome.assessment.as_ref(),
        plan: outcome.plan.as_ref(),
        plan_problem: outcome.plan_problem.as_ref(),
        retest: outcome.retest.as_ref(),
        course: outcome.course.as_ref(),
        explanation: outcome.explanation.as_ref(),
        swap: outcome.swap.as_ref(),
        facts: outcome.facts.as_ref(),
        notices: &input.notices,
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// Doubts go to standard error, so that a table or JSON on standard output stays clean.
pub(crate) fn tell(notices: &[Notice], knowledge: &Knowledge) {
    for notice in notices {
        output::remark(&report::notice_line(notice, Words::kept(knowledge.language)));
    }
}

fn person_from(
    path: Option<&PathBuf>,
    knowledge: &Knowledge,
    notices: &mut Vec<Notice>,
) -> Result<Person, Error> {
    let Some(path) = path else { return Ok(Person::default()) };
    let (person, found) = parse_person(&read_settings(path)?, &path.display().to_string(), knowledge, today())?;
    notices.extend(found);
    Ok(person)
}

pub(crate) fn answers_from(
    path: &Path,
    knowledge: &Knowledge,
    as_of: Date,
    notices: &mut Vec<Notice>,
) -> Result<Answers, Error> {
    let days = Days { today: today().max(as_of), as_of };
    let (answers, found) = parse_answers(&read_settings(path)?, &path.display().to_string(), knowledge, days)?;
    notices.extend(found);
    Ok(answers)
}

fn run_screen(arguments: &ScreenArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let Some(answers) = arguments.answers.as_ref().filter(|_| !arguments.new) else {
        output::result(&blank_answers(knowledge))?;
        return Ok(exit_code::DONE);
    };
    let as_of = as_of(&arguments.common)?;
    let mut notices = Vec::new();
    let person = person_from(arguments.person.as_ref(), knowledge, &mut notices)?;
    let answers = answers_from(answers, knowledge, as_of, &mut notices)?;
    let reading = Reading { map: None, today: today().max(as_of), person: &person };
    let (trials, read_notices) = read_files(&arguments.files, &reading, knowledge)?;
    notices.extend(read_notices);
    let subject = only_subject(&trials, &person)?;
    let input = CheckInput { person, answers, trials, subject, notices, as_of, delta_percent: None };
    if let Some(ended) = ended_by_measurements(&input, knowledge) {
        return record::tell_ended(&ended, arguments.common.format == Format::Json, knowledge);
    }
    let own: Vec<Trial> = input.trials.iter().filter(|trial| trial.subject == input.subject).cloned().collect();
    let screening = screen(&input.person, &input.answers, &own, knowledge, as_of);
    let outcome = Check::of_screen(screening);
    let text = match arguments.common.format {
        Format::Text => {
            report::screening_text(&outcome.screening, knowledge, &Words::of(knowledge.language), WIDTH)
        }
        Format::Json => wire::screening_json(&outcome.screening, knowledge),
        Format::Csv => wire::screening_csv(&outcome.screening, knowledge),
    };
    output::result(&text)?;
    tell(&input.notices, knowledge);
    Ok(outcome.exit_code())
}

/// What `assess`, `next` and `plan` load alike.
pub(crate) fn load(arguments: &AssessArguments, knowledge: &Knowledge) -> Result<Loaded, Error> {
    if arguments.files.is_empty() {
        return Err(Error::usage("judge measurements: expected a table, found none")
            .hint("name a CSV or XLSX; `evenstride check` without a folder judges what the store holds"));
    }
    let as_of = as_of(&arguments.common)?;
    let delta_percent = checked_delta(arguments.delta)?;
    let mut notices = Vec::new();
    let person = person_from(arguments.person.as_ref(), knowledge, &mut notices)?;
    let map = map_from(arguments.map.as_ref())?;
    let others = open_files(&arguments.noise_from)?;
    let tables = Tables {
        files: &open_files(&arguments.files)?,
        person,
        notices,
        map: map.as_ref(),
        today: today().max(as_of),
        as_of,
        delta_percent,
        whose: match (&arguments.by, &arguments.subject) {
            (Some(By::Subject), _) => judging::Whose::Everybody,
            (None, Some(name)) => judging::Whose::Named(name),
            (None, None) => judging::Whose::Only,
        },
        noise: match (arguments.noise, others.as_slice()) {
            (NoiseOf::Catalogue, _) => judging::NoiseOf::Catalogue,
            (NoiseOf::Repeats, []) => judging::NoiseOf::Repeats,
            (NoiseOf::Repeats, others) => judging::NoiseOf::Others(others),
        },
    };
    let mut loaded = load_tables(tables, knowledge)?;
    if let Some(path) = &arguments.trained {
        let subjects: Vec<&SubjectId> = loaded.trials.keys().collect();
        loaded.trained = logs_of(path, &subjects, knowledge, as_of, &mut loaded.notices)?;
    }
    Ok(loaded)
}

/// Reads a map, when there is one.
pub(crate) fn map_from(path: Option<&PathBuf>) -> Result<Option<ColumnMap>, Error> {
    let Some(path) = path else { return Ok(None) };
    Ok(Some(ColumnMap::parse(&read_settings(path)?, &path.display().to_string())?))
}

fn run_assess(arguments: &JudgeArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let JudgeArguments { assess: arguments, predict } = arguments;
    let loaded = load(arguments, knowledge)?;
    // The table of findings tells neither what to measure next nor what a new visit would show.
    let judge: Judge = match arguments.common.format {
        _ if *predict => assess_and_predict,
        Format::Csv => assess_findings,
        Format::Text | Format::Json => assess,
    };
    let assessments = assessments(&loaded, knowledge, judge);
    let text = match arguments.common.format {
        Format::Json if *predict => wire::predictions_json(&assessments, knowledge),
        Format::Csv if *predict => wire::predictions_csv(&assessments),
        Format::Text => {
            let words = Words::of(knowledge.language);
            let of = |a: &Assessment| match stopped(&loaded, &a.subject, knowledge) {
                Some(screening) => report::held_back_text(a, &screening, knowledge, &words, WIDTH),
                None if *predict => report::predictions_text(std::slice::from_ref(a), knowledge, &words, WIDTH),
                None => report::assessment_text(a, knowledge, &words, WIDTH),
            };
            let between = if *predict { "\n" } else { "" };
            assessments.iter().map(of).collect::<Vec<_>>().join(between)
        }
        Format::Json => wire::assessments_json(&assessments, knowledge),
        Format::Csv => wire::assessments_csv(&assessments),
    };
    output::result(&text)?;
    tell(&loaded.notices, knowledge);
    // Neither a table nor what a new visit would show has a place for what is doubtful.
    let is_untold = match arguments.common.format {
        Format::Csv => true,
        Format::Text => *predict,
        Format::Json => false,
    };
    for assessment in assessments.iter().filter(|_| is_untold) {
        tell_named(assessment, assessments.len() > 1, Words::kept(knowledge.language));
    }
    Ok(judged_exit_code(&loaded, knowledge))
}

fn tell_named(assessment: &Assessment, several: bool, words: &Words) {
    for notice in &assessment.notices {
        let whose = if several { format!("{}: ", assessment.subject) } else { String::new() };
        output::remark(&format!("{whose}{}", report::notice_line(notice, words)));
    }
}

fn run_next(arguments: &NextArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let NextArguments { assess: arguments, place, minutes } = arguments;
    if arguments.files.is_empty() {
        let of_tables = arguments.person.is_some()
            || arguments.map.is_some()
            || arguments.by.is_some()
            || arguments.trained.is_some()
            || !arguments.noise_from.is_empty();
        if of_tables {
            return Err(Error::usage("next: expected tables of measurements, found none").hint(
                "name them, or leave all but --subject, --minutes and --delta out: the store has its own",
            ));
        }
        let whose = Whose { at: place.clone(), subject: arguments.subject.clone() };
        let asked = (checked_minutes(*minutes)?, checked_delta(arguments.delta)?);
        return record::run_next_of_store(&whose, &arguments.common, asked, knowledge);
    }
    let loaded = load(arguments, knowledge)?;
    let minutes = checked_minutes(*minutes)?;
    let assessments = suggestions(&loaded, minutes, knowledge);
    let text = match arguments.common.format {
        Format::Text => {
            let words = Words::of(knowledge.language);
            let of = |a: &Assessment| match (stopped(&loaded, &a.subject, knowledge), minutes) {
                (Some(screening), _) => report::held_back_text(a, &screening, knowledge, &words, WIDTH),
                (None, Some(minutes)) => report::battery_text(a, minutes, knowledge, &words, WIDTH),
                (None, None) => report::next_text(a, knowledge, &words, WIDTH),
            };
            assessments.iter().map(of).collect()
        }
        Format::Json => wire::suggestions_json(&assessments),
        Format::Csv => wire::suggestions_csv(&assessments),
    };
    output::result(&text)?;
    tell(&loaded.notices, knowledge);
    if arguments.common.format == Format::Csv {
        for assessment in assessments.iter().filter(|a| stopped(&loaded, &a.subject, knowledge).is_some()) {
            tell_named(assessment, assessments.len() > 1, Words::kept(knowledge.language));
        }
    }
    Ok(judged_exit_code(&loaded, knowledge))
}
