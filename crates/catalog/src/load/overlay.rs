//! A clinic's own tests, exercises, norms and figures of the model, laid over the built-in ones.
//!
//! ```text
//!   built-in   squat   heel raise   push test     norms of the push test
//!   ours               heel raise'  pull test     norms of the push test'
//!   together   squat   heel raise'  push, pull    norms of the push test'
//! ```
//! An entry with an id that exists replaces the built-in one; norms of a test replace all that were built in for it; an
//! assumption of the model replaces the one with its id, and a prior that of its group and quality.
//! Only what measures, trains and is believed beforehand can be replaced: red flags, cautions, actions and dose rules can be added to but never
//! taken away, and a replaced test or exercise keeps the cautions that it had. A replaced test also keeps its unit, its quality
//! and whether it is all-out, since red flags, limits and recorded values rest on them; an assumption keeps its unit.
//! Names that other apps use can be added; a built-in one that the clinic gives another meaning goes. Names in other languages
//! stay with a replaced entry that has none of its own, but for those that the clinic gives to something.

use super::CatalogError;
use super::read::{Contents, Gathered, Listed, Raw, Span};
use evenstride_core::knowledge::{
    Assumption, AssumptionId, CautionId, Exercise, ExerciseId, Norm, Test, TestId, folded,
};
use std::collections::{BTreeMap, BTreeSet};

/// The name under which errors tell of what was built in.
pub const BUILT_IN: &str = "the built-in catalogue";

/// Reads files over a catalogue; a file whose name ends in `.csv` holds norms.
///
/// # Errors
/// What cannot be read in each file, and a replaced entry that lacks a caution of the built-in one.
pub fn lay_over(
    contents: Contents,
    norms: Vec<Norm>,
    files: &[(&str, &str)],
) -> Result<Raw, Vec<CatalogError>> {
    let mut all = Gathered::default();
    all.files.push((BUILT_IN.to_owned(), Vec::new()));
    all.add(contents, 0, BUILT_IN, &[]);
    all.norms = norms.into_iter().map(|item| Listed { item, span: Span::default() }).collect();
    for (name, text) in files {
        all.read(name, text);
    }

    let mut replaced = 0;
    let kept = keep_cautions(&all.tests, |test| (test.id.as_str(), &test.cautions));
    all.errors.extend(kept.into_iter().map(|lost| lost.error(&all.files)));
    let kept = keep_cautions(&all.exercises, |exercise| (exercise.id.as_str(), &exercise.cautions));
    all.errors.extend(kept.into_iter().map(|lost| lost.error(&all.files)));
    let changed = keep_meaning(&all.tests, &all.files);
    all.errors.extend(changed);
    let changed = keep_units(&all.assumptions, &all.files);
    all.errors.extend(changed);
    keep_elsewhere(
        &mut all.tests,
        |test| (test.id.as_str(), test.spellings().collect()),
        |test| &mut test.elsewhere,
    );
    keep_elsewhere(
        &mut all.exercises,
        |one| (one.id.as_str(), one.spellings().collect()),
        |one| &mut one.elsewhere,
    );
    keep_elsewhere(
        &mut all.equipment,
        |one| (one.id.as_str(), one.spellings().collect()),
        |one| &mut one.elsewhere,
    );
    replaced += super::prior::lay(&mut all);
    replaced += replace(&mut all.assumptions, |one| one.id.to_string());
    replaced += replace(&mut all.tests, |test| test.id.to_string());
    replaced += replace(&mut all.exercises, |exercise| exercise.id.to_string());
    replaced += replace(&mut all.figures, |figure| figure.id.to_string());
    replaced += replace(&mut all.equipment, |piece| piece.id.to_string());
    replaced += replace(&mut all.goals, |goal| goal.id.to_string());
    replaced += replace(&mut all.sources, |source| source.id.to_string());
    replaced += replace(&mut all.norms, |norm| norm.test.to_string());

    let mut raw = all.finish()?;
    let names: Vec<&str> =
        files.iter().map(|(name, _)| name.rsplit(['/', '\\']).next().unwrap_or(name)).collect();
    let entries = if replaced == 1 { "entry" } else { "entries" };
    raw.version = format!("{} with {} ({replaced} built-in {entries} replaced)", raw.version, names.join(", "));
    forgive_unused(&mut raw);
    give_way(&mut raw);
    Ok(raw)
}

pub(super) fn is_built_in<T>(listed: &Listed<T>) -> bool {
    listed.span.file == 0
}

/// Drops built-in entries whose id the laid-over files hold too, and counts them.
fn replace<T>(list: &mut Vec<Listed<T>>, id_of: impl Fn(&T) -> String) -> usize {
    let ours: BTreeSet<String> =
        list.iter().filter(|listed| !is_built_in(listed)).map(|listed| id_of(&listed.item)).collect();
    let before = list.len();
    list.retain(|listed| !is_built_in(listed) || !ours.contains(&id_of(&listed.item)));
    before - list.len()
}

/// Gives replacing entries without names in other languages those of the entries that they replace.
///
/// `view` gives id and spellings, `elsewhere` the names to be filled.
fn keep_elsewhere<T>(
    list: &mut [Listed<T>],
    view: impl Fn(&T) -> (&str, Vec<&str>),
    elsewhere: impl Fn(&mut T) -> &mut Vec<String>,
) {
    let mut ours: BTreeSet<String> = BTreeSet::new();
    for listed in list.iter().filter(|listed| !is_built_in(listed)) {
        ours.extend(view(&listed.item).1.into_iter().map(folded));
    }
    let mut before: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for listed in list.iter_mut().filter(|listed| is_built_in(listed)) {
        let id = view(&listed.item).0.to_owned();
        let free = elsewhere(&mut listed.item).iter().filter(|name| !ours.contains(&folded(name)));
        before.insert(id, free.cloned().collect());
    }
    for listed in list.iter_mut().filter(|listed| !is_built_in(listed)) {
        let names = before.remove(view(&listed.item).0);
        let own = elsewhere(&mut listed.item);
        if own.is_empty() {
            own.extend(names.unwrap_or_default());
        }
    }
}

/// A caution that a replacing entry left out.
struct Lost {
    span: Span,
    id: String,
    caution: CautionId,
}

impl Lost {
    fn error(self, files: &[(String, Vec<String>)]) -> CatalogError {
        let message = format!(
            "read “{}”: expected it to keep the caution “{}” of the entry it replaces, found none",
            self.id, self.caution
        );
        at(self.span, files, message)
    }
}

fn keep_cautions<T>(list: &[Listed<T>], view: impl Fn(&T) -> (&str, &Vec<CautionId>)) -> Vec<Lost> {
    let built_in: BTreeMap<&str, &Vec<CautionId>> =
        list.iter().filter(|listed| is_built_in(listed)).map(|listed| view(&listed.item)).collect();
    let ours = list.iter().filter(|listed| !is_built_in(listed));
    ours.flat_map(|listed| {
        let (id, cautions) = view(&listed.item);
        let before = built_in.get(id).map_or(&[][..], |cautions| &cautions[..]);
        let lost = before.iter().filter(move |caution| !cautions.contains(caution));
        lost.map(move |caution| Lost { span: listed.span, id: id.to_owned(), caution: caution.clone() })
    })
    .collect()
}

/// Replaced tests whose values would mean something else, or that would no longer count as all-out.
fn keep_meaning(tests: &[Listed<Test>], files: &[(String, Vec<String>)]) -> Vec<CatalogError> {
    let built_in: BTreeMap<&TestId, &Test> = tests
        .iter()
        .filter(|listed| is_built_in(listed))
        .map(|listed| (&listed.item.id, &listed.item))
        .collect();
    let ours = tests.iter().filter(|listed| !is_built_in(listed));
    ours.filter_map(|listed| {
        let (test, before) = (&listed.item, *built_in.get(&listed.item.id)?);
        let found = if test.unit != before.unit {
            format!("its unit {}, found {}", before.unit, test.unit)
        } else if test.quality != before.quality {
            format!("its quality {}, found {}", before.quality, test.quality)
        } else if before.maximal && !test.maximal {
            "`maximal = true`, found false".to_owned()
        } else {
            return None;
        };
        Some(at(listed.span, files, format!("read “{}”: expected the test to keep {found}", test.id)))
    })
    .collect()
}

/// Replaced assumptions whose figures would mean something else.
fn keep_units(assumptions: &[Listed<Assumption>], files: &[(String, Vec<String>)]) -> Vec<CatalogError> {
    let built_in: BTreeMap<&AssumptionId, &str> = assumptions
        .iter()
        .filter(|listed| is_built_in(listed))
        .map(|listed| (&listed.item.id, listed.item.unit.as_str()))
        .collect();
    let ours = assumptions.iter().filter(|listed| !is_built_in(listed));
    ours.filter_map(|listed| {
        let (one, unit) = (&listed.item, *built_in.get(&listed.item.id)?);
        let message = || {
            format!("read “{}”: expected the assumption to keep its unit, {unit}, found {}", one.id, one.unit)
        };
        (one.unit != unit).then(|| at(listed.span, files, message()))
    })
    .collect()
}

/// What is wrong with an entry, told at its first line.
pub(super) fn at(span: Span, files: &[(String, Vec<String>)], message: String) -> CatalogError {
    let file = files.get(span.file).map_or(String::new(), |(name, _)| name.clone());
    CatalogError { file, line: span.first + 1, message }
}

/// What follows for built-in entries is not the clinic's to write: sources that only replaced entries cited go, cells
/// that are filled now are no gaps, and easier and harder neighbours name new entries back.
fn forgive_unused(raw: &mut Raw) {
    let cited = super::check::sources::cited(raw);
    raw.sources.retain(|listed| !is_built_in(listed) || cited.contains(&listed.item.id));
    let filled: BTreeSet<_> = super::check::coverage::filled(raw);
    for gap in raw.gaps.iter_mut().filter(|gap| gap.span.file == 0) {
        let group = &gap.item.group;
        gap.item.cells.retain(|cell| !filled.contains(&(group.clone(), *cell)));
    }
    raw.gaps.retain(|gap| !gap.item.cells.is_empty());
    name_back(&mut raw.exercises);
}

/// Built-in names of other apps give way to the clinic's exercises, and to the names that it gives itself.
fn give_way(raw: &mut Raw) {
    let reader = super::check::naming::reader(raw);
    let mut ours: BTreeSet<String> = BTreeSet::new();
    for listed in raw.exercises.iter().filter(|listed| !is_built_in(listed)) {
        ours.extend(listed.item.spellings().map(|spelling| reader.key(spelling)));
    }
    for listed in raw.names.iter().filter(|listed| !is_built_in(listed)) {
        let names = listed.item.likely.iter().chain(&listed.item.nearest).chain(&listed.item.within);
        ours.extend(names.map(|name| reader.key(name)));
    }
    let other = raw.not_legs.iter().filter(|listed| !is_built_in(listed)).flat_map(|listed| &listed.item.names);
    ours.extend(other.map(|name| reader.key(name)));
    let keep = |names: &mut Vec<String>| names.retain(|name| !ours.contains(&reader.key(name)));
    for listed in raw.names.iter_mut().filter(|listed| is_built_in(listed)) {
        keep(&mut listed.item.likely);
        keep(&mut listed.item.nearest);
        keep(&mut listed.item.within);
    }
    for listed in raw.not_legs.iter_mut().filter(|listed| is_built_in(listed)) {
        keep(&mut listed.item.names);
    }
}

/// Makes the built-in side of easier and harder agree with what the laid-over exercises say.
fn name_back(exercises: &mut [Listed<Exercise>]) {
    let ours: BTreeMap<ExerciseId, (Vec<ExerciseId>, Vec<ExerciseId>)> = exercises
        .iter()
        .filter(|listed| !is_built_in(listed))
        .map(|listed| (listed.item.id.clone(), (listed.item.easier.clone(), listed.item.harder.clone())))
        .collect();
    for listed in exercises.iter_mut().filter(|listed| listed.span.file == 0) {
        let exercise = &mut listed.item;
        exercise.easier.retain(|other| ours.get(other).is_none_or(|(_, harder)| harder.contains(&exercise.id)));
        exercise.harder.retain(|other| ours.get(other).is_none_or(|(easier, _)| easier.contains(&exercise.id)));
        for (id, (easier, harder)) in &ours {
            if easier.contains(&exercise.id) && !exercise.harder.contains(id) {
                exercise.harder.push(id.clone());
            }
            if harder.contains(&exercise.id) && !exercise.easier.contains(id) {
                exercise.easier.push(id.clone());
            }
        }
    }
}
