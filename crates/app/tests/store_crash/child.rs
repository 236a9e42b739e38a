//! The program that is killed: it imports, logs, corrects and takes back, in an order that the seed gives.

use evenstride_app::error::Error;
use evenstride_app::store::{
    ActionId, Address, Doing, IfMissing, Origin, Repeats, Store, What, entries_of_training, entries_of_trials,
    run,
};
use evenstride_core::body::Side;
use evenstride_core::knowledge::TestId;
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use evenstride_core::training::{SetKind, Trained, TrainedSet, TrainedSide};
use std::io::Write as _;

/// Pseudo-random numbers from a seed: SplitMix64, so that a run can be repeated.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

pub(crate) fn anna() -> SubjectId {
    SubjectId::new("anna").unwrap()
}

/// Writes until it is killed.
pub(crate) fn write(store: &str, seed: &str) {
    let seed: u64 = seed.parse().unwrap();
    let address = Address::read(store).unwrap();
    let done: Result<(), Error> = run(async {
        let store = Store::open(&address, IfMissing::Make).await?;
        let mut chance = Chance(seed);
        let mut last = None;
        for number in 0.. {
            last = one_action(&store, &mut chance, seed, number, last).await?;
        }
        Ok(())
    });
    done.unwrap();
}

/// Does one thing; an import is told with its number of rows, so that half of one would be seen.
async fn one_action(
    store: &Store,
    chance: &mut Chance,
    seed: u64,
    number: u64,
    last: Option<ActionId>,
) -> Result<Option<ActionId>, Error> {
    match (chance.below(7), last) {
        (0, Some(last)) => {
            let id = store.undo(&doing(What::Undo), last).await?;
            tell(id, "undo", 0);
            Ok(None)
        }
        (1, Some(last)) => {
            let records = store.read(&anna()).await?;
            if let Some(kept) = records.trials.iter().find(|kept| kept.action == last) {
                let id = store.correct(&doing(What::Correct), &anna(), &kept.key, None).await?;
                tell(id, "correct", 1);
            }
            Ok(None)
        }
        // Lines are logged without a file, so that the text of each says how many there were.
        (2 | 3, last) => {
            let n_lines = 1 + chance.below(12);
            let lines = (0..n_lines).map(|line| trained(seed, number, line, n_lines)).collect();
            let entries = entries_of_training(&anna(), lines);
            let written = store.write(&doing(What::Log), None, &entries).await?;
            if let Some(id) = written.action {
                tell(id, "log", n_lines);
            }
            Ok(last)
        }
        // An export that tells an exercise in full stands in the place of the one that was taken in the middle of it.
        (4, Some(last)) => {
            let records = store.read(&anna()).await?;
            let not_yet = records.trained.iter().find(|kept| kept.value.sets.len() == 3);
            let Some(kept) = not_yet else { return Ok(Some(last)) };
            let mut now = kept.value.clone();
            now.sets.push(SET);
            let entries = entries_of_training(&anna(), vec![now]);
            let aside = [(anna(), kept.key.clone())];
            let written = store.write_instead(&doing(What::Log), None, &entries, &aside).await?;
            if let Some(id) = written.action {
                // How many stand aside depends on what another program has done meanwhile.
                let actions = store.actions(1_000).await?;
                let action = actions.iter().find(|action| action.id == id);
                let n_records = action.map_or(0, |action| action.subjects.values().sum::<usize>());
                tell(id, "log", n_records as u64);
            }
            Ok(Some(last))
        }
        _ => {
            let n_rows = 1 + chance.below(60);
            let trials = (0..n_rows).map(|row| trial(seed, number, row)).collect();
            // The file is as large as a real one, so that a write spans many pages.
            let bytes = format!("{seed} {number} ").repeat(200);
            let origin = Origin { name: &format!("{n_rows}.csv"), bytes: bytes.as_bytes() };
            let written = store.write(&doing(What::Import), Some(origin), &entries_of_trials(trials)).await?;
            if let Some(id) = written.action {
                tell(id, "import", n_rows);
            }
            Ok(written.action)
        }
    }
}

fn doing(what: What) -> Doing<'static> {
    Doing { what, who: "", at_ms: 0, repeats: Repeats::AreKnown }
}

fn tell(id: ActionId, what: &str, n_records: u64) {
    let mut out = std::io::stdout().lock();
    // When nobody listens any more the end is near anyway.
    let _ = writeln!(out, "{id} {what} {n_records}").and_then(|()| out.flush());
}

const SET: TrainedSet = TrainedSet {
    kind: SetKind::Working,
    reps: Some(8),
    seconds: None,
    metres: None,
    load_kg: None,
    reserve: None,
};

fn trained(seed: u64, number: u64, line: u64, n_lines: u64) -> Trained {
    Trained {
        on: jiff::civil::date(2026, 11, 1),
        name: format!("exercise {seed} {number} {line}"),
        side: TrainedSide::Both,
        sets: vec![SET; 3],
        pain: None,
        form: None,
        morning_points: None,
        swelling: false,
        signs: std::collections::BTreeSet::new(),
        note: Some(format!("{n_lines} lines {seed} {number}")),
        place: Place { file: String::new(), line: Some(line + 1) },
    }
}

fn trial(seed: u64, number: u64, row: u64) -> Trial {
    Trial {
        subject: anna(),
        test: TestId::new("heel-raise-single").unwrap(),
        side: Side::Left,
        attempt: None,
        value: (seed * 1_000_000 + number * 100 + row) as f64,
        day: jiff::civil::date(2026, 11, 1),
        device: None,
        pain_nrs: None,
        device_asymmetry: None,
        note: None,
        place: Place { file: String::new(), line: Some(row + 2) },
    }
}
