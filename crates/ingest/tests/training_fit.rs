//! Strength sets in FIT files: the made example, real activities without any, and broken bytes.
//!
//! No public recording of a strength session was at hand: the bytes with sets are made by a small writer of our own.

#![allow(clippy::unwrap_used, reason = "this is part of tests only")]

mod common;

use common::training::{check, read, shown};
use evenstride_ingest::{TrainingFormat, training_formats};

fn example() -> Vec<u8> {
    let format: &&dyn TrainingFormat =
        training_formats().iter().find(|format| format.id() == "fit-sets").unwrap();
    format.example()
}

#[test]
fn the_sets_of_a_session_are_gathered_by_exercise_on_the_local_day() {
    check(
        &example(),
        "2026-11-20 goblet_squat NotSaid 10/40sx20kg 9/40sx20kg
         2026-11-20 calf_raise NotSaid 15/40s",
    );
}

#[test]
fn a_broken_file_keeps_what_stands_before_the_break() {
    let bytes = example();
    let cut = read(&bytes[..bytes.len() - 20]);
    assert!(shown(&cut).contains("2026-11-20 goblet_squat"), "{}", shown(&cut));
    assert!(shown(&cut).contains("that it ends too early; what stands before it was read"), "{}", shown(&cut));
    let mut flipped = bytes.clone();
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    assert!(shown(&read(&flipped)).contains("a checksum that does not fit"), "{}", shown(&read(&flipped)));
    assert!(shown(&read(&bytes[..14])).contains("expected a whole FIT file"), "{}", shown(&read(&bytes[..14])));
}

#[test]
fn real_activities_without_sets_are_refused_with_what_they_hold() {
    let files = [
        ("fit/python-fitparse/tests_files_garmin-fenix-5-run.fit", "running"),
        ("fit/python-fitparse/tests_files_garmin-fenix-5-walk.fit", "walking"),
        ("fit/python-fitparse/tests_files_activity-small-fenix2-run.fit", "running"),
        ("fit/python-fitparse/tests_files_Edge810-Vector-2013-08-16-15-35-10.fit", "cycling"),
    ];
    for (path, sport) in files {
        let Some(bytes) = common::shared(path) else { return };
        let text = shown(&read(&bytes));
        assert!(text.contains("expected strength sets, found an activity of "), "{path}: {text}");
        assert!(text.contains(sport) && text.contains(" records and "), "{path}: {text}");
    }
}

/// A small generator of chance with a fixed seed, so that every run tries the same bytes.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[test]
fn changed_bytes_of_every_format_are_read_or_refused_and_never_more_than_that() {
    let mut state = 0x5eed_u64;
    for format in training_formats() {
        let mut n_read = 0;
        for _ in 0..1_000 {
            let mut bytes = format.example();
            let n_changes = 1 + next(&mut state) % 6;
            for _ in 0..n_changes {
                let at = usize::try_from(next(&mut state)).unwrap() % bytes.len();
                bytes[at] = next(&mut state).to_le_bytes()[0];
            }
            if next(&mut state).is_multiple_of(4) {
                bytes.truncate(usize::try_from(next(&mut state)).unwrap() % bytes.len());
            }
            let Ok(read) = read(&bytes) else { continue };
            n_read += 1;
            for trained in &read.trained {
                assert!(trained.name.chars().count() <= 120 && trained.sets.len() <= 10_000);
                assert!(trained.on <= common::training::options().today);
            }
        }
        assert!(n_read > 50, "only {n_read} changed files of {} were still read", format.id());
    }
}
