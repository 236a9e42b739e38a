//! The one that kills, and what must hold afterwards.

use crate::child::{Chance, anna};
use evenstride_app::store::{Action, Address, IfMissing, Store, What, run};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

const KILLS: u64 = 500;
/// Kills that one store lives through; afterwards a new one shows how it is made.
const KILLS_A_STORE: u64 = 20;
/// Every so many kills one comes while the program still opens or makes the store.
const EARLY: u64 = 5;
/// After every so many kills the whole file is looked through for damage.
const CHECK: u64 = 5;
/// The latest instant of an early kill, from the start of the program.
const EARLY_US: u64 = 60_000;
/// The latest instant of any other kill, from the first acknowledged action; all of it is spent writing.
const LATE_US: u64 = 25_000;

/// What was acknowledged: the kind of action and its number of records, by the number of the action.
type Acknowledged = BTreeMap<i64, (String, usize)>;

pub(crate) fn kill_and_look() {
    let started = Instant::now();
    let mut chance = Chance(20_261_126);
    let (mut n_acknowledged, mut n_unacknowledged, mut n_before_any) = (0, 0, 0);
    for first in (0..KILLS).step_by(usize::try_from(KILLS_A_STORE).unwrap()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let mut acknowledged = Acknowledged::new();
        for kill in first..first + KILLS_A_STORE {
            let before = acknowledged.len();
            // Every fourth time two programs write at once and both are killed.
            let n_programs = if kill % 4 == 3 { 2 } else { 1 };
            let mut programs: Vec<Program> =
                (0..n_programs).map(|each| start(&path, kill * 2 + each)).collect();
            let latest_us = if kill % EARLY == 0 { EARLY_US } else { LATE_US };
            if kill % EARLY != 0 {
                programs[0].wait_for_a_line();
            }
            std::thread::sleep(Duration::from_micros(chance.below(latest_us)));
            for program in programs {
                acknowledged.extend(program.killed());
            }
            n_before_any += u64::from(acknowledged.len() == before);
            let beyond = look(&path, &acknowledged, kill);
            // Two programs number their actions together, so what was whole and untold is counted once a store.
            if kill + 1 == first + KILLS_A_STORE {
                n_unacknowledged += beyond;
            }
        }
        n_acknowledged += acknowledged.len();
    }
    let n_late = usize::try_from(KILLS - KILLS / EARLY).unwrap();
    assert!(n_acknowledged >= n_late, "only {n_acknowledged} actions were tried");
    println!(
        "kills: {KILLS} kills in {:.1} s; {n_acknowledged} acknowledged actions, all there in full; {n_unacknowledged} \
         more were whole though nobody was told; {n_before_any} kills came before anything was acknowledged",
        started.elapsed().as_secs_f64()
    );
}

/// A program that writes, and what it has told so far.
struct Program {
    child: Child,
    out: BufReader<ChildStdout>,
    told: Vec<u8>,
}

fn start(store: &Path, seed: u64) -> Program {
    let this = std::env::current_exe().unwrap();
    let mut command = Command::new(this);
    command.arg("write").arg(store).arg(seed.to_string());
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    Program { child, out, told: Vec::new() }
}

impl Program {
    /// Waits for the first action that is acknowledged.
    fn wait_for_a_line(&mut self) {
        self.out.read_until(b'\n', &mut self.told).unwrap();
    }

    /// Kills it, and gives what it was told before.
    fn killed(mut self) -> Acknowledged {
        self.child.kill().unwrap();
        self.out.read_to_end(&mut self.told).unwrap();
        let output = self.child.wait_with_output().unwrap();
        // A program that ended by itself before the kill has failed, and says why.
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        // The kill may cut the last line; such a one was not told.
        let whole = self.told.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let text = String::from_utf8(self.told[..whole].to_vec()).unwrap();
        text.lines().map(acknowledgement).collect()
    }
}

fn acknowledgement(line: &str) -> (i64, (String, usize)) {
    let words: Vec<&str> = line.split(' ').collect();
    (words[0].parse().unwrap(), (words[1].to_owned(), words[2].parse().unwrap()))
}

/// Opens the store and compares; says how many actions it has beyond the acknowledged ones.
fn look(path: &Path, acknowledged: &Acknowledged, kill: u64) -> u64 {
    if !path.exists() {
        assert!(acknowledged.is_empty(), "kill {kill}: the store is gone");
        return 0;
    }
    let address = Address::from(path);
    let (actions, trained) = run(async {
        let store = Store::open(&address, IfMissing::Make).await?;
        let actions = store.actions(1_000_000).await?;
        let trained = match actions.is_empty() {
            true => Vec::new(),
            false => store.read(&anna()).await?.all_trained(),
        };
        // Damage stays, and looking through the whole file takes longer than a kill.
        if kill % CHECK == CHECK - 1 {
            store.check().await?;
        }
        store.close().await;
        Ok((actions, trained))
    })
    .unwrap_or_else(|error| panic!("kill {kill}: {error}"));
    let by_id: BTreeMap<i64, &Action> = actions.iter().map(|action| (action.id.0, action)).collect();
    for (id, (what, n_records)) in acknowledged {
        let action = by_id.get(id).unwrap_or_else(|| panic!("kill {kill}: action {id} is lost"));
        assert_eq!(action.what.map(What::as_str), Some(what.as_str()), "kill {kill}: action {id}");
        assert_eq!(action.subjects.values().sum::<usize>(), *n_records, "kill {kill}: action {id}");
    }
    for action in &actions {
        // The name of a file says how many rows it had.
        let n_rows: Option<usize> = action.file.as_ref().map(|name| name.replace(".csv", "").parse().unwrap());
        let n_records = action.subjects.values().sum::<usize>();
        assert!(n_rows.is_none_or(|n_rows| n_rows == n_records), "kill {kill}: half of action {}", action.id);
    }
    // A note says how many lines were logged together; none of them may stand without the others.
    let mut logged: BTreeMap<&str, usize> = BTreeMap::new();
    trained.iter().filter_map(|row| row.note.as_deref()).for_each(|note| *logged.entry(note).or_default() += 1);
    for (note, n_lines) in logged {
        let told: usize = note.split(' ').next().and_then(|n| n.parse().ok()).unwrap();
        assert_eq!(n_lines, told, "kill {kill}: half of the lines of {note}, or one of them twice");
    }
    let n_actions = by_id.len();
    assert!(
        by_id.keys().copied().eq(1..=i64::try_from(n_actions).unwrap()),
        "kill {kill}: a number is missing"
    );
    (n_actions - acknowledged.len()) as u64
}
