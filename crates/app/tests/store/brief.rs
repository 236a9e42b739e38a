//! What is read briefly comes to the same as what is read in full, whatever a store has been through.

use crate::fixture::{day, doing, followed, note, told, trained, trial};
use crate::harness::{on_every_database, open};
use evenstride_app::brief::{Asked, BriefLog, understanding};
use evenstride_app::error::Error;
use evenstride_app::files::Days;
use evenstride_app::record::kept;
use evenstride_app::store::{
    Address, Content, Doing, Key, Note, OnceId, Origin, Records, Repeats, Store, What, entries_of_training,
    entries_of_trials, run,
};
use evenstride_app::unseen::told_after;
use evenstride_catalog::builtin;
use evenstride_core::knowledge::RuleId;
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use evenstride_core::track::{Log, signs_to_stop, waits};
use evenstride_core::training::{Trained, TrainedSet, TrainedSide};
use jiff::civil::Date;
use proptest::prelude::*;
use sqlx::Connection as _;

const AS_OF: i8 = 20;

/// Names that are known, known with a side, of the arms, unknown, and not written in JSON as they are.
const NAMES: [&str; 6] = [
    "split-squat",
    "Leg Press",
    "left leg extension",
    "Bench Press",
    "something \"new\" \\ else",
    "single-leg-glute-bridge",
];
const NOTES: [Option<&str>; 6] = [
    None,
    None,
    Some("chest pain"),
    Some("no chest pain"),
    Some("felt \"odd\",\nheavy"),
    Some("wade ist heiß"),
];
const SIDES: [TrainedSide; 5] =
    [TrainedSide::Left, TrainedSide::Right, TrainedSide::Both, TrainedSide::Each, TrainedSide::NotSaid];

/// What happened to a store: what, to whom, and some digits that say the rest.
type Event = (u8, u8, Vec<(i8, usize, usize, usize)>, usize);

fn subject(number: u8) -> SubjectId {
    SubjectId::new(["ann", "ben", "cleo"][usize::from(number) % 3]).unwrap()
}

fn row((on, name, side, rest): (i8, usize, usize, usize), line: usize) -> Trained {
    let mut row = trained(day(on), NAMES[name % NAMES.len()], u32::try_from(rest % 3).unwrap() + 7);
    row.side = SIDES[side % SIDES.len()];
    row.note = NOTES[rest % NOTES.len()].map(str::to_owned);
    row.pain = (rest % 5 == 0).then_some(3);
    if rest % 11 == 0 {
        // More than a log takes of one exercise on one day.
        row.sets = vec![row.sets[0]; 21];
    }
    if rest % 13 == 0 {
        row.sets.clear();
    }
    if rest % 7 == 0 {
        row.signs = [RuleId::new("stop-chest").unwrap()].into();
    }
    row.place = Place { file: "a.csv".to_owned(), line: Some(u64::try_from(line).unwrap() + 1) };
    row
}

async fn happen(store: &Store, at: usize, event: &Event) -> Result<(), Error> {
    let (what, who, digits, more) = event;
    let who = subject(*who);
    let rows: Vec<Trained> = digits.iter().enumerate().map(|(line, digits)| row(*digits, line)).collect();
    match what % 8 {
        0 | 1 => {
            let (name, bytes) = (format!("{}.csv", more % 2), format!("{digits:?}"));
            let origin = Origin { name: &name, bytes: bytes.as_bytes() };
            store.write(&doing(What::Import), Some(origin), &entries_of_training(&who, rows)).await?;
        }
        2 => {
            let doing = Doing { repeats: Repeats::AreMore, ..doing(What::Log) };
            store.write(&doing, None, &entries_of_training(&who, rows)).await?;
        }
        3 => {
            let once = |(line, mut row): (usize, Trained)| {
                // A page tells one set of a leg at a time, in the order of its own count.
                row.sets.truncate(1);
                row.place.line = Some(u64::try_from((7 * line + more) % 5).unwrap());
                let id = OnceId::new(&format!("{:032x}", 1000 * at + line)).unwrap();
                (who.clone(), Content::TrainedOnce(id, row))
            };
            let entries: Vec<_> = rows.into_iter().enumerate().map(once).collect();
            store.write(&doing(What::Log), None, &entries).await?;
        }
        4 => {
            let Ok(records) = store.read(&who).await else { return Ok(()) };
            let keys: Vec<Key> = records.trained.into_iter().map(|kept| kept.key).collect();
            if let Some(key) = keys.get(more % keys.len().max(1)) {
                let instead = rows.into_iter().next().filter(|_| more % 3 > 0).map(Content::Trained);
                store.correct(&doing(What::Correct), &who, key, instead.as_ref()).await?;
            }
        }
        5 => {
            let actions = store.actions(100).await?;
            let undone = actions.get(more % actions.len().max(1));
            if let Some(action) = undone {
                // What was taken back already, or takes something back, is refused.
                let _ = store.undo(&doing(What::Undo), action.id).await;
            }
        }
        6 => {
            let mut entries = vec![(who.clone(), Content::Note(note(day(1 + at as i8 % 28), "chest pain")))];
            if more % 2 == 0 {
                let text = "[answers]\n";
                entries = vec![(who.clone(), Content::Answers(told(day(3), text))), (who, followed(day(5)))];
            }
            store.write(&doing(What::Note), None, &entries).await?;
        }
        _ => {
            let trial = |(line, digits): (usize, &(i8, usize, usize, usize))| {
                trial(&who, day(digits.0), 100.0 + digits.3 as f64, u64::try_from(line).unwrap() + 1)
            };
            let trials: Vec<Trial> = digits.iter().enumerate().map(trial).collect();
            let bytes = format!("trials {digits:?}");
            let origin = Origin { name: "t.csv", bytes: bytes.as_bytes() };
            store.write(&doing(What::Import), Some(origin), &entries_of_trials(trials)).await?;
        }
    }
    Ok(())
}

/// Reads everybody briefly and in full, and holds one against the other.
async fn check(store: &Store) -> Result<usize, Error> {
    let (knowledge, as_of) = (builtin(), day(AS_OF));
    let days = Days { today: day(28), as_of };
    let mut reading = store.reading_briefly(understanding(knowledge)).await?;
    let mut n_days = 0;
    for (number, subject) in reading.people().await? {
        let (rows, records) = match (reading.trained(number, &subject).await, store.read(&subject).await) {
            (Err(brief), Err(full)) => {
                assert_eq!(brief.message, full.message);
                return Err(full);
            }
            (brief, full) => (brief?, full?),
        };
        let (n_trials, measured_on) = reading.measured(number).await?;
        assert_eq!(n_trials, records.trials.len());
        assert_eq!(measured_on, records.trials.iter().map(|kept| kept.value.day).max());
        assert_eq!(reading.trials(number, &subject).await?, records.all_trials());
        let about = reading.about(number, &subject).await?;
        let without = Records { trials: Vec::new(), trained: Vec::new(), ..records.clone() };
        assert_eq!(about, without);
        let brief = BriefLog::new(rows, knowledge, as_of);
        let full = kept(&subject, records, knowledge, days)?;
        assert_eq!(brief.hard_sets(knowledge), full.hard_sets);
        assert_eq!(brief.days(), full.log.days());
        let notes: Vec<&Note> = about.notes.iter().map(|kept| &kept.value).collect();
        let later = match &about.answers {
            Some(answers) => reading.trained_after(number, &subject, answers.action).await?,
            None => Vec::new(),
        };
        let later = Records { trained: later, ..about.clone() };
        let with_later = |log: Log| {
            let (entries, remarks) = told_after(&later, full.input.answers.on, knowledge, as_of);
            log.with_unseen(entries, remarks)
        };
        assert_eq!(with_later(brief.log(Asked::Everything, &notes, knowledge, as_of)), full.log);
        let said = with_later(brief.log(Asked::WhatWasSaid, &notes, knowledge, as_of));
        assert_eq!((said.last_day(), said.remarks()), (full.log.last_day(), full.log.remarks()));
        for since in 1..28 {
            let stopped = |log: &Log| signs_to_stop(log, day(since), knowledge);
            assert_eq!(stopped(&said), stopped(&full.log));
            assert_eq!(waits(&said, day(since), knowledge), waits(&full.log, day(since), knowledge));
        }
        n_days += full.log.days().len();
    }
    Ok(n_days)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_briefly_comes_to_the_same_as_what_is_read_in_full(
        events in prop::collection::vec(
            (0u8..8, 0u8..3, prop::collection::vec((1i8..28, 0usize..6, 0usize..5, 0usize..40), 1..12), 0usize..30),
            1..12,
        ),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::File(folder.path().join("store.db"));
        run(async {
            let store = open(&address).await?;
            for (at, event) in events.iter().enumerate() {
                happen(&store, at, event).await?;
            }
            check(&store).await?;
            store.close().await;
            Ok(())
        })
        .unwrap();
    }
}

#[test]
fn people_share_rows_and_pages_tell_some_on_every_database() {
    on_every_database(async |address| {
        let store = open(address).await?;
        let digits: Vec<_> = (1i8..28).map(|on| (on, usize::from(on.unsigned_abs()), 4, 1)).collect();
        for (at, (what, who)) in
            [(0, 0), (0, 1), (3, 1), (2, 2), (4, 1), (6, 0), (7, 0)].into_iter().enumerate()
        {
            happen(&store, at, &(what, who, digits.clone(), at)).await?;
        }
        assert!(check(&store).await? > 20);
        store.close().await;
        Ok(())
    });
}

/// A store of one person, with the bodies of its contents as somebody else would have written them.
fn with_bodies(rows: Vec<Trained>, rewritten: &str) -> Result<usize, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    run(async {
        let store = open(&Address::File(path.clone())).await?;
        store.write(&doing(What::Log), None, &entries_of_training(&subject(0), rows)).await?;
        let mut connection = sqlx::SqliteConnection::connect(&path.display().to_string()).await.unwrap();
        let sql = format!("UPDATE content SET body = {rewritten}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let found = check(&store).await;
        store.close().await;
        found
    })
}

#[test]
fn bodies_of_another_hand_are_read_too_and_damaged_or_newer_ones_are_told() {
    let rows = || (1..10).map(|on| trained(day(on), "split-squat", 8)).collect::<Vec<_>>();
    for other_hand in [
        "replace(body, ':', ' : ')",
        "replace(replace(body, '\"version\":1,', ''), '{\"on\"', '{\"version\": 1, \"on\"')",
        "replace(body, 'split-squat', 'split\\u002dsquat')",
    ] {
        assert_eq!(with_bodies(rows(), other_hand).unwrap(), 9, "{other_hand}");
    }
    let mut reps = rows();
    reps[5].sets[0].reps = Some(9);
    for (wrong, expected) in [
        ("replace(body, ':9,', ':,')", "content"),
        ("replace(body, '\"version\":1,', '\"version\":99,')", "newer program"),
        ("substr(body, 1, 40)", "content"),
    ] {
        let wrong = format!("CASE WHEN body LIKE '%:9,%' THEN {wrong} ELSE body END");
        let error = with_bodies(reps.clone(), &wrong).unwrap_err();
        assert!(error.message.contains(expected), "{wrong}: {error}");
    }
}

#[test]
fn a_log_that_is_too_long_is_followed_no_more_than_in_full() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let store = open(&Address::File(folder.path().join("store.db"))).await?;
        let of_year = |year: i16| (1..=28).map(move |of_month| Date::constant(year, 2, of_month));
        let row = |on: Date| {
            // Each set with another load is an entry of its own, and of each leg when nobody said which.
            let mut row = trained(on, "split-squat", 8);
            let set = |load_kg| TrainedSet { load_kg: Some(f64::from(load_kg)), ..row.sets[0] };
            row.sets = (1..=20).map(set).collect();
            row
        };
        let rows: Vec<Trained> = (1960..2020).flat_map(of_year).map(row).collect();
        assert!(2 * 20 * rows.len() > Log::MOST_ENTRIES);
        store.write(&doing(What::Log), None, &entries_of_training(&subject(0), rows)).await?;
        assert_eq!(check(&store).await?, 0);
        store.close().await;
        Ok(())
    })
    .unwrap();
}
