//! The leg map: which muscle groups were measured, what was found in them, and on which leg.
//!
//! ```text
//!        front                    back
//!   Right      Left          Left      Right      words over the legs, always anatomical
//!    ┌─┐        ┌─┐           ┌─┐        ┌─┐
//!    │1│        │ │           │ │        │ │      a link per group holds both legs;
//!    └─┘        └─┘           └─┘        └─┘      the badge has the number of the finding
//! ```
//! One drawing shows one quality; it never averages qualities and never decides a state. Read next:
//! [`super::key`] for what the fills mean, [`super::style`] for how they look.

use super::bodymap_paths::{BACK, FRONT};
use super::key::{pattern_defs, pattern_fill};
use super::paths::{RegionPaths, ViewPaths};
use evenstride_core::body::{MuscleGroupId, Side};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Height of a view; its width is 240.
pub const VIEW_HEIGHT: u32 = 672;
/// Where the midline stands.
const MIDLINE: f64 = 120.0;
/// By how much the body stands below the top, to leave room for the words.
const TOP: f64 = 22.0;

/// From where the legs are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// From the front: the person's right leg is on the left of the picture.
    Front,
    /// From behind: the person's right leg is on the right of the picture.
    Back,
}

impl View {
    /// Both views in the order in which they are shown.
    pub const ALL: [View; 2] = [View::Front, View::Back];

    /// The word that ids and addresses use: `front` or `back`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            View::Front => "front",
            View::Back => "back",
        }
    }

    fn paths(self) -> &'static ViewPaths {
        match self {
            View::Front => &FRONT,
            View::Back => &BACK,
        }
    }

    /// The legs as they are drawn: which side is at the midline's right in the picture.
    fn side_on_the_right(self) -> Side {
        match self {
            View::Front => Side::Left,
            View::Back => Side::Right,
        }
    }

    /// Where a point at this distance from the midline lies on this leg.
    fn x(self, side: Side, from_midline: f64) -> f64 {
        if side == self.side_on_the_right() { MIDLINE + from_midline } else { MIDLINE - from_midline }
    }

    fn transform(self, side: Side) -> &'static str {
        if side == self.side_on_the_right() { "translate(120)" } else { "matrix(-1 0 0 1 120 0)" }
    }
}

/// What is to be shown of a muscle group on one leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LegState {
    /// Almost certainly the weaker.
    Clear,
    /// Probably the weaker.
    Probable,
    /// The stronger one of a pair of which the other is called weaker.
    Partner,
    /// It cannot be told yet.
    Unknown,
    /// No difference that matters.
    Balanced,
    /// Nothing was measured.
    NotMeasured,
    /// Measured in ways that do not allow a comparison.
    NotComparable,
}

impl LegState {
    /// All states in the order of the key.
    pub const ALL: [LegState; 7] = [
        LegState::Clear,
        LegState::Probable,
        LegState::Partner,
        LegState::Unknown,
        LegState::Balanced,
        LegState::NotComparable,
        LegState::NotMeasured,
    ];

    /// The class that gives the fill and the outline.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            LegState::Clear => "bm-clear",
            LegState::Probable => "bm-probable",
            LegState::Partner => "bm-partner",
            LegState::Unknown => "bm-unknown",
            LegState::Balanced => "bm-balanced",
            LegState::NotMeasured => "bm-not-measured",
            LegState::NotComparable => "bm-not-comparable",
        }
    }
}

/// What is to be shown of a muscle group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionState {
    /// The left leg.
    pub left: LegState,
    /// The right leg.
    pub right: LegState,
    /// The sentence that is read out: the group and what was found.
    pub label: String,
    /// The number of the finding in the list beside the map.
    pub badge: Option<u32>,
    /// Where the link leads, such as `#f-quads`.
    pub href: String,
}

impl RegionState {
    /// The state of a leg.
    #[must_use]
    pub fn of(&self, side: Side) -> LegState {
        match side {
            Side::Left => self.left,
            Side::Right => self.right,
        }
    }

    fn is_measured(&self) -> bool {
        Side::BOTH.iter().any(|&side| self.of(side) != LegState::NotMeasured)
    }

    /// A badge stands on the weak leg, and without one on every leg that was measured.
    fn has_badge(&self, side: Side) -> bool {
        let is_weak = |side: Side| matches!(self.of(side), LegState::Clear | LegState::Probable);
        match self.of(side) {
            LegState::Clear | LegState::Probable => true,
            LegState::Unknown | LegState::Balanced | LegState::NotComparable => !is_weak(side.other()),
            LegState::Partner | LegState::NotMeasured => false,
        }
    }
}

/// The words in the map itself; all others stand beside it as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapWords {
    /// The word over the left leg.
    pub left: String,
    /// The word over the right leg.
    pub right: String,
    /// Names for the labels beside the view on paper and wide screens; a group without one has none.
    pub names: BTreeMap<MuscleGroupId, String>,
}

/// One view of the leg map.
#[derive(Debug, Clone, Copy)]
pub struct BodyMap<'a> {
    /// From where the legs are looked at.
    pub view: View,
    /// What to show of each group; a group that is missing is drawn as not measured and without a link.
    pub states: &'a BTreeMap<MuscleGroupId, RegionState>,
    /// The picture's name, such as "Leg map, front".
    pub title: &'a str,
    /// All findings in words, for those who cannot see the picture.
    pub description: &'a str,
    /// The words in the map.
    pub words: &'a MapWords,
    /// The name of this drawing where one of the same view stands before it on the page, whose shapes it then uses.
    pub again: Option<&'a str>,
}

/// Draws one view as an SVG of 240 × [`VIEW_HEIGHT`] units that grows with its container.
///
/// A page that shows both views puts them into an element with the class `bm-views`: they stack on a phone
/// and stand side by side on a wide screen and on paper. A group is a stop for the keyboard only where it
/// was measured, and only in the first view that shows it; ids carry the name of the view, so both views
/// can stand on one page.
///
/// # Example
/// ```
/// use evenstride_app::picture::bodymap::{BodyMap, LegState, MapWords, RegionState, View, body_map};
/// use evenstride_core::body::MuscleGroupId;
/// use std::collections::BTreeMap;
///
/// let quads = RegionState {
///     left: LegState::Partner,
///     right: LegState::Clear,
///     label: "Front of thigh: right leg almost certainly weaker".to_owned(),
///     badge: Some(1),
///     href: "#f-quads".to_owned(),
/// };
/// let states = BTreeMap::from([(MuscleGroupId::new("quads").expect("an id"), quads)]);
/// let words = MapWords { left: "Left".to_owned(), right: "Right".to_owned(), names: BTreeMap::new() };
/// let svg = body_map(&BodyMap {
///     view: View::Front,
///     states: &states,
///     title: "Leg map, front",
///     description: "1 front of thigh: right leg almost certainly weaker.",
///     words: &words,
///     again: None,
/// });
/// assert!(svg.contains("href=\"#f-quads\""));
/// ```
#[must_use]
pub fn body_map(map: &BodyMap<'_>) -> String {
    let view = map.view.as_str();
    let paths = map.view.paths();
    let named = map.again.map_or_else(|| format!("bm-{view}"), |name| format!("bm-{view}-{name}"));
    html! {
        svg class="bm-map" viewBox={ "0 0 240 " (VIEW_HEIGHT) } role="group"
            aria-labelledby={ (named) "-title " (named) "-description" } {
            title id={ (named) "-title" } { (map.title) }
            desc id={ (named) "-description" } { (map.description) }
            @if map.again.is_none() {
                defs { (pattern_defs(&format!("bm-{view}"), &LegState::ALL)) (path_defs(map.view)) }
            }
            (words_over_the_legs(map))
            g transform={ "translate(0 " (TOP) ")" } {
                g aria-hidden="true" {
                    path class="bm-silhouette" d=(paths.silhouette) transform="translate(120)" {}
                    @for side in Side::BOTH { (orientation(map.view, side)) }
                }
                @for region in paths.regions { (region_with_both_legs(map, region)) }
                g aria-hidden="true" class="bm-labels" {
                    @for region in paths.regions { (label_beside_the_view(map, region)) }
                }
                g aria-hidden="true" class="bm-badges" {
                    @for region in paths.regions { (badges(map, region)) }
                }
            }
        }
    }
    .into_string()
}

/// The view in which a group shows best, where its badge stands; none for a group that is not drawn.
#[must_use]
pub fn home_view(group: &MuscleGroupId) -> Option<View> {
    let depth =
        |view: View| view.paths().region(group.as_str()).map_or(f64::NEG_INFINITY, |region| region.depth);
    let best = if depth(View::Back) > depth(View::Front) { View::Back } else { View::Front };
    best.paths().region(group.as_str()).map(|_| best)
}

fn path_defs(view: View) -> Markup {
    let (name, paths) = (view.as_str(), view.paths());
    html! {
        path id={ "bm-" (name) "-details" } d=(paths.details) {}
        @for (part, _, d) in paths.tissues { path id={ "bm-" (name) "-" (part) } d=(d) {} }
        @for region in paths.regions {
            @for (part, d) in region.parts { path id={ "bm-" (name) "-" (part) } d=(d) {} }
            path id={ "bm-" (name) "-" (region.group) "-hit" } d=(region.hit) {}
        }
    }
}

fn words_over_the_legs(map: &BodyMap<'_>) -> Markup {
    html! {
        @for side in Side::BOTH {
            @let word = match side { Side::Left => &map.words.left, Side::Right => &map.words.right };
            @for (out, y) in [(58.0, 16.0), (75.0, 664.0)] {
                text class="bm-side" data-side=(side) x=(map.view.x(side, out)) y=(y) { (word) }
            }
        }
    }
}

/// Bones, tendons, lines at knee, ankle and toes: they help to find one's way and mean nothing.
fn orientation(view: View, side: Side) -> Markup {
    let name = view.as_str();
    html! {
        g transform=(view.transform(side)) {
            use class="bm-details" href={ "#bm-" (name) "-details" } {}
            @for (part, tissue, _) in view.paths().tissues {
                use class={ "bm-" (tissue) } href={ "#bm-" (name) "-" (part) } {}
            }
        }
    }
}

fn region_with_both_legs(map: &BodyMap<'_>, region: &RegionPaths) -> Markup {
    let Some(state) = map.states.get(region.group) else {
        return html! { g data-group=(region.group) aria-hidden="true" { (both_legs(map.view, region, None)) } };
    };
    let first_view = View::ALL.into_iter().find(|view| view.paths().region(region.group).is_some());
    let legs = both_legs(map.view, region, Some(state));
    if state.is_measured() && first_view == Some(map.view) {
        html! { a class="bm-link" href=(state.href) data-group=(region.group) aria-label=(state.label) { (legs) } }
    } else {
        html! { a class="bm-link" href=(state.href) data-group=(region.group) tabindex="-1" aria-hidden="true" { (legs) } }
    }
}

fn both_legs(view: View, region: &RegionPaths, state: Option<&RegionState>) -> Markup {
    let name = view.as_str();
    html! {
        @for side in Side::BOTH {
            @let leg = state.map_or(LegState::NotMeasured, |state| state.of(side));
            g class={ "bm-muscle " (leg.class()) @if region.deep { " bm-deep" } } data-side=(side)
                fill=[pattern_fill(&format!("bm-{name}"), leg)] transform=(view.transform(side)) {
                use class="bm-hit" href={ "#bm-" (name) "-" (region.group) "-hit" } {}
                @for (part, _) in region.parts { use href={ "#bm-" (name) "-" (part) } {} }
            }
        }
    }
}

fn label_beside_the_view(map: &BodyMap<'_>, region: &RegionPaths) -> Markup {
    let (Some(name), Some(y)) = (map.words.names.get(region.group), region.label_y) else {
        return html! {};
    };
    // Labels point at the person's right leg in both views, which is the outer one on a page with both.
    let x = map.view.x(Side::Right, region.label.x);
    let (edge, bend, text, anchor) = match map.view {
        View::Front => (-6, 8, -12, "end"),
        View::Back => (246, 232, 252, "start"),
    };
    html! {
        path class="bm-leader" d={ "M" (edge) " " (y) "H" (bend) "L" (tenth(x)) " " (region.label.y) } {}
        circle class="bm-leader-end" cx=(tenth(x)) cy=(region.label.y) r="2.4" {}
        text class="bm-label" x=(text) y=(tenth(y + 4.4)) text-anchor=(anchor) { (name) }
    }
}

fn badges(map: &BodyMap<'_>, region: &RegionPaths) -> Markup {
    let Some((id, state)) = map.states.get_key_value(region.group) else {
        return html! {};
    };
    let (Some(number), true) = (state.badge, home_view(id) == Some(map.view)) else {
        return html! {};
    };
    html! {
        @for side in Side::BOTH {
            @if state.has_badge(side) {
                @let x = tenth(map.view.x(side, region.badge.x));
                g class="bm-badge" data-side=(side) data-group=(region.group) {
                    circle cx=(x) cy=(region.badge.y) r="11" {}
                    text x=(x) y=(tenth(region.badge.y + 5.0)) { (number) }
                }
            }
        }
    }
}

/// A length without the digits that nobody sees.
fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}
