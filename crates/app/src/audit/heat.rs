//! The heat map of a week: muscles by days, left and right, the number in the cell.
//!
//! Text and page show the same rows. Read next: [`super::page`].

use super::say::Speaker;
use crate::report::names;
use crate::words::Words;
use evenstride_core::audit::{AuditedWeek, DayRow};
use evenstride_core::body::{Bilateral, MuscleGroupId, Side};

/// One muscle group.
pub(super) struct HeatRow {
    pub(super) name: String,
    /// Monday to Sunday.
    pub(super) days: Vec<Bilateral<HeatCell>>,
    /// Sets of the week.
    pub(super) sum: Bilateral<f64>,
}

/// One leg on one day.
#[derive(Clone, Copy)]
pub(super) struct HeatCell {
    pub(super) sets: f64,
    /// Less than two days after the last hard sets?
    pub(super) too_close: bool,
}

impl HeatCell {
    /// How dark it is, 0–4.
    pub(super) fn step(self) -> u8 {
        match self.sets {
            sets if sets <= 0.0 => 0,
            sets if sets < 2.0 => 1,
            sets if sets < 4.0 => 2,
            sets if sets < 6.0 => 3,
            _ => 4,
        }
    }

    /// The number, with a star when it comes too soon; empty for nothing.
    pub(super) fn text(self, words: &Words) -> String {
        if self.sets <= 0.0 {
            return String::new();
        }
        let star = if self.too_close { "*" } else { "" };
        format!("{}{star}", names::plain_number(self.sets, words))
    }
}

/// The rows, in the order of the groups.
pub(super) fn rows(week: &AuditedWeek, speaker: Speaker<'_>) -> Vec<HeatRow> {
    let of = |group: &MuscleGroupId, side: Side| {
        week.days.iter().find(|row| row.group == *group && row.side == side)
    };
    let lefts = week.days.iter().filter(|row| row.side == Side::Left);
    lefts
        .map(|left| {
            let right = of(&left.group, Side::Right).unwrap_or(left);
            let cell = |row: &DayRow, day: usize| HeatCell {
                sets: row.sets.get(day).copied().unwrap_or(0.0),
                too_close: row.too_close.get(day).copied().unwrap_or(false),
            };
            HeatRow {
                name: names::group(&left.group, speaker.knowledge),
                days: (0..7).map(|day| Bilateral { left: cell(left, day), right: cell(right, day) }).collect(),
                sum: Bilateral { left: left.sets.iter().sum(), right: right.sets.iter().sum() },
            }
        })
        .collect()
}

/// A weekday in at most two letters.
pub(super) fn short_day(day: u8, speaker: Speaker<'_>) -> String {
    names::weekday(day, speaker.words).chars().take(2).collect()
}
