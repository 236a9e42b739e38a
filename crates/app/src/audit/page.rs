//! The weeks as one page that needs nothing else.
//!
//! Every text goes through maud's escaping; only the style sheets are written as they are. The heat map is a table
//! with the numbers in its cells, so that it reads without colour, in print and aloud.

use super::AuditView;
use super::heat::{self, HeatRow};
use super::lost::LostLine;
use super::say::Speaker;
use crate::picture::style;
use crate::report::html::{POLICY, STYLE, notice_list};
use crate::report::{names, session};
use crate::words::Words;
use evenstride_core::audit::{AuditedWeek, Changes, Told};
use evenstride_core::body::Side;
use evenstride_core::person::Units;
use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(super) const CSS: &str = include_str!("heat.css");
/// Lines of lost points that stand open; the rest is folded.
const OPEN_LOST: usize = 8;
/// Bars are drawn for so many sets, or for the most of the week.
const BAR_SETS: f64 = 12.0;

pub(super) fn render(view: &AuditView<'_>, words: &Words) -> String {
    let title = words.say("audit.title");
    let version = [("version", view.version), ("knowledge", view.knowledge.version.as_str())];
    let option = Speaker { knowledge: view.knowledge, words }.option(view.audit);
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
                style { (PreEscaped(style::CSS)) (PreEscaped(STYLE)) (PreEscaped(CSS)) }
            }
            body {
                a.skip href="#main" { (words.say("report.skip")) }
                header.top {
                    p.brand { "Evenstride" }
                    h1 { (title) }
                }
                main id="main" tabindex="-1" { (body(view, words, option.as_deref())) }
                footer {
                    p { (words.say("closing.education")) }
                    p { (words.fill("closing.version", &version)) }
                }
            }
        }
    }
    .into_string()
}

/// What stands on the page below its title, with the option of the command that would score more.
pub(super) fn body(view: &AuditView<'_>, words: &Words, option: Option<&str>) -> Markup {
    let speaker = Speaker { knowledge: view.knowledge, words };
    let weeks = &view.audit.weeks;
    let newest = weeks.iter().rposition(|week| week.score.is_some()).or(weeks.len().checked_sub(1));
    html! {
        @if let Some(ended) = view.ended {
            @let said = session::next(ended, Units::Metric, view.knowledge, words);
            section aria-labelledby="ended" {
                h2 id="ended" { (said.title) }
                @for line in &said.lead { p { (line) } }
            }
        }
        @if weeks.is_empty() { p { (words.say("audit.nothing")) } }
        @else {
            @for line in speaker.lead(view.audit) { p.lead { (line) } }
            @if let Some(option) = option { p.lead { (option) } }
            (overview(view, speaker))
        }
        @if let Some(newest) = newest {
            (week(&weeks[newest], newest, speaker))
            @if let Some(changes) = &view.audit.changes { (changed(changes, speaker)) }
            @for (idx, older) in weeks.iter().enumerate().rev().filter(|(idx, _)| *idx != newest) {
                details { summary { (speaker.title(older)) } (week(older, idx, speaker)) }
            }
        }
        (told("after", "audit.after_title", &view.audit.told, speaker))
        (notice_list(view.notices, view.knowledge, words))
    }
}

fn overview(view: &AuditView<'_>, speaker: Speaker<'_>) -> Markup {
    html! {
        div.scroll role="region" aria-label=(speaker.say("audit.weeks")) tabindex="0" {
            table.au-weeks {
                thead { tr { @for head in speaker.week_heads() { th scope="col" { (head) } } } }
                tbody {
                    @for week in &view.audit.weeks {
                        tr {
                            @for (at, cell) in speaker.week_row(week).into_iter().enumerate() {
                                @if at == 0 { th scope="row" { (cell) } } @else { td.num { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn week(week: &AuditedWeek, idx: usize, speaker: Speaker<'_>) -> Markup {
    let id = format!("week-{}", idx + 1);
    let lost = speaker.lost(week);
    let remarks = speaker.remarks(week);
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (speaker.title(week)) }
            @for line in speaker.standing(week) { p { strong { (line) } } }
            @if !week.parts.is_empty() {
                table.au-parts {
                    thead { tr { @for head in speaker.part_heads() { th scope="col" { (head) } } } }
                    tbody {
                        @for row in speaker.part_rows(week) {
                            tr {
                                @for (at, cell) in row.iter().enumerate() {
                                    @if at == 0 { th scope="row" { (cell) } } @else { td.num { (cell) } }
                                }
                            }
                        }
                    }
                }
            }
            @if !lost.is_empty() {
                h3 { (speaker.say("audit.lost_title")) }
                (lost_list(&lost[..lost.len().min(OPEN_LOST)], speaker))
                @if lost.len() > OPEN_LOST {
                    details {
                        summary { (speaker.words.fill("audit.lost_rest", &[("n", &(lost.len() - OPEN_LOST).to_string())])) }
                        (lost_list(&lost[OPEN_LOST..], speaker))
                    }
                }
            }
            (heat_map(week, &id, speaker))
            h3 { (speaker.say("audit.load_title")) }
            ul { @for line in speaker.load(week) { li { (line) } } }
            @if !remarks.is_empty() {
                h3 { (speaker.say("audit.remarks_title")) }
                ul { @for (text, rule) in &remarks { li { (text) " " span.quiet data-rule=(rule) { (speaker.rule(rule)) } } } }
            }
            (told_list("audit.not_counted_title", &week.not_counted, speaker))
            (told_list("audit.doubtful_title", &week.doubtful, speaker))
        }
    }
}

fn lost_list(lines: &[LostLine], speaker: Speaker<'_>) -> Markup {
    html! {
        ul.au-lost {
            @for line in lines {
                li {
                    span.au-points { "−" (names::fixed(line.points, 1, speaker.words)) } " "
                    span { (line.text) " " span.quiet data-rule=(line.rule) { (speaker.rule(line.rule)) } }
                }
            }
        }
    }
}

/// Sets of the week with bars, then sets by day.
fn heat_map(week: &AuditedWeek, id: &str, speaker: Speaker<'_>) -> Markup {
    let rows = heat::rows(week, speaker);
    let most = rows.iter().flat_map(|row| [row.sum.left, row.sum.right]).fold(BAR_SETS, f64::max);
    let legs = Side::BOTH.map(|side| names::side(side, speaker.words));
    html! {
        h3 id={ (id) "-heat" } { (speaker.say("audit.heat_title")) }
        p.lead { (speaker.say("audit.heat_text")) " " (speaker.say("audit.heat_bars")) }
        table.au-sums {
            thead {
                tr {
                    th scope="col" { (speaker.say("audit.head.group")) }
                    @for leg in &legs { th scope="col" { (names::capitalised(leg)) } }
                }
            }
            tbody {
                @for row in &rows {
                    tr {
                        th scope="row" { (row.name) }
                        @for side in Side::BOTH { td { (bar(row, side, most, speaker)) } }
                    }
                }
            }
        }
        div.scroll role="region" aria-labelledby={ (id) "-heat" } tabindex="0" {
            table.au-heat {
                thead {
                    tr {
                        th scope="col" { (speaker.say("audit.head.group")) }
                        td {}
                        @for day in 0..7 {
                            th scope="col" {
                                span.au-long { (names::weekday(day, speaker.words)) }
                                span.au-short aria-hidden="true" { (heat::short_day(day, speaker)) }
                            }
                        }
                    }
                }
                @for row in &rows {
                    tbody {
                        @for (side, leg) in Side::BOTH.into_iter().zip(&legs) {
                            tr {
                                @if side == Side::Left { th scope="rowgroup" rowspan="2" { (row.name) } }
                                th scope="row" {
                                    span.au-long { (leg) }
                                    span.au-short aria-hidden="true" { (initial(leg)) }
                                }
                                @for day in &row.days {
                                    td class={ "h" (day[side].step()) } { (day[side].text(speaker.words)) }
                                }
                            }
                        }
                    }
                }
            }
        }
        ul.au-key {
            @for (step, key) in ["0", "1", "2", "3", "4"].iter().zip(["none", "few", "some", "many", "most"]) {
                li { span class={ "au-swatch h" (step) } {} " " (speaker.words.say(&format!("audit.key.{key}"))) }
            }
            li { "* " (speaker.say("audit.key_close")) }
        }
    }
}

fn initial(leg: &str) -> String {
    leg.chars().take(1).flat_map(char::to_uppercase).collect()
}

fn bar(row: &HeatRow, side: Side, most: f64, speaker: Speaker<'_>) -> Markup {
    let figures = &speaker.knowledge.auditing.figures;
    let at = |sets: f64| format!("{:.1}", 100.0 * sets / most);
    html! {
        span.au-sum { (names::plain_number(row.sum[side], speaker.words)) }
        svg.au-bar viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" {
            rect.au-room x="0" y="0" width="100" height="12" {}
            rect.au-fill x="0" y="2" width=(at(row.sum[side])) height="8" {}
            @for mark in [figures.keep_sets, figures.enough_sets] {
                line.au-mark x1=(at(mark)) x2=(at(mark)) y1="0" y2="12" {}
            }
        }
    }
}

fn changed(changes: &Changes, speaker: Speaker<'_>) -> Markup {
    html! {
        section aria-labelledby="changes" {
            h2 id="changes" { (speaker.say("audit.changes_title")) }
            @if let Some(lacking) = speaker.lacking(changes) { p { (lacking) } }
            @for line in speaker.left_alone(changes) { p { (line) } }
            @if let Some(found) = &changes.found {
                @let offers = speaker.offers(found);
                @if offers.is_empty() { p { (speaker.say("audit.no_change")) } }
                div.cards {
                    @for offer in offers {
                        article.finding {
                            h3.verdict { (offer.title) }
                            ul { @for edit in &offer.edits { li { (edit) } } }
                            @for line in &offer.lines { p.quiet { (line) } }
                        }
                    }
                }
                @for line in speaker.looked_at(found) { p.quiet { (line) } }
            } @else {
                p { strong { (speaker.say("audit.held.title")) } }
                ul { @for held in &changes.held_back { li { (speaker.held_back(held)) } } }
                p { (speaker.say("audit.held.next")) }
            }
        }
    }
}

fn told(id: &str, title: &str, all: &[Told], speaker: Speaker<'_>) -> Markup {
    html! {
        @if !all.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (speaker.say(title)) }
                ul { @for told in all { li { (speaker.told(told)) } } }
            }
        }
    }
}

fn told_list(title: &str, all: &[Told], speaker: Speaker<'_>) -> Markup {
    html! {
        @if !all.is_empty() {
            h3 { (speaker.say(title)) }
            ul { @for told in all { li { (speaker.told(told)) } } }
        }
    }
}
