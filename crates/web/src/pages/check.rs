//! The check: minutes and things at hand, then the tests that tell most within them, one by one, until one has enough.
//!
//! The list is worked out again after each test, because each changes what the next would tell. Minutes stand in the
//! address, numbers never do. Read next: [`super::check_test`].

use super::Goes;
use super::about::keep_person;
use super::stopped::{ended, halted, questions_way};
use crate::doors::Here;
use crate::form::Form;
use crate::problem::Problem;
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Who, working};
use axum::extract::{Path, RawQuery};
use axum::response::{Html, IntoResponse, Redirect, Response};
use evenstride_app::following::{Followed, Kept, tests_within};
use evenstride_app::prelude::{
    Equipment, EquipmentId, EquipmentPlace, Knowledge, Next, Person, Screening, Suggestion, Test,
};
use evenstride_app::report;
use evenstride_app::words::sorting_key;
use maud::{Markup, html};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The minutes of a check at most.
pub(super) const MOST_MINUTES: f64 = 180.0;
/// The minutes that are offered.
const OFFERED: [u32; 5] = [10, 20, 30, 45, 60];
/// The minutes when nobody has chosen any. A first check is short, so that there is a first week soon: it has a test or two
/// that need no warming up, and says itself what more would tell.
const USUAL: u32 = 10;

/// The places of things, nearest first, each with the key of its heading.
pub(super) const PLACES: [(EquipmentPlace, &str); 3] = [
    (EquipmentPlace::Home, "check.things"),
    (EquipmentPlace::Gym, "check.things_gym"),
    (EquipmentPlace::Clinic, "check.things_clinic"),
];

/// What stands in the place of a check: a stop, or questions that are open.
pub(super) fn not_yet(app: &App, who: &Who, kept: &Kept, followed: &Followed) -> Option<Html<String>> {
    let title = say("check.title");
    let body = match (halted(kept, followed, who, app), &followed.next, &followed.screening) {
        (Some(stop), _, _) => stop,
        (None, Some(next @ Next::ClearanceEnded(_)), _) => html! {
            h1 tabindex="-1" { (title) }
            @if let Some(sign) = ended(kept, &followed.screening, next, app) { (sign) }
            (questions_way(Some(next), who, app))
        },
        (None, _, Screening::Cleared(_)) => return None,
        (None, _, Screening::Stopped { .. } | Screening::Incomplete { .. } | Screening::Expired { .. }) => {
            html! {
                h1 tabindex="-1" { (title) }
                p { (say("check.questions")) }
                (questions_way(None, who, app))
            }
        }
    };
    Some(page(&Shown { title: &title, who: Some(who), here: "check", body }))
}

/// A piece that a test may ask for.
struct Piece<'a> {
    id: &'a EquipmentId,
    name: &'a str,
    place: EquipmentPlace,
}

/// The pieces that tests may ask for, beyond what every home has, by name.
fn pieces(knowledge: &Knowledge) -> Vec<Piece<'_>> {
    let asked: BTreeSet<&EquipmentId> = knowledge.tests.values().flat_map(|test| &test.equipment).collect();
    let all = knowledge.equipment.values().filter(|piece| asked.contains(&piece.id) && !piece.household);
    let mut all: Vec<Piece<'_>> =
        all.map(|piece| Piece { id: &piece.id, name: &piece.name, place: piece.place() }).collect();
    all.sort_by_cached_key(|piece| sorting_key(piece.name));
    all
}

/// The things of every home that tests may ask for, in the order of the catalogue.
fn household(knowledge: &Knowledge) -> String {
    let is_asked = |piece: &&Equipment| knowledge.tests.values().any(|test| test.equipment.contains(&piece.id));
    let all = knowledge.equipment.values().filter(|piece| piece.household).filter(is_asked);
    words().list(&all.map(|piece| report::equipment(&piece.id, knowledge)).collect::<Vec<_>>())
}

fn tick(piece: &Piece<'_>, name: String, person: &Person) -> Markup {
    html! {
        label.choice {
            input type="checkbox" name="piece" value=(piece.id) checked[person.equipment.contains(piece.id)];
            span { (name) }
        }
    }
}

/// Asks for minutes and things at hand.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let (kept, followed) = app.stands(&who).await?;
    if let Some(instead) = not_yet(&app, &who, &kept, &followed) {
        return Ok(instead.into_response());
    }
    let title = say("check.title");
    let (pieces, person) = (pieces(&app.knowledge), &kept.input.person);
    let more: Vec<&Piece<'_>> = pieces.iter().filter(|piece| !Equipment::is_helper(piece.id)).collect();
    let body = html! {
        h1 tabindex="-1" autofocus { (title) }
        p.lead { (say("check.lead")) }
        form method="post" action=(who.address("/check")) {
            p.field {
                label for="minutes" { (say("check.minutes")) }
                select id="minutes" name="minutes" {
                    @for minutes in OFFERED {
                        option value=(minutes) selected[minutes == USUAL] { (fill("check.minutes_of", &[("n", &minutes.to_string())])) }
                    }
                }
            }
            fieldset {
                legend { (say("check.company")) }
                @for piece in pieces.iter().filter(|piece| Equipment::is_helper(piece.id)) {
                    (tick(piece, say("check.helped"), person))
                }
            }
            // What every home has is enough, so that nobody has to go through the list to get on.
            p.hint { (fill("check.household", &[("things", &household(&app.knowledge))])) }
            @for (place, key) in PLACES {
                @let there: Vec<&Piece<'_>> = more.iter().copied().filter(|piece| piece.place == place).collect();
                @if !there.is_empty() {
                    details.panel open[there.iter().any(|piece| person.equipment.contains(piece.id))] {
                        summary { (say(key)) }
                        fieldset.many {
                            legend.hidden { (say(key)) }
                            @for piece in there { (tick(piece, report::capitalised(piece.name), person)) }
                        }
                    }
                }
            }
            p { button { (say("check.start")) } }
        }
        (limits(&followed, &app.knowledge))
    };
    Ok(page(&Shown { title: &title, who: Some(&who), here: "check", body }).into_response())
}

/// What the answers and the log ask to mind, in full view: it is needed where something is about to be measured.
pub(super) fn limits(followed: &Followed, knowledge: &Knowledge) -> Markup {
    html! {
        @if let Some(limits) = report::limits_part(&followed.screening, knowledge, words()) {
            section.mind aria-labelledby="mind" {
                h2 id="mind" { (say("check.limits")) }
                (limits)
            }
        }
    }
}

/// The same behind one line, where each of several pages in a row would say it; what waits stays in full view.
pub(super) fn limits_again(followed: &Followed, knowledge: &Knowledge) -> Markup {
    html! {
        (report::waits_part(&followed.screening, knowledge, words()))
        @if let Some(limits) = report::minded_part(&followed.screening, knowledge, words()) {
            details.mind {
                summary { (say("check.limits")) }
                (limits)
            }
        }
    }
}

/// Keeps the things at hand, and goes to the list of tests.
pub(crate) async fn start(Here(app): Here, Path(person): Path<i64>, form: Form) -> Goes {
    let who = app.who(person).await?;
    let mut person = app.kept(&who).await?.input.person;
    let before = person.equipment.clone();
    for Piece { id, .. } in pieces(&app.knowledge) {
        if form.all("piece").any(|chosen| chosen == id.as_str()) {
            person.equipment.insert(id.clone());
        } else {
            person.equipment.remove(id);
        }
    }
    if person.equipment != before {
        person.subject = Some(who.name.clone());
        keep_person(&app, &who, &person).await?;
    }
    let minutes = form.number("minutes", 1.0, MOST_MINUTES).ok().flatten().unwrap_or(f64::from(USUAL));
    Ok(Redirect::to(&list_address(&who, minutes)))
}

/// The address of the list of tests within so many minutes.
pub(super) fn list_address(who: &Who, minutes: f64) -> String {
    who.address(&format!("/check/tests?minutes={}", minutes.max(0.0).round()))
}

/// The minutes of an address; the usual ones when none or strange ones stand there.
pub(super) fn minutes_of(query: Option<&str>) -> f64 {
    let form = Form::parse(query.unwrap_or_default().as_bytes());
    form.number("minutes", 0.0, MOST_MINUTES).ok().flatten().unwrap_or(f64::from(USUAL))
}

/// The tests that tell most within so many minutes.
pub(super) async fn most_telling(
    app: &Arc<App>,
    kept: Kept,
    screening: Screening,
    minutes: f64,
) -> Result<Vec<Suggestion>, Problem> {
    let app = Arc::clone(app);
    working(move || match &screening {
        Screening::Cleared(cleared) if minutes > 0.0 => tests_within(&kept, cleared, minutes, &app.knowledge),
        Screening::Cleared(_)
        | Screening::Stopped { .. }
        | Screening::Incomplete { .. }
        | Screening::Expired { .. } => Vec::new(),
    })
    .await
}

/// The test to begin with, for who has measured nothing yet, so that nobody has to choose before there is something to see.
pub(super) async fn first_offer(
    app: &Arc<App>,
    who: &Who,
    kept: Kept,
    screening: Screening,
) -> Result<Markup, Problem> {
    let minutes = f64::from(USUAL);
    let tests = most_telling(app, kept, screening, minutes).await?;
    Ok(html! {
        @if let Some(first) = tests.get(..1) {
            section aria-labelledby="next" {
                h2 id="next" { (say("check.first")) }
                ol.due { (offered(first, &List { who, minutes, tells_what: false }, &app.knowledge)) }
            }
        } @else {
            p { a.button href=(who.address("/check")) { (say("due_go.measure")) } }
        }
    })
}

/// Shows what is decided, and the tests that would tell most.
pub(crate) async fn tests(
    Here(app): Here,
    Path(person): Path<i64>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let (kept, followed) = app.followed(&who).await?;
    if let Some(instead) = not_yet(&app, &who, &kept, &followed) {
        return Ok(instead.into_response());
    }
    let minutes = minutes_of(query.as_deref());
    let outcome = Form::parse(query.unwrap_or_default().as_bytes()).get("outcome").parse::<usize>().ok();
    let doubts = outcome.and_then(|number| app.outcome(&who, number)).map(|outcome| outcome.notices);
    let tests = most_telling(&app, kept.clone(), followed.screening.clone(), minutes).await?;
    let title = say("check.list");
    let (way_on, way_on_key) = if kept.input.trials.is_empty() {
        ("/results", "check.results_go")
    } else {
        ("/plan", "results.plan_go")
    };
    let body = html! {
        h1 tabindex="-1" autofocus { (title) }
        @if let Some(doubts) = &doubts { (report::notices_part(doubts, &app.knowledge, words())) }
        // Before the first test is chosen, since the page of each test has it behind one line.
        (limits(&followed, &app.knowledge))
        section aria-labelledby="next" {
            h2 id="next" { (fill("check.next", &[("n", &minutes.round().to_string())])) }
            @if tests.is_empty() {
                p { (say("check.no_more")) }
                // The lines below say what is known; the week is what most came for.
                p { a.button href=(who.address(way_on)) { (say(way_on_key)) } }
            } @else {
                // The first one tells most; the others are there for whoever cannot or does not want to do it.
                @let (first, others) = tests.split_at(1);
                ol.due { (offered(first, &List { who: &who, minutes, tells_what: false }, &app.knowledge)) }
                @if !others.is_empty() {
                    details {
                        summary { (say("check.order")) }
                        ol.due start="2" { (offered(others, &List { who: &who, minutes, tells_what: true }, &app.knowledge)) }
                    }
                }
            }
            p { a href=(who.address("/check")) { (say("check.again")) } }
        }
        (so_far(&app, &who, &kept, &followed))
    };
    Ok(page(&Shown { title: &title, who: Some(&who), here: "check", body }).into_response())
}

/// Where and how tests are offered.
struct List<'a> {
    who: &'a Who,
    minutes: f64,
    /// With what each tells, for whoever chooses between them.
    tells_what: bool,
}

/// Tests that are offered, each with what it takes.
fn offered(tests: &[Suggestion], list: &List<'_>, knowledge: &Knowledge) -> Markup {
    let List { who, minutes, .. } = list;
    html! {
        @for suggestion in tests {
            @let test = knowledge.tests.get(&suggestion.test);
            @let name = test.map_or(suggestion.test.as_str(), |test| test.name.as_str());
            @let about = if list.tells_what { report::tells_about(suggestion, knowledge, words()) } else { String::new() };
            li {
                p {
                    strong { (name) } " "
                    span.quiet { (fill("check.takes", &[("n", &suggestion.minutes.ceil().to_string())])) }
                    @if test.is_some_and(Test::needs_helper) { br; strong { (say("check.helper")) } }
                    @if suggestion.another_day { br; (say("check.another_day")) }
                    @if !about.is_empty() { br; (fill("check.about", &[("what", &about)])) }
                }
                p {
                    a.button href=(who.address(&format!("/check/test/{}?minutes={}", suggestion.test, minutes.round()))) {
                        (say("check.do")) span.hidden { ": " (name) }
                    }
                }
            }
        }
    }
}

/// What the numbers say by now, so that one may stop early.
fn so_far(app: &App, who: &Who, kept: &Kept, followed: &Followed) -> Markup {
    let Some(assessment) = followed.assessment.as_ref().filter(|_| !kept.input.trials.is_empty()) else {
        return html! {};
    };
    let (decided, open) = report::decided(assessment, &app.knowledge, words());
    html! {
        section aria-labelledby="decided" {
            h2 id="decided" { (say("check.decided")) }
            @if decided.is_empty() { p { (say("check.decided_none")) } }
            @else { ul { @for line in &decided { li { (line) } } } }
            @if !open.is_empty() { p { (fill("check.open", &[("what", &words().list(&open))])) } }
            p {
                @if !decided.is_empty() { (say("check.enough")) " " }
                a href=(who.address("/results")) { (say("check.results_go")) }
            }
            p { a href=(who.address("/plan")) { (say("results.plan_go")) } }
        }
    }
}
