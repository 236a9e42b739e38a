//! Makes a set of tests that was chosen one after another smaller, or better for the same minutes.
//!
//! A test that was the best one at first may be needless after those that came later, and two short ones may tell more
//! than a long one. Drops and exchanges of one for one are tried as long as they help, a few times at most; the best of
//! all sets would take far longer to find. Read next: [`super::battery`].

use super::battery::{Joint, WORTH_ADDING};

/// So often the whole set is gone through.
const ROUNDS: usize = 3;
/// So many tests that are not in it are tried in the place of each.
const TRIED: usize = 12;

/// Drops and exchanges tests after the first `n_kept`, and fills up the minutes that become free.
pub(super) fn improved(joint: &Joint<'_>, chosen: &mut Vec<usize>, n_kept: usize, minutes: f64) {
    for _ in 0..ROUNDS {
        let dropped = drop_needless(joint, chosen, n_kept);
        let exchanged = exchange_one(joint, chosen, n_kept, minutes);
        if !dropped && !exchanged {
            return;
        }
        // What was dropped gains too little to come back.
        joint.fill(chosen, minutes);
    }
    drop_needless(joint, chosen, n_kept);
}

/// Drops tests without which what is expected hardly changes, those that were chosen first before others.
fn drop_needless(joint: &Joint<'_>, chosen: &mut Vec<usize>, n_kept: usize) -> bool {
    let before = chosen.len();
    let mut whole = joint.reduction(chosen);
    let mut at = n_kept;
    while at < chosen.len() {
        let without: Vec<usize> = all_but(chosen, at).collect();
        let left = joint.reduction(&without);
        if whole.iter().zip(left).all(|(whole, left)| whole - left < WORTH_ADDING) {
            (*chosen, whole) = (without, left);
        } else {
            at += 1;
        }
    }
    chosen.len() < before
}

/// Makes the one exchange that tells most more, if there is any: of what was begun, or of everything and no less of that.
fn exchange_one(joint: &Joint<'_>, chosen: &mut [usize], n_kept: usize, minutes: f64) -> bool {
    let mut others: Vec<(f64, usize)> = (0..joint.tests.len())
        .filter(|i| !chosen.contains(i))
        .map(|i| (joint.alone(i), i))
        .filter(|(gain, _)| *gain >= WORTH_ADDING)
        .collect();
    others.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    others.truncate(TRIED);
    let [begun, all] = joint.reduction(chosen);
    let mut best: Option<([f64; 2], usize, usize)> = None;
    for at in n_kept..chosen.len() {
        let without: Vec<usize> = all_but(chosen, at).collect();
        for &(_, other) in &others {
            let with: Vec<usize> = without.iter().copied().chain([other]).collect();
            if joint.minutes_of(&with) > minutes {
                continue;
            }
            let [of_begun, of_all] = joint.reduction(&with);
            let more = [of_begun - begun, of_all - all];
            let helps = more[0] >= WORTH_ADDING || (more[0] >= 0.0 && more[1] >= WORTH_ADDING);
            if helps && best.is_none_or(|(known, ..)| more > known) {
                best = Some((more, at, other));
            }
        }
    }
    if let Some((_, at, other)) = best {
        chosen[at] = other;
    }
    best.is_some()
}

fn all_but(chosen: &[usize], at: usize) -> impl Iterator<Item = usize> {
    chosen.iter().enumerate().filter(move |(i, _)| *i != at).map(|(_, place)| *place)
}
