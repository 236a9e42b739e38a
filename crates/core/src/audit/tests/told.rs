//! What is counted, what is not, and what is counted with a doubt.

use super::fixture::*;
use crate::audit::{
    AuditOptions, Changes, Edit, Giving, HeldBack, Lacking, PartKind, Remark, Sets, Told, WhyHeldBack, WhyTold,
    audit, hard_sets_of,
};
use crate::body::Side;
use crate::knowledge::{
    Action, CautionId, ExerciseKind, Grade, Knowledge, Minimum, MuscleSide, Naming, OtherNames, RuleId, Sign,
    SignEffect, SignWords,
};
use crate::person::Person;
use crate::plan::PlannedSide;
use crate::screen::{Cleared, Screening, Wait, Waiting};
use crate::testing::{exercise_id, group};
use crate::track::{self, Felt, Log, LoggedSets};
use crate::training::{SetKind, Trained, TrainedSet, TrainedSide};
use jiff::civil::date;
use std::collections::BTreeSet;

fn whys(told: &[Told]) -> Vec<(&str, &WhyTold, u32)> {
    told.iter().map(|told| (told.name.as_str(), &told.why, told.n_sets)).collect()
}

#[test]
fn easy_sets_warm_ups_and_empty_sets_do_not_count_and_unknown_effort_does() {
    let mut squat = row(0, "goblet squat", TrainedSide::Both, 0);
    squat.sets = vec![
        TrainedSet { kind: SetKind::WarmUp, ..SET },
        TrainedSet { reps: Some(0), ..SET },
        TrainedSet { reserve: Some(5.0), ..SET },
        TrainedSet { reserve: Some(4.0), ..SET },
        TrainedSet { reserve: Some(f64::NAN), ..SET },
        TrainedSet { kind: SetKind::Failure, ..SET },
        TrainedSet { kind: SetKind::Drop, ..SET },
    ];
    let week = audited(&[squat], &small(), &options());
    assert!((sets_of(&week, "quads", Side::Left) - 4.0).abs() < 1e-9);
    let squat = "goblet squat";
    let expected = [(squat, &WhyTold::WarmUp, 1), (squat, &WhyTold::Easy, 1), (squat, &WhyTold::Nothing, 1)];
    assert_eq!(whys(&week.not_counted), expected);
    assert!(week.doubtful.is_empty());
}

#[test]
fn a_one_sided_set_without_a_side_counts_for_both_legs_and_sides_are_not_judged_from_it() {
    let rows = [
        row(0, "leg extension single", TrainedSide::NotSaid, 3),
        row(2, "leg extension single", TrainedSide::Left, 4),
        row(2, "dumbbell romanian deadlift", TrainedSide::Both, 2),
    ];
    let week = audited(&rows, &small(), &options());
    assert!((sets_of(&week, "quads", Side::Left) - 7.0).abs() < 1e-9);
    assert!((sets_of(&week, "quads", Side::Right) - 3.0).abs() < 1e-9);
    // Seven against three would lose much; only the groups whose side is known are judged.
    close(points(&week, PartKind::Sides), 100.0);
    let why = WhyTold::SideNotSaid { exercise: exercise_id("leg-extension-single") };
    assert_eq!(whys(&week.doubtful), [("leg extension single", &why, 3)]);
    let alone = audited(&rows[..1], &small(), &options());
    assert_eq!(points(&alone, PartKind::Sides), None);
}

#[test]
fn a_leg_told_of_an_exercise_that_nobody_does_with_one_leg_counts_for_both_with_a_doubt() {
    let why = WhyTold::BothLegs { exercise: exercise_id("nordic-hamstring") };
    for side in [TrainedSide::Left, TrainedSide::Right, TrainedSide::Each] {
        let rows = [row(0, "nordic hamstring", side, 3)];
        let week = audited(&rows, &small(), &options());
        for leg in Side::BOTH {
            assert!((sets_of(&week, "hamstrings", leg) - 3.0).abs() < 1e-9, "{side:?} {leg:?}");
        }
        close(points(&week, PartKind::Sides), 100.0);
        assert_eq!(whys(&week.doubtful), [("nordic hamstring", &why, 3)]);
        let given = Giving::new(&small()).of(&rows[0]);
        let both = Giving::new(&small()).of(&row(0, "nordic hamstring", TrainedSide::Both, 3));
        assert_eq!(hard_sets_of([(MONDAY, &given)], &small()), hard_sets_of([(MONDAY, &both)], &small()));
    }
}

#[test]
fn a_leg_told_of_an_exercise_that_is_also_done_with_one_leg_is_believed() {
    let mut knowledge = small();
    let others = OtherNames {
        exercise: exercise_id("goblet-squat"),
        likely: Vec::new(),
        nearest: Vec::new(),
        within: Vec::new(),
        one_leg: Some(exercise_id("leg-extension-single")),
    };
    knowledge.naming = Naming::new(vec![others], Vec::new(), Vec::new());
    let week = audited(&[row(0, "goblet squat", TrainedSide::Left, 3)], &knowledge, &options());
    assert!((sets_of(&week, "quads", Side::Left) - 3.0).abs() < 1e-9);
    assert!(sets_of(&week, "quads", Side::Right).abs() < 1e-9);
    assert!(week.doubtful.is_empty());
}

#[test]
fn what_is_not_understood_or_no_work_for_hard_sets_is_listed() {
    let mut knowledge = small();
    let mut hop = knowledge.exercises["goblet-squat"].clone();
    (hop.id, hop.name, hop.kind) = (exercise_id("hop"), "Hop".to_owned(), ExerciseKind::Jump);
    knowledge.exercises.insert(hop.id.clone(), hop);
    let rows = [
        row(0, "flying", TrainedSide::Both, 2),
        row(1, "Hop", TrainedSide::Left, 3),
        row(8, "Hop", TrainedSide::Left, 3),
    ];
    let audit = audit(&rows, &knowledge, &options());
    let week = week_of(&audit);
    let jump = WhyTold::NoHardSets { exercise: exercise_id("hop"), kind: ExerciseKind::Jump };
    assert_eq!(whys(&week.not_counted), [("Hop", &jump, 3), ("flying", &WhyTold::Unknown, 2)]);
    assert_eq!(whys(&audit.told), [("Hop", &WhyTold::AfterUntil, 3)]);
}

#[test]
fn the_least_of_a_sport_is_told_when_the_sport_is_known() {
    let mut knowledge = small();
    let rule = RuleId::new("prevention-hamstrings").unwrap();
    knowledge.doses.minimums = vec![Minimum {
        rule: rule.clone(),
        sports: vec!["soccer".to_owned()],
        exercises: vec![exercise_id("nordic-hamstring")],
        sets: 2.0,
        weight: 4.0,
    }];
    let rows = [row(0, "nordic hamstring", TrainedSide::Both, 1), row(0, "goblet squat", TrainedSide::Both, 2)];
    let player = Person { sport: Some("women's soccer".to_owned()), ..Person::default() };
    let with = AuditOptions { person: Some(&player), ..options() };
    let least = Remark::Minimum { rule, found: 1.0, asked: 2.0 };
    assert!(audited(&rows, &knowledge, &with).remarks.contains(&least));
    assert!(!audited(&rows, &knowledge, &options()).remarks.contains(&least));
    // What the limits leave out is not missing.
    let braking = CautionId::new("maximal-eccentric").unwrap();
    knowledge.exercises.get_mut(&exercise_id("nordic-hamstring")).unwrap().cautions = vec![braking.clone()];
    let cautions = BTreeSet::from([braking]);
    let limited = Cleared::for_tests(date(2025, 3, 1), date(2025, 4, 1), cautions, false);
    assert!(
        !audited(&rows, &knowledge, &AuditOptions { cleared: Some(&limited), ..with }).remarks.contains(&least)
    );
}

fn changes(rows: &[Trained], cleared: Option<&Cleared>) -> Changes {
    let knowledge = whole();
    let with = AuditOptions { cleared, with_changes: true, ..options() };
    audit(rows, &knowledge, &with).changes.unwrap()
}

#[test]
fn after_much_pain_or_swelling_no_change_is_offered_until_somebody_has_asked_again() {
    let mut rows = by_hand();
    (rows[0].pain, rows[2].swelling, rows[3].morning_points) = (Some(6), true, Some(3));
    rows[1].signs.insert(RuleId::new("stop-sharp").unwrap());
    let held = changes(&rows, None);
    assert!(held.found.is_none() && !held.lacking.is_empty());
    let whys: Vec<&WhyHeldBack> = held.held_back.iter().map(|one| &one.why).collect();
    let sign = WhyHeldBack::Sign(RuleId::new("stop-sharp").unwrap());
    assert_eq!(whys, [&sign, &WhyHeldBack::Pain(6), &WhyHeldBack::Swelling, &WhyHeldBack::Morning(3)]);
    let clear = |on| Cleared::for_tests(on, date(2025, 4, 1), BTreeSet::new(), false);
    assert!(changes(&rows, Some(&clear(date(2025, 3, 8)))).found.is_some());
    assert!(changes(&rows, Some(&clear(date(2025, 3, 5)))).found.is_none());
}

#[test]
fn what_was_said_beside_the_rows_or_told_late_holds_a_change_back_too() {
    let knowledge = whole();
    let rows = by_hand();
    let answered = date(2025, 3, 8);
    let cleared = Cleared::for_tests(answered, date(2025, 4, 1), BTreeSet::new(), false);
    let held = |log: &Log| {
        let with = AuditOptions { cleared: Some(&cleared), log: Some(log), with_changes: true, ..options() };
        let changes = audit(&rows, &knowledge, &with).changes.unwrap();
        (changes.found.is_some(), changes.held_back)
    };
    assert!(held(&Log::EMPTY).0);
    let felt = Felt { side: PlannedSide::Right, pain: Some(8), morning_points: None, swelling: true };
    let remark = |on| track::Remark { felt: Some(felt), ..track::Remark::said(on, String::new()) };
    let (found, why) = held(&Log::EMPTY.with_remarks(vec![remark(answered)]));
    let of = |on, why| HeldBack { on, name: None, why };
    assert!(!found);
    assert_eq!(why, [of(answered, WhyHeldBack::Swelling), of(answered, WhyHeldBack::Pain(8))]);
    assert!(held(&Log::EMPTY.with_remarks(vec![remark(date(2025, 3, 7))])).0, "the answers looked at it");
    let squat = exercise_id("goblet-squat");
    let late = LoggedSets {
        swelling: true,
        ..LoggedSets::new(date(2025, 3, 6), squat.clone(), PlannedSide::Both, vec![8])
    };
    let (found, why) = held(&Log::EMPTY.with_unseen(vec![late], Vec::new()));
    let name = Some(knowledge.exercises[&squat].name.clone());
    assert!(!found);
    assert_eq!(why, [HeldBack { on: date(2025, 3, 6), name, why: WhyHeldBack::Swelling }]);
}

#[test]
fn no_change_loads_a_leg_or_an_exercise_that_waits() {
    let knowledge = whole();
    let rows = by_hand();
    let edits = |what: &[Waiting]| -> Vec<Edit> {
        let on = date(2025, 3, 8);
        let waits: Vec<Wait> = what
            .iter()
            .map(|what| Wait {
                action: Action::ClinicianDays,
                what: what.clone(),
                rule: RuleId::new("stop-swelling").unwrap(),
                on,
            })
            .collect();
        let cleared = Cleared::for_tests(on, date(2025, 4, 1), BTreeSet::new(), false);
        let Screening::Cleared(cleared) = Screening::Cleared(cleared).with_waits(&waits) else {
            panic!("waits leave the clearance")
        };
        let with = AuditOptions { cleared: Some(&cleared), with_changes: true, ..options() };
        let changes = audit(&rows, &knowledge, &with).changes.unwrap();
        assert!(changes.lacking.iter().all(|one| !what.contains(&Waiting::Leg(one.side))));
        let found = changes.found.unwrap();
        found.one.into_iter().chain(found.two).flat_map(|better| better.edits).collect()
    };
    let loads_right = |sets: &Sets| sets.right > 0 || sets.together > 0;
    let grows = |edit: &Edit| match edit {
        Edit::Sets { before, after, .. } => after.right > before.right || after.together > before.together,
        Edit::Move { sets, .. } => loads_right(sets),
        Edit::Swap { after, .. } => loads_right(after),
    };
    assert!(edits(&[]).iter().any(grows), "without a wait the right leg gets more");
    assert!(!edits(&[Waiting::Leg(Side::Right)]).iter().any(grows));
    let both = Side::BOTH.map(Waiting::Leg);
    assert!(!edits(&both).iter().any(grows));
    let gives = |edit: &Edit| match edit {
        Edit::Sets { exercise, .. } | Edit::Move { exercise, .. } | Edit::Swap { to: exercise, .. } => {
            exercise.clone()
        }
    };
    let free: Vec<_> = edits(&[]).iter().map(gives).collect();
    for id in &free {
        let waits = [Waiting::Exercise { id: id.clone(), harder: BTreeSet::new() }];
        let grown =
            edits(&waits).into_iter().filter(|edit| grows(edit)).map(|edit| gives(&edit)).any(|to| to == *id);
        assert!(!grown, "{id} waits");
    }
}

#[test]
fn of_a_beginner_no_more_is_lacking_than_a_beginner_is_planned_for() {
    let mut knowledge = whole();
    knowledge.doses.keep_sets_beginner = 2.0;
    let lacking = |trained: bool| {
        let person = Person { trained, ..Person::default() };
        let with = AuditOptions { person: Some(&person), with_changes: true, ..options() };
        audit(&by_hand(), &knowledge, &with).changes.unwrap().lacking
    };
    let (own, others) = (lacking(false), lacking(true));
    assert!(own.iter().all(|one| one.sets < 2.0 && (one.asked - 2.0).abs() < 1e-9), "{own:?}");
    assert!(own.len() < others.len(), "{own:?} {others:?}");
}

#[test]
fn a_sign_that_somebody_wrote_down_holds_a_change_back_as_a_ticked_one_does() {
    let mut knowledge = whole();
    let rule = RuleId::new("stop-chest").unwrap();
    knowledge.following.signs.push(Sign {
        rule: rule.clone(),
        effect: SignEffect::Ends,
        action: None,
        told: vec![SignWords::of(&["chest", "pain"])],
        grade: Grade::E,
        source: Vec::new(),
    });
    let with = AuditOptions { with_changes: true, ..options() };
    let changes = |note: &str| {
        let mut rows = by_hand();
        rows[1].note = Some(note.to_owned());
        audit(&rows, &knowledge, &with).changes.unwrap()
    };
    let held = changes("some chest pain, went on");
    assert!(held.found.is_none());
    assert_eq!(held.held_back.iter().map(|one| &one.why).collect::<Vec<_>>(), [&WhyHeldBack::Sign(rule)]);
    assert!(changes("chest press was good").found.is_some());
}

#[test]
fn without_a_clearance_a_change_holds_nothing_that_the_log_does_not() {
    let known: BTreeSet<_> =
        ["goblet-squat", "dumbbell-romanian-deadlift", "leg-extension-single"].map(exercise_id).into();
    let named = |changes: &Changes| {
        let found = changes.found.as_ref().unwrap();
        let edits = found.one.iter().chain(&found.two).flat_map(|better| better.edits.clone());
        edits
            .map(|edit| match edit {
                crate::audit::Edit::Sets { exercise, .. } | crate::audit::Edit::Move { exercise, .. } => {
                    exercise
                }
                crate::audit::Edit::Swap { to, .. } => to,
            })
            .collect::<BTreeSet<_>>()
    };
    let without = changes(&by_hand(), None);
    assert!(!named(&without).is_empty() && named(&without).is_subset(&known));
    assert!(!without.found.as_ref().unwrap().from_catalogue);
    let cleared = Cleared::for_tests(date(2025, 3, 8), date(2025, 4, 1), BTreeSet::new(), false);
    let with = changes(&by_hand(), Some(&cleared));
    let best = |changes: &Changes| {
        let found = changes.found.as_ref().unwrap();
        found.two.as_ref().or(found.one.as_ref()).unwrap().score
    };
    assert!(best(&with) > best(&without) && !named(&with).is_subset(&known));
    let expired = Cleared::for_tests(date(2025, 1, 1), date(2025, 2, 1), BTreeSet::new(), false);
    assert_eq!(changes(&by_hand(), Some(&expired)), without);
}

#[test]
fn no_change_touches_what_is_under_an_injury() {
    let knowledge = whole();
    let mut rows = by_hand();
    rows.push(row(5, "leg extension single", TrainedSide::Right, 4));
    let cleared = Cleared::for_tests(date(2025, 3, 8), date(2025, 4, 1), BTreeSet::new(), false);
    let spare = |ids: &[&str], sides: &[Side]| -> BTreeSet<MuscleSide> {
        ids.iter()
            .flat_map(|id| sides.iter().map(|side| MuscleSide { group: group(id), side: *side }))
            .collect()
    };
    let changes = |spared: &BTreeSet<MuscleSide>| {
        let with = AuditOptions { spared, cleared: Some(&cleared), with_changes: true, ..options() };
        audit(&rows, &knowledge, &with).changes.unwrap()
    };
    // What an exercise gives to the front of the right thigh, when a leg does so many sets of it.
    let touches = |id: &crate::knowledge::ExerciseId, sets: &Sets, ids: &[&str]| {
        let shares = ids.iter().any(|one| knowledge.exercises[id].counted_share(&group(one)) > 0.0);
        shares && (sets.right > 0 || sets.together > 0)
    };
    let is_touched = |edit: &Edit, ids: &[&str]| match edit {
        Edit::Sets { exercise, before, after, .. } => {
            let of = |sets: &Sets| sets.right + sets.together;
            of(before) != of(after) && (touches(exercise, before, ids) || touches(exercise, after, ids))
        }
        Edit::Move { exercise, sets, .. } => touches(exercise, sets, ids),
        Edit::Swap { exercise, before, to, after, .. } => {
            touches(exercise, before, ids) || touches(to, after, ids)
        }
    };
    let edits = |changes: &Changes| -> Vec<Edit> {
        let found = changes.found.as_ref().unwrap();
        found.one.iter().chain(&found.two).flat_map(|better| better.edits.clone()).collect()
    };
    let free = edits(&changes(&BTreeSet::new()));
    for id in ["quads", "hamstrings", "glutes", "gastrocnemius", "adductors"] {
        if free.iter().any(|edit| is_touched(edit, &[id])) {
            let held = changes(&spare(&[id], &[Side::Right]));
            assert!(edits(&held).iter().all(|edit| !is_touched(edit, &[id])), "{id}");
            let of_right = |one: &Lacking| one.side == Side::Right && one.group == group(id);
            assert!(!held.lacking.iter().any(of_right), "{id}");
        }
    }
    assert!(["quads", "hamstrings", "glutes"].iter().any(|id| free.iter().any(|edit| is_touched(edit, &[id]))));
    let ids: Vec<&str> = knowledge.groups.keys().map(crate::body::MuscleGroupId::as_str).collect();
    assert!(edits(&changes(&spare(&ids, &Side::BOTH))).is_empty());
    // A leg of which nothing may be touched is named, and one of which a part may is not.
    assert_eq!(changes(&spare(&ids, &[Side::Right])).left_alone, [Side::Right]);
    assert_eq!(changes(&spare(&ids[1..], &[Side::Right])).left_alone, []);
}

#[test]
fn what_a_plan_could_not_have_gets_no_more_though_the_log_holds_it() {
    let mut knowledge = whole();
    let rows = by_hand();
    let named = |knowledge: &Knowledge, cleared: &Cleared, limits: &BTreeSet<CautionId>| -> BTreeSet<_> {
        let on = cleared.on() <= date(2025, 3, 9);
        let cleared = on.then_some(cleared);
        let with = AuditOptions { cleared, limits, with_changes: true, ..options() };
        let found = audit(&rows, knowledge, &with).changes.unwrap().found.unwrap();
        let edits = found.one.into_iter().chain(found.two).flat_map(|better| better.edits);
        let grown = |edit| match edit {
            Edit::Sets { exercise, before, after, .. } => (after > before).then_some(exercise),
            Edit::Move { exercise, .. } => Some(exercise),
            Edit::Swap { to, .. } => Some(to),
        };
        edits.filter_map(grown).collect()
    };
    let gentle = Cleared::for_tests(date(2025, 3, 8), date(2025, 4, 1), BTreeSet::new(), true);
    let free = named(&knowledge, &gentle, &BTreeSet::new());
    assert!(!free.is_empty());
    for id in &free {
        knowledge.exercises.get_mut(id).unwrap().level = 3;
    }
    let limited = named(&knowledge, &gentle, &BTreeSet::new());
    assert!(limited.is_disjoint(&free), "{limited:?} {free:?}");
    // Without a clearance what is known limits too.
    let later = Cleared::for_tests(date(2025, 5, 1), date(2025, 6, 1), BTreeSet::new(), false);
    let without = named(&knowledge, &later, &BTreeSet::new());
    assert!(!without.is_empty());
    let caution = CautionId::new("maximal-eccentric").unwrap();
    for id in &without {
        knowledge.exercises.get_mut(id).unwrap().cautions = vec![caution.clone()];
    }
    assert!(named(&knowledge, &later, &BTreeSet::from([caution])).is_disjoint(&without));
}
