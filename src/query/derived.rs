//! Queries whose columns are computed: projections and groups.

use super::expr::Expr;
use super::select::Select;
use super::sql::expression;
use super::write::Pen;
use crate::catalog::{Entity, Field};
use crate::value::Type;
use std::rc::Rc;

/// A query that other steps can go on from, as if it were a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    from: Select,
    columns: Columns,
    distinct: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Columns {
    /// The entity's own fields: the same rows.
    Own,
    /// Computed for each row.
    Computed(Vec<(String, Expr)>),
    /// Computed for each group; the first so many are the keys.
    Grouped(Vec<(String, Expr)>, usize),
}

impl Derived {
    /// The same rows, as they are after `take` and `skip`.
    pub(super) fn rows(from: Select) -> Self {
        Self {
            from,
            columns: Columns::Own,
            distinct: false,
        }
    }

    /// Named columns, computed for each row.
    #[must_use]
    pub fn new(from: Select, columns: Vec<(String, Expr)>) -> Self {
        Self {
            from,
            columns: Columns::Computed(columns),
            distinct: false,
        }
    }

    /// One row for each group of rows with the same keys, with figures over the group.
    #[must_use]
    pub fn grouped(from: Select, keys: Vec<(String, Expr)>, figures: Vec<(String, Expr)>) -> Self {
        let count = keys.len();
        let columns = keys.into_iter().chain(figures).collect();
        Self {
            from,
            columns: Columns::Grouped(columns, count),
            distinct: false,
        }
    }

    /// Rows that are equal in every column, once.
    #[must_use]
    pub fn distinct(from: Select) -> Self {
        Self {
            from,
            columns: Columns::Own,
            distinct: true,
        }
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

    pub(super) fn is_rows_of_table(&self) -> bool {
        matches!(self.columns, Columns::Own) && self.from.is_of_table()
    }

    pub(super) fn write(&self, pen: &mut Pen) {
        match &self.columns {
            Columns::Own if self.distinct => {
                pen.put("select distinct ");
                pen.join(", ", &self.from.entity.fields, |pen, field| {
                    pen.put("t.").name(&field.name);
                });
                pen.put(" from (");
                self.from.write_rows(pen);
                pen.put(") t");
            }
            Columns::Own => self.from.write_rows(pen),
            Columns::Computed(columns) => {
                list(pen, columns);
                self.from.write_body(pen, true, Some(&all(columns)));
            }
            Columns::Grouped(columns, keys) => {
                // A cut or sorted query is grouped as what it gives.
                list(pen, columns);
                self.from
                    .write_body(pen, self.from.is_cut(), Some(&all(columns)));
                if *keys > 0 {
                    let places = (1..=*keys).map(|place| place.to_string());
                    pen.put(" group by ").join(", ", places, |pen, place| {
                        pen.put(&place);
                    });
                }
            }
        }
    }
}

/// `select a as x, b as y`
fn list(pen: &mut Pen, columns: &[(String, Expr)]) {
    pen.put("select ").join(", ", columns, |pen, (name, expr)| {
        expression(pen, expr);
        pen.put(" as ").quoted(name);
    });
}

/// All columns as one expression, for what looks at everything that is used.
fn all(columns: &[(String, Expr)]) -> Expr {
    Expr::Coalesce(columns.iter().map(|(_, expr)| expr.clone()).collect())
}

fn field(name: &str, expr: &Expr) -> Field {
    Field::computed(name, expr.kind().unwrap_or(Type::Text), expr.is_nullable())
}
