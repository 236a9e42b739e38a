//! Large parts of a difference: those that a few people have, and those that an injury or a sport lets expect.
//! A wild day of a muscle is of the same kind, since it is probably not there, but is in its tests of one day alone.
//!
//! Nothing here says that somebody has a large difference; it says how surprising one would be.

use crate::body::{MuscleGroupId, Quality, Side};
use crate::knowledge::{AfterInjury, Knowledge, ModelRules, TestId};
use crate::person::{Injury, Person};
use jiff::civil::Date;
use std::collections::BTreeSet;

use super::gather::Instrument;
use super::learn::Learnt;
use super::prior::{DayForm, State, days_between, is_composite, scale_of};
use super::site::Normal;
use super::turning::{Turns, turns};

/// With a published row for the operation, so probable is a difference of about that size.
const PUBLISHED_SHARE: f64 = 0.9; // source: evenstride-proposal; the rows are means of patients, nearly all of whom differ

/// Of the changes so many come little by little, the others at once.
const SLOWLY: f64 = 0.5; // source: evenstride-proposal

/// When a large part is there, in years from the first day.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Course {
    /// From one time on until another.
    Between(f64, f64),
    /// Less and less of it, from one time to another.
    Fading(f64, f64),
    /// More and more of it, from one time to another.
    Growing(f64, f64),
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
    /// The leg of which it is, whose capacity it raises or lowers, and with it the level of both; none for a difference that
    /// has always been there, which says nothing of where the level is.
    leg: Option<Side>,
    /// When it is there.
    course: Course,
    /// How probable it is that it is not 0.
    pub(super) probability: f64,
    /// Its mean when it is not 0, in units of its SD, left minus right.
    pub(super) mean: f64,
    /// How often it is far larger when it is not 0, and how many times as wide it is then.
    far: (f64, f64),
}

/// From before the first day on, for good.
const ALWAYS: Course = Course::Between(f64::NEG_INFINITY, f64::INFINITY);

/// None of the large ones is larger still.
const NEVER_FAR: (f64, f64) = (0.0, 1.0);

impl LargePart {
    /// Is it one that anybody may have, and has had since before the first day?
    pub(super) fn is_of_anybody(&self) -> bool {
        self.course == ALWAYS && self.leg.is_none() && self.mean == 0.0
    }

    /// The form of a muscle's day on one leg beyond the usual: of a test, and of no difference that lasts.
    pub(super) fn wild_day(day: WildDay, probability: f64, far: (f64, f64)) -> Self {
        Self { width: Vec::new(), leg: None, course: Course::Day(day), probability, mean: 0.0, far }
    }

    /// The day that it is of, if it is of one.
    pub(super) fn of_day(&self) -> Option<WildDay> {
        match self.course {
            Course::Day(day) => Some(day),
            Course::Between(..) | Course::Fading(..) | Course::Growing(..) | Course::Drift => None,
        }
    }

    /// Is it the same of the other leg?
    pub(super) fn is_twin_of(&self, other: &Self) -> bool {
        self.leg.is_some()
            && self.leg.map(Side::other) == other.leg
            && (self.course, &self.width) == (other.course, &other.width)
    }

    /// How much of it is there at a time, of 1; `drift` is how far a drift has come by then.
    pub(super) fn presence(&self, years: f64, drift: f64) -> f64 {
        match self.course {
            Course::Between(from, until) => f64::from(u8::from(years >= from && years < until)),
            Course::Fading(from, to) => 1.0 - part_of_way(years, from, to),
            Course::Growing(from, to) => part_of_way(years, from, to),
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

    /// How much of it a difference holds for its width: left minus right.
    pub(super) fn of_difference(&self) -> f64 {
        self.leg.map_or(1.0, sign_of)
    }

    /// How much of it a level holds for its width: half of what one leg gains or loses.
    pub(super) fn of_level(&self) -> f64 {
        if self.leg.is_some() { 0.5 } else { 0.0 }
    }

    /// The same with another course, so much less probable, and of one leg.
    fn of_leg(&self, leg: Side, share: f64, course: Course) -> Self {
        // The mean is told of left minus right.
        let mean = self.mean * self.of_difference() * sign_of(leg);
        Self { leg: Some(leg), course, probability: self.probability * share, mean, ..self.clone() }
    }

    /// The states that it reaches.
    pub(super) fn states(&self) -> impl Iterator<Item = usize> + '_ {
        self.width.iter().map(|(state, _)| *state)
    }
}

/// From 0 at one time to 1 at a later one.
fn part_of_way(years: f64, from: f64, to: f64) -> f64 {
    ((years - from) / (to - from).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0)
}

/// What large parts are made from.
pub(super) struct Known<'a> {
    pub(super) knowledge: &'a Knowledge,
    pub(super) instruments: &'a [Instrument<'a>],
    /// The tests with a value that counts.
    pub(super) measured: BTreeSet<&'a TestId>,
    /// By how much what was measured differs by noise alone.
    pub(super) learnt: &'a Learnt,
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
                let part = LargePart { width, leg: None, course: ALWAYS, probability, mean: 0.0, far };
                parts.push((state.quality, family, part));
            }
        }
    }
    let lasting: Vec<LargePart> = parts.into_iter().map(|(_, _, part)| part).collect();
    let mut parts = lasting.clone();
    if rules.large_change_share > 0.0 {
        let drifting = |part: &LargePart| {
            let width = part.width.iter().map(|&(place, _)| (place, states[place].large_sd)).collect();
            let probability = rules.large_change_share;
            LargePart { width, leg: None, course: Course::Drift, probability, mean: 0.0, far: NEVER_FAR }
        };
        parts.extend(lasting.iter().map(drifting));
    }
    let (mut come, mut gone) = (Vec::new(), Vec::new());
    for part in parts.iter_mut().take(lasting.len()) {
        let turns = turns_of(part, states, known);
        come.extend(coming(part, &turns, rules));
        gone.extend(going(part, None, &turns, rules));
    }
    for injury in &person.injuries {
        let mut injured = of_injury(injury, states, known);
        for part in &mut injured {
            let turns = turns_of(part, states, known);
            gone.extend(going(part, injury.side, &turns, rules));
        }
        parts.extend(injured);
    }
    parts.extend(come);
    parts.extend(gone);
    parts
}

/// When what a part reaches may have changed.
fn turns_of(part: &LargePart, states: &[State<'_>], known: &Known<'_>) -> Turns {
    let Some(quality) = part.states().next().map(|place| states[place].quality) else {
        return Turns::default();
    };
    if known.knowledge.model.large_end_per_year <= 0.0 {
        return Turns::default();
    }
    let groups: Vec<&MuscleGroupId> = part.states().map(|place| states[place].group).collect();
    turns(known.instruments, (quality, &groups), known.learnt, known.years)
}

/// As many people have a large part at one time as at another: so often as one goes, another one comes, to either leg.
fn coming(part: &LargePart, turns: &Turns, rules: &ModelRules) -> Vec<LargePart> {
    let at_once = turns.at_once.iter().map(|&(before, after)| {
        let share = (1.0 - SLOWLY) * gone_within(after - before, rules);
        (share, Course::Between(f64::midpoint(before, after), f64::INFINITY))
    });
    let slowly =
        turns.slowly.map(|(from, to)| (SLOWLY * gone_within(to - from, rules), Course::Growing(from, to)));
    let of_legs = |(share, course)| Side::BOTH.map(|leg| part.of_leg(leg, 0.5 * share, course));
    at_once.chain(slowly).flat_map(of_legs).collect()
}

/// The ways in which a part that lasts may end, of this leg or of either; it is so much less probable then that it goes on.
fn going(part: &mut LargePart, leg: Option<Side>, turns: &Turns, rules: &ModelRules) -> Vec<LargePart> {
    let Course::Between(onset, _) = part.course else { return Vec::new() };
    let since = onset.max(0.0);
    let at_once = turns.at_once.iter().filter(|(before, _)| *before >= since).map(|&(before, after)| {
        let left_until_then = 1.0 - gone_within(before - since, rules);
        let share = (1.0 - SLOWLY) * left_until_then * gone_within(after - before, rules);
        (share, Course::Between(onset, f64::midpoint(before, after)))
    });
    let slowly = turns.slowly.map(|(from, to)| (from.max(since), to)).filter(|(from, to)| from < to);
    let slowly = slowly.map(|(from, to)| (SLOWLY * gone_within(to - from, rules), Course::Fading(from, to)));
    let ways: Vec<(f64, Course)> = at_once.chain(slowly).collect();
    let legs: &[Side] = leg.as_ref().map_or(&Side::BOTH, std::slice::from_ref);
    let of_legs = |&(share, course): &(f64, Course)| {
        legs.iter().map(move |&leg| (leg, share / legs.len() as f64, course)).collect::<Vec<_>>()
    };
    let gone =
        ways.iter().flat_map(of_legs).map(|(leg, share, course)| part.of_leg(leg, share, course)).collect();
    part.probability *= (1.0 - ways.iter().map(|(share, _)| share).sum::<f64>()).max(0.0);
    gone
}

/// Left is told first.
fn sign_of(leg: Side) -> f64 {
    match leg {
        Side::Left => 1.0,
        Side::Right => -1.0,
    }
}

/// How probable it is that a large part goes within so many years.
fn gone_within(years: f64, rules: &ModelRules) -> f64 {
    1.0 - libm::exp(-rules.large_end_per_year * years)
}

/// What one injury lets expect: a part for groups with a published row, one for the others.
fn of_injury(injury: &Injury, states: &[State<'_>], known: &Known<'_>) -> Vec<LargePart> {
    let Some(side) = injury.side else { return Vec::new() };
    // A weaker left leg is a difference below 0.
    let sign = -sign_of(side);
    let onset = injury.on.map_or(f64::NEG_INFINITY, known.years);
    let course = if onset > 0.0 { Course::Between(onset, f64::INFINITY) } else { ALWAYS };
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
                // What came between two days of measuring came to that leg.
                let leg = if onset > 0.0 { Some(side) } else { None };
                let mean = sign * mean / whole * leg.map_or(1.0, sign_of);
                parts.push(LargePart { width, leg, course, probability, mean, far });
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
