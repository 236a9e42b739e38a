//! What an instrument showed day by day, and which days stand near enough to each other to be one look.
//!
//! ```text
//!   ● ●        ●  ●  ●            ●      days
//!   └ run ┘    └ run ┘            └ run: within four weeks, counted back from the latest day
//! ```
//! Days of one run differ by noise; between runs something may have changed. Left minus right throughout.
//! Read next: [`super::turning`] and [`super::contradict`].

use crate::knowledge::Link;
use jiff::civil::Date;

use super::cell::scaled;
use super::gather::{Day, Instrument};
use super::learn::Learnt;
use super::prior::{days_between, noise_scale, square};

/// Days of one run lie within so many days.
const RUN_DAYS: i32 = 28; // source: evenstride-proposal; four weeks move little that lasts

/// What an instrument showed on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Contrast {
    pub(super) day: Date,
    /// On the model's scale, left minus right.
    pub(super) mean: f64,
    /// By the usual noise of days and trials; the quirk of the test, which every day has, is not in it.
    pub(super) variance: f64,
}

/// What an instrument showed on each day with both legs, in the order of the days.
pub(super) fn contrasts(instrument: &Instrument<'_>, learnt: &Learnt) -> Vec<Contrast> {
    let test = instrument.test;
    let (noise, scale) = (learnt.noise(test), noise_scale(test));
    let trial = square(noise.trial * scale);
    let mean_of = |values: &[f64]| {
        let values = scaled(test, values);
        let n = values.len() as f64;
        let mean = values.iter().map(|(value, _)| value).sum::<f64>() / n;
        let counting = values.iter().map(|(_, counting)| counting).sum::<f64>() / (n * n);
        (n > 0.0).then_some((mean, trial / n + counting))
    };
    let of_day = |day: &Day| {
        let of_days = square(noise.leg_day * scale) / f64::from(day.n_days);
        if test.link == Link::Share {
            let ratios: Vec<f64> = day.pairs.iter().map(|&(left, right)| libm::log(left / right)).collect();
            let n = ratios.len() as f64;
            let (mean, variance) = (ratios.iter().sum::<f64>() / n, of_days + trial / n);
            return (n > 0.0).then_some(Contrast { day: day.day, mean, variance });
        }
        let (left, right) = (mean_of(&day.sides.left.values)?, mean_of(&day.sides.right.values)?);
        let variance = 2.0 * of_days + left.1 + right.1;
        Some(Contrast { day: day.day, mean: left.0 - right.0, variance })
    };
    let mut found: Vec<Contrast> = instrument.days.iter().filter_map(of_day).collect();
    found.sort_by_key(|contrast| contrast.day);
    found
}

/// The first days of the runs that days make up, ascending.
pub(super) fn first_days(days: impl Iterator<Item = Date>) -> Vec<Date> {
    let mut days: Vec<Date> = days.collect();
    days.sort_unstable();
    let mut firsts: Vec<Date> = Vec::new();
    let mut latest = None;
    for &day in days.iter().rev() {
        let is_near = latest.is_some_and(|end| days_between(day, end) <= RUN_DAYS);
        match firsts.last_mut() {
            Some(first) if is_near => *first = day,
            Some(_) | None => {
                latest = Some(day);
                firsts.push(day);
            }
        }
    }
    firsts.reverse();
    firsts
}

/// The number of the run that a day is in, by the runs' first days.
pub(super) fn run_of(day: Date, firsts: &[Date]) -> usize {
    firsts.partition_point(|first| *first <= day).saturating_sub(1)
}

/// What an instrument showed in the latest run of its own days and those of others.
pub(super) struct Shown<'i, 'k> {
    pub(super) instrument: &'i Instrument<'k>,
    /// On the model's scale, left minus right.
    pub(super) mean: f64,
    /// By the usual noise of days and trials, and by the quirk.
    pub(super) variance: f64,
}

/// What some instruments showed in the latest run of all their days, and whether they showed anything before it; those that
/// showed nothing then are not in it.
pub(super) fn of_late<'i, 'k>(
    instruments: impl Iterator<Item = &'i Instrument<'k>>,
    learnt: &Learnt,
) -> (Vec<Shown<'i, 'k>>, bool)
where
    'k: 'i,
{
    let each: Vec<(&'i Instrument<'k>, Vec<Contrast>)> =
        instruments.map(|k| (k, contrasts(k, learnt))).collect();
    let firsts = first_days(each.iter().flat_map(|(_, own)| own).map(|one| one.day));
    let Some(&since) = firsts.last() else { return (Vec::new(), false) };
    let shown = |(instrument, own): &(&'i Instrument<'k>, Vec<Contrast>)| {
        let (mean, variance) = together(own.iter().filter(|one| one.day >= since))?;
        let quirk = learnt.noise(instrument.test).quirk * noise_scale(instrument.test);
        Some(Shown { instrument, mean, variance: variance + square(quirk) })
    };
    (each.iter().filter_map(shown).collect(), firsts.len() > 1)
}

/// The mean of some contrasts, the exact ones counting most, and its variance; none of none.
pub(super) fn together<'c>(contrasts: impl Iterator<Item = &'c Contrast>) -> Option<(f64, f64)> {
    let known = contrasts.filter(|one| one.variance > 0.0);
    let (sum, weight) = known
        .fold((0.0, 0.0), |(sum, weight), one| (sum + one.mean / one.variance, weight + 1.0 / one.variance));
    (weight > 0.0).then(|| (sum / weight, 1.0 / weight))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn runs_are_counted_back_from_the_latest_day() {
        let days =
            [date(2026, 1, 1), date(2026, 1, 29), date(2026, 1, 30), date(2026, 2, 26), date(2026, 6, 1)];
        let firsts = first_days(days.into_iter());
        // 26 February is 27 days after 30 January and 28 after 29 January; 1 January is a run of its own.
        assert_eq!(firsts, [date(2026, 1, 1), date(2026, 1, 29), date(2026, 6, 1)]);
        assert_eq!(days.map(|day| run_of(day, &firsts)), [0, 1, 1, 1, 2]);
        assert_eq!(first_days(std::iter::empty()), Vec::<Date>::new());
    }

    #[test]
    fn contrasts_together_weigh_what_they_know() {
        let of = |mean, variance| Contrast { day: date(2026, 1, 1), mean, variance };
        let (mean, variance) = together([of(1.0, 1.0), of(4.0, 0.5)].iter()).unwrap();
        // By hand: (1·1 + 4·2) / 3 and 1/3.
        assert!((mean - 3.0).abs() < 1e-12 && (variance - 1.0 / 3.0).abs() < 1e-12);
        assert!(together([].iter()).is_none());
    }
}
