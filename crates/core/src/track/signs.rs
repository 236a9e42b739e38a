//! Signs to stop in a log: ticked by their rule, or written in words.
//!
//! It errs on the side of asking again. Read next: `super::decide`.

use super::log::{LoggedSets, Remark};
use super::next::WhyEnded;
use crate::knowledge::{Action, Knowledge, RuleId, Sign, SignEffect};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The signs that an entry holds, each with the words that gave it away when it was written.
pub(super) fn signs<'k>(entry: &LoggedSets, knowledge: &'k Knowledge) -> Vec<(&'k Sign, Option<String>)> {
    told(&entry.signs, entry.note.as_deref(), knowledge)
}

/// The signs that were ticked or stand in a note.
pub(super) fn told<'k>(
    ticked: &BTreeSet<RuleId>,
    note: Option<&str>,
    knowledge: &'k Knowledge,
) -> Vec<(&'k Sign, Option<String>)> {
    let note = note.map(plain_words).unwrap_or_default();
    // Most entries say nothing, and a log has very many.
    if note.is_empty() && ticked.is_empty() {
        return Vec::new();
    }
    let found = knowledge.following.signs.iter().filter_map(|sign| {
        if ticked.contains(&sign.rule) {
            return Some((sign, None));
        }
        sign.words.iter().find(|words| says(&note, words)).map(|words| (sign, Some(words.clone())))
    });
    found.collect()
}

/// Does an entry hold a sign with this effect?
pub(super) fn has_sign(entry: &LoggedSets, effect: SignEffect, knowledge: &Knowledge) -> bool {
    signs(entry, knowledge).iter().any(|(sign, _)| sign.effect == effect)
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
const DENIALS: [&str; 13] = [
    "no",
    "without",
    "never",
    "kein",
    "keine",
    "keinen",
    "keinem",
    "keiner",
    "keines",
    "keinerlei",
    "ohne",
    "nie",
    "niemals",
];

/// Lowercase words; whatever ends a clause becomes a word of its own, so that a no before it does not reach over.
fn plain_words(note: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    // Not everybody who writes German has an ß.
    for letter in note.to_lowercase().replace('ß', "ss").chars() {
        if letter.is_alphanumeric() || letter == '\'' || letter == '’' {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if !letter.is_whitespace() && letter != '-' {
            words.push(".".to_owned());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Do the words stand in a note, other than behind a no?
fn says(note: &[String], words: &str) -> bool {
    let words = words.replace('ß', "ss");
    let wanted: Vec<&str> = words.split_whitespace().collect();
    if wanted.is_empty() || note.len() < wanted.len() {
        return false;
    }
    (0..=note.len() - wanted.len()).any(|at| {
        let same = note[at..].iter().zip(&wanted).all(|(word, wanted)| word == wanted);
        let denied = at > 0 && DENIALS.contains(&note[at - 1].as_str());
        same && !denied
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_not_behind_a_no() {
        let note = |text: &str| plain_words(text);
        assert!(says(&note("Some chest pain, went on"), "chest pain"));
        assert!(says(&note("no sleep; chest-pain"), "chest pain"));
        assert!(says(&note("No, chest pain"), "chest pain"));
        assert!(!says(&note("no chest pain"), "chest pain"));
        assert!(!says(&note("numbers were good"), "numb"));
        assert!(!says(&note(""), "numb"));
        assert!(says(&note("FOOT NUMB"), "numb"));
        assert!(says(&note("Danach Brustschmerzen, kurz Pause"), "brustschmerzen"));
        assert!(says(&note("Wade ist heiss"), "wade ist heiß"));
        assert!(says(&note("bekam keine Luft"), "keine luft"));
        assert!(!says(&note("keine Brustschmerzen"), "brustschmerzen"));
        assert!(!says(&note("alles gut, ohne Schwindel"), "schwindel"));
    }
}
