//! Rows that every week keeps and that are added to the linear program when its values break them.
//!
//! ```text
//! family   the choices that can only stand on days of a set, or are all hard for one group
//! days     the largest sets of days that a family may stand on: for a hard group no two of them lie close
//! row      Σ sessions·φ(seconds of a session)  ≤  the most over these sets of days of Σ φ(room of the day)
//!          one day, where the columns tell days: Σ φ(seconds of a session)  ≤  φ(room of the day)
//! φ        seconds, where a room counts what sets can add up to · 1, where a room counts exercise places · ⌊seconds/q⌋
//! ```
//! Each row holds because it holds day by day: what stands on a day has at most its room, its places, and whole parts
//! of q add up to no more whole parts than the room has.
//!
//! Rows of doses stand in `super::dose_rows`, rows of columns that tell days in `super::day_rows`. Read next: `super::search`.

use super::candidate::{Choice, apart};
use super::problem::Problem;
use super::relax::{Relaxation, as_f64};
use super::wants::{Want, WantKind};
use std::collections::BTreeSet;

/// By so much a row must be broken to be added.
pub(super) const BROKEN: f64 = 1e-4;

/// A row that is added when it is needed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cut {
    /// A candidate has at most one choice.
    One(usize),
    /// Of these candidates, each two rungs of one chain, at most one is in.
    Chain(Vec<usize>),
    /// A want gets no more than its cap.
    Cap(usize),
    /// The days of a family.
    Days(usize, Measure),
    /// A dose, by cover and by its column, in whole parts.
    Dose(usize, usize, i64),
    /// What is left of a dose, by cover and by its column, when these candidates give at most so much each.
    Rest(usize, usize, Vec<(usize, i64)>),
    /// Of a group and leg no more in one session, by day and slot, than is allowed.
    Session(usize, usize),
    /// Hard sets of a group stay apart: the one candidate on the first day, or the other one on the second.
    Close([usize; 2], [usize; 2]),
    /// These choices, or more of the same, do not stand together.
    Together(Vec<(usize, Choice)>),
    /// Exactly these choices are not wanted again.
    Exactly(Vec<(usize, Choice)>),
}

/// What is added up over the sessions of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    /// Seconds.
    Seconds,
    /// Exercises.
    Places,
    /// Whole parts of so many seconds.
    Parts(i64),
}

/// A family of choices and where it may stand.
#[derive(Debug, Clone)]
struct Family {
    /// Its columns.
    members: Vec<usize>,
    /// The largest sets of days it may stand on.
    days: Vec<u8>,
    /// Does a member count with the one session that it has on one day, and not with all of its week?
    one_day: bool,
}

/// All families of a problem.
#[derive(Debug, Clone)]
pub(super) struct Families {
    families: Vec<Family>,
    /// How many of the first hold the minutes.
    n_lasting: usize,
    /// For each day the most seconds that sets can add up to.
    reach_s: Vec<i64>,
    /// Sets of rungs.
    chains: Vec<Vec<usize>>,
    /// Most sessions of a group.
    sessions_max: i64,
}

impl Families {
    /// Finds the families of these choices; the first holds all of them.
    pub(super) fn new(problem: &Problem<'_>, choices: &[(usize, Choice)], on: &[u8]) -> Self {
        let all = u8::try_from((1_u32 << problem.days.len()) - 1).unwrap_or(u8::MAX);
        let mask = |&(candidate, choice): &(usize, Choice)| {
            problem.days_for(&problem.candidates[candidate], choice.sets)
        };
        let masks: Vec<u8> = choices.iter().map(mask).collect();
        let mut places: BTreeSet<u8> = masks.iter().copied().filter(|mask| *mask != all).collect();
        let pairs: Vec<u8> = places.iter().flat_map(|a| places.iter().map(move |b| a | b)).collect();
        places.extend(pairs.into_iter().filter(|mask| *mask != all));
        let mut families = Vec::new();
        let tells_days = on.iter().any(|mask| *mask != 0);
        for day in (0..problem.days.len()).filter(|_| tells_days) {
            let members = (0..choices.len()).filter(|&column| on[column] >> day & 1 == 1).collect();
            families.push(Family { members, days: vec![1 << day], one_day: true });
        }
        let n_lasting = families.len().max(1);
        families.push(Family { members: (0..choices.len()).collect(), days: vec![all], one_day: false });
        for place in places {
            let members = (0..choices.len()).filter(|&column| masks[column] & !place == 0).collect();
            families.push(Family { members, days: vec![place], one_day: false });
        }
        if problem.days.iter().any(|day| day.close != 0) {
            let spread: Vec<u8> = (1..=all).filter(|&mask| apart(&problem.days, mask, true)).collect();
            let largest: Vec<u8> = spread
                .iter()
                .copied()
                .filter(|mask| !spread.iter().any(|more| more != mask && more & mask == *mask))
                .collect();
            for group in 0..problem.groups.len() {
                let hard = |column: &usize| problem.candidates[choices[*column].0].hard >> group & 1 == 1;
                let members: Vec<usize> = (0..choices.len()).filter(hard).collect();
                if members.len() > 1 {
                    families.push(Family { members, days: largest.clone(), one_day: false });
                }
            }
        }
        let spread = (1..=all).filter(|&mask| apart(&problem.days, mask, true)).map(u8::count_ones);
        let sessions_max = i64::from(spread.max().unwrap_or(0));
        let reach_s = reach(problem, choices);
        Self { families, n_lasting, reach_s, chains: chains(problem), sessions_max }
    }

    /// The minutes of the whole week, or of each day where the columns tell days.
    pub(super) fn seconds(&self) -> impl Iterator<Item = Cut> + use<> {
        (0..self.n_lasting).map(|family| Cut::Days(family, Measure::Seconds))
    }

    /// Most that a week can give to a want: its cap, or what its sessions can hold on days that lie far enough apart.
    fn cap(&self, problem: &Problem<'_>, want: usize) -> i64 {
        let want = &problem.wants[want];
        match want.kind {
            WantKind::Sets => want.cap.min(problem.sets_max * self.sessions_max),
            WantKind::Stretch | WantKind::Minimum(_) => want.cap,
        }
    }

    fn most(&self, problem: &Problem<'_>, family: usize, measure: Measure) -> i64 {
        let of_day = |day: usize| match measure {
            Measure::Seconds => self.reach_s[day],
            Measure::Places => problem.exercises_max,
            Measure::Parts(part_s) => problem.days[day].room_s / part_s,
        };
        let of_days =
            |mask: &u8| (0..problem.days.len()).filter(|day| mask >> day & 1 == 1).map(of_day).sum::<i64>();
        self.families[family].days.iter().map(of_days).max().unwrap_or(0)
    }
}

/// For each day the most seconds that sessions can add up to.
fn reach(problem: &Problem<'_>, choices: &[(usize, Choice)]) -> Vec<i64> {
    let most = problem.days.iter().map(|day| day.room_s).max().unwrap_or(0);
    let Ok(size) = usize::try_from(most + 1) else {
        return problem.days.iter().map(|day| day.room_s).collect();
    };
    let session = |&(candidate, choice): &(usize, Choice)| {
        usize::try_from(problem.candidates[candidate].session_s(choice.sets)).ok()
    };
    let steps: BTreeSet<usize> = choices.iter().filter_map(session).filter(|step| *step > 0).collect();
    let mut reached = vec![false; size];
    reached[0] = true;
    for step in steps {
        for second in step..size {
            reached[second] |= reached[second - step];
        }
    }
    let best =
        |room: i64| (0..=room).rev().find(|&s| usize::try_from(s).is_ok_and(|s| reached[s])).unwrap_or(0);
    problem.days.iter().map(|day| best(day.room_s)).collect()
}

/// Sets of candidates of which at most one may be in, covering every pair that excludes each other.
fn chains(problem: &Problem<'_>) -> Vec<Vec<usize>> {
    let conflicts = |a: usize, b: usize| problem.candidates[a].conflicts.contains(&b);
    let mut chains: Vec<Vec<usize>> = Vec::new();
    for a in 0..problem.candidates.len() {
        for &b in problem.candidates[a].conflicts.iter().filter(|&&b| b > a) {
            if chains.iter().any(|chain| chain.contains(&a) && chain.contains(&b)) {
                continue;
            }
            let mut chain = vec![a, b];
            for c in 0..problem.candidates.len() {
                if !chain.contains(&c) && chain.iter().all(|&member| conflicts(member, c)) {
                    chain.push(c);
                }
            }
            chain.sort_unstable();
            chains.push(chain);
        }
    }
    chains
}

impl Relaxation<'_, '_> {
    /// Adds a row.
    pub(super) fn add_cut(&mut self, cut: &Cut) {
        if let Cut::One(candidate) = cut {
            self.need_one(*candidate);
            return;
        }
        let (entries, right) = self.row(cut);
        let smallest: f64 =
            entries.iter().map(|(column, figure)| (figure * self.upper[*column]).min(0.0)).sum();
        let row = self.model.add_at_most(entries, right, smallest);
        self.known.insert(cut.clone());
        self.cut_of_row.insert(row, cut.clone());
    }

    /// Adds the rows that these values break; how many there were.
    pub(super) fn separate(&mut self, x: &[f64]) -> usize {
        let mut broken: Vec<(f64, Cut)> = Vec::new();
        for cut in self.possible(x) {
            if !self.may_be_broken(&cut, x) || self.known.contains(&cut) {
                continue;
            }
            let (entries, right) = self.row(&cut);
            let size = entries.iter().map(|(_, figure)| figure.abs()).fold(1e-9, f64::max);
            let excess = entries.iter().map(|&(column, figure)| figure * x[column]).sum::<f64>() - right;
            if excess > BROKEN * size.max(1.0) {
                broken.push((excess / size, cut));
            }
        }
        broken.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        broken.truncate(20);
        for (_, cut) in &broken {
            self.add_cut(cut);
        }
        broken.len()
    }

    /// Could these values break a row? It is told from the columns that are there, without building the row.
    fn may_be_broken(&self, cut: &Cut, x: &[f64]) -> bool {
        let is_there = |column: &usize| x[*column] > 1e-6;
        let (sum, most) = match cut {
            Cut::Days(family, measure) => {
                let members = self.families.families[*family].members.iter().filter(|column| is_there(column));
                let of = |&column: &usize| x[column] * as_f64(self.in_family(*family, column, *measure));
                (members.map(of).sum::<f64>(), as_f64(self.families.most(self.problem, *family, *measure)))
            }
            Cut::One(candidate) => (self.columns(*candidate).map(|column| x[column]).sum(), 1.0),
            Cut::Chain(chain) => {
                let columns = chain.iter().flat_map(|&candidate| self.columns(candidate));
                (columns.map(|column| x[column]).sum(), 1.0)
            }
            Cut::Cap(want) => {
                let amounts = self.amounts_of(*want).iter().filter(|(column, _)| is_there(column));
                let sum: f64 = amounts.map(|&(column, amount)| x[column] * as_f64(amount)).sum();
                (sum, as_f64(self.families.cap(self.problem, *want)))
            }
            Cut::Dose(cover, which, part) => {
                let (entries, right) = self.dose_row(*cover, *which, *part, is_there);
                (entries.iter().map(|&(column, figure)| figure * x[column]).sum(), right)
            }
            // It was found by its own excess, or is added where it is broken.
            Cut::Rest(..) | Cut::Session(..) | Cut::Close(..) | Cut::Together(_) | Cut::Exactly(_) => {
                return true;
            }
        };
        // Half of what a broken row is beyond its limit, for what columns that are hardly there would add.
        sum > most + 0.5 * BROKEN
    }

    /// What each column gives to a want in the week; nothing where no exercise reaches it.
    fn amounts_of(&self, want: usize) -> &[(usize, i64)] {
        let cover = self.covers.iter().find(|cover| cover.wants.contains(&want));
        cover.map_or(&[], |cover| &cover.amounts)
    }

    /// What one session of a choice adds to a measure.
    fn each(&self, column: usize, measure: Measure) -> i64 {
        let (candidate, choice) = self.choices[column];
        match measure {
            Measure::Seconds => self.problem.candidates[candidate].session_s(choice.sets),
            Measure::Places => 1,
            Measure::Parts(part_s) => self.problem.candidates[candidate].session_s(choice.sets) / part_s,
        }
    }

    /// What a choice adds to a measure of a family.
    fn in_family(&self, family: usize, column: usize, measure: Measure) -> i64 {
        let times = if self.families.families[family].one_day { 1 } else { self.choices[column].1.sessions };
        self.each(column, measure) * times
    }

    fn possible(&self, x: &[f64]) -> Vec<Cut> {
        let n = self.choices.len();
        let used: Vec<usize> = (0..n).filter(|&column| x[column] > 1e-6).collect();
        let candidates: BTreeSet<usize> = used.iter().map(|&column| self.choices[column].0).collect();
        let mut possible: Vec<Cut> = candidates.iter().copied().map(Cut::One).collect();
        let used_twice = |chain: &&Vec<usize>| {
            chain.iter().filter(|candidate| candidates.contains(candidate)).nth(1).is_some()
        };
        possible.extend(self.families.chains.iter().filter(used_twice).cloned().map(Cut::Chain));
        let capped = |want: &Want| want.cap < 1_000_000;
        possible
            .extend((0..self.problem.wants.len()).filter(|&w| capped(&self.problem.wants[w])).map(Cut::Cap));
        let parts: BTreeSet<i64> = used
            .iter()
            .map(|&column| {
                let (candidate, choice) = self.choices[column];
                self.problem.candidates[candidate].session_s(choice.sets)
            })
            .collect();
        for family in 0..self.families.families.len() {
            possible.push(Cut::Days(family, Measure::Seconds));
            possible.push(Cut::Days(family, Measure::Places));
            possible.extend(parts.iter().map(|part| Cut::Days(family, Measure::Parts(*part))));
        }
        for (idx, cover) in self.covers.iter().enumerate() {
            let parts: BTreeSet<i64> = cover
                .amounts
                .iter()
                .filter(|(column, _)| x[*column] > 1e-6)
                .map(|(_, amount)| *amount)
                .collect();
            for which in 0..cover.columns.len() {
                possible.extend(parts.iter().map(|part| Cut::Dose(idx, which, *part)));
                possible.extend(self.rest(idx, which, x));
            }
        }
        if self.tells_days() {
            possible.extend(self.day_rows(&used, x));
        }
        possible
    }

    /// The entries and the limit of a row.
    pub(super) fn row(&self, cut: &Cut) -> (Vec<(usize, f64)>, f64) {
        let problem = self.problem;
        match cut {
            Cut::One(candidate) => (self.columns(*candidate).map(|column| (column, 1.0)).collect(), 1.0),
            Cut::Chain(chain) => {
                let columns = chain.iter().flat_map(|&candidate| self.columns(candidate));
                (columns.map(|column| (column, 1.0)).collect(), 1.0)
            }
            Cut::Cap(want) => {
                let amounts = self.amounts_of(*want).iter();
                let entries = amounts.map(|&(column, amount)| (column, as_f64(amount) / 100.0)).collect();
                (entries, as_f64(self.families.cap(problem, *want)) / 100.0)
            }
            Cut::Days(family, measure) => {
                let unit = if *measure == Measure::Seconds { 60.0 } else { 1.0 };
                let mut entries = Vec::new();
                for &column in &self.families.families[*family].members {
                    let all = self.in_family(*family, column, *measure);
                    if all > 0 {
                        entries.push((column, as_f64(all) / unit));
                    }
                }
                (entries, as_f64(self.families.most(problem, *family, *measure)) / unit)
            }
            Cut::Dose(cover, which, part) => self.dose_row(*cover, *which, *part, |_| true),
            Cut::Rest(cover, which, base) => self.rest_row(*cover, *which, base, |_| true),
            Cut::Session(day, slot) => self.session_row(*day, *slot),
            Cut::Close(candidates, days) => self.close_row(*candidates, *days),
            Cut::Together(set) => {
                let mut entries = Vec::new();
                for (column, (candidate, choice)) in self.choices.iter().enumerate() {
                    if set.iter().any(|(other, least)| other == candidate && choice.holds(*least)) {
                        entries.push((column, 1.0));
                    }
                }
                (entries, as_f64(i64::try_from(set.len()).unwrap_or(1) - 1))
            }
            Cut::Exactly(set) => {
                let figure = |entry: &(usize, Choice)| if set.contains(entry) { 1.0 } else { -1.0 };
                let entries = self.choices.iter().enumerate().map(|(column, entry)| (column, figure(entry)));
                (entries.collect(), as_f64(i64::try_from(set.len()).unwrap_or(1) - 1))
            }
        }
    }
}
