//! What one has time and things for: the form, keeping it, and the week while it is still being filled in.
//!
//! A script may ask for the week of what stands in the form: a first one, which is there at once, and then the best
//! one. Nothing is kept by that. Without a script the form is sent, and the page shows the week. Read next:
//! [`super::plan`].

use super::about::keep_person;
use super::check::PLACES;
use super::plan::{Asked, Planned, ended_part, follow_for, name_of, planned, shown};
use super::plan_search::mark_of;
use super::plan_swap::Wanted;
use super::stopped::stopped;
use crate::assets;
use crate::doors::Here;
use crate::form::Form;
use crate::problem::Problem;
use crate::shell::{fill, say, words, working_note};
use crate::state::{App, Who, view};
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use evenstride_app::check::CheckOptions;
use evenstride_app::prelude::{Equipment, EquipmentPlace, ExerciseId, Knowledge, Person, Plan};
use evenstride_app::report;
use evenstride_app::words::sorting_key;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// The minutes of a day at most.
const MOST_MINUTES: f64 = 600.0;
/// The days and minutes that stand in the form of somebody who has told none; they count when they are kept.
const SUGGESTED: [(u8, u32); 2] = [(0, 30), (3, 30)];
/// What the script of this page says, by the last parts of their keys.
const TOLD: [&str; 6] = ["first", "proven", "found", "none", "wrong", "failed"];

/// The form for minutes, equipment, likes and dislikes; open where there is no week yet.
pub(super) fn wishes_form(
    app: &App,
    who: &Who,
    person: &Person,
    plan: Option<&Plan>,
    wrong: &[usize],
) -> Markup {
    html! {
        details.panel open[plan.is_none() || !wrong.is_empty()] {
            summary { (say("plan.wishes")) }
            @if !wrong.is_empty() {
                div.error role="alert" {
                    ul { @for day in wrong { li { a href={ "#day-" (day) } {
                        (words().say(&format!("weekday.{day}"))) ": " (say("plan.minutes_wrong"))
                    } } } }
                }
            }
            form id="wishes" method="post" action=(who.address("/plan/wishes")) data-live=(who.address("/plan/live")) {
                (fields(app, person, plan, wrong))
                p { button { (say("plan.keep_wishes")) } " " (working_note()) }
            }
        }
    }
}

/// The same for somebody who has told none of it: the week below is for what suits to begin with, and one press follows it.
pub(super) fn first_form(app: &App, who: &Who, person: &Person, plan: &Plan, wanted: &Wanted) -> Markup {
    html! {
        form id="wishes" method="post" action=(who.address("/plan/wishes")) data-live=(who.address("/plan/live")) {
            div data-kept {
                p { (suggested()) }
                (wanted.fields())
                input type="hidden" name="seen" value=(mark_of(plan));
                p { button name=(FOLLOWS) value="yes" { (say("plan.follow")) } }
            }
            details.panel {
                summary { (say("plan.otherwise")) }
                (fields(app, person, Some(plan), &[]))
                p { button { (say("plan.keep_wishes")) } " " (working_note()) }
            }
        }
    }
}

/// The field of the button that keeps the wishes and follows the week that was seen.
const FOLLOWS: &str = "follow";

/// What is asked: minutes, equipment, likes and dislikes, and whether somebody has trained before.
fn fields(app: &App, person: &Person, plan: Option<&Plan>, wrong: &[usize]) -> Markup {
    let minutes = |day: usize| {
        let day = u8::try_from(day).unwrap_or(u8::MAX);
        person.minutes_by_weekday.get(&day).map(ToString::to_string).unwrap_or_default()
    };
    let exercises = shown_exercises(person, plan, &app.knowledge);
    html! {
        fieldset.days {
            legend { (say("plan.minutes")) }
            @for day in 0..7 {
                p.field {
                    label for={ "day-" (day) } { (words().say(&format!("weekday.{day}"))) }
                    input id={ "day-" (day) } name={ "day-" (day) } type="text" inputmode="numeric" maxlength="3"
                        value=(minutes(day)) autocomplete="off"
                        aria-invalid=[wrong.contains(&day).then_some("true")];
                }
            }
        }
        @for (place, key) in PLACES {
            @let there = asked_for_at(place, &app.knowledge);
            @if !there.is_empty() {
                details {
                    summary { (say(key)) }
                    fieldset.many {
                        legend.hidden { (say(key)) }
                        @for piece in there {
                            label.choice {
                                input type="checkbox" name="piece" value=(piece.id)
                                    checked[person.equipment.contains(&piece.id)];
                                span { (report::capitalised(&piece.name)) }
                            }
                        }
                    }
                }
            }
        }
        @if !exercises.is_empty() {
            details {
                summary { (say("plan.likes")) }
                @for id in exercises {
                    p.field {
                        label for={ "wish-" (id) } { (name_of(id, &app.knowledge)) }
                        select id={ "wish-" (id) } name={ "wish-" (id) } {
                            option value="" { (say("plan.like_none")) }
                            option value="like" selected[person.likes.contains(id)] { (say("plan.like")) }
                            option value="not" selected[person.dislikes.contains(id)] { (say("plan.dislike")) }
                        }
                    }
                }
            }
        }
        input type="hidden" name=(TOLD_TRAINED) value="yes";
        label.choice {
            input type="checkbox" name="trained" value="yes" checked[person.trained];
            span { (say("about.trained")) }
        }
    }
}

/// The minutes of somebody who has told none.
pub(super) fn suggested_minutes() -> BTreeMap<u8, u32> {
    SUGGESTED.into_iter().collect()
}

/// What stands in the form of somebody who has told nothing, in a sentence.
fn suggested() -> String {
    let days: Vec<String> = SUGGESTED.iter().map(|(day, _)| words().say(&format!("weekday.{day}"))).collect();
    let minutes = SUGGESTED.first().map_or(0, |(_, minutes)| *minutes).to_string();
    fill("plan.suggested", &[("days", &words().list(&days)), ("minutes", &minutes)])
}

/// The field that says that the form asks whether somebody has trained; a box that is not ticked is a no only then.
const TOLD_TRAINED: &str = "trained-asked";

/// The things that a week can ask for, beyond what every home has.
fn asked_for(knowledge: &Knowledge) -> impl Iterator<Item = &Equipment> {
    knowledge.equipment.values().filter(|piece| piece.class.is_some() && !piece.household)
}

/// The same of one place, by name.
fn asked_for_at(place: EquipmentPlace, knowledge: &Knowledge) -> Vec<&Equipment> {
    let mut there: Vec<&Equipment> = asked_for(knowledge).filter(|piece| piece.place() == place).collect();
    there.sort_by_cached_key(|piece| sorting_key(&piece.name));
    there
}

/// Where the week stands, so that a script can put another in its place while the wishes are being changed.
pub(super) fn week_place(week: &Markup, is_cleared: bool) -> Markup {
    html! {
        @if is_cleared { p id="plan-told" role="status" {} }
        div id="plan-week" { (week) }
        @if is_cleared {
            div hidden id="plan-words" { @for name in TOLD { span data-word=(name) { (say(&format!("plan.say.{name}"))) } } }
            script type="module" src=(assets::plan()) {}
        }
    }
}

/// The exercises of the week and those that were liked or disliked before, by name.
fn shown_exercises<'a>(
    person: &'a Person,
    plan: Option<&'a Plan>,
    knowledge: &'a Knowledge,
) -> Vec<&'a ExerciseId> {
    let planned = plan.into_iter().flat_map(|plan| &plan.sessions).flat_map(|session| &session.items);
    let all: BTreeSet<&ExerciseId> =
        planned.map(|item| &item.exercise).chain(&person.likes).chain(&person.dislikes).collect();
    let mut all: Vec<&ExerciseId> = all.into_iter().collect();
    all.sort_by_cached_key(|id| sorting_key(name_of(id, knowledge)));
    all
}

/// A person with what a form says of minutes, equipment, likes and dislikes, and the days whose minutes are no number.
fn wished(form: &Form, person: &Person, knowledge: &Knowledge) -> (Person, Vec<usize>) {
    let mut person = person.clone();
    let mut wrong = Vec::new();
    person.minutes_by_weekday.clear();
    for day in 0_u8..7 {
        match form.number(&format!("day-{day}"), 0.0, MOST_MINUTES) {
            // The ends of the field lie far inside what the minutes can hold.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            Ok(Some(minutes)) if minutes >= 1.0 => {
                person.minutes_by_weekday.insert(day, minutes as u32);
            }
            Ok(_) => {}
            Err(_) => wrong.push(usize::from(day)),
        }
    }
    if form.has(TOLD_TRAINED) {
        person.trained = form.has("trained");
    }
    // What only measures stands in the form of the check, and stays as it was said there.
    for piece in asked_for(knowledge) {
        if form.all("piece").any(|id| id == piece.id.as_str()) {
            person.equipment.insert(piece.id.clone());
        } else {
            person.equipment.remove(&piece.id);
        }
    }
    for id in knowledge.exercises.keys() {
        let name = format!("wish-{id}");
        if !form.has(&name) {
            continue;
        }
        person.likes.remove(id);
        person.dislikes.remove(id);
        match form.get(&name) {
            "like" => person.likes.insert(id.clone()),
            "not" => person.dislikes.insert(id.clone()),
            _ => false,
        };
    }
    (person, wrong)
}

/// Keeps minutes, equipment, likes and dislikes.
pub(crate) async fn keep(Here(app): Here, Path(number): Path<i64>, form: Form) -> Result<Response, Problem> {
    let who = app.who(number).await?;
    let mut kept = app.kept(&who).await?;
    let (mut person, wrong) = wished(&form, &kept.input.person, &app.knowledge);
    if wrong.is_empty() {
        person.subject = Some(who.name.clone());
        keep_person(&app, &who, &person).await?;
        if form.has(FOLLOWS) {
            return Ok(follow_for(&app, &who, &form).await?.into_response());
        }
        return Ok(Redirect::to(&who.address("/plan?new")).into_response());
    }
    // What was right stays in its place.
    kept.input.person = person;
    let planned = planned(&app, kept, CheckOptions::default()).await?;
    let again = shown(
        &app,
        &who,
        planned,
        &Asked {
            is_new: true,
            is_first: false,
            is_kept: false,
            wanted: Wanted::default(),
            wrong: &wrong,
            moved: None,
            note: None,
        },
    );
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

/// Shows the week of a form that nobody has kept yet: with `first` in the address the first sound one, else the best.
pub(crate) async fn live(
    Here(app): Here,
    Path(number): Path<i64>,
    RawQuery(query): RawQuery,
    form: Form,
) -> Result<Response, Problem> {
    let who = app.who(number).await?;
    let mut kept = app.kept(&who).await?;
    let (person, wrong) = wished(&form, &kept.input.person, &app.knowledge);
    if !wrong.is_empty() {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    }
    kept.input.person = person;
    let first = Form::parse(query.unwrap_or_default().as_bytes()).has("first");
    let options = CheckOptions { first, ..CheckOptions::default() };
    let Planned { kept, check, ended, .. } = planned(&app, kept, options).await?;
    if let Some(stop) = stopped(&check.screening, &who, &app) {
        return Ok(Html(stop.into_string()).into_response());
    }
    // Somebody may have told of a sign to stop since the page was opened.
    if let Some(next) = &ended {
        return Ok(Html(ended_part(&app, &who, &kept, &check, next).into_string()).into_response());
    }
    let state = match &check.plan {
        None => "none",
        Some(_) if first => "first",
        Some(plan) if plan.proven => "proven",
        Some(_) => "found",
    };
    let week = report::week_part(&view(&kept.input, &check, &app.knowledge), words());
    Ok(Html(html! { div data-week=(state) { (week) } }.into_string()).into_response())
}
