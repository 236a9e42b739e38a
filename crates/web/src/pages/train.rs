//! The next session, and writing down what was done.
//!
//! The lines to write down are those that were planned, to be changed where it went otherwise. A sign to stop in them is
//! answered by the next page that is shown, also one in a line that cannot be read.

use super::bring::{bringing, refused, remembered, to_outcome};
use super::stopped::{ended, halted, questions_way};
use super::today::begun_part;
use super::{Shows, csv};
use crate::doors::Here;
use crate::form::Form;
use crate::problem::Problem;
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Who, view};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use evenstride_app::check::Check;
use evenstride_app::error::{Error, Kind};
use evenstride_app::following::{Followed, Kept};
use evenstride_app::keeping::log_lines;
use evenstride_app::prelude::{Date, Next, Screening};
use evenstride_app::report;
use evenstride_app::store::{Repeats, What};
use maud::{Markup, html};

/// Shows the next session, or what stops.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>) -> Shows {
    let who = app.who(person).await?;
    let (kept, followed) = app.stands(&who).await?;
    let begun = app.begun(&who).await?;
    Ok(shown(&app, &who, &kept, &followed, &Told { refused: None, begun }))
}

/// What there is to tell before the next session.
struct Told<'a> {
    /// Lines that could not be read, with why.
    refused: Option<(&'a Error, &'a str)>,
    /// Sets done and sets in all of a session of today that was begun.
    begun: Option<(usize, usize)>,
}

fn shown(app: &App, who: &Who, kept: &Kept, followed: &Followed, told: &Told<'_>) -> Html<String> {
    let refused_lines = told.refused;
    let title = say("nav.train");
    let tab =
        if refused_lines.is_some() { fill("form.error_title", &[("title", &title)]) } else { title.clone() };
    let check = Check::of_screen(followed.screening.clone());
    let body = match (halted(kept, followed, who, app), &followed.next) {
        (Some(stop), _) => stop,
        (None, Some(next)) => {
            let lines = report::session_log_lines(next, kept.input.person.units, &app.knowledge, words());
            let lines: Vec<String> = lines.into_iter().map(|line| not_later(line, app.today())).collect();
            // What was trained today stands in the store already; these would be the lines of another day.
            let has_trained = kept.log.last_day() == Some(app.today());
            let lines = if has_trained { String::new() } else { lines.join("\n") };
            let is_due = !has_trained && matches!(next, Next::Session(session) if session.on <= app.today());
            html! {
                h1 tabindex="-1" { (title) }
                @if let Some((error, _)) = refused_lines { (refused(error)) }
                @if let Some(begun) = told.begun {
                    (begun_part(who, begun))
                } @else if matches!(next, Next::Session(_)) {
                    p { a.button href=(who.address("/train/go")) { (say("train.go")) } }
                    p { (say("train.go_how")) }
                }
                @match ended(kept, &followed.screening, next, app) {
                    Some(sign) => { (sign) (questions_way(Some(next), who, app)) },
                    None => {
                        (report::session_part(&view(&kept.input, &check, &app.knowledge), next, words()))
                        @if let Next::Session(_) = next { (csv::link(who, "/train/session.csv", "csv.session")) }
                    }
                }
                (log_form(who, refused_lines.map_or(lines.as_str(), |(_, typed)| typed), is_due || refused_lines.is_some()))
            }
        }
        (None, None) => html! {
            h1 tabindex="-1" { (title) }
            @if let Some((error, _)) = refused_lines { (refused(error)) }
            @if matches!(followed.screening, Screening::Cleared(_)) {
                p { (words().say("session.no_plan")) ". " (say("train.no_plan")) }
                p { a.button href=(who.address("/plan")) { (say("train.plan_go")) } }
            } @else {
                p { (words().say("session.not_cleared")) }
                p { a.button href=(who.address("/questions")) { (say("results.questions_go")) } }
            }
            (log_form(who, refused_lines.map_or("", |(_, typed)| typed), refused_lines.is_some()))
        },
    };
    page(&Shown { title: &tab, who: Some(who), here: "train", body })
}

/// The line with no later day than today: who trains before the day that was planned writes it down for today.
fn not_later(line: String, today: Date) -> String {
    match line.split_once(' ') {
        Some((day, rest)) if day.parse::<Date>().is_ok_and(|day| day > today) => format!("{today} {rest}"),
        Some(_) | None => line,
    }
}

/// The form for lines of training; folded unless a session is due, so that none is kept that was not done.
fn log_form(who: &Who, lines: &str, is_open: bool) -> Markup {
    html! {
        details.panel.no-print id="log" open[is_open] {
            summary { (say("train.log")) }
            p { (say("train.log_how")) }
            form method="post" action=(who.address("/train")) {
                p.field.wide {
                    label for="lines" { (say("train.lines")) }
                    textarea id="lines" name="lines" rows="8" required maxlength="20000" spellcheck="false"
                        aria-describedby="lines-how" { (lines) }
                    span.hint id="lines-how" { (words().say("session.log_pain")) }
                }
                p { button { (say("train.keep")) } }
            }
        }
    }
}

/// Keeps lines of training as one action: either all of them stand, or none does but the signs to stop in them.
pub(crate) async fn log(Here(app): Here, Path(person): Path<i64>, form: Form) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let typed = form.get("lines").to_owned();
    let bringing = bringing(&app, &who.name);
    match log_lines(&app.store, &typed, Repeats::AreKnown, &bringing, &app.doing(What::Log)).await {
        Ok(came) => {
            let number = remembered(&app, &who, came.brought, came.written);
            Ok(to_outcome(&who, number).into_response())
        }
        Err(error) if !matches!(error.kind, Kind::Usage | Kind::Unreadable) => Err(error.into()),
        Err(error) => {
            let (kept, followed) = app.stands(&who).await?;
            let told = Told { refused: Some((&error, &typed)), begun: app.begun(&who).await? };
            let again = shown(&app, &who, &kept, &followed, &told);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
    }
}
