//! The picture of a course: the difference on each day as a dot with a bar for what it could be.
//!
//! ```text
//!   ▴ right leg weaker
//!   20 % ┤    ┬
//!        │    ●         ┬
//!   10 % ┼────┴─────────┼──────  zone   differences too small to matter, ±δ
//!   same ┼──────────────○──────  ●      beyond the zone, filled
//!   10 % ┼──────────────┴──────  ○      inside, empty
//!        └────┬─────────┬──┆─┬─
//!           2 May     9 June next   days stand as far apart as they were; behind them, dashed, what is to be expected
//!   ▾ left leg weaker
//! ```
//! It chooses no words and decides no verdict. Read next: [`super::dots`].

use evenstride_core::assess::{CoursePoint, SizeUnit};
use maud::{Markup, html};

/// Width and height of the picture in its own units; on a phone one unit is about a pixel.
const WIDTH: f64 = 358.0;
const HEIGHT: f64 = 236.0;
/// The field: its left and right edge, its top and its bottom.
const LEFT: f64 = 52.0;
const RIGHT: f64 = 346.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 180.0;
/// Room between the edge of the field and the first and last day.
const INSET: f64 = 18.0;
/// Radius of a dot, and half the width of the end of a bar.
const RADIUS: f64 = 5.0;
const CAP: f64 = 4.0;
/// Room behind the last day for what the next visit would show, and how far its bar stands from the edge of the field.
const AHEAD: f64 = 84.0;
const AHEAD_INSET: f64 = 30.0;
/// Width that a character of a label takes, a little more than it needs.
const CHARACTER: f64 = 7.0;
/// Height that a label takes.
const LINE: f64 = 14.0;

/// The words of the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseLabels {
    /// What stands between whole and part of a number.
    pub decimal_mark: char,
    /// Begins the ids inside the picture; unique on the page.
    pub id: String,
    /// What the picture shows.
    pub title: String,
    /// What can be seen on it, read out in place of the picture.
    pub description: String,
    /// The lower end of the axis, such as "left leg weaker".
    pub first: String,
    /// The upper end of the axis, such as "right leg weaker".
    pub second: String,
    /// The middle of the axis, such as "same".
    pub same: String,
    /// What the next visit would show if nothing changed; drawn behind the last day.
    pub ahead: Option<Ahead>,
}

/// What a next visit would show if nothing changed.
///
/// # Units
/// Sizes are signed and in the unit of the points.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahead {
    /// The middle of what it would show.
    pub size: f64,
    /// The lower end between which and the upper one 19 of 20 visits would lie.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// What stands below it in the place of a day, such as "next time".
    pub label: String,
}

/// Draws the difference on each day, earliest first; nothing when there are fewer than two days.
///
/// # Units
/// `delta` is from which size on a difference counts, in `unit` like the points.
///
/// # Example
/// ```
/// use evenstride_app::picture::course::{CourseLabels, course};
/// use evenstride_core::assess::{CoursePoint, SizeUnit};
/// use evenstride_app::prelude::Date;
///
/// let on = |day, size: f64| CoursePoint { day, size, low: size - 8.0, high: size + 8.0 };
/// let days = [on(Date::constant(2026, 5, 2), 19.0), on(Date::constant(2026, 6, 9), 6.0)];
/// let svg = course(&days, 10.0, SizeUnit::Percent, &CourseLabels {
///     decimal_mark: '.',
///     id: "f-quads".to_owned(),
///     title: "Front of thigh, strength: the gap on each day".to_owned(),
///     description: "2 May: right leg weaker, 19 percent. 9 June: right leg weaker, 6 percent.".to_owned(),
///     first: "left leg weaker".to_owned(), second: "right leg weaker".to_owned(), same: "same".to_owned(),
///     ahead: None,
/// });
/// assert_eq!(svg.matches("fc-dot").count(), 2);
/// ```
#[must_use]
pub fn course(points: &[CoursePoint], delta: f64, unit: SizeUnit, labels: &CourseLabels) -> String {
    let (Some(first), Some(last), true) = (points.first(), points.last(), points.len() > 1) else {
        return String::new();
    };
    let scale = Scale::over(points, labels.ahead.as_ref(), delta);
    let room = if labels.ahead.is_some() { AHEAD } else { 0.0 };
    let days = f64::from((last.day - first.day).get_days()).max(1.0);
    let x = |point: &CoursePoint| {
        let since = f64::from((point.day - first.day).get_days());
        LEFT + INSET + since / days * (RIGHT - room - LEFT - 2.0 * INSET)
    };
    let zone = [scale.y(delta), scale.y(-delta)];
    html! {
        svg class="fc-course" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img"
            aria-labelledby={ (labels.id) "-course-title " (labels.id) "-course-desc" } {
            title id={ (labels.id) "-course-title" } { (labels.title) }
            desc id={ (labels.id) "-course-desc" } { (labels.description) }
            g aria-hidden="true" {
                rect class="fc-zone" x=(LEFT) y=(tenth(zone[0])) width=(RIGHT - LEFT) height=(tenth(zone[1] - zone[0])) {}
                line class="fc-zero" x1=(LEFT) y1=(tenth(scale.y(0.0))) x2=(RIGHT) y2=(tenth(scale.y(0.0))) {}
                line class="fc-axis" x1=(LEFT) y1=(TOP) x2=(LEFT) y2=(BOTTOM) {}
                line class="fc-axis" x1=(LEFT) y1=(BOTTOM) x2=(RIGHT) y2=(BOTTOM) {}
                @for (size, text) in scale.ticks(unit, labels) {
                    line class="fc-axis" x1=(LEFT - 5.0) y1=(tenth(scale.y(size))) x2=(LEFT) y2=(tenth(scale.y(size))) {}
                    text class="fc-tick" x=(LEFT - 8.0) y=(tenth(scale.y(size) + 4.0)) text-anchor="end" { (text) }
                }
                polyline class="fc-way" points=(points.iter().map(|p| format!("{},{}", tenth(x(p)), tenth(scale.y(p.size)))).collect::<Vec<_>>().join(" ")) {}
                @for point in points { (bar(point, x(point), &scale)) }
                @for point in points {
                    @let class = if point.size.abs() > delta { "fc-dot fc-out" } else { "fc-dot fc-in" };
                    circle class=(class) cx=(tenth(x(point))) cy=(tenth(scale.y(point.size))) r=(RADIUS) {}
                }
                @if let Some(ahead) = &labels.ahead { (next_visit(ahead, &scale)) }
                @for (place, text) in day_labels(points, &x) {
                    line class="fc-axis" x1=(tenth(place)) y1=(BOTTOM) x2=(tenth(place)) y2=(BOTTOM + 5.0) {}
                    text class="fc-tick" x=(tenth(place)) y=(BOTTOM + 19.0) text-anchor="middle" { (text) }
                }
                text class="fc-end" x=(LEFT) y=(TOP - 10.0) { "▴ " (labels.second) }
                text class="fc-end" x=(LEFT) y=(BOTTOM + 42.0) { "▾ " (labels.first) }
            }
        }
    }
    .into_string()
}

/// What a day could be: a bar with an end on both sides.
fn bar(point: &CoursePoint, x: f64, scale: &Scale) -> Markup {
    let [low, high] = [scale.y(point.low), scale.y(point.high)];
    html! {
        line class="fc-bar" x1=(tenth(x)) y1=(tenth(low)) x2=(tenth(x)) y2=(tenth(high)) {}
        @for end in [low, high] {
            line class="fc-bar" x1=(tenth(x - CAP)) y1=(tenth(end)) x2=(tenth(x + CAP)) y2=(tenth(end)) {}
        }
    }
}

/// What the next visit would show: dashed and hollow, since nobody has seen it.
fn next_visit(ahead: &Ahead, scale: &Scale) -> Markup {
    let (edge, x) = (tenth(RIGHT - AHEAD), tenth(RIGHT - AHEAD_INSET));
    let [low, size, high] = [ahead.low, ahead.size, ahead.high].map(|size| tenth(scale.y(size)));
    html! {
        line class="fc-now" x1=(edge) y1=(TOP) x2=(edge) y2=(BOTTOM) {}
        line class="fc-ahead" x1=(x) y1=(low) x2=(x) y2=(high) {}
        @for end in [low, high] { line class="fc-bar" x1=(tenth(x - CAP)) y1=(end) x2=(tenth(x + CAP)) y2=(end) {} }
        path class="fc-ahead-dot" d={ "M" (x) " " (tenth(size - RADIUS - 1.0)) "l6 6l-6 6l-6-6z" } {}
        line class="fc-axis" x1=(x) y1=(BOTTOM) x2=(x) y2=(BOTTOM + 5.0) {}
        text class="fc-tick" x=(x) y=(BOTTOM + 19.0) text-anchor="middle" { (ahead.label) }
    }
}

/// Days with their places: the first and the last, and those between that have room.
fn day_labels(points: &[CoursePoint], x: &dyn Fn(&CoursePoint) -> f64) -> Vec<(f64, String)> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let width = CHARACTER * first.day.to_string().chars().count() as f64;
    let mut labels = vec![(x(first), first.day.to_string())];
    let mut taken = x(first) + width / 2.0;
    // In the middle under the last day it would stand over the edge of the picture.
    let last_place = x(last).min(WIDTH - width / 2.0);
    let until = last_place - width / 2.0;
    for point in points {
        let place = x(point);
        if place - width / 2.0 >= taken + CHARACTER && place + width / 2.0 <= until - CHARACTER {
            labels.push((place, point.day.to_string()));
            taken = place + width / 2.0;
        }
    }
    labels.push((last_place, last.day.to_string()));
    labels
}

/// What the upright axis shows: as much on both sides of the middle.
struct Scale {
    limit: f64,
    delta: f64,
}

impl Scale {
    /// As far as the bars reach, and twice as far as the zone.
    fn over(points: &[CoursePoint], ahead: Option<&Ahead>, delta: f64) -> Scale {
        let reach = points
            .iter()
            .flat_map(|point| [point.low.abs(), point.high.abs(), point.size.abs()])
            .chain(ahead.into_iter().flat_map(|ahead| [ahead.low.abs(), ahead.high.abs()]))
            .filter(|size| size.is_finite())
            .fold(2.0 * delta.max(0.5), f64::max);
        Scale { limit: 1.06 * reach, delta }
    }

    /// The height of a size; what is too large or no number stands at the edge.
    fn y(&self, size: f64) -> f64 {
        let middle = 0.5 * (TOP + BOTTOM);
        let size = if size.is_nan() { 0.0 } else { size.clamp(-self.limit, self.limit) };
        middle - size / self.limit * (middle - TOP)
    }

    /// Sizes and texts of the ticks: the middle, the edges of the zone, and multiples of δ that have room.
    fn ticks(&self, unit: SizeUnit, labels: &CourseLabels) -> Vec<(f64, String)> {
        let number =
            |size: f64| tenth(size).to_string().replace('.', labels.decimal_mark.encode_utf8(&mut [0; 4]));
        let same = labels.same.as_str();
        let text = |size: f64| match unit {
            SizeUnit::Percent => format!("{}\u{a0}%", number(size)),
            SizeUnit::Degrees => format!("{}°", number(size)),
        };
        let mut ticks = vec![(0.0, same.to_owned())];
        let per_line = LINE / (0.5 * (BOTTOM - TOP)) * self.limit;
        let every = (per_line / self.delta.max(1e-6)).ceil().max(1.0);
        for i in 1..12 {
            let size = self.delta * every * f64::from(i);
            if size <= 0.0 || !size.is_finite() || size > self.limit {
                break;
            }
            ticks.extend([(size, text(size)), (-size, text(size))]);
        }
        ticks
    }
}

/// A length without the digits that nobody sees.
fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}
