//! Exports of an app that tell the same sets in another way than an earlier one: in another unit, with legs told apart,
//! taken in mid-exercise.
//!
//! ```text
//!   in the store   curl, no leg, 4 sets     (import 3)
//!   in the file    curl, each leg, 4 sets   ─► both would count: take import 3 back first
//! ```
//! An app exports everything that it holds of a day, so what an earlier export tells of an exercise and this one does not
//! is told in another way now. It never chooses between the two readings; the person does, by taking one back.

use crate::error::Error;
use crate::record::Brought;
use crate::store::{ActionId, BY_HAND, BY_PAGE, Content, Kept, Store};
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use evenstride_core::training::Trained;
use std::collections::{BTreeMap, BTreeSet};

/// Refuses an export of which something would count twice.
///
/// # Errors
/// The store holds sets of the same exercise and day from an earlier file that this one tells otherwise, or it cannot be
/// read.
pub(crate) async fn refuse_other_reading(store: &Store, name: &str, brought: &Brought) -> Result<(), Error> {
    let mut by_subject: BTreeMap<&SubjectId, Vec<&Trained>> = BTreeMap::new();
    for (subject, content) in &brought.entries {
        if let Content::Trained(trained) = content {
            by_subject.entry(subject).or_default().push(trained);
        }
    }
    let known = store.subjects().await?;
    for (subject, told) in by_subject.into_iter().filter(|(subject, _)| known.contains(subject)) {
        let records = store.read(subject).await?;
        let (first, actions) = told_otherwise(&told, &records.trained);
        if let Some(first) = first {
            return Err(refused(name, first, &actions));
        }
    }
    Ok(())
}

/// The first entry that is told otherwise now, and the actions that brought what was told before.
fn told_otherwise<'t>(
    told: &[&'t Trained],
    kept: &[Kept<Trained>],
) -> (Option<&'t Trained>, BTreeSet<ActionId>) {
    let mut before: BTreeMap<_, Vec<&Kept<Trained>>> = BTreeMap::new();
    for kept in kept.iter().filter(|kept| ![BY_HAND, BY_PAGE].contains(&kept.value.place.file.as_str())) {
        before.entry((kept.value.on, kept.value.name.as_str())).or_default().push(kept);
    }
    let mut now: BTreeMap<_, Vec<&Trained>> = BTreeMap::new();
    for &told in told {
        now.entry((told.on, told.name.as_str())).or_default().push(told);
    }
    let (mut first, mut actions) = (None, BTreeSet::new());
    for (key, now) in now {
        let Some(before) = before.get(&key) else { continue };
        let added = now.iter().find(|told| !before.iter().any(|kept| same(&kept.value, told)));
        let gone = before.iter().filter(|kept| !now.iter().any(|told| same(&kept.value, told)));
        let gone: BTreeSet<ActionId> = gone.map(|kept| kept.action).collect();
        if let (Some(added), false) = (added, gone.is_empty()) {
            first = first.or(Some(*added));
            actions.extend(gone);
        }
    }
    (first, actions)
}

/// The same wherever it stands.
fn same(a: &Trained, b: &Trained) -> bool {
    let anywhere = |trained: &Trained| Trained { place: Place::default(), ..trained.clone() };
    anywhere(a) == anywhere(b)
}

fn refused(name: &str, first: &Trained, actions: &BTreeSet<ActionId>) -> Error {
    let undo: Vec<String> = actions.iter().map(|action| format!("`evenstride undo {action}`")).collect();
    Error::usage(format!(
        "bring in {name}: the store has the same sets from an earlier export, told otherwise, and both would count; \
         first {} on {}",
        first.name, first.on
    ))
    .hint(format!("take back what was brought in before, {}, then bring this file in again", undo.join(" and ")))
}
