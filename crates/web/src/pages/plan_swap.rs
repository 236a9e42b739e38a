//! What somebody wants of the week beyond minutes and things: an exercise in or out, the reasons, the weeks ahead, a
//! calendar.
//!
//! The week is worked out with and without, so that the price of a swap is told beside it. Read next: [`super::plan`].

use super::plan::name_of;
use super::plan_search::week_of;
use crate::doors::Here;
use crate::form::Form;
use crate::problem::Problem;
use crate::shell::{say, words, working_note};
use crate::state::{Who, view};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use evenstride_app::calendar::{CalendarOptions, Telling, USUAL_TIME, calendar_after, time_of};
use evenstride_app::check::CheckOptions;
use evenstride_app::disk::now_utc;
use evenstride_app::prelude::{ExerciseId, Knowledge, Plan};
use evenstride_app::words::sorting_key;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// The weeks ahead that are shown and put into a calendar.
const WEEKS: u32 = 6;
/// Exercises that can be asked for or left out at once.
const MOST: usize = 8;

/// What is wanted of a week; it stands in the address as ids of exercises.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) with: BTreeSet<ExerciseId>,
    pub(super) without: BTreeSet<ExerciseId>,
    /// With reasons and weeks ahead.
    pub(super) more: bool,
    /// The week of a longer search.
    pub(super) longer: bool,
}

impl Wanted {
    /// Reads the fields of an address or a form; what is no exercise is passed over.
    pub(super) fn of(form: &Form, knowledge: &Knowledge) -> Self {
        let named = |name: &str| -> BTreeSet<ExerciseId> {
            let ids =
                form.all(name).filter_map(|id| knowledge.exercises.keys().find(|known| known.as_str() == id));
            ids.take(MOST).cloned().collect()
        };
        Self {
            with: named("with"),
            without: named("without"),
            more: form.has("more"),
            longer: form.has("longer"),
        }
    }

    pub(super) fn is_swap(&self) -> bool {
        !self.with.is_empty() || !self.without.is_empty()
    }

    pub(super) fn options(&self) -> CheckOptions {
        CheckOptions {
            with: self.with.clone(),
            without: self.without.clone(),
            explain: self.more,
            weeks: self.more.then_some(WEEKS),
            thorough: self.longer,
            ..CheckOptions::default()
        }
    }

    /// The same exercises behind the other fields of an address; a week that changes there is not searched for long.
    pub(super) fn in_address(&self) -> String {
        let fields =
            self.with.iter().map(|id| ("with", id)).chain(self.without.iter().map(|id| ("without", id)));
        // Ids are words of letters, digits and hyphens.
        fields.map(|(name, id)| format!("&{name}={id}")).collect()
    }

    /// The same as hidden fields of a form.
    pub(super) fn fields(&self) -> Markup {
        html! {
            @for id in &self.with { input type="hidden" name="with" value=(id); }
            @for id in &self.without { input type="hidden" name="without" value=(id); }
            @if self.longer { input type="hidden" name="longer" value="1"; }
        }
    }
}

/// The form that asks for a swap.
pub(super) fn swap_form(who: &Who, plan: &Plan, wanted: &Wanted, knowledge: &Knowledge) -> Markup {
    let planned: BTreeSet<&ExerciseId> =
        plan.sessions.iter().flat_map(|session| &session.items).map(|item| &item.exercise).collect();
    let named = |ids: Vec<&ExerciseId>| -> Vec<(String, String)> {
        let mut named: Vec<(String, String)> =
            ids.into_iter().map(|id| (name_of(id, knowledge).to_owned(), id.to_string())).collect();
        named.sort_by_cached_key(|(name, _)| sorting_key(name));
        named
    };
    let inside = named(planned.iter().copied().chain(&wanted.without).collect());
    let outside = named(knowledge.exercises.keys().filter(|id| !planned.contains(id)).collect());
    let select = |name: &str, label: String, all: &[(String, String)], chosen: &BTreeSet<ExerciseId>| {
        html! {
            p.field {
                label for={ "swap-" (name) } { (label) }
                select id={ "swap-" (name) } name=(name) {
                    option value="" { (say("swap.none")) }
                    @for (shown, id) in all {
                        option value=(id) selected[chosen.iter().any(|chosen| chosen.as_str() == id)] { (shown) }
                    }
                }
            }
        }
    };
    html! {
        details.panel data-kept open[wanted.is_swap()] {
            summary { (say("swap.title")) }
            p { (say("swap.how")) }
            form method="get" action=(who.address("/plan")) {
                input type="hidden" name="new" value="1";
                (select("without", say("swap.without"), &inside, &wanted.without))
                (select("with", say("swap.with"), &outside, &wanted.with))
                p { button { (say("swap.try")) } " " (working_note()) }
            }
            @if wanted.is_swap() { p { a href=(who.address("/plan?new")) { (say("swap.back")) } } }
        }
    }
}

/// The ways to more about a week: reasons with the weeks ahead, and a calendar.
pub(super) fn more_ways(who: &Who, wanted: &Wanted) -> Markup {
    html! {
        section.no-print data-kept aria-labelledby="more-ways" {
            h2 id="more-ways" { (say("swap.more_title")) }
            @if !wanted.more {
                form.row method="get" action=(who.address("/plan")) {
                    input type="hidden" name="new" value="1";
                    input type="hidden" name="more" value="1";
                    (wanted.fields())
                    span { (say("swap.more_how")) }
                    button.quietly { (say("swap.more")) }
                    (working_note())
                }
            }
            form.row method="post" action=(who.address("/plan/calendar")) {
                (wanted.fields())
                span { (say("swap.calendar_how")) }
                p.time {
                    label for="calendar-at" { (say("calendar.at")) } " "
                    input.time id="calendar-at" name="at" type="time" value="18:00";
                }
                button.quietly { (say("swap.calendar")) }
            }
        }
    }
}

/// Sends the weeks ahead as a file for a calendar; its titles tell nothing of the findings.
pub(crate) async fn calendar_file(
    Here(app): Here,
    Path(person): Path<i64>,
    form: Form,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let mut wanted = Wanted::of(&form, &app.knowledge);
    wanted.more = true;
    let at = match form.get("at") {
        "" => USUAL_TIME,
        typed => time_of(typed, &say("calendar.at"))?,
    };
    let planned = week_of(&app, &who, app.kept(&who).await?, &wanted).await?;
    let Some(mut planned) = planned.ok().filter(|planned| planned.check.plan.is_some()) else {
        return Ok(Redirect::to(&who.address("/plan")).into_response());
    };
    if let Some(kept) = planned.kept.plan.as_ref().filter(|_| !wanted.is_swap()) {
        // The week that is followed counts; the weeks ahead belong to it only when it is the same.
        if planned.check.plan.as_ref() != Some(&kept.plan) {
            planned.check.course = None;
            planned.check.plan = Some(kept.plan.clone());
        }
    }
    let options = CalendarOptions { at, stamp: now_utc(), telling: Telling::Plain };
    // A session that another plan, or a swap, has moved to another day is taken out of the calendar where it was.
    let before = &planned.kept.planned_weekdays;
    let shown = view(&planned.kept.input, &planned.check, &app.knowledge);
    let text = calendar_after(before, &shown, &options, words());
    let how = format!("attachment; filename=\"evenstride-{person}-{}.ics\"", app.today());
    let kind = (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned());
    Ok(([kind, (header::CONTENT_DISPOSITION, how)], text).into_response())
}
