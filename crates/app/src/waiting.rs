//! Trials of many people, held small until it is each one's turn.
//!
//! A squad's noise is learnt from everybody's trials before anybody is judged, and a trial is mostly names that a thousand
//! others have too. Nothing is lost or changed. Read next: [`crate::squad`].

use evenstride_core::body::Side;
use evenstride_core::knowledge::TestId;
use evenstride_core::measure::{DeviceAsymmetry, Trial};
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A trial of somebody who is known, with names that others share.
#[derive(Debug)]
pub(crate) struct Waiting {
    test: Arc<TestId>,
    side: Side,
    attempt: Option<u32>,
    value: f64,
    day: Date,
    file: Arc<String>,
    line: Option<u64>,
    /// What most trials do not have.
    rare: Option<Box<Rare>>,
}

#[derive(Debug)]
struct Rare {
    device: Option<String>,
    pain_nrs: Option<u8>,
    device_asymmetry: Option<DeviceAsymmetry>,
    note: Option<String>,
}

/// The names that were met so far.
#[derive(Debug, Default)]
pub(crate) struct Names {
    tests: BTreeMap<TestId, Arc<TestId>>,
    files: BTreeMap<String, Arc<String>>,
}

impl Waiting {
    /// Makes a trial wait; whose it is must be known when it is wanted again.
    pub(crate) fn of(trial: Trial, names: &mut Names) -> Self {
        let Trial {
            subject: _,
            test,
            side,
            attempt,
            value,
            day,
            device,
            pain_nrs,
            device_asymmetry,
            note,
            place,
        } = trial;
        let is_plain = device.is_none() && pain_nrs.is_none() && device_asymmetry.is_none() && note.is_none();
        let rare = (!is_plain).then(|| Box::new(Rare { device, pain_nrs, device_asymmetry, note }));
        let (test, file) = (shared(&mut names.tests, test), shared(&mut names.files, place.file));
        Self { test, side, attempt, value, day, file, line: place.line, rare }
    }

    /// The trial as it was.
    pub(crate) fn into_trial(self, subject: &SubjectId) -> Trial {
        let Self { test, side, attempt, value, day, file, line, rare } = self;
        let (device, pain_nrs, device_asymmetry, note) = match rare.map(|rare| *rare) {
            Some(Rare { device, pain_nrs, device_asymmetry, note }) => {
                (device, pain_nrs, device_asymmetry, note)
            }
            None => (None, None, None, None),
        };
        Trial {
            subject: subject.clone(),
            test: (*test).clone(),
            side,
            attempt,
            value,
            day,
            device,
            pain_nrs,
            device_asymmetry,
            note,
            place: Place { file: (*file).clone(), line },
        }
    }
}

fn shared<T: Ord + Clone>(known: &mut BTreeMap<T, Arc<T>>, name: T) -> Arc<T> {
    if let Some(known) = known.get(&name) {
        return Arc::clone(known);
    }
    let new = Arc::new(name.clone());
    known.insert(name, Arc::clone(&new));
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_trial_that_waited_is_the_same_trial() {
        let subject = SubjectId::new("ann").unwrap();
        let plain = Trial {
            subject: subject.clone(),
            test: TestId::new("hhd-knee-ext").unwrap(),
            side: Side::Right,
            attempt: Some(2),
            value: 141.1 + 0.2,
            day: date(2026, 11, 22),
            device: None,
            pain_nrs: None,
            device_asymmetry: None,
            note: None,
            place: Place { file: "a.csv".to_owned(), line: Some(7) },
        };
        let rare = |change: &dyn Fn(&mut Trial)| {
            let mut trial = plain.clone();
            change(&mut trial);
            trial
        };
        let trials = [
            plain.clone(),
            rare(&|trial| trial.device = Some("scale".to_owned())),
            rare(&|trial| trial.pain_nrs = Some(3)),
            rare(&|trial| trial.note = Some("odd".to_owned())),
            rare(&|trial| {
                trial.device_asymmetry = Some(DeviceAsymmetry { percent: -7.25, decimals: 2, stronger: None });
                trial.place = Place { file: "b.csv".to_owned(), line: None };
            }),
        ];
        let mut names = Names::default();
        let waited = trials.clone().map(|trial| Waiting::of(trial, &mut names).into_trial(&subject));
        assert_eq!(waited, trials);
    }
}
