//! Keeping what files, lines and answers bring: each as one action of a store, and a sign to stop answered at once.
//!
//! It prints nothing and knows no form. Read next: [`crate::record`] for what a file brings, [`crate::store::Store::write`].

use crate::check::File;
use crate::error::Error;
use crate::files::{Days, answers_text, person_text};
use crate::following::{Kept, Shown, follow_for};
use crate::record::{Bringing, Brought, FileKind, bring, bring_typed, kept, not_followed};
use crate::reply::Came;
use crate::retold;
use crate::store::{ActionId, Content, Doing, Key, Note, Origin, Records, Repeats, Store, Told, What, Written};
use crate::twice::kept_beside;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::{Notice, NoticeCode};
use evenstride_core::person::{Person, SubjectId};
use evenstride_core::screen::{Answers, Screening, Wait};
use evenstride_core::track::{Next, signs_in_words, signs_told, waits};
use std::collections::{BTreeMap, BTreeSet};

/// The name of somebody whom nothing names.
#[must_use]
pub fn me() -> SubjectId {
    SubjectId::new("me").expect("“me” is one to sixty-four printable characters")
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

/// What a file brings beside what the store holds: of an export that tells earlier sets with another note only the note.
///
/// # Errors
/// The store holds the same sets from an earlier export in another reading, and no sign to stop is among them, or it
/// cannot be read.
pub async fn settled(
    store: &Store,
    name: &str,
    brought: Brought,
    knowledge: &Knowledge,
) -> Result<Brought, Error> {
    match brought.is_whole_export {
        true => retold::settled(store, name, brought, knowledge).await,
        false => Ok(brought),
    }
}

/// Keeps what a file has brought as one action.
///
/// # Errors
/// The store cannot be written, or it holds the same sets from an earlier export in another reading.
pub async fn keep(
    store: &Store,
    file: &File,
    mut brought: Brought,
    knowledge: &Knowledge,
    doing: &Doing<'_>,
) -> Result<Came, Error> {
    let beside = beside(store, &brought, knowledge).await?;
    let doing = Doing { what: what_of(brought.kind), ..*doing };
    brought = settled(store, &file.name, brought, knowledge).await?;
    let origin = Origin { name: &file.name, bytes: &file.bytes };
    let written = store.write_instead(&doing, Some(origin), &brought.entries, &brought.instead_of).await?;
    if written.n_new > 0 {
        brought.notices.extend(beside);
    }
    Ok(Came { file: Some(file.name.clone()), brought, only_felt: false, written })
}

/// Keeps lines of training as one action: either all of them stand, or none does.
///
/// A sign to stop is told although nothing else is: where a line cannot be read, those that hold such a sign are kept as
/// remarks, with a notice of what could not be read.
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
    let mut brought = all_or_signs(bring_typed(lines, &bringing)?, bringing.knowledge)?;
    // What no plan can follow is kept, and whoever wrote it is told so at once.
    let (notices, only_felt) = not_followed(&brought, bringing.knowledge);
    // Where it is said how a line without a side counts, it need not be said as well that the side is missing.
    let is_said = |asked: &Notice| {
        asked.code == NoticeCode::SideAsked
            && notices
                .iter()
                .any(|notice| notice.code == NoticeCode::TrainingReshaped && notice.place == asked.place)
    };
    brought.notices.retain(|notice| !is_said(notice));
    brought.notices.extend(notices);
    let written = store.write(&Doing { what: What::Log, repeats, ..*doing }, None, &brought.entries).await?;
    Ok(Came { file: None, brought, only_felt, written })
}

/// All that lines bring when each of them could be read, else those with a sign to stop and nothing more.
fn all_or_signs(mut brought: Brought, knowledge: &Knowledge) -> Result<Brought, Error> {
    let refused = brought.notices.iter().find(|notice| notice.code == NoticeCode::RowRefused).cloned();
    let Some(refused) = refused else { return Ok(brought) };
    let n_before = brought.entries.len();
    brought.entries.retain(|(_, content)| match content {
        Content::Trained(told) | Content::TrainedOnce(_, told) => !signs_told(told, knowledge).is_empty(),
        // A line that cannot be read is a remark for the sake of its sign.
        Content::Note(_) => true,
        Content::Person(_) | Content::Answers(_) | Content::Trial(_) | Content::Plan(_) => false,
    });
    if brought.entries.is_empty() {
        return Err(refusal(&refused));
    }
    if brought.entries.len() < n_before {
        let message = "of these lines only what asks to stop was kept, because one of them cannot be read";
        let notice = Notice::new(NoticeCode::RowRefused, message);
        brought.notices.push(notice.hint("correct that line and write them all once more"));
    }
    Ok(brought)
}

/// That a line could not be read, as the failure of all of them.
fn refusal(notice: &Notice) -> Error {
    let at = match notice.place.as_ref().and_then(|place| place.line) {
        Some(line) => format!("line {line}"),
        None => "the lines".to_owned(),
    };
    let error = Error::unreadable(format!("read {at}: {}; none of the lines was kept", notice.message));
    match &notice.hint {
        Some(hint) => error.hint(hint.clone()),
        None => error,
    }
}

/// Keeps a remark; what the log asks then, [`asked_by_log`] tells.
///
/// # Errors
/// Its day is later than today, it is too long, or the store cannot be written.
pub async fn remark(
    store: &Store,
    subject: &SubjectId,
    note: Note,
    days: Days,
    doing: &Doing<'_>,
) -> Result<Written, Error> {
    // A remark of a later day is not searched for signs before that day has come.
    if note.day > days.today {
        return Err(Error::usage(format!(
            "keep a remark: expected a day until {}, found {}",
            days.today, note.day
        ))
        .hint("write it down for today, or on the day itself"));
    }
    let entries = [(subject.clone(), Content::Note(note))];
    store.write(&Doing { what: What::Note, ..*doing }, None, &entries).await
}

/// Those whose log may ask for something after a file was brought in: whose training it was, `subject` where the file
/// names nobody, and of whom a remark beside a measurement holds a sign.
#[must_use]
pub fn may_ask(brought: &Brought, subject: &SubjectId, knowledge: &Knowledge) -> BTreeSet<SubjectId> {
    let mut people: BTreeSet<SubjectId> = brought
        .entries
        .iter()
        .filter(|(_, content)| match content {
            Content::Trial(trial) => {
                trial.note.as_ref().is_some_and(|note| !signs_in_words(note, knowledge).is_empty())
            }
            Content::Trained(_) | Content::TrainedOnce(..) | Content::Note(_) => true,
            Content::Person(_) | Content::Answers(_) | Content::Plan(_) => false,
        })
        .map(|(subject, _)| subject.clone())
        .collect();
    if brought.kind == FileKind::Training {
        people.insert(subject.clone());
    }
    people
}

/// What the log of somebody asks now: that somebody looks, or that a leg or an exercise waits until somebody has.
#[derive(Debug, Clone, Default)]
pub struct AskedByLog {
    /// That a sign to stop asks for somebody.
    pub end: Option<Next>,
    /// What waits; nothing while the clearance has ended.
    pub waits: Vec<Wait>,
}

/// What the log of somebody asks now.
///
/// # Errors
/// The store or what it holds cannot be read.
pub async fn asked_by_log(
    store: &Store,
    subject: &SubjectId,
    knowledge: &Knowledge,
    days: Days,
) -> Result<AskedByLog, Error> {
    if !store.subjects().await?.contains(subject) {
        return Ok(AskedByLog::default());
    }
    let kept: Kept = kept(subject, store.read(subject).await?, knowledge, days)?;
    let followed = follow_for(&kept, None, knowledge, Shown::Standing);
    if followed.asks_for_somebody() {
        return Ok(AskedByLog { end: followed.next, waits: Vec::new() });
    }
    Ok(AskedByLog { end: None, waits: waits(&kept.log, kept.input.answers.on, knowledge) })
}

/// What the log asks of those of some people who need somebody soonest; none where nobody does.
///
/// # Errors
/// The store or what it holds cannot be read.
pub async fn asked_soonest(
    store: &Store,
    people: &BTreeSet<SubjectId>,
    knowledge: &Knowledge,
    days: Days,
) -> Result<Option<Next>, Error> {
    let action = |next: &Next| match next {
        Next::ClearanceEnded(end) => end.action,
        Next::Session(_) | Next::Nothing { .. } => None,
    };
    let mut soonest: Option<Next> = None;
    for subject in people {
        let asked = asked_by_log(store, subject, knowledge, days).await?.end;
        soonest = soonest.into_iter().chain(asked).min_by_key(action);
    }
    Ok(soonest)
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

/// How answers begin that open the questions again, before the number of the action that took back what had stopped.
const ASKED_AGAIN: &str = "# Asked again: action ";

/// An action that was taken back or a record that was corrected, and whose questions are open again because of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopened {
    /// The action that did it.
    pub action: ActionId,
    /// The people.
    pub subjects: BTreeSet<SubjectId>,
}

/// Takes an action back; where it held what stopped somebody, the questions are open until they are answered again.
///
/// A stop never goes away by being taken back: somebody has said it once, and only an answer can say that it was wrong.
/// Taking back that the questions are open again opens them again too.
///
/// # Errors
/// It cannot be taken back, or the store cannot be read or written.
pub async fn take_back(
    store: &Store,
    action: ActionId,
    knowledge: &Knowledge,
    days: Days,
    doing: &Doing<'_>,
) -> Result<Reopened, Error> {
    let actions = store.actions(u32::MAX).await?;
    let of_action = actions.iter().find(|one| one.id == action);
    let named = of_action.into_iter().flat_map(|one| one.subjects.keys());
    let subjects: BTreeSet<SubjectId> = named.filter_map(|name| SubjectId::new(name)).collect();
    let held = held_among(store, &subjects, knowledge, days).await?;
    let action = store.undo(&Doing { what: What::Undo, ..*doing }, action).await?;
    reopen(store, action, held, knowledge, days, doing).await
}

/// Corrects one record as [`Store::correct`] does; where it held what stopped the person, the questions are open again.
///
/// # Errors
/// As [`Store::correct`], or the store cannot be read.
pub async fn correct(
    store: &Store,
    subject: &SubjectId,
    (key, instead): (&Key, Option<&Content>),
    knowledge: &Knowledge,
    days: Days,
    doing: &Doing<'_>,
) -> Result<Reopened, Error> {
    let held = held_among(store, &BTreeSet::from([subject.clone()]), knowledge, days).await?;
    let action = store.correct(&Doing { what: What::Correct, ..*doing }, subject, key, instead).await?;
    reopen(store, action, held, knowledge, days, doing).await
}

/// Those of some people whose questions an action has opened again and nobody has answered since.
///
/// # Errors
/// The store cannot be read.
pub async fn reopened_by(
    store: &Store,
    action: ActionId,
    subjects: &BTreeSet<SubjectId>,
) -> Result<BTreeSet<SubjectId>, Error> {
    let known = store.subjects().await?;
    let mut reopened = BTreeSet::new();
    for subject in subjects.iter().filter(|subject| known.contains(subject)) {
        if asked_again(&store.read(subject).await?).is_some_and(|text| text.starts_with(&by(action))) {
            reopened.insert(subject.clone());
        }
    }
    Ok(reopened)
}

/// The first words of answers that an action has opened again.
fn by(action: ActionId) -> String {
    format!("{ASKED_AGAIN}{action} ")
}

/// The newest answers when they are none, because what had stopped was taken back.
fn asked_again(records: &Records) -> Option<&str> {
    records.answers.as_ref().map(|kept| kept.value.text.as_str()).filter(|text| text.starts_with(ASKED_AGAIN))
}

/// Those of some people whom an answer or a sign stops, or who are asked again because what had stopped was taken back.
async fn held_among(
    store: &Store,
    subjects: &BTreeSet<SubjectId>,
    knowledge: &Knowledge,
    days: Days,
) -> Result<BTreeSet<SubjectId>, Error> {
    let known = store.subjects().await?;
    let mut held = BTreeSet::new();
    for subject in subjects.iter().filter(|subject| known.contains(subject)) {
        let records = store.read(subject).await?;
        let is_asked = asked_again(&records).is_some();
        let kept = kept(subject, records, knowledge, days)?;
        let followed = follow_for(&kept, None, knowledge, Shown::Standing);
        let is_stopped = matches!(followed.screening, Screening::Stopped { .. });
        if is_asked || is_stopped || followed.asks_for_somebody() {
            held.insert(subject.clone());
        }
    }
    Ok(held)
}

/// Opens the questions of those who were held before an action and are not any more.
async fn reopen(
    store: &Store,
    action: ActionId,
    held: BTreeSet<SubjectId>,
    knowledge: &Knowledge,
    days: Days,
    doing: &Doing<'_>,
) -> Result<Reopened, Error> {
    let still = held_among(store, &held, knowledge, days).await?;
    let subjects: BTreeSet<SubjectId> = held.difference(&still).cloned().collect();
    for subject in &subjects {
        let nothing = answers_text(&Answers { on: days.today, by_flag: BTreeMap::new() });
        // The number makes it another text than that of a day on which it happened before.
        let text = format!("{}took back what had stopped.\n{nothing}", by(action));
        let entries = [(subject.clone(), Content::Answers(Told { day: days.today, text }))];
        store.write(&Doing { what: What::Reopened, ..*doing }, None, &entries).await?;
    }
    Ok(Reopened { action, subjects })
}
