//! The week: what one has time and things for, the best week for it, and keeping it.
//!
//! The week is worked out again each time it is looked at, until it is kept; then the kept one is shown. The same
//! records give the same week, so what is kept is what was seen. Read next: [`super::plan_swap`].

use super::about::keep_person;
use super::plan_swap::{Wanted, more_ways, swap_form};
use super::stopped::stopped;
use super::{Goes, Shows};
use crate::doors::Here;
use crate::form::Form;
use crate::problem::Problem;
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Who, view, working};
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use evenstride_app::check::{Check, CheckOptions, check_with};
use evenstride_app::following;
use evenstride_app::following::Kept;
use evenstride_app::prelude::Next;
use evenstride_app::prelude::{ExerciseId, Knowledge, Person, Plan, Screening};
use evenstride_app::report;
use evenstride_app::store::{Content, Followed, Repeats, What};
use maud::{Markup, html};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The minutes of a day at most.
const MOST_MINUTES: f64 = 600.0;

/// Shows the week that is kept, or the best one for the wishes as they are.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>, RawQuery(query): RawQuery) -> Shows {
    let who = app.who(person).await?;
    let kept = app.kept(&who).await?;
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let wanted = Wanted::of(&asked, &app.knowledge);
    let planned = planned(&app, kept, &wanted).await?;
    Ok(shown(&app, &who, planned, &Asked { is_new: asked.has("new"), wanted, wrong: &[] }))
}

/// A person with the best week, or with why there is none.
pub(super) struct Planned {
    pub(super) kept: Kept,
    pub(super) check: Check,
    /// The end of the clearance, when the log has ended it: no week is made then.
    ended: Option<Next>,
}

/// Works the week out, unless the log has ended the clearance.
pub(super) async fn planned(app: &Arc<App>, kept: Kept, wanted: &Wanted) -> Result<Planned, Problem> {
    let planning = Arc::clone(app);
    let options = wanted.options();
    working(move || {
        let followed = following::follow(&kept, None, &planning.knowledge);
        let ended = followed.next.filter(|next| matches!(next, Next::ClearanceEnded(_)));
        let check = if ended.is_some() {
            Check::of_screen(followed.screening)
        } else {
            // The week rests on the same findings as the page of results, with what was trained between measurements.
            let own = following::planning(&kept, &planning.knowledge);
            let options = CheckOptions { learnt: own.learnt, hard_sets: own.hard_sets, ..options };
            check_with(&kept.input, &options, &planning.knowledge)
        };
        Planned { kept, check, ended }
    })
    .await
}

/// What the page is asked to show.
struct Asked<'a> {
    /// A new week, although one is followed.
    is_new: bool,
    wanted: Wanted,
    /// Days whose minutes are no number.
    wrong: &'a [usize],
}

fn shown(app: &App, who: &Who, planned: Planned, asked: &Asked<'_>) -> Html<String> {
    let Planned { kept, mut check, ended } = planned;
    let Asked { is_new, wanted, wrong } = asked;
    let title = say("plan.title");
    let tab = if wrong.is_empty() { title.clone() } else { fill("form.error_title", &[("title", &title)]) };
    if let Some(stop) = stopped(&check.screening, who, app) {
        return page(&Shown { title: &title, who: Some(who), here: "plan", body: stop });
    }
    if let Some(next) = &ended {
        let body = html! {
            h1 tabindex="-1" { (title) }
            p { (say("plan.ended")) }
            (report::session_part(&view(&kept.input, &check, &app.knowledge), next, words()))
            p { a.button href=(who.address("/questions")) { (say("results.questions_go")) } }
        };
        return page(&Shown { title: &title, who: Some(who), here: "plan", body });
    }
    let is_cleared = matches!(check.screening, Screening::Cleared(_));
    let followed = kept.plan.as_ref().filter(|_| !*is_new);
    let same = kept.plan.as_ref().is_some_and(|kept| check.plan.as_ref() == Some(&kept.plan));
    let can_follow = check.plan.is_some() && followed.is_none() && !same;
    if let Some(followed) = followed {
        // What is told beside a week belongs to that week alone.
        check.facts = check.facts.filter(|_| same);
        check.course = check.course.filter(|_| same);
        check.explanation = check.explanation.filter(|_| same);
        check.plan = Some(followed.plan.clone());
    }
    let body = html! {
        h1 tabindex="-1" { (title) }
        @if !is_cleared {
            p { (say("plan.questions")) }
            p { a.button href=(who.address("/questions")) { (say("results.questions_go")) } }
        }
        @if let Some(followed) = followed {
            p { (words().fill("status.plan_since", &[("date", &report::date(followed.since, words()))])) }
            p { a.button href=(who.address("/train")) { (say("plan.train_go")) } }
            p { a href=(who.address("/plan?new")) { (say("plan.new_go")) } }
        }
        @if can_follow {
            p { (say(if wanted.is_swap() { "swap.proposal" } else { "plan.proposal" })) }
            form method="post" action=(who.address("/plan/follow")) { (wanted.fields()) p { button { (say("plan.follow")) } } }
        }
        @if *is_new && same { p { (say("plan.same")) } }
        (wishes_form(app, who, &kept.input.person, check.plan.as_ref(), wrong))
        @if let Some(unmet) = &check.not_allowed { p { strong { (report::not_allowed_text(unmet, &app.knowledge, words())) } } }
        @if let Some(plan) = &check.plan { (swap_form(who, plan, wanted, &app.knowledge)) }
        (report::week_part(&view(&kept.input, &check, &app.knowledge), words()))
        @if check.plan.is_some() { (more_ways(who, wanted)) }
    };
    page(&Shown { title: &tab, who: Some(who), here: "plan", body })
}

fn wishes_form(app: &App, who: &Who, person: &Person, plan: Option<&Plan>, wrong: &[usize]) -> Markup {
    let minutes = |day: usize| {
        let day = u8::try_from(day).unwrap_or(u8::MAX);
        person.minutes_by_weekday.get(&day).map(ToString::to_string).unwrap_or_default()
    };
    let exercises = shown_exercises(person, plan, &app.knowledge);
    html! {
        details.panel open[person.minutes_by_weekday.is_empty() || !wrong.is_empty()] {
            summary { (say("plan.wishes")) }
            @if !wrong.is_empty() {
                div.error role="alert" {
                    ul { @for day in wrong { li { a href={ "#day-" (day) } {
                        (words().say(&format!("weekday.{day}"))) ": " (say("plan.minutes_wrong"))
                    } } } }
                }
            }
            form method="post" action=(who.address("/plan/wishes")) {
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
                details {
                    summary { (say("plan.equipment")) }
                    fieldset.many {
                        legend.hidden { (say("plan.equipment")) }
                        @for piece in app.knowledge.equipment.values().filter(|piece| !piece.household) {
                            label.choice {
                                input type="checkbox" name="piece" value=(piece.id)
                                    checked[person.equipment.contains(&piece.id)];
                                span { (piece.name) }
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
                p { button { (say("plan.keep_wishes")) } }
            }
        }
    }
}

/// The name of an exercise, or its id when the catalogue has lost it.
pub(super) fn name_of<'a>(id: &'a ExerciseId, knowledge: &'a Knowledge) -> &'a str {
    knowledge.exercises.get(id).map_or(id.as_str(), |exercise| exercise.name.as_str())
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
    all.sort_by(|a, b| name_of(a, knowledge).cmp(name_of(b, knowledge)));
    all
}

/// Keeps minutes, equipment, likes and dislikes.
pub(crate) async fn wishes(Here(app): Here, Path(number): Path<i64>, form: Form) -> Result<Response, Problem> {
    let who = app.who(number).await?;
    let kept = app.kept(&who).await?;
    let mut person = kept.input.person.clone();
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
    let pieces =
        app.knowledge.equipment.values().filter(|piece| form.all("piece").any(|id| id == piece.id.as_str()));
    person.equipment = pieces.map(|piece| piece.id.clone()).collect();
    for id in app.knowledge.exercises.keys() {
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
    if wrong.is_empty() {
        person.subject = Some(who.name.clone());
        keep_person(&app, &who, &person).await?;
        return Ok(Redirect::to(&who.address("/plan?new")).into_response());
    }
    let planned = planned(&app, kept, &Wanted::default()).await?;
    let again = shown(&app, &who, planned, &Asked { is_new: true, wanted: Wanted::default(), wrong: &wrong });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

/// Keeps the week; it is followed from today on.
pub(crate) async fn follow(Here(app): Here, Path(person): Path<i64>, form: Form) -> Goes {
    let who = app.who(person).await?;
    let kept = app.kept(&who).await?;
    let Some(plan) = planned(&app, kept, &Wanted::of(&form, &app.knowledge)).await?.check.plan else {
        return Ok(Redirect::to(&who.address("/plan")));
    };
    let followed = Followed { from: app.today(), plan };
    app.write(What::Plan, Repeats::AreKnown, None, &[(who.name.clone(), Content::Plan(followed))]).await?;
    Ok(Redirect::to(&who.address("/train")))
}
