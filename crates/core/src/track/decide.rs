//! The next session, from everything that was done.
//!
//! ```text
//!   log, day by day ──► weeks: lighter? after a break?
//!                  └──► one thread for each exercise of the plan: load, range, chain, pain
//!   the plan's next session ──► its items as their threads stand, the weak side first
//! ```
//! Read next: `super::thread`.

use super::adherence::{Asked, AskedOn, adherence, counts_from};
use super::adjust::{add, after_a_break, even_sets, lighter, scheduled, the_least};
use super::choose::{StandsFor, choose, days_matched, on};
use super::ladder::{family, progresses, schedule};
use super::log::{Log, LoggedSets};
use super::next::{
    Adherence, Change, ClearanceEnd, Following, LeftOut, Next, NextItem, NextSession, Stall, WeekKind,
    WhyEnded, WhyLeftOut,
};
use super::retest::loads_the_leg;
use super::sides::{Lead, lead, one_leg};
use super::signs::{endings, endings_of_remark};
use super::thread::Thread;
use super::waits::waits;
use super::weeks::{Week, Weeks, missed_weeks, monday, rule};
use crate::body::{Bilateral, MuscleGroupId, Side};
use crate::knowledge::{Action, Exercise, ExerciseId, Knowledge, RuleId, Schedule, ScheduleStep, counted};
use crate::plan::{Item, Reason};
use crate::screen::{Cleared, Wait, Waiting};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Says what comes next: the session of the plan with what the log asks for, or why there is none.
///
/// Sets never exceed the plan's. Load, range and chain follow the weak side; pain, swelling and signs to stop come
/// before everything else. What a clearance newer than the log has looked at does not count any more.
#[must_use]
pub fn next_session(following: &Following<'_>) -> Next {
    let Following { log, cleared, knowledge, as_of, .. } = following;
    match clearance_end(log, cleared, knowledge, *as_of) {
        Some(end) => Next::ClearanceEnded(end),
        None => session(following),
    }
}

/// Why the clearance has ended, if it has: by a sign in the log, a long break, or its last day.
///
/// It holds with and without a plan: after it nothing is planned or trained until the questions were answered again.
#[must_use]
pub fn clearance_end(log: &Log, cleared: &Cleared, knowledge: &Knowledge, as_of: Date) -> Option<ClearanceEnd> {
    let mut why = signs_since(log, cleared.on(), knowledge);
    if let Some(last) = log.last_day() {
        let weeks = missed_weeks(last, as_of);
        let anew = counted(knowledge.following.figures.missed_anew_weeks);
        if weeks > anew && cleared.on() <= last {
            why.extend(rule("deload-missed").map(|rule| WhyEnded::LongBreak { weeks, rule }));
        }
    }
    if as_of > cleared.until() {
        why.push(WhyEnded::Expired { until: cleared.until() });
    }
    ended(why)
}

/// The signs to stop that a log holds from a day on, for somebody without a clearance that they could end.
///
/// They ask for the same: nothing is trained until somebody has looked and the questions were answered.
#[must_use]
pub fn signs_to_stop(log: &Log, since: Date, knowledge: &Knowledge) -> Option<ClearanceEnd> {
    ended(signs_since(log, since, knowledge))
}

fn signs_since(log: &Log, since: Date, knowledge: &Knowledge) -> Vec<WhyEnded> {
    let mut why: Vec<WhyEnded> = log.entries_since(since).flat_map(|entry| endings(entry, knowledge)).collect();
    why.extend(log.remarks_since(since).flat_map(|remark| endings_of_remark(remark, knowledge)));
    why
}

/// The reasons in order, with the most urgent of what they ask for; none without a reason.
fn ended(mut why: Vec<WhyEnded>) -> Option<ClearanceEnd> {
    why.sort();
    why.dedup();
    let actions = why.iter().filter_map(|why| match why {
        WhyEnded::Sign { action, .. } => Some(*action),
        WhyEnded::LongBreak { .. } | WhyEnded::Expired { .. } => None,
    });
    let action = actions.min();
    (!why.is_empty()).then_some(ClearanceEnd { why, action })
}

/// The Mondays of the lighter weeks so far, and the exercises of which both legs get the same again.
#[must_use]
pub fn weeks_asked(following: &Following<'_>) -> (BTreeSet<Date>, BTreeSet<ExerciseId>) {
    let State { threads, lighter, .. } = state(following);
    let has_ended = |thread: &&Thread<'_>| matches!(thread.lead, Lead::Ended(_));
    let even = threads.values().filter(has_ended).map(|thread| thread.planned.clone()).collect();
    (lighter.into_iter().collect(), even)
}

/// Everything that the log has come to.
struct State<'k> {
    threads: BTreeMap<&'k ExerciseId, Thread<'k>>,
    stands_for: StandsFor<'k>,
    weeks: Weeks,
    lighter: Vec<Date>,
    waits: Vec<Wait>,
    /// The days on which something of the plan was done, with the session that each was.
    days: Vec<(Date, usize)>,
    /// What was asked on those of them that count as lately.
    asked: Vec<AskedOn>,
}

/// Goes through the log, day by day.
fn state<'k>(following: &Following<'k>) -> State<'k> {
    let (plan, log, knowledge) = (following.plan, following.log, following.knowledge);
    let figures = &knowledge.following.figures;
    let mut items: BTreeMap<&'k ExerciseId, Vec<&Item>> = BTreeMap::new();
    for item in plan.sessions.iter().flat_map(|session| &session.items) {
        if let Some(exercise) = knowledge.exercises.get(&item.exercise) {
            items.entry(&exercise.id).or_default().push(item);
        }
    }
    let planned: BTreeSet<&ExerciseId> = items.keys().copied().collect();
    let mut threads: BTreeMap<&'k ExerciseId, Thread<'k>> = BTreeMap::new();
    let mut stands_for: StandsFor<'k> = BTreeMap::new();
    for (id, items) in &items {
        let Some(exercise) = knowledge.exercises.get(*id) else { continue };
        let lead = lead(items, following);
        let leads = |item: &&&Item| lead.side().is_none_or(|side| item.side.includes(side));
        let sets = items.iter().filter(leads).map(|item| item.sets).min().unwrap_or(1);
        for other in family(exercise, knowledge) {
            if !planned.contains(other) {
                stands_for.entry(other).or_insert(exercise_id(exercise));
            }
        }
        threads.insert(exercise_id(exercise), Thread::new(exercise, lead, sets, needed(items)));
    }
    stands_for.extend(threads.keys().map(|id| (*id, *id)));

    let waits = waits(log, following.cleared.on(), knowledge);
    let days = days_matched(plan, log, &stands_for);
    let lately = counts_from(following);
    let mut asked: Vec<AskedOn> = Vec::new();
    let mut weeks = Weeks::default();
    let mut lighter = Vec::new();
    for day in log.days() {
        let tired = tired(following, &threads, day);
        // How something felt on a day without training still decides, and makes no week.
        let trained = trains(log, day, &stands_for, knowledge);
        let week = if trained {
            weeks.week_of(day, tired, figures)
        } else {
            weeks.clone().week_of(day, tired, figures)
        };
        if trained && week.kind == WeekKind::Lighter && lighter.last() != Some(&monday(day)) {
            lighter.push(monday(day));
        }
        let session = days.iter().find(|(on, _)| *on == day && lately.is_some_and(|from| day >= from));
        if let Some((_, session_idx)) = session {
            let sets = plan.sessions[*session_idx].items.iter().map(|item| {
                let thread = threads.get(&item.exercise)?;
                let left_out = why_left_out(item, thread, following, (day, &waits)).is_some();
                (!left_out).then(|| next_item(item, thread, &week, None, following, day).sets)
            });
            let sets = sets.map(Option::unwrap_or_default).collect();
            asked.push(AskedOn { on: day, session_idx: *session_idx, sets });
        }
        for (id, thread) in &mut threads {
            let entries: Vec<&LoggedSets> =
                on(log, day).filter(|entry| stands_for.get(&entry.exercise) == Some(id)).collect();
            thread.day(&entries, week.kind == WeekKind::Lighter, following, &planned);
        }
    }
    State { threads, stands_for, weeks, lighter, waits, days, asked }
}

/// The groups for whose strength the plan holds these sets.
fn needed(items: &[&Item]) -> BTreeSet<MuscleGroupId> {
    let reasons = items.iter().flat_map(|item| &item.because);
    let groups = reasons.filter_map(|reason| match reason {
        Reason::Need(need) => Some(need.group.clone()),
        Reason::Keep { group, .. } => Some(group.clone()),
        Reason::KeepReach { .. } | Reason::Prevent { .. } | Reason::AskedFor => None,
    });
    groups.collect()
}

/// Was it a day of training: something of the plan, or other sets of which more is asked from time to time?
fn trains(log: &Log, day: Date, stands_for: &StandsFor<'_>, knowledge: &Knowledge) -> bool {
    on(log, day).filter(|entry| entry.holds_sets()).any(|entry| {
        let known = knowledge.exercises.get(&entry.exercise);
        stands_for.contains_key(&entry.exercise) || known.is_some_and(progresses)
    })
}

fn exercise_id(exercise: &Exercise) -> &ExerciseId {
    &exercise.id
}

/// Did the week before a day hold two signs of tiredness: less was done twice running, and it was sore twice?
fn tired(following: &Following<'_>, threads: &BTreeMap<&ExerciseId, Thread<'_>>, day: Date) -> bool {
    let this = monday(day);
    let in_week_before = |found: &Date| *found < this && super::weeks::days_between(*found, this) <= 7;
    let less = threads.values().flat_map(|thread| &thread.less_days).any(in_week_before);
    let go_on = following.knowledge.following.figures.pain_go_on;
    let week_before = this.saturating_sub(jiff::Span::new().days(7))..=this;
    let sore = following.log.of_days(week_before).iter().filter(|entry| {
        entry.pain.is_some_and(|pain| f64::from(pain) > go_on) || entry.morning_points.is_some_and(|p| p > 0)
    });
    let sore_days: BTreeSet<Date> = sore.map(|entry| entry.on).filter(in_week_before).collect();
    less && sore_days.len() >= 2
}

/// The next session without looking at the clearance's end.
///
/// A session of which a written schedule leaves nothing for this week is passed over.
pub(super) fn session(following: &Following<'_>) -> Next {
    let state = state(following);
    let days = &state.days;
    let n_sessions = following.plan.sessions.len();
    let mut chosen = choose(following, days, None);
    let mut nothing = Next::Nothing { left_out: Vec::new() };
    for _ in 0..=n_sessions {
        let Some((session_idx, day)) = chosen else { return nothing };
        let next = session_on(following, &state, session_idx, day);
        let waits = match &next {
            Next::Nothing { left_out } => {
                left_out.iter().any(|left| matches!(left.why, WhyLeftOut::Schedule(_)))
            }
            Next::Session(_) | Next::ClearanceEnded(_) => false,
        };
        if !waits {
            return next;
        }
        nothing = next;
        chosen = choose(following, days, Some((session_idx, day)));
    }
    nothing
}

fn session_on(following: &Following<'_>, state: &State<'_>, session_idx: usize, day: Date) -> Next {
    let figures = &following.knowledge.following.figures;
    let tired = tired(following, &state.threads, day);
    let week = state.weeks.clone().week_of(day, tired, figures);
    let waits = |item: &Item| {
        let thread = state.threads.get(&item.exercise);
        thread.is_some_and(|thread| {
            match why_left_out(item, thread, following, (following.as_of, &state.waits)) {
                Some(WhyLeftOut::SeeSomeone { .. } | WhyLeftOut::Caution(_)) => true,
                Some(WhyLeftOut::Schedule(_)) | None => false,
            }
        })
    };
    let asked =
        Asked { stands_for: &state.stands_for, done: &state.asked, lighter: &state.lighter, waits: &waits };
    let adherence = adherence(following, &asked);
    let planned = &following.plan.sessions[session_idx];
    let (mut items, mut left_out, mut stalls) = (Vec::new(), Vec::new(), Vec::new());
    for item in &planned.items {
        let Some(thread) = state.threads.get(&item.exercise) else { continue };
        let allowed = thread.on_an_allowed_step(following, &state.threads.keys().copied().collect());
        let thread = allowed.as_ref().unwrap_or(thread);
        if let Some(why) = why_left_out(item, thread, following, (day, &state.waits)) {
            left_out.push(LeftOut { exercise: thread.exercise.id.clone(), side: item.side, why });
            continue;
        }
        let stall = stall(item, thread, adherence.as_ref(), following);
        items.push(next_item(item, thread, &week, stall.as_ref(), following, day));
        note_stall(&mut stalls, stall);
    }
    weak_side_first(&mut items, &state.threads);
    if items.is_empty() {
        return Next::Nothing { left_out };
    }
    let Week { number, kind, because } = week;
    Next::Session(NextSession {
        session_idx,
        on: day,
        week: number,
        kind,
        because,
        items,
        left_out,
        stalls,
        adherence,
    })
}

/// Both sides of an exercise stall as one.
fn note_stall(stalls: &mut Vec<Stall>, stall: Option<Stall>) {
    let Some(stall) = stall else { return };
    match stalls.iter_mut().find(|known| known.exercise == stall.exercise) {
        Some(known) => {
            known.groups.extend(stall.groups);
            known.groups.sort();
            known.groups.dedup();
        }
        None => stalls.push(stall),
    }
}

/// Puts the leading side of an exercise before the other, wherever the plan put it.
fn weak_side_first(items: &mut [NextItem], threads: &BTreeMap<&ExerciseId, Thread<'_>>) {
    for idx in 1..items.len() {
        let (before, item) = (&items[idx - 1], &items[idx]);
        let leads = threads.get(&item.planned).and_then(|thread| thread.lead.side());
        let swaps = before.planned == item.planned
            && leads.is_some_and(|side| {
                one_leg(item.side) == Some(side) && one_leg(before.side) == Some(side.other())
            });
        if swaps {
            items.swap(idx - 1, idx);
        }
    }
}

fn why_left_out(
    item: &Item,
    thread: &Thread<'_>,
    following: &Following<'_>,
    (day, waits): (Date, &[Wait]),
) -> Option<WhyLeftOut> {
    let Following { cleared, log, .. } = following;
    let holds = |wait: &&Wait| match &wait.what {
        Waiting::Leg(side) => item.side.includes(*side),
        what @ Waiting::Exercise { .. } => what.names(&item.exercise) || what.names(&thread.exercise.id),
    };
    // Where both legs wait, the later one says it, so that it does not matter which is left.
    let most_urgent = |wait: &&Wait| (wait.action, Reverse(wait.on));
    if let Some(wait) = waits.iter().chain(cleared.waits()).filter(holds).min_by_key(most_urgent) {
        let Wait { rule, action, on, .. } = wait.clone();
        return Some(WhyLeftOut::SeeSomeone { rule, action, on });
    }
    // Steps of a chain that hurt by turns stop it too.
    if let Some(on) = thread.stopped.filter(|on| *on >= cleared.on()) {
        return rule("pain-twice").map(|rule| WhyLeftOut::SeeSomeone {
            rule,
            action: Action::ClinicianWeeks,
            on,
        });
    }
    let forbidden = thread.exercise.cautions.iter().find(|caution| cleared.cautions().contains(*caution));
    if let Some(caution) = forbidden {
        return Some(WhyLeftOut::Caution(caution.clone()));
    }
    // What was done this week counts too: a step back after pain brings no session more.
    let this_week = thread.last_on.is_some_and(|on| monday(on) == monday(day));
    let done = thread.done.as_ref().filter(|_| this_week).map(|done| &done.exercise.id);
    let of = |exercise: &ExerciseId| -> Option<RuleId> {
        let (schedule, step) = step_of(exercise, thread, following, day)?;
        let entries = log.entries().iter().filter(|entry| entry.exercise == *exercise);
        let days: BTreeSet<Date> =
            entries.map(|entry| entry.on).filter(|on| *on < day && monday(*on) == monday(day)).collect();
        let full = days.len() >= usize::try_from(step.days).unwrap_or(usize::MAX);
        full.then(|| schedule.rule.clone())
    };
    of(&thread.exercise.id).or_else(|| of(done?)).map(WhyLeftOut::Schedule)
}

/// Where an exercise stands in its written schedule: a week that hurt is not passed.
pub(super) fn step_of<'k>(
    exercise: &ExerciseId,
    thread: &Thread<'_>,
    following: &Following<'k>,
    day: Date,
) -> Option<(&'k Schedule, &'k ScheduleStep)> {
    let schedule = schedule(following.knowledge, exercise)?;
    let passed =
        thread.clean_weeks.difference(&thread.sore_weeks).filter(|start| **start < monday(day)).count();
    let mut left = u32::try_from(passed).unwrap_or(u32::MAX);
    for step in &schedule.steps {
        if left < step.weeks {
            return Some((schedule, step));
        }
        left -= step.weeks;
    }
    schedule.steps.last().map(|step| (schedule, step))
}

/// Has it been trained for two cycles without moving, though most of it was done?
fn stall(
    item: &Item,
    thread: &Thread<'_>,
    adherence: Option<&Bilateral<Adherence>>,
    following: &Following<'_>,
) -> Option<Stall> {
    let figures = &following.knowledge.following.figures;
    let (moved, last) = (thread.moved?, thread.last_on?);
    let weeks = super::weeks::days_between(moved, last) / 7;
    let side = thread.lead.side().filter(|_| thread.exercise.one_sided);
    let shares = Side::BOTH.into_iter().filter(|leg| side.is_none_or(|side| side == *leg));
    let least = shares.filter_map(|leg| adherence?[leg].share()).fold(1.0, f64::min);
    let enough = adherence.is_some() && least * 100.0 >= figures.adherence_enough_percent;
    let scheduled = schedule(following.knowledge, &thread.exercise.id).is_some();
    // What only keeps a muscle may stay at the top for ever; a weak one that stays as it is needs a second look.
    let may_stay = thread.at_the_top && !is_for_a_need(thread.planned, following);
    if !enough || may_stay || scheduled || weeks < counted(figures.stall_weeks) {
        return None;
    }
    let groups = item.because.iter().filter_map(|reason| match reason {
        Reason::Need(need) => Some(need.group.clone()),
        Reason::Keep { group, .. } | Reason::KeepReach { group, .. } => Some(group.clone()),
        Reason::Prevent { .. } | Reason::AskedFor => None,
    });
    // What was never measured, or may not be now, cannot be measured again.
    let mut groups: Vec<_> = groups.filter(|group| can_be_measured_again(group, following)).collect();
    groups.sort();
    groups.dedup();
    let exercise = thread.exercise.id.clone();
    Some(Stall { exercise, groups, side, since: moved, rule: rule("retest-stalled")? })
}

/// Does the plan hold an exercise for something weak, on either leg?
fn is_for_a_need(exercise: &ExerciseId, following: &Following<'_>) -> bool {
    let items = following.plan.sessions.iter().flat_map(|session| &session.items);
    items
        .filter(|item| item.exercise == *exercise)
        .flat_map(|item| &item.because)
        .any(|reason| matches!(reason, Reason::Need(_)))
}

/// Was a group measured with a test that may be done now?
fn can_be_measured_again(group: &MuscleGroupId, following: &Following<'_>) -> bool {
    let Following { assessments, cleared, knowledge, .. } = following;
    let findings = assessments.iter().flat_map(|assessment| &assessment.findings);
    let of_group = findings.filter(|finding| finding.comparison.group() == group);
    let mut tests = of_group.flat_map(|finding| &finding.evidence.tests).filter(|evidence| evidence.used);
    tests.any(|evidence| {
        let test = knowledge.tests.get(&evidence.test);
        test.is_some_and(|test| {
            let rests = cleared.a_leg_waits() && loads_the_leg(test);
            !rests && test.cautions.iter().all(|caution| !cleared.cautions().contains(caution))
        })
    })
}

/// The worst pain that was noted of an exercise on the last day on which it was done.
fn noted_pain(thread: &Thread<'_>, following: &Following<'_>) -> Option<u8> {
    let last = thread.last_on?;
    let entries = following.log.of_days(last..=last).iter();
    let own = entries.filter(|entry| entry.exercise == thread.exercise.id || entry.exercise == *thread.planned);
    own.filter_map(|entry| entry.pain).max()
}

fn next_item(
    item: &Item,
    thread: &Thread<'_>,
    week: &Week,
    stall: Option<&Stall>,
    following: &Following<'_>,
    day: Date,
) -> NextItem {
    let mut next = NextItem {
        planned: thread.planned.clone(),
        exercise: thread.exercise.id.clone(),
        side: item.side,
        sets: thread.sets_of(item.sets),
        dose: thread.exercise.dose,
        aim: thread.aim,
        load_kg: thread.load_kg,
        load_steps: thread.load_steps,
        limited_by: following
            .knowledge
            .limits_load(thread.exercise, following.cleared.cautions())
            .map(|caution| caution.id.clone()),
        rest_s: thread.exercise.rest_s,
        minutes: 0.0,
        noted_pain: noted_pain(thread, following),
        because: thread.because.clone(),
    };
    even_sets(&mut next, item, thread, following);
    if stall.is_some() {
        the_least(&mut next, thread);
    }
    after_a_break(&mut next, thread, following, day);
    scheduled(&mut next, thread, following, day);
    if week.kind == WeekKind::Lighter {
        lighter(&mut next, thread, following);
    }
    let strong = thread.lead.side().is_some_and(|side| one_leg(item.side) == Some(side.other()));
    if let Some(by) = thread.strong_ahead.filter(|_| strong) {
        add(&mut next, Change::StrongWaits, by);
    }
    let share = f64::from(next.sets) / f64::from(item.sets.max(1));
    next.minutes = item.minutes * share;
    next.because.sort();
    next.because.dedup();
    next
}
