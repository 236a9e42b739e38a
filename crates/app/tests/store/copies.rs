//! Copies: a whole store as one file and back, a person as a folder, and a person who is gone for good.

use crate::fixture::{anna, day, doing, followed, full_trained, full_trial, note, told, trained, trial};
use crate::harness::{on_every_database, open};
use evenstride_app::error::Error;
use evenstride_app::store::{
    Address, Content, IfMissing, Origin, Store, What, check_backup, entries_of_trials, run,
};
use evenstride_core::measure::Trial;
use evenstride_core::person::SubjectId;
use evenstride_core::training::Trained;
use evenstride_ingest::{Limits, PairedSets, ReadOptions, TrainingOptions, read_measurements, read_training};

/// A store with two people, a correction and something taken back.
pub(crate) async fn filled(store: &Store) -> Result<(), Error> {
    let ben = SubjectId::new("ben").unwrap();
    let file = |name, bytes| Some(Origin { name, bytes });
    let both =
        entries_of_trials(vec![full_trial(), trial(&anna(), day(2), 43.25, 4), trial(&ben, day(2), 21.0, 5)]);
    store.write(&doing(What::Import), file("clinic.csv", b"anna 43.25, ben 21"), &both).await?;
    let own = entries_of_trials(vec![trial(&anna(), day(3), 43.25, 2)]);
    store.write(&doing(What::Import), file("anna.csv", b"anna only"), &own).await?;
    let entries = [
        (anna(), Content::Person(told(day(1), "sport = \"rowing\"\n"))),
        (anna(), Content::Answers(told(day(2), "[answers]\n"))),
        (anna(), Content::Trained(full_trained())),
        (anna(), followed(day(3))),
        (anna(), Content::Note(note(day(4), "felt heavy"))),
        (ben.clone(), Content::Trained(trained(day(4), "squat", 8))),
    ];
    let told = store.write(&doing(What::Log), None, &entries[..5]).await?;
    store.write(&doing(What::Log), None, &entries[5..]).await?;
    let key = store.read(&ben).await?.trained[0].key.clone();
    store.correct(&doing(What::Correct), &ben, &key, None).await?;
    store.undo(&doing(What::Undo), told.action.unwrap()).await?;
    store.write(&doing(What::Log), None, &entries[..5]).await?;
    Ok(())
}

#[test]
fn a_backup_restores_everything_into_a_new_store_of_either_kind() {
    on_every_database(async |address| {
        let folder = tempfile::tempdir().unwrap();
        let store = open(address).await?;
        filled(&store).await?;
        let path = folder.path().join("copy.backup");
        let made = store.backup(&path).await?;
        assert_eq!(check_backup(&path)?, made);
        let refused = store.restore(&path).await.unwrap_err();
        assert!(refused.message.contains("expected an empty one"), "{refused}");
        let other = open(&Address::File(folder.path().join("other.db"))).await?;
        assert_eq!(other.restore(&path).await?, made);
        for subject in store.subjects().await? {
            assert_eq!(other.read(&subject).await?, store.read(&subject).await?);
        }
        assert_eq!(other.actions(100).await?, store.actions(100).await?);
        // A copy of the copy has the same bytes, whichever database it comes from.
        let again = folder.path().join("again.backup");
        other.backup(&again).await?;
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(std::fs::read(&again).unwrap(), bytes);
        // Through a stream it is the same, out and in.
        let mut stream: Vec<u8> = Vec::new();
        assert_eq!(other.backup_into(&mut stream).await?, made);
        assert_eq!(stream, bytes);
        let third = open(&Address::File(folder.path().join("third.db"))).await?;
        assert_eq!(third.restore_from(Box::new(std::io::Cursor::new(stream)), "a stream").await?, made);
        assert_eq!(third.read(&anna()).await?, store.read(&anna()).await?);
        third.close().await;
        // And it goes on from there.
        let entries = entries_of_trials(vec![trial(&anna(), day(9), 1.0, 2)]);
        let next = other.write(&doing(What::Import), Some(Origin { name: "n", bytes: b"n" }), &entries).await?;
        assert_eq!(next.n_new, 1);
        store.close().await;
        other.close().await;
        Ok(())
    });
}

#[test]
fn a_damaged_backup_is_refused_and_nothing_of_it_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.backup");
    run(async {
        let store = open(&Address::File(folder.path().join("store.db"))).await?;
        filled(&store).await?;
        store.backup(&path).await?;
        store.close().await;
        let whole = std::fs::read(&path).unwrap();
        let empty = open(&Address::File(folder.path().join("empty.db"))).await?;
        let changed_digit: Vec<u8> =
            String::from_utf8(whole.clone()).unwrap().replace("43.25", "43.26").into_bytes();
        let twice = [whole.clone(), whole.clone()].concat();
        let mut without_a_line: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
        without_a_line.remove(3);
        for broken in [
            whole[..whole.len() / 2].to_vec(),
            whole[..whole.len() - 1].to_vec(),
            changed_digit,
            twice,
            without_a_line.concat(),
            b"{\"format\":\"evenstride-backup\",\"version\":1,\"schema\":1}\n".to_vec(),
            b"{\"format\":\"evenstride-backup\",\"version\":2,\"schema\":1}\n".to_vec(),
            b"subject,test\n".to_vec(),
            Vec::new(),
        ] {
            std::fs::write(&path, &broken).unwrap();
            let as_stream: Box<dyn std::io::Read + Send> = Box::new(std::io::Cursor::new(broken));
            for refused in [empty.restore(&path).await, empty.restore_from(as_stream, "a stream").await] {
                let refused = refused.unwrap_err();
                assert!(refused.message.contains("read the backup"), "{refused}");
                assert!(empty.actions(10).await?.is_empty() && empty.subjects().await?.is_empty());
            }
        }
        empty.close().await;
        Ok(())
    })
    .unwrap();
}

#[test]
fn an_export_reads_back_through_the_importer() {
    let knowledge = evenstride_catalog::builtin();
    on_every_database(async |address| {
        let folder = tempfile::tempdir().unwrap();
        let store = open(address).await?;
        filled(&store).await?;
        let target = folder.path().join("anna");
        let exported = store.export(&anna(), &target, knowledge).await?;
        assert_eq!(exported.left_out, ["clinic.csv"], "ben is in that file too");
        let read = |name: &str| std::fs::read(target.join(name)).unwrap();
        for name in ["plans.json", "notes.json", "trained.csv", "manifest.json"] {
            assert!(exported.files.iter().any(|file| file == name) && !read(name).is_empty(), "{name}");
        }
        assert_eq!(read("person.toml"), b"sport = \"rowing\"\n");
        assert_eq!(read("originals/001-anna.csv"), b"anna only");
        let options = ReadOptions {
            knowledge,
            map: None,
            today: day(25),
            file_name: "measurements.csv",
            default_subject: &anna(),
            body_mass_kg: None,
            limits: Limits::DEFAULT,
        };
        let back = read_measurements(&read("measurements.csv"), &options).unwrap();
        let without_place = |trial: &Trial| Trial { place: Default::default(), ..trial.clone() };
        let harmless = |mut trial: Trial| {
            // A table holds no control characters.
            trial.note = trial.note.map(|note| note.replace(char::is_control, " "));
            trial
        };
        let expected: Vec<Trial> =
            store.read(&anna()).await?.all_trials().iter().map(without_place).map(harmless).collect();
        assert_eq!(back.trials.iter().map(without_place).collect::<Vec<_>>(), expected, "{:?}", back.notices);
        let options = TrainingOptions {
            knowledge,
            today: day(25),
            file_name: "trained.csv",
            weight_unit: None,
            paired_sets: PairedSets::OfEachLeg,
            limits: Limits::DEFAULT,
        };
        let back = read_training(&read("trained.csv"), &options).unwrap();
        let without_place = |trained: &Trained| Trained { place: Default::default(), ..trained.clone() };
        let expected: Vec<Trained> =
            store.read(&anna()).await?.all_trained().iter().map(without_place).collect();
        assert_eq!(back.trained.iter().map(without_place).collect::<Vec<_>>(), expected, "{:?}", back.notices);
        let refused = store.export(&anna(), &target, knowledge).await.unwrap_err();
        assert!(refused.message.contains("new or empty folder"), "{refused}");
        store.close().await;
        Ok(())
    });
}

#[test]
fn who_is_erased_is_gone_and_others_stay() {
    on_every_database(async |address| {
        let store = open(address).await?;
        filled(&store).await?;
        let ben = SubjectId::new("ben").unwrap();
        let before = store.read(&ben).await?;
        let erased = store.erase(&doing(What::Erase), &anna()).await?;
        assert_eq!((erased.n_files_removed, erased.n_files_emptied, erased.is_compacted), (1, 1, true));
        assert!(erased.n_records >= 8 && erased.n_contents >= 7, "{erased:?}");
        assert_eq!(store.subjects().await?, std::slice::from_ref(&ben));
        assert_eq!(store.read(&ben).await?, before);
        let missing = store.read(&anna()).await.unwrap_err();
        assert!(missing.message.contains("nobody named"), "{missing}");
        let actions = store.actions(100).await?;
        assert_eq!((actions[0].id, actions[0].what), (erased.action, Some(What::Erase)));
        assert!(actions[0].subjects.is_empty());
        store.check().await?;
        // Her own file may come again, as if for the first time.
        let own = entries_of_trials(vec![trial(&anna(), day(3), 43.25, 2)]);
        let again =
            store.write(&doing(What::Import), Some(Origin { name: "a", bytes: b"anna only" }), &own).await?;
        assert_eq!(again.n_new, 1);
        assert!(again.action.unwrap() > erased.action, "numbers are not used again");
        store.close().await;
        Ok(())
    });
}

#[test]
fn no_byte_of_who_is_erased_is_left_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    // Letters in a row that would hardly stand there by chance.
    let secrets = ["quixotic-name", "98765.4321", "zyzzyva-note", "wombat-file", "numbat-bytes"];
    let [name, value, remark, file, bytes] = secrets;
    let holds = |secret: &str| {
        let files = std::fs::read_dir(folder.path()).unwrap();
        files.into_iter().any(|entry| {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
        })
    };
    run(async {
        let store = Store::open(&Address::File(path.clone()), IfMissing::Make).await?;
        let subject = SubjectId::new(name).unwrap();
        let ben = SubjectId::new("ben-who-stays").unwrap();
        for round in 0..40 {
            let own = Trial {
                note: Some(format!("{remark} {round}")),
                ..trial(&subject, day(1), value.parse().unwrap(), round + 2)
            };
            let trials = vec![own, trial(&ben, day(1), f64::from(u32::try_from(round).unwrap()), 3)];
            let content = format!("{bytes} {round}").repeat(300);
            let origin = Origin { name: &format!("{file}-{name}.csv"), bytes: content.as_bytes() };
            store.write(&doing(What::Import), Some(origin), &entries_of_trials(trials)).await?;
        }
        assert!(secrets.iter().all(|secret| holds(secret)), "they are there before");
        let erased = store.erase(&doing(What::Erase), &subject).await?;
        assert!(erased.is_compacted);
        for secret in [name, value, remark, bytes, file] {
            assert!(!holds(secret), "{secret} is still there while the store is open");
        }
        store.close().await;
        assert!(secrets.iter().all(|secret| !holds(secret)));
        assert!(holds("ben-who-stays"));
        Ok(())
    })
    .unwrap();
}
