//! What a store holds and what was done with it: the lists, remarks, corrections, taking back, a backup.

use super::ask::Ask;
use super::operation::{Answers, Body, Done, Field, Kind, Method, Operation};
use super::people::reads;
use super::wrong;
use crate::doors::Right;
use crate::pages::take::whole_store;
use crate::problem::Problem;
use evenstride_app::error::{Error, exit_code};
use evenstride_app::keeping;
use evenstride_app::record::{correction, holds, listed};
use evenstride_app::reply::{self, Reply};
use evenstride_app::store::{About, ActionId, Key, Note, What};
use evenstride_app::wire;
use std::io::Cursor;

/// So many rows when nothing is said.
const SHOWN: usize = 50;

const LAST: Field = Field::may(
    "last",
    Kind::Whole { from: 0, to: 1_000_000 },
    "Show at most so many, the newest ones; 50 when left out.",
);
const NOTE: &[Field] = &[
    Field::must("text", Kind::Text { least: 1, most: 4000 }, "The text."),
    Field::may("on", Kind::Day, "The day, today or earlier; today when left out."),
];
const CORRECTION: &[Field] = &[Field::must(
    "to",
    Kind::Text { least: 1, most: 4000 },
    "A value for a measurement, a line for training, a text for a remark; remove takes it out.",
)];

const BACKUP: &[Field] = &[Field::must("file", Kind::File, "A backup, as it was saved.")];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        tag: "records",
        summary: "What the store holds of somebody, by day.",
        command: "records",
        ..reads("/people/{person}/records", "records", &[LAST], "Records", |ask| Box::pin(records(ask)))
    },
    Operation {
        method: Method::Post,
        tag: "records",
        body: Body::Json(CORRECTION),
        summary: "Corrects one record; the old one stays and no longer counts. Where it had stopped, the questions open again.",
        command: "correct",
        ..reads("/people/{person}/records/{record}/correction", "correct", &[], "TakenBack", |ask| {
            Box::pin(correct(ask))
        })
    },
    Operation {
        method: Method::Post,
        tag: "records",
        body: Body::Json(NOTE),
        summary: "Keeps a remark; a sign to stop in it is answered at once.",
        command: "note",
        ..reads("/people/{person}/notes", "note", &[], "Noted", |ask| Box::pin(note(ask)))
    },
    Operation {
        tag: "records",
        summary: "What was done with the store, newest first.",
        command: "actions",
        ..reads("/actions", "actions", &[LAST], "Actions", |ask| Box::pin(actions(ask)))
    },
    Operation {
        method: Method::Post,
        tag: "records",
        body: Body::Json(&[]),
        summary: "Takes an action back; nothing is lost. Where it had stopped, the questions open again.",
        command: "undo",
        ..reads("/actions/{action}/undo", "undo", &[], "TakenBack", |ask| Box::pin(undo(ask)))
    },
    Operation {
        tag: "records",
        right: Right::Owner,
        answers: Answers::Bytes("application/octet-stream"),
        summary: "The whole store as one checked file; it is not encrypted.",
        command: "backup",
        ..reads("/backup", "backup", &[], "", |ask| Box::pin(backup(ask)))
    },
    Operation {
        method: Method::Post,
        tag: "records",
        right: Right::Owner,
        body: Body::Form(BACKUP),
        summary: "Puts everything of a backup into the store, which must hold nothing yet.",
        command: "restore",
        ..reads("/restore", "restore", &[], "Restored", |ask| Box::pin(restore(ask)))
    },
    Operation {
        method: Method::Post,
        tag: "records",
        right: Right::Owner,
        body: Body::Json(&[]),
        summary: "Gives free room back, so that nothing of what was erased can be found in the store.",
        command: "compact",
        ..reads("/compact", "compact", &[], "Compacted", |ask| Box::pin(compact(ask)))
    },
];

async fn records(ask: Ask) -> Result<Done, Problem> {
    let who = ask.who().await?;
    let rows = listed(&ask.app.store.read(&who.name).await?, &ask.app.knowledge);
    let last = ask.whole("last").unwrap_or(SHOWN);
    Ok(Reply::done(wire::records_json(&rows[rows.len().saturating_sub(last)..])).into())
}

async fn correct(ask: Ask) -> Result<Done, Problem> {
    let who = ask.who().await?;
    let records = ask.app.store.read(&who.name).await?;
    let missing = || {
        wrong::missing("find the record: there is none of this name")
            .with_hint("the list of records has the names: GET /api/v1/people/{person}/records")
    };
    let key = Key::new(ask.part("record")).filter(|key| holds(&records, key)).ok_or_else(missing)?;
    let to = ask.text("to").unwrap_or_default();
    let content = correction(&records, &key, to, &ask.app.knowledge, ask.app.today())?;
    let doing = ask.app.doing(What::Correct);
    let (app, what) = (&ask.app, (&key, content.as_ref()));
    let done = keeping::correct(&app.store, &who.name, what, &app.knowledge, app.days(), &doing).await?;
    Ok(reply::reopened(&done).into())
}

async fn note(ask: Ask) -> Result<Done, Problem> {
    let who = ask.who().await?;
    let day = ask.day("on").unwrap_or_else(|| ask.app.today());
    let note = Note { day, about: About::Else, text: ask.text("text").unwrap_or_default().to_owned() };
    let (store, days) = (&ask.app.store, ask.app.days());
    let written = keeping::remark(store, &who.name, note, days, &ask.app.doing(What::Note)).await?;
    let asked = keeping::asked_by_log(store, &who.name, &ask.app.knowledge, days).await?;
    Ok(reply::noted(&written, asked.end.as_ref()).into())
}

async fn actions(ask: Ask) -> Result<Done, Problem> {
    let last = ask.whole("last").unwrap_or(50);
    let actions = ask.app.store.actions(last).await?;
    Ok(Reply::done(wire::actions_json(&actions)).into())
}

async fn undo(ask: Ask) -> Result<Done, Problem> {
    let missing = || wrong::missing("find the action: the store has none of this number");
    let number: i64 = ask.part("action").parse().map_err(|_| missing())?;
    let (app, doing) = (&ask.app, ask.app.doing(What::Undo));
    let done = keeping::take_back(&app.store, ActionId(number), &app.knowledge, app.days(), &doing).await?;
    Ok(reply::reopened(&done).into())
}

async fn restore(ask: Ask) -> Result<Done, Problem> {
    let missing = || Error::usage("restore a backup: expected a file, found none");
    let file = ask.files("file").into_iter().next().ok_or_else(missing)?;
    let restored = ask.app.store.restore_from(Box::new(Cursor::new(file.bytes)), &file.name).await?;
    Ok(reply::restored(&restored).into())
}

async fn compact(ask: Ask) -> Result<Done, Problem> {
    ask.app.store.compact().await?;
    Ok(reply::compacted().into())
}

async fn backup(ask: Ask) -> Result<Done, Problem> {
    let (name, bytes) = whole_store(&ask.app).await?;
    Ok(Done::Bytes { name, bytes, exit_code: exit_code::DONE })
}
