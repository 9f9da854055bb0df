//! What charts look like.

use super::{Chart, Kind, Options, Picture, Theme, picture};
use crate::error::Error;
use crate::render::Layout;
use crate::render::samples::{column, text};
use crate::rows::Rows;
use crate::value::{Type, Value};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use unicode_width::UnicodeWidthStr;

/// Places with counts and money: long and wide names, nothing, what is negative.
pub(super) fn places() -> Rows {
    let row = |name: Value, n: Value, due: Value| vec![name, n, due];
    let money = |cents| Value::Decimal(Decimal::new(cents, 2));
    Rows {
        columns: vec![
            column("location", Type::Text),
            column("n", Type::Int),
            column("due", Type::Decimal),
        ],
        rows: vec![
            row(text("Bordeaux"), Value::Int(12), money(4_821_050)),
            row(text("李小龍の庭園"), Value::Int(7), money(-1_250_000)),
            row(
                text("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"),
                Value::Int(1),
                Value::Null,
            ),
            row(Value::Null, Value::Int(0), money(1)),
            row(text("a\n\x1b[31mb"), Value::Int(12), money(2_400_000)),
        ],
    }
}

/// A number for each of some days, not in order, one of them without one and one without a day.
pub(super) fn days() -> Rows {
    let day = |day: Option<u32>, n| {
        let day = day.and_then(|day| NaiveDate::from_ymd_opt(2026, 6, day));
        vec![day.map_or(Value::Null, Value::Date), n]
    };
    let numbers = [2, 3, 5, 8, 13, 9, 4, 4, 5, 20];
    let mut rows: Vec<_> = numbers
        .into_iter()
        .zip([1, 2, 3, 4, 6, 8, 9, 15, 20, 30])
        .collect();
    rows.reverse();
    let mut rows: Vec<_> = rows
        .into_iter()
        .map(|(n, at)| day(Some(at), Value::Int(n)))
        .collect();
    rows.insert(3, day(Some(12), Value::Null));
    rows.push(day(None, Value::Int(3)));
    Rows {
        columns: vec![column("day", Type::Date), column("signed", Type::Int)],
        rows,
    }
}

pub(super) fn many(count: i64) -> Rows {
    Rows {
        columns: vec![column("client", Type::Text), column("n", Type::Int)],
        rows: (1..=count)
            .map(|n| vec![text(&format!("client {n}")), Value::Int(n * n % 97)])
            .collect(),
    }
}

pub(super) fn of(rows: Rows, kind: Option<Kind>) -> Chart {
    let options = Options {
        kind,
        ..Options::default()
    };
    Chart::of(rows, &options).unwrap()
}

fn drawn(chart: &Chart, width: usize, ascii: bool) -> String {
    let mut out = Vec::new();
    let layout = Layout {
        width: Some(width),
        color: false,
        ascii,
        ..Layout::default()
    };
    chart.write(layout, &mut out).unwrap();
    let drawn = String::from_utf8(out).unwrap();
    for line in drawn.lines() {
        assert!(line.width() <= width, "{} > {width}: {line}", line.width());
    }
    drawn
}

fn failed(rows: Rows, options: &Options) -> Error {
    Chart::of(rows, options).unwrap_err()
}

#[test]
fn charts_fit_the_terminal() {
    let kinds = [Kind::Bar, Kind::Line, Kind::Spark];
    for width in [40, 80, 200] {
        let charts = kinds.map(|kind| drawn(&of(places(), Some(kind)), width, false));
        let days = drawn(&of(days(), None), width, false);
        insta::assert_snapshot!(
            format!("charts_{width}"),
            [charts.join("\n"), days].join("\n")
        );
    }
    for width in 0..30 {
        for kind in kinds {
            // Names and numbers have their least; a line is never much wider than asked.
            let mut out = Vec::new();
            let layout = Layout {
                width: Some(width),
                ..Layout::default()
            };
            of(places(), Some(kind)).write(layout, &mut out).unwrap();
            assert!(!out.is_empty());
        }
    }
}

#[test]
fn without_utf_8_all_signs_of_ours_are_ascii() {
    let mut rows = places();
    rows.rows.remove(1);
    let kinds = [Kind::Bar, Kind::Line, Kind::Spark];
    let charts = kinds.map(|kind| drawn(&of(rows.clone(), Some(kind)), 60, true));
    let charts = [charts.join("\n"), drawn(&of(days(), None), 60, true)].join("\n");
    assert!(charts.is_ascii());
    insta::assert_snapshot!("charts_ascii", charts);
}

#[test]
fn colours_are_of_the_sixteen_and_change_no_text() {
    for kind in [Kind::Bar, Kind::Line, Kind::Spark] {
        let chart = of(places(), Some(kind));
        let mut out = Vec::new();
        let layout = Layout {
            width: Some(80),
            color: true,
            ascii: false,
            ..Layout::default()
        };
        chart.write(layout, &mut out).unwrap();
        let mut plain = String::from_utf8(out).unwrap();
        assert!(plain.contains("\x1b[36m"));
        for color in ["\x1b[36m", "\x1b[31m", "\x1b[1m", "\x1b[2m", "\x1b[0m"] {
            plain = plain.replace(color, "");
        }
        assert_eq!(plain, drawn(&chart, 80, false));
    }
}

#[test]
fn of_many_rows_the_first_have_bars_and_a_spark_has_means() {
    let bars = drawn(&of(many(1000), None), 80, false);
    assert_eq!(bars.lines().count(), 52);
    assert!(bars.ends_with("\n… 950 more\n"), "{bars}");
    let spark = drawn(&of(many(1000), Some(Kind::Spark)), 80, false);
    assert_eq!((spark.lines().count(), spark.trim_end().width()), (1, 80));
    let line = drawn(&of(many(1000), Some(Kind::Line)), 80, false);
    assert_eq!(line.lines().count(), 11);
}

#[test]
fn what_has_no_length_has_no_bar() {
    let rows = |values: [Value; 3]| Rows {
        columns: vec![column("value", Type::Float)],
        rows: values.map(|value| vec![value]).into(),
    };
    let odd = [f64::NAN, f64::INFINITY, 2.5].map(Value::Float);
    assert_eq!(
        drawn(&of(rows(odd), None), 20, false),
        "value\n1    NaN │\n2 Infin… │█████████\n3    2.5 │█████████\n"
            .replace("█████████", "██████████")
            .replace("2 Infin… │██████████", "2 Infin… │")
    );
    let nothing = rows([Value::Null, Value::Null, Value::Null]);
    for kind in [Kind::Bar, Kind::Line, Kind::Spark] {
        let chart = of(nothing.clone(), Some(kind));
        assert!(drawn(&chart, 40, false).starts_with("value"));
        assert!(picture(&chart, Picture::Svg, Theme::Light).is_ok());
    }
}

#[test]
fn what_is_not_said_is_guessed() {
    let names = |rows: Rows| -> Vec<String> {
        let chart = of(rows, None);
        chart
            .rows()
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect()
    };
    assert_eq!(names(places()), ["location", "n", "due"]);
    let columns = |names: &[(&str, Type)]| Rows {
        columns: names
            .iter()
            .map(|(name, kind)| column(name, *kind))
            .collect(),
        rows: vec![vec![Value::Null; names.len()]],
    };
    for (all, chosen) in [
        (&[("n", Type::Int), ("name", Type::Text)][..], "name n"),
        (&[("year", Type::Int), ("n", Type::Int)], "year n"),
        (&[("n", Type::Int)], "n"),
        (
            &[
                ("id", Type::Int),
                ("name", Type::Text),
                ("client_id", Type::Int),
                ("due", Type::Decimal),
            ],
            "name due",
        ),
    ] {
        assert_eq!(names(columns(all)).join(" "), chosen);
    }
    assert_eq!(of(places(), None).kind(), Kind::Bar);
    assert_eq!(of(days(), None).kind(), Kind::Line);
}

#[test]
fn a_slip_is_pointed_at() {
    let x = |name: &str| Options {
        x: Some(name.into()),
        ..Options::default()
    };
    let y = |name: &str| Options {
        y: vec![name.into()],
        ..Options::default()
    };
    let only_names = Rows {
        columns: vec![column("name", Type::Text), column("id", Type::Int)],
        rows: vec![vec![text("a"), Value::Int(1)]],
    };
    let errors = [
        failed(places(), &x("locatoin")),
        failed(places(), &y("du")),
        failed(places(), &y("location")),
        failed(only_names, &Options::default()),
        failed(many(100_001), &Options::default()),
    ];
    let shown = errors.map(|error| error.to_string());
    insta::assert_snapshot!(shown.join("\n"), @r#"
    the rows have no column 'locatoin'
     hint: did you mean 'location'?
     hint: columns: location, n, due
    the rows have no column 'du'
     hint: did you mean 'due'?
     hint: columns: location, n, due
    the column 'location' has no numbers to draw
     hint: columns of numbers: n, due
    there is no column of numbers to draw
     hint: columns: name, id
     hint: count or add up first: .group(|k| k.client, #{ n: count() }).chart()
    a chart has at most 100000 rows
     hint: group them first: .group(|k| k.client, #{ n: count() }).chart()
    "#);
}

#[test]
fn no_rows_are_nothing_to_draw() {
    let mut none = places();
    none.rows.clear();
    for rows in [none, Rows::default()] {
        let chart = of(rows, None);
        let said = "nothing to draw: there are no rows";
        assert_eq!(drawn(&chart, 80, false), format!("{said}\n"));
        assert_eq!(
            picture(&chart, Picture::Png, Theme::Light)
                .unwrap_err()
                .message,
            said
        );
    }
}
