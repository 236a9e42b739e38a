//! A small catalogue and rows of a log.

use crate::audit::{Audit, AuditOptions, AuditedWeek, PartKind, audit};
use crate::body::{MuscleGroupId, Side};
use crate::knowledge::{AuditPair, AuditPairId, Grade, Knowledge, Motion, Movement, MovementId, RuleId};
use crate::notice::Place;
use crate::testing::{self, exercise_id, group};
use crate::training::{SetKind, Trained, TrainedSet, TrainedSide};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

/// A Monday.
pub(super) const MONDAY: Date = date(2025, 3, 3);

/// Three groups, their exercises, one pair and three movements.
pub(super) fn small() -> Knowledge {
    let mut knowledge = testing::knowledge();
    let kept = ["quads", "hamstrings", "glutes"];
    knowledge.groups.retain(|id, _| kept.contains(&id.as_str()));
    scored(&mut knowledge);
    knowledge
}

/// All groups and exercises, with the same pair and movements.
pub(super) fn whole() -> Knowledge {
    let mut knowledge = testing::knowledge();
    scored(&mut knowledge);
    knowledge
}

fn scored(knowledge: &mut Knowledge) {
    let movement = |id: &str, main: Option<Motion>, one_sided: Option<bool>, also: &str| Movement {
        id: MovementId::new(id).unwrap(),
        name: id.to_owned(),
        main,
        motions: Vec::new(),
        one_sided,
        works: Vec::new(),
        more: None,
        also: also.split_whitespace().map(exercise_id).collect(),
        rule: RuleId::new("week-variety").unwrap(),
        grade: Grade::E,
        source: Vec::new(),
    };
    knowledge.auditing.movements = vec![
        movement("one-leg", None, Some(true), ""),
        movement("hinge", Some(Motion::HipExtension), None, "dumbbell-romanian-deadlift"),
        movement("calf", Some(Motion::AnklePlantarflexion), None, "single-heel-raise"),
    ];
    let groups = |ids: &[&str]| ids.iter().map(|id| group(id)).collect::<Vec<MuscleGroupId>>();
    knowledge.auditing.pairs = vec![AuditPair {
        id: AuditPairId::new("thigh").unwrap(),
        name: "front to back of thigh".to_owned(),
        over: groups(&["quads"]),
        under: groups(&["hamstrings"]),
        low: 0.67,
        high: 1.5,
        rule: RuleId::new("week-opponents").unwrap(),
        grade: Grade::E,
        source: Vec::new(),
    }];
}

/// A set of eight repetitions.
pub(super) const SET: TrainedSet = TrainedSet {
    kind: SetKind::Working,
    reps: Some(8),
    seconds: None,
    metres: None,
    load_kg: None,
    reserve: None,
};

/// Sets on a day counted from the Monday.
pub(super) fn row(day: i64, name: &str, side: TrainedSide, n_sets: usize) -> Trained {
    Trained {
        on: MONDAY.checked_add(day.days()).unwrap(),
        name: name.to_owned(),
        side,
        sets: vec![SET; n_sets],
        pain: None,
        form: None,
        morning_points: None,
        swelling: false,
        signs: BTreeSet::new(),
        note: None,
        place: Place::default(),
    }
}

pub(super) fn mirrored(rows: &[Trained]) -> Vec<Trained> {
    let swap = |side| match side {
        TrainedSide::Left => TrainedSide::Right,
        TrainedSide::Right => TrainedSide::Left,
        TrainedSide::Both | TrainedSide::Each | TrainedSide::NotSaid => side,
    };
    rows.iter().map(|row| Trained { side: swap(row.side), ..row.clone() }).collect()
}

/// The week whose hand-made figures stand in `super::parts`.
pub(super) fn by_hand() -> Vec<Trained> {
    vec![
        row(0, "goblet squat", TrainedSide::Both, 3),
        row(0, "dumbbell romanian deadlift", TrainedSide::NotSaid, 2),
        row(3, "goblet squat", TrainedSide::Both, 3),
        row(3, "leg extension single", TrainedSide::Left, 2),
    ]
}

/// The options for logs of one week that end on its Sunday.
pub(super) fn options() -> AuditOptions<'static> {
    AuditOptions { until: Some(date(2025, 3, 9)), ..AuditOptions::usual() }
}

/// The only week of an audit.
pub(super) fn week_of(audit: &Audit) -> &AuditedWeek {
    assert_eq!(audit.weeks.len(), 1);
    &audit.weeks[0]
}

pub(super) fn audited(rows: &[Trained], knowledge: &Knowledge, options: &AuditOptions<'_>) -> AuditedWeek {
    week_of(&audit(rows, knowledge, options)).clone()
}

/// The points of a part; none when it is absent.
pub(super) fn points(week: &AuditedWeek, kind: PartKind) -> Option<f64> {
    week.parts.iter().find(|part| part.kind == kind).map(|part| part.points)
}

pub(super) fn sets_of(week: &AuditedWeek, id: &str, side: Side) -> f64 {
    week.volumes.iter().find(|volume| volume.group.as_str() == id && volume.side == side).unwrap().sets
}

/// Equal but for the last digits of a sum.
pub(super) fn close(found: Option<f64>, expected: f64) {
    let found = found.expect("the figure is there");
    assert!((found - expected).abs() < 1e-4, "expected {expected}, found {found}");
}
