//! One test of the check: how it is done, which leg begins, and a place for each try.
//!
//! What is typed goes the way of a table, like everything that is measured. A script adds a clock and a counter; the
//! form works without. Read next: [`super::check`].

use super::bring::{bringing, kept_as, refused};
use super::check::{limits_again, list_address, minutes_of, most_telling, not_yet};
use super::library::figure_address;
use crate::assets;
use crate::doors::Here;
use crate::form::Form;
use crate::problem::{Problem, wrong};
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Who, working};
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use evenstride_app::error::Error;
use evenstride_app::following::{Followed, Kept, warmed_up_minutes};
use evenstride_app::prelude::{Equipment, Knowledge, Screening, Side, Test, TestId, Unit, Units};
use evenstride_app::record::{Bringing, FileKind, bring};
use evenstride_app::report;
use evenstride_app::store::What;
use evenstride_app::typed_units::{kept_in, read_in, unit_for};
use maud::{Markup, html};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

/// One place for a number: the try and its leg.
struct Try {
    nth: u32,
    side: Side,
}

impl Try {
    fn field(&self) -> String {
        format!("{}-{}", self.side.as_str(), self.nth)
    }

    fn pain_field(&self) -> String {
        format!("{}-pain", self.field())
    }

    /// “Left leg, try 1”.
    fn name(&self) -> String {
        fill("check.try", &[("leg", &leg(self.side)), ("n", &self.nth.to_string())])
    }
}

/// The legs that may do a test: an all-out one waits on a leg that must not be tested so.
fn legs(test: &Test, followed: &Followed) -> Vec<Side> {
    let spared = |side: &Side| match &followed.screening {
        Screening::Cleared(cleared) => test.maximal && cleared.no_maximal_tests().contains(side),
        Screening::Stopped { .. } | Screening::Incomplete { .. } | Screening::Expired { .. } => true,
    };
    Side::BOTH.into_iter().filter(|side| !spared(side)).collect()
}

/// The tries in the order of doing: the legs take turns, and from test to test another one begins.
fn tries(test: &Test, kept: &Kept, legs: &[Side]) -> Vec<Try> {
    let as_of = kept.input.as_of;
    let today = kept.input.trials.iter().filter(|trial| trial.day == as_of && trial.test != test.id);
    let done: BTreeSet<&TestId> = today.map(|trial| &trial.test).collect();
    let mut legs = legs.to_vec();
    if done.len() % 2 == 1 {
        legs.reverse();
    }
    (1..=test.trials).flat_map(|nth| legs.iter().map(move |side| Try { nth, side: *side })).collect()
}

fn test_of<'a>(id: &str, knowledge: &'a Knowledge) -> Result<&'a Test, Problem> {
    let found = knowledge.tests.values().find(|test| test.id.as_str() == id);
    found.ok_or_else(Problem::not_found)
}

/// Shows how a test is done, with a place for each try.
pub(crate) async fn show(
    Here(app): Here,
    Path((person, id)): Path<(i64, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let test = test_of(&id, &app.knowledge)?;
    let (kept, followed) = app.stands(&who).await?;
    if let Some(instead) = not_yet(&app, &who, &kept, &followed) {
        return Ok(instead.into_response());
    }
    let minutes = minutes_of(query.as_deref());
    let is_next = Form::parse(query.unwrap_or_default().as_bytes()).has("kept");
    Ok(shown(
        &app,
        &who,
        &Asked { test, kept: &kept, followed: &followed, minutes, wrong: &[], is_next },
        &Form::default(),
        None,
    )
    .into_response())
}

/// What a page of a test is made from.
struct Asked<'a> {
    test: &'a Test,
    kept: &'a Kept,
    followed: &'a Followed,
    minutes: f64,
    /// The fields that hold no value that the test can show, each with what is wrong.
    wrong: &'a [(String, String)],
    /// Was another test kept just now?
    is_next: bool,
}

fn shown(app: &App, who: &Who, asked: &Asked<'_>, typed: &Form, error: Option<&Error>) -> Html<String> {
    let test = asked.test;
    let is_wrong = error.is_some() || !asked.wrong.is_empty();
    let tab = if is_wrong { fill("form.error_title", &[("title", &test.name)]) } else { test.name.clone() };
    let unit = unit_for(test.unit, asked.kept.input.person.units);
    let legs = legs(test, asked.followed);
    let tries = tries(test, asked.kept, &legs);
    let action = who.address(&format!("/check/test/{}?minutes={}", test.id, asked.minutes.round()));
    let body = html! {
        h1 tabindex="-1" autofocus[!is_wrong] { (test.name) }
        // Who goes from test to test knows that the last one is kept, and can stop at each.
        @if asked.is_next { p { (say("check.kept")) " " a href=(list_address(who, asked.minutes)) { (say("check.kept_go")) } } }
        @if let Some(error) = error { (refused(error)) }
        @if !asked.wrong.is_empty() {
            div.error role="alert" {
                ul { @for (field, told) in asked.wrong { li { a href={ "#" (field) } { (told) } } } }
            }
        }
        @if let Some(figure) = &test.figure {
            img.shows src=(figure_address(figure.as_str(), tries.first().map_or(Side::Right, |first| first.side)))
                alt=(words().fill("reference.figure", &[("name", &test.name)]));
        }
        p { (things(test, &app.knowledge)) }
        @if test.needs_helper() { p { strong { (say("check.helper")) } } }
        (limits_again(asked.followed, &app.knowledge))
        h2.hidden { (words().say("next.steps")) }
        ol { @for step in &test.steps { li { (step) } } }
        @if !test.stop.is_empty() {
            p { strong { (words().say("next.stop")) } }
            ul { @for line in &test.stop { li { (line) } } }
        }
        @if legs.is_empty() { p { strong { (say("check.no_leg")) } } }
        @else {
            section aria-labelledby="tries" {
                h2.hidden id="tries" { (say("check.tries")) }
                p { (order(&tries)) @if let Some(rest) = rest(test, &tries) { " " (rest) } }
                @if let Some(beat) = test.beat_per_minute { (metronome(beat)) }
                form.tries id="tries-form" method="post" action=(action) data-unit=(test.unit.as_str()) {
                    div.try-all { @for one in &tries { (place(one, unit, typed, asked.wrong)) } }
                    (pains(&tries, typed))
                    @if !test.invalid.is_empty() {
                        details {
                            summary { (words().say("next.invalid")) }
                            ul { @for line in &test.invalid { li { (line) } } }
                        }
                    }
                    p { button { (say("check.keep")) } }
                }
            }
        }
        @if !asked.is_next { p { a href=(list_address(who, asked.minutes)) { (say("check.order")) } } }
        div hidden id="check-words" {
            @for name in ["start", "stop", "slept", "count"] { span data-word=(name) { (say(&format!("check.say.{name}"))) } }
        }
        script type="module" src=(assets::check()) {}
        @if test.beat_per_minute.is_some() { script type="module" src=(assets::beat()) {} }
    };
    page(&Shown { title: &tab, who: Some(who), here: "check", body })
}

/// The beat that the steps name, to be heard and seen. A script makes it, so that it is in view only with one; it is off
/// until somebody turns it on.
fn metronome(beat: u32) -> Markup {
    let n = beat.to_string();
    html! {
        p.beat id="beat" hidden data-beat=(n) data-start=(fill("beat.start", &[("n", &n)])) data-stop=(say("beat.stop")) {
            button.quietly type="button" aria-pressed="false" { (fill("beat.start", &[("n", &n)])) }
            span.pulse aria-hidden="true" {}
            span.hint { (say("beat.how")) }
        }
    }
}

/// What must be at hand.
fn things(test: &Test, knowledge: &Knowledge) -> String {
    // That somebody has to help stands in a sentence of its own.
    let things = test.equipment.iter().filter(|id| !Equipment::is_helper(id));
    let names: Vec<String> = things.map(|id| report::equipment(id, knowledge)).collect();
    if names.is_empty() {
        say("check.no_things")
    } else {
        fill("check.needs", &[("things", &words().list(&names))])
    }
}

/// How long to rest before what; with one try a leg the rest stands between the legs.
fn rest(test: &Test, tries: &[Try]) -> Option<String> {
    let key = if test.trials > 1 {
        "check.rest"
    } else if tries.iter().any(|one| tries.first().is_some_and(|first| first.side != one.side)) {
        "check.rest_legs"
    } else {
        return None;
    };
    let rest = match (test.rest_s / 60, test.rest_s % 60) {
        (0, 0) => return None,
        (minutes, 0) => words().counted("minute", usize::try_from(minutes).unwrap_or(0)),
        _ => fill("go.seconds", &[("n", &test.rest_s.to_string())]),
    };
    Some(fill(key, &[("rest", &rest)]))
}

fn leg(side: Side) -> String {
    say(match side {
        Side::Left => "go.left",
        Side::Right => "go.right",
    })
}

/// “Begin with the left leg, then take turns.”
fn order(tries: &[Try]) -> String {
    let first = tries.first().map_or(Side::Left, |one| one.side);
    let takes_turns = tries.iter().any(|one| one.side != first);
    let side = say(match first {
        Side::Left => "check.left",
        Side::Right => "check.right",
    });
    fill(if takes_turns { "check.turns" } else { "check.one_leg" }, &[("leg", &side)])
}

/// What a number of a test is in this unit; a clock counts seconds, which need no sign.
fn value_label(unit: Unit) -> String {
    match unit {
        Unit::Second => say("go.unit_seconds"),
        other => fill("check.value", &[("unit", &report::unit_name(other, words()))]),
    }
}

fn place(one: &Try, unit: Unit, typed: &Form, wrong: &[(String, String)]) -> Markup {
    let field = one.field();
    let is_wrong = wrong.iter().any(|(name, _)| *name == field);
    html! {
        fieldset.try {
            legend { (one.name()) }
            p.field {
                label for=(field) { (value_label(unit)) }
                input id=(field) name=(field) type="text" inputmode="decimal" maxlength="20" autocomplete="off"
                    value=(typed.get(&field)) aria-invalid=[is_wrong.then_some("true")];
            }
        }
    }
}

/// How much each try hurt: behind a question, because most hurt nobody.
fn pains(tries: &[Try], typed: &Form) -> Markup {
    let told = |one: &Try| typed.get(&one.pain_field()).to_owned();
    html! {
        details.pains open[tries.iter().any(|one| !told(one).is_empty())] {
            summary { (say("check.pain_any")) }
            p.hint id="pain-how" { (say("check.pain_how")) }
            div.many {
                @for one in tries {
                    @let (field, told) = (one.pain_field(), told(one));
                    p.field {
                        label for=(field) { (one.name()) ": " (say("check.pain")) }
                        select id=(field) name=(field) aria-describedby="pain-how" {
                            option value="" { (say("check.pain_none")) }
                            @for n in 0..=10 { option value=(n) selected[told == n.to_string()] { (n) } }
                        }
                    }
                }
            }
        }
    }
}

/// The smallest and largest value that a test can show, in the units in which it is typed.
fn ends(test: &Test, units: Units) -> [f64; 2] {
    test.plausible.map(|end| read_in(end, test.unit, units))
}

/// The fields that hold no number, or one that the test cannot show, each with what is expected there.
fn wrong_tries(test: &Test, form: &Form, units: Units) -> Vec<(String, String)> {
    let [low, high] = ends(test, units);
    let mut wrong = Vec::new();
    for nth in 1..=test.trials {
        for side in Side::BOTH {
            let one = Try { nth, side };
            let field = one.field();
            if form.number(&field, low, high).is_err() {
                let what = one.name();
                let unit = report::unit_name(unit_for(test.unit, units), words());
                let high = format!("{} {unit}", report::value(high, words()));
                let low = report::value(low, words());
                wrong.push((field, fill("form.number", &[("what", &what), ("from", &low), ("to", &high)])));
            }
        }
    }
    wrong
}

/// The tries as a table.
///
/// # Errors
/// Nothing was typed.
fn table(app: &App, test: &Test, form: &Form, units: Units) -> Result<String, Error> {
    let [low, high] = ends(test, units);
    let mut table = String::from("test,side,attempt,value,unit,date,pain\n");
    let mut n_tries = 0;
    for side in Side::BOTH {
        for nth in 1..=test.trials {
            let one = Try { nth, side };
            let field = one.field();
            // What the test cannot show was told before.
            let Ok(Some(value)) = form.number(&field, low, high) else { continue };
            let pain = form.get(&one.pain_field());
            let pain = pain.parse::<u8>().ok().filter(|pain| *pain <= 10).map(|pain| pain.to_string());
            let (id, unit, day) = (&test.id, test.unit.as_str(), app.today());
            let value = kept_in(value, test.unit, units);
            n_tries += 1;
            // Writing to a String cannot fail.
            let _ = writeln!(
                table,
                "{id},{},{nth},{value},{unit},{day},{}",
                side.as_str(),
                pain.unwrap_or_default()
            );
        }
    }
    if n_tries == 0 {
        return Err(wrong("no_try", &[]));
    }
    Ok(table)
}

/// The test that tells most in the minutes that are left; none where none fits, or where something stops.
async fn next_test(app: &Arc<App>, who: &Who, minutes: f64) -> Result<Option<TestId>, Problem> {
    let (kept, followed) = app.stands(who).await?;
    if not_yet(app, who, &kept, &followed).is_some() {
        return Ok(None);
    }
    let tests = most_telling(app, kept, followed.screening, minutes).await?;
    Ok(tests.into_iter().next().map(|suggestion| suggestion.test))
}

/// Keeps the tries of a test, and goes on to what is decided and what would tell most now.
pub(crate) async fn keep(
    Here(app): Here,
    Path((person, id)): Path<(i64, String)>,
    RawQuery(query): RawQuery,
    form: Form,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let test = test_of(&id, &app.knowledge)?;
    let (kept, followed) = app.stands(&who).await?;
    if let Some(instead) = not_yet(&app, &who, &kept, &followed) {
        return Ok(instead.into_response());
    }
    let minutes = minutes_of(query.as_deref());
    // Nothing is kept while one of them is mistyped: a try that was left out by the reader would be missed by nobody.
    let units = kept.input.person.units;
    let wrong = wrong_tries(test, &form, units);
    if !wrong.is_empty() {
        let asked = Asked { test, kept: &kept, followed: &followed, minutes, wrong: &wrong, is_next: false };
        let again = shown(&app, &who, &asked, &form, None);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
    }
    let read = match table(&app, test, &form, units) {
        Ok(table) => {
            let (reading, subject, mass_kg) = (Arc::clone(&app), who.name.clone(), kept.input.person.mass_kg);
            working(move || {
                let usual = bringing(&reading, &subject);
                let bringing = Bringing { mass_kg, kind: Some(FileKind::Measurements), ..usual };
                bring("typed", table.as_bytes(), &bringing)
            })
            .await?
        }
        Err(error) => Err(error),
    };
    match read {
        Ok(brought) => {
            let has_doubts = !brought.notices.is_empty();
            let outcome = kept_as(&app, &who, What::Import, None, brought).await?;
            let left =
                (minutes - test.minutes_after(warmed_up_minutes(&kept, &app.knowledge))).max(0.0).round();
            // What there is to doubt is told before anything else; else the next test is the way on, as long as one fits.
            let next = if has_doubts { None } else { next_test(&app, &who, left).await? };
            let has_no_days = kept.input.person.minutes_by_weekday.is_empty();
            let leads = match next {
                // The week is what most came for, and what the tests say is one step from it.
                None if has_no_days && !has_doubts => who.address("/plan?kept"),
                Some(next) => who.address(&format!("/check/test/{next}?minutes={left}&kept")),
                None => format!("{}&outcome={outcome}", list_address(&who, left)),
            };
            Ok(Redirect::to(&leads).into_response())
        }
        Err(error) => {
            let asked = Asked { test, kept: &kept, followed: &followed, minutes, wrong: &[], is_next: false };
            let again = shown(&app, &who, &asked, &form, Some(&error));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
    }
}
