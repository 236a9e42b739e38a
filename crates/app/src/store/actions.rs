//! Actions: the list of what was done, taking one back, and correcting a single value.
//!
//! Taking back is an action itself and removes nothing; only `super::erase` does. Read next: `super::live`.

use super::content::{Content, Key, Kind};
use super::database::{Tx, Value};
use super::found::records_of;
use super::live::live;
use super::rows::{RecordRow, insert_records};
use super::write::{Doing, checked_who, place_correction};
use super::{PROGRAM, Store};
use crate::error::Error;
use evenstride_core::person::SubjectId;
use std::collections::BTreeMap;
use std::fmt;

/// The number of an action; a later one has a larger number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionId(pub i64);

impl fmt::Display for ActionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What kind of action it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A file was read.
    Import,
    /// Training was written down by hand.
    Log,
    /// The red-flag questions were answered.
    Answers,
    /// The red-flag questions are open again, because what had stopped somebody was taken back.
    Reopened,
    /// Something about the person was said.
    Person,
    /// A week is followed from now on.
    Plan,
    /// A remark was made.
    Note,
    /// A value was corrected or set aside.
    Correct,
    /// An action was taken back.
    Undo,
    /// Everything of a person was removed for good.
    Erase,
}

impl What {
    /// All kinds of actions.
    pub const ALL: [What; 10] = [
        What::Import,
        What::Log,
        What::Answers,
        What::Reopened,
        What::Person,
        What::Plan,
        What::Note,
        What::Correct,
        What::Undo,
        What::Erase,
    ];

    /// The word that the store uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            What::Import => "import",
            What::Log => "log",
            What::Answers => "answers",
            What::Reopened => "reopened",
            What::Person => "person",
            What::Plan => "plan",
            What::Note => "note",
            What::Correct => "correct",
            What::Undo => "undo",
            What::Erase => "erase",
        }
    }
}

/// One line of the list of what was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Its number.
    pub id: ActionId,
    /// When, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// Who did it; may be empty.
    pub who: String,
    /// What it was; none when a newer program did something that this one has no word for.
    pub what: Option<What>,
    /// The file it came from.
    pub file: Option<String>,
    /// The action that it takes back.
    pub undoes: Option<ActionId>,
    /// Was it taken back?
    pub undone: bool,
    /// Whom it concerns with how many records, by name.
    pub subjects: BTreeMap<String, usize>,
    /// How many records it brought of each kind, by the word that the store uses.
    pub kinds: BTreeMap<String, usize>,
}

impl Store {
    /// What was done, newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn actions(&self, at_most: u32) -> Result<Vec<Action>, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        let sql = format!(
            "SELECT a.id, a.at_ms, a.who, a.what, COALESCE((SELECT MIN(f.name) FROM origin_name f JOIN record w \
             ON w.subject = f.subject AND w.action = a.id WHERE f.origin = a.origin), o.name), \
             a.undoes, u.id FROM action a \
             LEFT JOIN origin o ON o.id = a.origin LEFT JOIN action u ON u.undoes = a.id {} \
             ORDER BY a.id DESC LIMIT $1",
            self.actions_within().map(|only| format!("WHERE {only}")).unwrap_or_default()
        );
        let rows = tx.rows(sql, vec![Value::Int(at_most.into())]).await?;
        let mut actions: Vec<Action> = rows
            .into_iter()
            .map(|mut row| Action {
                id: ActionId(row.int()),
                at_ms: row.int(),
                who: row.text(),
                what: {
                    let word = row.text();
                    What::ALL.into_iter().find(|what| what.as_str() == word)
                },
                file: row.maybe_text(),
                undoes: row.maybe_int().map(ActionId),
                undone: row.maybe_int().is_some(),
                subjects: BTreeMap::new(),
                kinds: BTreeMap::new(),
            })
            .collect();
        let oldest = actions.last().map_or(0, |action| action.id.0);
        // A server would give the sum as a number of another type.
        let sql = "SELECT r.action, s.name, r.kind, CAST(SUM(r.n) AS BIGINT) FROM record r \
                   JOIN subject s ON s.id = r.subject WHERE r.action >= $1 GROUP BY r.action, s.name, r.kind";
        for mut row in tx.rows(sql, vec![Value::Int(oldest)]).await? {
            let (id, name, kind, n_records) = (ActionId(row.int()), row.text(), row.text(), row.int());
            if let Some(action) = actions.iter_mut().find(|action| action.id == id) {
                let n_records = usize::try_from(n_records).unwrap_or(0);
                *action.subjects.entry(name).or_default() += n_records;
                *action.kinds.entry(kind).or_default() += n_records;
            }
        }
        Ok(actions)
    }

    /// Who did each of these actions; empty where nobody was named.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn who_did(&self, actions: &[ActionId]) -> Result<BTreeMap<ActionId, String>, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        let wanted: Vec<Value> = actions.iter().map(|action| Value::Int(action.0)).collect();
        let rows = tx.rows_in("SELECT id, who FROM action WHERE id IN", &wanted).await?;
        Ok(rows.into_iter().map(|mut row| (ActionId(row.int()), row.text())).collect())
    }

    /// Takes an action back: what it alone brought no longer counts.
    ///
    /// The same import works again afterwards.
    ///
    /// # Errors
    /// There is no such action, it is taken back already, it cannot be taken back, or the store cannot be written.
    pub async fn undo(&self, doing: &Doing<'_>, action: ActionId) -> Result<ActionId, Error> {
        let who = checked_who(doing.who)?;
        let mut tx = self.pool.begin_write(&self.shown).await?;
        let sql = "SELECT a.what, u.id FROM action a LEFT JOIN action u ON u.undoes = a.id WHERE a.id = $1";
        let rows = tx.rows(sql, vec![Value::Int(action.0)]).await?;
        let row = rows.into_iter().next();
        let is_within = self.action_within(&mut tx, action.0).await?;
        let Some(mut row) = row.filter(|_| is_within) else {
            return Err(Error::missing(format!("take back action {action}: the store has no such action"))
                .hint("the list of actions has their numbers"));
        };
        let (what, undone_by) = (row.text(), row.maybe_int());
        if let Some(undone_by) = undone_by {
            return Err(Error::usage(format!(
                "take back action {action}: action {undone_by} has taken it back already"
            )));
        }
        if what == What::Undo.as_str() || what == What::Erase.as_str() {
            return Err(Error::usage(format!("take back action {action}: an {what} stays"))
                .hint("do again what was taken back; what was erased can only come from its files"));
        }
        let id = action_row(&mut tx, What::Undo, doing.at_ms, &who, None, Some(action)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Corrects one value of a person, or sets it aside when nothing is given in its place.
    ///
    /// The old value stays in the store and no longer counts, even when a file brings it again.
    ///
    /// # Errors
    /// The store does not know the person or the value, the key names several values, the new value is of another
    /// kind, or the store cannot be written.
    pub async fn correct(
        &self,
        doing: &Doing<'_>,
        subject: &SubjectId,
        key: &Key,
        instead: Option<&Content>,
    ) -> Result<ActionId, Error> {
        let who = checked_who(doing.who)?;
        let mut tx = self.pool.begin_write(&self.shown).await?;
        let unknown = || {
            Error::usage(format!("correct a value: “{subject}” has none with the key {key} that counts"))
                .hint("the list of a person's records has the keys")
        };
        let number = self.number_within(&mut tx, subject).await?.ok_or_else(unknown)?;
        let before = records_of(&mut tx, number, &Kind::ALL).await?;
        // Only digits stand in a key, so nothing in it means anything to LIKE; what is others' falls out below.
        let sql = "SELECT id, kind FROM content WHERE key LIKE $1";
        let rows = tx.rows(sql, vec![Value::Text(format!("{key}%"))]).await?;
        let counting = live(&before);
        let meant: Vec<(i64, String)> = rows
            .into_iter()
            .map(|mut row| (row.int(), row.text()))
            .filter(|(id, _)| counting.iter().any(|record| record.content == Some(*id)))
            .collect();
        let [(old, kind)] = meant.as_slice() else {
            return Err(if meant.is_empty() {
                unknown()
            } else {
                Error::usage(format!("correct a value: the key {key} names {} of them", meant.len()))
                    .hint("give more of its digits")
            });
        };
        let (Some(kind), Some(old_record)) =
            (Kind::from_word(kind), counting.iter().find(|record| record.content == Some(*old)))
        else {
            return Err(unknown());
        };
        let row = match instead {
            Some(content) if content.kind() != kind => {
                return Err(Error::usage(format!(
                    "correct a value: expected one of kind {}, found one of kind {}",
                    kind.as_str(),
                    content.kind().as_str()
                )));
            }
            Some(content) => {
                let new = place_correction(&mut tx, content, &before, *old).await?;
                if new == *old {
                    return Err(Error::usage("correct a value: the new one is the same as the old one"));
                }
                RecordRow::of(number, content, new, Some(*old))
            }
            None => RecordRow::aside(number, kind, old_record.day, *old),
        };
        let id = action_row(&mut tx, What::Correct, doing.at_ms, &who, None, None).await?;
        insert_records(&mut tx, id, &[row]).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// Adds the row of an action and gives its number; writers take turns, so the number is free.
pub(super) async fn action_row(
    tx: &mut Tx,
    what: What,
    at_ms: i64,
    who: &str,
    origin: Option<i64>,
    undoes: Option<ActionId>,
) -> Result<ActionId, Error> {
    let id = tx.number("SELECT MAX(id) FROM action", Vec::new()).await? + 1;
    let row = vec![
        Value::Int(id),
        Value::Int(at_ms),
        Value::Text(who.to_owned()),
        Value::Text(what.as_str().to_owned()),
        Value::Text(PROGRAM.to_owned()),
        Value::MaybeInt(origin),
        Value::MaybeInt(undoes.map(|action| action.0)),
    ];
    tx.insert("INSERT INTO action (id, at_ms, who, what, program, origin, undoes)", vec![row]).await?;
    Ok(ActionId(id))
}
