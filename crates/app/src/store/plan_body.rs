//! The JSON of a week that is followed: everything that following and reporting it need, and nothing of the catalogue.
//!
//! It is kept because planning anew next month, with a newer catalogue, could give another week than the one that was
//! trained. Numbers keep all their digits. Read next: `super::body`.

use super::body::{Unread, finite, json, parse};
use super::content::Followed;
use crate::error::Error;
use evenstride_core::body::{MuscleGroupId, Quality, Side};
use evenstride_core::knowledge::{CautionId, Dose, EquipmentId, ExerciseId, RuleId};
use evenstride_core::plan::{
    Item, Level, LimitGain, Missing, Need, NeedKind, Plan, PlannedSide, Reason, Session, Unmet, Volume,
    WhyUnmet, level_named,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct PlanBody {
    version: u32,
    proven: bool,
    levels: Vec<LevelBody>,
    sessions: Vec<SessionBody>,
    needs: Vec<NeedBody>,
    volumes: Vec<VolumeBody>,
    unmet: Vec<UnmetBody>,
    limits: Vec<LimitBody>,
}

#[derive(Serialize, Deserialize)]
struct LevelBody {
    name: String,
    objective: f64,
    bound: f64,
    gap_percent: f64,
}

#[derive(Serialize, Deserialize)]
struct SessionBody {
    weekday: u8,
    minutes: f64,
    items: Vec<ItemBody>,
}

#[derive(Serialize, Deserialize)]
struct ItemBody {
    exercise: ExerciseId,
    side: SideBody,
    sets: u32,
    dose: Dose,
    load: String,
    /// Plans that were kept before loads could be limited have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limited_by: Option<CautionId>,
    rest_s: u32,
    minutes: f64,
    because: Vec<ReasonBody>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SideBody {
    Left,
    Right,
    Both,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KindBody {
    Strengthen,
    Stretch,
}

#[derive(Serialize, Deserialize)]
struct NeedBody {
    group: MuscleGroupId,
    side: Side,
    kind: KindBody,
    probability: f64,
    size: f64,
    quality: Quality,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ReasonBody {
    Need(NeedBody),
    Keep { group: MuscleGroupId, side: Side },
    KeepReach { group: MuscleGroupId, side: Side },
    Prevent { rule: RuleId },
    AskedFor,
}

#[derive(Serialize, Deserialize)]
struct VolumeBody {
    group: MuscleGroupId,
    side: Side,
    sets: f64,
    stretch_minutes: f64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WhyBody {
    Minutes,
    NoExercise,
    Spacing,
}

#[derive(Serialize, Deserialize)]
struct UnmetBody {
    group: MuscleGroupId,
    side: Side,
    kind: KindBody,
    wanted: f64,
    planned: f64,
    why: WhyBody,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum LimitBody {
    Minutes { weekday: u8, extra_minutes: u32, gain_percent: f64, of: Option<MissingBody> },
    Equipment { equipment: EquipmentId, gain_percent: f64, of: Option<MissingBody> },
    Day { weekday: u8, gain_percent: f64, of: Option<MissingBody> },
}

/// What a gain is a percentage of; a plan of an earlier program does not say it.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum MissingBody {
    Needs,
    Keeps,
}

/// Writes a week.
///
/// # Errors
/// A number in it is not finite.
pub(super) fn plan_json(followed: &Followed) -> Result<String, Error> {
    let plan = &followed.plan;
    check_finite(plan)?;
    json(&PlanBody {
        version: VERSION,
        proven: plan.proven,
        levels: plan.levels.iter().map(level_body).collect(),
        sessions: plan.sessions.iter().map(session_body).collect(),
        needs: plan.needs.iter().map(need_body).collect(),
        volumes: plan.volumes.iter().map(volume_body).collect(),
        unmet: plan.unmet.iter().map(unmet_body).collect(),
        limits: plan.limits.iter().map(limit_body).collect(),
    })
}

/// Reads a week; a level that the planner no longer knows is left out, because nothing follows from it.
pub(super) fn plan(text: &str, from: Date) -> Result<Followed, Unread> {
    let body: PlanBody = parse(text, VERSION)?;
    let levels: Vec<Level> = body.levels.iter().filter_map(level).collect();
    let nothing_of_needs =
        levels.iter().any(|level| level.name == Missing::Needs.level() && level.objective <= 0.0);
    let plan = Plan {
        proven: body.proven,
        levels,
        sessions: body.sessions.into_iter().map(session).collect(),
        needs: body.needs.into_iter().map(need).collect(),
        volumes: body.volumes.into_iter().map(volume).collect(),
        unmet: body.unmet.into_iter().map(unmet).collect(),
        limits: body.limits.into_iter().map(|body| limit(body, nothing_of_needs)).collect(),
    };
    Ok(Followed { from, plan })
}

fn check_finite(plan: &Plan) -> Result<(), Error> {
    let gains = plan.limits.iter().map(|limit| match limit {
        LimitGain::Minutes { gain_percent, .. }
        | LimitGain::Equipment { gain_percent, .. }
        | LimitGain::Day { gain_percent, .. } => *gain_percent,
    });
    let items = plan.sessions.iter().flat_map(|session| &session.items);
    let of_items = items.clone().flat_map(|item| {
        let needs = item.because.iter().filter_map(|reason| match reason {
            Reason::Need(need) => Some([need.probability, need.size]),
            Reason::Keep { .. } | Reason::KeepReach { .. } | Reason::Prevent { .. } | Reason::AskedFor => None,
        });
        needs.flatten().chain(std::iter::once(item.minutes))
    });
    let all = gains
        .chain(of_items)
        .chain(plan.levels.iter().flat_map(|level| [level.objective, level.bound, level.gap_percent]))
        .chain(plan.sessions.iter().map(|session| session.minutes))
        .chain(plan.needs.iter().flat_map(|need| [need.probability, need.size]))
        .chain(plan.volumes.iter().flat_map(|volume| [volume.sets, volume.stretch_minutes]))
        .chain(plan.unmet.iter().flat_map(|unmet| [unmet.wanted, unmet.planned]));
    finite(&all.map(Some).collect::<Vec<_>>(), "a plan")
}

fn level_body(level: &Level) -> LevelBody {
    let Level { name, objective, bound, gap_percent } = *level;
    LevelBody { name: name.to_owned(), objective, bound, gap_percent }
}

fn level(body: &LevelBody) -> Option<Level> {
    let LevelBody { ref name, objective, bound, gap_percent } = *body;
    Some(Level { name: level_named(name)?, objective, bound, gap_percent })
}

fn session_body(session: &Session) -> SessionBody {
    SessionBody {
        weekday: session.weekday,
        minutes: session.minutes,
        items: session.items.iter().map(item_body).collect(),
    }
}

fn session(body: SessionBody) -> Session {
    let items = body.items.into_iter().map(item).collect();
    Session { weekday: body.weekday, minutes: body.minutes, items }
}

fn item_body(item: &Item) -> ItemBody {
    ItemBody {
        exercise: item.exercise.clone(),
        side: match item.side {
            PlannedSide::Left => SideBody::Left,
            PlannedSide::Right => SideBody::Right,
            PlannedSide::Both => SideBody::Both,
        },
        sets: item.sets,
        dose: item.dose,
        load: item.load.clone(),
        limited_by: item.limited_by.clone(),
        rest_s: item.rest_s,
        minutes: item.minutes,
        because: item.because.iter().map(reason_body).collect(),
    }
}

fn item(body: ItemBody) -> Item {
    Item {
        exercise: body.exercise,
        side: match body.side {
            SideBody::Left => PlannedSide::Left,
            SideBody::Right => PlannedSide::Right,
            SideBody::Both => PlannedSide::Both,
        },
        sets: body.sets,
        dose: body.dose,
        load: body.load,
        limited_by: body.limited_by,
        rest_s: body.rest_s,
        minutes: body.minutes,
        because: body.because.into_iter().map(reason).collect(),
    }
}

fn kind_body(kind: NeedKind) -> KindBody {
    match kind {
        NeedKind::Strengthen => KindBody::Strengthen,
        NeedKind::Stretch => KindBody::Stretch,
    }
}

fn kind(body: &KindBody) -> NeedKind {
    match body {
        KindBody::Strengthen => NeedKind::Strengthen,
        KindBody::Stretch => NeedKind::Stretch,
    }
}

fn need_body(need: &Need) -> NeedBody {
    NeedBody {
        group: need.group.clone(),
        side: need.side,
        kind: kind_body(need.kind),
        probability: need.probability,
        size: need.size,
        quality: need.quality,
    }
}

fn need(body: NeedBody) -> Need {
    let NeedBody { group, side, kind: kind_of, probability, size, quality } = body;
    Need { group, side, kind: kind(&kind_of), probability, size, quality }
}

fn reason_body(reason: &Reason) -> ReasonBody {
    match reason {
        Reason::Need(need) => ReasonBody::Need(need_body(need)),
        Reason::Keep { group, side } => ReasonBody::Keep { group: group.clone(), side: *side },
        Reason::KeepReach { group, side } => ReasonBody::KeepReach { group: group.clone(), side: *side },
        Reason::Prevent { rule } => ReasonBody::Prevent { rule: rule.clone() },
        Reason::AskedFor => ReasonBody::AskedFor,
    }
}

fn reason(body: ReasonBody) -> Reason {
    match body {
        ReasonBody::Need(body) => Reason::Need(need(body)),
        ReasonBody::Keep { group, side } => Reason::Keep { group, side },
        ReasonBody::KeepReach { group, side } => Reason::KeepReach { group, side },
        ReasonBody::Prevent { rule } => Reason::Prevent { rule },
        ReasonBody::AskedFor => Reason::AskedFor,
    }
}

fn volume_body(volume: &Volume) -> VolumeBody {
    let Volume { ref group, side, sets, stretch_minutes } = *volume;
    VolumeBody { group: group.clone(), side, sets, stretch_minutes }
}

fn volume(body: VolumeBody) -> Volume {
    let VolumeBody { group, side, sets, stretch_minutes } = body;
    Volume { group, side, sets, stretch_minutes }
}

fn unmet_body(unmet: &Unmet) -> UnmetBody {
    UnmetBody {
        group: unmet.group.clone(),
        side: unmet.side,
        kind: kind_body(unmet.kind),
        wanted: unmet.wanted,
        planned: unmet.planned,
        why: match unmet.why {
            WhyUnmet::Minutes => WhyBody::Minutes,
            WhyUnmet::NoExercise => WhyBody::NoExercise,
            WhyUnmet::Spacing => WhyBody::Spacing,
        },
    }
}

fn unmet(body: UnmetBody) -> Unmet {
    Unmet {
        group: body.group,
        side: body.side,
        kind: kind(&body.kind),
        wanted: body.wanted,
        planned: body.planned,
        why: match body.why {
            WhyBody::Minutes => WhyUnmet::Minutes,
            WhyBody::NoExercise => WhyUnmet::NoExercise,
            WhyBody::Spacing => WhyUnmet::Spacing,
        },
    }
}

fn limit_body(limit: &LimitGain) -> LimitBody {
    let of = Some(match limit.of() {
        Missing::Needs => MissingBody::Needs,
        Missing::Keeps => MissingBody::Keeps,
    });
    match *limit {
        LimitGain::Minutes { weekday, extra_minutes, gain_percent, .. } => {
            LimitBody::Minutes { weekday, extra_minutes, gain_percent, of }
        }
        LimitGain::Equipment { ref equipment, gain_percent, .. } => {
            LimitBody::Equipment { equipment: equipment.clone(), gain_percent, of }
        }
        LimitGain::Day { weekday, gain_percent, .. } => LimitBody::Day { weekday, gain_percent, of },
    }
}

/// A gain that does not say of what is one of the first level, unless nothing was missing there.
fn limit(body: LimitBody, nothing_of_needs: bool) -> LimitGain {
    let missing = |of: Option<MissingBody>| match of {
        Some(MissingBody::Needs) => Missing::Needs,
        Some(MissingBody::Keeps) => Missing::Keeps,
        None if nothing_of_needs => Missing::Keeps,
        None => Missing::Needs,
    };
    match body {
        LimitBody::Minutes { weekday, extra_minutes, gain_percent, of } => {
            LimitGain::Minutes { weekday, extra_minutes, gain_percent, of: missing(of) }
        }
        LimitBody::Equipment { equipment, gain_percent, of } => {
            LimitGain::Equipment { equipment, gain_percent, of: missing(of) }
        }
        LimitBody::Day { weekday, gain_percent, of } => {
            LimitGain::Day { weekday, gain_percent, of: missing(of) }
        }
    }
}
