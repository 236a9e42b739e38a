//! The same difference in the formulas that papers and devices print.
//!
//! These are views: nothing is decided on them, and only the first is ever shown to lay readers.

/// One difference in several formulas; signed ones are positive when the right leg is the weaker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Views {
    /// `100·(S − W)/S`.
    pub(crate) pct_diff: f64,
    /// Limb symmetry index as weaker over stronger, `100·W/S`.
    pub(crate) lsi: f64,
    /// Imbalance to total, `100·(S − W)/(S + W)`.
    pub(crate) itt: f64,
    /// Symmetry index, `100·(S − W)/(½·(S + W))`.
    pub(crate) si_robinson: f64,
    /// Symmetry angle, `100·(45° − atan(W/S))/90°`.
    pub(crate) symmetry_angle: f64,
    /// `100·ln(L/R)`; positive when the left leg is the stronger.
    pub(crate) ln_ratio: f64,
}

/// The views of a size in percent of the stronger, positive when the right leg is the weaker.
///
/// None when the size is 100 or more: the weaker leg then has no value that a ratio could be made of.
///
/// # Source
/// Exact conversions in the ratio W/S; definitions as listed in Bishop 2016 and Zifchock 2008.
pub(crate) fn views(size_percent: f64) -> Option<Views> {
    let ratio = 1.0 - size_percent.abs() / 100.0;
    if !ratio.is_finite() || ratio <= 0.0 {
        return None;
    }
    let ln_ratio = 100.0 * libm::log(1.0 / ratio);
    Some(Views {
        pct_diff: 100.0 * (1.0 - ratio),
        lsi: 100.0 * ratio,
        itt: 100.0 * (1.0 - ratio) / (1.0 + ratio),
        si_robinson: 200.0 * (1.0 - ratio) / (1.0 + ratio),
        symmetry_angle: 100.0 * (45.0 - libm::atan(ratio).to_degrees()) / 90.0,
        ln_ratio: if size_percent < 0.0 { -ln_ratio } else { ln_ratio },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_views_of_80_against_100_agree_with_the_published_conversions() {
        let views = views(-20.0).unwrap();
        // Tolerance: three decimals, as the conversions are printed.
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-3, "{a} {b}");
        close(views.pct_diff, 20.0);
        close(views.lsi, 80.0);
        close(views.itt, 11.111);
        close(views.si_robinson, 22.222);
        close(views.symmetry_angle, 7.045);
        close(views.ln_ratio, -22.314);
    }

    #[test]
    fn a_leg_without_a_value_has_no_ratio() {
        assert_eq!(views(100.0), None);
        assert_eq!(views(f64::NAN), None);
    }
}
