//! How a plan is followed: the figures, ladders, schedules and signs that the next session depends on.
//!
//! Every figure is one entry of the catalogue with its source, its grade and the rule for people that it belongs to;
//! [`FollowingRules`] is what core computes with. Read next: [`crate::track`].

use super::{ExerciseId, FollowingId, Grade, RuleId, Sign, SourceId};
use serde::Deserialize;

/// One figure of following a plan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowingFigure {
    /// The id, such as `lighter-after-weeks`.
    pub id: FollowingId,
    /// What it says, in one plain sentence.
    pub text: String,
    /// The figure.
    pub value: f64,
    /// Its unit in words, such as `weeks`.
    pub unit: String,
    /// The rule for people that it belongs to.
    pub rule: RuleId,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// What to reach in an exercise before the next one of its chain, where the general rule is not enough.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// The exercise.
    pub exercise: ExerciseId,
    /// What comes next: the first of these that equipment and clearance allow.
    pub to: Vec<ExerciseId>,
    /// How much each set must bring, in what the exercise's dose counts.
    pub amount: u32,
    /// How many sets must bring it; fewer when the plan holds fewer.
    pub sets: u32,
    /// The rule for people.
    pub rule: RuleId,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// A schedule that a study wrote down week by week.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// The exercise.
    pub exercise: ExerciseId,
    /// Its steps in order; the last one stays.
    pub steps: Vec<ScheduleStep>,
    /// The rule for people.
    pub rule: RuleId,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// One step of a schedule.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleStep {
    /// Weeks for which it holds.
    pub weeks: u32,
    /// Most sessions a week.
    pub days: u32,
    /// Most sets of a session and side.
    pub sets: u32,
    /// From and to of one set.
    pub amount: [u32; 2],
}

/// Everything about following a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowingRules {
    /// The figures that core computes with.
    pub figures: FollowingFigures,
    /// The same figures with their words and sources, in the order of the file.
    pub entries: Vec<FollowingFigure>,
    /// Ladders, in the order of the file.
    pub ladders: Vec<Ladder>,
    /// Schedules, in the order of the file.
    pub schedules: Vec<Schedule>,
    /// Signs to stop, in the order of the file.
    pub signs: Vec<Sign>,
}

impl FollowingRules {
    /// Usual figures without words, ladders, schedules or signs, for small examples and tests.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            figures: FollowingFigures::PLAIN,
            entries: Vec::new(),
            ladders: Vec::new(),
            schedules: Vec::new(),
            signs: Vec::new(),
        }
    }
}

macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident $id:literal $plain:literal,)*) => {
        /// The figures of following a plan.
        ///
        /// # Units
        /// As each name says; `percent` and `points` are 0–100 and 0–10.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct FollowingFigures {
            $($(#[$doc])* pub $name: f64,)*
        }

        impl FollowingFigures {
            /// Usual figures, for small examples and tests.
            pub const PLAIN: FollowingFigures = FollowingFigures { $($name: $plain,)* };

            /// Takes every figure from the catalogue.
            ///
            /// # Errors
            /// The id of the first figure that is missing.
            pub fn read(mut value_of: impl FnMut(&'static str) -> Option<f64>) -> Result<Self, &'static str> {
                Ok(Self { $($name: value_of($id).ok_or($id)?,)* })
            }
        }
    };
}

figures! {
    /// Sessions running at the top of the range before a harder exercise.
    top_sessions "top-sessions" 2.0,
    /// Repetitions that must still be left before more is asked.
    reserve_least "reserve-least" 1.0,
    /// Repetitions beyond the range in the last set that ask for more load.
    beyond_reps "beyond-reps" 2.0,
    /// Sessions running with so many.
    beyond_sessions "beyond-sessions" 2.0,
    /// Load added, in percent of the load.
    load_up_percent "load-up-percent" 5.0,
    /// Least load added to a large exercise.
    load_step_large_kg "load-step-large-kg" 2.5,
    /// Least load added to a small exercise.
    load_step_small_kg "load-step-small-kg" 1.0,
    /// An exercise whose set counts for so many groups is large.
    large_from_groups "large-from-groups" 2.0,
    /// Repetitions added to the aim of a set from one session to the next.
    aim_step_reps "aim-step-reps" 1.0,
    /// Seconds added to the aim of a hold from one session to the next.
    aim_step_hold_s "aim-step-hold-s" 5.0,
    /// Pain up to which more may be asked.
    pain_go_on "pain-go-on" 2.0,
    /// Pain up to which the same may be asked again.
    pain_hold "pain-hold" 5.0,
    /// Load taken off after pain above that.
    pain_off_percent "pain-off-percent" 50.0,
    /// Sessions with pain above that before the exercise is left out.
    pain_stop_sessions "pain-stop-sessions" 2.0,
    /// Sessions running with pain that holds before a step back.
    pain_back_sessions "pain-back-sessions" 2.0,
    /// Points more the next morning above which less is asked.
    morning_points "morning-points" 2.0,
    /// Load taken off then.
    morning_off_percent "morning-off-percent" 30.0,
    /// Sessions running below the range before a step back.
    below_sessions "below-sessions" 2.0,
    /// Load taken off by a step back.
    back_off_percent "back-off-percent" 10.0,
    /// Weeks of training after which one is lighter.
    lighter_after_weeks "lighter-after-weeks" 5.0,
    /// Sets left out in a lighter week.
    lighter_sets_off_percent "lighter-sets-off-percent" 50.0,
    /// Load kept in a lighter week.
    lighter_load_percent "lighter-load-percent" 90.0,
    /// Loss of performance that is a sign for a lighter week.
    less_percent "less-percent" 5.0,
    /// Sessions running with such a loss.
    less_sessions "less-sessions" 2.0,
    /// Load taken off after two missed weeks.
    missed_two_off_percent "missed-two-off-percent" 10.0,
    /// Load taken off after three missed weeks.
    missed_three_off_percent "missed-three-off-percent" 20.0,
    /// Load taken off after four missed weeks and more.
    missed_four_off_percent "missed-four-off-percent" 25.0,
    /// Missed weeks above which an exercise goes back a step.
    missed_step_weeks "missed-step-weeks" 3.0,
    /// Missed weeks above which everything begins anew.
    missed_anew_weeks "missed-anew-weeks" 8.0,
    /// Days well after an illness before the next session.
    ill_wait_days "ill-wait-days" 2.0,
    /// Load of the strong side above that of the weak one that is told.
    strong_above_percent "strong-above-percent" 5.0,
    /// Changes of the weaker side that end the extra work.
    flips_end "flips-end" 2.0,
    /// Whole weeks over which it is counted how much was done.
    adherence_weeks "adherence-weeks" 4.0,
    /// Share of planned sets done from which a stall means something.
    adherence_enough_percent "adherence-enough-percent" 80.0,
    /// Weeks without a step forward that are a stall.
    stall_weeks "stall-weeks" 8.0,
}

/// A figure as a whole number, for counting; figures of the catalogue are checked to be small.
#[must_use]
pub fn counted(figure: f64) -> u32 {
    // The catalogue refuses figures below 0 and above a thousand, so nothing is cut off.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let counted = figure.clamp(0.0, 1000.0) as u32;
    counted
}
