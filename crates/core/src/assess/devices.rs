//! Devices that contradict each other about one test: each agrees with itself, so that no look inside one of them tells.
//!
//! It changes no number, since the model knows that a device may have a lasting quirk; but what contradicts itself is
//! never told to be balanced. Read next: [`super::contradict`], which looks at the days of one device.

use crate::knowledge::TestId;
use crate::notice::{Notice, NoticeCode};
use std::collections::BTreeMap;

use super::gather::Instrument;
use super::learn::Learnt;
use super::prior::square;
use super::runs::{Shown, of_late};

/// From so many times the expected variance on, two devices contradict each other rather than vary: three SDs, since each
/// pair of devices is one chance to be wrong.
const CONTRADICTS: f64 = 9.0; // source: evenstride-proposal; grade E

/// Do two of these instruments, of one test, contradict each other?
pub(super) fn devices_contradict<'i, 'k: 'i>(
    instruments: impl Iterator<Item = &'i Instrument<'k>>,
    learnt: &Learnt,
) -> bool {
    !most_contrary(instruments, learnt).is_empty()
}

/// Says of every test whose devices contradict each other which two do so most.
pub(super) fn tell_devices(instruments: &[Instrument<'_>], learnt: &Learnt, notices: &mut Vec<Notice>) {
    for (one, other) in most_contrary(instruments.iter(), learnt) {
        let [device, other] = [one, other].map(|k| k.device.as_deref().unwrap_or("–"));
        notices.push(
            Notice::new(
                NoticeCode::DevicesDisagree,
                format!(
                    "{}: {device} and {other} disagree about the legs by more than their noise",
                    one.test.name
                ),
            )
            .hint("look for a mix-up of sides or a change of set-up; measure both legs with both on one day"),
        );
    }
}

/// Of each test the two instruments that contradict each other most, in the latest run of its days.
fn most_contrary<'i, 'k: 'i>(
    instruments: impl Iterator<Item = &'i Instrument<'k>>,
    learnt: &Learnt,
) -> Vec<(&'i Instrument<'k>, &'i Instrument<'k>)> {
    let mut by_test: BTreeMap<&TestId, Vec<&'i Instrument<'k>>> = BTreeMap::new();
    for instrument in instruments {
        by_test.entry(&instrument.test.id).or_default().push(instrument);
    }
    let of_test = |own: Vec<&'i Instrument<'k>>| {
        let (shown, _) = of_late(own.into_iter(), learnt);
        let pairs = shown
            .iter()
            .enumerate()
            .flat_map(|(i, one)| shown.iter().skip(i + 1).map(move |other| (one, other)));
        let ratio = |one: &Shown<'_, '_>, other: &Shown<'_, '_>| {
            square(one.mean - other.mean) / (one.variance + other.variance)
        };
        let most = pairs.max_by(|a, b| ratio(a.0, a.1).total_cmp(&ratio(b.0, b.1)))?;
        (ratio(most.0, most.1) > CONTRADICTS).then_some((most.0.instrument, most.1.instrument))
    };
    by_test.into_values().filter_map(of_test).collect()
}
