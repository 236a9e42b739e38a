//! What one test shows beyond δ and beyond all its usual noise: said, so that somebody measures again.
//!
//! The model knows that whole days are measured wrongly, and that few people differ by a half. So the larger a
//! difference of one day is, the surer it becomes that a mistake was made, and what is left speaks for equal legs. That
//! is no reason to send somebody away as equal whose leg has just failed. It changes no number, but what shows this much
//! is never told to be balanced.

use crate::body::Side;
use crate::knowledge::Link;
use crate::notice::{Notice, NoticeCode};

use super::cell::scaled;
use super::compare::Context;
use super::gather::Instrument;
use super::prior::{noise_scale, square};
use super::verdict::{size, threshold, unit_of};

/// So many SDs of its usual noise a raw difference lies beyond δ before nothing else may call the legs equal.
const BEYOND: f64 = 2.0; // source: evenstride-proposal; 97.5 % of ordinary noise

/// Does this instrument show a difference beyond δ that its usual noise does not explain?
///
/// δ in percent of the stronger leg, or in degrees.
pub(super) fn shows_beyond(instrument: &Instrument<'_>, delta: f64, context: &Context<'_, '_>) -> bool {
    let beyond = threshold(delta, unit_of(instrument.test.quality));
    shown(instrument, context)
        .is_some_and(|(difference, variance)| difference.abs() - beyond > BEYOND * libm::sqrt(variance))
}

/// Says what an instrument shows that does not go with a verdict of balance.
pub(super) fn beyond_notice(instrument: &Instrument<'_>, context: &Context<'_, '_>) -> Option<Notice> {
    let test = instrument.test;
    let (difference, _) = shown(instrument, context)?;
    let weaker = if difference < 0.0 { Side::Left } else { Side::Right };
    let unit = unit_of(test.quality);
    let by = size(difference, unit).abs();
    let by = match unit {
        super::finding::SizeUnit::Percent => format!("{by:.0} %"),
        super::finding::SizeUnit::Degrees => format!("{by:.0}°"),
    };
    Some(
        Notice::new(
            NoticeCode::ValueDoubtful,
            format!(
                "{}: the {weaker} leg was {by} below the other, more than a day makes of equal legs; yet so much is so rare \
                 that a mistake in measuring is as likely",
                test.name
            ),
        )
        .hint("do this test once more on another day; if it stays like this, have the leg looked at"),
    )
}

/// The mean difference of the days with both legs, left minus right on the model's scale, and its variance by usual noise.
fn shown(instrument: &Instrument<'_>, context: &Context<'_, '_>) -> Option<(f64, f64)> {
    let test = instrument.test;
    let (noise, scale) = (context.learnt.noise(test), noise_scale(test));
    let (day, trial, quirk) = (noise.leg_day * scale, square(noise.trial * scale), square(noise.quirk * scale));
    let mean_of = |values: &[f64]| {
        let values = scaled(test, values);
        let n = values.len() as f64;
        let mean = values.iter().map(|(value, _)| value).sum::<f64>() / n;
        let counting = values.iter().map(|(_, counting)| counting).sum::<f64>() / (n * n);
        (n > 0.0).then_some((mean, trial / n + counting))
    };
    let of_day = |j: &super::gather::Day| {
        let of_days = square(day) / f64::from(j.n_days);
        if test.link == Link::Share {
            let ratios: Vec<f64> = j.pairs.iter().map(|&(left, right)| libm::log(left / right)).collect();
            let n = ratios.len() as f64;
            return (n > 0.0).then(|| (ratios.iter().sum::<f64>() / n, of_days + trial / n));
        }
        let (left, right) = (mean_of(&j.sides.left.values)?, mean_of(&j.sides.right.values)?);
        Some((left.0 - right.0, 2.0 * of_days + left.1 + right.1))
    };
    let days: Vec<(f64, f64)> = instrument.days.iter().filter_map(of_day).collect();
    let n = days.len() as f64;
    let (sum, variance) =
        days.iter().fold((0.0, 0.0), |(sum, all), (difference, own)| (sum + difference, all + own));
    (n > 0.0).then(|| (sum / n, variance / (n * n) + quirk))
}
