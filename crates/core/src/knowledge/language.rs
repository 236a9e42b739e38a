//! The languages that knowledge can be said in.
//!
//! A language changes what is read, never what is decided: ids, figures, grades and sources are the same in all.
//! What people type is understood in any of them, so each entry that is looked up by its name carries its names in the
//! other languages too. Read next: [`super::Knowledge`].

use super::{Equipment, Exercise, Test};

/// A language in which every sentence for people is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// All of them, the one that everything is first written in before the others.
    pub const ALL: [Language; 2] = [Language::English, Language::German];

    /// Its code in pages, settings and folders, such as `de`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
        }
    }

    /// What those who speak it call it.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::German => "Deutsch",
        }
    }

    /// The language of a code such as `de`, also of `de-AT` or `de_DE.UTF-8`; none for one that is not there.
    ///
    /// # Example
    /// ```
    /// use evenstride_core::knowledge::Language;
    /// assert_eq!(Language::of_code("de-AT"), Some(Language::German));
    /// assert_eq!(Language::of_code("deu"), None);
    /// ```
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let main = code.split(['-', '_', '.']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(main))
    }

    /// Do nouns keep their capital in the middle of a sentence?
    #[must_use]
    pub fn keeps_capitals(self) -> bool {
        match self {
            Language::English => false,
            Language::German => true,
        }
    }

    /// What stands between whole and part of a number.
    #[must_use]
    pub fn decimal_mark(self) -> char {
        match self {
            Language::English => '.',
            Language::German => ',',
        }
    }
}

impl Test {
    /// Everything it is found by: id, name, aliases and its names in other languages.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        spellings(self.id.as_str(), &self.name, &self.aliases, &self.elsewhere)
    }
}

impl Exercise {
    /// Everything it is found by: id, name, aliases and its names in other languages.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        spellings(self.id.as_str(), &self.name, &self.aliases, &self.elsewhere)
    }
}

impl Equipment {
    /// Everything it is found by: id, name, aliases and its names in other languages.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        spellings(self.id.as_str(), &self.name, &self.aliases, &self.elsewhere)
    }
}

fn spellings<'a>(
    id: &'a str,
    name: &'a str,
    aliases: &'a [String],
    elsewhere: &'a [String],
) -> impl Iterator<Item = &'a str> {
    [id, name].into_iter().chain(aliases.iter().chain(elsewhere).map(String::as_str))
}
