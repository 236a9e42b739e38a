//! The days of one finding on the page: a picture, and the same in numbers for those who do not see it.
//!
//! Nothing stands here with one day.

use super::super::outline::Entry;
use super::super::pictures;
use super::Maker;
use maud::{Markup, html};

impl Maker<'_> {
    /// The picture of the days with its table.
    pub(super) fn course(self, entry: &Entry) -> Markup {
        let Some(picture) = pictures::finding_course(entry, self.speaker()) else { return html! {} };
        let heads = ["course.day", "course.size", "course.from", "course.to"];
        html! {
            figure.course { (picture) figcaption { (self.say("course.caption")) } }
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
}
