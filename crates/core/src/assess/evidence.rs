//! What is behind a finding: tests, days, trials, wild values, the raw difference, and the course over the days.

use crate::body::{Bilateral, Side};
use crate::knowledge::Link;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Comparison, DayEvidence, Evidence, SizeUnit, TestEvidence};
use super::gather::{Instrument, on_scale};
use super::learn::Learnt;
use super::verdict::{size, unit_of};

/// The instruments behind a comparison, each with its share of the group.
pub(super) type Behind<'m, 'k> = [(&'m Instrument<'k>, f64)];

/// Does an instrument inform a comparison?
pub(super) fn informs(instrument: &Instrument<'_>, comparison: &Comparison) -> bool {
    match comparison {
        Comparison::Opposing { side, .. } => instrument.n_used(*side) > 0,
        Comparison::LeftRight { .. } => instrument.both_sides(),
    }
}

/// The evidence without anything that the model says.
pub(super) fn evidence(comparison: &Comparison, behind: &Behind<'_, '_>, learnt: &Learnt) -> Evidence {
    let only_side = match comparison {
        Comparison::Opposing { side, .. } => Some(*side),
        Comparison::LeftRight { .. } => None,
    };
    let sides: Vec<Side> = only_side.map_or(Side::BOTH.to_vec(), |side| vec![side]);
    let mut tests: Vec<TestEvidence> = behind
        .iter()
        .map(|(k, load)| TestEvidence {
            test: k.test.id.clone(),
            device: k.device.clone(),
            load: *load,
            days: k.days.iter().map(|d| DayEvidence { day: d.day, sides: d.sides.clone() }).collect(),
            used: informs(k, comparison),
            raw_size: if only_side.is_none() { raw_size(k) } else { None },
            noise: learnt.noise(k.test),
            noise_from: learnt.noise_from(&k.test.id),
        })
        .collect();
    tests.sort_by(|a, b| b.used.cmp(&a.used).then(b.load.total_cmp(&a.load)).then_with(|| a.test.cmp(&b.test)));
    let counted = || behind.iter().map(|(k, _)| k).filter(|k| informs(k, comparison));
    // Days that were put together count as the days that they were.
    let mut days: BTreeMap<Date, u32> = BTreeMap::new();
    for day in counted().flat_map(|k| &k.days) {
        if sides.iter().any(|&side| !day.sides[side].values.is_empty()) {
            let known = days.entry(day.day).or_insert(0);
            *known = day.n_days.max(*known);
        }
    }
    Evidence {
        n_trials: counted().map(|k| sides.iter().map(|&side| k.n_used(side)).sum::<usize>()).sum(),
        n_days: days.values().map(|&n| n as usize).sum(),
        tests,
        ..Evidence::default()
    }
}

/// The days on which an instrument of a comparison measured both legs, earliest first.
pub(super) fn days_with_both(behind: &Behind<'_, '_>) -> BTreeSet<Date> {
    behind
        .iter()
        .flat_map(|(k, _)| k.days.iter().map(move |day| (k, day)))
        .filter(|(k, day)| match k.test.link {
            Link::Share => !day.pairs.is_empty(),
            Link::Log | Link::InverseTime | Link::Count | Link::Linear => {
                Side::BOTH.iter().all(|&side| !day.sides[side].values.is_empty())
            }
        })
        .map(|(_, day)| day.day)
        .collect()
}

/// What the simple formula would say: the signed size of the mean difference of the days with both sides.
fn raw_size(instrument: &Instrument<'_>) -> Option<f64> {
    let test = instrument.test;
    let middle = |values: &[f64]| {
        let scaled: Vec<f64> = values.iter().filter_map(|&v| on_scale(test, v)).collect();
        (!scaled.is_empty()).then(|| scaled.iter().sum::<f64>() / scaled.len() as f64)
    };
    let mut differences: Vec<f64> = match test.link {
        Link::Share => instrument
            .days
            .iter()
            .flat_map(|d| &d.pairs)
            .map(|&(left, right)| libm::log(left / right))
            .collect(),
        Link::Log | Link::InverseTime | Link::Count | Link::Linear => instrument
            .days
            .iter()
            .filter_map(|d| Some(middle(&d.sides.left.values)? - middle(&d.sides.right.values)?))
            .collect(),
    };
    if differences.is_empty() {
        // Measured on different days only: the means of all days are compared.
        let all = |side: Side| -> Vec<f64> {
            instrument.days.iter().flat_map(|d| d.sides[side].values.iter().copied()).collect()
        };
        differences.push(middle(&all(Side::Left))? - middle(&all(Side::Right))?);
    }
    let mean = differences.iter().sum::<f64>() / differences.len() as f64;
    Some(size(mean, unit_of(test.quality)))
}

/// The unit of a course or a change: `100·ln` or degrees.
pub(super) fn times_of(unit: SizeUnit) -> f64 {
    match unit {
        SizeUnit::Percent => 100.0,
        SizeUnit::Degrees => 1.0,
    }
}

/// Most pain noted on each side.
pub(super) fn most_pain(behind: &Behind<'_, '_>) -> Bilateral<u8> {
    Bilateral::from_fn(|side| behind.iter().map(|(k, _)| k.pain[side]).max().unwrap_or(0))
}
