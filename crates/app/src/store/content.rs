//! What a store keeps: six kinds of content, each as JSON with a version of its own and a key that follows from it.
//!
//! A content holds no name of a person and no place in a file, so the same row in two exports is the same content. What
//! a page tells set by set has a name of its own, and its key follows from that: two equal sets are two, and one that
//! arrives twice is one. It
//! never holds what can be worked out from other contents. Read next: `super::body` for the JSON, `super::write`.

use super::body;
use super::plan_body;
use crate::error::Error;
use evenstride_core::body::{MuscleGroupId, Quality};
use evenstride_core::measure::Trial;
use evenstride_core::plan::Plan;
use evenstride_core::training::Trained;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::fmt;

/// The kinds of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The text of a `person.toml`.
    Person,
    /// The text of an `answers.toml`.
    Answers,
    /// One trial of one test.
    Trial,
    /// Sets of one exercise on one day.
    Trained,
    /// A week that is followed.
    Plan,
    /// A remark about something the program said.
    Note,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 6] =
        [Kind::Person, Kind::Answers, Kind::Trial, Kind::Trained, Kind::Plan, Kind::Note];

    /// The word that the store uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Answers => "answers",
            Kind::Trial => "trial",
            Kind::Trained => "trained",
            Kind::Plan => "plan",
            Kind::Note => "note",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Is it the newest one that counts, and every older one only what was said before?
    pub(super) fn newest_counts(self) -> bool {
        match self {
            Kind::Person | Kind::Answers | Kind::Plan => true,
            Kind::Trial | Kind::Trained | Kind::Note => false,
        }
    }
}

/// A text that a person wrote, with the day for which it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The day.
    pub day: Date,
    /// The text, as in the file.
    pub text: String,
}

/// A week that is followed.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    /// The first day on which it is followed.
    pub from: Date,
    /// The week.
    pub plan: Plan,
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The day.
    pub day: Date,
    /// What it is about.
    pub about: About,
    /// The text; at most 4000 characters.
    pub text: String,
}

/// What a remark is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A finding.
    Finding {
        /// Its group.
        group: MuscleGroupId,
        /// Its quality.
        quality: Quality,
    },
    /// The week.
    Plan,
    /// The training of the day.
    Session,
    /// Something else.
    Else,
}

/// Something to keep.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The text of a `person.toml`.
    Person(Told),
    /// The text of an `answers.toml`.
    Answers(Told),
    /// A trial.
    Trial(Trial),
    /// Sets of one exercise on one day, as told.
    Trained(Trained),
    /// The same under a name that whoever told it has made up, so that it is taken once however often it arrives.
    TrainedOnce(OnceId, Trained),
    /// A week that is followed.
    Plan(Followed),
    /// A remark.
    Note(Note),
}

/// A name that a page makes up for something it tells: 32 hexadecimal digits by chance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OnceId(String);

impl OnceId {
    /// Takes 32 lowercase hexadecimal digits.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let fits = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| Self(text.to_owned()))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key of what was told under this name.
    #[must_use]
    pub fn key(&self) -> Key {
        // A body begins with a brace, so no body has this key.
        Key::of(Kind::Trained, &format!("once {}", self.0), 1)
    }
}

/// Names a content by what is in it, or by the name under which it was told: 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// Takes the digits, or the first eight or more of them as a person would type.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let fits = (8..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
        fits.then_some(Self(text))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn stored(text: String) -> Self {
        Self(text)
    }

    /// The key of a body that stands for the n-th time among the same ones of its file, counted from 1.
    pub(super) fn of(kind: Kind, body: &str, nth: u32) -> Self {
        let mut hash = Sha256::new();
        for part in [kind.as_str(), body, &nth.to_string()] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        Self(hex(&hash.finalize()))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The SHA-256 of some bytes in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Most characters of a remark.
pub(crate) const MOST_NOTE_CHARS: usize = 4000;

impl Content {
    /// The trial that it is.
    #[must_use]
    pub fn trial(&self) -> Option<&Trial> {
        match self {
            Content::Trial(trial) => Some(trial),
            Content::Person(_)
            | Content::Answers(_)
            | Content::Trained(_)
            | Content::TrainedOnce(..)
            | Content::Plan(_)
            | Content::Note(_) => None,
        }
    }

    /// The sets that it is, where they were told without a name of their own.
    #[must_use]
    pub fn trained(&self) -> Option<&Trained> {
        match self {
            Content::Trained(trained) => Some(trained),
            Content::Person(_)
            | Content::Answers(_)
            | Content::Trial(_)
            | Content::TrainedOnce(..)
            | Content::Plan(_)
            | Content::Note(_) => None,
        }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Content::Person(_) => Kind::Person,
            Content::Answers(_) => Kind::Answers,
            Content::Trial(_) => Kind::Trial,
            Content::Trained(_) | Content::TrainedOnce(..) => Kind::Trained,
            Content::Plan(_) => Kind::Plan,
            Content::Note(_) => Kind::Note,
        }
    }

    /// The day it is about.
    #[must_use]
    pub fn day(&self) -> Date {
        match self {
            Content::Person(told) | Content::Answers(told) => told.day,
            Content::Trial(trial) => trial.day,
            Content::Trained(trained) | Content::TrainedOnce(_, trained) => trained.on,
            Content::Plan(followed) => followed.from,
            Content::Note(note) => note.day,
        }
    }

    /// The name under which it was told, when it has one.
    pub(super) fn once(&self) -> Option<&OnceId> {
        match self {
            Content::TrainedOnce(id, _) => Some(id),
            Content::Person(_)
            | Content::Answers(_)
            | Content::Trial(_)
            | Content::Trained(_)
            | Content::Plan(_)
            | Content::Note(_) => None,
        }
    }

    /// The line of its file, or its place among what a page told, when it has one.
    pub(super) fn line(&self) -> Option<u64> {
        match self {
            Content::Trial(trial) => trial.place.line,
            Content::Trained(trained) | Content::TrainedOnce(_, trained) => trained.place.line,
            Content::Person(_) | Content::Answers(_) | Content::Plan(_) | Content::Note(_) => None,
        }
    }

    /// The JSON that is kept.
    ///
    /// # Errors
    /// A number in it is not finite, or a text is longer than a store takes.
    pub(super) fn body(&self) -> Result<String, Error> {
        match self {
            Content::Person(told) | Content::Answers(told) => body::told_json(told),
            Content::Trial(trial) => body::trial_json(trial),
            Content::Trained(trained) => body::trained_json(trained, None),
            Content::TrainedOnce(id, trained) => body::trained_json(trained, Some(id)),
            Content::Plan(followed) => plan_body::plan_json(followed),
            Content::Note(note) if note.text.chars().count() > MOST_NOTE_CHARS => Err(Error::usage(format!(
                "keep a note: expected at most {MOST_NOTE_CHARS} characters, found more"
            ))
            .hint("shorten it, or make two of it")),
            Content::Note(note) => body::note_json(note),
        }
    }
}
