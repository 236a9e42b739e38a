//! The report as text.

use super::fixture::{self, Check};
use super::mirror;
use crate::report::sentences::{NO_CAUTIONS, Speaker};
use crate::report::text::render;
use crate::words::Words;
use evenstride_core::assess::{ActingReason, Comparison, Verdict};
use evenstride_core::body::{MuscleGroupId, Quality, Side};
use evenstride_core::knowledge::Language;
use evenstride_core::knowledge::{Action, CautionId};
use evenstride_core::plan::Level;
use evenstride_core::track::Retest;

fn text(check: &Check, width: usize) -> String {
    render(&check.view(), &fixture::standing(check), &Words::english(), width)
}

/// The text as one line, so that a sentence can be looked for wherever it was wrapped.
fn flat(check: &Check) -> String {
    text(check, 76).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn no_line_is_wider_than_asked_for_and_none_ends_in_a_blank() {
    for (name, check) in fixture::all() {
        for width in [30, 46, 76, 120] {
            for line in text(&check, width).lines() {
                assert!(line.chars().count() <= width, "{name} at {width}: {line}");
                assert_eq!(line.trim_end(), line, "{name} at {width}");
            }
        }
    }
}

#[test]
fn no_word_is_missing_and_no_placeholder_is_left() {
    for (name, check) in fixture::all() {
        let text = text(&check, 76);
        assert!(!text.contains('⟦'), "{name}:\n{text}");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{name}");
        if name != "hostile" {
            assert!(!text.contains('{'), "{name}:\n{text}");
        }
    }
}

#[test]
fn every_verdict_is_said_with_its_count_its_size_and_what_to_do() {
    let said = flat(&fixture::full());
    for sentence in [
        "Front of thigh: right leg almost certainly weaker. 19 of 20 say: weaker by more than 10 %. \
         Best guess: 19 % weaker. It could be anything from 9 to 29 %. \
         Worth working on. The right leg is also below what is usual for your age. \
         That leg was also hurt or operated on before. Most healthy people differ by less than about 12 % here. \
         From single-leg hop for distance: 6 tries on 1 day. How well their noise is known: moderate (doi-2015).",
        "Side of hip: left leg probably weaker. 15 of 20 say: weaker by more than 10 %. \
         Best guess: 15 % weaker. It could be anything from 1 to 29 %. Nothing to fix.",
        "Upper calf: no difference in strength that matters. All 20 say: no more than 10 % apart. \
         Best guess: right leg 2 % weaker. It could be up to 9 %, or 5 % the other way. \
         Nothing to fix. Train both legs the same.",
        "Back of thigh, strength: we cannot tell yet. 13 of 20: too small to matter. 7: right leg weaker. \
         Best guess: right leg 7 % weaker. It could be up to 22 %, or 9 % the other way. \
         This would tell most: chair stand on one leg once more, on another day (8 minutes). \
         This test alone would not settle it. We say “weaker” from 15 of 20, and “even” from 19. \
         Train both legs the same, and measure again.",
        "Back of thigh: left leg probably reaches less far. 17 of 20 say: reaches less far by more than 5 degrees. \
         Best guess: 9 degrees less far. It could be anything from 1 to 17 degrees. \
         Worth working on. That side also hurt in a test.",
        "Upper calf: right leg almost certainly thinner. All 20 say: thinner by more than 10 %.",
        "Your sport does this: one leg is about 14 % stronger. Up to 22 % is normal for it.",
        "Side of hip: right leg probably less steady.",
        "Front of thigh, load: we cannot tell yet.",
        "Best guess: no difference.",
        "None of the tests known here is fine enough to settle it.",
        "Shin, strength: cannot be compared. Every try on the left leg hurt, so the legs are not compared.",
        "Right leg: back of thigh probably weak against front of thigh. 16 of 20 say: weak by more than 10 %. \
         Usual: 6 for every 10 of front of thigh. Yours: about 5. It could be anything from 4.3 to 5.9.",
        "Left leg: back of thigh and front of thigh in their usual balance.",
    ] {
        assert!(said.contains(sentence), "missing: {sentence}\n\n{}", text(&fixture::full(), 100));
    }
}

#[test]
fn the_number_in_the_sentence_is_the_number_of_dots() {
    let words = Words::english();
    let check = fixture::full();
    let speaker = Speaker { knowledge: &check.knowledge, words: &words, cautions: &NO_CAUTIONS };
    for finding in fixture::findings() {
        let Some(estimate) = &finding.estimate else {
            continue;
        };
        let (first, inside, second) = estimate.counts();
        let count = match (&finding.verdict, &finding.comparison) {
            (Verdict::Imbalanced { .. }, Comparison::LeftRight { .. } | Comparison::Opposing { .. }) => {
                first.max(second)
            }
            _ => inside,
        };
        let expected = if count == 20 { "All 20".to_owned() } else { format!("{count} of 20") };
        let said = speaker.finding(&finding);
        assert!(said.lines[0].starts_with(&expected), "{expected}: {said:?}");
    }
}

#[test]
fn the_order_is_screen_findings_unknowns_next_week_retest_doubts_closing() {
    let said = text(&fixture::full(), 76);
    let places: Vec<usize> = [
        "Before you start",
        "What the tests say",
        "One leg against the other",
        "Muscles that work against each other",
        "What cannot be said yet",
        "What to measure next",
        "Your week",
        "When to measure again",
        "What is doubtful in the data",
        "This is education, not a diagnosis.",
    ]
    .iter()
    .map(|heading| said.find(heading).unwrap_or_else(|| panic!("{heading} is missing:\n{said}")))
    .collect();
    assert!(places.is_sorted(), "{places:?}\n{said}");
}

#[test]
fn the_week_says_what_it_does_why_how_well_and_what_is_missing() {
    let said = flat(&fixture::full());
    for sentence in [
        "- Right front of thigh: make it stronger (19 of 20 speak for it)",
        "- Left back of thigh: help it reach further (16 of 20 speak for it)",
        "No better week exists for these limits: proven.",
        "Monday, 32 minutes",
        "Why: Works on right front of thigh. Keeps right back of thigh and left front of thigh.",
        "Why: Keeps side of hip. Keeps the reach of right back of thigh.",
        "3 × 6–10",
        "3 × 8 ",
        "3 × 20–40 s",
        "Left upper calf: 2.5 of 4 sets a week. The minutes went to what matters more.",
        "10 minutes more on Wednesday: the weak sides would lack 60 % less.",
        "If you had this (loop band): to keep all else, 40 % less would be missing.",
        "Training on Saturday too: to keep all else, 30 % less would be missing.",
    ] {
        assert!(said.contains(sentence), "missing: {sentence}\n\n{}", text(&fixture::full(), 76));
    }
}

#[test]
fn a_week_that_is_not_proven_best_says_how_far_it_could_be_off() {
    let mut check = fixture::full();
    let plan = check.plan.as_mut().unwrap();
    plan.proven = false;
    plan.levels[0].gap_percent = 2.3;
    plan.levels.push(Level { name: "uncovered-keep", objective: 5.75, bound: 2.25, gap_percent: 60.9 });
    let said = flat(&check);
    assert!(said.contains("We do not know yet if some other week serves the needs better."), "{said}");
    assert!(said.contains("We do not know yet if another week keeps a little more."), "{said}");
}

#[test]
fn the_retest_says_when_and_why_then() {
    let said = flat(&fixture::full());
    for sentence in [
        "First do this test once more on another day: chair stand on one leg.",
        "Measure again between 1 June 2026 and 15 June 2026.",
        "single-leg hop for distance and knee-to-wall reach.",
        "By then, training could close about 4.5 percentage points of the gap.",
        "One retest shows a change of 14 percentage points or more.",
        "So one retest alone is not enough; each further day helps.",
    ] {
        assert!(said.contains(sentence), "missing: {sentence}\n\n{said}");
    }
}

#[test]
fn a_clearance_says_until_when_and_what_to_mind() {
    let said = flat(&fixture::full());
    for sentence in [
        "This holds until 2 August 2026.",
        "Fall in the last year: train, but with limits.",
        "Swollen, warm calf: Physiotherapist has looked at it on 20 April 2026.",
        "No jumps and no hops.",
        "Hops wait until 26 weeks after the mending.",
        "No all-out tests with the left leg.",
        "The plan stays on the gentle side.",
    ] {
        assert!(said.contains(sentence), "missing: {sentence}\n\n{said}");
    }
}

#[test]
fn a_stop_says_whom_to_see_how_soon_and_how_to_go_on_and_nothing_else() {
    let flags = vec![
        fixture::raised("RF-04", Action::SameDay, Some(Side::Left)),
        fixture::raised("RF-26", Action::Limit, None),
    ];
    let mut check = fixture::stopped(Action::SameDay, flags);
    // Even when findings and a plan are handed in by mistake, a stop shows none of them.
    check.assessment = fixture::full().assessment;
    check.plan = fixture::full().plan;
    check.retest = fixture::full().retest;
    let said = flat(&check);
    for sentence in [
        "Go to a doctor today.",
        "You answered yes, or were not sure: Is one calf swollen, warm, red or sore",
        "It concerns the left leg.",
        "Your doctor, the out-of-hours service or the emergency department, today.",
        "A self-check told me to have this looked at: swollen, warm calf.",
        "Also to be looked at Fall in the last year",
        "There is no plan, and the results are held back until then.",
        "RF-04.answer = \"yes\" RF-04.cleared_by = \"physiotherapist\" RF-04.cleared_on = \"YYYY-MM-DD\"",
        "This is education, not a diagnosis.",
    ] {
        assert!(said.contains(sentence), "missing: {sentence}\n\n{}", text(&check, 76));
    }
    for word in ["weaker", "Monday", "Measure again", "%", "!", "doubtful"] {
        assert!(!said.contains(word), "a stop says {word}:\n{said}");
    }
}

#[test]
fn a_stop_asks_what_could_make_it_more_urgent() {
    let flags = vec![fixture::raised("RF-35", Action::Assent, None)];
    let mut check = fixture::stopped(Action::Assent, flags.clone());
    let asked = "RF-04: Is one calf swollen, warm, red or sore";
    assert!(!flat(&check).contains(asked));
    let open = vec![evenstride_core::knowledge::FlagId::new("RF-04").unwrap()];
    check.screening = evenstride_core::screen::Screening::Stopped { action: Action::Assent, flags, open };
    let said = flat(&check);
    assert!(said.contains(&format!("Answer these now: a yes makes it more urgent {asked}")), "{said}");
}

#[test]
fn an_action_without_words_in_the_catalogue_still_says_what_to_do() {
    let check = fixture::stopped(Action::Emergency, vec![fixture::raised("RF-99", Action::Emergency, None)]);
    let said = flat(&check);
    assert!(said.contains("Get emergency help now."), "{said}");
    assert!(said.contains("RF-99"), "{said}");
}

#[test]
fn open_questions_are_listed_and_findings_stand_without_a_plan() {
    let check = &fixture::all()["incomplete"];
    let said = flat(check);
    for sentence in [
        "Some questions are still open, so there is no plan yet.",
        "RF-04: Is one calf swollen, warm, red or sore, without a knock you remember?",
        "RF-26: Have you fallen in the last year",
        "[answers] RF-04 = \"…\"",
        "Front of thigh: right leg almost certainly weaker.",
        "There is no plan until the open questions are answered.",
    ] {
        assert!(said.contains(sentence), "missing: {sentence}\n\n{}", text(check, 76));
    }
    assert!(!said.contains("Monday"));
}

#[test]
fn old_answers_say_until_when_they_held() {
    assert!(flat(&fixture::all()["expired"]).contains("Your answers held until 1 March 2026."));
}

#[test]
fn an_empty_check_says_what_to_do_first() {
    let said = flat(&fixture::empty());
    assert!(said.contains("Nothing to compare yet: measure both legs with the same test."), "{said}");
    assert!(said.contains("No day has minutes for training: give some to at least one day."), "{said}");
}

#[test]
fn mirroring_swaps_the_words_for_the_legs_and_nothing_else() {
    let check = fixture::full();
    let mirrored = text(&mirror::mirrored(&check), 200);
    let expected = mirror::swapped_words(&text(&check, 200));
    // The table of the week fills with blanks behind words of different length.
    let squeezed = |text: &str| {
        text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(squeezed(&mirrored), squeezed(&expected));
}

#[test]
fn the_same_check_gives_the_same_bytes() {
    assert_eq!(text(&fixture::full(), 76), text(&fixture::full(), 76));
}

#[test]
fn the_parts_of_a_report_can_be_printed_alone() {
    let check = fixture::full();
    let words = Words::english();
    let assessment = check.assessment.as_ref().unwrap();
    let findings = super::super::assessment_text(assessment, &check.knowledge, &words, 76);
    assert!(findings.starts_with("Findings of Anna\n"), "{findings}");
    assert!(findings.contains("almost certainly weaker") && !findings.contains("Monday"), "{findings}");
    let next = super::super::next_text(assessment, &check.knowledge, &words, 76);
    assert!(next.contains("Chair stand on one leg once more") && !next.contains("weaker"), "{next}");
    let plan = crate::report::text::render_plan(&check.view(), &check.cleared(), &words, 76);
    assert!(plan.contains("Monday, 32 minutes") && !plan.contains("weaker"), "{plan}");
    let stop = &fixture::all()["stopped"];
    let stop = super::super::screening_text(&stop.screening, &stop.knowledge, &words, 76);
    assert!(stop.starts_with("Go to a doctor today."), "{stop}");
    let none = fixture::empty();
    let next = super::super::next_text(none.assessment.as_ref().unwrap(), &check.knowledge, &words, 76);
    assert!(next.contains("No test known here would tell more now."), "{next}");
}

#[test]
fn doubts_of_the_assessment_stand_with_those_of_the_files_each_once() {
    let mut check = fixture::full();
    let doubts = check.notices.clone();
    check.assessment.as_mut().unwrap().notices = doubts;
    assert_eq!(flat(&check), flat(&fixture::full()));
}

#[test]
fn earlier_is_not_called_too_small_where_the_end_of_the_window_is_too_small_too() {
    let words = Words::english();
    let check = fixture::full();
    let lines = |expected: Option<f64>, as_of: jiff::civil::Date| {
        let retest = Retest { expected_points: expected, ..check.retest.clone().unwrap() };
        crate::report::retest::retest_lines(&retest, as_of, &check.knowledge, &words)
    };
    let before = jiff::civil::date(2026, 5, 4);
    let why = "Earlier, a change would be too small to see.".to_owned();
    assert!(!lines(Some(4.5), before).contains(&why) && lines(Some(20.0), before).contains(&why));
    assert!(lines(None, before).contains(&why));
    let late = lines(Some(20.0), jiff::civil::date(2026, 6, 16)).join(" ");
    assert!(late.contains("Measure again now. The time for it ended on 15 June 2026."), "{late}");
    assert!(!late.contains("between") && !late.contains(&why), "{late}");
}

#[test]
fn a_week_without_needs_says_whether_nothing_is_to_be_done_or_nothing_is_known() {
    let words = Words::english();
    let full = fixture::full();
    let (mut assessment, screening) = (full.assessment.unwrap(), full.screening);
    let said = |assessment: Option<&evenstride_core::assess::Assessment>| {
        crate::report::week::works_on_nothing(assessment, &screening, &words)
    };
    let open = "No weak side is settled yet, so the week trains both legs the same.";
    assert_eq!((said(None).as_str(), said(Some(&assessment)).as_str()), (open, open));
    assessment.findings.retain(|finding| finding.verdict == Verdict::Balanced);
    assert!(!assessment.findings.is_empty());
    assert_eq!(said(Some(&assessment)), "There is nothing to even out, so the week trains both legs the same.");
    assessment.findings.clear();
    assert_eq!(said(Some(&assessment)), open, "nothing was measured");
}

#[test]
fn what_limits_forbid_is_not_said_to_be_too_coarse() {
    let words = Words::english();
    let knowledge = evenstride_catalog::builtin();
    let findings = fixture::findings();
    let finding =
        findings.iter().find(|finding| finding.verdict == Verdict::Undecided { needs: None }).unwrap();
    let finding = evenstride_core::assess::Finding {
        comparison: Comparison::LeftRight { group: MuscleGroupId::new("quads").unwrap() },
        quality: Quality::Strength,
        ..finding.clone()
    };
    let said = |cautions| Speaker { knowledge, words: &words, cautions }.finding(&finding).needs.join(" ");
    let coarse = "None of the tests known here is fine enough to settle it.";
    assert!(said(&NO_CAUTIONS).contains(coarse), "{}", said(&NO_CAUTIONS));
    let limits = std::collections::BTreeSet::from([CautionId::new("maximal-effort").unwrap()]);
    let limited = said(&limits);
    assert!(limited.starts_with("Tests that would tell more must wait. No tests to the limit"), "{limited}");
    assert!(!limited.contains(coarse), "{limited}");
}

#[test]
fn what_was_measured_is_said_before_the_guess_that_doubts_it() {
    let check = fixture::full();
    let mut finding = fixture::findings()
        .into_iter()
        .find(|finding| {
            let is_legs = matches!(finding.comparison, Comparison::LeftRight { .. });
            is_legs && matches!(finding.verdict, Verdict::Undecided { .. }) && finding.estimate.is_some()
        })
        .unwrap();
    finding.acting =
        Some(evenstride_core::assess::Acting { worth: false, reasons: vec![ActingReason::NotSure] });
    let shown = evenstride_core::assess::ShownBeyond {
        test: fixture::test_id("hop-single"),
        weaker: Side::Right,
        by: 50.6,
    };
    for (words, line, stays) in [
        (Words::english(), "the right leg was 51\u{a0}% below the other.", "have the leg looked at"),
        (
            Words::of(Language::German),
            "rechts war 51\u{a0}% unter der anderen Seite.",
            "lass nach dem Bein sehen",
        ),
    ] {
        let said = |finding: &evenstride_core::assess::Finding| {
            Speaker { knowledge: &check.knowledge, words: &words, cautions: &NO_CAUTIONS }.finding(finding)
        };
        finding.evidence.beyond.clear();
        assert!(!said(&finding).lines[0].contains(line) && !said(&finding).acting.concat().contains(stays));
        finding.evidence.beyond.push(shown.clone());
        assert!(said(&finding).lines[0].ends_with(line), "{:?}", said(&finding).lines);
        assert!(said(&finding).acting.concat().contains(stays), "{:?}", said(&finding).acting);
    }
}

#[test]
fn a_leg_far_from_the_other_is_asked_about_and_neither_is_blamed() {
    let words = Words::english();
    let check = fixture::full();
    for side in Side::BOTH {
        let finding = evenstride_core::assess::Finding {
            verdict: Verdict::NotComparable { why: evenstride_core::assess::WhyNot::Doubtful(side) },
            estimate: None,
            ..fixture::findings().remove(0)
        };
        let speaker = Speaker { knowledge: &check.knowledge, words: &words, cautions: &NO_CAUTIONS };
        let said = speaker.finding(&finding).needs.join(" ");
        assert!(said.contains("If they are right, have that looked at."), "{said}");
        assert!(!said.contains("left") && !said.contains("right leg"), "{said}");
    }
}

#[test]
fn results_are_said_to_stand_below_only_where_there_are_some() {
    let mut all = fixture::all();
    let check = all.get_mut("incomplete").unwrap();
    let below = "The results below stand all the same.";
    assert!(flat(check).contains(below));
    check.assessment.as_mut().unwrap().findings.clear();
    assert!(!flat(check).contains(below) && flat(check).contains("We clear no one whose answers are missing."));
}
