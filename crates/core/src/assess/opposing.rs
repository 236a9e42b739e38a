//! Opposing groups on one leg, against the ratio that is usual for their tests.
//!
//! A ratio is told only from two tests done with one device whose usual ratio is known; otherwise the two
//! groups cannot be compared. Usual is not one to one.

use crate::body::{Quality, Side};
use crate::knowledge::{Knowledge, OpposingPair, UsualRatio};
use crate::person::Person;

use super::compare::{About, DEFAULT_DELTA_PERCENT, MEASURES, difference};
use super::finding::{Comparison, Finding, RatioEvidence, WhyNot};
use super::gather::Instrument;
use super::gaussian::Form;
use super::model::Model;

/// The findings of all pairs on both legs, as far as both groups were measured.
pub(super) fn opposing(model: &Model<'_>, person: &Person, knowledge: &Knowledge) -> Vec<Finding> {
    knowledge
        .pairs
        .iter()
        .flat_map(|pair| Side::BOTH.map(|side| (pair, side)))
        .filter_map(|(pair, side)| opposing_pair(model, pair, side, person, knowledge))
        .collect()
}

fn opposing_pair(
    model: &Model<'_>,
    pair: &OpposingPair,
    side: Side,
    person: &Person,
    knowledge: &Knowledge,
) -> Option<Finding> {
    let (top, bottom) = (measuring(model, &pair.group, side), measuring(model, &pair.opponent, side));
    if top.is_empty() || bottom.is_empty() {
        return None;
    }
    let known: Vec<&UsualRatio> = pair.ratio.iter().filter(|ratio| was_measured(model, ratio, side)).collect();
    let relevant = |list: Vec<(_, f64)>| -> Vec<(&Instrument<'_>, f64)> {
        let in_known = |k: &Instrument<'_>| {
            known.iter().any(|ratio| ratio.numerator == k.test.id || ratio.denominator == k.test.id)
        };
        list.into_iter().filter(|&(k, _)| known.is_empty() || in_known(k)).collect()
    };
    let mut form: Form = model.capacity(Quality::Strength, &pair.group, side)?;
    let below = model.capacity(Quality::Strength, &pair.opponent, side)?;
    form.extend(below.into_iter().map(|(index, weight)| (index, -weight)));
    let delta = known.first().map_or(DEFAULT_DELTA_PERCENT, |ratio| ratio.delta_percent);
    let now = difference(model, &form, delta, Quality::Strength);
    let about = About {
        comparison: Comparison::Opposing {
            pair: pair.id.clone(),
            group: pair.group.clone(),
            opponent: pair.opponent.clone(),
            side,
        },
        quality: Quality::Strength,
        instruments: relevant(top),
        opponent: relevant(bottom),
        prior_sd: None,
    };
    let why = known.is_empty().then_some(WhyNot::NoUsualRatio);
    let mut finding = about.finding(model, now, why, person, knowledge);
    if let Some(ratio) = known.first() {
        let at = |z: f64| ratio.usual * libm::exp(now.mean + z * now.sd);
        finding.evidence.ratio = Some(RatioEvidence {
            usual: ratio.usual,
            ratio: at(0.0),
            low: at(-1.959_963_984_540_054),
            high: at(1.959_963_984_540_054),
        });
    }
    Some(finding)
}

/// The instruments that measured a group's strength on this leg.
fn measuring<'m, 'k>(
    model: &'m Model<'k>,
    group: &crate::body::MuscleGroupId,
    side: Side,
) -> Vec<(&'m Instrument<'k>, f64)> {
    model
        .instruments
        .iter()
        .filter(|k| k.test.quality == Quality::Strength && k.n_used(side) > 0)
        .filter_map(|k| Some((k, *k.test.loads.get(group)?)))
        .filter(|(_, load)| *load >= MEASURES)
        .collect()
}

fn was_measured(model: &Model<'_>, ratio: &UsualRatio, side: Side) -> bool {
    model
        .instrument_pairs(&ratio.numerator, &ratio.denominator)
        .iter()
        .any(|&(a, b)| model.instruments[a].n_used(side) > 0 && model.instruments[b].n_used(side) > 0)
}
