//! What one day brought for one exercise of the plan: the sets that decide, the worst of what was felt, and which leg did more.
//!
//! It decides nothing. Read next: `super::thread`.

use super::log::{Form, LoggedSets};
use super::next::Following;
use super::sides::Lead;
use super::signs::has_sign;
use super::thread::Thread;
use super::work::{Work, work_sets};
use crate::body::Side;
use crate::knowledge::{FollowingFigures, SignEffect};
use jiff::civil::Date;

/// What one day brought for a thread.
pub(super) struct Session {
    pub(super) on: Date,
    pub(super) least: Option<u32>,
    pub(super) last: u32,
    pub(super) n_sets: u32,
    pub(super) load_kg: Option<f64>,
    pub(super) reserve: Option<u32>,
    pub(super) pain: u8,
    pub(super) morning: i8,
    pub(super) unsteady: bool,
    pub(super) sharp: bool,
}

impl<'k> Thread<'k> {
    /// What decides of a day: the weak side's sets and form of the exercise itself; of pain the worst in its whole chain.
    pub(super) fn session(
        &self,
        own: &[&LoggedSets],
        all: &[&LoggedSets],
        following: &Following<'k>,
    ) -> Session {
        let deciding = |side: Option<Side>| -> Vec<&LoggedSets> {
            let is_of = |entry: &&&LoggedSets| match side {
                Some(side) => entry.side.includes(side),
                None => true,
            };
            own.iter().filter(is_of).copied().collect()
        };
        let sides: Vec<Vec<&LoggedSets>> = match (&self.lead, self.exercise.one_sided) {
            (_, false) => vec![deciding(None)],
            (Lead::Weak(side), true) => vec![deciding(Some(*side))],
            (Lead::Lesser | Lead::Ended(_), true) => Side::BOTH.map(|side| deciding(Some(side))).to_vec(),
        };
        let work: Vec<Option<Work>> = sides.iter().map(|entries| work_sets(entries)).collect();
        let all_there = work.iter().all(Option::is_some);
        let known: Vec<&Work> = work.iter().flatten().collect();
        let loads = known.iter().filter_map(|work| work.load_kg);
        Session {
            on: own.first().map_or(following.as_of, |entry| entry.on),
            least: known.iter().map(|work| work.least).min().filter(|_| all_there),
            last: known.iter().map(|work| work.last).min().unwrap_or(0),
            n_sets: known.iter().map(|work| work.n_sets).min().unwrap_or(0),
            load_kg: loads.reduce(f64::min),
            reserve: own.iter().filter_map(|entry| entry.reserve).min(),
            pain: all.iter().filter_map(|entry| entry.pain).max().unwrap_or(0),
            morning: all.iter().filter_map(|entry| entry.morning_points).max().unwrap_or(0),
            unsteady: own.iter().any(|entry| entry.form == Some(Form::Unsteady)),
            sharp: all.iter().any(|entry| has_sign(entry, SignEffect::TooMuch, following.knowledge)),
        }
    }

    pub(super) fn strong_ahead(&self, own: &[&LoggedSets], figures: &FollowingFigures) -> Option<&'static str> {
        let weak = self.lead.side().filter(|_| self.exercise.one_sided)?;
        let of = |side: Side| -> Option<Work> {
            let entries: Vec<&LoggedSets> =
                own.iter().copied().filter(|entry| entry.side.includes(side)).collect();
            work_sets(&entries)
        };
        let (weak, strong) = (of(weak)?, of(weak.other())?);
        let most = 1.0 + figures.strong_above_percent / 100.0;
        if strong.load_kg.unwrap_or(0.0) > weak.load_kg.unwrap_or(0.0) * most {
            return Some("side-load-limit");
        }
        let more = strong.n_sets > weak.n_sets || (strong.load_kg == weak.load_kg && strong.most > weak.most);
        more.then_some("side-weak-first")
    }
}
