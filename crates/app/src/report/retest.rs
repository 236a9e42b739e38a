//! When to measure again, in sentences.
//!
//! It chooses no day and no test. Read next: [`evenstride_core::track`].

use super::names;
use crate::words::Words;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::track::Retest;
use jiff::civil::Date;

/// When to measure again, with what, and why then: one sentence each.
pub(crate) fn retest_lines(retest: &Retest, as_of: Date, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    let waiting: Vec<String> = retest.waiting.iter().map(|test| names::test(test, knowledge)).collect();
    let waiting =
        (!waiting.is_empty()).then(|| words.fill("retest.waiting", &[("tests", &words.list(&waiting))]));
    if retest.tests.is_empty() {
        // A day for nothing that may be measured would lead nowhere.
        lines.push(words.say("retest.none"));
        lines.extend(waiting);
        return lines;
    }
    if let Some(another) = retest.another_day(as_of) {
        let (test, finding) =
            (names::test(&another.test, knowledge), names::settles(another, knowledge, words));
        lines.push(words.fill("retest.first", &[("finding", &finding), ("test", &test)]));
    }
    let (earliest, latest) = (names::date(retest.earliest, words), names::date(retest.latest, words));
    // Days that are over are no window any more.
    lines.push(if retest.latest < as_of {
        words.fill("retest.late", &[("latest", &latest)])
    } else {
        words.fill("retest.window", &[("earliest", &earliest), ("latest", &latest)])
    });
    let tests: Vec<String> = retest.tests.iter().map(|test| names::test(test, knowledge)).collect();
    lines.push(words.fill("retest.tests", &[("tests", &words.list(&tests))]));
    lines.extend(waiting);
    let can_show = match (retest.expected_points, retest.detectable_points) {
        (Some(expected), Some(detectable)) => Some(expected >= detectable),
        (None, _) | (_, None) => None,
    };
    // Where the change is too small to see even by then, saying so of the days before says nothing.
    if can_show != Some(false) && retest.latest >= as_of {
        lines.push(words.say("retest.why"));
    }
    if let Some(points) = retest.expected_points {
        lines.push(words.fill("retest.expected", &[("points", &names::plain_number(points, words))]));
    }
    if let Some(points) = retest.detectable_points {
        lines.push(words.fill("retest.detectable", &[("points", &names::whole(points.ceil()))]));
    }
    if let Some(can_show) = can_show {
        lines.push(words.say(if can_show { "retest.enough" } else { "retest.not_enough" }));
    }
    lines
}
