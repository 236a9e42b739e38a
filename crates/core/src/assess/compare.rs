//! Which comparisons can be made from what was measured, and what each of them says.

use crate::body::{Bilateral, MuscleGroupId, Quality, Side};
use crate::knowledge::{DifferencePrior, Knowledge};
use crate::notice::{Notice, NoticeCode};
use crate::person::Person;
use jiff::civil::Date;

use super::AssessOptions;
use super::acting::{Circumstances, acting_on};
use super::ask::{Answers, Question, Questions};
use super::beyond::{goes_with_change, lately};
use super::contradict::contradicts;
use super::devices::devices_contradict;
use super::evidence::{days_with_both, evidence, most_pain, times_of};
use super::finding::{
    Change, ChangeVerdict, Comparison, Confidence, CoursePoint, Evidence, Finding, LevelEvidence,
    RatioEvidence, SizeUnit, Verdict, Weaker, WhyNot,
};
use super::gather::Instrument;
use super::gaussian::normal_below;
use super::learn::Learnt;
use super::model::{Model, Target, both_legs};
use super::prior::{Row, days_between, is_composite, scale_of};
use super::task::{is_whole_leg_task, of_muscles, points_there};
use super::verdict::{Difference, change_verdict, interval, size, unit_of, verdict_of};

/// A group counts as measured by a test that loads it with at least this share.
pub(super) const MEASURES: f64 = 0.4; // source: evenstride-proposal
/// δ of the whole leg's strength, when the catalogue does not say.
pub(super) const DEFAULT_DELTA_PERCENT: f64 = 10.0; // source: evenstride-proposal; the field's habit, used as a size, not a rule
/// A level counts as known when measuring has taken away at least this part of its spread.
const LEVEL_KNOWN: f64 = 0.2; // source: evenstride-proposal
/// Sooner than this nothing that lasts has moved, so no change is told.
const CHANGE_AFTER_DAYS: i32 = 14; // source: evenstride-proposal
/// A course is told of at most so many days: the first and the latest ones.
const MOST_COURSE_DAYS: usize = 24;

/// What stays the same for all findings of one person.
pub(super) struct Context<'m, 'k> {
    pub(super) model: &'m Model<'k>,
    pub(super) learnt: &'m Learnt,
    pub(super) person: &'m Person,
    pub(super) knowledge: &'k Knowledge,
    pub(super) options: &'m AssessOptions<'m>,
}

/// Which number of the state a comparison is about.
#[derive(Debug, Clone)]
pub(super) enum About {
    /// The difference of one group.
    Group,
    /// What several groups do together, each with its share.
    Together(Vec<(usize, f64)>),
}

/// A comparison whose questions have been asked.
pub(super) struct Pending<'m, 'k> {
    pub(super) comparison: Comparison,
    pub(super) quality: Quality,
    pub(super) about: About,
    pub(super) instruments: Vec<(&'m Instrument<'k>, f64)>,
    /// Other instruments that inform it: of the opponent in opposing pairs, of its muscles in a task of the whole leg.
    pub(super) beside: Vec<(&'m Instrument<'k>, f64)>,
    pub(super) why: Option<WhyNot>,
    pub(super) delta: f64,
    pub(super) prior_sd: Option<f64>,
    /// The usual ratio, for opposing pairs.
    pub(super) usual_ratio: Option<f64>,
    pub(super) now: Question,
    pub(super) target: Target,
    course: Vec<(Date, Question)>,
    change: Option<(Question, Option<Bilateral<Question>>)>,
    level: Option<LevelQuestions>,
    opponent_level: Option<LevelQuestions>,
}

/// What is asked of one group's level.
struct LevelQuestions {
    level_sd: f64,
    both: Question,
    legs: Bilateral<Question>,
}

impl Pending<'_, '_> {
    /// The posterior of the comparison.
    pub(super) fn difference(&self, answers: &Answers) -> Difference {
        let mixture = answers.of(self.now).clone();
        Difference { mixture, delta: self.delta, unit: unit_of(self.quality) }
    }
}

/// The look at a group's difference, or at that of several together, at a time.
fn look(model: &Model<'_>, about: &About, quality: Quality, group: &MuscleGroupId, years: f64) -> Option<Row> {
    match about {
        About::Group => model.difference(quality, group, years),
        About::Together(weights) => {
            let mut row = model.prior.row(years);
            row.differences.clone_from(weights);
            Some(row)
        }
    }
}

/// Asks everything about every group and quality that was measured.
pub(super) fn left_right<'m, 'k>(
    context: &Context<'m, 'k>,
    questions: &mut Questions,
    notices: &mut Vec<Notice>,
) -> Vec<Pending<'m, 'k>> {
    let Context { model, knowledge, .. } = *context;
    let mut measured = Vec::new();
    for (quality, group) in every_group(knowledge) {
        let Some((about, instruments)) = behind(model, knowledge, quality, group) else { continue };
        let Some(row) = look(model, &about, quality, group, model.now) else { continue };
        if instruments.is_empty() {
            continue;
        }
        let why = why_not_left_right(&instruments);
        if why == Some(WhyNot::DevicesDiffer) {
            notices.push(
                Notice::new(
                    NoticeCode::DevicesDiffer,
                    format!("{group} ({quality}): left and right were measured with different devices"),
                )
                .hint("measure both legs with one device"),
            );
        }
        let target = Target::of(row);
        let now = questions.ask(model, &target);
        let beside = of_muscles(model, knowledge, quality, &about);
        let mut pending =
            Pending { about, why, instruments, beside, ..bare(context, quality, group, (now, target)) };
        if pending.why.is_none() {
            pending.level = ask_level(model, knowledge, quality, group, questions);
            ask_course(model, group, &mut pending, questions);
        }
        measured.push(pending);
    }
    measured
}

/// Asks about every group and quality that nobody has measured.
pub(super) fn unmeasured<'m, 'k>(context: &Context<'m, 'k>, questions: &mut Questions) -> Vec<Pending<'m, 'k>> {
    let Context { model, knowledge, .. } = *context;
    let ask = |(quality, group): (Quality, &MuscleGroupId)| {
        if is_composite(knowledge, quality, group) {
            return None;
        }
        let (about, instruments) = behind(model, knowledge, quality, group)?;
        if !instruments.is_empty() {
            return None;
        }
        let target = Target::of(look(model, &about, quality, group, model.now)?);
        let now = questions.ask_roughly(model, &target);
        Some(bare(context, quality, group, (now, target)))
    };
    every_group(knowledge).filter_map(ask).collect()
}

fn every_group(knowledge: &Knowledge) -> impl Iterator<Item = (Quality, &MuscleGroupId)> {
    Quality::ALL.into_iter().flat_map(|quality| knowledge.groups.keys().map(move |group| (quality, group)))
}

/// The comparison of a group's legs, of which nothing was asked but its difference now.
fn bare<'m, 'k>(
    context: &Context<'m, 'k>,
    quality: Quality,
    group: &MuscleGroupId,
    (now, target): (Question, Target),
) -> Pending<'m, 'k> {
    Pending {
        comparison: Comparison::LeftRight { group: group.clone() },
        quality,
        about: About::Group,
        instruments: Vec::new(),
        beside: Vec::new(),
        why: None,
        delta: delta_of(context.knowledge, quality, group, context.options),
        prior_sd: prior_sd(context.knowledge, quality, group),
        usual_ratio: None,
        now,
        target,
        course: Vec::new(),
        change: None,
        level: None,
        opponent_level: None,
    }
}

/// Asks for the difference on every day with both legs, and for what changed since the first.
fn ask_course(
    model: &Model<'_>,
    group: &MuscleGroupId,
    pending: &mut Pending<'_, '_>,
    questions: &mut Questions,
) {
    let days: Vec<Date> = days_with_both(&pending.instruments).into_iter().collect();
    let (Some(&first), true) = (days.first(), days.len() > 1) else { return };
    let latest = days.len().saturating_sub(MOST_COURSE_DAYS - 1).max(1);
    for &day in std::iter::once(&first).chain(&days[latest..]) {
        let years = model.prior.years(day);
        if let Some(row) = look(model, &pending.about, pending.quality, group, years) {
            pending.course.extend(questions.ask_of_course(model, &Target::of(row)).map(|asked| (day, asked)));
        }
    }
    if days.last().is_some_and(|&last| days_between(first, last) < CHANGE_AFTER_DAYS) {
        return;
    }
    let years = model.prior.years(first);
    let at = |years: f64| look(model, &pending.about, pending.quality, group, years);
    let (Some(then), Some(now)) = (at(years), at(model.now)) else { return };
    let gap = questions.ask_of_course(model, &Target::change(then, now));
    // A share says nothing of one leg, and what several groups do together has no level of its own.
    let legs = match (&pending.about, pending.quality) {
        (About::Together(_), _) | (_, Quality::LoadSharing) => None,
        (About::Group, Quality::Strength | Quality::Flexibility | Quality::Size | Quality::Control) => {
            both_legs(model, pending.quality, group, model.now).zip(both_legs(
                model,
                pending.quality,
                group,
                years,
            ))
        }
    };
    let legs = legs.and_then(|(now, then)| {
        let left = questions.ask_of_course(model, &Target::change(now.left, then.left));
        let right = questions.ask_of_course(model, &Target::change(now.right, then.right));
        left.zip(right).map(|(left, right)| Bilateral { left, right })
    });
    pending.change = gap.map(|gap| (gap, legs));
}

fn ask_level(
    model: &Model<'_>,
    knowledge: &Knowledge,
    quality: Quality,
    group: &MuscleGroupId,
    questions: &mut Questions,
) -> Option<LevelQuestions> {
    let prior = knowledge.groups.get(group)?.prior.get(&quality)?;
    let level_sd = prior.level_sd * scale_of(quality);
    let legs = both_legs(model, quality, group, model.now)?;
    let mut ask = |row: Row| questions.ask_roughly(model, &Target::of(row));
    Some(LevelQuestions {
        level_sd,
        both: ask(model.level(quality, group)?),
        legs: Bilateral { left: ask(legs.left), right: ask(legs.right) },
    })
}

/// Asks about an opposing pair on one leg.
pub(super) fn opposing_pending<'m, 'k>(
    context: &Context<'m, 'k>,
    questions: &mut Questions,
    comparison: Comparison,
    [instruments, beside]: [Vec<(&'m Instrument<'k>, f64)>; 2],
    (why, delta, usual_ratio): (Option<WhyNot>, f64, Option<f64>),
) -> Option<Pending<'m, 'k>> {
    let Comparison::Opposing { group, opponent: below, side, .. } = &comparison else { return None };
    let (model, quality) = (context.model, Quality::Strength);
    let top = model.capacity(quality, group, *side, model.now)?;
    let target = Target::change(top, model.capacity(quality, below, *side, model.now)?);
    Some(Pending {
        quality,
        about: About::Group,
        instruments,
        beside,
        why,
        delta,
        prior_sd: None,
        usual_ratio,
        now: questions.ask(model, &target),
        target,
        course: Vec::new(),
        change: None,
        level: ask_level(model, context.knowledge, quality, group, questions),
        opponent_level: ask_level(model, context.knowledge, quality, below, questions),
        comparison,
    })
}

/// States one finding from the answers.
pub(super) fn finding(context: &Context<'_, '_>, pending: &Pending<'_, '_>, answers: &Answers) -> Finding {
    let behind: Vec<(&Instrument<'_>, f64)> =
        pending.instruments.iter().chain(&pending.beside).copied().collect();
    let mut evidence = evidence(&pending.comparison, &behind, context.learnt);
    let (comparison, quality) = (pending.comparison.clone(), pending.quality);
    if let Some(why) = &pending.why {
        let verdict = Verdict::NotComparable { why: why.clone() };
        return Finding { comparison, quality, verdict, estimate: None, change: None, acting: None, evidence };
    }
    let now = pending.difference(answers);
    let scale = scale_of(quality);
    evidence.prior_sd = pending.prior_sd;
    evidence.posterior_mean = Some(now.mixture.mean() / scale);
    evidence.posterior_sd = Some(now.mixture.sd() / scale);
    evidence.level = pending.level.as_ref().and_then(|level| level_evidence(level, answers));
    evidence.course = course(pending, answers);
    evidence.ratio = pending.usual_ratio.map(|usual| {
        let [low, middle, high] = now.mixture.quantiles([0.025, 0.5, 0.975]).map(|q| usual * libm::exp(q));
        RatioEvidence { usual, ratio: middle, low, high }
    });
    let opponent_level = pending.opponent_level.as_ref().and_then(|level| level_evidence(level, answers));
    let estimate = now.estimate();
    let mut verdict = verdict_of(&comparison, &estimate);
    // Two days that name different legs by a wide margin average to nothing, which is no evidence of balance.
    let at_odds = behind.iter().any(|(k, _)| contradicts(k, context.learnt))
        || devices_contradict(behind.iter().map(|(k, _)| *k), context.learnt);
    let lately = lately(&pending.instruments, context);
    let is_beyond = lately.beyond(pending.delta).next().is_some();
    let is_beyond = is_beyond && matches!(comparison, Comparison::LeftRight { .. });
    // What was found once and is not found of late is no finding of today.
    let is_denied = match &verdict {
        Verdict::Imbalanced { weaker: Weaker::Leg(side), .. } => lately.denies(*side, pending.delta),
        Verdict::Imbalanced { weaker: Weaker::Group(_), .. }
        | Verdict::Balanced
        | Verdict::Undecided { .. }
        | Verdict::NotComparable { .. } => false,
    };
    let is_no_balance = verdict == Verdict::Balanced && (at_odds || is_beyond);
    if is_no_balance || is_denied || !points_there(pending, &verdict, &evidence) {
        verdict = Verdict::Undecided { needs: None };
    }
    let verdict = with_one_day(verdict, &evidence);
    let acting = acting_on(
        &Circumstances {
            comparison: &comparison,
            quality,
            verdict: &verdict,
            estimate: &estimate,
            level: evidence.level.as_ref(),
            opponent_level: opponent_level.as_ref(),
            pain: most_pain(&behind),
            told: context.options.pain,
        },
        context.person,
        context.knowledge,
    );
    let change = change(context, pending, answers);
    Finding { comparison, quality, verdict, estimate: Some(estimate), change, acting: Some(acting), evidence }
}

fn course(pending: &Pending<'_, '_>, answers: &Answers) -> Vec<CoursePoint> {
    let unit = unit_of(pending.quality);
    pending
        .course
        .iter()
        .map(|&(day, question)| {
            let [low, middle, high] = answers.of(question).quantiles([0.025, 0.5, 0.975]);
            CoursePoint { day, size: size(middle, unit), low: size(low, unit), high: size(high, unit) }
        })
        .collect()
}

/// The way towards balance: the gap is counted towards the side that was the weaker on the first day.
fn change(context: &Context<'_, '_>, pending: &Pending<'_, '_>, answers: &Answers) -> Option<Change> {
    let (gap, legs) = pending.change.as_ref()?;
    let &(since, first) = pending.course.first()?;
    let unit = unit_of(pending.quality);
    let then_less_now = answers.of(*gap).clone();
    // That nothing changed is not told against what was measured: it may only be thought that nothing does.
    let is_seen = goes_with_change(&pending.instruments, -then_less_now.mean(), context);
    let gap = if answers.of(first).mean() < 0.0 { then_less_now.turned() } else { then_less_now };
    let times = times_of(unit);
    let verdict = match change_verdict(&gap, pending.delta, unit) {
        ChangeVerdict::NotDetectable if !is_seen => ChangeVerdict::Undecided,
        other => other,
    };
    Some(Change {
        since,
        gap: interval(&gap, times),
        verdict,
        legs: legs.as_ref().map(|legs| legs.map(|question| interval(answers.of(question), times))),
        expected: expected(context.model, pending, since).map(|legs| legs.map(|gain| gain * times)),
    })
}

/// What logged sets were expected to bring each leg since a day.
fn expected(model: &Model<'_>, pending: &Pending<'_, '_>, since: Date) -> Option<Bilateral<f64>> {
    let (About::Group, Comparison::LeftRight { group }) = (&pending.about, &pending.comparison) else {
        return None;
    };
    let gains = |years| model.prior.gains_of(pending.quality, group, years);
    let (now, then) = (gains(model.now)?, gains(model.prior.years(since))?);
    Some(Bilateral::from_fn(|side| now[side] - then[side]))
}

fn level_evidence(level: &LevelQuestions, answers: &Answers) -> Option<Bilateral<LevelEvidence>> {
    let unit = level.level_sd;
    if unit <= 0.0 || answers.of(level.both).sd() > (1.0 - LEVEL_KNOWN) * unit {
        return None;
    }
    Some(level.legs.map(|question| {
        let mixture = answers.of(question);
        let (z, z_sd) = (mixture.mean() / unit, mixture.sd() / unit);
        LevelEvidence { z, z_sd, probability_low: normal_below((-1.0 - z) / z_sd.max(1e-9)) }
    }))
}

/// One day may be a wild one however many tests agree on it: it makes nothing clear.
fn with_one_day(verdict: Verdict, evidence: &Evidence) -> Verdict {
    match verdict {
        Verdict::Imbalanced { weaker, confidence: Confidence::Clear } if evidence.n_days < 2 => {
            Verdict::Imbalanced { weaker, confidence: Confidence::Probable }
        }
        other => other,
    }
}

/// What a comparison is about and the instruments that measured it, if any did.
fn behind<'m, 'k>(
    model: &'m Model<'k>,
    knowledge: &Knowledge,
    quality: Quality,
    group: &MuscleGroupId,
) -> Option<(About, Vec<(&'m Instrument<'k>, f64)>)> {
    let of_quality = model.instruments.iter().filter(|k| k.test.quality == quality);
    if is_composite(knowledge, quality, group) {
        let tasks: Vec<(&Instrument<'_>, f64)> =
            of_quality.filter(|k| is_whole_leg_task(k.test, knowledge)).map(|k| (k, 1.0)).collect();
        let complete = tasks.iter().filter(|(k, _)| k.both_sides()).count().max(1) as f64;
        let mut weights: std::collections::BTreeMap<usize, f64> = std::collections::BTreeMap::new();
        for (k, _) in
            tasks.iter().filter(|(k, _)| k.both_sides() || tasks.iter().all(|(other, _)| !other.both_sides()))
        {
            for (state, weight) in model.loaded_difference(k.test, model.now).differences {
                *weights.entry(state).or_insert(0.0) += weight / complete;
            }
        }
        return Some((About::Together(weights.into_iter().collect()), tasks));
    }
    model.prior.place(quality, group)?;
    let measuring = of_quality
        .filter_map(|k| Some((k, *k.test.loads.get(group)?)))
        .filter(|(_, load)| *load >= MEASURES)
        .collect();
    Some((About::Group, measuring))
}

fn delta_of(
    knowledge: &Knowledge,
    quality: Quality,
    group: &MuscleGroupId,
    options: &AssessOptions<'_>,
) -> f64 {
    let catalogue = knowledge.groups.get(group).and_then(|g| g.prior.get(&quality)).map(|p| p.delta);
    match unit_of(quality) {
        SizeUnit::Percent => options.delta_percent.or(catalogue).unwrap_or(DEFAULT_DELTA_PERCENT),
        SizeUnit::Degrees => catalogue.unwrap_or(DEFAULT_DELTA_PERCENT),
    }
}

fn prior_sd(knowledge: &Knowledge, quality: Quality, group: &MuscleGroupId) -> Option<f64> {
    knowledge.groups.get(group)?.prior.get(&quality).map(DifferencePrior::difference_sd)
}

/// Why the instruments cannot tell left from right, if they cannot.
fn why_not_left_right(instruments: &[(&Instrument<'_>, f64)]) -> Option<WhyNot> {
    if instruments.iter().any(|(k, _)| k.both_sides()) {
        return None;
    }
    let n_used = Bilateral::from_fn(|side| instruments.iter().map(|(k, _)| k.n_used(side)).sum::<usize>());
    if n_used.left > 0 && n_used.right > 0 {
        // With both legs on one device only a share is left without a pair.
        let tries = instruments.iter().any(|(k, _)| Side::BOTH.iter().all(|&side| k.n_used(side) > 0));
        return Some(if tries { WhyNot::TriesDiffer } else { WhyNot::DevicesDiffer });
    }
    let side = if n_used.left == 0 { Side::Left } else { Side::Right };
    let any = |pick: fn(&super::finding::SideTrials) -> bool, side: Side| {
        instruments.iter().any(|(k, _)| k.days.iter().any(|day| pick(&day.sides[side])))
    };
    // When nothing is left on either side, pain is told before doubt, and the side that has it before the other.
    for pick_side in [side, side.other()] {
        if n_used[pick_side] == 0 && any(|s| !s.pain_limited.is_empty(), pick_side) {
            return Some(WhyNot::PainLimited(pick_side));
        }
    }
    for pick_side in [side, side.other()] {
        if n_used[pick_side] == 0 && any(|s| !s.doubtful.is_empty(), pick_side) {
            return Some(WhyNot::Doubtful(pick_side));
        }
    }
    Some(WhyNot::SideMissing(side))
}
