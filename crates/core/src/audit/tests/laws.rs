//! Laws that hold for any log.

use super::fixture::*;
use crate::audit::{AuditOptions, PartKind, audit};
use crate::body::Side;
use crate::training::{SetKind, Trained, TrainedSet, TrainedSide};
use jiff::civil::date;
use proptest::prelude::*;

const NAMES: [&str; 9] = [
    "goblet squat",
    "split squat",
    "dumbbell romanian deadlift",
    "leg extension single",
    "single heel raise",
    "side plank",
    "stretch quad standing",
    "flying",
    "",
];

fn any_side() -> impl Strategy<Value = TrainedSide> {
    prop::sample::select(vec![
        TrainedSide::Left,
        TrainedSide::Right,
        TrainedSide::Both,
        TrainedSide::Each,
        TrainedSide::NotSaid,
    ])
}

fn any_set() -> impl Strategy<Value = TrainedSet> {
    let kind = prop::sample::select(vec![SetKind::Working, SetKind::WarmUp, SetKind::Drop, SetKind::Failure]);
    let reps = prop::option::of(prop_oneof![0_u32..30, Just(u32::MAX)]);
    let figure =
        || prop::option::of(prop_oneof![0.0_f64..9.0, Just(f64::NAN), Just(f64::INFINITY), Just(-1.0)]);
    (kind, reps, prop::option::of(any::<u32>()), figure(), figure()).prop_map(
        |(kind, reps, seconds, metres, reserve)| TrainedSet {
            kind,
            reps,
            seconds,
            metres,
            load_kg: None,
            reserve,
        },
    )
}

/// Rows of usual sets over two weeks.
fn any_row() -> impl Strategy<Value = Trained> {
    (-7_i64..7, prop::sample::select(&NAMES[..]), any_side(), 0_usize..5)
        .prop_map(|(day, name, side, n_sets)| row(day, name, side, n_sets))
}

fn any_log() -> impl Strategy<Value = Vec<Trained>> {
    prop::collection::vec(any_row(), 0..14)
}

fn asked() -> AuditOptions<'static> {
    AuditOptions { score_incomplete: true, ..options() }
}

proptest! {
    #[test]
    fn mirroring_swaps_the_sides_and_keeps_the_score(rows in any_log()) {
        let knowledge = whole();
        let (as_is, mirror) = (audit(&rows, &knowledge, &asked()), audit(&mirrored(&rows), &knowledge, &asked()));
        for (a, b) in as_is.weeks.iter().zip(&mirror.weeks) {
            for (x, y) in a.score.iter().zip(&b.score) {
                prop_assert!((x - y).abs() < 1e-9);
            }
            prop_assert_eq!(a.score.is_some(), b.score.is_some());
            prop_assert_eq!((a.load.unit, a.load.daily), (b.load.unit, b.load.daily));
            for volume in &a.volumes {
                let other = sets_of(b, volume.group.as_str(), volume.side.other());
                prop_assert!((volume.sets - other).abs() < 1e-9);
            }
            prop_assert_eq!(&a.not_counted, &b.not_counted);
            prop_assert_eq!(&a.doubtful, &b.doubtful);
        }
    }

    #[test]
    fn the_order_of_rows_means_nothing(rows in any_log(), seed in any::<prop::sample::Index>()) {
        let knowledge = whole();
        let mut other = rows.clone();
        other.reverse();
        if !other.is_empty() {
            let n = other.len();
            other.rotate_left(seed.index(n));
        }
        prop_assert_eq!(audit(&rows, &knowledge, &asked()), audit(&other, &knowledge, &asked()));
    }

    #[test]
    fn more_sets_never_lower_what_counts_as_enough(rows in any_log(), more in any_row()) {
        let knowledge = whole();
        let before = audit(&rows, &knowledge, &asked());
        let enough = |audit: &crate::audit::Audit, from| {
            let week = audit.weeks.iter().find(|week| week.from == from);
            week.and_then(|week| points(week, PartKind::Enough)).unwrap_or(0.0)
        };
        let mut rows = rows;
        rows.push(more);
        let after = audit(&rows, &knowledge, &asked());
        for week in &before.weeks {
            prop_assert!(enough(&after, week.from) >= enough(&before, week.from) - 1e-9);
        }
    }

    #[test]
    fn work_for_one_of_a_pair_costs_no_more_than_none(rows in any_log(), more in any_row()) {
        let knowledge = whole();
        let before = audit(&rows, &knowledge, &asked());
        let mut rows = rows;
        rows.push(more);
        let after = audit(&rows, &knowledge, &asked());
        for week in before.weeks.iter().filter(|week| week.score.is_some()) {
            let is_one_missing = |side: Side| {
                sets_of(week, "quads", side) <= 0.0 || sets_of(week, "hamstrings", side) <= 0.0
            };
            let pairs = points(week, PartKind::Opponents);
            prop_assert!(pairs.is_some(), "no work is work for neither");
            if Side::BOTH.into_iter().all(is_one_missing) {
                let same = after.weeks.iter().find(|one| one.from == week.from);
                prop_assert!(same.and_then(|one| points(one, PartKind::Opponents)) >= pairs);
            }
        }
    }

    #[test]
    fn more_for_the_one_of_a_pair_that_has_less_never_lowers_its_marks(
        front in 0_usize..16, back in 0_usize..16, more in 1_usize..6,
    ) {
        let pairs = |front: usize, back: usize| {
            let rows = [
                row(0, "hip thrust", TrainedSide::Both, 1),
                row(0, "leg extension single", TrainedSide::Each, front),
                row(1, "dumbbell romanian deadlift", TrainedSide::Both, back),
            ];
            points(&audit(&rows, &whole(), &asked()).weeks[0], PartKind::Opponents)
        };
        let after = if front < back {
            pairs((front + more).min(back), back)
        } else {
            pairs(front, (back + more).min(front))
        };
        prop_assert!(after >= pairs(front, back) && after.is_some(), "{} and {}", front, back);
    }

    #[test]
    fn what_is_lost_and_the_score_are_a_hundred(rows in any_log()) {
        for week in &audit(&rows, &whole(), &asked()).weeks {
            let lost: f64 = week.parts.iter().flat_map(|part| &part.lost).map(|lost| lost.points).sum();
            if let Some(score) = week.score {
                prop_assert!((0.0..=100.0).contains(&score));
                prop_assert!((score + lost - 100.0).abs() < 1e-6, "{} and {}", score, lost);
            }
            for part in &week.parts {
                prop_assert!((-1e-9..=100.0 + 1e-9).contains(&part.points));
                prop_assert!(part.lost.iter().all(|lost| lost.points > 0.0));
            }
            for (volume, row) in week.volumes.iter().zip(&week.days) {
                prop_assert_eq!((&volume.group, volume.side), (&row.group, row.side));
                prop_assert!((volume.sets - row.sets.iter().sum::<f64>()).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn nothing_in_a_log_panics(
        rows in prop::collection::vec((any_row(), prop::collection::vec(any_set(), 0..6), 0_u8..4), 0..10),
        until in prop::option::of(-20_i64..20),
        n_weeks in 0_u32..60,
        more_minutes in prop_oneof![Just(f64::NAN), Just(-5.0), 0.0_f64..90.0],
    ) {
        let ends = [date(-9999, 1, 1), date(9999, 12, 31), date(1999, 5, 5)];
        let log: Vec<Trained> = rows
            .into_iter()
            .map(|(row, sets, end)| {
                let on = ends.get(usize::from(end)).copied().unwrap_or(row.on);
                Trained { sets, on, ..row }
            })
            .collect();
        let until = until.map(|day| row(day, "", TrainedSide::Both, 0).on);
        let options = AuditOptions { until, n_weeks, more_minutes, with_changes: true, ..asked() };
        let found = audit(&log, &small(), &options);
        prop_assert!(found.weeks.len() <= n_weeks.max(1) as usize);
    }

    #[test]
    fn a_change_keeps_the_minutes_and_wins_what_it_says(rows in any_log()) {
        let knowledge = small();
        let options = AuditOptions { with_changes: true, ..asked() };
        let found = audit(&rows, &knowledge, &options);
        let Some(changes) = found.changes else { return Ok(()) };
        let Some(found) = changes.found else { return Ok(()) };
        for better in found.one.iter().chain(&found.two) {
            let won: f64 = better.won.iter().map(|won| won.points).sum();
            prop_assert!((better.score - better.score_before - won).abs() < 1e-4);
            prop_assert!(better.score >= better.score_before + 0.5 - 1e-9);
            prop_assert!(better.minutes <= better.minutes_before + 1e-9);
        }
        if let (Some(one), Some(two)) = (&found.one, &found.two) {
            prop_assert!(two.score > one.score);
        }
    }
}

#[test]
fn a_plan_done_as_written_gives_what_the_plan_says() {
    use crate::plan::{PlanOptions, PlannedSide, plan};
    use crate::screen::Cleared;
    use crate::testing::{assessment, person, today, weak};
    let knowledge = crate::testing::knowledge();
    let someone = person(&[(0, 40), (2, 40), (4, 40)], &["dumbbell", "loop-band", "long-band"]);
    let cleared = Cleared::for_tests(today(), today(), std::collections::BTreeSet::new(), false);
    let found = assessment(vec![weak("quads", Side::Left, 18.0, 0.95)]);
    let options = PlanOptions { node_limit: 20, ..PlanOptions::usual() };
    let week = plan(&cleared, &someone, &found, &knowledge, today(), &options).unwrap();
    let rows: Vec<Trained> = week
        .sessions
        .iter()
        .flat_map(|session| session.items.iter().map(|item| (i64::from(session.weekday), item)))
        .map(|(day, item)| {
            let side = match item.side {
                PlannedSide::Left => TrainedSide::Left,
                PlannedSide::Right => TrainedSide::Right,
                PlannedSide::Both => TrainedSide::Both,
            };
            let n_sets = usize::try_from(item.sets).unwrap();
            row(day, &item.exercise.as_str().replace('-', " "), side, n_sets)
        })
        .collect();
    let with = AuditOptions { plan: Some(&week), ..super::fixture::options() };
    let done = audited(&rows, &knowledge, &with);
    assert_eq!(done.volumes, week.volumes);
    close(points(&done, PartKind::Spacing), 100.0);
    close(points(&done, PartKind::Sides), 100.0);
}
