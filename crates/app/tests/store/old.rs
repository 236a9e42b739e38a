//! Stores and backups of every version there ever was: they open for ever, and say what they said.
//!
//! Each file stands in `old/` as text and is never written anew. Keys are part of what must stay: a row that an old store
//! holds must be known when its file is imported again.

use crate::copies::filled;
use crate::fixture::{anna, doing, full_trial, trial};
use crate::harness::open;
use evenstride_app::store::{Address, IfMissing, Origin, Store, What, check_backup, entries_of_trials, run};
use evenstride_core::person::SubjectId;

/// The tables and rows of a store of version 1, as SQLite prints them.
const V1: &str = include_str!("old/v1.sql");

fn old_backup() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/store/old/v1.backup")
}

/// The people of the made-up store.
fn people() -> [SubjectId; 2] {
    [anna(), SubjectId::new("ben").unwrap()]
}

#[test]
fn a_store_of_version_1_opens_and_says_what_it_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    run(async {
        // The tables stand in the order of their names, and so a row may come before the one that it points to.
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let options = options.foreign_keys(false);
        let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
        sqlx::raw_sql(V1).execute(&mut connection).await.unwrap();
        sqlx::Connection::close(connection).await.unwrap();
        let old = Store::open(&Address::File(path.clone()), IfMissing::Refuse).await?;
        let new = open(&Address::File(folder.path().join("new.db"))).await?;
        filled(&new).await?;
        for subject in people() {
            assert_eq!(old.read(&subject).await?, new.read(&subject).await?);
        }
        // A row that it holds is known when its file grows.
        let entries = entries_of_trials(vec![full_trial(), trial(&anna(), crate::fixture::day(9), 5.0, 4)]);
        let grown = Origin { name: "clinic.csv", bytes: b"grown" };
        let written = old.write(&doing(What::Import), Some(grown), &entries).await?;
        assert_eq!((written.n_new, written.n_known), (1, 1));
        old.check().await?;
        old.close().await;
        new.close().await;
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_backup_of_version_1_restores_and_says_what_it_said() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let old = open(&Address::File(folder.path().join("old.db"))).await?;
        assert_eq!(old.restore(&old_backup()).await?, check_backup(&old_backup())?);
        let new = open(&Address::File(folder.path().join("new.db"))).await?;
        filled(&new).await?;
        for subject in people() {
            assert_eq!(old.read(&subject).await?, new.read(&subject).await?);
        }
        old.close().await;
        new.close().await;
        Ok(())
    })
    .unwrap();
}
