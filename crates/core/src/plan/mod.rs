//! The week: the best sets per exercise and side that the person's minutes, equipment and limits allow.
//!
//! No plan without a [`Cleared`](crate::screen::Cleared): it is an argument, and only
//! [`screen`](crate::screen::screen) makes one. Weekly sets are chosen first and put on days afterwards, so that days,
//! which are alike, never have to be told apart; what cannot be put on days is not believed. Nothing is left to
//! chance or to a clock. Read next: [`crate::track`] for when to measure again.

mod anneal;
#[cfg(test)]
mod anneal_tests;
mod branch;
#[cfg(test)]
mod brute;
mod call_off;
mod candidate;
mod check;
mod cost;
mod crowd;
mod cuts;
mod day_rows;
#[cfg(test)]
mod days_tests;
mod dose_rows;
mod eligible;
mod facts;
#[cfg(test)]
mod facts_tests;
mod formulation;
mod last_week;
#[cfg(test)]
mod laws_tests;
mod levels;
mod limits;
mod lp;
mod minimum;
mod needs;
mod order;
mod place;
mod problem;
mod rebuild;
mod recount;
mod relax;
mod rounding;
#[cfg(test)]
mod rules_tests;
mod scatter;
mod search;
mod seek;
mod shrink;
mod solve;
mod spare;
mod stages;
mod standing;
mod start;
mod tableau;
#[cfg(test)]
mod tests;
mod too_easy;
#[cfg(test)]
mod too_easy_tests;
mod value;
#[cfg(test)]
mod waits_tests;
mod wants;
mod week;
mod write;

pub use call_off::CallOff;
pub use check::check;
pub use cost::{LevelCost, cost_of};
pub(crate) use eligible::{is_within_limits, suits};
pub use facts::{OneOfTwo, Spare, WeekFacts, week_facts};
pub use formulation::{
    FormulatedChoice, FormulatedDay, FormulatedExercise, FormulatedWant, Formulation, formulation,
};
pub use last_week::last_week;
pub use minimum::{UnmetMinimum, barred_minimums, unmet_minimums};
pub use needs::needs_now;
pub(crate) use needs::{painful, speaks_for};
pub use problem::WARM_UP_MINUTES;
pub use solve::{first_plan, plan};
pub use value::level_named;
pub(crate) use wants::is_barred;
pub use week::{
    Item, Level, LimitGain, Missing, Need, NeedKind, Plan, PlanError, PlanOptions, PlannedSide, Reason,
    Session, Unmet, Volume, WhyUnmet,
};
