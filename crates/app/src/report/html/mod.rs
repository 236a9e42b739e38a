//! The report as one page that needs nothing else: no script, no font, no picture from elsewhere.
//!
//! Every text goes through maud's escaping; only the style sheet and the pictures are written as they are.

mod course;
mod evidence;
mod finding;
mod following;
mod over_time;
pub(crate) mod parts;
mod patterns;
mod sources;
mod week;

use super::outline::{Entry, Section, outline};
use super::page_hints::page_hint;
use super::sentences::{Speaker, cautions_of};
use super::standing::{Limits, Standing, Stop};
use super::{CheckView, doubts, names, pictures, retest, stop, text};
use crate::record::TYPED;
use crate::words::Words;
use evenstride_core::assess::{Assessment, Suggestion};
use evenstride_core::knowledge::{FlagId, Knowledge, Test};
use evenstride_core::notice::{Notice, NoticeCode, Place};
use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(crate) use following::{render_squad, render_status};

/// Style rules of a page.
pub(crate) const STYLE: &str = include_str!("style.css");
/// Nothing is loaded and nothing runs; the one style sheet stands in the page.
pub(crate) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// What every part of the page is made with.
#[derive(Clone, Copy)]
struct Maker<'a> {
    view: &'a CheckView<'a>,
    words: &'a Words,
    shows: Shows,
}

/// What the page is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// Findings, week and retest.
    Check,
    /// The week and the retest.
    Plan,
}

/// Writes the whole page.
pub(crate) fn render(view: &CheckView, standing: &Standing, words: &Words) -> String {
    page(Maker { view, words, shows: Shows::Check }, standing, &super::title(view, words))
}

/// Writes the page of the week alone.
pub(crate) fn render_plan(view: &CheckView, standing: &Standing, words: &Words) -> String {
    let title = match &view.person.subject {
        Some(subject) => words.fill("plan.page_for", &[("name", subject.as_str())]),
        None => words.say("plan.page"),
    };
    page(Maker { view, words, shows: Shows::Plan }, standing, &title)
}

fn page(maker: Maker<'_>, standing: &Standing, title: &str) -> String {
    let Maker { view, words, .. } = maker;
    let as_of = words.fill("report.as_of", &[("date", &names::date(view.as_of, words))]);
    let body = match standing {
        Standing::Stopped(stopped) => maker.stopped(*stopped),
        Standing::Incomplete { .. } | Standing::Expired { .. } | Standing::Cleared(_) => maker.report(standing),
    };
    let is_stop = matches!(standing, Standing::Stopped { .. });
    let top = html! {
        @if is_stop { p.who { (title) } } @else { h1 { (title) } }
        p.quiet { (as_of) }
    };
    shell(title, &top, &body, &maker.closing(standing), words)
}

/// A page around its parts: what stands on top, the results, and what is good to know.
pub(super) fn shell(title: &str, top: &Markup, body: &Markup, foot: &Markup, words: &Words) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(words.language().code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                // The page's own rules come last, so that its paper is white in print.
                style { (PreEscaped(pictures::CSS)) (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { (words.say("report.skip")) }
                header.top {
                    p.brand { "Evenstride" }
                    (top)
                }
                main id="main" tabindex="-1" { (body) }
                footer { (foot) }
            }
        }
    };
    page.into_string()
}

impl<'a> Maker<'a> {
    fn say(self, key: &str) -> String {
        self.words.say(key)
    }

    fn speaker(self) -> Speaker<'a> {
        Speaker {
            knowledge: self.view.knowledge,
            words: self.words,
            cautions: cautions_of(self.view.screening),
        }
    }

    fn stopped(self, stopped: Stop<'_>) -> Markup {
        let stop = stop::stop(stopped, self.view.knowledge, self.words);
        html! {
            section.stop.alarm[stop.is_alarm] aria-labelledby="stop" {
                h1 id="stop" { span.hidden { (stop.prefix) " " } (stop.title) }
                @for (title, lines) in stop.parts() {
                    h2 { (title) }
                    @for line in lines { p { (line) } }
                }
                @if let Some(example) = &stop.example { pre { code { (example) } } }
            }
        }
    }

    fn report(self, standing: &Standing) -> Markup {
        html! {
            (self.screen(standing))
            @if let (Shows::Check, Some(assessment)) = (self.shows, self.view.assessment) { (self.findings(assessment)) }
            (self.week(standing))
            @if let Some(found) = self.view.retest {
                section aria-labelledby="retest" {
                    h2 id="retest" { (self.say("retest.title")) }
                    @for line in retest::retest_lines(found, self.view.as_of, self.view.knowledge, self.words) { p { (line) } }
                }
            }
            (self.notices())
            (self.sources())
        }
    }

    fn screen(self, standing: &Standing) -> Markup {
        let body = match standing {
            Standing::Stopped { .. } => html! {},
            Standing::Incomplete { open } => self.open_questions(open),
            Standing::Expired { until } => {
                let until = names::date(*until, self.words);
                html! {
                    p { (self.words.fill("screen.expired", &[("date", &until)])) }
                    p { (self.say("screen.expired_how")) }
                }
            }
            Standing::Cleared(limits) => self.limits(limits),
        };
        html! {
            section.screen aria-labelledby="screen" {
                h2 id="screen" { (self.say("screen.title")) }
                (body)
            }
        }
    }

    fn open_questions(self, open: &[FlagId]) -> Markup {
        html! {
            p {
                strong { (self.say("screen.incomplete")) } " " (self.say("screen.incomplete_why"))
                @if text::has_findings(self.view.assessment) { " " (self.say("screen.incomplete_below")) }
            }
            p { (self.say("screen.incomplete_how")) }
            dl.questions {
                @for id in open {
                    dt { (id) }
                    dd { (text::flag(id, self.view.knowledge).map_or("", |flag| flag.question.as_str())) }
                }
            }
            @if let Some(first) = open.first() {
                pre { code { (self.words.fill("stop.example_open", &[("flag", first.as_str())])) } }
            }
        }
    }

    fn limits(self, limits: &Limits) -> Markup {
        let until = names::date(limits.until, self.words);
        let mind = stop::to_mind(limits, self.view.knowledge, self.words);
        html! {
            (parts::waiting(limits.waits, self.view.knowledge, self.words))
            p { (self.say("screen.cleared")) " " (self.words.fill("screen.until", &[("date", &until)])) }
            @if !mind.is_empty() {
                p { (self.say("screen.limits")) }
                ul { @for line in &mind { li { (line) } } }
            }
        }
    }

    fn findings(self, assessment: &Assessment) -> Markup {
        let entries = outline(assessment);
        let of = |section: Section| entries.iter().filter(move |entry| entry.section == section);
        let has = |section: Section| of(section).next().is_some();
        html! {
            section aria-labelledby="findings" {
                h2 id="findings" { (self.say("findings.title")) }
                @if entries.is_empty() {
                    p { (self.say("findings.nothing")) }
                } @else {
                    p.lead { (self.say("count.explained")) }
                    (self.overview(&entries))
                    @if !has(Section::LeftRight) && !has(Section::Opposing) {
                        p { (self.say("findings.nothing_said")) }
                    }
                }
                @for (section, key) in
                    [(Section::LeftRight, "findings.left_right"), (Section::Opposing, "findings.opposing")]
                {
                    @if has(section) {
                        h3 { (self.say(key)) }
                        div.cards { @for entry in of(section) { (self.finding(entry)) } }
                    }
                }
            }
            @if has(Section::Open) {
                section aria-labelledby="open" {
                    h2 id="open" { (self.say("findings.open")) }
                    p.lead { (self.say("findings.open_lead")) }
                    div.cards { @for entry in of(Section::Open) { (self.finding(entry)) } }
                }
            }
            (self.patterns(assessment))
            (self.next(&assessment.next))
        }
    }

    /// The list of all findings, and the leg map under or beside it.
    fn overview(self, entries: &[Entry]) -> Markup {
        html! {
            div.overview {
                nav aria-labelledby="list" {
                    h3 id="list" { (self.say("findings.list")) }
                    ol.short {
                        @for entry in entries {
                            li { a href={ "#" (entry.id) } { (self.speaker().headline(entry.finding)) } }
                        }
                    }
                }
                @if let Some(map) = pictures::leg_map(self.view, entries, self.words) {
                    div.map {
                        h3 id="map" { (self.say("findings.map")) }
                        (map)
                    }
                }
            }
        }
    }

    fn next(self, next: &[Suggestion]) -> Markup {
        html! {
            @if !next.is_empty() {
                section aria-labelledby="next" {
                    h2 id="next" { (self.say("next.title")) }
                    p.lead { (self.say("next.lead")) }
                    ol.next {
                        @for suggestion in next {
                            li {
                                p { strong { (self.speaker().suggestion("next.line", "next.line_another_day", suggestion)) } }
                                p { (text::tells_about(suggestion, self.view.knowledge, self.words)) }
                                @if let Some(test) = self.view.knowledge.tests.get(&suggestion.test) {
                                    (self.how_to_test(test))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn how_to_test(self, test: &Test) -> Markup {
        let rest = names::rest(test.rest_s, self.words);
        let trials = self.words.counted("try", usize::try_from(test.trials).unwrap_or(usize::MAX));
        let equipment: Vec<String> = test
            .equipment
            .iter()
            .map(|id| {
                self.view
                    .knowledge
                    .equipment
                    .get(id)
                    .map_or_else(|| id.to_string(), |e| names::inside(&e.name, self.words.language()))
            })
            .collect();
        html! {
            details {
                summary { (self.say("next.steps")) }
                @if !equipment.is_empty() {
                    p { (self.words.fill("next.equipment", &[("equipment", &self.words.list(&equipment))])) }
                }
                ol { @for step in &test.steps { li { (step) } } }
                p { (self.words.fill("next.tries", &[("trials", &trials), ("rest", &rest)])) }
                @if !test.invalid.is_empty() {
                    p { (self.say("next.invalid")) }
                    ul { @for line in &test.invalid { li { (line) } } }
                }
                @if !test.stop.is_empty() {
                    p { (self.say("next.stop")) }
                    ul { @for line in &test.stop { li { (line) } } }
                }
                p.quiet { (test.honest) }
            }
        }
    }

    fn notices(self) -> Markup {
        notice_list(super::notices(self.view), self.view.knowledge, self.words)
    }

    fn closing(self, standing: &Standing) -> Markup {
        html! {
            h2 { (self.say("closing.title")) }
            @for line in super::closing(self.view, standing, self.words) { p { (line) } }
        }
    }
}

/// What was changed while reading and is as sure as before: it is told, and nothing about it is doubtful.
const ONLY_CHANGED: [NoticeCode; 2] = [NoticeCode::SpellingUnderstood, NoticeCode::UnitConverted];

/// What was doubtful, each with what to do about it, and folded below it what was only changed while reading.
pub(crate) fn notice_list<'a>(
    notices: impl IntoIterator<Item = &'a Notice>,
    knowledge: &Knowledge,
    words: &Words,
) -> Markup {
    let (changed, doubtful): (Vec<&Notice>, Vec<&Notice>) =
        notices.into_iter().partition(|notice| ONLY_CHANGED.contains(&notice.code));
    let list = |notices: &[&Notice]| {
        html! { ul.notices { @for notice in notices { (notice_line(notice, knowledge, words)) } } }
    };
    html! {
        @if !doubtful.is_empty() {
            section aria-labelledby="notices" {
                h2 id="notices" { (words.say("notices.title")) }
                (list(&doubtful))
            }
        }
        @if !changed.is_empty() {
            details.changed {
                summary { (words.fill("notices.changed", &[("n", &changed.len().to_string())])) }
                (list(&changed))
            }
        }
    }
}

fn notice_line(notice: &Notice, knowledge: &Knowledge, words: &Words) -> Markup {
    let (message, what_to_do) = doubts::said(notice, words);
    // What the language of the page has no sentence for is marked as English.
    let language = words.messages_differ().filter(|_| message == notice.message);
    let hint = what_to_do.and_then(|hint| page_hint(&hint, words));
    html! {
        // The code is for programs and for those who look it up; the sentence says the same.
        li data-notice=(notice.code.as_str()) {
            @match &notice.place {
                Some(Place { file, line: Some(line) }) if file == TYPED => {
                    (words.fill("notices.line", &[("n", &line.to_string())])) ": "
                }
                Some(place) => { code { (place.to_string()) } ": " }
                None => {}
            }
            span lang=[language] { (doubts::with_names(&message, knowledge)) }
            @if let Some(hint) = hint {
                br; (words.say("notices.hint")) " " span lang=[language] { (doubts::with_names(&hint, knowledge)) }
            }
        }
    }
}
