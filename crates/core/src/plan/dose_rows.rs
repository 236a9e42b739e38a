//! Rows of doses: what whole choices must add up to before a dose is there.
//!
//! A dose is reached by whole choices: when `Σ a·x ≥ T` for what a keep needs, then `Σ ⌈a/q⌉·x ≥ ⌈T/q⌉` for every q, since
//! rounding up each part gives at least the rounded sum. With something missing of a need, `Σ a·x + m ≥ T` gives
//! `Σ (⌊a/q⌋ + min(1, (a mod q)/r))·x + m/r ≥ ⌈T/q⌉` with `r = T mod q`, the usual rounding of a row with one part that
//! is not whole.
//!
//! When some candidates give at most `c` each, the others have to give the rest: `Σ min(r, (a − c)⁺)·x ≥ r` with
//! `r = T − Σ c`, where no choice counts for more than all of the rest. Read next: `super::cuts`.

use super::cuts::{BROKEN, Cut};
use super::relax::{Relaxation, as_f64};

impl Relaxation<'_, '_> {
    /// The row of what is left of a dose that these values break most: the candidates that are mostly there are the base.
    pub(super) fn rest(&self, cover: usize, which: usize, x: &[f64]) -> Option<Cut> {
        let mut there: Vec<(f64, usize, i64)> = Vec::new();
        for &(column, amount) in &self.covers[cover].amounts {
            let candidate = self.choices[column].0;
            if x[column] <= 1e-6 {
                continue;
            }
            match there.last_mut().filter(|(_, last, _)| *last == candidate) {
                Some((part, _, most)) => (*part, *most) = (*part + x[column], amount.max(*most)),
                None => there.push((x[column], candidate, amount)),
            }
        }
        there.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let dose = self.dose(cover, which);
        let mut base: Vec<(usize, i64)> = Vec::new();
        let mut best: Option<(f64, Cut)> = None;
        let mut given = 0;
        for (_, candidate, amount) in there {
            given += amount;
            if given >= dose {
                given -= amount;
                continue;
            }
            base.push((candidate, amount));
            base.sort_unstable();
            let (entries, right) = self.rest_row(cover, which, &base, |column| x[*column] > 1e-6);
            let excess = entries.iter().map(|&(column, figure)| figure * x[column]).sum::<f64>() - right;
            if excess > BROKEN && best.as_ref().is_none_or(|(other, _)| excess > *other) {
                best = Some((excess, Cut::Rest(cover, which, base.clone())));
            }
        }
        best.map(|(_, cut)| cut)
    }

    /// What a cover's column asks for.
    fn dose(&self, cover: usize, which: usize) -> i64 {
        let want = &self.problem.wants[self.covers[cover].wants[0]];
        if want.is_keep() && which == 0 { want.half() } else { want.target }
    }

    /// What is left of a dose beyond what a base gives, where no choice counts for more than all of that; for the columns
    /// of choices that are asked about.
    pub(super) fn rest_row(
        &self,
        cover: usize,
        which: usize,
        base: &[(usize, i64)],
        is_asked: impl Fn(&usize) -> bool,
    ) -> (Vec<(usize, f64)>, f64) {
        let rest = self.dose(cover, which) - base.iter().map(|(_, amount)| amount).sum::<i64>();
        let is_keep = self.problem.wants[self.covers[cover].wants[0]].is_keep();
        let mut entries: Vec<(usize, f64)> = Vec::new();
        for &(column, amount) in self.covers[cover].amounts.iter().filter(|(column, _)| is_asked(column)) {
            let candidate = self.choices[column].0;
            let known = base.iter().find(|(other, _)| *other == candidate).map_or(0, |(_, known)| *known);
            let more = (amount - known).clamp(0, rest);
            if more > 0 {
                entries.push((column, -as_f64(more) / as_f64(rest)));
            }
        }
        let there = self.covers[cover].columns[which];
        if is_keep {
            entries.push((there, 1.0));
            return (entries, 0.0);
        }
        entries.push((there, -100.0 / as_f64(rest)));
        (entries, -1.0)
    }

    /// A dose in whole parts of `part`, for the columns of choices that are asked about; no entries where that says nothing.
    pub(super) fn dose_row(
        &self,
        cover: usize,
        which: usize,
        part: i64,
        is_asked: impl Fn(&usize) -> bool,
    ) -> (Vec<(usize, f64)>, f64) {
        let cover = &self.covers[cover];
        let want = &self.problem.wants[cover.wants[0]];
        let there = cover.columns[which];
        if want.is_keep() {
            let dose = if which == 0 { want.half() } else { want.target };
            let up = |amount: i64| as_f64((amount.min(dose) + part - 1) / part);
            let asked = cover.amounts.iter().filter(|(column, _)| is_asked(column));
            let mut entries: Vec<(usize, f64)> =
                asked.map(|(column, amount)| (*column, -up(*amount))).collect();
            entries.push((there, up(dose)));
            return (entries, 0.0);
        }
        let rest = want.target % part;
        if rest == 0 {
            return (Vec::new(), 0.0);
        }
        let figure = |amount: i64| {
            let amount = amount.min(want.target);
            as_f64(amount / part) + (as_f64(amount % part) / as_f64(rest)).min(1.0)
        };
        let asked = cover.amounts.iter().filter(|(column, _)| is_asked(column));
        let mut entries: Vec<(usize, f64)> =
            asked.map(|(column, amount)| (*column, -figure(*amount))).collect();
        entries.push((there, -100.0 / as_f64(rest)));
        (entries, -as_f64((want.target + part - 1) / part))
    }
}
