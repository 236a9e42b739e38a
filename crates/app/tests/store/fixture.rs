//! Made-up values of every kind.

use evenstride_app::store::{About, Content, Doing, Followed, Note, Repeats, Told, What};
use evenstride_core::body::{MuscleGroupId, Quality, Side};
use evenstride_core::knowledge::{Dose, EquipmentId, ExerciseId, RuleId, TestId};
use evenstride_core::measure::{DeviceAsymmetry, Trial};
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use evenstride_core::plan::{
    Item, Level, LimitGain, Missing, Need, NeedKind, Plan, PlannedSide, Reason, Session, Unmet, Volume,
    WhyUnmet,
};
use evenstride_core::track::Form;
use evenstride_core::training::{SetKind, Trained, TrainedSet, TrainedSide};
use jiff::civil::{Date, date};

pub(crate) fn anna() -> SubjectId {
    SubjectId::new("anna").unwrap()
}

pub(crate) fn doing(what: What) -> Doing<'static> {
    Doing { what, who: "", at_ms: 1_764_140_000_000, repeats: Repeats::AreKnown }
}

pub(crate) fn day(number: i8) -> Date {
    date(2026, 11, number)
}

/// A trial with a value and nothing that could be missing.
pub(crate) fn trial(subject: &SubjectId, on: Date, value: f64, line: u64) -> Trial {
    Trial {
        subject: subject.clone(),
        test: TestId::new("hhd-hip-flex").unwrap(),
        side: Side::Left,
        attempt: None,
        value,
        day: on,
        device: None,
        pain_nrs: None,
        device_asymmetry: None,
        note: None,
        place: Place { file: "a.csv".to_owned(), line: Some(line) },
    }
}

/// A trial in which nothing is missing.
pub(crate) fn full_trial() -> Trial {
    Trial {
        side: Side::Right,
        attempt: Some(2),
        device: Some("scale “ä”".to_owned()),
        pain_nrs: Some(3),
        device_asymmetry: Some(DeviceAsymmetry { percent: -7.25, decimals: 2, stronger: Some(Side::Left) }),
        note: Some("a \"quoted\"\u{0} note\nof two lines".to_owned()),
        ..trial(&anna(), day(20), 241.1 + 0.2, 3)
    }
}

pub(crate) fn trained(on: Date, name: &str, reps: u32) -> Trained {
    let set = TrainedSet {
        kind: SetKind::Working,
        reps: Some(reps),
        seconds: None,
        metres: None,
        load_kg: Some(22.5),
        reserve: None,
    };
    Trained {
        on,
        name: name.to_owned(),
        side: TrainedSide::NotSaid,
        sets: vec![set; 2],
        pain: None,
        form: None,
        morning_points: None,
        swelling: false,
        signs: std::collections::BTreeSet::new(),
        note: None,
        place: Place::default(),
    }
}

/// Training in which nothing is missing.
pub(crate) fn full_trained() -> Trained {
    let set = TrainedSet {
        kind: SetKind::WarmUp,
        reps: Some(8),
        seconds: Some(40),
        metres: Some(20.5),
        load_kg: Some(61.234_567_89),
        reserve: Some(1.5),
    };
    Trained {
        side: TrainedSide::Each,
        sets: vec![set],
        pain: Some(2),
        form: Some(Form::Unsteady),
        morning_points: Some(-1),
        swelling: true,
        signs: [RuleId::new("stop-chest").unwrap()].into(),
        note: Some("slept badly".to_owned()),
        ..trained(day(21), "Bulgarian Split Squat (Dumbbell)", 8)
    }
}

/// A week with one of everything that a week can hold.
pub(crate) fn plan() -> Plan {
    let group = MuscleGroupId::new("hamstrings").unwrap();
    let side = Side::Left;
    let need = Need {
        group: group.clone(),
        side,
        kind: NeedKind::Strengthen,
        probability: 0.912_345_678_9,
        size: 14.2,
        quality: Quality::Strength,
    };
    let item = Item {
        exercise: ExerciseId::new("nordic-curl").unwrap(),
        side: PlannedSide::Both,
        sets: 3,
        dose: Dose::Reps([4, 6]),
        load: "as heavy as the last repetition allows".to_owned(),
        limited_by: None,
        rest_s: 120,
        minutes: 8.1,
        because: vec![
            Reason::Need(need.clone()),
            Reason::Keep { group: group.clone(), side },
            Reason::KeepReach { group: group.clone(), side },
            Reason::Prevent { rule: RuleId::new("nordic-minimum").unwrap() },
            Reason::AskedFor,
        ],
    };
    Plan {
        proven: true,
        levels: vec![Level { name: "uncovered-need", objective: 1.0 / 3.0, bound: 0.3, gap_percent: 10.0 }],
        sessions: vec![Session { weekday: 2, minutes: 30.5, items: vec![item] }],
        needs: vec![need],
        volumes: vec![Volume { group: group.clone(), side, sets: 6.5, stretch_minutes: 0.0 }],
        unmet: vec![Unmet {
            group,
            side: Side::Right,
            kind: NeedKind::Stretch,
            wanted: 5.0,
            planned: 2.0,
            why: WhyUnmet::Spacing,
        }],
        limits: vec![
            LimitGain::Minutes { weekday: 0, extra_minutes: 15, gain_percent: 3.3, of: Missing::Needs },
            LimitGain::Equipment {
                equipment: EquipmentId::new("dumbbells").unwrap(),
                gain_percent: 2.0,
                of: Missing::Needs,
            },
            LimitGain::Day { weekday: 6, gain_percent: 1.0, of: Missing::Needs },
        ],
    }
}

pub(crate) fn told(on: Date, text: &str) -> Told {
    Told { day: on, text: text.to_owned() }
}

pub(crate) fn followed(from: Date) -> Content {
    Content::Plan(Followed { from, plan: plan() })
}

pub(crate) fn note(on: Date, text: &str) -> Note {
    let about = About::Finding { group: MuscleGroupId::new("quads").unwrap(), quality: Quality::Size };
    Note { day: on, about, text: text.to_owned() }
}
