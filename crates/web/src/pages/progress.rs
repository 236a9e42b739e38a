//! Where somebody stands over time: differences by day, what was trained, when to measure again.

use super::Shows;
use super::stopped::halted;
use crate::doors::Here;
use crate::shell::{Shown, page, say, words};
use crate::state::view;
use axum::extract::Path;
use evenstride_app::check::Check;
use evenstride_app::report;
use maud::html;

/// Shows the course, or what stops.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>) -> Shows {
    let who = app.who(person).await?;
    let (kept, followed) = app.followed(&who).await?;
    let mut check = Check::of_screen(followed.screening.clone());
    check.assessment.clone_from(&followed.assessment);
    let title = say("progress.title");
    let body = match halted(&kept, &followed, &who, &app) {
        Some(stop) => stop,
        None => html! {
            h1 tabindex="-1" { (title) }
            @if followed.measured_on.is_none() { p { (say("results.none")) } }
            p { a href=(who.address("/weeks")) { (say("progress.weeks_go")) } }
            (report::progress_part(&view(&kept.input, &check, &app.knowledge), &kept, &followed, words()))
        },
    };
    Ok(page(&Shown { title: &title, who: Some(&who), here: "progress", body }))
}
