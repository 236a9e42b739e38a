//! A clinic's own entries over the built-in ones: what is replaced, what is added, and what may not be taken away.

use evenstride_catalog::{builtin, laid_over};
use evenstride_core::body::Quality;
use evenstride_core::knowledge::{CautionId, ExerciseId, Knowledge, Language, ModelRules, MuscleGroup, Test};
use evenstride_core::training::{Recognised, recognise};

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
    laid_over(&[("clinic/ours.toml", &text)]).expect("it must hold")
}

fn refused(text: &str, words: &str) -> usize {
    let text = format!("{SOURCE}{text}");
    let errors = laid_over(&[("ours.toml", &text)]).expect_err("it must be refused");
    let found = errors.iter().find(|error| error.message.contains(words));
    assert!(found.is_some_and(|error| error.file == "ours.toml"), "expected “{words}”, found {errors:#?}");
    found.map_or(0, |error| error.line)
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
    let built_in = builtin().exercises.values().find(|e| e.id.as_str() == "split-squat").unwrap();
    let list = |ids: Vec<String>| ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ");
    let (id, cautions) = (built_in.id.to_string(), built_in.cautions.iter().map(ToString::to_string).collect());
    let (easier, harder) = (
        built_in.easier.iter().map(ToString::to_string).collect(),
        built_in.harder.iter().map(ToString::to_string).collect(),
    );
    let knowledge = laid(&exercise(
        &id,
        &format!("easier = [{}]\nharder = [{}]\ncautions = [{}]", list(easier), list(harder), list(cautions)),
    ));
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

#[test]
fn a_replaced_test_keeps_what_flags_limits_and_records_rest_on() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let block = |id: &str| {
        let files = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .map(|path| std::fs::read_to_string(path).unwrap());
        let all: Vec<String> =
            files.flat_map(|text| text.split("[[test]]\n").map(str::to_owned).collect::<Vec<_>>()).collect();
        let found = all.into_iter().find(|block| block.starts_with(&format!("id = \"{id}\"\n"))).unwrap();
        // Rows of reliability belong to the block; a comment that heads the next one does not matter.
        format!("[[test]]\n{found}")
    };
    let girth = block("girth-calf");
    let laid_over = |text: &str| evenstride_catalog::laid_over(&[("ours.toml", text)]);
    assert!(laid_over(&girth).is_ok(), "the same block again holds");
    let errors = laid_over(&girth.replace("unit = \"cm\"", "unit = \"m\"")).unwrap_err();
    assert!(
        errors.iter().any(|e| e.message.contains("expected the test to keep its unit cm, found m")),
        "{errors:#?}"
    );
    let extension = block("isok-knee-ext-60");
    let errors = laid_over(&extension.replace("maximal = true", "maximal = false")).unwrap_err();
    assert!(errors.iter().any(|e| e.message.contains("keep `maximal = true`")), "{errors:#?}");
}

#[test]
fn a_replaced_entry_is_still_found_by_its_names_in_other_languages() {
    let german = evenstride_catalog::builtin_in(Language::German);
    let there =
        german.exercises.values().find(|one| one.id.as_str() == "single-leg-romanian-deadlift").unwrap();
    let built_in = builtin().exercises.values().find(|one| one.id == there.id).unwrap();
    assert_eq!(built_in.elsewhere, std::slice::from_ref(&there.name));
    let list = |ids: Vec<&str>| ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ");
    let kept = format!(
        "cautions = [{}]\neasier = [{}]\nharder = [{}]",
        list(built_in.cautions.iter().map(CautionId::as_str).collect()),
        list(built_in.easier.iter().map(ExerciseId::as_str).collect()),
        list(built_in.harder.iter().map(ExerciseId::as_str).collect()),
    );
    let replaced = |more: &str| {
        let knowledge = laid(&exercise(there.id.as_str(), &format!("{kept}\n{more}")));
        let found = knowledge.exercises.values().find(|one| one.id == there.id).unwrap();
        found.elsewhere.clone()
    };
    assert_eq!(replaced(""), std::slice::from_ref(&there.name));
    assert_eq!(replaced("elsewhere = [\"Unsere eigene\"]"), ["Unsere eigene"]);
    // What the clinic calls so itself is found there.
    assert!(replaced(&format!("aliases = [\"{}\"]", there.name)).is_empty());
}

/// The tests that the catalogue for judging the table exscidata replaces.
const WITHOUT_TABLE: [&str; 7] = [
    "isok-knee-ext-120",
    "isok-knee-ext-240",
    "isok-knee-ext-60",
    "isok-knee-flex-120",
    "isok-knee-flex-240",
    "isok-knee-flex-60",
    "isom-knee-ext-dyn",
];

#[test]
fn the_catalogue_for_judging_a_table_changes_noise_and_its_sources_and_owes_nothing_to_that_table() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../validation/without-exscidata.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let knowledge = laid_over(&[("without-exscidata.toml", &text)]).expect("it must hold");
    let mut replaced = Vec::new();
    for (id, ours) in &knowledge.tests {
        let before = &builtin().tests[id];
        if ours != before {
            // Everything but noise and what is said of it stays word for word.
            let same_words = Test {
                noise: before.noise,
                noise_grade: before.noise_grade,
                noise_source: before.noise_source.clone(),
                honest: before.honest.clone(),
                grade: before.grade,
                source: before.source.clone(),
                reliability: before.reliability.clone(),
                ..ours.clone()
            };
            assert_eq!(&same_words, before);
            replaced.push(id.as_str());
        }
    }
    assert_eq!(replaced, WITHOUT_TABLE);
    let table = knowledge.sources.keys().find(|id| id.as_str() == "exscidata").unwrap();
    let citing = knowledge.citing(table);
    let mut forbidden: Vec<String> = WITHOUT_TABLE.iter().map(|id| format!("test {id}")).collect();
    forbidden.extend(["muscle quads", "muscle hamstrings"].map(str::to_owned));
    for owner in &citing {
        assert!(!forbidden.contains(owner) && !owner.starts_with("assumption"), "{owner} cites the table");
    }
    assert!(!citing.is_empty(), "norms still do");
}

fn prior(group: &str, usual_sd: f64, large_sd: f64) -> String {
    format!(
        "[[prior]]\ngroup = \"{group}\"\nquality = \"strength\"\nusual_sd = {usual_sd:?}\nlarge_sd = {large_sd:?}\n\
         large_share = 0.2\nlevel_sd = 18.0\ndelta = 12.0\ngrade = \"E\"\nsource = [\"our-clinic\"]\n\n"
    )
}

fn assumption(id: &str, value: &str, unit: &str) -> String {
    format!(
        "[[assumption]]\nid = \"{id}\"\ntext = \"Ours.\"\nvalue = {value}\nunit = \"{unit}\"\ngrade = \"E\"\n\
         source = [\"our-clinic\"]\n\n"
    )
}

#[test]
fn a_prior_replaces_that_of_its_group_and_quality_and_nothing_else() {
    let knowledge = laid(&prior("quads", 3.0, 9.0));
    let of = |knowledge: &Knowledge| knowledge.find_group("quads").cloned().unwrap();
    let (ours, before) = (of(&knowledge), of(builtin()));
    let strength = &ours.prior[&Quality::Strength];
    assert_eq!(
        (strength.usual_sd, strength.large_sd, strength.large_share, strength.level_sd, strength.delta),
        (3.0, 9.0, 0.2, 18.0, 12.0)
    );
    assert_eq!(strength.usual_up_to, None, "what a block leaves out is not taken from the built-in prior");
    assert_eq!(ours.prior[&Quality::Size], before.prior[&Quality::Size]);
    let same_again = MuscleGroup { prior: before.prior.clone(), ..ours };
    assert_eq!(same_again, before);
    assert_eq!(
        (&knowledge.flags, &knowledge.cautions, &knowledge.tests),
        (&builtin().flags, &builtin().cautions, &builtin().tests)
    );
    assert!(knowledge.version.ends_with("with ours.toml (1 built-in entry replaced)"), "{}", knowledge.version);
}

#[test]
fn a_prior_that_cannot_be_or_that_replaces_nothing_is_refused_at_its_line() {
    assert_eq!(refused(&prior("quads", 9.0, 3.0), "a large_sd of at least usual_sd, 9, found 3"), 6);
    assert_eq!(
        refused(&prior("quadz", 3.0, 9.0), "read the strength prior of “quadz”: expected it to replace"),
        6
    );
    let control = prior("quads", 3.0, 9.0).replace("\"strength\"", "\"control\"");
    refused(&control, "read the control prior of “quads”: expected it to replace");
    let twice = prior("quads", 3.0, 9.0).repeat(2);
    assert_eq!(refused(&twice, "expected it to stand once, found it again"), 17);
    let unsourced = prior("quads", 3.0, 9.0).replace("our-clinic", "nobody");
    assert_eq!(refused(&unsourced, "read “quads strength”: expected a known source, found “nobody”"), 15);
    refused(&prior("quads", 3.0, 9.0).replace("delta", "delter"), "unknown field");
}

#[test]
fn an_assumption_replaces_the_one_with_its_id_and_the_model_computes_with_it() {
    let both = assumption("difference-walk", "0.25", "part of the usual SD, a year")
        + &assumption("wild-day-times", "6.0", "times the usual SD");
    let knowledge = laid(&both);
    let expected = ModelRules { difference_walk: 0.25, wild_day_times: 6.0, ..builtin().model };
    assert_eq!(knowledge.model, expected);
    assert_ne!(knowledge.model, builtin().model);
    assert_eq!(knowledge.assumptions.len(), builtin().assumptions.len());
    assert!(knowledge.version.contains("(2 built-in entries replaced)"), "{}", knowledge.version);
}

#[test]
fn an_assumption_that_means_something_else_or_that_nobody_asks_for_is_refused() {
    refused(
        &assumption("drift-weeks", "6.0", "months"),
        "expected the assumption to keep its unit, weeks, found months",
    );
    refused(&assumption("drift-weeks", "0.0", "weeks"), "weeks above 0 and up to 1000, found 0");
    refused(&assumption("our-own", "1.0", "percent"), "expected an id that the model asks for");
    refused(
        &assumption("correlation-of-groups", "0.9", "correlation"),
        "at least as large as correlation-of-groups, found 0.7 and 0.9",
    );
}

#[test]
fn a_name_of_other_apps_gives_way_to_the_clinics_exercise_and_to_its_names() {
    let id = |knowledge: &Knowledge, name: &str| match recognise(name, knowledge).what {
        Recognised::Exercise { id, .. } => id.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(id(builtin(), "Zercher squats"), "front-squat");
    let ours = laid(&exercise("zercher-squat", ""));
    assert_eq!(id(&ours, "Zercher squats"), "zercher-squat");
    let names = "[[name]]\nexercise = \"sumo-squat\"\nlikely = [\"Zercher squat\", \"Our strange squat\"]\n";
    let named = laid_over(&[("ours.toml", names)]).expect("it must hold");
    assert_eq!(id(&named, "Zercher squats"), "sumo-squat");
    assert_eq!(id(&named, "our strange squats"), "sumo-squat");
    refused(
        "[[name]]\nexercise = \"sumo-squat\"\nlikely = [\"Goblet squat\"]\n",
        "found that of “goblet-squat”",
    );
}
