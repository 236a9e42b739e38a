//! Signs to stop in a log: ticked by their rule, or written in words.
//!
//! It errs on the side of asking again. Read next: `super::decide`.

use super::log::LoggedSets;
use super::next::WhyEnded;
use super::remark::Remark;
use crate::knowledge::{Action, Knowledge, RuleId, Sign, SignEffect, SignWords, Stems, plain_letters};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The signs that an entry holds, each with the words that gave it away when it was written.
pub(super) fn signs<'k>(entry: &LoggedSets, knowledge: &'k Knowledge) -> Vec<(&'k Sign, Option<String>)> {
    told(&entry.signs, entry.note.as_deref(), knowledge)
}

/// The signs that were ticked or stand in a note, by their words or by their rule.
pub(super) fn told<'k>(
    ticked: &BTreeSet<RuleId>,
    note: Option<&str>,
    knowledge: &'k Knowledge,
) -> Vec<(&'k Sign, Option<String>)> {
    let note = note.unwrap_or_default();
    // Most entries say nothing, and a log has very many.
    if note.is_empty() && ticked.is_empty() {
        return Vec::new();
    }
    let words = words_of(note);
    let found = knowledge.following.signs.iter().filter_map(|sign| {
        if ticked.contains(&sign.rule) || names(note, &sign.rule) {
            return Some((sign, None));
        }
        sign.told.iter().find_map(|told| found(&words, told)).map(|words| (sign, Some(words)))
    });
    found.collect()
}

/// Does a text name the rule itself, as a line does whose form could not be read?
fn names(text: &str, rule: &RuleId) -> bool {
    let is_of_a_rule = |letter: char| letter.is_alphanumeric() || letter == '-';
    text.split(|letter: char| !is_of_a_rule(letter)).any(|word| word.eq_ignore_ascii_case(rule.as_str()))
}

/// Does an entry hold a sign with this effect?
pub(super) fn has_sign(entry: &LoggedSets, effect: SignEffect, knowledge: &Knowledge) -> bool {
    signs(entry, knowledge).iter().any(|(sign, _)| sign.effect == effect)
}

/// Does a remark hold a sign with this effect?
pub(super) fn remark_has_sign(remark: &Remark, effect: SignEffect, knowledge: &Knowledge) -> bool {
    told(&remark.signs, Some(&remark.text), knowledge).iter().any(|(sign, _)| sign.effect == effect)
}

/// Why an entry ends the clearance, if it does.
pub(super) fn endings(entry: &LoggedSets, knowledge: &Knowledge) -> Vec<WhyEnded> {
    ended_by(entry.on, signs(entry, knowledge))
}

/// Why a remark ends the clearance, if it does.
pub(super) fn endings_of_remark(remark: &Remark, knowledge: &Knowledge) -> Vec<WhyEnded> {
    ended_by(remark.on, told(&remark.signs, Some(&remark.text), knowledge))
}

fn ended_by(on: Date, signs: Vec<(&Sign, Option<String>)>) -> Vec<WhyEnded> {
    let ends = signs.into_iter().filter(|(sign, _)| sign.effect == SignEffect::Ends);
    ends.map(|(sign, words)| WhyEnded::Sign {
        // The catalogue refuses such a sign without an action.
        action: sign.action.unwrap_or(Action::ClinicianDays),
        rule: sign.rule.clone(),
        on,
        words,
    })
    .collect()
}

/// What denies the words behind it, in each language.
const DENIALS: [&str; 33] = [
    "no",
    "not",
    "without",
    "never",
    "nothing",
    "isn't",
    "isnt",
    "wasn't",
    "wasnt",
    "didn't",
    "didnt",
    "don't",
    "dont",
    "doesn't",
    "doesnt",
    "kein",
    "keine",
    "keinen",
    "keinem",
    "keiner",
    "keines",
    "keinerlei",
    "nicht",
    "nichts",
    "ohne",
    "nie",
    "niemals",
    "weder",
    "noch",
    "neither",
    "nor",
    "none",
    "zero",
];
/// The denials that speak of all the time before, so that a *before* takes them back.
const NEVER: [&str; 3] = ["never", "nie", "niemals"];
/// What a denial reaches over.
const JOINING: [&str; 30] = [
    "any",
    "feel",
    "felt",
    "get",
    "got",
    "or",
    "of",
    "in",
    "at",
    "on",
    "the",
    "a",
    "my",
    "sign",
    "signs",
    "feeling",
    "oder",
    "die",
    "der",
    "das",
    "dem",
    "den",
    "im",
    "am",
    "an",
    "auf",
    "meine",
    "meiner",
    "meinem",
    "irgendwelche",
];
/// What ends a denial, so that it was there after all: *never dizzy until today*.
const UNTIL: [&str; 4] = ["until", "till", "til", "bis"];
/// The same behind a *never*, or at the end of what is said: *foot never numb before*.
const BEFORE: [&str; 6] = ["before", "vorher", "davor", "zuvor", "bisher", "previously"];

/// A word of a note, as it was typed and as it is looked for.
#[derive(Debug)]
struct Word {
    typed: String,
    plain: String,
    /// The sentence that it stands in.
    sentence: usize,
    /// The part of a sentence, to the next comma or other mark: no denial reaches beyond it.
    part: usize,
}

/// The words of a note with the sentences and parts that they stand in.
fn words_of(note: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut sentence, mut part) = (0, 0);
    let mut typed = String::new();
    for letter in note.chars().chain([' ']) {
        // A mark above a letter that stands alone belongs to the word as the letter does.
        let is_mark = ('\u{300}'..='\u{36f}').contains(&letter);
        if letter.is_alphanumeric() || is_mark || matches!(letter, '\'' | '’') {
            typed.push(letter);
            continue;
        }
        if !typed.is_empty() {
            let typed = std::mem::take(&mut typed).to_lowercase();
            words.push(Word { plain: plain_letters(&typed), typed, sentence, part });
        }
        if matches!(letter, '.' | ';' | '!' | '?' | '\n') {
            sentence += 1;
        }
        if !letter.is_whitespace() && letter != '-' || letter == '\n' {
            part += 1;
        }
    }
    words
}

/// The words by which a note tells of a sign, as they were typed; none when it does not, or says that it was not there.
fn found(words: &[Word], told: &SignWords) -> Option<String> {
    let of_group = |group: &Stems, word: usize| {
        let is_first = told.near.first().is_some_and(|first| std::ptr::eq(first, group));
        group.hold(&words[word].plain) && !(is_first && is_harmless(words, word, &told.except))
    };
    (0..words.len()).find_map(|first| {
        let within = words.iter().enumerate().skip(first).take(told.within);
        let near = || within.clone().take_while(|(_, word)| word.sentence == words[first].sentence);
        let matched: Option<Vec<usize>> =
            told.near.iter().map(|group| near().map(|(at, _)| at).find(|at| of_group(group, *at))).collect();
        let matched = matched.filter(|matched| matched.contains(&first))?;
        let last = matched.iter().copied().max()?;
        if matched.iter().any(|at| is_denied(words, *at, last, told)) {
            return None;
        }
        let typed: Vec<&str> = words[first..=last].iter().map(|word| word.typed.as_str()).collect();
        Some(typed.join(" "))
    })
}

/// Does a word right before or behind this one make it harmless?
fn is_harmless(words: &[Word], at: usize, except: &Stems) -> bool {
    let beside = at.checked_sub(1).into_iter().chain([at + 1]).filter_map(|beside| words.get(beside));
    beside.filter(|word| word.part == words[at].part).any(|word| except.hold(&word.plain))
}

/// Does a no stand before a word of a sign, and nothing that takes it back behind its last one?
fn is_denied(words: &[Word], at: usize, last: usize, told: &SignWords) -> bool {
    let reached_over = |word: &Word| {
        JOINING.contains(&word.plain.as_str()) || told.near.iter().any(|group| group.hold(&word.plain))
    };
    let before = words[..at].iter().rev().take_while(|word| word.part == words[at].part);
    let denial = before.clone().find(|word| !reached_over(word));
    // Alone *noch* says that it is still there; only behind a *weder* it denies.
    let denies = |word: &Word| {
        let is_said = word.plain != "noch" || before.clone().any(|other| other.plain == "weder");
        is_said && DENIALS.contains(&word.plain.as_str())
    };
    let Some(denial) = denial.filter(|word| denies(word)) else { return false };
    let mut behind = words[last + 1..].iter().take_while(|word| word.part == words[last].part).peekable();
    while let Some(word) = behind.next() {
        let plain = word.plain.as_str();
        let is_never = NEVER.contains(&denial.plain.as_str());
        let is_before = BEFORE.contains(&plain) && (is_never || behind.peek().is_none());
        if UNTIL.contains(&plain) || is_before {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(note: &str, near: &[&str]) -> bool {
        found(&words_of(note), &SignWords::of(near)).is_some()
    }

    const CHEST: [&str; 2] = ["chest brust*", "pain* tight* *schmerz* enge"];

    #[test]
    fn words_are_found_in_any_order_near_each_other_and_as_they_were_typed() {
        for note in [
            "Some chest pain, went on",
            "pain in the left side of my chest",
            "my CHEST felt a bit tight",
            "chest-pain",
            "Danach Brustschmerzen, kurz Pause",
            "Brust: enge",
        ] {
            assert!(says(note, &CHEST), "{note}");
        }
        assert!(!says("chest was fine. Hips tight", &CHEST), "another sentence");
        assert!(!says("chest fine the whole time and after that the hips tight", &CHEST), "far apart");
        assert!(!says("numbers were good", &["numb"]));
        assert!(!says("", &["numb"]));
        assert_eq!(
            found(&words_of("Oh, my Chest felt tight!"), &SignWords::of(&CHEST)).unwrap(),
            "chest felt tight"
        );
    }

    #[test]
    fn a_no_before_it_denies_it_unless_it_was_there_after_all() {
        for denied in [
            "no chest pain",
            "no pain in the chest",
            "without any chest pain",
            "no pain or tightness in my chest",
            "keine Brustschmerzen",
            "weder Schwindel noch Brustschmerzen",
            "chest not painful",
            "pain in the knee, not in the chest",
            "no chest pain before or after",
            "never any chest pain",
        ] {
            assert!(!says(denied, &CHEST), "{denied}");
        }
        for told in [
            "No, chest pain",
            "no sleep; chest-pain",
            "no chest pain until the last set",
            "never had chest pain before",
            "never chest pain before this set",
            "nie Brustschmerzen bis heute",
            "immer noch Brustschmerzen",
            "noch Brustschmerzen",
            "chest pain, not gone",
            "no knee pain but chest tight",
        ] {
            assert!(says(told, &CHEST), "{told}");
        }
    }

    #[test]
    fn what_stands_beside_the_first_word_can_make_it_harmless() {
        let words = SignWords { except: Stems::from("press*".to_owned()), ..SignWords::of(&CHEST) };
        let says = |note: &str| found(&words_of(note), &words).is_some();
        assert!(!says("chest press, hips tight"));
        assert!(says("chest pain, press was fine"));
    }

    #[test]
    fn a_rule_that_is_named_is_told() {
        let rule = RuleId::new("stop-chest").unwrap();
        assert!(names("squat 3x8 sign stop-chest bad", &rule));
        assert!(!names("non-stop-chest work", &rule));
    }
}
