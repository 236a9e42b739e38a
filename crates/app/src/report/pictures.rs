//! The pictures of a report: the leg map, the twenty dots of a finding, and its course over the days.
//!
//! The only file of the report that knows how pictures are made. A picture never says more than the words
//! beside it. Read next: [`crate::picture`].

use super::outline::Entry;
use super::sentences::{NO_CAUTIONS, Speaker, cautions_of};
use super::{CheckView, names};
use crate::picture::bodymap::{BodyMap, LegState, MapWords, RegionState, View, body_map, home_view};
use crate::picture::course::{CourseLabels, course};
use crate::picture::dots::{DotLabels, UsualMark, dots};
use crate::picture::key::map_key;
use crate::words::Words;
use evenstride_core::assess::{Comparison, Confidence, Verdict, Weaker};
use evenstride_core::body::{Bilateral, MuscleGroupId, Quality, Side};
use evenstride_core::knowledge::Knowledge;
use maud::{Markup, PreEscaped, html};
use std::collections::{BTreeMap, BTreeSet};

/// Style rules that the pictures need.
pub(crate) const CSS: &str = crate::picture::style::CSS;

/// The leg map with the findings' numbers on it, each muscle group a link to its finding.
///
/// A map shows one quality, because qualities are never averaged: strength when there is a finding of it, else
/// the first quality that has one. None when no finding compares the legs in a group that is drawn.
pub(crate) fn leg_map(view: &CheckView, entries: &[Entry], words: &Words) -> Option<Markup> {
    let (quality, states) = Quality::ALL.into_iter().find_map(|quality| {
        let states = states(view, entries, quality, words);
        (!states.is_empty()).then_some((quality, states))
    })?;
    let quality = words.say(&format!("quality.{quality}"));
    let said: Vec<String> =
        states.values().filter_map(|state| Some(format!("{} {}", state.badge?, state.label))).collect();
    let description = said.join(" ");
    let map_words = MapWords {
        left: names::capitalised(&words.say("side.left")),
        right: names::capitalised(&words.say("side.right")),
        names: group_names(view.knowledge),
    };
    let drawn = |view: View| {
        let key = match view {
            View::Front => "map.front",
            View::Back => "map.back",
        };
        let title = words.fill(key, &[("quality", &quality)]);
        let map =
            BodyMap { view, states: &states, title: &title, description: &description, words: &map_words };
        PreEscaped(body_map(&map))
    };
    Some(html! {
        figure.bm {
            div.bm-views { @for view in View::ALL { (drawn(view)) } }
            figcaption { (words.fill("map.caption", &[("quality", &quality)])) }
        }
        (key(&states, words))
    })
}

/// The state of every group that is drawn and was compared in this quality.
fn states(
    view: &CheckView,
    entries: &[Entry],
    quality: Quality,
    words: &Words,
) -> BTreeMap<MuscleGroupId, RegionState> {
    let speaker = Speaker { knowledge: view.knowledge, words, cautions: cautions_of(view.screening) };
    let mut states = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.finding.quality == quality) {
        let Comparison::LeftRight { group } = &entry.finding.comparison else { continue };
        if home_view(group).is_none() || states.contains_key(group) {
            continue;
        }
        let legs = leg_states(&entry.finding.verdict);
        let state = RegionState {
            left: legs.left,
            right: legs.right,
            label: speaker.headline(entry.finding),
            badge: u32::try_from(entry.number).ok(),
            href: format!("#{}", entry.id),
        };
        states.insert(group.clone(), state);
    }
    states
}

fn leg_states(verdict: &Verdict) -> Bilateral<LegState> {
    let both = |state| Bilateral { left: state, right: state };
    match verdict {
        Verdict::Imbalanced { weaker: Weaker::Leg(side), confidence } => {
            let mut legs = both(LegState::Partner);
            legs[*side] = match confidence {
                Confidence::Clear => LegState::Clear,
                Confidence::Probable => LegState::Probable,
            };
            legs
        }
        // A group is the weaker one only where groups are compared, which this map does not show.
        Verdict::Imbalanced { weaker: Weaker::Group(_), .. } | Verdict::Undecided { .. } => {
            both(LegState::Unknown)
        }
        Verdict::Balanced => both(LegState::Balanced),
        Verdict::NotComparable { .. } => both(LegState::NotComparable),
    }
}

fn group_names(knowledge: &Knowledge) -> BTreeMap<MuscleGroupId, String> {
    let drawn = knowledge.groups.values().filter(|group| home_view(&group.id).is_some());
    drawn.map(|group| (group.id.clone(), group.name.clone())).collect()
}

/// What the fills mean: those on the map, and what was not measured.
fn key(states: &BTreeMap<MuscleGroupId, RegionState>, words: &Words) -> Markup {
    let mut shown: BTreeSet<LegState> =
        states.values().flat_map(|state| Side::BOTH.map(|side| state.of(side))).collect();
    shown.insert(LegState::NotMeasured);
    let said = |state: LegState| {
        words.say(match state {
            LegState::Clear => "map.clear",
            LegState::Probable => "map.probable",
            LegState::Partner => "map.partner",
            LegState::Unknown => "map.unknown",
            LegState::Balanced => "map.balanced",
            LegState::NotMeasured => "map.not_measured",
            LegState::NotComparable => "map.not_comparable",
        })
    };
    let entries: Vec<(LegState, String)> = shown.into_iter().map(|state| (state, said(state))).collect();
    let entries: Vec<(LegState, &str)> =
        entries.iter().map(|(state, words)| (*state, words.as_str())).collect();
    PreEscaped(map_key(&entries))
}

/// The twenty dots of one finding; none without an estimate.
pub(crate) fn finding_dots(entry: &Entry, title: &str, knowledge: &Knowledge, words: &Words) -> Option<Markup> {
    let finding = entry.finding;
    let estimate = finding.estimate.as_ref()?;
    let speaker = Speaker { knowledge, words, cautions: &NO_CAUTIONS };
    let (first, second) = (speaker.end(finding, false), speaker.end(finding, true));
    let usual = match &finding.comparison {
        Comparison::LeftRight { group } => {
            let prior = knowledge.groups.get(group).and_then(|group| group.prior.get(&finding.quality));
            prior.and_then(|prior| prior.usual_up_to)
        }
        Comparison::Opposing { .. } => None,
    };
    let labels = DotLabels {
        decimal_mark: words.language().decimal_mark(),
        id: entry.id.clone(),
        title: title.to_owned(),
        first,
        second,
        same: words.say("dots.same"),
        usual: usual.map(|up_to| UsualMark { up_to, words: words.say("dots.usual") }),
    };
    Some(PreEscaped(dots(estimate, &labels)))
}

/// The difference on each day that was measured; none with one day.
pub(crate) fn finding_course(entry: &Entry, speaker: Speaker<'_>) -> Option<Markup> {
    let finding = entry.finding;
    let estimate = finding.estimate.as_ref().filter(|_| finding.evidence.course.len() > 1)?;
    let words = speaker.words;
    let group = names::group(finding.comparison.group(), speaker.knowledge);
    let quality = words.say(&format!("quality.{}", finding.quality));
    let days: Vec<String> = speaker
        .course(finding)
        .into_iter()
        .map(|day| {
            words.fill(
                "course.line",
                &[("day", &day.day), ("size", &day.size), ("from", &day.from), ("to", &day.to)],
            )
        })
        .collect();
    let labels = CourseLabels {
        decimal_mark: words.language().decimal_mark(),
        id: entry.id.clone(),
        title: words.fill("course.title", &[("group", &group), ("quality", &quality)]),
        description: days.join(" "),
        first: speaker.end(finding, false),
        second: speaker.end(finding, true),
        same: words.say("dots.same"),
    };
    Some(PreEscaped(course(&finding.evidence.course, estimate.delta, estimate.unit, &labels)))
}
