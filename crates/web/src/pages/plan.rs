//! The week: what one has time and things for, the best week for it, and keeping it.
//!
//! The week is worked out again each time it is looked at, until it is kept; then the kept one is shown. The same
//! records give the same week, and a week that is no longer the one that was seen is shown before it is kept. The first one
//! is found quickly; [`super::plan_search`] goes on from there. Read next: [`super::wishes`], [`super::plan_swap`],
//! [`super::plan_move`].

use super::about::tell_more;
use super::plan_move::{Done, Move, days_form, done};
use super::plan_search::{Note, mark_of, search_part, week_of};
use super::plan_swap::{Wanted, more_ways, swap_form};
use super::stopped::{ended, questions_way, stopped};
use super::wishes::{first_form, suggested_minutes, week_place, wishes_form};
use super::{Goes, Shows};
use crate::doors::Here;
use crate::form::Form;
use crate::problem::Problem;
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Who, view, working};
use axum::extract::{Path, RawQuery};
use axum::response::{Html, Redirect};
use evenstride_app::check::{Check, CheckOptions, check_with, facts_beside};
use evenstride_app::following;
use evenstride_app::following::Kept;
use evenstride_app::prelude::Next;
use evenstride_app::prelude::{ExerciseId, Knowledge, Plan, Screening, WeekFacts};
use evenstride_app::report;
use evenstride_app::store::{Content, Followed, Repeats, What};
use maud::{Markup, html};
use std::sync::Arc;

/// Shows the week that is kept, or the best one for the wishes as they are.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>, RawQuery(query): RawQuery) -> Shows {
    let who = app.who(person).await?;
    let (kept, is_first) = kept_or_suggested(&app, &who).await?;
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let mut wanted = Wanted::of(&asked, &app.knowledge);
    let mut note = asked.has("changed").then_some(Note::Changed);
    let planned = match week_of(&app, &who, kept, &wanted).await? {
        Ok(planned) => planned,
        Err(why) => {
            // The quick week is there in the place of the one that was not searched for.
            note = Some(Note::NotSearched(why));
            wanted.longer = false;
            planned(&app, kept_or_suggested(&app, &who).await?.0, wanted.options()).await?
        }
    };
    let moved = match Move::of(&asked) {
        Some(days) => Some(done(&app, &who, days, &wanted, &planned.check).await?),
        None => None,
    };
    let asked = Asked {
        is_new: asked.has("new"),
        is_first,
        is_kept: asked.has("kept"),
        wanted,
        wrong: &[],
        moved,
        note,
    };
    Ok(shown(&app, &who, planned, &asked))
}

/// What is kept of somebody; who has told no days yet is shown the week of what suits to begin with, which counts when it is
/// followed.
pub(super) async fn kept_or_suggested(app: &Arc<App>, who: &Who) -> Result<(Kept, bool), Problem> {
    let mut kept = app.kept(who).await?;
    let is_first = kept.plan.is_none() && kept.input.person.minutes_by_weekday.is_empty();
    if is_first {
        kept.input.person.minutes_by_weekday = suggested_minutes();
    }
    Ok((kept, is_first))
}

/// A person with the best week, or with why there is none.
pub(super) struct Planned {
    pub(super) kept: Kept,
    pub(super) check: Check,
    /// The end of the clearance, when the log has ended it: no week is made then.
    pub(super) ended: Option<Next>,
    /// What is told beside the week that is followed, when that is another one.
    beside: Option<WeekFacts>,
}

/// What a week is worked out from.
pub(super) struct Ready {
    pub(super) kept: Kept,
    screening: Screening,
    ended: Option<Next>,
    pub(super) options: CheckOptions,
}

impl Ready {
    pub(super) fn new(kept: Kept, options: CheckOptions, knowledge: &Knowledge) -> Self {
        let followed = following::follow(&kept, None, knowledge);
        let ended = followed.next.filter(|next| matches!(next, Next::ClearanceEnded(_)));
        // The week rests on the same findings as the page of results, with what was trained between measurements.
        let own = following::planning(&kept, knowledge);
        let options = CheckOptions {
            learnt: own.learnt,
            hard_sets: own.hard_sets,
            mastered: own.mastered,
            waits: own.waits,
            log: own.log,
            ..options
        };
        Self { kept, screening: followed.screening, ended, options }
    }

    /// The check that there is without a week, when the log has ended the clearance.
    pub(super) fn without_a_week(&self) -> Option<Check> {
        self.ended.as_ref().map(|_| Check::of_screen(self.screening.clone()))
    }

    pub(super) fn planned(self, check: Check, knowledge: &Knowledge) -> Planned {
        let Self { kept, screening, ended, options } = self;
        let other = kept.plan.as_ref().filter(|followed| check.plan.as_ref() != Some(&followed.plan));
        let beside = other
            .and_then(|followed| facts_beside(&followed.plan, &kept.input, &screening, &options, knowledge));
        Planned { kept, check, ended, beside }
    }
}

/// Works the week out, unless the log has ended the clearance.
pub(super) async fn planned(app: &Arc<App>, kept: Kept, options: CheckOptions) -> Result<Planned, Problem> {
    let planning = Arc::clone(app);
    working(move || {
        let knowledge = &planning.knowledge;
        let ready = Ready::new(kept, options, knowledge);
        let none = ready.without_a_week();
        let check = none.unwrap_or_else(|| check_with(&ready.kept.input, &ready.options, knowledge));
        ready.planned(check, knowledge)
    })
    .await
}

/// What the page is asked to show.
pub(super) struct Asked<'a> {
    /// A new week, although one is followed.
    pub(super) is_new: bool,
    /// The week of what suits to begin with.
    pub(super) is_first: bool,
    /// Was a test kept just now?
    pub(super) is_kept: bool,
    pub(super) wanted: Wanted,
    /// Days whose minutes are no number.
    pub(super) wrong: &'a [usize],
    /// What came of a session that was just given another day.
    pub(super) moved: Option<Done>,
    /// What to know before the week.
    pub(super) note: Option<Note>,
}

/// Why there is no week: what ended the clearance, and the way to the questions.
pub(super) fn ended_part(app: &App, who: &Who, kept: &Kept, check: &Check, next: &Next) -> Markup {
    html! {
        p { (say("plan.ended")) }
        @if let Some(sign) = ended(kept, &check.screening, next, app) { (sign) }
        (questions_way(Some(next), who, app))
    }
}

/// The page of a week.
pub(super) fn shown(app: &App, who: &Who, planned: Planned, asked: &Asked<'_>) -> Html<String> {
    let Planned { kept, mut check, ended, beside } = planned;
    let Asked { is_new, is_first, is_kept, wanted, wrong, moved, note } = asked;
    let title = say("plan.title");
    let tab = if wrong.is_empty() { title.clone() } else { fill("form.error_title", &[("title", &title)]) };
    if let Some(stop) = stopped(&check.screening, who, app) {
        return page(&Shown { title: &title, who: Some(who), here: "plan", body: stop });
    }
    if let Some(next) = &ended {
        let body = html! {
            h1 tabindex="-1" { (title) }
            (ended_part(app, who, &kept, &check, next))
        };
        return page(&Shown { title: &title, who: Some(who), here: "plan", body });
    }
    let is_cleared = matches!(check.screening, Screening::Cleared(_));
    // A week that was kept is none to go by once nothing says any more that its person may train.
    let followed = kept.plan.as_ref().filter(|_| is_cleared && !*is_new);
    let same = kept.plan.as_ref().is_some_and(|kept| check.plan.as_ref() == Some(&kept.plan));
    let can_follow = check.plan.is_some() && followed.is_none() && !same;
    if let Some(followed) = followed {
        // What is told beside a week belongs to that week alone.
        check.facts = check.facts.filter(|_| same).or(beside);
        check.course = check.course.filter(|_| same);
        check.explanation = check.explanation.filter(|_| same);
        check.plan = Some(followed.plan.clone());
    }
    let week = report::week_part(&view(&kept.input, &check, &app.knowledge), words());
    // Who has not said yet when to train sees what suits to begin with, and can say it otherwise.
    let first_plan = check.plan.as_ref().filter(|_| *is_first && is_cleared);
    let body = html! {
        h1 tabindex="-1" autofocus[*is_first] { (title) }
        @if *is_kept { p { (say("check.kept")) " " a href=(who.address("/results")) { (say("check.results_go")) } } }
        @if !is_cleared {
            p { (say("plan.questions")) }
            p { a.button href=(who.address("/questions")) { (say("results.questions_go")) } }
        }
        @if let Some(followed) = followed {
            p {
                (words().fill("status.plan_since", &[("date", &report::date(followed.since, words()))]))
                @if !same { " " (say("plan.as_it_was")) }
            }
            p { a.button href=(who.address("/train")) { (say("plan.train_go")) } }
            p { a href=(who.address("/plan?new")) { (say("plan.new_go")) } }
        }
        @if let Some(note) = note { div.panel role="status" { p { (note.text()) } } }
        @if let (true, Some(plan), None) = (can_follow, &check.plan, first_plan) {
            div data-kept {
                p { (say(proposal(plan, wanted))) }
                form method="post" action=(who.address("/plan/follow")) {
                    (wanted.fields())
                    input type="hidden" name="seen" value=(mark_of(plan));
                    p { button { (say("plan.follow")) } }
                }
            }
        }
        @if let Some(plan) = first_plan { (first_form(app, who, &kept.input.person, plan, wanted)) }
        @if let (None, Some(plan)) = (followed, &check.plan) { (search_part(who, plan, wanted)) }
        @if *is_new && same { p { (say("plan.same")) } }
        @if let (Some(plan), None) = (&check.plan, first_plan) {
            // The week comes first for whoever only wants to see it; all that changes it is behind one line.
            details.panel.no-print id="change" open[!wrong.is_empty() || wanted.is_swap() || moved.is_some()] {
                summary { (say("plan.change")) }
                (wishes_form(app, who, &kept.input.person, Some(plan), wrong))
                (swap_form(who, plan, wanted, &app.knowledge))
                @if followed.is_none() || same || check.facts.is_some() { (days_form(who, &kept.input.person, plan, wanted, moved.as_ref())) }
            }
        } @else if first_plan.is_none() {
            (wishes_form(app, who, &kept.input.person, None, wrong))
        }
        @if let Some(unmet) = &check.not_allowed { p { strong { (report::not_allowed_text(unmet, &app.knowledge, words())) } } }
        (week_place(&week, is_cleared))
        @if check.plan.is_some() {
            @if first_plan.is_none() { (more_ways(who, wanted)) }
            (tell_more(who, &kept.input.person))
        }
    };
    page(&Shown { title: &tab, who: Some(who), here: "plan", body })
}

/// The name of an exercise, or its id when the catalogue has lost it.
pub(super) fn name_of<'a>(id: &'a ExerciseId, knowledge: &'a Knowledge) -> &'a str {
    knowledge.exercises.get(id).map_or(id.as_str(), |exercise| exercise.name.as_str())
}

/// What is said of a week that nobody follows yet.
fn proposal(plan: &Plan, wanted: &Wanted) -> &'static str {
    match (wanted.is_swap(), plan.proven, wanted.longer) {
        (true, _, _) => "swap.proposal",
        (false, true, _) => "plan.proposal",
        (false, false, true) => "plan.say.found",
        (false, false, false) => "plan.proposal_quick",
    }
}

/// Keeps the week; it is followed from today on.
pub(crate) async fn follow(Here(app): Here, Path(person): Path<i64>, form: Form) -> Goes {
    let who = app.who(person).await?;
    follow_for(&app, &who, &form).await
}

/// The same for somebody whose wishes were kept with the same form.
pub(super) async fn follow_for(app: &Arc<App>, who: &Who, form: &Form) -> Goes {
    let kept = app.kept(who).await?;
    let wanted = Wanted::of(form, &app.knowledge);
    let again = |more: &str| {
        let longer = if wanted.longer { "&longer=1" } else { "" };
        Redirect::to(&who.address(&format!("/plan?new{longer}{more}{}", wanted.in_address())))
    };
    let Ok(planned) = week_of(app, who, kept, &wanted).await? else { return Ok(again("")) };
    let Some(plan) = planned.check.plan else { return Ok(Redirect::to(&who.address("/plan"))) };
    // What is kept is the week that was seen; a page that has grown old shows the one of today first.
    if form.has("seen") && form.get("seen") != mark_of(&plan) {
        return Ok(again("&changed=1"));
    }
    let followed = Followed { from: app.today(), plan };
    app.write(What::Plan, Repeats::AreKnown, None, &[(who.name.clone(), Content::Plan(followed))]).await?;
    Ok(Redirect::to(&who.address("/train")))
}
