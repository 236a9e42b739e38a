//! Weeks of training on the wire: JSON of everything, a row for each week, group and side, and a row for each loss.

use super::following::next_value;
use super::{csv_table, pretty, rounded, rounded_or_null};
use evenstride_core::audit::{
    Audit, AuditedWeek, BetterWeek, Changes, Edit, Lost, Part, Remark, Sets, Told, What, WhyHeldBack, WhyTold,
};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::Notice;
use evenstride_core::track::Next;
use serde_json::{Value, json};

/// Digits behind the point.
const DIGITS: i32 = 6;

/// The columns of `audit --format csv`, stable from now on.
pub const AUDIT_COLUMNS: [&str; 15] = [
    "week",
    "whole",
    "score",
    "group",
    "side",
    "hard_sets",
    "stretch_minutes",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "n_too_close",
];

/// The columns of `audit --format lost-csv`, stable from now on.
pub const LOST_COLUMNS: [&str; 13] = [
    "week",
    "rule",
    "part_points",
    "part_weight_percent",
    "lost_points",
    "what",
    "id",
    "side",
    "first_day",
    "second_day",
    "found",
    "asked_from",
    "asked_to",
];

/// Hard sets of each week, group and side as CSV.
#[must_use]
pub fn audit_csv(audit: &Audit) -> String {
    csv_table(
        AUDIT_COLUMNS,
        audit.weeks.iter().flat_map(|week| {
            week.volumes.iter().zip(&week.days).map(move |(volume, row)| {
                let [mon, tue, wed, thu, fri, sat, sun] = row.sets.map(number);
                let n_too_close = row.too_close.iter().filter(|close| **close).count();
                [
                    week.from.to_string(),
                    week.whole.as_str().to_owned(),
                    week.score.map(number).unwrap_or_default(),
                    volume.group.to_string(),
                    volume.side.to_string(),
                    number(volume.sets),
                    number(volume.stretch_minutes),
                    mon,
                    tue,
                    wed,
                    thu,
                    fri,
                    sat,
                    sun,
                    n_too_close.to_string(),
                ]
            })
        }),
    )
}

/// Every lost point of each week as CSV, with its rule.
#[must_use]
pub fn lost_csv(audit: &Audit) -> String {
    let rows = audit.weeks.iter().flat_map(|week| {
        week.parts.iter().flat_map(move |part| part.lost.iter().map(move |lost| lost_row(week, part, lost)))
    });
    csv_table(LOST_COLUMNS, rows)
}

fn lost_row(week: &AuditedWeek, part: &Part, lost: &Lost) -> [String; 13] {
    let place = place(&lost.what);
    let day = |day: Option<i8>| day.map(|day| day.to_string()).unwrap_or_default();
    [
        week.from.to_string(),
        part.kind.rule().to_owned(),
        number(part.points),
        number(part.weight),
        number(lost.points),
        place.what.to_owned(),
        place.id,
        place.side.unwrap_or_default().to_owned(),
        day(place.days.map(|days| days[0])),
        day(place.days.map(|days| days[1])),
        lost.found.map(number).unwrap_or_default(),
        number(lost.asked[0]),
        number(lost.asked[1]),
    ]
}

/// What lost points, flat.
struct Flat {
    what: &'static str,
    id: String,
    side: Option<&'static str>,
    days: Option<[i8; 2]>,
}

fn place(what: &What) -> Flat {
    let flat = |what, id: String| Flat { what, id, side: None, days: None };
    match what {
        What::Group { group, side } => Flat { side: Some(side.as_str()), ..flat("group", group.to_string()) },
        What::Gap { group, side, first, second } => {
            Flat { side: Some(side.as_str()), days: Some([*first, *second]), ..flat("gap", group.to_string()) }
        }
        What::Sides { group } => flat("sides", group.to_string()),
        What::Pair { pair, side } => Flat { side: Some(side.as_str()), ..flat("pair", pair.to_string()) },
        What::Uneven { group } => flat("uneven", group.to_string()),
        What::Movement { movement } => flat("movement", movement.to_string()),
    }
}

fn number(value: f64) -> String {
    rounded(value, DIGITS).to_string()
}

/// Everything as JSON, with the end of a clearance and what was doubtful in the log.
#[must_use]
pub fn audit_json(audit: &Audit, ended: Option<&Next>, notices: &[Notice], knowledge: &Knowledge) -> String {
    let weeks: Vec<Value> = audit.weeks.iter().map(week_value).collect();
    pretty(&json!({
        "catalogue": knowledge.version,
        "planned_from": audit.planned_from.map(|from| from.to_string()),
        "mean_score": rounded_or_null(audit.mean, DIGITS),
        "weeks": weeks,
        "ended": ended.map(next_value),
        "changes": audit.changes.as_ref().map(changes_value),
        "after_the_day": audit.told.iter().map(told_value).collect::<Vec<_>>(),
        "notices": notices,
    }))
}

fn week_value(week: &AuditedWeek) -> Value {
    let volumes: Vec<Value> = week
        .volumes
        .iter()
        .zip(&week.days)
        .map(|(volume, row)| {
            json!({
                "group": volume.group.as_str(),
                "side": volume.side.as_str(),
                "hard_sets": rounded(volume.sets, DIGITS),
                "stretch_minutes": rounded(volume.stretch_minutes, DIGITS),
                "by_day": row.sets.map(|sets| rounded(sets, DIGITS)),
                "too_close": row.too_close,
            })
        })
        .collect();
    let load = &week.load;
    json!({
        "from": week.from.to_string(),
        "whole": week.whole.as_str(),
        "score": rounded_or_null(week.score, DIGITS),
        "unscored": week.unscored.map(|why| why.as_str()),
        "plan_done_percent": rounded_or_null(week.plan_done_percent, DIGITS),
        "parts": week.parts.iter().map(part_value).collect::<Vec<_>>(),
        "volumes": volumes,
        "load": {
            "unit": load.unit.as_str(),
            "daily": load.daily.map(|day| rounded(day, DIGITS)),
            "sum": rounded(load.sum, DIGITS),
            "monotony": rounded_or_null(load.monotony, DIGITS),
            "strain": rounded_or_null(load.strain, DIGITS),
        },
        "change": week.change.as_ref().map(|change| json!({
            "hard_sets_before": rounded(change.sets_before, DIGITS),
            "hard_sets": rounded(change.sets, DIGITS),
            "percent": rounded_or_null(change.percent, DIGITS),
            "metres_before": rounded_or_null(change.distance.map(|distance| distance.before_m), DIGITS),
            "metres": rounded_or_null(change.distance.map(|distance| distance.metres), DIGITS),
        })),
        "remarks": week.remarks.iter().map(remark_value).collect::<Vec<_>>(),
        "not_counted": week.not_counted.iter().map(told_value).collect::<Vec<_>>(),
        "doubtful": week.doubtful.iter().map(told_value).collect::<Vec<_>>(),
    })
}

fn part_value(part: &Part) -> Value {
    let lost: Vec<Value> = part
        .lost
        .iter()
        .map(|lost| {
            let place = place(&lost.what);
            json!({
                "points": rounded(lost.points, DIGITS),
                "what": place.what,
                "id": place.id,
                "side": place.side,
                "days": place.days,
                "found": rounded_or_null(lost.found, DIGITS),
                "asked": lost.asked.map(|asked| rounded(asked, DIGITS)),
            })
        })
        .collect();
    json!({
        "rule": part.kind.rule(),
        "points": rounded(part.points, DIGITS),
        "weight_percent": rounded(part.weight, DIGITS),
        "lost": lost,
    })
}

fn remark_value(remark: &Remark) -> Value {
    let (side, on, found, asked) = match remark {
        Remark::ThighRatio { side, found, asked } => (Some(side.as_str()), None, *found, *asked),
        Remark::OneLeg { percent, asked }
        | Remark::MoreSets { percent, asked }
        | Remark::MoreDistance { percent, asked } => (None, None, Some(*percent), [*asked; 2]),
        Remark::Same { monotony, asked } => (None, None, Some(*monotony), [*asked; 2]),
        Remark::LongRun { on, percent, asked } => (None, Some(on.to_string()), Some(*percent), [*asked; 2]),
        Remark::Minimum { found, asked, .. } => (None, None, Some(*found), [*asked; 2]),
    };
    let kind = match remark {
        Remark::ThighRatio { .. } => "thigh-ratio",
        Remark::OneLeg { .. } => "one-leg",
        Remark::MoreSets { .. } => "more-sets",
        Remark::MoreDistance { .. } => "more-distance",
        Remark::Same { .. } => "same-days",
        Remark::LongRun { .. } => "long-run",
        Remark::Minimum { .. } => "minimum",
    };
    json!({
        "rule": remark.rule(),
        "kind": kind,
        "side": side,
        "on": on,
        "found": rounded_or_null(found, DIGITS),
        "asked": asked.map(|asked| rounded(asked, DIGITS)),
    })
}

fn told_value(told: &Told) -> Value {
    let exercise = match &told.why {
        WhyTold::NoHardSets { exercise, .. }
        | WhyTold::SideNotSaid { exercise }
        | WhyTold::BothLegs { exercise }
        | WhyTold::Nearest { exercise } => Some(exercise.as_str()),
        WhyTold::Unknown
        | WhyTold::NotLegs
        | WhyTold::WarmUp
        | WhyTold::Easy
        | WhyTold::Nothing
        | WhyTold::AfterUntil => None,
    };
    json!({
        "name": told.name,
        "why": told.why.as_str(),
        "exercise": exercise,
        "n_sets": told.n_sets,
        "place": told.place,
    })
}

fn changes_value(changes: &Changes) -> Value {
    let lacking: Vec<Value> = changes
        .lacking
        .iter()
        .map(|one| {
            json!({
                "group": one.group.as_str(),
                "side": one.side.as_str(),
                "hard_sets": rounded(one.sets, DIGITS),
                "asked": rounded(one.asked, DIGITS),
            })
        })
        .collect();
    let held_back: Vec<Value> = changes
        .held_back
        .iter()
        .map(|held| {
            let why = match &held.why {
                WhyHeldBack::Sign(rule) => json!({ "sign": rule.as_str() }),
                WhyHeldBack::Swelling => json!({ "swelling": true }),
                WhyHeldBack::Pain(pain) => json!({ "pain_nrs": pain }),
                WhyHeldBack::Morning(points) => json!({ "morning_points": points }),
            };
            json!({ "on": held.on.to_string(), "name": held.name, "why": why })
        })
        .collect();
    json!({
        "week": changes.week.to_string(),
        "lacking": lacking,
        "left_alone": changes.left_alone.iter().map(|side| side.as_str()).collect::<Vec<_>>(),
        "held_back": held_back,
        "found": changes.found.as_ref().map(|found| json!({
            "one": found.one.as_ref().map(better_value),
            "two": found.two.as_ref().map(better_value),
            "from_catalogue": found.from_catalogue,
            "n_tried": found.n_tried,
            "tried_all": found.tried_all,
            "n_paired": found.n_paired,
        })),
    })
}

fn better_value(better: &BetterWeek) -> Value {
    let won: Vec<Value> = better
        .won
        .iter()
        .map(|won| json!({ "rule": won.kind.rule(), "points": rounded(won.points, DIGITS) }))
        .collect();
    json!({
        "edits": better.edits.iter().map(edit_value).collect::<Vec<_>>(),
        "score_before": rounded(better.score_before, DIGITS),
        "score": rounded(better.score, DIGITS),
        "minutes_before": rounded(better.minutes_before, DIGITS),
        "minutes": rounded(better.minutes, DIGITS),
        "n_sets": better.n_sets,
        "won": won,
    })
}

fn edit_value(edit: &Edit) -> Value {
    let sets = |sets: &Sets| json!({ "together": sets.together, "left": sets.left, "right": sets.right });
    match edit {
        Edit::Sets { day, exercise, name, before, after } => json!({
            "kind": "sets",
            "weekday": day,
            "exercise": exercise.as_str(),
            "name": name,
            "before": sets(before),
            "after": sets(after),
        }),
        Edit::Move { exercise, name, sets: moved, from, to } => json!({
            "kind": "move",
            "weekday": from,
            "to_weekday": to,
            "exercise": exercise.as_str(),
            "name": name,
            "before": sets(moved),
            "after": sets(moved),
        }),
        Edit::Swap { day, exercise, name, before, to, after } => json!({
            "kind": "swap",
            "weekday": day,
            "exercise": exercise.as_str(),
            "name": name,
            "before": sets(before),
            "to_exercise": to.as_str(),
            "after": sets(after),
        }),
    }
}
