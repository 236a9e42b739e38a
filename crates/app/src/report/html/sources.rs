//! The sources that the page rests on, each once, with what was read of it.

use super::super::names;
use super::super::outline::outline;
use super::{Maker, Shows};
use evenstride_core::assess::Comparison;
use evenstride_core::knowledge::{Source, SourceId};
use maud::{Markup, html};
use std::collections::BTreeSet;

impl Maker<'_> {
    /// The list of sources; nothing when nothing is cited.
    pub(super) fn sources(self) -> Markup {
        let cited = self.cited();
        html! {
            @if !cited.is_empty() {
                section.sources aria-labelledby="sources" {
                    h2 id="sources" { (self.say("sources.title")) }
                    p.lead { (self.say("sources.lead")) }
                    details {
                        summary { (self.words.fill("sources.all", &[("n", &cited.len().to_string())])) }
                        ul {
                            @for id in &cited {
                                li id={ "s-" (id) } {
                                    code { (id) } " "
                                    @if let Some(source) = self.view.knowledge.sources.get(id) {
                                        (self.source(source))
                                    } @else {
                                        (self.say("sources.missing"))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn source(self, source: &Source) -> Markup {
        let read = names::how_read(source.read, self.words);
        html! {
            span lang=[self.words.messages_differ()] { (source.citation) }
            @if let Some(locator) = &source.locator {
                " "
                @if let Some(address) = address(locator) {
                    a href=(address) rel="noreferrer" { (locator) }
                } @else {
                    (locator)
                }
            }
            " (" (read) ")"
        }
    }

    /// Every source that is linked to on the page, and those of the priors.
    fn cited(self) -> BTreeSet<SourceId> {
        let knowledge = self.view.knowledge;
        let mut cited = BTreeSet::new();
        // Where the findings are not shown, neither are their sources.
        let shown = self.view.assessment.filter(|_| self.shows == Shows::Check);
        let entries = shown.map_or_else(Vec::new, outline);
        for entry in &entries {
            for evidence in &entry.finding.evidence.tests {
                if let Some(test) = knowledge.tests.get(&evidence.test) {
                    cited.extend(test.source.iter().chain(&test.noise_source).cloned());
                }
            }
            cited.extend(
                self.difference_prior(entry.finding).into_iter().flat_map(|prior| prior.source.clone()),
            );
            if let Comparison::Opposing { pair, .. } = &entry.finding.comparison {
                let pair = super::names::pair(pair, knowledge);
                cited.extend(
                    pair.into_iter().flat_map(|pair| &pair.ratio).flat_map(|ratio| ratio.source.clone()),
                );
            }
        }
        for found in shown.map_or(&[][..], |assessment| &assessment.patterns) {
            cited.extend(knowledge.patterns.get(&found.pattern).into_iter().flat_map(|p| p.source.clone()));
        }
        if let Some(plan) = self.view.plan {
            for item in plan.sessions.iter().flat_map(|session| &session.items) {
                let exercise = knowledge.exercises.get(&item.exercise);
                cited.extend(exercise.into_iter().flat_map(|exercise| exercise.source.clone()));
            }
            cited.extend(knowledge.doses.source.iter().cloned());
        }
        cited
    }
}

/// A web address for a locator that is one or is a DOI; anything else is shown as text.
fn address(locator: &str) -> Option<String> {
    if locator.starts_with("https://") {
        return Some(locator.to_owned());
    }
    let doi = locator.strip_prefix("doi:").unwrap_or(locator).trim();
    doi.starts_with("10.").then(|| format!("https://doi.org/{doi}"))
}
