//! The server over real sockets: what it refuses, what every answer carries, and the whole way through without a script.

mod client;
mod guard;
mod way;
mod words;
