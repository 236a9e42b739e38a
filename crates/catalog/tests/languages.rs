//! Every language says everything, decides the same, and is understood whatever language a page is in.

// What a test builds is known to hold; a failure to build it is a failure of the test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use evenstride_catalog::load::said::{FIELDS, Said, each_text, in_language};
use evenstride_catalog::{builtin_in, laid_over_in};
use evenstride_core::knowledge::{Knowledge, Language};
use evenstride_core::training::{Recognised, recognise};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Fields of text that have no language: ids, names of enums, words that are searched for, and what is quoted.
const KEPT: &[&str] = &[
    "doses.minimums.sports",
    "equipment.aliases",
    "exercise.aliases",
    "name.likely",
    "name.nearest",
    "name.within",
    "name_word.means",
    "name_word.words",
    "not_legs.instead",
    "not_legs.names",
    "sign.told.except",
    "sign.told.near",
    "source.citation",
    "source.locator",
    "sport.sport",
    "test.aliases",
    "test.no_figure",
    "test.protocol",
    "version",
];

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The texts of a folder by file name, without the words of pages and the map of the legs.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let named = entries.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path));
    let is_ours = |name: &str| name.ends_with(".toml") && !name.starts_with("words") && name != "bodymap.toml";
    let mut all: Vec<(String, String)> = named
        .filter(|(name, _)| is_ours(name))
        .map(|(name, path)| (name, std::fs::read_to_string(path).unwrap()))
        .collect();
    all.sort();
    all
}

/// Everything in English, with the norms.
fn english() -> Vec<Value> {
    let files = texts(&data()).into_iter().map(|(_, text)| toml::from_str::<Value>(&text).unwrap());
    let populations: Vec<Value> = builtin_in(Language::English)
        .norms
        .iter()
        .map(|norm| serde_json::json!({ "population": norm.population, "protocol": norm.protocol }))
        .collect();
    files.chain(std::iter::once(serde_json::json!({ "norm": populations }))).collect()
}

/// The sentences of every field that people read, and the names of figures.
fn sentences(contents: &[Value]) -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    for mut file in contents.iter().cloned() {
        each_text(&mut file, |field, text| {
            if FIELDS.contains(&field) && !text.is_empty() {
                all.insert((field.to_owned(), text.clone()));
            }
        });
        for rule in file.get("rule").and_then(Value::as_array).into_iter().flatten() {
            let figures = rule.get("figures").and_then(Value::as_object).into_iter().flatten();
            all.extend(figures.map(|(name, _)| ("rule.figures".to_owned(), name.clone())));
        }
    }
    all
}

fn said(language: Language) -> Said {
    let texts = texts(&data().join(language.code()));
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&name[..], &text[..])).collect();
    Said::read(&files).unwrap_or_else(|errors| panic!("{}", errors.join("\n")))
}

fn other_languages() -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| *language != Language::English)
}

#[test]
fn every_sentence_is_said_and_nothing_is_said_of_what_is_not_there() {
    let wanted = sentences(&english());
    assert!(wanted.len() > 5000, "{}", wanted.len());
    for language in other_languages() {
        let said = said(language);
        let folder = language.code();
        for (field, text) in &wanted {
            let there = said.of(field, text);
            assert!(there.is_some(), "data/{folder} lacks, under [{field}]: “{text}”");
            assert!(
                there.is_some_and(|there| !there.trim().is_empty()),
                "[{field}] “{text}” is said by nothing"
            );
        }
        for (field, text, _) in said.all() {
            let is_wanted = wanted.contains(&(field.to_owned(), text.to_owned()));
            assert!(is_wanted, "data/{folder} still says, under [{field}]: “{text}”");
        }
    }
}

#[test]
fn each_field_of_text_is_said_or_kept_on_purpose() {
    let mut neither = BTreeSet::new();
    for mut file in english() {
        each_text(&mut file, |field, text| {
            let is_word = !text.contains(' ');
            if !(FIELDS.contains(&field) || KEPT.contains(&field) || is_word) {
                neither.insert(field.to_owned());
            }
        });
    }
    assert_eq!(neither, BTreeSet::new());
    assert_eq!(FIELDS.iter().find(|field| KEPT.contains(field)), None);
}

/// The numbers in a text, with a point for either mark; a sign or a range breaks them up.
fn numbers(text: &str) -> BTreeSet<String> {
    let marks = text.replace(',', ".");
    let parts = marks.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
    parts.map(|part| part.trim_matches('.').to_owned()).filter(|part| !part.is_empty()).collect()
}

#[test]
fn no_number_is_lost_on_the_way() {
    for language in other_languages() {
        for (field, english, there) in said(language).all() {
            let lost: Vec<String> = numbers(english).difference(&numbers(there)).cloned().collect();
            assert!(lost.is_empty(), "[{field}] “{english}” loses {lost:?}: “{there}”");
        }
    }
}

#[test]
fn a_language_changes_sentences_and_nothing_else() {
    for language in other_languages() {
        let said = said(language);
        let blank = |mut file: Value| {
            each_text(&mut file, |field, text| {
                if FIELDS.contains(&field) {
                    text.clear();
                }
            });
            for rule in file.get_mut("rule").and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(figures) = rule.get_mut("figures").and_then(Value::as_object_mut) {
                    let mut ends: Vec<String> = figures.values().map(ToString::to_string).collect();
                    ends.sort();
                    *figures = serde_json::Map::from_iter([("ends".to_owned(), ends.into())]);
                }
            }
            file
        };
        for file in english() {
            assert_eq!(blank(in_language(&file, &said)), blank(file));
        }
        let (there, english) = (builtin_in(language), builtin_in(Language::English));
        assert_eq!((there.language, english.language), (language, Language::English));
        assert_eq!(
            (&there.version, &there.model, &there.doses),
            (&english.version, &english.model, &english.doses)
        );
        assert_eq!(there.following.signs, english.following.signs);
    }
}

/// A clinic's own files are laid over any language, through the checks that the built-in one has passed.
#[test]
fn every_language_passes_the_checks_of_the_built_in_one() {
    for language in Language::ALL {
        let checked = laid_over_in(language, &[("ours.toml", "")]);
        let errors = checked.err().unwrap_or_default();
        assert!(
            errors.is_empty(),
            "{language:?}: {}",
            errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        );
    }
}

/// The names of one language with the ids that they belong to.
fn names(knowledge: &Knowledge) -> BTreeMap<&str, (&'static str, &str)> {
    let tests = knowledge.tests.values().map(|test| (test.name.as_str(), ("test", test.id.as_str())));
    let pieces = knowledge.equipment.values().map(|piece| (piece.name.as_str(), ("piece", piece.id.as_str())));
    let exercises = knowledge.exercises.values().map(|one| (one.name.as_str(), ("exercise", one.id.as_str())));
    let mut all = BTreeMap::new();
    for (name, of) in tests.chain(pieces).chain(exercises) {
        // A machine may be called what is done on it; each is looked for among its own kind.
        all.entry(name).or_insert(of);
    }
    all
}

#[test]
fn names_of_every_language_are_found_in_every_language() {
    for named in Language::ALL {
        for (name, (kind, id)) in names(builtin_in(named)) {
            for language in Language::ALL {
                let knowledge = builtin_in(language);
                let found = match kind {
                    "test" => knowledge.find_test(name).map(|test| test.id.as_str()),
                    "piece" => knowledge.find_equipment(name).map(|piece| piece.id.as_str()),
                    _ => knowledge.find_exercise(name).map(|exercise| exercise.id.as_str()),
                };
                assert_eq!(found, Some(id), "{kind} “{name}” in {language:?}");
            }
        }
    }
}

/// What a log calls an exercise means the same to a reader of any language, or two pages would show two weeks.
#[test]
fn names_in_logs_are_read_alike_in_every_language() {
    let english = builtin_in(Language::English);
    let mut written: Vec<String> = Vec::new();
    for naming in &english.naming.others {
        written.extend(naming.likely.iter().chain(&naming.nearest).cloned());
    }
    written.extend(english.naming.not_legs.iter().flat_map(|entry| entry.names.iter().cloned()));
    written.extend(
        english
            .exercises
            .values()
            .flat_map(|exercise| exercise.spellings().map(str::to_owned).collect::<Vec<_>>()),
    );
    assert!(written.len() > 1500, "{}", written.len());
    for language in other_languages() {
        for name in &written {
            let (there, here) = (recognise(name, builtin_in(language)), recognise(name, english));
            assert_eq!(there, here, "“{name}”");
        }
        let known = builtin_in(language).exercises.values().map(|exercise| recognise(&exercise.name, english));
        assert!(known.filter(|found| matches!(found.what, Recognised::Exercise { .. })).count() > 300);
    }
}
