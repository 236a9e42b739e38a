//! What the rules have to say of a week beyond its score.
//!
//! Nothing here takes points. Read next: `super::better`.

use super::beside::Remark;
use super::count::{Counted, weekday};
use super::field::Field;
use super::grid::number;
use super::week::{AuditOptions, AuditedWeek};
use crate::body::{Bilateral, Side};
use crate::knowledge::{ExerciseId, Minimum, folded};
use crate::plan::is_barred;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// All remarks on a week, in the order of reports.
pub(super) fn remarks(
    week: &AuditedWeek,
    before: Option<&AuditedWeek>,
    counted: &Counted,
    field: &Field<'_>,
    options: &AuditOptions<'_>,
) -> Vec<Remark> {
    let figures = &field.figures;
    let mut remarks = Vec::new();
    remarks.extend(minimums(week.from, counted, field, options));
    if week.score.is_none() {
        return remarks;
    }
    remarks.extend(thigh(week, figures.thigh_low, figures.thigh_high));
    remarks.extend(one_leg(week.from, counted, field));
    if let (Some(monotony), Some(before)) = (week.load.monotony, before) {
        // The figure says something in a week with much load; the person's own week before is the measure of that.
        let comparable = before.load.unit == week.load.unit && before.score.is_some();
        if monotony > figures.monotony_most && comparable && week.load.sum >= before.load.sum {
            remarks.push(Remark::Same { monotony, asked: figures.monotony_most });
        }
    }
    if let Some(change) = &week.change {
        if let Some(percent) = change.percent.filter(|percent| *percent > figures.rise_percent) {
            remarks.push(Remark::MoreSets { percent, asked: figures.rise_percent });
        }
        let distance = change.distance.and_then(|distance| distance.percent);
        if let Some(percent) = distance.filter(|percent| *percent > figures.distance_percent) {
            remarks.push(Remark::MoreDistance { percent, asked: figures.distance_percent });
        }
    }
    remarks.extend(long_run(week.from, counted, field));
    remarks
}

fn thigh(week: &AuditedWeek, low: f64, high: f64) -> Vec<Remark> {
    let sets = |group: &str, side: Side| {
        week.volumes
            .iter()
            .find(|volume| volume.group.as_str() == group && volume.side == side)
            .map_or(0.0, |volume| volume.sets)
    };
    let mut remarks = Vec::new();
    for side in Side::BOTH {
        let (front, back) = (sets("quads", side), sets("hamstrings", side));
        if front <= 0.0 && back <= 0.0 {
            continue;
        }
        let found = (back > 0.0).then(|| front / back);
        if found.is_none_or(|ratio| ratio < low || ratio > high) {
            remarks.push(Remark::ThighRatio { side, found, asked: [low, high] });
        }
    }
    remarks
}

fn one_leg(from: Date, counted: &Counted, field: &Field<'_>) -> Option<Remark> {
    let (mut on_one, mut all) = (0_i64, 0_i64);
    for (_, block) in counted.week(from) {
        let alone = block.legs.left + block.legs.right;
        on_one += alone;
        // A set of both legs is one of each.
        all += alone + 2 * block.legs.together;
    }
    let percent = (all > 0).then(|| 100.0 * number(on_one) / number(all))?;
    let asked = field.figures.one_leg_percent;
    (percent < asked).then_some(Remark::OneLeg { percent, asked })
}

fn long_run(from: Date, counted: &Counted, field: &Field<'_>) -> Option<Remark> {
    let figures = &field.figures;
    let end = from.saturating_add(7.days());
    // Whole days; the catalogue holds the figure between 1 and 100.
    #[allow(clippy::cast_possible_truncation)]
    let days = figures.long_run_days as i64;
    let mut worst: Option<(Date, f64)> = None;
    for (on, (_, run)) in counted.run_cm.range(from..end) {
        let earlier = counted.run_cm.range(on.saturating_sub(days.days())..*on);
        let Some(longest) = earlier.map(|(_, (_, longest))| *longest).max() else { continue };
        let percent = 100.0 * number(*run) / number(longest.max(1));
        if percent > figures.long_run_percent && worst.is_none_or(|(_, most)| percent > most) {
            worst = Some((*on, percent));
        }
    }
    worst.map(|(on, percent)| Remark::LongRun { on, percent, asked: figures.long_run_percent })
}

/// The least that the person's sport asks for; nothing when the sport is not known.
fn minimums(from: Date, counted: &Counted, field: &Field<'_>, options: &AuditOptions<'_>) -> Vec<Remark> {
    let Some(sport) = options.person.and_then(|person| person.sport.as_deref()).map(folded) else {
        return Vec::new();
    };
    let mut by_day: BTreeMap<(&ExerciseId, usize), Bilateral<i64>> = BTreeMap::new();
    for (key, block) in counted.week(from) {
        let both = by_day.entry((&key.exercise, weekday(key.day))).or_default();
        for side in Side::BOTH {
            both[side] += block.legs.of(side);
        }
    }
    let minimums = field.knowledge.doses.minimums.iter();
    // What the limits leave out is not missing.
    let limited = options.cleared.zip(options.person);
    let is_open = |minimum: &&Minimum| {
        limited.is_none_or(|(cleared, person)| !is_barred(minimum, cleared, person, field.knowledge))
    };
    minimums
        .filter(|minimum| minimum.sets > 0.0)
        .filter(is_open)
        .filter(|minimum| minimum.sports.iter().any(|word| !word.is_empty() && sport.contains(&folded(word))))
        .map(|minimum| {
            let counting = by_day.iter().filter(|((id, _), _)| minimum.exercises.contains(*id));
            let found = counting.map(|(_, sets)| sets.left.min(sets.right)).sum();
            Remark::Minimum { rule: minimum.rule.clone(), found: number(found), asked: minimum.sets }
        })
        .collect()
}
