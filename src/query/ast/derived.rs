//! Queries whose columns are computed: projections and groups.

use super::expr::Expr;
use super::select::Select;
use crate::catalog::{Entity, Field};
use crate::value::Type;
use std::rc::Rc;

/// A query that other steps can go on from, as if it were a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    pub(in crate::query) from: Select,
    pub(in crate::query) columns: Columns,
    pub(in crate::query) distinct: bool,
    breadth: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(in crate::query) enum Columns {
    /// The entity's own fields: the same rows.
    Own,
    /// Computed for each row.
    Computed(Vec<(String, Expr)>),
    /// Computed for each group; the first n are the keys.
    Grouped(Vec<(String, Expr)>, usize),
}

impl Derived {
    /// The same rows, as they are after `take` and `skip`.
    pub(in crate::query) fn rows(from: Select) -> Self {
        Self {
            breadth: from.breadth(),
            from,
            columns: Columns::Own,
            distinct: false,
        }
    }

    /// Named columns, computed for each row.
    #[must_use]
    pub fn new(from: Select, columns: Vec<(String, Expr)>) -> Self {
        Self {
            breadth: broadest(&columns, from.breadth()),
            from,
            columns: Columns::Computed(columns),
            distinct: false,
        }
    }

    /// One row for each group of rows with the same keys, with aggregates over the group.
    #[must_use]
    pub fn grouped(
        from: Select,
        keys: Vec<(String, Expr)>,
        aggregates: Vec<(String, Expr)>,
    ) -> Self {
        let count = keys.len();
        let columns: Vec<_> = keys.into_iter().chain(aggregates).collect();
        Self {
            breadth: broadest(&columns, from.breadth()),
            // Rows that were taken are grouped as they were taken.
            from: from.uncut(),
            columns: Columns::Grouped(columns, count),
            distinct: false,
        }
    }

    /// Rows that are equal in every column, once.
    #[must_use]
    pub fn distinct(from: Select) -> Self {
        Self {
            breadth: from.breadth(),
            from,
            columns: Columns::Own,
            distinct: true,
        }
    }

    /// How often its broadest column reads a field of a table when all names are written out, as the server
    /// writes them: columns that are built of each other double by each step.
    #[must_use]
    pub fn breadth(&self) -> usize {
        self.breadth
    }

    /// What kind of rows it gives.
    #[must_use]
    pub fn entity(&self) -> Rc<Entity> {
        match &self.columns {
            Columns::Own => Rc::clone(&self.from.entity),
            Columns::Computed(columns) | Columns::Grouped(columns, _) => {
                let fields = columns
                    .iter()
                    .map(|(name, expr)| field(name, expr))
                    .collect();
                Rc::new(Entity::of_columns(&self.from.entity.name, fields))
            }
        }
    }

    pub(in crate::query) fn is_sorted(&self) -> bool {
        !matches!(self.columns, Columns::Grouped(..)) && self.from.is_sorted()
    }

    pub(in crate::query) fn is_rows_of_table(&self) -> bool {
        matches!(self.columns, Columns::Own) && self.from.is_of_table()
    }
}

/// How often the broadest of these columns reads a field, where each is read so often itself.
fn broadest(columns: &[(String, Expr)], each: usize) -> usize {
    let readings = columns.iter().map(|(_, expr)| expr.readings()).max();
    readings.unwrap_or(0).max(1).saturating_mul(each)
}

fn field(name: &str, expr: &Expr) -> Field {
    Field::computed(name, expr.kind().unwrap_or(Type::Text), expr.is_nullable())
}
