//! What a new visit would show if nothing changed: the middle and spread of the difference of each test.
//!
//! It holds for the day of the assessment and for as many trials as the person did last time. Read next:
//! [`super::model`].

use crate::body::Quality;
use crate::knowledge::Link;

use super::compare::Context;
use super::finding::Prediction;
use super::gather::Instrument;
use super::model::{Seen, Target};
use super::prior::{TestPart, noise_scale, square};

/// One prediction for each instrument that measured both legs.
pub(super) fn predictions(context: &Context<'_, '_>) -> Vec<Prediction> {
    let model = context.model;
    let chosen: Vec<usize> =
        (0..model.instruments.len()).filter(|&k| model.instruments[k].both_sides()).collect();
    let seen: Vec<Seen> = chosen
        .iter()
        .map(|&k| {
            let mut row = model.loaded_difference(model.instruments[k].test, model.as_of);
            row.test = Some(TestPart { instrument: k, offset: 0.0, quirk: 1.0, later: true, day: None });
            model.see(&Target::of(row))
        })
        .collect();
    model
        .answer(&seen)
        .into_iter()
        .zip(chosen)
        .map(|(mixture, k)| {
            let instrument = &model.instruments[k];
            let test = instrument.test;
            let (noise, scale) = (context.learnt.noise(test), noise_scale(test));
            let n_trials = trials_of_last_day(instrument);
            let legs = if test.link == Link::Share { 1.0 } else { 2.0 };
            let a_visit =
                legs * (square(noise.leg_day * scale) + square(noise.trial * scale) / f64::from(n_trials));
            let times = if test.quality == Quality::Flexibility { 1.0 } else { 100.0 };
            Prediction {
                test: test.id.clone(),
                device: instrument.device.clone(),
                mean: times * mixture.mean(),
                sd: times * libm::sqrt(mixture.variance() + a_visit),
                n_trials,
            }
        })
        .collect()
}

/// How many trials a side the last day with both legs had, the larger number of the two; the test's own when there
/// is none.
fn trials_of_last_day(instrument: &Instrument<'_>) -> u32 {
    let usual = instrument.test.trials;
    let done = instrument.days.iter().rev().find_map(|day| {
        let (left, right) = (day.sides.left.values.len(), day.sides.right.values.len());
        // Old days may have been put together in one.
        let n_days = usize::try_from(day.n_days.max(1)).ok()?;
        (left > 0 && right > 0).then(|| left.max(right).div_ceil(n_days))
    });
    done.and_then(|n| u32::try_from(n).ok()).unwrap_or(usual).max(1)
}
