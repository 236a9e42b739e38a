//! The health questions, those first that can send somebody to care soonest; one a page, but for those that can wait
//! some days or only limit training.
//!
//! Which question comes next and what follows is core's; this page keeps what was answered so far in memory and writes
//! it into the store when something stops or nothing is open, under the day of the last answer. What was answered
//! elsewhere meanwhile counts for more than what is remembered here. An address holds a question's number, never an answer.
//! Read next: [`evenstride_app::prelude::screen`].

use super::about::keep_person;
use super::check::{first_offer, limits};
use super::questions_beside::{leg_of, reply_of, side_of, told_injury, which_leg, which_muscle};
use super::questions_each::{self, REPLIES, begins, opens_at, rows};
use super::questions_places::{self, asks_where};
use super::questions_several::{ASKED, Together, boxes, pages, stood_there, ticked, together_as};
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
    Answer, Answers, ClearedBy, Date, Flag, FlagId, Knowledge, Reply, Screening, Trial, screen,
};
use evenstride_app::report;
use evenstride_app::store::{Content, Repeats, Told, What};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// About twenty words are read for a question, at 200 words a minute; then one answers.
const SECONDS_A_QUESTION: usize = 8;

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
    let open = open(kept, &kept.input.answers, app);
    let n_pages = pages(&open.iter().collect(), &kept.input.answers, &app.knowledge).len();
    let minutes = (open.len() * SECONDS_A_QUESTION).div_ceil(60);
    fill("questions.length", &[("n", &n_pages.to_string()), ("minutes", &minutes.to_string())])
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

/// Asks one question, with those that stand beside it.
pub(crate) async fn ask(Here(app): Here, Path((person, number)): Path<(i64, usize)>) -> Shows {
    let who = app.who(person).await?;
    let kept = app.kept(&who).await?;
    let flag = flag(&app, number)?;
    let answers = given(&app, &who, &kept);
    Ok(asked(&app, &who, &kept, &Asked { flag, number, answers: &answers, missing: &[] }, &[]))
}

/// How far one has come, seen at a glance, while the questions are being answered; who looks at one of those answered
/// before goes nowhere. That a yes can bring more is for who cannot see it grow.
fn far(app: &App, who: &Who, kept: &Kept, flag: &Flag) -> Markup {
    let Some(answers) = sitting(app, who, kept) else { return html! {} };
    let (all, at) = pages_with(app, kept, &answers, flag);
    let [n, all] = [at + 1, all.len().max(at + 1)].map(|n| n.to_string());
    html! { progress.far value=(n) max=(all) aria-label=(fill("questions.at", &[("n", &n), ("all", &all)])) {} }
}

/// What a page of questions is made from.
struct Asked<'a> {
    flag: &'a Flag,
    number: usize,
    /// What was said so far, what was sent from this page included.
    answers: &'a Answers,
    /// The questions of the page that were left out.
    missing: &'a [&'a Flag],
}

/// The page of a question, with what is wrong of what was sent: where that stands, and the words.
fn asked(app: &App, who: &Who, kept: &Kept, page_of: &Asked<'_>, wrong: &[(String, String)]) -> Html<String> {
    let Asked { flag, number, answers, missing } = *page_of;
    let before = answers.by_flag.get(&flag.id);
    let known = given(app, who, kept);
    let (all, at) = pages_with(app, kept, &known, flag);
    let has_others = |page: &&Vec<&Flag>| page.len() > 1 && page.iter().any(|other| other.id == flag.id);
    let flags = all.get(at).filter(has_others).map(Vec::as_slice).unwrap_or_default();
    let alike = together_as(flag, &app.knowledge).filter(|_| !flags.is_empty());
    let title = say("questions.title");
    let title = if wrong.is_empty() { title } else { fill("form.error_title", &[("title", &title)]) };
    let described = (!wrong.is_empty()).then_some("error");
    let body = html! {
        @if !wrong.is_empty() {
            div.error id="error" {
                @for (nth, (place, told)) in wrong.iter().enumerate() { p { a href={ "#" (place) } autofocus[nth == 0] { (told) } } }
            }
        }
        (far(app, who, kept, flag))
        form.question method="post" action=(who.address(&format!("/questions/{number}"))) {
            @match alike {
                None => {
                    fieldset aria-describedby=[described] {
                        // The page opens at the first answer, so that the keyboard is at once where it is needed, and readers of
                        // the screen read the question with it. It is not chosen, and the style does not let it look so.
                        legend { h1 { (flag.question) } }
                        @for (value, reply) in REPLIES {
                            label.choice {
                                input id=(value) type="radio" name="reply" value=(value) required
                                    checked[before.is_some_and(|answer| answer.reply == reply)]
                                    autofocus[wrong.is_empty() && opens_at(reply, before.map(|answer| answer.reply))];
                                span { (say(&format!("questions.{value}"))) }
                            }
                        }
                    }
                    @if flag.one_leg { (which_leg(leg_of(flag, answers))) }
                    @if asks_where(flag) { (questions_places::boxes(&app.knowledge.flags, answers)) }
                    @if flag.follows_from_injury_weeks.is_some() { (which_muscle(app)) }
                }
                Some(Together::Boxes) => {
                    fieldset id="several" aria-describedby=[described] {
                        legend { h1 { (say("questions.several")) } }
                        (boxes(flags, answers, wrong.is_empty()))
                    }
                }
                Some(Together::Each(_)) => {
                    h1 { (say("questions.several")) }
                    (rows(flags, answers, missing))
                }
            }
            p { button { (say("questions.continue")) } }
        }
        p.quiet {
            (say("questions.unsure_counts"))
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

/// The pages of all that is open or was answered, and at which of them this question stands.
fn pages_with<'a>(app: &'a App, kept: &Kept, answers: &Answers, flag: &Flag) -> (Vec<Vec<&'a Flag>>, usize) {
    let open = open(kept, answers, app);
    // What follows from age or a measurement is neither, and stands among the others all the same.
    let asked: BTreeSet<&FlagId> = open.iter().chain(answers.by_flag.keys()).chain([&flag.id]).collect();
    let all = pages(&asked, answers, &app.knowledge);
    let stands_on = all.iter().position(|page| page.iter().any(|other| other.id == flag.id));
    let before = |page: &&Vec<&Flag>| page.last().is_some_and(|last| last.order < flag.order);
    let at = stands_on.unwrap_or_else(|| all.iter().filter(before).count());
    (all, at)
}

/// Takes what was said on one page, and goes to the next question or to the outcome.
pub(crate) async fn answer(
    Here(app): Here,
    Path((person, number)): Path<(i64, usize)>,
    form: Form,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let kept = app.kept(&who).await?;
    let flag = flag(&app, number)?;
    let mut answers = given(&app, &who, &kept);
    let (all, at) = pages_with(&app, &kept, &answers, flag);
    let flags = all.get(at).map(|page| stood_there(&form, page)).unwrap_or_default();
    if form.has(ASKED) {
        let again = |answers: &Answers, missing: &[&Flag], wrong: &[(String, String)]| {
            let again = asked(&app, &who, &kept, &Asked { flag, number, answers, missing }, wrong);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        };
        if let Some(Together::Each(_)) = together_as(flag, &app.knowledge) {
            let (replies, missing) = questions_each::said(&form, &flags);
            if missing.is_empty() && !replies.is_empty() {
                return taken(&app, &who, &kept, replies, &[]).await;
            }
            // What was said stays where it was said; nothing is kept before all of it is there.
            answers.by_flag.extend(replies);
            let told =
                |flag: &&Flag| (begins(flag), fill("questions.choose_of", &[("question", &flag.question)]));
            let mut wrong: Vec<(String, String)> = missing.iter().map(told).collect();
            if wrong.is_empty() {
                wrong.push(("main".to_owned(), say("questions.choose")));
            }
            return again(&answers, &missing, &wrong);
        }
        return match ticked(&form, &flags) {
            Some(replies) => taken(&app, &who, &kept, replies, &[]).await,
            None => again(&answers, &[], &[("several".to_owned(), say("questions.choose_several"))]),
        };
    }
    let Some(reply) = reply_of(form.get("reply")) else {
        let wrong = [("yes".to_owned(), say("questions.choose"))];
        let again = asked(&app, &who, &kept, &Asked { flag, number, answers: &answers, missing: &[] }, &wrong);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
    };
    // A leg that was chosen before the answer became a no is not one that the no is about.
    let side = side_of(form.get("leg")).filter(|_| flag.one_leg && reply != Reply::No);
    let injury = told_injury(&app, &form, side).filter(|_| flag.follows_from_injury_weeks.is_some());
    let mut kept = kept;
    if let Some(injury) = injury.filter(|_| reply != Reply::No)
        && !kept.input.person.injuries.contains(&injury)
    {
        kept.input.person.injuries.push(injury);
        kept.input.person.subject = Some(who.name.clone());
        keep_person(&app, &who, &kept.input.person).await?;
    }
    let places = match reply {
        Reply::Yes | Reply::Unsure if asks_where(flag) => {
            questions_places::said(&form, &app.knowledge.flags, &answers)
        }
        Reply::Yes | Reply::Unsure | Reply::No => questions_places::Said::default(),
    };
    let mut replies = vec![(flag.id.clone(), Answer { reply, side, cleared: None })];
    replies.extend(places.replies);
    taken(&app, &who, &kept, replies, &places.open_again).await
}

/// Takes the answers of one page, forgets those that are open again, and leads to the next one.
async fn taken(
    app: &App,
    who: &Who,
    kept: &Kept,
    replies: Vec<(FlagId, Answer)>,
    open_again: &[FlagId],
) -> Result<Response, Problem> {
    let mut answers = match sitting(app, who, kept) {
        // The day of the last answer: an emergency that is told now is never older than what the store knows.
        Some(answers) => Answers { on: app.today(), ..answers },
        // One answer in the place of one of the store does not make the others new.
        None => kept.input.answers.clone(),
    };
    answers.by_flag.extend(replies);
    answers.by_flag.retain(|id, _| !open_again.contains(id));
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
    let shown = |body: Markup| Ok(page(&Shown { title: &title, who: Some(&who), here: "questions", body }));
    if let Some(stop) = halted(&kept, &followed, &who, &app) {
        return shown(stop);
    }
    let sign = sign(&kept, &followed, &app);
    if let (Screening::Cleared(cleared), None, true) =
        (&followed.screening, &sign, kept.input.trials.is_empty())
    {
        let until = report::date(cleared.until(), words());
        let minded = limits(&followed, &app.knowledge);
        let offer = first_offer(&app, &who, kept, followed.screening).await?;
        // Who has measured nothing yet goes on to the first test; what is to be minded stands in full before it.
        return shown(html! {
            h1 tabindex="-1" autofocus { (say("questions.cleared")) }
            p { (words().fill("screen.until", &[("date", &until)])) }
            (minded)
            (offer)
            details {
                summary { (say("check.others")) }
                p { a href=(who.address("/check")) { (say("check.again")) } }
                p { a href=(who.address("/bring")) { (say("questions.cleared_go")) } }
                p { a href=(who.address("/plan")) { (say("questions.plan_go")) } }
            }
        });
    }
    shown(html! {
        h1 tabindex="-1" autofocus { (title) }
        @if let Some(sign) = sign { (sign) }
        @else { (standing(&followed.screening, &kept, &who, &app)) }
    })
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
