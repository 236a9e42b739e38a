//! Weeks of training, judged: those that are kept, or those of a log that is only looked at.
//!
//! A log that is only looked at is read, shown and forgotten. A stop comes before it, as everywhere.

use super::Shows;
use super::bring::{PASTED, bringing, refused, sent, unit_field};
use super::stopped::stopped;
use crate::doors::Here;
use crate::form::Form;
use crate::problem::{Problem, wrong};
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Who, working};
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use evenstride_app::audit::{Against, Asked, AuditView, audit_part, look_back};
use evenstride_app::check::Check;
use evenstride_app::following::{Kept, follow, plan_history};
use evenstride_app::prelude::{Next, Notice, Screening, Trained};
use evenstride_app::record::{Bringing, FileKind, bring};
use evenstride_app::store::Content;
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many of the newest weeks are shown.
const WEEKS: u32 = 12;

/// Shows the weeks that are kept.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>, RawQuery(query): RawQuery) -> Shows {
    let who = app.who(person).await?;
    let sides = Form::parse(query.unwrap_or_default().as_bytes());
    let against = if sides.get("sides") == "even" { Against::Even } else { Against::Followed };
    let kept = app.kept(&who).await?;
    let trained = app.store.read(&who.name).await?.all_trained();
    let is_none = trained.is_empty();
    let has_plan = kept.plan.is_some();
    let (screening, weeks) = judged(&app, kept, against, trained, Vec::new()).await?;
    let body = html! {
        h1 tabindex="-1" { (say("weeks.title")) }
        @if is_none { p { (say("weeks.own_none")) } }
        (form(&who))
        @if !is_none && has_plan { (other_sides(&who, against)) }
        @if !is_none { (weeks) }
    };
    Ok(framed(&app, &who, &screening, body, false))
}

/// The way to the same weeks with left and right held against the other.
fn other_sides(who: &Who, against: Against) -> Markup {
    let (address, words) = match against {
        Against::Even => ("/weeks", "weeks.plan_go"),
        Against::Followed | Against::Plan => ("/weeks?sides=even", "weeks.even_go"),
    };
    html! { p.no-print { a href=(who.address(address)) { (say(words)) } } }
}

/// The weeks of some training as a piece of a page.
async fn judged(
    app: &Arc<App>,
    kept: Kept,
    against: Against,
    trained: Vec<Trained>,
    notices: Vec<Notice>,
) -> Result<(Screening, Markup), Problem> {
    let judging = Arc::clone(app);
    working(move || {
        // Weeks are judged by the findings; no week is planned for that.
        let followed = follow(&kept, None, &judging.knowledge);
        let ended = followed.ended().cloned();
        let history = plan_history(&kept, &followed, &judging.knowledge);
        let outcome = Check { assessment: followed.assessment, ..Check::of_screen(followed.screening) };
        let asked = Asked {
            n_weeks: WEEKS,
            as_of: judging.today(),
            score_incomplete: false,
            more_minutes: 0.0,
            efforts: &BTreeMap::new(),
            check: Some((&kept.input, &outcome)),
            history: Some(&history),
            log: Some(&kept.log),
            ended: ended.as_ref(),
            // As the command line does: whoever follows a plan for a weak leg is not told to even its sets out.
            plan: kept
                .plan
                .as_ref()
                .filter(|_| against != Against::Even)
                .map(|kept| (&kept.plan, Some(kept.since))),
        };
        let audit = look_back(&trained, &asked, &judging.knowledge);
        let version = env!("CARGO_PKG_VERSION");
        let next = ended.clone().map(Next::ClearanceEnded);
        let view = AuditView {
            audit: &audit,
            ended: next.as_ref(),
            knowledge: &judging.knowledge,
            notices: &notices,
            version,
        };
        let shown = audit_part(&view, words());
        (outcome.screening, shown)
    })
    .await
}

/// The page, or what stops.
fn framed(app: &App, who: &Who, screening: &Screening, body: Markup, is_error: bool) -> Html<String> {
    let title = say("weeks.title");
    let tab = if is_error { fill("form.error_title", &[("title", &title)]) } else { title };
    let body = stopped(screening, who, app).unwrap_or(body);
    page(&Shown { title: &tab, who: Some(who), here: "progress", body })
}

fn form(who: &Who) -> Markup {
    html! {
        details.panel.no-print {
            summary { (say("weeks.other")) }
            p { (say("weeks.other_how")) }
            form method="post" action=(who.address("/weeks")) enctype="multipart/form-data" {
                p.field {
                    label for="file" { (say("weeks.choose")) }
                    input id="file" name="file" type="file";
                }
                p.field.wide {
                    label for="text" { (say("weeks.paste")) }
                    textarea id="text" name="text" rows="6" spellcheck="false" {}
                }
                (unit_field())
                p { button { (say("weeks.show")) } }
            }
        }
    }
}

/// Shows the weeks of a log that is only looked at.
pub(crate) async fn file(
    Here(app): Here,
    Path(person): Path<i64>,
    sent_form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let sent_form = sent_form.map_err(|_| Problem::plain(StatusCode::BAD_REQUEST, "not_sent"))?;
    let sent = sent(sent_form).await?;
    let kept = app.kept(&who).await?;
    let read = match sent {
        Some(sent) => {
            let (reading, subject) = (Arc::clone(&app), who.name.clone());
            working(move || {
                let usual = bringing(&reading, &subject);
                let bringing = Bringing { weight_unit: sent.unit, kind: Some(FileKind::Training), ..usual };
                bring(&sent.name, &sent.bytes, &bringing).map(|brought| (sent.name, brought))
            })
            .await?
        }
        None => Err(wrong("log", &[])),
    };
    match read {
        Ok((name, brought)) => {
            let trained = brought.entries.into_iter().filter_map(|(_, content)| match content {
                Content::Trained(trained) | Content::TrainedOnce(_, trained) => Some(trained),
                Content::Person(_)
                | Content::Answers(_)
                | Content::Trial(_)
                | Content::Plan(_)
                | Content::Note(_) => None,
            });
            let trained = trained.collect();
            let (screening, weeks) = judged(&app, kept, Against::Followed, trained, brought.notices).await?;
            let name = if name == PASTED { say("weeks.pasted") } else { name };
            let body = html! {
                h1 tabindex="-1" { (say("weeks.title")) }
                p { (fill("weeks.of_file", &[("name", &name)])) }
                p { a href=(who.address("/weeks")) { (say("weeks.own_go")) } }
                p { a href=(who.address("/bring")) { (say("weeks.bring_go")) } }
                (weeks)
            };
            Ok(framed(&app, &who, &screening, body, false).into_response())
        }
        Err(error) => {
            let (screening, _) = judged(&app, kept, Against::Followed, Vec::new(), Vec::new()).await?;
            let body = html! {
                h1 tabindex="-1" { (say("weeks.title")) }
                (refused(&error))
                (form(&who))
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, framed(&app, &who, &screening, body, true)).into_response())
        }
    }
}
