//! Large parts of a difference: those that a few people have, and those that an injury or a sport lets expect.
//! A wild day of a muscle is of the same kind, since it is probably not there, but is in its tests of one day alone.
//!
//! Nothing here says that somebody has a large difference; it says how surprising one would be.

use crate::body::{MuscleGroupId, Quality, Side};
use crate::knowledge::{AfterInjury, Knowledge, TestId};
use crate::person::{Injury, Person};
use jiff::civil::Date;
use std::collections::BTreeSet;

use super::prior::{DayForm, State, days_between, is_composite, scale_of};
use super::site::Normal;

/// With a published row for the operation, so probable is a difference of about that size.
const PUBLISHED_SHARE: f64 = 0.9; // source: evenstride-proposal; the rows are means of patients, nearly all of whom differ

/// When a large part is there.
#[derive(Debug, Clone, Copy)]
enum Course {
    /// From the first day on.
    Always,
    /// From so many years after the first day on.
    From(f64),
    /// It grows from the first day on as a drift does.
    Drift,
    /// On one day alone, in every test of one muscle on one leg.
    Day(WildDay),
}

/// A muscle of one leg on one day, which may be a wild one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WildDay {
    pub(super) form: DayForm,
    pub(super) muscle_class: usize,
}

/// One part that is probably 0 and otherwise about 1 times its width.
#[derive(Debug, Clone)]
pub(super) struct LargePart {
    /// Width for each state that it reaches, by the state's place.
    width: Vec<(usize, f64)>,
    /// When it is there.
    course: Course,
    /// How probable it is that it is not 0.
    pub(super) probability: f64,
    /// Its mean when it is not 0, in units of its SD, left minus right.
    pub(super) mean: f64,
    /// How often it is far larger when it is not 0, and how many times as wide it is then.
    far: (f64, f64),
}

/// None of the large ones is larger still.
const NEVER_FAR: (f64, f64) = (0.0, 1.0);

impl LargePart {
    /// The form of a muscle's day on one leg beyond the usual: of a test, and of no difference that lasts.
    pub(super) fn wild_day(day: WildDay, probability: f64, far: (f64, f64)) -> Self {
        Self { width: Vec::new(), course: Course::Day(day), probability, mean: 0.0, far }
    }

    /// The day that it is of, if it is of one.
    pub(super) fn of_day(&self) -> Option<WildDay> {
        match self.course {
            Course::Day(day) => Some(day),
            Course::Always | Course::From(_) | Course::Drift => None,
        }
    }

    /// How much of it is there at a time, of 1; `drift` is how far a drift has come by then.
    pub(super) fn presence(&self, years: f64, drift: f64) -> f64 {
        match self.course {
            Course::Always => 1.0,
            Course::From(onset) => f64::from(u8::from(years >= onset)),
            Course::Drift => drift,
            Course::Day(_) => 0.0,
        }
    }

    /// The width for one state, 0 when it does not reach it.
    pub(super) fn width_of(&self, state: usize) -> f64 {
        self.width.iter().find(|(place, _)| *place == state).map_or(0.0, |(_, width)| *width)
    }

    /// Mean and variance in units of its SD, whether it is 0 or not.
    pub(super) fn normal(&self) -> Normal {
        let mean = self.probability * self.mean;
        let (share, times) = self.far;
        let spread = 1.0 + share * (times * times - 1.0);
        Normal { mean, variance: self.probability * (spread + self.mean * self.mean) - mean * mean }
    }

    /// What it is when it is not 0: how probable each way of that is, and the variance in units of its own.
    pub(super) fn ways(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let (share, times) = self.far;
        let far = (share > 0.0).then_some((self.probability * share, times * times));
        std::iter::once((self.probability * (1.0 - share), 1.0)).chain(far)
    }

    /// The states that it reaches.
    pub(super) fn states(&self) -> impl Iterator<Item = usize> + '_ {
        self.width.iter().map(|(state, _)| *state)
    }
}

/// What large parts are made from.
pub(super) struct Known<'a> {
    pub(super) knowledge: &'a Knowledge,
    /// The tests with a value that counts.
    pub(super) measured: BTreeSet<&'a TestId>,
    /// Years from the first day.
    pub(super) years: &'a dyn Fn(Date) -> f64,
    pub(super) as_of: Date,
}

/// The large parts of everybody by family or group, then those of the person's history.
pub(super) fn large_parts(
    states: &[State<'_>],
    families: &[Option<&str>],
    person: &Person,
    known: &Known<'_>,
) -> Vec<LargePart> {
    let mut parts: Vec<(Quality, Option<&str>, LargePart)> = Vec::new();
    let rules = &known.knowledge.model;
    let far = (rules.far_share, rules.far_times);
    for (place, (state, &family)) in states.iter().zip(families).enumerate() {
        let width = libm::sqrt((state.large_sd * state.large_sd - state.usual_sd * state.usual_sd).max(0.0));
        if state.large_share <= 0.0 || width <= 0.0 {
            continue;
        }
        let known = parts
            .iter_mut()
            .find(|(quality, of, _)| *quality == state.quality && family.is_some() && *of == family);
        match known {
            Some((_, _, part)) => part.width.push((place, width)),
            None => {
                let probability = state.large_share;
                let width = vec![(place, width)];
                let part = LargePart { width, course: Course::Always, probability, mean: 0.0, far };
                parts.push((state.quality, family, part));
            }
        }
    }
    let mut parts: Vec<LargePart> = parts.into_iter().map(|(_, _, part)| part).collect();
    if rules.large_change_share > 0.0 {
        let drifting = |part: &LargePart| {
            let width = part.width.iter().map(|&(place, _)| (place, states[place].large_sd)).collect();
            let probability = rules.large_change_share;
            LargePart { width, course: Course::Drift, probability, mean: 0.0, far: NEVER_FAR }
        };
        let changes: Vec<LargePart> = parts.iter().map(drifting).collect();
        parts.extend(changes);
    }
    for injury in &person.injuries {
        parts.extend(of_injury(injury, states, known));
    }
    parts
}

/// What one injury lets expect: a part for groups with a published row, one for the others.
fn of_injury(injury: &Injury, states: &[State<'_>], known: &Known<'_>) -> Vec<LargePart> {
    let Some(side) = injury.side else { return Vec::new() };
    // Left is told first: a weaker left leg is a difference below 0.
    let sign = match side {
        Side::Left => -1.0,
        Side::Right => 1.0,
    };
    let onset = injury.on.map_or(f64::NEG_INFINITY, known.years);
    let course = if onset > 0.0 { Course::From(onset) } else { Course::Always };
    let rules = &known.knowledge.model;
    let mut parts = Vec::new();
    for quality in Quality::ALL {
        let (mut published, mut general) = (Vec::new(), Vec::new());
        let (mut published_mean, mut general_mean) = (0.0, 0.0);
        for (place, state) in states.iter().enumerate() {
            let named = injury.groups.is_empty() || injury.groups.contains(state.group);
            if state.quality != quality || !named {
                continue;
            }
            if let Some((mean, sd)) = published_row(injury, state, known) {
                published.push((place, sd * scale_of(quality)));
                published_mean += mean * scale_of(quality);
            } else if quality == Quality::Strength {
                general.push((place, state.large_sd));
                general_mean += rules.injured_percent * 0.01;
            }
        }
        let far = (rules.far_share, rules.far_times);
        for (width, mean, probability, far) in [
            (published, published_mean, PUBLISHED_SHARE, NEVER_FAR),
            (general, general_mean, rules.injured_share, far),
        ] {
            let whole: f64 = width.iter().map(|(_, sd)| sd).sum();
            if whole > 0.0 && probability > 0.0 {
                parts.push(LargePart { width, course, probability, mean: sign * mean / whole, far });
            }
        }
    }
    parts
}

/// How much weaker the injured side usually is in this group by now, and the spread: above 0 means weaker.
///
/// Rows of tests that this person did speak for this person; where there is none, tests that say different things of a
/// leg leave their mean, with the wider spread.
fn published_row(injury: &Injury, state: &State<'_>, known: &Known<'_>) -> Option<(f64, f64)> {
    let operation = injury.operation.as_ref()?;
    let months = f64::from(days_between(injury.on?, known.as_of)) / 30.4375;
    let fits = |row: &&AfterInjury| {
        row.condition == *operation
            && row.quality == state.quality
            && row.groups.contains(state.group)
            && (row.months[0]..=row.months[1]).contains(&months)
    };
    let rows: Vec<&AfterInjury> = known.knowledge.after_injury.iter().filter(fits).collect();
    let was_done = |row: &&AfterInjury| row.test.as_ref().is_some_and(|test| known.measured.contains(test));
    let own: Vec<&AfterInjury> = rows.iter().copied().filter(was_done).collect();
    let rows = if own.is_empty() { rows } else { own };
    let sd = rows.iter().map(|row| row.sd).max_by(f64::total_cmp)?;
    let mean = rows.iter().map(|row| row.mean).sum::<f64>() / rows.len() as f64;
    Some((-mean, sd))
}

/// What is usual for the sport, left minus right, on the model's scale.
pub(super) fn shift_of(person: &Person, knowledge: &Knowledge, quality: Quality, group: &MuscleGroupId) -> f64 {
    let row = person.sport.as_deref().and_then(|sport| knowledge.sport_difference(sport, group, quality));
    let (Some(row), Some(leg), false) = (row, person.dominant_leg, is_composite(knowledge, quality, group))
    else {
        return 0.0;
    };
    let better = match leg {
        Side::Left => 1.0,
        Side::Right => -1.0,
    };
    better * row.usual_percent * scale_of(quality)
}
