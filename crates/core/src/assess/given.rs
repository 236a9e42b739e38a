//! What targets hang on once a coordinate is settled.
//!
//! Two things may explain one value: a bad day of the muscle, or only of this test. With a normal in the place of each,
//! the wider one takes all, and the other seems to move nothing; when the wider one is held to its likeliest part, the
//! other shows what it is worth. Read next: [`super::apart`].

use super::apart::Apart;
use super::enumerate::Sighted;
use super::propagate::Propagated;
use super::site::{Normal, tilt};
use super::walk::{KNOWN, moved};

/// The coordinates that may be taken apart and the targets, one of the coordinates settled or none.
pub(super) struct Given<'a> {
    unclear: &'a [Apart],
    own: Vec<Normal>,
    /// What coordinates were before any was settled: a variance that is next to nothing beside it is what rounding left.
    at_first: Vec<f64>,
    /// Each target's covariance with the coordinates, and its variance.
    targets: Vec<(Vec<f64>, f64)>,
}

impl<'a> Given<'a> {
    /// Everything as the normals have it; `shared` is the targets' covariance with all coordinates.
    pub(super) fn nothing(
        unclear: &'a [Apart],
        propagated: &Propagated,
        targets: &[Sighted<'_>],
        shared: &[Vec<f64>],
    ) -> Self {
        let own: Vec<Normal> = unclear.iter().map(|apart| propagated.marginals[apart.coordinate]).collect();
        let of_target = |(target, shared): (&Sighted<'_>, &Vec<f64>)| {
            (unclear.iter().map(|apart| shared[apart.coordinate]).collect(), target.normal.variance)
        };
        let at_first = own.iter().map(|own| own.variance).collect();
        Self { unclear, own, at_first, targets: targets.iter().zip(shared).map(of_target).collect() }
    }

    /// What a coordinate is thought to be.
    pub(super) fn own(&self, a: usize) -> Normal {
        let Normal { mean, variance } = self.own[a];
        Normal { mean, variance: variance.max(KNOWN * self.at_first[a]) }
    }

    /// The largest covariance of a target with this coordinate, squared and over the target's variance.
    pub(super) fn hangs(&self, a: usize) -> f64 {
        let each = self
            .targets
            .iter()
            .map(|(shared, variance)| shared[a] * shared[a] / variance.max(f64::MIN_POSITIVE));
        each.fold(0.0, f64::max)
    }

    /// The same with a coordinate held to its likeliest part; nothing where it is known already.
    pub(super) fn with_settled(&self, a: usize, propagated: &Propagated) -> Option<Self> {
        let Self { unclear, ref at_first, .. } = *self;
        let own = self.own[a];
        if own.variance <= KNOWN * at_first[a] {
            return None;
        }
        let mut tilted = Vec::new();
        tilt(&unclear[a].parts, own, &mut tilted);
        let &(_, part) = tilted.iter().max_by(|one, other| one.0.total_cmp(&other.0))?;
        let (along, narrowing) = moved(own, part);
        let coordinate = unclear[a].coordinate;
        let column: Vec<f64> =
            unclear.iter().map(|other| propagated.between(coordinate, other.coordinate)).collect();
        let of_own = |(own, shared): (&Normal, &f64)| Normal {
            mean: own.mean + along * shared,
            variance: own.variance - narrowing * shared * shared,
        };
        let of_target = |(shared, variance): &(Vec<f64>, f64)| {
            let by = narrowing * shared[a];
            let left = shared.iter().zip(&column).map(|(shared, column)| shared - by * column).collect();
            (left, variance - by * shared[a])
        };
        Some(Self {
            unclear,
            own: self.own.iter().zip(&column).map(of_own).collect(),
            at_first: at_first.clone(),
            targets: self.targets.iter().map(of_target).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::apart::unclear;
    use crate::assess::matrix::{Square, dot};
    use crate::assess::propagate::{one_by_one, propagate};
    use crate::assess::site::Part;

    #[test]
    fn a_settled_coordinate_leaves_what_the_textbook_leaves() {
        let prior = Square::from_fn(3, |i, j| if i == j { 2.0 } else { 1.2 });
        let parts = |y: f64| vec![Part::normal(0.6, y, 0.3), Part::normal(0.4, y, 6.0)];
        let mixtures = vec![parts(1.0), parts(-0.5), vec![Part::normal(1.0, 0.2, 0.5)]];
        let propagated = propagate(&prior, &[], &mixtures, &one_by_one(3));
        let unclear = unclear(&mixtures, &propagated);
        assert_eq!(unclear.len(), 2);
        let target = |of: &Propagated| {
            let look = of.look(prior.row(2).to_vec());
            let normal = Normal { mean: of.mean(&look), variance: 2.0 - dot(&look, &look) };
            (look, normal)
        };
        let (look, normal) = target(&propagated);
        let sighted = [Sighted { look: &look, loads: Vec::new(), normal, is_wanted: true }];
        let shared = propagated.with_coordinates(&[(&look, &[])]);
        let given = Given::nothing(&unclear, &propagated, &sighted, &shared);
        // The same with one part alone in the place of the mixture, and the other one left to its normal.
        let as_is =
            |i: usize| Part { log_weight: 0.0, precision: propagated.precision[i], shift: propagated.shift[i] };
        let narrow = |i: usize| mixtures[i][0];
        for settled in 0..2 {
            let given = given.with_settled(settled, &propagated).unwrap();
            let sure = (0..2).map(|i| vec![if i == settled { narrow(i) } else { as_is(i) }]);
            let sure: Vec<Vec<Part>> = sure.chain([mixtures[2].clone()]).collect();
            let sure = propagate(&prior, &[], &sure, &one_by_one(3));
            let (look, normal) = target(&sure);
            let shared = sure.with_coordinates(&[(&look, &[])]).remove(0);
            for (a, shared) in shared.iter().enumerate().take(2) {
                let (found, wanted) = (given.own(a), sure.marginals[a]);
                assert!((found.mean - wanted.mean).abs() < 1e-9, "{a} {found:?} {wanted:?}");
                assert!((found.variance - wanted.variance).abs() < 1e-9, "{a} {found:?} {wanted:?}");
                let hangs = shared * shared / normal.variance;
                assert!((given.hangs(a) - hangs).abs() < 1e-9, "{a} {} {hangs}", given.hangs(a));
            }
        }
    }
}
