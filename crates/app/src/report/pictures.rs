//! The pictures of a report: the leg map, the twenty dots of a finding, and its course over the days.
//!
//! The only file of the report that knows how pictures are made. A picture never says more than the words
//! beside it. Read next: [`crate::picture`].

use super::outline::Entry;
use super::sentences::{NO_CAUTIONS, Speaker, cautions_of};
use super::{CheckView, names, visit};
use crate::picture::bodymap::{BodyMap, LegState, MapWords, RegionState, View, body_map, home_view};
use crate::picture::course::{Ahead, CourseLabels, course};
use crate::picture::dots::{DotLabels, UsualMark, dots};
use crate::picture::key::map_key;
use crate::words::Words;
use evenstride_core::assess::{Assessment, Comparison, Confidence, Finding, Prediction, Verdict, Weaker};
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
    let placed: Vec<Placed> = entries.iter().map(Placed::of).collect();
    let (quality, states) = Quality::ALL.into_iter().find_map(|quality| {
        let states = states(view, &placed, quality, words);
        (!states.is_empty()).then_some((quality, states))
    })?;
    let drawing = Drawing { quality, title: ["map.front", "map.back"], again: None };
    Some(html! {
        (drawn(view, &states, &drawing, words))
        (key([&states], words))
    })
}

/// The leg map of the first day beside the one of today, with the numbers and links of today's cards on both.
///
/// Both show the same quality. None when no quality was compared on both days.
pub(crate) fn leg_maps_then_and_now(
    view: &CheckView,
    then: &Assessment,
    entries: &[Entry],
    words: &Words,
) -> Option<Markup> {
    let now: Vec<Placed> = entries.iter().map(Placed::of).collect();
    let before: Vec<Placed> = then
        .findings
        .iter()
        .map(|finding| {
            let is_same = |entry: &&Entry| {
                (&entry.finding.comparison, entry.finding.quality) == (&finding.comparison, finding.quality)
            };
            let card = entries.iter().find(is_same);
            let href = card.map_or_else(|| "#over-time".to_owned(), |entry| format!("#{}", entry.id));
            Placed { finding, number: card.map(|entry| entry.number), href }
        })
        .collect();
    let (quality, before, now) = Quality::ALL.into_iter().find_map(|quality| {
        let [before, now] = [&before, &now].map(|placed| states(view, placed, quality, words));
        (!before.is_empty() && !now.is_empty()).then_some((quality, before, now))
    })?;
    let first = Drawing { quality, title: ["map.front_then", "map.back_then"], again: None };
    let second = Drawing { quality, title: ["map.front_now", "map.back_now"], again: Some("now") };
    let day = |day| names::date(day, words);
    Some(html! {
        div.then-now {
            div { h3 { (words.fill("map.then", &[("date", &day(then.as_of))])) } (drawn(view, &before, &first, words)) }
            div { h3 { (words.fill("map.now", &[("date", &day(view.as_of))])) } (drawn(view, &now, &second, words)) }
        }
        (key([&before, &now], words))
    })
}

/// A finding with its number and where its place on the map leads.
struct Placed<'a> {
    finding: &'a Finding,
    number: Option<usize>,
    href: String,
}

impl<'a> Placed<'a> {
    fn of(entry: &Entry<'a>) -> Self {
        Self { finding: entry.finding, number: Some(entry.number), href: format!("#{}", entry.id) }
    }
}

/// What a drawing of both views shows.
struct Drawing<'a> {
    quality: Quality,
    /// The keys of its titles, front and back.
    title: [&'a str; 2],
    /// Its name, where another one stands before it on the page.
    again: Option<&'a str>,
}

type States = BTreeMap<MuscleGroupId, RegionState>;

/// Both views of the map.
fn drawn(view: &CheckView, states: &States, drawing: &Drawing<'_>, words: &Words) -> Markup {
    let quality = words.say(&format!("quality.{}", drawing.quality));
    let said: Vec<String> = states
        .values()
        .map(|state| match state.badge {
            Some(badge) => format!("{badge} {}", state.label),
            None => state.label.clone(),
        })
        .collect();
    let description = said.join(" ");
    let map_words = MapWords {
        left: names::capitalised(&words.say("side.left")),
        right: names::capitalised(&words.say("side.right")),
        names: group_names(view.knowledge),
    };
    let one = |(view, key): (View, &str)| {
        let title = words.fill(key, &[("quality", &quality)]);
        PreEscaped(body_map(&BodyMap {
            view,
            states,
            title: &title,
            description: &description,
            words: &map_words,
            again: drawing.again,
        }))
    };
    html! {
        figure.bm {
            div.bm-views { @for side in View::ALL.into_iter().zip(drawing.title) { (one(side)) } }
            figcaption { (words.fill("map.caption", &[("quality", &quality)])) }
        }
    }
}

/// The state of every group that is drawn and was compared in this quality.
fn states(view: &CheckView, placed: &[Placed], quality: Quality, words: &Words) -> States {
    let speaker = Speaker { knowledge: view.knowledge, words, cautions: cautions_of(view.screening) };
    let mut states = BTreeMap::new();
    for one in placed.iter().filter(|one| one.finding.quality == quality) {
        let Comparison::LeftRight { group } = &one.finding.comparison else { continue };
        if home_view(group).is_none() || states.contains_key(group) {
            continue;
        }
        let legs = leg_states(&one.finding.verdict);
        let state = RegionState {
            left: legs.left,
            right: legs.right,
            label: speaker.headline(one.finding),
            badge: one.number.and_then(|number| u32::try_from(number).ok()),
            href: one.href.clone(),
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
fn key<const N: usize>(states: [&States; N], words: &Words) -> Markup {
    let all = states.into_iter().flat_map(BTreeMap::values);
    let mut shown: BTreeSet<LegState> = all.flat_map(|state| Side::BOTH.map(|side| state.of(side))).collect();
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
///
/// `foreseen` is what a next visit would show if nothing changed; it stands behind the last day.
pub(crate) fn finding_course(
    entry: &Entry,
    foreseen: Option<&Prediction>,
    speaker: Speaker<'_>,
) -> Option<Markup> {
    let finding = entry.finding;
    let estimate = finding.estimate.as_ref().filter(|_| finding.evidence.course.len() > 1)?;
    let words = speaker.words;
    let group = names::group(finding.comparison.group(), speaker.knowledge);
    let quality = words.say(&format!("quality.{}", finding.quality));
    let mut days: Vec<String> = speaker
        .course(finding)
        .into_iter()
        .map(|day| {
            words.fill(
                "course.line",
                &[("day", &day.day), ("size", &day.size), ("from", &day.from), ("to", &day.to)],
            )
        })
        .collect();
    let ahead = foreseen.map(|prediction| {
        let [low, size, high] = visit::sizes(prediction, estimate.unit);
        Ahead { size, low, high, label: words.say("course.next") }
    });
    days.extend(foreseen.map(|prediction| speaker.foreseen(finding, prediction).join(" ")));
    let labels = CourseLabels {
        decimal_mark: words.language().decimal_mark(),
        id: entry.id.clone(),
        title: words.fill("course.title", &[("group", &group), ("quality", &quality)]),
        description: days.join(" "),
        first: speaker.end(finding, false),
        second: speaker.end(finding, true),
        same: words.say("dots.same"),
        ahead,
    };
    Some(PreEscaped(course(&finding.evidence.course, estimate.delta, estimate.unit, &labels)))
}
