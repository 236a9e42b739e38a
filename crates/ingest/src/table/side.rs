//! Words for a side; a word that could mean either is never taken for one.

use super::row::Refusal;
use crate::ColumnMap;
use crate::text::{key, quoted};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Link, folded};

/// What a word says of the side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SideWord {
    /// One leg; `plain` when it needs no remark.
    One {
        side: Side,
        plain: bool,
    },
    /// Both legs together.
    Both,
    /// Stronger, dominant, injured: a side only for who knows which that was.
    Relative,
    /// A letter or number that could be either side.
    Ambiguous,
    Unknown,
}

const LEFT: &[&str] = &[
    "lt",
    "lft",
    "leftleg",
    "leftside",
    "links",
    "li",
    "linkesbein",
    "linkeseite",
    "izquierda",
    "izq",
    "izquierdo",
    "piernaizquierda",
    "gauche",
    "jambegauche",
    "sinistra",
    "sinistro",
    "sx",
    "esquerda",
    "esquerdo",
];
const RIGHT: &[&str] = &[
    "rt",
    "rgt",
    "rightleg",
    "rightside",
    "rechts",
    "re",
    "rechtesbein",
    "rechteseite",
    "derecha",
    "der",
    "derecho",
    "piernaderecha",
    "droite",
    "jambedroite",
    "destra",
    "destro",
    "dx",
    "direita",
    "direito",
];
const BOTH: &[&str] = &[
    "both",
    "bothlegs",
    "b",
    "bilateral",
    "bl",
    "lr",
    "rl",
    "beide",
    "beidseitig",
    "ambos",
    "ambas",
    "lesdeux",
    "entrambe",
];
const RELATIVE: &[&str] = &[
    "dominant",
    "dom",
    "d",
    "nondominant",
    "nondom",
    "nd",
    "injured",
    "uninjured",
    "involved",
    "uninvolved",
    "affected",
    "unaffected",
    "operated",
    "healthy",
    "strong",
    "weak",
    "stronger",
    "weaker",
    "verletzt",
    "gesund",
];

pub(super) fn read(text: &str, map: Option<&ColumnMap>) -> SideWord {
    if let Some(side) = map.and_then(|map| map.sides.get(&key(text))) {
        return SideWord::One { side: *side, plain: true };
    }
    let word = folded(text);
    match word.as_str() {
        "l" | "left" => SideWord::One { side: Side::Left, plain: true },
        "r" | "right" => SideWord::One { side: Side::Right, plain: true },
        word if LEFT.contains(&word) => SideWord::One { side: Side::Left, plain: false },
        word if RIGHT.contains(&word) => SideWord::One { side: Side::Right, plain: false },
        word if BOTH.contains(&word) => SideWord::Both,
        word if word.chars().count() == 1 => SideWord::Ambiguous,
        word if RELATIVE.contains(&word) => SideWord::Relative,
        _ => SideWord::Unknown,
    }
}

/// Why a word that names no single leg is refused, and what to do.
pub(super) fn refusal(word: SideWord, text: &str, link: Link) -> Refusal {
    let hint = match word {
        SideWord::Both if link == Link::Share => {
            "give what each leg carried, in a row for left and a row for right"
        }
        SideWord::Both => "a value of both legs together says nothing about a side; measure each leg alone",
        SideWord::Relative => "say which leg that was, or say under [sides] in a map file what the word means",
        SideWord::Ambiguous => "write left or right; this letter could be either",
        SideWord::One { .. } | SideWord::Unknown => {
            "write left or right, or say under [sides] in a map file what the word means"
        }
    };
    Refusal::new("left or right", quoted(text), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_are_understood_in_five_languages_and_never_guessed() {
        let check = |text: &str, expected: Option<Side>| {
            let found = match read(text, None) {
                SideWord::One { side, .. } => Some(side),
                SideWord::Both | SideWord::Relative | SideWord::Ambiguous | SideWord::Unknown => None,
            };
            assert_eq!(found, expected, "{text}");
        };
        for left in
            ["L", "left", "LT", "links", "Li.", "izquierda", "izq", "izquierdo", "gauche", "sinistra", "L "]
        {
            check(left, Some(Side::Left));
        }
        for right in ["R", "Right", "rt", "rechts", "re", "derecha", "der", "derecho", "droite", "destra", " r"]
        {
            check(right, Some(Side::Right));
        }
        for neither in
            ["", "g", "d", "s", "1", "2", "0", "dominant", "B", "both", "bilateral", "leg", "lefty", "?"]
        {
            check(neither, None);
        }
    }
}
