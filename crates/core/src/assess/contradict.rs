//! Days of one test that contradict each other by more than its noise: said, so that somebody looks for the reason.
//!
//! It changes no number, since the model knows that a day may be wild; but what contradicts itself is never told to be
//! balanced.

use crate::knowledge::Link;
use crate::notice::{Notice, NoticeCode};

use super::cell::scaled;
use super::gather::Instrument;
use super::learn::Learnt;
use super::prior::{noise_scale, square};

/// From this ratio of observed to expected scatter on, days contradict each other rather than vary.
const CONTRADICTS: f64 = 4.0; // source: birge-1932 for the ratio, evenstride-proposal for the line; grade E

/// Do the days of this instrument contradict each other?
pub(super) fn contradicts(instrument: &Instrument<'_>, learnt: &Learnt) -> bool {
    ratio_of_scatter(instrument, learnt) > CONTRADICTS
}

/// Says of every instrument whose days contradict each other that they do.
pub(super) fn tell_contradictions(instruments: &[Instrument<'_>], learnt: &Learnt, notices: &mut Vec<Notice>) {
    for instrument in instruments.iter().filter(|k| contradicts(k, learnt)) {
        notices.push(
            Notice::new(
                NoticeCode::DaysDisagree,
                format!("{}: its days disagree by more than its noise", instrument.test.name),
            )
            .hint("look for a mix-up of sides or a change of set-up; a further day helps"),
        );
    }
}

/// The Birge ratio of the differences that an instrument showed on its days, 0 when there are too few.
fn ratio_of_scatter(instrument: &Instrument<'_>, learnt: &Learnt) -> f64 {
    let test = instrument.test;
    let (noise, scale) = (learnt.noise(test), noise_scale(test));
    let mean_of = |values: &[f64], n_days: u32| {
        let values = scaled(test, values);
        let n = values.len() as f64;
        let mean = values.iter().map(|(value, _)| value).sum::<f64>() / n;
        let counting = values.iter().map(|(_, counting)| counting).sum::<f64>() / (n * n);
        let variance =
            square(noise.leg_day * scale) / f64::from(n_days) + square(noise.trial * scale) / n + counting;
        (n > 0.0).then_some((mean, variance))
    };
    let differences: Vec<(f64, f64)> = instrument
        .days
        .iter()
        .filter_map(|day| {
            let (left, left_variance) = mean_of(&day.sides.left.values, day.n_days)?;
            let (right, right_variance) = mean_of(&day.sides.right.values, day.n_days)?;
            Some((left - right, left_variance + right_variance))
        })
        .filter(|(_, variance)| *variance > 0.0)
        .collect();
    if differences.len() < 2 || test.link == Link::Share {
        return 0.0;
    }
    let weight: f64 = differences.iter().map(|(_, variance)| 1.0 / variance).sum();
    let mean = differences.iter().map(|(difference, variance)| difference / variance).sum::<f64>() / weight;
    let scatter: f64 =
        differences.iter().map(|(difference, variance)| square(difference - mean) / variance).sum();
    scatter / (differences.len() - 1) as f64
}
