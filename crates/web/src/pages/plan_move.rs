//! Another day for a session: the seven days with what each holds, and a menu for each session. A script lets it be dragged.
//!
//! What moves are the minutes and the things at hand of the day, which change places with those of the other day; what is
//! trained then follows from the best week, like everything. The days are kept at once, the week is not, and what the move
//! costs is told beside it. Read next: [`super::wishes`].

use super::about::keep_person;
use super::plan::planned;
use super::plan_swap::Wanted;
use crate::assets;
use crate::doors::Here;
use crate::form::Form;
use crate::problem::Problem;
use crate::shell::{fill, say, words};
use crate::state::{App, Who};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use evenstride_app::check::{Check, CheckOptions};
use evenstride_app::prelude::{Person, Plan, Session};
use evenstride_app::report;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Two weekdays that change places, 0 = Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) from: u8,
    pub(super) to: u8,
}

impl Move {
    /// Reads the fields of an address or a form; none for what is not two different days.
    pub(super) fn of(form: &Form) -> Option<Self> {
        let day = |name: &str| form.get(name).parse::<u8>().ok().filter(|day| *day < 7);
        let (from, to) = (day("from")?, day("to")?);
        (from != to).then_some(Self { from, to })
    }

    /// Lets the two days change places; doing it twice changes nothing.
    fn exchange(self, person: &mut Person) {
        exchange(&mut person.minutes_by_weekday, self);
        exchange(&mut person.equipment_by_weekday, self);
    }
}

fn exchange<T>(by_weekday: &mut BTreeMap<u8, T>, days: Move) {
    let (of_from, of_to) = (by_weekday.remove(&days.from), by_weekday.remove(&days.to));
    for (day, held) in [(days.to, of_from), (days.from, of_to)] {
        if let Some(held) = held {
            by_weekday.insert(day, held);
        }
    }
}

fn weekday(day: u8) -> String {
    words().say(&format!("weekday.{day}"))
}

/// What came of a move: where the session is now, what that costs, and the way back.
pub(super) struct Done {
    days: Move,
    /// Beside the week as it was before; nothing where there is no week now.
    cost: Option<Markup>,
}

/// Works out what a move that was just made costs.
pub(super) async fn done(
    app: &Arc<App>,
    who: &Who,
    days: Move,
    wanted: &Wanted,
    check: &Check,
) -> Result<Done, Problem> {
    let Some(now) = check.plan.clone() else { return Ok(Done { days, cost: None }) };
    let mut before = app.kept(who).await?;
    days.exchange(&mut before.input.person);
    let options = CheckOptions { explain: false, weeks: None, thorough: false, ..wanted.options() };
    let check = planned(app, before, options).await?.check;
    let cost = match (check.plan, check.plan_problem) {
        (Some(before), _) => Some(report::moved_part(&now, &Ok(before), &app.knowledge, words())),
        (None, Some(problem)) => Some(report::moved_part(&now, &Err(problem), &app.knowledge, words())),
        (None, None) => None,
    };
    Ok(Done { days, cost })
}

/// The days of the week with their sessions, for a week of these minutes; what came of a move stands above them.
pub(super) fn days_form(
    who: &Who,
    person: &Person,
    plan: &Plan,
    wanted: &Wanted,
    done: Option<&Done>,
) -> Markup {
    let session = |day: u8| {
        let held = plan.sessions.iter().find(|session| session.weekday == day);
        held.filter(|session| !session.items.is_empty() && person.minutes_by_weekday.contains_key(&day))
    };
    html! {
        details.panel.no-print data-kept open[done.is_some()] {
            summary id="move" { (say("move.title")) }
            @if let Some(done) = done { (done_part(who, person, wanted, done)) }
            p { (say("move.how")) }
            ol.week id="days" {
                @for day in 0..7 {
                    li data-day=(day) {
                        strong { (weekday(day)) }
                        @match session(day) {
                            None => p.quiet { (say("move.free")) },
                            Some(session) => (card(who, wanted, day, report::whole_minutes(session.minutes), n_exercises(session))),
                        }
                    }
                }
            }
            script type="module" src=(assets::days()) {}
        }
    }
}

/// How many exercises; one for both legs, and one on other terms for each, count once.
fn n_exercises(session: &Session) -> usize {
    session.items.iter().map(|item| &item.exercise).collect::<BTreeSet<_>>().len()
}

/// One session: what it takes, and the menu with the other days.
fn card(who: &Who, wanted: &Wanted, from: u8, minutes: u32, n_exercises: usize) -> Markup {
    let minutes = words().fill("plan.minutes", &[("n", &minutes.to_string())]);
    html! {
        div.session data-session {
            p { (fill("move.session", &[("minutes", &minutes), ("n", &n_exercises.to_string())])) }
            details {
                summary { (fill("move.menu", &[("weekday", &weekday(from))])) }
                form method="post" action=(who.address("/plan/move")) {
                    (wanted.fields())
                    input type="hidden" name="from" value=(from);
                    @for to in (0..7).filter(|to| *to != from) {
                        button.quietly name="to" value=(to) { (fill("move.to", &[("weekday", &weekday(to))])) }
                    }
                }
            }
        }
    }
}

fn done_part(who: &Who, person: &Person, wanted: &Wanted, done: &Done) -> Markup {
    let Move { from, to } = done.days;
    // Both days have minutes where two sessions have changed places.
    let both = [from, to].iter().all(|day| person.minutes_by_weekday.contains_key(day));
    let key = if both { "move.exchanged" } else { "move.moved" };
    html! {
        div.panel role="status" {
            p { strong { (fill(key, &[("from", &weekday(from)), ("to", &weekday(to))])) } }
            @if let Some(cost) = &done.cost { (cost) }
            form method="post" action=(who.address("/plan/move")) {
                (wanted.fields())
                input type="hidden" name="from" value=(to);
                input type="hidden" name="to" value=(from);
                p { button.quietly { (say("move.back")) } }
            }
        }
    }
}

/// Moves a session to another day and shows the week that follows.
pub(crate) async fn keep(Here(app): Here, Path(number): Path<i64>, form: Form) -> Result<Response, Problem> {
    let who = app.who(number).await?;
    let Some(days) = Move::of(&form) else {
        return Err(Problem::plain(StatusCode::UNPROCESSABLE_ENTITY, "not_sent"));
    };
    let wanted = Wanted::of(&form, &app.knowledge);
    let mut person = app.kept(&who).await?.input.person;
    // Another page may have taken the minutes away meanwhile: then there is nothing to move.
    if !person.minutes_by_weekday.contains_key(&days.from) {
        return Ok(Redirect::to(&who.address("/plan?new")).into_response());
    }
    days.exchange(&mut person);
    person.subject = Some(who.name.clone());
    keep_person(&app, &who, &person).await?;
    let behind = format!("/plan?new&from={}&to={}{}#move", days.from, days.to, wanted.in_address());
    Ok(Redirect::to(&who.address(&behind)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_change_places_and_back_again() {
        let mut held = BTreeMap::from([(0, "a"), (2, "b")]);
        exchange(&mut held, Move { from: 0, to: 2 });
        assert_eq!(held, BTreeMap::from([(0, "b"), (2, "a")]));
        exchange(&mut held, Move { from: 0, to: 6 });
        assert_eq!(held, BTreeMap::from([(2, "a"), (6, "b")]));
        exchange(&mut held, Move { from: 0, to: 6 });
        assert_eq!(held, BTreeMap::from([(0, "b"), (2, "a")]));
    }

    #[test]
    fn two_different_days_are_read_and_nothing_else() {
        let read = |text: &str| Move::of(&Form::parse(text.as_bytes()));
        assert_eq!(read("from=0&to=6"), Some(Move { from: 0, to: 6 }));
        for wrong in ["from=0&to=7", "from=0&to=0", "from=-1&to=2", "from=a&to=2", "to=2", "from=1", ""] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
