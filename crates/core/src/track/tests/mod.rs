//! What following a plan must always do.

mod chain;
mod course;
mod fixture;
mod laws;
mod planned;
mod retest;
mod sides;
mod waits;
