//! Whatever a file holds, reading it ends with lines or with an error in words.

use super::{Converter, Reading, Source};
use crate::catalog::Field;
use crate::error::Result;
use crate::value::Type;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const KINDS: [Type; 9] = [
    Type::Bool,
    Type::Int,
    Type::Float,
    Type::Decimal,
    Type::Text,
    Type::Date,
    Type::Timestamp,
    Type::Uuid,
    Type::Json,
];

/// Reads a file as an import does, and makes values of all its cells; how many lines it has.
fn read(name: &str, bytes: &[u8]) -> Result<usize> {
    let folder = TempDir::new()?;
    std::fs::write(folder.path().join(name), bytes)?;
    let mut source = Source::open(folder.path(), name, &Reading::default())?;
    let converters =
        KINDS.map(|kind| Converter::new(&Field::computed("f", kind, true), None, None));
    let mut lines = 0;
    source.each_line(&mut |line| {
        lines += 1;
        for cell in &line.cells {
            for converter in &converters {
                converter.clone().look(cell);
                let _ = converter.value(cell);
            }
        }
        Ok(())
    })?;
    Ok(lines)
}

/// A spreadsheet of a few cells.
fn spreadsheet() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in ["name", "amount", "day"].iter().enumerate() {
        sheet
            .write(0, u16::try_from(column).unwrap(), *text)
            .unwrap();
    }
    for row in 1..20 {
        sheet.write(row, 0, format!("name {row}")).unwrap();
        sheet.write(row, 1, f64::from(row) / 3.0).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// A spreadsheet in whose sheet stands this text, again and again.
fn packed(part: &str, text: &[u8], times: usize) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    archive.start_file(part, options).unwrap();
    for _ in 0..times {
        archive.write_all(text).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn said(name: &str, bytes: &[u8]) -> String {
    match read(name, bytes) {
        Ok(lines) => format!("{lines} lines"),
        Err(error) => error.message,
    }
}

#[test]
fn what_is_too_much_is_said() {
    let megabyte = vec![b'x'; 1 << 20];
    let long = [b"name,notes\n1,".as_slice(), &megabyte.repeat(10), b"\n"].concat();
    assert_eq!(said("a.csv", &long), "line 2 of a.csv is longer than 4 MB");
    let unclosed = [b"name,notes\n1,\"".as_slice(), &b"a,b\n".repeat(2 << 20)].concat();
    assert_eq!(
        said("a.csv", &unclosed),
        "line 2 of a.csv is longer than 4 MB"
    );
    let wide = "a,".repeat(16_384);
    assert_eq!(
        said("a.csv", wide.as_bytes()),
        "line 1 of a.csv has more than 1000 columns"
    );
    assert_eq!(
        said(
            "a.xlsx",
            &packed("xl/sharedStrings.xml", &b"<si></si>".repeat(1 << 17), 200)
        ),
        "a.xlsx holds more than 64 MB when it is unpacked"
    );
    assert_eq!(
        said("a.xlsx", &packed("xl/worksheets/sheet1.xml", &megabyte, 10)),
        "a cell of a.xlsx is longer than 4 MB"
    );
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 16_383, "far away").unwrap();
    let wide = book.save_to_buffer().unwrap();
    assert_eq!(
        said("a.xlsx", &wide),
        "line 1 of a.xlsx has more than 1000 columns"
    );
}

#[test]
fn what_is_no_table_is_said() {
    for (name, bytes, message) in [
        ("a.csv", &b""[..], "a.csv is empty"),
        ("a.csv", b" , ,\n\n", "a.csv is empty"),
        ("a.xlsx", b"name", "a.xlsx is no spreadsheet"),
        ("a.pdf", b"%PDF", "a.pdf is no table that can be read"),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0x",
            "a.xls is of an old kind of spreadsheet, or has a password",
        ),
    ] {
        assert_eq!(said(name, bytes), message);
    }
    for cut in [10, 100, 1000] {
        let whole = spreadsheet();
        let message = said("a.xlsx", &whole[..whole.len() - cut]);
        assert!(message.starts_with("a.xlsx is damaged: "), "{message}");
    }
}

#[test]
fn line_ends_of_all_kinds_end_lines() {
    let folder = TempDir::new().unwrap();
    std::fs::write(
        folder.path().join("a.csv"),
        "a,b\r\n1,\"x\r\ny\"\r2,z\n\r\n3,\0\n",
    )
    .unwrap();
    let mut source = Source::open(folder.path(), "a.csv", &Reading::default()).unwrap();
    let mut lines = Vec::new();
    source
        .each_line(&mut |line| {
            lines.push((line.number, line.cells[1].text().into_owned()));
            Ok(())
        })
        .unwrap();
    let wanted = [(2, "x\ny"), (4, "z"), (6, "\0")];
    assert_eq!(
        lines,
        wanted.map(|(number, text)| (number, text.to_owned()))
    );
}

#[test]
fn a_sheet_is_read_with_its_types() {
    assert_eq!(said("a.xlsx", &spreadsheet()), "19 lines");
}

proptest! {
    #[test]
    fn bytes_at_random_end_in_words(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        for name in ["a.csv", "a.tsv", "a.xlsx"] {
            let _ = read(name, &bytes);
            let _ = read(name, &[b"PK\x03\x04", bytes.as_slice()].concat());
        }
    }

    #[test]
    fn texts_at_random_end_in_words(text in "[a-c,;\"\t\r\n\0 0-9./é-]{0,300}") {
        let _ = read("a.csv", text.as_bytes());
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let _ = read("a.csv", &wide);
    }

    #[test]
    fn a_damaged_spreadsheet_ends_in_words(at in 0_usize..5000, byte in any::<u8>(), cut in 0_usize..5000) {
        let mut bytes = spreadsheet();
        let (at, cut) = (at % bytes.len(), cut % bytes.len());
        bytes[at] = byte;
        let _ = read("a.xlsx", &bytes);
        bytes.truncate(cut);
        let _ = read("a.xlsx", &bytes);
    }

    #[test]
    fn a_sheet_of_odd_cells_ends_in_words(cells in "(<row r=\"[0-9]{1,12}\">|<c r=\"[A-Z]{0,8}[0-9]{0,12}\" s=\"[0-9]{0,4}\" t=\"(s|b|d|e|str|n|inlineStr)\">|<v>[-0-9.eE]{0,20}</v>|</c>|</row>){0,20}") {
        let _ = read("a.xlsx", &with_sheet(&cells));
    }
}

/// A spreadsheet whose sheet is replaced.
fn with_sheet(cells: &str) -> Vec<u8> {
    let mut whole = zip::ZipArchive::new(Cursor::new(spreadsheet())).unwrap();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..whole.len() {
        let mut part = whole.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        archive
            .start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        if name.starts_with("xl/worksheets/") {
            let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
            archive.write_all(sheet.as_bytes()).unwrap();
        } else {
            std::io::copy(&mut part, &mut archive).unwrap();
        }
    }
    archive.finish().unwrap().into_inner()
}
