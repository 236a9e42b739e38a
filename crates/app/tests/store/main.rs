//! The contract of the store: every law holds for a file of SQLite and, when there is a server, for PostgreSQL.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "helpers of tests, which say when they skip")]

mod accounts;
mod brief;
mod contract;
mod copies;
mod corrections;
mod fixture;
mod harness;
mod laws;
mod old;
mod opening;
mod order;
mod retold;
mod squad;
