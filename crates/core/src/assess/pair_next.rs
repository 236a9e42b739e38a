//! What would settle an opposing pair: one of its own tests on one more day, the one that would narrow it most.
//!
//! The level of one leg plays a part in it, so the outlook on differences of the legs says nothing of it.

use crate::body::Side;
use crate::knowledge::Link;

use super::compare::{Context, Pending};
use super::finding::{Comparison, MOST_DAYS, Suggestion};
use super::gather::Instrument;
use super::model::{Looks, Seen, Target};
use super::next::{SETTLES, noise_of, undecided_after};
use super::observe::{half_of, loaded};
use super::prior::{TestPart, noise_scale, square};
use super::verdict::Difference;

/// The test of a pair that would tell most for its minutes if it were done once more, whatever that is; none where limits
/// of the person speak against all of them.
pub(super) fn next_of_pair(
    context: &Context<'_, '_>,
    pending: &Pending<'_, '_>,
    seen: &Seen,
    now: &Difference,
) -> Option<Suggestion> {
    let Comparison::Opposing { side, .. } = pending.comparison else { return None };
    let is_free = |k: &&Instrument<'_>| k.test.cautions.iter().all(|id| !context.options.cautions.contains(id));
    let behind = pending.instruments.iter().chain(&pending.beside).map(|(instrument, _)| *instrument);
    let tests = behind.filter(|k| k.n_used(side) > 0 && k.test.link != Link::Share).filter(is_free);
    let told = tests.filter_map(|k| Some((k.days.len(), suggestion(context, pending, (seen, now), k, side)?)));
    let per_minute = |one: &Suggestion| one.expected_reduction / one.minutes;
    let best = told.max_by(|(days, a), (other_days, b)| {
        let narrows = per_minute(a).total_cmp(&per_minute(b));
        // Of equal ones the test with the fewest days, then the first by name.
        narrows.then(other_days.cmp(days)).then_with(|| b.test.cmp(&a.test))
    });
    best.map(|(_, suggestion)| suggestion)
}

fn suggestion(
    context: &Context<'_, '_>,
    pending: &Pending<'_, '_>,
    (seen, now): (&Seen, &Difference),
    instrument: &Instrument<'_>,
    side: Side,
) -> Option<Suggestion> {
    let (model, test) = (context.model, instrument.test);
    let place = model.instruments.iter().position(|k| std::ptr::eq(k, instrument))?;
    let mut row = model.prior.row(model.now);
    row.levels = loaded(&model.prior, test, 1.0);
    row.differences = loaded(&model.prior, test, half_of(side));
    let quirk = half_of(side);
    row.test = Some(TestPart { instrument: place, offset: 1.0, quirk, later: true, day: None });
    let target = Target::of(row);
    let result = model.see(&target, &mut Looks::new());
    let (noise, scale) = (context.learnt.noise(test), noise_scale(test));
    let trial = square(noise.trial * scale) / f64::from(test.trials.max(1));
    let a_day = square(noise.shared_day * scale) + square(noise.leg_day * scale) + trial;
    let own = model.variance(seen);
    let shared = model.between(&pending.target, seen, &target, &result);
    let after = |days: u32| {
        let explained = shared * shared / (model.variance(&result) + a_day / f64::from(days));
        undecided_after(now, noise_of(own, explained.max(f64::MIN_POSITIVE)))
    };
    Some(Suggestion {
        test: test.id.clone(),
        another_day: true,
        minutes: test.minutes_alone(),
        expected_reduction: (now.undecided() - after(1).0).max(0.0),
        tells_about: vec![(pending.comparison.clone(), pending.quality)],
        days_to_settle: (1..=MOST_DAYS).find(|days| after(*days).1 >= SETTLES),
        missing_leg: None,
    })
}
