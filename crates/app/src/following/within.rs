//! The tests of one visit: which to do within the minutes that there are, once some are done.
//!
//! Read next: [`super`].

use super::{Kept, noise_of};
use evenstride_core::assess::{AssessOptions, Suggestion, battery};
use evenstride_core::knowledge::{Knowledge, TestId};
use evenstride_core::measure::Trial;
use evenstride_core::screen::{Cleared, ToldPain};
use evenstride_core::track::loads_the_leg;
use std::collections::BTreeSet;

/// The tests to do within these minutes, in the order in which they tell most, with what is known so far.
///
/// What was done that day is not among them: it would tell more on another day, and little on this one. A leg that is
/// missing is. Who has warmed up for a test of that day is not asked for those minutes again.
///
/// # Units
/// Minutes above 0, set-up and rest of each test included.
#[must_use]
pub fn tests_within(kept: &Kept, cleared: &Cleared, minutes: f64, knowledge: &Knowledge) -> Vec<Suggestion> {
    let input = &kept.input;
    let own: Vec<Trial> = input.trials.iter().filter(|trial| trial.subject == input.subject).cloned().collect();
    let options = AssessOptions {
        as_of: input.as_of,
        delta_percent: input.delta_percent,
        cautions: cleared.cautions(),
        pain: Some(&ToldPain::of(&input.answers, knowledge)),
        learnt: &noise_of(kept, None, knowledge),
    };
    let warmed_up = warmed_up_minutes(kept, knowledge);
    let within = |minutes| {
        // The minutes of a warm-up that is over are free for tests.
        let found = battery(&input.subject, &own, &input.person, knowledge, &options, minutes + warmed_up);
        let mut found = already_warm(found, warmed_up, knowledge);
        let mut left = minutes;
        found.retain(|one| {
            // The sums were made in another order.
            let fits = one.minutes <= left + 1e-9 && (!cleared.a_leg_waits() || may_be_done(one, knowledge));
            left -= if fits { one.minutes } else { 0.0 };
            fits
        });
        found
    };
    let done: BTreeSet<&TestId> = of_the_day(kept).map(|trial| &trial.test).collect();
    let is_again = |one: &Suggestion| done.contains(&one.test) && one.missing_leg.is_none();
    let (again, new) = within(minutes).into_iter().partition::<Vec<_>, _>(is_again);
    if again.is_empty() {
        return new;
    }
    // Others get the minutes that they would have taken.
    let taken: f64 = again.iter().map(|one| one.minutes).sum();
    let mut left = minutes;
    let fits = |one: &Suggestion| {
        let fits = !is_again(one) && one.minutes <= left;
        left -= if fits { one.minutes } else { 0.0 };
        fits
    };
    within(minutes + taken).into_iter().filter(fits).collect()
}

/// How long somebody has warmed up for the tests of the day, as far as their numbers are in.
///
/// # Units
/// Minutes.
#[must_use]
pub fn warmed_up_minutes(kept: &Kept, knowledge: &Knowledge) -> f64 {
    let tests = of_the_day(kept).filter_map(|trial| knowledge.tests.get(&trial.test));
    tests.map(|test| test.warm_up_minutes).fold(0.0, f64::max)
}

/// May a test be done while a leg waits?
pub(super) fn may_be_done(suggestion: &Suggestion, knowledge: &Knowledge) -> bool {
    knowledge.tests.get(&suggestion.test).is_none_or(|test| !loads_the_leg(test))
}

/// What was measured on the day for which everything is told.
fn of_the_day(kept: &Kept) -> impl Iterator<Item = &Trial> {
    let input = &kept.input;
    input.trials.iter().filter(|trial| trial.subject == input.subject && trial.day == input.as_of)
}

/// The same tests in the same order, without the minutes of a warm-up that is over.
fn already_warm(mut found: Vec<Suggestion>, warmed_up: f64, knowledge: &Knowledge) -> Vec<Suggestion> {
    let mut asked_minutes: f64 = 0.0;
    for one in &mut found {
        let Some(test) = knowledge.tests.get(&one.test) else { continue };
        let asked = test.minutes_after(asked_minutes);
        one.minutes -= asked - test.minutes_after(asked_minutes.max(warmed_up));
        asked_minutes = asked_minutes.max(test.warm_up_minutes);
    }
    found
}
