//! The smallest change to a week that wins most back, and what holds a change back.
//!
//! It suggests; it is no plan. Without a clearance it names no exercise that the log does not hold, and after pain,
//! swelling or a sign to stop it offers nothing until the questions were answered again. Read next: `super::search`.

use super::blocks::Start;
use super::count::Counted;
use super::field::Field;
use super::search::{Reached, search};
use super::week::{AuditOptions, AuditedWeek, PartKind};
use crate::body::{MuscleGroupId, Side};
use crate::knowledge::{ExerciseId, RuleId};
use crate::screen::Cleared;
use crate::track::{Log, signs_in_words, signs_told};
use crate::training::Trained;
use jiff::ToSpan;
use jiff::civil::Date;

/// What can be done about a week.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// The Monday of the week that it is about.
    pub week: Date,
    /// Groups and sides with fewer hard sets than keep what is there, fewest first.
    pub lacking: Vec<Lacking>,
    /// Legs that no change touches, because all of their muscle groups are spared; so is a leg with an injury that names
    /// no muscle.
    pub left_alone: Vec<Side>,
    /// What holds a change back; while there is any, none is offered.
    pub held_back: Vec<HeldBack>,
    /// The best changes; none while something holds them back.
    pub found: Option<Found>,
}

/// A group on a side that gets few sets.
///
/// # Units
/// Hard sets of the week.
#[derive(Debug, Clone, PartialEq)]
pub struct Lacking {
    /// The group.
    pub group: MuscleGroupId,
    /// The leg.
    pub side: Side,
    /// What it got.
    pub sets: f64,
    /// What keeps it.
    pub asked: f64,
}

/// Something in the log after which nobody should be told to train otherwise before having been asked again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeldBack {
    /// The day.
    pub on: Date,
    /// The name in the log; none for a remark.
    pub name: Option<String>,
    /// What it was.
    pub why: WhyHeldBack,
}

/// What holds a change back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyHeldBack {
    /// A sign to stop.
    Sign(RuleId),
    /// A joint swelled.
    Swelling,
    /// Much pain, 0–10.
    Pain(u8),
    /// So many points more pain the next morning.
    Morning(i8),
}

/// The best changes with one and with two blocks changed.
///
/// A block is an exercise on a day. One change gives it other sets, or moves it to another day, or puts another
/// exercise in its place, or is a new block.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The best with one change; none when no change wins enough.
    pub one: Option<BetterWeek>,
    /// The best with two; none when two win no more than one by enough.
    pub two: Option<BetterWeek>,
    /// Were exercises of the catalogue tried, because there is a clearance?
    pub from_catalogue: bool,
    /// How many changed weeks were looked at.
    pub n_tried: u64,
    /// Were all pairs of changes looked at? Otherwise the best with two is the best of those tried.
    pub tried_all: bool,
    /// Of how many changes, the most promising ones, every pair was looked at.
    pub n_paired: u64,
}

/// A changed week.
#[derive(Debug, Clone, PartialEq)]
pub struct BetterWeek {
    /// What is changed.
    pub edits: Vec<Edit>,
    /// The score before.
    pub score_before: f64,
    /// The score with the change, in the parts by which the week was judged before.
    pub score: f64,
    /// Minutes of all hard sets before.
    pub minutes_before: f64,
    /// The same with the change.
    pub minutes: f64,
    /// Sets that are changed.
    pub n_sets: u32,
    /// Points of the whole that each part wins, or loses when below 0; parts without a change are left out.
    pub won: Vec<Won>,
}

/// Points that a part wins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Won {
    /// The part.
    pub kind: PartKind,
    /// Points of the whole.
    pub points: f64,
}

/// Sets by the legs that do them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Sets {
    /// Both legs together.
    pub together: u32,
    /// The left leg.
    pub left: u32,
    /// The right leg.
    pub right: u32,
}

/// One change to a week; days are 0 = Monday.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edit {
    /// Other sets of an exercise on a day; nothing before is new, nothing after is left out.
    Sets {
        /// The day.
        day: u8,
        /// The exercise.
        exercise: ExerciseId,
        /// Its name in the log, when it stands there on that day.
        name: Option<String>,
        /// Sets before.
        before: Sets,
        /// Sets after.
        after: Sets,
    },
    /// The same sets on another day.
    Move {
        /// The exercise.
        exercise: ExerciseId,
        /// Its name in the log.
        name: String,
        /// Its sets.
        sets: Sets,
        /// The day before.
        from: u8,
        /// The day after.
        to: u8,
    },
    /// Another exercise on the same day.
    Swap {
        /// The day.
        day: u8,
        /// The exercise before.
        exercise: ExerciseId,
        /// Its name in the log.
        name: String,
        /// Its sets.
        before: Sets,
        /// The exercise after.
        to: ExerciseId,
        /// Its sets.
        after: Sets,
    },
}

/// The changes to a scored week.
pub(super) fn changes(
    week: &AuditedWeek,
    counted: &Counted,
    trained: &[Trained],
    field: &Field<'_>,
    options: &AuditOptions<'_>,
) -> Changes {
    let today = options.until.or(counted.last).unwrap_or(week.from);
    let cleared = options.cleared.filter(|cleared| cleared.on() <= today && today <= cleared.until());
    let held_back = held_back(trained, today, cleared, options.log, field);
    let lacking = lacking(week, field, options);
    let is_alone = |side: &Side| field.groups.iter().all(|group| is_spared(group, *side, options));
    let left_alone = Side::BOTH.into_iter().filter(is_alone).collect();
    if !held_back.is_empty() {
        return Changes { week: week.from, lacking, left_alone, held_back, found: None };
    }
    let start = Start::new(week.from, counted, cleared, field, options);
    let reached = search(&start);
    let least = field.figures.least_gain;
    let score_before = start.score();
    let better = |reached: &Option<Reached>, more_than: f64| {
        let reached = reached.as_ref()?;
        let better = start.better(reached);
        (better.score - more_than >= least).then_some(better)
    };
    let one = better(&reached.one, score_before);
    let floor = one.as_ref().map_or(score_before, |one| one.score);
    let two = better(&reached.two, floor);
    let found = Found {
        one,
        two,
        from_catalogue: cleared.is_some(),
        n_tried: reached.n_tried,
        tried_all: reached.tried_all,
        n_paired: reached.n_paired,
    };
    Changes { week: week.from, lacking, left_alone, held_back, found: Some(found) }
}

fn is_spared(group: &MuscleGroupId, side: Side, options: &AuditOptions<'_>) -> bool {
    options.spared.iter().any(|one| one.group == *group && one.side == side)
}

/// What gets fewer sets than keep it; of a leg that waits nothing is lacking, nor of what is spared.
fn lacking(week: &AuditedWeek, field: &Field<'_>, options: &AuditOptions<'_>) -> Vec<Lacking> {
    let figures = field.figures;
    let rests = |side: Side| options.cleared.is_some_and(|cleared| cleared.leg_waits(side).is_some());
    // Whoever begins is planned for less, and is held against that.
    let begins =
        options.person.is_some_and(|person| !person.trained) || options.cleared.is_some_and(Cleared::gentle);
    let keep_of_beginner = field.knowledge.doses.keep_sets_beginner;
    let asked = if begins { figures.keep_sets.min(keep_of_beginner) } else { figures.keep_sets };
    let few = week.volumes.iter().filter(|volume| volume.sets < asked);
    let few = few.filter(|volume| !rests(volume.side) && !is_spared(&volume.group, volume.side, options));
    let mut lacking: Vec<Lacking> = few
        .map(|volume| Lacking { group: volume.group.clone(), side: volume.side, sets: volume.sets, asked })
        .collect();
    lacking.sort_by(|a, b| a.sets.total_cmp(&b.sets));
    lacking
}

/// What somebody should look at first: of the rows, of the remarks, and of what was told later than the answers.
fn held_back(
    trained: &[Trained],
    today: Date,
    cleared: Option<&Cleared>,
    log: Option<&Log>,
    field: &Field<'_>,
) -> Vec<HeldBack> {
    // Whole days; the catalogue holds the figure between 1 and 100.
    #[allow(clippy::cast_possible_truncation)]
    let days = field.figures.hold_back_days as i64;
    let from = today.saturating_sub(days.days());
    let is_recent = |on: Date| from <= on && on <= today;
    let recent = trained.iter().filter(|row| is_recent(row.on));
    // Whoever answered the questions on a later day was asked about it.
    let open = recent.filter(|row| cleared.is_none_or(|cleared| cleared.on() <= row.on));
    let mut all: Vec<HeldBack> = Vec::new();
    for row in open {
        // What stands in a note counts as what was ticked.
        let told = signs_told(row, field.knowledge).into_iter().map(|sign| &sign.rule);
        let signs = row.signs.iter().chain(told);
        let felt = (row.pain, row.morning_points, row.swelling);
        let name = Some(row.name.clone());
        all.extend(whys(signs, felt, field).map(|why| HeldBack { on: row.on, name: name.clone(), why }));
    }
    let Some(log) = log else { return in_order(all) };
    let since = cleared.map_or(from, Cleared::on);
    // Entries from that day on are rows too.
    for entry in log.entries_since(since).filter(|entry| entry.on < since && is_recent(entry.on)) {
        let told = signs_in_words(entry.note.as_deref().unwrap_or_default(), field.knowledge);
        let signs = entry.signs.iter().chain(told.into_iter().map(|sign| &sign.rule));
        let felt = (entry.pain, entry.morning_points, entry.swelling);
        let name = field.knowledge.exercises.get(&entry.exercise).map(|exercise| exercise.name.clone());
        all.extend(whys(signs, felt, field).map(|why| HeldBack { on: entry.on, name: name.clone(), why }));
    }
    for remark in log.remarks_since(since).filter(|remark| is_recent(remark.on)) {
        let told = signs_in_words(&remark.text, field.knowledge);
        let signs = remark.signs.iter().chain(told.into_iter().map(|sign| &sign.rule));
        let felt = remark.felt.map(|felt| (felt.pain, felt.morning_points, felt.swelling));
        for why in whys(signs, felt.unwrap_or_default(), field) {
            // A row that no plan can follow is a remark too.
            if !all.iter().any(|held| held.on == remark.on && held.why == why) {
                all.push(HeldBack { on: remark.on, name: None, why });
            }
        }
    }
    in_order(all)
}

fn in_order(mut all: Vec<HeldBack>) -> Vec<HeldBack> {
    all.sort();
    all.dedup();
    all
}

/// What of some signs, of the pain, of the next morning's points and of swelling holds a change back.
fn whys<'s>(
    signs: impl Iterator<Item = &'s RuleId>,
    (pain, morning, swelling): (Option<u8>, Option<i8>, bool),
    field: &Field<'_>,
) -> impl Iterator<Item = WhyHeldBack> {
    let following = &field.knowledge.following.figures;
    let signs: Vec<WhyHeldBack> = signs.map(|sign| WhyHeldBack::Sign(sign.clone())).collect();
    let pain = pain.filter(|pain| f64::from(*pain) > following.pain_hold).map(WhyHeldBack::Pain);
    let is_worse = |points: &i8| f64::from(*points) > following.morning_points;
    let morning = morning.filter(is_worse).map(WhyHeldBack::Morning);
    signs.into_iter().chain(swelling.then_some(WhyHeldBack::Swelling)).chain(pain).chain(morning)
}
