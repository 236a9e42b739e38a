//! What is neither measurements nor training is refused with what to do, and no words in it are taken for a complaint.

use crate::{dated_answers, folder, path, root, run, run_with_input};

const LOG: &str = "2026-11-16 split-squat left 3x8 20kg\n2026-11-16 split-squat right 3x8 20kg\n";

#[test]
fn a_wrong_file_is_refused_and_nothing_of_it_is_kept() {
    let store = folder(&[("log.txt", LOG.as_bytes())]);
    let (db, other, log) = (path(&store, "a.db"), path(&store, "other.db"), path(&store, "log.txt"));
    let answers = dated_answers(store.path());
    assert_eq!(run(&["import", &log, &answers, "--subject", "ada", "--store", &other]).code, 0);
    let (backup, week, steps) =
        (path(&store, "b.backup"), path(&store, "week.html"), path(&store, "steps.txt"));
    assert_eq!(run(&["backup", &backup, "--store", &other]).code, 0);
    std::fs::write(&week, run(&["status", "--format", "html", "--store", &other]).out).unwrap();
    std::fs::write(&steps, run(&["tests", "show", "heel-rise-single"]).out).unwrap();
    let renamed = path(&store, "my-answers.txt");
    std::fs::copy(&answers, &renamed).unwrap();
    let guide = root().join("docs/following.md").display().to_string();
    // The text of a store, as an editor saves it, is no database any more.
    let torn = path(&store, "torn.txt");
    let questions = "SQLite\nChest pain, or shortness of breath?\nHave you passed out while training?\n";
    std::fs::write(&torn, questions).unwrap();
    assert_eq!(run(&["log", "split-squat left 3x8", "--store", &db]).code, 0);
    let listed = || run(&["records", "--store", &db, "--format", "csv"]).out;
    let before = listed();
    for (file, hint) in [
        (&other, "--store"),
        (&backup, "restore"),
        (&week, ""),
        (&renamed, "--as answers"),
        (&steps, ""),
        (&guide, ""),
        (&torn, ""),
    ] {
        for words in [&["import", file][..], &["import", file, "--as", "training"], &["log", file]] {
            let refused = run(&[words, &["--store", &db]].concat());
            assert_eq!(refused.code, 3, "{words:?} {}{}", refused.out, refused.err);
            assert!(refused.err.contains(hint) && refused.err.contains("hint"), "{words:?} {}", refused.err);
            assert!(!refused.out.contains("emergency"), "{words:?} {}", refused.out);
        }
    }
    assert_eq!(listed(), before);
    let audited = run(&["audit", &other, "--as-of", "2026-11-22"]);
    assert!(audited.code == 3 && audited.err.contains("--store"), "{} {}", audited.code, audited.err);
}

#[test]
fn a_remark_of_a_log_is_passed_over_and_a_line_of_a_day_is_heard() {
    let store = folder(&[]);
    let case = |n: usize, text: &str, code: i32| {
        let (db, file) = (path(&store, &format!("{n}.db")), path(&store, &format!("{n}.txt")));
        std::fs::write(&file, text).unwrap();
        let import = run(&["import", &file, "--store", &db]);
        assert_eq!(import.code, code, "{text}: {}{}", import.out, import.err);
    };
    case(0, "# stop with chest pain\n2026-11-16 split-squat left 3x8\n2026-11-17 banana\n", 0);
    case(1, "# stop with chest pain\n2026-11-17 banana 3x8\n", 3);
    case(2, "2026-11-17 split-squat 3xmany, chest pain\n", 20);
    case(3, "date;exercise;reps\n2026-11-17;split-squat;chest pain\n", 20);
    case(4, "subject,test,side,value,unit,date,note\nada,hhd-knee-ext,left,,Nm,2026-11-17,chest pain\n", 20);
}

#[test]
fn what_is_typed_is_heard_whatever_else_stands_there() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    let typed = run_with_input(&["log", "-", "--store", &db], b"chest pain on the stairs\n");
    assert_eq!(typed.code, 20, "{}{}", typed.out, typed.err);
}
