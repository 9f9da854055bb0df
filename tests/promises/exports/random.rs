//! Whatever the values are, they are read back the same.

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use epic::export::{Kind, Options, sink};
use epic::render::Format;
use epic::rows::Column;
use epic::value::Value;
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::io::Cursor;

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (-1_000_000_i64..1_000_000).prop_map(Value::Int),
        (any::<i64>(), 0_u32..12)
            .prop_map(|(digits, scale)| Value::Decimal(Decimal::new(digits, scale))),
        (-10_000_000_i64..10_000_000).prop_map(|cents| Value::Decimal(Decimal::new(cents, 2))),
        (0_i32..80_000).prop_map(|days| {
            let first = chrono::NaiveDate::from_ymd_opt(1850, 1, 1).expect("a day");
            Value::Date(first + chrono::TimeDelta::days(days.into()))
        }),
        "\\PC{0,20}".prop_map(Value::Text),
        "[=+@\"',;\t\r\n_x0-9A-F\\\\<>&-]{0,12}".prop_map(Value::Text),
        any::<String>().prop_map(Value::Text),
    ]
}

fn rows() -> impl Strategy<Value = Vec<Vec<Value>>> {
    proptest::collection::vec(proptest::collection::vec(value(), 3), 0..8)
}

fn written(kind: Kind, rows: &[Vec<Value>]) -> Vec<u8> {
    let columns = ["a", "b", "c"].map(|name| Column {
        name: name.into(),
        kind: None,
    });
    let mut out = Vec::new();
    let options = Options {
        title: "t".into(),
        ..Options::default()
    };
    let mut sink = sink(kind, &columns, &options, &mut out).expect("a sink");
    for row in rows {
        sink.row(row).expect("a row");
    }
    sink.finish().expect("an end");
    drop(sink);
    out
}

/// A cell as another reader has it, for a value.
fn is_in_cell(value: &Value, cell: &Data) -> bool {
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => format!("{other:?}"),
    };
    match (value, cell) {
        (Value::Null, cell) => *cell == Data::Empty,
        (Value::Bool(value), Data::Bool(cell)) => value == cell,
        (Value::Int(value), Data::Float(cell)) => {
            value.to_string().trim_start_matches('-').len() <= 15 && value.to_f64() == Some(*cell)
        }
        (Value::Decimal(value), Data::Float(cell)) => {
            Decimal::from_f64_retain(*cell)
                .is_some_and(|cell| (cell - value).abs() < Decimal::new(1, 6))
                && value.to_f64() == Some(*cell)
        }
        (Value::Date(value), Data::DateTime(cell)) => {
            cell.as_datetime() == value.and_hms_opt(0, 0, 0)
        }
        (value, cell) => value.exact() == text(cell),
    }
}

proptest! {
    #[test]
    fn of_csv_and_tsv(rows in rows()) {
        for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
            let file = written(Kind::Text(format), &rows);
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(file.as_slice());
            let read: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.expect("a line").iter().map(str::to_owned).collect())
                .collect();
            let texts = |row: &Vec<Value>| row.iter().map(|value| value.exact().into_owned()).collect::<Vec<_>>();
            prop_assert_eq!(read, rows.iter().map(texts).collect::<Vec<_>>());
        }
    }

    #[test]
    fn of_json(rows in rows()) {
        let file = written(Kind::Text(Format::Json), &rows);
        let read: Vec<BTreeMap<String, Box<RawValue>>> = serde_json::from_slice(&file).expect("JSON");
        prop_assert_eq!(read.len(), rows.len());
        for (object, row) in read.iter().zip(&rows) {
            for (name, value) in ["a", "b", "c"].iter().zip(row) {
                let found = object[*name].get();
                let same = match value {
                    Value::Null => found == "null",
                    Value::Bool(_) | Value::Int(_) | Value::Decimal(_) => found == value.exact(),
                    other => serde_json::from_str::<String>(found).ok() == Some(other.exact().into_owned()),
                };
                prop_assert!(same, "{:?} is {:?}", value, found);
            }
        }
    }

    #[test]
    fn of_spreadsheets(rows in rows()) {
        let file = written(Kind::Spreadsheet, &rows);
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(file)).expect("a workbook");
        let sheet = book.worksheet_range("t").expect("a sheet");
        for (at, row) in (1..).zip(&rows) {
            for (column, value) in (0..).zip(row) {
                let cell = sheet.get_value((at, column)).cloned().unwrap_or_default();
                prop_assert!(is_in_cell(value, &cell), "{:?} is {:?}", value, cell);
            }
        }
    }
}
