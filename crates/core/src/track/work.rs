//! What the sets of one day brought.
//!
//! Read next: `super::thread`.

use super::log::LoggedSets;

/// The sets at the heaviest load of some entries: what warmed up is left aside.
pub(super) struct Work {
    pub(super) load_kg: Option<f64>,
    pub(super) least: u32,
    pub(super) most: u32,
    pub(super) last: u32,
    pub(super) n_sets: u32,
}

pub(super) fn work_sets(entries: &[&LoggedSets]) -> Option<Work> {
    // What only tells how it felt says nothing of what can be done.
    let entries = || entries.iter().filter(|entry| entry.holds_sets());
    let load_kg = entries().filter_map(|entry| entry.load_kg).reduce(f64::max);
    let heaviest = entries().filter(|entry| load_kg.is_none() || entry.load_kg == load_kg);
    let heaviest: Vec<&LoggedSets> = heaviest.copied().collect();
    let amounts = || heaviest.iter().flat_map(|entry| entry.done.iter().copied());
    Some(Work {
        load_kg,
        least: amounts().min()?,
        most: amounts().max()?,
        last: heaviest.iter().filter_map(|entry| entry.done.last().copied()).min()?,
        n_sets: u32::try_from(amounts().count()).unwrap_or(u32::MAX),
    })
}
