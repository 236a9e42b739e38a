//! Opposing groups on one leg, against the ratio that is usual for their tests.
//!
//! A ratio is told only from two tests done with one device whose usual ratio is known; otherwise the two
//! groups cannot be compared. Usual is not one to one.

use crate::body::{Quality, Side};
use crate::knowledge::{OpposingPair, UsualRatio};

use super::ask::Questions;
use super::compare::{Context, DEFAULT_DELTA_PERCENT, MEASURES, Pending, opposing_pending};
use super::finding::{Comparison, WhyNot};
use super::gather::Instrument;
use super::model::Model;

/// Asks about all pairs on both legs, as far as both groups were measured.
pub(super) fn opposing<'m, 'k>(context: &Context<'m, 'k>, questions: &mut Questions) -> Vec<Pending<'m, 'k>> {
    context
        .knowledge
        .pairs
        .iter()
        .flat_map(|pair| Side::BOTH.map(|side| (pair, side)))
        .filter_map(|(pair, side)| opposing_pair(context, questions, pair, side))
        .collect()
}

fn opposing_pair<'m, 'k>(
    context: &Context<'m, 'k>,
    questions: &mut Questions,
    pair: &OpposingPair,
    side: Side,
) -> Option<Pending<'m, 'k>> {
    let model = context.model;
    let (top, bottom) = (measuring(model, &pair.group, side), measuring(model, &pair.opponent, side));
    if top.is_empty() || bottom.is_empty() {
        return None;
    }
    let known: Vec<&UsualRatio> = pair.ratio.iter().filter(|ratio| was_measured(model, ratio, side)).collect();
    let in_known = |k: &Instrument<'_>| {
        known.iter().any(|ratio| ratio.numerator == k.test.id || ratio.denominator == k.test.id)
    };
    let relevant = |list: Vec<(&'m Instrument<'k>, f64)>| -> Vec<(&'m Instrument<'k>, f64)> {
        list.into_iter().filter(|&(k, _)| known.is_empty() || in_known(k)).collect()
    };
    let comparison = Comparison::Opposing {
        pair: pair.id.clone(),
        group: pair.group.clone(),
        opponent: pair.opponent.clone(),
        side,
    };
    let first = known.first();
    let delta = first.map_or(DEFAULT_DELTA_PERCENT, |ratio| ratio.delta_percent);
    let why = known.is_empty().then_some(WhyNot::NoUsualRatio);
    let behind = [relevant(top), relevant(bottom)];
    opposing_pending(context, questions, comparison, behind, (why, delta, first.map(|ratio| ratio.usual)))
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
