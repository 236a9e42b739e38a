//! Between which days the difference of some muscle groups may have come or gone, as far as anything measured tells.
//!
//! A difference that is large does not last for ever, and may begin at any time. What that would explain better than
//! noise does is looked for here, so that the model has a part for it; where nothing measured tells of a change, a part
//! for it would say nothing and take time. Read next: [`super::history`], which makes the parts.

use crate::body::{MuscleGroupId, Quality};
use jiff::civil::Date;

use super::gather::Instrument;
use super::learn::Learnt;
use super::runs::{Contrast, contrasts, first_days, run_of, together};

/// What was measured tells of a change where it differs by more than so many standard deviations.
const TELLS: f64 = 2.0; // source: evenstride-proposal; below it a change stays as improbable as it was, or nearly
/// At most so many changes are told apart: those of which most is told.
const MOST: usize = 3;

/// When something may have changed, in years from the first day.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Turns {
    /// At once, between the last day before and the first one after.
    pub(super) at_once: Vec<(f64, f64)>,
    /// Little by little, from the first day to the last.
    pub(super) slowly: Option<(f64, f64)>,
}

/// Where what was measured of some groups tells of a change.
pub(super) fn turns(
    instruments: &[Instrument<'_>],
    (quality, groups): (Quality, &[&MuscleGroupId]),
    learnt: &Learnt,
    years: &dyn Fn(Date) -> f64,
) -> Turns {
    let load_of = |k: &Instrument<'_>| -> f64 {
        if k.test.quality != quality {
            return 0.0;
        }
        groups.iter().filter_map(|group| k.test.loads.get(*group)).sum()
    };
    let shown: Vec<(f64, Vec<Contrast>)> = instruments
        .iter()
        .map(|k| (load_of(k), k))
        .filter(|(load, _)| *load > 0.0)
        .map(|(load, k)| (load, contrasts(k, learnt)))
        .collect();
    let firsts = first_days(shown.iter().flat_map(|(_, own)| own).map(|one| one.day));
    let n_runs = firsts.len();
    if n_runs < 2 {
        return Turns::default();
    }
    // Of each instrument, what the runs from one to before another showed.
    let within = |own: &[Contrast], from: usize, to: usize| {
        together(own.iter().filter(|one| (from..to).contains(&run_of(one.day, &firsts))))
    };
    let nearest =
        |own: &[Contrast], mut runs: std::ops::Range<usize>| runs.find_map(|run| within(own, run, run + 1));
    let nearest_before =
        |own: &[Contrast], after: usize| (0..after).rev().find_map(|run| within(own, run, run + 1));
    let at_turn = |after: usize| {
        let near = told_by(
            shown.iter().map(|(load, own)| (*load, nearest_before(own, after), nearest(own, after..n_runs))),
        );
        let whole =
            told_by(shown.iter().map(|(load, own)| (*load, within(own, 0, after), within(own, after, n_runs))));
        near.max(whole)
    };
    let mut told: Vec<(f64, usize)> =
        (1..n_runs).map(|after| (at_turn(after), after)).filter(|(by, _)| *by >= TELLS).collect();
    told.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    told.truncate(MOST);
    told.sort_by_key(|(_, after)| *after);
    let days = || shown.iter().flat_map(|(_, own)| own).map(|one| one.day);
    let between = |&(_, after): &(f64, usize)| {
        let first = firsts[after];
        let before = days().filter(|day| *day < first).max()?;
        Some((years(before), years(first)))
    };
    let from_end_to_end = told_by(shown.iter().map(|(load, own)| {
        let (then, now) = ends(own, &firsts).unzip();
        (*load, then, now)
    }));
    let is_slow = n_runs > 2 && from_end_to_end >= TELLS;
    let span = days().min().zip(days().max()).map(|(first, last)| (years(first), years(last)));
    Turns { at_once: told.iter().filter_map(between).collect(), slowly: span.filter(|_| is_slow) }
}

/// What an instrument showed in the first run and in the last one; none where it was done in one alone, which tells nothing
/// of a change.
fn ends(own: &[Contrast], firsts: &[Date]) -> Option<((f64, f64), (f64, f64))> {
    let runs = own.iter().map(|one| run_of(one.day, firsts));
    let (first, last) = (runs.clone().min()?, runs.max()?);
    let of_run = |run| together(own.iter().filter(|one| run_of(one.day, firsts) == run));
    (first < last).then(|| of_run(first).zip(of_run(last)))?
}

/// How many standard deviations a change lies from none, by all instruments together: each with how much of it shows in the
/// instrument, and what the instrument showed before and after.
fn told_by(each: impl Iterator<Item = (f64, Option<(f64, f64)>, Option<(f64, f64)>)>) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (load, before, after) in each {
        if let Some(((then, then_variance), (now, now_variance))) = before.zip(after) {
            let variance = then_variance + now_variance;
            sum += load * (now - then) / variance;
            weight += load * load / variance;
        }
    }
    if weight > 0.0 { sum.abs() / libm::sqrt(weight) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_was_done_in_one_run_alone_tells_nothing_of_a_change() {
        let firsts = [date(2026, 1, 1), date(2026, 4, 1), date(2026, 8, 1)];
        let of = |month, day, mean| Contrast { day: date(2026, month, day), mean, variance: 0.01 };
        let in_all = [of(1, 1, 0.0), of(1, 9, 0.2), of(4, 2, 0.3), of(8, 1, 0.5)];
        let ((then, before), (now, after)) = ends(&in_all, &firsts).unwrap();
        // By hand: the mean of two days with half of the variance, and the last day alone.
        for (found, wanted) in [(then, 0.1), (before, 0.005), (now, 0.5), (after, 0.01)] {
            assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
        }
        assert!(ends(&in_all[..2], &firsts).is_none() && ends(&[], &firsts).is_none());
    }

    #[test]
    fn instruments_tell_of_a_change_together() {
        // By hand: both saw 0.2 with a variance of 0.02, one of them in full and one by half.
        let one = |load| (load, Some((0.1, 0.01)), Some((0.3, 0.01)));
        let by_hand = (10.0 + 5.0) / libm::sqrt(50.0 + 12.5);
        assert!((told_by([one(1.0), one(0.5)].into_iter()) - by_hand).abs() < 1e-12);
        // What was not done before or after tells nothing, and what contradicts takes away.
        assert!(told_by([(1.0, None, Some((0.3, 0.01)))].into_iter()) == 0.0);
        let other = (1.0, Some((0.3, 0.01)), Some((0.1, 0.01)));
        assert!(told_by([one(1.0), other].into_iter()) < 1e-12);
    }
}
