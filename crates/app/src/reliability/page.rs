//! The tables and pictures as one page that needs nothing else.
//!
//! Every text goes through maud's escaping; only the style sheets and the pictures are written as they are.

use super::{ReliabilityView, lead, meanings, table};
use crate::picture::repeats::{self, Plot};
use crate::picture::style;
use crate::report::html::{POLICY, STYLE, notice_list};
use crate::words::Words;
use evenstride_core::reliability::{Repeatability, TestReliability};
use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(super) fn render(view: &ReliabilityView, words: &Words) -> String {
    let title = words.say("reliability.title");
    let version = [("version", view.version), ("knowledge", view.knowledge.version.as_str())];
    html! {
        (DOCTYPE)
        html lang=(words.language().code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(style::CSS)) (PreEscaped(repeats::CSS)) (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { (words.say("report.skip")) }
                header.top {
                    p.brand { "Evenstride" }
                    h1 { (title) }
                }
                main id="main" tabindex="-1" {
                    @if view.tests.is_empty() { p { (words.say("reliability.nothing")) } }
                    @else { @for line in lead(view, words) { p { (line) } } }
                    @for (index, found) in view.tests.iter().enumerate() { (test(found, index + 1, view, words)) }
                    @if !view.tests.is_empty() { (explained(words)) }
                    (notice_list(view.notices, view.knowledge, words))
                }
                footer {
                    p { (words.say("closing.education")) }
                    p { (words.fill("closing.version", &version)) }
                }
            }
        }
    }
    .into_string()
}

fn test(found: &TestReliability, number: usize, view: &ReliabilityView, words: &Words) -> Markup {
    let id = format!("test-{number}");
    let columns = table::columns(found, view, words);
    let rows = table::rows(found, &columns, words);
    let heading = table::heading(found, view, words);
    let unit = table::difference_unit(view.knowledge.tests.get(&found.test), words);
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (heading) }
            p { (table::counts(found, words)) }
            div.scroll role="region" aria-labelledby={ (id) "-caption" } tabindex="0" {
                table {
                    caption id={ (id) "-caption" } { (words.fill("reliability.caption", &[("test", &heading)])) }
                    thead { tr { td {} @for column in &columns { th scope="col" { (column.name) } } } }
                    tbody {
                        @for row in &rows {
                            tr { th scope="row" { (row.name) } @for cell in &row.cells { td.num { (cell) } } }
                        }
                    }
                }
            }
            @for reason in table::reasons(found, &columns, words) { p.quiet { (reason) } }
            @if let Ok(outcome) = &found.difference.outcome {
                div.rp-pair { (pictures(outcome, &id, &heading, &unit, words)) }
            }
        }
    }
}

/// The two pictures of the side difference.
fn pictures(outcome: &Repeatability, id: &str, heading: &str, unit: &str, words: &Words) -> Markup {
    let agreement = &outcome.agreement;
    let mean = table::number(agreement.mean_change, words);
    let [low, high] = agreement.limits.map(|limit| table::number(limit, words));
    let people = outcome.first_two.len().to_string();
    let n_swapped = outcome.first_two.iter().filter(|pair| repeats::is_swapped(**pair)).count().to_string();
    let change = Plot {
        decimal_mark: words.language().decimal_mark(),
        id: format!("{id}-change"),
        title: words.fill("reliability.plot.change", &[("test", heading)]),
        description: words.fill(
            "reliability.plot.change_said",
            &[("people", &people), ("mean", &mean), ("low", &low), ("high", &high), ("unit", unit)],
        ),
        across: words.fill("reliability.plot.change_across", &[("unit", unit)]),
        up: words.fill("reliability.plot.change_up", &[("unit", unit)]),
    };
    let visits = Plot {
        decimal_mark: words.language().decimal_mark(),
        id: format!("{id}-visits"),
        title: words.fill("reliability.plot.visits", &[("test", heading)]),
        description: words
            .fill("reliability.plot.visits_said", &[("people", &people), ("n", &n_swapped), ("unit", unit)]),
        across: words.fill("reliability.plot.visits_across", &[("unit", unit)]),
        up: words.fill("reliability.plot.visits_up", &[("unit", unit)]),
    };
    let lines = [
        words.fill("reliability.plot.high", &[("n", &high)]),
        words.fill("reliability.plot.mean", &[("n", &mean)]),
        words.fill("reliability.plot.low", &[("n", &low)]),
    ];
    html! {
        figure {
            (PreEscaped(repeats::change(&outcome.first_two, agreement, &change, &lines)))
            figcaption { (change.title) " " (change.description) }
        }
        figure {
            (PreEscaped(repeats::visits(&outcome.first_two, &visits)))
            figcaption { (visits.title) " " (visits.description) }
        }
    }
}

fn explained(words: &Words) -> Markup {
    html! {
        section aria-labelledby="meaning" {
            h2 id="meaning" { (words.say("reliability.meaning.title")) }
            dl.rp-meaning { @for (name, meaning) in meanings(words) { dt { (name) } dd { (meaning) } } }
        }
    }
}
