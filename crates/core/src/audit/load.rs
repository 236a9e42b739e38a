//! How much each day of a week was, how alike the days were, and the week against the one before.
//!
//! It describes; it is no measure of risk. Read next: `super::remarks`.

use super::count::Counted;
use super::week::{AuditOptions, Change, Distance, Load, LoadUnit, Whole};
use jiff::ToSpan;
use jiff::civil::Date;

/// The load of a week: effort times minutes where somebody rated a session of it, hard sets otherwise.
pub(super) fn load(from: Date, counted: &Counted, options: &AuditOptions<'_>) -> Load {
    let end = from.saturating_add(7.days());
    let rated = options.efforts.range(from..end).filter(|(_, effort)| effort.is_finite() && **effort >= 0.0);
    let mut daily = [0.0; 7];
    let mut n_rated = 0;
    for (day, effort) in rated {
        daily[super::count::weekday(*day)] += effort;
        n_rated += 1;
    }
    let unit = if n_rated > 0 { LoadUnit::EffortMinutes } else { LoadUnit::HardSets };
    if n_rated == 0 {
        daily = counted.daily_sets(from);
    }
    let sum: f64 = daily.iter().sum();
    let monotony = monotony(&daily);
    Load { unit, daily, sum, monotony, strain: monotony.map(|monotony| sum * monotony) }
}

/// Mean divided by sample SD of seven days; undefined when all are alike.
fn monotony(daily: &[f64; 7]) -> Option<f64> {
    let mean = mean(daily);
    let squares: f64 = daily.iter().map(|day| (day - mean) * (day - mean)).sum();
    let sd = libm::sqrt(squares / 6.0);
    // Days that are alike differ at most by rounding.
    (sd > 1e-9 * mean.max(1.0)).then(|| mean / sd)
}

/// The mean of figures; nought of none.
pub(super) fn mean(figures: &[f64]) -> f64 {
    let sum: f64 = figures.iter().sum();
    let n = f64::from(u32::try_from(figures.len()).unwrap_or(u32::MAX).max(1));
    sum / n
}

/// A week against the one before, when the log holds all of both.
pub(super) fn change(from: Date, counted: &Counted, until: Option<Date>) -> Option<Change> {
    let before = from.checked_sub(7.days()).ok()?;
    let both = [before, from].iter().all(|week| counted.whole(*week, until) == Whole::Whole);
    if !both {
        return None;
    }
    let sum = |week: Date| counted.daily_sets(week).iter().sum::<f64>();
    let (sets_before, sets) = (sum(before), sum(from));
    let distance = match (counted.metres(before), counted.metres(from)) {
        (None, None) => None,
        (before_m, metres) => {
            let (before_m, metres) = (before_m.unwrap_or(0.0), metres.unwrap_or(0.0));
            Some(Distance { before_m, metres, percent: more_percent(before_m, metres) })
        }
    };
    Some(Change { sets_before, sets, percent: more_percent(sets_before, sets), distance })
}

fn more_percent(before: f64, now: f64) -> Option<f64> {
    (before > 0.0).then(|| 100.0 * (now - before) / before)
}
