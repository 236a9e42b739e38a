//! The set of tests that would tell most within some minutes: what a ten-minute home check consists of.
//!
//! ```text
//!   best test per minute ── learn what it would narrow ── best of the rest per minute ── … until the minutes are used
//! ```
//! The second test is judged after the first, so that two tests of one muscle are not both chosen because each alone
//! looks good. It never promises what the tests will show.

use crate::knowledge::{Knowledge, Test};
use crate::measure::Trial;
use crate::notice::Notice;
use crate::person::{Person, SubjectId};

use super::ask::Questions;
use super::compare::{Context, left_right, unmeasured};
use super::finding::{Comparison, Suggestion};
use super::model::{Looks, Model, Target};
use super::next::{noise_of, possible_tests, undecided_after};
use super::opposing::opposing;
use super::verdict::Difference;
use super::{AssessOptions, gather, thin};

/// A test that would take less off the undecided mass than this is not added.
const WORTH_ADDING: f64 = 0.01; // source: evenstride-proposal
/// More tests than this are no home check any more.
const MOST_TESTS: usize = 20;

/// The tests to do within these minutes, in the order in which they tell most.
///
/// # Units
/// Minutes above 0, set-up and rest of each test included. A warm-up that several tests share counts with the first.
///
/// # Example
/// ```
/// use evenstride_core::assess::{AssessOptions, battery};
/// use evenstride_core::person::{Person, SubjectId};
/// # use evenstride_core::knowledge::Knowledge;
/// # fn example(knowledge: &Knowledge) -> Option<()> {
/// let options = AssessOptions {
///     as_of: jiff::civil::date(2026, 11, 22),
///     delta_percent: None,
///     cautions: &Default::default(),
///     pain: None,
///     learnt: &Default::default(),
/// };
/// let tests = battery(&SubjectId::new("me")?, &[], &Person::default(), knowledge, &options, 10.0);
/// assert!(tests.iter().map(|test| test.minutes).sum::<f64>() <= 10.0);
/// # Some(()) }
/// ```
#[must_use]
pub fn battery(
    subject: &SubjectId,
    trials: &[Trial],
    person: &Person,
    knowledge: &Knowledge,
    options: &AssessOptions<'_>,
    minutes: f64,
) -> Vec<Suggestion> {
    let mut unheard: Vec<Notice> = Vec::new();
    let own = super::own_trials(subject, trials, options.as_of);
    let instruments = thin::thin(gather::gather(&own, knowledge, &mut unheard), &mut unheard);
    let learnt = options.learnt.of_person(&instruments, person, knowledge, options.as_of);
    let model = Model::learn(instruments, person, knowledge, &learnt, options.as_of, &mut unheard);
    let context = Context { model: &model, learnt: &learnt, person, knowledge, options };
    let mut joint = Joint::new(&context);
    let mut left = minutes;
    let mut chosen = Vec::new();
    while chosen.len() < MOST_TESTS {
        let Some((place, reduction)) = joint.best(left) else { break };
        left -= joint.minutes(place);
        chosen.push(joint.take(place, reduction, &context));
    }
    chosen
}

/// Comparisons and possible results with their covariances, narrowed by every test that was chosen.
struct Joint<'k> {
    tests: Vec<&'k Test>,
    done: Vec<bool>,
    /// Minutes of warming up for the tests that were chosen; a set of tests asks for them once.
    warmed_up_minutes: f64,
    /// Variance of each result, with the noise of one day.
    spread: Vec<f64>,
    comparisons: Vec<(Comparison, crate::body::Quality, Difference)>,
    /// Variance of each comparison before any test was chosen, and what the chosen tests explain of it.
    variance: Vec<f64>,
    explained: Vec<f64>,
    /// Covariance of each result with each comparison, and with each result.
    with_comparison: Vec<Vec<f64>>,
    with_result: Vec<Vec<f64>>,
}

impl<'k> Joint<'k> {
    fn new(context: &Context<'_, 'k>) -> Self {
        let model = context.model;
        let mut asked = Questions::default();
        let measured = left_right(context, &mut asked, &mut Vec::new());
        let pairs = opposing(context, &mut asked);
        let unmeasured = unmeasured(context, &mut asked);
        let answers = asked.answer(model);
        let open: Vec<_> = measured
            .iter()
            .filter(|pending| pending.why.is_none())
            .chain(&pairs)
            .chain(&unmeasured)
            .map(|pending| (pending, asked.seen(pending.now), pending.difference(&answers)))
            .collect();
        let possible = possible_tests(model, context.person, context.options.cautions, context.knowledge);
        let mut looks = Looks::new();
        let results: Vec<_> = possible
            .into_iter()
            .filter_map(|test| {
                let (row, a_day, lasting) = model.next_difference(test, context.learnt);
                let target = Target::of(row);
                let seen = model.see(&target, &mut looks);
                let spread = model.variance(&seen) + a_day + lasting;
                (!target.0[0].1.differences.is_empty()).then_some((test, target, seen, spread))
            })
            .collect();
        let with_comparison = results
            .iter()
            .map(|(_, target, seen, _)| {
                open.iter().map(|(p, s, _)| model.between(target, seen, &p.target, s)).collect()
            })
            .collect();
        let with_result = results
            .iter()
            .map(|(_, target, seen, _)| {
                results.iter().map(|(_, other, s, _)| model.between(target, seen, other, s)).collect()
            })
            .collect();
        Self {
            tests: results.iter().map(|result| result.0).collect(),
            done: vec![false; results.len()],
            warmed_up_minutes: 0.0,
            spread: results.iter().map(|result| result.3).collect(),
            variance: open.iter().map(|(_, seen, _)| model.variance(seen)).collect(),
            explained: vec![0.0; open.len()],
            comparisons: open.into_iter().map(|(p, _, now)| (p.comparison.clone(), p.quality, now)).collect(),
            with_comparison,
            with_result,
        }
    }

    /// How long a test takes after those that were chosen.
    fn minutes(&self, i: usize) -> f64 {
        self.tests[i].minutes_after(self.warmed_up_minutes)
    }

    /// The test that takes most off the undecided mass per minute, and how much it takes.
    fn best(&self, minutes: f64) -> Option<(usize, f64)> {
        (0..self.tests.len())
            .filter(|&i| !self.done[i] && self.minutes(i) <= minutes)
            .map(|i| (i, self.gains(i).iter().map(|(gain, _)| gain).sum::<f64>()))
            .filter(|(_, gain)| *gain >= WORTH_ADDING)
            .max_by(|a, b| {
                let per_minute = |&(i, gain): &(usize, f64)| gain / self.minutes(i);
                per_minute(a).total_cmp(&per_minute(b)).then(b.0.cmp(&a.0))
            })
    }

    /// What a test takes off the undecided mass of each comparison, after the tests that were chosen.
    fn gains(&self, i: usize) -> Vec<(f64, usize)> {
        (0..self.comparisons.len())
            .filter_map(|c| {
                let shared = self.with_comparison[i][c];
                let more = shared * shared / self.spread[i];
                if more < 0.01 * self.variance[c] {
                    return None;
                }
                let now = &self.comparisons[c].2;
                let left = |explained: f64| {
                    if explained <= 0.0 {
                        now.undecided()
                    } else {
                        undecided_after(now, noise_of(self.variance[c], explained)).0
                    }
                };
                let gain = left(self.explained[c]) - left(self.explained[c] + more);
                (gain > 0.0).then_some((gain, c))
            })
            .collect()
    }

    /// Chooses a test and learns what it would narrow.
    fn take(&mut self, i: usize, reduction: f64, context: &Context<'_, '_>) -> Suggestion {
        let mut gains = self.gains(i);
        gains.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let minutes = self.minutes(i);
        self.warmed_up_minutes = self.warmed_up_minutes.max(self.tests[i].warm_up_minutes);
        self.done[i] = true;
        let (spread, shared, results) =
            (self.spread[i], self.with_comparison[i].clone(), self.with_result[i].clone());
        for (explained, shared) in self.explained.iter_mut().zip(&shared) {
            *explained += shared * shared / spread;
        }
        for j in 0..self.tests.len() {
            let by = results[j] / spread;
            for (cell, shared) in self.with_comparison[j].iter_mut().zip(&shared) {
                *cell -= by * shared;
            }
            for (cell, result) in self.with_result[j].iter_mut().zip(&results) {
                *cell -= by * result;
            }
            self.spread[j] -= by * results[j];
        }
        let about = |&(_, c): &(f64, usize)| (self.comparisons[c].0.clone(), self.comparisons[c].1);
        Suggestion {
            test: self.tests[i].id.clone(),
            another_day: context.model.instruments.iter().any(|k| k.test.id == self.tests[i].id),
            minutes,
            expected_reduction: reduction,
            tells_about: gains.iter().map(about).collect(),
            days_to_settle: None,
        }
    }
}
