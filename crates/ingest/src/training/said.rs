//! What stands behind the exercise of a line: sets, legs, load, reserve, and how it felt, in any order.
//!
//! Everything may be said once, but for sets, signs, and what differs behind a `then`. A word that is not understood
//! ends the reading with its column. Read next: `amounts`.

use super::amounts::{self, MOST_SETS};
use super::lex::Word;
use super::line::{LONGEST_NOTE, Reader};
use crate::IngestError;
use evenstride_core::knowledge::RuleId;
use evenstride_core::track::Form;
use evenstride_core::training::{SetKind, TrainedSet, TrainedSide};
use std::collections::BTreeSet;

/// What stands behind the exercise.
#[derive(Default)]
pub(super) struct Said {
    pub(super) side: Option<TrainedSide>,
    pub(super) sets: Vec<TrainedSet>,
    group: Group,
    pub(super) pain: Option<u8>,
    pub(super) form: Option<Form>,
    pub(super) morning_points: Option<i8>,
    pub(super) swelling: Option<()>,
    pub(super) signs: BTreeSet<RuleId>,
    pub(super) note: Option<String>,
}

/// Sets up to the next `then`, with the load and the reserve that hold for them.
#[derive(Default)]
pub(super) struct Group {
    sets: Vec<TrainedSet>,
    load_kg: Option<Option<f64>>,
    reserve: Option<f64>,
    kind: Option<SetKind>,
}

/// The words with a fixed meaning, for the nearest one to a word that has none.
pub(super) const FIXED: [&str; 20] = [
    "left", "right", "both", "each", "pain", "morning", "swelling", "form", "clean", "unsteady", "sign",
    "note", "warm-up", "drop", "failure", "working", "then", "rpe", "rir", "bw",
];

impl Reader<'_, '_, '_> {
    /// Reads everything behind the exercise; a side may have stood before it.
    pub(super) fn rest(&mut self, lead: Option<TrainedSide>) -> Result<Said, IngestError> {
        let mut said = Said { side: lead, ..Said::default() };
        while let Some(word) = self.words.get(self.at) {
            self.at += 1;
            self.word(word, &mut said)?;
        }
        self.close(&mut said, None)?;
        Ok(said)
    }

    fn word(&mut self, word: &Word, said: &mut Said) -> Result<(), IngestError> {
        let plain = word.plain();
        let once = |is_new: bool, what: &str, reader: &Self| {
            let hint = "write one line for each, or put then between different sets";
            if is_new { Ok(()) } else { Err(reader.error(Some(word), &format!("{what} once"), hint)) }
        };
        if word.quoted {
            return Err(self.error(
                Some(word),
                "note before a text between quotation marks",
                "write note \"…\"",
            ));
        }
        if let Some(side) = side_word(&plain) {
            self.skip(&["leg", "legs", "side", "sides"]);
            return once(said.side.replace(side).is_none(), "a side", self);
        }
        if let Some(kind) = kind_word(&plain) {
            if plain == "warm" {
                self.skip(&["up"]);
            }
            return once(said.group.kind.replace(kind).is_none(), "the kind of the sets", self);
        }
        match plain.as_str() {
            "then" => return self.close(said, Some(word)),
            "pain" => {
                let pain = self.argument("pain as a whole number from 0 to 10", |text| {
                    text.strip_suffix("/10").unwrap_or(text).parse::<u8>().ok().filter(|pain| *pain <= 10)
                })?;
                return once(said.pain.replace(pain).is_none(), "pain", self);
            }
            "morning" => {
                let expected = "how many points more it hurt the next morning, from -10 to +10";
                let points = self.argument(expected, |text| {
                    text.replace('−', "-").parse::<i8>().ok().filter(|points| points.unsigned_abs() <= 10)
                })?;
                return once(said.morning_points.replace(points).is_none(), "the next morning", self);
            }
            "swelling" | "swollen" | "swelled" => {
                return once(said.swelling.replace(()).is_none(), "swelling", self);
            }
            "form" => {
                let form = self.argument("clean or unsteady", |text| match text {
                    "clean" => Some(Form::Clean),
                    "unsteady" => Some(Form::Unsteady),
                    _ => None,
                })?;
                return once(said.form.replace(form).is_none(), "form", self);
            }
            "clean" => return once(said.form.replace(Form::Clean).is_none(), "form", self),
            "unsteady" => return once(said.form.replace(Form::Unsteady).is_none(), "form", self),
            "sign" => {
                let rule = self.sign()?;
                return once(said.signs.insert(rule), "a sign", self);
            }
            "note" => {
                let note = self.note()?;
                return once(said.note.replace(note).is_none(), "a note", self);
            }
            "rpe" | "@rpe" => {
                let rating = self.argument("an exertion from 1 to 10", |text| {
                    amounts::number(text).and_then(amounts::reserve_of_rpe)
                })?;
                return once(said.group.reserve.replace(rating).is_none(), "the reserve", self);
            }
            "rir" | "@" => {
                let reserve = self.argument("repetitions in reserve from 0 to 30", amounts::reserve)?;
                return once(said.group.reserve.replace(reserve).is_none(), "the reserve", self);
            }
            _ => {}
        }
        let glued = self.glued(plain);
        if let Some(reserve) = at_word(&glued) {
            return once(said.group.reserve.replace(reserve).is_none(), "the reserve", self);
        }
        if let Some(load) = amounts::load_kg(glued.strip_prefix('@').unwrap_or(&glued)) {
            return once(said.group.load_kg.replace(load).is_none(), "a load", self);
        }
        if let Some(mut sets) = amounts::sets(&glued) {
            said.group.sets.append(&mut sets);
            if said.sets.len() + said.group.sets.len() > MOST_SETS {
                let expected = format!("at most {MOST_SETS} sets");
                return Err(self.error(
                    Some(word),
                    &expected,
                    "write what was done on another day in another line",
                ));
            }
            return Ok(());
        }
        Err(self.not_understood(word, &glued))
    }

    /// Joins what belongs together although a blank stands between: `3 x 6`, `6, 6, 5`, `60 kg`.
    fn glued(&mut self, mut text: String) -> String {
        while let Some(next) = self.peek_plain() {
            let ends_with_digit = text.ends_with(|c: char| c.is_ascii_digit());
            let begins_with_digit = next.starts_with(|c: char| c.is_ascii_digit());
            let times =
                ends_with_digit && next == "x" || text.ends_with('x') && text.len() > 1 && begins_with_digit;
            let list = text.ends_with(',') && begins_with_digit || ends_with_digit && next.starts_with(',');
            if !(times || list || ends_with_digit && amounts::is_unit(&next)) {
                break;
            }
            text.push_str(&next);
            self.at += 1;
        }
        text
    }

    /// Ends a group of sets and puts load, reserve and kind into each of them.
    fn close(&mut self, said: &mut Said, at: Option<&Word>) -> Result<(), IngestError> {
        let group = std::mem::take(&mut said.group);
        if group.sets.is_empty() {
            let hint = "say how many sets of what, such as 3x6, 6,6,5, 3x30s or 2x40m";
            return Err(self.error(at, "sets", hint));
        }
        said.sets.extend(group.sets.into_iter().map(|set| TrainedSet {
            kind: group.kind.unwrap_or(SetKind::Working),
            load_kg: group.load_kg.flatten(),
            reserve: group.reserve,
            ..set
        }));
        Ok(())
    }

    /// The word behind a fixed one.
    fn argument<T>(&mut self, expected: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, IngestError> {
        let word = self.words.get(self.at);
        let value = word.filter(|word| !word.quoted).and_then(|word| read(&word.plain()));
        match value {
            Some(value) => {
                self.at += 1;
                Ok(value)
            }
            None => Err(self.error(word, expected, "see the page on log lines for what each word means")),
        }
    }

    fn sign(&mut self) -> Result<RuleId, IngestError> {
        let word = self.words.get(self.at);
        let signs = &self.known.knowledge().following.signs;
        let wanted = word.map(|word| word.plain()).unwrap_or_default();
        match signs.iter().find(|sign| sign.rule.as_str() == wanted) {
            Some(sign) => {
                self.at += 1;
                Ok(sign.rule.clone())
            }
            None => {
                let all: Vec<&str> = signs.iter().map(|sign| sign.rule.as_str()).collect();
                let hint = format!("the signs are {}; anything else goes into the note", all.join(", "));
                Err(self.error(word, "a sign to stop", &hint))
            }
        }
    }

    fn note(&mut self) -> Result<String, IngestError> {
        let word = self.words.get(self.at).filter(|word| word.quoted);
        let fits = |text: &str| !text.is_empty() && text.chars().count() <= LONGEST_NOTE;
        match word {
            Some(word) if fits(&word.text) => {
                self.at += 1;
                Ok(word.text.clone())
            }
            _ => {
                let expected = format!("a text between quotation marks, at most {LONGEST_NOTE} characters");
                Err(self.error(self.words.get(self.at), &expected, "write note \"…\""))
            }
        }
    }

    /// Steps over the next word when it is one of these.
    fn skip(&mut self, words: &[&str]) {
        if self.peek_plain().is_some_and(|next| words.contains(&next.as_str())) {
            self.at += 1;
        }
    }

    fn not_understood(&self, word: &Word, glued: &str) -> IngestError {
        let expected =
            "sets, a side, a load, @ with a reserve, pain, morning, swelling, form, sign, warm-up or note";
        if amounts::number(glued).is_some() {
            let hint = "a lone number could be sets or repetitions; write 1x12 or 3x6";
            return self.error(Some(word), expected, hint);
        }
        if glued.starts_with('-') {
            return self.error(
                Some(word),
                expected,
                "leave help by a machine or a band out and say it in the note",
            );
        }
        let nearest = FIXED.iter().map(|fixed| (strsim::jaro_winkler(fixed, glued), *fixed));
        match nearest.max_by(|(a, _), (b, _)| a.total_cmp(b)).filter(|(likeness, _)| *likeness > 0.8) {
            Some((_, fixed)) => self.error(Some(word), expected, &format!("the nearest word is {fixed}")),
            None => self.error(Some(word), expected, "anything else goes into note \"…\""),
        }
    }
}

/// The legs that a word means.
pub(super) fn side_word(plain: &str) -> Option<TrainedSide> {
    match plain {
        "l" | "left" => Some(TrainedSide::Left),
        "r" | "right" => Some(TrainedSide::Right),
        "b" | "both" => Some(TrainedSide::Both),
        "e" | "each" | "per-leg" | "each-leg" => Some(TrainedSide::Each),
        _ => None,
    }
}

/// The kind of set that a word means.
pub(super) fn kind_word(plain: &str) -> Option<SetKind> {
    match plain {
        "warm-up" | "warmup" | "warm" => Some(SetKind::WarmUp),
        "drop" | "dropset" | "drop-set" => Some(SetKind::Drop),
        "failure" | "to-failure" => Some(SetKind::Failure),
        "working" => Some(SetKind::Working),
        _ => None,
    }
}

/// A reserve behind an at sign, such as `@2`, `@1.5` or `@rpe8`.
fn at_word(word: &str) -> Option<f64> {
    let behind = word.strip_prefix('@').or_else(|| word.starts_with("rpe").then_some(word))?;
    match behind.strip_prefix("rpe") {
        Some(rating) => amounts::number(rating).and_then(amounts::reserve_of_rpe),
        None => amounts::reserve(behind),
    }
}
