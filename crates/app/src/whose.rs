//! Whose records are in files: the person of a `person.toml` that comes along, else the only one of a store.
//!
//! ```text
//!   person.toml (subject = "anna")  answers.toml  measurements.csv     ──► all of anna
//!   answers.toml alone, a store of anna                                ──► anna
//!   answers.toml alone, a store of anna and ben                        ──► refused: nobody chose
//! ```
//! A name never becomes two people by its spelling. Read next: [`crate::keeping`].

use crate::check::File;
use crate::error::Error;
use crate::files::parse_person;
use crate::keeping::me;
use crate::record::{Brought, FileKind, kind_of};
use crate::store::Store;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::person::SubjectId;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// So many names a message holds; of a longer list only the number is told.
const MOST_NAMES: usize = 5;
/// So many names are offered in place of one that nobody has.
const MOST_NEAREST: usize = 3;

/// The person under whose name stands what names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whose {
    /// The name.
    pub subject: SubjectId,
    /// How many people of the store it could be, where nothing says which: then nothing may fall to the name.
    pub n_to_choose_from: Option<usize>,
    /// Did somebody name the person? Then a file that names others is not of whom it was said to be.
    pub is_named: bool,
}

/// Whose records are in files that are brought in together, where a file does not say it itself.
///
/// `named` is whom somebody named; `kind` is what the files hold, where that was said.
///
/// # Errors
/// The files are of two people, or of another one than was named, or the store cannot be read.
pub async fn whose_files(
    store: &Store,
    named: Option<&SubjectId>,
    files: &[File],
    kind: Option<FileKind>,
    (knowledge, today): (&Knowledge, Date),
) -> Result<Whose, Error> {
    let told: BTreeMap<SubjectId, &str> = files
        .iter()
        .filter(|file| kind_of(&file.name, &file.bytes, kind) == Some(FileKind::Person))
        .filter_map(|file| Some((person_of(file, knowledge, today)?, file.name.as_str())))
        .collect();
    if let Some(named) = named {
        return match told.iter().find(|(name, _)| *name != named) {
            Some((name, file)) => Err(Error::usage(format!("bring in {file}: it is of {name}, not of {named}"))
                .hint("write one name in both places: as the line `subject` of that file, and as whose records these are")),
            None => Ok(Whose { subject: named.clone(), n_to_choose_from: None, is_named: true }),
        };
    }
    let mut names = told.into_keys();
    match (names.next(), names.next()) {
        (Some(subject), None) => return Ok(Whose { subject, n_to_choose_from: None, is_named: false }),
        (Some(first), Some(second)) => {
            return Err(Error::usage(format!(
                "bring these files in together: they are of {first} and of {second}"
            ))
            .hint("bring in the files of each person by themselves"));
        }
        (None, _) => {}
    }
    unnamed(store).await
}

/// The person whose name stands where a table names nobody: the only one of a store, else somebody of no other name.
///
/// # Errors
/// The store cannot be read.
pub async fn unnamed(store: &Store) -> Result<Whose, Error> {
    Ok(match store.subjects().await?.as_slice() {
        [] => Whose { subject: me(), n_to_choose_from: None, is_named: false },
        [only] => Whose { subject: only.clone(), n_to_choose_from: None, is_named: false },
        several => Whose { subject: me(), n_to_choose_from: Some(several.len()), is_named: false },
    })
}

/// The name in a `person.toml`; none where it has none or cannot be read, which bringing it in tells.
fn person_of(file: &File, knowledge: &Knowledge, today: Date) -> Option<SubjectId> {
    let text = std::str::from_utf8(&file.bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    parse_person(text, &file.name, knowledge, today).ok()?.0.subject
}

impl Whose {
    /// Refuses what would fall to somebody whom nobody chose, and what names others than somebody chose. A table of a squad
    /// names people itself, so several people are no reason to refuse it.
    ///
    /// # Errors
    /// The file names nobody, and the store holds several people; or it names others than were named.
    pub fn refuse_unchosen(&self, name: &str, brought: &Brought) -> Result<(), Error> {
        if self.is_named {
            return self.refuse_others(name, brought);
        }
        let Some(n) = self.n_to_choose_from else { return Ok(()) };
        if brought.entries.iter().all(|(subject, _)| *subject != self.subject) {
            return Ok(());
        }
        Err(Error::usage(format!(
            "bring in {name}: it does not say whose it is, and the store holds {n} people"
        ))
        .hint("name one with --subject NAME; `evenstride people` lists them"))
    }

    fn refuse_others(&self, name: &str, brought: &Brought) -> Result<(), Error> {
        let own = self.subject.without_spelling();
        let others: BTreeSet<&SubjectId> = brought
            .entries
            .iter()
            .map(|(subject, _)| subject)
            .filter(|subject| subject.without_spelling() != own)
            .collect();
        if others.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = others.iter().map(|name| name.as_str()).collect();
        let said = match others.len() {
            n if n > MOST_NAMES => format!("{n} people"),
            _ => names.join(" and of "),
        };
        let message = format!("bring in {name}: it holds rows of {said}, not of {} alone", self.subject);
        Err(Error::usage(message).hint(
            "leave --subject out, so that each row goes to whom it names; or bring in the rows of one person",
        ))
    }
}

/// Refuses to begin records under a name that nobody of a store has, unless it was said that it is somebody new: a slip
/// in a name is no new person.
///
/// # Errors
/// The store holds people, none of this name, and `is_new` was not said; or it cannot be read.
pub async fn refuse_unknown(store: &Store, named: &SubjectId, is_new: bool) -> Result<(), Error> {
    let people = store.subjects().await?;
    let own = named.without_spelling();
    // Another spelling of a name is told as that where it is kept.
    if is_new || people.is_empty() || people.iter().any(|one| one.without_spelling() == own) {
        return Ok(());
    }
    let mut nearest: Vec<&SubjectId> = people.iter().collect();
    nearest.sort_by_key(|one| strsim::damerau_levenshtein(&one.without_spelling(), &own));
    let names: Vec<&str> = nearest.iter().take(MOST_NEAREST).map(|name| name.as_str()).collect();
    let n = people.len();
    let held = if n == 1 { "1 person".to_owned() } else { format!("{n} people") };
    Err(Error::usage(format!("keep records of {named}: the store holds {held}, and nobody of this name"))
        .hint(format!("the nearest: {}; say --new-person if it is somebody new", names.join(", "))))
}

/// Refuses names that are one name in two spellings.
///
/// # Errors
/// Two of them are alike but for capitals and spaces.
pub(crate) fn one_spelling<'a>(names: impl IntoIterator<Item = &'a SubjectId>) -> Result<(), Error> {
    let names: BTreeSet<&SubjectId> = names.into_iter().collect();
    let mut known: BTreeSet<String> = BTreeSet::new();
    match names.into_iter().find(|name| !known.insert(name.without_spelling())) {
        Some(name) => Err(other_spelling(name)),
        None => Ok(()),
    }
}

/// That a name is known in another spelling already.
pub(crate) fn other_spelling(name: &SubjectId) -> Error {
    Error::usage(format!("tell people apart: “{name}” is there already with other capitals or spaces"))
        .hint("write one name in one way throughout, as `evenstride people` lists it or with --subject NAME")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_capitals_and_spaces_alone_are_refused() {
        let names = |names: &[&str]| -> Vec<SubjectId> {
            names.iter().map(|name| SubjectId::new(name).unwrap()).collect()
        };
        for two in [["Anna", "anna"], ["ANNA", "anna "], ["Anna B", "annab"], ["Ärmel", "ärmel"]] {
            let one = one_spelling(&names(&two)).unwrap_err().message;
            assert!(one.contains("other capitals or spaces"), "{one}");
        }
        for others in [["anna", "anne"], ["anna", "anna-2"], ["anna", "hanna"]] {
            one_spelling(&names(&others)).unwrap();
        }
    }
}
