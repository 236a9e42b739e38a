//! Devices that contradict each other about one test: each agrees with itself, so that no look inside one of them tells.
//!
//! It changes no number, since the model knows that a device may have a lasting quirk; but what contradicts itself is
//! never told to be balanced. Read next: [`super::contradict`], which looks at the days of one device.

use crate::knowledge::{Link, TestId};
use crate::notice::{Notice, NoticeCode};
use std::collections::BTreeMap;

use super::cell::scaled;
use super::gather::Instrument;
use super::learn::Learnt;
use super::prior::{noise_scale, square};

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

/// Of each test the two instruments that contradict each other most.
fn most_contrary<'i, 'k: 'i>(
    instruments: impl Iterator<Item = &'i Instrument<'k>>,
    learnt: &Learnt,
) -> Vec<(&'i Instrument<'k>, &'i Instrument<'k>)> {
    let mut by_test: BTreeMap<&TestId, Vec<(&Instrument<'k>, (f64, f64))>> = BTreeMap::new();
    for instrument in instruments {
        if let Some(shown) = shown(instrument, learnt) {
            by_test.entry(&instrument.test.id).or_default().push((instrument, shown));
        }
    }
    let of_test = |own: Vec<(&'i Instrument<'k>, (f64, f64))>| {
        let pairs =
            own.iter().enumerate().flat_map(|(i, one)| own.iter().skip(i + 1).map(move |other| (one, other)));
        let ratio = |((_, (mean, variance)), (_, (other, more))): (&(_, (f64, f64)), &(_, (f64, f64)))| {
            square(mean - other) / (variance + more)
        };
        let most = pairs.max_by(|a, b| ratio(*a).total_cmp(&ratio(*b)))?;
        (ratio(most) > CONTRADICTS).then_some((most.0.0, most.1.0))
    };
    by_test.into_values().filter_map(of_test).collect()
}

/// The mean difference that an instrument shows, left minus right on the model's scale, with its variance by usual noise
/// and the quirk; none without a day with both legs.
fn shown(instrument: &Instrument<'_>, learnt: &Learnt) -> Option<(f64, f64)> {
    let test = instrument.test;
    let (noise, scale) = (learnt.noise(test), noise_scale(test));
    let (day, trial) = (square(noise.leg_day * scale), square(noise.trial * scale));
    let mean_of = |values: Vec<(f64, f64)>| {
        let n = values.len() as f64;
        let mean = values.iter().map(|(value, _)| value).sum::<f64>() / n;
        let counting = values.iter().map(|(_, counting)| counting).sum::<f64>() / (n * n);
        (n > 0.0).then_some((mean, trial / n + counting))
    };
    let of_day = |own: &super::gather::Day| {
        let day = day / f64::from(own.n_days);
        if test.link == Link::Share {
            let ratios = own.pairs.iter().map(|&(left, right)| (libm::log(left / right), 0.0));
            return mean_of(ratios.collect()).map(|(mean, variance)| (mean, variance + day));
        }
        let (left, right) =
            (mean_of(scaled(test, &own.sides.left.values))?, mean_of(scaled(test, &own.sides.right.values))?);
        Some((left.0 - right.0, 2.0 * day + left.1 + right.1))
    };
    let days: Vec<(f64, f64)> = instrument.days.iter().filter_map(of_day).collect();
    let n = days.len() as f64;
    let (sum, variance) = days.iter().fold((0.0, 0.0), |all, own| (all.0 + own.0, all.1 + own.1));
    (n > 0.0).then(|| (sum / n, variance / (n * n) + square(noise.quirk * scale)))
}
