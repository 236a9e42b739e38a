//! The words of the weeks ahead: a table by exercise and week, lighter weeks, measurements, and what changes by which rule.
//!
//! It shows what core worked out and adds nothing. Read next: `evenstride_core::track::Course`.

use super::names;
use super::week::{self, DayWords, RowWords};
use crate::words::Words;
use evenstride_core::knowledge::{Dose, ExerciseId, Knowledge, RuleId};
use evenstride_core::person::Units;
use evenstride_core::plan::{Plan, PlannedSide, WARM_UP_MINUTES};
use evenstride_core::track::{Change, Course, CourseWeek, NextItem, NextSession, RetestWeek, WeekKind};
use std::collections::BTreeSet;

/// So many exercises are named in one note.
const NAMED_MAX: usize = 4;

/// The weeks ahead in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AheadWords {
    /// What the table and its cells mean.
    pub(crate) lead: Vec<String>,
    /// The heads of the columns.
    pub(crate) weeks: Vec<WeekHead>,
    /// One row for each exercise and side, in the order in which they come up; both legs in one where they do the same.
    pub(crate) rows: Vec<AheadRow>,
    /// What stands out of the ordinary, week by week, with what each rule says where it comes first.
    pub(crate) notes: Vec<String>,
}

/// The head of one week's column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WeekHead {
    /// “Week 3”.
    pub(crate) name: String,
    /// “7 Dec”.
    pub(crate) from: String,
    /// “lighter”, “measure”, or empty for an ordinary week.
    pub(crate) marks: String,
    /// Is it lighter than the weeks around it?
    pub(crate) is_light: bool,
    /// Is there a measurement at its end?
    pub(crate) is_measured: bool,
}

/// One exercise on one side over the weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AheadRow {
    pub(crate) exercise: String,
    pub(crate) side: String,
    /// What each week asks; empty where the week does not hold it.
    pub(crate) cells: Vec<String>,
}

/// Everything that is said of the weeks ahead.
pub(crate) fn ahead(course: &Course, units: Units, knowledge: &Knowledge, words: &Words) -> AheadWords {
    let mut notes: Vec<String> = Vec::new();
    let mut told = Told::default();
    for week in &course.weeks {
        notes.extend(week_notes(week, &mut told, knowledge, words));
    }
    // A measurement that could show nothing has said so already.
    let is_told = course.weeks.iter().any(|week| week.retest.is_some());
    match course.first_visible_week {
        Some(week) => notes.push(words.fill("ahead.visible", &[("n", &week.to_string())])),
        None if !is_told => notes.push(words.say("ahead.not_visible")),
        None => {}
    }
    AheadWords {
        lead: ["ahead.lead", "ahead.legend"].map(|key| words.say(key)).to_vec(),
        weeks: course.weeks.iter().map(|week| head(week, words)).collect(),
        rows: rows(course, units, knowledge, words),
        notes,
    }
}

fn head(week: &CourseWeek, words: &Words) -> WeekHead {
    let is_light = is_light(week.kind);
    let is_measured = week.retest.is_some();
    let mut marks: Vec<String> = Vec::new();
    if week.kind != WeekKind::Building {
        marks.push(kind(week.kind, words));
    }
    if is_measured {
        marks.push(words.say("ahead.measure"));
    }
    WeekHead {
        name: name_of(week.number, words),
        from: names::short_date(week.starts, words),
        marks: marks.join(&words.say("list.comma")),
        is_light,
        is_measured,
    }
}

fn is_light(kind: WeekKind) -> bool {
    match kind {
        WeekKind::Lighter | WeekKind::Back => true,
        WeekKind::Entry | WeekKind::Building | WeekKind::Again => false,
    }
}

/// The word for a kind of week.
pub(crate) fn kind(kind: WeekKind, words: &Words) -> String {
    words.say(&format!("ahead.kind.{}", kind.as_str()))
}

fn name_of(number: u32, words: &Words) -> String {
    words.fill("ahead.week", &[("n", &number.to_string())])
}

fn rows(course: &Course, units: Units, knowledge: &Knowledge, words: &Words) -> Vec<AheadRow> {
    let mut keys: Vec<(&ExerciseId, PlannedSide)> = Vec::new();
    for item in course.weeks.iter().flat_map(items) {
        // Both legs of an exercise stand together, the one that comes first on top.
        if keys.contains(&(&item.exercise, item.side)) {
            continue;
        }
        let beside = keys.iter().rposition(|(exercise, _)| *exercise == &item.exercise);
        keys.insert(beside.map_or(keys.len(), |at| at + 1), (&item.exercise, item.side));
    }
    let over_weeks = |keys: &[(&ExerciseId, PlannedSide)]| -> Vec<AheadRow> {
        let row = |&(exercise, side): &(&ExerciseId, PlannedSide)| AheadRow {
            exercise: week::exercise(exercise, knowledge),
            side: week::planned_side(side, words),
            cells: course.weeks.iter().map(|week| cell(week, (exercise, side), units, words)).collect(),
        };
        let rows: Vec<AheadRow> = keys.iter().map(row).collect();
        let is_pair = [PlannedSide::Left, PlannedSide::Right]
            .iter()
            .all(|side| keys.len() == 2 && keys.iter().any(|(_, of)| of == side));
        match rows.as_slice() {
            [one, other] if is_pair && one.cells == other.cells => {
                vec![AheadRow { side: words.say("side.each"), ..one.clone() }]
            }
            _ => rows,
        }
    };
    keys.chunk_by(|one, other| one.0 == other.0).flat_map(over_weeks).collect()
}

fn items(week: &CourseWeek) -> impl Iterator<Item = &NextItem> {
    week.sessions.iter().flat_map(|session| &session.items)
}

/// The sets of a week and what the last of its sessions tries in each, with the load.
fn cell(
    week: &CourseWeek,
    (exercise, side): (&ExerciseId, PlannedSide),
    units: Units,
    words: &Words,
) -> String {
    let of_row: Vec<&NextItem> =
        items(week).filter(|item| item.exercise == *exercise && item.side == side).collect();
    let Some(last) = of_row.last() else { return String::new() };
    let sets: u32 = of_row.iter().map(|item| item.sets).sum();
    let sets_and_aim = aim(sets, last, words);
    match (last.load_kg, last.load_steps) {
        (Some(kg), _) => {
            words.fill("ahead.cell_load", &[("cell", &sets_and_aim), ("load", &names::load(kg, units, words))])
        }
        (None, 0) => sets_and_aim,
        (None, steps) => {
            let steps = if steps > 0 { format!("+{steps}") } else { format!("−{}", steps.unsigned_abs()) };
            words.fill("ahead.cell_steps", &[("cell", &sets_and_aim), ("steps", &steps)])
        }
    }
}

/// Some sets with what is tried in each.
pub(crate) fn aim(sets: u32, item: &NextItem, words: &Words) -> String {
    let (sets, aim) = (sets.to_string(), item.aim.to_string());
    let parts = [("sets", sets.as_str()), ("aim", aim.as_str())];
    match item.dose {
        Dose::Reps(_) => words.fill("ahead.cell_reps", &parts),
        Dose::HoldS(_) => words.fill("ahead.cell_hold", &parts),
        Dose::Minutes(_) => words.fill("ahead.cell_minutes", &parts),
        Dose::Metres(_) => words.fill("ahead.cell_metres", &parts),
    }
}

/// One of the sessions ahead as a day of training; none when it holds nothing.
pub(crate) fn day(
    session: &NextSession,
    plan: &Plan,
    units: Units,
    knowledge: &Knowledge,
    words: &Words,
) -> Option<DayWords> {
    let planned = plan.sessions.get(session.session_idx)?;
    if session.items.is_empty() {
        return None;
    }
    let minutes = WARM_UP_MINUTES + session.items.iter().map(|item| item.minutes).sum::<f64>();
    let like_planned = week::day_of(planned, knowledge, words)?;
    Some(DayWords {
        title: like_planned.title,
        rows: session.items.iter().map(|item| row(item, units, knowledge, words)).collect(),
        minutes: names::whole_minutes(minutes),
        groups: like_planned.groups,
    })
}

pub(crate) fn row(item: &NextItem, units: Units, knowledge: &Knowledge, words: &Words) -> RowWords {
    let exercise = knowledge.exercises.get(&item.exercise);
    let limited_by = item.limited_by.as_ref();
    let mut load: Vec<String> =
        exercise.iter().map(|exercise| knowledge.load_words(exercise, limited_by).to_owned()).collect();
    if let Some(kg) = item.load_kg {
        load.insert(0, words.fill("ahead.load", &[("load", &names::load(kg, units, words))]));
    }
    let mut changes: Vec<String> = Vec::new();
    for because in item.because.iter().filter(|because| is_told(because.change)) {
        let change = words.fill("ahead.change_line", &[("change", &change(because.change, words))]);
        if !changes.contains(&change) {
            changes.push(change);
        }
    }
    RowWords {
        id: item.exercise.clone(),
        exercise: week::exercise(&item.exercise, knowledge),
        planned: item.side,
        side: week::planned_side(item.side, words),
        dose: aim(item.sets, item, words),
        rest: names::rest(item.rest_s, words),
        load: load.join(" "),
        why: changes.join(" "),
    }
}

pub(crate) fn change(change: Change, words: &Words) -> String {
    words.say(&format!("ahead.change.{}", change.as_str()))
}

/// What has been told by an earlier note.
#[derive(Default)]
struct Told<'a> {
    /// What changed in an exercise and goes on being so.
    changes: BTreeSet<(Change, &'a ExerciseId)>,
    rules: BTreeSet<&'a RuleId>,
}

impl<'a> Told<'a> {
    /// A note, with what its rule says unless an earlier note has said so.
    fn with_rule(&mut self, note: String, id: &'a RuleId, knowledge: &Knowledge) -> String {
        let rule = knowledge.rules.iter().find(|rule| rule.id == *id);
        match rule {
            Some(rule) if self.rules.insert(id) => format!("{note} {}", rule.text.trim()),
            Some(_) | None => note,
        }
    }
}

fn week_notes<'a>(
    week: &'a CourseWeek,
    told: &mut Told<'a>,
    knowledge: &Knowledge,
    words: &Words,
) -> Vec<String> {
    let n = week.number.to_string();
    let mut notes: Vec<String> = Vec::new();
    if week.ask_again {
        notes.push(words.fill("ahead.ask_again", &[("n", &n)]));
    }
    if let Some(id) = &week.because {
        let said = words.fill("ahead.note", &[("n", &n), ("kind", &kind(week.kind, words))]);
        notes.push(told.with_rule(said, id, knowledge));
    }
    notes.extend(changes(week, told, knowledge, words));
    if let Some(found) = &week.retest {
        notes.push(told.with_rule(retest(&n, found, knowledge, words), &found.rule, knowledge));
    }
    notes
}

/// Changes beyond one repetition more, which the table shows: each kind with the exercises that it concerns.
///
/// What goes on from week to week, such as the top of a chain, is told in its first week alone.
fn changes<'a>(week: &'a CourseWeek, told: &mut Told<'a>, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let mut found: Vec<((Change, &'a RuleId), Vec<String>)> = Vec::new();
    let before = told.changes.clone();
    for item in items(week) {
        for because in item.because.iter().filter(|because| is_told(because.change)) {
            if goes_on(because.change) && before.contains(&(because.change, &item.exercise)) {
                continue;
            }
            told.changes.insert((because.change, &item.exercise));
            let key = (because.change, &because.rule);
            let name = week::exercise(&item.exercise, knowledge);
            match found.iter_mut().find(|(known, _)| *known == key) {
                Some((_, names)) if names.contains(&name) => {}
                Some((_, names)) => names.push(name),
                None => found.push((key, vec![name])),
            }
        }
    }
    let n = week.number.to_string();
    let said = |((change, id), names): ((Change, &'a RuleId), Vec<String>)| {
        let what = names::inside(&self::change(change, words), words.language());
        // Names of exercises hold commas, so a comma cannot part them; of many, the count says as much.
        let exercises =
            if names.len() > NAMED_MAX { words.counted("exercise", names.len()) } else { names.join("; ") };
        let line = words.fill("ahead.changes", &[("n", &n), ("change", &what), ("exercises", &exercises)]);
        // Where there is no harder exercise, when to move on to one says nothing.
        if change == Change::AtTheTop { line } else { told.with_rule(line, id, knowledge) }
    };
    found.into_iter().map(said).collect()
}

fn goes_on(change: Change) -> bool {
    match change {
        Change::AtTheTop | Change::StrongWaits | Change::EvenSets => true,
        Change::AimUp
        | Change::AimDown
        | Change::Hold
        | Change::LoadUp
        | Change::AddLoad
        | Change::Harder
        | Change::Schedule
        | Change::LoadDown
        | Change::Easier
        | Change::SetsDown => false,
    }
}

fn is_told(change: Change) -> bool {
    match change {
        Change::AimUp | Change::Hold => false,
        Change::LoadUp
        | Change::AddLoad
        | Change::Harder
        | Change::Schedule
        | Change::AtTheTop
        | Change::AimDown
        | Change::LoadDown
        | Change::Easier
        | Change::SetsDown
        | Change::StrongWaits
        | Change::EvenSets => true,
    }
}

fn retest(n: &str, found: &RetestWeek, knowledge: &Knowledge, words: &Words) -> String {
    let tests: Vec<String> = found.tests.iter().map(|id| names::test(id, knowledge)).collect();
    let mut said = vec![words.fill("ahead.retest", &[("n", n), ("tests", &words.list(&tests))])];
    said.push(words.say(if found.could_show { "ahead.could_show" } else { "ahead.could_not_show" }));
    said.join(" ")
}
