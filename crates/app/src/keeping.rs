//! Keeping what files, lines and answers bring: each as one action of a store, and a sign to stop answered at once.
//!
//! It prints nothing and knows no form. Read next: [`crate::record`] for what a file brings, [`crate::store::Store::write`].

use crate::check::File;
use crate::error::Error;
use crate::files::{Days, answers_text, person_text};
use crate::following::{Kept, Shown, follow_for};
use crate::record::{Bringing, Brought, FileKind, bring, kept, unread_signs};
use crate::reply::Came;
use crate::store::{Content, Doing, Origin, Repeats, Store, Told, What, Written};
use crate::twice::kept_beside;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::{Notice, NoticeCode};
use evenstride_core::person::{Person, SubjectId};
use evenstride_core::screen::Answers;
use evenstride_core::track::Next;
use std::collections::BTreeSet;

/// The name of somebody whom nothing names.
#[must_use]
pub fn me() -> SubjectId {
    SubjectId::new("me").expect("“me” is one to sixty-four printable characters")
}

/// The person whose name stands where a table names nobody: the only one of a store, else somebody of no other name.
///
/// A table of a squad names people itself, so several people are no reason to refuse it.
///
/// # Errors
/// The store cannot be read.
pub async fn unnamed(store: &Store) -> Result<SubjectId, Error> {
    match store.subjects().await?.as_slice() {
        [only] => Ok(only.clone()),
        [] | [_, _, ..] => Ok(me()),
    }
}

/// The body mass that is known of somebody, for tests that need it.
///
/// # Units
/// Kilograms.
pub async fn mass_of(store: &Store, subject: &SubjectId, knowledge: &Knowledge, days: Days) -> Option<f64> {
    let records = store.read(subject).await.ok()?;
    kept(subject, records, knowledge, days).ok()?.input.person.mass_kg
}

/// What a file of a kind is kept as.
#[must_use]
pub fn what_of(kind: FileKind) -> What {
    match kind {
        FileKind::Person => What::Person,
        FileKind::Answers => What::Answers,
        FileKind::Measurements | FileKind::Training => What::Import,
    }
}

/// Brings a file in as one action; the same file a second time changes nothing.
///
/// # Errors
/// It cannot be read, or the store cannot be written.
pub async fn import(
    store: &Store,
    file: &File,
    bringing: &Bringing<'_>,
    doing: &Doing<'_>,
) -> Result<Came, Error> {
    let brought = bring(&file.name, &file.bytes, bringing)?;
    keep(store, file, brought, bringing.knowledge, doing).await
}

/// What a table of measurements holds beside tries that are kept already; asked before it is kept.
///
/// # Errors
/// The store cannot be read.
pub async fn beside(store: &Store, brought: &Brought, knowledge: &Knowledge) -> Result<Vec<Notice>, Error> {
    let mut notices = Vec::new();
    if brought.kind != FileKind::Measurements {
        return Ok(notices);
    }
    let known: BTreeSet<SubjectId> = store.subjects().await?.into_iter().collect();
    let named: BTreeSet<&SubjectId> = brought.entries.iter().map(|(subject, _)| subject).collect();
    for subject in named.into_iter().filter(|subject| known.contains(subject)) {
        let records = store.read(subject).await?;
        notices.extend(kept_beside(subject, &brought.entries, &records, knowledge));
    }
    Ok(notices)
}

/// Keeps what a file has brought as one action.
///
/// # Errors
/// The store cannot be written.
pub async fn keep(
    store: &Store,
    file: &File,
    mut brought: Brought,
    knowledge: &Knowledge,
    doing: &Doing<'_>,
) -> Result<Came, Error> {
    let beside = beside(store, &brought, knowledge).await?;
    let doing = Doing { what: what_of(brought.kind), ..*doing };
    let origin = Origin { name: &file.name, bytes: &file.bytes };
    let written = store.write(&doing, Some(origin), &brought.entries).await?;
    if written.n_new > 0 {
        brought.notices.extend(beside);
    }
    Ok(Came { file: Some(file.name.clone()), brought, written })
}

/// Keeps lines of training as one action: either all of them stand, or none does.
///
/// Lines that cannot be read and hold a sign to stop are kept as remarks, with a notice of why they could not be read.
///
/// # Errors
/// A line cannot be read and none holds such a sign, or the store cannot be written.
pub async fn log_lines(
    store: &Store,
    lines: &str,
    repeats: Repeats,
    bringing: &Bringing<'_>,
    doing: &Doing<'_>,
) -> Result<Came, Error> {
    let bringing = Bringing { kind: Some(FileKind::Training), ..*bringing };
    let brought = bring("line", lines.as_bytes(), &bringing).or_else(|error| {
        let entries = unread_signs(lines, &bringing, |_| true);
        if entries.is_empty() {
            return Err(error);
        }
        let mut notice = Notice::new(NoticeCode::RowRefused, format!("{}: kept as a remark", error.message));
        notice.hint = error.hint;
        Ok(Brought { kind: FileKind::Training, entries, notices: vec![notice] })
    })?;
    let written = store.write(&Doing { what: What::Log, repeats, ..*doing }, None, &brought.entries).await?;
    Ok(Came { file: None, brought, written })
}

/// Does something that was brought in hold training, so that a sign to stop may be in it?
#[must_use]
pub fn holds_training(brought: &Brought) -> bool {
    brought.kind == FileKind::Training
}

/// That the log of somebody asks now that somebody looks.
///
/// # Errors
/// The store or what it holds cannot be read.
pub async fn sign_to_stop(
    store: &Store,
    subject: &SubjectId,
    knowledge: &Knowledge,
    days: Days,
) -> Result<Option<Next>, Error> {
    if !store.subjects().await?.contains(subject) {
        return Ok(None);
    }
    let kept: Kept = kept(subject, store.read(subject).await?, knowledge, days)?;
    let followed = follow_for(&kept, None, knowledge, Shown::Standing);
    let asks = followed.asks_for_somebody();
    Ok(followed.next.filter(|_| asks))
}

/// Adds somebody of whom nothing is known but the name.
///
/// # Errors
/// The store cannot be written.
pub async fn add(store: &Store, subject: &SubjectId, days: Days, doing: &Doing<'_>) -> Result<Written, Error> {
    let person = Person { subject: Some(subject.clone()), ..Person::default() };
    let told = Told { day: days.today, text: person_text(&person) };
    let entries = [(subject.clone(), Content::Person(told))];
    store.write(&Doing { what: What::Person, ..*doing }, None, &entries).await
}

/// Keeps answers to the red-flag questions.
///
/// # Errors
/// The store cannot be written.
pub async fn answer(
    store: &Store,
    subject: &SubjectId,
    answers: &Answers,
    doing: &Doing<'_>,
) -> Result<Written, Error> {
    let told = Told { day: answers.on, text: answers_text(answers) };
    let entries = [(subject.clone(), Content::Answers(told))];
    store.write(&Doing { what: What::Answers, ..*doing }, None, &entries).await
}
