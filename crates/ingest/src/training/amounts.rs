//! Amounts as people type them: `3x6`, `6,6,5`, `3x30s`, `2x40m`, `2x5min`, `60kg`, `135lb`.
//!
//! A word is read whole or not at all; it never takes half of one. Read next: `line`.

use super::WeightUnit;
use evenstride_core::training::{SetKind, TrainedSet};

/// Most sets that one word may stand for.
pub(super) const MOST_SETS: usize = 100;
/// Most repetitions of one set.
pub(super) const MOST_REPS: u32 = 10_000;
/// Most seconds of one set: a day.
pub(super) const MOST_SECONDS: u32 = 86_400;
/// Most metres of one set.
pub(super) const MOST_METRES: f64 = 1_000_000.0;
/// Largest load in kilograms.
pub(super) const MOST_LOAD_KG: f64 = 1_000.0;
/// Most repetitions in reserve.
pub(super) const MOST_RESERVE: f64 = 30.0;

/// A set of which nothing was written down.
pub(super) const NOTHING: TrainedSet = TrainedSet {
    kind: SetKind::Working,
    reps: None,
    seconds: None,
    metres: None,
    load_kg: None,
    reserve: None,
};

/// A number without sign, with a point or a comma before its decimals.
pub(super) fn number(text: &str) -> Option<f64> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, decimals) = match text.split_once(['.', ',']) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, None),
    };
    if text.len() > 40 || !digits(whole) || !decimals.is_none_or(digits) {
        return None;
    }
    text.replace(',', ".").parse().ok()
}

/// A load such as `60kg`, `+10kg` or `135lb`, in kilograms; `Some(None)` for the body alone and for `?kg`, which nobody wrote down.
pub(super) fn load_kg(word: &str) -> Option<Option<f64>> {
    // The lines of a next session hold a place for a load that nobody wrote down yet.
    if matches!(word, "bw" | "bodyweight" | "?kg" | "?lb") {
        return Some(None);
    }
    let word = word.strip_prefix("bw").unwrap_or(word);
    let word = word.strip_prefix('+').unwrap_or(word);
    let end = word.find(|c: char| c.is_alphabetic())?;
    let (digits, unit) = word.split_at(end);
    let unit = match unit {
        "kg" | "kgs" | "kilo" | "kilos" => WeightUnit::Kilogram,
        "lb" | "lbs" | "pound" | "pounds" => WeightUnit::Pound,
        _ => return None,
    };
    let load = number(digits).map(|load| unit.to_kg(load)).filter(|load| *load <= MOST_LOAD_KG)?;
    Some((load > 0.0).then_some(load))
}

/// Repetitions in reserve, also as a rating of perceived exertion behind `rpe`.
pub(super) fn reserve(text: &str) -> Option<f64> {
    number(text).filter(|reserve| *reserve <= MOST_RESERVE)
}

/// What a rating of perceived exertion leaves in reserve.
pub(super) fn reserve_of_rpe(rating: f64) -> Option<f64> {
    (rating > 0.0 && rating <= 10.0).then_some(10.0 - rating)
}

/// Is it a unit that may stand apart behind a number?
pub(super) fn is_unit(word: &str) -> bool {
    const UNITS: [&str; 22] = [
        "kg", "kgs", "kilo", "kilos", "lb", "lbs", "pound", "pounds", "s", "sec", "secs", "second", "seconds",
        "m", "metre", "metres", "meter", "meters", "min", "mins", "minutes", "km",
    ];
    UNITS.contains(&word) || is_reps(word)
}

fn is_reps(unit: &str) -> bool {
    matches!(unit, "rep" | "reps")
}

/// The sets that a word stands for, such as `3x6`, `6,6,5` or `3x30s`.
///
/// A unit behind the last of a list holds for all of them that have none. A lone number is no sets: it could be either.
pub(super) fn sets(word: &str) -> Option<Vec<TrainedSet>> {
    if let Some((count, each)) = word.split_once('x') {
        let count: usize = whole(count)?.try_into().ok()?;
        let set = one(each, None)?;
        return (count > 0 && count <= MOST_SETS).then(|| vec![set; count]);
    }
    let parts: Vec<&str> = word.split(',').collect();
    let last = parts.last()?;
    if parts.len() == 1 && (last.bytes().all(|b| b.is_ascii_digit()) || *last == "?") || parts.len() > MOST_SETS
    {
        return None;
    }
    let unit = last.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let unit = Some(unit).filter(|unit| !unit.is_empty() && !unit.contains('/') && *unit != "?");
    parts.into_iter().map(|part| one(part, unit)).collect()
}

fn whole(digits: &str) -> Option<u32> {
    let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    all_digits.then(|| digits.parse().ok()).flatten()
}

/// One set such as `6`, `30s`, `40m`, `5min`, `12/60s`, or `?` for one of which nothing was written down.
fn one(text: &str, unit: Option<&str>) -> Option<TrainedSet> {
    let mut set = NOTHING;
    if text == "?" {
        return Some(set);
    }
    for part in text.split('/') {
        let end = part.find(|c: char| c.is_alphabetic()).unwrap_or(part.len());
        let (digits, own) = part.split_at(end);
        let own = if own.is_empty() { unit } else { Some(own) };
        match own {
            None => put(&mut set.reps, whole(digits).filter(|reps| *reps <= MOST_REPS)?)?,
            Some(own) if is_reps(own) => put(&mut set.reps, whole(digits).filter(|n| *n <= MOST_REPS)?)?,
            Some("s" | "sec" | "secs" | "second" | "seconds") => put(&mut set.seconds, seconds(digits, 1.0)?)?,
            Some("min" | "mins" | "minutes") => put(&mut set.seconds, seconds(digits, 60.0)?)?,
            Some("m" | "metre" | "metres" | "meter" | "meters") => put(&mut set.metres, metres(digits, 1.0)?)?,
            Some("km") => put(&mut set.metres, metres(digits, 1000.0)?)?,
            Some(_) => return None,
        }
    }
    Some(set)
}

/// Fills in what is still empty; a second figure of the same kind makes the word none.
fn put<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

fn metres(digits: &str, each: f64) -> Option<f64> {
    number(digits).map(|found| found * each).filter(|metres| *metres <= MOST_METRES)
}

fn seconds(digits: &str, each: f64) -> Option<u32> {
    whole_seconds(number(digits)? * each)
}

/// Seconds without their fraction of one, within a day.
pub(super) fn whole_seconds(seconds: f64) -> Option<u32> {
    let rounded = seconds.round();
    let possible = rounded >= 0.0 && rounded <= f64::from(MOST_SECONDS);
    // The range was checked the line before, so nothing is cut off.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    possible.then_some(rounded as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(word: &str) -> Option<String> {
        let show = |set: &TrainedSet| {
            let reps = set.reps.map(|n| n.to_string());
            let seconds = set.seconds.map(|n| format!("{n}s"));
            let metres = set.metres.map(|n| format!("{n}m"));
            let all: Vec<String> = [reps, seconds, metres].into_iter().flatten().collect();
            if all.is_empty() { "?".to_owned() } else { all.join("/") }
        };
        sets(word).map(|sets| sets.iter().map(show).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn sets_are_read_in_every_form() {
        for (word, expected) in [
            ("3x6", Some("6 6 6")),
            ("6,6,5", Some("6 6 5")),
            ("3x30s", Some("30s 30s 30s")),
            ("30,30,20s", Some("30s 30s 20s")),
            ("2x40m", Some("40m 40m")),
            ("2x1.5min", Some("90s 90s")),
            ("5min", Some("300s")),
            ("1x12/60s", Some("12/60s")),
            ("1x5km/30min", Some("1800s/5000m")),
            ("2x?", Some("? ?")),
            ("8reps", Some("8")),
            ("12", None),
            ("0x6", None),
            ("101x6", None),
            ("3x", None),
            ("x6", None),
            ("3x6x2", None),
            ("6,,5", None),
            ("3x6/7", None),
            ("3x-6", None),
            ("3x99999", None),
            ("3x6lunges", None),
        ] {
            assert_eq!(shown(word).as_deref(), expected, "{word}");
        }
    }

    #[test]
    fn loads_are_kilograms_and_the_body_alone_is_none() {
        let close = |word: &str, expected: f64| {
            let load = load_kg(word).unwrap().unwrap();
            assert!((load - expected).abs() < 1e-12, "one product of two short decimals: {word} gave {load}");
        };
        close("60kg", 60.0);
        close("+10kg", 10.0);
        close("bw+10kg", 10.0);
        close("62,5kg", 62.5);
        close("135lb", 61.234_969_95);
        assert_eq!((load_kg("bw"), load_kg("0kg")), (Some(None), Some(None)));
        assert_eq!((load_kg("?kg"), load_kg("?lb")), (Some(None), Some(None)), "nobody wrote it down");
        for word in ["60", "kg", "-20kg", "60kgx", "1e3kg", "5000kg", "bw10", "60s", "?", "?s"] {
            assert_eq!(load_kg(word), None, "{word}");
        }
    }

    #[test]
    fn exertion_is_the_other_way_round_from_reserve() {
        assert_eq!(reserve_of_rpe(8.0), Some(2.0));
        assert_eq!((reserve_of_rpe(0.0), reserve_of_rpe(11.0), reserve("1,5")), (None, None, Some(1.5)));
    }
}
