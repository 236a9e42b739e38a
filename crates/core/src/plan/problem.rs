//! The week as a problem in whole numbers: days, candidates, what is wanted, and the hard limits.
//!
//! Left and right stand here as *lead* and *trail*: the lead is the leg that needs more. So a person and the mirrored
//! person are the very same problem, and their plans mirror each other. Read next: `super::relax`.

use super::candidate::{Candidate, Day, Groups, KeepFirst, Load, Want, hold_half_s, sessions, set_seconds};
use super::eligible::{Chains, eligible, hundredths, usual_sets};
use super::needs::{Wanted, needs, painful};
use super::week::NeedKind;
use crate::assess::Assessment;
use crate::body::{Bilateral, MuscleGroupId, Side};
use crate::knowledge::{DoseRules, ExerciseKind, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;

/// Seconds of warm-up before each session.
pub(super) const WARM_UP_S: i64 = 300;
/// Most sessions of a strength exercise in a week.
pub(super) const SESSIONS_MAX: i64 = 3;
/// Most sessions of a stretch in a week.
pub(super) const STRETCH_SESSIONS_MAX: i64 = 5;

/// Everything that the search reads.
#[derive(Debug, Clone)]
pub(super) struct Problem<'k> {
    /// Days, Monday first.
    pub days: Vec<Day>,
    /// Exercises, in the order of their ids.
    pub candidates: Vec<Candidate<'k>>,
    /// What is wanted, by group, lead side first, sets before stretching.
    pub wants: Vec<Want>,
    /// Groups in the order of their ids.
    pub groups: Groups<'k>,
    /// The leg that needs more.
    pub lead: Side,
    /// Groups of which the other leg must be kept first.
    pub keep_first: Vec<KeepFirst>,
    /// Most exercises in one session.
    pub exercises_max: i64,
    /// Most hard sets of a group and side in one session, in hundredths.
    pub sets_max: i64,
    /// The needs, most important first.
    pub needs: Vec<Wanted>,
    /// What the first level's whole number is to be divided by.
    pub need_scale: i64,
    /// What the second level's whole number is to be divided by.
    pub keep_scale: i64,
}

impl Problem<'_> {
    /// The leg of an index, 0 = lead.
    pub(super) fn side(&self, index: usize) -> Side {
        if index == 0 { self.lead } else { self.lead.other() }
    }
}

/// What a group on a side is to be given, before sides become lead and trail.
#[derive(Debug, Clone, PartialEq, PartialOrd, Default)]
struct Wish {
    need_weight: i64,
    side_percent: f64,
    stretch_weight: i64,
    cap: i64,
}

/// Builds the problem.
pub(super) fn problem<'k>(
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &'k Knowledge,
) -> Problem<'k> {
    let doses = &knowledge.doses;
    let needs = needs(assessment, knowledge);
    let groups: Groups<'k> = knowledge.groups.values().filter(|g| g.trainable).map(|group| &group.id).collect();
    let wishes = wishes(cleared, person, assessment, knowledge, &needs, &groups);
    let lead = lead(&wishes, person);
    let mut problem = Problem {
        days: days(person, doses.spacing_hours),
        candidates: Vec::new(),
        wants: Vec::new(),
        groups,
        lead,
        keep_first: Vec::new(),
        exercises_max: i64::from(doses.session_exercises_max),
        sets_max: hundredths(doses.session_sets_max),
        needs,
        need_scale: 1,
        keep_scale: 1,
    };
    add_wants(&mut problem, &wishes, doses, cleared.gentle() || !person.trained);
    add_candidates(&mut problem, &wishes, cleared, person, knowledge);
    for (idx, want) in problem.wants.iter_mut().enumerate() {
        let gives =
            |candidate: &Candidate<'_>| candidate.loads.iter().any(|load| load.want.contains(&Some(idx)));
        want.reachable = problem.candidates.iter().any(gives);
    }
    problem
}

/// Days with room for more than the warm-up.
pub(super) fn days(person: &Person, spacing_hours: u32) -> Vec<Day> {
    let rooms = person.minutes_by_weekday.iter().filter(|(weekday, _)| **weekday < 7);
    let mut days: Vec<Day> = rooms
        .map(|(&weekday, &minutes)| Day {
            weekday,
            room_s: i64::from(minutes.min(1440)) * 60 - WARM_UP_S,
            close: 0,
        })
        .filter(|day| day.room_s > 0)
        .collect();
    for idx in 0..days.len() {
        for other in 0..days.len() {
            let apart = days[idx].weekday.abs_diff(days[other].weekday);
            let hours = u32::from(apart.min(7 - apart)) * 24;
            if idx != other && hours < spacing_hours {
                days[idx].close |= 1 << other;
            }
        }
    }
    days
}

fn wishes(
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &Knowledge,
    needs: &[Wanted],
    groups: &[&MuscleGroupId],
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
        wish.cap =
            hundredths(if limited { doses.cap_sets_beginner.min(doses.cap_sets) } else { doses.cap_sets });
        wish
    };
    groups.iter().map(|group| Bilateral::from_fn(|side| wish(group, side))).collect()
}

/// The leg whose wishes come first; when both are alike, the leg that is not the dominant one.
fn lead(wishes: &[Bilateral<Wish>], person: &Person) -> Side {
    for wish in wishes {
        match wish.left.partial_cmp(&wish.right) {
            Some(std::cmp::Ordering::Greater) => return Side::Left,
            Some(std::cmp::Ordering::Less) => return Side::Right,
            Some(std::cmp::Ordering::Equal) | None => {}
        }
    }
    person.dominant_leg.map_or(Side::Left, Side::other)
}

fn add_wants(problem: &mut Problem<'_>, wishes: &[Bilateral<Wish>], doses: &DoseRules, beginner: bool) {
    // Half-seconds.
    let stretch_target = hundredths(doses.stretch_minutes * 1.2).max(1);
    let stretch_keep = hundredths(doses.stretch_keep_minutes * 1.2).max(1);
    let mut weights: Vec<i64> = Vec::new();
    for (group, wish) in wishes.iter().enumerate() {
        for side in 0..2 {
            let here = &wish[problem.side(side)];
            let sets = if here.need_weight > 0 { doses.weak(beginner) } else { doses.keep(beginner) };
            // The strong side makes room, so that the weak one gets more.
            let there = &wish[problem.side(1 - side)];
            let strong = (there.need_weight > 0).then(|| doses.strong_side_cap(there.side_percent, beginner));
            let cap = strong.flatten().map_or(here.cap, |strong| here.cap.min(hundredths(strong)));
            let target = hundredths(sets).min(cap).max(1);
            let want = Want {
                group,
                side,
                stretch: false,
                target,
                cap,
                need_price: 0,
                keep_price: 0,
                reachable: false,
            };
            problem.wants.push(want);
            weights.push(here.need_weight);
        }
        for side in 0..2 {
            let here = wish[problem.side(side)].stretch_weight;
            if here == 0 && wish[problem.side(1 - side)].stretch_weight == 0 {
                continue;
            }
            let target = if here > 0 { stretch_target } else { stretch_keep };
            let want = Want {
                group,
                side,
                stretch: true,
                target,
                cap: i64::MAX,
                need_price: 0,
                keep_price: 0,
                reachable: false,
            };
            problem.wants.push(want);
            weights.push(here);
        }
    }
    let common = |needed: bool| {
        let targets = problem.wants.iter().zip(&weights).filter(|(_, weight)| (**weight > 0) == needed);
        targets.fold(1, |so_far, (want, _)| so_far / gcd(so_far, want.target) * want.target)
    };
    let (need_common, keep_common) = (common(true), common(false));
    problem.need_scale = need_common * 100;
    problem.keep_scale = keep_common;
    for (want, weight) in problem.wants.iter_mut().zip(weights) {
        if weight > 0 {
            want.need_price = weight * (need_common / want.target);
        } else {
            want.keep_price = keep_common / want.target;
        }
    }
    for (weak, want) in problem.wants.iter().enumerate() {
        let percent = wishes[want.group][problem.side(want.side)].side_percent;
        let other = problem
            .wants
            .iter()
            .position(|w| w.group == want.group && w.side != want.side && !w.stretch && w.need_price == 0);
        if let (false, true, Some(other)) = (want.stretch, percent > 0.0, other) {
            problem.keep_first.push(KeepFirst { weak, other });
        }
    }
}

pub(super) fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

fn add_candidates<'k>(
    problem: &mut Problem<'k>,
    wishes: &[Bilateral<Wish>],
    cleared: &Cleared,
    person: &Person,
    knowledge: &'k Knowledge,
) {
    let room = problem.days.iter().map(|day| day.room_s).max().unwrap_or(0);
    for exercise in eligible(cleared, person, knowledge) {
        let stretch = exercise.kind == ExerciseKind::Stretch;
        let amounts: Vec<(&MuscleGroupId, i64)> = if stretch {
            exercise.stretches.iter().map(|group| (group, hold_half_s(exercise))).collect()
        } else {
            exercise.counted_shares().map(|(group, share)| (group, hundredths(share))).collect()
        };
        let mut loads: Vec<Load> = Vec::new();
        for (group, amount) in amounts {
            let Some(group) = problem.groups.iter().position(|g| *g == group) else {
                continue;
            };
            let find = |side: usize| {
                problem.wants.iter().position(|w| w.group == group && w.side == side && w.stretch == stretch)
            };
            let load = Load { group, amount, want: [find(0), find(1)] };
            if amount > 0 && load.want != [None, None] && loads.iter().all(|other| other.group != group) {
                loads.push(load);
            }
        }
        let strength = exercise.kind == ExerciseKind::Strength;
        let hard_loads = loads.iter().filter(|_| strength);
        let hard = hard_loads.fold(0_u64, |mask, load| mask | 1 << load.group);
        let lean =
            if exercise.one_sided { lean(problem, wishes, &loads, stretch, &knowledge.doses) } else { None };
        let heaviest = loads.iter().map(|load| load.amount).max().unwrap_or(0);
        let mut most = i64::from(exercise.sets[1]);
        if !stretch && heaviest > 0 {
            most = most.min(problem.sets_max / heaviest);
        }
        let usual = usual_sets(exercise, cleared.gentle() || !person.trained).min(most);
        let (base_s, extra_s) = set_seconds(exercise);
        let mut candidate = Candidate {
            exercise,
            loads,
            hard,
            sessions_max: sessions_max(&problem.days, stretch, hard != 0),
            sessions: sessions(exercise, usual, most, lean.map(|(_, percent)| percent)),
            lean: lean.map(|(side, _)| side),
            week_max: 0,
            base_s,
            extra_s,
            liked: person.likes.contains(&exercise.id),
            ways: Vec::new(),
            conflicts: Vec::new(),
        };
        let fits: Vec<_> =
            candidate.sessions.iter().copied().filter(|s| candidate.seconds(*s) <= room).collect();
        candidate.sessions = fits;
        candidate.week_max = week_max(&candidate, &problem.wants, most);
        if candidate.week_max > 0 {
            candidate.count_ways();
            problem.candidates.push(candidate);
        }
    }
    let chains = Chains::new(knowledge);
    for a in 0..problem.candidates.len() {
        let rungs = (0..problem.candidates.len())
            .filter(|&b| chains.same(problem.candidates[a].exercise, problem.candidates[b].exercise));
        problem.candidates[a].conflicts = rungs.collect();
    }
}

/// Which side an exercise leans to, and by how many percent of its base sets at most.
fn lean(
    problem: &Problem<'_>,
    wishes: &[Bilateral<Wish>],
    loads: &[Load],
    stretch: bool,
    doses: &DoseRules,
) -> Option<(usize, i64)> {
    let mut percent = [0.0_f64; 2];
    let mut needed = [false; 2];
    for load in loads {
        for side in 0..2 {
            let wish = &wishes[load.group][problem.side(side)];
            if stretch {
                needed[side] |= wish.stretch_weight > 0;
            } else {
                needed[side] |= wish.need_weight > 0;
                percent[side] = percent[side].max(wish.side_percent);
            }
        }
    }
    // With needs on both legs nothing is gained by favouring one.
    let side = match needed {
        [true, false] => 0,
        [false, true] => 1,
        [true, true] | [false, false] => return None,
    };
    if stretch {
        return Some((side, 0));
    }
    let ratio = if percent[side] >= doses.double_from_percent {
        200
    } else if percent[side] >= doses.bias_from_percent {
        150
    } else {
        return None;
    };
    let extra_percent = ratio.min(hundredths(doses.bias_ratio_max)) - 100;
    (extra_percent > 0).then_some((side, extra_percent))
}

/// Most sessions of an exercise that the days allow.
fn sessions_max(days: &[Day], stretch: bool, hard: bool) -> i64 {
    let n_days = i64::try_from(days.len()).unwrap_or(0);
    if stretch {
        return n_days.min(STRETCH_SESSIONS_MAX);
    }
    if !hard {
        return n_days.min(SESSIONS_MAX);
    }
    let apart = |mask: u32| (0..days.len()).all(|i| mask >> i & 1 == 0 || mask & u32::from(days[i].close) == 0);
    let most = (0..1_u32 << days.len()).filter(|&mask| apart(mask)).map(u32::count_ones).max().unwrap_or(0);
    i64::from(most).min(SESSIONS_MAX)
}

/// The smallest weekly number of sets that by itself meets all that the exercise serves, or as many as sessions hold.
///
/// Only numbers count that sessions of the usual size can add up to, whatever the days allow.
fn week_max(candidate: &Candidate<'_>, wants: &[Want], session_most: i64) -> i64 {
    let served = candidate.loads.iter().flat_map(|load| {
        load.want.iter().flatten().map(|&want| (wants[want].target + load.amount - 1) / load.amount)
    });
    let useful = served.max().unwrap_or(0);
    let most = candidate.sessions.iter().map(|sets| sets.most()).max().unwrap_or(0);
    let least = i64::from(candidate.exercise.sets[0]).max(1);
    if useful == 0 || most == 0 {
        return 0;
    }
    let reach = |sets: &i64| (1..=*sets).any(|n| n * least <= *sets && *sets <= n * session_most);
    let enough = (useful..useful + least).find(reach).unwrap_or(useful + least);
    enough.min(candidate.sessions_max * most)
}
