//! Many people with many visits: how long one of them takes, beside sampling the same model.
//!
//! The people are made up by a fixed sequence: five tests, both legs, two tries, ten days, 200 trials each. With
//! `--peer PYTHON` the sampler of `validation/against-sampling` runs on some of its own made-up people in the same
//! command, and so does the program on the same ones. Nothing is asserted.

use crate::measure::Usage;
use std::fmt::Write as _;
use std::path::Path;

/// So many people stand in the table.
pub(crate) const N_PEOPLE: u32 = 200;
const TESTS: [(&str, &str, f64); 5] = [
    ("hhd-knee-ext", "Nm", 150.0),
    ("hhd-knee-flex", "Nm", 80.0),
    ("one-leg-sts-5", "s", 9.0),
    ("hop-single", "cm", 140.0),
    ("wblt-cm", "cm", 11.0),
];
const FOLDER: &str = "target/benches";

/// The table of so many people: 200 trials each, on ten days, one in each month of 2026.
fn table_of_a_year(n_people: u32) -> String {
    table(n_people, |visit| format!("2026-{:02}-03", 1 + visit))
}

/// The table of so many people with the days of their ten visits.
pub(crate) fn table(n_people: u32, day: impl Fn(u32) -> String) -> String {
    let mut table = String::from("subject,test,side,attempt,value,unit,date\n");
    let mut chance = chance();
    for person in 0..n_people {
        for Value { test, unit, visit, left, attempt, value } in values(&mut chance) {
            let (side, day) = (if left { "left" } else { "right" }, day(visit));
            let _ = writeln!(table, "p{person:03},{test},{side},{attempt},{value:.2},{unit},{day}");
        }
    }
    table
}

/// One made-up value.
pub(crate) struct Value {
    pub(crate) test: &'static str,
    unit: &'static str,
    pub(crate) visit: u32,
    pub(crate) left: bool,
    pub(crate) attempt: u32,
    pub(crate) value: f64,
}

/// Numbers from −½ to ½, the same on every machine.
///
/// A linear congruence is enough to scatter made-up values; nothing is concluded from them.
pub(crate) fn chance() -> impl FnMut() -> f64 {
    let mut state = 1_u64;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1_u32 << 24) - 0.5
    }
}

/// The values of the next person.
pub(crate) fn values(chance: &mut impl FnMut() -> f64) -> Vec<Value> {
    let difference = 0.2 * chance();
    let mut values = Vec::new();
    for (test, unit, middle) in TESTS {
        for visit in 0..10 {
            for (left, sign) in [(true, 0.5), (false, -0.5)] {
                for attempt in 1..=2 {
                    let value = middle * (1.0 + sign * difference + 0.1 * chance());
                    values.push(Value { test, unit, visit, left, attempt, value });
                }
            }
        }
    }
    values
}

/// Writes the table and gives its path; none when it cannot be written.
fn write_table() -> Option<String> {
    std::fs::create_dir_all(FOLDER).ok()?;
    let path = format!("{FOLDER}/people.csv");
    std::fs::write(&path, table_of_a_year(N_PEOPLE)).ok()?;
    Some(path)
}

/// Prints what one person of 200 trials takes.
pub(crate) fn many(usage_of: &dyn Fn(&[&str]) -> Option<Usage>) {
    let Some(path) = write_table() else {
        println!("many people: skipped: {FOLDER} cannot be written");
        return;
    };
    let words = |noise: &'static str| {
        [
            "assess",
            path.as_str(),
            "--by",
            "subject",
            "--format",
            "csv",
            "--as-of",
            "2026-11-22",
            "--noise",
            noise,
        ]
    };
    let one = [
        "assess",
        path.as_str(),
        "--subject",
        "p000",
        "--format",
        "csv",
        "--as-of",
        "2026-11-22",
        "--noise",
        "catalogue",
    ];
    let Some(base) = usage_of(&one) else { return };
    for noise in ["catalogue", "repeats"] {
        let Some(all) = usage_of(&words(noise)) else { return };
        // One person of the same table costs the reading, so the rest is what judging the others takes.
        let ms = (all.cpu_us.saturating_sub(base.cpu_us)) as f64 / 1000.0 / f64::from(N_PEOPLE - 1);
        println!(
            "{N_PEOPLE} people with 200 trials on 10 days, findings alone, noise {noise}: {ms:.2} ms of processor time \
             a person, {:.0} people a minute and core, {:.1} MB in all",
            60_000.0 / ms.max(1e-6),
            all.peak_kb as f64 / 1024.0
        );
    }
}

/// Prints what sampling the same model takes for the same people.
pub(crate) fn beside_sampling(
    python: &str,
    program: &dyn Fn(&[&str]) -> Option<Usage>,
    other: &dyn Fn(&str, &[&str]) -> Option<Usage>,
) {
    const PEOPLE: &str = "target/benches/sampled";
    const SCRIPTS: &str = "validation/against-sampling";
    const WHO: [&str; 3] = ["p02", "p06", "p12"];
    let script = |name: &str| format!("{SCRIPTS}/{name}.py");
    if !Path::new(&script("sample")).is_file() {
        println!("beside sampling: skipped: {SCRIPTS} is not here");
        return;
    }
    if other(python, &[&script("people"), PEOPLE]).is_none_or(|usage| usage.code != 0) {
        println!("beside sampling: skipped: {python} cannot run {}", script("people"));
        return;
    }
    let expected = format!("{PEOPLE}/expected.csv");
    let who = WHO.join(",");
    let Some(sampling) = other(python, &[&script("sample"), PEOPLE, &expected, "--only", &who]) else { return };
    let mut own_us = 0;
    for name in WHO {
        let (table, person) =
            (format!("{PEOPLE}/{name}/measurements.csv"), format!("{PEOPLE}/{name}/person.toml"));
        let Some(usage) = program(&["assess", &table, "--person", &person, "--format", "csv"]) else { return };
        own_us += usage.cpu_us;
    }
    let n = WHO.len() as f64;
    let (theirs, ours) = (sampling.cpu_us as f64 / 1e6 / n, own_us as f64 / 1e6 / n);
    println!(
        "sampling ({who}, ended with {}): {theirs:.1} s of processor time a person; the whole program: {ours:.3} s; ratio \
         {:.0}",
        sampling.code,
        theirs / ours.max(1e-9)
    );
}
