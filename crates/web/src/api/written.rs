//! What is written for people to read or to import: pages, and the calendar of the week that is followed.
//!
//! A page begins with the stop where something stops; a calendar cannot tell one, so the stop stands in its place as JSON.

use super::ask::Ask;
use super::operation::{Answers, Done, Field, Kind, Operation};
use super::people::{AS_OF, reads};
use crate::doors::Right;
use crate::problem::Problem;
use crate::shell::words;
use crate::state::{view, working};
use evenstride_app::calendar::{CalendarOptions, Telling, USUAL_TIME, calendar_after, time_of};
use evenstride_app::check::{Check, check_with};
use evenstride_app::disk::now_utc;
use evenstride_app::error::{Error, exit_code};
use evenstride_app::following::planning;
use evenstride_app::prelude::{Next, Screening, Time};
use evenstride_app::reply::{self, followed_exit_code};
use evenstride_app::report;
use std::sync::Arc;

const HTML: &str = "text/html; charset=utf-8";
const CALENDAR: &str = "text/calendar; charset=utf-8";

const ABOUT: Field = Field::may(
    "about",
    Kind::Choice(&["status", "check", "plan"]),
    "Where somebody stands, the whole check, or the week that is followed; status when left out.",
);
const AT: Field =
    Field::may("at", Kind::Text { least: 1, most: 5 }, "When sessions start, as 07:30; 18:00 when left out.");
const TITLES: Field = Field::may(
    "titles",
    Kind::Choice(&["plain", "full"]),
    "How much the calendar tells those who see it; plain when left out.",
);

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        answers: Answers::Bytes(HTML),
        summary: "A page to read and to print, as the commands write it with `--format html`.",
        command: "status",
        ..reads("/people/{person}/report", "report", &[ABOUT, AS_OF], "", |ask| Box::pin(report_page(ask)))
    },
    Operation {
        answers: Answers::Bytes(HTML),
        right: Right::Coach,
        summary: "Where everybody stands as a page to read and to print.",
        command: "squad",
        ..reads("/squad/report", "squad-report", &[AS_OF], "", |ask| Box::pin(squad_page(ask)))
    },
    Operation {
        tag: "plan",
        answers: Answers::BytesOr(CALENDAR, "PlanOrStop"),
        summary: "The week that is followed as a calendar file; a stop or the end of the clearance in its place.",
        command: "plan",
        ..reads("/people/{person}/calendar", "calendar", &[AT, TITLES, AS_OF], "", |ask| {
            Box::pin(calendar(ask))
        })
    },
];

async fn report_page(ask: Ask) -> Result<Done, Problem> {
    let about = ask.text("about").unwrap_or("status").to_owned();
    let (kept, followed) = ask.followed().await?;
    let name = format!("evenstride-{about}-{}.html", ask.days().as_of);
    let app = Arc::clone(&ask.app);
    let made = working(move || -> Result<(String, u8), Error> {
        let knowledge = &app.knowledge;
        let mut check = Check::of_screen(followed.screening.clone());
        // Where the log has ended the clearance, every page is the one that begins with it.
        match (about.as_str(), followed.ended()) {
            ("check", None) => {
                let outcome = check_with(&kept.input, &planning(&kept, knowledge), knowledge);
                let page = report::html(&view(&kept.input, &outcome, knowledge), words());
                Ok((page, outcome.exit_code()))
            }
            ("plan", None) => {
                let is_cleared = matches!(check.screening, Screening::Cleared(_));
                check.plan = kept.plan.as_ref().filter(|_| is_cleared).map(|kept| kept.plan.clone());
                if is_cleared && check.plan.is_none() {
                    return Err(none_followed());
                }
                let page = report::plan_html(&view(&kept.input, &check, knowledge), words());
                Ok((page, check.exit_code()))
            }
            _ => {
                check.assessment.clone_from(&followed.assessment);
                let shown = view(&kept.input, &check, knowledge);
                Ok((report::status_html(&shown, &kept, &followed, words()), followed_exit_code(&followed)))
            }
        }
    });
    let (page, exit_code) = made.await??;
    Ok(Done::Bytes { name, bytes: page.into_bytes(), exit_code })
}

fn none_followed() -> Error {
    Error::missing("read the week that is followed: there is none").hint("plan one and keep it first")
}

async fn squad_page(ask: Ask) -> Result<Done, Problem> {
    let days = ask.days();
    let members = ask.app.squad(days).await?;
    let page = report::squad_html(&members, days.as_of, &ask.app.knowledge, words());
    let name = format!("evenstride-squad-{}.html", days.as_of);
    Ok(Done::Bytes { name, bytes: page.into_bytes(), exit_code: exit_code::DONE })
}

async fn calendar(ask: Ask) -> Result<Done, Problem> {
    let at = ask.text("at").map_or(Ok(USUAL_TIME), |typed| time_of(typed, "at"))?;
    let telling = if ask.text("titles") == Some("full") { Telling::Full } else { Telling::Plain };
    let (kept, followed) = ask.followed().await?;
    if let Some(next @ Next::ClearanceEnded(_)) = &followed.next {
        return Ok(reply::ended(next).into());
    }
    let mut check = Check::of_screen(followed.screening.clone());
    if !matches!(check.screening, Screening::Cleared(_)) {
        return Ok(reply::kept_week(&kept, &followed, &ask.app.knowledge)?.into());
    }
    check.plan = Some(kept.plan.as_ref().ok_or_else(none_followed)?.plan.clone());
    // A day that was named gives the same bytes every time; else a later file must be newer than this one.
    let stamp = match ask.day("as_of") {
        Some(day) => day.to_datetime(Time::midnight()),
        None => now_utc(),
    };
    let shown = view(&kept.input, &check, &ask.app.knowledge);
    let options = CalendarOptions { at, stamp, telling };
    let text = calendar_after(&kept.planned_weekdays, &shown, &options, words());
    let name = format!("evenstride-{}.ics", ask.days().as_of);
    Ok(Done::Bytes { name, bytes: text.into_bytes(), exit_code: exit_code::DONE })
}
