//! What text and page say of a log, read as a person reads it.

use super::*;
use crate::check::File;
use crate::files::Days;
use evenstride_core::audit::{AuditOptions, audit};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{MuscleSide, RuleId};
use evenstride_core::notice::Place;
use evenstride_core::plan::{Item, Plan, PlannedSide, Session};
use evenstride_core::training::{SetKind, Trained, TrainedSet, TrainedSide};
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

fn row(on: Date, name: &str, side: TrainedSide, n_sets: usize) -> Trained {
    let set = TrainedSet {
        kind: SetKind::Working,
        reps: Some(10),
        seconds: None,
        metres: None,
        load_kg: None,
        reserve: None,
    };
    Trained {
        on,
        name: name.to_owned(),
        side,
        sets: vec![set; n_sets],
        pain: None,
        form: None,
        morning_points: None,
        swelling: false,
        signs: BTreeSet::new(),
        note: None,
        place: Place { file: "log.csv".to_owned(), line: Some(2) },
    }
}

/// Two weeks, the second with more.
fn log() -> Vec<Trained> {
    let squat = |day| row(date(2026, 11, day), "Goblet squat", TrainedSide::Both, 3);
    vec![
        squat(9),
        squat(12),
        squat(16),
        squat(17),
        row(date(2026, 11, 16), "Split squat", TrainedSide::Left, 4),
        row(date(2026, 11, 16), "Split squat", TrainedSide::Right, 2),
        row(date(2026, 11, 19), "RDL", TrainedSide::Both, 2),
        row(date(2026, 11, 19), "Single-leg heel raise", TrainedSide::NotSaid, 3),
        row(date(2026, 11, 19), "Whirligig <b>yoke</b>", TrainedSide::Both, 3),
    ]
}

fn audited(rows: &[Trained]) -> Audit {
    let options = AuditOptions { until: Some(date(2026, 11, 22)), with_changes: true, ..AuditOptions::usual() };
    audit(rows, evenstride_catalog::builtin(), &options)
}

fn both(audit: &Audit) -> (String, String) {
    let view = AuditView {
        audit,
        ended: None,
        knowledge: evenstride_catalog::builtin(),
        notices: &[],
        version: "0.0.0",
    };
    let words = Words::english();
    (audit_text(&view, &words, 88), audit_html(&view, &words))
}

#[test]
fn text_and_page_say_what_lost_points_and_what_would_win_them_back() {
    let (text, page) = both(&audited(&log()));
    for said in [
        "Your training weeks",
        "It says nothing of a person or a leg.",
        "buttock, both legs",
        "Monday and Tuesday are too close",
        "What would win most back",
        "Without the health questions only what your log holds is named.",
        "the name is not known",
        "no side is given, so both legs get it and sides are not judged",
        "This is education, not a diagnosis.",
    ] {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(said), "the text lacks “{said}”:\n{text}");
        assert!(page.contains(said), "the page lacks “{said}”");
    }
    for rule in ["week-enough", "week-spacing", "week-sides", "week-opponents", "week-variety", "week-change"] {
        assert!(page.contains(&format!("data-rule=\"{rule}\"")), "{rule}");
    }
    assert!(!text.contains('⟦') && !page.contains('⟦'), "a word is missing:\n{text}");
}

#[test]
fn a_name_from_a_file_cannot_write_into_the_page() {
    let (text, page) = both(&audited(&log()));
    assert!(text.contains("Whirligig <b>yoke</b>"));
    assert!(page.contains("Whirligig &lt;b&gt;yoke&lt;/b&gt;") && !page.contains("<b>yoke"));
    assert!(!page.contains("<script") && !page.contains("style=\""));
}

#[test]
fn no_line_of_the_text_is_too_long() {
    let (text, _) = both(&audited(&log()));
    assert!(text.lines().all(|line| line.chars().count() <= 88), "{text}");
}

#[test]
fn after_a_sign_to_stop_nothing_is_offered_and_the_page_says_why() {
    let mut rows = log();
    rows[2].signs.insert(RuleId::new("stop-chest").unwrap());
    rows[3].pain = Some(7);
    let (text, page) = both(&audited(&rows));
    for said in ["No change is offered.", "pain 7 of 10", "Answer the health questions again first."] {
        assert!(text.contains(said) && page.contains(said), "{said}:\n{text}");
    }
    assert!(!page.contains("One change:") && !text.contains("Two changes:"));
}

/// A log whose sign to stop stands in a line that no reader understands.
#[test]
fn a_line_that_cannot_be_read_still_holds_a_change_back_when_it_tells_of_a_sign_to_stop() {
    let knowledge = evenstride_catalog::builtin();
    let read = |text: &str| {
        let file = File { name: "log.txt".to_owned(), bytes: text.as_bytes().to_vec() };
        read_log_files(&[file], Days { today: date(2026, 11, 26), as_of: date(2026, 11, 22) }, true, knowledge)
    };
    let good = "2026-11-16 split-squat left 3x8\n2026-11-16 split-squat right 3x8\n";
    let (rows, notices) = read(&format!("{good}2026-11-17 my left calf is swollen and hot\n")).unwrap();
    assert_eq!((rows.len(), notices.len()), (3, 1), "{notices:?}");
    assert_eq!((rows[2].on, rows[2].place.line), (date(2026, 11, 17), Some(3)));
    let (text, _) = both(&audited(&rows));
    assert!(text.contains("No change is offered."), "{text}");
    let (rows, notices) = read("my left calf is swollen and hot\n").unwrap();
    assert_eq!((rows.len(), rows[0].on, notices.len()), (1, date(2026, 11, 22), 1));
    for nothing in ["my left calf is fine\n", "my left calf is not swollen and not hot\n"] {
        assert!(read(nothing).is_err(), "{nothing}");
        let (rows, notices) = read(&format!("{good}{nothing}")).unwrap();
        assert_eq!((rows.len(), notices.len()), (2, 1), "{nothing}");
    }
}

#[test]
fn an_empty_log_and_a_week_in_part_are_said_to_be_so() {
    let (text, page) = both(&audited(&[]));
    assert!(text.contains("The log holds no training.") && page.contains("The log holds no training."));
    let (text, page) = both(&audited(&log()[6..]));
    for said in ["No score: the log holds only a part of this week.", "Add --incomplete to score weeks"] {
        assert!(text.contains(said) || page.contains(said), "{said}:\n{text}");
    }
    let view = AuditView {
        audit: &audited(&log()[6..]),
        ended: None,
        knowledge: evenstride_catalog::builtin(),
        notices: &[],
        version: "0.0.0",
    };
    let part = audit_part(&view, &Words::english()).into_string();
    assert!(part.contains("No week could be scored.") && !part.contains("--"), "a page has no options: {part}");
    // No option scores a week without a set.
    let mut warm_ups = log();
    for set in warm_ups.iter_mut().flat_map(|trained| &mut trained.sets) {
        set.kind = SetKind::WarmUp;
    }
    let (text, _) = both(&audited(&warm_ups));
    assert!(text.contains("no hard set of a leg was counted") && !text.contains("--incomplete"), "{text}");
}

#[test]
fn every_number_of_the_heat_map_stands_in_a_cell() {
    let (_, page) = both(&audited(&log()));
    // Three squats and a half set from each split squat of the left leg, the day before three squats.
    for cell in ["<td class=\"h3\">5</td>", "<td class=\"h2\">3*</td>", "<td class=\"h0\"></td>"] {
        assert!(page.contains(cell), "{cell}");
    }
}

#[test]
fn tables_and_json_hold_every_week_group_side_and_loss() {
    let audit = audited(&log());
    let table = crate::wire::audit_csv(&audit);
    // Two weeks of fourteen groups and two legs, and the head.
    assert_eq!(table.lines().count(), 1 + 2 * 14 * 2);
    assert!(table.contains("2026-11-16,whole,"), "{table}");
    assert!(table.contains(",quads,left,8.0,0.0,5.0,3.0,0.0,0.0,0.0,0.0,0.0,1\n"), "{table}");
    let lost = crate::wire::lost_csv(&audit);
    let n_lost: usize = audit.weeks.iter().flat_map(|week| &week.parts).map(|part| part.lost.len()).sum();
    assert_eq!(lost.lines().count(), 1 + n_lost);
    assert!(lost.contains(",gap,quads,left,0,1,24.0,48.0,48.0\n"), "{lost}");
    let json = crate::wire::audit_json(&audit, None, &[], evenstride_catalog::builtin());
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["weeks"].as_array().map(Vec::len), Some(2));
    assert_eq!(value["weeks"][1]["volumes"].as_array().map(Vec::len), Some(28));
    assert_eq!(value["weeks"][1]["not_counted"][0]["why"], "unknown");
    assert_eq!(value["changes"]["found"]["from_catalogue"], false);
    assert!(value["mean_score"].as_f64().is_some());
}

/// A plan of two sets of the split squat with each leg on Monday, followed from the Tuesday of the first week of the log.
fn plan() -> Plan {
    let squat = &evenstride_catalog::builtin().exercises["split-squat"];
    let item = |side| Item {
        exercise: squat.id.clone(),
        side,
        sets: 2,
        dose: squat.dose,
        load: squat.load.clone(),
        limited_by: None,
        rest_s: squat.rest_s,
        minutes: 6.0,
        because: Vec::new(),
    };
    let items = [PlannedSide::Left, PlannedSide::Right].map(item).to_vec();
    Plan {
        proven: true,
        levels: Vec::new(),
        sessions: vec![Session { weekday: 0, minutes: 20.0, items }],
        needs: Vec::new(),
        volumes: Vec::new(),
        unmet: Vec::new(),
        limits: Vec::new(),
    }
}

#[test]
fn a_week_under_a_plan_says_how_much_of_it_was_done_and_since_when_it_is_followed() {
    let plan = plan();
    let told = |n_sets: usize| {
        let both =
            |on| [TrainedSide::Left, TrainedSide::Right].map(|side| row(on, "split-squat", side, n_sets));
        let rows = [both(date(2026, 11, 9)), both(date(2026, 11, 16))].concat();
        let options = AuditOptions {
            plan: Some(&plan),
            plan_since: Some(date(2026, 11, 10)),
            until: Some(date(2026, 11, 22)),
            with_changes: true,
            ..AuditOptions::usual()
        };
        both_of(&rows, &options)
    };
    let (text, json) = told(2);
    assert!(text.contains("Done of your plan's hard sets: 100 %. Score: "), "{text}");
    assert!(text.contains("held against your plan from 10 November 2026 on."), "{text}");
    assert!(!text.contains("[week-enough]"), "{text}");
    assert_eq!(json["weeks"][1]["plan_done_percent"], 100.0);
    let (text, json) = told(1);
    assert!(text.contains("Done of your plan's hard sets: 50 %."), "{text}");
    assert!(
        text.contains("on both legs buttock and front of thigh: 0.5 of 1 hard sets. [week-enough]"),
        "{text}"
    );
    assert_eq!(json["weeks"][1]["plan_done_percent"], 50.0);
    assert!(text.contains("Fewer than 4 hard sets a week, too few to keep what is there: "), "{text}");
}

#[test]
fn an_id_in_a_log_is_told_by_its_name() {
    let mut hurt = row(date(2026, 11, 16), "split-squat", TrainedSide::Left, 2);
    hurt.pain = Some(6);
    let told = |rows: &[Trained]| both(&audited(rows)).0.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = told(&[vec![hurt], log()].concat());
    assert!(text.contains("16 November 2026, Split squat:") && !text.contains("split-squat"), "{text}");
    // Edits of a log that somebody typed by ids.
    let mut rows = log();
    rows.iter_mut()
        .filter(|row| row.name == "Goblet squat")
        .for_each(|row| row.name = "goblet-squat".to_owned());
    let text = told(&rows);
    assert!(text.contains("Goblet squat") && !text.contains("goblet-squat"), "{text}");
}

fn both_of(rows: &[Trained], options: &AuditOptions<'_>) -> (String, serde_json::Value) {
    let audit = audit(rows, evenstride_catalog::builtin(), options);
    let json = crate::wire::audit_json(&audit, None, &[], evenstride_catalog::builtin());
    let text = both(&audit).0.split_whitespace().collect::<Vec<_>>().join(" ");
    (text, serde_json::from_str(&json).unwrap())
}

#[test]
fn groups_that_lost_the_same_stand_in_one_line_and_a_pair_without_a_set_says_so() {
    let rows = [9, 16].map(|day| row(date(2026, 11, day), "Leg extension", TrainedSide::Both, 5));
    let (text, page) = both(&audited(&rows));
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // The page folds the weeks before.
    assert_eq!(flat.matches(": 0 of 10 hard sets.").count(), 1, "{flat}");
    for said in [&flat, &page] {
        assert!(said.contains(", shin,") && said.contains("on both legs side of hip, "), "{said}");
        assert!(!said.contains("both legs; "), "both legs are named once: {said}");
        assert!(said.contains("back to front of hip, both legs: no hard set for either."), "{said}");
        assert!(said.contains("front to back of thigh, both legs: all work is on the first."), "{said}");
    }
}

#[test]
fn a_leg_that_no_change_touches_is_named_with_what_would_free_a_part_of_it() {
    let groups = evenstride_catalog::builtin().groups.values().filter(|group| group.trainable);
    let spared: BTreeSet<MuscleSide> =
        groups.map(|group| MuscleSide { group: group.id.clone(), side: Side::Left }).collect();
    let options = AuditOptions { spared: &spared, with_changes: true, ..AuditOptions::usual() };
    let (text, json) = both_of(&log(), &options);
    assert!(text.contains("The left leg is left as it is") && !text.contains("The right leg is"), "{text}");
    assert!(text.contains("Name the muscle, and the rest can change."), "{text}");
    assert_eq!(json["changes"]["left_alone"], serde_json::json!(["left"]));
    let (text, json) = both_of(&log(), &AuditOptions { with_changes: true, ..AuditOptions::usual() });
    assert!(!text.contains("left as it is"), "{text}");
    assert_eq!(json["changes"]["left_alone"], serde_json::json!([]));
}

#[test]
fn what_was_looked_at_is_said_exactly() {
    let mut audit = audited(&log());
    let found = audit.changes.as_mut().and_then(|changes| changes.found.as_mut()).unwrap();
    assert!(found.tried_all);
    (found.n_tried, found.n_paired) = (120, 15);
    let flat = |audit: &Audit| both(audit).0.split_whitespace().collect::<Vec<_>>().join(" ");
    let all = "Of all 120 changed weeks with one or two changes these are the best.";
    assert!(flat(&audit).contains(all), "{}", flat(&audit));
    let found = audit.changes.as_mut().and_then(|changes| changes.found.as_mut()).unwrap();
    found.tried_all = false;
    let text = flat(&audit);
    assert!(text.contains("Each change was tried alone, and the 15 most promising in pairs."), "{text}");
    assert!(text.contains("These are the best of 120 changed weeks; a better pair could exist."), "{text}");
}
