//! Taking back and correcting: nothing is lost, and what was corrected stays corrected.

use crate::fixture::{anna, day, doing, trained, trial};
use crate::harness::{on_every_database, open};
use evenstride_app::store::{Content, Key, Origin, Records, What, entries_of_training, entries_of_trials};
use evenstride_core::person::SubjectId;

fn values(records: &Records) -> Vec<f64> {
    records.trials.iter().map(|kept| kept.value.value).collect()
}

fn file(bytes: &'static [u8]) -> Option<Origin<'static>> {
    Some(Origin { name: "a.csv", bytes })
}

#[test]
fn taking_an_import_back_leaves_what_another_file_holds_and_the_import_works_again() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let small = entries_of_trials(vec![trial(&anna(), day(1), 1.0, 2)]);
        let large = entries_of_trials(vec![trial(&anna(), day(1), 1.0, 2), trial(&anna(), day(1), 2.0, 3)]);
        store.write(&doing(What::Import), file(b"1"), &small).await?;
        let second = store.write(&doing(What::Import), file(b"2"), &large).await?.action.unwrap();
        let undone = store.undo(&doing(What::Undo), second).await?;
        assert_eq!(values(&store.read(&anna()).await?), [1.0]);
        let actions = store.actions(10).await?;
        assert_eq!((actions[0].id, actions[0].undoes), (undone, Some(second)));
        assert!(actions[1].undone && !actions[2].undone);
        let again = store.write(&doing(What::Import), file(b"2"), &large).await?;
        assert_eq!((again.n_new, again.n_known), (1, 1));
        assert_eq!(values(&store.read(&anna()).await?), [1.0, 2.0]);
        store.close().await;
        Ok(())
    });
}

#[test]
fn what_cannot_be_taken_back_says_why() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let entries = entries_of_trials(vec![trial(&anna(), day(1), 1.0, 2)]);
        let action = store.write(&doing(What::Import), file(b"1"), &entries).await?.action.unwrap();
        let undone = store.undo(&doing(What::Undo), action).await?;
        for (id, words) in [(action, "already"), (undone, "an undo stays")] {
            let refused = store.undo(&doing(What::Undo), id).await.unwrap_err();
            assert!(refused.message.contains(words), "{refused}");
        }
        let unknown = evenstride_app::store::ActionId(77);
        assert!(store.undo(&doing(What::Undo), unknown).await.unwrap_err().message.contains("no such action"));
        // Nothing of anna counts any more, so she is not listed; her name still answers.
        assert!(store.subjects().await?.is_empty());
        assert!(store.read(&anna()).await?.trials.is_empty());
        store.close().await;
        Ok(())
    });
}

#[test]
fn a_corrected_row_stays_corrected_when_a_longer_export_brings_it_again() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let rows = vec![trial(&anna(), day(1), 1.0, 2), trial(&anna(), day(1), 200.0, 3)];
        store.write(&doing(What::Import), file(b"1"), &entries_of_trials(rows.clone())).await?;
        let wrong = store.read(&anna()).await?.trials[1].key.clone();
        let right = Content::Trial(trial(&anna(), day(1), 20.0, 3));
        let corrected = store.correct(&doing(What::Correct), &anna(), &wrong, Some(&right)).await?;
        // A correction has no file of its own and stands after or before the others by the name of its place.
        assert_eq!(values(&store.read(&anna()).await?), [1.0, 20.0]);
        let longer = [rows, vec![trial(&anna(), day(2), 3.0, 4)]].concat();
        store.write(&doing(What::Import), file(b"12"), &entries_of_trials(longer)).await?;
        assert_eq!(values(&store.read(&anna()).await?), [1.0, 20.0, 3.0]);
        store.undo(&doing(What::Undo), corrected).await?;
        assert_eq!(values(&store.read(&anna()).await?), [1.0, 200.0, 3.0]);
        store.close().await;
        Ok(())
    });
}

#[test]
fn a_row_can_be_made_the_same_as_another_one_and_both_count() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let rows = vec![trial(&anna(), day(1), 20.0, 2), trial(&anna(), day(1), 21.0, 3)];
        store.write(&doing(What::Import), file(b"1"), &entries_of_trials(rows)).await?;
        let key = store.read(&anna()).await?.trials[1].key.clone();
        let right = Content::Trial(trial(&anna(), day(1), 20.0, 3));
        store.correct(&doing(What::Correct), &anna(), &key, Some(&right)).await?;
        assert_eq!(values(&store.read(&anna()).await?), [20.0, 20.0]);
        store.close().await;
        Ok(())
    });
}

#[test]
fn a_value_is_set_aside_and_may_be_told_again_by_hand() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let entries = entries_of_training(&anna(), vec![trained(day(3), "squat", 8)]);
        store.write(&doing(What::Log), None, &entries).await?;
        let key = store.read(&anna()).await?.trained[0].key.clone();
        // The first digits of a key are enough.
        let short = Key::new(&key.as_str()[..10]).unwrap();
        store.correct(&doing(What::Correct), &anna(), &short, None).await?;
        assert!(store.read(&anna()).await?.trained.is_empty());
        store.write(&doing(What::Log), None, &entries).await?;
        assert_eq!(store.read(&anna()).await?.trained.len(), 1);
        store.close().await;
        Ok(())
    });
}

#[test]
fn a_correction_of_something_that_is_not_there_is_refused() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let entries = entries_of_trials(vec![trial(&anna(), day(1), 1.0, 2)]);
        store.write(&doing(What::Import), file(b"1"), &entries).await?;
        let key = store.read(&anna()).await?.trials[0].key.clone();
        let other = Key::new(&"0".repeat(64)).unwrap();
        assert!(store.correct(&doing(What::Correct), &anna(), &other, None).await.is_err());
        let ben = SubjectId::new("ben").unwrap();
        assert!(store.correct(&doing(What::Correct), &ben, &key, None).await.is_err());
        let training = Content::Trained(trained(day(1), "squat", 8));
        let refused = store.correct(&doing(What::Correct), &anna(), &key, Some(&training)).await.unwrap_err();
        assert!(refused.message.contains("kind trial"), "{refused}");
        store.close().await;
        Ok(())
    });
}
