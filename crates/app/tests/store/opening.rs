//! Opening: what is none is refused and left alone, and two programs can work on one store.

use crate::fixture::{anna, day, doing, trial};
use crate::harness::{on_every_database, open};
use evenstride_app::store::{Address, IfMissing, Origin, Store, What, entries_of_trials, run};

#[test]
fn a_missing_store_is_made_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/store.db");
    let address = Address::File(path.clone());
    let missing = run(Store::open(&address, IfMissing::Refuse)).unwrap_err();
    assert!(missing.message.contains("there is none yet"), "{missing}");
    assert!(!path.exists());
    run(async {
        open(&address).await?.close().await;
        Store::open(&address, IfMissing::Refuse).await?.close().await;
        Ok(())
    })
    .unwrap();
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_a_store() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/store.db");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    run(async {
        let store = open(&Address::File(path.clone())).await?;
        let entries = entries_of_trials(vec![trial(&anna(), day(1), 1.0, 2)]);
        store.write(&doing(What::Import), Some(Origin { name: "a", bytes: b"a" }), &entries).await?;
        for name in ["store.db", "store.db-wal"] {
            assert_eq!(mode(&path.with_file_name(name)), 0o600, "{name}");
        }
        store.close().await;
        Ok(())
    })
    .unwrap();
    assert_eq!(mode(path.parent().unwrap()), 0o700);
}

#[test]
fn something_else_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let address = Address::File(path.clone());
    for bytes in [b"subject,test\n".as_slice(), b"SQLite format 3\0 and nothing behind it"] {
        std::fs::write(&path, bytes).unwrap();
        let refused = run(open(&address)).unwrap_err();
        assert!(refused.message.contains("expected a store of this program"), "{refused}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
    let refused = run(open(&Address::File(folder.path().to_owned()))).unwrap_err();
    assert!(refused.message.contains("found a folder"), "{refused}");
    let below_a_file = run(open(&Address::File(path.join("store.db")))).unwrap_err();
    assert!(below_a_file.hint.is_some());
}

#[test]
fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    run(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
        sqlx::raw_sql("CREATE TABLE meta (name TEXT, value TEXT)").execute(&mut connection).await.unwrap();
        sqlx::Connection::close(connection).await.unwrap();
        let before = std::fs::read(&path).unwrap();
        let refused = open(&Address::File(path.clone())).await.unwrap_err();
        assert!(refused.message.contains("found something else"), "{refused}");
        assert_eq!(std::fs::read(&path).unwrap(), before);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_store_of_a_newer_program_is_refused_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let address = Address::File(path.clone());
    run(async {
        open(&address).await?.close().await;
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
        let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
        sqlx::query("UPDATE meta SET value = '99' WHERE name = 'version'")
            .execute(&mut connection)
            .await
            .unwrap();
        sqlx::Connection::close(connection).await.unwrap();
        let refused = open(&address).await.unwrap_err();
        assert!(refused.message.contains("version 99") && refused.hint.unwrap().contains("newer program"));
        Ok(())
    })
    .unwrap();
}

#[cfg(feature = "postgres")]
#[test]
fn a_server_that_is_not_there_is_told_without_any_secret() {
    // Nothing listens at the first port of a machine.
    let address = Address::read("postgres://anna:secret@127.0.0.1:1/clinic?sslpassword=secret").unwrap();
    let refused = run(open(&address)).unwrap_err();
    assert!(refused.message.ends_with("the server cannot be reached"), "{refused}");
    let told = format!("{refused} {refused:?}");
    assert!(
        told.contains("127.0.0.1:1/clinic") && !told.contains("secret") && !told.contains("anna"),
        "{told}"
    );
}

#[test]
fn many_writers_at_once_take_turns_and_nothing_is_lost() {
    on_every_database(async |address| {
        const WRITERS: usize = 6;
        const FILES: usize = 5;
        // Each thread has a runtime and connections of its own, as another program would; they race to make the store.
        let workers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let address = address.clone();
                std::thread::spawn(move || {
                    run(async {
                        let store = open(&address).await?;
                        for file in 0..FILES {
                            let value = (writer * FILES + file) as f64 + 1.0;
                            let entries = entries_of_trials(vec![trial(&anna(), day(1), value, 2)]);
                            let bytes = value.to_string();
                            let origin = Origin { name: "a.csv", bytes: bytes.as_bytes() };
                            store.write(&doing(What::Import), Some(origin), &entries).await?;
                        }
                        store.close().await;
                        Ok(())
                    })
                })
            })
            .collect();
        for worker in workers {
            worker.join().unwrap()?;
        }
        let store = open(address).await?;
        assert_eq!(store.read(&anna()).await?.trials.len(), WRITERS * FILES);
        let mut ids: Vec<i64> = store.actions(100).await?.iter().map(|action| action.id.0).collect();
        ids.reverse();
        assert_eq!(ids, (1..=30).collect::<Vec<_>>());
        store.close().await;
        Ok(())
    });
}
