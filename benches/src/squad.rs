//! A squad of many people with two years of records: how long one status and the table of everybody take.
//!
//! The people are made up by a fixed sequence: five tests on ten days over two years, both legs, two tries, and three
//! sessions a week with a line for each of six exercise-sides, each person on days and with loads of the own. One in ten
//! follows a plan that is five months old. Nothing is concluded from them and nothing asserted. What is printed is
//! processor time of the program and of the system for it, on however many processors, and the time that a clock tells.

use crate::measure::Usage;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

const FOLDER: &str = "target/benches/squad";
/// The last day of the records and the day for which everything is asked.
const AS_OF: &str = "2026-11-22";
const N_WEEKS: u32 = 104;
/// Since when those who follow a plan follow it; a visit lies between.
const PLAN_SINCE: &str = "2026-06-16";
/// When their questions were answered the last time.
const ANSWERED: &str = "2026-11-09";
/// One in so many follows a plan.
const ONE_IN: u32 = 10;

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
    for person in 0..n_people {
        let subject = format!("p{person:03}");
        let log_path = written("log.txt", &log(person)?)?;
        let used =
            usage_of(&["import", &log_path, "--as", "training", "--subject", &subject, "--store", &store]);
        bringing_in_us += cpu(used, "import a log")?;
    }
    let answers = std::fs::read_to_string("examples/first-check/answers.toml")
        .map_err(|error| format!("read the answers of the example: {error}"))?;
    let answered = |on: &str| format!("answered_on = \"{on}\"\n{answers}");
    let (early, late) =
        (written("early.toml", &answered(PLAN_SINCE))?, written("late.toml", &answered(ANSWERED))?);
    for person in (0..n_people).step_by(ONE_IN as usize) {
        let subject = format!("p{person:03}");
        let one = ["--subject", subject.as_str(), "--store", store.as_str()];
        for words in [
            &["import", "examples/first-check/person.toml", &early][..],
            &["plan", "--keep", "--as-of", PLAN_SINCE],
            &["import", &late],
        ] {
            bringing_in_us += cpu(usage_of(&[words, &one].concat()), "let somebody follow a plan")?;
        }
    }
    let size = std::fs::metadata(&store).map_or(0, |file| file.len());
    println!(
        "made up: {n_people} people, 200 trials and {} lines of training each; one in {ONE_IN} follows a plan",
        N_WEEKS * 3 * 6
    );
    println!(
        "the store: {:.0} MB; bringing it all in: {:.1} s of CPU",
        size as f64 / 1e6,
        bringing_in_us as f64 / 1e6
    );
    println!("{:<28} {:>12} {:>12} {:>10}", "command", "CPU ms", "wall ms", "peak MB");
    let status = ["status", "--subject", "p000", "--store", store.as_str(), "--as-of", AS_OF];
    let next = ["next-session", "--subject", "p000", "--store", store.as_str(), "--as-of", AS_OF];
    let squad = ["squad", "--store", store.as_str(), "--as-of", AS_OF, "--format", "csv"];
    let people = ["people", "--store", store.as_str(), "--as-of", AS_OF];
    for (name, words) in [
        ("status of one", &status[..]),
        ("next-session of one", &next[..]),
        ("list of people", &people[..]),
        ("squad table", &squad[..]),
    ] {
        match usage_of(words) {
            Some(used) => println!(
                "{name:<28} {:>12.1} {:>12.1} {:>10.1}  ends with {}",
                used.cpu_us as f64 / 1000.0,
                used.wall_us as f64 / 1000.0,
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

/// Three sessions a week up to the day that is asked for, as lines of text; days, loads and sets differ from person to
/// person and grow over the weeks.
fn log(person: u32) -> Result<String, String> {
    let last: jiff::civil::Date = AS_OF.parse().map_err(|error| format!("read {AS_OF}: {error}"))?;
    let mut text = String::new();
    for week in 0..N_WEEKS {
        for day in [0, 2, 4] {
            let back = i64::from((N_WEEKS - week) * 7 - day - person % 3);
            let on = last.checked_sub(jiff::Span::new().days(back)).map_err(|error| error.to_string())?;
            for (exercise, reps, base_kg) in
                [("split-squat", 6, 8), ("single-leg-glute-bridge", 8, 0), ("single-heel-raise", 10, 4)]
            {
                for (side, less) in [("L", 0), ("R", (person + day) % 2)] {
                    let reps = reps + (week + person) % 4 - less;
                    let half_kg = base_kg * 2 + week / 4 + person % 17;
                    let _ = writeln!(
                        text,
                        "{on} {exercise} {side} 3x{reps} {}kg @{}",
                        f64::from(half_kg) / 2.0,
                        week % 4
                    );
                }
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
