//! What the model observes: a cell for each leg, test and day, and ties between the offsets of two tests.
//!
//! It decides what a value looks at; what the value says stands in [`super::cell`].

use crate::body::{MuscleGroupId, Side};
use crate::knowledge::{Knowledge, Link, Test, TestId};
use jiff::civil::Date;
use std::collections::BTreeMap;

use super::cell::{CellPart, OwnDay, cell, scaled};
use super::gather::{Day, Instrument};
use super::history::WildDay;
use super::learn::Learnt;
use super::prior::{DayForm, Prior, Row, TestPart, days_between, square};

/// One leg in one test on one day, as the model sees it.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) row: Row,
    pub(super) instrument: usize,
    pub(super) day: usize,
    /// The leg; none for a share, which is of both.
    pub(super) side: Option<Side>,
    pub(super) parts: Vec<CellPart>,
}

/// The days on which a muscle of one leg was measured in more than one test, so that its form shows in all of them.
///
/// With one test alone a wild day of the muscle cannot be told from one of the test, and the cell has both.
pub(super) fn shared_days(prior: &Prior<'_>, instruments: &[Instrument<'_>]) -> Vec<WildDay> {
    let mut n_tests: BTreeMap<WildDay, usize> = BTreeMap::new();
    for (k, instrument) in instruments.iter().enumerate() {
        if instrument.test.link == Link::Share {
            continue;
        }
        for day in instrument.days.iter().filter(|day| day.n_days == 1) {
            for side in Side::BOTH {
                if !scaled(instrument.test, &day.sides[side].values).is_empty() {
                    *n_tests.entry(prior.wild_day(k, form_of(day, side))).or_insert(0) += 1;
                }
            }
        }
    }
    n_tests.into_iter().filter(|(_, n)| *n > 1).map(|(day, _)| day).collect()
}

fn form_of(day: &Day, side: Side) -> DayForm {
    DayForm { day: days_between(Date::ZERO, day.day), side, one: day.n_days == 1 }
}

/// All cells of a person.
pub(super) fn cells_of(prior: &Prior<'_>, instruments: &[Instrument<'_>], learnt: &Learnt) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (k, instrument) in instruments.iter().enumerate() {
        let whole = loaded(prior, instrument.test, 1.0);
        for j in 0..instrument.days.len() {
            cells.extend(cells_of_day(prior, instrument, (k, j), &whole, learnt));
        }
    }
    cells
}

/// The states that a test loads, each with its share.
pub(super) fn loaded(prior: &Prior<'_>, test: &Test, times: f64) -> Vec<(usize, f64)> {
    let place = |group: &MuscleGroupId| prior.place(test.quality, group);
    test.loads.iter().filter_map(|(group, &load)| Some((place(group)?, times * load))).collect()
}

/// Left carries half of a difference above the level, right half below.
pub(super) fn half_of(side: Side) -> f64 {
    match side {
        Side::Left => 0.5,
        Side::Right => -0.5,
    }
}

/// The cells of one day of one instrument, whose test loads the muscles as `whole` says.
fn cells_of_day(
    prior: &Prior<'_>,
    instrument: &Instrument<'_>,
    (k, j): (usize, usize),
    whole: &[(usize, f64)],
    learnt: &Learnt,
) -> Vec<Cell> {
    let (test, day) = (instrument.test, &instrument.days[j]);
    let noise = learnt.noise(test);
    let years = prior.years(day.day);
    let later = instrument.first_day().is_some_and(|first| first < day.day);
    let share = test.link == Link::Share;
    let own_day = OwnDay {
        variance: prior.own_day_variance(k, share, day.n_days == 1),
        n_days: f64::from(day.n_days),
        of_muscle: 0.0,
    };
    if share {
        let ratios: Vec<(f64, f64)> = day
            .pairs
            .iter()
            .map(|&(left, right)| (libm::log(left / right), 0.0))
            .filter(|(ratio, _)| ratio.is_finite())
            .collect();
        let parts = cell(test, &ratios, &noise, own_day, prior.rules());
        let mut row = prior.row(years);
        row.differences = whole.to_vec();
        row.test = Some(TestPart { instrument: k, offset: 0.0, quirk: 1.0, later, day: None });
        return if parts.is_empty() {
            Vec::new()
        } else {
            vec![Cell { row, instrument: k, day: j, side: None, parts }]
        };
    }
    Side::BOTH
        .into_iter()
        .filter_map(|side| {
            let values = scaled(test, &day.sides[side].values);
            let form = form_of(day, side);
            let own_day = OwnDay { of_muscle: prior.wild_alone(k, form), ..own_day };
            let parts = cell(test, &values, &noise, own_day, prior.rules());
            if parts.is_empty() {
                return None;
            }
            let mut row = prior.row(years);
            row.levels = whole.to_vec();
            row.differences = whole.iter().map(|&(state, load)| (state, half_of(side) * load)).collect();
            let quirk = half_of(side);
            row.test = Some(TestPart { instrument: k, offset: 1.0, quirk, later, day: Some(form) });
            Some(Cell { row, instrument: k, day: j, side: Some(side), parts })
        })
        .collect()
}

/// The usual ratio of two tests ties their offsets together, so that the ratio of two levels can be told.
pub(super) fn usual_ratios(
    instruments: &[Instrument<'_>],
    expected: &[Option<f64>],
    knowledge: &Knowledge,
    prior: &Prior<'_>,
) -> Vec<(Row, f64, f64)> {
    let mut ties = Vec::new();
    for ratio in knowledge.pairs.iter().flat_map(|pair| &pair.ratio) {
        for (a, b) in instrument_pairs(instruments, &ratio.numerator, &ratio.denominator) {
            let known = expected[a].unwrap_or(0.0) - expected[b].unwrap_or(0.0);
            let mut row = prior.row(0.0);
            row.offsets = vec![(a, 1.0), (b, -1.0)];
            ties.push((row, libm::log(ratio.usual) - known, square(ratio.usual_sd_percent * 0.01)));
        }
    }
    ties
}

pub(super) fn instrument_pairs(
    instruments: &[Instrument<'_>],
    numerator: &TestId,
    denominator: &TestId,
) -> Vec<(usize, usize)> {
    let positions = |test: &TestId| -> Vec<usize> {
        (0..instruments.len()).filter(|&k| instruments[k].test.id == *test).collect()
    };
    let below = positions(denominator);
    positions(numerator)
        .into_iter()
        .flat_map(|a| below.iter().map(move |&b| (a, b)))
        .filter(|&(a, b)| instruments[a].device == instruments[b].device)
        .collect()
}
