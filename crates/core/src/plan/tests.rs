//! Whole weeks over the stand-in catalogue: rules, mirror, refusals, and what the checker does not let pass.

use super::*;
use crate::assess::{Assessment, Finding};
use crate::body::{Bilateral, MuscleGroupId, Quality, Side};
use crate::knowledge::{CautionId, ExerciseKind, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;
use crate::testing::{self, assessment, hurts, person, tight, weak, weak_for_opponent};
use std::collections::{BTreeMap, BTreeSet};

const THREE_HALF_HOURS: [(u8, u32); 3] = [(0, 30), (2, 30), (4, 30)];

fn cleared() -> Cleared {
    Cleared::for_tests(testing::today(), testing::today(), BTreeSet::new(), false)
}

fn options() -> PlanOptions {
    PlanOptions { node_limit: 300, ..PlanOptions::usual() }
}

/// Plans and checks.
fn planned(cleared: &Cleared, person: &Person, assessment: &Assessment, knowledge: &Knowledge) -> Plan {
    let plan = plan(cleared, person, assessment, knowledge, testing::today(), &options()).unwrap();
    assert_eq!(check(&plan, cleared, person, assessment, knowledge, &options()), Ok(()));
    plan
}

fn usual(findings: Vec<Finding>) -> Plan {
    planned(&cleared(), &person(&THREE_HALF_HOURS, &[]), &assessment(findings), &testing::knowledge())
}

fn volume(plan: &Plan, group: &str, side: Side) -> f64 {
    plan.volumes.iter().find(|v| v.group.as_str() == group && v.side == side).unwrap().sets
}

fn weekly_sets(plan: &Plan) -> BTreeMap<String, Bilateral<u32>> {
    let mut sets: BTreeMap<String, Bilateral<u32>> = BTreeMap::new();
    for item in plan.sessions.iter().flat_map(|session| &session.items) {
        let entry = sets.entry(item.exercise.to_string()).or_default();
        for side in Side::BOTH.into_iter().filter(|side| item.side.includes(*side)) {
            entry[side] += item.sets;
        }
    }
    sets
}

#[test]
fn the_weak_leg_gets_its_dose_and_the_other_leg_is_kept() {
    let plan = usual(vec![weak("quads", Side::Left, 14.0, 0.93)]);
    // The needs come first, and no week serves them better; the strong leg makes room and is kept.
    assert!(plan.levels[0].gap_percent <= 1.0, "{:?}", plan.levels);
    let (left, right) = (volume(&plan, "quads", Side::Left), volume(&plan, "quads", Side::Right));
    assert!(left >= 9.0 && (4.0..=8.0).contains(&right), "{left} {right}");
    for session in &plan.sessions {
        assert!(session.minutes <= 30.0);
        let first_of_pair = session.items.iter().find(|item| item.exercise.as_str().contains("squat"));
        assert!(first_of_pair.is_none_or(|item| item.side != PlannedSide::Right));
    }
}

#[test]
fn without_a_difference_worth_acting_on_both_legs_get_the_same() {
    let mut not_worth = weak("quads", Side::Left, 14.0, 0.93);
    not_worth.acting.as_mut().unwrap().worth = false;
    for findings in [Vec::new(), vec![not_worth]] {
        let plan = usual(findings);
        assert!(plan.needs.is_empty());
        assert!(weekly_sets(&plan).values().all(|sets| sets.left == sets.right));
    }
}

#[test]
fn a_weak_whole_leg_becomes_needs_of_what_carries_it() {
    let plan = usual(vec![weak("whole-leg", Side::Right, 16.0, 0.97)]);
    let groups: BTreeSet<&str> = plan.needs.iter().map(|need| need.group.as_str()).collect();
    assert_eq!(groups, BTreeSet::from(needs::WHOLE_LEG));
    assert!(plan.needs.iter().all(|need| need.side == Side::Right && (need.probability - 0.97).abs() < 1e-12));
}

#[test]
fn a_group_weak_for_its_opponent_is_trained_without_favouring_a_leg() {
    let plan = usual(vec![weak_for_opponent("hamstrings", "quads", Side::Left, 20.0)]);
    assert_eq!(plan.needs.len(), 1);
    assert!(volume(&plan, "hamstrings", Side::Left) >= 10.0, "{:?} {:?}", plan.volumes, plan.levels);
    assert!(weekly_sets(&plan).values().all(|sets| sets.left == sets.right));
}

#[test]
fn a_tight_side_is_stretched_more_and_the_other_a_little() {
    let plan = usual(vec![tight("hamstrings", Side::Right, 9.0, 0.9)]);
    let minutes = |side| {
        plan.volumes
            .iter()
            .find(|v| v.group.as_str() == "hamstrings" && v.side == side)
            .unwrap()
            .stretch_minutes
    };
    assert!(
        minutes(Side::Right) >= 10.0 && minutes(Side::Left) >= 2.0 && minutes(Side::Left) < 10.0,
        "{} {} {:?}",
        minutes(Side::Right),
        minutes(Side::Left),
        plan.levels
    );
    for session in &plan.sessions {
        let kinds = session.items.iter().map(|item| testing::knowledge().exercises[&item.exercise].kind);
        assert!(kinds.is_sorted_by_key(|kind| kind == ExerciseKind::Stretch));
    }
    assert_eq!(plan.needs[0].quality, Quality::Flexibility);
}

fn mirrored_side(side: PlannedSide) -> PlannedSide {
    match side {
        PlannedSide::Left => PlannedSide::Right,
        PlannedSide::Right => PlannedSide::Left,
        PlannedSide::Both => PlannedSide::Both,
    }
}

#[test]
fn mirroring_the_findings_mirrors_the_plan_and_changes_nothing_else() {
    let findings = |flip: bool| {
        let side = |side: Side| if flip { side.other() } else { side };
        vec![
            weak("hamstrings", side(Side::Right), 18.0, 0.97),
            weak("soleus", side(Side::Left), 12.0, 0.8),
            tight("quads", side(Side::Left), 9.0, 0.9),
            weak_for_opponent("abductors", "adductors", side(Side::Left), 11.0),
            hurts("glutes", side(Side::Right)),
        ]
    };
    let mut someone = person(&[(0, 20), (3, 35), (5, 30)], &["loop-band", "dumbbell"]);
    someone.trained = true;
    someone.dominant_leg = Some(Side::Right);
    let mut mirrored_person = someone.clone();
    mirrored_person.dominant_leg = Some(Side::Left);
    let plan = planned(&cleared(), &someone, &assessment(findings(false)), &testing::knowledge());
    let mirrored = planned(&cleared(), &mirrored_person, &assessment(findings(true)), &testing::knowledge());
    assert_eq!(plan.levels, mirrored.levels);
    let items = |plan: &Plan, flip: bool| -> Vec<(u8, String, PlannedSide, u32)> {
        let all =
            plan.sessions.iter().flat_map(|session| session.items.iter().map(move |item| (session, item)));
        let side = |side: PlannedSide| if flip { mirrored_side(side) } else { side };
        all.map(|(session, item)| (session.weekday, item.exercise.to_string(), side(item.side), item.sets))
            .collect()
    };
    assert_eq!(items(&plan, false), items(&mirrored, true));
    for (a, b) in plan.needs.iter().zip(&mirrored.needs) {
        assert_eq!((&a.group, a.side, a.kind), (&b.group, b.side.other(), b.kind));
    }
    for volume in &plan.volumes {
        let twin = mirrored.volumes.iter().find(|v| v.group == volume.group && v.side == volume.side.other());
        assert_eq!(twin.map(|v| (v.sets, v.stretch_minutes)), Some((volume.sets, volume.stretch_minutes)));
    }
}

#[test]
fn the_leg_that_is_not_dominant_goes_first_when_both_are_alike() {
    for dominant in Side::BOTH {
        let mut someone = person(&THREE_HALF_HOURS, &[]);
        someone.dominant_leg = Some(dominant);
        let plan = planned(&cleared(), &someone, &assessment(Vec::new()), &testing::knowledge());
        let items = plan.sessions.iter().flat_map(|session| &session.items);
        let first = items.map(|item| item.side).find(|side| *side != PlannedSide::Both);
        assert!(first.is_some_and(|side| side.includes(dominant.other())));
    }
}

#[test]
fn every_mix_of_days_keeps_spacing_minutes_and_caps() {
    let weeks: [&[(u8, u32)]; 6] = [
        &[(5, 30)],
        &[(0, 25), (6, 25)],
        &[(0, 10), (1, 45), (3, 30)],
        &[(0, 20), (1, 20), (2, 20), (3, 20), (4, 20), (5, 20), (6, 20)],
        &[(1, 6)],
        &[(2, 60), (5, 60)],
    ];
    for week in weeks {
        for trained in [false, true] {
            let mut someone = person(week, &["dumbbell", "bench"]);
            someone.trained = trained;
            let findings = assessment(vec![weak("glutes", Side::Right, 17.0, 0.9)]);
            let Ok(plan) =
                plan(&cleared(), &someone, &findings, &testing::knowledge(), testing::today(), &options())
            else {
                // Six minutes hold the warm-up and nothing else.
                assert_eq!(week, &[(1, 6)]);
                continue;
            };
            assert_eq!(
                check(&plan, &cleared(), &someone, &findings, &testing::knowledge(), &options()),
                Ok(()),
                "{week:?}"
            );
        }
    }
}

#[test]
fn what_makes_a_plan_impossible_is_an_error_that_says_so() {
    let knowledge = testing::knowledge();
    let findings = assessment(Vec::new());
    let try_plan = |person: &Person, cleared: &Cleared| {
        plan(cleared, person, &findings, &knowledge, testing::today(), &options()).map(|_| ())
    };
    assert_eq!(try_plan(&person(&[], &[]), &cleared()), Err(PlanError::NoMinutes));
    assert_eq!(try_plan(&person(&[(0, 5), (1, 0)], &[]), &cleared()), Err(PlanError::NoMinutes));
    let mut picky = person(&THREE_HALF_HOURS, &[]);
    picky.dislikes = knowledge.exercises.keys().cloned().collect();
    assert_eq!(try_plan(&picky, &cleared()), Err(PlanError::NoExercise));
    let day_before = testing::today().yesterday().unwrap();
    let ended = Cleared::for_tests(day_before, day_before, BTreeSet::new(), false);
    assert_eq!(try_plan(&person(&THREE_HALF_HOURS, &[]), &ended), Err(PlanError::ClearanceEnded));
}

#[test]
fn gentle_people_get_easy_exercises_and_small_caps() {
    let gentle = Cleared::for_tests(testing::today(), testing::today(), BTreeSet::new(), true);
    let mut someone = person(&[(0, 90), (2, 90), (4, 90)], &["barbell", "bench", "dumbbell", "leg-press"]);
    someone.trained = true;
    let findings = assessment(vec![weak("quads", Side::Left, 20.0, 0.99)]);
    let plan = planned(&gentle, &someone, &findings, &testing::knowledge());
    let knowledge = testing::knowledge();
    assert!(plan.volumes.iter().all(|volume| volume.sets <= 12.0));
    let items = plan.sessions.iter().flat_map(|session| &session.items);
    assert!(items.map(|item| knowledge.exercises[&item.exercise].level).all(|level| level <= 2));
}

#[test]
fn a_caution_keeps_its_exercises_out() {
    let caution = CautionId::new("kneel").unwrap();
    let mut knowledge = testing::knowledge();
    for exercise in knowledge.exercises.values_mut().filter(|exercise| exercise.one_sided) {
        exercise.cautions.push(caution.clone());
    }
    let careful = Cleared::for_tests(testing::today(), testing::today(), BTreeSet::from([caution]), false);
    let findings = assessment(vec![weak("quads", Side::Left, 20.0, 0.99)]);
    let plan = planned(&careful, &person(&THREE_HALF_HOURS, &["dumbbell"]), &findings, &knowledge);
    let mut items = plan.sessions.iter().flat_map(|session| &session.items);
    assert!(items.all(|item| item.side == PlannedSide::Both));
    let lacking = plan.unmet.iter().find(|row| row.group.as_str() == "fibulares").unwrap();
    assert_eq!(lacking.why, WhyUnmet::NoExercise);
}

#[test]
fn a_side_that_hurt_keeps_the_small_cap() {
    let mut someone = person(&[(0, 120), (2, 120), (4, 120)], &["dumbbell", "bench"]);
    someone.trained = true;
    let mut knowledge = testing::knowledge();
    knowledge.doses.weak_sets = 16.0;
    let weak_and_sore = |sore: Vec<Finding>| {
        let findings = [vec![weak("quads", Side::Left, 20.0, 0.99)], sore].concat();
        volume(&planned(&cleared(), &someone, &assessment(findings), &knowledge), "quads", Side::Left)
    };
    assert!(weak_and_sore(Vec::new()) > 12.0);
    assert!(weak_and_sore(vec![hurts("whole-leg", Side::Left)]) <= 12.0);
}

#[test]
fn the_minutes_that_are_missing_are_named_as_the_limit() {
    let options = PlanOptions { explain_limits: true, ..options() };
    let someone = person(&THREE_HALF_HOURS, &[]);
    let findings = assessment(vec![weak("quads", Side::Left, 14.0, 0.93)]);
    let plan =
        plan(&cleared(), &someone, &findings, &testing::knowledge(), testing::today(), &options).unwrap();
    let percent = |gain: &LimitGain| match gain {
        LimitGain::Minutes { gain_percent, .. }
        | LimitGain::Equipment { gain_percent, .. }
        | LimitGain::Day { gain_percent, .. } => *gain_percent,
    };
    assert!(plan.limits.iter().any(|gain| matches!(gain, LimitGain::Minutes { extra_minutes: 10, .. })));
    assert!(
        plan.limits.len() <= 3 && plan.limits.is_sorted_by(|a, b| a.of() < b.of() || percent(a) >= percent(b))
    );
    // A percentage of what lacks nothing would be none at all.
    let lacks = |gain: &LimitGain| {
        plan.levels.iter().any(|level| level.name == gain.of().level() && level.objective > 0.0)
    };
    assert!(plan.limits.iter().all(lacks), "{:?}", plan.levels);
    assert!(plan.limits.iter().all(|gain| (0.5..=100.0).contains(&percent(gain))));
    // Nobody is weak: what is made up is what the rest lacks, and says so.
    let even = super::plan(
        &cleared(),
        &someone,
        &assessment(Vec::new()),
        &testing::knowledge(),
        testing::today(),
        &options,
    );
    let limits = even.unwrap().limits;
    assert!(!limits.is_empty() && limits.iter().all(|gain| gain.of() == Missing::Keeps), "{limits:?}");
}

#[test]
fn a_liked_exercise_is_taken_where_it_costs_nothing() {
    let twin = |id: &'static str| {
        testing::exercise((id, 2, "quads 1", "", 0.8, [2, 4], 60, 1, ""), ExerciseKind::Strength)
    };
    let knowledge = testing::knowledge_of(vec![twin("first"), twin("second")]);
    for liked in ["first", "second"] {
        let mut someone = person(&THREE_HALF_HOURS, &[]);
        someone.likes.insert(testing::exercise_id(liked));
        let plan = planned(&cleared(), &someone, &assessment(Vec::new()), &knowledge);
        assert!(weekly_sets(&plan).contains_key(liked));
        assert!(plan.proven);
    }
}

/// A way to spoil a plan.
type Spoil = fn(&mut Plan);

#[test]
fn the_checker_finds_every_tampering() {
    let knowledge = testing::knowledge();
    let someone = person(&[(0, 30), (1, 30), (3, 30)], &[]);
    let findings = assessment(vec![weak("quads", Side::Left, 14.0, 0.93)]);
    let good = planned(&cleared(), &someone, &findings, &knowledge);
    let spoils: Vec<(&str, Spoil)> = vec![
        ("one set more", |plan| plan.sessions[0].items[0].sets += 1),
        ("an item on the wrong day", |plan| {
            let item = plan.sessions[0].items[0].clone();
            plan.sessions[1].items.push(item);
        }),
        ("a day without minutes", |plan| plan.sessions[0].weekday = 2),
        ("days out of order", |plan| plan.sessions.reverse()),
        ("a shorter session", |plan| plan.sessions[0].minutes -= 1.0),
        ("a shorter item", |plan| plan.sessions[0].items[0].minutes -= 1.0),
        ("another rest", |plan| plan.sessions[0].items[0].rest_s += 1),
        ("no reason", |plan| plan.sessions[0].items[0].because.clear()),
        ("an exercise that needs gear", |plan| {
            plan.sessions[0].items[0].exercise = testing::exercise_id("leg-press");
        }),
        ("an exercise that does not exist", |plan| {
            plan.sessions[0].items[0].exercise = testing::exercise_id("flying");
        }),
        ("the wrong leg", |plan| {
            let items = plan.sessions.iter_mut().flat_map(|session| &mut session.items);
            let one_leg = items.into_iter().find(|item| item.side == PlannedSide::Left).unwrap();
            one_leg.side = PlannedSide::Right;
        }),
        ("an item left out", |plan| {
            plan.sessions[0].items.pop();
        }),
        ("a better objective", |plan| plan.levels[1].objective -= 0.5),
        ("a bound above the objective", |plan| plan.levels[1].bound = plan.levels[1].objective + 1.0),
        ("another gap", |plan| plan.levels[1].gap_percent += 0.5),
        ("a proof that is none", |plan| plan.proven = !plan.proven),
        ("a level less", |plan| {
            plan.levels.pop();
        }),
        ("a need less", |plan| plan.needs.clear()),
        ("another volume", |plan| plan.volumes[0].sets += 0.25),
        ("nothing lacking", |plan| plan.unmet.clear()),
        ("less lacking", |plan| plan.unmet[0].planned += 0.5),
    ];
    for (name, spoil) in spoils {
        let mut spoiled = good.clone();
        spoil(&mut spoiled);
        assert_ne!(spoiled, good, "{name}");
        assert!(check(&spoiled, &cleared(), &someone, &findings, &knowledge, &options()).is_err(), "{name}");
    }
    let mut limited = someone.clone();
    limited.minutes_by_weekday.insert(0, 20);
    assert!(check(&good, &cleared(), &limited, &findings, &knowledge, &options()).is_err());
    let mut picky = someone.clone();
    picky.dislikes.insert(good.sessions[0].items[0].exercise.clone());
    assert!(check(&good, &cleared(), &picky, &findings, &knowledge, &options()).is_err());
}

#[test]
fn hard_sets_on_sunday_and_monday_lie_too_close() {
    let only = testing::exercise(("squat", 2, "quads 1", "", 0.8, [2, 4], 60, 1, ""), ExerciseKind::Strength);
    let knowledge = testing::knowledge_of(vec![only]);
    let someone = person(&[(0, 30), (6, 30)], &[]);
    let findings = assessment(vec![weak("quads", Side::Left, 14.0, 0.93)]);
    let plan = planned(&cleared(), &someone, &findings, &knowledge);
    assert_eq!(plan.sessions.len(), 1);
    let lacking = plan.unmet.iter().find(|row| row.group.as_str() == "quads").unwrap();
    assert_eq!(lacking.why, WhyUnmet::Spacing);
    let mut twice = plan.clone();
    let mut second = twice.sessions[0].clone();
    second.weekday = 6 - second.weekday;
    twice.sessions.push(second);
    twice.sessions.sort_by_key(|session| session.weekday);
    let wrong = check(&twice, &cleared(), &someone, &findings, &knowledge, &options()).unwrap_err();
    assert!(wrong.iter().any(|line| line.contains("again on day")), "{wrong:?}");
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let once = usual(vec![weak("hamstrings", Side::Right, 12.0, 0.9)]);
    let again = usual(vec![weak("hamstrings", Side::Right, 12.0, 0.9)]);
    assert_eq!(format!("{once:?}"), format!("{again:?}"));
}

#[test]
fn a_group_of_the_findings_that_the_catalogue_lacks_is_left_aside() {
    let plan = usual(vec![weak("wings", Side::Left, 14.0, 0.93)]);
    assert!(plan.needs.iter().all(|need| need.group != MuscleGroupId::new("wings").unwrap()));
}
