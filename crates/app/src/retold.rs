//! Exports of an app that tell the same sets in another way than an earlier one: in another unit, with legs told apart,
//! or taken in mid-exercise.
//!
//! ```text
//!   in the store   curl, no leg, 4 sets     (import 3)
//!   in the file    curl, each leg, 4 sets   ─► both would count: take import 3 back first
//!
//!   in the store   curl, 3 sets             (import 3, in mid-exercise)
//!   in the file    curl, the same 3 and 2   ─► stands in its place; the other way round nothing is new
//! ```
//! An app exports everything that it holds of a day, so what an earlier export tells of an exercise and this one does not
//! is told in another way now. Where one of the two holds all sets of the other, in their order and felt alike, the longer one
//! is what happened. Otherwise it never chooses between the two readings; the person does, by taking one back. A sign to
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
/// note is a remark; sets of an exercise that went on after an earlier export stand in the place of those it told.
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
        let Told { noted, longer, shorter, first, actions } = told_otherwise(&told, &records.trained);
        let Some(first) = first else {
            keep_notes(&mut brought, subject, &noted);
            drop_shorter(&mut brought, subject, &shorter);
            for Longer { now, before } in longer {
                brought.notices.push(gone_on(&now, &before.value));
                brought.instead_of.push((subject.clone(), before.key));
            }
            continue;
        };
        let refusal = refused(name, first, &actions);
        // Of a file that is refused nothing stands in the place of anything.
        brought.instead_of.clear();
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

/// Leaves out what the store holds with more sets from a later export.
fn drop_shorter(brought: &mut Brought, subject: &SubjectId, shorter: &[Trained]) {
    brought.entries.retain(|(whose, content)| {
        whose != subject || !content.trained().is_some_and(|trained| shorter.contains(trained))
    });
}

/// That an exercise went on after the earlier export.
fn gone_on(now: &Trained, before: &Trained) -> Notice {
    let (known, all) = (before.sets.len(), now.sets.len());
    let message = format!(
        "{} on {}: {known} of the sets were known from an earlier export, {} are new",
        now.name,
        now.on,
        all - known
    );
    Notice::new(NoticeCode::TrialRepeated, message).at(now.place.clone())
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
    /// Entries that hold all that a kept one holds, and more sets.
    longer: Vec<Longer>,
    /// Entries of which a kept one holds everything, and more sets.
    shorter: Vec<Trained>,
    /// The first entry that is told otherwise now.
    first: Option<&'t Trained>,
    /// The actions that brought what is told otherwise.
    actions: BTreeSet<ActionId>,
}

/// An exercise that went on after the earlier export.
struct Longer {
    now: Trained,
    before: Kept<Trained>,
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
    let (noted, longer, shorter) = (Vec::new(), Vec::new(), Vec::new());
    let mut found = Told { noted, longer, shorter, first: None, actions: BTreeSet::new() };
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
        let Some(first) = added.first().filter(|_| !gone.is_empty()) else { continue };
        let kept: Vec<&Trained> = gone.iter().map(|kept| &kept.value).collect();
        if let Some(pairs) = each_within(&kept, &added) {
            let of = |(before, now): (usize, usize)| Longer {
                now: added[now].clone(),
                before: gone[before].clone(),
            };
            found.longer.extend(pairs.into_iter().map(of));
        } else if each_within(&added, &kept).is_some() {
            found.shorter.extend(added.iter().map(|told| (*told).clone()));
        } else {
            found.first = found.first.or(Some(*first));
            found.actions.extend(gone.iter().map(|kept| kept.action));
        }
    }
    found
}

/// For each of some entries another one that holds it and more, each taken once; none when one of them is held by none.
///
/// The longest chooses first: what holds it holds most, and the shorter ones find place in more.
fn each_within(short: &[&Trained], long: &[&Trained]) -> Option<Vec<(usize, usize)>> {
    let mut order: Vec<usize> = (0..short.len()).collect();
    order.sort_by_key(|&idx| std::cmp::Reverse(short[idx].sets.len()));
    let mut taken = BTreeSet::new();
    let mut pairs = Vec::new();
    for idx in order {
        let holds = |at: &usize| !taken.contains(at) && is_within(short[idx], long[*at]);
        let at = (0..long.len()).filter(holds).min_by_key(|&at| long[at].sets.len())?;
        taken.insert(at);
        pairs.push((idx, at));
    }
    pairs.sort_unstable();
    Some(pairs)
}

/// Does an entry hold all sets of another one in their order, and more, felt alike and with what was noted?
fn is_within(short: &Trained, long: &Trained) -> bool {
    let without = |trained: &Trained| Trained { note: None, sets: Vec::new(), ..trained.clone() };
    let keeps_note =
        short.note.as_ref().is_none_or(|note| long.note.as_ref().is_some_and(|now| now.contains(note)));
    let mut rest = long.sets.iter();
    let in_order = short.sets.iter().all(|set| rest.any(|other| other == set));
    short.sets.len() < long.sets.len() && in_order && keeps_note && same(&without(short), &without(long))
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
