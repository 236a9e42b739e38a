//! The pages, each a file: what is shown, what its forms send, and where one comes out afterwards.
//!
//! A page that changed something answers with the address of another page, so that a reload repeats nothing. No answer
//! and no name stands in an address. Read next: `questions` for the longest way through, `crate::shell` for the frame.

mod about;
mod bring;
mod bring_outcome;
mod bring_squad;
mod check;
mod check_test;
mod csv;
mod data;
mod go;
mod library;
mod look;
mod look_columns;
mod measured;
mod people;
mod plan;
mod plan_move;
mod plan_search;
mod plan_swap;
mod progress;
mod questions;
mod questions_beside;
mod questions_each;
mod questions_places;
mod questions_several;
mod remarks;
mod results;
pub(crate) mod sets;
mod sign_in;
mod squad;
mod stopped;
pub(crate) mod take;
mod today;
mod train;
mod trust;
mod weeks;
mod wishes;

use crate::assets;
use crate::doors::{Right, Rights};
use crate::language;
use crate::problem::Problem;
use crate::state::Core;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{Html, Redirect};
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;

/// What a page answers with.
type Shows = Result<Html<String>, Problem>;
/// What a form answers with: another page to go to.
type Goes = Result<Redirect, Problem>;

/// A page: its address, what reading and changing ask of an account, and what answers.
struct Page {
    path: &'static str,
    rights: Rights,
    answers: MethodRouter<Arc<Core>>,
}

/// A page that asks the same for reading and for changing.
fn page_for(path: &'static str, right: Right, answers: MethodRouter<Arc<Core>>) -> Page {
    Page { path, rights: Rights { read: right, change: right }, answers }
}

/// A page of a person, for whoever reaches that person.
fn of_person(path: &'static str, answers: MethodRouter<Arc<Core>>) -> Page {
    page_for(path, Right::Person, answers)
}

/// Every page with its address.
pub(crate) fn routes(upload_bytes: usize) -> Router<Arc<Core>> {
    let all = pages(upload_bytes).into_iter();
    all.fold(Router::new(), |router, page| router.route(page.path, page.answers))
}

/// What every page asks of an account.
pub(crate) fn rights() -> impl Iterator<Item = (String, Rights)> {
    pages(0).into_iter().map(|page| (page.path.to_owned(), page.rights))
}

fn pages(upload_bytes: usize) -> Vec<Page> {
    let upload = DefaultBodyLimit::max(upload_bytes.saturating_add(bring::AROUND_A_FILE));
    let coach_adds = Rights { read: Right::Coach, change: Right::Everybody };
    let mut all = vec![
        page_for("/assets/{name}", Right::Anyone, get(assets::send)),
        page_for("/sw.js", Right::Anyone, get(assets::worker)),
        page_for("/sign-in", Right::Anyone, get(sign_in::show).post(sign_in::enter)),
        page_for("/sign-out", Right::SignedIn, post(sign_in::leave)),
        page_for("/language", Right::Anyone, post(language::choose)),
        page_for("/trust", Right::Anyone, get(trust::show)),
        page_for("/trust/evenstride.crt", Right::Anyone, get(trust::root)),
        page_for("/", Right::SignedIn, get(people::home)),
        Page { path: "/people", rights: coach_adds, answers: get(people::show).post(people::add) },
        page_for("/squad", Right::Coach, get(squad::show)),
        page_for("/squad.csv", Right::Coach, get(squad::table)),
        page_for(
            "/squad/bring",
            Right::Everybody,
            get(bring_squad::show).post(bring_squad::file).layer(upload),
        ),
        page_for(
            "/squad/bring/look/{number}",
            Right::Everybody,
            get(look::show_several).post(look::keep_several),
        ),
        page_for("/library/{*path}", Right::SignedIn, get(library::show)),
        page_for("/figures/{name}", Right::SignedIn, get(library::figure)),
        page_for("/data", Right::SignedIn, get(data::show)),
        page_for("/data/actions.csv", Right::SignedIn, get(csv::actions)),
        // An action is taken back by whoever reaches everybody whom it concerns.
        page_for("/data/undo", Right::SignedIn, post(data::undo)),
        page_for("/data/erase", Right::Owner, post(data::erase)),
        page_for("/data/compact", Right::Owner, post(data::compact)),
        page_for("/data/backup", Right::Owner, post(take::backup)),
        page_for("/data/restore", Right::Owner, post(data::restore).layer(upload)),
    ];
    all.extend([
        of_person("/p/{person}", get(today::show)),
        of_person("/p/{person}/export", post(take::export)),
        of_person("/p/{person}/about", get(about::show).post(about::keep)),
        of_person("/p/{person}/about/history", post(about::history)),
        of_person("/p/{person}/questions", get(questions::show).post(questions::start)),
        of_person("/p/{person}/questions/outcome", get(questions::outcome)),
        of_person("/p/{person}/questions/seen", post(questions::seen)),
        of_person("/p/{person}/questions/{number}", get(questions::ask).post(questions::answer)),
        of_person("/p/{person}/bring", get(bring::show)),
        of_person("/p/{person}/bring/look/{number}", get(look::show).post(look::keep)),
        of_person("/p/{person}/bring/file", post(bring::file).layer(upload)),
        of_person("/p/{person}/bring/measured", post(measured::keep_typed)),
        of_person("/p/{person}/bring/{outcome}", get(bring_outcome::show)),
        of_person("/p/{person}/check", get(check::show).post(check::start)),
        of_person("/p/{person}/check/tests", get(check::tests)),
        of_person("/p/{person}/check/test/{test}", get(check_test::show).post(check_test::keep)),
        of_person("/p/{person}/weeks", get(weeks::show).post(weeks::file).layer(upload)),
        of_person("/p/{person}/remarks", get(remarks::show).post(remarks::keep)),
        of_person("/p/{person}/results", get(results::show)),
        of_person("/p/{person}/results.csv", get(csv::findings)),
        of_person("/p/{person}/progress.csv", get(csv::days)),
        of_person("/p/{person}/train/session.csv", get(csv::session)),
        of_person("/p/{person}/plan", get(plan::show)),
        of_person("/p/{person}/plan/search", get(plan_search::search)),
        of_person("/p/{person}/plan/wishes", post(wishes::keep)),
        of_person("/p/{person}/plan/live", post(wishes::live)),
        of_person("/p/{person}/plan/move", post(plan_move::keep)),
        of_person("/p/{person}/plan/follow", post(plan::follow)),
        of_person("/p/{person}/plan/calendar", post(plan_swap::calendar_file)),
        of_person("/p/{person}/train", get(train::show).post(train::log)),
        of_person("/p/{person}/train/go", get(go::show)),
        of_person("/p/{person}/sets", post(sets::keep)),
        of_person("/p/{person}/progress", get(progress::show)),
    ]);
    all
}
