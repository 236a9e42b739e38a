//! What a device printed of a difference, held beside our own formulas on the same values.
//!
//! A printed figure decides nothing and enters no posterior: makers use different formulas and seldom say which.
//! Here is said which of our views gives the same number, or that none does. Read next: [`super::views`].

use crate::body::{Bilateral, Side};
use crate::measure::DeviceAsymmetry;
use jiff::civil::Date;

use super::finding::{DayEvidence, SideTrials, TestEvidence};
use super::views::{View, views, views_against};

/// A try for which the device printed a difference between the legs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrintedTry {
    /// What was printed.
    pub figure: DeviceAsymmetry,
    /// Number of the attempt, when stated.
    pub attempt: Option<u32>,
    /// The value of this leg, in the test's unit.
    pub value: f64,
}

/// Which of a day's values give the printed figure, or are shown beside it when none do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Left and right of the try that the figure was printed for.
    SameTry,
    /// The means of the day.
    DayMeans,
    /// The largest values of the day.
    DayLargest,
}

impl Basis {
    /// The kebab-case word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::SameTry => "same-try",
            Basis::DayMeans => "day-means",
            Basis::DayLargest => "day-largest",
        }
    }
}

/// What our formulas give for the values of a printed figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Recomputed {
    /// From which values.
    pub basis: Basis,
    /// `100·(larger − smaller)/larger` of them.
    pub percent: f64,
    /// The leg with the larger value; none when they are equal.
    pub larger: Option<Side>,
    /// Does the device name the other leg than these values do? Then the legs may be swapped in one of the two.
    pub names_other_leg: bool,
    /// The views that give the printed figure within its rounding; empty when none does, or when it names the other leg.
    pub reproduced_by: Vec<&'static str>,
}

/// One printed figure of one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// The day.
    pub day: Date,
    /// The figure as it was printed.
    pub figure: DeviceAsymmetry,
    /// Our formulas on the same values; none when one leg has none.
    pub ours: Option<Recomputed>,
}

/// All printed figures behind a test, earliest first, each once a day.
#[must_use]
pub fn printed(evidence: &TestEvidence) -> Vec<Printed> {
    let mut all: Vec<Printed> = Vec::new();
    for day in &evidence.days {
        for side in Side::BOTH {
            for tried in &day.sides[side].printed {
                if !all.iter().any(|known| known.day == day.day && known.figure == tried.figure) {
                    let ours = recomputed(day, tried.figure);
                    all.push(Printed { day: day.day, figure: tried.figure, ours });
                }
            }
        }
    }
    all
}

/// The first values that give the figure, or else the first values there are.
fn recomputed(day: &DayEvidence, figure: DeviceAsymmetry) -> Option<Recomputed> {
    let same_try = pairs(day, figure).into_iter().map(|values| (Basis::SameTry, values));
    let of_day = |basis, pick: fn(&[f64]) -> Option<f64>| {
        let of = |side: Side| pick(&day.sides[side].values);
        Some((basis, Bilateral { left: of(Side::Left)?, right: of(Side::Right)? }))
    };
    let all: Vec<Recomputed> = same_try
        .chain(of_day(Basis::DayMeans, mean))
        .chain(of_day(Basis::DayLargest, largest))
        .filter_map(|(basis, values)| compare(basis, values, figure))
        .collect();
    all.iter().find(|ours| !ours.reproduced_by.is_empty()).or(all.first()).cloned()
}

/// Left and right of each try of the day that the figure was printed for.
fn pairs(day: &DayEvidence, figure: DeviceAsymmetry) -> Vec<Bilateral<f64>> {
    let of = |trials: &SideTrials| -> Vec<(Option<u32>, f64)> {
        let own = trials.printed.iter().filter(|tried| tried.figure == figure);
        own.map(|tried| (tried.attempt, tried.value)).collect()
    };
    let mut rights = of(&day.sides.right);
    let mut pairs = Vec::new();
    for (attempt, left) in of(&day.sides.left) {
        if let Some(at) = rights.iter().position(|(other, _)| *other == attempt) {
            pairs.push(Bilateral { left, right: rights.remove(at).1 });
        }
    }
    pairs
}

fn compare(basis: Basis, values: Bilateral<f64>, figure: DeviceAsymmetry) -> Option<Recomputed> {
    let larger = match values.left.partial_cmp(&values.right)? {
        std::cmp::Ordering::Greater => Some(Side::Left),
        std::cmp::Ordering::Less => Some(Side::Right),
        std::cmp::Ordering::Equal => None,
    };
    let mut all: Vec<View> = views(values)?;
    let percent = all.iter().find(|view| view.id == "percentage-difference")?.value;
    // Some devices divide by the smaller value.
    let of_smaller = larger.and_then(|side| views_against(values, side.other())).unwrap_or_default();
    all.extend(of_smaller.into_iter().filter(|view| view.id == "deficit-against-leg"));
    let names_other_leg = figure.stronger.is_some() && larger.is_some() && figure.stronger != larger;
    let gives = |view: &View| !names_other_leg && figure.is_rounded_from(view.value.abs());
    let reproduced_by = all.iter().filter(|view| gives(view)).map(|view| view.id).collect();
    Some(Recomputed { basis, percent, larger, names_other_leg, reproduced_by })
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn largest(values: &[f64]) -> Option<f64> {
    values.iter().copied().max_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::super::finding::NoiseFrom;
    use super::*;
    use crate::knowledge::{Noise, TestId};
    use jiff::civil::date;

    fn figure(percent: f64, decimals: u8, stronger: Option<Side>) -> DeviceAsymmetry {
        DeviceAsymmetry { percent, decimals, stronger }
    }

    fn side(tries: &[(f64, Option<DeviceAsymmetry>)]) -> SideTrials {
        let printed = tries.iter().enumerate().filter_map(|(at, (value, figure))| {
            Some(PrintedTry { figure: (*figure)?, attempt: u32::try_from(at).ok(), value: *value })
        });
        SideTrials {
            values: tries.iter().map(|(value, _)| *value).collect(),
            printed: printed.collect(),
            ..SideTrials::default()
        }
    }

    fn of(left: &[(f64, Option<DeviceAsymmetry>)], right: &[(f64, Option<DeviceAsymmetry>)]) -> Vec<Printed> {
        printed(&TestEvidence {
            test: TestId::new("nordic").unwrap(),
            device: None,
            load: 1.0,
            days: vec![DayEvidence {
                day: date(2026, 11, 20),
                sides: Bilateral { left: side(left), right: side(right) },
            }],
            used: true,
            raw_size: None,
            noise: Noise { trial: 5.0, leg_day: 5.0, shared_day: 5.0, quirk: 5.0 },
            noise_from: NoiseFrom::Catalogue,
        })
    }

    fn only(found: Vec<Printed>) -> Recomputed {
        let [one] = <[Printed; 1]>::try_from(found).unwrap();
        one.ours.unwrap()
    }

    #[test]
    fn the_formula_behind_a_printed_figure_is_named() {
        for (percent, decimals, expected) in [
            (20.0, 1, "percentage-difference"),
            (80.0, 0, "limb-symmetry-index"),
            (11.1, 1, "imbalance-to-total"),
            (22.22, 2, "symmetry-index"),
            (25.0, 1, "deficit-against-leg"),
            (-22.3, 1, "log-ratio"),
        ] {
            let printed = Some(figure(percent, decimals, None));
            let ours = only(of(&[(80.0, printed)], &[(100.0, printed)]));
            assert_eq!((ours.basis, ours.reproduced_by), (Basis::SameTry, vec![expected]), "{percent}");
            assert_eq!(ours.larger, Some(Side::Right));
        }
    }

    #[test]
    fn a_figure_that_no_formula_gives_is_shown_beside_ours() {
        for printed in [figure(17.3, 1, None), figure(20.0, 1, Some(Side::Left))] {
            let ours = only(of(&[(80.0, Some(printed))], &[(100.0, Some(printed))]));
            assert_eq!(ours.reproduced_by, Vec::<&str>::new());
            assert_eq!(ours.names_other_leg, printed.stronger == Some(Side::Left));
            // Tolerance: the last digits of a division.
            assert!((ours.percent - 20.0).abs() < 1e-9);
        }
    }

    #[test]
    fn the_tries_the_means_and_the_largest_of_a_day_are_looked_at_in_this_order() {
        let one = Some(figure(10.0, 1, None));
        let of_means = only(of(&[(80.0, None), (100.0, None)], &[(100.0, one), (100.0, None)]));
        assert_eq!((of_means.basis, of_means.reproduced_by), (Basis::DayMeans, vec!["percentage-difference"]));
        let of_largest = only(of(&[(60.0, None), (90.0, None)], &[(100.0, one), (70.0, None)]));
        assert_eq!(of_largest.basis, Basis::DayLargest);
        let second = only(of(&[(80.0, one), (90.0, one)], &[(100.0, one), (100.0, one)]));
        assert_eq!((second.basis, second.reproduced_by), (Basis::SameTry, vec!["percentage-difference"]));
    }

    #[test]
    fn one_leg_alone_gives_nothing_to_compare() {
        let found = of(&[(80.0, Some(figure(20.0, 1, None)))], &[]);
        assert_eq!((found.len(), &found[0].ours), (1, &None));
    }
}
