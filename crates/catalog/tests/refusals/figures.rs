//! Keyframes that no body can take.

use super::check;

/// A figure that holds.
const FIGURE: &str = "[[figure]]
id = \"bow\"
view = \"side\"
holds = \"near-foot\"

[[figure.frame]]
name = \"start\"
arms = { shoulder = 20, elbow = 10 }

[[figure.frame]]
name = \"down\"
seconds = 2.5
trunk = 60
near = { hip = 80, knee = 25, ankle = 5 }
far = { hip = 80, knee = 25, ankle = 5 }

[doses]";

/// The figure with one change must be refused on the changed line.
fn refuse(from: &str, to: &str, words: &str) {
    assert_eq!(FIGURE.matches(from).count(), 1, "“{from}” must stand once");
    check("[doses]", &FIGURE.replace(from, to), to, words);
}

#[test]
fn a_figure_that_holds_is_taken() {
    let whole = super::WHOLE.replace("[doses]", FIGURE);
    let norms = format!("{}\n{}\n", super::HEADER, super::NORM);
    let knowledge = super::parsed(&whole, super::COVERED, &norms).expect("it holds");
    assert_eq!(knowledge.figures.len(), 1);
}

#[test]
fn a_joint_bent_beyond_what_joints_allow_is_refused() {
    refuse(
        "near = { hip = 80, knee = 25",
        "near = { hip = 80, knee = -4",
        "near.knee between 0 and 160, found -4",
    );
    refuse("near = { hip = 80", "near = { hip = 166", "near.hip between -30 and 165, found 166");
    refuse("far = { hip = 80, knee = 25, ankle = 5", "far = { hip = 80, knee = 25, ankle = 55", "far.ankle");
    refuse("shoulder = 20", "shoulder = 200", "arms.shoulder between -70 and 190, found 200");
    refuse("elbow = 10", "elbow = -10", "arms.elbow between 0 and 172, found -10");
    refuse("trunk = 60", "trunk = 600", "trunk between -130 and 180, found 600");
}

#[test]
fn what_is_no_number_is_refused() {
    let figure = FIGURE.replace("trunk = 60", "trunk = nan");
    check("[doses]", &figure, "[[figure]]", "trunk between -130 and 180, found NaN");
}

#[test]
fn a_frame_that_flashes_or_gets_stuck_is_refused() {
    refuse("seconds = 2.5", "seconds = 0.01", "seconds between 0.1 and 20, found 0.01");
    refuse("seconds = 2.5", "seconds = 90", "seconds between 0.1 and 20, found 90");
    refuse("trunk = 60", "lift = -0.2", "lift between 0 and 1.3, found -0.2");
}

#[test]
fn a_device_that_nobody_would_see_is_refused() {
    let with = |touch: &str| {
        let touches = format!("holds = \"near-foot\"\ntouches = [{{ {touch} }}]");
        FIGURE.replace("holds = \"near-foot\"", &touches)
    };
    for (touch, words) in [
        (
            "what = \"tape\", on = \"thigh\", at = 1.5, face = \"front\"",
            "touches.at between 0 and 1, found 1.5",
        ),
        ("what = \"pad\", on = \"big-toe\", at = 0.5, face = \"back\"", "touches on what its view shows"),
        ("what = \"strap\", on = \"shank\", at = 0.5, face = \"back\"", "an anchor away from each strap"),
        (
            "what = \"pad\", on = \"shank\", at = 0.5, face = \"back\", anchor = [0, 0.3]",
            "an anchor away from each strap",
        ),
    ] {
        check("[doses]", &with(touch), "touches", words);
    }
    let strap = "what = \"strap\", on = \"shank\", at = 0.5, face = \"back\", anchor = [0.3, 0]";
    let whole = super::WHOLE.replace("[doses]", &with(strap));
    let norms = format!("{}\n{}\n", super::HEADER, super::NORM);
    assert!(super::parsed(&whole, super::COVERED, &norms).is_ok(), "a strap with its anchor is taken");
}

#[test]
fn a_figure_without_frames_or_with_too_many_is_refused() {
    let none = "[[figure]]\nid = \"bow\"\nview = \"side\"\nholds = \"seat\"\nframe = []\n\n[doses]";
    check("[doses]", none, "frame = []", "expected 1 to 4 frames, found 0");
    let five = FIGURE.replace("\n[doses]", &"\n[[figure.frame]]\nname = \"more\"\n".repeat(3)) + "\n[doses]";
    check("[doses]", &five, "[[figure.frame]]", "expected 1 to 4 frames, found 5");
}
