//! Legs in names and notes: what says left, right or each leg, and in which order sets alternate.
//!
//! A note counts only when it says nothing else, so that “left knee felt odd” never becomes a side. Read next:
//! `settle`.

use super::amounts;
use evenstride_core::body::{Bilateral, Side};
use evenstride_core::training::{TrainedSet, TrainedSide};

const LEFT: &[&str] = &[
    "left",
    "lt",
    "lhs",
    "links",
    "linke",
    "linkes",
    "gauche",
    "izquierda",
    "izquierdo",
    "esquerda",
    "sinistra",
    "左",
];
const RIGHT: &[&str] = &[
    "right", "rt", "rhs", "rechts", "rechte", "rechtes", "droite", "derecha", "derecho", "direita", "destra",
    "右",
];
const EACH: &[&str] = &["each", "per", "ea", "every"];
const LEG: &[&str] = &["leg", "legs", "side", "sides", "bein", "seite"];

/// The side of a single word, also of a lone letter.
fn side_of(word: &str) -> Option<Side> {
    match word {
        "l" => Some(Side::Left),
        "r" => Some(Side::Right),
        word if LEFT.contains(&word) => Some(Side::Left),
        word if RIGHT.contains(&word) => Some(Side::Right),
        _ => None,
    }
}

fn trained(side: Side) -> TrainedSide {
    match side {
        Side::Left => TrainedSide::Left,
        Side::Right => TrainedSide::Right,
    }
}

/// Lower-case words of letters and digits.
fn plain_words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The legs that a name tells, and the name without the words that tell them.
///
/// A lone `L` or `R` counts at the end or in brackets only. A name with both sides tells none.
pub(super) fn of_name(name: &str) -> (Option<TrainedSide>, String) {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut found: Vec<TrainedSide> = Vec::new();
    let mut kept: Vec<&str> = Vec::new();
    let mut after_side = false;
    for (index, word) in words.iter().enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let in_brackets = word.starts_with(['(', '[']) && word.ends_with([')', ']']);
        let is_last = index + 1 == words.len() && index > 0;
        let next_is_angle = words.get(index + 1).is_some_and(|next| next.to_lowercase().starts_with("angle"));
        let side = side_of(&bare).filter(|_| bare.len() > 1 && !next_is_angle || in_brackets || is_last);
        let opens_each = EACH.contains(&bare.as_str())
            && words.get(index + 1).is_some_and(|next| {
                LEG.contains(&next.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str())
            });
        if let Some(side) = side {
            found.push(trained(side));
        } else if opens_each {
            found.push(TrainedSide::Each);
        } else if !(after_side && LEG.contains(&bare.as_str()) && (is_last || word.ends_with(')')))
            && !bare.is_empty()
        {
            kept.push(word);
        }
        after_side = side.is_some() || opens_each;
    }
    match found[..] {
        [side] => (Some(side), kept.join(" ").trim_end_matches([' ', '-', ',', ':']).to_owned()),
        _ => (None, name.to_owned()),
    }
}

/// Does a name say that one leg works at a time?
pub(super) fn says_one_leg(name: &str) -> bool {
    let words = plain_words(name);
    let pairs = words.windows(2).any(|pair| {
        matches!(pair[0].as_str(), "single" | "one" | "1")
            && matches!(pair[1].as_str(), "leg" | "legged" | "leged")
    });
    pairs
        || words.iter().any(|word| matches!(word.as_str(), "singleleg" | "oneleg" | "einbeinig" | "einbeinige"))
}

/// What a note says of the legs that did the sets.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum NoteSays {
    /// All sets were of these legs.
    All(TrainedSide),
    /// The sets went from one leg to the other, as far as said beginning with this one.
    InTurn {
        /// The leg of the first set.
        first: Option<Side>,
        /// Is it said that they alternate set by set?
        alternating: bool,
    },
    /// What each leg did.
    Told(Bilateral<Vec<TrainedSet>>),
    /// It speaks of both sides in words that cannot be told.
    Unclear,
}

/// What a note says of the legs; nothing when it does not speak of them.
pub(super) fn of_note(note: &str) -> Option<NoteSays> {
    if note.chars().count() > 200 {
        return None;
    }
    if let Some(told) = told(note) {
        return Some(NoteSays::Told(told));
    }
    let words = plain_words(note);
    let sides: Vec<Side> = words.iter().filter_map(|word| side_of(word)).collect();
    let only = |more: &[&str]| {
        words.iter().all(|word| {
            side_of(word).is_some() || LEG.contains(&word.as_str()) || more.contains(&word.as_str())
        })
    };
    let says = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    match sides[..] {
        [side] if only(&["only", "just", "nur"]) => return Some(NoteSays::All(trained(side))),
        [] => {
            let is_each = words.iter().all(|word| {
                EACH.contains(&word.as_str())
                    || LEG.contains(&word.as_str())
                    || matches!(
                        word.as_str(),
                        "reps" | "sets" | "on" | "for" | "of" | "both" | "one" | "after" | "other"
                    )
                    || word.bytes().all(|b| b.is_ascii_digit())
            });
            if is_each && says(EACH) {
                return Some(NoteSays::All(TrainedSide::Each));
            }
            if !words.is_empty()
                && words.iter().all(|word| word == "both" || word == "together" || LEG.contains(&word.as_str()))
                && says(&["together"])
            {
                return Some(NoteSays::All(TrainedSide::Both));
            }
        }
        _ => {}
    }
    const TURN: &[&str] = &["alternating", "alternate", "alternated", "alternately"];
    const ORDER: &[&str] =
        &["then", "first", "starting", "started", "start", "with", "and", "set", "sets", "by", "each", "every"];
    let alternating = says(TURN) || sides.len() > 2 && sides.windows(2).all(|pair| pair[0] != pair[1]);
    let in_order = says(&["then", "first"]) && !sides.is_empty();
    let vocabulary: Vec<&str> = TURN.iter().chain(ORDER).copied().collect();
    if (alternating || in_order) && only(&vocabulary) {
        return Some(NoteSays::InTurn { first: sides.first().copied(), alternating });
    }
    (sides.contains(&Side::Left) && sides.contains(&Side::Right)).then_some(NoteSays::Unclear)
}

/// Sets of each leg, as in `L 3x8 / R 3x6` or `left: 8,8,7 20kg right: 6,6,5 15kg`; nothing else may stand there.
fn told(note: &str) -> Option<Bilateral<Vec<TrainedSet>>> {
    let spaced = note.to_lowercase().replace(['/', ':', ';', '|', '=', '\n'], " ").replace(", ", " ");
    let mut found: Bilateral<Option<Vec<TrainedSet>>> = Bilateral::default();
    let mut current: Option<Side> = None;
    for word in spaced.split_whitespace() {
        let word = word.replace(['×', '*'], "x");
        let word = word.trim_end_matches(',');
        if let Some(side) = side_of(word) {
            if found[side].replace(Vec::new()).is_some() {
                return None;
            }
            current = Some(side);
            continue;
        }
        if LEG.contains(&word) || matches!(word, "reps" | "and" | "-") {
            continue;
        }
        let sets = found[current?].as_mut()?;
        if let Some(load_kg) = amounts::load_kg(word) {
            sets.iter_mut().for_each(|set| set.load_kg = load_kg);
            continue;
        }
        match amounts::sets(word) {
            Some(mut more) => sets.append(&mut more),
            None => sets.append(&mut amounts::sets(&format!("1x{word}"))?),
        }
    }
    let fits = |sets: &Vec<TrainedSet>| !sets.is_empty() && sets.len() <= amounts::MOST_SETS;
    Some(Bilateral { left: found.left.filter(fits)?, right: found.right.filter(fits)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_a_side_by_whole_words_alone() {
        let check = |name: &str, side: Option<TrainedSide>, rest: &str| {
            assert_eq!(of_name(name), (side, rest.to_owned()), "{name}");
        };
        check("Left Leg Extension", Some(TrainedSide::Left), "Leg Extension");
        check("Leg Extension (Right)", Some(TrainedSide::Right), "Leg Extension");
        check("Single Leg Press (R)", Some(TrainedSide::Right), "Single Leg Press");
        check("Split Squat - left leg", Some(TrainedSide::Left), "Split Squat");
        check("Calf Raise L", Some(TrainedSide::Left), "Calf Raise");
        check("Heel Raise each side", Some(TrainedSide::Each), "Heel Raise");
        for name in
            ["L Sit", "Lateral Raise", "Right Angle Curl", "Left and Right Lunge", "Bulgarian Split Squat", "R"]
        {
            check(name, None, name);
        }
    }

    #[test]
    fn notes_tell_a_side_only_when_they_say_nothing_else() {
        let check = |note: &str, expected: Option<NoteSays>| assert_eq!(of_note(note), expected, "{note}");
        check("left", Some(NoteSays::All(TrainedSide::Left)));
        check("Right leg only", Some(NoteSays::All(TrainedSide::Right)));
        check("8 each leg", Some(NoteSays::All(TrainedSide::Each)));
        check("per side", Some(NoteSays::All(TrainedSide::Each)));
        check("both legs together", Some(NoteSays::All(TrainedSide::Both)));
        check("left then right", Some(NoteSays::InTurn { first: Some(Side::Left), alternating: false }));
        check(
            "alternating, right first",
            Some(NoteSays::InTurn { first: Some(Side::Right), alternating: true }),
        );
        check("L R L R", Some(NoteSays::InTurn { first: Some(Side::Left), alternating: true }));
        check("alternating sets", Some(NoteSays::InTurn { first: None, alternating: true }));
        check("left weaker than right", Some(NoteSays::Unclear));
        for silent in
            ["", "left knee felt odd", "Smith machine", "right on!", "each rep slow", "8", "both legs"]
        {
            check(silent, None);
        }
    }

    #[test]
    fn notes_may_tell_what_each_leg_did() {
        let reps = |sets: &[TrainedSet]| sets.iter().map(|set| set.reps.unwrap_or(0)).collect::<Vec<_>>();
        for note in
            ["L 3x8 / R 3x6", "left: 8,8,8 right: 6,6,6", "R 3x6, L 3x8", "left 8 8 8 and right 6 6 6 reps"]
        {
            let Bilateral { left, right } = told(note).unwrap();
            assert_eq!((reps(&left), reps(&right)), (vec![8, 8, 8], vec![6, 6, 6]), "{note}");
        }
        let told_with_loads = told("L 1x8 20kg R 1x8 15kg").unwrap();
        assert_eq!(told_with_loads.left[0].load_kg, Some(20.0));
        for none in ["3x8", "L 3x8", "L 3x8 R", "L 3x8 L 3x6 R 3x6", "L 3x8 R 3x6 hurt"] {
            assert_eq!(told(none), None, "{none}");
        }
    }
}
