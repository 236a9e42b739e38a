//! What is said of the patterns that the findings fit: seen, possible, likelier or less so, what would tell.
//!
//! Every text is a possibility, and normal variation is told before any of them. Read next: the section
//! `patterns` of the words.

use super::{names, sentences::Speaker, text};
use evenstride_core::assess::{Assessment, PatternMatch};
use evenstride_core::knowledge::{Pattern, PatternId};

/// The sentences of one pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PatternWords {
    /// Which pattern, for links and sources.
    pub(crate) id: PatternId,
    /// Its name, with the leg.
    pub(crate) title: String,
    /// What it was seen in, what may lie behind it, and how well that is supported.
    pub(crate) lines: Vec<String>,
    /// Headings with what stands below each.
    pub(crate) lists: Vec<(String, Vec<String>)>,
    /// Tests that would tell; none when no test would.
    pub(crate) tests: Option<String>,
}

/// What is said before the first pattern: that nothing at all is a possibility too.
pub(crate) fn lead(speaker: Speaker<'_>) -> Vec<String> {
    let normal = speaker.knowledge.causes.values().find(|cause| cause.id.as_str() == "normal-variation");
    let normal = normal.map(|cause| speaker.words.fill("patterns.normal", &[("text", &cause.text)]));
    normal.into_iter().chain([speaker.words.say("patterns.lead")]).collect()
}

/// The words of all patterns, in the order of the assessment.
pub(crate) fn patterns(assessment: &Assessment, speaker: Speaker<'_>) -> Vec<PatternWords> {
    assessment
        .patterns
        .iter()
        .filter_map(|found| {
            let pattern = speaker.knowledge.patterns.get(&found.pattern)?;
            Some(pattern_words(found, pattern, assessment, speaker))
        })
        .collect()
}

fn pattern_words(
    found: &PatternMatch,
    pattern: &Pattern,
    assessment: &Assessment,
    speaker: Speaker<'_>,
) -> PatternWords {
    let (knowledge, words) = (speaker.knowledge, speaker.words);
    let title = match found.side {
        Some(side) => {
            words.fill("patterns.side", &[("name", &pattern.name), ("side", &names::side(side, words))])
        }
        None => pattern.name.clone(),
    };
    let seen: Vec<String> = assessment
        .findings
        .iter()
        .filter(|f| found.from.iter().any(|(of, quality)| *of == f.comparison && *quality == f.quality))
        .map(|finding| speaker.headline(finding))
        .collect();
    let causes: Vec<String> = found
        .causes
        .iter()
        .filter_map(|id| knowledge.causes.get(id))
        .map(|cause| names::inside(&cause.name, speaker.words.language()))
        .collect();
    let [grade, cause_grade] = [pattern.grade, pattern.cause_grade].map(|grade| names::grade(grade, words));
    let grades = [("grade", grade.as_str()), ("cause_grade", cause_grade.as_str())];
    let mut lines = vec![words.fill("patterns.seen", &[("findings", &seen.join(" "))])];
    lines.extend(found.answered.map(|answer| words.say(&format!("patterns.answered.{}", answer.as_str()))));
    lines.push(words.fill("patterns.possibility", &[("possibility", &pattern.possibility)]));
    lines.push(words.fill("patterns.causes", &[("causes", &words.list(&causes))]));
    lines.push(words.fill("patterns.grades", &grades));
    let flags = found.ask_again.iter().filter_map(|id| text::flag(id, knowledge));
    let lists = [
        ("patterns.likelier", pattern.confirm.clone()),
        ("patterns.less", pattern.refute.clone()),
        ("patterns.ask", flags.map(|flag| flag.question.clone()).collect()),
    ];
    let tests: Vec<String> = pattern.tests.iter().map(|id| names::test(id, knowledge)).collect();
    PatternWords {
        id: pattern.id.clone(),
        title,
        lines,
        lists: lists
            .into_iter()
            .filter(|(_, below)| !below.is_empty())
            .map(|(key, below)| (words.say(key), below))
            .collect(),
        tests: (!tests.is_empty()).then(|| words.fill("patterns.tests", &[("tests", &words.list(&tests))])),
    }
}
