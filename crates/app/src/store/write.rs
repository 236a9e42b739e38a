//! Writing: one action is one transaction, and what is there already is not written again.
//!
//! It removes no row and changes none but that of a file, whose name or bytes may come anew. Read next: `super::live` for
//! what counts afterwards, `super::actions` for taking back.

use super::Store;
use super::actions::{ActionId, What, action_row};
use super::body;
use super::content::{Content, Key, Kind, OnceId};
use super::database::{Tx, Value};
use super::found::records_of;
use super::live::{Record, live, newest, present};
use super::rows::{RecordRow, add, contents_of_file, insert_records, keep_names, keep_origin, keep_subjects};
use crate::error::Error;
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use evenstride_core::training::Trained;
use evenstride_ingest::Limits;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Who does something, what, and when.
#[derive(Debug, Clone, Copy)]
pub struct Doing<'a> {
    /// What kind of action it is.
    pub what: What,
    /// Who does it, as a team tells its members apart; may be empty. At most 64 characters.
    pub who: &'a str,
    /// When, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// What the same content told a second time means.
    pub repeats: Repeats,
}

/// The variable that says who works with a store, as a team tells its members apart; nobody in particular without it.
///
/// The name of the system's user is never taken: it says nothing on a machine that several share, and nobody asked to
/// keep it.
pub const WHO_VARIABLE: &str = "EVENSTRIDE_WHO";

/// What the same content told a second time by hand means; rows of files are told apart by their file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// It is what is known already.
    AreKnown,
    /// It happened once more.
    AreMore,
}

/// A file as it was read.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// Its name; folders in it are left out.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What came of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The action; none when everything was known already and nothing was written.
    pub action: Option<ActionId>,
    /// How many contents were not there before.
    pub n_new: usize,
    /// How many were there already.
    pub n_known: usize,
}

/// Trials as entries for whom they belong to.
#[must_use]
pub fn entries_of_trials(trials: Vec<Trial>) -> Vec<(SubjectId, Content)> {
    trials.into_iter().map(|trial| (trial.subject.clone(), Content::Trial(trial))).collect()
}

/// What one person trained as entries.
#[must_use]
pub fn entries_of_training(subject: &SubjectId, trained: Vec<Trained>) -> Vec<(SubjectId, Content)> {
    trained.into_iter().map(|trained| (subject.clone(), Content::Trained(trained))).collect()
}

impl Store {
    /// Keeps contents as one action: an import of a file, a log entry, a person, answers, a plan, a note.
    ///
    /// The same file for the same person a second time changes nothing. Of a file that has grown only the new rows are
    /// new. Where `n_new` is 0 and there is no action, nothing was written.
    ///
    /// # Errors
    /// A content cannot be kept, the file is larger than a store takes, or the store cannot be written.
    pub async fn write(
        &self,
        doing: &Doing<'_>,
        origin: Option<Origin<'_>>,
        entries: &[(SubjectId, Content)],
    ) -> Result<Written, Error> {
        self.write_instead(doing, origin, entries, &[]).await
    }

    /// The same, and sets aside what some of it stands in the place of: sets that an earlier export told in part.
    ///
    /// Taking the action back lets what it set aside count again; what had been set aside for that, before, is set aside
    /// anew, so that taking back the action in between counts nothing twice. Where nothing is written nothing is set aside.
    ///
    /// # Errors
    /// As for [`Store::write`].
    pub async fn write_instead(
        &self,
        doing: &Doing<'_>,
        origin: Option<Origin<'_>>,
        entries: &[(SubjectId, Content)],
        instead_of: &[(SubjectId, Key)],
    ) -> Result<Written, Error> {
        let entries = prepared(entries)?;
        let who = checked_who(doing.who)?;
        if origin.is_some_and(|origin| origin.bytes.len() as u64 > Limits::DEFAULT.max_bytes) {
            return Err(Error::usage(format!(
                "keep the file: expected at most {} MiB, found more",
                Limits::DEFAULT.max_bytes >> 20
            ))
            .hint("split it and import the parts"));
        }
        self.all_within(entries.iter().map(|entry| entry.subject))?;
        let mut tx = self.pool.begin_write(&self.shown).await?;
        let kept = match origin {
            Some(origin) => Some(keep_origin(&mut tx, origin).await?),
            None => None,
        };
        let origin_id = kept.map(|kept| kept.id);
        let subjects = keep_subjects(&mut tx, entries.iter().map(|entry| entry.subject)).await?;
        let mut rows = Vec::new();
        let mut aside: Vec<RecordRow> = Vec::new();
        let (mut n_new, mut n_known) = (0, 0);
        let mut by_subject: BTreeMap<&SubjectId, Vec<&Prepared<'_>>> = BTreeMap::new();
        for entry in &entries {
            by_subject.entry(entry.subject).or_default().push(entry);
        }
        for (name, subject) in &subjects {
            let own = by_subject.remove(name).unwrap_or_default();
            let kinds: BTreeSet<Kind> = own.iter().map(|entry| entry.content.kind()).collect();
            // Records of other kinds say nothing about these, and a person may have very many.
            let mut before = Vec::new();
            for kind in kinds {
                before.extend(records_of(&mut tx, *subject, &[kind]).await?);
            }
            let same_file = match origin_id {
                Some(origin) => contents_of_file(&mut tx, *subject, origin).await?,
                None => BTreeSet::new(),
            };
            let known = Known::of(&before, same_file);
            let keys: Vec<Key> =
                instead_of.iter().filter(|one| one.0 == **name).map(|one| one.1.clone()).collect();
            let old = told_in_part(&mut tx, &keys, &known).await?;
            aside.extend(old.into_iter().map(|old| RecordRow::aside(*subject, Kind::Trained, None, old)));
            let own = place(&mut tx, &own, &known, origin_id.is_some(), doing.repeats).await?;
            for Placed { entry, content, is_new, was_there } in own {
                if is_new {
                    n_new += 1;
                } else {
                    n_known += 1;
                }
                // What has a name of its own is taken once, even if it was taken back or corrected since.
                let is_told = match entry.once {
                    Some(_) => was_there,
                    None => known.is_told(entry, content, origin_id.is_some()),
                };
                if !is_told {
                    rows.push((entry, *subject, content));
                }
            }
        }
        if rows.is_empty() {
            // A file that brought nothing is not kept; of one that is there the names may have changed.
            if let (Some(origin), Some(kept)) = (origin, kept.filter(|kept| !kept.is_new)) {
                keep_names(&mut tx, kept.id, origin.name, subjects.values().copied()).await?;
                tx.commit().await?;
            }
            return Ok(Written { action: None, n_new: 0, n_known });
        }
        if let (Some(origin), Some(kept)) = (origin, kept.filter(|kept| kept.is_emptied)) {
            let values = vec![Value::Bytes(origin.bytes.to_vec()), Value::Int(kept.id)];
            tx.execute("UPDATE origin SET bytes = $1 WHERE id = $2", values).await?;
        }
        let action = action_row(&mut tx, doing.what, doing.at_ms, &who, origin_id, None).await?;
        let mut records: Vec<RecordRow> = Vec::new();
        for (entry, subject, content) in rows {
            add(&mut records, RecordRow::of(subject, entry.content, content, None));
        }
        records.extend(aside);
        insert_records(&mut tx, action, &records).await?;
        if let (Some(origin), Some(id)) = (origin, origin_id) {
            keep_names(&mut tx, id, origin.name, subjects.values().copied()).await?;
        }
        tx.commit().await?;
        Ok(Written { action: Some(action), n_new, n_known })
    }
}

impl Store {
    /// Was something told under this name before, whether it still counts or not?
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn knows(&self, id: &OnceId) -> Result<bool, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        Ok(!ids_of(&mut tx, &[id.key()]).await?.is_empty())
    }
}

/// The contents of some keys that count, and those of the same exercise and day that were set aside before.
async fn told_in_part(tx: &mut Tx, keys: &[Key], known: &Known<'_>) -> Result<BTreeSet<i64>, Error> {
    let ids = ids_of(tx, keys).await?;
    let mut old: BTreeSet<i64> = ids.into_values().filter(|id| known.live.contains(id)).collect();
    if old.is_empty() {
        return Ok(old);
    }
    let aside = known.present.difference(&known.live).chain(&old);
    let wanted: Vec<Value> = aside.map(|id| Value::Int(*id)).collect();
    let mut of_day: BTreeMap<(Date, String), Vec<i64>> = BTreeMap::new();
    for mut row in tx.rows_in("SELECT id, body FROM content WHERE id IN", &wanted).await? {
        let (id, text) = (row.int(), row.text());
        // What a newer program wrote stays as it is.
        if let Ok(trained) = body::trained(&text, Place::default()) {
            of_day.entry((trained.on, trained.name)).or_default().push(id);
        }
    }
    let meant = of_day.into_values().filter(|ids| ids.iter().any(|id| old.contains(id)));
    let meant: Vec<i64> = meant.flatten().collect();
    old.extend(meant);
    Ok(old)
}

/// An entry with the JSON that is kept of it.
struct Prepared<'a> {
    subject: &'a SubjectId,
    content: &'a Content,
    body: String,
    /// How many entries before it are the same, and itself.
    nth: u32,
    /// The name under which it was told.
    once: Option<&'a OnceId>,
}

impl Prepared<'_> {
    fn key(&self) -> Key {
        match self.once {
            Some(id) => id.key(),
            None => Key::of(self.content.kind(), &self.body, self.nth),
        }
    }
}

/// An entry with the content that holds it.
struct Placed<'a> {
    entry: &'a Prepared<'a>,
    content: i64,
    is_new: bool,
    /// Was the content there before, whether it counts or not?
    was_there: bool,
}

/// What is known of a person before a write.
struct Known<'a> {
    /// Contents that are there.
    present: BTreeSet<i64>,
    /// Contents that count.
    live: BTreeSet<i64>,
    /// Contents that the same file brought before.
    same_file: BTreeSet<i64>,
    newest: BTreeMap<Kind, &'a Record>,
}

impl<'a> Known<'a> {
    fn of(before: &'a [Record], same_file: BTreeSet<i64>) -> Self {
        let counting = live(before);
        let kinds = Kind::ALL.into_iter().filter(|kind| kind.newest_counts());
        Known {
            present: present(before),
            live: counting.iter().filter_map(|record| record.content).collect(),
            same_file,
            newest: kinds.filter_map(|kind| Some((kind, newest(&counting, kind)?))).collect(),
        }
    }

    /// Would writing it tell the store nothing?
    fn is_told(&self, entry: &Prepared<'_>, content: i64, from_file: bool) -> bool {
        let kind = entry.content.kind();
        if kind.newest_counts() {
            let newest = self.newest.get(&kind);
            return newest.is_some_and(|newest| {
                newest.content == Some(content) && newest.day == Some(entry.content.day())
            });
        }
        if from_file { self.same_file.contains(&content) } else { self.live.contains(&content) }
    }
}

/// Checks entries and counts which of them are the same.
fn prepared(entries: &[(SubjectId, Content)]) -> Result<Vec<Prepared<'_>>, Error> {
    let mut counts: BTreeMap<(&SubjectId, Kind, String), u32> = BTreeMap::new();
    let mut prepared = Vec::with_capacity(entries.len());
    let mut named: BTreeSet<&OnceId> = BTreeSet::new();
    for (subject, content) in entries {
        if content.once().is_some_and(|id| !named.insert(id)) {
            continue;
        }
        let body = content.body()?;
        let nth = counts.entry((subject, content.kind(), body.clone())).or_insert(0);
        *nth += 1;
        prepared.push(Prepared { subject, content, body, nth: *nth, once: content.once() });
    }
    Ok(prepared)
}

pub(super) fn checked_who(who: &str) -> Result<String, Error> {
    let who = who.trim();
    if who.chars().count() > 64 || who.chars().any(char::is_control) {
        return Err(Error::usage("keep who did it: expected at most 64 printable characters, found others"));
    }
    Ok(who.to_owned())
}

/// Finds or makes the contents of one person's entries.
async fn place<'a>(
    tx: &mut Tx,
    entries: &[&'a Prepared<'a>],
    known: &Known<'_>,
    from_file: bool,
    repeats: Repeats,
) -> Result<Vec<Placed<'a>>, Error> {
    let mut keys: Vec<Key> = entries.iter().map(|entry| entry.key()).collect();
    let mut ids = ids_of(tx, &keys).await?;
    for (entry, key) in entries.iter().zip(&mut keys) {
        let asks_for_more = |id: i64| {
            let corrected_away = known.present.contains(&id) && !known.live.contains(&id);
            corrected_away || (repeats == Repeats::AreMore && known.live.contains(&id))
        };
        if from_file || entry.once.is_some() || entry.content.kind().newest_counts() {
            continue;
        }
        // What is told by hand has no file that tells it apart: it takes the first number that is free.
        let mut nth = entry.nth;
        while ids.get(key.as_str()).is_some_and(|id| asks_for_more(*id)) {
            nth += 1;
            *key = Key::of(entry.content.kind(), &entry.body, nth);
            ids.extend(ids_of(tx, std::slice::from_ref(key)).await?);
        }
    }
    let mut next = tx.number("SELECT MAX(id) FROM content", Vec::new()).await? + 1;
    let first_new = next;
    let mut rows = Vec::new();
    for (entry, key) in entries.iter().zip(&keys) {
        ids.entry(key.as_str().to_owned()).or_insert_with(|| {
            let id = next;
            next += 1;
            let kind = entry.content.kind().as_str().to_owned();
            rows.push(vec![
                Value::Int(id),
                Value::Text(key.as_str().to_owned()),
                Value::Text(kind),
                Value::Text(entry.body.clone()),
            ]);
            id
        });
    }
    tx.insert("INSERT INTO content (id, key, kind, body)", rows).await?;
    let placed = entries.iter().zip(&keys).filter_map(|(entry, key)| {
        let content = *ids.get(key.as_str())?;
        let was_there = content < first_new;
        let is_new = if entry.once.is_some() { !was_there } else { !known.present.contains(&content) };
        Some(Placed { entry, content, is_new, was_there })
    });
    Ok(placed.collect())
}

async fn ids_of(tx: &mut Tx, keys: &[Key]) -> Result<BTreeMap<String, i64>, Error> {
    let wanted: Vec<Value> = keys.iter().map(|key| Value::Text(key.as_str().to_owned())).collect();
    let rows = tx.rows_in("SELECT key, id FROM content WHERE key IN", &wanted).await?;
    Ok(rows.into_iter().map(|mut row| (row.text(), row.int())).collect())
}

/// The content of one entry that corrects another one.
pub(super) async fn place_correction(
    tx: &mut Tx,
    content: &Content,
    before: &[Record],
    from: i64,
) -> Result<i64, Error> {
    let prepared =
        Prepared { subject: &nobody(), content, body: content.body()?, nth: 1, once: content.once() };
    let live_now: BTreeSet<i64> = live(before).iter().filter_map(|record| record.content).collect();
    // Another row may be the same as the corrected one will be: then it is the next of its kind.
    let known = Known {
        present: live_now.iter().copied().filter(|id| *id != from).collect(),
        live: live_now.iter().copied().filter(|id| *id != from).collect(),
        same_file: BTreeSet::new(),
        newest: BTreeMap::new(),
    };
    let placed = place(tx, &[&prepared], &known, false, Repeats::AreMore).await?;
    placed.first().map(|placed| placed.content).ok_or_else(|| Error::fault("keep a correction"))
}

fn nobody() -> SubjectId {
    SubjectId::new("me").expect("“me” is one to sixty-four printable characters")
}
