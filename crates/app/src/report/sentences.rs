//! What is said of one finding, in the order: verdict, count, size, change, what would settle it, acting, evidence.
//!
//! The sentences, the count and the picture come from the same twenty quantiles. A raw difference is never
//! among them. Read next: [`super::change`], [`super::behind`], and the section `verdict` of the words.

use super::names;
use super::printed::printed_lines;
use crate::words::Words;
use evenstride_core::assess::{
    Acting, ActingReason, Comparison, Confidence, Estimate, Finding, SizeUnit, Suggestion, Verdict, Weaker,
    WhyNot,
};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{CautionId, Knowledge};
use evenstride_core::screen::Screening;
use std::collections::BTreeSet;

/// The sentences of one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FindingWords {
    /// The verdict.
    pub(crate) headline: String,
    /// How many of the 20, then how large.
    pub(crate) lines: Vec<String>,
    /// What changed since the first day; empty with one day.
    pub(crate) change: Vec<String>,
    /// Worth acting on, and why or why not.
    pub(crate) acting: Vec<String>,
    /// What would settle it, when it is open.
    pub(crate) needs: Vec<String>,
    /// What it rests on, and what of it does not fit the rest.
    pub(crate) evidence: Vec<String>,
    /// What devices printed of the difference, beside our formulas.
    pub(crate) printed: Vec<String>,
}

/// What the sentences are made with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speaker<'a> {
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) words: &'a Words,
    /// What the person's answers limit; empty where no answers are at hand.
    pub(crate) cautions: &'a BTreeSet<CautionId>,
}

/// What limits nobody.
pub(crate) static NO_CAUTIONS: BTreeSet<CautionId> = BTreeSet::new();
/// So many limits are named as the reason why tests wait.
const REASONS_MAX: usize = 2;

/// What the answers of a screening limit.
pub(crate) fn cautions_of(screening: &Screening) -> &BTreeSet<CautionId> {
    match screening {
        Screening::Cleared(cleared) => cleared.cautions(),
        Screening::Stopped { .. } | Screening::Incomplete { .. } | Screening::Expired { .. } => &NO_CAUTIONS,
    }
}

impl Speaker<'_> {
    /// All sentences of a finding.
    pub(crate) fn finding(self, finding: &Finding) -> FindingWords {
        let lines = finding.estimate.as_ref().map_or_else(Vec::new, |estimate| {
            let mut lines = self.shown_beyond(finding, estimate.unit);
            lines.push(self.count(finding, estimate));
            lines.extend(self.size(finding, estimate));
            lines
        });
        FindingWords {
            headline: self.headline(finding),
            lines,
            change: self.change(finding),
            acting: finding.acting.as_ref().map_or_else(Vec::new, |acting| self.acting(finding, acting)),
            needs: self.needs(finding),
            evidence: self.evidence(finding),
            printed: printed_lines(&finding.evidence, self),
        }
    }

    /// What a test shows that is either so or a mistake: whoever measured it would not believe the guess without it.
    fn shown_beyond(self, finding: &Finding, unit: SizeUnit) -> Vec<String> {
        let words = self.words;
        let shown = finding.evidence.beyond.iter().map(|shown| {
            let (test, by) = (names::test(&shown.test, self.knowledge), names::size(shown.by, unit, words));
            let side = names::side(shown.weaker, words);
            names::capitalised(&words.fill("size.shown", &[("test", &test), ("side", &side), ("by", &by)]))
        });
        let mut lines: Vec<String> = shown.collect();
        if !lines.is_empty() {
            lines.push(words.say("size.shown_why"));
        }
        lines
    }

    /// The verdict in one sentence.
    pub(crate) fn headline(self, finding: &Finding) -> String {
        let words = self.words;
        match (&finding.comparison, &finding.verdict) {
            (Comparison::LeftRight { group }, Verdict::Imbalanced { weaker, confidence }) => {
                let leg = match weaker {
                    Weaker::Leg(side) => names::side(*side, words),
                    Weaker::Group(group) => names::group_inside(group, self.knowledge),
                };
                let key = format!("verdict.{}.{}", finding.quality, sureness(*confidence));
                words.fill(&key, &[("group", &names::group(group, self.knowledge)), ("side", &leg)])
            }
            (Comparison::LeftRight { group }, verdict) => words.fill(
                &format!("verdict.{}", plain_verdict(verdict)),
                &[("group", &names::group(group, self.knowledge)), ("quality", &self.quality(finding))],
            ),
            (Comparison::Opposing { group, opponent, side, .. }, verdict) => {
                let leg = names::capitalised(&names::side(*side, words));
                let group_name = names::group_inside(group, self.knowledge);
                let opponent_name = names::group_inside(opponent, self.knowledge);
                let is_opponent_weak = finding_weaker(finding) == Some(Weaker::Group(opponent.clone()));
                let (weaker, other) = if is_opponent_weak {
                    (&opponent_name, &group_name)
                } else {
                    (&group_name, &opponent_name)
                };
                let key = match verdict {
                    Verdict::Imbalanced { confidence, .. } => sureness(*confidence),
                    other => plain_verdict(other),
                };
                words.fill(
                    &format!("verdict.opposing.{key}"),
                    &[
                        ("side", &leg),
                        ("weaker", weaker),
                        ("other", other),
                        ("group", &group_name),
                        ("opponent", &opponent_name),
                    ],
                )
            }
        }
    }

    fn quality(self, finding: &Finding) -> String {
        self.words.say(&format!("quality.{}", finding.quality))
    }

    /// The last part of the keys of a finding: its quality, or that it compares opposing groups.
    fn kind(finding: &Finding) -> &'static str {
        match finding.comparison {
            Comparison::LeftRight { .. } => finding.quality.as_str(),
            Comparison::Opposing { .. } => "opposing",
        }
    }

    fn count(self, finding: &Finding, estimate: &Estimate) -> String {
        let (first, inside, second) = estimate.counts();
        let delta = names::size(estimate.delta, estimate.unit, self.words);
        match &finding.verdict {
            Verdict::Imbalanced { .. } => {
                let n = if is_second_weaker(finding) { second } else { first };
                let count = names::count_of_20(n, self.words);
                let key = format!("count.beyond.{}", Self::kind(finding));
                self.words.fill(&key, &[("count", &count), ("delta", &delta)])
            }
            Verdict::Balanced => {
                let key = match finding.comparison {
                    Comparison::LeftRight { .. } => "count.inside",
                    Comparison::Opposing { .. } => "count.inside_opposing",
                };
                let count = names::count_of_20(inside, self.words);
                self.words.fill(key, &[("count", &count), ("delta", &delta)])
            }
            Verdict::Undecided { .. } | Verdict::NotComparable { .. } => self.open_count(finding, estimate),
        }
    }

    /// “12 of 20: too small to matter. 7: right leg weaker. 1: left leg weaker.”, larger counts of a leg first.
    fn open_count(self, finding: &Finding, estimate: &Estimate) -> String {
        let (first, inside, second) = estimate.counts();
        let mut sides = [(first, false), (second, true)];
        let leans_second = is_second_weaker(finding);
        sides.sort_by_key(|(n, is_second)| (std::cmp::Reverse(*n), *is_second != leans_second));
        let count = names::count_of_20(inside, self.words);
        let mut parts = vec![self.words.fill("count.open_inside", &[("count", &count)])];
        for (n, is_second) in sides.into_iter().filter(|(n, _)| *n > 0) {
            parts.push(self.open_side(finding, n, is_second));
        }
        parts.join(" ")
    }

    fn open_side(self, finding: &Finding, n: usize, is_second: bool) -> String {
        let n = n.to_string();
        match &finding.comparison {
            Comparison::LeftRight { .. } => {
                let side = names::side(if is_second { Side::Right } else { Side::Left }, self.words);
                let comparative = self.words.say(&format!("comparative.{}", finding.quality));
                self.words.fill("count.open_leg", &[("n", &n), ("side", &side), ("comparative", &comparative)])
            }
            Comparison::Opposing { group, opponent, .. } => {
                let weak = names::group_inside(if is_second { opponent } else { group }, self.knowledge);
                self.words.fill("count.open_group", &[("n", &n), ("group", &weak)])
            }
        }
    }

    fn size(self, finding: &Finding, estimate: &Estimate) -> Vec<String> {
        if let (Comparison::Opposing { opponent, .. }, Some(ratio)) =
            (&finding.comparison, &finding.evidence.ratio)
        {
            let for_ten = |ratio: f64| names::plain_number(10.0 * ratio, self.words);
            let (low, high) = (for_ten(ratio.low), for_ten(ratio.high));
            let opponent = names::group_inside(opponent, self.knowledge);
            return vec![
                self.words.fill(
                    "size.ratio.usual",
                    &[
                        ("usual", &for_ten(ratio.usual)),
                        ("opponent", &opponent),
                        ("ratio", &for_ten(ratio.ratio)),
                    ],
                ),
                self.words.fill("size.range", &[("low", &low), ("high", &high)]),
            ];
        }
        let oriented = Oriented::of(finding, estimate);
        vec![self.best_guess(finding, estimate, oriented), self.range(oriented)]
    }

    fn best_guess(self, finding: &Finding, estimate: &Estimate, oriented: Oriented) -> String {
        if names::whole(oriented.size) == "0" {
            return self.words.say("size.same");
        }
        let size = names::size(oriented.size, estimate.unit, self.words);
        let (side, weaker) = match finding_weaker(finding) {
            Some(Weaker::Leg(side)) => (names::side(side, self.words), String::new()),
            Some(Weaker::Group(group)) => (String::new(), names::group_inside(&group, self.knowledge)),
            None => (String::new(), String::new()),
        };
        let kind = Self::kind(finding);
        // The headline of a called difference names the leg already.
        let key = match finding.verdict {
            Verdict::Imbalanced { .. } => format!("size.weaker.{kind}"),
            Verdict::Balanced | Verdict::Undecided { .. } | Verdict::NotComparable { .. } => {
                format!("size.leg.{kind}")
            }
        };
        self.words.fill(&key, &[("size", &size), ("side", &side), ("weaker", &weaker)])
    }

    pub(crate) fn range(self, oriented: Oriented) -> String {
        let with_unit = |size: f64| names::size(size, oriented.unit, self.words);
        let (low, high) = (names::whole(oriented.low), with_unit(oriented.high));
        if low == "0" {
            return self.words.fill("size.up_to", &[("high", &high)]);
        }
        if oriented.low < 0.0 {
            return self.words.fill("size.across", &[("high", &high), ("low", &with_unit(oriented.low))]);
        }
        self.words.fill("size.range", &[("low", &low), ("high", &high)])
    }

    fn acting(self, finding: &Finding, acting: &Acting) -> Vec<String> {
        let is_unsure = acting.reasons.contains(&ActingReason::NotSure);
        let mut lines = Vec::new();
        if acting.worth {
            lines.push(self.words.say("acting.worth"));
        } else if !is_unsure {
            lines.push(self.words.say("acting.not_worth"));
        }
        lines.extend(acting.reasons.iter().flat_map(|reason| self.reason(finding, reason)));
        lines
    }

    fn reason(self, finding: &Finding, reason: &ActingReason) -> Vec<String> {
        let words = self.words;
        // What is said of training both legs the same is no answer to how two muscles of one leg compare.
        let is_within_leg = matches!(finding.comparison, Comparison::Opposing { .. });
        let unit = finding.estimate.as_ref().map_or(SizeUnit::Percent, |estimate| estimate.unit);
        let percent = |n: f64| names::size(n, SizeUnit::Percent, words);
        match reason {
            ActingReason::BelowNorm => vec![match finding_weaker(finding) {
                Some(Weaker::Leg(side)) => {
                    words.fill("acting.below_norm", &[("side", &names::side(side, words))])
                }
                Some(Weaker::Group(_)) | None => words.say("acting.below_norm_group"),
            }],
            ActingReason::Pain => vec![words.say("acting.pain")],
            ActingReason::PainTold => vec![words.say("acting.pain_told")],
            ActingReason::History => vec![words.say("acting.history")],
            ActingReason::BeyondUsual { usual_up_to } => {
                vec![words.fill("acting.beyond_usual", &[("usual", &names::size(*usual_up_to, unit, words))])]
            }
            ActingReason::NormalForSport { usual_percent, up_to_percent } => vec![
                words.fill("acting.sport", &[("usual", &percent(*usual_percent))]),
                words.fill("acting.sport_up_to", &[("up_to", &percent(*up_to_percent))]),
            ],
            ActingReason::NothingCallsForIt if is_within_leg => {
                ["acting.nothing_calls", "acting.look_again"].map(|key| words.say(key)).into()
            }
            ActingReason::NothingButPain if is_within_leg => {
                ["acting.nothing_but_pain", "acting.look_again"].map(|key| words.say(key)).into()
            }
            ActingReason::NotSure if is_within_leg => vec![words.say("acting.measure_again")],
            ActingReason::NoDifference if is_within_leg => Vec::new(),
            ActingReason::NothingCallsForIt => {
                ["acting.nothing_calls", "acting.not_shown", "acting.train_both"]
                    .map(|key| words.say(key))
                    .into()
            }
            ActingReason::NothingButPain => {
                ["acting.nothing_but_pain", "acting.train_both"].map(|key| words.say(key)).into()
            }
            ActingReason::NotSure if !finding.evidence.beyond.is_empty() => {
                vec![words.say("acting.stays_beyond")]
            }
            ActingReason::NotSure => vec![words.say("acting.not_sure")],
            ActingReason::NoDifference => vec![words.say("acting.no_difference")],
            ActingReason::BothAboveNorm => vec![words.say("acting.both_above_norm")],
        }
    }

    fn needs(self, finding: &Finding) -> Vec<String> {
        let words = self.words;
        match &finding.verdict {
            Verdict::Balanced | Verdict::Imbalanced { .. } => Vec::new(),
            Verdict::Undecided { needs: Some(needs) } => {
                let test = self.suggestion("needs.test", "needs.another_day", needs);
                let days = self.days_to_settle(finding, needs);
                std::iter::once(test).chain(days).chain([words.say("count.rule")]).collect()
            }
            Verdict::Undecided { needs: None } => {
                let waits = self.waits(finding);
                let none = if waits.is_empty() { vec![words.say("needs.none")] } else { waits };
                none.into_iter().chain([words.say("count.rule")]).collect()
            }
            Verdict::NotComparable { why } => self.why_not(why),
        }
    }

    /// That tests wait which would tell more at home, and by which limits of the person; empty where none does.
    fn waits(self, finding: &Finding) -> Vec<String> {
        let groups = match &finding.comparison {
            Comparison::LeftRight { group } => vec![group],
            Comparison::Opposing { group, opponent, .. } => vec![group, opponent],
        };
        let at_home = |id| self.knowledge.equipment.get(id).is_some_and(|equipment| equipment.household);
        let tests = self.knowledge.tests.values().filter(|test| {
            test.quality == finding.quality
                && groups.iter().any(|group| test.loads.contains_key(*group))
                && test.equipment.iter().all(at_home)
        });
        let limits: BTreeSet<&CautionId> =
            tests.flat_map(|test| &test.cautions).filter(|caution| self.cautions.contains(*caution)).collect();
        let rules = limits.into_iter().filter_map(|id| self.knowledge.cautions.get(id));
        let mut said: Vec<String> = rules.take(REASONS_MAX).map(|caution| caution.rule.clone()).collect();
        if !said.is_empty() {
            said.insert(0, self.words.say("needs.waits"));
        }
        said
    }

    /// A suggestion in one sentence, by the key for a new test or the one for another day.
    pub(crate) fn suggestion(self, new_key: &str, another_day_key: &str, suggestion: &Suggestion) -> String {
        let name = names::test(&suggestion.test, self.knowledge);
        let minutes = names::minutes(suggestion.minutes, self.words);
        if let Some(side) = suggestion.missing_leg {
            let side = names::side(side, self.words);
            let values = [("test", name.as_str()), ("side", side.as_str()), ("minutes", minutes.as_str())];
            return names::capitalised(&self.words.fill("next.line_missing_leg", &values));
        }
        let key = if suggestion.another_day { another_day_key } else { new_key };
        names::capitalised(&self.words.fill(key, &[("test", &name), ("minutes", &minutes)]))
    }

    fn why_not(self, why: &WhyNot) -> Vec<String> {
        let words = self.words;
        let of_side = |key: &str, side: Side| words.fill(key, &[("side", &names::side(side, words))]);
        match why {
            WhyNot::SideMissing(side) => {
                vec![of_side("why_not.side_missing", *side), words.say("why_not.then")]
            }
            WhyNot::PainLimited(side) => vec![of_side("why_not.pain", *side), words.say("why_not.then_pain")],
            WhyNot::TriesDiffer => vec![words.say("why_not.tries"), words.say("why_not.then_tries")],
            WhyNot::DevicesDiffer => vec![words.say("why_not.devices"), words.say("why_not.then")],
            // A leg far above the other is as likely to be the typing error, so no leg is named.
            WhyNot::Doubtful(_) => vec![words.say("why_not.doubtful"), words.say("why_not.then")],
            WhyNot::NoUsualRatio => vec![words.say("why_not.no_usual_ratio"), words.say("why_not.then_ratio")],
        }
    }
}

/// Sizes turned so that positive means: the one that is called weaker, or leans to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Oriented {
    pub(crate) unit: SizeUnit,
    pub(crate) low: f64,
    pub(crate) size: f64,
    pub(crate) high: f64,
}

impl Oriented {
    fn of(finding: &Finding, estimate: &Estimate) -> Self {
        let Estimate { unit, low, size, high, .. } = *estimate;
        if is_second_weaker(finding) {
            Self { unit, low, size, high }
        } else {
            Self { unit, low: -high, size: -size, high: -low }
        }
    }
}

/// The weaker one by the verdict, or by the median when nothing is called.
fn finding_weaker(finding: &Finding) -> Option<Weaker> {
    match &finding.verdict {
        Verdict::Imbalanced { weaker, .. } => Some(weaker.clone()),
        Verdict::Balanced | Verdict::Undecided { .. } | Verdict::NotComparable { .. } => finding.leaning(),
    }
}

/// Is the right leg, or the opponent, the weaker one?
pub(crate) fn is_second_weaker(finding: &Finding) -> bool {
    match (finding_weaker(finding), &finding.comparison) {
        (Some(Weaker::Leg(side)), _) => side == Side::Right,
        (Some(Weaker::Group(weak)), Comparison::Opposing { opponent, .. }) => weak == *opponent,
        (Some(Weaker::Group(_)), Comparison::LeftRight { .. }) | (None, _) => false,
    }
}

fn sureness(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Clear => "clear",
        Confidence::Probable => "probable",
    }
}

fn plain_verdict(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Balanced => "balanced",
        // A called difference has words of its own for each quality and is never looked up here.
        Verdict::Undecided { .. } | Verdict::Imbalanced { .. } => "undecided",
        Verdict::NotComparable { .. } => "not_comparable",
    }
}
