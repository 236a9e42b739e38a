//! When to measure again, and why then.
//!
//! It never promises a change. Read next: [`crate::assess`].
