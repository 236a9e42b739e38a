//! Does the better leg stay the better leg from one visit to the next?
//!
//! Read next: [`super::TestReliability`].

use super::TooFew;
use crate::body::{Bilateral, Side};

/// A difference nearer to 0 than this is rounding: the legs are equal and no side is favoured.
///
/// # Units
/// `100·ln(L/R)` or degrees.
pub const EQUAL: f64 = 1e-9;

/// The favoured side, the leg with the better value, at the first and the second visit.
#[derive(Debug, Clone, PartialEq)]
pub struct SideAgreement {
    /// People by the side at the first visit, then at the second: `counts[first][second]`.
    pub counts: Bilateral<Bilateral<usize>>,
    /// People whose legs were equal at one of the visits; they are in no other count.
    pub n_equal: usize,
    /// Cohen's kappa, or why there is none.
    pub kappa: Result<f64, TooFew>,
}

impl SideAgreement {
    /// People with a favoured side at both visits.
    #[must_use]
    pub fn n_people(&self) -> usize {
        Side::BOTH.iter().map(|&first| self.counts[first].left + self.counts[first].right).sum()
    }

    /// People whose favoured side was the other one at the second visit.
    #[must_use]
    pub fn n_swapped(&self) -> usize {
        self.counts.left.right + self.counts.right.left
    }

    /// Share of people whose favoured side swapped, 0–1; none when nobody had one at both visits.
    #[must_use]
    pub fn swapped(&self) -> Option<f64> {
        (self.n_people() > 0).then(|| self.n_swapped() as f64 / self.n_people() as f64)
    }
}

/// Counts favoured sides at two visits and works out Cohen's kappa.
///
/// # Units
/// Differences of the first and the second visit, above 0 when the left leg is better.
///
/// # Source
/// Cohen 1960.
///
/// # Example
/// ```
/// use evenstride_core::reliability::kappa::side_agreement;
/// let found = side_agreement(&[[5.0, 3.0], [4.0, -1.0], [-2.0, -6.0], [-3.0, -1.0]]);
/// assert_eq!((found.n_people(), found.n_swapped()), (4, 1));
/// assert_eq!(found.kappa, Ok(0.5));
/// ```
#[must_use]
pub fn side_agreement(differences: &[[f64; 2]]) -> SideAgreement {
    let mut counts =
        Bilateral { left: Bilateral { left: 0, right: 0 }, right: Bilateral { left: 0, right: 0 } };
    let mut n_equal = 0;
    for &[first, second] in differences {
        match (favoured(first), favoured(second)) {
            (Some(first), Some(second)) => counts[first][second] += 1,
            (None, Some(_) | None) | (Some(_), None) => n_equal += 1,
        }
    }
    let mut agreement = SideAgreement { counts, n_equal, kappa: Err(TooFew::NoValue) };
    agreement.kappa = kappa(&agreement);
    agreement
}

fn favoured(difference: f64) -> Option<Side> {
    if difference > EQUAL {
        Some(Side::Left)
    } else if difference < -EQUAL {
        Some(Side::Right)
    } else {
        None
    }
}

fn kappa(found: &SideAgreement) -> Result<f64, TooFew> {
    let n = found.n_people() as f64;
    if found.n_people() < 2 {
        return Err(match (found.n_people(), found.n_equal) {
            (0, 0) => TooFew::NoValue,
            (0, 1..) => TooFew::AllEqual,
            (1.., 0..) => TooFew::OnePerson,
        });
    }
    let counts = &found.counts;
    let observed = (counts.left.left + counts.right.right) as f64 / n;
    let by_chance: f64 = Side::BOTH
        .iter()
        .map(|&side| {
            let first = (counts[side].left + counts[side].right) as f64;
            let second = (counts.left[side] + counts.right[side]) as f64;
            first * second / (n * n)
        })
        .sum();
    // When everybody favours the same side at both visits, chance alone agrees fully.
    if by_chance >= 1.0 {
        return Err(TooFew::AllEqual);
    }
    Ok((observed - by_chance) / (1.0 - by_chance))
}
