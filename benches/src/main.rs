//! Speed and memory of whole commands, run as a person would run them. It prints and asserts nothing.
//!
//! `cargo xtask bench` builds the program and starts this one from the workspace. Each run is measured by a
//! process of its own, because the system keeps one peak for all finished children of a process:
//!
//! ```text
//! benches ──► benches --measure ──► evenstride check …
//!    ▲               │  processor time and peak of its only child
//!    └── one line ◄──┘
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark talks to a terminal")]

mod measure;
mod pages;
mod people;
mod person;
mod plain;
mod plans;
mod squad;

use measure::Usage;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// The one of the program, so that what is judged here takes as long as there.
#[cfg(not(feature = "memory"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One command to measure.
struct Case {
    /// A few words for the table.
    name: &'static str,
    /// The words after the program's name.
    words: &'static [&'static str],
    /// Files or folders that must be there, or the case is left out.
    needs: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        name: "check one person",
        words: &["check", "examples/first-check"],
        needs: &["examples/first-check"],
    },
    Case {
        name: "assess 39 people",
        words: &[
            "assess",
            "../shared/data/strength/exscidata/cybex.csv",
            "--map",
            "validation/maps/exscidata-cybex.toml",
            "--by",
            "subject",
            "--format",
            "csv",
        ],
        needs: &["../shared/data/strength/exscidata/cybex.csv", "validation/maps/exscidata-cybex.toml"],
    },
];

const N_RUNS: usize = 11;
/// With `--memory`, which is there with the feature `memory` alone.
#[cfg(feature = "memory")]
const MEMORY_PEOPLE: u32 = 40;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.split_first() {
        None => measure_all(N_RUNS),
        Some((first, rest)) if first == "--measure" => measure::child(rest),
        Some((first, [python])) if first == "--peer" => {
            let Some(program) = program() else { return ExitCode::from(3) };
            let own = |words: &[&str]| usage_of(&program, words);
            people::beside_sampling(python, &own, &|other, words| usage_of(Path::new(other), words));
            ExitCode::SUCCESS
        }
        Some((first, [])) if first == "--pages" => {
            let Some(program) = program() else { return ExitCode::from(3) };
            pages::look(&program)
        }
        Some((first, [database])) if first == "--plain-page" => match plain::serve(database) {
            Ok(()) => ExitCode::SUCCESS,
            Err(problem) => {
                eprintln!("error: failed to {problem}");
                ExitCode::from(3)
            }
        },
        Some((first, rest)) if first == "--squad" => {
            let Some(program) = program() else { return ExitCode::from(3) };
            squad::many(rest, &|words| usage_of(&program, words))
        }
        Some((first, [n_people])) if first == "--person" => match n_people.parse() {
            Ok(n_people @ 1..=10_000) => {
                person::many(n_people);
                ExitCode::SUCCESS
            }
            Ok(_) | Err(_) => {
                eprintln!("error: failed to read --person {n_people}: expected a number from 1 to 10000");
                ExitCode::from(2)
            }
        },
        #[cfg(feature = "memory")]
        Some((first, [])) if first == "--memory" => {
            person::memory(MEMORY_PEOPLE);
            ExitCode::SUCCESS
        }
        Some((first, rest)) if first == "--plans" => plans::many(rest),
        Some((first, [n_runs])) if first == "--runs" => match n_runs.parse() {
            Ok(n_runs @ 1..=1000) => measure_all(n_runs),
            Ok(_) | Err(_) => {
                eprintln!("error: failed to read --runs {n_runs}: expected a number from 1 to 1000");
                ExitCode::from(2)
            }
        },
        Some(_) => {
            eprintln!(
                "usage: evenstride-benches [--runs N | --peer PYTHON | --pages | --person PEOPLE | --plans [NODES] [FOLDER] [--others] | --squad [PEOPLE]]"
            );
            ExitCode::from(2)
        }
    }
}

fn measure_all(n_runs: usize) -> ExitCode {
    let Some(program) = program() else {
        eprintln!("error: failed to find the program `evenstride` beside this one");
        eprintln!("hint: cargo build --release -p evenstride");
        return ExitCode::from(3);
    };
    println!("{:<20} {:>5} {:>14} {:>14}  ends with", "command", "runs", "CPU ms median", "peak MB max");
    for case in CASES {
        if let Some(missing) = case.needs.iter().find(|path| !Path::new(path).exists()) {
            println!("{:<20} skipped: {missing} is not here", case.name);
            continue;
        }
        let runs: Option<Vec<Usage>> = (0..n_runs).map(|_| usage_of(&program, case.words)).collect();
        match runs.as_deref().and_then(summary) {
            Some(row) => println!("{:<20} {n_runs:>5} {row}", case.name),
            None => println!("{:<20} skipped: this system does not tell what a child process used", case.name),
        }
    }
    person::many(people::N_PEOPLE);
    people::many(&|words| usage_of(&program, words));
    ExitCode::SUCCESS
}

/// The program to measure stands beside this one: both were built with the same profile.
fn program() -> Option<PathBuf> {
    let name = format!("evenstride{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::current_exe().ok()?.with_file_name(name);
    path.is_file().then_some(path)
}

/// Runs the command once under a measuring process of its own.
fn usage_of(program: &Path, words: &[&str]) -> Option<Usage> {
    let this = std::env::current_exe().ok()?;
    let output = Command::new(this)
        .arg("--measure")
        .arg(program)
        .args(words)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .ok()?;
    Usage::parse(&String::from_utf8_lossy(&output.stdout))
}

/// Median processor time, largest peak and the exit code; `mixed` when runs end differently.
fn summary(runs: &[Usage]) -> Option<String> {
    let first = runs.first()?;
    let mut cpu_us: Vec<u64> = runs.iter().map(|usage| usage.cpu_us).collect();
    cpu_us.sort_unstable();
    // Whole microseconds far below 2^52 are exact as f64.
    let milli = |us: u64| us as f64 / 1000.0;
    let median_ms = f64::midpoint(milli(cpu_us[(cpu_us.len() - 1) / 2]), milli(cpu_us[cpu_us.len() / 2]));
    let peak_kb = runs.iter().map(|usage| usage.peak_kb).max()?;
    let code = if runs.iter().all(|usage| usage.code == first.code) {
        first.code.to_string()
    } else {
        "mixed".to_owned()
    };
    Some(format!("{median_ms:>14.1} {:>14.1}  {code}", peak_kb as f64 / 1024.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_has_the_median_time_and_the_largest_peak() {
        let run = |cpu_us, peak_kb, code| Usage { cpu_us, wall_us: cpu_us, peak_kb, code };
        let row =
            summary(&[run(3000, 1024, 0), run(1000, 2048, 0), run(1500, 512, 0), run(9000, 1, 0)]).unwrap();
        assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["2.2", "2.0", "0"]);
        let row = summary(&[run(1, 1, 0), run(1, 1, 3)]).unwrap();
        assert!(row.ends_with("mixed"), "{row}");
        assert_eq!(summary(&[]), None);
    }
}
