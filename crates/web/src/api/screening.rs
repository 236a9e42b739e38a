//! The health questions: what the answers of somebody come to, and giving answers.

use super::ask::Ask;
use super::operation::{Body, Done, Field, Kind, Method, Operation};
use super::people::{AS_OF, reads};
use crate::problem::Problem;
use evenstride_app::check::Check;
use evenstride_app::files::answers_from_json;
use evenstride_app::keeping;
use evenstride_app::reply::{self, Reply};
use evenstride_app::store::What;
use evenstride_app::wire;

const ANSWERS: &[Field] = &[
    Field::may("answered_on", Kind::Day, "The day of the answers; today when left out."),
    Field::must(
        "answers",
        Kind::Members("Answer"),
        "The answers by the id of the question; see /catalogue/flags.",
    ),
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        tag: "screening",
        summary: "What the answers and the measurements allow: cleared, stopped, questions open, or out of date.",
        command: "screen",
        ..reads("/people/{person}/screening", "screening", &[AS_OF], "Screening", |ask| {
            Box::pin(screening(ask))
        })
    },
    Operation {
        method: Method::Put,
        tag: "screening",
        body: Body::Json(ANSWERS),
        summary: "Keeps answers to the health questions in the place of earlier ones, and says what they come to.",
        command: "import",
        ..reads("/people/{person}/answers", "answer", &[], "Answered", |ask| Box::pin(answer(ask)))
    },
];

async fn screening(ask: Ask) -> Result<Done, Problem> {
    let (_, followed) = ask.followed().await?;
    let json = wire::screening_json(&followed.screening, &ask.app.knowledge);
    Ok(Reply { json, exit_code: Check::of_screen(followed.screening).exit_code() }.into())
}

async fn answer(ask: Ask) -> Result<Done, Problem> {
    let who = ask.who().await?;
    let given = ask.object(ANSWERS);
    let answers = answers_from_json(given, &ask.app.knowledge, ask.app.days())?;
    let doing = ask.app.doing(What::Answers);
    let written = keeping::answer(&ask.app.store, &who.name, &answers, &doing).await?;
    let (_, followed) = ask.followed().await?;
    Ok(reply::answered(&written, &followed.screening, &ask.app.knowledge).into())
}
