//! The words of what stands behind a week: why each exercise is in, what limits cost, wishes that are not met.
//!
//! It says what was found by planning again and works nothing out itself. Read next: [`crate::explain`].

use super::{CheckView, lacking, names, week};
use crate::explain::{Explanation, Loosened, Swap, WhyLeftOut, WishUnmet, lacking_more};
use crate::words::Words;
use evenstride_core::assess::{Comparison, Finding};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Exercise, ExerciseId, Knowledge};
use evenstride_core::plan::{
    Item, Level, LevelCost, Need, NeedKind, Plan, PlanError, PlannedSide, Reason, cost_of,
};
use std::collections::BTreeSet;

/// A title with lines below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) title: String,
    /// A sentence before the lines, or nothing.
    pub(crate) lead: String,
    pub(crate) lines: Vec<String>,
}

/// Why each exercise of the week is in: one part for each, in the order in which the week brings them.
pub(crate) fn exercises(plan: &Plan, view: &CheckView, words: &Words) -> Vec<Part> {
    let mut seen: BTreeSet<&ExerciseId> = BTreeSet::new();
    let items = plan.sessions.iter().flat_map(|session| &session.items);
    let in_order: Vec<&ExerciseId> = items.map(|item| &item.exercise).filter(|id| seen.insert(id)).collect();
    in_order.into_iter().map(|id| exercise(id, plan, view, words)).collect()
}

fn exercise(id: &ExerciseId, plan: &Plan, view: &CheckView, words: &Words) -> Part {
    let items: Vec<&Item> =
        plan.sessions.iter().flat_map(|session| &session.items).filter(|item| item.exercise == *id).collect();
    let mut needs: Vec<&Need> = Vec::new();
    for reason in items.iter().flat_map(|item| &item.because) {
        if let Reason::Need(need) = reason
            && !needs.contains(&need)
        {
            needs.push(need);
        }
    }
    let mut lines: Vec<String> = Vec::new();
    for need in &needs {
        let said = for_need(need, &needs, view, words);
        if !lines.contains(&said) {
            lines.push(said);
        }
    }
    lines.extend(kept(&items, view.knowledge, words));
    if let Some(exercise) = view.knowledge.exercises.get(id) {
        lines.extend(share(exercise, view.knowledge, words));
        let sources = names::sources(&exercise.source, words);
        lines.push(
            words.fill(
                "plan.why_grade",
                &[("grade", &names::grade(exercise.grade, words)), ("sources", &sources)],
            ),
        );
    }
    Part { title: week::exercise(id, view.knowledge), lead: String::new(), lines }
}

/// Which deficit, how sure it is, how large, and where it was seen; of both legs where they have the same one.
fn for_need(need: &Need, all: &[&Need], view: &CheckView, words: &Words) -> String {
    let of = |side: Option<Side>, need: &Need| {
        let muscle = lacking::muscle(&need.group, side, view.knowledge, words);
        of_muscle(&muscle, need, view, words)
    };
    let both = of(None, need);
    let is_twin = |other: &&&Need| other.group == need.group && other.side != need.side;
    let is_alike = all.iter().find(is_twin).is_some_and(|twin| of(None, twin) == both);
    if is_alike { both } else { of(Some(need.side), need) }
}

fn of_muscle(muscle: &str, need: &Need, view: &CheckView, words: &Words) -> String {
    let (finding, n) = week::behind(need, view.assessment);
    let count = names::count_of_20(n, words);
    // The size is that of the group itself only where the group itself was compared.
    let (key, has_size) = match (finding.map(|found| &found.comparison), need.kind) {
        (Some(Comparison::Opposing { .. }), _) => ("plan.why_weak_for", false),
        (Some(Comparison::LeftRight { group }), _) if *group != need.group => ("plan.why_whole", false),
        (_, NeedKind::Strengthen) => ("plan.why_weaker", true),
        (_, NeedKind::Stretch) => ("plan.why_reach", true),
    };
    let mut said = vec![words.fill(key, &[("muscle", muscle), ("count", &count)])];
    if let Some(found) = finding {
        if let (true, Some(estimate)) = (has_size, &found.estimate) {
            let size = names::size(estimate.size, estimate.unit, words);
            said.push(words.fill("plan.why_size", &[("size", &size)]));
        }
        let tests = tests(found, view.knowledge);
        if !tests.is_empty() {
            said.push(words.fill("plan.why_seen", &[("tests", &words.list(&tests))]));
        }
    }
    said.join(" ")
}

fn tests(finding: &Finding, knowledge: &Knowledge) -> Vec<String> {
    let mut tests: Vec<String> = Vec::new();
    for evidence in finding.evidence.tests.iter().filter(|evidence| evidence.used) {
        let name = names::test(&evidence.test, knowledge);
        if !tests.contains(&name) {
            tests.push(name);
        }
    }
    tests
}

/// What an exercise keeps, over all its days.
fn kept(items: &[&Item], knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let mut all: Vec<Reason> = Vec::new();
    let mut sides: BTreeSet<PlannedSide> = BTreeSet::new();
    for item in items {
        sides.insert(item.side);
        for reason in &item.because {
            if !matches!(reason, Reason::Need(_)) && !all.contains(reason) {
                all.push(reason.clone());
            }
        }
    }
    let side = match sides.iter().copied().collect::<Vec<_>>().as_slice() {
        [only] => *only,
        _ => PlannedSide::Both,
    };
    let kept = week::because(&all, side, knowledge, words);
    if kept.is_empty() { Vec::new() } else { vec![kept] }
}

/// What one set counts for.
fn share(exercise: &Exercise, knowledge: &Knowledge, words: &Words) -> Option<String> {
    let parts: Vec<String> = exercise
        .counted_shares()
        .map(|(group, share)| {
            let group = names::group_inside(group, knowledge);
            words.fill("plan.why_part", &[("part", &names::value(share, words)), ("group", &group)])
        })
        .collect();
    (!parts.is_empty()).then(|| words.fill("plan.why_counts", &[("parts", &words.list(&parts))]))
}

/// The parts of an explanation that hold something: limits, no equipment, wishes.
pub(crate) fn parts(plan: &Plan, explained: &Explanation, knowledge: &Knowledge, words: &Words) -> Vec<Part> {
    let limits: Vec<String> =
        explained.loosened.iter().map(|loosened| limit(loosened, knowledge, words)).collect();
    let wishes = explained.wishes.iter().map(|unmet| wish(unmet, knowledge, words)).collect();
    // Where nothing is proven, a better search can move what is compared here.
    let honest =
        if plan.proven || limits.is_empty() { String::new() } else { words.say("plan.limits_unproven") };
    let part = |title: &str, lines| Part { title: words.say(title), lead: String::new(), lines };
    let all = [
        Some(Part { lead: honest, ..part("plan.limits_title", limits) }),
        household(plan, explained, knowledge, words),
        Some(part("plan.wishes_title", wishes)),
    ];
    all.into_iter().flatten().filter(|part| !part.lead.is_empty() || !part.lines.is_empty()).collect()
}

fn limit(loosened: &Loosened, knowledge: &Knowledge, words: &Words) -> String {
    let mut said = vec![week::limit(&loosened.limit, knowledge, words)];
    if !loosened.covered.is_empty() {
        let groups = lacking::muscles(&loosened.covered, knowledge, words);
        said.push(words.fill("plan.limit_covers", &[("groups", &words.list(&groups))]));
    }
    if loosened.minutes_freed > 0 {
        let minutes = names::minutes(f64::from(loosened.minutes_freed), words);
        said.push(words.fill("plan.limit_frees", &[("minutes", &minutes)]));
    }
    said.join(" ")
}

/// What the week would be with household things alone.
fn household(plan: &Plan, explained: &Explanation, knowledge: &Knowledge, words: &Words) -> Option<Part> {
    let title = words.say("plan.household_title");
    let other = match explained.household.as_ref()? {
        Err(problem) => {
            let lead = format!("{} {}", words.say("plan.household_none"), week::problem(problem, words));
            return Some(Part { title, lead, lines: Vec::new() });
        }
        Ok(other) => other,
    };
    let worse = lacking_more(other, plan);
    let lead = words.say(if worse.is_empty() { "plan.household_same" } else { "plan.household_lacks" });
    let mut lines = lacking::lacked(&worse, knowledge, words);
    let (now, then) = (in_week(plan), in_week(other));
    // Names of exercises hold commas, so a comma cannot part them.
    let named = |ids: Vec<&ExerciseId>| -> String {
        ids.into_iter().map(|id| week::exercise(id, knowledge)).collect::<Vec<_>>().join("; ")
    };
    let new = named(then.difference(&now).copied().collect());
    if !new.is_empty() {
        lines.push(words.fill("plan.household_new", &[("exercises", &new)]));
    }
    let gone = named(now.difference(&then).copied().collect());
    if !gone.is_empty() {
        lines.push(words.fill("plan.household_gone", &[("exercises", &gone)]));
    }
    Some(Part { title, lead, lines })
}

fn in_week(plan: &Plan) -> BTreeSet<&ExerciseId> {
    plan.sessions.iter().flat_map(|session| &session.items).map(|item| &item.exercise).collect()
}

/// Why one exercise is not in.
pub(crate) fn wish(unmet: &WishUnmet, knowledge: &Knowledge, words: &Words) -> String {
    let exercise = week::exercise(&unmet.exercise, knowledge);
    match &unmet.why {
        WhyLeftOut::Equipment(missing) => {
            let name = |id| {
                let known = knowledge.equipment.get(id);
                known.map_or_else(|| format!("{id}"), |piece| names::inside(&piece.name, words.language()))
            };
            let pieces: Vec<String> = missing.iter().map(name).collect();
            let pieces = words.list(&pieces);
            words.fill("plan.wish_equipment", &[("exercise", &exercise), ("equipment", &pieces)])
        }
        WhyLeftOut::Cautions(cautions) => {
            let mut said = vec![words.fill("plan.wish_caution", &[("exercise", &exercise)])];
            said.extend(cautions.iter().filter_map(|id| Some(knowledge.cautions.get(id)?.rule.clone())));
            said.join(" ")
        }
        WhyLeftOut::Kind => words.fill("plan.wish_kind", &[("exercise", &exercise)]),
        WhyLeftOut::TooHard => words.fill("plan.wish_hard", &[("exercise", &exercise)]),
        WhyLeftOut::OthersDoMore { lacking: more } => {
            let mut said = vec![words.fill("plan.wish_others", &[("exercise", &exercise)])];
            if !more.is_empty() {
                said.push(words.say("plan.wish_costs"));
                said.extend(lacking::lacked(more, knowledge, words));
            }
            said.join(" ")
        }
    }
}

/// What a swap by hand costs, level by level, and what it changes.
pub(crate) fn swap(plan: &Plan, swap: &Swap, knowledge: &Knowledge, words: &Words) -> Part {
    let mut lead: Vec<String> = Vec::new();
    for (key, ids) in [("plan.swap_with", &swap.with), ("plan.swap_without", &swap.without)] {
        if !ids.is_empty() {
            lead.push(words.fill(key, &[("exercises", &named(ids, knowledge))]));
        }
    }
    let costs = costs(plan, &swap.before, "swap", knowledge, words);
    lead.push(costs.lead);
    Part { lead: lead.join(" ").trim_end().to_owned(), ..costs }
}

/// What another day for a session costs, level by level, and what it changes.
pub(crate) fn moved(
    plan: &Plan,
    before: &Result<Plan, PlanError>,
    knowledge: &Knowledge,
    words: &Words,
) -> Part {
    costs(plan, before, "move", knowledge, words)
}

/// What a week costs beside the one before, in the words of what was done.
fn costs(
    plan: &Plan,
    before: &Result<Plan, PlanError>,
    done: &str,
    knowledge: &Knowledge,
    words: &Words,
) -> Part {
    let key = |last: &str| format!("plan.{done}_{last}");
    let title = words.say(&key("title"));
    let Ok(before) = before else {
        return Part { title, lead: words.say(&key("no_before")), lines: Vec::new() };
    };
    let mut lines = level_changes(plan, before, done, words);
    let lead = if lines.is_empty() { words.say(&key("free")) } else { String::new() };
    lines.extend(lacking::more(&lacking_more(plan, before), knowledge, words));
    lines.extend(lacking::less(&lacking_more(before, plan), plan, knowledge, words));
    let (now, then) = (in_week(plan), in_week(before));
    for (key, ids) in [
        ("plan.swap_new", now.difference(&then).copied().cloned().collect::<BTreeSet<_>>()),
        ("plan.swap_gone", then.difference(&now).copied().cloned().collect()),
    ] {
        if !ids.is_empty() {
            lines.push(words.fill(key, &[("exercises", &named(&ids, knowledge))]));
        }
    }
    Part { title, lead, lines }
}

fn named(ids: &BTreeSet<ExerciseId>, knowledge: &Knowledge) -> String {
    ids.iter().map(|id| week::exercise(id, knowledge)).collect::<Vec<_>>().join("; ")
}

/// The levels that something done by hand moves, the most important first.
fn level_changes(plan: &Plan, before: &Plan, done: &str, words: &Words) -> Vec<String> {
    let told = |moved: &LevelCost| {
        let (before, after) = (names::value(moved.before, words), names::value(moved.after, words));
        let how = if moved.cost > 0.0 { "worse" } else { "better" };
        let level = level_name(moved.name, words);
        let values = [("level", level.as_str()), ("before", &before), ("after", &after)];
        (before != after).then(|| words.fill(&format!("plan.{done}_{how}"), &values))
    };
    cost_of(before, plan).iter().filter_map(told).collect()
}

/// A level in words; one that has none keeps its name.
pub(crate) fn level_name(name: &str, words: &Words) -> String {
    let key = format!("plan.level.{name}");
    if words.has(&key) { words.say(&key) } else { name.to_owned() }
}

/// How far each level is proven: name, reached, bound, gap; the head comes first.
pub(crate) fn levels(plan: &Plan, words: &Words) -> Vec<Vec<String>> {
    let heads = ["pro.level_name", "pro.objective", "pro.bound", "pro.gap"].map(|key| words.say(key));
    let row = |level: &Level| {
        vec![
            level_name(level.name, words),
            names::value(level.objective, words),
            names::value(level.bound, words),
            words.fill("size.percent", &[("n", &names::plain_number(level.gap_percent, words))]),
        ]
    };
    std::iter::once(heads.to_vec()).chain(plan.levels.iter().map(row)).collect()
}
