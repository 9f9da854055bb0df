//! A table with aligned columns, cut to the width of the terminal.
//!
//! The columns' widths depend on all rows, so this is the one format that keeps them until the end.

use super::cell::{self, DIM, PLAIN};
use super::fit::{CUT, Slot, Width, cut, fit, width};
use super::vertical::Vertical;
use super::{Layout, RowSink, is_number, visible};
use crate::rows::{Column, Named};
use crate::value::{Type, Value};
use std::io::{self, Write};

/// How much of a cell is shown where no terminal says how wide a line is. Every row is filled up to the widest cell of
/// its column: without a bound, one cell of some megabytes would take as much for each of them.
const LONGEST: usize = 1_000;

/// Collects rows, and draws them at the end.
pub(super) struct Table<'a> {
    out: &'a mut dyn Write,
    layout: Layout,
    columns: Vec<Column>,
    /// Which columns are shown: the first of these that has room, or the last.
    choices: Vec<Vec<usize>>,
    /// The rows as they came, as long as they may be shown from top to bottom.
    kept: Option<Vec<Vec<Value>>>,
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
    width: usize,
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
    /// A table with these columns; some may say the names of what others refer to.
    pub(super) fn new(
        columns: &[Column],
        names: &[Named],
        layout: Layout,
        out: &'a mut dyn Write,
    ) -> Self {
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
            columns: columns.to_vec(),
            choices: choices(columns.len(), names),
            kept: layout.lines.map(|_| Vec::new()),
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
                *width = cell.width.max(*width);
            }
        }
        let columns = self.heading.iter().zip(cells).zip(&self.whole).enumerate();
        columns
            .map(|(place, ((heading, cells), whole))| Width {
                heading: heading.width,
                cells,
                whole: *whole || self.is_right(place),
            })
            .collect()
    }

    /// Keeps a row as it came, as long as all that are kept are short enough from top to bottom.
    fn keep(&mut self, row: &[Value]) {
        let (columns, lines) = (self.columns.len(), self.layout.lines.unwrap_or(0));
        if let Some(kept) = &mut self.kept {
            kept.push(row.to_vec());
            if kept.len().saturating_mul(columns + 1) > lines {
                self.kept = None;
            }
        }
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

    /// The columns that are shown, and how wide.
    fn slots(&self) -> (&[usize], Vec<Slot>) {
        let widths = self.widths();
        let line = self.layout.width.unwrap_or(usize::MAX);
        let fitted = |choice: &[usize]| {
            let chosen: Vec<Width> = choice.iter().map(|column| widths[*column]).collect();
            let mut slots = fit(&chosen, line);
            for slot in &mut slots {
                if let Slot::Column { index, .. } = slot {
                    *index = choice[*index];
                }
            }
            slots
        };
        let (last, others) = self
            .choices
            .split_last()
            .map_or((&[][..], &[][..]), |(l, o)| (&l[..], o));
        let roomy = others.iter().find_map(|choice| {
            let slots = fitted(choice);
            (!slots.contains(&Slot::Gap)).then_some((&choice[..], slots))
        });
        roomy.unwrap_or_else(|| (last, fitted(last)))
    }

    /// Writes the heading, a rule, and the rows; from top to bottom, if that shows more and is short.
    fn draw(&mut self) -> io::Result<()> {
        let (choice, slots) = self.slots();
        if let Some(rows) = self.kept.as_ref().filter(|_| slots.contains(&Slot::Gap)) {
            return vertical(&self.columns, &self.choices[0], rows, self.layout, self.out);
        }
        let left_out = left_out(choice, &slots);
        let right: Vec<bool> = slots
            .iter()
            .map(|slot| matches!(slot, Slot::Column { index, .. } if self.is_right(*index)))
            .collect();
        let bold = if self.layout.color {
            ("\x1b[1m", "\x1b[0m")
        } else {
            ("", "")
        };
        let mut line = String::new();
        self.line(&self.heading, &slots, &right, &mut line);
        writeln!(self.out, "{}{}{}", bold.0, self.layout.signs(&line), bold.1)?;
        let rules: Vec<String> = slots
            .iter()
            .map(|slot| "─".repeat(slot.width() + 2))
            .collect();
        let rule = rules.join("┼");
        let rule = rule.strip_suffix('─').unwrap_or(&rule); // there is no space after the last
        writeln!(self.out, "{}", self.layout.signs(rule))?;
        for cells in &self.lines {
            self.line(cells, &slots, &right, &mut line);
            line.push('\n');
            self.out.write_all(self.layout.signs(&line).as_bytes())?;
        }
        self.name_what_is_left_out(&left_out)
    }

    /// One line, without spaces at its end.
    fn line(&self, cells: &[Cell], slots: &[Slot], right: &[bool], line: &mut String) {
        line.clear();
        for (slot, right) in slots.iter().zip(right) {
            if !line.is_empty() {
                line.push_str(" │");
            }
            line.push(' ');
            match slot {
                Slot::Column { index, width } => {
                    cells[*index].write(*width, *right, self.layout.color, line);
                }
                Slot::Gap => line.push_str(CUT),
            }
        }
        line.truncate(line.trim_end_matches(' ').len());
    }

    /// Says which columns had no room.
    fn name_what_is_left_out(&mut self, columns: &[usize]) -> io::Result<()> {
        let name = |column: &usize| self.heading[*column].text.as_str();
        let names: Vec<&str> = columns.iter().map(name).collect();
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
        let text = cut(&visible(text), layout.width.unwrap_or(LONGEST)).into_owned();
        Self {
            width: width(&text),
            text,
            is_null: false,
        }
    }

    /// Writes it in so many columns of a line.
    fn write(&self, columns: usize, right: bool, color: bool, line: &mut String) {
        let dim = self.is_null && color;
        let text = cut(&self.text, columns);
        let taken = if text.len() == self.text.len() {
            self.width
        } else {
            width(&text)
        };
        let fill = columns.saturating_sub(taken);
        let spaces = |line: &mut String, count: usize| line.extend(std::iter::repeat_n(' ', count));
        spaces(line, if right { fill } else { 0 });
        line.push_str(if dim { DIM } else { "" });
        line.push_str(&text);
        line.push_str(if dim { PLAIN } else { "" });
        spaces(line, if right { 0 } else { fill });
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
        self.keep(row);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        if !self.sides.is_empty() {
            self.draw()?;
        }
        self.out.flush()
    }
}

/// What may be shown: each name beside its key; else names in place of the keys; else keys alone.
fn choices(columns: usize, names: &[Named]) -> Vec<Vec<usize>> {
    let is_name = |column: &usize| names.iter().any(|named| named.name == *column);
    let keys: Vec<usize> = (0..columns).filter(|column| !is_name(column)).collect();
    if names.is_empty() {
        return vec![keys];
    }
    let with_names = |with_keys: bool| {
        let both = |key: &usize| {
            let name = names.iter().find(|named| named.key == *key);
            let key = Some(*key).filter(|_| with_keys || name.is_none());
            key.into_iter().chain(name.map(|named| named.name))
        };
        keys.iter().flat_map(both).collect()
    };
    vec![with_names(true), with_names(false), keys]
}

/// The columns that are to be shown and have no room.
fn left_out(choice: &[usize], slots: &[Slot]) -> Vec<usize> {
    let is_shown = |column: &usize| {
        let is_it = |slot: &Slot| matches!(slot, Slot::Column { index, .. } if index == column);
        slots.iter().any(is_it)
    };
    let all = choice.iter().copied();
    all.filter(|column| !is_shown(column)).collect()
}

/// The rows from top to bottom.
fn vertical(
    columns: &[Column],
    order: &[usize],
    rows: &[Vec<Value>],
    layout: Layout,
    out: &mut dyn Write,
) -> io::Result<()> {
    let ordered: Vec<Column> = order.iter().map(|at| columns[*at].clone()).collect();
    let mut sink = Vertical::new(&ordered, layout, out);
    for row in rows {
        let value = |at: &usize| row.get(*at).cloned().unwrap_or(Value::Null);
        sink.row(&order.iter().map(value).collect::<Vec<_>>())?;
    }
    sink.finish()
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
        super::super::named_rows(&result, &names, layout, &mut out).unwrap();
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
}
