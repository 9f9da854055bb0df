//! A table with aligned columns, cut to the width of the terminal.
//!
//! The columns' widths depend on all rows, so this is the one format that keeps them until the end.

mod cell;
mod choices;
#[cfg(test)]
mod tests;

use super::fit::{CUT, Slot, Width, cut};
use super::look::Look;
use super::vertical::Vertical;
use super::{Layout, RowSink, is_number};
use crate::rows::{Column, Named};
use crate::value::{Type, Value};
use cell::Cell;
use choices::{Choices, Shown};
use std::io::{self, Write};

/// How much of a cell is shown where no terminal says how wide a line is. Every row is filled up to the widest cell of
/// its column: without a bound, one cell of some megabytes would take as much for each of them.
const LONGEST: usize = 1_000;

/// Collects rows, and draws them at the end.
pub(super) struct Table<'a> {
    out: &'a mut dyn Write,
    layout: Layout,
    columns: Vec<Column>,
    choices: Choices,
    /// The rows as they came, as long as they may be shown from top to bottom.
    kept: Option<Vec<Vec<Value>>>,
    heading: Vec<Cell>,
    lines: Vec<Vec<Cell>>,
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
        let heading = |column: &Column| Cell::new(column.name.as_str().into(), longest(layout));
        Self {
            out,
            layout,
            columns: columns.to_vec(),
            choices: Choices::of(columns.len(), names),
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
            Side::Open => cells.any(|cell| cell.look != Look::Null),
        }
    }

    /// Writes the heading, a rule, and the rows; from top to bottom, if that shows more and is short.
    fn draw(&mut self) -> io::Result<()> {
        let line = self.layout.width.unwrap_or(usize::MAX);
        let Shown { slots, left_out } = self.choices.shown(&self.widths(), line);
        if let Some(rows) = self.kept.as_ref().filter(|_| !left_out.is_empty()) {
            return vertical(
                &self.columns,
                self.choices.all(),
                rows,
                self.layout,
                self.out,
            );
        }
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

impl RowSink for Table<'_> {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        for (side, value) in self.sides.iter_mut().zip(row) {
            if *side == Side::Open && value.kind().is_some_and(|kind: Type| !kind.is_number()) {
                *side = Side::Left;
            }
        }
        let mut line: Vec<Cell> = row
            .iter()
            .map(|value| Cell::of(value, longest(self.layout)))
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

/// How much of a cell is kept: no more than a line can be.
fn longest(layout: Layout) -> usize {
    layout.width.unwrap_or(LONGEST)
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
