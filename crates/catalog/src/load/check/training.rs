//! Exercises have neighbours that agree and chains that begin at home, and every action has words.

use super::super::read::{Listed, Span};
use super::Refusals;
use super::coverage::classes;
use evenstride_core::knowledge::{Action, Dose, EquipmentClass, Exercise, ExerciseKind, class_needed};
use std::collections::{BTreeMap, BTreeSet};

/// Checks exercises and actions.
pub fn check(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let exercises: BTreeMap<&str, &Listed<Exercise>> =
        raw.exercises.iter().map(|listed| (listed.item.id.as_str(), listed)).collect();
    for listed in &raw.exercises {
        let exercise = &listed.item;
        let fits = match exercise.kind {
            ExerciseKind::Strength => !exercise.shares.is_empty() && exercise.stretches.is_empty(),
            ExerciseKind::Stretch | ExerciseKind::ContractRelax | ExerciseKind::Release => {
                exercise.shares.is_empty() && !exercise.stretches.is_empty()
            }
            ExerciseKind::Balance
            | ExerciseKind::Trunk
            | ExerciseKind::Jump
            | ExerciseKind::Mobility
            | ExerciseKind::Habit
            | ExerciseKind::WarmUp
            | ExerciseKind::Running => true,
        };
        refusals.expect(fits, listed.span, exercise.id.as_str(), || {
            format!(
                "read exercise “{}”: expected shares for strength and stretches for reach, found otherwise",
                exercise.id
            )
        });
        let is_counted = matches!(exercise.dose, Dose::Reps(_));
        refusals.expect(exercise.added_load.is_none() || is_counted, listed.span, "added_load", || {
            format!(
                "read exercise “{}”: expected repetitions beside a load that is added, found another dose",
                exercise.id
            )
        });
        moves_what_it_trains(refusals, listed);
        neighbours(refusals, listed, &exercises);
    }
    circles(refusals, &exercises);
    begin_at_home(refusals, &exercises);

    let worded: BTreeSet<Action> = raw.actions.iter().map(|listed| listed.item.action).collect();
    let place = raw.actions.last().map(|listed| listed.span).or(raw.flags.first().map(|listed| listed.span));
    for action in Action::ALL {
        refusals.expect(worded.contains(&action), place.unwrap_or_default(), "action", || {
            format!("read the actions: expected the words of “{}”, found none", action.as_str())
        });
    }
}

/// Half a set and more can only reach a group through a joint action that the group makes.
fn moves_what_it_trains(refusals: &mut Refusals<'_>, listed: &Listed<Exercise>) {
    let exercise = &listed.item;
    for group in &refusals.raw.groups {
        let share = exercise.shares.get(&group.item.id).copied().unwrap_or(0.0);
        let moved = group.item.motions.iter().any(|motion| exercise.motions.contains(motion));
        refusals.expect(share < 0.5 || moved, listed.span, "motions", || {
            format!(
                "read exercise “{}”: expected a motion that “{}” makes beside its share of {share}, found none",
                exercise.id, group.item.id
            )
        });
    }
}

fn neighbours(
    refusals: &mut Refusals<'_>,
    listed: &Listed<Exercise>,
    exercises: &BTreeMap<&str, &Listed<Exercise>>,
) {
    let exercise = &listed.item;
    let mut mirrored = |neighbour: &str,
                        direction: &str,
                        back: fn(&Exercise) -> &[evenstride_core::knowledge::ExerciseId],
                        word: &str| {
        let Some(other) = exercises.get(neighbour) else {
            return;
        };
        refusals.expect(back(&other.item).contains(&exercise.id), listed.span, neighbour, || {
            format!("read exercise “{}”: expected “{neighbour}”, which is {direction}, to name it as {word}, found that it does not", exercise.id)
        });
    };
    for neighbour in &exercise.harder {
        mirrored(neighbour.as_str(), "harder", |other| &other.easier, "easier");
    }
    for neighbour in &exercise.easier {
        mirrored(neighbour.as_str(), "easier", |other| &other.harder, "harder");
    }
}

/// Takes away, again and again, what nothing left is easier than; what remains leads round in a circle.
fn circles(refusals: &mut Refusals<'_>, exercises: &BTreeMap<&str, &Listed<Exercise>>) {
    let mut left: BTreeMap<&str, Vec<&str>> = exercises
        .iter()
        .map(|(id, listed)| {
            (
                *id,
                listed
                    .item
                    .harder
                    .iter()
                    .map(|other| other.as_str())
                    .filter(|other| exercises.contains_key(other))
                    .collect(),
            )
        })
        .collect();
    loop {
        let done: BTreeSet<&str> = left
            .iter()
            .filter(|(_, harder)| !harder.iter().any(|id| left.contains_key(id)))
            .map(|(id, _)| *id)
            .collect();
        if done.is_empty() {
            break;
        }
        left.retain(|id, _| !done.contains(id));
    }
    if let Some((id, _)) = left.first_key_value() {
        let span = exercises.get(id).map_or(Span::default(), |listed| listed.span);
        let names: Vec<&str> = left.keys().copied().collect();
        refusals.refuse(
            span,
            "harder",
            format!(
                "read exercise “{id}”: expected harder exercises that end, found a circle among {}",
                names.join(", ")
            ),
        );
    }
}

/// Every strength exercise is done with household things, or something easier leads down to one that is.
fn begin_at_home(refusals: &mut Refusals<'_>, exercises: &BTreeMap<&str, &Listed<Exercise>>) {
    let classes = classes(refusals.raw);
    let at_home = |exercise: &Exercise| {
        class_needed(exercise, |id| classes.get(id).copied()) == EquipmentClass::Household
    };
    let mut reached: BTreeSet<&str> =
        exercises.iter().filter(|(_, listed)| at_home(&listed.item)).map(|(id, _)| *id).collect();
    loop {
        let more: Vec<&str> = exercises
            .iter()
            .filter(|(id, listed)| {
                !reached.contains(*id)
                    && listed.item.easier.iter().any(|easier| reached.contains(easier.as_str()))
            })
            .map(|(id, _)| *id)
            .collect();
        if more.is_empty() {
            break;
        }
        reached.extend(more);
    }
    for (id, listed) in exercises {
        let is_strength = listed.item.kind == ExerciseKind::Strength;
        refusals.expect(!is_strength || reached.contains(id), listed.span, id, || {
            format!("read exercise “{id}”: expected easier exercises that lead down to one with household things, found none")
        });
    }
}
