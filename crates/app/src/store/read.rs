//! Reading a person back: the same values in the same order, whatever order they came in.
//!
//! It judges nothing. A content that stands in several files has its place in the first of them by name. Read next:
//! `super::live`.

use super::Store;
use super::actions::ActionId;
use super::body::{self, Unread};
use super::content::{Followed, Key, Kind, Note, Told};
use super::database::{Tx, Value};
use super::failure::damaged;
use super::live::{Record, live, newest};
use super::plan_body;
use super::write::subject_number;
use crate::error::Error;
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use evenstride_core::training::Trained;
use std::collections::BTreeMap;

/// A value with the names by which it is corrected or taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept<T> {
    /// Names the value.
    pub key: Key,
    /// The action that brought it; the first when there were several.
    pub action: ActionId,
    /// The value.
    pub value: T,
}

/// Everything that counts of one person.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Records {
    /// The newest `person.toml`.
    pub person: Option<Kept<Told>>,
    /// The newest `answers.toml`.
    pub answers: Option<Kept<Told>>,
    /// The trials by day, file and line.
    pub trials: Vec<Kept<Trial>>,
    /// What was trained by day, file and line.
    pub trained: Vec<Kept<Trained>>,
    /// The weeks that were followed, by their first day; the last one is followed now.
    pub plans: Vec<Kept<Followed>>,
    /// The remarks by day.
    pub notes: Vec<Kept<Note>>,
}

impl Records {
    /// The trials without the names by which they are corrected.
    #[must_use]
    pub fn all_trials(&self) -> Vec<Trial> {
        self.trials.iter().map(|kept| kept.value.clone()).collect()
    }

    /// What was trained without the names by which it is corrected.
    #[must_use]
    pub fn all_trained(&self) -> Vec<Trained> {
        self.trained.iter().map(|kept| kept.value.clone()).collect()
    }
}

/// The name of the file in the place of what was told by hand.
pub const BY_HAND: &str = "store";

impl Store {
    /// Everything that counts of one person.
    ///
    /// # Errors
    /// The store does not know the name, a newer program has written something of it, or it cannot be read.
    pub async fn read(&self, subject: &SubjectId) -> Result<Records, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        let Some(number) = subject_number(&mut tx, subject).await? else {
            return Err(self.no_such_subject(&mut tx, subject).await);
        };
        let records = records_of(&mut tx, number).await?;
        let sql =
            "SELECT id, key, body FROM content WHERE id IN (SELECT content FROM record WHERE subject = $1)";
        let rows = tx.rows(sql, vec![Value::Int(number)]).await?;
        let contents = rows.into_iter().map(|mut row| {
            let id = row.int();
            (id, (Key::stored(row.text()), row.text()))
        });
        let contents: BTreeMap<i64, (Key, String)> = contents.collect();
        let sql = "SELECT DISTINCT o.id, o.name FROM origin o JOIN action a ON a.origin = o.id \
                   JOIN record r ON r.action = a.id WHERE r.subject = $1";
        let rows = tx.rows(sql, vec![Value::Int(number)]).await?;
        let files: BTreeMap<i64, String> = rows.into_iter().map(|mut row| (row.int(), row.text())).collect();
        drop(tx);
        gathered(subject, &records, &contents, &files).map_err(|(unread, key)| self.unread(unread, &key))
    }

    /// The people of whom anything counts, by name.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn subjects(&self) -> Result<Vec<SubjectId>, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        names(&mut tx).await
    }

    pub(super) async fn no_such_subject(&self, tx: &mut Tx, subject: &SubjectId) -> Error {
        let known = names(tx).await.unwrap_or_default();
        let missing = Error::usage(format!("read the store {}: it holds nobody named “{subject}”", self.shown));
        let known: Vec<String> = known.iter().map(ToString::to_string).collect();
        let near = crate::files::nearest_names(subject.as_str(), &known);
        match (known.len(), near.is_empty()) {
            (0, _) => missing.hint("it holds nobody yet; import a table of measurements first"),
            (1, _) => missing.hint(format!("it holds {}", known.concat())),
            (_, false) => missing.hint(format!("did you mean {}?", near.join(", "))),
            (n_known, true) => missing.hint(format!("it holds {n_known} others")),
        }
    }

    fn unread(&self, unread: Unread, key: &Key) -> Error {
        let start: String = key.as_str().chars().take(12).collect();
        match unread {
            Unread::Damaged => damaged(&self.shown, &format!("content {start}")),
            Unread::Newer => Error::unreadable(format!(
                "read the store {}: content {start} was written by a newer program",
                self.shown
            ))
            .hint("use the newer program"),
        }
    }
}

async fn names(tx: &mut Tx) -> Result<Vec<SubjectId>, Error> {
    let sql = "SELECT name FROM subject WHERE id IN (SELECT r.subject FROM record r \
               WHERE r.action NOT IN (SELECT undoes FROM action WHERE undoes IS NOT NULL))";
    let rows = tx.rows(sql, Vec::new()).await?;
    // The database may order texts by the language of the machine.
    let mut names: Vec<SubjectId> =
        rows.into_iter().filter_map(|mut row| SubjectId::new(&row.text())).collect();
    names.sort();
    Ok(names)
}

/// The records of a person but for actions that were taken back, oldest first.
pub(super) async fn records_of(tx: &mut Tx, subject: i64) -> Result<Vec<Record>, Error> {
    let sql = "SELECT r.action, r.kind, r.day, r.content, r.line, r.supersedes, a.origin \
               FROM record r JOIN action a ON a.id = r.action WHERE r.subject = $1 \
               AND NOT EXISTS (SELECT 1 FROM action u WHERE u.undoes = r.action) ORDER BY r.action, r.content";
    let rows = tx.rows(sql, vec![Value::Int(subject)]).await?;
    let mut records = Vec::with_capacity(rows.len());
    for mut row in rows {
        let (action, kind, day) = (row.int(), row.text(), row.text());
        let (Some(kind), Ok(day)) = (Kind::from_word(&kind), day.parse()) else {
            return Err(damaged(tx.shown(), &format!("a record of action {action}")));
        };
        records.push(Record {
            action,
            kind,
            day,
            content: row.maybe_int(),
            line: row.maybe_int().and_then(|line| u64::try_from(line).ok()),
            supersedes: row.maybe_int(),
            origin: row.maybe_int(),
        });
    }
    Ok(records)
}

/// A content that counts, with the first of its places.
struct Standing<'a> {
    key: &'a Key,
    body: &'a str,
    place: Place,
    first: &'a Record,
}

fn gathered(
    subject: &SubjectId,
    records: &[Record],
    contents: &BTreeMap<i64, (Key, String)>,
    files: &BTreeMap<i64, String>,
) -> Result<Records, (Unread, Key)> {
    let counting = live(records);
    let mut all = Records::default();
    if let Some(last) = newest(&counting, Kind::Person).and_then(|last| standing(last, contents, files)) {
        all.person = Some(kept(&last, body::told(last.body, last.first.day))?);
    }
    if let Some(last) = newest(&counting, Kind::Answers).and_then(|last| standing(last, contents, files)) {
        all.answers = Some(kept(&last, body::told(last.body, last.first.day))?);
    }
    for each in standings(&counting, Kind::Trial, contents, files) {
        all.trials.push(kept(&each, body::trial(each.body, subject, each.place.clone()))?);
    }
    for each in standings(&counting, Kind::Trained, contents, files) {
        all.trained.push(kept(&each, body::trained(each.body, each.place.clone()))?);
    }
    for each in standings(&counting, Kind::Note, contents, files) {
        all.notes.push(kept(&each, body::note(each.body))?);
    }
    // The same week may be followed twice, with another one between: every record of a plan counts for itself.
    let mut plans: Vec<&Record> = counting.iter().copied().filter(|record| record.kind == Kind::Plan).collect();
    plans.sort_by_key(|record| (record.day, record.action));
    for each in plans.into_iter().filter_map(|record| standing(record, contents, files)) {
        all.plans.push(kept(&each, plan_body::plan(each.body, each.first.day))?);
    }
    Ok(all)
}

fn kept<T>(from: &Standing<'_>, read: Result<T, Unread>) -> Result<Kept<T>, (Unread, Key)> {
    let value = read.map_err(|unread| (unread, from.key.clone()))?;
    Ok(Kept { key: from.key.clone(), action: ActionId(from.first.action), value })
}

fn standing<'a>(
    record: &'a Record,
    contents: &'a BTreeMap<i64, (Key, String)>,
    files: &BTreeMap<i64, String>,
) -> Option<Standing<'a>> {
    let (key, body) = contents.get(&record.content?)?;
    Some(Standing { key, body, place: place(record, files), first: record })
}

fn place(record: &Record, files: &BTreeMap<i64, String>) -> Place {
    let file = record.origin.and_then(|origin| files.get(&origin));
    Place { file: file.map_or_else(|| BY_HAND.to_owned(), Clone::clone), line: record.line }
}

/// The contents of a kind that count, each once, by day, place and key.
fn standings<'a>(
    counting: &[&'a Record],
    kind: Kind,
    contents: &'a BTreeMap<i64, (Key, String)>,
    files: &BTreeMap<i64, String>,
) -> Vec<Standing<'a>> {
    let mut by_content: BTreeMap<i64, Standing<'a>> = BTreeMap::new();
    for record in counting.iter().copied().filter(|record| record.kind == kind) {
        let Some(content) = record.content else { continue };
        match by_content.get_mut(&content) {
            Some(standing) => {
                let place = place(record, files);
                if place < standing.place {
                    standing.place = place;
                }
            }
            None => {
                if let Some(first) = standing(record, contents, files) {
                    by_content.insert(content, first);
                }
            }
        }
    }
    let mut all: Vec<Standing<'a>> = by_content.into_values().collect();
    all.sort_by(|a, b| (a.first.day, &a.place, a.key).cmp(&(b.first.day, &b.place, b.key)));
    all
}
