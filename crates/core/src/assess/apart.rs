//! Which coordinates are taken apart for some targets, and into which parts.
//!
//! A coordinate is worth it when what it may be moves a target: by what all normals say, or once another one on which
//! much hangs is settled, because what explains a thing as well as another one shows only when that is out of question.
//! It knows nothing of muscles or tests. Read next: [`super::walk`], which goes through the combinations.

use super::alike::{alike_together, of_one_shape};
use super::enumerate::Sighted;
use super::given::Given;
use super::propagate::Propagated;
use super::site::{Normal, Part};
use super::walk::{Disputed, FOLLOWED, Split};

/// A coordinate may be worth taking apart when its likeliest part leaves more than this to the others.
const AMBIGUOUS: f64 = 3e-4;
/// It is when its parts move a target by more than this share of the target's variance.
pub(super) const MATTERS: f64 = 3e-4;
/// Where the normals are in doubt, more than this: they may be so wide that a coordinate seems to say nothing.
const MAY_MATTER: f64 = 1e-7;
/// Where it is enough to know which of two things is likelier, more than this.
pub(super) const MATTERS_COARSELY: f64 = 3e-3;
/// At most so many coordinates are taken apart at once.
const MOST_APART: usize = 20;
/// At most so many combinations of what is disputed are followed whatever anybody thinks of them.
const MOST_FOLLOWED: usize = 128;
/// What answers think of what is disputed counts as long as it adds up to so much for all combinations together; where they
/// agree it adds up to 1.
const MOST_THOUGHT: f64 = 2.0;
/// A coordinate is settled, to see what hangs on the others then, when it moves a target by more than this share …
const SETTLED_FIRST: f64 = 1e-2;
/// … and so many are, one at a time.
const MOST_SETTLED: usize = 8;
/// What differs by less than this part of itself is the same but for rounding.
const ROUNDING: f64 = 1e-9;

/// One coordinate that may be taken apart.
pub(super) struct Apart {
    pub(super) coordinate: usize,
    /// Its parts, each over the normal that stands for all of them.
    pub(super) parts: Vec<Part>,
    /// How probable they are; where that is disputed, in the answer that likes them best.
    probable: Vec<f64>,
    is_disputed: bool,
}

/// The parts of a coordinate, each over the normal that stands for all of them.
pub(super) fn over(parts: &[Part], propagated: &Propagated, i: usize) -> impl Iterator<Item = Part> {
    let (precision, shift) = (propagated.precision[i], propagated.shift[i]);
    parts.iter().map(move |part| Part {
        precision: part.precision - precision,
        shift: part.shift - shift,
        ..*part
    })
}

/// The coordinates whose likeliest part leaves something to the others.
pub(super) fn unclear(mixtures: &[Vec<Part>], propagated: &Propagated) -> Vec<Apart> {
    let is_unclear = |i: &usize| {
        let likeliest = propagated.probabilities[*i].iter().copied().fold(0.0, f64::max);
        mixtures[*i].len() > 1 && (1.0 - likeliest > AMBIGUOUS || !propagated.disputed[*i].is_empty())
    };
    let apart = |i: usize| {
        let disputed = &propagated.disputed[i];
        let is_disputed = !disputed.is_empty();
        let probable = if is_disputed { disputed } else { &propagated.probabilities[i] }.clone();
        Apart { coordinate: i, parts: over(&mixtures[i], propagated, i).collect(), probable, is_disputed }
    };
    (0..mixtures.len()).filter(is_unclear).map(apart).collect()
}

/// The coordinates that move one of the targets by more than a share of its variance, most first, but for some; `shared` is
/// the targets' covariance with all of them.
pub(super) fn splits(
    mixtures: &[Vec<Part>],
    unclear: &[Apart],
    propagated: &Propagated,
    targets: &[Sighted<'_>],
    shared: &[Vec<f64>],
    but: &[usize],
    matters: f64,
) -> Vec<Split> {
    let given = Given::nothing(unclear, propagated, targets, shared);
    let hangs: Vec<f64> = (0..unclear.len()).map(|a| given.hangs(a)).collect();
    let may_be = |a: &usize| !but.contains(&unclear[*a].coordinate);
    let moves = moves(unclear, propagated, &given, may_be);
    let least = |a: usize| if unclear[a].is_disputed { MAY_MATTER } else { matters };
    let mut chosen: Vec<usize> = (0..unclear.len()).filter(may_be).filter(|&a| moves[a] > least(a)).collect();
    // What is disputed comes first, so that what is thought of the others hangs on it and not the other way round.
    let is_disputed = |a: usize| unclear[a].is_disputed;
    chosen.sort_by(|&a, &b| {
        is_disputed(b).cmp(&is_disputed(a)).then(moves[b].total_cmp(&moves[a])).then(a.cmp(&b))
    });
    let mut disputes = Disputes { combinations: 1, thought: 1.0 };
    let split = |a: usize| {
        let Apart { coordinate, parts, probable, is_disputed } = &unclear[a];
        let own = propagated.marginals[*coordinate];
        let share = (hangs[a] / own.variance.max(f64::MIN_POSITIVE)).min(1.0);
        let whole = Split { coordinate: *coordinate, variance: own.variance, share, ..Split::default() };
        if *is_disputed {
            // What an answer that is not to be trusted thinks as good as impossible stays a part of its own.
            let (shapes, probable) = of_one_shape(&mixtures[*coordinate], probable);
            let parts = over(&shapes, propagated, *coordinate).collect();
            return Split { parts, disputed: disputes.with(probable), ..whole };
        }
        Split { parts: alike_together(parts, own, propagated.precision[*coordinate], share), ..whole }
    };
    // What is one part now is what the normal in its place says.
    chosen.into_iter().map(split).filter(|split| split.parts.len() > 1).take(MOST_APART).collect()
}

/// What is followed of the disputed coordinates that came before.
struct Disputes {
    combinations: usize,
    thought: f64,
}

impl Disputes {
    /// How far one more is followed, by how probable each of its parts is in the answer that likes it best.
    fn with(&mut self, probable: Vec<f64>) -> Disputed {
        let combinations = self.combinations.saturating_mul(probable.len());
        if combinations <= MOST_FOLLOWED {
            self.combinations = combinations;
            return Disputed::Whatever(probable);
        }
        let thought = self.thought * probable.iter().sum::<f64>();
        if thought <= MOST_THOUGHT {
            self.thought = thought;
            return Disputed::Thought(probable);
        }
        Disputed::No
    }
}

/// By which share of its variance each coordinate moves the target that it moves most: as things stand, or once one of those
/// that move most is settled, whichever is most.
fn moves(
    unclear: &[Apart],
    propagated: &Propagated,
    given: &Given<'_>,
    may_be: impl Fn(&usize) -> bool,
) -> Vec<f64> {
    let moves = |given: &Given<'_>, a: usize| {
        let Apart { parts, probable, is_disputed, .. } = &unclear[a];
        // What is disputed is never quite out of question.
        let least = if *is_disputed { FOLLOWED } else { 0.0 };
        given.hangs(a) * between(parts, probable, least, given.own(a))
    };
    let mut most: Vec<f64> = (0..unclear.len()).map(|a| moves(given, a)).collect();
    let mut first: Vec<usize> =
        (0..unclear.len()).filter(may_be).filter(|&a| most[a] > SETTLED_FIRST).collect();
    first.sort_by(|&a, &b| most[b].total_cmp(&most[a]).then(a.cmp(&b)));
    // What moves as much as the last of these counts as well, so that it does not matter which leg is the left one.
    if let Some(last) = first.get(MOST_SETTLED - 1).map(|&a| most[a]) {
        first.retain(|&a| most[a] >= last * (1.0 - ROUNDING));
    }
    for settled in first {
        let Some(given) = given.with_settled(settled, propagated) else { continue };
        for a in (0..unclear.len()).filter(|&a| a != settled) {
            most[a] = most[a].max(moves(&given, a));
        }
    }
    most
}

/// How far the parts lie apart and how much their widths differ, over the square of the coordinate's variance: times
/// the square of a covariance it is a variance of the other.
fn between(parts: &[Part], probabilities: &[f64], least: f64, own: Normal) -> f64 {
    let each = || parts.iter().zip(probabilities).map(|(part, p)| (part.product(own), p.max(least)));
    let (mut mean, mut variance) = (0.0, 0.0);
    for (normal, p) in each() {
        mean += p * normal.mean;
        variance += p * normal.variance;
    }
    let of_part = |(normal, p): (Normal, f64)| {
        p * ((normal.mean - mean) * (normal.mean - mean) + (normal.variance - variance).abs())
    };
    each().map(of_part).sum::<f64>() / (own.variance * own.variance).max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::large::Large;
    use crate::assess::matrix::{Square, dot};
    use crate::assess::propagate::{one_by_one, propagate};

    #[test]
    fn what_is_disputed_is_followed_whatever_while_there_is_room_and_then_as_answers_think() {
        let mut disputes = Disputes { combinations: 1, thought: 1.0 };
        let n_whatever = std::iter::from_fn(|| match disputes.with(vec![0.9, 0.4]) {
            Disputed::Whatever(_) => Some(()),
            Disputed::Thought(_) | Disputed::No => None,
        });
        // Two to the power of seven is the most; the eighth is one that answers differ about, by 0.3.
        assert_eq!(n_whatever.count(), 7);
        assert!(matches!(disputes.with(vec![0.9, 0.4]), Disputed::Thought(best) if best == [0.9, 0.4]));
        assert!(matches!(disputes.with(vec![0.9, 0.4]), Disputed::No), "1.3 to the power of three is above 2");
        // What answers agree about takes no room from the rest.
        assert!(matches!(disputes.with(vec![0.7, 0.3]), Disputed::Thought(_)));
    }

    /// A value that a bad day of the muscle explains, or one of this test alone, or a leg that is so.
    #[test]
    fn what_explains_a_value_as_well_as_another_thing_moves_something_once_that_is_settled() {
        let prior = Square::from_fn(1, |_, _| 1.0);
        let large = Large { held: vec![(0, 1.0)], reference: 100.0 };
        let mixtures = [
            vec![Part::normal(0.9, 3.0, 0.01), Part::normal(0.1, 3.0, 9.0)],
            vec![Part::normal_over(0.8, 0.0, 1e-9, 100.0), Part::normal_over(0.2, 0.0, 100.0, 100.0)],
        ];
        let propagated = propagate(&prior, &[large], &mixtures, &one_by_one(2));
        let look = propagated.look(prior.row(0).to_vec());
        let normal = Normal { mean: propagated.mean(&look), variance: 1.0 - dot(&look, &look) };
        let target = [Sighted { look: &look, loads: Vec::new(), normal, is_wanted: true }];
        let shared = propagated.with_coordinates(&[(&look, &[])]);
        let unclear = unclear(&mixtures, &propagated);
        let given = Given::nothing(&unclear, &propagated, &target, &shared);
        let at_first = given.hangs(0) * between(&unclear[0].parts, &unclear[0].probable, 0.0, given.own(0));
        let moves = moves(&unclear, &propagated, &given, |_| true);
        assert!(moves[0] > 3.0 * at_first && moves[1] > SETTLED_FIRST, "{at_first} {moves:?}");
    }
}
