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
use std::collections::BTreeMap;

use super::OLD_AFTER_DAYS;
use super::block::{Block, block};
use super::enumerate::{Sighted, enumerate};
use super::gather::Instrument;
use super::learn::Learnt;
use super::loads::{add_load, together};
use super::matrix::dot;
use super::mixture::Mixture;
use super::norm::expected_value;
use super::observe::{Cell, cells_of, half_of, instrument_pairs, loaded, shared_days, usual_ratios};
use super::prior::{Prior, Row, TestPart, noise_scale, square};
use super::site::Normal;

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
    /// How much of each large part it holds.
    loads: Vec<(usize, f64)>,
    prior_variance: f64,
    prior_mean: f64,
}

/// Looks at the level (true) or the difference of one state at a time, which many targets are made of.
pub(super) type Looks = BTreeMap<(bool, usize, u64), Vec<f64>>;

/// Is a look made of remembered ones: of one muscle group, or of several on the day of which most is asked?
fn is_simple(row: &Row, now: f64) -> bool {
    let is_now = row.years.to_bits() == now.to_bits();
    let is_of_one = row.levels.len() <= 1 && row.differences.len() <= 1;
    row.test.is_none() && row.offsets.is_empty() && (is_of_one || is_now)
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

    /// How a target looks to the data; looks at one muscle group are remembered in `known`.
    pub(super) fn see(&self, target: &Target, known: &mut Looks) -> Seen {
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
        let block = place.map(|place| &self.blocks[place]);
        for &(part, load) in &loads {
            let large = &self.prior.large[part];
            // Where nothing measured tells of it, a normal of the same mean and variance will do.
            let own = block.and_then(|block| block.large(part)).unwrap_or_else(|| large.normal());
            prior_mean += load * own.mean;
            prior_variance += load * load * own.variance;
        }
        let look = block.map_or_else(Vec::new, |block| self.look(block, target, &loads, known));
        let about = target.0.iter().find_map(|(_, row)| row.differences.first()).map(|&(state, _)| state);
        Seen { block: place, about, look, loads, prior_variance, prior_mean }
    }

    /// The look of a target at what was measured in its quality: looks add up as what they see does.
    fn look(&self, block: &Block, target: &Target, loads: &[(usize, f64)], known: &mut Looks) -> Vec<f64> {
        if !target.0.iter().all(|(_, row)| is_simple(row, self.now)) {
            return block.look(&self.prior, target, loads);
        }
        let mut look = vec![0.0; block.loads.len()];
        for (weight, row) in &target.0 {
            let levels = row.levels.iter().map(|own| (true, own));
            for (is_level, &(state, times)) in levels.chain(row.differences.iter().map(|own| (false, own))) {
                let one = known.entry((is_level, state, row.years.to_bits())).or_insert_with(|| {
                    let mut alone = self.prior.row(row.years);
                    let own = if is_level { &mut alone.levels } else { &mut alone.differences };
                    own.push((state, 1.0));
                    let alone = Target::of(alone);
                    block.look(&self.prior, &alone, &self.loads(&alone))
                });
                for (whole, one) in look.iter_mut().zip(one) {
                    *whole += weight * times * *one;
                }
            }
        }
        look
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

    /// The posterior of every target; of one that is not wanted, which stands there for its say in what is taken apart,
    /// a normal.
    pub(super) fn answer(&self, targets: &[(&Seen, bool)]) -> Vec<Mixture> {
        let normals: Vec<Normal> = targets.iter().map(|(seen, _)| self.normal(seen)).collect();
        let mut answers: Vec<Mixture> = normals.iter().map(|&normal| Mixture::of_one(normal)).collect();
        for (place, block) in self.blocks.iter().enumerate() {
            let mut groups: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
            for t in (0..targets.len()).filter(|&t| targets[t].0.block == Some(place)) {
                groups.entry(targets[t].0.about).or_default().push(t);
            }
            let sighted = |&t: &usize| {
                let (seen, is_wanted) = targets[t];
                let loads = block.of_active(&seen.loads);
                Sighted { look: &seen.look, loads, normal: normals[t], is_wanted }
            };
            let sighted: Vec<Vec<Sighted<'_>>> =
                groups.values().map(|own| own.iter().map(sighted).collect()).collect();
            let found = enumerate(&block.mixtures, &block.propagated, &sighted, Mixture::of);
            for (&t, mixture) in groups.values().flatten().zip(found.into_iter().flatten()) {
                if let Some(mixture) = mixture {
                    answers[t] = mixture;
                }
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
        prior += together(&seen_a.loads, &seen_b.loads, |part| {
            let active = seen_a.block.and_then(|place| self.blocks[place].large(part));
            active.unwrap_or_else(|| self.prior.large[part].normal()).variance
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

    /// What was measured, each quality by itself.
    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
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
