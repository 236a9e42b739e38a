//! Whatever the bytes are, reading returns, keeps its limits, and says the same twice.

mod common;

use common::workbook::{Put, workbook, zipped};
use common::{read, read_mapped};
use evenstride_ingest::{ColumnMap, Limits};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const GOOD: &[&str] = &[
    "subject,test,side,attempt,value,unit,date,device,pain,note\nanna,heel-rise-single,left,1,24,reps,2026-11-20,phone,0,\"a, b\"\nanna,heel-rise-single,right,1,31,reps,2026-11-20,,3,\n",
    "test;links;rechts;einheit;datum\nSLH;120,5;1.131,5;cm;20.11.2026\nknee-to-wall;-1;0;cm;03/04/2026\n",
    "test,left,right,date,Max Imbalance (%)\nSLH,120 cm,131 cm,2026-11-20,8.4 R\nSLH,121 cm,130 cm,2026-11-20,-6.9%\n",
    "# c\n\nathlete|test|left (N)|right (N)|day\r\na|HHD quads|300|x|20261120\r\n\"b\nc\"|HHD quads|\"1,234\"|45 kg|2026-11-20T10:00\r\n",
];

/// The sheet, row by row, as the parts of a workbook.
fn good_workbook() -> Vec<u8> {
    let names = ["test", "side", "value", "unit", "date"].map(Put::Text).into();
    let row = vec![Put::Text("SLH"), Put::Shared(0), Put::Number(101.5), Put::Text("cm"), Put::Day(46_346.0)];
    workbook(&[("Hops", vec![(1, names), (2, row)])], &["L"])
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Reads and checks what must hold for every input.
fn check_any(bytes: &[u8]) {
    let first = read(bytes);
    assert_eq!(first, read(bytes), "the same bytes twice");
    let Ok(reading) = first else { return };
    assert!(reading.notices.len() <= Limits::DEFAULT.max_notices);
    assert!(reading.rows_refused <= reading.rows && reading.trials.len() <= 2 * reading.rows);
    assert!(reading.trials.iter().all(|trial| trial.value.is_finite() && trial.place.line.is_some()));
    let printed = reading.trials.iter().filter_map(|trial| trial.device_asymmetry);
    assert!(printed.into_iter().all(|figure| figure.percent.abs() <= 1000.0 && figure.decimals <= 9));
    assert!(reading.notices.iter().all(|notice| !notice.message.contains('\n')));
}

/// Changes bytes at places given as parts of the whole.
fn mutate(bytes: &mut Vec<u8>, changes: &[(u8, f64, u8)]) {
    for (kind, part, byte) in changes {
        let at = ((bytes.len() as f64 * part) as usize).min(bytes.len().saturating_sub(1));
        match kind % 4 {
            0 if !bytes.is_empty() => bytes[at] = *byte,
            1 => bytes.insert(at, *byte),
            2 if !bytes.is_empty() => {
                bytes.remove(at);
            }
            _ => bytes.truncate(at),
        }
    }
}

fn changes() -> impl Strategy<Value = Vec<(u8, f64, u8)>> {
    let odd_byte = prop_oneof![
        Just(b','),
        Just(b';'),
        Just(b'"'),
        Just(b'\r'),
        Just(b'\n'),
        Just(b'0'),
        Just(b'-'),
        any::<u8>()
    ];
    prop::collection::vec((any::<u8>(), 0.0..1.0, odd_byte), 1..6)
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn any_bytes_return(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check_any(&bytes);
    }

    #[test]
    fn any_text_under_a_good_header_returns(text in "\\PC{0,200}", head in 0..GOOD.len()) {
        let header = GOOD[head].lines().next().unwrap();
        check_any(format!("{header}\n{text}\n{text}").as_bytes());
    }

    #[test]
    fn any_cells_under_a_good_header_return(
        cells in prop::collection::vec(prop::collection::vec("[-+0-9.,eE'LRlr/: NaNinf−°%]{0,12}", 4..6), 1..8)
    ) {
        let rows: Vec<String> = cells.iter().map(|row| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",")).collect();
        check_any(format!("test,side,value,unit,date\n{}\n", rows.join("\n")).as_bytes());
    }

    #[test]
    fn a_good_file_with_a_few_bytes_changed_returns(which in 0..GOOD.len(), changes in changes()) {
        let mut bytes = GOOD[which].as_bytes().to_vec();
        mutate(&mut bytes, &changes);
        check_any(&bytes);
    }

    #[test]
    fn any_map_returns(text in "\\PC{0,80}", changes in changes()) {
        let _ = ColumnMap::parse(&text, "map.toml");
        let good = "[columns]\nvalue = \"left\"\nside = \"test\"\n[test]\nfrom = [\"test\"]\n[dates]\ncolumn = \"date\"\n[dates.values]\nx = \"2026-01-01\"\n[fixed]\nunit = \"N\"\n";
        let mut bytes = good.as_bytes().to_vec();
        mutate(&mut bytes, &changes);
        let _ = read_mapped(GOOD[0].as_bytes(), &String::from_utf8_lossy(&bytes));
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn a_workbook_with_a_few_bytes_changed_returns(changes in changes()) {
        let mut bytes = good_workbook();
        mutate(&mut bytes, &changes);
        check_any(&bytes);
    }

    #[test]
    fn a_workbook_with_a_few_bytes_changed_in_one_part_returns(part in 0_usize..7, changes in changes()) {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(good_workbook())).unwrap();
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            std::io::copy(&mut entry, &mut bytes).unwrap();
            parts.push((entry.name().unwrap().into_owned(), bytes));
        }
        mutate(&mut parts[part].1, &changes);
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        check_any(&zipped(&parts));
    }
}
