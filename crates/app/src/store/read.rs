//! Reading a person back: the same values in the same order, whatever order they came in.
//!
//! It judges nothing. A content that stands in several files has its place in the first of them by name. Read next:
//! `super::found`, then `super::gathered`.

use super::Store;
use super::actions::ActionId;
use super::body::Unread;
use super::content::{Followed, Key, Kind, Note, Told};
use super::database::Tx;
use super::failure::damaged;
use super::found::{contents_of, files_of, spread, stretches_of};
use super::gathered::gathered;
use super::live::{Record, live};
use crate::accounts::Reach;
use crate::error::Error;
use evenstride_core::measure::Trial;
use evenstride_core::person::SubjectId;
use evenstride_core::training::Trained;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

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
    /// Those before it, oldest first: a look back at a day goes by what had been answered then.
    pub earlier_answers: Vec<Kept<Told>>,
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
    /// The same with the newest answers of the days up to one.
    #[must_use]
    pub fn answered_by(mut self, as_of: Date) -> Self {
        while self.answers.as_ref().is_some_and(|kept| kept.value.day > as_of) {
            self.answers = self.earlier_answers.pop();
        }
        self
    }

    /// The trials without the names by which they are corrected.
    #[must_use]
    pub fn all_trials(&self) -> Vec<Trial> {
        self.trials.iter().map(|kept| kept.value.clone()).collect()
    }

    /// The same, when nothing else is wanted any more.
    #[must_use]
    pub fn into_trials(self) -> Vec<Trial> {
        self.trials.into_iter().map(|kept| kept.value).collect()
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
        self.read_of(subject, &Kind::ALL).await
    }

    /// The trials that count of one person, without reading anything else.
    ///
    /// # Errors
    /// As for [`Store::read`].
    pub async fn trials(&self, subject: &SubjectId) -> Result<Vec<Trial>, Error> {
        Ok(self.read_of(subject, &[Kind::Trial]).await?.into_trials())
    }

    async fn read_of(&self, subject: &SubjectId, kinds: &[Kind]) -> Result<Records, Error> {
        let mut reading = self.reading().await?;
        match self.number_within(&mut reading.tx, subject).await? {
            Some(number) => reading.of(number, subject, kinds).await,
            None => Err(self.no_such_subject(&mut reading.tx, subject).await),
        }
    }

    /// A look at one state of the store, for reading one person after another.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn reading(&self) -> Result<Reading, Error> {
        let tx = self.pool.begin_read(&self.shown).await?;
        Ok(Reading { tx, reach: Arc::clone(&self.reach) })
    }

    /// The people of whom anything counts, by name.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn subjects(&self) -> Result<Vec<SubjectId>, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        Ok(numbered(&mut tx, &self.reach).await?.into_iter().map(|(_, name)| name).collect())
    }

    /// The people of whom anything counts with their numbers, by name; a number is theirs as long as the store has them.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn people(&self) -> Result<Vec<(i64, SubjectId)>, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        numbered(&mut tx, &self.reach).await
    }

    pub(super) async fn no_such_subject(&self, tx: &mut Tx, subject: &SubjectId) -> Error {
        let n_others = numbered(tx, &self.reach).await.map_or(0, |people| people.len());
        let missing = Error::usage(format!("read the store {}: it holds nobody named “{subject}”", self.shown));
        // The names of others belong into no error, which may end up in a log.
        missing.hint(match n_others {
            0 => "it holds nobody yet; import a table of measurements first".to_owned(),
            1 => "it holds one other person; the list of people has the name".to_owned(),
            _ => format!("it holds {n_others} others; the list of people has their names"),
        })
    }
}

/// One state of a store, whatever is written meanwhile; it holds one person at a time.
pub struct Reading {
    pub(super) tx: Tx,
    reach: Arc<Reach>,
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reading({})", self.tx.shown())
    }
}

impl Reading {
    /// As [`Store::people`].
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn people(&mut self) -> Result<Vec<(i64, SubjectId)>, Error> {
        numbered(&mut self.tx, &self.reach).await
    }

    /// Everything that counts of the person of a number.
    ///
    /// # Errors
    /// A newer program has written something of it, or the store cannot be read.
    pub async fn records(&mut self, number: i64, subject: &SubjectId) -> Result<Records, Error> {
        self.of(number, subject, &Kind::ALL).await
    }

    /// The trials that count of the person of a number, without reading anything else.
    ///
    /// # Errors
    /// As for [`Reading::records`].
    pub async fn trials(&mut self, number: i64, subject: &SubjectId) -> Result<Vec<Trial>, Error> {
        Ok(self.of(number, subject, &[Kind::Trial]).await?.into_trials())
    }

    /// What counts of these kinds of the person of a number.
    pub(super) async fn of(
        &mut self,
        number: i64,
        subject: &SubjectId,
        kinds: &[Kind],
    ) -> Result<Records, Error> {
        self.of_which(number, subject, kinds, |_| true).await
    }

    /// The same of some records alone.
    pub(super) async fn of_which(
        &mut self,
        number: i64,
        subject: &SubjectId,
        kinds: &[Kind],
        is_wanted: impl Fn(&Record) -> bool,
    ) -> Result<Records, Error> {
        let stretches = stretches_of(&mut self.tx, number, kinds).await?;
        let files = files_of(&mut self.tx, number).await?;
        let records = spread(&stretches, &files);
        let mut counting: Vec<&Record> = live(&records);
        counting.retain(|record| record.content.is_some() && is_wanted(record));
        let wanted: BTreeSet<i64> = counting.iter().filter_map(|record| record.content).collect();
        let contents = contents_of(&mut self.tx, wanted, ["id", "key", "body"]).await?;
        let all = gathered(subject, &counting, &contents, &files);
        all.map_err(|(unread, key)| unreadable(self.tx.shown(), unread, &key))
    }
}

pub(super) fn unreadable(shown: &str, unread: Unread, key: &Key) -> Error {
    let start: String = key.as_str().chars().take(12).collect();
    match unread {
        Unread::Damaged => damaged(shown, &format!("content {start}")),
        Unread::Newer => {
            let what = format!("read the store {shown}: content {start} was written by a newer program");
            Error::unreadable(what).hint("use the newer program")
        }
    }
}

async fn numbered(tx: &mut Tx, reach: &Reach) -> Result<Vec<(i64, SubjectId)>, Error> {
    // One record of each is looked for, by the index, and not all of everybody gone through.
    let sql = "SELECT s.id, s.name FROM subject s WHERE EXISTS (SELECT 1 FROM record r WHERE r.subject = s.id \
               AND r.action NOT IN (SELECT undoes FROM action WHERE undoes IS NOT NULL))";
    let rows = tx.rows(sql, Vec::new()).await?;
    let people = rows.into_iter().map(|mut row| (row.int(), row.text()));
    let mut people: Vec<(i64, SubjectId)> =
        people.filter_map(|(number, name)| Some((number, SubjectId::new(&name)?))).collect();
    people.retain(|(_, name)| reach.holds(name));
    // The database may order texts by the language of the machine.
    people.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(people)
}
