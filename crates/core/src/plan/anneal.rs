//! Better weeks by many small changes on days: what gets worse a little is taken at first, and less and less later on.
//!
//! ```text
//! week ─► put one exercise on some days, and take out what stands in its way ─► put that back elsewhere, if it fits
//!      ─► keep the change when it costs less, or not much more than chance and the warmth of the search allow
//! ```
//! Chance is a fixed sequence of numbers, so the same problem gives the same weeks. It proves nothing; the bounds come
//! from `super::search` alone. Read next: `super::crowd`.

use super::crowd::{Crowd, Ground, Offer, days};
use super::relax::as_f64;
use super::scatter::Numbers;
use super::value::Solution;

/// Warmth at the start and at the end, in thousandths of a point of the keeps.
const WARMTH: [f64; 2] = [300.0, 60.0];
/// In so many steps it cools down.
const COOLING: u32 = 64;
/// Of sixteen changes so many are of what is there already: the first takes it out, the others give it other sets or days.
const MOVED: u64 = 4;
/// Exercises that may have to go for one that comes.
const OUT_MAX: usize = 3;
/// Numbers in the table of what chance allows.
const LOTS: u16 = 1024;

/// Looks for a better week by so many changes, and no longer than until it is good enough.
///
/// What it returns keeps the levels above at what they are in `known`.
pub(super) fn annealed(ground: &Ground<'_, '_>, known: Solution, changes: u32, seed: u64) -> Solution {
    let mut best = known;
    let Some(mut week) = Crowd::new(ground, &best) else { return best };
    let lots = lots();
    let mut numbers = Numbers(seed);
    let mut cost = week.cost();
    let mut undo = Vec::new();
    let each = changes.div_ceil(COOLING).max(1);
    for step in 0..COOLING {
        let part = f64::from(step) / f64::from(COOLING - 1);
        let warmth = WARMTH[0] * libm::pow(WARMTH[1] / WARMTH[0], part);
        for _ in 0..each {
            if best.values[ground.goal] <= ground.enough {
                return best;
            }
            undo.clear();
            if !change(&mut week, &ground.by_want, &mut numbers, &mut undo) {
                take_back(&mut week, &undo);
                continue;
            }
            let new_cost = week.cost();
            if as_f64(new_cost - cost) > warmth * lots[numbers.one_of(lots.len())] {
                take_back(&mut week, &undo);
                continue;
            }
            cost = new_cost;
            if let Some(better) = week.better(&best) {
                best = better;
            }
        }
    }
    best
}

/// What was put in or taken out: an offer with its days, and whether it was put in.
pub(super) struct Step {
    offer: usize,
    mask: u8,
    put_in: bool,
}

/// Takes the steps of one change back.
pub(super) fn take_back(week: &mut Crowd<'_, '_>, steps: &[Step]) {
    for step in steps.iter().rev() {
        if step.put_in {
            week.remove(week.offers[step.offer].candidate);
        } else {
            week.add(step.offer, step.mask);
        }
    }
}

/// Makes one change; false when it was none.
pub(super) fn change(
    week: &mut Crowd<'_, '_>,
    by_want: &[Vec<usize>],
    numbers: &mut Numbers,
    steps: &mut Vec<Step>,
) -> bool {
    if by_want.is_empty() {
        return false;
    }
    let kind = numbers.below(16);
    if kind == 0 {
        let Some(idx) = some_used(week, numbers, |_| true) else { return false };
        return take_out(week, idx, steps);
    }
    let offer = if kind < MOVED {
        // One that is in, with other sets or on other days.
        let Some(idx) = some_used(week, numbers, |_| true) else { return false };
        let of = week.offers_of(idx);
        of.start + numbers.one_of(of.len())
    } else {
        let mut want = numbers.one_of(by_want.len());
        for _ in 0..6 {
            if week.missing(want) > 0 && !by_want[want].is_empty() {
                break;
            }
            want = numbers.one_of(by_want.len());
        }
        if by_want[want].is_empty() {
            return false;
        }
        by_want[want][numbers.one_of(by_want[want].len())]
    };
    let masks = &week.offers[offer].masks;
    if masks.is_empty() {
        return false;
    }
    let mask = masks[numbers.one_of(masks.len())];
    let candidate = week.offers[offer].candidate;
    if week.has[candidate] == Some((offer, mask)) {
        return false;
    }
    if week.has[candidate].is_some() && !leave(week, candidate, steps) {
        return false;
    }
    let moved = steps.len();
    loop {
        match way(week, offer, mask, numbers) {
            Way::Free => break,
            Way::Taken(idx) if steps.len() - moved < OUT_MAX && take_out(week, idx, steps) => {}
            Way::Taken(_) | Way::Never => return false,
        }
    }
    week.add(offer, mask);
    steps.push(Step { offer, mask, put_in: true });
    // What had to go may stand elsewhere.
    let gone: Vec<usize> = steps[moved..].iter().filter(|step| !step.put_in).map(|step| step.offer).collect();
    for offer in gone {
        put_back(week, offer, numbers, steps);
    }
    true
}

fn leave(week: &mut Crowd<'_, '_>, idx: usize, steps: &mut Vec<Step>) -> bool {
    let Some((offer, mask)) = week.remove(idx) else { return false };
    steps.push(Step { offer, mask, put_in: false });
    true
}

/// Takes an exercise out; false when it was asked for.
fn take_out(week: &mut Crowd<'_, '_>, idx: usize, steps: &mut Vec<Step>) -> bool {
    !week.problem.candidates[idx].asked_for && leave(week, idx, steps)
}

fn put_back(week: &mut Crowd<'_, '_>, offer: usize, numbers: &mut Numbers, steps: &mut Vec<Step>) {
    let masks = &week.offers[offer].masks;
    let from = numbers.one_of(masks.len());
    for at in (from..masks.len()).chain(0..from) {
        let mask = masks[at];
        if week.fits(offer, mask) {
            week.add(offer, mask);
            steps.push(Step { offer, mask, put_in: true });
            return;
        }
    }
}

/// Some exercise of the week of which this is true.
fn some_used(week: &Crowd<'_, '_>, numbers: &mut Numbers, is: impl Fn(&(usize, u8)) -> bool) -> Option<usize> {
    let n = week.used.len();
    let from = numbers.one_of(n);
    (from..n).chain(0..from).map(|at| week.used[at]).find(|idx| week.has[*idx].as_ref().is_some_and(&is))
}

/// What stands in the way of an offer on some days.
enum Way {
    /// Nothing.
    Free,
    /// This exercise.
    Taken(usize),
    /// What no single exercise can mend.
    Never,
}

fn way(week: &Crowd<'_, '_>, offer_idx: usize, mask: u8, numbers: &mut Numbers) -> Way {
    let offer: &Offer = &week.offers[offer_idx];
    let conflicts = &week.problem.candidates[offer.candidate].conflicts;
    if let Some(&idx) = conflicts.iter().find(|&&other| week.has[other].is_some()) {
        return Way::Taken(idx);
    }
    let width = week.problem.groups.len() * 2;
    for day in days(mask) {
        let close = week.problem.days[day].close;
        if offer.hard != 0 && days(close).any(|other| week.hard[other] & offer.hard != 0) {
            let close_by =
                |(other, on): &(usize, u8)| week.offers[*other].hard & offer.hard != 0 && on & close != 0;
            return taken(week, numbers, close_by);
        }
        if week.left_s[day] < offer.session_s || week.places[day] <= 0 {
            return taken(week, numbers, |(_, on)| on >> day & 1 == 1);
        }
        for &(slot, amount) in &offer.given {
            if week.sets[day * width + slot] + amount > week.problem.sets_max {
                let fills = |(other, on): &(usize, u8)| {
                    on >> day & 1 == 1 && week.offers[*other].given.iter().any(|(filled, _)| *filled == slot)
                };
                return taken(week, numbers, fills);
            }
        }
    }
    for &(want, amount) in &offer.gives {
        if week.amounts[want] + amount > week.problem.wants[want].cap {
            let fills =
                |(other, _): &(usize, u8)| week.offers[*other].gives.iter().any(|(filled, _)| *filled == want);
            return taken(week, numbers, fills);
        }
    }
    Way::Free
}

fn taken(week: &Crowd<'_, '_>, numbers: &mut Numbers, is: impl Fn(&(usize, u8)) -> bool) -> Way {
    some_used(week, numbers, is).map_or(Way::Never, Way::Taken)
}

/// What chance allows, for equally likely lots: the larger, the seldomer.
fn lots() -> Vec<f64> {
    (0..LOTS).map(|lot| -libm::log((f64::from(lot) + 0.5) / f64::from(LOTS))).collect()
}
