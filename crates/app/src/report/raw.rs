//! The bare difference between the legs on one day, as a simple formula has it.
//!
//! It is shown beside what the model says and never in its place. Read next: [`super::change`].

use evenstride_core::assess::{Comparison, Finding, SizeUnit};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Knowledge, Link, Test};
use jiff::civil::Date;

/// The signed difference of the best test's means on a day; none where it did not measure both legs.
///
/// # Units
/// Percent of the better leg or degrees, as in the finding's estimate; above 0 the right leg is the weaker.
pub(crate) fn on(finding: &Finding, day: Date, knowledge: &Knowledge) -> Option<f64> {
    let Comparison::LeftRight { .. } = finding.comparison else { return None };
    let unit = finding.estimate.as_ref()?.unit;
    let mut used = finding.evidence.tests.iter().filter(|evidence| evidence.used);
    let size = |test: &Test, [left, right]: [f64; 2]| difference(test, left, right, unit);
    used.find_map(|evidence| {
        let test = knowledge.tests.get(&evidence.test)?;
        let found = evidence.days.iter().find(|found| found.day == day)?;
        let [left, right] = Side::BOTH.map(|side| mean(&found.sides[side].values));
        size(test, [left?, right?])
    })
}

fn difference(test: &Test, left: f64, right: f64, unit: SizeUnit) -> Option<f64> {
    match (test.link, unit) {
        (Link::Log | Link::Count | Link::Share, SizeUnit::Percent) => percent(left, right),
        // In a time the smaller value is the better one.
        (Link::InverseTime, SizeUnit::Percent) => percent(right, left),
        (Link::Linear, SizeUnit::Degrees) => {
            let degrees = (left - right) * test.degrees_per_unit.unwrap_or(1.0);
            Some(if test.smaller_is_better { -degrees } else { degrees })
        }
        (Link::Log | Link::Count | Link::Share | Link::InverseTime, SizeUnit::Degrees)
        | (Link::Linear, SizeUnit::Percent) => None,
    }
}

/// By how much the smaller lies below the larger, above 0 when the second is the smaller.
fn percent(first: f64, second: f64) -> Option<f64> {
    let larger = first.max(second);
    (larger > 0.0).then(|| 100.0 * (first - second) / larger)
}

fn mean(values: &[f64]) -> Option<f64> {
    let n = u32::try_from(values.len()).ok().filter(|n| *n > 0)?;
    Some(values.iter().sum::<f64>() / f64::from(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bare_difference_is_of_the_better_leg_and_a_shorter_time_is_better() {
        let knowledge = evenstride_catalog::builtin();
        let of = |id: &str, left, right, unit| {
            difference(&knowledge.tests[id], left, right, unit).map(|size| size.round())
        };
        // 25.1 against 32.0 kg: 21.6 % less.
        assert_eq!(of("strap-knee-ext", 25.1, 32.0, SizeUnit::Percent), Some(-22.0));
        assert_eq!(of("strap-knee-ext", 32.0, 25.1, SizeUnit::Percent), Some(22.0));
        // 13.65 against 11.1 s: the left leg is slower by a speed of 18.7 % less.
        assert_eq!(of("one-leg-sts-5", 13.65, 11.1, SizeUnit::Percent), Some(-19.0));
        // 12 against 10 cm to the wall, at so many degrees a centimetre.
        let wall = of("wblt-cm", 12.0, 10.0, SizeUnit::Degrees).unwrap();
        assert!(wall > 0.0, "{wall}");
        assert_eq!(of("wblt-cm", 12.0, 10.0, SizeUnit::Percent), None);
        assert_eq!(of("strap-knee-ext", 0.0, 0.0, SizeUnit::Percent), None);
    }
}
