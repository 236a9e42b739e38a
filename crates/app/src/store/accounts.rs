//! Accounts in the store: made, changed and removed, each with a line in the trail.
//!
//! It checks no password and lets nobody in. Read next: `super::sessions` for signing in, [`crate::accounts`] for what
//! an account is.

use super::Store;
use super::database::{Tx, Value};
use super::rows::subject_number;
use super::trail::{Step, add_step};
use super::write::checked_who;
use crate::accounts::{Account, AccountName, Given, Reach, Role};
use crate::error::Error;
use evenstride_core::person::SubjectId;
use std::collections::BTreeMap;

/// Who does something with accounts, and when.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// Who, as for actions; may be empty.
    pub who: &'a str,
    /// When, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
}

/// An account with what a list tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAccount {
    /// The account.
    pub account: Account,
    /// How many sessions it has that were not ended; some may have run out.
    pub n_sessions: u64,
}

impl Store {
    /// Makes an account.
    ///
    /// # Errors
    /// There is one of this name, what is given does not fit the role, a person is not in the store, or it cannot be
    /// written.
    pub async fn add_account(
        &self,
        by: By<'_>,
        name: &AccountName,
        role: Role,
        given: &Given,
        hash: &str,
    ) -> Result<(), Error> {
        let who = checked_who(by.who)?;
        let mut tx = self.pool.begin_write(&self.shown).await?;
        if account_number(&mut tx, name).await?.is_some() {
            return Err(Error::usage(format!("add the account “{name}”: there is one of this name"))
                .hint("change it with `evenstride account change`, or take another name"));
        }
        let people = self.fitting(&mut tx, role, given).await?;
        let id = tx.number("SELECT MAX(id) FROM account", Vec::new()).await? + 1;
        let row = vec![
            Value::Int(id),
            Value::Text(name.as_str().to_owned()),
            Value::Text(role.as_str().to_owned()),
            Value::Int(i64::from(people.is_none())),
            Value::Text(hash.to_owned()),
        ];
        tx.insert("INSERT INTO account (id, name, role, everybody, hash)", vec![row]).await?;
        give(&mut tx, id, people).await?;
        add_step(&mut tx, by.at_ms, &who, Step::Added, name.as_str()).await?;
        tx.commit().await
    }

    /// Gives an account another role and other people; who has signed in with it has the new rights at once.
    ///
    /// # Errors
    /// As for [`Store::add_account`], or there is none of this name.
    pub async fn change_account(
        &self,
        by: By<'_>,
        name: &AccountName,
        role: Role,
        given: &Given,
    ) -> Result<(), Error> {
        let who = checked_who(by.who)?;
        let mut tx = self.pool.begin_write(&self.shown).await?;
        let id = known(&mut tx, name).await?;
        let people = self.fitting(&mut tx, role, given).await?;
        let values = vec![
            Value::Text(role.as_str().to_owned()),
            Value::Int(i64::from(people.is_none())),
            Value::Int(id),
        ];
        tx.execute("UPDATE account SET role = $1, everybody = $2 WHERE id = $3", values).await?;
        tx.execute("DELETE FROM account_subject WHERE account = $1", vec![Value::Int(id)]).await?;
        give(&mut tx, id, people).await?;
        add_step(&mut tx, by.at_ms, &who, Step::Changed, name.as_str()).await?;
        tx.commit().await
    }

    /// Gives an account another password and ends its sessions.
    ///
    /// # Errors
    /// There is none of this name, or the store cannot be written.
    pub async fn change_password(&self, by: By<'_>, name: &AccountName, hash: &str) -> Result<(), Error> {
        let who = checked_who(by.who)?;
        let mut tx = self.pool.begin_write(&self.shown).await?;
        let id = known(&mut tx, name).await?;
        let values = vec![Value::Text(hash.to_owned()), Value::Int(id)];
        tx.execute("UPDATE account SET hash = $1 WHERE id = $2", values).await?;
        tx.execute("DELETE FROM session WHERE account = $1", vec![Value::Int(id)]).await?;
        add_step(&mut tx, by.at_ms, &who, Step::Password, name.as_str()).await?;
        tx.commit().await
    }

    /// Removes an account with its sessions; the records of its people stay.
    ///
    /// # Errors
    /// There is none of this name, or the store cannot be written.
    pub async fn remove_account(&self, by: By<'_>, name: &AccountName) -> Result<(), Error> {
        let who = checked_who(by.who)?;
        let mut tx = self.pool.begin_write(&self.shown).await?;
        let id = known(&mut tx, name).await?;
        remove(&mut tx, id).await?;
        add_step(&mut tx, by.at_ms, &who, Step::Removed, name.as_str()).await?;
        tx.commit().await
    }

    /// Ends every session of an account and says how many there were.
    ///
    /// # Errors
    /// There is none of this name, or the store cannot be written.
    pub async fn end_sessions(&self, by: By<'_>, name: &AccountName) -> Result<u64, Error> {
        let who = checked_who(by.who)?;
        let mut tx = self.pool.begin_write(&self.shown).await?;
        let id = known(&mut tx, name).await?;
        let n = tx.execute("DELETE FROM session WHERE account = $1", vec![Value::Int(id)]).await?;
        add_step(&mut tx, by.at_ms, &who, Step::Ended, name.as_str()).await?;
        tx.commit().await?;
        Ok(n)
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn accounts(&self) -> Result<Vec<ListedAccount>, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        let sql = "SELECT a.id, (SELECT COUNT(*) FROM session s WHERE s.account = a.id) FROM account a";
        let mut listed = Vec::new();
        for mut row in tx.rows(sql, Vec::new()).await? {
            let (id, n_sessions) = (row.int(), row.int());
            if let Some(account) = account_of(&mut tx, id).await? {
                listed.push(ListedAccount { account, n_sessions: u64::try_from(n_sessions).unwrap_or(0) });
            }
        }
        listed.sort_by(|a, b| a.account.name.cmp(&b.account.name));
        Ok(listed)
    }

    /// The numbers of the people that are given, none for everybody.
    async fn fitting(&self, tx: &mut Tx, role: Role, given: &Given) -> Result<Option<Vec<i64>>, Error> {
        let names = match (role, given) {
            (Role::Owner | Role::Coach, Given::Everybody) => return Ok(None),
            (Role::Owner, Given::People(names)) if names.is_empty() => return Ok(None),
            (Role::Owner, Given::People(_)) => {
                return Err(Error::usage("give people to an owner: an owner sees everybody")
                    .hint("leave --person out, or make the account a coach"));
            }
            (Role::Athlete, Given::Everybody) => {
                return Err(Error::usage("give everybody to an athlete: expected the athlete's own person")
                    .hint("name the person with --person, or make the account a coach"));
            }
            (Role::Athlete | Role::Coach, Given::People(names)) => names,
        };
        if names.is_empty() {
            let how = if role == Role::Coach { "--person NAME or --everybody" } else { "--person NAME" };
            return Err(Error::usage(format!(
                "give the account people: expected at least one for {}, found none",
                role.as_str()
            ))
            .hint(format!("name them with {how}; `evenstride people` lists them")));
        }
        let mut numbers = Vec::with_capacity(names.len());
        for name in names {
            match subject_number(tx, name).await? {
                Some(number) if numbers.contains(&number) => {}
                Some(number) => numbers.push(number),
                None => return Err(self.no_such_subject(tx, name).await),
            }
        }
        Ok(Some(numbers))
    }
}

async fn give(tx: &mut Tx, account: i64, people: Option<Vec<i64>>) -> Result<(), Error> {
    let pair = |subject: i64| vec![Value::Int(account), Value::Int(subject)];
    let rows = people.unwrap_or_default().into_iter().map(pair).collect();
    tx.insert("INSERT INTO account_subject (account, subject)", rows).await
}

async fn remove(tx: &mut Tx, id: i64) -> Result<(), Error> {
    for sql in [
        "DELETE FROM session WHERE account = $1",
        "DELETE FROM account_subject WHERE account = $1",
        "DELETE FROM account WHERE id = $1",
    ] {
        tx.execute(sql, vec![Value::Int(id)]).await?;
    }
    Ok(())
}

pub(super) async fn account_number(tx: &mut Tx, name: &AccountName) -> Result<Option<i64>, Error> {
    let sql = "SELECT id FROM account WHERE name = $1";
    let rows = tx.rows(sql, vec![Value::Text(name.as_str().to_owned())]).await?;
    Ok(rows.into_iter().next().map(|mut row| row.int()))
}

async fn known(tx: &mut Tx, name: &AccountName) -> Result<i64, Error> {
    account_number(tx, name).await?.ok_or_else(|| {
        Error::missing(format!("find the account “{name}”: there is none of this name"))
            .hint("`evenstride account list` has the names")
    })
}

/// The account of a number; none when a newer program gave it a role that this one does not know.
pub(super) async fn account_of(tx: &mut Tx, id: i64) -> Result<Option<Account>, Error> {
    let sql = "SELECT name, role, everybody FROM account WHERE id = $1";
    let Some(mut row) = tx.rows(sql, vec![Value::Int(id)]).await?.into_iter().next() else { return Ok(None) };
    let (name, role, everybody) = (row.text(), row.text(), row.int());
    let (Some(name), Some(role)) = (AccountName::new(&name), Role::from_word(&role)) else { return Ok(None) };
    // A role decides before the column: a row that was changed by hand opens nothing more.
    let sees_all = match role {
        Role::Owner => true,
        Role::Coach => everybody == 1,
        Role::Athlete => false,
    };
    if sees_all {
        return Ok(Some(Account { name, role, reach: Reach::Everybody }));
    }
    let sql =
        "SELECT s.id, s.name FROM account_subject g JOIN subject s ON s.id = g.subject WHERE g.account = $1";
    let mut people = BTreeMap::new();
    for mut row in tx.rows(sql, vec![Value::Int(id)]).await? {
        let (number, name) = (row.int(), row.text());
        people.extend(SubjectId::new(&name).map(|name| (number, name)));
    }
    Ok(Some(Account { name, role, reach: Reach::People(people) }))
}

/// Takes a person who is erased out of accounts and out of the trail; an athlete's account that was theirs alone goes too.
pub(super) async fn forget_in_accounts(tx: &mut Tx, number: i64, subject: &SubjectId) -> Result<(), Error> {
    let sql = "SELECT a.id, a.name FROM account a JOIN account_subject g ON g.account = a.id \
               WHERE g.subject = $1 AND a.role = 'athlete' \
               AND (SELECT COUNT(*) FROM account_subject o WHERE o.account = a.id) = 1";
    let rows = tx.rows(sql, vec![Value::Int(number)]).await?;
    let mut names = vec![subject.as_str().to_owned()];
    for mut row in rows {
        let id = row.int();
        names.push(row.text());
        remove(tx, id).await?;
    }
    tx.execute("DELETE FROM account_subject WHERE subject = $1", vec![Value::Int(number)]).await?;
    for name in names {
        for sql in [
            "UPDATE trail SET who = '' WHERE who = $1",
            "UPDATE trail SET account = '' WHERE account = $1",
            "UPDATE action SET who = '' WHERE who = $1",
        ] {
            tx.execute(sql, vec![Value::Text(name.clone())]).await?;
        }
    }
    Ok(())
}
