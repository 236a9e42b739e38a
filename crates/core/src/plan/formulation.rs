//! The week as numbers for other solvers: what `validation/plan` and `benches` give to them.
//!
//! It decides nothing and nothing in the program reads it. Read next: `super::problem`.

use super::candidate::Choice;
use super::problem::problem;
use super::wants::WantKind;
use super::week::PlanOptions;
use crate::assess::Assessment;
use crate::knowledge::{ExerciseId, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;

/// What the optimiser reads of a person's week, in whole numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formulation {
    /// Days, Monday first.
    pub days: Vec<FormulatedDay>,
    /// What is wanted.
    pub wants: Vec<FormulatedWant>,
    /// Exercises.
    pub exercises: Vec<FormulatedExercise>,
    /// Pairs of wants: the first may pass the second only when the second has its target.
    pub keep_first: Vec<(usize, usize)>,
    /// Most exercises in a session.
    pub exercises_max: i64,
    /// Most hundredths of sets of one group and side in a session.
    pub sets_max: i64,
    /// What the first level's whole number is divided by.
    pub need_scale: i64,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulatedDay {
    /// 0 = Monday.
    pub weekday: u8,
    /// Seconds for sets.
    pub room_s: i64,
}

/// Something wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulatedWant {
    /// `sets`, `stretch` or `minimum`.
    pub kind: &'static str,
    /// Hundredths of sets, or half-seconds.
    pub target: i64,
    /// Most that the week may hold; none for no cap.
    pub cap: Option<i64>,
    /// Price of one missing part in the first level; 0 for what is to be kept.
    pub need_price: i64,
    /// What its points count in the second level; large groups count more than small ones.
    pub keep_weight: i64,
}

/// An exercise with all that a week may hold of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulatedExercise {
    /// The exercise.
    pub id: ExerciseId,
    /// Is it a stretch, which may stand on days in a row?
    pub stretch: bool,
    /// Groups for which its sets are hard, as a mask.
    pub hard: u64,
    /// Is it liked?
    pub liked: bool,
    /// Indices of exercises that must not stand beside it.
    pub conflicts: Vec<usize>,
    /// All that a week may hold of it.
    pub choices: Vec<FormulatedChoice>,
}

/// So many sessions, all alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulatedChoice {
    /// Sessions in the week.
    pub sessions: i64,
    /// Seconds of one session.
    pub session_s: i64,
    /// Indices of days that have the equipment and the time.
    pub days: Vec<usize>,
    /// Wants and what one session gives them.
    pub gives: Vec<(usize, i64)>,
}

/// Gives the numbers of a person's week.
#[must_use]
pub fn formulation(
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &Knowledge,
    options: &PlanOptions,
) -> Formulation {
    let problem = problem(cleared, person, assessment, knowledge, options);
    let kind = |kind: WantKind| match kind {
        WantKind::Sets => "sets",
        WantKind::Stretch => "stretch",
        WantKind::Minimum(_) => "minimum",
    };
    let exercises = problem.candidates.iter().map(|candidate| {
        let choice = |choice: &Choice| {
            let mask = problem.days_for(candidate, choice.sets);
            FormulatedChoice {
                sessions: choice.sessions,
                session_s: candidate.session_s(choice.sets),
                days: (0..problem.days.len()).filter(|day| mask >> day & 1 == 1).collect(),
                gives: candidate.gives(Choice { sessions: 1, ..*choice }).collect(),
            }
        };
        FormulatedExercise {
            id: candidate.exercise.id.clone(),
            stretch: candidate.stretches(),
            hard: candidate.hard,
            liked: candidate.liked,
            conflicts: candidate.conflicts.clone(),
            choices: candidate.choices.iter().map(choice).collect(),
        }
    });
    let exercises = exercises.collect();
    Formulation {
        days: problem
            .days
            .iter()
            .map(|day| FormulatedDay { weekday: day.weekday, room_s: day.room_s })
            .collect(),
        wants: problem
            .wants
            .iter()
            .map(|want| FormulatedWant {
                kind: kind(want.kind),
                target: want.target,
                cap: (want.cap < i64::MAX).then_some(want.cap),
                need_price: want.need_price,
                keep_weight: want.keep_weight,
            })
            .collect(),
        exercises,
        keep_first: problem.keep_first.iter().map(|rule| (rule.weak, rule.other)).collect(),
        exercises_max: problem.exercises_max,
        sets_max: problem.sets_max,
        need_scale: problem.need_scale,
    }
}
