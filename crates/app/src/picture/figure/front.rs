//! Poses of this view.

use super::Placed;
use evenstride_core::knowledge::Figure;

pub(super) fn pose(_figure: &Figure, _phase: f64) -> Vec<Placed> {
    Vec::new()
}
