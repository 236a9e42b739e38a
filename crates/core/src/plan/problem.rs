//! The week as a problem in whole numbers: days, candidates, what is wanted, and the hard limits.
//!
//! Left and right stand here as *lead* and *trail*: the lead is the leg that needs more. So a person and the mirrored
//! person are the very same problem, and their plans mirror each other. Read next: `super::relax`.

use super::call_off::CallOff;
use super::candidate::{Candidate, Choice, Day, Groups, Load, Sets, apart, hold_half_s, sessions, set_seconds};
use super::eligible::{Chains, Eligible, eligible, hundredths, usual_sets};
use super::needs::{Wanted, needs};
use super::wants::{KeepFirst, Want, WantKind, Wish, add_wants, wishes};
use super::week::PlanOptions;
use crate::assess::Assessment;
use crate::body::{Bilateral, MuscleGroupId, Side};
use crate::knowledge::{DoseRules, Exercise, ExerciseKind, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;

/// Seconds of warm-up before each session.
pub(super) const WARM_UP_S: i64 = 300;
/// Minutes of warm-up before each session; sets and rests come on top.
pub const WARM_UP_MINUTES: f64 = 5.0;
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
    /// What is wanted, by group, lead side first, sets before stretching, and what a sport asks for last.
    pub wants: Vec<Want>,
    /// Groups in the order of their ids.
    pub groups: Groups<'k>,
    /// The leg that needs more.
    pub lead: Side,
    /// The leg that waits until somebody has looked: nothing is wanted for it, and no item trains it.
    pub resting: Option<Side>,
    /// Groups of which the other leg must be kept first.
    pub keep_first: Vec<KeepFirst>,
    /// Most exercises in one session.
    pub exercises_max: i64,
    /// Most hard sets of a group and side in one session, in hundredths.
    pub sets_max: i64,
    /// The needs, most important first.
    pub needs: Vec<Wanted>,
    /// The rules that the minimums among the wants follow, by their place in the dose rules.
    pub minimum_rules: Vec<&'k crate::knowledge::RuleId>,
    /// What the first level's whole number is to be divided by.
    pub need_scale: i64,
    /// Tells that nobody waits for a week any more.
    pub call_off: CallOff,
}

impl Problem<'_> {
    /// The leg of an index, 0 = lead.
    pub(super) fn side(&self, index: usize) -> Side {
        if index == 0 { self.lead } else { self.lead.other() }
    }

    /// The days that have the equipment and the time for one session of a candidate.
    pub(super) fn days_for(&self, candidate: &Candidate<'_>, sets: Sets) -> u8 {
        days_with_room(&self.days, candidate.session_s(sets)) & candidate.days
    }

    /// The sets of days, as masks of indices, on which a choice may stand.
    pub(super) fn day_sets(&self, candidate: &Candidate<'_>, choice: Choice) -> Vec<u8> {
        let days = self.days_for(candidate, choice.sets);
        let fits = |mask: &u8| {
            mask & !days == 0
                && i64::from(mask.count_ones()) == choice.sessions
                && (candidate.stretches() || apart(&self.days, *mask, candidate.hard != 0))
        };
        (1..=days).filter(fits).collect()
    }
}

fn days_with_room(days: &[Day], seconds: i64) -> u8 {
    (0..days.len()).filter(|&day| days[day].room_s >= seconds).fold(0, |mask, day| mask | 1 << day)
}

/// Builds the problem.
pub(super) fn problem<'k>(
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &'k Knowledge,
    options: &PlanOptions,
) -> Problem<'k> {
    let doses = &knowledge.doses;
    let needs = needs(assessment, knowledge, cleared);
    let groups: Groups<'k> = knowledge.groups.values().filter(|g| g.trainable).map(|group| &group.id).collect();
    let wishes = wishes(cleared, person, assessment, knowledge, options, &needs, &groups);
    let mut problem = Problem {
        days: days(person, doses.spacing_hours),
        candidates: Vec::new(),
        wants: Vec::new(),
        groups,
        lead: lead(&wishes, person),
        resting: cleared.resting_leg(),
        keep_first: Vec::new(),
        exercises_max: i64::from(doses.session_exercises_max),
        sets_max: hundredths(doses.session_sets_max),
        needs,
        minimum_rules: doses.minimums.iter().map(|minimum| &minimum.rule).collect(),
        need_scale: 1,
        call_off: options.call_off.clone(),
    };
    add_wants(&mut problem, &wishes, cleared, person, knowledge);
    let eligible = eligible(cleared, person, assessment, knowledge, options);
    add_candidates(&mut problem, eligible, &wishes, cleared, person, knowledge, options);
    let served: Vec<usize> = problem
        .candidates
        .iter()
        .flat_map(|candidate| {
            let loads = candidate.loads.iter().flat_map(|load| load.want.iter().flatten());
            loads.chain(&candidate.minimums).copied()
        })
        .collect();
    for want in served {
        problem.wants[want].reachable = true;
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
            next: 0,
        })
        .filter(|day| day.room_s > 0)
        .collect();
    for idx in 0..days.len() {
        for other in 0..days.len() {
            let apart = days[idx].weekday.abs_diff(days[other].weekday);
            let apart = apart.min(7 - apart);
            if idx != other && u32::from(apart) * 24 < spacing_hours {
                days[idx].close |= 1 << other;
            }
            if idx != other && apart < 2 {
                days[idx].next |= 1 << other;
            }
        }
    }
    days
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

fn add_candidates<'k>(
    problem: &mut Problem<'k>,
    eligible: Vec<Eligible<'k>>,
    wishes: &[Bilateral<Wish>],
    cleared: &Cleared,
    person: &Person,
    knowledge: &'k Knowledge,
    options: &PlanOptions,
) {
    for one in eligible {
        let exercise = one.exercise;
        let stretch = exercise.kind == ExerciseKind::Stretch;
        let kind = if stretch { WantKind::Stretch } else { WantKind::Sets };
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
                problem.wants.iter().position(|w| w.group == Some(group) && w.side == side && w.kind == kind)
            };
            let load = Load { group, amount, want: [find(0), find(1)] };
            if amount > 0 && load.want != [None, None] && loads.iter().all(|other| other.group != group) {
                loads.push(load);
            }
        }
        let minimums: Vec<usize> = (0..problem.wants.len())
            .filter(|&want| match problem.wants[want].kind {
                WantKind::Minimum(idx) => knowledge.doses.minimums[idx].exercises.contains(&exercise.id),
                WantKind::Sets | WantKind::Stretch => false,
            })
            .collect();
        let hard = if stretch { 0 } else { loads.iter().fold(0_u64, |mask, load| mask | 1 << load.group) };
        let lean = if exercise.one_sided && problem.resting.is_none() {
            lean(problem, wishes, &loads, stretch, &knowledge.doses)
        } else {
            None
        };
        let heaviest = loads.iter().map(|load| load.amount).max().unwrap_or(0);
        let mut most = i64::from(exercise.sets[1]);
        if !stretch && heaviest > 0 {
            most = most.min(problem.sets_max / heaviest);
        }
        let usual = usual_sets(exercise, cleared.gentle() || !person.trained).min(most);
        let (base_s, extra_s) = match (set_seconds(exercise), problem.resting) {
            // With one leg alone nobody rests by changing legs.
            ((_, alone_s), Some(_)) => (alone_s, alone_s),
            (both, None) => both,
        };
        let mut candidate = Candidate {
            exercise,
            loads,
            minimums,
            hard,
            days: (0..problem.days.len())
                .filter(|&day| one.on(problem.days[day].weekday))
                .fold(0, |mask, day| mask | 1 << day),
            lean: lean.map(|(side, _)| side),
            base_s,
            extra_s,
            liked: person.likes.contains(&exercise.id),
            asked_for: options.with.contains(&exercise.id),
            choices: Vec::new(),
            conflicts: Vec::new(),
        };
        let patterns = sessions(exercise, usual, most, lean.map(|(_, percent)| percent));
        candidate.choices = choices(problem, &candidate, &patterns);
        if !candidate.choices.is_empty() {
            problem.candidates.push(candidate);
        }
    }
    let exercises: Vec<&Exercise> = problem.candidates.iter().map(|candidate| candidate.exercise).collect();
    let rungs = Chains::new(knowledge).among(&exercises);
    for (candidate, conflicts) in problem.candidates.iter_mut().zip(rungs) {
        candidate.conflicts = conflicts;
    }
}

/// All that a week may hold of a candidate: no session more than would by itself meet all that it serves.
fn choices(problem: &Problem<'_>, candidate: &Candidate<'_>, patterns: &[Sets]) -> Vec<Choice> {
    let mut choices = Vec::new();
    for &sets in patterns {
        let days = problem.days_for(candidate, sets);
        let most = sessions_max(&problem.days, days, candidate.stretches(), candidate.hard != 0);
        for sessions in 1..=most {
            let choice = Choice { sessions, sets };
            let fits = candidate.gives(choice).all(|(want, amount)| amount <= problem.wants[want].cap);
            let one_less = Choice { sessions: sessions - 1, sets };
            let lacking = candidate.gives(one_less).any(|(want, amount)| amount < problem.wants[want].target);
            if fits && lacking {
                choices.push(choice);
            }
        }
    }
    choices.sort_unstable();
    choices
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

/// Most sessions of an exercise that these days allow.
fn sessions_max(days: &[Day], mask: u8, stretch: bool, hard: bool) -> i64 {
    if stretch {
        return i64::from(mask.count_ones()).min(STRETCH_SESSIONS_MAX);
    }
    let most =
        (0..=mask).filter(|&some| some & !mask == 0 && apart(days, some, hard)).map(u8::count_ones).max();
    i64::from(most.unwrap_or(0)).min(SESSIONS_MAX)
}
