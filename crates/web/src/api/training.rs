//! Training: lines and sets that are written down, and weeks that are looked back on.

use super::ask::Ask;
use super::operation::{Body, Done, Field, Kind, Method, Operation};
use super::people::{AS_OF, reads};
use crate::pages::sets::take;
use crate::problem::Problem;
use crate::state::working;
use evenstride_app::audit::{Against, Wanted, checked_more_minutes, looked_back, parse_efforts, start_kept};
use evenstride_app::error::exit_code;
use evenstride_app::keeping;
use evenstride_app::prelude::{PairedSets, WeightUnit};
use evenstride_app::record::{Bringing, kept};
use evenstride_app::reply::{self, Reply};
use evenstride_app::store::{Repeats, What};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The unit of loads in a log that does not say it.
pub(super) const WEIGHT_UNIT: Field =
    Field::may("weight_unit", Kind::Choice(&["kg", "lb"]), "The unit of loads in a log that does not say it.");
/// What equal sets in pairs mean.
pub(super) const PAIRED_SETS: Field = Field::may(
    "paired_sets",
    Kind::Choice(&["two-legs", "each-leg"]),
    "What equal sets in pairs mean in a one-legged exercise whose leg is not said; two-legs when left out.",
);
/// The newest weeks.
pub(super) const WEEKS: Field =
    Field::may("weeks", Kind::Whole { from: 1, to: 520 }, "The newest weeks to show; 12 when left out.");
/// Weeks in part.
pub(super) const INCOMPLETE: Field =
    Field::may("incomplete", Kind::Flag, "Score weeks too that the log holds only in part.");
/// By the plan.
pub(super) const AS_PLANNED: Field = Field::may(
    "as_planned",
    Kind::Flag,
    "Hold left against right by the plan, and refuse where there is none.",
);
/// By even sides.
pub(super) const EVEN: Field = Field::may(
    "even",
    Kind::Flag,
    "Hold left against right by even sides although a plan is followed; the plan counts when left out.",
);
/// Longer weeks.
pub(super) const MORE_MINUTES: Field = Field::may(
    "more_minutes",
    Kind::Whole { from: 0, to: 10_080 },
    "Minutes by which a changed week may be longer; 0 when left out.",
);

/// Ratings of sessions.
pub(super) const EFFORT: Field =
    Field::may("effort", Kind::File, "Ratings of sessions: a CSV with date, effort (0 to 10) and minutes.");
const RATED: &[Field] =
    &[Field { is_required: true, ..EFFORT }, AS_OF, WEEKS, INCOMPLETE, AS_PLANNED, EVEN, MORE_MINUTES];

const LINES: &[Field] = &[
    Field::must(
        "lines",
        Kind::Texts { most: 500, chars: 500 },
        "Lines of what was trained, as docs/reference/log.md explains.",
    ),
    Field::may(
        "again",
        Kind::Flag,
        "Keep a line although the same line stands in the store: it was done once more.",
    ),
    WEIGHT_UNIT,
    PAIRED_SETS,
];
const SETS: &[Field] = &[
    Field::must("person", Kind::Text { least: 16, most: 16 }, "The key of the person once more."),
    Field::must("sets", Kind::Items("Set"), "At most 100 sets, each under a name of its own."),
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Post,
        tag: "training",
        body: Body::Json(LINES),
        summary: "Writes lines of training down, all of them or none; a sign to stop is answered at once.",
        command: "log",
        ..reads("/people/{person}/log", "log", &[], "Logged", |ask| Box::pin(log(ask)))
    },
    Operation {
        method: Method::Post,
        tag: "training",
        body: Body::Json(SETS),
        summary: "Writes single sets down, each once however often it is told; what is refused is told apart.",
        command: "log",
        ..reads("/people/{person}/sets", "sets", &[], "SetsTold", |ask| Box::pin(sets(ask)))
    },
    Operation {
        tag: "training",
        summary: "Weeks of training, judged: sets by muscle and side, what lost points, what would win them back.",
        command: "audit",
        ..reads(
            "/people/{person}/audit",
            "audit",
            &[AS_OF, WEEKS, INCOMPLETE, AS_PLANNED, EVEN, MORE_MINUTES],
            "AuditOrStop",
            |ask| Box::pin(audit(ask)),
        )
    },
    Operation {
        method: Method::Post,
        tag: "training",
        body: Body::Form(RATED),
        summary: "The same weeks with ratings of sessions beside them; the ratings are not kept.",
        command: "audit",
        ..reads("/people/{person}/audit", "audit-rated", &[], "AuditOrStop", |ask| Box::pin(audit(ask)))
    },
];

impl Ask {
    /// The unit of loads that was named.
    pub(super) fn weight_unit(&self) -> Option<WeightUnit> {
        match self.text("weight_unit") {
            Some("lb") => Some(WeightUnit::Pound),
            Some(_) => Some(WeightUnit::Kilogram),
            None => None,
        }
    }

    /// What equal sets in pairs mean.
    pub(super) fn paired_sets(&self) -> PairedSets {
        match self.text("paired_sets") {
            Some("each-leg") => PairedSets::OfEachLeg,
            Some(_) | None => PairedSets::OfTwoLegs,
        }
    }

    /// What is asked of weeks.
    pub(super) fn wanted_weeks(&self) -> Result<Wanted, Problem> {
        Ok(Wanted {
            n_weeks: self.whole("weeks").unwrap_or(12),
            as_of: self.days().as_of,
            score_incomplete: self.flag("incomplete"),
            against: Against::asked(self.flag("as_planned"), self.flag("even"))?,
            more_minutes: checked_more_minutes(self.number("more_minutes").unwrap_or(0.0))?,
            efforts: match self.file_text("effort")? {
                Some(text) => parse_efforts(&text, "effort")?,
                None => BTreeMap::new(),
            },
        })
    }
}

async fn log(ask: Ask) -> Result<Done, Problem> {
    let who = ask.who().await?;
    let bringing = Bringing {
        knowledge: &ask.app.knowledge,
        today: ask.app.today(),
        subject: &who.name,
        mass_kg: None,
        map: None,
        weight_unit: ask.weight_unit(),
        paired_sets: ask.paired_sets(),
        kind: None,
    };
    let repeats = if ask.flag("again") { Repeats::AreMore } else { Repeats::AreKnown };
    let (lines, doing) = (ask.texts("lines").join("\n"), ask.app.doing(What::Log));
    let came = keeping::log_lines(&ask.app.store, &lines, repeats, &bringing, &doing).await?;
    let (store, days) = (&ask.app.store, ask.app.days());
    let asked = keeping::asked_by_log(store, &who.name, &ask.app.knowledge, days).await?;
    Ok(reply::logged(&came, asked.end.as_ref()).into())
}

async fn sets(ask: Ask) -> Result<Done, Problem> {
    let who = ask.who().await?;
    let (mut json, stopped) = take(&ask.app, &who, ask.object(SETS).to_string().as_bytes()).await?;
    json.push('\n');
    Ok(Reply { json, exit_code: if stopped { exit_code::RED_FLAG } else { exit_code::DONE } }.into())
}

impl Ask {
    /// The fields of the body that were sent, as one object.
    pub(super) fn object(&self, fields: &[Field]) -> Value {
        let sent =
            fields.iter().filter_map(|field| Some((field.name.to_owned(), self.value(field.name)?.clone())));
        Value::Object(sent.collect())
    }
}

async fn audit(ask: Ask) -> Result<Done, Problem> {
    let who = ask.who().await?;
    let wanted = ask.wanted_weeks()?;
    let records = ask.app.store.read(&who.name).await?;
    let trained = records.all_trained();
    let kept = kept(&who.name, records, &ask.app.knowledge, ask.days())?;
    let app = Arc::clone(&ask.app);
    let looked = working(move || {
        let start = start_kept(trained, kept, &app.knowledge);
        looked_back(start, &wanted, &app.knowledge).map(|looked| looked.reply(&app.knowledge))
    });
    Ok(looked.await??.into())
}
