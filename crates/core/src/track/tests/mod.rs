//! What following a plan must always do.

mod retest;
