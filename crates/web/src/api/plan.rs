//! The week: the one that is followed, and the best one for what somebody has time and things for.

use super::ask::Ask;
use super::operation::{Body, Done, Field, Kind, Method, Operation};
use super::people::{AS_OF, DELTA, reads};
use crate::problem::Problem;
use crate::state::working;
use evenstride_app::check::CheckOptions;
use evenstride_app::judging::checked_delta;
use evenstride_app::reply;
use evenstride_app::settings::{Typed, parse_settings};
use evenstride_app::store::{Content, Followed, Repeats, What};
use std::sync::Arc;

const IDS: Kind = Kind::Texts { most: 100, chars: 100 };

const WEEK: &[Field] = &[
    Field::may("days", Kind::Text { least: 1, most: 200 }, "Train on these days: mon,wed,sat."),
    Field::may(
        "minutes",
        Kind::Text { least: 1, most: 200 },
        "Minutes for each day, or one number a day: 30 or 30,20,45.",
    ),
    Field::may(
        "equipment",
        Kind::Text { least: 1, most: 2000 },
        "What is at hand beyond household things; none for those alone.",
    ),
    Field::may("avoid", IDS, "Exercises that are not wanted, by id."),
    Field::may("with", IDS, "Exercises that must be in, by id."),
    Field::may("without", IDS, "Exercises that must not be in, by id."),
    Field::may("weeks", Kind::Whole { from: 4, to: 12 }, "So many weeks ahead beside the week."),
    Field::may("explain", Kind::Flag, "What limits cost, and what the week would be without equipment."),
    Field::may("keep", Kind::Flag, "Keep it as the week that is followed from the day on."),
    AS_OF,
    DELTA,
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        tag: "plan",
        summary: "The week that is followed; a stop or the end of the clearance in its place.",
        command: "plan",
        ..reads("/people/{person}/plan", "followed-plan", &[AS_OF], "PlanOrStop", |ask| Box::pin(kept(ask)))
    },
    Operation {
        method: Method::Post,
        tag: "plan",
        body: Body::Json(WEEK),
        summary: "The best week for days, minutes and equipment; with keep it is followed from then on.",
        command: "plan",
        ..reads("/people/{person}/plan", "plan", &[], "PlanOrStop", |ask| Box::pin(week(ask)))
    },
    Operation {
        tag: "plan",
        summary: "What to train next, from the week that is followed and what was written down.",
        command: "next-session",
        ..reads("/people/{person}/next-session", "next-session", &[AS_OF], "NextOrStop", |ask| {
            Box::pin(next(ask))
        })
    },
];

async fn kept(ask: Ask) -> Result<Done, Problem> {
    let (kept, followed) = ask.followed().await?;
    Ok(reply::kept_week(&kept, &followed, &ask.app.knowledge)?.into())
}

async fn next(ask: Ask) -> Result<Done, Problem> {
    let (_, followed) = ask.followed().await?;
    Ok(reply::next_session(&followed, &ask.app.knowledge).into())
}

async fn week(ask: Ask) -> Result<Done, Problem> {
    let who = ask.who().await?;
    let (avoid, with, without) = (ask.texts("avoid"), ask.texts("with"), ask.texts("without"));
    let typed = Typed {
        days: ask.text("days"),
        minutes: ask.text("minutes"),
        equipment: ask.text("equipment"),
        avoid: &avoid,
        with: &with,
        without: &without,
    };
    let settings = parse_settings(&typed, &ask.app.knowledge)?;
    let mut kept = ask.kept(&who).await?;
    kept.input.delta_percent = checked_delta(ask.number("delta"))?;
    let options =
        CheckOptions { explain: ask.flag("explain"), weeks: ask.whole("weeks"), ..CheckOptions::default() };
    let app = Arc::clone(&ask.app);
    let planned =
        working(move || reply::week(reply::start(kept, &app.knowledge), &settings, options, &app.knowledge));
    let (reply, outcome) = planned.await??;
    if let (true, Some(plan)) = (ask.flag("keep"), outcome.and_then(|outcome| outcome.plan)) {
        let followed = Followed { from: ask.days().as_of, plan };
        let entries = [(who.name.clone(), Content::Plan(followed))];
        ask.app.write(What::Plan, Repeats::AreKnown, None, &entries).await?;
    }
    Ok(reply.into())
}
