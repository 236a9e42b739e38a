//! Files that are looked at or brought in, whatever they hold: each says by its own columns what it is.

use super::ask::Ask;
use super::operation::{Body, Done, Field, Kind, Method, Operation};
use super::people::reads;
use super::training::{PAIRED_SETS, WEIGHT_UNIT};
use crate::problem::Problem;
use crate::state::working;
use evenstride_app::check::File;
use evenstride_app::error::Error;
use evenstride_app::keeping;
use evenstride_app::prelude::{ColumnMap, SubjectId};
use evenstride_app::record::{Bringing, Brought, FileKind, bring};
use evenstride_app::reply;
use evenstride_app::store::What;
use evenstride_app::whose::{Whose, whose_files};
use std::collections::BTreeSet;
use std::sync::Arc;

const AS: Field = Field::may(
    "as",
    Kind::Choice(&["person", "answers", "measurements", "training"]),
    "What the files hold, when it is not to be found out.",
);
const HOW: &[Field] = &[AS, WEIGHT_UNIT, PAIRED_SETS];

const fn takes(
    path: &'static str,
    id: &'static str,
    schema: &'static str,
    work: fn(Ask) -> super::operation::Doing,
) -> Operation {
    Operation { method: Method::Post, tag: "files", body: Body::OneFile, ..reads(path, id, HOW, schema, work) }
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        summary: "What a file would bring, with what is doubtful in it; nothing is kept.",
        command: "import",
        ..takes("/inspect", "inspect", "Seen", |ask| Box::pin(inspect(ask)))
    },
    Operation {
        summary: "Brings files in that name people themselves, such as the table of a squad, each as one action.",
        command: "import",
        ..takes("/import", "import", "CameIn", |ask| Box::pin(import(ask)))
    },
    Operation {
        summary: "Brings files of somebody in, each as one action; the same file a second time changes nothing.",
        command: "import",
        ..takes("/people/{person}/import", "import-of", "CameIn", |ask| Box::pin(import_of(ask)))
    },
];

/// The files with what each brings; either all can be read, or none is kept.
async fn brought(
    ask: &Ask,
    subject: &SubjectId,
    mass_kg: Option<f64>,
) -> Result<Vec<(File, Brought)>, Problem> {
    let map = match ask.file_text("map")? {
        Some(text) => Some(ColumnMap::parse(&text, "map.toml").map_err(Error::from)?),
        None => None,
    };
    let kind = kind(ask);
    let (app, subject) = (Arc::clone(&ask.app), subject.clone());
    let (files, weight_unit, paired_sets) = (ask.files("file"), ask.weight_unit(), ask.paired_sets());
    let read = working(move || {
        let bringing = Bringing {
            knowledge: &app.knowledge,
            today: app.today(),
            subject: &subject,
            mass_kg,
            map: map.as_ref(),
            weight_unit,
            paired_sets,
            kind,
        };
        let one = |file: File| {
            let brought = bring(&file.name, &file.bytes, &bringing)?;
            Ok((file, brought))
        };
        files.into_iter().map(one).collect::<Result<Vec<_>, Error>>()
    });
    Ok(read.await??)
}

/// What the files hold, where that was said.
fn kind(ask: &Ask) -> Option<FileKind> {
    ask.text("as").map(|word| match word {
        "person" => FileKind::Person,
        "answers" => FileKind::Answers,
        "training" => FileKind::Training,
        _ => FileKind::Measurements,
    })
}

async fn inspect(ask: Ask) -> Result<Done, Problem> {
    let seen = brought(&ask, &keeping::me(), None).await?;
    Ok(reply::looked_at(&seen).into())
}

async fn import(ask: Ask) -> Result<Done, Problem> {
    let (files, today) = (ask.files("file"), ask.app.today());
    let whose = whose_files(&ask.app.store, None, &files, kind(&ask), (&ask.app.knowledge, today)).await?;
    keep(&ask, &whose).await
}

async fn import_of(ask: Ask) -> Result<Done, Problem> {
    let who = ask.who().await?;
    let (files, today) = (ask.files("file"), ask.app.today());
    let whose =
        whose_files(&ask.app.store, Some(&who.name), &files, kind(&ask), (&ask.app.knowledge, today)).await?;
    keep(&ask, &whose).await
}

async fn keep(ask: &Ask, whose: &Whose) -> Result<Done, Problem> {
    let (store, knowledge, days) = (&ask.app.store, &ask.app.knowledge, ask.app.days());
    let subject = &whose.subject;
    let mass_kg = keeping::mass_of(store, subject, knowledge, days).await;
    let (mut came, mut may_ask) = (Vec::new(), BTreeSet::new());
    let read = brought(ask, subject, mass_kg).await?;
    for (file, brought) in &read {
        whose.refuse_unchosen(&file.name, brought)?;
    }
    for (file, brought) in read {
        may_ask.extend(keeping::may_ask(&brought, subject, knowledge));
        came.push(keeping::keep(store, &file, brought, knowledge, &ask.app.doing(What::Import)).await?);
    }
    let ended = keeping::asked_soonest(store, &may_ask, knowledge, days).await?;
    Ok(reply::brought(&came, ended.as_ref()).into())
}
