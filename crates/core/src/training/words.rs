//! A name as words: spelled one way, each with what it does.
//!
//! ```text
//!   "DB Single-Leg RDLs (R)"  ->  dumbbell   one-leg   romanian  deadlift   r
//!                                 weight     one leg                        right
//! ```
//! It knows nothing of exercises. Read next: [`super::index`].

use super::TrainedSide;
use crate::knowledge::{NameWords, WordRole};
use std::collections::BTreeMap;

/// The word that stands for every way to say that one leg does it.
const ONE_LEG: &str = "one-leg";
/// The word that stands for every way to say that two legs do it.
const TWO_LEGS: &str = "two-legs";
const LEG: &str = "leg";

/// Reads names into words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameReader {
    spellings: BTreeMap<String, Vec<String>>,
    roles: BTreeMap<String, Vec<WordRole>>,
    /// For each first word, how many words the longest entry has that begins with it.
    spelling_lengths: BTreeMap<String, usize>,
    role_lengths: BTreeMap<String, usize>,
}

/// One word of a name, or several side by side that do one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) text: String,
    pub(super) roles: &'a [WordRole],
    /// Is it the “leg” of “left leg …”, which may belong to the side or to the movement?
    pub(super) is_of_side: bool,
    /// Does it stand in brackets?
    pub(super) is_aside: bool,
}

impl Word<'_> {
    pub(super) fn is(&self, role: WordRole) -> bool {
        self.roles.contains(&role)
    }

    /// Says which leg, or how the legs took their turns.
    fn is_side(&self) -> bool {
        [WordRole::Left, WordRole::Right, WordRole::Both, WordRole::Each].iter().any(|role| self.is(*role))
    }
}

/// A name read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadName<'a> {
    /// The words that say what it is, in their order.
    pub(super) words: Vec<Word<'a>>,
    /// The legs that it tells.
    pub(super) side: Option<TrainedSide>,
    /// After how many words the “leg” of “one leg …” stands, which may belong to the movement too: “one leg press”.
    leg_of_one_at: Option<usize>,
}

/// Which words a key leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Without {
    pub(super) manner: bool,
    pub(super) weight: bool,
    pub(super) variant: bool,
    pub(super) legs: bool,
    pub(super) leg_of_side: bool,
}

impl NameReader {
    /// Takes the words of the catalogue.
    #[must_use]
    pub fn new(words: &[NameWords]) -> Self {
        let mut reader = Self::default();
        for entry in words {
            let means = entry.means.as_deref().map(plain_words).unwrap_or_default();
            for word in &entry.words {
                let parts = plain_words(word);
                let Some(first) = parts.first().cloned() else { continue };
                let lengths = match entry.role {
                    WordRole::Spelling => &mut reader.spelling_lengths,
                    WordRole::Left
                    | WordRole::Right
                    | WordRole::Both
                    | WordRole::Each
                    | WordRole::OneLeg
                    | WordRole::TwoLegs
                    | WordRole::MostlyOneLeg
                    | WordRole::Weight
                    | WordRole::Manner
                    | WordRole::Variant
                    | WordRole::Filler
                    | WordRole::Kind
                    | WordRole::Leg
                    | WordRole::NotLegs => &mut reader.role_lengths,
                };
                let longest = lengths.entry(first).or_insert(0);
                *longest = (*longest).max(parts.len());
                if entry.role == WordRole::Spelling {
                    reader.spellings.insert(parts.join(" "), means.clone());
                } else {
                    reader.roles.entry(parts.join(" ")).or_default().push(entry.role);
                }
            }
        }
        reader
    }

    /// The words of a name in the order of the alphabet, spelled one way, without those that say nothing and without
    /// the leg: two names with the same key are one.
    ///
    /// # Example
    /// ```
    /// use evenstride_core::training::NameReader;
    /// let reader = NameReader::new(&[]);
    /// assert_eq!(reader.key("Split Squats (Barbell)"), reader.key("barbell_split_squat"));
    /// ```
    #[must_use]
    pub fn key(&self, name: &str) -> String {
        self.read(name).key(Without::default())
    }

    /// The words of a name in their order, spelled one way.
    pub(super) fn read(&self, name: &str) -> ReadName<'_> {
        let all = self.spelled(raw_words(name));
        let mut words: Vec<Word<'_>> = Vec::new();
        let (mut at, mut after_side, mut leg_of_one) = (0, false, None);
        while let Some(word) = all.get(at) {
            let longest = self.role_lengths.get(&word.text).copied().unwrap_or(0).min(all.len() - at);
            let found = (1..=longest).rev().find_map(|count| {
                let text = joined(&all[at..at + count]);
                let roles = &self.roles.get(&text)?[..];
                let read = Word { text, roles, is_of_side: false, is_aside: word.is_aside };
                // A lone letter is a leg only where apps put it: in brackets or at the end, not as in “L-sit”. So is
                // “left leg”, since the leg of “left leg press” belongs to the press.
                let needs_place = read.is_side() && (read.text.len() == 1 || count > 1);
                let has_place = word.is_aside || at + count == all.len();
                (has_place || !needs_place).then_some((count, read))
            });
            let plain =
                Word { text: word.text.clone(), roles: &[], is_of_side: false, is_aside: word.is_aside };
            let (count, read) = found.unwrap_or((1, plain));
            let ends_in_leg = count > 1 && all[at + count - 1].text == LEG;
            let read = Word { is_of_side: after_side && read.text == LEG, ..named(read) };
            after_side = read.is(WordRole::Left) || read.is(WordRole::Right);
            at += count;
            if read.is(WordRole::OneLeg) && ends_in_leg && all.get(at).is_some_and(|next| next.text != LEG) {
                leg_of_one = Some(words.len() + 1);
            }
            words.push(read);
        }
        let side = side_of(&words);
        let is_kept = |word: &Word<'_>| !word.is_side() && !word.is(WordRole::Filler);
        let leg_of_one_at = leg_of_one.map(|at| words[..at].iter().filter(|word| is_kept(word)).count());
        words.retain(is_kept);
        ReadName { words, side, leg_of_one_at }
    }

    /// Every word that has a meaning of its own.
    pub(super) fn vocabulary(&self) -> impl Iterator<Item = &str> {
        let spelled = self.spellings.keys().chain(self.spellings.values().flatten());
        spelled.chain(self.roles.keys()).flat_map(|words| words.split(' '))
    }

    fn spelled(&self, words: Vec<RawWord>) -> Vec<RawWord> {
        let mut spelled = Vec::with_capacity(words.len());
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let longest = self.spelling_lengths.get(&word.text).copied().unwrap_or(0).min(words.len() - at);
            let found = (1..=longest)
                .rev()
                .find_map(|count| Some((count, self.spellings.get(&joined(&words[at..at + count]))?)));
            match found {
                Some((count, means)) => {
                    let is_aside = word.is_aside;
                    spelled.extend(means.iter().map(|text| RawWord { text: text.clone(), is_aside }));
                    at += count;
                }
                None => {
                    spelled.push(word.clone());
                    at += 1;
                }
            }
        }
        spelled
    }
}

impl ReadName<'_> {
    /// The words without some, in the order of the alphabet and each once.
    pub(super) fn key(&self, without: Without) -> String {
        let left_out = |word: &Word<'_>| {
            (without.manner && word.is(WordRole::Manner))
                || (without.weight && word.is(WordRole::Weight))
                || (without.variant && word.is(WordRole::Variant))
                || (without.leg_of_side && word.is_of_side)
                || (without.legs && (word.is(WordRole::OneLeg) || word.is(WordRole::TwoLegs)))
        };
        let mut kept: Vec<&str> =
            self.words.iter().filter(|word| !left_out(word)).map(|word| word.text.as_str()).collect();
        kept.sort_unstable();
        kept.dedup();
        kept.join(" ")
    }

    /// The name with “one leg press” read as “one-leg leg press”, where there is such a leg.
    pub(super) fn with_leg_of_one(&self) -> Option<Self> {
        let at = self.leg_of_one_at?;
        let leg = Word { text: LEG.to_owned(), roles: &[], is_of_side: false, is_aside: false };
        let mut again = Self { leg_of_one_at: None, ..self.clone() };
        again.words.insert(at, leg);
        Some(again)
    }

    /// The words that say with which weight, in the order of the alphabet.
    pub(super) fn weights(&self) -> String {
        let mut weights: Vec<&str> =
            self.words.iter().filter(|word| word.is(WordRole::Weight)).map(|word| word.text.as_str()).collect();
        weights.sort_unstable();
        weights.dedup();
        weights.join(" ")
    }

    pub(super) fn has(&self, role: WordRole) -> bool {
        self.words.iter().any(|word| word.is(role))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct RawWord {
    text: String,
    /// Does it stand in brackets?
    is_aside: bool,
}

fn named(word: Word<'_>) -> Word<'_> {
    if word.is(WordRole::OneLeg) {
        return Word { text: ONE_LEG.to_owned(), ..word };
    }
    if word.is(WordRole::TwoLegs) {
        return Word { text: TWO_LEGS.to_owned(), ..word };
    }
    word
}

fn side_of(words: &[Word<'_>]) -> Option<TrainedSide> {
    let says = |role: WordRole| words.iter().any(|word| word.is(role));
    match (says(WordRole::Left), says(WordRole::Right)) {
        (true, true) => Some(TrainedSide::Each),
        (true, false) => Some(TrainedSide::Left),
        (false, true) => Some(TrainedSide::Right),
        (false, false) if says(WordRole::Each) => Some(TrainedSide::Each),
        (false, false) => says(WordRole::Both).then_some(TrainedSide::Both),
    }
}

fn joined(words: &[RawWord]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The words of a text, in the singular; apostrophes do not part a word.
pub(super) fn plain_words(text: &str) -> Vec<String> {
    raw_words(text).into_iter().map(|word| word.text).collect()
}

fn raw_words(text: &str) -> Vec<RawWord> {
    let mut words: Vec<RawWord> = Vec::new();
    let (mut word, mut depth) = (String::new(), 0_u32);
    let mut finish = |word: &mut String, depth: u32| {
        if !word.is_empty() {
            words.push(RawWord { text: singular(std::mem::take(word)), is_aside: depth > 0 });
        }
    };
    for c in text.chars() {
        match c {
            '\'' | '’' | '´' | '`' => {}
            '(' | '[' => {
                finish(&mut word, depth);
                depth += 1;
            }
            ')' | ']' => {
                finish(&mut word, depth);
                depth = depth.saturating_sub(1);
            }
            c if c.is_alphanumeric() => word.extend(c.to_lowercase()),
            // open: every other character parts words.
            _ => finish(&mut word, depth),
        }
    }
    finish(&mut word, depth);
    words
}

/// Takes the English plural off: `squats`, `presses`, `crunches`; `press` and `tibialis` stay.
fn singular(mut word: String) -> String {
    let ends = |ending: &str| word.ends_with(ending);
    let cut = if ends("sses") || ends("ches") || ends("shes") || ends("xes") {
        2
    } else if word.len() > 2 && ends("s") && !ends("ss") && !ends("us") && !ends("is") {
        1
    } else {
        0
    };
    word.truncate(word.len() - cut);
    word
}
