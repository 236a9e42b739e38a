//! The same difference in the formulas that papers and devices print.
//!
//! These are views: nothing is decided on them, and only the first is ever shown to lay readers.

use evenstride_core::assess::views::views_of_ratio;

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
pub(crate) fn views(size_percent: f64) -> Option<Views> {
    let all = views_of_ratio(1.0 - size_percent.abs() / 100.0)?;
    let of = |id: &str| all.iter().find(|view| view.id == id).map(|view| view.value);
    let ln_ratio = of("log-ratio")?;
    Some(Views {
        pct_diff: of("percentage-difference")?,
        lsi: of("limb-symmetry-index")?,
        itt: of("imbalance-to-total")?,
        si_robinson: of("symmetry-index")?,
        symmetry_angle: of("symmetry-angle")?,
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
