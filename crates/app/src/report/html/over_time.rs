//! The differences over time: what changed almost certainly first, the others folded, and the leg maps of then and now.
//!
//! Cards have numbers of their own here, which stand on the maps too. Read next: [`super::finding`].

use super::super::change::is_sure;
use super::super::outline::{Entry, Section, outline};
use super::super::{pictures, status};
use super::Maker;
use evenstride_core::assess::Assessment;
use maud::{Markup, html};

impl Maker<'_> {
    /// The differences over time; `then` is what was found on the first day of measuring.
    pub(super) fn over_time(self, then: Option<&Assessment>) -> Markup {
        let entries = self.view.assessment.map(outline).unwrap_or_default();
        let entries = numbered(entries);
        let n_sure = entries.iter().filter(|entry| changed(entry)).count();
        let (sure, others) = entries.split_at(n_sure);
        let has_change = entries.iter().any(|entry| entry.finding.change.is_some());
        let has_days = entries.iter().any(|entry| !entry.finding.evidence.course.is_empty());
        let none_sure = match (has_change, has_days) {
            (true, _) => "status.none_sure",
            (false, true) => "status.too_soon",
            (false, false) => "status.one_day",
        };
        html! {
            section aria-labelledby="over-time" {
                h2 id="over-time" { (self.say("status.over_time")) }
                p.lead { (self.say("status.over_time_lead")) }
                @if !entries.is_empty() {
                    @if sure.is_empty() {
                        p { (self.say(none_sure)) }
                    } @else {
                        h3 { (self.say("status.sure")) }
                        div.cards { @for entry in sure { (self.finding(entry)) } }
                    }
                    (self.others(others))
                }
                @if let Some(maps) = then.and_then(|then| pictures::leg_maps_then_and_now(self.view, then, &entries, self.words)) {
                    (maps)
                }
            }
        }
    }

    fn others(self, others: &[Entry]) -> Markup {
        html! {
            @if !others.is_empty() {
                details {
                    summary { (self.words.fill("status.not_sure", &[("n", &others.len().to_string())])) }
                    h3 { (self.say("status.not_sure_title")) }
                    div.cards { @for entry in others { (self.finding(entry)) } }
                }
            }
        }
    }
}

/// The comparisons of the legs, those that changed almost certainly first, numbered in this order.
fn numbered(entries: Vec<Entry<'_>>) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry> = entries.into_iter().filter(status::is_shown).collect();
    entries.sort_by_key(|entry| !changed(entry));
    for (at, entry) in entries.iter_mut().enumerate() {
        entry.number = at + 1;
        // Every card stands under a heading of its own kind here.
        entry.section = Section::LeftRight;
    }
    entries
}

fn changed(entry: &Entry) -> bool {
    entry.finding.change.as_ref().is_some_and(is_sure)
}
