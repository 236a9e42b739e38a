//! Notices in the language of whoever reads them: what is doubtful in measurements, in files and in the log.
//!
//! Core, the readers of files and the record say them in English, which programs keep; the words hold the same sentences
//! with their places, so that a page or a command can say them in its own language. Parts of a sentence, such as what was
//! expected, are sentences of their own. What no sentence fits stays as it is.
//! Read next: [`evenstride_core::notice`].

use super::names;
use crate::words::{Words, keys};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Knowledge, Language};
use evenstride_core::notice::Notice;
use jiff::civil::Date;

/// Where the sentences stand, and where parts of them do.
const SENTENCES: [&str; 2] = ["doubt.", "notice."];
const PARTS: [&str; 1] = ["notice_part."];
/// A part may hold a part, and that one another: a refusal of a line in an error in a notice.
const MOST_PARTS_DEEP: usize = 4;

/// What is doubtful, and what to do about it.
pub(crate) fn said(notice: &Notice, words: &Words) -> (String, Option<String>) {
    let of = |text: &String| sentence(text, words);
    (of(&notice.message), notice.hint.as_ref().map(of))
}

/// A text with the names of tests in the place of their ids, which files are written with.
pub(crate) fn with_names(text: &str, knowledge: &Knowledge) -> String {
    let named = |word: &str| {
        let bare = word.trim_matches([',', ':', ';', '(', ')', '.']);
        match knowledge.tests.get(bare) {
            Some(test) => word.replace(bare, &names::capitalised(&test.name)),
            None => word.to_owned(),
        }
    };
    text.split(' ').map(named).collect::<Vec<_>>().join(" ")
}

/// A notice as a command prints it, its code behind it, which programs and the reference know it by.
#[must_use]
pub fn notice_line(notice: &Notice, words: &Words) -> String {
    if words.language() == Language::English {
        return notice.to_string();
    }
    let (message, hint) = said(notice, words);
    let place = notice.place.as_ref().map_or_else(String::new, |place| format!("{place}: "));
    let hint = hint.map(|hint| format!("\n  {}", words.fill("cli.hint", &[("hint", &hint)])));
    format!("{place}{message} [{}]{}", notice.code.as_str(), hint.unwrap_or_default())
}

fn sentence(text: &str, words: &Words) -> String {
    if words.language() == Language::English {
        return text.to_owned();
    }
    translated(text, words, &SENTENCES, MOST_PARTS_DEEP).unwrap_or_else(|| text.to_owned())
}

/// The same in the language of the words; none when none of their sentences was filled in to make it.
fn translated(text: &str, words: &Words, sections: &[&str], deep: usize) -> Option<String> {
    let english = Words::kept(Language::English);
    let of_section = |key: &&str| sections.iter().any(|section| key.starts_with(section));
    let found = keys().map(|(key, _)| key).filter(of_section).filter_map(|key| {
        let template = english.template(key)?;
        Some((key, literal(template), parts(template, text)?))
    });
    // Of several that fit, the one that says most itself: a more general one takes its words for those of a name.
    let (key, _, parts) = found.max_by_key(|(_, literal, _)| *literal)?;
    let told: Vec<(&str, String)> =
        parts.into_iter().map(|(name, part)| (name, inside(name, part, words, deep))).collect();
    let values: Vec<(&str, &str)> = told.iter().map(|(name, part)| (*name, part.as_str())).collect();
    Some(words.fill(key, &values))
}

/// How many letters of a template are its own.
fn literal(template: &str) -> usize {
    let mut rest = template;
    let mut n_letters = 0;
    while let Some((before, behind)) = rest.split_once('{') {
        n_letters += before.len();
        rest = behind.split_once('}').map_or("", |(_, rest)| rest);
    }
    n_letters + rest.len()
}

/// A part of a sentence in the language of the page; names of tests are in it already.
fn inside(name: &str, part: &str, words: &Words, deep: usize) -> String {
    match name {
        "side" | "other" => {
            if let Some(side) = side_of(part) {
                return names::side(side, words);
            }
        }
        "day" | "second" => {
            if let Ok(day) = part.parse::<Date>() {
                return names::date(day, words);
            }
        }
        "days" | "tries" => return with_dates(part, words),
        // Words of the file and of the person stay as they are written.
        "name" | "names" | "word" | "file" | "text" | "iso" => return part.to_owned(),
        _ => {}
    }
    let known = (deep > 0).then(|| match name {
        "hint" => translated(part, words, &SENTENCES, deep - 1),
        _ => translated(part, words, &PARTS, deep - 1),
    });
    known.flatten().unwrap_or_else(|| part.to_owned())
}

/// A list with the dates in it as the language writes them.
fn with_dates(list: &str, words: &Words) -> String {
    let of_word = |word: &str| {
        let bare = word.trim_matches(['(', ')', ',']);
        bare.parse::<Date>()
            .map_or_else(|_| word.to_owned(), |day| word.replace(bare, &names::date(day, words)))
    };
    list.split(' ').map(of_word).collect::<Vec<_>>().join(" ")
}

fn side_of(text: &str) -> Option<Side> {
    Side::BOTH.into_iter().find(|side| side.as_str() == text)
}

/// What stands in the places of a template that a text was made from; none when it was not.
fn parts<'t>(template: &'t str, text: &'t str) -> Option<Vec<(&'t str, &'t str)>> {
    let Some((before, rest)) = template.split_once('{') else {
        return (template == text).then(Vec::new);
    };
    let (name, after) = rest.split_once('}')?;
    let text = text.strip_prefix(before)?;
    // A place ends where the words behind it begin; names hold such words too, so every beginning is tried.
    let next = after.split('{').next().unwrap_or_default();
    let ends = if next.is_empty() {
        vec![text.len()]
    } else {
        text.match_indices(next).map(|(at, _)| at).collect::<Vec<usize>>()
    };
    ends.into_iter().find_map(|end| {
        let (part, behind) = text.split_at_checked(end)?;
        let is_sound = match name {
            "side" => side_of(part).is_some(),
            "day" | "second" | "iso" => part.parse::<Date>().is_ok(),
            "n" | "line" | "point" | "most" | "sets" => {
                !part.is_empty() && part.chars().all(|one| one.is_ascii_digit() || matches!(one, '.' | '-'))
            }
            // A number, or the days themselves.
            "days" => {
                let is_of_days = |one: char| one.is_ascii_digit() || matches!(one, '.' | '-' | ',' | ' ' | '+');
                !part.is_empty() && part.chars().all(is_of_days)
            }
            _ => !part.is_empty(),
        };
        let others = is_sound.then(|| parts(after, behind))??;
        Some(std::iter::once((name, part)).chain(others).collect())
    })
}

#[cfg(test)]
mod tests {
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
            [(Side::Left, left), (Side::Right, right)]
                .map(|(side, n)| trial("strap-knee-ext", side, n, day, None))
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
        let said =
            with_names("6 values of strap-knee-ext converted from kg to N (hop-single), “slr”", knowledge);
        let [strap, hop] =
            ["strap-knee-ext", "hop-single"].map(|id| names::capitalised(&knowledge.tests[id].name));
        assert_eq!(said, format!("6 values of {strap} converted from kg to N ({hop}), “slr”"));
    }

    #[test]
    fn a_name_that_holds_the_words_behind_it_is_found_whole() {
        let found = parts("{test} on the {side} hurt", "Balance on the ball on the left hurt").unwrap();
        assert_eq!(found, [("test", "Balance on the ball"), ("side", "left")]);
        assert_eq!(parts("{test} on the {side} hurt", "Balance on the ball hurt"), None);
        assert_eq!(parts("nothing", "nothing more"), None);
    }
}
