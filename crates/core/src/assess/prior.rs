//! What is believed before measuring, as one covariance between looks at the person's state.
//!
//! ```text
//!   look ── levels and differences of muscle groups, at a time
//!        ── offset, quirk and learning of an instrument
//!        ── form of the day: of both legs in a test, of one muscle on one leg
//! ```
//! A look is linear in hidden quantities with mean zero; everything that moves in time or is shared between looks
//! is in [`Prior::covariance`]. The large parts of differences are not normal and stay outside.
//! Read next: `docs/model.md`, which has the same formulas in the same order.

use crate::body::{Bilateral, MuscleGroupId, Quality, Side};
use crate::knowledge::{Knowledge, Link, ModelRules};
use crate::person::Person;
use jiff::civil::Date;
use std::collections::BTreeMap;

use super::gains::{Course, courses};
use super::gather::Instrument;
use super::history::{Known, LargePart, WildDay, large_parts, shift_of};
use super::learn::Learnt;
use super::matrix::Square;
use super::wander::Wander;

/// Percent on the log scale, or degrees as they are.
pub(super) fn scale_of(quality: Quality) -> f64 {
    match quality {
        Quality::Flexibility => 1.0,
        Quality::Strength | Quality::Size | Quality::Control | Quality::LoadSharing => 0.01,
    }
}

/// What is not known at all: a factor of twenty either way.
const UNKNOWN_OFFSET_SD: f64 = 3.0; // source: evenstride-proposal; wide on purpose
/// The same for angles, in degrees.
const UNKNOWN_OFFSET_SD_DEG: f64 = 90.0; // source: evenstride-proposal; wide on purpose

/// One muscle group in one quality, on the model's scale.
#[derive(Debug, Clone)]
pub(super) struct State<'a> {
    pub(super) quality: Quality,
    pub(super) group: &'a MuscleGroupId,
    family: Option<&'a str>,
    level_sd: f64,
    pub(super) usual_sd: f64,
    pub(super) large_sd: f64,
    pub(super) large_share: f64,
    /// What is usual for the sport, left minus right.
    shift: f64,
    /// What logged sets are expected to have changed.
    gains: Option<Course>,
}

/// What an instrument adds to a value, on the model's scale.
#[derive(Debug, Clone)]
pub(super) struct InstrumentPrior {
    quality: Quality,
    offset_variance: f64,
    quirk_sd: f64,
    /// Instruments of one class share a part of their quirk.
    quirk_class: usize,
    /// Gain of both legs from the first day to later ones: mean and SD.
    pub(super) learning: f64,
    learning_sd: f64,
    shared_day_variance: f64,
    pub(super) leg_day_sd: f64,
    /// Instruments of one class share the form of the day of their main muscle.
    muscle_class: usize,
}

/// How a look sees an instrument.
#[derive(Debug, Clone, Copy)]
pub(super) struct TestPart {
    pub(super) instrument: usize,
    /// Weight of the offset, and of the form of the day that both legs share: 1, or 0 for a difference.
    pub(super) offset: f64,
    /// Weight of the quirk: ½ on the left, −½ on the right, 1 for a difference.
    pub(super) quirk: f64,
    /// Is it a later day than the instrument's first?
    pub(super) later: bool,
    /// The day and the leg whose form counts; none where the form of the day plays no part.
    pub(super) day: Option<DayForm>,
}

/// One leg on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DayForm {
    /// The day by its number.
    pub(super) day: i32,
    pub(super) side: Side,
    /// Is it one day, and not days that were put together?
    pub(super) one: bool,
}

/// One linear look at the state at one time.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) years: f64,
    pub(super) drift: f64,
    pub(super) levels: Vec<(usize, f64)>,
    pub(super) differences: Vec<(usize, f64)>,
    pub(super) test: Option<TestPart>,
    /// Offsets alone, for what ties the offsets of two instruments.
    pub(super) offsets: Vec<(usize, f64)>,
}

impl Row {
    /// The look at the muscles alone, and the look at the instrument alone.
    pub(super) fn apart(self) -> (Row, Row) {
        let muscles = Row { test: None, ..self.clone() };
        (muscles, Row { levels: Vec::new(), differences: Vec::new(), ..self })
    }
}

/// Everything that is believed beforehand.
#[derive(Debug, Clone)]
pub(super) struct Prior<'a> {
    pub(super) states: Vec<State<'a>>,
    places: BTreeMap<(Quality, &'a MuscleGroupId), usize>,
    pub(super) instruments: Vec<InstrumentPrior>,
    pub(super) large: Vec<LargePart>,
    /// The large parts that reach each state.
    pub(super) reaching: Vec<Vec<usize>>,
    /// The large part of each day of a muscle that several tests share.
    pub(super) of_days: BTreeMap<WildDay, usize>,
    /// Covariance of the usual parts of every two differences.
    wander: Wander,
    usual: Square,
    rules: ModelRules,
    first: Option<Date>,
}

/// The whole leg's strength is what several groups do together, not a muscle of its own.
pub(super) fn is_composite(knowledge: &Knowledge, quality: Quality, group: &MuscleGroupId) -> bool {
    quality == Quality::Strength && knowledge.groups.get(group).is_some_and(|g| !g.trainable)
}

impl<'a> Prior<'a> {
    /// Lays out the state for a person; `has_norm` says for which instruments a norm is used.
    pub(super) fn new(
        instruments: &[Instrument<'a>],
        has_norm: &[bool],
        person: &Person,
        knowledge: &'a Knowledge,
        learnt: &Learnt,
        as_of: Date,
    ) -> Self {
        let rules = learnt.rules(&knowledge.model);
        let first = instruments.iter().filter_map(Instrument::first_day).min();
        let last = instruments.iter().flat_map(|k| &k.days).map(|day| day.day).max();
        let mut gains = first
            .zip(last)
            .map(|(first, last)| courses(learnt.training(), first, last, &rules))
            .unwrap_or_default();
        let mut states = Vec::new();
        for group in knowledge.groups.values() {
            for (&quality, prior) in &group.prior {
                if is_composite(knowledge, quality, &group.id) {
                    continue;
                }
                let scale = scale_of(quality);
                let wider = if quality == Quality::Strength { age_times(person, as_of, &rules) } else { 1.0 };
                states.push(State {
                    quality,
                    group: &group.id,
                    family: group.family.as_deref(),
                    level_sd: prior.level_sd * scale,
                    usual_sd: prior.usual_sd * scale * wider * learnt.usual_times,
                    large_sd: prior.large_sd * scale * wider,
                    large_share: prior.large_share * learnt.large_times(quality),
                    shift: shift_of(person, knowledge, quality, &group.id),
                    // Sets are counted for strength; what they do to size and range is not expected here.
                    gains: if quality == Quality::Strength { gains.remove(&group.id) } else { None },
                });
            }
        }
        let places = states.iter().enumerate().map(|(i, s)| ((s.quality, s.group), i)).collect();
        let usual = usual_covariance(&states, &rules);
        let mut prior = Self {
            reaching: vec![Vec::new(); states.len()],
            of_days: BTreeMap::new(),
            states,
            places,
            instruments: Vec::new(),
            large: Vec::new(),
            usual,
            wander: Wander::of(learnt.training(), first),
            rules,
            first,
        };
        prior.instruments = instrument_priors(instruments, has_norm, &rules, learnt);
        let families: Vec<Option<&str>> = prior.states.iter().map(|s| s.family).collect();
        let onset = |day: Date| prior.years(day);
        let counts = |k: &&Instrument<'_>| Side::BOTH.into_iter().any(|side| k.n_used(side) > 0);
        let measured = instruments.iter().filter(counts).map(|k| &k.test.id).collect();
        let known = Known { knowledge, instruments, measured, learnt, years: &onset, as_of };
        prior.large = large_parts(&prior.states, &families, person, &known);
        for (part, large) in prior.large.iter().enumerate() {
            for state in large.states() {
                prior.reaching[state].push(part);
            }
        }
        prior
    }

    /// Years from the first day.
    pub(super) fn years(&self, day: Date) -> f64 {
        self.first.map_or(0.0, |first| f64::from(days_between(first, day)) / 365.25)
    }

    /// Where a group's state stands.
    pub(super) fn place(&self, quality: Quality, group: &MuscleGroupId) -> Option<usize> {
        self.places.get(&(quality, group)).copied()
    }

    /// A look at nothing yet, at a time.
    pub(super) fn row(&self, years: f64) -> Row {
        let weeks = years * 365.25 / 7.0;
        let drift = 1.0 - libm::exp(-weeks / self.rules.drift_weeks);
        Row { years, drift, ..Row::default() }
    }

    /// The quality that a look is of; none when it sees no muscle.
    pub(super) fn quality_of(&self, row: &Row) -> Option<Quality> {
        let (state, _) = row.differences.first().or(row.levels.first())?;
        Some(self.states[*state].quality)
    }

    /// The mean of a look without large parts.
    pub(super) fn mean(&self, row: &Row) -> f64 {
        let shift: f64 = row.differences.iter().map(|&(state, weight)| weight * self.states[state].shift).sum();
        shift + self.gained(row)
    }

    /// What logged sets are expected to have added to a look.
    pub(super) fn gained(&self, row: &Row) -> f64 {
        let of = |states: &[(usize, f64)], part: fn(Bilateral<f64>) -> f64| -> f64 {
            let gained = |state: usize| self.states[state].gains.as_ref().map(|g| part(g.gained(row.years)));
            states.iter().filter_map(|&(state, weight)| Some(weight * gained(state)?)).sum()
        };
        of(&row.levels, |legs| 0.5 * (legs.left + legs.right))
            + of(&row.differences, |legs| legs.left - legs.right)
    }

    /// The same for each leg of one group; none where nothing was trained.
    pub(super) fn gains_of(
        &self,
        quality: Quality,
        group: &MuscleGroupId,
        years: f64,
    ) -> Option<Bilateral<f64>> {
        let state = &self.states[self.place(quality, group)?];
        state.gains.as_ref().map(|gains| gains.gained(years))
    }

    /// Covariance of two looks that are expected to have gained so much, because nobody knows how a person responds.
    pub(super) fn of_response(&self, gained: f64, other: f64) -> f64 {
        square(self.rules.training_response_sd) * gained * other
    }

    /// Prior covariance of two looks without large parts.
    pub(super) fn covariance(&self, a: &Row, b: &Row) -> f64 {
        let mut sum = 0.0;
        if !a.levels.is_empty() && !b.levels.is_empty() {
            let levels: f64 =
                pairs(&a.levels, &b.levels).map(|(i, j, weight)| weight * self.of_levels(i, j)).sum();
            sum += levels * self.level_moves(a, b);
        }
        if !a.differences.is_empty() && !b.differences.is_empty() {
            let differences: f64 = pairs(&a.differences, &b.differences)
                .map(|(i, j, weight)| weight * self.of_differences(i, j))
                .sum();
            sum += differences * self.difference_moves(a, b);
        }
        sum + self.of_instruments(a, b) + self.of_response(self.gained(a), self.gained(b))
    }

    /// Covariance of two levels at rest.
    pub(super) fn of_levels(&self, i: usize, j: usize) -> f64 {
        let (one, other) = (&self.states[i], &self.states[j]);
        let together = if i == j { 1.0 } else { self.rules.correlation_of_levels };
        let same = f64::from(u8::from(one.quality == other.quality));
        same * together * one.level_sd * other.level_sd
    }

    /// Covariance of the usual parts of two differences at rest.
    pub(super) fn of_differences(&self, i: usize, j: usize) -> f64 {
        self.usual.at(i, j)
    }

    /// By how much the covariance of levels is larger for what moves in time.
    pub(super) fn level_moves(&self, a: &Row, b: &Row) -> f64 {
        let years = a.years.min(b.years).max(0.0);
        1.0 + square(self.rules.level_walk) * years + square(self.rules.level_drift) * a.drift * b.drift
    }

    /// By how much the covariance of differences is larger for what moves in time.
    pub(super) fn difference_moves(&self, a: &Row, b: &Row) -> f64 {
        let wandered = self.wander.variance(a.years.min(b.years), &self.rules);
        1.0 + wandered + square(self.rules.difference_drift) * a.drift * b.drift
    }

    /// What two looks share through their instruments.
    pub(super) fn of_instruments(&self, a: &Row, b: &Row) -> f64 {
        let mut sum = 0.0;
        // Most looks are at one test or at none; only ties have offsets of their own.
        if a.offsets.is_empty() && b.offsets.is_empty() {
            if let (Some((i, weight)), Some((j, other))) = (offset_of(a), offset_of(b))
                && i == j
            {
                sum += weight * other * self.instruments[i].offset_variance;
            }
        } else {
            for &(i, weight) in a.offsets.iter().chain(&offset_of(a)) {
                for &(j, other) in b.offsets.iter().chain(&offset_of(b)) {
                    if i == j {
                        sum += weight * other * self.instruments[i].offset_variance;
                    }
                }
            }
        }
        if let (Some(one), Some(other)) = (&a.test, &b.test) {
            sum += self.of_tests(one, other);
        }
        sum
    }

    /// What two looks share through their instruments, offsets left out.
    fn of_tests(&self, a: &TestPart, b: &TestPart) -> f64 {
        let (one, other) = (&self.instruments[a.instrument], &self.instruments[b.instrument]);
        let same = a.instrument == b.instrument;
        let mut sum = 0.0;
        if one.quirk_class == other.quirk_class {
            let share = if same { 1.0 } else { self.rules.quirk_of_protocol };
            sum += a.quirk * b.quirk * share * one.quirk_sd * other.quirk_sd;
        }
        if same && a.later && b.later {
            sum += a.offset * b.offset * one.learning_sd * one.learning_sd;
        }
        if let (Some(form), Some(other_form)) = (a.day, b.day)
            && form.day == other_form.day
        {
            if same {
                sum += a.offset * b.offset * one.shared_day_variance;
            }
            if one.quality == other.quality && form.side == other_form.side {
                let muscle =
                    if one.muscle_class == other.muscle_class { self.rules.day_of_muscle } else { 0.0 };
                // A wild day is one day's; days put together have their share of wild ones in the spread already.
                let usual = if form.one || other_form.one { self.wild_form().0 } else { 1.0 };
                sum += usual * (muscle + self.rules.day_of_leg) * one.leg_day_sd * other.leg_day_sd;
            }
        }
        sum
    }

    /// The part of a leg's day in a test that nothing else shares.
    pub(super) fn own_day_variance(&self, instrument: usize, share_link: bool, one: bool) -> f64 {
        let whole = self.instruments[instrument].leg_day_sd * self.instruments[instrument].leg_day_sd;
        if share_link {
            whole
        } else {
            let usual = if one { self.wild_form().0 } else { 1.0 };
            usual * whole * (1.0 - self.rules.day_of_muscle - self.rules.day_of_leg).max(0.0)
        }
    }

    pub(super) fn rules(&self) -> &ModelRules {
        &self.rules
    }

    /// The same with other figures for how parts go together and move.
    pub(super) fn with(mut self, rules: ModelRules) -> Self {
        self.usual = usual_covariance(&self.states, &rules);
        self.rules = rules;
        self
    }
}

impl InstrumentPrior {
    pub(super) fn quirk_class(&self) -> usize {
        self.quirk_class
    }

    pub(super) fn muscle_class(&self) -> usize {
        self.muscle_class
    }
}

/// Covariance of the usual parts of every two differences.
fn usual_covariance(states: &[State<'_>], rules: &ModelRules) -> Square {
    Square::from_fn(states.len(), |i, j| {
        let (one, other) = (&states[i], &states[j]);
        if i == j {
            return one.usual_sd * one.usual_sd;
        }
        if one.quality != other.quality {
            return 0.0;
        }
        let family = one.family.is_some() && one.family == other.family;
        let together = if family { rules.correlation_of_family } else { rules.correlation_of_groups };
        together * one.usual_sd * other.usual_sd
    })
}

fn offset_of(row: &Row) -> Option<(usize, f64)> {
    row.test.map(|part| (part.instrument, part.offset))
}

fn pairs<'r>(a: &'r [(usize, f64)], b: &'r [(usize, f64)]) -> impl Iterator<Item = (usize, usize, f64)> + 'r {
    a.iter().flat_map(move |&(i, x)| b.iter().map(move |&(j, y)| (i, j, x * y)))
}

/// Whole days from one to the other.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn age_times(person: &Person, as_of: Date, rules: &ModelRules) -> f64 {
    match person.age_years(as_of) {
        Some(70..) => rules.seventy_times,
        Some(60..) => rules.sixty_times,
        Some(_) | None => 1.0,
    }
}

fn instrument_priors(
    instruments: &[Instrument<'_>],
    has_norm: &[bool],
    rules: &ModelRules,
    learnt: &Learnt,
) -> Vec<InstrumentPrior> {
    let mut quirk_classes: BTreeMap<(Quality, &MuscleGroupId, &str, Option<&str>), usize> = BTreeMap::new();
    let mut muscle_classes: BTreeMap<(Quality, &MuscleGroupId), usize> = BTreeMap::new();
    instruments
        .iter()
        .zip(has_norm)
        .map(|(instrument, &has_norm)| {
            let test = instrument.test;
            let linear = test.link == Link::Linear;
            let (noise, scale) = (learnt.noise(test), noise_scale(test));
            let offset_sd = match (has_norm, linear) {
                (true, false) => rules.norm_offset_percent * 0.01,
                (true, true) => rules.norm_offset_deg,
                (false, false) => UNKNOWN_OFFSET_SD,
                (false, true) => UNKNOWN_OFFSET_SD_DEG,
            };
            let learns = !linear && matches!(test.quality, Quality::Strength | Quality::Control);
            let main = main_group(test);
            let n_quirks = quirk_classes.len();
            let quirk_key = (test.quality, main, test.protocol.as_str(), instrument.device.as_deref());
            let n_muscles = muscle_classes.len();
            InstrumentPrior {
                quality: test.quality,
                offset_variance: offset_sd * offset_sd,
                quirk_sd: noise.quirk * scale,
                quirk_class: *quirk_classes.entry(quirk_key).or_insert(n_quirks),
                learning: if learns { rules.learning_percent * 0.01 } else { 0.0 },
                learning_sd: if learns { rules.learning_sd_percent * 0.01 } else { 0.0 },
                shared_day_variance: square(noise.shared_day * scale),
                leg_day_sd: noise.leg_day * scale,
                muscle_class: *muscle_classes.entry((test.quality, main)).or_insert(n_muscles),
            }
        })
        .collect()
}

/// The muscle group with the largest share in a test, the first by name of equal ones.
pub(super) fn main_group(test: &crate::knowledge::Test) -> &MuscleGroupId {
    let mut loads = test.loads.iter();
    let first = loads.next().expect("the catalogue refuses a test without loads");
    loads.fold(first, |best, next| if next.1 > best.1 { next } else { best }).0
}

pub(super) fn square(x: f64) -> f64 {
    x * x
}

/// From the unit of the catalogue's noise to the model's scale.
pub(super) fn noise_scale(test: &crate::knowledge::Test) -> f64 {
    match test.link {
        Link::Log | Link::InverseTime | Link::Count | Link::Share => 0.01,
        Link::Linear => test.degrees_per_unit.unwrap_or(1.0).abs(),
    }
}
