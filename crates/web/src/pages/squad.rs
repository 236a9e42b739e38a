//! Everybody's state in one table, those who need attention first, whole or a part of it; and the same table as CSV.
//!
//! What is shown stands in the address, so that it can be kept and sent; it names nobody.

use super::Shows;
use super::csv::csv_file;
use crate::doors::Here;
use crate::form::Form;
use crate::problem::Problem;
use crate::shell::{Shown, fill, page, say, words};
use crate::state::App;
use axum::extract::RawQuery;
use axum::response::Response;
use evenstride_app::accounts::Reach;
use evenstride_app::prelude::SubjectId;
use evenstride_app::report;
use evenstride_app::squad::{Member, Part};
use evenstride_app::wire;
use maud::{Markup, html};
use std::sync::Arc;

/// Shows the table.
pub(crate) async fn show(Here(app): Here, RawQuery(query): RawQuery) -> Shows {
    let part = part_of(query.as_deref());
    let people = app.everybody().await?;
    let all = app.squad(app.days()).await?;
    let members = within(&all, part, &app);
    let can_add = app.asker.reach() == Reach::Everybody;
    let link = |name: &SubjectId| people.iter().find(|who| who.name == *name).map(|who| who.address(""));
    let title = words().say("squad.title");
    let table =
        part.map_or_else(|| "/squad.csv".to_owned(), |part| format!("/squad.csv?show={}", part.as_str()));
    let body = html! {
        h1 tabindex="-1" { (title) }
        @if all.len() > 1 { (form(part, members.len(), all.len())) }
        @if members.is_empty() && part.is_some() {
            p { (say("squad.nobody")) }
        } @else {
            (report::squad_part(&members, &app.knowledge, words(), &link))
        }
        @if !members.is_empty() { p.no-print { a href=(table) download { (say("csv.squad")) } } }
        @if can_add {
            p { a href="/people" { (say("people.title_add")) } }
            p { a href="/squad/bring" { (say("bring.squad_go")) } }
        }
    };
    Ok(page(&Shown { title: &title, who: None, here: "squad", body }))
}

/// Sends the table as CSV.
pub(crate) async fn table(Here(app): Here, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let all = app.squad(app.days()).await?;
    let members = within(&all, part_of(query.as_deref()), &app);
    Ok(csv_file("squad", &app, wire::squad_csv(&members)))
}

fn part_of(query: Option<&str>) -> Option<Part> {
    Part::of(Form::parse(query.unwrap_or_default().as_bytes()).get("show"))
}

fn within(all: &[Member], part: Option<Part>, app: &Arc<App>) -> Vec<Member> {
    let is_in = |member: &&Member| part.is_none_or(|part| part.holds(member, app.today()));
    all.iter().filter(is_in).cloned().collect()
}

/// The choice of what is shown, and how many that are.
fn form(part: Option<Part>, n: usize, n_all: usize) -> Markup {
    html! {
        form.row.no-print method="get" action="/squad" role="search" {
            p.field {
                label for="show" { (say("squad.show")) }
                select id="show" name="show" {
                    option value="" { (say("squad.everybody")) }
                    @for one in Part::ALL {
                        option value=(one.as_str()) selected[part == Some(one)] { (say(&format!("squad.part.{}", one.as_str()))) }
                    }
                }
            }
            p { button { (say("squad.show_go")) } }
        }
        @if part.is_some() {
            p role="status" { (fill("squad.shown", &[("n", &n.to_string()), ("all", &n_all.to_string())])) " " a href="/squad" { (say("squad.all_go")) } }
        }
    }
}
