//! What each leg did, where a test asks for its share: force plates in newtons.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod common;

use common::{check, read, shown};
use evenstride_core::body::Side;
use std::collections::BTreeSet;

#[test]
fn left_and_right_of_one_try_become_shares_whatever_force_they_are_told_in() {
    check(
        "test,attempt,left,right,unit,date\nsquat-share,1,800,200,N,2026-11-20\nsquat-share,2,30,50,kg,2026-11-20\n",
        "2: me squat-share left 80 on 2026-11-20 #1\n\
         2: me squat-share right 20 on 2026-11-20 #1\n\
         3: me squat-share left 37.5 on 2026-11-20 #2\n\
         3: me squat-share right 62.5 on 2026-11-20 #2\n\
         m.csv:2: 1 pair of squat-share in N turned into shares in percent: 100 × left / (left + right) [unit-converted]\n\
         m.csv:3: 1 pair of squat-share in kg turned into shares in percent: 100 × left / (left + right) [unit-converted]",
    );
}

#[test]
fn one_row_a_leg_is_paired_by_attempt_or_by_turn() {
    let numbered = "test,side,attempt,value,unit,date\nsquat-share,L,2,300,N,2026-11-20\n\
                    squat-share,R,1,100,N,2026-11-20\nsquat-share,R,2,100,N,2026-11-20\nsquat-share,L,1,100,N,2026-11-20\n";
    let text = shown(&read(numbered.as_bytes()));
    assert!(
        text.contains("2: me squat-share left 75 on") && text.contains("5: me squat-share left 50 on"),
        "{text}"
    );
    let in_turn = "test,side,value,unit,date\nsquat-share,L,300,N,2026-11-20\nsquat-share,R,100,N,2026-11-20\n\
                   squat-share,R,100,N,2026-11-20\nsquat-share,L,100,N,2026-11-20\n";
    let text = shown(&read(in_turn.as_bytes()));
    assert!(
        text.contains("2: me squat-share left 75 on") && text.contains("5: me squat-share left 50 on"),
        "{text}"
    );
}

#[test]
fn without_attempts_both_legs_of_a_try_stand_in_one_row_whatever_order_the_legs_come_in() {
    let rows = |order: &[(&str, &str)]| -> String {
        let row = |(side, value): &(&str, &str)| format!("squat-share,{side},{value},2026-11-20\n");
        format!("test,side,value (%),date\n{}", order.iter().map(row).collect::<String>())
    };
    let tries = |table: &str| -> Vec<(f64, f64)> {
        let trials = read(table.as_bytes()).unwrap().trials;
        let of = |side: Side, line| {
            let found = trials.iter().find(|one| one.side == side && one.place.line == line);
            found.map(|one| one.value)
        };
        let lines: BTreeSet<Option<u64>> = trials.iter().map(|one| one.place.line).collect();
        lines.into_iter().filter_map(|line| of(Side::Left, line).zip(of(Side::Right, line))).collect()
    };
    let whole = [(53.0, 47.0), (55.0, 45.0), (52.0, 48.0)];
    let in_turn = rows(&[("L", "53"), ("R", "47"), ("R", "45"), ("L", "55"), ("L", "52"), ("R", "48")]);
    assert_eq!(tries(&in_turn).len(), 3);
    assert!(whole.iter().all(|one| tries(&in_turn).contains(one)), "{:?}", tries(&in_turn));
    let in_blocks = rows(&[("L", "53"), ("L", "55"), ("L", "52"), ("R", "47"), ("R", "45"), ("R", "48")]);
    assert!(whole.iter().all(|one| tries(&in_blocks).contains(one)), "{:?}", tries(&in_blocks));
    // A row of both is a try of its own: a leg that is missing in another row moves nothing.
    let wide = "test,left,right,unit,date\nsquat-share,800,200,N,2026-11-20\nsquat-share,700,,N,2026-11-20\n\
                squat-share,600,400,N,2026-11-20\n";
    assert_eq!(tries(wide), [(80.0, 20.0), (60.0, 40.0)]);
}

#[test]
fn a_leg_without_the_other_has_no_share() {
    let text = shown(&read(b"test,attempt,left,right,unit,date\nsquat-share,1,800,,N,2026-11-20\n"));
    assert!(text.contains("m.csv:2: left value left out: expected left and right of one try"), "{text}");
    assert!(text.contains("100 × left / (left + right)"), "{text}");
}

#[test]
fn a_part_of_one_is_asked_for_in_percent() {
    let text = shown(&read(b"test,left,right,unit,date\nsquat-share,0.533,0.467,%,2026-11-20\n"));
    assert!(text.contains("such as 53.3 where the device says 0.533"), "{text}");
}

#[test]
fn newtons_for_a_torque_are_refused_with_the_formula() {
    let text = shown(&read(b"test,side,value,unit,date\nisok-knee-ext-60,L,200,N,2026-11-20\n"));
    assert!(text.contains("200 N at 0.35 m are 70 Nm"), "{text}");
}

#[test]
fn a_map_says_the_order_of_day_and_month() {
    let table = "test,side,value,unit,date\nsquat-share,L,60,%,04/05/2026\n";
    let text = shown(&read(table.as_bytes()));
    assert!(text.contains("date-doubtful") && text.contains("order = \"day-first\""), "{text}");
    let text = shown(&common::read_mapped(table.as_bytes(), "[dates]\norder = \"day-first\"\n"));
    assert_eq!(text, "2: me squat-share left 60 on 2026-05-04");
    let text = shown(&common::read_mapped(table.as_bytes(), "[dates]\norder = \"month-first\"\n"));
    assert_eq!(text, "2: me squat-share left 60 on 2026-04-05");
    let wrong = shown(&common::read_mapped(table.as_bytes(), "[dates]\norder = \"mdy\"\n"));
    assert!(wrong.contains("map.toml:2") && wrong.contains("day-first or month-first"), "{wrong}");
    let neither = shown(&common::read_mapped(table.as_bytes(), "[dates]\n"));
    assert!(neither.contains("expected a column or an order under [dates]"), "{neither}");
}
