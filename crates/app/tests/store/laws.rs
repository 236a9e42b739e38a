//! Laws over any files: whatever order they come in, the same values come back.

use crate::fixture::{anna, day, doing, trial};
use crate::harness::open;
use evenstride_app::store::{Address, Key, Origin, What, entries_of_trials, run};
use evenstride_core::body::Side;
use evenstride_core::measure::Trial;
use proptest::prelude::*;

/// A file: its name, and for each row the day, the value and the side.
type File = (u8, Vec<(i8, u8, bool)>);

fn rows(file: &File) -> Vec<Trial> {
    let row = |(index, (number, value, is_left)): (usize, &(i8, u8, bool))| {
        let line = u64::try_from(index).unwrap() + 2;
        let side = if *is_left { Side::Left } else { Side::Right };
        Trial { side, ..trial(&anna(), day(*number), f64::from(*value) / 3.0, line) }
    };
    file.1.iter().enumerate().map(row).collect()
}

/// What comes back after importing the files in some order.
fn after_importing(files: &[&File]) -> Vec<(Key, Trial)> {
    let folder = tempfile::tempdir().unwrap();
    let address = Address::File(folder.path().join("store.db"));
    run(async {
        let store = open(&address).await?;
        for file in files {
            let trials = rows(file);
            let bytes = format!("{:?}", file.1);
            let origin = Origin { name: &format!("{}.csv", file.0), bytes: bytes.as_bytes() };
            store.write(&doing(What::Import), Some(origin), &entries_of_trials(trials)).await?;
        }
        let records = store.read(&anna()).await?;
        store.close().await;
        Ok(records.trials.into_iter().map(|kept| (kept.key, kept.value)).collect())
    })
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn files_in_any_order_give_the_same_values(
        files in prop::collection::vec((0u8..3, prop::collection::vec((1i8..4, 0u8..4, any::<bool>()), 1..6)), 1..5),
        turn in 0usize..5,
    ) {
        let forward: Vec<&File> = files.iter().collect();
        let mut turned = forward.clone();
        turned.rotate_left(turn % forward.len());
        let mut backward = forward.clone();
        backward.reverse();
        // A file that comes twice says nothing new.
        backward.extend(forward.first());
        let expected = after_importing(&forward);
        prop_assert!(!expected.is_empty());
        prop_assert_eq!(&after_importing(&turned), &expected);
        prop_assert_eq!(&after_importing(&backward), &expected);
    }

    #[test]
    fn every_value_comes_back_with_all_its_digits(bits in any::<u64>(), pain in 0u8..=10, note in "\\PC{0,20}") {
        let value = f64::from_bits(bits);
        prop_assume!(value.is_finite());
        let folder = tempfile::tempdir().unwrap();
        let address = Address::File(folder.path().join("store.db"));
        let given = Trial { pain_nrs: Some(pain), note: Some(note), ..trial(&anna(), day(1), value, 2) };
        let back = run(async {
            let store = open(&address).await?;
            let origin = Origin { name: "a.csv", bytes: b"a" };
            store.write(&doing(What::Import), Some(origin), &entries_of_trials(vec![given.clone()])).await?;
            let records = store.read(&anna()).await?;
            store.close().await;
            Ok(records.all_trials())
        })
        .unwrap();
        prop_assert_eq!(back[0].value.to_bits(), value.to_bits());
        prop_assert_eq!(&back[0], &given);
    }
}
