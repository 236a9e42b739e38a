//! The week: the best sets per exercise and side that the person's minutes, equipment and limits allow.
//!
//! No plan without a [`Cleared`](crate::screen::Cleared): it is an argument, and only
//! [`screen`](crate::screen::screen) makes one. Read next: [`crate::track`] for when to measure again.

mod week;

pub use week::{
    Item, Level, LimitGain, Need, NeedKind, Plan, PlanError, PlanOptions, PlannedSide, Reason, Session, Unmet,
    Volume, WhyUnmet,
};

/// (being merged)
pub fn plan(_: &crate::screen::Cleared, _: &crate::person::Person, _: &crate::assess::Assessment, _: &crate::knowledge::Knowledge, _: jiff::civil::Date, _: &PlanOptions) -> Result<Plan, PlanError> { Err(PlanError::NoExercise) }
