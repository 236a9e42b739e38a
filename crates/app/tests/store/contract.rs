//! What is kept comes back; what is known is not kept twice; what is newest counts.

use crate::fixture::{anna, day, doing, followed, full_trained, full_trial, note, plan, told, trained, trial};
use crate::harness::{on_every_database, open};
use evenstride_app::store::{
    BY_HAND, Content, Doing, Followed, OnceId, Origin, Repeats, What, entries_of_training, entries_of_trials,
};
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;

const FILE: Origin<'_> = Origin { name: "folder/a.csv", bytes: b"first" };

#[test]
fn everything_comes_back_as_it_was_given() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let entries = [
            (anna(), Content::Person(told(day(1), "sport = \"rowing\"\n"))),
            (anna(), Content::Answers(told(day(2), "[answers]\n"))),
            (anna(), Content::Trial(full_trial())),
            (anna(), Content::Trained(full_trained())),
            (anna(), followed(day(3))),
            (anna(), Content::Note(note(day(4), "felt heavy"))),
        ];
        let written = store.write(&doing(What::Import), Some(FILE), &entries).await?;
        assert_eq!((written.n_new, written.n_known), (6, 0));
        // Another connection sees it too.
        store.close().await;
        let store = open(address).await?;
        let records = store.read(&anna()).await?;
        assert_eq!(records.person.unwrap().value, told(day(1), "sport = \"rowing\"\n"));
        assert_eq!(records.answers.unwrap().value, told(day(2), "[answers]\n"));
        assert_eq!(records.trials[0].value, full_trial());
        let place = Place { file: "a.csv".to_owned(), line: None };
        let expected = evenstride_core::training::Trained { place, ..full_trained() };
        assert_eq!(records.trained[0].value, expected);
        assert_eq!(records.plans[0].value, Followed { from: day(3), plan: plan() });
        assert_eq!(records.notes[0].value, note(day(4), "felt heavy"));
        assert_eq!(store.subjects().await?, [anna()]);
        store.close().await;
        Ok(())
    });
}

#[test]
fn the_same_file_twice_changes_nothing_and_says_so() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let entries = entries_of_trials(vec![trial(&anna(), day(1), 20.0, 2), trial(&anna(), day(1), 20.0, 3)]);
        let first = store.write(&doing(What::Import), Some(FILE), &entries).await?;
        assert_eq!((first.n_new, first.n_known), (2, 0));
        let before = store.read(&anna()).await?;
        assert_eq!(before.trials.len(), 2, "two identical rows of one file are two trials");
        let again = store.write(&doing(What::Import), Some(FILE), &entries).await?;
        assert_eq!((again.action, again.n_new, again.n_known), (None, 0, 2));
        assert_eq!(store.read(&anna()).await?, before);
        assert_eq!(store.actions(10).await?.len(), 1);
        store.close().await;
        Ok(())
    });
}

#[test]
fn of_a_file_that_has_grown_only_the_new_rows_are_new() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let rows = |n_rows: u64| -> Vec<Trial> {
            (0..n_rows).map(|row| trial(&anna(), day(1), 20.0 + (row / 2) as f64, row + 2)).collect()
        };
        for (n_rows, bytes) in [(4, b"4".as_slice()), (5, b"5"), (8, b"8")] {
            let origin = Origin { name: "export.csv", bytes };
            let before = store.read(&anna()).await.map_or(0, |records| records.trials.len());
            let entries = entries_of_trials(rows(n_rows));
            let written = store.write(&doing(What::Import), Some(origin), &entries).await?;
            let n_rows = usize::try_from(n_rows).unwrap();
            assert_eq!((written.n_new, written.n_known), (n_rows - before, before));
            assert_eq!(store.read(&anna()).await?.trials.len(), n_rows);
        }
        store.close().await;
        Ok(())
    });
}

#[test]
fn the_newest_word_counts_by_its_day_and_then_by_when_it_was_said() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let told_person = |number, text: &str| [(anna(), Content::Person(told(day(number), text)))];
        for (number, text, expected) in
            [(5, "a", "a"), (5, "b", "b"), (5, "a", "a"), (4, "c", "a"), (6, "c", "c")]
        {
            let written = store.write(&doing(What::Person), None, &told_person(number, text)).await?;
            assert!(written.action.is_some(), "{number} {text}");
            assert_eq!(store.read(&anna()).await?.person.unwrap().value.text, expected);
        }
        let again = store.write(&doing(What::Person), None, &told_person(6, "c")).await?;
        assert_eq!(again.action, None);
        for from in [day(9), day(2), day(9)] {
            store.write(&doing(What::Plan), None, &[(anna(), followed(from))]).await?;
        }
        let plans = store.read(&anna()).await?.plans;
        assert_eq!(plans.iter().map(|kept| kept.value.from).collect::<Vec<_>>(), [day(2), day(9)]);
        store.close().await;
        Ok(())
    });
}

#[test]
fn a_line_typed_twice_is_known_unless_it_happened_once_more() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let entries = entries_of_training(&anna(), vec![trained(day(3), "squat", 8)]);
        for (repeats, n_expected) in
            [(Repeats::AreKnown, 1), (Repeats::AreKnown, 1), (Repeats::AreMore, 2), (Repeats::AreMore, 3)]
        {
            store.write(&Doing { repeats, ..doing(What::Log) }, None, &entries).await?;
            let records = store.read(&anna()).await?;
            assert_eq!(records.trained.len(), n_expected);
            assert_eq!(records.trained[0].value.place.file, BY_HAND);
        }
        store.close().await;
        Ok(())
    });
}

#[test]
fn two_people_in_one_table_stay_apart_and_may_measure_the_same() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let ben = SubjectId::new("Ben Ö.").unwrap();
        let entries = entries_of_trials(vec![
            trial(&anna(), day(1), 20.0, 2),
            trial(&ben, day(1), 20.0, 3),
            trial(&ben, day(1), 21.0, 4),
        ]);
        let written = store.write(&doing(What::Import), Some(FILE), &entries).await?;
        assert_eq!(written.n_new, 3);
        assert_eq!(store.subjects().await?, [ben.clone(), anna()]);
        assert_eq!(store.read(&ben).await?.trials.len(), 2);
        assert_eq!(store.read(&anna()).await?.trials[0].value, trial(&anna(), day(1), 20.0, 2));
        let actions = store.actions(10).await?;
        assert_eq!(actions[0].subjects.values().sum::<usize>(), 3);
        assert_eq!(actions[0].file.as_deref(), Some("a.csv"));
        store.close().await;
        Ok(())
    });
}

#[test]
fn a_name_that_is_not_there_is_told_without_the_names_of_others() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let nobody = store.read(&anna()).await.unwrap_err();
        assert!(nobody.message.contains("anna") && nobody.hint.unwrap().contains("nobody yet"));
        for name in ["annabel", "carl"] {
            let subject = SubjectId::new(name).unwrap();
            let entries = entries_of_trials(vec![trial(&subject, day(1), 20.0, 2)]);
            store.write(&doing(What::Import), Some(FILE), &entries).await?;
        }
        let missing = store.read(&anna()).await.unwrap_err();
        assert!(
            missing.message.contains("nobody named “anna”") && !missing.to_string().contains("annabel"),
            "{missing}"
        );
        assert!(missing.hint.unwrap().contains("2 others"));
        store.close().await;
        Ok(())
    });
}

#[test]
fn what_cannot_be_kept_is_refused_and_leaves_nothing_behind() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let entries =
            entries_of_trials(vec![trial(&anna(), day(1), 1.0, 2), trial(&anna(), day(1), f64::NAN, 3)]);
        assert!(store.write(&doing(What::Import), Some(FILE), &entries).await.is_err());
        let long = [(anna(), Content::Note(note(day(1), &"a".repeat(4001))))];
        assert!(store.write(&doing(What::Note), None, &long).await.is_err());
        let nothing = store.write(&doing(What::Import), Some(FILE), &[]).await?;
        assert_eq!(nothing.action, None);
        assert!(store.actions(10).await?.is_empty());
        assert!(store.subjects().await?.is_empty());
        store.close().await;
        Ok(())
    });
}

#[test]
fn what_has_a_name_of_its_own_is_taken_once_even_after_it_was_taken_back_or_corrected() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let id = |digit: &str| OnceId::new(&digit.repeat(32)).unwrap();
        let told =
            |digit: &str, reps| (anna(), Content::TrainedOnce(id(digit), trained(day(1), "split-squat", reps)));
        let doing = doing(What::Log);
        let first = store.write(&doing, None, &[told("a", 8), told("b", 8), told("a", 8)]).await?;
        assert_eq!((first.n_new, first.n_known), (2, 0), "equal sets are two, and a name is one");
        // Another text under the same name is not looked at.
        let again = store.write(&doing, None, &[told("a", 9), told("b", 8)]).await?;
        assert_eq!((again.action, again.n_new, again.n_known), (None, 0, 2));
        assert_eq!(store.read(&anna()).await?.trained.len(), 2);
        assert!(store.knows(&id("a")).await? && !store.knows(&id("c")).await?);
        let corrected = Content::TrainedOnce(id("c"), trained(day(1), "split-squat", 7));
        store.correct(&doing, &anna(), &id("a").key(), Some(&corrected)).await?;
        store.undo(&doing, first.action.unwrap()).await?;
        for late in [told("a", 8), told("b", 8), told("c", 7)] {
            assert_eq!(store.write(&doing, None, &[late]).await?.action, None);
        }
        // What was told by hand is another thing.
        store.write(&doing, None, &[(anna(), Content::Trained(trained(day(1), "split-squat", 8)))]).await?;
        assert_eq!(store.read(&anna()).await?.trained.len(), 1);
        assert!(OnceId::new("A".repeat(32).as_str()).is_none() && OnceId::new("a").is_none());
        store.close().await;
        Ok(())
    });
}

#[test]
fn two_people_with_the_same_bytes_never_see_what_the_other_calls_the_file() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let ben = SubjectId::new("ben").unwrap();
        let bytes = b"the same export";
        let mut last = Vec::new();
        for (who, name) in [(&anna(), "knee-of-anna.csv"), (&ben, "a-ben.csv"), (&anna(), "zz.csv")] {
            let origin = Origin { name, bytes };
            let trials = entries_of_trials(vec![trial(who, day(1), 20.0, 2)]);
            last.push(store.write(&doing(What::Import), Some(origin), &trials).await?.action);
        }
        assert!(
            last[0].is_some() && last[1].is_some() && last[2].is_none(),
            "the same bytes bring nothing twice"
        );
        for (who, name, other) in [(anna(), "knee-of-anna.csv", "a-ben"), (ben.clone(), "a-ben.csv", "knee")] {
            assert_eq!(store.read(&who).await?.trials[0].value.place.file, name);
            let folder = tempfile::tempdir().unwrap();
            let out = folder.path().join("out");
            store.export(&who, &out, evenstride_catalog::builtin()).await?;
            let mut n_named = 0;
            for entry in std::fs::read_dir(&out).unwrap() {
                let path = entry.unwrap().path();
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                assert!(!text.contains(other), "{} of {who:?} names {other}", path.display());
                n_named += text.matches(name).count();
            }
            assert!(n_named > 0, "the own name is told");
        }
        let named: Vec<_> = store.actions(10).await?.into_iter().map(|action| action.file.unwrap()).collect();
        assert_eq!(named, ["a-ben.csv", "knee-of-anna.csv"]);
        // Of several names that one person gave the first by letters counts, in whatever order they come.
        let earlier = Origin { name: "an-earlier-name.csv", bytes };
        let trials = entries_of_trials(vec![trial(&anna(), day(1), 20.0, 2)]);
        store.write(&doing(What::Import), Some(earlier), &trials).await?;
        assert_eq!(store.read(&anna()).await?.trials[0].value.place.file, "an-earlier-name.csv");
        assert_eq!(store.read(&ben).await?.trials[0].value.place.file, "a-ben.csv");
        // Whose name was erased from the store stands in no other's name of the file either.
        let carl = Origin { name: "Anna-and-ben.csv", bytes };
        let ben_again = entries_of_trials(vec![trial(&ben, day(1), 20.0, 2)]);
        store.write(&doing(What::Import), Some(carl), &ben_again).await?;
        assert_eq!(
            store.read(&ben).await?.trials[0].value.place.file,
            "Anna-and-ben.csv",
            "capitals come first"
        );
        store.erase(&doing(What::Erase), &anna()).await?;
        assert!(store.read(&ben).await?.trials[0].value.place.file.starts_with("file-"));
        store.close().await;
        Ok(())
    });
}
