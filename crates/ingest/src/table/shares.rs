//! What each leg did, turned into its share: force plates print newtons where a test asks for percent.
//!
//! ```text
//!   left 800 N ─┐
//!               ├─► left 100 × 800 / (800 + 700) = 53.3 %, right 46.7 %
//!   right 700 N ┘
//! ```
//! A leg whose other leg is missing has no share, and its row is left out.
//!
//! Rows of one leg each that number no attempt belong together by their turn: the first left to the first right. Both then
//! stand in the row of the left one, as where one row holds both, because later nothing else tells which belong together.

use super::repeats::Read;
use super::row::Refusal;
use crate::notices::Notices;
use crate::text::{count_of, shown};
use evenstride_core::body::{Bilateral, Side};
use evenstride_core::knowledge::{Knowledge, Link, TestId};
use evenstride_core::measure::Trial;
use evenstride_core::notice::NoticeCode;
use evenstride_core::quantity::{Unit, convert};
use std::collections::{BTreeMap, BTreeSet};

/// Turns amounts into shares by pairs of one try; lines of rows that have no pair are added to `refused`.
pub(super) fn settle(
    mut reads: Vec<Read>,
    knowledge: &Knowledge,
    refused: &mut BTreeSet<u64>,
    notices: &mut Notices,
) -> Vec<Trial> {
    let mut told: BTreeMap<(TestId, Unit), (usize, u64)> = BTreeMap::new();
    let mut settled: BTreeMap<usize, f64> = BTreeMap::new();
    for pair in pairs(&reads, |read| read.amount.is_some()) {
        let left = pair.left.and_then(|at| amount(&reads, at));
        let right = pair.right.and_then(|at| amount(&reads, at));
        let (Some((l, left)), Some((r, right))) = (left, right) else { continue };
        let (Some(unit), Some(other)) = (left.amount, right.amount) else { continue };
        let Ok(of_right) = convert(right.trial.value, other, unit, None) else { continue };
        let share = 100.0 * left.trial.value / (left.trial.value + of_right);
        let test = &left.trial.test;
        let [low, high] = knowledge.tests.get(test).map_or([0.0, 100.0], |test| test.plausible);
        if !(low..=high).contains(&share) || !(low..=high).contains(&(100.0 - share)) {
            continue;
        }
        settled.extend([(l, share), (r, 100.0 - share)]);
        told.entry((test.clone(), unit)).or_insert((0, left.line)).0 += 1;
    }
    for ((test, unit), (count, line)) in told {
        let message = format!(
            "{} of {test} in {unit} turned into shares in percent: 100 × left / (left + right)",
            count_of(count, "pair")
        );
        notices.file(Some(line), NoticeCode::UnitConverted, message, None);
    }
    for (at, read) in reads.iter_mut().enumerate() {
        match (settled.get(&at), read.amount) {
            (Some(share), _) => {
                read.trial.value = *share;
                read.amount = None;
            }
            (None, Some(unit)) => {
                let Trial { test, side, .. } = &read.trial;
                let expected =
                    format!("left and right of one try of {test}, each with 1 to 99 percent of both");
                let found = format!("{} {unit} on the {side}", shown(read.trial.value));
                let hint =
                    "give left and right of the same try, or the share: 100 × left / (left + right) percent";
                let refusal = Refusal::new(expected, found, hint);
                refused.insert(read.line);
                notices.row(read.line, NoticeCode::RowRefused, refusal.message(&format!("{side} value")), hint);
            }
            (None, None) => {}
        }
    }
    let mut reads: Vec<Read> = reads.into_iter().filter(|read| read.amount.is_none()).collect();
    let is_share = |read: &Read| {
        let test = knowledge.tests.get(&read.trial.test);
        read.trial.attempt.is_none() && test.is_some_and(|test| test.link == Link::Share)
    };
    for pair in pairs(&reads, is_share) {
        let Some((left, right)) = pair.left.zip(pair.right) else { continue };
        let place = reads.get(left).map(|read| read.trial.place.clone());
        if let Some((read, place)) = reads.get_mut(right).zip(place) {
            read.trial.place = place;
        }
    }
    reads.into_iter().map(|read| read.trial).collect()
}

fn amount(reads: &[Read], at: usize) -> Option<(usize, &Read)> {
    reads.get(at).map(|read| (at, read))
}

/// Where left and right of each try stand: of the same attempt; where attempts are not numbered of the same row, or of the
/// same turn among the rows of one leg.
fn pairs(reads: &[Read], is_meant: impl Fn(&Read) -> bool) -> Vec<Bilateral<Option<usize>>> {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    enum Try {
        Attempt(u32),
        Row(u64),
        Turn(u32),
    }
    let mut legs: BTreeMap<u64, BTreeSet<Side>> = BTreeMap::new();
    for read in reads.iter().filter(|read| is_meant(read)) {
        legs.entry(read.line).or_default().insert(read.trial.side);
    }
    let mut turns: BTreeMap<_, u32> = BTreeMap::new();
    let mut tries: BTreeMap<_, Bilateral<Option<usize>>> = BTreeMap::new();
    for (at, read) in reads.iter().enumerate().filter(|(_, read)| is_meant(read)) {
        let Trial { subject, test, day, device, attempt, side, .. } = &read.trial;
        let of_day = (subject, test, *day, device.as_deref());
        let which = match attempt {
            Some(attempt) => Try::Attempt(*attempt),
            None if legs.get(&read.line).is_some_and(|legs| legs.len() > 1) => Try::Row(read.line),
            None => {
                let turn = turns.entry((of_day, *side)).or_insert(0);
                *turn += 1;
                Try::Turn(*turn)
            }
        };
        let both = tries.entry((of_day, which)).or_insert(Bilateral { left: None, right: None });
        match side {
            Side::Left => both.left = Some(at),
            Side::Right => both.right = Some(at),
        }
    }
    tries.into_values().collect()
}
