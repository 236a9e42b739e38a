//! One finding as a card: verdict, sentences, dots, days, and what stands behind them.

use super::super::outline::{Entry, Section};
use super::super::pictures;
use super::Maker;
use evenstride_core::assess::{Confidence, Verdict};
use maud::{Markup, html};

impl Maker<'_> {
    /// The card of one finding.
    pub(super) fn finding(self, entry: &Entry) -> Markup {
        let said = self.speaker().finding(entry.finding);
        let heading = format!("{}-h", entry.id);
        let title = [said.headline.as_str(), said.lines.first().map_or("", String::as_str)].join(" ");
        html! {
            article.finding.(look(&entry.finding.verdict)) id=(entry.id) aria-labelledby=(heading) {
                // Results are grouped under an h3; what is open is not, so its heading is one level higher.
                @match entry.section {
                    Section::Open => h3.verdict id=(heading) { (self.verdict(entry, &said.headline)) },
                    Section::LeftRight | Section::Opposing => {
                        h4.verdict id=(heading) { (self.verdict(entry, &said.headline)) }
                    }
                }
                @if !said.lines.is_empty() {
                    p { @for (at, line) in said.lines.iter().enumerate() {
                        @if at == 0 { strong { (line) } } @else { " " (line) }
                    } }
                }
                @if let Some(dots) = pictures::finding_dots(entry, &title, self.view.knowledge, self.words) {
                    figure.dots { (dots) figcaption { (self.say("findings.caption")) } }
                }
                @if !said.change.is_empty() { p { (said.change.join(" ")) } }
                (self.course(entry))
                @if !said.needs.is_empty() { p { (said.needs.join(" ")) } }
                @if !said.acting.is_empty() { p { (said.acting.join(" ")) } }
                @for line in self.newest_values(entry.finding) { p.quiet { (line) } }
                (self.evidence(entry, &said.evidence))
            }
        }
    }

    fn verdict(self, entry: &Entry, headline: &str) -> Markup {
        html! { span.number { (entry.number) } " " (headline) }
    }
}

fn look(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Imbalanced { confidence: Confidence::Clear, .. } => "clear",
        Verdict::Imbalanced { confidence: Confidence::Probable, .. } => "probable",
        Verdict::Undecided { .. } => "undecided",
        Verdict::Balanced => "balanced",
        Verdict::NotComparable { .. } => "not-comparable",
    }
}
