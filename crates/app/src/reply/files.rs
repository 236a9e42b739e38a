//! Answers about files that were handed over: nothing of them is kept.

use super::{Reply, Start, ended};
use crate::check::{
    Check, CheckFiles, CheckInput, Reading, check_input, check_with, only_subject, read_tables,
};
use crate::check::{CheckOptions, File};
use crate::error::Error;
use crate::files::{Days, parse_answers, parse_person};
use crate::following::while_training;
use crate::unseen::{LogOfFile, ended_by_measurements, log_of_file};
use crate::wire;
use evenstride_core::assess::{Learnt, learn_noise};
use evenstride_core::audit::hard_sets;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::measure::Trial;
use evenstride_core::person::Person;
use evenstride_core::reliability::{ReliabilityOptions, reliability};
use evenstride_core::screen::screen;
use evenstride_core::track::{Log, Next, mastered};
use evenstride_core::training::Trained;
use evenstride_ingest::ColumnMap;
use std::collections::BTreeSet;

/// The files of one person, as they were handed over.
#[derive(Debug, Clone, Default)]
pub struct Uploaded {
    /// The text of a `person.toml`.
    pub person: Option<String>,
    /// The text of an `answers.toml`.
    pub answers: Option<String>,
    /// The tables of measurements.
    pub tables: Vec<File>,
}

impl Uploaded {
    /// The person, as far as told, with what was doubtful.
    ///
    /// # Errors
    /// The text cannot be understood.
    pub fn person(
        &self,
        knowledge: &Knowledge,
        days: Days,
    ) -> Result<(Person, Vec<evenstride_core::notice::Notice>), Error> {
        match &self.person {
            Some(text) => parse_person(text, "person.toml", knowledge, days.today),
            None => Ok((Person::default(), Vec::new())),
        }
    }

    /// What a check of these files starts from.
    ///
    /// # Errors
    /// A file cannot be understood, or the tables hold several people.
    pub fn input(&self, knowledge: &Knowledge, days: Days) -> Result<CheckInput, Error> {
        let files = CheckFiles {
            person: ("person.toml", self.person.as_deref().unwrap_or_default()),
            answers: self.answers.as_deref().map(|text| ("answers.toml", text)),
            tables: &self.tables,
            no_table: "measurements",
        };
        check_input(&files, knowledge, days)
    }
}

/// What a week for somebody of whom files tell starts from.
#[must_use]
pub fn start_of(input: CheckInput, knowledge: &Knowledge) -> Start {
    let own: Vec<Trial> = input.trials.iter().filter(|trial| trial.subject == input.subject).cloned().collect();
    let learnt = learn_noise(&own, &input.person, knowledge, input.as_of);
    let ended = ended_by_measurements(&input, knowledge);
    Start {
        input,
        learnt,
        hard_sets: Vec::new(),
        mastered: BTreeSet::new(),
        waits: Vec::new(),
        log: Log::EMPTY,
        before: BTreeSet::new(),
        ended,
    }
}

/// The same with the noise that was chosen and a log beside the files: the week grows from it, its sets are expected to
/// have changed something, and a sign to stop in it ends the clearance.
#[must_use]
pub fn start_with(input: CheckInput, learnt: Learnt, trained: &[Trained], knowledge: &Knowledge) -> Start {
    let as_of = input.as_of;
    let own: Vec<Trial> = input.trials.iter().filter(|trial| trial.subject == input.subject).cloned().collect();
    let hard_sets = hard_sets(trained, knowledge, as_of);
    let learnt = while_training(learnt, &own, &hard_sets, as_of);
    let screening = screen(&input.person, &input.answers, &own, knowledge, as_of);
    let trained: Vec<&Trained> = trained.iter().collect();
    let LogOfFile { log, ended, waits } = log_of_file(&trained, &input, &screening, knowledge);
    let mastered = mastered(&log, knowledge, as_of);
    let ended = ended.map(Next::ClearanceEnded);
    Start { input, learnt, hard_sets, mastered, waits, log, before: BTreeSet::new(), ended }
}

/// The whole check of files.
///
/// # Errors
/// A file cannot be understood, or the tables hold several people.
pub fn check_of(
    uploaded: &Uploaded,
    delta_percent: Option<f64>,
    knowledge: &Knowledge,
    days: Days,
) -> Result<Reply, Error> {
    let mut input = uploaded.input(knowledge, days)?;
    input.delta_percent = delta_percent;
    if let Some(next) = ended_by_measurements(&input, knowledge) {
        return Ok(ended(&next));
    }
    let outcome = check_with(&input, &CheckOptions::default(), knowledge);
    let json = wire::check_json(&outcome, &input.notices, knowledge);
    Ok(Reply { json, exit_code: outcome.exit_code() })
}

/// The red-flag screen of files.
///
/// # Errors
/// There are no answers, a file cannot be understood, or the tables hold several people.
pub fn screen_of(uploaded: &Uploaded, knowledge: &Knowledge, days: Days) -> Result<Reply, Error> {
    let (person, _) = uploaded.person(knowledge, days)?;
    let Some(answers) = &uploaded.answers else {
        return Err(Error::usage("screen somebody: expected answers, found none"));
    };
    let (answers, _) = parse_answers(answers, "answers.toml", knowledge, days)?;
    let reading = Reading { map: None, today: days.today, person: &person };
    let (trials, _) = read_tables(&uploaded.tables, &reading, knowledge)?;
    let subject = only_subject(&trials, &person)?;
    let (notices, as_of) = (Vec::new(), days.as_of);
    let input = CheckInput { person, answers, trials, subject, notices, as_of, delta_percent: None };
    if let Some(next) = ended_by_measurements(&input, knowledge) {
        return Ok(ended(&next));
    }
    let own: Vec<Trial> = input.trials.iter().filter(|trial| trial.subject == input.subject).cloned().collect();
    let outcome = Check::of_screen(screen(&input.person, &input.answers, &own, knowledge, as_of));
    let json = wire::screening_json(&outcome.screening, knowledge);
    Ok(Reply { json, exit_code: outcome.exit_code() })
}

/// How well the tests of tables repeat.
///
/// # Errors
/// A table cannot be read.
pub fn reliability_of(
    tables: &[File],
    map: Option<&ColumnMap>,
    options: &ReliabilityOptions,
    knowledge: &Knowledge,
    days: Days,
) -> Result<Reply, Error> {
    let person = Person::default();
    let reading = Reading { map, today: days.today, person: &person };
    let (trials, notices) = read_tables(tables, &reading, knowledge)?;
    let tests = reliability(&trials, knowledge, options);
    Ok(Reply::done(wire::reliability_json(&tests, options.value, &notices, knowledge)))
}
