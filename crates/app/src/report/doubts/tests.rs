//! What is doubtful is said in the language of whoever reads it.

use super::*;
use evenstride_catalog::builtin_in;
use evenstride_core::assess::{AssessOptions, Learnt, assess};
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::{Person, SubjectId};
use jiff::civil::date;

fn trial(test: &str, side: Side, value: f64, day: Date, pain_nrs: Option<u8>) -> Trial {
    Trial {
        subject: SubjectId::new("me").unwrap(),
        test: evenstride_core::knowledge::TestId::new(test).unwrap(),
        side,
        attempt: None,
        value,
        day,
        device: None,
        pain_nrs,
        device_asymmetry: None,
        note: None,
        place: Place { file: "m.csv".to_owned(), line: None },
    }
}

#[test]
fn what_core_says_of_measurements_is_said_in_german_on_a_german_page() {
    let knowledge = builtin_in(Language::German);
    let words = Words::of(Language::German);
    let (first, second) = (date(2026, 3, 1), date(2026, 3, 8));
    let mut trials = vec![
        trial("one-leg-sts-5", Side::Right, 12.0, first, Some(4)),
        trial("hop-single", Side::Left, 120.0, first, None),
        trial("hop-single", Side::Right, 121.0, second, None),
        trial("hop-single", Side::Right, 12.0, second, None),
        trial("heel-rise-single", Side::Left, 20.0, date(2026, 12, 1), None),
    ];
    trials.extend((1..=3).flat_map(|day| {
        let (left, right) = if day == 3 { (200.0, 160.0) } else { (160.0, 200.0) };
        let day = date(2026, 3, day);
        [(Side::Left, left), (Side::Right, right)].map(|(side, n)| trial("strap-knee-ext", side, n, day, None))
    }));
    let options = AssessOptions {
        as_of: date(2026, 11, 20),
        delta_percent: None,
        cautions: &std::collections::BTreeSet::new(),
        pain: None,
        learnt: &Learnt::default(),
    };
    let subject = SubjectId::new("me").unwrap();
    let found = assess(&subject, &trials, &Person::default(), knowledge, &options).notices;
    let codes: std::collections::BTreeSet<&str> = found.iter().map(|notice| notice.code.as_str()).collect();
    assert!(codes.len() >= 6, "{codes:?}");
    for notice in &found {
        let (message, hint) = said(notice, &words);
        assert_ne!(message, notice.message, "{}", notice.code.as_str());
        assert_ne!(hint, notice.hint, "{}", notice.code.as_str());
        assert!(!message.contains(" the ") && !message.contains("left"), "{message}");
    }
    let hurt = found.iter().find(|notice| notice.code.as_str() == "pain-limited").unwrap();
    let (message, _) = said(hurt, &words);
    assert!(message.contains("rechts") && message.contains("4 von 10"), "{message}");
    let (same, _) = said(hurt, &Words::english());
    assert_eq!(same, hurt.message);
}

/// Tables of measurements with something doubtful in most rows.
const TABLES: [&str; 6] = [
    "test,side,value,unit,date,attempt,pain,device\nstrap-knee-ext,L,ten,N,2026-11-20,1,,\nstrap-knee-ext,L,5,N,2026-11-20,0,,\n\
     strap-knee-ext,both,5,N,2026-11-20,1,,\nstrap-knee-ext,d,5,N,2026-11-20,1,,\nstrap-knee-ext,,5,N,2026-11-20,1,,\n\
     strap-knee-ext,L,300,N,2027-11-20,1,,\nstrap-knee-ext,L,300,N,soon,1,,\nstrap-knee-ext,L,300,N,20.11.26,1,,\n\
     strap-knee-ext,L,300,N,1850-11-20,1,,\nstrap-knee-ext,L,300,N,,1,,\nstrap-knee-ext,L,300,N,2026-11-20,1,12,\n\
     strap-knee-ext,L,300,m,2026-11-20,1,,\nstrap-knee-ext,L,300,elbows,2026-11-20,1,,\nstrap-knee-ext,L,-3,N,2026-11-20,1,,\n\
     strap-knee-ext,L,0,N,2026-11-20,1,,\nstrap-knee-ext,L,9999999,N,2026-11-20,1,,\nno-such-test,L,3,N,2026-11-20,1,,\n\
     heel-rise-single,L,0,reps,2026-11-20,1,,\nstrap-knee-ext,L,300,N,2026-11-20,7,,\nstrap-knee-ext,L,300,N,2026-11-20,7,,\n\
     strap-knee-ext,R,300,N,2026-11-20,8,,\nstrap-knee-ext,R,310,N,2026-11-20,8,,\nstrap-knee-ext,L,,N,2026-11-20,1,,\n\
     test,side,value,unit,date,attempt,pain,device\nstrap-knee-ext,L,300\n",
    "Test,Bein,Messwert,date,colour\nstrap-knee-ext,links,300,2026-11-20,red\nstrap-knee-ext,rechts,300,2026-11-20,red\n\
     strap-knee-ext,rechts,300,2026-11-20,red\n# a remark\n",
    "test;side;value;unit;date\nstrap-knee-ext;L;30,5;kg;20/11/2026\nstrap-knee-ext;R;31,5;kg;02/11/2026\n",
    "test,side,value,unit,date\nstrap-knee-ext,L,300,N,02/11/2026\n",
    "test,left,right,unit,date,asymmetry (%)\ncmj-dual,800,700,N,2026-11-20,much\ncmj-dual,800,,N,2026-11-20,\n\
     cmj-dual,0.53,0.47,%,2026-11-20,\n",
    "test,side,value (N),unit,date\nstrap-knee-ext,L,30,kg,2026-11-20\n",
];

/// Logs of training with something doubtful in most lines.
const LOGS: [&str; 4] = [
    "2026-11-20 split-squat 3x8\n2026-11-20 \"my own thing\" L 3x8\n2026-11-20 split-squat L 3x8 pain 99\n\
     2027-11-20 split-squat L 3x8\n2026-11-20 split-squat L\n2026-11-20 wobbling L 3x8\n2026-11-20 split-squat L 3x8 12\n\
     2026-11-20 split-squat L 3x8 L\n2026-11-20 split-squat L 3x8 note\n2026-11-20 split-squat L 3x8 note \"open\n\
     2026-11-20 split-squat L 3x8 sign stop-nothing\n2026-11-20 split-squat L 3x8 -20kg\n2026-11-20 split-squat L 3x8 painful\n\
     2026-11-20\n2026-11-20 split-squat L 3x8 morning 40\n2026-11-20 split-squat L 3x8 rpe 40\n",
    "date,exercise,set,side,reps,pain\n2026-11-20,split-squat,1,left,8,1\n2026-11-20,split-squat,2,left,many,1\n\
     soon,split-squat,3,left,8,1\n2026-11-20,split-squat,4,middle,8,1\n2026-11-20,split-squat,5,left,8.5,1\n\
     2026-11-20,split-squat,6,left,8,1,2,3\n2026-11-20,,7,left,8,1\n2027-11-20,split-squat,8,left,8,1\n",
    "Date;Workout Name;Exercise Name;Set Order;Weight;Reps;RPE;Distance;Seconds;Notes;Workout Notes\n\
     2026-11-20 18:05:00;Legs;Lunge (Dumbbell);1;40;8;;;0;;\n2026-11-20 18:05:00;Legs;Lunge (Dumbbell);2;40;7;;;0;;\n\
     2026-11-21 18:05:00;Legs;Lunge (Dumbbell);1;40;16;;;0;;\n2026-11-21 18:05:00;Legs;Lunge (Dumbbell);2;40;16;;;0;;\n\
     2026-11-21 18:05:00;Legs;Lunge (Dumbbell);3;40;12;;;0;;\n2026-11-21 18:05:00;Legs;Lunge (Dumbbell);4;40;12;;;0;;\n\
     2026-11-22 18:05:00;Legs;Squat (Barbell);1;40;8;;;0;warm up;\n2026-11-22 18:05:00;Legs;Squat (Barbell);Rest Timer;;;;;90;;\n\
     2026-11-22 18:05:00;Legs;Squat (Barbell);Q;40;8;;;0;;\n",
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_lbs,reps,\
     distance_miles,duration_seconds,rpe\nLegs,\"20 Nov 2026, 18:00\",\"20 Nov 2026, 19:00\",,Bulgarian Split Squat,,,0,normal,40,8,,,\n\
     Legs,\"20 Nov 2026, 18:00\",\"20 Nov 2026, 19:00\",,Bulgarian Split Squat,,,1,odd,40,8,,,\n",
];

/// Words that no German sentence of a notice holds, but within quotation marks and as a command or a key.
const ENGLISH: [&str; 14] = [
    "the", "expected", "found", "and", "which", "row", "rows", "value", "write", "is", "are", "of", "not",
    "left out",
];

#[test]
fn what_readers_and_the_record_say_is_said_in_german() {
    use crate::files::Days;
    use crate::record::{Bringing, FileKind, bring, not_followed};
    let today = date(2026, 11, 30);
    let knowledge = builtin_in(Language::German);
    let words = Words::of(Language::German);
    let subject = SubjectId::new("me").unwrap();
    let mut found: Vec<Notice> = Vec::new();
    for (texts, kind) in [(&TABLES[..], FileKind::Measurements), (&LOGS[..], FileKind::Training)] {
        for text in texts {
            let bringing = Bringing {
                knowledge,
                today,
                subject: &subject,
                mass_kg: None,
                map: None,
                weight_unit: None,
                paired_sets: evenstride_ingest::PairedSets::OfTwoLegs,
                kind: Some(kind),
            };
            let brought = bring("a.csv", text.as_bytes(), &bringing);
            if let Ok(brought) = brought {
                found.extend(not_followed(&brought, knowledge).0);
                found.extend(brought.notices);
            }
        }
    }
    let answers = crate::files::parse_answers(
        "[answers]\nRF-01 = \"no\"\n",
        "answers.toml",
        knowledge,
        Days { today, as_of: today },
    );
    found.extend(answers.unwrap().1);
    let person = "equipment = [\"no such thing\"]\nlikes = [\"no such exercise\"]\n";
    found.extend(crate::files::parse_person(person, "person.toml", knowledge, today).unwrap().1);
    let mut wrong = Vec::new();
    for notice in &found {
        let (message, hint) = said(notice, &words);
        for (german, english) in
            [(Some(&message), Some(&notice.message)), (hint.as_ref(), notice.hint.as_ref())]
        {
            let (Some(german), Some(english)) = (german, english) else { continue };
            let plain = without_quotes(german);
            let holds = |word: &str| {
                let parts: Vec<&str> = plain.split([' ', ',', ':', ';', '(', ')']).collect();
                parts.contains(&word) || (word.contains(' ') && plain.contains(word))
            };
            let rest: Vec<&&str> = ENGLISH.iter().filter(|word| holds(word)).collect();
            if german == english || !rest.is_empty() {
                wrong.push(format!("{english} → {german} {rest:?}"));
            }
        }
        assert!(notice_line(notice, &words).contains(notice.code.as_str()));
        assert_eq!(notice_line(notice, &Words::english()), notice.to_string());
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), found.len(), wrong.join("\n"));
    let codes: std::collections::BTreeSet<&str> = found.iter().map(|notice| notice.code.as_str()).collect();
    assert!(codes.len() >= 14 && found.len() >= 60, "{} {codes:?}", found.len());
}

/// A text without what stands between quotation marks or backticks.
fn without_quotes(text: &str) -> String {
    let mut depth = 0_u32;
    let mut is_command = false;
    text.chars()
        .filter(|one| {
            match one {
                '“' if depth > 0 => depth -= 1,
                '“' | '„' => depth += 1,
                '”' => depth = depth.saturating_sub(1),
                '`' => is_command = !is_command,
                _ => return depth == 0 && !is_command,
            }
            false
        })
        .collect()
}

#[test]
fn what_does_not_go_with_the_rest_is_said_in_german_with_its_days() {
    let words = Words::of(Language::German);
    for (text, within) in [
        (
            "Hop on the left: 4 tries do not go with the rest, so they count for little: 50 cm (2026-11-12), +3",
            "4 Versuche",
        ),
        (
            "Hop on 2026-11-12: one of the two legs does not go with the rest, and nothing says which; both count for less",
            "Hop am 12. November 2026",
        ),
        (
            "Hop: on 2 days one of the two legs does not go with the rest, and nothing says which; both count for less: 2026-11-12, 2026-11-13",
            "12. November 2026, 13. November 2026",
        ),
        (
            "all tests of “Wade” on 2026-11-12: one of the two legs does not go with the rest, and nothing says which; both count for less",
            "alle Tests von „Wade“",
        ),
        (
            "all tests of “Wade” on the right on 2 days together do not go with the rest, so they count for little: 2026-11-12, 2026-11-13",
            "rechts an 2 Tagen",
        ),
        ("Hop: A and – disagree about the legs by more than their noise", "A und –"),
    ] {
        let said = sentence(text, &words);
        assert!(said.contains(within) && !said.contains("2026-11") && !said.contains(" the "), "{said}");
    }
}

#[test]
fn a_test_is_called_by_its_name_and_other_words_stay() {
    let knowledge = builtin_in(Language::English);
    let said = with_names("6 values of strap-knee-ext converted from kg to N (hop-single), “slr”", knowledge);
    let [strap, hop] = ["strap-knee-ext", "hop-single"].map(|id| names::capitalised(&knowledge.tests[id].name));
    assert_eq!(said, format!("6 values of {strap} converted from kg to N ({hop}), “slr”"));
}

#[test]
fn a_name_that_holds_the_words_behind_it_is_found_whole() {
    let found = parts("{test} on the {side} hurt", "Balance on the ball on the left hurt").unwrap();
    assert_eq!(found, [("test", "Balance on the ball"), ("side", "left")]);
    assert_eq!(parts("{test} on the {side} hurt", "Balance on the ball hurt"), None);
    assert_eq!(parts("nothing", "nothing more"), None);
}

/// Files that cannot be read, as people give them.
const UNREADABLE: [&[u8]; 12] = [
    b"",
    b"%PDF-1.7",
    b"\x89PNG\r\n",
    b"{\"a\":1",
    b"<html><body>x</body></html>",
    b"PK\x03\x04abc",
    b"a,b\n1,2\n",
    b"test;side;value\n",
    b"test,side,value\n\"open,left,3\n",
    b"test,side,value,unit,date\nwall-sit-single,left,abc,s,2026-11-20\n",
    b"test,side,value,unit,date\nwall-sit-single,left,40,kg,2026-11-20\n",
    b"test,side,value,unit,date\nwall-sit-single,left,40,s,2099-11-20\n",
];

#[test]
fn why_a_file_cannot_be_read_is_said_in_german() {
    use crate::record::{Bringing, FileKind, bring};
    let today = date(2026, 11, 22);
    let knowledge = builtin_in(Language::German);
    let (german, english) = (Words::of(Language::German), Words::english());
    let subject = SubjectId::new("me").unwrap();
    for bytes in UNREADABLE {
        let bringing = Bringing {
            knowledge,
            today,
            subject: &subject,
            mass_kg: None,
            map: None,
            weight_unit: None,
            paired_sets: evenstride_ingest::PairedSets::OfTwoLegs,
            kind: Some(FileKind::Measurements),
        };
        let error = bring("a.csv", bytes, &bringing).expect_err("it cannot be read");
        let (message, hint) = failure(&error, &german);
        let plain = without_quotes(&message);
        for word in ["expected", "found", "this", "looks", "first", "read", "row", "or"] {
            assert!(!plain.split([' ', ',', ':', ';']).any(|one| one == word), "{} → {message}", error.message);
        }
        assert_ne!(message, error.message);
        let told = failure(&error, &english);
        assert_eq!(told.0, error.message, "in English it is what the command says");
        assert!(hint.is_none() || hint != told.1, "{hint:?}");
    }
}
