//! Every word of this room is used, and every word that is used is known.

use std::path::Path;

fn sources(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else {
            all.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_key_is_used_and_every_used_key_is_known() {
    let mut all = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    let keys: Vec<&str> =
        evenstride_app::words::keys().filter_map(|(key, _)| key.strip_prefix("web.")).collect();
    assert!(keys.len() > 100, "{}", keys.len());
    for key in &keys {
        let (part, last) = key.rsplit_once('.').unwrap();
        let whole = all.contains(&format!("\"{key}\"")) || all.contains(&format!("\"web.{key}\""));
        // Keys whose last part follows from a list or an enum are named by their first part.
        let by_part = all.contains(&format!("\"{part}.{{")) || all.contains(&format!("\"web.{part}.{{"));
        let of_problem = part == "problem" && all.contains(&format!("\"{}\"", last.trim_end_matches("_how")));
        let of_wrong = part == "wrong" && all.contains(&format!("wrong(\"{}\"", last.trim_end_matches("_how")));
        assert!(whole || by_part || of_problem || of_wrong, "{key} is not used");
    }
    let sections: Vec<&str> = keys.iter().filter_map(|key| key.split('.').next()).collect();
    let report: Vec<&str> = evenstride_app::words::keys().map(|(key, _)| key).collect();
    for literal in all.split('"').skip(1).step_by(2) {
        let is_key = literal.split_once('.').is_some_and(|(first, rest)| {
            sections.contains(&first) && !rest.is_empty() && !literal.contains(['{', ' ', '/'])
        });
        assert!(!is_key || keys.contains(&literal) || report.contains(&literal), "{literal} is not known");
    }
}

/// The words that a script asks for, as `word("name")` or with a part that is filled in.
fn asked_for(script: &str) -> Vec<&str> {
    let after = |start: &'static str| {
        script.match_indices(start).filter_map(move |(at, _)| script[at + start.len()..].split('"').next())
    };
    after("word(\"").chain(after("words(\"")).collect()
}

#[test]
fn every_word_that_a_script_says_is_sent_with_its_page() {
    let known: Vec<&str> = evenstride_app::words::keys().map(|(key, _)| key).collect();
    for (script, part) in [
        ("train", "web.go.say."),
        ("device", "web.data.device_say."),
        ("check", "web.check.say."),
        ("plan", "web.plan.say."),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/{script}.mjs"));
        let source = std::fs::read_to_string(path).unwrap();
        let asked = asked_for(&source);
        assert!(asked.len() > 2, "{script}: {asked:?}");
        for name in asked {
            let key = format!("{part}{name}");
            assert!(known.contains(&key.as_str()), "{key} is not known");
        }
    }
}
