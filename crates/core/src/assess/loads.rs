//! How much of each large part a look holds, and on which days a muscle of one leg may have been wild.
//!
//! Loads are lists of `(part, load)` in the order of the parts; parts that a look does not hold are not in them.
//! Read next: [`super::history`], which says what the large parts are.

use super::history::{LargePart, WildDay};
use super::prior::{DayForm, Prior, Row, TestPart, square};

impl Prior<'_> {
    /// How much of each large part a look holds, by the part's place; parts that it does not hold are left out.
    pub(super) fn loads(&self, row: &Row) -> Vec<(usize, f64)> {
        let mut loads: Vec<(usize, f64)> = Vec::new();
        let mut add = |state: usize, weight: f64, holds: fn(&LargePart) -> f64| {
            for &part in &self.reaching[state] {
                let large = &self.large[part];
                let held = weight * holds(large);
                if held != 0.0 {
                    let by = large.presence(row.years, row.drift) * held * large.width_of(state);
                    add_load(&mut loads, part, by);
                }
            }
        };
        for &(state, weight) in &row.differences {
            add(state, weight, LargePart::of_difference);
        }
        for &(state, weight) in &row.levels {
            add(state, weight, LargePart::of_level);
        }
        if let Some(TestPart { instrument, day: Some(form), .. }) = row.test
            && let Some(&part) = self.of_days.get(&self.wild_day(instrument, form))
        {
            let (_, more) = self.wild_form();
            add_load(&mut loads, part, libm::sqrt(more) * self.instruments[instrument].leg_day_sd);
        }
        loads.retain(|(_, load)| *load != 0.0);
        loads.sort_unstable_by_key(|(part, _)| *part);
        loads
    }

    /// Parts of the variance of a leg's day: what is left on a usual day, and what a wild day of the muscle adds.
    pub(super) fn wild_form(&self) -> (f64, f64) {
        let (share, more) = (self.rules().wild_muscle_share, square(self.rules().wild_muscle_times) - 1.0);
        let usual = 1.0 / (1.0 + share * more);
        (usual, more * usual)
    }

    /// The day of the muscle that a test on one leg and day stands for.
    pub(super) fn wild_day(&self, instrument: usize, form: DayForm) -> WildDay {
        WildDay { form, muscle_class: self.instruments[instrument].muscle_class() }
    }

    /// Lets a muscle of a leg have wild days that several tests share, on these days.
    pub(super) fn with_wild_days(mut self, days: Vec<WildDay>) -> Self {
        let share = self.rules().wild_muscle_share;
        let far = (self.rules().far_day_share, self.rules().far_times);
        if share > 0.0 && self.rules().wild_muscle_times > 1.0 {
            for day in days {
                self.of_days.insert(day, self.large.len());
                self.large.push(LargePart::wild_day(day, share, far));
            }
        }
        self
    }

    /// The variance that a wild day of the muscle adds in its only test of that leg and day; 0 if there are others.
    pub(super) fn wild_alone(&self, instrument: usize, form: DayForm) -> f64 {
        let day = self.wild_day(instrument, form);
        if self.rules().wild_muscle_share <= 0.0 || !form.one || self.of_days.contains_key(&day) {
            return 0.0;
        }
        self.wild_form().1 * square(self.instruments[instrument].leg_day_sd)
    }

    /// What makes up a leg's form of a day in a test that is the only one of its muscle then: the variance of what is the
    /// test's own, of what it shares with others, and what a wild day of the muscle adds.
    pub(super) fn day_of_leg(&self, instrument: usize, share_link: bool) -> (f64, f64, f64) {
        let own = self.own_day_variance(instrument, share_link, true);
        if share_link {
            return (own, 0.0, 0.0);
        }
        let (usual, more) = self.wild_form();
        let whole = square(self.instruments[instrument].leg_day_sd);
        (own, (usual * whole - own).max(0.0), more * whole)
    }
}

/// Adds to what a look holds of a large part.
pub(super) fn add_load(loads: &mut Vec<(usize, f64)>, part: usize, by: f64) {
    match loads.iter_mut().find(|(other, _)| *other == part) {
        Some((_, load)) => *load += by,
        None => loads.push((part, by)),
    }
}

/// The sum over the parts that both hold of the product of their loads, multiplied by `times` of the part.
pub(super) fn together(a: &[(usize, f64)], b: &[(usize, f64)], times: impl Fn(usize) -> f64) -> f64 {
    let in_b = |part: usize| b.iter().find(|(other, _)| *other == part).map_or(0.0, |(_, load)| *load);
    a.iter().map(|&(part, load)| load * in_b(part) * times(part)).sum()
}
