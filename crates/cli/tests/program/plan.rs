//! The plan as its users meet it: settings for once, formats, what is refused, and no week without a clearance.

use crate::golden::golden;
use crate::{Run, folder, path, root, run};
use tempfile::TempDir;

/// Plans for the example on a day that is kept.
fn plan(arguments: &[&str]) -> Run {
    let mut all = vec!["plan", "examples/first-check", "--as-of", "2026-11-22"];
    all.extend(arguments);
    run(&all)
}

#[track_caller]
fn planned(arguments: &[&str]) -> String {
    let run = plan(arguments);
    assert_eq!(run.code, 0, "{}", run.err);
    run.out
}

#[track_caller]
fn refused(arguments: &[&str], code: i32, fragments: &[&str]) {
    let run = plan(arguments);
    assert_eq!(run.code, code, "{arguments:?}: {}", run.err);
    for fragment in fragments {
        assert!(run.err.contains(fragment), "“{fragment}” is not in {}", run.err);
    }
}

/// The example with other answers.
fn with_answers(change: impl Fn(&str) -> String) -> TempDir {
    let example = root().join("examples/first-check");
    let read = |name: &str| std::fs::read_to_string(example.join(name)).unwrap();
    let answers = change(&read("answers.toml"));
    folder(&[
        ("person.toml", read("person.toml").as_bytes()),
        ("answers.toml", answers.as_bytes()),
        ("measurements.csv", read("measurements.csv").as_bytes()),
    ])
}

/// The column of a CSV by its name, without its head.
fn column(csv: &str, name: &str) -> Vec<String> {
    let mut lines = csv.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let at = lines.next().unwrap().iter().position(|head| head == name).unwrap();
    lines.map(|cells| cells[at].clone()).collect()
}

/// The values of a property of a calendar, unfolded.
fn property(calendar: &str, name: &str) -> Vec<String> {
    let start = format!("{name}:");
    let unfolded = calendar.replace("\r\n ", "");
    unfolded.split("\r\n").filter_map(|line| line.strip_prefix(start.as_str())).map(str::to_owned).collect()
}

#[test]
fn the_plan_of_the_first_check_says_what_it_said() {
    golden("first-check-plan.txt", &planned(&["--explain", "--weeks", "6"]));
    golden("first-check-plan.json", &planned(&["--explain", "--weeks", "6", "--format", "json"]));
    golden("first-check-plan.csv", &planned(&["--format", "csv"]));
    golden("first-check-weeks.csv", &planned(&["--weeks", "6", "--format", "csv"]));
    golden("first-check-plan.ics", &planned(&["--format", "ics"]));
}

#[test]
fn a_folder_plans_as_its_files_do() {
    let files = run(&[
        "plan",
        "examples/first-check/measurements.csv",
        "--person",
        "examples/first-check/person.toml",
        "--answers",
        "examples/first-check/answers.toml",
        "--as-of",
        "2026-11-22",
        "--format",
        "csv",
    ]);
    assert_eq!((files.code, files.out), (0, planned(&["--format", "csv"])), "{}", files.err);
}

#[test]
fn settings_for_once_take_the_place_of_the_files() {
    let week = planned(&["--days", "tue,fri", "--minutes", "25", "--format", "csv"]);
    let days = column(&week, "day");
    assert!(!days.is_empty() && days.iter().all(|day| day == "tuesday" || day == "friday"), "{week}");
    let avoided = column(&planned(&["--format", "csv"]), "exercise").remove(0);
    let others = column(&planned(&["--avoid", &avoided, "--format", "csv"]), "exercise");
    assert!(!others.is_empty() && !others.contains(&avoided), "{others:?}");
    let bare = column(&planned(&["--equipment", "none", "--format", "csv"]), "exercise");
    assert!(!bare.iter().any(|id| id.contains("dumbbell") || id.contains("band")), "{bare:?}");
}

#[test]
fn a_swap_by_hand_says_what_it_costs() {
    let out = column(&planned(&["--format", "csv"]), "exercise").remove(0);
    let text = planned(&["--without", &out]);
    assert!(text.contains("Swapped by hand") && text.contains("Out by hand:"), "{text}");
    assert!(!column(&planned(&["--without", &out, "--format", "csv"]), "exercise").contains(&out));
    refused(&["--with", "split-squat", "--without", "split-squat"], 2, &["--with and in --without"]);
}

#[test]
fn numbers_and_words_that_cannot_be_are_refused_with_a_hint() {
    for minutes in ["0", "100000", "-30", "half an hour"] {
        refused(&["--minutes", minutes], 2, &["expected whole minutes from 1 to 600", minutes, "hint:"]);
    }
    refused(&["--days", "mon,funday"], 2, &["funday", "hint:"]);
    refused(&["--days", "tue"], 2, &["no minutes are known for tuesday", "--minutes"]);
    refused(&["--equipment", "dumbell"], 2, &["dumbell", "nearest: dumbbell"]);
    refused(&["--avoid", "split-sqat"], 2, &["split-sqat", "nearest: split-squat"]);
    refused(&["--with", "unheard-of-thing"], 2, &["unheard-of-thing", "hint:"]);
    for weeks in ["0", "13", "many"] {
        refused(&["--weeks", weeks], 2, &["--weeks"]);
    }
    for at in ["25:00", "7", "soon", "-1:30", "07:3x"] {
        refused(&["--format", "ics", "--at", at], 2, &["--at"]);
    }
    refused(&["--as-of", "yesterday"], 2, &["--as-of"]);
    refused(&["--delta", "0"], 2, &["--delta"]);
    refused(&["--person", "examples/first-check/person.toml"], 2, &["is a folder", "hint:"]);
}

#[test]
fn an_exercise_that_cannot_be_in_says_why() {
    let run = plan(&["--with", "nordic-assisted"]);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(
        run.err.contains("nordic-assisted") && run.err.contains("something you do not have"),
        "{}",
        run.err
    );
}

#[test]
fn a_folder_without_its_files_says_which_one_is_missing() {
    let empty = folder(&[]);
    let missing = run(&["plan", &empty.path().display().to_string()]);
    assert_eq!(missing.code, 3);
    assert!(missing.err.contains("person.toml") && missing.err.contains("hint:"), "{}", missing.err);
    let nowhere = run(&["plan", "no/such/folder"]);
    assert_eq!(nowhere.code, 3, "{}", nowhere.err);
    assert!(nowhere.err.contains("no/such/folder"), "{}", nowhere.err);
    let unanswered = run(&["plan", "examples/first-check/measurements.csv"]);
    assert_eq!(unanswered.code, 2);
    assert!(unanswered.err.contains("--answers") && unanswered.err.contains("hint:"), "{}", unanswered.err);
}

#[test]
fn no_day_with_minutes_is_no_week() {
    let example = root().join("examples/first-check");
    let answers = std::fs::read(example.join("answers.toml")).unwrap();
    let measured = std::fs::read(example.join("measurements.csv")).unwrap();
    let idle = folder(&[("person.toml", b""), ("answers.toml", &answers), ("measurements.csv", &measured)]);
    let run = run(&["plan", &idle.path().display().to_string(), "--as-of", "2026-11-22"]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("no day has minutes") && run.err.contains("--days"), "{}", run.err);
}

#[test]
fn no_format_gives_a_week_without_a_clearance() {
    let stopped = with_answers(|text| text.replacen("RF-04 = \"no\"", "RF-04 = \"yes\"", 1));
    let open = with_answers(|_| "[answers]\n".to_owned());
    for (folder, code) in [(&stopped, 20), (&open, 3)] {
        for format in ["text", "json", "csv", "ics", "html"] {
            let folder = folder.path().display().to_string();
            let run = run(&[
                "plan",
                &folder,
                "--as-of",
                "2026-11-22",
                "--format",
                format,
                "--explain",
                "--weeks",
                "6",
                "--without",
                "split-squat",
            ]);
            assert_eq!(run.code, code, "{format}: {}", run.err);
            for never in ["sets a week", "BEGIN:VEVENT", "sessions", "× 8"] {
                assert!(!run.out.contains(never), "{format} says {never}: {}", run.out);
            }
        }
    }
}

#[test]
fn a_later_plan_replaces_the_events_of_an_earlier_one() {
    let first = planned(&["--format", "ics"]);
    let second =
        run(&["plan", "examples/first-check", "--as-of", "2026-11-23", "--minutes", "20", "--format", "ics"]);
    assert_eq!(second.code, 0, "{}", second.err);
    assert_eq!(property(&first, "UID"), property(&second.out, "UID"));
    let grown = |calendar: &str| property(calendar, "SEQUENCE")[0].parse::<u32>().unwrap();
    assert!(grown(&second.out) > grown(&first));
    assert_eq!(first, planned(&["--format", "ics"]), "the same day gives the same bytes");
}

#[test]
fn a_calendar_that_others_see_tells_no_finding() {
    let calendar = planned(&["--format", "ics", "--at", "7:30"]);
    let titles = property(&calendar, "SUMMARY");
    assert!(titles.iter().any(|title| title == "Measure again"), "{titles:?}");
    for title in titles.into_iter().filter(|title| title != "Measure again") {
        let minutes = title.strip_prefix("Training\\, ").and_then(|rest| rest.strip_suffix(" minutes"));
        assert!(minutes.is_some_and(|minutes| minutes.parse::<u32>().is_ok()), "{title}");
    }
    for text in property(&calendar, "DESCRIPTION") {
        // A load may speak of the weaker foot in general; what was found of this person is never there.
        for found in ["Works on", "% weaker", "certainly weaker", "probably weaker", "All 20"] {
            assert!(!text.contains(found), "{found}: {text}");
        }
    }
    assert!(property(&calendar, "DTSTART").iter().all(|start| start.ends_with("T073000")), "{calendar}");
    let full = planned(&["--format", "ics", "--calendar-titles", "full"]);
    assert!(property(&full, "SUMMARY").iter().any(|title| title.contains("right")), "{full}");
    assert!(full.contains("Works on"), "{full}");
}

#[test]
fn a_plan_is_written_whole_or_not_at_all() {
    let target = folder(&[]);
    let file = path(&target, "week.html");
    let run = plan(&["--format", "html", "--output", &file]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    let page = std::fs::read_to_string(&file).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    for never in ["<script", "<link", " src=", "url(http", "id=\"findings\""] {
        assert!(!page.contains(never), "{never}");
    }
    refused(&["--output", &path(&target, "no/such/week.txt")], 3, &["failed to write", "hint:"]);
}

#[test]
fn a_week_grows_from_a_log_and_a_sign_in_it_stops() {
    let logs = folder(&[
        ("calm.txt", b"2026-11-16 split-squat left 3x8\n2026-11-18 split-squat right 2x8\n"),
        ("sign.txt", b"2026-11-16 split-squat left 3x8\n2026-11-18 split-squat left 3x8 note \"chest pain\"\n"),
        ("unread.txt", b"2026-11-16 split-squat left 3x8\n2026-11-18 chest pain all day\n"),
        ("alone.txt", b"chest pain\n"),
    ]);
    let grown = planned(&["--trained", &path(&logs, "calm.txt")]);
    assert!(grown.contains("It grows from the weeks in your log"), "{grown}");
    assert_ne!(grown, planned(&[]));
    // The answers have no day of their own, so nobody has looked at the sign of four days ago.
    let stopped = plan(&["--trained", &path(&logs, "sign.txt")]);
    assert_eq!(stopped.code, 20, "{}", stopped.err);
    assert!(stopped.out.contains("chest pain") && !stopped.out.contains("Your week"), "{}", stopped.out);
    // It counts in a line that cannot be read, and in a log that is nothing but such a line.
    for unread in ["unread.txt", "alone.txt"] {
        let stopped = plan(&["--trained", &path(&logs, unread)]);
        assert_eq!(stopped.code, 20, "{unread}: {}", stopped.err);
        assert!(stopped.out.contains("chest pain"), "{unread}: {}", stopped.out);
    }
    // Open questions make no week anyway; the sign is told all the same.
    let open = with_answers(|_| "[answers]\n".to_owned());
    let open = run(&[
        "plan",
        &open.path().display().to_string(),
        "--trained",
        &path(&logs, "sign.txt"),
        "--as-of",
        "2026-11-22",
    ]);
    assert!(open.code == 20 && open.out.contains("chest pain"), "{} {}", open.code, open.out);
    // Who answered later, and says so, is planned for; of the day before one may have written down a day late.
    let later = with_answers(|answers| format!("answered_on = \"2026-11-20\"\n{answers}"));
    let folder = later.path().display().to_string();
    let run = run(&["plan", &folder, "--as-of", "2026-11-22", "--trained", &path(&logs, "sign.txt")]);
    assert_eq!(run.code, 0, "{}", run.err);
}
