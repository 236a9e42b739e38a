//! From rows of a log to counts: what each day gave, what was not counted, and what was counted with a doubt.
//!
//! A row is read by its name and the catalogue; nothing is dropped in silence. Read next: `super::grid`.

use super::beside::{Told, WhyTold};
use super::field::{Field, Piece};
use super::grid::{Grid, Legs, hundredths, number};
use super::week::Whole;
use crate::body::{Bilateral, Side};
use crate::knowledge::{ExerciseId, ExerciseKind, Knowledge};
use crate::training::{
    Confidence, Recognised, Recognition, SetKind, Trained, TrainedSet, TrainedSide, has_one_leg, recognise,
};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Most metres, seconds and sets that one row can add, so that no sum can overflow.
const MOST: i64 = 1_000_000;

/// One exercise on one day; rows of which nobody said the side stand apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) day: Date,
    pub(super) exercise: ExerciseId,
    pub(super) unsided: bool,
}

/// Hard sets of one exercise on one day.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    pub(super) legs: Legs,
    /// Is any of it only the nearest movement of the catalogue?
    pub(super) nearest: bool,
    /// The smallest name under which the log has it, whatever the order of the rows.
    pub(super) name: String,
}

/// A log, counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Counted {
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
    pub(super) blocks: BTreeMap<Key, Block>,
    /// Half-seconds of stretching by day, group and side.
    stretch: BTreeMap<Date, BTreeMap<usize, Bilateral<i64>>>,
    /// Centimetres run by day: all of it, and the longest row.
    pub(super) run_cm: BTreeMap<Date, (i64, i64)>,
    told: BTreeMap<(Date, String, WhyTold), Told>,
    pub(super) after_until: Vec<Told>,
}

/// The Monday of the week of a day.
pub(super) fn monday_of(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// The weekday of a day, 0 = Monday.
pub(super) fn weekday(day: Date) -> usize {
    usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0) % 7
}

/// Counts rows up to and with the last day.
pub(super) fn count<'t>(
    trained: impl IntoIterator<Item = &'t Trained>,
    field: &Field<'_>,
    until: Option<Date>,
) -> Counted {
    let mut counted = Counted::default();
    let mut known: BTreeMap<&str, Recognition> = BTreeMap::new();
    let mut after: BTreeMap<String, Told> = BTreeMap::new();
    for row in trained {
        if until.is_some_and(|until| row.on > until) {
            tell(&mut after, row.name.clone(), row, WhyTold::AfterUntil, row.sets.len());
            continue;
        }
        counted.first = Some(counted.first.map_or(row.on, |first| first.min(row.on)));
        counted.last = Some(counted.last.map_or(row.on, |last| last.max(row.on)));
        let recognition = known.entry(&row.name).or_insert_with(|| recognise(&row.name, field.knowledge));
        counted.row(row, recognition, field);
    }
    counted.after_until = after.into_values().collect();
    counted
}

/// The legs that a row says, or else its name.
pub(super) fn side_of(row: &Trained, recognition: &Recognition) -> TrainedSide {
    match (row.side, recognition.side) {
        (TrainedSide::NotSaid, Some(side)) => side,
        (side, _) => side,
    }
}

/// What a set counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CountsAs {
    Nothing,
    WarmUp,
    Stretch,
    Easy,
    Hard,
}

pub(super) fn counts_as(set: &TrainedSet, piece: &Piece<'_>, reserve_most: f64) -> CountsAs {
    if set.reps == Some(0) || (set.reps.is_none() && set.seconds == Some(0)) {
        CountsAs::Nothing
    } else if set.kind == SetKind::WarmUp {
        CountsAs::WarmUp
    } else if !piece.stretches.is_empty() {
        CountsAs::Stretch
    } else if piece.is_hard() && set.reserve.is_some_and(|reserve| reserve > reserve_most) {
        CountsAs::Easy
    } else {
        CountsAs::Hard
    }
}

/// The legs that did sets of an exercise for which a leg was told: both together where nobody can do it with one leg.
pub(super) fn side_done(told: TrainedSide, piece: &Piece<'_>, knowledge: &Knowledge) -> TrainedSide {
    match told {
        TrainedSide::Left | TrainedSide::Right | TrainedSide::Each
            if !piece.exercise.one_sided && !has_one_leg(&piece.exercise.id, knowledge) =>
        {
            TrainedSide::Both
        }
        TrainedSide::Left
        | TrainedSide::Right
        | TrainedSide::Each
        | TrainedSide::Both
        | TrainedSide::NotSaid => told,
    }
}

/// The legs that did so many sets.
pub(super) fn legs_of(side: TrainedSide, piece: &Piece<'_>, n_sets: usize) -> Legs {
    let n = i64::try_from(n_sets).unwrap_or(MOST).min(MOST);
    let one_sided = piece.exercise.one_sided;
    match side {
        TrainedSide::Left => Legs { left: n, ..Legs::default() },
        TrainedSide::Right => Legs { right: n, ..Legs::default() },
        TrainedSide::Each => Legs { left: n, right: n, together: 0 },
        // A set of both legs of an exercise for one leg is one of each, not one of both together.
        TrainedSide::NotSaid | TrainedSide::Both if one_sided => Legs { left: n, right: n, together: 0 },
        TrainedSide::Both | TrainedSide::NotSaid => Legs { together: n, ..Legs::default() },
    }
}

impl Counted {
    fn row(&mut self, row: &Trained, recognition: &Recognition, field: &Field<'_>) {
        let (id, confidence) = match &recognition.what {
            Recognised::Exercise { id, confidence } => (id, *confidence),
            Recognised::NotLegs => return self.tell(row, WhyTold::NotLegs, row.sets.len()),
            Recognised::Unknown => return self.tell(row, WhyTold::Unknown, row.sets.len()),
        };
        let Some(piece) = field.piece(id) else {
            return self.tell(row, WhyTold::Unknown, row.sets.len());
        };
        let kind = piece.exercise.kind;
        let side = side_of(row, recognition);
        if kind == ExerciseKind::Running {
            self.run(row);
        }
        let mut hard = 0;
        let (mut n_warm_up, mut n_easy, mut n_nothing, mut n_stretched) = (0, 0, 0, 0);
        for set in &row.sets {
            match counts_as(set, piece, field.figures.reserve_most) {
                CountsAs::Nothing => n_nothing += 1,
                CountsAs::WarmUp => n_warm_up += 1,
                CountsAs::Stretch => {
                    n_stretched += 1;
                    self.stretched(row.on, set, side, &piece.stretches, piece.half_seconds);
                }
                CountsAs::Easy => n_easy += 1,
                CountsAs::Hard => hard += 1,
            }
        }
        for (why, n) in [(WhyTold::Nothing, n_nothing), (WhyTold::WarmUp, n_warm_up), (WhyTold::Easy, n_easy)] {
            self.tell(row, why, n);
        }
        let unsided = side == TrainedSide::NotSaid && piece.exercise.one_sided;
        if !piece.stretches.is_empty() {
            if unsided {
                self.tell(row, WhyTold::SideNotSaid { exercise: id.clone() }, n_stretched);
            }
            return;
        }
        if !piece.is_hard() {
            return self.tell(row, WhyTold::NoHardSets { exercise: id.clone(), kind }, hard);
        }
        if hard == 0 {
            return;
        }
        if unsided {
            self.tell(row, WhyTold::SideNotSaid { exercise: id.clone() }, hard);
        }
        let nearest = confidence == Confidence::Nearest;
        if nearest {
            self.tell(row, WhyTold::Nearest { exercise: id.clone() }, hard);
        }
        let done = side_done(side, piece, field.knowledge);
        if done != side {
            self.tell(row, WhyTold::BothLegs { exercise: id.clone() }, hard);
        }
        let legs = legs_of(done, piece, hard);
        let key = Key { day: row.on, exercise: id.clone(), unsided };
        let block = self.blocks.entry(key).or_default();
        block.legs = block.legs.plus(legs);
        block.nearest |= nearest;
        if block.name.is_empty() || row.name < block.name {
            block.name.clone_from(&row.name);
        }
    }

    fn tell(&mut self, row: &Trained, why: WhyTold, n_sets: usize) {
        // A row without sets is told where it was not understood, since it is all that says so.
        let not_understood = matches!(why, WhyTold::Unknown | WhyTold::NotLegs);
        if n_sets > 0 || not_understood {
            let key = (monday_of(row.on), row.name.clone(), why.clone());
            tell(&mut self.told, key, row, why, n_sets);
        }
    }

    fn stretched(&mut self, on: Date, set: &TrainedSet, side: TrainedSide, groups: &[usize], usual: i64) {
        let half_seconds = set.seconds.map_or(usual, |seconds| (2 * i64::from(seconds)).min(MOST));
        for &group in groups {
            let both = self.stretch.entry(on).or_default().entry(group).or_default();
            for leg in Side::BOTH {
                let does = match side {
                    TrainedSide::Left => leg == Side::Left,
                    TrainedSide::Right => leg == Side::Right,
                    TrainedSide::Both | TrainedSide::Each | TrainedSide::NotSaid => true,
                };
                if does {
                    both[leg] = both[leg].saturating_add(half_seconds);
                }
            }
        }
    }

    fn run(&mut self, row: &Trained) {
        let mut sum = 0_i64;
        for metres in row.sets.iter().filter_map(|set| set.metres).filter(|metres| metres.is_finite()) {
            // Clamped to a million metres, so nothing is cut off.
            #[allow(clippy::cast_possible_truncation)]
            let centimetres = (metres.clamp(0.0, 1e6) * 100.0).round() as i64;
            sum = sum.saturating_add(centimetres);
        }
        if sum > 0 {
            let (all, longest) = self.run_cm.entry(row.on).or_default();
            *all = all.saturating_add(sum);
            *longest = (*longest).max(sum);
        }
    }

    /// The blocks of a week, by day.
    pub(super) fn week(&self, from: Date) -> impl Iterator<Item = (&Key, &Block)> {
        let end = from.saturating_add(7.days());
        self.blocks.iter().skip_while(move |(key, _)| key.day < from).take_while(move |(key, _)| key.day < end)
    }

    /// The counts of a week, with the hard days of the week before.
    pub(super) fn grid(&self, from: Date, field: &Field<'_>) -> Grid {
        let mut grid = self.alone(from, field);
        grid.hard_before = self.alone(from.saturating_sub(7.days()), field).hard;
        for (day, groups) in &self.stretch {
            if monday_of(*day) == from {
                for (group, both) in groups {
                    for side in Side::BOTH {
                        grid.stretch[*group][side] = grid.stretch[*group][side].saturating_add(both[side]);
                    }
                }
            }
        }
        grid
    }

    fn alone(&self, from: Date, field: &Field<'_>) -> Grid {
        let mut grid = Grid::empty(field);
        for (key, block) in self.week(from) {
            if let Some(piece) = field.piece(&key.exercise) {
                grid.add(piece, weekday(key.day), block.legs, key.unsided);
            }
        }
        grid
    }

    /// Hard sets of a leg on each day: one with both legs is one, one with one leg is half of one.
    pub(super) fn daily_sets(&self, from: Date) -> [f64; 7] {
        let mut daily = [0_i64; 7];
        for (key, block) in self.week(from) {
            daily[weekday(key.day)] += 100 * block.legs.together + 50 * (block.legs.left + block.legs.right);
        }
        daily.map(hundredths)
    }

    /// Metres run in a week; none when the log holds no run in it.
    pub(super) fn metres(&self, from: Date) -> Option<f64> {
        let runs = self.run_cm.iter().filter(|(day, _)| monday_of(**day) == from);
        let all: Vec<i64> = runs.map(|(_, (all, _))| *all).collect();
        (!all.is_empty()).then(|| number(all.iter().fold(0, |sum, one| sum.saturating_add(*one))) / 100.0)
    }

    /// Does the log hold all days of a week?
    pub(super) fn whole(&self, from: Date, until: Option<Date>) -> Whole {
        let begins_within = self.first.is_some_and(|first| first > from);
        let ends = until.or(self.last);
        let ends_within = ends.is_some_and(|end| end < from.saturating_add(6.days()));
        match (begins_within, ends_within) {
            (false, false) => Whole::Whole,
            (true, false) => Whole::BeginsWithin,
            (false, true) => Whole::EndsWithin,
            (true, true) => Whole::BeginsAndEndsWithin,
        }
    }

    pub(super) fn not_counted(&self, from: Date) -> Vec<Told> {
        self.of_week(from).filter(|told| !told.why.was_counted()).cloned().collect()
    }

    pub(super) fn doubtful(&self, from: Date) -> Vec<Told> {
        self.of_week(from).filter(|told| told.why.was_counted()).cloned().collect()
    }

    fn of_week(&self, from: Date) -> impl Iterator<Item = &Told> {
        self.told.iter().filter(move |((week, _, _), _)| *week == from).map(|(_, told)| told)
    }
}

impl WhyTold {
    fn was_counted(&self) -> bool {
        match self {
            WhyTold::SideNotSaid { .. } | WhyTold::BothLegs { .. } | WhyTold::Nearest { .. } => true,
            WhyTold::Unknown
            | WhyTold::NotLegs
            | WhyTold::NoHardSets { .. }
            | WhyTold::WarmUp
            | WhyTold::Easy
            | WhyTold::Nothing
            | WhyTold::AfterUntil => false,
        }
    }
}

fn tell<K: Ord>(all: &mut BTreeMap<K, Told>, key: K, row: &Trained, why: WhyTold, n_sets: usize) {
    let n_sets = u32::try_from(n_sets).unwrap_or(u32::MAX);
    let told = all.entry(key).or_insert_with(|| Told {
        name: row.name.clone(),
        why,
        n_sets: 0,
        place: row.place.clone(),
    });
    told.n_sets = told.n_sets.saturating_add(n_sets);
    if row.place < told.place {
        told.place.clone_from(&row.place);
    }
}
