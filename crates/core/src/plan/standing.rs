//! Whether a week stands on the days it was given: every limit of days, counted anew.
//!
//! Read next: `super::place`, which looks for days.

use super::candidate::Choice;
use super::place::unevenness;
use super::problem::Problem;

/// How uneven the week is on these days; none when some limit of days is broken or an exercise has no days.
pub(super) fn standing(problem: &Problem<'_>, weekly: &[Choice], days: &[u8]) -> Option<i64> {
    let n_slots = problem.groups.len() * 2;
    let rooms: Vec<i64> = problem.days.iter().map(|day| day.room_s).collect();
    let mut seconds = vec![0; rooms.len()];
    let mut places = vec![0; rooms.len()];
    let mut hard = vec![0_u64; rooms.len()];
    let mut sets = vec![0; rooms.len() * n_slots];
    for (idx, choice) in weekly.iter().enumerate().filter(|(_, choice)| !choice.is_none()) {
        let candidate = &problem.candidates[idx];
        if !problem.day_sets(candidate, *choice).contains(&days[idx]) {
            return None;
        }
        for day in (0..rooms.len()).filter(|day| days[idx] >> day & 1 == 1) {
            seconds[day] += candidate.session_s(choice.sets);
            places[day] += 1;
            hard[day] |= candidate.hard;
            for load in candidate.loads.iter().filter(|_| !candidate.stretches()) {
                for side in 0..2 {
                    sets[day * n_slots + load.group * 2 + side] +=
                        candidate.session_amount(load, choice.sets, side);
                }
            }
        }
    }
    let too_close = |day: usize| {
        let close = problem.days[day].close;
        (0..rooms.len()).any(|other| close >> other & 1 == 1 && hard[other] & hard[day] != 0)
    };
    let fits = (0..rooms.len())
        .all(|day| seconds[day] <= rooms[day] && places[day] <= problem.exercises_max && !too_close(day))
        && sets.iter().all(|sets| *sets <= problem.sets_max);
    fits.then(|| unevenness(&rooms, &seconds))
}
