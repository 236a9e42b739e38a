//! The words of what is told beside a week: what a sport misses, planes, opposing muscles, minutes that are left over.
//!
//! It says what core has read from the finished week. Read next: `evenstride_core::plan::week_facts`.

use super::why::Part;
use super::{names, week};
use crate::words::Words;
use evenstride_core::knowledge::{Knowledge, Plane, RuleId};
use evenstride_core::plan::{OneOfTwo, PlannedSide, Spare, WeekFacts};

/// What a sport asks for every week and does not get in full.
pub(crate) fn minimums(facts: &WeekFacts, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let line = |unmet: &evenstride_core::plan::UnmetMinimum| {
        let rule = knowledge.rules.iter().find(|rule| rule.id == unmet.rule);
        let name = rule.map_or_else(|| unmet.rule.to_string(), |rule| rule.name.clone());
        let (planned, wanted) = (unmet.planned_sets.to_string(), names::plain_number(unmet.wanted_sets, words));
        let short =
            words.fill("plan.unmet_sport", &[("rule", &name), ("planned", &planned), ("wanted", &wanted)]);
        if unmet.lacks.is_empty() {
            return short;
        }
        let things: Vec<String> = unmet.lacks.iter().map(|id| names::equipment(id, knowledge)).collect();
        format!("{short} {}", words.fill("plan.unmet_sport_lacks", &[("things", &words.list(&things))]))
    };
    facts.minimums.iter().map(line).collect()
}

/// The parts that hold something: what the week covers, and what minutes that are left over could be used for.
pub(crate) fn parts(facts: &WeekFacts, knowledge: &Knowledge, words: &Words) -> Vec<Part> {
    let spare: Vec<String> = facts.spare.iter().map(|one| offer(one, knowledge, words)).collect();
    let covers = Part {
        title: words.say("plan.covers_title"),
        lead: String::new(),
        lines: grows(facts, knowledge, words)
            .into_iter()
            .chain(barred(facts, knowledge, words))
            .chain(planes(facts, words))
            .chain(facts.one_of_two.iter().map(|pair| one_of_two(pair, knowledge, words)))
            .collect(),
    };
    let spare = Part { title: words.say("plan.spare_title"), lead: words.say("plan.spare_lead"), lines: spare };
    [covers, spare].into_iter().filter(|part| !part.lines.is_empty()).collect()
}

/// What the limits leave out of what the sport asks for.
fn barred(facts: &WeekFacts, knowledge: &Knowledge, words: &Words) -> Option<String> {
    let name = |id: &RuleId| {
        let rule = knowledge.rules.iter().find(|rule| rule.id == *id);
        rule.map_or_else(|| id.to_string(), |rule| rule.name.clone())
    };
    let rules: Vec<String> = facts.barred_minimums.iter().map(name).collect();
    (!rules.is_empty()).then(|| words.fill("plan.barred_sport", &[("rules", &words.list(&rules))]))
}

/// One line on the planes of the week, or none for a week without strength exercises.
/// That no muscle gets much more than in the weeks before.
fn grows(facts: &WeekFacts, knowledge: &Knowledge, words: &Words) -> Option<String> {
    let doses = &knowledge.doses;
    facts.grows_from_last_week.then(|| {
        let percent = names::whole(100.0 * (doses.growth_ratio_max - 1.0));
        let sets = names::whole(doses.growth_sets);
        words.fill("plan.grows", &[("percent", &percent), ("sets", &sets)])
    })
}

fn planes(facts: &WeekFacts, words: &Words) -> Option<String> {
    let named = |planes: &[Plane]| {
        let single = planes.iter().filter(|plane| **plane != Plane::Mixed);
        words.list(&single.map(|plane| words.say(plane_key(*plane))).collect::<Vec<_>>())
    };
    if facts.planes.is_empty() {
        return None;
    }
    let mut said: Vec<String> = Vec::new();
    let covered = named(&facts.planes);
    if !covered.is_empty() {
        said.push(words.fill("plan.planes", &[("planes", &covered)]));
    }
    if facts.planes.contains(&Plane::Mixed) {
        said.push(words.say("plan.planes_several"));
    }
    if !facts.planes_lacking.is_empty() {
        said.push(words.fill("plan.planes_lacking", &[("planes", &named(&facts.planes_lacking))]));
    }
    Some(said.join(" "))
}

fn plane_key(plane: Plane) -> &'static str {
    match plane {
        Plane::Sagittal => "reference.plane.sagittal",
        Plane::Frontal => "reference.plane.frontal",
        Plane::Transverse => "reference.plane.transverse",
        Plane::Mixed => "reference.plane.mixed",
    }
}

fn one_of_two(pair: &OneOfTwo, knowledge: &Knowledge, words: &Words) -> String {
    let group = names::group_inside(&pair.group, knowledge);
    let opponent = names::group_inside(&pair.opponent, knowledge);
    let key = match pair.side {
        PlannedSide::Both => "plan.one_of_two",
        PlannedSide::Left | PlannedSide::Right => "plan.one_of_two_side",
    };
    let side = week::planned_side(pair.side, words);
    let all = [("group", group.as_str()), ("opponent", &opponent), ("side", &side)];
    words.fill(key, if pair.side == PlannedSide::Both { &all[..2] } else { &all })
}

fn offer(spare: &Spare, knowledge: &Knowledge, words: &Words) -> String {
    let exercise = week::exercise(&spare.exercise, knowledge);
    let dose = week::sets_of(spare.dose, spare.sets, words);
    let side = week::planned_side(spare.side, words);
    let group = names::group_inside(&spare.group, knowledge);
    let grade = names::grade(spare.grade, words);
    let all = [
        ("exercise", exercise.as_str()),
        ("dose", &dose),
        ("side", &side),
        ("group", &group),
        ("grade", grade.as_str()),
    ];
    let Some(day) = spare.weekday else { return words.fill("plan.spare_habit", &all) };
    let weekday = names::weekday(day, words);
    let with_day: Vec<(&str, &str)> = std::iter::once(("weekday", weekday.as_str())).chain(all).collect();
    words.fill("plan.spare", &with_day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenstride_core::body::MuscleGroupId;
    use evenstride_core::knowledge::{Dose, EquipmentId, ExerciseId, Grade};
    use evenstride_core::plan::UnmetMinimum;

    #[test]
    fn every_fact_of_a_week_is_told_in_words() {
        let (knowledge, words) = (evenstride_catalog::builtin(), Words::english());
        let group = |id: &str| MuscleGroupId::new(id).unwrap();
        let facts = WeekFacts {
            minimums: vec![UnmetMinimum {
                rule: RuleId::new("prevention-groin").unwrap(),
                wanted_sets: 1.0,
                planned_sets: 0,
                lacks: [EquipmentId::new("partner").unwrap()].into(),
            }],
            barred_minimums: vec![RuleId::new("prevention-hamstrings").unwrap()],
            planes: vec![Plane::Sagittal, Plane::Mixed],
            planes_lacking: vec![Plane::Frontal, Plane::Transverse],
            one_of_two: vec![OneOfTwo {
                group: group("quads"),
                opponent: group("hamstrings"),
                side: PlannedSide::Left,
            }],
            grows_from_last_week: false,
            spare: vec![Spare {
                exercise: ExerciseId::new("roll-quads").unwrap(),
                weekday: Some(1),
                side: PlannedSide::Left,
                group: group("quads"),
                sets: 1,
                dose: Dose::HoldS([60, 120]),
                minutes: 1.75,
                grade: Grade::C,
            }],
        };
        let missing = minimums(&facts, knowledge, &words);
        assert!(missing.len() == 1 && missing[0].contains("0 of 1 sets"), "{missing:?}");
        assert!(missing[0].ends_with("It takes what you do not have: helper."), "{missing:?}");
        let parts = parts(&facts, knowledge, &words);
        let lines: Vec<&str> = parts.iter().flat_map(|part| &part.lines).map(String::as_str).collect();
        assert_eq!(parts.len(), 2);
        let lines = {
            assert!(lines[0].starts_with("Your limits leave this out for now: "), "{lines:?}");
            &lines[1..]
        };
        assert!(lines[0].contains("forwards and backwards") && lines[0].contains("sideways"), "{lines:?}");
        assert!(lines[1].contains("front of thigh") && lines[1].contains("back of thigh"), "{lines:?}");
        assert!(lines[2].contains("Roller under") && lines[2].contains("weak"), "{lines:?}");
        let none = WeekFacts {
            minimums: Vec::new(),
            barred_minimums: Vec::new(),
            planes: Vec::new(),
            planes_lacking: Vec::new(),
            one_of_two: Vec::new(),
            grows_from_last_week: false,
            spare: Vec::new(),
        };
        assert!(super::parts(&none, knowledge, &words).is_empty());
    }
}
