//! From sets as an app tells them to entries with a leg: names, notes, order, and pairs of equal sets.
//!
//! ```text
//!   name says it ─► note says it ─► note tells an order ─► equal pairs ─► nothing says it
//!     a side          a side          left and right        half of         all sets,
//!                                     apart                 them, asked     asked
//! ```
//! The first that holds decides. Nothing here is a guess: whatever could be two things stays without a side and is
//! asked about. Read next: `sides`.

use super::asked::{Known, Questions};
use super::line::LONGEST_NOTE;
use super::sides::{self, NoteSays};
use super::{PairedSets, TrainingOptions};
use crate::notices::Notices;
use crate::text::quoted;
use evenstride_core::body::{Bilateral, Side};
use evenstride_core::notice::{NoticeCode, Place};
use evenstride_core::training::{SetKind, Trained, TrainedSet, TrainedSide};
use jiff::civil::Date;

/// Sets of one exercise as an app tells them.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) on: Date,
    pub(super) name: String,
    /// What was written beside the exercise.
    pub(super) note: String,
    /// What was written beside the whole workout; it never tells a side.
    pub(super) workout_note: String,
    pub(super) sets: Vec<TrainedSet>,
    /// The first line on which it stands, where the file has lines.
    pub(super) line: Option<u64>,
}

/// Turns what an app tells into entries, and asks what it cannot tell.
pub(super) struct Settler<'a, 'o> {
    options: &'o TrainingOptions<'a>,
    known: Known<'a>,
    questions: Questions,
    trained: Vec<Trained>,
}

impl<'a, 'o> Settler<'a, 'o> {
    pub(super) fn new(options: &'o TrainingOptions<'a>) -> Self {
        Self { options, known: Known::new(options), questions: Questions::default(), trained: Vec::new() }
    }

    /// The unit of loads that the caller stated.
    pub(super) fn weight_unit(&self) -> Option<super::WeightUnit> {
        self.options.weight_unit
    }

    /// All entries, with the questions asked.
    pub(super) fn finish(self, notices: &mut Notices) -> Vec<Trained> {
        self.questions.ask(notices);
        self.trained
    }

    /// Adds one entry, or one for each leg.
    pub(super) fn add(&mut self, mut told: Told, notices: &mut Notices) {
        if told.sets.is_empty() {
            return;
        }
        if is_warm_up(&told.note) && told.sets.iter().all(|set| set.kind == SetKind::Working) {
            told.sets.iter_mut().for_each(|set| set.kind = SetKind::WarmUp);
            let message = format!("{} counts as warm-up, because its note says so", quoted(&told.name));
            notices.row(
                told.line.unwrap_or(1),
                NoticeCode::SpellingUnderstood,
                message,
                "mark the sets themselves as warm-up in the app, or change the note if it is not one",
            );
        }
        let n_sets = told.sets.len();
        let one_sided = self.known.is_one_sided(&told.name);
        if let Some(side) = self.known.side_of_name(&told.name) {
            return self.push(&told, side, told.sets.clone(), notices);
        }
        match sides::of_note(&told.note) {
            Some(NoteSays::All(side)) => return self.push(&told, side, told.sets.clone(), notices),
            Some(NoteSays::Told(legs)) => {
                if let Some(legs) = matched(&told.sets, &legs) {
                    self.push(&told, TrainedSide::Left, legs.left, notices);
                    return self.push(&told, TrainedSide::Right, legs.right, notices);
                }
                self.questions.contrary(&told.name, told.line, n_sets);
            }
            Some(NoteSays::InTurn { first, alternating }) => {
                if let Some(split) = in_turn(&told.sets, first, alternating) {
                    for (side, sets) in split {
                        self.push(&told, side, sets, notices);
                    }
                    return;
                }
                self.questions.contrary(&told.name, told.line, n_sets);
            }
            Some(NoteSays::Unclear) if one_sided => self.questions.contrary(&told.name, told.line, n_sets),
            Some(NoteSays::Unclear) | None if one_sided => {
                let halved = halves(&told.sets).filter(|_| self.options.paired_sets == PairedSets::OfTwoLegs);
                if let Some(half) = halved {
                    self.questions.paired(&told.name, told.line, n_sets);
                    return self.push(&told, TrainedSide::NotSaid, half, notices);
                }
                if self.options.paired_sets == PairedSets::OfEachLeg && halves(&told.sets).is_some() {
                    return self.push(&told, TrainedSide::Each, told.sets.clone(), notices);
                }
                self.questions.no_side(&told.name, told.line, n_sets);
            }
            Some(NoteSays::Unclear) | None => {}
        }
        self.push(&told, TrainedSide::NotSaid, told.sets.clone(), notices);
    }

    fn push(&mut self, told: &Told, side: TrainedSide, sets: Vec<TrainedSet>, notices: &mut Notices) {
        let note = joined_note(&told.note, &told.workout_note);
        let long = note.as_ref().is_some_and(|note| note.chars().count() > LONGEST_NOTE);
        if long {
            let message = format!(
                "expected a note of at most {LONGEST_NOTE} characters, found more; the rest was left out"
            );
            let hint = "read the end of the note yourself; signs to stop are looked for in what was kept";
            notices.row(told.line.unwrap_or(1), NoticeCode::LimitReached, message, hint);
        }
        self.trained.push(Trained {
            on: told.on,
            name: told.name.clone(),
            side,
            sets,
            pain: None,
            form: None,
            morning_points: None,
            swelling: false,
            signs: std::collections::BTreeSet::new(),
            note: note.map(|note| note.chars().take(LONGEST_NOTE).collect::<String>().trim().to_owned()),
            place: Place { file: self.options.file_name.to_owned(), line: told.line },
        });
    }
}

/// The notes of an exercise and of its workout; a sign to stop may stand in either.
fn joined_note(own: &str, workout: &str) -> Option<String> {
    let parts: Vec<&str> = [own.trim(), workout.trim()].into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(" / "))
}

fn is_warm_up(note: &str) -> bool {
    let words: String = note.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    matches!(words.as_str(), "warmup" | "warmups" | "warmupset" | "warmupsets" | "warmingup")
}

/// The sets of each leg where a note tells them and the logged sets agree with it.
///
/// They agree when they are the left leg's, the right leg's, both one after the other, or in turn. A load that the
/// note does not tell is taken from the logged sets when all of them have the same.
fn matched(logged: &[TrainedSet], told: &Bilateral<Vec<TrainedSet>>) -> Option<Bilateral<Vec<TrainedSet>>> {
    let agree = |sets: &[TrainedSet]| {
        let same =
            |a: &TrainedSet, b: &TrainedSet| a.reps == b.reps && (a.reps.is_some() || a.seconds == b.seconds);
        logged.len() == sets.len() && logged.iter().zip(sets).all(|(a, b)| same(a, b))
    };
    let (left, right) = (&told.left, &told.right);
    let turn = |a: &[TrainedSet], b: &[TrainedSet]| -> Vec<TrainedSet> {
        a.iter().zip(b).flat_map(|(a, b)| [*a, *b]).collect()
    };
    let agrees = agree(left)
        || agree(right)
        || agree(&[&left[..], &right[..]].concat())
        || agree(&[&right[..], &left[..]].concat())
        || left.len() == right.len() && (agree(&turn(left, right)) || agree(&turn(right, left)));
    if !agrees {
        return None;
    }
    let first_kg = logged.first().and_then(|set| set.load_kg);
    let one_load = logged.iter().all(|set| set.load_kg == first_kg);
    let complete = |sets: &Vec<TrainedSet>| -> Option<Vec<TrainedSet>> {
        if one_load {
            return Some(
                sets.iter().map(|set| TrainedSet { load_kg: set.load_kg.or(first_kg), ..*set }).collect(),
            );
        }
        if sets.iter().all(|set| set.load_kg.is_some()) {
            return Some(sets.clone());
        }
        agree(sets).then(|| logged.to_vec())
    };
    Some(Bilateral { left: complete(left)?, right: complete(right)? })
}

/// The sets of each leg where a note tells that the legs took turns.
///
/// *Left then right* may mean set by set or first all of the left; it is split only when both readings agree.
fn in_turn(
    sets: &[TrainedSet],
    first: Option<Side>,
    alternating: bool,
) -> Option<Vec<(TrainedSide, Vec<TrainedSet>)>> {
    if !sets.len().is_multiple_of(2) {
        return None;
    }
    let Some(first) = first else {
        // Nobody knows which leg began, but when both sets of each pair are the same, each leg did half of them.
        let pairs_are_equal = sets.chunks(2).all(|pair| pair[0] == pair[1]);
        let half = sets.iter().step_by(2).copied().collect();
        return pairs_are_equal.then(|| vec![(TrainedSide::Each, half)]);
    };
    let by_turn: [Vec<TrainedSet>; 2] =
        [0, 1].map(|start| sets.iter().skip(start).step_by(2).copied().collect());
    let by_half = sets.split_at(sets.len() / 2);
    if !alternating && (by_turn[0] != by_half.0 || by_turn[1] != by_half.1) {
        return None;
    }
    let [begun, other] = by_turn;
    let (one, two) = match first {
        Side::Left => (TrainedSide::Left, TrainedSide::Right),
        Side::Right => (TrainedSide::Right, TrainedSide::Left),
    };
    Some(vec![(one, begun), (two, other)])
}

/// Every second set, when the sets come in equal pairs that differ from each other at least once.
///
/// Four or more sets that are all the same show nothing: they may be four sets of each leg.
fn halves(sets: &[TrainedSet]) -> Option<Vec<TrainedSet>> {
    if sets.len() < 4 || !sets.len().is_multiple_of(2) || sets.iter().all(|set| *set == sets[0]) {
        return None;
    }
    let pairs_are_equal = sets.chunks(2).all(|pair| pair[0] == pair[1]);
    pairs_are_equal.then(|| sets.iter().step_by(2).copied().collect())
}

#[cfg(test)]
mod tests {
    use super::super::amounts;
    use super::*;

    fn sets(word: &str) -> Vec<TrainedSet> {
        amounts::sets(word).unwrap()
    }

    #[test]
    fn equal_pairs_are_counted_once_and_equal_sets_are_not_pairs() {
        let reps =
            |word: &str| halves(&sets(word)).map(|half| half.iter().map(|set| set.reps.unwrap()).collect());
        assert_eq!(reps("16,16,16,16,15,15"), Some(vec![16, 16, 15]));
        for none in ["10,10", "10,10,10,10", "10,10,9,9,8", "10,9,9,10"] {
            assert_eq!(reps(none), None, "{none}");
        }
    }

    #[test]
    fn an_order_is_believed_only_where_all_its_readings_agree() {
        let split =
            |word: &str, first, alternating| in_turn(&sets(word), first, alternating).map(|split| split.len());
        assert_eq!(split("8,6", Some(Side::Left), false), Some(2));
        assert_eq!(split("8,8,8,8", Some(Side::Left), false), Some(2));
        assert_eq!(split("8,6,8,6", Some(Side::Left), false), None);
        assert_eq!(split("8,6,8,6", Some(Side::Left), true), Some(2));
        assert_eq!(split("8,6,8", Some(Side::Left), true), None);
        assert_eq!(split("8,8,7,7", None, true), Some(1));
        assert_eq!(split("8,7,8,7", None, true), None);
        let turned = in_turn(&sets("8,6,7,5"), Some(Side::Right), true).unwrap();
        assert_eq!(turned, [(TrainedSide::Right, sets("8,7")), (TrainedSide::Left, sets("6,5"))]);
    }

    #[test]
    fn told_sets_must_agree_with_the_logged_ones() {
        let matches = |logged: &str| {
            let told = Bilateral { left: sets("3x8"), right: sets("3x6") };
            matched(&sets(logged), &told).is_some()
        };
        for fits in ["3x8", "3x6", "8,8,8,6,6,6", "6,6,6,8,8,8", "8,6,8,6,8,6"] {
            assert!(matches(fits), "{fits}");
        }
        for other in ["3x7", "8,8", "8,8,8,6", "4x8"] {
            assert!(!matches(other), "{other}");
        }
    }
}
