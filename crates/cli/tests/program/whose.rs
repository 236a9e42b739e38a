//! Whose records are in files that are brought in together: never somebody's whom nobody meant.

use super::{dated_answers, folder, path, run};

const OPERATED: &str = "subject = \"anna\"\n[[injuries]]\nwhat = \"ligament\"\nside = \"left\"\non = \"2026-11-01\"\n\
                        operation = \"acl-reconstruction\"\n";
const MEASURED: &str =
    "test,side,value,unit,date\nhhd-knee-ext,left,140,Nm,2026-11-20\nhhd-knee-ext,right,120,Nm,2026-11-20\n";

/// The names that a store has.
fn people(db: &str) -> Vec<String> {
    let listed = run(&["people", "--format", "csv", "--store", db]).out;
    listed.lines().skip(1).filter_map(|line| Some(line.split(',').next()?.to_owned())).collect()
}

#[test]
fn a_person_file_says_whose_the_other_files_of_the_call_are_wherever_it_stands() {
    let store = folder(&[]);
    for (name, text) in [("person.toml", OPERATED), ("table.csv", MEASURED)] {
        std::fs::write(store.path().join(name), text).unwrap();
    }
    let (person, table, answers) =
        (path(&store, "person.toml"), path(&store, "table.csv"), dated_answers(store.path()));
    for (n, files) in [[&person, &answers, &table], [&table, &answers, &person]].iter().enumerate() {
        let db = path(&store, &format!("{n}.db"));
        let import = run(&["import", files[0], files[1], files[2], "--store", &db]);
        assert_eq!(import.code, 0, "{}", import.err);
        assert_eq!(import.out.matches("new of anna").count(), 3, "{}", import.out);
        assert_eq!(people(&db), ["anna"]);
        // The operation counts for the measurements: weeks after it nobody is told that nothing stops.
        let status = run(&["status", "--store", &db, "--as-of", "2026-11-22"]);
        assert!(!status.out.contains("Nothing in your answers stops you"), "{}", status.out);
    }
}

#[test]
fn files_of_two_people_or_of_nobody_among_several_are_refused() {
    let store = folder(&[]);
    let files = [("anna.toml", OPERATED), ("ben.toml", "subject = \"ben\"\n"), ("table.csv", MEASURED)];
    for (name, text) in files {
        std::fs::write(store.path().join(name), text).unwrap();
    }
    let file = |name: &str| path(&store, name);
    let db = file("a.db");
    let import = |files: &[&str]| run(&[&["import"], files, &["--store", &db]].concat());
    let two = import(&[&file("anna.toml"), &file("ben.toml"), &file("table.csv")]);
    assert!(two.code == 2 && two.err.contains("of anna and of ben"), "{} {}", two.code, two.err);
    let other = import(&[&file("anna.toml"), &file("table.csv"), "--subject", "ben"]);
    assert!(other.code == 2 && other.err.contains("it is of anna, not of ben"), "{} {}", other.code, other.err);
    assert_eq!(import(&[&file("anna.toml")]).code, 0);
    assert_eq!(import(&[&file("ben.toml")]).code, 0);
    for nobody in [file("table.csv"), "examples/first-check/answers.toml".to_owned()] {
        let refused = import(&[&nobody]);
        assert!(
            refused.code == 2 && refused.err.contains("--subject NAME"),
            "{} {}",
            refused.code,
            refused.err
        );
    }
    assert_eq!(people(&db), ["anna", "ben"]);
    assert_eq!(import(&[&file("table.csv"), "--subject", "ben"]).code, 0);
}

#[test]
fn one_name_in_two_spellings_is_never_two_people() {
    let store = folder(&[]);
    let table = "subject,test,left,right,unit,date\nAnna,hhd-knee-ext,150,120,Nm,2026-11-20\n\
                 anna ,hhd-knee-ext,151,121,Nm,2026-11-20\n";
    std::fs::write(store.path().join("two.csv"), table).unwrap();
    std::fs::write(store.path().join("one.csv"), table.replace("anna ", "Anna")).unwrap();
    let (two, one, db) = (path(&store, "two.csv"), path(&store, "one.csv"), path(&store, "a.db"));
    let refused = [run(&["import", &two, "--store", &db]), run(&["assess", &two, "--by", "subject"])];
    for refused in refused {
        assert!(
            refused.code == 2 && refused.err.contains("capitals or spaces"),
            "{} {}",
            refused.code,
            refused.err
        );
    }
    assert_eq!(run(&["import", &one, "--store", &db]).code, 0);
    let typed = run(&["log", "split-squat left 3x8", "--subject", "ANNA", "--store", &db]);
    assert!(typed.code == 2 && typed.err.contains("capitals or spaces"), "{} {}", typed.code, typed.err);
    assert_eq!(people(&db), ["Anna"]);
    // What was brought in under a wrong spelling and taken back stands in nobody's way.
    assert_eq!(run(&["undo", "1", "--store", &db]).code, 0);
    assert_eq!(run(&["log", "split-squat left 3x8", "--subject", "anna", "--store", &db]).code, 0);
    assert_eq!(people(&db), ["anna"]);
}

const TRAINED: &str = "subject,date,exercise,side,set,reps,note\n\
                       P01,2026-11-16,split-squat,left,1,8,\nP02,2026-11-16,split-squat,left,1,8,\n\
                       P01,2026-11-16,split-squat,left,2,7,\nP03,2026-11-17,wall-sit,,1,10,went well\n";

/// How many rows of training a store holds of somebody.
fn n_trained(db: &str, name: &str) -> usize {
    let listed = run(&["records", "--format", "csv", "--subject", name, "--store", db]).out;
    listed.lines().filter(|line| line.contains("split-squat") || line.contains("wall-sit")).count()
}

#[test]
fn a_table_of_training_names_people_and_each_row_goes_to_whom_it_names() {
    let store = folder(&[("t.csv", TRAINED.as_bytes())]);
    let (db, file) = (path(&store, "a.db"), path(&store, "t.csv"));
    let import = || run(&["import", &file, "--store", &db]);
    let first = import();
    assert!(
        first.code == 0 && first.out.contains("3 entries of training new of P01, P02, P03"),
        "{}",
        first.out
    );
    assert_eq!(people(&db), ["P01", "P02", "P03"]);
    for name in ["P01", "P02", "P03"] {
        assert_eq!(n_trained(&db, name), 1, "{name}");
    }
    let again = import();
    assert!(again.out.contains("known already"), "{}", again.out);
    let log = format!("{TRAINED}P02,2026-11-18,split-squat,left,1,many,chest pain\n");
    std::fs::write(store.path().join("t.csv"), log).unwrap();
    let sign = import();
    assert_eq!(sign.code, 20, "{}{}", sign.out, sign.err);
    assert!(sign.out.contains("1 entry new of") && !sign.out.contains("of training"), "{}", sign.out);
    let noted = |name| run(&["records", "--subject", name, "--store", &db]).out.contains("chest pain");
    assert!(noted("P02") && !noted("P01"), "the sign is of whom the row names");
    assert_eq!(run(&["undo", "1", "--store", &db]).code, 0);
    // The later file holds the rows as well.
    assert_eq!(people(&db), ["P01", "P02", "P03"]);
}

#[test]
fn a_table_that_names_others_than_somebody_named_is_refused() {
    let measured = "subject,test,side,value,unit,date\nP01,hhd-knee-ext,left,140,Nm,2026-11-20\n";
    let store = folder(&[("t.csv", TRAINED.as_bytes()), ("m.csv", measured.as_bytes())]);
    let db = path(&store, "a.db");
    for (file, named, said) in
        [("t.csv", "P01", "of P02 and of P03"), ("m.csv", "P99", "of P01, not of P99 alone")]
    {
        for command in ["import", "log"] {
            if command == "log" && file == "m.csv" {
                continue;
            }
            let refused = run(&[command, &path(&store, file), "--subject", named, "--store", &db]);
            assert_eq!(refused.code, 2, "{command} {file}: {}{}", refused.out, refused.err);
            assert!(
                refused.err.contains(said) && refused.err.contains("leave --subject out"),
                "{}",
                refused.err
            );
        }
    }
    assert!(people(&db).is_empty());
    let audited = run(&["audit", &path(&store, "t.csv"), "--as-of", "2026-11-22"]);
    assert!(audited.code == 2 && audited.err.contains("3 people"), "{}{}", audited.out, audited.err);
}

#[test]
fn a_slip_in_a_name_makes_nobody_new_and_the_answer_says_for_whom() {
    let store = folder(&[("table.csv", MEASURED.as_bytes())]);
    let (db, table) = (path(&store, "a.db"), path(&store, "table.csv"));
    let told = |words: &[&str]| run(&[words, &["--store", &db]].concat());
    for (name, more) in [("P01", &[][..]), ("P02", &["--new-person"][..])] {
        let log = [&["log", "2026-11-16 wall-sit 3x30s", "--subject", name], more].concat();
        let logged = told(&log);
        assert!(
            logged.code == 0 && logged.out.contains(&format!("for {name}")),
            "{}{}",
            logged.out,
            logged.err
        );
    }
    for words in [&["log", "2026-11-17 wall-sit 3x30s"][..], &["note", "went well"], &["import", &table]] {
        let slip = told(&[words, &["--subject", "P2"]].concat());
        assert_eq!(slip.code, 2, "{words:?} {}{}", slip.out, slip.err);
        let offers = "the nearest: P02, P01; say --new-person";
        assert!(slip.err.contains("nobody of this name") && slip.err.contains(offers), "{}", slip.err);
    }
    assert_eq!(people(&db), ["P01", "P02"]);
    // A line of whoever has no name says no more than it did.
    let own = run(&["log", "2026-11-16 wall-sit 3x30s", "--store", &path(&store, "own.db")]);
    assert!(own.out.starts_with("Written down: 1 entry"), "{}", own.out);
}
