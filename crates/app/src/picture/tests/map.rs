//! The leg map: sides, words, stops for the keyboard.

use super::*;
use crate::picture::bodymap::home_view;

fn mirrored(states: &States) -> States {
    let swap = |state: &RegionState| RegionState { left: state.right, right: state.left, ..state.clone() };
    states.iter().map(|(id, state)| (id.clone(), swap(state))).collect()
}

/// Group, side and state of every leg that is drawn.
fn legs(document: &Document<'_>) -> BTreeSet<(String, String, String)> {
    let group_of = |leg: Node<'_, '_>| leg.parent()?.attribute("data-group").map(str::to_owned);
    let legs = document.descendants().filter(|node| class_of(*node).contains("bm-muscle"));
    legs.map(|leg| {
        let side = leg.attribute("data-side").expect("a leg has a side").to_owned();
        (group_of(leg).expect("a leg belongs to a group"), side, class_of(leg).to_owned())
    })
    .collect()
}

/// Everything but the states, the badges and the sides that the states move.
fn all_but_states(document: &Document<'_>) -> Vec<String> {
    let is_in_badge = |node: Node<'_, '_>| node.ancestors().any(|above| class_of(above) == "bm-badge");
    document
        .descendants()
        .filter(|node| node.is_element() && !is_in_badge(*node))
        .map(|node| {
            let is_leg = class_of(node).contains("bm-muscle");
            let moves = |name: &str| is_leg && (name == "class" || name == "fill");
            let kept = node.attributes().filter(|attribute| !moves(attribute.name()));
            let kept: Vec<String> =
                kept.map(|attribute| format!("{}={}", attribute.name(), attribute.value())).collect();
            format!("{} {} {}", node.tag_name().name(), kept.join(" "), node.text().unwrap_or_default())
        })
        .collect()
}

fn badges(document: &Document<'_>) -> BTreeSet<(String, i64)> {
    let badges = document.descendants().filter(|node| class_of(*node) == "bm-badge");
    badges
        .map(|badge| {
            let circle = badge.first_element_child().expect("a badge has a circle");
            let x: f64 = circle.attribute("cx").expect("a circle has a centre").parse().expect("a number");
            (
                badge.attribute("data-side").expect("a badge has a side").to_owned(),
                (10.0 * (x - 120.0)).round() as i64,
            )
        })
        .collect()
}

#[test]
fn mirrored_states_mirror_the_sides_and_nothing_else() {
    let other = |side: &str| {
        if side == "left" { "right".to_owned() } else { "left".to_owned() }
    };
    for view in View::ALL {
        let (ours, theirs) = (draw(view, &states()), draw(view, &mirrored(&states())));
        let (ours, theirs) = (parse(&ours), parse(&theirs));
        let swapped =
            legs(&ours).into_iter().map(|(group, side, class)| (group, other(&side), class)).collect();
        assert_eq!(legs(&theirs), swapped);
        assert_eq!(all_but_states(&theirs), all_but_states(&ours));
        let swapped: BTreeSet<_> = badges(&ours).into_iter().map(|(side, x)| (other(&side), -x)).collect();
        assert_eq!(badges(&theirs), swapped);
        assert!(!swapped.is_empty(), "each view has a badge");
    }
}

#[test]
fn a_leg_has_the_same_state_from_the_front_and_from_behind() {
    let (front, back) = (draw(View::Front, &states()), draw(View::Back, &states()));
    let (front, back) = (legs(&parse(&front)), legs(&parse(&back)));
    let in_front: BTreeSet<_> = front.iter().map(|(group, side, _)| (group, side)).collect();
    let both: Vec<_> = back.iter().filter(|(group, side, _)| in_front.contains(&(group, side))).collect();
    assert_eq!(both.len(), 2 * 6, "abductors, quads, adductors, fibulares and both calf groups");
    for leg in both {
        assert!(front.contains(leg), "{leg:?}");
    }
}

#[test]
fn the_words_stand_over_the_legs_that_they_name() {
    for (view, right_is_on_the_left) in [(View::Front, true), (View::Back, false)] {
        let svg = draw(view, &states());
        let document = parse(&svg);
        let sides: Vec<_> = document.descendants().filter(|node| class_of(*node) == "bm-side").collect();
        assert_eq!(sides.len(), 4);
        for word in sides {
            let x: f64 = word.attribute("x").expect("a word has a place").parse().expect("a number");
            let is_right = word.text() == Some("Right");
            assert_eq!(is_right, word.attribute("data-side") == Some("right"));
            assert_eq!(x < 120.0, is_right == right_is_on_the_left, "{view:?} {word:?}");
        }
        for leg in document.descendants().filter(|node| class_of(*node).contains("bm-muscle")) {
            let is_on_the_left = leg.attribute("transform") == Some("matrix(-1 0 0 1 120 0)");
            let is_right = leg.attribute("data-side") == Some("right");
            assert_eq!(is_on_the_left, is_right == right_is_on_the_left, "{view:?}");
        }
    }
}

#[test]
fn a_group_is_one_stop_for_the_keyboard_and_only_where_it_was_measured() {
    let mut stops = Vec::new();
    for view in View::ALL {
        let svg = draw(view, &states());
        for link in parse(&svg).descendants().filter(|node| node.has_tag_name("a")) {
            let group = link.attribute("data-group").expect("a link names its group").to_owned();
            let is_hidden = link.attribute("aria-hidden") == Some("true");
            assert_eq!(is_hidden, link.attribute("tabindex") == Some("-1"), "{group}");
            assert_eq!(is_hidden, link.attribute("aria-label").is_none(), "{group}");
            if !is_hidden {
                stops.push(group);
            }
        }
    }
    assert_eq!(stops, ["abductors", "quads", "adductors", "soleus", "hamstrings"]);
}

#[test]
fn all_groups_are_drawn_and_have_a_home_view() {
    let drawn: BTreeSet<String> = View::ALL
        .iter()
        .flat_map(|view| legs(&parse(&draw(*view, &BTreeMap::new()))).into_iter().map(|(group, _, _)| group))
        .collect();
    assert_eq!(drawn, GROUPS.iter().map(|group| (*group).to_owned()).collect());
    assert_eq!(home_view(&id("quads")), Some(View::Front));
    assert_eq!(home_view(&id("abductors")), Some(View::Back));
    assert_eq!(home_view(&id("biceps")), None);
}
