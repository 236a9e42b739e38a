//! Lists of knowledge as aligned text, and one entry as a page to read.

use super::{Entry, Listing, plain};
use crate::report::wrap::Page;
use crate::words::Words;
use serde_json::Value;

/// A list as aligned text, or the one entry that was asked for as named paragraphs of a given width.
///
/// Fields have their names in the language of the words; ids, which commands take, stay as they are.
#[must_use]
pub fn knowledge_text(listing: &Listing, one: bool, width: usize, words: &Words) -> String {
    match &listing.entries[..] {
        [entry] if one => page(entry, width, words),
        entries => {
            let header = listing.columns.iter().map(|column| label(column, words)).collect();
            let rows = entries.iter().map(|entry| listing.row(entry, |value| said(value, words)));
            aligned(std::iter::once(header).chain(rows).collect())
        }
    }
}

/// One entry: short fields on a line each, lists as items, lists of rows as tables.
fn page(entry: &Entry, width: usize, words: &Words) -> String {
    let mut page = Page::new(width);
    let mut fields = entry.iter();
    let name = entry.iter().find(|(field, _)| *field == "name").map(|(_, value)| plain(value));
    if let Some((_, id)) = fields.next() {
        page.heading(&name.map_or_else(|| plain(id), |name| format!("{name} ({})", plain(id))), '=');
    }
    for (field, value) in fields.filter(|(field, _)| *field != "name") {
        let label = label(field, words);
        match value {
            Value::Array(items) if items.iter().any(Value::is_object) => {
                page.paragraph(&format!("{label}:"));
                let table = table(items, words);
                if table.lines().all(|line| line.chars().count() + 2 <= width) {
                    page.verbatim(&table, 2);
                } else {
                    items.iter().for_each(|item| page.item("-", &filled(item, words), 2));
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
                    page.under(&format!("{}: {}", named(key, words), range(figure, words)), 2);
                }
            }
            _ if plain(value).is_empty() => {}
            // What a flag asks for is no id that a command takes.
            Value::String(action) if *field == "action" && words.has(&format!("stop.{action}")) => {
                page.field(&label, &words.say(&format!("stop.{action}")));
            }
            _ => page.field(&label, &range(value, words)),
        }
    }
    page.finish()
}

/// Sentences stand one to a line; ids and short words share one.
fn is_prose(items: &[Value]) -> bool {
    items.iter().any(|item| plain(item).contains(' ') && plain(item).ends_with('.'))
}

/// Two numbers are from and to; anything else is said as it is.
fn range(value: &Value, words: &Words) -> String {
    match value {
        Value::Array(ends) => match &ends[..] {
            [Value::Number(from), Value::Number(to)] if from == to => words.number(&from.to_string()),
            [Value::Number(from), Value::Number(to)] => {
                let [from, to] = [from, to].map(|end| words.number(&end.to_string()));
                words.fill("field.to", &[("from", &from), ("to", &to)])
            }
            _ => said(value, words),
        },
        _ => said(value, words),
    }
}

/// A value with numbers and yes and no as the language says them.
fn said(value: &Value, words: &Words) -> String {
    match value {
        Value::Bool(yes) => words.say(if *yes { "field.yes" } else { "field.no" }),
        Value::Number(number) => words.number(&number.to_string()),
        Value::Array(items) => items.iter().map(|item| said(item, words)).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => {
            let fields =
                fields.iter().map(|(key, value)| format!("{} {}", named(key, words), said(value, words)));
            fields.collect::<Vec<_>>().join(", ")
        }
        Value::Null | Value::String(_) => plain(value),
    }
}

/// The name of a field.
fn label(field: &str, words: &Words) -> String {
    words.say(&format!("field.{}", field.replace(' ', "_")))
}

/// The name of a figure: some are fields, some are ids, and some are named in the catalogue.
fn named(key: &str, words: &Words) -> String {
    let field = format!("field.{key}");
    if words.has(&field) { words.say(&field) } else { key.to_owned() }
}

/// A row in one line: the fields that it has, with their names.
fn filled(item: &Value, words: &Words) -> String {
    let fields = item.as_object().into_iter().flatten().filter(|(_, value)| !plain(value).is_empty());
    fields
        .map(|(key, value)| format!("{} {}", label(key, words), range(value, words)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Rows with the same fields as a table; fields that no row has are left out.
fn table(items: &[Value], words: &Words) -> String {
    let mut columns: Vec<&String> = Vec::new();
    for (key, value) in items.iter().filter_map(Value::as_object).flatten() {
        if !columns.contains(&key) && !plain(value).is_empty() {
            columns.push(key);
        }
    }
    let header: Vec<String> = columns.iter().map(|column| label(column, words)).collect();
    let cells = |item: &Value| {
        columns
            .iter()
            .map(|column| item.get(column.as_str()).map_or_else(String::new, |value| range(value, words)))
            .collect()
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

#[cfg(test)]
mod tests {
    use super::super::{Kind, Wanted, listing};
    use super::*;
    use evenstride_core::knowledge::Language;
    use std::collections::BTreeSet;

    const LANGUAGES: [Language; 2] = [Language::English, Language::German];

    /// The fields of an entry, and those of the rows in it.
    fn fields(entry: &Entry, found: &mut BTreeSet<String>) {
        for (field, value) in entry {
            found.insert((*field).to_owned());
            let rows = value.as_array().into_iter().flatten().filter_map(Value::as_object).flatten();
            found.extend(rows.map(|(field, _)| field.clone()));
        }
    }

    #[test]
    fn every_field_of_every_list_has_a_name_in_each_language() {
        let mut found = BTreeSet::new();
        for kind in Kind::ALL {
            let listing = listing(kind, evenstride_catalog::builtin(), &Wanted::default()).unwrap();
            found.extend(listing.columns.iter().map(|column| (*column).to_owned()));
            listing.entries.iter().for_each(|entry| fields(entry, &mut found));
        }
        assert!(found.len() > 100, "{found:?}");
        for words in LANGUAGES.map(Words::of) {
            let lacking: Vec<&String> =
                found.iter().filter(|field| label(field, &words).contains('⟦')).collect();
            assert!(lacking.is_empty(), "{lacking:?}");
        }
    }

    #[test]
    fn what_a_flag_asks_for_is_told_in_words() {
        let shown = |language| {
            let knowledge = evenstride_catalog::builtin_in(language);
            let mut listing = listing(Kind::Flags, knowledge, &Wanted::default()).unwrap();
            listing.entries.retain(|entry| entry.iter().any(|(_, value)| value == "RF-08"));
            knowledge_text(&listing, true, 88, &Words::of(language))
        };
        assert!(shown(Language::English).contains("See a doctor today."));
        let german = shown(Language::German);
        assert!(
            german.contains("Lass das heute noch ärztlich ansehen.") && !german.contains("same-day"),
            "{german}"
        );
    }

    #[test]
    fn an_entry_reads_in_one_language() {
        let shown = |language| {
            let knowledge = evenstride_catalog::builtin_in(language);
            let mut listing = listing(Kind::Exercises, knowledge, &Wanted::default()).unwrap();
            listing.entries.retain(|entry| entry.iter().any(|(_, value)| value == "split-squat"));
            knowledge_text(&listing, true, 88, &Words::of(language))
        };
        let (english, german) = (shown(Language::English), shown(Language::German));
        for (there, here) in [
            ("one sided: yes", "einseitig: ja"),
            ("repetitions: 8 to 12", "Wiederholungen: 8 bis 12"),
            ("minutes per set: 0.9", "Minuten pro Satz: 0,9"),
            ("kind: strength", "Art: strength"),
            ("  quads: 0.5", "  quads: 0,5"),
        ] {
            assert!(english.contains(there) && german.contains(here), "{there}\n{english}\n{german}");
        }
    }
}
