//! Reads one case: fenced blocks `person`, `answers`, `measurements` and `expect`.

use super::fenced::fenced_blocks;
use evenstride_app::check::{CheckInput, default_subject, only_subject};
use evenstride_app::files::{Days, parse_answers, parse_person};
use evenstride_app::prelude::Knowledge;
use evenstride_core::screen::{Answer, Answers, Reply};
use evenstride_ingest::{Limits, ReadOptions, read_measurements};
use jiff::civil::date;
use std::collections::BTreeMap;
use std::path::Path;

/// One line of an `expect` block.
pub(crate) struct Expectation {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// A case ready to run.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) input: CheckInput,
    pub(crate) expectations: Vec<Expectation>,
}

impl Case {
    pub(crate) fn read(path: &Path, knowledge: &Knowledge) -> Self {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).unwrap();
        let blocks = fenced_blocks(&text);
        let block = |kind: &str| blocks.iter().find(|b| b.0 == kind).map(|b| b.2.clone()).unwrap_or_default();
        let today = date(2026, 11, 22);
        let (person, mut notices) = parse_person(&block("person"), &name, knowledge, today).unwrap();
        let answers = answers(&block("answers"), &name, knowledge);
        let measurements = block("measurements");
        let mut trials = Vec::new();
        if !measurements.trim().is_empty() {
            let options = ReadOptions {
                knowledge,
                map: None,
                today,
                file_name: &name,
                default_subject: &default_subject(&person),
                body_mass_kg: person.mass_kg,
                limits: Limits::DEFAULT,
            };
            let read = read_measurements(measurements.as_bytes(), &options).unwrap();
            trials = read.trials;
            notices.extend(read.notices);
        }
        let expectations = blocks
            .iter()
            .filter(|block| block.0 == "expect")
            .flat_map(|(_, start, text)| {
                text.lines()
                    .enumerate()
                    .map(move |(i, line)| Expectation { line: start + i + 1, text: line.trim().to_owned() })
            })
            .filter(|expectation| !expectation.text.is_empty())
            .collect();
        let subject = only_subject(&trials, &person).unwrap();
        let input = CheckInput { person, answers, trials, subject, notices, as_of: today, delta_percent: None };
        Self { name, input, expectations }
    }
}

/// All answers are no but those that the block states; `unanswered` leaves everything open.
fn answers(block: &str, name: &str, knowledge: &Knowledge) -> Answers {
    let today = date(2026, 11, 22);
    if block.trim() == "unanswered" {
        return Answers { on: today, by_flag: BTreeMap::new() };
    }
    let stated = if block.contains("[answers]") { block.to_owned() } else { format!("[answers]\n{block}") };
    let (mut answers, _) = parse_answers(&stated, name, knowledge, Days { today, as_of: today }).unwrap();
    for flag in &knowledge.flags {
        answers.by_flag.entry(flag.id.clone()).or_insert(Answer {
            reply: Reply::No,
            side: None,
            cleared: None,
        });
    }
    answers
}
