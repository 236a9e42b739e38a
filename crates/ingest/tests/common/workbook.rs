//! A writer of small workbooks, so that tests need no file: cells are written as given, nothing else.

use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// One cell of a sheet.
pub(crate) enum Put<'a> {
    Text(&'a str),
    Shared(usize),
    Number(f64),
    /// A day as the number of days since the turn of 1899 to 1900, with a date's format.
    Day(f64),
    /// A part of one, shown in percent.
    Percent(f64),
    Nothing,
}

const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/></cellXfs></styleSheet>"#;

/// The rows of a sheet by their number.
pub(crate) type Rows<'a> = Vec<(u32, Vec<Put<'a>>)>;

/// A workbook of sheets by name, those hidden that are called so, each of rows by their number.
pub(crate) fn workbook(sheets: &[(&str, Rows<'_>)], shared: &[&str]) -> Vec<u8> {
    let listed: String = (1..=sheets.len())
        .map(|n| {
            let name = sheets[n - 1].0;
            let state = if name.starts_with("hidden") { r#" state="hidden""# } else { "" };
            format!(r#"<sheet name="{name}" sheetId="{n}"{state} r:id="rId{n}"/>"#)
        })
        .collect();
    let related: String = (1..=sheets.len())
        .map(|n| {
            format!(r#"<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>"#)
        })
        .collect();
    let strings: String = shared.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_owned()),
        ("_rels/.rels".to_owned(), r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned()),
        ("xl/workbook.xml".to_owned(), format!(r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{listed}</sheets></workbook>"#)),
        ("xl/_rels/workbook.xml.rels".to_owned(), format!(r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>"#)),
        ("xl/styles.xml".to_owned(), STYLES.to_owned()),
        ("xl/sharedStrings.xml".to_owned(), format!(r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="{0}" uniqueCount="{0}">{strings}</sst>"#, shared.len())),
    ];
    for (index, (_, rows)) in sheets.iter().enumerate() {
        let rows: String = rows.iter().map(|(number, cells)| row(*number, cells)).collect();
        parts.push((
            format!("xl/worksheets/sheet{}.xml", index + 1),
            format!(r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#),
        ));
    }
    zipped(&parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect::<Vec<_>>())
}

fn row(number: u32, cells: &[Put<'_>]) -> String {
    let cells: String = cells
        .iter()
        .enumerate()
        .map(|(index, cell)| {
            let at = format!("{}{number}", char::from(b'A' + index as u8));
            match cell {
                Put::Text(text) => format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#),
                Put::Shared(index) => format!(r#"<c r="{at}" t="s"><v>{index}</v></c>"#),
                Put::Number(value) => format!(r#"<c r="{at}"><v>{value}</v></c>"#),
                Put::Day(value) => format!(r#"<c r="{at}" s="1"><v>{value}</v></c>"#),
                Put::Percent(value) => format!(r#"<c r="{at}" s="2"><v>{value}</v></c>"#),
                Put::Nothing => String::new(),
            }
        })
        .collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

/// A zip of parts by name.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
