//! Tasks in which no single family of muscles has the most to do, such as a hop: they are told of the whole leg.
//!
//! What a whole leg can do is the sum of what its muscles can, so every test of one of these muscles informs it too.
//! Read next: [`super::compare`].

use crate::body::{Quality, Side};
use crate::knowledge::{Knowledge, Test, TestId};
use std::collections::BTreeMap;

use super::compare::{About, MEASURES, Pending};
use super::finding::{Evidence, Verdict, Weaker};
use super::gather::Instrument;
use super::model::Model;

/// A task in which no family of muscles has more than this share is told of the whole leg.
const WHOLE_LEG_BELOW: f64 = 0.6; // source: evenstride-proposal

/// Is a test a task of the whole leg?
pub(crate) fn is_whole_leg_task(test: &Test, knowledge: &Knowledge) -> bool {
    let mut by_family: BTreeMap<&str, f64> = BTreeMap::new();
    for (group, load) in &test.loads {
        let family = knowledge.groups.get(group).and_then(|g| g.family.as_deref()).unwrap_or(group.as_str());
        *by_family.entry(family).or_insert(0.0) += load;
    }
    by_family.values().all(|&load| load < WHOLE_LEG_BELOW)
}

/// The instruments that measure a muscle of a task of the whole leg, with the share that the muscle has in it.
pub(super) fn of_muscles<'m, 'k>(
    model: &'m Model<'k>,
    knowledge: &Knowledge,
    quality: Quality,
    about: &About,
) -> Vec<(&'m Instrument<'k>, f64)> {
    let About::Together(weights) = about else { return Vec::new() };
    let share = |k: &Instrument<'_>| -> f64 {
        let measured = k.test.loads.iter().filter(|(_, load)| **load >= MEASURES);
        let places = measured.filter_map(|(group, _)| model.prior.place(quality, group));
        places
            .filter_map(|place| weights.iter().find(|(state, _)| *state == place))
            .map(|(_, share)| share)
            .sum()
    };
    let of_quality = model
        .instruments
        .iter()
        .filter(|k| k.test.quality == quality && k.both_sides() && !is_whole_leg_task(k.test, knowledge));
    of_quality.map(|k| (k, share(k))).filter(|(_, share)| *share > 0.0).collect()
}

/// Does one of the tasks at least show the side that is called? What single muscles say of a whole leg is no call of it.
pub(super) fn points_there(pending: &Pending<'_, '_>, verdict: &Verdict, evidence: &Evidence) -> bool {
    let (About::Together(_), Verdict::Imbalanced { weaker: Weaker::Leg(weaker), .. }) =
        (&pending.about, verdict)
    else {
        return true;
    };
    let is_task = |id: &TestId| pending.instruments.iter().any(|(k, _)| k.test.id == *id);
    let shown = evidence.tests.iter().filter(|test| is_task(&test.test)).filter_map(|test| test.raw_size);
    let mut toward = shown.map(|size| if *weaker == Side::Left { -size } else { size });
    toward.any(|size| size > 0.0)
}
