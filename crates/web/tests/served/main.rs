//! The server over real sockets: what it refuses, what every answer carries, and the whole way through without a script.

// What a test builds is known to hold; a failure to build it is a failure of the test.
#![allow(clippy::unwrap_used, clippy::panic)]

mod api;
mod api_more;
mod api_wrong;
mod asked_together;
mod beyond;
mod client;
mod first_way;
mod guard;
mod in_view;
mod languages;
mod looking;
mod mistakes;
mod more;
mod moving;
mod over_time;
mod packing;
mod rights;
mod searching;
mod sets;
mod signing_in;
mod stopping;
mod taken_back;
mod units_and_beat;
mod way;
mod words;
