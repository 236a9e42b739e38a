//! Lines that people type, what is made of them, and the way back.

#![allow(clippy::unwrap_used, reason = "this is part of tests only")]

mod common;

use common::training::{check_line, entry, knowledge, options, shown};
use evenstride_core::knowledge::RuleId;
use evenstride_core::notice::Place;
use evenstride_core::track::Form;
use evenstride_core::training::{SetKind, Trained, TrainedSet, TrainedSide};
use evenstride_ingest::{parse_line, read_training, write_line, write_trained_csv};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

#[test]
fn a_line_says_what_was_trained_in_any_order() {
    check_line("2026-11-20 nordic-curl 3x6 @2 pain 1", "2026-11-20 nordic-curl NotSaid 6@2 6@2 6@2 pain 1");
    check_line("nordic curl 6,6,5", "2026-11-22 nordic curl NotSaid 6 6 5");
    check_line("yesterday Split Squat L 3x8 20kg", "2026-11-21 Split Squat Left 8x20kg 8x20kg 8x20kg");
    check_line("sat split-squat 20 kg pain 0 2 x 8 right", "2026-11-21 split-squat Right 8x20kg 8x20kg pain 0");
    check_line("left split-squat 2x8", "2026-11-22 split-squat Left 8 8");
    check_line("split-squat each leg 2x8 rpe 8", "2026-11-22 split-squat Each 8@2 8@2");
    check_line("side plank R 3x30s form unsteady", "2026-11-22 side plank Right 30s 30s 30s form unsteady");
    check_line(
        "wall-sit 2x1.5min morning +2 swelling",
        "2026-11-22 wall-sit NotSaid 90s 90s morning 2 swelling",
    );
    check_line(
        "sit to stand B 10, 10, 8 bw sign stop-chest note \"chest pain, stopped\"",
        "2026-11-22 sit to stand Both 10 10 8 note chest pain, stopped stop-chest",
    );
    check_line(
        "goblet-squat 1x10 warm-up then 3x8 20kg @2 then 1x12 10kg drop @rpe9",
        "2026-11-22 goblet-squat NotSaid WarmUp:10 8x20kg@2 8x20kg@2 8x20kg@2 Drop:12x10kg@1",
    );
    check_line(
        "goblet-squat 1x8@20kg @1,5",
        "failed to read line: column 14: expected sets, a side, a load, @ with a \
        reserve, pain, morning, swelling, form, sign, warm-up or note, found “1x8@20kg”\n  hint: anything else goes into note \"…\"",
    );
    check_line("goblet-squat 1x8 @20kg @1,5", "2026-11-22 goblet-squat NotSaid 8x20kg@1.5");
}

#[test]
fn a_line_asks_for_a_leg_and_keeps_an_unknown_name_in_quotation_marks() {
    check_line(
        "split-squat 3x8",
        "2026-11-22 split-squat NotSaid 8 8 8
         line: “split-squat” is done one leg at a time, and the line does not say which leg [side-asked]
           hint: add left, right, or each when each leg did all of these sets",
    );
    check_line(
        "\"bench press\" 3x8 60kg",
        "2026-11-22 bench press NotSaid 8x60kg 8x60kg 8x60kg
         line: column 1: “bench press” is not in the catalogue and kept as it stands [exercise-unknown]
           hint: the list of exercises in the reference has all names",
    );
}

#[test]
fn what_is_not_understood_is_named_with_its_column() {
    const EXPECTED: &str =
        "expected sets, a side, a load, @ with a reserve, pain, morning, swelling, form, sign, warm-up or note";
    check_line(
        "nrdc-curl 3x6",
        "failed to read line: column 1: expected an exercise of the catalogue, found “nrdc-curl”
           hint: the nearest is nordic-curl, or put the name between quotation marks to keep it as it is",
    );
    check_line(
        "nordic-curl 3x6 swoling",
        &format!(
            "failed to read line: column 17: {EXPECTED}, found “swoling”\n hint: the nearest word is swelling"
        ),
    );
    check_line(
        "nordic-curl 12",
        &format!(
            "failed to read line: column 13: {EXPECTED}, found “12”\n hint: a lone number could be sets or repetitions; write 1x12 or 3x6"
        ),
    );
    check_line(
        "nordic-curl 3x6 -20kg",
        &format!(
            "failed to read line: column 17: {EXPECTED}, found “-20kg”\n hint: leave help by a machine or a band out and say it in the note"
        ),
    );
    check_line(
        "nordic-curl",
        "failed to read line: expected sets, found the end of the line\n hint: say how many sets of what, such as 3x6, 6,6,5, 3x30s or 2x40m",
    );
    check_line(
        "nordic-curl 3x6 pain 11",
        "failed to read line: column 22: expected pain as a whole number from 0 to 10, found “11”
           hint: see the page on log lines for what each word means",
    );
    check_line(
        "nordic-curl 3x6 sign stop-knee",
        "failed to read line: column 22: expected a sign to stop, found “stop-knee”
           hint: the signs are stop-chest; anything else goes into the note",
    );
    check_line(
        "nordic-curl 3x6 left right",
        "failed to read line: column 22: expected a side once, found “right”
           hint: write one line for each, or put then between different sets",
    );
    check_line(
        "2026-11-23 nordic-curl 3x6",
        "failed to read line: column 1: expected a day up to today (2026-11-22), found “2026-11-23”
           hint: correct the day; what has not happened yet is no training",
    );
    check_line(
        "nordic-curl 3x6 note \"odd",
        "failed to read line: column 22: expected a closing quotation mark, found the end of the line
           hint: close the note or the name with the same mark",
    );
    check_line(
        "",
        "failed to read line: expected an exercise, found the end of the line\n hint: write for example split-squat left 3x8 20kg",
    );
}

#[test]
fn a_text_of_lines_is_read_line_by_line() {
    common::training::check(
        b"# November\r\n\r\n2026-11-20 split-squat left 3x8\r\nsomething else\r\n2026-11-20 split-squat right 2x8\r\n",
        "3: 2026-11-20 split-squat Left 8 8 8
         5: 2026-11-20 split-squat Right 8 8
         t.csv:4: column 1: expected an exercise of the catalogue, found “something else”: line left out [row-refused]
           hint: the list of exercises in the reference has all names, or put the name between quotation marks to keep it as it is",
    );
}

fn amount() -> impl Strategy<Value = (Option<u32>, Option<u32>, Option<f64>)> {
    let metres = prop::option::of((0_u32..=1_000_000).prop_map(|tenths| f64::from(tenths) / 10.0));
    (prop::option::of(0_u32..=10_000), prop::option::of(0_u32..=86_400), metres)
}

fn set() -> impl Strategy<Value = TrainedSet> {
    let kind =
        prop_oneof![Just(SetKind::Working), Just(SetKind::WarmUp), Just(SetKind::Drop), Just(SetKind::Failure)];
    let load_kg = prop::option::of((1_u32..=2_000).prop_map(|pounds| f64::from(pounds) * 0.453_592_37));
    let reserve = prop::option::of((0_u32..=60).prop_map(|halves| f64::from(halves) / 2.0));
    (kind, amount(), load_kg, reserve).prop_map(|(kind, (reps, seconds, metres), load_kg, reserve)| {
        TrainedSet { kind, reps, seconds, metres, load_kg, reserve }
    })
}

fn trained() -> impl Strategy<Value = Trained> {
    let name = prop_oneof![
        Just("split-squat".to_owned()),
        Just("sit to stand".to_owned()),
        "[A-Za-z(][a-z \\\\\"(,;#ü-]{0,20}[a-z)]"
    ];
    let side = prop_oneof![
        Just(TrainedSide::Left),
        Just(TrainedSide::Right),
        Just(TrainedSide::Both),
        Just(TrainedSide::Each),
        Just(TrainedSide::NotSaid)
    ];
    let form = prop::option::of(prop_oneof![Just(Form::Clean), Just(Form::Unsteady)]);
    let note = prop::option::of("[a-zA-Z\"\\\\][a-zA-Z0-9 ,;.!#\"\\\\ü-]{0,30}[a-z\"\\\\]");
    let sets = prop::collection::vec(set(), 1..8);
    let felt =
        (prop::option::of(0_u8..=10), form, prop::option::of(-10_i8..=10), any::<bool>(), any::<bool>(), note);
    (0_i32..400, name, side, sets, felt).prop_map(
        |(days, name, side, sets, (pain, form, morning_points, swelling, sign, note))| Trained {
            on: date(2026, 11, 22).checked_sub(jiff::Span::new().days(days)).unwrap(),
            name,
            side,
            sets,
            pain,
            form,
            morning_points,
            swelling,
            signs: sign.then(|| RuleId::new("stop-chest").unwrap()).into_iter().collect(),
            note,
            place: Place { file: "t.csv".to_owned(), line: None },
        },
    )
}

/// A name may itself tell a side, which a line then takes over.
fn tells_no_side(trained: &Trained) -> bool {
    trained.side != TrainedSide::NotSaid || {
        let line = format!("{:?} 1x1", trained.name);
        parse_line(&line, &options()).is_ok_and(|read| read.trained.side == TrainedSide::NotSaid)
    }
}

#[test]
fn no_cell_of_a_table_runs_in_a_spreadsheet_and_all_read_back_as_they_were() {
    let options = options();
    let mut told = parse_line("2026-11-20 split-squat L 3x8", &options).unwrap().trained;
    for text in ["=HYPERLINK(1)", "+1 kg", "-cmd", "@SUM(1)", "'=quoted", "plain"] {
        told.name = text.to_owned();
        told.note = Some(text.to_owned());
        let table = write_trained_csv(std::slice::from_ref(&told));
        let cells = table.lines().skip(1).flat_map(|line| line.split(','));
        for cell in cells.filter(|cell| cell.parse::<f64>().is_err()) {
            let cell = cell.trim_start_matches('"');
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{table}");
        }
        let read = read_training(table.as_bytes(), &options).unwrap();
        assert_eq!(entry(&read.trained[0]), entry(&told), "{table}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_as_a_line_reads_back_the_same(trained in trained()) {
        prop_assume!(tells_no_side(&trained));
        let line = write_line(&trained, knowledge());
        let read = parse_line(&line, &options());
        prop_assert!(read.is_ok(), "{line}: {read:?}");
        prop_assert_eq!(read.unwrap().trained, trained, "{}", line);
    }

    #[test]
    fn what_is_written_as_a_table_reads_back_the_same(all in prop::collection::vec(trained(), 1..6)) {
        let text = write_trained_csv(&all);
        let read = read_training(text.as_bytes(), &options());
        prop_assert!(read.is_ok(), "{}\n{}", text, shown(&read));
        let read = read.unwrap();
        prop_assert_eq!(read.notices.len(), 0, "{:?}", read.notices);
        let entries = |all: &[Trained]| all.iter().map(entry).collect::<Vec<_>>();
        prop_assert_eq!(entries(&read.trained), entries(&all), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(line in "\\PC{0,60}", words in prop::collection::vec(word(), 0..12)) {
        for text in [line, words.join(" ")] {
            if let Ok(read) = parse_line(&text, &options()) {
                let back = parse_line(&write_line(&read.trained, knowledge()), &options());
                prop_assert_eq!(back.map(|back| back.trained), Ok(read.trained), "{}", text);
            }
        }
    }
}

/// Words that mean something, so that chance reaches behind the first of them.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "split-squat",
            "nordic",
            "curl",
            "left",
            "L",
            "3x6",
            "6,6,",
            "5",
            "x",
            "30s",
            "60kg",
            "kg",
            "@2",
            "@",
            "rpe",
            "8",
            "pain",
            "morning",
            "+2",
            "sign",
            "stop-chest",
            "note",
            "\"a b\"",
            "\"",
            "then",
            "warm-up",
            "form",
            "clean",
            "2026-11-01",
            "today",
            "1x?",
            "5/30s",
            "bw",
            "each",
            "swelling",
            "×",
            "1.5min",
        ])
        .prop_map(str::to_owned),
        "[0-9a-zA-Zx@,./+-]{1,6}",
    ]
}
