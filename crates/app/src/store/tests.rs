//! What only happens on a bad day: a full disk, a file that can only be read, another program that writes, an update.

use super::open::IfMissing;
use super::schema::STEPS;
use super::*;
use crate::error::Error;
use evenstride_core::measure::Trial;
use evenstride_core::person::SubjectId;
use jiff::civil::date;

fn anna() -> SubjectId {
    SubjectId::new("anna").unwrap()
}

fn trial(value: f64) -> Trial {
    Trial {
        subject: anna(),
        test: evenstride_core::knowledge::TestId::new("heel-raise-single").unwrap(),
        side: evenstride_core::body::Side::Left,
        attempt: None,
        value,
        day: date(2026, 11, 1),
        device: None,
        pain_nrs: None,
        device_asymmetry: None,
        note: None,
        place: evenstride_core::notice::Place::default(),
    }
}

async fn import(store: &Store, value: f64, n_bytes: usize) -> Result<Written, Error> {
    let doing = Doing { what: What::Import, who: "", at_ms: 0, repeats: Repeats::AreKnown };
    let bytes = vec![b'x'; n_bytes];
    store
        .write(&doing, Some(Origin { name: "a.csv", bytes: &bytes }), &entries_of_trials(vec![trial(value)]))
        .await
}

/// A word to SQLite on every connection that the store can have.
async fn pragma(store: &Store, sql: &'static str) {
    let pool = match &store.pool {
        Pool::Sqlite(pool) => pool,
        #[cfg(feature = "postgres")]
        Pool::Postgres(_) => return,
    };
    let mut connections = Vec::new();
    for _ in 0..pool.options().get_max_connections() {
        connections.push(pool.acquire().await.unwrap());
    }
    for connection in &mut connections {
        sqlx::query(sql).execute(&mut **connection).await.unwrap();
    }
}

#[test]
fn an_end_that_was_read_before_says_the_same() {
    let bodies = [
        r#"{"version":1,"on":"2026-11-20","name":"split-squat","side":"left","sets":[{"reps":8,"load_kg":20.5}],"pain":2}"#,
        r#"{"version":1,"on":"2026-11-21","name":"Leg Press","side":"left","sets":[{"reps":8,"load_kg":20.5}],"pain":2}"#,
        r#"{"version":1,"on":"2026-11-22","name":"the \"big\" one","side":"left","sets":[{"reps":8,"load_kg":20.5}],"pain":2}"#,
        r#"{"version":1,"on":"2026-11-23","name":"a","side":"both","sets":[],"once":"00"}"#,
        r#"{"version":1,"on":"2026-11-24","name":"b","side":"both","sets":[],"once":"00"}"#,
        // What another hand wrote in another order is read too.
        r#"{"on":"2026-11-25","version":1,"name":"split-squat","side":"left","sets":[]}"#,
        // No such day, a newer version, an end that is none.
        r#"{"version":1,"on":"2026-11-31","name":"split-squat","side":"left","sets":[{"reps":8,"load_kg":20.5}],"pain":2}"#,
        r#"{"version":9,"on":"2026-11-20","name":"split-squat","side":"left","sets":[]}"#,
        r#"{"version":1,"on":"2026-11-20","name":"split-squat","side":"left","sets":["#,
        "{}",
        "",
    ];
    let place = |line| evenstride_core::notice::Place { file: "a.csv".to_owned(), line: Some(line) };
    let mut ends = body::Ends::new();
    for (text, line) in bodies.iter().zip(2..) {
        let read = body::trained_by_ends(text, place(line), &mut ends);
        assert_eq!(read, body::trained(text, place(line)), "{text}");
    }
    assert_eq!(ends.len(), 1, "only the first of them has an end that may come again");
}

fn on_a_file(work: impl AsyncFn(&Address) -> Result<(), Error>) {
    let folder = tempfile::tempdir().unwrap();
    run(work(&Address::File(folder.path().join("store.db")))).unwrap();
}

#[test]
fn a_full_disk_is_told_plainly_and_nothing_is_lost() {
    on_a_file(async |address| {
        let store = Store::open(address, IfMissing::Make).await?;
        import(&store, 1.0, 10).await?;
        // SQLite gives the same error for a limit on pages as for a disk without room.
        pragma(&store, "PRAGMA max_page_count = 40").await;
        let full = import(&store, 2.0, 1 << 20).await.unwrap_err();
        assert!(full.message.ends_with("the disk is full"), "{full}");
        pragma(&store, "PRAGMA max_page_count = 1000000").await;
        assert_eq!(store.read(&anna()).await?.trials.len(), 1);
        store.check().await?;
        import(&store, 2.0, 1 << 20).await?;
        assert_eq!(store.read(&anna()).await?.trials.len(), 2);
        store.close().await;
        Ok(())
    });
}

#[test]
fn a_store_that_can_only_be_read_says_so() {
    on_a_file(async |address| {
        let store = Store::open(address, IfMissing::Make).await?;
        import(&store, 1.0, 10).await?;
        pragma(&store, "PRAGMA query_only = ON").await;
        let refused = import(&store, 2.0, 11).await.unwrap_err();
        assert!(refused.message.ends_with("it can only be read"), "{refused}");
        assert_eq!(store.read(&anna()).await?.trials.len(), 1);
        store.close().await;
        Ok(())
    });
}

#[cfg(unix)]
#[test]
fn a_file_without_the_right_to_write_is_told_or_this_user_may_do_everything() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let address = Address::File(path.clone());
    run(async {
        let store = Store::open(&address, IfMissing::Make).await?;
        import(&store, 1.0, 10).await?;
        store.close().await;
        let may_not_write = std::fs::Permissions::from_mode(0o400);
        std::fs::set_permissions(&path, may_not_write).unwrap();
        let may_do_everything = std::fs::OpenOptions::new().append(true).open(&path).is_ok();
        let tried = match Store::open(&address, IfMissing::Make).await {
            Ok(store) => import(&store, 2.0, 11).await.map(|_| ()),
            Err(error) => Err(error),
        };
        assert_eq!(tried.is_ok(), may_do_everything, "{tried:?}");
        assert!(tried.err().is_none_or(|error| error.hint.is_some()));
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_writer_that_does_not_end_is_waited_for_and_then_told() {
    on_a_file(async |address| {
        let [first, second] =
            [Store::open(address, IfMissing::Make).await?, Store::open(address, IfMissing::Make).await?];
        let held = first.pool.begin_write(&first.shown).await?;
        let refused = import(&second, 1.0, 10).await.unwrap_err();
        assert!(refused.message.ends_with("another program is writing"), "{refused}");
        assert!(refused.hint.unwrap().contains("try again"));
        // Reading goes on meanwhile.
        assert!(second.subjects().await?.is_empty());
        drop(held);
        import(&second, 1.0, 10).await?;
        first.close().await;
        second.close().await;
        Ok(())
    });
}

#[test]
fn an_older_store_is_copied_and_brought_up_to_date_and_a_newer_one_refused() {
    on_a_file(async |address| {
        let store = Store::open(address, IfMissing::Make).await?;
        import(&store, 1.0, 10).await?;
        let newer = [STEPS[0], STEPS[1], STEPS[2], "ALTER TABLE subject ADD COLUMN made_up TEXT"];
        store.bring_up_to_date(IfMissing::Make, &newer).await?;
        assert_eq!(store.read(&anna()).await?.trials.len(), 1);
        // A second time there is nothing to do.
        store.bring_up_to_date(IfMissing::Make, &newer).await?;
        let refused = Store::open(address, IfMissing::Make).await.unwrap_err();
        assert!(refused.message.contains("found version 4"), "{refused}");
        store.close().await;
        let copy = Address::read(&format!("{address}.v3")).unwrap();
        let copy = Store::open(&copy, IfMissing::Refuse).await?;
        assert_eq!(copy.read(&anna()).await?.trials.len(), 1);
        copy.close().await;
        Ok(())
    });
}

#[test]
fn a_step_that_fails_leaves_the_older_store_as_it_was() {
    on_a_file(async |address| {
        let store = Store::open(address, IfMissing::Make).await?;
        import(&store, 1.0, 10).await?;
        let broken = [
            STEPS[0],
            STEPS[1],
            STEPS[2],
            "ALTER TABLE subject ADD COLUMN made_up TEXT; ALTER TABLE nothing ADD COLUMN a TEXT",
        ];
        assert!(store.bring_up_to_date(IfMissing::Make, &broken).await.is_err());
        store.close().await;
        let store = Store::open(address, IfMissing::Refuse).await?;
        assert_eq!(store.read(&anna()).await?.trials.len(), 1);
        store.close().await;
        Ok(())
    });
}

#[test]
fn a_copy_takes_its_name_only_when_it_is_whole_and_never_that_of_another_file() {
    on_a_file(async |address| {
        let store = Store::open(address, IfMissing::Make).await?;
        import(&store, 1.0, 10).await?;
        let Address::File(file) = address else { panic!("a file") };
        let named = |ending: &str| {
            let mut name = file.clone().into_os_string();
            name.push(ending);
            PathBuf::from(name)
        };
        // A full disk left an empty copy once, and somebody's own file has the next name.
        std::fs::write(named(".v3"), b"").unwrap();
        std::fs::write(named(".v3.2"), b"mine").unwrap();
        let broken = [STEPS[0], STEPS[1], STEPS[2], "ALTER TABLE nothing ADD COLUMN a TEXT"];
        for _ in 0..2 {
            assert!(store.bring_up_to_date(IfMissing::Make, &broken).await.is_err());
        }
        assert_eq!(std::fs::read(named(".v3")).unwrap(), b"");
        assert_eq!(std::fs::read(named(".v3.2")).unwrap(), b"mine");
        assert!(!named(".v3.4").exists(), "a copy of the same content is made once");
        #[cfg(unix)]
        {
            let mode =
                std::os::unix::fs::PermissionsExt::mode(&named(".v3.3").metadata().unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
        let left = std::fs::read_dir(file.parent().unwrap()).unwrap();
        let left =
            left.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
        assert_eq!(left.count(), 0, "nothing unfinished stays");
        store.close().await;
        let copy = Store::open(&Address::File(named(".v3.3")), IfMissing::Refuse).await?;
        assert_eq!(copy.read(&anna()).await?.trials.len(), 1);
        copy.close().await;
        Ok(())
    });
}
