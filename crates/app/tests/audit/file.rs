//! Reads one case: fenced blocks `person`, `with`, `plan`, `log` and `expect`.

use super::fenced::fenced_blocks;
use evenstride_app::files::parse_person;
use evenstride_app::prelude::{Person, builtin};
use evenstride_core::body::{MuscleGroupId, Side};
use evenstride_core::knowledge::{MuscleSide, RuleId};
use evenstride_core::notice::Place;
use evenstride_core::plan::{Item, Plan, PlannedSide, Session};
use evenstride_core::screen::{Answer, Answers, Cleared, Reply, Screening, screen};
use evenstride_core::training::{SetKind, Trained, TrainedSet, TrainedSide};
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A case ready to run.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) person: Person,
    pub(crate) rows: Vec<Trained>,
    pub(crate) until: Option<Date>,
    pub(crate) score_incomplete: bool,
    pub(crate) plan: Option<Plan>,
    pub(crate) cleared: Option<Cleared>,
    pub(crate) short: BTreeSet<MuscleSide>,
    pub(crate) efforts: BTreeMap<Date, f64>,
    pub(crate) more_minutes: f64,
    pub(crate) expectations: Vec<(usize, String)>,
}

impl Case {
    pub(crate) fn read(path: &Path) -> Self {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Self::from_text(&name, &std::fs::read_to_string(path).unwrap())
    }

    pub(crate) fn from_text(name: &str, text: &str) -> Self {
        let blocks = fenced_blocks(text);
        let block = |kind: &str| blocks.iter().find(|b| b.0 == kind).map(|b| b.2.clone()).unwrap_or_default();
        let lines = |kind: &str| {
            let text = block(kind);
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        let (person, _) = parse_person(&block("person"), name, builtin(), date(2026, 11, 22)).unwrap();
        let expectations = blocks
            .iter()
            .filter(|block| block.0 == "expect")
            .flat_map(|(_, start, text)| {
                text.lines().enumerate().map(move |(i, line)| (start + i + 1, line.trim().to_owned()))
            })
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let mut case = Self {
            name: name.to_owned(),
            text: text.to_owned(),
            rows: lines("log").iter().map(|line| row(line, name)).collect(),
            until: Some(date(2026, 11, 22)),
            score_incomplete: false,
            plan: plan(&lines("plan")),
            cleared: None,
            short: BTreeSet::new(),
            efforts: BTreeMap::new(),
            more_minutes: 0.0,
            expectations,
            person,
        };
        lines("with").iter().for_each(|line| case.with(line));
        case
    }

    /// `cleared 2026-11-20`, `short quads left`, `rated 2026-11-16 300`, `more minutes 10`, `until 2026-11-20`, `weeks in part`.
    fn with(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["cleared", on] => self.cleared = Some(cleared(&self.person, on.parse().unwrap())),
            ["short", group, side] => {
                let group = MuscleGroupId::new(group).unwrap();
                self.short.insert(MuscleSide { group, side: leg(side) });
            }
            ["rated", on, effort] => {
                self.efforts.insert(on.parse().unwrap(), effort.parse().unwrap());
            }
            ["more", "minutes", minutes] => self.more_minutes = minutes.parse().unwrap(),
            ["until", on] => self.until = Some(on.parse().unwrap()),
            ["weeks", "in", "part"] => self.score_incomplete = true,
            _ => panic!("{}: “{line}” is not known", self.name),
        }
    }
}

/// Left and right swapped wherever they stand.
pub(crate) fn mirrored(text: &str) -> String {
    text.replace("left", "\u{1}").replace("right", "left").replace('\u{1}', "right")
}

fn leg(word: &str) -> Side {
    match word {
        "left" => Side::Left,
        "right" => Side::Right,
        other => panic!("“{other}” is no leg"),
    }
}

fn cleared(person: &Person, on: Date) -> Cleared {
    let no = Answer { reply: Reply::No, side: None, cleared: None };
    let by_flag = builtin().flags.iter().map(|flag| (flag.id.clone(), no.clone())).collect();
    match screen(person, &Answers { on, by_flag }, &[], builtin(), on) {
        Screening::Cleared(cleared) => cleared,
        other => panic!("expected a clearance, found {other:?}"),
    }
}

/// `split-squat right 3`; all in one session, since sides are held against the week's sum.
fn plan(lines: &[String]) -> Option<Plan> {
    let item = |line: &String| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [id, side, sets] = words.as_slice() else { panic!("“{line}” is no item") };
        let exercise = builtin().exercises.get(*id).unwrap_or_else(|| panic!("no exercise “{id}”"));
        Item {
            exercise: exercise.id.clone(),
            side: match *side {
                "left" => PlannedSide::Left,
                "right" => PlannedSide::Right,
                "both" => PlannedSide::Both,
                other => panic!("“{other}” is no side"),
            },
            sets: sets.parse().unwrap(),
            dose: exercise.dose,
            load: String::new(),
            limited_by: None,
            rest_s: exercise.rest_s,
            minutes: 5.0,
            because: Vec::new(),
        }
    };
    let session = Session { weekday: 0, minutes: 30.0, items: lines.iter().map(item).collect() };
    (!lines.is_empty()).then(|| Plan {
        proven: true,
        levels: Vec::new(),
        sessions: vec![session],
        needs: Vec::new(),
        volumes: Vec::new(),
        unmet: Vec::new(),
        limits: Vec::new(),
    })
}

const SET: TrainedSet = TrainedSet {
    kind: SetKind::Working,
    reps: None,
    seconds: None,
    metres: None,
    load_kg: None,
    reserve: None,
};

/// `2026-11-16 Goblet squat both 10 10 10; 5 over; warm-up; pain 6; morning +3; swollen; sign stop-sharp`.
fn row(line: &str, name: &str) -> Trained {
    let mut parts = line.split(';').map(str::trim);
    let words: Vec<&str> = parts.next().unwrap_or_default().split_whitespace().collect();
    let sides = ["left", "right", "both", "each", "unsaid"];
    let at = words.iter().rposition(|word| sides.contains(word));
    let at = at.unwrap_or_else(|| panic!("{name}: “{line}” says no side; “unsaid” is one"));
    let mut trained = Trained {
        on: words[0].parse().unwrap(),
        name: words[1..at].join(" "),
        side: match words[at] {
            "left" => TrainedSide::Left,
            "right" => TrainedSide::Right,
            "both" => TrainedSide::Both,
            "each" => TrainedSide::Each,
            _ => TrainedSide::NotSaid,
        },
        sets: words[at + 1..].iter().map(|word| set(word)).collect(),
        pain: None,
        form: None,
        morning_points: None,
        swelling: false,
        signs: BTreeSet::new(),
        note: None,
        place: Place::default(),
    };
    for part in parts {
        let words: Vec<&str> = part.split_whitespace().collect();
        match words.as_slice() {
            [n, "over"] => trained.sets.iter_mut().for_each(|set| set.reserve = Some(n.parse().unwrap())),
            ["warm-up"] => trained.sets.iter_mut().for_each(|set| set.kind = SetKind::WarmUp),
            ["pain", pain] => trained.pain = Some(pain.parse().unwrap()),
            ["morning", points] => trained.morning_points = Some(points.parse().unwrap()),
            ["swollen"] => trained.swelling = true,
            ["sign", rule] => {
                trained.signs.insert(RuleId::new(rule).unwrap());
            }
            _ => panic!("{name}: “{part}” is not known of a row"),
        }
    }
    trained
}

/// `10` repetitions, `30s` or `5000m`.
fn set(word: &str) -> TrainedSet {
    if let Some(seconds) = word.strip_suffix('s') {
        TrainedSet { seconds: Some(seconds.parse().unwrap()), ..SET }
    } else if let Some(metres) = word.strip_suffix('m') {
        TrainedSet { metres: Some(metres.parse().unwrap()), ..SET }
    } else {
        TrainedSet { reps: Some(word.parse().unwrap()), ..SET }
    }
}
