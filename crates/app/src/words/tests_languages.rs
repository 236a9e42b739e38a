//! The words of every language but English: the same keys and placeholders, and rules of its own for lay sentences.

use super::tests::{lay, placeholders, sentences, word_list};
use super::{Words, keys};
use evenstride_core::knowledge::Language;

#[test]
fn every_language_has_the_keys_and_placeholders_of_english() {
    for language in Language::ALL {
        let words = Words::of(language);
        let found: Vec<(&str, Vec<&str>)> = words.entries().map(|(key, t)| (key, placeholders(t))).collect();
        let mut expected: Vec<(&str, Vec<&str>)> = keys().map(|(key, names)| (key, names.to_vec())).collect();
        expected.sort();
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "{language:?}");
        }
        assert_eq!(found.len(), expected.len());
        assert_eq!(words.language(), language);
    }
}

#[test]
fn no_number_of_a_sentence_is_lost_on_the_way() {
    let numbers = |text: &str| -> Vec<String> {
        let mut all: Vec<String> = text
            .replace(',', ".")
            .split(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .map(|part| part.trim_matches('.').to_owned())
            .filter(|part| !part.is_empty())
            .collect();
        all.sort();
        all
    };
    let (english, german) = (Words::english(), Words::of(Language::German));
    for ((key, here), (_, there)) in english.entries().zip(german.entries()) {
        for number in numbers(here) {
            assert!(numbers(there).contains(&number), "{key} loses {number}: {there}");
        }
    }
}

#[test]
fn german_lay_sentences_are_short_and_neither_promise_nor_frighten() {
    let words = Words::of(Language::German);
    let banned = [
        "risiko",
        "gefahr",
        "gefährlich",
        "schaden",
        "schäden",
        "krankheit",
        "garantiert",
        "garantie",
        "heilt",
        "heilen",
        "heilung",
        "instabil",
        "fehlstellung",
        "leider",
        "dysbalance",
        "sie",
        "ihr",
        "ihre",
        "ihnen",
    ];
    for (key, template) in lay(&words) {
        assert!(!template.contains('!'), "{key}: {template}");
        assert!(!template.contains('“') || template.contains('„'), "{key}: {template}");
        for sentence in sentences(template) {
            let said = word_list(&sentence);
            assert!(said.len() <= 18, "{key}: {sentence}");
            let n_probability =
                said.iter().filter(|word| ["wahrscheinlich", "sicher"].contains(&word.as_str())).count();
            assert!(n_probability <= 1, "{key}: {sentence}");
            for word in banned {
                // “Sie” is no way to speak to the reader, and “ihr” may stand for a leg.
                let is_address =
                    sentence.split(' ').any(|part| ["Sie", "Ihr", "Ihre", "Ihnen"].contains(&part));
                let is_pronoun = ["sie", "ihr", "ihre", "ihnen"].contains(&word);
                let is_said = if is_pronoun {
                    is_address && !sentence.starts_with("Sie") && !sentence.starts_with("Ihr")
                } else {
                    said.iter().any(|one| one == word)
                };
                assert!(!is_said, "{key} says {word}: {template}");
            }
        }
    }
}

#[test]
fn numbers_carry_the_mark_of_the_language() {
    assert_eq!(Words::english().number("−2.5"), "−2.5");
    assert_eq!(Words::of(Language::German).number("−2.5"), "−2,5");
}
