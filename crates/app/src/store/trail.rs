//! The trail: what was done with accounts and by whom, row after row, for who must answer for the records.
//!
//! No health value, no password and no address of a machine stands in it, and a name that nobody has is not kept: it may
//! be a password in the wrong field. Only erasing a person takes names out of it. Read next: `super::accounts`.

use super::Store;
use super::database::{Tx, Value};
use crate::error::Error;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An account was made.
    Added,
    /// Its role or its people were changed.
    Changed,
    /// It got another password.
    Password,
    /// It was removed.
    Removed,
    /// Somebody signed in.
    SignedIn,
    /// Somebody tried to sign in and could not.
    Failed,
    /// Somebody signed out.
    SignedOut,
    /// All its sessions were ended.
    Ended,
}

impl Step {
    /// All of them.
    pub const ALL: [Step; 8] = [
        Step::Added,
        Step::Changed,
        Step::Password,
        Step::Removed,
        Step::SignedIn,
        Step::Failed,
        Step::SignedOut,
        Step::Ended,
    ];

    /// The word that the store uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Added => "account-added",
            Step::Changed => "account-changed",
            Step::Password => "password-changed",
            Step::Removed => "account-removed",
            Step::SignedIn => "signed-in",
            Step::Failed => "sign-in-failed",
            Step::SignedOut => "signed-out",
            Step::Ended => "sessions-ended",
        }
    }
}

/// One line of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trailed {
    /// Its number; a later one has a larger number.
    pub id: i64,
    /// When, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// Who did it; may be empty.
    pub who: String,
    /// What was done, as [`Step::as_str`] says it; a newer program may know more.
    pub what: String,
    /// The account it was done to; empty when there is none of the name that was tried.
    pub account: String,
}

impl Store {
    /// What was done with accounts, newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn trail(&self, at_most: u32) -> Result<Vec<Trailed>, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        let sql = "SELECT id, at_ms, who, what, account FROM trail ORDER BY id DESC LIMIT $1";
        let rows = tx.rows(sql, vec![Value::Int(at_most.into())]).await?;
        let trailed = |mut row: super::database::Row| Trailed {
            id: row.int(),
            at_ms: row.int(),
            who: row.text(),
            what: row.text(),
            account: row.text(),
        };
        Ok(rows.into_iter().map(trailed).collect())
    }
}

/// Adds a line.
pub(super) async fn add_step(
    tx: &mut Tx,
    at_ms: i64,
    who: &str,
    what: Step,
    account: &str,
) -> Result<(), Error> {
    let id = tx.number("SELECT MAX(id) FROM trail", Vec::new()).await? + 1;
    let text = |text: &str| Value::Text(text.to_owned());
    let row = vec![Value::Int(id), Value::Int(at_ms), text(who), text(what.as_str()), text(account)];
    tx.insert("INSERT INTO trail (id, at_ms, who, what, account)", vec![row]).await
}
