//! Lists of knowledge as aligned text, and one entry as a page to read.

use super::{Entry, Listing, plain};
use crate::report::wrap::Page;
use serde_json::Value;

/// A list as aligned text, or the one entry that was asked for as named paragraphs of a given width.
#[must_use]
pub fn knowledge_text(listing: &Listing, one: bool, width: usize) -> String {
    match &listing.entries[..] {
        [entry] if one => page(entry, width),
        entries => {
            let header = listing.columns.iter().map(|column| column.replace('_', " ")).collect();
            let rows = entries.iter().map(|entry| listing.row(entry));
            aligned(std::iter::once(header).chain(rows).collect())
        }
    }
}

/// One entry: short fields on a line each, lists as items, lists of rows as tables.
fn page(entry: &Entry, width: usize) -> String {
    let mut page = Page::new(width);
    let mut fields = entry.iter();
    let name = entry.iter().find(|(field, _)| *field == "name").map(|(_, value)| plain(value));
    if let Some((_, id)) = fields.next() {
        page.heading(&name.map_or_else(|| plain(id), |name| format!("{name} ({})", plain(id))), '=');
    }
    for (field, value) in fields.filter(|(field, _)| *field != "name") {
        let label = field.replace('_', " ");
        match value {
            Value::Array(items) if items.iter().any(Value::is_object) => {
                page.paragraph(&format!("{label}:"));
                let table = table(items);
                if table.lines().all(|line| line.chars().count() + 2 <= width) {
                    page.verbatim(&table, 2);
                } else {
                    items.iter().for_each(|item| page.item("-", &filled(item), 2));
                }
            }
            Value::Array(items) if is_prose(items) => {
                page.paragraph(&format!("{label}:"));
                for (index, item) in items.iter().enumerate() {
                    page.item(&format!("{}.", index + 1), &plain(item), 2);
                }
            }
            Value::Object(figures) if !figures.is_empty() => {
                page.paragraph(&format!("{label}:"));
                for (key, figure) in figures {
                    page.under(&format!("{key}: {}", range(figure)), 2);
                }
            }
            _ if plain(value).is_empty() => {}
            _ => page.field(&label, &range(value)),
        }
    }
    page.finish()
}

/// Sentences stand one to a line; ids and short words share one.
fn is_prose(items: &[Value]) -> bool {
    items.iter().any(|item| plain(item).contains(' ') && plain(item).ends_with('.'))
}

/// Two numbers are from and to; anything else is said as it is.
fn range(value: &Value) -> String {
    match value {
        Value::Array(ends) => match &ends[..] {
            [Value::Number(from), Value::Number(to)] if from == to => from.to_string(),
            [Value::Number(from), Value::Number(to)] => format!("{from} to {to}"),
            _ => plain(value),
        },
        _ => plain(value),
    }
}

/// A row in one line: the fields that it has, with their names.
fn filled(item: &Value) -> String {
    let fields = item.as_object().into_iter().flatten().filter(|(_, value)| !plain(value).is_empty());
    fields
        .map(|(key, value)| format!("{} {}", key.replace('_', " "), range(value)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Rows with the same fields as a table; fields that no row has are left out.
fn table(items: &[Value]) -> String {
    let mut columns: Vec<&String> = Vec::new();
    for (key, value) in items.iter().filter_map(Value::as_object).flatten() {
        if !columns.contains(&key) && !plain(value).is_empty() {
            columns.push(key);
        }
    }
    let header: Vec<String> = columns.iter().map(|column| column.replace('_', " ")).collect();
    let cells = |item: &Value| {
        columns.iter().map(|column| item.get(column.as_str()).map_or_else(String::new, range)).collect()
    };
    aligned(std::iter::once(header).chain(items.iter().map(cells)).collect())
}

fn aligned(rows: Vec<Vec<String>>) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    rows.iter()
        .map(|row| {
            let cells: Vec<String> =
                row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}")).collect();
            format!("{}\n", cells.join("  ").trim_end())
        })
        .collect()
}
