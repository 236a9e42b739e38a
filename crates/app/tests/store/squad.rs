//! A squad says of everybody what is said of each alone, read one after another from one state of the store.

use crate::fixture::{doing, trained};
use crate::harness::{on_every_database, open};
use evenstride_app::files::Days;
use evenstride_app::following::follow;
use evenstride_app::record::kept;
use evenstride_app::squad::{people_of, squad_of};
use evenstride_app::store::{Content, Origin, Repeats, What, entries_of_training, entries_of_trials};
use evenstride_catalog::builtin;
use evenstride_core::assess::{Verdict, learn_noise};
use evenstride_core::body::Side;
use evenstride_core::knowledge::TestId;
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::{Person, SubjectId};
use jiff::civil::{Date, date};
use std::num::NonZeroUsize;
use std::sync::Arc;

const TODAY: Date = date(2026, 11, 22);

/// Three visits of one test with both legs; the right leg is weaker by so much of a hundred.
fn visits(subject: &SubjectId, weaker: u8) -> Vec<Trial> {
    let mut trials = Vec::new();
    for (month, more) in [(8, 0.0), (9, 3.0), (10, -2.0)] {
        for (side, share) in [(Side::Left, 1.0), (Side::Right, 1.0 - f64::from(weaker) / 100.0)] {
            for attempt in [1, 2] {
                let line = u64::try_from(trials.len()).unwrap() + 2;
                trials.push(Trial {
                    subject: subject.clone(),
                    test: TestId::new("hhd-knee-ext").unwrap(),
                    side,
                    attempt: Some(attempt),
                    value: (150.0 + more + f64::from(attempt)) * share,
                    day: date(2026, month, 3),
                    device: None,
                    pain_nrs: None,
                    device_asymmetry: None,
                    note: None,
                    place: Place { file: "a.csv".to_owned(), line: Some(line) },
                });
            }
        }
    }
    trials
}

#[test]
fn a_squad_says_of_everybody_what_is_said_of_each_alone() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let people = [("ann", 0), ("ben", 35), ("cleo", 8)];
        let people = people.map(|(name, weaker)| (SubjectId::new(name).unwrap(), weaker));
        let table: Vec<Trial> = people.iter().flat_map(|(name, weaker)| visits(name, *weaker)).collect();
        let origin = Origin { name: "a.csv", bytes: b"squad" };
        store.write(&doing(What::Import), Some(origin), &entries_of_trials(table.clone())).await?;
        let log: Vec<_> = (1..29).map(|day| trained(date(2026, 9, day), "split-squat", 8)).collect();
        for repeats in [Repeats::AreKnown, Repeats::AreMore] {
            let doing = evenstride_app::store::Doing { repeats, ..doing(What::Log) };
            store.write(&doing, None, &entries_of_training(&people[1].0, log.clone())).await?;
        }
        let days = Days { today: TODAY, as_of: TODAY };
        let knowledge = Arc::new(builtin().clone());
        let members = squad_of(&store, Arc::clone(&knowledge), days, NonZeroUsize::MIN).await?;
        assert_eq!(members.len(), 3);
        let learnt = learn_noise(&table, &Person::default(), builtin(), TODAY);
        let mut n_standing = 0;
        for member in &members {
            let own = kept(&member.subject, store.read(&member.subject).await?, builtin(), days)?;
            let alone = follow(&own, Some(&learnt), builtin());
            let followed = &member.followed;
            assert_eq!((&followed.due, &followed.retest), (&alone.due, &alone.retest));
            assert_eq!(
                (followed.measured_on, followed.trained_on, &followed.screening),
                (alone.measured_on, alone.trained_on, &alone.screening)
            );
            let called = alone.assessment.iter().flat_map(|assessment| &assessment.findings);
            let called = called.filter(|finding| matches!(finding.verdict, Verdict::Imbalanced { .. }));
            let said = |finding: &evenstride_core::assess::Finding| {
                (finding.comparison.clone(), finding.verdict.clone(), finding.estimate.clone())
            };
            let expected: Vec<_> = called.map(said).collect();
            let found = member.followed.assessment.iter().flat_map(|assessment| &assessment.findings);
            assert_eq!(found.map(said).collect::<Vec<_>>(), expected);
            n_standing += expected.len();
        }
        assert!(n_standing > 0, "one of them has a difference");
        for n_at_once in [2, 3, 16].map(|n| NonZeroUsize::new(n).unwrap()) {
            let others = squad_of(&store, Arc::clone(&knowledge), days, n_at_once).await?;
            assert_eq!(format!("{others:?}"), format!("{members:?}"), "{n_at_once} at once");
        }
        let listed = people_of(&store, builtin(), days).await?;
        let rows: Vec<_> = listed.iter().map(|one| (one.subject.as_str(), one.n_measurements)).collect();
        assert_eq!(rows, [("ann", 12), ("ben", 12), ("cleo", 12)]);
        assert_eq!((listed[1].n_training_days, listed[1].trained_on), (28, Some(date(2026, 9, 28))));
        store.close().await;
        Ok(())
    });
}

#[test]
fn a_look_at_one_state_does_not_see_what_is_written_meanwhile() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let ann = SubjectId::new("ann").unwrap();
        let entries = entries_of_training(&ann, vec![trained(TODAY, "split-squat", 8)]);
        store.write(&doing(What::Log), None, &entries).await?;
        let mut reading = store.reading().await?;
        let people = reading.people().await?;
        let more = [(ann.clone(), Content::Trained(trained(TODAY, "split-squat", 9)))];
        store.write(&doing(What::Log), None, &more).await?;
        let [(number, name)] = people.as_slice() else { panic!("{people:?}") };
        assert_eq!(reading.records(*number, name).await?.trained.len(), 1);
        drop(reading);
        assert_eq!(store.read(&ann).await?.trained.len(), 2);
        store.close().await;
        Ok(())
    });
}
