//! A squad of many people with two years of records: how long one status and the table of everybody take.
//!
//! The people are made up by a fixed sequence: five tests on ten days over two years, both legs, two tries, and three
//! sessions a week with a line for each of six exercise-sides. Nothing is concluded from them and nothing asserted.

use crate::measure::Usage;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

const FOLDER: &str = "target/benches/squad";
/// The last day of the records and the day for which everything is asked.
const AS_OF: &str = "2026-11-22";
const N_WEEKS: u32 = 104;
const SESSION_LINES: [&str; 6] = [
    "split-squat L 3x8 10kg @2 pain 0",
    "split-squat R 3x8 10kg @2 pain 0",
    "single-leg-glute-bridge L 3x10",
    "single-leg-glute-bridge R 3x10",
    "single-heel-raise L 3x12 @3",
    "single-heel-raise R 3x12 @3",
];

/// Makes the store through the program, then measures; the number of people is 1,000 when left out.
pub(crate) fn many(words: &[String], usage_of: &dyn Fn(&[&str]) -> Option<Usage>) -> ExitCode {
    let n_people = match words {
        [] => Some(1000),
        [n] => n.parse().ok().filter(|n| (1..=5000).contains(n)),
        _ => None,
    };
    let Some(n_people) = n_people else {
        eprintln!("error: failed to read --squad: expected a number of people from 1 to 5000");
        return ExitCode::from(2);
    };
    match measured(n_people, usage_of) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: failed to {problem}");
            ExitCode::from(3)
        }
    }
}

fn measured(n_people: u32, usage_of: &dyn Fn(&[&str]) -> Option<Usage>) -> Result<(), String> {
    // What an earlier run left would be known already and cost nothing.
    let _ = std::fs::remove_dir_all(FOLDER);
    std::fs::create_dir_all(FOLDER).map_err(|error| format!("make {FOLDER}: {error}"))?;
    let store = format!("{FOLDER}/squad.db");
    let table = crate::people::table(n_people, visit_day);
    let table_path = written("measurements.csv", &table)?;
    let mut bringing_in_us = cpu(usage_of(&["import", &table_path, "--store", &store]), "import the table")?;
    let log_path = written("log.txt", &log()?)?;
    for person in 0..n_people {
        let subject = format!("p{person:03}");
        let used =
            usage_of(&["import", &log_path, "--as", "training", "--subject", &subject, "--store", &store]);
        bringing_in_us += cpu(used, "import a log")?;
    }
    // One of them also has a clearance and follows a plan, so that there is a next session.
    let first = ["--subject", "p000", "--store", store.as_str()];
    for words in [
        ["import", "examples/first-check/person.toml"],
        ["import", "examples/first-check/answers.toml"],
        ["plan", "--keep"],
    ] {
        bringing_in_us += cpu(usage_of(&[&words[..], &first[..]].concat()), "let the first one follow a plan")?;
    }
    let size = std::fs::metadata(&store).map_or(0, |file| file.len());
    println!("made up: {n_people} people, 200 trials and {} lines of training each", N_WEEKS * 3 * 6);
    println!(
        "the store: {:.0} MB; bringing it all in: {:.1} s of CPU",
        size as f64 / 1e6,
        bringing_in_us as f64 / 1e6
    );
    println!("{:<28} {:>12} {:>10}", "command", "CPU ms", "peak MB");
    let status = ["status", "--subject", "p000", "--store", store.as_str(), "--as-of", AS_OF];
    let next = ["next-session", "--subject", "p000", "--store", store.as_str(), "--as-of", AS_OF];
    let squad = ["squad", "--store", store.as_str(), "--as-of", AS_OF, "--format", "csv"];
    for (name, words) in
        [("status of one", &status[..]), ("next-session of one", &next[..]), ("squad table", &squad[..])]
    {
        match usage_of(words) {
            Some(used) => println!(
                "{name:<28} {:>12.1} {:>10.1}  ends with {}",
                used.cpu_us as f64 / 1000.0,
                used.peak_kb as f64 / 1024.0,
                used.code
            ),
            None => println!("{name:<28} skipped: this system does not tell what a child process used"),
        }
    }
    Ok(())
}

/// A visit about every ten weeks, the last one in the month before the day that is asked for.
fn visit_day(visit: u32) -> String {
    const DAYS: [&str; 10] = [
        "2024-12-02",
        "2025-02-10",
        "2025-04-21",
        "2025-06-30",
        "2025-09-08",
        "2025-11-17",
        "2026-01-26",
        "2026-04-06",
        "2026-06-15",
        "2026-10-26",
    ];
    DAYS[visit as usize % DAYS.len()].to_owned()
}

fn cpu(used: Option<Usage>, what: &str) -> Result<u64, String> {
    match used {
        Some(Usage { cpu_us, code: 0, .. }) => Ok(cpu_us),
        Some(Usage { code, .. }) => Err(format!("{what}: expected it to end with 0, found {code}")),
        None => Err(format!("{what}: this system does not tell what a child process used")),
    }
}

/// Three sessions a week up to the day that is asked for, as lines of text.
fn log() -> Result<String, String> {
    let last: jiff::civil::Date = AS_OF.parse().map_err(|error| format!("read {AS_OF}: {error}"))?;
    let mut text = String::new();
    for week in 0..N_WEEKS {
        for day in [0, 2, 4] {
            let back = i64::from((N_WEEKS - week) * 7 - day);
            let on = last.checked_sub(jiff::Span::new().days(back)).map_err(|error| error.to_string())?;
            for line in SESSION_LINES {
                let _ = writeln!(text, "{on} {line}");
            }
        }
    }
    Ok(text)
}

fn written(name: &str, text: &str) -> Result<String, String> {
    let path = Path::new(FOLDER).join(name);
    std::fs::write(&path, text).map_err(|error| format!("write {}: {error}", path.display()))?;
    Ok(path.display().to_string())
}
