//! The report as plain text, in the order in which a person needs it.
//!
//! No colour, no control characters, no line over the width.

mod week;

use super::outline::{Entry, Section, outline};
use super::sentences::{NO_CAUTIONS, Speaker, cautions_of};
use super::session;
use super::standing::{Limits, Standing, Stop};
use super::wrap::Page;
use super::{CheckView, doubts, names, patterns, retest, status, stop};
use crate::following::{Followed, Kept};
use crate::words::Words;
use evenstride_core::assess::{Assessment, Suggestion};
use evenstride_core::knowledge::{CautionId, Flag, FlagId, Knowledge};
use evenstride_core::notice::Notice;
use evenstride_core::person::Units;
use evenstride_core::screen::Screening;
use evenstride_core::track::Retest;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Writes the whole report.
pub(crate) fn render(view: &CheckView, standing: &Standing, words: &Words, width: usize) -> String {
    let mut writer = Writer::new(view.knowledge, words, width);
    writer.cautions = cautions_of(view.screening);
    writer.has_results = has_findings(view.assessment);
    writer.title(&super::title(view, words), view.as_of);
    writer.standing(standing);
    if !matches!(standing, Standing::Stopped { .. }) {
        if let Some(assessment) = view.assessment {
            writer.findings(assessment);
            writer.patterns(assessment);
            writer.next(&assessment.next);
        }
        writer.week(view, standing);
        writer.retest(view.retest, view.as_of);
        writer.notices(&super::notices(view));
    }
    writer.closing(view, standing);
    writer.page.finish()
}

/// Writes the screen's outcome alone.
pub(crate) fn render_screening(
    standing: &Standing,
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    let mut writer = Writer::new(knowledge, words, width);
    writer.standing(standing);
    writer.page.finish()
}

/// Writes one person's findings alone.
pub(crate) fn render_assessment(
    assessment: &Assessment,
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    let mut writer = Writer::new(knowledge, words, width);
    let title = words.fill("report.subject", &[("name", assessment.subject.as_str())]);
    writer.title(&title, assessment.as_of);
    writer.findings(assessment);
    writer.patterns(assessment);
    writer.next(&assessment.next);
    writer.notices(&assessment.notices.iter().collect::<Vec<_>>());
    writer.page.finish()
}

/// Writes what the screen says in place of one person's findings.
pub(crate) fn render_held_back(
    assessment: &Assessment,
    standing: &Standing,
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    let mut writer = Writer::new(knowledge, words, width);
    let title = words.fill("report.subject", &[("name", assessment.subject.as_str())]);
    writer.title(&title, assessment.as_of);
    writer.standing(standing);
    writer.page.finish()
}

/// Writes what one person could measure next, alone.
pub(crate) fn render_next(
    assessment: &Assessment,
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    let mut writer = Writer::new(knowledge, words, width);
    let title = words.fill("report.subject_next", &[("name", assessment.subject.as_str())]);
    writer.title(&title, assessment.as_of);
    if assessment.next.is_empty() {
        writer.line("next.nothing");
    }
    writer.next(&assessment.next);
    writer.page.finish()
}

/// Writes the set of tests that one person could do within some minutes, in the order of doing, alone.
pub(crate) fn render_battery(
    assessment: &Assessment,
    minutes: f64,
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    let mut writer = Writer::new(knowledge, words, width);
    let title = words.fill("report.subject_next", &[("name", assessment.subject.as_str())]);
    writer.title(&title, assessment.as_of);
    let in_words = |minutes: f64| names::minutes(minutes, words);
    let heading = words.fill("next.battery", &[("minutes", &in_words(minutes))]);
    writer.page.heading(&heading, '-');
    if assessment.next.is_empty() {
        writer.line("next.battery_nothing");
    } else {
        let sum = assessment.next.iter().map(|suggestion| suggestion.minutes).sum();
        writer.page.under(&words.fill("next.battery_lead", &[("minutes", &in_words(sum))]), 0);
    }
    writer.suggestions(&assessment.next);
    writer.page.finish()
}

/// Writes the week with its screen and retest, without the findings.
pub(crate) fn render_plan(view: &CheckView, standing: &Standing, words: &Words, width: usize) -> String {
    let mut writer = Writer::new(view.knowledge, words, width);
    writer.standing(standing);
    if !matches!(standing, Standing::Stopped { .. }) {
        writer.week(view, standing);
        writer.ahead(view);
        writer.explained(view);
        writer.retest(view.retest, view.as_of);
    }
    writer.page.finish()
}

/// Writes where somebody stands: the screen, what is due, the differences over time, training and retest.
pub(crate) fn render_status(
    kept: &Kept,
    followed: &Followed,
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    let mut writer = Writer::new(knowledge, words, width);
    let title = status::title(kept, words);
    writer.title(&title, kept.input.as_of);
    // What a sign in the log asks for cannot wait for another command.
    if let Some(next) = followed.next.as_ref().filter(|_| followed.asks_for_somebody()) {
        session::render_lead(&mut writer.page, &session::next(next, Units::Metric, knowledge, words));
    }
    writer.has_results = has_findings(followed.assessment.as_ref());
    if !followed.is_cleared_no_more() {
        writer.standing(&Standing::of(&followed.screening));
    }
    if !matches!(followed.screening, Screening::Stopped { .. }) {
        status::render(&mut writer.page, kept, followed, knowledge, words);
    }
    writer.page.finish()
}

/// Is there anything below that stands whatever the answers are?
pub(crate) fn has_findings(assessment: Option<&Assessment>) -> bool {
    assessment.is_some_and(|assessment| !assessment.findings.is_empty())
}

struct Writer<'a> {
    knowledge: &'a Knowledge,
    words: &'a Words,
    /// What the person's answers limit.
    cautions: &'a BTreeSet<CautionId>,
    /// Do findings follow?
    has_results: bool,
    page: Page,
}

impl<'a> Writer<'a> {
    fn new(knowledge: &'a Knowledge, words: &'a Words, width: usize) -> Self {
        Self { knowledge, words, cautions: &NO_CAUTIONS, has_results: false, page: Page::new(width) }
    }

    fn title(&mut self, title: &str, as_of: Date) {
        self.page.heading(title, '=');
        let as_of = names::date(as_of, self.words);
        self.page.under(&self.words.fill("report.as_of", &[("date", &as_of)]), 0);
    }

    /// One sentence that has nothing to fill in, on a line of its own.
    fn line(&mut self, key: &str) {
        let line = self.say(key);
        self.page.under(&line, 0);
    }

    fn standing(&mut self, standing: &Standing) {
        match standing {
            Standing::Stopped(stopped) => self.stop(*stopped),
            Standing::Incomplete { open } => {
                self.heading("screen.title");
                self.open_questions(open);
            }
            Standing::Expired { until } => {
                self.heading("screen.title");
                let until = names::date(*until, self.words);
                let expired = self.words.fill("screen.expired", &[("date", &until)]);
                self.page.under(&format!("{expired} {}", self.say("screen.expired_how")), 0);
            }
            Standing::Cleared(limits) => {
                self.heading("screen.title");
                self.limits(limits);
            }
        }
    }

    fn speaker(&self) -> Speaker<'a> {
        Speaker { knowledge: self.knowledge, words: self.words, cautions: self.cautions }
    }

    fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    fn heading(&mut self, key: &str) {
        let heading = self.say(key);
        self.page.heading(&heading, '-');
    }

    fn items(&mut self, items: &[String]) {
        for item in items {
            self.page.item("-", item, 0);
        }
    }

    fn stop(&mut self, stopped: Stop<'_>) {
        let stop = stop::stop(stopped, self.knowledge, self.words);
        self.page.heading(&stop.title, '=');
        for (title, lines) in stop.parts() {
            self.page.paragraph(title);
            for line in lines {
                self.page.under(line, 2);
            }
        }
        if let Some(example) = &stop.example {
            self.page.gap();
            self.page.verbatim(example, 4);
        }
    }

    fn open_questions(&mut self, open: &[FlagId]) {
        let below = self.has_results.then_some("screen.incomplete_below");
        let keys = ["screen.incomplete", "screen.incomplete_why"].into_iter().chain(below);
        let said: Vec<String> = keys.map(|key| self.say(key)).collect();
        self.page.under(&said.join(" "), 0);
        let how = self.say("screen.incomplete_how");
        self.page.paragraph(&how);
        for id in open {
            let question = flag(id, self.knowledge).map_or("", |flag| flag.question.as_str());
            self.page.item(&format!("{id}:"), question, 2);
        }
        if let Some(first) = open.first() {
            let example = self.words.fill("stop.example_open", &[("flag", first.as_str())]);
            self.page.gap();
            self.page.verbatim(&example, 4);
        }
    }

    fn limits(&mut self, limits: &Limits) {
        for line in stop::waits(limits.waits, self.knowledge, self.words) {
            self.page.under(&line, 0);
        }
        let until = names::date(limits.until, self.words);
        let until = self.words.fill("screen.until", &[("date", &until)]);
        self.page.under(&format!("{} {until}", self.say("screen.cleared")), 0);
        let mind = stop::to_mind(limits, self.knowledge, self.words);
        if !mind.is_empty() {
            let title = self.say("screen.limits");
            self.page.paragraph(&title);
            self.items(&mind);
        }
    }

    fn findings(&mut self, assessment: &Assessment) {
        self.heading("findings.title");
        let entries = outline(assessment);
        if entries.is_empty() {
            self.line("findings.nothing");
        } else {
            self.line("count.explained");
        }
        for (section, key) in
            [(Section::LeftRight, "findings.left_right"), (Section::Opposing, "findings.opposing")]
        {
            let of_section: Vec<&Entry> = entries.iter().filter(|entry| entry.section == section).collect();
            if !of_section.is_empty() {
                let title = self.say(key);
                self.page.paragraph(&title);
                of_section.into_iter().for_each(|entry| self.finding(entry));
            }
        }
        let open: Vec<&Entry> = entries.iter().filter(|entry| entry.section == Section::Open).collect();
        if !open.is_empty() {
            self.heading("findings.open");
            self.line("findings.open_lead");
            open.into_iter().for_each(|entry| self.finding(entry));
        }
    }

    fn finding(&mut self, entry: &Entry) {
        let said = self.speaker().finding(entry.finding);
        self.page.gap();
        self.page.item(&format!("{}.", entry.number), &said.headline, 0);
        for lines in [&said.lines, &said.change, &said.needs, &said.acting, &said.evidence, &said.printed] {
            if !lines.is_empty() {
                self.page.under(&lines.join(" "), 3);
            }
        }
    }

    fn patterns(&mut self, assessment: &Assessment) {
        let found = patterns::patterns(assessment, self.speaker());
        if found.is_empty() {
            return;
        }
        self.heading("patterns.title");
        self.page.under(&patterns::lead(self.speaker()).join(" "), 0);
        for said in found {
            self.page.gap();
            self.page.item("-", &said.title, 0);
            self.page.under(&said.lines.join(" "), 3);
            for (title, below) in &said.lists {
                self.page.under(title, 3);
                below.iter().for_each(|line| self.page.item("-", line, 3));
            }
            said.tests.iter().for_each(|tests| self.page.under(tests, 3));
        }
    }

    fn next(&mut self, next: &[Suggestion]) {
        if next.is_empty() {
            return;
        }
        self.heading("next.title");
        self.line("next.lead");
        self.suggestions(next);
    }

    fn suggestions(&mut self, next: &[Suggestion]) {
        for (at, suggestion) in next.iter().enumerate() {
            let line = self.speaker().suggestion("next.line", "next.line_another_day", suggestion);
            let groups = tells_about(suggestion, self.knowledge, self.words);
            self.page.gap();
            self.page.item(&format!("{}.", at + 1), &format!("{line} {groups}"), 0);
            if let Some(test) = self.knowledge.tests.get(&suggestion.test) {
                for step in &test.steps {
                    self.page.item("-", step, 3);
                }
            }
        }
    }

    fn retest(&mut self, retest: Option<&Retest>, as_of: Date) {
        let Some(retest) = retest else { return };
        self.heading("retest.title");
        for line in retest::retest_lines(retest, as_of, self.knowledge, self.words) {
            self.page.under(&line, 0);
        }
    }

    fn notices(&mut self, notices: &[&Notice]) {
        if notices.is_empty() {
            return;
        }
        self.heading("notices.title");
        let hint = self.say("notices.hint");
        for notice in notices {
            let place = notice.place.as_ref().map_or_else(String::new, |place| format!("{place}: "));
            let (message, what_to_do) = doubts::said(notice, self.words);
            self.page.item("-", &format!("{place}{message} [{}]", notice.code.as_str()), 0);
            if let Some(text) = what_to_do {
                self.page.under(&format!("{hint} {text}"), 2);
            }
        }
    }

    fn closing(&mut self, view: &CheckView, standing: &Standing) {
        self.heading("closing.title");
        for line in super::closing(view, standing, self.words) {
            self.page.under(&line, 0);
        }
    }
}

/// The flag of the catalogue.
pub(crate) fn flag<'a>(id: &FlagId, knowledge: &'a Knowledge) -> Option<&'a Flag> {
    knowledge.flags.iter().find(|flag| flag.id == *id)
}

/// “It tells most about: …”, or nothing.
pub(crate) fn tells_about(suggestion: &Suggestion, knowledge: &Knowledge, words: &Words) -> String {
    let mut groups: Vec<String> = Vec::new();
    for (comparison, _) in &suggestion.tells_about {
        let name = names::comparison(comparison, knowledge, words);
        if groups.len() < 3 && !groups.contains(&name) {
            groups.push(name);
        }
    }
    if groups.is_empty() {
        return String::new();
    }
    words.fill("next.tells", &[("groups", &words.list(&groups))])
}
