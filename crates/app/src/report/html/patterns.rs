//! What may lie behind the findings: one card a pattern, with what would make it likelier or less so.

use super::super::patterns;
use super::Maker;
use evenstride_core::assess::Assessment;
use maud::{Markup, html};

impl Maker<'_> {
    /// The section of patterns; nothing when the findings fit none.
    pub(super) fn patterns(self, assessment: &Assessment) -> Markup {
        let found = patterns::patterns(assessment, self.speaker());
        html! {
            @if !found.is_empty() {
                section aria-labelledby="patterns" {
                    h2 id="patterns" { (self.say("patterns.title")) }
                    @for line in patterns::lead(self.speaker()) { p.lead { (line) } }
                    div.cards {
                        @for said in &found {
                            article.finding {
                                h3.verdict { (said.title) }
                                @for line in &said.lines { p { (line) } }
                                details {
                                    summary { (self.say("patterns.more")) }
                                    @for (title, below) in &said.lists {
                                        p { (title) }
                                        ul { @for line in below { li { (line) } } }
                                    }
                                    @if let Some(tests) = &said.tests { p { (tests) } }
                                    @if let Some(pattern) = self.view.knowledge.patterns.get(&said.id) {
                                        p.quiet { (self.say("pro.sources")) ": " (self.source_links(&pattern.source)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
