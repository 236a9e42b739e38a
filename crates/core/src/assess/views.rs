//! Other formulas for one and the same difference, for readers who know them by name.
//!
//! Inside there is one number, `100·ln(L/R)`; everything here is a view of it with its own id and the exact
//! conversion. It never decides anything.
//!
//! # Source
//! Formulas as collected in Bishop 2016 and Parkinson 2021 (catalogue: `bishop-2016`, `parkinson-2021`).

use crate::body::Bilateral;

/// One formula with its result.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The id, kebab-case.
    pub id: &'static str,
    /// The formula in words and signs.
    pub formula: &'static str,
    /// The result.
    ///
    /// # Units
    /// Percent for all views.
    pub value: f64,
}

/// All views of two positive values, left and right, bigger meaning better.
///
/// # Errors
/// `None` when a value is not finite or not above zero: a ratio with zero has no meaning.
///
/// # Example
/// ```
/// use evenstride_core::{assess::views::views, body::Bilateral};
/// let views = views(Bilateral { left: 80.0, right: 100.0 }).ok_or("no ratio")?;
/// let of = |id| views.iter().find(|view| view.id == id).map(|view| view.value);
/// assert!((of("percentage-difference").ok_or("missing")? - 20.0).abs() < 1e-9);
/// assert!((of("limb-symmetry-index").ok_or("missing")? - 80.0).abs() < 1e-9);
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn views(values: Bilateral<f64>) -> Option<Vec<View>> {
    let Bilateral { left, right } = values;
    if !(left.is_finite() && right.is_finite() && left > 0.0 && right > 0.0) {
        return None;
    }
    let (strong, weak) = (left.max(right), left.min(right));
    let view = |id, formula, value| View { id, formula, value };
    Some(vec![
        view("log-ratio", "100·ln(left/right)", 100.0 * libm::log(left / right)),
        view("percentage-difference", "100·(stronger − weaker)/stronger", 100.0 * (strong - weak) / strong),
        view("limb-symmetry-index", "100·weaker/stronger", 100.0 * weak / strong),
        view(
            "imbalance-to-total",
            "100·(stronger − weaker)/(stronger + weaker)",
            100.0 * (strong - weak) / (strong + weak),
        ),
        view(
            "symmetry-index",
            "100·(right − left)/((right + left)/2)",
            200.0 * (right - left) / (right + left),
        ),
        view(
            "symmetry-angle",
            "100·(45° − atan(left/right))/90°",
            100.0 * (45.0 - libm::atan(left / right).to_degrees()) / 90.0,
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(left: f64, right: f64, id: &str) -> f64 {
        views(Bilateral { left, right }).unwrap().into_iter().find(|view| view.id == id).unwrap().value
    }

    #[test]
    fn the_worked_example_of_eighty_and_a_hundred_comes_out() {
        // Tolerance: the example is printed to three decimals.
        let expected = [
            ("percentage-difference", 20.0),
            ("imbalance-to-total", 11.111),
            ("symmetry-index", 22.222),
            ("symmetry-angle", 7.045),
            ("log-ratio", -22.314),
            ("limb-symmetry-index", 80.0),
        ];
        for (id, value) in expected {
            assert!((of(80.0, 100.0, id) - value).abs() < 5e-4, "{id}: {}", of(80.0, 100.0, id));
        }
        for id in ["symmetry-index", "symmetry-angle", "log-ratio"] {
            assert!((of(80.0, 100.0, id) + of(100.0, 80.0, id)).abs() < 5e-4, "{id} turns its sign");
        }
    }

    #[test]
    fn a_ratio_with_zero_or_a_negative_value_is_refused() {
        for (left, right) in [(0.0, 100.0), (-5.0, 100.0), (f64::NAN, 1.0), (1.0, f64::INFINITY)] {
            assert_eq!(views(Bilateral { left, right }), None);
        }
    }
}
