//! The store as its users meet it: the story of six weeks as its README tells it, and what is refused.

use crate::golden::golden;
use crate::{Run, folder, path, root, run, run_with_input};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs the program in a folder.
fn run_in(folder: &Path, words: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_evenstride"))
        .args(words)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    output.into()
}

/// The commands of a README, in order.
fn commands(readme: &str) -> Vec<&str> {
    let mut is_console = false;
    let mut found = Vec::new();
    for line in readme.lines() {
        if line.starts_with("```") {
            is_console = line == "```console";
        } else if is_console {
            found.push(line);
        }
    }
    found
}

fn story() -> tempfile::TempDir {
    let from = root().join("examples/six-weeks");
    let to = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.path().join(entry.file_name())).unwrap();
    }
    to
}

/// A digest depends on when each action was done.
fn without_digest(text: &str) -> String {
    let of = |line: &str| match line.find("(sha256 ") {
        Some(at) => format!("{}(sha256 …).", &line[..at]),
        None => line.to_owned(),
    };
    text.lines().map(|line| of(line) + "\n").collect()
}

#[test]
fn the_story_of_six_weeks_runs_as_its_readme_tells_it() {
    let story = story();
    let readme = std::fs::read_to_string(story.path().join("README.md")).unwrap();
    let mut told = String::new();
    let commands = commands(&readme);
    assert!(commands.len() > 10, "{}", commands.len());
    for command in commands {
        let words: Vec<&str> = command.split_whitespace().skip(1).collect();
        let run = run_in(story.path(), &words);
        assert_eq!(run.code, 0, "{command}: {}", run.err);
        let _ = write!(told, "$ {command}\n{}\n", without_digest(&run.out));
    }
    golden("six-weeks.txt", &told);
    // What was erased can be brought back from the backup alone.
    let restored = run_in(story.path(), &["restore", "six-weeks.backup", "--store", "again.db"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    let again = run_in(story.path(), &["people", "--store", "again.db", "--format", "csv"]);
    assert!(again.out.contains("me,"), "{}", again.out);
}

#[test]
fn the_same_import_twice_changes_nothing_and_an_undo_takes_it_back() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    let import = || run(&["import", "examples/first-check/measurements.csv", "--store", &db]);
    assert!(import().out.contains("48 measurements new of me (action 1)"));
    assert!(import().out.contains("known already; nothing was written"));
    assert_eq!(run(&["undo", "1", "--store", &db]).code, 0);
    assert!(run(&["people", "--store", &db]).out.contains("Nobody is in this store yet"));
    assert!(import().out.contains("48 measurements new"));
}

#[test]
fn a_sign_to_stop_in_the_log_is_answered_at_once_and_with_its_exit_code() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    let files =
        ["person.toml", "answers.toml", "measurements.csv"].map(|f| format!("examples/first-check/{f}"));
    let imported = run(&["import", &files[0], &files[1], &files[2], "--store", &db]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    let db_without_plan = path(&store, "b.db");
    assert_eq!(run(&["import", &files[0], &files[1], "--store", &db_without_plan]).code, 0);
    let early = run(&["log", "split-squat left 3x8 note \"chest pain\"", "--store", &db_without_plan]);
    assert_eq!(early.code, 20, "{}{}", early.out, early.err);
    assert_eq!(run(&["plan", "--keep", "--store", &db]).code, 0);
    let calm = run(&["log", "split-squat left 3x8", "--store", &db]);
    assert_eq!((calm.code, calm.err.as_str()), (0, ""), "{}", calm.out);
    // A sign counts beside whatever was trained, also beside what no plan for legs follows.
    let sign = run(&["log", "\"bench press\" 3x8 note \"chest pain in the last set\"", "--store", &db]);
    assert_eq!(sign.code, 20, "{}{}", sign.out, sign.err);
    assert_eq!(run(&["next-session", "--store", &db]).code, 20);
    assert_eq!(run(&["status", "--store", &db]).code, 20);
    // No new week is made on a clearance that the log has ended.
    for command in
        [&["plan", "--store", &db][..], &["plan", "--keep", "--store", &db], &["check", "--store", &db]]
    {
        let run = run(command);
        assert_eq!(run.code, 20, "{command:?} {}", run.out);
        assert!(!run.out.contains("Your week"), "{command:?} {}", run.out);
    }
}

/// A store with the example's person, answers and measurements.
fn example_store(store: &tempfile::TempDir, name: &str) -> String {
    let db = path(store, name);
    let files =
        ["person.toml", "answers.toml", "measurements.csv"].map(|f| format!("examples/first-check/{f}"));
    let imported = run(&["import", &files[0], &files[1], &files[2], "--store", &db]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    db
}

#[test]
fn a_leg_that_swelled_waits_in_every_answer_and_the_other_leg_is_planned() {
    let store = folder(&[]);
    let db = example_store(&store, "a.db");
    let told = |words: &[&str]| {
        let run = run(&[words, &["--store", &db]].concat());
        assert_eq!(run.code, 0, "{words:?} {}{}", run.out, run.err);
        let said = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            said.contains("The left leg waits") || said.contains("a leg or an exercise waits"),
            "{words:?} {said}"
        );
        run.out
    };
    told(&["log", "split-squat left 3x8 pain 7 swelling"]);
    for command in [&["check"][..], &["status"], &["plan"], &["squad"]] {
        told(command);
    }
    let csv = run(&["plan", "--format", "csv", "--store", &db]).out;
    assert!(csv.contains(",right,") && !csv.contains(",left,") && !csv.contains(",both,"), "{csv}");
}

#[test]
fn a_sign_told_after_the_answers_stops_whatever_its_day() {
    let store = folder(&[]);
    let db = example_store(&store, "a.db");
    let told = run(&["log", "yesterday split-squat left 3x8 note \"my chest felt tight\"", "--store", &db]);
    assert_eq!(told.code, 20, "{}{}", told.out, told.err);
    assert_eq!(run(&["plan", "--store", &db]).code, 20);
}

#[test]
fn a_sign_behind_more_lines_than_notices_name_is_told() {
    let store = folder(&[]);
    let (db, file) = (path(&store, "a.db"), path(&store, "many.txt"));
    let unread = "2026-11-20 split-squat banana\n".repeat(250);
    let text = format!("2026-11-20 split-squat left 3x8\n{unread}2026-11-20 split-squat 3xmany chest pain\n");
    std::fs::write(&file, text).unwrap();
    let told = run(&["import", &file, "--as", "training", "--store", &db]);
    assert_eq!(told.code, 20, "{}{}", told.out, told.err);
}

#[test]
fn signs_in_lines_that_nobody_can_read_are_told() {
    let store = folder(&[]);
    let case = |n: usize, text: &str| {
        let (db, file) = (path(&store, &format!("{n}.db")), path(&store, &format!("{n}.csv")));
        std::fs::write(&file, text).unwrap();
        let told = run(&["import", &file, "--as", "training", "--store", &db]);
        assert_eq!(told.code, 20, "{text} {}{}", told.out, told.err);
        assert_eq!(run(&["status", "--store", &db]).code, 20, "{text}");
    };
    case(0, "date,exercise,side,sets,notes\n31/31/2026,split-squat,left,3x8,chest tightness\n");
    case(1, "date,exercise,side,sets,signs\n2026-11-20,split-squat,left,many,stop-chest\n");
    let db = path(&store, "line.db");
    assert_eq!(run(&["log", "split-squat left 3x8 sign stop-chest bad", "--store", &db]).code, 20);
}

#[test]
fn what_stopped_does_not_go_away_by_being_taken_back() {
    let store = folder(&[("stop.toml", b"[answers]\nRF-33 = \"yes\"\nRF-38 = \"yes\"\n")]);
    let db = example_store(&store, "a.db");
    assert_eq!(run(&["plan", "--keep", "--store", &db]).code, 0);
    let answers = path(&store, "stop.toml");
    assert_eq!(run(&["import", &answers, "--store", &db]).code, 0);
    assert_eq!(run(&["plan", "--store", &db]).code, 20);
    let undone = run(&["undo", "5", "--store", &db]);
    assert!(
        undone.code == 0 && undone.out.contains("Answer the health questions again"),
        "{}{}",
        undone.out,
        undone.err
    );
    assert_eq!(run(&["plan", "--store", &db]).code, 3, "the questions are open");
    // That they are open is an action too, and taking it back does not bring the answers of before back.
    let undone = run(&["undo", "7", "--store", &db]);
    assert!(
        undone.code == 0 && undone.out.contains("Answer the health questions again"),
        "{}{}",
        undone.out,
        undone.err
    );
    assert_eq!(run(&["plan", "--store", &db]).code, 3, "they are open still");
    // The answers of before are no answer to it, and new ones are.
    let again = std::fs::read_to_string(root().join("examples/first-check/answers.toml")).unwrap();
    let file = path(&store, "again.toml");
    std::fs::write(&file, format!("# again\n{again}")).unwrap();
    assert_eq!(run(&["import", &file, "--store", &db]).code, 0);
    assert_eq!(run(&["plan", "--store", &db]).code, 0);
}

#[test]
fn a_day_on_which_the_new_week_rests_is_cancelled_in_the_calendar() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    let files =
        ["person.toml", "answers.toml", "measurements.csv"].map(|f| format!("examples/first-check/{f}"));
    assert_eq!(run(&["import", &files[0], &files[1], &files[2], "--store", &db]).code, 0);
    let calendar = |days: &str| {
        let written = run(&["plan", "--days", days, "--minutes", "30", "--format", "ics", "--store", &db]);
        assert_eq!(written.code, 0, "{}", written.err);
        written.out.replace("\r\n ", "")
    };
    let cancelled = |calendar: &str| -> Vec<String> {
        let events = calendar.split("BEGIN:VEVENT").filter(|event| event.contains("STATUS:CANCELLED"));
        let uid = |event: &str| event.lines().find_map(|line| line.strip_prefix("UID:").map(str::to_owned));
        events.filter_map(uid).collect()
    };
    let first = calendar("mon,wed,sat");
    assert_eq!(cancelled(&first), Vec::<String>::new(), "nothing was followed yet");
    let kept = run(&["plan", "--keep", "--days", "mon,wed,sat", "--minutes", "30", "--store", &db]);
    assert_eq!(kept.code, 0, "{}", kept.err);
    assert_eq!(cancelled(&calendar("mon,wed,sat")), Vec::<String>::new());
    let rests = cancelled(&calendar("mon,fri,sat"));
    assert!(rests.len() == 1 && rests[0].contains("-wednesday@") && first.contains(&rests[0]), "{rests:?}");
    // Who follows the new week first and saves its calendar afterwards has the old day in the calendar too.
    let kept = run(&["plan", "--keep", "--days", "mon,fri,sat", "--minutes", "30", "--store", &db]);
    assert_eq!(kept.code, 0, "{}", kept.err);
    assert_eq!(cancelled(&calendar("mon,fri,sat")), rests);
}

#[test]
fn a_line_that_cannot_be_read_still_tells_its_sign_to_stop() {
    let store = folder(&[]);
    let file = path(&store, "week.txt");
    std::fs::write(&file, "2026-11-16 split-squat left 3x8\nmy left calf is swollen and hot\n").unwrap();
    let cases: [&[&str]; 3] = [
        &["log", "chest pain on the stairs"],
        &["log", "split-squat left 3x8", "split-squat left 3x8 and chest pain"],
        &["import", &file],
    ];
    for (n, case) in cases.iter().enumerate() {
        let db = path(&store, &format!("{n}.db"));
        let run_on = |words: &[&str]| run(&[words, &["--store", &db]].concat());
        let told = run_on(case);
        assert_eq!(told.code, 20, "{case:?} {}{}", told.out, told.err);
        assert!(told.err.contains("expected"), "why it could not be read: {case:?} {}", told.err);
        let status = run_on(&["status"]);
        assert_eq!(status.code, 20, "{case:?} {}", status.out);
    }
    // Words without a sign, or with one that is denied, are only refused, and nothing is kept of them.
    for calm in ["went well on the stairs", "no chest pain on the stairs"] {
        let db = path(&store, "calm.db");
        let refused = run(&["log", calm, "--store", &db]);
        assert!(refused.code != 0 && refused.code != 20, "{calm}: {} {}", refused.code, refused.err);
    }
}

#[test]
fn a_sign_to_stop_is_told_while_the_questions_are_open_or_out_of_date() {
    let store = folder(&[]);
    let open = path(&store, "open.db");
    let sign = "split-squat left 3x8 note \"chest pain\"";
    let told = |words: &[&str], db: &str| {
        let run = run(&[words, &["--store", db]].concat());
        assert_eq!(run.code, 20, "{words:?} {}{}", run.out, run.err);
        // Lines end where they are full.
        let said = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("emergency number") && said.contains("chest pain"), "{words:?} {said}");
    };
    told(&["log", sign], &open);
    for command in [&["status"][..], &["next-session"], &["check"], &["plan"]] {
        told(command, &open);
    }
    // Answers that held when they were given, and a sign after they ran out.
    let late = path(&store, "late.db");
    let files = ["person.toml", "answers.toml"].map(|file| format!("examples/first-check/{file}"));
    assert_eq!(run(&["import", &files[0], &files[1], "--store", &late]).code, 0);
    assert_eq!(run(&["log", "split-squat left 3x8", "--store", &late]).code, 0);
    told(&["log", sign], &late);
    for command in [&["status"][..], &["next-session"]] {
        told(&[command, &["--as-of", "2027-01-30"]].concat(), &late);
    }
}

#[test]
fn what_cannot_be_is_refused_with_a_hint_and_leaves_the_store_alone() {
    let store =
        folder(&[("broken.csv", b"what,is,this\n1,2,3\n"), ("not.db", b"this is no store at all, only text")]);
    let db = path(&store, "a.db");
    let refused = |words: &[&str], code: i32, fragment: &str| {
        let run = run(words);
        assert_eq!(run.code, code, "{words:?}: {}{}", run.out, run.err);
        assert!(run.err.contains(fragment), "“{fragment}” is not in {}", run.err);
        assert!(run.err.contains("hint:"), "{}", run.err);
    };
    refused(&["status", "--store", &db], 3, "store");
    assert_eq!(run(&["import", "examples/first-check/person.toml", "--store", &db]).code, 0);
    refused(&["import", &path(&store, "broken.csv"), "--store", &db], 3, "--as");
    refused(&["log", "splt-sqat left 3x8", "--store", &db], 3, "split-squat");
    refused(&["log", "split-squat 3x8 left yesterday-ish", "--store", &db], 3, "yesterday-ish");
    refused(&["correct", "zz", "1", "--store", &db], 2, "records");
    refused(&["undo", "99", "--store", &db], 2, "actions");
    refused(&["status", "--store", &path(&store, "not.db")], 3, "not.db");
    refused(&["erase", "--subject", "me", "--yes-erase", "you", "--store", &db], 2, "export");
    assert_eq!(run(&["people", "--store", &db, "--format", "csv"]).out.lines().count(), 2);
}

#[test]
fn a_value_is_corrected_and_the_old_one_no_longer_counts() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    assert_eq!(run(&["log", "2026-11-20 split-squat left 3x8", "--store", &db]).code, 0);
    let records = run(&["records", "--store", &db, "--format", "csv"]).out;
    let key = records.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    let corrected = run(&["correct", &key, "2026-11-20 split-squat right 3x8", "--store", &db]);
    assert_eq!(corrected.code, 0, "{}", corrected.err);
    let after = run(&["records", "--store", &db]).out;
    assert!(after.contains("split-squat right 3x8") && !after.contains("split-squat left"), "{after}");
}

#[test]
fn a_backup_goes_through_other_programs_and_back() {
    let store = folder(&[]);
    let (db, again) = (path(&store, "a.db"), path(&store, "again.db"));
    assert_eq!(run(&["import", "examples/first-check/measurements.csv", "--store", &db]).code, 0);
    let backup = run(&["backup", "-", "--store", &db]);
    assert_eq!(backup.code, 0, "{}", backup.err);
    assert!(backup.err.contains("rows (sha256"), "{}", backup.err);
    let cut = &backup.out.as_bytes()[..backup.out.len() / 2];
    let refused = run_with_input(&["restore", "-", "--store", &again], cut);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(refused.err.contains("standard input") && refused.err.contains("hint:"), "{}", refused.err);
    let restored = run_with_input(&["restore", "-", "--store", &again], backup.out.as_bytes());
    assert_eq!(restored.code, 0, "{}", restored.err);
    let people = |db: &str| run(&["people", "--store", db, "--format", "csv"]).out;
    assert_eq!(people(&again), people(&db));
}

#[test]
fn who_did_it_is_kept_shown_exported_and_gone_with_the_person() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    let as_anna = |words: &[&str]| -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_evenstride"));
        command.args(words).args(["--store", &db]).env("EVENSTRIDE_WHO", "anna");
        command.current_dir(store.path()).stdin(Stdio::null()).output().unwrap().into()
    };
    for subject in ["anna", "ben"] {
        let logged = as_anna(&["log", "2026-11-20 split-squat left 3x8", "--subject", subject, "--new-person"]);
        assert_eq!(logged.code, 0, "{}", logged.err);
    }
    assert!(as_anna(&["actions"]).out.contains("by anna"));
    let exported = as_anna(&["export", "ben", "--subject", "ben"]);
    assert_eq!(exported.code, 0, "{}", exported.err);
    let manifest = std::fs::read_to_string(store.path().join("ben/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let done = manifest["actions"].as_array().unwrap();
    assert_eq!(done.len(), 1, "{done:?}");
    assert_eq!((done[0]["who"].as_str(), done[0]["what"].as_str()), (Some("anna"), Some("log")));
    assert_eq!(as_anna(&["erase", "--subject", "anna", "--yes-erase", "anna"]).code, 0);
    let actions = as_anna(&["actions", "--format", "json"]).out;
    assert!(actions.contains("\"who\": \"\"") && !actions.contains("anna"), "{actions}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_evenstride"));
    let too_long = command.args(["note", "x", "--store", &db]).env("EVENSTRIDE_WHO", "x".repeat(65));
    let too_long: Run = too_long.stdin(Stdio::null()).output().unwrap().into();
    assert_eq!(too_long.code, 2, "{}", too_long.err);
}

#[test]
fn a_sign_in_a_remark_is_answered_and_a_later_day_is_refused() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    assert_eq!(run(&["note", "slept badly", "--store", &db]).code, 0);
    let later = run(&["note", "chest pain", "--on", "2999-01-01", "--store", &db]);
    assert_eq!(later.code, 2, "{}", later.out);
    assert!(later.err.contains("2999-01-01") && later.err.contains("hint:"), "{}", later.err);
    let unread = run(&["note", "hi", "--on", "yesterdayish", "--store", &db]);
    assert!(unread.code == 2 && unread.err.contains("read --on:"), "{}", unread.err);
    let sign = run(&["note", "chest pain since the last set", "--store", &db]);
    assert_eq!(sign.code, 20, "{}", sign.err);
    assert!(sign.out.starts_with("Kept.") && sign.out.contains("Get emergency help now"), "{}", sign.out);
    let answers = std::fs::read_to_string(root().join("examples/first-check/answers.toml")).unwrap();
    let answers: Vec<&str> = answers.lines().filter(|line| !line.starts_with("answered_on")).collect();
    std::fs::write(store.path().join("answers.toml"), answers.join("\n")).unwrap();
    assert_eq!(run(&["import", &path(&store, "answers.toml"), "--store", &db]).code, 0);
    assert_eq!(run(&["note", "chest pain again", "--store", &db]).code, 20);
    for format in ["text", "html"] {
        let status = run(&["status", "--store", &db, "--format", format]).out;
        assert!(status.contains("Get emergency help now"), "{status}");
        assert!(!status.contains("Nothing in your answers stops you"), "{status}");
    }
}

#[test]
fn lines_are_kept_all_or_none_but_for_the_signs_in_them() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    let (good, bad) = ("2026-11-20 wall-sit 3x30s", "2026-11-20 no set at all");
    let refused = run(&["log", good, bad, "--store", &db]);
    assert_eq!(refused.code, 3, "{}", refused.out);
    assert!(refused.err.contains("line 2") && refused.err.contains("none of the lines"), "{}", refused.err);
    let listed = || run(&["records", "--store", &db, "--format", "csv"]).out;
    assert_eq!(run(&["note", "first", "--store", &db]).code, 0);
    assert!(!listed().contains("wall-sit"), "{}", listed());
    let sign = run(&["log", good, "2026-11-20 no set at all, chest pain", "--store", &db]);
    assert_eq!(sign.code, 20, "{}{}", sign.out, sign.err);
    assert!(sign.err.contains("only what asks to stop"), "{}", sign.err);
    assert!(listed().contains("chest pain") && !listed().contains("wall-sit"), "{}", listed());
}

#[test]
fn an_import_for_somebody_else_says_for_whom() {
    let table = b"subject,test,side,value,unit,date\nBen,heel-rise-single,left,24,reps,2026-11-20\n";
    let store = folder(&[("m.csv", table)]);
    let (db, file) = (path(&store, "a.db"), path(&store, "m.csv"));
    let import = run(&["import", &file, "--subject", "ben", "--store", &db]);
    assert!(import.code == 0 && import.out.contains("1 measurement new of Ben (action 1)."), "{}", import.out);
}

#[test]
fn a_store_is_compacted_when_it_is_asked_for() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    assert_eq!(run(&["note", "nothing to see", "--store", &db]).code, 0);
    let compacted = run(&["compact", "--store", &db]);
    assert!(
        compacted.code == 0 && compacted.out.starts_with("Compacted."),
        "{}{}",
        compacted.out,
        compacted.err
    );
    assert_eq!(run(&["compact", "--store", &path(&store, "none.db")]).code, 3);
}

#[test]
fn a_line_without_a_side_is_told_so_once() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    let told = run(&["log", "2026-11-03 split-squat 3x8", "2026-11-03 goblet-squat 3x8", "--store", &db]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(told.err.matches("split-squat").count(), 1, "{}", told.err);
    assert!(told.err.contains("counts as done by each leg"), "{}", told.err);
}
