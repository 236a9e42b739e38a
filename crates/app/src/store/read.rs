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
use super::rows::subject_number;
use crate::error::Error;
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use evenstride_core::training::Trained;
use jiff::civil::Date;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

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

/// The name of the file in the place of what a page told set by set, each under a name of its own.
pub const BY_PAGE: &str = "page";
/// The name of the file in the place of what was told by hand.
pub const BY_HAND: &str = "store";

impl Store {
    /// Everything that counts of one person.
    ///
    /// # Errors
    /// The store does not know the name, a newer program has written something of it, or it cannot be read.
    pub async fn read(&self, subject: &SubjectId) -> Result<Records, Error> {
        self.read_of(subject, None).await
    }

    /// The trials that count of one person, without reading anything else.
    ///
    /// # Errors
    /// As for [`Store::read`].
    pub async fn trials(&self, subject: &SubjectId) -> Result<Vec<Trial>, Error> {
        Ok(self.read_of(subject, Some(Kind::Trial)).await?.all_trials())
    }

    async fn read_of(&self, subject: &SubjectId, kind: Option<Kind>) -> Result<Records, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        let Some(number) = subject_number(&mut tx, subject).await? else {
            return Err(self.no_such_subject(&mut tx, subject).await);
        };
        let files = files_of(&mut tx, number).await?;
        let records = records_of(&mut tx, number, kind, &files).await?;
        let contents = contents_of(&mut tx, &records).await?;
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

    /// The people of whom anything counts with their numbers, by name; a number is theirs as long as the store has them.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn people(&self) -> Result<Vec<(i64, SubjectId)>, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        numbered(&mut tx).await
    }

    pub(super) async fn no_such_subject(&self, tx: &mut Tx, subject: &SubjectId) -> Error {
        let n_others = names(tx).await.map_or(0, |names| names.len());
        let missing = Error::usage(format!("read the store {}: it holds nobody named “{subject}”", self.shown));
        // The names of others belong into no error, which may end up in a log.
        missing.hint(match n_others {
            0 => "it holds nobody yet; import a table of measurements first".to_owned(),
            1 => "it holds one other person; the list of people has the name".to_owned(),
            _ => format!("it holds {n_others} others; the list of people has their names"),
        })
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
    Ok(numbered(tx).await?.into_iter().map(|(_, name)| name).collect())
}

async fn numbered(tx: &mut Tx) -> Result<Vec<(i64, SubjectId)>, Error> {
    let sql = "SELECT id, name FROM subject WHERE id IN (SELECT r.subject FROM record r \
               WHERE r.action NOT IN (SELECT undoes FROM action WHERE undoes IS NOT NULL))";
    let rows = tx.rows(sql, Vec::new()).await?;
    let people = rows.into_iter().map(|mut row| (row.int(), row.text()));
    let mut people: Vec<(i64, SubjectId)> =
        people.filter_map(|(number, name)| Some((number, SubjectId::new(&name)?))).collect();
    // The database may order texts by the language of the machine.
    people.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(people)
}

/// The names of files by their numbers.
pub(super) type Files = BTreeMap<i64, String>;

/// Contents in a row of one record; no file has as many rows.
const MOST_IN_A_ROW: i64 = 100_000_000;

async fn files_of(tx: &mut Tx, subject: i64) -> Result<Files, Error> {
    let sql = "SELECT DISTINCT o.id, o.name FROM origin o JOIN action a ON a.origin = o.id \
               JOIN record r ON r.action = a.id WHERE r.subject = $1";
    let rows = tx.rows(sql, vec![Value::Int(subject)]).await?;
    Ok(rows.into_iter().map(|mut row| (row.int(), row.text())).collect())
}

/// What the records of a person say but for actions that were taken back; of one kind where one is named.
///
/// A content that several files brought stands where the first of them by name has it.
pub(super) async fn records_of(
    tx: &mut Tx,
    subject: i64,
    kind: Option<Kind>,
    files: &Files,
) -> Result<Vec<Record>, Error> {
    let mut values = vec![Value::Int(subject)];
    let of_kind = match kind {
        Some(kind) => {
            values.push(Value::Text(kind.as_str().to_owned()));
            "AND r.kind = $2"
        }
        None => "",
    };
    let sql = format!(
        "SELECT r.action, r.kind, r.day, r.content, r.n, r.line, r.supersedes, a.origin \
         FROM record r JOIN action a ON a.id = r.action WHERE r.subject = $1 {of_kind} \
         AND NOT EXISTS (SELECT 1 FROM action u WHERE u.undoes = r.action) ORDER BY r.action"
    );
    let rows = tx.rows(sql, values).await?;
    let mut by_content: BTreeMap<i64, Record> = BTreeMap::new();
    let mut records = Vec::new();
    for mut row in rows {
        let (action, kind, day) = (row.int(), Kind::from_word(&row.text()), row.maybe_text());
        let (content, n) = (row.maybe_int(), row.int());
        let line = row.maybe_int().and_then(|line| u64::try_from(line).ok());
        let (supersedes, origin) = (row.maybe_int(), row.maybe_int());
        let day = day.map(|day| day.parse()).transpose();
        let (Some(kind), Ok(day), 1..=MOST_IN_A_ROW) = (kind, day, n) else {
            return Err(damaged(tx.shown(), &format!("a record of action {action}")));
        };
        if kind.newest_counts() && day.is_none() {
            return Err(damaged(tx.shown(), &format!("the day of action {action}")));
        }
        let record = Record { action, kind, day, content, line, supersedes, origin };
        match content.filter(|_| supersedes.is_none() && !kind.newest_counts()) {
            Some(first) => spread(&record, first, n, &mut by_content, files),
            None => records.push(record),
        }
    }
    records.extend(by_content.into_values());
    Ok(records)
}

/// Adds the contents in a row that one record stands for.
fn spread(record: &Record, first: i64, n: i64, by_content: &mut BTreeMap<i64, Record>, files: &Files) {
    let file = file_of(record, files);
    for (content, step) in (first..first.saturating_add(n)).zip(0..) {
        let line = record.line.map(|line| line.saturating_add(step));
        match by_content.entry(content) {
            Entry::Vacant(vacant) => {
                vacant.insert(Record { content: Some(content), line, ..record.clone() });
            }
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                if (file, line) < (file_of(known, files), known.line) {
                    (known.origin, known.line) = (record.origin, line);
                }
            }
        }
    }
}

/// The name of the file that a record came from; what was told by hand has the word for the store.
fn file_of<'a>(record: &Record, files: &'a Files) -> &'a str {
    record.origin.and_then(|origin| files.get(&origin)).map_or(BY_HAND, String::as_str)
}

/// The contents that count, by their numbers.
async fn contents_of(tx: &mut Tx, records: &[Record]) -> Result<BTreeMap<i64, (Key, String)>, Error> {
    let wanted: BTreeSet<i64> = live(records).iter().filter_map(|record| record.content).collect();
    let mut contents = BTreeMap::new();
    for (from, until) in in_a_row(&wanted) {
        let sql = "SELECT id, key, body FROM content WHERE id >= $1 AND id < $2";
        for mut row in tx.rows(sql, vec![Value::Int(from), Value::Int(until)]).await? {
            contents.insert(row.int(), (Key::stored(row.text()), row.text()));
        }
    }
    Ok(contents)
}

/// Numbers as stretches `[from, until)` without a gap.
pub(super) fn in_a_row(numbers: &BTreeSet<i64>) -> Vec<(i64, i64)> {
    let mut stretches: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match stretches.last_mut() {
            Some((_, until)) if *until == *number => *until += 1,
            Some(_) | None => stretches.push((*number, *number + 1)),
        }
    }
    stretches
}

/// A content that counts, with the first of its places.
struct Standing<'a> {
    key: &'a Key,
    body: &'a str,
    place: Place,
    first: &'a Record,
}

impl Standing<'_> {
    /// The day of its record, which every record of such a kind has.
    fn day(&self) -> Date {
        self.first.day.expect("a record of such a kind without a day is refused when it is read")
    }
}

fn gathered(
    subject: &SubjectId,
    records: &[Record],
    contents: &BTreeMap<i64, (Key, String)>,
    files: &Files,
) -> Result<Records, (Unread, Key)> {
    let counting = live(records);
    let mut all = Records::default();
    if let Some(last) = newest(&counting, Kind::Person).and_then(|last| standing(last, contents, files)) {
        all.person = Some(kept(&last, body::told(last.body, last.day()))?);
    }
    if let Some(last) = newest(&counting, Kind::Answers).and_then(|last| standing(last, contents, files)) {
        all.answers = Some(kept(&last, body::told(last.body, last.day()))?);
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
    // They stand by place and key already, and such a sort keeps that order within a day.
    all.trials.sort_by_key(|kept| kept.value.day);
    all.trained.sort_by_key(|kept| kept.value.on);
    all.notes.sort_by_key(|kept| kept.value.day);
    // The same week may be followed twice, with another one between: every record of a plan counts for itself.
    let mut plans: Vec<&Record> = counting.iter().copied().filter(|record| record.kind == Kind::Plan).collect();
    plans.sort_by_key(|record| (record.day, record.action));
    for each in plans.into_iter().filter_map(|record| standing(record, contents, files)) {
        all.plans.push(kept(&each, plan_body::plan(each.body, each.day()))?);
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
    files: &Files,
) -> Option<Standing<'a>> {
    let (key, body) = contents.get(&record.content?)?;
    Some(Standing { key, body, place: place(record, files), first: record })
}

fn place(record: &Record, files: &Files) -> Place {
    Place { file: file_of(record, files).to_owned(), line: record.line }
}

/// The contents of a kind that count, each once, by place and key.
fn standings<'a>(
    counting: &[&'a Record],
    kind: Kind,
    contents: &'a BTreeMap<i64, (Key, String)>,
    files: &Files,
) -> Vec<Standing<'a>> {
    let mut by_content: BTreeMap<i64, Standing<'a>> = BTreeMap::new();
    for record in counting.iter().copied().filter(|record| record.kind == kind) {
        let Some(content) = record.content else { continue };
        match by_content.get_mut(&content) {
            Some(standing) => {
                let place = place(record, files);
                standing.place = place.min(standing.place.clone());
                if record.action < standing.first.action {
                    standing.first = record;
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
    all.sort_by(|a, b| (&a.place, a.key).cmp(&(&b.place, b.key)));
    all
}
