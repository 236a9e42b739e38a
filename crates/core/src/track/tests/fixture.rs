//! A plan, a person and logs that the laws of following a plan are tried on.

use crate::assess::Assessment;
use crate::body::{Quality, Side};
use crate::knowledge::{Action, Grade, RuleId};
use crate::knowledge::{
    Dose, EquipmentId, Exercise, Knowledge, Ladder, Schedule, ScheduleStep, Sign, SignEffect, SignWords,
};
use crate::person::Person;
use crate::plan::{Item, Need, NeedKind, Plan, PlannedSide, Reason, Session};
use crate::screen::Cleared;
use crate::testing;
use crate::track::{Following, Form, Log, LoggedSets};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::BTreeSet;

pub(super) const FIRST: Date = date(2026, 1, 5);

/// The small catalogue with harder neighbours, a ladder, a schedule and a sign.
pub(super) fn knowledge() -> Knowledge {
    let mut knowledge = testing::knowledge();
    let steps: Vec<(_, _)> = knowledge
        .exercises
        .values()
        .flat_map(|exercise| exercise.easier.iter().map(|easier| (easier.clone(), exercise.id.clone())))
        .collect();
    for (easier, harder) in steps {
        if let Some(exercise) = knowledge.exercises.get_mut(&easier) {
            exercise.harder.push(harder);
        }
    }
    // Where the chain of the split squat ends, a load is added.
    let last = knowledge.exercises.get_mut(&testing::exercise_id("reverse-lunge")).unwrap();
    last.added_load = Some(testing::equipment_id("chair"));
    let rule = |id: &str| RuleId::new(id).unwrap();
    knowledge.following.ladders.push(Ladder {
        exercise: testing::exercise_id("single-leg-glute-bridge"),
        to: vec![testing::exercise_id("single-leg-hip-thrust")],
        amount: 10,
        sets: 3,
        rule: rule("progression-chain-one-leg-bridge"),
        grade: Grade::E,
        source: Vec::new(),
    });
    knowledge.following.schedules.push(Schedule {
        exercise: testing::exercise_id("nordic-hamstring"),
        steps: vec![
            ScheduleStep { weeks: 1, days: 1, sets: 2, amount: [5, 5] },
            ScheduleStep { weeks: 1, days: 2, sets: 2, amount: [6, 6] },
            ScheduleStep { weeks: 52, days: 3, sets: 3, amount: [8, 12] },
        ],
        rule: rule("progression-nordic"),
        grade: Grade::B,
        source: Vec::new(),
    });
    for (id, effect, words) in [
        ("stop-chest", SignEffect::Ends, ["chest", "pain"]),
        ("stop-sharp", SignEffect::TooMuch, ["sharp", "pain"]),
    ] {
        knowledge.following.signs.push(Sign {
            rule: rule(id),
            effect,
            action: (effect == SignEffect::Ends).then_some(Action::Emergency),
            told: vec![SignWords::of(&words)],
            grade: Grade::B,
            source: Vec::new(),
        });
    }
    knowledge
}

pub(super) fn person() -> Person {
    let gear = ["dumbbell", "bench", "loop-band"];
    Person {
        equipment: gear.iter().map(|id| testing::equipment_id(id)).collect::<BTreeSet<EquipmentId>>(),
        trained: true,
        ..Person::default()
    }
}

fn item(exercise: &Exercise, side: PlannedSide, sets: u32, weak: Option<Side>) -> Item {
    let because = weak.into_iter().filter(|weak| side.includes(*weak)).map(|side| {
        Reason::Need(Need {
            group: exercise.shares.keys().next().unwrap().clone(),
            side,
            kind: NeedKind::Strengthen,
            probability: 0.9,
            size: 15.0,
            quality: Quality::Strength,
        })
    });
    Item {
        exercise: exercise.id.clone(),
        side,
        sets,
        dose: exercise.dose,
        load: exercise.load.clone(),
        limited_by: None,
        rest_s: exercise.rest_s,
        minutes: 3.0 * f64::from(sets),
        because: because.collect(),
    }
}

/// Two sessions: a weak side with more sets, an even pair, the Nordic, a bridge on both legs and a stretch.
pub(super) fn plan(knowledge: &Knowledge, weak: Side) -> Plan {
    let of = |id: &str| &knowledge.exercises[&testing::exercise_id(id)];
    let leg = |side: Side| if side == Side::Left { PlannedSide::Left } else { PlannedSide::Right };
    let session = |weekday: u8| Session {
        weekday,
        minutes: 40.0,
        items: vec![
            item(of("split-squat"), leg(weak), 3, Some(weak)),
            item(of("split-squat"), leg(weak.other()), 2, None),
            item(of("single-leg-glute-bridge"), leg(weak), 3, None),
            item(of("single-leg-glute-bridge"), leg(weak.other()), 3, None),
            item(of("nordic-hamstring"), PlannedSide::Both, 3, None),
            item(of("glute-bridge"), PlannedSide::Both, 2, None),
            item(of("stretch-soleus"), leg(weak), 2, None),
        ],
    };
    Plan {
        proven: true,
        levels: Vec::new(),
        sessions: vec![session(0), session(3)],
        needs: Vec::new(),
        volumes: Vec::new(),
        unmet: Vec::new(),
        limits: Vec::new(),
    }
}

/// Everything that one try of a law needs.
#[derive(Debug, Clone)]
pub(super) struct Try {
    pub(super) knowledge: Knowledge,
    pub(super) plan: Plan,
    pub(super) since: Option<Date>,
    pub(super) measured_on: Option<Date>,
    pub(super) person: Person,
    pub(super) cleared: Cleared,
    pub(super) assessments: Vec<Assessment>,
    pub(super) as_of: Date,
}

impl Try {
    pub(super) fn new(weak: Side, as_of: Date) -> Self {
        let knowledge = knowledge();
        Self {
            plan: plan(&knowledge, weak),
            since: None,
            measured_on: None,
            person: person(),
            cleared: Cleared::for_tests(FIRST, as_of.checked_add(4.weeks()).unwrap(), BTreeSet::new(), false),
            assessments: Vec::new(),
            knowledge,
            as_of,
        }
    }

    pub(super) fn following<'a>(&'a self, log: &'a Log) -> Following<'a> {
        Following {
            plan: &self.plan,
            since: self.since,
            measured_on: self.measured_on,
            log,
            cleared: &self.cleared,
            person: &self.person,
            assessments: &self.assessments,
            knowledge: &self.knowledge,
            as_of: self.as_of,
        }
    }

    pub(super) fn log(&self, entries: &[LoggedSets]) -> Log {
        Log::new(entries.to_vec(), &self.knowledge, self.as_of).unwrap()
    }
}

/// Entries of up to twenty weeks, of the plan's exercises and their neighbours.
pub(super) fn entries() -> impl Strategy<Value = Vec<LoggedSets>> {
    let ids = [
        "split-squat",
        "single-leg-glute-bridge",
        "nordic-hamstring",
        "glute-bridge",
        "stretch-soleus",
        "reverse-lunge",
        "single-leg-hip-thrust",
        "slider-leg-curl",
        "back-squat",
    ];
    let knowledge = knowledge();
    let felt = (
        proptest::option::of(0_u32..5),
        proptest::option::weighted(0.7, prop_oneof![4 => 0_u8..3, 2 => 3_u8..6, 1 => 6_u8..11]),
        proptest::option::of(-2_i8..5),
        proptest::bool::weighted(0.03),
        proptest::option::weighted(0.1, Just(Form::Unsteady)),
        proptest::option::weighted(0.03, prop_oneof![Just("sharp pain"), Just("no chest pain"), Just("fine")]),
    );
    let entry = (
        0_i64..140,
        prop::sample::select(ids.to_vec()),
        any::<bool>(),
        prop::collection::vec(0_u32..25, 1..5),
        proptest::option::of(prop_oneof![Just(0.3), 1.0..80.0_f64]),
        felt,
    );
    let entry = entry.prop_map(move |(day, id, left, done, load_kg, felt)| {
        let exercise = &knowledge.exercises[&testing::exercise_id(id)];
        let side = match (exercise.one_sided, left) {
            (false, _) => PlannedSide::Both,
            (true, true) => PlannedSide::Left,
            (true, false) => PlannedSide::Right,
        };
        let on = FIRST.checked_add(day.days()).unwrap();
        let (reserve, pain, morning_points, swelling, form, note) = felt;
        LoggedSets {
            load_kg: load_kg.filter(|_| matches!(exercise.dose, Dose::Reps(_))),
            reserve,
            pain,
            morning_points,
            swelling,
            form,
            note: note.map(str::to_owned),
            ..LoggedSets::new(on, exercise.id.clone(), side, done)
        }
    });
    prop::collection::vec(entry, 0..60)
}

pub(super) fn mirrored(entries: &[LoggedSets]) -> Vec<LoggedSets> {
    let swap = |entry: &LoggedSets| LoggedSets { side: other(entry.side), ..entry.clone() };
    entries.iter().map(swap).collect()
}

pub(super) fn other(side: PlannedSide) -> PlannedSide {
    match side {
        PlannedSide::Left => PlannedSide::Right,
        PlannedSide::Right => PlannedSide::Left,
        PlannedSide::Both => PlannedSide::Both,
    }
}
