//! A linear program made smaller: without the choices that cannot pay and without the rows that hold nothing back.
//!
//! What was found out by rounding stays as long as it is tight, so that the next rounds build on it. Leaving a row out
//! only loosens the program, and a choice is left out only where no better week can hold it; so its bounds stay bounds.
//! Read next: `super::search`.

use super::cuts::{Cut, Families};
use super::lp::{Model, State};
use super::relax::{Cover, Left, Prices, Relaxation};
use std::collections::{BTreeMap, BTreeSet};

/// The program with the choices that are left, and with the rows that are tight in a solved state or were there at first.
pub(super) fn shrunk<'a, 'k>(old: &Relaxation<'a, 'k>, state: &State, left: &Left) -> Relaxation<'a, 'k> {
    let mut choices = Vec::new();
    let mut on = Vec::new();
    let mut first = vec![0];
    let mut column_of: Vec<Option<usize>> = vec![None; old.upper.len()];
    let mut from: Vec<usize> = Vec::new();
    for (candidate, left) in left.iter().enumerate() {
        for column in old.columns(candidate) {
            let (choice, days) = (old.choices[column].1, old.on[column]);
            if left.contains(&(choice, days)) {
                column_of[column] = Some(from.len());
                from.push(column);
                choices.push(old.choices[column]);
                on.push(days);
            }
        }
        first.push(choices.len());
    }
    for (column, place) in column_of.iter_mut().enumerate().skip(old.choices.len()) {
        *place = Some(from.len());
        from.push(column);
    }
    let loose = state.loose_rows(&old.model);
    let mut model = Model::new(from.len());
    let mut cut_of_row = BTreeMap::new();
    let mut one = BTreeMap::new();
    for (row, is_loose) in loose.into_iter().enumerate() {
        let cut = old.cut_of_row.get(&row);
        let lasts = row < old.n_lasting || matches!(cut, Some(Cut::Together(_) | Cut::Exactly(_)));
        if is_loose && !lasts {
            continue;
        }
        let (entries, right, slack) = old.model.row(row);
        let entries =
            entries.iter().filter_map(|(column, figure)| Some((column_of[*column]?, *figure))).collect();
        let new_row = model.add(entries, right, slack);
        match cut {
            // Families depend on the choices that are left, so their rows lose their names and are found again.
            None | Some(Cut::Days(..)) => {}
            Some(cut) => {
                if let Cut::One(candidate) = cut {
                    one.insert(*candidate, new_row);
                }
                cut_of_row.insert(new_row, cut.clone());
            }
        }
    }
    let covers = old.covers.iter().map(|cover| Cover {
        columns: cover.columns.iter().filter_map(|column| column_of[*column]).collect(),
        amounts: cover
            .amounts
            .iter()
            .filter_map(|(column, amount)| Some((column_of[*column]?, *amount)))
            .collect(),
        ..cover.clone()
    });
    let known: BTreeSet<Cut> = cut_of_row.values().cloned().collect();
    Relaxation {
        problem: old.problem,
        model,
        covers: covers.collect(),
        prices: Prices {
            by_column: from.iter().map(|&column| old.prices.by_column[column]).collect(),
            ..old.prices.clone()
        },
        families: Families::new(old.problem, &choices, &on),
        choices,
        on,
        first,
        one,
        known,
        cut_of_row,
        n_lasting: old.n_lasting,
        upper: from.iter().map(|&column| old.upper[column]).collect(),
        lower: from.iter().map(|&column| old.lower[column]).collect(),
    }
}
