//! The words of a plan: days and their rows, why each exercise is in, what its limits cost.
//!
//! It shows what the plan says and never moves an exercise. Read next: `super::how_good`, `super::lacking`.

use super::names;
use super::standing::Standing;
use crate::words::Words;
use evenstride_core::assess::{Assessment, Comparison, Estimate, Finding, Verdict};
use evenstride_core::body::{MuscleGroupId, Side};
use evenstride_core::knowledge::{Dose, ExerciseId, Knowledge};
use evenstride_core::plan::{
    Item, LimitGain, Missing, Need, NeedKind, Plan, PlanError, PlannedSide, Reason, Session,
};
use evenstride_core::screen::Screening;

/// One day of the week in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DayWords {
    /// Day and minutes.
    pub(crate) title: String,
    /// One row for each item.
    pub(crate) rows: Vec<RowWords>,
    /// Whole minutes, rounded up.
    pub(crate) minutes: u32,
    /// The deficits that the day works on, in words.
    pub(crate) groups: Vec<String>,
}

/// One item in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowWords {
    pub(crate) id: ExerciseId,
    pub(crate) exercise: String,
    pub(crate) planned: PlannedSide,
    pub(crate) side: String,
    pub(crate) dose: String,
    pub(crate) rest: String,
    pub(crate) load: String,
    pub(crate) why: String,
}

/// The days with training, in the plan's order.
pub(crate) fn days(plan: &Plan, knowledge: &Knowledge, words: &Words) -> Vec<DayWords> {
    plan.sessions.iter().filter_map(|session| day_of(session, knowledge, words)).collect()
}

/// One session in words; none when it holds nothing.
pub(crate) fn day_of(session: &Session, knowledge: &Knowledge, words: &Words) -> Option<DayWords> {
    (!session.items.is_empty()).then(|| day(session, knowledge, words))
}

fn day(session: &Session, knowledge: &Knowledge, words: &Words) -> DayWords {
    let weekday = names::weekday(session.weekday, words);
    let minutes = names::minutes(session.minutes, words);
    DayWords {
        title: words.fill("plan.day", &[("weekday", &weekday), ("minutes", &minutes)]),
        rows: rows(&session.items, knowledge, words),
        minutes: names::whole_minutes(session.minutes),
        groups: worked_on(session, knowledge, words),
    }
}

/// The deficits that a session works on, each once, in the order of doing.
fn worked_on(session: &Session, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    for reason in session.items.iter().flat_map(|item| &item.because) {
        let Reason::Need(need) = reason else { continue };
        let named = names::group_side(&names::group_inside(&need.group, knowledge), need.side, words);
        if !groups.contains(&named) {
            groups.push(named);
        }
    }
    groups
}

/// One row for each item; both legs of one exercise have one sentence of reasons between them.
fn rows(items: &[Item], knowledge: &Knowledge, words: &Words) -> Vec<RowWords> {
    let of_exercise = |items: &[Item]| -> Vec<RowWords> {
        let why = whole_pair(items).map(|both| because(&both, PlannedSide::Both, knowledge, words));
        let row = |item| {
            let own = row(item, knowledge, words);
            RowWords { why: why.clone().unwrap_or(own.why), ..own }
        };
        items.iter().map(row).collect()
    };
    items.chunk_by(|one, other| one.exercise == other.exercise).flat_map(of_exercise).collect()
}

/// The reasons of both legs where the items are one exercise done once with each leg; no reason stands twice.
fn whole_pair(items: &[Item]) -> Option<Vec<Reason>> {
    let [one, other] = items else { return None };
    let is_pair = matches!(
        (one.side, other.side),
        (PlannedSide::Left, PlannedSide::Right) | (PlannedSide::Right, PlannedSide::Left)
    );
    let mut all: Vec<Reason> = Vec::new();
    for reason in one.because.iter().chain(&other.because) {
        if !all.contains(reason) {
            all.push(reason.clone());
        }
    }
    is_pair.then_some(all)
}

fn row(item: &Item, knowledge: &Knowledge, words: &Words) -> RowWords {
    RowWords {
        id: item.exercise.clone(),
        exercise: exercise(&item.exercise, knowledge),
        planned: item.side,
        side: planned_side(item.side, words),
        dose: dose(item, words),
        rest: names::rest(item.rest_s, words),
        // A week that was kept holds the words of its day; what is read is said in the language of the page.
        load: knowledge.exercises.get(&item.exercise).map_or_else(
            || item.load.clone(),
            |known| knowledge.load_words(known, item.limited_by.as_ref()).to_owned(),
        ),
        why: why(item, knowledge, words),
    }
}

/// The name of an exercise.
pub(crate) fn exercise(id: &ExerciseId, knowledge: &Knowledge) -> String {
    knowledge.exercises.get(id).map_or_else(|| id.to_string(), |exercise| exercise.name.clone())
}

/// The word for what an item trains.
pub(crate) fn planned_side(side: PlannedSide, words: &Words) -> String {
    words.say(&format!("side.{}", side.as_str()))
}

fn dose(item: &Item, words: &Words) -> String {
    sets_of(item.dose, item.sets, words)
}

/// So many sets of a dose.
pub(crate) fn sets_of(dose: Dose, n_sets: u32, words: &Words) -> String {
    let sets = n_sets.to_string();
    match dose {
        Dose::Reps(reps) => words.fill("plan.reps", &[("sets", &sets), ("reps", &names::range(reps, words))]),
        Dose::HoldS(seconds) => {
            words.fill("plan.hold", &[("sets", &sets), ("seconds", &names::range(seconds, words))])
        }
        Dose::Minutes(minutes) => {
            words.fill("plan.dose_minutes", &[("sets", &sets), ("minutes", &names::range(minutes, words))])
        }
        Dose::Metres(metres) => {
            words.fill("plan.dose_metres", &[("sets", &sets), ("metres", &names::range(metres, words))])
        }
    }
}

/// Why an item is in, in one sentence for each kind of reason.
fn why(item: &Item, knowledge: &Knowledge, words: &Words) -> String {
    because(&item.because, item.side, knowledge, words)
}

/// Some reasons of exercises that train these legs, in one sentence for each kind.
pub(crate) fn because(
    reasons: &[Reason],
    trained: PlannedSide,
    knowledge: &Knowledge,
    words: &Words,
) -> String {
    let mut kinds: [(&str, Vec<(MuscleGroupId, Side)>); 3] = [
        ("plan.because_need", Vec::new()),
        ("plan.because_keep", Vec::new()),
        ("plan.because_reach", Vec::new()),
    ];
    let mut others: Vec<String> = Vec::new();
    for reason in reasons {
        let (kind, group, side) = match reason {
            Reason::Need(need) => (0, &need.group, need.side),
            Reason::Keep { group, side } => (1, group, *side),
            Reason::KeepReach { group, side } => (2, group, *side),
            Reason::Prevent { rule } => {
                let rule = knowledge.rules.iter().find(|known| known.id == *rule);
                let name = rule.map_or_else(String::new, |rule| names::inside(&rule.name, words.language()));
                others.push(words.fill("plan.because_prevent", &[("rule", &name)]));
                continue;
            }
            Reason::AskedFor => {
                others.push(words.say("plan.because_asked"));
                continue;
            }
        };
        let muscle = (group.clone(), side);
        if !kinds[kind].1.contains(&muscle) {
            kinds[kind].1.push(muscle);
        }
    }
    let said = kinds
        .iter()
        .filter(|(_, muscles)| !muscles.is_empty())
        .map(|(key, muscles)| words.fill(key, &[("groups", &muscle_list(muscles, trained, knowledge, words))]));
    said.chain(others).collect::<Vec<_>>().join(" ")
}

/// The groups of a list, with the leg only where it is not the one that the item trains anyway.
fn muscle_list(
    muscles: &[(MuscleGroupId, Side)],
    trained: PlannedSide,
    knowledge: &Knowledge,
    words: &Words,
) -> String {
    let mut groups: Vec<&MuscleGroupId> = Vec::new();
    for (group, _) in muscles {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    let named = groups.into_iter().map(|group| {
        let name = names::group_inside(group, knowledge);
        let sides: Vec<Side> = muscles.iter().filter(|(g, _)| g == group).map(|(_, side)| *side).collect();
        let is_as_trained = Side::BOTH.iter().all(|side| sides.contains(side) == trained.includes(*side));
        match sides.as_slice() {
            _ if is_as_trained => name,
            [side] => names::group_side(&name, *side, words),
            _ => words.fill("plan.group_both", &[("group", &name)]),
        }
    });
    words.list(&named.collect::<Vec<_>>())
}

/// What stands in the place of what a week works on when that is nothing: none is needed, or nobody knows yet.
pub(crate) fn works_on_nothing(
    assessment: Option<&Assessment>,
    screening: &Screening,
    words: &Words,
) -> String {
    if matches!(screening, Screening::Cleared(cleared) if cleared.resting_leg().is_some()) {
        return words.say("plan.works_on_one_leg");
    }
    let verdicts = assessment.into_iter().flat_map(|assessment| &assessment.findings).map(|f| &f.verdict);
    let is_open = |verdict: &Verdict| match verdict {
        Verdict::Undecided { .. } | Verdict::NotComparable { .. } => true,
        Verdict::Balanced | Verdict::Imbalanced { .. } => false,
    };
    let is_settled = verdicts.clone().next().is_some() && !verdicts.clone().any(is_open);
    words.say(if is_settled { "plan.works_on_nothing" } else { "plan.works_on_open" })
}

/// What the week works on, with the count behind each.
pub(crate) fn needs(
    plan: &Plan,
    assessment: Option<&Assessment>,
    knowledge: &Knowledge,
    words: &Words,
) -> Vec<String> {
    let need_words = |need: &Need| {
        let key = match need.kind {
            NeedKind::Strengthen => "plan.need_strength",
            NeedKind::Stretch => "plan.need_reach",
        };
        let side = names::capitalised(&names::side(need.side, words));
        let group = names::group_inside(&need.group, knowledge);
        let count = names::inside(&names::count_of_20(behind(need, assessment).1, words), words.language());
        words.fill(key, &[("side", &side), ("group", &group), ("count", &count)])
    };
    plan.needs.iter().map(need_words).collect()
}

/// The finding that a need comes from, when it is there, and how many of the 20 speak for it.
pub(crate) fn behind<'a>(need: &Need, assessment: Option<&'a Assessment>) -> (Option<&'a Finding>, usize) {
    let findings = assessment.map_or(&[][..], |assessment| assessment.findings.as_slice());
    let found = findings.iter().find_map(|finding| {
        let estimate = finding.estimate.as_ref().filter(|_| finding.quality == need.quality)?;
        let (n, probability) = match &finding.comparison {
            Comparison::LeftRight { group } if *group == need.group => {
                beyond(estimate, need.side == Side::Right)
            }
            Comparison::Opposing { group, opponent, side, .. }
                if *side == need.side && (*group == need.group || *opponent == need.group) =>
            {
                beyond(estimate, *opponent == need.group)
            }
            Comparison::LeftRight { .. } | Comparison::Opposing { .. } => return None,
        };
        // Two findings can speak of one group; the need belongs to the one whose probability it carries.
        ((probability - need.probability).abs() < 1e-9).then_some((finding, n))
    });
    // A task of the whole leg speaks for muscles that it does not measure alone.
    let found = found.or_else(|| {
        findings.iter().find_map(|finding| {
            let estimate = finding.estimate.as_ref().filter(|_| finding.quality == need.quality)?;
            let is_between_legs = matches!(finding.comparison, Comparison::LeftRight { .. });
            let (n, probability) = beyond(estimate, need.side == Side::Right);
            (is_between_legs && (probability - need.probability).abs() < 1e-9).then_some((finding, n))
        })
    });
    let of_probability = || (1..=20).filter(|n| f64::from(*n) - 0.5 <= 20.0 * need.probability).count();
    found.map_or_else(|| (None, of_probability()), |(finding, n)| (Some(finding), n))
}

fn beyond(estimate: &Estimate, second: bool) -> (usize, f64) {
    let (first_count, _, second_count) = estimate.counts();
    if second { (second_count, estimate.probability_second) } else { (first_count, estimate.probability_first) }
}

/// What the limits cost, largest gain first.
pub(crate) fn limits(plan: &Plan, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    plan.limits.iter().map(|found| limit(found, knowledge, words)).collect()
}

/// What one limit costs, and of what it is a share: what the weak sides lack and what the rest lacks are no sum.
pub(crate) fn limit(limit: &LimitGain, knowledge: &Knowledge, words: &Words) -> String {
    // Short of all of it, the largest share that is told is 99 %.
    let less = |gain: f64| {
        if gain > 99.99 {
            return words.say("plan.lacks_nothing");
        }
        let percent = words.fill("size.percent", &[("n", &names::whole(gain.min(99.0)))]);
        words.fill("plan.lacks_less", &[("percent", &percent)])
    };
    let key = |needs: &'static str, keeps: &'static str| match limit.of() {
        Missing::Needs => needs,
        Missing::Keeps => keeps,
    };
    match limit {
        LimitGain::Minutes { weekday, extra_minutes, gain_percent, .. } => {
            let minutes = names::capitalised(&names::minutes(f64::from(*extra_minutes), words));
            let (weekday, gain) = (names::weekday(*weekday, words), less(*gain_percent));
            let key = key("plan.limit_minutes", "plan.limit_minutes_rest");
            words.fill(key, &[("minutes", &minutes), ("weekday", &weekday), ("gain", &gain)])
        }
        LimitGain::Equipment { equipment, gain_percent, .. } => {
            let (name, gain) = (names::equipment(equipment, knowledge), less(*gain_percent));
            let key = key("plan.limit_equipment", "plan.limit_equipment_rest");
            words.fill(key, &[("equipment", &name), ("gain", &gain)])
        }
        LimitGain::Day { weekday, gain_percent, .. } => {
            let (weekday, gain) = (names::weekday(*weekday, words), less(*gain_percent));
            let key = key("plan.limit_day", "plan.limit_day_rest");
            words.fill(key, &[("weekday", &weekday), ("gain", &gain)])
        }
    }
}

/// That there is no week: no more than not yet, where questions or minutes are all that it waits for.
pub(crate) fn none(standing: &Standing, problem: Option<&PlanError>, words: &Words) -> String {
    words.say(match (standing, problem) {
        (Standing::Incomplete { .. }, _) => "plan.none_open",
        (Standing::Cleared(_), Some(PlanError::NoMinutes)) => "plan.none_yet",
        (Standing::Stopped { .. } | Standing::Expired { .. } | Standing::Cleared(_), _) => "plan.none",
    })
}

/// Why there is no week, and what to do about it.
pub(crate) fn problem(problem: &PlanError, words: &Words) -> String {
    words.say(match problem {
        PlanError::NoMinutes => "plan.problem_no_minutes",
        PlanError::NoExercise => "plan.problem_no_exercise",
        PlanError::ClearanceEnded => "plan.problem_clearance",
        PlanError::NotAllowed(_) => "plan.problem_not_allowed",
        PlanError::Conflict(_) => "plan.problem_conflict",
    })
}
