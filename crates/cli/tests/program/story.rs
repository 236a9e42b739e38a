//! What the commands of one person say on one day: the same minutes, the same window, the same next step.

use crate::{Run, folder, path, run};

/// The output on one line, as lines end where they are full.
pub(crate) fn flat(run: &Run) -> String {
    run.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A store after these files of the story of six weeks, with its plan followed from 5 October 2026.
pub(crate) fn after(db: &str, files: &[&str]) {
    let imported = |file: &str| {
        let told = run(&["import", &format!("examples/six-weeks/{file}"), "--store", db]);
        assert_eq!(told.code, 0, "{file}: {}", told.err);
    };
    ["person.toml", "answers.toml", "first-visit.csv"].into_iter().for_each(imported);
    assert_eq!(run(&["plan", "--keep", "--store", db, "--as-of", "2026-10-05"]).code, 0);
    files.iter().copied().for_each(imported);
}

const ALL: [&str; 5] =
    ["weeks-1-to-3.txt", "week-4.txt", "answers-again.toml", "week-6.txt", "second-visit.csv"];

#[test]
fn the_next_session_takes_as_long_as_the_plan_says_and_names_its_warm_up() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    after(&db, &[]);
    let on = |command: &str| flat(&run(&[command, "--store", &db, "--as-of", "2026-10-05"]));
    let (plan, next) = (on("plan"), on("next-session"));
    let minutes = plan.split("Monday, ").nth(1).unwrap().split(' ').next().unwrap();
    assert!(next.contains(&format!("About {minutes} minutes with a warm-up.")), "{minutes}: {next}");
    assert!(next.contains("Warm up first: walk or cycle easily for five minutes."), "{next}");
}

#[test]
fn every_command_names_the_same_window_for_measuring_again() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    after(&db, &ALL);
    // The last measurement was on 19 November.
    for as_of in ["2026-11-19", "2026-11-24"] {
        for command in ["check", "plan", "retest", "status"] {
            let said = flat(&run(&[command, "--store", &db, "--as-of", as_of]));
            let window = "Measure again between 17 December 2026 and 31 December 2026.";
            assert!(said.contains(window), "{command} on {as_of}: {said}");
        }
    }
}

#[test]
fn a_measurement_that_no_longer_calls_a_side_ends_its_extra_work_and_asks_for_a_new_plan() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    after(&db, &ALL[..4]);
    let on = |words: &[&str]| flat(&run(&[words, &["--store", &db, "--as-of", "2026-11-20"]].concat()));
    let changed = "Results changed: make a new plan with `evenstride plan --keep`.";
    assert!(!on(&["status"]).contains(changed));
    let retest = run(&["import", "examples/six-weeks/second-visit.csv", "--store", &db]);
    assert_eq!(retest.code, 0, "{}", retest.err);
    assert!(on(&["status"]).contains(changed), "{}", on(&["status"]));
    // Not one exercise of the session goes on giving the left leg more.
    let next = on(&["next-session"]);
    let sets = |leg: &str| -> Vec<u32> {
        let lines = next.split("evenstride log \"").skip(1).filter(|line| line.contains(leg));
        lines.map(|line| line.split(leg).nth(1).unwrap().split('x').next().unwrap().parse().unwrap()).collect()
    };
    assert!(sets(" L ").len() >= 3, "{next}");
    assert_eq!(sets(" L "), sets(" R "), "{next}");
    assert!(on(&["plan"]).contains("No weak side is settled yet, so the week trains both legs the same."));
    assert!(!on(&["check"]).contains("nothing to even out"));
    assert_eq!(run(&["plan", "--keep", "--store", &db, "--as-of", "2026-11-20"]).code, 0);
    assert!(!on(&["status"]).contains(changed), "{}", on(&["status"]));
}

#[test]
fn at_the_top_of_a_chain_nobody_is_told_when_to_move_on_and_no_rule_is_told_twice() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    after(&db, &ALL[..3]);
    let said = flat(&run(&["next-session", "--store", &db, "--as-of", "2026-10-31"]));
    assert!(said.matches("the last step of the chain").count() >= 1, "{said}");
    assert!(!said.contains("Move on when all of this holds"), "{said}");
    assert_eq!(said.matches("Go back a step after").count(), 1, "{said}");
    assert!(said.contains("Side lunge: you noted 5 of 10 in pain. So, left: less load."), "{said}");
}

#[test]
fn what_is_due_names_commands_that_work_and_overwrite_nothing() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    let person = run(&["import", "examples/six-weeks/person.toml", "--store", &db]);
    assert_eq!(person.code, 0, "{}", person.err);
    let again = "`evenstride screen --new > new-answers.toml`";
    for command in ["status", "next-session", "plan", "next"] {
        let told = run(&[command, "--store", &db, "--as-of", "2026-10-04"]);
        assert!(flat(&told).contains(again), "{command}: {}", told.out);
        assert!(!told.out.contains("below stand"), "{command}: {}", told.out);
    }
    assert_eq!(run(&["import", "examples/six-weeks/answers.toml", "--store", &db]).code, 0);
    let next = |more: &[&str]| run(&[&["next", "--store", &db, "--as-of", "2026-10-04"], more].concat());
    assert_eq!(next(&[]).code, 0, "{}", next(&[]).err);
    assert!(next(&[]).out.contains("What to measure next"), "{}", next(&[]).out);
    assert!(next(&["--minutes", "20"]).out.contains("A set of tests for 20 minutes"));
    let rows = next(&["--format", "csv"]).out.lines().count();
    assert!(rows > 1, "{rows}");
    assert_eq!(next(&["--map", "map.toml"]).code, 2);
    assert_eq!(run(&["assess"]).code, 2);
    // Answers that ran out are asked for with the same commands.
    for command in ["next-session", "plan", "next"] {
        let told = run(&[command, "--store", &db, "--as-of", "2027-02-01"]);
        assert_eq!(told.code, 3, "{command}: {}", told.out);
        assert!(flat(&told).contains("too old now") && flat(&told).contains(again), "{command}: {}", told.out);
    }
}

#[test]
fn a_measurement_is_corrected_in_the_unit_that_was_typed_and_both_values_are_told() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    assert_eq!(run(&["import", "examples/six-weeks/first-visit.csv", "--store", &db]).code, 0);
    let records = || run(&["records", "--store", &db, "--last", "100"]).out;
    let line = records().lines().find(|line| line.contains("left 24.8 kg")).unwrap().to_owned();
    let key = line.split(' ').next().unwrap();
    let correct = |to: &str| run(&["correct", key, to, "--store", &db]);
    let refused = correct("2480 kg");
    assert_eq!(refused.code, 2, "{}", refused.out);
    assert!(refused.err.contains("for strap-knee-ext") && refused.err.contains("hint:"), "{}", refused.err);
    let corrected = correct("25.8");
    assert_eq!(corrected.code, 0, "{}", corrected.err);
    let both = "strap-knee-ext left 24.8 kg, pain 1 → strap-knee-ext left 25.8 kg, pain 1";
    assert!(corrected.out.contains(both), "{}", corrected.out);
    assert!(records().contains("left 25.8 kg") && !records().contains("left 24.8 kg"), "{}", records());
}

#[test]
fn a_cell_that_was_mended_in_a_file_is_told_with_the_way_to_set_the_old_value_aside() {
    let first = std::fs::read_to_string(crate::root().join("examples/six-weeks/first-visit.csv")).unwrap();
    let mended = first.replace("left,1,24.8,kg,2026-09-30,1", "left,1,28.4,kg,2026-09-30,1");
    let store = folder(&[("first.csv", first.as_bytes()), ("mended.csv", mended.as_bytes())]);
    let (db, other) = (path(&store, "a.db"), path(&store, "b.db"));
    let import = |file: &str, db: &str| run(&["import", &path(&store, file), "--store", db]);
    let findings = |db: &str| {
        let checked = run(&["status", "--store", db, "--as-of", "2026-10-04", "--format", "csv"]);
        assert_eq!(checked.code, 0, "{}", checked.err);
        checked.out
    };
    assert!(!import("first.csv", &db).err.contains("two tries for one"));
    let told = import("mended.csv", &db);
    assert!(told.err.contains("left 24.8 kg, pain 1 was kept before"), "{}", told.err);
    assert!(told.err.contains("left 28.4 kg, pain 1 is new; both count"), "{}", told.err);
    assert_eq!(told.err.matches("two tries for one").count(), 1, "{}", told.err);
    assert!(!import("mended.csv", &db).err.contains("two tries for one"), "nothing is new any more");
    // The other way about it comes to the same.
    import("mended.csv", &other);
    assert!(import("first.csv", &other).err.contains("two tries for one"));
    assert_eq!(findings(&db), findings(&other));
    let command = told.err.split("`evenstride ").nth(1).unwrap().split('`').next().unwrap();
    let words: Vec<&str> = command.split(' ').chain(["--store", &db]).collect();
    let aside = run(&words);
    assert!(aside.out.contains("Set aside: strap-knee-ext left 24.8 kg"), "{}{}", aside.out, aside.err);
    let only = path(&store, "only.db");
    import("mended.csv", &only);
    assert_eq!(findings(&db), findings(&only));
}

#[test]
fn a_leg_that_can_do_none_at_all_is_asked_about_in_the_words_of_the_health_questions() {
    let table = b"test,side,attempt,value,unit,date\nheel-rise-single,left,1,25,count,2026-11-20\n\
        heel-rise-single,right,1,0,count,2026-11-20\nclamshell-band-reps,right,1,0,count,2026-11-20\n";
    let store = folder(&[("m.csv", table)]);
    let told = run(&["import", &path(&store, "m.csv"), "--store", &path(&store, "a.db")]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.err.contains("for heel-rise-single, found none on the right"), "{}", told.err);
    assert_eq!(told.err.matches("you can no longer stand on heels or toes").count(), 1, "{}", told.err);
    assert!(told.err.contains("rising on tiptoe now impossible"), "{}", told.err);
    // A test that belongs to no question asks none.
    assert!(told.err.contains("for clamshell-band-reps, found none on the right"), "{}", told.err);
}
