//! Signs to stop wherever they are written: beside a measurement, in an export that is refused, and in the rows of a squad.

use super::{dated_answers, folder, path, run};
use std::path::Path;

/// The example's person and answers, with a table whose first row has this note on the day of the answers.
fn with_note(folder: &Path, note: &str) -> String {
    std::fs::copy(super::root().join("examples/first-check/person.toml"), folder.join("person.toml")).unwrap();
    dated_answers(folder);
    let table = format!(
        "test,side,attempt,value,unit,date,pain,note\nstrap-knee-ext,left,1,300,N,2026-11-22,0,{note}\n\
         strap-knee-ext,right,1,290,N,2026-11-22,0,\n"
    );
    std::fs::write(folder.join("measurements.csv"), table).unwrap();
    folder.display().to_string()
}

#[test]
fn a_sign_beside_a_measurement_is_heard_wherever_the_measurement_goes() {
    for (note, code) in [("chest pain while pushing", 20), ("no chest pain while pushing", 0), ("steady", 0)] {
        let store = folder(&[]);
        let files = with_note(store.path(), note);
        let db = path(&store, "a.db");
        let answers = path(&store, "answers.toml");
        let (person, table) = (path(&store, "person.toml"), path(&store, "measurements.csv"));
        let day = ["--as-of", "2026-11-22"];
        let of = |words: &[&str]| run(&[words, &day].concat());
        let import = run(&["import", &person, &answers, &table, "--store", &db]);
        let told = [
            of(&["check", &files, "--no-report"]),
            of(&["screen", "--person", &person, "--answers", &answers, &table]),
            of(&["plan", &files]),
            of(&["check", "--store", &db, "--no-report"]),
            of(&["plan", "--store", &db]),
            of(&["status", "--store", &db]),
        ];
        for told in told.iter().chain([&import]) {
            assert_eq!(told.code, code, "{note}: {}{}", told.out, told.err);
            assert_eq!(told.out.contains("chest pain”"), code == 20, "{note}: {}", told.out);
        }
        let assessed = of(&["assess", &table]);
        assert_eq!(assessed.code, 0, "{note}: {}", assessed.err);
        assert_eq!(assessed.err.contains("(stop-chest)"), code == 20, "{note}: {}", assessed.err);
        let squad = of(&["squad", "--store", &db, "--format", "csv"]).out;
        assert_eq!(squad.contains(",emergency"), code == 20, "{note}: {squad}");
    }
}

#[test]
fn a_row_without_a_value_that_says_why_is_heard_for_the_person_of_the_row() {
    let store = folder(&[]);
    let table = "subject,test,side,value,unit,date,note\nanna,hhd-knee-ext,left,140,Nm,2026-11-22,\n\
                 ben,hhd-knee-ext,left,150,Nm,2026-11-22,\nben,hhd-knee-ext,right,,Nm,2026-11-22,broke off: chest pain\n";
    std::fs::write(store.path().join("squad.csv"), table).unwrap();
    let db = path(&store, "a.db");
    let answers = dated_answers(store.path());
    for name in ["anna", "ben"] {
        let kept = run(&["import", &answers, "--subject", name, "--new-person", "--store", &db]);
        assert_eq!(kept.code, 0, "{}", kept.err);
    }
    let import = run(&["import", &path(&store, "squad.csv"), "--store", &db]);
    assert_eq!(import.code, 20, "{}{}", import.out, import.err);
    let status = |name: &str| run(&["status", "--subject", name, "--as-of", "2026-11-22", "--store", &db]).code;
    assert_eq!((status("anna"), status("ben")), (0, 20));
}

/// An export of an app with one exercise of two sets; both carry the note of the exercise, as the app writes it.
fn export(load_kg: u32, note: &str) -> String {
    let set = |index: u32| {
        format!(
            "\"Legs\",\"22 Nov 2026, 19:00\",\"22 Nov 2026, 19:30\",\"\",\"Leg Extension (Machine)\",,\"{note}\",{index},\"normal\",{load_kg},10,,,\n"
        )
    };
    format!(
        "\"title\",\"start_time\",\"end_time\",\"description\",\"exercise_title\",\"superset_id\",\"exercise_notes\",\
         \"set_index\",\"set_type\",\"weight_kg\",\"reps\",\"distance_km\",\"duration_seconds\",\"rpe\"\n{}{}",
        set(0),
        set(1)
    )
}

#[test]
fn a_sign_in_an_export_that_was_edited_is_heard_and_its_sets_count_once() {
    let store = folder(&[]);
    let sign = "calf swollen hot and red";
    let exports =
        [("first", 50, ""), ("noted", 50, sign), ("other", 60, sign), ("denied", 60, "no chest pain at all")];
    for (name, load_kg, note) in exports {
        std::fs::write(store.path().join(format!("{name}.csv")), export(load_kg, note)).unwrap();
    }
    let bring = |db: &str, name: &str| {
        run(&["import", &path(&store, &format!("{name}.csv")), "--store", &path(&store, db)])
    };
    let trained = |db: &str| {
        let listed = run(&["records", "--format", "csv", "--store", &path(&store, db)]).out;
        listed.lines().filter(|line| line.contains(",trained,")).count()
    };
    // Answers of that day, so that the sign counts whatever the clock says.
    let answers = dated_answers(store.path());
    for db in ["a.db", "b.db", "c.db"] {
        assert_eq!(run(&["import", &answers, "--store", &path(&store, db)]).code, 0);
    }
    // A note alone is another: nothing is refused, the note is kept, the sets count once.
    assert_eq!(bring("a.db", "first").code, 0);
    for _ in 0..2 {
        let noted = bring("a.db", "noted");
        assert_eq!(noted.code, 20, "{}{}", noted.out, noted.err);
        assert_eq!(trained("a.db"), 1);
    }
    // Sets are told otherwise: the file is refused, and the sign in it is not.
    assert_eq!(bring("b.db", "first").code, 0);
    let other = bring("b.db", "other");
    assert_eq!(other.code, 20, "{}{}", other.out, other.err);
    assert!(other.err.contains("told otherwise") && other.err.contains("evenstride undo"), "{}", other.err);
    assert_eq!(trained("b.db"), 1);
    assert_eq!(run(&["status", "--store", &path(&store, "b.db")]).code, 20);
    // A second time it tells nothing new, and without a sign it is refused as ever.
    assert_eq!(bring("b.db", "other").code, 2);
    assert_eq!(bring("c.db", "first").code, 0);
    assert_eq!(bring("c.db", "denied").code, 2);
}

#[test]
fn a_squad_says_whom_to_see_and_puts_who_needs_somebody_soonest_first() {
    let store = folder(&[]);
    let db = path(&store, "team.db");
    let said = [("anna", "went well"), ("ben", "calf swollen and warm"), ("zoe", "chest pain on the stairs")];
    let answers = dated_answers(store.path());
    for (name, note) in said {
        let kept = run(&["import", &answers, "--subject", name, "--new-person", "--store", &db]);
        assert_eq!(kept.code, 0, "{}", kept.err);
        run(&["note", note, "--on", "2026-11-22", "--subject", name, "--store", &db]);
    }
    let squad = |format: &str| run(&["squad", "--as-of", "2026-11-22", "--format", format, "--store", &db]).out;
    let csv = squad("csv");
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    let column = |name: &str| rows[0].iter().position(|head| *head == name).unwrap();
    let asked: Vec<[&str; 2]> = rows[1..].iter().map(|row| [row[0], row[column("asks_for")]]).collect();
    assert_eq!(asked, [["zoe", "emergency"], ["ben", "same-day"], ["anna", ""]]);
    let text = squad("text");
    for words in ["zoe: emergency help now: a sign in the log", "ben: doctor today: a sign in the log"] {
        assert!(text.contains(words), "{text}");
    }
    // Of who was never measured nobody knows that there is no difference.
    assert!(text.contains("nothing measured yet") && !text.contains("none"), "{text}");
    assert!(rows[1..].iter().all(|row| row[column("n_differences")].is_empty()), "{csv}");
}

#[test]
fn a_line_that_holds_a_sign_alone_is_told_of_once() {
    let store = folder(&[("said.txt", b"2026-11-20 my calf is swollen and warm\n")]);
    let import = run(&["import", &path(&store, "said.txt"), "--store", &path(&store, "a.db")]);
    assert_eq!(import.code, 20, "{}{}", import.out, import.err);
    let told = format!("{}{}", import.out, import.err);
    assert_eq!(told.matches("[row-refused]").count(), 1, "{told}");
    assert!(
        told.contains("expected a day, an exercise and its sets") && told.contains("kept as a remark"),
        "{told}"
    );
    assert!(!told.contains("measurements"), "{told}");
}
