//! What a week grows from: what a log tells of the weeks before.
//!
//! It counts and limits nothing itself; the limit stands in [`super::wants`].

use super::week::Volume;
use crate::assess::HardSets;
use crate::body::{MuscleGroupId, Side};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Weeks of a log that a new week grows from: who missed one or two goes on where they were.
const WEEKS_BACK: usize = 4; // source: evenstride-proposal; the rules for missed weeks begin anew after longer

/// What a log gave each leg in the fullest week of the last four, for [`super::PlanOptions::last_week`].
///
/// None when it holds nothing of them, since a log that was not kept says nothing of what was done. Sets of the day
/// itself belong to the week that is planned.
///
/// # Units
/// Hard sets a week; minutes of stretching are not counted.
#[must_use]
pub fn last_week(hard_sets: &[HardSets], as_of: Date) -> Option<Vec<Volume>> {
    let mut by_leg: BTreeMap<(&MuscleGroupId, Side), [f64; WEEKS_BACK]> = BTreeMap::new();
    for done in hard_sets {
        let days = done.on.until(as_of).map_or(0, |span| span.get_days());
        let Ok(days_before) = usize::try_from(days - 1) else { continue };
        for side in Side::BOTH {
            if let Some(week) = by_leg.entry((&done.group, side)).or_default().get_mut(days_before / 7) {
                *week += done.sets[side];
            }
        }
    }
    let fullest = |weeks: [f64; WEEKS_BACK]| weeks.into_iter().fold(0.0, f64::max);
    let known = by_leg.values().any(|weeks| fullest(*weeks) > 0.0);
    let volumes = by_leg.into_iter().map(|((group, side), weeks)| Volume {
        group: group.clone(),
        side,
        sets: fullest(weeks),
        stretch_minutes: 0.0,
    });
    known.then(|| volumes.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Bilateral;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 29);

    fn sets(on: Date, left: f64, right: f64) -> HardSets {
        HardSets { on, group: MuscleGroupId::new("quads").unwrap(), sets: Bilateral { left, right } }
    }

    fn of(done: &[HardSets]) -> Option<(f64, f64)> {
        let volumes = last_week(done, TODAY)?;
        let side = |side| volumes.iter().find(|volume| volume.side == side).unwrap().sets;
        Some((side(Side::Left), side(Side::Right)))
    }

    #[test]
    fn the_fullest_of_four_weeks_counts_and_sides_stay_apart() {
        let done = [
            sets(date(2026, 11, 28), 3.0, 1.0),
            sets(date(2026, 11, 22), 2.0, 1.0), // seven days ago: the same week
            sets(date(2026, 11, 21), 0.0, 4.0), // eight days ago: the week before
        ];
        assert_eq!(of(&done), Some((5.0, 4.0)));
    }

    #[test]
    fn today_what_is_to_come_and_what_is_long_ago_do_not_count() {
        let first_counted = date(2026, 11, 1);
        assert_eq!(of(&[sets(first_counted, 2.0, 0.0)]), Some((2.0, 0.0)));
        let outside = [date(2026, 10, 31), TODAY, date(2026, 11, 30), date(1999, 1, 1)];
        assert_eq!(of(&outside.map(|on| sets(on, 9.0, 9.0))), None);
    }
}
