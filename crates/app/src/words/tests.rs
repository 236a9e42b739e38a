//! The words hold together: keys, placeholders, and the rules for lay sentences.

use super::*;

/// Words of health and measuring that lay readers need and that count as easy: they are explained where they stand.
const EXCUSED: &[&str] = &[
    "evenstride",
    "physiotherapist",
    "emergency",
    "certainly",
    "probably",
    "education",
    "diagnosis",
    "equipment",
    "exercise",
    "exercises",
    "imbalance",
    "measure",
    "measured",
    "measurement",
    "evidence",
    "comparable",
    "guardian",
    "opposing",
    "usual",
    "appointment",
    "anything",
    "everything",
    "repetitions",
    "january",
    "february",
    "difference",
    "certificate",
    "settings",
];

/// The lay sentences: everything but the professional section, the reference, reliability, examples and single words.
pub(super) fn lay(words: &Words) -> Vec<(&str, &str)> {
    let is_lay = |key: &str| {
        ![
            "pro.",
            // Sentences of core, of readers and of commands, as programs read them too.
            "doubt.",
            "notice.",
            "notice_part.",
            "error.",
            "error_do.",
            "error_part.",
            "cli.",
            "reference.",
            "reliability.",
            "stop.example",
            "screen.blank",
            "web.about.operations.",
            "web.wrong.",
            "month.",
            "weekday.",
            "side.",
            "quality.",
            "sources.read",
            "date.",
            "grammar.",
        ]
        .iter()
        .any(|prefix| key.starts_with(prefix))
    };
    words.entries().filter(|(key, _)| is_lay(key)).collect()
}

pub(super) fn placeholders(template: &str) -> Vec<&str> {
    let mut names: Vec<&str> = template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn the_file_has_exactly_the_keys_and_placeholders_that_the_program_uses() {
    let words = Words::english();
    let found: Vec<(&str, Vec<&str>)> = words.entries().map(|(key, t)| (key, placeholders(t))).collect();
    let mut expected: Vec<(&str, Vec<&str>)> = keys().map(|(key, names)| (key, names.to_vec())).collect();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn every_key_fills_without_a_rest() {
    let words = Words::english();
    for (key, names) in keys() {
        let values: Vec<(&str, &str)> = names.iter().map(|name| (*name, "seven")).collect();
        let filled = words.fill(key, &values);
        assert!(!filled.is_empty() && placeholders(&filled).is_empty(), "{key}: {filled}");
    }
}

#[test]
fn every_key_that_the_report_names_is_in_the_list_and_every_listed_key_is_named() {
    let sources = [
        include_str!("../words.rs"),
        include_str!("../files/answers.rs"),
        include_str!("../audit/change.rs"),
        include_str!("../audit/heat.rs"),
        include_str!("../audit/lost.rs"),
        include_str!("../audit/mod.rs"),
        include_str!("../audit/page.rs"),
        include_str!("../audit/say.rs"),
        include_str!("../audit/text.rs"),
        include_str!("../reliability/mod.rs"),
        include_str!("../reliability/page.rs"),
        include_str!("../reliability/table.rs"),
        include_str!("../reliability/text.rs"),
        include_str!("../report/ahead.rs"),
        include_str!("../report/behind.rs"),
        include_str!("../report/change.rs"),
        include_str!("../report/doubts.rs"),
        include_str!("../report/facts.rs"),
        include_str!("../report/lacking.rs"),
        include_str!("../report/mod.rs"),
        include_str!("../report/names.rs"),
        include_str!("../report/page_hints.rs"),
        include_str!("../report/patterns.rs"),
        include_str!("../report/pictures.rs"),
        include_str!("../report/printed.rs"),
        include_str!("../report/sentences.rs"),
        include_str!("../report/session.rs"),
        include_str!("../report/squad.rs"),
        include_str!("../report/status.rs"),
        include_str!("../report/stop.rs"),
        include_str!("../report/text.rs"),
        include_str!("../report/text/week.rs"),
        include_str!("../report/retest.rs"),
        include_str!("../report/visit.rs"),
        include_str!("../report/week.rs"),
        include_str!("../report/why.rs"),
        include_str!("../calendar/mod.rs"),
        include_str!("../report/html/mod.rs"),
        include_str!("../report/html/course.rs"),
        include_str!("../report/html/evidence.rs"),
        include_str!("../report/html/finding.rs"),
        include_str!("../report/html/following.rs"),
        include_str!("../report/html/over_time.rs"),
        include_str!("../report/html/parts.rs"),
        include_str!("../report/html/patterns.rs"),
        include_str!("../report/html/sources.rs"),
        include_str!("../report/html/week.rs"),
        include_str!("../wire/knowledge/text.rs"),
    ]
    .concat();
    // Keys whose last part follows from an enum are named in code by their first part and a format string.
    let named_by_part = [
        "verdict.",
        "count.beyond.",
        "comparative.",
        "quality.",
        "size.weaker.",
        "size.leg.",
        "counted.",
        "month.",
        "weekday.",
        "stop.",
        "side.",
        "ahead.kind.",
        "ahead.change.",
        "plan.level.",
        "status.due.",
        "squad.needs.",
        "unit.",
        "grade.",
    ];
    // The words of the reference have a test of their own, which makes its pages; those of the web app and of the commands
    // one beside them. Notices and errors are found by their sentences.
    let elsewhere = |key: &str| {
        [
            "reference.",
            "web.",
            "cli.",
            "doubt.",
            "notice.",
            "notice_part.",
            "error.",
            "error_do.",
            "error_part.",
        ]
        .iter()
        .any(|part| key.starts_with(part))
    };
    for (key, _) in keys().filter(|(key, _)| !elsewhere(key)) {
        let by_part =
            named_by_part.iter().any(|part| key.starts_with(part) && sources.contains(&format!("{part}{{")));
        let last_dot = key.rfind('.').unwrap();
        let part = format!("\"{}.{{", &key[..last_dot]);
        assert!(
            sources.contains(&format!("\"{key}\"")) || by_part || sources.contains(&part),
            "{key} is not used"
        );
    }
    let known = |key: &str| keys().any(|(listed, _)| listed == key);
    let sections: std::collections::BTreeSet<&str> =
        keys().filter_map(|(key, _)| key.split('.').next()).collect();
    for literal in sources.split('"').skip(1).step_by(2) {
        let is_key = literal.split_once('.').is_some_and(|(first, rest)| {
            sections.contains(first)
                && !rest.is_empty()
                && !literal.contains(['{', ' ', '/'])
                && !rest.starts_with("rs")
        });
        assert!(!is_key || known(literal), "{literal} is not in the list");
    }
}

#[test]
fn a_value_is_never_searched_for_placeholders() {
    let words = Words::english();
    let filled = words.fill("plan.group_side", &[("side", "{group}"), ("group", "{side} {unknown}")]);
    assert_eq!(filled, "{group} {side} {unknown}");
    assert_eq!(words.say("no.such.key"), "⟦no.such.key⟧");
}

#[test]
fn lists_and_counts_read_like_speech() {
    let words = Words::english();
    let parts = |parts: &[&str]| words.list(&parts.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>());
    assert_eq!(parts(&[]), "");
    assert_eq!(parts(&["a"]), "a");
    assert_eq!(parts(&["a", "b"]), "a and b");
    assert_eq!(parts(&["a", "b", "c"]), "a, b and c");
    assert_eq!((words.counted("day", 1), words.counted("day", 3)), ("1 day".to_owned(), "3 days".to_owned()));
}

/// The sentences of a template, with usual values filled in.
pub(super) fn sentences(template: &str) -> Vec<String> {
    let names = placeholders(template);
    let filled = names.iter().fold(template.to_owned(), |text, name| {
        let value = match *name {
            "n" | "low" | "high" | "points" | "usual" | "ratio" | "size" | "delta" | "gap" | "gain"
            | "up_to" => "9",
            "side" => "left",
            _ => "thigh",
        };
        text.replace(&format!("{{{name}}}"), value)
    });
    filled
        .split(['.', '?', ':', ';'])
        .map(str::trim)
        .filter(|sentence| sentence.contains(char::is_alphabetic))
        .map(str::to_owned)
        .collect()
}

pub(super) fn word_list(sentence: &str) -> Vec<String> {
    sentence
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn syllables(word: &str) -> usize {
    if EXCUSED.contains(&word) || word.chars().all(|c| c.is_ascii_digit()) {
        return 1;
    }
    let is_vowel = |c: char| "aeiouy".contains(c);
    let letters: Vec<char> = word.chars().collect();
    let groups = (0..letters.len())
        .filter(|&at| is_vowel(letters[at]) && (at == 0 || !is_vowel(letters[at - 1])))
        .count();
    let silent_end = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    (groups - usize::from(silent_end)).max(1)
}

/// Flesch–Kincaid grade. Source: Kincaid 1975, 0.39·words/sentences + 11.8·syllables/words − 15.59.
fn grade(template: &str) -> f64 {
    let sentences = sentences(template);
    let words: Vec<String> = sentences.iter().flat_map(|sentence| word_list(sentence)).collect();
    let n = |count: usize| f64::from(u32::try_from(count).unwrap());
    let n_syllables = words.iter().map(|word| syllables(word)).sum();
    0.39 * n(words.len()) / n(sentences.len()) + 11.8 * n(n_syllables) / n(words.len()) - 15.59
}

#[test]
fn lay_sentences_are_read_at_twelve() {
    let words = Words::english();
    for (key, template) in lay(&words) {
        let n_words: usize = sentences(template).iter().map(|sentence| word_list(sentence).len()).sum();
        // The formula says nothing of headings and labels of a few words.
        if n_words >= 4 {
            let grade = grade(template);
            assert!(grade <= 7.0, "{key} has grade {grade:.1}: {template}");
        }
    }
}

#[test]
fn lay_sentences_are_short() {
    let words = Words::english();
    for (key, template) in lay(&words) {
        for sentence in sentences(template) {
            assert!(word_list(&sentence).len() <= 14, "{key}: {sentence}");
        }
    }
}

#[test]
fn no_sentence_hedges_promises_or_frightens() {
    let words = Words::english();
    let banned = [
        "may",
        "might",
        "tends",
        "signs",
        "often",
        "usually",
        "sometimes",
        "rarely",
        "mostly",
        "always",
        "never",
        "certain",
        "risk",
        "damage",
        "disease",
        "dysfunction",
        "guarantee",
        "cure",
        "heal",
        "unstable",
        "misaligned",
        "warning",
        "danger",
        "injured",
        "likely",
    ];
    for (key, template) in lay(&words) {
        let said = word_list(template);
        for word in banned {
            assert!(!said.contains(&word.to_owned()), "{key} says {word}: {template}");
        }
        assert!(!template.contains('!'), "{key}: {template}");
        for sentence in sentences(template) {
            let said = word_list(&sentence);
            let n_probability =
                said.iter().filter(|word| ["probably", "certainly"].contains(&word.as_str())).count();
            assert!(n_probability <= 1, "{key}: {sentence}");
        }
    }
}
