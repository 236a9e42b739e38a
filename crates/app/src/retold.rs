//! Exports of an app that tell the same sets in another way than an earlier one: in another unit, with legs told apart,
//! taken in mid-exercise.
//!
//! ```text
//!   in the store   curl, no leg, 4 sets     (import 3)
//!   in the file    curl, each leg, 4 sets   ─► both would count: take import 3 back first
//! ```
//! An app exports everything that it holds of a day, so what an earlier export tells of an exercise and this one does not
//! is told in another way now. It never chooses between the two readings; the person does, by taking one back. A sign to
//! stop is heard in any case: that a file is refused makes nobody healthy.

use crate::error::Error;
use crate::record::Brought;
use crate::store::{About, ActionId, BY_HAND, BY_PAGE, Content, Kept, MOST_NOTE_CHARS, Note, Records, Store};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::{Notice, NoticeCode, Place};
use evenstride_core::person::SubjectId;
use evenstride_core::track::signs_told;
use evenstride_core::training::Trained;
use std::collections::{BTreeMap, BTreeSet};

/// What an export brings beside earlier ones: where a note alone is another, the sets stay as they are kept and the new
/// note is a remark.
///
/// Of an export that must be refused, because something of it would count twice, the signs to stop that nobody has told
/// yet are still kept as remarks, with a notice of why nothing else was.
///
/// # Errors
/// The store holds sets of the same exercise and day from an earlier file that this one tells otherwise, and nothing in
/// it asks to stop; or the store cannot be read.
pub(crate) async fn settled(
    store: &Store,
    name: &str,
    mut brought: Brought,
    knowledge: &Knowledge,
) -> Result<Brought, Error> {
    let known = store.subjects().await?;
    let people: BTreeSet<SubjectId> = brought.entries.iter().map(|(subject, _)| subject.clone()).collect();
    let mut kept: BTreeMap<SubjectId, Records> = BTreeMap::new();
    for subject in people.into_iter().filter(|subject| known.contains(subject)) {
        let records = store.read(&subject).await?;
        kept.insert(subject, records);
    }
    for (subject, records) in &kept {
        let told: Vec<&Trained> = trained_of(&brought, subject).collect();
        let Told { noted, first, actions } = told_otherwise(&told, &records.trained);
        let Some(first) = first else {
            keep_notes(&mut brought, subject, &noted);
            continue;
        };
        let refusal = refused(name, first, &actions);
        brought.entries = signs_alone(&brought, &kept, knowledge);
        if brought.entries.is_empty() {
            return Err(refusal);
        }
        let message = format!("{}; of it only what asks to stop was kept, as a remark", refusal.message);
        let mut notice = Notice::new(NoticeCode::RowRefused, message);
        notice.hint = refusal.hint;
        brought.notices.push(notice);
        return Ok(brought);
    }
    Ok(brought)
}

fn trained_of<'b>(brought: &'b Brought, subject: &'b SubjectId) -> impl Iterator<Item = &'b Trained> {
    let own = brought.entries.iter().filter(move |(whose, _)| whose == subject);
    own.filter_map(|(_, content)| content.trained())
}

/// Puts what is kept in the place of what differs from it in its note alone, and the note beside it.
fn keep_notes(brought: &mut Brought, subject: &SubjectId, noted: &[(Trained, Trained)]) {
    let mut notes = Vec::new();
    let own = brought.entries.iter_mut().filter(|(whose, _)| whose == subject);
    for (_, content) in own {
        let Content::Trained(trained) = content else { continue };
        let Some((now, before)) = noted.iter().find(|(now, _)| now == trained) else { continue };
        notes.extend(remark_of(now).map(|note| (subject.clone(), Content::Note(note))));
        *trained = before.clone();
    }
    brought.entries.extend(notes);
}

/// What was written beside something trained, as a remark of its day; a sign that was ticked by the name of its rule.
fn remark_of(trained: &Trained) -> Option<Note> {
    let ticked = trained.signs.iter().map(|rule| rule.as_str());
    let said: Vec<&str> = trained.note.as_deref().into_iter().chain(ticked).collect();
    let text: String = said.join(" ").chars().take(MOST_NOTE_CHARS).collect();
    (!text.is_empty()).then_some(Note { day: trained.on, about: About::Session, text })
}

/// The signs to stop of an export that nobody has told yet. Those that are kept already were asked about when they came,
/// and a second time they would ask again.
fn signs_alone(
    brought: &Brought,
    kept: &BTreeMap<SubjectId, Records>,
    knowledge: &Knowledge,
) -> Vec<(SubjectId, Content)> {
    let remarks = brought.entries.iter().filter_map(|(subject, content)| match content {
        Content::Trained(trained) if signs_told(trained, knowledge).is_empty() => None,
        Content::Trained(trained) => Some((subject, remark_of(trained)?)),
        Content::Note(note) => Some((subject, note.clone())),
        Content::Person(_)
        | Content::Answers(_)
        | Content::Trial(_)
        | Content::TrainedOnce(..)
        | Content::Plan(_) => None,
    });
    let is_new = |(subject, note): &(&SubjectId, Note)| {
        kept.get(*subject).is_none_or(|records| {
            let before = records.trained.iter().filter_map(|kept| remark_of(&kept.value));
            let mut before = before.chain(records.notes.iter().map(|kept| kept.value.clone()));
            !before.any(|before| before.day == note.day && before.text == note.text)
        })
    };
    remarks.filter(is_new).map(|(subject, note)| (subject.clone(), Content::Note(note))).collect()
}

/// How an export tells what an earlier one told too.
struct Told<'t> {
    /// Entries as they are now and as they are kept, which differ in their note alone.
    noted: Vec<(Trained, Trained)>,
    /// The first entry that is told otherwise now.
    first: Option<&'t Trained>,
    /// The actions that brought what is told otherwise.
    actions: BTreeSet<ActionId>,
}

fn told_otherwise<'t>(told: &[&'t Trained], kept: &[Kept<Trained>]) -> Told<'t> {
    let mut before: BTreeMap<_, Vec<&Kept<Trained>>> = BTreeMap::new();
    for kept in kept.iter().filter(|kept| ![BY_HAND, BY_PAGE].contains(&kept.value.place.file.as_str())) {
        before.entry((kept.value.on, kept.value.name.as_str())).or_default().push(kept);
    }
    let mut now: BTreeMap<_, Vec<&Trained>> = BTreeMap::new();
    for &told in told {
        now.entry((told.on, told.name.as_str())).or_default().push(told);
    }
    let mut found = Told { noted: Vec::new(), first: None, actions: BTreeSet::new() };
    for (key, now) in now {
        let Some(before) = before.get(&key) else { continue };
        let mut gone: Vec<&Kept<Trained>> = before.clone();
        gone.retain(|kept| !now.iter().any(|told| same(&kept.value, told)));
        let mut added = Vec::new();
        for told in now.into_iter().filter(|told| !before.iter().any(|kept| same(&kept.value, told))) {
            match gone.iter().position(|kept| same_but_for_the_note(&kept.value, told)) {
                Some(at) => found.noted.push((told.clone(), gone.remove(at).value.clone())),
                None => added.push(told),
            }
        }
        if let (Some(added), false) = (added.first(), gone.is_empty()) {
            found.first = found.first.or(Some(*added));
            found.actions.extend(gone.iter().map(|kept| kept.action));
        }
    }
    found
}

/// The same wherever it stands.
fn same(a: &Trained, b: &Trained) -> bool {
    let anywhere = |trained: &Trained| Trained { place: Place::default(), ..trained.clone() };
    anywhere(a) == anywhere(b)
}

/// The same sets with another note, or with one where there was none.
fn same_but_for_the_note(a: &Trained, b: &Trained) -> bool {
    let without = |trained: &Trained| Trained { note: None, ..trained.clone() };
    same(&without(a), &without(b))
}

fn refused(name: &str, first: &Trained, actions: &BTreeSet<ActionId>) -> Error {
    let undo: Vec<String> = actions.iter().map(|action| format!("`evenstride undo {action}`")).collect();
    Error::usage(format!(
        "bring in {name}: the store has the same sets from an earlier export, told otherwise, and both would count; \
         first {} on {}",
        first.name, first.on
    ))
    .hint(format!("take back what was brought in before, {}, then bring this file in again", undo.join(" and ")))
}
