//! The week as plain text: its days, what does not fit, the weeks ahead, and what stands behind it.
//!
//! Read next: `super::super::week` for the words.

use super::Writer;
use crate::report::standing::Standing;
use crate::report::{CheckView, ahead, facts, how_good, lacking, week, why};
use evenstride_core::person::Units;
use evenstride_core::plan::Plan;

/// Weeks that stand side by side in a table.
const WEEKS_ABREAST: usize = 4;

impl Writer<'_> {
    /// The week, or why there is none.
    pub(super) fn week(&mut self, view: &CheckView, standing: &Standing) {
        self.heading("plan.title");
        let Some(plan) = view.plan else {
            let none = week::none(standing, view.plan_problem, self.words);
            let problem = view.plan_problem.map_or_else(String::new, |p| week::problem(p, self.words));
            let text = format!("{none} {problem}");
            self.page.under(&text, 0);
            return;
        };
        let needs = week::needs(plan, view.assessment, self.knowledge, self.words);
        let lead = if needs.is_empty() {
            week::works_on_nothing(view.assessment, view.screening, self.words)
        } else {
            self.say("plan.works_on")
        };
        self.page.under(&lead, 0);
        self.items(&needs);
        let good = how_good::how_good(plan, self.knowledge, self.words);
        self.page.paragraph(format!("{} {}", good.lead, good.more).trim());
        if let Some(swap) = view.swap {
            let said = why::swap(plan, swap, self.knowledge, self.words);
            self.page.paragraph(&said.title);
            self.page.under(&said.lead, 0);
            self.items(&said.lines);
            self.page.gap();
        }
        self.line("plan.pain");
        self.days(plan);
        let (knowledge, words) = (self.knowledge, self.words);
        let mut missing = view.facts.map_or_else(Vec::new, |told| facts::minimums(told, knowledge, words));
        missing.extend(lacking::with_reasons(plan, knowledge, words));
        if !missing.is_empty() {
            let title = self.say("plan.unmet_title");
            self.page.paragraph(&title);
            self.items(&missing);
        }
        // With the reasons stands what each limit costs.
        let helps = week::limits(plan, knowledge, words);
        if view.explanation.is_none() && !helps.is_empty() {
            let title = self.say("plan.helps_title");
            self.page.paragraph(&title);
            self.items(&helps);
        }
        for part in view.facts.map_or_else(Vec::new, |told| facts::parts(told, knowledge, words)) {
            self.page.paragraph(&part.title);
            if !part.lead.is_empty() {
                self.page.under(&part.lead, 0);
            }
            self.items(&part.lines);
        }
    }

    /// The weeks ahead, when they were asked for: a table of at most so many weeks side by side, then what stands out.
    pub(super) fn ahead(&mut self, view: &CheckView) {
        let Some(course) = view.course else { return };
        let said = ahead::ahead(course, Units::Metric, self.knowledge, self.words);
        self.heading("ahead.title");
        self.page.under(&said.lead.join(" "), 0);
        let head = |from: usize, to: usize, of: fn(&ahead::WeekHead) -> &String, first: String| {
            let mut cells = vec![first, String::new()];
            cells.extend(said.weeks[from..to].iter().map(|week| of(week).clone()));
            cells
        };
        for from in (0..said.weeks.len()).step_by(WEEKS_ABREAST) {
            let to = (from + WEEKS_ABREAST).min(said.weeks.len());
            let mut rows = vec![
                head(from, to, |week| &week.name, self.say("plan.exercise")),
                head(from, to, |week| &week.from, String::new()),
                head(from, to, |week| &week.marks, String::new()),
            ];
            rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
            for row in said.rows.iter().filter(|row| row.cells[from..to].iter().any(|cell| !cell.is_empty())) {
                let mut cells = vec![row.exercise.clone(), row.side.clone()];
                cells.extend_from_slice(&row.cells[from..to]);
                rows.push(cells);
            }
            let columns = self.page.columns(&rows);
            self.page.gap();
            rows.iter().for_each(|row| self.page.row(row, &columns));
        }
        self.page.gap();
        self.items(&said.notes);
    }

    /// What stands behind the week, when it was asked for.
    pub(super) fn explained(&mut self, view: &CheckView) {
        let (Some(plan), Some(explained)) = (view.plan, view.explanation) else { return };
        self.heading("plan.why_title");
        for part in why::exercises(plan, view, self.words) {
            self.page.paragraph(&part.title);
            part.lines.iter().for_each(|line| self.page.under(line, 2));
        }
        for part in why::parts(plan, explained, self.knowledge, self.words) {
            self.page.heading(&part.title, '-');
            if !part.lead.is_empty() {
                self.page.under(&part.lead, 0);
            }
            self.items(&part.lines);
        }
        self.heading("pro.levels");
        let rows = why::levels(plan, self.words);
        let columns = self.page.columns(&rows);
        rows.iter().for_each(|row| self.page.row(row, &columns));
    }

    fn days(&mut self, plan: &Plan) {
        let days = week::days(plan, self.knowledge, self.words);
        let head = ["plan.exercise", "plan.side", "plan.dose", "plan.rest"].map(|key| self.say(key));
        let cells = |row: &week::RowWords| {
            vec![row.exercise.clone(), row.side.clone(), row.dose.clone(), row.rest.clone()]
        };
        let mut rows: Vec<Vec<String>> = vec![head.to_vec()];
        rows.extend(days.iter().flat_map(|day| day.rows.iter().map(cells)));
        let columns = self.page.columns(&rows);
        let (load, why) = (self.say("plan.load"), self.say("plan.why"));
        for day in &days {
            self.page.heading(&day.title, '.');
            self.page.row(&head, &columns);
            for (at, row) in day.rows.iter().enumerate() {
                self.page.row(&cells(row), &columns);
                // The other leg of the same exercise chooses its load alike and has its reasons in the same sentence.
                let before = at.checked_sub(1).and_then(|before| day.rows.get(before));
                if before.is_none_or(|before| before.id != row.id || before.load != row.load) {
                    self.page.under(&format!("{load}: {}", row.load), 4);
                }
                if before.is_none_or(|before| before.id != row.id || before.why != row.why) {
                    self.page.under(&format!("{why}: {}", row.why), 4);
                }
            }
        }
    }
}
