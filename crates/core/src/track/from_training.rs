//! From what any source says was trained to entries of a log that a plan can be followed by.
//!
//! It never invents a figure: a set that does not say what the exercise's dose counts is told and left out, but how the
//! exercise felt is kept even then. Read next: [`super::Log`].

use super::log::{LogError, LoggedSets, plausible};
use super::signs;
use crate::body::Side;
use crate::knowledge::{Dose, Exercise, Knowledge, Sign};
use crate::notice::{Notice, NoticeCode};
use crate::plan::PlannedSide;
use crate::training::{Recognised, Recognition, Trained, TrainedSet, TrainedSide};
use std::collections::BTreeSet;
use std::fmt;

/// Entries of a log, with what is doubtful about them.
#[derive(Debug, Clone, PartialEq)]
pub struct FromTraining {
    /// The entries; none when nothing of it can be followed and nothing was felt.
    pub entries: Vec<LoggedSets>,
    /// What was assumed or left out.
    pub notices: Vec<Notice>,
}

/// Why something trained cannot stand in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotLogged {
    /// The catalogue does not know the exercise.
    Unknown {
        /// The name as told.
        name: String,
    },
    /// It trains no muscle group of the legs.
    NotLegs {
        /// The name as told.
        name: String,
    },
    /// A log would refuse it.
    Refused(LogError),
}

impl NotLogged {
    /// What to do next.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            NotLogged::Unknown { .. } => {
                "write the id of the exercise that was meant, from the list in the reference"
            }
            NotLogged::NotLegs { .. } => "nothing: a plan for the legs does not follow it",
            NotLogged::Refused(error) => error.hint(),
        }
    }
}

impl fmt::Display for NotLogged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotLogged::Unknown { name } => {
                write!(f, "follow the log: expected an exercise of the catalogue, found “{name}”")
            }
            NotLogged::NotLegs { name } => {
                write!(f, "follow the log: expected an exercise of the legs, found “{name}”")
            }
            NotLogged::Refused(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for NotLogged {}

/// Makes entries of a log from something trained.
///
/// Warm-ups are left out, and each run of sets with the same load is an entry. On a one-legged exercise *each*, *both* and
/// *not said* become an entry for each leg; the last two with a notice.
///
/// # Errors
/// The exercise is unknown or none of the legs, or [`super::Log::new`] would refuse the entry. Ask [`signs_told`] about
/// what is refused.
pub fn to_logged(
    trained: &Trained,
    recognition: &Recognition,
    knowledge: &Knowledge,
) -> Result<FromTraining, NotLogged> {
    let name = || trained.name.clone();
    let exercise = match &recognition.what {
        Recognised::Exercise { id, .. } => knowledge.exercises.get(id),
        Recognised::NotLegs => return Err(NotLogged::NotLegs { name: name() }),
        Recognised::Unknown => None,
    };
    let Some(exercise) = exercise else { return Err(NotLogged::Unknown { name: name() }) };
    let mut notices = Vec::new();
    let mut tell = |message: String, hint: &str| {
        let notice = Notice::new(NoticeCode::TrainingReshaped, message);
        notices.push(notice.at(trained.place.clone()).hint(hint));
    };
    let told = match trained.side {
        TrainedSide::NotSaid => recognition.side.unwrap_or(TrainedSide::NotSaid),
        told @ (TrainedSide::Left | TrainedSide::Right | TrainedSide::Both | TrainedSide::Each) => told,
    };
    if exercise.one_sided && told == TrainedSide::NotSaid {
        let message = format!("{} does not say which leg: it counts as done by each leg", trained.name);
        tell(message, "say left, right or each");
    }
    if exercise.one_sided && told == TrainedSide::Both {
        let message = format!("{} works one leg at a time: both counts as each leg", trained.name);
        tell(message, "say each, or name the exercise that both legs did together");
    }
    let hard = || trained.sets.iter().filter(|set| set.kind.is_hard());
    let counted = || hard().filter_map(|set| Some((set, amount(set, exercise.dose)?)));
    let n_left_out = hard().count() - counted().count();
    if n_left_out > 0 {
        let (sets, what) = (if n_left_out == 1 { "set" } else { "sets" }, counted_thing(exercise.dose));
        let message = format!("{} counts {what}: {n_left_out} {sets} without them left out", exercise.id);
        tell(message, "write down what the exercise counts");
    }
    let mut runs = runs(counted());
    if runs.is_empty() && felt(trained) {
        // Pain and signs must reach the rules even where no set can be counted.
        runs.push(Run::felt_alone());
        // Who tells a sign without a set has left nothing out.
        if trained.signs.is_empty() || !trained.sets.is_empty() {
            tell(
                format!("{} has no set that counts; only how it felt is followed", trained.name),
                "write down the sets if there were any",
            );
        }
    }
    let felt_on = match (exercise.one_sided, told) {
        (false, TrainedSide::Left) => Some(Side::Left),
        (false, TrainedSide::Right) => Some(Side::Right),
        (false, TrainedSide::Both | TrainedSide::Each | TrainedSide::NotSaid) | (true, _) => None,
    };
    if let Some(side) = felt_on {
        let message = format!("{} works both legs together: {side} says where it was felt", trained.name);
        tell(message, "name the exercise of one leg if the other one rested");
    }
    let sides = sides(told, exercise);
    let of_runs = |sides: &'static [PlannedSide], runs: &[Run]| -> Result<Vec<LoggedSets>, LogError> {
        let entry = |(&side, run): (&PlannedSide, &Run)| {
            let entry = LoggedSets {
                felt_on,
                load_kg: run.load_kg,
                reserve: run.reserve,
                pain: trained.pain,
                form: trained.form,
                morning_points: trained.morning_points,
                swelling: trained.swelling,
                signs: trained.signs.clone(),
                note: trained.note.clone(),
                ..LoggedSets::new(trained.on, exercise.id.clone(), side, run.done.clone())
            };
            plausible(&entry, exercise, knowledge, trained.on).map(|()| entry)
        };
        sides.iter().flat_map(|side| runs.iter().map(move |run| (side, run))).map(entry).collect()
    };
    let entries = match of_runs(sides, &runs) {
        Ok(entries) => entries,
        // Figures that cannot be right take nothing from what was felt.
        Err(error) if hurt(trained) => {
            tell(format!("{error}; only how it felt is followed"), error.hint());
            let felt_sides = if exercise.one_sided { sides } else { &[PlannedSide::Both] };
            of_runs(felt_sides, &[Run::felt_alone()]).map_err(NotLogged::Refused)?
        }
        Err(error) => return Err(NotLogged::Refused(error)),
    };
    Ok(FromTraining { entries, notices })
}

/// The signs to stop that something trained holds, ticked or in its note.
///
/// They count whatever was trained: a sign beside an exercise that [`to_logged`] refuses must be asked about all the same.
#[must_use]
pub fn signs_told<'k>(trained: &Trained, knowledge: &'k Knowledge) -> Vec<&'k Sign> {
    let told = signs::told(&trained.signs, trained.note.as_deref(), knowledge);
    told.into_iter().map(|(sign, _)| sign).collect()
}

/// The signs to stop that words hold, whatever else they say.
///
/// For lines that cannot be read as training: what somebody meant by them is unknown, but not that somebody must look.
#[must_use]
pub fn signs_in_words<'k>(words: &str, knowledge: &'k Knowledge) -> Vec<&'k Sign> {
    let told = signs::told(&BTreeSet::new(), Some(words), knowledge);
    told.into_iter().map(|(sign, _)| sign).collect()
}

/// Did it tell of pain, of the next morning or of swelling?
fn hurt(trained: &Trained) -> bool {
    trained.pain.is_some() || trained.morning_points.is_some() || trained.swelling
}

/// Is there anything that the rules for pain and stopping must see?
fn felt(trained: &Trained) -> bool {
    hurt(trained) || !trained.signs.is_empty() || trained.note.is_some()
}

/// The sides of the entries.
fn sides(told: TrainedSide, exercise: &Exercise) -> &'static [PlannedSide] {
    match (told, exercise.one_sided) {
        (TrainedSide::Left, true) => &[PlannedSide::Left],
        (TrainedSide::Right, true) => &[PlannedSide::Right],
        (TrainedSide::Left | TrainedSide::Right | TrainedSide::Both | TrainedSide::NotSaid, false) => {
            &[PlannedSide::Both]
        }
        // Each leg alone is another exercise than both together, so the log refuses it.
        (TrainedSide::Each, false) | (TrainedSide::Both | TrainedSide::NotSaid | TrainedSide::Each, true) => {
            &[PlannedSide::Left, PlannedSide::Right]
        }
    }
}

/// What a dose counts, in words.
fn counted_thing(dose: Dose) -> &'static str {
    match dose {
        Dose::Reps(_) => "repetitions",
        Dose::HoldS(_) => "seconds",
        Dose::Minutes(_) => "minutes",
        Dose::Metres(_) => "metres",
    }
}

/// How much a set brought of what the dose counts.
fn amount(set: &TrainedSet, dose: Dose) -> Option<u32> {
    match dose {
        Dose::Reps(_) => set.reps,
        Dose::HoldS(_) => set.seconds,
        // Whole minutes that were reached; half a minute more counts as one.
        Dose::Minutes(_) => set.seconds.map(|seconds| (seconds + 30) / 60),
        Dose::Metres(_) => set.metres.and_then(whole),
    }
}

/// A figure as a whole number; none when it is no number of metres or repetitions at all.
fn whole(figure: f64) -> Option<u32> {
    let possible = figure >= 0.0 && figure <= f64::from(u32::MAX);
    // The range was checked the line before.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    possible.then_some(figure as u32)
}

struct Run {
    done: Vec<u32>,
    load_kg: Option<f64>,
    reserve: Option<u32>,
}

impl Run {
    /// No set that counts: only how it felt is followed.
    fn felt_alone() -> Self {
        Self { done: vec![0], load_kg: None, reserve: None }
    }
}

/// Sets that follow each other with the same load; the reserve is that after the last of them.
fn runs<'t>(counted: impl Iterator<Item = (&'t TrainedSet, u32)>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (set, amount) in counted {
        let load_kg = set.load_kg.filter(|load_kg| *load_kg != 0.0);
        let reserve = set.reserve.and_then(whole);
        match runs.last_mut() {
            Some(run) if run.load_kg == load_kg => {
                run.done.push(amount);
                run.reserve = reserve;
            }
            Some(_) | None => runs.push(Run { done: vec![amount], load_kg, reserve }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use crate::track::{Form, Log};
    use crate::training::{Confidence, SetKind, recognise};
    use jiff::civil::date;
    use std::collections::BTreeSet;

    fn set(reps: u32, load_kg: Option<f64>) -> TrainedSet {
        let kind = SetKind::Working;
        TrainedSet { kind, reps: Some(reps), seconds: None, metres: None, load_kg, reserve: Some(1.5) }
    }

    fn trained(name: &str, side: TrainedSide, sets: Vec<TrainedSet>) -> Trained {
        Trained {
            on: date(2025, 3, 1),
            name: name.to_owned(),
            side,
            sets,
            pain: Some(2),
            form: Some(Form::Clean),
            morning_points: None,
            swelling: false,
            signs: BTreeSet::new(),
            note: None,
            place: crate::notice::Place::default(),
        }
    }

    fn logged(trained: &Trained) -> Result<(Vec<String>, usize), String> {
        let known = testing::knowledge();
        let from =
            to_logged(trained, &recognise(&trained.name, &known), &known).map_err(|error| error.to_string())?;
        Log::new(from.entries.clone(), &known, testing::today()).unwrap();
        let show = |entry: &LoggedSets| {
            let load = entry.load_kg.map_or_else(String::new, |kg| format!(" {kg} kg"));
            let reserve = entry.reserve.map_or_else(String::new, |reserve| format!(" @{reserve}"));
            format!("{} {:?}{load}{reserve}", entry.side.as_str(), entry.done)
        };
        Ok((from.entries.iter().map(show).collect(), from.notices.len()))
    }

    #[test]
    fn sides_become_entries_and_what_is_not_said_is_told() {
        let check = |side, expected: &[&str], n_notices: usize| {
            let found =
                logged(&trained("split squat", side, vec![set(8, Some(20.0)), set(7, Some(20.0))])).unwrap();
            assert_eq!(
                found,
                (expected.iter().map(|text| (*text).to_owned()).collect(), n_notices),
                "{side:?}"
            );
        };
        check(TrainedSide::Left, &["left [8, 7] 20 kg @1"], 0);
        check(TrainedSide::Right, &["right [8, 7] 20 kg @1"], 0);
        let each = ["left [8, 7] 20 kg @1", "right [8, 7] 20 kg @1"];
        check(TrainedSide::Each, &each, 0);
        check(TrainedSide::NotSaid, &each, 1);
        check(TrainedSide::Both, &each, 1);
    }

    #[test]
    fn loads_part_entries_and_warm_ups_are_left_out() {
        let mut warm_up = set(10, Some(10.0));
        warm_up.kind = SetKind::WarmUp;
        let sets = vec![warm_up, set(8, Some(20.0)), set(8, Some(25.0)), set(6, Some(25.0)), set(8, None)];
        let found = logged(&trained("goblet squat", TrainedSide::NotSaid, sets)).unwrap();
        let expected = ["both [8] 20 kg @1", "both [8, 6] 25 kg @1", "both [8] @1"];
        assert_eq!(found, (expected.iter().map(|text| (*text).to_owned()).collect(), 0));
    }

    #[test]
    fn what_cannot_be_counted_is_told_and_what_was_felt_is_kept() {
        let mut held = set(8, None);
        (held.reps, held.seconds) = (None, Some(30));
        let found = logged(&trained("split squat", TrainedSide::Left, vec![held])).unwrap();
        assert_eq!(found, (vec!["left [0]".to_owned()], 2));
        let mut painless = trained("split squat", TrainedSide::Left, vec![held]);
        painless.pain = None;
        assert_eq!(logged(&painless).unwrap(), (Vec::new(), 1));
        let bare = trained("split squat", TrainedSide::Left, Vec::new());
        assert_eq!(logged(&bare).unwrap(), (vec!["left [0]".to_owned()], 1));
    }

    #[test]
    fn what_a_log_refuses_is_refused_in_its_words() {
        let refused = |name: &str, side, set| {
            let painless = Trained { pain: None, ..trained(name, side, vec![set]) };
            logged(&painless).unwrap_err()
        };
        let text = refused("goblet squat", TrainedSide::Each, set(8, None));
        assert!(text.contains("expected both legs for goblet-squat on 2025-03-01"), "{text}");
        assert!(refused("goblet squat", TrainedSide::Both, set(301, None)).contains("repetitions"));
        assert!(refused("flying", TrainedSide::Both, set(8, None)).contains("found “flying”"));
        let known = testing::knowledge();
        let arms = Recognition { what: Recognised::NotLegs, side: None };
        let press = trained("bench press", TrainedSide::Both, vec![set(8, None)]);
        assert_eq!(
            to_logged(&press, &arms, &known),
            Err(NotLogged::NotLegs { name: "bench press".to_owned() })
        );
    }

    #[test]
    fn figures_that_cannot_be_take_nothing_from_what_was_felt() {
        for (name, side, set) in [
            ("split squat", TrainedSide::Left, set(301, None)),
            ("split squat", TrainedSide::Left, set(8, Some(900.0))),
            ("split squat", TrainedSide::Each, set(301, None)),
            ("goblet squat", TrainedSide::Each, set(8, None)),
        ] {
            let told = Trained { swelling: true, ..trained(name, side, vec![set]) };
            let what = recognise(name, &testing::knowledge());
            let from = to_logged(&told, &what, &testing::knowledge()).unwrap();
            assert!(from.notices.iter().any(|notice| notice.message.contains("only how it felt")), "{from:?}");
            let is_felt = |entry: &LoggedSets| entry.swelling && entry.pain == told.pain && entry.done == [0];
            assert!(from.entries.iter().all(is_felt) && !from.entries.is_empty(), "{from:?}");
        }
    }

    #[test]
    fn a_leg_beside_an_exercise_of_both_says_where_it_was_felt() {
        let told = trained("goblet squat", TrainedSide::Right, vec![set(8, None)]);
        let what = recognise("goblet squat", &testing::knowledge());
        let from = to_logged(&told, &what, &testing::knowledge()).unwrap();
        let [entry] = from.entries.as_slice() else { panic!("{from:?}") };
        assert_eq!((entry.side, entry.felt_on, &entry.done), (PlannedSide::Both, Some(Side::Right), &vec![8]));
        assert_eq!(from.notices.len(), 1);
    }

    #[test]
    fn the_side_of_a_name_counts_where_the_source_says_none() {
        let known = testing::knowledge();
        let what = Recognised::Exercise {
            id: testing::exercise_id("leg-extension-single"),
            confidence: Confidence::Likely,
        };
        let right = Recognition { what, side: Some(TrainedSide::Right) };
        let told = trained("right leg extension", TrainedSide::NotSaid, vec![set(8, None)]);
        let from = to_logged(&told, &right, &known).unwrap();
        assert_eq!((from.entries.len(), from.entries[0].side, from.notices.len()), (1, PlannedSide::Right, 0));
    }

    #[test]
    fn signs_are_told_whatever_was_trained() {
        let mut known = testing::knowledge();
        known.following.signs.push(Sign {
            rule: crate::knowledge::RuleId::new("stop-chest").unwrap(),
            effect: crate::knowledge::SignEffect::Ends,
            action: None,
            told: vec![crate::knowledge::SignWords::of(&["chest", "pain"])],
            grade: crate::knowledge::Grade::E,
            source: Vec::new(),
        });
        let mut press = trained("bench press", TrainedSide::Both, vec![set(8, None)]);
        assert_eq!(signs_told(&press, &known), Vec::<&Sign>::new());
        press.note = Some("Some chest pain, went on".to_owned());
        assert_eq!(signs_told(&press, &known), [&known.following.signs[0]]);
    }
}
