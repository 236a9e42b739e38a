//! What leg muscle imbalances are, and what follows from measurements of them.
//!
//! This crate is pure: no files, no clock, no chance, no globals. Knowledge (tests, norms, exercises,
//! red flags) comes in as a [`knowledge::Knowledge`], records come in as values, and the day is an
//! argument, so the same records with the same knowledge give the same bytes.
//!
//! Read next: [`body`] for sides and muscle groups, [`measure`] for what a trial is, [`assess`] for how
//! a difference is judged, [`reliability`] for how well a test repeats, [`screen`] for who may train, [`plan`] for the week.

pub mod assess;
pub mod audit;
pub mod body;
pub mod knowledge;
pub mod measure;
pub mod notice;
pub mod person;
pub mod plan;
pub mod quantity;
pub mod reliability;
pub mod screen;
#[cfg(test)]
mod testing;
pub mod track;
pub mod training;
