//! Which value cannot be right beside the other values of the same person and test.
//!
//! It sets nothing aside itself. Read next: [`super::gather`], which does, and says so.

use super::gather::{hurts, median, on_scale};
use crate::body::{Bilateral, Side};
use crate::knowledge::{Link, Test};
use crate::measure::Trial;

/// How far, as a factor, a value may lie from the middle of all values of its test, or from the other values of its own
/// leg, before it cannot be right. Twice as far apart, by its square, the two legs cannot be measurements of the same thing.
///
/// # Source
/// Our own proposal: a leg at a third of the other can be weak, one at a ninth is not a measurement of the same thing. The
/// heavy-tailed model of trials will replace it.
const DOUBTFUL_FACTOR: f64 = 3.0;

/// What is usual for one person in one test, on the model's scale: of what did not hurt and can be measured at all.
pub(super) struct Usual {
    /// The median of both legs together.
    middle: Option<f64>,
    /// The values of each leg in order of size.
    sides: Bilateral<Vec<f64>>,
}

impl Usual {
    /// Looks through one person's trials of one instrument.
    pub(super) fn of(test: &Test, trials: &[&Trial], pain_limit_nrs: u8) -> Self {
        let mut sides: Bilateral<Vec<f64>> = Bilateral::default();
        for trial in trials {
            let can_count = !hurts(test, trial, pain_limit_nrs)
                && (test.plausible[0]..=test.plausible[1]).contains(&trial.value);
            if let Some(scaled) = on_scale(test, trial.value).filter(|_| can_count) {
                sides[trial.side].push(scaled);
            }
        }
        let mut all: Vec<f64> = Side::BOTH.iter().flat_map(|&side| sides[side].iter().copied()).collect();
        Side::BOTH.iter().for_each(|&side| sides[side].sort_by(f64::total_cmp));
        Usual { middle: median(&mut all), sides }
    }

    /// Is a value of a leg so far from what is usual that it cannot be right?
    pub(super) fn is_doubtful(&self, test: &Test, value: f64, side: Side) -> bool {
        let (Some(scaled), Some(middle)) = (on_scale(test, value), self.middle) else {
            return true;
        };
        let [lowest, highest] = test.plausible;
        if !(lowest..=highest).contains(&value) {
            return true;
        }
        match test.link {
            Link::Log | Link::InverseTime | Link::Count => {
                (scaled - middle).abs() > libm::log(DOUBTFUL_FACTOR) && !self.is_borne_out(scaled, side)
            }
            // Angles have a plausible range of their own, and one leg may carry nearly everything.
            Link::Linear | Link::Share => false,
        }
    }

    /// Do other tries of the same leg say the same, and is that leg not so far from the other that one of them is no
    /// measurement of the test?
    ///
    /// The middle of both legs is that of the leg with more tries. A leg that is weak, and weak again, is no slip of the pen.
    fn is_borne_out(&self, scaled: f64, side: Side) -> bool {
        let far = libm::log(DOUBTFUL_FACTOR);
        let own = without(&self.sides[side], scaled);
        let across = &self.sides[side.other()];
        let other = middle_of_sorted(across.len(), |at| across.get(at).copied());
        let Some(own) = own else { return false };
        (scaled - own).abs() <= far && other.is_none_or(|other| (own - other).abs() <= 2.0 * far)
    }
}

/// The median of sorted values without one of them that is as large as this.
fn without(sorted: &[f64], value: f64) -> Option<f64> {
    let left_out = sorted.partition_point(|&other| other < value);
    let rest = |at: usize| sorted.get(if at < left_out { at } else { at + 1 }).copied();
    middle_of_sorted(sorted.len().checked_sub(1)?, rest)
}

/// The median of so many sorted values.
fn middle_of_sorted(n: usize, value: impl Fn(usize) -> Option<f64>) -> Option<f64> {
    let upper = value(n / 2).filter(|_| n > 0)?;
    if n % 2 == 1 { Some(upper) } else { Some(0.5 * (value(n / 2 - 1)? + upper)) }
}
