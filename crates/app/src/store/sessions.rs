//! Signing in and out: sessions by their digests, and what the trail tells of them.
//!
//! It compares no password: the hash goes out, and who compares says what came of it. Read next: [`crate::accounts`].

use super::Store;
use super::accounts::{account_number, account_of};
use super::database::{Tx, Value};
use super::trail::{Step, add_step};
use crate::accounts::{Account, AccountName, LONGEST_IDLE_MS, LONGEST_MS, SessionDigest};
use crate::error::Error;

/// That a session is used is written down at most once in so many milliseconds: an hour.
const SEEN_EVERY_MS: i64 = 60 * 60 * 1000;

impl Store {
    /// The hash of an account's password; none when there is no such account.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn hash_of(&self, name: &AccountName) -> Result<Option<String>, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        let sql = "SELECT hash FROM account WHERE name = $1";
        let rows = tx.rows(sql, vec![Value::Text(name.as_str().to_owned())]).await?;
        Ok(rows.into_iter().next().map(|mut row| row.text()))
    }

    /// Begins a session of an account whose password was right under this hash; false when the hash is no longer the
    /// account's, because it was removed or got another password meanwhile.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn begin_session(
        &self,
        name: &AccountName,
        hash: &str,
        session: &SessionDigest,
        at_ms: i64,
    ) -> Result<bool, Error> {
        let mut tx = self.pool.begin_write(&self.shown).await?;
        let sql = "SELECT id FROM account WHERE name = $1 AND hash = $2";
        let values = vec![Value::Text(name.as_str().to_owned()), Value::Text(hash.to_owned())];
        let Some(mut row) = tx.rows(sql, values).await?.into_iter().next() else { return Ok(false) };
        let id = row.int();
        let sql = "DELETE FROM session WHERE seen_ms < $1 OR begun_ms < $2";
        let values = vec![Value::Int(at_ms - LONGEST_IDLE_MS), Value::Int(at_ms - LONGEST_MS)];
        tx.execute(sql, values).await?;
        let row = vec![
            Value::Text(session.as_str().to_owned()),
            Value::Int(id),
            Value::Int(at_ms),
            Value::Int(at_ms),
        ];
        tx.insert("INSERT INTO session (digest, account, begun_ms, seen_ms)", vec![row]).await?;
        add_step(&mut tx, at_ms, name.as_str(), Step::SignedIn, name.as_str()).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Writes down that somebody could not sign in; a name that nobody has is left out.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn sign_in_failed(&self, name: Option<&AccountName>, at_ms: i64) -> Result<(), Error> {
        let mut tx = self.pool.begin_write(&self.shown).await?;
        let known = match name {
            Some(name) if account_number(&mut tx, name).await?.is_some() => name.as_str(),
            Some(_) | None => "",
        };
        add_step(&mut tx, at_ms, "", Step::Failed, known).await?;
        tx.commit().await
    }

    /// The account of a session that has not ended, and that it was used.
    ///
    /// # Errors
    /// The store cannot be read, or that it was used cannot be written.
    pub async fn account_of_session(
        &self,
        session: &SessionDigest,
        at_ms: i64,
    ) -> Result<Option<Account>, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        let Some((id, seen_ms)) = running(&mut tx, session, at_ms).await? else { return Ok(None) };
        let account = account_of(&mut tx, id).await?;
        drop(tx);
        if account.is_some() && at_ms - seen_ms >= SEEN_EVERY_MS {
            let mut tx = self.pool.begin_write(&self.shown).await?;
            let values = vec![Value::Int(at_ms), Value::Text(session.as_str().to_owned())];
            tx.execute("UPDATE session SET seen_ms = $1 WHERE digest = $2", values).await?;
            tx.commit().await?;
        }
        Ok(account)
    }

    /// Ends one session: somebody signed out.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn end_session(&self, session: &SessionDigest, at_ms: i64) -> Result<(), Error> {
        let mut tx = self.pool.begin_write(&self.shown).await?;
        let Some((id, _)) = running(&mut tx, session, at_ms).await? else { return Ok(()) };
        let name = account_of(&mut tx, id).await?.map(|account| account.name.to_string()).unwrap_or_default();
        let digest = vec![Value::Text(session.as_str().to_owned())];
        tx.execute("DELETE FROM session WHERE digest = $1", digest).await?;
        add_step(&mut tx, at_ms, &name, Step::SignedOut, &name).await?;
        tx.commit().await
    }
}

/// The account's number of a session that has not ended, and when it was last used.
async fn running(tx: &mut Tx, session: &SessionDigest, at_ms: i64) -> Result<Option<(i64, i64)>, Error> {
    let sql = "SELECT account, seen_ms FROM session WHERE digest = $1 AND seen_ms >= $2 AND begun_ms >= $3";
    let values = vec![
        Value::Text(session.as_str().to_owned()),
        Value::Int(at_ms - LONGEST_IDLE_MS),
        Value::Int(at_ms - LONGEST_MS),
    ];
    Ok(tx.rows(sql, values).await?.into_iter().next().map(|mut row| (row.int(), row.int())))
}
