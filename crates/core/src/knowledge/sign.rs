//! Signs to stop, and how they are known again in what people write.
//!
//! A sign is not a list of phrases: it is words of one meaning near words of another, such as *chest* near *tight*, in
//! whatever order and form they were typed. Read next: `crate::track::signs` for how a note is searched.

use super::{Action, Grade, RuleId, SourceId};
use serde::Deserialize;

/// What a sign to stop leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignEffect {
    /// The clearance ends, and the action says whom to see.
    Ends,
    /// The exercise counts as one that hurt too much.
    TooMuch,
    /// The next session waits.
    Waits,
}

/// A sign to stop, as a log may hold it: ticked by its rule or written in words.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// The rule for people, such as `stop-chest`.
    pub rule: RuleId,
    /// What it leads to.
    pub effect: SignEffect,
    /// Whom to see and how soon.
    #[serde(default)]
    pub action: Option<Action>,
    /// How it is known in a note; any of them is enough.
    #[serde(default)]
    pub told: Vec<SignWords>,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// Words that mean a sign when one of each group stands near one of every other, in any order.
///
/// # Example
/// ```
/// use evenstride_core::knowledge::SignWords;
/// let words = SignWords::of(&["chest brust*", "pain* tight*"]);
/// assert_eq!(words.near.len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignWords {
    /// The groups: of each at least one word must be there.
    pub near: Vec<Stems>,
    /// Words that make one of the first group something harmless when they stand right before or behind it, as in
    /// *chest press*.
    #[serde(default)]
    pub except: Stems,
    /// From the first of the words to the last there are at most so many, both counted.
    #[serde(default = "usual_span")]
    pub within: usize,
}

/// The usual span: a short sentence without its commas.
const fn usual_span() -> usize {
    8 // source: evenstride-proposal; “pain in the left side of my chest” has eight words
}

impl SignWords {
    /// Words of these groups within the usual span, with nothing that makes them harmless.
    #[must_use]
    pub fn of(near: &[&str]) -> Self {
        let near = near.iter().map(|stems| Stems::from((*stems).to_owned())).collect();
        Self { near, except: Stems::default(), within: usual_span() }
    }
}

/// Words and stems of one meaning, with spaces between them: `pain*` stands for every word that begins so, `*schmerz*`
/// for every word that holds it, `calf` for itself alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "String")]
pub struct Stems(Vec<Stem>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Stem {
    text: String,
    open_before: bool,
    open_behind: bool,
}

impl From<String> for Stems {
    fn from(text: String) -> Self {
        let stem = |word: &str| Stem {
            text: plain_letters(word.trim_matches('*')),
            open_before: word.starts_with('*'),
            open_behind: word.ends_with('*'),
        };
        Self(text.split_whitespace().map(stem).filter(|stem| !stem.text.is_empty()).collect())
    }
}

impl Stems {
    /// Is there no word in it?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The letters of its shortest stem that stands for more than itself; none when each word stands for itself alone.
    #[must_use]
    pub fn shortest_open(&self) -> Option<usize> {
        let open = self.0.iter().filter(|stem| stem.open_before || stem.open_behind);
        open.map(|stem| stem.text.chars().count()).min()
    }

    /// Does a word that went through [`plain_letters`] stand here?
    #[must_use]
    pub fn hold(&self, word: &str) -> bool {
        self.0.iter().any(|stem| match (stem.open_before, stem.open_behind) {
            (false, false) => word == stem.text,
            (false, true) => word.starts_with(&stem.text),
            (true, false) => word.ends_with(&stem.text),
            (true, true) => word.contains(&stem.text),
        })
    }
}

/// The letters of a text in one form, however they were typed: lowercase, *ä* as *ae*, also when it came as an *a* and
/// two dots, *ß* as *ss*, and one kind of apostrophe.
#[must_use]
pub fn plain_letters(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            // Two dots of their own, which some systems put behind the letter.
            '\u{308}' if plain.ends_with(['a', 'o', 'u']) => plain.push('e'),
            '\u{300}'..='\u{36f}' => {}
            '’' | '‘' | '`' | '´' => plain.push('\''),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_the_same_however_they_were_typed() {
        for typed in ["ohnmächtig", "OHNMÄCHTIG", "ohnmaechtig", "ohnma\u{308}chtig"] {
            assert_eq!(plain_letters(typed), "ohnmaechtig", "{typed}");
        }
        assert_eq!(plain_letters("heiß Can’t"), "heiss can't");
    }

    #[test]
    fn a_stem_stands_for_what_its_stars_leave_open() {
        let stems = Stems::from("calf pain* *schmerz* *los".to_owned());
        for word in ["calf", "pain", "painful", "brustschmerzen", "gefuehllos"] {
            assert!(stems.hold(word), "{word}");
        }
        for word in ["calves", "spain", "lose", ""] {
            assert!(!stems.hold(word), "{word}");
        }
        assert_eq!(stems.shortest_open(), Some(3));
        assert!(Stems::from(" * ".to_owned()).is_empty());
    }
}
