//! Training as a line that reads back the same.
//!
//! A name stands between quotation marks unless it is an id; sets with the same load, reserve and kind stand
//! together, parted by `then`. Read next: `line`.

use super::lex::in_quotes;
use super::ours::{kind_word, side_word};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::training::{SetKind, Trained, TrainedSet};

/// Writes one line that [`super::parse_line`] reads back the same, but for the place.
///
/// What has no sets cannot be a line; it is written all the same, and reading it asks for the sets.
#[must_use]
pub fn write_line(trained: &Trained, knowledge: &Knowledge) -> String {
    let mut words: Vec<String> = vec![trained.on.to_string()];
    let is_id = knowledge.exercises.values().any(|exercise| exercise.id.as_str() == trained.name);
    words.push(if is_id { trained.name.clone() } else { in_quotes(&trained.name) });
    words.push(side_word(trained.side).to_owned());
    let mut rest = &trained.sets[..];
    while let Some(first) = rest.first() {
        let alike = |set: &&TrainedSet| {
            (set.kind, set.load_kg, set.reserve) == (first.kind, first.load_kg, first.reserve)
        };
        let (group, others) = rest.split_at(rest.iter().take_while(alike).count());
        words.push(sets_word(group));
        words.extend(first.load_kg.map(|load_kg| format!("{load_kg}kg")));
        words.extend(first.reserve.map(|reserve| format!("@{reserve}")));
        if first.kind != SetKind::Working {
            words.push(kind_word(first.kind).to_owned());
        }
        if !others.is_empty() {
            words.push("then".to_owned());
        }
        rest = others;
    }
    words.extend(trained.pain.map(|pain| format!("pain {pain}")));
    words.extend(trained.morning_points.map(|points| format!("morning {points:+}")));
    if trained.swelling {
        words.push("swelling".to_owned());
    }
    words.extend(trained.form.map(|form| format!("form {}", form.as_str())));
    words.extend(trained.signs.iter().map(|rule| format!("sign {rule}")));
    words.extend(trained.note.as_deref().map(|note| format!("note {}", in_quotes(note))));
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// Sets as one word: `3x6` when they are all the same, else a list.
fn sets_word(sets: &[TrainedSet]) -> String {
    let all: Vec<String> = sets.iter().map(amount).collect();
    match all.split_first() {
        Some((first, rest)) if rest.iter().all(|other| other == first) => format!("{}x{first}", all.len()),
        _ if sets.iter().all(|set| set.reps.is_some() && set.seconds.is_none() && set.metres.is_none()) => {
            all.join(",")
        }
        // Each amount of a list stands as a word of its own, so that no unit is taken over from the last one.
        _ => all.iter().map(|one| format!("1x{one}")).collect::<Vec<_>>().join(" "),
    }
}

fn amount(set: &TrainedSet) -> String {
    let reps = set.reps.map(|reps| reps.to_string());
    let seconds = set.seconds.map(|seconds| format!("{seconds}s"));
    let metres = set.metres.map(|metres| format!("{metres}m"));
    let parts: Vec<String> = [reps, seconds, metres].into_iter().flatten().collect();
    if parts.is_empty() { "?".to_owned() } else { parts.join("/") }
}
