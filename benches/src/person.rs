//! What judging one person takes, without a program around it: no file is read and nothing is printed of anybody.
//!
//! The people are those of [`super::people`], made up by a fixed sequence: five tests, both legs, two tries, ten days,
//! 200 trials each. Nothing is asserted.

use crate::measure::own_cpu_us;
use evenstride_core::assess::{AssessOptions, Assessment, Learnt, assess, assess_findings, learn_noise};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{CautionId, Knowledge, TestId};
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::{Person, SubjectId};
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

#[cfg(feature = "memory")]
#[global_allocator]
static ALLOCATED: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

type Judge = fn(&SubjectId, &[Trial], &Person, &Knowledge, &AssessOptions<'_>) -> Assessment;

/// Prints the processor time a person for findings alone and for everything, with the catalogue's noise and with noise
/// learnt from repeats.
pub(crate) fn many(n_people: u32) {
    let knowledge = evenstride_catalog::builtin();
    let people = trials(n_people);
    for (noise, learnt) in noises(&people, knowledge) {
        let options = judging(&learnt);
        for (what, judge) in
            [("findings alone", assess_findings as Judge), ("findings and what next", assess as Judge)]
        {
            let before = own_cpu_us();
            let n_findings: usize = people
                .iter()
                .map(|(subject, trials)| {
                    judge(subject, trials, &Person::default(), knowledge, &options).findings.len()
                })
                .sum();
            let Some(us) = own_cpu_us().zip(before).map(|(after, before)| after - before) else {
                println!("judging one person: skipped: this system does not tell what a process used");
                return;
            };
            let ms = us as f64 / 1000.0 / f64::from(n_people.max(1));
            println!(
                "judging one of {n_people} people with 200 trials, noise {noise}, {what}: {ms:.2} ms of processor time, \
                 {:.0} people a minute and core ({n_findings} findings)",
                60_000.0 / ms.max(1e-6)
            );
        }
    }
}

/// Prints the most memory that judging one person holds beyond the catalogue and the trials, over people one by one.
#[cfg(feature = "memory")]
pub(crate) fn memory(n_people: u32) {
    let knowledge = evenstride_catalog::builtin();
    let people = trials(n_people);
    for (noise, learnt) in noises(&people, knowledge) {
        let options = judging(&learnt);
        let beyond = |(subject, trials): &(SubjectId, Vec<Trial>)| {
            let before = ALLOCATED.current_usage();
            ALLOCATED.reset_peak_usage();
            let n_findings = assess(subject, trials, &Person::default(), knowledge, &options).findings.len();
            (ALLOCATED.peak_usage().saturating_sub(before), n_findings)
        };
        let each: Vec<(usize, usize)> = people.iter().map(beyond).collect();
        let most = each.iter().map(|(bytes, _)| *bytes).max().unwrap_or(0);
        let n_findings: usize = each.iter().map(|(_, n_findings)| n_findings).sum();
        println!(
            "judging one of {n_people} people with 200 trials, noise {noise}: at most {:.2} MB held beyond the catalogue and \
             the trials ({n_findings} findings)",
            most as f64 / 1e6
        );
    }
}

/// The day for which people are judged.
const AS_OF: Date = date(2026, 11, 22);

/// The noise of the catalogue, and the one that is learnt from everybody's repeats.
fn noises(people: &[(SubjectId, Vec<Trial>)], knowledge: &Knowledge) -> [(&'static str, Learnt); 2] {
    let everybody: Vec<Trial> = people.iter().flat_map(|(_, trials)| trials.clone()).collect();
    let repeats = learn_noise(&everybody, &Person::default(), knowledge, AS_OF);
    [("catalogue", Learnt::default()), ("repeats", repeats)]
}

fn judging(learnt: &Learnt) -> AssessOptions<'_> {
    static NO_CAUTIONS: BTreeSet<CautionId> = BTreeSet::new();
    AssessOptions { as_of: AS_OF, delta_percent: None, cautions: &NO_CAUTIONS, pain: None, learnt }
}

/// The trials of so many people.
fn trials(n_people: u32) -> Vec<(SubjectId, Vec<Trial>)> {
    let mut chance = crate::people::chance();
    let person = |idx: u32| {
        let subject = SubjectId::new(&format!("p{idx:03}")).expect("a short word is a name");
        let trials = crate::people::values(&mut chance)
            .into_iter()
            .map(|value| Trial {
                subject: subject.clone(),
                test: TestId::new(value.test).expect("the test is of the catalogue"),
                side: if value.left { Side::Left } else { Side::Right },
                attempt: Some(value.attempt),
                value: value.value,
                day: day(value.visit),
                device: None,
                pain_nrs: None,
                device_asymmetry: None,
                note: None,
                place: Place::default(),
            })
            .collect();
        (subject, trials)
    };
    (0..n_people).map(person).collect()
}

/// One day in each month of 2026.
fn day(visit: u32) -> Date {
    date(2026, 1 + visit as i8, 3)
}
