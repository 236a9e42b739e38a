//! What a new visit would show if nothing changed: how probable each difference is in each test.
//!
//! It holds for the day of the assessment and for as many trials as this person usually did. Read next:
//! [`super::new_visit`] for what the visit itself adds, [`super::model`] for what lasts.

use crate::body::Quality;
use crate::knowledge::TestId;

use super::compare::Context;
use super::finding::Interval;
use super::gather::{Instrument, median};
use super::mixture::Mixture;
use super::model::{Looks, Seen, Target};
use super::new_visit::noise_of_visit;
use super::prior::TestPart;

/// What a new visit would show if nothing changed.
///
/// # Units
/// `100·ln(L/R)`, or left minus right in degrees: above 0 when the left leg shows more.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// The test.
    pub test: TestId,
    /// The device, when stated.
    pub device: Option<String>,
    /// Mean of the difference.
    pub mean: f64,
    /// Its standard deviation, with the noise of the visit.
    pub sd: f64,
    /// Its median, and the ends between which 19 of 20 visits would lie.
    pub interval: Interval,
    /// The whole of it as a sum of normal distributions, whose weights add up to 1: its tails are heavier than those of one.
    pub parts: Vec<PredictedPart>,
    /// Trials a side that it is meant for.
    pub n_trials: u32,
}

/// One of the normal distributions that a prediction is made of, in the units of the prediction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PredictedPart {
    /// How probable it is.
    pub weight: f64,
    /// Its mean.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
}

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
    let wanted: Vec<(&Seen, bool)> = seen.iter().map(|seen| (seen, true)).collect();
    let lasting = model.answer(&wanted);
    chosen
        .into_iter()
        .zip(&lasting)
        .map(|(k, lasting)| {
            let instrument = &model.instruments[k];
            let n_trials = usual_trials(instrument);
            let shown = lasting.plus(&noise_of_visit(model, k, context.learnt, n_trials));
            prediction(instrument, &shown, n_trials)
        })
        .collect()
}

fn prediction(instrument: &Instrument<'_>, shown: &Mixture, n_trials: u32) -> Prediction {
    let times = if instrument.test.quality == Quality::Flexibility { 1.0 } else { 100.0 };
    let [low, middle, high] = shown.quantiles([0.025, 0.5, 0.975]).map(|value| times * value);
    let part = |&(weight, normal): &(f64, super::site::Normal)| PredictedPart {
        weight,
        mean: times * normal.mean,
        sd: times * libm::sqrt(normal.variance),
    };
    Prediction {
        test: instrument.test.id.clone(),
        device: instrument.device.clone(),
        mean: times * shown.mean(),
        sd: times * shown.sd(),
        interval: Interval { middle, low, high },
        parts: shown.parts().iter().map(part).collect(),
        n_trials,
    }
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
