//! Where somebody stands over time: differences by day, what was trained, when to measure again.

use super::stopped::halted;
use super::{Shows, csv};
use crate::doors::Here;
use crate::shell::{Shown, page, say, words};
use crate::state::{view, working};
use axum::extract::Path;
use evenstride_app::check::Check;
use evenstride_app::following::{Due, over_time};
use evenstride_app::report;
use maud::html;
use std::sync::Arc;

/// Shows the course, or what stops.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>) -> Shows {
    let who = app.who(person).await?;
    let (kept, followed) = app.followed(&who).await?;
    let title = say("progress.title");
    let stop = halted(&kept, &followed, &who, &app);
    let (knowledge, looked_back) = (Arc::clone(&app.knowledge), stop.is_none());
    let (kept, followed, over_time) = working(move || {
        let over_time = looked_back.then(|| over_time(&kept, &followed, &knowledge)).flatten();
        (kept, followed, over_time)
    })
    .await?;
    let (now, then) = over_time.map(|over| (over.now, over.then)).unzip();
    let mut check = Check::of_screen(followed.screening.clone());
    check.assessment = now;
    let body = match stop {
        Some(stop) => stop,
        None => html! {
            h1 tabindex="-1" { (title) }
            @for due in followed.due.iter().filter(|due| matches!(due, Due::Retest { .. } | Due::RetestOverdue { .. })) {
                p { strong { (report::due_line(&format!("web.due.{}", due.as_str()), due, &app.knowledge, words())) } }
                p { a.button href=(who.address("/check")) { (say(&format!("due_go.{}", due.as_str()))) } }
            }
            @if followed.measured_on.is_none() { p { (say("results.none")) } }
            p { a href=(who.address("/weeks")) { (say("progress.weeks_go")) } }
            (report::progress_part(&view(&kept.input, &check, &app.knowledge), (&kept, &followed), then.flatten().as_ref(), words()))
            @if followed.measured_on.is_some() { (csv::link(&who, "/progress.csv", "csv.progress")) }
        },
    };
    Ok(page(&Shown { title: &title, who: Some(&who), here: "progress", body }))
}
