//! From poses to SVG: a figure that moves from start to end and back, and the same as a row of stills.
//!
//! ```text
//!   first frame  hold ─ move ─ hold  last frame  hold ─ move back ─ and again      (a circular one goes on instead)
//! ```
//! Every piece keeps its outline; what moves is its place, its turn and how long it appears, sampled from [`pose`] and
//! written as SMIL, which needs neither script nor inline style and stands still on paper. Each file brings its own
//! small style sheet, so that it can be shown as an image. A viewer who prefers less motion sees the last frame.

use super::course::{self, Course};
use super::room::Room;
use super::{Part, Placed, Thing, pose, shape, things};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Figure, Prop};
use maud::{Markup, PreEscaped, html};

/// What a reader hears of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// Which exercise it is.
    pub title: String,
    /// How the figure is to be read.
    pub description: String,
}

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
    let last = [Moment::of(figure, 1.0)];
    let figure = &*course::whole(figure);
    let course = Course::of(figure);
    let room = Room::of(figure);
    let moments: Vec<Moment> = course.phases.iter().map(|phase| Moment::of(figure, *phase)).collect();
    let body = html! {
        (ground(figure, &room))
        @if figure.frames.len() > 1 {
            g.moving { (drawn(figure, &moments, Some(&course))) }
            g.still { (drawn(figure, &last, None)) }
        } @else {
            g { (drawn(figure, &last, None)) }
        }
    };
    picture(labels, room.width, room.height + room.depth, &sided(side, &room, &body))
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
                text.frame x=(one(room.width / 2.0)) y=(one(room.height + room.depth + 12.0)) {
                    (index + 1) " " (frame.name)
                }
            }
        }
    };
    picture(labels, room.width * figure.frames.len() as f64, room.height + room.depth + CAPTION, &body)
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
        Prop::Band | Prop::KneeBand | Prop::Loop | Prop::Strap => "line",
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
        | Prop::FixedBar
        | Prop::Dumbbell
        | Prop::Kettlebell
        | Prop::Sled
        | Prop::Machine
        | Prop::Roller
        | Prop::Ball
        | Prop::Slider
        | Prop::Wedge
        | Prop::HighBar
        | Prop::FootWeight
        | Prop::Board
        | Prop::Bicycle => "prop",
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
    // Moments that are equally far apart need no times.
    let times =
        (!course.is_even()).then(|| course.times.iter().map(|time| three(*time)).collect::<Vec<_>>().join(";"));
    html! {
        animateTransform attributeName="transform" type=(kind) dur={ (two(course.seconds)) "s" }
            repeatCount="indefinite" keyTimes=[times] values=(values.join(";")) {}
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
