//! A store as somebody with an account sees it: whoever is not within their reach is not there.
//!
//! Every way to a person's records leads through here, so that nothing above can forget to ask. Others are told apart from
//! people who do not exist in no answer. Read next: [`crate::accounts::Reach`].

use super::Store;
use super::database::{Tx, Value};
use super::rows::subject_number;
use crate::accounts::Reach;
use crate::error::Error;
use evenstride_core::person::SubjectId;
use std::sync::Arc;

impl Store {
    /// The same store as somebody sees it who reaches these people alone.
    ///
    /// # Example
    /// ```
    /// use evenstride_app::accounts::Reach;
    /// use evenstride_app::store::{Address, IfMissing, Store, run};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let path = folder.path().join("store.db");
    /// run(async {
    ///     let store = Store::open(&Address::File(path), IfMissing::Make).await?;
    ///     let nobodys = store.seen_within(Reach::People(Default::default()));
    ///     assert!(nobodys.people().await?.is_empty());
    ///     Ok(())
    /// })
    /// .unwrap();
    /// ```
    #[must_use]
    pub fn seen_within(&self, reach: Reach) -> Store {
        Store {
            pool: self.pool.clone(),
            shown: Arc::clone(&self.shown),
            file: self.file.clone(),
            reach: Arc::new(reach),
        }
    }

    /// The number of a person, when the store knows the name and it is within reach.
    pub(super) async fn number_within(&self, tx: &mut Tx, subject: &SubjectId) -> Result<Option<i64>, Error> {
        if self.reach.holds(subject) { subject_number(tx, subject).await } else { Ok(None) }
    }

    /// Refuses what concerns somebody out of reach, in words that do not tell whether there is such a person.
    pub(super) fn all_within<'a>(&self, names: impl Iterator<Item = &'a SubjectId>) -> Result<(), Error> {
        let mut names = names;
        if names.all(|name| self.reach.holds(name)) {
            return Ok(());
        }
        Err(Error::usage("keep records: expected those of the people of this account, found another name")
            .hint("take the rows of others out, or ask an owner of the store to bring them in"))
    }

    /// Refuses what only concerns the store as a whole.
    pub(super) fn whole_within(&self, what: &str) -> Result<(), Error> {
        match *self.reach {
            Reach::Everybody => Ok(()),
            Reach::People(_) => {
                Err(Error::usage(format!("{what}: expected an account that sees everybody, found another"))
                    .hint("ask an owner of the store"))
            }
        }
    }

    /// Does an action concern people within reach and nobody else?
    pub(super) async fn action_within(&self, tx: &mut Tx, action: i64) -> Result<bool, Error> {
        let Some(only) = self.actions_within() else { return Ok(true) };
        let sql = format!("SELECT a.id FROM action a WHERE a.id = $1 AND {only}");
        Ok(!tx.rows(sql, vec![Value::Int(action)]).await?.is_empty())
    }

    /// A condition on an action `a`: that it, or what it takes back, concerns people within reach and nobody else.
    pub(super) fn actions_within(&self) -> Option<String> {
        let Reach::People(people) = &*self.reach else { return None };
        // Numbers alone stand in the text; without any, none is in the list.
        let numbers: Vec<String> = people.keys().map(i64::to_string).collect();
        let list = if numbers.is_empty() { "-1".to_owned() } else { numbers.join(", ") };
        Some(format!(
            "COALESCE(a.undoes, a.id) IN (SELECT w.action FROM record w WHERE w.subject IN ({list})) \
             AND COALESCE(a.undoes, a.id) NOT IN (SELECT w.action FROM record w WHERE w.subject NOT IN ({list}))"
        ))
    }
}
