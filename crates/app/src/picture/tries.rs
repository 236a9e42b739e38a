//! The picture of the tries of one test: every value a dot, the left leg above the right one.
//!
//! ```text
//!   left   ┤          ● ●●
//!   right  ┤   ●●  ●
//!          └───┬──────────┬───
//!            16.9       25.1 kg     the least and the largest of both legs
//! ```
//! It judges nothing: whoever sees a dot far from the others can look whether it was read rightly. Read next: [`super::dots`].

use maud::{Markup, html};

const WIDTH: f64 = 358.0;
const HEIGHT: f64 = 118.0;
/// The field: its left and right edge, and where its axis lies.
const LEFT: f64 = 70.0;
const RIGHT: f64 = 344.0;
const AXIS: f64 = 92.0;
/// Where the dots of each leg stand.
const ROWS: [f64; 2] = [40.0, 82.0];
const RADIUS: f64 = 4.0;
/// A dot that would cover another one stands so much above it, and so many stand above each other at most.
const STEP: f64 = 6.0;
const HIGHEST: usize = 5;

/// The words of the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriesLabels {
    /// Begins the ids inside the picture; unique on the page.
    pub id: String,
    /// What the picture shows.
    pub title: String,
    /// What can be seen on it, read out in place of the picture.
    pub description: String,
    /// The word for the left leg, then for the right one.
    pub legs: [String; 2],
    /// The least and the largest value as people read them, with their unit.
    pub ends: [String; 2],
}

/// Draws the values of both legs on one axis; nothing without a value.
///
/// # Units
/// All values have the same unit; what is no number is left out.
///
/// # Example
/// ```
/// use evenstride_app::picture::tries::{TriesLabels, tries};
/// let words = |text: &str| text.to_owned();
/// let svg = tries([&[24.1, 24.9], &[17.2]], &TriesLabels {
///     id: words("t1"), title: words("Knee extension"), description: words("left 24.1, 24.9; right 17.2"),
///     legs: [words("left"), words("right")], ends: [words("17.2 kg"), words("24.9 kg")],
/// });
/// assert_eq!(svg.matches("<circle").count(), 3);
/// ```
#[must_use]
pub fn tries(legs: [&[f64]; 2], labels: &TriesLabels) -> String {
    let values = || legs.into_iter().flatten().copied().filter(|value| value.is_finite());
    let Some((least, most)) = values().map(|value| (value, value)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    else {
        return String::new();
    };
    // Values that are all the same stand in the middle.
    let x = |value: f64| match most - least {
        span if span > 0.0 && span.is_finite() => LEFT + 10.0 + (value - least) / span * (RIGHT - LEFT - 20.0),
        _ => f64::midpoint(LEFT, RIGHT),
    };
    let is_one = least >= most;
    html! {
        svg class="ft-tries" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img"
            aria-labelledby={ (labels.id) "-tries-title " (labels.id) "-tries-desc" } {
            title id={ (labels.id) "-tries-title" } { (labels.title) }
            desc id={ (labels.id) "-tries-desc" } { (labels.description) }
            g aria-hidden="true" {
                line class="ft-axis" x1=(LEFT) y1=(AXIS) x2=(RIGHT) y2=(AXIS) {}
                @for ((values, y), word) in legs.into_iter().zip(ROWS).zip(&labels.legs) {
                    text class="ft-leg" x="0" y=(y + 4.0) { (word) }
                    (row(values, y, &x))
                }
                @for (value, anchor, text) in [(least, "start", &labels.ends[0]), (most, "end", &labels.ends[1])] {
                    @if !(is_one && anchor == "end") {
                        line class="ft-axis" x1=(tenth(x(value))) y1=(AXIS) x2=(tenth(x(value))) y2=(AXIS + 5.0) {}
                        text class="ft-tick" x=(tenth(x(value))) y=(AXIS + 20.0) text-anchor=(anchor) { (text) }
                    }
                }
            }
        }
    }
    .into_string()
}

/// The dots of a leg, those that would cover each other one above the other.
fn row(values: &[f64], y: f64, x: &dyn Fn(f64) -> f64) -> Markup {
    let mut places: Vec<f64> = values.iter().filter(|value| value.is_finite()).map(|value| x(*value)).collect();
    places.sort_by(f64::total_cmp);
    let mut placed: Vec<(f64, usize)> = Vec::with_capacity(places.len());
    for place in places {
        let n_covered = placed.iter().rev().take_while(|(other, _)| place - other < RADIUS).count();
        placed.push((place, n_covered.min(HIGHEST)));
    }
    html! {
        @for (place, level) in placed {
            circle class="ft-dot" cx=(tenth(place)) cy=(tenth(y - STEP * level as f64)) r=(RADIUS) {}
        }
    }
}

/// A length without the digits that nobody sees.
fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}
