//! Every week of a small problem, one after the other: what the optimiser is measured against.

use super::check::{Week, broken_rules};
use super::recount::values;
use super::week::{Item, Plan, PlanOptions, PlannedSide, Reason, Session};
use super::{check, plan};
use crate::assess::{Assessment, Finding};
use crate::body::{MuscleGroupId, Side};
use crate::knowledge::{Exercise, ExerciseId, ExerciseKind, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;
use crate::testing;
use std::collections::{BTreeMap, BTreeSet};

/// A generator whose numbers are the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        // Knuth's linear congruential generator for 64 bits; the upper bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

pub(super) struct Case {
    pub(super) knowledge: Knowledge,
    pub(super) person: Person,
    pub(super) assessment: Assessment,
}

const GROUPS: [&str; 3] = ["quads", "glutes", "hamstrings"];
const SHARES: [&str; 4] =
    ["quads .5 glutes .5", "quads 1 glutes .25", "hamstrings 1", "glutes .5 hamstrings .5"];

pub(super) fn case(seed: u64) -> Case {
    let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let n_days = 1 + numbers.below(3);
    let n_exercises = if n_days == 3 { 2 } else { 2 + numbers.below(2) };
    let mut exercises: Vec<Exercise> = Vec::new();
    for idx in 0..n_exercises {
        let name: &'static str = ["first", "second", "third", "fourth"][usize::try_from(idx).unwrap()];
        let sides = if numbers.below(3) == 0 { 2 } else { 1 };
        let sets = numbers.one_of(&[[1, 2], [2, 3], [1, 3], [2, 2]]);
        let (minutes, rest) = numbers.one_of(&[(0.8, 60), (0.9, 90), (0.7, 30)]);
        let easier = if idx == 1 && numbers.below(3) == 0 { "first" } else { "" };
        let stretch = numbers.below(4) == 0;
        let (loads, kind) = if stretch {
            (numbers.one_of(&GROUPS), ExerciseKind::Stretch)
        } else {
            (numbers.one_of(&SHARES), ExerciseKind::Strength)
        };
        exercises.push(testing::exercise((name, sides, loads, "", minutes, sets, rest, 1, easier), kind));
    }
    let mut knowledge = testing::knowledge_of(exercises);
    knowledge.groups.retain(|id, _| GROUPS.contains(&id.as_str()));
    knowledge.doses.weak_sets_beginner = numbers.one_of(&[3.0, 4.0, 5.5]);
    knowledge.doses.keep_sets_beginner = numbers.one_of(&[1.0, 1.5, 2.0]);
    knowledge.doses.cap_sets_beginner = numbers.one_of(&[4.5, 6.0]);
    knowledge.doses.stretch_minutes = 3.0;
    knowledge.doses.stretch_keep_minutes = 1.0;
    knowledge.doses.session_sets_max = numbers.one_of(&[2.5, 3.0, 8.0]);
    knowledge.doses.session_exercises_max = numbers.one_of(&[1, 2, 8]);
    let mut minutes: Vec<(u8, u32)> = Vec::new();
    for day in numbers.one_of(&[[0_u8, 2, 4], [0, 6, 3], [2, 3, 5]]).into_iter().take(n_days as usize) {
        minutes.push((day, numbers.one_of(&[12, 16, 20, 27])));
    }
    let mut person = testing::person(&minutes, &[]);
    if numbers.below(2) == 0 {
        person.likes.insert(testing::exercise_id(numbers.one_of(&["first", "second"])));
    }
    let mut findings: Vec<Finding> = Vec::new();
    for group in GROUPS {
        let side = numbers.one_of(&Side::BOTH);
        let percent = numbers.one_of(&[8.0, 12.0, 20.0]);
        match numbers.below(6) {
            0 | 1 => findings.push(testing::weak(group, side, percent, 0.9)),
            2 => findings.push(testing::tight(group, side, percent, 0.8)),
            3 => findings.push(testing::weak_for_opponent(group, "whole-leg", side, percent)),
            4.. => {}
        }
    }
    Case { knowledge, person, assessment: testing::assessment(findings) }
}

fn cleared() -> Cleared {
    Cleared::for_tests(testing::today(), testing::today(), BTreeSet::new(), false)
}

fn item(exercise: &Exercise, side: PlannedSide, sets: u32, seconds: i64) -> Item {
    #[allow(clippy::cast_precision_loss)]
    let minutes = seconds as f64 / 60.0;
    let (id, dose, load, rest_s) = (exercise.id.clone(), exercise.dose, exercise.load.clone(), exercise.rest_s);
    let because = vec![Reason::Keep { group: MuscleGroupId::new("quads").unwrap(), side: Side::Left }];
    Item { exercise: id, side, sets, dose, load, limited_by: None, rest_s, minutes, because }
}

/// All that one exercise may do on one day, whatever else is done.
fn choices(exercise: &Exercise) -> Vec<Vec<Item>> {
    let most = exercise.sets[1];
    let mut choices = vec![Vec::new()];
    for left in 0..=most {
        for right in 0..=most {
            let sets = crate::body::Bilateral { left: i64::from(left), right: i64::from(right) };
            let seconds = super::check::seconds(exercise, sets);
            if left + right == 0 || (!exercise.one_sided && left != right) {
                continue;
            }
            if !exercise.one_sided {
                choices.push(vec![item(exercise, PlannedSide::Both, left, seconds)]);
                continue;
            }
            let mut items = Vec::new();
            if left > 0 {
                items.push(item(exercise, PlannedSide::Left, left, if right > 0 { 0 } else { seconds }));
            }
            if right > 0 {
                items.push(item(exercise, PlannedSide::Right, right, seconds));
            }
            choices.push(items);
        }
    }
    choices
}

/// Sessions and sets by exercise, whatever the days.
fn sets_of(plan: &Plan) -> BTreeMap<(ExerciseId, PlannedSide), (u32, u32)> {
    let mut sets: BTreeMap<(ExerciseId, PlannedSide), (u32, u32)> = BTreeMap::new();
    for item in plan.sessions.iter().flat_map(|session| &session.items) {
        let entry = sets.entry((item.exercise.clone(), item.side)).or_default();
        *entry = (entry.0 + 1, entry.1 + item.sets);
    }
    sets
}

/// The best values of all weeks: what a week can hold on a day first, then all days together.
///
/// The last value is the best evenness of the weeks that hold the same sets as `found`.
fn best_of_all(case: &Case, found: &Plan) -> [f64; 5] {
    let wanted_sets = sets_of(found);
    let mut most_even = f64::INFINITY;
    let (cleared, options) = (cleared(), PlanOptions::usual());
    let mut best: Option<[f64; 5]> = None;
    let mut days: Vec<Vec<Session>> = Vec::new();
    for (&weekday, &minutes) in &case.person.minutes_by_weekday {
        let mut sessions = vec![Vec::new()];
        for exercise in case.knowledge.exercises.values() {
            let options = choices(exercise);
            let longer = sessions.iter().flat_map(|items: &Vec<Item>| {
                options.iter().map(move |more| items.iter().chain(more).cloned().collect::<Vec<Item>>())
            });
            sessions = longer.collect();
        }
        let sessions = sessions.into_iter().map(|items| {
            let minutes = 5.0 + items.iter().map(|item| item.minutes).sum::<f64>();
            Session { weekday, minutes, items }
        });
        // What breaks a rule by itself breaks it in every week.
        let alone = |session: &Session| {
            session.items.is_empty() || {
                let plan = sessions_only(vec![session.clone()]);
                let week =
                    Week::new(&plan, &cleared, &case.person, &case.assessment, &case.knowledge, &options);
                let broken = broken_rules(&week);
                let in_a_week = |line: &String| line.contains("the other is not kept");
                broken.iter().all(in_a_week)
            }
        };
        days.push(
            sessions.filter(|session| session.minutes <= f64::from(minutes) + 1e-9).filter(alone).collect(),
        );
    }
    let mut weeks: Vec<Vec<Session>> = vec![Vec::new()];
    for day in &days {
        let longer = weeks.iter().flat_map(|week| {
            day.iter().map(move |session| week.iter().chain([session]).cloned().collect::<Vec<Session>>())
        });
        weeks = longer.collect();
    }
    for sessions in weeks {
        let plan = sessions_only(sessions.into_iter().filter(|session| !session.items.is_empty()).collect());
        let week = Week::new(&plan, &cleared, &case.person, &case.assessment, &case.knowledge, &options);
        if broken_rules(&week).is_empty() {
            let found = values(&week);
            if sets_of(&plan) == wanted_sets {
                most_even = most_even.min(found[4]);
            }
            if best.is_none_or(|best| is_better(&found, &best)) {
                best = Some(found);
            }
        }
    }
    let [needs, keeps, size, wishes, _] = best.unwrap();
    [needs, keeps, size, wishes, most_even]
}

fn is_better(a: &[f64; 5], b: &[f64; 5]) -> bool {
    // Tolerance: equal fractions may differ in the last bit.
    let differ = a.iter().zip(b).find(|(a, b)| (*a - *b).abs() > 1e-9);
    differ.is_some_and(|(a, b)| a < b)
}

fn sessions_only(sessions: Vec<Session>) -> Plan {
    Plan {
        proven: false,
        levels: Vec::new(),
        sessions,
        needs: Vec::new(),
        volumes: Vec::new(),
        unmet: Vec::new(),
        limits: Vec::new(),
    }
}

#[test]
fn no_week_of_a_small_problem_is_better_than_the_plan_on_any_level() {
    let mut compared = 0;
    for seed in 0..150 {
        let case = case(seed);
        let options = PlanOptions { node_limit: 5000, ..PlanOptions::usual() };
        let (person, assessment, knowledge) = (&case.person, &case.assessment, &case.knowledge);
        let Ok(plan) = plan(&cleared(), person, assessment, knowledge, testing::today(), &options) else {
            continue;
        };
        assert_eq!(check(&plan, &cleared(), person, assessment, knowledge, &options), Ok(()), "seed {seed}");
        let best = best_of_all(&case, &plan);
        for (level, best) in plan.levels.iter().zip(best) {
            let (name, objective, bound) = (level.name, level.objective, level.bound);
            assert!((objective - best).abs() < 1e-9, "seed {seed} {name}: {objective} instead of {best}");
            assert!(bound <= best + 1e-9, "seed {seed} {name}: bound {bound} above {best}");
        }
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
}
