//! Parts of a coordinate that no target can tell apart become one.

use super::mixture::{loss, one_of};
use super::site::{Normal, Part, tilt};
use super::walk::{ALIKE, seen_through};

/// Parts are of one shape when their widths and middles differ by less than this part of the narrower one's.
const ONE_SHAPE: f64 = 0.15;
/// What is this small beside 1 is what rounding has left of 0.
const ROUNDING: f64 = 1e-9;

/// Puts parts together that say nearly the same whatever the coordinate is, with how probable they are.
pub(super) fn of_one_shape(parts: &[Part], probable: &[f64]) -> (Vec<Part>, Vec<f64>) {
    let (mut kept, mut each): (Vec<Part>, Vec<f64>) = (Vec::new(), Vec::new());
    for (part, probable) in parts.iter().zip(probable) {
        match kept.iter().position(|other| other.is_like(*part, ONE_SHAPE)) {
            Some(place) => {
                kept[place] = kept[place].with(*part);
                each[place] += probable;
            }
            None => {
                kept.push(*part);
                each.push(*probable);
            }
        }
    }
    (kept, each)
}

/// Puts parts of a coordinate together as long as the targets lose next to nothing by it; `precision` is that of the normal
/// that stands for all of them.
///
/// No part becomes wider than what all others say of the coordinate: it would take away from what these know, and once they
/// are thought otherwise of nothing would be left that has a width.
pub(super) fn alike_together(parts: &[Part], own: Normal, precision: f64, share: f64) -> Vec<Part> {
    let widest = own.variance / (1.0 - precision * own.variance).max(ROUNDING);
    let mut tilted = Vec::new();
    let scale = tilt(parts, own, &mut tilted);
    let sum: f64 = tilted.iter().map(|(weight, _)| weight).sum();
    for (weight, _) in &mut tilted {
        *weight /= sum;
    }
    let seen = |one: (f64, Normal)| seen_through(one, own.variance, share);
    let (mut kept, mut each) = (parts.to_vec(), tilted.iter().copied().map(seen).collect::<Vec<_>>());
    while let Some((i, j)) = most_alike(&each, ALIKE) {
        let (weight, Normal { mean, variance }) = one_of(tilted[i], tilted[j]);
        tilted[i] = (weight, Normal { mean, variance: variance.min(widest) });
        each[i] = seen(tilted[i]);
        let (weight, Normal { mean, variance }) = tilted[i];
        let precision = 1.0 / variance - 1.0 / own.variance;
        let part = Part { log_weight: 0.0, precision, shift: mean / variance - own.mean / own.variance };
        kept[i] = Part { log_weight: scale + libm::log(weight * sum) - part.times(own).0, ..part };
        tilted.remove(j);
        each.remove(j);
        kept.remove(j);
    }
    kept
}

/// The two parts by whose union targets that see so much of them lose least, when that is less than `most`.
fn most_alike(seen: &[(f64, Normal)], most: f64) -> Option<(usize, usize)> {
    let mut least = (most, None);
    for (i, &one) in seen.iter().enumerate() {
        for (j, &other) in seen.iter().enumerate().skip(i + 1) {
            let lost = loss(one, other);
            if lost < least.0 {
                least = (lost, Some((i, j)));
            }
        }
    }
    least.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_together_takes_nothing_from_what_others_know() {
        // All others say N(0, 10); with a normal of precision 0.9 the coordinate has a variance of 1.
        let (own, precision) = (Normal { mean: 0.0, variance: 1.0 }, 0.9);
        let parts = [-10.0, 10.0].map(|mean| Part { shift: mean, ..Part::normal(0.5, 0.0, 1.0) });
        // Targets that see next to nothing of it lose nothing by the union, whose variance is 25.5.
        let together = alike_together(&parts, own, precision, 1e-6);
        assert_eq!(together.len(), 1);
        assert!((together[0].precision + precision).abs() < 1e-9, "{together:?}");
    }
}
