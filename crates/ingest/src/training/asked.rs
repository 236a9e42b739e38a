//! What names mean to the catalogue, as far as reading asks for it, and the questions about legs that follow.
//!
//! Each name is looked up once. It never changes what a source says. Read next: `settle`.

use super::{TrainingOptions, sides};
use crate::notices::Notices;
use crate::text::{count_of, quoted};
use evenstride_core::knowledge::{Exercise, ExerciseId, Knowledge, folded};
use evenstride_core::notice::NoticeCode;
use evenstride_core::training::{Confidence, Recognised, Recognition, TrainedSide, recognise, recognise_typed};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// The exercises by their own names, and what other names were recognised as.
pub(super) struct Known<'a> {
    knowledge: &'a Knowledge,
    exact: BTreeMap<String, &'a Exercise>,
    recognised: RefCell<BTreeMap<String, Recognition>>,
    /// Whether names can be meant as they were typed.
    typed: RefCell<BTreeMap<String, bool>>,
    n_nearest: Cell<usize>,
}

/// Different names that are looked up by their words; a file with more of them holds no names, and would take long.
const MOST_LOOKED_UP: usize = 20_000;
/// Names to which the nearest ones are looked for; past that the notices are no longer listed.
const MOST_NEAREST: usize = 500;

/// From this likeness on, 0–1, a name is offered as the nearest.
const LIKE_ENOUGH: f64 = 0.4;

impl<'a> Known<'a> {
    pub(super) fn new(options: &TrainingOptions<'a>) -> Self {
        let mut exact = BTreeMap::new();
        for exercise in options.knowledge.exercises.values() {
            for name in exercise.spellings() {
                exact.entry(folded(name)).or_insert(exercise);
            }
        }
        Self {
            knowledge: options.knowledge,
            exact,
            recognised: RefCell::new(BTreeMap::new()),
            typed: RefCell::new(BTreeMap::new()),
            n_nearest: Cell::new(0),
        }
    }

    pub(super) fn knowledge(&self) -> &'a Knowledge {
        self.knowledge
    }

    /// The exercise whose own id, name or alias this is.
    pub(super) fn exact(&self, name: &str) -> Option<&'a Exercise> {
        self.exact.get(&folded(name)).copied()
    }

    fn recognition(&self, name: &str) -> Recognition {
        if let Some(exercise) = self.exact(name) {
            let what = Recognised::Exercise { id: exercise.id.clone(), confidence: Confidence::Exact };
            return Recognition { what, side: None };
        }
        if let Some(known) = self.recognised.borrow().get(name) {
            return known.clone();
        }
        if self.recognised.borrow().len() >= MOST_LOOKED_UP {
            return Recognition { what: Recognised::Unknown, side: None };
        }
        let mut found = recognise(name, self.knowledge);
        if found.what == Recognised::Unknown {
            // A name without its side may be known where the whole is not.
            let (side, rest) = sides::of_name(name);
            if side.is_some() {
                found.what = recognise(&rest, self.knowledge).what;
            }
        }
        self.recognised.borrow_mut().insert(name.to_owned(), found.clone());
        found
    }

    pub(super) fn is_unknown(&self, name: &str) -> bool {
        self.recognition(name).what == Recognised::Unknown
    }

    /// Is it no name that somebody would type, although an exercise may stand within it?
    pub(super) fn is_unknown_typed(&self, name: &str) -> bool {
        if self.is_unknown(name) {
            return true;
        }
        let is_known = |name: &str| recognise_typed(name, self.knowledge).what != Recognised::Unknown;
        // The same name stands in many lines, and no more names than can be looked up come this far.
        let mut typed = self.typed.borrow_mut();
        let known = typed.entry(name.to_owned());
        !*known.or_insert_with(|| is_known(name) || is_known(&sides::of_name(name).1))
    }

    /// The exercise that a name is taken for although it is not one of its own names.
    pub(super) fn not_exactly(&self, name: &str) -> Option<ExerciseId> {
        match self.recognition(name).what {
            Recognised::Exercise { id, confidence: Confidence::Likely | Confidence::Nearest } => Some(id),
            Recognised::Exercise { confidence: Confidence::Exact, .. }
            | Recognised::NotLegs
            | Recognised::Unknown => None,
        }
    }

    /// Is the exercise done one leg at a time, by the catalogue or else by the words of its name?
    pub(super) fn is_one_sided(&self, name: &str) -> bool {
        match self.recognition(name).what {
            Recognised::Exercise { id, .. } => {
                self.knowledge.exercises.get(&id).is_some_and(|exercise| exercise.one_sided)
            }
            Recognised::NotLegs => false,
            Recognised::Unknown => sides::says_one_leg(name),
        }
    }

    /// The legs that a name itself tells.
    pub(super) fn side_of_name(&self, name: &str) -> Option<TrainedSide> {
        self.recognition(name).side.or_else(|| sides::of_name(name).0)
    }

    /// The hint that names the three exercises whose id, name or alias is nearest.
    pub(super) fn nearest(&self, name: &str) -> String {
        const LIST: &str = "the list of exercises in the reference has all names";
        self.n_nearest.set(self.n_nearest.get() + 1);
        if self.n_nearest.get() > MOST_NEAREST {
            return LIST.to_owned();
        }
        let wanted: String = folded(name).chars().take(64).collect();
        let mut likeness: BTreeMap<&ExerciseId, f64> = BTreeMap::new();
        for (folded_name, exercise) in &self.exact {
            let found = strsim::sorensen_dice(folded_name, &wanted);
            let best = likeness.entry(&exercise.id).or_default();
            *best = best.max(found);
        }
        let mut all: Vec<(&ExerciseId, f64)> = likeness.into_iter().collect();
        all.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let alike = all.iter().take(3).filter(|(_, likeness)| *likeness >= LIKE_ENOUGH);
        let ids: Vec<&str> = alike.map(|(id, _)| id.as_str()).collect();
        match ids.split_last() {
            None => LIST.to_owned(),
            Some((last, [])) => format!("the nearest is {last}"),
            Some((last, rest)) => format!("the nearest are {} and {last}", rest.join(", ")),
        }
    }
}

/// Questions that are asked once for each name, however often the name stands in the file.
#[derive(Default)]
pub(super) struct Questions {
    no_side: BTreeMap<String, Count>,
    pairs: BTreeMap<String, Count>,
    contrary: BTreeMap<String, Count>,
}

#[derive(Default)]
struct Count {
    first_line: Option<u64>,
    n_entries: usize,
    n_sets: usize,
}

impl Count {
    fn add(&mut self, line: Option<u64>, n_sets: usize) {
        if self.n_entries == 0 {
            self.first_line = line;
        }
        self.n_entries += 1;
        self.n_sets += n_sets;
    }

    fn told(&self) -> String {
        let entries =
            if self.n_entries == 1 { "1 entry".to_owned() } else { format!("{} entries", self.n_entries) };
        format!("{entries} with {}", count_of(self.n_sets, "set"))
    }
}

impl Questions {
    /// One leg works at a time, and nothing says which.
    pub(super) fn no_side(&mut self, name: &str, line: Option<u64>, n_sets: usize) {
        self.no_side.entry(name.to_owned()).or_default().add(line, n_sets);
    }

    /// Equal sets stand in pairs, so that one of two was probably the other leg's.
    pub(super) fn paired(&mut self, name: &str, line: Option<u64>, n_sets: usize) {
        self.pairs.entry(name.to_owned()).or_default().add(line, n_sets);
    }

    /// A note speaks of sides, and the sets do not agree with it.
    pub(super) fn contrary(&mut self, name: &str, line: Option<u64>, n_sets: usize) {
        self.contrary.entry(name.to_owned()).or_default().add(line, n_sets);
    }

    /// Asks all questions.
    pub(super) fn ask(self, notices: &mut Notices) {
        const IN_APPS: &str = "write left, right or each into the note of the exercise and read the file again";
        for (name, count) in self.pairs {
            let message = format!(
                "{} is done one leg at a time, and its sets come in equal pairs without a side: {} are read as one set \
                 of each leg in turn and counted once a pair",
                quoted(&name),
                count.told()
            );
            let hint = "if each leg did all of them, write each into the note of the exercise, or read the file with \
                        paired sets of each leg";
            notices.file(count.first_line, NoticeCode::SetsPaired, message, Some(hint.to_owned()));
        }
        for (name, count) in self.contrary {
            let message = format!(
                "the note of {} speaks of left and right, but not so that its sets can be told apart: {} kept without a side",
                quoted(&name),
                count.told()
            );
            let hint = "write for example L 3x8 / R 3x6 into the note, or alternating, left first";
            notices.file(count.first_line, NoticeCode::SideAsked, message, Some(hint.to_owned()));
        }
        for (name, count) in self.no_side {
            let message = format!(
                "{} is done one leg at a time, and nothing says which leg: {} kept without a side",
                quoted(&name),
                count.told()
            );
            notices.file(count.first_line, NoticeCode::SideAsked, message, Some(IN_APPS.to_owned()));
        }
    }
}
