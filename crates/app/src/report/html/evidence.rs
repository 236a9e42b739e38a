//! What stands behind a finding, for professionals: tries, formula, views, noise, prior, sources.
//!
//! The raw difference is shown here and only here, as one formula among others.

use super::super::outline::Entry;
use super::super::printed::printed_lines;
use super::super::sentences::is_second_weaker;
use super::super::{names, views};
use super::Maker;
use crate::typed_units::{read_in, unit_for};
use evenstride_core::assess::{
    Comparison, DayEvidence, Estimate, Evidence, Finding, LevelEvidence, SideTrials, SizeUnit, TestEvidence,
};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{DifferencePrior, SourceId, Test};
use maud::{Markup, html};

/// So many tests are told with their newest values; the table below has all of them.
const MOST_TESTS: usize = 3;

impl<'a> Maker<'a> {
    /// The folded part of a card, what it rests on first; nothing when nothing was measured.
    pub(super) fn evidence(self, entry: &Entry, in_short: &[String]) -> Markup {
        let finding = entry.finding;
        let evidence = &finding.evidence;
        html! {
            @if !in_short.is_empty() || !evidence.tests.is_empty() || finding.estimate.is_some() {
                details.evidence {
                    summary { (self.say("pro.summary")) }
                    @if !in_short.is_empty() { p { (in_short.join(" ")) } }
                    @if let Some(estimate) = &finding.estimate { (self.estimate(finding, estimate)) }
                    @if !evidence.tests.is_empty() { (self.trials(evidence)) }
                    @if finding.estimate.as_ref().is_some_and(|e| e.unit == SizeUnit::Percent)
                        && matches!(finding.comparison, Comparison::LeftRight { .. }) { (self.views(finding)) }
                    @if !evidence.tests.is_empty() { (self.noise(evidence)) }
                    (self.printed(evidence))
                    (self.prior_and_level(finding))
                    @for used in &evidence.tests {
                        @if let Some(test) = self.view.knowledge.tests.get(&used.test) {
                            p.quiet { (self.words.fill("pro.test_honest", &[("test", &names::capitalised(&test.name)), ("honest", &test.honest)])) }
                        }
                    }
                }
            }
        }
    }

    /// What each test read on its newest day, for those who look for the numbers that they typed.
    pub(super) fn newest_values(self, finding: &Finding) -> Vec<String> {
        let between_legs = matches!(finding.comparison, Comparison::LeftRight { .. });
        let tests = finding.evidence.tests.iter().filter(|_| between_legs).take(MOST_TESTS);
        let line = |test: &TestEvidence| {
            let day = test.days.last()?;
            // The side that leans to be the weaker is told first, so that no leg has a place of its own.
            let n_used = |side: Side| day.sides[side].values.len();
            let is_second = if finding.estimate.is_some() {
                is_second_weaker(finding)
            } else {
                n_used(Side::Right) < n_used(Side::Left)
            };
            let weaker = if is_second { Side::Right } else { Side::Left };
            let [(side, own), (other, others)] = [weaker, weaker.other()]
                .map(|side| (names::side(side, self.words), self.values(&day.sides[side], test)));
            let (name, date) = (self.test_name(test), names::date(day.day, self.words));
            let values = [
                ("test", &name),
                ("date", &date),
                ("side", &side),
                ("values", &own),
                ("other", &other),
                ("other_values", &others),
            ];
            Some(self.words.fill("evidence.newest", &values.map(|(key, value)| (key, value.as_str()))))
        };
        tests.filter_map(line).collect()
    }

    fn estimate(self, finding: &Finding, estimate: &Estimate) -> Markup {
        let words = self.words;
        let delta = names::size(estimate.delta, estimate.unit, words);
        let p = |probability: f64| names::probability(probability, words);
        let (all, first, second) =
            (p(estimate.probability), p(estimate.probability_first), p(estimate.probability_second));
        let unit = |size: f64| match estimate.unit {
            SizeUnit::Percent => format!("{}\u{a0}%", names::signed(size, self.words)),
            SizeUnit::Degrees => format!("{}°", names::signed(size, self.words)),
        };
        let [slight, moderate, marked] = estimate.by_severity();
        let (size, low, high) = (unit(estimate.size), unit(estimate.low), unit(estimate.high));
        let (probability, interval, formula) = match &finding.comparison {
            Comparison::LeftRight { .. } => (
                words.fill(
                    "pro.probability",
                    &[("delta", &delta), ("p", &all), ("left", &first), ("right", &second)],
                ),
                words.fill("pro.interval", &[("size", &size), ("low", &low), ("high", &high)]),
                match estimate.unit {
                    SizeUnit::Percent => "pro.formula",
                    SizeUnit::Degrees => "pro.formula_degrees",
                },
            ),
            Comparison::Opposing { group, opponent, .. } => {
                let group = names::group(group, self.view.knowledge);
                let weak_opponent = names::group_inside(opponent, self.view.knowledge);
                let opponent = names::group(opponent, self.view.knowledge);
                (
                    words.fill(
                        "pro.probability_opposing",
                        &[
                            ("delta", &delta),
                            ("p", &all),
                            ("group", &group),
                            ("first", &first),
                            ("opponent", &opponent),
                            ("second", &second),
                        ],
                    ),
                    words.fill(
                        "pro.interval_opposing",
                        &[("size", &size), ("low", &low), ("high", &high), ("opponent", &weak_opponent)],
                    ),
                    "pro.formula_ratio",
                )
            }
        };
        html! {
            p { (probability) }
            p { (interval) }
            p { (words.fill("pro.severity", &[
                ("slight", &slight.to_string()), ("moderate", &moderate.to_string()), ("marked", &marked.to_string()),
            ])) }
            @if let Some(ratio) = &finding.evidence.ratio {
                p { (words.fill("pro.ratio", &[
                    ("usual", &names::fixed(ratio.usual, 2, self.words)),
                    ("ratio", &names::fixed(ratio.ratio, 2, self.words)),
                    ("low", &names::fixed(ratio.low, 2, self.words)),
                    ("high", &names::fixed(ratio.high, 2, self.words)),
                ])) }
            }
            p.quiet { (self.say(formula)) }
        }
    }

    fn trials(self, evidence: &Evidence) -> Markup {
        let heads = ["pro.test", "pro.day", "pro.left", "pro.right", "pro.used"];
        html! {
            (self.table("pro.trials", &heads, html! {
                @for test in &evidence.tests {
                    @for day in &test.days {
                        tr {
                            th scope="row" { (self.test_name(test)) }
                            td { time { (day.day.to_string()) } }
                            td { (self.values(&day.sides.left, test)) }
                            td { (self.values(&day.sides.right, test)) }
                            td { (self.used(test, day)) }
                        }
                    }
                }
            }))
        }
    }

    fn test_name(self, test: &TestEvidence) -> String {
        let name = names::capitalised(&names::test(&test.test, self.view.knowledge));
        match &test.device {
            Some(device) => format!("{name} ({device})"),
            None => name,
        }
    }

    fn values(self, trials: &SideTrials, evidence: &TestEvidence) -> String {
        let units = self.view.person.units;
        let test = self.view.knowledge.tests.get(&evidence.test);
        let read = |value: &f64| {
            let value = test.map_or(*value, |test| read_in(*value, test.unit, units));
            names::value(value, self.words)
        };
        let marked = |key: &'static str, values: &[f64]| -> Vec<String> {
            values.iter().map(|v| self.words.fill(key, &[("value", &read(v))])).collect()
        };
        let mut parts: Vec<String> = trials.values.iter().map(read).collect();
        parts.extend(marked("pro.hurt", &trials.pain_limited));
        parts.extend(marked("pro.doubtful", &trials.doubtful));
        if parts.is_empty() {
            return self.say("pro.nothing");
        }
        let unit = test.map_or_else(String::new, |test| names::unit(unit_for(test.unit, units), self.words));
        format!("{}\u{a0}{unit}", parts.join(&self.say("list.comma")))
    }

    /// Was this day of a test used, and if not, why.
    fn used(self, test: &TestEvidence, day: &DayEvidence) -> String {
        let has_values = |side: Side| !day.sides[side].values.is_empty();
        if test.used && Side::BOTH.into_iter().any(has_values) {
            return self.say("pro.yes");
        }
        let Some(side) = Side::BOTH.into_iter().find(|side| !has_values(*side)) else {
            return self.say("pro.no");
        };
        let trials = &day.sides[side];
        if !trials.pain_limited.is_empty() {
            self.say("pro.no_pain")
        } else if !trials.doubtful.is_empty() {
            self.say("pro.no_doubtful")
        } else {
            self.words.fill("pro.no_side", &[("side", &names::side(side, self.words))])
        }
    }

    fn views(self, finding: &Finding) -> Markup {
        let heads = [
            "pro.trials",
            "pro.weaker",
            "pro.pct_diff",
            "pro.lsi",
            "pro.itt",
            "pro.si_robinson",
            "pro.sa",
            "pro.ln_ratio",
        ];
        let raw = finding.evidence.tests.iter().filter_map(|test| {
            let name = self.words.fill("pro.raw", &[("test", &self.test_name(test))]);
            Some((name, test.raw_size?))
        });
        let best = finding.estimate.as_ref().map(|estimate| (self.say("pro.best_guess"), estimate.size));
        let rows: Vec<(String, f64, views::Views)> = best
            .into_iter()
            .chain(raw)
            .filter_map(|(name, size)| Some((name, size, views::views(size)?)))
            .collect();
        html! {
            @if !rows.is_empty() {
                (self.table("pro.views", &heads, html! {
                    @for (name, size, views) in &rows {
                        tr {
                            th scope="row" { (name) }
                            td { (self.weaker_leg(*size)) }
                            @for number in [views.pct_diff, views.lsi, views.itt, views.si_robinson, views.symmetry_angle] {
                                td.num { (names::fixed(number, 1, self.words)) }
                            }
                            td.num { (names::signed(views.ln_ratio, self.words)) }
                        }
                    }
                }))
                p.quiet { (self.say("pro.views_note")) }
            }
        }
    }

    fn weaker_leg(self, size: f64) -> String {
        if size > 0.0 {
            names::side(Side::Right, self.words)
        } else if size < 0.0 {
            names::side(Side::Left, self.words)
        } else {
            self.say("pro.even")
        }
    }

    fn noise(self, evidence: &Evidence) -> Markup {
        let heads = [
            "pro.test",
            "pro.noise_trial",
            "pro.noise_leg_day",
            "pro.noise_shared_day",
            "pro.noise_quirk",
            "pro.grade",
            "pro.sources",
        ];
        html! {
            (self.table("pro.noise", &heads, html! {
                @for used in &evidence.tests {
                    tr {
                        th scope="row" { (self.test_name(used)) }
                        @for sd in [used.noise.trial, used.noise.leg_day, used.noise.shared_day, used.noise.quirk] {
                            td.num { (names::fixed(sd, 1, self.words)) }
                        }
                        (self.noise_source(self.view.knowledge.tests.get(&used.test)))
                    }
                }
            }))
            p.quiet { (self.say("pro.noise_unit")) }
        }
    }

    fn printed(self, evidence: &Evidence) -> Markup {
        let lines = printed_lines(evidence, self.speaker());
        html! {
            @if !lines.is_empty() {
                p { (self.say("pro.printed")) }
                ul { @for line in &lines { li { (line) } } }
            }
        }
    }

    fn noise_source(self, test: Option<&Test>) -> Markup {
        html! {
            @if let Some(test) = test {
                td { (test.noise_grade.to_string()) }
                td { (self.source_links(&test.noise_source)) }
            } @else {
                td { (self.say("pro.nothing")) }
                td { (self.say("pro.nothing")) }
            }
        }
    }

    /// Links to the page's list of sources.
    pub(super) fn source_links(self, ids: &[SourceId]) -> Markup {
        html! {
            @for (at, id) in ids.iter().enumerate() {
                @if at > 0 { ", " }
                a href={ "#s-" (id) } { (id) }
            }
        }
    }

    fn prior_and_level(self, finding: &Finding) -> Markup {
        let words = self.words;
        let evidence = &finding.evidence;
        let unit = match (&finding.comparison, finding.estimate.as_ref().map(|e| e.unit)) {
            (Comparison::Opposing { .. }, _) => "pro.unit_ratio",
            (Comparison::LeftRight { .. }, Some(SizeUnit::Degrees)) => "pro.unit_degrees",
            (Comparison::LeftRight { .. }, Some(SizeUnit::Percent) | None) => "pro.unit_log",
        };
        let prior = evidence.prior_sd.map(|prior_sd| {
            let prior = names::fixed(prior_sd, 1, self.words);
            match (evidence.posterior_mean, evidence.posterior_sd) {
                (Some(mean), Some(sd)) => words.fill(
                    "pro.prior",
                    &[
                        ("prior", &prior),
                        ("mean", &names::signed(mean, self.words)),
                        ("sd", &names::fixed(sd, 1, self.words)),
                    ],
                ),
                _ => words.fill("pro.prior_only", &[("prior", &prior)]),
            }
        });
        // The leg that leans weaker comes first, so that a mirrored report reads the same.
        let legs = if is_second_weaker(finding) { [Side::Right, Side::Left] } else { Side::BOTH };
        html! {
            @if let Some(prior) = prior { p { (prior) " " (self.say(unit)) } }
            @if let Some(level) = &evidence.level {
                @for side in legs { p { (self.level(level[side], side)) } }
            }
            @if let Some(prior) = self.difference_prior(finding) {
                p.quiet {
                    (words.fill("pro.prior_source", &[
                        ("grade", &prior.grade.to_string()),
                        ("sources", &names::sources(&prior.source, words)),
                    ]))
                }
            }
        }
    }

    fn level(self, level: LevelEvidence, side: Side) -> String {
        self.words.fill(
            "pro.level",
            &[
                ("leg", &names::capitalised(&names::side(side, self.words))),
                ("z", &names::signed(level.z, self.words)),
                ("sd", &names::fixed(level.z_sd, 1, self.words)),
                ("p", &names::probability(level.probability_low, self.words)),
            ],
        )
    }

    /// What the catalogue knows of the differences of this group.
    pub(super) fn difference_prior(self, finding: &Finding) -> Option<&'a DifferencePrior> {
        match &finding.comparison {
            Comparison::LeftRight { group } => {
                self.view.knowledge.groups.get(group)?.prior.get(&finding.quality)
            }
            Comparison::Opposing { .. } => None,
        }
    }

    /// A table that scrolls in its own box when it is too wide.
    pub(super) fn table(self, caption: &str, heads: &[&str], rows: Markup) -> Markup {
        let caption = self.say(caption);
        html! {
            div.scroll tabindex="0" role="group" aria-label=(caption) {
                table {
                    caption { (caption) }
                    thead { tr { @for head in heads { th scope="col" { (self.say(head)) } } } }
                    tbody { (rows) }
                }
            }
        }
    }
}
