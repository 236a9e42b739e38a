//! What is known of a person beside the measurements, and what happened to the legs. Nothing of it has to be said.

use super::Shows;
use super::questions::begun;
use crate::doors::Here;
use crate::form::{Form, NoNumber};
use crate::problem::{Problem, wrong};
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Who};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use evenstride_app::files::{parse_person, person_text};
use evenstride_app::prelude::{Date, Injury, Knowledge, MuscleGroupId, Person, Sex, Side, Unit, Units};
use evenstride_app::store::{Content, Repeats, Told, What};
use evenstride_app::typed_units::{kept_in, read_in};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Keeps a person as it is now.
///
/// # Errors
/// The store cannot be written, or what would be kept could not be read again.
pub(super) async fn keep_person(app: &App, who: &Who, person: &Person) -> Result<(), Problem> {
    let text = person_text(person);
    parse_person(&text, "form", &app.knowledge, app.today())?;
    let told = Told { day: app.today(), text };
    let entries = [(who.name.clone(), Content::Person(told))];
    app.write(What::Person, Repeats::AreKnown, None, &entries).await?;
    Ok(())
}

/// Shows what is known.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>) -> Shows {
    let who = app.who(person).await?;
    let kept = app.kept(&who).await?;
    Ok(shown(&app, &who, &kept.input.person, &typed_of(&kept.input.person), &[]))
}

/// The way to tell what was not asked on the way to the first week; nothing where some of it was told.
pub(super) fn tell_more(who: &Who, person: &Person) -> Markup {
    let is_told = person.sex.is_some() || person.height_m.is_some() || person.mass_kg.is_some();
    html! { @if !is_told { p.no-print { a href=(who.address("/about")) { (say("about.more_go")) } } } }
}

/// The values of the form for a person.
fn typed_of(person: &Person) -> Form {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    let mut add = |name: &str, value: Option<String>| {
        fields.append_pair(name, &value.unwrap_or_default());
    };
    add("sex", person.sex.map(|sex| sex_word(sex).to_owned()));
    add("birth_year", person.birth_year.map(|year| year.to_string()));
    let units = person.units;
    add("height", person.height_m.map(|metres| plain(read_in(metres * 100.0, Unit::Centimetre, units))));
    add("mass", person.mass_kg.map(|kg| plain(read_in(kg, Unit::Kilogram, units))));
    add("units", Some(units.as_str().to_owned()));
    add("leg", person.dominant_leg.map(|side| side.as_str().to_owned()));
    add("sport", person.sport.clone());
    if person.trained {
        add("trained", None);
    }
    Form::parse(fields.finish().as_bytes())
}

fn sex_word(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
    }
}

fn plain(number: f64) -> String {
    let text = format!("{number:.1}");
    words().number(text.strip_suffix(".0").unwrap_or(&text))
}

/// A number of the form: its field, its ends.
const NUMBERS: [(&str, f64, f64); 3] =
    [("birth_year", 1900.0, 2100.0), ("height", 50.0, 260.0), ("mass", 10.0, 400.0)];

fn shown(app: &App, who: &Who, person: &Person, typed: &Form, wrong: &[(&str, String)]) -> Html<String> {
    let title = say("about.title");
    let tab = if wrong.is_empty() { title.clone() } else { fill("form.error_title", &[("title", &title)]) };
    let error_of = |name: &str| wrong.iter().find(|(field, _)| *field == name).map(|(_, error)| error.as_str());
    let choice = |name: &str, options: &[&str]| {
        html! {
            p.field {
                label for=(name) { (say(&format!("about.{name}"))) }
                select id=(name) name=(name) {
                    @for option in options {
                        option value=(option) selected[typed.get(name) == *option] {
                            @if option.is_empty() { (say("about.not_said")) } @else { (say(&format!("about.{option}"))) }
                        }
                    }
                }
            }
        }
    };
    let body = html! {
        h1 tabindex="-1" autofocus[wrong.is_empty()] { (title) }
        p { (say("about.lead")) }
        @if !wrong.is_empty() {
            div.error role="alert" {
                ul { @for (name, error) in wrong { li { a href={ "#" (name) } { (error) } } } }
            }
        }
        form method="post" id=(FORM) action=(who.address("/about")) {
            (choice("sex", &["", "female", "male"]))
            (choice("units", &["metric", "imperial"]))
            p.hint { (say("about.units_how")) }
            @for (name, _, _) in NUMBERS {
                p.field {
                    label for=(name) { (asked(name, person.units)) }
                    input id=(name) name=(name) type="text" inputmode="decimal" value=(typed.get(name))
                        maxlength="12" autocomplete="off" aria-invalid=[error_of(name).map(|_| "true")];
                }
            }
            (choice("leg", &["", "left", "right"]))
            p.field {
                label for="sport" { (say("about.sport")) }
                input id="sport" name="sport" type="text" value=(typed.get("sport")) maxlength="60" autocomplete="off";
            }
            label.choice {
                input type="checkbox" name="trained" value="yes" checked[typed.has("trained")];
                span { (say("about.trained")) }
            }
            p { button { (say("about.keep")) } }
        }
        (injuries(app, who, person, typed))
    };
    page(&Shown { title: &tab, who: Some(who), here: "about", body })
}

/// What a number of the form is, with the unit in which it stands there.
fn asked(name: &str, units: Units) -> String {
    match (name, units) {
        ("height" | "mass", Units::Imperial) => say(&format!("about.imperial_of.{name}")),
        _ => say(&format!("about.{name}")),
    }
}

/// The unit in which a number of the form is kept; none for a year.
fn unit_of(name: &str) -> Option<Unit> {
    match name {
        "height" => Some(Unit::Centimetre),
        "mass" => Some(Unit::Kilogram),
        _ => None,
    }
}

/// The form of the page: both of its buttons send all of it, so that neither drops what was typed for the other.
const FORM: &str = "about-form";

fn injuries(app: &App, who: &Who, person: &Person, typed: &Form) -> Markup {
    let action = who.address("/about/history");
    let selected = |name: &str, value: &str| typed.get(name) == value;
    html! {
        // Most people have nothing to tell here, and what hurts now belongs to the health questions.
        details.panel id="history" open[!person.injuries.is_empty() || !typed.get("what").is_empty()] {
            summary { (say("about.history")) }
            p { (say("about.history_lead")) }
            @for injury in &person.injuries {
                form.row method="post" action=(action) {
                    span {
                        (injury.what)
                        @for name in injury.groups.iter().filter_map(|id| app.knowledge.groups.get(id)).map(|group| &group.name) {
                            @if *name != injury.what { ", " (name) }
                        }
                        @if let Some(side) = injury.side { ", " (say(&format!("about.{side}"))) }
                        @if let Some(day) = injury.on { ", " (evenstride_app::report::date(day, crate::shell::words())) }
                        @if injury.surgery { ", " (say("about.operated")) }
                    }
                    input type="hidden" name="remove" value=(line_of(injury));
                    button.quietly { (say("about.remove")) span.hidden { ": " (injury.what) } }
                }
            }
            p.field {
                label for="what" { (say("about.what")) }
                input id="what" name="what" form=(FORM) type="text" maxlength="80" value=(typed.get("what")) autocomplete="off";
            }
            p.field {
                label for="side" { (say("about.side")) }
                select id="side" name="side" form=(FORM) {
                    option value="" { (say("about.both")) }
                    option value="left" selected[selected("side", "left")] { (say("about.left")) }
                    option value="right" selected[selected("side", "right")] { (say("about.right")) }
                }
            }
            (muscle_field(app, Some(FORM), typed.get("muscle")))
            p.field {
                label for="day" { (say("about.day")) }
                input id="day" name="day" form=(FORM) type="date" max=(app.today()) value=(typed.get("day"));
            }
            p.field {
                label for="operation" { (say("about.operation")) }
                select id="operation" name="operation" form=(FORM) {
                    option value="" { (say("about.operation_none")) }
                    option value="other" selected[selected("operation", "other")] { (say("about.operation_other")) }
                    @for id in operations(&app.knowledge) {
                        option value=(id) selected[selected("operation", id)] { (operation_name(id)) }
                    }
                }
            }
            p { button form=(FORM) formaction=(action) { (say("about.add")) } }
        }
    }
}

/// The muscle that was hurt, as the catalogue names those that can be trained; nothing is chosen beforehand.
pub(super) fn muscle_field(app: &App, form: Option<&str>, chosen: &str) -> Markup {
    let muscles = app.knowledge.groups.values().filter(|group| group.trainable);
    html! {
        p.field {
            label for="muscle" { (say("about.muscle")) }
            select id="muscle" name="muscle" form=[form] {
                option value="" { (say("about.muscle_none")) }
                @for group in muscles {
                    option value=(group.id) selected[group.id.as_str() == chosen] { (group.name) }
                }
            }
        }
    }
}

/// The muscle that was chosen.
pub(super) fn named_muscle(form: &Form, app: &App) -> Option<MuscleGroupId> {
    let chosen = form.get("muscle");
    let mut muscles = app.knowledge.groups.values().filter(|group| group.trainable);
    muscles.find(|group| group.id.as_str() == chosen).map(|group| group.id.clone())
}

/// What an injury is told apart by when it is removed: its place in the list changes, a second click must not hit the next.
fn line_of(injury: &Injury) -> String {
    let Injury { what, side, groups, on, surgery, operation } = injury;
    let groups: Vec<&str> = groups.iter().map(MuscleGroupId::as_str).collect();
    let day = on.map_or_else(String::new, |day| day.to_string());
    let operation = operation.as_ref().map_or("", |id| id.as_str());
    let side = side.map_or("", Side::as_str);
    let line = format!("{side}/{day}/{surgery}/{operation}/{}/{what}", groups.join(" "));
    // A form has no control characters and no blanks at the ends.
    line.replace(char::is_control, " ").trim().to_owned()
}

/// What people call an operation; one of a clinic's own files keeps its id.
fn operation_name(id: &str) -> String {
    let key = format!("about.operations.{id}");
    if words().has(&format!("web.{key}")) { say(&key) } else { id.replace('-', " ") }
}

/// The operations that ask for waiting times.
fn operations(knowledge: &Knowledge) -> BTreeSet<&str> {
    knowledge.gates.iter().flat_map(|gate| &gate.operations).map(|id| id.as_str()).collect()
}

/// Keeps what was told of the person, with what was typed of the legs.
pub(crate) async fn keep(Here(app): Here, Path(number): Path<i64>, form: Form) -> Result<Response, Problem> {
    let who = app.who(number).await?;
    let kept = app.kept(&who).await?;
    let mut person = kept.input.person.clone();
    let wrong = take_facts(&form, &mut person);
    if !wrong.is_empty() {
        let again = shown(&app, &who, &person, &form, &wrong);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
    }
    person.subject = Some(who.name.clone());
    person.injuries.extend(typed_injury(&form, &app)?);
    keep_person(&app, &who, &person).await?;
    if !kept.input.answers.by_flag.is_empty() {
        return Ok(Redirect::to(&who.address("")).into_response());
    }
    // Who has never answered the health questions comes to the first one next; nothing else can be done before. Who has
    // begun with them comes to where they can go on.
    let kept = app.kept(&who).await?;
    let has_begun = app.drafts().get(&who).is_some_and(|draft| !draft.answers.by_flag.is_empty());
    let next = if has_begun { who.address("/questions") } else { begun(&app, &who, kept) };
    Ok(Redirect::to(&next).into_response())
}

/// The year of birth of a form, for who tells nothing else yet; else what is expected there.
pub(super) fn taken_year(form: &Form) -> Result<Option<i16>, String> {
    let [(name, from, to), ..] = NUMBERS;
    let year = form.number(name, from, to).map_err(|NoNumber { from, to }| {
        let what = asked(name, Units::Metric);
        fill("form.number", &[("what", &what), ("from", &plain(from)), ("to", &plain(to))])
    })?;
    // The ends of the field lie far inside what a year can hold.
    #[allow(clippy::cast_possible_truncation)]
    let year = year.map(|year| year as i16);
    Ok(year)
}

/// Takes the facts of the form over, unless a number is none; gives those fields with what is wrong.
fn take_facts(form: &Form, person: &mut Person) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    // The numbers stand there in the units that the page was shown in, whatever is chosen on it now.
    let units = person.units;
    let mut numbers = NUMBERS.into_iter().map(|(name, from, to)| {
        let unit = unit_of(name);
        let end = |end: f64| unit.map_or(end, |unit| read_in(end, unit, units));
        let typed = form.number(name, end(from), end(to));
        let kept = |typed: f64| unit.map_or(typed, |unit| kept_in(typed, unit, units));
        typed.map(|typed| typed.map(kept)).unwrap_or_else(|NoNumber { from, to }| {
            let ends = [("what", asked(name, units)), ("from", plain(from)), ("to", plain(to))];
            let ends = ends.each_ref().map(|(key, value)| (*key, value.as_str()));
            wrong.push((name, fill("form.number", &ends)));
            None
        })
    });
    let (year, height, mass) = (numbers.next().flatten(), numbers.next().flatten(), numbers.next().flatten());
    drop(numbers);
    if !wrong.is_empty() {
        return wrong;
    }
    person.units = match form.get("units") {
        "imperial" => Units::Imperial,
        "metric" => Units::Metric,
        _ => person.units,
    };
    person.sex = match form.get("sex") {
        "female" => Some(Sex::Female),
        "male" => Some(Sex::Male),
        _ => None,
    };
    // The ends of the field lie far inside what a year can hold.
    #[allow(clippy::cast_possible_truncation)]
    let birth_year = year.map(|year| year as i16);
    person.birth_year = birth_year;
    person.height_m = height.map(|cm| cm / 100.0);
    person.mass_kg = mass;
    person.dominant_leg = side_of(form.get("leg"));
    let sport: String = form.get("sport").chars().filter(|c| !c.is_control()).take(60).collect();
    person.sport = Some(sport).filter(|sport| !sport.is_empty());
    person.trained = form.has("trained");
    wrong
}

/// What was typed of something that happened to a leg; nothing when it has no words.
fn typed_injury(form: &Form, app: &App) -> Result<Option<Injury>, Problem> {
    let what: String = form.get("what").chars().filter(|c| !c.is_control()).take(80).collect();
    if what.is_empty() {
        return Ok(None);
    }
    let day = match form.get("day") {
        "" => None,
        typed => match typed.parse::<Date>().ok().filter(|day| *day <= app.today()) {
            Some(day) => Some(day),
            None => return Err(wrong("history_day", &[]).into()),
        },
    };
    let wanted = form.get("operation");
    let known = app.knowledge.gates.iter().flat_map(|gate| &gate.operations);
    let operation = known.into_iter().find(|id| id.as_str() == wanted).cloned();
    let (side, surgery) = (side_of(form.get("side")), !wanted.is_empty());
    let groups = named_muscle(form, app).into_iter().collect();
    Ok(Some(Injury { what, side, groups, on: day, surgery, operation }))
}

fn side_of(word: &str) -> Option<Side> {
    match word {
        "left" => Some(Side::Left),
        "right" => Some(Side::Right),
        _ => None,
    }
}

/// Adds something that happened to a leg, with the facts that were typed beside it; or takes something away.
pub(crate) async fn history(Here(app): Here, Path(number): Path<i64>, form: Form) -> Result<Response, Problem> {
    let who = app.who(number).await?;
    let mut person = app.kept(&who).await?.input.person;
    if form.has("remove") {
        let named = form.get("remove");
        // What is gone already stays gone, and nothing else goes.
        if let Some(at) = person.injuries.iter().position(|injury| line_of(injury) == named) {
            person.injuries.remove(at);
        }
    } else {
        let wrong_facts = if form.has("sport") { take_facts(&form, &mut person) } else { Vec::new() };
        if !wrong_facts.is_empty() {
            let again = shown(&app, &who, &person, &form, &wrong_facts);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
        }
        let Some(injury) = typed_injury(&form, &app)? else { return Err(wrong("history", &[]).into()) };
        person.injuries.push(injury);
    }
    keep_person(&app, &who, &person).await?;
    Ok(Redirect::to(&who.address("/about")).into_response())
}
