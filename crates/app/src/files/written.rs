//! The two files as the program writes them, for those who answer and tell elsewhere than in a file.
//!
//! What is written here is read back by [`parse_person`](super::parse_person) and
//! [`parse_answers`](super::parse_answers) as the same person and the same answers.

use evenstride_core::knowledge::Sex;
use evenstride_core::person::{Person, Units, WEEKDAYS};
use evenstride_core::screen::{Answers, Reply};
use std::fmt::Write;

/// The answers as an `answers.toml`.
///
/// # Example
/// ```
/// use evenstride_app::prelude::{Answers, Reply, Answer};
/// let flag = evenstride_app::prelude::builtin().flags[0].id.clone();
/// let no = Answer { reply: Reply::No, side: None, cleared: None };
/// let answers = Answers { on: jiff::civil::date(2026, 11, 22), by_flag: [(flag, no)].into() };
/// let text = evenstride_app::files::answers_text(&answers);
/// assert_eq!(text, "answered_on = \"2026-11-22\"\n\n[answers]\nRF-01 = { answer = \"no\" }\n");
/// ```
#[must_use]
pub fn answers_text(answers: &Answers) -> String {
    let mut text = format!("answered_on = \"{}\"\n\n[answers]\n", answers.on);
    for (flag, answer) in &answers.by_flag {
        let reply = match answer.reply {
            Reply::No => "no",
            Reply::Yes => "yes",
            Reply::Unsure => "unsure",
        };
        let mut parts = vec![format!("answer = \"{reply}\"")];
        if let Some(side) = answer.side {
            parts.push(format!("side = \"{side}\""));
        }
        if let Some(cleared) = &answer.cleared {
            parts.push(format!("cleared_by = {}", quoted(&cleared.who)));
            parts.push(format!("cleared_on = \"{}\"", cleared.on));
        }
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{flag} = {{ {} }}", parts.join(", "));
    }
    text
}

/// A person as a `person.toml`; what is not known is left out.
#[must_use]
pub fn person_text(person: &Person) -> String {
    let mut text = String::new();
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(text, "{key} = {value}");
        }
    };
    let list = |words: Vec<&str>| {
        (!words.is_empty())
            .then(|| format!("[{}]", words.into_iter().map(quoted).collect::<Vec<_>>().join(", ")))
    };
    line("subject", person.subject.as_ref().map(|name| quoted(name.as_str())));
    let sex = person.sex.map(|sex| match sex {
        Sex::Female => quoted("female"),
        Sex::Male => quoted("male"),
    });
    line("sex", sex);
    line("birth_year", person.birth_year.map(|year| year.to_string()));
    line("height_cm", person.height_m.map(|metres| number(metres * 100.0)));
    line("mass_kg", person.mass_kg.map(number));
    line("dominant_leg", person.dominant_leg.map(|side| quoted(side.as_str())));
    line("sport", person.sport.as_deref().map(quoted));
    line("trained", person.trained.then(|| "true".to_owned()));
    line("units", (person.units != Units::Metric).then(|| quoted(person.units.as_str())));
    line("equipment", list(person.equipment.iter().map(|id| id.as_str()).collect()));
    line("likes", list(person.likes.iter().map(|id| id.as_str()).collect()));
    line("dislikes", list(person.dislikes.iter().map(|id| id.as_str()).collect()));
    if !person.minutes_by_weekday.is_empty() {
        text.push_str("\n[minutes]\n");
        for (day, minutes) in &person.minutes_by_weekday {
            let _ = writeln!(text, "{} = {minutes}", weekday(*day));
        }
    }
    if !person.equipment_by_weekday.is_empty() {
        text.push_str("\n[equipment_by_day]\n");
        for (day, pieces) in &person.equipment_by_weekday {
            let pieces: Vec<String> = pieces.iter().map(|id| quoted(id.as_str())).collect();
            let _ = writeln!(text, "{} = [{}]", weekday(*day), pieces.join(", "));
        }
    }
    for injury in &person.injuries {
        let _ = writeln!(text, "\n[[injuries]]\nwhat = {}", quoted(&injury.what));
        if let Some(side) = injury.side {
            let _ = writeln!(text, "side = \"{side}\"");
        }
        if !injury.groups.is_empty() {
            let groups: Vec<String> = injury.groups.iter().map(|id| quoted(id.as_str())).collect();
            let _ = writeln!(text, "groups = [{}]", groups.join(", "));
        }
        if let Some(day) = injury.on {
            let _ = writeln!(text, "on = \"{day}\"");
        }
        let _ = writeln!(text, "surgery = {}", injury.surgery);
        if let Some(operation) = &injury.operation {
            let _ = writeln!(text, "operation = {}", quoted(operation.as_str()));
        }
    }
    text
}

fn weekday(day: u8) -> &'static str {
    WEEKDAYS[usize::from(day) % WEEKDAYS.len()]
}

/// A number of at most three decimals, so that metres come back as the centimetres that were told.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0');
    // TOML wants a digit behind the point.
    if text.ends_with('.') { format!("{text}0") } else { text.to_owned() }
}

/// A text in quotation marks as TOML wants it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(letter);
            }
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::super::{Days, parse_answers, parse_person};
    use super::*;
    use evenstride_catalog::builtin;
    use evenstride_core::body::Side;
    use evenstride_core::screen::{Answer, ClearedBy};
    use jiff::civil::date;

    const NASTY: &str = "a \"quoted\" \\ name\n[minutes]\u{7f}\u{85}<script>";

    #[test]
    fn a_person_comes_back_as_it_was_told() {
        let told = "subject = \"ann \\\"x\\\"\"\nsex = \"male\"\nbirth_year = 1988\nheight_cm = 171.5\nmass_kg = 64.25\n\
                    dominant_leg = \"left\"\nsport = \"foot\\\\ball\"\ntrained = true\nequipment = [\"loop-band\"]\n\
                    likes = [\"split-squat\"]\ndislikes = [\"wall-sit\"]\n[minutes]\nmonday = 30\nsunday = 5\n\
                    [equipment_by_day]\nmonday = []\n[[injuries]]\nwhat = \"knee\"\nside = \"right\"\n\
                    groups = [\"quads\"]\non = \"2026-05-11\"\noperation = \"acl-reconstruction\"\n";
        let today = date(2026, 11, 22);
        let (person, notices) = parse_person(told, "person.toml", builtin(), today).unwrap();
        assert!(notices.is_empty(), "{notices:?}");
        let (again, _) = parse_person(&person_text(&person), "person.toml", builtin(), today).unwrap();
        assert_eq!(again, person);
    }

    #[test]
    fn what_people_type_stays_text() {
        let today = date(2026, 11, 22);
        let mut person = Person { sport: Some(NASTY.to_owned()), ..Person::default() };
        person.injuries.push(evenstride_core::person::Injury {
            what: NASTY.to_owned(),
            side: None,
            groups: Vec::new(),
            on: None,
            surgery: false,
            operation: None,
        });
        let (again, _) = parse_person(&person_text(&person), "person.toml", builtin(), today).unwrap();
        assert_eq!(again, person);
    }

    #[test]
    fn answers_come_back_as_they_were_given() {
        let today = date(2026, 11, 22);
        let cleared = Some(ClearedBy { who: NASTY.to_owned(), on: date(2026, 11, 1) });
        let given = [
            Answer { reply: Reply::No, side: None, cleared: None },
            Answer { reply: Reply::Unsure, side: Some(Side::Left), cleared: None },
            Answer { reply: Reply::Yes, side: Some(Side::Right), cleared },
        ];
        let ids = builtin().flags.iter().map(|flag| flag.id.clone());
        let answers = Answers { on: today, by_flag: ids.zip(given).collect() };
        let days = Days { today, as_of: today };
        let (again, notices) = parse_answers(&answers_text(&answers), "answers.toml", builtin(), days).unwrap();
        assert_eq!((again, notices), (answers, Vec::new()));
    }
}
