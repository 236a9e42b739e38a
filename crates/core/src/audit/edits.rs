//! Every single change to a week, as steps that can be taken and taken back.
//!
//! Which changes there are is said in `docs/auditing.md`; a test makes the same list in another way. Read next:
//! `super::search`.

use super::better::Edit;
use super::blocks::{BlockNow, Candidate, Start, sets};
use super::field::Piece;
use super::grid::{Grid, Legs};
use crate::knowledge::ExerciseId;

/// Sets that come to or go from a day.
#[derive(Clone, Copy)]
pub(super) struct Load<'a> {
    pub(super) piece: &'a Piece<'a>,
    pub(super) day: usize,
    pub(super) legs: Legs,
    pub(super) unsided: bool,
}

impl Load<'_> {
    fn seconds(&self) -> i64 {
        self.piece.seconds(self.legs.together, self.legs.left, self.legs.right)
    }

    /// Is it the same exercise on the same day?
    pub(super) fn is_where(&self, other: &Load<'_>) -> bool {
        self.day == other.day && self.piece.exercise.id == other.piece.exercise.id
    }
}

/// Sets of a leg in a block up to which every number of left is tried with every number of right.
const MOST_SETS: i64 = 20; // source: evenstride-proposal, as the most sets of one entry of a log

/// One change.
pub(super) struct Step<'a> {
    pub(super) takes: Option<Load<'a>>,
    pub(super) gives: Option<Load<'a>>,
    /// The block that it changes; none for a new one.
    block: Option<usize>,
    /// The exercise and day that it is about.
    at: Load<'a>,
    pub(super) n_sets: i64,
    /// By how much the week gets longer.
    pub(super) seconds: i64,
}

impl<'a> Step<'a> {
    /// A change of a block: what it is now, and what it becomes.
    fn of(block: usize, takes: Load<'a>, gives: Option<Load<'a>>, n_sets: i64) -> Self {
        let seconds = gives.map_or(0, |load| load.seconds()) - takes.seconds();
        Self { takes: Some(takes), gives, block: Some(block), at: takes, n_sets, seconds }
    }

    /// A new block.
    fn new_block(gives: Load<'a>) -> Self {
        let (n_sets, seconds) = (gives.legs.sum(), gives.seconds());
        Self { takes: None, gives: Some(gives), block: None, at: gives, n_sets, seconds }
    }

    /// The exercises and days that it touches.
    fn places(&self) -> [Option<(usize, &'a ExerciseId)>; 2] {
        [self.takes, self.gives].map(|load| load.map(|load| (load.day, &load.piece.exercise.id)))
    }

    /// Do two changes touch one block, so that they are not two?
    pub(super) fn meets(&self, other: &Step<'_>) -> bool {
        let theirs = other.places();
        self.places()
            .into_iter()
            .flatten()
            .any(|place| theirs.into_iter().flatten().any(|their| their == place))
    }

    /// By how much each day gets longer.
    pub(super) fn lengthen(&self, days: &mut [i64; 7]) {
        if let Some(load) = self.takes {
            days[load.day] -= load.seconds();
        }
        if let Some(load) = self.gives {
            days[load.day] += load.seconds();
        }
    }

    /// Takes the step on a grid.
    pub(super) fn take(&self, grid: &mut Grid) {
        if let Some(load) = self.takes {
            grid.add(load.piece, load.day, Legs::default().minus(load.legs), load.unsided);
        }
        if let Some(load) = self.gives {
            grid.add(load.piece, load.day, load.legs, load.unsided);
        }
    }

    /// Takes it back.
    pub(super) fn take_back(&self, grid: &mut Grid) {
        if let Some(load) = self.gives {
            grid.add(load.piece, load.day, Legs::default().minus(load.legs), load.unsided);
        }
        if let Some(load) = self.takes {
            grid.add(load.piece, load.day, load.legs, load.unsided);
        }
    }

    /// The change for reading.
    pub(super) fn edit(&self, start: &Start<'_>) -> Edit {
        let day = |load: &Load<'_>| u8::try_from(load.day).unwrap_or(0);
        let block = self.block.map(|idx| &start.blocks[idx]);
        let name = block.map(|block| block.name.to_owned());
        match (&self.takes, &self.gives) {
            (Some(takes), Some(gives)) if takes.piece.exercise.id != gives.piece.exercise.id => Edit::Swap {
                day: day(takes),
                exercise: takes.piece.exercise.id.clone(),
                name: name.unwrap_or_default(),
                before: sets(takes.legs),
                to: gives.piece.exercise.id.clone(),
                after: sets(gives.legs),
            },
            (Some(takes), Some(gives)) if takes.day != gives.day => Edit::Move {
                exercise: takes.piece.exercise.id.clone(),
                name: name.unwrap_or_default(),
                sets: sets(takes.legs),
                from: day(takes),
                to: day(gives),
            },
            (takes, gives) => {
                let of = &self.at;
                let legs = |load: &Option<Load<'_>>| load.map_or_else(Legs::default, |load| load.legs);
                Edit::Sets {
                    day: day(of),
                    exercise: of.piece.exercise.id.clone(),
                    name,
                    before: sets(legs(takes)),
                    after: sets(legs(gives)),
                }
            }
        }
    }
}

/// Every change of one block, in a fixed order.
pub(super) fn steps<'a>(start: &'a Start<'a>) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    for (idx, block) in start.blocks.iter().enumerate() {
        other_sets(idx, block, start, &mut steps);
    }
    for (idx, block) in start.blocks.iter().enumerate() {
        moves(idx, block, start, &mut steps);
    }
    for (idx, block) in start.blocks.iter().enumerate() {
        for candidate in &start.candidates {
            let id = &candidate.piece.exercise.id;
            if candidate.days[block.day] && *id != block.piece.exercise.id && is_free(start, block.day, id) {
                swaps(idx, block, candidate, start, &mut steps);
            }
        }
    }
    for candidate in &start.candidates {
        for day in 0..7 {
            if start.days[day] && candidate.days[day] && is_free(start, day, &candidate.piece.exercise.id) {
                for legs in usual(candidate.piece).into_iter().filter(|legs| start.may_load(*legs)) {
                    let gives = Load { piece: candidate.piece, day, legs, unsided: false };
                    steps.push(Step::new_block(gives));
                }
            }
        }
    }
    steps.retain(|step| start.leaves_spared(step.takes, step.gives));
    steps
}

/// Does this exercise stand on this day in no block yet?
fn is_free(start: &Start<'_>, day: usize, id: &ExerciseId) -> bool {
    !start.blocks.iter().any(|block| block.day == day && block.piece.exercise.id == *id)
}

fn load<'a>(block: &BlockNow<'a>, day: usize, legs: Legs) -> Load<'a> {
    Load { piece: block.piece, day, legs, unsided: block.unsided }
}

/// From none up to the most that the exercise is done in; on one leg, on the other, on both alike, or from leg to leg.
///
/// A block of more sets than anybody does in a day may only shrink, leg by leg: its steps grow with the square of its sets.
fn other_sets<'a>(idx: usize, block: &BlockNow<'a>, start: &Start<'_>, steps: &mut Vec<Step<'a>>) {
    let now = block.legs;
    let usual = i64::from(block.piece.exercise.sets[1]);
    let most = usual.max(now.together).max(now.left).max(now.right);
    let mut push = |after: Legs| {
        let more = Legs {
            together: (after.together - now.together).max(0),
            left: (after.left - now.left).max(0),
            right: (after.right - now.right).max(0),
        };
        if after != now && (more.sum() == 0 || (block.may_grow && start.may_load(more))) {
            let off = after.minus(now);
            let gives = (after.sum() > 0).then(|| load(block, block.day, after));
            let n_sets = off.together.abs() + off.left.abs() + off.right.abs();
            steps.push(Step::of(idx, load(block, block.day, now), gives, n_sets));
        }
    };
    // More than anybody does in a day is only made less.
    let cap = usual.max(MOST_SETS);
    let counts = |now: i64| (0..=most.min(cap)).chain((now > cap).then_some(now));
    let alone = now.left > 0 || now.right > 0;
    if !alone {
        counts(now.together).for_each(|together| push(Legs { together, ..now }));
    } else if block.unsided {
        counts(now.left).for_each(|n| push(Legs { left: n, right: n, ..now }));
    } else {
        for left in counts(now.left) {
            for right in counts(now.right) {
                let one_leg = left == now.left || right == now.right;
                if one_leg || left == right || left + right == now.left + now.right {
                    push(Legs { left, right, ..now });
                }
            }
        }
    }
}

fn moves<'a>(idx: usize, block: &BlockNow<'a>, start: &Start<'_>, steps: &mut Vec<Step<'a>>) {
    let at_hand = start.candidates.iter().find(|one| one.piece.exercise.id == block.piece.exercise.id);
    for day in 0..7 {
        // What is no candidate, such as the nearest movement of the catalogue, needs what it needs where it stands.
        let fits = at_hand.is_none_or(|candidate| candidate.days[day]);
        if block.may_grow
            && start.may_load(block.legs)
            && start.days[day]
            && fits
            && is_free(start, day, &block.piece.exercise.id)
        {
            let takes = load(block, block.day, block.legs);
            steps.push(Step::of(idx, takes, Some(load(block, day, block.legs)), block.legs.sum()));
        }
    }
}

fn swaps<'a>(
    idx: usize,
    block: &BlockNow<'a>,
    candidate: &Candidate<'a>,
    start: &Start<'_>,
    steps: &mut Vec<Step<'a>>,
) {
    for legs in usual(candidate.piece).into_iter().filter(|legs| start.may_load(*legs)) {
        let takes = load(block, block.day, block.legs);
        let gives = Load { piece: candidate.piece, day: block.day, legs, unsided: false };
        steps.push(Step::of(idx, takes, Some(gives), block.legs.sum() + legs.sum()));
    }
}

/// The sets in which an exercise is usually done in one session: both legs alike, or one leg alone.
fn usual(piece: &Piece<'_>) -> Vec<Legs> {
    let [least, most] = piece.exercise.sets.map(i64::from);
    let mut all = Vec::new();
    for n in least.max(1)..=most {
        if piece.exercise.one_sided {
            all.push(Legs { left: n, right: n, together: 0 });
            all.push(Legs { left: n, ..Legs::default() });
            all.push(Legs { right: n, ..Legs::default() });
        } else {
            all.push(Legs { together: n, ..Legs::default() });
        }
    }
    all
}
