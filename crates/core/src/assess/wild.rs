//! Which values and days do not go with the rest, by every combination of what is ambiguous.
//!
//! ```text
//!   left leg: usual or not ─┐ one is likelier by far ── its values are named
//!   right leg: usual or not ┘ either as likely       ── one of the two legs, and nothing says which
//! ```
//! Where the legs differ by much, one of them may have had a wild day, and nothing in the values says which: a normal in
//! the place of every mixture would settle for one of them. It changes no finding; it names what counts for little.

use crate::body::{Bilateral, Side};
use crate::knowledge::Knowledge;
use jiff::civil::Date;
use std::collections::BTreeMap;

use super::block::Block;
use super::cell::CellPart;
use super::enumerate::Combinations;
use super::finding::Wild;
use super::model::Model;
use super::prior::main_group;
use super::wild_words::{Of, Told, tell};
use crate::notice::Notice;

/// A value is told to look wild from this probability on.
const LOOKS_WILD: f64 = 0.5; // source: evenstride-proposal; more likely wild than not
/// One leg alone is named when it is so many times as probable as the other.
const TOLD_APART: f64 = 6.0; // source: evenstride-proposal; a value without a norm is thought likelier near 1, up to fourfold
/// What no answer thinks more probable than this is not looked at.
const SUSPECT: f64 = 0.1;

/// One leg on one day: a coordinate of a block.
struct Suspect {
    coordinate: usize,
    /// Which of its parts are wholly usual.
    usual: Vec<bool>,
}

/// What is to be said of both legs on one day.
enum Verdict {
    Nothing,
    /// How probable each part is of the legs that may be named.
    Legs(Bilateral<Option<Vec<f64>>>),
    /// One of the legs, and nothing says which.
    OneOfTwo,
}

/// Notes at every day which used values look wild, and says so: once for each leg of a test.
pub(super) fn name_wild(model: &mut Model<'_>, knowledge: &Knowledge, notices: &mut Vec<Notice>) {
    let (mut tries, mut told) = (Vec::new(), Told::default());
    for block in model.blocks() {
        let mut combinations = None;
        let mut judged = |suspects: &Bilateral<Option<Suspect>>| {
            if !Side::BOTH.iter().any(|&side| suspects[side].as_ref().is_some_and(|one| is_suspect(block, one)))
            {
                return Verdict::Nothing;
            }
            let all = combinations.get_or_insert_with(|| Combinations::of(&block.mixtures, &block.propagated));
            verdict(all, suspects)
        };
        for ((k, j), legs) in days_of_tests(model, block) {
            let day = &model.instruments[k].days[j];
            match judged(&legs.as_ref().map(|leg| leg.as_ref().map(|(row, parts)| suspect_of(*row, parts)))) {
                Verdict::Nothing => {}
                Verdict::OneOfTwo => told.add(Of::Test(k), None, day.day),
                Verdict::Legs(probable) => {
                    for side in Side::BOTH {
                        let (Some((_, parts)), Some(probable)) = (&legs[side], &probable[side]) else {
                            continue;
                        };
                        let own = wild_among(&day.sides[side].values, parts, probable);
                        tries.extend(own.into_iter().map(|wild| (k, j, side, wild)));
                    }
                }
            }
        }
        for (first, day, legs) in days_of_muscles(model, block) {
            let of = || {
                let group = main_group(model.instruments[first].test);
                let name = knowledge.groups.get(group).map_or(group.as_str(), |group| group.name.as_str());
                Of::Muscle(name.to_owned())
            };
            match judged(&legs) {
                Verdict::Nothing => {}
                Verdict::OneOfTwo => told.add(of(), None, day),
                Verdict::Legs(probable) => {
                    for side in Side::BOTH {
                        let usual = probable[side].as_ref().and_then(|parts| parts.first());
                        if usual.is_some_and(|usual| 1.0 - usual > LOOKS_WILD) {
                            told.add(of(), Some(side), day);
                        }
                    }
                }
            }
        }
    }
    tell(&tries, &told, &model.instruments, notices);
    for (k, j, side, wild) in tries {
        model.instruments[k].days[j].sides[side].wild.push(wild);
    }
}

/// The rows of both legs of every test on every day, with the parts of their cells.
type Rows<'m> = Bilateral<Option<(usize, &'m [CellPart])>>;

fn days_of_tests<'m>(model: &'m Model<'_>, block: &Block) -> BTreeMap<(usize, usize), Rows<'m>> {
    let mut days: BTreeMap<(usize, usize), Rows<'m>> = BTreeMap::new();
    for (row, &c) in block.cells.iter().enumerate() {
        let cell = &model.cells[c];
        // A share is of both legs; none of them can be wild alone.
        let Some(side) = cell.side else { continue };
        days.entry((cell.instrument, cell.day)).or_default()[side] = Some((row, cell.parts.as_slice()));
    }
    days
}

fn suspect_of(row: usize, parts: &[CellPart]) -> Suspect {
    let usual = parts.iter().map(|part| !part.wild_day && part.wild_trials == 0).collect();
    Suspect { coordinate: row, usual }
}

/// A day of a muscle that several tests share: an instrument of it, the day, and the large parts of both legs.
type DayOfMuscle = (usize, Date, Bilateral<Option<Suspect>>);

/// The days of muscles that several tests share.
fn days_of_muscles(model: &Model<'_>, block: &Block) -> Vec<DayOfMuscle> {
    let mut days: BTreeMap<(i32, usize), DayOfMuscle> = BTreeMap::new();
    for (place, &part) in block.active.iter().enumerate() {
        let Some(of) = model.prior.large[part].of_day() else { continue };
        let holds = |loads: &Vec<(usize, f64)>| loads.iter().any(|(other, _)| *other == part);
        let Some((&c, _)) = block.cells.iter().zip(&block.loads).find(|(_, loads)| holds(loads)) else {
            continue;
        };
        let cell = &model.cells[c];
        let day = model.instruments[cell.instrument].days[cell.day].day;
        let coordinate = block.loads.len() + place;
        // The first part is that there is nothing of it.
        let usual = (0..block.mixtures[coordinate].len()).map(|i| i == 0).collect();
        let both = days.entry((of.form.day, of.muscle_class));
        let (_, _, legs) = both.or_insert_with(|| (cell.instrument, day, Bilateral::default()));
        legs[of.form.side] = Some(Suspect { coordinate, usual });
    }
    days.into_values().collect()
}

/// May this leg's day be wild in any answer?
fn is_suspect(block: &Block, suspect: &Suspect) -> bool {
    let answers = [&block.propagated.probabilities, &block.propagated.disputed];
    answers.iter().any(|parts| {
        let wild = parts[suspect.coordinate].iter().zip(&suspect.usual).filter(|(_, usual)| !**usual);
        wild.map(|(probable, _)| probable).sum::<f64>() > SUSPECT
    })
}

fn verdict(all: &Combinations<'_>, suspects: &Bilateral<Option<Suspect>>) -> Verdict {
    let probable = suspects.as_ref().map(|one| one.as_ref().map(|one| all.probable(one.coordinate, None)));
    let (
        Bilateral { left: Some(left), right: Some(right) },
        Bilateral { left: Some(of_left), right: Some(of_right) },
    ) = (suspects, &probable)
    else {
        return Verdict::Legs(probable);
    };
    let usual = [usual_of(left, of_left), usual_of(right, of_right)];
    let wild = usual.map(|usual| 1.0 - usual);
    let [more, less] = if wild[0] > wild[1] { wild } else { [wild[1], wild[0]] };
    if more > LOOKS_WILD && more >= TOLD_APART * less {
        return Verdict::Legs(probable);
    }
    if more + less <= LOOKS_WILD {
        return Verdict::Nothing;
    }
    // Both ways round, so that it does not matter which leg is the left one.
    let neither = |one: &Suspect, other: &Suspect, usual: f64| {
        usual * usual_of(one, &all.probable(one.coordinate, Some((other.coordinate, &other.usual))))
    };
    let neither = 0.5 * (neither(left, right, usual[1]) + neither(right, left, usual[0]));
    let either = 1.0 - neither;
    if more + less - either > LOOKS_WILD {
        return Verdict::Legs(probable);
    }
    if either > LOOKS_WILD { Verdict::OneOfTwo } else { Verdict::Nothing }
}

/// How probable it is that a leg's day was wholly usual.
fn usual_of(suspect: &Suspect, probable: &[f64]) -> f64 {
    probable.iter().zip(&suspect.usual).filter(|(_, usual)| **usual).map(|(probable, _)| probable).sum()
}

/// The values of one cell that look wild: their day, or they themselves.
fn wild_among(values: &[f64], parts: &[CellPart], probable: &[f64]) -> Vec<Wild> {
    let of_value = |(i, &value): (usize, &f64)| {
        let is_wild = |part: &CellPart| part.wild_day || part.wild_trials & (1 << i) != 0;
        let wild = parts.iter().zip(probable).filter(|(part, _)| is_wild(part));
        Wild { value, probability: wild.map(|(_, probable)| probable).sum() }
    };
    // Parts tell of so many trials.
    let values = values.iter().enumerate().take(64);
    values.map(of_value).filter(|wild| wild.probability > LOOKS_WILD).collect()
}
