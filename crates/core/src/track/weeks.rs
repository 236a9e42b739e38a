//! Weeks of training: which are lighter, which follow a break, and how much of the plan was done.
//!
//! ```text
//!   weeks   1  2  3  4  5  6        7      8  9       10
//!   log     x  x  x  x  x  x        –      x  x       –  –  x
//!   kind    entry b  b  b  lighter         again b           back
//! ```
//! A week runs from Monday to Sunday. Read next: `super::decide`.

use super::next::WeekKind;
use crate::knowledge::{FollowingFigures, RuleId, counted};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The Monday of a day's week; the day itself at the very edge of the calendar.
pub(super) fn monday(day: Date) -> Date {
    let back = i64::from(day.weekday().since(Weekday::Monday));
    day.checked_sub(back.days()).unwrap_or(day)
}

/// A day so many days later; the last day of the calendar at its edge.
pub(super) fn days_after(day: Date, n_days: u32) -> Date {
    day.checked_add(i64::from(n_days).days()).unwrap_or(Date::MAX)
}

/// A day so many days earlier; the first day of the calendar at its edge.
pub(super) fn days_before(day: Date, n_days: u32) -> Date {
    day.checked_sub(i64::from(n_days).days()).unwrap_or(Date::MIN)
}

/// Days from one day to another, 0 when the second comes first.
pub(super) fn days_between(from: Date, to: Date) -> u32 {
    let n_days = from.until(to).map_or(0, |span| span.get_days());
    u32::try_from(n_days).unwrap_or(0)
}

/// Whole weeks without training between two days.
pub(super) fn missed_weeks(last: Date, day: Date) -> u32 {
    (days_between(monday(last), monday(day)) / 7).saturating_sub(1)
}

/// A week with its kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Week {
    pub(super) number: u32,
    pub(super) kind: WeekKind,
    pub(super) because: Option<RuleId>,
}

/// Counts weeks as they come.
#[derive(Debug, Clone, Default)]
pub(super) struct Weeks {
    last_day: Option<Date>,
    current: Option<Week>,
    n_building: u32,
    number: u32,
}

impl Weeks {
    /// The week of a day; days come in order. `tired` says whether the week before held two signs of tiredness.
    pub(super) fn week_of(&mut self, day: Date, tired: bool, figures: &FollowingFigures) -> Week {
        let same = self.last_day.is_some_and(|last| monday(last) == monday(day));
        if let Some(current) = self.current.as_ref().filter(|_| same) {
            return current.clone();
        }
        let missed = self.last_day.map(|last| missed_weeks(last, day));
        self.number += 1;
        let (kind, because, n_building) = match missed {
            None => (WeekKind::Entry, None, 1),
            Some(0) if tired || self.n_building >= counted(figures.lighter_after_weeks) => {
                (WeekKind::Lighter, rule("deload-when"), 0)
            }
            Some(0) => (WeekKind::Building, None, self.n_building + 1),
            Some(1) => (WeekKind::Again, rule("deload-missed"), 1),
            Some(weeks) if weeks > counted(figures.missed_anew_weeks) => {
                (WeekKind::Entry, rule("deload-missed"), 1)
            }
            Some(_) => (WeekKind::Back, rule("deload-missed"), 1),
        };
        let week = Week { number: self.number, kind, because };
        (self.last_day, self.current, self.n_building) = (Some(day), Some(week.clone()), n_building);
        week
    }
}

/// A rule of the catalogue by its id.
pub(super) fn rule(id: &'static str) -> Option<RuleId> {
    RuleId::new(id).ok()
}

/// A share of some sets, rounded up and at least one.
pub(super) fn fewer(sets: u32, share: f64) -> u32 {
    counted((f64::from(sets.min(1000)) * share).ceil()).clamp(1, sets.max(1))
}
