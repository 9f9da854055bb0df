//! A table with aligned columns, cut to the width of the terminal.
//!
//! The columns' widths depend on all rows, so this is the one format that keeps them until the end.

use super::fit::{CUT, Slot, Width, cut, fit};
use super::{Layout, RowSink, is_number, visible};
use crate::rows::Column;
use crate::value::{Type, Value};
use std::io::{self, Write};
use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::style::HorizontalLine;
use tabled::settings::{Alignment, Padding, Style};
use unicode_width::UnicodeWidthStr;

/// How much of a cell is shown where no terminal says how wide a line is. Every row is filled up to the widest cell of
/// its column: without a bound, one cell of some megabytes would take as much for each of them.
const LONGEST: usize = 1_000;

/// Collects rows, and draws them at the end.
pub(super) struct Table<'a> {
    out: &'a mut dyn Write,
    layout: Layout,
    /// The heading, then the rows: text that is safe to show.
    lines: Vec<Vec<String>>,
    sides: Vec<Side>,
    /// Whether half of a cell would say something else, such as half a date.
    whole: Vec<bool>,
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
        let heading = columns.iter().map(|c| cell(&c.name, layout)).collect();
        Self {
            out,
            layout,
            lines: vec![heading],
            sides,
            whole,
        }
    }

    /// How wide each column would be, and how narrow it may get.
    fn widths(&self) -> Vec<Width> {
        let mut cells = vec![0; self.sides.len()];
        for line in self.lines.iter().skip(1) {
            for (width, cell) in cells.iter_mut().zip(line) {
                *width = cell.width().max(*width);
            }
        }
        let headings = self.lines[0].iter();
        let columns = headings.zip(cells).zip(&self.whole).enumerate();
        columns
            .map(|(place, ((heading, cells), whole))| {
                Width::new(heading.width(), cells, *whole || self.is_right(place))
            })
            .collect()
    }

    /// Whether the column holds numbers.
    fn is_right(&self, column: usize) -> bool {
        let mut cells = self.lines.iter().skip(1).map(|line| &line[column]);
        match self.sides[column] {
            Side::Left => false,
            Side::Right => true,
            Side::Open => cells.any(|cell| !cell.is_empty()),
        }
    }

    /// The whole table, with spaces at the ends of its lines.
    fn draw(&mut self) -> String {
        let slots = fit(&self.widths(), self.layout.width.unwrap_or(usize::MAX));
        let right: Vec<usize> = slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| matches!(slot, Slot::Column { index, .. } if self.is_right(*index)))
            .map(|(place, _)| place)
            .collect();
        let mut builder = Builder::with_capacity(self.lines.len(), slots.len());
        for line in std::mem::take(&mut self.lines) {
            builder.push_record(slots.iter().map(|slot| match slot {
                Slot::Column { index, width } => cut(&line[*index], *width).into_owned(),
                Slot::Gap => CUT.to_owned(),
            }));
        }
        let rule = HorizontalLine::new('─').intersection('┼');
        let mut table = builder.build();
        table
            .with(Style::empty().vertical('│').horizontals([(1, rule)]))
            .modify(Columns::last(), Padding::new(1, 0, 0, 0));
        for place in right {
            table.modify(Columns::one(place), Alignment::right());
        }
        table.to_string()
    }
}

impl RowSink for Table<'_> {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        for (side, value) in self.sides.iter_mut().zip(row) {
            if *side == Side::Open && value.kind().is_some_and(|kind: Type| !kind.is_number()) {
                *side = Side::Left;
            }
        }
        let cells = row
            .iter()
            .map(|value| cell(&value.to_string(), self.layout));
        let mut line: Vec<String> = cells.collect();
        line.resize(self.sides.len(), String::new());
        self.lines.push(line);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        if !self.sides.is_empty() {
            let text = self.draw();
            for (i, line) in text.lines().enumerate() {
                let line = line.trim_end_matches(' ');
                let bold = self.layout.color && i == 0;
                let (on, off) = if bold {
                    ("\x1b[1m", "\x1b[0m")
                } else {
                    ("", "")
                };
                writeln!(self.out, "{on}{line}{off}")?;
            }
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

/// A cell as it is kept: safe to show, and no longer than a line can be.
fn cell(text: &str, layout: Layout) -> String {
    cut(&visible(text), layout.width.unwrap_or(LONGEST)).into_owned()
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
         1250 │ 李小龍      │          │ false  │
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
    fn the_widest_columns_are_cut_to_the_terminal() {
        insta::assert_snapshot!(table(&clients(), Some(50)), @r"
           id │ full_name │      due │ signed │ last_cont…
        ──────┼───────────┼──────────┼────────┼───────────
           12 │ Kevin Ca… │ 48210.50 │ true   │ 2026-09-30
         1250 │ 李小龍    │          │ false  │
        ");
    }

    #[test]
    fn columns_in_the_middle_are_left_out_of_a_narrow_terminal() {
        insta::assert_snapshot!(table(&clients(), Some(35)), @r"
           id │ full_name  │ … │ last_cont…
        ──────┼────────────┼───┼───────────
           12 │ Kevin Cas… │ … │ 2026-09-30
         1250 │ 李小龍     │ … │
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
         colum… │ colum… │ colu… │ colu… │ … │ colu… │ colu… │ colu…
        ────────┼────────┼───────┼───────┼───┼───────┼───────┼──────
              0 │      1 │     2 │     3 │ … │   197 │   198 │   199
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
        insta::assert_snapshot!(table(&nasty, Some(40)), @r"
         t
        ────────────────────
         two↵lines and a tab
         ␛[2J␛]0;owned␇
         invoice�fdp.exe
         │ ┼ ─ …
         👩‍🚀 é 李
        ");
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
              1 │ 1     │
                │ a     │
        ");
    }

    #[test]
    fn colour_is_a_bold_heading() {
        let mut out = Vec::new();
        let layout = Layout {
            width: None,
            color: true,
        };
        rows(Format::Table, &texts(&["a"]), layout, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\x1b[1m t\x1b[0m\n──\n a\n"
        );
    }
}
