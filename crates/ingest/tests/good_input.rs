//! Files as people and programs write them, and what is made of them.

mod common;

use common::{check, check_mapped, read, shown};
use evenstride_core::notice::NoticeCode;
use evenstride_ingest::{Limits, formats};

const LONG: &str = "subject,test,side,attempt,value,unit,date,device,pain,note\n\
    anna,heel-rise-single,left,1,24,reps,2026-11-20,Phone,0,\"slow, steady\"\n\
    anna,heel-rise-single,right,1,31,reps,2026-11-20,,3/10,\n";

#[test]
fn a_long_table_is_read_without_a_word() {
    check(
        LONG,
        "2: anna heel-rise-single left 24 on 2026-11-20 #1 with phone pain 0 (slow, steady)
         3: anna heel-rise-single right 31 on 2026-11-20 #1 pain 3",
    );
}

#[test]
fn the_example_of_each_text_format_is_read_as_that_format_without_a_refusal() {
    for format in formats() {
        assert!(
            !format.name().is_empty() && !format.extensions().is_empty() && format.looks_like().ends_with('.')
        );
        let reading = read(format.example().as_bytes()).unwrap();
        assert_eq!(reading.rows_refused, 0, "{}", format.id());
        assert!(reading.trials.len() >= 2, "{}", format.id());
        if format.id() != "xlsx" {
            assert_eq!((reading.format, reading.notices.len()), (format.id(), 0));
        }
    }
}

#[test]
fn columns_and_sides_are_understood_in_other_languages_and_told() {
    check(
        "Teilnehmer;Test;Seite;Versuch;Wert;Einheit;Datum;Gerät;Schmerz;Bemerkung
anna;SLH;links;1;120,5;cm;20.11.2026;Maßband;0;ok
anna;SLH;rechts;1;1.134,5;mm;20.11.2026;Maßband;0;ok",
        "2: anna hop-single left 120.5 on 2026-11-20 #1 with maßband pain 0 (ok)
         3: anna hop-single right 113.45 on 2026-11-20 #1 with maßband pain 0 (ok)
         m.csv:1: the column “Teilnehmer” is read as subject [spelling-understood]
         m.csv:1: the column “Seite” is read as side [spelling-understood]
         m.csv:1: the column “Versuch” is read as attempt [spelling-understood]
         m.csv:1: the column “Wert” is read as value [spelling-understood]
         m.csv:1: the column “Einheit” is read as unit [spelling-understood]
         m.csv:1: the column “Datum” is read as date [spelling-understood]
         m.csv:1: the column “Gerät” is read as device [spelling-understood]
         m.csv:1: the column “Schmerz” is read as pain [spelling-understood]
         m.csv:1: the column “Bemerkung” is read as note [spelling-understood]
         m.csv: numbers such as “120,5” on line 2 are read with a decimal comma [spelling-understood]
         m.csv:2: “links” is understood as left [spelling-understood]
         m.csv:3: “rechts” is understood as right [spelling-understood]
         m.csv:3: 1 value of hop-single converted from mm to cm [unit-converted]",
    );
}

#[test]
fn a_wide_table_is_read_by_the_names_of_its_columns_in_any_order() {
    check(
        "test,derecha,izquierda,fecha\nSLH,131 cm,120 cm,2026-11-20\nSLH,,121 cm,2026-11-20\nSLH,NA,-,2026-11-20\n",
        "2: me hop-single left 120 on 2026-11-20
         2: me hop-single right 131 on 2026-11-20
         3: me hop-single left 121 on 2026-11-20
         m.csv:1: the column “fecha” is read as date [spelling-understood]
         m.csv:1: the column “izquierda” is read as left [spelling-understood]
         m.csv:1: the column “derecha” is read as right [spelling-understood]
         m.csv:4: 1 row passed over: no value, so nothing was measured [rows-passed-over]",
    );
}

#[test]
fn kilograms_on_a_scale_become_newtons_and_a_missing_unit_is_told_once() {
    check(
        "test,side,value,date\nhhd-knee-ext,L,45 kg,2026-11-20\nhhd-knee-ext,R,50 kg,2026-11-20\nSLH,L,100,2026-11-20\nSLH,R,101,2026-11-20\n",
        "2: me hhd-knee-ext left 441.29925 on 2026-11-20
         3: me hhd-knee-ext right 490.3325 on 2026-11-20
         4: me hop-single left 100 on 2026-11-20
         5: me hop-single right 101 on 2026-11-20
         m.csv:4: 2 values of hop-single without a unit taken as cm [unit-assumed]
           hint: name the unit in a column unit if it is another
         m.csv:2: 2 values of hhd-knee-ext converted from kg to N (1 kg on a scale is 9.80665 N) [unit-converted]",
    );
}

#[test]
fn comments_blank_lines_and_repeated_headers_are_passed_over_and_the_unit_of_a_header_counts() {
    check(
        "# a comment\n\ntest|side|value [m]|date|extra\n# another\nSLH|L|1.00|2026-11-20|x\n||||\ntest|side|value [m]|date|extra\nSLH|R|\"1.02\"|2026-11-20|x\n",
        "5: me hop-single left 100 on 2026-11-20
         8: me hop-single right 102 on 2026-11-20
         m.csv:3: the column “value [m]” is read as value in m [spelling-understood]
         m.csv:3: the column “extra” is not used [column-ignored]
         m.csv:4: 1 line starting with # passed over [rows-passed-over]
         m.csv:5: 2 values of hop-single converted from m to cm [unit-converted]
         m.csv:7: 1 row passed over: they repeat the header [rows-passed-over]",
    );
}

#[test]
fn every_encoding_delimiter_and_line_end_gives_the_same_trials() {
    let expected = shown(&read(LONG.as_bytes()));
    let utf16 = |to_bytes: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let mark = mark.then_some(0xfeff_u16);
        mark.into_iter().chain(LONG.encode_utf16()).flat_map(to_bytes).collect()
    };
    let variants: Vec<(&str, Vec<u8>)> = vec![
        ("utf-8 with a mark", [b"\xef\xbb\xbf", LONG.as_bytes()].concat()),
        ("utf-16 le with a mark", utf16(u16::to_le_bytes, true)),
        ("utf-16 be with a mark", utf16(u16::to_be_bytes, true)),
        ("utf-16 le", utf16(u16::to_le_bytes, false)),
        ("utf-16 be", utf16(u16::to_be_bytes, false)),
        ("crlf", LONG.replace('\n', "\r\n").into_bytes()),
        ("cr", LONG.replace('\n', "\r").into_bytes()),
        ("no last line end", LONG.trim_end().as_bytes().to_vec()),
        (
            "semicolons",
            LONG.replace("slow, steady", "slow# steady").replace(',', ";").replace('#', ",").into_bytes(),
        ),
        (
            "tabs",
            LONG.replace("slow, steady", "slow# steady").replace(',', "\t").replace('#', ",").into_bytes(),
        ),
        (
            "pipes",
            LONG.replace("slow, steady", "slow# steady").replace(',', "|").replace('#', ",").into_bytes(),
        ),
    ];
    for (name, bytes) in variants {
        assert_eq!(shown(&read(&bytes)), expected, "{name}");
    }
    let with_sep = format!("sep=;\r\n{}", LONG.replace("slow, steady", "slow").replace(',', ";"));
    let reading = read(with_sep.as_bytes()).unwrap();
    assert_eq!((reading.trials.len(), reading.trials[0].place.line), (2, Some(3)));
}

#[test]
fn windows_1252_is_read_with_a_notice() {
    let text = "test,side,value,unit,date,note\nSLH,L,100,cm,2026-11-20,m\u{fc}de\n";
    let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
    assert_eq!(
        shown(&read(&bytes)),
        "2: me hop-single left 100 on 2026-11-20 (müde)\n\
         m.csv: the text is not UTF-8 and was read as Windows-1252; check letters such as ä, é and ñ [spelling-understood]"
    );
}

#[test]
fn a_line_break_between_quotes_belongs_to_the_cell_and_lines_still_count() {
    check(
        "test,side,value,unit,date,note\nSLH,L,100,cm,2026-11-20,\"one\ntwo\"\nSLH,R,101,cm,2026-11-20,\"say \"\"hi\"\"\"\n",
        "2: me hop-single left 100 on 2026-11-20 (one two)
         4: me hop-single right 101 on 2026-11-20 (say \"hi\")",
    );
}

#[test]
fn slashes_are_dates_when_one_of_them_shows_the_order() {
    check(
        "test,left,right,unit,date\nSLH,100,101,cm,03/04/2026\nSLH,100,102,cm,22/10/2026\n",
        "2: me hop-single left 100 on 2026-04-03
         2: me hop-single right 101 on 2026-04-03
         3: me hop-single left 100 on 2026-10-22
         3: me hop-single right 102 on 2026-10-22
         m.csv:3: dates are read as day/month/year, because a first number above 12 stands here [spelling-understood]",
    );
}

#[test]
fn a_value_per_body_mass_is_converted_for_the_person_whose_mass_is_known_only() {
    let text = "subject,test,side,value,unit,date\nme,isok-knee-ext-60,L,2.5,Nm/kg,2026-11-20\nyou,isok-knee-ext-60,L,2.5,Nm/kg,2026-11-20\n";
    let reading = common::read_with(text.as_bytes(), None, Limits::DEFAULT, Some(80.0)).unwrap();
    assert_eq!(reading.trials.len(), 1);
    assert!((reading.trials[0].value - 200.0).abs() < 1e-9, "one product of two short decimals");
    assert_eq!((reading.rows, reading.rows_refused), (2, 1));
    assert!(reading.notices.iter().any(|notice| notice.code == NoticeCode::UnitConverted));
    assert_eq!(
        reading.notices.last().unwrap().to_string(),
        "m.csv:3: row left out: expected a value of isok-knee-ext-60 in Nm, found 2.5 Nm/kg [row-refused]\n  \
         hint: the body mass of this person is not known; give the mass in the person's file, or the value without “per kg”"
    );
}

#[test]
fn a_map_renames_joins_keeps_skips_and_fixes() {
    check_mapped(
        "who,speed,move,leg,load,when,gym\np1,60,ext,dom,200,pre,A\np1,60,ext,weak,190,pre,A\np1,60,ext,weak,,pre,A\np1,60,ext,weak,190,post,A\np1,60,ext,weak,190,mid,A\np1,60,ext,weak,190,late,B\n",
        "[columns]\nsubject = \"who\"\nside = \"leg\"\nvalue = \"load\"\n[test]\nfrom = [\"speed\", \"move\"]\n[tests]\n\"60 ext\" = \"isok-knee-ext-60\"\n\
         [keep]\nwhen = [\"pre\", \"mid\", \"late\"]\n[skip]\ngym = [\"b\"]\n[sides]\ndom = \"right\"\nweak = \"left\"\n\
         [dates]\ncolumn = \"when\"\n[dates.values]\npre = 2026-01-01\n[fixed]\nunit = \"Nm\"\ndevice = \"Cybex\"\n",
        "2: p1 isok-knee-ext-60 right 200 on 2026-01-01 with cybex
         3: p1 isok-knee-ext-60 left 190 on 2026-01-01 with cybex
         m.csv:2: the days of 2 rows come from map.toml, not from the file [date-doubtful]
         m.csv:5: 1 row passed over: map.toml keeps only other words in “when” [rows-passed-over]
         m.csv:7: 1 row passed over: map.toml skips “B” in “gym” [rows-passed-over]
         m.csv:4: 1 row passed over: no value, so nothing was measured [rows-passed-over]
         m.csv:6: row left out: expected a word of [dates.values] in map.toml, found “mid” [date-doubtful]
           hint: add the word with its day to the map",
    );
}

#[test]
fn a_vendors_wide_export_is_read_with_a_map_that_fixes_the_test() {
    check_mapped(
        "Athlete,Date,L Reps,L Max Force (N),R Max Force (N)\nanna,20/11/2026,3,301,322\n",
        "[columns]\nsubject = \"Athlete\"\nleft = \"L Max Force (N)\"\nright = \"R Max Force (N)\"\n[fixed]\ntest = \"hhd-knee-ext\"\n",
        "2: anna hhd-knee-ext left 301 on 2026-11-20
         2: anna hhd-knee-ext right 322 on 2026-11-20
         m.csv:1: the column “L Reps” is not used [column-ignored]
         m.csv:2: dates are read as day/month/year, because a first number above 12 stands here [spelling-understood]",
    );
}

#[test]
fn what_a_device_prints_of_the_difference_is_kept_beside_the_measurement() {
    // The columns are named as by two makers of devices; the numbers are made up.
    check(
        "Name,Date,Test,L,R,Max Imbalance (%)\n\
         anna,2026-11-20,hhd-knee-ext,80 N,100 N,20\n\
         anna,2026-11-20,hhd-knee-ext,90 N,100 N,-10.0\n\
         anna,2026-11-20,hhd-knee-ext,91 N,100 N,\n",
        "2: anna hhd-knee-ext left 80 on 2026-11-20 printed 20 %
         2: anna hhd-knee-ext right 100 on 2026-11-20 printed 20 %
         3: anna hhd-knee-ext left 90 on 2026-11-20 printed -10.0 %
         3: anna hhd-knee-ext right 100 on 2026-11-20 printed -10.0 %
         4: anna hhd-knee-ext left 91 on 2026-11-20
         4: anna hhd-knee-ext right 100 on 2026-11-20
         m.csv:1: the column “Name” is read as subject [spelling-understood]
         m.csv:1: the column “Max Imbalance (%)” is read as device_asymmetry_percent in percent [spelling-understood]
         m.csv:1: the column “L” is read as left [spelling-understood]
         m.csv:1: the column “R” is read as right [spelling-understood]",
    );
    check_mapped(
        "test;side;attempt;value;date;Peak Vertical Force [N] (Asym)(%)\n\
         hhd-knee-ext;left;1;80,5 N;2026-11-20;17,3 R\n\
         hhd-knee-ext;right;1;97 N;2026-11-20;17,3 % (R)\n",
        "[columns]\ndevice_asymmetry_percent = \"Peak Vertical Force [N] (Asym)(%)\"\n",
        "2: me hhd-knee-ext left 80.5 on 2026-11-20 #1 printed 17.3 % right
         3: me hhd-knee-ext right 97 on 2026-11-20 #1 printed 17.3 % right
         m.csv: numbers such as “80,5 N” on line 2 are read with a decimal comma [spelling-understood]",
    );
}
