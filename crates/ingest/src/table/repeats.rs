//! Trials that stand twice: counted once when the attempt is stated, kept with a remark when it is not.

use crate::notices::Notices;
use crate::text::shown;
use evenstride_core::measure::Trial;
use evenstride_core::notice::NoticeCode;
use evenstride_core::quantity::Unit;
use std::collections::BTreeSet;

/// A trial with a fingerprint of the whole row it came from.
pub(super) struct Read {
    pub(super) trial: Trial,
    pub(super) line: u64,
    pub(super) row: u64,
    /// The unit of a value that is what one leg did and not yet a share.
    pub(super) amount: Option<Unit>,
}

/// Drops repeats and says so; lines of rows that contradict an earlier one are added to `refused`.
pub(super) fn resolve(reads: Vec<Read>, refused: &mut BTreeSet<u64>, notices: &mut Notices) -> Vec<Read> {
    let mut order: Vec<usize> = (0..reads.len()).collect();
    order.sort_by(|a, b| identity(&reads[*a].trial).cmp(&identity(&reads[*b].trial)).then(a.cmp(b)));
    let mut dropped = vec![false; reads.len()];
    for group in order.chunk_by(|a, b| identity(&reads[*a].trial) == identity(&reads[*b].trial)) {
        let [first, rest @ ..] = group else { continue };
        let first_trial = &reads[*first].trial;
        match first_trial.attempt {
            Some(attempt) => {
                for at in rest {
                    dropped[*at] = true;
                    against(&reads[*first], &reads[*at], attempt, refused, notices);
                }
            }
            None => tell_identical(&reads, group, notices),
        }
    }
    reads.into_iter().zip(dropped).filter(|(_, dropped)| !dropped).map(|(read, _)| read).collect()
}

/// What makes two rows the same trial.
fn identity(trial: &Trial) -> impl Ord + '_ {
    (&trial.subject, &trial.test, trial.side, trial.day, &trial.device, trial.attempt)
}

fn against(first: &Read, again: &Read, attempt: u32, refused: &mut BTreeSet<u64>, notices: &mut Notices) {
    let Trial { test, side, day, .. } = &again.trial;
    let what = format!("attempt {attempt} of {test}, {side}, on {day}");
    if first.trial.value.total_cmp(&again.trial.value).is_eq() {
        let message = format!("{what} stands on line {} and again here; it was counted once", first.line);
        notices.row(
            again.line,
            NoticeCode::TrialRepeated,
            message,
            "delete one of the two rows, or correct the attempt",
        );
        return;
    }
    refused.insert(again.line);
    let message = format!(
        "row left out: expected one value for {what}, found {} on line {} and {} on line {}",
        shown(first.trial.value),
        first.line,
        shown(again.trial.value),
        again.line
    );
    notices.row(again.line, NoticeCode::RowRefused, message, "delete the wrong row, or correct the attempt");
}

/// Rows that agree in every cell could be one trial typed twice or two equal trials; only the user knows.
fn tell_identical(reads: &[Read], group: &[usize], notices: &mut Notices) {
    if group.len() < 2 {
        return;
    }
    let mut by_row: Vec<usize> = group.to_vec();
    by_row.sort_by_key(|at| (reads[*at].row, *at));
    for same in by_row.chunk_by(|a, b| reads[*a].row == reads[*b].row) {
        for pair in same.windows(2) {
            let [earlier, later] = [&reads[pair[0]], &reads[pair[1]]];
            let message =
                format!("this row is the same as line {}; both were kept as two trials", earlier.line);
            notices.row(
                later.line,
                NoticeCode::TrialRepeated,
                message,
                "number the attempts, or delete one of the two rows",
            );
        }
    }
}
