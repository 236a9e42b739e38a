//! One week as counts: hard sets by group, side and day, and what else the score looks at.
//!
//! Whole hundredths of a set, so that the order of adding means nothing and taking away restores what was. It knows
//! no dates. Read next: `super::score`.

use super::field::{Field, Piece};
use super::week::DayRow;
use crate::body::{Bilateral, Side};
use crate::plan::Volume;

/// Sets by the legs that do them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub(super) struct Legs {
    /// Both legs together.
    pub(super) together: i64,
    /// The left leg alone.
    pub(super) left: i64,
    /// The right leg alone.
    pub(super) right: i64,
}

impl Legs {
    /// Sets that one leg does.
    pub(super) fn of(self, side: Side) -> i64 {
        self.together
            + match side {
                Side::Left => self.left,
                Side::Right => self.right,
            }
    }

    pub(super) fn sum(self) -> i64 {
        self.together + self.left + self.right
    }

    pub(super) fn plus(self, other: Legs) -> Legs {
        Legs {
            together: self.together + other.together,
            left: self.left + other.left,
            right: self.right + other.right,
        }
    }

    pub(super) fn minus(self, other: Legs) -> Legs {
        Legs {
            together: self.together - other.together,
            left: self.left - other.left,
            right: self.right - other.right,
        }
    }
}

/// The counts of one week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    /// Hundredths of hard sets by group, side and day.
    pub(super) sets: Vec<Bilateral<[i64; 7]>>,
    /// Their sums over the days.
    pub(super) totals: Vec<Bilateral<i64>>,
    /// Days with hard sets, bit 0 = Monday.
    pub(super) hard: Vec<Bilateral<u8>>,
    /// The same of the week before, as far as the log holds it.
    pub(super) hard_before: Vec<Bilateral<u8>>,
    /// Hundredths of sets by group of which nobody said the side.
    pub(super) unsided: Vec<i64>,
    /// Half-seconds of stretching by group and side.
    pub(super) stretch: Vec<Bilateral<i64>>,
    /// Sets by movement.
    pub(super) movements: Vec<i64>,
}

impl Grid {
    pub(super) fn empty(field: &Field<'_>) -> Self {
        let n_groups = field.groups.len();
        Self {
            sets: vec![Bilateral::default(); n_groups],
            totals: vec![Bilateral::default(); n_groups],
            hard: vec![Bilateral::default(); n_groups],
            hard_before: vec![Bilateral::default(); n_groups],
            unsided: vec![0; n_groups],
            stretch: vec![Bilateral::default(); n_groups],
            movements: vec![0; field.movements.len()],
        }
    }

    /// Adds sets on a day, 0 = Monday; sets below 0 take away.
    pub(super) fn add(&mut self, piece: &Piece<'_>, day: usize, legs: Legs, unsided: bool) {
        for &(group, hundredths) in &piece.gives {
            for side in Side::BOTH {
                let more = hundredths * legs.of(side);
                self.sets[group][side][day] += more;
                self.totals[group][side] += more;
                let bit = 1_u8 << day;
                if self.sets[group][side][day] > 0 {
                    self.hard[group][side] |= bit;
                } else {
                    self.hard[group][side] &= !bit;
                }
            }
            if unsided {
                self.unsided[group] += hundredths * legs.sum();
            }
        }
        for &movement in &piece.movements {
            self.movements[movement] += legs.sum();
        }
    }

    /// Is there any hard set?
    pub(super) fn holds_sets(&self) -> bool {
        self.totals.iter().any(|total| total.left > 0 || total.right > 0)
    }

    /// Sets and minutes of stretching by group and side.
    pub(super) fn volumes(&self, field: &Field<'_>) -> Vec<Volume> {
        let groups = field.groups.iter().zip(self.totals.iter().zip(&self.stretch));
        let volume =
            |(group, (total, stretch)): (&&crate::body::MuscleGroupId, (&Bilateral<i64>, &Bilateral<i64>))| {
                Side::BOTH.map(|side| Volume {
                    group: (*group).clone(),
                    side,
                    sets: hundredths(total[side]),
                    stretch_minutes: number(stretch[side]) / 120.0,
                })
            };
        groups.flat_map(volume).collect()
    }

    /// Sets by day, and the days that follow too soon on another.
    pub(super) fn days(&self, field: &Field<'_>) -> Vec<DayRow> {
        let mut rows = Vec::new();
        for (idx, group) in field.groups.iter().enumerate() {
            for side in Side::BOTH {
                let mut too_close = [false; 7];
                self.gaps(idx, side, |first, second| {
                    if f64::from(second - first) * 24.0 < field.figures.spacing_hours
                        && let Some(day) = usize::try_from(second).ok().and_then(|day| too_close.get_mut(day))
                    {
                        *day = true;
                    }
                });
                let sets = self.sets[idx][side].map(hundredths);
                rows.push(DayRow { group: (*group).clone(), side, sets, too_close });
            }
        }
        rows
    }

    /// Tells each pair of hard days of a group that follow one another, the last one of the week before included.
    pub(super) fn gaps(&self, group: usize, side: Side, mut tell: impl FnMut(i8, i8)) {
        let before = self.hard_before[group][side];
        let mut last: Option<i8> = (0..7_i8).rev().find(|day| before & (1 << day) != 0).map(|day| day - 7);
        for day in 0..7_i8 {
            if self.hard[group][side] & (1 << day) != 0 {
                if let Some(last) = last {
                    tell(last, day);
                }
                last = Some(day);
            }
        }
    }
}

/// Hundredths as a number.
pub(super) fn hundredths(hundredths: i64) -> f64 {
    number(hundredths) / 100.0
}

/// A whole number as a number.
pub(super) fn number(whole: i64) -> f64 {
    // A week's sets and seconds are far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let number = whole as f64;
    number
}
