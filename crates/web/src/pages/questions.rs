//! The health questions, those first that can send somebody to care soonest; one a page, but for those that only
//! limit training.
//!
//! Which question comes next and what follows is core's; this page keeps what was answered so far in memory and writes
//! it into the store when something stops or nothing is open, under the day of the last answer. What was answered
//! elsewhere meanwhile counts for more than what is remembered here. An address holds a question's number, never an answer.
//! Read next: [`evenstride_app::prelude::screen`].

use super::about::keep_person;
use super::questions_beside::{leg_of, told_injury, which_leg, which_muscle};
use super::questions_several::{self, boxes, n_pages, replies, were_asked};
use super::stopped::{halted, sign};
use super::{Goes, Shows};
use crate::doors::Here;
use crate::form::Form;
use crate::problem::{Problem, wrong};
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Draft, Who};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use evenstride_app::files::answers_text;
use evenstride_app::following::Kept;
use evenstride_app::prelude::{
    Answer, Answers, ClearedBy, Date, Flag, FlagId, Knowledge, Reply, Screening, Side, Trial, screen,
};
use evenstride_app::report;
use evenstride_app::store::{Content, Repeats, Told, What};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// About twenty words are read on a page of questions, at 200 words a minute; then one answers.
const SECONDS_A_PAGE: usize = 10;

/// What the answers come to today.
fn screened(kept: &Kept, answers: &Answers, app: &App) -> Screening {
    let own: Vec<Trial> =
        kept.input.trials.iter().filter(|trial| trial.subject == kept.input.subject).cloned().collect();
    screen(&kept.input.person, answers, &own, &app.knowledge, app.today())
}

/// What was answered in this sitting; nothing once the store has had other answers, or after more than a day.
fn sitting(app: &App, who: &Who, kept: &Kept) -> Option<Answers> {
    let stored = &kept.input.answers;
    let since = app.today().yesterday().unwrap_or(Date::MIN);
    let mut drafts = app.drafts();
    let holds = |draft: &Draft| {
        // Without any answers those of the store have the day of whoever asks.
        let is_same = *stored == draft.before || (stored.by_flag.is_empty() && draft.before.by_flag.is_empty());
        is_same && draft.answers.on >= since
    };
    match drafts.get(who).map(|draft| (holds(draft), draft.answers.clone())) {
        Some((true, answers)) => Some(answers),
        Some((false, _)) => {
            drafts.remove(who);
            None
        }
        None => None,
    }
}

/// The answers as far as they were given: those of this sitting, else those of the store.
fn given(app: &App, who: &Who, kept: &Kept) -> Answers {
    sitting(app, who, kept).unwrap_or_else(|| kept.input.answers.clone())
}

/// Remembers answers until the sitting ends.
fn remember(app: &App, who: &Who, answers: Answers, before: Answers) {
    app.drafts().insert(who.clone(), Draft { answers, before });
}

/// The address of the first open question, or of the outcome when none is open.
fn next(screening: &Screening, who: &Who, knowledge: &Knowledge) -> String {
    let open: &[FlagId] = match screening {
        Screening::Incomplete { open } => open,
        Screening::Stopped { .. } | Screening::Expired { .. } | Screening::Cleared(_) => &[],
    };
    let first = open.first().and_then(|id| knowledge.flags.iter().position(|flag| flag.id == *id));
    match first {
        Some(at) => who.address(&format!("/questions/{}", at + 1)),
        None => who.address("/questions/outcome"),
    }
}

/// What the questions are for, and how things stand.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>) -> Shows {
    let who = app.who(person).await?;
    let (kept, followed) = app.stands(&who).await?;
    let started = sitting(&app, &who, &kept).filter(|answers| !answers.by_flag.is_empty());
    let go_on = started.map(|draft| next(&screened(&kept, &draft, &app), &who, &app.knowledge));
    let has_answers = !kept.input.answers.by_flag.is_empty();
    let length = (!has_answers && go_on.is_none()).then(|| length(&kept, &app));
    let title = say("questions.title");
    let body = html! {
        h1 tabindex="-1" autofocus { (title) }
        p { (say("questions.why")) @if let Some(length) = &length { " " (length) } }
        ul {
            @for key in ["questions.line_one", "questions.line_unsure", "questions.line_stop", "questions.line_kept"] {
                li { (say(key)) }
            }
        }
        @if let Some(address) = go_on { p { a.button href=(address) { (say("questions.go_on")) } } }
        form method="post" action=(who.address("/questions")) {
            p { button { (say(if has_answers { "questions.start_again" } else { "questions.start" })) } }
        }
        @if let Some(sign) = sign(&kept, &followed, &app) { (sign) }
        @else if has_answers { (standing(&followed.screening, &kept, &who, &app)) }
    };
    Ok(page(&Shown { title: &title, who: Some(&who), here: "questions", body }))
}

/// How many pages the questions fill and how long they take, for somebody who has answered none.
fn length(kept: &Kept, app: &App) -> String {
    let n = n_pages(open(kept, &kept.input.answers, app).iter(), &app.knowledge);
    let minutes = (n * SECONDS_A_PAGE).div_ceil(60);
    fill("questions.length", &[("n", &n.to_string()), ("minutes", &minutes.to_string())])
}

/// Begins anew, with no answer given.
pub(crate) async fn start(Here(app): Here, Path(person): Path<i64>) -> Goes {
    let who = app.who(person).await?;
    let kept = app.kept(&who).await?;
    Ok(Redirect::to(&begun(&app, &who, kept)))
}

/// Begins the questions anew; gives the address of the first one, or of what stops before anything is asked.
pub(super) fn begun(app: &App, who: &Who, kept: Kept) -> String {
    let fresh = Answers { on: app.today(), by_flag: BTreeMap::new() };
    // Somebody's age or a measurement can stop before anything is asked; the urgent questions come first all the same.
    let first = match screened(&kept, &fresh, app) {
        Screening::Stopped { open, .. } if !open.is_empty() => Screening::Incomplete { open },
        other => other,
    };
    remember(app, who, fresh, kept.input.answers);
    next(&first, who, &app.knowledge)
}

fn flag(app: &App, number: usize) -> Result<&Flag, Problem> {
    number.checked_sub(1).and_then(|at| app.knowledge.flags.get(at)).ok_or_else(Problem::not_found)
}

/// Asks one question.
pub(crate) async fn ask(Here(app): Here, Path((person, number)): Path<(i64, usize)>) -> Shows {
    let who = app.who(person).await?;
    let kept = app.kept(&who).await?;
    let flag = flag(&app, number)?;
    Ok(asked(&app, &who, &kept, flag, number, None))
}

fn asked(app: &App, who: &Who, kept: &Kept, flag: &Flag, number: usize, error: Option<&str>) -> Html<String> {
    let answers = given(app, who, kept);
    let before = answers.by_flag.get(&flag.id);
    let flags = together(app, kept, &answers, flag);
    // Which question of how many, while they are being answered; who looks at one of those answered before goes nowhere.
    let place = sitting(app, who, kept).map(|answers| {
        let is_other = |id: &&FlagId| **id != flag.id && !flags.iter().any(|here| here.id == **id);
        let open = open(kept, &answers, app);
        let others = n_pages(answers.by_flag.keys().filter(is_other), &app.knowledge);
        let n_open = n_pages(open.iter().filter(is_other), &app.knowledge);
        [others + 1, others + 1 + n_open].map(|n| n.to_string())
    });
    let title = say("questions.title");
    let title = if error.is_some() { fill("form.error_title", &[("title", &title)]) } else { title };
    let replies = [("yes", Reply::Yes), ("no", Reply::No), ("unsure", Reply::Unsure)];
    let described = error.map(|_| "error");
    let body = html! {
        @if let Some(error) = error { p.error id="error" { a href=(if flags.is_empty() { "#yes" } else { "#several" }) autofocus { (error) } } }
        form.question method="post" action=(who.address(&format!("/questions/{number}"))) {
            fieldset id=[(!flags.is_empty()).then_some("several")] aria-describedby=[described] {
                // The page opens at its question, so that one step of the keyboard leads to the answers. The focus is on no
                // answer, which would look like a choice, and readers of the screen read the whole question.
                legend { h1 tabindex="-1" autofocus[error.is_none()] {
                    @if flags.is_empty() { (flag.question) } @else { (say("questions.several")) }
                } }
                @if !flags.is_empty() { (boxes(&flags, &answers)) }
                @for (value, reply) in replies.into_iter().filter(|_| flags.is_empty()) {
                    label.choice {
                        input id=(value) type="radio" name="reply" value=(value) required
                            checked[before.is_some_and(|answer| answer.reply == reply)];
                        span { (say(&format!("questions.{value}"))) }
                    }
                }
            }
            @if flag.one_leg && flags.is_empty() { (which_leg(leg_of(flag, &answers))) }
            @if flag.follows_from_injury_weeks.is_some() { (which_muscle(app)) }
            p { button { (say("questions.continue")) } }
        }
        p.quiet {
            (say(if flags.is_empty() { "questions.unsure_counts" } else { "questions.several_how" }))
            @if let Some([n, all]) = &place { " " (fill("questions.at", &[("n", n), ("all", all)])) }
        }
        p { a href=(who.address("/questions")) { (say("questions.about")) } }
    };
    page(&Shown { title: &title, who: Some(who), here: "questions", body })
}

/// The questions that are open.
fn open(kept: &Kept, answers: &Answers, app: &App) -> Vec<FlagId> {
    match screened(kept, answers, app) {
        Screening::Incomplete { open } | Screening::Stopped { open, .. } => open,
        Screening::Expired { .. } | Screening::Cleared(_) => Vec::new(),
    }
}

/// The questions that are asked together with this one; none where it is asked alone.
fn together<'a>(app: &'a App, kept: &Kept, answers: &Answers, flag: &Flag) -> Vec<&'a Flag> {
    questions_several::together(&flag.id, (&open(kept, answers, app), answers), &app.knowledge)
}

/// Takes one answer, and goes to the next question or to the outcome.
pub(crate) async fn answer(
    Here(app): Here,
    Path((person, number)): Path<(i64, usize)>,
    form: Form,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let kept = app.kept(&who).await?;
    let flag = flag(&app, number)?;
    if were_asked(&form) {
        let answers = given(&app, &who, &kept);
        let Some(replies) = replies(&form, &together(&app, &kept, &answers, flag)) else {
            let again = asked(&app, &who, &kept, flag, number, Some(&say("questions.choose_several")));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
        };
        return taken(&app, &who, &kept, replies).await;
    }
    let reply = match form.get("reply") {
        "yes" => Reply::Yes,
        "no" => Reply::No,
        "unsure" => Reply::Unsure,
        _ => {
            let again = asked(&app, &who, &kept, flag, number, Some(&say("questions.choose")));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
        }
    };
    let side = match form.get("leg") {
        "left" => Some(Side::Left),
        "right" => Some(Side::Right),
        _ => None,
    };
    // A leg that was chosen before the answer became a no is not one that the no is about.
    let side = side.filter(|_| flag.one_leg && reply != Reply::No);
    let injury = told_injury(&app, &form, side).filter(|_| flag.follows_from_injury_weeks.is_some());
    let mut kept = kept;
    if let Some(injury) = injury.filter(|_| reply != Reply::No)
        && !kept.input.person.injuries.contains(&injury)
    {
        kept.input.person.injuries.push(injury);
        kept.input.person.subject = Some(who.name.clone());
        keep_person(&app, &who, &kept.input.person).await?;
    }
    taken(&app, &who, &kept, vec![(flag.id.clone(), Answer { reply, side, cleared: None })]).await
}

/// Takes the answers of one page, and leads to the next one.
async fn taken(app: &App, who: &Who, kept: &Kept, replies: Vec<(FlagId, Answer)>) -> Result<Response, Problem> {
    let mut answers = match sitting(app, who, kept) {
        // The day of the last answer: an emergency that is told now is never older than what the store knows.
        Some(answers) => Answers { on: app.today(), ..answers },
        // One answer in the place of one of the store does not make the others new.
        None => kept.input.answers.clone(),
    };
    answers.by_flag.extend(replies);
    without_needless(&mut answers, &app.knowledge);
    let screening = screened(kept, &answers, app);
    let address = next(&screening, who, &app.knowledge);
    match screening {
        Screening::Incomplete { .. } => {
            remember(app, who, answers, kept.input.answers.clone());
        }
        // What stops is kept at once, whatever else is open; more answers go on from it.
        Screening::Stopped { .. } => {
            write(app, who, &answers).await?;
            let stored = app.kept(who).await?.input.answers;
            remember(app, who, answers, stored);
        }
        Screening::Expired { .. } | Screening::Cleared(_) => {
            write(app, who, &answers).await?;
            app.drafts().remove(who);
        }
    }
    Ok(Redirect::to(&address).into_response())
}

/// Drops answers to questions that follow a yes which is none any more.
fn without_needless(answers: &mut Answers, knowledge: &Knowledge) {
    // What follows comes later in the order of asking, so that one pass is enough.
    for flag in knowledge.flags.iter().filter(|flag| !flag.only_after.is_empty()) {
        let is_yes = |id: &FlagId| answers.by_flag.get(id).is_some_and(|answer| answer.reply != Reply::No);
        if !flag.only_after.iter().any(is_yes) {
            answers.by_flag.remove(&flag.id);
        }
    }
}

async fn write(app: &App, who: &Who, answers: &Answers) -> Result<(), Problem> {
    let told = Told { day: answers.on, text: answers_text(answers) };
    let entries = [(who.name.clone(), Content::Answers(told))];
    app.write(What::Answers, Repeats::AreKnown, None, &entries).await?;
    Ok(())
}

/// What the answers of the store come to.
pub(crate) async fn outcome(Here(app): Here, Path(person): Path<i64>) -> Shows {
    let who = app.who(person).await?;
    let (kept, followed) = app.stands(&who).await?;
    let title = say("questions.outcome");
    let body = match halted(&kept, &followed, &who, &app) {
        Some(stop) => stop,
        None => html! {
            h1 tabindex="-1" autofocus { (title) }
            @if let Some(sign) = sign(&kept, &followed, &app) { (sign) }
            @else { (standing(&followed.screening, &kept, &who, &app)) }
        },
    };
    Ok(page(&Shown { title: &title, who: Some(&who), here: "questions", body }))
}

/// How things stand, in a few lines with the way on.
fn standing(screening: &Screening, kept: &Kept, who: &Who, app: &App) -> Markup {
    let link = |behind: &str, key: &str| html! { p { a.button href=(who.address(behind)) { (say(key)) } } };
    match screening {
        Screening::Stopped { .. } => html! {
            p { strong { (say("questions.stops")) } }
            (link("/questions/outcome", "questions.stops_go"))
        },
        Screening::Incomplete { open } => html! {
            p { (fill("questions.open", &[("n", &open.len().to_string())])) }
            p { a.button href=(next(screening, who, &app.knowledge)) { (say("questions.go_on")) } }
        },
        Screening::Expired { until } => html! {
            p { (words().fill("screen.expired", &[("date", &report::date(*until, words()))])) }
            p { (words().say("screen.expired_how")) }
        },
        Screening::Cleared(_) => html! {
            section aria-labelledby="cleared" {
                h2 id="cleared" { (say("questions.cleared")) }
                @if let Some(part) = report::clearance_part(screening, &app.knowledge, words()) { (part) }
                // Who has measured nothing yet measures first; the numbers of others are brought in.
                @if kept.input.trials.is_empty() {
                    (link("/check/tests", "due_go.measure"))
                    p { a href=(who.address("/bring")) { (say("questions.cleared_go")) } }
                    p { a href=(who.address("/plan")) { (say("questions.plan_go")) } }
                } @else {
                    (link("/bring", "questions.cleared_go"))
                    p { a href=(who.address("/results")) { (say("questions.results_go")) } }
                }
            }
        },
    }
}

/// Writes down who has looked at what stops.
pub(crate) async fn seen(Here(app): Here, Path(person): Path<i64>, form: Form) -> Goes {
    let who = app.who(person).await?;
    let kept = app.kept(&who).await?;
    let mut answers = kept.input.answers.clone();
    let by: String = form.get("who").chars().filter(|c| !c.is_control()).take(64).collect();
    let day = form.get("day").parse::<Date>().ok().filter(|day| *day <= app.today());
    let (Some(day), false) = (day, by.is_empty()) else {
        return Err(wrong("looked", &[]).into());
    };
    let Screening::Stopped { flags, .. } = screened(&kept, &answers, &app) else {
        return Ok(Redirect::to(&who.address("/questions/outcome")));
    };
    for raised in flags {
        let answer = answers.by_flag.entry(raised.flag);
        // What follows from age or a measurement was never answered; the clearance belongs to a yes.
        let answer = answer.or_insert(Answer { reply: Reply::Yes, side: raised.side, cleared: None });
        answer.cleared = Some(ClearedBy { who: by.clone(), on: day });
    }
    write(&app, &who, &answers).await?;
    app.drafts().remove(&who);
    let kept = app.kept(&who).await?;
    let screening = screened(&kept, &kept.input.answers, &app);
    Ok(Redirect::to(&next(&screening, &who, &app.knowledge)))
}
