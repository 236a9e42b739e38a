//! Findings of several days: what changed, what does not fit, whose noise, what would settle it.

use super::fixture::{self, Check};
use super::mirror;
use crate::report::sentences::{NO_CAUTIONS, Speaker};
use crate::report::{html, text};
use crate::words::Words;
use evenstride_core::assess::{
    Change, ChangeVerdict, CoursePoint, DayEvidence, Finding, Interval, NoiseFrom, SideTrials, Verdict, Wild,
};
use evenstride_core::body::Bilateral;
use jiff::civil::date;

fn change(verdict: ChangeVerdict, middle: f64, low: f64, high: f64) -> Option<Change> {
    Some(Change {
        since: date(2026, 3, 5),
        gap: Interval { middle, low, high },
        verdict,
        legs: None,
        expected: None,
    })
}

fn day(month: i8, size: f64) -> CoursePoint {
    CoursePoint { day: date(2026, month, 5), size, low: size - 9.0, high: size + 9.0 }
}

/// The front of the thigh, measured on three days, the right leg weaker by less each time.
pub(crate) fn finding() -> Finding {
    let mut finding = fixture::findings().swap_remove(1);
    finding.change = change(ChangeVerdict::Better, 6.3, 2.1, 10.4);
    finding.evidence.course = vec![day(3, 26.0), day(4, 21.0), day(5, 19.0)];
    finding.evidence.tests[0].noise_from = NoiseFrom::Repeats { n_people: 2, n_visits: 12 };
    let wild = |value| Wild { value, probability: 0.9 };
    finding.evidence.tests[0].days = vec![DayEvidence {
        day: date(2026, 5, 3),
        sides: Bilateral {
            left: SideTrials { values: vec![11.0, 112.5], wild: vec![wild(11.0)], ..SideTrials::default() },
            right: SideTrials { values: vec![88.0], ..SideTrials::default() },
        },
    }];
    finding
}

/// A check with findings of several days.
pub(crate) fn check() -> Check {
    let mut check = fixture::full();
    let mut degrees = fixture::findings().swap_remove(5);
    degrees.change = change(ChangeVerdict::Worse, -3.0, -7.0, 0.4);
    degrees.evidence.course = vec![day(3, -6.0), day(5, -9.0)];
    if let Some(assessment) = &mut check.assessment {
        assessment.findings = vec![finding(), degrees];
    }
    check
}

fn said(finding: &Finding) -> String {
    let (words, knowledge) = (Words::english(), fixture::knowledge());
    let said = Speaker { knowledge: &knowledge, words: &words, cautions: &NO_CAUTIONS }.finding(finding);
    [said.lines, said.change, said.needs, said.evidence].concat().join(" ").replace('\u{a0}', " ")
}

#[test]
fn each_change_is_said_with_its_day_its_size_and_what_it_could_be() {
    use ChangeVerdict::{Better, NotDetectable, Undecided, Worse};
    for (change, sentence) in [
        (
            change(Better, 6.3, 2.1, 10.4),
            "Since 5 March 2026 the gap became smaller: by about 6 %. It could be anything from 2 to 10 %.",
        ),
        (
            change(Better, 6.3, -0.8, 10.4),
            "Since 5 March 2026 the gap probably became smaller: by about 6 %. It could be up to 10 %, or 1 % the other way.",
        ),
        (change(Better, 0.3, 0.1, 0.9), "the gap became smaller: by less than 1 %."),
        (
            change(Worse, -7.0, -12.0, -2.0),
            "Since 5 March 2026 the gap became larger: by about 7 %. It could be anything from 2 to 12 %.",
        ),
        (change(NotDetectable, 1.0, -2.0, 3.0), "Nothing shows that the gap changed since 5 March 2026."),
        (change(Undecided, 4.0, -6.0, 14.0), "We cannot tell yet if the gap changed since 5 March 2026."),
    ] {
        let said = said(&Finding { change, ..finding() });
        assert!(said.contains(sentence), "missing: {sentence}\n{said}");
        assert_eq!(said.matches("the gap").count(), 1, "{said}");
    }
}

#[test]
fn one_day_says_nothing_of_change() {
    let said = said(&Finding { change: None, ..finding() });
    assert!(!said.contains("Since") && !said.contains("gap"), "{said}");
}

#[test]
fn a_gap_that_opened_the_other_way_is_not_called_smaller() {
    let mut finding = finding();
    finding.evidence.course[0] = day(3, -12.0);
    finding.change = change(ChangeVerdict::Better, 31.0, 20.0, 42.0);
    let said = said(&finding);
    assert!(said.contains("Since 5 March 2026 the left leg gained on the other: by about 31 %."), "{said}");
    assert!(!said.contains("smaller"), "{said}");
}

#[test]
fn tries_that_do_not_fit_are_named_with_leg_and_day() {
    let mut finding = finding();
    assert!(
        said(&finding)
            .contains("One try does not fit the rest and counts for little: 11 cm on the left on 3 May 2026."),
        "{}",
        said(&finding)
    );
    let day = &mut finding.evidence.tests[0].days[0];
    day.sides.right.wild = vec![Wild { value: 88.25, probability: 0.6 }];
    assert!(
        said(&finding).contains(
            "2 tries do not fit the rest and count for little: \
             88.25 cm on the right on 3 May 2026 and 11 cm on the left on 3 May 2026."
        ),
        "{}",
        said(&finding)
    );
    // Hundreds of tries are counted, and only three of them named.
    let day = &mut finding.evidence.tests[0].days[0];
    day.sides.right.wild = (0..300).map(|n| Wild { value: 88.0 + f64::from(n), probability: 0.6 }).collect();
    let said = said(&finding);
    assert!(said.contains("301 tries do not fit the rest and count for little, among them"), "{said}");
    assert_eq!(said.matches(" cm on the ").count(), 3, "{said}");
}

#[test]
fn a_second_test_has_its_name_beside_its_try_and_its_noise() {
    let mut finding = finding();
    let mut other = finding.evidence.tests[0].clone();
    other.test = evenstride_core::knowledge::TestId::new("chair-stand").unwrap();
    other.noise_from = NoiseFrom::Catalogue;
    other.days.clear();
    finding.evidence.tests.push(other);
    let said = said(&finding);
    assert!(
        said.contains("The noise of single-leg hop for distance was adjusted to 12 visits of 2 people."),
        "{said}"
    );
    assert!(said.contains("11 cm on the left on 3 May 2026 in the single-leg hop for distance."), "{said}");
    assert_eq!(said.matches("adjusted").count(), 1, "{said}");
}

#[test]
fn noise_is_told_to_be_learnt_only_when_it_was() {
    let mut finding = finding();
    assert!(said(&finding).contains("Its noise was adjusted to 12 visits of 2 people."), "{}", said(&finding));
    finding.evidence.tests[0].noise_from = NoiseFrom::Catalogue;
    assert!(!said(&finding).contains("adjusted"), "{}", said(&finding));
}

#[test]
fn what_is_open_says_how_many_more_days_would_settle_it() {
    let mut finding = fixture::findings().swap_remove(3);
    let mut settled_by = |days, another_day| {
        if let Verdict::Undecided { needs: Some(needs) } = &mut finding.verdict {
            (needs.days_to_settle, needs.another_day) = (days, another_day);
        }
        said(&finding)
    };
    for (days, another_day, sentence) in [
        (Some(2), true, "2 more days of it would settle this in 4 of 5 cases."),
        (Some(1), true, "1 more day of it would settle this in 4 of 5 cases."),
        (Some(3), false, ". 3 days of it would settle this in 4 of 5 cases."),
        (None, true, "This test alone would not settle it."),
    ] {
        let said = settled_by(days, another_day);
        assert!(said.contains(sentence), "missing: {sentence}\n{said}");
    }
}

#[test]
fn days_that_were_not_worked_out_are_not_denied() {
    let mut finding = fixture::findings().swap_remove(3);
    finding.comparison = fixture::findings().swap_remove(10).comparison;
    assert!(!said(&finding).contains("settle"), "{}", said(&finding));
}

#[test]
fn the_page_shows_the_days_as_a_picture_and_in_numbers() {
    let check = check();
    let page = html::render(&check.view(), &check.cleared(), &Words::english()).replace('\u{a0}', " ");
    assert_eq!(page.matches("<svg class=\"fc-course\"").count(), 2);
    assert_eq!(page.matches("class=\"fc-dot").count(), 5);
    for part in [
        "Front of thigh, strength: the gap on each day</title>",
        "5 March 2026: right leg weaker, 26 % (from right leg weaker, 17 % to right leg weaker, 35 %).",
        "<time datetime=\"2026-03-05\">5 March 2026</time>",
        "<td>right leg weaker, 26 %</td><td>right leg weaker, 17 %</td><td>right leg weaker, 35 %</td>",
        // The left leg leans to reach less far, so its ends are told seen from it.
        "<td>left leg less far, 6 degrees</td><td>right leg less far, 3 degrees</td><td>left leg less far, 15 degrees</td>",
        "Since 5 March 2026 the gap became smaller: by about 6 %.",
        "Since 5 March 2026 the gap probably became larger: by about 3 degrees. It could be anything up to 7 degrees.",
        "One try does not fit the rest and counts for little: 11 cm on the left on 3 May 2026.",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let one_day = fixture::full();
    let page = html::render(&one_day.view(), &one_day.cleared(), &Words::english());
    assert!(!page.contains("<svg class=\"fc-course\"") && !page.contains("figure class=\"course\""));
}

#[test]
fn mirroring_swaps_the_legs_in_the_days_and_nothing_else() {
    let (check, words) = (check(), Words::english());
    let mirrored = mirror::mirrored(&check);
    // The columns of the week are as wide as the words in them, so only the findings are compared.
    let written = |check: &Check| -> String {
        check.assessment.iter().flat_map(|assessment| &assessment.findings).map(said).collect()
    };
    assert!(written(&check).contains("on the left on"));
    assert_eq!(written(&mirrored), mirror::swapped_words(&written(&check)));
    // Left and right point to the same places, so only the words of the picture are compared.
    let described = |check: &Check| -> Vec<String> {
        let page = html::render(&check.view(), &check.cleared(), &words);
        // The leg map has a description of its own.
        let inside = |part: &str| {
            let (id, text) = part.split_once('>')?;
            id.ends_with("-course-desc\"").then(|| text.split("</desc>").next().unwrap_or_default().to_owned())
        };
        page.split("<desc id=").skip(1).filter_map(inside).collect()
    };
    let swapped: Vec<String> = described(&check).iter().map(|text| mirror::swapped_words(text)).collect();
    assert_eq!((described(&mirrored).len(), described(&mirrored)), (2, swapped));
}

#[test]
fn the_change_stands_between_the_size_and_the_evidence() {
    let check = check();
    let said = text::render(&check.view(), &check.cleared(), &Words::english(), 10_000);
    let places: Vec<usize> =
        ["Best guess", "the gap became smaller", "Worth working on", "From single-leg hop"]
            .iter()
            .map(|part| said.find(part).unwrap_or_else(|| panic!("{part} is missing:\n{said}")))
            .collect();
    assert!(places.is_sorted(), "{places:?}\n{said}");
}
