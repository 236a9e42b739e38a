//! The store: what was imported, logged, answered and planned, kept so that nothing is lost and everything can be undone.
//!
//! ```text
//!   file or hand ──► write ──► action + records + contents ──► read ──► Records, in one order whatever came first
//!                                  │
//!                                  ├── undo, correct: more actions, nothing removed
//!                                  └── erase: the one thing that removes what people told
//! ```
//! It is a file of SQLite, or a database of PostgreSQL for a team; both have the same tables and queries. Nothing that
//! follows from something else is kept, and no value and no name goes into an error or a log. It opens a connection only
//! when its address is one of a server. Read next: `schema` for the tables, `content` for what is kept, [`Store::write`].

mod accounts;
mod actions;
mod address;
mod backup;
mod beside;
mod body;
mod brief;
mod care;
mod content;
mod database;
mod erase;
mod export;
mod export_tables;
mod failure;
mod found;
mod gathered;
mod live;
mod open;
mod packed;
mod plan_body;
mod read;
mod room;
mod rows;
mod schema;
mod seen;
mod sessions;
mod tables;
#[cfg(test)]
mod tests;
mod trail;
mod write;

pub use accounts::{By, ListedAccount};
pub use actions::{Action, ActionId, What};
pub use address::{Address, Environment, Server, VARIABLE};
pub(crate) use backup::FORMAT as BACKUP_FORMAT;
pub use backup::{Backup, check_backup};
pub use brief::{BriefReading, Row, Rows};
pub(crate) use content::MOST_NOTE_CHARS;
pub use content::{About, Content, Followed, Key, Kind, Note, OnceId, Told};
pub use erase::Erased;
pub use export::Exported;
pub use open::IfMissing;
pub use read::{BY_HAND, BY_PAGE, Kept, Reading, Records};
pub use trail::{Step, Trailed};
pub use write::{Doing, Origin, Repeats, WHO_VARIABLE, Written, entries_of_training, entries_of_trials};

use crate::accounts::Reach;
use database::Pool;
use std::path::PathBuf;
use std::sync::Arc;

/// An open store.
pub struct Store {
    pool: Pool,
    /// How errors name it.
    shown: Arc<str>,
    /// The file, when it is one.
    file: Option<PathBuf>,
    /// Whose records it shows.
    reach: Arc<Reach>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.shown)
    }
}

/// Which program wrote something.
const PROGRAM: &str = concat!("evenstride ", env!("CARGO_PKG_VERSION"));

/// The name of a file without its folders, which say where a person keeps things.
fn short_name(name: &str) -> String {
    let short = name.rsplit(['/', '\\']).next().unwrap_or(name).trim();
    let short: String = short.chars().filter(|c| !c.is_control()).take(200).collect();
    if short.is_empty() { "file".to_owned() } else { short }
}

/// Runs one piece of work on a store from a program that has no other use for a runtime.
///
/// # Errors
/// The system gives no runtime, or the work fails.
///
/// # Example
/// ```
/// use evenstride_app::store::{Address, Content, Doing, IfMissing, Repeats, Store, Told, What, run};
/// use evenstride_core::person::SubjectId;
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("store.db");
/// let anna = SubjectId::new("anna").unwrap();
/// let doing = Doing { what: What::Person, who: "", at_ms: 1_795_000_000_000, repeats: Repeats::AreKnown };
/// let told = Told { day: jiff::civil::date(2026, 11, 26), text: "sport = \"rowing\"\n".to_owned() };
/// let records = run(async {
///     let store = Store::open(&Address::File(path), IfMissing::Make).await?;
///     let written = store.write(&doing, None, &[(anna.clone(), Content::Person(told))]).await?;
///     assert_eq!(written.n_new, 1);
///     let records = store.read(&anna).await?;
///     store.close().await;
///     Ok(records)
/// })
/// .unwrap();
/// assert!(records.person.unwrap().value.text.contains("rowing"));
/// ```
pub fn run<T>(work: impl Future<Output = Result<T, crate::error::Error>>) -> Result<T, crate::error::Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| crate::error::Error::fault(format!("start the work on the store: {error}")))?;
    runtime.block_on(work)
}
