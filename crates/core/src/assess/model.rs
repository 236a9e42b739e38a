//! The posterior of one person's state: cells in, the distribution of any look at the state out.
//!
//! What is believed beforehand stands in [`super::prior`] and [`super::history`], what was measured in
//! [`super::cell`]; here they meet. Read next: `docs/model.md`.

use crate::body::{Bilateral, MuscleGroupId, Quality, Side};
use crate::knowledge::{Knowledge, Link, Test, TestId};
use crate::notice::Notice;
use crate::person::Person;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

use super::OLD_AFTER_DAYS;
use super::enumerate::{Sighted, enumerate};
use super::gather::Instrument;
use super::learn::Learnt;
use super::loads::{add_load, together};
use super::matrix::{Square, dot};
use super::mixture::Mixture;
use super::norm::expected_value;
use super::observe::{Cell, cells_of, half_of, instrument_pairs, loaded, shared_days, usual_ratios};
use super::prior::{Prior, Row, TestPart, noise_scale, square};
use super::propagate::{Propagated, propagate};
use super::site::{Normal, Part};

/// What is known of a large part that is 0: as narrow as this part of its width.
const SPIKE_VARIANCE: f64 = 1e-9;

/// A sum of looks, such as a difference today less the one of the first day.
#[derive(Debug, Clone)]
pub(super) struct Target(pub(super) Vec<(f64, Row)>);

impl Target {
    pub(super) fn of(row: Row) -> Self {
        Self(vec![(1.0, row)])
    }

    /// The first less the second.
    pub(super) fn change(now: Row, then: Row) -> Self {
        Self(vec![(1.0, now), (-1.0, then)])
    }
}

/// How a target looks to the data: its look, its prior variance and its mean beforehand.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// The block whose data see it; none when nothing of its quality was measured.
    block: Option<usize>,
    /// The first state that it sees: targets of one state are answered together.
    about: Option<usize>,
    look: Vec<f64>,
    prior_variance: f64,
    prior_mean: f64,
}

/// Everything that was measured in one quality; qualities know nothing of each other.
struct Block {
    quality: Quality,
    /// Places of its cells among all cells, in the order of the first rows.
    cells: Vec<usize>,
    /// Looks of the cells, then of the ties between offsets.
    rows: Vec<Row>,
    /// How much of each large part a row holds.
    loads: Vec<Vec<(usize, f64)>>,
    /// Large parts that some cell holds, ascending; they are coordinates after the rows.
    active: Vec<usize>,
    covariance: Square,
    mixtures: Vec<Vec<Part>>,
    propagated: Propagated,
}

/// The person's state after measuring.
pub(super) struct Model<'a> {
    pub(super) instruments: Vec<Instrument<'a>>,
    pub(super) prior: Prior<'a>,
    pub(super) cells: Vec<Cell>,
    /// Years from the first day to the day for which findings hold.
    pub(super) now: f64,
    /// Years from the first day to the day of the assessment.
    pub(super) as_of: f64,
    blocks: Vec<Block>,
}

impl<'a> Model<'a> {
    /// Learns from every cell.
    pub(super) fn learn(
        instruments: Vec<Instrument<'a>>,
        person: &Person,
        knowledge: &'a Knowledge,
        learnt: &Learnt,
        as_of: Date,
        notices: &mut Vec<Notice>,
    ) -> Self {
        let expected: Vec<Option<f64>> =
            instruments.iter().map(|k| expected_value(k.test, person, knowledge, as_of, notices)).collect();
        let has_norm: Vec<bool> = expected.iter().map(Option::is_some).collect();
        let prior = Prior::new(&instruments, &has_norm, person, knowledge, learnt, as_of);
        let shared = shared_days(&prior, &instruments);
        let prior = prior.with_wild_days(shared);
        let cells = cells_of(&prior, &instruments, learnt);
        let ties = usual_ratios(&instruments, &expected, knowledge, &prior);
        let of_leg = |cell: &Cell| {
            let later = cell.row.test.is_some_and(|test| test.later);
            let learning = if later { prior.instruments[cell.instrument].learning } else { 0.0 };
            cell.side.map_or(0.0, |_| expected[cell.instrument].unwrap_or(0.0) + learning)
        };
        let blocks = Quality::ALL
            .into_iter()
            .filter_map(|quality| {
                let own: Vec<usize> = (0..cells.len())
                    .filter(|&c| instruments[cells[c].instrument].test.quality == quality)
                    .collect();
                // Usual ratios are of strength.
                let ties = if quality == Quality::Strength { ties.as_slice() } else { &[] };
                (!own.is_empty()).then(|| block(quality, own, &cells, ties, &prior, &of_leg))
            })
            .collect();
        let now = prior.years(day_of(&instruments, as_of));
        let as_of = prior.years(as_of);
        Self { instruments, prior, cells, now, as_of, blocks }
    }

    /// How a target looks to the data.
    pub(super) fn see(&self, target: &Target) -> Seen {
        let quality = target.0.iter().find_map(|(_, row)| self.prior.quality_of(row));
        let place = self.blocks.iter().position(|block| Some(block.quality) == quality);
        let (mut prior_variance, mut prior_mean) = (0.0, 0.0);
        for (weight, row) in &target.0 {
            prior_mean += weight * self.prior.mean(row);
            for (other_weight, other) in &target.0 {
                prior_variance += weight * other_weight * self.prior.covariance(row, other);
            }
        }
        let loads = self.loads(target);
        let mut covariances = Vec::new();
        if let Some(block) = place.map(|place| &self.blocks[place]) {
            covariances = block.covariances(&self.prior, target, &loads);
        }
        for (part, load) in loads {
            let large = &self.prior.large[part];
            if place.is_some_and(|place| self.blocks[place].active.binary_search(&part).is_ok()) {
                prior_variance += load * load * reference_variance(&self.prior, part);
            } else {
                // Nothing measured tells of it, so a normal of the same mean and variance will do.
                prior_mean += load * large.probability * large.mean;
                prior_variance += load * load * large.variance();
            }
        }
        let look = place.map_or_else(Vec::new, |place| self.blocks[place].propagated.look(&covariances));
        let about = target.0.iter().find_map(|(_, row)| row.differences.first()).map(|&(state, _)| state);
        Seen { block: place, about, look, prior_variance, prior_mean }
    }

    fn loads(&self, target: &Target) -> Vec<(usize, f64)> {
        let mut loads = Vec::new();
        for (weight, row) in &target.0 {
            for (part, load) in self.prior.loads(row) {
                add_load(&mut loads, part, weight * load);
            }
        }
        loads
    }

    /// The posterior of every target.
    pub(super) fn answer(&self, targets: &[&Seen]) -> Vec<Mixture> {
        let normals: Vec<Normal> = targets.iter().map(|seen| self.normal(seen)).collect();
        let mut answers: Vec<Mixture> = normals.iter().map(|&normal| Mixture::of_one(normal)).collect();
        for (place, block) in self.blocks.iter().enumerate() {
            let mut groups: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
            for t in (0..targets.len()).filter(|&t| targets[t].block == Some(place)) {
                groups.entry(targets[t].about).or_default().push(t);
            }
            let sighted: Vec<Vec<Sighted<'_>>> = groups
                .values()
                .map(|own| own.iter().map(|&t| (targets[t].look.as_slice(), normals[t])).collect())
                .collect();
            let found = enumerate(&block.covariance, &block.mixtures, &block.propagated, &sighted);
            for (&t, parts) in groups.values().flatten().zip(found.into_iter().flatten()) {
                answers[t] = Mixture::of(parts);
            }
        }
        answers
    }

    /// Posterior covariance of two targets, with a normal in the place of every mixture.
    pub(super) fn between(&self, a: &Target, seen_a: &Seen, b: &Target, seen_b: &Seen) -> f64 {
        if seen_a.block != seen_b.block {
            return 0.0;
        }
        let mut prior = 0.0;
        for (weight, row) in &a.0 {
            for (other_weight, other) in &b.0 {
                prior += weight * other_weight * self.prior.covariance(row, other);
            }
        }
        prior += together(&self.loads(a), &self.loads(b), |part| {
            let active = |place: usize| self.blocks[place].active.binary_search(&part).is_ok();
            if seen_a.block.is_some_and(active) {
                reference_variance(&self.prior, part)
            } else {
                self.prior.large[part].variance()
            }
        });
        prior - dot(&seen_a.look, &seen_b.look)
    }

    /// The posterior with a normal in the place of every mixture: variance alone.
    pub(super) fn variance(&self, seen: &Seen) -> f64 {
        (seen.prior_variance - dot(&seen.look, &seen.look)).max(0.0)
    }

    /// The posterior with a normal in the place of every mixture.
    pub(super) fn normal(&self, seen: &Seen) -> Normal {
        let learnt = seen.block.map_or(0.0, |place| self.blocks[place].propagated.mean(&seen.look));
        Normal { mean: seen.prior_mean + learnt, variance: self.variance(seen) }
    }

    /// Every cell with how probable each of its parts is.
    pub(super) fn probable_parts(&self) -> impl Iterator<Item = (&Cell, &[f64])> + '_ {
        self.blocks.iter().flat_map(|block| {
            let probabilities = &block.propagated.probabilities;
            block.cells.iter().zip(probabilities).map(|(&c, own)| (&self.cells[c], own.as_slice()))
        })
    }

    /// Every day of a muscle that several tests share: one cell that it is in, and how probable it is that it was wild.
    pub(super) fn probable_wild_days(&self) -> impl Iterator<Item = (&Cell, f64)> + '_ {
        self.blocks.iter().flat_map(move |block| {
            let large = &block.propagated.probabilities[block.rows.len()..];
            block.active.iter().zip(large).filter_map(move |(&part, probabilities)| {
                self.prior.large[part].of_day()?;
                let holds = |loads: &Vec<(usize, f64)>| loads.iter().any(|(other, _)| *other == part);
                let first = block.cells.iter().zip(&block.loads).find(|(_, loads)| holds(loads))?.0;
                Some((&self.cells[*first], 1.0 - probabilities.first()?))
            })
        })
    }

    /// How probable it is that a group's difference has a large part.
    pub(super) fn probability_large(&self, quality: Quality, group: &MuscleGroupId) -> Option<f64> {
        let state = self.prior.place(quality, group)?;
        let block = self.blocks.iter().find(|block| block.quality == quality)?;
        let spikes: Vec<f64> = block
            .active
            .iter()
            .zip(&block.propagated.probabilities[block.rows.len()..])
            .filter(|(part, _)| self.prior.large[**part].states().any(|other| other == state))
            .map(|(_, probabilities)| probabilities.first().copied().unwrap_or(1.0))
            .collect();
        (!spikes.is_empty()).then(|| 1.0 - spikes.iter().product::<f64>())
    }

    /// The lasting difference of one group at a time, or none when the catalogue does not judge it.
    pub(super) fn difference(&self, quality: Quality, group: &MuscleGroupId, years: f64) -> Option<Row> {
        let state = self.prior.place(quality, group)?;
        let mut row = self.prior.row(years);
        row.differences.push((state, 1.0));
        Some(row)
    }

    /// The capacity of one group on one leg against the norm.
    pub(super) fn capacity(
        &self,
        quality: Quality,
        group: &MuscleGroupId,
        side: Side,
        years: f64,
    ) -> Option<Row> {
        let mut row = self.difference(quality, group, years)?;
        row.levels.push((row.differences[0].0, 1.0));
        row.differences[0].1 = half_of(side);
        Some(row)
    }

    /// The level of one group alone.
    pub(super) fn level(&self, quality: Quality, group: &MuscleGroupId) -> Option<Row> {
        let mut row = self.prior.row(self.now);
        row.levels.push((self.prior.place(quality, group)?, 1.0));
        Some(row)
    }

    /// The muscles' part of the difference that a test shows.
    pub(super) fn loaded_difference(&self, test: &Test, years: f64) -> Row {
        let mut row = self.prior.row(years);
        row.differences = loaded(&self.prior, test, 1.0);
        row
    }

    /// The difference that a test would show if done now, quirk included where there is an instrument for it, and
    /// the variances that stay beside it: what one day adds, and what no repeat takes away.
    pub(super) fn next_difference(&self, test: &Test, learnt: &Learnt) -> (Row, f64, f64) {
        let noise = learnt.noise(test);
        let scale = noise_scale(test);
        let trial = square(noise.trial * scale) / f64::from(test.trials.max(1));
        let legs = if test.link == Link::Share { 1.0 } else { 2.0 };
        let a_day = legs * (square(noise.leg_day * scale) + trial);
        let mut row = self.loaded_difference(test, self.now);
        match self.instruments.iter().position(|k| k.test.id == test.id) {
            Some(k) => {
                row.test = Some(TestPart { instrument: k, offset: 0.0, quirk: 1.0, later: true, day: None });
                (row, a_day, 0.0)
            }
            None => (row, a_day, square(noise.quirk * scale)),
        }
    }

    /// Instruments of two tests that were done with the same device.
    pub(super) fn instrument_pairs(&self, numerator: &TestId, denominator: &TestId) -> Vec<(usize, usize)> {
        instrument_pairs(&self.instruments, numerator, denominator)
    }
}

/// The day for which findings hold: the day of the assessment, or some time after the latest measurement when that is
/// long ago, because nobody can tell what became of a leg that was measured years ago.
fn day_of(instruments: &[Instrument<'_>], as_of: Date) -> Date {
    let latest = instruments.iter().flat_map(|k| &k.days).map(|day| day.day).max();
    let until = latest.and_then(|day| day.checked_add(OLD_AFTER_DAYS.days()).ok());
    until.map_or(as_of, |until| until.min(as_of))
}

/// Puts the cells of one quality together.
fn block(
    quality: Quality,
    own: Vec<usize>,
    cells: &[Cell],
    ties: &[(Row, f64, f64)],
    prior: &Prior<'_>,
    of_leg: &dyn Fn(&Cell) -> f64,
) -> Block {
    let mut rows: Vec<Row> = own.iter().map(|&c| cells[c].row.clone()).collect();
    rows.extend(ties.iter().map(|(row, _, _)| row.clone()));
    let loads: Vec<Vec<(usize, f64)>> = rows.iter().map(|row| prior.loads(row)).collect();
    let active: BTreeSet<usize> = loads[..own.len()].iter().flatten().map(|(part, _)| *part).collect();
    let active: Vec<usize> = active.into_iter().collect();
    let mut mixtures: Vec<Vec<Part>> = own
        .iter()
        .map(|&c| {
            let expected = of_leg(&cells[c]) + prior.mean(&cells[c].row);
            cells[c].parts.iter().map(|part| part.site(expected)).collect()
        })
        .collect();
    mixtures.extend(ties.iter().map(|(_, value, variance)| vec![Part::normal(1.0, *value, *variance)]));
    for &part in &active {
        let (large, reference) = (&prior.large[part], reference_variance(prior, part));
        mixtures.push(vec![
            Part::normal_over(1.0 - large.probability, 0.0, SPIKE_VARIANCE, reference),
            Part::normal_over(large.probability, large.mean, 1.0, reference),
        ]);
    }
    let covariance = covariance_of(prior, &rows, &loads, &active);
    let propagated = propagate(&covariance, &mixtures, &turns(prior, &own, cells, rows.len(), &active));
    Block { quality, cells: own, rows, loads, active, covariance, mixtures, propagated }
}

/// Both legs of a test on a day take their turn together, and so do both legs' days of a muscle, so that it does not
/// matter which leg is the left one.
fn turns(prior: &Prior<'_>, own: &[usize], cells: &[Cell], n_rows: usize, active: &[usize]) -> Vec<Vec<usize>> {
    let mut of_cells: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (i, &c) in own.iter().enumerate() {
        of_cells.entry((cells[c].instrument, cells[c].day)).or_default().push(i);
    }
    let mut of_days: BTreeMap<(i32, usize), Vec<usize>> = BTreeMap::new();
    let mut alone: Vec<Vec<usize>> = (own.len()..n_rows).map(|i| vec![i]).collect();
    for (i, &part) in active.iter().enumerate() {
        match prior.large[part].of_day() {
            Some(day) => of_days.entry((day.form.day, day.muscle_class)).or_default().push(n_rows + i),
            None => alone.push(vec![n_rows + i]),
        }
    }
    of_cells.into_values().chain(alone).chain(of_days.into_values()).collect()
}

impl Block {
    /// Prior covariances with every coordinate of a target that holds so much of each large part.
    fn covariances(&self, prior: &Prior<'_>, target: &Target, held: &[(usize, f64)]) -> Vec<f64> {
        let mut covariances = vec![0.0; self.mixtures.len()];
        for ((covariance, other), loads) in covariances.iter_mut().zip(&self.rows).zip(&self.loads) {
            for (weight, row) in &target.0 {
                *covariance += weight * prior.covariance(row, other);
            }
            *covariance += together(held, loads, |part| reference_variance(prior, part));
        }
        for &(part, load) in held {
            if let Ok(place) = self.active.binary_search(&part) {
                covariances[self.rows.len() + place] += load * reference_variance(prior, part);
            }
        }
        covariances
    }
}

/// The variance that a large part has before its own mixture is taken into account: no part of it is wider.
fn reference_variance(prior: &Prior<'_>, part: usize) -> f64 {
    1.0 + square(prior.large[part].mean)
}

fn covariance_of(prior: &Prior<'_>, rows: &[Row], loads: &[Vec<(usize, f64)>], active: &[usize]) -> Square {
    let reference = |part: usize| reference_variance(prior, part);
    let held = |place: usize, row: usize| {
        let part = active[place];
        loads[row].iter().find(|(other, _)| *other == part).map_or(0.0, |(_, load)| load * reference(part))
    };
    let n = rows.len();
    Square::from_fn(n + active.len(), |i, j| match (i < n, j < n) {
        (true, true) => prior.covariance(&rows[i], &rows[j]) + together(&loads[i], &loads[j], reference),
        (false, true) => held(i - n, j),
        (true, false) => held(j - n, i),
        (false, false) if i == j => reference(active[i - n]),
        (false, false) => 0.0,
    })
}

/// Both legs' capacity at a time.
pub(super) fn both_legs(
    model: &Model<'_>,
    quality: Quality,
    group: &MuscleGroupId,
    years: f64,
) -> Option<Bilateral<Row>> {
    Some(Bilateral {
        left: model.capacity(quality, group, Side::Left, years)?,
        right: model.capacity(quality, group, Side::Right, years)?,
    })
}
