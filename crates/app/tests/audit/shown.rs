//! An audit in lines that a case can expect; `cases/README.md` explains the same to people.

use evenstride_core::audit::{
    Audit, AuditedWeek, BetterWeek, Changes, Edit, Remark, Sets, Told, What, WhyHeldBack,
};
use evenstride_core::person::WEEKDAYS;

/// The lines of the newest week and of what is said of the log as a whole.
pub(crate) fn lines(audit: &Audit) -> Vec<String> {
    let mut lines: Vec<String> = audit.weeks.iter().map(standing).collect();
    if let Some(newest) = audit.weeks.last() {
        lines.extend(of_week(newest));
    }
    if let Some(mean) = audit.mean {
        lines.push(format!("mean: {mean:.1}"));
    }
    lines.extend(audit.changes.iter().flat_map(changes));
    lines.extend(audit.told.iter().map(told));
    lines
}

fn standing(week: &AuditedWeek) -> String {
    let score = match (week.score, week.unscored) {
        (Some(score), _) => format!("{score:.1} of 100"),
        (None, Some(why)) => why.as_str().to_owned(),
        (None, None) => "nothing to judge".to_owned(),
    };
    format!("week: {} {}, {score}", week.from, week.whole.as_str())
}

fn of_week(week: &AuditedWeek) -> Vec<String> {
    let mut lines = Vec::new();
    for part in &week.parts {
        lines.push(format!("part: {} {:.1}, weighs {:.1}", part.kind.rule(), part.points, part.weight));
        for lost in &part.lost {
            // The mirror image has the sign of the other leg.
            let found = lost.found.map_or("nothing".to_owned(), |found| format!("{:.2}", found.abs()));
            lines.push(format!(
                "lost: {} {:.2} by {}, found {found}",
                part.kind.rule(),
                lost.points,
                what(&lost.what)
            ));
        }
    }
    for volume in week.volumes.iter().filter(|volume| volume.sets > 0.0 || volume.stretch_minutes > 0.0) {
        let stretch = if volume.stretch_minutes > 0.0 {
            format!(", {} min of stretching", volume.stretch_minutes)
        } else {
            String::new()
        };
        lines.push(format!("sets: {} {} {}{stretch}", volume.group, volume.side, volume.sets));
    }
    let load = &week.load;
    let monotony = load.monotony.map_or("undefined".to_owned(), |monotony| format!("{monotony:.2}"));
    lines.push(format!("load: {} {}, monotony {monotony}", load.sum, load.unit.as_str()));
    if let Some(change) = &week.change {
        let percent = change.percent.map_or("?".to_owned(), |percent| format!("{percent:.0}"));
        lines.push(format!("change: {} to {}, {percent} %", change.sets_before, change.sets));
    }
    lines.extend(week.remarks.iter().map(remark));
    lines.extend(week.not_counted.iter().chain(&week.doubtful).map(told));
    lines
}

fn what(what: &What) -> String {
    match what {
        What::Group { group, side } => format!("{group} {side}"),
        What::Gap { group, side, first, second } => format!("{group} {side} {first} to {second}"),
        What::Sides { group } | What::Uneven { group } => group.to_string(),
        What::Pair { pair, side } => format!("{pair} {side}"),
        What::Movement { movement } => movement.to_string(),
    }
}

fn remark(remark: &Remark) -> String {
    match remark {
        Remark::ThighRatio { side, found, .. } => {
            let found = found.map_or("front alone".to_owned(), |found| format!("{found:.2}"));
            format!("remark: thigh {side} {found}")
        }
        Remark::OneLeg { percent, .. } => format!("remark: one-leg {percent:.0} %"),
        Remark::Same { monotony, .. } => format!("remark: same {monotony:.2}"),
        Remark::MoreSets { percent, .. } => format!("remark: more-sets {percent:.0} %"),
        Remark::MoreDistance { percent, .. } => format!("remark: more-distance {percent:.0} %"),
        Remark::LongRun { on, percent, .. } => format!("remark: long-run {on} {percent:.0} %"),
        Remark::Minimum { rule, found, asked } => format!("remark: minimum {rule} {found} of {asked}"),
    }
}

fn told(told: &Told) -> String {
    format!("told: {}, {}, {} sets", told.name, told.why.as_str(), told.n_sets)
}

fn changes(changes: &Changes) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for held in &changes.held_back {
        let why = match &held.why {
            WhyHeldBack::Sign(rule) => rule.to_string(),
            WhyHeldBack::Swelling => "swollen".to_owned(),
            WhyHeldBack::Pain(pain) => format!("pain {pain}"),
            WhyHeldBack::Morning(points) => format!("morning +{points}"),
        };
        let name = held.name.as_deref().unwrap_or("a remark");
        lines.push(format!("held back: {} {name}, {why}", held.on));
    }
    if let Some(found) = &changes.found {
        let mut tell = |word: &str, better: &Option<BetterWeek>| match better {
            None => lines.push(format!("{word}: none")),
            Some(better) => {
                lines.push(format!("{word}: to {:.1}, {} sets changed", better.score, better.n_sets));
                lines.extend(better.edits.iter().map(|one| format!("{word}: {}", edit(one))));
            }
        };
        tell("one", &found.one);
        tell("two", &found.two);
        lines.push(format!("tried: {}", if found.tried_all { "all" } else { "some" }));
    }
    lines
}

fn edit(edit: &Edit) -> String {
    let day = |day: &u8| WEEKDAYS[usize::from(*day)];
    match edit {
        Edit::Sets { day: on, exercise, before, after, .. } => {
            format!("{} {exercise} from {} to {}", day(on), sets(before), sets(after))
        }
        Edit::Move { exercise, sets: moved, from, to, .. } => {
            format!("{exercise} {} from {} to {}", sets(moved), day(from), day(to))
        }
        Edit::Swap { day: on, exercise, before, to, after, .. } => {
            format!("{} {exercise} {} for {to} {}", day(on), sets(before), sets(after))
        }
    }
}

/// `3 both`, `2 each`, `2 left`; `none`.
fn sets(sets: &Sets) -> String {
    let mut parts = Vec::new();
    if sets.together > 0 {
        parts.push(format!("{} both", sets.together));
    }
    if sets.left == sets.right && sets.left > 0 {
        parts.push(format!("{} each", sets.left));
    } else {
        for (n, side) in [(sets.left, "left"), (sets.right, "right")] {
            if n > 0 {
                parts.push(format!("{n} {side}"));
            }
        }
    }
    // The larger first, so that the line reads the same in the mirror.
    parts.sort_by(|a, b| b.cmp(a));
    if parts.is_empty() { "none".to_owned() } else { parts.join(" and ") }
}
