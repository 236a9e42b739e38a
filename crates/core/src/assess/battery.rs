//! The set of tests that would tell most within some minutes: what a ten-minute home check consists of.
//!
//! ```text
//!   best test per minute ── learn what it would narrow ── best of the rest per minute ── … until the minutes are used
//!   ── drop what the others make needless ── exchange one for one while that tells more
//! ```
//! The second test is judged after the first, so that two tests of one muscle are not both chosen because each alone
//! looks good. What was begun and is undecided comes first: a missing leg, then what settles it, then what nobody has
//! looked at. It is a good set and not surely the best of all; it never promises what the tests will show.

use crate::knowledge::{Knowledge, Test};
use crate::measure::Trial;
use crate::notice::Notice;
use crate::person::{Person, SubjectId};

use super::ask::Questions;
use super::compare::{Context, Pending, finding, left_right, unmeasured};
use super::exchange::improved;
use super::finding::{Comparison, Suggestion, Verdict, WhyNot};
use super::judge::open;
use super::missing::{missing_legs, one_sided};
use super::model::{Looks, Model, Target};
use super::next::{Outlook, noise_of, possible_results, possible_tests, undecided_after};
use super::opposing::opposing;
use super::verdict::Difference;
use super::{AssessOptions, gather, thin};

/// A test that would take less off the undecided mass than this is not added.
pub(super) const WORTH_ADDING: f64 = 0.01; // source: evenstride-proposal
/// More tests than this are no home check any more.
const MOST_TESTS: usize = 20;

/// The tests to do within these minutes: what was begun and is undecided first, then in the order in which they tell most.
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
    let joint = Joint::new(&context);
    // A leg that is missing keeps its test whatever else there is.
    let mut chosen: Vec<usize> = Vec::new();
    for missing in
        joint.missing.iter().filter_map(|one| joint.tests.iter().position(|test| test.id == one.test))
    {
        chosen.push(missing);
        if joint.minutes_of(&chosen) > minutes {
            chosen.pop();
        }
    }
    let n_kept = chosen.len();
    joint.fill(&mut chosen, minutes);
    improved(&joint, &mut chosen, n_kept, minutes);
    joint.told(&chosen, &context)
}

/// Which comparisons a test is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// Those that were begun and are undecided.
    Begun,
    Everything,
}

/// Comparisons and possible results with their covariances, narrowed by every test that was chosen.
#[derive(Clone)]
pub(super) struct Joint<'k> {
    pub(super) tests: Vec<&'k Test>,
    /// The tests that were begun on one leg.
    missing: Vec<Suggestion>,
    done: Vec<bool>,
    /// Minutes of warming up for the tests that were chosen; a set of tests asks for them once.
    warmed_up_minutes: f64,
    /// Variance of each result, with the noise of one day.
    spread: Vec<f64>,
    comparisons: Vec<(Comparison, crate::body::Quality, Difference)>,
    /// Was a comparison begun, and is it undecided?
    begun: Vec<bool>,
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
        let is_open = |pending: &&Pending<'_, '_>| matches!(pending.why, None | Some(WhyNot::SideMissing(_)));
        let is_begun = |pending: &Pending<'_, '_>| {
            pending.why.is_some()
                || matches!(finding(context, pending, &answers).verdict, Verdict::Undecided { .. })
        };
        let begun: Vec<bool> = measured.iter().filter(is_open).map(is_begun).collect();
        let one_sided: Vec<_> = one_sided(&measured).collect();
        let of_missing = one_sided.iter().map(|(pending, _)| open(pending, &asked, &answers)).collect();
        let outlook = Outlook::of(context, &mut possible_results(context), of_missing);
        let missing = missing_legs(&one_sided, &outlook, context.options.cautions);
        let open: Vec<_> = measured
            .iter()
            .filter(is_open)
            .chain(&pairs)
            .chain(&unmeasured)
            .map(|pending| (pending, asked.seen(pending.now), pending.difference(&answers)))
            .collect();
        let begun = (0..open.len()).map(|c| begun.get(c).copied().unwrap_or(false)).collect();
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
            missing,
            begun,
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

    /// How long some tests take one after another, with one warm-up.
    pub(super) fn minutes_of(&self, chosen: &[usize]) -> f64 {
        let warm_up = chosen.iter().map(|&i| self.tests[i].warm_up_minutes).fold(0.0, f64::max);
        chosen.iter().map(|&i| self.tests[i].minutes).sum::<f64>() + warm_up
    }

    /// Adds the tests that take most off the undecided mass per minute, one after another: first off what was begun, then
    /// off everything.
    pub(super) fn fill(&self, chosen: &mut Vec<usize>, minutes: f64) {
        let mut joint = self.after(chosen);
        for only in [For::Begun, For::Everything] {
            while chosen.len() < MOST_TESTS {
                let Some(place) = joint.best(minutes - joint.minutes_of(chosen), only) else { break };
                joint.take(place);
                chosen.push(place);
            }
        }
    }

    /// The same with some tests done.
    fn after(&self, chosen: &[usize]) -> Self {
        let mut joint = self.clone();
        chosen.iter().for_each(|&place| joint.take(place));
        joint
    }

    /// What some tests together take off the undecided mass of what was begun, and off everything.
    pub(super) fn reduction(&self, chosen: &[usize]) -> [f64; 2] {
        let after = self.after(chosen);
        let mut reduction = [0.0; 2];
        for (c, &is_begun) in self.begun.iter().enumerate() {
            let own = self.undecided(c, 0.0) - self.undecided(c, after.explained[c]);
            reduction[0] += if is_begun { own } else { 0.0 };
            reduction[1] += own;
        }
        reduction
    }

    /// What a test takes off the undecided mass of everything, before any other.
    pub(super) fn alone(&self, i: usize) -> f64 {
        self.gains(i).iter().map(|(gain, _)| gain).sum()
    }

    /// The chosen tests in words for others.
    fn told(&self, chosen: &[usize], context: &Context<'_, '_>) -> Vec<Suggestion> {
        let mut joint = self.clone();
        let one = |&place: &usize| {
            let suggestion = joint.suggestion(place, context);
            joint.take(place);
            suggestion
        };
        chosen.iter().map(one).collect()
    }

    /// The test that takes most off the undecided mass per minute.
    fn best(&self, minutes: f64, only: For) -> Option<usize> {
        let counts = |c: usize| only == For::Everything || self.begun[c];
        (0..self.tests.len())
            .filter(|&i| !self.done[i] && self.minutes(i) <= minutes)
            .map(|i| {
                let gains = self.gains(i);
                (i, gains.iter().filter(|(_, c)| counts(*c)).map(|(gain, _)| gain).sum::<f64>())
            })
            .filter(|(_, gain)| *gain >= WORTH_ADDING)
            .max_by(|a, b| {
                let per_minute = |&(i, gain): &(usize, f64)| gain / self.minutes(i);
                per_minute(a).total_cmp(&per_minute(b)).then(b.0.cmp(&a.0))
            })
            .map(|(i, _)| i)
    }

    /// The undecided mass of a comparison when so much of its variance is explained.
    fn undecided(&self, c: usize, explained: f64) -> f64 {
        let now = &self.comparisons[c].2;
        if explained <= 0.0 {
            return now.undecided();
        }
        undecided_after(now, noise_of(self.variance[c], explained)).0
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
                let gain = self.undecided(c, self.explained[c]) - self.undecided(c, self.explained[c] + more);
                (gain > 0.0).then_some((gain, c))
            })
            .collect()
    }

    /// Chooses a test and learns what it would narrow.
    fn take(&mut self, i: usize) {
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
    }

    /// What is to be said of a test after those that were chosen before it.
    fn suggestion(&self, i: usize, context: &Context<'_, '_>) -> Suggestion {
        let mut gains = self.gains(i);
        gains.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let missing = self.missing.iter().find(|one| one.test == self.tests[i].id);
        let missing_leg = missing.and_then(|one| one.missing_leg);
        let again = context.model.instruments.iter().any(|k| k.test.id == self.tests[i].id);
        let about = |&(_, c): &(f64, usize)| (self.comparisons[c].0.clone(), self.comparisons[c].1);
        Suggestion {
            test: self.tests[i].id.clone(),
            another_day: again && missing_leg.is_none(),
            minutes: self.minutes(i),
            expected_reduction: gains.iter().map(|(gain, _)| gain).sum(),
            tells_about: gains.iter().map(about).collect(),
            days_to_settle: None,
            missing_leg,
        }
    }
}
