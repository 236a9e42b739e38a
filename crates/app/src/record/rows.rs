//! The rows of somebody's records: a line for each, its name, and what a correction puts in its place.
//!
//! It judges nothing and writes nothing. Read next: [`crate::store::Store::correct`].

use crate::error::Error;
use crate::store::{ActionId, Content, Key, Kind, Note, Records};
use crate::typed::{measured, with_value};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::training::Trained;
use evenstride_ingest::{Limits, PairedSets, TrainingOptions, parse_line, write_line};
use jiff::civil::Date;

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
        let line = write_line(&rounded(&kept.value), knowledge);
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

/// The same with loads to ten grams, as they are read; pounds leave a tail of digits.
fn rounded(trained: &Trained) -> Trained {
    let to_ten_grams = |load_kg: f64| (load_kg * 100.0).round() / 100.0;
    let mut rounded = trained.clone();
    for set in &mut rounded.sets {
        set.load_kg = set.load_kg.map(to_ten_grams);
    }
    rounded
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
    let Records { person, answers, earlier_answers, trials, trained, plans, notes } = records;
    let told = person.iter().chain(answers).chain(earlier_answers).map(|kept| &kept.key);
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
        Content::Trained(trained) | Content::TrainedOnce(_, trained) => {
            write_line(&rounded(trained), knowledge)
        }
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
