//! What weeks of training give the legs: hard sets by group and side, and how a week as a whole stands.
//!
//! ```text
//!   logs ──► count (by week, group, side, day) ──► parts of a score, each lost point with its rule
//!                       │                      └─► load, change against the week before, remarks
//!                       └──► the smallest change to the newest week that wins most back
//! ```
//! A score is a picture of one week of training and nothing else: there is none for a person or a leg. What cannot be
//! judged is absent and its weight goes to the rest; what was not understood is listed, never dropped. It changes no
//! plan, and without a clearance it names no exercise that the log does not hold. Everything is a pure function of its
//! arguments, and the order of the rows means nothing. Read next: [`audit`], then [`AuditedWeek`].

mod beside;
mod better;
mod blocks;
mod count;
mod edits;
mod field;
mod giving;
mod grid;
mod load;
mod remarks;
mod score;
mod search;
#[cfg(test)]
mod tests;
mod volumes;
mod week;

pub use beside::{Remark, Told, WhyTold};
pub use better::{BetterWeek, Changes, Edit, Found, HeldBack, Lacking, Sets, WhyHeldBack, Won};
pub use giving::{Given, Giving, hard_sets_of};
pub use volumes::weekly_volumes;
pub use week::{
    Audit, AuditOptions, AuditedWeek, Change, DayRow, Distance, Load, LoadUnit, Lost, Part, PartKind,
    PlanHistory, Unscored, What, Whole, measured_short, measured_sore,
};

use crate::assess::HardSets;
use crate::knowledge::{ExerciseId, Knowledge};
use crate::plan::Plan;
use crate::training::Trained;
use count::{Counted, count, monday_of};
use field::Field;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Judges the newest weeks of a log, Monday to Sunday, oldest first.
///
/// Rows after `until` are told and not counted. A week that the log holds only in part is not scored unless asked.
///
/// # Source
/// Counting and the parts of the score follow the rules `week-…` of the catalogue, monotony and strain `foster-1998`.
#[must_use]
pub fn audit(trained: &[Trained], knowledge: &Knowledge, options: &AuditOptions<'_>) -> Audit {
    let even = Field::new(knowledge, options, &Asks::EVEN_SIDES);
    let counted = count(trained, &even, options.until);
    let mondays = mondays(&counted, options.n_weeks);
    // Weeks that ask for the same are held against the same.
    let mut fields: Vec<(Asks<'_>, Field<'_>)> = Vec::new();
    for asks in mondays.iter().map(|from| Asks::of(*from, options)) {
        if !fields.iter().any(|(known, _)| *known == asks) {
            fields.push((asks, Field::new(knowledge, options, &asks)));
        }
    }
    let field = |from: Date| {
        let asks = Asks::of(from, options);
        fields.iter().find(|(known, _)| *known == asks).map_or(&even, |(_, field)| field)
    };
    let mut weeks: Vec<AuditedWeek> = Vec::new();
    for from in mondays {
        weeks.push(audited(from, &counted, weeks.last(), field(from), options));
    }
    let changes = weeks
        .iter()
        .rev()
        .find(|week| options.with_changes && week.score.is_some())
        .map(|week| better::changes(week, &counted, trained, field(week.from), options));
    let scores: Vec<f64> = weeks.iter().filter_map(|week| week.score).collect();
    let mean = (!scores.is_empty()).then(|| load::mean(&scores));
    let planned_from = weeks.iter().find_map(|week| {
        let asks = Asks::of(week.from, options);
        asks.plan.map(|_| asks.since.unwrap_or(week.from))
    });
    Audit { weeks, mean, planned_from, changes, told: counted.after_until }
}

/// What a week is held against. A plan that was begun within the week holds for all of it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Asks<'a> {
    /// The plan that was followed in it.
    plan: Option<&'a Plan>,
    /// The first day of that plan, where it is known.
    since: Option<Date>,
    /// Was it a lighter week?
    is_lighter: bool,
    /// The exercises of which both legs get the same again.
    even: Option<&'a BTreeSet<ExerciseId>>,
}

impl<'a> Asks<'a> {
    const EVEN_SIDES: Asks<'static> = Asks { plan: None, since: None, is_lighter: false, even: None };

    fn of(from: Date, options: &AuditOptions<'a>) -> Self {
        let has_begun = |since: Date| since < from.saturating_add(7.days());
        let is_newest = options.plan_since.is_none_or(has_begun);
        let earlier = || {
            let before = options.history?.earlier.iter().rev();
            before.clone().find(|(since, _)| has_begun(*since)).map(|(since, plan)| (plan, Some(*since)))
        };
        // Whoever asks for even sides gets them in every week.
        let newest = options.plan.map(|plan| (plan, options.plan_since));
        let (plan, since) = newest.and_then(|newest| if is_newest { Some(newest) } else { earlier() }).unzip();
        let since = since.flatten();
        let history = options.history.filter(|_| plan.is_some());
        Self {
            plan,
            since,
            is_lighter: history.is_some_and(|history| history.lighter.contains(&from)),
            even: history.and_then(|history| {
                let (since, exercises) = history.even.as_ref()?;
                (is_newest && has_begun(*since)).then_some(exercises)
            }),
        }
    }
}

/// What a log gave each leg up to and with a day: hard sets by day and muscle group, counted as in [`audit`].
///
/// # Source
/// As for [`audit`]; an exercise for one leg of which nobody said the side counts for each leg.
#[must_use]
pub fn hard_sets<'t>(
    trained: impl IntoIterator<Item = &'t Trained>,
    knowledge: &Knowledge,
    until: Date,
) -> Vec<HardSets> {
    let mut giving = Giving::new(knowledge);
    let rows = trained.into_iter().filter(|row| row.on <= until);
    let given: Vec<(Date, Given)> = rows.map(|row| (row.on, giving.of(row))).collect();
    hard_sets_of(given.iter().map(|(on, given)| (*on, given)), knowledge)
}

/// The Mondays of the weeks to show, oldest first; none when nothing was trained.
fn mondays(counted: &Counted, n_weeks: u32) -> Vec<Date> {
    let (Some(first), Some(last)) = (counted.first, counted.last) else { return Vec::new() };
    let (first, last) = (monday_of(first), monday_of(last));
    let mut mondays = vec![last];
    while let Some(newest) = mondays.last().filter(|_| mondays.len() < n_weeks.max(1) as usize) {
        match newest.checked_sub(7.days()) {
            Ok(before) if before >= first => mondays.push(before),
            Ok(_) | Err(_) => break,
        }
    }
    mondays.reverse();
    mondays
}

/// One week on its own, and against the one before.
fn audited(
    from: Date,
    counted: &Counted,
    before: Option<&AuditedWeek>,
    field: &Field<'_>,
    options: &AuditOptions<'_>,
) -> AuditedWeek {
    let grid = counted.grid(from, field);
    let whole = counted.whole(from, options.until);
    let unscored = if !grid.holds_sets() {
        Some(Unscored::NoHardSet)
    } else if whole != Whole::Whole && !options.score_incomplete {
        Some(Unscored::Incomplete)
    } else {
        None
    };
    let parts = if unscored.is_none() { score::parts(field, &grid) } else { Vec::new() };
    let load = load::load(from, counted, options);
    let change = load::change(from, counted, options.until);
    let mut week = AuditedWeek {
        from,
        whole,
        score: unscored.is_none().then(|| score::score(field, &grid)).flatten(),
        unscored,
        plan_done_percent: score::plan_done_percent(field, &grid),
        volumes: grid.volumes(field),
        days: grid.days(field),
        parts,
        load,
        change,
        remarks: Vec::new(),
        not_counted: counted.not_counted(from),
        doubtful: counted.doubtful(from),
    };
    week.remarks = remarks::remarks(&week, before, counted, field, options);
    week
}
