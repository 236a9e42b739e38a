//! Which norm belongs to a person, and what it leads one to expect of a test.
//!
//! Norms place a level; they say nothing about sides. Norms of adults are never used for minors.

use crate::knowledge::{Knowledge, Link, Norm, Sex, Test};
use crate::notice::{Notice, NoticeCode};
use crate::person::Person;
use crate::quantity::convert;
use jiff::civil::Date;

use super::gather::on_scale;
use super::prior::square;

/// The norm's middle on the model's scale for a person of this sex, age and mass; none when there is none.
pub(super) fn expected_value(
    test: &Test,
    person: &Person,
    knowledge: &Knowledge,
    as_of: Date,
    notices: &mut Vec<Notice>,
) -> Option<f64> {
    if !knowledge.norms.iter().any(|norm| norm.general && norm.test == test.id) {
        return None;
    }
    let age = person.age_years(as_of)?;
    if age < 18 {
        notices.push(Notice::new(
            NoticeCode::NormsHiddenForMinor,
            format!("{}: the norms are of adults and were left out", test.name),
        ));
        return None;
    }
    let norm = norm_for(test, person.sex, age, knowledge)?;
    let middle = convert(norm.middle()?, norm.unit, test.unit, person.mass_kg);
    let Ok(middle) = middle else {
        notices.push(
            Notice::new(
                NoticeCode::NormNotUsed,
                format!("{}: its norm is per kilogram of body mass, and the mass is missing", test.name),
            )
            .hint("write mass_kg in person.toml"),
        );
        return None;
    };
    // DIFFERENCE: a published mean of a skewed quantity lies above its median; the median of a log-normal with
    // that mean and SD is what the log scale needs. A printed median needs nothing.
    let median = match (test.link, norm.percentiles[2], norm.mean, norm.sd) {
        (Link::Log | Link::InverseTime | Link::Count | Link::Share, None, Some(mean), Some(sd)) => {
            middle / libm::sqrt(1.0 + square(sd / mean))
        }
        (Link::Log | Link::InverseTime | Link::Count | Link::Share | Link::Linear, _, _, _) => middle,
    };
    on_scale(test, median)
}

/// The stratum of people as they come that fits best: own sex before both sexes, measured as the test's steps say
/// before another way, then the better grade, the narrower ages, the more people.
pub(super) fn norm_for<'a>(
    test: &Test,
    sex: Option<Sex>,
    age: u32,
    knowledge: &'a Knowledge,
) -> Option<&'a Norm> {
    knowledge
        .norms
        .iter()
        .filter(|norm| norm.test == test.id && (norm.age_min..=norm.age_max).contains(&age))
        .filter(|norm| norm.general && (norm.sex.is_none() || norm.sex == sex))
        .min_by_key(|norm| {
            let ages = norm.age_max - norm.age_min;
            let people = std::cmp::Reverse(norm.n.unwrap_or(0));
            (norm.sex.is_none(), !norm.protocol.is_empty(), norm.grade, ages, people)
        })
}
