//! How large a picture must be so that no moment of a figure leaves it.

use super::{Placed, Thing, pose, shape, things};
use evenstride_core::knowledge::Figure;

/// Room around everything.
const MARGIN: f64 = 6.0;
/// The least a picture shows: so far to either side of its middle, and so far up.
const LEAST: (f64, f64) = (62.0, 150.0);

/// What every picture shows below the ground line.
const BELOW: f64 = 8.0;

/// The size of a picture and where its middle lies; the ground is `depth` above its foot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Room {
    pub(super) width: f64,
    /// Above the ground.
    pub(super) height: f64,
    /// Below the ground.
    pub(super) depth: f64,
    pub(super) middle: f64,
}

impl Room {
    pub(super) fn of(figure: &Figure) -> Room {
        let mut seen = Extent::NONE;
        let looks = figure.frames.len().saturating_sub(1).max(1) as u32 * 4;
        for look in 0..=looks {
            let phase = f64::from(look) / f64::from(looks);
            for placed in pose(figure, phase) {
                seen = seen.with(&of_limb(figure, &placed));
            }
            for thing in things(figure, phase) {
                seen = seen.with(&of_thing(&thing));
            }
        }
        if seen.left > seen.right {
            return Room { width: 2.0 * LEAST.0, height: LEAST.1, depth: BELOW, middle: 0.0 };
        }
        Room {
            width: (seen.right - seen.left + 2.0 * MARGIN).max(2.0 * LEAST.0).ceil(),
            height: (MARGIN - seen.top).max(LEAST.1).ceil(),
            depth: (seen.bottom + 1.0).max(BELOW).ceil(),
            middle: (seen.left + seen.right) / 2.0,
        }
    }
}

/// A box around something, y downwards.
#[derive(Debug, Clone, Copy)]
struct Extent {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Extent {
    const NONE: Extent = Extent { left: f64::MAX, right: f64::MIN, top: f64::MAX, bottom: f64::MIN };

    fn and(self, x: f64, y: f64) -> Extent {
        Extent {
            left: self.left.min(x),
            right: self.right.max(x),
            top: self.top.min(y),
            bottom: self.bottom.max(y),
        }
    }

    fn with(self, other: &Extent) -> Extent {
        self.and(other.left, other.top).and(other.right, other.bottom)
    }

    /// The box of this one after it was stretched, turned and moved; a little too large where it is turned.
    fn placed(self, x: f64, y: f64, turn_deg: f64, long: f64) -> Extent {
        if self.left > self.right {
            return Extent::NONE.and(x, y);
        }
        let (sine, cosine) = libm::sincos(turn_deg.to_radians());
        let mut extent = Extent::NONE;
        for (corner_x, corner_y) in
            [(self.left, self.top), (self.right, self.top), (self.left, self.bottom), (self.right, self.bottom)]
        {
            let down = corner_y * long;
            extent = extent.and(x + corner_x * cosine - down * sine, y + corner_x * sine + down * cosine);
        }
        extent
    }
}

fn of_limb(figure: &Figure, limb: &Placed) -> Extent {
    of_outline(shape(figure.view, limb.part)).placed(limb.x, limb.y, limb.turn, limb.long)
}

fn of_thing(thing: &Thing) -> Extent {
    of_outline(&thing.outline).placed(thing.x, thing.y, thing.turn, thing.long)
}

/// The box around the points of a path of absolute commands; curves stay within their control points.
fn of_outline(path: &str) -> Extent {
    let mut extent = Extent::NONE;
    let (mut x, mut y) = (0.0, 0.0);
    let mut rest = path;
    while let Some(command) = rest.chars().next() {
        rest = &rest[command.len_utf8()..];
        let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let values = numbers(&rest[..end]);
        rest = &rest[end..];
        match command {
            'H' => values.iter().for_each(|to| {
                x = *to;
                extent = extent.and(x, y);
            }),
            'V' => values.iter().for_each(|to| {
                y = *to;
                extent = extent.and(x, y);
            }),
            'A' => {
                for arc in values.chunks_exact(7) {
                    let radius = arc[0].max(arc[1]);
                    let middle = (x + arc[5]) / 2.0;
                    (x, y) = (arc[5], arc[6]);
                    // An arc of up to half a circle swings out by its radius at most, a longer one by twice as much.
                    let out = if arc[3] > 0.5 { 2.0 * radius } else { radius };
                    extent = extent.and(x, y).and(x, y - out).and(x, y + out);
                    if arc[3] > 0.5 {
                        extent = extent.and(middle - radius, y).and(middle + radius, y);
                    }
                }
            }
            _ => {
                for point in values.chunks_exact(2) {
                    (x, y) = (point[0], point[1]);
                    extent = extent.and(x, y);
                }
            }
        }
    }
    extent
}

/// The numbers of a path, which a sign or a second point may end as well as a blank.
fn numbers(text: &str) -> Vec<f64> {
    let mut values = Vec::new();
    let mut number = String::new();
    for c in text.chars().chain([' ']) {
        let ends = !(c.is_ascii_digit() || c == '.') || (c == '.' && number.contains('.'));
        if ends && !number.is_empty() {
            values.extend(number.parse::<f64>().ok());
            number.clear();
        }
        if c.is_ascii_digit() || c == '.' || c == '-' {
            number.push(c);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_is_measured_by_its_points() {
        assert_eq!(numbers("-3.4-1A"), [-3.4, -1.0]);
        assert_eq!(numbers(".6 4.5-1.8 3-2.1"), [0.6, 4.5, -1.8, 3.0, -2.1]);
        let extent = of_outline("M-7-3.5H7V3.5H-7Z");
        assert_eq!((extent.left, extent.right, extent.top, extent.bottom), (-7.0, 7.0, -3.5, 3.5));
        let turned = extent.placed(10.0, 0.0, 90.0, 1.0);
        assert!((turned.left - 6.5).abs() < 1e-9 && (turned.bottom - 7.0).abs() < 1e-9);
    }
}
