//! The search against one that makes every changed week by itself and scores it from rows of a log.

use super::fixture::*;
use crate::audit::count::count;
use crate::audit::field::Field;
use crate::audit::score::{mean, micro, shares, shares_like};
use crate::audit::{Asks, AuditOptions, audit};
use crate::body::Side;
use crate::knowledge::{ExerciseKind, Knowledge};
use crate::training::{Trained, TrainedSide};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Sets of both legs together, of the left and of the right leg.
type Legs = [i64; 3];
/// A day and the name of an exercise.
type Place = (i64, String);
/// A week: sets by day and name.
type Week = BTreeMap<Place, Legs>;
/// A changed week with the sets that are changed and the blocks that are touched.
type Changed = (Week, i64, BTreeSet<Place>);

fn rows(week: &Week) -> Vec<Trained> {
    let mut rows = Vec::new();
    for ((day, name), legs) in week {
        for (side, n) in [TrainedSide::Both, TrainedSide::Left, TrainedSide::Right].into_iter().zip(legs) {
            rows.push(row(*day, name, side, usize::try_from(*n).unwrap()));
        }
    }
    rows.retain(|row| !row.sets.is_empty());
    // The week is whole whatever is taken out of it, and on Monday nothing need be left.
    rows
}

/// The score in millionths, from rows, in the parts by which the week before the change is judged.
fn points(before: &Week, week: &Week, knowledge: &Knowledge) -> Option<i64> {
    let with = options();
    let field = Field::new(knowledge, &with, &Asks::EVEN_SIDES);
    let grid = |week: &Week| count(&rows(week), &field, None).grid(MONDAY, &field);
    let before = shares(&field, &grid(before));
    mean(&shares_like(&before, &field, &grid(week)), &field).map(micro)
}

fn volume(week: &Week, knowledge: &Knowledge, side: Side, day: Option<i64>) -> BTreeMap<String, i64> {
    let mut sum: BTreeMap<String, i64> = BTreeMap::new();
    for ((on, name), legs) in week {
        let exercise = &knowledge.exercises[name.replace(' ', "-").as_str()];
        for (group, share) in
            exercise.counted_shares().filter(|(group, _)| knowledge.groups.contains_key(*group))
        {
            let leg = legs[if side == Side::Left { 1 } else { 2 }];
            if day.is_none_or(|day| day == *on) {
                #[allow(clippy::cast_possible_truncation)]
                let part = (share * 100.0).round() as i64;
                *sum.entry(group.to_string()).or_default() += part * (legs[0] + leg);
            }
        }
    }
    sum
}

fn seconds(week: &Week, knowledge: &Knowledge, day: Option<i64>) -> i64 {
    let chosen = week.iter().filter(|((on, _), _)| day.is_none_or(|day| day == *on));
    chosen
        .map(|((_, name), legs)| {
            let exercise = &knowledge.exercises[name.replace(' ', "-").as_str()];
            #[allow(clippy::cast_possible_truncation)]
            let work = (exercise.minutes_per_set * 60.0).round() as i64;
            let rest = i64::from(exercise.rest_s);
            let pair = if exercise.one_sided { 2 * work.max(rest) } else { 2 * (work + rest) };
            let alone = (legs[0] + (legs[1] - legs[2]).abs()) * (work + rest);
            alone + legs[1].min(legs[2]) * pair
        })
        .sum()
}

/// Every week with one block changed, with the sets that are changed and the blocks that are touched.
fn changed(week: &Week, knowledge: &Knowledge) -> Vec<Changed> {
    let known: BTreeSet<&String> = week.keys().map(|(_, name)| name).collect();
    let mut all = Vec::new();
    let mut push = |changed: Week, n_sets: i64, places: &[(i64, &String)]| {
        all.push((changed, n_sets, places.iter().map(|(day, name)| (*day, (*name).clone())).collect()));
    };
    let usual = |name: &str| {
        let exercise = &knowledge.exercises[name.replace(' ', "-").as_str()];
        let [least, most] = exercise.sets.map(i64::from);
        let mut legs: Vec<Legs> = Vec::new();
        for n in least..=most {
            if exercise.one_sided {
                legs.extend([[0, n, n], [0, n, 0], [0, 0, n]]);
            } else {
                legs.push([n, 0, 0]);
            }
        }
        legs
    };
    for ((day, name), legs) in week {
        let place = (*day, name.clone());
        let exercise = &knowledge.exercises[name.replace(' ', "-").as_str()];
        let most = legs.iter().copied().max().unwrap().max(i64::from(exercise.sets[1]));
        let together = legs[1] == 0 && legs[2] == 0;
        for a in 0..=most {
            for b in 0..=most {
                let after = if together { [a, 0, 0] } else { [legs[0], a, b] };
                let alike = a == b || a == legs[1] || b == legs[2] || a + b == legs[1] + legs[2];
                if after == *legs || (together && b > 0) || (!together && !alike) {
                    continue;
                }
                let mut changed = week.clone();
                changed.remove(&place);
                if after.iter().sum::<i64>() > 0 {
                    changed.insert(place.clone(), after);
                }
                let n_sets = (0..3).map(|at| (after[at] - legs[at]).abs()).sum();
                push(changed, n_sets, &[(*day, name)]);
            }
        }
        let sum: i64 = legs.iter().sum();
        for to in (0..7).filter(|to| !week.contains_key(&(*to, name.clone()))) {
            let mut changed = week.clone();
            changed.remove(&place);
            changed.insert((to, name.clone()), *legs);
            push(changed, sum, &[(*day, name), (to, name)]);
        }
        for other in known.iter().filter(|other| !week.contains_key(&(*day, (**other).clone()))) {
            for after in usual(other) {
                let mut changed = week.clone();
                changed.remove(&place);
                changed.insert((*day, (*other).clone()), after);
                push(changed, sum + after.iter().sum::<i64>(), &[(*day, name), (*day, other)]);
            }
        }
    }
    for name in &known {
        for day in (0..7).filter(|day| !week.contains_key(&(*day, (*name).clone()))) {
            for legs in usual(name) {
                let mut changed = week.clone();
                changed.insert((day, (*name).clone()), legs);
                push(changed, legs.iter().sum(), &[(day, name)]);
            }
        }
    }
    all
}

/// Does a changed week keep minutes, growth and session limits?
fn allowed(before: &Week, after: &Week, grown: &BTreeSet<Place>, knowledge: &Knowledge) -> bool {
    let longest = (0..7).map(|day| seconds(before, knowledge, Some(day))).max().unwrap();
    if seconds(after, knowledge, None) > seconds(before, knowledge, None)
        || (0..7).any(|day| seconds(after, knowledge, Some(day)) > longest)
    {
        return false;
    }
    for side in Side::BOTH {
        let (old, new) = (volume(before, knowledge, side, None), volume(after, knowledge, side, None));
        for (day, name) in grown.iter().filter(|place| after.contains_key(*place)) {
            let exercise = &knowledge.exercises[name.replace(' ', "-").as_str()];
            let of_day = volume(after, knowledge, side, Some(*day));
            let of_day_before = volume(before, knowledge, side, Some(*day));
            for (group, _) in exercise.counted_shares() {
                let at = |volumes: &BTreeMap<String, i64>| volumes.get(group.as_str()).copied().unwrap_or(0);
                // A fifth or two sets more, at most twelve for a beginner; in one session at most eight.
                let most = (at(&old) * 12 / 10).max(at(&old) + 200).min(1200).max(at(&old));
                if at(&new) > most || at(&of_day) > at(&of_day_before).max(800) {
                    return false;
                }
            }
        }
    }
    true
}

/// The best score and fewest sets with one change and with two, in millionths.
fn best(week: &Week, knowledge: &Knowledge) -> [Option<(i64, i64)>; 2] {
    let mut best = [None, None];
    let mut take = |at: usize, found: Option<i64>, n_sets: i64| {
        let Some(points) = found else { return };
        let rank = (points, -n_sets);
        if best[at].is_none_or(|most| rank > most) {
            best[at] = Some(rank);
        }
    };
    for (first, n_first, places) in changed(week, knowledge) {
        if allowed(week, &first, &places, knowledge) {
            take(0, points(week, &first, knowledge), n_first);
        }
        for (second, n_second, others) in changed(week, knowledge) {
            if places.is_disjoint(&others) && places < others {
                // The second change on top of the first: both touch blocks of their own.
                let mut both = first.clone();
                for place in &others {
                    both.remove(place);
                    if let Some(legs) = second.get(place) {
                        both.insert(place.clone(), *legs);
                    }
                }
                let all: BTreeSet<Place> = places.union(&others).cloned().collect();
                if allowed(week, &both, &all, knowledge) {
                    take(1, points(week, &both, knowledge), n_first + n_second);
                }
            }
        }
    }
    best
}

/// The search agrees with trying everything; was anything found?
fn agrees(week: &Week, knowledge: &Knowledge) -> bool {
    let with = AuditOptions { score_incomplete: true, with_changes: true, ..options() };
    let found = audit(&rows(week), knowledge, &with);
    let Some(changes) = found.changes else { return false };
    let found = changes.found.expect("nothing holds it back");
    assert!(found.tried_all);
    let before = points(week, week, knowledge).expect("the week has sets");
    let [one, two] = best(week, knowledge);
    let enough = |best: Option<(i64, i64)>, floor: i64| best.filter(|best| best.0 - floor >= 500_000);
    let of = |better: &Option<crate::audit::BetterWeek>| {
        better.as_ref().map(|better| (micro(better.score), -i64::from(better.n_sets)))
    };
    let one = enough(one, before);
    assert_eq!(of(&found.one), one, "{week:?}");
    let floor = one.map_or(before, |one| one.0);
    assert_eq!(of(&found.two), enough(two, floor), "{week:?}");
    found.one.is_some() || found.two.is_some()
}

/// A catalogue in which exercises have one or two sets, so that everything can be tried.
fn tiny() -> Knowledge {
    let mut knowledge = small();
    knowledge.exercises.values_mut().for_each(|exercise| exercise.sets = [1, 2]);
    knowledge
}

#[test]
fn the_search_finds_what_trying_everything_finds() {
    let week = |blocks: &[(i64, &str, Legs)]| -> Week {
        blocks.iter().map(|(day, name, legs)| ((*day, (*name).to_owned()), *legs)).collect()
    };
    let squat = "goblet squat";
    let single = "leg extension single";
    for week in [
        week(&[(0, squat, [2, 0, 0]), (1, squat, [2, 0, 0])]),
        week(&[(0, squat, [2, 0, 0]), (3, single, [0, 2, 0])]),
        week(&[(2, "dumbbell romanian deadlift", [1, 0, 0]), (4, squat, [2, 0, 0])]),
    ] {
        assert!(agrees(&week, &tiny()), "nothing to find in {week:?}");
    }
    assert!(tiny().exercises.values().any(|exercise| exercise.kind == ExerciseKind::Strength));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn the_search_finds_what_trying_everything_finds_in_weeks_made_by_chance(
        blocks in prop::collection::vec((0_i64..7, 0_usize..3, 1_i64..3, 0_i64..3), 1..3),
    ) {
        let names = ["goblet squat", "dumbbell romanian deadlift", "leg extension single"];
        let mut week = Week::new();
        for (day, name, n, m) in blocks {
            let legs = if name == 2 { [0, n, m] } else { [n, 0, 0] };
            week.insert((day, names[name].to_owned()), legs);
        }
        let _ = agrees(&week, &tiny());
    }
}
