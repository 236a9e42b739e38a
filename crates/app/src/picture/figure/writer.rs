//! From poses to SVG: a figure that moves from start to end and back, and the same as a row of stills.
//!
//! ```text
//!   first frame  hold ─ move ─ hold  last frame  hold ─ move back ─ and again      (a circular one goes on instead)
//! ```
//! Every piece keeps its outline; what moves is its place, its turn and how long it appears, sampled from [`pose`] and
//! written as SMIL, which needs neither script nor inline style and stands still on paper. Each file brings its own
//! small style sheet, so that it can be shown as an image. A viewer who prefers less motion sees the last frame.

use super::{Part, Placed, STATURE, Thing, pose, shape, things};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Figure, Prop, View};
use maud::{Markup, PreEscaped, html};
use std::fmt::Write as _;

/// What a reader hears of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// Which exercise it is.
    pub title: String,
    /// How the figure is to be read.
    pub description: String,
}

/// Samples between two neighbouring frames.
const SAMPLES: u32 = 5;
/// Seconds from one frame to the next when the data do not say.
const MOVE_S: f64 = 1.6;
/// Seconds of standing still at either end.
const HOLD_S: f64 = 0.5;
/// Room around the body.
const MARGIN: f64 = 10.0;
/// The least a picture shows: so far to either side of its middle, and so far up.
const LEAST: (f64, f64) = (62.0, 150.0);
/// What lies below the ground line.
const BELOW: f64 = 8.0;
/// Room for the name of a frame.
const CAPTION: f64 = 20.0;

const STYLE: &str = "\
.body{fill:#59616a}.far{fill:#b9c1c9}.work{fill:#0b57a4}.body,.work{stroke:#fff;stroke-width:1.6;stroke-linejoin:round}\
.far{stroke:#6b7580;stroke-width:1.1;stroke-linejoin:round}.prop{fill:#d8c3a5;stroke:#7a6547;stroke-width:1}\
.line{fill:none;stroke:#b4610f;stroke-width:3.5}.ground{stroke:#7a6547;stroke-width:2.5;stroke-linecap:round}\
.frame{fill:#4d5359;font:600 11px system-ui,sans-serif;text-anchor:middle}.still{display:none}\
@media (prefers-color-scheme:dark){.body{fill:#aab3bc}.far{fill:#4a525a}.work{fill:#8ac2ff}.body,.work{stroke:#14171a}\
.far{stroke:#98a2ac}.prop{fill:#5a4a33;stroke:#c9b18c}.line{stroke:#f0994a}.ground{stroke:#c9b18c}.frame{fill:#b8bfc6}}\
@media (prefers-reduced-motion:reduce){.moving{display:none}.still{display:inline}}\
@media print{.moving{display:none}.still{display:inline}}\
@media (forced-colors:active){.body,.far{fill:Canvas;stroke:CanvasText}.work{fill:CanvasText;stroke:Canvas}\
.prop{fill:Canvas;stroke:CanvasText}.line,.ground{stroke:CanvasText}.frame{fill:CanvasText}}";

/// The figure in motion as a file of its own; `side` is the leg that works.
///
/// A figure of one frame stands still.
#[must_use]
pub fn moving(figure: &Figure, side: Side, labels: &Labels) -> String {
    let course = Course::of(figure);
    let room = Room::of(figure);
    let moments: Vec<Moment> = course.phases.iter().map(|phase| Moment::of(figure, *phase)).collect();
    let last = [Moment::of(figure, 1.0)];
    let body = html! {
        (ground(figure, &room))
        @if figure.frames.len() > 1 {
            g.moving { (drawn(figure, &moments, Some(&course))) }
            g.still { (drawn(figure, &last, None)) }
        } @else {
            g { (drawn(figure, &last, None)) }
        }
    };
    picture(labels, room.width, room.height + BELOW, &sided(side, &room, &body))
}

/// All frames side by side with their names, as a file of its own; `side` is the leg that works.
#[must_use]
pub fn stills(figure: &Figure, side: Side, labels: &Labels) -> String {
    let room = Room::of(figure);
    let last = figure.frames.len().saturating_sub(1).max(1) as f64;
    let body = html! {
        @for (index, frame) in figure.frames.iter().enumerate() {
            @let moment = [Moment::of(figure, index as f64 / last)];
            g transform={ "translate(" (one(index as f64 * room.width)) ")" } {
                (sided(side, &room, &html! { (ground(figure, &room)) (drawn(figure, &moment, None)) }))
                text.frame x=(one(room.width / 2.0)) y=(one(room.height + BELOW + 12.0)) {
                    (index + 1) " " (frame.name)
                }
            }
        }
    };
    picture(labels, room.width * figure.frames.len() as f64, room.height + BELOW + CAPTION, &body)
}

fn picture(labels: &Labels, width: f64, height: f64, body: &Markup) -> String {
    let svg = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (one(width)) " " (one(height)) } role="img"
            aria-labelledby="t d" {
            title id="t" { (labels.title) }
            desc id="d" { (labels.description) }
            style { (PreEscaped(STYLE)) }
            (body)
        }
    };
    svg.into_string()
}

/// The drawing moved into the picture, and mirrored for the left leg.
fn sided(side: Side, room: &Room, body: &Markup) -> Markup {
    let (x, y) = (room.width / 2.0, room.height);
    let transform = match side {
        Side::Right => format!("translate({} {})", one(x - room.middle), one(y)),
        Side::Left => format!("matrix(-1 0 0 1 {} {})", one(x + room.middle), one(y)),
    };
    html! { g transform=(transform) { (body) } }
}

fn ground(figure: &Figure, room: &Room) -> Markup {
    let half = room.width / 2.0 - 4.0;
    html! {
        @if super::scenery::stands_on_a_line(figure) {
            path.ground d={ "M" (one(room.middle - half)) " 1H" (one(room.middle + half)) } {}
        }
    }
}

/// The size of the picture and where its middle is, so that no moment leaves it.
struct Room {
    width: f64,
    height: f64,
    middle: f64,
}

impl Room {
    fn of(figure: &Figure) -> Room {
        let (mut left, mut right, mut top) = (f64::MAX, f64::MIN, 0.0_f64);
        let looks = figure.frames.len().saturating_sub(1).max(1) as u32 * 4;
        for look in 0..=looks {
            for placed in pose(figure, f64::from(look) / f64::from(looks)) {
                for (x, y) in extent(figure.view, &placed) {
                    left = left.min(x);
                    right = right.max(x);
                    top = top.min(y);
                }
            }
        }
        let (left, right) = if left > right { (-LEAST.0, LEAST.0) } else { (left - MARGIN, right + MARGIN) };
        let middle = (left + right) / 2.0;
        Room {
            width: (right - left).max(2.0 * LEAST.0).ceil(),
            height: (MARGIN - top).max(LEAST.1).ceil(),
            middle,
        }
    }
}

/// The two ends of a piece; its outline points down, the trunk's and the head's up.
fn extent(view: View, placed: &Placed) -> [(f64, f64); 2] {
    let length = match placed.part {
        Part::Trunk if view == View::Side => -0.3 * STATURE,
        Part::Head if view == View::Side => -0.19 * STATURE,
        Part::Trunk => 0.3 * STATURE,
        Part::Head => 0.19 * STATURE,
        Part::Thigh | Part::FarThigh | Part::Shank | Part::FarShank => 0.246 * STATURE,
        Part::UpperArm | Part::FarUpperArm | Part::Forearm | Part::FarForearm => 0.2 * STATURE,
        Part::Foot | Part::FarFoot | Part::Forefoot | Part::Pelvis => 0.1 * STATURE,
        Part::Toes | Part::FarToes | Part::BigToe => 0.04 * STATURE,
    };
    let (sine, cosine) = libm::sincos(placed.turn.to_radians());
    let along = length * placed.long;
    [(placed.x, placed.y), (placed.x - along * sine, placed.y + along * cosine)]
}

/// The phases that are sampled, when, and how long a cycle takes.
struct Course {
    phases: Vec<f64>,
    /// Times from 0 to 1.
    times: Vec<f64>,
    seconds: f64,
}

impl Course {
    fn of(figure: &Figure) -> Course {
        let n_moves = figure.frames.len().saturating_sub(1);
        let takes = |index: usize| figure.frames[index].seconds.unwrap_or(MOVE_S).clamp(0.1, 20.0);
        let phase_of = |place: f64| if n_moves == 0 { 0.0 } else { place / n_moves as f64 };
        let hold = if figure.circular { 0.0 } else { HOLD_S };
        let mut at = 0.0;
        let (mut phases, mut marks) = (Vec::new(), Vec::new());
        let mut mark = |place: f64, at: f64| {
            phases.push(phase_of(place));
            marks.push(at);
        };
        mark(0.0, at);
        at += hold;
        for index in 0..n_moves {
            let takes = takes(index + 1);
            for sample in 0..=SAMPLES {
                let share = f64::from(sample) / f64::from(SAMPLES);
                mark(index as f64 + share, at + takes * share);
            }
            at += takes;
        }
        if !figure.circular {
            at += hold;
            for index in (0..n_moves).rev() {
                let takes = takes(index + 1);
                for sample in 0..=SAMPLES {
                    let share = f64::from(sample) / f64::from(SAMPLES);
                    mark((index + 1) as f64 - share, at + takes * share);
                }
                at += takes;
            }
        }
        let seconds = at.max(1.0);
        Course { phases, times: marks.iter().map(|mark| mark / seconds).collect(), seconds }
    }
}

/// One moment: things and limbs.
struct Moment {
    things: Vec<Thing>,
    limbs: Vec<Placed>,
}

impl Moment {
    fn of(figure: &Figure, phase: f64) -> Moment {
        Moment { things: things(figure, phase), limbs: pose(figure, phase) }
    }
}

/// A piece through all moments.
struct Piece<'a> {
    class: &'static str,
    outline: &'a str,
    stays: Vec<(f64, f64, f64, f64)>,
}

fn drawn(figure: &Figure, moments: &[Moment], course: Option<&Course>) -> Markup {
    let Some(first) = moments.first() else { return html! {} };
    let thing = |index: usize| Piece {
        class: thing_class(first.things[index].prop),
        outline: &first.things[index].outline,
        stays: moments
            .iter()
            .filter_map(|moment| moment.things.get(index))
            .map(|thing| (thing.x, thing.y, thing.turn, thing.long))
            .collect(),
    };
    let limb = |index: usize| Piece {
        class: limb_class(figure, first.limbs[index].part),
        outline: shape(figure.view, first.limbs[index].part),
        stays: moments
            .iter()
            .filter_map(|moment| moment.limbs.get(index))
            .map(|limb| (limb.x, limb.y, limb.turn, limb.long))
            .collect(),
    };
    let n_behind = first.things.iter().filter(|thing| !thing.before).count();
    html! {
        @for index in 0..n_behind { (piece(&thing(index), course)) }
        @for index in (0..first.limbs.len()).filter(|index| !is_hidden(moments, *index)) {
            (piece(&limb(index), course))
        }
        @for index in n_behind..first.things.len() { (piece(&thing(index), course)) }
    }
}

/// Is it a limb of the far side that lies behind its near twin in every moment?
fn is_hidden(moments: &[Moment], index: usize) -> bool {
    let twin = |part: Part| match part {
        Part::FarThigh => Some(Part::Thigh),
        Part::FarShank => Some(Part::Shank),
        Part::FarFoot => Some(Part::Foot),
        Part::FarToes => Some(Part::Toes),
        Part::FarUpperArm => Some(Part::UpperArm),
        Part::FarForearm => Some(Part::Forearm),
        Part::Trunk
        | Part::Head
        | Part::Pelvis
        | Part::Thigh
        | Part::Shank
        | Part::Foot
        | Part::Forefoot
        | Part::Toes
        | Part::BigToe
        | Part::UpperArm
        | Part::Forearm => None,
    };
    moments.iter().all(|moment| {
        let Some(far) = moment.limbs.get(index) else { return false };
        let near = moment.limbs.iter().find(|near| Some(near.part) == twin(far.part));
        near.is_some_and(|near| {
            let apart = (near.x - far.x).abs() + (near.y - far.y).abs() + (near.turn - far.turn).abs();
            apart + (near.long - far.long).abs() < 1e-6
        })
    })
}

fn thing_class(prop: Prop) -> &'static str {
    match prop {
        Prop::Band | Prop::Loop | Prop::Strap => "line",
        Prop::Chair
        | Prop::Bench
        | Prop::BenchBehind
        | Prop::Step
        | Prop::Box
        | Prop::BoxBehind
        | Prop::WallFront
        | Prop::WallBehind
        | Prop::Post
        | Prop::Mat
        | Prop::Pad
        | Prop::Anchor
        | Prop::Barbell
        | Prop::Dumbbell
        | Prop::Machine
        | Prop::Roller
        | Prop::Ball
        | Prop::Slider
        | Prop::Wedge
        | Prop::HighBar
        | Prop::FootWeight
        | Prop::Board => "prop",
    }
}

fn limb_class(figure: &Figure, part: Part) -> &'static str {
    match part {
        Part::Thigh | Part::Shank | Part::Foot | Part::Forefoot | Part::Toes | Part::BigToe => "work",
        Part::FarThigh | Part::FarShank | Part::FarFoot | Part::FarToes if figure.both => "work",
        Part::FarThigh
        | Part::FarShank
        | Part::FarFoot
        | Part::FarToes
        | Part::FarUpperArm
        | Part::FarForearm => "far",
        Part::Trunk | Part::Head | Part::Pelvis | Part::UpperArm | Part::Forearm => "body",
    }
}

/// A piece in its place; with a course, everything of it that changes is animated.
fn piece(piece: &Piece<'_>, course: Option<&Course>) -> Markup {
    let Some(&(x, y, turn, long)) = piece.stays.first() else { return html! {} };
    if piece.outline.is_empty() {
        return html! {};
    }
    let turns = unwound(piece.stays.iter().map(|stay| stay.2));
    let moves = piece.stays.iter().any(|stay| (stay.0 - x).abs() + (stay.1 - y).abs() > 0.15);
    let turned = turns.iter().any(|other| (other - turn).abs() > 0.15);
    let grows = piece.stays.iter().any(|stay| (stay.3 - long).abs() > 0.01);
    let places = piece.stays.iter().map(|stay| format!("{} {}", one(stay.0), one(stay.1)));
    let longs = piece.stays.iter().map(|stay| format!("1 {}", two(stay.3)));
    let course_if = |changes: bool| course.filter(|_| changes);
    html! {
        g transform={ "translate(" (one(x)) " " (one(y)) ")" } {
            (animated("translate", course_if(moves), places))
            g transform=[rotation(turn, turned)] {
                (animated("rotate", course_if(turned), turns.iter().map(|turn| one(*turn))))
                path class=(piece.class) d=(piece.outline) transform=[scale(long, grows)] {
                    (animated("scale", course_if(grows), longs))
                }
            }
        }
    }
}

fn rotation(turn: f64, changes: bool) -> Option<String> {
    (changes || turn.abs() > 0.05).then(|| format!("rotate({})", one(turn)))
}

fn scale(long: f64, changes: bool) -> Option<String> {
    (changes || (long - 1.0).abs() > 0.005).then(|| format!("scale(1 {})", two(long)))
}

/// Turns without jumps by a whole turn.
fn unwound(turns: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut unwound: Vec<f64> = Vec::new();
    for turn in turns {
        let before = unwound.last().copied().unwrap_or(turn);
        unwound.push(before + super::plane::between_turns(turn - before));
    }
    unwound
}

fn animated(kind: &str, course: Option<&Course>, values: impl Iterator<Item = String>) -> Markup {
    let Some(course) = course else { return html! {} };
    let values: Vec<String> = values.collect();
    let mut times = String::new();
    for (index, time) in course.times.iter().enumerate() {
        let _ = write!(times, "{}{}", if index > 0 { ";" } else { "" }, three(*time));
    }
    html! {
        animateTransform attributeName="transform" type=(kind) dur={ (one(course.seconds)) "s" }
            repeatCount="indefinite" keyTimes=(times) values=(values.join(";")) {}
    }
}

fn trimmed(text: &str) -> String {
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn one(value: f64) -> String {
    trimmed(&format!("{value:.1}"))
}

fn two(value: f64) -> String {
    trimmed(&format!("{value:.2}"))
}

fn three(value: f64) -> String {
    trimmed(&format!("{value:.3}"))
}
