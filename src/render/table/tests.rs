//! What tables look like.

use super::*;
use crate::render::samples::{clients, column, text, texts, written};
use crate::render::{Format, named_rows, rows};
use crate::rows::Rows;

fn table(result: &Rows, width: Option<usize>) -> String {
    written(Format::Table, result, width)
}

#[test]
fn numbers_are_at_the_right_and_nothing_is_empty() {
    insta::assert_snapshot!(table(&clients(), None), @r"
       id │ full_name   │      due │ signed │ last_contact_date
    ──────┼─────────────┼──────────┼────────┼──────────────────
       12 │ Kevin Casey │ 48210.50 │ true   │ 2026-09-30
     1250 │ 李小龍      │     null │ false  │ null
    ");
}

#[test]
fn no_rows_are_a_heading_and_a_rule() {
    let mut none = clients();
    none.rows.clear();
    insta::assert_snapshot!(table(&none, None), @r"
     id │ full_name │ due │ signed │ last_contact_date
    ────┼───────────┼─────┼────────┼──────────────────
    ");
}

#[test]
fn no_columns_are_nothing() {
    let none = Rows {
        columns: vec![],
        rows: vec![vec![], vec![]],
    };
    assert_eq!(table(&none, Some(80)), "");
}

#[test]
fn what_has_no_room_is_named() {
    insta::assert_snapshot!(table(&clients(), Some(50)), @r"
       id │ full_name   │      due │ signed │ …
    ──────┼─────────────┼──────────┼────────┼──
       12 │ Kevin Casey │ 48210.50 │ true   │ …
     1250 │ 李小龍      │     null │ false  │ …
    1 more column, in the format vertical: last_conta…
    ");
}

#[test]
fn a_narrow_terminal_shows_the_first_columns() {
    insta::assert_snapshot!(table(&clients(), Some(35)), @r"
       id │ full_name   │      due │ …
    ──────┼─────────────┼──────────┼──
       12 │ Kevin Casey │ 48210.50 │ …
     1250 │ 李小龍      │     null │ …
    2 more columns, in the format vert…
    ");
}

#[test]
fn two_hundred_columns_fit() {
    let names = (0..200).map(|i| column(&format!("column_{i}"), Type::Int));
    let result = Rows {
        columns: names.collect(),
        rows: vec![(0..200).map(Value::Int).collect()],
    };
    insta::assert_snapshot!(table(&result, Some(60)), @r"
     colum… │ colum… │ colu… │ colu… │ colu… │ colu… │ colu… │ …
    ────────┼────────┼───────┼───────┼───────┼───────┼───────┼──
          0 │      1 │     2 │     3 │     4 │     5 │     6 │ …
    193 more columns, in the format vertical: column_7, column_…
    ");
}

#[test]
fn a_cell_can_neither_break_the_table_nor_reach_the_terminal() {
    let nasty = texts(&[
        "two\nlines\tand a tab",
        "\x1b[2J\x1b]0;owned\x07",
        "invoice\u{202e}fdp.exe",
        "│ ┼ ─ …",
        "👩‍🚀 é 李",
        "",
    ]);
    insta::assert_snapshot!(table(&nasty, Some(40)), @r#"
     t
    ────────────────────
     two↵lines and a tab
     ␛[2J␛]0;owned␇
     invoice�fdp.exe
     │ ┼ ─ …
     👩‍🚀 é 李
     ""
    "#);
}

#[test]
fn a_very_long_cell_is_cut() {
    let long = texts(&[&"x".repeat(100_000), &"李\u{301}".repeat(100_000)]);
    insta::assert_snapshot!(table(&long, Some(20)), @r"
     t
    ────────────────────
     xxxxxxxxxxxxxxxxxx…
     李́李́李́李́李́李́李́李́李́…
    ");
}

#[test]
fn one_long_cell_does_not_make_every_row_long() {
    let hostile = texts(&[&"x".repeat(4_000_000), "a"]);
    let drawn = table(&hostile, None);
    assert!(drawn.len() < 10 * LONGEST, "{}", drawn.len());
    assert!(drawn.contains("xxx…\n"));
    let fits = "x".repeat(LONGEST);
    assert!(table(&texts(&[&fits]), None).contains(&fits));
}

#[test]
fn a_column_of_unknown_type_is_aligned_by_what_it_holds() {
    let unknown = |name: &str| Column {
        name: name.into(),
        kind: None,
    };
    let result = Rows {
        columns: vec![unknown("number"), unknown("mixed"), unknown("empty")],
        rows: vec![
            vec![Value::Int(1), Value::Int(1), Value::Null],
            vec![Value::Null, text("a"), Value::Null],
        ],
    };
    insta::assert_snapshot!(table(&result, None), @r"
     number │ mixed │ empty
    ────────┼───────┼──────
          1 │ 1     │ null
       null │ a     │ null
    ");
}

/// Contracts, whose clients have names.
fn contracts(layout: Layout) -> String {
    let result = Rows {
        columns: vec![
            column("id", Type::Int),
            column("client_id", Type::Int),
            column("amount_due", Type::Decimal),
            column("client", Type::Text),
        ],
        rows: vec![
            vec![
                Value::Int(1),
                Value::Int(12),
                Value::Null,
                text("Kevin Casey"),
            ],
            vec![Value::Int(2), Value::Null, Value::Null, Value::Null],
        ],
    };
    let mut out = Vec::new();
    let names = [Named { key: 1, name: 3 }];
    named_rows(&result, &names, layout, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_name_stands_beside_its_key_or_for_it_or_is_left_out() {
    let at = |width| {
        contracts(Layout {
            width: Some(width),
            ..Layout::default()
        })
    };
    insta::assert_snapshot!(at(80), @r"
     id │ client_id │ client      │ amount_due
    ────┼───────────┼─────────────┼───────────
      1 │        12 │ Kevin Casey │       null
      2 │      null │ null        │       null
    ");
    insta::assert_snapshot!(at(30), @r"
     id │ client      │ amount_due
    ────┼─────────────┼───────────
      1 │ Kevin Casey │       null
      2 │ null        │       null
    ");
    insta::assert_snapshot!(at(22), @r"
     id │ client… │ amoun…
    ────┼─────────┼───────
      1 │      12 │   null
      2 │    null │   null
    ");
}

#[test]
fn what_has_no_room_is_shown_from_top_to_bottom_when_that_is_short() {
    let at = |lines| {
        contracts(Layout {
            width: Some(12),
            lines: Some(lines),
            ..Layout::default()
        })
    };
    insta::assert_snapshot!(at(10), @r"
    ─ 1 ────────
    id         │ 1
    client_id  │ 12
    client     │ Kevin Casey
    amount_due │ null
    ─ 2 ────────
    id         │ 2
    client_id  │ null
    client     │ null
    amount_due │ null
    ");
    insta::assert_snapshot!(at(9), @r"
     id │ …
    ────┼──
      1 │ …
      2 │ …
    2 more colu…
    ");
}

#[test]
fn colour_is_a_bold_heading() {
    let mut out = Vec::new();
    let layout = Layout {
        color: true,
        ..Layout::default()
    };
    rows(Format::Table, &texts(&["a"]), layout, &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "\x1b[1m t\x1b[0m\n──\n a\n"
    );
}
