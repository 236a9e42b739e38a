//! The words that people read, by key, with what is filled in.
//!
//! It decides nothing: which sentence is said follows from core's enums. A language is one TOML file of the
//! same keys. A key that is missing shows up as `⟦key⟧` and is caught by the tests; it never panics.
//! Read next: [`crate::report`].

mod keys;
mod keys_audit;
mod keys_course;
mod keys_doubts;
mod keys_following;
mod keys_lists;
mod keys_pages;
mod keys_record;
mod keys_reference;
mod keys_reliability;
mod keys_web;
mod keys_web_doors;
mod keys_web_train;
mod keys_week;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_languages;

use evenstride_core::knowledge::Language;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Every key with the names of its placeholders: those of the report, of its days and visits, of the reference, of lists, of reliability, of weeks, of training weeks looked back on and of the local web app.
pub fn keys() -> impl Iterator<Item = (&'static str, &'static [&'static str])> + Clone {
    keys::KEYS
        .iter()
        .chain(keys_audit::KEYS)
        .chain(keys_course::KEYS)
        .chain(keys_doubts::KEYS)
        .chain(keys_following::KEYS)
        .chain(keys_lists::KEYS)
        .chain(keys_pages::KEYS)
        .chain(keys_record::KEYS)
        .chain(keys_reference::KEYS)
        .chain(keys_reliability::KEYS)
        .chain(keys_web::KEYS)
        .chain(keys_web_doors::KEYS)
        .chain(keys_web_train::KEYS)
        .chain(keys_week::KEYS)
        .copied()
}

/// The sentences of one language, by dotted key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    language: Language,
    by_key: BTreeMap<String, String>,
}

impl Words {
    /// The English sentences.
    #[must_use]
    pub fn english() -> Self {
        Self::of(Language::English)
    }

    /// The sentences of a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        // A test reads the files, so the default is never taken; words are no reason to stop a health check.
        let mut by_key = BTreeMap::new();
        for file in evenstride_catalog::words(language) {
            let table: toml::Table = toml::from_str(file).unwrap_or_default();
            flatten(&table, "", &mut by_key);
        }
        Self { language, by_key }
    }

    /// The sentences of a language, read once for all who need them again and again.
    #[must_use]
    pub fn kept(language: Language) -> &'static Self {
        static ENGLISH: OnceLock<Words> = OnceLock::new();
        static GERMAN: OnceLock<Words> = OnceLock::new();
        let kept = match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
        };
        kept.get_or_init(|| Self::of(language))
    }

    /// The language that they are in.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The language of what the readers of files and the commands say, where it is another than this one: English.
    #[must_use]
    pub fn messages_differ(&self) -> Option<&'static str> {
        (self.language != Language::English).then_some(Language::English.code())
    }

    /// A number that was written with a point, with the mark of the language instead.
    #[must_use]
    pub fn number(&self, written: &str) -> String {
        match self.language.decimal_mark() {
            '.' => written.to_owned(),
            mark => written.replace('.', mark.encode_utf8(&mut [0; 4])),
        }
    }

    /// The sentence of a key with the named values in the place of their `{name}`s.
    ///
    /// # Example
    /// ```
    /// let words = evenstride_app::words::Words::english();
    /// assert_eq!(words.fill("size.percent", &[("n", "19")]), "19\u{a0}%");
    /// ```
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(template) = self.by_key.get(key) else {
            return format!("⟦{key}⟧");
        };
        let mut filled = String::with_capacity(template.len() + 32);
        let mut rest = template.as_str();
        while let Some(start) = rest.find('{') {
            filled.push_str(&rest[..start]);
            rest = &rest[start..];
            let value = rest.find('}').and_then(|end| {
                let name = &rest[1..end];
                values.iter().find(|(known, _)| *known == name).map(|(_, value)| (end, value))
            });
            // A brace that opens no known name is text, as in the lines of a TOML example.
            let (end, text) = value.map_or((0, "{"), |(end, value)| (end, *value));
            filled.push_str(text);
            rest = &rest[end + 1..];
        }
        filled.push_str(rest);
        unbroken_units(&filled)
    }

    /// A sentence with its places as they are written; none for an unknown key.
    #[must_use]
    pub(crate) fn template(&self, key: &str) -> Option<&str> {
        self.by_key.get(key).map(String::as_str)
    }

    /// Is there a sentence for this key?
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// The sentence of a key that has nothing to fill in.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// “1 day” or “3 days”: the words under `counted.{what}`.
    #[must_use]
    pub fn counted(&self, what: &str, n: usize) -> String {
        let form = if n == 1 { "one" } else { "many" };
        self.fill(&format!("counted.{what}.{form}"), &[("n", &n.to_string())])
    }

    /// “a”, “a and b”, “a, b and c”.
    #[must_use]
    pub fn list(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                let comma = self.say("list.comma");
                self.fill("list.two", &[("first", &first.join(&comma)), ("last", last)])
            }
        }
    }

    /// Keys and templates in order, for tests and for the reference.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_key.iter().map(|(key, template)| (key.as_str(), template.as_str()))
    }
}

/// What names are put in order by: letters as they stand in a German or English index, whatever their case and dots.
#[must_use]
pub fn sorting_key(name: &str) -> (String, String) {
    let mut key = String::with_capacity(name.len());
    for letter in name.to_lowercase().chars() {
        match letter {
            'ä' => key.push('a'),
            'ö' => key.push('o'),
            'ü' => key.push('u'),
            'ß' => key.push_str("ss"),
            other => key.push(other),
        }
    }
    (key, name.to_owned())
}

/// A number and its percent sign stay on one line.
fn unbroken_units(text: &str) -> String {
    text.replace(" %", "\u{a0}%")
}

fn flatten(table: &toml::Table, prefix: &str, by_key: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        if let toml::Value::Table(inner) = value {
            flatten(inner, &key, by_key);
        } else if let toml::Value::String(text) = value {
            by_key.insert(key, text.trim_end_matches('\n').to_owned());
        }
    }
}
