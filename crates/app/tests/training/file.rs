//! Reads one case: fenced blocks `person`, `plan`, `found`, `log` and `expect`.

use super::fenced::fenced_blocks;
use evenstride_app::files::parse_person;
use evenstride_app::prelude::Knowledge;
use evenstride_core::assess::{
    Assessment, Comparison, Confidence, Estimate, Evidence, Finding, SizeUnit, Verdict, Weaker,
};
use evenstride_core::body::{MuscleGroupId, Quality, Side};
use evenstride_core::knowledge::{ExerciseId, RuleId};
use evenstride_core::person::{Person, SubjectId, WEEKDAYS};
use evenstride_core::plan::{Item, Need, NeedKind, Plan, PlannedSide, Reason, Session};
use evenstride_core::screen::{Answer, Answers, Cleared, Reply, Screening, screen};
use evenstride_core::track::{Form, LoggedSets};
use jiff::civil::{Date, date};
use std::path::Path;

/// A case ready to run.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) today: Date,
    pub(crate) person: Person,
    pub(crate) cleared: Cleared,
    pub(crate) plan: Plan,
    pub(crate) assessments: Vec<Assessment>,
    pub(crate) entries: Vec<LoggedSets>,
    pub(crate) expectations: Vec<(usize, String)>,
}

impl Case {
    pub(crate) fn read(path: &Path, knowledge: &Knowledge) -> Self {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Self::from_text(&name, &std::fs::read_to_string(path).unwrap(), knowledge)
    }

    pub(crate) fn from_text(name: &str, text: &str, knowledge: &Knowledge) -> Self {
        let blocks = fenced_blocks(text);
        let block = |kind: &str| blocks.iter().find(|b| b.0 == kind).map(|b| b.2.clone()).unwrap_or_default();
        let today = date(2026, 11, 22);
        let (person, _) = parse_person(&block("person"), name, knowledge, today).unwrap();
        let (plan, screened) = plan(&block("plan"), name, knowledge);
        let answered = screened.unwrap_or(date(2026, 11, 1));
        let expectations = blocks
            .iter()
            .filter(|block| block.0 == "expect")
            .flat_map(|(_, start, text)| {
                text.lines().enumerate().map(move |(i, line)| (start + i + 1, line.trim().to_owned()))
            })
            .filter(|(_, text)| !text.is_empty())
            .collect();
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            today,
            cleared: cleared(&person, answered, knowledge),
            person,
            plan,
            assessments: block("found")
                .lines()
                .filter(|l| !l.trim().is_empty())
                .map(|l| found(l, knowledge))
                .collect(),
            entries: log(&block("log"), name),
            expectations,
        }
    }

    pub(crate) fn asks_for_course(&self) -> bool {
        self.expectations.iter().any(|(_, text)| text.starts_with("course") || text.starts_with("never course"))
    }
}

/// Left and right swapped wherever they stand.
pub(crate) fn mirrored(text: &str) -> String {
    text.replace("left", "\u{1}").replace("right", "left").replace('\u{1}', "right")
}

fn cleared(person: &Person, on: Date, knowledge: &Knowledge) -> Cleared {
    let no = Answer { reply: Reply::No, side: None, cleared: None };
    let by_flag = knowledge.flags.iter().map(|flag| (flag.id.clone(), no.clone())).collect();
    match screen(person, &Answers { on, by_flag }, &[], knowledge, on) {
        Screening::Cleared(cleared) => cleared,
        other => panic!("expected a clearance, found {other:?}"),
    }
}

/// `monday` opens a session; `split-squat right 3 for quads` is an item, for a weak group when one is named.
fn plan(block: &str, name: &str, knowledge: &Knowledge) -> (Plan, Option<Date>) {
    let mut sessions: Vec<Session> = Vec::new();
    let mut screened = None;
    for line in block.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(on) = line.strip_prefix("screened ") {
            screened = Some(on.parse().unwrap());
        } else if let Some(day) = WEEKDAYS.iter().position(|day| *day == line) {
            let weekday = u8::try_from(day).unwrap();
            sessions.push(Session { weekday, minutes: 30.0, items: Vec::new() });
        } else {
            let session = sessions.last_mut().unwrap_or_else(|| panic!("{name}: “{line}” before a day"));
            session.items.push(item(line, name, knowledge));
        }
    }
    let plan = Plan {
        proven: true,
        levels: Vec::new(),
        sessions,
        needs: Vec::new(),
        volumes: Vec::new(),
        unmet: Vec::new(),
        limits: Vec::new(),
    };
    (plan, screened)
}

fn item(line: &str, name: &str, knowledge: &Knowledge) -> Item {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [id, side, sets, rest @ ..] = words.as_slice() else { panic!("{name}: “{line}” is no item") };
    let exercise = knowledge.exercises.get(*id).unwrap_or_else(|| panic!("{name}: no exercise “{id}”"));
    let side = planned_side(side);
    let because = match rest {
        ["for", group] => {
            let side = match side {
                PlannedSide::Left => Side::Left,
                PlannedSide::Right | PlannedSide::Both => Side::Right,
            };
            vec![Reason::Need(Need {
                group: MuscleGroupId::new(group).unwrap(),
                side,
                kind: NeedKind::Strengthen,
                probability: 0.9,
                size: 20.0,
                quality: Quality::Strength,
            })]
        }
        [] => Vec::new(),
        other => panic!("{name}: “{other:?}” behind an item"),
    };
    Item {
        exercise: exercise.id.clone(),
        side,
        sets: sets.parse().unwrap(),
        dose: exercise.dose,
        load: exercise.load.clone(),
        limited_by: None,
        rest_s: exercise.rest_s,
        minutes: 5.0,
        because,
    }
}

fn planned_side(word: &str) -> PlannedSide {
    match word {
        "left" => PlannedSide::Left,
        "right" => PlannedSide::Right,
        "both" => PlannedSide::Both,
        other => panic!("“{other}” is no side"),
    }
}

/// `2026-11-20 quads weaker right`, or `2026-11-20 quads about even, right behind`.
fn found(line: &str, knowledge: &Knowledge) -> Assessment {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (on, group, side, called) = match words.as_slice() {
        [on, group, "weaker", side] => (on, group, side, true),
        [on, group, "about", "even,", side, "behind"] => (on, group, side, false),
        _ => panic!("“{line}” is no finding"),
    };
    let side = if *side == "left" { Side::Left } else { Side::Right };
    let size = if side == Side::Left { -15.0 } else { 15.0 };
    let size = if called { size } else { size / 3.0 };
    let estimate = Estimate {
        unit: SizeUnit::Percent,
        delta: 10.0,
        size,
        low: size - 5.0,
        high: size + 5.0,
        quantiles: [size; 20],
        probability: if called { 0.9 } else { 0.2 },
        probability_first: 0.0,
        probability_second: 0.0,
    };
    let confidence = Confidence::Probable;
    let verdict = if called {
        Verdict::Imbalanced { weaker: Weaker::Leg(side), confidence }
    } else {
        Verdict::Undecided { needs: None }
    };
    let group = knowledge.find_group(group).unwrap().id.clone();
    Assessment {
        subject: SubjectId::new("somebody").unwrap(),
        as_of: on.parse().unwrap(),
        findings: vec![Finding {
            comparison: Comparison::LeftRight { group },
            quality: Quality::Strength,
            verdict,
            estimate: Some(estimate),
            change: None,
            acting: None,
            evidence: Evidence::default(),
        }],
        patterns: Vec::new(),
        next: Vec::new(),
        predictions: Vec::new(),
        notices: Vec::new(),
    }
}

/// `2026-11-16 split-squat right 12 12 11 at 20 kg; 2 over; pain 3; unsteady; morning +1; swollen; sign stop-sharp; says …`.
fn log(block: &str, name: &str) -> Vec<LoggedSets> {
    let mut entries = Vec::new();
    for line in block.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut parts = line.split(';').map(str::trim);
        let words: Vec<&str> = parts.next().unwrap_or_default().split_whitespace().collect();
        let [on, exercise, side, rest @ ..] = words.as_slice() else {
            panic!("{name}: “{line}” is no entry")
        };
        let (amounts, load) = match rest {
            [amounts @ .., "at", kg, "kg"] => (amounts, Some(kg.parse().unwrap())),
            amounts => (amounts, None),
        };
        let done = amounts.iter().map(|word| word.parse().unwrap()).collect();
        let id = ExerciseId::new(exercise).unwrap();
        let mut entry = LoggedSets::new(on.parse().unwrap(), id, planned_side(side), done);
        entry.load_kg = load;
        for part in parts {
            remark(part, &mut entry, name);
        }
        entries.push(entry);
    }
    entries
}

fn remark(part: &str, entry: &mut LoggedSets, name: &str) {
    let words: Vec<&str> = part.split_whitespace().collect();
    match words.as_slice() {
        [n, "over"] => entry.reserve = Some(n.parse().unwrap()),
        ["pain", pain] => entry.pain = Some(pain.parse().unwrap()),
        ["clean"] => entry.form = Some(Form::Clean),
        ["unsteady"] => entry.form = Some(Form::Unsteady),
        ["morning", points] => entry.morning_points = Some(points.parse().unwrap()),
        ["swollen"] => entry.swelling = true,
        ["sign", rule] => {
            entry.signs.insert(RuleId::new(rule).unwrap());
        }
        ["says", ..] => entry.note = Some(part["says".len()..].trim().to_owned()),
        _ => panic!("{name}: “{part}” is not known of an entry"),
    }
}
