//! The command `reliability`: tables in, figures or reasons out.

use crate::{folder, path, root, run, run_with_input};

const REPEATS: &str = "subject,test,left,right,unit,date\n\
    anna,hop-single,150,140,cm,2026-10-01\nanna,hop-single,153,146,cm,2026-10-08\n\
    ben,hop-single,120,128,cm,2026-10-01\nben,hop-single,126,125,cm,2026-10-08\n\
    cleo,hop-single,171,175,cm,2026-10-01\ncleo,hop-single,174,181,cm,2026-10-08\n\
    dora,hop-single,99,98,cm,2026-10-01\n";

#[test]
fn a_table_on_standard_input_becomes_one_row_for_each_kind_of_value() {
    let run = run_with_input(&["reliability", "-", "--format", "csv"], REPEATS.as_bytes());
    assert_eq!(run.code, 0, "{}", run.err);
    let rows: Vec<Vec<&str>> = run.out.lines().map(|line| line.split(',').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{}", run.out);
    let column = |name: &str| rows[0].iter().position(|cell| *cell == name).unwrap();
    let kinds: Vec<&str> = rows[1..].iter().map(|row| row[column("of")]).collect();
    assert_eq!(kinds, ["left", "right", "both-legs", "difference"]);
    assert!(rows[1..].iter().all(|row| row[column("n_visits")] == "2" && row[column("n_people")] == "3"));
    // The fourth person came once.
    assert_eq!(rows[4][column("n_rows_left_out")], "1");
    assert_eq!((rows[4][column("n_swapped")], rows[4][column("n_favoured")]), ("1", "3"));
}

#[test]
fn text_and_page_say_the_same_and_the_page_needs_nothing_else() {
    let folder = folder(&[("repeats.csv", REPEATS.as_bytes())]);
    let page = path(&folder, "page.html");
    let run = run(&["reliability", &path(&folder, "repeats.csv"), "--report", &page]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("page.html"), "{}", run.err);
    let html = std::fs::read_to_string(page).unwrap();
    for text in ["1 of 3 (33", "ICC(2,1)", "Limits of agreement", "Side swapped"] {
        assert!(run.out.contains(text) && html.contains(text), "{text}\n{}", run.out);
    }
    assert!(html.contains("<svg") && !html.contains("<script") && !html.contains(" src="));
}

#[test]
fn too_little_is_an_answer_with_a_reason() {
    let header = REPEATS.lines().next().unwrap();
    for (n_rows, reason) in [(1, "one-visit"), (2, "one-person")] {
        let rows: Vec<&str> = REPEATS.lines().skip(1).take(n_rows).collect();
        let table = format!("{header}\n{}\n", rows.join("\n"));
        let run = run_with_input(&["reliability", "-", "--format", "csv"], table.as_bytes());
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.lines().skip(1).all(|line| line.ends_with(reason)), "{}", run.out);
    }
    for format in ["text", "json", "csv"] {
        let run = run_with_input(&["reliability", "-", "--format", format], format!("{header}\n").as_bytes());
        assert_ne!(run.code, 1, "{}", run.err);
        assert!(!run.out.contains("NaN"), "{}", run.out);
    }
}

#[test]
fn a_wish_for_one_visit_is_refused() {
    for wish in ["0", "1", "x"] {
        let run = run_with_input(&["reliability", "-", "--visits", wish], REPEATS.as_bytes());
        assert_eq!(run.code, 2, "{wish}: {}", run.err);
    }
    let many = run_with_input(&["reliability", "-", "--visits", "18446744073709551615"], REPEATS.as_bytes());
    assert_eq!(many.code, 0, "{}", many.err);
    assert!(many.out.contains("too few"), "{}", many.out);
}

#[test]
fn thirty_nine_people_repeat_seven_tests() {
    let table = root().join("../shared/data/strength/exscidata/cybex.csv");
    if !table.exists() {
        println!("skipped: {} is not here", table.display());
        return;
    }
    let map = "validation/maps/exscidata-cybex.toml";
    let table = table.display().to_string();
    let run =
        run(&["reliability", &table, "--map", map, "--visits", "2", "--value", "best", "--format", "csv"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out.lines().count(), 1 + 7 * 4);
    // As validation/retest-of-calls counts them with exact fractions: 96 of the weaker legs swapped.
    let header: Vec<&str> = run.out.lines().next().unwrap().split(',').collect();
    let column = header.iter().position(|name| *name == "n_swapped").unwrap();
    let n_swapped: u32 =
        run.out.lines().skip(1).filter_map(|line| line.split(',').nth(column)?.parse::<u32>().ok()).sum();
    assert_eq!(n_swapped, 96);
}
