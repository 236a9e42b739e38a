//! How far a difference wanders in time: at one rate, and at a faster one while somebody trains.
//!
//! What a log tells of says nothing of the time before it and after it, so visits before anybody trained are as far apart
//! as they were. Read next: [`super::prior`].

use crate::knowledge::ModelRules;
use jiff::civil::Date;

use super::gains::HardSets;
use super::prior::{days_between, square};

/// When somebody trained between the measurements, in years from the first of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wander {
    trained: Option<(f64, f64)>,
}

impl Wander {
    /// From the first to the last day on which something was trained, as far as the first measurement is before it.
    pub(super) fn of(done: &[HardSets], first: Option<Date>) -> Self {
        let span = |first: Date| {
            let days = || done.iter().map(|sets| sets.on).filter(|on| *on >= first);
            let years = |day: Date| f64::from(days_between(first, day)) / 365.25;
            Some((years(days().min()?), years(days().max()?)))
        };
        Self { trained: first.and_then(span) }
    }

    /// The variance of what a difference has wandered by a time, in units of its usual variance.
    pub(super) fn variance(&self, years: f64, rules: &ModelRules) -> f64 {
        let (rest, training) = (square(rules.difference_walk), square(rules.difference_walk_training));
        let trained = self.trained.map_or(0.0, |(from, to)| (years.min(to) - from).max(0.0));
        rest * years.max(0.0) + (training - rest).max(0.0) * trained
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::{Bilateral, MuscleGroupId};
    use jiff::civil::date;

    #[test]
    fn a_difference_wanders_faster_only_while_somebody_trains() {
        let rules = ModelRules { difference_walk: 0.5, difference_walk_training: 1.5, ..ModelRules::PLAIN };
        let sets = |on| HardSets {
            on,
            group: MuscleGroupId::new("quads").unwrap(),
            sets: Bilateral { left: 3.0, right: 3.0 },
        };
        let first = date(2025, 1, 1);
        let done = [date(2025, 7, 2), date(2025, 4, 2), date(2024, 12, 1)].map(sets);
        let wander = Wander::of(&done, Some(first));
        let at = |day: Date| wander.variance(f64::from(days_between(first, day)) / 365.25, &rules);
        let years = |days: f64| days / 365.25;
        // By hand: a quarter a year at rest, two and a quarter while training, which is from day 91 to day 182.
        assert!((at(date(2025, 4, 2)) - 0.25 * years(91.0)).abs() < 1e-12);
        assert!((at(date(2025, 5, 2)) - 0.25 * years(91.0) - 2.25 * years(30.0)).abs() < 1e-12);
        let end = 0.25 * years(91.0) + 2.25 * years(91.0);
        assert!((at(date(2025, 7, 2)) - end).abs() < 1e-12);
        assert!((at(date(2025, 8, 1)) - end - 0.25 * years(30.0)).abs() < 1e-12);
        // Before the first measurement nothing is counted, and without a log it wanders at rest.
        assert!(wander.variance(-1.0, &rules).abs() < 1e-12);
        let none = Wander::of(&[], Some(first));
        assert!((none.variance(1.0, &rules) - 0.25).abs() < 1e-12);
    }
}
