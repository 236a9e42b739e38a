//! How well tests repeat: from a table of repeated visits to what it says of the noise of each test.
//!
//! [`reliability`] takes people's trials and gives, for each test and device, intraclass correlations with
//! their intervals, the standard error of measurement, the smallest detectable change, the limits of
//! agreement, and how often the favoured leg swaps: for each leg's values and for the side difference. It
//! judges nobody, changes no noise of the catalogue and never says more than the table holds: what cannot be
//! worked out is a [`TooFew`] with its reason, never 0 or NaN. Read next: [`visits`] for what a visit's value
//! is, [`icc`] for the correlations.
//!
//! ```text
//!   trials ──► value of each leg on each visit ──► people × visits ──► mean squares ──► ICC, SEM, MDC95
//!                                        └──────► first two visits ──► limits of agreement, favoured side
//! ```

pub mod anova;
pub mod bland_altman;
pub mod f_distribution;
pub mod icc;
pub mod kappa;
#[cfg(test)]
mod tests;
pub mod visits;

use crate::body::{Bilateral, Side};
use crate::knowledge::{Knowledge, Link, Test, TestId};
use crate::measure::Trial;
use anova::Table;
use bland_altman::{Agreement, NORMAL_95};
use icc::{IccPair, Intraclass};
use kappa::SideAgreement;
use std::num::NonZeroUsize;
use visits::Chosen;

pub use visits::VisitValue;

/// What a reliability depends on besides the trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReliabilityOptions {
    /// What stands for a visit with several trials.
    pub value: VisitValue,
    /// Use the first so many visits; none takes the number that leaves most people × visits.
    pub n_visits: Option<NonZeroUsize>,
}

/// Why a figure cannot be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TooFew {
    /// No value of this kind was measured, such as no visit with both legs.
    NoValue,
    /// Nobody came often enough.
    OneVisit,
    /// Only one person came often enough.
    OnePerson,
    /// All values are equal, so that there is no spread to compare noise with.
    AllEqual,
    /// Everybody repeated exactly, so that there is no noise to make an interval of.
    NoNoise,
    /// The figure is not defined for these values, such as for two people who swap theirs.
    NotDefined,
}

impl TooFew {
    /// All reasons, for words and their test.
    pub const ALL: [TooFew; 6] = [
        TooFew::NoValue,
        TooFew::OneVisit,
        TooFew::OnePerson,
        TooFew::AllEqual,
        TooFew::NoNoise,
        TooFew::NotDefined,
    ];

    /// The code as it appears in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TooFew::NoValue => "no-value",
            TooFew::OneVisit => "one-visit",
            TooFew::OnePerson => "one-person",
            TooFew::AllEqual => "all-equal",
            TooFew::NoNoise => "no-noise",
            TooFew::NotDefined => "not-defined",
        }
    }
}

/// Which values were used and which were not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sample {
    /// People whose values were used.
    pub n_people: usize,
    /// Rows of the table: people, or legs where both legs are pooled.
    pub n_rows: usize,
    /// Visits that were used of each row, from the first on.
    pub n_visits: usize,
    /// Rows with a value at some visit that lack one of the first `n_visits`.
    pub n_rows_left_out: usize,
    /// Values of visits that were not used: all of the rows left out, and those after `n_visits` of the others.
    pub n_values_left_out: usize,
}

/// What repeated values of one kind say.
///
/// # Units
/// For a leg's values the unit of the test. For side differences `100·ln(L/R)`, and degrees, left minus
/// right, for linear links; above 0 the left leg is better.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeatability {
    /// Mean of each visit.
    pub visit_means: Vec<f64>,
    /// ICC(2,1): agreement of single visits, where a change that everybody shares counts as noise.
    pub icc_agreement: Result<Intraclass, TooFew>,
    /// ICC(3,1): consistency of single visits, where a change that everybody shares does not count.
    pub icc_consistency: Result<Intraclass, TooFew>,
    /// Standard error of measurement of one visit: the root of the residual mean square.
    pub sem: f64,
    /// Smallest detectable change between two visits at 95 %: `1.96·√2·SEM`.
    pub mdc95: f64,
    /// Typical error in percent, `100·(exp(SEM of the logarithms) − 1)`; none where a percentage has no meaning.
    pub cv_percent: Option<f64>,
    /// The first two visits against each other.
    pub agreement: Agreement,
    /// The first two visits of each row, in the order of the people's names.
    pub first_two: Vec<[f64; 2]>,
}

/// Values of one kind: which were used, and what they say.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeats {
    /// Which values were used.
    pub sample: Sample,
    /// What they say, or why they say nothing.
    pub outcome: Result<Repeatability, TooFew>,
}

/// How well one test with one device repeats.
#[derive(Debug, Clone, PartialEq)]
pub struct TestReliability {
    /// The test.
    pub test: TestId,
    /// The device, when stated.
    pub device: Option<String>,
    /// People with at least one usable trial.
    pub n_people: usize,
    /// Usable trials.
    pub n_trials: usize,
    /// Trials that hurt and were set aside.
    pub n_pain_limited: usize,
    /// Trials that cannot be right and were set aside.
    pub n_impossible: usize,
    /// Each leg's values; none for load sharing, which says nothing of one leg.
    pub legs: Option<Bilateral<Repeats>>,
    /// The values of both legs in one table, where each leg of each person is a row of its own.
    pub pooled: Option<Repeats>,
    /// The side difference.
    pub difference: Repeats,
    /// The favoured side at the first and the second visit.
    pub favoured: Result<SideAgreement, TooFew>,
}

/// Works out how well each test and device repeats, in the order of the tests' ids and the devices.
///
/// Trials of a test that is not in the catalogue are passed over. Neither the order of the trials nor anything
/// but their days, legs, values and pain matters.
///
/// # Source
/// Shrout & Fleiss 1979 and McGraw & Wong 1996 for the correlations, Bland & Altman 1986 for the limits,
/// Cohen 1960 for kappa.
#[must_use]
pub fn reliability(
    trials: &[Trial],
    knowledge: &Knowledge,
    options: &ReliabilityOptions,
) -> Vec<TestReliability> {
    let groups = visits::by_test_and_device(trials);
    groups
        .into_iter()
        .filter_map(|((test, device), trials)| {
            let test = knowledge.tests.get(test)?;
            let sorted = visits::sort(test, &trials, knowledge.doses.pain_limit_nrs, options.value);
            Some(of_test(test, device, &sorted, options))
        })
        .collect()
}

fn of_test(
    test: &Test,
    device: Option<&str>,
    sorted: &visits::Sorted,
    options: &ReliabilityOptions,
) -> TestReliability {
    let people = &sorted.people;
    let log_of = |value: f64| match test.link {
        Link::Log | Link::InverseTime | Link::Count | Link::Share => Some(libm::log(value)),
        Link::Linear => None,
    };
    let leg = |side: Side| people.iter().map(move |person| person.leg(side)).collect::<Vec<_>>();
    let of_legs =
        |rows: Vec<Vec<Option<f64>>>, legs_of_one: usize| repeats(&rows, legs_of_one, options.n_visits, log_of);
    let has_legs = test.link != Link::Share;
    let legs = has_legs.then(|| Bilateral::from_fn(|side| of_legs(leg(side), 1)));
    let pooled = has_legs.then(|| {
        // Both legs of a person stand side by side, so that people can be counted.
        let rows = people.iter().flat_map(|person| Side::BOTH.map(|side| person.leg(side))).collect();
        of_legs(rows, 2)
    });
    let differences: Vec<Vec<Option<f64>>> = people.iter().map(|person| person.difference(test.link)).collect();
    let difference = repeats(&differences, 1, options.n_visits, |_| None);
    let favoured = match &difference.outcome {
        Ok(repeatability) => Ok(kappa::side_agreement(&repeatability.first_two)),
        Err(why) => Err(*why),
    };
    TestReliability {
        test: test.id.clone(),
        device: device.map(str::to_owned),
        n_people: people.iter().filter(|person| !person.is_empty()).count(),
        n_trials: sorted.n_usable,
        n_pain_limited: sorted.n_pain_limited,
        n_impossible: sorted.n_impossible,
        legs,
        pooled,
        difference,
        favoured,
    }
}

/// Chooses the visits and works out what they say.
fn repeats(
    rows: &[Vec<Option<f64>>],
    rows_of_one: usize,
    n_visits: Option<NonZeroUsize>,
    log_of: impl Fn(f64) -> Option<f64>,
) -> Repeats {
    let chosen = visits::choose(rows, rows_of_one, n_visits);
    let outcome = match &chosen {
        Chosen { sample, .. } if sample.n_rows == 0 && rows.iter().flatten().all(Option::is_none) => {
            Err(TooFew::NoValue)
        }
        Chosen { sample, .. } if sample.n_visits < 2 || sample.n_rows == 0 => Err(TooFew::OneVisit),
        Chosen { sample, .. } if sample.n_people < 2 => Err(TooFew::OnePerson),
        Chosen { table, .. } => {
            Table::new(table).ok_or(TooFew::NoValue).and_then(|table| repeatability(&table, log_of))
        }
    };
    Repeats { sample: chosen.sample, outcome }
}

fn repeatability(table: &Table, log_of: impl Fn(f64) -> Option<f64>) -> Result<Repeatability, TooFew> {
    let squares = table.mean_squares();
    // A table without any spread says nothing of noise: nobody was measured finely enough.
    if squares.rows + squares.visits + squares.residual <= 0.0 {
        return Err(TooFew::AllEqual);
    }
    let sem = libm::sqrt(squares.residual);
    let IccPair { agreement, consistency } = icc::single(&squares);
    let first_two = table.first_two();
    Ok(Repeatability {
        visit_means: table.visit_means(),
        icc_agreement: agreement,
        icc_consistency: consistency,
        sem,
        mdc95: NORMAL_95 * std::f64::consts::SQRT_2 * sem,
        cv_percent: table.mapped(log_of).map(|logs| {
            let sem = libm::sqrt(logs.mean_squares().residual);
            100.0 * libm::expm1(sem)
        }),
        agreement: bland_altman::agreement(&first_two),
        first_two,
    })
}
