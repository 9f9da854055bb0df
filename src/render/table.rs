//! A table with aligned columns, cut to the width of the terminal.
//!
//! The columns' widths depend on all rows, so this is the one format that keeps them until the end.

use super::cell::{self, dimmed};
use super::fit::{CUT, Slot, Width, cut, fit};
use super::{Layout, RowSink, is_number, visible};
use crate::rows::Column;
use crate::value::{Type, Value};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// How much of a cell is shown where no terminal says how wide a line is. Every row is filled up to the widest cell of
/// its column: without a bound, one cell of some megabytes would take as much for each of them.
const LONGEST: usize = 1_000;

/// Collects rows, and draws them at the end.
pub(super) struct Table<'a> {
    out: &'a mut dyn Write,
    layout: Layout,
    heading: Vec<Cell>,
    lines: Vec<Vec<Cell>>,
    sides: Vec<Side>,
    /// Whether half of a cell would say something else, such as half a date.
    whole: Vec<bool>,
}

/// A text that is safe to show.
#[derive(Clone, Default)]
struct Cell {
    text: String,
    is_null: bool,
}

/// What is known of a column's alignment.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
    /// Its type is not known: numbers so far, if anything.
    Open,
}

impl<'a> Table<'a> {
    /// A table with these columns.
    pub(super) fn new(columns: &[Column], layout: Layout, out: &'a mut dyn Write) -> Self {
        let side = |column: &Column| match column.kind {
            None => Side::Open,
            Some(_) if is_number(column) => Side::Right,
            Some(_) => Side::Left,
        };
        let sides = columns.iter().map(side).collect();
        let whole = columns.iter().map(is_whole).collect();
        let heading = |column: &Column| Cell::new(&column.name, layout);
        Self {
            out,
            layout,
            heading: columns.iter().map(heading).collect(),
            lines: Vec::new(),
            sides,
            whole,
        }
    }

    /// How wide each column would be, and how narrow it may get.
    fn widths(&self) -> Vec<Width> {
        let mut cells = vec![0; self.sides.len()];
        for line in &self.lines {
            for (width, cell) in cells.iter_mut().zip(line) {
                *width = cell.text.width().max(*width);
            }
        }
        let columns = self.heading.iter().zip(cells).zip(&self.whole).enumerate();
        columns
            .map(|(place, ((heading, cells), whole))| Width {
                heading: heading.text.width(),
                cells,
                whole: *whole || self.is_right(place),
            })
            .collect()
    }

    /// Whether the column holds numbers.
    fn is_right(&self, column: usize) -> bool {
        let mut cells = self.lines.iter().map(|line| &line[column]);
        match self.sides[column] {
            Side::Left => false,
            Side::Right => true,
            Side::Open => cells.any(|cell| !cell.is_null),
        }
    }

    /// Writes the heading, a rule, and the rows.
    fn draw(&mut self) -> io::Result<()> {
        let slots = fit(&self.widths(), self.layout.width.unwrap_or(usize::MAX));
        let right: Vec<bool> = slots
            .iter()
            .map(|slot| matches!(slot, Slot::Column { index, .. } if self.is_right(*index)))
            .collect();
        let bold = if self.layout.color {
            ("\x1b[1m", "\x1b[0m")
        } else {
            ("", "")
        };
        let heading = self.line(&self.heading, &slots, &right);
        writeln!(self.out, "{}{heading}{}", bold.0, bold.1)?;
        let rules: Vec<String> = slots
            .iter()
            .map(|slot| "─".repeat(slot.width() + 2))
            .collect();
        let rule = rules.join("┼");
        let rule = rule.strip_suffix('─').unwrap_or(&rule); // there is no space after the last
        writeln!(self.out, "{}", self.layout.signs(rule))?;
        for line in &self.lines {
            let line = self.line(line, &slots, &right);
            writeln!(self.out, "{line}")?;
        }
        self.name_what_is_left_out(&slots)
    }

    /// One line, without spaces at its end.
    fn line(&self, cells: &[Cell], slots: &[Slot], right: &[bool]) -> String {
        let mut line = String::new();
        for (slot, right) in slots.iter().zip(right) {
            let (text, is_null) = match slot {
                Slot::Column { index, width } => {
                    (cut(&cells[*index].text, *width), cells[*index].is_null)
                }
                Slot::Gap => (CUT.into(), false),
            };
            let fill = " ".repeat(slot.width().saturating_sub(text.width()));
            let text = dimmed(&text, is_null, self.layout.color);
            if !line.is_empty() {
                line.push_str(" │");
            }
            line.push(' ');
            let parts = if *right {
                [&fill, &*text]
            } else {
                [&*text, &fill]
            };
            line.extend(parts);
        }
        line.truncate(line.trim_end_matches(' ').len());
        self.layout.signs(&line).into_owned()
    }

    /// Says which columns had no room.
    fn name_what_is_left_out(&mut self, slots: &[Slot]) -> io::Result<()> {
        let is_shown = |column: usize| {
            let is_it =
                |slot: &Slot| matches!(slot, Slot::Column { index, .. } if *index == column);
            slots.iter().any(is_it)
        };
        let left_out = self
            .heading
            .iter()
            .enumerate()
            .filter(|(column, _)| !is_shown(*column));
        let names: Vec<&str> = left_out.map(|(_, heading)| heading.text.as_str()).collect();
        if names.is_empty() {
            return Ok(());
        }
        let columns = if names.len() == 1 {
            "column"
        } else {
            "columns"
        };
        let (count, names) = (names.len(), names.join(", "));
        let line = format!("{count} more {columns}, in the format vertical: {names}");
        let line = cut(&line, self.layout.width.unwrap_or(usize::MAX));
        writeln!(self.out, "{}", self.layout.signs(&line))
    }
}

impl Cell {
    /// A text as it is kept: no longer than a line can be.
    fn new(text: &str, layout: Layout) -> Self {
        Self {
            text: cut(&visible(text), layout.width.unwrap_or(LONGEST)).into_owned(),
            is_null: false,
        }
    }

    fn of(value: &Value, layout: Layout) -> Self {
        Self {
            is_null: value.is_null(),
            ..Self::new(&cell::text(value), layout)
        }
    }
}

impl RowSink for Table<'_> {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        for (side, value) in self.sides.iter_mut().zip(row) {
            if *side == Side::Open && value.kind().is_some_and(|kind: Type| !kind.is_number()) {
                *side = Side::Left;
            }
        }
        let mut line: Vec<Cell> = row
            .iter()
            .map(|value| Cell::of(value, self.layout))
            .collect();
        line.resize(self.sides.len(), Cell::default());
        self.lines.push(line);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        if !self.sides.is_empty() {
            self.draw()?;
        }
        self.out.flush()
    }
}

/// Whether the column's cells are short and all alike, so that they are not cut.
fn is_whole(column: &Column) -> bool {
    let kind = column.kind.unwrap_or(Type::Text);
    let is_time = matches!(kind, Type::Date | Type::Timestamp | Type::LocalTimestamp);
    kind == Type::Bool || is_time || kind.is_number()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{clients, column, text, texts, written};
    use super::super::{Format, rows};
    use super::*;
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

    #[test]
    fn colour_is_a_bold_heading() {
        let mut out = Vec::new();
        let layout = Layout {
            width: None,
            color: true,
            ascii: false,
        };
        rows(Format::Table, &texts(&["a"]), layout, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\x1b[1m t\x1b[0m\n──\n a\n"
        );
    }
}
