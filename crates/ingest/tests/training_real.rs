//! Public exports of two apps, read as they are.
//!
//! The files are not part of the repository; without them these tests say so and pass.

mod common;

use common::training::{entry, read, read_in, shown};
use evenstride_core::training::{SetKind, Trained};
use evenstride_ingest::WeightUnit;
use std::collections::BTreeSet;

fn at(trained: &[Trained], line: u64) -> Option<String> {
    trained.iter().find(|trained| trained.place.line == Some(line)).map(entry)
}

/// Repetitions and kilograms times repetitions of all rows, less half of those of the lunges: 4411 − 82, 165952 − 3680.
const REPS: u32 = 4_329;
const LIFTED_KG: f64 = 162_272.0;

#[test]
fn a_public_hevy_export_is_read_whole_and_its_pairs_count_once() {
    let Some(bytes) = common::shared("training-logs/hevy/workout_data.csv") else { return };
    let read = read(&bytes).unwrap();
    assert_eq!(read.format, "hevy-csv");
    let sets = || read.trained.iter().flat_map(|trained| &trained.sets);
    assert_eq!(read.trained.len(), 90);
    // 330 rows, of which the twelve of two lunges are six pairs.
    assert_eq!(sets().count(), 330 - 6);
    let days: BTreeSet<_> = read.trained.iter().map(|trained| trained.on).collect();
    assert_eq!(days.len(), 17);
    // Totals that a spreadsheet gives for the columns, less half of the lunges.
    assert_eq!(sets().filter_map(|set| set.reps).sum::<u32>(), REPS);
    let lifted: f64 = sets().map(|set| set.load_kg.unwrap_or(0.0) * f64::from(set.reps.unwrap_or(0))).sum();
    assert!((lifted - LIFTED_KG).abs() < 1e-6, "a sum of short decimals: {lifted}");
    assert_eq!(sets().filter(|set| set.kind == SetKind::WarmUp).count(), 9);
    for (line, expected) in [
        (64, "2025-06-19 Leg Press Horizontal (Machine) NotSaid 30x50kg 30x80kg 25x100kg"),
        (67, "2025-06-19 Lunge (Barbell) NotSaid 16x30kg 16x50kg 15x60kg"),
        (146, "2025-05-31 Lunge (Barbell) NotSaid 10x40kg 15x40kg 10x50kg note Smith machine"),
        (281, "2025-05-17 Leg Extension (Machine) NotSaid 10x40kg 10x40kg 15x50kg 13x60kg 15x40kg"),
    ] {
        let found = at(&read.trained, line).unwrap();
        assert!(found.starts_with(expected), "{line}: {found}");
    }
    let told: Vec<String> = read.notices.iter().map(ToString::to_string).collect();
    assert!(
        told[0].contains("“Lunge (Barbell)” is done one leg at a time, and its sets come in equal pairs"),
        "{told:#?}"
    );
    assert!(
        told[1..].iter().all(|text| text.contains("counts as warm-up, because its note says so")),
        "{told:#?}"
    );
}

#[test]
fn a_public_strong_export_is_read_with_its_rests_apart_and_asks_for_the_unit() {
    let Some(bytes) = common::shared("training-logs/strong/data_strong.csv") else { return };
    assert_eq!(
        shown(&read(&bytes)),
        "2: 2025-08-03 Back Extension NotSaid 10 10\n\
         6: 2025-08-03 Bench Press (Dumbbell) NotSaid 20 20\n\
         10: 2025-08-03 Arnold Press (Dumbbell) NotSaid 10 10\n\
         14: 2025-08-03 Back Extension NotSaid 5 5\n\
         t.csv:1: the file does not say whether its weights are kilograms or pounds: 8 loads left out [unit-asked]\n  \
         hint: say the unit that the app was set to, kg or lb, and read the file again\n\
         t.csv:1: 8 rows passed over: they are of the rest timer [rows-passed-over]"
    );
    let in_kg = shown(&read_in(&bytes, WeightUnit::Kilogram));
    assert!(in_kg.contains("10: 2025-08-03 Arnold Press (Dumbbell) NotSaid 10x20kg 10x20kg"), "{in_kg}");
}
