//! What the week is to give: a dose for each group and leg, and what a sport asks for.
//!
//! Read next: `super::problem`.

use super::candidate::Groups;
use super::eligible::{hundredths, is_within_limits};
use super::needs::{Wanted, painful};
use super::problem::Problem;
use super::week::{NeedKind, PlanOptions};
use crate::assess::Assessment;
use crate::body::{Bilateral, MuscleGroupId, Side};
use crate::knowledge::{DoseRules, KEEP_WEIGHT_MAX, Knowledge, Minimum};
use crate::person::Person;
use crate::screen::Cleared;

/// Points of the second level for a small group of one leg that has less than half of what keeps it.
pub(super) const POINTS_EMPTY: i64 = 3;
/// Points for one that has half of it and not all: the first half counts twice as much as the second.
pub(super) const POINTS_HALF: i64 = 1; // source: evenstride-proposal; the first sets of a week do most

/// What kind of thing is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WantKind {
    /// Hard sets, in hundredths.
    Sets,
    /// Stretching, in half-seconds.
    Stretch,
    /// What a sport asks for, in hundredths of sets of some exercises: which of the minimums.
    Minimum(usize),
}

/// What is wanted for one group on one side, or by a sport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Want {
    /// Index of the group; none for what a sport asks for.
    pub group: Option<usize>,
    /// The side, 0 = lead; 0 for what a sport asks for, which counts the leg that gets less.
    pub side: usize,
    /// Sets, stretching or a minimum.
    pub kind: WantKind,
    /// Hundredths of a set, or half-seconds.
    pub target: i64,
    /// Most that the week may hold.
    pub cap: i64,
    /// Price of one missing unit in the first level; 0 for what is to be kept.
    pub need_price: i64,
    /// What its points count in the second level: large groups more than small ones.
    pub keep_weight: i64,
    /// Does any candidate give something to it?
    pub reachable: bool,
}

impl Want {
    /// Is it one of the second level?
    #[inline]
    pub(super) fn is_keep(&self) -> bool {
        self.need_price == 0
    }

    /// From this amount on half of what keeps it is there.
    #[inline]
    pub(super) fn half(&self) -> i64 {
        (self.target + 1) / 2
    }

    /// Points of the second level for an amount.
    #[inline]
    pub(super) fn points(&self, amount: i64) -> i64 {
        if amount >= self.target {
            0
        } else if amount >= self.half() {
            POINTS_HALF * self.keep_weight
        } else {
            POINTS_EMPTY * self.keep_weight
        }
    }
}

/// A group that leans to one leg: its other leg must be kept before this one gets more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeepFirst {
    /// Index of what is wanted for the weak leg.
    pub weak: usize,
    /// Index of what is wanted for the other leg.
    pub other: usize,
}

/// What a group on a side is to be given, before sides become lead and trail.
#[derive(Debug, Clone, PartialEq, PartialOrd, Default)]
pub(super) struct Wish {
    /// Weight of its weakness, 0 for none.
    pub need_weight: i64,
    /// How much weaker than the other leg, in percent.
    pub side_percent: f64,
    /// Weight of its lack of reach, 0 for none.
    pub stretch_weight: i64,
    /// Most hundredths of sets.
    pub cap: i64,
}

/// What each group is to be given.
pub(super) fn wishes(
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &Knowledge,
    options: &PlanOptions,
    needs: &[Wanted],
    groups: &Groups<'_>,
) -> Vec<Bilateral<Wish>> {
    let doses = &knowledge.doses;
    let painful = painful(assessment, knowledge);
    let beginner = cleared.gentle() || !person.trained;
    let wish = |group: &MuscleGroupId, side: Side| {
        let mut wish = Wish::default();
        for wanted in needs.iter().filter(|w| w.need.group == *group && w.need.side == side) {
            match wanted.need.kind {
                NeedKind::Strengthen => {
                    wish.need_weight = wanted.weight();
                    wish.side_percent = wanted.side_percent.unwrap_or(0.0);
                }
                NeedKind::Stretch => wish.stretch_weight = wanted.weight(),
            }
        }
        let limited = beginner || painful.contains(&(group.clone(), side));
        let cap = if limited { doses.cap_sets_beginner.min(doses.cap_sets) } else { doses.cap_sets };
        wish.cap = hundredths(cap).min(growth_cap(doses, options, group, side).unwrap_or(i64::MAX));
        wish
    };
    groups.iter().map(|group| Bilateral::from_fn(|side| wish(group, side))).collect()
}

/// Most hundredths of sets that last week allows this one, in whole sets; none when last week is not known.
pub(super) fn growth_cap(
    doses: &DoseRules,
    options: &PlanOptions,
    group: &MuscleGroupId,
    side: Side,
) -> Option<i64> {
    let last_week = options.last_week.as_ref()?;
    let had = last_week.iter().find(|volume| volume.group == *group && volume.side == side);
    let had =
        had.map_or(0.0, |volume| if volume.sets.is_finite() { volume.sets.clamp(0.0, 200.0) } else { 0.0 });
    let cap = (had * doses.growth_ratio_max.max(1.0)).max(had + doses.growth_sets.max(0.0));
    // A hundred-thousandth above rounding, so that 1.2 times 5 sets are 6 sets.
    Some(hundredths((cap + 1e-5).floor()).max(100))
}

/// What a group counts when a week cannot keep every group.
pub(super) fn keep_weight(group: &MuscleGroupId, knowledge: &Knowledge) -> i64 {
    let weight = knowledge.groups.get(group).map_or(1, |group| group.keep_weight);
    i64::from(weight.clamp(1, KEEP_WEIGHT_MAX))
}

/// The minimums of the person's sport of which the limits leave at least one exercise, with their places in the rules.
pub(super) fn minimums<'k>(
    cleared: &Cleared,
    person: &Person,
    knowledge: &'k Knowledge,
) -> impl Iterator<Item = (usize, &'k Minimum)> {
    of_sport(person, knowledge).filter(|(_, minimum)| !is_barred(minimum, cleared, person, knowledge))
}

/// Do the limits leave none of the exercises that a minimum counts?
pub(crate) fn is_barred(minimum: &Minimum, cleared: &Cleared, person: &Person, knowledge: &Knowledge) -> bool {
    let mut exercises = minimum.exercises.iter().filter_map(|id| knowledge.exercises.get(id)).peekable();
    let is_known = exercises.peek().is_some();
    is_known && !exercises.any(|exercise| is_within_limits(exercise, cleared, person, knowledge))
}

/// The minimums of the person's sport, with their places in the rules.
pub(super) fn of_sport<'k>(
    person: &Person,
    knowledge: &'k Knowledge,
) -> impl Iterator<Item = (usize, &'k Minimum)> {
    let sport = person.sport.as_deref().map(crate::knowledge::folded).unwrap_or_default();
    let plays = move |minimum: &Minimum| {
        let names = |word: &String| !word.is_empty() && sport.contains(&crate::knowledge::folded(word));
        minimum.sets > 0.0 && minimum.sports.iter().any(names)
    };
    knowledge.doses.minimums.iter().enumerate().filter(move |(_, minimum)| plays(minimum))
}

/// The weight of a minimum in the first level, as that of a need.
pub(super) fn minimum_weight(minimum: &Minimum) -> i64 {
    hundredths(minimum.weight).max(1)
}

/// Adds all that is wanted to the problem, with prices.
pub(super) fn add_wants(
    problem: &mut Problem<'_>,
    wishes: &[Bilateral<Wish>],
    cleared: &Cleared,
    person: &Person,
    knowledge: &Knowledge,
) {
    let beginner = cleared.gentle() || !person.trained;
    let doses = &knowledge.doses;
    // Half-seconds.
    let stretch_target = hundredths(doses.stretch_minutes * 1.2).max(1);
    let stretch_keep = hundredths(doses.stretch_keep_minutes * 1.2).max(1);
    let keep_weights: Vec<i64> = problem.groups.iter().map(|group| keep_weight(group, knowledge)).collect();
    let mut weights: Vec<i64> = Vec::new();
    let legs: Vec<usize> = (0..2).filter(|side| problem.resting != Some(problem.side(*side))).collect();
    for (group, wish) in wishes.iter().enumerate() {
        for &side in &legs {
            let here = &wish[problem.side(side)];
            let sets = if here.need_weight > 0 { doses.weak(beginner) } else { doses.keep(beginner) };
            // The strong side makes room, so that the weak one gets more.
            let there = &wish[problem.side(1 - side)];
            let strong = (there.need_weight > 0).then(|| doses.strong_side_cap(there.side_percent, beginner));
            let cap = strong.flatten().map_or(here.cap, |strong| here.cap.min(hundredths(strong)));
            let target = hundredths(sets).min(cap).max(1);
            let want = want(Some(group), side, WantKind::Sets, target, cap);
            problem.wants.push(Want { keep_weight: keep_weights[group], ..want });
            weights.push(here.need_weight);
        }
        for &side in &legs {
            let here = wish[problem.side(side)].stretch_weight;
            if here == 0 && wish[problem.side(1 - side)].stretch_weight == 0 {
                continue;
            }
            let target = if here > 0 { stretch_target } else { stretch_keep };
            problem.wants.push(want(Some(group), side, WantKind::Stretch, target, i64::MAX));
            weights.push(here);
        }
    }
    for (idx, minimum) in minimums(cleared, person, knowledge) {
        let target = hundredths(minimum.sets).max(1);
        problem.wants.push(want(None, 0, WantKind::Minimum(idx), target, i64::MAX));
        weights.push(minimum_weight(minimum));
    }
    let needed = problem.wants.iter().zip(&weights).filter(|(_, weight)| **weight > 0);
    let common = needed.fold(1, |so_far, (want, _)| so_far / gcd(so_far, want.target) * want.target);
    problem.need_scale = common * 100;
    for (want, weight) in problem.wants.iter_mut().zip(weights) {
        want.need_price = weight * (common / want.target);
    }
    for (weak, want) in problem.wants.iter().enumerate() {
        let Some(group) = want.group.filter(|_| want.kind == WantKind::Sets) else { continue };
        let percent = wishes[group][problem.side(want.side)].side_percent;
        let other = problem
            .wants
            .iter()
            .position(|w| w.group == want.group && w.side != want.side && w.kind == want.kind && w.is_keep());
        if let (true, Some(other)) = (percent > 0.0, other) {
            problem.keep_first.push(KeepFirst { weak, other });
        }
    }
}

fn want(group: Option<usize>, side: usize, kind: WantKind, target: i64, cap: i64) -> Want {
    Want { group, side, kind, target, cap, need_price: 0, keep_weight: 1, reachable: false }
}

/// Greatest common divisor.
pub(super) fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}
