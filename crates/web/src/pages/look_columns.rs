//! The questions about a table whose columns have other names: which column tells the test, the side, the unit, the day.
//!
//! What is answered becomes a map as the commands take one with `--map`, so that both read the same. Read next:
//! [`evenstride_app::prelude::ColumnMap`].

use crate::form::Form;
use crate::looks::Look;
use crate::shell::{say, words};
use crate::state::App;
use evenstride_app::error::Error;
use evenstride_app::prelude::{NoticeCode, Test, table_top};
use evenstride_app::record::{Brought, FileKind, is_recording, is_training};
use evenstride_app::report;
use evenstride_app::words::sorting_key;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A field of a map, with the name of the field of the form in which it is the same in every row.
type Asked = (&'static str, Option<&'static str>);

/// What can be asked: the field of a map, and whether it can be the same in every row.
const ASKED: [Asked; 8] = [
    ("test", Some("test_is")),
    ("side", Some("side_is")),
    ("value", None),
    ("left", None),
    ("right", None),
    ("unit", Some("unit_is")),
    ("date", Some("date_is")),
    ("subject", None),
];
/// So many rows are shown beside the questions.
const ROWS: usize = 3;

/// What was answered, by the names of the fields; what was left open is not among it.
pub(super) fn said(form: &Form) -> BTreeMap<&'static str, String> {
    let names = ASKED.into_iter().flat_map(|(field, fixed)| [Some(field), fixed]).flatten();
    let answered = |name: &&'static str| !form.get(name).is_empty();
    names.filter(answered).map(|name| (name, form.get(name).to_owned())).collect()
}

/// The answers as a map; none where nothing was answered.
pub(super) fn map_text(said: &BTreeMap<&'static str, String>) -> Option<String> {
    if said.is_empty() {
        return None;
    }
    // The quotes of JSON are those of TOML.
    let quoted = |text: &String| serde_json::Value::from(text.as_str()).to_string();
    let (mut columns, mut fixed) = (String::new(), String::new());
    for (field, same) in ASKED {
        // What is the same in every row needs no column.
        match (same.and_then(|same| said.get(same)), said.get(field)) {
            (Some(value), _) => {
                // Writing to a String cannot fail.
                let _ = writeln!(fixed, "{field} = {}", quoted(value));
            }
            (None, Some(column)) => {
                let _ = writeln!(columns, "{field} = {}", quoted(column));
            }
            (None, None) => {}
        }
    }
    Some(format!("[columns]\n{columns}\n[fixed]\n{fixed}"))
}

/// The questions about a file.
pub(super) struct Questions<'a> {
    app: &'a App,
    look: &'a Look,
    /// The header and the first rows.
    top: Vec<Vec<String>>,
    /// The fields that could not be told, which are asked first.
    open: BTreeSet<&'static str>,
    /// Was it read all the same?
    is_read: bool,
    /// Is it not read for the want of an answer alone?
    is_asked: bool,
}

/// What can be asked about a file; nothing of what is no table of measurements.
pub(super) fn questions<'a>(
    app: &'a App,
    look: &'a Look,
    read: &Result<Brought, Error>,
) -> Option<Questions<'a>> {
    let is_settings = look.name.to_ascii_lowercase().ends_with(".toml");
    let kind = read.as_ref().ok().map(|brought| brought.kind);
    let is_other = !matches!(kind, None | Some(FileKind::Measurements))
        || kind.is_none() && is_training(&look.name, &look.bytes);
    // Whichever of its columns were named, a recording has no tries.
    if is_settings || is_other || read.is_err() && is_recording(&look.bytes) {
        return None;
    }
    let top = table_top(&look.bytes, &look.name, ROWS);
    // One column tells nothing apart.
    if top.first().is_none_or(|header| header.len() < 2) || top.len() < 2 {
        return None;
    }
    let is_asked = read.as_ref().err().is_some_and(is_about_columns);
    let open = match read {
        Err(error) => missing(error),
        Ok(brought) => {
            let assumed = brought.notices.iter().any(|notice| notice.code == NoticeCode::UnitAssumed);
            assumed.then_some("unit").into_iter().collect()
        }
    };
    Some(Questions { app, look, top, open, is_read: read.is_ok(), is_asked })
}

/// The field that a refusal names, with those that belong to it; all that a table needs where it names none.
///
/// Where the columns are known and only what stands in them was refused, it is the field of that.
fn missing(error: &Error) -> BTreeSet<&'static str> {
    if !error.left_out.is_empty() {
        return error.left_out.iter().filter_map(|code| field_of(*code)).collect();
    }
    match named(error) {
        Some("value") => BTreeSet::from(["value", "left", "right"]),
        Some(field) => BTreeSet::from([field]),
        None => BTreeSet::from(["test", "side", "value", "date"]),
    }
}

/// The field for which a row was left out; a value that cannot be used is no matter of columns.
fn field_of(code: NoticeCode) -> Option<&'static str> {
    match code {
        NoticeCode::TestUnknown => Some("test"),
        NoticeCode::SideMissing => Some("side"),
        NoticeCode::DateDoubtful => Some("date"),
        // open: every other code is about something that no answer here changes.
        _ => None,
    }
}

/// The field whose column a refusal misses.
fn named(error: &Error) -> Option<&'static str> {
    ASKED.into_iter().map(|(field, _)| field).find(|field| {
        let expected = format!("expected a column for {field}");
        error.message.contains(&expected)
    })
}

/// Does a refusal miss columns and nothing else?
fn is_about_columns(error: &Error) -> bool {
    named(error).is_some() || error.message.contains("expected the columns ")
}

impl Questions<'_> {
    /// Does nothing stand in the way of reading it but what is asked here? Then nothing has failed.
    pub(super) fn is_all(&self) -> bool {
        self.is_asked
    }

    /// Is there something that could not be told, or that was only taken so?
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// The form.
    pub(super) fn form(&self, action: &str) -> Markup {
        let (open, others): (Vec<Asked>, Vec<Asked>) =
            ASKED.into_iter().partition(|(field, _)| self.open.contains(field));
        html! {
            @if self.open.is_empty() {
                // Whose columns are known needs none of it.
                details.panel { summary { (say("look.columns_read")) } (self.inside(action, &open, &others)) }
            } @else {
                section aria-labelledby="columns" {
                    h2 id="columns" { (say(if self.is_read { "look.columns_open" } else { "look.columns" })) }
                    (self.inside(action, &open, &others))
                }
            }
        }
    }

    fn inside(&self, action: &str, open: &[Asked], others: &[Asked]) -> Markup {
        html! {
                p { (say("look.columns_how")) }
                (self.rows())
                form method="post" action=(action) {
                    @for (field, same) in open { (self.question(field, *same)) }
                    @if open.is_empty() {
                        @for (field, same) in others { (self.question(field, *same)) }
                    } @else {
                        details.panel {
                            summary { (say("look.columns_more")) }
                            @for (field, same) in others { (self.question(field, *same)) }
                        }
                    }
                    p { button name="read" value="yes" { (say("look.again")) } }
                }
        }
    }

    /// The first rows of the table, so that nobody has to open the file beside the page.
    fn rows(&self) -> Markup {
        let (header, rows) =
            self.top.split_first().map_or((&[][..], &[][..]), |(header, rows)| (header.as_slice(), rows));
        html! {
            div.scroll tabindex="0" role="group" aria-label=(say("look.first_rows")) {
                table {
                    caption { (say("look.first_rows")) }
                    thead { tr { @for name in header { th scope="col" { (name) } } } }
                    tbody { @for row in rows { tr { @for cell in row { td { (cell) } } } } }
                }
            }
        }
    }

    fn question(&self, field: &'static str, same: Option<&'static str>) -> Markup {
        let said = |name: &str| self.look.said.get(name).map_or("", String::as_str);
        let header = self.top.first().map_or(&[][..], Vec::as_slice);
        let id = format!("column-{field}");
        let question = say(&format!("look.ask.{field}"));
        html! {
            fieldset {
                legend { (question) }
                div.inline {
                    p.field {
                        label for=(id) { (say("look.column")) span.hidden { ": " (question) } }
                        select id=(id) name=(field) {
                            option value="" { (say("look.column_none")) }
                            @for name in header.iter().filter(|name| !name.is_empty()) {
                                option value=(name) selected[said(field) == name] { (name) }
                            }
                        }
                    }
                    @if let Some(same) = same { (self.the_same(same, said(same), &question)) }
                }
            }
        }
    }

    /// What is the same in every row.
    fn the_same(&self, name: &str, chosen: &str, question: &str) -> Markup {
        let choices: Vec<(String, String)> = match name {
            "test_is" => {
                let mut tests: Vec<&Test> = self.app.knowledge.tests.values().collect();
                tests.sort_by_cached_key(|test| sorting_key(&test.name));
                tests.into_iter().map(|test| (test.id.to_string(), test.name.clone())).collect()
            }
            "side_is" => ["left", "right"].map(|side| (side.to_owned(), say(&format!("about.{side}")))).into(),
            "unit_is" => self.units(),
            _ => Vec::new(),
        };
        let today = self.app.today();
        html! {
            p.field {
                label for=(name) { (say("look.same")) span.hidden { ": " (question) } }
                @if name == "date_is" {
                    input id=(name) name=(name) type="date" max=(today) value=(chosen);
                } @else {
                    select id=(name) name=(name) {
                        option value="" { (say("look.same_not")) }
                        @for (value, text) in &choices { option value=(value) selected[chosen == value] { (text) } }
                    }
                }
            }
        }
    }

    /// The units of the tests, and those of other countries that are turned into them.
    fn units(&self) -> Vec<(String, String)> {
        let of_tests = self
            .app
            .knowledge
            .tests
            .values()
            .map(|test| (test.unit.as_str(), report::unit_name(test.unit, words())));
        let others = [("lb", "lb"), ("in", "in"), ("mm", "mm"), ("m", "m")];
        let all: BTreeMap<&str, String> =
            others.into_iter().map(|(id, name)| (id, name.to_owned())).chain(of_tests).collect();
        all.into_iter().map(|(id, name)| (id.to_owned(), name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenstride_app::prelude::ColumnMap;

    #[test]
    fn what_is_answered_is_a_map_whatever_a_column_is_called() {
        let form = Form::parse(
            b"test=&test_is=heel-rise-single&side=leg+%22dom%22&value=a%5Cb&unit_is=reps&date=when&date_is=2026-11-20&x=1",
        );
        let said = said(&form);
        assert_eq!(said.len(), 6, "{said:?}");
        let text = map_text(&said).unwrap();
        assert!(ColumnMap::parse(&text, "map").is_ok(), "{text}");
        assert!(
            text.contains("side = \"leg \\\"dom\\\"\"") && !text.contains("when"),
            "the day is the same: {text}"
        );
        assert_eq!(map_text(&BTreeMap::new()), None);
    }

    #[test]
    fn what_a_refusal_names_is_asked_first() {
        let refusal = Error::unreadable("read a.csv:1: expected a column for side, found only “value”");
        assert_eq!((missing(&refusal), named(&refusal)), (BTreeSet::from(["side"]), Some("side")));
        let other = Error::unreadable("read a.csv: no table");
        assert_eq!((missing(&other).len(), named(&other)), (4, None));
        let several = Error::unreadable("read a.csv:1: expected the columns subject, test, side, found “when”");
        assert_eq!([&refusal, &other, &several].map(is_about_columns), [true, false, true]);
    }
}
