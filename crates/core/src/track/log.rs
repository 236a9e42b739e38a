//! What was trained: sets by exercise, side and day, with what they felt like.
//!
//! A log is only ever added to, and the order of its lines means nothing. It never judges; what follows from it
//! stands in `super::next`.

use super::remark::Remark;
use crate::body::Side;
use crate::knowledge::{Dose, Exercise, ExerciseId, Knowledge, RuleId};
use crate::plan::PlannedSide;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeInclusive;

/// How the last repetitions looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// As the exercise asks, to the last repetition.
    Clean,
    /// Something gave way: the pelvis dropped, the knee fell in, the range became shorter.
    Unsteady,
}

impl Form {
    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Form::Clean => "clean",
            Form::Unsteady => "unsteady",
        }
    }
}

/// The sets of one exercise on one side on one day.
///
/// # Units
/// `done` counts what the exercise's dose counts: repetitions, seconds held, minutes or metres, one entry a set in
/// the order of doing. Pain is 0–10; `morning_points` is the pain of the next morning minus that of the morning
/// before, in points.
#[derive(Debug, Clone, PartialEq)]
pub struct LoggedSets {
    /// The day.
    pub on: Date,
    /// The exercise.
    pub exercise: ExerciseId,
    /// The side.
    pub side: PlannedSide,
    /// The leg on which it was felt, where both worked together and somebody named one; otherwise that of `side`.
    pub felt_on: Option<Side>,
    /// How much each set brought.
    pub done: Vec<u32>,
    /// The load in kilograms; none when there was none or it was not written down.
    pub load_kg: Option<f64>,
    /// Repetitions that would still have been possible after the last set.
    pub reserve: Option<u32>,
    /// The worst pain during or after it.
    pub pain: Option<u8>,
    /// How the last repetitions looked.
    pub form: Option<Form>,
    /// How much more the next morning hurt than the morning before.
    pub morning_points: Option<i8>,
    /// Did a joint swell during it or in the hours after?
    pub swelling: bool,
    /// Signs to stop that the person ticked, by the rules of the catalogue such as `stop-chest`.
    pub signs: BTreeSet<RuleId>,
    /// What the person wrote, searched for signs to stop and never shown elsewhere.
    pub note: Option<String>,
}

impl LoggedSets {
    /// Makes an entry of sets without pain, load or remarks.
    #[must_use]
    pub fn new(on: Date, exercise: ExerciseId, side: PlannedSide, done: Vec<u32>) -> Self {
        Self {
            on,
            exercise,
            side,
            felt_on: None,
            done,
            load_kg: None,
            reserve: None,
            pain: None,
            form: None,
            morning_points: None,
            swelling: false,
            signs: BTreeSet::new(),
            note: None,
        }
    }

    /// Was it felt on this leg?
    pub(super) fn is_felt_on(&self, side: Side) -> bool {
        self.felt_on.map_or(self.side.includes(side), |felt| felt == side)
    }

    /// Does it hold anything that was done, and not only how something felt?
    #[must_use]
    pub fn holds_sets(&self) -> bool {
        self.done.iter().any(|amount| *amount > 0)
    }
}

/// Most sets of one entry. Source: evenstride-proposal; the hardest day of the catalogue has ten.
const MOST_SETS: usize = 20;
/// Most repetitions of one set. Source: evenstride-proposal.
const MOST_REPS: u32 = 300;
/// Longest hold of one set in seconds. Source: evenstride-proposal.
const MOST_HOLD_S: u32 = 900;
/// Most minutes of one set. Source: evenstride-proposal.
const MOST_MINUTES: u32 = 300;
/// Most metres of one set. Source: evenstride-proposal.
const MOST_METRES: u32 = 50_000;
/// Largest load in kilograms; leg presses end there. Source: evenstride-proposal.
const MOST_LOAD_KG: f64 = 600.0;
/// Most repetitions that can be said to be left. Source: evenstride-proposal.
const MOST_RESERVE: u32 = 30;
/// Most characters of a note. Source: evenstride-proposal.
const MOST_NOTE_CHARS: usize = 1000;
/// Everything that was trained, as one value whatever the order in which it was told.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Log {
    entries: Vec<LoggedSets>,
    remarks: Vec<Remark>,
    /// Told later than the newest answers of days before them, so that these have not looked at it; kept beside the rest.
    unseen: (Vec<LoggedSets>, Vec<Remark>),
}

impl Log {
    /// Nothing was trained yet.
    pub const EMPTY: Log = Log { entries: Vec::new(), remarks: Vec::new(), unseen: (Vec::new(), Vec::new()) };

    /// Most entries of a log: ten exercises a day for fifteen years.
    ///
    /// # Source
    /// Our own proposal.
    pub const MOST_ENTRIES: usize = 60_000;

    /// Checks entries and puts them in order.
    ///
    /// # Errors
    /// An exercise that the catalogue does not hold, a day after `as_of`, no sets, figures that cannot be right, or
    /// more entries than a log may have.
    pub fn new(entries: Vec<LoggedSets>, knowledge: &Knowledge, as_of: Date) -> Result<Self, LogError> {
        if entries.len() > Self::MOST_ENTRIES {
            return Err(LogError::TooLong { n_entries: entries.len() });
        }
        let mut last: Option<&Exercise> = None;
        for entry in &entries {
            // Legs take turns at one exercise, and a log has very many entries.
            let known = match last.filter(|last| last.id == entry.exercise) {
                Some(known) => known,
                None => known(entry, knowledge)?,
            };
            plausible(entry, known, knowledge, as_of)?;
            last = Some(known);
        }
        let mut log = Self { entries, ..Log::EMPTY };
        log.entries.sort_by(order);
        Ok(log)
    }

    /// The same log with one entry more.
    ///
    /// # Errors
    /// As for [`Log::new`].
    pub fn with(&self, entry: LoggedSets, knowledge: &Knowledge, as_of: Date) -> Result<Self, LogError> {
        plausible(&entry, known(&entry, knowledge)?, knowledge, as_of)?;
        let mut entries = self.entries.clone();
        entries.push(entry);
        let log = Self::new(entries, knowledge, as_of)?.with_remarks(self.remarks.clone());
        Ok(Self { unseen: self.unseen.clone(), ..log })
    }

    /// The same log with what was said beside it.
    #[must_use]
    pub fn with_remarks(mut self, remarks: Vec<Remark>) -> Self {
        self.remarks.extend(remarks);
        self.remarks.sort();
        self
    }

    /// The same log with what was told later than the newest answers, of whatever day: signs to stop, swelling and pain in
    /// it count as those of later days do. It may stand among the entries and remarks too.
    #[must_use]
    pub fn with_unseen(mut self, entries: Vec<LoggedSets>, remarks: Vec<Remark>) -> Self {
        self.unseen.0.extend(entries);
        self.unseen.1.extend(remarks);
        self.unseen.0.sort_by(order);
        self.unseen.1.sort();
        self
    }

    /// The entries from a day on, and those before it that nobody has looked at.
    pub(crate) fn entries_since(&self, since: Date) -> impl Iterator<Item = &LoggedSets> {
        let unseen = self.unseen.0.iter().filter(move |entry| entry.on < since);
        unseen.chain(self.entries.iter().filter(move |entry| entry.on >= since))
    }

    /// The remarks from a day on, and those before it that nobody has looked at.
    pub(crate) fn remarks_since(&self, since: Date) -> impl Iterator<Item = &Remark> {
        let unseen = self.unseen.1.iter().filter(move |remark| remark.on < since);
        unseen.chain(self.remarks.iter().filter(move |remark| remark.on >= since))
    }

    /// What was said beside the training, by day.
    #[must_use]
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// The entries by day, exercise and side.
    #[must_use]
    pub fn entries(&self) -> &[LoggedSets] {
        &self.entries
    }

    /// The entries of the days from the first to the last of these; the log is in the order of days.
    pub(super) fn of_days(&self, days: RangeInclusive<Date>) -> &[LoggedSets] {
        let start = self.entries.partition_point(|entry| entry.on < *days.start());
        let rest = &self.entries[start..];
        &rest[..rest.partition_point(|entry| entry.on <= *days.end())]
    }

    /// The days on which something was trained, first to last.
    #[must_use]
    pub fn days(&self) -> BTreeSet<Date> {
        self.entries.iter().map(|entry| entry.on).collect()
    }

    /// The last day on which something was trained.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        self.entries.last().map(|entry| entry.on)
    }

    /// Adds what the program itself asks for, which is plausible by construction.
    pub(super) fn push_asked(&mut self, entries: Vec<LoggedSets>) {
        self.entries.extend(entries);
        self.entries.sort_by(order);
    }
}

/// A total order, so that a log told in another order is the same log.
fn order(a: &LoggedSets, b: &LoggedSets) -> Ordering {
    let load = |entry: &LoggedSets| entry.load_kg.unwrap_or(-1.0);
    let felt = |entry: &LoggedSets| {
        (entry.reserve, entry.pain, entry.form, entry.morning_points, entry.swelling, entry.felt_on)
    };
    (a.on, &a.exercise, a.side)
        .cmp(&(b.on, &b.exercise, b.side))
        .then_with(|| load(a).total_cmp(&load(b)))
        .then_with(|| a.done.cmp(&b.done))
        .then_with(|| felt(a).cmp(&felt(b)))
        .then_with(|| a.note.cmp(&b.note))
        .then_with(|| a.signs.cmp(&b.signs))
}

/// The exercise of an entry.
fn known<'k>(entry: &LoggedSets, knowledge: &'k Knowledge) -> Result<&'k Exercise, LogError> {
    let known = knowledge.exercises.get(&entry.exercise);
    known.ok_or_else(|| LogError::ExerciseUnknown { exercise: entry.exercise.clone() })
}

/// Refuses what cannot stand in a log; `known` is the exercise of the entry.
pub(super) fn plausible(
    entry: &LoggedSets,
    known: &Exercise,
    knowledge: &Knowledge,
    as_of: Date,
) -> Result<(), LogError> {
    let exercise = &entry.exercise;
    if entry.on > as_of {
        return Err(LogError::InFuture { on: entry.on, as_of });
    }
    let refuse = |what: &'static str, found: String, most: String| {
        Err(LogError::Implausible { on: entry.on, exercise: exercise.clone(), what, found, most })
    };
    if entry.done.is_empty() || entry.done.len() > MOST_SETS {
        return refuse("sets", entry.done.len().to_string(), format!("1 to {MOST_SETS}"));
    }
    let (what, most) = match known.dose {
        Dose::Reps(_) => ("repetitions", MOST_REPS),
        Dose::HoldS(_) => ("seconds", MOST_HOLD_S),
        Dose::Minutes(_) => ("minutes", MOST_MINUTES),
        Dose::Metres(_) => ("metres", MOST_METRES),
    };
    if let Some(found) = entry.done.iter().find(|amount| **amount > most) {
        return refuse(what, found.to_string(), format!("0 to {most}"));
    }
    if let Some(load_kg) = entry.load_kg.filter(|kg| !(kg.is_finite() && *kg > 0.0 && *kg <= MOST_LOAD_KG)) {
        return refuse("kilograms", load_kg.to_string(), format!("above 0 and up to {MOST_LOAD_KG}"));
    }
    if let Some(reserve) = entry.reserve.filter(|reserve| *reserve > MOST_RESERVE) {
        return refuse("repetitions left", reserve.to_string(), format!("0 to {MOST_RESERVE}"));
    }
    if let Some(pain) = entry.pain.filter(|pain| *pain > 10) {
        return refuse("pain", pain.to_string(), "0 to 10".to_owned());
    }
    if let Some(points) = entry.morning_points.filter(|points| points.unsigned_abs() > 10) {
        return refuse("points more the next morning", points.to_string(), "-10 to 10".to_owned());
    }
    let n_chars = entry.note.as_ref().map_or(0, |note| note.chars().count());
    if n_chars > MOST_NOTE_CHARS {
        return refuse("characters of a note", n_chars.to_string(), format!("0 to {MOST_NOTE_CHARS}"));
    }
    let signs = &knowledge.following.signs;
    if let Some(rule) = entry.signs.iter().find(|rule| !signs.iter().any(|sign| sign.rule == **rule)) {
        return Err(LogError::SignUnknown { on: entry.on, rule: rule.clone() });
    }
    if known.one_sided == (entry.side == PlannedSide::Both) {
        return Err(LogError::Side { on: entry.on, exercise: exercise.clone(), one_sided: known.one_sided });
    }
    Ok(())
}

/// Why something cannot stand in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogError {
    /// The catalogue does not hold the exercise.
    ExerciseUnknown {
        /// What stands in the log.
        exercise: ExerciseId,
    },
    /// The day has not come yet.
    InFuture {
        /// The day in the log.
        on: Date,
        /// Today.
        as_of: Date,
    },
    /// A one-legged exercise without a leg, or one on both legs with one.
    Side {
        /// The day.
        on: Date,
        /// The exercise.
        exercise: ExerciseId,
        /// Is it done one leg at a time?
        one_sided: bool,
    },
    /// A sign that the catalogue does not know.
    SignUnknown {
        /// The day.
        on: Date,
        /// What stands in the log.
        rule: RuleId,
    },
    /// A figure that cannot be right.
    Implausible {
        /// The day.
        on: Date,
        /// The exercise.
        exercise: ExerciseId,
        /// What is counted.
        what: &'static str,
        /// What was found.
        found: String,
        /// What was expected.
        most: String,
    },
    /// More entries than anybody can have trained.
    TooLong {
        /// How many there are.
        n_entries: usize,
    },
}

impl LogError {
    /// What to do next.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            LogError::ExerciseUnknown { .. } => "use an id from the list of exercises in the reference",
            LogError::InFuture { .. } => "write down what was done, on the day it was done",
            LogError::Side { one_sided: true, .. } => "write left or right, one line for each leg",
            LogError::Side { one_sided: false, .. } => "write both: the legs work together in it",
            LogError::SignUnknown { .. } => "tick a sign from the rules for stopping, or write it as a note",
            LogError::Implausible { .. } => {
                "look at the line again; a figure may have slipped into another column"
            }
            LogError::TooLong { .. } => "split the log by years and follow the newest",
        }
    }
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LogError::ExerciseUnknown { exercise } => {
                write!(f, "read the log: expected an exercise of the catalogue, found “{exercise}”")
            }
            LogError::InFuture { on, as_of } => {
                write!(f, "read the log: expected a day up to {as_of}, found {on}")
            }
            LogError::Side { on, exercise, one_sided } => {
                let expected = if *one_sided { "one leg" } else { "both legs" };
                write!(f, "read the log: expected {expected} for {exercise} on {on}, found otherwise")
            }
            LogError::SignUnknown { on, rule } => {
                write!(f, "read the log: expected a sign to stop on {on}, found “{rule}”")
            }
            LogError::Implausible { on, exercise, what, found, most } => {
                write!(f, "read the log: expected {most} {what} for {exercise} on {on}, found {found}")
            }
            LogError::TooLong { n_entries } => {
                write!(f, "read the log: expected at most {} entries, found {n_entries}", Log::MOST_ENTRIES)
            }
        }
    }
}

impl std::error::Error for LogError {}
