//! What each leg did, where a test asks for its share: force plates in newtons.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod common;

use common::{check, read, shown};

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
