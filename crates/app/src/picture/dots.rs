//! The picture of one finding: twenty answers that fit the measurements equally well, as twenty dots.
//!
//! ```text
//!             ┌────────┬────────┐  ●            zone   differences too small to matter, ±δ
//!             │        │        │● ● ●          ●      outside, filled
//!             │        │      ○ │● ● ● ● ●      ○      inside, empty
//!   ───┬──────┼────────┼────────┼──────┬───
//!     20 %   10 %     same     10 %   20 %
//!   ◂ left leg weaker      right leg weaker ▸
//! ```
//! Each dot is a quantile of the posterior, so the dots outside are those that [`Estimate::counts`]
//! counts, and the sentence beside the picture says the same number. No dot straddles the edge of the
//! zone. It chooses no words and decides no verdict.

use evenstride_core::assess::{Estimate, SizeUnit};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Width of the picture in its own units; on a phone one unit is about a pixel.
const WIDTH: f64 = 358.0;
const CENTRE: f64 = WIDTH / 2.0;
/// Free space left and right of the axis.
const MARGIN: f64 = 16.0;
/// Top of the zone, its bottom, and the height of what stands below the axis.
const ZONE_TOP: f64 = 6.0;
const ZONE_HEIGHT: f64 = 70.0;
const BELOW_AXIS: f64 = 52.0;
/// Room for the words of the usual mark.
const USUAL_ROOM: f64 = 20.0;
/// Largest radius of a dot, and the width of a bin that gives it.
const LARGEST_RADIUS: f64 = 6.4;
const WIDEST_BIN: f64 = 13.4;
/// Bins get narrower than this only when nothing else keeps the edge of the zone between two bins.
const NARROWEST_BIN: f64 = 6.7;
/// Width that a character of a label takes, a little more than it needs.
const CHARACTER: f64 = 7.0;
const BOLD_CHARACTER: f64 = 7.6;

/// The words of the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct DotLabels {
    /// What stands between whole and part of a number.
    pub decimal_mark: char,
    /// Begins the ids inside the picture; unique on the page.
    pub id: String,
    /// The finding in a sentence with its counts, read out in place of the picture.
    pub title: String,
    /// The left end of the axis, such as "left leg weaker".
    pub first: String,
    /// The right end of the axis, such as "right leg weaker".
    pub second: String,
    /// The middle of the axis, such as "same".
    pub same: String,
    /// Up to where a difference is usual in healthy people, when the catalogue knows it.
    pub usual: Option<UsualMark>,
}

/// A mark up to where a difference is usual.
#[derive(Debug, Clone, PartialEq)]
pub struct UsualMark {
    /// Up to which size, in the unit of the estimate.
    pub up_to: f64,
    /// The words, such as "usual up to here".
    pub words: String,
}

/// Draws an estimate as twenty dots.
///
/// The axis reaches to 30 % or 30°, to three times δ when that is more, and in steps of 30 further when
/// more than two dots would lie beyond its end; a dot beyond the end is drawn at the end.
///
/// # Example
/// ```
/// use evenstride_app::picture::dots::{DotLabels, dots};
/// use evenstride_core::assess::{Estimate, SizeUnit};
///
/// let estimate = Estimate {
///     unit: SizeUnit::Percent, delta: 10.0, size: 19.0, low: 9.0, high: 29.0,
///     quantiles: std::array::from_fn(|i| 9.5 + i as f64),
///     probability: 0.96, probability_first: 0.0, probability_second: 0.96,
/// };
/// let svg = dots(&estimate, &DotLabels {
///     decimal_mark: '.',
///     id: "f-quads".to_owned(),
///     title: "Right leg almost certainly weaker: 19 of 20 dots beyond 10 percent".to_owned(),
///     first: "left leg weaker".to_owned(), second: "right leg weaker".to_owned(),
///     same: "same".to_owned(), usual: None,
/// });
/// assert_eq!(svg.matches("fd-out").count(), estimate.counts().2);
/// ```
#[must_use]
pub fn dots(estimate: &Estimate, labels: &DotLabels) -> String {
    let axis = Axis::of(estimate);
    let stacks = Stacks::of(estimate, &axis);
    let top = if labels.usual.is_some() { ZONE_TOP + USUAL_ROOM } else { ZONE_TOP };
    let base = top + stacks.height().max(ZONE_HEIGHT);
    let zone = [axis.x(-estimate.delta), axis.x(estimate.delta)];
    let ends = [format!("◂ {}", labels.first), format!("{} ▸", labels.second)];
    let ends_width: f64 = ends.iter().map(|end| BOLD_CHARACTER * (1 + end.chars().count()) as f64).sum();
    // Long words at both ends stand below each other.
    let second_line = if ends_width > WIDTH - 2.0 * MARGIN { 17.0 } else { 0.0 };
    html! {
        svg class="fd-dots" viewBox={ "0 0 " (WIDTH) " " (tenth(base + BELOW_AXIS + second_line)) } role="img"
            aria-labelledby={ (labels.id) "-dots-title" } {
            title id={ (labels.id) "-dots-title" } { (labels.title) }
            g aria-hidden="true" {
                rect class="fd-zone" x=(tenth(zone[0])) y=(top) width=(tenth(zone[1] - zone[0])) height=(tenth(base - top)) {}
                line class="fd-zero" x1=(CENTRE) y1=(top) x2=(CENTRE) y2=(tenth(base + 5.0)) {}
                line class="fd-axis" x1=(MARGIN) y1=(tenth(base)) x2=(WIDTH - MARGIN) y2=(tenth(base)) {}
                @if let Some(usual) = &labels.usual { (usual_mark(usual, estimate, &axis, base)) }
                (stacks.draw(base))
                @for (size, text) in axis.ticks(estimate, labels) {
                    line class="fd-axis" x1=(tenth(axis.x(size))) y1=(tenth(base)) x2=(tenth(axis.x(size))) y2=(tenth(base + 5.0)) {}
                    text class="fd-tick" x=(tenth(axis.x(size))) y=(tenth(base + 19.0)) text-anchor="middle" { (text) }
                }
                text class="fd-end" x=(MARGIN) y=(tenth(base + 38.0)) { (ends[0]) }
                text class="fd-end" x=(WIDTH - MARGIN) y=(tenth(base + 38.0 + second_line)) text-anchor="end" { (ends[1]) }
            }
        }
    }
    .into_string()
}

/// What the axis shows.
struct Axis {
    /// The size at its right end, in the unit of the estimate.
    limit: f64,
}

impl Axis {
    fn of(estimate: &Estimate) -> Axis {
        let mut limit = 30_f64.max(3.0 * estimate.delta);
        // Most of a large difference heaped at the end of the axis would hide how large it may be.
        while estimate.quantiles.iter().filter(|size| size.abs() > limit).count() > 2 && limit < 360.0 {
            limit += 30.0;
        }
        Axis { limit }
    }

    fn unit_width(&self) -> f64 {
        (CENTRE - MARGIN) / self.limit
    }

    fn x(&self, size: f64) -> f64 {
        CENTRE + size.clamp(-self.limit, self.limit) * self.unit_width()
    }

    /// Sizes and texts of the ticks: the middle, both edges of the zone, and multiples of δ that have room.
    fn ticks(&self, estimate: &Estimate, labels: &DotLabels) -> Vec<(f64, String)> {
        let delta = estimate.delta;
        let number =
            |size: f64| tenth(size).to_string().replace('.', labels.decimal_mark.encode_utf8(&mut [0; 4]));
        let same = labels.same.as_str();
        let text = |size: f64| match estimate.unit {
            SizeUnit::Percent => format!("{}\u{a0}%", number(size.abs())),
            SizeUnit::Degrees => format!("{}°", number(size.abs())),
        };
        let zone_width = delta * self.unit_width();
        let width = |text: &str| CHARACTER * text.chars().count() as f64;
        let edge_width = width(&text(delta));
        let has_room = |middle: &str| (edge_width + width(middle)) / 2.0 <= zone_width;
        let middle = [same, "0"].into_iter().find(|middle| has_room(middle)).unwrap_or_default();
        let mut ticks = vec![(0.0, middle.to_owned())];
        let mut of_both_sides = |size: f64, text: String| ticks.extend([(-size, text.clone()), (size, text)]);
        // A zone narrower than its own label keeps its ticks and loses the words.
        let has_edge_words = 2.0 * zone_width >= edge_width + CHARACTER / 2.0;
        of_both_sides(delta, if has_edge_words { text(delta) } else { String::new() });
        let room = edge_width + 2.0 * CHARACTER;
        let every = if zone_width >= room { 1.0 } else { 1.0 + (room / zone_width).ceil() };
        for i in 1..60 {
            let size = delta * every * f64::from(i);
            // Also ends when δ is nought and nothing has room.
            if !size.is_finite() || size * self.unit_width() > CENTRE - MARGIN - edge_width / 2.0 {
                break;
            }
            if size > delta {
                of_both_sides(size, text(size));
            }
        }
        ticks.sort_by(|a, b| a.0.total_cmp(&b.0));
        ticks
    }
}

/// Dots that stand on each other, by bin.
struct Stacks {
    /// For each bin from left to right: its middle on the axis, is it outside the zone, and how many dots.
    bins: Vec<(f64, bool, usize)>,
    radius: f64,
}

impl Stacks {
    /// The widest bins whose highest stack still fits, or the narrowest.
    fn of(estimate: &Estimate, axis: &Axis) -> Stacks {
        let zone_width = estimate.delta * axis.unit_width();
        let fewest = ((zone_width / WIDEST_BIN) as u32).max(1);
        let most = ((zone_width / NARROWEST_BIN) as u32).max(fewest);
        (fewest..=most)
            .map(|per_zone| Stacks::with_bins(estimate, axis, per_zone))
            .find(|stacks| stacks.height() <= ZONE_HEIGHT)
            .unwrap_or_else(|| Stacks::with_bins(estimate, axis, most))
    }

    /// Stacks with so many bins between the middle and the edge of the zone, so that the edge is between two.
    fn with_bins(estimate: &Estimate, axis: &Axis, per_zone: u32) -> Stacks {
        // A δ of nought has no zone, but the dots still need bins.
        let width = estimate.delta.max(axis.limit / 100.0) / f64::from(per_zone);
        let edge = i64::from(per_zone);
        let last = ((axis.limit / width).ceil() as i64).max(edge + 1);
        let mut bins: BTreeMap<i64, usize> = BTreeMap::new();
        for &size in &estimate.quantiles {
            let bin = (size / width).floor() as i64;
            // A size at the very edge belongs where the count puts it, whatever rounding says.
            let bin = if size < -estimate.delta {
                bin.clamp(-last, -edge - 1)
            } else if size > estimate.delta {
                bin.clamp(edge, last - 1)
            } else {
                bin.clamp(-edge, edge - 1)
            };
            *bins.entry(bin).or_default() += 1;
        }
        let pitch = width * axis.unit_width();
        let middle = |bin: i64| CENTRE + (bin as f64 + 0.5) * pitch;
        Stacks {
            bins: bins.into_iter().map(|(bin, n)| (middle(bin), !(-edge..edge).contains(&bin), n)).collect(),
            radius: LARGEST_RADIUS.min(pitch / 2.0 - 0.3).max(1.5),
        }
    }

    fn pitch(&self) -> f64 {
        2.0 * self.radius + 0.4
    }

    fn height(&self) -> f64 {
        let highest = self.bins.iter().map(|(_, _, n)| *n).max().unwrap_or(0);
        3.0 + highest as f64 * self.pitch()
    }

    fn draw(&self, base: f64) -> Markup {
        // Half of the outline lies outside a circle, so an empty dot is made smaller to look as large.
        let inner_radius = (self.radius - 0.8).max(1.2);
        html! {
            @for (x, is_outside, n) in &self.bins {
                @for i in 0..*n {
                    @let y = base - 1.5 - self.radius - i as f64 * self.pitch();
                    @if *is_outside {
                        circle class="fd-dot fd-out" cx=(tenth(*x)) cy=(tenth(y)) r=(tenth(self.radius)) {}
                    } @else {
                        circle class="fd-dot fd-in" cx=(tenth(*x)) cy=(tenth(y)) r=(tenth(inner_radius)) {}
                    }
                }
            }
        }
    }
}

/// A dashed line on both sides, with the words on the side to which the estimate leans.
fn usual_mark(usual: &UsualMark, estimate: &Estimate, axis: &Axis, base: f64) -> Markup {
    let toward = if estimate.size < 0.0 { -1.0 } else { 1.0 };
    let x = axis.x(toward * usual.up_to);
    let half = CHARACTER * usual.words.chars().count() as f64 / 2.0;
    let words_x = x.clamp(half.min(CENTRE), (WIDTH - half).max(CENTRE));
    html! {
        @for side in [-1.0, 1.0] {
            @let x = tenth(axis.x(side * usual.up_to));
            line class="fd-usual" x1=(x) y1=(ZONE_TOP + USUAL_ROOM - 5.0) x2=(x) y2=(tenth(base)) {}
        }
        text class="fd-tick" x=(tenth(words_x)) y=(ZONE_TOP + 10.0) text-anchor="middle" { (usual.words) }
    }
}

/// A length without the digits that nobody sees.
fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}
