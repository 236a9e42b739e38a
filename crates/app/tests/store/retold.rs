//! Exports of an app that tell the same sets otherwise than an earlier one never count beside it.

use crate::fixture::{anna, doing};
use crate::harness::{on_every_database, open};
use evenstride_app::check::File;
use evenstride_app::error::Error;
use evenstride_app::keeping::import;
use evenstride_app::record::Bringing;
use evenstride_app::reply::Came;
use evenstride_app::store::{Store, What};
use evenstride_catalog::builtin;
use evenstride_ingest::{PairedSets, WeightUnit};
use jiff::civil::date;

const HEADER: &str =
    "Date;Workout Name;Exercise Name;Set Order;Weight;Reps;RPE;Distance;Seconds;Notes;Workout Notes\n";

/// An export with sets of a leg curl, one a line, on a day.
fn export(day: u32, n_sets: u32, note: &str) -> String {
    let row =
        |set: u32| format!("2026-11-{day} 18:05:00;Legs;Lying Leg Curl (Machine);{set};40;8;;;0;{note};\n");
    (1..=n_sets).map(row).collect()
}

async fn bring_in(store: &Store, rows: &str, weight_unit: Option<WeightUnit>) -> Result<Came, Error> {
    let file = File { name: "strong.csv".to_owned(), bytes: format!("{HEADER}{rows}").into_bytes() };
    let subject = anna();
    let bringing = Bringing {
        knowledge: builtin(),
        today: date(2026, 11, 30),
        subject: &subject,
        mass_kg: None,
        map: None,
        weight_unit,
        paired_sets: PairedSets::OfTwoLegs,
        kind: None,
    };
    import(store, &file, &bringing, &doing(What::Import)).await
}

async fn n_sets(store: &Store) -> Result<usize, Error> {
    Ok(store.read(&anna()).await?.trained.iter().map(|kept| kept.value.sets.len()).sum())
}

#[test]
fn another_reading_of_the_same_sets_is_refused_until_the_first_is_taken_back() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let first = bring_in(&store, &export(20, 4, ""), None).await?.written.action.unwrap();
        let others = [
            (export(20, 4, ""), Some(WeightUnit::Kilogram)),
            (export(20, 4, "each leg"), None),
            (format!("{}{}", export(20, 3, ""), export(20, 2, "").replace(";40;", ";45;")), None),
            (export(20, 6, "each leg"), None),
        ];
        for (rows, unit) in others {
            let refused = bring_in(&store, &rows, unit).await.unwrap_err();
            assert!(refused.message.contains("Lying Leg Curl (Machine) on 2026-11-20"), "{refused}");
            assert!(refused.hint.unwrap().contains(&format!("`evenstride undo {first}`")));
            assert_eq!(n_sets(&store).await?, 4);
        }
        store.undo(&doing(What::Undo), first).await?;
        bring_in(&store, &export(20, 4, ""), Some(WeightUnit::Kilogram)).await?;
        assert_eq!(n_sets(&store).await?, 4);
        store.close().await;
        Ok(())
    });
}

#[test]
fn an_export_that_has_grown_by_a_day_comes_in_as_ever() {
    on_every_database(async |address| {
        let store = open(address).await?;
        bring_in(&store, &export(20, 4, ""), None).await?;
        bring_in(&store, &format!("{}{}", export(20, 4, ""), export(22, 3, "")), None).await?;
        assert_eq!(n_sets(&store).await?, 7);
        store.close().await;
        Ok(())
    });
}

#[test]
fn an_export_taken_in_mid_exercise_gives_way_to_a_later_one_in_any_order() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let counted = async |n: usize| -> Result<(), Error> {
            assert_eq!(n_sets(&store).await?, n);
            Ok(())
        };
        let told = |came: &Came| -> Vec<String> {
            let all = came.brought.notices.iter().map(|notice| notice.message.clone());
            all.filter(|message| message.contains("known from an earlier export")).collect()
        };
        let first = bring_in(&store, &export(20, 3, ""), None).await?.written.action.unwrap();
        let came = bring_in(&store, &export(20, 5, ""), None).await?;
        let second = came.written.action.unwrap();
        let told_now = told(&came);
        assert_eq!(told_now.len(), 1);
        assert!(told_now[0].contains("3 of the sets were known") && told_now[0].contains("2 are new"));
        counted(5).await?;
        // Neither of them a second time changes anything, nor does one from in between.
        for n in [3, 5, 4, 3] {
            let came = bring_in(&store, &export(20, n, ""), None).await?;
            assert!(came.written.action.is_none() && told(&came).is_empty(), "{n}");
            counted(5).await?;
        }
        let third = bring_in(&store, &export(20, 7, ""), None).await?.written.action.unwrap();
        counted(7).await?;
        // Whatever is taken back, nothing counts twice and the rest stays.
        store.undo(&doing(What::Undo), second).await?;
        counted(7).await?;
        store.undo(&doing(What::Undo), third).await?;
        counted(3).await?;
        bring_in(&store, &export(20, 5, ""), None).await?;
        counted(5).await?;
        store.undo(&doing(What::Undo), first).await?;
        counted(5).await?;
        store.close().await;
        Ok(())
    });
}

#[test]
fn a_longer_entry_that_felt_otherwise_or_lost_its_note_does_not_take_the_place_of_the_shorter_one() {
    on_every_database(async |address| {
        let store = open(address).await?;
        bring_in(&store, &export(20, 3, "knee sore"), None).await?;
        assert!(bring_in(&store, &export(20, 5, ""), None).await.is_err());
        assert_eq!(n_sets(&store).await?, 3);
        let more = bring_in(&store, &export(20, 5, "knee sore, then fine"), None).await?;
        assert!(more.written.action.is_some());
        assert_eq!(n_sets(&store).await?, 5);
        store.close().await;
        Ok(())
    });
}
