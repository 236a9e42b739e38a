//! The capacity model: which hidden quantities there are, what is known of them beforehand, what a cell observes.
//!
//! ```text
//! y[left]  = norm + offset + Σ load·(level + difference/2) + quirk/2 + shared day + leg's day + trial
//! y[right] = norm + offset + Σ load·(level − difference/2) − quirk/2 + shared day + leg's day + trial
//! ```
//! The offset belongs to one instrument (a test with a device), so values of different instruments share none,
//! and it is the same for both legs, so a difference needs both legs on one instrument. Read next:
//! `docs/model.md`.

use crate::body::{Bilateral, MuscleGroupId, Quality, Side};
use crate::knowledge::{Knowledge, Link, Test, TestId};
use crate::notice::{Notice, NoticeCode};
use crate::person::Person;
use jiff::civil::Date;
use std::collections::BTreeMap;

use super::gather::{Day, Instrument, on_scale};
use super::gaussian::{Form, Gaussian};
use super::norm::expected_value;

/// Correlation of the lasting differences of two groups of one person's legs.
const CORRELATION_OF_GROUPS: f64 = 0.2; // source: exscidata, extensors with flexors 0.15, rounded; grade C
/// Correlation of the lasting differences of synergists of one family.
const CORRELATION_OF_FAMILY: f64 = 0.7; // source: evenstride-proposal; grade E
/// Correlation of the levels of two groups: strong people are strong all over.
const CORRELATION_OF_LEVELS: f64 = 0.5; // source: evenstride-proposal; grade E
/// How far a norm may be off for this person's device and protocol, as SD of the logarithm.
const NORM_OFFSET_SD: f64 = 0.10; // source: evenstride-proposal, laboratories differ by about 10 %; grade E
/// The same for angles, in degrees.
const NORM_OFFSET_SD_DEG: f64 = 3.0; // source: evenstride-proposal; grade E
/// What is not known at all: a factor of twenty either way.
const UNKNOWN_OFFSET_SD: f64 = 3.0; // source: evenstride-proposal; wide on purpose
/// The same for angles, in degrees.
const UNKNOWN_OFFSET_SD_DEG: f64 = 90.0; // source: evenstride-proposal; wide on purpose
/// A count is right to half a repetition either way: SD of a uniform error.
const COUNTING_SD: f64 = 0.289; // source: 1/√12, by definition

/// The person's state and where in it things stand.
pub(super) struct Model<'a> {
    pub(super) state: Gaussian,
    pub(super) instruments: Vec<Instrument<'a>>,
    levels: BTreeMap<(Quality, &'a MuscleGroupId), usize>,
    differences: BTreeMap<(Quality, &'a MuscleGroupId), usize>,
    offsets: Vec<usize>,
    quirks: Vec<usize>,
    expected: Vec<Option<f64>>,
    /// By how much each instrument's days disagree beyond its noise: a factor of the variance, 1 as a rule.
    disagreement: Vec<f64>,
}

/// Percent on the log scale, or degrees as they are.
pub(super) fn scale_of(quality: Quality) -> f64 {
    match quality {
        Quality::Flexibility => 1.0,
        Quality::Strength | Quality::Size | Quality::Control | Quality::LoadSharing => 0.01,
    }
}

impl<'a> Model<'a> {
    /// Lays out the state, sets the prior and learns from every cell.
    pub(super) fn learn(
        instruments: Vec<Instrument<'a>>,
        person: &Person,
        knowledge: &'a Knowledge,
        as_of: Date,
        notices: &mut Vec<Notice>,
    ) -> Self {
        let mut levels = BTreeMap::new();
        let mut differences = BTreeMap::new();
        let mut size = 0;
        for group in knowledge.groups.values() {
            for &quality in group.prior.keys() {
                if is_composite(knowledge, quality, &group.id) {
                    continue;
                }
                levels.insert((quality, &group.id), size);
                differences.insert((quality, &group.id), size + 1);
                size += 2;
            }
        }
        let offsets: Vec<usize> = (0..instruments.len()).map(|k| size + 2 * k).collect();
        let quirks: Vec<usize> = offsets.iter().map(|offset| offset + 1).collect();
        size += 2 * instruments.len();

        let expected: Vec<Option<f64>> =
            instruments.iter().map(|k| expected_value(k.test, person, knowledge, as_of, notices)).collect();
        let mut covariance = vec![0.0; size * size];
        fill_prior(&mut covariance, size, &levels, &differences, knowledge);
        for (k, instrument) in instruments.iter().enumerate() {
            let linear = instrument.test.link == Link::Linear;
            let offset_sd = match (expected[k].is_some(), linear) {
                (true, false) => NORM_OFFSET_SD,
                (true, true) => NORM_OFFSET_SD_DEG,
                (false, false) => UNKNOWN_OFFSET_SD,
                (false, true) => UNKNOWN_OFFSET_SD_DEG,
            };
            covariance[offsets[k] * (size + 1)] = offset_sd * offset_sd;
            let quirk_sd = instrument.test.noise.quirk * noise_scale(instrument.test);
            covariance[quirks[k] * (size + 1)] = quirk_sd * quirk_sd;
        }
        let disagreement: Vec<f64> = instruments.iter().map(disagreement_of_days).collect();
        for (instrument, _) in instruments.iter().zip(&disagreement).filter(|(_, factor)| **factor > 1.0) {
            notices.push(
                Notice::new(
                    NoticeCode::DaysDisagree,
                    format!(
                        "{}: its days disagree by more than its noise, so it counts for less",
                        instrument.test.name
                    ),
                )
                .hint("look for a mix-up of sides or a change of set-up; a further day helps"),
            );
        }
        let mut model = Self {
            state: Gaussian::centred(size, covariance),
            instruments,
            levels,
            differences,
            offsets,
            quirks,
            expected,
            disagreement,
        };
        model.observe_all();
        model.observe_usual_ratios(knowledge);
        model
    }

    fn observe_all(&mut self) {
        let mut observations: Vec<(Form, f64, f64)> = Vec::new();
        for (k, instrument) in self.instruments.iter().enumerate() {
            for day in &instrument.days {
                match instrument.test.link {
                    Link::Share => observations.extend(self.share_observation(k, day)),
                    Link::Log | Link::InverseTime | Link::Count | Link::Linear => {
                        self.side_observations(k, day, &mut observations);
                    }
                }
            }
        }
        for (form, value, variance) in observations {
            self.state.observe(&form, value, variance);
        }
    }

    /// One observation for each side; the second one is freed of the form of the day that it shares with the first.
    fn side_observations(&self, k: usize, day: &Day, out: &mut Vec<(Form, f64, f64)>) {
        let test = self.instruments[k].test;
        let cells = Bilateral::from_fn(|side| {
            cell(test, &day.sides[side].values).map(|(mean, variance)| (mean, variance * self.disagreement[k]))
        });
        let shared_variance = square(test.noise.shared_day * noise_scale(test));
        let expected = self.expected[k].unwrap_or(0.0);
        match (cells.left, cells.right) {
            (Some((left, left_variance)), Some((right, right_variance))) => {
                let left_form = self.value_form(k, Side::Left);
                let first_variance = left_variance + shared_variance;
                let part = if first_variance > 0.0 { shared_variance / first_variance } else { 0.0 };
                let mut right_form = self.value_form(k, Side::Right);
                right_form.extend(left_form.iter().map(|&(i, w)| (i, -part * w)));
                out.push((merged(left_form), left - expected, first_variance));
                out.push((
                    merged(right_form),
                    (right - expected) - part * (left - expected),
                    right_variance + shared_variance - part * shared_variance,
                ));
            }
            (Some((value, variance)), None) => {
                out.push((self.value_form(k, Side::Left), value - expected, variance + shared_variance));
            }
            (None, Some((value, variance))) => {
                out.push((self.value_form(k, Side::Right), value - expected, variance + shared_variance));
            }
            (None, None) => {}
        }
    }

    fn share_observation(&self, k: usize, day: &Day) -> Option<(Form, f64, f64)> {
        let test = self.instruments[k].test;
        let ratios: Vec<f64> = day
            .pairs
            .iter()
            .map(|&(left, right)| libm::log(left / right))
            .filter(|ratio| ratio.is_finite())
            .collect();
        if ratios.is_empty() {
            return None;
        }
        let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
        let scale = noise_scale(test);
        let variance =
            square(test.noise.leg_day * scale) + square(test.noise.trial * scale) / ratios.len() as f64;
        Some((self.difference_form_of_test(k, test), mean, variance))
    }

    /// The usual ratio of two tests ties their offsets together, so that the ratio of two levels can be told.
    fn observe_usual_ratios(&mut self, knowledge: &Knowledge) {
        for ratio in knowledge.pairs.iter().flat_map(|pair| &pair.ratio) {
            for (a, b) in self.instrument_pairs(&ratio.numerator, &ratio.denominator) {
                let known = self.expected[a].unwrap_or(0.0) - self.expected[b].unwrap_or(0.0);
                let form = vec![(self.offsets[a], 1.0), (self.offsets[b], -1.0)];
                self.state.observe(
                    &form,
                    libm::log(ratio.usual) - known,
                    square(ratio.usual_sd_percent * 0.01),
                );
            }
        }
    }

    /// Instruments of two tests that were done with the same device.
    pub(super) fn instrument_pairs(&self, numerator: &TestId, denominator: &TestId) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for a in self.positions(numerator) {
            for b in self.positions(denominator) {
                if self.instruments[a].device == self.instruments[b].device {
                    pairs.push((a, b));
                }
            }
        }
        pairs
    }

    fn positions(&self, test: &TestId) -> Vec<usize> {
        (0..self.instruments.len()).filter(|&k| self.instruments[k].test.id == *test).collect()
    }

    /// What a trial of an instrument on one side would show, without noise.
    pub(super) fn value_form(&self, k: usize, side: Side) -> Form {
        let test = self.instruments[k].test;
        let half = half_of(side);
        let mut form: Form = vec![(self.offsets[k], 1.0), (self.quirks[k], half)];
        for (group, &load) in &test.loads {
            if let Some(&level) = self.levels.get(&(test.quality, group)) {
                form.push((level, load));
                form.push((level + 1, half * load));
            }
        }
        form
    }

    /// The difference that an instrument shows without the noise of day and trial, its quirk included.
    fn difference_form_of_test(&self, k: usize, test: &Test) -> Form {
        let mut form = self.loaded_difference(test);
        form.push((self.quirks[k], 1.0));
        form
    }

    /// The muscles' part of the difference that a test shows.
    pub(super) fn loaded_difference(&self, test: &Test) -> Form {
        test.loads
            .iter()
            .filter_map(|(group, &load)| Some((*self.differences.get(&(test.quality, group))?, load)))
            .collect()
    }

    /// The difference that a test would show if done now, and the variance that day, trial and quirk add.
    pub(super) fn next_difference(&self, test: &Test) -> (Form, f64) {
        let scale = noise_scale(test);
        let trial = square(test.noise.trial * scale) / f64::from(test.trials.max(1));
        let legs = if test.link == Link::Share { 1.0 } else { 2.0 };
        let variance = legs * (square(test.noise.leg_day * scale) + trial);
        match self.instruments.iter().position(|k| k.test.id == test.id) {
            Some(k) => (self.difference_form_of_test(k, test), variance),
            None => (self.loaded_difference(test), variance + square(test.noise.quirk * scale)),
        }
    }

    /// The lasting difference of one group, or none when the catalogue does not judge it.
    pub(super) fn difference(&self, quality: Quality, group: &MuscleGroupId) -> Option<Form> {
        Some(vec![(*self.differences.get(&(quality, group))?, 1.0)])
    }

    /// The capacity of one group on one leg against the norm.
    pub(super) fn capacity(&self, quality: Quality, group: &MuscleGroupId, side: Side) -> Option<Form> {
        let level = *self.levels.get(&(quality, group))?;
        Some(vec![(level, 1.0), (level + 1, half_of(side))])
    }

    /// The level of one group alone.
    pub(super) fn level(&self, quality: Quality, group: &MuscleGroupId) -> Option<Form> {
        Some(vec![(*self.levels.get(&(quality, group))?, 1.0)])
    }
}

/// Left carries half of a difference above the level, right half below.
fn half_of(side: Side) -> f64 {
    match side {
        Side::Left => 0.5,
        Side::Right => -0.5,
    }
}

pub(super) fn square(x: f64) -> f64 {
    x * x
}

/// Adds up weights that stand at the same place.
fn merged(form: Form) -> Form {
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for (index, weight) in form {
        *sums.entry(index).or_insert(0.0) += weight;
    }
    sums.into_iter().collect()
}

/// From the unit of the catalogue's noise to the model's scale.
pub(super) fn noise_scale(test: &Test) -> f64 {
    match test.link {
        Link::Log | Link::InverseTime | Link::Count | Link::Share => 0.01,
        Link::Linear => test.degrees_per_unit.unwrap_or(1.0).abs(),
    }
}

/// Mean on the model's scale of a side's trials on one day, with the variance that day and trials leave.
fn cell(test: &Test, values: &[f64]) -> Option<(f64, f64)> {
    let scaled: Vec<f64> = values.iter().filter_map(|&value| on_scale(test, value)).collect();
    if scaled.is_empty() {
        return None;
    }
    let n = scaled.len() as f64;
    let mean = scaled.iter().sum::<f64>() / n;
    let scale = noise_scale(test);
    let counting = match test.link {
        Link::Count => square(COUNTING_SD / libm::exp(mean)) / n,
        Link::Log | Link::InverseTime | Link::Share | Link::Linear => 0.0,
    };
    Some((mean, square(test.noise.leg_day * scale) + square(test.noise.trial * scale) / n + counting))
}

/// From this ratio of observed to expected scatter on, days contradict each other rather than vary.
const CONTRADICTS: f64 = 4.0; // source: birge-1932 for the ratio, evenstride-proposal for the line; grade E

/// The Birge ratio of the differences that an instrument showed on its days, or 1 when the noise explains them.
///
/// Two days that swap their weaker leg by a wide margin would otherwise average to a balanced pair.
fn disagreement_of_days(instrument: &Instrument<'_>) -> f64 {
    let test = instrument.test;
    let differences: Vec<(f64, f64)> = instrument
        .days
        .iter()
        .filter_map(|day| {
            let (left, left_variance) = cell(test, &day.sides.left.values)?;
            let (right, right_variance) = cell(test, &day.sides.right.values)?;
            Some((left - right, left_variance + right_variance))
        })
        .filter(|(_, variance)| *variance > 0.0)
        .collect();
    if differences.len() < 2 || test.link == Link::Share {
        return 1.0;
    }
    let weight: f64 = differences.iter().map(|(_, variance)| 1.0 / variance).sum();
    let mean = differences.iter().map(|(difference, variance)| difference / variance).sum::<f64>() / weight;
    let scatter: f64 =
        differences.iter().map(|(difference, variance)| square(difference - mean) / variance).sum();
    let ratio = scatter / (differences.len() - 1) as f64;
    if ratio > CONTRADICTS { ratio } else { 1.0 }
}

/// The whole leg's strength is what several groups do together, not a muscle of its own.
pub(super) fn is_composite(knowledge: &Knowledge, quality: Quality, group: &MuscleGroupId) -> bool {
    quality == Quality::Strength && knowledge.groups.get(group).is_some_and(|g| !g.trainable)
}

fn fill_prior<'a>(
    covariance: &mut [f64],
    size: usize,
    levels: &BTreeMap<(Quality, &'a MuscleGroupId), usize>,
    differences: &BTreeMap<(Quality, &'a MuscleGroupId), usize>,
    knowledge: &'a Knowledge,
) {
    let of = |quality: Quality, group: &MuscleGroupId| {
        let group = &knowledge.groups[group];
        let prior = &group.prior[&quality];
        let scale = scale_of(quality);
        (prior.level_sd * scale, prior.difference_sd() * scale, group.family.as_deref())
    };
    for (&(quality, group), &row) in levels {
        let (level_sd, difference_sd, family) = of(quality, group);
        let difference_row = differences[&(quality, group)];
        for (&(other_quality, other), &column) in levels {
            if other_quality != quality {
                continue;
            }
            let (other_level_sd, other_difference_sd, other_family) = of(quality, other);
            let same = group == other;
            let of_levels = if same { 1.0 } else { CORRELATION_OF_LEVELS };
            let of_differences = match (same, family.is_some() && family == other_family) {
                (true, _) => 1.0,
                (false, true) => CORRELATION_OF_FAMILY,
                (false, false) => CORRELATION_OF_GROUPS,
            };
            covariance[row * size + column] = of_levels * level_sd * other_level_sd;
            covariance[difference_row * size + differences[&(quality, other)]] =
                of_differences * difference_sd * other_difference_sd;
        }
    }
}
