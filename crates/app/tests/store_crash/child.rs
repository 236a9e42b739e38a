//! The program that is killed: it imports, logs, corrects and takes back, in an order that the seed gives.

use evenstride_app::error::Error;
use evenstride_app::store::{
    ActionId, Address, Doing, IfMissing, Origin, Repeats, Store, What, entries_of_trials, run,
};
use evenstride_core::body::Side;
use evenstride_core::knowledge::TestId;
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
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
    match (chance.below(5), last) {
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
