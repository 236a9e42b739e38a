//! A clinic's own entries over the built-in ones: what is replaced, what is added, and what may not be taken away.

use evenstride_catalog::{builtin, laid_over};
use evenstride_core::knowledge::Knowledge;

const SOURCE: &str =
    "[[source]]\nid = \"our-clinic\"\ncitation = \"Our own measurements\"\nread = \"data\"\n\n";

/// An exercise of ours between a built-in one and nothing.
fn exercise(id: &str, more: &str) -> String {
    format!(
        "[[exercise]]\nid = \"{id}\"\nname = \"Ours {id}\"\nkind = \"strength\"\none_sided = true\n\
         motions = [\"knee-extension\"]\nshares = {{ quads = 1.0 }}\nplane = \"sagittal\"\ncontraction = \"dynamic\"\n\
         minutes_per_set = 1.0\ndose = {{ reps = [8, 12] }}\nsets = [2, 3]\nrest_s = 60\nload = \"Light.\"\nlevel = 3\n\
         cues = [\"Slowly.\"]\nfaults = [\"Fast.\"]\ngrade = \"E\"\nsource = [\"our-clinic\"]\n{more}\n"
    )
}

fn laid(text: &str) -> Knowledge {
    let text = format!("{SOURCE}{text}");
    laid_over(&[("clinic/ours.toml", &text)]).unwrap_or_else(|errors| panic!("it must hold: {errors:#?}"))
}

fn refused(text: &str, words: &str) -> usize {
    let text = format!("{SOURCE}{text}");
    let errors = laid_over(&[("ours.toml", &text)]).expect_err("it must be refused");
    let found = errors.iter().find(|error| error.message.contains(words));
    let found = found.unwrap_or_else(|| panic!("expected “{words}”, found {errors:#?}"));
    assert_eq!(found.file, "ours.toml");
    found.line
}

#[test]
fn a_new_exercise_joins_a_chain_without_touching_the_built_in_files() {
    let knowledge = laid(&exercise("our-squat", "easier = [\"split-squat\"]"));
    let split_squat = knowledge.exercises.values().find(|e| e.id.as_str() == "split-squat").unwrap();
    assert!(split_squat.harder.iter().any(|id| id.as_str() == "our-squat"));
    assert_eq!(knowledge.exercises.len(), builtin().exercises.len() + 1);
    assert_eq!(knowledge.tests, builtin().tests);
    assert_eq!(
        knowledge.version,
        format!("{} with ours.toml (0 built-in entries replaced)", builtin().version)
    );
}

#[test]
fn an_entry_with_a_known_id_replaces_the_built_in_one_and_the_version_says_so() {
    let built_in = builtin().exercises.values().find(|e| e.cautions.is_empty() && e.harder.is_empty());
    let id = built_in.expect("some exercise needs no caution").id.to_string();
    let easier: Vec<String> = built_in.unwrap().easier.iter().map(|easier| format!("\"{easier}\"")).collect();
    let knowledge = laid(&exercise(&id, &format!("easier = [{}]", easier.join(", "))));
    let ours = knowledge.exercises.values().find(|e| e.id.as_str() == id).unwrap();
    assert_eq!(ours.name, format!("Ours {id}"));
    assert!(knowledge.version.ends_with("with ours.toml (1 built-in entry replaced)"), "{}", knowledge.version);
}

#[test]
fn norms_of_a_test_replace_all_that_were_built_in_for_it() {
    let header =
        "test,population,level,sex,age_min,age_max,n,mean,sd,p5,p25,p50,p75,p95,unit,protocol,grade,source";
    let norms =
        format!("{header}\nheel-rise-single,our members,general,B,18,80,60,24,6,,,,,,reps,,C,our-clinic\n");
    let knowledge = laid_over(&[("ours.toml", SOURCE), ("norms.csv", &norms)]).unwrap();
    let of_test = |knowledge: &Knowledge| {
        let norms = knowledge.norms.iter().filter(|norm| norm.test.as_str() == "heel-rise-single");
        norms.map(|norm| norm.population.clone()).collect::<Vec<_>>()
    };
    assert!(of_test(builtin()).len() > 1);
    assert_eq!(of_test(&knowledge), ["our members"]);
}

#[test]
fn a_replaced_exercise_keeps_its_cautions() {
    let guarded = builtin().exercises.values().find(|e| !e.cautions.is_empty()).unwrap();
    let line = refused(&exercise(guarded.id.as_str(), ""), "expected it to keep the caution");
    assert_eq!(line, 6, "the line of the entry is told");
}

#[test]
fn red_flags_cautions_and_doses_are_never_replaced() {
    let flag = &builtin().flags[0];
    let text = format!(
        "[[flag]]\nid = \"{}\"\nname = \"x\"\nquestion = \"x?\"\naction = \"limit\"\nreason = \"x\"\norder = 9999\n\
         grade = \"E\"\nsource = [\"our-clinic\"]\n",
        flag.id
    );
    refused(&text, "expected an id of its own");
    let caution = builtin().cautions.values().next().unwrap();
    let text = format!(
        "[[caution]]\nid = \"{}\"\nwho = \"x\"\nrule = \"x\"\ngrade = \"E\"\nsource = [\"our-clinic\"]\n",
        caution.id
    );
    refused(&text, "expected an id of its own");
    refused("[doses]\nweak_sets = 99.0\n", "missing field");
}

#[test]
fn what_does_not_hold_is_told_with_the_file_and_the_line() {
    assert_eq!(refused("[[exercise]]\nid = \"half\"\n", "missing field"), 6);
    assert_eq!(refused("[[exercise\n", "read the file"), 6);
    refused(&exercise("our-squat", "figure = \"nobody-drew-this\""), "expected a known figure");
    refused(&exercise("our-squat", "cautions = [\"nobody\"]"), "expected a known caution");
    refused(&exercise("our-squat", "equipment = [\"leg-press\"]"), "household things");
}
