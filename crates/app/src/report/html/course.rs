//! The days of one finding on the page: a picture, and the same in numbers for those who do not see it.
//!
//! Nothing stands here with one day.

use super::super::outline::Entry;
use super::super::pictures;
use super::Maker;
use evenstride_core::assess::{Comparison, Prediction, TestEvidence};
use maud::{Markup, html};

impl<'a> Maker<'a> {
    /// The picture of the days with its table.
    pub(super) fn course(self, entry: &Entry) -> Markup {
        let foreseen = self.foreseen(entry);
        let Some(picture) = pictures::finding_course(entry, foreseen, self.speaker()) else { return html! {} };
        let heads = ["course.day", "course.size", "course.from", "course.to"];
        html! {
            figure.course { (picture) figcaption {
                (self.say("course.caption"))
                @if foreseen.is_some() { " " (self.say("course.caption_next")) }
            } }
            @if let Some(prediction) = foreseen { p { (self.speaker().foreseen(entry.finding, prediction).join(" ")) } }
            details {
                summary { (self.say("course.numbers")) }
                (self.table("course.numbers", &heads, html! {
                    @for day in self.speaker().course(entry.finding) {
                        tr {
                            th scope="row" { time datetime=(day.date) { (day.day) } }
                            td { (day.size) }
                            td { (day.from) }
                            td { (day.to) }
                        }
                    }
                }))
            }
        }
    }

    /// What a next visit would show with the test that tells most about it; none where visits are not foretold.
    fn foreseen(self, entry: &Entry) -> Option<&'a Prediction> {
        let Comparison::LeftRight { .. } = entry.finding.comparison else { return None };
        let predictions = &self.view.assessment?.predictions;
        let used = entry.finding.evidence.tests.iter().filter(|told| told.used);
        let of = |told: &TestEvidence| {
            predictions.iter().find(|one| (&one.test, &one.device) == (&told.test, &told.device))
        };
        used.into_iter().find_map(of)
    }
}
