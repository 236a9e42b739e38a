//! Logs that overlap: what stands in several of them counts once, as in a store.
//!
//! ```text
//!   first export   squat 3 sets · curl 2 sets
//!   later export   squat 3 sets · curl 4 sets · calf raise 3 sets
//!                  └ the same    └ taken in mid-exercise: the fuller one counts
//! ```

use evenstride_core::notice::{Notice, NoticeCode, Place};
use evenstride_core::training::Trained;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What was trained by several logs together, with a notice for each of them that repeats what came before.
///
/// The same entry counts as often as in the log that holds it most often. Of an exercise of one day whose sets are the
/// beginning of the same in another log, the fuller counts.
pub(super) fn joined(logs: Vec<Vec<Trained>>, notices: &mut Vec<Notice>) -> Vec<Trained> {
    let mut joined: Vec<Trained> = Vec::new();
    let mut by_day: BTreeMap<(Date, String), Vec<usize>> = BTreeMap::new();
    for log in logs {
        // What this log holds itself is no repeat of it, so only what came before is looked at.
        let mut before = by_day.clone();
        let mut n_repeated = 0;
        let mut place: Option<Place> = None;
        for trained in log {
            let key = (trained.on, trained.name.clone());
            let earlier = before.get_mut(&key).and_then(|those| {
                let found = |at: &usize| joined.get(*at).is_some_and(|other| begins_alike(other, &trained));
                let found = those.iter().position(found)?;
                Some(those.remove(found))
            });
            match earlier.and_then(|at| joined.get_mut(at)) {
                Some(same) => {
                    n_repeated += 1;
                    place.get_or_insert(Place { line: None, ..trained.place.clone() });
                    if trained.sets.len() > same.sets.len() {
                        *same = trained;
                    }
                }
                None => {
                    by_day.entry(key).or_default().push(joined.len());
                    joined.push(trained);
                }
            }
        }
        if let Some(place) = place {
            let message = format!("{n_repeated} entries stand in a log before it too and count once");
            notices.push(Notice::new(NoticeCode::TrialRepeated, message).at(place));
        }
    }
    joined
}

/// Is one of two the other as it stood earlier: the same leg, and sets that begin the same?
fn begins_alike(a: &Trained, b: &Trained) -> bool {
    let with_sets = a.sets.is_empty() == b.sets.is_empty();
    // What one of them tells besides its sets, such as a sign, must not be lost.
    let same_told = a.note == b.note
        && a.pain == b.pain
        && a.signs == b.signs
        && a.swelling == b.swelling
        && a.form == b.form;
    a.side == b.side && with_sets && same_told && a.sets.iter().zip(&b.sets).all(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenstride_core::training::{SetKind, TrainedSet, TrainedSide};

    fn squat(n_sets: usize, file: &str) -> Trained {
        let set = TrainedSet {
            kind: SetKind::Working,
            reps: Some(8),
            seconds: None,
            metres: None,
            load_kg: Some(60.0),
            reserve: None,
        };
        Trained {
            on: jiff::civil::date(2026, 11, 20),
            name: "back-squat".to_owned(),
            side: TrainedSide::NotSaid,
            sets: vec![set; n_sets],
            pain: None,
            form: None,
            morning_points: None,
            swelling: false,
            signs: std::collections::BTreeSet::new(),
            note: None,
            place: Place { file: file.to_owned(), line: Some(2) },
        }
    }

    fn n_sets(logs: Vec<Vec<Trained>>) -> (Vec<usize>, usize) {
        let mut notices = Vec::new();
        let joined = joined(logs, &mut notices);
        (joined.iter().map(|trained| trained.sets.len()).collect(), notices.len())
    }

    #[test]
    fn what_two_logs_have_in_common_counts_once_and_is_told() {
        assert_eq!(n_sets(vec![vec![squat(3, "a")], vec![squat(3, "b")]]), (vec![3], 1));
        // Done twice on that day, says the later log.
        assert_eq!(n_sets(vec![vec![squat(3, "a")], vec![squat(3, "b"), squat(3, "b")]]), (vec![3, 3], 1));
        assert_eq!(n_sets(vec![vec![squat(3, "a"), squat(3, "a")]]), (vec![3, 3], 0));
    }

    #[test]
    fn of_a_log_taken_in_mid_exercise_the_fuller_counts() {
        assert_eq!(n_sets(vec![vec![squat(2, "a")], vec![squat(4, "b")]]), (vec![4], 1));
        assert_eq!(n_sets(vec![vec![squat(4, "a")], vec![squat(2, "b")]]), (vec![4], 1));
    }

    #[test]
    fn what_tells_something_else_is_no_repeat() {
        let painful = Trained { pain: Some(7), ..squat(3, "b") };
        assert_eq!(n_sets(vec![vec![squat(3, "a")], vec![painful]]), (vec![3, 3], 0));
        let left = Trained { side: TrainedSide::Left, ..squat(3, "b") };
        assert_eq!(n_sets(vec![vec![squat(3, "a")], vec![left]]), (vec![3, 3], 0));
    }
}
