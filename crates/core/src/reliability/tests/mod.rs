//! Worked examples, excluded visits and laws of the reliability.

// Figures that are exact in binary are compared exactly.
#![allow(clippy::float_cmp)]

mod laws;
mod published;
mod tables;

use super::*;
use crate::body::Quality;
use crate::knowledge::{Grade, Noise, Setting};
use crate::notice::Place;
use crate::person::SubjectId;
use crate::quantity::Unit;
use crate::testing;
use jiff::civil::date;
use std::collections::BTreeMap;

fn test(id: &str, link: Link) -> Test {
    Test {
        id: TestId::new(id).unwrap(),
        name: id.to_owned(),
        aliases: Vec::new(),
        elsewhere: Vec::new(),
        settings: vec![Setting::Home],
        quality: if link == Link::Linear { Quality::Flexibility } else { Quality::Strength },
        motion: String::new(),
        contraction: None,
        protocol: "p".to_owned(),
        unit: if link == Link::Linear { Unit::Degree } else { Unit::Newton },
        link,
        smaller_is_better: false,
        degrees_per_unit: None,
        plausible: if link == Link::Linear { [-180.0, 180.0] } else { [0.1, 1e6] },
        loads: BTreeMap::new(),
        trials: 3,
        rest_s: 60,
        beat_per_minute: None,
        minutes: 5.0,
        warm_up_minutes: 0.0,
        equipment: Vec::new(),
        noise: Noise { trial: 5.0, leg_day: 5.0, shared_day: 5.0, quirk: 5.0 },
        noise_grade: Grade::B,
        noise_source: Vec::new(),
        reliability: Vec::new(),
        steps: Vec::new(),
        figure: None,
        no_figure: None,
        invalid: Vec::new(),
        stop: Vec::new(),
        cautions: Vec::new(),
        maximal: true,
        none_asks: Vec::new(),
        honest: String::new(),
        grade: Grade::B,
        source: Vec::new(),
    }
}

fn knowledge() -> Knowledge {
    let gap = Test { smaller_is_better: true, degrees_per_unit: Some(2.0), ..test("gap", Link::Linear) };
    let tests = [
        test("push", Link::Log),
        test("run", Link::InverseTime),
        test("reach", Link::Linear),
        test("stand", Link::Share),
        gap,
    ];
    let tests = tests.into_iter().map(|test| (test.id.clone(), test)).collect();
    Knowledge { tests, ..testing::knowledge() }
}

/// A trial of a person on a day of October.
fn trial(person: &str, test: &str, side: Side, day: i8, value: f64) -> Trial {
    Trial {
        subject: SubjectId::new(person).unwrap(),
        test: TestId::new(test).unwrap(),
        side,
        attempt: None,
        value,
        day: date(2026, 10, day),
        device: None,
        pain_nrs: None,
        note: None,
        device_asymmetry: None,
        place: Place::default(),
    }
}

const MEAN: ReliabilityOptions = ReliabilityOptions { value: VisitValue::Mean, n_visits: None };

fn of(trials: &[Trial], options: &ReliabilityOptions) -> TestReliability {
    let mut all = reliability(trials, &knowledge(), options);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Both legs of a person on a day.
fn both(person: &str, test: &str, day: i8, left: f64, right: f64) -> [Trial; 2] {
    [trial(person, test, Side::Left, day, left), trial(person, test, Side::Right, day, right)]
}
