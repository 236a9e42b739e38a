//! A week as blocks that can be changed, and what a changed week has to keep.
//!
//! ```text
//!   limits:  minutes of the week, and of each day no more than the longest had
//!            sets of a group no more than the growth and cap of the dose rules allow
//!            sets of a group in a session no more than the dose rules allow
//! ```
//! What is beyond a limit already may stay and not grow. Read next: `super::edits`.

use super::better::{BetterWeek, Sets, Won};
use super::count::{Counted, weekday};
use super::edits::Load;
use super::field::{Field, Piece};
use super::grid::{Grid, Legs, hundredths, number};
use super::score::{self, micro};
use super::search::Reached;
use super::week::AuditOptions;
use crate::body::{Bilateral, Side};
use crate::knowledge::{EquipmentId, Exercise, ExerciseId, ExerciseKind};
use crate::person::Person;
use crate::plan::{NeedKind, Plan, is_within_limits};
use crate::screen::Cleared;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// One exercise on one day of the week.
pub(super) struct BlockNow<'a> {
    pub(super) day: usize,
    pub(super) piece: &'a Piece<'a>,
    pub(super) legs: Legs,
    pub(super) unsided: bool,
    /// May it get more sets or another day?
    pub(super) may_grow: bool,
    pub(super) name: &'a str,
}

/// An exercise that a changed week may hold.
pub(super) struct Candidate<'a> {
    pub(super) piece: &'a Piece<'a>,
    /// The days on which its equipment is at hand.
    pub(super) days: [bool; 7],
}

/// The week that is changed.
pub(super) struct Start<'a> {
    pub(super) field: &'a Field<'a>,
    pub(super) grid: Grid,
    pub(super) blocks: Vec<BlockNow<'a>>,
    pub(super) candidates: Vec<Candidate<'a>>,
    /// Days that may hold training.
    pub(super) days: [bool; 7],
    pub(super) seconds: i64,
    pub(super) day_seconds: [i64; 7],
    /// Most seconds of the week and of a day.
    pub(super) most_seconds: i64,
    pub(super) most_day_seconds: i64,
    most_sets: Vec<Bilateral<i64>>,
    most_session: i64,
    /// Groups and legs that a plan works on, and that no change gives less.
    worked_on: Vec<(usize, Side)>,
    /// Groups and legs that no change touches.
    spared: Vec<(usize, Side)>,
    /// Legs that wait until somebody has looked.
    rests: Bilateral<bool>,
}

impl<'a> Start<'a> {
    pub(super) fn new(
        from: Date,
        counted: &'a Counted,
        cleared: Option<&Cleared>,
        field: &'a Field<'a>,
        options: &AuditOptions<'_>,
    ) -> Self {
        let grid = counted.grid(from, field);
        let rests = Bilateral::from_fn(|side| cleared.is_some_and(|cleared| cleared.leg_waits(side).is_some()));
        let mut blocks = Vec::new();
        let mut day_seconds = [0_i64; 7];
        for (key, block) in counted.week(from) {
            let Some(piece) = field.piece(&key.exercise) else { continue };
            let day = weekday(key.day);
            day_seconds[day] += piece.seconds(block.legs.together, block.legs.left, block.legs.right);
            blocks.push(BlockNow {
                day,
                piece,
                legs: block.legs,
                unsided: key.unsided,
                may_grow: limits_leave(piece.exercise, cleared, field, options),
                name: &block.name,
            });
        }
        let seconds = day_seconds.iter().sum();
        let more = seconds_of(options.more_minutes);
        let person = options.person;
        let planned = person.map(|person| &person.minutes_by_weekday).filter(|days| !days.is_empty());
        let days = std::array::from_fn(|day| {
            let has_minutes =
                u8::try_from(day).ok().zip(planned).map(|(day, days)| days.get(&day).is_some_and(|m| *m > 0));
            has_minutes.unwrap_or(true) || day_seconds[day] > 0
        });
        let beginner = person.is_none_or(|person| !person.trained) || cleared.is_some_and(Cleared::gentle);
        let doses = &field.knowledge.doses;
        let cap = if beginner { doses.cap_sets_beginner } else { doses.cap_sets };
        let most = |sets: i64| {
            let sets_now = hundredths(sets);
            let grown = (sets_now * doses.growth_ratio_max).max(sets_now + doses.growth_sets).min(cap);
            whole(grown * 100.0).max(sets)
        };
        let most_sets = grid.totals.iter().map(|total| total.map(most)).collect();
        Self {
            field,
            blocks,
            candidates: candidates(counted, cleared, field, options),
            days,
            seconds,
            day_seconds,
            most_seconds: seconds + more,
            most_day_seconds: day_seconds.iter().copied().max().unwrap_or(0) + more,
            most_sets,
            most_session: whole(doses.session_sets_max * 100.0),
            rests,
            worked_on: options.plan.map(|plan| worked_on(plan, field)).unwrap_or_default(),
            spared: options
                .spared
                .iter()
                .filter_map(|one| Some((field.place(&one.group)?, one.side)))
                .collect(),
            grid,
        }
    }

    /// Does a changed week give what is worked on no less?
    pub(super) fn keeps_worked_on(&self, grid: &Grid) -> bool {
        self.worked_on.iter().all(|&(group, side)| grid.totals[group][side] >= self.grid.totals[group][side])
    }

    /// Does a change leave all that is spared as it is?
    ///
    /// Sets of a leg that the change keeps where they are do not count as touched.
    pub(super) fn leaves_spared(&self, takes: Option<Load<'_>>, gives: Option<Load<'_>>) -> bool {
        let same = takes.zip(gives).is_some_and(|(takes, gives)| takes.is_where(&gives));
        self.spared.iter().all(|&(group, side)| {
            let sets = |load: Option<Load<'_>>| {
                load.filter(|load| load.piece.gives.iter().any(|(given, _)| *given == group))
                    .map_or(0, |load| load.legs.of(side))
            };
            let (before, after) = (sets(takes), sets(gives));
            if same { before == after } else { before == 0 && after == 0 }
        })
    }

    /// May these legs get sets, as far as what waits allows?
    pub(super) fn may_load(&self, legs: Legs) -> bool {
        let is_free = |side: Side, n: i64| n == 0 || !self.rests[side];
        let together = legs.together == 0 || !(self.rests.left || self.rests.right);
        together && is_free(Side::Left, legs.left) && is_free(Side::Right, legs.right)
    }

    pub(super) fn score(&self) -> f64 {
        score::score(self.field, &self.grid).unwrap_or(0.0)
    }

    /// Does a changed week keep the limits of one group on a day?
    pub(super) fn keeps(&self, grid: &Grid, piece: &Piece<'_>, day: usize) -> bool {
        piece.gives.iter().all(|&(group, _)| {
            Side::BOTH.into_iter().all(|side| {
                let most_session = self.most_session.max(self.grid.sets[group][side][day]);
                grid.totals[group][side] <= self.most_sets[group][side]
                    && grid.sets[group][side][day] <= most_session
            })
        })
    }

    /// What a change leads to, for reading.
    pub(super) fn better(&self, reached: &Reached) -> BetterWeek {
        let before = score::shares(self.field, &self.grid);
        let after = score::shares_like(&before, self.field, &reached.grid);
        let won = score::won(&before, &after, self.field);
        BetterWeek {
            edits: reached.edits.clone(),
            score_before: score::mean(&before, self.field).unwrap_or(0.0),
            score: score::mean(&after, self.field).unwrap_or(0.0),
            minutes_before: number(self.seconds) / 60.0,
            minutes: number(reached.seconds) / 60.0,
            n_sets: u32::try_from(reached.n_sets).unwrap_or(u32::MAX),
            won: won
                .into_iter()
                .filter(|(_, points)| micro(*points) != 0)
                .map(|(kind, points)| Won { kind, points })
                .collect(),
        }
    }
}

/// Do the limits leave an exercise, as they would for a plan? Without a clearance what is known limits all the same.
fn limits_leave(
    exercise: &Exercise,
    cleared: Option<&Cleared>,
    field: &Field<'_>,
    options: &AuditOptions<'_>,
) -> bool {
    let nobody = Person::default();
    let person = options.person.unwrap_or(&nobody);
    match cleared {
        Some(cleared) => is_within_limits(exercise, cleared, person, field.knowledge),
        None => exercise.cautions.iter().all(|caution| !options.limits.contains(caution)),
    }
}

/// The groups and legs for which a plan has exercises in it.
fn worked_on(plan: &Plan, field: &Field<'_>) -> Vec<(usize, Side)> {
    let strengthened = plan.needs.iter().filter(|need| need.kind == NeedKind::Strengthen);
    let known = strengthened.filter_map(|need| Some((field.place(&need.group)?, need.side)));
    known.collect()
}

/// What stands in a log is at hand; with a clearance also what the catalogue holds for equipment, level and wishes.
fn candidates<'a>(
    counted: &'a Counted,
    cleared: Option<&Cleared>,
    field: &'a Field<'a>,
    options: &AuditOptions<'_>,
) -> Vec<Candidate<'a>> {
    let person = options.person;
    // The nearest movement of the catalogue is not what was done, so it does not count as known.
    let mut known: BTreeMap<&ExerciseId, bool> = BTreeMap::new();
    for (key, block) in &counted.blocks {
        *known.entry(&key.exercise).or_default() |= !block.nearest;
    }
    let known: BTreeSet<&ExerciseId> =
        known.into_iter().filter(|(_, is_it)| *is_it).map(|(id, _)| id).collect();
    let mut at_hand: BTreeSet<&EquipmentId> =
        known.iter().filter_map(|id| field.piece(id)).flat_map(|piece| &piece.exercise.equipment).collect();
    if let Some(person) = person {
        at_hand.extend(&person.equipment);
    }
    let days_of = |piece: &Piece<'_>| {
        std::array::from_fn(|day| {
            let own = u8::try_from(day)
                .ok()
                .zip(person)
                .and_then(|(day, person)| person.equipment_by_weekday.get(&day));
            piece.exercise.equipment.iter().all(|id| {
                let household = field.knowledge.equipment.get(id).is_some_and(|piece| piece.household);
                household || own.map_or_else(|| at_hand.contains(id), |own| own.contains(id))
            })
        })
    };
    let mut candidates: Vec<Candidate<'a>> = Vec::new();
    for (id, piece) in &field.pieces {
        let is_known = known.contains(id);
        let exercise = piece.exercise;
        let liked = person.is_none_or(|person| !person.dislikes.contains(&exercise.id));
        let fits = is_known || cleared.is_some();
        let days: [bool; 7] = days_of(piece);
        if exercise.kind == ExerciseKind::Strength
            && piece.is_hard()
            && fits
            && limits_leave(exercise, cleared, field, options)
            && liked
            && days.iter().any(|day| *day)
        {
            candidates.push(Candidate { piece, days });
        }
    }
    without_dominated(candidates, &known)
}

/// Drops what gives exactly the same as another in no less time; what the log holds stays.
fn without_dominated<'a>(candidates: Vec<Candidate<'a>>, known: &BTreeSet<&ExerciseId>) -> Vec<Candidate<'a>> {
    let better = |a: &Candidate<'_>, b: &Candidate<'_>| {
        let (a_known, b_known) = (known.contains(&a.piece.exercise.id), known.contains(&b.piece.exercise.id));
        let same = a.piece.gives == b.piece.gives
            && a.piece.movements == b.piece.movements
            && a.piece.exercise.one_sided == b.piece.exercise.one_sided
            && a.piece.exercise.sets == b.piece.exercise.sets
            && a.days == b.days;
        let (a_s, b_s) = (a.piece.seconds_alike(), b.piece.seconds_alike());
        let no_longer = a_s.0 <= b_s.0 && a_s.1 <= b_s.1;
        let before = (!a_known, a_s, &a.piece.exercise.id) < (!b_known, b_s, &b.piece.exercise.id);
        same && no_longer && !b_known && before
    };
    let kept: Vec<bool> = candidates.iter().map(|b| !candidates.iter().any(|a| better(a, b))).collect();
    candidates.into_iter().zip(kept).filter(|(_, keep)| *keep).map(|(candidate, _)| candidate).collect()
}

/// Sets for reading.
pub(super) fn sets(legs: Legs) -> Sets {
    let small = |n: i64| u32::try_from(n).unwrap_or(0);
    Sets { together: small(legs.together), left: small(legs.left), right: small(legs.right) }
}

fn seconds_of(minutes: f64) -> i64 {
    // A week has some ten thousand minutes.
    if minutes.is_finite() { whole(minutes.clamp(0.0, 10_080.0) * 60.0) } else { 0 }
}

fn whole(figure: f64) -> i64 {
    // Sets and seconds of a week are small.
    #[allow(clippy::cast_possible_truncation)]
    let whole = figure.clamp(0.0, 1e9).round() as i64;
    whole
}
