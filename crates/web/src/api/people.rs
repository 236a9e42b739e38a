//! The people of a store: who there is, where each stands, everything out, everything gone.

use super::ask::Ask;
use super::operation::{Answers, Body, Doing, Done, Field, Kind, Method, Operation};
use crate::doors::Right;
use crate::pages::take::archive;
use crate::problem::Problem;
use crate::state::{Who, working};
use evenstride_app::error::{Error, exit_code};
use evenstride_app::following::{Followed, Kept, follow};
use evenstride_app::judging::{checked_delta, checked_minutes};
use evenstride_app::keeping;
use evenstride_app::prelude::SubjectId;
use evenstride_app::record::kept;
use evenstride_app::reply::{self, Reply};
use evenstride_app::squad::people_of;
use evenstride_app::store::What;
use evenstride_app::wire;
use std::sync::Arc;

/// The day for which an answer holds.
pub(super) const AS_OF: Field =
    Field::may("as_of", Kind::Day, "The day for which it holds, as 2026-11-22; today when left out.");
/// Another δ.
pub(super) const DELTA: Field = Field::may(
    "delta",
    Kind::Above { from: 0.0, to: 100.0 },
    "From which difference on it counts, in percent, instead of the catalogue's.",
);

/// The time that there is for tests.
pub(super) const MINUTES: Field =
    Field::may("minutes", Kind::Above { from: 0.0, to: 600.0 }, "The set of tests that fits so many minutes.");

const NEW: &[Field] = &[Field::must("name", Kind::Text { least: 1, most: 64 }, "The name of the records.")];
const ERASE: &[Field] =
    &[Field::must("name", Kind::Text { least: 1, most: 64 }, "The name in full: it cannot be taken back.")];

/// An operation that only reads; below a person it is for whoever reaches that person, else for whoever has signed in.
pub(super) const fn reads(
    path: &'static str,
    id: &'static str,
    query: &'static [Field],
    schema: &'static str,
    work: fn(Ask) -> Doing,
) -> Operation {
    Operation {
        method: Method::Get,
        path,
        id,
        tag: "people",
        summary: "",
        command: "",
        query,
        body: Body::Nothing,
        answers: Answers::Json(schema),
        right: if names_a_person(path) { Right::Person } else { Right::SignedIn },
        work,
    }
}

/// Does a path begin below a person?
const fn names_a_person(path: &str) -> bool {
    const START: &[u8] = b"/people/{person}";
    let path = path.as_bytes();
    let mut at = 0;
    while at < START.len() {
        if at >= path.len() || path[at] != START[at] {
            return false;
        }
        at += 1;
    }
    true
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        right: Right::Coach,
        summary: "The people of the store, with the key that addresses name each by.",
        command: "people",
        ..reads("/people", "people", &[AS_OF], "People", |ask| Box::pin(people(ask)))
    },
    Operation {
        method: Method::Post,
        right: Right::Everybody,
        body: Body::Json(NEW),
        summary: "Adds somebody of whom nothing is known but the name; who is there already is only named.",
        command: "import",
        ..reads("/people", "add-person", &[], "Person", |ask| Box::pin(add(ask)))
    },
    Operation {
        right: Right::Coach,
        summary: "Where everybody stands, those who need attention first.",
        command: "squad",
        ..reads("/squad", "squad", &[AS_OF], "Squad", |ask| Box::pin(everybody(ask)))
    },
    Operation {
        summary: "Where somebody stands: each difference over time, what is due, what comes next.",
        command: "status",
        ..reads("/people/{person}/status", "status", &[AS_OF], "Status", |ask| Box::pin(status(ask)))
    },
    Operation {
        summary: "The findings with their evidence; the stop in their place while a red flag stops.",
        command: "assess",
        ..reads("/people/{person}/findings", "findings", &[AS_OF], "FindingsOrStop", |ask| {
            Box::pin(findings(ask))
        })
    },
    Operation {
        summary: "The whole check: screen, findings, the best week, the retest.",
        command: "check",
        ..reads("/people/{person}/check", "check", &[AS_OF, DELTA], "CheckOrEnd", |ask| Box::pin(check(ask)))
    },
    Operation {
        summary: "When to measure again, and with which tests.",
        command: "retest",
        ..reads("/people/{person}/retest", "retest", &[AS_OF], "Retest", |ask| Box::pin(retest(ask)))
    },
    Operation {
        summary: "What to measure next, or the tests that fit so many minutes; a stop or open questions in its place.",
        command: "next",
        ..reads("/people/{person}/next", "next", &[MINUTES, AS_OF], "SuggestionsOrStop", |ask| {
            Box::pin(next(ask))
        })
    },
    Operation {
        answers: Answers::Bytes("application/zip"),
        summary: "Everything of somebody as open files in an archive: CSV, TOML, JSON, the originals.",
        command: "export",
        ..reads("/people/{person}/export", "export", &[], "", |ask| Box::pin(export(ask)))
    },
    Operation {
        method: Method::Post,
        right: Right::OwnerOfPerson,
        body: Body::Json(ERASE),
        summary: "Removes everything of somebody for good, when the name is given in full.",
        command: "erase",
        ..reads("/people/{person}/erase", "erase", &[], "Erased", |ask| Box::pin(erase(ask)))
    },
];

impl Ask {
    /// Everything that is known of somebody as of the day that was asked for.
    pub(super) async fn kept(&self, who: &Who) -> Result<Kept, Problem> {
        let records = self.app.store.read(&who.name).await?;
        Ok(kept(&who.name, records, &self.app.knowledge, self.days())?)
    }

    /// Everything that is known of the person of the path, and where that person stands.
    pub(super) async fn followed(&self) -> Result<(Kept, Followed), Problem> {
        let who = self.who().await?;
        let kept = self.kept(&who).await?;
        let app = Arc::clone(&self.app);
        working(move || {
            let followed = follow(&kept, None, &app.knowledge);
            (kept, followed)
        })
        .await
    }
}

async fn people(ask: Ask) -> Result<Done, Problem> {
    let all = people_of(&ask.app.store, &ask.app.knowledge, ask.days()).await?;
    Ok(Reply::done(wire::people_json(&all)).into())
}

async fn add(ask: Ask) -> Result<Done, Problem> {
    let name = SubjectId::new(ask.text("name").unwrap_or_default()).ok_or_else(|| {
        Error::usage("add somebody: expected a name of 1 to 64 printable characters, found others")
    })?;
    if !ask.app.store.subjects().await?.contains(&name) {
        keeping::add(&ask.app.store, &name, ask.app.days(), &ask.app.doing(What::Person)).await?;
    }
    Ok(Reply::done(wire::somebody_json(&name)).into())
}

async fn everybody(ask: Ask) -> Result<Done, Problem> {
    let members = ask.app.squad(ask.days()).await?;
    Ok(Reply::done(wire::squad_json(&members, &ask.app.knowledge)).into())
}

async fn status(ask: Ask) -> Result<Done, Problem> {
    let (kept, followed) = ask.followed().await?;
    Ok(reply::status(&kept, &followed, &ask.app.knowledge).into())
}

async fn findings(ask: Ask) -> Result<Done, Problem> {
    let (_, followed) = ask.followed().await?;
    Ok(reply::findings(&followed, &ask.app.knowledge).into())
}

async fn retest(ask: Ask) -> Result<Done, Problem> {
    let (_, followed) = ask.followed().await?;
    Ok(reply::retest(&followed).into())
}

async fn next(ask: Ask) -> Result<Done, Problem> {
    let minutes = checked_minutes(ask.number("minutes"))?;
    let (kept, followed) = ask.followed().await?;
    let app = Arc::clone(&ask.app);
    let reply = working(move || reply::next_tests(&kept, &followed, minutes, &app.knowledge));
    Ok(reply.await?.into())
}

async fn check(ask: Ask) -> Result<Done, Problem> {
    let delta_percent = checked_delta(ask.number("delta"))?;
    let who = ask.who().await?;
    let kept = ask.kept(&who).await?;
    let app = Arc::clone(&ask.app);
    let reply =
        working(move || reply::check(reply::start(kept, &app.knowledge), delta_percent, &app.knowledge))
            .await?;
    Ok(reply.into())
}

async fn export(ask: Ask) -> Result<Done, Problem> {
    let who = ask.who().await?;
    let (name, bytes) = archive(&ask.app, &who).await?;
    Ok(Done::Bytes { name, bytes, exit_code: exit_code::DONE })
}

async fn erase(ask: Ask) -> Result<Done, Problem> {
    let who = ask.who().await?;
    if ask.text("name").map(str::trim) != Some(who.name.as_str()) {
        let error = Error::usage("erase somebody: expected the name of the person of this key, found another")
            .hint("it cannot be taken back; an export keeps a copy first");
        return Err(error.into());
    }
    let erased = ask.app.store.erase(&ask.app.doing(What::Erase), &who.name).await?;
    ask.app.forget(&who);
    Ok(reply::erased(&erased).into())
}
