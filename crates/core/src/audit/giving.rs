//! What rows of a log give the legs, whatever their day: worked out once for rows that say the same.
//!
//! In a log of years most rows repeat what others say on another day. It counts hard sets and nothing else; what was
//! not counted, and why, is told by `super::count`. Read next: [`Given`].

use super::count::{CountsAs, counts_as, legs_of, side_done, side_of};
use super::field::{Piece, trainable};
use super::grid::{Legs, hundredths};
use crate::assess::HardSets;
use crate::body::{Bilateral, MuscleGroupId, Side};
use crate::knowledge::Knowledge;
use crate::training::{Recognised, Recognition, Trained, TrainedSet, recognise};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The hard sets that a row gives each leg, by muscle group; none for most rows that are not for the legs.
#[derive(Debug, Clone)]
pub struct Given {
    /// Hundredths of a set by place among the trainable groups, for each set.
    by_group: Arc<[(usize, i64)]>,
    legs: Legs,
}

/// What names of exercises were found to mean and to give; a log holds few names and many rows.
#[derive(Debug)]
pub struct Giving<'k> {
    knowledge: &'k Knowledge,
    groups: Vec<&'k MuscleGroupId>,
    known: BTreeMap<String, Known<'k>>,
}

/// Groups by their places, each with its whole hundredths of a set.
type Shares = Arc<[(usize, i64)]>;

#[derive(Debug)]
struct Known<'k> {
    recognition: Recognition,
    /// What it gives; none of what gives no hard sets.
    hard: Option<(Piece<'k>, Shares)>,
}

impl<'k> Giving<'k> {
    /// Starts without any name.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge, groups: trainable(knowledge), known: BTreeMap::new() }
    }

    /// What a name means to the catalogue, as [`recognise`] says.
    pub fn recognition(&mut self, name: &str) -> &Recognition {
        &self.known(name).recognition
    }

    /// What a row gives on its day.
    pub fn of(&mut self, row: &Trained) -> Given {
        let knowledge = self.knowledge;
        let reserve_most = knowledge.auditing.figures.reserve_most;
        let Known { recognition, hard } = self.known(&row.name);
        let given = hard.as_ref().and_then(|(piece, by_group)| {
            let is_hard = |set: &&TrainedSet| counts_as(set, piece, reserve_most) == CountsAs::Hard;
            let n_hard = row.sets.iter().filter(is_hard).count();
            let side = side_done(side_of(row, recognition), piece, knowledge);
            let legs = legs_of(side, piece, n_hard);
            (n_hard > 0).then(|| Given { by_group: Arc::clone(by_group), legs })
        });
        given.unwrap_or_else(|| Given { by_group: Arc::new([]), legs: Legs::default() })
    }

    fn known(&mut self, name: &str) -> &Known<'k> {
        if !self.known.contains_key(name) {
            let recognition = recognise(name, self.knowledge);
            let exercise = match &recognition.what {
                Recognised::Exercise { id, .. } => self.knowledge.exercises.get(id),
                Recognised::NotLegs | Recognised::Unknown => None,
            };
            let piece = exercise.map(|exercise| Piece::of(exercise, &self.groups, &[]));
            // A stretch gives none, whatever it is beside.
            let hard = piece.filter(|piece| piece.is_hard() && piece.stretches.is_empty());
            let hard = hard.map(|piece| {
                let by_group = piece.gives.as_slice().into();
                (piece, by_group)
            });
            self.known.insert(name.to_owned(), Known { recognition, hard });
        }
        &self.known[name]
    }
}

/// Hard sets by day and muscle group of what rows give; none of a group where nothing gave it any.
#[must_use]
pub fn hard_sets_of<'g>(
    given: impl IntoIterator<Item = (Date, &'g Given)>,
    knowledge: &Knowledge,
) -> Vec<HardSets> {
    let groups = trainable(knowledge);
    let mut by_day: BTreeMap<Date, Vec<Option<Bilateral<i64>>>> = BTreeMap::new();
    for (on, Given { by_group, legs }) in given {
        if by_group.is_empty() {
            continue;
        }
        let of_day = by_day.entry(on).or_insert_with(|| vec![None; groups.len()]);
        for &(group, hundredths) in by_group.iter() {
            let both = of_day[group].get_or_insert_default();
            for side in Side::BOTH {
                both[side] = both[side].saturating_add(hundredths.saturating_mul(legs.of(side)));
            }
        }
    }
    let all = by_day.into_iter().flat_map(|(on, by_group)| {
        let of_group = |(group, legs): (&&MuscleGroupId, Option<Bilateral<i64>>)| HardSets {
            on,
            group: (*group).clone(),
            sets: legs.unwrap_or_default().map(hundredths),
        };
        let given = groups.iter().zip(by_group).filter(|(_, legs)| legs.is_some());
        given.map(of_group).collect::<Vec<_>>()
    });
    all.collect()
}
