//! What files come to that are handed over and not kept: the check, the screen, findings, what to measure next, the
//! week, how well tests repeat, weeks of training.

use super::ask::Ask;
use super::operation::{Body, Doing, Done, Field, Kind, Method, Operation};
use super::people::{AS_OF, DELTA, MINUTES, reads};
use super::training::{AS_PLANNED, EFFORT, INCOMPLETE, MORE_MINUTES, WEEKS};
use crate::problem::Problem;
use crate::state::working;
use evenstride_app::audit::{looked_back, read_log_files, start_read};
use evenstride_app::check::{CheckInput, CheckOptions};
use evenstride_app::error::Error;
use evenstride_app::files::{Days, parse_answers};
use evenstride_app::judging::{
    Loaded, NoiseOf, Tables, Whose, assessments, checked_delta, checked_minutes, checked_visits,
    judged_exit_code, load_tables, suggestions,
};
use evenstride_app::logs_beside::trained_by;
use evenstride_app::prelude::{
    ColumnMap, ReliabilityOptions, SubjectId, VisitValue, assess, assess_and_predict,
};
use evenstride_app::reply::{self, Reply, Start, Uploaded};
use evenstride_app::settings::{Typed, parse_settings};
use evenstride_app::wire;
use std::sync::Arc;

const PERSON: Field = Field::may("person", Kind::File, "A person.toml.");
const ANSWERS: Field = Field::may("answers", Kind::File, "An answers.toml.");
const TABLES: Field =
    Field::may("measurements", Kind::Files, "Tables of measurements: CSV (long or wide) or XLSX.");
const MAP: Field =
    Field::may("map", Kind::File, "How a table that names things differently is to be read (TOML).");
const SOME_TABLES: Field = Field { is_required: true, ..TABLES };

const CHECK: &[Field] = &[Field { is_required: true, ..PERSON }, ANSWERS, TABLES, AS_OF, DELTA];
const SCREEN: &[Field] = &[PERSON, Field { is_required: true, ..ANSWERS }, TABLES, AS_OF];
const TEXT: Kind = Kind::Text { least: 1, most: 2000 };
const BY: Field = Field::may("by", Kind::Choice(&["subject"]), "Judge everybody in the table.");
const SUBJECT: Field =
    Field::may("subject", Kind::Text { least: 1, most: 64 }, "Judge this person of the table.");
const NOISE: Field = Field::may(
    "noise",
    Kind::Choice(&["repeats", "catalogue"]),
    "Whose noise is used: learnt from the repeats in the table, or the catalogue's alone.",
);
const NOISE_FROM: Field =
    Field::may("noise_from", Kind::Files, "Learn the noise from the repeats in these tables instead.");
const TRAINED: Field = Field::may(
    "trained",
    Kind::Files,
    "Logs of what was trained between the measurements; of several people each is named after its own, as ann.csv.",
);
const WEEK: &[Field] = &[
    Field { is_required: true, ..PERSON },
    Field { is_required: true, ..ANSWERS },
    TABLES,
    MAP,
    SUBJECT,
    NOISE,
    NOISE_FROM,
    TRAINED,
    Field::may("days", TEXT, "Train on these days: mon,wed,sat."),
    Field::may("minutes", TEXT, "Minutes for each day, or one number a day."),
    Field::may("equipment", TEXT, "What is at hand beyond household things; none for those alone."),
    Field::may("avoid", TEXT, "Exercises that are not wanted, by id, joined by commas."),
    Field::may("with", TEXT, "Exercises that must be in, by id, joined by commas."),
    Field::may("without", TEXT, "Exercises that must not be in, by id, joined by commas."),
    Field::may("weeks", Kind::Whole { from: 4, to: 12 }, "So many weeks ahead beside the week."),
    Field::may("explain", Kind::Flag, "What limits cost, and what the week would be without equipment."),
    AS_OF,
    DELTA,
];
const ASSESS: &[Field] = &[SOME_TABLES, PERSON, MAP, BY, SUBJECT, NOISE, NOISE_FROM, TRAINED, AS_OF, DELTA];
const NEXT: &[Field] =
    &[SOME_TABLES, PERSON, MAP, BY, SUBJECT, NOISE, NOISE_FROM, TRAINED, MINUTES, AS_OF, DELTA];
const RELIABILITY: &[Field] = &[
    SOME_TABLES,
    MAP,
    Field::may(
        "value",
        Kind::Choice(&["mean", "best"]),
        "What stands for a visit with several trials; mean when left out.",
    ),
    Field::may("visits", Kind::Whole { from: 2, to: 1000 }, "Compare the first so many visits."),
];
const AUDIT: &[Field] = &[
    Field::must("log", Kind::Files, "Logs of what was trained."),
    PERSON,
    ANSWERS,
    TABLES,
    EFFORT,
    Field::may(
        "each_leg",
        Kind::Flag,
        "Where a one-legged exercise has no side, each leg did all of its sets.",
    ),
    WEEKS,
    INCOMPLETE,
    AS_PLANNED,
    MORE_MINUTES,
    AS_OF,
];

const fn of_files(
    path: &'static str,
    id: &'static str,
    fields: &'static [Field],
    schema: &'static str,
    work: fn(Ask) -> Doing,
) -> Operation {
    Operation {
        method: Method::Post,
        tag: "files",
        body: Body::Form(fields),
        ..reads(path, id, &[], schema, work)
    }
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        summary: "The whole check of one person's files; nothing is kept.",
        command: "check",
        ..of_files("/files/check", "check-files", CHECK, "CheckOrEnd", |ask| Box::pin(check(ask)))
    },
    Operation {
        summary: "The red-flag screen of one person's files; nothing is kept.",
        command: "screen",
        ..of_files("/files/screening", "screen-files", SCREEN, "ScreeningOrEnd", |ask| Box::pin(screening(ask)))
    },
    Operation {
        summary: "The best week for one person's files; nothing is kept.",
        command: "plan",
        ..of_files("/files/plan", "plan-files", WEEK, "PlanOrStop", |ask| Box::pin(week(ask)))
    },
    Operation {
        summary: "The findings of tables of one person or a squad; nothing is kept.",
        command: "assess",
        ..of_files("/files/findings", "assess-files", ASSESS, "Findings", |ask| Box::pin(findings(ask)))
    },
    Operation {
        summary: "What each test of tables would show at a new visit if nothing changed; nothing is kept.",
        command: "assess --predict",
        ..of_files("/files/predictions", "predict-files", ASSESS, "Predictions", |ask| {
            Box::pin(predictions(ask))
        })
    },
    Operation {
        summary: "What to measure next after tables of measurements; nothing is kept.",
        command: "next",
        ..of_files("/files/next", "next-files", NEXT, "Suggestions", |ask| Box::pin(next(ask)))
    },
    Operation {
        summary: "How well the tests of tables repeat; nothing is kept.",
        command: "reliability",
        ..of_files("/files/reliability", "reliability-files", RELIABILITY, "Reliability", |ask| {
            Box::pin(reliability(ask))
        })
    },
    Operation {
        summary: "Weeks of training of any log, judged; nothing is kept.",
        command: "audit",
        ..of_files("/files/audit", "audit-files", AUDIT, "AuditOrStop", |ask| Box::pin(audit(ask)))
    },
];

impl Ask {
    fn uploaded(&self) -> Result<Uploaded, Problem> {
        Ok(Uploaded {
            person: self.file_text("person")?,
            answers: self.file_text("answers")?,
            tables: self.files("measurements"),
        })
    }

    fn map(&self) -> Result<Option<ColumnMap>, Problem> {
        match self.file_text("map")? {
            Some(text) => Ok(Some(ColumnMap::parse(&text, "map.toml").map_err(Error::from)?)),
            None => Ok(None),
        }
    }
}

/// Works where it holds nobody up.
async fn replied(work: impl FnOnce() -> Result<Reply, Error> + Send + 'static) -> Result<Done, Problem> {
    Ok(working(work).await??.into())
}

async fn check(ask: Ask) -> Result<Done, Problem> {
    let delta_percent = checked_delta(ask.number("delta"))?;
    let (uploaded, days, app) = (ask.uploaded()?, ask.days(), Arc::clone(&ask.app));
    replied(move || reply::check_of(&uploaded, delta_percent, &app.knowledge, days)).await
}

async fn screening(ask: Ask) -> Result<Done, Problem> {
    let (uploaded, days, app) = (ask.uploaded()?, ask.days(), Arc::clone(&ask.app));
    replied(move || reply::screen_of(&uploaded, &app.knowledge, days)).await
}

async fn week(ask: Ask) -> Result<Done, Problem> {
    let list = |name: &str| ask.text(name).map(str::to_owned).into_iter().collect::<Vec<_>>();
    let (avoid, with, without) = (list("avoid"), list("with"), list("without"));
    let typed = Typed {
        days: ask.text("days"),
        minutes: ask.text("minutes"),
        equipment: ask.text("equipment"),
        avoid: &avoid,
        with: &with,
        without: &without,
    };
    let settings = parse_settings(&typed, &ask.app.knowledge)?;
    let options =
        CheckOptions { explain: ask.flag("explain"), weeks: ask.whole("weeks"), ..CheckOptions::default() };
    let (uploaded, map, days) = (ask.uploaded()?, ask.map()?, ask.days());
    replied(move || {
        let start = start_of_files(&ask, &uploaded, map.as_ref(), days)?;
        Ok(reply::week(start, &settings, options, &ask.app.knowledge)?.0)
    })
    .await
}

/// Reads tables as the request says, with the logs beside them.
fn loaded(ask: &Ask, uploaded: &Uploaded, map: Option<&ColumnMap>, days: Days) -> Result<Loaded, Error> {
    let knowledge = &ask.app.knowledge;
    let (person, notices) = uploaded.person(knowledge, days)?;
    let others = ask.files("noise_from");
    let tables = Tables {
        files: &uploaded.tables,
        person,
        notices,
        map,
        today: days.today,
        as_of: days.as_of,
        delta_percent: checked_delta(ask.number("delta"))?,
        whose: match (ask.text("by"), ask.text("subject")) {
            (Some(_), _) => Whose::Everybody,
            (None, Some(name)) => Whose::Named(name),
            (None, None) => Whose::Only,
        },
        noise: match (ask.text("noise"), others.as_slice()) {
            (Some("catalogue"), _) => NoiseOf::Catalogue,
            (_, []) => NoiseOf::Repeats,
            (_, others) => NoiseOf::Others(others),
        },
    };
    let mut loaded = load_tables(tables, knowledge)?;
    let subjects: Vec<&SubjectId> = loaded.trials.keys().collect();
    loaded.trained = trained_by(&ask.files("trained"), &subjects, (days, knowledge), &mut loaded.notices)?;
    Ok(loaded)
}

/// Reads the tables and answers of them.
async fn judged(
    ask: Ask,
    tell: impl FnOnce(&Ask, &Loaded) -> String + Send + 'static,
) -> Result<Done, Problem> {
    let (uploaded, map, days) = (ask.uploaded()?, ask.map()?, ask.days());
    if ask.text("by").is_some() && ask.text("subject").is_some() {
        return Err(Error::usage("choose who is judged: expected by or subject, found both").into());
    }
    replied(move || {
        let loaded = loaded(&ask, &uploaded, map.as_ref(), days)?;
        Ok(Reply { json: tell(&ask, &loaded), exit_code: judged_exit_code(&loaded, &ask.app.knowledge) })
    })
    .await
}

/// What a week for somebody of whom files tell starts from: as a check reads them, or as the tables are asked to be read.
fn start_of_files(ask: &Ask, uploaded: &Uploaded, map: Option<&ColumnMap>, days: Days) -> Result<Start, Error> {
    let knowledge = &ask.app.knowledge;
    let is_asked = map.is_some()
        || ["subject", "noise"].into_iter().any(|name| ask.text(name).is_some())
        || ["noise_from", "trained"].into_iter().any(|name| !ask.files(name).is_empty());
    if !is_asked {
        let mut input = uploaded.input(knowledge, days)?;
        input.delta_percent = checked_delta(ask.number("delta"))?;
        return Ok(reply::start_of(input, knowledge));
    }
    let mut loaded = loaded(ask, uploaded, map, days)?;
    let text = uploaded.answers.as_deref().unwrap_or_default();
    let (answers, notices) = parse_answers(text, "answers.toml", knowledge, days)?;
    loaded.notices.extend(notices);
    let Some((subject, trials)) = loaded.trials.pop_first() else {
        return Err(Error::fault("plan a week: nobody was chosen"));
    };
    let trained = loaded.trained.remove(&subject).unwrap_or_default();
    let Loaded { person, notices, as_of, delta_percent, learnt, .. } = loaded;
    let input = CheckInput { person, answers, trials, subject, notices, as_of, delta_percent };
    Ok(reply::start_with(input, learnt, &trained, knowledge))
}

async fn findings(ask: Ask) -> Result<Done, Problem> {
    judged(ask, |ask, loaded| {
        wire::assessments_json(&assessments(loaded, &ask.app.knowledge, assess), &ask.app.knowledge)
    })
    .await
}

async fn predictions(ask: Ask) -> Result<Done, Problem> {
    judged(ask, |ask, loaded| {
        let predicted = assessments(loaded, &ask.app.knowledge, assess_and_predict);
        wire::predictions_json(&predicted, &ask.app.knowledge)
    })
    .await
}

async fn next(ask: Ask) -> Result<Done, Problem> {
    let minutes = checked_minutes(ask.number("minutes"))?;
    judged(ask, move |ask, loaded| wire::suggestions_json(&suggestions(loaded, minutes, &ask.app.knowledge)))
        .await
}

async fn reliability(ask: Ask) -> Result<Done, Problem> {
    let value = if ask.text("value") == Some("best") { VisitValue::Best } else { VisitValue::Mean };
    let options = ReliabilityOptions { value, n_visits: checked_visits(ask.whole("visits"))? };
    let (map, days, app) = (ask.map()?, ask.days(), Arc::clone(&ask.app));
    let tables = ask.files("measurements");
    replied(move || reply::reliability_of(&tables, map.as_ref(), &options, &app.knowledge, days)).await
}

async fn audit(ask: Ask) -> Result<Done, Problem> {
    let wanted = ask.wanted_weeks()?;
    let (uploaded, logs, days) = (ask.uploaded()?, ask.files("log"), ask.days());
    let (each_leg, app) = (ask.flag("each_leg"), Arc::clone(&ask.app));
    replied(move || {
        let read = read_log_files(&logs, days, each_leg, &app.knowledge)?;
        let has_person = uploaded.person.is_some() || uploaded.answers.is_some() || !uploaded.tables.is_empty();
        let input = has_person.then(|| uploaded.input(&app.knowledge, days)).transpose()?;
        let start = start_read(read, input, &app.knowledge);
        Ok(looked_back(start, &wanted, &app.knowledge)?.reply(&app.knowledge))
    })
    .await
}
