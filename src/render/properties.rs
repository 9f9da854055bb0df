//! What must hold for any text at all.

use super::samples::{text, texts, written};
use super::visible::acts;
use super::{Format, visible};
use crate::rows::{Column, Rows};
use crate::value::Value;
use proptest::prelude::*;
use serde_json::value::RawValue;
use std::cmp::Ordering;
use std::collections::HashMap;
use unicode_width::UnicodeWidthStr;

/// Any characters, with those that do harm more often than chance would have it.
fn nasty() -> impl Strategy<Value = String> {
    let char = prop_oneof![
        4 => any::<char>(),
        2 => proptest::char::range('\0', '\u{ff}'),
        2 => proptest::char::range('\u{2000}', '\u{206f}'),
        1 => proptest::char::range('\u{600}', '\u{6ff}'),
        2 => prop::sample::select(vec![
            '\x1b', '\n', '\r', '\t', '"', ',', '\\', '|', '<', '\u{9b}', '\u{301}', '\u{fe0f}',
            '\u{fe0e}', '\u{200d}', '李', '👩', '🚀', '🏴', '🇫', '#', '…', '│',
        ]),
    ];
    prop::collection::vec(char, 0..40).prop_map(String::from_iter)
}

/// A few columns and rows of such text, some of it null.
fn results() -> impl Strategy<Value = Rows> {
    (1..12_usize).prop_flat_map(|columns| {
        let column = nasty().prop_map(|name| Column { name, kind: None });
        let cell = prop_oneof![4 => nasty().prop_map(Value::Text), 1 => Just(Value::Null)];
        let row = prop::collection::vec(cell, columns);
        let rows = prop::collection::vec(row, 0..4);
        (prop::collection::vec(column, columns), rows)
            .prop_map(|(columns, rows)| Rows { columns, rows })
    })
}

proptest! {
    #[test]
    fn no_line_of_a_table_is_wider_than_the_terminal(result in results(), width in 20..120_usize) {
        for line in written(Format::Table, &result, Some(width)).lines() {
            prop_assert!(line.width() <= width, "{} > {width}: {line:?}", line.width());
        }
    }

    #[test]
    fn a_table_has_a_line_per_row_and_a_heading_with_its_rule(result in results()) {
        let table = written(Format::Table, &result, None);
        prop_assert_eq!(table.lines().count(), result.rows.len() + 2);
    }

    #[test]
    fn no_character_acts_on_whoever_reads_it(result in results()) {
        for format in [Format::Table, Format::Vertical, Format::Markdown, Format::Html, Format::Ndjson] {
            let drawn = written(format, &result, Some(60));
            prop_assert!(!drawn.contains(|c| c != '\n' && acts(c)), "{format}: {drawn:?}");
        }
    }

    #[test]
    fn visible_text_is_one_line_and_stays_as_it_is(any in nasty()) {
        let once = visible(&any);
        prop_assert!(!once.contains(acts));
        prop_assert_eq!(visible(&once), once.clone());
    }

    #[test]
    fn csv_is_read_back_as_it_was(result in results()) {
        // At the start of a file this character is its byte order mark, to any reader.
        prop_assume!(!result.columns[0].name.starts_with('\u{feff}'));
        let file = written(Format::Csv, &result, None);
        let mut reader = ::csv::Reader::from_reader(file.as_bytes());
        let names: Vec<String> = reader.headers()?.iter().map(String::from).collect();
        let expected: Vec<&String> = result.columns.iter().map(|column| &column.name).collect();
        prop_assert_eq!(names.iter().collect::<Vec<_>>(), expected);
        let records: Vec<Vec<String>> = reader.deserialize().collect::<Result<_, _>>()?;
        let cells = |row: &Vec<Value>| row.iter().map(Value::to_string).collect::<Vec<_>>();
        prop_assert_eq!(records, result.rows.iter().map(cells).collect::<Vec<_>>());
    }

    #[test]
    fn json_is_read_back_as_it_was(any in nasty(), int in any::<i64>(), float in any::<f64>(), digits in any::<i64>(), scale in 0..=18_u32) {
        let decimal = rust_decimal::Decimal::new(digits, scale);
        let row = vec![text(&any), Value::Int(int), Value::Float(float), Value::Decimal(decimal), Value::Null];
        let columns = ["text", "int", "float", "decimal", "null"];
        let columns = columns.map(|name| Column { name: name.into(), kind: None }).into();
        let json = written(Format::Json, &Rows { columns, rows: vec![row] }, None);
        let written = format!("\"decimal\":{decimal},");
        prop_assert!(json.contains(&written));
        let read: serde_json::Value = serde_json::from_str(&json)?;
        prop_assert_eq!(&read[0]["text"], &serde_json::json!(any));
        prop_assert_eq!(&read[0]["int"], &serde_json::json!(int));
        // As it is written: this reader takes the nearest but one of some numbers.
        let exact: Vec<HashMap<String, Box<RawValue>>> = serde_json::from_str(&json)?;
        let exact: f64 = exact[0]["float"].get().parse()?;
        prop_assert_eq!(exact.partial_cmp(&float), Some(Ordering::Equal));
        prop_assert!(read[0]["null"].is_null());
    }

    #[test]
    fn json_lines_are_one_per_row(result in results()) {
        let lines = written(Format::Ndjson, &result, None);
        prop_assert_eq!(lines.lines().count(), result.rows.len());
        for line in lines.lines() {
            let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line)?;
            prop_assert_eq!(object.len(), result.columns.len());
        }
    }
}

#[test]
fn a_table_of_many_rows_is_drawn_quickly() {
    let cells: Vec<String> = (0..20_000).map(|i| format!("client {i} 李")).collect();
    let result = texts(&cells.iter().map(String::as_str).collect::<Vec<_>>());
    let begun = std::time::Instant::now();
    let table = written(Format::Table, &result, Some(80));
    assert_eq!(table.lines().count(), 20_002);
    // Many times as long as it takes, on a machine that does other things too.
    assert!(begun.elapsed().as_secs() < 60);
}
