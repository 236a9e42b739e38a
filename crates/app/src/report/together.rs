//! The rows of one exercise told as one: both legs do the same exercise, so it is named, loaded and rested once.
//!
//! It joins rows that stand beside each other and never changes their order. Read next: [`super::week`] for the rows.

use super::week::RowWords;
use crate::words::Words;
use evenstride_core::knowledge::ExerciseId;
use evenstride_core::plan::PlannedSide;

/// One exercise with what each leg does of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Together<'a> {
    pub(crate) id: &'a ExerciseId,
    pub(crate) exercise: &'a str,
    /// Which legs, with their dose; one entry where both do the same.
    pub(crate) legs: Vec<(String, &'a str)>,
    pub(crate) rest: &'a str,
    /// Which leg, with its load; no leg where all share it.
    pub(crate) loads: Vec<(Option<&'a str>, &'a str)>,
    /// Which leg, with its reasons; no leg where all share them.
    pub(crate) reasons: Vec<(Option<&'a str>, &'a str)>,
}

/// Joins neighbours that are the same exercise with the same rest.
pub(crate) fn together<'a>(rows: &'a [RowWords], words: &Words) -> Vec<Together<'a>> {
    rows.chunk_by(|one, other| one.id == other.id && one.rest == other.rest)
        .filter_map(|rows| joined(rows, words))
        .collect()
}

fn joined<'a>(rows: &'a [RowWords], words: &Words) -> Option<Together<'a>> {
    let first = rows.first()?;
    let has = |side: PlannedSide| rows.iter().filter(|row| row.planned == side).count() == 1;
    let is_pair = rows.len() == 2 && has(PlannedSide::Left) && has(PlannedSide::Right);
    let legs = if is_pair && rows.iter().all(|row| row.dose == first.dose) {
        vec![(words.say("side.each"), first.dose.as_str())]
    } else {
        rows.iter().map(|row| (row.side.clone(), row.dose.as_str())).collect()
    };
    Some(Together {
        id: &first.id,
        exercise: &first.exercise,
        legs,
        rest: &first.rest,
        loads: shared(rows, |row| &row.load),
        reasons: shared(rows, |row| &row.why),
    })
}

/// What the rows say, once where they all say the same, and nothing where they say nothing.
fn shared(rows: &[RowWords], said: impl Fn(&RowWords) -> &String) -> Vec<(Option<&str>, &str)> {
    let all: Vec<(&str, &str)> = rows.iter().map(|row| (row.side.as_str(), said(row).as_str())).collect();
    match all.as_slice() {
        [(_, first), others @ ..] if others.iter().all(|(_, other)| other == first) => vec![(None, *first)],
        _ => all.into_iter().map(|(side, text)| (Some(side), text)).collect(),
    }
}
