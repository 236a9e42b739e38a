//! What following a plan must always do.

mod fixture;
mod laws;
mod retest;
