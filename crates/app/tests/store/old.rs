//! Stores and backups of every version there ever was: they open for ever, and say what they said.
//!
//! Each file stands in `old/` as text and is never written anew. Keys are part of what must stay: a row that an old store
//! holds must be known when its file is imported again.

use crate::copies::filled;
use crate::fixture::{anna, doing, full_trial, trial};
use crate::harness::open;
use evenstride_app::error::Error;
use evenstride_app::store::{
    Address, IfMissing, Origin, Records, Store, What, check_backup, entries_of_trials, run,
};
use evenstride_app::wire::accounts_csv;
use evenstride_core::person::SubjectId;

/// The tables and rows of a store of each version, as SQLite prints them.
const STORES: [&str; 3] = [include_str!("old/v1.sql"), include_str!("old/v2.sql"), include_str!("old/v3.sql")];
/// A backup of each version.
const BACKUPS: [&str; 3] = ["v1.backup", "v2.backup", "v3.backup"];

fn old_backup(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/store/old").join(name)
}

/// The accounts that there are since version 2, in the words of the list.
async fn accounts(store: &Store) -> Result<String, Error> {
    Ok(accounts_csv(&store.accounts().await?))
}

const ACCOUNTS: &str = "\
account,role,everybody,person,n_sessions
annie,athlete,no,anna,N
carl,coach,no,anna,0
carl,coach,no,ben,0
olga,owner,yes,,0
";

/// The people of the made-up store.
fn people() -> [SubjectId; 2] {
    [anna(), SubjectId::new("ben").unwrap()]
}

#[test]
fn a_store_of_each_version_opens_and_says_what_it_said() {
    for (at, text) in STORES.into_iter().enumerate() {
        opens(text, if at == 0 { None } else { Some(ACCOUNTS.replace('N', "1")) });
    }
}

fn opens(text: &'static str, expected: Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    run(async {
        // The tables stand in the order of their names, and so a row may come before the one that it points to.
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let options = options.foreign_keys(false);
        let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
        sqlx::raw_sql(text).execute(&mut connection).await.unwrap();
        sqlx::Connection::close(connection).await.unwrap();
        let old = Store::open(&Address::File(path.clone()), IfMissing::Refuse).await?;
        let new = open(&Address::File(folder.path().join("new.db"))).await?;
        filled(&new).await?;
        for subject in people() {
            assert_eq!(
                with_no_plan_named(old.read(&subject).await?),
                with_no_plan_named(new.read(&subject).await?)
            );
        }
        let none = "account,role,everybody,person,n_sessions\n".to_owned();
        assert_eq!(accounts(&old).await?, expected.unwrap_or(none));
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
fn a_backup_of_each_version_restores_and_says_what_it_said() {
    for name in BACKUPS {
        restores(&old_backup(name), name != "v1.backup");
    }
}

fn restores(backup: &std::path::Path, has_accounts: bool) {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let old = open(&Address::File(folder.path().join("old.db"))).await?;
        assert_eq!(old.restore(backup).await?, check_backup(backup)?);
        // Who was signed in is in no copy.
        let found = accounts(&old).await?;
        assert!(!has_accounts || found == ACCOUNTS.replace('N', "0"), "{found}");
        let new = open(&Address::File(folder.path().join("new.db"))).await?;
        filled(&new).await?;
        for subject in people() {
            assert_eq!(
                with_no_plan_named(old.read(&subject).await?),
                with_no_plan_named(new.read(&subject).await?)
            );
        }
        old.close().await;
        new.close().await;
        Ok(())
    })
    .unwrap();
}

/// The same without the names of the plans' contents: a plan says more today than it did then, and so has another name.
fn with_no_plan_named(mut records: Records) -> Records {
    let Records { plans, trials, .. } = &mut records;
    if let Some(any) = trials.first() {
        plans.iter_mut().for_each(|kept| kept.key = any.key.clone());
    }
    records
}
