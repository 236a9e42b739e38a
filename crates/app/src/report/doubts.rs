//! What is doubtful in measurements, in the language of the page.
//!
//! Core says it in English, which programs and the log of the command line keep; the words hold the same sentences with
//! their places, so that a page can say them in its own language. What no sentence fits stays as it is.
//! Read next: [`evenstride_core::notice`].

use super::names;
use crate::words::Words;
use evenstride_core::body::Side;
use evenstride_core::knowledge::Language;
use evenstride_core::notice::Notice;
use jiff::civil::Date;
use std::sync::OnceLock;

/// The sentences that core says of measurements, and what to do about them.
const SENTENCES: [&str; 36] = [
    "doubt.apart",
    "doubt.apart_do",
    "doubt.beyond",
    "doubt.beyond_do",
    "doubt.days",
    "doubt.days_do",
    "doubt.disagree",
    "doubt.disagree_devices",
    "doubt.disagree_devices_do",
    "doubt.disagree_do",
    "doubt.few",
    "doubt.few_all",
    "doubt.few_all_do",
    "doubt.few_do",
    "doubt.future",
    "doubt.future_do",
    "doubt.minor",
    "doubt.none",
    "doubt.none_do",
    "doubt.old",
    "doubt.old_do",
    "doubt.pain",
    "doubt.pain_do",
    "doubt.swapped",
    "doubt.swapped_do",
    "doubt.wild",
    "doubt.wild_day",
    "doubt.wild_day_do",
    "doubt.wild_days",
    "doubt.wild_do",
    // What is said of a muscle begins as a test could that has such a name.
    "doubt.wild_leg_day",
    "doubt.wild_leg_days",
    "doubt.wild_leg",
    "doubt.wild_leg_do",
    "doubt.wild_legs",
    "doubt.wild_many",
];

/// What is doubtful, and what to do about it.
pub(crate) fn said(notice: &Notice, words: &Words) -> (String, Option<String>) {
    let of = |text: &String| sentence(text, words);
    (of(&notice.message), notice.hint.as_ref().map(of))
}

fn sentence(text: &str, words: &Words) -> String {
    static ENGLISH: OnceLock<Words> = OnceLock::new();
    if words.language() == Language::English {
        return text.to_owned();
    }
    let english = ENGLISH.get_or_init(Words::english);
    let found = SENTENCES.iter().find_map(|key| Some((key, parts(english.template(key)?, text)?)));
    let Some((key, parts)) = found else { return text.to_owned() };
    let told: Vec<(&str, String)> =
        parts.into_iter().map(|(name, part)| (name, inside(name, part, words))).collect();
    let values: Vec<(&str, &str)> = told.iter().map(|(name, part)| (*name, part.as_str())).collect();
    words.fill(key, &values)
}

/// A part of a sentence in the language of the page; names of tests are in it already.
fn inside(name: &str, part: &str, words: &Words) -> String {
    match name {
        "side" | "other" => side_of(part).map_or_else(|| part.to_owned(), |side| names::side(side, words)),
        "day" => part.parse::<Date>().map_or_else(|_| part.to_owned(), |day| names::date(day, words)),
        "days" | "tries" => with_dates(part, words),
        _ => part.to_owned(),
    }
}

/// A list with the dates in it as the language writes them.
fn with_dates(list: &str, words: &Words) -> String {
    let of_word = |word: &str| {
        let bare = word.trim_matches(['(', ')', ',']);
        bare.parse::<Date>()
            .map_or_else(|_| word.to_owned(), |day| word.replace(bare, &names::date(day, words)))
    };
    list.split(' ').map(of_word).collect::<Vec<_>>().join(" ")
}

fn side_of(text: &str) -> Option<Side> {
    Side::BOTH.into_iter().find(|side| side.as_str() == text)
}

/// What stands in the places of a template that a text was made from; none when it was not.
fn parts<'t>(template: &'t str, text: &'t str) -> Option<Vec<(&'t str, &'t str)>> {
    let Some((before, rest)) = template.split_once('{') else {
        return (template == text).then(Vec::new);
    };
    let (name, after) = rest.split_once('}')?;
    let text = text.strip_prefix(before)?;
    // A place ends where the words behind it begin; names hold such words too, so every beginning is tried.
    let next = after.split('{').next().unwrap_or_default();
    let ends = if next.is_empty() {
        vec![text.len()]
    } else {
        text.match_indices(next).map(|(at, _)| at).collect::<Vec<usize>>()
    };
    ends.into_iter().find_map(|end| {
        let (part, behind) = text.split_at_checked(end)?;
        let is_sound = match name {
            "side" | "other" => side_of(part).is_some(),
            "day" => part.parse::<Date>().is_ok(),
            _ => !part.is_empty(),
        };
        let others = is_sound.then(|| parts(after, behind))??;
        Some(std::iter::once((name, part)).chain(others).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenstride_catalog::builtin_in;
    use evenstride_core::assess::{AssessOptions, Learnt, assess};
    use evenstride_core::measure::Trial;
    use evenstride_core::notice::Place;
    use evenstride_core::person::{Person, SubjectId};
    use jiff::civil::date;

    fn trial(test: &str, side: Side, value: f64, day: Date, pain_nrs: Option<u8>) -> Trial {
        Trial {
            subject: SubjectId::new("me").unwrap(),
            test: evenstride_core::knowledge::TestId::new(test).unwrap(),
            side,
            attempt: None,
            value,
            day,
            device: None,
            pain_nrs,
            device_asymmetry: None,
            note: None,
            place: Place { file: "m.csv".to_owned(), line: None },
        }
    }

    #[test]
    fn what_core_says_of_measurements_is_said_in_german_on_a_german_page() {
        let knowledge = builtin_in(Language::German);
        let words = Words::of(Language::German);
        let (first, second) = (date(2026, 3, 1), date(2026, 3, 8));
        let mut trials = vec![
            trial("one-leg-sts-5", Side::Right, 12.0, first, Some(4)),
            trial("hop-single", Side::Left, 120.0, first, None),
            trial("hop-single", Side::Right, 121.0, second, None),
            trial("hop-single", Side::Right, 12.0, second, None),
            trial("heel-rise-single", Side::Left, 20.0, date(2026, 12, 1), None),
        ];
        trials.extend((1..=3).flat_map(|day| {
            let (left, right) = if day == 3 { (200.0, 160.0) } else { (160.0, 200.0) };
            let day = date(2026, 3, day);
            [(Side::Left, left), (Side::Right, right)]
                .map(|(side, n)| trial("strap-knee-ext", side, n, day, None))
        }));
        let options = AssessOptions {
            as_of: date(2026, 11, 20),
            delta_percent: None,
            cautions: &std::collections::BTreeSet::new(),
            pain: None,
            learnt: &Learnt::default(),
        };
        let subject = SubjectId::new("me").unwrap();
        let found = assess(&subject, &trials, &Person::default(), knowledge, &options).notices;
        let codes: std::collections::BTreeSet<&str> = found.iter().map(|notice| notice.code.as_str()).collect();
        assert!(codes.len() >= 6, "{codes:?}");
        for notice in &found {
            let (message, hint) = said(notice, &words);
            assert_ne!(message, notice.message, "{}", notice.code.as_str());
            assert_ne!(hint, notice.hint, "{}", notice.code.as_str());
            assert!(!message.contains(" the ") && !message.contains("left"), "{message}");
        }
        let hurt = found.iter().find(|notice| notice.code.as_str() == "pain-limited").unwrap();
        let (message, _) = said(hurt, &words);
        assert!(message.contains("rechts") && message.contains("4 von 10"), "{message}");
        let (same, _) = said(hurt, &Words::english());
        assert_eq!(same, hurt.message);
    }

    #[test]
    fn what_does_not_go_with_the_rest_is_said_in_german_with_its_days() {
        let words = Words::of(Language::German);
        for (text, within) in [
            (
                "Hop on the left: 4 tries do not go with the rest, so they count for little: 50 cm (2026-11-12), +3",
                "4 Versuche",
            ),
            (
                "Hop on 2026-11-12: one of the two legs does not go with the rest, and nothing says which; both count for less",
                "Hop am 12. November 2026",
            ),
            (
                "Hop: on 2 days one of the two legs does not go with the rest, and nothing says which; both count for less: 2026-11-12, 2026-11-13",
                "12. November 2026, 13. November 2026",
            ),
            (
                "all tests of “Wade” on 2026-11-12: one of the two legs does not go with the rest, and nothing says which; both count for less",
                "alle Tests von „Wade“",
            ),
            (
                "all tests of “Wade” on the right on 2 days together do not go with the rest, so they count for little: 2026-11-12, 2026-11-13",
                "rechts an 2 Tagen",
            ),
            ("Hop: A and – disagree about the legs by more than their noise", "A und –"),
        ] {
            let said = sentence(text, &words);
            assert!(said.contains(within) && !said.contains("2026-11") && !said.contains(" the "), "{said}");
        }
    }

    #[test]
    fn a_name_that_holds_the_words_behind_it_is_found_whole() {
        let found = parts("{test} on the {side} hurt", "Balance on the ball on the left hurt").unwrap();
        assert_eq!(found, [("test", "Balance on the ball"), ("side", "left")]);
        assert_eq!(parts("{test} on the {side} hurt", "Balance on the ball hurt"), None);
        assert_eq!(parts("nothing", "nothing more"), None);
    }
}
