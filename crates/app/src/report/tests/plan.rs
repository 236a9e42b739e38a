//! A hand-made week.

use super::fixture::group;
use evenstride_core::body::{Quality, Side};
use evenstride_core::knowledge::{Dose, EquipmentId, ExerciseId};
use evenstride_core::plan::{
    Item, Level, LimitGain, Missing, Need, NeedKind, Plan, PlannedSide, Reason, Session, Unmet, Volume,
    WhyUnmet,
};

fn item(exercise: &str, side: PlannedSide, dose: Dose, because: Vec<Reason>) -> Item {
    Item {
        exercise: ExerciseId::new(exercise).unwrap(),
        side,
        sets: 3,
        dose,
        load: "Stop with 2 good repetitions in reserve.".to_owned(),
        limited_by: None,
        rest_s: 120,
        minutes: 9.0,
        because,
    }
}

/// A week with an exercise for one leg, for the other, and for both.
pub(crate) fn plan() -> Plan {
    let need = Need {
        group: group("quads"),
        side: Side::Right,
        kind: NeedKind::Strengthen,
        probability: 0.95,
        size: 19.0,
        quality: Quality::Strength,
    };
    let keep = |id: &str, side| Reason::Keep { group: group(id), side };
    let reach = Need {
        group: group("hamstrings"),
        side: Side::Left,
        kind: NeedKind::Stretch,
        quality: Quality::Flexibility,
        probability: 0.82,
        ..need.clone()
    };
    let session = |weekday| Session {
        weekday,
        minutes: 31.4,
        items: vec![
            item(
                "split-squat",
                PlannedSide::Right,
                Dose::Reps([6, 10]),
                vec![Reason::Need(need.clone()), keep("hamstrings", Side::Right)],
            ),
            item("split-squat", PlannedSide::Left, Dose::Reps([8, 8]), vec![keep("quads", Side::Left)]),
            item(
                "side-plank",
                PlannedSide::Both,
                Dose::HoldS([20, 40]),
                vec![
                    keep("abductors", Side::Left),
                    keep("abductors", Side::Right),
                    Reason::KeepReach { group: group("hamstrings"), side: Side::Right },
                ],
            ),
        ],
    };
    Plan {
        proven: true,
        levels: vec![Level { name: "cover-weak", objective: 0.5, bound: 0.5, gap_percent: 0.0 }],
        sessions: vec![session(0), session(3)],
        needs: vec![need.clone(), reach],
        volumes: vec![Volume { group: group("quads"), side: Side::Right, sets: 9.0, stretch_minutes: 0.0 }],
        unmet: vec![Unmet {
            group: group("gastrocnemius"),
            side: Side::Left,
            kind: NeedKind::Strengthen,
            wanted: 4.0,
            planned: 2.5,
            why: WhyUnmet::Minutes,
        }],
        limits: vec![
            LimitGain::Minutes { weekday: 2, extra_minutes: 10, gain_percent: 60.0, of: Missing::Needs },
            LimitGain::Equipment {
                equipment: EquipmentId::new("loop-band").unwrap(),
                gain_percent: 40.0,
                of: Missing::Keeps,
            },
            LimitGain::Day { weekday: 5, gain_percent: 30.0, of: Missing::Keeps },
        ],
    }
}
