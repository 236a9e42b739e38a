//! Erasing a person for good: the one thing that removes rows.
//!
//! It cannot reach copies that were made before: backups, exports, and the file that an update of the program left
//! beside the store. It cannot find a name that somebody wrote into another person's remark. Read next:
//! `super::schema` for the rows.

use super::Store;
use super::actions::{ActionId, What, action_row};
use super::database::{Pool, Tx, Value};
use super::failure::{Doing as Step, told};
use super::write::{Doing, checked_who, subject_number};
use crate::error::Error;
use evenstride_core::person::SubjectId;

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

/// Contents that no record holds.
const UNUSED_CONTENTS: &str = "DELETE FROM content WHERE id NOT IN \
    (SELECT content FROM record WHERE content IS NOT NULL \
     UNION SELECT supersedes FROM record WHERE supersedes IS NOT NULL)";

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
        let Some(number) = subject_number(&mut tx, subject).await? else {
            return Err(self.no_such_subject(&mut tx, subject).await);
        };
        let touched = actions_of(&mut tx, number).await?;
        let files = files_of(&mut tx, number).await?;
        let one = || vec![Value::Int(number)];
        let n_records = tx.execute("DELETE FROM record WHERE subject = $1", one()).await?;
        remove_empty_actions(&mut tx, &touched).await?;
        let n_contents = tx.execute(UNUSED_CONTENTS, Vec::new()).await?;
        let n_files_removed = tx.execute(UNUSED_FILES, Vec::new()).await?;
        let n_files_emptied = empty_files(&mut tx, &files, subject).await?;
        let name = vec![Value::Text(subject.as_str().to_owned())];
        tx.execute("UPDATE action SET who = '' WHERE who = $1", name).await?;
        tx.execute("DELETE FROM subject WHERE id = $1", one()).await?;
        let action = action_row(&mut tx, What::Erase, doing.at_ms, &who, None, None).await?;
        tx.commit().await?;
        // The rows are gone whatever comes now; only traces in free room can be left.
        let is_compacted = self.compact().await.is_ok();
        Ok(Erased { action, n_records, n_contents, n_files_removed, n_files_emptied, is_compacted })
    }

    /// Gives free room back, so that nothing of what was erased can be found in it.
    ///
    /// # Errors
    /// Another program is using the store, or the disk has no room for a second copy of it.
    pub async fn compact(&self) -> Result<(), Error> {
        let failed = |error: &sqlx::Error| told(error, Step::Write, &self.shown);
        match &self.pool {
            Pool::Sqlite(pool) => {
                let mut connection = pool.acquire().await.map_err(|error| failed(&error))?;
                for sql in ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"] {
                    let row = sqlx::query(sql).fetch_optional(&mut *connection).await;
                    let row = row.map_err(|error| failed(&error))?;
                    let is_busy = row
                        .is_some_and(|row| sqlx::Row::try_get::<i64, _>(&row, 0).is_ok_and(|busy| busy != 0));
                    if is_busy {
                        return Err(super::failure::busy(&self.shown));
                    }
                }
                Ok(())
            }
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => {
                for sql in [
                    "VACUUM FULL record",
                    "VACUUM FULL content",
                    "VACUUM FULL origin",
                    "VACUUM FULL subject",
                    "VACUUM FULL action",
                ] {
                    sqlx::query(sql).execute(pool).await.map_err(|error| failed(&error))?;
                }
                Ok(())
            }
        }
    }
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

/// Lets the bytes of files go that others came from too, and a name that tells whose file it was.
async fn empty_files(tx: &mut Tx, files: &[Value], subject: &SubjectId) -> Result<u64, Error> {
    let mut n_emptied = 0;
    for file in files {
        let sql = "UPDATE origin SET bytes = NULL WHERE id = $1 AND bytes IS NOT NULL";
        n_emptied += tx.execute(sql, vec![file.clone()]).await?;
        let rows = tx.rows("SELECT name, sha256 FROM origin WHERE id = $1", vec![file.clone()]).await?;
        let Some(mut row) = rows.into_iter().next() else { continue };
        let (name, digest) = (row.text(), row.text());
        if name.to_lowercase().contains(&subject.as_str().to_lowercase()) {
            let start: String = digest.chars().take(12).collect();
            let values = vec![Value::Text(format!("file-{start}")), file.clone()];
            tx.execute("UPDATE origin SET name = $1 WHERE id = $2", values).await?;
        }
    }
    Ok(n_emptied)
}
