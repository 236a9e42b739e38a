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
use evenstride_app::audit::{Against, Asked, AuditView, audit_part, has_partial, look_back};
use evenstride_app::check::Check;
use evenstride_app::following::{Kept, follow, plan_history};
use evenstride_app::prelude::{Next, Notice, Screening, Trained};
use evenstride_app::record::{Bringing, FileKind, bring};
use evenstride_app::store::Content;
use evenstride_app::whose::Whose;
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many of the newest weeks are shown.
const WEEKS: u32 = 12;

/// Shows the weeks that are kept.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>, RawQuery(query): RawQuery) -> Shows {
    let who = app.who(person).await?;
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let how = How {
        against: if asked.get("sides") == "even" { Against::Even } else { Against::Followed },
        in_part: asked.has("in_part"),
    };
    let kept = app.kept(&who).await?;
    let trained = app.store.read(&who.name).await?.all_trained();
    let is_none = trained.is_empty();
    let has_plan = kept.plan.is_some();
    let weeks = judged(&app, kept, how, trained, Vec::new()).await?;
    let body = html! {
        h1 tabindex="-1" { (say("weeks.title")) }
        @if is_none { p { (say("weeks.own_none")) } }
        (form(&who))
        @if !is_none && has_plan { (how.other_sides(&who)) }
        @if how.in_part || weeks.has_partial { (how.other_part(&who)) }
        @if !is_none { (weeks.shown) }
    };
    Ok(framed(&app, &who, &weeks.screening, body, false))
}

/// How weeks are judged.
#[derive(Debug, Clone, Copy)]
struct How {
    /// What left and right are held against.
    against: Against,
    /// Are weeks scored too of which the log holds only a part?
    in_part: bool,
}

/// How a log that is only looked at is judged.
const USUAL: How = How { against: Against::Followed, in_part: false };

impl How {
    fn address(self, who: &Who) -> String {
        let sides = (self.against == Against::Even).then_some("sides=even");
        let parts: Vec<&str> = sides.into_iter().chain(self.in_part.then_some("in_part")).collect();
        let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
        who.address(&format!("/weeks{query}"))
    }

    /// The way to the same weeks with left and right held against the other.
    fn other_sides(self, who: &Who) -> Markup {
        let (against, words) = match self.against {
            Against::Even => (Against::Followed, "weeks.plan_go"),
            Against::Followed | Against::Plan => (Against::Even, "weeks.even_go"),
        };
        html! { p.no-print { a href=(How { against, ..self }.address(who)) { (say(words)) } } }
    }

    /// The way to the same weeks with those in part scored as well, or not.
    fn other_part(self, who: &Who) -> Markup {
        let words = if self.in_part { "weeks.partial_not" } else { "weeks.partial_go" };
        let other = How { in_part: !self.in_part, ..self };
        html! { p.no-print { a href=(other.address(who)) { (say(words)) } } }
    }
}

/// Weeks that were judged.
struct Weeks {
    screening: Screening,
    /// Has a week no score because the log holds only a part of it?
    has_partial: bool,
    shown: Markup,
}

/// The weeks of some training as a piece of a page.
async fn judged(
    app: &Arc<App>,
    kept: Kept,
    how: How,
    trained: Vec<Trained>,
    notices: Vec<Notice>,
) -> Result<Weeks, Problem> {
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
            score_incomplete: how.in_part,
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
                .filter(|_| how.against != Against::Even)
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
        Weeks { screening: outcome.screening, has_partial: has_partial(&audit), shown }
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
                // A week is somebody's: rows of others in the table are not of this page.
                let own = Whose { subject: subject.clone(), n_to_choose_from: None, is_named: true };
                bring(&sent.name, &sent.bytes, &bringing).and_then(|brought| {
                    own.refuse_unchosen(&sent.name, &brought).map(|()| (sent.name, brought))
                })
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
            let weeks = judged(&app, kept, USUAL, trained, brought.notices).await?;
            let name = if name == PASTED { say("weeks.pasted") } else { name };
            let body = html! {
                h1 tabindex="-1" { (say("weeks.title")) }
                p { (fill("weeks.of_file", &[("name", &name)])) }
                p { a href=(who.address("/weeks")) { (say("weeks.own_go")) } }
                p { a href=(who.address("/bring")) { (say("weeks.bring_go")) } }
                (weeks.shown)
            };
            Ok(framed(&app, &who, &weeks.screening, body, false).into_response())
        }
        Err(error) => {
            let Weeks { screening, .. } = judged(&app, kept, USUAL, Vec::new(), Vec::new()).await?;
            let body = html! {
                h1 tabindex="-1" { (say("weeks.title")) }
                (refused(&error))
                (form(&who))
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, framed(&app, &who, &screening, body, true)).into_response())
        }
    }
}
