//! Typing in what was measured: one test, one day, tries of each leg.
//!
//! What is typed goes the way of a table, so that it is read, doubted and kept like one.

use super::bring::{bringing, keep, shown};
use crate::doors::Here;
use crate::form::Form;
use crate::problem::{Problem, wrong};
use crate::shell::{say, words};
use crate::state::{App, Who, working};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use evenstride_app::error::Error;
use evenstride_app::prelude::{Date, Test, Units};
use evenstride_app::record::{Bringing, FileKind, bring};
use evenstride_app::report;
use evenstride_app::store::What;
use evenstride_app::typed_units::{kept_in, unit_for};
use evenstride_app::words::sorting_key;
use maud::{Markup, html};
use std::fmt::Write as _;
use std::sync::Arc;

/// The form, with what was typed before.
pub(super) fn form(app: &App, who: &Who, units: Units, typed: &Form) -> Markup {
    let mut tests: Vec<&Test> = app.knowledge.tests.values().collect();
    tests.sort_by_cached_key(|test| sorting_key(&test.name));
    let today = app.today().to_string();
    let day = if typed.has("day") { typed.get("day") } else { today.as_str() };
    html! {
        section aria-labelledby="measured" {
            h2 id="measured" { (say("measured.title")) }
            p { (say("measured.lead")) }
            form method="post" action=(who.address("/bring/measured")) {
                p.field {
                    label for="test" { (say("measured.test")) }
                    select id="test" name="test" required {
                        option value="" { (say("measured.choose")) }
                        @for test in tests {
                            option value=(test.id) selected[typed.get("test") == test.id.as_str()] {
                                (test.name) " (" (report::unit_name(unit_for(test.unit, units), words())) ")"
                            }
                        }
                    }
                }
                p.field {
                    label for="day" { (say("measured.day")) }
                    input id="day" name="day" type="date" required value=(day) max=(today);
                }
                @for leg in ["left", "right"] {
                    p.field {
                        label for=(leg) { (say(&format!("measured.{leg}"))) }
                        input id=(leg) name=(leg) type="text" inputmode="decimal" maxlength="200" autocomplete="off"
                            value=(typed.get(leg)) aria-describedby="tries-how";
                    }
                }
                p.hint id="tries-how" { (say("measured.tries_how")) }
                p { button { (say("measured.keep")) } }
            }
        }
    }
}

/// The tries as a table.
///
/// # Errors
/// There is no such test, no day that has been, or something that is no number.
fn table(app: &App, form: &Form, units: Units) -> Result<String, Error> {
    let test = app.knowledge.tests.values().find(|test| test.id.as_str() == form.get("test"));
    let test = test.ok_or_else(|| wrong("test", &[]))?;
    let day = form.get("day").parse::<Date>().ok().filter(|day| *day <= app.today());
    let day = day.ok_or_else(|| wrong("test_day", &[]))?;
    let mut table = String::from("test,side,attempt,value,unit,date\n");
    let mut n_tries = 0;
    for leg in ["left", "right"] {
        let tries = form.get(leg).split([' ', ';', '/']).map(str::trim).filter(|text| !text.is_empty());
        for (at, typed) in tries.enumerate() {
            let value = typed
                .trim_end_matches(',')
                .replace(',', ".")
                .parse::<f64>()
                .ok()
                .filter(|value| value.is_finite());
            let Some(value) = value else {
                let shown: String = typed.chars().take(40).collect();
                return Err(wrong("tries", &[("shown", &shown)]));
            };
            let value = kept_in(value, test.unit, units);
            n_tries += 1;
            // Writing to a String cannot fail.
            let _ = writeln!(table, "{},{leg},{},{value},{},{day}", test.id, at + 1, test.unit.as_str());
        }
    }
    if n_tries == 0 {
        return Err(wrong("no_tries", &[]));
    }
    Ok(table)
}

/// Keeps tries that were typed in.
pub(crate) async fn keep_typed(
    Here(app): Here,
    Path(person): Path<i64>,
    form: Form,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let person = app.kept(&who).await?.input.person;
    let read = match table(&app, &form, person.units) {
        Ok(table) => {
            let mass_kg = person.mass_kg;
            let (reading, subject) = (Arc::clone(&app), who.name.clone());
            working(move || {
                let usual = bringing(&reading, &subject);
                let bringing = Bringing { mass_kg, kind: Some(FileKind::Measurements), ..usual };
                bring("typed", table.as_bytes(), &bringing)
            })
            .await?
        }
        Err(error) => Err(error),
    };
    match read {
        Ok(brought) => Ok(keep(&app, &who, What::Import, None, brought).await?.into_response()),
        Err(error) => {
            let again = shown(&app, &who, Some(&error), &form).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
    }
}
