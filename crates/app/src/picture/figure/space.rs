//! Points and directions in space, for the views in which limbs point towards the eye.

use std::ops::{Add, Mul, Sub};

/// A point or a direction: to the right of the page, up, towards the eye.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Vector {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) z: f64,
}

pub(super) const RIGHT: Vector = Vector { x: 1.0, y: 0.0, z: 0.0 };
pub(super) const UP: Vector = Vector { x: 0.0, y: 1.0, z: 0.0 };
pub(super) const EYE: Vector = Vector { x: 0.0, y: 0.0, z: 1.0 };

impl Vector {
    pub(super) fn dot(self, other: Vector) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub(super) fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// The direction alone; nothing when there is none to speak of.
    pub(super) fn direction(self) -> Option<Vector> {
        let length = self.length();
        (length > 1e-6).then(|| self * (1.0 / length))
    }

    pub(super) fn towards(self, other: Vector, share: f64) -> Vector {
        self + (other - self) * share
    }
}

impl Add for Vector {
    type Output = Vector;
    fn add(self, other: Vector) -> Vector {
        Vector { x: self.x + other.x, y: self.y + other.y, z: self.z + other.z }
    }
}

impl Sub for Vector {
    type Output = Vector;
    fn sub(self, other: Vector) -> Vector {
        self + other * -1.0
    }
}

impl Mul<f64> for Vector {
    type Output = Vector;
    fn mul(self, factor: f64) -> Vector {
        Vector { x: self.x * factor, y: self.y * factor, z: self.z * factor }
    }
}

/// Three directions at right angles that a part of the body carries with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axes {
    /// To the near side.
    pub(super) side: Vector,
    /// To the head.
    pub(super) up: Vector,
    /// To the front.
    pub(super) front: Vector,
}

impl Axes {
    /// Someone who faces the eye: the near side, a right one, is at the left of the page.
    pub(super) const FACING: Axes = Axes { side: Vector { x: -1.0, y: 0.0, z: 0.0 }, up: UP, front: EYE };

    /// Bent forwards, then leant to the near side, then turned to the near side, each about the room's own axes.
    pub(super) fn turned(bend_deg: f64, lean_deg: f64, turn_deg: f64) -> Axes {
        let turn = |v: Vector| {
            let v = rotated(v, RIGHT, bend_deg);
            let v = rotated(v, EYE, lean_deg);
            rotated(v, UP, -turn_deg)
        };
        let plain = Axes::FACING;
        Axes { side: turn(plain.side), up: turn(plain.up), front: turn(plain.front) }
    }
}

/// A vector turned about an axis of length one.
pub(super) fn rotated(v: Vector, axis: Vector, angle_deg: f64) -> Vector {
    let (sine, cosine) = sine_cosine(angle_deg);
    v * cosine + cross(axis, v) * sine + axis * (axis.dot(v) * (1.0 - cosine))
}

pub(super) fn cross(a: Vector, b: Vector) -> Vector {
    Vector { x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x }
}

pub(super) fn sine_cosine(angle_deg: f64) -> (f64, f64) {
    libm::sincos(angle_deg.to_radians())
}
