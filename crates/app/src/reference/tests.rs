//! The pages hold together: links, words, pictures, and nothing that needs a script or a network.

use super::*;
use evenstride_catalog::builtin;
use std::collections::BTreeSet;

fn all() -> Vec<Page> {
    pages(builtin(), &Words::english())
}

/// What stands between a mark and the next quotation mark, everywhere in a text.
fn quoted<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(mark).skip(1).filter_map(|rest| rest.split('"').next())
}

/// The file that a link on a page means.
fn target(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('#').next().unwrap_or_default().split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "" => return page.to_owned(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_link_and_picture_leads_to_a_file_of_the_reference_and_every_part_exists() {
    let pages = all();
    let paths: BTreeSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    let text_of = |path: &str| pages.iter().find(|page| page.path == path).map(|page| page.text.as_str());
    let mut n_links = 0;
    for page in pages.iter().filter(|page| page.path.ends_with(".html")) {
        for link in quoted(&page.text, "href=\"").chain(quoted(&page.text, "src=\"")) {
            let file = target(&page.path, link);
            assert!(paths.contains(file.as_str()), "{}: {link} leads nowhere", page.path);
            if let Some((_, part)) = link.split_once('#') {
                let holds = text_of(&file).is_some_and(|text| text.contains(&format!("id=\"{part}\"")));
                assert!(holds, "{}: {link} leads to no part", page.path);
            }
            n_links += 1;
        }
    }
    assert!(n_links > 5000, "only {n_links} links were seen");
}

#[test]
fn there_is_a_page_for_every_test_and_exercise_and_each_shows_its_figure() {
    let pages = all();
    let knowledge = builtin();
    for (path, figure) in knowledge
        .exercises
        .values()
        .map(|exercise| (exercise::path(&exercise.id), exercise.figure.as_ref()))
        .chain(knowledge.tests.values().map(|test| (test::path(&test.id), test.figure.as_ref())))
    {
        let page = pages.iter().find(|page| page.path == path).expect("every entry has a page");
        if let Some(figure) = figure {
            assert!(page.text.contains(&format!("figures/{figure}-still.svg")), "{path}");
        }
    }
}

#[test]
fn no_page_lacks_a_word_or_holds_a_script_and_every_picture_has_a_text() {
    for page in all() {
        assert!(!page.text.contains('⟦'), "{} lacks a word", page.path);
        assert!(!page.text.contains("<script") && !page.text.contains("javascript:"), "{}", page.path);
        assert!(!page.text.contains(" style=\""), "{} has a style that a strict policy refuses", page.path);
        assert!(!page.text.contains("NaN") && !page.text.contains("inf "), "{}", page.path);
        for picture in page.text.split("<img").skip(1) {
            assert!(picture.split('>').next().is_some_and(|tag| tag.contains("alt=")), "{}", page.path);
        }
    }
}

#[test]
fn the_same_catalogue_gives_the_same_bytes() {
    assert!(all() == all());
}

#[test]
fn every_word_of_the_reference_is_said_somewhere() {
    let sources = [
        include_str!("assumptions.rs"),
        include_str!("differences.rs"),
        include_str!("exercise.rs"),
        include_str!("figures.rs"),
        include_str!("lists.rs"),
        include_str!("mod.rs"),
        include_str!("shell.rs"),
        include_str!("test.rs"),
        include_str!("why.rs"),
    ]
    .concat();
    // Found by the word of a closed set, or by the name of a column or a list.
    let by_part = [
        "kind.",
        "motion.",
        "plane.",
        "contraction.",
        "length.",
        "setting.",
        "topic.",
        "cell.",
        "column.",
        "why.question.",
        "why.answer.",
    ];
    for (key, _) in crate::words::keys() {
        let Some(key) = key.strip_prefix("reference.") else { continue };
        let said = sources.contains(&format!("\"{key}\"")) || by_part.iter().any(|part| key.starts_with(part));
        let named = key.strip_suffix(".name").or(key.strip_suffix(".about"));
        let listed = named.is_some_and(|list| sources.contains(&format!("\"{list}\"")));
        assert!(said || listed, "reference.{key} is not used");
    }
}

#[test]
fn the_page_of_reasons_asks_what_the_document_of_the_project_asks_and_answers_everything() {
    let document = include_str!("../../../../docs/why.md");
    for language in evenstride_core::knowledge::Language::ALL {
        let page = pages(builtin(), &Words::of(language)).into_iter().find(|page| page.path == "why.html");
        let page = page.expect("there is a page").text;
        assert_eq!(page.matches("<h2 ").count(), why::QUESTIONS.len(), "{language:?}");
    }
    let words = Words::english();
    for question in why::QUESTIONS {
        let asked = words.say(&format!("reference.why.question.{question}"));
        let heading = asked.replace('\u{a0}', " ");
        assert!(document.contains(&format!("## {heading}\n")), "docs/why.md does not ask: {heading}");
    }
}
