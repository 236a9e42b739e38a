//! The ambiguous mixtures in every combination, against sums that are written out.

use super::super::enumerate::{Combinations, Sighted, enumerate};
use super::super::large::Large;
use super::super::matrix::{Square, dot};
use super::super::propagate::{Propagated, one_by_one, propagate};
use super::super::site::{Normal, Part};

/// The weighted normals of one target that holds no large part.
fn of_one(mixtures: &[Vec<Part>], propagated: &Propagated, look: &[f64], normal: Normal) -> Vec<(f64, Normal)> {
    let target = Sighted { look, loads: Vec::new(), normal, is_wanted: true };
    enumerate(mixtures, propagated, &[vec![target]], |parts| parts).remove(0).remove(0).unwrap()
}

/// A spike and a wide part seen once: the posterior can be written down.
#[test]
fn one_spike_and_one_wide_part_give_the_closed_form() {
    let prior = Square::from_fn(2, |i, j| if i == 0 && j == 0 { 1.5 } else { 1.0 });
    // Coordinate 0 is coordinate 1 plus noise of variance 0.5, seen at 2 with variance 0.5.
    let spike = vec![Part::normal_over(0.9, 0.0, 1e-9, 1.0), Part::normal_over(0.1, 0.0, 1.0, 1.0)];
    let mixtures = vec![vec![Part::normal(1.0, 2.0, 0.5)], spike];
    let propagated = propagate(&prior, &[], &mixtures, &one_by_one(mixtures.len()));
    let look = propagated.look(prior.row(1).to_vec());
    let normal = Normal { mean: propagated.mean(&look), variance: 1.0 - dot(&look, &look) };
    let mut parts = of_one(&mixtures, &propagated, &look, normal);
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    // By hand: N(2; 0, 1)·0.9 against N(2; 0, 2)·0.1; the wide part has mean 2/2 and variance 1/2.
    let spike = 0.9 * libm::exp(-2.0);
    let wide = 0.1 * libm::exp(-1.0) / libm::sqrt(2.0);
    assert_eq!(parts.len(), 2);
    assert!((parts[1].0 - wide / (spike + wide)).abs() < 1e-6, "{}", parts[1].0);
    assert!((parts[1].1.mean - 1.0).abs() < 1e-6 && (parts[1].1.variance - 0.5).abs() < 1e-6);
    assert!(parts[0].1.mean.abs() < 1e-6 && parts[0].1.variance < 1e-6);
}

/// A part that is too improbable to be followed keeps its weight among those that are: the posterior can be written down.
#[test]
fn a_part_that_is_not_followed_weighs_what_it_must() {
    let prior = Square::from_fn(2, |i, j| if i == 0 && j == 0 { 1.5 } else { 1.0 });
    // Seen at 2 with variance 1 in all; each part gets the weight that makes it as probable afterwards.
    let posterior = [(1.0 - 5e-4, 0.0, 0.01), (3.6e-4, 3.0, 0.1), (1.4e-4, -1.0, 0.1)];
    let density = |mean: f64, variance: f64| {
        libm::exp(-0.5 * (2.0 - mean) * (2.0 - mean) / (variance + 1.0)) / libm::sqrt(variance + 1.0)
    };
    let part = |(p, mean, variance): (f64, f64, f64)| {
        Part::normal_over(p / density(mean, variance), mean, variance, 1.0)
    };
    let mixtures = vec![vec![Part::normal(1.0, 2.0, 0.5)], posterior.map(part).to_vec()];
    let propagated = propagate(&prior, &[], &mixtures, &one_by_one(mixtures.len()));
    let look = propagated.look(prior.row(1).to_vec());
    let normal = Normal { mean: propagated.mean(&look), variance: 1.0 - dot(&look, &look) };
    let mut parts = of_one(&mixtures, &propagated, &look, normal);
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    assert_eq!(parts.len(), 3, "{parts:?}");
    for ((weight, normal), (p, mean, variance)) in parts.iter().zip(posterior) {
        assert!((weight / p - 1.0).abs() < 1e-6, "{weight} {p}");
        let by_hand = (mean + variance * 2.0) / (1.0 + variance);
        assert!((normal.mean - by_hand).abs() < 1e-6, "{} {by_hand}", normal.mean);
        assert!((normal.variance - variance / (1.0 + variance)).abs() < 1e-6);
    }
}

/// Three mixtures of coupled coordinates: the sum over all eight combinations, written out with nothing left out.
#[test]
fn coupled_mixtures_give_the_sum_over_all_combinations() {
    let prior = Square::from_fn(3, |i, j| if i == j { 2.0 } else { 0.9 });
    let at = [2.0, -1.0, 0.5];
    let mixtures: Vec<Vec<Part>> =
        at.iter().map(|&y| vec![Part::normal(0.6, y, 0.3), Part::normal(0.4, y, 6.0)]).collect();
    let propagated = propagate(&prior, &[], &mixtures, &one_by_one(mixtures.len()));
    let look = propagated.look(prior.row(0).to_vec());
    let normal = Normal { mean: propagated.mean(&look), variance: 2.0 - dot(&look, &look) };
    let parts = of_one(&mixtures, &propagated, &look, normal);
    let mean: f64 = parts.iter().map(|(w, n)| w * n.mean).sum();
    let second: f64 = parts.iter().map(|(w, n)| w * (n.variance + n.mean * n.mean)).sum();
    let (mut whole, mut by_hand, mut by_hand_second) = (0.0, 0.0, 0.0);
    for combination in 0..8 {
        let part = |i: usize| mixtures[i][combination >> i & 1];
        let one = vec![vec![part(0)], vec![part(1)], vec![part(2)]];
        let sure = propagate(&prior, &[], &one, &one_by_one(3));
        let look = sure.look(prior.row(0).to_vec());
        let (m, v) = (sure.mean(&look), 2.0 - dot(&look, &look));
        // Weight: one after another, each given the ones before.
        let mut log_weight = 0.0;
        let mut known: Vec<Vec<Part>> = (0..3).map(|_| vec![Part::normal(1.0, 0.0, 1e12)]).collect();
        for i in 0..3 {
            let before = propagate(&prior, &[], &known, &one_by_one(3));
            let look = before.look(prior.row(i).to_vec());
            let own = Normal { mean: before.mean(&look), variance: 2.0 - dot(&look, &look) };
            log_weight += part(i).times(own).0;
            known[i] = vec![part(i)];
        }
        let weight = libm::exp(log_weight);
        whole += weight;
        by_hand += weight * m;
        by_hand_second += weight * (v + m * m);
    }
    assert!((mean - by_hand / whole).abs() < 1e-6, "{mean} {}", by_hand / whole);
    assert!((second - by_hand_second / whole).abs() < 1e-5, "{second} {}", by_hand_second / whole);
}

/// Two legs that contradict each other: how probable each part is, and both at once, by all sixteen combinations.
#[test]
fn parts_are_as_probable_as_the_sum_over_all_combinations_has_them() {
    let prior = Square::from_fn(4, |i, j| if i == j { 2.0 } else { 1.9 });
    // Far apart in pairs, so that a normal in the place of each mixture settles for one leg of a pair.
    let at = [0.4, -2.0, 0.1, 2.3];
    let mixtures: Vec<Vec<Part>> =
        at.iter().map(|&y| vec![Part::normal(0.96, y, 0.05), Part::normal(0.04, y, 9.0)]).collect();
    let propagated = propagate(&prior, &[], &mixtures, &one_by_one(4));
    let weight = |combination: usize| {
        let mut known: Vec<Vec<Part>> = (0..4).map(|_| vec![Part::normal(1.0, 0.0, 1e12)]).collect();
        let mut log_weight = 0.0;
        for i in 0..4 {
            let before = propagate(&prior, &[], &known, &one_by_one(4));
            let look = before.look(prior.row(i).to_vec());
            let own = Normal { mean: before.mean(&look), variance: 2.0 - dot(&look, &look) };
            let part = mixtures[i][combination >> i & 1];
            log_weight += part.times(own).0;
            known[i] = vec![part];
        }
        libm::exp(log_weight)
    };
    let weights: Vec<f64> = (0..16).map(weight).collect();
    let sum = |holds: &dyn Fn(usize) -> bool| -> f64 {
        weights.iter().enumerate().filter(|(combination, _)| holds(*combination)).map(|(_, w)| w).sum()
    };
    let whole = sum(&|_| true);
    let all = Combinations::of(&mixtures, &propagated);
    for i in 0..4 {
        let wild = sum(&|combination| combination >> i & 1 == 1) / whole;
        let found = all.probable(i, None);
        assert!((found[1] - wild).abs() < 2e-3, "{i}: {found:?} {wild}");
        let other = (i + 1) % 4;
        let usual = sum(&|combination| combination >> other & 1 == 0);
        let wild = sum(&|combination| combination >> other & 1 == 0 && combination >> i & 1 == 1) / usual;
        let found = all.probable(i, Some((other, &[true, false])));
        assert!((found[1] - wild).abs() < 2e-3, "{i} given {other}: {found:?} {wild}");
    }
}

/// More ambiguous mixtures than could be taken in every combination: the time is bounded and no weight is lost.
#[test]
fn forty_ambiguous_mixtures_end_and_weigh_one() {
    let n = 40;
    let prior = Square::from_fn(n, |i, j| if i == j { 2.0 } else { 1.0 });
    let mixtures: Vec<Vec<Part>> = (0..n)
        .map(|i| {
            let y = if i % 2 == 0 { 2.0 } else { -2.0 };
            vec![Part::normal(0.5, y, 1.0), Part::normal(0.5, y, 9.0)]
        })
        .collect();
    let propagated = propagate(&prior, &[], &mixtures, &one_by_one(mixtures.len()));
    let look = propagated.look(prior.row(0).to_vec());
    let normal = Normal { mean: propagated.mean(&look), variance: 2.0 - dot(&look, &look) };
    let parts = of_one(&mixtures, &propagated, &look, normal);
    assert!(parts.len() > 1 && parts.len() < 2_000, "{}", parts.len());
    assert!((parts.iter().map(|(w, _)| w).sum::<f64>() - 1.0).abs() < 1e-12);
}

/// Rows that hold a large part, beside the same with the large part as one more row.
#[test]
fn a_large_part_is_a_coordinate_like_any_other() {
    let rows = Square::from_fn(3, |i, j| if i == j { 1.0 } else { 0.4 });
    let held = [0.8, 0.0, -0.5];
    let (spike, reference) = (1e-9, 1.3);
    let mut mixtures: Vec<Vec<Part>> =
        [1.5, 0.2, -2.0].map(|y| vec![Part::normal(0.9, y, 0.2), Part::normal(0.1, y, 3.0)]).to_vec();
    mixtures
        .push(vec![Part::normal_over(0.7, 0.0, spike, reference), Part::normal_over(0.3, 0.5, 1.0, reference)]);
    let large = Large { held: vec![(0, held[0]), (2, held[2])], reference };
    let apart = propagate(&rows, &[large], &mixtures, &one_by_one(4));
    let with = |i: usize| if i < 3 { held[i] } else { 1.0 };
    let whole = Square::from_fn(4, |i, j| {
        let row = if i < 3 && j < 3 { rows.at(i, j) } else { 0.0 };
        row + reference * with(i) * with(j)
    });
    let together = propagate(&whole, &[], &mixtures, &one_by_one(4));
    // Tolerance: both end when no normal moves its coordinate by 5e-4 standard deviations.
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-3 * (1.0 + b.abs()), "{a} {b}");
    for i in 0..4 {
        near(apart.marginals[i].mean, together.marginals[i].mean);
        near(apart.marginals[i].variance, together.marginals[i].variance);
        near(apart.probabilities[i][0], together.probabilities[i][0]);
        for j in 0..i {
            near(apart.between(i, j), together.between(i, j));
        }
    }
    // A target that holds twice the large part and half of the second row.
    let own = apart.large(0);
    let mut covariances: Vec<f64> = (0..3).map(|i| 0.5 * rows.at(1, i)).collect();
    apart.add_large(0, 2.0, &mut covariances);
    let look = apart.look(covariances);
    let other = together.look((0..4).map(|i| 0.5 * whole.at(1, i) + 2.0 * whole.at(3, i)).collect());
    near(apart.mean(&look) + 2.0 * own.mean, together.mean(&other));
    let variance = 0.25 * rows.at(1, 1) + 4.0 * own.variance - dot(&look, &look);
    let other_variance =
        0.25 * whole.at(1, 1) + 2.0 * whole.at(1, 3) + 4.0 * whole.at(3, 3) - dot(&other, &other);
    near(variance, other_variance);
    let of_apart = apart.with_coordinates(&[(look.as_slice(), [(0, 2.0)].as_slice())]);
    let of_together = together.with_coordinates(&[(other.as_slice(), [].as_slice())]);
    for (a, b) in of_apart[0].iter().zip(&of_together[0]) {
        near(*a, *b);
    }
}
