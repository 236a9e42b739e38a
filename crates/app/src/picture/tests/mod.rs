//! What must hold of every drawing, whatever it shows.

mod course;
mod finding;
mod map;

use super::bodymap::{BodyMap, LegState, MapWords, RegionState, View, body_map};
use super::dots::{DotLabels, UsualMark, dots};
use super::key::map_key;
use super::style::CSS;
use evenstride_core::assess::{Estimate, SizeUnit};
use evenstride_core::body::MuscleGroupId;
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};

const GROUPS: [&str; 13] = [
    "hip-flexors",
    "tfl",
    "abductors",
    "glutes",
    "deep-rotators",
    "quads",
    "adductors",
    "hamstrings",
    "dorsiflexors",
    "fibulares",
    "gastrocnemius",
    "soleus",
    "deep-calf",
];

type States = BTreeMap<MuscleGroupId, RegionState>;

fn id(group: &str) -> MuscleGroupId {
    MuscleGroupId::new(group).expect("the groups of the map are ids")
}

/// A person with every state somewhere, different on the two legs wherever it can be.
fn states() -> States {
    let of = |group: &str, left, right, badge| {
        let label = format!("{group}: a <sentence> & more");
        (id(group), RegionState { left, right, label, badge, href: format!("?a=1&b=\"2\"#f-{group}") })
    };
    BTreeMap::from([
        of("quads", LegState::Partner, LegState::Clear, Some(1)),
        of("abductors", LegState::Probable, LegState::Partner, Some(2)),
        of("hamstrings", LegState::Unknown, LegState::Unknown, Some(3)),
        of("adductors", LegState::Balanced, LegState::Balanced, None),
        of("soleus", LegState::NotComparable, LegState::NotMeasured, Some(4)),
        of("glutes", LegState::NotMeasured, LegState::NotMeasured, None),
    ])
}

fn words() -> MapWords {
    let names = GROUPS.iter().map(|group| (id(group), format!("<{group}>"))).collect();
    MapWords { left: "Left".to_owned(), right: "Right".to_owned(), names }
}

fn draw(view: View, states: &States) -> String {
    let title = "Legs & <hips>";
    body_map(&BodyMap {
        view,
        states,
        title,
        description: "1 \"front\" of thigh",
        words: &words(),
        again: None,
    })
}

fn parse(svg: &str) -> Document<'_> {
    Document::parse(svg).expect("a drawing is well-formed XML")
}

fn estimate(quantiles: [f64; 20], delta: f64, unit: SizeUnit) -> Estimate {
    let size = f64::midpoint(quantiles[9], quantiles[10]);
    let probabilities = (0.5, 0.25, 0.25);
    Estimate {
        unit,
        delta,
        size,
        low: quantiles[0],
        high: quantiles[19],
        quantiles,
        probability: probabilities.0,
        probability_first: probabilities.1,
        probability_second: probabilities.2,
    }
}

fn labels() -> DotLabels {
    DotLabels {
        decimal_mark: '.',
        id: "f-quads".to_owned(),
        title: "Right leg <almost certainly> weaker & more".to_owned(),
        first: "left leg weaker".to_owned(),
        second: "right leg weaker".to_owned(),
        same: "same".to_owned(),
        usual: Some(UsualMark { up_to: 14.0, words: "usual up to here".to_owned() }),
    }
}

/// Twenty sizes around a middle, from nearly equal to far apart, also at the very edge of the zone.
fn spreads() -> Vec<[f64; 20]> {
    let mut all = Vec::new();
    for middle in [-200.0, -45.0, -14.5, -10.0, 0.0, 0.3, 6.5, 19.0, 33.0] {
        for step in [0.0, 0.05, 0.5, 1.0, 3.0] {
            all.push(std::array::from_fn(|i| middle + step * (i as f64 - 9.5)));
        }
    }
    all.push(std::array::from_fn(|i| [-10.0, 10.0][i / 10]));
    all
}

fn class_of<'a>(node: Node<'a, '_>) -> &'a str {
    node.attribute("class").unwrap_or_default()
}

#[test]
fn every_reference_resolves_and_every_id_is_unique_on_a_page_with_all_pictures() {
    let views: String = View::ALL.iter().map(|view| draw(*view, &states())).collect();
    let key = map_key(&LegState::ALL.map(|state| (state, "words & more")));
    let picture = dots(&estimate(spreads()[0], 10.0, SizeUnit::Percent), &labels());
    let page = format!("<page>{views}{key}{picture}</page>");
    let document = parse(&page);
    let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "an id stands twice");
    for node in document.descendants() {
        let used =
            node.attribute("href").filter(|_| node.has_tag_name("use")).and_then(|href| href.strip_prefix('#'));
        let filled = node.attribute("fill").and_then(|fill| fill.strip_prefix("url(#")?.strip_suffix(')'));
        let named = node.attribute("aria-labelledby").into_iter().flat_map(str::split_whitespace);
        for reference in used.into_iter().chain(filled).chain(named) {
            assert!(known.contains(reference), "{reference} leads nowhere");
        }
        assert!(!node.has_tag_name("use") || used.is_some(), "a use without a reference");
    }
}

#[test]
fn what_a_person_typed_is_escaped() {
    let svg = draw(View::Front, &states());
    let document = parse(&svg);
    assert!(!svg.contains("<hips>") && !svg.contains("<sentence>") && !svg.contains("<quads>"));
    let link = document.descendants().find(|node| node.attribute("data-group") == Some("quads"));
    let link = link.expect("the front shows the front of the thigh");
    assert_eq!(link.attribute("href"), Some("?a=1&b=\"2\"#f-quads"));
    assert_eq!(link.attribute("aria-label"), Some("quads: a <sentence> & more"));
    let picture = dots(&estimate(spreads()[0], 10.0, SizeUnit::Percent), &labels());
    let title = parse(&picture)
        .descendants()
        .find_map(|node| node.has_tag_name("title").then(|| node.text().map(str::to_owned)));
    assert_eq!(title.flatten(), Some(labels().title));
}

#[test]
fn every_class_of_a_picture_has_its_prefix_and_a_style() {
    let mut drawn: String = View::ALL.iter().map(|view| draw(*view, &states())).collect();
    drawn += &map_key(&LegState::ALL.map(|state| (state, "words")));
    drawn += &dots(&estimate(spreads()[20], 10.0, SizeUnit::Percent), &labels());
    let page = format!("<page>{drawn}</page>");
    for class in parse(&page).descendants().flat_map(|node| class_of(node).split_whitespace()) {
        assert!(class.starts_with("bm-") || class.starts_with("fd-"), "{class}");
        let has_style = CSS.contains(&format!(".{class} ")) || CSS.contains(&format!(".{class},"));
        let holds_styled_things = ["bm-badges", "fd-dot"].contains(&class);
        assert!(has_style || holds_styled_things, "{class} has no style");
    }
    assert!(!page.contains("style="), "a strict policy blocks style attributes");
}
