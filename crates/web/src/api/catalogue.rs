//! What the field knows, as the program holds it, and the description of this interface.

use super::ask::Ask;
use super::document::openapi;
use super::operation::{Done, Field, Kind, Operation};
use super::people::reads;
use super::wrong;
use crate::problem::Problem;
use evenstride_app::knowledge::{listed, parse_wanted};
use evenstride_app::reply::Reply;
use evenstride_app::wire;

const WORD: Kind = Kind::Text { least: 1, most: 200 };
const NARROWED: &[Field] = &[
    Field::may("muscle", WORD, "Only what concerns this muscle group, by id or name."),
    Field::may("equipment", WORD, "Only what needs nothing but this and household things, joined by commas."),
    Field::may("goal", WORD, "Only what serves this goal."),
    Field::may("quality", WORD, "Only tests of this quality."),
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        tag: "catalogue",
        summary: "What is known of one kind: tests, exercises, norms, questions, sources and more.",
        command: "exercises",
        ..reads("/catalogue/{kind}", "catalogue", NARROWED, "Entries", |ask| Box::pin(list(ask)))
    },
    Operation {
        tag: "catalogue",
        summary: "One entry; for norms every stratum of the test.",
        command: "exercises show",
        ..reads("/catalogue/{kind}/{id}", "catalogue-entry", &[], "EntryOrEntries", |ask| Box::pin(list(ask)))
    },
    Operation {
        tag: "catalogue",
        summary: "This description, as OpenAPI 3.1.",
        command: "",
        ..reads("/openapi.json", "openapi", &[], "Document", |_| {
            Box::pin(async { Ok(Reply::done(openapi()).into()) })
        })
    },
];

async fn list(ask: Ask) -> Result<Done, Problem> {
    let word = ask.part("kind");
    let kind = wire::Kind::ALL.into_iter().find(|kind| kind.as_str() == word);
    let Some(kind) = kind else {
        let known: Vec<&str> = wire::Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        let hint = format!("there are {}", known.join(", "));
        return Err(wrong::missing("find the kind of knowledge: there is none of this name").with_hint(&hint));
    };
    let [muscle, equipment, goal, quality] =
        ["muscle", "equipment", "goal", "quality"].map(|name| ask.text(name));
    let wanted = parse_wanted(muscle, equipment, goal, quality, &ask.app.knowledge)?;
    let id = Some(ask.part("id")).filter(|id| !id.is_empty());
    let (listing, one) = listed(kind, id, &wanted, &ask.app.knowledge)?;
    Ok(Reply::done(wire::knowledge_json(&listing, one)).into())
}
