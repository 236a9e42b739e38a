//! Other formulas for one and the same difference, for readers who know them by name.
//!
//! Inside there is one number, `100·ln(L/R)`; everything here is a view of it with its own id and the exact
//! conversion. It never decides anything.
//!
//! # Source
//! Formulas as collected in Parkinson 2021 (catalogue: `parkinson-2021`); the conversions are algebra.

use crate::body::{Bilateral, Side};

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

/// All views of two values, left and right, bigger meaning better, that do not need to know a leg to compare with.
///
/// A view that has no meaning is left out: beside a zero there is no logarithm, and a value below zero leaves the
/// symmetry angle alone.
///
/// # Errors
/// `None` when a value is not finite, or when there is nothing on either side.
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
    let angle = view("symmetry-angle", "100·(45° − atan(left/right))/90°", symmetry_angle(values)?);
    if left < 0.0 || right < 0.0 {
        return Some(vec![angle]);
    }
    let (strong, weak) = (left.max(right), left.min(right));
    let mut all = Vec::new();
    if weak > 0.0 {
        all.push(view("log-ratio", "100·ln(left/right)", 100.0 * libm::log(left / right)));
    }
    all.extend([
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
        angle,
    ]);
    Some(all)
}

/// The views that compare with one leg: the one that is preferred, or the one that was not injured.
///
/// They are above zero, and the index below 100, when the other leg is the weaker. The deficit that some papers
/// call a second limb symmetry index and the muscle deficiency index are one formula; they differ in which leg
/// they compare with.
///
/// # Errors
/// `None` when a value is not finite or below zero, or when there is nothing on the leg to compare with.
#[must_use]
pub fn views_against(values: Bilateral<f64>, reference: Side) -> Option<Vec<View>> {
    let (of, other) = (values[reference], values[reference.other()]);
    if !(of.is_finite() && other.is_finite() && of > 0.0 && other >= 0.0) {
        return None;
    }
    let (difference, sum) = (of - other, of + other);
    Some(vec![
        view("symmetry-against-leg", "100·other/reference", 100.0 * other / of),
        view("deficit-against-leg", "100·(1 − other/reference)", 100.0 * (1.0 - other / of)),
        view("muscle-deficiency-index", "100·(uninvolved − involved)/uninvolved", 100.0 * difference / of),
        view("total-against-leg", "100·(reference − other)/(reference + other)", 100.0 * difference / sum),
        view("asymmetry-index", "100·(reference − other)/((reference + other)/2)", 200.0 * difference / sum),
    ])
}

/// The views without a sign of a ratio weaker/stronger, so that the figure of any paper can be turned into another.
///
/// # Errors
/// `None` when the ratio is not above 0 and at most 1.
///
/// # Example
/// ```
/// use evenstride_core::assess::views::views_of_ratio;
/// let views = views_of_ratio(0.9).ok_or("no ratio")?;
/// let total = views.iter().find(|view| view.id == "imbalance-to-total").ok_or("missing")?;
/// assert!((total.value - 5.263).abs() < 1e-3, "ten percent of the stronger are five of the total");
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn views_of_ratio(ratio: f64) -> Option<Vec<View>> {
    if !(ratio > 0.0 && ratio <= 1.0) {
        return None;
    }
    let all = views(Bilateral { left: ratio, right: 1.0 })?;
    Some(all.into_iter().map(|v| View { value: v.value.abs(), ..v }).collect())
}

/// The symmetry angle, above zero when the right value is the larger; the one view that allows zero and below.
///
/// Beyond a right angle the line through both values points the other way, so that half a turn is taken off.
fn symmetry_angle(values: Bilateral<f64>) -> Option<f64> {
    let Bilateral { left, right } = values;
    if !(left.is_finite() && right.is_finite()) || (left == 0.0 && right == 0.0) {
        return None;
    }
    let angle_deg = if right == 0.0 { 90.0 } else { libm::atan(left / right).to_degrees() };
    let from_even_deg = 45.0 - angle_deg;
    let turned_deg = if from_even_deg > 90.0 { from_even_deg - 180.0 } else { from_even_deg };
    Some(100.0 * turned_deg / 90.0)
}

fn view(id: &'static str, formula: &'static str, value: f64) -> View {
    View { id, formula, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(left: f64, right: f64, id: &str) -> Option<f64> {
        value(views(Bilateral { left, right }), id)
    }

    fn value(views: Option<Vec<View>>, id: &str) -> Option<f64> {
        views?.into_iter().find(|view| view.id == id).map(|view| view.value)
    }

    /// Tolerance: the examples are printed to three decimals.
    fn close(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|found| (found - expected).abs() < 6e-4), "{found:?} for {expected}");
    }

    #[test]
    fn the_worked_example_of_eighty_and_a_hundred_comes_out() {
        let expected = [
            ("percentage-difference", 20.0),
            ("imbalance-to-total", 11.111),
            ("symmetry-index", 22.222),
            ("symmetry-angle", 7.045),
            ("log-ratio", -22.314),
            ("limb-symmetry-index", 80.0),
        ];
        for (id, value) in expected {
            close(of(80.0, 100.0, id), value);
            let is_signed = ["symmetry-index", "symmetry-angle", "log-ratio"].contains(&id);
            close(of(100.0, 80.0, id), if is_signed { -value } else { value });
        }
    }

    #[test]
    fn nothing_on_one_leg_leaves_out_the_logarithm_and_nothing_else() {
        let expected = [
            ("percentage-difference", 100.0),
            ("limb-symmetry-index", 0.0),
            ("imbalance-to-total", 100.0),
            ("symmetry-index", 200.0),
            ("symmetry-angle", 50.0),
        ];
        for (id, value) in expected {
            close(of(0.0, 100.0, id), value);
        }
        assert_eq!(of(0.0, 100.0, "log-ratio"), None);
        close(of(100.0, 0.0, "symmetry-angle"), -50.0);
    }

    #[test]
    fn a_value_below_zero_leaves_the_symmetry_angle_alone() {
        let ids = |left, right| -> Vec<&str> {
            views(Bilateral { left, right }).unwrap().iter().map(|view| view.id).collect()
        };
        assert_eq!(ids(-5.0, 100.0), ["symmetry-angle"]);
        close(of(-5.0, 100.0, "symmetry-angle"), 53.180);
        // Swapped legs turn the sign, also where half a turn is taken off.
        close(of(100.0, -5.0, "symmetry-angle"), -53.180);
        close(of(-200.0, 100.0, "symmetry-angle"), -79.517);
        close(of(-80.0, -100.0, "symmetry-angle"), 7.045);
        for (left, right) in [(0.0, 0.0), (f64::NAN, 1.0), (1.0, f64::INFINITY)] {
            assert_eq!(views(Bilateral { left, right }), None);
        }
    }

    #[test]
    fn a_ratio_is_turned_into_every_formula() {
        // Printed to two decimals: percentage difference, index, total, symmetry index, angle.
        let rows = [
            (0.95, [5.0, 95.0, 2.56, 5.13, 1.63]),
            (0.93, [7.0, 93.0, 3.63, 7.25, 2.31]),
            (0.90, [10.0, 90.0, 5.26, 10.53, 3.35]),
            (0.87, [13.0, 87.0, 6.95, 13.90, 4.42]),
            (0.85, [15.0, 85.0, 8.11, 16.22, 5.15]),
            (0.80, [20.0, 80.0, 11.11, 22.22, 7.04]),
            (0.70, [30.0, 70.0, 17.65, 35.29, 11.12]),
        ];
        let ids = [
            "percentage-difference",
            "limb-symmetry-index",
            "imbalance-to-total",
            "symmetry-index",
            "symmetry-angle",
        ];
        for (ratio, expected) in rows {
            for (id, expected) in ids.into_iter().zip(expected) {
                let found = value(views_of_ratio(ratio), id).unwrap();
                assert!((found - expected).abs() <= 5.1e-3, "{ratio} {id}: {found} for {expected}");
            }
        }
        for ratio in [0.0, -0.5, 1.01, f64::NAN] {
            assert_eq!(views_of_ratio(ratio), None);
        }
    }

    #[test]
    fn contact_time_of_fifty_one_percent_is_two_of_the_total() {
        close(of(51.0, 49.0, "imbalance-to-total"), 2.0);
        // Printed to two decimals.
        assert!((of(51.0, 49.0, "percentage-difference").unwrap() - 3.92).abs() < 5e-3);
    }

    #[test]
    fn a_leg_to_compare_with_gives_the_formulas_their_sign() {
        let against = |left, right, id| value(views_against(Bilateral { left, right }, Side::Right), id);
        for (id, weaker, stronger) in [
            ("symmetry-against-leg", 80.0, 125.0),
            ("deficit-against-leg", 20.0, -25.0),
            ("muscle-deficiency-index", 20.0, -25.0),
            ("total-against-leg", 11.111, -11.111),
            ("asymmetry-index", 22.222, -22.222),
        ] {
            close(against(80.0, 100.0, id), weaker);
            close(against(100.0, 80.0, id), stronger);
        }
        for (left, right) in [(80.0, 0.0), (-1.0, 100.0), (f64::NAN, 100.0)] {
            assert_eq!(views_against(Bilateral { left, right }, Side::Right), None);
        }
    }
}
