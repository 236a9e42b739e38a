//! The commands over a store: bring in, log, follow, keep.
//!
//! It holds no rule; every command opens the store, calls one use case and prints. Read next: [`evenstride_app::store`].

mod bring;
mod follow;
mod keep;
mod out;

pub(crate) use bring::{IMPORT_HELP, ImportArguments, LOG_HELP, LogArguments, run_import, run_log};
pub(crate) use follow::{
    FollowArguments, PageArguments, SQUAD_HELP, STATUS_HELP, SquadArguments, input_kept, not_cleared,
    run_next_of_store, run_next_session, run_people, run_retest, run_squad, run_status, tell_ended,
};
pub(crate) use keep::{
    ActionsArguments, CompactArguments, CorrectArguments, EraseArguments, NoteArguments, RecordsArguments,
    UndoArguments, keep_plan, run_actions, run_compact, run_correct, run_erase, run_note, run_records,
    run_undo,
};

pub(crate) use out::{BackupArguments, ExportArguments, RestoreArguments, run_backup, run_export, run_restore};

use crate::output;
use clap::Args;
use evenstride_app::disk::now_ms;
use evenstride_app::error::Error;
use evenstride_app::prelude::{Knowledge, SubjectId};
use evenstride_app::store::{Address, Doing, IfMissing, Repeats, Store, WHO_VARIABLE, What};
use evenstride_app::whose::refuse_unknown;
use evenstride_app::words::Words;
use std::sync::OnceLock;

/// Which store.
#[derive(Debug, Clone, Args)]
pub(crate) struct Where {
    /// The store: a file, or postgres://user@host/database; your own when left out.
    #[arg(long, value_name = "STORE")]
    pub(crate) store: Option<String>,
}

/// Whose records in which store.
#[derive(Debug, Clone, Args)]
pub(crate) struct Whose {
    #[command(flatten)]
    pub(crate) at: Where,
    /// Whose records; may be left out while there is one person.
    #[arg(long, value_name = "NAME")]
    pub(crate) subject: Option<String>,
}

impl Where {
    /// Opens the store.
    ///
    /// # Errors
    /// It cannot be opened, or is not there and may not be made.
    pub(crate) async fn open(&self, if_missing: IfMissing) -> Result<Store, Error> {
        let address = Address::chosen(self.store.as_deref(), &|name| std::env::var(name).ok())?;
        Store::open(&address, if_missing).await
    }
}

impl Whose {
    /// The person who was named, or the only one of the store.
    ///
    /// # Errors
    /// The name cannot be one, or there are several people and none was named.
    pub(crate) async fn subject(&self, store: &Store) -> Result<SubjectId, Error> {
        if let Some(name) = &self.subject {
            return SubjectId::new(name).ok_or_else(|| {
                Error::usage("read --subject: expected 1 to 64 printable characters, found others")
            });
        }
        let known = store.subjects().await?;
        match known.as_slice() {
            [] => Ok(SubjectId::new("me").expect("“me” is one to sixty-four printable characters")),
            [only] => Ok(only.clone()),
            several => {
                Err(Error::usage(format!("choose whose records: the store holds {} people", several.len()))
                    .hint("name one with --subject NAME; `evenstride people` lists them"))
            }
        }
    }

    /// The same, for keeping something: who is new to a store of others must have been said to be new.
    ///
    /// # Errors
    /// As there, or nobody of the store has the name and `is_new` was not said.
    pub(crate) async fn subject_to_keep(&self, store: &Store, is_new: bool) -> Result<SubjectId, Error> {
        let subject = self.subject(store).await?;
        if self.subject.is_some() {
            refuse_unknown(store, &subject, is_new).await?;
        }
        Ok(subject)
    }
}

/// What is done now, by whom the environment names.
pub(crate) fn doing(what: What) -> Doing<'static> {
    static WHO: OnceLock<String> = OnceLock::new();
    let who = WHO.get_or_init(|| std::env::var(WHO_VARIABLE).unwrap_or_default());
    Doing { what, who, at_ms: now_ms(), repeats: Repeats::AreKnown }
}

/// Prints that something was done, in the language that was asked for.
///
/// # Errors
/// Standard output cannot be written.
pub(crate) fn say(key: &str, values: &[(&str, &str)], knowledge: &Knowledge) -> Result<(), Error> {
    output::result(&format!("{}\n", Words::kept(knowledge.language).fill(key, values)))
}
