//! Which exercises a log shows as done well of late, so that a new week need not begin below them.
//!
//! It never says that something harder should be tried; that stands in `super::thread`, which asks for more over several
//! sessions. Here one session is enough, because the exercise itself is what was done.
//! Read next: [`crate::plan::PlanOptions::mastered`].

use super::log::{Form, Log, LoggedSets};
use super::signs::has_sign;
use super::weeks::days_before;
use super::work::work_sets;
use crate::body::Side;
use crate::knowledge::{Exercise, ExerciseId, ExerciseKind, Knowledge, SignEffect, counted};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Days of a log that are looked at: as long as a new week grows from what was done.
const LATELY_DAYS: u32 = 28; // source: evenstride-proposal

/// The strength exercises that each leg has done of late with strength to spare, and after which nothing hurt that they work.
///
/// On some day of the last four weeks each leg did at least the fewest sets that the exercise asks for, none below its
/// range, with repetitions left; where nobody wrote how many, every set reached the top of the range. The form held, and
/// since then no set was below the range and nothing that works the same muscles hurt.
///
/// # Source
/// Figures of following a plan: `reserve-least`, `pain-go-on` and `morning-points`; the days are our proposal.
#[must_use]
pub fn mastered(log: &Log, knowledge: &Knowledge, as_of: Date) -> BTreeSet<ExerciseId> {
    let lately = log.of_days(days_before(as_of, LATELY_DAYS - 1)..=as_of);
    let mut by_exercise: BTreeMap<&ExerciseId, BTreeMap<Date, Vec<&LoggedSets>>> = BTreeMap::new();
    for entry in lately {
        by_exercise.entry(&entry.exercise).or_default().entry(entry.on).or_default().push(entry);
    }
    let known = by_exercise.into_iter().filter_map(|(id, days)| Some((knowledge.exercises.get(id)?, days)));
    let strength = known.filter(|(exercise, _)| exercise.kind == ExerciseKind::Strength);
    let done_well = strength.filter(|(exercise, days)| {
        let well = days.iter().rev().find(|(_, entries)| is_done_well(exercise, entries, knowledge));
        let Some((&well, _)) = well else { return false };
        let later = days.range(well..).flat_map(|(_, entries)| entries).flat_map(|entry| &entry.done);
        let fell = later.copied().any(|amount| amount < exercise.dose.range()[0]);
        !fell
            && lately.iter().filter(|entry| entry.on >= well).all(|entry| !hurt_it(entry, exercise, knowledge))
    });
    done_well.map(|(exercise, _)| exercise.id.clone()).collect()
}

/// Did each leg do its sets within the range, in good form and with something left?
fn is_done_well(exercise: &Exercise, entries: &[&LoggedSets], knowledge: &Knowledge) -> bool {
    if entries.iter().any(|entry| entry.form == Some(Form::Unsteady)) {
        return false;
    }
    let [low, high] = exercise.dose.range();
    Side::BOTH.into_iter().all(|side| {
        let of_leg: Vec<&LoggedSets> =
            entries.iter().copied().filter(|entry| entry.side.includes(side)).collect();
        let Some(work) = work_sets(&of_leg) else { return false };
        let left = of_leg.iter().filter_map(|entry| entry.reserve).min();
        let has_more = match left {
            Some(left) => left >= counted(knowledge.following.figures.reserve_least),
            None => work.least >= high,
        };
        has_more && work.least >= low && work.n_sets >= exercise.sets[0]
    })
}

/// Did an entry hurt more than lets one go on, in an exercise that works the same muscles?
fn hurt_it(entry: &LoggedSets, exercise: &Exercise, knowledge: &Knowledge) -> bool {
    let figures = &knowledge.following.figures;
    let hurt = entry.pain.is_some_and(|pain| f64::from(pain) > figures.pain_go_on)
        || entry.morning_points.is_some_and(|points| f64::from(points) > figures.morning_points)
        || entry.swelling
        || has_sign(entry, SignEffect::TooMuch, knowledge)
        || has_sign(entry, SignEffect::Ends, knowledge);
    let works = |other: &Exercise| exercise.counted_shares().any(|(group, _)| other.counted_share(group) > 0.0);
    hurt && knowledge.exercises.get(&entry.exercise).is_none_or(works)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PlannedSide;
    use crate::testing;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 26);

    fn sets(day: i8, id: &str, side: PlannedSide, done: &[u32]) -> LoggedSets {
        LoggedSets::new(date(2026, 11, day), testing::exercise_id(id), side, done.to_vec())
    }

    fn of(entries: Vec<LoggedSets>) -> Vec<String> {
        let knowledge = testing::knowledge();
        let log = Log::new(entries, &knowledge, TODAY).unwrap();
        mastered(&log, &knowledge, TODAY).iter().map(ToString::to_string).collect()
    }

    fn lunges(change: impl Fn(&mut LoggedSets)) -> Vec<LoggedSets> {
        let mut entries =
            [PlannedSide::Left, PlannedSide::Right].map(|side| sets(20, "reverse-lunge", side, &[9, 8]));
        for entry in &mut entries {
            entry.reserve = Some(2);
            change(entry);
        }
        entries.to_vec()
    }

    #[test]
    fn what_both_legs_did_with_repetitions_left_is_mastered() {
        let found = |change: fn(&mut LoggedSets)| of(lunges(change)) == ["reverse-lunge"];
        assert!(found(|_| {}));
        assert!(found(|entry| (entry.reserve, entry.pain) = (Some(1), Some(2))));
        assert!(found(|entry| (entry.reserve, entry.done) = (None, vec![12, 12])), "the top of the range");
        assert!(!found(|entry| entry.reserve = Some(0)));
        assert!(!found(|entry| entry.reserve = None), "within the range, and nobody said what was left");
        assert!(!found(|entry| entry.done = vec![9]), "a set fewer than it asks for");
        assert!(!found(|entry| entry.done = vec![9, 7]), "below the range");
        assert!(!found(|entry| entry.pain = Some(3)));
        assert!(!found(|entry| entry.swelling = true));
        assert!(!found(|entry| entry.morning_points = Some(3)));
        assert!(!found(|entry| entry.form = Some(Form::Unsteady)));
        assert!(of(lunges(|_| {}).into_iter().take(1).collect()).is_empty(), "one leg alone");
    }

    #[test]
    fn what_is_long_ago_or_hurt_since_is_not() {
        let on = |day: i8| of(lunges(|entry| entry.on = date(2026, 11, day)));
        assert_eq!(on(26).len(), 1);
        let long_ago = |day: Date| of(lunges(|entry| entry.on = day)).len();
        assert_eq!((long_ago(date(2026, 10, 30)), long_ago(date(2026, 10, 29))), (1, 0), "28 days");
        let with = |later: LoggedSets| of(lunges(|_| {}).into_iter().chain([later]).collect());
        let squat = |pain: u8, day: i8| LoggedSets {
            pain: Some(pain),
            ..sets(day, "bodyweight-squat", PlannedSide::Both, &[12])
        };
        assert!(with(squat(5, 24)).is_empty(), "the thigh hurt since");
        assert_eq!(with(squat(2, 24)).len(), 1);
        assert_eq!(with(squat(5, 18)).len(), 1, "it hurt before");
        let calf = LoggedSets { pain: Some(6), ..sets(24, "double-heel-raise", PlannedSide::Both, &[12]) };
        assert_eq!(with(calf).len(), 1, "other muscles");
        assert!(with(sets(24, "reverse-lunge", PlannedSide::Left, &[5])).is_empty(), "weaker since");
        let lighter = sets(24, "reverse-lunge", PlannedSide::Left, &[8]);
        assert_eq!(with(lighter).len(), 1, "a lighter session takes nothing away");
        assert!(of(Vec::new()).is_empty());
    }
}
