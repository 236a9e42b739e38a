//! Looking at a file before it is kept: what was read of it, and questions about columns that it does not name.
//!
//! Nothing is in the store before the last button. Read next: [`super::look_columns`] for the questions, `crate::looks`
//! for what is held meanwhile.

use super::bring::{
    Sent, bringing, keep as keep_brought, keep_for, refused, refused_alone, unit_field, weight_unit,
};
use super::look_columns::{self, Questions};
use crate::doors::Here;
use crate::form::Form;
use crate::looks::Look;
use crate::problem::Problem;
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Who, working};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use evenstride_app::check::File;
use evenstride_app::error::Error;
use evenstride_app::keeping::what_of;
use evenstride_app::picture::tries::{TriesLabels, tries};
use evenstride_app::prelude::{ColumnMap, Date, NoticeCode, Side, SubjectId, Test, TestId, Trial, Units};
use evenstride_app::record::{Bringing, Brought, FileKind, bring};
use evenstride_app::report;
use evenstride_app::store::Origin;
use evenstride_app::typed_units::{read_in, unit_for};
use evenstride_app::whose::whose_files;
use maud::{Markup, PreEscaped, html};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// So many tests are drawn, and so many names are told.
const MOST_TESTS: usize = 12;
const MOST_NAMES: usize = 5;

/// The page that files for somebody are sent from; without a person that of tables of several people.
fn form_address(who: Option<&Who>) -> String {
    who.map_or_else(|| "/squad/bring".to_owned(), |who| who.address("/bring"))
}

/// The way to the page of a file that was sent.
fn address(who: Option<&Who>, number: usize) -> String {
    format!("{}/look/{number}", form_address(who))
}

/// Holds a file that was sent for somebody, or for the people whom it names, and leads to its page.
pub(super) fn hold(app: &App, who: Option<&Who>, sent: Sent) -> Redirect {
    let number = app.looks.hold(Look {
        number: 0,
        person: who.cloned(),
        by: app.by(),
        // Some browsers send the folder with it.
        name: sent.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
        bytes: Arc::new(sent.bytes),
        unit: sent.unit,
        said: BTreeMap::new(),
    });
    Redirect::to(&address(who, number))
}

/// Shows what would be brought in for a person.
pub(crate) async fn show(
    Here(app): Here,
    Path((person, number)): Path<(i64, usize)>,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    shown(&app, Some(&who), number).await
}

/// Shows what would be brought in of a table of several people.
pub(crate) async fn show_several(Here(app): Here, Path(number): Path<usize>) -> Result<Response, Problem> {
    shown(&app, None, number).await
}

/// Shows what would be brought in, or what cannot be read and what could be asked about it.
async fn shown(app: &Arc<App>, who: Option<&Who>, number: usize) -> Result<Response, Problem> {
    let Some(look) = app.looks.of(who, app.by().as_deref(), number) else {
        return Ok(Redirect::to(&form_address(who)).into_response());
    };
    let units = match who {
        Some(who) => app.kept(who).await?.input.person.units,
        None => Units::Metric,
    };
    let read = read(app, &look).await?;
    let status = if read.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = say("look.title");
    let asks = look_columns::questions(app, &look, &read);
    let is_asked = asks.as_ref().is_some_and(Questions::is_all);
    let has_failed = read.is_err() && !is_asked;
    let tab = if has_failed { fill("form.error_title", &[("title", &title)]) } else { title.clone() };
    let open = asks.as_ref().filter(|asks| asks.is_open() && read.is_ok());
    let action = address(who, number);
    let body = html! {
        h1 tabindex="-1" { (title) }
        p { strong { (look.name) } }
        @match &read {
            Ok(brought) => {
                (told(brought, who))
                @if brought.notices.iter().any(|notice| notice.code == NoticeCode::UnitAsked) {
                    form.panel method="post" action=(action) {
                        (unit_field())
                        p { button name="read" value="yes" { (say("look.again")) } }
                    }
                }
                // What was only taken so comes before the button that keeps it.
                @if let Some(asks) = open { (asks.form(&action)) }
                form method="post" action=(action) {
                    @if !brought.entries.is_empty() { button name="keep" value="yes" { (say("look.keep")) } " " }
                    button.quietly name="leave" value="yes" { (say("look.leave")) }
                }
                (tests(brought, app, units))
                (report::notices_part(&brought.notices, &app.knowledge, words()))
            }
            Err(_) if is_asked => { p role="status" { (say("look.asked")) } }
            Err(error) if asks.as_ref().is_some_and(Questions::is_open) => { (refused_alone(error)) }
            Err(error) => { (refused(error)) }
        }
        @if let Some(asks) = asks.as_ref().filter(|_| open.is_none()) { (asks.form(&action)) }
        p { a href=(form_address(who)) { (say("look.other")) } }
    };
    Ok((status, page(&Shown { title: &tab, who, here: if who.is_some() { "bring" } else { "squad" }, body }))
        .into_response())
}

/// Keeps the file of a person as it was shown, leaves it, or reads it anew with what was said of its columns.
pub(crate) async fn keep(
    Here(app): Here,
    Path((person, number)): Path<(i64, usize)>,
    form: Form,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    kept(&app, Some(&who), number, &form).await
}

/// The same for a table of several people.
pub(crate) async fn keep_several(
    Here(app): Here,
    Path(number): Path<usize>,
    form: Form,
) -> Result<Response, Problem> {
    kept(&app, None, number, &form).await
}

async fn kept(app: &Arc<App>, who: Option<&Who>, number: usize, form: &Form) -> Result<Response, Problem> {
    let Some(look) = app.looks.of(who, app.by().as_deref(), number) else {
        return Ok(Redirect::to(&form_address(who)).into_response());
    };
    if form.has("leave") {
        app.looks.drop_one(number);
        return Ok(Redirect::to(&form_address(who)).into_response());
    }
    if !form.has("keep") {
        // The unit is asked for by itself, so what was said of columns stays.
        if let Some(unit) = weight_unit(form.get("unit")) {
            app.looks.weigh(number, unit);
            return Ok(Redirect::to(&address(who, number)).into_response());
        }
        app.looks.say(number, look_columns::said(form));
        return Ok(Redirect::to(&address(who, number)).into_response());
    }
    match read(app, &look).await? {
        Ok(brought) => {
            let origin = Origin { name: &look.name, bytes: &look.bytes };
            let what = what_of(brought.kind);
            let first = brought.entries.first().map(|(subject, _)| subject.clone());
            let kept = match (who, first) {
                (Some(who), _) => keep_brought(app, who, what, Some(origin), brought).await?,
                (None, Some(first)) => keep_for(app, &first, what, Some(origin), brought).await?,
                // A table that holds nothing has no button to keep it.
                (None, None) => Redirect::to(&address(who, number)),
            };
            app.looks.drop_one(number);
            Ok(kept.into_response())
        }
        // It could be read when it was shown; what has changed since is told there.
        Err(_) => Ok(Redirect::to(&address(who, number)).into_response()),
    }
}

/// Reads a file as it would be kept.
async fn read(app: &Arc<App>, look: &Look) -> Result<Result<Brought, Error>, Problem> {
    let whole = [File { name: look.name.clone(), bytes: look.bytes.to_vec() }];
    let at = (&*app.knowledge, app.today());
    let name = look.person.as_ref().map(|who| &who.name);
    let whose = match whose_files(&app.store, name, &whole, None, at).await {
        Ok(whose) => whose,
        Err(error) => return Ok(Err(error)),
    };
    let mass_kg = match &look.person {
        Some(who) => app.kept(who).await?.input.person.mass_kg,
        None => None,
    };
    let (app, look) = (Arc::clone(app), look.clone());
    working(move || {
        let map = look_columns::map_text(&look.said)
            .map(|text| ColumnMap::parse(&text, &say("look.map")))
            .transpose()?;
        let subject = look.person.as_ref().map_or(&whose.subject, |who| &who.name);
        let usual = bringing(&app, subject);
        // Only measurements are read by what was said of columns.
        let kind = map.as_ref().map(|_| FileKind::Measurements);
        let bringing = Bringing { mass_kg, weight_unit: look.unit, map: map.as_ref(), kind, ..usual };
        let brought = bring(&look.name, &look.bytes, &bringing)?;
        whose.refuse_unchosen(&look.name, &brought).map(|()| brought)
    })
    .await
}

/// How much was read, of whom and of which days.
fn told(brought: &Brought, who: Option<&Who>) -> Markup {
    let days: BTreeSet<Date> = brought
        .entries
        .iter()
        .filter_map(|(_, content)| {
            content.trial().map(|trial| trial.day).or_else(|| content.trained().map(|sets| sets.on))
        })
        .collect();
    let people: BTreeSet<&SubjectId> = brought.entries.iter().map(|(subject, _)| subject).collect();
    let names: Vec<String> = people.iter().take(MOST_NAMES).map(|name| name.to_string()).collect();
    let kind = say(&format!("bring.kind.{}", kind_word(brought.kind)));
    let n_rows = brought.entries.len().to_string();
    html! {
        @if brought.entries.is_empty() { p { (say("look.nothing")) } }
        @else {
            p { (fill("look.rows", &[("kind", &kind), ("n", &n_rows)])) }
            @if people.len() > MOST_NAMES {
                p { (fill("bring.people", &[("n", &people.len().to_string())])) }
            } @else if people.iter().any(|name| who.is_none_or(|who| **name != who.name)) {
                p { (fill("look.people", &[("names", &words().list(&names))])) }
            }
            @if let (Some(first), Some(last)) = (days.first(), days.last()) {
                @let (first, last) = (report::date(*first, words()), report::date(*last, words()));
                @if first == last { p { (fill("look.day", &[("date", &first)])) } }
                @else { p { (fill("look.days", &[("n", &days.len().to_string()), ("first", &first), ("last", &last)])) } }
            }
            p { (say("look.not_kept")) }
        }
    }
}

fn kind_word(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Person => "person",
        FileKind::Answers => "answers",
        FileKind::Measurements => "measurements",
        FileKind::Training => "training",
    }
}

/// Each test with its tries as dots, those with most tries first.
fn tests(brought: &Brought, app: &App, units: Units) -> Markup {
    let mut by_test: BTreeMap<&TestId, Vec<&Trial>> = BTreeMap::new();
    for trial in brought.entries.iter().filter_map(|(_, content)| content.trial()) {
        by_test.entry(&trial.test).or_default().push(trial);
    }
    let mut all: Vec<(&Test, Vec<&Trial>)> =
        by_test.into_iter().filter_map(|(id, trials)| Some((app.knowledge.tests.get(id)?, trials))).collect();
    all.sort_by_key(|(_, trials)| std::cmp::Reverse(trials.len()));
    let n_more = all.len().saturating_sub(MOST_TESTS);
    html! {
        @if !all.is_empty() {
            section aria-labelledby="read" {
                h2 id="read" { (say("look.read")) }
                p.lead { (say("look.read_how")) }
                div.cards { @for (test, trials) in all.iter().take(MOST_TESTS) { (one_test(test, trials, units)) } }
                @if n_more > 0 { p { (fill("look.more", &[("n", &n_more.to_string())])) } }
            }
        }
    }
}

fn one_test(test: &Test, trials: &[&Trial], units: Units) -> Markup {
    let of = |side: Side| -> Vec<f64> {
        let own = trials.iter().filter(|trial| trial.side == side);
        own.map(|trial| read_in(trial.value, test.unit, units)).collect()
    };
    let (left, right) = (of(Side::Left), of(Side::Right));
    let unit = report::unit_name(unit_for(test.unit, units), words());
    let value = |value: f64| format!("{} {unit}", report::value(value, words()));
    let ends = left.iter().chain(&right).copied();
    let (least, most) = (ends.clone().fold(f64::INFINITY, f64::min), ends.fold(f64::NEG_INFINITY, f64::max));
    let (n_left, n_right) = (left.len().to_string(), right.len().to_string());
    let said = fill(
        "look.test",
        &[("left", &n_left), ("right", &n_right), ("least", &value(least)), ("most", &value(most))],
    );
    let labels = TriesLabels {
        id: format!("read-{}", test.id),
        title: test.name.clone(),
        description: said.clone(),
        legs: [say("look.left"), say("look.right")],
        ends: [value(least), value(most)],
    };
    html! {
        article.finding {
            h3.verdict { (test.name) }
            p { (said) }
            figure { (PreEscaped(tries([&left, &right], &labels))) }
        }
    }
}
