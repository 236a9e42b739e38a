//! What changed since the first day, and on how many more days it would be settled, in sentences.
//!
//! A change that cannot be told is never called none, and none is never called getting better.
//! Read next: [`super::sentences`].

use super::raw;
use super::sentences::{Oriented, Speaker, is_second_weaker};
use super::{names, visit};
use evenstride_core::assess::{
    Change, ChangeVerdict, Comparison, CoursePoint, Finding, Prediction, SizeUnit, Suggestion,
};
use evenstride_core::body::Side;
use jiff::civil::Date;

/// The difference on one day in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DayWords {
    /// The day.
    pub(crate) date: Date,
    /// The day in words.
    pub(crate) day: String,
    /// The best guess.
    pub(crate) size: String,
    /// The one end of what it could be, seen from the leg that leans weaker.
    pub(crate) from: String,
    /// The other end.
    pub(crate) to: String,
    /// What the bare values of the best test say, where it measured both legs on the day.
    pub(crate) raw: Option<String>,
}

/// The key of a change; one that may be none by what is said of its size is told as probable.
fn probably(change: &Change, key: &'static str) -> &'static str {
    match (key, change.gap.low > 0.0 || change.gap.high < 0.0) {
        ("change.better", false) => "change.better_probably",
        ("change.worse", false) => "change.worse_probably",
        (_, _) => key,
    }
}

impl Speaker<'_> {
    /// What changed between the legs since the first day; nothing with one day.
    pub(crate) fn change(self, finding: &Finding) -> Vec<String> {
        let (Some(change), Comparison::LeftRight { .. }) = (&finding.change, &finding.comparison) else {
            return Vec::new();
        };
        let date = names::date(change.since, self.words);
        let mut lines = match change.verdict {
            ChangeVerdict::Better => match overtaken(finding) {
                // The gap closed and opened the other way: to call it smaller could be false.
                Some(side) => {
                    let side = names::side(side, self.words);
                    self.changed("change.turned", finding, change, 1.0, &[("side", &side)])
                }
                None => self.changed(probably(change, "change.better"), finding, change, 1.0, &[]),
            },
            ChangeVerdict::Worse => self.changed(probably(change, "change.worse"), finding, change, -1.0, &[]),
            ChangeVerdict::NotDetectable => vec![self.words.fill("change.none", &[("date", &date)])],
            ChangeVerdict::Undecided => vec![self.words.fill("change.open", &[("date", &date)])],
        };
        // What rests on the log and not on the tests alone is said to.
        if let Some(legs) = &change.expected {
            let gain = |gain: f64| names::size(100.0 * (gain / 100.0).exp_m1(), SizeUnit::Percent, self.words);
            let (left, right) = (gain(legs.left), gain(legs.right));
            lines.push(self.words.fill("change.expected", &[("left", &left), ("right", &right)]));
        }
        lines
    }

    /// The sentence of a change that was seen, and what it could be; `way` turns it to above 0.
    fn changed(
        self,
        key: &str,
        finding: &Finding,
        change: &Change,
        way: f64,
        more: &[(&str, &str)],
    ) -> Vec<String> {
        let unit = finding.estimate.as_ref().map_or(SizeUnit::Percent, |estimate| estimate.unit);
        let ends = [way * change.gap.low, way * change.gap.high];
        let oriented = Oriented {
            unit,
            low: ends[0].min(ends[1]),
            size: way * change.gap.middle,
            high: ends[0].max(ends[1]),
        };
        let (key_of_size, shown) = match names::whole(oriented.size).as_str() {
            "0" => ("change.under", 1.0),
            _ => ("change.about", oriented.size),
        };
        let size = self.words.fill(key_of_size, &[("size", &names::size(shown, unit, self.words))]);
        let date = names::date(change.since, self.words);
        let values: Vec<(&str, &str)> = [("date", date.as_str()), ("size", size.as_str())]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
        vec![self.words.fill(key, &values), self.range(oriented)]
    }

    /// On how many days the suggested test would settle what is open, or that it would not.
    pub(crate) fn days_to_settle(self, finding: &Finding, needs: &Suggestion) -> Option<String> {
        match (needs.days_to_settle, &finding.comparison) {
            (Some(days), _) => {
                let days = usize::try_from(days).unwrap_or(usize::MAX);
                let counted = if needs.another_day { "more_day" } else { "day" };
                Some(self.words.fill("needs.days", &[("days", &self.words.counted(counted, days))]))
            }
            (None, Comparison::LeftRight { .. }) => Some(self.words.say("needs.not_alone")),
            // For opposing groups the days are not worked out, so nothing is known of them.
            (None, Comparison::Opposing { .. }) => None,
        }
    }

    /// The difference on each day in words, earliest first; nothing with one day.
    pub(crate) fn course(self, finding: &Finding) -> Vec<DayWords> {
        // Both ends are told seen from the leg that leans weaker, so that a mirrored report reads the same.
        let is_second = is_second_weaker(finding);
        let one = |point: &CoursePoint| {
            let (from, to) = if is_second { (point.low, point.high) } else { (point.high, point.low) };
            DayWords {
                date: point.day,
                day: names::date(point.day, self.words),
                size: self.signed_size(finding, point.size),
                from: self.signed_size(finding, from),
                to: self.signed_size(finding, to),
                raw: raw::on(finding, point.day, self.knowledge).map(|size| self.signed_size(finding, size)),
            }
        };
        finding.evidence.course.iter().map(one).collect()
    }

    /// What a next visit with the best test would show if nothing changed, and what follows from a visit that shows another.
    pub(crate) fn foreseen(self, finding: &Finding, prediction: &Prediction) -> Vec<String> {
        let unit = finding.estimate.as_ref().map_or(SizeUnit::Percent, |estimate| estimate.unit);
        let [low, size, high] = visit::sizes(prediction, unit);
        // As in the course: from the leg that would show less.
        let (from, to) = if size > 0.0 { (low, high) } else { (high, low) };
        let [size, from, to] = [size, from, to].map(|size| self.signed_size(finding, size));
        let test = names::capitalised(&names::test(&prediction.test, self.knowledge));
        vec![
            self.words.fill("course.foreseen", &[("test", &test), ("size", &size)]),
            self.words.fill("course.foreseen_range", &[("from", &from), ("to", &to)]),
            self.words.say("course.foreseen_use"),
        ]
    }

    /// “right leg weaker, 19 %” of a signed size.
    fn signed_size(self, finding: &Finding, size: f64) -> String {
        let unit = finding.estimate.as_ref().map_or(SizeUnit::Percent, |estimate| estimate.unit);
        if names::whole(size) == "0" {
            return self.words.say("dots.same");
        }
        let end = self.end(finding, size > 0.0);
        self.words.fill("course.at", &[("end", &end), ("size", &names::size(size, unit, self.words))])
    }

    /// One end of the axis of a finding, such as “right leg weaker”.
    pub(crate) fn end(self, finding: &Finding, is_second: bool) -> String {
        match &finding.comparison {
            Comparison::LeftRight { .. } => {
                let comparative = self.words.say(&format!("dots.comparative.{}", finding.quality));
                let side = names::side(if is_second { Side::Right } else { Side::Left }, self.words);
                self.words.fill("dots.leg", &[("side", &side), ("comparative", &comparative)])
            }
            Comparison::Opposing { group, opponent, .. } => {
                let weak = names::group_inside(if is_second { opponent } else { group }, self.knowledge);
                self.words.fill("dots.group", &[("group", &weak)])
            }
        }
    }
}

/// Has something changed almost certainly: told by core as a change, and every size that it could have is one?
pub(crate) fn is_sure(change: &Change) -> bool {
    match change.verdict {
        ChangeVerdict::Better | ChangeVerdict::Worse => change.gap.low > 0.0 || change.gap.high < 0.0,
        ChangeVerdict::NotDetectable | ChangeVerdict::Undecided => false,
    }
}

/// The leg that was the weaker on the first day and no longer is; none where the same leg is the weaker still.
fn overtaken(finding: &Finding) -> Option<Side> {
    let first = finding.evidence.course.first().map(|CoursePoint { size, .. }| *size)?;
    let now = finding.estimate.as_ref()?.size;
    // What reads as no difference has not turned.
    if names::whole(first) == "0" || names::whole(now) == "0" || first * now >= 0.0 {
        return None;
    }
    Some(if first > 0.0 { Side::Right } else { Side::Left })
}
