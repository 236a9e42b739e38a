//! Two pictures of repeated side differences: the change against the mean, and the second visit against the first.
//!
//! ```text
//!   change                       second visit
//!     ┆- - - - - - - limit         │ swapped   │  · ╱
//!     │  ·    ·   ·                │░░░░░░░░░░░│· ╱
//!     │────·──────·── mean         ├───────────┼─╱──────
//!     │    ·    ·                  │       · ╱ │░░░░░░░░
//!     ┆- - - - - - - limit         │    · ╱    │ swapped
//!     └──────────── mean           └──────────── first visit
//! ```
//! People whose favoured leg swapped are empty dots, the others filled. It chooses no words and works out no
//! figure. Read next: [`super::dots`].

use evenstride_core::reliability::bland_altman::Agreement;
use evenstride_core::reliability::kappa::EQUAL;
use maud::{Markup, html};

/// Style rules of the two pictures; the colours are those of [`super::style::CSS`].
pub const CSS: &str = include_str!("repeats.css");

/// Both pictures are squares of this size in their own units.
const SIZE: f64 = 360.0;
/// The inner field: left, right, top and bottom.
const LEFT: f64 = 58.0;
const RIGHT: f64 = 346.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 302.0;

/// The words of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plot {
    /// What stands between whole and part of a number.
    pub decimal_mark: char,
    /// Begins the ids inside the picture; unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What can be seen on it, read out in place of the picture.
    pub description: String,
    /// The words below the axis.
    pub across: String,
    /// The words beside the axis.
    pub up: String,
}

/// Did the favoured leg swap between the first and the second visit?
#[must_use]
pub fn is_swapped([first, second]: [f64; 2]) -> bool {
    (first > EQUAL && second < -EQUAL) || (first < -EQUAL && second > EQUAL)
}

/// Draws second minus first against their mean, with the limits of agreement.
///
/// # Units
/// `pairs` are the first and the second visit; `lines` are the words of the upper limit, the mean and the lower.
#[must_use]
pub fn change(pairs: &[[f64; 2]], agreement: &Agreement, plot: &Plot, lines: &[String; 3]) -> String {
    let points: Vec<[f64; 2]> =
        pairs.iter().map(|[first, second]| [0.5 * (first + second), second - first]).collect();
    let [low, high] = agreement.limits;
    let x = Axis::over(points.iter().map(|point| point[0]), LEFT, RIGHT);
    let y = Axis::over(points.iter().map(|point| point[1]).chain([low, high, 0.0]), BOTTOM, TOP);
    let heights = [high, agreement.mean_change, low].map(|value| y.at(value));
    let words = apart(heights);
    let inside = html! {
        line class="rp-zero" x1=(LEFT) y1=(tenth(y.at(0.0))) x2=(RIGHT) y2=(tenth(y.at(0.0))) {}
        @for (index, height) in heights.iter().enumerate() {
            @let class = if index == 1 { "rp-mean" } else { "rp-limit" };
            line class=(class) x1=(LEFT) y1=(tenth(*height)) x2=(RIGHT) y2=(tenth(*height)) {}
        }
        (dots(pairs, &points, &x, &y))
        @for (text, height) in lines.iter().zip(words) {
            text class="rp-line" x=(RIGHT) y=(tenth(height - 4.0)) text-anchor="end" { (text) }
        }
    };
    drawn(plot, &x, &y, &inside)
}

/// Draws the second visit against the first, on one scale, with the fields where the favoured leg swapped.
#[must_use]
pub fn visits(pairs: &[[f64; 2]], plot: &Plot) -> String {
    let both = || pairs.iter().flatten().copied().chain([0.0]);
    let (x, y) = (Axis::over(both(), LEFT, RIGHT), Axis::over(both(), BOTTOM, TOP));
    let (zero_x, zero_y) = (x.at(0.0), y.at(0.0));
    let inside = html! {
        rect class="rp-zone" x=(LEFT) y=(TOP) width=(tenth(zero_x - LEFT)) height=(tenth(zero_y - TOP)) {}
        rect class="rp-zone" x=(tenth(zero_x)) y=(tenth(zero_y)) width=(tenth(RIGHT - zero_x)) height=(tenth(BOTTOM - zero_y)) {}
        line class="rp-zero" x1=(LEFT) y1=(tenth(zero_y)) x2=(RIGHT) y2=(tenth(zero_y)) {}
        line class="rp-zero" x1=(tenth(zero_x)) y1=(TOP) x2=(tenth(zero_x)) y2=(BOTTOM) {}
        line class="rp-same" x1=(LEFT) y1=(BOTTOM) x2=(RIGHT) y2=(TOP) {}
        (dots(pairs, pairs, &x, &y))
    };
    drawn(plot, &x, &y, &inside)
}

fn drawn(plot: &Plot, x: &Axis, y: &Axis, inside: &Markup) -> String {
    let middle = |a: f64, b: f64| tenth(0.5 * (a + b));
    html! {
        svg class="rp-plot" viewBox={ "0 0 " (SIZE) " " (SIZE) } role="img"
            aria-labelledby={ (plot.id) "-title " (plot.id) "-desc" } {
            title id={ (plot.id) "-title" } { (plot.title) }
            desc id={ (plot.id) "-desc" } { (plot.description) }
            g aria-hidden="true" {
                (inside)
                rect class="rp-frame" x=(LEFT) y=(TOP) width=(RIGHT - LEFT) height=(BOTTOM - TOP) {}
                @for (value, text) in x.ticks(plot.decimal_mark) {
                    line class="rp-tick" x1=(tenth(x.at(value))) y1=(BOTTOM) x2=(tenth(x.at(value))) y2=(BOTTOM + 5.0) {}
                    text class="rp-number" x=(tenth(x.at(value))) y=(BOTTOM + 19.0) text-anchor="middle" { (text) }
                }
                @for (value, text) in y.ticks(plot.decimal_mark) {
                    line class="rp-tick" x1=(LEFT - 5.0) y1=(tenth(y.at(value))) x2=(LEFT) y2=(tenth(y.at(value))) {}
                    text class="rp-number" x=(LEFT - 8.0) y=(tenth(y.at(value) + 4.0)) text-anchor="end" { (text) }
                }
                text class="rp-axis" x=(middle(LEFT, RIGHT)) y=(BOTTOM + 42.0) text-anchor="middle" { (plot.across) }
                text class="rp-axis" transform={ "translate(14 " (middle(TOP, BOTTOM)) ") rotate(-90)" } text-anchor="middle" { (plot.up) }
            }
        }
    }
    .into_string()
}

fn dots(pairs: &[[f64; 2]], points: &[[f64; 2]], x: &Axis, y: &Axis) -> Markup {
    html! {
        @for (pair, point) in pairs.iter().zip(points) {
            @let class = if is_swapped(*pair) { "rp-dot rp-swapped" } else { "rp-dot" };
            circle class=(class) cx=(tenth(x.at(point[0]))) cy=(tenth(y.at(point[1]))) r="4" {}
        }
    }
}

/// Heights of three lines of words, from the top, none over another.
fn apart(heights: [f64; 3]) -> [f64; 3] {
    /// Room that a line of words needs.
    const LINE: f64 = 14.0;
    let middle = heights[1];
    [heights[0].min(middle - LINE).max(TOP + LINE), middle, heights[2].max(middle + LINE)]
}

/// A linear scale from values to places.
struct Axis {
    low: f64,
    high: f64,
    step: f64,
    from: f64,
    to: f64,
}

impl Axis {
    /// A scale over all values with a little room, from one place to another; values are finite.
    fn over(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Axis {
        let (low, high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
        // Values that are all alike still need a scale to stand on.
        let spread = (high - low).max(1e-6 * high.abs()).max(1e-6);
        let (low, high) = (low - 0.06 * spread, high + 0.06 * spread);
        Axis { low, high, step: round_step((high - low) / 5.0), from, to }
    }

    fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Round values inside the scale with their texts; at most a dozen.
    fn ticks(&self, decimal_mark: char) -> Vec<(f64, String)> {
        let digits = (-(libm::log10(self.step) + 1e-9).floor()).clamp(0.0, 9.0) as usize;
        let first = (self.low / self.step).ceil();
        (0..12)
            .map(|i| (first + f64::from(i)) * self.step)
            .take_while(|value| *value <= self.high)
            .map(|value| {
                // What is zero but for rounding has no sign.
                let value = if value.abs() < 0.5 * self.step { 0.0 } else { value };
                (
                    value,
                    format!("{value:.digits$}")
                        .replace('-', "\u{2212}")
                        .replace('.', decimal_mark.encode_utf8(&mut [0; 4])),
                )
            })
            .collect()
    }
}

/// The next of 1, 2, 5, 10, … in any power of ten.
fn round_step(rough: f64) -> f64 {
    let power = libm::pow(10.0, libm::log10(rough).floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .find(|step| *step >= rough)
        .unwrap_or(10.0 * power)
}

/// A length without the digits that nobody sees.
fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}
