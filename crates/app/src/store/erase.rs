//! Erasing a person for good: the one thing that removes rows of what people told. Sessions that have ended and accounts
//! that were removed go too, elsewhere: see `super::sessions` and `super::accounts`.
//!
//! It cannot reach copies that were made before: backups, exports, and the file that an update of the program left
//! beside the store. It cannot find a name that somebody wrote into another person's remark. Read next:
//! `super::schema` for the rows.

use super::Store;
use super::accounts::forget_in_accounts;
use super::actions::{ActionId, What, action_row};
use super::database::{Tx, Value};
use super::found::in_a_row;
use super::rows::{name_of_nobody, retire_subject};
use super::write::{Doing, checked_who};
use crate::error::Error;
use evenstride_core::person::SubjectId;
use std::collections::BTreeSet;

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// The action, which says that somebody was erased and not who.
    pub action: ActionId,
    /// How many records.
    pub n_records: u64,
    /// How many contents that nobody else has.
    pub n_contents: u64,
    /// How many files that held nobody else.
    pub n_files_removed: u64,
    /// How many files that others came from too: their rows stay, the bytes are gone.
    pub n_files_emptied: u64,
    /// Is the room that it took overwritten too? If another program was reading, [`Store::compact`] does it later.
    pub is_compacted: bool,
}

/// Files that no action holds.
const UNUSED_FILES: &str =
    "DELETE FROM origin WHERE id NOT IN (SELECT origin FROM action WHERE origin IS NOT NULL)";

impl Store {
    /// Removes everything of a person for good.
    ///
    /// # Errors
    /// The store does not know the name, or it cannot be written.
    pub async fn erase(&self, doing: &Doing<'_>, subject: &SubjectId) -> Result<Erased, Error> {
        let who = checked_who(doing.who)?;
        let who = if who == subject.as_str() { String::new() } else { who };
        let mut tx = self.pool.begin_write(&self.shown).await?;
        let Some(number) = self.number_within(&mut tx, subject).await? else {
            return Err(self.no_such_subject(&mut tx, subject).await);
        };
        let touched = actions_of(&mut tx, number).await?;
        let files = files_of(&mut tx, number).await?;
        let one = || vec![Value::Int(number)];
        let own = contents_in(&mut tx, Some(number)).await?;
        let n_records =
            tx.number("SELECT CAST(SUM(n) AS BIGINT) FROM record WHERE subject = $1", one()).await?;
        tx.execute("DELETE FROM record WHERE subject = $1", one()).await?;
        tx.execute("DELETE FROM origin_name WHERE subject = $1", one()).await?;
        remove_empty_actions(&mut tx, &touched).await?;
        let others = contents_in(&mut tx, None).await?;
        let unused: BTreeSet<i64> = own.difference(&others).copied().collect();
        for (from, until) in in_a_row(unused.iter().copied()) {
            let sql = "DELETE FROM content WHERE id >= $1 AND id < $2";
            tx.execute(sql, vec![Value::Int(from), Value::Int(until)]).await?;
        }
        let n_files_removed = tx.execute(UNUSED_FILES, Vec::new()).await?;
        let n_files_emptied = empty_files(&mut tx, &files, subject).await?;
        let name = vec![Value::Text(subject.as_str().to_owned())];
        tx.execute("UPDATE action SET who = '' WHERE who = $1", name).await?;
        forget_in_accounts(&mut tx, number, subject).await?;
        tx.execute("DELETE FROM subject WHERE id = $1", one()).await?;
        retire_subject(&mut tx, number).await?;
        let action = action_row(&mut tx, What::Erase, doing.at_ms, &who, None, None).await?;
        tx.commit().await?;
        // The rows are gone whatever comes now; only traces in free room can be left.
        let is_compacted = self.compact().await.is_ok();
        Ok(Erased {
            action,
            n_records: u64::try_from(n_records).unwrap_or(0),
            n_contents: unused.len() as u64,
            n_files_removed,
            n_files_emptied,
            is_compacted,
        })
    }
}

/// The contents that records name, of one person or of everybody.
async fn contents_in(tx: &mut Tx, subject: Option<i64>) -> Result<BTreeSet<i64>, Error> {
    let rows = match subject {
        Some(subject) => {
            let sql = "SELECT content, n, supersedes FROM record WHERE subject = $1";
            tx.rows(sql, vec![Value::Int(subject)]).await?
        }
        None => tx.rows("SELECT content, n, supersedes FROM record", Vec::new()).await?,
    };
    let mut contents = BTreeSet::new();
    for mut row in rows {
        let (first, n, old) = (row.maybe_int(), row.int(), row.maybe_int());
        contents.extend(first.into_iter().flat_map(|first| first..first.saturating_add(n)).chain(old));
    }
    Ok(contents)
}

/// The actions that hold a record of a person.
async fn actions_of(tx: &mut Tx, subject: i64) -> Result<Vec<Value>, Error> {
    let sql = "SELECT DISTINCT action FROM record WHERE subject = $1";
    let rows = tx.rows(sql, vec![Value::Int(subject)]).await?;
    Ok(rows.into_iter().map(|mut row| Value::Int(row.int())).collect())
}

/// The files that a person's records came from.
async fn files_of(tx: &mut Tx, subject: i64) -> Result<Vec<Value>, Error> {
    let sql = "SELECT DISTINCT a.origin FROM action a JOIN record r ON r.action = a.id \
               WHERE r.subject = $1 AND a.origin IS NOT NULL";
    let rows = tx.rows(sql, vec![Value::Int(subject)]).await?;
    Ok(rows.into_iter().map(|mut row| Value::Int(row.int())).collect())
}

/// Removes the actions that concerned nobody else, and what took them back.
async fn remove_empty_actions(tx: &mut Tx, touched: &[Value]) -> Result<(), Error> {
    for action in touched {
        let sql = "SELECT COUNT(*) FROM record WHERE action = $1";
        if tx.number(sql, vec![action.clone()]).await? == 0 {
            tx.execute("DELETE FROM action WHERE undoes = $1", vec![action.clone()]).await?;
            tx.execute("DELETE FROM action WHERE id = $1", vec![action.clone()]).await?;
        }
    }
    Ok(())
}

/// Lets the bytes of files go that others came from too, and names of them that tell whose file it was.
async fn empty_files(tx: &mut Tx, files: &[Value], subject: &SubjectId) -> Result<u64, Error> {
    let mut n_emptied = 0;
    for file in files {
        let sql = "UPDATE origin SET bytes = NULL WHERE id = $1 AND bytes IS NOT NULL";
        n_emptied += tx.execute(sql, vec![file.clone()]).await?;
        let sql = "SELECT f.name, f.subject, o.sha256 FROM origin_name f JOIN origin o ON o.id = f.origin \
                   WHERE f.origin = $1";
        for mut row in tx.rows(sql, vec![file.clone()]).await? {
            let (name, other, digest) = (row.text(), row.int(), row.text());
            if name.to_lowercase().contains(&subject.as_str().to_lowercase()) {
                let values = vec![Value::Text(name_of_nobody(&digest)), file.clone(), Value::Int(other)];
                let sql = "UPDATE origin_name SET name = $1 WHERE origin = $2 AND subject = $3";
                tx.execute(sql, values).await?;
            }
        }
    }
    Ok(n_emptied)
}
