//! The next session in words: what to do, what is new in it, what is left out and why, what to write down afterwards.
//!
//! It shows what core worked out; signs to stop come before everything else and hide the session.
//! Read next: [`evenstride_core::track::Next`].

use super::ahead;
use super::names;
use super::week::{self, RowWords};
use super::wrap::Page;
use crate::typed_units::{read_in, unit_for};
use crate::words::Words;
use evenstride_core::body::{Bilateral, Side};
use evenstride_core::knowledge::{Action, Dose, Knowledge, RuleId};
use evenstride_core::person::Units;
use evenstride_core::plan::WARM_UP_MINUTES;
use evenstride_core::quantity::Unit;
use evenstride_core::track::{
    Adherence, Change, ClearanceEnd, LeftOut, Next, NextItem, NextSession, Stall, WeekKind, WhyEnded,
    WhyLeftOut, takes_load,
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What comes next, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NextWords {
    /// The day, or that there is none.
    pub(crate) title: String,
    /// What kind of week it is and how long it takes; or what to do instead of training.
    pub(crate) lead: Vec<String>,
    /// What to do, in order.
    pub(crate) rows: Vec<RowWords>,
    /// Titles with their lines: what is new, what is left out, what deserves a second look.
    pub(crate) parts: Vec<(String, Vec<String>)>,
    /// Lines to write down afterwards, to be changed where it went otherwise.
    pub(crate) log: Vec<String>,
}

/// What comes next, in words.
pub(crate) fn next(next: &Next, units: Units, knowledge: &Knowledge, words: &Words) -> NextWords {
    match next {
        Next::Session(session) => of_session(session, units, knowledge, words),
        Next::ClearanceEnded(end) => ended(end, knowledge, words),
        Next::Nothing { left_out } => NextWords {
            title: words.say("session.nothing"),
            lead: vec![words.say("session.nothing_line")],
            rows: Vec::new(),
            parts: left_out_part(left_out, knowledge, words).into_iter().collect(),
            log: Vec::new(),
        },
    }
}

/// What comes next, or what to do instead, without what stands below it.
pub(crate) fn render_lead(page: &mut Page, said: &NextWords) {
    page.heading(&said.title, '-');
    for line in &said.lead {
        page.under(line, 0);
    }
}

/// What comes next as plain text.
pub(crate) fn render(said: &NextWords, words: &Words, width: usize) -> String {
    let mut page = Page::new(width);
    page.heading(&said.title, '=');
    for line in &said.lead {
        page.under(line, 0);
    }
    if !said.rows.is_empty() {
        page.gap();
        let head = ["session.exercise", "session.side", "session.dose", "session.load", "session.rest"];
        let head = head.map(|key| words.say(key));
        let mut rows: Vec<Vec<String>> = vec![head.to_vec()];
        rows.extend(
            said.rows.iter().map(|row| {
                [&row.exercise, &row.side, &row.dose, &row.load, &row.rest].map(Clone::clone).to_vec()
            }),
        );
        let columns = page.columns(&rows);
        for row in &rows {
            page.row(row, &columns);
        }
    }
    for (title, lines) in &said.parts {
        page.paragraph(title);
        for line in lines {
            page.item("-", line, 0);
        }
    }
    if !said.log.is_empty() {
        page.paragraph(&words.say("session.log"));
        for line in &said.log {
            page.verbatim(&format!("evenstride log \"{line}\""), 2);
        }
        if said.log.iter().any(|line| line.contains(LOAD_OPEN)) {
            page.under(&words.say("session.log_load"), 0);
        }
        page.under(&words.say("session.log_pain"), 0);
    }
    page.finish()
}

fn of_session(session: &NextSession, units: Units, knowledge: &Knowledge, words: &Words) -> NextWords {
    let weekday = names::weekday(session.on.weekday().to_monday_zero_offset().unsigned_abs(), words);
    let date = names::date(session.on, words);
    let kind = ahead::kind(session.kind, words);
    let mut lead = vec![words.fill("session.week", &[("n", &session.week.to_string()), ("kind", &kind)])];
    if let (Some(id), true) = (&session.because, session.kind != WeekKind::Building) {
        lead.push(why_such_a_week(session.kind, id, knowledge, words));
    }
    let minutes = WARM_UP_MINUTES + session.items.iter().map(|item| item.minutes).sum::<f64>();
    lead.push(words.fill("session.minutes", &[("minutes", &names::minutes(minutes, words))]));
    if !session.items.is_empty() {
        lead.push(words.say("session.warm_up"));
    }
    let mut parts = Vec::new();
    let changes = changes(session, knowledge, words);
    if !changes.is_empty() {
        parts.push((words.say("session.changed"), changes));
    }
    parts.extend(left_out_part(&session.left_out, knowledge, words));
    let stalls: Vec<String> = session.stalls.iter().map(|stall| stalled(stall, knowledge, words)).collect();
    if !stalls.is_empty() {
        parts.push((words.say("session.second_look"), stalls));
    }
    if let Some(adherence) = &session.adherence {
        lead.push(self::adherence(adherence, words));
        if Side::BOTH.iter().any(|side| adherence[*side].late > 0) {
            let [left, right] = Side::BOTH.map(|side| adherence[side].late.to_string());
            lead.push(words.fill("session.done_late", &[("left", &left), ("right", &right)]));
        }
    }
    NextWords {
        title: words.fill("session.title", &[("weekday", &weekday), ("date", &date)]),
        lead,
        rows: session.items.iter().map(|item| ahead::row(item, units, knowledge, words)).collect(),
        parts,
        log: session.items.iter().map(|item| log_line(item, session.on, units, knowledge)).collect(),
    }
}

/// Why a week is not like the last one; of the rule about time off only what concerns this week.
fn why_such_a_week(kind: WeekKind, id: &RuleId, knowledge: &Knowledge, words: &Words) -> String {
    match kind {
        WeekKind::Again => words.say("session.after_one_off"),
        WeekKind::Back => words.say("session.after_more_off"),
        WeekKind::Entry => words.say("session.after_long_off"),
        WeekKind::Building | WeekKind::Lighter => rule(id, knowledge),
    }
}

/// Stands for a load that is still to be written down, before its unit, and reads back as none.
const LOAD_OPEN: &str = "?";

/// “2026-11-27 split-squat L 3x8 12.5kg”: what `evenstride log` reads.
fn log_line(item: &NextItem, on: Date, units: Units, knowledge: &Knowledge) -> String {
    use evenstride_core::plan::PlannedSide;
    let side = match item.side {
        PlannedSide::Left => " L",
        PlannedSide::Right => " R",
        PlannedSide::Both => "",
    };
    let unit = match item.dose {
        Dose::Reps(_) => "",
        Dose::HoldS(_) => "s",
        Dose::Minutes(_) => "min",
        Dose::Metres(_) => "m",
    };
    // Without a place for it nobody writes the load down, and what nobody wrote down cannot grow.
    let is_asked = knowledge
        .exercises
        .get(&item.exercise)
        .is_some_and(|exercise| matches!(item.dose, Dose::Reps(_)) && takes_load(exercise, knowledge));
    let load_unit = unit_for(Unit::Kilogram, units).as_str();
    let load = match item.load_kg {
        Some(kg) => format!(" {}{load_unit}", names::typed(read_in(kg, Unit::Kilogram, units))),
        None if is_asked => format!(" {LOAD_OPEN}{load_unit}"),
        None => String::new(),
    };
    format!("{on} {}{side} {}x{}{unit}{load}", item.exercise, item.sets, item.aim)
}

/// What changed against the last time, each line once and each rule where it comes first; one repetition more is in the
/// table already.
fn changes(session: &NextSession, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut told: BTreeSet<(Change, &RuleId)> = BTreeSet::new();
    for item in &session.items {
        for because in &item.because {
            if matches!(because.change, Change::AimUp | Change::Hold) {
                continue;
            }
            let (exercise, side) =
                (week::exercise(&item.exercise, knowledge), week::planned_side(item.side, words));
            let change = names::inside(&ahead::change(because.change, words), words.language());
            let values =
                [("exercise", exercise.as_str()), ("side", side.as_str()), ("change", change.as_str())];
            // What the person noted comes before what follows from it.
            let hurt = item.noted_pain.filter(|pain| {
                takes_back(because.change)
                    && Some(&because.rule) != session.because.as_ref()
                    && f64::from(*pain) > knowledge.following.figures.pain_go_on
            });
            let line = match hurt {
                Some(pain) => {
                    let [exercise, side, change] = values;
                    words.fill("session.change_pain", &[exercise, side, change, ("n", &pain.to_string())])
                }
                None => words.fill("session.change", &values),
            };
            // Where there is no harder exercise, when to move on to one says nothing.
            let says_rule = because.change != Change::AtTheTop && told.insert((because.change, &because.rule));
            let line = if says_rule { format!("{line} {}", rule(&because.rule, knowledge)) } else { line };
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

/// Is it less than the last time?
fn takes_back(change: Change) -> bool {
    match change {
        Change::AimDown | Change::LoadDown | Change::Easier | Change::SetsDown => true,
        Change::AimUp
        | Change::Hold
        | Change::LoadUp
        | Change::AddLoad
        | Change::Harder
        | Change::Schedule
        | Change::AtTheTop
        | Change::StrongWaits
        | Change::EvenSets => false,
    }
}

fn left_out_part(left_out: &[LeftOut], knowledge: &Knowledge, words: &Words) -> Option<(String, Vec<String>)> {
    let lines: Vec<String> = left_out
        .iter()
        .map(|left| {
            words.fill(
                "session.left_out_line",
                &[
                    ("exercise", &week::exercise(&left.exercise, knowledge)),
                    ("side", &week::planned_side(left.side, words)),
                    ("why", &why_left_out(&left.why, knowledge, words)),
                ],
            )
        })
        .collect();
    (!lines.is_empty()).then(|| (words.say("session.left_out"), lines))
}

fn why_left_out(why: &WhyLeftOut, knowledge: &Knowledge, words: &Words) -> String {
    match why {
        WhyLeftOut::SeeSomeone { rule: id, action, on } => words.fill(
            "session.left_out_see",
            &[
                ("date", &names::date(*on, words)),
                ("rule", &rule(id, knowledge)),
                ("advice", &advice(*action, knowledge)),
            ],
        ),
        WhyLeftOut::Caution(id) => {
            let said = words.say("session.left_out_caution");
            let caution = knowledge.cautions.get(id).map_or("", |caution| caution.rule.as_str());
            format!("{said} {caution}").trim_end().to_owned()
        }
        WhyLeftOut::Schedule(id) => {
            format!("{} {}", words.say("session.left_out_schedule"), rule(id, knowledge))
        }
    }
}

fn ended(end: &ClearanceEnd, knowledge: &Knowledge, words: &Words) -> NextWords {
    let title = end.action.and_then(|action| knowledge.action_words(action)).map(|words| words.title.clone());
    let mut lead: Vec<String> = Vec::new();
    if let Some(action) = end.action {
        lead.push(advice(action, knowledge));
    }
    for why in &end.why {
        lead.extend(why_ended(why, knowledge, words));
    }
    // A sign counts to the end of its day, whatever is answered on it.
    let is_sign = end.why.iter().any(|why| matches!(why, WhyEnded::Sign { .. }));
    lead.push(words.say(if is_sign { "session.ended_later" } else { "session.ended_after" }));
    NextWords {
        title: title.unwrap_or_else(|| words.say("session.ended")),
        lead,
        rows: Vec::new(),
        parts: Vec::new(),
        log: Vec::new(),
    }
}

fn why_ended(why: &WhyEnded, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    match why {
        WhyEnded::Sign { rule: id, on, words: written, .. } => {
            let date = names::date(*on, words);
            let mut said =
                vec![words.fill("session.ended_sign", &[("date", &date), ("rule", &rule(id, knowledge))])];
            if let Some(written) = written {
                said.push(words.fill("session.ended_words", &[("words", written)]));
            }
            said
        }
        WhyEnded::LongBreak { weeks, rule: id } => {
            let said = words.fill("session.ended_break", &[("weeks", &weeks.to_string())]);
            vec![said, rule(id, knowledge)]
        }
        WhyEnded::Expired { until } => {
            vec![words.fill("session.ended_expired", &[("date", &names::date(*until, words))])]
        }
    }
}

fn stalled(stall: &Stall, knowledge: &Knowledge, words: &Words) -> String {
    if stall.groups.is_empty() {
        let (name, date) = (week::exercise(&stall.exercise, knowledge), names::date(stall.since, words));
        return words.fill("session.stalled_alone", &[("exercise", &name), ("date", &date)]);
    }
    let groups: Vec<String> = stall.groups.iter().map(|group| names::group_inside(group, knowledge)).collect();
    words.fill(
        "session.stalled",
        &[
            ("exercise", &week::exercise(&stall.exercise, knowledge)),
            ("date", &names::date(stall.since, words)),
            ("groups", &words.list(&groups)),
        ],
    )
}

/// “Left leg: 12 of 14 planned sets done (86 %).”
pub(crate) fn kept_to(side: Side, leg: Adherence, words: &Words) -> String {
    let side = names::capitalised(&names::side(side, words));
    if leg.planned == 0 {
        return words.fill("status.kept_to_none", &[("side", &side)]);
    }
    let (done, planned) = (leg.done.to_string(), leg.planned.to_string());
    let values =
        [("side", side.as_str()), ("done", &done), ("planned", &planned), ("share", &share(leg, words))];
    words.fill("status.kept_to_leg", &values)
}

/// How much of what was planned was done with each leg.
pub(crate) fn adherence(adherence: &Bilateral<Adherence>, words: &Words) -> String {
    let [left, right] = Side::BOTH.map(|side| share(adherence[side], words));
    words.fill("session.adherence", &[("left", &left), ("right", &right)])
}

/// “85 %” of what was planned.
fn share(adherence: Adherence, words: &Words) -> String {
    adherence.share().map_or_else(
        || words.say("session.share_none"),
        |share| words.fill("session.share", &[("percent", &names::whole(100.0 * share))]),
    )
}

/// The text of a rule.
fn rule(id: &RuleId, knowledge: &Knowledge) -> String {
    let text = knowledge.rules.iter().find(|rule| rule.id == *id).map(|rule| rule.text.trim().to_owned());
    text.unwrap_or_else(|| id.to_string())
}

fn advice(action: Action, knowledge: &Knowledge) -> String {
    knowledge.action_words(action).map_or_else(|| action.as_str().to_owned(), |words| words.advice.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed_units::kept_in;
    use evenstride_core::knowledge::ExerciseId;
    use evenstride_core::plan::PlannedSide;
    use jiff::civil::date;

    fn line_in(units: Units, exercise: &str, load_kg: Option<f64>) -> String {
        let knowledge = evenstride_catalog::builtin();
        let known = &knowledge.exercises[exercise];
        let item = NextItem {
            planned: ExerciseId::new(exercise).unwrap(),
            exercise: ExerciseId::new(exercise).unwrap(),
            side: PlannedSide::Both,
            sets: 2,
            dose: known.dose,
            aim: 8,
            load_kg,
            load_steps: 0,
            limited_by: None,
            rest_s: 60,
            minutes: 5.0,
            noted_pain: None,
            because: Vec::new(),
        };
        log_line(&item, date(2026, 10, 9), units, knowledge)
    }

    fn line(exercise: &str, load_kg: Option<f64>) -> String {
        line_in(Units::Metric, exercise, load_kg)
    }

    #[test]
    fn a_line_of_who_reads_pounds_is_in_pounds_and_reads_back_as_the_same_kilograms() {
        let said = line_in(Units::Imperial, "dumbbell-foot-raise", Some(12.5));
        assert_eq!(said, "2026-10-09 dumbbell-foot-raise 2x8 27.56lb");
        let back = kept_in(27.56, Unit::Kilogram, Units::Imperial);
        // What is written down is kept to ten grams.
        assert!((back - 12.5).abs() < 0.005, "{back}");
        assert_eq!(
            line_in(Units::Imperial, "dumbbell-foot-raise", None),
            "2026-10-09 dumbbell-foot-raise 2x8 ?lb"
        );
    }

    #[test]
    fn a_line_to_write_down_holds_the_load_or_a_place_for_it_and_reads_back() {
        assert_eq!(line("dumbbell-foot-raise", Some(4.5)), "2026-10-09 dumbbell-foot-raise 2x8 4.5kg");
        assert_eq!(line("dumbbell-foot-raise", None), "2026-10-09 dumbbell-foot-raise 2x8 ?kg");
        assert_eq!(line("lateral-lunge", None), "2026-10-09 lateral-lunge 2x8", "nothing is added yet");
        assert_eq!(line("lateral-lunge", Some(2.5)), "2026-10-09 lateral-lunge 2x8 2.5kg");
    }
}
