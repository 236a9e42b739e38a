//! What the names of the catalogue come to, prepared so that reading a name takes a few look-ups.
//!
//! It decides nothing: where two exercises share a key, it says so and the reader goes on. Read next: [`super::naming`].

use super::Confidence;
use super::words::{NameReader, ReadName, Without, Word};
use crate::body::MuscleGroupId;
use crate::knowledge::{Exercise, ExerciseId, ExerciseKind, Naming, WordRole, folded};
use std::collections::{BTreeMap, BTreeSet};

/// Names prepared for reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prepared {
    pub(super) reader: NameReader,
    /// The catalogue's own ids, names and aliases, folded.
    pub(super) own: BTreeMap<String, ExerciseId>,
    keys: BTreeMap<String, Meaning>,
    /// Names without weight and manner, each with its weights.
    lighter: BTreeMap<String, Vec<(String, ExerciseId)>>,
    within: BTreeMap<String, ExerciseId>,
    within_lengths: BTreeMap<String, usize>,
    works: BTreeMap<ExerciseId, Works>,
    legs: BTreeMap<ExerciseId, Legs>,
    /// Known words by their number of letters.
    vocabulary: BTreeMap<usize, BTreeSet<String>>,
}

/// What a key means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// An exercise.
    Exercise(ExerciseId, Confidence),
    /// Something that does not train the legs.
    NotLegs,
    /// Several exercises, so none.
    Several,
}

/// How many legs do an exercise, and which does the same with the other number.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Legs {
    one: bool,
    other: Option<ExerciseId>,
}

/// What an exercise is and what it works most.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Works {
    kind: ExerciseKind,
    most: BTreeSet<MuscleGroupId>,
}

/// How many letters a word has before a typing mistake in it is looked for; among short words, such as spider and slider,
/// one letter tells two apart.
pub(super) const LETTERS_BEFORE_MISTAKES: usize = 8;

impl Prepared {
    pub(crate) fn new(exercises: &BTreeMap<ExerciseId, Exercise>, naming: &Naming) -> Self {
        let mut prepared = Self {
            reader: naming.reader().clone(),
            own: BTreeMap::new(),
            keys: BTreeMap::new(),
            lighter: BTreeMap::new(),
            within: BTreeMap::new(),
            within_lengths: BTreeMap::new(),
            works: BTreeMap::new(),
            legs: BTreeMap::new(),
            vocabulary: BTreeMap::new(),
        };
        for exercise in exercises.values() {
            prepared.legs.insert(exercise.id.clone(), Legs { one: exercise.one_sided, other: None });
            prepared.works.insert(exercise.id.clone(), Works::of(exercise));
            for spelling in exercise.spellings() {
                prepared.own.entry(folded(spelling)).or_insert_with(|| exercise.id.clone());
                let found = Meaning::Exercise(exercise.id.clone(), Confidence::Exact);
                prepared.add_key(spelling, found);
                if keeps_its_kind_without_weight(exercise.kind) {
                    prepared.add_lighter(spelling, &exercise.id);
                }
            }
        }
        prepared.add_given(naming);
        prepared.add_vocabulary();
        prepared
    }

    fn add_given(&mut self, naming: &Naming) {
        for entry in &naming.others {
            let id = &entry.exercise;
            for name in &entry.likely {
                self.give_key(name, Meaning::Exercise(id.clone(), Confidence::Likely));
                self.add_lighter(name, id);
            }
            for name in &entry.nearest {
                self.give_key(name, Meaning::Exercise(id.clone(), Confidence::Nearest));
            }
            for words in &entry.within {
                let parts: Vec<String> =
                    self.reader.read(words).words.into_iter().map(|word| word.text).collect();
                let Some(first) = parts.first() else { continue };
                let longest = self.within_lengths.entry(first.clone()).or_insert(0);
                *longest = (*longest).max(parts.len());
                self.within.insert(parts.join(" "), id.clone());
            }
            if let Some(other) = &entry.one_leg {
                self.legs.insert(id.clone(), Legs { one: false, other: Some(other.clone()) });
                // Several exercises may share one with one leg; the first of the file stands for them the other way.
                let back = self.legs.entry(other.clone()).or_insert(Legs { one: true, other: None });
                back.other.get_or_insert_with(|| id.clone());
            }
        }
        for name in naming.not_legs.iter().flat_map(|entry| &entry.names) {
            self.give_key(name, Meaning::NotLegs);
        }
    }

    /// Own names that come to the same words mean several exercises, unless it is one.
    fn add_key(&mut self, spelling: &str, meaning: Meaning) {
        let read = self.reader.read(spelling);
        let key = read.key(Without::default());
        // What is left of “carrying on both sides” without its sides is not its name.
        if key.is_empty() || read.side.is_some() {
            return;
        }
        let found = self.keys.entry(key).or_insert_with(|| meaning.clone());
        if *found != meaning {
            *found = Meaning::Several;
        }
    }

    /// What the catalogue gives in so many words goes before what own names come to.
    fn give_key(&mut self, name: &str, meaning: Meaning) {
        let key = self.reader.key(name);
        if !key.is_empty() {
            self.keys.insert(key, meaning);
        }
    }

    fn add_lighter(&mut self, name: &str, id: &ExerciseId) {
        let read = self.reader.read(name);
        let key = read.key(Without { manner: true, weight: true, ..Without::default() });
        let (weights, words) = (read.weights(), key.split(' ').count());
        // One word, such as what is left of “glute machine”, says too little.
        if words > 1 {
            let all = self.lighter.entry(key).or_default();
            let entry = (weights, id.clone());
            if !all.contains(&entry) {
                all.push(entry);
            }
        }
    }

    fn add_vocabulary(&mut self) {
        let mut known: BTreeSet<String> = self.reader.vocabulary().map(str::to_owned).collect();
        let names = self.keys.keys().chain(self.within.keys());
        known.extend(names.flat_map(|name| name.split(' ')).map(str::to_owned));
        for word in known {
            self.vocabulary.entry(word.chars().count()).or_default().insert(word);
        }
    }

    pub(super) fn meaning(&self, key: &str) -> Option<&Meaning> {
        self.keys.get(key).filter(|meaning| **meaning != Meaning::Several)
    }

    /// The one exercise whose names differ in weight or manner alone: that with the same weight, else that which
    /// names none, else that which all of them mean.
    pub(super) fn lighter(&self, key: &str, weights: &str) -> Option<&ExerciseId> {
        let all = self.lighter.get(key)?;
        let with = |wanted: &str| only(all.iter().filter(|(found, _)| found == wanted).map(|(_, id)| id));
        with(weights).or_else(|| with("")).or_else(|| only(all.iter().map(|(_, id)| id)))
    }

    /// The exercise that some of the words name, where the others let it stand.
    ///
    /// The last words say what a thing is: a “biceps curl squat” is a squat, and so is a “squat (pull-up bar)”. A “squat
    /// row” is left open, and so is what a “press jump” jumps with.
    pub(super) fn within(&self, name: &ReadName<'_>) -> Option<&ExerciseId> {
        let kept = |word: &&Word<'_>| !word.is(WordRole::Weight) && !word.is(WordRole::Manner);
        let words: Vec<_> = name.words.iter().filter(kept).collect();
        let (mut found, mut at, mut is_of_more) = (None, 0, false);
        while let Some(word) = words.get(at) {
            let longest = self.within_lengths.get(&word.text).copied().unwrap_or(0).min(words.len() - at);
            let matched = (1..=longest).rev().find_map(|count| {
                let parts: Vec<&str> = words[at..at + count].iter().map(|word| word.text.as_str()).collect();
                self.within.get(&parts.join(" ")).map(|id| (count, id))
            });
            match matched {
                Some((count, id)) => {
                    found = Some(found.map_or(Some(id), |before| self.of_two(before, id))?);
                    at += count;
                    let is_last = words[at..].iter().all(|word| word.is_aside);
                    let is_strength =
                        self.works.get(id).is_some_and(|works| works.kind == ExerciseKind::Strength);
                    if is_of_more && !(is_last && is_strength) {
                        return None;
                    }
                }
                None if word.is(WordRole::Kind) => return None,
                None if word.is(WordRole::NotLegs) && !word.is_aside => {
                    if found.is_some() {
                        return None;
                    }
                    is_of_more = true;
                    at += 1;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The one of two exercises in a name that stands for both: of “step-up lunge” the last, of a squat and a jump the
    /// jump. Where they work other muscles most, neither does.
    fn of_two<'a>(&self, first: &'a ExerciseId, last: &'a ExerciseId) -> Option<&'a ExerciseId> {
        if first == last {
            return Some(last);
        }
        let (before, after) = (self.works.get(first)?, self.works.get(last)?);
        if before.most.is_disjoint(&after.most) {
            return None;
        }
        match (before.kind, after.kind) {
            (a, b) if a == b => Some(last),
            (ExerciseKind::Strength, ExerciseKind::Jump) => Some(last),
            (ExerciseKind::Jump, ExerciseKind::Strength) => Some(first),
            // open: other kinds have no dose in common.
            _ => None,
        }
    }

    /// The exercise with one leg or two for one that was found, and whether it is the same movement.
    pub(super) fn with_legs(&self, id: &ExerciseId, one: bool) -> (ExerciseId, bool) {
        match self.legs.get(id) {
            Some(legs) if legs.one == one => (id.clone(), true),
            Some(Legs { other: Some(other), .. }) => (other.clone(), true),
            Some(_) | None => (id.clone(), false),
        }
    }

    /// Is it a word that the catalogue knows?
    pub(super) fn knows(&self, word: &str) -> bool {
        self.vocabulary.get(&word.chars().count()).is_some_and(|words| words.contains(word))
    }

    /// The one known word that is a single typing mistake away and begins with the same letter.
    pub(super) fn mended(&self, word: &str) -> Option<&str> {
        only(self.near(word)).map(String::as_str)
    }

    /// The known words that are a single typing mistake away and begin with the same letter.
    pub(super) fn near(&self, word: &str) -> impl Iterator<Item = &String> {
        let letters: Vec<char> = word.chars().collect();
        let nearby = letters.len().saturating_sub(1)..=letters.len() + 1;
        let alike_long = self.vocabulary.range(nearby).flat_map(|(_, words)| words);
        alike_long.filter(move |known| one_mistake(&letters, known))
    }
}

impl Works {
    fn of(exercise: &Exercise) -> Self {
        let most = exercise.shares.values().copied().fold(0.0, f64::max);
        let of_most = exercise.shares.iter().filter(|(_, share)| **share >= most);
        Self { kind: exercise.kind, most: of_most.map(|(group, _)| group.clone()).collect() }
    }
}

/// A stretch “with a machine” is another exercise, a squat with one is a squat.
fn keeps_its_kind_without_weight(kind: ExerciseKind) -> bool {
    match kind {
        ExerciseKind::Strength | ExerciseKind::Trunk | ExerciseKind::Jump => true,
        ExerciseKind::Stretch
        | ExerciseKind::ContractRelax
        | ExerciseKind::Release
        | ExerciseKind::Balance
        | ExerciseKind::Mobility
        | ExerciseKind::Habit
        | ExerciseKind::WarmUp
        | ExerciseKind::Running => false,
    }
}

/// The item that all of them are.
fn only<'a, T: PartialEq + ?Sized>(mut all: impl Iterator<Item = &'a T>) -> Option<&'a T> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

/// Is a word one letter more, one less, another one, or two changed about, away from a known one?
fn one_mistake(letters: &[char], known: &str) -> bool {
    if letters.first().copied() != known.chars().next() {
        return false;
    }
    let known: Vec<char> = known.chars().collect();
    let same = letters.iter().zip(&known).take_while(|(a, b)| a == b).count();
    let (rest, wanted) = (&letters[same..], &known[same..]);
    match (rest, wanted) {
        ([], []) => false,
        ([_, rest @ ..], _) if rest == wanted => true,
        (_, [_, wanted @ ..]) if rest == wanted => true,
        ([a, b, rest @ ..], [c, d, wanted @ ..]) if a == d && b == c && rest == wanted => true,
        ([_, rest @ ..], [_, wanted @ ..]) => rest == wanted,
        ([], [..]) | ([..], []) => false,
    }
}
