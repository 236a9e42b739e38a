//! Names that other apps use: each has one meaning, none takes the name of another exercise, and words do one thing.

use super::super::read::{Raw, Span};
use super::Refusals;
use evenstride_core::knowledge::{Exercise, NameWords, OtherNames, WordRole, folded};
use evenstride_core::training::NameReader;
use std::collections::{BTreeMap, BTreeSet};

/// Checks other names, names that are not of the legs, and the words of names.
pub fn check(refusals: &mut Refusals<'_>) {
    words(refusals);
    exercises(refusals);
    names(refusals);
    within(refusals);
}

/// A reader with the words of the catalogue.
#[must_use]
pub fn reader(raw: &Raw) -> NameReader {
    let words: Vec<NameWords> = raw.name_words.iter().map(|listed| listed.item.clone()).collect();
    NameReader::new(&words)
}

fn words(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let mut seen: BTreeSet<(WordRole, String)> = BTreeSet::new();
    for listed in &raw.name_words {
        let (span, entry) = (listed.span, &listed.item);
        let is_spelling = entry.role == WordRole::Spelling;
        refusals.expect(is_spelling == entry.means.is_some(), span, "role", || {
            "read the words of names: expected `means` for a spelling and for nothing else, found otherwise"
                .to_owned()
        });
        refusals.expect(!entry.words.is_empty(), span, "words", || {
            "read the words of names: expected words, found an empty list".to_owned()
        });
        for word in &entry.words {
            // Both sides of a spelling are read without spellings, so that no spelling leads through another.
            let key = NameReader::default().key(word);
            let fresh = !key.is_empty() && seen.insert((entry.role, in_order(word)));
            refusals.expect(fresh, span, word, || {
                format!(
                    "read the words of names: expected each word once for what it does, found “{word}” again"
                )
            });
            let same = entry.means.as_ref().is_some_and(|means| in_order(means) == in_order(word));
            refusals.expect(!same, span, word, || {
                format!("read the words of names: expected another spelling, found “{word}” for itself")
            });
        }
    }
}

/// The words of a text in their order, however they are parted.
fn in_order(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| NameReader::default().key(word)).collect::<Vec<_>>().join(" ")
}

/// Exercises that are named exist, each has one entry, and one leg stands for two.
fn exercises(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let known: BTreeMap<&str, &Exercise> =
        raw.exercises.iter().map(|listed| (listed.item.id.as_str(), &listed.item)).collect();
    let mut seen = BTreeSet::new();
    for listed in &raw.names {
        let (span, entry) = (listed.span, &listed.item);
        let id = entry.exercise.as_str();
        refusals.expect(known.contains_key(id), span, id, || {
            format!("read the names of “{id}”: expected a known exercise, found “{id}”")
        });
        // A clinic may add names to an exercise that has some, so once means once in the same file.
        refusals.expect(seen.insert((span.file, id)), span, id, || {
            format!("read the names of “{id}”: expected one entry, found another")
        });
        let Some(other) = &entry.one_leg else { continue };
        let legs = |id: &str| known.get(id).map(|exercise| exercise.one_sided);
        refusals.expect(legs(other.as_str()).is_some(), span, other.as_str(), || {
            format!("read the names of “{id}”: expected a known exercise, found “{other}”")
        });
        refusals.expect(legs(id) != Some(true) && legs(other.as_str()) != Some(false), span, "one_leg", || {
            format!(
                "read the names of “{id}”: expected an exercise with one leg for one with two, found otherwise"
            )
        });
    }
}

/// What a name was found to mean first.
struct Found<'a> {
    meaning: String,
    name: &'a str,
}

fn names(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let reader = reader(raw);
    let mut own_folded: BTreeMap<String, &str> = BTreeMap::new();
    let mut own: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for listed in &raw.exercises {
        for spelling in listed.item.spellings() {
            own_folded.entry(folded(spelling)).or_insert(listed.item.id.as_str());
            own.entry(reader.key(spelling)).or_default().insert(listed.item.id.as_str());
        }
    }
    let mut found: BTreeMap<String, Found<'_>> = BTreeMap::new();
    for (span, meaning, name) in given(raw) {
        let key = reader.key(name);
        refusals.expect(!key.is_empty(), span, name, || {
            format!("read the name “{name}”: expected words that say what it is, found none")
        });
        let owner = own_folded.get(&folded(name)).copied();
        // A key that two exercises share means neither, so a name may decide between them.
        let shared =
            own.get(&key).filter(|owners| owners.len() == 1).and_then(|owners| owners.first().copied());
        if let Some(owner) = owner.or(shared) {
            refusals.refuse(
                span,
                name,
                format!(
                    "read the name “{name}”: expected a name that no exercise has, found that of “{owner}”"
                ),
            );
        }
        match found.get(&key) {
            Some(first) => {
                let message = format!(
                    "read the name “{name}” of {meaning}: expected it once, found “{}” of {}",
                    first.name, first.meaning
                );
                refusals.refuse(span, name, message);
            }
            None => {
                found.insert(key, Found { meaning, name });
            }
        }
    }
}

/// Every name that is given in so many words, with its meaning in words.
fn given(raw: &Raw) -> Vec<(Span, String, &str)> {
    let mut all = Vec::new();
    for listed in &raw.names {
        let OtherNames { exercise, likely, nearest, .. } = &listed.item;
        let names = likely.iter().chain(nearest);
        all.extend(names.map(|name| (listed.span, format!("“{exercise}”"), name.as_str())));
    }
    for listed in &raw.not_legs {
        let names = listed.item.names.iter();
        all.extend(names.map(|name| (listed.span, "what does not train the legs".to_owned(), name.as_str())));
    }
    all
}

fn within(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let reader = reader(raw);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for listed in &raw.names {
        let id = listed.item.exercise.as_str();
        for words in &listed.item.within {
            let fresh = !reader.key(words).is_empty() && seen.insert(in_order(words));
            refusals.expect(fresh, listed.span, words, || {
                format!("read the names of “{id}”: expected words of its own within names, found “{words}”")
            });
        }
    }
}
