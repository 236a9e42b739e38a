//! What logged sets are expected to have changed: a gain of each leg in each muscle group, as it grows and fades.
//!
//! ```text
//!   hard sets a week, by group and leg ── gain a week, with diminishing returns ── gain(t) of each leg
//! ```
//! It is an expectation with an unknown personal response ([`super::prior`]), never an observation: what no measurement
//! has looked at since is not told, and training before the first measurement is in what that measured.
//! Read next: “Training” in `docs/model.md`.

use crate::body::{Bilateral, MuscleGroupId, Side};
use crate::knowledge::ModelRules;
use jiff::civil::Date;
use std::collections::BTreeMap;

use super::prior::days_between;

/// Hard sets of one muscle group on one day, by leg.
///
/// # Units
/// Whole and part sets, never below 0; a set with both legs is one of each.
#[derive(Debug, Clone, PartialEq)]
pub struct HardSets {
    /// The day.
    pub on: Date,
    /// The muscle group.
    pub group: MuscleGroupId,
    /// Sets of each leg.
    pub sets: Bilateral<f64>,
}

/// More weeks than this are not looked at: what was gained before them has long faded or settled.
const MOST_WEEKS: usize = 520; // source: evenstride-proposal; ten years
/// More sets in a week than this are a mistake of typing, and count as so many.
const MOST_SETS: f64 = 60.0; // source: evenstride-proposal; three times the most that anybody is advised
/// Sets a week at which the catalogue's figure of the gain holds.
const USUAL_SETS: f64 = 10.0; // source: the assumption `training-gain-percent`

/// The gains of one muscle group: what each leg has at the end of each week from the first day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Course {
    /// What a week with these sets adds to each leg, on the logarithmic scale, before anything fades.
    rates: Vec<Bilateral<f64>>,
    /// What each leg has when each week begins.
    starts: Vec<Bilateral<f64>>,
    /// Weeks in which a gain fades to 37 of 100.
    fades_weeks: f64,
    /// Weeks to the last day that counts.
    until_weeks: f64,
}

/// The gains of every group that was trained between the first day and the last of measuring.
pub(super) fn courses(
    done: &[HardSets],
    first: Date,
    last: Date,
    rules: &ModelRules,
) -> BTreeMap<MuscleGroupId, Course> {
    let mut by_group: BTreeMap<&MuscleGroupId, Vec<Bilateral<f64>>> = BTreeMap::new();
    for one in done.iter().filter(|one| one.on >= first && one.on < last) {
        let week = usize::try_from(days_between(first, one.on) / 7).unwrap_or(MOST_WEEKS);
        if week >= MOST_WEEKS {
            continue;
        }
        let weeks = by_group.entry(&one.group).or_default();
        if weeks.len() <= week {
            weeks.resize(week + 1, Bilateral::default());
        }
        for side in Side::BOTH {
            weeks[week][side] += one.sets[side].clamp(0.0, MOST_SETS);
        }
    }
    let until_weeks = f64::from(days_between(first, last)) / 7.0;
    let course = |weeks: Vec<Bilateral<f64>>| {
        let rates: Vec<Bilateral<f64>> = weeks.iter().map(|sets| rates_of(sets, rules)).collect();
        let mut course =
            Course { rates, starts: Vec::new(), fades_weeks: rules.drift_weeks.max(1.0), until_weeks };
        let mut start = Bilateral::default();
        for rate in &course.rates {
            course.starts.push(start);
            start = course.after(start, *rate, 1.0);
        }
        course.starts.push(start);
        course
    };
    by_group.into_iter().map(|(group, weeks)| (group.clone(), course(weeks))).collect()
}

/// What a week of so many sets gives each leg; a leg that rests has a part of what the other gains.
fn rates_of(sets: &Bilateral<f64>, rules: &ModelRules) -> Bilateral<f64> {
    let own = Bilateral::from_fn(|side| {
        let part = sets[side].min(MOST_SETS) / USUAL_SETS;
        let share = if part > 0.0 { libm::pow(part, rules.training_sets_power) } else { 0.0 };
        0.01 * rules.training_gain_percent * share
    });
    Bilateral::from_fn(|side| own[side].max(rules.training_cross * own[side.other()]))
}

impl Course {
    /// What each leg has gained at a time, on the logarithmic scale.
    pub(super) fn gained(&self, years: f64) -> Bilateral<f64> {
        let weeks = (years * 365.25 / 7.0).min(self.until_weeks);
        if weeks <= 0.0 {
            return Bilateral::default();
        }
        let week = self.rates.iter().enumerate().take_while(|(week, _)| (*week as f64) + 1.0 <= weeks).count();
        let rate = self.rates.get(week).copied().unwrap_or_default();
        let start = self.starts.get(week).copied().unwrap_or_default();
        self.after(start, rate, weeks - week as f64)
    }

    /// What a start becomes after some weeks in which so much is added and everything fades.
    fn after(&self, start: Bilateral<f64>, rate: Bilateral<f64>, weeks: f64) -> Bilateral<f64> {
        let kept = libm::exp(-weeks / self.fades_weeks);
        Bilateral::from_fn(|side| start[side] * kept + rate[side] * self.fades_weeks * (1.0 - kept))
    }
}
