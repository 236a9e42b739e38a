//! One exercise of the plan through the log: what was done last, what that asks for next, and by which rule.
//!
//! ```text
//!   session ──► hurt? ──► worse next morning? ──► clean? ──► in the range? ──► full?
//!                │ back        │ less              │ hold       │ hold, back      │ more
//! ```
//! The first of these that holds decides, so more pain can never lead to more load. Read next: `super::decide`.

use super::day::Session;
use super::ladder::{
    aim_step, easier, entry_aim, first_load, harder, ladder, load_down, load_step, load_up, progresses,
    schedule, takes_load,
};
use super::log::LoggedSets;
use super::next::{Because, Change, Following};
use super::sides::Lead;
use super::weeks::{fewer, missed_weeks, monday, rule};
use crate::body::MuscleGroupId;
use crate::knowledge::{Exercise, ExerciseId, FollowingFigures, counted};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What was last done, as far as it decides.
#[derive(Debug, Clone)]
pub(super) struct Done<'k> {
    pub(super) on: Date,
    pub(super) exercise: &'k Exercise,
    pub(super) load_kg: Option<f64>,
    /// What the least of the sets brought.
    pub(super) least: u32,
}

/// One exercise of the plan with where it has got to.
#[derive(Debug, Clone)]
pub(super) struct Thread<'k> {
    pub(super) planned: &'k ExerciseId,
    pub(super) lead: Lead,
    /// The fewest sets that the plan asks of the leading side in one session.
    pub(super) sets: u32,
    /// The groups that the plan holds it for, of which no step of the chain takes work away.
    pub(super) needed: BTreeSet<MuscleGroupId>,
    pub(super) exercise: &'k Exercise,
    pub(super) load_kg: Option<f64>,
    pub(super) load_steps: i32,
    pub(super) aim: u32,
    pub(super) half_sets: bool,
    pub(super) because: Vec<Because>,
    pub(super) done: Option<Done<'k>>,
    /// The last day on which anything of its chain was done, lighter weeks included.
    pub(super) last_on: Option<Date>,
    /// The day of the second session that hurt too much.
    pub(super) stopped: Option<Date>,
    pub(super) at_the_top: bool,
    /// The Mondays of weeks on which it was done without more pain than lets one go on.
    pub(super) clean_weeks: BTreeSet<Date>,
    /// The Mondays of weeks in which it hurt more on any day, or more the next morning.
    pub(super) sore_weeks: BTreeSet<Date>,
    /// The rule that the strong side passed over the last time, when it did more than the weak one.
    pub(super) strong_ahead: Option<&'static str>,
    pub(super) moved: Option<Date>,
    pub(super) less_days: Vec<Date>,
    rung: i32,
    best: Option<(i32, f64, u32)>,
    best_effort: Option<f64>,
    n_top: u32,
    n_beyond: u32,
    n_below: u32,
    n_sore: u32,
    n_too_much: u32,
    n_less: u32,
}

impl<'k> Thread<'k> {
    pub(super) fn new(planned: &'k Exercise, lead: Lead, sets: u32, needed: BTreeSet<MuscleGroupId>) -> Self {
        Self {
            planned: &planned.id,
            lead,
            sets,
            needed,
            exercise: planned,
            load_kg: None,
            load_steps: 0,
            aim: entry_aim(planned),
            half_sets: false,
            because: Vec::new(),
            done: None,
            last_on: None,
            stopped: None,
            at_the_top: false,
            clean_weeks: BTreeSet::new(),
            sore_weeks: BTreeSet::new(),
            strong_ahead: None,
            moved: None,
            less_days: Vec::new(),
            rung: 0,
            best: None,
            best_effort: None,
            n_top: 0,
            n_beyond: 0,
            n_below: 0,
            n_sore: 0,
            n_too_much: 0,
            n_less: 0,
        }
    }

    /// Takes one day's entries of this exercise or of its chain.
    pub(super) fn day(
        &mut self,
        entries: &[&LoggedSets],
        lighter: bool,
        following: &Following<'k>,
        planned: &BTreeSet<&ExerciseId>,
    ) {
        let Some(first) = entries.first() else { return };
        self.begin_anew_after(first.on, following);
        self.last_on = Some(first.on);
        if !entries.iter().any(|entry| entry.exercise == self.exercise.id) {
            self.take_over(&first.exercise, following);
        }
        let own: Vec<&LoggedSets> =
            entries.iter().copied().filter(|entry| entry.exercise == self.exercise.id).collect();
        let session = self.session(&own, entries, following);
        let figures = &following.knowledge.following.figures;
        let is_worse_next_morning = f64::from(session.morning) > figures.morning_points;
        if f64::from(session.pain) > figures.pain_go_on || session.sharp || is_worse_next_morning {
            self.sore_weeks.insert(monday(session.on));
        } else {
            self.clean_weeks.insert(monday(session.on));
        }
        self.strong_ahead = self.strong_ahead(&own, figures);
        if !lighter {
            self.remember(&session, following);
        }
        self.decide(&session, lighter, following, planned);
    }

    /// After so long a break that everything begins anew, nothing of before counts but that it stopped.
    fn begin_anew_after(&mut self, on: Date, following: &Following<'k>) {
        let Some(last) = self.last_on else { return };
        let missed = missed_weeks(last, on);
        let anew = counted(following.knowledge.following.figures.missed_anew_weeks);
        if missed > anew {
            if let Some(planned) = following.knowledge.exercises.get(self.planned) {
                *self = Self {
                    stopped: self.stopped,
                    n_too_much: self.n_too_much,
                    ..Self::new(planned, self.lead.clone(), self.sets, self.needed.clone())
                };
            }
        } else if missed >= 2 {
            (self.n_top, self.n_beyond, self.n_below, self.n_less) = (0, 0, 0, 0);
            self.best_effort = None;
        }
    }

    /// Somebody did another step of the chain than was asked: that is where they are.
    fn take_over(&mut self, id: &ExerciseId, following: &Following<'k>) {
        if let Some(exercise) = following.knowledge.exercises.get(id) {
            self.change_to(exercise, 0);
            self.because.clear();
        }
    }

    fn change_to(&mut self, exercise: &'k Exercise, rungs: i32) {
        self.exercise = exercise;
        self.rung += rungs;
        self.aim = entry_aim(exercise);
        (self.load_kg, self.load_steps) = (None, 0);
        (self.n_top, self.n_beyond, self.n_below, self.n_less) = (0, 0, 0, 0);
        self.best_effort = None;
        self.at_the_top = false;
    }

    /// The same on the highest allowed step, where the clearance does not allow the step that was reached; none while it does.
    pub(super) fn on_an_allowed_step(
        &self,
        following: &Following<'k>,
        planned: &BTreeSet<&ExerciseId>,
    ) -> Option<Self> {
        let limits = following.cleared.cautions();
        let is_allowed = |exercise: &Exercise| exercise.cautions.iter().all(|one| !limits.contains(one));
        if is_allowed(self.exercise) {
            return None;
        }
        let own = following.knowledge.exercises.get(self.planned)?;
        let is_above = |exercise: &&Exercise| exercise.level > own.level;
        let step = easier(self.exercise, following, (planned, &self.needed)).filter(is_above).unwrap_or(own);
        if !is_allowed(step) {
            return None;
        }
        let mut thread = self.clone();
        thread.change_to(step, 0);
        thread.because.clear();
        Some(thread)
    }

    /// Notes what was done, whether it moved, and whether it was less than before.
    fn remember(&mut self, session: &Session, following: &Following<'k>) {
        let figures = &following.knowledge.following.figures;
        let Some(least) = session.least else { return };
        let is_without = self.is_without_its_load(session, following);
        if let Some(load_kg) = session.load_kg {
            // Somebody who took less than was asked has not taken that step.
            let asked = self.load_kg.unwrap_or(load_kg);
            if load_kg < asked * 0.99 && self.because.iter().any(|one| one.change == Change::LoadUp) {
                self.load_steps -= 1;
            }
            self.load_kg = Some(load_kg);
        }
        // What was asked and not taken along was not done.
        let load_kg = self.load_kg.filter(|_| !is_without);
        let was_loaded = self.done.as_ref().map(|done| done.load_kg.is_some());
        if was_loaded.is_some_and(|was_loaded| was_loaded != load_kg.is_some()) {
            // Repetitions alone and repetitions with a load are not compared.
            (self.best_effort, self.n_less) = (None, 0);
        }
        self.done = Some(Done { on: session.on, exercise: self.exercise, load_kg, least });
        let now = (self.rung, load_kg.unwrap_or(0.0), least);
        let is_better = self.best.is_none_or(|best| {
            now.0.cmp(&best.0).then(now.1.total_cmp(&best.1)).then(now.2.cmp(&best.2)).is_gt()
        });
        if is_better {
            (self.best, self.moved) = (Some(now), Some(session.on));
        }
        // Repetitions are worth load as in the usual estimate of a largest load.
        let effort = load_kg.map_or(f64::from(least), |kg| kg * (1.0 + f64::from(least) / 30.0));
        let best = self.best_effort.unwrap_or(effort);
        let is_less = effort < best * (1.0 - figures.less_percent / 100.0);
        self.n_less = if is_less { self.n_less + 1 } else { 0 };
        if self.n_less >= counted(figures.less_sessions) {
            self.less_days.push(session.on);
        }
        self.best_effort = Some(best.max(effort));
    }

    fn decide(
        &mut self,
        session: &Session,
        lighter: bool,
        following: &Following<'k>,
        planned: &BTreeSet<&ExerciseId>,
    ) {
        let figures = &following.knowledge.following.figures;
        let pain = f64::from(session.pain);
        let worse_morning = f64::from(session.morning) > figures.morning_points;
        let went_well = pain <= figures.pain_go_on && !session.sharp && !worse_morning && !session.unsteady;
        if self.is_without_its_load(session, following) && (!went_well || self.is_below(session)) {
            // What was too much without the load is not asked with it.
            self.load_kg = None;
            self.load_steps -= 1;
        }
        let kept = std::mem::take(&mut self.because);
        let was_half = std::mem::take(&mut self.half_sets);
        if pain > figures.pain_hold || session.sharp {
            // Good days in between do not undo it; only answers of a later day have looked at it.
            if session.on >= following.cleared.on() {
                self.n_too_much += 1;
            }
            (self.n_sore, self.n_top, self.n_beyond) = (0, 0, 0);
            if self.n_too_much >= counted(figures.pain_stop_sessions) {
                self.stopped = Some(session.on);
            }
            let by = if session.sharp && pain <= figures.pain_hold { "stop-sharp" } else { "pain-load" };
            self.back(figures.pain_off_percent, by, following, planned);
            // Half of the sets stay half, and a bad morning alone would have halved them: an easier exercise brings no more.
            let halved = was_half || (worse_morning && self.load_kg.is_none());
            if halved && !self.half_sets {
                self.half_sets = true;
                self.note(Change::SetsDown, by);
            }
            return;
        }
        if worse_morning {
            (self.n_top, self.n_beyond) = (0, 0);
            return self.less(figures.morning_off_percent, "pain-next-morning", following);
        }
        if pain > figures.pain_go_on {
            (self.n_top, self.n_beyond) = (0, 0);
            self.n_sore += 1;
            // What is too much without pain is so with it.
            let below = self.falls_below(session, following);
            if below || self.n_sore >= counted(figures.pain_back_sessions) {
                self.n_sore = 0;
                return self.back(figures.back_off_percent, "progression-move-back", following, planned);
            }
            self.half_sets = was_half;
            return self.hold("pain-load", session);
        }
        self.n_sore = 0;
        if lighter {
            // A lighter week says nothing of what can be done, so what was asked before it still stands.
            self.because = kept;
            return;
        }
        if session.unsteady {
            (self.n_top, self.n_beyond) = (0, 0);
            return self.hold("progression-move-on", session);
        }
        self.more(session, following, planned);
    }

    /// Nothing hurt and the form held: the range decides.
    fn more(&mut self, session: &Session, following: &Following<'k>, planned: &BTreeSet<&ExerciseId>) {
        let knowledge = following.knowledge;
        let figures = &knowledge.following.figures;
        let Some(least) = session.least.filter(|_| progresses(self.exercise)) else { return };
        if schedule(knowledge, &self.exercise.id).is_some() {
            // What a study wrote down week by week is not overtaken.
            return;
        }
        let [low, high] = self.exercise.dose.range();
        if self.falls_below(session, following) {
            return self.back(figures.back_off_percent, "progression-move-back", following, planned);
        }
        if self.is_below(session) {
            self.aim = low.min(self.aim);
            return;
        }
        if self.is_without_its_load(session, following) {
            return self.note(Change::AddLoad, "progression-double");
        }
        let ladder = ladder(knowledge, &self.exercise.id);
        let loaded = self.load_kg.is_some() || takes_load(self.exercise, knowledge);
        let full = if loaded { high } else { ladder.map_or(high, |ladder| ladder.amount) };
        let asked_sets = ladder.map_or(self.sets, |ladder| ladder.sets.min(self.sets));
        let enough_sets = session.n_sets >= asked_sets.max(1);
        let has_reserve = session.reserve.is_none_or(|left| f64::from(left) >= figures.reserve_least);
        let is_full = least >= full && enough_sets && has_reserve;
        if least >= full && enough_sets && !has_reserve {
            (self.n_top, self.n_beyond) = (0, 0);
            return self.hold("progression-move-on", session);
        }
        let is_beyond = f64::from(session.last) >= f64::from(high) + figures.beyond_reps;
        self.n_top = if is_full { self.n_top + 1 } else { 0 };
        self.n_beyond = if is_beyond && has_reserve { self.n_beyond + 1 } else { 0 };
        if loaded {
            let twice = self.n_beyond >= counted(figures.beyond_sessions);
            if is_full || twice {
                let by = if is_full { "progression-double" } else { "progression-two-for-two" };
                self.load_higher(by, following);
            } else {
                self.aim_higher(least, high, figures);
            }
        } else if self.n_top >= counted(figures.top_sessions) {
            let by = ladder.map_or_else(|| rule("progression-move-on"), |ladder| Some(ladder.rule.clone()));
            if let Some(next) = harder(self.exercise, following, (planned, &self.needed)) {
                self.change_to(next, 1);
                self.because.extend(by.map(|rule| Because { change: Change::Harder, rule }));
            } else if let Some(load_kg) = first_load(self.exercise, following) {
                self.load_kg = Some(load_kg);
                self.load_steps += 1;
                self.aim = low;
                (self.n_top, self.n_beyond) = (0, 0);
                self.note(Change::AddLoad, "progression-double");
            } else {
                self.at_the_top = true;
                self.aim = high;
                self.because.extend(by.map(|rule| Because { change: Change::AtTheTop, rule }));
            }
        } else if is_full {
            self.hold("progression-move-on", session);
            self.aim = full;
        } else {
            self.aim_higher(least, full.max(low), figures);
        }
    }

    /// Was a load asked that this exercise does without at first, and nobody noted one?
    fn is_without_its_load(&self, session: &Session, following: &Following<'k>) -> bool {
        self.load_kg.is_some() && session.load_kg.is_none() && !takes_load(self.exercise, following.knowledge)
    }

    /// Did the session stay under the range and under what was asked?
    fn is_below(&self, session: &Session) -> bool {
        let [low, _] = self.exercise.dose.range();
        session.least.is_some_and(|least| least < low && least < self.aim)
    }

    /// Has it now stayed below so often that it goes back? Counts the session.
    fn falls_below(&mut self, session: &Session, following: &Following<'k>) -> bool {
        let scheduled = schedule(following.knowledge, &self.exercise.id).is_some();
        if session.least.is_none() || !progresses(self.exercise) || scheduled {
            return false;
        }
        if !self.is_below(session) {
            self.n_below = 0;
            return false;
        }
        (self.n_top, self.n_beyond) = (0, 0);
        self.n_below += 1;
        let falls = self.n_below >= counted(following.knowledge.following.figures.below_sessions);
        if falls {
            self.n_below = 0;
        }
        falls
    }

    fn load_higher(&mut self, by: &'static str, following: &Following<'k>) {
        self.load_kg = self.load_kg.map(|kg| load_up(kg, self.exercise, following.knowledge));
        self.load_steps += 1;
        self.aim = self.exercise.dose.range()[0];
        (self.n_top, self.n_beyond) = (0, 0);
        self.note(Change::LoadUp, by);
    }

    fn aim_higher(&mut self, least: u32, high: u32, figures: &FollowingFigures) {
        let [low, _] = self.exercise.dose.range();
        let aim = least.saturating_add(aim_step(self.exercise.dose, figures)).clamp(low, high);
        let grows = aim > self.aim;
        self.aim = aim;
        if grows {
            self.note(Change::AimUp, "progression-double");
        }
    }

    /// Back by some percent of load, or a step of the chain, or half the sets, whatever there is.
    fn back(
        &mut self,
        off_percent: f64,
        by: &'static str,
        following: &Following<'k>,
        planned: &BTreeSet<&ExerciseId>,
    ) {
        let loaded = self.load_kg.is_some() || takes_load(self.exercise, following.knowledge);
        let chained = !loaded && progresses(self.exercise);
        if let Some(easier) = easier(self.exercise, following, (planned, &self.needed)).filter(|_| chained) {
            self.change_to(easier, -1);
            return self.note(Change::Easier, by);
        }
        self.less(off_percent, by, following);
    }

    /// Less load, or fewer sets where there is none.
    fn less(&mut self, off_percent: f64, by: &'static str, following: &Following<'k>) {
        self.aim = entry_aim(self.exercise);
        // What is done with less on purpose is no loss.
        (self.best_effort, self.n_less) = (None, 0);
        if let Some(load_kg) = self.load_kg {
            let down = load_down(load_kg, off_percent);
            // What was added in one step goes in one.
            let knowledge = following.knowledge;
            let is_needed = takes_load(self.exercise, knowledge) || down >= load_step(self.exercise, knowledge);
            self.load_kg = Some(down).filter(|_| is_needed);
            self.load_steps -= 1;
            return self.note(Change::LoadDown, by);
        }
        self.half_sets = true;
        self.note(Change::SetsDown, by);
    }

    /// The same again: what was done, within the range.
    fn hold(&mut self, by: &'static str, session: &Session) {
        let [low, high] = self.exercise.dose.range();
        if let Some(least) = session.least.filter(|_| progresses(self.exercise)) {
            self.aim = least.clamp(low, high);
        }
        self.note(Change::Hold, by);
    }

    fn note(&mut self, change: Change, by: &'static str) {
        self.because.extend(rule(by).map(|rule| Because { change, rule }));
    }

    /// Sets after a day that asked for fewer.
    pub(super) fn sets_of(&self, planned: u32) -> u32 {
        if self.half_sets { fewer(planned, 0.5) } else { planned }
    }
}
