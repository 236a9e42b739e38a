//! What was found: the report's list, leg map and cards, and what to measure next.

use super::stopped::{halted, sign};
use super::{Shows, csv};
use crate::doors::Here;
use crate::shell::{Shown, page, say, words};
use crate::state::view;
use axum::extract::Path;
use evenstride_app::check::Check;
use evenstride_app::prelude::Screening;
use evenstride_app::report;
use maud::html;

/// Shows the findings, or what stops.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>) -> Shows {
    let who = app.who(person).await?;
    let (kept, followed) = app.followed(&who).await?;
    let title = say("results.title");
    let sign = sign(&kept, &followed, &app);
    let is_cleared = sign.is_none() && matches!(followed.screening, Screening::Cleared(_));
    let stop = halted(&kept, &followed, &who, &app);
    let mut check = Check::of_screen(followed.screening);
    check.assessment = followed.assessment;
    let body = match stop {
        Some(stop) => stop,
        None => html! {
            h1 tabindex="-1" { (title) }
            @if let Some(sign) = &sign { (sign) }
            @if kept.input.trials.is_empty() {
                p { (say("results.none")) }
                p { a.button href=(who.address("/check")) { (say("results.check_go")) } }
                p { a href=(who.address("/bring")) { (say("results.none_go")) } }
            }
            @if !is_cleared && sign.is_none() {
                p { (say("results.not_cleared")) " " a href=(who.address("/questions")) { (say("results.questions_go")) } }
            }
            // The way on stands before what is long, and once more behind it.
            @if is_cleared && !kept.input.trials.is_empty() {
                p { a.button href=(who.address("/plan")) { (say("results.plan_go")) } }
            }
            (report::findings_part(&view(&kept.input, &check, &app.knowledge), words()))
            @if is_cleared && !kept.input.trials.is_empty() {
                p { a href=(who.address("/plan")) { (say("results.plan_go")) } }
            }
            @if !kept.input.trials.is_empty() { p { a href="/library/why.html" { (say("why.go")) } } }
            @if sign.is_none() && !kept.input.trials.is_empty() { (csv::link(&who, "/results.csv", "csv.results")) }
        },
    };
    Ok(page(&Shown { title: &title, who: Some(&who), here: "results", body }))
}
