//! Tables of measurements that are judged and not kept: whose they are, what their repeats teach, and the findings.
//!
//! It opens no file and prints nothing; a program hands it bytes. Read next: [`crate::check`] for the whole check,
//! [`crate::wire`] for how the findings leave.

use crate::check::{File, Reading, by_subject, default_subject, only_subject, read_tables};
use crate::error::{Error, exit_code};
use crate::following::while_training;
use evenstride_core::assess::{AssessOptions, Assessment, Learnt, assess, battery, learn_noise};
use evenstride_core::audit::hard_sets;
use evenstride_core::knowledge::{Action, CautionId, Knowledge, RuleId, SignEffect};
use evenstride_core::measure::Trial;
use evenstride_core::notice::{Notice, NoticeCode, Place};
use evenstride_core::person::{Person, SubjectId};
use evenstride_core::screen::{Answers, RaisedFlag, Screening, known_cautions, measured_flags};
use evenstride_core::track::signs_in_words;
use evenstride_core::training::Trained;
use evenstride_ingest::ColumnMap;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Who of a table is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose<'a> {
    /// Everybody in it.
    Everybody,
    /// One by name.
    Named(&'a str),
    /// The only one in it.
    Only,
}

/// Whose noise is used.
#[derive(Debug, Clone, Copy)]
pub enum NoiseOf<'a> {
    /// The catalogue's, moved by the repeats in the tables.
    Repeats,
    /// The catalogue's alone.
    Catalogue,
    /// The catalogue's, moved by the repeats in these tables instead.
    Others(&'a [File]),
}

/// Tables with what is asked of them.
#[derive(Debug)]
pub struct Tables<'a> {
    /// The tables.
    pub files: &'a [File],
    /// The person, as far as known.
    pub person: Person,
    /// What was doubtful in what is known of the person.
    pub notices: Vec<Notice>,
    /// A mapping for tables that name things differently.
    pub map: Option<&'a ColumnMap>,
    /// The day of the clock; later days are refused.
    pub today: Date,
    /// The day for which it holds.
    pub as_of: Date,
    /// Another δ than the catalogue's, in percent.
    pub delta_percent: Option<f64>,
    /// Who is judged.
    pub whose: Whose<'a>,
    /// Whose noise is used.
    pub noise: NoiseOf<'a>,
}

/// Everything that a judgement of tables starts from.
#[derive(Debug)]
pub struct Loaded {
    /// The person, as far as known.
    pub person: Person,
    /// The measurements of those who are judged.
    pub trials: BTreeMap<SubjectId, Vec<Trial>>,
    /// What was doubtful.
    pub notices: Vec<Notice>,
    /// The day for which it holds.
    pub as_of: Date,
    /// Another δ than the catalogue's, in percent.
    pub delta_percent: Option<f64>,
    /// What the repeats have taught; of one person, ask [`Loaded::learnt_of`].
    pub learnt: Learnt,
    /// What each person trained, as far as a log was given.
    pub trained: BTreeMap<SubjectId, Vec<Trained>>,
}

impl Loaded {
    /// What a person trained, as far as a log was given.
    #[must_use]
    pub fn trained_of(&self, subject: &SubjectId) -> &[Trained] {
        self.trained.get(subject).map_or(&[], Vec::as_slice)
    }

    /// The noise that a person is judged with.
    #[must_use]
    pub fn learnt_of(&self, subject: &SubjectId, knowledge: &Knowledge) -> Learnt {
        let own = self.trials.get(subject).map_or(&[][..], Vec::as_slice);
        let sets = hard_sets(self.trained_of(subject), knowledge, self.as_of);
        while_training(self.learnt.clone(), own, &sets, self.as_of)
    }
}

/// Reads tables and chooses who is judged.
///
/// # Errors
/// A table cannot be read, it holds nobody of the name, or several people of whom none was chosen.
pub fn load_tables(tables: Tables<'_>, knowledge: &Knowledge) -> Result<Loaded, Error> {
    let Tables { files, person, mut notices, map, today, as_of, delta_percent, whose, noise } = tables;
    let reading = Reading { map, today, person: &person };
    let (trials, read_notices) = read_tables(files, &reading, knowledge)?;
    notices.extend(read_notices);
    let chosen = match whose {
        Whose::Everybody => None,
        Whose::Named(name) => Some(named(name, &trials)?),
        Whose::Only => Some(only_subject(&trials, &person)?),
    };
    let mut trials = by_subject(trials);
    let learnt = match noise {
        NoiseOf::Catalogue => Learnt::default(),
        NoiseOf::Repeats => learn_noise(trials.values().flatten(), reading.person, knowledge, as_of),
        NoiseOf::Others(others) => {
            let (others, read_notices) = read_tables(others, &reading, knowledge)?;
            notices.extend(read_notices);
            // What others repeated later says as much of the noise as what they repeated before.
            let latest = others.iter().map(|trial| trial.day).max().unwrap_or(as_of);
            learn_noise(&others, reading.person, knowledge, latest)
        }
    };
    if let Some(chosen) = chosen {
        trials.retain(|subject, _| *subject == chosen);
        // Nothing usable was read: the person still gets an answer, an empty one.
        trials.entry(chosen).or_default();
    } else if trials.is_empty() {
        trials.insert(default_subject(&person), Vec::new());
    }
    notices.extend(noted_signs(trials.values().flatten(), as_of, knowledge));
    let trained = BTreeMap::new();
    Ok(Loaded { person, trials, notices, as_of, delta_percent, learnt, trained })
}

/// The signs to stop in remarks beside measurements: a table is judged without any questions, and yet somebody must look.
fn noted_signs<'t>(trials: impl Iterator<Item = &'t Trial>, as_of: Date, knowledge: &Knowledge) -> Vec<Notice> {
    let mut told = BTreeSet::new();
    for trial in trials.filter(|trial| trial.day <= as_of) {
        let signs = signs_in_words(trial.note.as_deref().unwrap_or_default(), knowledge);
        let ending = signs.into_iter().filter(|sign| sign.effect == SignEffect::Ends);
        told.extend(ending.map(|sign| (sign.action, &trial.place, &sign.rule)));
    }
    let notice = |(action, place, rule): (Option<Action>, &Place, &RuleId)| {
        let message = format!("the remark beside this measurement asks to stop ({rule})");
        let notice = Notice::new(NoticeCode::MeasurementIsFlag, message).at(place.clone());
        match action.and_then(|action| knowledge.action_words(action)) {
            Some(words) => notice.hint(words.advice.clone()),
            None => notice,
        }
    };
    told.into_iter().map(notice).collect()
}

fn named(name: &str, trials: &[Trial]) -> Result<SubjectId, Error> {
    SubjectId::new(name)
        .filter(|wanted| trials.iter().any(|trial| trial.subject == *wanted))
        .ok_or_else(|| Error::usage(format!("find “{name}”: the table holds nobody of that name")))
}

/// How one person is judged: with everything, or with findings alone.
pub type Judge = fn(&SubjectId, &[Trial], &Person, &Knowledge, &AssessOptions<'_>) -> Assessment;

/// The assessments of those who were chosen, by name.
#[must_use]
pub fn assessments(loaded: &Loaded, knowledge: &Knowledge, judge: Judge) -> Vec<Assessment> {
    let (as_of, delta_percent) = (loaded.as_of, loaded.delta_percent);
    let judged = loaded.trials.iter().map(|(subject, trials)| {
        let learnt = &loaded.learnt_of(subject, knowledge);
        let cautions = &unasked_cautions(loaded, trials, knowledge);
        let options = AssessOptions { as_of, delta_percent, cautions, pain: None, learnt };
        if let Some(flag) = stopping(trials, knowledge, as_of).first() {
            let nothing = judge(subject, &[], &loaded.person, knowledge, &options);
            let notices = vec![is_flag(flag, knowledge)];
            return Assessment { next: Vec::new(), predictions: Vec::new(), notices, ..nothing };
        }
        judge(subject, trials, &loaded.person, knowledge, &options)
    });
    judged.collect()
}

/// What the screen says of somebody of whom a measurement is a red flag by itself; none where none is.
///
/// Nobody was asked anything, so an answer cannot clear it: [`assessments`] hold back everything of that person, as a
/// check does.
#[must_use]
pub fn stopped(loaded: &Loaded, subject: &SubjectId, knowledge: &Knowledge) -> Option<Screening> {
    let flags = stopping(loaded.trials.get(subject)?, knowledge, loaded.as_of);
    let action = flags.first()?.action;
    Some(Screening::Stopped { action, flags, open: Vec::new() })
}

/// The exit code of a judgement: stopped when everybody is; where results of somebody are told, those of the others are
/// held back and named.
#[must_use]
pub fn judged_exit_code(loaded: &Loaded, knowledge: &Knowledge) -> u8 {
    let all = loaded.trials.keys().all(|subject| stopped(loaded, subject, knowledge).is_some());
    if all { exit_code::RED_FLAG } else { exit_code::DONE }
}

fn stopping(trials: &[Trial], knowledge: &Knowledge, as_of: Date) -> Vec<RaisedFlag> {
    let mut flags = measured_flags(trials, knowledge, as_of);
    flags.retain(|flag| flag.action.stops());
    flags
}

/// That a measurement is a flag, with what to do; the values themselves stay out of what a log could keep.
fn is_flag(raised: &RaisedFlag, knowledge: &Knowledge) -> Notice {
    let rule =
        knowledge.flags.iter().find(|flag| flag.id == raised.flag).and_then(|flag| flag.measured.as_ref());
    let test = rule.map_or_else(|| "a measurement".to_owned(), |rule| rule.test.to_string());
    let notice = Notice::new(
        NoticeCode::MeasurementIsFlag,
        format!("{test} is by itself a red flag ({}), so all results are held back", raised.flag),
    );
    match knowledge.action_words(raised.action) {
        Some(words) => notice.hint(words.advice.clone()),
        None => notice,
    }
}

/// The assessments with what to measure next: the best single tests, or the set of them that fits the minutes.
///
/// # Units
/// Minutes above 0, as [`checked_minutes`] lets through.
#[must_use]
pub fn suggestions(loaded: &Loaded, minutes: Option<f64>, knowledge: &Knowledge) -> Vec<Assessment> {
    let mut assessments = assessments(loaded, knowledge, assess);
    let Some(minutes) = minutes else { return assessments };
    let (as_of, delta_percent) = (loaded.as_of, loaded.delta_percent);
    for assessment in &mut assessments {
        if stopped(loaded, &assessment.subject, knowledge).is_some() {
            continue;
        }
        let learnt = &loaded.learnt_of(&assessment.subject, knowledge);
        let trials = loaded.trials.get(&assessment.subject).map_or(&[][..], Vec::as_slice);
        let cautions = &unasked_cautions(loaded, trials, knowledge);
        let options = AssessOptions { as_of, delta_percent, cautions, pain: None, learnt };
        assessment.next = battery(&assessment.subject, trials, &loaded.person, knowledge, &options, minutes);
    }
    assessments
}

/// What is known to be left out of somebody whom nobody has asked anything: by age, history and measurements.
fn unasked_cautions(loaded: &Loaded, trials: &[Trial], knowledge: &Knowledge) -> BTreeSet<CautionId> {
    let unasked = Answers { on: loaded.as_of, by_flag: BTreeMap::new() };
    known_cautions(&loaded.person, &unasked, trials, knowledge, loaded.as_of)
}

/// A δ that can be one.
///
/// # Errors
/// It is not between 0 and 100 percent.
pub fn checked_delta(delta_percent: Option<f64>) -> Result<Option<f64>, Error> {
    match delta_percent {
        Some(percent) if !(percent > 0.0 && percent < 100.0) => Err(Error::usage(format!(
            "read --delta: expected more than 0 and less than 100 percent, found {percent}"
        ))),
        other => Ok(other),
    }
}

/// Minutes of measuring that can be some.
///
/// # Errors
/// They are not between 0 and 600.
pub fn checked_minutes(minutes: Option<f64>) -> Result<Option<f64>, Error> {
    match minutes {
        Some(minutes) if !(minutes > 0.0 && minutes <= 600.0) => Err(Error::usage(format!(
            "read --minutes: expected more than 0 and at most 600 minutes, found {minutes}"
        ))),
        other => Ok(other),
    }
}

/// A number of visits that can be compared.
///
/// # Errors
/// It is below 2.
pub fn checked_visits(n_visits: Option<usize>) -> Result<Option<std::num::NonZeroUsize>, Error> {
    match n_visits {
        Some(n) if n < 2 => Err(Error::usage(format!("read --visits: expected 2 or more, found {n}"))
            .hint("one visit says nothing of how well a test repeats")),
        other => Ok(other.and_then(std::num::NonZeroUsize::new)),
    }
}
