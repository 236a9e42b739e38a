//! A test that was begun on one leg: the other leg comes before anything else, since until then nothing is compared.

use crate::body::Side;
use crate::knowledge::CautionId;
use std::collections::BTreeSet;

use super::compare::Pending;
use super::finding::{Suggestion, WhyNot};
use super::next::Outlook;

/// Comparisons that one leg keeps from being made, with that leg.
pub(super) fn one_sided<'p, 'm, 'k>(
    measured: &'p [Pending<'m, 'k>],
) -> impl Iterator<Item = (&'p Pending<'m, 'k>, Side)> {
    measured.iter().filter_map(|pending| {
        let Some(WhyNot::SideMissing(side)) = pending.why else { return None };
        Some((pending, side))
    })
}

/// The same tests with the leg that is missing, what tells most first; `outlook` is of these comparisons in their order.
///
/// A test that a limit of the person speaks against is left out.
pub(super) fn missing_legs(
    missing: &[(&Pending<'_, '_>, Side)],
    outlook: &Outlook<'_>,
    cautions: &BTreeSet<CautionId>,
) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    for (place, &(pending, side)) in missing.iter().enumerate() {
        let told = outlook.suggestions(&[place], usize::MAX);
        let begun = pending.instruments.iter().map(|(instrument, _)| *instrument);
        let begun = begun.filter(|instrument| instrument.n_used(side.other()) > 0);
        let free = begun.filter(|k| k.test.cautions.iter().all(|caution| !cautions.contains(caution)));
        let of_test = |k: &super::gather::Instrument<'_>| {
            let told = told.iter().find(|suggestion| suggestion.test == k.test.id).cloned();
            let about = || vec![(pending.comparison.clone(), pending.quality)];
            let plain = || Suggestion {
                test: k.test.id.clone(),
                another_day: false,
                minutes: k.test.minutes_alone(),
                expected_reduction: 0.0,
                tells_about: about(),
                days_to_settle: None,
                missing_leg: None,
            };
            let suggestion = told.unwrap_or_else(plain);
            Suggestion { another_day: false, missing_leg: Some(side), ..suggestion }
        };
        let per_minute = |one: &Suggestion| one.expected_reduction / one.minutes;
        let best = free
            .map(of_test)
            .max_by(|a, b| per_minute(a).total_cmp(&per_minute(b)).then_with(|| b.test.cmp(&a.test)));
        found.extend(best.filter(|best| found.iter().all(|one| one.test != best.test)));
    }
    found.sort_by(|a, b| (b.expected_reduction / b.minutes).total_cmp(&(a.expected_reduction / a.minutes)));
    found
}
