//! The tables as plain text.

use super::{ReliabilityView, lead, meanings, table};
use crate::report::wrap::Page;
use crate::words::Words;

pub(super) fn render(view: &ReliabilityView, words: &Words, width: usize) -> String {
    let mut page = Page::new(width);
    page.heading(&words.say("reliability.title"), '=');
    if view.tests.is_empty() {
        page.paragraph(&words.say("reliability.nothing"));
        return page.finish();
    }
    page.paragraph(&lead(view, words).join(" "));
    for found in view.tests {
        page.heading(&table::heading(found, view, words), '-');
        page.under(&table::counts(found, words), 0);
        let columns = table::columns(found, view, words);
        let names = columns.iter().map(|column| column.name.clone());
        let mut cells: Vec<Vec<String>> = vec![std::iter::once(String::new()).chain(names).collect()];
        for row in table::rows(found, &columns, words) {
            cells.push(std::iter::once(row.name).chain(row.cells).collect());
        }
        page.gap();
        let widths = page.columns(&cells);
        for row in &cells {
            page.row(row, &widths);
        }
        let reasons = table::reasons(found, &columns, words);
        if !reasons.is_empty() {
            page.gap();
            for reason in reasons {
                page.item("·", &reason, 0);
            }
        }
    }
    page.heading(&words.say("reliability.meaning.title"), '-');
    for (name, meaning) in meanings(words) {
        page.field(&name, &meaning);
    }
    page.finish()
}
