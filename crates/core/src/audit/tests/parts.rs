//! Each part of the score against figures worked out by hand.

use super::fixture::*;
use crate::audit::{
    AuditOptions, BetterWeek, Edit, LoadUnit, PartKind, PlanHistory, Remark, Sets, Unscored, What, Whole,
};
use crate::body::{Quality, Side};
use crate::knowledge::{ExerciseId, MuscleSide};
use crate::plan::{Item, Need, NeedKind, Plan, PlannedSide, Session};
use crate::testing::{exercise_id, group};
use crate::training::{Trained, TrainedSide};
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_part_of_a_week_comes_out_as_by_hand() {
    let week = audited(&by_hand(), &small(), &options());
    // quads 8 and 6, hamstrings 2 and 2, glutes 4 and 4 of 10.
    close(points(&week, PartKind::Enough), 100.0 * (0.8 + 0.6 + 0.2 + 0.2 + 0.4 + 0.4) / 6.0);
    // Only the back of the thigh came up once.
    close(points(&week, PartKind::Often), 100.0 * 4.0 / 6.0);
    close(points(&week, PartKind::Spacing), 100.0);
    // (8 − 6)/14 is 14.29 percent, twice that is lost by one of three groups.
    close(points(&week, PartKind::Sides), 100.0 * (1.0 - 0.285_714_3 / 3.0));
    // 4 and 3 sets of the front for one of the back: both at least twice beyond 1.5.
    close(points(&week, PartKind::Opponents), 0.0);
    // −Σ p·ln p / ln 3 of 14, 4 and 8 of 26.
    close(points(&week, PartKind::Evenness), 89.564_0);
    close(points(&week, PartKind::Variety), 100.0 * 2.0 / 3.0);
    assert_eq!(points(&week, PartKind::Stretching), None);
    let expected = 20.0 * 0.433_333_3
        + 15.0 * 0.666_666_7
        + 15.0
        + 20.0 * 0.904_761_9
        + 5.0 * 0.895_640
        + 5.0 * 0.666_666_7;
    close(week.score, expected);
    assert_eq!((week.unscored, week.whole), (None, Whole::Whole));
}

#[test]
fn what_lost_points_is_named_with_what_was_found_and_asked() {
    let week = audited(&by_hand(), &small(), &options());
    let lost = |kind: PartKind| &week.parts.iter().find(|part| part.kind == kind).unwrap().lost;
    let sides = &lost(PartKind::Sides)[0];
    assert_eq!(sides.what, What::Sides { group: group("quads") });
    close(sides.found, 14.285_714);
    close(Some(sides.points), 20.0 * 0.285_714_3 / 3.0);
    let pairs = lost(PartKind::Opponents);
    assert_eq!(pairs.len(), 2);
    assert_eq!((pairs[0].found, pairs[0].asked), (Some(4.0), [0.67, 1.5]));
    close(Some(pairs.iter().map(|lost| lost.points).sum()), 20.0);
    let often: Vec<&What> = lost(PartKind::Often).iter().map(|lost| &lost.what).collect();
    let hamstrings = |side| What::Group { group: group("hamstrings"), side };
    assert_eq!(often, [&hamstrings(Side::Left), &hamstrings(Side::Right)]);
    let all: f64 = week.parts.iter().flat_map(|part| &part.lost).map(|lost| lost.points).sum();
    close(week.score, 100.0 - all);
}

#[test]
fn the_marks_of_a_pair_fall_with_the_logarithm_of_the_ratio() {
    // Five of the front for two of the back is 2.5, and ln(2.5/1.5)/ln 2 of the marks are gone.
    let rows = [
        row(0, "leg extension single", TrainedSide::Each, 5),
        row(0, "dumbbell romanian deadlift", TrainedSide::Both, 2),
    ];
    let week = audited(&rows, &small(), &options());
    close(points(&week, PartKind::Opponents), 100.0 * (1.0 - 0.736_965_6));
    let alone = audited(&rows[..1], &small(), &options());
    close(points(&alone, PartKind::Opponents), 0.0);
    // Neither of the two is no better than one of them.
    let hip = [row(0, "hip thrust", TrainedSide::Both, 2)];
    close(points(&audited(&hip, &small(), &options()), PartKind::Opponents), 0.0);
    // Of a pair of which the plan asks nothing, nothing is said.
    let mut plan = plan_of(1, 1);
    for item in &mut plan.sessions[0].items {
        item.exercise = exercise_id("hip-thrust");
    }
    let with = AuditOptions { plan: Some(&plan), ..options() };
    assert_eq!(points(&audited(&hip, &small(), &with), PartKind::Opponents), None);
}

#[test]
fn days_next_to_each_other_lose_spacing_also_over_the_end_of_a_week() {
    let squat = |day| row(day, "goblet squat", TrainedSide::Both, 2);
    let week = audited(&[squat(0), squat(1), squat(3)], &small(), &options());
    // Of the two gaps of each of four groups and sides one is a day.
    close(points(&week, PartKind::Spacing), 50.0);
    let quads = week.days.iter().find(|row| row.group.as_str() == "quads" && row.side == Side::Left).unwrap();
    let too_close = [false, true, false, false, false, false, false];
    assert_eq!((quads.sets, quads.too_close), ([2.0, 2.0, 0.0, 2.0, 0.0, 0.0, 0.0], too_close));
    let both = crate::audit::audit(&[squat(-1), squat(0)], &small(), &options());
    let newest = both.weeks.last().unwrap();
    close(points(newest, PartKind::Spacing), 0.0);
    let first = What::Gap { group: group("glutes"), side: Side::Left, first: -1, second: 0 };
    let part = newest.parts.iter().find(|part| part.kind == PartKind::Spacing).unwrap();
    assert_eq!(part.lost[0].what, first);
    assert_eq!(part.lost[0].found, Some(24.0));
}

#[test]
fn a_side_that_a_plan_gives_more_loses_nothing_when_it_gets_more() {
    let plan = plan_of(2, 4);
    let rows = [
        row(0, "leg extension single", TrainedSide::Right, 4),
        row(0, "leg extension single", TrainedSide::Left, 2),
    ];
    let with = AuditOptions { plan: Some(&plan), ..options() };
    close(points(&audited(&rows, &small(), &with), PartKind::Sides), 100.0);
    close(points(&audited(&rows, &small(), &options()), PartKind::Sides), 100.0 - 2.0 * 100.0 / 3.0);
    let even = [row(0, "leg extension single", TrainedSide::Each, 3)];
    close(points(&audited(&even, &small(), &with), PartKind::Sides), 100.0 - 2.0 * 100.0 / 3.0);
    // A plan that was begun within the week holds for it, and a later one does not.
    let monday = date(2025, 3, 3);
    for (day, planned_from, kept) in [
        (monday, Some(monday), 100.0),
        (date(2025, 3, 9), Some(date(2025, 3, 9)), 100.0),
        (date(2025, 3, 10), None, 100.0 / 3.0),
    ] {
        let since = AuditOptions { plan_since: Some(day), ..with.clone() };
        assert_eq!(crate::audit::audit(&rows, &small(), &since).planned_from, planned_from, "{day}");
        close(points(&audited(&rows, &small(), &since), PartKind::Sides), kept);
    }
}

/// A plan of one exercise for one leg at a time, with so many sets of each leg.
fn plan_of(left: u32, right: u32) -> Plan {
    let known = small();
    let exercise = &known.exercises[&exercise_id("leg-extension-single")];
    let item = |side, sets| Item {
        exercise: exercise.id.clone(),
        side,
        sets,
        dose: exercise.dose,
        load: String::new(),
        limited_by: None,
        rest_s: 60,
        minutes: 1.0,
        because: Vec::new(),
    };
    Plan {
        proven: true,
        levels: Vec::new(),
        sessions: vec![Session {
            weekday: 0,
            minutes: 20.0,
            items: vec![item(PlannedSide::Right, right), item(PlannedSide::Left, left)],
        }],
        needs: Vec::new(),
        volumes: Vec::new(),
        unmet: Vec::new(),
        limits: Vec::new(),
    }
}

fn legs(left: usize, right: usize) -> [Trained; 2] {
    [
        row(0, "leg extension single", TrainedSide::Left, left),
        row(0, "leg extension single", TrainedSide::Right, right),
    ]
}

#[test]
fn a_week_is_held_against_what_was_asked_in_it() {
    let monday = date(2025, 3, 3);
    let sides = |rows: &[Trained], plan: &Plan, since: Date, history: &PlanHistory| {
        let with =
            AuditOptions { plan: Some(plan), plan_since: Some(since), history: Some(history), ..options() };
        points(&audited(rows, &small(), &with), PartKind::Sides).unwrap()
    };
    let (even, right, none) = (plan_of(3, 3), plan_of(2, 3), PlanHistory::default());
    // The plan that was followed then, and not the one that came after.
    let before = PlanHistory { earlier: vec![(date(2025, 2, 3), right.clone())], ..none.clone() };
    let later = date(2025, 3, 10);
    close(Some(sides(&legs(2, 3), &even, later, &before)), 100.0);
    assert!(sides(&legs(2, 3), &even, later, &none) < 99.0);
    // Its halved form, which is rounded up for each leg.
    close(Some(sides(&legs(1, 2), &right, monday, &none)), 100.0);
    // Equal sides from the day on which the extra sets ended.
    let ended = |on| {
        let exercises = BTreeSet::from([exercise_id("leg-extension-single")]);
        PlanHistory { even: Some((on, exercises)), ..PlanHistory::default() }
    };
    close(Some(sides(&legs(3, 3), &right, monday, &ended(monday))), 100.0);
    assert!(sides(&legs(3, 3), &right, monday, &ended(later)) < 99.0);
}

#[test]
fn a_lighter_week_is_held_against_its_own_dose() {
    let monday = date(2025, 3, 3);
    let plan = plan_of(8, 8);
    let enough = |lighter: &[Date]| {
        let history = PlanHistory { lighter: lighter.iter().copied().collect(), ..PlanHistory::default() };
        let with =
            AuditOptions { plan: Some(&plan), plan_since: Some(monday), history: Some(&history), ..options() };
        points(&audited(&legs(2, 2), &small(), &with), PartKind::Enough).unwrap()
    };
    assert!(enough(&[monday]) > enough(&[]) + 1.0, "{} {}", enough(&[monday]), enough(&[]));
}

#[test]
fn no_change_gives_less_to_what_a_plan_works_on() {
    let mut plan = plan_of(2, 8);
    let rows = [
        row(0, "leg extension single", TrainedSide::Right, 12),
        row(3, "dumbbell romanian deadlift", TrainedSide::Both, 1),
    ];
    let lowers = |plan: &Plan| {
        let with = AuditOptions { plan: Some(plan), with_changes: true, ..options() };
        let found = crate::audit::audit(&rows, &small(), &with).changes.unwrap().found.unwrap();
        // Sets may go to another day or exercise: what counts is what the group of the leg gets in the week.
        let gets = |exercise: &ExerciseId, sets: Sets| {
            let share = small().exercises[exercise].counted_share(&group("quads"));
            share * f64::from(sets.right + sets.together)
        };
        let more = |edit: &Edit| match edit {
            Edit::Sets { exercise, before, after, .. } => gets(exercise, *after) - gets(exercise, *before),
            Edit::Swap { exercise, before, to, after, .. } => gets(to, *after) - gets(exercise, *before),
            Edit::Move { .. } => 0.0,
        };
        let in_all = |better: BetterWeek| better.edits.iter().map(more).sum::<f64>();
        // Halves add up without a rest.
        found.one.into_iter().chain(found.two).any(|better| in_all(better) < 0.0)
    };
    assert!(lowers(&plan));
    plan.needs.push(Need {
        group: group("quads"),
        side: Side::Right,
        kind: NeedKind::Strengthen,
        probability: 0.95,
        size: 15.0,
        quality: Quality::Strength,
    });
    assert!(!lowers(&plan));
}

#[test]
fn stretching_counts_only_where_something_was_measured_short() {
    let mut rows = by_hand();
    let mut stretch = row(2, "stretch quad standing", TrainedSide::Left, 2);
    stretch.sets[0].seconds = Some(90);
    rows.push(stretch);
    let short = BTreeSet::from([MuscleSide { group: group("quads"), side: Side::Left }]);
    let with = AuditOptions { short: &short, ..options() };
    let week = audited(&rows, &small(), &with);
    // A minute and a half as written, and a minute as the exercise is held: two and a half of ten.
    close(points(&week, PartKind::Stretching), 25.0);
    let weights: f64 = week.parts.iter().map(|part| part.weight).sum();
    close(Some(weights), 100.0);
    close(week.parts.last().map(|part| part.weight), 100.0 * 10.0 / 110.0);
    assert_eq!(audited(&rows, &small(), &options()).score, audited(&by_hand(), &small(), &options()).score);
}

#[test]
fn monotony_is_mean_by_spread_with_rest_days_and_undefined_when_all_days_are_alike() {
    let week = audited(&by_hand(), &small(), &options());
    // 5 sets on Monday, 3 + 1 on Thursday: mean 9/7, sample SD 2.2147.
    let daily = [5.0, 0.0, 0.0, 4.0, 0.0, 0.0, 0.0];
    assert_eq!((week.load.unit, week.load.daily), (LoadUnit::HardSets, daily));
    close(week.load.monotony, 0.580_537_9);
    close(week.load.strain, 9.0 * 0.580_537_9);
    let alike: Vec<_> = (0..7).map(|day| row(day, "goblet squat", TrainedSide::Both, 1)).collect();
    let load = audited(&alike, &small(), &options()).load;
    assert_eq!((load.monotony, load.strain), (None, None));
    // Foster: 300 on five days and rest on two.
    let efforts: BTreeMap<_, _> = (3..8).map(|day| (date(2025, 3, day), 300.0)).collect();
    let rated = AuditOptions { efforts: &efforts, ..options() };
    let load = audited(&by_hand(), &small(), &rated).load;
    assert_eq!((load.unit, load.sum), (LoadUnit::EffortMinutes, 1500.0));
    close(load.monotony, 1.463_850_1);
}

#[test]
fn a_week_is_held_against_the_one_before() {
    let rows = [
        row(-7, "goblet squat", TrainedSide::Both, 4),
        row(-5, "goblet squat", TrainedSide::Both, 4),
        row(0, "goblet squat", TrainedSide::Both, 6),
        row(3, "goblet squat", TrainedSide::Both, 5),
    ];
    let audit = crate::audit::audit(&rows, &small(), &options());
    let week = audit.weeks.last().unwrap();
    let change = week.change.as_ref().unwrap();
    assert_eq!((change.sets_before, change.sets), (8.0, 11.0));
    close(change.percent, 37.5);
    assert!(week.remarks.contains(&Remark::MoreSets { percent: 37.5, asked: 20.0 }), "{:?}", week.remarks);
    assert!(audit.weeks[0].change.is_none());
    close(audit.mean, (audit.weeks[0].score.unwrap() + week.score.unwrap()) / 2.0);
}

#[test]
fn a_week_that_the_log_holds_in_part_is_said_to_be_so_and_not_scored_unless_asked() {
    let rows = [
        row(-5, "goblet squat", TrainedSide::Both, 2),
        row(0, "goblet squat", TrainedSide::Both, 2),
        row(3, "goblet squat", TrainedSide::Both, 2),
    ];
    let audit = crate::audit::audit(&rows, &small(), &AuditOptions::usual());
    let found: Vec<_> = audit.weeks.iter().map(|week| (week.whole, week.unscored)).collect();
    let incomplete = Some(Unscored::Incomplete);
    assert_eq!(found, [(Whole::BeginsWithin, incomplete), (Whole::EndsWithin, incomplete)]);
    assert_eq!((audit.mean, audit.changes), (None, None));
    let asked = AuditOptions { score_incomplete: true, ..AuditOptions::usual() };
    assert!(crate::audit::audit(&rows, &small(), &asked).weeks.iter().all(|week| week.score.is_some()));
}

#[test]
fn a_week_of_rest_has_no_score_and_not_nought() {
    let rows = [
        row(-14, "goblet squat", TrainedSide::Both, 2),
        row(-3, "flying", TrainedSide::Both, 2),
        row(0, "goblet squat", TrainedSide::Both, 2),
    ];
    let audit = crate::audit::audit(&rows, &small(), &options());
    assert_eq!(audit.weeks.len(), 3);
    assert_eq!((audit.weeks[1].score, audit.weeks[1].unscored), (None, Some(Unscored::NoHardSet)));
    assert_eq!(audit.weeks[1].change.as_ref().unwrap().percent, Some(-100.0));
    assert_eq!(audit.weeks[2].change.as_ref().unwrap().percent, None);
}

#[test]
fn nothing_trained_is_no_week() {
    let audit = crate::audit::audit(&[], &small(), &AuditOptions::usual());
    assert!(audit.weeks.is_empty() && audit.mean.is_none() && audit.changes.is_none());
}

#[test]
fn a_part_that_a_change_brings_in_wins_nothing() {
    let rows = [row(0, "goblet squat", TrainedSide::Both, 4)];
    let with = AuditOptions { with_changes: true, ..options() };
    let audit = crate::audit::audit(&rows, &small(), &with);
    assert_eq!(points(&audit.weeks[0], PartKind::Spacing), None);
    let found = audit.changes.unwrap().found.unwrap();
    let two = found.two.or(found.one).expect("on two days a muscle comes up more often");
    let won: Vec<PartKind> = two.won.iter().map(|won| won.kind).collect();
    assert!(won.contains(&PartKind::Often) && !won.contains(&PartKind::Spacing), "{won:?}");
}

#[test]
fn a_block_of_more_sets_than_anybody_does_is_only_made_less() {
    let tried = |n_sets: usize| {
        let with = AuditOptions { with_changes: true, ..options() };
        let rows = [row(0, "split squat", TrainedSide::Left, n_sets)];
        crate::audit::audit(&rows, &small(), &with).changes.unwrap().found.unwrap().n_tried
    };
    let (usual, many) = (tried(20), tried(2000));
    assert!(many <= 2 * usual, "{usual} changes of twenty sets, {many} of two thousand");
}
