//! Which comparisons can be made from what was measured, and what each of them says.

use crate::body::{Bilateral, MuscleGroupId, Quality, Side};
use crate::knowledge::{DifferencePrior, Knowledge, Link, Test};
use crate::notice::{Notice, NoticeCode};
use crate::person::Person;

use super::AssessOptions;
use super::acting::{Circumstances, acting_on};
use super::finding::{
    Comparison, DayEvidence, Evidence, Finding, LevelEvidence, SizeUnit, Suggestion, TestEvidence, Verdict,
    WhyNot,
};
use super::gather::{Instrument, on_scale};
use super::gaussian::{Form, normal_below};
use super::model::{Model, is_composite, scale_of};
use super::next::{Target, suggestions};
use super::verdict::{Difference, unit_of, verdict_of};

/// A group counts as measured by a test that loads it with at least this share.
pub(super) const MEASURES: f64 = 0.4; // source: evenstride-proposal
/// A task in which no family of muscles has more than this share is told of the whole leg.
const WHOLE_LEG_BELOW: f64 = 0.6; // source: evenstride-proposal
/// δ of the whole leg's strength, when the catalogue does not say.
pub(super) const DEFAULT_DELTA_PERCENT: f64 = 10.0; // source: evenstride-proposal; the field's habit, used as a size, not a rule
/// A level counts as known when measuring has taken away at least this part of its spread.
const LEVEL_KNOWN: f64 = 0.2; // source: evenstride-proposal

/// All findings, left–right first, and the best three measurements to do next.
pub(super) fn findings(
    model: &Model<'_>,
    person: &Person,
    knowledge: &Knowledge,
    options: &AssessOptions<'_>,
    notices: &mut Vec<Notice>,
) -> (Vec<Finding>, Vec<Suggestion>) {
    let mut findings = Vec::new();
    let (mut targets, mut unmeasured) = (Vec::new(), Vec::new());
    for quality in Quality::ALL {
        for group in knowledge.groups.keys() {
            let Some((form, instruments)) = left_right_form(model, knowledge, quality, group) else { continue };
            let now = difference(model, &form, delta_of(knowledge, quality, group, options), quality);
            let comparison = Comparison::LeftRight { group: group.clone() };
            if instruments.is_empty() {
                if !is_composite(knowledge, quality, group) {
                    unmeasured.push(Target { comparison, quality, form, now });
                }
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
            if why.is_none() {
                targets.push(Target { comparison: comparison.clone(), quality, form, now });
            }
            let prior_sd = prior_sd(knowledge, quality, group);
            let about = About { comparison, quality, instruments, opponent: Vec::new(), prior_sd };
            findings.push(about.finding(model, now, why, person, knowledge));
        }
    }
    findings.extend(super::opposing::opposing(model, person, knowledge));
    settle(&mut findings, &targets, model, person, knowledge, options);
    let open: Vec<Target> = targets.into_iter().filter(|target| is_open(target, &findings)).collect();
    let mut next = suggestions(model, &open, person, options.cautions, knowledge);
    // What was begun is settled first; then comes what nobody has looked at yet.
    for suggestion in suggestions(model, &unmeasured, person, options.cautions, knowledge) {
        if next.len() < OFFERED && next.iter().all(|s| s.test != suggestion.test) {
            next.push(suggestion);
        }
    }
    next.truncate(OFFERED);
    (findings, next)
}

/// So many measurements are offered; more would be a list, not advice.
const OFFERED: usize = 3;

fn is_open(target: &Target, findings: &[Finding]) -> bool {
    findings.iter().any(|finding| {
        finding.comparison == target.comparison
            && finding.quality == target.quality
            && matches!(finding.verdict, Verdict::Undecided { .. })
    })
}

/// Tells every undecided finding which one measurement would tell most about it per minute.
fn settle(
    findings: &mut [Finding],
    targets: &[Target],
    model: &Model<'_>,
    person: &Person,
    knowledge: &Knowledge,
    options: &AssessOptions<'_>,
) {
    for finding in findings.iter_mut().filter(|f| f.verdict == Verdict::Undecided { needs: None }) {
        let target = match &finding.comparison {
            Comparison::LeftRight { .. } => {
                targets.iter().find(|t| t.comparison == finding.comparison && t.quality == finding.quality)
            }
            Comparison::Opposing { .. } => None,
        };
        let needs = match target {
            Some(target) => {
                suggestions(model, std::slice::from_ref(target), person, options.cautions, knowledge)
                    .into_iter()
                    .next()
            }
            None => repeat_of(finding, knowledge),
        };
        finding.verdict = Verdict::Undecided { needs };
    }
}

/// For an opposing pair the same tests on another day tell most: their day and trial noise is what hides the ratio.
fn repeat_of(finding: &Finding, knowledge: &Knowledge) -> Option<Suggestion> {
    let test = finding.evidence.tests.iter().filter(|t| t.used).find_map(|t| knowledge.tests.get(&t.test))?;
    Some(Suggestion {
        test: test.id.clone(),
        another_day: true,
        minutes: test.minutes,
        expected_reduction: 0.0,
        tells_about: vec![(finding.comparison.clone(), finding.quality)],
        days_to_settle: None,
    })
}

/// The difference of a group (or of the whole leg's tasks) and the instruments that measured it, if any did.
fn left_right_form<'m, 'k>(
    model: &'m Model<'k>,
    knowledge: &Knowledge,
    quality: Quality,
    group: &MuscleGroupId,
) -> Option<(Form, Vec<(&'m Instrument<'k>, f64)>)> {
    let of_quality = model.instruments.iter().filter(|k| k.test.quality == quality);
    if is_composite(knowledge, quality, group) {
        let tasks: Vec<(&Instrument<'_>, f64)> =
            of_quality.filter(|k| is_whole_leg_task(k.test, knowledge)).map(|k| (k, 1.0)).collect();
        let complete = tasks.iter().filter(|(k, _)| k.both_sides()).count().max(1) as f64;
        let form: Form = tasks
            .iter()
            .filter(|(k, _)| k.both_sides() || tasks.iter().all(|(other, _)| !other.both_sides()))
            .flat_map(|(k, _)| model.loaded_difference(k.test))
            .map(|(index, weight)| (index, weight / complete))
            .collect();
        return Some((form, tasks));
    }
    let form = model.difference(quality, group)?;
    let measuring = of_quality
        .filter_map(|k| Some((k, *k.test.loads.get(group)?)))
        .filter(|(_, load)| *load >= MEASURES)
        .collect();
    Some((form, measuring))
}

fn is_whole_leg_task(test: &Test, knowledge: &Knowledge) -> bool {
    let mut by_family: std::collections::BTreeMap<&str, f64> = std::collections::BTreeMap::new();
    for (group, load) in &test.loads {
        let family = knowledge.groups.get(group).and_then(|g| g.family.as_deref()).unwrap_or(group.as_str());
        *by_family.entry(family).or_insert(0.0) += load;
    }
    by_family.values().all(|&load| load < WHOLE_LEG_BELOW)
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

pub(super) fn difference(model: &Model<'_>, form: &Form, delta: f64, quality: Quality) -> Difference {
    let (mean, sd) = model.state.of(form);
    Difference { mean, sd, delta, unit: unit_of(quality) }
}

/// Why the instruments cannot tell left from right, if they cannot.
fn why_not_left_right(instruments: &[(&Instrument<'_>, f64)]) -> Option<WhyNot> {
    if instruments.iter().any(|(k, _)| k.both_sides()) {
        return None;
    }
    let n_used = Bilateral::from_fn(|side| instruments.iter().map(|(k, _)| k.n_used(side)).sum::<usize>());
    if n_used.left > 0 && n_used.right > 0 {
        return Some(WhyNot::DevicesDiffer);
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

/// Everything needed to state one finding.
pub(super) struct About<'m, 'k> {
    pub(super) comparison: Comparison,
    pub(super) quality: Quality,
    pub(super) instruments: Vec<(&'m Instrument<'k>, f64)>,
    /// Instruments of the opponent, for opposing pairs.
    pub(super) opponent: Vec<(&'m Instrument<'k>, f64)>,
    pub(super) prior_sd: Option<f64>,
}

impl About<'_, '_> {
    pub(super) fn finding(
        &self,
        model: &Model<'_>,
        now: Difference,
        why: Option<WhyNot>,
        person: &Person,
        knowledge: &Knowledge,
    ) -> Finding {
        let mut evidence = self.evidence();
        if let Some(why) = why {
            return Finding {
                comparison: self.comparison.clone(),
                quality: self.quality,
                verdict: Verdict::NotComparable { why },
                estimate: None,
                change: None,
                acting: None,
                evidence,
            };
        }
        let scale = scale_of(self.quality);
        evidence.prior_sd = self.prior_sd;
        evidence.posterior_mean = Some(now.mean / scale);
        evidence.posterior_sd = Some(now.sd / scale);
        let group = self.comparison.group();
        evidence.level = level(model, knowledge, self.quality, group);
        let opponent_level = match &self.comparison {
            Comparison::Opposing { opponent, .. } => level(model, knowledge, self.quality, opponent),
            Comparison::LeftRight { .. } => None,
        };
        let estimate = now.estimate();
        let verdict = verdict_of(&self.comparison, &estimate);
        let pain = Bilateral::from_fn(|side| {
            self.instruments.iter().chain(&self.opponent).map(|(k, _)| k.pain[side]).max().unwrap_or(0)
        });
        let acting = acting_on(
            &Circumstances {
                comparison: &self.comparison,
                quality: self.quality,
                verdict: &verdict,
                estimate: &estimate,
                level: evidence.level.as_ref(),
                opponent_level: opponent_level.as_ref(),
                pain,
            },
            person,
            knowledge,
        );
        Finding {
            comparison: self.comparison.clone(),
            quality: self.quality,
            verdict,
            estimate: Some(estimate),
            change: None,
            acting: Some(acting),
            evidence,
        }
    }

    fn evidence(&self) -> Evidence {
        let only_side = match &self.comparison {
            Comparison::Opposing { side, .. } => Some(*side),
            Comparison::LeftRight { .. } => None,
        };
        let sides: Vec<Side> = only_side.map_or(Side::BOTH.to_vec(), |side| vec![side]);
        let all: Vec<&(&Instrument<'_>, f64)> = self.instruments.iter().chain(&self.opponent).collect();
        let used = |k: &Instrument<'_>| match only_side {
            Some(side) => k.n_used(side) > 0,
            None => k.both_sides(),
        };
        let mut tests: Vec<TestEvidence> = all
            .iter()
            .map(|(k, load)| TestEvidence {
                test: k.test.id.clone(),
                device: k.device.clone(),
                load: *load,
                days: k.days.iter().map(|d| DayEvidence { day: d.day, sides: d.sides.clone() }).collect(),
                used: used(k),
                raw_size: if only_side.is_none() { raw_size(k) } else { None },
                noise: k.test.noise,
                noise_from: super::finding::NoiseFrom::Catalogue,
            })
            .collect();
        tests.sort_by(|a, b| {
            b.used.cmp(&a.used).then(b.load.total_cmp(&a.load)).then_with(|| a.test.cmp(&b.test))
        });
        let counted = || all.iter().map(|(k, _)| k).filter(|k| used(k));
        let days: std::collections::BTreeSet<_> = counted()
            .flat_map(|k| &k.days)
            .filter(|day| sides.iter().any(|&side| !day.sides[side].values.is_empty()))
            .map(|day| day.day)
            .collect();
        Evidence {
            n_trials: counted().map(|k| sides.iter().map(|&side| k.n_used(side)).sum::<usize>()).sum(),
            n_days: days.len(),
            tests,
            ..Evidence::default()
        }
    }
}

/// What the simple formula would say: the signed size of the mean difference of the days with both sides.
fn raw_size(instrument: &Instrument<'_>) -> Option<f64> {
    let test = instrument.test;
    let middle = |values: &[f64]| {
        let scaled: Vec<f64> = values.iter().filter_map(|&v| on_scale(test, v)).collect();
        (!scaled.is_empty()).then(|| scaled.iter().sum::<f64>() / scaled.len() as f64)
    };
    let mut differences: Vec<f64> = match test.link {
        Link::Share => instrument
            .days
            .iter()
            .flat_map(|d| &d.pairs)
            .map(|&(left, right)| libm::log(left / right))
            .collect(),
        Link::Log | Link::InverseTime | Link::Count | Link::Linear => instrument
            .days
            .iter()
            .filter_map(|d| Some(middle(&d.sides.left.values)? - middle(&d.sides.right.values)?))
            .collect(),
    };
    if differences.is_empty() {
        // Measured on different days only: the means of all days are compared.
        let all = |side: Side| -> Vec<f64> {
            instrument.days.iter().flat_map(|d| d.sides[side].values.iter().copied()).collect()
        };
        differences.push(middle(&all(Side::Left))? - middle(&all(Side::Right))?);
    }
    let mean = differences.iter().sum::<f64>() / differences.len() as f64;
    let unit = unit_of(test.quality);
    Some(Difference { mean, sd: 0.0, delta: 0.0, unit }.size(mean))
}

fn level(
    model: &Model<'_>,
    knowledge: &Knowledge,
    quality: Quality,
    group: &MuscleGroupId,
) -> Option<Bilateral<LevelEvidence>> {
    let prior = knowledge.groups.get(group)?.prior.get(&quality)?;
    let unit = prior.level_sd * scale_of(quality);
    let (_, sd) = model.state.of(&model.level(quality, group)?);
    if unit <= 0.0 || sd > (1.0 - LEVEL_KNOWN) * unit {
        return None;
    }
    let forms = Bilateral {
        left: model.capacity(quality, group, Side::Left)?,
        right: model.capacity(quality, group, Side::Right)?,
    };
    Some(forms.map(|form| {
        let (mean, sd) = model.state.of(&form);
        let (z, z_sd) = (mean / unit, sd / unit);
        LevelEvidence { z, z_sd, probability_low: normal_below((-1.0 - z) / z_sd.max(1e-9)) }
    }))
}
