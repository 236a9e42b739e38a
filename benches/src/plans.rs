//! Weeks for fifty made-up people: how long the proof takes, what gap is left, and when a first week is there.
//!
//! The people are made up by a fixed sequence, from somebody who never trained to an athlete: one to seven days of ten
//! to ninety minutes, nothing at hand or a gym, none to six deficits. With a folder their weeks are also written as
//! numbers for other solvers. Nothing is asserted.

use evenstride_core::assess::{
    Acting, ActingReason, Assessment, Comparison, Confidence, Estimate, Evidence, Finding, SizeUnit, Verdict,
    Weaker,
};
use evenstride_core::body::{MuscleGroupId, Quality, Side};
use evenstride_core::knowledge::{EquipmentClass, EquipmentId, Knowledge};
use evenstride_core::person::{Person, SubjectId};
use evenstride_core::plan::{Plan, PlanOptions, check, first_plan, formulation, plan};
use evenstride_core::screen::{Answer, Answers, Cleared, Reply, Screening, screen};
use jiff::civil::{Date, date};
use std::collections::BTreeSet;
use std::process::ExitCode;
use std::time::Instant;

const N_PEOPLE: u64 = 50;

/// A generator whose numbers are the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        // A linear congruence is enough to scatter people; nothing is concluded from them.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// One made-up person with what was found.
struct Somebody {
    person: Person,
    assessment: Assessment,
}

fn today() -> Date {
    date(2026, 11, 22)
}

fn somebody(seed: u64, knowledge: &Knowledge) -> Somebody {
    let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1);
    let mut person = Person { trained: numbers.below(2) == 0, birth_year: Some(1990), ..Person::default() };
    let highest = match numbers.below(4) {
        0 => EquipmentClass::Household,
        1 => EquipmentClass::Small,
        2 => EquipmentClass::FreeWeight,
        _ => EquipmentClass::Machine,
    };
    let pieces = knowledge.equipment.values().filter(|piece| piece.class.is_some_and(|class| class <= highest));
    person.equipment = pieces.map(|piece| piece.id.clone()).collect::<BTreeSet<EquipmentId>>();
    let n_days = 1 + numbers.below(7);
    let usual = 10 + 5 * numbers.below(17);
    while (person.minutes_by_weekday.len() as u64) < n_days {
        let day = numbers.below(7) as u8;
        // Some weeks have the same minutes on all days, some do not.
        let minutes = if seed.is_multiple_of(2) { usual } else { 10 + 5 * numbers.below(17) };
        person.minutes_by_weekday.insert(day, minutes as u32);
    }
    if numbers.below(4) == 0 {
        // Some have the gym on some days only.
        let days: Vec<u8> = person.minutes_by_weekday.keys().copied().collect();
        for day in days.iter().filter(|_| numbers.below(2) == 0) {
            person.equipment_by_weekday.insert(*day, BTreeSet::new());
        }
    }
    if numbers.below(3) == 0 {
        person.sport = Some("football".to_owned());
    }
    let exercises: Vec<_> = knowledge.exercises.keys().cloned().collect();
    for _ in 0..numbers.below(4) {
        person.likes.insert(exercises[numbers.below(exercises.len() as u64) as usize].clone());
    }
    let groups: Vec<&MuscleGroupId> =
        knowledge.groups.values().filter(|group| group.trainable).map(|group| &group.id).collect();
    let mut findings: Vec<Finding> = Vec::new();
    for _ in 0..numbers.below(7) {
        let group = groups[numbers.below(groups.len() as u64) as usize];
        let side = if numbers.below(3) == 0 { Side::Right } else { Side::Left };
        let stretch = numbers.below(3) == 0;
        let comparison = Comparison::LeftRight { group: group.clone() };
        let quality = if stretch { Quality::Flexibility } else { Quality::Strength };
        if findings.iter().any(|other| other.comparison == comparison && other.quality == quality) {
            continue;
        }
        findings.push(finding(comparison, quality, side, 8 + numbers.below(14), 70 + numbers.below(30)));
    }
    let assessment = Assessment {
        subject: SubjectId::new("somebody").expect("a short word is a name"),
        as_of: today(),
        findings,
        next: Vec::new(),
        patterns: Vec::new(),
        predictions: Vec::new(),
        notices: Vec::new(),
    };
    Somebody { person, assessment }
}

fn finding(comparison: Comparison, quality: Quality, side: Side, size: u64, probability: u64) -> Finding {
    let sign = if side == Side::Left { -1.0 } else { 1.0 };
    let (size, probability) = (sign * size as f64, probability as f64 / 100.0);
    let unit = if quality == Quality::Strength { SizeUnit::Percent } else { SizeUnit::Degrees };
    let (first, second) = if side == Side::Left { (probability, 0.0) } else { (0.0, probability) };
    let estimate = Estimate {
        unit,
        delta: 10.0,
        size,
        low: size - 5.0,
        high: size + 5.0,
        quantiles: [size; 20],
        probability,
        probability_first: first,
        probability_second: second,
    };
    Finding {
        comparison,
        quality,
        verdict: Verdict::Imbalanced { weaker: Weaker::Leg(side), confidence: Confidence::Clear },
        estimate: Some(estimate),
        change: None,
        acting: Some(Acting { worth: true, reasons: vec![ActingReason::BelowNorm] }),
        evidence: Evidence::default(),
    }
}

fn cleared(person: &Person, knowledge: &Knowledge) -> Option<Cleared> {
    let no = |flag: &evenstride_core::knowledge::Flag| {
        (flag.id.clone(), Answer { reply: Reply::No, side: None, cleared: None })
    };
    let by_flag = knowledge.flags.iter().map(no).collect();
    match screen(person, &Answers { on: today(), by_flag }, &[], knowledge, today()) {
        Screening::Cleared(cleared) => Some(cleared),
        Screening::Stopped { .. } | Screening::Incomplete { .. } | Screening::Expired { .. } => None,
    }
}

/// Prints the times to proof and the gaps; with a folder the weeks are written there as numbers.
///
/// The search was made with the first fifty people in view. `--others` asks it for fifty who were never looked at.
pub(crate) fn many(words: &[String]) -> ExitCode {
    let knowledge = evenstride_catalog::builtin();
    let (others, words): (Vec<&String>, Vec<&String>) = words.iter().partition(|word| *word == "--others");
    let seeds = if others.is_empty() { 0..N_PEOPLE } else { N_PEOPLE..2 * N_PEOPLE };
    let nodes = words.first().and_then(|word| word.parse().ok());
    let folder = words.get(1).copied();
    let mut options = PlanOptions::usual();
    options.node_limit = nodes.unwrap_or(options.node_limit);
    options.thorough = true;
    let mut rows: Vec<(f64, f64, bool)> = Vec::new();
    let mut open: Vec<(&str, usize)> = Vec::new();
    println!("person  days  min/week  exercises  needs  first ms  proof ms  gap % by level  objectives");
    for seed in seeds {
        let Somebody { person, assessment } = somebody(seed, knowledge);
        let Some(cleared) = cleared(&person, knowledge) else {
            println!("{seed:>6}  not cleared");
            continue;
        };
        let start = Instant::now();
        let first = first_plan(&cleared, &person, &assessment, knowledge, today(), &options);
        let first_ms = start.elapsed().as_secs_f64() * 1000.0;
        if let Ok(first) = &first
            && let Err(wrong) = check(first, &cleared, &person, &assessment, knowledge, &options)
        {
            println!("{seed:>6}  first week: {wrong:?}");
        }
        let start = Instant::now();
        let planned = plan(&cleared, &person, &assessment, knowledge, today(), &options);
        let ms = start.elapsed().as_secs_f64() * 1000.0;
        let numbers = formulation(&cleared, &person, &assessment, knowledge, &options);
        match planned {
            Ok(planned) => {
                if let Err(wrong) = check(&planned, &cleared, &person, &assessment, knowledge, &options) {
                    println!("{seed:>6}  {wrong:?}");
                }
                let gaps: Vec<String> =
                    planned.levels.iter().map(|level| format!("{:.1}", level.gap_percent)).collect();
                let objectives: Vec<String> =
                    planned.levels.iter().map(|level| format!("{:.2}", level.objective)).collect();
                println!(
                    "{seed:>6}  {:>4}  {:>8}  {:>9}  {:>5}  {first_ms:>8.1}  {ms:>8.1}  {}  {}",
                    person.minutes_by_weekday.len(),
                    person.minutes_by_weekday.values().sum::<u32>(),
                    numbers.exercises.len(),
                    planned.needs.len(),
                    gaps.join(" "),
                    objectives.join(" ")
                );
                for level in planned.levels.iter().filter(|level| level.gap_percent > 1.0) {
                    match open.iter_mut().find(|(name, _)| *name == level.name) {
                        Some((_, n)) => *n += 1,
                        None => open.push((level.name, 1)),
                    }
                }
                rows.push((ms, first_ms, planned.proven));
                if let Some(folder) = folder {
                    write(folder, seed, &numbers, &planned, ms);
                }
            }
            Err(error) => println!("{seed:>6}  {error}"),
        }
    }
    summary(&rows, &open);
    ExitCode::SUCCESS
}

fn summary(rows: &[(f64, f64, bool)], open: &[(&str, usize)]) {
    let part = |mut values: Vec<f64>, part: f64| {
        values.sort_by(f64::total_cmp);
        let idx = ((values.len().max(1) - 1) as f64 * part).round() as usize;
        values.get(idx).copied().unwrap_or(f64::NAN)
    };
    let times = || rows.iter().map(|row| row.0).collect::<Vec<f64>>();
    let firsts = || rows.iter().map(|row| row.1).collect::<Vec<f64>>();
    println!(
        "{} people: proven {}; all levels in ms: median {:.0}, p95 {:.0}, worst {:.0}; first week in ms: median {:.1}, \
         worst {:.1}",
        rows.len(),
        rows.iter().filter(|row| row.2).count(),
        part(times(), 0.5),
        part(times(), 0.95),
        part(times(), 1.0),
        part(firsts(), 0.5),
        part(firsts(), 1.0),
    );
    for (name, n) in open {
        println!("  not proven on {name}: {n}");
    }
}

fn write(folder: &str, seed: u64, numbers: &evenstride_core::plan::Formulation, plan: &Plan, ms: f64) {
    let exercises: Vec<_> = numbers
        .exercises
        .iter()
        .map(|exercise| {
            let choices: Vec<_> = exercise
                .choices
                .iter()
                .map(|choice| {
                    serde_json::json!({
                        "sessions": choice.sessions, "session_s": choice.session_s, "days": choice.days,
                        "gives": choice.gives,
                    })
                })
                .collect();
            serde_json::json!({
                "id": exercise.id.as_str(), "stretch": exercise.stretch, "hard": exercise.hard,
                "liked": exercise.liked, "conflicts": exercise.conflicts, "choices": choices,
            })
        })
        .collect();
    let wants: Vec<_> = numbers
        .wants
        .iter()
        .map(|want| {
            serde_json::json!({
                "kind": want.kind, "target": want.target, "cap": want.cap, "need_price": want.need_price,
                "keep_weight": want.keep_weight,
            })
        })
        .collect();
    let levels: Vec<_> = plan
        .levels
        .iter()
        .map(|level| serde_json::json!({ "name": level.name, "objective": level.objective, "bound": level.bound }))
        .collect();
    let days: Vec<_> = numbers
        .days
        .iter()
        .map(|day| serde_json::json!({ "weekday": day.weekday, "room_s": day.room_s }))
        .collect();
    let value = serde_json::json!({
        "days": days, "wants": wants, "exercises": exercises, "keep_first": numbers.keep_first,
        "exercises_max": numbers.exercises_max, "sets_max": numbers.sets_max, "need_scale": numbers.need_scale,
        "levels": levels, "ms": ms,
    });
    let path = format!("{folder}/week-{seed:02}.json");
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, value.to_string()));
    if let Err(error) = written {
        eprintln!("error: failed to write {path}: {error}");
    }
}
