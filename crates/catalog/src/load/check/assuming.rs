//! What the model assumes is complete and can be right, and so is what it believes of a group beforehand.

use super::super::read::{Listed, Span};
use super::Refusals;
use evenstride_core::body::Quality;
use evenstride_core::knowledge::{Assumption, DifferencePrior, ModelRules, MuscleGroup};
use std::collections::BTreeSet;

/// No part may be more than this many times another, and no assumed spread more percent, degrees or weeks than this.
const MOST: f64 = 1000.0;

/// No noise and no prior is narrower than this …
///
/// # Units
/// Percent or degrees.
pub const LEAST_SD: f64 = 0.01; // source: evenstride-proposal; a hundredth of what the best tests tell apart
/// … or wider than this.
///
/// # Units
/// Percent or degrees.
pub const MOST_SD: f64 = 100.0; // source: evenstride-proposal; a factor of 2.7, wider than any published noise

/// At most half of all people are among the few with a large difference.
const MOST_LARGE: f64 = 0.5;

/// Checks assumptions and priors.
pub fn check(refusals: &mut Refusals<'_>) {
    assumptions(refusals);
    let raw = refusals.raw;
    for listed in &raw.groups {
        for (quality, prior) in &listed.item.prior {
            let span = raw.prior_span(listed, *quality);
            self::prior(refusals, span, &listed.item, *quality, prior);
        }
    }
    for listed in &raw.priors {
        let group = &listed.item.group;
        refusals.refuse(
            listed.span,
            group.as_str(),
            format!(
                "read the prior of “{group}”: expected it in its [[group]], found it in a block of its own"
            ),
        );
    }
}

/// Every id that the model asks for.
fn asked_for() -> BTreeSet<&'static str> {
    let mut ids = BTreeSet::new();
    // The figures do not matter here; that all are given makes it ask for all.
    let _ = ModelRules::read(|id| {
        ids.insert(id);
        Some(0.0)
    });
    ids
}

fn assumptions(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let asked = asked_for();
    let given: BTreeSet<&str> = raw.assumptions.iter().map(|listed| listed.item.id.as_str()).collect();
    for id in asked.difference(&given) {
        let anywhere = Span::default();
        refusals.refuse(
            anywhere,
            "",
            format!("find the assumption “{id}”: expected an [[assumption]] with this id, found none"),
        );
    }
    for listed in &raw.assumptions {
        let (span, id) = (listed.span, listed.item.id.as_str());
        refusals.expect(asked.contains(id), span, id, || {
            format!("read assumption “{id}”: expected an id that the model asks for, found another")
        });
        figure(refusals, span, &listed.item);
        let told = !listed.item.text.trim().is_empty() && !listed.item.unit.trim().is_empty();
        refusals.expect(told, span, "text", || {
            format!("read assumption “{id}”: expected words in text and unit, found none")
        });
    }
    family_over_groups(refusals);
}

/// What a figure must be, as its id says what it is.
fn figure(refusals: &mut Refusals<'_>, span: Span, one: &Assumption) {
    let (id, value) = (one.id.as_str(), one.value);
    let is_share = id.ends_with("-share") || matches!(id, "quirk-of-protocol" | "day-of-muscle" | "day-of-leg");
    let (holds, expected) = if id.starts_with("correlation-") {
        // At 1 two groups would be one, and no covariance could be solved.
        ((0.0..1.0).contains(&value), "a correlation from 0 to below 1".to_owned())
    } else if is_share {
        ((0.0..=1.0).contains(&value), "a share from 0 to 1".to_owned())
    } else if id.ends_with("-times") {
        ((1.0..=MOST).contains(&value), format!("a factor from 1 to {MOST}"))
    } else if id == "drift-weeks" {
        // Days are divided by it.
        (value > 0.0 && value <= MOST, format!("weeks above 0 and up to {MOST}"))
    } else {
        ((0.0..=MOST).contains(&value), format!("a figure from 0 to {MOST}"))
    };
    refusals
        .expect(holds, span, "value", || format!("read assumption “{id}”: expected {expected}, found {value}"));
}

/// Muscles that work together cannot have less in common than muscles that do not.
fn family_over_groups(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let find = |id: &str| -> Option<&Listed<Assumption>> {
        raw.assumptions.iter().find(|listed| listed.item.id.as_str() == id)
    };
    let (Some(family), Some(groups)) = (find("correlation-of-family"), find("correlation-of-groups")) else {
        return;
    };
    // A clinic's file may hold one of the two; what it holds stands behind what is built in.
    let place = |listed: &Listed<Assumption>| (listed.span.file, listed.span.first);
    let later = if place(groups) > place(family) { groups } else { family };
    let (of_family, of_groups) = (family.item.value, groups.item.value);
    refusals.expect(of_family >= of_groups, later.span, "value", || {
        format!(
            "read assumption “{}”: expected correlation-of-family at least as large as correlation-of-groups, found {of_family} and {of_groups}",
            later.item.id
        )
    });
}

fn prior(
    refusals: &mut Refusals<'_>,
    span: Span,
    group: &MuscleGroup,
    quality: Quality,
    prior: &DifferencePrior,
) {
    let needle = format!("prior.{quality}");
    let mut expect = |holds: bool, message: &str| {
        refusals.expect(holds, span, &needle, || {
            format!("read group “{}”: expected {message} in its {quality} prior", group.id)
        });
    };
    let usual_up_to = prior.usual_up_to.unwrap_or(1.0);
    for (key, found) in
        [("usual_sd", prior.usual_sd), ("large_sd", prior.large_sd), ("level_sd", prior.level_sd)]
    {
        expect(
            (LEAST_SD..=MOST_SD).contains(&found),
            &format!("{key} from {LEAST_SD} to {MOST_SD} percent or degrees, found {found}"),
        );
    }
    for (key, found) in [("delta", prior.delta), ("usual_up_to", usual_up_to)] {
        expect(found > 0.0 && found <= MOST, &format!("{key} above 0, found {found}"));
    }
    expect(
        prior.large_sd >= prior.usual_sd,
        &format!("a large_sd of at least usual_sd, {}, found {}", prior.usual_sd, prior.large_sd),
    );
    let (few, most) = (prior.large_share, MOST_LARGE);
    expect((0.0..=most).contains(&few), &format!("a large_share from 0 to {most}, found {few}"));
    let (below, unit) = match quality {
        Quality::Flexibility => (180.0, "degrees"),
        Quality::Strength | Quality::Size | Quality::Control | Quality::LoadSharing => (100.0, "percent"),
    };
    expect(
        prior.delta < below && usual_up_to < below,
        &format!("delta and usual_up_to below {below} {unit}, found {} and {usual_up_to}", prior.delta),
    );
}
