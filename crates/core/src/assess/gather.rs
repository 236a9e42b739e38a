//! From one person's trials to what the model observes: cells of trials by instrument, day and side.
//!
//! Sets aside what hurt and what cannot be right, and says so. It never changes a value.

use crate::body::{Bilateral, Quality, Side};
use crate::knowledge::{Knowledge, Link, Test, TestId};
use crate::measure::Trial;
use crate::notice::{Notice, NoticeCode, Place};
use crate::quantity::{Unit, shown};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

use super::finding::SideTrials;
use super::printed::PrintedTry;
use super::usual::Usual;

/// One day of one instrument.
#[derive(Debug, Clone)]
pub(super) struct Day {
    pub(super) day: Date,
    pub(super) sides: Bilateral<SideTrials>,
    /// Paired values of a load-sharing test: (left, right) of one effort.
    pub(super) pairs: Vec<(f64, f64)>,
    /// How many days were put together in it.
    pub(super) n_days: u32,
}

/// One test done with one device: values inside share an offset, values of different instruments do not.
#[derive(Debug, Clone)]
pub(super) struct Instrument<'a> {
    pub(super) test: &'a Test,
    pub(super) device: Option<String>,
    pub(super) days: Vec<Day>,
    /// Most pain noted on each side, 0–10.
    pub(super) pain: Bilateral<u8>,
}

impl Instrument<'_> {
    /// The first day with a used trial.
    pub(super) fn first_day(&self) -> Option<Date> {
        let used = |day: &&Day| Side::BOTH.iter().any(|&side| !day.sides[side].values.is_empty());
        self.days.iter().find(used).map(|day| day.day)
    }

    /// How many used trials a side has.
    pub(super) fn n_used(&self, side: Side) -> usize {
        self.days.iter().map(|day| day.sides[side].values.len()).sum()
    }

    /// Does it say something about both legs?
    pub(super) fn both_sides(&self) -> bool {
        match self.test.link {
            Link::Share => self.days.iter().any(|day| !day.pairs.is_empty()),
            Link::Log | Link::InverseTime | Link::Count | Link::Linear => {
                Side::BOTH.iter().all(|&side| self.n_used(side) > 0)
            }
        }
    }
}

/// The model's scale: logarithms, or degrees with more always better.
pub(crate) fn on_scale(test: &Test, value: f64) -> Option<f64> {
    let scaled = match test.link {
        Link::Log | Link::Count | Link::Share => libm::log(value),
        Link::InverseTime => -libm::log(value),
        Link::Linear => {
            let degrees = value * test.degrees_per_unit.unwrap_or(1.0);
            if test.smaller_is_better { -degrees } else { degrees }
        }
    };
    scaled.is_finite().then_some(scaled)
}

/// Sorts the trials of one person into instruments.
pub(super) fn gather<'a>(
    trials: &[&Trial],
    knowledge: &'a Knowledge,
    notices: &mut Vec<Notice>,
) -> Vec<Instrument<'a>> {
    let mut by_instrument: BTreeMap<(&TestId, Option<&str>), Vec<&Trial>> = BTreeMap::new();
    for trial in trials {
        by_instrument.entry((&trial.test, trial.device.as_deref())).or_default().push(trial);
    }
    let mut instruments = Vec::new();
    for ((test_id, device), trials) in by_instrument {
        let Some(test) = knowledge.tests.get(test_id) else {
            notices.push(
                Notice::new(NoticeCode::TestUnknown, format!("the test “{test_id}” is not in the catalogue"))
                    .hint("`evenstride tests` lists the tests"),
            );
            continue;
        };
        let instrument = sort_trials(test, device, &trials, knowledge.doses.pain_limit_nrs, notices);
        tell_about(&instrument, notices);
        instruments.push(instrument);
    }
    tell_few(&instruments, notices);
    instruments
}

/// Says in one notice which tests were done on both legs alike, and less often than they ask for.
fn tell_few(instruments: &[Instrument<'_>], notices: &mut Vec<Notice>) {
    /// So many tests are named; people who try everything once would get a page of them.
    const NAMED: usize = 3;
    let few: Vec<String> = instruments
        .iter()
        .filter_map(|k| {
            let [left, right] = Side::BOTH.map(|side| k.n_used(side));
            let is_few = left > 0 && left == right && (left as u32) < k.test.trials;
            // With several devices a name alone would stand there twice.
            let is_one_of_several =
                instruments.iter().any(|other| other.test.id == k.test.id && other.device != k.device);
            let device = k.device.as_deref().filter(|_| is_one_of_several);
            let device = device.map_or_else(String::new, |device| format!(", {device}"));
            is_few.then(|| format!("{}{device} ({left}/{})", k.test.name, k.test.trials))
        })
        .collect();
    if few.is_empty() {
        return;
    }
    let named = few.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = match few.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(", +{more}"),
    };
    notices.push(
        Notice::new(
            NoticeCode::FewTrials,
            format!("fewer usable tries a leg than the test asks for: {named}{more}"),
        )
        .hint("do the rest on a further day, the same number on both sides"),
    );
}

fn sort_trials<'a>(
    test: &'a Test,
    device: Option<&str>,
    trials: &[&Trial],
    pain_limit_nrs: u8,
    notices: &mut Vec<Notice>,
) -> Instrument<'a> {
    let usual = Usual::of(test, trials, pain_limit_nrs);
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    let mut efforts: BTreeMap<(Date, Effort<'_>), Bilateral<Option<f64>>> = BTreeMap::new();
    let both_in_one_row = if test.link == Link::Share { rows_of_both(trials) } else { BTreeSet::new() };
    let mut order: BTreeMap<(Date, Side), u32> = BTreeMap::new();
    let mut pain = Bilateral { left: 0, right: 0 };
    for trial in trials {
        let day = days.entry(trial.day).or_insert_with(|| Day {
            day: trial.day,
            sides: Bilateral::default(),
            pairs: Vec::new(),
            n_days: 1,
        });
        let side = &mut day.sides[trial.side];
        if let Some(figure) = trial.device_asymmetry {
            side.printed.push(PrintedTry { figure, attempt: trial.attempt, value: trial.value });
        }
        let pain_nrs = trial.pain_nrs.unwrap_or(0);
        pain[trial.side] = pain[trial.side].max(pain_nrs);
        if hurts(test, trial, pain_limit_nrs) {
            side.pain_limited.push(trial.value);
            notices.push(
                Notice::new(
                    NoticeCode::PainLimited,
                    format!(
                        "{} on the {} hurt ({pain_nrs} of 10), so it is not compared",
                        test.name, trial.side
                    ),
                )
                .at(trial.place.clone())
                .hint("measure again at an angle or load that does not hurt"),
            );
            continue;
        }
        if usual.is_doubtful(test, trial.value, trial.side) {
            side.doubtful.push(trial.value);
            notices.push(
                Notice::new(
                    NoticeCode::ValueDoubtful,
                    format!(
                        "{} on the {}: {} {} is far from everything else of this test and was set aside",
                        test.name,
                        trial.side,
                        shown(trial.value),
                        test.unit
                    ),
                )
                .at(trial.place.clone())
                .hint("look at the record; if it is right, measure again and both will count"),
            );
            continue;
        }
        side.values.push(trial.value);
        let effort = match trial.attempt {
            Some(attempt) => Effort::Nth(attempt),
            None if both_in_one_row.contains(&row_of(trial)) => Effort::Row(&trial.place),
            None => {
                let nth = order.entry((trial.day, trial.side)).or_insert(0);
                *nth += 1;
                Effort::Nth(*nth)
            }
        };
        efforts.entry((trial.day, effort)).or_default()[trial.side] = Some(trial.value);
    }
    if test.link == Link::Share {
        for ((day, _), effort) in efforts {
            let Some(day) = days.get_mut(&day) else { continue };
            if let Some(pair) = share_of_both(test, effort, day) {
                day.pairs.push(pair);
            }
        }
    }
    Instrument { test, device: device.map(str::to_owned), days: days.into_values().collect(), pain }
}

/// What tells that a left and a right value are of one effort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effort<'a> {
    /// The number of the try, or of the value on its side.
    Nth(u32),
    /// Without a number: the row in which both stand.
    Row(&'a Place),
}

/// The day and row of a trial.
fn row_of(trial: &Trial) -> (Date, &Place) {
    (trial.day, &trial.place)
}

/// The rows that hold one value of each leg and no number of the try: their order would else be that of the values.
fn rows_of_both<'a>(trials: &[&'a Trial]) -> BTreeSet<(Date, &'a Place)> {
    let mut rows: BTreeMap<(Date, &Place), Bilateral<u32>> = BTreeMap::new();
    let unnumbered = trials.iter().filter(|trial| trial.attempt.is_none() && trial.place.line.is_some());
    unnumbered.for_each(|trial| rows.entry(row_of(trial)).or_default()[trial.side] += 1);
    rows.into_iter().filter(|(_, n)| n.left == 1 && n.right == 1).map(|(row, _)| row).collect()
}

/// Left and right of one effort. Of shares in percent one is enough: the other leg has the rest, unless what it did that
/// day was set aside.
fn share_of_both(test: &Test, effort: Bilateral<Option<f64>>, day: &mut Day) -> Option<(f64, f64)> {
    let mut rest = |side: Side, share: f64| {
        let other = &mut day.sides[side];
        let was_set_aside = !other.pain_limited.is_empty() || !other.doubtful.is_empty();
        let rest = (test.unit == Unit::Percent && !was_set_aside).then_some(100.0 - share)?;
        other.values.push(rest);
        Some(rest)
    };
    match (effort.left, effort.right) {
        (Some(left), Some(right)) => Some((left, right)),
        (Some(left), None) => Some((left, rest(Side::Right, left)?)),
        (None, Some(right)) => Some((rest(Side::Left, right)?, right)),
        (None, None) => None,
    }
}

/// Pain spoils an effort, not the size of a muscle.
pub(crate) fn hurts(test: &Test, trial: &Trial, pain_limit_nrs: u8) -> bool {
    test.quality != Quality::Size && trial.pain_nrs.is_some_and(|pain| pain >= pain_limit_nrs)
}

/// Median of some values; sorts them.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let (&upper, n) = (values.get(values.len() / 2)?, values.len());
    Some(if n % 2 == 1 { upper } else { 0.5 * (values[n / 2 - 1] + upper) })
}

fn tell_about(instrument: &Instrument<'_>, notices: &mut Vec<Notice>) {
    let name = &instrument.test.name;
    let counts = Bilateral::from_fn(|side| instrument.n_used(side));
    for side in Side::BOTH {
        let (own, other) = (counts[side], counts[side.other()]);
        // The test asks for so many a visit, so a visit alone can have too few.
        let n_on = |day: &Day, side: Side| day.sides[side].values.len();
        let asked = instrument.test.trials;
        let is_few = |day: &Day| n_on(day, side) < n_on(day, side.other()).min(asked as usize);
        if own > 0 && own < other && instrument.days.iter().any(is_few) {
            notices.push(
                Notice::new(
                    NoticeCode::FewTrials,
                    format!(
                        "{name}: the {side} has {own} usable {}, the {} {other}; {asked} a visit are asked for",
                        if own == 1 { "try" } else { "tries" },
                        side.other()
                    ),
                )
                .hint("do the same number on both sides"),
            );
        }
    }
    let shares_a_day =
        instrument.days.iter().any(|day| Side::BOTH.iter().all(|&side| !day.sides[side].values.is_empty()));
    if counts.left > 0 && counts.right > 0 && !shares_a_day {
        notices.push(
            Notice::new(
                NoticeCode::SidesOnDifferentDays,
                format!("{name}: left and right were measured on different days"),
            )
            .hint("measure both legs on one day, then the day's form cancels"),
        );
    }
    tell_odd_sums(instrument, notices);
    if let Some(swapped) = swapped_day(instrument) {
        let message = match swapped {
            Swapped::On(day) => format!("{name}: on {day} left and right look swapped against the other days"),
            Swapped::OnOneOf(first, second) => {
                format!("{name}: on one of {first} and {second} left and right look swapped")
            }
        };
        notices.push(
            Notice::new(NoticeCode::SidesMayBeSwapped, message)
                .hint("if they were typed the wrong way round, correct them; if not, leave them"),
        );
    }
}

/// Says of shares in percent that do not come to the whole.
fn tell_odd_sums(instrument: &Instrument<'_>, notices: &mut Vec<Notice>) {
    /// Shares printed without decimals come to 99, 100 or 101.
    const ROUNDING: f64 = 1.0;
    if instrument.test.link != Link::Share || instrument.test.unit != Unit::Percent {
        return;
    }
    let odd = |day: &&Day| day.pairs.iter().any(|(left, right)| (left + right - 100.0).abs() > ROUNDING + 1e-9);
    let Some(day) = instrument.days.iter().find(odd) else { return };
    let message = format!(
        "{}: on {} the shares of left and right do not come to 100 percent; they count as parts of what they come to",
        instrument.test.name, day.day
    );
    let hint = "look at the record; each leg needs its share of what both did: 100 × left / (left + right)";
    notices.push(Notice::new(NoticeCode::ValueDoubtful, message).hint(hint));
}

/// Where left and right may have been typed the wrong way round.
enum Swapped {
    /// On this day, against several others.
    On(Date),
    /// On one of two days; nothing says on which.
    OnOneOf(Date, Date),
}

/// A day whose left is every other day's right and the other way round.
fn swapped_day(instrument: &Instrument<'_>) -> Option<Swapped> {
    /// Closer than this to the other leg's usual value counts as the same, on the log scale.
    const SAME: f64 = 0.04;
    /// A difference below this is too small to tell a swap from chance.
    const APART: f64 = 0.15;
    let middles: Vec<(Date, f64, f64)> = instrument
        .days
        .iter()
        .filter_map(|day| {
            let middle = |side: Side| {
                let mut scaled: Vec<f64> =
                    day.sides[side].values.iter().filter_map(|&v| on_scale(instrument.test, v)).collect();
                median(&mut scaled)
            };
            Some((day.day, middle(Side::Left)?, middle(Side::Right)?))
        })
        .collect();
    if middles.len() < 2 || instrument.test.link == Link::Linear {
        return None;
    }
    // The latest such day is named: earlier ones have set what is usual.
    let swapped = middles.iter().rev().find_map(|&(day, left, right)| {
        let mut other_left: Vec<f64> = middles.iter().filter(|m| m.0 != day).map(|m| m.1).collect();
        let mut other_right: Vec<f64> = middles.iter().filter(|m| m.0 != day).map(|m| m.2).collect();
        let (usual_left, usual_right) = (median(&mut other_left)?, median(&mut other_right)?);
        let swapped = (left - usual_right).abs() < SAME
            && (right - usual_left).abs() < SAME
            && (usual_left - usual_right).abs() > APART;
        swapped.then_some(day)
    })?;
    // Of two days either may be the one.
    if let [(first, ..), (second, ..)] = middles.as_slice() {
        return Some(Swapped::OnOneOf(*first, *second));
    }
    Some(Swapped::On(swapped))
}
