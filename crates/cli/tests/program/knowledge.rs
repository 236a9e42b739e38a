//! The lists of knowledge, whole and by entry, in all three forms; narrowed; and with a clinic's own entries.

use crate::{folder, path, run};

const KINDS: [(&str, &str); 14] = [
    ("tests", "hop-single"),
    ("exercises", "split-squat"),
    ("norms", "heel-rise-single"),
    ("flags", "rf-04"),
    ("patterns", "p-03"),
    ("differences", "acl-reconstruction"),
    ("ratios", "hamstrings-quads"),
    ("assumptions", "difference-walk"),
    ("cautions", "kneecap-pain"),
    ("doses", "strength"),
    ("muscles", "soleus"),
    ("equipment", "loop-band"),
    ("sources", "evenstride-proposal"),
    ("formats", "measurements-long-csv"),
];

const OURS: &str = "examples/own-catalogue/ours.toml";
const OUR_NORMS: &str = "examples/own-catalogue/norms.csv";

/// The ids of a list, from its CSV.
fn ids(words: &[&str]) -> Vec<String> {
    let run = run(&[words, &["--format", "csv"]].concat());
    assert_eq!(run.code, 0, "{words:?}: {}", run.err);
    run.out.lines().skip(1).filter_map(|line| line.split(',').next()).map(str::to_owned).collect()
}

#[test]
fn every_list_can_be_had_as_text_json_and_csv() {
    for (kind, id) in KINDS {
        for format in ["text", "json", "csv"] {
            let list = run(&[kind, "--format", format]);
            assert_eq!(list.code, 0, "{kind} {format}: {}", list.err);
            assert!(list.out.to_lowercase().contains(id), "{kind} {format}");
            let entry = run(&[kind, "show", id, "--format", format]);
            assert_eq!(entry.code, 0, "{kind} show {id} {format}: {}", entry.err);
            assert!(entry.out.to_lowercase().contains(id), "{kind} show {id} {format}");
            assert!(entry.out.len() < list.out.len() || format != "json", "{kind} {format} is not narrowed");
        }
    }
}

#[test]
fn a_page_of_text_stays_within_its_width_and_numbers_its_steps() {
    for (kind, id) in KINDS {
        let page = run(&[kind, "show", id]);
        // Several rows of one id are a table, as wide as it needs to be.
        let widest = page.out.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(
            ["norms", "differences", "ratios"].contains(&kind) || widest <= 88,
            "{kind} {id} is {widest} wide"
        );
    }
    let page = run(&["tests", "show", "hop-single"]);
    assert!(page.out.contains("\nsteps:\n  1. "), "{}", page.out);
}

#[test]
fn a_list_is_narrowed_by_muscle_equipment_goal_and_quality() {
    let all = ids(&["exercises"]);
    let soleus = ids(&["exercises", "--muscle", "Lower calf"]);
    assert!(soleus.contains(&"bent-knee-heel-raise".to_owned()) && soleus.len() < all.len());
    let at_home = ids(&["exercises", "--muscle", "soleus", "--equipment", "none"]);
    assert!(!at_home.is_empty() && !at_home.contains(&"seated-calf-machine".to_owned()));
    let with_machine = ids(&["exercises", "--muscle", "soleus", "--equipment", "calf-machine"]);
    assert!(with_machine.contains(&"seated-calf-machine".to_owned()) && with_machine.len() > at_home.len());
    let strength = ids(&["exercises", "--goal", "strength"]);
    assert!(strength.contains(&"back-squat".to_owned()) && !strength.contains(&"clamshell".to_owned()));
    let reach = ids(&["tests", "--muscle", "soleus", "--quality", "flexibility"]);
    assert!(reach.contains(&"wblt-cm".to_owned()) && !reach.contains(&"heel-rise-single".to_owned()));
    assert_eq!(ids(&["doses", "--goal", "size"]), ["size"]);
    assert_eq!(ids(&["muscles", "--muscle", "soleus"]), ["soleus"]);
}

#[test]
fn a_filter_that_is_not_understood_says_what_is() {
    for (words, says) in [
        (&["exercises", "--muscle", "quadz"][..], "nearest: quads"),
        (&["exercises", "--equipment", "loop-bandd"], "nearest: loop-band"),
        (&["exercises", "--goal", "fun"], "find the goal “fun”"),
        (&["tests", "--quality", "xyz"], "known are: strength, flexibility"),
        (&["flags", "--muscle", "quads"], "--muscle says nothing about them"),
        (&["sources", "--goal", "size"], "--goal says nothing about them"),
        (&["tests", "show", "hop-singel"], "nearest: hop-single"),
        (&["tests", "show"], "expected `tests` or `tests show ID`"),
    ] {
        let run = run(words);
        assert_eq!(run.code, 2, "{words:?}");
        assert!(run.err.contains(says), "{words:?}: {}", run.err);
    }
}

#[test]
fn a_clinics_own_entries_are_used_and_named() {
    let own = ["--catalog", OURS, "--catalog", OUR_NORMS];
    let shown = run(&[&own[..], &["exercises", "show", "bodyweight-squat"]].concat());
    assert!(shown.out.contains("our-slant-board-squat"), "it names ours as harder: {}", shown.out);
    let norms = run(&[&own[..], &["norms", "show", "heel-rise-single"]].concat());
    assert!(norms.out.lines().skip(1).all(|row| row.contains("members of our clinic")), "{}", norms.out);
    let check =
        run(&[&own[..], &["check", "examples/first-check", "--no-report", "--as-of", "2026-11-22"]].concat());
    assert_eq!(check.code, 0, "{}", check.err);
    assert!(check.out.contains("with ours.toml, norms.csv"), "the report names the files");
}

#[test]
fn an_own_catalogue_that_does_not_hold_is_refused_with_file_and_line() {
    let text = std::fs::read_to_string(crate::root().join(OURS)).unwrap();
    let wrong = text.replace("equipment = [\"slant-board\"]", "equipment = [\"slant-bord\"]");
    let line = wrong.lines().position(|line| line.contains("slant-bord\"]")).unwrap() + 1;
    let files = folder(&[
        ("wrong.toml", wrong.as_bytes()),
        ("binary.toml", &[0xff, 0xfe, 0x00, 0x9f][..]),
        ("long.toml", &vec![b'#'; (1 << 20) + 1][..]),
        ("empty.toml", b""),
        ("norms.csv", b"test,who\n1,2\n"),
    ]);
    for (name, code, says) in [
        (
            "wrong.toml",
            3,
            format!("wrong.toml:{line}: read “our-slant-board-squat”: expected a known equipment"),
        ),
        ("binary.toml", 3, "binary.toml".to_owned()),
        ("long.toml", 3, "long.toml".to_owned()),
        ("norms.csv", 3, "norms.csv:1: read the header".to_owned()),
        ("missing.toml", 3, "there is no such file".to_owned()),
        ("empty.toml", 0, String::new()),
    ] {
        let run = run(&["--catalog", &path(&files, name), "tests"]);
        assert_eq!(run.code, code, "{name}: {}", run.err);
        assert!(run.err.contains(&says), "{name}: {}", run.err);
    }
}

#[test]
fn the_reference_is_written_whole_and_a_folder_that_cannot_be_is_told() {
    let files = folder(&[("in-the-way", b"a file")]);
    let made = run(&["reference", &path(&files, "pages")]);
    assert_eq!(made.code, 0, "{}", made.err);
    for page in ["index.html", "style.css", "exercises/split-squat.html", "tests/hop-single.html"] {
        assert!(files.path().join("pages").join(page).is_file(), "{page}");
    }
    let refused = run(&["reference", &path(&files, "in-the-way")]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(refused.err.contains("in-the-way"), "{}", refused.err);
}

#[test]
fn help_teaches_with_an_example_on_every_command() {
    let others = ["check", "screen", "assess", "next", "plan", "reference"];
    for command in others.into_iter().chain(KINDS.map(|(kind, _)| kind)) {
        let help = run(&[command, "--help"]);
        assert_eq!(help.code, 0);
        assert!(
            help.out.contains("Example") && help.out.contains(&format!("evenstride {command}")),
            "{command}"
        );
    }
}
