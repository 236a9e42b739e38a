//! What a change by hand costs: the levels of two weeks, side by side.
//!
//! Read next: `super::solve`.

use super::week::Plan;

/// What a level loses when one week takes the place of another.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelCost {
    /// The name of the level.
    pub name: &'static str,
    /// Its objective before.
    pub before: f64,
    /// Its objective after.
    pub after: f64,
    /// `after − before`: above 0 it costs something, below 0 it gains.
    pub cost: f64,
}

/// Says level by level what the second week costs beside the first, most important level first.
///
/// To swap an exercise by hand, plan again with [`PlanOptions::with`](super::PlanOptions::with) and
/// [`PlanOptions::without`](super::PlanOptions::without) and compare. Levels count one after the other, so the first
/// one that differs decides.
#[must_use]
pub fn cost_of(before: &Plan, after: &Plan) -> Vec<LevelCost> {
    let pairs = before.levels.iter().filter_map(|level| {
        let other = after.levels.iter().find(|other| other.name == level.name)?;
        Some((level, other))
    });
    pairs
        .map(|(level, other)| LevelCost {
            name: level.name,
            before: level.objective,
            after: other.objective,
            cost: other.objective - level.objective,
        })
        .collect()
}
