//! Kills a program that writes to a store, at 500 instants, and looks at what it left behind.
//!
//! The program is this one, started anew with the word `write`; each action that the store has acknowledged it tells in
//! one line. After each kill the store must open, hold every acknowledged action in full, and show nothing of a
//! half-written one. A kill ends the program and not the machine: what a disk loses with its power is not tried here.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test without the usual harness, and a child that tells what it did"
)]

mod child;
mod kills;

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", store, seed] => child::write(store, seed),
        // The usual harness is asked for its list of tests by tools that run them one by one.
        [.., "--list"] | ["--list", ..] => println!("kills: test"),
        [filter, ..] if !filter.starts_with('-') && !"kills".contains(filter) => {}
        _ => kills::kill_and_look(),
    }
    ExitCode::SUCCESS
}
