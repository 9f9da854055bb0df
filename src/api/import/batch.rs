//! Rows that are written together.

use crate::import::Cell;
use crate::value::Value;

/// How many rows.
const ROWS: usize = 5_000;
/// How many bytes of their cells.
const BYTES: usize = 8 << 20;

/// A line whose cells are values.
pub(super) struct Row {
    pub(super) line: u64,
    /// As the file has them, for those that read of it.
    pub(super) cells: Vec<Cell>,
    /// In the order of the mapped columns.
    pub(super) values: Vec<Value>,
}

/// A row of the file that is there already.
pub(super) struct Known {
    pub(super) row: Row,
    pub(super) id: Value,
}

/// Rows that wait to be written.
#[derive(Default)]
pub(super) struct Batch {
    rows: Vec<Row>,
    bytes: usize,
}

impl Batch {
    pub(super) fn add(&mut self, row: Row) {
        let size = |cell: &Cell| match cell {
            Cell::Text(text) => text.len(),
            _ => size_of::<Cell>(),
        };
        self.bytes += row.cells.iter().map(size).sum::<usize>();
        self.rows.push(row);
    }

    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= ROWS || self.bytes >= BYTES
    }

    pub(super) fn take(&mut self) -> Vec<Row> {
        self.bytes = 0;
        std::mem::take(&mut self.rows)
    }
}
