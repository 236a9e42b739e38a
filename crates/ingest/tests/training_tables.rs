//! Tables of training: our own, and the exports of two apps.

mod common;

use common::training::{check, options, read, read_in, shown};
use evenstride_core::notice::NoticeCode;
use evenstride_core::training::TrainedSide;
use evenstride_ingest::{PairedSets, TrainingOptions, WeightUnit, read_training, training_formats};

const HEVY: &str = "\"title\",\"start_time\",\"end_time\",\"description\",\"exercise_title\",\"superset_id\",\"exercise_notes\",\"set_index\",\"set_type\",\"weight_kg\",\"reps\",\"distance_km\",\"duration_seconds\",\"rpe\"\n";

/// Load and repetitions of a set.
type Logged<'a> = (&'a str, &'a str);
/// Exercise, note and sets.
type Row<'a> = (&'a str, &'a str, &'a [Logged<'a>]);

/// Rows of a Hevy export.
fn hevy(rows: &[Row<'_>]) -> String {
    let mut text = HEVY.to_owned();
    for (exercise, note, sets) in rows {
        for (index, (load, reps)) in sets.iter().enumerate() {
            text.push_str(&format!(
                "\"Legs\",\"20 Nov 2026, 18:05\",\"20 Nov 2026, 19:00\",\"\",\"{exercise}\",,\"{note}\",{index},\"normal\",{load},{reps},,,\n"
            ));
        }
    }
    text
}

#[test]
fn the_example_of_each_format_is_read_as_that_format_without_a_refusal() {
    for format in training_formats() {
        assert!(
            !format.name().is_empty() && !format.extensions().is_empty() && format.looks_like().ends_with('.')
        );
        let read = read(&format.example()).unwrap();
        assert_eq!(read.format, format.id());
        assert!(read.trained.len() >= 2, "{}", format.id());
        let refused = read.notices.iter().find(|notice| notice.code == NoticeCode::RowRefused);
        assert_eq!(refused, None, "{}", format.id());
        for (number, other) in training_formats().iter().enumerate() {
            let text = String::from_utf8(format.example()).ok();
            let earlier = training_formats().iter().position(|one| one.id() == format.id()).unwrap() > number;
            assert!(
                !earlier || !other.sniff(&format.example(), text.as_deref()),
                "{} {}",
                format.id(),
                other.id()
            );
        }
    }
}

#[test]
fn our_own_table_is_gathered_by_exercise_side_and_day() {
    check(
        b"date,exercise,side,set,kind,reps,seconds,metres,load_kg,reserve,pain,form,morning,swelling,signs,note\n\
          2026-11-20,split-squat,L,1,warm-up,10,,,,,,,,,,\n\
          2026-11-20,split-squat,R,1,,8,,,20,2,1,clean,,,,good\n\
          2026-11-20,split-squat,L,2,,8,,,20,2,3,,,,,\n\
          2026-11-20,split-squat,L,1,,6,,,25,,,,,yes,stop-chest,again\n\
          2026-11-20,wall-sit,,0,,,,,,,,,2,,,sore\n",
        "2: 2026-11-20 split-squat Left WarmUp:10 8x20kg@2 pain 3
         3: 2026-11-20 split-squat Right 8x20kg@2 pain 1 form clean note good
         5: 2026-11-20 split-squat Left 6x25kg note again swelling stop-chest
         6: 2026-11-20 wall-sit NotSaid morning 2 note sore",
    );
}

#[test]
fn rows_of_our_own_table_that_cannot_be_right_are_named() {
    check(
        b"date;exercise;side;reps;load_kg;tempo\n20.11.2026;split-squat;L;8;20;x\n2026-11-20;split-squat;links;8;20;x\n\
          2026-11-20;split-squat;L;8,5;20;x\n2026-11-20;split-squat;L;8;62,5;x\n2026-11-25;split-squat;L;8;20;x\n",
        "5: 2026-11-20 split-squat Left 8x62.5kg
         t.csv:1: the column “tempo” is not used [column-ignored]
         t.csv:2: expected a day such as 2026-11-22, found “20.11.2026”: row left out [date-doubtful]
           hint: write the day as year-month-day
         t.csv:3: expected left, right, both, each or nothing as the side, found “links”: row left out [row-refused]
           hint: correct the cell, or leave it empty if it was not written down
         t.csv:4: expected reps as a whole number, found 8.5: row left out [row-refused]
           hint: correct the cell, or leave it empty if it was not written down
         t.csv:6: expected a day up to today (2026-11-22), found “2026-11-25”: row left out [date-in-future]
           hint: correct the day; what has not happened yet is no training",
    );
}

#[test]
fn a_hevy_export_keeps_kinds_loads_and_exertion() {
    let text = format!(
        "{HEVY}{}",
        "\"Legs\",\"20 Nov 2026, 18:05\",\"20 Nov 2026, 19:00\",\"tired\",\"Goblet Squat\",0,\"\",0,\"warmup\",10,12,,,\n\
         \"Legs\",\"20 Nov 2026, 18:05\",\"20 Nov 2026, 19:00\",\"tired\",\"Goblet Squat\",0,\"\",1,\"normal\",20.5,8,,,8.5\n\
         \"Legs\",\"20 Nov 2026, 18:05\",\"20 Nov 2026, 19:00\",\"tired\",\"Goblet Squat\",0,\"\",2,\"dropset\",10,12,,,\n\
         \"Legs\",\"20 Nov 2026, 18:05\",\"20 Nov 2026, 19:00\",\"tired\",\"Running\",,\"\",0,\"normal\",,,2.5,900,\n\
         \"Legs\",\"20 Nov 2026, 18:05\",\"20 Nov 2026, 19:00\",\"tired\",\"Goblet Squat\",0,\"\",0,\"failure\",20,6,,,10\n"
    );
    check(
        text.as_bytes(),
        "2: 2026-11-20 Goblet Squat NotSaid WarmUp:12x10kg 8x20.5kg@1.5 Drop:12x10kg note tired
         5: 2026-11-20 Running NotSaid 900s/2500m note tired
         6: 2026-11-20 Goblet Squat NotSaid Failure:6x20kg@0 note tired",
    );
}

#[test]
fn pounds_and_miles_of_hevy_are_converted_and_other_languages_refused() {
    let pounds = HEVY.replace("weight_kg", "weight_lbs").replace("distance_km", "distance_miles")
        + "\"Legs\",\"20 Nov 2026, 18:05\",\"\",\"\",\"Goblet Squat\",,\"\",0,\"normal\",100,8,1,,\n";
    check(
        pounds.as_bytes(),
        "2: 2026-11-20 Goblet Squat NotSaid 8/1609.344mx45.359237kg
         t.csv:1: 1 load converted from pounds to kilograms [unit-converted]",
    );
    let german =
        hevy(&[("Goblet Squat", "", &[("20", "8")])]).replace("20 Nov 2026, 18:05", "20 Dez. 2025, 18:05");
    check(
        german.as_bytes(),
        "failed to read t.csv:2: expected a day with an English month such as 22 Nov 2026, found “20 Dez. 2025, 18:05”
           hint: set the language of the app to English and export again",
    );
}

#[test]
fn sides_of_names_and_notes_are_taken_over_and_nothing_else_is() {
    let two: &[Logged<'_>] = &[("20", "8"), ("20", "6")];
    let four: &[Logged<'_>] = &[("20", "8"), ("20", "6"), ("20", "8"), ("20", "6")];
    let text = hevy(&[
        ("Leg Extension (Left)", "", two),
        ("Leg Extension (Right)", "", two),
        ("Split Squat", "each leg", two),
        ("Split Squat", "left then right", two),
        ("Split Squat", "alternating, right first", four),
        ("Split Squat", "left then right", four),
        ("Split Squat", "left knee felt odd", two),
    ]);
    check(
        text.as_bytes(),
        "2: 2026-11-20 Leg Extension (Left) Left 8x20kg 6x20kg
         4: 2026-11-20 Leg Extension (Right) Right 8x20kg 6x20kg
         6: 2026-11-20 Split Squat Each 8x20kg 6x20kg note each leg
         8: 2026-11-20 Split Squat Left 8x20kg note left then right
         8: 2026-11-20 Split Squat Right 6x20kg note left then right
         10: 2026-11-20 Split Squat Right 8x20kg 8x20kg note alternating, right first
         10: 2026-11-20 Split Squat Left 6x20kg 6x20kg note alternating, right first
         14: 2026-11-20 Split Squat NotSaid 8x20kg 6x20kg 8x20kg 6x20kg note left then right
         18: 2026-11-20 Split Squat NotSaid 8x20kg 6x20kg note left knee felt odd
         t.csv:14: the note of “Split Squat” speaks of left and right, but not so that its sets can be told apart: 1 entry with 4 sets kept without a side [side-asked]
           hint: write for example L 3x8 / R 3x6 into the note, or alternating, left first
         t.csv:18: “Split Squat” is done one leg at a time, and nothing says which leg: 1 entry with 2 sets kept without a side [side-asked]
           hint: write left, right or each into the note of the exercise and read the file again",
    );
}

#[test]
fn a_note_that_tells_both_legs_adds_the_leg_that_was_not_logged() {
    let text = hevy(&[
        ("Split Squat", "L 3x8 / R 3x6", &[("20", "8"), ("20", "8"), ("20", "8")]),
        ("Split Squat", "L 3x8 / R 3x6", &[("20", "8"), ("20", "8"), ("20", "7")]),
    ]);
    check(
        text.as_bytes(),
        "2: 2026-11-20 Split Squat Left 8x20kg 8x20kg 8x20kg note L 3x8 / R 3x6
         2: 2026-11-20 Split Squat Right 6x20kg 6x20kg 6x20kg note L 3x8 / R 3x6
         5: 2026-11-20 Split Squat NotSaid 8x20kg 8x20kg 7x20kg note L 3x8 / R 3x6
         t.csv:5: the note of “Split Squat” speaks of left and right, but not so that its sets can be told apart: 1 entry with 3 sets kept without a side [side-asked]
           hint: write for example L 3x8 / R 3x6 into the note, or alternating, left first",
    );
}

#[test]
fn equal_pairs_of_a_one_legged_exercise_count_once_and_those_of_others_twice() {
    let pairs: &[Logged<'_>] = &[("30", "16"), ("30", "16"), ("50", "16"), ("50", "16")];
    let text = hevy(&[("Lunge (Barbell)", "", pairs), ("Leg Extension (Machine)", "", pairs)]);
    check(
        text.as_bytes(),
        "2: 2026-11-20 Lunge (Barbell) NotSaid 16x30kg 16x50kg
         6: 2026-11-20 Leg Extension (Machine) NotSaid 16x30kg 16x30kg 16x50kg 16x50kg
         t.csv:2: “Lunge (Barbell)” is done one leg at a time, and its sets come in equal pairs without a side: 1 entry with 4 sets are read as one set of each leg in turn and counted once a pair [sets-paired]
           hint: if each leg did all of them, write each into the note of the exercise, or read the file with paired sets of each leg",
    );
    let each = TrainingOptions { paired_sets: PairedSets::OfEachLeg, ..options() };
    let read = read_training(text.as_bytes(), &each).unwrap();
    assert_eq!(
        (read.trained[0].side, read.trained[0].sets.len(), read.notices.len()),
        (TrainedSide::Each, 4, 0)
    );
}

#[test]
fn a_note_that_says_warm_up_makes_the_sets_warm_ups() {
    check(
        hevy(&[("Goblet Squat", "Warm up", &[("20", "8")])]).as_bytes(),
        "2: 2026-11-20 Goblet Squat NotSaid WarmUp:8x20kg note Warm up
         t.csv:2: “Goblet Squat” counts as warm-up, because its note says so [spelling-understood]
           hint: mark the sets themselves as warm-up in the app, or change the note if it is not one",
    );
}

const OLD_STRONG: &str = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n\
    2026-11-20 18:05:00,\"Legs\",55m,\"Goblet Squat\",W,45,10.0,0,0.0,\"\",\"fine\",\n\
    2026-11-20 18:05:00,\"Legs\",55m,\"Goblet Squat\",1,135,8.0,0,0.0,,,8\n\
    2026-11-20 18:05:00,\"Legs\",55m,\"Goblet Squat\",Rest Timer,0,0.0,0,90.0,,,\n\
    2026-11-20 18:05:00,\"Legs\",55m,\"Goblet Squat\",D,100,9.0,0,0.0,,,\n\
    2026-11-20 18:05:00,\"Legs\",55m,\"Wall Sit\",1,0,0.0,0,45.0,,,\n\
    2026-11-20 18:05:00,\"Legs\",55m,\"Wall Sit\",1,0,0.0,0,40.0,,,\n";

#[test]
fn an_old_strong_export_asks_for_the_unit_of_its_loads() {
    check(
        OLD_STRONG.as_bytes(),
        "2: 2026-11-20 Goblet Squat NotSaid WarmUp:10 8@2 Drop:9 note fine
         6: 2026-11-20 Wall Sit NotSaid 45s
         7: 2026-11-20 Wall Sit NotSaid 40s
         t.csv:1: the file does not say whether its weights are kilograms or pounds: 3 loads left out [unit-asked]
           hint: say the unit that the app was set to, kg or lb, and read the file again
         t.csv:1: 1 row passed over: they are of the rest timer [rows-passed-over]",
    );
    let read = read_in(OLD_STRONG.as_bytes(), WeightUnit::Kilogram);
    assert!(shown(&read).contains("WarmUp:10x45kg 8x135kg@2 Drop:9x100kg"), "{}", shown(&read));
    let read = read_in(OLD_STRONG.as_bytes(), WeightUnit::Pound);
    assert!(shown(&read).contains("8x61.23496995kg@2"), "{}", shown(&read));
}

#[test]
fn newer_strong_exports_say_their_unit_in_a_column_or_in_its_name() {
    let named = "Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;Distance (meters);Seconds;Notes;Workout Notes\n\
        1;2026-11-20 18:05:00;Legs;3300;Split Squat;Note;;;;;;each leg;\n\
        1;2026-11-20 18:05:00;Legs;3300;Split Squat;1;20.5;8;8,5;;;;\n\
        1;2026-11-20 18:05:00;Legs;3300;Split Squat;Note;;;;;;each leg;\n\
        1;2026-11-20 18:05:00;Legs;3300;Sled;1;;;;40;;;\n";
    check(
        named.as_bytes(),
        "3: 2026-11-20 Split Squat Each 8x20.5kg@1.5 note each leg
         5: 2026-11-20 Sled NotSaid 40m",
    );
    let in_rows = "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;Workout Notes;Workout Duration\n\
        2026-11-20 18:05:00;Legs;Goblet Squat;1;45;lbs;8;;;;0;;;55m\n\
        2026-11-20 18:05:00;Legs;Goblet Squat;2;20;kg;8;;;;0;;;55m\n\
        2026-11-20 18:05:00;Legs;Run;1;;;;;1;mi;600;;;55m\n";
    check(
        in_rows.as_bytes(),
        "2: 2026-11-20 Goblet Squat NotSaid 8x20.41165665kg 8x20kg
         4: 2026-11-20 Run NotSaid 600s/1609.344m
         t.csv:1: 1 load converted from pounds to kilograms [unit-converted]",
    );
    check(
        "Datum;Workout-Name;Name der Übung\n2026-11-20;Beine;Kniebeuge\n".as_bytes(),
        "failed to read t.csv:1: expected the columns Date, Exercise Name and Set Order, found an export in another language
           hint: set the language of the app to English and export again",
    );
}

#[test]
fn what_is_no_training_is_refused_with_what_was_expected() {
    let refused = |bytes: &[u8]| shown(&read(bytes));
    assert!(refused(b"").starts_with("failed to read t.csv: expected what was trained, found an empty file"));
    assert!(refused(b"  \n\n").contains("found an empty file"));
    assert!(refused(b"%PDF-1.7").contains("it looks like a PDF"));
    let other = refused(b"a,b,c\n1,2,3\n");
    assert!(
        other.contains(
            "expected a FIT file with strength sets, or our own table of training, or an export of Hevy"
        ),
        "{other}"
    );
    let fitnotes =
        refused(b"Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n");
    assert!(fitnotes.contains("found “Date,Exercise,Category,"), "{fitnotes}");
    assert!(
        refused(HEVY.as_bytes()).contains("expected a log of training with sets below its header, found none")
    );
    let open = refused(b"date,exercise,reps\n2026-11-20,\"split-squat,8\n");
    assert!(open.contains("t.csv:2: expected a closing quotation mark"), "{open}");
}

#[test]
fn a_workout_whose_rows_all_stand_twice_counts_once() {
    let once =
        hevy(&[("Split Squat", "each leg", &[("20", "8"), ("20", "8")]), ("Nordic Curl", "", &[("", "5")])]);
    let rows: Vec<&str> = once.lines().skip(1).collect();
    let behind = format!("{once}{}\n", rows.join("\n"));
    let twice_each: String = rows.iter().map(|row| format!("{row}\n{row}\n")).collect();
    let each = format!("{HEVY}{twice_each}");
    let wanted = read(once.as_bytes()).unwrap();
    for doubled in [behind, each] {
        let found = read(doubled.as_bytes()).unwrap();
        let sets = |read: &evenstride_ingest::TrainingRead| -> Vec<_> {
            read.trained.iter().map(|trained| (trained.name.clone(), trained.sets.clone())).collect()
        };
        assert_eq!(sets(&found), sets(&wanted));
        let told: Vec<_> = found.notices.iter().filter(|n| n.code == NoticeCode::TrialRepeated).collect();
        assert!(told.len() == 1 && told[0].message.starts_with("3 rows repeat"), "{told:?}");
    }
    // The same exercise twice in a workout that holds something else once may well have been done so.
    let more = hevy(&[
        ("Split Squat", "each leg", &[("20", "8")]),
        ("Split Squat", "each leg", &[("20", "8")]),
        ("Nordic Curl", "", &[("", "5")]),
    ]);
    let kept = read(more.as_bytes()).unwrap();
    assert_eq!(kept.trained.iter().filter(|trained| trained.name == "Split Squat").count(), 2);
}
