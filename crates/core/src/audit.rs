//! What a week of training gives each muscle group on each side.
//!
//! It counts and compares; it never changes a plan. Read next: [`crate::plan`].
