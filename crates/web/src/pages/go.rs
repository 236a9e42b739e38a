//! The next session set by set: one document that holds every set, every word and every stop, and needs nothing more.
//!
//! Without a script it is the list of sets with how to do them. It stays the same all day, whatever of it was done.
//! Read next: `assets/train.mjs` for what a script adds, [`super::sets`] for how sets arrive.

use super::library::figure_address;
use crate::assets;
use crate::doors::Here;
use crate::problem::Problem;
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Who};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use evenstride_app::prelude::{
    Date, Dose, ExerciseId, Knowledge, Next, NextItem, NextSession, PlannedSide, Screening, Side, SignEffect,
    Unit, Units, takes_load,
};
use evenstride_app::report;
use evenstride_app::sets::person_key;
use evenstride_app::typed_units::{kept_in, read_in, unit_for};
use maud::{Markup, html};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The heaviest load of a set that is taken.
const MOST_LOAD_KG: f64 = 600.0;
/// The most that can be left in reserve by one tap; the last one says *or more*.
const MOST_RESERVE: u32 = 5;

/// Shows the session of today, or leads to the page that says why there is none.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let (kept, followed) = app.this_morning(&who).await?;
    let (Screening::Cleared(cleared), Some(Next::Session(session))) = (&followed.screening, &followed.next)
    else {
        return Ok(Redirect::to(&who.address("/train")).into_response());
    };
    let title = say("go.title");
    // The newest action tells whether a page was made before something was told or after it.
    let made = app.store.actions(1).await?.first().map_or(0, |action| action.id.0);
    let units = kept.input.person.units;
    let body = document(&app, &who, (session, units), (cleared.until(), made));
    Ok(page(&Shown { title: &title, who: Some(&who), here: "train", body }).into_response())
}

/// The sets in the order of doing: the legs take turns, and the leg that leads begins.
fn in_order(session: &NextSession) -> Vec<(&NextItem, u32)> {
    let mut order = Vec::new();
    for items in session.items.chunk_by(|a, b| a.planned == b.planned) {
        let rounds = items.iter().map(|item| item.sets).max().unwrap_or(0);
        for round in 1..=rounds {
            order.extend(items.iter().filter(|item| item.sets >= round).map(|item| (item, round)));
        }
    }
    order
}

/// Tells sessions of days apart without saying what is in them.
fn session_key(who: &Who, day: Date, session: &NextSession) -> String {
    let digest = Sha256::digest(format!("{} {day} {:?}", who.name, session.items).as_bytes());
    digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// The document; it stays as it was made until the clearance ends, and knows the newest action when it was made.
fn document(
    app: &App,
    who: &Who,
    (session, units): (&NextSession, Units),
    (until, made): (Date, i64),
) -> Markup {
    let figures = &app.knowledge.following.figures;
    let exercises: BTreeSet<&ExerciseId> = session.items.iter().map(|item| &item.exercise).collect();
    html! {
        h1 tabindex="-1" { (say("go.title")) }
        p.quiet { (report::date(app.today(), words())) }
        p id="without" {
            (say("go.without")) " " a href=(who.address("/train")) { (say("go.without_go")) }
        }
        div id="session" hidden data-person=(who.number) data-owner=(person_key(&who.name)) data-day=(app.today())
            data-session=(session_key(who, app.today(), session)) data-made=(made) data-until=(until)
            data-pain-go-on=(figures.pain_go_on) data-pain-hold=(figures.pain_hold)
            data-load-unit=(load_unit(units)) data-kg-of-load=(kept_in(1.0, Unit::Kilogram, units)) {
            div.strip {
                p id="kept" role="status" {}
                p id="again" {}
                p id="was-for" hidden { (fill("go.was_for", &[("date", &report::date(app.today(), words()))])) }
                p id="elsewhere" hidden { (say("go.elsewhere")) }
                p id="signed-out" hidden role="status" {
                    a.button id="sign-in" href=(crate::doors::sign_in_address(&who.address("/train/go"))) {}
                }
                ul id="refused" hidden {}
            }
            (set_screen(units))
            (rest_screen())
            (signs_screen(&app.knowledge))
            (stop_screen(who))
            (questions_screen(who, "asked"))
            (questions_screen(who, "over"))
            (end_screen(who))
            div hidden {
                @for name in WORDS { span data-word=(name) { (say(&format!("go.say.{name}"))) } }
            }
        }
        section id="list" aria-labelledby="all" {
            h2 id="all" { (say("go.all")) }
            (fold_of_sets("sets-before"))
            ol.sets id="sets" {
                @for (at, (item, round)) in in_order(session).into_iter().enumerate() {
                    (set_row(at + 1, (item, round), units, &app.knowledge))
                }
            }
            (fold_of_sets("sets-after"))
            h2 { (words().say("plan.how")) }
            @for id in exercises {
                @if let Some(exercise) = app.knowledge.exercises.get(id) {
                    details {
                        summary { (exercise.name) }
                        ul id={ "cues-" (id) } { @for cue in &exercise.cues { li { (cue) } } }
                    }
                }
            }
        }
        link rel="modulepreload" href=(assets::outbox());
        link rel="modulepreload" href=(assets::again());
        link rel="modulepreload" href=(assets::folds());
        script type="module" src=(assets::train()) {}
    }
}

/// Shows or hides sets that are done or come later; a script fills it, and without one all sets stand there.
fn fold_of_sets(id: &str) -> Markup {
    html! { button.quietly.wide.fold id=(id) type="button" aria-controls="sets" aria-expanded="false" hidden {} }
}

/// What the script says, each under the key of the same name.
const WORDS: [&str; 35] = [
    "set_of",
    "end_count",
    "sets_before",
    "sets_after",
    "rest_next",
    "rest_over",
    "clock_start",
    "clock_stop",
    "pain_left",
    "pain_right",
    "pain_both",
    "pain_fine",
    "pain_stay",
    "pain_stop",
    "did",
    "did_pain",
    "did_reserve",
    "meant",
    "left_out",
    "all_there",
    "one_waits",
    "sign_in_one",
    "sign_in_some",
    "some_wait",
    "one_not",
    "some_not",
    "not_day",
    "not_exercise",
    "not_other",
    "refused",
    "let_go",
    "again_yes",
    "again_no",
    "wrong_amount",
    "wrong_load",
];

/// The unit in which a person types and reads loads.
fn load_unit(units: Units) -> String {
    report::unit_name(unit_for(Unit::Kilogram, units), words())
}

/// The heaviest load that is taken, in whole units of the person.
fn most_load(units: Units) -> String {
    read_in(MOST_LOAD_KG, Unit::Kilogram, units).floor().to_string()
}

/// “8 repetitions”.
fn amount(dose: Dose, aim: u32) -> String {
    let key = match dose {
        Dose::Reps(_) => "go.reps",
        Dose::HoldS(_) => "go.seconds",
        Dose::Minutes(_) => "go.minutes",
        Dose::Metres(_) => "go.metres",
    };
    fill(key, &[("n", &aim.to_string())])
}

fn unit(dose: Dose) -> String {
    say(match dose {
        Dose::Reps(_) => "go.unit_reps",
        Dose::HoldS(_) => "go.unit_seconds",
        Dose::Minutes(_) => "go.unit_minutes",
        Dose::Metres(_) => "go.unit_metres",
    })
}

/// The same inside a sentence.
fn unit_inside(dose: Dose) -> String {
    let unit = unit(dose);
    if words().language().keeps_capitals() { unit } else { unit.to_lowercase() }
}

/// One set in the list; it keeps its number while others are folded.
fn set_row(number: usize, (item, round): (&NextItem, u32), units: Units, knowledge: &Knowledge) -> Markup {
    let exercise = knowledge.exercises.get(&item.exercise);
    let name = exercise.map_or(item.exercise.as_str(), |exercise| exercise.name.as_str());
    let (leg, drawn) = match item.side {
        PlannedSide::Left => ("go.left", Side::Left),
        PlannedSide::Right => ("go.right", Side::Right),
        PlannedSide::Both => ("go.both", Side::Right),
    };
    let leg = say(leg);
    let kilograms = item.load_kg.map(|kg| kg.to_string());
    let target = match item.load_kg {
        Some(kg) => {
            let load = report::load(kg, units, words());
            fill("go.with_load", &[("amount", &amount(item.dose, item.aim)), ("load", &load)])
        }
        None => amount(item.dose, item.aim),
    };
    let nth = fill("go.nth", &[("n", &round.to_string()), ("all", &item.sets.to_string())]);
    let figure = exercise.and_then(|exercise| exercise.figure.as_ref());
    let counts_reserve = matches!(item.dose, Dose::Reps(_));
    html! {
        li value=(number) data-exercise=(item.exercise) data-side=(item.side.as_str()) data-side-words=(leg) data-name=(name)
            data-what={ (leg) ", " (name) } data-target=(target) data-nth=(nth) data-aim=(item.aim)
            data-unit=(unit(item.dose)) data-unit-inside=(unit_inside(item.dose)) data-load=[exercise.map(|exercise| knowledge.load_words(exercise, item.limited_by.as_ref()))]
            data-kg=[kilograms.as_deref()] data-rest=(item.rest_s)
            data-takes-load=[exercise.is_some_and(|exercise| takes_load(exercise, knowledge) || item.load_kg.is_some()).then_some("")]
            data-counts-reserve=[counts_reserve.then_some("")]
            data-counts=[matches!(item.dose, Dose::HoldS(_)).then_some("")]
            data-figure=[figure.map(|id| figure_address(id.as_str(), drawn))]
            data-figure-alt=(fill("go.figure", &[("name", name), ("leg", &leg)])) {
            span { strong { (leg) } " · " (name) " · " (nth) ": " span.said { (target) } }
            button.quietly type="button" hidden { (say("go.change")) span.hidden { ": " (leg) ", " (name) ", " (nth) } }
        }
    }
}

fn set_screen(units: Units) -> Markup {
    let most = most_load(units);
    html! {
        section.screen id="screen-set" aria-labelledby="set-title" hidden {
            p.quiet id="set-count" {}
            h2 id="set-title" tabindex="-1" { span.leg id="set-side" {} " " span id="set-name" {} }
            img id="set-figure" alt="" hidden;
            p.target { strong id="set-target" {} " " span.quiet id="set-nth" {} }
            p.quiet id="set-load-how" {}
            form id="set-form" novalidate {
                p.error id="set-problem" role="alert" hidden {}
                (stepper("amount", None, "0", "50000", "numeric"))
                div id="load-field" { (stepper("load", Some(fill("go.load", &[("unit", &load_unit(units))])), "0", &most, "decimal")) }
                button.quietly.wide id="clock" type="button" hidden {}
                fieldset.taps id="reserve-field" {
                    legend { (say("go.reserve")) }
                    div { @for left in 0..=MOST_RESERVE { (tap("reserve", left, left == MOST_RESERVE)) } }
                }
                fieldset.taps id="pain-field" {
                    legend id="pain-legend" {}
                    div { @for pain in 0..=10 { (tap("pain", pain, false)) } }
                    p.hint { (say("go.pain_ends")) }
                }
                p.go.main { button { (say("go.done")) } }
                p.go {
                    button.quietly id="set-skip" type="button" { (say("go.skip")) }
                    button.quietly id="set-gone" type="button" hidden { (say("go.gone")) }
                }
            }
            p.go { button.quietly type="button" data-opens="signs" { (say("go.wrong")) } }
            details { summary { (say("go.how")) } ul id="set-how" {} }
        }
    }
}

fn stepper(name: &str, label: Option<String>, from: &str, to: &str, mode: &str) -> Markup {
    let of = format!("{name}-label");
    let step = |by: &str, sign: &str, key: &str| {
        html! {
            button.step.quietly type="button" data-step=(by) data-for=(name) aria-describedby=(of) {
                span aria-hidden="true" { (sign) } span.hidden { (say(key)) }
            }
        }
    };
    html! {
        div.stepper {
            label id=(of) for=(name) { @if let Some(label) = label { (label) } }
            (step("-1", "−", "go.less"))
            input id=(name) name=(name) type="text" inputmode=(mode) autocomplete="off" maxlength="8"
                data-from=(from) data-to=(to) aria-describedby="set-problem";
            (step("1", "+", "go.more"))
        }
    }
}

/// One number to tap; none is chosen beforehand.
fn tap(name: &str, number: u32, or_more: bool) -> Markup {
    html! {
        label.tap {
            input type="radio" name=(name) value=(number);
            span { (number) @if or_more { "+" span.hidden { " " (say("go.or_more")) } } }
        }
    }
}

fn rest_screen() -> Markup {
    html! {
        section.screen id="screen-rest" aria-labelledby="rest-title" hidden {
            h2 id="rest-title" tabindex="-1" { (say("go.rest")) }
            p id="rest-pain" hidden {}
            p.clock id="rest-clock" role="timer" aria-live="off" {}
            p id="rest-said" role="status" {}
            p.lead id="rest-next" {}
            p.go { button id="rest-go" type="button" { (say("go.rest_go")) } }
            p.go { button.quietly type="button" data-opens="signs" { (say("go.wrong")) } }
        }
    }
}

/// Every sign to stop with whom to see: they must be there when there is no connection.
fn signs_screen(knowledge: &Knowledge) -> Markup {
    html! {
        section.screen id="screen-signs" aria-labelledby="signs-title" hidden {
            h2 id="signs-title" tabindex="-1" { (say("go.signs")) }
            ul.signs id="signs" {
                @for sign in &knowledge.following.signs {
                    @if let Some(rule) = knowledge.rules.iter().find(|rule| rule.id == sign.rule) {
                        @let said = sign.action.and_then(|action| knowledge.action_words(action));
                        @let (effect, title) = match sign.effect {
                            SignEffect::Ends => ("ends", said.map_or(String::new(), |said| said.title.clone())),
                            SignEffect::TooMuch => ("too-much", say("go.stop_exercise")),
                            SignEffect::Waits => ("waits", say("go.stop_session")),
                        };
                        li {
                            button.quietly type="button" data-rule=(sign.rule) data-effect=(effect) data-title=(title) data-name=(rule.name)
                                data-advice=(said.map_or("", |said| said.advice.as_str())) {
                                (rule.name) span.text hidden { (rule.text) }
                            }
                        }
                    }
                }
            }
            p.go { button id="signs-back" type="button" { (say("go.signs_back")) } }
        }
    }
}

fn stop_screen(who: &Who) -> Markup {
    html! {
        section.screen id="screen-stop" aria-labelledby="stop-title" hidden {
            h2 id="stop-title" tabindex="-1" {}
            p.lead id="stop-advice" {}
            p id="stop-text" {}
            p.quiet id="stop-meant" {}
            p id="stop-next" { (say("go.stop_next")) " " a href=(who.address("/train")) { (say("go.stop_go")) } }
            p.go { button id="stop-on" type="button" { (say("go.stop_on")) } }
            p.go { button.quietly id="stop-back" type="button" { (say("go.stop_back")) } }
        }
    }
}

/// What follows when a sign that ends the training was taken back, or when the clearance has ended: only the questions
/// lead on.
fn questions_screen(who: &Who, name: &str) -> Markup {
    html! {
        section.screen id={ "screen-" (name) } aria-labelledby={ (name) "-title" } hidden {
            h2 id={ (name) "-title" } tabindex="-1" { (say(&format!("go.{name}"))) }
            p { (say(&format!("go.{name}_how"))) }
            p { a.button href=(who.address("/questions")) { (say("results.questions_go")) } }
        }
    }
}

fn end_screen(who: &Who) -> Markup {
    html! {
        section.screen id="screen-end" aria-labelledby="end-title" hidden {
            h2 id="end-title" tabindex="-1" { (say("go.end")) }
            p.lead id="end-count" {}
            p { (say("go.end_morning")) }
            p { a.button href=(who.address("/progress")) { (say("go.end_go")) } }
        }
    }
}
