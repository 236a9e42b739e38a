//! One person's first page: what is due, the most urgent first, each with the way there.

use super::Shows;
use super::stopped::{halted, questions_way, sign};
use crate::doors::Here;
use crate::shell::{Shown, fill, page, say, words};
use crate::state::Who;
use axum::extract::Path;
use evenstride_app::following::Due;
use evenstride_app::prelude::Screening;
use evenstride_app::report;
use maud::{Markup, html};

/// Shows what is due, or what stops.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>) -> Shows {
    let who = app.who(person).await?;
    let (kept, followed) = app.stands(&who).await?;
    let title = say("nav.today");
    let begun = app.begun(&who).await?;
    let until = match &followed.screening {
        Screening::Cleared(_) if followed.is_cleared_no_more() => None,
        Screening::Cleared(cleared) => Some(report::date(cleared.until(), words())),
        Screening::Stopped { .. } | Screening::Incomplete { .. } | Screening::Expired { .. } => None,
    };
    let body = match (halted(&kept, &followed, &who, &app), sign(&kept, &followed, &app)) {
        (Some(stop), _) => stop,
        // Beside a sign to stop nothing else is due.
        (None, Some(sign)) => html! {
            h1 tabindex="-1" { (title) }
            p.lead { (report::date(app.today(), words())) }
            (sign)
            (questions_way(followed.next.as_ref(), &who, &app))
        },
        (None, None) => html! {
            h1 tabindex="-1" { (title) }
            p.lead { (report::date(app.today(), words())) }
            (report::waits_part(&followed.screening, &app.knowledge, words()))
            @if let Some(begun) = begun { (begun_part(&who, begun)) }
            @if followed.due.is_empty() { p { (words().say("status.nothing_due")) } }
            @else {
                ol.due {
                    @for due in &followed.due {
                        li {
                            p { (report::due_line(&format!("web.due.{}", due.as_str()), due, &app.knowledge, words())) }
                            p { a.button href=(way(due, &who)) { (say(&format!("due_go.{}", due.as_str()))) } }
                        }
                    }
                }
            }
            @if let Some(until) = until { p.quiet { (words().say("screen.cleared")) " " (words().fill("screen.until", &[("date", &until)])) } }
            (report::notices_part(&kept.input.notices, &app.knowledge, words()))
        },
    };
    Ok(page(&Shown { title: &title, who: Some(&who), here: "today", body }))
}

/// A session of today that was begun: how far it has come, and the way on.
pub(super) fn begun_part(who: &Who, (n_done, n_all): (usize, usize)) -> Markup {
    html! {
        p { (fill("train.begun", &[("done", &n_done.to_string()), ("all", &n_all.to_string())])) }
        p { a.button href=(who.address("/train/go")) { (say("train.begun_go")) } }
    }
}

/// The page on which something that is due is done.
fn way(due: &Due, who: &Who) -> String {
    who.address(match due {
        Due::Stop | Due::Answer | Due::AnswerSoon { .. } => "/questions",
        Due::Measure | Due::Retest { .. } | Due::RetestOverdue { .. } | Due::AnotherDay(_) => "/check",
        Due::NewPlan | Due::PlanOver { .. } => "/plan?new=1",
        Due::ChoosePlan => "/plan",
        Due::ClearanceEnded | Due::SeeSomeone | Due::Train { .. } => "/train",
    })
}
