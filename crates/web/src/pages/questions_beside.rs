//! What is told beside the answer to a question: the leg that it is about, and the muscle that was hurt and when.
//!
//! None of it has to be said, and none of it belongs to a no. Read next: [`super::questions`].

use super::about::{muscle_field, named_muscle};
use crate::form::Form;
use crate::shell::say;
use crate::state::App;
use evenstride_app::prelude::{Answers, Date, Flag, FlagId, Injury, Reply, Side};
use maud::{Markup, html};

/// Which leg, where it is about one; the style shows it once the answer is one that can be about a leg.
pub(super) fn which_leg(said: Option<Side>) -> Markup {
    let legs = [("left", Some(Side::Left)), ("right", Some(Side::Right)), ("none", None)];
    html! {
        fieldset.inline.of-yes {
            legend { (say("questions.leg")) }
            @for (value, side) in legs {
                label.choice {
                    input type="radio" name="leg" value=(value) checked[side.is_some() && said == side];
                    span { (say(&format!("questions.leg_{value}"))) }
                }
            }
        }
    }
}

/// Which leg, in one list beside a question that stands with others; the style shows it beside a yes alone.
pub(super) fn leg_beside(flag: &Flag, said: Option<Side>) -> Markup {
    let name = format!("leg-{}", flag.id);
    html! {
        p.field.of-choice {
            label for=(name) { (say("questions.leg")) }
            select id=(name) name=(name) {
                @for (value, side) in [("none", None), ("left", Some(Side::Left)), ("right", Some(Side::Right))] {
                    option value=(value) selected[said == side] { (say(&format!("questions.leg_{value}"))) }
                }
            }
        }
    }
}

/// The leg that was chosen.
pub(super) fn side_of(chosen: &str) -> Option<Side> {
    match chosen {
        "left" => Some(Side::Left),
        "right" => Some(Side::Right),
        _ => None,
    }
}

/// The answer that was chosen.
pub(super) fn reply_of(chosen: &str) -> Option<Reply> {
    match chosen {
        "yes" => Some(Reply::Yes),
        "no" => Some(Reply::No),
        "unsure" => Some(Reply::Unsure),
        _ => None,
    }
}

/// The leg that an answer was about; of a question that follows a yes it is the leg of that yes, until it is answered.
pub(super) fn leg_of(flag: &Flag, answers: &Answers) -> Option<Side> {
    let before = |id: &FlagId| answers.by_flag.get(id).filter(|answer| answer.reply != Reply::No);
    match answers.by_flag.get(&flag.id) {
        Some(answer) => answer.side,
        None => flag.only_after.iter().filter_map(before).find_map(|answer| answer.side),
    }
}

/// Which muscle was hurt and when: without a name all that a fresh injury can concern is spared.
pub(super) fn which_muscle(app: &App) -> Markup {
    html! {
        details.of-yes {
            summary { (say("questions.muscle")) }
            p { (say("questions.muscle_how")) }
            (muscle_field(app, None, ""))
            p.field {
                label for="day" { (say("about.day")) }
                input id="day" name="day" type="date" max=(app.today());
            }
        }
    }
}

/// The injury that is told beside the answer to the question about one; nothing where no muscle was named.
pub(super) fn told_injury(app: &App, form: &Form, side: Option<Side>) -> Option<Injury> {
    let groups: Vec<_> = named_muscle(form, app).into_iter().collect();
    let what = app.knowledge.groups.get(groups.first()?)?.name.clone();
    // Somebody who names no day may have been hurt today, which spares the muscle longest.
    let day = form.get("day").parse::<Date>().ok().filter(|day| *day <= app.today()).unwrap_or(app.today());
    Some(Injury { what, side, groups, on: Some(day), surgery: false, operation: None })
}
