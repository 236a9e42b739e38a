//! What a new visit would show if nothing changed: the middle and spread of the difference of each test.
//!
//! It holds for the day of the assessment and for as many trials as this person usually did. Read next:
//! [`super::model`].

use crate::body::Quality;
use crate::knowledge::Link;

use super::compare::Context;
use super::finding::Prediction;
use super::gather::{Instrument, median};
use super::model::{Looks, Seen, Target};
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
            model.see(&Target::of(row), &mut Looks::new())
        })
        .collect();
    seen.iter()
        .map(|seen| model.normal(seen))
        .zip(chosen)
        .map(|(lasting, k)| {
            let instrument = &model.instruments[k];
            let test = instrument.test;
            let (noise, scale) = (context.learnt.noise(test), noise_scale(test));
            let n_trials = usual_trials(instrument);
            let legs = if test.link == Link::Share { 1.0 } else { 2.0 };
            let a_visit =
                legs * (square(noise.leg_day * scale) + square(noise.trial * scale) / f64::from(n_trials));
            // A noise that is not known exactly is wider in the mean: the mean of a log-normal variance.
            let unsure = context.learnt.log_variance(test, &context.knowledge.model);
            let a_visit = a_visit * libm::exp(2.0 * unsure);
            let times = if test.quality == Quality::Flexibility { 1.0 } else { 100.0 };
            Prediction {
                test: test.id.clone(),
                device: instrument.device.clone(),
                mean: times * lasting.mean,
                sd: times * libm::sqrt(lasting.variance + a_visit),
                n_trials,
            }
        })
        .collect()
}

/// The trials a side that this person usually did on one day, the middle of all days with both legs.
fn usual_trials(instrument: &Instrument<'_>) -> u32 {
    let mut numbers: Vec<f64> = instrument
        .days
        .iter()
        .map(|day| day.sides.left.values.len().min(day.sides.right.values.len()))
        .filter(|&n| n > 0)
        .map(|n| n as f64)
        .collect();
    median(&mut numbers).map_or(1, |n| libm::floor(n) as u32).max(1)
}
