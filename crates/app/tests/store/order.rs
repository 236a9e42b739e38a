//! The law of order for everything that a person brings: whatever order files, plans and notes come in, where somebody
//! stands is told in the same bytes, with one of them taken back and done again in between.

use crate::fixture::{anna, doing, note, plan};
use crate::harness::open;
use evenstride_app::check::File;
use evenstride_app::files::Days;
use evenstride_app::following::follow;
use evenstride_app::keeping::import;
use evenstride_app::record::{Bringing, kept};
use evenstride_app::store::{ActionId, Address, Content, Followed, Store, What, run};

use evenstride_app::wire::status_json;
use evenstride_catalog::builtin;
use evenstride_ingest::{PairedSets, WeightUnit, training_formats};
use jiff::civil::{Date, date};
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
    // An export taken in the middle of an exercise, and the one after it.
    for n_sets in [2, 5] {
        files.push((format!("strong-{n_sets}.csv"), strong(n_sets)));
    }
    for (number, format) in training_formats().iter().enumerate() {
        files.push((format!("app-{number}.{}", format.extensions()[0]), format.example()));
    }
    files
}

/// An export with so many sets of a leg curl.
fn strong(n_sets: u32) -> Vec<u8> {
    let header =
        "Date;Workout Name;Exercise Name;Set Order;Weight;Reps;RPE;Distance;Seconds;Notes;Workout Notes\n";
    let row = |set: u32| format!("2026-10-20 18:05:00;Legs;Lying Leg Curl (Machine);{set};40;8;;;0;;\n");
    format!("{header}{}", (1..=n_sets).map(row).collect::<String>()).into_bytes()
}

/// One step on the way to a store.
#[derive(Debug, Clone)]
enum Step {
    /// A file comes.
    File(Named),
    /// Something is said by hand.
    Said(What, Content),
}

/// The day for which everything is told, and on which the answers were given.
const TODAY: Date = date(2027, 1, 31);

/// All files, a week that is followed from each of these days on, each another one, and two notes: one of nothing, and one
/// of a sign to stop on a day that the answers have not looked at, where there is one.
fn steps(plan_days: &[i8], with_sign: bool) -> Vec<Step> {
    let mut steps: Vec<Step> = files().into_iter().map(Step::File).collect();
    for day in plan_days {
        let mut plan = plan();
        plan.sessions[0].items[0].sets = 2 + u32::try_from(*day).unwrap() % 3;
        let followed = Followed { from: date(2026, 12, *day), plan };
        steps.push(Step::Said(What::Plan, Content::Plan(followed)));
    }
    let mut notes = vec![note(date(2026, 10, 12), "slept badly")];
    if with_sign {
        notes.push(note(TODAY, "felt dizzy on the stairs"));
    }
    steps.extend(notes.into_iter().map(|note| Step::Said(What::Note, Content::Note(note))));
    steps
}

/// One step is taken, and may be taken back and taken again.
async fn take(store: &Store, step: &Step, again: bool) -> Option<ActionId> {
    let subject = anna();
    let bringing = Bringing {
        knowledge: builtin(),
        today: TODAY,
        subject: &subject,
        mass_kg: None,
        map: None,
        weight_unit: Some(WeightUnit::Kilogram),
        paired_sets: PairedSets::OfTwoLegs,
        kind: None,
    };
    let written = async || match step {
        Step::File((name, bytes)) => {
            let file = File { name: name.clone(), bytes: bytes.clone() };
            import(store, &file, &bringing, &doing(What::Import)).await.unwrap().written
        }
        Step::Said(what, content) => {
            store.write(&doing(*what), None, &[(subject.clone(), content.clone())]).await.unwrap()
        }
    };
    let action = written().await.action.filter(|_| again)?;
    store.undo(&doing(What::Undo), action).await.unwrap();
    written().await.action
}

/// Where she stands after the steps were taken in an order.
fn told(order: &[&Step], taken_back: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    let address = Address::File(folder.path().join("store.db"));
    run(async {
        let store = open(&address).await?;
        for (at, step) in order.iter().enumerate() {
            take(&store, step, at == taken_back).await;
        }
        let records = store.read(&anna()).await?;
        store.close().await;
        let kept = kept(&anna(), records, builtin(), Days { today: TODAY, as_of: TODAY })?;
        Ok(status_json(&kept, &follow(&kept, None, builtin()), builtin()))
    })
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn where_somebody_stands_does_not_depend_on_the_order_of_files_plans_and_notes(
        plan_days in prop::collection::btree_set(1i8..29, 0..4),
        with_sign in any::<bool>(),
        turns in prop::collection::vec(any::<prop::sample::Index>(), 18),
        taken_back in any::<prop::sample::Index>(),
    ) {
        let plan_days: Vec<i8> = plan_days.into_iter().collect();
        let steps = steps(&plan_days, with_sign);
        let in_order: Vec<&Step> = steps.iter().collect();
        let expected = told(&in_order, usize::MAX);
        prop_assert!(expected.contains("\"findings\"") && expected.contains("\"trained_on\": \"20"), "{}", expected);
        prop_assert_eq!(expected.contains("clearance-ended"), with_sign);
        let newest = plan_days.last().map(|day| format!("2026-12-{day:02}"));
        prop_assert!(newest.is_none_or(|day| expected.contains(&day)), "{}", expected);
        let mut shuffled = in_order.clone();
        for (at, turn) in turns.iter().enumerate().take(shuffled.len()) {
            let other = turn.index(shuffled.len());
            shuffled.swap(at, other);
        }
        prop_assert_eq!(&told(&shuffled, taken_back.index(steps.len())), &expected);
    }
}
