//! The law of order for everything that a person brings: whatever order files come in, where somebody stands is told in
//! the same bytes, with an import taken back and done again in between.

use crate::fixture::{anna, doing};
use crate::harness::open;
use evenstride_app::files::Days;
use evenstride_app::following::follow;
use evenstride_app::record::{Bringing, bring, kept};
use evenstride_app::store::{ActionId, Address, Origin, Store, What, run};
use evenstride_app::wire::status_json;
use evenstride_catalog::builtin;
use evenstride_ingest::{PairedSets, WeightUnit, training_formats};
use jiff::civil::date;
use proptest::prelude::*;

/// A file with its name.
type Named = (String, Vec<u8>);

/// Person, answers, two tables of measurements with rows in common, and the example of every format of training.
fn files() -> Vec<Named> {
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let read = |name: &str| std::fs::read(examples.join(name)).unwrap();
    let measured = String::from_utf8(read("first-check/measurements.csv")).unwrap();
    let rows: Vec<&str> = measured.split_inclusive('\n').collect();
    let part = |rows: &[&str]| rows.concat().into_bytes();
    let half = rows.len() / 2;
    let mut files = vec![
        ("person.toml".to_owned(), read("first-check/person.toml")),
        ("answers.toml".to_owned(), read("first-check/answers.toml")),
        ("first.csv".to_owned(), part(&rows[..half + 4])),
        ("second.csv".to_owned(), part(&[&rows[..1], &rows[half..]].concat())),
        ("log.txt".to_owned(), read("six-weeks/weeks-1-to-3.txt")),
    ];
    for (number, format) in training_formats().iter().enumerate() {
        files.push((format!("app-{number}.{}", format.extensions()[0]), format.example()));
    }
    files
}

/// One step: a file comes, and may be taken back and come again.
async fn import(store: &Store, (name, bytes): &Named, again: bool) -> Option<ActionId> {
    let subject = anna();
    let bringing = Bringing {
        knowledge: builtin(),
        today: date(2027, 1, 31),
        subject: &subject,
        mass_kg: None,
        map: None,
        weight_unit: Some(WeightUnit::Kilogram),
        paired_sets: PairedSets::OfTwoLegs,
        kind: None,
    };
    let brought = bring(name, bytes, &bringing).unwrap();
    let origin = || Some(Origin { name, bytes });
    let written = store.write(&doing(What::Import), origin(), &brought.entries).await.unwrap();
    let action = written.action.filter(|_| again)?;
    store.undo(&doing(What::Undo), action).await.unwrap();
    store.write(&doing(What::Import), origin(), &brought.entries).await.unwrap().action
}

/// Where she stands after the files have come in an order.
fn told(order: &[&Named], taken_back: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    let address = Address::File(folder.path().join("store.db"));
    run(async {
        let store = open(&address).await?;
        for (step, file) in order.iter().enumerate() {
            import(&store, file, step == taken_back).await;
        }
        let records = store.read(&anna()).await?;
        store.close().await;
        let days = Days { today: date(2027, 1, 31), as_of: date(2027, 1, 31) };
        let kept = kept(&anna(), records, builtin(), days)?;
        Ok(status_json(&kept, &follow(&kept, None, builtin()), builtin()))
    })
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn where_somebody_stands_does_not_depend_on_the_order_of_files(
        order in Just((0..files().len()).collect::<Vec<usize>>()).prop_shuffle(),
        taken_back in 0usize..8,
    ) {
        let files = files();
        let as_named: Vec<&Named> = files.iter().collect();
        let expected = told(&as_named, usize::MAX);
        prop_assert!(expected.contains("\"findings\"") && expected.contains("\"trained_on\": \"20"), "{}", expected);
        let shuffled: Vec<&Named> = order.iter().map(|at| &files[*at]).collect();
        prop_assert_eq!(&told(&shuffled, taken_back), &expected);
    }
}
