//! The rows that one action adds: its file, its people, its records.
//!
//! It decides nothing. Read next: `super::write`, which says what is to be added.

use super::actions::ActionId;
use super::content::{Content, Kind, sha256};
use super::database::{Tx, Value};
use super::short_name;
use super::write::Origin;
use crate::error::Error;
use crate::whose::other_spelling;
use evenstride_core::person::SubjectId;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A file in the store.
#[derive(Clone, Copy)]
pub(super) struct KeptOrigin {
    pub(super) id: i64,
    pub(super) is_new: bool,
    /// Its bytes were let go when somebody in it was erased.
    pub(super) is_emptied: bool,
}

/// Finds or makes the row of a file, which is kept once however often it comes.
pub(super) async fn keep_origin(tx: &mut Tx, origin: Origin<'_>) -> Result<KeptOrigin, Error> {
    let digest = sha256(origin.bytes);
    let sql = "SELECT id, CASE WHEN bytes IS NULL THEN 1 ELSE 0 END FROM origin WHERE sha256 = $1";
    let found = tx.rows(sql, vec![Value::Text(digest.clone())]).await?;
    if let Some(mut row) = found.into_iter().next() {
        let (id, is_emptied) = (row.int(), row.int() == 1);
        return Ok(KeptOrigin { id, is_new: false, is_emptied });
    }
    let id = tx.number("SELECT MAX(id) FROM origin", Vec::new()).await? + 1;
    let n_bytes = i64::try_from(origin.bytes.len()).unwrap_or(i64::MAX);
    let row = vec![
        Value::Int(id),
        Value::Text(digest.clone()),
        Value::Text(name_of_nobody(&digest)),
        Value::Int(n_bytes),
        Value::Bytes(origin.bytes.to_vec()),
    ];
    tx.insert("INSERT INTO origin (id, sha256, name, n_bytes, bytes)", vec![row]).await?;
    Ok(KeptOrigin { id, is_new: true, is_emptied: false })
}

/// A name of a file that says nothing of anybody.
pub(super) fn name_of_nobody(digest: &str) -> String {
    let start: String = digest.chars().take(12).collect();
    format!("file-{start}")
}

/// Keeps under what name a file came for some people: those of them of whom it brought something.
///
/// Each has a name of their own, because two people may bring the same bytes and neither may see what the other calls
/// them. Of several the smallest counts, so that the order in which copies come says nothing.
pub(super) async fn keep_names(
    tx: &mut Tx,
    origin: i64,
    name: &str,
    subjects: impl Iterator<Item = i64>,
) -> Result<(), Error> {
    let name = short_name(name);
    let wanted: BTreeSet<i64> = subjects.collect();
    let sql = "SELECT DISTINCT r.subject, f.name FROM action a JOIN record r ON r.action = a.id \
               LEFT JOIN origin_name f ON f.origin = a.origin AND f.subject = r.subject WHERE a.origin = $1";
    let mut new = Vec::new();
    for mut row in tx.rows(sql, vec![Value::Int(origin)]).await? {
        let (subject, old) = (row.int(), row.maybe_text());
        if !wanted.contains(&subject) {
            continue;
        }
        match old {
            None => new.push(vec![Value::Int(origin), Value::Int(subject), Value::Text(name.clone())]),
            Some(old) if name < old => {
                let values = vec![Value::Text(name.clone()), Value::Int(origin), Value::Int(subject)];
                tx.execute("UPDATE origin_name SET name = $1 WHERE origin = $2 AND subject = $3", values)
                    .await?;
            }
            Some(_) => {}
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    tx.insert("INSERT INTO origin_name (origin, subject, name)", new).await
}

/// The numbers of people, by name.
///
/// # Errors
/// A new name is one of the store, or another new one, in another spelling: one person would become two in silence.
pub(super) async fn keep_subjects<'a>(
    tx: &mut Tx,
    names: impl Iterator<Item = &'a SubjectId>,
) -> Result<BTreeMap<&'a SubjectId, i64>, Error> {
    let mut numbers = BTreeMap::new();
    // Looked up once, and only where somebody is new.
    let mut spellings: Option<BTreeMap<String, SubjectId>> = None;
    for name in names {
        if numbers.contains_key(name) {
            continue;
        }
        let id = match subject_number(tx, name).await? {
            Some(id) => id,
            None => {
                let known = match &mut spellings {
                    Some(known) => known,
                    none => none.insert(spellings_of(tx).await?),
                };
                if known.insert(name.without_spelling(), name.clone()).is_some() {
                    return Err(other_spelling(name));
                }
                let last = tx.number("SELECT MAX(id) FROM subject", Vec::new()).await?;
                let id = last.max(tx.number(LAST_ERASED, Vec::new()).await?) + 1;
                let row = vec![Value::Int(id), Value::Text(name.as_str().to_owned())];
                tx.insert("INSERT INTO subject (id, name)", vec![row]).await?;
                id
            }
        };
        numbers.insert(name, id);
    }
    Ok(numbers)
}

/// The names of people of whom anything counts, by what is left of the names without their spelling: who was brought in
/// under a wrong one and taken back is nobody any more.
async fn spellings_of(tx: &mut Tx) -> Result<BTreeMap<String, SubjectId>, Error> {
    let sql = "SELECT name FROM subject WHERE id IN (SELECT r.subject FROM record r \
               WHERE r.action NOT IN (SELECT undoes FROM action WHERE undoes IS NOT NULL))";
    let rows = tx.rows(sql, Vec::new()).await?;
    let names = rows.into_iter().filter_map(|mut row| SubjectId::new(&row.text()));
    Ok(names.map(|name| (name.without_spelling(), name)).collect())
}

/// The largest number that an erased person had: an address or a page that still names it must never lead to another.
const LAST_ERASED: &str = "SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'last-erased'";

/// Sees to it that nobody gets the number of a person who was erased.
pub(super) async fn retire_subject(tx: &mut Tx, number: i64) -> Result<(), Error> {
    if number > tx.number(LAST_ERASED, Vec::new()).await? {
        let sql = "INSERT INTO meta (name, value) VALUES ('last-erased', $1) \
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        tx.execute(sql, vec![Value::Text(number.to_string())]).await?;
    }
    Ok(())
}

/// The number of a person, when the store knows the name.
pub(super) async fn subject_number(tx: &mut Tx, name: &SubjectId) -> Result<Option<i64>, Error> {
    let rows =
        tx.rows("SELECT id FROM subject WHERE name = $1", vec![Value::Text(name.as_str().to_owned())]).await?;
    Ok(rows.into_iter().next().map(|mut row| row.int()))
}

/// The contents that a file brought before for a person, as far as that is not taken back.
pub(super) async fn contents_of_file(tx: &mut Tx, subject: i64, origin: i64) -> Result<BTreeSet<i64>, Error> {
    let sql = "SELECT r.content, r.n FROM record r JOIN action a ON a.id = r.action \
               WHERE r.subject = $1 AND a.origin = $2 AND r.content IS NOT NULL \
               AND NOT EXISTS (SELECT 1 FROM action u WHERE u.undoes = a.id)";
    let mut contents = BTreeSet::new();
    for mut row in tx.rows(sql, vec![Value::Int(subject), Value::Int(origin)]).await? {
        let (first, n) = (row.int(), row.int());
        contents.extend(first..first.saturating_add(n));
    }
    Ok(contents)
}

/// One row of the table of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RecordRow {
    subject: i64,
    kind: Kind,
    day: Option<Date>,
    content: Option<i64>,
    n: i64,
    line: Option<u64>,
    supersedes: Option<i64>,
}

impl RecordRow {
    /// A row for one content.
    pub(super) fn of(subject: i64, content: &Content, id: i64, supersedes: Option<i64>) -> Self {
        let kind = content.kind();
        let day = kind.newest_counts().then(|| content.day());
        Self { subject, kind, day, content: Some(id), n: 1, line: content.line(), supersedes }
    }

    /// A row that only sets something aside.
    pub(super) fn aside(subject: i64, kind: Kind, day: Option<Date>, old: i64) -> Self {
        Self { subject, kind, day, content: None, n: 1, line: None, supersedes: Some(old) }
    }

    /// Is the other one the next content on the next line, and alike in all else?
    fn goes_on_with(&self, next: &RecordRow) -> bool {
        let n_lines = u64::try_from(self.n).unwrap_or(0);
        let expected = RecordRow {
            content: self.content.map(|first| first + self.n),
            line: self.line.map(|line| line.saturating_add(n_lines)),
            n: 1,
            ..self.clone()
        };
        // What has a day of its own, or stands in the place of something, keeps a row of its own.
        self.day.is_none() && self.supersedes.is_none() && self.content.is_some() && *next == expected
    }
}

/// Adds a row, or lets the last one stand for it too.
pub(super) fn add(rows: &mut Vec<RecordRow>, row: RecordRow) {
    match rows.last_mut() {
        Some(last) if last.goes_on_with(&row) => last.n += 1,
        Some(_) | None => rows.push(row),
    }
}

pub(super) async fn insert_records(tx: &mut Tx, action: ActionId, rows: &[RecordRow]) -> Result<(), Error> {
    let values = |row: &RecordRow| {
        vec![
            Value::Int(action.0),
            Value::Int(row.subject),
            Value::Text(row.kind.as_str().to_owned()),
            Value::MaybeText(row.day.map(|day| day.to_string())),
            Value::MaybeInt(row.content),
            Value::Int(row.n),
            Value::MaybeInt(row.line.and_then(|line| i64::try_from(line).ok())),
            Value::MaybeInt(row.supersedes),
        ]
    };
    let head = "INSERT INTO record (action, subject, kind, day, content, n, line, supersedes)";
    tx.insert(head, rows.iter().map(values).collect()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_join_as_long_as_contents_and_lines_follow_each_other() {
        let row = |content, line| RecordRow {
            subject: 1,
            kind: Kind::Trial,
            day: None,
            content: Some(content),
            n: 1,
            line,
            supersedes: None,
        };
        let mut rows = Vec::new();
        for (content, line) in
            [(5, Some(2)), (6, Some(3)), (7, Some(4)), (9, Some(5)), (10, Some(7)), (11, None), (12, None)]
        {
            add(&mut rows, row(content, line));
        }
        let joined: Vec<(Option<i64>, i64, Option<u64>)> =
            rows.iter().map(|row| (row.content, row.n, row.line)).collect();
        let expected =
            [(Some(5), 3, Some(2)), (Some(9), 1, Some(5)), (Some(10), 1, Some(7)), (Some(11), 2, None)];
        assert_eq!(joined, expected);
    }
}
