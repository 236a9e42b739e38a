//! The weeks as plain text.

use super::lost::LostLine;
use super::say::Speaker;
use super::{AuditView, heat};
use crate::report::wrap::Page;
use crate::report::{names, session};
use crate::words::Words;
use evenstride_core::audit::{AuditedWeek, Changes};
use evenstride_core::body::{Bilateral, Side};
use evenstride_core::person::Units;

/// Lines of lost points that a text shows of a week; the tables hold all.
const MOST_LOST: usize = 12;
/// Points below which a loss reads as nothing.
const LEAST_LOST: f64 = 0.05;

pub(super) fn render(view: &AuditView<'_>, words: &Words, width: usize) -> String {
    let speaker = Speaker { knowledge: view.knowledge, words };
    let mut page = Page::new(width);
    page.heading(&words.say("audit.title"), '=');
    if let Some(ended) = view.ended {
        // Whom to see comes before any figure.
        session::render_lead(&mut page, &session::next(ended, Units::Metric, view.knowledge, words));
        page.gap();
    }
    let weeks = &view.audit.weeks;
    let Some(newest) = weeks.iter().rev().find(|week| week.score.is_some()).or(weeks.last()) else {
        page.paragraph(&words.say("audit.nothing"));
        after(&mut page, view, speaker);
        return page.finish();
    };
    let lead: Vec<String> = speaker.lead(view.audit).into_iter().chain(speaker.option(view.audit)).collect();
    page.paragraph(&lead.join(" "));
    page.gap();
    let mut cells = vec![speaker.week_heads()];
    cells.extend(weeks.iter().map(|week| speaker.week_row(week)));
    table(&mut page, &cells);
    of_week(&mut page, newest, speaker);
    if let Some(changes) = &view.audit.changes {
        changed(&mut page, changes, speaker);
    }
    after(&mut page, view, speaker);
    page.finish()
}

fn of_week(page: &mut Page, week: &AuditedWeek, speaker: Speaker<'_>) {
    page.heading(&speaker.title(week), '-');
    page.under(&speaker.standing(week).join(" "), 0);
    if !week.parts.is_empty() {
        page.gap();
        let mut cells = vec![speaker.part_heads()];
        cells.extend(speaker.part_rows(week));
        table(page, &cells);
    }
    lost(page, &speaker.lost(week), speaker);
    page.heading(&speaker.say("audit.heat_title"), '-');
    page.under(&speaker.say("audit.heat_text"), 0);
    page.gap();
    let mut cells = vec![vec![speaker.say("audit.head.group")]];
    cells[0].extend((0..7).map(|day| heat::short_day(day, speaker)));
    cells[0].push(speaker.say("audit.head.sum"));
    for row in heat::rows(week, speaker) {
        let mut line = vec![row.name];
        line.extend(row.days.iter().map(|day| pair(day.map(|cell| cell.text(speaker.words)))));
        line.push(pair(row.sum.map(|sets| names::plain_number(sets, speaker.words))));
        cells.push(line);
    }
    table(page, &cells);
    page.heading(&speaker.say("audit.load_title"), '-');
    speaker.load(week).iter().for_each(|line| page.item("·", line, 0));
    let remarks = speaker.remarks(week);
    if !remarks.is_empty() {
        page.heading(&speaker.say("audit.remarks_title"), '-');
        remarks.iter().for_each(|(text, rule)| page.item("·", &format!("{text} [{rule}]"), 0));
    }
    for (title, told) in
        [("audit.not_counted_title", &week.not_counted), ("audit.doubtful_title", &week.doubtful)]
    {
        if !told.is_empty() {
            page.heading(&speaker.say(title), '-');
            told.iter().for_each(|told| page.item("·", &speaker.told(told), 0));
        }
    }
}

/// “2/3”, with a dot where one leg has nothing, and nothing where neither has.
fn pair(both: Bilateral<String>) -> String {
    if both.left.is_empty() && both.right.is_empty() {
        return String::new();
    }
    let filled = |side: Side| if both[side].is_empty() { "·" } else { both[side].as_str() };
    format!("{}/{}", filled(Side::Left), filled(Side::Right))
}

fn lost(page: &mut Page, lines: &[LostLine], speaker: Speaker<'_>) {
    if lines.is_empty() {
        return;
    }
    page.heading(&speaker.say("audit.lost_title"), '-');
    // What reads as nothing is told with the rest.
    let n_told = lines.iter().take(MOST_LOST).take_while(|line| line.points >= LEAST_LOST).count();
    for line in lines.iter().take(n_told) {
        page.item(
            &format!("−{}", names::fixed(line.points, 1, speaker.words)),
            &format!("{} [{}]", line.text, line.rule),
            0,
        );
    }
    if let Some(more) = lines.len().checked_sub(n_told).filter(|more| *more > 0) {
        let points: f64 = lines.iter().skip(n_told).map(|line| line.points).sum();
        let values = [("n", more.to_string()), ("points", names::plain_number(points, speaker.words))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        page.under(&speaker.words.fill("audit.lost_more", &values), 0);
    }
}

fn changed(page: &mut Page, changes: &Changes, speaker: Speaker<'_>) {
    page.heading(&speaker.say("audit.changes_title"), '-');
    if let Some(lacking) = speaker.lacking(changes) {
        page.under(&lacking, 0);
    }
    speaker.left_alone(changes).iter().for_each(|line| page.under(line, 0));
    let Some(found) = &changes.found else {
        page.paragraph(&speaker.say("audit.held.title"));
        changes.held_back.iter().for_each(|held| page.item("·", &speaker.held_back(held), 0));
        page.under(&speaker.say("audit.held.next"), 0);
        return;
    };
    let offers = speaker.offers(found);
    if offers.is_empty() {
        page.paragraph(&speaker.say("audit.no_change"));
    }
    for offer in offers {
        page.paragraph(&offer.title);
        offer.edits.iter().for_each(|edit| page.item("·", edit, 2));
        offer.lines.iter().for_each(|line| page.under(line, 2));
    }
    page.paragraph(&speaker.looked_at(found).join(" "));
}

fn after(page: &mut Page, view: &AuditView<'_>, speaker: Speaker<'_>) {
    if !view.audit.told.is_empty() {
        page.heading(&speaker.say("audit.after_title"), '-');
        view.audit.told.iter().for_each(|told| page.item("·", &speaker.told(told), 0));
    }
    if !view.notices.is_empty() {
        page.heading(&speaker.say("notices.title"), '-');
        view.notices.iter().for_each(|notice| page.item("·", &notice.to_string(), 0));
    }
    page.paragraph(&speaker.say("closing.education"));
}

fn table(page: &mut Page, cells: &[Vec<String>]) {
    let widths = page.columns(cells);
    cells.iter().for_each(|row| page.row(row, &widths));
}
