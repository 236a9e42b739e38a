//! What one test shows beyond δ and beyond all its usual noise: said, so that somebody measures again.
//!
//! The model knows that whole days are measured wrongly, and that few people differ by a half. So the larger a
//! difference of one day is, the surer it becomes that a mistake was made, and what is left speaks for equal legs. That
//! is no reason to send somebody away as equal whose leg has just failed. Nor is what was measured long ago a reason to
//! call a leg weak that has healed. It changes no number, but what shows this much of late is never told to be balanced,
//! and what shows nothing of late is never called.

use crate::body::Side;
use crate::notice::{Notice, NoticeCode};

use super::compare::Context;
use super::finding::ShownBeyond;
use super::gather::Instrument;
use super::runs::{Shown, contrasts, first_days, of_late, run_of, together};
use super::verdict::{size, threshold, unit_of};

/// So many SDs of its usual noise a raw difference lies beyond δ before nothing else may call the legs equal.
const BEYOND: f64 = 2.0; // source: evenstride-proposal; 97.5 % of ordinary noise

/// What some instruments showed of late, in the latest run of all their days.
pub(super) struct Lately<'m, 'k> {
    shown: Vec<Shown<'m, 'k>>,
    /// Did something come before it?
    has_earlier: bool,
}

/// What instruments showed of late.
pub(super) fn lately<'m, 'k>(
    instruments: &[(&'m Instrument<'k>, f64)],
    context: &Context<'_, '_>,
) -> Lately<'m, 'k> {
    let (shown, has_earlier) = of_late(instruments.iter().map(|&(k, _)| k), context.learnt);
    Lately { shown, has_earlier }
}

impl<'m, 'k> Lately<'m, 'k> {
    /// Those that show a difference beyond δ that their usual noise does not explain.
    ///
    /// δ in percent of the stronger leg, or in degrees.
    pub(super) fn beyond(&self, delta: f64) -> impl Iterator<Item = (&'m Instrument<'k>, f64)> + '_ {
        let is_beyond =
            move |one: &&Shown<'_, '_>| one.mean.abs() - beyond(one, delta) > BEYOND * libm::sqrt(one.variance);
        self.shown.iter().filter(is_beyond).map(|one| (one.instrument, one.mean))
    }

    /// Does nothing of it go with a difference beyond δ by which this leg is the weaker, though something came before?
    pub(super) fn denies(&self, weaker: Side, delta: f64) -> bool {
        let towards = match weaker {
            Side::Left => -1.0,
            Side::Right => 1.0,
        };
        let denies =
            |one: &Shown<'_, '_>| towards * one.mean + BEYOND * libm::sqrt(one.variance) < beyond(one, delta);
        self.has_earlier && !self.shown.is_empty() && self.shown.iter().all(denies)
    }
}

/// δ on the model's scale.
fn beyond(shown: &Shown<'_, '_>, delta: f64) -> f64 {
    threshold(delta, unit_of(shown.instrument.test.quality))
}

/// Does what some instruments showed at first and of late go with this change of the difference, but for their usual noise?
///
/// The change is now less then, left minus right on the model's scale.
pub(super) fn goes_with_change(
    instruments: &[(&Instrument<'_>, f64)],
    change: f64,
    context: &Context<'_, '_>,
) -> bool {
    instruments.iter().all(|(k, _)| {
        let shown = contrasts(k, context.learnt);
        let firsts = first_days(shown.iter().map(|one| one.day));
        let of_run = |run: usize| together(shown.iter().filter(|one| run_of(one.day, &firsts) == run));
        let ends = of_run(0).zip(of_run(firsts.len().saturating_sub(1)));
        ends.is_none_or(|((then, then_variance), (now, now_variance))| {
            (now - then - change).abs() <= BEYOND * libm::sqrt(then_variance + now_variance)
        })
    })
}

/// What an instrument shows of late that does not go with a verdict of balance.
pub(super) fn shown_beyond(instrument: &Instrument<'_>, difference: f64) -> ShownBeyond {
    let test = instrument.test;
    ShownBeyond {
        test: test.id.clone(),
        weaker: if difference < 0.0 { Side::Left } else { Side::Right },
        by: size(difference, unit_of(test.quality)).abs(),
    }
}

/// Says it.
pub(super) fn beyond_notice(instrument: &Instrument<'_>, shown: &ShownBeyond) -> Notice {
    let test = instrument.test;
    let ShownBeyond { weaker, by, .. } = shown;
    let by = match unit_of(test.quality) {
        super::finding::SizeUnit::Percent => format!("{by:.0} %"),
        super::finding::SizeUnit::Degrees => format!("{by:.0}°"),
    };
    Notice::new(
        NoticeCode::ValueDoubtful,
        format!(
            "{}: the {weaker} leg was {by} below the other, more than days make of equal legs; it may be so, or a \
             mistake in measuring",
            test.name
        ),
    )
    .hint("do this test once more on another day; if it stays like this, have the leg looked at")
}
